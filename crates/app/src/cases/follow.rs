//! A procedure of a case: begun, told what happened, shown.

use std::collections::HashMap;

use judicial::procedure::{Course, Event, Fact, Hearing, Procedure};
use kernel::{Date, Money, Territory, Timestamp, Wording};
use law::conditions::CourtKind;
use law::procedures::StateKind;
use law::time::Distance;
use ledger::Account;
use serde::Serialize;
use serde_json::json;
use store::{CaseId, CaseSide, CourtCase, CourtProcedure, CourtProcedureId, ProcedureFact, ProcedureFactId, Tx};

use super::claims::standing;
use super::kept::whole;
use super::list::{ProcedureLine, procedure_line};
use super::open::{open_case, worded};
use super::tell::{Tell, TellOrder};
use crate::desk::About;
use crate::proofs::{Subject, SubjectKind};
use crate::{Actor, CaseRefusal, Desk, DeskError, Permission};

/// A procedure as a person begins it.
#[derive(Debug, Clone, Default)]
pub struct ProcedureOrder {
    /// Its name in the tables of law: `payment-order`.
    pub definition: String,
    /// The day it was begun; today when none.
    pub begun: Option<Date>,
    /// The court, in words; may be empty.
    pub court: String,
    /// Its kind, as a slug; when empty, what its name tells, else what the law answers for the case.
    pub court_kind: String,
    /// Date of the order, where no act of the procedure gives it.
    pub order: Option<Date>,
    /// Where the debtor lives (CPC 643).
    pub distance: Distance,
    /// Whose holidays.
    pub territory: Territory,
    /// What is claimed, decimal; what is open of the pieces of the case when empty. Needed where we defend: it is
    /// claimed against us.
    pub claimed: String,
    /// The leave of a judge by which a measure is begun that no title of the case opens.
    pub leave: String,
}

/// A definition that could be begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcedureChoice {
    /// Its name.
    pub definition: String,
    /// In words.
    pub words: Wording,
    /// Article.
    pub article: String,
    /// Why it cannot be begun today.
    pub closed: Option<Wording>,
}

/// One fact of a procedure, as it was told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactLine {
    /// Its place, by which it is corrected or struck out.
    pub position: usize,
    /// By which files that prove it are added.
    pub subject: Subject,
    /// What it cost so far, VAT included, decimal; none where no cost says it pays it.
    pub cost: Option<String>,
    /// What was told.
    pub fact: Fact,
    /// The day it bears, corrections taken in.
    pub day: Option<Date>,
    /// It was corrected.
    pub amended: bool,
    /// It was struck out.
    pub struck: bool,
    /// Who told it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// One procedure whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProcedureDetail {
    /// As in a list.
    #[serde(flatten)]
    pub line: ProcedureLine,
    /// The case.
    pub case: CaseId,
    /// The account.
    pub account_id: ledger::AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// On which side the creditor stands.
    pub side: CaseSide,
    /// The kind of court, in words; none while it is not known.
    pub court_words: Option<Wording>,
    /// The hearing that counts; none while none was told.
    pub hearing: Option<Hearing>,
    /// Where it stands.
    pub course: Course,
    /// What is known of it, in the order it was learnt.
    pub facts: Vec<FactLine>,
    /// The day of the answer.
    pub today: Date,
}

impl Desk {
    /// The definitions of the tables of law, with those that cannot be begun on a day.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`].
    pub fn procedure_choices(&self, actor: &Actor) -> Result<Vec<ProcedureChoice>, DeskError> {
        actor.may(Permission::Read)?;
        let choice = |known: &law::procedures::Procedure| ProcedureChoice {
            definition: known.name.clone(),
            words: known.label.clone(),
            article: known.source.article.clone(),
            closed: known.open_on(self.today()).err(),
        };
        Ok(self.law.procedures().list().map(choice).collect())
    }

    /// The steps of the table of deadlines for a definition, each once, in its order.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`].
    pub fn procedure_steps(&self, actor: &Actor, definition: &str) -> Result<Vec<(String, Wording)>, DeskError> {
        actor.may(Permission::Read)?;
        let mut steps: Vec<(String, Wording)> = Vec::new();
        for row in self.law.deadlines().list().iter().filter(|row| row.procedure == definition) {
            if !steps.iter().any(|(known, _)| *known == row.step) {
                steps.push((row.step.clone(), row.words()));
            }
        }
        Ok(steps)
    }

    /// Begins a procedure in an open case.
    ///
    /// # Errors
    /// [`DeskError::Procedure`] for a definition that cannot be begun on that day, [`CaseRefusal`],
    /// [`crate::InsolvencyRefusal::ClaimStopped`] on what was born before the judgment that opened an insolvency,
    /// [`crate::TitleRefusal`] for a measure that no title of the case opens, unless a judge gave leave.
    pub fn begin_procedure(
        &self,
        actor: &Actor,
        case: CaseId,
        order: &ProcedureOrder,
    ) -> Result<CourtProcedureId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("procedure.begin", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let begun = order.begun.unwrap_or(today);
            if today < begun {
                return Err(CaseRefusal::Future { today }.into());
            }
            let fresh = Procedure::open(order.definition.trim(), begun, &self.law)?;
            if !crate::insolvency::left_open(&fresh.definition)
                && let Some(refusal) = self.may_pursue(tx, &case)?
            {
                return Err(refusal.into());
            }
            self.measure_opens(tx, &case, (&fresh.definition, begun), &order.leave)?;
            let claims = standing(tx, case.id)?;
            let claimed = match order.claimed.trim() {
                "" if case.side == CaseSide::Defendant => return Err(CaseRefusal::ClaimedAgainst.into()),
                "" => super::claims::total(&claims, case.currency),
                text => {
                    let wrong = || CaseRefusal::Claim { text: text.chars().take(40).collect() };
                    Money::parse(text, case.currency).ok().filter(|sum| sum.minor() > 0).ok_or_else(wrong)?
                }
            };
            let mut kept = CourtProcedure {
                id: CourtProcedureId(self.id()),
                case_id: case.id,
                account_id: case.account_id,
                definition: fresh.definition,
                court: worded(&order.court)?,
                court_kind: self.kind_of_court(tx, &case, order)?.map_or("", CourtKind::slug).to_owned(),
                side: case.side,
                begun_on: begun,
                order_on: order.order,
                distance: order.distance.slug().to_owned(),
                territory: order.territory.slug().to_owned(),
                claimed_minor: claimed.minor(),
                currency: case.currency,
                state: String::new(),
                over: false,
                due_on: None,
                seen_on: today,
                wakes_on: None,
                hearing_on: None,
                actor: actor.name.clone(),
                created_us: self.now(),
                version: 1,
            };
            let course = super::kept::read(&kept, &[])?.as_of(today, &self.law)?;
            kept.state.clone_from(&course.state);
            tx.procedures().insert(&kept)?;
            self.keep_course(tx, actor, (&mut kept, &course), &claims)?;
            tx.procedures().save(&kept)?;
            let mut payload = self.procedure_facts(&kept);
            payload["amount"] = claimed.to_decimal().into();
            payload["court"] = kept.court.as_str().into();
            payload["leave"] = worded(&order.leave)?.into();
            let about = About { on: Some(begun), ..About::account(&account) };
            self.note(tx, actor, about, "procedure.begun", &payload)?;
            Ok(kept.id)
        })
    }

    /// Tells a procedure what happened; answers everything it changed. What came too late is kept, and the answer
    /// says what it lost.
    ///
    /// # Errors
    /// [`DeskError::Procedure`] and nothing is kept: an act out of its order, a day that contradicts another, a
    /// missing proof; [`crate::TitleRefusal`] for the act that begins a measure no title of the case opens.
    pub fn tell_procedure(
        &self,
        actor: &Actor,
        id: CourtProcedureId,
        told: &TellOrder,
    ) -> Result<Vec<Event>, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("procedure.tell", |tx| {
            let kept = actor.find(tx, id)?;
            let (case, account) = open_case(tx, actor, kept.case_id)?;
            if told.what == Tell::Act && self.course(tx, &kept)?.kind == StateKind::Initial {
                let day = told.day.unwrap_or_else(|| self.today());
                self.measure_opens(tx, &case, (&kept.definition, day), &told.leave)?;
            }
            self.told_within(tx, actor, (kept, &account), told)
        })
    }

    /// The same inside a transaction.
    pub(crate) fn told_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (mut kept, account): (CourtProcedure, &Account),
        told: &TellOrder,
    ) -> Result<Vec<Event>, DeskError> {
        let (today, law) = (self.today(), &self.law);
        let mut procedure = whole(tx, &kept)?;
        let known = procedure.facts.len();
        let events = told.tell(&mut procedure, actor, (kept.currency, today, law))?;
        let Some(fact) = procedure.facts.get(known) else { return Ok(events) };
        let written = serde_json::to_string(fact).map_err(|error| {
            let why = error.to_string();
            store::StoreError::Corrupt { table: "procedure_fact", field: "fact", why }
        })?;
        tx.procedures().add_fact(&ProcedureFact {
            id: ProcedureFactId(self.id()),
            procedure_id: kept.id,
            account_id: kept.account_id,
            position: i64::try_from(known).unwrap_or(i64::MAX),
            fact: written,
            actor: actor.name.clone(),
            created_us: self.now(),
        })?;
        let course = procedure.as_of(today, law)?;
        let claims = standing(tx, kept.case_id)?;
        self.keep_course(tx, actor, (&mut kept, &course), &claims)?;
        tx.procedures().save(&kept)?;
        let mut payload = self.procedure_facts(&kept);
        payload["events"] = events.iter().map(Event::words).map(|words| json!(words)).collect();
        payload["loss"] = events.iter().any(Event::is_loss).into();
        let about = About { on: fact.day().filter(|day| *day <= today), ..About::account(account) };
        self.note(tx, actor, about, "procedure.told", &payload)?;
        self.ask_titles(tx, &[kept.case_id].into(), Some([(kept.id, &course)].into()))?;
        Ok(events)
    }

    /// One procedure, where it stands today, and all that is known of it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`].
    pub fn procedure(&self, actor: &Actor, id: CourtProcedureId) -> Result<ProcedureDetail, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let kept = actor.find(tx, id)?;
            let facts = tx.procedures().facts_of(&[id])?;
            let procedure = super::kept::read(&kept, &facts)?;
            let course = procedure.as_of(today, &self.law)?;
            let account = tx.accounts().get(kept.account_id)?;
            let mut paid: HashMap<ProcedureFactId, i64> = HashMap::new();
            for cost in tx.costs().of_cases(&[kept.case_id])?.iter().filter(|cost| cost.left_on.is_none()) {
                if let Some(fact) = cost.fact_id {
                    *paid.entry(fact).or_default() += cost.net_minor + cost.vat_minor;
                }
            }
            let line = |(position, (fact, row)): (usize, (&Fact, &ProcedureFact))| FactLine {
                position,
                subject: Subject::new(SubjectKind::Fact, row.id.0),
                cost: paid.get(&row.id).map(|minor| Money::new(*minor, kept.currency).to_decimal()),
                fact: fact.clone(),
                day: procedure.day_of(position),
                amended: procedure.day_of(position) != fact.day(),
                struck: procedure.struck(position),
                by: row.actor.clone(),
                at: row.created_us,
            };
            Ok(ProcedureDetail {
                line: procedure_line(&kept, self.label(&kept.definition)),
                case: kept.case_id,
                account_id: kept.account_id,
                debtor: tx.debtors().get(account.debtor_id)?.name,
                side: kept.side,
                court_words: course.court.map(CourtKind::words),
                hearing: course.hearing.clone(),
                facts: procedure.facts.iter().zip(&facts).enumerate().map(line).collect(),
                course,
                today,
            })
        })
    }

    /// Before which kind of court a procedure is begun: as it is said, as the name of the court tells, or as the law
    /// answers where no court is named and we claim.
    fn kind_of_court(
        &self,
        tx: &mut Tx,
        case: &CourtCase,
        order: &ProcedureOrder,
    ) -> Result<Option<CourtKind>, DeskError> {
        let known = || CourtKind::ALL.iter().map(|kind| kind.slug()).collect::<Vec<_>>().join(", ");
        match order.court_kind.trim() {
            "" => {}
            text => {
                let unknown = || CaseRefusal::Word { text: text.chars().take(40).collect(), known: known() };
                return Ok(Some(CourtKind::parse(text).ok_or_else(unknown)?));
            }
        }
        let named = CourtKind::named(&order.court);
        if named.is_some() || case.side == CaseSide::Defendant {
            return Ok(named);
        }
        self.court_kind(tx, case)
    }

    /// What the timeline says of a procedure.
    pub(super) fn procedure_facts(&self, kept: &CourtProcedure) -> serde_json::Value {
        json!({
            "case": kept.case_id, "procedure": kept.id, "definition": kept.definition,
            "label": self.label(&kept.definition), "state": law::words::of("state", &kept.state),
            "currency": kept.currency,
        })
    }
}

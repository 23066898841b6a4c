//! The hearings of every case together: those past of which nobody told what came, then those to come, day by day.
//!
//! A hearing is known by the facts of its procedure alone; what is to be done before it by the deadlines kept of it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use judicial::guard::feed::HearingEvent;
use judicial::procedure::Hearing;
use kernel::{Date, Language, Spoken, Wording};
use law::conditions::CourtKind;
use ledger::{AccountId, CreditorId};
use serde::{Serialize, Serializer};
use store::{CaseId, CourtProcedure, CourtProcedureId, ProcedureDeadline, Tx};

use super::kept::read;
use crate::portfolio::Scope;
use crate::{Actor, Desk, DeskError, Permission};

/// Hearings of a page at most.
const PAGE_MAX: usize = 500;

/// Which hearings.
#[derive(Debug, Clone, Copy, Default)]
pub struct HearingQuery {
    /// Of one account.
    pub account: Option<AccountId>,
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
}

/// Where a page ends: the day of its last hearing, and what tells it from the others of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HearingPlace {
    /// The day.
    pub day: Date,
    /// The procedure.
    pub procedure: CourtProcedureId,
}

impl fmt::Display for HearingPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.day, self.procedure)
    }
}

impl FromStr for HearingPlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (day, procedure) = text.split_once('_').ok_or(())?;
        Ok(Self { day: day.parse().map_err(drop)?, procedure: procedure.parse().map_err(drop)? })
    }
}

impl Serialize for HearingPlace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What must be done before a hearing, and is not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HearingTerm {
    /// What.
    pub words: Wording,
    /// Last day, to its end.
    pub due: Date,
    /// The date to work by.
    pub safe: Date,
    /// What is lost else.
    pub lost: Wording,
    /// Article.
    pub article: String,
}

/// One hearing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HearingLine {
    /// The procedure.
    pub procedure: CourtProcedureId,
    /// The case.
    pub case: CaseId,
    /// The reference the house gives it; may be empty.
    pub reference: String,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// The name of the procedure, in words.
    pub words: Wording,
    /// Where it stands, in words.
    pub state: Wording,
    /// The court, by its name; empty while it is not known.
    pub court: String,
    /// Its kind, in words; none while it is not known.
    pub court_words: Option<Wording>,
    /// The day.
    pub day: Date,
    /// The day it was put off from.
    pub put_off_from: Option<Date>,
    /// The hour, the room, who goes there, as somebody wrote it; may be empty.
    pub note: String,
    /// Who follows the case.
    pub owner: String,
    /// It is past, and nobody told what came of it.
    pub untold: bool,
    /// What must be done before it, the first to be lost first.
    pub before: Vec<HearingTerm>,
}

/// A page of hearings, in the order of days: those past of which nobody told what came are first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HearingPage {
    /// The lines.
    pub rows: Vec<HearingLine>,
    /// Where the next page goes on.
    pub next: Option<HearingPlace>,
    /// Those of today and of the days to come, on all pages.
    pub ahead: u64,
    /// Those past of which nobody told what came, on all pages.
    pub untold: u64,
    /// The day of the question.
    pub today: Date,
}

/// A procedure and the day of its hearing, of which nothing is told yet.
type Set = (HearingPlace, CourtProcedure);

impl Desk {
    /// Hearings to come, and those past of which nobody told what came, in the order of days.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on an account out of reach, [`DeskError::Store`].
    pub fn hearings(
        &self,
        actor: &Actor,
        query: &HearingQuery,
        after: Option<HearingPlace>,
        limit: usize,
    ) -> Result<HearingPage, DeskError> {
        actor.may(Permission::Read)?;
        let (scope, today, limit) = (self.scope(actor)?, self.today(), limit.clamp(1, PAGE_MAX));
        self.store.read(|tx| {
            if let Some(account) = query.account {
                actor.find(tx, account)?;
            }
            let set = set_within(tx, &scope, query)?;
            let untold = set.iter().filter(|(place, _)| place.day < today).count();
            let ahead = set.len() - untold;
            let mut rest = set.into_iter().filter(|(place, _)| after.is_none_or(|after| after < *place));
            let page: Vec<Set> = rest.by_ref().take(limit).collect();
            let next = page.last().map(|(place, _)| *place).filter(|_| rest.next().is_some());
            let (ahead, untold) = (ahead as u64, untold as u64);
            Ok(HearingPage { rows: self.hearing_lines(tx, page)?, next, ahead, untold, today })
        })
    }

    /// Those of today and of the days to come, as a calendar tells them.
    pub(crate) fn hearing_events(
        &self,
        actor: &Actor,
        query: &HearingQuery,
        most: usize,
    ) -> Result<Vec<HearingEvent>, DeskError> {
        actor.may(Permission::Read)?;
        let (scope, today) = (self.scope(actor)?, self.today());
        self.store.read(|tx| {
            let mut set = set_within(tx, &scope, query)?;
            set.retain(|(place, _)| today <= place.day);
            set.truncate(most);
            Ok(self.hearing_lines(tx, set)?.iter().map(event).collect())
        })
    }

    fn hearing_lines(&self, tx: &mut Tx, page: Vec<Set>) -> Result<Vec<HearingLine>, DeskError> {
        let procedures: Vec<CourtProcedureId> = page.iter().map(|(_, kept)| kept.id).collect();
        let accounts: Vec<AccountId> = page.iter().map(|(_, kept)| kept.account_id).collect();
        let cases: Vec<CaseId> = page.iter().map(|(_, kept)| kept.case_id).collect();
        let (deadlines, facts) = (tx.procedures().deadlines_of(&procedures)?, tx.procedures().facts_of(&procedures)?);
        let known: HashMap<_, _> =
            tx.accounts().get_many(&accounts)?.into_iter().map(|line| (line.account.id, line)).collect();
        let cases: HashMap<_, _> = tx.cases().get_many(&cases)?.into_iter().map(|case| (case.id, case)).collect();
        let today = self.today();
        let mut lines = Vec::with_capacity(page.len());
        for (_, kept) in page {
            let found = known.get(&kept.account_id).zip(cases.get(&kept.case_id));
            let Some(((of, case), hearing)) = found.zip(read(&kept, &facts)?.hearing(&self.law)) else { continue };
            lines.push(HearingLine {
                before: self.terms_before(&kept, &hearing, &deadlines),
                procedure: kept.id,
                case: case.id,
                reference: case.reference.clone(),
                account_id: kept.account_id,
                account: of.account.number.clone(),
                debtor: of.debtor.name.clone(),
                words: self.label(&kept.definition),
                state: law::words::of("state", &kept.state),
                court_words: CourtKind::parse(&kept.court_kind).map(CourtKind::words),
                court: kept.court,
                untold: hearing.day < today,
                day: hearing.day,
                put_off_from: hearing.put_off_from,
                note: hearing.note.unwrap_or_default(),
                owner: case.owner.clone(),
            });
        }
        Ok(lines)
    }

    /// The deadlines of ours that are counted from a hearing, or back from it, and run.
    fn terms_before(&self, kept: &CourtProcedure, hearing: &Hearing, all: &[ProcedureDeadline]) -> Vec<HearingTerm> {
        let own = all.iter().filter(|one| one.procedure_id == kept.id && one.from_on == Some(hearing.day));
        let term = |one: &ProcedureDeadline| {
            let mut rows = self.law.deadlines().list().iter();
            let row = rows.find(|row| row.procedure == kept.definition && row.step == one.step && row.of_hearing())?;
            Some(HearingTerm {
                words: row.words(),
                due: one.due_on,
                safe: one.safe_on,
                lost: law::words::of("lost", &row.consequence),
                article: row.source.article.clone(),
            })
        };
        let mut terms: Vec<HearingTerm> = own.filter_map(term).collect();
        terms.sort_by_key(|term| term.due);
        terms
    }
}

/// The hearings within reach of which nothing is told yet, in the order of days.
fn set_within(tx: &mut Tx, scope: &Scope, query: &HearingQuery) -> Result<Vec<Set>, DeskError> {
    let mut procedures = tx.procedures().with_hearing()?;
    procedures.retain(|one| scope.reaches(one.account_id) && query.account.is_none_or(|id| id == one.account_id));
    if let Some(creditor) = query.creditor {
        let accounts: Vec<AccountId> = procedures.iter().map(|one| one.account_id).collect();
        let mut known = tx.accounts().get_many(&accounts)?;
        known.retain(|line| line.account.creditor_id == creditor);
        let of: HashSet<AccountId> = known.iter().map(|line| line.account.id).collect();
        procedures.retain(|one| of.contains(&one.account_id));
    }
    let set = |one: CourtProcedure| Some((HearingPlace { day: one.hearing_on?, procedure: one.id }, one));
    Ok(procedures.into_iter().filter_map(set).collect())
}

/// A hearing as a calendar tells it.
fn event(line: &HearingLine) -> HearingEvent {
    let told = |language: Language| {
        let mut lines = vec![line.state.pick(language).to_owned(), line.note.clone()];
        if let Some(from) = line.put_off_from {
            lines.push(format!("{} {}", language.pick("Reportée du", "Put off from"), from.said(language)));
        }
        lines.extend(line.before.iter().map(|term| {
            let (words, due) = (term.words.pick(language), term.due.said(language));
            match language {
                Language::Fr => format!("À faire avant : {words}, au plus tard le {due} ({})", term.article),
                Language::En => format!("To do before: {words}, by {due} at the latest ({})", term.article),
            }
        }));
        if !line.owner.is_empty() {
            lines.push(format!("{} {}", language.pick("Suivi par", "Followed by"), line.owner));
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    };
    HearingEvent {
        id: line.procedure.to_string(),
        day: line.day,
        what: Wording::new(
            format!("Audience : {} ({})", line.debtor, line.words.fr),
            format!("Hearing: {} ({})", line.debtor, line.words.en),
        ),
        place: match &line.court_words {
            Some(words) if line.court.is_empty() => words.clone(),
            _ => Wording::same(line.court.as_str()),
        },
        told: Wording::new(told(Language::Fr), told(Language::En)),
    }
}

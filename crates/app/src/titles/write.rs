//! A title is recorded, corrected, set aside.

use judicial::titles::{Finality, Head, HeadKind, TitleKind};
use kernel::{Currency, Date, Money};
use law::CreditorClass;
use serde_json::{Value, json};
use store::{CaseId, CourtCase, CourtTitle, CourtTitleId, Tx};

use super::{CLAIM_KINDS, HEADS_MAX, HeadOrder, TitleOrder, word};
use crate::cases::{open_case, worded};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal, TitleRefusal};

/// A title that may be changed: within reach, in an open case, not set aside.
pub(super) fn live_title(
    tx: &mut Tx,
    actor: &Actor,
    id: CourtTitleId,
) -> Result<(CourtTitle, ledger::Account), DeskError> {
    let kept = actor.find(tx, id)?;
    let (_, account) = open_case(tx, actor, kept.case_id)?;
    if let Some(day) = kept.annulled_on {
        return Err(TitleRefusal::Annulled { day }.into());
    }
    Ok((kept, account))
}

/// What the timeline says of a title.
pub(super) fn facts(kept: &CourtTitle) -> Value {
    json!({
        "case": kept.case_id, "title": kept.id, "kind": kept.kind, "number": kept.number, "court": kept.court,
        "issued": kept.issued_on, "currency": kept.currency, "last": kept.clocked.then_some(kept.due_on),
    })
}

fn head(order: &HeadOrder, currency: Currency) -> Result<Head, DeskError> {
    let wrong = || TitleRefusal::HeadAmount { text: order.amount.chars().take(40).collect() };
    let amount = Money::parse(order.amount.trim(), currency).map_err(|_| wrong())?;
    if amount.minor() <= 0 {
        return Err(wrong().into());
    }
    let known: Vec<&str> = HeadKind::ALL.iter().map(|kind| kind.slug()).collect();
    let kind = word(&order.kind, HeadKind::Principal, (HeadKind::parse, &known))?;
    Ok(Head { kind, amount, bears: !order.bare })
}

fn heads(order: &TitleOrder, currency: Currency) -> Result<Vec<Head>, DeskError> {
    let told = order.heads.iter().filter(|head| !head.amount.trim().is_empty());
    let heads: Vec<Head> = told.map(|one| head(one, currency)).collect::<Result<_, _>>()?;
    if heads.len() > HEADS_MAX {
        return Err(crate::CaseRefusal::TooMany { most: i64::try_from(HEADS_MAX).unwrap_or(i64::MAX) }.into());
    }
    Ok(heads)
}

/// Takes what a person told of a title into the one that is kept.
fn fill(kept: &mut CourtTitle, order: &TitleOrder, today: Date) -> Result<(), DeskError> {
    let given = order.currency.trim();
    if !given.is_empty() && given != kept.currency.code() {
        let given = given.chars().take(10).collect();
        return Err(TitleRefusal::OtherCurrency { given, expected: kept.currency }.into());
    }
    let issued = order.issued.ok_or(TitleRefusal::DayMissing)?;
    if today < issued {
        return Err(TitleRefusal::Future { today }.into());
    }
    match order.enforceable {
        Some(day) if day < issued => return Err(TitleRefusal::EnforceableBefore { issued }.into()),
        Some(day) if today < day => return Err(TitleRefusal::EnforceableAhead { today }.into()),
        _ => {}
    }
    kept.court = worded(&order.court)?;
    if kept.court.is_empty() {
        return Err(TitleRefusal::CourtMissing.into());
    }
    let claim = order.claim_kind.trim();
    if claim.is_empty() != order.claim_due.is_none() {
        return Err(TitleRefusal::ClaimHalf.into());
    }
    let claim = word(claim, "", (|text: &str| CLAIM_KINDS.into_iter().find(|kind| *kind == text), &CLAIM_KINDS))?;
    let kinds: Vec<&str> = TitleKind::ALL.iter().map(|kind| kind.slug()).collect();
    let finalities: Vec<&str> = Finality::ALL.iter().map(|one| one.slug()).collect();
    let kind = word(&order.kind, TitleKind::Judgment, (TitleKind::parse, &kinds))?;
    let finality = word(&order.finality, Finality::Provisional, (Finality::parse, &finalities))?;
    let classes = ["professional", "individual"];
    let class =
        word(&order.creditor_class, classes[0], (|text: &str| classes.into_iter().find(|c| *c == text), &classes))?;
    CreditorClass::parse(class)?;
    let heads = heads(order, kept.currency)?;
    kept.heads = serde_json::to_string(&heads).unwrap_or_default();
    (kept.kind, kept.finality, kept.creditor_class) =
        (kind.slug().to_owned(), finality.slug().to_owned(), class.to_owned());
    (kept.issued_on, kept.enforceable_on, kept.capitalise) = (issued, order.enforceable, order.capitalise);
    (kept.claim_kind, kept.claim_due_on) = (claim.to_owned(), order.claim_due);
    kept.number = worded(&order.number)?;
    Ok(())
}

impl Desk {
    /// Records a title in an open case.
    ///
    /// # Errors
    /// [`TitleRefusal`]: a day that has not come, a sum that is none, another currency than the case.
    pub fn add_title(&self, actor: &Actor, case: CaseId, order: &TitleOrder) -> Result<CourtTitleId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("title.add", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let mut kept = self.blank_title(actor, &case);
            fill(&mut kept, order, today)?;
            self.keep_clock(&mut kept, &[])?;
            tx.titles().insert(&kept)?;
            let mut payload = facts(&kept);
            payload["amount"] = sum(&kept)?.into();
            let about = About { on: Some(kept.issued_on), ..About::account(&account) };
            self.note(tx, actor, about, "title.added", &payload)?;
            self.ask_titles(tx, &[case.id].into(), None)?;
            Ok(kept.id)
        })
    }

    /// Corrects a title, as a whole; what happened to it stays.
    ///
    /// # Errors
    /// As [`Desk::add_title`]; [`TitleRefusal::BeforeTitle`] where a fact would come before its date,
    /// [`Refusal::ReasonMissing`].
    pub fn change_title(
        &self,
        actor: &Actor,
        id: CourtTitleId,
        (order, why): (&TitleOrder, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if why.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let (today, why) = (self.today(), worded(why)?);
        self.store.write("title.change", |tx| {
            let (mut kept, account) = live_title(tx, actor, id)?;
            let known = tx.titles().facts_of(&[id])?;
            fill(&mut kept, order, today)?;
            let first = known.iter().filter(|fact| fact.left_on.is_none()).map(|fact| fact.on_day).min();
            if first.is_some_and(|day| day < kept.issued_on) {
                return Err(TitleRefusal::BeforeTitle { issued: kept.issued_on }.into());
            }
            self.keep_clock(&mut kept, &known)?;
            tx.titles().save(&kept)?;
            let mut payload = facts(&kept);
            payload["amount"] = sum(&kept)?.into();
            payload["reason"] = why.as_str().into();
            self.note(tx, actor, About::account(&account), "title.changed", &payload)?;
            self.ask_titles(tx, &[kept.case_id].into(), None)
        })
    }

    /// Notes that a later decision set a title aside: it opens nothing any more.
    ///
    /// # Errors
    /// [`TitleRefusal::ByMissing`], [`TitleRefusal::BeforeTitle`], [`TitleRefusal::Ahead`].
    pub fn annul_title(
        &self,
        actor: &Actor,
        id: CourtTitleId,
        (day, by): (Option<Date>, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (today, by) = (self.today(), worded(by)?);
        let day = day.unwrap_or(today);
        if by.is_empty() {
            return Err(TitleRefusal::ByMissing.into());
        }
        if today < day {
            return Err(TitleRefusal::Ahead { today }.into());
        }
        self.store.write("title.annul", |tx| {
            let (mut kept, account) = live_title(tx, actor, id)?;
            if day < kept.issued_on {
                return Err(TitleRefusal::BeforeTitle { issued: kept.issued_on }.into());
            }
            (kept.annulled_on, kept.annulled_by) = (Some(day), by.clone());
            tx.titles().save(&kept)?;
            let mut payload = facts(&kept);
            payload["reason"] = by.as_str().into();
            let about = About { on: Some(day), ..About::account(&account) };
            Ok(self.note(tx, actor, about, "title.annulled", &payload)?)
        })
    }

    fn blank_title(&self, actor: &Actor, case: &CourtCase) -> CourtTitle {
        CourtTitle {
            id: CourtTitleId(self.id()),
            case_id: case.id,
            account_id: case.account_id,
            kind: String::new(),
            issued_on: self.today(),
            court: String::new(),
            number: String::new(),
            currency: case.currency,
            heads: String::new(),
            enforceable_on: None,
            finality: String::new(),
            creditor_class: String::new(),
            capitalise: false,
            claim_kind: String::new(),
            claim_due_on: None,
            annulled_on: None,
            annulled_by: String::new(),
            clocked: false,
            due_on: self.today(),
            actor: actor.name.clone(),
            created_us: self.now(),
            version: 1,
        }
    }
}

fn sum(kept: &CourtTitle) -> Result<String, DeskError> {
    let minor = super::rules::heads(kept)?.iter().map(|head| head.amount.minor()).sum();
    Ok(Money::new(minor, kept.currency).to_decimal())
}

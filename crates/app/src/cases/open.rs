//! A case is opened, changed, closed.

use kernel::{Currency, Money};
use ledger::{Account, AccountId};
use serde_json::json;
use store::{CaseClaim, CaseId, CaseOutcome, CaseSide, CourtCase, Tx};

use super::{CaseOrder, WORDS_MAX, outcome_words};
use crate::costs::CaseClosing;
use crate::desk::About;
use crate::{Actor, CaseRefusal, Desk, DeskError, Permission, Refusal};

/// A text as a case keeps it.
pub(crate) fn worded(text: &str) -> Result<String, CaseRefusal> {
    let text = text.trim();
    if text.chars().count() > WORDS_MAX {
        return Err(CaseRefusal::TooLong { most: i64::try_from(WORDS_MAX).unwrap_or(i64::MAX) });
    }
    Ok(text.to_owned())
}

/// An open case, within reach, and its account.
pub(crate) fn open_case(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<(CourtCase, Account), DeskError> {
    let case = actor.find(tx, id)?;
    if let Some(day) = case.closed_on {
        return Err(CaseRefusal::Closed { day }.into());
    }
    let account = tx.accounts().get(case.account_id)?;
    Ok((case, account))
}

/// What the timeline says of a case.
pub(crate) fn facts(case: &CourtCase) -> serde_json::Value {
    json!({ "case": case.id, "reference": case.reference, "currency": case.currency })
}

impl Desk {
    /// Opens a case: its pieces are not reminded of while it is open.
    ///
    /// # Errors
    /// [`CaseRefusal`] on pieces that cannot be claimed together, [`DeskError::NotFound`] on what is out of reach.
    pub fn open_case(&self, actor: &Actor, account: AccountId, order: &CaseOrder) -> Result<CaseId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("case.open", |tx| {
            let account = actor.find(tx, account)?;
            let object = worded(&order.object)?;
            let items = if order.items.is_empty() && order.side == CaseSide::Claimant {
                super::claims::free(tx, &account, today)?
            } else {
                order.items.clone()
            };
            if items.is_empty() && object.is_empty() {
                return Err(CaseRefusal::ObjectMissing.into());
            }
            let id = CaseId(self.id());
            let (pieces, currency) = super::claims::claimable(tx, actor, &account, (&items, None), today)?;
            let owner = if order.owner.trim().is_empty() { &actor.name } else { order.owner.trim() };
            let case = CourtCase {
                id,
                account_id: account.id,
                reference: worded(&order.reference)?,
                side: order.side,
                object,
                currency: currency.unwrap_or(Currency::EUR),
                owner: owner.to_owned(),
                opened_on: today,
                outcome: None,
                closed_on: None,
                closed_why: String::new(),
                actor: actor.name.clone(),
                created_us: self.now(),
                version: 1,
            };
            let mut parties = Vec::with_capacity(order.parties.len());
            for party in &order.parties {
                parties.push(self.party(tx, actor, (id, &account), party)?);
            }
            tx.cases().insert(&case, &[], &parties)?;
            let claims = self.claim_within(tx, actor, &case, &pieces)?;
            let mut payload = facts(&case);
            payload["pieces"] = numbers(&pieces).into();
            payload["amount"] = super::claims::total(&claims, case.currency).to_decimal().into();
            payload["side"] = json!(case.side);
            payload["object"] = case.object.as_str().into();
            self.note(tx, actor, About::account(&account), "case.opened", &payload)?;
            Ok(id)
        })
    }

    /// Changes the reference, the object or the owner of an open case.
    ///
    /// # Errors
    /// [`CaseRefusal::Closed`], [`CaseRefusal::TooLong`].
    pub fn change_case(
        &self,
        actor: &Actor,
        id: CaseId,
        (reference, object, owner): (&str, &str, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("case.change", |tx| {
            let (mut case, account) = open_case(tx, actor, id)?;
            case.reference = worded(reference)?;
            case.object = worded(object)?;
            if !owner.trim().is_empty() {
                owner.trim().clone_into(&mut case.owner);
            }
            tx.cases().save(&case)?;
            let mut payload = facts(&case);
            payload["object"] = case.object.as_str().into();
            payload["owner"] = case.owner.as_str().into();
            Ok(self.note(tx, actor, About::account(&account), "case.changed", &payload)?)
        })
    }

    /// Closes a case: what is still owed of its pieces is asked for again, unless nothing will come of it.
    ///
    /// # Errors
    /// [`CaseRefusal::GoesOn`] while a procedure was not ended, [`CaseRefusal::StillOpen`] where it is said to be paid
    /// and is not, [`Refusal::ReasonMissing`], and what proves a loss where it is irrecoverable
    /// ([`crate::CostRefusal::LossProof`]). A protocol may leave a rest: the entry says how much.
    pub fn close_case(&self, actor: &Actor, id: CaseId, closing: impl Into<CaseClosing>) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let CaseClosing { outcome, why, loss } = closing.into();
        if why.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let (today, why) = (self.today(), worded(&why)?);
        self.store.write("case.close", |tx| {
            let (mut case, account) = open_case(tx, actor, id)?;
            for procedure in tx.procedures().of_cases(&[id])? {
                let course = self.course(tx, &procedure)?;
                if !course.is_over() {
                    return Err(CaseRefusal::GoesOn { procedure: self.label(&procedure.definition) }.into());
                }
            }
            let claims = tx.cases().claims_of(&[id])?;
            let standing: Vec<&CaseClaim> = claims.iter().filter(|claim| claim.left_on.is_none()).collect();
            let left = super::claims::left(tx, &standing, today)?;
            let rest = Money::new(left.iter().map(|(_, open)| open.minor()).sum(), case.currency);
            if outcome == CaseOutcome::Paid && !left.is_empty() {
                let pieces: Vec<&str> = left.iter().map(|(item, _)| item.number.as_str()).collect();
                return Err(CaseRefusal::StillOpen { open: rest, pieces: pieces.join(", ") }.into());
            }
            if outcome == CaseOutcome::Irrecoverable {
                self.keep_loss(tx, (actor, &loss), &case, &standing)?;
            }
            self.release_claims(tx, actor, (&standing, outcome), &case)?;
            (case.outcome, case.closed_on, case.closed_why) = (Some(outcome), Some(today), why.clone());
            tx.cases().save(&case)?;
            let mut payload = facts(&case);
            payload["outcome"] = json!(outcome);
            payload["said"] = json!(outcome_words(outcome));
            payload["reason"] = why.as_str().into();
            payload["left"] = (!rest.is_zero()).then(|| rest.to_decimal()).into();
            self.note(tx, actor, About::account(&account), "case.closed", &payload)?;
            self.ask_titles(tx, &[case.id].into(), None)
        })
    }
}

/// Numbers of pieces, for people.
pub(super) fn numbers(pieces: &[super::claims::Piece]) -> String {
    pieces.iter().map(|piece| piece.item.number.as_str()).collect::<Vec<_>>().join(", ")
}

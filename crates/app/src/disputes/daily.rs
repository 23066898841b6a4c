//! What happens to disputes by itself: a credit note that came closes them, silence escalates them.

use std::fmt::Display;

use amicable::disputes::{Clock, Policy, after_working_days};
use kernel::{Date, Money};
use ledger::statement::open_of;
use ledger::{Item, ItemKind};
use serde::Serialize;
use store::{Dispute, DisputeId, DisputeSought, StoreError, Tx};

use super::moves::credited;
use super::{Outcome, Step, facts, mediation, policy};
use crate::blocks::open_pieces;
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission};

/// Disputes looked at together.
const CHUNK: u32 = 200;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tended {
    /// Closed by the credit note that was agreed.
    pub closed: u64,
    /// Given to who is told of silence.
    pub escalated: u64,
    /// Statuses whose invoice has come meanwhile.
    pub linked: u64,
}

impl Desk {
    /// Closes the disputes whose agreed credit note is matched with their piece, and escalates those whose
    /// service said nothing until the end of its last day before `day`. Doing it twice on a day changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] to who may neither import nor run the day, [`DeskError::Store`].
    pub fn tend_disputes(&self, actor: &Actor, day: Date) -> Result<Tended, DeskError> {
        if !actor.carries(Permission::Run) {
            actor.may(Permission::Import)?;
        }
        let scope = self.scope(actor)?;
        let mut done = Tended { linked: self.link_statuses(actor)?, ..Tended::default() };
        let (open, mut after) = (DisputeSought::default(), None);
        let policy = self.store.read(policy::in_force)?;
        loop {
            let page = self.store.read(|tx| tx.disputes().page(&open, after, CHUNK))?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.id);
            for dispute in page.iter().filter(|d| scope.reaches(d.account_id)) {
                let (named, granted) = (("dispute", dispute.id), dispute.granted_minor > 0);
                if dispute.step == Step::CarryOut
                    && granted
                    && alone(named, self.credit_came(actor, dispute.id))? == Some(true)
                {
                    done.closed += 1;
                } else if is_over(&policy, dispute, day)
                    && alone(named, self.escalate(actor, dispute.id, day))? == Some(true)
                {
                    done.escalated += 1;
                }
            }
        }
    }

    /// Closes a dispute whose credit note came. One that waits unmatched for exactly what is granted is matched;
    /// where two could be it, nobody guesses.
    fn credit_came(&self, actor: &Actor, id: DisputeId) -> Result<bool, DeskError> {
        self.store.write("dispute.settle", |tx| {
            let dispute = actor.find(tx, id)?;
            let items = tx.items().of_account(dispute.account_id)?;
            if dispute.step != Step::CarryOut {
                return Ok(false);
            }
            let awaited = dispute.granted_minor - credited(tx, &dispute, &items)?;
            if awaited > 0 {
                let waiting: Vec<Item> = credits_waiting(tx, &dispute, self.today())?
                    .into_iter()
                    .filter_map(|(item, left)| (left.minor() == -awaited).then_some(item))
                    .collect();
                let [credit] = waiting.as_slice() else { return Ok(false) };
                let piece = tx.items().get(dispute.item_id)?;
                // A factor's: nothing is matched with it here, and the day goes on.
                if crate::credit::is_factored(tx, dispute.account_id, piece.id)? {
                    return Ok(false);
                }
                let matches = tx.allocations().of_account(dispute.account_id)?;
                if open_of(&piece, &matches, None).minor() > 0 {
                    self.match_within(tx, actor, (&piece, credit), None)?;
                } else if spoken_for(tx, (&dispute, awaited), (credit, &items))? {
                    return Ok(false);
                }
                // A piece that is paid has nothing to match: the credit note waits to be paid back.
            }
            let whole = dispute.granted_minor >= dispute.contested_minor;
            let outcome = if whole { Outcome::Founded } else { Outcome::Partly };
            self.close_within(tx, actor, id, (outcome, ""))?;
            Ok(true)
        })
    }

    fn escalate(&self, actor: &Actor, id: DisputeId, day: Date) -> Result<bool, DeskError> {
        self.store.write("dispute.escalate", |tx| {
            let mut dispute = actor.find(tx, id)?;
            let policy = policy::in_force(tx)?;
            let desk = policy.desk(dispute.service);
            if dispute.step == Step::Closed || !is_over(&policy, &dispute, day) {
                return Ok(false);
            }
            // Both sides sit before a mediator: nobody has to answer meanwhile.
            if mediation::goes_on(tx, id)? {
                return Ok(false);
            }
            let (account, item) = (tx.accounts().get(dispute.account_id)?, tx.items().get(dispute.item_id)?);
            let silent = dispute.owner.clone();
            if !desk.escalate_to.is_empty() {
                dispute.owner.clone_from(&desk.escalate_to);
            }
            dispute.escalations += 1;
            dispute.asked_on = day;
            dispute.due_on = after_working_days(day, desk.days, desk.territory);
            dispute.version = tx.disputes().save(&dispute)?;
            self.seek_owner(tx, actor, &dispute, &item)?;
            let mut payload = facts(&dispute, &item.number);
            payload["times"] = dispute.escalations.into();
            let about = About { on: Some(day), ..About::account(&account) };
            self.note(tx, actor, about, "dispute.escalated", &payload)?;
            self.ask_owner(tx, actor, &dispute, (&account, &item), true)?;
            if silent != dispute.owner {
                self.tell_silent(tx, actor, (&dispute, &silent), (&account, &item))?;
            }
            Ok(true)
        })
    }
}

/// What one of many comes to: what is refused is told in the log, and the others go on; a store that fails ends all.
pub(super) fn alone<T>((what, id): (&str, impl Display), done: Result<T, DeskError>) -> Result<Option<T>, DeskError> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(DeskError::Store(error)) if !matches!(error, StoreError::Conflict { .. }) => Err(error.into()),
        Err(error) => {
            tracing::warn!(what, %id, code = error.code(), %error, "left as it is: the others go on");
            Ok(None)
        }
    }
}

/// True once the last day of its service is over.
fn is_over(policy: &Policy, dispute: &Dispute, day: Date) -> bool {
    Clock::read(dispute.due_on, day, policy.desk(dispute.service).territory) == Clock::Over
}

/// True when a credit note of that amount that waits may be the one another dispute was closed by without a match.
fn spoken_for(
    tx: &mut Tx,
    (dispute, awaited): (&Dispute, i64),
    (credit, items): (&Item, &[Item]),
) -> Result<bool, DeskError> {
    let others = tx.disputes().of_accounts(&[dispute.account_id])?;
    for other in others.iter().filter(|other| other.id != dispute.id) {
        let granted = matches!(other.outcome, Some(Outcome::Founded | Outcome::Partly));
        let since = other.closed_on.is_some_and(|closed| closed >= credit.entry_on);
        if granted && since && other.granted_minor - credited(tx, other, items)? == awaited {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Credit notes entered since the dispute was opened that wait unmatched on its account, with what is left of each.
pub(super) fn credits_waiting(tx: &mut Tx, dispute: &Dispute, today: Date) -> Result<Vec<(Item, Money)>, DeskError> {
    let mut pieces = open_pieces(tx, dispute.account_id, today)?;
    pieces.retain(|(item, left)| {
        item.kind == ItemKind::CreditNote
            && left.minor() < 0
            && left.currency() == dispute.currency
            && item.entry_on >= dispute.opened_on
    });
    Ok(pieces)
}

/// What is granted, and what of it came, in decimal.
pub(super) fn granted(tx: &mut Tx, dispute: &Dispute) -> Result<(String, String), DeskError> {
    let items = tx.items().of_account(dispute.account_id)?;
    let money = |minor: i64| Money::new(minor, dispute.currency).to_decimal();
    Ok((money(dispute.granted_minor), money(credited(tx, dispute, &items)?)))
}

//! Files put off until a day, with a reason; taken back by a form.

use std::sync::Arc;

use kernel::{Date, epoch_day, from_epoch_day};
use ledger::AccountId;
use serde::Serialize;
use store::{Snooze, SnoozeId, StoreError, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal, WorkRefusal};

/// The farthest a file is put off, in days: a quarter.
pub const SNOOZE_DAYS: i32 = 90;

/// A file put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnoozeLine {
    /// What takes it back.
    pub id: SnoozeId,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// The day it comes back.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who put it off.
    pub actor: String,
}

impl Desk {
    /// Puts a file off: it leaves the list and comes back on `until`. Put off anew, the last word holds. An
    /// account that another pays for puts off the file of its payer.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a reason, on a day that is not after today, too far away, or after the
    /// last day to act before a right is lost.
    pub fn snooze(&self, actor: &Actor, account: AccountId, until: Date, reason: &str) -> Result<SnoozeId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        if until <= today {
            return Err(WorkRefusal::SnoozeToday.into());
        }
        let latest = from_epoch_day(epoch_day(today) + SNOOZE_DAYS);
        if until > latest {
            return Err(WorkRefusal::SnoozeTooFar { latest }.into());
        }
        self.store.read(|tx| actor.find(tx, account))?;
        let day = self.day()?;
        if let Some(latest) = day.work(account).and_then(|work| work.right_ends).filter(|ends| until > *ends) {
            return Err(WorkRefusal::SnoozeBeyondRight { latest }.into());
        }
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let now = self.now();
        self.store.write("account.snooze", |tx| {
            let account = head(tx, account)?;
            if let Some(before) = tx.snoozes().of_account(account.id)? {
                tx.snoozes().end(before.id, now)?;
            }
            let snooze = Snooze {
                id: SnoozeId(self.id()),
                account_id: account.id,
                until_on: until,
                reason: reason.trim().to_owned(),
                actor: actor.name.clone(),
                created_us: now,
                ended_us: None,
            };
            tx.snoozes().insert(&snooze)?;
            self.note(tx, actor, About::account(&account), "account.snoozed", &facts(&snooze))?;
            Ok(snooze.id)
        })
    }

    /// Takes a file back on the list.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Store`] when it was taken back, or put off anew, meanwhile.
    pub fn end_snooze(&self, actor: &Actor, id: SnoozeId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let now = self.now();
        self.store.write("account.end_snooze", |tx| {
            let snooze = actor.find(tx, id)?;
            let account = tx.accounts().get(snooze.account_id)?;
            tx.snoozes().end(id, now)?;
            Ok(self.note(tx, actor, About::account(&account), "account.snooze_ended", &facts(&snooze))?)
        })
    }

    /// Puts a file off again that was just taken back on the list.
    pub(crate) fn snooze_again(&self, actor: &Actor, id: SnoozeId) -> Result<(), DeskError> {
        let now = self.now();
        self.store.write("undo.snooze_end", |tx| {
            let ended = actor.find(tx, id)?;
            if tx.snoozes().of_account(ended.account_id)?.is_some() {
                return Err(StoreError::Conflict { what: "snooze", id: id.to_string() }.into());
            }
            let account = tx.accounts().get(ended.account_id)?;
            let again = Snooze { id: SnoozeId(self.id()), created_us: now, ended_us: None, ..ended };
            tx.snoozes().insert(&again)?;
            let mut payload = facts(&again);
            payload["undone"] = serde_json::json!(id);
            Ok(self.note(tx, actor, About::account(&account), "account.snoozed", &payload)?)
        })
    }

    /// Customer code and name of the debtor of an account.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn account_names(&self, actor: &Actor, account: AccountId) -> Result<(String, String), DeskError> {
        actor.may(Permission::Read)?;
        let found = self.store.read(|tx| {
            actor.find(tx, account)?;
            Ok::<_, DeskError>(tx.accounts().get_many(&[account])?)
        })?;
        let line = found.into_iter().next();
        let line = line.ok_or_else(|| DeskError::NotFound { what: "account", key: account.to_string() })?;
        Ok((line.account.number, line.debtor.name))
    }

    /// The files put off, those that come back first first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn snoozed(&self, actor: &Actor) -> Result<Vec<SnoozeLine>, DeskError> {
        actor.may(Permission::Read)?;
        let day = self.day()?;
        let sight = self.sight_of(Arc::clone(&day.view), actor)?;
        let line = |snooze: &Snooze| {
            let card = &day.view.cards[sight.position(snooze.account_id)?];
            Some(SnoozeLine {
                id: snooze.id,
                account_id: card.id,
                account: card.number.to_string(),
                debtor: card.name.to_string(),
                until: snooze.until_on,
                reason: snooze.reason.clone(),
                actor: snooze.actor.clone(),
            })
        };
        let mut list: Vec<SnoozeLine> = day.snoozed.values().filter_map(line).collect();
        list.sort_by_key(|line| (line.until, line.id));
        Ok(list)
    }
}

/// The account itself, or the one that pays for it.
fn head(tx: &mut Tx, id: AccountId) -> Result<ledger::Account, DeskError> {
    let account = tx.accounts().get(id)?;
    Ok(match account.payer_id {
        Some(payer) => tx.accounts().get(payer)?,
        None => account,
    })
}

/// A file put off as its entries tell it.
fn facts(snooze: &Snooze) -> serde_json::Value {
    serde_json::json!({ "snooze": snooze.id, "until": snooze.until_on, "reason": snooze.reason })
}

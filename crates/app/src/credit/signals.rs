//! What gets worse: the list of the day, and who saw it.

use kernel::{Currency, Date, Money, Timestamp, Wording};
use ledger::AccountId;
use serde::Serialize;
use serde_json::json;
use store::{CreditSignal, CreditSignalId, Tx};

use super::{Signal, signal_words};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission};

/// One signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignalLine {
    /// What names it.
    pub id: CreditSignalId,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// What.
    pub signal: Signal,
    /// The day it is about.
    pub about: Date,
    /// What was owed when it was told.
    pub exposure: String,
    /// Its currency.
    pub currency: Currency,
    /// In words.
    pub why: Wording,
    /// What to do.
    pub proposed: Wording,
    /// Day it was told.
    pub told: Date,
    /// Who saw it; empty before.
    pub seen_by: String,
    /// When.
    pub seen_at: Option<Timestamp>,
}

/// A page of signals, the last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignalPage {
    /// The lines.
    pub rows: Vec<SignalLine>,
    /// Where the next page goes on.
    pub next: Option<CreditSignalId>,
}

/// Signals with whose they are.
pub(super) fn told(tx: &mut Tx, signals: Vec<CreditSignal>) -> Result<Vec<SignalLine>, DeskError> {
    let ids: Vec<AccountId> = signals.iter().map(|signal| signal.account_id).collect();
    let known = tx.accounts().get_many(&ids)?;
    let line = |signal: CreditSignal| {
        let of = known.iter().find(|line| line.account.id == signal.account_id)?;
        let facts = ((signal.about_on, signal.days), (signal.amount_minor, signal.currency));
        let (why, proposed) = signal_words(signal.kind, facts.0, facts.1);
        Some(SignalLine {
            id: signal.id,
            account_id: signal.account_id,
            account: of.account.number.clone(),
            debtor: of.debtor.name.clone(),
            signal: signal.kind,
            about: signal.about_on,
            exposure: Money::new(signal.amount_minor, signal.currency).to_decimal(),
            currency: signal.currency,
            why,
            proposed,
            told: signal.made_on,
            seen_by: signal.seen_by,
            seen_at: signal.seen_us,
        })
    };
    Ok(signals.into_iter().filter_map(line).collect())
}

impl Desk {
    /// What got worse, the last first: what nobody saw yet, or all of it.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn credit_signals(
        &self,
        actor: &Actor,
        seen_too: bool,
        before: Option<CreditSignalId>,
        limit: u32,
    ) -> Result<SignalPage, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let read = |before, limit| tx.credit().signals(seen_too, before, limit);
            let (found, more) = scope.page((before, limit), read, |signal| (signal.id, signal.account_id))?;
            let next = found.last().filter(|_| more).map(|signal| signal.id);
            Ok(SignalPage { rows: told(tx, found)?, next })
        })
    }

    /// Notes that somebody saw a signal; twice changes nothing.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn see_credit_signal(&self, actor: &Actor, id: CreditSignalId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let now = self.now();
        self.store.write("credit.see", |tx| {
            let signal = actor.find(tx, id)?;
            if signal.seen_us.is_some() {
                return Ok(());
            }
            tx.credit().see_signal(id, &actor.name, now)?;
            let account = tx.accounts().get(signal.account_id)?;
            let payload = json!({ "signal": signal.kind, "about": signal.about_on });
            Ok(self.note(tx, actor, About::account(&account), "credit.seen", &payload)?)
        })
    }
}

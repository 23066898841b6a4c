//! What gets worse: the list of the day, and who saw it.

use std::collections::HashMap;

use amicable::credit::signals::days_left;
use kernel::{Currency, Date, Money, Timestamp, Wording};
use ledger::{AccountId, ItemId};
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
    /// Number of the piece; none where it is about the customer.
    pub piece: Option<String>,
    /// What was owed when it was told: of the piece, or of all pieces.
    pub exposure: String,
    /// Its currency.
    pub currency: Currency,
    /// In words, with the days that are left today.
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

/// Signals with whose they are, as they read on a day.
pub(crate) fn told(tx: &mut Tx, signals: Vec<CreditSignal>, today: Date) -> Result<Vec<SignalLine>, DeskError> {
    let ids: Vec<AccountId> = signals.iter().map(|signal| signal.account_id).collect();
    let known = tx.accounts().get_many(&ids)?;
    let pieces: Vec<ItemId> = signals.iter().filter_map(|signal| signal.item_id).collect();
    let numbers: HashMap<ItemId, String> =
        tx.items().get_many(&pieces)?.into_iter().map(|item| (item.id, item.number)).collect();
    let line = |signal: CreditSignal| {
        let of = known.iter().find(|line| line.account.id == signal.account_id)?;
        let piece = signal.item_id.and_then(|item| numbers.get(&item).cloned());
        let days = days_left(signal.kind, signal.about_on, today).or(signal.days);
        let owed = Money::new(signal.amount_minor, signal.currency);
        let (why, proposed) =
            signal_words(signal.kind, (signal.about_on, days), (owed, piece.as_deref().unwrap_or_default()));
        Some(SignalLine {
            id: signal.id,
            account_id: signal.account_id,
            account: of.account.number.clone(),
            debtor: of.debtor.name.clone(),
            signal: signal.kind,
            about: signal.about_on,
            piece,
            exposure: owed.to_decimal(),
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
            Ok(SignalPage { rows: told(tx, found, self.today())?, next })
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

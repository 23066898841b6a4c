//! Promises of payment: taken down by people, kept or broken by the ledger.

mod judge;

pub use amicable::promises::{PromiseLevel, PromiseState};
use kernel::{Currency, Date, Money, epoch_day, from_epoch_day};
use ledger::{Account, AccountId};
use serde::Serialize;
pub use store::PromiseId;
use store::{Promise, StoreError, Tx};

pub(crate) use judge::judged;

use crate::blocks::open_pieces;
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// The farthest day a collector accepts, in days.
pub const FARTHEST_DAYS: i32 = 60;
/// Promises judged together.
const CHUNK: u32 = 500;

/// A promise as a person takes it down.
#[derive(Debug, Clone)]
pub struct PromiseOrder {
    /// What is promised.
    pub amount: Money,
    /// Last day to pay, included.
    pub until: Date,
    /// How well it is proved.
    pub level: PromiseLevel,
    /// In words.
    pub note: String,
}

/// Which promises a list shows.
#[derive(Debug, Clone, Default)]
pub struct PromiseFilter {
    /// In this state; the open ones when none and no account is given.
    pub state: Option<PromiseState>,
    /// Of one account, whatever their state unless one is given.
    pub account: Option<AccountId>,
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseLine {
    /// The promise.
    pub id: PromiseId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Currency.
    pub currency: Currency,
    /// What was promised.
    pub amount: String,
    /// What came, when it was judged.
    pub paid: String,
    /// Day it was given.
    pub made: Date,
    /// Last day to pay, included.
    pub until: Date,
    /// Where it stands.
    pub state: PromiseState,
    /// How well it is proved.
    pub level: PromiseLevel,
    /// In words.
    pub note: String,
    /// Who took it down.
    pub actor: String,
}

/// A page of promises, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromisePage {
    /// The lines.
    pub rows: Vec<PromiseLine>,
    /// Where the next page goes on.
    pub next: Option<PromiseId>,
}

/// How a debtor kept its promises: those that were judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PromiseHistory {
    /// Kept.
    pub kept: u64,
    /// Partly kept.
    pub partly: u64,
    /// Broken.
    pub broken: u64,
}

impl PromiseHistory {
    /// Adds one promise.
    const fn count(&mut self, state: PromiseState) {
        match state {
            PromiseState::Kept => self.kept += 1,
            PromiseState::Partly => self.partly += 1,
            PromiseState::Broken => self.broken += 1,
            PromiseState::Open | PromiseState::Withdrawn => {}
        }
    }

    /// How many were judged.
    pub const fn judged(self) -> u64 {
        self.kept + self.partly + self.broken
    }

    /// Kept among those judged, in whole percents, rounded down; none before the first.
    pub const fn rate(self) -> Option<u64> {
        if self.judged() == 0 { None } else { Some(self.kept * 100 / self.judged()) }
    }
}

impl Desk {
    /// Takes down a promise: the account is left in peace until its day and the grace after it.
    ///
    /// # Errors
    /// [`DeskError::Refused`] above what is open, on a day gone by, or too far away for the role.
    pub fn promise(&self, actor: &Actor, account: AccountId, order: &PromiseOrder) -> Result<PromiseId, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("promise.make", |tx| {
            let account = actor.find(tx, account)?;
            self.promise_within(tx, actor, &account, order)
        })
    }

    /// Takes down a promise in the caller's transaction.
    pub(crate) fn promise_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        order: &PromiseOrder,
    ) -> Result<PromiseId, DeskError> {
        let today = self.today();
        if order.until < today {
            return Err(Refusal::DayOver { day: order.until }.into());
        }
        let latest = from_epoch_day(epoch_day(today) + FARTHEST_DAYS);
        if order.until > latest && !actor.carries(Permission::Run) {
            return Err(Refusal::PromiseTooFar { latest }.into());
        }
        refuse_amount(tx, account.id, order.amount, today)?;
        let currency = order.amount.currency();
        let promise = Promise {
            id: PromiseId(self.id()),
            account_id: account.id,
            currency,
            amount_minor: order.amount.minor(),
            made_on: today,
            until_on: order.until,
            state: PromiseState::Open,
            level: order.level,
            paid_minor: 0,
            note: order.note.trim().to_owned(),
            actor: actor.name.clone(),
            created_us: self.now(),
            judged_us: None,
        };
        tx.promises().insert(&promise)?;
        self.note(tx, actor, About::account(account), "promise.made", &facts(&promise))?;
        Ok(promise.id)
    }

    /// Withdraws a promise that nobody judged yet: it was a mistake, or the debtor takes it back.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when it is judged or withdrawn already.
    pub fn withdraw_promise(&self, actor: &Actor, id: PromiseId, why: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("promise.withdraw", |tx| self.withdraw_within(tx, actor, id, why))
    }

    /// The same in the caller's transaction.
    pub(crate) fn withdraw_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: PromiseId,
        why: &str,
    ) -> Result<(), DeskError> {
        let mut promise = actor.find(tx, id)?;
        if promise.state != PromiseState::Open {
            return Err(Refusal::PromiseOver { state: promise.state.slug().to_owned() }.into());
        }
        let account = tx.accounts().get(promise.account_id)?;
        (promise.state, promise.judged_us) = (PromiseState::Withdrawn, Some(self.now()));
        tx.promises().save(&promise)?;
        let mut payload = facts(&promise);
        payload["reason"] = why.trim().into();
        Ok(self.note(tx, actor, About::account(&account), "promise.withdrawn", &payload)?)
    }

    /// Takes down again a promise that was just withdrawn.
    pub(crate) fn reopen_promise(&self, actor: &Actor, id: PromiseId) -> Result<(), DeskError> {
        self.store.write("undo.withdrawal", |tx| {
            let mut promise = actor.find(tx, id)?;
            if promise.state != PromiseState::Withdrawn {
                return Err(StoreError::Conflict { what: "promise", id: id.to_string() }.into());
            }
            refuse_amount(tx, promise.account_id, Money::new(promise.amount_minor, promise.currency), self.today())?;
            let account = tx.accounts().get(promise.account_id)?;
            (promise.state, promise.judged_us) = (PromiseState::Open, None);
            tx.promises().save(&promise)?;
            let mut payload = facts(&promise);
            payload["undone"] = serde_json::json!(id);
            Ok(self.note(tx, actor, About::account(&account), "promise.made", &payload)?)
        })
    }

    /// Judges the open promises within reach by what the ledger shows at the end of `day`; answers how many were
    /// kept, partly kept and broken. Doing it twice changes nothing. What is judged stays judged.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] to who may neither import nor run the day, [`DeskError::Store`].
    pub fn judge_promises(&self, actor: &Actor, day: Date) -> Result<PromiseHistory, DeskError> {
        if !actor.carries(Permission::Run) {
            actor.may(Permission::Import)?;
        }
        let scope = self.scope(actor)?;
        let (mut done, mut after) = (PromiseHistory::default(), None);
        loop {
            let page = self.store.read(|tx| tx.promises().in_state(PromiseState::Open, after, CHUNK))?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.id);
            let of_page = page.iter().map(|p| p.account_id);
            let mut accounts: Vec<AccountId> = of_page.filter(|account| scope.reaches(*account)).collect();
            accounts.sort();
            accounts.dedup();
            let judged = self.store.write("promise.judge", |tx| self.judge_accounts(tx, actor, &accounts, day))?;
            for state in judged {
                done.count(state);
            }
        }
    }

    fn judge_accounts(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        accounts: &[AccountId],
        day: Date,
    ) -> Result<Vec<PromiseState>, DeskError> {
        let mut states = Vec::new();
        for (mut promise, state, paid) in judged(tx, accounts, day)? {
            let about = About { on: Some(day), ..About::account(&tx.accounts().get(promise.account_id)?) };
            (promise.state, promise.paid_minor, promise.judged_us) = (state, paid, Some(self.now()));
            tx.promises().save(&promise)?;
            self.note(tx, actor, about, &format!("promise.{}", state.slug()), &facts(&promise))?;
            states.push(state);
        }
        Ok(states)
    }

    /// Promises, the oldest first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn promises(
        &self,
        actor: &Actor,
        filter: &PromiseFilter,
        after: Option<PromiseId>,
        limit: u32,
    ) -> Result<PromisePage, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let (found, more) = if let Some(account) = filter.account {
                actor.find(tx, account)?;
                let mut mine = tx.promises().of_accounts(&[account])?;
                mine.retain(|p| filter.state.is_none_or(|s| p.state == s) && after.is_none_or(|a| p.id > a));
                let most = usize::try_from(limit).unwrap_or(usize::MAX);
                let more = mine.len() > most;
                mine.truncate(most);
                (mine, more)
            } else {
                let state = filter.state.unwrap_or(PromiseState::Open);
                let read = |after, limit| tx.promises().in_state(state, after, limit);
                scope.page((after, limit), read, |p| (p.id, p.account_id))?
            };
            let next = found.last().filter(|_| more).map(|p| p.id);
            Ok(PromisePage { rows: lines(tx, found)?, next })
        })
    }

    /// How an account kept its promises.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn promise_history(&self, actor: &Actor, account: AccountId) -> Result<PromiseHistory, DeskError> {
        actor.may(Permission::Read)?;
        let mut history = PromiseHistory::default();
        let promises = self.store.read(|tx| {
            actor.find(tx, account)?;
            Ok::<_, DeskError>(tx.promises().of_accounts(&[account])?)
        })?;
        for promise in promises {
            history.count(promise.state);
        }
        Ok(history)
    }
}

/// Refuses to promise more than is open and not promised yet, or nothing.
fn refuse_amount(tx: &mut Tx, account: AccountId, amount: Money, today: Date) -> Result<(), DeskError> {
    let currency = amount.currency();
    // Who pays for others promises what is open on their accounts too.
    let mut family = vec![account];
    family.extend(tx.accounts().payers(Some(&[account]))?.into_iter().map(|(child, _)| child));
    let mut open = 0;
    for account in &family {
        let pieces = open_pieces(tx, *account, today)?;
        let of_it = pieces.iter().filter(|(_, open)| open.currency() == currency);
        open += of_it.map(|(_, open)| open.minor()).sum::<i64>();
    }
    let before: i64 = tx
        .promises()
        .of_accounts(&family)?
        .iter()
        .filter(|p| p.state == PromiseState::Open && p.currency == currency)
        .map(|p| p.amount_minor)
        .sum();
    let most = (open - before).max(0);
    if amount.minor() <= 0 || amount.minor() > most {
        return Err(Refusal::PromiseAmount { most: Money::new(most, currency) }.into());
    }
    Ok(())
}

/// A promise as its entries tell it.
fn facts(promise: &Promise) -> serde_json::Value {
    let money = |minor: i64| Money::new(minor, promise.currency).to_decimal();
    serde_json::json!({
        "promise": promise.id, "amount": money(promise.amount_minor), "paid": money(promise.paid_minor),
        "currency": promise.currency, "until": promise.until_on, "level": promise.level, "note": promise.note,
    })
}

pub(crate) fn lines(tx: &mut Tx, promises: Vec<Promise>) -> Result<Vec<PromiseLine>, StoreError> {
    let accounts: Vec<AccountId> = promises.iter().map(|p| p.account_id).collect();
    let known = tx.accounts().get_many(&accounts)?;
    let line = |p: Promise| {
        let of = known.iter().find(|l| l.account.id == p.account_id)?;
        let money = |minor: i64| Money::new(minor, p.currency).to_decimal();
        Some(PromiseLine {
            id: p.id,
            account: of.account.number.clone(),
            account_id: p.account_id,
            debtor: of.debtor.name.clone(),
            currency: p.currency,
            amount: money(p.amount_minor),
            paid: money(p.paid_minor),
            made: p.made_on,
            until: p.until_on,
            state: p.state,
            level: p.level,
            note: p.note,
            actor: p.actor,
        })
    };
    Ok(promises.into_iter().filter_map(line).collect())
}

//! What waits for a person, account by account: tasks, approvals, promises not kept, pieces free again.

use std::collections::{HashMap, HashSet};

use amicable::promises::{PromiseState, Promised};
use amicable::worklist::rules;
use kernel::{DAY_US, Date, Money, Timestamp, epoch_day, from_epoch_day};
use ledger::AccountId;
use store::{BlockReason, ItemBlock, Promise, PromiseId, RightKey, Snooze, StoreError, Task, Tx};

use crate::promises::judged;

/// A promise that was not kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Broken {
    /// What was promised.
    pub amount: Money,
    /// Its last day.
    pub until: Date,
    /// Last day it was waited for.
    pub awaited: i32,
}

/// Pieces that nothing holds back any more.
#[derive(Debug, Clone)]
pub(crate) struct Over {
    /// The block that held.
    pub block: ItemBlock,
    /// The first day it held no more.
    pub on: Date,
}

/// Everything, by the account that answers for the pieces.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    /// Tasks due by today, the oldest first.
    pub tasks: HashMap<AccountId, Vec<Task>>,
    /// Accounts with a task for a later day: somebody has them in hand.
    pub later: HashSet<AccountId>,
    /// Accounts with a message to approve.
    pub awaiting: HashSet<AccountId>,
    /// The last promise not kept.
    pub broken: HashMap<AccountId, Broken>,
    /// Pieces free again.
    pub over: HashMap<AccountId, Vec<Over>>,
    /// Last day a task was done, epoch days (UTC).
    pub done: HashMap<AccountId, i32>,
    /// Rights given up, whoever they are of.
    pub waived: HashSet<RightKey>,
    /// Files put off.
    pub snoozed: HashMap<AccountId, Snooze>,
}

impl Signals {
    /// Reads them for all accounts, or for `accounts`; `payers` says who answers for whom.
    pub fn read(
        tx: &mut Tx,
        accounts: Option<&[AccountId]>,
        (payers, today, now): (&HashMap<AccountId, AccountId>, Date, Timestamp),
    ) -> Result<Self, StoreError> {
        let head = |account: AccountId| payers.get(&account).copied().unwrap_or(account);
        let mut signals = Self::default();
        for task in tx.tasks().open_among(accounts)? {
            if task.due_on <= today {
                signals.tasks.entry(head(task.account_id)).or_default().push(task);
            } else {
                signals.later.insert(head(task.account_id));
            }
        }
        for tasks in signals.tasks.values_mut() {
            tasks.sort_by_key(|task| (task.due_on, task.id));
        }
        signals.awaiting = tx.messages().awaiting_among(accounts)?.into_iter().map(head).collect();
        signals.waived = tx.guard().waivers()?.into_iter().map(|waiver| waiver.right_id).collect();
        signals.read_promises(tx, accounts, (&head, today))?;
        let day = epoch_day(today);
        let span = i32::try_from(rules().over_days).unwrap_or(0);
        let first = from_epoch_day(day - span);
        let since = ago(now, rules().over_days);
        for (block, by_hand) in tx.item_blocks().over_among((since, first, today), accounts)? {
            let released = block.released_us.filter(|_| by_hand).map(utc_day);
            let on =
                released.map_or_else(|| block.until_on.map_or(day, |until| epoch_day(until) + 1), |on| on.min(day));
            let over = Over { on: from_epoch_day(on), block };
            signals.over.entry(head(over.block.account_id)).or_default().push(over);
        }
        for (account, at) in tx.tasks().done_since(ago(now, rules().promise_days), accounts)? {
            let last = signals.done.entry(head(account)).or_insert(i32::MIN);
            *last = (*last).max(utc_day(at));
        }
        for snooze in tx.snoozes().in_force(today, accounts)? {
            signals.snoozed.insert(head(snooze.account_id), snooze);
        }
        Ok(signals)
    }

    fn read_promises(
        &mut self,
        tx: &mut Tx,
        accounts: Option<&[AccountId]>,
        (head, today): (&dyn Fn(AccountId) -> AccountId, Date),
    ) -> Result<(), StoreError> {
        let day = epoch_day(today);
        let first = from_epoch_day(day - i32::try_from(rules().promise_days).unwrap_or(0));
        let mut promises = tx.promises().until_since(first, accounts)?;
        let awaited = |p: &Promise| {
            epoch_day(
                Promised { made: epoch_day(p.made_on), until: epoch_day(p.until_on), amount: p.amount_minor }
                    .awaited_until(),
            )
        };
        // What the ledger of today breaks is broken, written or not.
        let mut asked: Vec<AccountId> = promises
            .iter()
            .filter(|p| p.state == PromiseState::Open && awaited(p) < day)
            .map(|p| p.account_id)
            .collect();
        asked.sort_unstable();
        asked.dedup();
        let states: HashMap<PromiseId, PromiseState> = if asked.is_empty() {
            HashMap::new()
        } else {
            judged(tx, &asked, today)?.into_iter().map(|(promise, state, _)| (promise.id, state)).collect()
        };
        promises.sort_by_key(|p| (p.until_on, p.id));
        for promise in promises {
            let state = states.get(&promise.id).copied().unwrap_or(promise.state);
            if matches!(state, PromiseState::Broken | PromiseState::Partly) {
                let broken = Broken {
                    amount: Money::new(promise.amount_minor, promise.currency),
                    until: promise.until_on,
                    awaited: awaited(&promise),
                };
                self.broken.insert(head(promise.account_id), broken);
            }
        }
        Ok(())
    }
}

impl Over {
    /// True where the piece is worth a word: somebody contested it, or announced a payment.
    pub fn tells(&self) -> bool {
        self.block.reason != BlockReason::Excluded
    }
}

/// The instant so many days before.
fn ago(now: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond() - days * DAY_US).unwrap_or(now)
}

fn utc_day(at: Timestamp) -> i32 {
    i32::try_from(at.as_microsecond().div_euclid(DAY_US)).unwrap_or(0)
}

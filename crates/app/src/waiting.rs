//! What waits for somebody, in figures for the frame of every page.
//!
//! Nothing is scanned for it: the plan of the day is taken as it lies in memory, the rest is a few counts by
//! index, asked again only when something was written.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::{DAY_US, Date, Timestamp};
use ledger::{Batch, BatchState};
use serde::Serialize;
use store::{MessageState, StoreError, Tx};

use crate::portfolio::Scope;
use crate::tasks::RANKED;
use crate::worklist::{Day, does};
use crate::{Actor, Desk, DeskError, Permission, Reach, Role};

/// What does not move the timeline (an import that begins) is told this late at most, microseconds.
const OLDEST_US: i64 = 15 * 1_000_000;
/// Imports looked at.
const IMPORTS: u32 = 10;

/// What waits for one person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Files of the worklist above the line of the day; none while the plan of the day is not in memory.
    pub today: Option<u64>,
    /// Their tasks due by today, and nobody's on accounts that are theirs or nobody's; none like `today`.
    pub tasks: Option<u64>,
    /// Messages that wait for an approval they may give.
    pub approvals: u64,
    /// Messages that nobody knows to have left, and those that failed, until somebody settles them.
    pub outbox: u64,
    /// Imports being written, and those within a day with refused lines.
    pub imports: u64,
    /// Names of insolvent debtors to be looked at.
    pub reviews: u64,
}

/// What was told last, by login.
#[derive(Debug, Default)]
pub(crate) struct WaitingCache(Mutex<HashMap<String, Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    stamp: (i64, i64),
    day: Date,
    role: Role,
    reach: Reach,
    at: Timestamp,
    waiting: Waiting,
}

impl Desk {
    /// What waits for who asks.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn waits_for(&self, actor: &Actor) -> Result<Waiting, DeskError> {
        actor.may(Permission::Read)?;
        let (today, now) = (self.today(), self.now());
        let stamp = self.store.read(|tx| tx.timeline().stamp())?;
        let known = self.waiting.0.lock().unwrap_or_else(PoisonError::into_inner).get(&actor.name).cloned();
        let known = known.filter(|kept| kept.day == today && kept.role == actor.role && kept.reach == actor.reach);
        // Counted before the plan was in memory, it says nothing of it.
        let acts = actor.role.carries(Permission::EditAccount);
        let whole = |kept: &Kept| kept.waiting.today.is_some() || !acts;
        let young = |kept: &Kept| now.as_microsecond() - kept.at.as_microsecond() < OLDEST_US;
        if let Some(kept) = known.as_ref().filter(|kept| kept.stamp == stamp && young(kept) && whole(kept)) {
            return Ok(kept.waiting);
        }
        let day = self.day_at_hand()?;
        let above = match &day {
            Some(day) if acts => Some(self.above_the_line(day, actor)?),
            _ => None,
        };
        let since = Timestamp::from_microsecond(now.as_microsecond() - DAY_US).unwrap_or(now);
        let scope = self.scope(actor)?;
        let counted = self.store.read(|tx| count(tx, (actor, &scope), day.as_deref(), since))?;
        // Who reads the plan at this moment keeps it: what was known of it stands meanwhile.
        let last = known.map(|kept| kept.waiting).unwrap_or_default();
        let waiting = Waiting { today: above.or(last.today), tasks: counted.tasks.or(last.tasks), ..counted };
        let kept = Kept { stamp, day: today, role: actor.role, reach: actor.reach.clone(), at: now, waiting };
        self.waiting.0.lock().unwrap_or_else(PoisonError::into_inner).insert(actor.name.clone(), kept);
        Ok(waiting)
    }
}

fn count(
    tx: &mut Tx,
    (actor, scope): (&Actor, &Scope),
    day: Option<&Day>,
    since: Timestamp,
) -> Result<Waiting, StoreError> {
    let may = |permission| actor.role.carries(permission);
    let mut messages = |state| {
        let counts = tx.messages().count_by_account(state)?;
        let seen = counts.into_iter().filter(|(account, _)| scope.reaches(*account));
        Ok::<_, StoreError>(seen.map(|(_, count)| u64::try_from(count).unwrap_or(0)).sum::<u64>())
    };
    let mut waiting = Waiting::default();
    if may(Permission::Run) {
        waiting.approvals = messages(MessageState::Awaiting)?;
    }
    if may(Permission::EditAccount) {
        waiting.outbox = messages(MessageState::Ambiguous)? + messages(MessageState::Failed)?;
    }
    if let Some(day) = day.filter(|_| may(Permission::EditAccount)) {
        let due = tx.tasks().due_owners(day.today, RANKED)?;
        let mine =
            due.iter().filter(|(account, owner)| scope.reaches(*account) && does(day, &actor.name, (*account, owner)));
        waiting.tasks = Some(mine.count() as u64);
    }
    if may(Permission::EditAccount) {
        waiting.reviews = crate::insolvency::reviews_waiting(tx, scope)?;
    }
    if may(Permission::Import) {
        let asks = |b: &&Batch| {
            let refused = b.state == BatchState::Live && b.created_at >= since && crate::imports::refused_lines(b) > 0;
            actor.reach.covers(b.creditor_id) && (b.state == BatchState::Loading || refused)
        };
        waiting.imports = tx.batches().list(None, None, IMPORTS)?.iter().filter(asks).count() as u64;
    }
    Ok(waiting)
}

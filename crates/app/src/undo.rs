//! Taking an act back in the seconds that follow it: one word for each kind of act, one door for all.
//!
//! Nothing is erased: an act is taken back by its own reverse (a promise withdrawn, a match reversed), which
//! leaves its entry. A message is held in the outbox as long as it can be taken back; so is one approved.
//!
//! Not taken back here, on purpose: what keeps its versions (strategies, texts, weights) or is a form that is
//! filled in again (a debtor, a creditor, segments, settings), an import (undone at any time by itself), an absence
//! and the file of a piece (taken back by their own buttons), a level set by hand or a proposal answered (they
//! count as a step done; another level is set), what is said of a message that left (it is a statement, made
//! once), and a call opened (it is a task, dropped with its reason).

mod facts;

use std::fmt;
use std::str::FromStr;

use amicable::disputes::Outcome;
use jiff::ToSpan;
use kernel::{ParseIdError, Timestamp};
use ledger::{Account, AllocationId};
use serde::Deserialize;
use store::{
    BlockReason, DisputeId, EntryId, ItemBlockId, MessageId, PlanId, PromiseId, SnoozeId, StoreError, TaskId,
    TaskState, Tx,
};

pub(crate) use facts::{PauseWas, TaskWas, UNDONE_AT_ONCE};

use crate::desk::About;
use crate::notices::untell_within;
use crate::promises::PromiseState;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Seconds during which an act is offered to be taken back, and a message held.
pub const UNDO_S: i64 = 10;
/// Seconds more before it is refused: a click on the last second still has to travel.
const GRACE_S: i64 = 5;
/// Entries of an account among which the one of an act is looked for.
const LOOKED: u32 = 100;

/// An act that can be taken back, as pages name it: `promise:1F2G…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// A file put off.
    Snooze(SnoozeId),
    /// A promise taken down.
    Promise(PromiseId),
    /// A plan proposed.
    Plan(PlanId),
    /// A piece set aside.
    Block(ItemBlockId),
    /// What leaves no row of its own (a pause, a task put off, a choice, an approval): by its entry, or by what its
    /// entries call their act; they tell what was before.
    Fact(EntryId),
    /// A match by hand.
    Allocation(AllocationId),
    /// A match taken back, by its reversal.
    Reversal(AllocationId),
    /// A promise withdrawn.
    Withdrawal(PromiseId),
    /// A block released.
    Release(ItemBlockId),
    /// A file taken back on the list.
    SnoozeEnd(SnoozeId),
    /// A task given.
    Task(TaskId),
    /// A task closed, with all that its outcome entailed.
    Call(TaskId),
    /// A message written by hand.
    Message(MessageId),
    /// A dispute opened.
    Dispute(DisputeId),
}

impl Undo {
    /// Kind and identity.
    fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Snooze(id) => ("snooze", id.0),
            Self::Promise(id) => ("promise", id.0),
            Self::Plan(id) => ("plan", id.0),
            Self::Block(id) => ("block", id.0),
            Self::Fact(id) => ("fact", id.0),
            Self::Allocation(id) => ("allocation", id.0),
            Self::Reversal(id) => ("reversal", id.0),
            Self::Withdrawal(id) => ("withdrawal", id.0),
            Self::Release(id) => ("release", id.0),
            Self::SnoozeEnd(id) => ("snooze-end", id.0),
            Self::Task(id) => ("task", id.0),
            Self::Call(id) => ("call", id.0),
            Self::Message(id) => ("message", id.0),
            Self::Dispute(id) => ("dispute", id.0),
        }
    }

    /// What its reverse needs; for a fact, its kind says more.
    const fn permission(self) -> Permission {
        match self {
            Self::Fact(_) => Permission::Read,
            Self::Allocation(_) | Self::Reversal(_) => Permission::Allocate,
            Self::Task(_) | Self::Call(_) | Self::Dispute(_) => Permission::Answer,
            _ => Permission::EditAccount,
        }
    }
}

impl fmt::Display for Undo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, id) = self.parts();
        write!(f, "{kind}:{}", kernel::id::to_text(id))
    }
}

impl FromStr for Undo {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let wrong = || ParseIdError(text.chars().take(40).collect());
        let (kind, id) = text.split_once(':').ok_or_else(wrong)?;
        let id = kernel::id::from_text(id)?;
        Ok(match kind {
            "snooze" => Self::Snooze(SnoozeId(id)),
            "promise" => Self::Promise(PromiseId(id)),
            "plan" => Self::Plan(PlanId(id)),
            "block" => Self::Block(ItemBlockId(id)),
            "fact" => Self::Fact(EntryId(id)),
            "allocation" => Self::Allocation(AllocationId(id)),
            "reversal" => Self::Reversal(AllocationId(id)),
            "withdrawal" => Self::Withdrawal(PromiseId(id)),
            "release" => Self::Release(ItemBlockId(id)),
            "snooze-end" => Self::SnoozeEnd(SnoozeId(id)),
            "task" => Self::Task(TaskId(id)),
            "call" => Self::Call(TaskId(id)),
            "message" => Self::Message(MessageId(id)),
            "dispute" => Self::Dispute(DisputeId(id)),
            _ => return Err(wrong()),
        })
    }
}

/// The last instant of an act made at `at`.
pub(crate) fn last(at: Timestamp) -> Timestamp {
    at.checked_add((UNDO_S + GRACE_S).seconds()).unwrap_or(at)
}

impl Desk {
    /// Takes an act back, within ten seconds of it and a few more for the way.
    ///
    /// # Errors
    /// [`Refusal::UndoTooLate`]; [`DeskError::Refused`] or a conflict when what the act did moved since;
    /// [`DeskError::NotFound`].
    pub fn undo(&self, actor: &Actor, undo: Undo) -> Result<(), DeskError> {
        actor.may(undo.permission())?;
        let at = self.store.read(|tx| made_at(tx, actor, undo))?;
        if self.now() > last(at) {
            return Err(Refusal::UndoTooLate { seconds: UNDO_S }.into());
        }
        match undo {
            Undo::Snooze(id) => self.end_snooze(actor, id),
            Undo::Promise(id) => self.withdraw_promise(actor, id, ""),
            Undo::Plan(id) => self.withdraw_plan(actor, id),
            Undo::Block(id) => self.unblock(actor, id),
            Undo::Fact(id) => self.undo_fact(actor, id),
            Undo::Allocation(id) => self.reverse_allocation(actor, id).map(drop),
            Undo::Reversal(id) => self.match_again(actor, id),
            Undo::Withdrawal(id) => self.reopen_promise(actor, id),
            Undo::Release(id) => {
                self.store.read(|tx| by_hand(tx, actor, id))?;
                self.hold_again(actor, id)
            }
            Undo::SnoozeEnd(id) => self.snooze_again(actor, id),
            Undo::Task(id) => self.take_task_back(actor, id),
            Undo::Call(id) => self.reopen_task(actor, id),
            Undo::Message(id) => self.withdraw_message(actor, id),
            Undo::Dispute(id) => self.close_dispute(actor, id, Outcome::Withdrawn, ""),
        }
    }

    /// A task nobody meant to give.
    fn take_task_back(&self, actor: &Actor, id: TaskId) -> Result<(), DeskError> {
        let now = self.now();
        self.store.write("undo.task", |tx| {
            let mut task = actor.find(tx, id)?;
            if task.state != TaskState::Open {
                return Err(moved("task", id));
            }
            let account = tx.accounts().get(task.account_id)?;
            (task.state, task.actor, task.closed_us) = (TaskState::Dropped, actor.name.clone(), Some(now));
            tx.tasks().save(&task)?;
            untell_within(tx, account.id, &crate::tasks::key_of(id))?;
            let told = serde_json::json!({ "task": id, "kind": task.kind, "subject": task.subject });
            Ok(self.note(tx, actor, About::account(&account), "task.undone", &told)?)
        })
    }

    /// A task closed by mistake: it waits again, and what its outcome entailed is taken back with it.
    fn reopen_task(&self, actor: &Actor, id: TaskId) -> Result<(), DeskError> {
        let now = self.now();
        self.store.write("undo.call", |tx| {
            let mut task = actor.find(tx, id)?;
            if task.state != TaskState::Done {
                return Err(moved("task", id));
            }
            let account = tx.accounts().get(task.account_id)?;
            let entailed = entailed(tx, &account, id)?;
            if let Some(promise) = entailed.promise {
                self.withdraw_within(tx, actor, promise, "")?;
            }
            for dispute in entailed.disputes {
                self.close_within(tx, actor, dispute, (Outcome::Withdrawn, ""))?;
            }
            for block in entailed.blocks {
                self.unblock_within(tx, actor, block)?;
            }
            if let Some(next) = entailed.task {
                let mut next = tx.tasks().get(next)?;
                if next.state != TaskState::Open {
                    return Err(moved("task", next.id));
                }
                (next.state, next.actor, next.closed_us) = (TaskState::Dropped, actor.name.clone(), Some(now));
                tx.tasks().save(&next)?;
            }
            let told = serde_json::json!({ "task": id, "kind": task.kind, "subject": task.subject });
            task.state = TaskState::Open;
            task.outcome.clear();
            task.note.clear();
            task.closed_us = None;
            tx.tasks().save(&task)?;
            Ok(self.note(tx, actor, About::account(&account), "task.reopened", &told)?)
        })
    }
}

fn moved(what: &'static str, id: impl fmt::Display) -> DeskError {
    StoreError::Conflict { what, id: id.to_string() }.into()
}

/// Refuses to set aside again what nobody set aside by hand: a dispute, a plan or a factor that is over has let its
/// pieces go, and nothing would release them any more.
fn by_hand(tx: &mut Tx, actor: &Actor, id: ItemBlockId) -> Result<(), DeskError> {
    let block = actor.find(tx, id)?;
    if !BlockReason::BY_HAND.contains(&block.reason) || tx.disputes().made_block(id)? {
        return Err(moved("block", id));
    }
    Ok(())
}

/// When the act was made.
fn made_at(tx: &mut Tx, actor: &Actor, undo: Undo) -> Result<Timestamp, DeskError> {
    Ok(match undo {
        Undo::Snooze(id) => actor.find(tx, id)?.created_us,
        Undo::Promise(id) => actor.find(tx, id)?.created_us,
        Undo::Plan(id) => actor.find(tx, id)?.created_us,
        Undo::Block(id) => actor.find(tx, id)?.created_us,
        Undo::Fact(id) => facts::made_at(tx, actor, id)?,
        Undo::Allocation(id) => {
            let batch = actor.find(tx, id)?.batch_id;
            tx.batches().get(batch)?.created_at
        }
        Undo::Reversal(id) => {
            let found = actor.find(tx, id)?;
            found.reverses.ok_or_else(|| moved("allocation", id))?;
            tx.batches().get(found.batch_id)?.created_at
        }
        Undo::Withdrawal(id) => {
            let promise = actor.find(tx, id)?;
            let withdrawn = promise.judged_us.filter(|_| promise.state == PromiseState::Withdrawn);
            withdrawn.ok_or_else(|| moved("promise", id))?
        }
        Undo::Release(id) => actor.find(tx, id)?.released_us.ok_or_else(|| moved("block", id))?,
        Undo::SnoozeEnd(id) => actor.find(tx, id)?.ended_us.ok_or_else(|| moved("snooze", id))?,
        Undo::Task(id) => actor.find(tx, id)?.created_us,
        Undo::Call(id) => actor.find(tx, id)?.closed_us.ok_or_else(|| moved("task", id))?,
        Undo::Message(id) => actor.find(tx, id)?.created_us,
        Undo::Dispute(id) => actor.find(tx, id)?.created_us,
    })
}

/// What an outcome entailed, as its entry tells it.
#[derive(Debug, Default, Deserialize)]
struct Entailed {
    #[serde(default)]
    promise: Option<PromiseId>,
    #[serde(default)]
    blocks: Vec<ItemBlockId>,
    #[serde(default)]
    disputes: Vec<DisputeId>,
    #[serde(default)]
    task: Option<TaskId>,
}

fn entailed(tx: &mut Tx, account: &Account, task: TaskId) -> Result<Entailed, DeskError> {
    let entries = tx.timeline().of_account(account.id, None, LOOKED)?;
    let name = task.to_string();
    let told = entries.iter().filter(|entry| entry.kind == "task.done").find_map(|entry| {
        let payload: serde_json::Value = serde_json::from_str(&entry.payload).ok()?;
        (payload.get("task").and_then(serde_json::Value::as_str) == Some(name.as_str())).then_some(payload)
    });
    let told = told.ok_or_else(|| moved("task", task))?;
    Ok(told.get("entails").cloned().and_then(|what| serde_json::from_value(what).ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_named_and_found_again() {
        let id = 7_391_482_912_345_678;
        for undo in [Undo::Snooze(SnoozeId(id)), Undo::SnoozeEnd(SnoozeId(id)), Undo::Fact(EntryId(id))] {
            assert_eq!(undo.to_string().parse(), Ok(undo));
        }
        for text in ["", "promise", "promise:", "strategy:1F2G", "\"><script>"] {
            assert!(text.parse::<Undo>().is_err(), "{text}");
        }
    }
}

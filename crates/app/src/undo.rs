//! Taking an act back in the seconds that follow it: one word for each kind of act, one door for all.
//!
//! Nothing is erased: an act is taken back by its own reverse (a promise withdrawn, a match reversed), which
//! leaves its entry. A message is held in the outbox as long as it can be taken back.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use kernel::{Date, ParseIdError, Timestamp};
use ledger::{Account, AllocationId};
use serde::{Deserialize, Serialize};
use store::{Entry, EntryId, ItemBlockId, MessageId, PromiseId, SnoozeId, StoreError, TaskId, TaskState, Tx};

use crate::desk::About;
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
    /// A piece set aside.
    Block(ItemBlockId),
    /// A pause, or its end: by its entry, which tells what was before.
    Pause(EntryId),
    /// A match by hand.
    Allocation(AllocationId),
    /// A task given.
    Task(TaskId),
    /// A task closed, with all that its outcome entailed.
    Call(TaskId),
    /// A message written by hand.
    Message(MessageId),
}

impl Undo {
    /// Kind and identity.
    fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Snooze(id) => ("snooze", id.0),
            Self::Promise(id) => ("promise", id.0),
            Self::Block(id) => ("block", id.0),
            Self::Pause(id) => ("pause", id.0),
            Self::Allocation(id) => ("allocation", id.0),
            Self::Task(id) => ("task", id.0),
            Self::Call(id) => ("call", id.0),
            Self::Message(id) => ("message", id.0),
        }
    }

    /// What its reverse needs.
    const fn permission(self) -> Permission {
        match self {
            Self::Allocation(_) => Permission::Allocate,
            Self::Task(_) | Self::Call(_) => Permission::Answer,
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
            "block" => Self::Block(ItemBlockId(id)),
            "pause" => Self::Pause(EntryId(id)),
            "allocation" => Self::Allocation(AllocationId(id)),
            "task" => Self::Task(TaskId(id)),
            "call" => Self::Call(TaskId(id)),
            "message" => Self::Message(MessageId(id)),
            _ => return Err(wrong()),
        })
    }
}

/// The pause of an account as an entry keeps it, so that the one before can be put back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PauseWas {
    pub until: Option<Date>,
    pub reason: String,
    pub owner: String,
}

impl PauseWas {
    pub fn of(account: &Account) -> Self {
        Self { until: account.paused_until, reason: account.pause_reason.clone(), owner: account.pause_owner.clone() }
    }
}

/// The last instant of an act made at `at`.
fn last(at: Timestamp) -> Timestamp {
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
            Undo::Block(id) => self.unblock(actor, id),
            Undo::Pause(entry) => self.put_pause_back(actor, entry),
            Undo::Allocation(id) => self.reverse_allocation(actor, id).map(drop),
            Undo::Task(id) => self.take_task_back(actor, id),
            Undo::Call(id) => self.reopen_task(actor, id),
            Undo::Message(id) => self.withdraw_message(actor, id),
        }
    }

    /// The pause as it was before an entry changed it.
    fn put_pause_back(&self, actor: &Actor, entry: EntryId) -> Result<(), DeskError> {
        self.store.write("undo.pause", |tx| {
            let entry = entry_of(tx, entry)?;
            let payload: serde_json::Value = serde_json::from_str(&entry.payload).unwrap_or_default();
            let (Some(id), Some(was)) = (entry.account_id, payload.get("was")) else {
                return Err(moved("pause", entry.id));
            };
            let mut account = actor.find(tx, id)?;
            let now = payload.get("until").cloned().unwrap_or_default();
            if serde_json::to_value(account.paused_until).unwrap_or_default() != now {
                return Err(moved("pause", entry.id));
            }
            let was: PauseWas = serde_json::from_value(was.clone()).unwrap_or_default();
            let before = account.paused_until;
            let told = serde_json::json!({
                "until": was.until, "reason": was.reason, "owner": was.owner, "asked": was.until, "before": before,
                "undone": entry.id,
            });
            let kind = if was.until.is_some() { "account.paused" } else { "account.resumed" };
            (account.paused_until, account.pause_reason, account.pause_owner) = (was.until, was.reason, was.owner);
            tx.accounts().save(&account)?;
            Ok(self.note(tx, actor, About::account(&account), kind, &told)?)
        })
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

/// The entry of a reference that a page named.
fn entry_of(tx: &mut Tx, id: EntryId) -> Result<Entry, DeskError> {
    let found = tx.timeline().of_kind("", Some(EntryId(id.0.saturating_add(1))), 1)?.into_iter().next();
    let found = found.filter(|entry| entry.id == id && entry.kind.starts_with("account."));
    found.ok_or_else(|| DeskError::NotFound { what: "act", key: id.to_string() })
}

/// When the act was made.
fn made_at(tx: &mut Tx, actor: &Actor, undo: Undo) -> Result<Timestamp, DeskError> {
    Ok(match undo {
        Undo::Snooze(id) => actor.find(tx, id)?.created_us,
        Undo::Promise(id) => actor.find(tx, id)?.created_us,
        Undo::Block(id) => actor.find(tx, id)?.created_us,
        Undo::Pause(id) => entry_of(tx, id)?.at_us,
        Undo::Allocation(id) => {
            let batch = actor.find(tx, id)?.batch_id;
            tx.batches().get(batch)?.created_at
        }
        Undo::Task(id) => actor.find(tx, id)?.created_us,
        Undo::Call(id) => actor.find(tx, id)?.closed_us.ok_or_else(|| moved("task", id))?,
        Undo::Message(id) => actor.find(tx, id)?.created_us,
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
        for undo in [Undo::Snooze(SnoozeId(id)), Undo::Call(TaskId(id)), Undo::Pause(EntryId(id))] {
            assert_eq!(undo.to_string().parse(), Ok(undo));
        }
        for text in ["", "promise", "promise:", "strategy:1F2G", "\"><script>"] {
            assert!(text.parse::<Undo>().is_err(), "{text}");
        }
    }
}

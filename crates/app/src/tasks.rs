//! What people do: calls, visits, contacts to mend; and what came of it.

mod by_link;
mod due;
mod give;
mod outcome;
mod phrases;
mod subject;

pub use by_link::{AskedTask, TaskAnswer, TaskSaid, TaskVerdict};
pub use due::{DueTask, DueTasks, RANKED};
pub(crate) use give::{giving_key, key_of};
use kernel::{Date, Money, Wording, epoch_day, from_epoch_day};
use ledger::{Account, AccountId, ItemId};
pub use outcome::Outcome;
pub use phrases::{CallStep, Phrase, phrases};
use serde::Serialize;
use store::{BlockReason, EntryId, StoreError, Task, Tx};
pub use store::{TaskId, TaskKind, TaskState};
pub use subject::{Failure, Subject, subject};

use crate::blocks::{BlockOrder, open_pieces};
use crate::desk::About;
use crate::disputes::DisputeOrder;
use crate::promises::{PromiseId, PromiseLevel, PromiseOrder};
use crate::undo::TaskWas;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Days an announced payment is waited for.
pub(crate) const ANNOUNCED_DAYS: i32 = 10;

/// How a task ends.
#[derive(Debug, Clone)]
pub struct TaskEnd {
    /// What came of it.
    pub outcome: Outcome,
    /// What is promised.
    pub amount: Option<Money>,
    /// The day of the promise, or of the next call.
    pub until: Option<Date>,
    /// Pieces contested, or announced as paid; for these last every late one when empty.
    pub items: Vec<ItemId>,
    /// In words.
    pub note: String,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskLine {
    /// The task.
    pub id: TaskId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// What it is about.
    pub kind: TaskKind,
    /// Where it stands.
    pub state: TaskState,
    /// What to do; the slug of its step where a step gave it.
    pub subject: Wording,
    /// Whose it is; anybody's when empty.
    pub owner: String,
    /// When to do it.
    pub due: Date,
    /// What came of it, as a slug.
    pub outcome: String,
    /// In words.
    pub note: String,
}

/// A page of open tasks, by due day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskPage {
    /// The lines.
    pub rows: Vec<TaskLine>,
    /// Where the next page goes on.
    pub next: Option<String>,
}

impl Desk {
    /// One task, open or closed.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn task(&self, actor: &Actor, id: TaskId) -> Result<TaskLine, DeskError> {
        actor.may(Permission::Read)?;
        let found = self.store.read(|tx| {
            let task = actor.find(tx, id)?;
            Ok::<_, DeskError>(lines(tx, vec![task])?)
        })?;
        found.into_iter().next().ok_or_else(|| DeskError::NotFound { what: "task", key: id.to_string() })
    }

    /// Open tasks, by due day.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a place that no page of ours named, [`DeskError::Store`].
    pub fn tasks(&self, actor: &Actor, after: Option<&str>, limit: u32) -> Result<TaskPage, DeskError> {
        actor.may(Permission::Read)?;
        let after = after.map(place).transpose()?;
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let read = |after, limit| tx.tasks().open(after, limit);
            let (tasks, more) = scope.page((after, limit), read, |t| ((t.due_on, t.id), t.account_id))?;
            let next = tasks.last().filter(|_| more).map(|t| format!("{}_{}", t.due_on, t.id));
            Ok(TaskPage { rows: lines(tx, tasks)?, next })
        })
    }

    /// The open tasks of an account, the one due first first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn account_tasks(&self, actor: &Actor, account: AccountId) -> Result<Vec<TaskLine>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            actor.find(tx, account)?;
            let mut tasks = tx.tasks().of_account(account)?;
            tasks.retain(|t| t.state == TaskState::Open);
            tasks.sort_by_key(|t| (t.due_on, t.id));
            Ok(lines(tx, tasks)?)
        })
    }

    /// Closes a task with its outcome; what the outcome entails is written with it: a promise, pieces
    /// set aside, a task to call back or to mend the contact. Answers the promise, which a mail may confirm.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the outcome lacks what it needs; [`DeskError::Store`] when the task
    /// was closed meanwhile.
    pub fn finish_task(&self, actor: &Actor, id: TaskId, end: &TaskEnd) -> Result<Option<PromiseId>, DeskError> {
        actor.may(Permission::Answer)?;
        self.store.write("task.finish", |tx| {
            let (mut task, account) = open_task(tx, actor, id)?;
            let entailed = self.entail(tx, actor, &account, &task, end)?;
            task.state = TaskState::Done;
            end.outcome.slug().clone_into(&mut task.outcome);
            end.note.trim().clone_into(&mut task.note);
            (task.actor, task.closed_us) = (actor.name.clone(), Some(self.now()));
            tx.tasks().save(&task)?;
            let mut payload = facts(&task);
            let promise = entailed.get("promise").and_then(|id| serde_json::from_value(id.clone()).ok());
            payload["entails"] = entailed;
            self.note(tx, actor, About::account(&account), "task.done", &payload)?;
            Ok(promise)
        })
    }

    /// What an outcome entails, written in the caller's transaction.
    fn entail(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        task: &Task,
        end: &TaskEnd,
    ) -> Result<serde_json::Value, DeskError> {
        let today = self.today();
        let block =
            |reason, until| BlockOrder { reason, amount: None, owner: String::new(), until, note: end.note.clone() };
        Ok(match end.outcome {
            Outcome::Promise => {
                let (Some(amount), Some(until)) = (end.amount, end.until) else {
                    return Err(Refusal::OutcomeNeedsPromise.into());
                };
                let order = PromiseOrder { amount, until, level: PromiseLevel::Said, note: end.note.clone() };
                serde_json::json!({ "promise": self.promise_within(tx, actor, account, &order)? })
            }
            Outcome::PaysNow => {
                let items =
                    if end.items.is_empty() { free_and_late(tx, account.id, today)? } else { end.items.clone() };
                let until = from_epoch_day(epoch_day(today) + ANNOUNCED_DAYS);
                let order = block(BlockReason::PaymentAnnounced, Some(until));
                serde_json::json!({ "blocks": self.block_within(tx, actor, account, &items, &order)? })
            }
            Outcome::Disputes if end.items.is_empty() => return Err(Refusal::OutcomeNeedsPieces.into()),
            Outcome::Disputes => {
                let order = DisputeOrder::heard(&end.note);
                let mut disputes = Vec::with_capacity(end.items.len());
                for item in &end.items {
                    disputes.push(self.open_within(tx, actor, account, *item, &order)?.id);
                }
                serde_json::json!({ "disputes": disputes })
            }
            Outcome::Callback => {
                let day = end.until.ok_or(Refusal::OutcomeNeedsDay)?;
                if day < today {
                    return Err(Refusal::DayOver { day }.into());
                }
                let subject = if task.subject.is_empty() { Subject::CallBack.kept() } else { task.subject.clone() };
                serde_json::json!({ "task": self.follow(tx, actor, task, (TaskKind::FollowUp, day), subject)? })
            }
            Outcome::WrongNumber => {
                let subject = Subject::MendNumber.kept();
                serde_json::json!({ "task": self.follow(tx, actor, task, (TaskKind::Contact, today), subject)? })
            }
            Outcome::Refuses | Outcome::NotReached | Outcome::Voicemail => serde_json::Value::Null,
        })
    }

    /// A task that follows another.
    fn follow(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        after: &Task,
        (kind, due_on): (TaskKind, Date),
        subject: String,
    ) -> Result<TaskId, StoreError> {
        let task = Task {
            id: TaskId(self.id()),
            account_id: after.account_id,
            reminder_id: None,
            kind,
            state: TaskState::Open,
            subject,
            owner: after.owner.clone(),
            due_on,
            outcome: String::new(),
            note: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        tx.tasks().insert(&task)?;
        Ok(task.id)
    }

    /// The call to make now: the one that waits, else one given to who asks, for today.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn call_task(&self, actor: &Actor, account: AccountId) -> Result<TaskId, DeskError> {
        actor.may(Permission::Answer)?;
        let today = self.today();
        self.store.write("task.call", |tx| {
            let account = actor.find(tx, account)?;
            let mut calls = tx.tasks().of_account(account.id)?;
            calls.retain(|t| t.state == TaskState::Open && t.kind == TaskKind::Call && t.due_on <= today);
            if let Some(call) = calls.iter().min_by_key(|t| (t.due_on, t.id)) {
                return Ok(call.id);
            }
            let task = Task {
                id: TaskId(self.id()),
                account_id: account.id,
                reminder_id: None,
                kind: TaskKind::Call,
                state: TaskState::Open,
                subject: Subject::CallNow.kept(),
                owner: actor.name.clone(),
                due_on: today,
                outcome: String::new(),
                note: String::new(),
                actor: actor.name.clone(),
                created_us: self.now(),
                closed_us: None,
            };
            tx.tasks().insert(&task)?;
            self.note(tx, actor, About::account(&account), "task.given", &facts(&task))?;
            Ok(task.id)
        })
    }

    /// Puts a task off to a day, with a reason. Answers its entry, by which it can be taken back.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a reason or to a day gone by.
    pub fn postpone_task(&self, actor: &Actor, id: TaskId, until: Date, reason: &str) -> Result<EntryId, DeskError> {
        let today = self.today();
        self.change_task(actor, id, "task.postponed", |task| {
            if until < today {
                return Err(Refusal::DayOver { day: until });
            }
            task.due_on = until;
            explained(task, reason)
        })
    }

    /// Drops a task that is no longer needed, with a reason. Answers its entry, by which it can be taken back.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a reason.
    pub fn drop_task(&self, actor: &Actor, id: TaskId, reason: &str) -> Result<EntryId, DeskError> {
        let now = self.now();
        self.change_task(actor, id, "task.dropped", |task| {
            task.state = TaskState::Dropped;
            (task.actor, task.closed_us) = (actor.name.clone(), Some(now));
            explained(task, reason)
        })
    }

    fn change_task(
        &self,
        actor: &Actor,
        id: TaskId,
        kind: &str,
        change: impl Fn(&mut Task) -> Result<(), Refusal>,
    ) -> Result<EntryId, DeskError> {
        // Who sells says what a customer said; whose work it is, and when, is for those who collect.
        actor.may(Permission::EditAccount)?;
        self.store.write(kind, |tx| {
            let (mut task, account) = open_task(tx, actor, id)?;
            let was = TaskWas::of(&task);
            change(&mut task)?;
            tx.tasks().save(&task)?;
            let mut payload = facts(&task);
            payload["was"] = serde_json::json!(was);
            Ok(self.noted(tx, actor, About::account(&account), kind, &payload)?)
        })
    }
}

/// The place of a task in the list: its day and itself.
fn place(text: &str) -> Result<(Date, TaskId), Refusal> {
    let read = || text.split_once('_').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
    read().ok_or_else(|| Refusal::PlaceUnknown { place: text.chars().take(60).collect() })
}

/// Notes why.
fn explained(task: &mut Task, reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    reason.trim().clone_into(&mut task.note);
    Ok(())
}

/// A task nobody closed yet, and its account.
fn open_task(tx: &mut Tx, actor: &Actor, id: TaskId) -> Result<(Task, Account), DeskError> {
    let task = actor.find(tx, id)?;
    if task.state != TaskState::Open {
        return Err(StoreError::Conflict { what: "task", id: id.to_string() }.into());
    }
    let account = tx.accounts().get(task.account_id)?;
    Ok((task, account))
}

/// The late pieces of an account that nothing holds back.
pub(crate) fn free_and_late(tx: &mut Tx, account: AccountId, day: Date) -> Result<Vec<ItemId>, StoreError> {
    let blocks = tx.item_blocks().of_accounts(&[account])?;
    // Of a piece that is contested in part, the rest is free.
    let held = |id: ItemId, open: i64| {
        let of_it = blocks.iter().filter(|b| b.item_id == id && b.in_force(day));
        of_it.map(|b| b.amount_minor.unwrap_or(open)).sum::<i64>() >= open
    };
    let pieces = open_pieces(tx, account, day)?;
    let late =
        pieces.into_iter().filter(|(item, open)| open.minor() > 0 && item.due_on < day && !held(item.id, open.minor()));
    Ok(late.map(|(item, _)| item.id).collect())
}

/// A task as its entries tell it.
pub(crate) fn facts(task: &Task) -> serde_json::Value {
    serde_json::json!({
        "task": task.id, "kind": task.kind, "subject": task.subject, "owner": task.owner, "due": task.due_on,
        "outcome": task.outcome, "note": task.note,
    })
}

fn lines(tx: &mut Tx, tasks: Vec<Task>) -> Result<Vec<TaskLine>, StoreError> {
    let accounts: Vec<AccountId> = tasks.iter().map(|t| t.account_id).collect();
    let known = tx.accounts().get_many(&accounts)?;
    let line = |t: Task| {
        let of = known.iter().find(|l| l.account.id == t.account_id)?;
        Some(TaskLine {
            id: t.id,
            account: of.account.number.clone(),
            account_id: t.account_id,
            debtor: of.debtor.name.clone(),
            kind: t.kind,
            state: t.state,
            subject: subject(&t.subject),
            owner: t.owner,
            due: t.due_on,
            outcome: t.outcome,
            note: t.note,
        })
    };
    Ok(tasks.into_iter().filter_map(line).collect())
}

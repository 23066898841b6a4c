//! Acts that leave no row of their own, taken back by their entries, which tell what was before.

use amicable::outbox::Event;
use kernel::{Date, Timestamp};
use ledger::{Account, AccountId, ItemId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Collector, Entry, EntryId, MessageId, MessageState, StoreError, Task, TaskId, TaskState, Tx};

use super::moved;
use crate::desk::About;
use crate::notices::untell_within;
use crate::{Actor, Desk, DeskError, Permission};

/// What one act may have touched to be taken back at once: a page of messages or of accounts, in one transaction.
pub(crate) const UNDONE_AT_ONCE: usize = 500;
/// Entries read of who acted, from the act on: those of the act, and what they did in the seconds since.
const READ: u32 = 1_000;

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

/// What changes of an open task, as an entry keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaskWas {
    pub due: Date,
    pub owner: String,
    pub note: String,
    pub actor: String,
}

impl TaskWas {
    pub fn of(task: &Task) -> Self {
        Self { due: task.due_on, owner: task.owner.clone(), note: task.note.clone(), actor: task.actor.clone() }
    }
}

/// When the act was made.
pub(super) fn made_at(tx: &mut Tx, actor: &Actor, id: EntryId) -> Result<Timestamp, DeskError> {
    let entries = entries_of(tx, actor, id)?;
    entries.first().map(|entry| entry.at_us).ok_or_else(|| unknown(id))
}

/// The entries of an act, in order: the one of that name, or those that call it their act. One at least, each of
/// an account within reach.
fn entries_of(tx: &mut Tx, actor: &Actor, id: EntryId) -> Result<Vec<Entry>, DeskError> {
    let entries = match tx.timeline().get(id) {
        Ok(entry) => vec![entry],
        Err(StoreError::NotFound { .. }) => {
            let mut entries = tx.timeline().of_actor_from(&actor.name, id, READ)?;
            let name = json!(id);
            entries.retain(|entry| payload(entry).get("act") == Some(&name));
            entries
        }
        Err(other) => return Err(other.into()),
    };
    // Out of reach, it is not told from what never was.
    let accounts: Option<Vec<AccountId>> = entries.iter().map(|entry| entry.account_id).collect();
    let accounts = accounts.filter(|accounts| !accounts.is_empty()).ok_or_else(|| unknown(id))?;
    actor.find_all(tx, &accounts).map_err(|_| unknown(id))?;
    Ok(entries)
}

fn payload(entry: &Entry) -> Value {
    serde_json::from_str(&entry.payload).unwrap_or_default()
}

fn unknown(id: EntryId) -> DeskError {
    DeskError::NotFound { what: "act", key: id.to_string() }
}

/// What taking back a fact of this kind needs; none for what is not taken back by its entry.
fn needs(kind: &str) -> Option<Permission> {
    Some(match kind {
        "account.paused" | "account.resumed" | "account.strategy" | "account.payer" | "item.strategy"
        | "item.due_confirmed" | "task.postponed" | "task.reassigned" | "task.dropped" => Permission::EditAccount,
        "account.noted" => Permission::Answer,
        "account.assigned" => Permission::Settings,
        "message.approved" | "message.refused" => Permission::Run,
        _ => return None,
    })
}

/// One entry of an act, with its account.
struct Told<'a> {
    entry: &'a Entry,
    payload: Value,
    account: Account,
}

impl Told<'_> {
    /// What the entry tells under a name; an older program did not write it.
    fn get<T: DeserializeOwned>(&self, name: &str) -> Result<T, DeskError> {
        let told = self.payload.get(name).ok_or_else(|| unknown(self.entry.id))?;
        serde_json::from_value(told.clone()).map_err(|_| unknown(self.entry.id))
    }

    /// Somebody changed it since.
    fn moved(&self, what: &'static str) -> DeskError {
        moved(what, self.entry.id)
    }
}

impl Desk {
    /// Takes back what the entries of an act tell, the last first: all of it, or nothing.
    pub(super) fn undo_fact(&self, actor: &Actor, id: EntryId) -> Result<(), DeskError> {
        self.store.write("undo.fact", |tx| {
            for entry in entries_of(tx, actor, id)?.iter().rev() {
                self.put_back(tx, actor, entry)?;
            }
            Ok(())
        })
    }

    fn put_back(&self, tx: &mut Tx, actor: &Actor, entry: &Entry) -> Result<(), DeskError> {
        // Approved with others, and cancelled because nothing was left to ask: it stays so.
        if entry.kind == "message.settled" {
            return Ok(());
        }
        let (Some(permission), Some(account)) = (needs(&entry.kind), entry.account_id) else {
            return Err(unknown(entry.id));
        };
        let account = actor.find(tx, account)?;
        actor.may_here(permission)?;
        let told = Told { entry, payload: payload(entry), account };
        match entry.kind.as_str() {
            "account.paused" | "account.resumed" => self.put_pause_back(tx, actor, told),
            "account.strategy" | "account.payer" | "item.strategy" => self.put_choice_back(tx, actor, &told),
            "account.assigned" => self.give_back(tx, actor, &told),
            "account.noted" => self.take_note_back(tx, actor, &told.account, told.entry),
            "item.due_confirmed" => self.put_due_back(tx, actor, &told),
            "message.approved" | "message.refused" => self.recall_message(tx, actor, &told),
            _ => self.put_task_back(tx, actor, &told),
        }
    }

    /// The pause as it was before.
    fn put_pause_back(&self, tx: &mut Tx, actor: &Actor, told: Told<'_>) -> Result<(), DeskError> {
        let (was, until): (PauseWas, Option<Date>) = (told.get("was")?, told.get("until")?);
        if told.account.paused_until != until {
            return Err(told.moved("pause"));
        }
        let (mut account, undone) = (told.account, told.entry.id);
        let payload = json!({
            "until": was.until, "reason": was.reason, "owner": was.owner, "asked": was.until, "before": until,
            "undone": undone,
        });
        let kind = if was.until.is_some() { "account.paused" } else { "account.resumed" };
        (account.paused_until, account.pause_reason, account.pause_owner) = (was.until, was.reason, was.owner);
        tx.accounts().save(&account)?;
        Ok(self.note(tx, actor, About::account(&account), kind, &payload)?)
    }

    /// The strategy or the payer chosen before: of an account, or of a piece.
    fn put_choice_back(&self, tx: &mut Tx, actor: &Actor, told: &Told<'_>) -> Result<(), DeskError> {
        let (account, act) = (&told.account, EntryId(self.id()));
        match told.entry.kind.as_str() {
            "account.payer" => {
                if account.payer_id != told.get::<Option<AccountId>>("payer_id")? {
                    return Err(told.moved("account"));
                }
                self.payer_within(tx, actor, (account.id, act), told.get("before")?)?;
            }
            "account.strategy" => {
                if account.strategy != told.get::<Option<String>>("strategy")? {
                    return Err(told.moved("account"));
                }
                let before: Option<String> = told.get("before")?;
                self.strategy_within(tx, actor, (account.id, act), before.as_deref())?;
            }
            _ => {
                let (item, before): (ItemId, Option<String>) = (told.get("item")?, told.get("before")?);
                let chosen = tx.item_blocks().choices_of(&[account.id])?.into_iter().find(|c| c.item_id == item);
                if chosen.map(|choice| choice.strategy) != told.get::<Option<String>>("strategy")? {
                    return Err(told.moved("item"));
                }
                self.item_strategy_within(tx, actor, item, before.as_deref())?;
            }
        }
        Ok(())
    }

    /// Whose the account was before.
    fn give_back(&self, tx: &mut Tx, actor: &Actor, told: &Told<'_>) -> Result<(), DeskError> {
        let (to, from): (String, Option<String>) = (told.get("to")?, told.get("from")?);
        let id = told.account.id;
        if tx.collectors().of(id)?.unwrap_or_default() != to {
            return Err(told.moved("account"));
        }
        tx.collectors().remove(&[id])?;
        if let Some(login) = &from {
            let (login, giver, created_us) = (login.clone(), actor.name.clone(), self.now());
            tx.collectors().insert_many(&[Collector { account_id: id, login, actor: giver, created_us }])?;
        }
        let payload = json!({ "to": from.unwrap_or_default(), "from": to, "undone": told.entry.id });
        Ok(self.note(tx, actor, About::account(&told.account), "account.assigned", &payload)?)
    }

    /// The due date as it was before somebody confirmed it: inferred again, where it was.
    fn put_due_back(&self, tx: &mut Tx, actor: &Actor, told: &Told<'_>) -> Result<(), DeskError> {
        let (before, after): (Date, Date) = (told.get("before")?, told.get("after")?);
        let inferred: bool = told.get("was_inferred")?;
        let item = actor.find(tx, told.get::<ItemId>("item_id")?)?;
        if item.due_on != after || item.due_inferred {
            return Err(told.moved("item"));
        }
        tx.items().set_due(item.id, before, inferred)?;
        let payload = json!({
            "item": item.number, "item_id": item.id, "before": after, "was_inferred": false, "after": before,
            "inferred": inferred, "undone": told.entry.id,
        });
        Ok(self.note(tx, actor, About::account(&told.account), "item.due_confirmed", &payload)?)
    }

    /// A task as it was before it was put off, given or dropped.
    fn put_task_back(&self, tx: &mut Tx, actor: &Actor, told: &Told<'_>) -> Result<(), DeskError> {
        let was: TaskWas = told.get("was")?;
        let now: (Date, String, String) = (told.get("due")?, told.get("owner")?, told.get("note")?);
        let dropped = told.entry.kind == "task.dropped";
        let mut task = actor.find(tx, told.get::<TaskId>("task")?)?;
        let state = if dropped { TaskState::Dropped } else { TaskState::Open };
        if task.state != state || (task.due_on, &task.owner, &task.note) != (now.0, &now.1, &now.2) {
            return Err(told.moved("task"));
        }
        (task.state, task.closed_us) = (TaskState::Open, None);
        (task.due_on, task.owner, task.note, task.actor) = (was.due, was.owner, was.note, was.actor);
        tx.tasks().save(&task)?;
        if told.entry.kind == "task.reassigned" {
            untell_within(tx, told.account.id, &crate::tasks::giving_key(task.id, told.entry.id))?;
        }
        let payload = json!({
            "task": task.id, "kind": task.kind, "subject": task.subject, "owner": task.owner, "due": task.due_on,
            "note": task.note, "undone": told.entry.id,
        });
        let kind = if dropped { "task.reopened" } else { &told.entry.kind };
        Ok(self.note(tx, actor, About::account(&told.account), kind, &payload)?)
    }

    /// A message approved or refused waits for approval again, unless it is on its way.
    fn recall_message(&self, tx: &mut Tx, actor: &Actor, told: &Told<'_>) -> Result<(), DeskError> {
        let id: MessageId = told.get("message")?;
        let mut message = actor.find(tx, id)?;
        // What was refused never left: it was waiting. A message cancelled otherwise stays cancelled.
        let refused = told.entry.kind == "message.refused";
        message.state = match message.state {
            MessageState::Cancelled if refused => MessageState::Awaiting,
            state if !refused && message.print_file_id.is_none() => state.after(Event::Recall)?,
            _ => return Err(told.moved("message")),
        };
        message.settled_us = None;
        tx.messages().save(&message)?;
        let payload = json!({ "message": id, "reminder": message.reminder_id, "undone": told.entry.id });
        Ok(self.note(tx, actor, About::account(&told.account), "message.recalled", &payload)?)
    }
}

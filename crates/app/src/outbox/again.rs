//! What failed: why, the task it gives a person, and making it again once it is mended.

use amicable::outbox::{Event, MessageState};
use kernel::{Date, Wording, days_between, epoch_day, from_epoch_day};
use ledger::AccountId;
use serde_json::json;
use store::{
    Delivery, DeliveryOutcome, Message, MessageId, Reminder, ReminderId, StoreError, Task, TaskId, TaskKind, TaskState,
    Tx,
};

use super::letter_back::{afresh, came_back};
use super::send::creditor_of;
use crate::desk::About;
use crate::letters::Said;
use crate::tasks::{Failure, Subject, facts};
use crate::{Actor, Desk, DeskError, Permission, PostRefusal};

/// Why a message failed: what stopped its layout, else what came of its last attempt.
pub(crate) fn failure(message: &Message, last: Option<&Delivery>) -> Option<Wording> {
    if message.state != MessageState::Failed {
        return None;
    }
    if let Some(why) = came_back(message) {
        return Some(why);
    }
    if let Ok(why) = serde_json::from_str::<Wording>(&message.body) {
        return Some(why);
    }
    // Messages that failed in the first ledgers kept their reason alone.
    if serde_json::from_str::<Said>(&message.body).is_err() && !message.body.is_empty() {
        return Some(Wording::same(&message.body));
    }
    let last = last.filter(|attempt| attempt.outcome == DeliveryOutcome::Refused)?;
    Some(serde_json::from_str(&last.evidence).unwrap_or_else(|_| Wording::same(&last.reply)))
}

/// The delay that a reminder grants runs from the day it left, where that is later than the day it bears.
pub(super) fn grant_from(tx: &mut Tx, reminder: Option<ReminderId>, left: Date) -> Result<(), StoreError> {
    let Some(id) = reminder else { return Ok(()) };
    let reminder = tx.reminders().get(id)?;
    if left > reminder.on_day {
        tx.reminders().redate(id, reminder.on_day, later(&reminder, left))?;
    }
    Ok(())
}

/// The last day of the delay that a reminder grants, when it runs from `day`.
fn later(reminder: &Reminder, day: Date) -> Date {
    let granted = i32::try_from(days_between(reminder.on_day, reminder.grant_until)).unwrap_or(0);
    from_epoch_day(epoch_day(day) + granted)
}

impl Desk {
    /// Makes a message that failed again, once what stopped it is mended: of its contacts, its text, its amounts as
    /// they are now. A reminder whose day has passed is dated today. What was written by hand goes as it was written.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`crate::Refusal::MessageMoved`] for one that has not failed.
    pub fn make_again(&self, actor: &Actor, id: MessageId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (now, today) = (self.now(), self.today());
        self.store.write("outbox.again", |tx| {
            let message = actor.find(tx, id)?;
            let state = message.state.after(Event::Again)?;
            let message = Message { state, refusals: 0, next_try_us: now, settled_us: None, ..message };
            self.mended(tx, actor, &message)?;
            let message = match message.reminder_id {
                Some(reminder) => {
                    let reminder = tx.reminders().get(reminder)?;
                    if today > reminder.on_day {
                        tx.reminders().redate(reminder.id, today, later(&reminder, today))?;
                    }
                    self.queue_letters(tx, reminder.run_id)?;
                    let message = afresh(message);
                    Message { address: String::new(), document_id: None, print_file_id: None, ..message }
                }
                None if came_back(&message).is_some() => return Err(PostRefusal::WriteAnew.into()),
                None => Message { state: message.state.after(Event::Render)?, ..message },
            };
            tx.messages().save(&message)?;
            let about = About { account: Some(message.account_id), creditor: creditor_of(tx, &message)?, on: None };
            Ok(self.note(tx, actor, about, "message.again", &json!({ "message": id }))?)
        })
    }

    /// Gives somebody the task of mending what stopped a message; one an account at a time.
    pub(crate) fn ask_to_mend(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        message: &Message,
        why: &Wording,
    ) -> Result<(), DeskError> {
        if !failed_tasks(tx, message.account_id)?.is_empty() {
            return Ok(());
        }
        let subject = Subject::MessageFailed { why: Failure(why.clone()) }.kept();
        self.contact_task(tx, actor, message, subject)
    }

    /// Closes the task once the message is made again, or given up.
    pub(crate) fn mended(&self, tx: &mut Tx, actor: &Actor, message: &Message) -> Result<(), DeskError> {
        let others = tx.messages().of_account(message.account_id)?;
        if others.iter().any(|other| other.id != message.id && other.state == MessageState::Failed) {
            return Ok(());
        }
        let about = About { account: Some(message.account_id), creditor: creditor_of(tx, message)?, on: None };
        for mut task in failed_tasks(tx, message.account_id)? {
            (task.state, task.closed_us) = (TaskState::Dropped, Some(self.now()));
            task.actor.clone_from(&actor.name);
            tx.tasks().save(&task)?;
            self.note(tx, actor, about, "task.dropped", &facts(&task))?;
        }
        Ok(())
    }

    /// A task about a contact, for anybody, today.
    pub(super) fn contact_task(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        message: &Message,
        subject: String,
    ) -> Result<(), DeskError> {
        let about = About { account: Some(message.account_id), creditor: creditor_of(tx, message)?, on: None };
        let task = Task {
            id: TaskId(self.id()),
            account_id: message.account_id,
            reminder_id: None,
            kind: TaskKind::Contact,
            state: TaskState::Open,
            subject,
            owner: String::new(),
            due_on: self.today(),
            outcome: String::new(),
            note: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        tx.tasks().insert(&task)?;
        let payload = json!({ "task": task.id, "kind": task.kind.slug(), "subject": task.subject, "due": task.due_on });
        Ok(self.note(tx, actor, about, "task.given", &payload)?)
    }
}

/// The open tasks that failed messages of an account gave.
fn failed_tasks(tx: &mut Tx, account: AccountId) -> Result<Vec<Task>, StoreError> {
    let mut tasks = tx.tasks().of_account(account)?;
    tasks.retain(|task| task.state == TaskState::Open && Subject::is_failure(&task.subject));
    Ok(tasks)
}

//! The steps that reminders were decided by, also where the plan has changed since.

use std::collections::HashMap;

use amicable::{Plan, Step, Strategy, shipped};
use documents::DefaultText;
use ledger::{AccountId, ItemId};
use store::{Message, Reminder, ReminderId, StoreError, Tx};

use super::Said;
use crate::DeskError;

/// Steps by strategy and name.
pub(super) type Steps = HashMap<(String, String), Step>;

/// The step of each reminder: as the plan has it, else as it stood in the last version of its strategy
/// that had it. A letter never takes another meaning because its step left the plan meanwhile.
pub(super) fn steps_of(tx: &mut Tx, plan: &Plan, reminders: &[Reminder]) -> Result<Steps, StoreError> {
    let mut steps = Steps::new();
    for reminder in reminders {
        let key = (reminder.strategy.clone(), reminder.step.clone());
        if steps.contains_key(&key) {
            continue;
        }
        let within = |strategy: &Strategy| strategy.find(&reminder.step).map(|(_, step)| step.clone());
        let mut found = plan.find(&reminder.strategy).and_then(|place| within(&plan.strategies[place]));
        if found.is_none() {
            let versions = tx.strategies().of_slug(&reminder.strategy)?;
            let written = versions.iter().filter_map(|v| Strategy::kept(&v.json).ok());
            let ours = shipped().iter().filter(|s| s.slug == reminder.strategy).cloned();
            found = written.chain(ours).find_map(|strategy| within(&strategy));
        }
        if let Some(step) = found {
            steps.insert(key, step);
        }
    }
    Ok(steps)
}

/// A message and what it asks of each piece, minor units.
pub(crate) type Noticed = (Message, Vec<(ItemId, i64)>);

/// The formal notices of an account, whatever became of them, each with what it asks of each piece: those whose step
/// is one, and those written by hand from the text of one.
pub(crate) fn formal_notices(tx: &mut Tx, account: AccountId) -> Result<Vec<Noticed>, DeskError> {
    let plan = crate::strategies::plan(tx)?;
    let reminders = tx.reminders().of_account(account)?;
    let steps = steps_of(tx, &plan, &reminders)?;
    let formal = |id: ReminderId| {
        let reminder = reminders.iter().find(|reminder| reminder.id == id);
        let step = reminder.and_then(|reminder| steps.get(&(reminder.strategy.clone(), reminder.step.clone())));
        step.is_some_and(|step| step.formal_notice)
    };
    let read = |message: Message| {
        let said = Said::of(&message);
        let by_text = || said.made_from.as_ref().is_some_and(|text| text.slug == DefaultText::FormalNotice.slug());
        let is_one = message.reminder_id.map_or_else(by_text, formal);
        is_one.then_some((message, said.asked))
    };
    Ok(tx.messages().of_account(account)?.into_iter().filter_map(read).collect())
}

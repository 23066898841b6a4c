//! The steps that reminders were decided by, also where the plan has changed since.

use std::collections::HashMap;

use amicable::{Plan, Step, Strategy, shipped};
use store::{Reminder, StoreError, Tx};

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
            let written = versions.iter().filter_map(|v| Strategy::from_json(&v.json).ok());
            let ours = shipped().iter().filter(|s| s.slug == reminder.strategy).cloned();
            found = written.chain(ours).find_map(|strategy| within(&strategy));
        }
        if let Some(step) = found {
            steps.insert(key, step);
        }
    }
    Ok(steps)
}

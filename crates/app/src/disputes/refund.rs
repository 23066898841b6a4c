//! Money that goes back to a customer who was right: asked of accounting as a task.

use kernel::Money;
use store::{Dispute, DisputeId, Task, TaskId, TaskKind, TaskState, Tx};

use super::{Outcome, Service, Step, evidence, facts, policy};
use crate::desk::About;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission};

/// Facts of the account among which those of the dispute are looked for.
const FACTS: u32 = 500;

/// What accounting was asked to pay back for a dispute: each task, and its amount in minor units.
fn asked(tx: &mut Tx, dispute: &Dispute) -> Result<Vec<(Task, i64)>, DeskError> {
    #[derive(serde::Deserialize)]
    struct Told {
        dispute: DisputeId,
        task: TaskId,
        refund: String,
    }
    let facts = tx.timeline().of_account(dispute.account_id, None, FACTS)?;
    let told = facts.into_iter().filter(|entry| entry.kind == "dispute.refund");
    let told = told.filter_map(|entry| serde_json::from_str::<Told>(&entry.payload).ok());
    let mut found = Vec::new();
    for told in told.filter(|told| told.dispute == dispute.id) {
        if let Ok(amount) = Money::parse(&told.refund, dispute.currency) {
            found.push((tx.tasks().get(told.task)?, amount.minor()));
        }
    }
    Ok(found)
}

impl Desk {
    /// Asks accounting to pay `amount` back, or as compensation, for a dispute that is agreed or was founded. The same
    /// amount asked again while its task waits is the same task.
    ///
    /// # Errors
    /// [`DisputeRefusal::NotAgreed`] before the agreement or after a dispute unfounded; [`DisputeRefusal::Refund`] on
    /// an amount at zero or below, or in another currency; [`DisputeRefusal::RefundBeyond`] on more in all than is
    /// contested, without a word on why.
    pub fn ask_refund(&self, actor: &Actor, id: DisputeId, amount: Money, note: &str) -> Result<TaskId, DeskError> {
        actor.may(Permission::Answer)?;
        evidence::bounded(note)?;
        self.store.write("dispute.refund", |tx| {
            let dispute = actor.find(tx, id)?;
            let account = tx.accounts().get(dispute.account_id)?;
            let item = tx.items().get(dispute.item_id)?;
            let right = matches!(dispute.outcome, Some(Outcome::Founded | Outcome::Partly));
            if !right && !matches!(dispute.step, Step::Agree | Step::CarryOut) {
                return Err(DisputeRefusal::NotAgreed.into());
            }
            if amount.currency() != dispute.currency || amount.minor() <= 0 {
                return Err(DisputeRefusal::Refund { currency: dispute.currency }.into());
            }
            let (mut left, asked) = (dispute.contested_minor, asked(tx, &dispute)?);
            for (task, minor) in asked.into_iter().filter(|(task, _)| task.state != TaskState::Dropped) {
                if task.state == TaskState::Open && minor == amount.minor() {
                    return Ok(task.id);
                }
                left -= minor;
            }
            if amount.minor() > left && note.trim().is_empty() {
                let most = Money::new(left.max(0), dispute.currency);
                return Err(DisputeRefusal::RefundBeyond { most }.into());
            }
            let policy = policy::in_force(tx)?;
            let what = format!("{} {} · {}", amount.to_decimal(), dispute.currency, item.number);
            let task = Task {
                id: TaskId(self.id()),
                account_id: account.id,
                reminder_id: None,
                kind: TaskKind::FollowUp,
                state: TaskState::Open,
                subject: Subject::Refund { what }.kept(),
                owner: policy.desk(Service::Accounting).owner,
                due_on: policy.due(Service::Accounting, self.today()),
                outcome: String::new(),
                note: note.trim().to_owned(),
                actor: actor.name.clone(),
                created_us: self.now(),
                closed_us: None,
            };
            tx.tasks().insert(&task)?;
            let mut payload = facts(&dispute, &item.number);
            payload["refund"] = amount.to_decimal().into();
            payload["note"] = note.trim().into();
            payload["task"] = serde_json::json!(task.id);
            self.note(tx, actor, About::account(&account), "dispute.refund", &payload)?;
            Ok(task.id)
        })
    }
}

//! A dispute moves on, changes hands, and ends.

use std::collections::{BTreeMap, HashSet};

use amicable::disputes::{StepFault, advance, close};
use kernel::{Date, Money};
use ledger::statement::open_of;
use ledger::{Account, Item, ItemId, ItemKind};
use store::{Dispute, DisputeId, Task, TaskId, TaskKind, TaskState, Tx};

use super::asked::key_of;
use super::{DisputeKind, Outcome, Service, Step, evidence, facts, policy, step_words};
use crate::desk::About;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission, Refusal};

/// A step as somebody takes it.
#[derive(Debug, Clone, Default)]
pub struct DisputeMove {
    /// Who has it now; who had it when empty.
    pub owner: String,
    /// Last day, included; the service's time when none.
    pub until: Option<Date>,
    /// What is granted to the customer, said when agreeing.
    pub granted: Option<Money>,
    /// In words.
    pub note: String,
}

/// A dispute given to another.
#[derive(Debug, Clone, Default)]
pub struct DisputeHandOver {
    /// What it is about, where it was wrong: its service follows.
    pub kind: Option<DisputeKind>,
    /// The service.
    pub service: Option<Service>,
    /// Who; who the policy names when empty.
    pub owner: String,
    /// Last day, included; the service's time when none.
    pub until: Option<Date>,
}

impl From<StepFault> for DisputeRefusal {
    fn from(fault: StepFault) -> Self {
        match fault {
            StepFault::Over => Self::Over,
            StepFault::Already => Self::There,
            StepFault::Skips { missing } => Self::Skips { missing: step_words(missing) },
            StepFault::Back => Self::Back,
            StepFault::NoFacts => Self::NoFacts,
            StepFault::NotCarriedOut => Self::NotCarriedOut,
            StepFault::NeedsOutcome => Self::NeedsOutcome,
        }
    }
}

fn refused(why: DisputeRefusal) -> DeskError {
    Refusal::from(why).into()
}

/// What credit notes settled of the piece since the dispute was opened, minor units: reversals taken back, and what
/// other disputes of the piece took left out. Those that are over took first, then the oldest.
pub(super) fn credited(tx: &mut Tx, dispute: &Dispute, items: &[Item]) -> Result<i64, DeskError> {
    let notes: HashSet<ItemId> = items.iter().filter(|i| i.kind == ItemKind::CreditNote).map(|i| i.id).collect();
    let matches = tx.allocations().of_account(dispute.account_id)?;
    // By credit note: the day it was first matched, and what is left of that.
    let mut came: BTreeMap<ItemId, (Date, i64)> = BTreeMap::new();
    for m in matches.iter().filter(|m| m.debit_id == dispute.item_id && notes.contains(&m.credit_id)) {
        let (_, sum) = came.entry(m.credit_id).or_insert((m.on, 0));
        *sum += m.amount.minor();
    }
    let mut came: Vec<(Date, i64)> = came.into_values().filter(|(_, sum)| *sum > 0).collect();
    came.sort_unstable();
    let mut others = tx.disputes().of_accounts(&[dispute.account_id])?;
    others.retain(|d| d.item_id == dispute.item_id && takes(d));
    others.sort_by_key(rank);
    for other in others.iter().filter(|other| rank(other) < rank(dispute)) {
        let mut wanted = other.granted_minor;
        for (on, left) in &mut came {
            if *on >= other.opened_on && other.closed_on.is_none_or(|closed| *on <= closed) {
                let taken = wanted.min(*left);
                (wanted, *left) = (wanted - taken, *left - taken);
            }
        }
    }
    let rest: i64 = came.into_iter().filter(|(on, _)| *on >= dispute.opened_on).map(|(_, left)| left).sum();
    let shared = takes(dispute) && others.iter().any(|other| other.id != dispute.id);
    Ok(if shared { rest.min(dispute.granted_minor) } else { rest })
}

/// True of a dispute for which credit notes come, or came.
fn takes(dispute: &Dispute) -> bool {
    let over = matches!(dispute.outcome, Some(Outcome::Founded | Outcome::Partly));
    dispute.granted_minor > 0 && (over || dispute.step == Step::CarryOut)
}

/// Who takes first: what is over, then the oldest.
fn rank(dispute: &Dispute) -> (bool, DisputeId) {
    (dispute.step != Step::Closed, dispute.id)
}

/// An open dispute, its account and its piece.
pub(super) fn dispute_of(tx: &mut Tx, actor: &Actor, id: DisputeId) -> Result<(Dispute, Account, Item), DeskError> {
    let dispute = actor.find(tx, id)?;
    if dispute.step == Step::Closed {
        return Err(refused(DisputeRefusal::Over));
    }
    let (account, item) = (tx.accounts().get(dispute.account_id)?, tx.items().get(dispute.item_id)?);
    Ok((dispute, account, item))
}

impl Desk {
    /// Moves a dispute to a step. Carrying out what is granted asks accounting for the credit note.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a wrong order, a day gone by, or more granted than contested.
    pub fn move_dispute(&self, actor: &Actor, id: DisputeId, to: Step, order: &DisputeMove) -> Result<(), DeskError> {
        actor.may(Permission::Answer)?;
        evidence::bounded(&order.note)?;
        let today = self.today();
        self.store.write("dispute.move", |tx| {
            let (mut dispute, account, item) = dispute_of(tx, actor, id)?;
            advance(dispute.step, to).map_err(|fault| refused(fault.into()))?;
            if let Some(day) = order.until.filter(|until| *until < today) {
                return Err(Refusal::DayOver { day }.into());
            }
            if let Some(granted) = order.granted {
                let most = Money::new(dispute.contested_minor, dispute.currency);
                if granted.currency() != dispute.currency || granted.minor() < 0 || granted.minor() > most.minor() {
                    return Err(refused(DisputeRefusal::Granted { most }));
                }
                dispute.granted_minor = granted.minor();
            }
            let (from, before) = (dispute.step, dispute.owner.clone());
            dispute.step = to;
            if from == Step::CarryOut {
                // Another amount may come of it: what accounting was asked for is no longer to do.
                self.end_credit_task(tx, actor, &dispute)?;
                dispute.credit_task_id = None;
            }
            if !order.owner.trim().is_empty() {
                order.owner.trim().clone_into(&mut dispute.owner);
            }
            dispute.asked_on = today;
            dispute.due_on = match order.until {
                Some(day) => day,
                None => policy::in_force(tx)?.due(dispute.service, today),
            };
            if to == Step::CarryOut && dispute.granted_minor > 0 && dispute.credit_task_id.is_none() {
                dispute.credit_task_id = Some(self.ask_credit(tx, actor, &dispute, &item)?);
            }
            dispute.escalations = 0;
            dispute.version = tx.disputes().save(&dispute)?;
            self.seek_owner(tx, actor, &dispute, &item)?;
            let mut payload = facts(&dispute, &item.number);
            payload["from"] = from.slug().into();
            payload["note"] = order.note.trim().into();
            payload["granted"] = Money::new(dispute.granted_minor, dispute.currency).to_decimal().into();
            self.note(tx, actor, About::account(&account), "dispute.moved", &payload)?;
            if dispute.owner != before && dispute.owner != actor.name {
                self.ask_owner(tx, actor, &dispute, (&account, &item), false)?;
            }
            Ok(())
        })
    }

    /// Asks accounting for a credit note.
    fn ask_credit(&self, tx: &mut Tx, actor: &Actor, dispute: &Dispute, item: &Item) -> Result<TaskId, DeskError> {
        let policy = policy::in_force(tx)?;
        let desk = policy.desk(Service::Accounting);
        let amount = Money::new(dispute.granted_minor, dispute.currency);
        let what = format!("{} {} · {}", amount.to_decimal(), dispute.currency, item.number);
        let task = Task {
            id: TaskId(self.id()),
            account_id: dispute.account_id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject: Subject::CreditNote { what }.kept(),
            owner: desk.owner,
            due_on: policy.due(Service::Accounting, self.today()),
            outcome: String::new(),
            note: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        tx.tasks().insert(&task)?;
        Ok(task.id)
    }

    /// Gives a dispute to somebody, or to another service, or says what it is really about.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when it is over, or on a day gone by.
    pub fn assign_dispute(&self, actor: &Actor, id: DisputeId, order: &DisputeHandOver) -> Result<(), DeskError> {
        actor.may(Permission::Answer)?;
        let today = self.today();
        self.store.write("dispute.assign", |tx| {
            let (mut dispute, account, item) = dispute_of(tx, actor, id)?;
            if let Some(day) = order.until.filter(|until| *until < today) {
                return Err(Refusal::DayOver { day }.into());
            }
            let policy = policy::in_force(tx)?;
            if let Some(kind) = order.kind.filter(|kind| *kind != dispute.kind) {
                (dispute.kind, dispute.service) = (kind, policy.service_of(kind));
            }
            if let Some(service) = order.service {
                dispute.service = service;
            }
            let named = policy.desk(dispute.service).owner;
            let kept = dispute.owner.clone();
            let who = [order.owner.trim(), named.as_str(), kept.as_str()].into_iter().find(|who| !who.is_empty());
            who.unwrap_or_default().clone_into(&mut dispute.owner);
            // Who has it already, since today, was asked.
            let fresh = dispute.owner != kept || dispute.asked_on != today;
            (dispute.asked_on, dispute.escalations) = (today, 0);
            dispute.due_on = order.until.unwrap_or_else(|| policy.due(dispute.service, today));
            dispute.version = tx.disputes().save(&dispute)?;
            self.seek_owner(tx, actor, &dispute, &item)?;
            self.note(tx, actor, About::account(&account), "dispute.assigned", &facts(&dispute, &item.number))?;
            if fresh && dispute.owner != actor.name {
                self.ask_owner(tx, actor, &dispute, (&account, &item), false)?;
            }
            Ok(())
        })
    }

    /// Closes a dispute with its outcome: what it held is asked for again, less what was credited.
    ///
    /// # Errors
    /// [`DeskError::Refused`] before the facts are known, before what is granted is carried out, or while the
    /// credit note it grants has not come.
    pub fn close_dispute(&self, actor: &Actor, id: DisputeId, outcome: Outcome, note: &str) -> Result<(), DeskError> {
        actor.may(Permission::Answer)?;
        evidence::bounded(note)?;
        self.store.write("dispute.close", |tx| self.close_within(tx, actor, id, (outcome, note)))
    }

    /// The same in the caller's transaction.
    pub(crate) fn close_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: DisputeId,
        (outcome, note): (Outcome, &str),
    ) -> Result<(), DeskError> {
        let (mut dispute, account, item) = dispute_of(tx, actor, id)?;
        close(dispute.step, outcome).map_err(|fault| refused(fault.into()))?;
        let today = self.today();
        if matches!(outcome, Outcome::Founded | Outcome::Partly) {
            let items = tx.items().of_account(account.id)?;
            let credited = credited(tx, &dispute, &items)?;
            let open = open_of(&item, &tx.allocations().of_account(account.id)?, Some(today));
            let left = (dispute.granted_minor - credited).min(open.minor());
            if left > 0 {
                return Err(refused(DisputeRefusal::CreditAwaited { left: Money::new(left, dispute.currency) }));
            }
        }
        if tx.item_blocks().get(dispute.block_id)?.released_us.is_none() {
            self.release_within(tx, actor, dispute.block_id)?;
        }
        self.end_credit_task(tx, actor, &dispute)?;
        self.end_with_dispute(tx, actor, (&dispute, &account, &item), outcome)?;
        (dispute.step, dispute.outcome, dispute.closed_on) = (Step::Closed, Some(outcome), Some(today));
        dispute.closed_us = Some(self.now());
        dispute.version = tx.disputes().save(&dispute)?;
        self.seek_owner(tx, actor, &dispute, &item)?;
        // What was not sent yet asks nothing any more.
        crate::notices::untell_within(tx, account.id, &key_of(&dispute))?;
        let mut payload = facts(&dispute, &item.number);
        payload["outcome"] = outcome.slug().into();
        payload["note"] = note.trim().into();
        Ok(self.note(tx, actor, About::account(&account), "dispute.closed", &payload)?)
    }

    /// What was asked of accounting is no longer to do.
    fn end_credit_task(&self, tx: &mut Tx, actor: &Actor, dispute: &Dispute) -> Result<(), DeskError> {
        let Some(id) = dispute.credit_task_id else { return Ok(()) };
        let mut task = tx.tasks().get(id)?;
        if task.state == TaskState::Open {
            (task.state, task.actor, task.closed_us) = (TaskState::Dropped, actor.name.clone(), Some(self.now()));
            tx.tasks().save(&task)?;
        }
        Ok(())
    }
}

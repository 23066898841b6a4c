//! What the statuses of an invoice do to it: a dispute, a block until it is put right, a payment that is waited for.

use amicable::disputes::{Policy, lifecycle, motive};
use kernel::{Date, Money, epoch_day, from_epoch_day};
use ledger::statement::open_of;
use ledger::{Account, Item};
use store::{Dispute, InvoiceStatus, ItemBlock, Task, TaskId, TaskKind, TaskState, Tx};

use super::{day, known, label};
use crate::blocks::{BlockOrder, BlockReason};
use crate::desk::About;
use crate::disputes::asked::answerer;
use crate::disputes::{DisputeKind, DisputeOrder, Service, Source, Step, facts, policy};
use crate::schedule::zone_in_tx;
use crate::tasks::{ANNOUNCED_DAYS, Subject};
use crate::{Actor, Desk, DeskError, Refusal};

/// A block that statuses ask for.
struct Wanted<'a> {
    reason: BlockReason,
    status: &'a lifecycle::Status,
    amount: Option<i64>,
    until: Option<Date>,
}

impl<'a> Wanted<'a> {
    /// What `left` of the piece is held for, if anything.
    fn of(now: &'a lifecycle::Standing, left: i64, today: Date) -> Option<Self> {
        if left <= 0 {
            return None;
        }
        if let Some(status) = &now.held {
            return Some(Self { reason: BlockReason::ToCheck, status, amount: None, until: None });
        }
        let status = now.announced.as_ref()?;
        // A buyer who names a day far away is not waited for longer than any other payment told of.
        let said = day(&status.at).unwrap_or(today).min(today);
        let told = status.paid_on.unwrap_or(said).min(said);
        let until = from_epoch_day(epoch_day(told) + ANNOUNCED_DAYS);
        let amount = status.paid.filter(|minor| *minor < left);
        let waited = until >= today;
        waited.then_some(Self { reason: BlockReason::PaymentAnnounced, status, amount, until: Some(until) })
    }

    /// What the block says.
    fn note(&self) -> String {
        format!("CDV {} {}", self.status.code, self.status.motive).trim_end().to_owned()
    }

    /// True of a block that holds just that.
    fn is(&self, block: &ItemBlock) -> bool {
        block.reason == self.reason
            && block.until_on == self.until
            && block.note == self.note()
            && self.amount.is_none_or(|minor| block.amount_minor == Some(minor))
    }
}

/// The blocks of a piece that its statuses placed, and those that others did.
fn placed(tx: &mut Tx, item: &Item, said: &[InvoiceStatus]) -> Result<(Vec<ItemBlock>, Vec<ItemBlock>), DeskError> {
    let blocks = tx.item_blocks().of_accounts(&[item.account_id])?.into_iter().filter(|b| b.item_id == item.id);
    Ok(blocks.partition(|block| said.iter().any(|status| status.block_id == Some(block.id))))
}

impl Desk {
    /// Makes the piece stand as all its statuses say: a dispute, else what holds it, else the payment told of.
    /// Answers whether a dispute was opened.
    pub(super) fn apply(&self, tx: &mut Tx, actor: &Actor, account: &Account, item: &Item) -> Result<bool, DeskError> {
        let today = self.today();
        let said = tx.invoice_statuses().of_item(item.id)?;
        let now = lifecycle::standing(&known(&said, item.amount.currency()));
        let mut opened = false;
        if let Some(contested) = &now.contested {
            opened = self.contest(tx, actor, (account, item), (contested, &said))?;
        }
        let (mine, others) = placed(tx, item, &said)?;
        let open = open_of(item, &tx.allocations().of_account(account.id)?, Some(today)).minor();
        let aside = others.iter().filter(|b| b.in_force(today)).map(|b| b.amount_minor.unwrap_or(open));
        let wanted = Wanted::of(&now, open - aside.sum::<i64>(), today);
        let mut there = false;
        for block in &mine {
            if !there && wanted.as_ref().is_some_and(|wanted| wanted.is(block)) {
                there = true;
            } else {
                self.release_within(tx, actor, block.id)?;
            }
        }
        if wanted.as_ref().is_none_or(|wanted| wanted.reason != BlockReason::ToCheck) {
            self.end_mending(tx, actor, item)?;
        }
        if let Some(wanted) = wanted.filter(|_| !there) {
            self.hold(tx, actor, (account, item), (&wanted, &said))?;
        }
        Ok(opened)
    }

    /// Places the block that statuses ask for.
    fn hold(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, item): (&Account, &Item),
        (wanted, said): (&Wanted<'_>, &[InvoiceStatus]),
    ) -> Result<(), DeskError> {
        let order = BlockOrder {
            reason: wanted.reason,
            amount: wanted.amount.map(|minor| Money::new(minor, item.amount.currency())),
            owner: policy::in_force(tx)?.desk(Service::Accounting).owner,
            until: wanted.until,
            note: wanted.note(),
        };
        let made = match self.block_within(tx, actor, account, &[item.id], &order) {
            // Paid, or set aside already: there is nothing to hold back.
            Err(DeskError::Refused(Refusal::BlockNothingLeft { .. })) => return Ok(()),
            made => made?.pop(),
        };
        let of = wanted.status;
        let status = said.iter().find(|s| s.said_at == of.at && s.code == of.code && s.motive == of.motive);
        if let Some((status, block)) = status.zip(made) {
            tx.invoice_statuses().place(status.id, block)?;
        }
        if wanted.reason == BlockReason::ToCheck {
            self.ask_mend(tx, actor, item, of)?;
        }
        Ok(())
    }

    /// Opens the dispute a status asks for, or says of the one it opened before what it is about now.
    fn contest(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, item): (&Account, &Item),
        (contested, said): (&lifecycle::Status, &[InvoiceStatus]),
    ) -> Result<bool, DeskError> {
        let part = contested.part(item.amount.minor());
        if part == Some(0) {
            return Ok(false);
        }
        let order = DisputeOrder {
            kind: motive(&contested.motive).map_or(DisputeKind::Other, |known| known.kind),
            amount: part.map(|minor| Money::new(minor, item.amount.currency())),
            motive: contested.motive.clone(),
            source: Source::EInvoice,
            owner: String::new(),
            note: format!("{} {}", contested.code, label(self.law(), &contested.code)),
            mail: String::new(),
        };
        let disputes = tx.disputes().of_accounts(&[account.id])?;
        let ours = disputes.into_iter().filter(|d| d.item_id == item.id && d.source == Source::EInvoice);
        if let Some(dispute) = ours.max_by_key(|d| d.id) {
            if dispute.step != Step::Closed {
                self.say_again(tx, actor, (account, item), (dispute, &order, said))?;
                return Ok(false);
            }
            // A platform tells instants of the house's own zone.
            let zone = zone_in_tx(tx)?;
            let closed = dispute.closed_us.map(|at| at.to_zoned(zone).strftime("%Y%m%d%H%M%S").to_string());
            if closed.is_none_or(|closed| contested.at <= closed) {
                return Ok(false);
            }
        }
        // What another status held makes room: the dispute says more.
        for block in placed(tx, item, said)?.0 {
            self.release_within(tx, actor, block.id)?;
        }
        match self.open_within(tx, actor, account, item.id, &order) {
            Ok(_) => Ok(true),
            // Paid, or set aside by hand already: there is nothing to hold back.
            Err(DeskError::Refused(Refusal::BlockNothingLeft { .. })) => Ok(false),
            Err(DeskError::Refused(Refusal::BlockAmount { .. })) if order.amount.is_some() => {
                let all = DisputeOrder { amount: None, ..order };
                self.open_within(tx, actor, account, item.id, &all).map(|_| true)
            }
            Err(error) => Err(error),
        }
    }

    /// A later status, or one that came late, says of a dispute nobody looked into what it is really about: it ends
    /// as if that had been said first.
    fn say_again(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, item): (&Account, &Item),
        (mut dispute, order, said): (Dispute, &DisputeOrder, &[InvoiceStatus]),
    ) -> Result<(), DeskError> {
        let resized = order.amount.is_some_and(|amount| amount.minor() != dispute.contested_minor);
        let same = dispute.motive == order.motive && dispute.note == order.note && !resized;
        if same || dispute.step != Step::Identify {
            return Ok(());
        }
        let (policy, today): (Policy, Date) = (policy::in_force(tx)?, self.today());
        let (service, before) = (dispute.service, dispute.owner.clone());
        (dispute.kind, dispute.service) = (order.kind, policy.service_of(order.kind));
        dispute.motive.clone_from(&order.motive);
        dispute.note.clone_from(&order.note);
        if dispute.service != service {
            dispute.owner = answerer(tx, actor, account, &policy.desk(dispute.service).owner)?;
            (dispute.asked_on, dispute.due_on) = (today, policy.due(dispute.service, today));
        }
        for block in placed(tx, item, said)?.0 {
            self.release_within(tx, actor, block.id)?;
        }
        self.hold_other(tx, actor, (account, item), (&mut dispute, order.amount))?;
        dispute.version = tx.disputes().save(&dispute)?;
        self.seek_owner(tx, actor, &dispute, item)?;
        self.note(tx, actor, About::account(account), "dispute.assigned", &facts(&dispute, &item.number))?;
        if dispute.owner != before && dispute.owner != actor.name {
            self.ask_owner(tx, actor, &dispute, (account, item), false)?;
        }
        Ok(())
    }

    /// The dispute's block holds another part from now on.
    fn hold_other(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, item): (&Account, &Item),
        (dispute, amount): (&mut Dispute, Option<Money>),
    ) -> Result<(), DeskError> {
        let held = tx.item_blocks().get(dispute.block_id)?;
        let open = open_of(item, &tx.allocations().of_account(account.id)?, Some(self.today()));
        let amount = amount.filter(|amount| amount.minor() < open.minor());
        if held.amount_minor == amount.map(Money::minor) || held.released_us.is_some() || open.minor() <= 0 {
            return Ok(());
        }
        self.release_within(tx, actor, held.id)?;
        let (owner, note) = (dispute.owner.clone(), dispute.note.clone());
        let order = BlockOrder { reason: held.reason, amount, owner, until: None, note };
        let made = match self.block_within(tx, actor, account, &[item.id], &order) {
            Err(DeskError::Refused(Refusal::BlockAmount { .. })) => {
                let rest = BlockOrder { amount: None, ..order };
                self.block_within(tx, actor, account, &[item.id], &rest)?
            }
            made => made?,
        };
        if let Some(block) = made.into_iter().next() {
            let whole = tx.item_blocks().get(block)?.amount_minor;
            (dispute.block_id, dispute.contested_minor) = (block, whole.unwrap_or(open.minor()));
        }
        Ok(())
    }

    /// What was asked of accounting is no longer to do: a later status went on.
    fn end_mending(&self, tx: &mut Tx, actor: &Actor, item: &Item) -> Result<(), DeskError> {
        let begins = Subject::PutInvoiceRight { what: format!("{} ·", item.number) }.kept();
        for mut task in tx.tasks().of_account(item.account_id)? {
            if task.state == TaskState::Open && task.subject.starts_with(&begins) {
                (task.state, task.actor, task.closed_us) = (TaskState::Dropped, actor.name.clone(), Some(self.now()));
                tx.tasks().save(&task)?;
            }
        }
        Ok(())
    }

    /// Asks accounting to put an invoice right.
    fn ask_mend(&self, tx: &mut Tx, actor: &Actor, item: &Item, status: &lifecycle::Status) -> Result<(), DeskError> {
        let policy = policy::in_force(tx)?;
        let what =
            [item.number.as_str(), "·", &status.code, &label(self.law(), &status.code), &status.motive].join(" ");
        let subject = Subject::PutInvoiceRight { what: what.trim_end().to_owned() }.kept();
        let tasks = tx.tasks().of_account(item.account_id)?;
        if tasks.iter().any(|t| t.subject == subject && t.state == TaskState::Open) {
            return Ok(());
        }
        let task = Task {
            id: TaskId(self.id()),
            account_id: item.account_id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject,
            owner: policy.desk(Service::Accounting).owner,
            due_on: policy.due(Service::Accounting, self.today()),
            outcome: String::new(),
            note: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        Ok(tx.tasks().insert(&task)?)
    }
}

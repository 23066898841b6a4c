//! Whether the orders of a customer go on: proposed, granted, released, each with its reason; the list for the
//! program that takes orders.

use kernel::{Date, Money, Timestamp, Wording};
use ledger::{Account, AccountId};
use serde::Serialize;
use serde_json::json;
use store::{OrderBlock, OrderBlockId, Tx};

use super::{OrderAct, OrderCause, OrderState, cause_words, policy, state_words};
use crate::desk::About;
use crate::{Actor, CreditRefusal, Desk, DeskError, Permission, Refusal, Role};

/// One block of orders as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderBlockLine {
    /// What names it.
    pub id: OrderBlockId,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Code of the creditor.
    pub creditor: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Where it stands.
    pub state: OrderState,
    /// Why it was proposed.
    pub cause: OrderCause,
    /// The same in words.
    pub why: Wording,
    /// Day it was proposed.
    pub since: Date,
    /// Who proposed it.
    pub actor: String,
    /// Who last granted or refused something; empty before.
    pub decided_by: String,
    /// Why.
    pub decided_why: String,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// A page of blocks, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderBlockPage {
    /// The lines.
    pub rows: Vec<OrderBlockLine>,
    /// Where the next page goes on.
    pub next: Option<OrderBlockId>,
}

/// The cause and what somebody says of it.
pub(super) fn why(block: &OrderBlock) -> Wording {
    let cause = cause_words(block.cause);
    match (block.cause, block.reason.as_str()) {
        (_, "") => cause,
        (OrderCause::ByHand, reason) => Wording::same(reason),
        (_, reason) => Wording::new(format!("{} : {reason}", cause.fr), format!("{}: {reason}", cause.en)),
    }
}

/// Blocks with whose they are.
pub(super) fn told(tx: &mut Tx, blocks: Vec<OrderBlock>) -> Result<Vec<OrderBlockLine>, DeskError> {
    let ids: Vec<AccountId> = blocks.iter().map(|block| block.account_id).collect();
    let known = tx.accounts().get_many(&ids)?;
    let creditors = tx.creditors().list()?;
    let line = |block: OrderBlock| {
        let of = known.iter().find(|line| line.account.id == block.account_id)?;
        let creditor = creditors.iter().find(|c| c.id == of.account.creditor_id)?;
        Some(OrderBlockLine {
            id: block.id,
            account_id: block.account_id,
            account: of.account.number.clone(),
            creditor: creditor.code.clone(),
            debtor: of.debtor.name.clone(),
            state: block.state,
            cause: block.cause,
            why: why(&block),
            since: block.made_on,
            actor: block.actor,
            decided_by: block.decided_by,
            decided_why: block.decided_why,
            decided_at: block.decided_us,
        })
    };
    Ok(blocks.into_iter().filter_map(line).collect())
}

fn reasoned(reason: &str) -> Result<&str, DeskError> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::ReasonMissing.into()) } else { Ok(reason) }
}

impl Desk {
    /// Customers whose orders are held, the first held first: for the program that takes orders.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn orders_blocked(
        &self,
        actor: &Actor,
        states: &[OrderState],
        after: Option<OrderBlockId>,
        limit: u32,
    ) -> Result<OrderBlockPage, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let read = |after, limit| tx.credit().blocks_in(states, after, limit);
            let (found, more) = scope.page((after, limit), read, |block| (block.id, block.account_id))?;
            let next = found.last().filter(|_| more).map(|block| block.id);
            Ok(OrderBlockPage { rows: told(tx, found)?, next })
        })
    }

    /// One block of orders.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn order_block(&self, actor: &Actor, id: OrderBlockId) -> Result<OrderBlockLine, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let block = actor.find(tx, id)?;
            let not_found = || DeskError::NotFound { what: "order block", key: id.to_string() };
            told(tx, vec![block])?.pop().ok_or_else(not_found)
        })
    }

    /// Proposes that the orders of a customer be held, or holds them at once by who may.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`]; [`CreditRefusal::OrdersOpen`] when that is proposed or done already;
    /// [`CreditRefusal::BeyondYours`].
    pub fn block_orders(
        &self,
        actor: &Actor,
        account: AccountId,
        reason: &str,
        at_once: bool,
    ) -> Result<OrderBlockId, DeskError> {
        actor.may(if at_once { Permission::Run } else { Permission::EditAccount })?;
        let (reason, owed) = (reasoned(reason)?, if at_once { self.owed_by(account)? } else { None });
        self.store.write("credit.block", |tx| {
            let account = actor.find(tx, account)?;
            let (id, cause) = (OrderBlockId(self.id()), OrderCause::ByHand);
            let mut block = self.propose_within(tx, actor, &account, (id, cause, reason))?;
            if at_once {
                self.decide_within(tx, actor, (&account, &mut block), (OrderAct::Approve, reason, owed))?;
            }
            Ok(block.id)
        })
    }

    /// Grants or refuses what is proposed, proposes a release, or releases.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`]; [`CreditRefusal::OrdersNotNow`] in a state that does not allow it;
    /// [`CreditRefusal::BeyondYours`].
    pub fn decide_orders(
        &self,
        actor: &Actor,
        id: OrderBlockId,
        act: OrderAct,
        reason: &str,
    ) -> Result<OrderState, DeskError> {
        actor.may(if act.proposes() { Permission::EditAccount } else { Permission::Run })?;
        let reason = reasoned(reason)?;
        let account = self.store.read(|tx| Ok::<_, DeskError>(actor.find(tx, id)?.account_id))?;
        let owed = self.owed_by(account)?;
        self.store.write("credit.decide", |tx| {
            let mut block = actor.find(tx, id)?;
            let account = tx.accounts().get(block.account_id)?;
            self.decide_within(tx, actor, (&account, &mut block), (act, reason, owed))?;
            Ok(block.state)
        })
    }

    /// What an account owes, as lists say it.
    fn owed_by(&self, account: AccountId) -> Result<Option<Money>, DeskError> {
        let picture = self.credit_picture()?;
        let standing = picture.view.portfolio.position(account).map(|position| &picture.standings[position]);
        Ok(standing.map(|s| Money::new(s.exposure, s.currency)))
    }

    /// Writes a proposal down.
    pub(super) fn propose_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        (id, cause, reason): (OrderBlockId, OrderCause, &str),
    ) -> Result<OrderBlock, DeskError> {
        let last = tx.credit().blocks_of(account.id, 1)?.pop();
        if let Some(open) = last.filter(|block| !block.state.is_over()) {
            return Err(CreditRefusal::OrdersOpen { state: state_words(open.state) }.into());
        }
        let block = OrderBlock {
            id,
            account_id: account.id,
            state: OrderState::Proposed,
            cause,
            reason: reason.to_owned(),
            made_on: self.today(),
            actor: actor.name.clone(),
            created_us: self.now(),
            decided_by: String::new(),
            decided_why: String::new(),
            decided_us: None,
            version: 1,
        };
        tx.credit().insert_block(&block)?;
        self.note(tx, actor, About::account(account), "credit.block_proposed", &facts(&block, reason))?;
        Ok(block)
    }

    /// Does one act on a block, tells sales when orders are held or go on again.
    pub(super) fn decide_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, block): (&Account, &mut OrderBlock),
        (act, reason, owed): (OrderAct, &str, Option<Money>),
    ) -> Result<(), DeskError> {
        let before = block.state;
        let Some(after) = before.after(act) else {
            return Err(CreditRefusal::OrdersNotNow { state: state_words(before) }.into());
        };
        let policy = policy::in_force(tx)?;
        if let (Some(most), Some(owed)) = (policy.manager_most, owed)
            && actor.role == Role::Manager
            && !act.proposes()
        {
            let most = Money::new(most.saturating_mul(owed.currency().scale()), owed.currency());
            if owed.minor() > most.minor() {
                return Err(CreditRefusal::BeyondYours { most }.into());
            }
        }
        block.state = after;
        if !act.proposes() {
            block.decided_by.clone_from(&actor.name);
            reason.clone_into(&mut block.decided_why);
            block.decided_us = Some(self.now());
        }
        block.version = tx.credit().save_block(block)?;
        let kind = match (before, after) {
            (OrderState::Proposed, OrderState::Blocked) => "credit.blocked",
            (_, OrderState::Blocked) => "credit.release_refused",
            (_, OrderState::Releasing) => "credit.release_asked",
            (_, OrderState::Released) => "credit.released",
            _ => "credit.block_refused",
        };
        self.note(tx, actor, About::account(account), kind, &facts(block, reason))?;
        if before.holds() != after.holds() {
            self.tell_sales(tx, &policy, account, (block, reason, owed))?;
        }
        Ok(())
    }
}

fn facts(block: &OrderBlock, reason: &str) -> serde_json::Value {
    json!({ "block": block.id, "state": block.state, "cause": block.cause, "reason": reason })
}

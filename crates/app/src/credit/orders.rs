//! Whether the orders of a customer go on: proposed, granted, released, each with its reason; the list for the
//! program that takes orders.

use kernel::{Date, Money, Timestamp, Wording};
use ledger::{Account, AccountId};
use serde::Serialize;
use serde_json::json;
use store::{OrderBlock, OrderBlockId, Tx};

use super::{OrderAct, OrderCause, OrderFacts, OrderGone, OrderState, cause_words, gone_words, policy, state_words};
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
    /// Why its rule asks for it no more, where it proposes the release or withdrew the proposal.
    pub gone: Option<Wording>,
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
            gone: block.gone.filter(|_| block.state != OrderState::Blocked).map(gone_words),
            since: block.made_on,
            actor: block.actor,
            decided_by: block.decided_by,
            decided_why: block.decided_why,
            decided_at: block.decided_us,
        })
    };
    Ok(blocks.into_iter().filter_map(line).collect())
}

/// What decides of the orders of an account, besides what is kept of them: as lists say it.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// What it owes, in each currency.
    owed: Vec<Money>,
    facts: OrderFacts,
}

/// Refuses to grant what a rule proposed when it would not propose it any more: a person may still hold or release
/// orders, for a reason of theirs.
fn still_asked(rules: &super::OrderRules, block: &OrderBlock, facts: &OrderFacts) -> Result<(), CreditRefusal> {
    match (block.state, block.gone) {
        (OrderState::Proposed, _) => match rules.gone(block.cause, facts) {
            Some(gone) => Err(CreditRefusal::CauseGone { why: gone_words(gone) }),
            None => Ok(()),
        },
        (OrderState::Releasing, Some(_)) => match rules.cause(facts) {
            Some(cause) => Err(CreditRefusal::CauseBack { why: cause_words(cause) }),
            None => Ok(()),
        },
        _ => Ok(()),
    }
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
        let (reason, ground) =
            (reasoned(reason)?, if at_once { self.credit_ground(account)? } else { Ground::default() });
        self.store.write("credit.block", |tx| {
            let account = actor.find(tx, account)?;
            let (id, cause) = (OrderBlockId(self.id()), OrderCause::ByHand);
            let mut block = self.propose_within(tx, actor, &account, (id, cause, reason))?;
            if at_once {
                self.decide_within(tx, actor, (&account, &mut block), (OrderAct::Approve, reason, &ground))?;
            }
            Ok(block.id)
        })
    }

    /// Grants or refuses what is proposed, proposes a release, or releases.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`]; [`CreditRefusal::OrdersNotNow`] in a state that does not allow it;
    /// [`CreditRefusal::BeyondYours`]; [`CreditRefusal::CauseGone`] and [`CreditRefusal::CauseBack`] for what a rule
    /// proposed and would not propose any more.
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
        let ground = self.credit_ground(account)?;
        self.store.write("credit.decide", |tx| {
            let mut block = actor.find(tx, id)?;
            let account = tx.accounts().get(block.account_id)?;
            self.decide_within(tx, actor, (&account, &mut block), (act, reason, &ground))?;
            Ok(block.state)
        })
    }

    fn credit_ground(&self, account: AccountId) -> Result<Ground, DeskError> {
        let picture = self.credit_picture()?;
        let standing = picture.view.portfolio.position(account).map(|position| &picture.standings[position]);
        Ok(standing.map_or_else(Ground::default, |standing| Ground {
            owed: standing.purses().map(super::picture::Purse::owed).filter(|owed| !owed.is_zero()).collect(),
            facts: picture.kept.order_facts(standing, account, picture.today()),
        }))
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
            gone: None,
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
        (act, reason, ground): (OrderAct, &str, &Ground),
    ) -> Result<(), DeskError> {
        let before = block.state;
        let Some(after) = before.after(act) else {
            return Err(CreditRefusal::OrdersNotNow { state: state_words(before) }.into());
        };
        let policy = policy::in_force(tx)?;
        if let Some(most) = policy.manager_most.filter(|_| actor.role == Role::Manager && !act.proposes()) {
            within(most, &ground.owed)?;
        }
        if act == OrderAct::Approve {
            still_asked(&policy.orders, block, &ground.facts)?;
        }
        block.state = after;
        if act.proposes() {
            // The ground is now that of a person.
            block.gone = None;
        } else {
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
            self.tell_sales(tx, &policy, account, (block, reason, &ground.owed))?;
        }
        Ok(())
    }

    /// Holds the orders of an account whose insolvency is opened, at once, where the house wants it; sales are told.
    pub(crate) fn hold_orders_of_insolvent(
        &self,
        tx: &mut Tx,
        account: &Account,
        reason: &str,
    ) -> Result<(), DeskError> {
        let (policy, actor) = (policy::in_force(tx)?, Actor::worker());
        let last = tx.credit().blocks_of(account.id, 1)?.pop().filter(|block| !block.state.is_over());
        if !policy.orders.insolvency || last.as_ref().is_some_and(|block| block.state.holds()) {
            return Ok(());
        }
        let mut block = if let Some(proposed) = last {
            proposed
        } else {
            let id = OrderBlockId(self.id());
            self.propose_within(tx, &actor, account, (id, OrderCause::Insolvency, ""))?
        };
        (block.state, block.cause, block.gone) = (OrderState::Blocked, OrderCause::Insolvency, None);
        (block.decided_by, block.decided_us) = (actor.name.clone(), Some(self.now()));
        reason.clone_into(&mut block.decided_why);
        block.version = tx.credit().save_block(&block)?;
        self.note(tx, &actor, About::account(account), "credit.blocked", &facts(&block, reason))?;
        self.tell_sales(tx, &policy, account, (&block, reason, &[]))
    }

    /// Ends the proposal of a rule that asks for it no more.
    pub(super) fn withdraw_block(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, mut block): (&Account, OrderBlock),
        gone: OrderGone,
    ) -> Result<(), DeskError> {
        (block.state, block.gone) = (OrderState::Withdrawn, Some(gone));
        (block.decided_by, block.decided_us) = (actor.name.clone(), Some(self.now()));
        tx.credit().save_block(&block)?;
        Ok(self.note(tx, actor, About::account(account), "credit.block_withdrawn", &facts(&block, ""))?)
    }

    /// Proposes the release of what a rule asks for no more.
    pub(super) fn ask_rule_release(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, mut block): (&Account, OrderBlock),
        gone: OrderGone,
    ) -> Result<(), DeskError> {
        (block.state, block.gone) = (OrderState::Releasing, Some(gone));
        tx.credit().save_block(&block)?;
        Ok(self.note(tx, actor, About::account(account), "credit.release_asked", &facts(&block, ""))?)
    }

    /// Takes back the release that a rule proposed: its cause is there again.
    pub(super) fn withdraw_release(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, mut block): (&Account, OrderBlock),
    ) -> Result<(), DeskError> {
        (block.state, block.gone) = (OrderState::Blocked, None);
        tx.credit().save_block(&block)?;
        Ok(self.note(tx, actor, About::account(account), "credit.release_withdrawn", &facts(&block, ""))?)
    }
}

/// Refuses what a role does not decide: whole units of each currency in which something is owed.
fn within(most: i64, owed: &[Money]) -> Result<(), CreditRefusal> {
    let ceiling = |owed: &Money| Money::new(most.saturating_mul(owed.currency().scale()), owed.currency());
    match owed.iter().find(|owed| owed.minor() > ceiling(owed).minor()) {
        Some(beyond) => Err(CreditRefusal::BeyondYours { most: ceiling(beyond) }),
        None => Ok(()),
    }
}

fn facts(block: &OrderBlock, reason: &str) -> serde_json::Value {
    json!({ "block": block.id, "state": block.state, "cause": block.cause, "gone": block.gone, "reason": reason })
}

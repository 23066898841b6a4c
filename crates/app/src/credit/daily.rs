//! What the day says of credit by itself: what gets worse is told once, rules propose, salespeople hear of it.

use std::collections::{HashMap, HashSet};

use amicable::credit::signals::{Signal, Told, signals};
use kernel::Date;
use ledger::{Account, AccountId, ItemId};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use store::{CreditSignal, CreditSignalId, OrderBlock, OrderBlockId, Tx};

use super::picture::{Insurable, Picture, Standing};
use super::{OrderCause, OrderFacts, OrderGone, OrderRules, OrderState};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission};

/// Accounts of one transaction.
const CHUNK: usize = 200;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CreditTended {
    /// Signals told.
    pub signals: u64,
    /// Blocks of orders proposed.
    pub proposed: u64,
    /// Proposals of blocks or releases taken back: their cause is gone, or is there again.
    pub withdrawn: u64,
    /// Releases proposed.
    pub releases: u64,
    /// Mails to salespeople.
    pub told: u64,
}

/// What a day says of one account.
struct News<'p> {
    account: AccountId,
    standing: &'p Standing,
    signals: Vec<Told<Insurable>>,
    rules: OrderRules,
    facts: OrderFacts,
}

/// What is done about the orders of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Propose(OrderCause),
    /// The proposal is stale; another cause may be proposed in its place.
    Withdraw(OrderGone, Option<OrderCause>),
    AskRelease(OrderGone),
    /// The cause of a block whose release the rule proposed is there again.
    KeepBlocked,
}

/// What was told and decided of some accounts.
struct Known {
    told: HashSet<(AccountId, Signal, Option<ItemId>, Date)>,
    blocks: HashMap<AccountId, OrderBlock>,
}

impl Known {
    fn read(tx: &mut Tx, news: &[&News<'_>]) -> Result<Self, DeskError> {
        let accounts: Vec<AccountId> = news.iter().map(|one| one.account).collect();
        let from = news.iter().flat_map(|one| &one.signals).map(|told| told.about).min();
        let told = from.map(|from| tx.credit().told(&accounts, from)).transpose()?.unwrap_or_default();
        let told = told.into_iter().map(|s| (s.account_id, s.kind, s.item_id, s.about_on)).collect();
        Ok(Self { told, blocks: tx.credit().last_blocks(&accounts)? })
    }

    /// What of some news nobody was told.
    fn untold<'n>(&self, news: &'n News<'_>) -> impl Iterator<Item = &'n Told<Insurable>> {
        news.signals.iter().filter(move |told| {
            !self.told.contains(&(news.account, told.signal, told.piece.map(|piece| piece.item), told.about))
        })
    }

    /// What is to be done about the orders of an account.
    fn turn(&self, news: &News<'_>, month_ago: i64) -> Option<Turn> {
        let last = self.blocks.get(&news.account);
        let recent = |block: &OrderBlock| block.decided_us.is_some_and(|at| at.as_microsecond() > month_ago);
        let cause = news.rules.cause(&news.facts);
        // What was refused or released for a reason is not proposed again for it the same month.
        let fresh = |cause: &OrderCause| {
            last.is_none_or(|b| b.cause != *cause || b.state == OrderState::Withdrawn || !recent(b))
        };
        let Some(open) = last.filter(|block| !block.state.is_over()) else {
            return cause.filter(fresh).map(Turn::Propose);
        };
        match (open.state, news.rules.gone(open.cause, &news.facts)) {
            (OrderState::Proposed, Some(gone)) => Some(Turn::Withdraw(gone, cause)),
            // Nor is a release that was refused asked for again.
            (OrderState::Blocked, Some(gone)) if cause.is_none() && !(open.gone == Some(gone) && recent(open)) => {
                Some(Turn::AskRelease(gone))
            }
            (OrderState::Releasing, _) if open.gone.is_some() && cause.is_some() => Some(Turn::KeepBlocked),
            _ => None,
        }
    }
}

impl Desk {
    /// Tells what gets worse, proposes what the rules ask for and takes back what they ask for no more, writes to
    /// salespeople where the house wants it. Doing it twice on a day changes nothing. It is about today: another
    /// day is left alone.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`], [`DeskError::Store`].
    pub fn tend_credit(&self, actor: &Actor, day: Date) -> Result<CreditTended, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let mut done = CreditTended::default();
        if day != self.today() {
            return Ok(done);
        }
        let picture = self.credit_picture()?;
        let news: Vec<News<'_>> = picture.standings.par_iter().filter_map(|s| news(&picture, s)).collect();
        for chunk in news.chunks(CHUNK) {
            let chunk: Vec<&News<'_>> = chunk.iter().collect();
            // Most of it was told on a day before: nothing is written for that.
            let known = self.store.read(|tx| Known::read(tx, &chunk))?;
            let month_ago = self.month_ago();
            let stirs = |one: &&News<'_>| known.untold(one).next().is_some() || known.turn(one, month_ago).is_some();
            let moved: Vec<&News<'_>> = chunk.into_iter().filter(stirs).collect();
            if moved.is_empty() {
                continue;
            }
            let part = self.store.write("credit.tend", |tx| self.tend_some(tx, actor, &moved))?;
            done.signals += part.signals;
            done.proposed += part.proposed;
            done.withdrawn += part.withdrawn;
            done.releases += part.releases;
        }
        done.told = self.tell_salespeople(&picture)?;
        Ok(done)
    }

    fn tend_some(&self, tx: &mut Tx, actor: &Actor, news: &[&News<'_>]) -> Result<CreditTended, DeskError> {
        let mut part = CreditTended::default();
        // Read again: somebody may have decided meanwhile.
        let mut known = Known::read(tx, news)?;
        let ids: Vec<AccountId> = news.iter().map(|one| one.account).collect();
        let accounts: HashMap<AccountId, Account> =
            tx.accounts().get_many(&ids)?.into_iter().map(|line| (line.account.id, line.account)).collect();
        for one in news {
            let Some(account) = accounts.get(&one.account) else { continue };
            for told in known.untold(one) {
                self.tell_signal(tx, actor, (account, one.standing), told)?;
                part.signals += 1;
            }
            let turn = known.turn(one, self.month_ago());
            let block = known.blocks.remove(&one.account);
            self.take_turn(tx, actor, (account, block, turn), &mut part)?;
        }
        Ok(part)
    }

    fn take_turn(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, block, turn): (&Account, Option<OrderBlock>, Option<Turn>),
        part: &mut CreditTended,
    ) -> Result<(), DeskError> {
        let proposed = match (turn, block) {
            (Some(Turn::Propose(cause)), _) => Some(cause),
            (Some(Turn::Withdraw(gone, cause)), Some(block)) => {
                self.withdraw_block(tx, actor, (account, block), gone)?;
                part.withdrawn += 1;
                cause
            }
            (Some(Turn::AskRelease(gone)), Some(block)) => {
                self.ask_rule_release(tx, actor, (account, block), gone)?;
                part.releases += 1;
                None
            }
            (Some(Turn::KeepBlocked), Some(block)) => {
                self.withdraw_release(tx, actor, (account, block))?;
                part.withdrawn += 1;
                None
            }
            _ => None,
        };
        if let Some(cause) = proposed {
            self.propose_within(tx, actor, account, (OrderBlockId(self.id()), cause, ""))?;
            part.proposed += 1;
        }
        Ok(())
    }

    fn tell_signal(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, standing): (&Account, &Standing),
        told: &Told<Insurable>,
    ) -> Result<(), DeskError> {
        let owed = told.piece.map_or_else(|| standing.told_of(told.signal), |piece| piece.open);
        let piece = told.piece.map(|piece| tx.items().get(piece.item)).transpose()?.map(|item| item.number);
        tx.credit().insert_signal(&CreditSignal {
            id: CreditSignalId(self.id()),
            account_id: account.id,
            kind: told.signal,
            item_id: told.piece.map(|piece| piece.item),
            about_on: told.about,
            days: told.days,
            currency: owed.currency(),
            amount_minor: owed.minor(),
            made_on: self.today(),
            created_us: self.now(),
            seen_by: String::new(),
            seen_us: None,
        })?;
        let payload = json!({
            "signal": told.signal, "about": told.about, "days": told.days, "piece": piece,
            "amount": owed.to_decimal(), "currency": owed.currency(),
        });
        Ok(self.note(tx, actor, About::account(account), "credit.signal", &payload)?)
    }

    fn month_ago(&self) -> i64 {
        self.now().as_microsecond() - 30 * kernel::DAY_US
    }
}

fn news<'p>(picture: &'p Picture, standing: &'p Standing) -> Option<News<'p>> {
    let (account, today, kept) = (picture.view.cards[standing.position].id, picture.today(), &picture.kept);
    let watched = || kept.watched(&picture.view, standing, today);
    let signals = if standing.owes() { signals(&watched(), today) } else { Vec::new() };
    let (rules, facts) = (kept.policy.orders, kept.order_facts(standing, account, today));
    let ordered = rules.cause(&facts).is_some() || kept.blocks.contains_key(&account);
    (!signals.is_empty() || ordered).then_some(News { account, standing, signals, rules, facts })
}

//! The credit of one customer: its sums, its class with each point, its limit, its insurance, its orders.

use std::collections::HashMap;

use kernel::{Currency, Date, Timestamp, Wording};
use ledger::{AccountId, ItemId};
use serde::Serialize;

use super::declare::{self, DeclareLine};
use super::limits::CoverLine;
use super::picture::{Picture, Standing};
use super::words::{point_words, unknown_words};
use super::{CreditLine, Criterion, OrderBlockLine, SignalLine, orders, signals};
use crate::{Actor, Desk, DeskError, Permission};

/// Blocks and signals told.
const TOLD: u32 = 20;

/// One point of the class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditPoint {
    /// The criterion.
    pub criterion: Criterion,
    /// 0 to 100; none where it is not known, and then it does not count.
    pub points: Option<u8>,
    /// How much it counts.
    pub weight: u8,
    /// Points times weight.
    pub adds: Option<u32>,
    /// What it was read from.
    pub why: Wording,
}

/// A limit as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitLine {
    /// What may be owed, in `currency`.
    pub amount: String,
    /// Its currency.
    pub currency: Currency,
    /// Why.
    pub reason: String,
    /// Day it was set.
    pub since: Date,
    /// Who set it.
    pub actor: String,
}

/// The group of the debtor, as far as who asks sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditGroup {
    /// Its name.
    pub name: String,
    /// Its accounts.
    pub accounts: u64,
    /// What they owe together, in the currency of the line.
    pub exposure: String,
}

/// The credit of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditFile {
    /// As in a list.
    pub line: CreditLine,
    /// Each criterion, known or not.
    pub points: Vec<CreditPoint>,
    /// What they add up to.
    pub sum: u32,
    /// What the known ones would add up to at the worst.
    pub most: u32,
    /// Why there is no class; none where there is one.
    pub unknown: Option<Wording>,
    /// What may be owed.
    pub limit: Option<LimitLine>,
    /// What is insured.
    pub cover: Option<CoverLine>,
    /// Late pieces that the insurer must hear of, the most pressing first, and those it heard of.
    pub declarations: Vec<DeclareLine>,
    /// Its group.
    pub group: Option<CreditGroup>,
    /// Blocks of orders, the last first.
    pub orders: Vec<OrderBlockLine>,
    /// What got worse, the last first.
    pub signals: Vec<SignalLine>,
    /// When the open items were read.
    pub read_at: Timestamp,
}

impl Desk {
    /// The credit of one customer, as the ledger stands now.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn credit_of(&self, actor: &Actor, account: AccountId) -> Result<CreditFile, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| actor.find(tx, account))?;
        let picture = self.credit_picture()?;
        let sight = self.sight_of(std::sync::Arc::clone(&picture.view), actor)?;
        let not_found = || DeskError::NotFound { what: "account", key: account.to_string() };
        let position = picture.view.portfolio.position(account).ok_or_else(not_found)?;
        let standing = &picture.standings[position];
        let group = picture.kept.groups.get(&picture.view.cards[position].debtor).copied();
        let (orders, signals, name) = self.store.read(|tx| {
            let blocks = tx.credit().blocks_of(account, TOLD)?;
            let told = tx.credit().signals_of(account, TOLD)?;
            let name = group.map(|group| tx.groups().get(group)).transpose()?.map(|group| group.name);
            Ok::<_, DeskError>((orders::told(tx, blocks)?, signals::told(tx, told, picture.today())?, name))
        })?;
        let group = group.zip(name).map(|(group, name)| {
            let (owed, accounts) = picture.group(group, standing.main.currency, |place| sight.holds(place));
            let exposure = kernel::Money::new(owed, standing.main.currency).to_decimal();
            CreditGroup { name, accounts, exposure }
        });
        let weights = picture.kept.weights();
        let line = picture.line(standing);
        let numbers: HashMap<ItemId, &str> = picture.view.portfolio.numbers(position).collect();
        let declarations = declare::lines(&picture, position, |item| numbers.get(&item).copied().unwrap_or_default());
        Ok(CreditFile {
            points: points(&picture, standing),
            sum: standing.points.sum(&weights),
            most: standing.points.most(&weights),
            unknown: line.grade.is_none().then(|| unknown_words(&standing.conduct)),
            limit: limit(&picture, account),
            cover: cover(&picture, &declarations, account),
            declarations,
            group,
            orders,
            signals,
            read_at: picture.view.read_at,
            line,
        })
    }
}

fn points(picture: &Picture, standing: &Standing) -> Vec<CreditPoint> {
    let weights = picture.kept.weights();
    let point = |criterion: &Criterion| CreditPoint {
        criterion: *criterion,
        points: standing.points.get(*criterion),
        weight: weights.get(*criterion),
        adds: standing.points.adds(*criterion, &weights),
        why: point_words(*criterion, &standing.conduct),
    };
    Criterion::ALL.iter().map(point).collect()
}

fn limit(picture: &Picture, account: AccountId) -> Option<LimitLine> {
    let limit = picture.kept.limits.get(&account)?;
    Some(LimitLine {
        amount: kernel::Money::new(limit.amount_minor, limit.currency).to_decimal(),
        currency: limit.currency,
        reason: limit.reason.clone(),
        since: limit.made_on,
        actor: limit.actor.clone(),
    })
}

fn cover(picture: &Picture, declarations: &[DeclareLine], account: AccountId) -> Option<CoverLine> {
    let cover = picture.kept.covers.get(&account)?;
    let waiting = declarations.iter().filter(|line| line.declared_on.is_none());
    Some(CoverLine {
        insurer: cover.insurer.clone(),
        policy: cover.policy.clone(),
        amount: kernel::Money::new(cover.amount_minor, cover.currency).to_decimal(),
        currency: cover.currency,
        since: cover.since_on,
        until: cover.until_on,
        in_force: picture.kept.cover(account, picture.today()).is_some(),
        declare_days: cover.declare_days,
        declare_by: waiting.filter_map(|line| line.last).min(),
        actor: cover.actor.clone(),
    })
}

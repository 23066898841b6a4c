//! What is set aside on a day, and how the promises of a period were kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use amicable::promises::PromiseState;
use jiff::tz::TimeZone;
use kernel::{Currency, Date, Money};
use ledger::ItemId;
use ledger::indicators::Ratio;
use serde::Serialize;
use store::{BlockReason, ItemBlock};

use super::Ground;
use crate::schedule::{day_in, zone_in_tx};
use crate::{Desk, DeskError};

/// What is set aside for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockedReason {
    /// Why.
    pub reason: BlockReason,
    /// How much, never more than is open.
    pub amount: String,
    /// Blocks.
    pub count: u64,
    /// In percent of what is outstanding; none when nothing is.
    pub share: Option<String>,
    #[serde(skip)]
    minor: i64,
}

/// What is set aside in one currency, the largest reason first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BlockedShare {
    /// How much.
    pub amount: String,
    /// Blocks.
    pub count: u64,
    /// By reason.
    pub reasons: Vec<BlockedReason>,
    #[serde(skip)]
    pub(super) minor: i64,
}

impl BlockedShare {
    fn add(&mut self, reason: BlockReason, minor: i64) {
        self.minor += minor;
        self.count += 1;
        let known = self.reasons.iter().position(|r| r.reason == reason).unwrap_or_else(|| {
            self.reasons.push(BlockedReason { reason, amount: String::new(), count: 0, share: None, minor: 0 });
            self.reasons.len() - 1
        });
        let line = &mut self.reasons[known];
        line.minor += minor;
        line.count += 1;
    }

    /// With its amounts in words and its shares of what is outstanding.
    pub(super) fn weighed(mut self, outstanding: i64, currency: Currency) -> Self {
        self.amount = Money::new(self.minor, currency).to_decimal();
        for line in &mut self.reasons {
            line.amount = Money::new(line.minor, currency).to_decimal();
            line.share = Ratio::percent(line.minor, outstanding).map(Ratio::to_decimal);
        }
        self.reasons.sort_by_key(|r| (std::cmp::Reverse(r.minor), r.reason));
        self
    }
}

/// The promises of a period: those whose day falls in it, as the ledger has judged them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PromiseFigures {
    /// Kept.
    pub kept: u64,
    /// Kept in part.
    pub partly: u64,
    /// Broken.
    pub broken: u64,
    /// Not judged yet: in no rate.
    pub open: u64,
    /// Withdrawn: in no rate.
    pub withdrawn: u64,
    /// What the judged ones promised.
    pub promised: String,
    /// What was paid on them in time.
    pub paid: String,
    #[serde(skip)]
    pub(super) promised_minor: i64,
    #[serde(skip)]
    pub(super) paid_minor: i64,
}

impl PromiseFigures {
    fn add(&mut self, state: PromiseState, promised: i64, paid: i64) {
        match state {
            PromiseState::Kept => self.kept += 1,
            PromiseState::Partly => self.partly += 1,
            PromiseState::Broken => self.broken += 1,
            PromiseState::Open => self.open += 1,
            PromiseState::Withdrawn => self.withdrawn += 1,
        }
        if matches!(state, PromiseState::Kept | PromiseState::Partly | PromiseState::Broken) {
            self.promised_minor += promised;
            self.paid_minor += paid.clamp(0, promised);
        }
    }

    /// With its amounts in words.
    pub(super) fn told(mut self, currency: Currency) -> Self {
        self.promised = Money::new(self.promised_minor, currency).to_decimal();
        self.paid = Money::new(self.paid_minor, currency).to_decimal();
        self
    }
}

/// True when a block was taken off by the end of `day`, by the hour of the house.
fn released_by(block: &ItemBlock, day: Date, zone: &TimeZone) -> bool {
    block.released_us.is_some_and(|at| day_in(zone, at) <= day)
}

impl Desk {
    /// The blocks that hold something back on the day, each with how much: never more than is open.
    pub(super) fn asides_on(&self, ground: &Ground) -> Result<Vec<(ItemBlock, i64)>, DeskError> {
        let (blocks, zone) = self.store.read(|tx| {
            let blocks = tx.item_blocks().on_day(ground.as_of)?;
            Ok::<_, DeskError>((blocks, zone_in_tx(tx)?))
        })?;
        // What is left of each piece: several blocks on one never hold more than is open.
        let mut left: HashMap<ItemId, i64> = HashMap::new();
        let mut seen: HashSet<usize> = HashSet::new();
        let portfolio = &ground.view.portfolio;
        let mut held = Vec::new();
        for block in blocks {
            let Some(position) = portfolio.position(block.account_id).filter(|p| ground.keeps(*p)) else { continue };
            if released_by(&block, ground.as_of, &zone) {
                continue;
            }
            if seen.insert(position) {
                left.extend(portfolio.items(position).map(|i| (i.id, i.open)));
            }
            let Some(left) = left.get_mut(&block.item_id) else { continue };
            let minor = block.amount_minor.unwrap_or(*left).min(*left);
            if minor > 0 {
                *left -= minor;
                held.push((block, minor));
            }
        }
        Ok(held)
    }

    /// What is set aside on the day, by currency.
    pub(super) fn blocked_on(&self, ground: &Ground) -> Result<BTreeMap<Currency, BlockedShare>, DeskError> {
        let mut shares: BTreeMap<Currency, BlockedShare> = BTreeMap::new();
        for (block, minor) in self.asides_on(ground)? {
            shares.entry(block.currency).or_default().add(block.reason, minor);
        }
        Ok(shares)
    }

    /// The promises of the period, by currency.
    pub(super) fn promises_of(&self, ground: &Ground) -> Result<BTreeMap<Currency, PromiseFigures>, DeskError> {
        let promises = self.store.read(|tx| tx.promises().due_between(ground.period.from, ground.period.until))?;
        let mut found: BTreeMap<Currency, PromiseFigures> = BTreeMap::new();
        for p in promises {
            if ground.view.portfolio.position(p.account_id).is_some_and(|at| ground.keeps(at)) {
                found.entry(p.currency).or_default().add(p.state, p.amount_minor, p.paid_minor);
            }
        }
        Ok(found)
    }
}

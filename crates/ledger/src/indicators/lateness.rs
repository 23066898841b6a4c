//! Who is late, by how much and by how long.

use kernel::{Currency, Date, epoch_day, slug_enum};
use rayon::prelude::*;

use super::Ratio;
use crate::Portfolio;

slug_enum!(
    /// What the list of delays is ordered by.
    DelayOrder {
        /// Amount × days late: what weighs most on cash.
        Weight = "weight",
        /// Days late of the oldest piece.
        Longest = "longest",
    }
);

/// The late pieces of one account; credits are not deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delay {
    /// Place of the account in the portfolio.
    pub position: usize,
    /// What is open on late pieces, minor units.
    pub amount: i64,
    /// Late pieces.
    pub items: u64,
    /// Days late of the oldest.
    pub oldest_days: i32,
    /// Σ open × days late, minor units times days.
    pub weight: i128,
}

impl Delay {
    /// Mean days late, weighted by amounts: Σ(open × days late) / Σ open.
    pub fn average(&self) -> Option<Ratio> {
        Ratio::of(self.weight, i128::from(self.amount))
    }
}

/// The delays of the accounts that `keep` keeps, in one currency at the end of `as_of`, those that come
/// first in `order` first. A piece due on the day itself is not late.
pub fn delays(
    portfolio: &Portfolio,
    as_of: Date,
    currency: Currency,
    order: DelayOrder,
    keep: impl Fn(usize) -> bool + Sync,
) -> Vec<Delay> {
    let today = epoch_day(as_of);
    let delay = |position: usize| {
        let mut delay = Delay { position, amount: 0, items: 0, oldest_days: 0, weight: 0 };
        for item in portfolio.items(position) {
            let late = today - item.due_day;
            if item.currency == currency && item.open > 0 && late > 0 {
                delay.amount += item.open;
                delay.items += 1;
                delay.oldest_days = delay.oldest_days.max(late);
                delay.weight += i128::from(item.open) * i128::from(late);
            }
        }
        (delay.items > 0).then_some(delay)
    };
    let accounts = 0..portfolio.accounts().len();
    let mut found: Vec<Delay> = accounts.into_par_iter().filter(|p| keep(*p)).filter_map(delay).collect();
    found.par_sort_unstable_by(|a, b| {
        let by_weight = b.weight.cmp(&a.weight);
        let by_age = b.oldest_days.cmp(&a.oldest_days);
        let first = match order {
            DelayOrder::Weight => by_weight.then(by_age),
            DelayOrder::Longest => by_age.then(by_weight),
        };
        first.then(a.position.cmp(&b.position))
    });
    found
}

/// Mean days late of everything late, weighted by amounts.
pub fn average_days_late(delays: &[Delay]) -> Option<Ratio> {
    let weight: i128 = delays.iter().map(|d| d.weight).sum();
    let amount: i128 = delays.iter().map(|d| i128::from(d.amount)).sum();
    Ratio::of(weight, amount)
}

//! Who follows what today: accounts with something open, and what is late on them, by strategy and by segment.

use std::collections::BTreeMap;

use kernel::{Currency, Date, epoch_day};
use ledger::portfolio::OpenItem;
use rayon::prelude::*;

use crate::portfolio::Sight;
use crate::runs::{Bearings, pieces};
use crate::{Actor, Desk, DeskError, Permission};

/// Those of one strategy or one segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followed {
    /// Accounts with something open.
    pub accounts: u64,
    /// What is late on them, credits taken off, by currency; minor units.
    pub overdue: BTreeMap<Currency, i64>,
}

impl Followed {
    fn add(&mut self, currency: Currency, overdue: i64, counts: bool) {
        self.accounts += u64::from(counts);
        *self.overdue.entry(currency).or_default() += overdue;
    }

    fn merge(&mut self, other: &Self) {
        self.accounts += other.accounts;
        for (currency, minor) in &other.overdue {
            *self.overdue.entry(*currency).or_default() += minor;
        }
    }
}

/// Who follows each strategy and who is taken by each segment, by slug; absent where nobody is. An account
/// in two currencies may follow two strategies, and counts for both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followers {
    /// By strategy.
    pub strategies: BTreeMap<String, Followed>,
    /// By segment.
    pub segments: BTreeMap<String, Followed>,
    /// Accounts whose strategy was chosen by hand.
    pub by_hand: u64,
}

impl Followers {
    fn merge(mut self, other: &Self) -> Self {
        for (slug, followed) in &other.strategies {
            self.strategies.entry(slug.clone()).or_default().merge(followed);
        }
        for (slug, followed) in &other.segments {
            self.segments.entry(slug.clone()).or_default().merge(followed);
        }
        self.by_hand += other.by_hand;
        self
    }
}

impl Desk {
    /// Who follows each strategy and each segment today.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn followers(&self, actor: &Actor) -> Result<Followers, DeskError> {
        actor.may(Permission::Read)?;
        let kept = self.kept(actor, self.today())?;
        Ok(count(&kept.sight, &kept.bearings, kept.day))
    }
}

fn count(sight: &Sight, bearings: &Bearings, day: Date) -> Followers {
    let each = |mut all: Followers, position: usize| {
        let card = &sight.cards[position];
        let Some(items) = pieces(sight, bearings, position).filter(|_| sight.holds(position)) else { return all };
        let mut seen: Vec<usize> = Vec::new();
        for (currency, mine) in by_currency(items) {
            let place = bearings.strategy_of(card, currency, &mine, day);
            let late: i64 = mine.iter().filter(|i| i.due_day < epoch_day(day)).map(|i| i.open).sum();
            let slug = &bearings.plan.strategies[place].slug;
            let first = !seen.contains(&place);
            seen.push(place);
            add(&mut all.strategies, slug, (currency, late, first));
            if let Some(segment) = bearings.segment_of(card, currency, &mine, day) {
                add(&mut all.segments, &segment.slug, (currency, late, first));
            } else if card.strategy.is_some() {
                all.by_hand += u64::from(first);
            }
        }
        all
    };
    (0..sight.cards.len())
        .into_par_iter()
        .with_min_len(1024)
        .fold(Followers::default, each)
        .reduce(Followers::default, |a, b| a.merge(&b))
}

fn add(to: &mut BTreeMap<String, Followed>, slug: &str, (currency, late, counts): (Currency, i64, bool)) {
    match to.get_mut(slug) {
        Some(followed) => followed.add(currency, late, counts),
        None => to.entry(slug.to_owned()).or_default().add(currency, late, counts),
    }
}

/// Open pieces, one currency after the other.
pub(super) fn by_currency(mut items: Vec<OpenItem>) -> Vec<(Currency, Vec<OpenItem>)> {
    items.sort_by_key(|i| i.currency);
    items.chunk_by(|a, b| a.currency == b.currency).map(|run| (run[0].currency, run.to_vec())).collect()
}

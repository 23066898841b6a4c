//! Rights lost in the next days, in money: the figure of the home page, and the same by account and by owner.
//!
//! Several rights can be for the same money: the limitation of each piece of a case, and the deadlines of its
//! procedures. A case therefore counts once, for the larger of the sum of its pieces and its greatest deadline; what
//! is in no case counts for itself. Currencies are never added.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, epoch_day};
use ledger::AccountId;

use super::pass::{Row, Runs};
use super::{CaseId, OwnerId, RightId};

/// So many rights, and what they are for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtRisk {
    /// How many rights.
    pub rights: u64,
    /// What they are for, by currency, each amount once.
    pub amounts: Vec<Money>,
}

/// Rights lost soon, grouped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses {
    /// All of them.
    pub whole: AtRisk,
    /// By account.
    pub by_account: BTreeMap<AccountId, AtRisk>,
    /// By owner.
    pub by_owner: BTreeMap<OwnerId, AtRisk>,
}

/// What is counted once: the money of a case, or of a right outside any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Case(CaseId),
    Alone(RightId),
}

#[derive(Debug, Clone, Copy, Default)]
struct Stake {
    items: i64,
    deadline: i64,
}

#[derive(Debug, Clone, Default)]
struct Gathered {
    rights: u64,
    stakes: BTreeMap<(Currency, Claim), Stake>,
}

impl Gathered {
    fn add(&mut self, row: &Row) {
        self.rights += 1;
        let currency = row.at_risk.currency();
        let claim = row.case.map_or(Claim::Alone(row.id), Claim::Case);
        let stake = self.stakes.entry((currency, claim)).or_default();
        match row.id {
            RightId::Item(_) => stake.items = stake.items.saturating_add(row.at_risk.minor()),
            RightId::Deadline(_) => stake.deadline = stake.deadline.max(row.at_risk.minor()),
        }
    }

    fn told(&self) -> AtRisk {
        let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
        for ((currency, _), stake) in &self.stakes {
            let sum = sums.entry(*currency).or_default();
            *sum = sum.saturating_add(stake.items.max(stake.deadline));
        }
        let amounts = sums.into_iter().map(|(currency, minor)| Money::new(minor, currency)).collect();
        AtRisk { rights: self.rights, amounts }
    }
}

/// Rights whose last day is today or one of the `days` after, both included: what is lost if nobody acts. Neither
/// what is lost already, nor what does not run.
pub fn lost_within<'a>(rows: impl IntoIterator<Item = &'a Row>, today: Date, days: u16) -> Losses {
    let (from, until) = (epoch_day(today), epoch_day(today) + i32::from(days));
    gather(rows.into_iter().filter(|row| row.runs == Runs::Yes && (from..=until).contains(&row.times.last)))
}

/// Rights that are lost and not closed: said until somebody says what became of them.
pub fn lost_already<'a>(rows: impl IntoIterator<Item = &'a Row>, today: Date) -> Losses {
    let day = epoch_day(today);
    gather(rows.into_iter().filter(|row| row.runs == Runs::Yes && row.times.last < day))
}

/// Rights whose due date is to be confirmed, and whose end would come within so many days if it were right.
pub fn to_confirm<'a>(rows: impl IntoIterator<Item = &'a Row>, today: Date, days: u16) -> Losses {
    let until = epoch_day(today) + i32::from(days);
    gather(rows.into_iter().filter(|row| row.runs == Runs::Unconfirmed && row.times.last <= until))
}

fn gather<'a>(rows: impl Iterator<Item = &'a Row>) -> Losses {
    let (mut whole, mut accounts, mut owners) =
        (Gathered::default(), BTreeMap::<AccountId, Gathered>::new(), BTreeMap::<OwnerId, Gathered>::new());
    for row in rows {
        whole.add(row);
        accounts.entry(row.account).or_default().add(row);
        owners.entry(row.owner).or_default().add(row);
    }
    Losses {
        whole: whole.told(),
        by_account: accounts.into_iter().map(|(id, gathered)| (id, gathered.told())).collect(),
        by_owner: owners.into_iter().map(|(id, gathered)| (id, gathered.told())).collect(),
    }
}

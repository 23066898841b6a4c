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
type Claim = (u8, i64);

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
    let rows: Vec<&Row> = rows.collect();
    let whole = by(&rows, |_| ()).remove(&()).unwrap_or_default();
    Losses { whole, by_account: by(&rows, |row| row.account), by_owner: by(&rows, |row| row.owner) }
}

/// One right, as far as its group and its money go.
type Entry<K> = ((K, Currency, Claim), Stake);

#[derive(Clone, Copy)]
enum Stake {
    Item(i64),
    Deadline(i64),
}

/// The rows by a key, sorted side by side rather than kept in a map each: a bad day has hundreds of thousands.
fn by<K: Ord + Copy>(rows: &[&Row], key: impl Fn(&Row) -> K) -> BTreeMap<K, AtRisk> {
    let entry = |row: &&Row| ((key(row), row.at_risk.currency(), claim(row)), stake(row));
    let mut entries: Vec<Entry<K>> = rows.iter().map(entry).collect();
    entries.sort_unstable_by_key(|entry| entry.0);
    let mut groups: BTreeMap<K, AtRisk> = BTreeMap::new();
    for of in entries.chunk_by(|a, b| a.0.0 == b.0.0) {
        let Some(((key, ..), _)) = of.first() else { continue };
        let rights = u64::try_from(of.len()).unwrap_or(u64::MAX);
        let amounts = of.chunk_by(|a, b| a.0.1 == b.0.1).filter_map(|of| {
            let ((_, currency, _), _) = of.first()?;
            let sum = of.chunk_by(|a, b| a.0.2 == b.0.2).map(once).fold(0, i64::saturating_add);
            Some(Money::new(sum, *currency))
        });
        groups.insert(*key, AtRisk { rights, amounts: amounts.collect() });
    }
    groups
}

fn claim(row: &Row) -> Claim {
    match (row.case, row.id) {
        (Some(CaseId(case)), _) => (0, case),
        (None, RightId::Item(id)) => (1, id.0),
        (None, RightId::Deadline(id)) => (2, id.0),
    }
}

fn stake(row: &Row) -> Stake {
    match row.id {
        RightId::Item(_) => Stake::Item(row.at_risk.minor()),
        RightId::Deadline(_) => Stake::Deadline(row.at_risk.minor()),
    }
}

/// Minor units that rights for the same money are for, in one currency.
fn once<K>(same: &[Entry<K>]) -> i64 {
    let (mut items, mut deadline) = (0_i64, 0_i64);
    for (_, stake) in same {
        match stake {
            Stake::Item(minor) => items = items.saturating_add(*minor),
            Stake::Deadline(minor) => deadline = deadline.max(*minor),
        }
    }
    items.max(deadline)
}

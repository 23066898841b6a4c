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
    let mut rows: Vec<&Row> = rows.collect();
    let whole = by(&mut rows, |_| ()).remove(&()).unwrap_or_default();
    let by_account = by(&mut rows, |row| row.account);
    Losses { whole, by_account, by_owner: by(&mut rows, |row| row.owner) }
}

/// The rows by a key, put side by side rather than in a map for each: a page of a bad day holds hundreds of thousands.
fn by<K: Ord + Copy>(rows: &mut [&Row], key: impl Fn(&Row) -> K) -> BTreeMap<K, AtRisk> {
    let stake = |row: &Row| (key(row), row.at_risk.currency(), claim(row));
    rows.sort_unstable_by_key(|row| stake(row));
    let mut groups: BTreeMap<K, AtRisk> = BTreeMap::new();
    let mut last: Option<(K, AtRisk)> = None;
    for same in rows.chunk_by(|a, b| stake(a) == stake(b)) {
        let Some(first) = same.first() else { continue };
        let (of, amount) = (key(first), once(same));
        let group = match &mut last {
            Some((known, group)) if *known == of => group,
            _ => {
                groups.extend(last.take());
                &mut last.insert((of, AtRisk::default())).1
            }
        };
        group.rights += u64::try_from(same.len()).unwrap_or(u64::MAX);
        match group.amounts.last_mut().filter(|sum| sum.currency() == amount.currency()) {
            Some(sum) => *sum = Money::new(sum.minor().saturating_add(amount.minor()), sum.currency()),
            None => group.amounts.push(amount),
        }
    }
    groups.extend(last);
    groups
}

fn claim(row: &Row) -> Claim {
    row.case.map_or(Claim::Alone(row.id), Claim::Case)
}

/// What rights for the same money are for, in one currency.
fn once(same: &[&Row]) -> Money {
    let (mut items, mut deadline) = (0_i64, 0_i64);
    for row in same {
        match row.id {
            RightId::Item(_) => items = items.saturating_add(row.at_risk.minor()),
            RightId::Deadline(_) => deadline = deadline.max(row.at_risk.minor()),
        }
    }
    let currency = same.first().map_or(Currency::EUR, |row| row.at_risk.currency());
    Money::new(items.max(deadline), currency)
}

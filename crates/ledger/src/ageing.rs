//! The aged balance: what is open, by how late it is.

use std::collections::BTreeMap;

use kernel::{Currency, Date, epoch_day};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Portfolio;

/// Limits between buckets, in days late, strictly increasing: `30, 60, 90` gives not due, 1–30,
/// 31–60, 61–90, 91 and more. An item due on the day itself is not due yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buckets(Vec<u16>);

/// The limits are not usable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("buckets must be 1 to 12 increasing numbers of days, such as 30,60,90")]
pub struct BucketsError;

impl Default for Buckets {
    fn default() -> Self {
        Self(vec![30, 60, 90])
    }
}

impl Buckets {
    /// Checks the limits.
    ///
    /// # Errors
    /// [`BucketsError`] when empty, too many, zero or not increasing.
    pub fn new(limits: Vec<u16>) -> Result<Self, BucketsError> {
        let ok = (1..=12).contains(&limits.len()) && limits[0] > 0 && limits.windows(2).all(|w| w[0] < w[1]);
        ok.then_some(Self(limits)).ok_or(BucketsError)
    }

    /// Number of buckets, « not due » included.
    pub fn count(&self) -> usize {
        self.0.len() + 2
    }

    /// First and last day late of a bucket; `None` where it has no end.
    pub fn bounds(&self, bucket: usize) -> (Option<i32>, Option<i32>) {
        let limit = |i: usize| self.0.get(i).map(|d| i32::from(*d));
        match bucket {
            0 => (None, Some(0)),
            1 => (Some(1), limit(0)),
            n => (limit(n - 2).map(|d| d + 1), limit(n - 1)),
        }
    }

    /// `not due`, `1-30`, `91+`: the label of scripts.
    pub fn label(&self, bucket: usize) -> String {
        match self.bounds(bucket) {
            (None, _) => "not due".to_owned(),
            (Some(from), Some(to)) => format!("{from}-{to}"),
            (Some(from), None) => format!("{from}+"),
        }
    }

    /// The bucket of an item `late` days late.
    pub fn of(&self, late: i32) -> usize {
        if late <= 0 { 0 } else { 1 + self.0.iter().take_while(|limit| late > i32::from(**limit)).count() }
    }
}

/// Sums of one line of the aged balance, in minor units of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AgedRow {
    /// Open amount by bucket, credits included in the bucket of their own date.
    pub amounts: Vec<i64>,
    /// Number of open items by bucket.
    pub items: Vec<u64>,
    /// Part of the total that is owed to the debtor: open credits, negative or zero.
    pub credits: i64,
}

impl AgedRow {
    fn empty(buckets: usize) -> Self {
        Self { amounts: vec![0; buckets], items: vec![0; buckets], credits: 0 }
    }

    /// Everything open.
    pub fn total(&self) -> i64 {
        self.amounts.iter().sum()
    }

    /// What is late: everything but the first bucket.
    pub fn overdue(&self) -> i64 {
        self.amounts.iter().skip(1).sum()
    }

    /// Number of open items.
    pub fn count(&self) -> u64 {
        self.items.iter().sum()
    }

    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.amounts.iter_mut().zip(&other.amounts) {
            *mine += theirs;
        }
        for (mine, theirs) in self.items.iter_mut().zip(&other.items) {
            *mine += theirs;
        }
        self.credits += other.credits;
    }
}

/// Lines and accounts of one slice of the portfolio.
type Part<K> = (BTreeMap<(K, Currency), AgedRow>, BTreeMap<Currency, u64>);

/// An aged balance: one line per group and currency, currencies never mixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgedBalance<K: Ord> {
    /// The day lateness is counted to.
    pub as_of: Date,
    /// Its buckets.
    pub buckets: Buckets,
    /// Lines by group and currency.
    pub rows: BTreeMap<(K, Currency), AgedRow>,
    /// Accounts with something open, by currency.
    pub accounts: BTreeMap<Currency, u64>,
}

impl<K: Ord + Clone + Send + Sync> AgedBalance<K> {
    /// Ages `portfolio` at `as_of`; `group` names the line of an account by its position, or `None`
    /// to leave the account out. One parallel pass.
    pub fn of(portfolio: &Portfolio, as_of: Date, buckets: Buckets, group: impl Fn(usize) -> Option<K> + Sync) -> Self {
        let today = epoch_day(as_of);
        let (currencies, dues, opens) = portfolio.columns();
        let width = buckets.count();
        let merge = |mut a: Part<K>, b: Part<K>| {
            for (key, row) in b.0 {
                a.0.entry(key).or_insert_with(|| AgedRow::empty(width)).add(&row);
            }
            for (currency, n) in b.1 {
                *a.1.entry(currency).or_default() += n;
            }
            a
        };
        let (rows, accounts) = (0..portfolio.accounts().len())
            .into_par_iter()
            .with_min_len(2048)
            .fold(Part::<K>::default, |mut part, position| {
                let range = portfolio.range(position);
                if range.is_empty() {
                    return part;
                }
                let Some(key) = group(position) else { return part };
                let mut from = range.start;
                while from < range.end {
                    let currency = currencies[from];
                    let row = part.0.entry((key.clone(), currency)).or_insert_with(|| AgedRow::empty(width));
                    let mut seen = false;
                    let mut next = range.end;
                    for i in from..range.end {
                        if currencies[i] != currency {
                            // Another currency of the same account: its own pass, from its first item
                            // unless an earlier pass took it.
                            if next == range.end && !currencies[range.start..i].contains(&currencies[i]) {
                                next = i;
                            }
                            continue;
                        }
                        let bucket = buckets.of(today - dues[i]);
                        row.amounts[bucket] += opens[i];
                        row.items[bucket] += 1;
                        row.credits += opens[i].min(0);
                        seen = true;
                    }
                    if seen {
                        *part.1.entry(currency).or_default() += 1;
                    }
                    from = next;
                }
                part
            })
            .reduce(Part::<K>::default, merge);
        Self { as_of, buckets, rows, accounts }
    }

    /// One line for everything in `currency`.
    pub fn total(&self, currency: Currency) -> AgedRow {
        let mut total = AgedRow::empty(self.buckets.count());
        for row in self.rows.iter().filter(|((_, c), _)| *c == currency).map(|(_, row)| row) {
            total.add(row);
        }
        total
    }

    /// Currencies met, the one with most open items first.
    pub fn currencies(&self) -> Vec<Currency> {
        let mut counts: BTreeMap<Currency, u64> = BTreeMap::new();
        for ((_, currency), row) in &self.rows {
            *counts.entry(*currency).or_default() += row.count();
        }
        let mut list: Vec<Currency> = counts.keys().copied().collect();
        list.sort_by_key(|c| std::cmp::Reverse(counts[c]));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::{AccountRow, ItemRow};
    use crate::{AccountId, CreditorId, DebtorId, ItemId, ItemKind};
    use kernel::from_epoch_day;

    #[test]
    fn the_day_itself_is_not_late() {
        let buckets = Buckets::default();
        let found: Vec<usize> = [-5, 0, 1, 30, 31, 60, 61, 90, 91, 4000].iter().map(|d| buckets.of(*d)).collect();
        assert_eq!(found, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
        let labels: Vec<String> = (0..buckets.count()).map(|b| buckets.label(b)).collect();
        assert_eq!(labels, ["not due", "1-30", "31-60", "61-90", "91+"]);
        assert!(Buckets::new(vec![30, 30]).is_err() && Buckets::new(vec![]).is_err() && Buckets::new(vec![0]).is_err());
    }

    #[test]
    fn currencies_are_never_mixed() {
        let usd = Currency::parse("USD").expect("a currency");
        let chf = Currency::parse("CHF").expect("a currency");
        let item = |id: i64, amount: i64, currency: Currency, due_day: i32| ItemRow {
            id: ItemId(id),
            account: AccountId(1),
            kind: ItemKind::Invoice,
            amount,
            currency,
            entry_day: 0,
            issue_day: 0,
            due_day,
            due_inferred: false,
            number: "",
        };
        let accounts = vec![AccountRow { id: AccountId(1), creditor: CreditorId(1), debtor: DebtorId(1) }];
        let eur = Currency::EUR;
        let items = [
            item(1, 100, eur, 10),
            item(2, 7, usd, 20),
            item(3, -30, eur, 30),
            item(4, 5, chf, 40),
            item(5, 2, usd, 50),
        ];
        let portfolio = Portfolio::build(accounts, &items, &[], None);
        let aged = AgedBalance::of(&portfolio, from_epoch_day(45), Buckets::default(), |_| Some(()));
        assert_eq!((aged.total(eur).total(), aged.total(eur).credits, aged.total(eur).count()), (70, -30, 2));
        assert_eq!((aged.total(usd).total(), aged.total(usd).overdue()), (9, 7));
        assert_eq!(aged.total(chf).total(), 5);
        assert_eq!(aged.accounts[&usd], 1);
        assert_eq!(aged.rows.len(), 3);
    }
}

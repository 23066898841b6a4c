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
}

/// Sums of many lines in columns: line after line, one cell for each bucket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sums {
    width: usize,
    keys: Vec<(u32, Currency)>,
    amounts: Vec<i64>,
    items: Vec<u64>,
    credits: Vec<i64>,
}

impl Sums {
    fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// A new line of zeros; its place.
    fn open(&mut self, key: (u32, Currency)) -> usize {
        self.keys.push(key);
        self.amounts.resize(self.keys.len() * self.width, 0);
        self.items.resize(self.keys.len() * self.width, 0);
        self.credits.push(0);
        self.keys.len() - 1
    }

    fn cells(&self, line: usize) -> std::ops::Range<usize> {
        line * self.width..(line + 1) * self.width
    }

    /// Adds a line of `other` to the line at `line`.
    fn add(&mut self, line: usize, other: &Self, theirs: usize) {
        let (mine, cells) = (self.cells(line), other.cells(theirs));
        for (mine, theirs) in self.amounts[mine.clone()].iter_mut().zip(&other.amounts[cells.clone()]) {
            *mine += theirs;
        }
        for (mine, theirs) in self.items[mine].iter_mut().zip(&other.items[cells]) {
            *mine += theirs;
        }
        self.credits[line] += other.credits[theirs];
    }

    /// One line per account at `positions` and currency.
    fn of_accounts(portfolio: &Portfolio, positions: std::ops::Range<usize>, today: i32, buckets: &Buckets) -> Self {
        let (currencies, dues, opens) = portfolio.columns();
        let mut sums = Self::new(buckets.count());
        for position in positions {
            let Ok(account) = u32::try_from(position) else { continue };
            let first = sums.keys.len();
            let mut line = first;
            for i in portfolio.range(position) {
                let currency = currencies[i];
                if sums.keys.get(line).is_none_or(|key| key.1 != currency) {
                    let known = sums.keys[first..].iter().position(|key| key.1 == currency);
                    line = known.map_or_else(|| sums.open((account, currency)), |place| first + place);
                }
                let cell = line * sums.width + buckets.of(today - dues[i]);
                sums.amounts[cell] += opens[i];
                sums.items[cell] += 1;
                sums.credits[line] += opens[i].min(0);
            }
        }
        sums
    }
}

/// An aged balance: one line per group and currency, currencies never mixed. The sums stay in columns;
/// a line is made when it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgedBalance {
    /// The day lateness is counted to.
    pub as_of: Date,
    /// Its buckets.
    pub buckets: Buckets,
    /// Accounts with something open, by currency.
    pub accounts: BTreeMap<Currency, u64>,
    sums: Sums,
}

/// Accounts that one thread takes at once.
const SLICE: usize = 4096;
/// No line yet.
const NONE: usize = usize::MAX;

impl AgedBalance {
    /// Ages `portfolio` at `as_of`; `group` numbers the line of an account by its position, from 0
    /// without great gaps, or `None` to leave the account out. One parallel pass over the items, then
    /// one over the accounts.
    pub fn of(
        portfolio: &Portfolio,
        as_of: Date,
        buckets: Buckets,
        mut group: impl FnMut(usize) -> Option<u32>,
    ) -> Self {
        let today = epoch_day(as_of);
        let accounts = portfolio.accounts().len();
        let parts: Vec<Sums> = (0..accounts.div_ceil(SLICE))
            .into_par_iter()
            .map(|n| Sums::of_accounts(portfolio, n * SLICE..accounts.min((n + 1) * SLICE), today, &buckets))
            .collect();
        let mut sums = Sums::new(buckets.count());
        // Lines by group, for each currency.
        let mut places: Vec<(Currency, Vec<usize>, u64)> = Vec::new();
        for part in &parts {
            for (theirs, (account, currency)) in part.keys.iter().enumerate() {
                let Some(group) = group(*account as usize) else { continue };
                let known = places.iter().position(|p| p.0 == *currency).unwrap_or_else(|| {
                    places.push((*currency, Vec::new(), 0));
                    places.len() - 1
                });
                let (_, lines, count) = &mut places[known];
                if lines.len() <= group as usize {
                    lines.resize(group as usize + 1, NONE);
                }
                if lines[group as usize] == NONE {
                    lines[group as usize] = sums.open((group, *currency));
                }
                sums.add(lines[group as usize], part, theirs);
                *count += 1;
            }
        }
        let accounts = places.into_iter().map(|(currency, _, count)| (currency, count)).collect();
        Self { as_of, buckets, accounts, sums }
    }

    /// Number of lines.
    pub fn len(&self) -> usize {
        self.sums.keys.len()
    }

    /// True when nothing is open.
    pub fn is_empty(&self) -> bool {
        self.sums.keys.is_empty()
    }

    /// Group and currency of each line.
    pub fn keys(&self) -> &[(u32, Currency)] {
        &self.sums.keys
    }

    /// Everything open on the line at `line`, minor units.
    pub fn total_of(&self, line: usize) -> i64 {
        self.sums.amounts[self.sums.cells(line)].iter().sum()
    }

    /// What is late on the line at `line`, minor units: everything but the first bucket.
    pub fn overdue_of(&self, line: usize) -> i64 {
        self.sums.amounts[self.sums.cells(line)].iter().skip(1).sum()
    }

    /// The line at `line`.
    pub fn row(&self, line: usize) -> AgedRow {
        let cells = self.sums.cells(line);
        AgedRow {
            amounts: self.sums.amounts[cells.clone()].to_vec(),
            items: self.sums.items[cells].to_vec(),
            credits: self.sums.credits[line],
        }
    }

    /// One line for everything in `currency`.
    pub fn total(&self, currency: Currency) -> AgedRow {
        let mut total = Sums::new(self.sums.width);
        let line = total.open((0, currency));
        for theirs in (0..self.len()).filter(|l| self.sums.keys[*l].1 == currency) {
            total.add(line, &self.sums, theirs);
        }
        AgedRow { amounts: total.amounts, items: total.items, credits: total.credits[line] }
    }

    /// Currencies met, the one with most open items first.
    pub fn currencies(&self) -> Vec<Currency> {
        let mut list: Vec<Currency> = self.accounts.keys().copied().collect();
        list.sort_by_cached_key(|c| std::cmp::Reverse(self.total(*c).count()));
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
    fn whatever_the_limits_each_day_stands_in_one_bucket() {
        for limits in [vec![30, 60, 90], vec![1], vec![1, 2, 3], vec![7, 45, 46, 365], vec![u16::MAX]] {
            let buckets = Buckets::new(limits.clone()).expect("limits");
            for late in (-400..800).chain([65_534, 65_535, 65_536, i32::MAX]) {
                let within = |bucket: usize| {
                    let (from, to) = buckets.bounds(bucket);
                    from.is_none_or(|from| late >= from) && to.is_none_or(|to| late <= to)
                };
                let holding: Vec<usize> = (0..buckets.count()).filter(|bucket| within(*bucket)).collect();
                assert_eq!(holding, [buckets.of(late)], "{late} days late, limits {limits:?}");
            }
        }
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
        let aged = AgedBalance::of(&portfolio, from_epoch_day(45), Buckets::default(), |_| Some(0));
        assert_eq!((aged.total(eur).total(), aged.total(eur).credits, aged.total(eur).count()), (70, -30, 2));
        assert_eq!((aged.total(usd).total(), aged.total(usd).overdue()), (9, 7));
        assert_eq!(aged.total(chf).total(), 5);
        assert_eq!(aged.accounts[&usd], 1);
        assert_eq!(aged.keys(), [(0, eur), (0, usd), (0, chf)]);
        assert_eq!(aged.row(1).total(), 9);
        assert!(AgedBalance::of(&portfolio, from_epoch_day(45), Buckets::default(), |_| None).is_empty());
    }

    #[test]
    fn lines_of_one_group_are_added_up_and_the_parts_make_the_whole() {
        let eur = Currency::EUR;
        let row = |id: i64| ItemRow {
            id: ItemId(id),
            account: AccountId(id),
            kind: ItemKind::Invoice,
            amount: id,
            currency: eur,
            entry_day: 0,
            issue_day: 0,
            due_day: i32::try_from(id % 100).expect("small"),
            due_inferred: false,
            number: "",
        };
        // more accounts than one thread takes at once
        let count = i64::try_from(SLICE).expect("small") * 2 + 7;
        let accounts =
            (1..=count).map(|id| AccountRow { id: AccountId(id), creditor: CreditorId(1), debtor: DebtorId(1) });
        let items: Vec<ItemRow<'_>> = (1..=count).map(row).collect();
        let portfolio = Portfolio::build(accounts.collect(), &items, &[], None);
        let by = |group: &dyn Fn(usize) -> u32| {
            AgedBalance::of(&portfolio, from_epoch_day(60), Buckets::default(), |p| Some(group(p)))
        };
        let third = |p: usize| u32::try_from(p % 3).expect("small");
        let (whole, thirds, each) = (by(&|_| 0), by(&third), by(&|p| u32::try_from(p).expect("small")));
        assert_eq!((whole.len(), thirds.len(), each.len()), (1, 3, items.len()));
        assert_eq!(whole.total(eur).total(), count * (count + 1) / 2);
        assert_eq!(whole.row(0), thirds.total(eur));
        assert_eq!(whole.row(0), each.total(eur));
        let first: i64 = (1..=count).step_by(3).sum();
        assert_eq!(thirds.total_of(0), first);
        assert_eq!(thirds.overdue_of(0), thirds.row(0).overdue());
    }
}

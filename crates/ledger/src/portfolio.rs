//! The open items of everyone, as columns in memory: what ageing, the daily run and indicators read.
//!
//! It is a cache: a decision to send re-reads the ledger.

use std::collections::HashMap;

use kernel::{Currency, Date, epoch_day};
use rayon::prelude::*;

use crate::{AccountId, CreditorId, DebtorId, ItemId, ItemKind};

/// An item as the scan reads it.
#[derive(Debug, Clone, Copy)]
pub struct ItemRow {
    /// Item.
    pub id: ItemId,
    /// Account.
    pub account: AccountId,
    /// Kind.
    pub kind: ItemKind,
    /// Signed amount, minor units.
    pub amount: i64,
    /// Currency.
    pub currency: Currency,
    /// Accounting date, days since 1970.
    pub entry_day: i32,
    /// Date of the piece, days since 1970.
    pub issue_day: i32,
    /// Due date, days since 1970.
    pub due_day: i32,
    /// Due date supposed from terms.
    pub due_inferred: bool,
}

/// An allocation as the scan reads it.
#[derive(Debug, Clone, Copy)]
pub struct AllocationRow {
    /// Debit piece.
    pub debit: ItemId,
    /// Credit piece.
    pub credit: ItemId,
    /// Positive, negative for a reversal; minor units.
    pub amount: i64,
    /// Accounting date, days since 1970.
    pub on_day: i32,
}

/// What the portfolio knows of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountRow {
    /// Account.
    pub id: AccountId,
    /// Creditor.
    pub creditor: CreditorId,
    /// Debtor.
    pub debtor: DebtorId,
}

/// One open item, as a row again.
#[derive(Debug, Clone, Copy)]
pub struct OpenItem {
    /// Item.
    pub id: ItemId,
    /// Kind.
    pub kind: ItemKind,
    /// Currency.
    pub currency: Currency,
    /// Original amount, signed, minor units.
    pub amount: i64,
    /// Open amount, signed, minor units, never zero.
    pub open: i64,
    /// Date of the piece.
    pub issue_day: i32,
    /// Due date.
    pub due_day: i32,
    /// Due date supposed from terms.
    pub due_inferred: bool,
}

/// Open items in columns, grouped by account in the order of [`Portfolio::accounts`].
#[derive(Debug, Clone, Default)]
pub struct Portfolio {
    accounts: Vec<AccountRow>,
    starts: Vec<u32>,
    ids: Vec<ItemId>,
    kinds: Vec<ItemKind>,
    currencies: Vec<Currency>,
    amounts: Vec<i64>,
    opens: Vec<i64>,
    issue_days: Vec<i32>,
    due_days: Vec<i32>,
    inferred: Vec<bool>,
}

impl Portfolio {
    /// Builds the portfolio as it stood at the end of `as_of` by accounting dates: pieces entered
    /// later do not exist yet, allocations dated later have not happened. `None` takes everything.
    ///
    /// Items of accounts that `accounts` does not list are left out.
    pub fn build(
        mut accounts: Vec<AccountRow>,
        mut items: Vec<ItemRow>,
        allocations: &[AllocationRow],
        as_of: Option<Date>,
    ) -> Self {
        let until = as_of.map_or(i32::MAX, epoch_day);
        let mut settled: Vec<(i64, i64)> = allocations
            .par_iter()
            .filter(|a| a.on_day <= until)
            .flat_map_iter(|a| [(a.debit.0, -a.amount), (a.credit.0, a.amount)])
            .collect();
        settled.par_sort_unstable_by_key(|(id, _)| *id);
        items.retain(|i| i.entry_day <= until);
        items.par_sort_unstable_by_key(|i| i.id);
        let mut open = Vec::with_capacity(items.len());
        let mut at = 0;
        for item in &items {
            let mut left = item.amount;
            while at < settled.len() && settled[at].0 < item.id.0 {
                at += 1;
            }
            while at < settled.len() && settled[at].0 == item.id.0 {
                left += settled[at].1;
                at += 1;
            }
            if left != 0 {
                open.push((*item, left));
            }
        }
        drop(items);
        accounts.sort_unstable_by_key(|a| a.id);
        let index: HashMap<AccountId, u32> = (0_u32..).zip(&accounts).map(|(i, a)| (a.id, i)).collect();
        let mut rows: Vec<(u32, ItemRow, i64)> =
            open.into_iter().filter_map(|(i, left)| index.get(&i.account).map(|a| (*a, i, left))).collect();
        rows.par_sort_unstable_by_key(|(a, i, _)| (*a, i.due_day, i.id));
        Self::from_sorted(accounts, &rows)
    }

    fn from_sorted(accounts: Vec<AccountRow>, rows: &[(u32, ItemRow, i64)]) -> Self {
        let mut starts = vec![0_u32; accounts.len() + 1];
        for (account, _, _) in rows {
            starts[*account as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        Self {
            accounts,
            starts,
            ids: rows.iter().map(|(_, i, _)| i.id).collect(),
            kinds: rows.iter().map(|(_, i, _)| i.kind).collect(),
            currencies: rows.iter().map(|(_, i, _)| i.currency).collect(),
            amounts: rows.iter().map(|(_, i, _)| i.amount).collect(),
            opens: rows.iter().map(|(_, _, open)| *open).collect(),
            issue_days: rows.iter().map(|(_, i, _)| i.issue_day).collect(),
            due_days: rows.iter().map(|(_, i, _)| i.due_day).collect(),
            inferred: rows.iter().map(|(_, i, _)| i.due_inferred).collect(),
        }
    }

    /// Accounts, ordered by id; some may have nothing open.
    pub fn accounts(&self) -> &[AccountRow] {
        &self.accounts
    }

    /// Number of open items.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True when nothing is open.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Place of an account in [`Portfolio::accounts`].
    pub fn position(&self, account: AccountId) -> Option<usize> {
        self.accounts.binary_search_by_key(&account, |a| a.id).ok()
    }

    /// Open items of the account at `position`, oldest due date first.
    pub fn items(&self, position: usize) -> impl ExactSizeIterator<Item = OpenItem> + '_ {
        let range = match (self.starts.get(position), self.starts.get(position + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        };
        range.map(|i| OpenItem {
            id: self.ids[i],
            kind: self.kinds[i],
            currency: self.currencies[i],
            amount: self.amounts[i],
            open: self.opens[i],
            issue_day: self.issue_days[i],
            due_day: self.due_days[i],
            due_inferred: self.inferred[i],
        })
    }

    /// Columns for one pass over every open item: currency, due day, open amount.
    pub(crate) fn columns(&self) -> (&[Currency], &[i32], &[i64]) {
        (&self.currencies, &self.due_days, &self.opens)
    }

    /// Range of columns of the account at `position`.
    pub(crate) fn range(&self, position: usize) -> std::ops::Range<usize> {
        self.starts[position] as usize..self.starts[position + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::from_epoch_day;

    fn item(id: i64, account: i64, amount: i64, day: i32) -> ItemRow {
        ItemRow {
            id: ItemId(id),
            account: AccountId(account),
            kind: ItemKind::Invoice,
            amount,
            currency: Currency::EUR,
            entry_day: day,
            issue_day: day,
            due_day: day + 30,
            due_inferred: false,
        }
    }

    #[test]
    fn the_past_is_rebuilt_by_accounting_dates() {
        let accounts = vec![AccountRow { id: AccountId(1), creditor: CreditorId(1), debtor: DebtorId(1) }];
        let items = vec![item(10, 1, 1000, 100), item(11, 1, -400, 110), item(12, 1, 50, 130), item(13, 2, 5, 100)];
        let settled = [
            AllocationRow { debit: ItemId(10), credit: ItemId(11), amount: 400, on_day: 110 },
            AllocationRow { debit: ItemId(10), credit: ItemId(11), amount: -400, on_day: 140 },
        ];
        let opens = |day: Option<i32>| {
            let p = Portfolio::build(accounts.clone(), items.clone(), &settled, day.map(from_epoch_day));
            p.items(0).map(|i| (i.id.0, i.open)).collect::<Vec<_>>()
        };
        assert_eq!(opens(Some(99)), []);
        assert_eq!(opens(Some(105)), [(10, 1000)]);
        assert_eq!(opens(Some(120)), [(10, 600)]);
        assert_eq!(opens(Some(135)), [(10, 600), (12, 50)]);
        assert_eq!(opens(None), [(10, 1000), (11, -400), (12, 50)], "the reversal gives both sides back");
    }
}

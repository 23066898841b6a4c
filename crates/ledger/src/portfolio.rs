//! The open items of everyone, as columns in memory: what ageing, the daily run and indicators read.
//!
//! It is a cache: a decision to send re-reads the ledger.

use std::sync::Arc;

use kernel::{Currency, Date, epoch_day};
use rayon::prelude::*;

use crate::{AccountId, CreditorId, DebtorId, ItemId, ItemKind};

/// An item as the scan reads it.
#[derive(Debug, Clone, Copy)]
pub struct ItemRow<'a> {
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
    /// Number printed on it.
    pub number: &'a str,
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

/// What matches took off each item until a day, by accounting dates.
#[derive(Debug, Clone)]
pub struct Settlements {
    until: i32,
    sums: Vec<(ItemId, i64)>,
}

impl Settlements {
    /// None yet; those dated after `as_of` have not happened. `None` takes everything.
    pub fn until(as_of: Option<Date>) -> Self {
        Self { until: as_of.map_or(i32::MAX, epoch_day), sums: Vec::new() }
    }

    /// Counts one match on both its sides.
    pub fn add(&mut self, row: AllocationRow) {
        if row.on_day <= self.until {
            self.sums.extend([(row.debit, -row.amount), (row.credit, row.amount)]);
        }
    }

    /// One sum for each item, in the order of ids.
    fn add_up(&mut self) {
        self.sums.par_sort_unstable_by_key(|(id, _)| *id);
        self.sums.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        self.sums.shrink_to_fit();
    }
}

/// The columns of open items.
#[derive(Debug, Clone, Default)]
struct Columns {
    ids: Vec<ItemId>,
    kinds: Vec<ItemKind>,
    currencies: Vec<Currency>,
    amounts: Vec<i64>,
    opens: Vec<i64>,
    issue_days: Vec<i32>,
    due_days: Vec<i32>,
    inferred: Vec<bool>,
    /// Start and length of each number in the text of all numbers.
    numbers: Vec<(u32, u32)>,
}

/// What items are added against: the accounts, and what matches took off.
#[derive(Debug)]
struct Ground {
    accounts: Vec<AccountRow>,
    settled: Settlements,
}

/// One open item as it comes, before the columns are made.
#[derive(Debug, Clone, Copy)]
struct Row {
    id: ItemId,
    amount: i64,
    open: i64,
    /// Place of its account.
    owner: u32,
    issue_day: i32,
    due_day: i32,
    /// Start and length of its number in the text of its part.
    number: (u32, u32),
    kind: ItemKind,
    currency: Currency,
    inferred: bool,
}

/// Bytes of text for which room is made for each number.
const NUMBER: usize = 12;

/// Makes a portfolio from items as they come, and keeps those that are open.
#[derive(Debug)]
pub struct PortfolioBuilder {
    ground: Arc<Ground>,
    /// Where the next item's sum is looked for: items come in the order of ids, mostly.
    next: usize,
    /// The account of the last item and its place: items of an account follow each other, mostly.
    last: Option<(AccountId, Option<u32>)>,
    rows: Vec<Row>,
    text: String,
}

impl PortfolioBuilder {
    /// For the items of `accounts`; every match is in `settled` already.
    pub fn new(mut accounts: Vec<AccountRow>, mut settled: Settlements) -> Self {
        accounts.sort_unstable_by_key(|a| a.id);
        settled.add_up();
        Self::on(Arc::new(Ground { accounts, settled }), 0)
    }

    fn on(ground: Arc<Ground>, items: usize) -> Self {
        let text = String::with_capacity(items * NUMBER);
        Self { ground, next: 0, last: None, rows: Vec::with_capacity(items), text }
    }

    /// Another builder for the same accounts and matches, to which other items are added meanwhile: some
    /// `items`, for which room is made at once.
    #[must_use]
    pub fn beside(&self, items: usize) -> Self {
        Self::on(Arc::clone(&self.ground), items)
    }

    /// Takes an item if it is open; one entered after the day does not exist yet, one of an account
    /// that was not listed is left out. Answers whether a match has touched it.
    pub fn add(&mut self, item: ItemRow<'_>) -> bool {
        let sum = self.settled_on(item.id);
        self.take(&item, item.amount + sum.unwrap_or(0));
        sum.is_some()
    }

    fn take(&mut self, item: &ItemRow<'_>, open: i64) {
        if item.entry_day > self.ground.settled.until || open == 0 {
            return;
        }
        let Some(owner) = self.owner(item.account) else { return };
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(item.number.len()).unwrap_or(0);
        self.text.push_str(item.number);
        self.rows.push(Row {
            id: item.id,
            amount: item.amount,
            open,
            owner,
            issue_day: item.issue_day,
            due_day: item.due_day,
            number: (start, length),
            kind: item.kind,
            currency: item.currency,
            inferred: item.due_inferred,
        });
    }

    /// What matches took off an item; none where no match is.
    fn settled_on(&mut self, id: ItemId) -> Option<i64> {
        let sums = &self.ground.settled.sums;
        if self.next > 0 && sums.get(self.next - 1).is_some_and(|(seen, _)| *seen >= id) {
            self.next = sums.partition_point(|(other, _)| *other < id);
        }
        while sums.get(self.next).is_some_and(|(other, _)| *other < id) {
            self.next += 1;
        }
        sums.get(self.next).filter(|(other, _)| *other == id).map(|(_, sum)| *sum)
    }

    fn owner(&mut self, account: AccountId) -> Option<u32> {
        if let Some((seen, place)) = self.last
            && seen == account
        {
            return place;
        }
        let accounts = &self.ground.accounts;
        let place = accounts.binary_search_by_key(&account, |a| a.id).ok().and_then(|p| u32::try_from(p).ok());
        self.last = Some((account, place));
        place
    }

    /// The portfolio of what was added.
    pub fn finish(self) -> Portfolio {
        self.finish_with(Vec::new())
    }

    /// The portfolio of what was added, here and to the builders beside this one.
    pub fn finish_with(self, others: Vec<Self>) -> Portfolio {
        let Self { ground, rows, text, .. } = self;
        let (mut parts, mut texts) = (vec![rows], vec![text]);
        for Self { rows, text, .. } in others {
            parts.push(rows);
            texts.push(text);
        }
        // A builder that is still about has its own hold on the accounts.
        let accounts = Arc::try_unwrap(ground).map_or_else(|ground| ground.accounts.clone(), |ground| ground.accounts);
        let mut text_starts = Vec::with_capacity(texts.len());
        let mut text = String::with_capacity(texts.iter().map(String::len).sum());
        for part in texts {
            text_starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            text.push_str(&part);
        }
        let (starts, order) = arranged(&parts, accounts.len());
        let columns = Columns::of(&order, &parts, &text_starts);
        Portfolio { accounts, starts, columns, text }
    }
}

/// A row of one of the parts: the part, then its place there.
type Place = (u32, u32);

/// Where the rows of each of `accounts` start, and all rows: by account, oldest due date first.
fn arranged(parts: &[Vec<Row>], accounts: usize) -> (Vec<u32>, Vec<Place>) {
    let mut starts = vec![0_u32; accounts + 1];
    for row in parts.iter().flatten() {
        starts[row.owner as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut free = starts.clone();
    let mut order = vec![(0, 0); parts.iter().map(Vec::len).sum()];
    for (part, rows) in (0..).zip(parts) {
        for (place, row) in (0..).zip(rows) {
            let next = &mut free[row.owner as usize];
            order[*next as usize] = (part, place);
            *next += 1;
        }
    }
    let mut rest = &mut order[..];
    let mut of_account = Vec::with_capacity(accounts);
    for pair in starts.windows(2) {
        let (own, after) = std::mem::take(&mut rest).split_at_mut((pair[1] - pair[0]) as usize);
        of_account.push(own);
        rest = after;
    }
    of_account.into_par_iter().with_min_len(1024).for_each(|own| {
        own.sort_unstable_by_key(|(part, place)| {
            let row = &parts[*part as usize][*place as usize];
            (row.due_day, row.id)
        });
    });
    (starts, order)
}

impl Columns {
    /// The columns of rows in `order`; the numbers of each part begin at its place in the text of all.
    fn of(order: &[Place], parts: &[Vec<Row>], texts: &[u32]) -> Self {
        fn column<T: Send>(order: &[Place], of: impl Fn(&Place) -> T + Send + Sync) -> Vec<T> {
            order.par_iter().with_min_len(16_384).map(of).collect()
        }
        let row = |(part, place): &Place| &parts[*part as usize][*place as usize];
        let number = |at: &Place| {
            let (start, length) = row(at).number;
            (start.saturating_add(texts[at.0 as usize]), length)
        };
        Self {
            ids: column(order, |at| row(at).id),
            kinds: column(order, |at| row(at).kind),
            currencies: column(order, |at| row(at).currency),
            amounts: column(order, |at| row(at).amount),
            opens: column(order, |at| row(at).open),
            issue_days: column(order, |at| row(at).issue_day),
            due_days: column(order, |at| row(at).due_day),
            inferred: column(order, |at| row(at).inferred),
            numbers: column(order, number),
        }
    }
}

/// Open items in columns, grouped by account in the order of [`Portfolio::accounts`].
#[derive(Debug, Clone, Default)]
pub struct Portfolio {
    accounts: Vec<AccountRow>,
    starts: Vec<u32>,
    columns: Columns,
    /// The numbers of all pieces.
    text: String,
}

impl Portfolio {
    /// Builds the portfolio as it stood at the end of `as_of` by accounting dates: pieces entered
    /// later do not exist yet, allocations dated later have not happened. `None` takes everything.
    ///
    /// Items of accounts that `accounts` does not list are left out.
    pub fn build(
        accounts: Vec<AccountRow>,
        items: &[ItemRow<'_>],
        allocations: &[AllocationRow],
        as_of: Option<Date>,
    ) -> Self {
        let mut settled = Settlements::until(as_of);
        for allocation in allocations {
            settled.add(*allocation);
        }
        let mut open = PortfolioBuilder::new(accounts, settled);
        for item in items {
            open.add(*item);
        }
        open.finish()
    }

    /// Accounts, ordered by id; some may have nothing open.
    pub fn accounts(&self) -> &[AccountRow] {
        &self.accounts
    }

    /// Number of open items.
    pub fn len(&self) -> usize {
        self.columns.ids.len()
    }

    /// True when nothing is open.
    pub fn is_empty(&self) -> bool {
        self.columns.ids.is_empty()
    }

    /// Place of an account in [`Portfolio::accounts`].
    pub fn position(&self, account: AccountId) -> Option<usize> {
        self.accounts.binary_search_by_key(&account, |a| a.id).ok()
    }

    /// Open items of the account at `position`, oldest due date first.
    pub fn items(&self, position: usize) -> impl ExactSizeIterator<Item = OpenItem> + '_ {
        let c = &self.columns;
        self.range(position).map(|i| OpenItem {
            id: c.ids[i],
            kind: c.kinds[i],
            currency: c.currencies[i],
            amount: c.amounts[i],
            open: c.opens[i],
            issue_day: c.issue_days[i],
            due_day: c.due_days[i],
            due_inferred: c.inferred[i],
        })
    }

    /// Numbers of the open items of the account at `position`, in the same order.
    pub fn numbers(&self, position: usize) -> impl ExactSizeIterator<Item = (ItemId, &str)> + '_ {
        self.range(position).map(|i| {
            let (start, length) = self.columns.numbers[i];
            let number = self.text.get(start as usize..start as usize + length as usize);
            (self.columns.ids[i], number.unwrap_or_default())
        })
    }

    /// The open item at a place of the columns, with the position of its account.
    pub(crate) fn at(&self, place: usize) -> Option<(usize, OpenItem)> {
        let position = self.starts.partition_point(|start| *start as usize <= place).checked_sub(1)?;
        let item = self.items(position).nth(place - self.range(position).start)?;
        Some((position, item))
    }

    /// Columns for one pass over every open item: currency, original and open amount.
    pub(crate) fn sums(&self) -> (&[Currency], &[i64], &[i64]) {
        (&self.columns.currencies, &self.columns.amounts, &self.columns.opens)
    }

    /// Currencies of all open items, one by one.
    pub fn currencies(&self) -> &[Currency] {
        &self.columns.currencies
    }

    /// Columns for one pass over every open item: currency, due day, open amount.
    pub(crate) fn columns(&self) -> (&[Currency], &[i32], &[i64]) {
        (&self.columns.currencies, &self.columns.due_days, &self.columns.opens)
    }

    /// Range of columns of the account at `position`.
    pub(crate) fn range(&self, position: usize) -> std::ops::Range<usize> {
        match (self.starts.get(position), self.starts.get(position + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::from_epoch_day;

    fn item(id: i64, account: i64, amount: i64, day: i32) -> ItemRow<'static> {
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
            number: ["F1", "F-22", "", "F333"][usize::try_from(id % 4).expect("small")],
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
            let p = Portfolio::build(accounts.clone(), &items, &settled, day.map(from_epoch_day));
            p.items(0).map(|i| (i.id.0, i.open)).collect::<Vec<_>>()
        };
        assert_eq!(opens(Some(99)), []);
        assert_eq!(opens(Some(105)), [(10, 1000)]);
        assert_eq!(opens(Some(120)), [(10, 600)]);
        assert_eq!(opens(Some(135)), [(10, 600), (12, 50)]);
        assert_eq!(opens(None), [(10, 1000), (11, -400), (12, 50)], "the reversal gives both sides back");
    }

    #[test]
    fn items_added_apart_make_the_same_portfolio() {
        let accounts: Vec<AccountRow> =
            (1..=3).map(|id| AccountRow { id: AccountId(id), creditor: CreditorId(1), debtor: DebtorId(id) }).collect();
        let items: Vec<ItemRow<'_>> =
            (1..=20).map(|id| item(id, id % 4, id * 10, 100 + i32::try_from(id % 5).expect("small"))).collect();
        let settled = [AllocationRow { debit: ItemId(7), credit: ItemId(8), amount: 70, on_day: 100 }];
        let told = |p: &Portfolio| {
            let of = |at| p.items(at).zip(p.numbers(at)).map(|(i, (_, n))| (i.id, i.open, i.due_day, n.to_owned()));
            (0..3).map(|at| of(at).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        let whole = Portfolio::build(accounts.clone(), &items, &settled, None);
        let mut sums = Settlements::until(None);
        for row in settled {
            sums.add(row);
        }
        let mut first = PortfolioBuilder::new(accounts, sums);
        let mut other = first.beside(4);
        let mut touched = Vec::new();
        for row in &items {
            let builder = if row.id.0 % 3 == 0 { &mut first } else { &mut other };
            if builder.add(*row) {
                touched.push(row.id.0);
            }
        }
        assert_eq!(touched, [7, 8], "those a match has touched");
        assert_eq!(told(&first.finish_with(vec![other])), told(&whole));
    }

    #[test]
    fn items_come_in_any_order_and_keep_their_number() {
        let account = |id| AccountRow { id: AccountId(id), creditor: CreditorId(1), debtor: DebtorId(1) };
        let settled =
            [10, 12, 13].map(|id| AllocationRow { debit: ItemId(id), credit: ItemId(99), amount: 1, on_day: 100 });
        let items = [item(13, 2, 1, 100), item(10, 1, 5, 103), item(12, 2, 8, 101), item(11, 1, 7, 100)];
        let p = Portfolio::build(vec![account(2), account(1), account(3)], &items, &settled, None);
        let told = |position| p.numbers(position).zip(p.items(position)).map(|((_, n), i)| (i.id.0, i.open, n));
        assert_eq!(told(0).collect::<Vec<_>>(), [(11, 7, "F333"), (10, 4, "")]);
        assert_eq!(told(1).collect::<Vec<_>>(), [(12, 7, "F1")], "the piece settled in full is gone");
        assert_eq!(told(2).len() + told(3).len(), 0);
    }
}

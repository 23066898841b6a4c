//! What was open, overdue and sold on any day, from one pass over the pieces and their matches.
//!
//! A piece weighs from its accounting date, a match from its own: so what is open on a day is the sum of
//! all that happened until then, and what is overdue the sum of all that happened until then on pieces
//! due before. Two running sums answer for every day; they are the totals of the aged balance.

use std::collections::{BTreeMap, HashMap};

use kernel::Currency;
use rayon::prelude::*;

use super::coverage::{BatchFacts, Coverage};
use super::late::{Credit, Ended, LatePieces, late};
use crate::portfolio::{AllocationRow, ItemRow};
use crate::{AccountId, BatchId, CreditorId, ItemId, ItemKind};

/// A running sum over days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    days: Vec<i32>,
    sums: Vec<i64>,
}

impl Series {
    fn of(moves: &BTreeMap<i32, i64>) -> Self {
        let mut sum = 0;
        let mut series = Self::default();
        for (day, minor) in moves.iter().filter(|(_, minor)| **minor != 0) {
            sum += minor;
            series.days.push(*day);
            series.sums.push(sum);
        }
        series
    }

    /// The sum at the end of `day`.
    pub fn at(&self, day: i32) -> i64 {
        let place = self.days.partition_point(|d| *d <= day);
        if place == 0 { 0 } else { self.sums[place - 1] }
    }

    /// What was added from `from` to `until`, both included.
    pub fn between(&self, from: i32, until: i32) -> i64 {
        self.at(until) - self.at(from - 1)
    }

    /// The first day of it.
    pub fn first(&self) -> Option<i32> {
        self.days.first().copied()
    }
}

/// What was sold: each piece on its accounting day, and their running sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sales {
    /// Invoices less credit notes, by accounting date.
    pub sums: Series,
    /// Every one of them, in the order of days and ids.
    pieces: Vec<(i32, ItemId)>,
}

impl Sales {
    /// Invoices less credit notes from `from` to `until`, both included; minor units.
    pub fn between(&self, from: i32, until: i32) -> i64 {
        self.sums.between(from, until)
    }

    /// The pieces from `from` to `until`, both included, that come after `after`; `limit` at most.
    pub fn page(&self, (from, until): (i32, i32), after: Option<(i32, ItemId)>, limit: usize) -> &[(i32, ItemId)] {
        let first = after.filter(|(day, _)| *day >= from);
        let start = first.map_or_else(
            || self.pieces.partition_point(|(day, _)| *day < from),
            |last| self.pieces.partition_point(|piece| *piece <= last),
        );
        let end = self.pieces.partition_point(|(day, _)| *day <= until).max(start);
        &self.pieces[start..end.min(start.saturating_add(limit))]
    }
}

/// The books of one creditor in one currency, day by day; minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Creditor.
    pub creditor: CreditorId,
    /// Currency.
    pub currency: Currency,
    /// Everything open, credits deducted.
    pub outstanding: Series,
    /// What of it is past its due date.
    pub overdue: Series,
    /// Doubtful receivables (416) among what is open.
    pub doubtful: Series,
    /// Doubtful receivables past their due date.
    pub doubtful_overdue: Series,
    /// Invoices less credit notes.
    pub sales: Sales,
    /// Late pieces that money settled in the end.
    pub late: LatePieces,
    /// Since when all this is known.
    pub coverage: Coverage,
}

/// Every book, by creditor and currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Books, in the order of creditors and currencies.
    pub books: Vec<Book>,
}

/// One side of a match: what it takes off a piece, by which other, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    item: ItemId,
    pub by: ItemId,
    batch: BatchId,
    pub minor: i64,
    pub day: i32,
}

#[derive(Debug, Default)]
struct Moves {
    outstanding: BTreeMap<i32, i64>,
    overdue: BTreeMap<i32, i64>,
    doubtful: BTreeMap<i32, i64>,
    doubtful_overdue: BTreeMap<i32, i64>,
    sales: BTreeMap<i32, i64>,
    sold: Vec<(i32, ItemId)>,
    ended: Vec<Ended>,
}

impl Moves {
    fn add(&mut self, day: i32, due: i32, minor: i64, doubtful: bool) {
        let late = day.max(due.saturating_add(1));
        *self.outstanding.entry(day).or_default() += minor;
        *self.overdue.entry(late).or_default() += minor;
        if doubtful {
            *self.doubtful.entry(day).or_default() += minor;
            *self.doubtful_overdue.entry(late).or_default() += minor;
        }
    }
}

/// Makes a history: first every match, then every piece.
#[derive(Debug)]
pub struct HistoryBuilder {
    owners: Vec<(AccountId, CreditorId)>,
    batches: HashMap<BatchId, BatchFacts>,
    effects: Vec<Effect>,
    sorted: bool,
    next: usize,
    credits: Vec<Credit>,
    books: HashMap<(CreditorId, Currency), Moves>,
}

impl HistoryBuilder {
    /// For the pieces of those accounts, brought by those batches.
    pub fn new(mut owners: Vec<(AccountId, CreditorId)>, batches: HashMap<BatchId, BatchFacts>) -> Self {
        owners.sort_unstable_by_key(|(account, _)| *account);
        let (effects, credits) = (Vec::new(), Vec::new());
        Self { owners, batches, effects, sorted: false, next: 0, credits, books: HashMap::new() }
    }

    /// Takes one match of a batch, on both its sides.
    pub fn settle(&mut self, row: AllocationRow, batch: BatchId) {
        let (day, minor) = (row.on_day, row.amount);
        self.effects.push(Effect { item: row.debit, by: row.credit, batch, minor: -minor, day });
        self.effects.push(Effect { item: row.credit, by: row.debit, batch, minor, day });
        self.sorted = false;
    }

    /// Takes one piece; every match was taken before. A piece of an account that was not listed is
    /// left out.
    pub fn add(&mut self, item: &ItemRow<'_>, batch: BatchId) {
        let Ok(owner) = self.owners.binary_search_by_key(&item.account, |(account, _)| *account) else { return };
        let range = self.effects_of(item.id);
        let effects = &self.effects[range.clone()];
        self.credits.extend(Credit::of(item));
        let book = self.books.entry((self.owners[owner].1, item.currency)).or_default();
        let doubtful = item.kind == ItemKind::Doubtful;
        book.add(item.entry_day, item.due_day, item.amount, doubtful);
        for effect in effects {
            // A match dated before the piece counts once the piece is there.
            book.add(effect.day.max(item.entry_day), item.due_day, effect.minor, doubtful);
        }
        if matches!(item.kind, ItemKind::Invoice | ItemKind::CreditNote) {
            *book.sales.entry(item.entry_day).or_default() += item.amount;
            book.sold.push((item.entry_day, item.id));
        }
        book.ended.extend(Ended::of(item, effects, range));
        if let Some(facts) = self.batches.get_mut(&batch) {
            // What a later file settles says nothing of what this one told.
            let settled: i64 = effects.iter().filter(|e| e.batch == batch).map(|e| e.minor).sum();
            let sold = item.kind == ItemKind::Invoice && item.amount > 0;
            facts.count(item.entry_day, sold && item.amount + settled == 0);
        }
    }

    fn effects_of(&mut self, item: ItemId) -> std::ops::Range<usize> {
        if !self.sorted {
            self.effects.sort_unstable_by_key(|e| (e.item, e.day));
            self.sorted = true;
        }
        let before = self.next.checked_sub(1).and_then(|last| self.effects.get(last));
        if before.is_some_and(|e| e.item >= item) {
            self.next = self.effects.partition_point(|e| e.item < item);
        }
        while self.effects.get(self.next).is_some_and(|e| e.item < item) {
            self.next += 1;
        }
        let start = self.next;
        while self.effects.get(self.next).is_some_and(|e| e.item == item) {
            self.next += 1;
        }
        start..self.next
    }

    /// The history of what was added.
    pub fn finish(self) -> History {
        let Self { batches, books, effects, mut credits, .. } = self;
        credits.sort_unstable_by_key(Credit::item);
        let facts: Vec<BatchFacts> = batches.into_values().collect();
        let mut books: Vec<Book> = books
            .into_iter()
            .map(|((creditor, currency), moves)| Book {
                creditor,
                currency,
                outstanding: Series::of(&moves.outstanding),
                overdue: Series::of(&moves.overdue),
                doubtful: Series::of(&moves.doubtful),
                doubtful_overdue: Series::of(&moves.doubtful_overdue),
                sales: Sales { sums: Series::of(&moves.sales), pieces: sorted(moves.sold) },
                late: late(&moves.ended, &effects, &credits),
                coverage: Coverage::of(&facts, creditor, currency),
            })
            .collect();
        books.sort_by_key(|b| (b.creditor, b.currency));
        History { books }
    }
}

fn sorted(mut pieces: Vec<(i32, ItemId)>) -> Vec<(i32, ItemId)> {
    pieces.par_sort_unstable();
    pieces.shrink_to_fit();
    pieces
}

//! What the ledger can answer for: since when its balance is whole, and when its sales are.
//!
//! A general ledger, or a file that holds settled invoices too, tells every invoice of its period. An export
//! of open items tells only those still open: the invoices settled before the first export are unknown,
//! and no figure is made from sales that are not all there. Exports that follow each other closely do
//! tell the sales between them, since an invoice is rarely settled within the week it is issued.

use kernel::{Currency, Date, epoch_day, from_epoch_day};

use crate::CreditorId;

/// Days without a file that break no history: a week, with its holidays.
const STEP: i32 = 7;

/// How a batch relates to what was sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A general ledger: every movement of its period, in the currency of the books.
    Ledger(Currency),
    /// A file of movements, in any currency.
    Movements,
    /// All that is open on a day.
    Snapshot,
}

/// What one batch says of itself and of its pieces. Days are epoch days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchFacts {
    /// Whose books.
    pub creditor: CreditorId,
    /// What it is.
    pub source: Source,
    /// The day the file speaks of.
    pub as_of_day: i32,
    first: i32,
    last: i32,
    /// The first accounting day of an invoice settled in full.
    first_settled: Option<i32>,
}

impl BatchFacts {
    /// A batch whose pieces are yet to be counted.
    pub fn new(creditor: CreditorId, source: Source, as_of: Date) -> Self {
        Self { creditor, source, as_of_day: epoch_day(as_of), first: i32::MAX, last: i32::MIN, first_settled: None }
    }

    /// Counts one of its pieces: its accounting day, and whether it is an invoice that the
    /// batch itself settles in full.
    pub fn count(&mut self, entry_day: i32, settled: bool) {
        self.first = self.first.min(entry_day);
        self.last = self.last.max(entry_day);
        if settled {
            self.first_settled = Some(self.first_settled.map_or(entry_day, |first| first.min(entry_day)));
        }
    }

    fn has_pieces(&self) -> bool {
        self.first <= self.last
    }

    /// The days whose sales the file tells in full: those of a ledger, and of a table that holds settled
    /// invoices too, from the first of them on. A table where nothing is settled is a list of open items,
    /// whatever it is called.
    fn movements(&self) -> Option<(i32, i32)> {
        let ledger = matches!(self.source, Source::Ledger(_));
        let first = if ledger { self.has_pieces().then_some(self.first)? } else { self.first_settled? };
        let start = epoch_day(from_epoch_day(first).first_of_month());
        // A ledger begins with its month, even when the first customer was invoiced later.
        let whole = ledger || first - start < STEP;
        // A month without an entry in its last days is whole when the file speaks of a later day.
        let month_end = epoch_day(from_epoch_day(self.last).last_of_month());
        let end = match self.source {
            Source::Snapshot => self.as_of_day.max(self.last),
            Source::Ledger(_) | Source::Movements => month_end.min(self.as_of_day).max(self.last),
        };
        Some((if whole { start } else { first }, end))
    }
}

/// Since when the balance and the sales of one book are known. Days are epoch days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// First day at the end of which everything open is known.
    pub balance_from: Option<i32>,
    /// Spans of days whose sales are known, both ends included, in order, far from each other.
    spans: Vec<(i32, i32)>,
}

impl Coverage {
    /// From the batches of `creditor`, for its book in `currency`.
    pub fn of(facts: &[BatchFacts], creditor: CreditorId, currency: Currency) -> Self {
        let tells = |f: &&BatchFacts| match f.source {
            Source::Ledger(books) => books == currency,
            Source::Movements | Source::Snapshot => true,
        };
        let mine: Vec<&BatchFacts> = facts.iter().filter(|f| f.creditor == creditor).filter(tells).collect();
        let mut spans: Vec<(i32, i32)> = mine.iter().filter_map(|f| f.movements()).collect();
        // A customer file alone is no list of open items.
        let is_export = |f: &&&BatchFacts| f.source == Source::Snapshot && f.has_pieces();
        let mut exports: Vec<i32> = mine.iter().filter(is_export).map(|f| f.as_of_day).collect();
        exports.sort_unstable();
        spans.extend(exports.windows(2).filter(|w| w[1] - w[0] <= STEP).map(|w| (w[0] + 1, w[1])));
        spans.sort_unstable();
        let mut joined: Vec<(i32, i32)> = Vec::new();
        for (start, end) in spans {
            match joined.last_mut() {
                Some(last) if start <= last.1 + STEP + 1 => last.1 = last.1.max(end),
                _ => joined.push((start, end)),
            }
        }
        let lists = mine.iter().filter(|f| f.has_pieces() && f.movements().is_none()).map(|f| f.as_of_day);
        let balance_from = joined.first().map(|span| span.0).into_iter().chain(exports).chain(lists).min();
        Self { balance_from, spans: joined }
    }

    /// The first day from which every sale is known without a break until `day`; none when the sales
    /// of `day` are not.
    pub fn sales_since(&self, day: i32) -> Option<i32> {
        self.spans.iter().find(|(start, end)| *start <= day && day <= end.saturating_add(STEP)).map(|span| span.0)
    }
}

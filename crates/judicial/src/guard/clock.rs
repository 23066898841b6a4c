//! When a right ends: a term that runs, one that is only supposed, one that is stopped; and the terms of pieces
//! without events, worked out once for each kind of claim and day.

use std::collections::BTreeMap;

use kernel::{Date, days_between, epoch_day, from_epoch_day};
use law::deadlines::{DeadlineAnswer, DeadlineKind};
use law::limitation::{LimitationAsked, LimitationDays, limitation_days};
use law::{Law, LawError};
use ledger::DebtorKind;
use serde::{Deserialize, Serialize};

/// A period and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// The event it is counted from.
    pub starts: Date,
    /// Last day to act by law, to its end.
    pub last_day: Date,
    /// Last working day on or before the day the period ends, before any move to a working day.
    pub safe: Date,
    /// Days of the period itself, before any move: what its alarms are scaled to.
    pub days: i32,
    /// Counted back from a day to come: it has run since it was known, and an act done before that counts.
    #[serde(default)]
    pub counted_back: bool,
}

impl Term {
    /// The term of a step of a procedure counted from `from`; one counted back from a hearing runs since it was
    /// known. None for what is no right to lose: a period that must be over first, a rule.
    pub fn of_deadline(from: Date, known_on: Date, answer: &DeadlineAnswer) -> Option<Self> {
        let starts = match answer.kind {
            DeadlineKind::Latest => from,
            DeadlineKind::Before => known_on.min(answer.raw),
            DeadlineKind::Earliest | DeadlineKind::Rule => return None,
        };
        let counted_back = answer.kind == DeadlineKind::Before;
        Some(Self { starts, last_day: answer.due, safe: answer.safe, days: length(starts, answer.raw), counted_back })
    }
}

fn length(from: Date, to: Date) -> i32 {
    epoch_day(to) - epoch_day(from)
}

/// The clock of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// It runs.
    Runs(Term),
    /// Its start is inferred: nothing runs until somebody confirms it.
    Unconfirmed {
        /// The term it would have: never counted as lost, told so that the date is confirmed in time.
        supposed: Term,
    },
    /// Proceedings or a suspension stop it.
    Stopped {
        /// The earliest term it can have.
        earliest: Term,
    },
}

impl Clock {
    /// The clock of a claim whose limitation was followed to a day.
    pub fn of_limitation(days: LimitationDays, due_inferred: bool) -> Self {
        let LimitationDays { starts, expires, safe, stopped } = days;
        let term = Term { starts, last_day: expires, safe, days: length(starts, expires), counted_back: false };
        if due_inferred {
            Self::Unconfirmed { supposed: term }
        } else if stopped {
            Self::Stopped { earliest: term }
        } else {
            Self::Runs(term)
        }
    }

    /// Its term, whatever it is worth.
    pub const fn term(&self) -> &Term {
        match self {
            Self::Runs(term) | Self::Unconfirmed { supposed: term } | Self::Stopped { earliest: term } => term,
        }
    }
}

/// The kinds of claim that a debtor's pieces can have when nobody said which: with two, the earlier end is kept.
pub const fn claim_kinds(debtor: DebtorKind) -> &'static [&'static str] {
    match debtor {
        DebtorKind::Consumer => &["consumer"],
        DebtorKind::PublicBody => &["public"],
        // whether it has a public accountant is not known
        DebtorKind::PublicUndertaking => &["public", "b2b"],
        _ => &["b2b"],
    }
}

/// A kind of claim inside [`Clocks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KindIndex(u8);

/// A term as days since 1970: what columns hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    pub starts: i32,
    pub last: i32,
    pub safe: i32,
    pub days: i32,
    pub known: i32,
}

/// The limitation of claims without events, by kind and first day, worked out once. Built for a span of days, then
/// only read: slices of a portfolio share it.
#[derive(Debug, Clone, Default)]
pub struct Clocks {
    kinds: BTreeMap<String, KindIndex>,
    first: i32,
    /// By kind, then by day from `first`: start, last day, safe day.
    terms: Vec<Vec<(i32, i32, i32)>>,
}

impl Clocks {
    /// The terms of claims of these kinds that start on one of these days, both included. A claim that starts on
    /// another day has none: give the span of the portfolio.
    ///
    /// # Errors
    /// [`LawError::Unknown`] for a kind that is not in the tables.
    pub fn over(law: &Law, kinds: &[&str], from: Date, until: Date) -> Result<Self, LawError> {
        let mut clocks = Self { first: epoch_day(from), ..Self::default() };
        for kind in kinds {
            if clocks.kinds.contains_key(*kind) {
                continue;
            }
            let mut terms = Vec::with_capacity(usize::try_from(days_between(from, until) + 1).unwrap_or_default());
            for day in epoch_day(from)..=epoch_day(until) {
                let due = from_epoch_day(day);
                let asked =
                    LimitationAsked { kind: (*kind).to_owned(), due, completed: None, events: Vec::new(), on: due };
                let days = limitation_days(&asked, law)?;
                terms.push((epoch_day(days.starts), epoch_day(days.expires), epoch_day(days.safe)));
            }
            let index = KindIndex(u8::try_from(clocks.terms.len()).unwrap_or(u8::MAX));
            clocks.kinds.insert((*kind).to_owned(), index);
            clocks.terms.push(terms);
        }
        Ok(clocks)
    }

    /// The place of a kind.
    pub fn kind(&self, slug: &str) -> Option<KindIndex> {
        self.kinds.get(slug).copied()
    }

    /// The term of a claim of that kind whose period is counted from `day`, the due date or the day of completion,
    /// whichever comes first (epoch days); none outside the span.
    #[inline]
    pub fn term(&self, kind: KindIndex, day: i32) -> Option<Term> {
        let (starts, last, safe) = self.days(kind, day)?;
        Some(Term {
            starts: from_epoch_day(starts),
            last_day: from_epoch_day(last),
            safe: from_epoch_day(safe),
            days: last - starts,
            counted_back: false,
        })
    }

    #[inline]
    pub(crate) fn days(&self, kind: KindIndex, day: i32) -> Option<(i32, i32, i32)> {
        let at = usize::try_from(day - self.first).ok()?;
        self.terms.get(usize::from(kind.0))?.get(at).copied()
    }
}

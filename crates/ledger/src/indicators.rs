//! The indicators of the trade: exact fractions, rounded once, each with the rule it follows.
//!
//! Amounts are minor units of one currency, tax included; a figure that cannot be told says why
//! ([`Gap`]) and is never guessed.

pub mod coverage;
pub mod history;
pub mod late;
pub mod lateness;
pub mod span;

use kernel::{Date, Rounding, slug_enum};
use serde::Serialize;

/// An exact fraction: a number of days, or of percent. It is rounded once, when it is told: to the
/// tenth, half up, as the trade's reports do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: i128,
    /// Above zero.
    denominator: i128,
}

impl Ratio {
    /// `numerator / denominator`; none when the denominator is not above zero.
    pub const fn of(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator > 0 { Some(Self { numerator, denominator }) } else { None }
    }

    /// `part` in percent of `whole`; none when the whole is not above zero.
    pub fn percent(part: i64, whole: i64) -> Option<Self> {
        Self::of(i128::from(part) * 100, i128::from(whole))
    }

    /// Tenths, rounded half up: the one rounding of an indicator.
    pub fn tenths(self) -> i64 {
        let tenths = Rounding::HalfUp.divide(self.numerator.saturating_mul(10), self.denominator);
        i64::try_from(tenths).unwrap_or(if tenths < 0 { i64::MIN } else { i64::MAX })
    }

    /// `40.4`: one decimal, the form of JSON and tables.
    pub fn to_decimal(self) -> String {
        let tenths = self.tenths();
        let sign = if tenths < 0 { "-" } else { "" };
        format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
    }
}

slug_enum!(
    /// Why a figure is not told.
    Gap {
        /// Nothing is owed: no delay to measure.
        NothingOutstanding = "nothing-outstanding",
        /// Nothing was sold in the period: a division by zero.
        NoSales = "no-sales",
        /// The ledger does not hold the invoices settled in the period: its sales are unknown.
        SalesUnknown = "sales-unknown",
        /// The balance goes back beyond the months whose sales are known.
        HistoryTooShort = "history-too-short",
        /// The ledger began after that day: what was open then is unknown.
        BeforeLedger = "before-ledger",
    }
);

/// A figure, or why there is none.
pub type Figure = Result<Ratio, Gap>;

/// DSO by the accounting method, in days: receivables / sales × days of the period, both tax included.
///
/// Worked example: 20 000 of receivables on 45 000 of sales in 90 days are 40 days.
/// Sources: divalto, finthesis.io, matys-cm.com; Credit Research Foundation (annual form).
///
/// # Errors
/// [`Gap::NothingOutstanding`], [`Gap::NoSales`].
pub fn accounting_dso(receivables: i64, sales: i64, days: i64) -> Figure {
    if receivables <= 0 {
        return Err(Gap::NothingOutstanding);
    }
    per_day_of_sales(receivables, sales, days)
}

/// Best possible DSO, in days: receivables not yet due / sales × days of the period. What DSO would be
/// if everybody paid on the day.
///
/// Worked example: 310 000 not due on 890 000 of sales in 90 days are 31.3 days.
/// Sources: creditguru.com; Credit Research Foundation.
///
/// # Errors
/// [`Gap::NoSales`].
pub fn best_possible_dso(not_due: i64, sales: i64, days: i64) -> Figure {
    per_day_of_sales(not_due, sales, days)
}

/// Average days delinquent: DSO less best possible DSO, that is overdue receivables / sales × days.
///
/// Worked example: 90 000 overdue on 890 000 of sales in 90 days are 9.1 days.
/// Sources: creditguru.com; Credit Research Foundation.
///
/// # Errors
/// [`Gap::NoSales`].
pub fn average_days_delinquent(overdue: i64, sales: i64, days: i64) -> Figure {
    per_day_of_sales(overdue, sales, days)
}

fn per_day_of_sales(amount: i64, sales: i64, days: i64) -> Figure {
    Ratio::of(i128::from(amount) * i128::from(days), i128::from(sales)).ok_or(Gap::NoSales)
}

/// The sales of one month, tax included, credit notes deducted, and the days of it that have passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MonthSales {
    /// First day.
    pub from: Date,
    /// Last day, or the day asked for inside its month; included.
    pub until: Date,
    /// Minor units.
    pub sales: i64,
}

impl MonthSales {
    /// Days of it.
    pub fn days(self) -> i64 {
        kernel::Period { from: self.from, until: self.until }.days()
    }
}

/// DSO by exhaustion (count-back), in days: the sales of each month are taken off the receivables,
/// newest month first; each month used up counts its days, the last one in proportion.
///
/// A month without sales counts its days and takes nothing; one of more credit notes than invoices
/// gives back. Worked example: 400 000 at the end of March, sales 310 000 in March and 280 000 in
/// February: 31 + 90 000 / 280 000 × 28 = 40 days.
/// Sources: divalto, finthesis.io, matys-cm.com; Credit Research Foundation.
///
/// # Errors
/// [`Gap::NothingOutstanding`]; [`Gap::HistoryTooShort`] when `months` end before the receivables do.
pub fn count_back(receivables: i64, months: impl IntoIterator<Item = MonthSales>) -> Figure {
    if receivables <= 0 {
        return Err(Gap::NothingOutstanding);
    }
    let (mut left, mut days) = (i128::from(receivables), 0_i128);
    for month in months {
        let (sales, length) = (i128::from(month.sales), i128::from(month.days()));
        if sales >= left {
            return Ratio::of(days * sales + left * length, sales).ok_or(Gap::NoSales);
        }
        left -= sales;
        days += length;
    }
    Err(Gap::HistoryTooShort)
}

/// A mean of days weighted by amounts: Σ(amount × days) / Σ amount; none when nothing is weighed.
///
/// Worked example: 1 000 at 15 days, 3 000 at 30, 2 000 at 45: 195 000 / 6 000 = 32.5 days.
/// Sources: Oracle Receivables (weighted average days late), softrak, Microsoft Dynamics.
pub fn weighted_days(pieces: impl IntoIterator<Item = (i64, i64)>) -> Option<Ratio> {
    let (mut weight, mut amount) = (0_i128, 0_i128);
    for (minor, days) in pieces {
        weight += i128::from(minor) * i128::from(days);
        amount += i128::from(minor);
    }
    Ratio::of(weight, amount)
}

/// The head of a list that holds at least a share of its sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Number of lines, from the first.
    pub count: u64,
    /// What they hold, minor units.
    pub amount: i64,
    /// What the list comes to, minor units: credits are taken off, as in the aged balance.
    pub whole: i64,
}

impl Head {
    /// The share of it in whole percent, rounded down; a hundred where credits make the whole smaller than it.
    pub fn percent(self) -> u8 {
        let percent = i128::from(self.amount) * 100 / i128::from(self.whole.max(1));
        u8::try_from(percent).map_or(100, |percent| percent.min(100))
    }
}

/// « Top X » of a list as it stands: its first lines, as few as hold at least `percent` of what the list comes
/// to, credits taken off. None where that is nothing, or less.
///
/// Source: the « Top X » of the collection desks (« 58 files are 55 % of the outstanding »).
pub fn head(amounts: &[i64], percent: u8) -> Option<Head> {
    let whole: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
    let whole = i64::try_from(whole).ok().filter(|whole| *whole > 0)?;
    let mut amount = 0_i64;
    for (line, count) in amounts.iter().zip(1..) {
        amount = amount.saturating_add(*line);
        if i128::from(amount) * 100 >= i128::from(whole) * i128::from(percent) {
            return Some(Head { count, amount, whole });
        }
    }
    None
}

/// The same, the largest first: the fewest lines that hold that share.
pub fn top(amounts: &[i64], percent: u8) -> Option<Head> {
    let mut largest = amounts.to_vec();
    largest.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
    head(&largest, percent)
}

#[cfg(test)]
mod tests;

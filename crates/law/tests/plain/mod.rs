//! The second computation: days walked one by one, sums in whole numbers, nothing of the crate but the text of
//! its two tables of rates. Slow and plain on purpose.

mod calendar;
mod costs;
mod debts;
mod periods;

use std::collections::BTreeMap;

pub use calendar::{Day, add_months, day, next, previous, show};

/// What is given, by name; a name given twice keeps both values.
pub struct Given<'a>(pub &'a [(String, String)]);

impl Given<'_> {
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    pub fn day(&self, name: &str) -> Option<Day> {
        self.text(name).map(day)
    }

    pub fn cents(&self, name: &str) -> Option<i64> {
        self.text(name).map(cents)
    }

    pub fn number(&self, name: &str) -> i64 {
        self.text(name).map_or(0, |text| text.parse().expect("a number"))
    }
}

/// `1234.5` in cents.
pub fn cents(text: &str) -> i64 {
    let (euros, part) = text.split_once('.').unwrap_or((text, ""));
    euros.parse::<i64>().expect("euros") * 100 + format!("{part:0<2}").parse::<i64>().expect("cents")
}

/// Cents as the answers write them.
pub fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A half up, of sums that are not negative.
pub fn half_up(amount: i128, of: i128) -> i64 {
    i64::try_from((2 * amount + of) / (2 * of)).expect("fits")
}

/// An answer by paths; nothing where the law must refuse.
pub type Answer = Option<BTreeMap<&'static str, String>>;

/// The plain answer to a verb; none for a verb that computes nothing.
pub fn ask(verb: &str, given: &Given<'_>) -> Option<Answer> {
    Some(match verb {
        "late-interest" => debts::late_interest(given),
        "legal-interest" => debts::legal_interest(given),
        "decompte" => debts::decompte(given),
        "rate" => debts::rate(given),
        "due-date" => periods::due_date(given),
        "period" => periods::period(given),
        "deadline" => return periods::deadline(given),
        "procedure" => return periods::lapsed(given),
        "limitation" => periods::limitation(given),
        "tariff" => return costs::tariff(given),
        "estimate" => costs::estimate(given),
        "wage" => costs::wage(given),
        "court" => costs::thresholds(given),
        _ => return None,
    })
}

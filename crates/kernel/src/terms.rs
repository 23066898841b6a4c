//! Payment terms: how a due date follows from an invoice date.
//!
//! « 45 jours fin de mois » is read in two accepted ways (invoice + 45 days, then end of month; or
//! end of month, then 45 days): the reading is part of the terms, never guessed later.

use std::{fmt, str::FromStr};

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Where the end of the month enters the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EndOfMonth {
    /// Net days.
    #[default]
    None,
    /// The days run first, then the month is completed: « 45 jours fin de mois ».
    After,
    /// The month is completed first, then the days run: « fin de mois 45 jours ».
    Before,
}

/// Terms such as `30`, `45+eom`, `eom+45`, `30+eom+10` (then the 10th of the next month).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaymentTerms {
    /// Calendar days, 0 to 365.
    pub days: u16,
    /// Where the end of the month enters.
    pub end_of_month: EndOfMonth,
    /// A day of the following month (1 to 28) on which payment falls, after the rest.
    pub on_day: Option<u8>,
}

/// The text says no payment terms we know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "« {0} » is not a payment term: write 30, « 45 jours fin de mois », « fin de mois 45 jours » or « 30 jours fin de mois le 10 »"
)]
pub struct ParseTermsError(pub String);

impl PaymentTerms {
    /// Net `days`.
    pub const fn net(days: u16) -> Self {
        Self { days, end_of_month: EndOfMonth::None, on_day: None }
    }

    /// The due date of an invoice dated `invoice`.
    pub fn due(self, invoice: Date) -> Date {
        let days = i64::from(self.days).days();
        let due = match self.end_of_month {
            EndOfMonth::None => invoice.saturating_add(days),
            EndOfMonth::After => invoice.saturating_add(days).last_of_month(),
            EndOfMonth::Before => invoice.last_of_month().saturating_add(days),
        };
        match self.on_day.and_then(|d| i8::try_from(d).ok()) {
            None => due,
            Some(day) => {
                let this_month = due.with().day(day).build().unwrap_or(due);
                if this_month >= due { this_month } else { this_month.saturating_add(1.month()) }
            }
        }
    }
}

impl fmt::Display for PaymentTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end_of_month {
            EndOfMonth::None => write!(f, "{}", self.days)?,
            EndOfMonth::After => write!(f, "{}+eom", self.days)?,
            EndOfMonth::Before => write!(f, "eom+{}", self.days)?,
        }
        self.on_day.map_or(Ok(()), |d| write!(f, "+{d}"))
    }
}

impl FromStr for PaymentTerms {
    type Err = ParseTermsError;

    /// Reads the stored form and the words of French, English files and people.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseTermsError(text.chars().take(60).collect());
        let key = crate::search_key(&text.replace('+', " "));
        let mut numbers = Vec::new();
        let (mut eom_at, mut first_number_at) = (None, None);
        for (at, word) in key.split(' ').enumerate() {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            if !digits.is_empty() {
                numbers.push(digits.parse::<u16>().map_err(|_| wrong())?);
                first_number_at = first_number_at.or(Some(at));
            }
            match &word[digits.len()..] {
                "fin" | "end" | "eom" | "fdm" | "jfm" | "monatsende" => eom_at = eom_at.or(Some(at)),
                "" | "j" | "jr" | "jrs" | "jour" | "jours" | "d" | "day" | "days" | "tage" | "dias" | "net" | "de"
                | "du" | "of" | "the" | "lcr" | "bo" | "virement" | "cheque" | "mois" | "month" | "le" | "on"
                | "th" | "date" | "facture" | "invoice" | "a" | "reception" | "comptant" | "immediat" | "immediate"
                | "cash" | "due" | "upon" | "receipt" => {}
                _ => return Err(wrong()),
            }
        }
        if key.is_empty() || numbers.len() > 2 {
            return Err(wrong());
        }
        let end_of_month = match (eom_at, first_number_at) {
            (None, _) => EndOfMonth::None,
            (Some(eom), Some(number)) if eom < number => EndOfMonth::Before,
            _ => EndOfMonth::After,
        };
        let days = numbers.first().copied().unwrap_or(0);
        let on_day = numbers.get(1).map(|d| u8::try_from(*d).unwrap_or(u8::MAX));
        if days > 365 || on_day.is_some_and(|d| !(1..=28).contains(&d)) {
            return Err(wrong());
        }
        Ok(Self { days, end_of_month, on_day })
    }
}

impl From<PaymentTerms> for String {
    fn from(terms: PaymentTerms) -> Self {
        terms.to_string()
    }
}

impl TryFrom<String> for PaymentTerms {
    type Error = ParseTermsError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn terms_are_read_from_words_and_give_due_dates() {
        for (words, stored, from, due) in [
            ("30 jours", "30", date(2026, 1, 31), date(2026, 3, 2)),
            ("comptant", "0", date(2026, 1, 31), date(2026, 1, 31)),
            ("45 jours fin de mois", "45+eom", date(2026, 1, 10), date(2026, 2, 28)),
            ("45J FDM", "45+eom", date(2026, 1, 20), date(2026, 3, 31)),
            ("end of month 45 days", "eom+45", date(2026, 1, 10), date(2026, 3, 17)),
            ("30 jours fin de mois le 10", "30+eom+10", date(2026, 1, 10), date(2026, 3, 10)),
        ] {
            let terms: PaymentTerms = words.parse().expect(words);
            assert_eq!(terms.to_string(), stored);
            assert_eq!(terms.due(from), due, "{words}");
            assert_eq!(stored.parse(), Ok(terms));
        }
        for bad in ["", "bientôt", "400", "30 jours fin de mois le 31", "1 2 3"] {
            assert!(bad.parse::<PaymentTerms>().is_err(), "{bad}");
        }
    }
}

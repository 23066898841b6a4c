//! Fields of forms: what was typed, and what is wrong with it.

use std::collections::BTreeMap;
use std::str::FromStr;

use kernel::Date;

use crate::problem::{Failure, Told};
use crate::words::Lang;

/// What was typed, by field, with the errors beside.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Typed {
    /// What a form sent.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { values: pairs.into_iter().collect(), errors: BTreeMap::new() }
    }

    /// The same with one value.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.values.insert(field.to_owned(), value.into());
        self
    }

    /// The same with a value where nothing was typed.
    #[must_use]
    pub fn with_usual(self, field: &str, value: &str) -> Self {
        if self.values.contains_key(field) { self } else { self.with(field, value) }
    }

    /// The value of a field; empty when absent.
    pub fn get(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    /// What is wrong with a field; empty when nothing is.
    pub fn error(&self, field: &str) -> &str {
        self.errors.get(field).map_or("", String::as_str)
    }

    /// True when the field has this value.
    pub fn is(&self, field: &str, value: &str) -> bool {
        self.get(field) == value
    }

    /// Notes what is wrong.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.insert(field.to_owned(), message.into());
    }

    /// Notes a refusal beside the field it is about, or else beside `field`.
    pub fn refused(&mut self, told: &Told, field: &str, lang: Lang) {
        self.wrong(told.field.unwrap_or(field), told.words.pick(lang));
    }

    /// True when something is wrong.
    pub fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// Reads a reference of a path.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn reference<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::unknown(text))
}

/// A path of ours, else `other`: nobody is sent elsewhere. Browsers read a backslash as a slash and pass over tabs
/// and ends of lines, so that `/`, tab, `/host` is another host to them.
pub fn inside<'a>(path: &'a str, other: &'a str) -> &'a str {
    let ours =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control());
    if ours { path } else { other }
}

/// A date of a form or query: nothing, a day, or what was typed instead.
pub fn date(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let day = match parts.as_slice() {
        [d, m, y] => year(y).zip(m.parse().ok()).zip(d.parse().ok()).and_then(|((y, m), d)| Date::new(y, m, d).ok()),
        _ => text.parse::<Date>().ok(),
    };
    // No piece, letter or act of a house is older: a year of three digits is a slip.
    day.filter(|day| day.year() >= 1900).map(Some).ok_or_else(|| text.to_owned())
}

/// A year in four digits, or in two: those of this century.
fn year(text: &str) -> Option<i16> {
    let century = match text.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse::<i16>().ok().filter(|_| digits).map(|y| century + y)
}

/// The same where nothing else can be answered: what was typed instead is refused.
///
/// # Errors
/// [`Failure::Refused`].
pub fn date_asked(text: &str) -> Result<Option<Date>, Failure> {
    date(text).map_err(|text| Failure::refused("date-unreadable", &[("text", &text)]))
}

/// An amount as people type it (`1 234,56`, `1234.56`) in the plain form the kernel reads.
pub fn plain_amount(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€' && *c != '\'').collect();
    match (kept.rfind(','), kept.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => kept.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => kept.replace(',', ""),
        _ => kept.replace(',', "."),
    }
    .replace('\u{2212}', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for path in ["/", "/accounts/1?done=x", "/a//b", "/\u{e9}"] {
            assert_eq!(inside(path, "/here"), path);
        }
        let elsewhere = ["", "https://evil.example", "//evil.example", "/\t/evil.example", "/\n/evil.example"];
        for path in elsewhere.into_iter().chain(["/\\evil.example", "\t//evil.example", "/\u{85}/evil.example"]) {
            assert_eq!(inside(path, "/here"), "/here", "{path:?}");
        }
    }

    #[test]
    fn dates_and_amounts_are_read_as_typed() {
        let day = Date::new(2026, 11, 23).expect("a day");
        assert_eq!(date("2026-11-23"), Ok(Some(day)));
        assert_eq!(date("23/11/2026"), Ok(Some(day)));
        assert_eq!(date(" "), Ok(None));
        assert!(date("31/02/2026").is_err() && date("demain").is_err());
        assert_eq!(date("23/11/26"), Ok(Some(day)), "of this century");
        assert!(date("23/11/226").is_err() && date("23/11/6").is_err() && date("0026-11-23").is_err());
        for (typed, plain) in
            [("1 234,56 €", "1234.56"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("12", "12")]
        {
            assert_eq!(plain_amount(typed), plain);
        }
    }
}

//! Names and values, read into the types of the trade.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, Rate};

use super::{Need, Verb};
use crate::limitation::Event;
use crate::{LawError, Payment};

/// The values given to a verb.
#[derive(Debug, Clone)]
pub struct Asked {
    values: BTreeMap<&'static str, Vec<String>>,
    verb: &'static str,
    /// The day of the question.
    pub today: Date,
}

/// A value that is not what its name wants.
fn wrong(name: &str, text: &str, expected: &str) -> LawError {
    let shown: String = text.chars().take(60).collect();
    LawError::refused(format!("{name} « {shown} »"), format!("expected {expected}"))
}

impl Asked {
    /// Sorts the pairs by name.
    ///
    /// # Errors
    /// [`LawError::Unknown`] for a name the verb does not take, [`LawError::Refused`] for one given twice.
    pub(super) fn read(verb: &Verb, pairs: &[(String, String)], today: Date) -> Result<Self, LawError> {
        let mut values: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            let plain = name.replace('_', "-");
            let Some(param) = verb.params.iter().find(|param| param.name == plain) else {
                let known: Vec<&str> = verb.params.iter().map(|param| param.name).collect();
                return Err(LawError::unknown("value of this question", name, known.join(", ")));
            };
            let given = values.entry(param.name).or_default();
            if !given.is_empty() && param.need != Need::Repeated {
                return Err(LawError::refused(param.name, "it is given twice; keep one value"));
            }
            given.push(value.clone());
        }
        Ok(Self { values, verb: verb.name, today })
    }

    /// The text of a value, when given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).and_then(|values| values.first()).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// The text of a value without which there is no answer.
    pub(super) fn needed(&self, name: &str) -> Result<&str, LawError> {
        self.text(name)
            .ok_or_else(|| LawError::refused(format!("{} without {name}", self.verb), format!("give {name}")))
    }

    /// A switch: a name alone, or `true`.
    pub(super) fn on(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|values| !values.iter().any(|value| value == "false"))
    }

    fn day(name: &str, text: &str) -> Result<Date, LawError> {
        text.parse().map_err(|_| wrong(name, text, "a day of the calendar such as 2026-12-31"))
    }

    fn amount(name: &str, text: &str) -> Result<Money, LawError> {
        Money::parse(text, Currency::EUR).map_err(|_| wrong(name, text, "an amount in euros such as 1234.56"))
    }

    /// A day, when given.
    pub(super) fn date_if(&self, name: &str) -> Result<Option<Date>, LawError> {
        self.text(name).map(|text| Self::day(name, text)).transpose()
    }

    /// A day that must be given.
    pub(super) fn date(&self, name: &str) -> Result<Date, LawError> {
        Self::day(name, self.needed(name)?)
    }

    /// A day; today when not given.
    pub(super) fn date_or_today(&self, name: &str) -> Result<Date, LawError> {
        Ok(self.date_if(name)?.unwrap_or(self.today))
    }

    /// An amount in euros, when given.
    pub(super) fn money_if(&self, name: &str) -> Result<Option<Money>, LawError> {
        self.text(name).map(|text| Self::amount(name, text)).transpose()
    }

    /// An amount in euros that must be given.
    pub(super) fn money(&self, name: &str) -> Result<Money, LawError> {
        Self::amount(name, self.needed(name)?)
    }

    /// A percentage that must be given.
    pub(super) fn rate(&self, name: &str) -> Result<Rate, LawError> {
        let text = self.needed(name)?;
        Rate::parse(text).map_err(|_| wrong(name, text, "a percentage such as 12.15"))
    }

    /// A whole number, when given.
    pub(super) fn number_if<N: std::str::FromStr>(&self, name: &str) -> Result<Option<N>, LawError> {
        self.text(name).map(|text| text.parse().map_err(|_| wrong(name, text, "a whole number"))).transpose()
    }

    /// A whole number; nothing when not given.
    pub(super) fn number<N: std::str::FromStr + Default>(&self, name: &str) -> Result<N, LawError> {
        Ok(self.number_if(name)?.unwrap_or_default())
    }

    /// Every value of a name that may be repeated, as day and the rest: `2026-07-01:4000.00`.
    fn dated(&self, name: &'static str, form: &'static str) -> Result<Vec<(Date, &str)>, LawError> {
        let given = self.values.get(name).map_or(&[][..], Vec::as_slice);
        let read = |text: &String| -> Result<(Date, usize), LawError> {
            let at = text.find(':').ok_or_else(|| wrong(name, text, form))?;
            Ok((Self::day(name, &text[..at])?, at + 1))
        };
        given.iter().map(|text| read(text).map(|(day, rest)| (day, &text[rest..]))).collect()
    }

    /// Payments, `DATE:AMOUNT`.
    pub(super) fn payments(&self, name: &'static str) -> Result<Vec<Payment>, LawError> {
        let given = self.dated(name, "DATE:AMOUNT such as 2026-07-01:4000.00")?;
        given.into_iter().map(|(date, text)| Ok(Payment { date, amount: Self::amount(name, text)? })).collect()
    }

    /// Events of limitation, `DATE:EVENT`.
    pub(super) fn events(&self, name: &'static str) -> Result<Vec<Event>, LawError> {
        let given = self.dated(name, "DATE:EVENT such as 2026-07-01:acknowledgement")?;
        Ok(given.into_iter().map(|(date, word)| Event { date, event: word.to_owned() }).collect())
    }
}

//! Names and values, read into the types of the trade.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, Rate};

use super::{Kind, Need, Param, Part, Verb};
use crate::limitation::Event;
use crate::refusals::{Refusal, Word};
use crate::{AgreedRate, LawError, Line, Payment};

/// The values given to a verb.
#[derive(Debug, Clone)]
pub struct Asked {
    values: BTreeMap<&'static str, Vec<String>>,
    verb: &'static str,
    /// The day of the question.
    pub today: Date,
}

/// A value that is not what its name wants.
fn wrong(name: &'static str, text: &str, (fr, en): Form) -> LawError {
    let shown: String = text.chars().take(60).collect();
    Refusal::Value { name, shown, expected: Line::new(fr, en) }.into()
}

/// What a value looks like, in French and in English.
type Form = (&'static str, &'static str);

const DAY: Form = ("un jour du calendrier tel que 2026-12-31", "a day of the calendar such as 2026-12-31");
const AMOUNT: Form = ("un montant en euros tel que 1234.56", "an amount in euros such as 1234.56");
const PERCENTAGE: Form = ("un pourcentage tel que 12.15", "a percentage such as 12.15");
const WHOLE: Form = ("un nombre entier", "a whole number");
const QUARTERS: Form = ("un nombre de parts par quarts tel que 2.5", "a number of parts in quarters such as 2.5");
const PAYMENT: Form = ("DATE:MONTANT tel que 2026-07-01:4000.00", "DATE:AMOUNT such as 2026-07-01:4000.00");
const EVENT: Form = (
    "DATE:ÉVÉNEMENT ou DATE:ÉVÉNEMENT:PIÈCE tel que 2026-07-01:acknowledgement:lettre du 1er juillet (200 caractères au plus)",
    "DATE:EVENT or DATE:EVENT:PROOF such as 2026-07-01:acknowledgement:letter of 1 July (200 characters at most)",
);
const SUM: Form = (
    "DATE:MONTANT ou DATE:MONTANT:LIBELLÉ tel que 2026-07-01:4000.00:F-1",
    "DATE:AMOUNT or DATE:AMOUNT:WORDS such as 2026-07-01:4000.00:F-1",
);
/// Longest reference of a proof: a line, not a document.
const REFERENCE_MAX: usize = 200;
const CHOSEN: Form = ("un choix à côté de la date", "a choice beside the date");
const STATE: Form = ("DATE:ÉTAT tel que 2026-09-01:commanded", "DATE:STATE such as 2026-09-01:commanded");

/// What stands before the first colon, and after it.
fn text_and_rest(text: &str) -> (&str, &str) {
    text.split_once(':').map_or((text, ""), |(head, rest)| (head, rest.trim()))
}

/// The first part of a row that cannot be read.
fn broken(name: &'static str, row: &str, parts: &[Part]) -> Option<LawError> {
    let cells = row.splitn(parts.len(), ':').chain(std::iter::repeat(""));
    parts.iter().zip(cells).find_map(|(part, cell)| match part.kind {
        Kind::Date => Asked::day(name, cell).err(),
        Kind::Amount => Asked::amount(name, cell).err(),
        Kind::Choice(_) if cell.is_empty() => Some(wrong(name, row, CHOSEN)),
        _ => None,
    })
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
                return Err(LawError::unknown(Word::Param, name, known.join(", ")));
            };
            let given = values.entry(param.name).or_default();
            if !given.is_empty() && param.need != Need::Repeated {
                return Err(Refusal::Twice { name: param.name }.into());
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
    pub(super) fn needed(&self, name: &'static str) -> Result<&str, LawError> {
        self.text(name).ok_or_else(|| Refusal::Needed { verb: self.verb, name }.into())
    }

    /// True when a value of that name was given.
    pub(super) fn given(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// A switch: a name alone, or `true`.
    pub(super) fn on(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|values| !values.iter().any(|value| value == "false"))
    }

    fn day(name: &'static str, text: &str) -> Result<Date, LawError> {
        text.parse().map_err(|_| wrong(name, text, DAY))
    }

    fn amount(name: &'static str, text: &str) -> Result<Money, LawError> {
        Money::parse(text, Currency::EUR).map_err(|_| wrong(name, text, AMOUNT))
    }

    /// A day, when given.
    pub(super) fn date_if(&self, name: &'static str) -> Result<Option<Date>, LawError> {
        self.text(name).map(|text| Self::day(name, text)).transpose()
    }

    /// A day that must be given.
    pub(super) fn date(&self, name: &'static str) -> Result<Date, LawError> {
        Self::day(name, self.needed(name)?)
    }

    /// A day; today when not given.
    pub(super) fn date_or_today(&self, name: &'static str) -> Result<Date, LawError> {
        Ok(self.date_if(name)?.unwrap_or(self.today))
    }

    /// An amount in euros, when given.
    pub(super) fn money_if(&self, name: &'static str) -> Result<Option<Money>, LawError> {
        self.text(name).map(|text| Self::amount(name, text)).transpose()
    }

    /// An amount in euros that must be given.
    pub(super) fn money(&self, name: &'static str) -> Result<Money, LawError> {
        Self::amount(name, self.needed(name)?)
    }

    /// A percentage that must be given.
    pub(super) fn rate(&self, name: &'static str) -> Result<Rate, LawError> {
        let text = self.needed(name)?;
        Rate::parse(text).map_err(|_| wrong(name, text, PERCENTAGE))
    }

    /// A whole number, when given.
    pub(super) fn number_if<N: std::str::FromStr>(&self, name: &'static str) -> Result<Option<N>, LawError> {
        self.text(name).map(|text| text.parse().map_err(|_| wrong(name, text, WHOLE))).transpose()
    }

    /// A number by quarters, as quarters: `2.5` is ten.
    pub(super) fn quarters_if(&self, name: &'static str) -> Result<Option<u16>, LawError> {
        let read = |text: &str| {
            let hundredths = Money::parse(text, Currency::EUR).ok()?.minor();
            (hundredths % 25 == 0).then(|| u16::try_from(hundredths / 25).ok()).flatten()
        };
        self.text(name).map(|text| read(text).ok_or_else(|| wrong(name, text, QUARTERS))).transpose()
    }

    /// A whole number; nothing when not given.
    pub(super) fn number<N: std::str::FromStr + Default>(&self, name: &'static str) -> Result<N, LawError> {
        Ok(self.number_if(name)?.unwrap_or_default())
    }

    /// Every value of a name that may be repeated, as day and the rest: `2026-07-01:4000.00`.
    fn dated(&self, name: &'static str, form: Form) -> Result<Vec<(Date, &str)>, LawError> {
        let given = self.values.get(name).map_or(&[][..], Vec::as_slice);
        let read = |text: &String| -> Result<(Date, usize), LawError> {
            let at = text.find(':').ok_or_else(|| wrong(name, text, form))?;
            Ok((Self::day(name, &text[..at])?, at + 1))
        };
        given.iter().map(|text| read(text).map(|(day, rest)| (day, &text[rest..]))).collect()
    }

    /// Payments, `DATE:AMOUNT`.
    pub(super) fn payments(&self, name: &'static str) -> Result<Vec<Payment>, LawError> {
        let given = self.dated(name, PAYMENT)?;
        given.into_iter().map(|(date, text)| Ok(Payment { date, amount: Self::amount(name, text)? })).collect()
    }

    /// Sums with what they are, `DATE:AMOUNT` or `DATE:AMOUNT:WORDS`, the words free.
    pub(super) fn sums(&self, name: &'static str) -> Result<Vec<(Date, Money, &str)>, LawError> {
        let read = |(date, text)| {
            let (amount, words) = text_and_rest(text);
            Ok((date, Self::amount(name, amount)?, words))
        };
        self.dated(name, SUM)?.into_iter().map(read).collect()
    }

    /// What is wrong with what was given to a name, when it is missing or cannot be read.
    pub(super) fn fault(&self, verb: &Verb, param: &Param) -> Option<LawError> {
        let lists = verb.params.iter().any(|other| matches!(other.kind, Kind::List) && self.on(other.name));
        if param.is_needed() && !lists {
            self.needed(param.name).err().or_else(|| self.unread(param))
        } else {
            self.unread(param)
        }
    }

    /// What cannot be read as its kind.
    fn unread(&self, param: &Param) -> Option<LawError> {
        let name = param.name;
        match param.kind {
            Kind::Date => self.date_if(name).err(),
            Kind::Amount => self.money_if(name).err(),
            Kind::Percent => self.text(name).and_then(|_| self.rate(name).err()),
            Kind::AgreedRate => self.text(name).and_then(|text| AgreedRate::parse(text).err()),
            Kind::Whole => self.number_if::<u32>(name).err(),
            Kind::Quarters => self.quarters_if(name).err(),
            Kind::Row(parts) => {
                let rows = self.values.get(name).map_or(&[][..], Vec::as_slice);
                rows.iter().find_map(|row| broken(name, row, parts))
            }
            Kind::Text | Kind::Choice(_) | Kind::Switch | Kind::Document | Kind::List => None,
        }
    }

    /// Events of limitation, `DATE:EVENT` or `DATE:EVENT:REFERENCE`, the reference free.
    pub(super) fn events(&self, name: &'static str) -> Result<Vec<Event>, LawError> {
        let read = |(date, text): (Date, &str)| {
            let (word, reference) = text_and_rest(text);
            if reference.chars().count() > REFERENCE_MAX {
                return Err(wrong(name, text, EVENT));
            }
            let reference = (!reference.is_empty()).then(|| reference.to_owned());
            Ok(Event { reference, ..Event::new(date, word) })
        };
        self.dated(name, EVENT)?.into_iter().map(read).collect()
    }

    /// States of a procedure with the day each began, `DATE:STATE`.
    pub(super) fn states(&self, name: &'static str) -> Result<Vec<(String, Date)>, LawError> {
        Ok(self.dated(name, STATE)?.into_iter().map(|(date, state)| (state.to_owned(), date)).collect())
    }
}

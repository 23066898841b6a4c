//! The questions as both doors ask them: the command line and the API read the same words, call the same
//! function and hand out the same JSON.
//!
//! [`VERBS`] is the whole list, with what each verb takes; [`ask`] answers one. A door only turns its own
//! input (flags, a query string) into pairs of names and values.

mod asked;
mod money;
mod places;
mod steps;

use kernel::Date;
use serde_json::Value;

pub use asked::Asked;

use crate::refusals::{Refusal, Word};
use crate::{Law, LawError};

/// How a value is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without a name, in its place; the API names it as well.
    Positional,
    /// By name; the question has no answer without it.
    Required,
    /// By name, or not at all.
    Optional,
    /// By name, as often as needed.
    Repeated,
    /// A name alone.
    Switch,
}

/// One value a verb takes.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name, without dashes: `agreed-rate`.
    pub name: &'static str,
    /// How it is given.
    pub need: Need,
    /// What it means.
    pub about: &'static str,
}

impl Param {
    const fn new(name: &'static str, need: Need, about: &'static str) -> Self {
        Self { name, need, about }
    }
}

/// One verb: `late-interest`.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    /// Its name on every floor.
    pub name: &'static str,
    /// What it answers.
    pub about: &'static str,
    /// What it takes.
    pub params: &'static [Param],
    answer: fn(&Asked, &Law) -> Result<Value, LawError>,
}

/// Every verb, in the order of the handbook.
pub const VERBS: &[Verb] = &[
    money::LATE_INTEREST,
    money::LEGAL_INTEREST,
    money::CONSUMER_CREDIT,
    money::RATE,
    money::DISCOUNT,
    money::DELAY_COST,
    money::DECOMPTE,
    steps::DUE_DATE,
    steps::LEGAL_TERM,
    steps::PERIOD,
    steps::DEADLINE,
    steps::LIMITATION,
    steps::PROCEDURE,
    places::COURT,
    places::TARIFF,
    places::ESTIMATE,
    places::WAGE,
    places::BANK_MINIMUM,
    places::MENTIONS,
    places::EINVOICE,
    places::CHECK,
];

/// The verb of that name.
///
/// # Errors
/// [`LawError::Unknown`] with the verbs that exist.
///
/// ```
/// assert_eq!(law::questions::verb("late-interest")?.params[0].name, "amount");
/// assert!(law::questions::verb("divorce").is_err());
/// # Ok::<(), law::LawError>(())
/// ```
pub fn verb(name: &str) -> Result<&'static Verb, LawError> {
    let known = || VERBS.iter().map(|verb| verb.name).collect::<Vec<_>>().join(", ");
    VERBS.iter().find(|verb| verb.name == name).ok_or_else(|| LawError::unknown(Word::Question, name, known()))
}

/// Answers a verb. `today` stands for the days that are not given.
///
/// # Errors
/// [`LawError::Unknown`] for a verb or a name it does not take, [`LawError::Refused`] for a value missing or
/// given twice, and whatever the answer itself refuses.
///
/// ```
/// use law::{Law, questions};
/// let pairs = [("amount", "4800.00"), ("due", "2026-03-01"), ("until", "2026-06-01")];
/// let pairs: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
/// let answer = questions::ask("late-interest", &pairs, Law::builtin(), "2026-11-21".parse()?)?;
/// assert_eq!(answer["interest"], "147.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ask(name: &str, pairs: &[(String, String)], law: &Law, today: Date) -> Result<Value, LawError> {
    let verb = verb(name)?;
    let asked = Asked::read(verb, pairs, today)?;
    (verb.answer)(&asked, law)
}

/// The answer as a document of the contract.
fn value(answer: impl serde::Serialize) -> Result<Value, LawError> {
    serde_json::to_value(answer).map_err(|error| Refusal::Unwritable { why: error.to_string() }.into())
}

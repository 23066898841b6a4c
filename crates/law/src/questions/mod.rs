//! The questions as every door asks them: the command line, the API and the pages read the same words, call
//! the same function and hand out the same answer.
//!
//! [`VERBS`] is the whole list, with what each verb takes and shows; [`ask`] answers one, [`faults`] says
//! which values cannot be read, and [`tell`] reads an answer for people. A door only turns its own input
//! (flags, a query string, a form) into pairs of names and values.

mod asked;
mod choices;
mod courts;
mod declared;
mod decompte;
mod interest;
mod papers;
mod terms;
mod time;
mod told;

use kernel::Date;
use serde_json::Value;

pub use asked::Asked;
pub use declared::{Choice, Choices, Figure, Group, Kind, Need, Otherwise, Param, Part, Rows, Said, Shown, Verb};
pub use told::{Piece, Table, Told, ToldFigure, tell};

pub use crate::Source;

use crate::refusals::{Refusal, Word};
use crate::{Law, LawError};

/// Every verb, in the order of the handbook.
pub const VERBS: &[Verb] = &[
    interest::LATE_INTEREST,
    interest::LEGAL_INTEREST,
    interest::CONSUMER_CREDIT,
    interest::RATE,
    terms::DISCOUNT,
    terms::DELAY_COST,
    decompte::DECOMPTE,
    terms::DUE_DATE,
    terms::LEGAL_TERM,
    time::PERIOD,
    time::DEADLINE,
    time::LIMITATION,
    courts::PROCEDURE,
    courts::COURT,
    courts::TARIFF,
    courts::ESTIMATE,
    papers::WAGE,
    papers::BANK_MINIMUM,
    papers::MENTIONS,
    papers::EINVOICE,
    papers::CHECK,
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

/// Every value that is missing or cannot be read, all at once: a form shows them side by side, where [`ask`]
/// stops at the first.
///
/// ```
/// use law::questions;
/// let pairs = [("amount".to_owned(), "a lot".to_owned()), ("until".to_owned(), "2026-06-01".to_owned())];
/// let faults = questions::faults("late-interest", &pairs, "2026-11-21".parse()?);
/// assert_eq!(faults.iter().filter_map(|fault| fault.field()).collect::<Vec<_>>(), ["amount", "due"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn faults(name: &str, pairs: &[(String, String)], today: Date) -> Vec<LawError> {
    match verb(name).and_then(|verb| Ok((verb, Asked::read(verb, pairs, today)?))) {
        Ok((verb, asked)) => verb.params.iter().filter_map(|param| asked.fault(verb, param)).collect(),
        Err(error) => vec![error],
    }
}

/// The answer as a document of the contract.
fn value(answer: impl serde::Serialize) -> Result<Value, LawError> {
    serde_json::to_value(answer).map_err(|error| Refusal::Unwritable { why: error.to_string() }.into())
}

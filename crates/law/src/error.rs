//! Why a question of law could not be answered.

use kernel::{Date, MoneyError};

/// A refusal, in words that say what to do next. A missing figure is never guessed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    /// The tables stop before the date asked about, or do not know the thing asked about.
    #[error("{table} has no row for {asked}. Add one to your own {table}.csv, for example: {row}")]
    MissingRow {
        /// Table name, without extension.
        table: &'static str,
        /// What was asked: a date, a class, an item.
        asked: String,
        /// The header and a row to complete.
        row: String,
    },
    /// A table cannot be read, or contradicts itself.
    #[error("{table}.csv, line {line}, column {column}: {problem}")]
    Table {
        /// Table name, without extension.
        table: String,
        /// Line of the file, the header being line 1.
        line: u64,
        /// Column by its header.
        column: String,
        /// What is wrong, and what is expected.
        problem: String,
    },
    /// An override names a table that does not exist.
    #[error("« {name} » is no table of law; the tables are {known}")]
    UnknownTable {
        /// The name given.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A word that is not in a closed list.
    #[error("« {value} » is no known {what}; expected {known}")]
    Unknown {
        /// What was read: a regime, a territory, an event.
        what: &'static str,
        /// The word given.
        value: String,
        /// The words that exist.
        known: String,
    },
    /// The question has no answer in law.
    #[error("{what}: {why}")]
    Refused {
        /// What was asked.
        what: String,
        /// Why it is refused and what to ask instead.
        why: String,
    },
    /// A date computation left the calendar.
    #[error("no date {count} {unit} away from {from}: it lies outside the calendar")]
    Calendar {
        /// Start of the computation.
        from: Date,
        /// How far.
        count: i64,
        /// In what unit.
        unit: &'static str,
    },
    /// An amount cannot be read or computed.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl LawError {
    /// A refusal with its reason.
    pub(crate) fn refused(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Refused { what: what.into(), why: why.into() }
    }

    /// A word outside its closed list.
    pub(crate) fn unknown(what: &'static str, value: &str, known: impl Into<String>) -> Self {
        Self::Unknown { what, value: value.chars().take(60).collect(), known: known.into() }
    }
}

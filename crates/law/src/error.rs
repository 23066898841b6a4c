//! Why a question of law could not be answered, in French and in English.

use kernel::{Date, Language, MoneyError, Wording};

use crate::refusals::{Beside, Fault, Refusal, Sought, Word};

/// A refusal, in words that say what to do next. A missing figure is never guessed. Its `Display`, for
/// logs, is English; [`LawError::words`] speaks to people.
///
/// ```
/// use kernel::Language;
/// let error = law::time::territory("corse").expect_err("no such territory");
/// assert!(error.words(Language::Fr).starts_with("territoire : « corse » n’existe pas"));
/// assert!(error.words(Language::En).starts_with("« corse » is no known territory"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words(Language::En))]
pub enum LawError {
    /// The tables stop before the date asked about, or do not know the thing asked about.
    MissingRow {
        /// Table name, without extension.
        table: &'static str,
        /// What was asked: a date, a class, an item.
        asked: Sought,
        /// The header and a row to complete.
        row: String,
    },
    /// A table cannot be read, or contradicts itself.
    Table {
        /// Table name, without extension.
        table: String,
        /// Whether it is the user's own file.
        user: bool,
        /// Line of the file, the header being line 1.
        line: u64,
        /// Column by its header.
        column: String,
        /// What is wrong, and what is expected.
        problem: Box<Fault>,
    },
    /// An override names a table that does not exist.
    UnknownTable {
        /// The name given.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A word that is not in a closed list.
    Unknown {
        /// What it was taken for: a regime, a territory, an event.
        what: Word,
        /// The word given.
        value: String,
        /// The words that exist.
        known: Wording,
    },
    /// The question has no answer in law.
    Refused(Box<Refusal>),
    /// A date computation left the calendar.
    Calendar {
        /// Start of the computation.
        from: Date,
        /// How far.
        length: Wording,
    },
    /// An amount cannot be read or computed.
    Money(MoneyError),
}

/// What a row to complete leaves open, in English and in French.
const BLANKS: [(&str, &str); 15] = [
    ("<percent>", "<pourcentage>"),
    ("<arrêté or page>", "<arrêté ou page>"),
    ("<page of the central bank>", "<page de la banque centrale>"),
    ("<first day>", "<premier jour>"),
    ("<last day>", "<dernier jour>"),
    ("<amount>", "<montant>"),
    ("<value>", "<valeur>"),
    ("<unit>", "<unité>"),
    ("<seat>", "<siège>"),
    ("<event>", "<événement>"),
    ("<fr>", "<en français>"),
    ("<en>", "<en anglais>"),
    ("<procedure>", "<procédure>"),
    ("<step>", "<étape>"),
    ("<words>", "<libellé>"),
];

impl LawError {
    /// A word outside its closed list.
    pub(crate) fn unknown(what: Word, value: &str, known: impl Into<String>) -> Self {
        Self::unknown_form(what, value, Wording::same(known))
    }

    /// A word that is not of the form expected.
    pub(crate) fn unknown_form(what: Word, value: &str, known: Wording) -> Self {
        Self::Unknown { what, value: value.chars().take(60).collect(), known }
    }

    /// The value of the question it is about, where it is about one: beside it is where a form says it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unknown { what, .. } => what.field(),
            Self::Refused(refusal) => match refusal.as_ref() {
                Refusal::Value { name, .. } | Refusal::Twice { name } | Refusal::Needed { name, .. } => Some(name),
                other => other.field(),
            },
            _ => None,
        }
    }

    /// The words for beside the field it is about, which names itself.
    pub fn beside(&self) -> Wording {
        match self {
            Self::Refused(refusal) => match refusal.as_ref() {
                Refusal::Value { shown, expected, .. } => {
                    Beside::Value { shown: shown.clone(), expected: expected.clone() }.wording()
                }
                Refusal::Needed { .. } => Beside::Needed.wording(),
                other => other.wording(),
            },
            other => other.wording(),
        }
    }

    /// What happened and what to do, in `language`.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::Fr => self.french(),
            Language::En => self.english(),
        }
    }

    /// The same in both languages.
    pub fn wording(&self) -> Wording {
        Wording::new(self.words(Language::Fr), self.words(Language::En))
    }

    fn french(&self) -> String {
        let language = Language::Fr;
        match self {
            Self::MissingRow { table, asked, row } => {
                let row = BLANKS.iter().fold(row.clone(), |row, (en, fr)| row.replace(en, fr));
                let asked = asked.words(language);
                format!(
                    "la table {table} n’a pas de ligne pour {asked}. Ajoutez-en une à votre propre {table}.csv, par exemple : {row}"
                )
            }
            Self::Table { table, user, line, column, problem } => {
                let yours = if *user { "(votre fichier) " } else { "" };
                format!("{yours}{table}.csv, ligne {line}, colonne {column} : {}", problem.words(language))
            }
            Self::UnknownTable { name, known } => {
                format!("« {name} » n’est pas une table de droit ; les tables sont {known}")
            }
            Self::Unknown { what, value, known } => {
                format!("{} : « {value} » n’existe pas ; attendu : {}", what.words(language), known.fr)
            }
            Self::Refused(refusal) => refusal.words(language),
            Self::Calendar { from, length } => {
                format!("aucune date à {} du {from} : elle sort du calendrier", length.fr)
            }
            Self::Money(error) => error.words(language),
        }
    }

    fn english(&self) -> String {
        let language = Language::En;
        match self {
            Self::MissingRow { table, asked, row } => {
                let asked = asked.words(language);
                format!("{table} has no row for {asked}. Add one to your own {table}.csv, for example: {row}")
            }
            Self::Table { table, user, line, column, problem } => {
                let yours = if *user { "(user) " } else { "" };
                format!("{yours}{table}.csv, line {line}, column {column}: {}", problem.words(language))
            }
            Self::UnknownTable { name, known } => format!("« {name} » is no table of law; the tables are {known}"),
            Self::Unknown { what, value, known } => {
                format!("« {value} » is no known {}; expected {}", what.words(language), known.en)
            }
            Self::Refused(refusal) => refusal.words(language),
            Self::Calendar { from, length } => {
                format!("no date {} away from {from}: it lies outside the calendar", length.en)
            }
            Self::Money(error) => error.words(language),
        }
    }
}

impl From<MoneyError> for LawError {
    fn from(error: MoneyError) -> Self {
        Self::Money(error)
    }
}

impl From<Refusal> for LawError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

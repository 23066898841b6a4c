//! What a question declares of itself: its names, what it takes and of which kind, what its answer shows.
//! The flags of the command line, the document of the API and the pages of calculators are all read from it.

use kernel::{Language, Wording};
use serde_json::Value;

use super::Asked;
use crate::{Law, LawError};

/// Words in French and in English, written in the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

impl Said {
    /// The words of a language.
    pub const fn pick(self, language: Language) -> &'static str {
        language.pick(self.fr, self.en)
    }
}

/// The words in both languages.
pub(super) const fn said(fr: &'static str, en: &'static str) -> Said {
    Said { fr, en }
}

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

/// One word of a closed list, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word to give.
    pub value: String,
    /// What it is.
    pub words: Wording,
    /// What it belongs to, in a long list.
    pub group: Option<Wording>,
}

/// A closed list, read from the tables of law; beside a value given already, what goes with it.
pub type Choices = fn(&Law, &[(String, String)]) -> Vec<Choice>;

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Words.
    Text,
    /// A day of the calendar.
    Date,
    /// An amount in euros.
    Amount,
    /// A percentage.
    Percent,
    /// A rate of a contract: a percentage, a multiple of the legal rate, points over that of the bank.
    AgreedRate,
    /// A whole number.
    Whole,
    /// A number in quarters.
    Quarters,
    /// A word of a closed list.
    Choice(Choices),
    /// Yes or no.
    Switch,
    /// Parts separated by colons, the last free of form: `2026-07-01:4000.00`.
    Row(&'static [Part]),
    /// A JSON document, for programs.
    Document,
    /// Asks for the list of what can be asked.
    List,
}

/// One part of a row.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its name: `date`.
    pub name: &'static str,
    /// What it is called.
    pub label: Said,
    /// What it is.
    pub kind: Kind,
}

/// The value taken where none is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// None: the answer does without.
    Nothing,
    /// The day of the question.
    Today,
    /// A word of its list.
    Word(&'static str),
}

/// One value a verb takes.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name, without dashes: `agreed-rate`.
    pub name: &'static str,
    /// How it is given.
    pub need: Need,
    /// What it is.
    pub kind: Kind,
    /// What people call it.
    pub label: Said,
    /// What it means, in one line.
    pub about: Said,
    /// The same for who writes a command or a program: the words to give.
    pub usage: &'static str,
    /// A value of it, as the command line takes it.
    pub example: &'static str,
    /// What stands for it when it is not given.
    pub otherwise: Otherwise,
    /// Asked for in few cases only.
    pub aside: bool,
}

impl Param {
    pub(super) const fn new(name: &'static str, need: Need, kind: Kind, label: Said, about: Said) -> Self {
        Self {
            name,
            need,
            kind,
            label,
            about,
            usage: about.en,
            example: "",
            otherwise: Otherwise::Nothing,
            aside: false,
        }
    }

    /// What a command or a program gives.
    pub(super) const fn usage(mut self, usage: &'static str) -> Self {
        self.usage = usage;
        self
    }

    /// A value that makes sense beside the examples of the others.
    pub(super) const fn such_as(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }

    /// The day of the question where none is given.
    pub(super) const fn or_today(mut self) -> Self {
        self.otherwise = Otherwise::Today;
        self
    }

    /// This word of its list where none is given.
    pub(super) const fn or(mut self, word: &'static str) -> Self {
        self.otherwise = Otherwise::Word(word);
        self
    }

    /// Asked for in few cases only.
    pub(super) const fn aside(mut self) -> Self {
        self.aside = true;
        self
    }

    /// True when the question has no answer without it, unless the list is asked for.
    pub fn is_needed(&self) -> bool {
        matches!(self.need, Need::Positional | Need::Required)
    }
}

/// What a figure of an answer is.
#[derive(Debug, Clone, Copy)]
pub enum Shown {
    /// An amount, in the currency of the answer.
    Amount,
    /// A percentage.
    Rate,
    /// A day.
    Date,
    /// A number.
    Count,
    /// Yes or no.
    YesNo,
    /// A text as the table holds it.
    Text,
    /// A sentence in both languages.
    Words,
    /// A French text; the English one stands at this place.
    Beside(&'static str),
    /// A word of a family (`law::words`).
    Named(&'static str),
    /// How sure a row is.
    Status,
}

/// One figure of an answer, or one column of a table in it.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// Where it stands in the answer, or in the row: a JSON pointer.
    pub at: &'static str,
    /// What it is called.
    pub label: Said,
    /// What it is.
    pub shown: Shown,
    /// Said only when it is not nothing.
    pub if_any: bool,
    /// What the word means, with its article, for those who do not live in it.
    pub meaning: Option<Said>,
}

impl Figure {
    pub(super) const fn new(at: &'static str, shown: Shown, fr: &'static str, en: &'static str) -> Self {
        Self { at, label: said(fr, en), shown, if_any: false, meaning: None }
    }

    pub(super) const fn if_any(mut self) -> Self {
        self.if_any = true;
        self
    }

    pub(super) const fn means(mut self, fr: &'static str, en: &'static str) -> Self {
        self.meaning = Some(said(fr, en));
        self
    }
}

/// A table of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// Where the rows stand: a JSON pointer.
    pub at: &'static str,
    /// What they are.
    pub title: Said,
    /// Columns; the table is shown when the first is there.
    pub columns: &'static [Figure],
}

/// What a question is about, in the order of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Interest and indemnities.
    Interest,
    /// Dates and deadlines.
    Dates,
    /// Limitation.
    Limitation,
    /// Court and routes.
    Courts,
    /// Costs.
    Costs,
    /// Wages and bank.
    Wages,
    /// Terms of payment.
    Terms,
    /// Documents and tables.
    Documents,
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Self; 8] = [
        Self::Interest,
        Self::Dates,
        Self::Limitation,
        Self::Courts,
        Self::Costs,
        Self::Wages,
        Self::Terms,
        Self::Documents,
    ];

    /// What it is called.
    pub const fn title(self) -> Said {
        match self {
            Self::Interest => said("Intérêts et indemnités", "Interest and indemnities"),
            Self::Dates => said("Dates et délais", "Dates and deadlines"),
            Self::Limitation => said("Prescription", "Limitation"),
            Self::Courts => said("Juridiction et procédures", "Court and routes"),
            Self::Costs => said("Coûts", "Costs"),
            Self::Wages => said("Salaires et banque", "Wages and bank"),
            Self::Terms => said("Conditions de paiement", "Payment terms"),
            Self::Documents => said("Documents et tables", "Documents and tables"),
        }
    }
}

/// One verb: `late-interest`.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    /// Its name on every floor.
    pub name: &'static str,
    /// What people call it.
    pub title: Said,
    /// What it answers.
    pub about: Said,
    /// Where it stands among the others.
    pub group: Group,
    /// What it takes.
    pub params: &'static [Param],
    /// The figures of its answer, the one that answers first.
    pub figures: &'static [Figure],
    /// The tables of its answer.
    pub tables: &'static [Rows],
    pub(super) answer: fn(&Asked, &Law) -> Result<Value, LawError>,
}

impl Verb {
    /// The value of that name.
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }

    /// True when it can list what can be asked.
    pub fn lists(&self) -> bool {
        self.params.iter().any(|param| matches!(param.kind, Kind::List))
    }

    /// A question that has an answer, from the examples of what it takes.
    ///
    /// ```
    /// let verb = law::questions::verb("delay-cost")?;
    /// assert_eq!(verb.example()[0], ("amount".to_owned(), "10000.00".to_owned()));
    /// # Ok::<(), law::LawError>(())
    /// ```
    pub fn example(&self) -> Vec<(String, String)> {
        let given = self.params.iter().filter(|param| !param.example.is_empty() && !param.aside);
        given.map(|param| (param.name.to_owned(), param.example.to_owned())).collect()
    }
}

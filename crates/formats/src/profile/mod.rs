//! What the columns of a table mean: a profile, shipped, guessed, or made by a user and saved.

mod check;
mod field;
mod guess;
pub(crate) mod headers;
mod shipped;
pub(crate) mod words;

use std::collections::BTreeMap;

use kernel::Currency;
use ledger::{ImportMode, ItemKind};
use serde::{Deserialize, Serialize};

pub use check::check;
pub use field::Field;
pub use guess::{ColumnGuess, Guess, Why, guess};

use crate::Table;
use crate::value::{DateOrder, DecimalStyle};

/// What a table speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Pieces, with or without the customer's particulars on each line.
    Items,
    /// Customers only.
    Customers,
    /// Told by the columns: a table with an amount has pieces.
    #[default]
    Both,
}

/// How a table says who owes whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignConvention {
    /// A positive amount is owed by the customer, a negative one to the customer.
    #[default]
    Signed,
    /// Two columns, debit and credit.
    DebitCredit,
    /// One amount and a column saying D or C (S or H, +1 or -1).
    Side,
    /// Amounts without sign; credit notes and payments are told by the kind column.
    ByKind,
}

/// How to read a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Short name, typed on the command line.
    pub name: String,
    /// Pieces, customers, or told by the columns.
    #[serde(default)]
    pub target: Target,
    /// Is the file all that is open, or movements?
    pub mode: ImportMode,
    /// Headers accepted for each field, best first; compared without case, accents or punctuation.
    pub columns: BTreeMap<Field, Vec<String>>,
    /// Order of written dates.
    #[serde(default)]
    pub dates: DateOrder,
    /// Decimal sign.
    #[serde(default)]
    pub decimals: DecimalStyle,
    /// Who owes whom.
    #[serde(default)]
    pub signs: SignConvention,
    /// Multiply every amount by −1: some packages export credits as positive.
    #[serde(default)]
    pub invert_sign: bool,
    /// Words of the kind column, beside those we know.
    #[serde(default)]
    pub kinds: BTreeMap<String, ItemKind>,
    /// Currency of lines that name none.
    #[serde(default = "euro")]
    pub currency: Currency,
}

const fn euro() -> Currency {
    Currency::EUR
}

impl Profile {
    /// An empty profile.
    pub fn new(name: &str, mode: ImportMode) -> Self {
        Self {
            name: name.to_owned(),
            target: Target::Both,
            mode,
            columns: BTreeMap::new(),
            dates: DateOrder::Dmy,
            decimals: DecimalStyle::Auto,
            signs: SignConvention::Signed,
            invert_sign: false,
            kinds: BTreeMap::new(),
            currency: Currency::EUR,
        }
    }

    /// The profiles that come with the program.
    pub fn shipped() -> Vec<Self> {
        shipped::all()
    }

    /// A shipped profile by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::shipped().into_iter().find(|p| p.name == name)
    }

    /// The shipped profile made for a table of just these columns: it has all it needs and explains
    /// at least two thirds of them. `french`, which accepts any usual header, is not one of those:
    /// [`guess`] does better.
    pub fn recognise(table: &Table) -> Option<Self> {
        let explained = |p: &Self| p.places(table).len();
        let fits = |p: &Self| {
            check(table, p).iter().all(|l| !l.problem.blocks()) && explained(p) * 3 >= table.headers.len() * 2
        };
        // The first among equals: `max_by_key` keeps the last.
        Self::shipped().into_iter().rev().filter(|p| p.name != shipped::FRENCH && fits(p)).max_by_key(explained)
    }

    /// Maps `field` to one header.
    #[must_use]
    pub fn with(mut self, field: Field, header: &str) -> Self {
        self.columns.entry(field).or_default().push(header.to_owned());
        self
    }

    /// The column of `field` in `table`.
    pub fn place(&self, field: Field, table: &Table) -> Option<usize> {
        self.columns.get(&field)?.iter().find_map(|header| table.column(header))
    }

    /// Every mapped column present in `table`.
    pub fn places(&self, table: &Table) -> BTreeMap<Field, usize> {
        self.columns.keys().filter_map(|field| Some((*field, self.place(*field, table)?))).collect()
    }

    /// True when this table gives pieces under this profile.
    pub fn has_pieces(&self, table: &Table) -> bool {
        let amount = [Field::Amount, Field::OpenAmount, Field::Debit, Field::Credit];
        match self.target {
            Target::Customers => false,
            Target::Items => true,
            Target::Both => amount.iter().any(|f| self.place(*f, table).is_some()),
        }
    }
}

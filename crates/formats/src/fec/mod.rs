//! The FEC (fichier des écritures comptables), as programs really write it.
//!
//! Source: article A47 A-1 of the Livre des procédures fiscales; notice of Test Compta Demat 2021.
//! Tolerated beyond the text: padded fields and headers, any case, trailing separators, CR CR LF,
//! `;` and `,` as separators, decimal point, signs on either side, missing optional columns.

mod columns;
mod entries;
mod journal;
mod key;
mod parse;
mod read;
mod receivables;
mod who;

use std::collections::BTreeMap;

use kernel::{Date, from_epoch_day};

pub use columns::Column;
pub(crate) use entries::hash;
pub use journal::{Journal, Nature};
pub use read::read;
pub use receivables::{FecOptions, receivables};

use crate::{Encoding, Report};
use columns::Columns;

/// A FEC, read and verified. Lines keep their place in the text; nothing is copied.
#[derive(Debug)]
pub struct Fec<'a> {
    /// Data lines, unusable ones included, empty ones not.
    pub lines: u64,
    /// Accounting entries; rebuilt by journal, date and piece when the numbers are useless.
    pub entries: u64,
    /// How entries were counted.
    pub grouping: Grouping,
    /// Sum of debits, cents.
    pub debit: i64,
    /// Sum of credits, cents.
    pub credit: i64,
    /// Earliest entry date.
    pub first_date: Option<Date>,
    /// Latest entry date.
    pub last_date: Option<Date>,
    /// `\t`, `|`, `;` or `,`.
    pub separator: char,
    /// Character set.
    pub encoding: Encoding,
    /// Columns of the header.
    pub columns: usize,
    /// Journals in order of appearance.
    pub journals: Vec<Journal>,
    /// Lines that cannot be used.
    pub errors: Report,
    /// What deserves a look; the lines are used all the same.
    pub warnings: Report,
    pub(crate) rows: Vec<FecLine>,
    pub(crate) text: &'a str,
    pub(crate) layout: Columns,
}

/// What makes lines one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Journal and number.
    JournalAndNumber,
    /// The number alone: it spans journals.
    Number,
    /// Journal, date and piece, until balanced: the number is useless.
    Rebuilt,
}

/// A usable line: what totals need, and where the rest is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FecLine {
    /// Offset of the line in the text.
    pub start: u32,
    /// 1-based line.
    pub line: u32,
    /// Entry date.
    pub day: i32,
    /// First three digits of the account; [`OUTSIDE`] when they are none.
    pub class: u16,
    /// Index into [`Fec::journals`].
    pub journal: u16,
    pub debit: i64,
    pub credit: i64,
}

/// Class of an account that does not begin with three digits.
pub(crate) const OUTSIDE: u16 = u16::MAX;

/// Movement of a group of accounts, cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Movement {
    /// Lines.
    pub lines: u64,
    /// Sum of debits.
    pub debit: i64,
    /// Sum of credits.
    pub credit: i64,
}

impl Movement {
    /// Debit less credit.
    pub const fn balance(self) -> i64 {
        self.debit.saturating_sub(self.credit)
    }
}

impl Fec<'_> {
    /// `TAB`, `PIPE`, `SEMICOLON` or `COMMA`.
    pub const fn separator_name(&self) -> &'static str {
        match self.separator {
            '\t' => "TAB",
            '|' => "PIPE",
            ';' => "SEMICOLON",
            _ => "COMMA",
        }
    }

    /// Movement by the first three digits of the account (`411`); `-` for accounts outside the plan.
    pub fn classes(&self) -> BTreeMap<String, Movement> {
        let mut by_class: BTreeMap<u16, Movement> = BTreeMap::new();
        for row in &self.rows {
            let movement = by_class.entry(row.class).or_default();
            movement.lines += 1;
            movement.debit = movement.debit.saturating_add(row.debit);
            movement.credit = movement.credit.saturating_add(row.credit);
        }
        let name = |class| if class == OUTSIDE { "-".to_owned() } else { format!("{class:03}") };
        by_class.into_iter().map(|(class, movement)| (name(class), movement)).collect()
    }

    /// The text of one field of a usable line, trimmed; empty when the file has no such column.
    pub(crate) fn fields(&self, row: &FecLine) -> columns::Fields<'_> {
        let start = usize::try_from(row.start).unwrap_or(usize::MAX);
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.split(self.layout.terminator).next().unwrap_or_default();
        self.layout.split(line)
    }

    /// The entry date of a line.
    pub(crate) fn date(row: &FecLine) -> Date {
        from_epoch_day(row.day)
    }
}

/// Why a file is not read as a FEC at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FecRefused {
    /// No header.
    #[error("the file has no line: export it again")]
    Empty,
    /// The first line is no FEC header.
    #[error("line 1 is no FEC header: {missing} not found; the first line must name the 18 fields of article A47 A-1")]
    Header {
        /// Names not found, separated by commas.
        missing: String,
    },
    /// Header and nothing else.
    #[error("the file has a header and no entry: export it again")]
    NoLine,
}

impl FecRefused {
    /// The sentence in French.
    pub fn french(&self) -> String {
        match self {
            Self::Empty => "le fichier n’a aucune ligne : exportez-le de nouveau".into(),
            Self::Header { missing } => format!(
                "la ligne 1 n’est pas l’en-tête d’un FEC : {missing} introuvable ; elle doit nommer les 18 champs de l’article A47 A-1"
            ),
            Self::NoLine => "le fichier a un en-tête et aucune écriture : exportez-le de nouveau".into(),
        }
    }
}

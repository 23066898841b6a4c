//! What a file says, in the words of the ledger, before it is compared with what is known.

use kernel::{Date, Money, PaymentTerms, Siren, VatNumber, Wording};
use serde::{Deserialize, Serialize};

use crate::{ContactRole, DebtorKind, ImportMode, ItemKind, Language};

/// The content of one or several files read together.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Movement or snapshot.
    pub mode: ImportMode,
    /// Where the pieces come from: `fec`, or `open-items`. Two sources may name the same piece
    /// with different keys.
    pub source: Source,
    /// Customers named by the file, each once, in order of appearance.
    pub customers: Vec<CustomerRow>,
    /// Pieces.
    pub pieces: Vec<PieceRow>,
    /// Lines left out, with the reason: they were read well and do not concern receivables.
    pub ignored: Vec<Ignored>,
    /// Lines refused.
    pub errors: Vec<LineError>,
    /// Values left aside on lines that went in all the same.
    pub remarks: Vec<LineError>,
    /// What could still be read of the refused piece lines: a piece that stands on a refused line
    /// is not missing from a snapshot, so it must not be settled by its absence.
    pub unread: Vec<Unread>,
    /// Number of data lines read.
    pub lines: u64,
}

/// The nature of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A general ledger (FEC): history, no due date.
    Fec,
    /// An open-items export: due dates, what remains.
    OpenItems,
}

/// Data lines grouped by why they were left aside (« compte hors clients »).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ignored {
    /// Slug: `not-receivable`, `total-line`, `blank`, `closed-item`…
    pub reason: String,
    /// What they had in common, for people (`comptes 401, 512…`).
    pub detail: Wording,
    /// How many.
    pub lines: u64,
}

/// A refused piece line, as far as it was understood. Empty text: that field could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Line.
    pub line: u64,
    /// Customer code.
    pub customer: Box<str>,
    /// Number of the piece.
    pub number: Box<str>,
}

/// One line or value that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineError {
    /// 1-based line of the file (XLSX: row), 0 for the file as a whole.
    pub line: u64,
    /// Column as named in the file, or the name of our field.
    pub field: String,
    /// Why, and what to do.
    pub message: Wording,
}

/// A customer as the file knows it. `None` means the file says nothing about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerRow {
    /// Line of the customer file; 0 when only pieces name this customer.
    pub line: u64,
    /// Customer code, not empty.
    pub number: Box<str>,
    /// Name.
    pub name: Option<Box<str>>,
    /// Legal kind, where a column or the name's legal form tells.
    pub kind: Option<DebtorKind>,
    /// SIREN.
    pub siren: Option<Siren>,
    /// VAT number.
    pub vat: Option<VatNumber>,
    /// Street.
    pub street: Option<Box<str>>,
    /// Complement.
    pub complement: Option<Box<str>>,
    /// Post code.
    pub postcode: Option<Box<str>>,
    /// Town.
    pub city: Option<Box<str>>,
    /// Country, two letters.
    pub country: Option<Box<str>>,
    /// Language.
    pub language: Option<Language>,
    /// Contact: name, role, mail, telephone.
    pub contact: Option<ContactRow>,
    /// Payment terms.
    pub terms: Option<PaymentTerms>,
    /// Salesperson.
    pub salesperson: Option<Box<str>>,
    /// Group.
    pub group: Option<Box<str>>,
}

/// A contact of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// Name; may be empty.
    pub name: Box<str>,
    /// Role.
    pub role: ContactRole,
    /// Mail; may be empty.
    pub email: Box<str>,
    /// Telephone; may be empty.
    pub phone: Box<str>,
}

/// A piece as the file knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceRow {
    /// Line.
    pub line: u64,
    /// Index into [`Intake::customers`].
    pub customer: u32,
    /// What it is.
    pub kind: ItemKind,
    /// Number printed on it; may be empty.
    pub number: Box<str>,
    /// Stable key when the number does not identify the piece (FEC: digest of the line's content
    /// without its lettrage). `None`: the number does.
    pub key: Option<Box<str>>,
    /// Wording.
    pub label: Box<str>,
    /// Signed amount: positive increases what is owed.
    pub amount: Money,
    /// Accounting date.
    pub entry_on: Date,
    /// Date of the piece.
    pub issue_on: Date,
    /// Due date, when the file gives one.
    pub due_on: Option<Date>,
    /// Delivery or completion.
    pub supply_on: Option<Date>,
    /// What the file says was settled, with the sign of the amount, and since when.
    pub settled: Option<Settled>,
    /// Lettrage: code and date.
    pub letter: Option<(Box<str>, Option<Date>)>,
    /// General-ledger account.
    pub gl_account: Box<str>,
}

/// The part of a piece that the file says is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Minor units, with the sign of the piece's amount; at most the amount.
    pub minor: i64,
    /// Day of the settlement; none when the file does not tell.
    pub on: Option<Date>,
}

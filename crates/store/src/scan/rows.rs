//! What scans hand over, row by row.

use kernel::{Currency, Date};
use ledger::{AccountId, AllocationId, BatchId, ContactId, CreditorId, DebtorId, DebtorKind, ItemId, ItemKind};

/// A piece as the portfolio needs it. Days are counted from 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedItem {
    /// Identity.
    pub id: ItemId,
    /// The account.
    pub account_id: AccountId,
    /// The batch that brought it.
    pub batch_id: BatchId,
    /// What it is.
    pub kind: ItemKind,
    /// Minor units; positive when it increases what is owed.
    pub amount_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Accounting date.
    pub entry_on: i32,
    /// Date of the piece.
    pub issue_on: i32,
    /// Due date.
    pub due_on: i32,
    /// True when the due date was inferred.
    pub due_inferred: bool,
    /// Number printed on it.
    pub number: String,
}

/// An account and its debtor as lists need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedAccount {
    /// Identity.
    pub id: AccountId,
    /// Its creditor.
    pub creditor_id: CreditorId,
    /// Its debtor.
    pub debtor_id: DebtorId,
    /// Customer code.
    pub number: String,
    /// Salesperson.
    pub salesperson: String,
    /// Last day of a pause, included.
    pub paused_until: Option<Date>,
    /// Strategy chosen by hand.
    pub strategy: Option<String>,
    /// Name of the debtor.
    pub name: String,
    /// Legal kind.
    pub kind: DebtorKind,
    /// SIREN.
    pub siren: Option<String>,
    /// Country of its address.
    pub country: String,
    /// True when a letter can be posted.
    pub postable: bool,
    /// True when a letter came back from an address of the debtor, this one or another.
    pub returned: bool,
}

/// A contact as lists and the search need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedContact {
    /// Identity.
    pub id: ContactId,
    /// Its debtor.
    pub debtor_id: DebtorId,
    /// Its name.
    pub name: String,
    /// Mail address, or nothing.
    pub email: String,
    /// Telephone number, or nothing.
    pub phone: String,
    /// Mail came back from that address.
    pub bounced: bool,
}

/// A match as the portfolio needs it. The day is counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScannedAllocation {
    /// Identity.
    pub id: AllocationId,
    /// The account.
    pub account_id: AccountId,
    /// The batch that brought it.
    pub batch_id: BatchId,
    /// The piece owed.
    pub debit_id: ItemId,
    /// The piece that settles.
    pub credit_id: ItemId,
    /// Minor units; negative for a reversal.
    pub amount_minor: i64,
    /// Accounting date.
    pub on: i32,
}

/// A piece as an import compares it with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownItem {
    /// Identity.
    pub id: ItemId,
    /// The account.
    pub account_id: AccountId,
    /// What makes it the same piece in two files.
    pub key: String,
    /// Number printed on it.
    pub number: String,
    /// What it is.
    pub kind: ItemKind,
    /// Minor units, signed.
    pub amount_minor: i64,
    /// Minor units still open, with the sign of the amount.
    pub open_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Accounting date, days from 1970-01-01.
    pub entry_on: i32,
    /// Date of the piece, days from 1970-01-01.
    pub issue_on: i32,
    /// Due date, days from 1970-01-01.
    pub due_on: i32,
    /// True when the due date was inferred.
    pub due_inferred: bool,
}

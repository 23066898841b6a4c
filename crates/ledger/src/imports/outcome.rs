//! What an import did, or would do: figures, control totals, lists for people.

use std::collections::BTreeMap;

use kernel::{Currency, Wording};
use serde::{Deserialize, Serialize};

use crate::intake::{Ignored, LineError};

/// The figures of one import.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Data lines read.
    pub lines: u64,
    /// Lines that created or changed something.
    pub accepted: u64,
    /// Lines that say what is already known.
    pub unchanged: u64,
    /// Lines refused.
    pub rejected: u64,
    /// Debtors created.
    pub debtors: u64,
    /// Pieces created, settlements left out.
    pub items: u64,
    /// Payments and settlements created.
    pub payments: u64,
    /// Matches created.
    pub allocations: u64,
    /// Fields of customers or due dates changed.
    pub changes: u64,
    /// Pieces missing from a snapshot, settled by the ERP.
    pub settled_by_absence: u64,
    /// Pieces missing from a snapshot but kept open because a refused line may speak of them.
    pub held_back: u64,
    /// Lines read well that do not concern receivables.
    pub ignored: Vec<Ignored>,
    /// Values left aside on lines that went in, the first thousand.
    pub remarks: Vec<LineError>,
    /// Refused lines, the first ten thousand.
    pub errors: Vec<LineError>,
    /// Control totals by currency.
    pub controls: BTreeMap<Currency, Control>,
    /// What the file says by general-ledger account class (`411`, `416`…), where it names accounts.
    pub classes: Vec<ClassTotal>,
    /// Ten of what is created, changed and settled, for the preview.
    pub samples: Vec<Sample>,
    /// Remarks to read before accepting.
    pub warnings: Vec<Wording>,
}

/// The customers of one class of general-ledger accounts, as the file has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTotal {
    /// First three digits of the accounts.
    pub class: String,
    /// Currency.
    pub currency: Currency,
    /// Customers with a line.
    pub customers: u64,
    /// Debits less credits, minor units.
    pub balance: i64,
}

/// The file against the ledger, in one currency.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Control {
    /// Customers compared.
    pub customers: u64,
    /// Open total of the file, minor units.
    pub file: i64,
    /// Open total of the same customers in the ledger before.
    pub before: i64,
    /// Open total of the same customers in the ledger after.
    pub after: i64,
    /// Customers whose totals differ, the largest gaps first, at most a hundred.
    pub gaps: Vec<CustomerGap>,
    /// How many customers differ.
    pub gap_count: u64,
}

impl Control {
    /// Ledger after, less file: zero when they tie.
    pub fn gap(&self) -> i64 {
        self.after - self.file
    }
}

/// A customer whose total differs from the file's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerGap {
    /// Customer code.
    pub number: String,
    /// Name.
    pub name: String,
    /// Total of the file, minor units.
    pub file: i64,
    /// Total of the ledger, minor units.
    pub ledger: i64,
}

/// One line of the preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// `create`, `settle`, `absent`, `due`, `customer`.
    pub what: String,
    /// Customer, by name.
    pub customer: String,
    /// Piece number or field.
    pub piece: String,
    /// Before, as text.
    pub before: String,
    /// After, as text.
    pub after: String,
}

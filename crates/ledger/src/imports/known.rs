//! What the ledger already knows, as the plan needs it.

use std::collections::HashMap;

use kernel::{Currency, Date};

use crate::{Account, Contact, Debtor, DebtorId, Group, ItemId, ItemKind};

/// A live piece of the ledger.
#[derive(Debug, Clone)]
pub struct KnownItem {
    /// Item.
    pub id: ItemId,
    /// Key.
    pub key: Box<str>,
    /// Number.
    pub number: Box<str>,
    /// Kind.
    pub kind: ItemKind,
    /// Signed amount, minor units.
    pub amount: i64,
    /// Currency.
    pub currency: Currency,
    /// Accounting date.
    pub entry_on: Date,
    /// Date of the piece.
    pub issue_on: Date,
    /// Due date.
    pub due_on: Date,
    /// Due date supposed from terms.
    pub due_inferred: bool,
    /// What is open now, signed, minor units.
    pub open: i64,
}

/// An account with its debtor and its live pieces, ordered by id.
#[derive(Debug, Clone)]
pub struct KnownAccount {
    /// Account.
    pub account: Account,
    /// Its debtor.
    pub debtor: Debtor,
    /// Contacts of the debtor.
    pub contacts: Vec<Contact>,
    /// Pieces.
    pub items: Vec<KnownItem>,
}

/// Everything known of one creditor.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Accounts by customer code.
    pub accounts: HashMap<String, KnownAccount>,
    /// Debtors of other creditors by SIREN: the same company is the same debtor.
    pub debtors_by_siren: HashMap<String, DebtorId>,
    /// Groups by name.
    pub groups: HashMap<String, Group>,
}

impl Known {
    /// First accounting date of the ledger, if it has any piece.
    pub fn first_entry(&self) -> Option<Date> {
        self.accounts.values().flat_map(|a| &a.items).map(|i| i.entry_on).min()
    }
}

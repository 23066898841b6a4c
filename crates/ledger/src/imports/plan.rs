//! The decision: for each customer, which pieces are new, which changed, which left the file.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use kernel::{Currency, Date, Wording};
use rayon::prelude::*;

use super::planner::{Part, Planner, Shared};
use super::{ClassTotal, Known, KnownAccount, Outcome};
use crate::intake::Intake;
use crate::{AccountId, Creditor, ImportMode, ItemId};

/// Circumstances of an import.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The creditor whose ledger is fed.
    pub creditor: &'a Creditor,
    /// Day the file speaks of.
    pub as_of: Date,
}

/// A piece, old or about to be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A known piece.
    Known(ItemId),
    /// The n-th creation of the account.
    New(u32),
}

/// A row of the file that becomes a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Creation {
    /// Index into [`Intake::pieces`].
    pub row: u32,
    /// Due date.
    pub due_on: Date,
    /// Supposed from terms.
    pub due_inferred: bool,
}

/// A piece settled, wholly or not, by something the file does not show as a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// The piece.
    pub piece: Piece,
    /// What leaves its open amount: the sign of the amount settles, the opposite reopens.
    pub minor: i64,
    /// Accounting date.
    pub on: Date,
    /// Why.
    pub cause: Cause,
}

/// Why an import settles a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The file gives what was paid on it.
    Paid,
    /// It left the snapshot.
    Absent,
    /// The file gives another amount or currency under its number: a new piece stands for it.
    Replaced,
}

/// A match between two pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What is owed.
    pub debit: Piece,
    /// What settles.
    pub credit: Piece,
    /// Minor units, positive.
    pub amount: i64,
    /// Currency.
    pub currency: Currency,
    /// Accounting date.
    pub on: Date,
    /// Lettrage code.
    pub letter: Box<str>,
}

/// A known piece whose due date the file corrects or confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueChange {
    /// The piece.
    pub item: ItemId,
    /// As known.
    pub old: Date,
    /// Supposed until now.
    pub was_inferred: bool,
    /// As the file says.
    pub new: Date,
}

/// What a [`Change`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// The debtor.
    Debtor,
    /// The account.
    Account,
}

/// A field of a known customer that the file changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose field.
    pub entity: Entity,
    /// Its name, as in the model.
    pub field: &'static str,
    /// As known.
    pub old: String,
    /// As the file says.
    pub new: String,
}

/// What to write for one account.
#[derive(Debug, Clone, Default)]
pub struct AccountPlan {
    /// Index into [`Intake::customers`]; none for an account the snapshot does not mention.
    pub customer: Option<u32>,
    /// Customer code.
    pub number: Box<str>,
    /// The account, when it exists.
    pub account: Option<AccountId>,
    /// True when the customer's contact is not known yet.
    pub new_contact: bool,
    /// Fields changed.
    pub changes: Vec<Change>,
    /// Pieces created.
    pub creations: Vec<Creation>,
    /// Due dates changed.
    pub due_changes: Vec<DueChange>,
    /// Settlements without a piece in the file.
    pub settlements: Vec<Settlement>,
    /// Matches.
    pub matches: Vec<Match>,
}

impl AccountPlan {
    /// True when there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.account.is_some()
            && !self.new_contact
            && self.changes.is_empty()
            && self.creations.is_empty()
            && self.due_changes.is_empty()
            && self.settlements.is_empty()
            && self.matches.is_empty()
    }
}

/// What an import would write.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// One entry per account with something to write, in the order of the file.
    pub accounts: Vec<AccountPlan>,
    /// Groups named by the file and not known yet.
    pub new_groups: BTreeSet<String>,
    /// Figures.
    pub outcome: Outcome,
}

/// Compares the file with the ledger. The same file again gives an empty plan.
pub fn plan(intake: &Intake, known: &Known, context: Context<'_>) -> Plan {
    let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); intake.customers.len()];
    for (row, piece) in (0_u32..).zip(&intake.pieces) {
        if let Some(rows) = rows_of.get_mut(piece.customer as usize) {
            rows.push(row);
        }
    }
    let shared = Shared::new(intake, known, context);
    let mut parts: Vec<Part> = (0_u32..)
        .zip(&intake.customers)
        .zip(&rows_of)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|((customer, row), rows)| {
            Planner::new(&shared, known.accounts.get(&*row.number)).run(Some((customer, row)), rows)
        })
        .collect();
    if intake.mode == ImportMode::Snapshot && !intake.pieces.is_empty() {
        let named: HashSet<&str> = intake.customers.iter().map(|c| &*c.number).collect();
        let mut absent: Vec<&KnownAccount> = known
            .accounts
            .values()
            .filter(|a| !named.contains(a.account.number.as_str()) && a.items.iter().any(|i| i.open != 0))
            .collect();
        absent.sort_by_key(|a| a.account.id);
        parts.par_extend(absent.into_par_iter().map(|account| Planner::new(&shared, Some(account)).run(None, &[])));
    }
    let mut outcome = Outcome {
        lines: intake.lines,
        rejected: intake.errors.iter().map(|e| e.line).filter(|l| *l > 0).collect::<HashSet<_>>().len() as u64,
        ignored: intake.ignored.clone(),
        errors: intake.errors.iter().take(10_000).cloned().collect(),
        remarks: intake.remarks.iter().take(1000).cloned().collect(),
        classes: classes(intake),
        ..Outcome::default()
    };
    let mut accounts = Vec::new();
    for part in parts {
        part.tally.add_to(&mut outcome);
        if !part.plan.is_empty() {
            accounts.push(part.plan);
        }
    }
    for control in outcome.controls.values_mut() {
        control.gaps.sort_by_key(|g| std::cmp::Reverse((g.ledger - g.file).abs()));
        control.gaps.truncate(100);
    }
    if outcome.held_back > 0 {
        let held = outcome.held_back;
        outcome.warnings.push(Wording::new(
            format!("{held} pièce(s) absente(s) du fichier restent ouvertes : une ligne refusée en parle peut-être. Corrigez ces lignes et réimportez."),
            format!("{held} piece(s) missing from the file stay open: a refused line may speak of them. Mend those lines and import again."),
        ));
    }
    let new_groups = intake
        .customers
        .iter()
        .filter_map(|c| c.group.as_deref())
        .filter(|g| !g.is_empty() && !known.groups.contains_key(*g))
        .map(str::to_owned)
        .collect();
    Plan { accounts, new_groups, outcome }
}

/// Customers and balance by class of account: what a reader compares with the general balance.
fn classes(intake: &Intake) -> Vec<ClassTotal> {
    let mut found: BTreeMap<(&str, Currency), (HashSet<u32>, i64)> = BTreeMap::new();
    for piece in &intake.pieces {
        if let Some(class) = piece.gl_account.get(..3) {
            let entry = found.entry((class, piece.amount.currency())).or_default();
            entry.0.insert(piece.customer);
            entry.1 += piece.amount.minor();
        }
    }
    let total = |((class, currency), (customers, balance)): ((&str, Currency), (HashSet<u32>, i64))| ClassTotal {
        class: class.to_owned(),
        currency,
        customers: customers.len() as u64,
        balance,
    };
    found.into_iter().map(total).collect()
}

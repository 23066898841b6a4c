//! The indicators.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a figure is not shown.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lacking {
    #[schema(example = "sales-unknown")]
    pub code: String,
    /// What is missing, and what would show the figure.
    pub words: String,
}

/// The two numbers of a figure that is one over the other.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorParts {
    /// An amount, an amount × days, or a count.
    #[schema(example = "800.00")]
    pub numerator: String,
    /// An amount or a count, above zero.
    #[schema(example = "1200.00")]
    pub denominator: String,
}

/// One indicator: a figure, or what is missing to tell it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFigure {
    #[schema(example = "dso")]
    pub indicator: String,
    pub name: String,
    /// `money`, `percent` or `days`.
    #[schema(example = "days")]
    pub unit: String,
    /// An amount, or a number with one decimal rounded half up; none when it is missing.
    #[schema(example = "40.4")]
    pub value: Option<String>,
    pub missing: Option<Lacking>,
    /// The rule, in words.
    pub formula: String,
    /// The rule with its numbers.
    pub computed: String,
    /// Its numerator and denominator, for the indicators of files and cases; null when it is missing.
    pub parts: Option<IndicatorParts>,
}

/// The indicators of the files of one creditor, or of the cases that followed one procedure.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorGroup {
    /// Code of the creditor, or name of the procedure in the tables of law.
    #[schema(example = "payment-order")]
    pub key: String,
    pub name: String,
    /// Files that ended.
    pub files: u64,
    pub figures: Vec<IndicatorFigure>,
}

/// A file that came to an end: a late item that was paid, or a case that was closed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFile {
    pub ended: String,
    /// The item, where no case claims it.
    pub item: Option<String>,
    pub case: Option<String>,
    /// Number of the item, or the reference of the case; may be empty.
    pub reference: String,
    /// Code of the creditor.
    pub creditor: String,
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    pub currency: String,
    /// `paid`, `settled`, `irrecoverable` or `given-up`; null for an item.
    #[schema(example = "paid")]
    pub outcome: Option<String>,
    /// The procedures it followed, in words.
    pub procedures: Vec<String>,
    /// Resolved without a judge.
    pub amicable: bool,
    /// What was late and paid; of a case, what it claimed.
    pub entrusted: String,
    pub collected: String,
    /// Σ money × days from the due date to the day it came.
    pub amount_days: String,
    /// What the house spent on a case, VAT and its own time included.
    pub cost: String,
    /// Procedures decided.
    pub decided: u64,
    /// Of which with a title, even for a part.
    pub won: u64,
    pub asked: String,
    pub granted: String,
}

/// A page of the files that ended, the last first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFiles {
    pub rows: Vec<IndicatorFile>,
    /// Where the next page goes on.
    pub next: Option<String>,
    /// Files in all.
    pub total: u64,
    /// The procedure asked for, in words.
    pub procedure: Option<String>,
}

/// One month of the charts; a figure that cannot be told is null.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorMonth {
    /// Last day of the month, or the day asked for.
    pub until: String,
    pub outstanding: Option<String>,
    pub overdue: Option<String>,
    pub overdue_rate: Option<String>,
    /// Invoices less credit notes of the month, until that day.
    pub sales: Option<String>,
    pub dso: Option<String>,
    pub best_possible_dso: Option<String>,
    pub count_back_dso: Option<String>,
}

/// « The first 58 accounts are 55 % of what is overdue. »
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorTop {
    /// The share reached, percent.
    pub percent: u8,
    pub accounts: u64,
    pub amount: String,
    pub share: String,
    pub words: String,
}

/// The late pieces of one account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorDelay {
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    /// Open on late pieces, credits not deducted.
    pub amount: String,
    pub items: u64,
    pub oldest_days: i32,
    /// Mean days late, weighted by amounts.
    pub average_days: String,
    /// Part of all amounts × days late, percent.
    pub share: String,
}

/// A page of the accounts with late pieces.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorDelays {
    pub rows: Vec<IndicatorDelay>,
    /// Where the next page goes on.
    pub next: Option<String>,
    /// Accounts in all.
    pub total: u64,
}

/// What is set aside for one reason.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorReason {
    #[schema(example = "disputed")]
    pub reason: String,
    pub amount: String,
    pub count: u64,
    /// Percent of what is outstanding.
    pub share: Option<String>,
}

/// What is set aside.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorBlocked {
    pub amount: String,
    pub count: u64,
    pub reasons: Vec<IndicatorReason>,
}

/// The promises whose day falls in the period; those not judged or withdrawn are in no rate.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorPromises {
    pub kept: u64,
    pub partly: u64,
    pub broken: u64,
    pub open: u64,
    pub withdrawn: u64,
    pub promised: String,
    pub paid: String,
}

/// The indicators of one currency.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorBlock {
    pub currency: String,
    pub figures: Vec<IndicatorFigure>,
    pub notes: Vec<String>,
    /// Since when everything open is known.
    pub known_from: Option<String>,
    /// Since when sales are known without a break.
    pub sales_known_from: Option<String>,
    pub balance_finding: String,
    pub delay_finding: String,
    /// The oldest first.
    pub months: Vec<IndicatorMonth>,
    pub overdue_accounts: u64,
    pub top: Vec<IndicatorTop>,
    pub late_accounts: u64,
    /// The ten whose delays weigh most; `/indicators/delays` has them all.
    pub delays: Vec<IndicatorDelay>,
    pub blocked: IndicatorBlocked,
    pub promises: IndicatorPromises,
    /// The indicators of files and cases, by creditor.
    pub by_creditor: Vec<IndicatorGroup>,
    /// The same of the cases that followed each procedure: one that followed two is in both.
    pub by_procedure: Vec<IndicatorGroup>,
}

/// Days, both included.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    pub from: String,
    pub until: String,
}

/// The last file the figures come from.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LastImport {
    pub id: String,
    pub source: String,
    /// Day the file speaks of.
    pub as_of: String,
    pub at: String,
}

/// The indicators: one block per currency, never added to each other, the main one first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicators {
    pub as_of: String,
    pub creditor: Option<String>,
    /// Months of the period of sales, promises and files that ended.
    pub months: u8,
    pub period: Days,
    /// When the ledger was read.
    pub read_at: String,
    pub last_import: Option<LastImport>,
    pub currencies: Vec<IndicatorBlock>,
}

//! What the guard of rights tells.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One right: the limitation of an open item.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardLine {
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    pub item_id: String,
    /// Number of the item.
    pub item: String,
    pub currency: String,
    /// What is open of it.
    pub at_risk: String,
    #[schema(example = "running")]
    pub state: String,
    /// The state in words.
    pub words: String,
    /// What runs.
    pub what: String,
    /// What is lost.
    pub lost: String,
    /// The day the period is counted from.
    pub starts: String,
    /// Last day to act, to its end.
    pub last_day: String,
    /// Last working day on or before it.
    pub safe_day: String,
    pub article: String,
    /// Who follows the account; empty when nobody does.
    pub owner: String,
    pub warnings: Vec<String>,
}

/// So many rights, and what they are for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardSum {
    pub rights: u64,
    /// Currency and amount.
    pub amounts: Vec<(String, String)>,
}

/// A page of rights: those lost first, then the first to be lost.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardPage {
    pub rows: Vec<GuardLine>,
    pub next: Option<String>,
    /// Rights of all pages.
    pub count: u64,
    /// Lost within `days` if nobody acts.
    pub soon: GuardSum,
    /// Lost already.
    pub lost: GuardSum,
    /// Their due date is inferred: to be confirmed.
    pub unconfirmed: GuardSum,
    pub days: u16,
    pub today: String,
    pub read_at: String,
}

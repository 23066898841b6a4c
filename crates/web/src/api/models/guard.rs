//! What the guard of rights tells.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One right: the limitation of an open item, a deadline of a procedure, the limitation of a title, or a period of an
/// insolvency.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardLine {
    /// Reference of the right: that of its item, of its deadline, of its title or of its claim in an insolvency.
    pub right: String,
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    /// The item; absent for a deadline of a procedure.
    pub item_id: Option<String>,
    /// The procedure; absent for the limitation of an item.
    pub procedure_id: Option<String>,
    /// The title; absent for what is not the limitation of one.
    pub title_id: Option<String>,
    /// The insolvency; absent for what is no period of one.
    pub insolvency_id: Option<String>,
    /// Number of the item, or name of the procedure.
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
    /// Who answers for it: who follows its case, else the account; empty when nobody does.
    pub owner: String,
    /// The last day one of its alarms was told.
    pub told: Option<String>,
    /// The last day somebody answered one.
    pub answered: Option<String>,
    /// Who; empty where nobody did.
    pub answered_by: String,
    /// Who gave it up, and why.
    pub waiver: Option<GuardWaiver>,
    pub warnings: Vec<String>,
}

/// Who gave a right up, and why; whether it was taken up again.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardWaiver {
    pub id: String,
    pub by: String,
    pub on: String,
    pub why: String,
    pub back_on: Option<String>,
    pub back_by: String,
    pub back_why: String,
}

/// One right, and each time it was given up, the last first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardRight {
    pub line: GuardLine,
    pub waivers: Vec<GuardWaiver>,
    pub today: String,
}

/// Why a right is given up, or taken up again.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardReason {
    pub why: String,
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
    /// Given up: in none of the others.
    pub given_up: GuardSum,
    pub days: u16,
    pub today: String,
    pub read_at: String,
}

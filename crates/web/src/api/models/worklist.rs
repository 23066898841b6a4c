//! The worklist of the day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a file is on the list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkReason {
    /// `right-at-risk`, `promise-broken`, `task-due`, `dispute-over`, `announced-late`, `pieces-free`,
    /// `approval-waiting`, `entry-pending`, `unreachable`, `uncertain`, `steps-taken`, `reminder-due`; beside
    /// them `interest-since`, `right-over`, `other-currencies`.
    pub code: String,
    pub words: String,
}

/// One file of the list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkRow {
    /// Place in the list, from 1.
    pub rank: u64,
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    pub currency: String,
    pub overdue: String,
    pub late_days: i64,
    /// Points times weights, added up.
    pub score: u32,
    pub reasons: Vec<WorkReason>,
    /// `call`, `write`, `remind`, `approve`, `enter`, `do`, `mend`, `decide`.
    #[serde(rename = "move")]
    pub proposed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Login of whose the account is; nobody's when empty.
    pub collector: String,
    /// Within the contacts of the day.
    pub within: bool,
}

/// « The first 58 are 55 % of what is late. »
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkTop {
    pub accounts: u64,
    pub percent: u8,
    pub overdue: String,
    pub of: String,
    pub currency: String,
}

/// A page of the worklist.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorklistPage {
    pub date: String,
    /// Login of whose list it is; everybody's when none.
    pub owner: Option<String>,
    pub rows: Vec<WorkRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    pub total: u64,
    /// Contacts left today.
    pub capacity: u64,
    /// Files that who asks dealt with today.
    pub done: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<WorkTop>,
    pub snoozed: u64,
    pub mine: u64,
    pub team: u64,
    pub read_at: String,
}

/// What one criterion gives a file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkPoints {
    /// `amount`, `lateness`, `payer`, `promise`, `right`, `value`, `waiting`.
    pub criterion: String,
    /// 0 to 100.
    pub points: u8,
    pub weight: u8,
    pub score: u32,
    pub why: String,
}

/// Why a file has its rank.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RankWhy {
    pub row: WorkRow,
    pub of: u64,
    pub points: Vec<WorkPoints>,
    pub right_ends: Option<String>,
}

/// A file put off.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    pub id: String,
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    /// The day it comes back.
    pub until: String,
    pub reason: String,
    pub actor: String,
}

/// A file to put off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnoozeOrder {
    /// The day it comes back.
    pub until: String,
    pub reason: String,
}

/// Weights by criterion, 0 to 20.
pub type WeightMap = BTreeMap<String, u8>;

/// Weights as somebody saved them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedWeights {
    /// None when those shipped were taken back.
    pub weights: Option<WeightMap>,
    pub actor: String,
    pub at: String,
}

/// The weights in force.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeightsInForce {
    pub weights: WeightMap,
    pub shipped: bool,
    pub saved: Vec<SavedWeights>,
}

/// A file whose rank changes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RankChange {
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    pub before: u64,
    pub after: u64,
}

/// Who moves under other weights.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The head of either order, by the rank it would have.
    pub head: Vec<RankChange>,
    pub files: u64,
    /// Files that would come within the contacts of the day.
    pub enter: u64,
    pub capacity: u64,
}

/// Somebody of the house and their list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamMember {
    /// Empty for the accounts of nobody.
    pub login: String,
    pub name: String,
    pub accounts: u64,
    pub overdue: String,
    pub currency: String,
    pub files: u64,
    pub capacity: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<String>,
}

/// Contacts a day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityOrder {
    /// 1 to 500.
    pub contacts: u16,
}

/// Accounts to give; only those that meet everything said are.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignOrder {
    /// To whom, by login; to nobody when absent.
    #[serde(default)]
    pub to: Option<String>,
    /// References or customer codes.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Code of a creditor.
    #[serde(default)]
    pub creditor: Option<String>,
    #[serde(default)]
    pub salesperson: Option<String>,
    /// Whose they are now, by login; an empty text for nobody's.
    #[serde(default)]
    pub of: Option<String>,
    /// First and last letter of the debtor's name: `AF`.
    #[serde(default)]
    pub letters: Option<String>,
}

/// How many accounts changed hands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assigned {
    pub assigned: u64,
}

/// An absence.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    pub id: String,
    pub login: String,
    pub since: String,
    pub until: String,
    /// Login; nobody when empty.
    pub stand_in: String,
    pub actor: String,
}

/// An absence to note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceOrder {
    pub login: String,
    /// First day, included.
    pub since: String,
    /// Last day, included.
    pub until: String,
    /// Login of the stand-in; nobody when empty.
    #[serde(default)]
    pub stand_in: String,
}

//! What moves the limitation of items, and the list of a hand-over.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What moved the limitation of items.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitationTold {
    /// References of the items.
    pub items: Vec<String>,
    /// Its word in the tables of law: `acknowledgement`, `partial-payment`, `request-for-time`, `enforcement-act`…
    #[schema(example = "acknowledgement")]
    pub event: String,
    /// The day it happened; today when absent.
    #[serde(default)]
    #[schema(example = "2026-11-20")]
    pub day: Option<String>,
    /// What proves it, in words.
    pub proof: String,
}

/// The facts that were told, one an item.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitationMade {
    pub ids: Vec<String>,
}

/// Why a fact is struck out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitationStruck {
    pub why: String,
}

/// A fact about one item.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitationLine {
    /// Absent for what a procedure, a plan or a mediation tells.
    pub id: Option<String>,
    pub item: String,
    /// Number of the item.
    pub number: String,
    pub event: String,
    /// The same in words.
    pub words: String,
    pub on: String,
    pub proof: String,
    pub by: String,
    pub at: String,
    /// The day it was struck out.
    pub left: Option<String>,
    pub left_why: String,
}

/// A fact that can be told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitationChoice {
    pub event: String,
    /// The same in words.
    pub words: String,
    /// What it does.
    pub why: String,
    pub article: String,
    /// What proves it, where a row of law says so.
    pub proof: Option<String>,
}

/// An item that is open.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitationPiece {
    pub item: String,
    pub number: String,
    pub open: String,
    pub currency: String,
}

/// What moved the limitations of an account, and what can be told of them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitationSheet {
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    pub facts: Vec<LimitationLine>,
    pub choices: Vec<LimitationChoice>,
    pub pieces: Vec<LimitationPiece>,
    pub today: String,
}

/// A line of the hand-over to tick.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseTick {
    /// Its name in the list.
    #[schema(example = "sales")]
    pub line: String,
    /// In words.
    #[serde(default)]
    pub note: String,
    /// Take the tick back instead.
    #[serde(default)]
    pub back: bool,
}

/// Who ticked a line.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckTick {
    pub by: String,
    pub on: String,
    pub note: String,
}

/// One line of the hand-over.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckLine {
    pub line: String,
    /// What must be ready.
    pub words: String,
    /// What the file says of it; absent where it cannot tell.
    pub ready: Option<bool>,
    /// What it is, or what is missing.
    pub detail: Option<String>,
    pub asked: Option<super::CaseAsked>,
    pub tick: Option<CheckTick>,
}

/// What must be ready before a case is handed over.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseChecklist {
    pub case: String,
    pub account_id: String,
    pub debtor: String,
    pub lines: Vec<CheckLine>,
    /// Lines that nobody ticked.
    pub left: u64,
    pub today: String,
}

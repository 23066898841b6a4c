//! Instalment plans.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plan to propose, or to compute.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PlanOrder {
    /// References of the pieces; what is late when absent, else all that is owed.
    #[serde(default)]
    pub items: Vec<String>,
    /// The currency meant; refused where it is not that of the pieces.
    #[serde(default)]
    pub currency: Option<String>,
    /// `equal`, `each`, `stepped`, `listed`, `deferral`.
    #[schema(example = "equal")]
    pub kind: String,
    /// In how many parts.
    #[serde(default)]
    #[schema(example = 3)]
    pub count: Option<u32>,
    /// What is paid each time.
    #[serde(default)]
    pub each: String,
    /// Amounts in order, or days and amounts: `2027-01-05 400.00`.
    #[serde(default)]
    pub steps: Vec<String>,
    /// `week`, `fortnight`, `month`, `quarter`; each month when absent.
    #[serde(default)]
    pub every: Option<String>,
    /// First due day.
    #[serde(default)]
    #[schema(example = "2027-01-05")]
    pub first: Option<String>,
    /// Agreed yearly rate in percent.
    #[serde(default)]
    pub rate: String,
    /// Due days move to the next working day; yes when absent.
    #[serde(default)]
    pub working_days: Option<bool>,
    /// A default makes everything due, after notice; yes when absent.
    #[serde(default)]
    pub acceleration: Option<bool>,
    /// Days the notice gives.
    #[serde(default)]
    pub notice_days: Option<i64>,
    /// The plan whose place it takes.
    #[serde(default)]
    pub replaces: Option<String>,
    /// Who follows it.
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub note: String,
}

/// One instalment of an offer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferLine {
    pub due: String,
    /// Interest within.
    pub amount: String,
    pub interest: String,
}

/// What a plan would be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanOffer {
    pub account: String,
    pub currency: String,
    /// Numbers of the pieces.
    pub pieces: Vec<String>,
    /// Payments and credit notes that nobody matched yet, taken off the oldest pieces.
    pub deducted: String,
    pub principal: String,
    pub interest: String,
    pub total: String,
    pub instalments: Vec<OfferLine>,
    /// The day everything is paid.
    pub cleared: String,
    /// Late interest and indemnities to date; `null` where the tables have no rate.
    pub late_to_date: Option<String>,
    /// The same with nothing paid until `late_until`.
    pub late_then: Option<String>,
    pub late_until: Option<String>,
    /// What remains to a person each month, where they say it.
    pub remains: Option<String>,
    /// Why somebody must approve it.
    pub beyond: Vec<String>,
}

/// One plan in a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanLine {
    pub id: String,
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub currency: String,
    pub total: String,
    pub paid: String,
    pub late: String,
    pub left: String,
    /// `awaiting`, `proposed`, `active`, `late`, `noticed`, `accelerated`, `kept`, `refused`, `cancelled`, `replaced`.
    pub state: String,
    pub made: String,
    pub instalments: u64,
    pub next_due: Option<String>,
    pub next_amount: Option<String>,
    pub cleared: String,
    pub owner: String,
}

/// A page of plans.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanPage {
    pub rows: Vec<PlanLine>,
    pub next: Option<String>,
}

/// A piece that a plan covers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanPiece {
    pub id: String,
    pub number: String,
    pub due: String,
    pub open: String,
}

/// One instalment and what became of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanInstalment {
    pub due: String,
    pub amount: String,
    pub interest: String,
    pub paid: String,
    pub paid_on: Option<String>,
    /// `awaited`, `kept`, `kept-late`, `partly`, `late`.
    pub state: String,
}

/// One plan whole. The means of a person are told to no program.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanDetail {
    #[serde(flatten)]
    pub line: PlanLine,
    pub principal: String,
    pub interest: String,
    pub rate: String,
    pub acceleration: bool,
    pub notice_days: i64,
    pub pieces: Vec<PlanPiece>,
    pub schedule: Vec<PlanInstalment>,
    /// Codes of the limits its author is beyond.
    pub beyond: Vec<String>,
    pub replaces: Option<String>,
    pub actor: String,
    pub approved_by: String,
    pub signed_on: Option<String>,
    pub signed_by: String,
    pub signed_level: String,
    /// Document of the protocol as it was signed.
    pub protocol: Option<String>,
    /// Document of the signed copy.
    pub copy: Option<String>,
    pub noticed_on: Option<String>,
    pub notice_until: Option<String>,
    pub ended_on: Option<String>,
    pub ended_why: String,
    pub note: String,
    pub read_at: String,
}

/// Who signed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PlanSignature {
    /// Name and capacity.
    pub by: String,
    /// Today when absent.
    #[serde(default)]
    pub on: Option<String>,
    /// `said`, `written`, `handwritten`, `electronic`, `qualified`.
    #[schema(example = "handwritten")]
    pub level: String,
}

/// Why a plan ends.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PlanEnd {
    pub reason: String,
}

/// When the notice was received.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct PlanNotice {
    /// Today when absent.
    #[serde(default)]
    pub on: Option<String>,
}

/// What one role grants alone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLimit {
    /// Months from today to the last due day.
    pub months: u32,
    /// Smallest instalment, whole units.
    pub least: u32,
    /// Days from today to the first due day.
    pub first_days: u32,
    /// A natural person may be granted a plan with interest.
    #[serde(default)]
    pub interest_to_persons: bool,
}

/// What each role grants alone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLimits {
    pub collector: PlanLimit,
    pub manager: PlanLimit,
}

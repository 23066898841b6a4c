//! Whether a case can go, and by which route.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A case judged.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseReadiness {
    pub case: String,
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    /// What is asked today.
    pub amount: String,
    pub currency: String,
    /// `ready`, `ready-with-reserves` or `not-ready`.
    pub verdict: String,
    pub words: String,
    /// Thousandths.
    pub score: u32,
    /// One line a criterion: points of 100, weight, what it lacks.
    #[schema(value_type = Vec<Object>)]
    pub findings: Vec<Value>,
    /// What is missing, what blocks first: why, by which article, who holds it, the question, who was asked.
    #[schema(value_type = Vec<Object>)]
    pub missing: Vec<Value>,
    /// What it was judged on: what the ledger knows, what people answered.
    #[schema(value_type = Vec<Object>)]
    pub aspects: Vec<Value>,
    /// Where its limitation stands.
    pub limitation: Option<String>,
    pub court: Option<String>,
    pub today: String,
}

/// What somebody says of a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseAnswer {
    /// `contest`, `amount`, `order`, `delivery`, `invoice`, `terms`, `notice`, `register`, `authority`, `identity`,
    /// `solvency`, `place` or `matter`.
    #[schema(example = "identity")]
    pub aspect: String,
    /// What; empty takes back what was said.
    #[serde(default)]
    #[schema(example = "checked")]
    pub value: String,
    /// Why; needed where the books say otherwise.
    #[serde(default)]
    pub note: String,
}

/// A missing piece to ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseAsk {
    /// What is missing, as the list of the case names it.
    #[schema(example = "delivery-missing")]
    pub gap: String,
}

/// A piece that somebody was asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseAsked {
    pub task: String,
    /// Whose it is; anybody's when empty.
    pub owner: String,
    /// When it was asked.
    pub at: String,
    pub due: String,
    /// Why it was put off; empty while it was not.
    pub note: String,
    /// It was asked already: nothing was done.
    pub before: bool,
}

/// The choice of a route for a case.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseChoice {
    pub case: String,
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    /// What is asked today.
    pub claim: String,
    pub currency: String,
    /// `go`, `no-go` or `ask`; empty where the law has no answer.
    pub verdict: String,
    pub words: String,
    /// Every route: court, cost, duration, chances, expected value, what it hangs on and what would flip it.
    #[schema(value_type = Vec<Object>)]
    pub routes: Vec<Value>,
    pub warnings: Vec<String>,
    /// Other small claims of the same debtor, with what the answer becomes together.
    #[schema(value_type = Option<Object>)]
    pub group: Option<Value>,
    /// What was decided, the last first.
    pub decisions: Vec<CaseDecisionLine>,
    /// A decision can be made.
    pub open: bool,
    pub today: String,
}

/// A decision as it was recorded.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseDecisionLine {
    pub id: String,
    /// `go`, `no-go` or `later`.
    pub outcome: String,
    pub words: String,
    pub route: String,
    /// The court of that route when it was decided.
    pub court: String,
    pub why: String,
    pub by: String,
    pub on: String,
    pub until: Option<String>,
    /// It went another way than the figures.
    pub against: bool,
    pub at: String,
}

/// A decision to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseDecision {
    /// `go`, `no-go` or `later`.
    #[schema(example = "go")]
    pub outcome: String,
    /// The route, for `go`.
    #[serde(default)]
    #[schema(example = "payment-order")]
    pub route: String,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// The day it is taken up again, for `later`.
    #[serde(default)]
    pub until: Option<String>,
}

/// What the verdict and the choice of a route stand on. Chances are thousandths, durations days.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CasePolicy {
    /// What each criterion counts for, the scores and the delays.
    #[schema(value_type = Object)]
    pub weights: Value,
    /// Figures given, costs of the house's own, the least gain. What closed cases say is counted, never written.
    #[schema(value_type = Object)]
    pub parameters: Value,
    /// Who is asked, by role: `sales`, `logistics`, `accounting`, `credit`, `legal`, `management`.
    #[schema(value_type = Object)]
    pub people: Value,
    /// Working days they have.
    pub ask_days: u16,
}

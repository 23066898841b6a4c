//! Go or no-go on a case: each route with its court, cost, duration, chances and expected value, what the answer hangs
//! on, what small claims become together, and the decision recorded with the figures it stood on.

mod decide;
mod learned;
mod list;
mod together;
mod words;

use judicial::choice::{Choice, Route};
pub use judicial::choice::{
    Given, Hinge, Learned, Measure, Origin, OwnCost, Parameters, Statistic, Verdict, statistics,
};
pub use judicial::readiness::Solvency;
use kernel::{Currency, Date, Timestamp, Wording};
use ledger::{AccountId, ItemId};
use serde::Serialize;
use store::CaseId;
pub use store::{CaseDecisionId, ChoiceOutcome};

pub use decide::DecisionOrder;
pub use words::{choice_words, outcome_words, route_words};

/// One route, in words and figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteLine {
    /// As the rules give it.
    #[serde(flatten)]
    pub route: Route,
    /// Its name in words.
    pub label: Wording,
    /// What to do of it.
    pub advice_words: Wording,
    /// What it costs, « au moins » and « périmé » where it is; none when no path of costs is known.
    pub cost_words: Option<Wording>,
    /// How long to the title; none when nobody knows.
    pub duration_words: Option<Wording>,
    /// Its chances, each with where it comes from.
    pub chances_words: Vec<Wording>,
    /// The assumption it hangs on, and what would flip it.
    pub hinge_words: Option<Wording>,
}

/// Small claims of the same debtor, with this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Together {
    /// Pieces that are late, free, and not in the case.
    pub items: Vec<ItemId>,
    /// Their numbers.
    pub numbers: String,
    /// What they come to with the case.
    pub words: Wording,
    /// What to do of this case alone.
    pub apart: Wording,
    /// What to do of them together.
    pub together: Wording,
    /// The answer is another one together.
    pub changes: bool,
}

/// A decision as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionLine {
    /// The decision.
    pub id: CaseDecisionId,
    /// What is done.
    pub outcome: ChoiceOutcome,
    /// In words, with the route.
    pub words: Wording,
    /// The route; empty unless it goes.
    pub route: String,
    /// The court of that route when it was decided; empty unless it goes.
    pub court: String,
    /// Why.
    pub why: String,
    /// Who.
    pub by: String,
    /// The day.
    pub on: Date,
    /// The day it is taken up again.
    pub until: Option<Date>,
    /// It went another way than the figures.
    pub against: bool,
    /// When.
    pub at: Timestamp,
}

/// The choice of a route for a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceDetail {
    /// The case.
    pub case: CaseId,
    /// Its account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// What is asked today.
    pub claim: String,
    /// Its currency.
    pub currency: Currency,
    /// `go`, `no-go` or `ask`; empty where the law has no answer.
    pub verdict: String,
    /// What to do, in words.
    pub words: Wording,
    /// Every route: those worth it first.
    pub routes: Vec<RouteLine>,
    /// What a reader must know.
    pub warnings: Vec<Wording>,
    /// Other small claims of the same debtor.
    pub group: Option<Together>,
    /// What was decided, the last first.
    pub decisions: Vec<DecisionLine>,
    /// A decision can be made.
    pub open: bool,
    /// The day.
    pub today: Date,
}

/// The figures a decision stood on.
pub(crate) fn figures_of(json: &str) -> Option<Choice> {
    serde_json::from_str(json).ok()
}

//! Whether a case can go before a judge: what the ledger and the file know of it, what people say beside, the verdict
//! of the rules, and each missing piece asked once of who holds it.
//!
//! An answer goes before what the desk knows by itself, in both directions, with its note; taking it back leaves what
//! the desk knows. A judgment that opened an insolvency is the exception: it is set right on its own page.

mod answers;
mod asks;
mod evidence;
mod facts;
mod judge;
mod policy;
mod words;

use std::collections::BTreeMap;

use judicial::choice::Parameters;
pub use judicial::readiness::{Criterion, Finding, Gap, Missing, Role as PieceOwner, Verdict, WEIGHT_MAX, Weights};
use kernel::{Currency, Date, Timestamp, Wording};
use ledger::AccountId;
use serde::{Deserialize, Serialize};
use store::CaseId;
pub use store::{CaseAspect, TaskId};

pub(crate) use asks::decide_again;
pub(crate) use facts::Known;
pub use facts::{UNREGISTERED, values};
pub use policy::PolicyInForce;
pub(crate) use policy::in_force;
pub use words::{aspect_words, criterion_words, owner_words, value_words, verdict_words};

/// What the verdict and the choice of a route stand on: the house's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CasePolicy {
    /// What each criterion counts for.
    pub weights: Weights,
    /// Figures, costs and the gain below which nothing is undertaken.
    pub parameters: Parameters,
    /// Who is asked, by role: a login or a name.
    pub people: BTreeMap<PieceOwner, String>,
    /// Working days they have.
    pub ask_days: u16,
}

impl Default for CasePolicy {
    fn default() -> Self {
        Self { weights: Weights::default(), parameters: Parameters::default(), people: BTreeMap::new(), ask_days: 5 }
    }
}

/// What somebody said of an aspect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerLine {
    /// What.
    pub value: String,
    /// In words.
    pub note: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// One aspect of a case: what holds, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AspectLine {
    /// Which.
    pub aspect: CaseAspect,
    /// In words.
    pub words: Wording,
    /// What holds; empty where nobody knows.
    pub value: String,
    /// The same in words.
    pub said: Wording,
    /// What the ledger and the file know by themselves; empty where they cannot.
    pub desk: String,
    /// The same in words.
    pub desk_said: Wording,
    /// Who says otherwise, or says it at all.
    pub answer: Option<AnswerLine>,
}

/// What one criterion gave, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingLine {
    /// As the rules give it.
    #[serde(flatten)]
    pub finding: Finding,
    /// The criterion in words.
    pub words: Wording,
    /// What it lacks, in words.
    pub lacks: Option<Wording>,
}

/// A piece that somebody was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PieceAsked {
    /// The task.
    pub task: TaskId,
    /// Whose it is; anybody's when empty.
    pub owner: String,
    /// When it was asked.
    pub at: Timestamp,
    /// By when.
    pub due: Date,
    /// Why it was put off; empty while it was not.
    pub note: String,
    /// It was asked already: nothing was done.
    pub before: bool,
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingLine {
    /// As the rules give it.
    #[serde(flatten)]
    pub missing: Missing,
    /// Who holds it, in words.
    pub owner_words: Wording,
    /// Who would be asked, or was.
    pub asked: Option<PieceAsked>,
}

/// A case judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadinessDetail {
    /// The case.
    pub case: CaseId,
    /// Its account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// What is asked today.
    pub amount: String,
    /// Its currency.
    pub currency: Currency,
    /// Whether it can go.
    pub verdict: Verdict,
    /// In words.
    pub words: Wording,
    /// Thousandths.
    pub score: u32,
    /// Every criterion.
    pub findings: Vec<FindingLine>,
    /// What is missing, what blocks first.
    pub missing: Vec<MissingLine>,
    /// What it was judged on.
    pub aspects: Vec<AspectLine>,
    /// Where its limitation stands.
    pub limitation: Option<Wording>,
    /// The court, where the law names it.
    pub court: Option<Wording>,
    /// The day.
    pub today: Date,
}

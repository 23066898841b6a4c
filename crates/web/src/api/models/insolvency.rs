//! What insolvencies tell, and what is said of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How fresh the watch over the bulletin is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyWatch {
    /// The machine asked; null where no address is given.
    pub host: Option<String>,
    /// The last day seen whole.
    pub seen: Option<String>,
    /// The last look that went well.
    pub checked: Option<String>,
    /// Why the last one failed.
    pub error: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// Not before this.
    pub next: Option<String>,
}

impl InsolvencyWatch {
    /// In one language.
    pub fn of(watch: app::insolvency::InsolvencyWatch, language: kernel::Language) -> Self {
        Self {
            host: watch.host,
            seen: watch.seen.map(|day| day.to_string()),
            checked: watch.checked.map(|at| at.to_string()),
            error: watch.error.map(|why| why.pick(language).to_owned()),
            failures: watch.failures,
            next: watch.next.map(|at| at.to_string()),
        }
    }
}

/// One procedure; amounts are those of the accounts within reach.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyLine {
    pub id: String,
    pub debtor_id: String,
    pub debtor: String,
    pub siren: String,
    /// Which procedure, in words.
    pub regime: String,
    /// `open`, `plan`, `plan-ended`, `closed`, `closed-paid`, `actions-resumed`, `taken-back`.
    pub state: String,
    pub stage: String,
    pub court: String,
    pub judgment_on: Option<String>,
    pub published_on: Option<String>,
    pub known_on: String,
    pub currency: String,
    /// Born before the judgment, or taken as such.
    pub before: String,
    pub later: String,
    pub other_currencies: bool,
    pub questions: u64,
    /// `nothing`, `to-declare`, `declared`, `late`, `lost`, `undated`.
    pub declaration: String,
    pub declaration_words: String,
    pub due: Option<String>,
    pub safe: Option<String>,
    pub left: Option<i64>,
    /// Reference and customer code.
    pub accounts: Vec<(String, String)>,
    pub owner: String,
}

/// How many procedures a list can show.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyShown {
    pub show: String,
    pub procedures: u64,
}

/// A page of procedures.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyPage {
    pub rows: Vec<InsolvencyLine>,
    pub next: Option<String>,
    pub count: u64,
    pub shown: Vec<InsolvencyShown>,
    /// Names to be looked at.
    pub reviews: u64,
    pub watch: InsolvencyWatch,
    pub today: String,
}

/// What speaks for or against a match.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyGround {
    pub slug: String,
    pub words: String,
    pub supports: bool,
}

/// The debtor's side of a review.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyDebtor {
    pub id: String,
    pub name: String,
    pub siren: String,
    pub kind: String,
    pub place: String,
    /// Reference, customer code, what is open.
    pub accounts: Vec<(String, String, String)>,
}

/// A notice beside a debtor of the same name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyReview {
    pub id: String,
    pub notice: String,
    pub published_on: String,
    pub what: String,
    pub judgment_on: Option<String>,
    pub court: String,
    pub url: String,
    pub name: String,
    pub trade_name: String,
    pub siren: String,
    pub place: String,
    pub debtor: InsolvencyDebtor,
    pub grounds: Vec<InsolvencyGround>,
    /// `waiting`, `confirmed`, `refused`.
    pub state: String,
    pub reason: String,
    pub decided_by: String,
}

/// A page of reviews, the oldest notice first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyReviewPage {
    pub rows: Vec<InsolvencyReview>,
    pub next: Option<String>,
}

/// A record, or a field of one, that could not be read.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeProblem {
    /// Number of the record from 1; 0 for the file.
    pub line: u64,
    pub field: String,
    pub message: String,
}

/// What notices brought.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticesTaken {
    pub read: u64,
    pub refused: u64,
    /// About something else than an insolvency.
    pub others: u64,
    /// About nobody of the house.
    pub strangers: u64,
    pub unchanged: u64,
    pub kept: u64,
    /// Debtors named by number.
    pub certain: u64,
    /// Names to be looked at.
    pub waiting: u64,
    pub errors: Vec<NoticeProblem>,
}

/// What a fetch brought.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticesFetched {
    pub from: String,
    pub until: Option<String>,
    pub pages: u64,
    pub taken: NoticesTaken,
    pub complete: bool,
    pub error: Option<String>,
}

/// Since when the bulletin is read again; since the last day seen when absent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FetchOrder {
    pub since: Option<String>,
}

/// Whether a notice is about our debtor.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchDecision {
    pub ours: bool,
    #[serde(default)]
    pub reason: String,
}

/// A day and what proves it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimProof {
    pub on: String,
    pub proof: String,
}

/// What is decided of somebody who answers beside the debtor.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuarantorDecided {
    /// `pursue`, `hold`, `release`.
    pub decision: String,
    /// `natural` or `legal`; what is known when absent.
    pub person: Option<String>,
    pub why: String,
}

/// What is asked of who administers the procedure.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandAsked {
    /// `contract` or `goods`.
    pub kind: String,
    /// Which contract, which goods.
    pub what: String,
    /// The price of the goods that was not paid, or the damages claimed; may wait for a contract.
    pub amount: Option<String>,
    pub currency: Option<String>,
}

/// What happened to something asked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandTold {
    /// `asked`, `extended`, `answered`, `done`, `changed`, `left`.
    pub act: String,
    /// The day; for `extended`, the day until which.
    pub on: Option<String>,
    /// What proves it; for `left`, why.
    #[serde(default)]
    pub proof: String,
    /// For `answered`: `agreed`, `declined`, `silent`, `awaited`.
    pub answer: Option<String>,
    /// For `changed`: which contract, which goods.
    #[serde(default)]
    pub what: String,
    /// For `changed`.
    pub amount: Option<String>,
    pub currency: Option<String>,
}

/// What became of a claim.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimAnswered {
    /// `admitted`, `contested`, `rejected`.
    pub answer: String,
    pub on: String,
    /// What was admitted.
    pub amount: Option<String>,
    pub currency: Option<String>,
    #[serde(default)]
    pub note: String,
}

/// A dividend.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimDividend {
    pub on: String,
    pub amount: String,
    pub currency: Option<String>,
}

/// What somebody answers about an item.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyItem {
    /// The day it was supplied.
    pub supply_on: Option<String>,
    /// For a credit: whether it is connected.
    pub connected: Option<bool>,
    #[serde(default)]
    pub personal: bool,
    #[serde(default)]
    pub long_loan: bool,
    #[serde(default)]
    pub privilege: String,
}

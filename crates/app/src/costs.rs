//! What a case costs: each cost typed, with who bears it and whether it comes back; time of the house; what was
//! foreseen; payments in legal order; and what accounting may write when nothing will come.

mod decompte;
mod export;
mod loss;
mod tally;
mod time;
mod write;

pub use judicial::costs::{CostKind, Ground, Party, Recovery};
use kernel::{Currency, Date, Wording};
use serde::Serialize;
use store::CaseId;
pub use store::{CaseCostId, CaseTimeId};

pub(crate) use decompte::CaseDrawn;
pub use decompte::{CaseDecompte, DecompteReceipt};
pub use loss::{EntryLine, LossDetail, LossOrder, LostPiece, VatDue};
pub(crate) use loss::{LostItem, OVERPRINT};

pub(crate) use tally::time_of;

use crate::cases::CaseOutcome;
use crate::proofs::Subject;

/// Minutes of one line of time: a day.
const MINUTES_MAX: i64 = 1_440;

/// How a case ends, with what proves a loss.
#[derive(Debug, Clone)]
pub struct CaseClosing {
    /// How.
    pub outcome: CaseOutcome,
    /// Why, in words.
    pub why: String,
    /// What proves that nothing will come; needed where it is irrecoverable.
    pub loss: LossOrder,
}

impl From<(CaseOutcome, &str)> for CaseClosing {
    fn from((outcome, why): (CaseOutcome, &str)) -> Self {
        Self { outcome, why: why.to_owned(), loss: LossOrder::default() }
    }
}

/// A cost as a person tells it. Words of closed lists are slugs, amounts decimal.
#[derive(Debug, Clone, Default)]
pub struct CostOrder {
    /// What it is for; none of the list when empty.
    pub kind: String,
    /// In words.
    pub label: String,
    /// The day of the act it pays; today when none.
    pub day: Option<Date>,
    /// Without VAT.
    pub net: String,
    /// VAT; none when empty.
    pub vat: String,
    /// Currency; that of the case when empty.
    pub currency: String,
    /// Who pays it first; the creditor when empty.
    pub advanced_by: String,
    /// The case of the law it is in; costs of proceedings when empty.
    pub ground: String,
    /// Who bears it by a decision, where the law leaves it to the judge.
    pub decided: String,
    /// That decision.
    pub decision: String,
    /// The day it was paid.
    pub paid: Option<Date>,
    /// Word of the tariff.
    pub tariff: String,
    /// Number of the invoice or fee note.
    pub reference: String,
    /// The act of a procedure that it pays, as the proofs of the case name it (`fact-…`); may be empty.
    pub act: String,
}

/// Time of the house as a person tells it.
#[derive(Debug, Clone, Default)]
pub struct TimeOrder {
    /// Who.
    pub who: String,
    /// When; today when none.
    pub day: Option<Date>,
    /// Minutes.
    pub minutes: i64,
    /// What an hour costs the house, decimal.
    pub hourly: String,
}

/// One cost of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostLine {
    /// The cost.
    pub id: CaseCostId,
    /// What it is for.
    pub kind: CostKind,
    /// In words.
    pub label: String,
    /// The day of the act it pays.
    pub day: Date,
    /// Without VAT.
    pub net: String,
    /// VAT.
    pub vat: String,
    /// VAT included.
    pub gross: String,
    /// Who pays it first.
    pub advanced_by: Party,
    /// The case of the law it is in.
    pub ground: Ground,
    /// Who bears it.
    pub borne_by: Party,
    /// Whether it comes back.
    pub recovery: Recovery,
    /// Why.
    pub why: Wording,
    /// Article; none where the tables hold none.
    pub article: Option<String>,
    /// Who bears it by a decision of the judge.
    pub decided: Option<Party>,
    /// That decision.
    pub decision: String,
    /// The day it was paid.
    pub paid: Option<Date>,
    /// Word of the tariff.
    pub tariff: String,
    /// The tariff beside it: never for a document.
    pub beside: Option<TariffBeside>,
    /// Number of the invoice or fee note.
    pub reference: String,
    /// The act of a procedure that it pays.
    pub act: Option<Subject>,
    /// The day it was taken out.
    pub left: Option<Date>,
    /// Why.
    pub left_why: String,
    /// Who recorded it.
    pub actor: String,
    /// Moves with each change.
    pub version: i64,
}

/// The tariff of an act beside what was charged for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TariffBeside {
    /// In words, « périmé » where its row is old, unknown where the tables hold none.
    pub words: Wording,
    /// Charged beyond it, VAT included.
    pub beyond: Option<String>,
    /// The last day of the row, where it had ended.
    pub stale_since: Option<Date>,
    /// Rows used that are not verified, and what else a reader must know.
    pub warnings: Vec<Wording>,
}

/// Time of the house on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimeLine {
    /// What names it.
    pub id: CaseTimeId,
    /// Who.
    pub who: String,
    /// When.
    pub day: Date,
    /// Minutes.
    pub minutes: i64,
    /// What an hour costs.
    pub hourly: String,
    /// What it comes to.
    pub cost: String,
    /// The day it was taken out.
    pub left: Option<Date>,
    /// Why.
    pub left_why: String,
}

/// One kind of cost: foreseen and spent, VAT included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindLine {
    /// The kind.
    pub kind: CostKind,
    /// Foreseen; none where nothing was.
    pub budget: Option<String>,
    /// Spent.
    pub actual: String,
    /// Beyond what was foreseen; below zero for what is left.
    pub over: String,
}

/// The costs of a case, summed: each of the breakdowns adds up to `gross`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostSums {
    /// Without VAT.
    pub net: String,
    /// VAT.
    pub vat: String,
    /// VAT included.
    pub gross: String,
    /// Foreseen.
    pub budget: String,
    /// Advanced by the creditor.
    pub advanced: String,
    /// Of which the debtor bears by law or by a decision: to be claimed from him.
    pub to_claim: String,
    /// Of which payments settled, in legal order; none where it cannot be computed.
    pub recovered: Option<String>,
    /// By who bears it.
    pub by_bearer: Vec<(Party, String)>,
    /// By who advanced it.
    pub by_advance: Vec<(Party, String)>,
    /// By whether it comes back.
    pub by_recovery: Vec<(Recovery, String)>,
    /// By kind, beside what was foreseen.
    pub by_kind: Vec<KindLine>,
    /// Recorded and not paid yet.
    pub unpaid: String,
}

/// The costs of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseCosts {
    /// The case.
    pub case: CaseId,
    /// The reference the house gives it; may be empty.
    pub case_reference: String,
    /// The account.
    pub account_id: ledger::AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// The costs by day, those taken out too.
    pub costs: Vec<CostLine>,
    /// Time of the house, that taken out too.
    pub time: Vec<TimeLine>,
    /// Summed.
    pub sums: CostSums,
    /// Payments in legal order; none where it cannot be computed.
    pub decompte: Option<CaseDecompte>,
    /// Why it cannot.
    pub decompte_missing: Option<Wording>,
    /// What is lost, where the case was closed as irrecoverable.
    pub loss: Option<LossDetail>,
    /// The case is closed.
    pub closed: bool,
    /// The day of the answer.
    pub today: Date,
}

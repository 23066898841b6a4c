//! Titles, and what cases cost.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A sum that a title awards.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleHeadOrder {
    /// `principal`, `interest`, `indemnity`, `penalty-clause`, `damages`, `outside-costs` or `costs`; the principal
    /// when absent.
    #[serde(default)]
    pub kind: String,
    /// How much, above zero.
    #[schema(example = "1200.00")]
    pub amount: String,
    /// It bears no interest.
    #[serde(default)]
    pub bare: bool,
}

/// A title to record, or as it should have been.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleOrder {
    /// `judgment`, `interim-order`, `payment-order`, `homologated-agreement`, `foreign`, `conciliation`,
    /// `notarial-deed`, `officer-title`, `lawyers-deed` or `public-title`; a judgment when absent.
    #[serde(default)]
    pub kind: String,
    /// Its date.
    #[schema(example = "2026-10-12")]
    pub issued: String,
    /// The court, or who issued it.
    pub court: String,
    /// Its number.
    #[serde(default)]
    pub number: String,
    /// Currency of its sums; that of the case when absent.
    #[serde(default)]
    pub currency: String,
    /// What it awards.
    #[serde(default)]
    pub heads: Vec<TitleHeadOrder>,
    /// The day it became enforceable, even provisionally.
    #[serde(default)]
    pub enforceable: Option<String>,
    /// `suspended`, `provisional` or `final`; provisional when absent.
    #[serde(default)]
    pub finality: String,
    /// `professional` or `individual`, for the legal rate; professional when absent.
    #[serde(default)]
    pub creditor_class: String,
    /// It grants capitalisation.
    #[serde(default)]
    pub capitalise: bool,
    /// `b2b`, `consumer` or `public`: the claim it lasts as long as.
    #[serde(default)]
    pub claim_kind: String,
    /// Due date of that claim.
    #[serde(default)]
    pub claim_due: Option<String>,
    /// Why it is corrected; needed for a correction.
    #[serde(default)]
    pub why: String,
}

/// What happened to a title.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleFactOrder {
    /// `service`, `renewal`, `original`, `strike` or `annul`.
    #[schema(example = "service")]
    pub tell: String,
    /// The day; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// On whom it was served.
    #[serde(default)]
    pub on: String,
    /// `in-person` or `not-in-person`.
    #[serde(default)]
    pub service: String,
    /// Reference of the act, or of what proves it.
    #[serde(default)]
    pub proof: String,
    /// What gave the clock a new start: `enforcement-act`, `conservatory-measure`, `partial-payment` or
    /// `acknowledgement`.
    #[serde(default)]
    pub event: String,
    /// Where the original is.
    #[serde(default)]
    pub place: String,
    /// Who has it.
    #[serde(default)]
    pub holder: String,
    /// Which fact, from 0, for `strike`.
    #[serde(default)]
    pub position: Option<i64>,
    /// Why, for `strike`; by which decision, for `annul`.
    #[serde(default)]
    pub why: String,
}

/// One title in a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TitleLine {
    pub id: String,
    pub case: String,
    /// Customer code.
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub kind: String,
    pub issued: String,
    pub court: String,
    pub number: String,
    pub currency: String,
    pub awarded: String,
    /// Still owed by it today; absent where a rate is missing.
    pub owed: Option<String>,
    #[schema(example = "to-serve")]
    pub state: String,
    /// Last day to enforce it; absent while its clock is not known.
    pub last_day: Option<String>,
    /// Last working day on or before it.
    pub safe_day: Option<String>,
    /// Where the original is.
    pub original: String,
    /// Its case is closed.
    pub closed: bool,
}

/// A title to record, as far as the procedure that brought it tells.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleProposal {
    pub procedure: String,
    /// The procedure in words.
    pub words: String,
    #[schema(example = "payment-order")]
    pub kind: String,
    pub issued: String,
    pub court: String,
    pub number: String,
    pub currency: String,
    /// What it grants; absent where the procedure does not tell.
    pub granted: Option<String>,
    /// The day it became enforceable, where the procedure tells it.
    pub enforceable: Option<String>,
    pub finality: String,
}

/// A page of titles, the first to be lost first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitlePage {
    pub rows: Vec<TitleLine>,
    pub next: Option<String>,
}

/// One title whole.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TitleDetail {
    #[serde(flatten)]
    pub line: TitleLine,
    /// What it awards: kind, amount, and whether it bears interest.
    #[schema(value_type = Vec<Object>)]
    pub heads: Vec<Value>,
    /// Interest accrued to today.
    pub interest: Option<String>,
    /// What today adds to it.
    pub daily: Option<String>,
    /// How it is counted.
    pub counting: Vec<String>,
    /// What came in since its date.
    pub received: String,
    pub enforceable: Option<String>,
    pub finality: String,
    pub creditor_class: String,
    pub capitalise: bool,
    pub claim_kind: String,
    pub claim_due: Option<String>,
    pub annulled: Option<String>,
    pub annulled_by: String,
    /// How its clock is counted.
    pub clock: Vec<String>,
    /// Measures, whether it opens them, and why.
    #[schema(value_type = Vec<Object>)]
    pub doors: Vec<Value>,
    pub warnings: Vec<String>,
    /// What happened to it, in the order it was told.
    #[schema(value_type = Vec<Object>)]
    pub facts: Vec<Value>,
    pub actor: String,
    pub today: String,
    pub version: i64,
}

/// A cost to record, or as it should have been.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CostOrder {
    /// `registry`, `officer-act`, `collection-fee`, `lawyer`, `expert`, `tax`, `agency`, `formality`, `postage`,
    /// `internal-time` or `other`.
    #[serde(default)]
    #[schema(example = "officer-act")]
    pub kind: String,
    /// What it is for.
    pub label: String,
    /// The day of the act; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// Without VAT, above zero.
    #[schema(example = "73.63")]
    pub net: String,
    /// VAT; none when absent.
    #[serde(default)]
    pub vat: String,
    /// Currency; that of the case when absent.
    #[serde(default)]
    pub currency: String,
    /// `creditor`, `debtor`, `third-party` or `undecided`; the creditor when absent.
    #[serde(default)]
    pub advanced_by: String,
    /// The case of the law it is in: `enforcement`, `creditor-fee`, `without-title`, `prescribed-act`,
    /// `conservatory`, `cheque`, `proceedings`, `outside-proceedings` or `internal-time`.
    #[serde(default)]
    pub ground: String,
    /// `debtor` or `creditor`, where the law leaves it to the judge.
    #[serde(default)]
    pub decided: String,
    /// That decision.
    #[serde(default)]
    pub decision: String,
    /// The day it was paid.
    #[serde(default)]
    pub paid: Option<String>,
    /// Word of the tariff.
    #[serde(default)]
    pub tariff: String,
    /// Number of the invoice or fee note.
    #[serde(default)]
    pub reference: String,
    /// The act of a procedure that it pays, as the proofs of the case name it: `fact-…`.
    #[serde(default)]
    pub act: String,
    /// Why it is corrected; needed for a correction.
    #[serde(default)]
    pub why: String,
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CostRemoval {
    /// Why.
    pub why: String,
}

/// The day a cost was paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CostPayment {
    /// The day; today when absent.
    #[serde(default)]
    pub day: Option<String>,
}

/// Time of the house.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeOrder {
    /// Who.
    pub who: String,
    /// The day; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// Minutes, a day at most.
    pub minutes: i64,
    /// What an hour costs the house.
    #[schema(example = "42.50")]
    pub hourly: String,
}

/// What is foreseen for a kind of cost.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetLine {
    /// The kind.
    #[schema(example = "lawyer")]
    pub kind: String,
    /// How much, VAT included, above zero.
    #[schema(example = "600.00")]
    pub amount: String,
}

/// What is foreseen for a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetOrder {
    /// Each kind once.
    pub lines: Vec<BudgetLine>,
}

/// What proves a loss, and what accounting needs to know.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LossOrder {
    /// What proves it.
    #[serde(default)]
    pub proof: String,
    /// Its day.
    #[serde(default)]
    pub proof_on: Option<String>,
    /// Rate of VAT of the items, percent.
    #[serde(default)]
    pub vat_rate: String,
    /// `debits`, `collection` or `unknown`.
    #[serde(default)]
    pub vat: String,
}

/// What a case costs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseCosts {
    pub case: String,
    pub case_reference: String,
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    pub currency: String,
    /// The costs by day, those taken out too, each with who bears it and the tariff beside it.
    #[schema(value_type = Vec<Object>)]
    pub costs: Vec<Value>,
    /// Time of the house.
    #[schema(value_type = Vec<Object>)]
    pub time: Vec<Value>,
    /// Summed: by who bears, by who advanced, by whether it comes back, by kind beside its budget.
    #[schema(value_type = Object)]
    pub sums: Value,
    /// Payments in legal order; absent where it cannot be computed.
    #[schema(value_type = Option<Object>)]
    pub decompte: Option<Value>,
    /// Why it cannot.
    pub decompte_missing: Option<String>,
    /// What is lost, with the entries proposed, where the case is irrecoverable.
    #[schema(value_type = Option<Object>)]
    pub loss: Option<Value>,
    pub closed: bool,
    pub today: String,
}

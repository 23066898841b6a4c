//! Disputes, their evidence, their policy, their causes, and the statuses of electronic invoices.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Objection;

/// One dispute.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dispute {
    pub id: String,
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub salesperson: String,
    pub item: String,
    pub item_id: String,
    pub currency: String,
    /// What was contested when it was opened.
    pub contested: String,
    /// What it holds back today: never more than is open; zero once closed.
    pub held: String,
    pub granted: String,
    /// `quality`, `delivery`, `quantity`, `price`, `tax`, `invoice-error`, `order`, `terms`, `duplicate`,
    /// `recipient`, `unknown-sale`, `bank-details`, `missing-proof`, `other`.
    #[schema(example = "price")]
    pub kind: String,
    /// Motive of the e-invoicing reform; empty when none.
    pub motive: String,
    /// `collector`, `mail`, `e-invoice`, `debtor`.
    pub source: String,
    /// `identify`, `facts`, `negotiate`, `agree`, `carry-out`, `closed`.
    #[schema(example = "facts")]
    pub step: String,
    /// `founded`, `partly`, `unfounded`, `withdrawn`; `null` while it is open.
    pub outcome: Option<String>,
    /// `sales`, `logistics`, `quality`, `accounting`, `customer-service`.
    pub service: String,
    pub owner: String,
    /// Last day to answer, included.
    pub due: String,
    /// Working days left; `null` once the last day is over, or the dispute.
    pub left_days: Option<u16>,
    pub late: bool,
    /// Both sides are before a mediator: the clock waits.
    pub mediation: bool,
    pub escalations: i64,
    pub opened: String,
    pub closed: Option<String>,
    /// Days it blocked, or has blocked until today.
    pub age_days: i64,
    pub note: String,
    pub actor: String,
}

/// A column of the board; `held` is a list of currency and amount.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct BoardStep {
    pub step: String,
    pub count: u64,
    #[schema(example = json!([["EUR", "120.00"]]))]
    pub held: Vec<Vec<String>>,
}

/// A page of disputes, with the board of all that the filter takes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputePage {
    pub rows: Vec<Dispute>,
    pub next: Option<String>,
    pub board: Vec<BoardStep>,
    /// Those whose last day is over.
    pub late: u64,
}

/// Something a side brought.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    pub id: String,
    /// `customer`, `house`.
    pub side: String,
    /// `note`, `mail`, `file`.
    pub kind: String,
    pub words: String,
    /// Reference of the document.
    pub document: Option<String>,
    pub file: String,
    pub actor: String,
    pub at: String,
}

/// Something that was done to a dispute.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeFact {
    #[schema(example = "dispute.moved")]
    pub kind: String,
    #[schema(value_type = Object)]
    pub payload: Value,
    pub at: String,
    pub on: String,
    pub actor: String,
}

/// A status of the electronic invoice.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct InvoiceStatus {
    #[schema(example = "207")]
    pub code: String,
    pub label: String,
    pub motive: String,
    /// 14 digits.
    pub at: String,
    pub words: String,
}

/// One dispute with all that is known of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeFile {
    pub line: Dispute,
    /// The step that comes next; `null` when it is to be closed.
    pub next: Option<String>,
    pub next_words: String,
    /// What credit notes settled of the piece since it was opened.
    pub credited: String,
    pub open: String,
    pub evidence: Vec<Evidence>,
    pub moves: Vec<DisputeFact>,
    pub statuses: Vec<InvoiceStatus>,
    /// `approved`, `settled`, `credit-waits`: why it could be closed.
    pub proposals: Vec<String>,
    pub motive: String,
    /// Its mediations, the last first.
    pub mediations: Vec<DisputeMediation>,
    pub consumer: bool,
}

/// A mediation of a dispute.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeMediation {
    pub id: String,
    /// `conventional`, `business`, `consumer`.
    pub path: String,
    /// Empty while nobody is chosen.
    pub mediator: String,
    pub proposed: String,
    /// The limitation of the piece is suspended from that day.
    pub accepted: Option<String>,
    pub ended: Option<String>,
    /// `pending`, `agreement`, `failure`, `refused`.
    pub result: String,
}

/// Money that goes back to a customer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundOrder {
    /// In the currency of the dispute.
    #[schema(example = "120.00")]
    pub amount: String,
    #[serde(default)]
    pub note: String,
}

/// What happens to a mediation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationMove {
    /// `proposed`, `accepted`, `agreement`, `failure`, `refused`.
    #[schema(example = "proposed")]
    pub what: String,
    /// Where it is proposed: `conventional`, `business`, `consumer`.
    #[serde(default)]
    pub path: String,
    /// Who; empty while nobody is chosen.
    #[serde(default)]
    pub mediator: String,
    /// The day; today when `null`.
    #[serde(default)]
    pub on: Option<String>,
}

/// A dispute to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeOrder {
    #[schema(example = "price")]
    pub kind: String,
    /// How much; all that is left of the piece when `null`.
    #[serde(default)]
    #[schema(example = "120.00")]
    pub amount: Option<String>,
    /// Motive of the e-invoicing reform.
    #[serde(default)]
    pub motive: String,
    /// Who must answer; who the policy names when empty.
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub note: String,
    /// The mail that says so, kept as evidence.
    #[serde(default)]
    pub mail: String,
}

/// A step to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeStep {
    #[schema(example = "facts")]
    pub step: String,
    #[serde(default)]
    pub owner: String,
    /// Last day, included; the service's time when `null`.
    #[serde(default)]
    pub until: Option<String>,
    /// What is granted, in the currency of the piece.
    #[serde(default)]
    pub granted: Option<String>,
    #[serde(default)]
    pub note: String,
}

/// A dispute to give to another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeHandOver {
    /// What it is really about; its service follows.
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub service: Option<String>,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub until: Option<String>,
}

/// How a dispute ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeEnd {
    /// `founded`, `partly`, `unfounded`, `withdrawn`.
    #[schema(example = "unfounded")]
    pub outcome: String,
    #[serde(default)]
    pub note: String,
}

/// Words brought to a dispute; files go to the same address as a form with the field `file`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceOrder {
    /// `customer`, `house`.
    #[schema(example = "customer")]
    pub side: String,
    pub words: String,
    /// True for a mail pasted in.
    #[serde(default)]
    pub mail: bool,
}

/// A service, who answers in it, how long it has.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeService {
    #[schema(example = "logistics")]
    pub service: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub escalate_to: String,
    /// Working days.
    #[schema(example = 5)]
    pub days: u16,
    /// Whose holidays it keeps.
    #[schema(example = "metropole")]
    pub territory: String,
}

/// A kind goes to a service.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeRoute {
    #[schema(example = "delivery")]
    pub kind: String,
    #[schema(example = "logistics")]
    pub service: String,
}

/// The house's dispute policy: each service once, each kind once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputePolicy {
    pub services: Vec<DisputeService>,
    pub routes: Vec<DisputeRoute>,
}

/// The policy in force.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputePolicyInForce {
    pub policy: DisputePolicy,
    /// True where the house never changed it.
    pub shipped: bool,
}

/// One cause.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeCause {
    pub key: String,
    pub count: u64,
    pub open: u64,
    pub founded: u64,
    pub closed: u64,
    pub amount: String,
    pub granted: String,
    /// Days they blocked, summed.
    pub days: i64,
    /// Running share of what was contested, in per mille.
    pub running_per_mille: i64,
}

/// One month.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeMonth {
    pub month: String,
    pub opened: u64,
    pub closed: u64,
    pub amount: String,
}

/// What disputes cost.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeCauses {
    pub currency: String,
    pub lines: Vec<DisputeCause>,
    pub months: Vec<DisputeMonth>,
    pub count: u64,
    pub amount: String,
    pub days: i64,
    pub opinions: DisputeOpinions,
}

/// What customers think of how their disputes were handled.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeOpinions {
    /// How many answered.
    pub count: u64,
    /// How many gave each score, from 1, very badly, to 5, very well.
    pub scores: Vec<u64>,
    /// Mean of the scores in tenths; none without an answer.
    pub mean_tenths: Option<i64>,
    /// What they wrote, the last first.
    pub words: Vec<DisputeOpinion>,
}

/// One answer in words.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeOpinion {
    pub dispute: String,
    pub score: i64,
    pub words: String,
}

/// A statement that could not be kept.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct UnreadStatus {
    pub file: String,
    pub invoice: String,
    pub why: String,
}

/// What came of files of statuses.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StatusesTaken {
    /// Statuses kept for the first time.
    pub fresh: u64,
    pub repeated: u64,
    /// Of the fresh ones, those whose invoice is not known yet.
    pub waiting: u64,
    /// Disputes opened.
    pub disputes: u64,
    /// Codes without meaning here: kept, without effect.
    pub unknown: Vec<String>,
    pub unread: Vec<UnreadStatus>,
}

/// A mail about a dispute, before it is sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DisputeMail {
    /// The identity it would have: sent twice under it, it is one message.
    pub id: String,
    pub account_id: String,
    /// `dispute-opened`, `dispute-closed`.
    pub text: String,
    /// Mail address; empty where there is none.
    pub to: String,
    /// Subject, blank line, paragraphs.
    pub words: String,
    /// Why it would be refused.
    pub objections: Vec<Objection>,
}

/// An action against a cause, as somebody writes it down.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreventionEdit {
    /// The cause: a kind of dispute.
    #[schema(example = "delivery")]
    pub kind: String,
    pub what: String,
    /// Who does it: a login, or a name.
    pub owner: String,
    /// By when, included.
    #[schema(example = "2026-12-31")]
    pub due: String,
    /// Since when it is in force.
    #[serde(default)]
    pub since: Option<String>,
}

/// Disputes of a cause over some days.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PreventionSide {
    pub count: u64,
    pub amount: String,
}

/// What an action changed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PreventionEffect {
    /// Days on each side.
    pub days: i64,
    /// The days before it.
    pub before: PreventionSide,
    /// The days from its first, included, to yesterday.
    pub after: PreventionSide,
}

/// An action against a cause.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Prevention {
    pub id: String,
    pub kind: String,
    pub what: String,
    pub owner: String,
    pub due: String,
    pub since: Option<String>,
    /// `null` before its second day.
    pub effect: Option<PreventionEffect>,
}

//! The credit of customers: limits, classes, orders, what gets worse, how the house grants credit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One customer. Amounts are of `currency`, but for what is insured.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditLine {
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    pub salesperson: String,
    #[schema(example = "EUR")]
    pub currency: String,
    /// What is open, due or not, credits taken off; no order is known.
    #[schema(example = "12400.00")]
    pub exposure: String,
    pub overdue: String,
    pub not_due: String,
    pub late_days: i64,
    pub other_currencies: bool,
    pub limit: Option<String>,
    pub beyond: Option<String>,
    /// In `covered_currency`, and so is what is not covered.
    pub covered: Option<String>,
    pub covered_currency: Option<String>,
    pub uncovered: Option<String>,
    /// `a` to `e`; `null` where too little is known.
    pub grade: Option<String>,
    /// Points in thousandths of the worst.
    pub score: Option<u32>,
    /// `proposed`, `blocked`, `releasing`; `null` where nothing is open.
    pub orders: Option<String>,
}

/// How many customers a list can show.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditShown {
    /// `all`, `over`, `uncovered`, `blocked`, `waiting`, `unlimited`.
    pub show: String,
    pub customers: u64,
}

/// A page of customers: beyond their limit first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditPage {
    pub rows: Vec<CreditLine>,
    pub next: Option<String>,
    pub count: u64,
    pub currency: String,
    pub exposure: String,
    pub beyond: String,
    pub shown: Vec<CreditShown>,
    pub read_at: String,
}

/// One criterion of the class.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditPoint {
    #[schema(example = "lateness")]
    pub criterion: String,
    /// 0 to 100; `null` where it is not known, and then it does not count.
    pub points: Option<u8>,
    pub weight: u8,
    /// Points times weight.
    pub adds: Option<u32>,
    pub why: String,
}

/// What may be owed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditLimit {
    pub amount: String,
    pub currency: String,
    pub reason: String,
    pub since: String,
    pub actor: String,
}

/// What an insurer covers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditCover {
    pub insurer: String,
    pub policy: String,
    pub amount: String,
    pub currency: String,
    pub since: String,
    pub until: Option<String>,
    pub in_force: bool,
    /// Days after the due day to declare; `null` where nobody typed them.
    pub declare_days: Option<i64>,
    /// The first of the last days to declare an unpaid piece that nobody declared.
    pub declare_by: Option<String>,
    pub actor: String,
}

/// A late piece that the insurer must hear of, or heard of.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditDeclaration {
    pub item_id: String,
    pub piece: String,
    pub open: String,
    pub currency: String,
    pub due: String,
    /// Last day to declare it, included; `null` while its due day is only inferred.
    pub last: Option<String>,
    /// Days left; below zero once it is over.
    pub left: Option<i64>,
    pub declared_on: Option<String>,
    pub declared_by: String,
    pub note: String,
}

/// A piece declared to the insurer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclarationOrder {
    /// Day it was declared; today when absent.
    #[serde(default)]
    pub on: Option<String>,
    #[serde(default)]
    pub note: String,
}

/// A declaration to take back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclarationReversal {
    pub reason: String,
}

/// The group of a debtor, as far as who asks sees it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditGroup {
    pub name: String,
    pub accounts: u64,
    pub exposure: String,
}

/// Orders held, or proposed to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBlock {
    pub id: String,
    pub account_id: String,
    /// Customer code.
    pub account: String,
    /// Code of the creditor.
    pub creditor: String,
    pub debtor: String,
    /// `proposed`, `blocked`, `releasing`, `released`, `refused`, `withdrawn`.
    pub state: String,
    /// `insolvency`, `broken-plan`, `broken-promise`, `over-limit`, `overdue`, `by-hand`.
    pub cause: String,
    pub why: String,
    /// Why its rule asks for it no more, where it proposes the release or withdrew the proposal.
    pub gone: Option<String>,
    pub since: String,
    pub actor: String,
    pub decided_by: String,
    pub decided_why: String,
    pub decided_at: Option<String>,
}

/// Customers whose orders are held, the first held first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBlockPage {
    pub rows: Vec<OrderBlock>,
    pub next: Option<String>,
}

/// Something that got worse.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditSignal {
    pub id: String,
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    /// `declare-over`, `declare`, `over-cover`, `over-limit`, `promise-broken`, `debit-rejected`, `first-late`,
    /// `slower`, `cover-ends`.
    pub signal: String,
    /// The day it is about.
    pub about: String,
    /// Number of the piece; `null` where it is about the customer.
    pub piece: Option<String>,
    /// What was owed when it was told.
    pub exposure: String,
    pub currency: String,
    pub why: String,
    /// What to do.
    pub proposed: String,
    pub told: String,
    /// Who saw it; empty before.
    pub seen_by: String,
    pub seen_at: Option<String>,
}

/// A page of signals, the last first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditSignals {
    pub rows: Vec<CreditSignal>,
    pub next: Option<String>,
}

/// The credit of one customer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditFile {
    pub line: CreditLine,
    pub points: Vec<CreditPoint>,
    pub sum: u32,
    /// What the known criteria would add up to at the worst.
    pub most: u32,
    /// Why there is no class.
    pub unknown: Option<String>,
    pub limit: Option<CreditLimit>,
    pub cover: Option<CreditCover>,
    pub declarations: Vec<CreditDeclaration>,
    pub group: Option<CreditGroup>,
    pub orders: Vec<OrderBlock>,
    pub signals: Vec<CreditSignal>,
    pub read_at: String,
}

/// A limit to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditLimitOrder {
    /// Nothing limits the customer when `null`.
    #[serde(default)]
    #[schema(example = "15000.00")]
    pub amount: Option<String>,
    /// EUR when absent.
    #[serde(default)]
    pub currency: Option<String>,
    pub reason: String,
}

/// An insurance to note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditCoverOrder {
    pub insurer: String,
    #[serde(default)]
    pub policy: String,
    #[schema(example = "10000.00")]
    pub amount: String,
    /// EUR when absent.
    #[serde(default)]
    pub currency: Option<String>,
    /// First day, included; today when absent.
    #[serde(default)]
    pub since: Option<String>,
    /// Last day, included.
    #[serde(default)]
    pub until: Option<String>,
    /// Days after the due day to declare an unpaid piece, as the policy says.
    #[serde(default)]
    pub declare_days: Option<i64>,
}

/// Orders to hold.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBlockOrder {
    pub reason: String,
    /// Held at once, by who may decide; proposed otherwise.
    #[serde(default)]
    pub at_once: bool,
}

/// What is done with a block.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderDecision {
    /// `approve`, `refuse`, `ask-release`, `release`.
    #[schema(example = "approve")]
    pub act: String,
    pub reason: String,
}

/// Where a block stands after an act.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderStanding {
    pub state: String,
}

/// Which facts propose a block.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is one rule the house chooses")]
pub struct OrderRules {
    pub over_limit: bool,
    pub overdue_days: Option<u32>,
    pub broken_promise: bool,
    pub broken_plan: bool,
    /// Orders are held at once when an insolvency is opened.
    pub insolvency: bool,
}

/// What salespeople are told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditTelling {
    pub before_days: Option<u32>,
    /// Whole units of the currency of the invoice.
    pub above: i64,
    pub weekly: bool,
}

/// How the house grants credit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditPolicy {
    pub orders: OrderRules,
    /// Up to which amount owed a manager decides alone, whole units; any when `null`.
    pub manager_most: Option<i64>,
    /// Who is told of each block besides the salesperson.
    pub sales: String,
    pub tell: CreditTelling,
}

/// Weights by criterion: `lateness`, `trend`, `overdue`, `promises`, `plans`, `disputes`, `rejects`, `age`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CreditWeights(pub BTreeMap<String, u8>);

/// Weights as somebody saved them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedGrades {
    pub weights: Option<CreditWeights>,
    pub actor: String,
    pub at: String,
}

/// The weights in force.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditWeightsKept {
    pub weights: CreditWeights,
    pub shipped: bool,
    pub saved: Vec<SavedGrades>,
}

/// A piece to assign.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorOrder {
    /// Name of the factor.
    pub factor: String,
}

/// A piece to take back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorReversal {
    pub reason: String,
}

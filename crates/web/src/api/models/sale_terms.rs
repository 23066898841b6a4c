//! Terms of sale: versions with their clauses, who accepted them, what binds a piece.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleTermsLine {
    pub id: String,
    /// Code of the creditor.
    pub creditor: String,
    #[schema(example = "CGV 2025-01")]
    pub label: String,
    /// First day in force, included.
    pub since: String,
    /// Last day, included; `null` while nothing follows it.
    pub until: Option<String>,
    /// `upcoming`, `in-force`, `ended`, `replaced`.
    pub state: String,
    /// Accounts that accepted it.
    pub accounts: u64,
    /// Its PDF, by `/sale-terms/{id}/document`.
    pub document: Option<String>,
    /// Mentions that the law asks for and no clause is about.
    pub missing: u64,
    /// It can still change.
    pub draft: bool,
    pub actor: String,
}

/// The terms of sale of a creditor. Amounts are what open pieces ask, in `currency`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditorSaleTerms {
    pub creditor: String,
    pub name: String,
    /// The last first.
    pub versions: Vec<SaleTermsLine>,
    #[schema(example = "EUR")]
    pub currency: String,
    /// Open debits, credits not taken off.
    pub owed: String,
    /// Under terms accepted in a strong way before the piece.
    pub strong: String,
    /// What of that has its proof on file.
    pub filed: String,
    /// Under terms accepted in a weak way only.
    pub weak: String,
    /// Thousandths of `owed` that `strong` is.
    pub strong_per_mille: Option<i64>,
    pub may_write: bool,
}

/// One clause.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleClause {
    /// `payment-period`, `late-penalties`, `recovery-indemnity`, `penalty-clause`, `retention-of-title`,
    /// `acceleration`, `jurisdiction`, `early-discount`, `deposit`, `complaints`, `other`.
    pub kind: String,
    pub text: String,
    /// The rate as it is worded, of penalties.
    #[serde(default)]
    pub rate: String,
}

/// Something the law asks terms of sale to say.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleMention {
    pub kind: String,
    pub what: String,
    pub article: String,
    /// Such a clause is there; what it says is for a person to read.
    pub present: bool,
}

/// The rates of law of a day, percent a year.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatesBeside {
    pub on: String,
    /// What letters and computations apply between professionals.
    pub applied: Option<String>,
    /// The lowest that may be agreed.
    pub lowest: Option<String>,
    pub article: String,
}

/// One version with its clauses.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleTermsFile {
    pub line: SaleTermsLine,
    /// Name of the creditor.
    pub name: String,
    pub clauses: Vec<SaleClause>,
    pub mentions: Vec<SaleMention>,
    pub rates: RatesBeside,
    pub may_write: bool,
}

/// A version to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleTermsOrder {
    #[schema(example = "CGV 2025-01")]
    pub label: String,
    /// First day in force, included.
    pub since: String,
    /// Those of `from`, or those that are there, when absent.
    #[serde(default)]
    pub clauses: Option<Vec<SaleClause>>,
    /// The version it is made from.
    #[serde(default)]
    pub from: Option<String>,
}

/// Who accepted a version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedBy {
    pub id: String,
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    pub on: String,
    /// `signed`, `order-form`, `order-unopposed`, `click`, `account-opening`, `invoice-only`, `course-of-dealing`,
    /// `other`.
    pub how: String,
    /// `strong`, `weak`.
    pub strength: String,
    /// The proof, by `/documents/{id}`.
    pub document: Option<String>,
}

/// A page of them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedPage {
    pub rows: Vec<AcceptedBy>,
    pub next: Option<String>,
}

/// An acceptance of an account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsAcceptance {
    pub id: String,
    pub version: String,
    pub label: String,
    pub on: String,
    pub how: String,
    pub strength: String,
    pub note: String,
    pub document: Option<String>,
    pub file: String,
    pub actor: String,
    pub at: String,
    /// Who took it back; empty while it counts.
    pub withdrawn_by: String,
    pub withdrawn_why: String,
    pub withdrawn_at: Option<String>,
}

/// Which terms bind, and by what proof.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsBinding {
    /// `null` where no proof says that any were accepted.
    pub version: Option<String>,
    pub label: String,
    pub acceptance: Option<String>,
    pub accepted: Option<String>,
    pub how: Option<String>,
    pub strength: Option<String>,
    pub document: Option<String>,
    /// Where it is weak: the last version accepted in a strong way before.
    pub stronger: Option<String>,
    pub why: String,
}

/// The terms that bind a piece.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemTerms {
    pub item_id: String,
    pub item: String,
    pub issued: String,
    pub open: String,
    pub currency: String,
    pub binding: TermsBinding,
}

/// A version with its clauses.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionText {
    pub id: String,
    pub label: String,
    pub since: String,
    pub until: Option<String>,
    pub state: String,
    pub document: Option<String>,
    pub clauses: Vec<SaleClause>,
}

/// The terms of sale of an account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountSaleTerms {
    pub account_id: String,
    pub account: String,
    pub debtor: String,
    pub creditor: String,
    /// What would bind a piece of today.
    pub today: TermsBinding,
    /// What binds each open piece that is owed.
    pub items: Vec<ItemTerms>,
    /// The last written down first, those taken back too.
    pub acceptances: Vec<TermsAcceptance>,
    /// Of the creditor, the last first.
    pub versions: Vec<VersionText>,
}

/// An acceptance to write down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceOrder {
    /// Name or reference of the version.
    pub version: String,
    pub on: String,
    pub how: String,
    /// Needed for `other`.
    #[serde(default)]
    pub note: String,
}

/// An acceptance to take back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceWithdrawal {
    pub reason: String,
}

/// A line that was not taken.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectedAcceptance {
    pub line: u64,
    pub field: String,
    pub why: String,
}

/// What came of a file: the three counts add up to the lines read.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptancesTaken {
    pub lines: u64,
    pub accepted: u64,
    pub unchanged: u64,
    pub rejected: u64,
    /// The first thousand.
    pub errors: Vec<RejectedAcceptance>,
}

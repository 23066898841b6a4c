//! Terms of sale (conditions générales de vente): versions of each creditor with their clauses, and the proof that
//! customers accepted them.
//!
//! A version that was in force or accepted does not change: a new one is made from it. Which version binds a piece
//! is decided by [`amicable::sale_terms::binding`] alone.

mod acceptances;
mod account;
mod file;
mod list;
mod versions;
mod words;

use kernel::{Currency, Date, Rate, Timestamp, Wording};
use ledger::{AccountId, ItemId};
use serde::Serialize;
use store::DocumentId;

pub use acceptances::AcceptanceOrder;
pub(crate) use account::weakest;
pub use amicable::sale_terms::{AcceptanceHow, ClauseKind, Strength, VersionState};
pub use file::{AcceptancesTaken, RejectedAcceptance};
pub use store::{SaleTermsId, TermsAcceptanceId};
pub use versions::{ClauseText, SaleTermsOrder};
pub use words::{clause_words, how_words};

/// One version in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaleTermsLine {
    /// The version.
    pub id: SaleTermsId,
    /// Code of the creditor.
    pub creditor: String,
    /// What people call it.
    pub label: String,
    /// First day, included.
    pub since: Date,
    /// Last day, included; none while nothing follows it.
    pub until: Option<Date>,
    /// Where it stands.
    pub state: VersionState,
    /// Accounts within reach that accepted it.
    pub accounts: u64,
    /// Its text is on file.
    pub document: Option<DocumentId>,
    /// Mentions that the law asks for and no clause is about.
    pub missing: u64,
    /// It can still change: a later day, and nobody accepted it.
    pub draft: bool,
    /// Who wrote it.
    pub actor: String,
}

/// The terms of sale of a creditor. Amounts are what open pieces ask, in `currency`, of accounts within reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditorSaleTerms {
    /// Code of the creditor.
    pub creditor: String,
    /// Its name.
    pub name: String,
    /// Versions, the last first.
    pub versions: Vec<SaleTermsLine>,
    /// The main currency.
    pub currency: Currency,
    /// What is owed: open debits, credits not taken off.
    pub owed: String,
    /// What of it is under terms that were accepted in a strong way before the piece.
    pub strong: String,
    /// What of that has its proof on file.
    pub filed: String,
    /// What is under terms that were accepted in a weak way only.
    pub weak: String,
    /// Thousandths of what is owed that `strong` is; none where nothing is owed.
    pub strong_per_mille: Option<i64>,
    /// May who asks write versions.
    pub may_write: bool,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseLine {
    /// What it is about.
    pub kind: ClauseKind,
    /// Its text.
    pub text: String,
    /// The rate as it is worded; empty elsewhere than in penalties.
    pub rate: String,
}

/// Something the law asks terms of sale to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MentionLine {
    /// The clause it belongs in.
    pub kind: ClauseKind,
    /// What to say.
    pub what: Wording,
    /// The article.
    pub article: String,
    /// Such a clause is there; what it says is for a person to read.
    pub present: bool,
}

/// The rates of law of a day, to be read beside what the clause says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RatesBeside {
    /// The day.
    pub on: Date,
    /// What letters and computations apply between professionals, percent a year; none outside the tables.
    pub applied: Option<Rate>,
    /// The lowest rate that may be agreed, percent a year; none outside the tables.
    pub lowest: Option<Rate>,
    /// The article.
    pub article: String,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaleTermsFile {
    /// As in a list.
    pub line: SaleTermsLine,
    /// Name of the creditor.
    pub name: String,
    /// Clauses, in the order of their kinds.
    pub clauses: Vec<ClauseLine>,
    /// What the law asks for between professionals.
    pub mentions: Vec<MentionLine>,
    /// Beside the penalties.
    pub rates: RatesBeside,
    /// May who asks write it.
    pub may_write: bool,
}

/// Who accepted a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptedBy {
    /// The acceptance.
    pub id: TermsAcceptanceId,
    /// The account.
    pub account_id: AccountId,
    /// Its customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// The day.
    pub on: Date,
    /// How.
    pub how: AcceptanceHow,
    /// What it is worth.
    pub strength: Strength,
    /// The proof.
    pub document: Option<DocumentId>,
}

/// A page of them, the last written down first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptedPage {
    /// The lines.
    pub rows: Vec<AcceptedBy>,
    /// Where the next page goes on.
    pub next: Option<TermsAcceptanceId>,
}

/// An acceptance of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptanceLine {
    /// The acceptance.
    pub id: TermsAcceptanceId,
    /// The version.
    pub version: SaleTermsId,
    /// What people call it.
    pub label: String,
    /// The day.
    pub on: Date,
    /// How.
    pub how: AcceptanceHow,
    /// What it is worth.
    pub strength: Strength,
    /// In words.
    pub note: String,
    /// The proof.
    pub document: Option<DocumentId>,
    /// Its file.
    pub file: String,
    /// Who wrote it down.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// Who took it back; empty while it counts.
    pub withdrawn_by: String,
    /// Why.
    pub withdrawn_why: String,
    /// When.
    pub withdrawn_at: Option<Timestamp>,
}

/// Which terms bind, and by what proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermsBinding {
    /// The version; none where no proof says that any were accepted.
    pub version: Option<SaleTermsId>,
    /// What people call it; empty without.
    pub label: String,
    /// The acceptance.
    pub acceptance: Option<TermsAcceptanceId>,
    /// The day.
    pub accepted: Option<Date>,
    /// How.
    pub how: Option<AcceptanceHow>,
    /// What it is worth.
    pub strength: Option<Strength>,
    /// The proof.
    pub document: Option<DocumentId>,
    /// Where it is weak: the last version accepted in a strong way before.
    pub stronger: Option<TermsAcceptanceId>,
    /// Why, in words.
    pub why: Wording,
}

/// The terms that bind a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemTerms {
    /// The piece.
    pub item_id: ItemId,
    /// Its number.
    pub item: String,
    /// Its date.
    pub issued: Date,
    /// What is open of it.
    pub open: String,
    /// Its currency.
    pub currency: Currency,
    /// The terms.
    pub binding: TermsBinding,
}

/// A version with its clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionText {
    /// The version.
    pub id: SaleTermsId,
    /// What people call it.
    pub label: String,
    /// First day, included.
    pub since: Date,
    /// Last day, included.
    pub until: Option<Date>,
    /// Where it stands.
    pub state: VersionState,
    /// Its text is on file.
    pub document: Option<DocumentId>,
    /// Clauses, in the order of their kinds.
    pub clauses: Vec<ClauseLine>,
}

/// The terms of sale of an account: what a court file asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountSaleTerms {
    /// The account.
    pub account_id: AccountId,
    /// Its customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Code of the creditor.
    pub creditor: String,
    /// What would bind a piece of today.
    pub today: TermsBinding,
    /// What binds each open piece that is owed, the oldest first.
    pub items: Vec<ItemTerms>,
    /// Acceptances, the last written down first, those taken back too.
    pub acceptances: Vec<AcceptanceLine>,
    /// Versions of the creditor with their clauses, the last first.
    pub versions: Vec<VersionText>,
}

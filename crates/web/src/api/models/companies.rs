//! What the register of companies tells.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How fresh the watch over the register is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyWatch {
    /// The machine asked; null where no address is given.
    pub host: Option<String>,
    /// The last look that went well.
    pub checked: Option<String>,
    /// Why the last one failed.
    pub error: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// Not before this.
    pub next: Option<String>,
}

impl CompanyWatch {
    /// In one language.
    pub fn of(watch: app::companies::CompanyWatch, language: kernel::Language) -> Self {
        Self {
            host: watch.host,
            checked: watch.checked.map(|at| at.to_string()),
            error: watch.error.map(|why| why.pick(language).to_owned()),
            failures: watch.failures,
            next: watch.next.map(|at| at.to_string()),
        }
    }
}

/// Something to look at, and what to do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyWarning {
    /// `ceased`, `unknown`, `seat-closed`, `seat-moved`, `address-closed`, `address-differs`, `renamed`,
    /// `name-differs`.
    pub warning: String,
    pub words: String,
    pub advice: String,
}

/// One account and the company of its debtor.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyLine {
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    pub siren: String,
    /// `active`, `ceased`, `unsaid`, `unknown`; null while it was never read.
    pub state: Option<String>,
    pub state_words: String,
    /// Name in the register; null where it is hidden.
    pub name: Option<String>,
    /// Postcode and town of the head office.
    pub seat: String,
    pub changed_on: Option<String>,
    pub read: Option<String>,
    pub source: String,
    /// Why the last question had no answer.
    pub error: Option<String>,
    pub warnings: Vec<CompanyWarning>,
}

/// A page of companies.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyPage {
    pub rows: Vec<CompanyLine>,
    /// Where the next page starts.
    pub next: Option<String>,
    pub watch: CompanyWatch,
    pub today: String,
}

/// One establishment.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyEstablishment {
    pub siret: String,
    /// Its address, or its town; empty where it is hidden.
    pub address: String,
    pub closed: Option<bool>,
    pub closed_on: Option<String>,
    pub former_head_office: bool,
}

/// What was no more as the answer before had it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyChange {
    pub on: String,
    /// `ceased`, `seat-moved`, `seat-closed`, `renamed`, `unknown`.
    pub what: String,
    pub words: String,
    pub was: String,
    pub became: String,
}

/// An address.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyAddress {
    pub street: String,
    pub complement: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
}

/// What of the register our file could take over, where it differs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyOffers {
    pub name: Option<String>,
    pub address: Option<CompanyAddress>,
}

/// What the register says of the debtor of an account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyFile {
    pub account_id: String,
    /// Null where the customer file has none.
    pub siren: Option<String>,
    /// `active`, `ceased`, `unsaid`, `unknown`; null while it was never read.
    pub state: Option<String>,
    pub state_words: String,
    pub name: Option<String>,
    pub acronym: Option<String>,
    /// Code of the legal category (INSEE).
    pub legal_form: Option<String>,
    pub form_words: Option<String>,
    pub created: Option<String>,
    pub ceased: Option<String>,
    /// It asked that its name and address be not spread.
    pub hidden: bool,
    pub seat: Option<CompanyEstablishment>,
    pub establishments: Vec<CompanyEstablishment>,
    /// Open establishments, where the register says how many.
    pub open: Option<u32>,
    pub read: Option<String>,
    pub source: String,
    /// Why the last question had no answer.
    pub error: Option<String>,
    pub changes: Vec<CompanyChange>,
    pub warnings: Vec<CompanyWarning>,
    pub offers: CompanyOffers,
    /// Somebody can be asked.
    pub askable: bool,
}

/// What the register answered about one company.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyFetched {
    pub siren: String,
    /// `active`, `ceased`, `unsaid`, `unknown`; null when it gave no answer.
    pub state: Option<String>,
    pub changes: Vec<String>,
    /// Why there is no answer.
    pub error: Option<String>,
}

/// What a look at the companies whose turn it is brought.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompaniesFetched {
    pub asked: u64,
    pub kept: u64,
    pub unknown: u64,
    pub changes: u64,
    pub failed: u64,
    /// Left for the next look.
    pub left: u64,
    /// Why it stopped before the end.
    pub error: Option<String>,
}

/// What a file of saved answers brought.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompaniesTaken {
    pub read: u64,
    pub refused: u64,
    /// Of nobody here.
    pub strangers: u64,
    pub unchanged: u64,
    pub kept: u64,
    pub changes: u64,
    pub errors: Vec<super::NoticeProblem>,
}

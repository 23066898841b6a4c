//! What the API says, as types of its own: the document and the answers cannot differ.

use std::collections::BTreeMap;

use app::accounts::{AccountFile, AccountSummary, FileItem};
use app::letters::LetterCard;
use ledger::{Batch, Creditor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub login: String,
    pub name: String,
    #[schema(example = "collector")]
    pub role: String,
    pub language: String,
}

/// Login and password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Credentials {
    pub login: String,
    pub password: String,
}

/// A session token, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    pub token: String,
}

/// One line of the accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    #[schema(example = "3F7K2M9QXT4B8")]
    pub id: String,
    pub number: String,
    pub name: String,
    #[schema(example = "commercial-company")]
    pub kind: String,
    pub creditor: String,
    #[schema(example = "EUR")]
    pub currency: String,
    #[schema(example = "24310.00")]
    pub total: String,
    #[schema(example = "12400.00")]
    pub overdue: String,
    pub oldest_late_days: i64,
    pub other_currencies: bool,
    pub paused: bool,
}

impl From<&AccountSummary> for Account {
    fn from(a: &AccountSummary) -> Self {
        Self {
            id: a.id.to_string(),
            number: a.number.clone(),
            name: a.name.clone(),
            kind: a.kind.slug().to_owned(),
            creditor: a.creditor.clone(),
            currency: a.total.currency().to_string(),
            total: a.total.to_decimal(),
            overdue: a.overdue.to_decimal(),
            oldest_late_days: a.oldest_late_days,
            other_currencies: a.other_currencies,
            paused: a.paused,
        }
    }
}

/// A page of accounts.
#[expect(clippy::struct_field_names, reason = "the name programs read")]
#[derive(Debug, Serialize, ToSchema)]
pub struct Accounts {
    pub accounts: Vec<Account>,
    /// Where the next page starts.
    pub next: Option<usize>,
    pub total: usize,
}

/// One piece with what is left of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Piece {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub currency: String,
    pub amount: String,
    pub open: String,
    pub entry_on: String,
    pub issue_on: String,
    pub due_on: String,
    /// The due date follows from payment terms and nobody confirmed it.
    pub due_inferred: bool,
    pub late_days: i64,
    /// Late interest to date; absent when the tables have no rate.
    pub interest: Option<String>,
    pub indemnity: String,
}

impl From<&FileItem> for Piece {
    fn from(line: &FileItem) -> Self {
        let item = &line.item;
        Self {
            id: item.id.to_string(),
            number: item.number.clone(),
            kind: item.kind.slug().to_owned(),
            currency: item.amount.currency().to_string(),
            amount: item.amount.to_decimal(),
            open: line.open.to_decimal(),
            entry_on: item.entry_on.to_string(),
            issue_on: item.issue_on.to_string(),
            due_on: item.due_on.to_string(),
            due_inferred: item.due_inferred,
            late_days: line.late_days,
            interest: line.interest.map(kernel::Money::to_decimal),
            indemnity: line.indemnity.to_decimal(),
        }
    }
}

/// Sums of an account in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Totals {
    pub currency: String,
    pub outstanding: String,
    pub overdue: String,
    pub credits: String,
    pub interest: String,
    pub indemnity: String,
}

/// One fact of the timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fact {
    pub on: String,
    pub at: String,
    pub actor: String,
    pub kind: String,
    #[schema(value_type = Object)]
    pub payload: Value,
}

/// What the next run would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Next {
    pub currency: String,
    pub step: Option<String>,
    pub amount: Option<String>,
    pub why: String,
}

/// The file of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct File {
    pub id: String,
    pub number: String,
    pub name: String,
    pub kind: String,
    pub siren: Option<String>,
    pub creditor: String,
    pub paused_until: Option<String>,
    pub totals: Vec<Totals>,
    pub items: Vec<Piece>,
    pub settled: Vec<Piece>,
    pub next: Vec<Next>,
    pub timeline: Vec<Fact>,
}

impl From<AccountFile> for File {
    fn from(f: AccountFile) -> Self {
        Self {
            id: f.account.id.to_string(),
            number: f.account.number,
            name: f.debtor.name,
            kind: f.debtor.kind.slug().to_owned(),
            siren: f.debtor.siren.map(|s| s.as_str().to_owned()),
            creditor: f.creditor.code,
            paused_until: f.account.paused_until.map(|d| d.to_string()),
            totals: f
                .totals
                .iter()
                .map(|t| Totals {
                    currency: t.currency.to_string(),
                    outstanding: t.outstanding.to_decimal(),
                    overdue: t.overdue.to_decimal(),
                    credits: t.credits.to_decimal(),
                    interest: t.interest.to_decimal(),
                    indemnity: t.indemnity.to_decimal(),
                })
                .collect(),
            items: f.items.iter().map(Piece::from).collect(),
            settled: f.settled.iter().map(Piece::from).collect(),
            next: f
                .next
                .into_iter()
                .map(|n| Next {
                    currency: n.currency.to_string(),
                    step: n.step,
                    amount: n.amount.map(kernel::Money::to_decimal),
                    why: n.why_en,
                })
                .collect(),
            timeline: f
                .timeline
                .into_iter()
                .map(|t| Fact {
                    on: t.on.to_string(),
                    at: t.at.to_string(),
                    actor: t.actor,
                    kind: t.kind,
                    payload: t.payload,
                })
                .collect(),
        }
    }
}

/// One line of a statement.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatementLine {
    pub item: String,
    pub number: String,
    pub kind: String,
    pub entry_on: String,
    pub due_on: String,
    pub amount: String,
    pub open: String,
    pub balance: String,
}

/// A statement of account in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statement {
    pub from: String,
    pub until: String,
    pub currency: String,
    pub opening: String,
    pub closing: String,
    pub lines: Vec<StatementLine>,
}

impl From<&ledger::statement::Statement> for Statement {
    fn from(s: &ledger::statement::Statement) -> Self {
        let line = |l: &ledger::statement::StatementLine| StatementLine {
            item: l.item.id.to_string(),
            number: l.item.number.clone(),
            kind: l.item.kind.slug().to_owned(),
            entry_on: l.item.entry_on.to_string(),
            due_on: l.item.due_on.to_string(),
            amount: l.item.amount.to_decimal(),
            open: l.open.to_decimal(),
            balance: l.balance.to_decimal(),
        };
        Self {
            from: s.period.from.to_string(),
            until: s.period.until.to_string(),
            currency: s.currency.to_string(),
            opening: s.opening.to_decimal(),
            closing: s.closing.to_decimal(),
            lines: s.lines.iter().map(line).collect(),
        }
    }
}

/// One bucket of the aged balance.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    pub label: String,
    pub from_day: Option<i32>,
    pub to_day: Option<i32>,
    pub amount: String,
    pub items: u64,
}

/// One line of the aged balance.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgingLine {
    pub key: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    pub currency: String,
    pub total: String,
    pub overdue: String,
    pub credits: String,
    pub buckets: Vec<Bucket>,
}

/// The aged balance: the main currency on top, the others beside it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Aging {
    pub as_of: String,
    pub currency: String,
    pub total: String,
    pub overdue: String,
    pub credits: String,
    pub items: u64,
    pub accounts: u64,
    pub buckets: Vec<Bucket>,
    pub others: Vec<AgingLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<AgingLine>,
    pub read_at: String,
}

/// One piece asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidedItem {
    pub number: String,
    pub open: String,
    pub late_days: i64,
}

/// One message decided.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub strategy: String,
    pub step: String,
    pub level: u8,
    pub channel: String,
    pub amount: String,
    pub currency: String,
    pub items: Vec<DecidedItem>,
    pub reason: String,
}

/// What a run decided.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    pub date: String,
    pub accounts: u64,
    pub decisions: Vec<Decision>,
    /// Accounts left alone, by reason.
    pub blocked: BTreeMap<String, u64>,
    pub written: bool,
    pub messages: u64,
    /// Total asked by currency.
    pub asked: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<String>,
}

/// The day of a run.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct RunOrder {
    /// Today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// Decide only.
    #[serde(default)]
    pub dry: bool,
}

/// One letter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Letter {
    pub message: String,
    pub account: String,
    pub debtor: String,
    pub step: String,
    pub level: i64,
    pub on: String,
    pub currency: String,
    pub total: String,
    pub state: String,
    pub document: Option<String>,
}

impl From<&LetterCard> for Letter {
    fn from(c: &LetterCard) -> Self {
        Self {
            message: c.message.to_string(),
            account: c.account_id.to_string(),
            debtor: c.debtor.clone(),
            step: c.step.clone(),
            level: c.level,
            on: c.on.to_string(),
            currency: c.total.currency().to_string(),
            total: c.total.to_decimal(),
            state: c.state.clone(),
            document: c.document.map(|d| d.to_string()),
        }
    }
}

/// One print file.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrintFile {
    pub document: String,
    pub letters: i64,
    pub creditor: String,
}

/// The letters of a day.
#[expect(clippy::struct_field_names, reason = "the name programs read")]
#[derive(Debug, Serialize, ToSchema)]
pub struct Letters {
    pub day: String,
    pub letters: Vec<Letter>,
    pub print_files: Vec<PrintFile>,
}

/// One import.
#[derive(Debug, Serialize, ToSchema)]
pub struct Import {
    pub id: String,
    pub format: String,
    pub source: String,
    pub profile: String,
    #[schema(example = "snapshot")]
    pub mode: String,
    #[schema(example = "live")]
    pub state: String,
    pub as_of: String,
    pub actor: String,
    pub created_at: String,
    pub total: i64,
    pub done: i64,
    pub fingerprint: String,
    /// Figures, control totals and refused lines.
    #[schema(value_type = Object)]
    pub outcome: Value,
}

impl From<&Batch> for Import {
    fn from(b: &Batch) -> Self {
        Self {
            id: b.id.to_string(),
            format: b.format.clone(),
            source: b.source.clone(),
            profile: b.profile.clone(),
            mode: b.mode.slug().to_owned(),
            state: b.state.slug().to_owned(),
            as_of: b.as_of.to_string(),
            actor: b.actor.clone(),
            created_at: b.created_at.to_string(),
            total: b.total,
            done: b.done,
            fingerprint: b.fingerprint.clone(),
            outcome: serde_json::from_str(&b.outcome).unwrap_or_default(),
        }
    }
}

/// A reference to files kept for an import.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kept {
    pub files: String,
}

/// How kept files are to be imported.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ImportOrder {
    pub files: String,
    #[serde(default)]
    pub creditor: Option<String>,
    /// Name of a mapping profile; guessed from the columns when absent.
    #[serde(default)]
    pub profile: Option<String>,
    /// `movement` or `snapshot`.
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub as_of: Option<String>,
    /// The warnings that ask for a confirmation were read.
    #[serde(default)]
    pub confirmed: bool,
}

/// A pause of reminders.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Pause {
    /// Last day, included; absent to resume.
    #[serde(default)]
    pub until: Option<String>,
    #[serde(default)]
    pub reason: String,
}

/// A due date confirmed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Due {
    pub due: String,
}

/// Two pieces to match.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Match {
    pub debit: String,
    pub credit: String,
    /// All that both leave open when absent.
    #[serde(default)]
    pub amount: Option<String>,
    /// Currency of the amount; EUR when absent.
    #[serde(default)]
    pub currency: Option<String>,
}

/// The reference of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    pub id: String,
}

/// A creditor.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditorModel {
    pub id: String,
    pub code: String,
    pub name: String,
    pub siren: Option<String>,
    pub city: String,
    pub country: String,
    pub iban: Option<String>,
    pub currency: String,
    pub terms: String,
}

impl From<&Creditor> for CreditorModel {
    fn from(c: &Creditor) -> Self {
        Self {
            id: c.id.to_string(),
            code: c.code.clone(),
            name: c.name.clone(),
            siren: c.siren.as_ref().map(|s| s.as_str().to_owned()),
            city: c.address.city.clone(),
            country: c.address.country.clone(),
            iban: c.iban.as_ref().map(ToString::to_string),
            currency: c.currency.to_string(),
            terms: c.terms.to_string(),
        }
    }
}

/// A creditor to create or change; every text may be empty but the name.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CreditorOrder {
    pub name: String,
    pub legal_line: String,
    pub siren: String,
    pub vat: String,
    pub street: String,
    pub complement: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
    pub phone: String,
    pub email: String,
    pub iban: String,
    pub bic: String,
    pub signatory: String,
    /// Payment terms: `30`, `45+eom`…
    pub terms: String,
}

/// One account of a finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingAccount {
    pub id: String,
    pub number: String,
    pub name: String,
    pub amount: String,
}

/// One kind of trouble in the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    #[schema(example = "missing-address")]
    pub trouble: String,
    pub count: u64,
    pub account_count: usize,
    pub currency: String,
    pub at_stake: String,
    pub accounts: Vec<FindingAccount>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The schema of the document is the answer of the desk: an added or renamed field fails here.
    #[test]
    fn the_documented_run_is_the_run() {
        let answer = app::runs::RunAnswer {
            date: kernel::Date::ZERO,
            accounts: 1,
            decisions: Vec::new(),
            blocked: BTreeMap::from([("paused".to_owned(), 1)]),
            written: false,
            messages: 0,
            asked: BTreeMap::from([(kernel::Currency::EUR, "1.00".to_owned())]),
            failed: vec!["x".to_owned()],
        };
        let value = serde_json::to_value(answer).expect("plain data");
        serde_json::from_value::<Run>(value).expect("the documented shape");
    }
}

//! Accounts, their pieces, statements and acts.

use app::accounts::{AccountFile, AccountOrder, AccountSummary, DebtorEdit, FileItem};
use kernel::Language;
use ledger::{Address, DebtorKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{BlockedItem, Promise};
use crate::problem::Failure;

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
    /// Where the next page starts, to be given as `after`; none on the last.
    pub next: Option<String>,
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
    /// Reference of the entry.
    pub id: String,
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
    /// Strategy followed.
    pub strategy: String,
    /// Level done, 0 before the first.
    pub level: u8,
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
    pub pause_reason: String,
    pub pause_owner: String,
    /// Strategy chosen by hand; absent where its segment chooses.
    pub strategy: Option<String>,
    pub totals: Vec<Totals>,
    pub items: Vec<Piece>,
    pub settled: Vec<Piece>,
    /// What is set aside of its pieces, the oldest first.
    pub blocks: Vec<BlockedItem>,
    /// Promises in any state, the oldest first.
    pub promises: Vec<Promise>,
    /// What the next run would do: on the account, or on the one that pays for it.
    pub next: Vec<Next>,
    /// Customer code of the account that pays for this one and gets its reminders.
    pub payer: Option<String>,
    pub timeline: Vec<Fact>,
}

impl File {
    /// A file, its sentences in `language`, without the lists of its acts.
    pub fn of(f: AccountFile, language: Language) -> Self {
        Self {
            id: f.account.id.to_string(),
            number: f.account.number,
            name: f.debtor.name,
            kind: f.debtor.kind.slug().to_owned(),
            siren: f.debtor.siren.map(|s| s.as_str().to_owned()),
            creditor: f.creditor.code,
            paused_until: f.account.paused_until.map(|d| d.to_string()),
            pause_reason: f.account.pause_reason,
            pause_owner: f.account.pause_owner,
            strategy: f.account.strategy,
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
            blocks: Vec::new(),
            promises: Vec::new(),
            next: f
                .next
                .into_iter()
                .map(|n| Next {
                    strategy: n.strategy,
                    level: n.level,
                    currency: n.currency.to_string(),
                    step: n.step,
                    amount: n.amount.map(kernel::Money::to_decimal),
                    why: n.why.pick(language).to_owned(),
                })
                .collect(),
            payer: f.payer.map(|payer| payer.number),
            timeline: f
                .timeline
                .into_iter()
                .map(|t| Fact {
                    id: t.id.to_string(),
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

/// A pause of reminders.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Pause {
    /// Last day, included; absent to resume.
    #[serde(default)]
    pub until: Option<String>,
    #[serde(default)]
    pub reason: String,
    /// Who answers for it; who asks when absent.
    #[serde(default)]
    pub owner: String,
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

/// An account to open by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountOpening {
    /// Code of the creditor; may be absent where there is one only.
    #[serde(default)]
    pub creditor: String,
    /// Code of the account in its books.
    #[schema(example = "F0042")]
    pub number: String,
    /// Name.
    pub name: String,
    /// Legal kind.
    #[schema(example = "commercial-company")]
    pub kind: String,
    #[serde(default)]
    pub siren: String,
    #[serde(default)]
    pub vat: String,
    #[serde(default)]
    pub street: String,
    #[serde(default)]
    pub complement: String,
    #[serde(default)]
    pub postcode: String,
    #[serde(default)]
    pub city: String,
    /// ISO 3166 code of two letters; `FR` when absent.
    #[serde(default)]
    pub country: String,
    /// Language of letters: `fr` or `en`; `fr` when absent.
    #[serde(default)]
    pub language: String,
}

impl AccountOpening {
    /// What it asks.
    pub fn order(self) -> Result<AccountOrder, Failure> {
        let language = if self.language.is_empty() { "fr" } else { &self.language };
        Ok(AccountOrder {
            creditor: self.creditor,
            number: self.number,
            debtor: DebtorEdit {
                name: self.name,
                kind: DebtorKind::parse(&self.kind).ok_or_else(|| Failure::unknown(&self.kind))?,
                siren: self.siren,
                vat: self.vat,
                address: Address {
                    street: self.street,
                    complement: self.complement,
                    postcode: self.postcode,
                    city: self.city,
                    country: if self.country.is_empty() { "FR".to_owned() } else { self.country.to_uppercase() },
                },
                language: Language::parse(language).ok_or_else(|| Failure::unknown(language))?,
                version: 0,
            },
        })
    }
}

/// An account that was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountOpened {
    /// Its reference.
    pub id: String,
    /// Another creditor knows the debtor by its SIREN: what is known of it stays.
    pub known: bool,
}

/// The reference of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    pub id: String,
}

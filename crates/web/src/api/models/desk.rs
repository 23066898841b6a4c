//! The aged balance, runs, letters, creditors, diagnosis.

use std::collections::BTreeMap;

use app::creditors::CreditorEdit;
use app::letters::LetterCard;
use ledger::{Address, Creditor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// How many messages one step sends.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepCount {
    pub step: String,
    pub messages: u64,
}

/// What a run decided.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    pub date: String,
    pub accounts: u64,
    /// A page of them; none in a summary.
    pub decisions: Vec<Decision>,
    /// Where the next page starts, to be given as `after`; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Accounts left alone, by reason.
    pub blocked: BTreeMap<String, u64>,
    /// What is late on accounts that somebody could unblock, net, by reason and currency.
    #[serde(default)]
    pub blocked_amounts: BTreeMap<String, BTreeMap<String, String>>,
    pub written: bool,
    pub messages: u64,
    /// Messages by step, the highest level first.
    pub steps: Vec<StepCount>,
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
    /// Figures only, without `decisions`.
    #[serde(default)]
    pub summary: bool,
}

/// One letter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Letter {
    pub message: String,
    pub account: String,
    pub debtor: String,
    /// `letter`, `mail`, `sms`.
    pub channel: String,
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
            channel: c.channel.clone(),
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

/// A page of the letters of a day, and all its print files.
#[expect(clippy::struct_field_names, reason = "the name programs read")]
#[derive(Debug, Serialize, ToSchema)]
pub struct Letters {
    pub day: String,
    /// Letters of the day in all.
    pub total: u64,
    /// Run by run, the highest level first.
    pub letters: Vec<Letter>,
    /// Where the next page starts, to be given as `after`; none on the last.
    pub next: Option<String>,
    pub print_files: Vec<PrintFile>,
}

/// A creditor, as read and as written: what `GET` says can be given back to `PUT`. What is absent when
/// it is written is emptied.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CreditorModel {
    /// Said only: the code of the path names the creditor.
    pub id: String,
    /// Said only.
    pub code: String,
    /// Never empty.
    pub name: String,
    /// Legal form, capital, registry.
    pub legal_line: String,
    pub siren: Option<String>,
    pub vat: Option<String>,
    pub street: String,
    pub complement: String,
    pub postcode: String,
    pub city: String,
    /// `FR` when absent.
    pub country: String,
    pub phone: String,
    pub email: String,
    pub iban: Option<String>,
    pub bic: Option<String>,
    pub signatory: String,
    /// The mediator of consumption a consumer may turn to: name, address, site.
    pub mediator: String,
    /// Said only.
    pub currency: String,
    /// Payment terms: `30`, `45+eom`…
    pub terms: String,
}

impl From<&Creditor> for CreditorModel {
    fn from(c: &Creditor) -> Self {
        let edit = CreditorEdit::of(c);
        let CreditorEdit { code, name, legal_line, siren, vat, address, phone, email, iban, bic, .. } = edit;
        let CreditorEdit { signatory, mediator, terms, .. } = edit;
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            id: c.id.to_string(),
            code,
            name,
            legal_line,
            siren: some(siren),
            vat: some(vat),
            street: address.street,
            complement: address.complement,
            postcode: address.postcode,
            city: address.city,
            country: address.country,
            phone,
            email,
            iban: some(iban),
            bic: some(bic),
            signatory,
            mediator,
            currency: c.currency.to_string(),
            terms,
        }
    }
}

impl CreditorModel {
    /// What it asks to write, under the code of the path.
    pub fn edit(self, code: String) -> CreditorEdit {
        CreditorEdit {
            code,
            name: self.name,
            legal_line: self.legal_line,
            siren: self.siren.unwrap_or_default(),
            vat: self.vat.unwrap_or_default(),
            address: Address {
                street: self.street,
                complement: self.complement,
                postcode: self.postcode,
                city: self.city,
                country: self.country,
            },
            phone: self.phone,
            email: self.email,
            iban: self.iban.unwrap_or_default(),
            bic: self.bic.unwrap_or_default(),
            signatory: self.signatory,
            mediator: self.mediator,
            terms: self.terms,
        }
    }
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

    #[test]
    fn the_documented_balance_is_the_balance() {
        let bucket = app::aging::BucketAnswer {
            label: "91+".to_owned(),
            from_day: Some(91),
            to_day: None,
            amount: "1.00".to_owned(),
            items: 1,
        };
        let line = app::aging::AgingLine {
            key: "C1".to_owned(),
            name: "X".to_owned(),
            account: Some(ledger::AccountId(1)),
            currency: kernel::Currency::EUR,
            total: "1.00".to_owned(),
            overdue: "1.00".to_owned(),
            credits: "0.00".to_owned(),
            buckets: vec![bucket.clone()],
            row: ledger::ageing::AgedRow::default(),
        };
        let answer = app::aging::AgingAnswer {
            as_of: kernel::Date::ZERO,
            currency: kernel::Currency::EUR,
            total: "1.00".to_owned(),
            overdue: "1.00".to_owned(),
            credits: "0.00".to_owned(),
            items: 1,
            accounts: 1,
            buckets: vec![bucket],
            others: vec![line],
            lines: app::aging::AgingLines::default(),
            row: ledger::ageing::AgedRow::default(),
            read_at: kernel::Timestamp::UNIX_EPOCH,
        };
        let value = serde_json::to_value(answer).expect("plain data");
        serde_json::from_value::<Aging>(value).expect("the documented shape");
    }

    /// The schema of the document is the answer of the desk: an added or renamed field fails here.
    #[test]
    fn the_documented_run_is_the_run() {
        let answer = app::runs::RunAnswer {
            date: kernel::Date::ZERO,
            accounts: 1,
            decisions: app::runs::Decisions::default(),
            blocked: BTreeMap::from([("paused".to_owned(), 1)]),
            blocked_amounts: BTreeMap::from([(
                "paused".to_owned(),
                BTreeMap::from([(kernel::Currency::EUR, "1.00".to_owned())]),
            )]),
            written: false,
            messages: 0,
            steps: vec![app::runs::StepCount { step: "r1".to_owned(), messages: 1 }],
            next: Some("X-EUR-professionals".to_owned()),
            asked: BTreeMap::from([(kernel::Currency::EUR, "1.00".to_owned())]),
            failed: vec![kernel::Wording::new("non", "no")],
        };
        let value = app::said(&answer, kernel::Language::En);
        serde_json::from_value::<Run>(value).expect("the documented shape");
    }
}

//! What a décompte is drawn from, what it says, and the annex it carries.

use kernel::{Currency, Date, Money, Rate};
use serde::{Deserialize, Serialize};

use crate::accrual::{Imputation, Slice};
use crate::convention::Conventions;
use crate::interest::{AgreedRate, CreditorClass, Regime};
use crate::text::decimal;
use crate::{Line, Source};

/// One invoice of the account, or another sum owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its number, unique in the account.
    pub reference: String,
    /// With VAT, positive.
    pub amount: Money,
    /// Due date.
    pub due: Date,
    /// Which law.
    pub regime: Regime,
    /// Rate of the contract.
    pub agreed_rate: Option<AgreedRate>,
    /// Day the formal notice was received.
    pub formal_notice: Option<Date>,
    /// Class of the legal rate.
    pub creditor_class: CreditorClass,
    /// Whether the fixed indemnity is claimed.
    pub indemnity: bool,
}

impl Item {
    /// An invoice between professionals.
    pub fn new(reference: &str, amount: Money, due: Date) -> Self {
        Self {
            reference: reference.to_owned(),
            amount,
            due,
            regime: Regime::B2b,
            agreed_rate: None,
            formal_notice: None,
            creditor_class: CreditorClass::default(),
            indemnity: true,
        }
    }
}

/// A cost of recovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// What for.
    pub label: String,
    /// When it was incurred.
    pub date: Date,
    /// Positive.
    pub amount: Money,
    /// Whether the debtor owes it (CPCE L111-8: not before a title, save acts the law requires).
    pub recoverable: bool,
}

/// Money received, or a credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When.
    pub date: Date,
    /// Positive.
    pub amount: Money,
    /// The item the debtor chose, or the credit note corrects.
    pub chosen: Option<String>,
    /// A credit note settles principal only.
    pub credit_note: bool,
}

/// A sum agreed as penalty (C. civ. 1231-5): apart from interest, a judge may reduce it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Penalty {
    /// The clause.
    pub label: String,
    /// The day it was incurred: the formal notice, in most clauses.
    pub date: Date,
    /// Positive.
    pub amount: Money,
}

/// Everything owed by one debtor to one creditor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Of every amount.
    pub currency: Currency,
    /// Invoices and other sums.
    pub items: Vec<Item>,
    /// Costs.
    pub costs: Vec<Cost>,
    /// Penalty clause.
    pub penalty: Option<Penalty>,
    /// Payments and credit notes, in any order.
    pub receipts: Vec<Receipt>,
    /// Day of the judgment that opened insolvency.
    pub insolvency: Option<Date>,
    /// What the sources leave open.
    pub conventions: Conventions,
}

impl Account {
    /// An account without anything in it.
    pub fn new(currency: Currency) -> Self {
        Self {
            currency,
            items: Vec::new(),
            costs: Vec::new(),
            penalty: None,
            receipts: Vec::new(),
            insolvency: None,
            conventions: Conventions::default(),
        }
    }
}

/// A rate as it was used: enough to compute again without the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateUsed {
    /// First day asked about.
    pub from: Date,
    /// Last day it holds.
    pub to: Date,
    /// Percent a year.
    pub rate: Rate,
}

/// The annex: what was computed on, and the law it was computed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// Version of this form.
    pub version: u8,
    /// The day of the décompte.
    pub as_of: Date,
    /// The account.
    pub account: Account,
    /// For each item, in order: the course of its interest.
    pub courses: Vec<CourseUsed>,
}

/// The law of one item, as used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseUsed {
    /// First bearing day.
    pub first: Option<Date>,
    /// Last day that may bear, when something stops it.
    pub stop: Option<Date>,
    /// Fixed indemnity.
    pub indemnity: Money,
    /// Rates.
    pub rates: Vec<RateUsed>,
}

/// One item of the décompte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecompteItem {
    /// Its number.
    pub reference: String,
    /// Due date.
    pub due: Date,
    /// As invoiced.
    #[serde(serialize_with = "decimal::serialize")]
    pub principal: Money,
    /// Still owed in principal.
    #[serde(serialize_with = "decimal::serialize")]
    pub principal_left: Money,
    /// Interest accrued.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest: Money,
    /// Interest still owed.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest_left: Money,
    /// Fixed indemnity.
    #[serde(serialize_with = "decimal::serialize")]
    pub indemnity: Money,
    /// Indemnity still owed.
    #[serde(serialize_with = "decimal::serialize")]
    pub indemnity_left: Money,
    /// Slices of interest.
    pub slices: Vec<Slice>,
    /// What payments settled of it.
    pub payments: Vec<Imputation>,
}

/// Part of a receipt that went to costs or to the penalty, or was too much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptLine {
    /// When.
    pub date: Date,
    /// What was received.
    #[serde(serialize_with = "decimal::serialize")]
    pub amount: Money,
    /// A credit note rather than money.
    pub credit_note: bool,
    /// To recovery costs.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_costs: Money,
    /// To interest.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_interest: Money,
    /// To fixed indemnities.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_indemnities: Money,
    /// To principal.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_principal: Money,
    /// To the penalty clause.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_penalty: Money,
    /// Beyond the debt.
    #[serde(serialize_with = "decimal::serialize")]
    pub surplus: Money,
}

/// Sums over the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Invoiced.
    #[serde(serialize_with = "decimal::serialize")]
    pub principal: Money,
    /// Principal left.
    #[serde(serialize_with = "decimal::serialize")]
    pub principal_left: Money,
    /// Interest accrued.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest: Money,
    /// Interest left.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest_left: Money,
    /// Indemnities.
    #[serde(serialize_with = "decimal::serialize")]
    pub indemnities: Money,
    /// Indemnities left.
    #[serde(serialize_with = "decimal::serialize")]
    pub indemnities_left: Money,
    /// Costs the debtor owes.
    #[serde(serialize_with = "decimal::serialize")]
    pub costs: Money,
    /// Of which left.
    #[serde(serialize_with = "decimal::serialize")]
    pub costs_left: Money,
    /// Costs that stay with the creditor.
    #[serde(serialize_with = "decimal::serialize")]
    pub costs_of_creditor: Money,
    /// Penalty clause.
    #[serde(serialize_with = "decimal::serialize")]
    pub penalty: Money,
    /// Of which left.
    #[serde(serialize_with = "decimal::serialize")]
    pub penalty_left: Money,
    /// Received, credit notes included.
    #[serde(serialize_with = "decimal::serialize")]
    pub received: Money,
    /// Received beyond the debt.
    #[serde(serialize_with = "decimal::serialize")]
    pub overpaid: Money,
    /// Everything still owed.
    #[serde(serialize_with = "decimal::serialize")]
    pub owed: Money,
}

/// The décompte of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decompte {
    /// The day it is drawn up to, included.
    pub as_of: Date,
    /// Of every amount.
    pub currency: Currency,
    /// Items, in the order given.
    pub items: Vec<DecompteItem>,
    /// Receipts, by date.
    pub receipts: Vec<ReceiptLine>,
    /// Sums.
    pub totals: Totals,
    /// In plain words, for the debtor.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
    /// What anyone needs to compute it again.
    pub annex: Annex,
}

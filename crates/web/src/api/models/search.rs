//! What a search found.

use app::search::{AccountHit, ContactHit, FoundAccount, Group, ItemHit, SearchAnswer};
use serde::Serialize;
use utoipa::ToSchema;

/// The account that a result leads to, in its main currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountFound {
    #[schema(example = "3F7K2M9QXT4B8")]
    pub id: String,
    #[schema(example = "C0107")]
    pub number: String,
    pub name: String,
    pub siren: Option<String>,
    /// Code of the creditor.
    pub creditor: String,
    #[schema(example = "EUR")]
    pub currency: String,
    #[schema(example = "24310.00")]
    pub total: String,
    #[schema(example = "12400.00")]
    pub overdue: String,
    pub other_currencies: bool,
}

impl From<&FoundAccount> for AccountFound {
    fn from(a: &FoundAccount) -> Self {
        Self {
            id: a.id.to_string(),
            number: a.number.clone(),
            name: a.name.clone(),
            siren: a.siren.clone(),
            creditor: a.creditor.clone(),
            currency: a.currency.to_string(),
            total: a.total.to_decimal(),
            overdue: a.overdue.to_decimal(),
            other_currencies: a.other_currencies,
        }
    }
}

/// An account found by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountResult {
    /// `name`, `code`, `siren` or `owed`.
    pub reason: String,
    pub account: AccountFound,
}

impl From<&AccountHit> for AccountResult {
    fn from(hit: &AccountHit) -> Self {
        Self { reason: hit.reason.slug().to_owned(), account: AccountFound::from(&hit.account) }
    }
}

/// A piece.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemResult {
    /// `number`, `number-end`, `open-amount` or `amount`.
    pub reason: String,
    pub id: String,
    pub number: String,
    pub kind: String,
    pub currency: String,
    /// Original amount, signed.
    pub amount: String,
    /// What is open of it; zero when it is settled.
    pub open: String,
    pub due: String,
    pub account: AccountFound,
}

impl From<&ItemHit> for ItemResult {
    fn from(hit: &ItemHit) -> Self {
        Self {
            reason: hit.reason.slug().to_owned(),
            id: hit.id.to_string(),
            number: hit.number.clone(),
            kind: hit.kind.slug().to_owned(),
            currency: hit.currency.to_string(),
            amount: hit.amount.to_decimal(),
            open: hit.open.to_decimal(),
            due: hit.due.to_string(),
            account: AccountFound::from(&hit.account),
        }
    }
}

/// A contact, with one of the accounts of its debtor.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactResult {
    /// `email`, `phone` or `contact`, its name.
    pub reason: String,
    pub id: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub account: AccountFound,
}

impl From<&ContactHit> for ContactResult {
    fn from(hit: &ContactHit) -> Self {
        Self {
            reason: hit.reason.slug().to_owned(),
            id: hit.id.to_string(),
            name: hit.name.clone(),
            email: hit.email.clone(),
            phone: hit.phone.clone(),
            account: AccountFound::from(&hit.account),
        }
    }
}

/// Results of one kind, the best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Results<T: ToSchema> {
    pub hits: Vec<T>,
    /// How many there are.
    pub total: usize,
    /// There are more than `total`: it was not counted further.
    pub more: bool,
}

impl<T: ToSchema> Results<T> {
    fn of<H>(group: &Group<H>) -> Self
    where
        T: for<'h> From<&'h H>,
    {
        Self { hits: group.hits.iter().map(T::from).collect(), total: group.total, more: group.more }
    }
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    pub accounts: Results<AccountResult>,
    pub items: Results<ItemResult>,
    pub contacts: Results<ContactResult>,
}

impl From<&SearchAnswer> for Found {
    fn from(answer: &SearchAnswer) -> Self {
        Self {
            accounts: Results::of(&answer.accounts),
            items: Results::of(&answer.items),
            contacts: Results::of(&answer.contacts),
        }
    }
}

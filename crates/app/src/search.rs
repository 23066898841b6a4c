//! Search as people type: accounts, pieces and contacts, each with what of it was looked for.

mod finder;

use kernel::{Currency, Date, Money};
use ledger::search::Reason;
use ledger::{AccountId, ContactId, CreditorId, ItemId, ItemKind, Sought};
use serde::{Serialize, Serializer};

use crate::portfolio::Sight;
use crate::{Actor, Desk, DeskError, Permission};
use finder::Finder;

/// Results of one kind, at most.
pub const LIMIT: usize = 100;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct SearchQuery {
    /// As typed: words of names, codes, SIREN or SIRET, numbers, amounts, mails, telephones.
    pub text: String,
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
    /// Results of each kind, [`LIMIT`] at most.
    pub limit: usize,
}

/// The account that a result leads to, in its main currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundAccount {
    /// The account.
    pub id: AccountId,
    /// Customer code.
    pub number: String,
    /// Name of the debtor.
    pub name: String,
    /// SIREN of the debtor.
    pub siren: Option<String>,
    /// Code of the creditor.
    pub creditor: String,
    /// The currency.
    pub currency: Currency,
    /// Everything open.
    #[serde(serialize_with = "decimal")]
    pub total: Money,
    /// What is late.
    #[serde(serialize_with = "decimal")]
    pub overdue: Money,
    /// Other currencies have something open too.
    pub other_currencies: bool,
}

/// An account that was found by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountHit {
    /// What of it was looked for.
    pub reason: Reason,
    /// The account.
    pub account: FoundAccount,
}

/// A piece that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemHit {
    /// What of it was looked for.
    pub reason: Reason,
    /// The piece.
    pub id: ItemId,
    /// Number printed on it.
    pub number: String,
    /// What it is.
    pub kind: ItemKind,
    /// The currency.
    pub currency: Currency,
    /// Original amount, signed.
    #[serde(serialize_with = "decimal")]
    pub amount: Money,
    /// What is open of it; zero when it is settled.
    #[serde(serialize_with = "decimal")]
    pub open: Money,
    /// Due date.
    pub due: Date,
    /// Its account.
    pub account: FoundAccount,
}

/// A contact that was found, with one of the accounts of its debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactHit {
    /// What of it was looked for.
    pub reason: Reason,
    /// The contact.
    pub id: ContactId,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// An account of its debtor.
    pub account: FoundAccount,
}

/// Results of one kind, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group<T> {
    /// The first of them.
    pub hits: Vec<T>,
    /// How many there are.
    pub total: usize,
    /// There are more than `total`: it was not counted further.
    pub more: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchAnswer {
    /// Accounts by name, code, SIREN, or all that is owed.
    pub accounts: Group<AccountHit>,
    /// Pieces by number or amount.
    pub items: Group<ItemHit>,
    /// Contacts by name, mail address or telephone.
    pub contacts: Group<ContactHit>,
    /// What to mark in the answers ([`kernel::marks`]).
    #[serde(skip)]
    pub keys: Vec<String>,
}

fn decimal<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&money.to_decimal())
}

impl SearchAnswer {
    /// Results shown, of all kinds.
    pub const fn shown(&self) -> usize {
        self.accounts.hits.len() + self.items.hits.len() + self.contacts.hits.len()
    }
}

impl Desk {
    /// Accounts, pieces and contacts that answer what was typed; nothing for what holds no letter and no
    /// digit.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn search(&self, actor: &Actor, query: &SearchQuery) -> Result<SearchAnswer, DeskError> {
        actor.may(Permission::Read)?;
        let sought = Sought::read(&query.text);
        let view = self.sight(actor)?;
        let finder = Finder::new(self, &view, &sought, query.creditor)?;
        let limit = query.limit.clamp(1, LIMIT);
        Ok(SearchAnswer {
            accounts: finder.accounts(limit),
            items: finder.items(limit)?,
            contacts: finder.contacts(limit)?,
            keys: sought.keys().into_iter().map(str::to_owned).collect(),
        })
    }

    /// The accounts a search leads to, whatever it found them by, by their places in the view.
    pub(crate) fn matching(&self, view: &Sight, sought: &Sought) -> Result<ledger::search::Owners, DeskError> {
        Finder::new(self, view, sought, None)?.positions()
    }
}

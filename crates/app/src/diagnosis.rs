//! The ledger's health: what to mend first.

use kernel::{Currency, Money};
use ledger::diagnosis::{AccountCard as Card, Trouble, diagnose};
use ledger::{AccountId, CreditorId};
use serde::Serialize;

use crate::{Actor, Desk, DeskError, Permission};

/// Accounts listed under each finding.
const LISTED: usize = 200;

/// One account in a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingAccount {
    /// The account.
    pub id: AccountId,
    /// Customer code.
    pub number: String,
    /// Name.
    pub name: String,
    /// At stake.
    pub amount: Money,
}

/// One kind of trouble and who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// What.
    pub trouble: Trouble,
    /// Pieces, or accounts where the trouble is about accounts.
    pub count: u64,
    /// Accounts concerned.
    pub account_count: usize,
    /// Open amount at stake.
    pub at_stake: Money,
    /// The accounts with most at stake, two hundred at most.
    pub accounts: Vec<FindingAccount>,
}

impl Desk {
    /// Diagnoses the ledger of a creditor, or of all, in the main currency.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn diagnosis(&self, actor: &Actor, creditor: Option<CreditorId>) -> Result<Vec<FindingView>, DeskError> {
        actor.may(Permission::Read)?;
        let view = self.sight(actor)?;
        let currency: Currency = view.currency;
        let cards: Vec<Card> = view
            .positions(creditor)
            .map(|position| {
                let card = &view.cards[position];
                Card {
                    id: card.id,
                    name_key: card.name_key(),
                    siren: card.siren.as_deref().map(str::to_owned),
                    kind: card.kind,
                    postable: card.postable,
                    has_email: card.has_email,
                }
            })
            .collect();
        let findings = diagnose(&cards, &view.portfolio, self.today(), currency);
        let shown = |(id, amount): &(AccountId, i64)| {
            let card = view.portfolio.position(*id).map(|p| &view.cards[p])?;
            Some(FindingAccount {
                id: *id,
                number: card.number.to_string(),
                name: card.name.to_string(),
                amount: Money::new(*amount, currency),
            })
        };
        Ok(findings
            .into_iter()
            .map(|f| FindingView {
                trouble: f.trouble,
                count: f.count,
                account_count: f.accounts.len(),
                at_stake: Money::new(f.at_stake, currency),
                accounts: f.accounts.iter().take(LISTED).filter_map(shown).collect(),
            })
            .collect())
    }
}

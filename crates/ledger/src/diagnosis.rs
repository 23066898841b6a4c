//! The ledger's health: what to mend first so that reminders reach the right people for the right amount.

use std::collections::HashMap;

use kernel::{Currency, Date, epoch_day};
use serde::Serialize;

use crate::{AccountId, DebtorKind, ItemKind, Portfolio};
use kernel::slug_enum;

/// What diagnosis needs to know of an account.
#[derive(Debug, Clone)]
pub struct AccountCard {
    /// Account.
    pub id: AccountId,
    /// Search key of the name.
    pub name_key: String,
    /// SIREN, if known.
    pub siren: Option<String>,
    /// Legal kind.
    pub kind: DebtorKind,
    /// True when a letter can be posted.
    pub postable: bool,
    /// True when a mail can be sent.
    pub has_email: bool,
}

slug_enum!(
    /// A kind of trouble, the most harmful first.
    Trouble {
        /// No address: no letter, no formal notice.
        MissingAddress = "missing-address",
        /// Due date supposed from payment terms.
        InferredDueDate = "inferred-due-date",
        /// Due before it was issued.
        DueBeforeIssue = "due-before-issue",
        /// Dated in the future, or more than ten years ago.
        ImpossibleDate = "impossible-date",
        /// No SIREN for a company.
        MissingSiren = "missing-siren",
        /// No mail.
        MissingContact = "missing-contact",
        /// Two accounts with one SIREN or one name.
        Duplicate = "duplicate",
        /// A payment unmatched for over thirty days while pieces are due.
        OldUnmatchedPayment = "old-unmatched-payment",
        /// More is owed to the customer than it owes.
        CreditBalance = "credit-balance",
    }
);

/// One trouble, with who has it and what is at stake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub trouble: Trouble,
    /// Accounts concerned, the largest amounts first.
    pub accounts: Vec<(AccountId, i64)>,
    /// Pieces concerned (accounts, where the trouble is not about pieces).
    pub count: u64,
    /// Open amount at stake in the main currency, minor units, absolute.
    pub at_stake: i64,
}

/// Diagnoses accounts with something open, in `currency` for the amounts at stake. Findings come in
/// the order of [`Trouble::ALL`]; those with nothing to say are left out.
pub fn diagnose(cards: &[AccountCard], portfolio: &Portfolio, today: Date, currency: Currency) -> Vec<Finding> {
    let today = epoch_day(today);
    let mut found: HashMap<Trouble, HashMap<AccountId, (u64, i64)>> = HashMap::new();
    let mut note = |trouble: Trouble, account: AccountId, amount: i64| {
        let entry = found.entry(trouble).or_default().entry(account).or_default();
        entry.0 += 1;
        entry.1 += amount.abs();
    };
    let mut by_siren: HashMap<&str, Vec<AccountId>> = HashMap::new();
    let mut by_name: HashMap<&str, Vec<AccountId>> = HashMap::new();
    let mut nets: HashMap<AccountId, i64> = HashMap::new();
    for card in cards {
        let Some(position) = portfolio.position(card.id) else { continue };
        let items: Vec<_> = portfolio.items(position).filter(|i| i.currency == currency).collect();
        if items.is_empty() {
            continue;
        }
        let net: i64 = items.iter().map(|i| i.open).sum();
        nets.insert(card.id, net);
        if !card.postable {
            note(Trouble::MissingAddress, card.id, net);
        }
        if card.siren.is_none() && card.kind != DebtorKind::Consumer {
            note(Trouble::MissingSiren, card.id, net);
        }
        if !card.has_email {
            note(Trouble::MissingContact, card.id, net);
        }
        if net < 0 {
            note(Trouble::CreditBalance, card.id, net);
        }
        let has_debit = items.iter().any(|i| i.open > 0);
        for item in &items {
            if item.open > 0 && item.due_inferred {
                note(Trouble::InferredDueDate, card.id, item.open);
            }
            if item.open > 0 && item.due_day < item.issue_day {
                note(Trouble::DueBeforeIssue, card.id, item.open);
            }
            if item.issue_day > today + 1 || item.issue_day < today - 3653 {
                note(Trouble::ImpossibleDate, card.id, item.open);
            }
            if item.open < 0 && has_debit && item.kind == ItemKind::Payment && today - item.issue_day > 30 {
                note(Trouble::OldUnmatchedPayment, card.id, item.open);
            }
        }
        match &card.siren {
            Some(siren) => by_siren.entry(siren).or_default().push(card.id),
            None => by_name.entry(&card.name_key).or_default().push(card.id),
        }
    }
    for twins in by_siren.values().chain(by_name.values()).filter(|ids| ids.len() > 1) {
        for id in twins {
            note(Trouble::Duplicate, *id, nets.get(id).copied().unwrap_or(0));
        }
    }
    Trouble::ALL.iter().filter_map(|trouble| found.remove(trouble).map(|a| finding(*trouble, &a))).collect()
}

fn finding(trouble: Trouble, accounts: &HashMap<AccountId, (u64, i64)>) -> Finding {
    let mut list: Vec<(AccountId, i64)> = accounts.iter().map(|(id, (_, amount))| (*id, *amount)).collect();
    list.sort_by_key(|(id, amount)| (std::cmp::Reverse(*amount), *id));
    Finding {
        trouble,
        count: accounts.values().map(|(n, _)| n).sum(),
        at_stake: accounts.values().map(|(_, amount)| amount).sum(),
        accounts: list,
    }
}

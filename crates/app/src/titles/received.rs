//! What came in on the pieces of cases, as the ledger matched it.

use std::collections::HashMap;

use kernel::{Date, Money};
use ledger::{AccountId, Item, ItemId, ItemKind};
use store::{CaseClaim, CaseId, Tx};

use crate::DeskError;

/// Money, or a credit note, that settled a piece of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// The case.
    pub case: CaseId,
    /// The piece it settled.
    pub item: ItemId,
    /// When it came: money settles the day it is entered, whenever somebody matched it.
    pub day: Date,
    /// How much.
    pub amount: Money,
    /// A credit note rather than money.
    pub credit_note: bool,
    /// Number of the credit.
    pub number: String,
}

/// What settled those claims, what was taken back left out, by day.
pub(crate) fn received(tx: &mut Tx, claims: &[CaseClaim]) -> Result<Vec<Received>, DeskError> {
    let mut accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let of: HashMap<ItemId, CaseId> = claims.iter().map(|claim| (claim.item_id, claim.case_id)).collect();
    let mut sums: HashMap<(ItemId, ItemId), (Date, Money)> = HashMap::new();
    for one in tx.allocations().of_accounts(&accounts)? {
        if !of.contains_key(&one.debit_id) {
            continue;
        }
        let sum = sums.entry((one.debit_id, one.credit_id)).or_insert((one.on, Money::zero(one.amount.currency())));
        sum.1 = sum.1.checked_add(one.amount).map_err(law::LawError::from)?;
    }
    let credits: Vec<ItemId> = sums.keys().map(|(_, credit)| *credit).collect();
    let credits: HashMap<ItemId, Item> =
        tx.items().get_many(&credits)?.into_iter().map(|item| (item.id, item)).collect();
    let line = |((debit, credit), (matched, amount)): ((ItemId, ItemId), (Date, Money))| {
        let credit = credits.get(&credit);
        (amount.minor() > 0).then(|| Received {
            case: of[&debit],
            item: debit,
            day: credit.map_or(matched, |item| item.entry_on.min(matched)),
            amount,
            credit_note: credit.is_some_and(|item| item.kind == ItemKind::CreditNote),
            number: credit.map_or_else(String::new, |item| item.number.clone()),
        })
    };
    let mut all: Vec<Received> = sums.into_iter().filter_map(line).collect();
    all.sort_by_key(|one| (one.day, one.item, one.amount.minor()));
    Ok(all)
}

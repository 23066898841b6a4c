//! The open pieces of an account as the law of insolvencies looks at them.

use std::collections::{HashMap, HashSet};

use judicial::insolvency::effects::{Chase, ItemEffect, OpenItem, effects};
use judicial::insolvency::standing::Insolvency as Procedure;
use kernel::{Date, epoch_day};
use law::Law;
use ledger::statement::open_of;
use ledger::{AccountId, Allocation, DebtorKind, Item, ItemId, ItemKind};
use store::{BlockReason, Connected, InsolvencyAnswer, ItemBlock, Tx};

use crate::DeskError;
use crate::letters::claim_of;

/// What is read of some accounts, at once for all of them.
#[derive(Default)]
pub(super) struct Books {
    items: HashMap<AccountId, Vec<Item>>,
    matches: HashMap<AccountId, Vec<Allocation>>,
    blocks: HashMap<AccountId, Vec<ItemBlock>>,
    answers: HashMap<ItemId, InsolvencyAnswer>,
}

/// One open piece.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub item: Item,
    pub open: OpenItem,
    /// A factor owns it: the factor declares it.
    pub factored: bool,
}

/// A piece and what becomes of it.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub piece: Piece,
    pub effect: ItemEffect,
}

impl Judged {
    /// True of what is set aside: a claim stopped, a credit that may be set off with nothing.
    pub fn is_held(&self) -> bool {
        let free_credit = self.piece.open.open.minor() < 0 && self.piece.open.connected == Some(true);
        self.effect.chase == Chase::Stopped && !free_credit && !self.piece.factored
    }

    /// True of a claim, not of a credit.
    pub const fn is_owed(&self) -> bool {
        self.piece.open.open.minor() > 0
    }
}

fn by_account<T>(list: Vec<T>, of: impl Fn(&T) -> AccountId) -> HashMap<AccountId, Vec<T>> {
    let mut found: HashMap<AccountId, Vec<T>> = HashMap::new();
    for one in list {
        found.entry(of(&one)).or_default().push(one);
    }
    found
}

impl Books {
    pub fn read(tx: &mut Tx, accounts: &[AccountId]) -> Result<Self, DeskError> {
        Ok(Self {
            items: by_account(tx.items().of_accounts(accounts)?, |item| item.account_id),
            matches: by_account(tx.allocations().of_accounts(accounts)?, |one| one.account_id),
            blocks: by_account(tx.item_blocks().of_accounts(accounts)?, |block| block.account_id),
            answers: tx.insolvencies().answers(accounts)?.into_iter().map(|a| (a.item_id, a)).collect(),
        })
    }

    /// The pieces of an account that an insolvency holds, by their blocks.
    pub fn held(&self, account: AccountId) -> HashMap<ItemId, &ItemBlock> {
        let blocks = self.blocks.get(&account).into_iter().flatten();
        blocks.filter(|b| b.reason == BlockReason::Insolvency).map(|b| (b.item_id, b)).collect()
    }

    /// The open pieces of an account; with what each claims until the judgment where `judgment` is given.
    pub fn pieces(&self, account: AccountId, kind: DebtorKind, (today, judgment): (Date, Option<Date>)) -> Vec<Piece> {
        let matches = self.matches.get(&account).map_or(&[][..], Vec::as_slice);
        let blocks = self.blocks.get(&account).map_or(&[][..], Vec::as_slice);
        let factored: HashSet<ItemId> =
            blocks.iter().filter(|b| b.reason == BlockReason::Factored).map(|b| b.item_id).collect();
        let items = self.items.get(&account).into_iter().flatten().filter(|item| item.entry_on <= today);
        let piece = |item: &Item| {
            let open = open_of(item, matches, Some(today));
            if open.is_zero() {
                return None;
            }
            let answer = self.answers.get(&item.id);
            let claim = judgment.and_then(|judgment| {
                let mut paid: Vec<(Date, i64)> =
                    matches.iter().filter(|a| a.debit_id == item.id).map(|a| (a.on, a.amount.minor())).collect();
                paid.sort_unstable();
                let paid: Vec<(i32, i64)> = paid.into_iter().map(|(on, minor)| (epoch_day(on), minor)).collect();
                claim_of(kind, (item.kind, item.amount, epoch_day(item.due_on), item.due_inferred), &paid, judgment)
            });
            let open = OpenItem {
                id: item.id,
                number: item.number.clone(),
                open,
                due_on: item.due_on,
                supply_on: answer.and_then(|a| a.supply_on).or_else(|| supplied(item)),
                long_loan: answer.is_some_and(|a| a.long_loan),
                privilege: answer.map(|a| a.privilege.clone()).filter(|text| !text.is_empty()),
                personal: answer.is_some_and(|a| a.personal),
                connected: answer.and_then(|a| match a.connected {
                    Connected::Unsaid => None,
                    Connected::Yes => Some(true),
                    Connected::No => Some(false),
                }),
                claim,
            };
            Some(Piece { item: item.clone(), open, factored: factored.contains(&item.id) })
        };
        items.filter_map(piece).collect()
    }

    /// The pieces of an account with what becomes of each.
    pub fn judged(
        &self,
        account: AccountId,
        kind: DebtorKind,
        (known, law): (&Procedure, &Law),
        (today, judgment): (Date, Option<Date>),
    ) -> Result<Vec<Judged>, DeskError> {
        let pieces = self.pieces(account, kind, (today, judgment));
        let open: Vec<OpenItem> = pieces.iter().map(|piece| piece.open.clone()).collect();
        let effects = effects(known, &open, law)?;
        Ok(pieces.into_iter().zip(effects).map(|(piece, effect)| Judged { piece, effect }).collect())
    }
}

/// The day a piece was born: money, the day it came; the rest, where the ledger knows it.
fn supplied(item: &Item) -> Option<Date> {
    match item.kind {
        ItemKind::Payment | ItemKind::Advance | ItemKind::Settlement | ItemKind::Refund => Some(item.entry_on),
        _ => item.supply_on,
    }
}

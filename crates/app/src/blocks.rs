//! What must not be asked for: pieces, or parts of them, set aside with a reason, an owner and an end.

use std::collections::{BTreeMap, HashMap, HashSet};

use amicable::disputes::{ShareFault, share};
use kernel::{Currency, Date, Money, days_between};
use ledger::statement::open_of;
use ledger::{Account, AccountId, Item, ItemId};
use serde::Serialize;
pub use store::{BlockReason, ItemBlockId};
use store::{ItemBlock, StoreError, Tx};

use crate::credit::not_factored;
use crate::desk::About;
use crate::reach::Whose;
use crate::{
    Actor, CaseRefusal, CreditRefusal, Desk, DeskError, DisputeRefusal, InsolvencyRefusal, Permission, PlanRefusal,
    Refusal,
};

/// Pieces blocked by one act, so that its transaction stays bounded.
pub(crate) const PIECES: usize = 2_000;

/// A block as a person asks for it.
#[derive(Debug, Clone)]
pub struct BlockOrder {
    /// Why.
    pub reason: BlockReason,
    /// How much; the whole of what is open when none.
    pub amount: Option<Money>,
    /// Who answers for it; who asks when empty.
    pub owner: String,
    /// Last day, included; until released when none.
    pub until: Option<Date>,
    /// In words.
    pub note: String,
}

/// Which blocks a list shows.
#[derive(Debug, Clone, Default)]
pub struct BlockFilter {
    /// Of one account.
    pub account: Option<AccountId>,
    /// Of one reason.
    pub reason: Option<BlockReason>,
    /// Of one owner.
    pub owner: Option<String>,
}

/// One blocked piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockedItem {
    /// The block.
    pub id: ItemBlockId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Number of the piece.
    pub item: String,
    /// The piece.
    pub item_id: ItemId,
    /// Currency.
    pub currency: Currency,
    /// What is set aside: never more than is open.
    pub amount: String,
    /// Why.
    pub reason: BlockReason,
    /// Who answers for it.
    pub owner: String,
    /// In words.
    pub note: String,
    /// From this day, included.
    pub since: Date,
    /// Until this day, included.
    pub until: Option<Date>,
    /// Days since it was blocked.
    pub age_days: i64,
}

/// The sum of one reason in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockedTotal {
    /// Why.
    pub reason: BlockReason,
    /// Currency.
    pub currency: Currency,
    /// What is set aside.
    pub amount: String,
    /// Blocks.
    pub count: u64,
}

/// A page of blocked pieces, the oldest block first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockedPage {
    /// The lines.
    pub rows: Vec<BlockedItem>,
    /// Where the next page goes on.
    pub next: Option<ItemBlockId>,
    /// Sums by reason and currency, of all pages.
    pub totals: Vec<BlockedTotal>,
}

/// The pieces of an account that count on `day`, each with what is open of it then.
pub(crate) fn open_pieces(tx: &mut Tx, account: AccountId, day: Date) -> Result<Vec<(Item, Money)>, StoreError> {
    let items = tx.items().of_account(account)?;
    let matches = tx.allocations().of_account(account)?;
    let counted = items.into_iter().filter(|item| item.entry_on <= day);
    Ok(counted
        .map(|item| {
            let open = open_of(&item, &matches, Some(day));
            (item, open)
        })
        .filter(|(_, open)| !open.is_zero())
        .collect())
}

/// What earlier blocks of a piece take from a new one on `day`, minor units, never more than is open. A plan holds
/// its pieces whole until it ends; what is contested is contested, whatever else puts it off meanwhile.
fn taken(blocks: &[ItemBlock], item: ItemId, reason: BlockReason, (open, day): (i64, Date)) -> i64 {
    let takes = |other: BlockReason| match reason {
        BlockReason::Plan | BlockReason::Case | BlockReason::Insolvency => false,
        BlockReason::Disputed => matches!(other, BlockReason::Disputed | BlockReason::Factored),
        _ => true,
    };
    let active = blocks.iter().filter(|b| b.item_id == item && b.in_force(day) && takes(b.reason));
    active.map(|b| b.amount_minor.unwrap_or(open)).sum::<i64>().clamp(0, open.max(0))
}

/// What a new block of a piece may hold: none for the whole of it.
fn part(order: &BlockOrder, number: &str, open: Money, taken: i64) -> Result<Option<i64>, Refusal> {
    let foreign = order.amount.is_some_and(|amount| amount.currency() != open.currency());
    if foreign && open.minor() > taken {
        return Err(Refusal::CurrencyDiffers { expected: open.currency() });
    }
    share(order.amount.map(Money::minor), open.minor(), taken).map_err(|fault| match fault {
        ShareFault::NothingLeft => Refusal::BlockNothingLeft { piece: number.to_owned() },
        ShareFault::Beyond { most } => Refusal::BlockAmount { most: Money::new(most, open.currency()) },
    })
}

impl Desk {
    /// Blocks a piece, or a part of it: no message asks for it until it is released.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when nothing is left to block, on a wrong amount or a day gone by.
    pub fn block(&self, actor: &Actor, item: ItemId, order: &BlockOrder) -> Result<ItemBlockId, DeskError> {
        actor.may(Permission::EditAccount)?;
        if order.reason == BlockReason::Plan {
            return Err(PlanRefusal::BlockByHand.into());
        }
        if order.reason == BlockReason::Case {
            return Err(CaseRefusal::BlockByHand.into());
        }
        if order.reason == BlockReason::Factored {
            return Err(CreditRefusal::FactorByHand.into());
        }
        if order.reason == BlockReason::Insolvency {
            return Err(InsolvencyRefusal::BlockByHand.into());
        }
        self.store.write("item.block", |tx| {
            let item = actor.find(tx, item)?;
            not_factored(tx, item.account_id, &[item.id])?;
            let account = tx.accounts().get(item.account_id)?;
            let blocks = self.block_within(tx, actor, &account, &[item.id], order)?;
            let made = blocks.into_iter().next();
            made.ok_or_else(|| Refusal::BlockNothingLeft { piece: item.number }.into())
        })
    }

    /// Blocks pieces of one account in the caller's transaction, each once, with one entry.
    pub(crate) fn block_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        items: &[ItemId],
        order: &BlockOrder,
    ) -> Result<Vec<ItemBlockId>, DeskError> {
        let (today, now) = (self.today(), self.now());
        if let Some(day) = order.until.filter(|until| *until < today) {
            return Err(Refusal::DayOver { day }.into());
        }
        if items.len() > PIECES {
            return Err(Refusal::TooManyPieces { most: i64::try_from(PIECES).unwrap_or(i64::MAX) }.into());
        }
        let open: HashMap<ItemId, (Item, Money)> =
            open_pieces(tx, account.id, today)?.into_iter().map(|(item, open)| (item.id, (item, open))).collect();
        let blocks = tx.item_blocks().of_accounts(&[account.id])?;
        let owner = if order.owner.trim().is_empty() { actor.name.as_str() } else { order.owner.trim() };
        let (mut made, mut told) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for id in items.iter().filter(|id| seen.insert(**id)) {
            let Some((item, left)) = open.get(id) else {
                let piece = actor.find(tx, *id)?;
                let ours = piece.account_id == account.id;
                let piece = piece.number;
                let why = if ours { Refusal::BlockNothingLeft { piece } } else { Refusal::ItemOfOther { piece } };
                return Err(why.into());
            };
            let amount = part(order, &item.number, *left, taken(&blocks, *id, order.reason, (left.minor(), today)))?;
            let block = ItemBlock {
                id: ItemBlockId(self.id()),
                account_id: account.id,
                item_id: *id,
                amount_minor: amount,
                currency: left.currency(),
                reason: order.reason,
                note: order.note.trim().to_owned(),
                owner: owner.to_owned(),
                since_on: today,
                until_on: order.until,
                actor: actor.name.clone(),
                created_us: now,
                released_us: None,
            };
            tx.item_blocks().insert(&block)?;
            let money = Money::new(amount.unwrap_or(left.minor()), left.currency());
            told.push(serde_json::json!({
                "block": block.id, "piece": item.number, "amount": money.to_decimal(), "currency": money.currency(),
                "whole": amount.is_none(),
            }));
            made.push(block.id);
        }
        if !told.is_empty() {
            let numbers: Vec<&str> = told.iter().filter_map(|t| t["piece"].as_str()).collect();
            let payload = serde_json::json!({
                "pieces": numbers.join(", "), "blocks": told, "reason": order.reason, "owner": owner,
                "until": order.until, "note": order.note.trim(),
            });
            self.note(tx, actor, About::account(account), "item.blocked", &payload)?;
        }
        Ok(made)
    }

    /// Releases a block: the piece is asked for again.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Store`] when somebody released it meanwhile.
    pub fn unblock(&self, actor: &Actor, id: ItemBlockId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("item.unblock", |tx| self.unblock_within(tx, actor, id))
    }

    /// The same in the caller's transaction.
    pub(crate) fn unblock_within(&self, tx: &mut Tx, actor: &Actor, id: ItemBlockId) -> Result<(), DeskError> {
        let block = actor.find(tx, id)?;
        if block.reason == BlockReason::Plan && block.released_us.is_none() {
            return Err(PlanRefusal::HoldsPiece { piece: tx.items().get(block.item_id)?.number }.into());
        }
        if block.reason == BlockReason::Case && block.released_us.is_none() {
            return Err(CaseRefusal::HoldsPiece { piece: tx.items().get(block.item_id)?.number }.into());
        }
        if block.reason == BlockReason::Factored && block.released_us.is_none() {
            not_factored(tx, block.account_id, &[block.item_id])?;
        }
        if block.reason == BlockReason::Insolvency && block.released_us.is_none() {
            return Err(InsolvencyRefusal::HoldsPiece { piece: tx.items().get(block.item_id)?.number }.into());
        }
        if let Some(dispute) = tx.disputes().owning(id)? {
            return Err(DisputeRefusal::OwnsBlock { dispute: dispute.id.to_string() }.into());
        }
        self.release_within(tx, actor, id)
    }

    /// The same, whatever owns it: the dispute or the plan that ends lets its pieces go so.
    pub(crate) fn release_within(&self, tx: &mut Tx, actor: &Actor, id: ItemBlockId) -> Result<(), DeskError> {
        let block = actor.find(tx, id)?;
        let account = tx.accounts().get(block.account_id)?;
        let item = tx.items().get(block.item_id)?;
        tx.item_blocks().release(id, self.now())?;
        let payload = serde_json::json!({ "block": id, "piece": item.number, "reason": block.reason });
        Ok(self.note(tx, actor, About::account(&account), "item.released", &payload)?)
    }

    /// Sets a piece aside again as it was before it was just released.
    pub(crate) fn hold_again(&self, actor: &Actor, id: ItemBlockId) -> Result<(), DeskError> {
        self.store.write("undo.release", |tx| {
            let block = actor.find(tx, id)?;
            let account = tx.accounts().get(block.account_id)?;
            let item = tx.items().get(block.item_id)?;
            tx.item_blocks().hold_again(id)?;
            let payload = serde_json::json!({
                "pieces": item.number, "blocks": [{ "block": id, "piece": item.number }], "reason": block.reason,
                "owner": block.owner, "until": block.until_on, "note": block.note, "undone": id,
            });
            Ok(self.note(tx, actor, About::account(&account), "item.blocked", &payload)?)
        })
    }

    /// The blocked pieces of which something is open, the oldest block first, with the sums by reason.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn blocked_items(
        &self,
        actor: &Actor,
        filter: &BlockFilter,
        after: Option<ItemBlockId>,
        limit: usize,
    ) -> Result<BlockedPage, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        let scope = self.scope(actor)?;
        let mut rows = self.store.read(|tx| {
            if let Some(account) = filter.account {
                actor.find(tx, account)?;
            }
            Ok::<_, DeskError>(blocked(tx, filter, today)?)
        })?;
        rows.retain(|(row, _)| scope.reaches(row.account_id));
        let mut sums: BTreeMap<(BlockReason, Currency), (i64, u64)> = BTreeMap::new();
        for (row, minor) in &rows {
            let sum = sums.entry((row.reason, row.currency)).or_default();
            *sum = (sum.0 + minor, sum.1 + 1);
        }
        let total = |((reason, currency), (minor, count)): ((BlockReason, Currency), (i64, u64))| BlockedTotal {
            reason,
            currency,
            amount: Money::new(minor, currency).to_decimal(),
            count,
        };
        let totals = sums.into_iter().map(total).collect();
        rows.retain(|(row, _)| after.is_none_or(|after| row.id > after));
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(row, _)| row.id);
        Ok(BlockedPage { rows: rows.into_iter().map(|(row, _)| row).collect(), next, totals })
    }

    /// The piece a person means: its reference, or its number.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Refused`] when several pieces bear the number.
    pub fn find_item(&self, actor: &Actor, text: &str) -> Result<Item, DeskError> {
        actor.may(Permission::Read)?;
        let text = text.trim();
        let most = if actor.reach.is_everything() { 5 } else { 500 };
        let mut found = self.store.read(|tx| {
            let mut seen = Vec::new();
            for item in tx.items().by_number(text, most)? {
                if actor.sees(tx, &Whose::Account(item.account_id))? {
                    seen.push(item);
                }
            }
            Ok::<_, DeskError>(seen)
        })?;
        match (found.len(), found.pop()) {
            (1, Some(one)) => Ok(one),
            (0, _) | (_, None) => {
                let not_found = || DeskError::NotFound { what: "item", key: text.to_owned() };
                let id: ItemId = text.parse().map_err(|_| not_found())?;
                self.store.read(|tx| actor.find(tx, id))
            }
            (_, Some(last)) => {
                let several: Vec<String> = found.iter().chain([&last]).map(|i| i.id.to_string()).collect();
                Err(Refusal::ItemAmbiguous { number: text.to_owned(), references: several.join(", ") }.into())
            }
        }
    }
}

/// The blocks that hold something back on `day`, with how much, by id.
fn blocked(tx: &mut Tx, filter: &BlockFilter, day: Date) -> Result<Vec<(BlockedItem, i64)>, StoreError> {
    let mut blocks = match filter.account {
        Some(account) => tx.item_blocks().of_accounts(&[account])?,
        None => tx.item_blocks().open()?,
    };
    blocks.retain(|b| {
        b.in_force(day)
            && filter.reason.is_none_or(|reason| b.reason == reason)
            && filter.owner.as_ref().is_none_or(|owner| &b.owner == owner)
    });
    let mut accounts: Vec<AccountId> = blocks.iter().map(|b| b.account_id).collect();
    accounts.sort();
    accounts.dedup();
    let lines: HashMap<AccountId, store::AccountLine> =
        tx.accounts().get_many(&accounts)?.into_iter().map(|l| (l.account.id, l)).collect();
    let ids: Vec<ItemId> = blocks.iter().map(|b| b.item_id).collect();
    let items: HashMap<ItemId, Item> = tx.items().get_many(&ids)?.into_iter().map(|i| (i.id, i)).collect();
    let mut settled: HashMap<ItemId, i64> = HashMap::new();
    for match_ in tx.allocations().of_accounts(&accounts)?.into_iter().filter(|a| a.on <= day) {
        *settled.entry(match_.debit_id).or_default() -= match_.amount.minor();
        *settled.entry(match_.credit_id).or_default() += match_.amount.minor();
    }
    let tell = |block: ItemBlock| {
        let (item, of) = (items.get(&block.item_id)?, lines.get(&block.account_id)?);
        let open = item.amount.minor() + settled.get(&block.item_id).copied().unwrap_or(0);
        let minor = block.amount_minor.unwrap_or(open).min(open);
        let told = BlockedItem {
            id: block.id,
            account: of.account.number.clone(),
            account_id: block.account_id,
            debtor: of.debtor.name.clone(),
            item: item.number.clone(),
            item_id: block.item_id,
            currency: block.currency,
            amount: Money::new(minor, block.currency).to_decimal(),
            reason: block.reason,
            owner: block.owner,
            note: block.note,
            since: block.since_on,
            until: block.until_on,
            age_days: days_between(block.since_on, day),
        };
        (minor > 0).then_some((told, minor))
    };
    Ok(blocks.into_iter().filter_map(tell).collect())
}

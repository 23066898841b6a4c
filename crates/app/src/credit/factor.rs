//! Pieces assigned to a factor: the money is the factor's, so that nobody here chases, matches, plans or disputes
//! them until the assignment is reversed. They are set aside by the one mechanism of blocks.

use kernel::Date;
use ledger::{Account, AccountId, ItemId};
use serde_json::json;
use store::{BlockReason, ItemBlock, Tx};

use crate::blocks::BlockOrder;
use crate::desk::About;
use crate::{Actor, CreditRefusal, Desk, DeskError, Permission, Refusal};

/// Longest name of a factor, in characters.
const NAME_MAX: usize = 80;

/// The block by which a piece is a factor's.
fn of_factor(tx: &mut Tx, account: AccountId, item: ItemId) -> Result<Option<ItemBlock>, DeskError> {
    let blocks = tx.item_blocks().of_accounts(&[account])?;
    Ok(blocks.into_iter().find(|b| b.item_id == item && b.reason == BlockReason::Factored))
}

/// True when a factor has a piece.
pub(crate) fn is_factored(tx: &mut Tx, account: AccountId, item: ItemId) -> Result<bool, DeskError> {
    Ok(of_factor(tx, account, item)?.is_some())
}

/// Refuses what is done with pieces whose money is a factor's.
pub(crate) fn not_factored(tx: &mut Tx, account: AccountId, items: &[ItemId]) -> Result<(), DeskError> {
    for item in items {
        if let Some(block) = of_factor(tx, account, *item)? {
            let piece = tx.items().get(*item)?.number;
            return Err(CreditRefusal::Factored { piece, factor: block.owner }.into());
        }
    }
    Ok(())
}

impl Desk {
    /// Assigns pieces of an account to a factor: they are locked here, and their payment goes to the factor.
    ///
    /// # Errors
    /// [`CreditRefusal::FactorMissing`]; [`Refusal::BlockNothingLeft`] for a piece settled or set aside already.
    pub fn assign_to_factor(
        &self,
        actor: &Actor,
        account: AccountId,
        items: &[ItemId],
        factor: &str,
    ) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        let factor = factor.split_whitespace().collect::<Vec<_>>().join(" ");
        if factor.is_empty() || factor.chars().count() > NAME_MAX || items.is_empty() {
            return Err(CreditRefusal::FactorMissing.into());
        }
        self.store.write("credit.factor", |tx| {
            let account = actor.find(tx, account)?;
            let order = BlockOrder {
                reason: BlockReason::Factored,
                amount: None,
                owner: factor.clone(),
                until: None,
                note: String::new(),
            };
            whole(tx, &account, items, self.today())?;
            self.block_within(tx, actor, &account, items, &order)?;
            let numbers = numbers(tx, items)?;
            let payload = json!({ "pieces": numbers, "factor": factor });
            Ok(self.note(tx, actor, About::account(&account), "credit.factored", &payload)?)
        })
    }

    /// Takes a piece back from its factor, with the reason: it is ours to collect again.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`]; [`CreditRefusal::NotFactored`].
    pub fn take_back_from_factor(&self, actor: &Actor, item: ItemId, reason: &str) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        self.store.write("credit.take_back", |tx| {
            let item = actor.find(tx, item)?;
            let not = || CreditRefusal::NotFactored { piece: item.number.clone() };
            let block = of_factor(tx, item.account_id, item.id)?.ok_or_else(not)?;
            let account = tx.accounts().get(item.account_id)?;
            self.release_within(tx, actor, block.id)?;
            let payload = json!({ "pieces": item.number, "factor": block.owner, "reason": reason });
            Ok(self.note(tx, actor, About::account(&account), "credit.factor_reversed", &payload)?)
        })
    }
}

fn numbers(tx: &mut Tx, items: &[ItemId]) -> Result<String, DeskError> {
    let numbers: Vec<String> = tx.items().get_many(items)?.into_iter().map(|item| item.number).collect();
    Ok(numbers.join(", "))
}

/// Refuses pieces of which a part is set aside: a factor takes whole pieces.
fn whole(tx: &mut Tx, account: &Account, items: &[ItemId], today: Date) -> Result<(), DeskError> {
    let blocks = tx.item_blocks().of_accounts(&[account.id])?;
    let held = blocks.iter().find(|b| items.contains(&b.item_id) && b.in_force(today));
    match held {
        Some(block) => {
            let piece = tx.items().get(block.item_id)?.number;
            Err(Refusal::BlockNothingLeft { piece }.into())
        }
        None => Ok(()),
    }
}

//! What must not be asked for, and strategies chosen by hand for one piece.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id, slug_enum};
use ledger::{AccountId, ItemId};

use crate::{
    StoreError,
    connection::on_engine,
    entity::{Entity, all, chunked, entity, find_row, insert_row, known, one, repository},
    schema::{ItemBlockRow, ItemChoiceRow, item_block, item_choice},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One block on a piece.
    ItemBlockId
);
stored_id!(ItemBlockId);

slug_enum!(
    /// Why a piece, or a part of it, is not asked for.
    BlockReason {
        /// The customer contests it.
        Disputed = "disputed",
        /// The customer announced its payment.
        PaymentAnnounced = "payment-announced",
        /// A direct debit or a bill is being collected.
        Collecting = "collecting",
        /// We must look at it first.
        ToCheck = "to-check",
        /// Left out of reminders by choice.
        Excluded = "excluded",
        /// An instalment plan covers it: it is released when the plan is over.
        Plan = "plan",
        /// A case claims it before a judge: it is released when the case is closed.
        Case = "case",
        /// It is assigned to a factor, who owns it: it is released when the assignment is reversed.
        Factored = "factored",
        /// It was born before the judgment that opened the insolvency of the debtor: it is released by what the
        /// procedure becomes.
        Insolvency = "insolvency",
    }
);
stored_slug!(BlockReason);

repository!(
    /// Blocks on pieces.
    ItemBlocks,
    item_blocks
);

entity!(
    /// Part of a piece that must not be asked for.
    ItemBlock, item_block => ItemBlockRow {
        /// Identity.
        id: ItemBlockId,
        /// The account.
        account_id: AccountId,
        /// The piece.
        item_id: ItemId,
        /// Minor units; the whole of what is open when none.
        amount_minor: Option<i64>,
        /// Currency of the piece.
        currency: Currency,
        /// Why.
        reason: BlockReason,
        /// In words.
        note: String,
        /// Who answers for it.
        owner: String,
        /// From this day, included.
        since_on: Date,
        /// Until this day, included; until released when none.
        until_on: Option<Date>,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// When it was released.
        released_us: Option<Timestamp>,
    }
);

entity!(
    /// A strategy chosen by hand for one piece.
    ItemChoice, item_choice => ItemChoiceRow {
        /// The piece.
        item_id: ItemId,
        /// The account.
        account_id: AccountId,
        /// The strategy.
        strategy: String,
        /// Who chose it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl BlockReason {
    /// Those that people give by hand; plans, cases, assignments to a factor and insolvencies set their own pieces aside.
    pub const BY_HAND: [Self; 5] =
        [Self::Disputed, Self::PaymentAnnounced, Self::Collecting, Self::ToCheck, Self::Excluded];
}

impl ItemBlock {
    /// True while it holds its piece back on `day`, unless it was released.
    pub fn in_force(&self, day: Date) -> bool {
        self.since_on <= day && self.until_on.is_none_or(|until| day <= until)
    }
}

impl ItemBlocks<'_> {
    /// The block, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: ItemBlockId) -> Result<ItemBlock, StoreError> {
        known(find_row!(self.tx, item_block => ItemBlock, id.0)?, "block", id)
    }

    /// Adds a block.
    pub fn insert(&mut self, entity: &ItemBlock) -> Result<(), StoreError> {
        insert_row!(self.tx, item_block, entity)
    }

    /// Releases a block; [`StoreError::Conflict`] when it is released already.
    pub fn release(&mut self, id: ItemBlockId, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(item_block::table.filter(item_block::id.eq(id.0)).filter(item_block::released_us.is_null()))
                .set(item_block::released_us.eq(now.as_microsecond()))
                .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "block", id: id.to_string() }) }
    }

    /// Takes a release back; [`StoreError::Conflict`] when it holds already.
    pub fn hold_again(&mut self, id: ItemBlockId) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                item_block::table.filter(item_block::id.eq(id.0)).filter(item_block::released_us.is_not_null()),
            )
            .set(item_block::released_us.eq(None::<i64>))
            .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "block", id: id.to_string() }) }
    }

    /// The blocks not released of those accounts, by id within a chunk of accounts.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<ItemBlock>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                item_block::table
                    .filter(item_block::account_id.eq_any(keys))
                    .filter(item_block::released_us.is_null())
                    .order(item_block::id)
                    .select(ItemBlockRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Every block not released, by id.
    pub fn open(&mut self) -> Result<Vec<ItemBlock>, StoreError> {
        let rows = self.tx.run(|c| {
            item_block::table
                .filter(item_block::released_us.is_null())
                .order(item_block::id)
                .select(ItemBlockRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Every strategy chosen for one piece, by piece.
    pub fn choices(&mut self) -> Result<Vec<ItemChoice>, StoreError> {
        let rows = self
            .tx
            .run(|c| item_choice::table.order(item_choice::item_id).select(ItemChoiceRow::as_select()).load(c))?;
        all(rows)
    }

    /// The strategies chosen for pieces of those accounts.
    pub fn choices_of(&mut self, accounts: &[AccountId]) -> Result<Vec<ItemChoice>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                item_choice::table
                    .filter(item_choice::account_id.eq_any(keys))
                    .order(item_choice::item_id)
                    .select(ItemChoiceRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Chooses a strategy for one piece, in place of the one chosen before.
    pub fn choose(&mut self, entity: &ItemChoice) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|connection| {
            on_engine!(connection, c => {
                diesel::insert_into(item_choice::table)
                    .values(&row)
                    .on_conflict(item_choice::item_id)
                    .do_update()
                    .set(&row)
                    .execute(c)
                    .map(drop)
            })
        })
    }

    /// Forgets the strategy chosen for one piece.
    pub fn unchoose(&mut self, item: ItemId) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| diesel::delete(item_choice::table.find(item.0)).execute(c))?;
        one(changed, "choice", item)
    }
}

//! Pieces of the ledger.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    SelectableHelper,
};
use kernel::{Date, Money};
use ledger::{AccountId, BatchId, Item, ItemId, search::number_key};

use crate::{
    Store, StoreError,
    entity::{Entity, all, chunked, find_row, insert_rows, known, load, one, repository},
    schema::{ItemRow, batch, item},
    types::{DbDate, Stored},
};

repository!(
    /// Pieces of the ledger.
    Items,
    items
);

/// The state of a batch that counts.
pub(crate) const LIVE: &str = "live";

impl Entity for Item {
    type Row = ItemRow;

    fn to_row(&self) -> ItemRow {
        ItemRow {
            id: self.id.0,
            account_id: self.account_id.0,
            batch_id: self.batch_id.0,
            kind: self.kind.store(),
            number: self.number.clone(),
            key: self.key.clone(),
            label: self.label.clone(),
            amount_minor: self.amount.minor(),
            currency: self.amount.currency().store(),
            entry_on: self.entry_on.store(),
            issue_on: self.issue_on.store(),
            due_on: self.due_on.store(),
            due_inferred: self.due_inferred,
            supply_on: self.supply_on.store(),
            gl_account: self.gl_account.clone(),
            number_key: Some(number_key(&self.number)),
        }
    }

    fn from_row(row: ItemRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ItemId(row.id),
            account_id: AccountId(row.account_id),
            batch_id: BatchId(row.batch_id),
            kind: load("item", "kind", row.kind)?,
            number: row.number,
            key: row.key,
            label: row.label,
            amount: Money::new(row.amount_minor, load("item", "currency", row.currency)?),
            entry_on: row.entry_on.date(),
            issue_on: row.issue_on.date(),
            due_on: row.due_on.date(),
            due_inferred: row.due_inferred,
            supply_on: load("item", "supply_on", row.supply_on)?,
            gl_account: row.gl_account,
        })
    }
}

impl Items<'_> {
    /// The piece, live or not, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: ItemId) -> Result<Item, StoreError> {
        known(find_row!(self.tx, item => Item, id.0)?, "item", id)
    }

    /// The pieces of those ids that exist, live or not, in no order.
    pub fn get_many(&mut self, ids: &[ItemId]) -> Result<Vec<Item>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| item::table.filter(item::id.eq_any(keys)).select(ItemRow::as_select()).load(c))
        })?;
        all(rows)
    }

    /// The pieces of an account that count (live batches), by accounting date then id.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<Item>, StoreError> {
        self.of_accounts(&[account])
    }

    /// The pieces of several accounts that count, by account, accounting date and id.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<Item>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                item::table
                    .inner_join(batch::table)
                    .filter(item::account_id.eq_any(keys))
                    .filter(batch::state.eq(LIVE))
                    .order((item::account_id, item::entry_on, item::id))
                    .select(ItemRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The pieces that count and bear that number, newest first, at most `limit`.
    pub fn by_number(&mut self, number: &str, limit: u32) -> Result<Vec<Item>, StoreError> {
        let rows = self.tx.run(|c| {
            item::table
                .inner_join(batch::table)
                .filter(item::number_key.eq(number_key(number)))
                .filter(item::number.eq(number))
                .filter(batch::state.eq(LIVE))
                .order(item::id.desc())
                .limit(i64::from(limit))
                .select(ItemRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The pieces that count whose number begins so, folded ([`ledger::search::number_key`]): the
    /// shortest and first numbers first, at most `limit`.
    pub fn numbered_from(&mut self, beginning: &str, limit: u32) -> Result<Vec<Item>, StoreError> {
        // Keys are letters and digits: what follows the last of them in the order of bytes ends the range.
        let end = format!("{beginning}~");
        let rows = self.tx.run(|c| {
            item::table
                .inner_join(batch::table)
                .filter(item::number_key.ge(beginning))
                .filter(item::number_key.lt(&end))
                .filter(batch::state.eq(LIVE))
                .order((item::number_key, item::id))
                .limit(i64::from(limit))
                .select(ItemRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// A page of the pieces a batch brought, by id, after `after`.
    pub fn of_batch(&mut self, id: BatchId, after: Option<ItemId>, limit: u32) -> Result<Vec<Item>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            item::table
                .filter(item::batch_id.eq(id.0).and(item::id.gt(after)))
                .order(item::id)
                .limit(i64::from(limit))
                .select(ItemRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The pieces that were supplied before they fall due, with that day: it starts their limitation.
    pub fn supplied(&mut self) -> Result<Vec<(ItemId, Date)>, StoreError> {
        let rows: Vec<(i64, Option<DbDate>)> = self.tx.run(|c| {
            item::table.filter(item::supply_on.lt(item::due_on.nullable())).select((item::id, item::supply_on)).load(c)
        })?;
        let day = |at: DbDate| kernel::from_epoch_day(at.0);
        Ok(rows.into_iter().filter_map(|(id, at)| Some((ItemId(id), day(at?)))).collect())
    }

    /// Adds pieces. They count as soon as their batch is live.
    pub fn insert_many(&mut self, items: &[Item]) -> Result<(), StoreError> {
        let rows: Vec<ItemRow> = items.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, item, &rows)
    }

    /// Gives a piece another due date. Amount, account and dates of the books never change.
    pub fn set_due(&mut self, id: ItemId, due_on: Date, inferred: bool) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(item::table.find(id.0))
                .set((item::due_on.eq(due_on.store()), item::due_inferred.eq(inferred)))
                .execute(c)
        })?;
        one(changed, "item", id)
    }
}

impl Store {
    /// Folds the numbers that an older version wrote, some at a time; returns how many. Nothing is left to
    /// do once they are: whoever stops on the way is taken up by the next to open the database.
    pub(crate) fn fold_numbers(&self) -> Result<usize, StoreError> {
        /// Rows of a transaction.
        const PAGE: i64 = 2000;
        let mut folded = 0;
        loop {
            let rows: Vec<(i64, String)> = self.read(|tx| {
                tx.run(|c| {
                    item::table
                        .filter(item::number_key.is_null())
                        .order(item::id)
                        .limit(PAGE)
                        .select((item::id, item::number))
                        .load(c)
                })
            })?;
            if rows.is_empty() {
                return Ok(folded);
            }
            self.write("item.fold_numbers", |tx| {
                tx.run(|c| {
                    for (id, number) in &rows {
                        let key = item::number_key.eq(number_key(number));
                        diesel::update(item::table.find(id)).set(key).execute(c)?;
                    }
                    Ok(())
                })
            })?;
            folded += rows.len();
        }
    }
}

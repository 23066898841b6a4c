//! Matches between pieces (lettrage): added, never edited; a reversal is another row.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::Money;
use ledger::{AccountId, Allocation, AllocationId, BatchId, ItemId};

use crate::{
    StoreError,
    entity::{Entity, all, chunked, find_row, insert_rows, known, load, repository},
    items::LIVE,
    schema::{AllocationRow, allocation, batch},
    types::Stored,
};

repository!(
    /// Matches between pieces.
    Allocations,
    allocations
);

impl Entity for Allocation {
    type Row = AllocationRow;

    fn to_row(&self) -> AllocationRow {
        AllocationRow {
            id: self.id.0,
            account_id: self.account_id.0,
            batch_id: self.batch_id.0,
            debit_id: self.debit_id.0,
            credit_id: self.credit_id.0,
            amount_minor: self.amount.minor(),
            currency: self.amount.currency().store(),
            on_day: self.on.store(),
            letter: self.letter.clone(),
            reverses: self.reverses.store(),
        }
    }

    fn from_row(row: AllocationRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: AllocationId(row.id),
            account_id: AccountId(row.account_id),
            batch_id: BatchId(row.batch_id),
            debit_id: ItemId(row.debit_id),
            credit_id: ItemId(row.credit_id),
            amount: Money::new(row.amount_minor, load("allocation", "currency", row.currency)?),
            on: row.on_day.date(),
            letter: row.letter,
            reverses: load("allocation", "reverses", row.reverses)?,
        })
    }
}

impl Allocations<'_> {
    /// The match, live or not, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: AllocationId) -> Result<Allocation, StoreError> {
        known(find_row!(self.tx, allocation => Allocation, id.0)?, "allocation", id)
    }

    /// The matches of an account that count (live batches), by day then id.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<Allocation>, StoreError> {
        self.of_accounts(&[account])
    }

    /// The matches of several accounts that count, by account, day and id.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<Allocation>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                allocation::table
                    .inner_join(batch::table)
                    .filter(allocation::account_id.eq_any(keys))
                    .filter(batch::state.eq(LIVE))
                    .order((allocation::account_id, allocation::on_day, allocation::id))
                    .select(AllocationRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The matches of one piece that count, on either side, by id.
    pub fn of_item(&mut self, id: ItemId) -> Result<Vec<Allocation>, StoreError> {
        let rows = self.tx.run(|c| {
            allocation::table
                .inner_join(batch::table)
                .filter(allocation::debit_id.eq(id.0).or(allocation::credit_id.eq(id.0)))
                .filter(batch::state.eq(LIVE))
                .order(allocation::id)
                .select(AllocationRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// A page of the matches a batch brought, by id, after `after`.
    pub fn of_batch(
        &mut self,
        id: BatchId,
        after: Option<AllocationId>,
        limit: u32,
    ) -> Result<Vec<Allocation>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            allocation::table
                .filter(allocation::batch_id.eq(id.0).and(allocation::id.gt(after)))
                .order(allocation::id)
                .limit(i64::from(limit))
                .select(AllocationRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Adds matches. They count as soon as their batch is live; both pieces must be stored before.
    pub fn insert_many(&mut self, allocations: &[Allocation]) -> Result<(), StoreError> {
        let rows: Vec<AllocationRow> = allocations.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, allocation, &rows)
    }
}

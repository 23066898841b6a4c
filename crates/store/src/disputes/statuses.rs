//! What platforms said of invoices, whether the invoice is known yet or not.

use std::collections::HashSet;

use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper,
};
use kernel::{Date, Timestamp, define_id};
use ledger::{AccountId, BatchId, ItemId, search::number_key};

use crate::{
    StoreError,
    blocks::ItemBlockId,
    entity::{KEYS, all, entity, insert_row, maybe, one, repository},
    items::LIVE,
    schema::{EinvoiceStatusRow, batch, einvoice_status, item},
    types::stored_id,
};

define_id!(
    /// One status of an electronic invoice.
    InvoiceStatusId
);
stored_id!(InvoiceStatusId);

repository!(
    /// Statuses of electronic invoices.
    InvoiceStatuses,
    invoice_statuses
);

entity!(
    /// What a platform said of an invoice.
    InvoiceStatus, einvoice_status => EinvoiceStatusRow {
        /// Identity.
        id: InvoiceStatusId,
        /// What makes it the same statement: a file read twice adds nothing.
        said_key: String,
        /// SIREN of the seller, as written.
        seller: String,
        /// Number of the invoice, as written.
        invoice: String,
        /// Day of the invoice.
        issued_on: Option<Date>,
        /// Code of the status.
        code: String,
        /// Code of the first motive; empty when none.
        motive: String,
        /// Instant of the status, 14 digits.
        said_at: String,
        /// Amount paid, as written; empty when none.
        paid: String,
        /// Day of that payment.
        paid_on: Option<Date>,
        /// Amount approved with taxes, as written; empty when none.
        approved: String,
        /// Amount not approved with taxes, as written; empty when none.
        unapproved: String,
        /// Everything else it says, in words.
        words: String,
        /// The account, once the invoice is known.
        account_id: Option<AccountId>,
        /// The invoice, once it is known.
        item_id: Option<ItemId>,
        /// The block it placed, where it placed one.
        block_id: Option<ItemBlockId>,
        /// Who brought the file.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl InvoiceStatuses<'_> {
    /// The statement of that key.
    pub fn said(&mut self, key: &str) -> Result<Option<InvoiceStatus>, StoreError> {
        let row = self.tx.run(|c| {
            einvoice_status::table
                .filter(einvoice_status::said_key.eq(key))
                .select(EinvoiceStatusRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Adds a statement.
    pub fn insert(&mut self, entity: &InvoiceStatus) -> Result<(), StoreError> {
        insert_row!(self.tx, einvoice_status, entity)
    }

    /// Says of which invoice a statement is; false when somebody did meanwhile.
    pub fn link(&mut self, id: InvoiceStatusId, account: AccountId, item: ItemId) -> Result<bool, StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(einvoice_status::table.find(id.0).filter(einvoice_status::item_id.is_null()))
                .set((einvoice_status::account_id.eq(account.0), einvoice_status::item_id.eq(item.0)))
                .execute(c)
        })?;
        Ok(changed == 1)
    }

    /// Says which block a statement placed.
    pub fn place(&mut self, id: InvoiceStatusId, block: ItemBlockId) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(einvoice_status::table.find(id.0)).set(einvoice_status::block_id.eq(block.0)).execute(c)
        })?;
        one(changed, "status", id)
    }

    /// The statements on pieces of an import wait for their invoice again.
    pub fn unlink_batch(&mut self, batch: BatchId) -> Result<(), StoreError> {
        let tied: Vec<i64> = self.tx.run(|c| {
            einvoice_status::table
                .inner_join(item::table.on(item::id.nullable().eq(einvoice_status::item_id)))
                .filter(item::batch_id.eq(batch.0))
                .select(einvoice_status::id)
                .load(c)
        })?;
        for some in tied.chunks(KEYS) {
            self.tx.run(|c| {
                diesel::update(einvoice_status::table.filter(einvoice_status::id.eq_any(some)))
                    .set((
                        einvoice_status::account_id.eq(None::<i64>),
                        einvoice_status::item_id.eq(None::<i64>),
                        einvoice_status::block_id.eq(None::<i64>),
                    ))
                    .execute(c)
            })?;
        }
        Ok(())
    }

    /// The statements of an invoice, by instant.
    pub fn of_item(&mut self, item: ItemId) -> Result<Vec<InvoiceStatus>, StoreError> {
        let rows = self.tx.run(|c| {
            einvoice_status::table
                .filter(einvoice_status::item_id.eq(item.0))
                .order((einvoice_status::said_at, einvoice_status::id))
                .select(EinvoiceStatusRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The statements not tied yet, by id, at most `limit` after `after`.
    pub fn waiting(&mut self, after: Option<InvoiceStatusId>, limit: u32) -> Result<Vec<InvoiceStatus>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            einvoice_status::table
                .filter(einvoice_status::item_id.is_null())
                .filter(einvoice_status::id.gt(after))
                .order(einvoice_status::id)
                .limit(i64::from(limit))
                .select(EinvoiceStatusRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Those of these numbers that a piece bears which counts.
    pub fn borne(&mut self, numbers: &[&str]) -> Result<HashSet<String>, StoreError> {
        let keys: Vec<String> = numbers.iter().map(|number| number_key(number)).collect();
        let found: Vec<String> = self.tx.run(|c| {
            item::table
                .inner_join(batch::table)
                .filter(item::number_key.eq_any(&keys))
                .filter(batch::state.eq(LIVE))
                .select(item::number)
                .load(c)
        })?;
        Ok(found.into_iter().collect())
    }
}

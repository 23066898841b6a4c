//! Discarding an interrupted import.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl,
    dsl::{exists, not},
};
use ledger::{BatchId, BatchState};

use crate::{
    Store, StoreError,
    schema::{account, allocation, contact, debtor, item, timeline},
};

/// Rows removed in one transaction.
const ROWS: i64 = 5000;

/// Removes at most [`ROWS`] rows that a query selects; evaluates to how many.
macro_rules! remove {
    ($tx:expr, $table:ident, $ids:expr) => {
        $tx.run(|c| {
            let ids: Vec<i64> = $ids.select($table::id).limit(ROWS).load(c)?;
            diesel::delete($table::table.filter($table::id.eq_any(ids))).execute(c)
        })
    };
}

impl Store {
    /// Removes what a batch wrote that was given up (see [`crate::batches::Batches::give_up`]). It never
    /// counted, so nothing that counts changes; interrupted, it goes on where it stopped. Customers it
    /// created stay when something else refers to them.
    pub fn drop_batch(&self, id: BatchId) -> Result<(), StoreError> {
        loop {
            let removed = self.write("batch.drop", |tx| {
                if tx.batches().get(id)?.state != BatchState::Dropped {
                    return Err(StoreError::Conflict { what: "import", id: id.to_string() });
                }
                let mut removed = remove!(tx, allocation, allocation::table.filter(allocation::batch_id.eq(id.0)))?;
                if removed == 0 {
                    removed = remove!(tx, item, item::table.filter(item::batch_id.eq(id.0)))?;
                }
                if removed == 0 {
                    removed = remove!(tx, contact, contact::table.filter(contact::batch_id.eq(id.0)))?;
                }
                if removed == 0 {
                    let used = exists(item::table.filter(item::account_id.eq(account::id)))
                        .or(exists(timeline::table.filter(timeline::account_id.eq(account::id.nullable()))));
                    removed =
                        remove!(tx, account, account::table.filter(account::batch_id.eq(id.0)).filter(not(used)))?;
                }
                if removed == 0 {
                    let used = exists(account::table.filter(account::debtor_id.eq(debtor::id)))
                        .or(exists(contact::table.filter(contact::debtor_id.eq(debtor::id))));
                    removed = remove!(tx, debtor, debtor::table.filter(debtor::batch_id.eq(id.0)).filter(not(used)))?;
                }
                if removed == 0 {
                    tx.batches().settled(id)?;
                }
                Ok(removed)
            })?;
            if removed == 0 {
                return Ok(());
            }
        }
    }
}

//! What the indicators are made from: which files the ledger stands on, what was promised and set aside.

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper, dsl};
use kernel::{Date, Timestamp};
use ledger::{BatchId, CreditorId, ImportMode};

use crate::{
    ItemBlock, Promise, StoreError,
    batches::Batches,
    blocks::ItemBlocks,
    entity::all,
    items::LIVE,
    promises::Promises,
    schema::{ItemBlockRow, PromiseRow, batch, item_block, promise, timeline},
    types::{DbDate, Stored},
};

/// What tells one state of the ledger from another: batches, when one last changed, due dates confirmed.
pub type LedgerStamp = (i64, i64, i64);

/// A batch that counts, without its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveBatch {
    /// Identity.
    pub id: BatchId,
    /// Whose ledger it feeds.
    pub creditor_id: CreditorId,
    /// Format slug; `manual` for a correction by hand.
    pub format: String,
    /// File names.
    pub source: String,
    /// Movement or snapshot.
    pub mode: ImportMode,
    /// Day the file speaks of.
    pub as_of: Date,
    /// When it was imported.
    pub created_at: Timestamp,
}

type LiveCells = (i64, i64, String, String, String, DbDate, i64);

impl Batches<'_> {
    /// The batches that count, the oldest first.
    pub fn live(&mut self) -> Result<Vec<LiveBatch>, StoreError> {
        let rows: Vec<LiveCells> = self.tx.run(|c| {
            batch::table
                .filter(batch::state.eq(LIVE))
                .order(batch::id)
                .select((
                    batch::id,
                    batch::creditor_id,
                    batch::format,
                    batch::source,
                    batch::mode,
                    batch::as_of,
                    batch::created_us,
                ))
                .load(c)
        })?;
        let corrupt = |field, why: String| StoreError::Corrupt { table: "batch", field, why };
        rows.into_iter()
            .map(|(id, creditor, format, source, mode, as_of, created)| {
                Ok(LiveBatch {
                    id: BatchId(id),
                    creditor_id: CreditorId(creditor),
                    format,
                    source,
                    mode: ImportMode::parse(&mode).ok_or_else(|| corrupt("mode", mode))?,
                    as_of: as_of.date(),
                    created_at: Timestamp::from_microsecond(created)
                        .map_err(|e| corrupt("created_us", e.to_string()))?,
                })
            })
            .collect()
    }

    /// Moves when a piece, a match or a due date changes, and not when something else is written.
    pub fn ledger_stamp(&mut self) -> Result<LedgerStamp, StoreError> {
        let (batches, changed): (i64, Option<i64>) =
            self.tx.run(|c| batch::table.select((dsl::count_star(), dsl::max(batch::changed_us))).first(c))?;
        let confirmed =
            self.tx.run(|c| timeline::table.filter(timeline::kind.eq("item.due_confirmed")).count().get_result(c))?;
        Ok((batches, changed.unwrap_or(0), confirmed))
    }
}

impl Promises<'_> {
    /// The promises whose day falls between `from` and `until`, both included, by that day.
    pub fn due_between(&mut self, from: Date, until: Date) -> Result<Vec<Promise>, StoreError> {
        let (from, until) = (from.store(), until.store());
        let rows = self.tx.run(|c| {
            promise::table
                .filter(promise::until_on.ge(from).and(promise::until_on.le(until)))
                .order((promise::until_on, promise::id))
                .select(PromiseRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

impl ItemBlocks<'_> {
    /// Every block in force on `day` unless it was released by then, released since or not, by id.
    pub fn on_day(&mut self, day: Date) -> Result<Vec<ItemBlock>, StoreError> {
        let day = day.store();
        let rows = self.tx.run(|c| {
            item_block::table
                .filter(item_block::since_on.le(day))
                .filter(item_block::until_on.is_null().or(item_block::until_on.ge(day)))
                .order(item_block::id)
                .select(ItemBlockRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

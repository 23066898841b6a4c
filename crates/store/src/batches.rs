//! Imports: a batch goes from `loading` to `live` over many transactions; only live ones count.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::{AccountId, Batch, BatchId, BatchState, CreditorId};

use crate::{
    StoreError,
    entity::{Entity, all, entity, find_row, insert_rows, known, load, maybe, one, repository},
    schema::{BatchChangeRow, BatchRow, batch, batch_change},
    types::{Stored, stored_id},
};

define_id!(
    /// One change of an existing row by an import.
    BatchChangeId
);
stored_id!(BatchChangeId);

repository!(
    /// Imports.
    Batches,
    batches
);

entity!(
    /// A change of an existing row made by an import, so that undo restores it.
    BatchChange, batch_change => BatchChangeRow {
        /// Identity.
        id: BatchChangeId,
        /// The batch that made it.
        batch_id: BatchId,
        /// The account concerned, if one.
        account_id: Option<AccountId>,
        /// What was changed: `debtor`, `account`, `contact`, `item`.
        entity: String,
        /// Its id.
        entity_id: i64,
        /// The field.
        field: String,
        /// Value before.
        old_value: Option<String>,
        /// Value after.
        new_value: Option<String>,
        /// True while the new value stands.
        applied: bool,
    }
);

impl Entity for Batch {
    type Row = BatchRow;

    fn to_row(&self) -> BatchRow {
        BatchRow {
            id: self.id.0,
            creditor_id: self.creditor_id.0,
            format: self.format.clone(),
            source: self.source.clone(),
            fingerprint: self.fingerprint.clone(),
            profile: self.profile.clone(),
            mode: self.mode.store(),
            state: self.state.store(),
            as_of: self.as_of.store(),
            actor: self.actor.clone(),
            created_us: self.created_at.store(),
            changed_us: self.created_at.store(),
            lease_until_us: None,
            total: self.total,
            done: self.done,
            outcome: self.outcome.clone(),
        }
    }

    fn from_row(row: BatchRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: BatchId(row.id),
            creditor_id: CreditorId(row.creditor_id),
            format: row.format,
            source: row.source,
            fingerprint: row.fingerprint,
            profile: row.profile,
            mode: load("batch", "mode", row.mode)?,
            state: load("batch", "state", row.state)?,
            as_of: row.as_of.date(),
            actor: row.actor,
            created_at: load("batch", "created_us", row.created_us)?,
            total: row.total,
            done: row.done,
            outcome: row.outcome,
        })
    }
}

impl Batches<'_> {
    pub(crate) fn tx(&mut self) -> &mut crate::Tx {
        self.tx
    }

    /// The batch, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: BatchId) -> Result<Batch, StoreError> {
        known(find_row!(self.tx, batch => Batch, id.0)?, "import", id)
    }

    /// Adds a batch. While it loads, it belongs to its process until `lease_until`; a second
    /// loading batch of the same creditor is [`StoreError::Exists`].
    pub fn insert(&mut self, entity: &Batch, lease_until: Option<Timestamp>) -> Result<(), StoreError> {
        let row = BatchRow { lease_until_us: lease_until.store(), ..entity.to_row() };
        self.tx.run(|c| diesel::insert_into(batch::table).values(&row).execute(c)).map(drop)
    }

    /// A page of imports, newest first, older than `before`; matches made by hand are none.
    pub fn list(
        &mut self,
        creditor: Option<CreditorId>,
        before: Option<BatchId>,
        limit: u32,
    ) -> Result<Vec<Batch>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            let mut query = batch::table
                .filter(batch::id.lt(before))
                .filter(batch::format.ne("manual"))
                .order(batch::id.desc())
                .limit(i64::from(limit))
                .select(BatchRow::as_select())
                .into_boxed();
            if let Some(creditor) = creditor {
                query = query.filter(batch::creditor_id.eq(creditor.0));
            }
            query.load(c)
        })?;
        all(rows)
    }

    /// The newest import of a creditor that counts; matches made by hand are none.
    pub fn last_import(&mut self, creditor: CreditorId) -> Result<Option<Batch>, StoreError> {
        let row = self.tx.run(|c| {
            batch::table
                .filter(batch::creditor_id.eq(creditor.0).and(batch::state.eq(BatchState::Live.slug())))
                .filter(batch::format.ne("manual"))
                .order(batch::id.desc())
                .select(BatchRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// The batch that is loading for a creditor.
    pub fn loading(&mut self, creditor: CreditorId) -> Result<Option<Batch>, StoreError> {
        let row = self.tx.run(|c| {
            batch::table
                .filter(batch::creditor_id.eq(creditor.0).and(batch::state.eq(BatchState::Loading.slug())))
                .select(BatchRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// A batch of the creditor that somebody still works on: it loads, or what its state calls for is not
    /// done (see [`Batches::turn`]).
    pub fn busy(&mut self, creditor: CreditorId) -> Result<Option<Batch>, StoreError> {
        let row = self.tx.run(|c| {
            batch::table
                .filter(batch::creditor_id.eq(creditor.0))
                .filter(batch::state.eq(BatchState::Loading.slug()).or(batch::lease_until_us.is_not_null()))
                .order(batch::id)
                .select(BatchRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Batches that somebody worked on who gave no sign of life since before `now`, by id: they load, or
    /// what their state calls for is not done.
    pub fn abandoned(&mut self, now: Timestamp) -> Result<Vec<Batch>, StoreError> {
        let rows = self.tx.run(|c| {
            let forgotten = batch::lease_until_us.is_null().and(batch::state.eq(BatchState::Loading.slug()));
            batch::table
                .filter(forgotten.or(batch::lease_until_us.lt(now.store())))
                .order(batch::id)
                .select(BatchRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The newest live batch of a creditor made from the same files.
    pub fn live_by_fingerprint(
        &mut self,
        creditor: CreditorId,
        fingerprint: &str,
    ) -> Result<Option<Batch>, StoreError> {
        let row = self.tx.run(|c| {
            batch::table
                .filter(batch::fingerprint.eq(fingerprint))
                .filter(batch::creditor_id.eq(creditor.0).and(batch::state.eq(BatchState::Live.slug())))
                .order(batch::id.desc())
                .select(BatchRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// The newest live batch of a creditor in a mode: the last snapshot, for instance.
    pub fn last_live(&mut self, creditor: CreditorId, mode: ledger::ImportMode) -> Result<Option<Batch>, StoreError> {
        let row = self.tx.run(|c| {
            batch::table
                .filter(batch::creditor_id.eq(creditor.0).and(batch::state.eq(BatchState::Live.slug())))
                .filter(batch::mode.eq(mode.slug()))
                .order(batch::id.desc())
                .select(BatchRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Says how far a loading batch is, and that its process lives until `lease_until` at least;
    /// [`StoreError::Conflict`] when it loads no longer.
    pub fn progress(
        &mut self,
        id: BatchId,
        done: i64,
        total: i64,
        lease_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(batch::table.filter(batch::id.eq(id.0)).filter(batch::state.eq(BatchState::Loading.slug())))
                .set((batch::done.eq(done), batch::total.eq(total), batch::lease_until_us.eq(lease_until.store())))
                .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "import", id: id.to_string() }) }
    }

    /// Gives a loading batch up, so that it can never count: `mine` by who writes it, else only when that
    /// one gave no sign of life since before `now`. False when it loads no longer, or lives. Its rows are
    /// then removed by [`crate::Store::drop_batch`], awaited until `lease_until`.
    pub fn give_up(
        &mut self,
        id: BatchId,
        mine: bool,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<bool, StoreError> {
        let found: Option<Option<i64>> = self.tx.run(|c| {
            batch::table
                .filter(batch::id.eq(id.0).and(batch::state.eq(BatchState::Loading.slug())))
                .select(batch::lease_until_us)
                .first(c)
                .optional()
        })?;
        let lives = |lease: Option<i64>| lease.is_some_and(|until| until >= now.store());
        if found.is_none_or(|lease| !mine && lives(lease)) {
            return Ok(false);
        }
        self.turn(id, BatchState::Loading, BatchState::Dropped, now, Some(lease_until))?;
        Ok(true)
    }

    /// Says that what the state of a batch calls for is done.
    pub fn settled(&mut self, id: BatchId) -> Result<(), StoreError> {
        let changed = self
            .tx
            .run(|c| diesel::update(batch::table.find(id.0)).set(batch::lease_until_us.eq(None::<i64>)).execute(c))?;
        one(changed, "import", id)
    }

    /// Writes the figures of a batch (JSON).
    pub fn set_outcome(&mut self, id: BatchId, outcome: &str) -> Result<(), StoreError> {
        let changed =
            self.tx.run(|c| diesel::update(batch::table.find(id.0)).set(batch::outcome.eq(outcome)).execute(c))?;
        one(changed, "import", id)
    }

    /// Moves a batch from one state to another; [`StoreError::Conflict`] when it is no longer there.
    pub fn set_state(
        &mut self,
        id: BatchId,
        from: BatchState,
        to: BatchState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.turn(id, from, to, now, None)
    }

    /// The same, with work left that the new state calls for: somebody does it until `lease_until`, else
    /// [`Batches::abandoned`] finds the batch, until [`Batches::settled`] says that it is done.
    pub fn turn(
        &mut self,
        id: BatchId,
        from: BatchState,
        to: BatchState,
        now: Timestamp,
        lease_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(batch::table.filter(batch::id.eq(id.0)).filter(batch::state.eq(from.slug())))
                .set((
                    batch::state.eq(to.slug()),
                    batch::changed_us.eq(now.store()),
                    batch::lease_until_us.eq(lease_until.store()),
                ))
                .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "import", id: id.to_string() }) }
    }

    /// Batches whose state changed at `since` or later, with that instant: every change of the
    /// ledger is one of them. Ask again from the last instant seen minus [`crate::LIMIT`].
    pub fn changed_since(&mut self, since: Timestamp) -> Result<Vec<(Batch, Timestamp)>, StoreError> {
        let rows: Vec<BatchRow> = self.tx.run(|c| {
            batch::table
                .filter(batch::changed_us.ge(since.store()))
                .order((batch::changed_us, batch::id))
                .select(BatchRow::as_select())
                .load(c)
        })?;
        rows.into_iter()
            .map(|row| {
                let at = load("batch", "changed_us", row.changed_us)?;
                Ok((Batch::from_row(row)?, at))
            })
            .collect()
    }

    /// Records changes of existing rows.
    pub fn add_changes(&mut self, changes: &[BatchChange]) -> Result<(), StoreError> {
        let rows: Vec<BatchChangeRow> = changes.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, batch_change, &rows)
    }

    /// A page of the changes of a batch, by id, after `after`.
    pub fn changes(
        &mut self,
        id: BatchId,
        after: Option<BatchChangeId>,
        limit: u32,
    ) -> Result<Vec<BatchChange>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            batch_change::table
                .filter(batch_change::batch_id.eq(id.0).and(batch_change::id.gt(after)))
                .order(batch_change::id)
                .limit(i64::from(limit))
                .select(BatchChangeRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Says whether the new values of those changes stand.
    pub fn mark_changes(&mut self, ids: &[BatchChangeId], applied: bool) -> Result<(), StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        for keys in keys.chunks(crate::entity::KEYS) {
            self.tx.run(|c| {
                diesel::update(batch_change::table.filter(batch_change::id.eq_any(keys)))
                    .set(batch_change::applied.eq(applied))
                    .execute(c)
            })?;
        }
        Ok(())
    }
}

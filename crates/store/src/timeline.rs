//! Every fact, written in the transaction of what it tells, sealed afterwards ([`crate::seal`]).

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::{AccountId, CreditorId};

use crate::{
    StoreError,
    entity::{Entity, all, entity, find_row, insert_rows, known, repository},
    schema::{TimelineRow, timeline},
    types::stored_id,
};

define_id!(
    /// One entry of the timeline.
    EntryId
);
stored_id!(EntryId);

repository!(
    /// The timeline.
    Timeline,
    timeline
);

entity!(
    /// One fact.
    Entry, timeline => TimelineRow {
        /// Identity.
        id: EntryId,
        /// The account it concerns.
        account_id: Option<AccountId>,
        /// The creditor it concerns.
        creditor_id: Option<CreditorId>,
        /// What happened, as a slug (`batch.live`, `reminder.decided`…).
        kind: String,
        /// The day it counts for.
        on_day: Date,
        /// When it was written.
        at_us: Timestamp,
        /// Who did it.
        actor: String,
        /// The fact, as JSON.
        payload: String,
        /// Place in the sealed chain, from 1; none until sealed. Ignored when appending.
        seal_no: Option<i64>,
        /// SHA-256 in hexadecimal that chains it to the entry before. Ignored when appending.
        hash: Option<String>,
    }
);

impl Timeline<'_> {
    /// Writes a fact.
    pub fn append(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.append_many(std::slice::from_ref(entry))
    }

    /// Writes facts.
    pub fn append_many(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        let rows: Vec<TimelineRow> =
            entries.iter().map(|e| TimelineRow { seal_no: None, hash: None, ..e.to_row() }).collect();
        insert_rows!(self.tx, timeline, &rows)
    }

    /// A page of an account's facts, newest first, older than `before`.
    pub fn of_account(
        &mut self,
        account: AccountId,
        before: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            timeline::table
                .filter(timeline::account_id.eq(account.0))
                .filter(timeline::id.lt(before))
                .order(timeline::id.desc())
                .limit(i64::from(limit))
                .select(TimelineRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The entry, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: EntryId) -> Result<Entry, StoreError> {
        known(find_row!(self.tx, timeline => Entry, id.0)?, "entry", id)
    }

    /// The first `limit` facts that somebody wrote from `first` on, `first` included, oldest first.
    pub fn of_actor_from(&mut self, actor: &str, first: EntryId, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let rows = self.tx.run(|c| {
            timeline::table
                .filter(timeline::id.ge(first.0))
                .filter(timeline::actor.eq(actor))
                .order(timeline::id)
                .limit(i64::from(limit))
                .select(TimelineRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// A page of the facts of one kind (all kinds when empty), newest first, older than `before`.
    pub fn of_kind(&mut self, kind: &str, before: Option<EntryId>, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            let mut query = timeline::table
                .filter(timeline::id.lt(before))
                .order(timeline::id.desc())
                .limit(i64::from(limit))
                .select(TimelineRow::as_select())
                .into_boxed();
            if !kind.is_empty() {
                query = query.filter(timeline::kind.eq(kind));
            }
            query.load(c)
        })?;
        all(rows)
    }
}

//! Who is called by name in a note, and whether they saw it.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::AccountId;

use crate::{
    DisputeId, EntryId, StoreError,
    entity::{all, entity, find_row, insert_row, known, repository},
    schema::{MentionRow, mention},
    types::{Stored, stored_id},
};

define_id!(
    /// Somebody called by name, once for each note.
    MentionId
);
stored_id!(MentionId);

repository!(
    /// Who is called by name.
    Mentions,
    mentions
);

entity!(
    /// Somebody who signs in, called by name in a note.
    Mention, mention => MentionRow {
        /// Identity.
        id: MentionId,
        /// The account.
        account_id: AccountId,
        /// The entry of the note.
        entry_id: EntryId,
        /// The dispute whose comment it is.
        dispute_id: Option<DisputeId>,
        /// Who is called.
        login: String,
        /// The note.
        body: String,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// When it was seen.
        seen_us: Option<Timestamp>,
    }
);

impl Mentions<'_> {
    /// The mention, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: MentionId) -> Result<Mention, StoreError> {
        known(find_row!(self.tx, mention => Mention, id.0)?, "mention", id)
    }

    /// Adds a mention; a note calls somebody once.
    pub fn insert(&mut self, entity: &Mention) -> Result<(), StoreError> {
        insert_row!(self.tx, mention, entity)
    }

    /// Notes when it was seen.
    pub fn see(&mut self, id: MentionId, at: Timestamp) -> Result<(), StoreError> {
        let seen = mention::seen_us.eq(Some(at.store()));
        self.tx.run(|c| diesel::update(mention::table.find(id.0)).set(seen).execute(c)).map(drop)
    }

    /// Those of somebody that wait to be seen, the last first, older than `before`.
    pub fn unseen(&mut self, login: &str, before: Option<MentionId>, limit: u32) -> Result<Vec<Mention>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        all(self.tx.run(|c| {
            mention::table
                .filter(mention::login.eq(login).and(mention::seen_us.is_null()))
                .filter(mention::id.lt(before))
                .order(mention::id.desc())
                .limit(i64::from(limit))
                .select(MentionRow::as_select())
                .load(c)
        })?)
    }

    /// Takes away those of a note that was taken back.
    pub fn remove_of(&mut self, entry: EntryId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(mention::table.filter(mention::entry_id.eq(entry.0))).execute(c)).map(drop)
    }
}

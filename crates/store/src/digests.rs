//! Who wants what happened to be told in one mail, and since when it was not.

use amicable::digests::DigestFrequency;
use diesel::{OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::Timestamp;

use crate::{
    StoreError, UserId,
    entity::{Entity, all, entity, find_row, insert_row, repository},
    schema::{DigestRow, digest},
    types::stored_slug,
};

stored_slug!(DigestFrequency);

repository!(
    /// Who wants a digest.
    Digests,
    digests
);

entity!(
    /// Somebody who wants a digest.
    Digest, digest => DigestRow {
        /// Who.
        user_id: UserId,
        /// How often.
        frequency: DigestFrequency,
        /// When the last one was written; before the first, when it was asked for.
        since_us: Timestamp,
    }
);

impl Digests<'_> {
    /// What somebody wants; none where they want nothing.
    pub fn of(&mut self, user: UserId) -> Result<Option<Digest>, StoreError> {
        find_row!(self.tx, digest => Digest, user.0)
    }

    /// Everybody who wants one.
    pub fn list(&mut self) -> Result<Vec<Digest>, StoreError> {
        all(self.tx.run(|c| digest::table.order(digest::user_id).select(DigestRow::as_select()).load(c))?)
    }

    /// Adds what somebody wants.
    pub fn insert(&mut self, entity: &Digest) -> Result<(), StoreError> {
        insert_row!(self.tx, digest, entity)
    }

    /// Changes what somebody wants.
    pub fn save(&mut self, entity: &Digest) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|c| diesel::update(digest::table.find(row.user_id)).set(&row).execute(c)).map(drop)
    }

    /// They want nothing any more.
    pub fn remove(&mut self, user: UserId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(digest::table.find(user.0)).execute(c)).map(drop)
    }
}

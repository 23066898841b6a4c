//! Mapping profiles saved by users.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::CreditorId;

use crate::{
    StoreError,
    entity::{Entity, all, entity, insert_row, maybe, one, repository},
    schema::{ProfileRow, profile},
    types::stored_id,
};

define_id!(
    /// One saved mapping profile.
    ProfileId
);
stored_id!(ProfileId);

repository!(
    /// Saved mapping profiles.
    Profiles,
    profiles
);

entity!(
    /// A saved mapping profile.
    Profile, profile => ProfileRow {
        /// Identity.
        id: ProfileId,
        /// Name, unique.
        name: String,
        /// The creditor whose files it reads; none for every creditor.
        creditor_id: Option<CreditorId>,
        /// The mapping.
        json: String,
        /// When it was last saved.
        updated_us: Timestamp,
    }
);

impl Profiles<'_> {
    /// The profile of that name.
    pub fn by_name(&mut self, name: &str) -> Result<Option<Profile>, StoreError> {
        let row = self.tx.run(|c| {
            profile::table.filter(profile::name.eq(name)).select(ProfileRow::as_select()).first(c).optional()
        })?;
        maybe(row)
    }

    /// Every profile, by name.
    pub fn list(&mut self) -> Result<Vec<Profile>, StoreError> {
        let rows = self.tx.run(|c| profile::table.order(profile::name).select(ProfileRow::as_select()).load(c))?;
        all(rows)
    }

    /// Adds a profile; its name is unique.
    pub fn insert(&mut self, entity: &Profile) -> Result<(), StoreError> {
        insert_row!(self.tx, profile, entity)
    }

    /// Replaces a profile.
    pub fn save(&mut self, entity: &Profile) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(profile::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "profile", entity.id)
    }

    /// Removes a profile.
    pub fn remove(&mut self, id: ProfileId) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| diesel::delete(profile::table.find(id.0)).execute(c))?;
        one(changed, "profile", id)
    }
}

//! People who sign in.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::Language;

use crate::{
    StoreError,
    entity::{all, entity, find_row, insert_row, known, maybe, repository, save_versioned},
    schema::{UserRow, desk_user},
    types::stored_id,
};

define_id!(
    /// One person who signs in.
    UserId
);
stored_id!(UserId);

repository!(
    /// People who sign in.
    Users,
    users
);

entity!(
    /// A person who signs in.
    User, desk_user => UserRow {
        /// Identity.
        id: UserId,
        /// What they type, unique, lower case.
        login: String,
        /// Name shown.
        name: String,
        /// Argon2 hash in PHC form.
        password_hash: String,
        /// Role slug.
        role: String,
        /// Language of the pages.
        language: Language,
        /// False when they may no longer sign in.
        active: bool,
        /// When they were added.
        created_us: Timestamp,
        /// Bumped by each change.
        version: i64,
    }
);

impl Users<'_> {
    /// The user, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: UserId) -> Result<User, StoreError> {
        known(find_row!(self.tx, desk_user => User, id.0)?, "user", id)
    }

    /// The user of that login.
    pub fn by_login(&mut self, login: &str) -> Result<Option<User>, StoreError> {
        let row = self.tx.run(|c| {
            desk_user::table.filter(desk_user::login.eq(login)).select(UserRow::as_select()).first(c).optional()
        })?;
        maybe(row)
    }

    /// Every user, by login.
    pub fn list(&mut self) -> Result<Vec<User>, StoreError> {
        let rows = self.tx.run(|c| desk_user::table.order(desk_user::login).select(UserRow::as_select()).load(c))?;
        all(rows)
    }

    /// Adds a user; the login is unique.
    pub fn insert(&mut self, entity: &User) -> Result<(), StoreError> {
        insert_row!(self.tx, desk_user, entity)
    }

    /// Saves a user read before; returns the new version.
    pub fn save(&mut self, entity: &User) -> Result<i64, StoreError> {
        save_versioned!(self.tx, desk_user, "user", entity)
    }
}

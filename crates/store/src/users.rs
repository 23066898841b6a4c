//! People who sign in.

use std::collections::HashMap;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::{CreditorId, Language};

use crate::{
    StoreError,
    entity::{all, entity, find_row, insert_row, insert_rows, known, maybe, repository, save_versioned},
    schema::{UserCreditorRow, UserRow, desk_user, user_creditor},
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
        /// They see their own accounts only.
        own_only: bool,
        /// The salesperson of the customer file that they are; nobody when empty.
        salesperson: String,
        /// Where they are written to; nowhere when empty.
        email: String,
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

    /// The creditors a user is limited to, by id; every one when none.
    pub fn creditors_of(&mut self, user: UserId) -> Result<Vec<CreditorId>, StoreError> {
        let ids: Vec<i64> = self.tx.run(|c| {
            user_creditor::table
                .filter(user_creditor::user_id.eq(user.0))
                .order(user_creditor::creditor_id)
                .select(user_creditor::creditor_id)
                .load(c)
        })?;
        Ok(ids.into_iter().map(CreditorId).collect())
    }

    /// The creditors of each user that is limited to some.
    pub fn creditors(&mut self) -> Result<HashMap<UserId, Vec<CreditorId>>, StoreError> {
        let rows: Vec<(i64, i64)> = self.tx.run(|c| {
            user_creditor::table
                .order((user_creditor::user_id, user_creditor::creditor_id))
                .select((user_creditor::user_id, user_creditor::creditor_id))
                .load(c)
        })?;
        let mut of: HashMap<UserId, Vec<CreditorId>> = HashMap::new();
        for (user, creditor) in rows {
            of.entry(UserId(user)).or_default().push(CreditorId(creditor));
        }
        Ok(of)
    }

    /// Limits a user to these creditors, each once; to none of them is no limit.
    pub fn limit_to(&mut self, user: UserId, creditors: &[CreditorId]) -> Result<(), StoreError> {
        let row = |creditor: &CreditorId| UserCreditorRow { user_id: user.0, creditor_id: creditor.0 };
        let rows: Vec<UserCreditorRow> = creditors.iter().map(row).collect();
        self.tx.run(|c| diesel::delete(user_creditor::table.filter(user_creditor::user_id.eq(user.0))).execute(c))?;
        insert_rows!(self.tx, user_creditor, &rows)
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

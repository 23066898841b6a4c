//! What programs sign in with, and the second factor of people.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper, dsl};
use kernel::{Timestamp, define_id};

use crate::{
    StoreError,
    connection::on_engine,
    entity::{Entity, all, entity, find_row, insert_row, known, one, repository},
    schema::{ApiTokenRow, RecoveryCodeRow, UserRow, api_token, desk_user, recovery_code, second_factor},
    types::{Stored, stored_id},
    users::{User, UserId},
};

define_id!(
    /// One token of a program.
    ApiTokenId
);
stored_id!(ApiTokenId);

/// Tokens of one person that are listed.
const MOST: i64 = 500;

repository!(
    /// Tokens of programs.
    ApiTokens,
    api_tokens
);
repository!(
    /// Secrets of one-time codes, and the codes that replace a lost device.
    SecondFactors,
    second_factors
);

entity!(
    /// What a program signs in with. The token itself is never stored.
    ApiToken, api_token => ApiTokenRow {
        /// Identity.
        id: ApiTokenId,
        /// In whose name it acts.
        user_id: UserId,
        /// What it is for.
        name: String,
        /// Its first characters, by which people tell it from others.
        hint: String,
        /// SHA-256 of the token, hexadecimal.
        token_hash: String,
        /// Slugs of its scopes, separated by blanks.
        scopes: String,
        /// Made then.
        created_us: Timestamp,
        /// Good until then, exclusive.
        expires_us: Timestamp,
        /// Last used then, to the minute.
        used_us: Option<Timestamp>,
    }
);

entity!(
    /// The secret of somebody's one-time codes.
    SecondFactor, second_factor => SecondFactorRow {
        /// Whose.
        user_id: UserId,
        /// The secret, base 32.
        secret: String,
        /// Made then.
        created_us: Timestamp,
        /// In force since then; none while the first code is awaited.
        confirmed_us: Option<Timestamp>,
        /// The last period of thirty seconds whose code was used: it is never good again.
        last_step: i64,
    }
);

impl ApiTokens<'_> {
    /// Adds a token.
    pub fn insert(&mut self, entity: &ApiToken) -> Result<(), StoreError> {
        insert_row!(self.tx, api_token, entity)
    }

    /// The token, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: ApiTokenId) -> Result<ApiToken, StoreError> {
        known(find_row!(self.tx, api_token => ApiToken, id.0)?, "token", id)
    }

    /// The token of a hash that is good at `now`, with its active user.
    pub fn find(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<(ApiToken, User)>, StoreError> {
        let row: Option<(ApiTokenRow, UserRow)> = self.tx.run(|c| {
            api_token::table
                .inner_join(desk_user::table)
                .filter(api_token::token_hash.eq(token_hash))
                .filter(api_token::expires_us.gt(now.store()))
                .filter(desk_user::active.eq(true))
                .select((ApiTokenRow::as_select(), UserRow::as_select()))
                .first(c)
                .optional()
        })?;
        row.map(|(token, user)| Ok((ApiToken::from_row(token)?, User::from_row(user)?))).transpose()
    }

    /// Tokens of a user, the last made first, expired ones too.
    pub fn of_user(&mut self, user: UserId) -> Result<Vec<ApiToken>, StoreError> {
        let rows = self.tx.run(|c| {
            api_token::table
                .filter(api_token::user_id.eq(user.0))
                .order(api_token::id.desc())
                .limit(MOST)
                .select(ApiTokenRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Notes that a token was used.
    pub fn touch(&mut self, id: ApiTokenId, now: Timestamp) -> Result<(), StoreError> {
        self.tx
            .run(|c| {
                diesel::update(api_token::table.find(id.0)).set(api_token::used_us.eq(Some(now.store()))).execute(c)
            })
            .map(drop)
    }

    /// Takes a token away.
    pub fn remove(&mut self, id: ApiTokenId) -> Result<(), StoreError> {
        let gone = self.tx.run(|c| diesel::delete(api_token::table.find(id.0)).execute(c))?;
        one(gone, "token", id)
    }

    /// Takes every token of a user away; answers how many.
    pub fn remove_of(&mut self, user: UserId) -> Result<usize, StoreError> {
        self.tx.run(|c| diesel::delete(api_token::table.filter(api_token::user_id.eq(user.0))).execute(c))
    }
}

impl SecondFactors<'_> {
    /// The secret of a user, in force or awaiting its first code.
    pub fn of(&mut self, user: UserId) -> Result<Option<SecondFactor>, StoreError> {
        find_row!(self.tx, second_factor => SecondFactor, user.0)
    }

    /// Keeps a secret, in the place of the former one.
    pub fn put(&mut self, entity: &SecondFactor) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|connection| {
            on_engine!(connection, c => {
                diesel::insert_into(second_factor::table)
                    .values(&row)
                    .on_conflict(second_factor::user_id)
                    .do_update()
                    .set(&row)
                    .execute(c)
                    .map(drop)
            })
        })
    }

    /// Forgets the secret and the recovery codes of a user; true when there was a secret.
    pub fn remove(&mut self, user: UserId) -> Result<bool, StoreError> {
        self.set_codes(user, &[])?;
        let gone = self.tx.run(|c| diesel::delete(second_factor::table.find(user.0)).execute(c))?;
        Ok(gone > 0)
    }

    /// Whose codes are in force.
    pub fn in_force(&mut self) -> Result<Vec<UserId>, StoreError> {
        let rows: Vec<i64> = self.tx.run(|c| {
            second_factor::table
                .filter(second_factor::confirmed_us.is_not_null())
                .order(second_factor::user_id)
                .select(second_factor::user_id)
                .load(c)
        })?;
        Ok(rows.into_iter().map(UserId).collect())
    }

    /// Replaces the recovery codes of a user by the codes of these hashes.
    pub fn set_codes(&mut self, user: UserId, hashes: &[String]) -> Result<(), StoreError> {
        self.tx.run(|c| {
            diesel::delete(recovery_code::table.filter(recovery_code::user_id.eq(user.0))).execute(c).map(drop)
        })?;
        for hash in hashes {
            let row = RecoveryCodeRow { code_hash: hash.clone(), user_id: user.0 };
            self.tx.run(|c| diesel::insert_into(recovery_code::table).values(&row).execute(c).map(drop))?;
        }
        Ok(())
    }

    /// Uses a recovery code up; false when nobody of that user has it.
    pub fn use_code(&mut self, user: UserId, hash: &str) -> Result<bool, StoreError> {
        let gone = self.tx.run(|c| {
            diesel::delete(recovery_code::table.find(hash).filter(recovery_code::user_id.eq(user.0))).execute(c)
        })?;
        Ok(gone > 0)
    }

    /// Recovery codes that a user has left.
    pub fn codes_left(&mut self, user: UserId) -> Result<i64, StoreError> {
        self.tx
            .run(|c| recovery_code::table.filter(recovery_code::user_id.eq(user.0)).select(dsl::count_star()).first(c))
    }
}

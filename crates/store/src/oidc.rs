//! Signing in through a provider of identities: who is who there, and what has begun.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::Timestamp;

use crate::{
    StoreError,
    connection::on_engine,
    entity::{Entity, all, entity, find_row, insert_row, maybe, repository},
    schema::{ProviderAttemptRow, ProviderIdentityRow, provider_attempt, provider_identity},
    types::Stored,
    users::UserId,
};

repository!(
    /// Who somebody is at the provider of identities, and the sign-ins that began there.
    Providers,
    providers
);

entity!(
    /// Who somebody is at the provider.
    ProviderIdentity, provider_identity => ProviderIdentityRow {
        /// Whose.
        user_id: UserId,
        /// The name it calls them by; their login when empty.
        known_as: String,
        /// The provider of their first sign-in; none before it.
        issuer: Option<String>,
        /// Its own key of them, which no change of name or address touches.
        subject: Option<String>,
        /// Tied since.
        bound_us: Option<Timestamp>,
    }
);

entity!(
    /// A sign-in that began and awaits the provider's answer.
    ProviderAttempt, provider_attempt => ProviderAttemptRow {
        /// SHA-256 of what the browser holds, hexadecimal.
        token_hash: String,
        /// Where to go afterwards.
        back: String,
        /// Begun then.
        created_us: Timestamp,
        /// Over then, exclusive.
        expires_us: Timestamp,
    }
);

impl Providers<'_> {
    /// Who a user is at the provider.
    pub fn of(&mut self, user: UserId) -> Result<Option<ProviderIdentity>, StoreError> {
        find_row!(self.tx, provider_identity => ProviderIdentity, user.0)
    }

    /// Who is tied to that key of that provider.
    pub fn by_subject(&mut self, issuer: &str, subject: &str) -> Result<Option<ProviderIdentity>, StoreError> {
        let row = self.tx.run(|c| {
            provider_identity::table
                .filter(provider_identity::issuer.eq(issuer))
                .filter(provider_identity::subject.eq(subject))
                .select(ProviderIdentityRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Everyone who has a name or a tie, by user: as many as there are users at most.
    pub fn list(&mut self) -> Result<Vec<ProviderIdentity>, StoreError> {
        let rows = self.tx.run(|c| {
            provider_identity::table.order(provider_identity::user_id).select(ProviderIdentityRow::as_select()).load(c)
        })?;
        all(rows)
    }

    /// Keeps who somebody is, in the place of what was known.
    pub fn put(&mut self, entity: &ProviderIdentity) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|connection| {
            on_engine!(connection, c => {
                diesel::insert_into(provider_identity::table)
                    .values(&row)
                    .on_conflict(provider_identity::user_id)
                    .do_update()
                    .set(&row)
                    .execute(c)
                    .map(drop)
            })
        })
    }

    /// A sign-in begins.
    pub fn begin(&mut self, entity: &ProviderAttempt) -> Result<(), StoreError> {
        insert_row!(self.tx, provider_attempt, entity)
    }

    /// The sign-in of a token that still holds at `now`.
    pub fn attempt(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<ProviderAttempt>, StoreError> {
        let row = self.tx.run(|c| {
            provider_attempt::table
                .find(token_hash)
                .filter(provider_attempt::expires_us.gt(now.store()))
                .select(ProviderAttemptRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Uses a sign-in up; false when it was used already.
    pub fn use_up(&mut self, token_hash: &str) -> Result<bool, StoreError> {
        let gone = self.tx.run(|c| diesel::delete(provider_attempt::table.find(token_hash)).execute(c))?;
        Ok(gone > 0)
    }

    /// Forgets the sign-ins that are over at `now`; returns how many await an answer still.
    pub fn sweep(&mut self, now: Timestamp) -> Result<i64, StoreError> {
        self.tx.run(|c| {
            diesel::delete(provider_attempt::table.filter(provider_attempt::expires_us.le(now.store()))).execute(c)?;
            provider_attempt::table.count().get_result(c)
        })
    }
}

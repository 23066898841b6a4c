//! Promises of payment.

use amicable::promises::{PromiseLevel, PromiseState};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    StoreError,
    entity::{Entity, all, chunked, entity, find_row, insert_row, known, one, repository},
    schema::{PromiseRow, promise},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One promise.
    PromiseId
);
stored_id!(PromiseId);
stored_slug!(PromiseState, PromiseLevel);

repository!(
    /// Promises.
    Promises,
    promises
);

entity!(
    /// A promise of payment. Amounts are minor units of `currency`.
    Promise, promise => PromiseRow {
        /// Identity.
        id: PromiseId,
        /// The account.
        account_id: AccountId,
        /// Currency promised.
        currency: Currency,
        /// What is promised.
        amount_minor: i64,
        /// Day it was given.
        made_on: Date,
        /// Last day to pay, included.
        until_on: Date,
        /// Where it stands.
        state: PromiseState,
        /// How well it is proved.
        level: PromiseLevel,
        /// What the ledger saw when it was judged.
        paid_minor: i64,
        /// In words.
        note: String,
        /// Who took it down.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// When the ledger judged it.
        judged_us: Option<Timestamp>,
    }
);

impl Promises<'_> {
    /// The promise, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: PromiseId) -> Result<Promise, StoreError> {
        known(find_row!(self.tx, promise => Promise, id.0)?, "promise", id)
    }

    /// Adds a promise.
    pub fn insert(&mut self, entity: &Promise) -> Result<(), StoreError> {
        insert_row!(self.tx, promise, entity)
    }

    /// Replaces a promise.
    pub fn save(&mut self, entity: &Promise) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(promise::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "promise", entity.id)
    }

    /// The promises of those accounts, oldest first within a chunk of accounts.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<Promise>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                promise::table
                    .filter(promise::account_id.eq_any(keys))
                    .order(promise::id)
                    .select(PromiseRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The promises in a state judged since an instant, by id, at most `most`.
    pub fn judged_since(
        &mut self,
        state: PromiseState,
        since: Timestamp,
        most: u32,
    ) -> Result<Vec<Promise>, StoreError> {
        all(self.tx.run(|c| {
            promise::table
                .filter(promise::state.eq(state.slug()))
                .filter(promise::judged_us.ge(since.as_microsecond()))
                .order(promise::id)
                .limit(i64::from(most))
                .select(PromiseRow::as_select())
                .load(c)
        })?)
    }

    /// The promises in a state, by id, at most `limit` after `after`.
    pub fn in_state(
        &mut self,
        state: PromiseState,
        after: Option<PromiseId>,
        limit: u32,
    ) -> Result<Vec<Promise>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            promise::table
                .filter(promise::state.eq(state.slug()))
                .filter(promise::id.gt(after))
                .order(promise::id)
                .limit(i64::from(limit))
                .select(PromiseRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

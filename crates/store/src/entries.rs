//! Entry levels proposed when a creditor goes live.

use diesel::dsl::count_star;
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id, slug_enum};
use ledger::{AccountId, CreditorId};

use crate::{
    StoreError,
    entity::{Entity, all, chunked, entity, insert_rows, repository},
    schema::{EntryLevelRow, entry_level},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One proposal.
    EntryLevelId
);
stored_id!(EntryLevelId);

slug_enum!(
    /// Where a proposal stands.
    EntryState {
        /// Waits for approval: the account is left in peace.
        Proposed = "proposed",
        /// Taken as done.
        Approved = "approved",
        /// Turned down: the account starts with its first step.
        Refused = "refused",
    }
);
stored_slug!(EntryState);

repository!(
    /// Entry levels.
    EntryLevels,
    entry_levels
);

entity!(
    /// A level proposed for an account, in a currency, under a strategy.
    EntryLevel, entry_level => EntryLevelRow {
        /// Identity.
        id: EntryLevelId,
        /// The account.
        account_id: AccountId,
        /// Its creditor.
        creditor_id: CreditorId,
        /// The currency chased.
        currency: Currency,
        /// The strategy.
        strategy: String,
        /// The level; 0 starts with the first step.
        level: i64,
        /// Why, in French.
        french: String,
        /// Why, in English.
        english: String,
        /// Where it stands.
        state: EntryState,
        /// The day it was proposed for.
        on_day: Date,
        /// Who proposed it, then who answered.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl EntryLevels<'_> {
    /// Adds proposals. A second open one for the same account, currency and strategy is
    /// [`StoreError::Exists`].
    pub fn insert_many(&mut self, entities: &[EntryLevel]) -> Result<(), StoreError> {
        let rows: Vec<EntryLevelRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, entry_level, &rows)
    }

    /// The proposals that wait, of a level or of all, by id, at most `limit` after `after`.
    pub fn proposed(
        &mut self,
        level: Option<i64>,
        after: Option<EntryLevelId>,
        limit: u32,
    ) -> Result<Vec<EntryLevel>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let (from, until) = level.map_or((i64::MIN, i64::MAX), |level| (level, level));
        let rows = self.tx.run(|c| {
            entry_level::table
                .filter(entry_level::state.eq(EntryState::Proposed.slug()))
                .filter(entry_level::id.gt(after))
                .filter(entry_level::level.between(from, until))
                .order(entry_level::id)
                .limit(i64::from(limit))
                .select(EntryLevelRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// How many proposals wait at each level, by level.
    pub fn counts(&mut self) -> Result<Vec<(i64, i64)>, StoreError> {
        self.tx.run(|c| {
            entry_level::table
                .filter(entry_level::state.eq(EntryState::Proposed.slug()))
                .group_by(entry_level::level)
                .order(entry_level::level)
                .select((entry_level::level, count_star()))
                .load(c)
        })
    }

    /// Changes the level of a proposal that waits; [`StoreError::Conflict`] when it was answered already.
    pub fn set_level(&mut self, id: EntryLevelId, level: i64) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                entry_level::table
                    .filter(entry_level::id.eq(id.0))
                    .filter(entry_level::state.eq(EntryState::Proposed.slug())),
            )
            .set(entry_level::level.eq(level))
            .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "entry level", id: id.to_string() }) }
    }

    /// The proposals of those accounts, whatever came of them.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<EntryLevel>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                entry_level::table
                    .filter(entry_level::account_id.eq_any(keys))
                    .order(entry_level::id)
                    .select(EntryLevelRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The proposals of those ids that exist, in no order.
    pub fn get_many(&mut self, ids: &[EntryLevelId]) -> Result<Vec<EntryLevel>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                entry_level::table.filter(entry_level::id.eq_any(keys)).select(EntryLevelRow::as_select()).load(c)
            })
        })?;
        all(rows)
    }

    /// Answers a proposal that waits, with the level decided; [`StoreError::Conflict`] when it was
    /// answered already.
    pub fn answer(&mut self, id: EntryLevelId, state: EntryState, level: i64, actor: &str) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                entry_level::table
                    .filter(entry_level::id.eq(id.0))
                    .filter(entry_level::state.eq(EntryState::Proposed.slug())),
            )
            .set((entry_level::state.eq(state.slug()), entry_level::level.eq(level), entry_level::actor.eq(actor)))
            .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "entry level", id: id.to_string() }) }
    }
}

//! What people told of the limitation of pieces, outside of a procedure: each with its proof, none forgotten.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::{AccountId, ItemId};

use crate::{
    ClaimEventId, StoreError,
    entity::{Entity, all, entity, find_row, insert_rows, known, repository},
    schema::{LimitationFactRow, claim_event, limitation_fact},
    types::{DbDate, stored_id},
};

define_id!(
    /// One fact that somebody told of the limitation of one piece. Its event bears the same reference.
    LimitationFactId
);
stored_id!(LimitationFactId);

repository!(
    /// What people told of limitations.
    LimitationFacts,
    limitation_facts
);

entity!(
    /// A fact that moves the limitation of a piece, as somebody told it.
    LimitationFact, limitation_fact => LimitationFactRow {
        /// Identity.
        id: LimitationFactId,
        /// The account.
        account_id: AccountId,
        /// The piece.
        item_id: ItemId,
        /// Its word in the law's table of events.
        event: String,
        /// Day it happened.
        on_day: Date,
        /// What proves it, in words.
        proof: String,
        /// The day it was struck out.
        left_on: Option<Date>,
        /// Why; empty while it counts.
        left_why: String,
        /// Who struck it out; empty while it counts.
        left_actor: String,
        /// Who told it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl LimitationFact {
    /// The event that moves the limitation by it.
    pub const fn event_id(&self) -> ClaimEventId {
        ClaimEventId(self.id.0)
    }
}

impl LimitationFacts<'_> {
    /// The fact, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: LimitationFactId) -> Result<LimitationFact, StoreError> {
        known(find_row!(self.tx, limitation_fact => LimitationFact, id.0)?, "limitation", id)
    }

    /// Adds facts; the caller adds their events.
    pub fn insert(&mut self, entities: &[LimitationFact]) -> Result<(), StoreError> {
        let rows: Vec<LimitationFactRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, limitation_fact, &rows)
    }

    /// Strikes a fact out: it stays to be read, and its event moves nothing any more.
    pub fn strike(&mut self, fact: &LimitationFact, (day, why, by): (Date, &str, &str)) -> Result<(), StoreError> {
        let (day, event) = (DbDate::of(day), fact.event_id());
        self.tx.run(|c| {
            diesel::update(limitation_fact::table.find(fact.id.0))
                .set((
                    limitation_fact::left_on.eq(day),
                    limitation_fact::left_why.eq(why),
                    limitation_fact::left_actor.eq(by),
                ))
                .execute(c)
        })?;
        self.tx.run(|c| diesel::delete(claim_event::table.find(event.0)).execute(c)).map(drop)
    }

    /// The facts about the pieces of an account, by day.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<LimitationFact>, StoreError> {
        let rows = self.tx.run(|c| {
            limitation_fact::table
                .filter(limitation_fact::account_id.eq(account.0))
                .order((limitation_fact::on_day, limitation_fact::id))
                .select(LimitationFactRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

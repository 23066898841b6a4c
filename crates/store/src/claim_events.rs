//! Dated facts that move the limitation of a piece, each with its proof.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::{AccountId, ItemId};

use crate::{
    DocumentId, StoreError,
    entity::{Entity, all, entity, insert_rows, repository},
    schema::{ClaimEventRow, claim_event},
    types::stored_id,
};

define_id!(
    /// One fact about one piece.
    ClaimEventId
);
stored_id!(ClaimEventId);

repository!(
    /// What moves limitations.
    ClaimEvents,
    claim_events
);

entity!(
    /// A fact that moves the limitation of a piece.
    ClaimEvent, claim_event => ClaimEventRow {
        /// Identity.
        id: ClaimEventId,
        /// The account.
        account_id: AccountId,
        /// The piece.
        item_id: ItemId,
        /// Its word in the law's table of events: `instalment-plan`, `acknowledgement`…
        event: String,
        /// Day it happened.
        on_day: Date,
        /// What proves it, in words.
        proof: String,
        /// The document that proves it.
        document_id: Option<DocumentId>,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl ClaimEvents<'_> {
    /// Adds facts.
    pub fn insert(&mut self, entities: &[ClaimEvent]) -> Result<(), StoreError> {
        let rows: Vec<ClaimEventRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, claim_event, &rows)
    }

    /// Every fact, by day.
    pub fn list(&mut self) -> Result<Vec<ClaimEvent>, StoreError> {
        let rows = self.tx.run(|c| {
            claim_event::table.order((claim_event::on_day, claim_event::id)).select(ClaimEventRow::as_select()).load(c)
        })?;
        all(rows)
    }

    /// The facts about the pieces of an account, by day.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<ClaimEvent>, StoreError> {
        let rows = self.tx.run(|c| {
            claim_event::table
                .filter(claim_event::account_id.eq(account.0))
                .order((claim_event::on_day, claim_event::id))
                .select(ClaimEventRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

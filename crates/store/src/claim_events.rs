//! Dated facts that move the limitation of a piece, each with its proof.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::{AccountId, ItemId};

use crate::{
    CourtProcedureId, DocumentId, StoreError,
    entity::{Entity, KEYS, all, chunked, entity, insert_rows, repository},
    schema::{ClaimEventRow, claim_event},
    types::{DbDate, stored_id},
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
        /// The procedure whose act it is.
        procedure_id: Option<CourtProcedureId>,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

/// What moves the limitation of a piece, without who wrote it.
#[derive(Debug, Clone)]
pub struct ClaimMove {
    /// The account.
    pub account: AccountId,
    /// The piece.
    pub item: ItemId,
    /// Its word in the law's table of events.
    pub event: Box<str>,
    /// Day it happened.
    pub on: Date,
    /// What proves it, in words.
    pub proof: Box<str>,
}

macro_rules! move_query {
    () => {
        claim_event::table.order(claim_event::id).select((
            claim_event::account_id,
            claim_event::item_id,
            claim_event::event,
            claim_event::on_day,
            claim_event::proof,
        ))
    };
}

impl ClaimEvents<'_> {
    /// Every move, or those of the pieces of some accounts, in the order they were written.
    pub fn moves(&mut self, accounts: Option<&[AccountId]>) -> Result<Vec<ClaimMove>, StoreError> {
        let rows: Vec<(i64, i64, String, DbDate, String)> = match accounts {
            None => self.tx.run(|c| move_query!().load(c))?,
            Some(accounts) => {
                let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
                self.tx.run(|c| {
                    chunked(&keys, |keys| move_query!().filter(claim_event::account_id.eq_any(keys)).load(c))
                })?
            }
        };
        let one = |(account, item, event, on, proof): (i64, i64, String, DbDate, String)| ClaimMove {
            account: AccountId(account),
            item: ItemId(item),
            event: event.into(),
            on: on.date(),
            proof: proof.into(),
        };
        Ok(rows.into_iter().map(one).collect())
    }

    /// Adds facts.
    pub fn insert(&mut self, entities: &[ClaimEvent]) -> Result<(), StoreError> {
        let rows: Vec<ClaimEventRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, claim_event, &rows)
    }

    /// The facts that acts of some procedures made, in the order they were written.
    pub fn of_procedures(&mut self, procedures: &[CourtProcedureId]) -> Result<Vec<ClaimEvent>, StoreError> {
        let keys: Vec<i64> = procedures.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                claim_event::table
                    .filter(claim_event::procedure_id.eq_any(keys))
                    .order(claim_event::id)
                    .select(ClaimEventRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Takes back the facts that acts of some procedures made: they are told anew.
    pub fn forget_procedures(&mut self, procedures: &[CourtProcedureId]) -> Result<(), StoreError> {
        let keys: Vec<i64> = procedures.iter().map(|id| id.0).collect();
        for keys in keys.chunks(KEYS) {
            let old = claim_event::table.filter(claim_event::procedure_id.eq_any(keys));
            self.tx.run(|c| diesel::delete(old).execute(c))?;
        }
        Ok(())
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

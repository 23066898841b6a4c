//! What is done so that a cause of disputes comes back less often.

use amicable::disputes::DisputeKind;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};

use crate::{
    StoreError,
    entity::{all, entity, find_row, insert_row, known, repository, save_versioned},
    schema::{PreventionRow, prevention},
    types::stored_id,
};

define_id!(
    /// One action.
    PreventionId
);
stored_id!(PreventionId);

repository!(
    /// What prevents disputes.
    Preventions,
    preventions
);

entity!(
    /// An action against a cause of disputes.
    Prevention, prevention => PreventionRow {
        /// Identity.
        id: PreventionId,
        /// The cause.
        kind: DisputeKind,
        /// What is done.
        what: String,
        /// Who does it.
        owner: String,
        /// By when, included.
        due_on: Date,
        /// Since when it is in force: disputes opened from that day on come after it.
        since_on: Option<Date>,
        /// Who wrote it down.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

impl Preventions<'_> {
    /// The action, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: PreventionId) -> Result<Prevention, StoreError> {
        known(find_row!(self.tx, prevention => Prevention, id.0)?, "prevention", id)
    }

    /// Every action, the last first.
    pub fn list(&mut self) -> Result<Vec<Prevention>, StoreError> {
        all(self
            .tx
            .run(|c| prevention::table.order(prevention::id.desc()).select(PreventionRow::as_select()).load(c))?)
    }

    /// Adds an action.
    pub fn insert(&mut self, entity: &Prevention) -> Result<(), StoreError> {
        insert_row!(self.tx, prevention, entity)
    }

    /// Saves an action read before; returns the new version.
    pub fn save(&mut self, entity: &Prevention) -> Result<i64, StoreError> {
        save_versioned!(self.tx, prevention, "prevention", entity)
    }
}

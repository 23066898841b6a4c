//! People of the house who do not sign in: they answer from the mail.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::Language;

use crate::{
    StoreError,
    entity::{all, entity, find_row, insert_row, known, maybe, repository, save_versioned},
    schema::{ColleagueRow, colleague},
    types::stored_id,
};

define_id!(
    /// One colleague.
    ColleagueId
);
stored_id!(ColleagueId);

repository!(
    /// Colleagues who do not sign in.
    Colleagues,
    colleagues
);

entity!(
    /// A person of the house who does not sign in.
    Colleague, colleague => ColleagueRow {
        /// Identity.
        id: ColleagueId,
        /// Name, unique: the one a policy or the customer file names.
        name: String,
        /// Where they are written to.
        email: String,
        /// Language of what they are told.
        language: Language,
        /// When they were added.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

impl Colleagues<'_> {
    /// The colleague, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: ColleagueId) -> Result<Colleague, StoreError> {
        known(find_row!(self.tx, colleague => Colleague, id.0)?, "colleague", id)
    }

    /// The colleague of that name.
    pub fn by_name(&mut self, name: &str) -> Result<Option<Colleague>, StoreError> {
        let row = self.tx.run(|c| {
            colleague::table.filter(colleague::name.eq(name)).select(ColleagueRow::as_select()).first(c).optional()
        })?;
        maybe(row)
    }

    /// Everyone, by name.
    pub fn list(&mut self) -> Result<Vec<Colleague>, StoreError> {
        all(self.tx.run(|c| colleague::table.order(colleague::name).select(ColleagueRow::as_select()).load(c))?)
    }

    /// Adds a colleague; the name is unique.
    pub fn insert(&mut self, entity: &Colleague) -> Result<(), StoreError> {
        insert_row!(self.tx, colleague, entity)
    }

    /// Saves a colleague read before; returns the new version.
    pub fn save(&mut self, entity: &Colleague) -> Result<i64, StoreError> {
        save_versioned!(self.tx, colleague, "colleague", entity)
    }

    /// Takes a colleague away.
    pub fn remove(&mut self, id: ColleagueId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(colleague::table.find(id.0)).execute(c)).map(drop)
    }
}

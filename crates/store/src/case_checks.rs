//! The lines of a hand-over that somebody ticked.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    CaseId, StoreError,
    entity::{all, entity, insert_row, repository},
    schema::{CaseCheckRow, case_check},
    types::stored_id,
};

define_id!(
    /// One line ticked in one case.
    CaseCheckId
);
stored_id!(CaseCheckId);

repository!(
    /// Lines ticked before a case is handed over.
    CaseChecks,
    case_checks
);

entity!(
    /// A line that somebody ticked.
    CaseCheck, case_check => CaseCheckRow {
        /// Identity.
        id: CaseCheckId,
        /// The case.
        case_id: CaseId,
        /// Its account.
        account_id: AccountId,
        /// Which line, as a slug.
        line: String,
        /// In words; may be empty.
        note: String,
        /// The day.
        ticked_on: Date,
        /// Who ticked it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl CaseChecks<'_> {
    /// Ticks a line that is not ticked.
    pub fn insert(&mut self, check: &CaseCheck) -> Result<(), StoreError> {
        insert_row!(self.tx, case_check, check)
    }

    /// Takes a tick back.
    pub fn remove(&mut self, id: CaseCheckId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(case_check::table.find(id.0)).execute(c)).map(drop)
    }

    /// The lines ticked in a case.
    pub fn of_case(&mut self, case: CaseId) -> Result<Vec<CaseCheck>, StoreError> {
        let rows = self.tx.run(|c| {
            case_check::table
                .filter(case_check::case_id.eq(case.0))
                .order(case_check::id)
                .select(CaseCheckRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

//! What was decided of cases, with the figures as they stood.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id, slug_enum};
use ledger::AccountId;

use crate::{
    CaseId, StoreError,
    entity::{all, chunked, entity, insert_row, repository},
    schema::{CaseDecisionRow, case_decision},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One decision.
    CaseDecisionId
);
stored_id!(CaseDecisionId);

slug_enum!(
    /// What is done of a case.
    ChoiceOutcome {
        /// Act, by a route.
        Go = "go",
        /// Leave it.
        NoGo = "no-go",
        /// Decide another day.
        Later = "later",
    }
);
stored_slug!(ChoiceOutcome);

repository!(
    /// Decisions.
    Choices,
    choices
);

entity!(
    /// One decision; nothing changes it, another may follow.
    CaseDecision, case_decision => CaseDecisionRow {
        /// Identity.
        id: CaseDecisionId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What is done.
        outcome: ChoiceOutcome,
        /// The route, as the tables of law name it; empty unless it goes.
        route: String,
        /// Why.
        why: String,
        /// The day.
        decided_on: Date,
        /// The day it is decided again.
        until_on: Option<Date>,
        /// It goes another way than the figures.
        against: bool,
        /// The figures, as JSON.
        figures: String,
        /// Who decided.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl Choices<'_> {
    /// Adds a decision.
    pub fn insert(&mut self, decision: &CaseDecision) -> Result<(), StoreError> {
        insert_row!(self.tx, case_decision, decision)
    }

    /// The decisions of those cases, in the order they were made.
    pub fn of_cases(&mut self, cases: &[CaseId]) -> Result<Vec<CaseDecision>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                case_decision::table
                    .filter(case_decision::case_id.eq_any(keys))
                    .order(case_decision::id)
                    .select(CaseDecisionRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }
}

//! What people say of a case that the ledger cannot know, or knows otherwise.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id, slug_enum};
use ledger::AccountId;

use crate::{
    CaseId, StoreError,
    entity::{all, chunked, entity, insert_row, repository},
    schema::{CaseAnswerRow, case_answer},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One answer.
    CaseAnswerId
);
stored_id!(CaseAnswerId);

slug_enum!(
    /// What an answer is about.
    CaseAspect {
        /// Whether the debtor contests.
        Contest = "contest",
        /// Whether the amount is determined.
        Amount = "amount",
        /// The order or contract.
        Order = "order",
        /// The proof of delivery or performance.
        Delivery = "delivery",
        /// The invoice.
        Invoice = "invoice",
        /// How the terms of sale were accepted.
        Terms = "terms",
        /// The formal notice.
        Notice = "notice",
        /// The day of the extract of the register.
        Register = "register",
        /// By what right somebody acts.
        Authority = "authority",
        /// Who the debtor is.
        Identity = "identity",
        /// Whether the debtor can pay.
        Solvency = "solvency",
        /// The debtor's commune or State, which gives the court.
        Place = "place",
        /// The matter, which gives the court too.
        Matter = "matter",
    }
);
stored_slug!(CaseAspect);

repository!(
    /// Answers about cases.
    Readiness,
    readiness
);

entity!(
    /// One answer; nothing changes it, a later one goes before it.
    CaseAnswer, case_answer => CaseAnswerRow {
        /// Identity.
        id: CaseAnswerId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What it is about.
        aspect: CaseAspect,
        /// What was said; empty when what was said before is taken back.
        value: String,
        /// In words.
        note: String,
        /// Who said it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl Readiness<'_> {
    /// Adds an answer.
    pub fn insert(&mut self, answer: &CaseAnswer) -> Result<(), StoreError> {
        insert_row!(self.tx, case_answer, answer)
    }

    /// The answers about those cases, in the order they were given.
    pub fn of_cases(&mut self, cases: &[CaseId]) -> Result<Vec<CaseAnswer>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                case_answer::table
                    .filter(case_answer::case_id.eq_any(keys))
                    .order(case_answer::id)
                    .select(CaseAnswerRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }
}

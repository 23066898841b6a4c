//! What customers think of how a dispute was handled.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::AccountId;

use crate::{
    DisputeId, StoreError,
    entity::{all, entity, insert_row, repository},
    schema::{OpinionRow, opinion},
    types::stored_id,
};

define_id!(
    /// One answer.
    OpinionId
);
stored_id!(OpinionId);

repository!(
    /// What customers think.
    Opinions,
    opinions
);

entity!(
    /// What a customer thinks of how a dispute was handled.
    Opinion, opinion => OpinionRow {
        /// Identity.
        id: OpinionId,
        /// The account.
        account_id: AccountId,
        /// The dispute.
        dispute_id: DisputeId,
        /// From 1, badly, to 5, very well.
        score: i64,
        /// In words.
        words: String,
        /// Who it was asked of, in words.
        recipient: String,
        /// When.
        created_us: Timestamp,
    }
);

impl Opinions<'_> {
    /// Adds an answer.
    pub fn insert(&mut self, entity: &Opinion) -> Result<(), StoreError> {
        insert_row!(self.tx, opinion, entity)
    }

    /// The answers about these disputes, the last first.
    pub fn of_disputes(&mut self, disputes: &[DisputeId]) -> Result<Vec<Opinion>, StoreError> {
        let mut found = Vec::new();
        for some in disputes.chunks(500) {
            let ids: Vec<i64> = some.iter().map(|id| id.0).collect();
            found.extend(self.tx.run(|c| {
                opinion::table
                    .filter(opinion::dispute_id.eq_any(&ids))
                    .order(opinion::id.desc())
                    .select(OpinionRow::as_select())
                    .load(c)
            })?);
        }
        let mut told: Vec<Opinion> = all(found)?;
        told.sort_by_key(|opinion| std::cmp::Reverse(opinion.id));
        Ok(told)
    }
}

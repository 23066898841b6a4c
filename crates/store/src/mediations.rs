//! Mediations of disputes, with their three dates.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id, slug_enum};
use ledger::AccountId;

use crate::{
    DisputeId, StoreError,
    entity::{all, entity, find_row, insert_row, known, repository, save_versioned},
    schema::{MediationRow, mediation},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One mediation.
    MediationId
);
stored_id!(MediationId);

slug_enum!(
    /// Before whom.
    MediationPath {
        /// A mediator whom both sides choose.
        Conventional = "conventional",
        /// The mediator of companies, between professionals.
        Business = "business",
        /// The mediator of consumption, for a consumer.
        Consumer = "consumer",
    }
);
slug_enum!(
    /// What came of it.
    MediationResult {
        /// It is proposed, or goes on.
        Pending = "pending",
        /// Both sides agreed.
        Agreement = "agreement",
        /// It ended without one.
        Failure = "failure",
        /// The other side did not want it.
        Refused = "refused",
    }
);
stored_slug!(MediationPath, MediationResult);

repository!(
    /// Mediations of disputes.
    Mediations,
    mediations
);

entity!(
    /// A mediation of a dispute.
    Mediation, mediation => MediationRow {
        /// Identity.
        id: MediationId,
        /// The account.
        account_id: AccountId,
        /// The dispute.
        dispute_id: DisputeId,
        /// Before whom.
        path: MediationPath,
        /// Their name; empty while nobody is chosen.
        mediator: String,
        /// The day it was proposed.
        proposed_on: Date,
        /// The day both sides agreed to it.
        accepted_on: Option<Date>,
        /// The day it ended.
        ended_on: Option<Date>,
        /// What came of it.
        result: MediationResult,
        /// Who proposed it.
        actor: String,
        /// When it was written down.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

impl Mediations<'_> {
    /// The mediation, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: MediationId) -> Result<Mediation, StoreError> {
        known(find_row!(self.tx, mediation => Mediation, id.0)?, "mediation", id)
    }

    /// Adds a mediation.
    pub fn insert(&mut self, entity: &Mediation) -> Result<(), StoreError> {
        insert_row!(self.tx, mediation, entity)
    }

    /// Saves a mediation read before; returns the new version.
    pub fn save(&mut self, entity: &Mediation) -> Result<i64, StoreError> {
        save_versioned!(self.tx, mediation, "mediation", entity)
    }

    /// The disputes of these accounts that are in mediation: both sides agreed to it, and it has not ended.
    pub fn going_on(&mut self, accounts: &[AccountId]) -> Result<Vec<DisputeId>, StoreError> {
        let mut found = Vec::new();
        for some in accounts.chunks(500) {
            let ids: Vec<i64> = some.iter().map(|id| id.0).collect();
            let rows: Vec<i64> = self.tx.run(|c| {
                mediation::table
                    .filter(mediation::account_id.eq_any(&ids))
                    .filter(mediation::result.eq(MediationResult::Pending.slug()))
                    .filter(mediation::accepted_on.is_not_null())
                    .select(mediation::dispute_id)
                    .load(c)
            })?;
            found.extend(rows.into_iter().map(DisputeId));
        }
        Ok(found)
    }

    /// Every dispute that is in mediation.
    pub fn all_going_on(&mut self) -> Result<Vec<DisputeId>, StoreError> {
        let rows: Vec<i64> = self.tx.run(|c| {
            mediation::table
                .filter(mediation::result.eq(MediationResult::Pending.slug()))
                .filter(mediation::accepted_on.is_not_null())
                .select(mediation::dispute_id)
                .load(c)
        })?;
        Ok(rows.into_iter().map(DisputeId).collect())
    }

    /// The mediations of a dispute, the last first.
    pub fn of_dispute(&mut self, dispute: DisputeId) -> Result<Vec<Mediation>, StoreError> {
        let rows = self.tx.run(|c| {
            mediation::table
                .filter(mediation::dispute_id.eq(dispute.0))
                .order(mediation::id.desc())
                .select(MediationRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

//! What is asked of who administers an insolvency: contracts in progress, goods claimed back.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    InsolvencyId, StoreError,
    entity::{all, chunked, entity, find_row, insert_row, known, repository, save_versioned},
    schema::{InsolvencyDemandRow, insolvency_demand},
    types::stored_id,
};

define_id!(
    /// Something asked of who administers an insolvency.
    InsolvencyDemandId
);
stored_id!(InsolvencyDemandId);

repository!(
    /// What is asked of who administers insolvencies.
    Demands,
    demands
);

entity!(
    /// Something asked of who administers an insolvency, for one account.
    InsolvencyDemand, insolvency_demand => InsolvencyDemandRow {
        /// Identity.
        id: InsolvencyDemandId,
        /// The procedure.
        insolvency_id: InsolvencyId,
        /// The account.
        account_id: AccountId,
        /// Number of the notice that opened it.
        opened_by: String,
        /// What is asked, as a slug.
        kind: String,
        /// Which contract, which goods.
        what: String,
        /// Currency of the amount.
        currency: Currency,
        /// The price that was not paid, or the damages claimed, minor units; nothing while nobody told.
        amount_minor: i64,
        /// The day it was received.
        asked_on: Option<Date>,
        /// What proves it.
        asked_proof: String,
        /// The day until which a judge prolonged the time to answer.
        extended_on: Option<Date>,
        /// His decision.
        extended_proof: String,
        /// What became of it, as a slug.
        answer: String,
        /// The day of that answer.
        answer_on: Option<Date>,
        /// What proves it.
        answer_proof: String,
        /// The day the judge was seized, or the damages declared.
        done_on: Option<Date>,
        /// What proves it.
        done_proof: String,
        /// The day it was taken out.
        left_on: Option<Date>,
        /// Why.
        left_why: String,
        /// When it was told.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

impl Demands<'_> {
    /// One of them, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: InsolvencyDemandId) -> Result<InsolvencyDemand, StoreError> {
        known(find_row!(self.tx, insolvency_demand => InsolvencyDemand, id.0)?, "demand", id)
    }

    /// Those of an account in one opening, in the order they were told.
    pub fn of_account(&mut self, account: AccountId, opened_by: &str) -> Result<Vec<InsolvencyDemand>, StoreError> {
        all(self.tx.run(|c| {
            insolvency_demand::table
                .filter(insolvency_demand::account_id.eq(account.0))
                .filter(insolvency_demand::opened_by.eq(opened_by))
                .order(insolvency_demand::id)
                .select(InsolvencyDemandRow::as_select())
                .load(c)
        })?)
    }

    /// Those of these procedures, by id within a chunk.
    pub fn of_procedures(&mut self, procedures: &[InsolvencyId]) -> Result<Vec<InsolvencyDemand>, StoreError> {
        let keys: Vec<i64> = procedures.iter().map(|id| id.0).collect();
        all(self.tx.run(|c| {
            chunked(&keys, |keys| {
                insolvency_demand::table
                    .filter(insolvency_demand::insolvency_id.eq_any(keys))
                    .order(insolvency_demand::id)
                    .select(InsolvencyDemandRow::as_select())
                    .load(c)
            })
        })?)
    }

    /// Adds one.
    pub fn insert(&mut self, entity: &InsolvencyDemand) -> Result<(), StoreError> {
        insert_row!(self.tx, insolvency_demand, entity)
    }

    /// Saves one read before; answers the new version.
    pub fn save(&mut self, entity: &InsolvencyDemand) -> Result<i64, StoreError> {
        save_versioned!(self.tx, insolvency_demand, "demand", entity)
    }
}

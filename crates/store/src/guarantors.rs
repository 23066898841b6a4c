//! Who answers beside a debtor in insolvency, and what somebody decided of each.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id, slug_enum};
use ledger::{AccountId, DebtorId};

use crate::{
    InsolvencyId, StoreError,
    entity::{all, entity, find_row, insert_row, known, repository, save_versioned},
    schema::{InsolvencyGuarantorRow, insolvency_guarantor},
    types::{stored_id, stored_slug},
};

define_id!(
    /// Somebody who answers beside a debtor in insolvency.
    InsolvencyGuarantorId
);
stored_id!(InsolvencyGuarantorId);

slug_enum!(
    /// How somebody answers for a debt.
    GuarantorRole {
        /// Warranted it.
        Guarantor = "guarantor",
        /// Owes it too.
        CoDebtor = "co-debtor",
        /// Pays the account.
        Payer = "payer",
    }
);
stored_slug!(GuarantorRole);

repository!(
    /// Who answers beside debtors in insolvency.
    Guarantors,
    guarantors
);

entity!(
    /// Somebody who answers for what an account owes. One per account, opening and person.
    InsolvencyGuarantor, insolvency_guarantor => InsolvencyGuarantorRow {
        /// Identity.
        id: InsolvencyGuarantorId,
        /// The procedure.
        insolvency_id: InsolvencyId,
        /// The account.
        account_id: AccountId,
        /// Number of the notice that opened it.
        opened_by: String,
        /// What tells them from the others: their number as a debtor, else their folded name.
        who: String,
        /// How they answer.
        role: GuarantorRole,
        /// Their name.
        name: String,
        /// The debtor they are, where the ledger knows them.
        debtor_id: Option<DebtorId>,
        /// `natural` or `legal`; empty while nobody said.
        person: String,
        /// What was decided, as a slug.
        decision: String,
        /// Why.
        why: String,
        /// Who decided; empty while nobody did.
        actor: String,
        /// When.
        decided_us: Option<Timestamp>,
        /// When the house learnt that they answer.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

impl Guarantors<'_> {
    /// Somebody, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: InsolvencyGuarantorId) -> Result<InsolvencyGuarantor, StoreError> {
        known(find_row!(self.tx, insolvency_guarantor => InsolvencyGuarantor, id.0)?, "guarantor", id)
    }

    /// Who answers for what an account owes in one opening, in the order the house learnt it.
    pub fn of_account(&mut self, account: AccountId, opened_by: &str) -> Result<Vec<InsolvencyGuarantor>, StoreError> {
        all(self.tx.run(|c| {
            insolvency_guarantor::table
                .filter(insolvency_guarantor::account_id.eq(account.0))
                .filter(insolvency_guarantor::opened_by.eq(opened_by))
                .order(insolvency_guarantor::id)
                .select(InsolvencyGuarantorRow::as_select())
                .load(c)
        })?)
    }

    /// Adds somebody; an account has them once in each opening.
    pub fn insert(&mut self, entity: &InsolvencyGuarantor) -> Result<(), StoreError> {
        insert_row!(self.tx, insolvency_guarantor, entity)
    }

    /// Saves a decision on somebody read before; answers the new version.
    pub fn save(&mut self, entity: &InsolvencyGuarantor) -> Result<i64, StoreError> {
        save_versioned!(self.tx, insolvency_guarantor, "guarantor", entity)
    }
}

//! Terms of sale of creditors, their clauses, and how customers accepted them.

use amicable::sale_terms::{AcceptanceHow, ClauseKind};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::{AccountId, CreditorId};

use crate::{
    StoreError,
    documents::DocumentId,
    entity::{all, chunked, entity, find_row, insert_row, insert_rows, known, load, repository, save_versioned},
    schema::{SaleClauseRow, SaleTermsRow, TermsAcceptanceRow, sale_clause, sale_terms, terms_acceptance},
    types::{DbDate, stored_id, stored_slug},
};

define_id!(
    /// One version of terms of sale.
    SaleTermsId,
    /// One clause of a version.
    SaleClauseId,
    /// One acceptance.
    TermsAcceptanceId
);
stored_id!(SaleTermsId, SaleClauseId, TermsAcceptanceId);
stored_slug!(ClauseKind, AcceptanceHow);

repository!(
    /// Terms of sale.
    SaleTermsKept,
    sale_terms
);

entity!(
    /// One version of the terms of sale of a creditor.
    SaleTerms, sale_terms => SaleTermsRow {
        /// Identity.
        id: SaleTermsId,
        /// The creditor.
        creditor_id: CreditorId,
        /// What people call it; unique for the creditor.
        label: String,
        /// First day in force, included; the next version ends it.
        since_on: Date,
        /// The text itself, as a PDF.
        document_id: Option<DocumentId>,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// One clause. A version has one of each kind.
    SaleClause, sale_clause => SaleClauseRow {
        /// Identity.
        id: SaleClauseId,
        /// The version.
        terms_id: SaleTermsId,
        /// What it is about.
        kind: ClauseKind,
        /// Its text.
        body: String,
        /// The rate as it is worded, of penalties; empty elsewhere.
        rate: String,
    }
);

entity!(
    /// That an account accepted a version.
    TermsAcceptance, terms_acceptance => TermsAcceptanceRow {
        /// Identity.
        id: TermsAcceptanceId,
        /// The account.
        account_id: AccountId,
        /// The version.
        terms_id: SaleTermsId,
        /// The day.
        accepted_on: Date,
        /// How.
        how: AcceptanceHow,
        /// In words.
        note: String,
        /// The proof.
        document_id: Option<DocumentId>,
        /// Who wrote it down.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Who took it back; empty before.
        withdrawn_by: String,
        /// Why.
        withdrawn_why: String,
        /// When.
        withdrawn_us: Option<Timestamp>,
        /// Moves with each change.
        version: i64,
    }
);

/// What the cover of everybody is computed from: an acceptance that nobody took back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptanceMark {
    /// Identity.
    pub id: TermsAcceptanceId,
    /// The account.
    pub account_id: AccountId,
    /// The version.
    pub terms_id: SaleTermsId,
    /// The day.
    pub on: Date,
    /// How.
    pub how: AcceptanceHow,
    /// Its proof is on file.
    pub filed: bool,
}

impl SaleTermsKept<'_> {
    /// The version, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: SaleTermsId) -> Result<SaleTerms, StoreError> {
        known(find_row!(self.tx, sale_terms => SaleTerms, id.0)?, "terms of sale", id)
    }

    /// Versions of a creditor, or of all, by creditor and by the day they begin; the one written last comes last.
    pub fn list(&mut self, creditor: Option<CreditorId>) -> Result<Vec<SaleTerms>, StoreError> {
        all(self.tx.run(|c| {
            let mut query = sale_terms::table.into_boxed();
            if let Some(creditor) = creditor {
                query = query.filter(sale_terms::creditor_id.eq(creditor.0));
            }
            query
                .order((sale_terms::creditor_id, sale_terms::since_on, sale_terms::id))
                .select(SaleTermsRow::as_select())
                .load(c)
        })?)
    }

    /// Adds a version; its label is unique for the creditor.
    pub fn insert(&mut self, entity: &SaleTerms) -> Result<(), StoreError> {
        insert_row!(self.tx, sale_terms, entity)
    }

    /// Saves a version read before; answers its new version number.
    pub fn save(&mut self, entity: &SaleTerms) -> Result<i64, StoreError> {
        save_versioned!(self.tx, sale_terms, "terms of sale", entity)
    }

    /// Takes a version away with its clauses; nobody may have accepted it.
    pub fn remove(&mut self, id: SaleTermsId) -> Result<(), StoreError> {
        self.set_clauses(id, &[])?;
        self.tx.run(|c| diesel::delete(sale_terms::table.find(id.0)).execute(c)).map(drop)
    }

    /// Clauses of those versions, by id within a chunk of versions.
    pub fn clauses(&mut self, ids: &[SaleTermsId]) -> Result<Vec<SaleClause>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        all(self.tx.run(|c| {
            chunked(&keys, |keys| {
                sale_clause::table
                    .filter(sale_clause::terms_id.eq_any(keys))
                    .order(sale_clause::id)
                    .select(SaleClauseRow::as_select())
                    .load(c)
            })
        })?)
    }

    /// Puts these clauses in the place of those of a version.
    pub fn set_clauses(&mut self, id: SaleTermsId, clauses: &[SaleClause]) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(sale_clause::table.filter(sale_clause::terms_id.eq(id.0))).execute(c))?;
        let rows: Vec<SaleClauseRow> = clauses.iter().map(crate::entity::Entity::to_row).collect();
        insert_rows!(self.tx, sale_clause, &rows)
    }

    /// The acceptance, or [`StoreError::NotFound`].
    pub fn acceptance(&mut self, id: TermsAcceptanceId) -> Result<TermsAcceptance, StoreError> {
        known(find_row!(self.tx, terms_acceptance => TermsAcceptance, id.0)?, "acceptance", id)
    }

    /// Acceptances of an account, those taken back too, by id.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<TermsAcceptance>, StoreError> {
        all(self.tx.run(|c| {
            terms_acceptance::table
                .filter(terms_acceptance::account_id.eq(account.0))
                .order(terms_acceptance::id)
                .select(TermsAcceptanceRow::as_select())
                .load(c)
        })?)
    }

    /// Acceptances of a version that nobody took back, the last first, at most `limit` older than `before`.
    pub fn acceptances(
        &mut self,
        terms: SaleTermsId,
        before: Option<TermsAcceptanceId>,
        limit: u32,
    ) -> Result<Vec<TermsAcceptance>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        all(self.tx.run(|c| {
            terms_acceptance::table
                .filter(terms_acceptance::terms_id.eq(terms.0))
                .filter(terms_acceptance::withdrawn_us.is_null())
                .filter(terms_acceptance::id.lt(before))
                .order(terms_acceptance::id.desc())
                .limit(i64::from(limit))
                .select(TermsAcceptanceRow::as_select())
                .load(c)
        })?)
    }

    /// True when somebody accepted a version, even if that was taken back.
    pub fn was_accepted(&mut self, terms: SaleTermsId) -> Result<bool, StoreError> {
        let one: Option<i64> = self.tx.run(|c| {
            terms_acceptance::table
                .filter(terms_acceptance::terms_id.eq(terms.0))
                .select(terms_acceptance::id)
                .first(c)
                .optional()
        })?;
        Ok(one.is_some())
    }

    /// Adds an acceptance.
    pub fn accept(&mut self, entity: &TermsAcceptance) -> Result<(), StoreError> {
        insert_row!(self.tx, terms_acceptance, entity)
    }

    /// Saves an acceptance read before; answers its new version number.
    pub fn save_acceptance(&mut self, entity: &TermsAcceptance) -> Result<i64, StoreError> {
        save_versioned!(self.tx, terms_acceptance, "acceptance", entity)
    }

    /// Every acceptance that nobody took back, by id.
    pub fn marks(&mut self) -> Result<Vec<AcceptanceMark>, StoreError> {
        let rows: Vec<(i64, i64, i64, DbDate, String, Option<i64>)> = self.tx.run(|c| {
            terms_acceptance::table
                .filter(terms_acceptance::withdrawn_us.is_null())
                .order(terms_acceptance::id)
                .select((
                    terms_acceptance::id,
                    terms_acceptance::account_id,
                    terms_acceptance::terms_id,
                    terms_acceptance::accepted_on,
                    terms_acceptance::how,
                    terms_acceptance::document_id,
                ))
                .load(c)
        })?;
        let mark = |(id, account, terms, on, how, document): (i64, i64, i64, DbDate, String, Option<i64>)| {
            Ok(AcceptanceMark {
                id: TermsAcceptanceId(id),
                account_id: AccountId(account),
                terms_id: SaleTermsId(terms),
                on: on.date(),
                how: load("terms_acceptance", "how", how)?,
                filed: document.is_some(),
            })
        };
        rows.into_iter().map(mark).collect()
    }
}

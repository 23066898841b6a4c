//! What a case shows to prove its claim, the papers made for it, and what proves what happened in it.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    CaseId, DocumentId, StoreError,
    entity::{Entity, all, entity, find_row, insert_row, insert_rows, known, repository},
    schema::{CaseExhibitRow, CasePaperRow, CaseProofRow, case_exhibit, case_paper, case_proof},
    types::{DbDate, stored_id},
};

define_id!(
    /// One exhibit of a case.
    CaseExhibitId
);
define_id!(
    /// One paper of a case.
    CasePaperId
);
define_id!(
    /// One proof of a thing of a case.
    CaseProofId
);
stored_id!(CaseExhibitId, CasePaperId, CaseProofId);

repository!(
    /// Exhibits, papers and proofs of cases.
    Exhibits,
    exhibits
);

entity!(
    /// A document that a case shows.
    CaseExhibit, case_exhibit => CaseExhibitRow {
        /// Identity.
        id: CaseExhibitId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What it is, as a slug of the list of exhibits (`invoice`, `delivery`…).
        kind: String,
        /// Its name or number, as the house calls it.
        name: String,
        /// Its own date.
        dated_on: Option<Date>,
        /// Its file.
        document_id: DocumentId,
        /// Who added it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

entity!(
    /// A paper of a case as it was made.
    CasePaper, case_paper => CasePaperRow {
        /// Identity.
        id: CasePaperId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What it is, as a slug (`petition`, `decompte`…).
        kind: String,
        /// The day it bears.
        made_on: Date,
        /// The file.
        document_id: DocumentId,
        /// Its data, where it has some.
        data_id: Option<DocumentId>,
        /// What somebody typed for it, as JSON: the next one starts from it.
        typed: String,
        /// Who made it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

entity!(
    /// A file that proves a thing of a case.
    CaseProof, case_proof => CaseProofRow {
        /// Identity.
        id: CaseProofId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What it proves, as a slug (`fact`, `cost`, `title`, `claim`).
        subject: String,
        /// Which one.
        subject_id: i64,
        /// The file.
        document_id: DocumentId,
        /// Who added it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl Exhibits<'_> {
    /// The exhibit, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: CaseExhibitId) -> Result<CaseExhibit, StoreError> {
        known(find_row!(self.tx, case_exhibit => CaseExhibit, id.0)?, "exhibit", id)
    }

    /// The exhibits of a case, in the order they were added.
    pub fn of_case(&mut self, case: CaseId) -> Result<Vec<CaseExhibit>, StoreError> {
        let rows = self.tx.run(|c| {
            case_exhibit::table
                .filter(case_exhibit::case_id.eq(case.0))
                .order(case_exhibit::id)
                .select(CaseExhibitRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Adds exhibits.
    pub fn insert(&mut self, exhibits: &[CaseExhibit]) -> Result<(), StoreError> {
        let rows: Vec<CaseExhibitRow> = exhibits.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, case_exhibit, &rows)
    }

    /// Says anew what an exhibit is.
    pub fn rename(
        &mut self,
        id: CaseExhibitId,
        (kind, name, on): (&str, &str, Option<Date>),
    ) -> Result<(), StoreError> {
        let on = on.map(DbDate::of);
        self.tx
            .run(|c| {
                diesel::update(case_exhibit::table.find(id.0))
                    .set((case_exhibit::kind.eq(kind), case_exhibit::name.eq(name), case_exhibit::dated_on.eq(on)))
                    .execute(c)
            })
            .map(drop)
    }

    /// Takes exhibits out of their case; their files stay.
    pub fn take_out(&mut self, ids: &[CaseExhibitId]) -> Result<(), StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        self.tx.run(|c| diesel::delete(case_exhibit::table.filter(case_exhibit::id.eq_any(&keys))).execute(c)).map(drop)
    }

    /// Keeps a paper.
    pub fn keep_paper(&mut self, paper: &CasePaper) -> Result<(), StoreError> {
        insert_row!(self.tx, case_paper, paper)
    }

    /// The papers of a case, the last made first.
    pub fn papers_of(&mut self, case: CaseId) -> Result<Vec<CasePaper>, StoreError> {
        let rows = self.tx.run(|c| {
            case_paper::table
                .filter(case_paper::case_id.eq(case.0))
                .order(case_paper::id.desc())
                .select(CasePaperRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The proofs of a case, in the order they were added.
    pub fn proofs_of(&mut self, case: CaseId) -> Result<Vec<CaseProof>, StoreError> {
        let rows = self.tx.run(|c| {
            case_proof::table
                .filter(case_proof::case_id.eq(case.0))
                .order(case_proof::id)
                .select(CaseProofRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Adds proofs.
    pub fn insert_proofs(&mut self, proofs: &[CaseProof]) -> Result<(), StoreError> {
        let rows: Vec<CaseProofRow> = proofs.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, case_proof, &rows)
    }

    /// Takes a proof out; its file stays.
    pub fn take_proof_out(&mut self, id: CaseProofId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(case_proof::table.find(id.0)).execute(c)).map(drop)
    }
}

//! Procedures that cases follow: their facts, and what is kept of where they stand for lists.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id, epoch_day};
use ledger::AccountId;

use crate::{
    CaseId, CaseSide, ProcedureTerm, StoreError,
    entity::{
        Entity, KEYS, all, chunked, entity, find_row, insert_row, insert_rows, known, load, repository, save_versioned,
    },
    schema::{
        CourtProcedureRow, ProcedureDeadlineRow, ProcedureFactRow, court_procedure, procedure_deadline, procedure_fact,
    },
    types::{DbDate, stored_id},
};

define_id!(
    /// One procedure of a case.
    CourtProcedureId
);
define_id!(
    /// One fact of a procedure.
    ProcedureFactId
);
define_id!(
    /// One deadline of a procedure.
    ProcedureDeadlineId
);
stored_id!(CourtProcedureId, ProcedureFactId, ProcedureDeadlineId);

repository!(
    /// Procedures of cases.
    Procedures,
    procedures
);

entity!(
    /// A procedure of a case; words are those of the tables of law.
    CourtProcedure, court_procedure => CourtProcedureRow {
        /// Identity.
        id: CourtProcedureId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// Its definition: `payment-order`.
        definition: String,
        /// The court, in words; empty while it is not known.
        court: String,
        /// Its kind, in the words of the tables of law; empty while it is not known.
        court_kind: String,
        /// On which side the creditor stands in it.
        side: CaseSide,
        /// The day it was begun.
        begun_on: Date,
        /// Date of the order, where no act gives it.
        order_on: Option<Date>,
        /// Where the debtor lives, for CPC 643: `none`, `overseas`, `abroad`.
        distance: String,
        /// Whose holidays.
        territory: String,
        /// What is claimed, minor units.
        claimed_minor: i64,
        /// Currency of the claim.
        currency: Currency,
        /// Present state.
        state: String,
        /// Nothing can follow any more.
        over: bool,
        /// The first of our rights to be lost in it, last day.
        due_on: Option<Date>,
        /// The day up to which what time brings was told.
        seen_on: Date,
        /// The first day after it on which time may bring something by itself; none where only a new fact can.
        wakes_on: Option<Date>,
        /// The day of its hearing, where nothing is told of what came of it.
        hearing_on: Option<Date>,
        /// Who began it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// One fact, as JSON.
    ProcedureFact, procedure_fact => ProcedureFactRow {
        /// Identity.
        id: ProcedureFactId,
        /// The procedure.
        procedure_id: CourtProcedureId,
        /// The account of the case.
        account_id: AccountId,
        /// Its place among the facts of the procedure, from 0.
        position: i64,
        /// What is known.
        fact: String,
        /// Who told it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

entity!(
    /// A right of ours that a procedure leaves to be lost.
    ProcedureDeadline, procedure_deadline => ProcedureDeadlineRow {
        /// Identity.
        id: ProcedureDeadlineId,
        /// The procedure.
        procedure_id: CourtProcedureId,
        /// The account of the case.
        account_id: AccountId,
        /// The step of the table of deadlines.
        step: String,
        /// The state its acts are done from.
        state: String,
        /// The day it is counted from, where it is known.
        from_on: Option<Date>,
        /// Last day, to its end.
        due_on: Date,
        /// The date to work by.
        safe_on: Date,
    }
);

/// A deadline, the side and the claim of its procedure, and its days: counted from, last, to work by, begun.
type TermCells = ((i64, i64, i64, i64), (String, i64, String), (Option<DbDate>, DbDate, DbDate, DbDate));

macro_rules! term_query {
    () => {
        procedure_deadline::table.inner_join(court_procedure::table).select((
            (
                procedure_deadline::id,
                procedure_deadline::procedure_id,
                court_procedure::case_id,
                procedure_deadline::account_id,
            ),
            (court_procedure::side, court_procedure::claimed_minor, court_procedure::currency),
            (
                procedure_deadline::from_on,
                procedure_deadline::due_on,
                procedure_deadline::safe_on,
                court_procedure::begun_on,
            ),
        ))
    };
}

fn term(
    ((id, procedure, case, account), (side, claimed, currency), days): TermCells,
) -> Result<ProcedureTerm, StoreError> {
    let (from, due, safe, begun) = days;
    Ok(ProcedureTerm {
        id: ProcedureDeadlineId(id),
        procedure: CourtProcedureId(procedure),
        case: CaseId(case),
        account: AccountId(account),
        side: load("court_procedure", "side", side)?,
        claimed,
        currency: load("court_procedure", "currency", currency)?,
        starts: epoch_day(from.unwrap_or(begun).date()),
        last: epoch_day(due.date()),
        safe: epoch_day(safe.date()),
        begun: epoch_day(begun.date()),
    })
}

impl Procedures<'_> {
    /// The procedure, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: CourtProcedureId) -> Result<CourtProcedure, StoreError> {
        known(find_row!(self.tx, court_procedure => CourtProcedure, id.0)?, "procedure", id)
    }

    /// Adds a procedure.
    pub fn insert(&mut self, procedure: &CourtProcedure) -> Result<(), StoreError> {
        insert_row!(self.tx, court_procedure, procedure)
    }

    /// Replaces a procedure that nobody changed since it was read; answers its new version.
    pub fn save(&mut self, procedure: &CourtProcedure) -> Result<i64, StoreError> {
        save_versioned!(self.tx, court_procedure, "procedure", procedure)
    }

    /// Adds a fact: the next of its procedure, or the statement fails.
    pub fn add_fact(&mut self, fact: &ProcedureFact) -> Result<(), StoreError> {
        insert_row!(self.tx, procedure_fact, fact)
    }

    /// The facts of those procedures, of each in order.
    pub fn facts_of(&mut self, procedures: &[CourtProcedureId]) -> Result<Vec<ProcedureFact>, StoreError> {
        let keys: Vec<i64> = procedures.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                procedure_fact::table
                    .filter(procedure_fact::procedure_id.eq_any(keys))
                    .order((procedure_fact::procedure_id, procedure_fact::position))
                    .select(ProcedureFactRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The procedures of those cases, in the order they were begun.
    pub fn of_cases(&mut self, cases: &[CaseId]) -> Result<Vec<CourtProcedure>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                court_procedure::table
                    .filter(court_procedure::case_id.eq_any(keys))
                    .order(court_procedure::id)
                    .select(CourtProcedureRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The procedures to which time may have brought something by `day`, in the order of their ids.
    pub fn waking(&mut self, day: Date) -> Result<Vec<CourtProcedureId>, StoreError> {
        let day = DbDate::of(day);
        let ids: Vec<i64> = self.tx.run(|c| {
            court_procedure::table
                .filter(court_procedure::wakes_on.le(day))
                .order(court_procedure::id)
                .select(court_procedure::id)
                .load(c)
        })?;
        Ok(ids.into_iter().map(CourtProcedureId).collect())
    }

    /// The procedures that go on and have a hearing of which nothing is told yet, in the order of its days.
    pub fn with_hearing(&mut self) -> Result<Vec<CourtProcedure>, StoreError> {
        let rows = self.tx.run(|c| {
            court_procedure::table
                .filter(court_procedure::hearing_on.is_not_null())
                .order((court_procedure::hearing_on, court_procedure::id))
                .select(CourtProcedureRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Takes some deadlines out and writes others; one that changed is in both.
    pub fn change_deadlines(
        &mut self,
        gone: &[ProcedureDeadlineId],
        deadlines: &[ProcedureDeadline],
    ) -> Result<(), StoreError> {
        let keys: Vec<i64> = gone.iter().map(|id| id.0).collect();
        for keys in keys.chunks(KEYS) {
            let old = procedure_deadline::table.filter(procedure_deadline::id.eq_any(keys));
            self.tx.run(|c| diesel::delete(old).execute(c))?;
        }
        let rows: Vec<ProcedureDeadlineRow> = deadlines.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, procedure_deadline, &rows)
    }

    /// The deadlines there are to lose in some cases, in no order; [`crate::Tx::procedure_terms`] reads them all.
    pub fn terms(&mut self, cases: &[CaseId]) -> Result<Vec<ProcedureTerm>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows: Vec<TermCells> = self
            .tx
            .run(|c| chunked(&keys, |keys| term_query!().filter(court_procedure::case_id.eq_any(keys)).load(c)))?;
        rows.into_iter().map(term).collect()
    }

    /// The deadlines of those procedures, in no order.
    pub fn deadlines_of(&mut self, procedures: &[CourtProcedureId]) -> Result<Vec<ProcedureDeadline>, StoreError> {
        let keys: Vec<i64> = procedures.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                procedure_deadline::table
                    .filter(procedure_deadline::procedure_id.eq_any(keys))
                    .select(ProcedureDeadlineRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Those procedures, in no order.
    pub fn get_many(&mut self, ids: &[CourtProcedureId]) -> Result<Vec<CourtProcedure>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                court_procedure::table
                    .filter(court_procedure::id.eq_any(keys))
                    .select(CourtProcedureRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }
}

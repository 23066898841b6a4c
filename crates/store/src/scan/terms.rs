//! The deadlines of procedures, for a pass over all of them.

use std::collections::HashMap;

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use kernel::Currency;
use ledger::AccountId;

use super::{PAGE, Part};
use crate::{
    CaseId, CaseSide, CourtProcedureId, ProcedureDeadlineId, StoreError, Tx,
    connection::AnyConnection,
    entity::{chunked, load},
    schema::{court_procedure, procedure_deadline},
    types::DbDate,
};

/// A deadline with what there is to know of its procedure.
#[derive(Debug, Clone, Copy)]
pub struct ProcedureTerm {
    /// The deadline.
    pub id: ProcedureDeadlineId,
    /// The procedure.
    pub procedure: CourtProcedureId,
    /// The case.
    pub case: CaseId,
    /// The account of the case.
    pub account: AccountId,
    /// On which side the creditor stands.
    pub side: CaseSide,
    /// What is claimed, minor units.
    pub claimed: i64,
    /// Currency of the claim.
    pub currency: Currency,
    /// The day it is counted from; that on which the procedure was begun where it is not known. Epoch day.
    pub starts: i32,
    /// Last day, epoch day.
    pub last: i32,
    /// The date to work by, epoch day.
    pub safe: i32,
    /// The day the procedure was begun, epoch day.
    pub begun: i32,
}

/// Deadlines of a procedure, about: room is made for them at once.
const USUAL: usize = 8;

/// What is the same for every deadline of a procedure.
struct Head {
    case: CaseId,
    side: CaseSide,
    claimed: i64,
    currency: Currency,
    begun: i32,
}

/// A procedure: its case, side, claim and the day it was begun.
type HeadCells = (i64, i64, String, i64, String, DbDate);
/// A deadline: its procedure, account, and its days: counted from, last, to work by.
type TermCells = (i64, i64, i64, Option<DbDate>, DbDate, DbDate);

macro_rules! head_query {
    () => {
        court_procedure::table.select((
            court_procedure::id,
            court_procedure::case_id,
            court_procedure::side,
            court_procedure::claimed_minor,
            court_procedure::currency,
            court_procedure::begun_on,
        ))
    };
}

macro_rules! term_query {
    () => {
        procedure_deadline::table.select((
            procedure_deadline::id,
            procedure_deadline::procedure_id,
            procedure_deadline::account_id,
            procedure_deadline::from_on,
            procedure_deadline::due_on,
            procedure_deadline::safe_on,
        ))
    };
}

fn heads(rows: Vec<HeadCells>) -> Result<HashMap<i64, Head>, StoreError> {
    let head = |(id, case, side, claimed, currency, begun): HeadCells| {
        let side = load("court_procedure", "side", side)?;
        let currency = load("court_procedure", "currency", currency)?;
        Ok((id, Head { case: CaseId(case), side, claimed, currency, begun: begun.0 }))
    };
    rows.into_iter().map(head).collect()
}

impl Tx {
    /// Every deadline there is to lose, or those of some cases, in no order. What is the same for the deadlines of a
    /// procedure is read once.
    pub fn procedure_terms(&mut self, cases: Option<&[CaseId]>) -> Result<Vec<ProcedureTerm>, StoreError> {
        let keys: Option<Vec<i64>> = cases.map(|cases| cases.iter().map(|id| id.0).collect());
        let rows: Vec<HeadCells> = match &keys {
            None => self.run(|c| head_query!().load(c))?,
            Some(keys) => {
                self.run(|c| chunked(keys, |keys| head_query!().filter(court_procedure::case_id.eq_any(keys)).load(c)))?
            }
        };
        let heads = heads(rows)?;
        let mut terms = Vec::with_capacity(heads.len() * USUAL);
        let mut one = |(id, procedure, account, from, due, safe): TermCells| {
            // A deadline belongs to a procedure, which the schema holds to.
            let Some(head) = heads.get(&procedure) else { return };
            terms.push(ProcedureTerm {
                id: ProcedureDeadlineId(id),
                procedure: CourtProcedureId(procedure),
                case: head.case,
                account: AccountId(account),
                side: head.side,
                claimed: head.claimed,
                currency: head.currency,
                starts: from.map_or(head.begun, |from| from.0),
                last: due.0,
                safe: safe.0,
                begun: head.begun,
            });
        };
        if cases.is_none() {
            self.run_reading(|c| stream!(c, Part::WHOLE, procedure_deadline, term_query, TermCells, row => one(row)))?;
        } else {
            let (keys, of): (Vec<i64>, _) = (heads.keys().copied().collect(), procedure_deadline::procedure_id);
            let rows: Vec<TermCells> =
                self.run(|c| chunked(&keys, |keys| term_query!().filter(of.eq_any(keys)).load(c)))?;
            rows.into_iter().for_each(one);
        }
        Ok(terms)
    }
}

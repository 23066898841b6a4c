//! The deadlines of procedures, for a pass over all of them.

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use kernel::Currency;
use ledger::AccountId;

use super::{Currencies, PAGE, Part, stop, unreadable};
use crate::{
    CaseId, CaseSide, CourtProcedureId, ProcedureDeadlineId, StoreError, Tx,
    connection::AnyConnection,
    schema::{court_procedure, procedure_deadline},
    types::{DbDate, Short},
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

/// What is the same for every deadline of a procedure.
struct Head {
    case: CaseId,
    side: CaseSide,
    claimed: i64,
    currency: Currency,
    begun: i32,
}

/// A procedure: its case, side, claim and the day it was begun.
type HeadCells = (i64, i64, Short, i64, Short, DbDate);
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

/// What is known of procedures, in the order of their ids.
struct Heads(Vec<(i64, Head)>);

impl Heads {
    fn of(&self, procedure: i64) -> Option<&Head> {
        let at = self.0.binary_search_by_key(&procedure, |(id, _)| *id).ok()?;
        self.0.get(at).map(|(_, head)| head)
    }
}

impl Tx {
    /// Every deadline there is to lose, in no order. What a procedure says of its deadlines is read once, apart.
    pub fn procedure_terms(&mut self) -> Result<Vec<ProcedureTerm>, StoreError> {
        let heads = self.procedure_heads()?;
        let mut terms = Vec::with_capacity(heads.0.len());
        let mut one = |(id, procedure, account, from, due, safe): TermCells| {
            // A deadline belongs to a procedure, which the schema holds to.
            let Some(head) = heads.of(procedure) else { return };
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
        self.run_reading(|c| stream!(c, Part::WHOLE, procedure_deadline, term_query, TermCells, row => one(row)))?;
        Ok(terms)
    }

    fn procedure_heads(&mut self) -> Result<Heads, StoreError> {
        let (mut heads, mut currencies) = (Vec::new(), Currencies(None));
        let mut one = |(id, case, side, claimed, currency, begun): HeadCells| -> Result<(), StoreError> {
            let side = CaseSide::parse(side.as_str()).ok_or_else(|| unreadable("court_procedure", "side", &side))?;
            let currency = currencies.read(currency)?;
            heads.push((id, Head { case: CaseId(case), side, claimed, currency, begun: begun.0 }));
            Ok(())
        };
        let mut kept = None;
        let done = self.run_reading(|c| {
            stream!(c, Part::WHOLE, court_procedure, head_query, HeadCells, row => if let Err(e) = one(row) { return stop(&mut kept, e) })
        });
        kept.map_or(done, Err)?;
        heads.sort_unstable_by_key(|(id, _)| *id);
        Ok(Heads(heads))
    }
}

//! The rights that procedures leave to be lost: listed by what the store keeps of them, told by the rules.

use std::collections::HashMap;

use judicial::guard::{
    CaseId as GuardedCase, DeadlineFacts, DeadlineId, OwnerId, ProcedureId, Right, RightKind, Whose, of_followed,
};
use kernel::{Date, Money, Wording};
use law::Law;
use store::{CaseId, CaseSide, CourtProcedure, CourtProcedureId, ProcedureDeadlineId, ProcedureTerm, Tx};

use super::court::{CourtRight, Owned, Term};
use super::list::{RightOf, SeenRight};
use crate::DeskError;
use crate::cases;

/// Those of procedures, each with what there is to lose by it: what is open of the pieces of its case; what is claimed
/// where it has none.
pub(super) fn of(terms: Vec<ProcedureTerm>, open: &HashMap<CaseId, i64>) -> Vec<Owned> {
    let right = |one: ProcedureTerm| {
        // Where we defend there is to lose what is claimed against us, not what the case may hold of ours.
        let ours = one.side == CaseSide::Claimant;
        let minor = open.get(&one.case).copied().filter(|_| ours).unwrap_or(one.claimed);
        let right = CourtRight {
            of: RightOf::Deadline(one.id, one.procedure),
            case: Some(one.case),
            open: Money::new(minor, one.currency),
            last: one.last,
            apart: false,
            term: Some(Term { starts: one.starts, safe: one.safe, known: one.begun }),
        };
        (one.account, right)
    };
    terms.into_iter().map(right).collect()
}

/// Those of a page, each after the name of its procedure.
pub(super) fn rights(
    tx: &mut Tx,
    page: &[SeenRight],
    (today, law): (Date, &Law),
) -> Result<HashMap<ProcedureDeadlineId, (Wording, Right)>, DeskError> {
    let (mut ids, mut open) = (Vec::new(), HashMap::new());
    for one in page {
        if let RightOf::Deadline(deadline, procedure) = one.of {
            ids.push(procedure);
            open.insert(deadline, one.open);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let (kept, facts, rows) =
        (tx.procedures().get_many(&ids)?, tx.procedures().facts_of(&ids)?, tx.procedures().deadlines_of(&ids)?);
    let mut of: HashMap<CourtProcedureId, Vec<_>> = HashMap::new();
    for fact in facts {
        of.entry(fact.procedure_id).or_default().push(fact);
    }
    let kept: HashMap<CourtProcedureId, CourtProcedure> = kept.into_iter().map(|one| (one.id, one)).collect();
    let mut courses = HashMap::new();
    for procedure in kept.values() {
        let facts = of.remove(&procedure.id).unwrap_or_default();
        courses.insert(procedure.id, cases::read(procedure, &facts)?.as_of(today, law)?);
    }
    let mut rights = HashMap::new();
    for row in rows {
        let (Some(at_risk), Some(procedure)) = (open.get(&row.id), kept.get(&row.procedure_id)) else { continue };
        let name = law.procedures().find(&procedure.definition)?.label.clone();
        let found =
            courses.get(&procedure.id).into_iter().flat_map(|course| &course.deadlines).find(|one| {
                (one.step.as_str(), one.state.as_str(), one.due) == (&row.step, &row.state, Some(row.due_on))
            });
        let right = found.and_then(|deadline| of_followed(facts_of(procedure, row.id, *at_risk), deadline));
        if let Some(right) = right {
            rights.insert(row.id, (name, right));
        }
    }
    Ok(rights)
}

fn facts_of(kept: &CourtProcedure, id: ProcedureDeadlineId, at_risk: Money) -> DeadlineFacts {
    DeadlineFacts {
        id: DeadlineId(id.0),
        kind: RightKind::Lapse,
        whose: Whose {
            account: kept.account_id,
            items: Vec::new(),
            case: Some(GuardedCase(kept.case_id.0)),
            procedure: Some(ProcedureId(kept.id.0)),
        },
        at_risk,
        owner: OwnerId(0),
        from: kept.begun_on,
        known_on: kept.begun_on,
    }
}

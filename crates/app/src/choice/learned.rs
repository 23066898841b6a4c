//! What closed cases say: titles granted, oppositions, days to the title, what was collected of it.

use std::collections::{BTreeMap, HashMap};

use judicial::choice::{Learned, Measure};
use judicial::procedure::{Course, marks};
use kernel::days_between;
use store::{CaseClaim, CaseFilter, CaseId, CaseOutcome, CourtCase, CourtProcedure, Tx};

use crate::portfolio::View;
use crate::{Desk, DeskError};

/// Closed cases counted, the last opened first.
const COUNTED: u32 = 1_000;
/// All of it, in thousandths.
const WHOLE: u64 = 1_000;

/// Cases and their outcomes added up, by measure and route.
type Sums = BTreeMap<(Measure, String), (u32, u64)>;

/// Counts the closed cases, those opened by mistake left out.
pub(super) fn learned(desk: &Desk, tx: &mut Tx, view: &View) -> Result<Vec<Learned>, DeskError> {
    let closed = CaseFilter { open: Some(false), account: None };
    let mut cases = tx.cases().list(&closed, None, COUNTED)?;
    cases.retain(|case| case.outcome.is_some_and(|outcome| outcome != CaseOutcome::Mistake));
    let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    let procedures = tx.procedures().of_cases(&ids)?;
    let keys: Vec<_> = procedures.iter().map(|one| one.id).collect();
    let facts = tx.procedures().facts_of(&keys)?;
    let claims = tx.cases().claims_of(&ids)?;
    let shares = shares(&cases, &claims, view);
    let mut sums = Sums::new();
    for kept in &procedures {
        let course = crate::cases::read(kept, &facts)?.as_of(desk.today(), &desk.law)?;
        count(&mut sums, kept, &course, shares.get(&kept.case_id).copied());
    }
    let line = |((measure, route), (cases, sum))| Learned { measure, route, solvency: None, cases, sum };
    Ok(sums.into_iter().map(line).collect())
}

fn count(sums: &mut Sums, kept: &CourtProcedure, course: &Course, share: Option<u64>) {
    let route = kept.definition.as_str();
    let marks = marks(route);
    if marks.won.is_empty() {
        // its losses alone would teach that it never succeeds
        return;
    }
    let now = (course.state.as_str(), course.since);
    let states = || course.reached.iter().map(|(state, day)| (state.as_str(), *day)).chain([now]);
    let was = |among: &[&str]| states().find(|(state, _)| among.contains(state)).map(|(_, day)| day);
    let mut add = |measure: Measure, outcome: u64| {
        let sum = sums.entry((measure, route.to_owned())).or_default();
        *sum = (sum.0 + 1, sum.1 + outcome);
    };
    let Some(day) = was(marks.won) else {
        if was(marks.refused).is_some() {
            add(Measure::Granted, 0);
        }
        return;
    };
    add(Measure::Granted, granted_share(kept, course));
    let filed = course.way.first().map_or(kept.begun_on, |passage| passage.day);
    add(Measure::Duration, u64::try_from(days_between(filed, day)).unwrap_or_default());
    if was(&["served"]).is_some() {
        if was(&["opposed"]).is_some() {
            add(Measure::Unopposed, 0);
        } else if was(&["enforceable"]).is_some() {
            add(Measure::Unopposed, WHOLE);
        }
    }
    if let Some(share) = share {
        add(Measure::Collected, share);
    }
}

/// What the judge granted of what was asked, thousandths.
fn granted_share(kept: &CourtProcedure, course: &Course) -> u64 {
    let whole = u64::try_from(kept.claimed_minor).unwrap_or_default().max(1);
    let granted = course.granted.map_or(whole, |sum| u64::try_from(sum.minor()).unwrap_or_default());
    (granted.min(whole) * WHOLE) / whole
}

/// What came of the pieces of each closed case, thousandths of what was claimed.
fn shares(cases: &[CourtCase], claims: &[CaseClaim], view: &View) -> HashMap<CaseId, u64> {
    let open = crate::cases::opens(view, claims);
    let share = |case: &CourtCase| {
        let mine = claims.iter().filter(|claim| claim.case_id == case.id && claim.left_on.is_none());
        let (mut claimed, mut left) = (0, 0);
        for claim in mine {
            claimed += claim.claimed_minor.max(0);
            left += open.get(&claim.item_id).copied().unwrap_or(0).clamp(0, claim.claimed_minor.max(0));
        }
        let (claimed, left) = (u64::try_from(claimed).ok()?, u64::try_from(left).ok()?);
        (claimed > 0).then(|| (case.id, (claimed - left) * WHOLE / claimed))
    };
    cases.iter().filter_map(share).collect()
}

//! The title that a procedure brought, as far as what is known of it says: what is to be recorded next.

use kernel::{Date, Money, epoch_day, from_epoch_day};

use super::{Finality, TitleKind};
use crate::procedure::{Course, Fact, Outcome, Passage, Procedure, marks};

/// A title to record. A judge who decides between two may have given it to nobody: then nothing says how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// What it is.
    pub kind: TitleKind,
    /// Whether it may still be attacked.
    pub finality: Finality,
    /// Its date.
    pub issued: Date,
    /// The day it became enforceable, where the procedure says so.
    pub enforceable: Option<Date>,
    /// The reference of the act that gave it, in the user's words; may be empty.
    pub number: String,
    /// What it grants; absent where nobody told.
    pub granted: Option<Money>,
}

/// A state that is a title, and the state whose act gave it: a payment order is given long before it is enforceable.
struct Mark {
    kind: TitleKind,
    finality: Finality,
    /// The states one of which was given by the act that grants; the state itself where there is none.
    given: &'static [&'static str],
    /// It grants what was asked where nobody told another sum.
    whole: bool,
}

fn mark(definition: &str, state: &str) -> Option<Mark> {
    let mark = |kind, finality, given, whole| Some(Mark { kind, finality, given, whole });
    match (definition, state) {
        ("payment-order", "enforceable") => {
            mark(TitleKind::PaymentOrder, Finality::Final, &["granted", "granted-part"], true)
        }
        ("european-payment-order", "enforceable") => mark(TitleKind::Foreign, Finality::Final, &["issued"], true),
        ("interim-payment", "granted") => mark(TitleKind::InterimOrder, Finality::Provisional, &[], true),
        ("small-claims", "title-issued") | ("uncontested-claims", "enforceable") | ("cheque", "title") => {
            mark(TitleKind::OfficerTitle, Finality::Final, &[], true)
        }
        ("summons", "final") => mark(TitleKind::Judgment, Finality::Final, &["judged"], false),
        ("payment-order" | "european-payment-order" | "summons", "judged")
        | ("european-small-claims", "decided")
        | ("public-debtors", "judgment") => mark(TitleKind::Judgment, Finality::Provisional, &[], false),
        _ => None,
    }
}

/// The last title that a procedure brought and that nothing undid since; none while there is none.
pub fn brought(procedure: &Procedure, course: &Course) -> Option<Brought> {
    let undoing = marks(&course.definition);
    let states = course.reached.iter().map(|(state, since)| (state.as_str(), *since));
    let mut found = None;
    for (state, since) in states.chain([(course.state.as_str(), course.since)]) {
        if let Some(mark) = mark(&course.definition, state) {
            found = Some((mark, state, since));
        } else if [undoing.refused, undoing.missed, undoing.undone].iter().any(|marks| marks.contains(&state)) {
            found = None;
        }
    }
    let (mark, state, since) = found?;
    let own = [state];
    let given: &[&str] = if mark.given.is_empty() { &own } else { mark.given };
    let done = course.way.iter().filter(|passage| passage.outcome == Outcome::Effective);
    let last = |states: &[&str]| done.clone().rfind(|passage| states.contains(&passage.to.as_str()));
    let (act, reached) = (last(given)?, last(&[state])?);
    let decision = matches!(mark.kind, TitleKind::Judgment | TitleKind::InterimOrder);
    let order = course.order.filter(|_| mark.kind == TitleKind::PaymentOrder);
    let told = granted(procedure, act);
    Some(Brought {
        kind: mark.kind,
        finality: mark.finality,
        issued: order.unwrap_or(act.day),
        enforceable: if decision { None } else { Some(first_day(reached, since)) },
        number: act.reference.clone().unwrap_or_default(),
        granted: if mark.whole { told.or(course.granted).or(procedure.claimed) } else { told },
    })
}

/// What the act of a passage grants, where somebody told.
fn granted(procedure: &Procedure, passage: &Passage) -> Option<Money> {
    match procedure.facts.get(passage.position?)? {
        Fact::Act(done) => done.granted,
        _ => None,
    }
}

/// The first day of a state: what time brings, it brings at the end of a day.
fn first_day(passage: &Passage, since: Date) -> Date {
    if passage.position.is_none() { from_epoch_day(epoch_day(since) + 1) } else { since }
}

#[cfg(test)]
mod tests {
    use law::Law;

    use super::*;

    /// What is a title is a state of its definition, and so is what gives it.
    #[test]
    fn marks_are_states_of_the_tables() {
        let (law, mut seen) = (Law::builtin(), 0);
        for definition in law.procedures().list() {
            for state in &definition.states {
                let Some(mark) = mark(&definition.name, &state.state) else { continue };
                seen += 1;
                for given in mark.given {
                    assert!(definition.states.iter().any(|known| known.state == *given), "{}", definition.name);
                }
            }
        }
        assert_eq!(seen, 12, "each mark stands in the tables");
    }
}

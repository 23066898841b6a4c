//! Procedures followed from end to end: each definition once, the payment order in its hard cases, and random acts.

mod courts;
mod payment_order;
mod random;
mod walks;

use judicial::procedure::{ActDone, Course, Deadline, Event, Procedure, ProofKind, Refused};
use kernel::{Currency, Date, Money};
use law::Law;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn open(definition: &str, begun: &str) -> Procedure {
    Procedure::open(definition, day(begun), Law::builtin()).expect("open on that day")
}

fn done(act: &str, on: &str) -> ActDone {
    ActDone::new(act, day(on), "Me Vidal").proved(ProofKind::Receipt, "pièce 1")
}

/// Applies an act, asked on the day of the act itself.
fn apply(procedure: &mut Procedure, act: &str, on: &str) -> Result<Vec<Event>, Refused> {
    procedure.apply(done(act, on), day(on), Law::builtin())
}

fn walk(procedure: &mut Procedure, acts: &[(&str, &str)]) {
    for (act, on) in acts {
        if let Err(refused) = apply(procedure, act, on) {
            panic!("{act} of {on}: {}", refused.wording().en);
        }
    }
}

fn at(procedure: &Procedure, on: &str) -> Course {
    procedure.as_of(day(on), Law::builtin()).expect("an answer")
}

fn deadline<'a>(course: &'a Course, step: &str) -> &'a Deadline {
    course
        .deadlines
        .iter()
        .find(|deadline| deadline.step == step)
        .unwrap_or_else(|| panic!("no deadline {step}: {:#?}", course.deadlines))
}

fn due(course: &Course, step: &str) -> Option<String> {
    deadline(course, step).due.map(|due| due.to_string())
}

fn limitation(course: &Course) -> Vec<(String, String)> {
    course.limitation_events().into_iter().map(|event| (event.event, event.date.to_string())).collect()
}

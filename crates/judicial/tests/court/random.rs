//! Random acts on random procedures: no state the definition forbids, no deadline lost, no cent astray.

use judicial::costs::{Cost, CostKind, Ground, bearing, tally};
use judicial::procedure::{DeadlineStanding, EndGround, Fact, Opening, Outcome, Service, Stand, StayGround};
use kernel::{Currency, Money, epoch_day, from_epoch_day};
use law::Law;
use law::procedures::{Standing, StateKind, next_acts};
use law::time::Distance;
use proptest::prelude::*;

use super::*;

/// One thing somebody tries.
#[derive(Debug, Clone)]
enum Try {
    Act { pick: usize, any: bool, wait: i32, cents: i64 },
    Tell { pick: usize, ahead: i32 },
    Correct { pick: usize, shift: i32 },
    Strike { pick: usize },
    Stay,
    Lift,
    SetAside { pick: usize },
    End,
}

fn tries() -> impl Strategy<Value = Try> {
    prop_oneof![
        12 => (0_usize..64, proptest::bool::weighted(0.2), prop_oneof![0_i32..12, 0_i32..120], 0_i64..50_000)
            .prop_map(|(pick, any, wait, cents)| Try::Act { pick, any, wait, cents }),
        2 => (0_usize..64, -5_i32..90).prop_map(|(pick, ahead)| Try::Tell { pick, ahead }),
        2 => (0_usize..16, -20_i32..20).prop_map(|(pick, shift)| Try::Correct { pick, shift }),
        1 => (0_usize..16).prop_map(|pick| Try::Strike { pick }),
        1 => Just(Try::Stay),
        1 => Just(Try::Lift),
        1 => (0_usize..64).prop_map(|pick| Try::SetAside { pick }),
        1 => Just(Try::End),
    ]
}

fn later(day: Date, days: i32) -> Date {
    from_epoch_day(epoch_day(day) + days)
}

/// Tries one thing; answers the events of what was taken in.
fn attempt(procedure: &mut Procedure, tried: &Try, today: &mut Date) -> Option<Vec<Event>> {
    let law = Law::builtin();
    let definition = law.procedures().find(&procedure.definition).expect("known");
    let steps: Vec<&str> = law
        .deadlines()
        .list()
        .iter()
        .filter(|row| row.procedure == procedure.definition)
        .map(|row| row.step.as_str())
        .collect();
    match tried {
        Try::Act { pick, any, wait, cents } => {
            *today = later(*today, *wait);
            let now = procedure.as_of(*today, law).expect("an answer");
            let names: Vec<String> = if *any || now.possible.is_empty() {
                definition.acts.iter().map(|act| act.act.clone()).collect()
            } else {
                now.possible.iter().map(|possible| possible.act.clone()).collect()
            };
            let act = &names[pick % names.len()];
            let ground = Ground::ALL[pick % Ground::ALL.len()];
            let paid = (Money::new(*cents, Currency::EUR), Money::new(cents / 5, Currency::EUR));
            let cost = Cost::try_new(CostKind::OfficerAct, act, *today, paid, bearing(ground, law).expect("known"))
                .expect("a cost");
            let service = [None, Some(Service::InPerson), Some(Service::NotInPerson)][pick % 3];
            let granted = act.contains("part").then(|| eur("700"));
            let told = ActDone { costs: vec![cost], service, granted, ..done(act, &today.to_string()) };
            procedure.apply(told, *today, law).ok()
        }
        Try::Tell { pick, ahead } => {
            procedure.tell_day(steps[pick % steps.len()], later(*today, *ahead), None, *today, law).ok()
        }
        Try::Correct { pick, shift } => {
            let shifted = procedure.day_of(*pick).map(|day| later(day, *shift))?;
            procedure.correct(*pick, shifted, "relu", *today, law).ok()
        }
        Try::Strike { pick } => procedure.strike(*pick, "erreur", *today, law).ok(),
        Try::Stay => procedure.stay(*today, StayGround::Insolvency, None, *today, law).ok(),
        Try::Lift => procedure.lift(*today, None, *today, law).ok(),
        Try::SetAside { pick } => {
            procedure.set_aside(steps[pick % steps.len()], "sans objet ici", None, *today, law).ok()
        }
        Try::End => procedure.end(*today, EndGround::Paid, "payée", None, *today, law).ok(),
    }
}

/// The way is one of the definition, from its first state, in order of days, and nothing follows an end.
fn follows_its_definition(procedure: &Procedure, course: &Course) {
    let definition = Law::builtin().procedures().find(&procedure.definition).expect("known");
    let mut state = definition.initial().expect("a first state").state.clone();
    let mut since = procedure.begun;
    for passage in course.way.iter().filter(|passage| passage.outcome == Outcome::Effective) {
        assert_eq!(passage.from, state, "{:?}", course.way);
        assert!(since <= passage.day, "{passage:?} before {since}");
        let known = definition
            .acts
            .iter()
            .any(|act| (&act.act, &act.from, &act.to) == (&passage.act, &passage.from, &passage.to));
        assert!(known, "{passage:?} is not of {}", procedure.definition);
        (state, since) = (passage.to.clone(), passage.day);
    }
    assert_eq!((&course.state, course.since), (&state, since));
    let kind = definition.states.iter().find(|known| known.state == state).map(|known| known.kind);
    assert_eq!(Some(course.kind), kind);
    if course.kind == StateKind::Lost {
        assert!(course.possible.is_empty(), "{:?}", course.possible);
    }
}

/// Every act of the present state with a period is in the list; its date is the one the law crate gives.
fn lists_what_the_law_lists(procedure: &Procedure, course: &Course) {
    if course.ended.is_some() {
        return;
    }
    let law = Law::builtin();
    let plain = procedure
        .facts
        .iter()
        .all(|fact| matches!(fact, Fact::Act(done) if done.service.is_none()) || matches!(fact, Fact::Amended { .. }));
    let standing = Standing {
        procedure: procedure.definition.clone(),
        state: course.state.clone(),
        since: course.since,
        reached: course.reached.clone(),
        order: course.order,
        distance: procedure.distance,
        territory: procedure.territory,
    };
    for next in next_acts(&standing, course.on, law).expect("an answer").acts {
        let Some(step) = &next.act.deadline else { continue };
        let ours = course
            .possible
            .iter()
            .find(|possible| possible.act == next.act.act)
            .expect("every act is possible or said");
        if let Some(answer) = &next.deadline
            && plain
        {
            let told = ours.deadline.as_ref().unwrap_or_else(|| panic!("{step} has no deadline"));
            assert_eq!(
                (told.due, told.safe, told.earliest),
                (Some(answer.due), Some(answer.safe), answer.earliest),
                "{step}"
            );
        }
        if let Some(told) = &ours.deadline {
            let listed =
                course.open().any(|open| open.step == told.step && open.state == told.state && open.from == told.from);
            assert!(listed, "{step} is possible and not listed");
        }
        if matches!(ours.opening, Opening::Late { .. }) {
            let listed = course.deadlines.iter().any(|open| {
                open.state == course.state
                    && matches!(
                        open.standing,
                        DeadlineStanding::Passed | DeadlineStanding::SetAside { .. } | DeadlineStanding::Stayed
                    )
            });
            assert!(listed, "{step} is late and nobody says so");
        }
    }
}

/// What was open is still in the list, open or with what became of it, or events say that it moved or is no longer so.
fn loses_no_deadline(before: &Course, after: &Course, events: &[Event]) {
    for open in before.open() {
        let listed = after
            .deadlines
            .iter()
            .any(|known| known.step == open.step && known.state == open.state && known.from == open.from);
        let said = events.iter().any(|event| match event {
            Event::Recomputed { step, state, .. } => *step == open.step && *state == open.state,
            Event::NoLonger { what } => match what.as_ref() {
                Event::Opened { step, state, .. } | Event::Recomputed { step, state, .. } => {
                    *step == open.step && *state == open.state
                }
                _ => false,
            },
            _ => false,
        });
        assert!(listed || said, "{open:#?} vanished: {events:#?}");
    }
    for known in after.deadlines.iter().filter(|known| known.ours && known.standing == DeadlineStanding::Missed) {
        let told = after.events.iter().any(
            |event| matches!(event, Event::Missed { step, state, .. } if *step == known.step && *state == known.state),
        );
        assert!(told, "{known:?} was missed in silence");
    }
    for known in after.open().filter(|known| known.ours && known.standing == DeadlineStanding::Passed) {
        let told = after.events.iter().any(|event| matches!(event, Event::Passed { step, .. } if *step == known.step));
        assert!(told, "{known:?} passed in silence");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_acts_stay_within_the_definition_and_lose_nothing(
        which in 0_usize..17,
        begun in 20_400_i32..20_900,
        distance in 0_usize..3,
        stand in 0_usize..2,
        tried in proptest::collection::vec(tries(), 1..14),
    ) {
        let law = Law::builtin();
        let names: Vec<&str> = law.procedures().list().map(|definition| definition.name.as_str()).collect();
        let begun = from_epoch_day(begun);
        let Ok(mut procedure) = Procedure::open(names[which], begun, law) else { return Ok(()) };
        procedure.claimed = Some(eur("800"));
        procedure.stand = Stand::ALL[stand];
        procedure.distance = [Distance::None, Distance::Overseas, Distance::Abroad][distance];
        let mut today = begun;
        let mut cents = 0;
        for one in &tried {
            let (was, facts) = (procedure.clone(), procedure.facts.len());
            let events = attempt(&mut procedure, one, &mut today);
            let (before, after) = (was.as_of(today, law).expect("an answer"), procedure.as_of(today, law).expect("an answer"));
            let repeated = procedure == was;
            if let Some(events) = &events {
                prop_assert_eq!(procedure.facts.len(), facts + usize::from(!repeated));
                prop_assert_eq!(&procedure.facts[..facts], &was.facts[..]);
                loses_no_deadline(&before, &after, events);
                if let Some(Fact::Act(done)) = procedure.facts.last().filter(|_| !repeated) {
                    cents += done.costs.iter().map(|cost| cost.gross().expect("a sum").minor()).sum::<i64>();
                }
            } else {
                prop_assert_eq!(&procedure, &was);
            }
            follows_its_definition(&procedure, &after);
            lists_what_the_law_lists(&procedure, &after);
            let eve = after.wakes.map_or_else(|| later(today, 900), |day| later(day, -1));
            prop_assert!(eve >= today, "{eve} is over");
            let early = procedure.passed_between(today, eve, law).expect("news");
            prop_assert!(early.is_empty(), "before {:?}: {early:#?}", after.wakes);
            let tomorrow = later(today, 40);
            let news = procedure.passed_between(today, tomorrow, law).expect("news");
            loses_no_deadline(&after, &procedure.as_of(tomorrow, law).expect("an answer"), &news);
        }
        let struck: i64 = procedure.facts.iter().enumerate().filter(|(at, _)| procedure.struck(*at)).map(|(_, fact)| match fact {
            Fact::Act(done) => done.costs.iter().map(|cost| cost.gross().expect("a sum").minor()).sum(),
            _ => 0,
        }).sum();
        let sum = tally(procedure.costs(), &[], Currency::EUR).expect("a sum");
        prop_assert_eq!(sum.gross.minor(), cents - struck);
        let borne: i64 = sum.by_bearer.values().map(|part| part.minor()).sum();
        prop_assert_eq!(borne, cents - struck);
    }
}

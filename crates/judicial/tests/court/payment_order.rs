//! The payment order: in time, a day late, in part, opposed, corrected, overseas. Dates of the worked examples.

use judicial::procedure::{
    DeadlineStanding, EndGround, Event, Fact, Opening, Outcome, Place, Refused, Service, StayGround,
};
use law::Law;
use law::conditions::CourtKind;
use law::procedures::StateKind;
use law::time::Distance;

use super::*;

fn granted(order: &str) -> Procedure {
    let mut procedure = open("payment-order", "2026-02-01");
    walk(&mut procedure, &[("file-request", "2026-02-02"), ("grant", order)]);
    procedure
}

fn served(order: &str, on: &str, service: Service) -> Procedure {
    let mut procedure = granted(order);
    let serve = ActDone { service: Some(service), ..done("serve", on) };
    procedure.apply(serve, day(on), Law::builtin()).expect("served");
    procedure
}

#[test]
fn an_order_unopposed_becomes_enforceable_by_time_alone() {
    // A16: served on 10 October 2026, enforcement not before the end of 10 December
    let procedure = served("2026-09-10", "2026-10-10", Service::InPerson);
    assert_eq!(at(&procedure, "2026-12-10").state, "served");
    let now = at(&procedure, "2026-12-11");
    assert_eq!((now.state.as_str(), now.kind, now.since), ("enforceable", StateKind::Final, day("2026-12-10")));
    let told = |event: &&Event| matches!(event, Event::Time { act, lost: false, .. } if act == "no-opposition");
    assert_eq!(now.events.iter().filter(told).count(), 1);
    let news = procedure.passed_between(day("2026-12-10"), day("2026-12-11"), Law::builtin()).expect("news");
    assert!(news.iter().any(|event| told(&event)), "{news:?}");
    assert_eq!(
        limitation(&now),
        [("order-requested", "2026-02-02"), ("order-served", "2026-10-10"), ("judgment", "2026-12-10")]
            .map(|(event, day)| (event.to_owned(), day.to_owned()))
    );
    let served = at(&procedure, "2026-11-21");
    assert_eq!(deadline(&served, "enforcement").earliest, Some(day("2026-12-11")));
    assert_eq!(deadline(&served, "service").standing, DeadlineStanding::Done { day: day("2026-10-10") });
}

#[test]
fn enforcement_is_not_told_before_its_day() {
    let mut procedure = served("2026-09-10", "2026-10-10", Service::InPerson);
    let Err(Refused::TooEarly { from, .. }) = apply(&mut procedure, "no-opposition", "2026-12-10") else {
        panic!("too early")
    };
    assert_eq!(from, day("2026-12-11"));
    // told with its proof once time has brought it, it stands once
    apply(&mut procedure, "no-opposition", "2026-12-14").expect("told");
    let now = at(&procedure, "2026-12-20");
    let steps: Vec<_> = now.way.iter().filter(|passage| passage.act == "no-opposition").collect();
    assert_eq!((steps.len(), steps[0].day, steps[0].position), (1, day("2026-12-10"), Some(3)));
}

#[test]
fn the_last_day_to_serve_is_in_time_and_the_next_one_is_lost() {
    // A08: an order of 31 August 2026 has six months: Sunday 28 February 2027, moved to Monday 1 March
    let mut old = granted("2026-08-31");
    assert_eq!(due(&at(&old, "2026-11-21"), "service").as_deref(), Some("2027-03-01"));
    apply(&mut old, "serve", "2027-03-01").expect("the last day");
    assert_eq!(at(&old, "2027-03-02").state, "served");
    // the reform: three months from 1 September
    let mut new = granted("2026-09-01");
    assert_eq!(due(&at(&new, "2026-11-21"), "service").as_deref(), Some("2026-12-01"));
    let events = apply(&mut new, "serve", "2026-12-02").expect("a fact, if without effect");
    let now = at(&new, "2026-12-02");
    assert_eq!((now.state.as_str(), now.kind), ("lapsed", StateKind::Lost));
    assert_eq!(now.way.last().map(|passage| passage.outcome), Some(Outcome::WithoutEffect));
    assert!(
        events.iter().any(|event| matches!(event, Event::WithoutEffect { act, .. } if act == "serve")),
        "{events:?}"
    );
    let said: Vec<String> = now.events.iter().filter(|event| event.is_loss()).map(|event| event.words().fr).collect();
    assert!(said.iter().any(|words| words.contains("non avenue") && words.contains("CPC 1411")), "{said:?}");
    assert_eq!(deadline(&now, "service").standing, DeadlineStanding::Missed);
    // the request interrupted nothing, and what the service would have interrupted is not told
    assert!(limitation(&now).iter().all(|(event, _)| event != "order-served"));
}

#[test]
fn an_order_never_served_is_void_since_the_end_of_its_last_day() {
    // A11: order of 10 February 2026, asked on 21 November
    let now = at(&granted("2026-02-10"), "2026-11-21");
    assert_eq!((now.state.as_str(), now.since), ("lapsed", day("2026-08-10")));
    assert!(now.closed.iter().any(|door| door.act == "serve" && door.why.fr.contains("CPC 1411")), "{:?}", now.closed);
}

#[test]
fn a_partial_grant_says_what_serving_gives_up() {
    // B20: 7 000 of 8 000
    let mut procedure = open("payment-order", "2026-09-01");
    procedure.claimed = Some(eur("8000"));
    walk(&mut procedure, &[("file-request", "2026-09-01")]);
    assert!(matches!(apply(&mut procedure, "grant-part", "2026-09-10"), Err(Refused::NoAmount { .. })));
    let part = |amount: &str| ActDone { granted: Some(eur(amount)), ..done("grant-part", "2026-09-10") };
    let today = day("2026-09-10");
    assert!(matches!(procedure.apply(part("9000"), today, Law::builtin()), Err(Refused::Granted { .. })));
    procedure.apply(part("7000"), today, Law::builtin()).expect("granted in part");
    let now = at(&procedure, "2026-09-10");
    assert_eq!((now.state.as_str(), now.granted), ("granted-part", Some(eur("7000"))));
    let mut dropped = procedure.clone();
    let events = apply(&mut procedure, "serve", "2026-10-01").expect("served");
    let given_up = events.iter().find_map(|event| match event {
        Event::Rule { step, amount, .. } if step == "partial" => *amount,
        _ => None,
    });
    assert_eq!(given_up, Some(eur("1000")));
    dropped.withdraw(done("withdraw", "2026-10-01"), day("2026-10-01"), Law::builtin()).expect("abandoned");
    let now = at(&dropped, "2027-06-01");
    assert_eq!(now.state, "abandoned");
    assert!(matches!(deadline(&now, "service").standing, DeadlineStanding::Closed { .. }));
}

#[test]
fn opposition_on_the_last_day_and_the_day_after() {
    // served in person on 15 July 2026 (A03): the month ends on Saturday 15 August, moved to Monday the 17th
    let served = served("2026-07-01", "2026-07-15", Service::InPerson);
    assert_eq!(due(&at(&served, "2026-07-16"), "opposition").as_deref(), Some("2026-08-17"));
    let mut last = served.clone();
    let events = apply(&mut last, "oppose", "2026-08-17").expect("opposed");
    assert!(events.iter().any(|event| matches!(event, Event::Kept { step, late: false, .. } if step == "opposition")));
    assert_eq!(at(&last, "2026-08-18").state, "opposed");
    // an order of before the reform: nothing but the end of the month makes it enforceable
    assert_eq!(at(&served, "2026-08-18").state, "enforceable");
    let mut late = served;
    let events = apply(&mut late, "oppose", "2026-08-18").expect("a fact");
    assert!(events.iter().any(|event| matches!(event, Event::WithoutEffect { .. })), "{events:?}");
    assert_eq!(at(&late, "2026-08-18").state, "enforceable");
}

#[test]
fn an_opposition_after_the_month_and_before_enforcement_is_late() {
    let mut procedure = served("2026-09-10", "2026-10-10", Service::InPerson);
    let events = apply(&mut procedure, "oppose", "2026-11-20").expect("opposed");
    let late =
        events.iter().find(|event| matches!(event, Event::Kept { step, late: true, .. } if step == "opposition"));
    assert!(late.is_some_and(|event| event.words().fr.contains("irrecevable")), "{events:?}");
}

#[test]
fn not_served_in_person_the_month_waits_for_a_first_act_in_person() {
    let mut procedure = served("2026-09-10", "2026-10-12", Service::NotInPerson);
    let now = at(&procedure, "2026-11-21");
    let opposition = deadline(&now, "opposition-not-in-person");
    assert_eq!((opposition.due, &opposition.standing), (None, &DeadlineStanding::Undated));
    assert!(opposition.undated.as_ref().is_some_and(|said| said.fr.contains("1 mois")), "{opposition:?}");
    // enforceable by the registry's silence all the same
    assert_eq!(at(&procedure, "2026-12-15").state, "enforceable");
    // A seizure on 20 January 2027 starts the month
    let events = procedure
        .tell_day("opposition-not-in-person", day("2027-01-20"), None, day("2027-01-25"), Law::builtin())
        .expect("told");
    let moved = |event: &&Event| matches!(event, Event::Recomputed { state, is: Some(is), .. } if state == "enforceable" && *is == day("2027-02-22"));
    assert_eq!(events.iter().filter(moved).count(), 1, "{events:?}");
    apply(&mut procedure, "late-opposition", "2027-02-22").expect("the last day, Saturday moved to Monday");
    assert_eq!(at(&procedure, "2027-02-23").state, "opposed");
    // served in person, the first month was the only one
    let mut in_person = served("2026-09-10", "2026-10-12", Service::InPerson);
    let events = apply(&mut in_person, "late-opposition", "2027-01-25").expect("a fact");
    assert!(events.iter().any(|event| matches!(event, Event::Kept { late: true, .. })), "{events:?}");
}

#[test]
fn overseas_the_debtor_has_a_month_more() {
    // A13: La Réunion, court in Lyon, served on 1 October 2026
    let mut procedure = granted("2026-09-10");
    procedure.distance = Distance::Overseas;
    let serve = ActDone { service: Some(Service::InPerson), ..done("serve", "2026-10-01") };
    procedure.apply(serve, day("2026-10-01"), Law::builtin()).expect("served");
    assert_eq!(due(&at(&procedure, "2026-10-02"), "opposition").as_deref(), Some("2026-12-01"));
    // the service itself has no more time (CPC 643 is about the other side's recourses)
    let mut late = granted("2026-09-10");
    late.distance = Distance::Overseas;
    assert_eq!(due(&at(&late, "2026-10-02"), "service").as_deref(), Some("2026-12-10"));
    // abroad, three months: the order waits for them, although the two months of the registry are over
    let mut abroad = granted("2026-09-10");
    abroad.distance = Distance::Abroad;
    let serve = ActDone { service: Some(Service::InPerson), ..done("serve", "2026-10-01") };
    abroad.apply(serve, day("2026-10-01"), Law::builtin()).expect("served");
    assert_eq!(at(&abroad, "2026-12-15").state, "served");
    assert_eq!(at(&abroad, "2027-01-05").state, "enforceable");
}

#[test]
fn a_corrected_service_moves_what_runs_from_it_and_keeps_the_history() {
    let mut procedure = served("2026-09-10", "2026-10-10", Service::InPerson);
    let events =
        procedure.correct(2, day("2026-10-12"), "acte relu", day("2026-11-21"), Law::builtin()).expect("corrected");
    let moved = |step: &str| {
        events.iter().find_map(|event| match event {
            Event::Recomputed { step: of, was, is, .. } if of == step => {
                Some((was.map(|d| d.to_string()), is.map(|d| d.to_string())))
            }
            _ => None,
        })
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(moved("opposition"), Some((some("2026-11-10"), some("2026-11-12"))));
    assert!(moved("enforcement").is_some());
    // the deadline that was kept is judged again: still kept
    assert!(events.iter().any(|event| matches!(event, Event::Kept { step, late: false, day: on, .. } if step == "service" && *on == day("2026-10-12"))));
    assert!(matches!(&procedure.facts[2], Fact::Act(act) if act.day == day("2026-10-10")), "the first day stays");
    // a day after the deadline: the order was void, and what followed has no effect
    let events = procedure
        .correct(2, day("2026-12-14"), "date de l'acte", day("2026-12-20"), Law::builtin())
        .expect("corrected");
    assert!(events.iter().any(|event| matches!(event, Event::Missed { step, .. } if step == "service")), "{events:?}");
    assert!(events.iter().any(|event| matches!(event, Event::NoLonger { .. })), "{events:?}");
    assert_eq!(at(&procedure, "2026-12-20").state, "lapsed");
    // a day before the order contradicts it
    let refused = procedure
        .correct(2, day("2026-09-09"), "erreur", day("2026-12-20"), Law::builtin())
        .expect_err("before its order");
    assert!(matches!(refused, Refused::Contradicts { .. }), "{refused:?}");
    assert!(matches!(
        procedure.correct(9, day("2026-09-09"), "x", day("2026-12-20"), Law::builtin()),
        Err(Refused::NoFact { position: 9 })
    ));
    assert!(matches!(
        procedure.correct(2, day("2026-10-12"), " ", day("2026-12-20"), Law::builtin()),
        Err(Refused::NoReason)
    ));
}

#[test]
fn a_fact_learnt_late_undoes_what_time_had_told() {
    let mut procedure = served("2026-09-10", "2026-10-10", Service::InPerson);
    assert_eq!(at(&procedure, "2026-12-15").state, "enforceable");
    // the registry's notice of an opposition of 5 November comes on 15 December
    let events = procedure.apply(done("oppose", "2026-11-05"), day("2026-12-15"), Law::builtin()).expect("opposed");
    let undone = |event: &&Event| matches!(event, Event::NoLonger { what } if matches!(what.as_ref(), Event::Time { act, .. } if act == "no-opposition"));
    assert_eq!(events.iter().filter(undone).count(), 1, "{events:?}");
    // A17: the registry had to tell it by Monday 7 December
    assert_eq!(due(&at(&procedure, "2026-12-15"), "notice-of-opposition").as_deref(), Some("2026-12-07"));
}

#[test]
fn after_an_opposition_the_creditor_keeps_the_case_alive() {
    // A18: notice received on 2 November 2026: a lawyer by the 17th
    let opposed = || {
        let mut procedure = served("2026-09-10", "2026-10-10", Service::InPerson);
        walk(&mut procedure, &[("oppose", "2026-10-30"), ("notify-lawyer", "2026-11-02")]);
        procedure
    };
    let mut in_time = opposed();
    assert_eq!(due(&at(&in_time, "2026-11-03"), "creditor-lawyer").as_deref(), Some("2026-11-17"));
    walk(&mut in_time, &[("appoint-lawyer", "2026-11-17"), ("judge", "2027-03-15")]);
    assert_eq!(at(&in_time, "2027-03-15").state, "judged");
    let lapsed = at(&opposed(), "2026-11-18");
    assert_eq!(lapsed.state, "lapsed");
    assert!(limitation(&lapsed).contains(&("order-void".to_owned(), "2026-11-17".to_owned())));
    // not bound below 10 000 €: said once, with the reason, and time loses nothing by it
    let mut free = opposed();
    free.set_aside("creditor-lawyer", "créance de 8 000 € : CPC 761", None, day("2026-11-03"), Law::builtin())
        .expect("set aside");
    let now = at(&free, "2026-11-25");
    assert_eq!(now.state, "lawyer-due");
    assert!(
        matches!(&deadline(&now, "creditor-lawyer").standing, DeadlineStanding::SetAside { why } if why.contains("761"))
    );
    // A19 and A20: deposits at the commercial court
    let mut deposit = open("payment-order", "2026-10-27");
    deposit.court_kind = Some(CourtKind::Commercial);
    walk(&mut deposit, &[("file-request", "2026-10-27")]);
    let filed = at(&deposit, "2026-10-28");
    assert_eq!(
        (due(&filed, "deposit-request").as_deref(), &deadline(&filed, "deposit-request").standing),
        (Some("2026-11-12"), &DeadlineStanding::Ahead)
    );
    walk(&mut deposit, &[("ask-deposit", "2026-11-02")]);
    assert_eq!(at(&deposit, "2026-11-12").state, "deposit-due");
    assert_eq!(at(&deposit, "2026-11-13").state, "lapsed");
    let mut tc = served("2026-09-10", "2026-10-10", Service::InPerson);
    walk(&mut tc, &[("oppose", "2026-11-05"), ("ask-opposition-deposit", "2026-11-16")]);
    assert_eq!(due(&at(&tc, "2026-11-17"), "deposit-opposition").as_deref(), Some("2026-12-01"));
}

#[test]
fn wrong_orders_are_refused_with_what_is_possible() {
    let law = Law::builtin();
    let mut procedure = open("payment-order", "2026-09-01");
    let refused = apply(&mut procedure, "serve", "2026-09-02").expect_err("nothing granted");
    let said = refused.wording();
    assert!(matches!(refused, Refused::WrongOrder { .. }), "{refused:?}");
    assert!(said.fr.contains("signifier") && said.fr.contains("requête"), "{}", said.fr);
    walk(&mut procedure, &[("file-request", "2026-09-02")]);
    assert!(matches!(apply(&mut procedure, "fly", "2026-09-03"), Err(Refused::NoSuchAct { .. })));
    assert!(matches!(apply(&mut procedure, "grant", "2026-09-01"), Err(Refused::BeforeState { .. })));
    assert!(matches!(
        procedure.apply(done("grant", "2026-09-10"), day("2026-09-09"), law),
        Err(Refused::Future { .. })
    ));
    // an order received on the 14th and dated the 10th; nothing is done before it
    let grant = ActDone { order: Some(day("2026-09-10")), ..done("grant", "2026-09-14") };
    procedure.apply(grant, day("2026-09-14"), law).expect("granted");
    assert_eq!(due(&at(&procedure, "2026-09-20"), "service").as_deref(), Some("2026-12-10"));
    let bare = ActDone::new("serve", day("2026-10-01"), "Me Vidal");
    let Err(Refused::NoProof { expected, .. }) = procedure.apply(bare, day("2026-10-01"), law) else { panic!("proof") };
    assert!(expected.fr.contains("signification"), "{}", expected.fr);
    walk(&mut procedure, &[("serve", "2026-10-01")]);
    assert!(matches!(apply(&mut procedure, "grant", "2026-10-02"), Err(Refused::NoWay { .. })));
    assert!(matches!(
        procedure.withdraw(done("x", "2026-10-02"), day("2026-10-02"), law),
        Err(Refused::NoWithdrawal { .. })
    ));
    assert_eq!(procedure.facts.len(), 3, "what is refused leaves nothing");
}

#[test]
fn a_stay_stops_our_acts_and_the_clock_of_their_loss() {
    let law = Law::builtin();
    let mut procedure = granted("2026-09-10");
    procedure.stay(day("2026-10-05"), StayGround::Insolvency, None, day("2026-10-05"), law).expect("stayed");
    assert!(matches!(apply(&mut procedure, "serve", "2026-10-06"), Err(Refused::Stayed { .. })));
    let now = at(&procedure, "2027-01-15");
    assert_eq!((now.state.as_str(), &deadline(&now, "service").standing), ("granted", &DeadlineStanding::Stayed));
    assert!(matches!(now.possible[0].opening, Opening::Stayed { .. }), "{:?}", now.possible);
    assert!(matches!(
        procedure.stay(day("2027-01-15"), StayGround::Order, None, day("2027-01-15"), law),
        Err(Refused::StayedAlready { .. })
    ));
    let events = procedure.lift(day("2027-02-01"), None, day("2027-02-01"), law).expect("lifted");
    assert!(events.iter().any(|event| matches!(event, Event::Warned { .. })), "the tables say nothing: so do we");
    assert!(matches!(procedure.lift(day("2027-02-01"), None, day("2027-02-01"), law), Err(Refused::NotStayed)));
    assert_eq!(at(&procedure, "2027-02-02").state, "lapsed");
}

#[test]
fn a_payment_ends_the_object_of_what_is_open() {
    let law = Law::builtin();
    let mut procedure = granted("2026-09-10");
    let events =
        procedure.end(day("2026-10-05"), EndGround::Paid, "virement", None, day("2026-10-06"), law).expect("ended");
    assert!(events.iter().any(|event| matches!(event, Event::Closed { step, .. } if step == "service")), "{events:?}");
    let now = at(&procedure, "2027-06-01");
    assert_eq!((now.state.as_str(), now.open().count(), now.is_over()), ("granted", 0, true));
    assert!(matches!(apply(&mut procedure, "serve", "2026-10-07"), Err(Refused::Ended { .. })));
    // recorded by mistake: struck out, and the service is due again
    procedure.strike(2, "virement d'un autre client", day("2026-10-08"), law).expect("struck");
    assert_eq!(due(&at(&procedure, "2026-10-08"), "service").as_deref(), Some("2026-12-10"));
    assert!(procedure.strike(1, "erreur", day("2026-10-08"), law).is_ok(), "nothing stands on the order");
    let mut served = served("2026-09-10", "2026-10-10", Service::InPerson);
    assert!(matches!(served.strike(1, "erreur", day("2026-10-12"), law), Err(Refused::Contradicts { .. })));
}

#[test]
fn the_map_shows_what_is_done_here_next_and_closed() {
    let now = at(&granted("2026-09-10"), "2026-10-01");
    let place = |state: &str| now.map.states.iter().find(|known| known.state == state).map(|known| known.place);
    assert_eq!(place("filed"), Some(Place::Done));
    assert_eq!(place("granted"), Some(Place::Now));
    assert_eq!(place("served"), Some(Place::Next));
    assert_eq!(place("judged"), Some(Place::Later));
    assert_eq!(place("rejected"), Some(Place::Closed));
    assert!(now.closed.iter().any(|door| door.act == "reject"));
    assert!(now.closed.iter().all(|door| door.act != "serve"));
}

#[test]
fn a_procedure_is_kept_and_read_again() {
    let procedure = served("2026-09-10", "2026-10-10", Service::InPerson);
    let kept = serde_json::to_string(&procedure).expect("written");
    assert_eq!(serde_json::from_str::<Procedure>(&kept).expect("read"), procedure);
    assert!(kept.contains("\"fact\":\"act\"") && kept.contains("\"in-person\""), "{kept}");
    for event in at(&procedure, "2026-12-15").events {
        let kept = serde_json::to_string(&event).expect("written");
        assert_eq!(serde_json::from_str::<Event>(&kept).expect("read"), event);
        let said = event.words();
        assert!(!said.fr.is_empty() && !said.en.is_empty(), "{event:?}");
    }
}

#[test]
fn the_service_stops_the_clock_of_the_items_and_the_request_does_not() {
    // A65: requested on 1 October 2026, served on 10 November, invoice due on 15 November 2021
    let law = Law::builtin();
    let mut procedure = open("payment-order", "2026-10-01");
    walk(&mut procedure, &[("file-request", "2026-10-01"), ("grant", "2026-10-20")]);
    let clock = |procedure: &Procedure, on: &str| {
        let asked = law::limitation::LimitationAsked {
            kind: "b2b".to_owned(),
            due: day("2021-11-15"),
            completed: None,
            events: at(procedure, on).limitation_events(),
            on: day(on),
        };
        let answer = law::limitation::limitation(&asked, law).expect("an answer");
        (answer.expires.to_string(), answer.expired)
    };
    assert_eq!(clock(&procedure, "2026-11-16"), ("2026-11-15".to_owned(), true));
    walk(&mut procedure, &[("serve", "2026-11-10")]);
    assert_eq!(clock(&procedure, "2026-11-21"), ("2031-11-10".to_owned(), false));
}

#[test]
fn an_act_told_twice_is_done_once() {
    let mut procedure = open("payment-order", "2026-09-01");
    assert!(!apply(&mut procedure, "file-request", "2026-09-01").expect("filed").is_empty());
    assert!(apply(&mut procedure, "file-request", "2026-09-01").expect("done already").is_empty());
    assert_eq!(procedure.facts.len(), 1);
}

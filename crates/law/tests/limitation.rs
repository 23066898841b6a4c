//! Twenty histories of limitation.

use kernel::Date;
use law::limitation::{Effects, Event, LimitationAnswer, LimitationAsked, limitation};
use law::{Law, LawError};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn ask(kind: &str, due: &str, events: &[(&str, &str)], on: &str) -> LimitationAnswer {
    let events = events.iter().map(|(date, event)| Event { date: day(date), event: (*event).to_owned() }).collect();
    let asked = LimitationAsked { kind: kind.to_owned(), due: day(due), completed: None, events, on: day(on) };
    limitation(&asked, Law::builtin()).expect("an answer")
}

const B2B: (&str, &str) = ("b2b", "2021-11-15");

fn b2b(events: &[(&str, &str)], on: &str) -> (String, bool) {
    let answer = ask(B2B.0, B2B.1, events, on);
    (answer.expires.to_string(), answer.expired)
}

fn is(found: &(String, bool), expires: &str, over: bool) {
    assert_eq!((found.0.as_str(), found.1), (expires, over));
}

#[test]
fn a63_no_act_and_no_roll() {
    // 15 November 2026 is a Sunday
    is(&b2b(&[], "2026-11-21"), "2026-11-15", true);
    is(&b2b(&[], "2026-11-15"), "2026-11-15", false);
    is(&b2b(&[], "2026-11-16"), "2026-11-15", true);
    assert_eq!(ask(B2B.0, B2B.1, &[], "2026-01-01").safe, day("2026-11-13"));
}

#[test]
fn a65_service_interrupts_and_the_request_does_not() {
    let answer = ask(B2B.0, B2B.1, &[("2026-10-01", "order-requested"), ("2026-11-10", "order-served")], "2026-11-21");
    assert_eq!(answer.timeline.iter().map(|e| e.effect).collect::<Vec<_>>(), [Effects::None, Effects::Interrupts]);
    assert_eq!((answer.expires, answer.expired), (day("2031-11-10"), false));
    is(&b2b(&[("2026-10-01", "order-requested")], "2026-11-21"), "2026-11-15", true);
}

#[test]
fn letters_do_nothing() {
    for event in ["letter", "formal-notice", "registered-letter", "reminder", "call", "bailiff-demand"] {
        let answer = ask(B2B.0, B2B.1, &[("2026-01-01", event)], "2026-06-01");
        assert_eq!((answer.expires, answer.timeline[0].effect), (day("2026-11-15"), Effects::None), "{event}");
    }
}

#[test]
fn t5_a_payment_after_the_end_does_nothing() {
    is(&b2b(&[("2026-11-16", "partial-payment")], "2026-11-21"), "2026-11-15", true);
    is(&b2b(&[("2026-11-15", "partial-payment")], "2026-11-21"), "2031-11-15", false);
    is(&b2b(&[("2026-12-01", "acknowledgement")], "2027-01-01"), "2026-11-15", true);
}

#[test]
fn acknowledgements_in_their_many_forms() {
    for event in ["acknowledgement", "partial-payment", "request-for-time", "instalment-plan"] {
        is(&b2b(&[("2024-03-01", event)], "2026-11-21"), "2029-03-01", false);
    }
    is(
        &b2b(&[("2024-03-01", "partial-payment"), ("2025-05-31", "partial-payment")], "2026-11-21"),
        "2030-05-31",
        false,
    );
}

#[test]
fn a_suit_interrupts_while_it_lasts_and_a_withdrawn_one_never_did() {
    let filed = ("2026-06-01", "claim-filed");
    // pending: the earliest end is given, never expired
    is(&b2b(&[filed], "2035-01-01"), "2031-06-01", false);
    is(&b2b(&[filed, ("2028-02-10", "proceedings-end")], "2028-03-01"), "2033-02-10", false);
    is(&b2b(&[filed, ("2027-02-10", "claim-withdrawn")], "2027-03-01"), "2026-11-15", true);
    is(&b2b(&[filed, ("2026-08-10", "claim-dismissed")], "2026-09-01"), "2026-11-15", false);
    // an acknowledgement during the suit survives its withdrawal
    is(
        &b2b(&[filed, ("2026-07-01", "acknowledgement"), ("2027-02-10", "claim-withdrawn")], "2027-03-01"),
        "2031-07-01",
        false,
    );
}

#[test]
fn a_void_order_loses_its_interruption() {
    is(&b2b(&[("2026-10-20", "order-served"), ("2026-12-20", "order-void")], "2027-01-01"), "2026-11-15", true);
}

#[test]
fn mediation_suspends_and_leaves_six_months() {
    // 14 days were left on 1 November 2026; ended on 1 March 2027: six months at least
    let events = [("2026-11-01", "mediation-start"), ("2027-03-01", "mediation-end")];
    let answer = ask(B2B.0, B2B.1, &events, "2027-04-01");
    assert_eq!((answer.expires, answer.expired), (day("2027-09-01"), false));
    assert_eq!(answer.timeline[0].effect, Effects::Suspends);
    // with more left, what was left: 319 days from 31 December 2025
    is(&b2b(&[("2025-12-31", "mediation-start"), ("2026-03-31", "mediation-end")], "2026-11-21"), "2027-02-13", false);
    // running: as if it ended on the day of the question
    is(&b2b(&[("2026-11-01", "mediation-start")], "2026-12-01"), "2027-06-01", false);
    // impossibility leaves what was left, without the floor
    is(
        &b2b(&[("2026-11-01", "impossibility-start"), ("2027-03-01", "impossibility-end")], "2027-04-01"),
        "2027-03-15",
        true,
    );
    // too late to mediate
    is(&b2b(&[("2026-11-20", "mediation-start")], "2026-11-21"), "2026-11-15", true);
}

#[test]
fn a_title_lasts_ten_years() {
    is(&b2b(&[("2026-06-01", "claim-filed"), ("2027-01-15", "judgment")], "2027-06-01"), "2037-01-15", false);
    is(&b2b(&[("2026-06-01", "judgment"), ("2030-02-01", "enforcement-act")], "2030-06-01"), "2040-02-01", false);
    let answer = ask("title", "2026-06-01", &[], "2026-11-21");
    assert_eq!(answer.expires, day("2036-06-01"));
}

#[test]
fn insolvency_interrupts_until_it_closes() {
    let events = [("2026-10-01", "insolvency-declaration"), ("2029-05-04", "insolvency-closed")];
    is(&b2b(&events, "2030-01-01"), "2034-05-04", false);
}

#[test]
fn consumers_two_years_and_time_bars() {
    assert_eq!(ask("consumer", "2024-11-30", &[], "2026-11-21").expires, day("2026-11-30"));
    // forclusion: an acknowledgement or a mediation does nothing, a suit does
    let credit = |events: &[(&str, &str)]| ask("consumer-credit", "2025-03-31", events, "2026-11-21");
    assert_eq!(credit(&[("2026-01-01", "acknowledgement")]).expires, day("2027-03-31"));
    assert_eq!(credit(&[("2026-01-01", "mediation-start")]).timeline[0].effect, Effects::None);
    assert_eq!(credit(&[("2026-01-01", "claim-filed")]).expires, day("2028-01-01"));
}

#[test]
fn public_creditors_have_four_years_from_january() {
    let answer = ask("public", "2022-05-31", &[], "2026-11-21");
    assert_eq!((answer.starts, answer.expires), (day("2023-01-01"), day("2026-12-31")));
    // any written claim interrupts, and the four years start again on 1 January
    let answer = ask("public", "2022-05-31", &[("2025-07-07", "reminder")], "2026-11-21");
    assert_eq!((answer.expires, answer.timeline[0].effect), (day("2029-12-31"), Effects::Interrupts));
}

#[test]
fn t2_a_shorter_law_counts_from_its_day() {
    assert_eq!(ask("co-ownership", "2016-01-01", &[], "2023-11-26").expires, day("2023-11-25"));
    assert!(ask("co-ownership", "2016-01-01", &[], "2023-11-26").expired);
    // the old period ended first
    assert_eq!(ask("co-ownership", "2009-06-01", &[], "2023-11-26").expires, day("2019-06-01"));
    assert_eq!(ask("co-ownership", "2019-01-01", &[], "2023-11-26").expires, day("2024-01-01"));
}

#[test]
fn a_registered_letter_interrupts_in_insurance_only() {
    let answer = ask("insurance", "2025-01-31", &[("2026-01-31", "lrar")], "2026-11-21");
    assert_eq!(answer.expires, day("2028-01-31"));
    assert_eq!(ask("insurance", "2025-01-31", &[("2026-01-31", "letter")], "2026-11-21").expires, day("2027-01-31"));
}

#[test]
fn the_long_stop_holds_acknowledgements_not_suits() {
    let events = [
        ("2014-01-01", "acknowledgement"),
        ("2018-01-01", "acknowledgement"),
        ("2022-01-01", "acknowledgement"),
        ("2026-01-01", "acknowledgement"),
    ];
    let answer = ask("b2b", "2010-06-30", &events, "2026-11-21");
    assert_eq!(answer.expires, day("2030-06-30"));
    assert!(answer.explanation.iter().any(|line| line.en.contains("twenty years")));
    let mut with_suit = events.to_vec();
    with_suit.push(("2026-02-01", "enforcement-act"));
    assert_eq!(ask("b2b", "2010-06-30", &with_suit, "2026-11-21").expires, day("2031-02-01"));
}

#[test]
fn completion_before_the_due_date_is_the_careful_start() {
    let asked = |completed: Option<&str>| {
        let asked = LimitationAsked {
            kind: "consumer".to_owned(),
            due: day("2025-03-31"),
            completed: completed.map(day),
            events: Vec::new(),
            on: day("2026-11-21"),
        };
        limitation(&asked, Law::builtin()).expect("an answer")
    };
    assert_eq!(
        (asked(Some("2025-02-10")).starts, asked(Some("2025-02-10")).expires),
        (day("2025-02-10"), day("2027-02-10"))
    );
    assert_eq!(asked(Some("2025-05-10")).expires, day("2027-03-31"));
    assert!(asked(None).warnings.iter().any(|w| w.en.contains("completion unknown") || w.en.contains("completion")));
}

#[test]
fn nothing_runs_before_the_right_is_born() {
    // a deposit before the due date starts no period
    let answer = ask("b2b", "2026-12-31", &[("2026-06-01", "partial-payment")], "2027-06-01");
    assert_eq!((answer.expires, answer.timeline[0].effect), (day("2031-12-31"), Effects::None));
    let answer =
        ask("b2b", "2026-12-31", &[("2026-12-01", "mediation-start"), ("2027-01-31", "mediation-end")], "2027-06-01");
    assert_eq!(answer.expires, day("2032-01-31"));
}

#[test]
fn events_after_the_question_are_not_known_yet() {
    let answer = ask(B2B.0, B2B.1, &[("2026-05-01", "acknowledgement")], "2026-01-01");
    assert_eq!((answer.expires, answer.timeline.len()), (day("2026-11-15"), 0));
    assert!(answer.warnings.iter().any(|w| w.en.contains("not counted")));
}

#[test]
fn unknown_words_are_refused_with_those_that_exist() {
    let asked = |kind: &str, event: &str| {
        let events = vec![Event { date: day("2026-01-01"), event: event.to_owned() }];
        limitation(
            &LimitationAsked {
                kind: kind.to_owned(),
                due: day("2025-01-01"),
                completed: None,
                events,
                on: day("2026-11-21"),
            },
            Law::builtin(),
        )
    };
    for (kind, event) in [("barter", "letter"), ("b2b", "telepathy")] {
        assert!(matches!(asked(kind, event), Err(LawError::Unknown { .. })), "{kind} {event}");
    }
    // floors and maxima of the table are no kinds of claim
    assert!(asked("delai_de_grace_maximum", "letter").is_err());
}

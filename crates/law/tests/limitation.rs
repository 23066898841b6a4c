//! Histories of limitation: twenty-eight as a table, then what each rule does at its bounds.

use kernel::Date;
use law::limitation::{Effects, Event, LimitationAnswer, LimitationAsked, limitation, limitation_days};
use law::{Law, LawError};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn ask(kind: &str, due: &str, events: &[(&str, &str)], on: &str) -> LimitationAnswer {
    let events = events.iter().map(|(date, event)| Event::new(day(date), event)).collect();
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

/// A history: its name, kind, due date, events, day of the question; then what each event did (I interrupts,
/// S suspends, 0 nothing), the last day, and whether it is over.
type History = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
    &'static str,
    bool,
);

#[rustfmt::skip]
const HISTORIES: &[History] = &[
    ("untouched, the last day a Sunday that does not move", "b2b", "2021-11-15", &[], "2026-11-16", "", "2026-11-15", true),
    ("untouched, on its last day", "b2b", "2021-11-15", &[], "2026-11-15", "", "2026-11-15", false),
    ("letters and a registered formal notice", "b2b", "2021-11-15", &[("2023-01-10", "letter"), ("2024-02-20", "registered-letter"), ("2025-03-30", "formal-notice"), ("2026-01-05", "bailiff-demand")], "2026-11-16", "0000", "2026-11-15", true),
    ("part payment in time", "b2b", "2021-11-15", &[("2026-11-15", "partial-payment")], "2026-11-21", "I", "2031-11-15", false),
    ("acknowledged too late", "b2b", "2021-11-15", &[("2026-11-16", "acknowledgement")], "2026-11-21", "0", "2026-11-15", true),
    ("paid by instalments", "b2b", "2021-11-15", &[("2022-05-31", "instalment-plan"), ("2022-06-30", "partial-payment"), ("2022-07-31", "partial-payment"), ("2022-08-31", "partial-payment")], "2026-11-21", "IIII", "2027-08-31", false),
    ("asked for time", "b2b", "2021-11-15", &[("2023-10-02", "request-for-time")], "2026-11-21", "I", "2028-10-02", false),
    ("payment order requested, never served", "b2b", "2021-11-15", &[("2026-10-01", "order-requested")], "2026-11-21", "0", "2026-11-15", true),
    ("payment order served in time", "b2b", "2021-11-15", &[("2026-10-01", "order-requested"), ("2026-11-10", "order-served")], "2026-11-21", "0I", "2031-11-10", false),
    ("payment order served, then void", "b2b", "2021-11-15", &[("2026-10-20", "order-served"), ("2026-12-20", "order-void")], "2027-01-01", "00", "2026-11-15", true),
    ("suit pending", "b2b", "2021-11-15", &[("2026-06-01", "claim-filed")], "2033-01-01", "I", "2031-06-01", false),
    ("suit ended without a judgment on the merits that bars it", "b2b", "2021-11-15", &[("2026-06-01", "claim-filed"), ("2028-02-10", "proceedings-end")], "2028-03-01", "II", "2033-02-10", false),
    ("suit withdrawn: it never interrupted", "b2b", "2021-11-15", &[("2026-06-01", "claim-filed"), ("2027-02-10", "claim-withdrawn")], "2027-03-01", "00", "2026-11-15", true),
    ("suit withdrawn, but acknowledged meanwhile", "b2b", "2021-11-15", &[("2026-06-01", "claim-filed"), ("2026-07-01", "acknowledgement"), ("2027-02-10", "claim-withdrawn")], "2027-03-01", "0I0", "2031-07-01", false),
    ("judgment: ten years", "b2b", "2021-11-15", &[("2026-06-01", "claim-filed"), ("2027-01-15", "judgment")], "2027-06-01", "II", "2037-01-15", false),
    ("title kept alive by a seizure", "title", "2016-06-01", &[("2025-05-20", "enforcement-act")], "2026-11-21", "I", "2035-05-20", false),
    ("mediation near the end: six months at least", "b2b", "2021-11-15", &[("2026-11-01", "mediation-start"), ("2027-03-01", "mediation-end")], "2027-04-01", "S0", "2027-09-01", false),
    ("mediation with much left: what was left", "b2b", "2021-11-15", &[("2025-12-31", "mediation-start"), ("2026-03-31", "mediation-end")], "2026-11-21", "S0", "2027-02-13", false),
    ("impossibility to act: no floor", "b2b", "2021-11-15", &[("2026-11-01", "impossibility-start"), ("2027-03-01", "impossibility-end")], "2027-03-16", "S0", "2027-03-15", true),
    ("insolvency, declared and closed", "b2b", "2021-11-15", &[("2026-10-01", "insolvency-declaration"), ("2029-05-04", "insolvency-closed")], "2030-01-01", "II", "2034-05-04", false),
    ("consumer, two years", "consumer", "2024-11-30", &[("2026-06-01", "letter")], "2026-12-01", "0", "2026-11-30", true),
    ("consumer credit: a time-bar an acknowledgement does not move", "consumer-credit", "2025-03-31", &[("2026-01-01", "acknowledgement"), ("2026-02-01", "mediation-start")], "2027-04-01", "00", "2027-03-31", true),
    ("consumer credit: the suit does", "consumer-credit", "2025-03-31", &[("2027-03-31", "claim-filed"), ("2027-09-30", "judgment")], "2028-01-01", "II", "2037-09-30", false),
    ("public creditor: four years from January, a letter interrupts", "public", "2022-05-31", &[("2025-07-07", "letter")], "2026-11-21", "I", "2029-12-31", false),
    ("public creditor, silent", "public", "2022-05-31", &[], "2027-01-01", "", "2026-12-31", true),
    ("insurance: a registered letter interrupts", "insurance", "2025-01-31", &[("2026-01-31", "registered-letter")], "2026-11-21", "I", "2028-01-31", false),
    ("carriage: one year", "carriage", "2025-06-15", &[("2026-01-10", "formal-notice")], "2026-06-16", "0", "2026-06-15", true),
    ("acknowledged again and again, to the long stop", "b2b", "2010-06-30", &[("2014-01-01", "acknowledgement"), ("2018-01-01", "acknowledgement"), ("2022-01-01", "acknowledgement"), ("2026-01-01", "acknowledgement")], "2026-11-21", "IIII", "2030-06-30", false),
];

#[test]
fn histories_end_on_their_day_with_the_effect_of_each_event() {
    let mut names = std::collections::BTreeSet::new();
    for (name, kind, due, events, on, effects, expires, over) in HISTORIES {
        assert!(names.insert(*name), "{name} stands twice");
        let answer = ask(kind, due, events, on);
        let found: String = answer
            .timeline
            .iter()
            .map(|entry| match entry.effect {
                Effects::Interrupts => 'I',
                Effects::Suspends => 'S',
                Effects::None => '0',
            })
            .collect();
        assert_eq!(
            (found.as_str(), answer.expires.to_string().as_str(), answer.expired),
            (*effects, *expires, *over),
            "{name}"
        );
        // each step says why, with its article, in both languages
        assert!(answer.timeline.iter().all(|entry| entry.why.fr.contains('(') && !entry.why.en.is_empty()), "{name}");
    }
    assert!(names.len() >= 20, "{} histories", names.len());
}

#[test]
fn each_event_says_what_proves_it_and_repeats_the_proof_given() {
    let law = Law::builtin();
    let (kinds, events) = law::answers::limitation_list(law);
    for kind in &kinds {
        for event in &events {
            // the reference may hold a colon of its own
            let given = format!("2026-02-15:{}:RAR n° 2C 123: page 4", event.name);
            let pairs = [("kind", kind.name.as_str()), ("due", "2026-01-31"), ("event", &given)];
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let answer = law::questions::ask("limitation", &pairs, law, day("2026-11-21")).expect("an answer");
            let entry = &answer["timeline"][0];
            let line = &answer["explanation"][1];
            for (language, proof, piece) in
                [("fr", "Preuve : ", "Pièce indiquée : "), ("en", "Proof: ", "Given as proof: ")]
            {
                let words = entry["proof"]["words"][language].as_str().expect("a proof");
                let said = line[language].as_str().expect("a line");
                assert!(words.len() > 15 && said.contains(&format!("{proof}{words}")), "{} {said}", event.name);
                assert!(said.ends_with(&format!("{piece}RAR n° 2C 123: page 4.")), "{said}");
            }
            // no proof is the text of the law: each is derived or from memory, and shown as such
            assert!(["derived", "memory"].contains(&entry["proof"]["status"].as_str().expect("a status")));
            assert!(entry["proof"]["row"].as_str().is_some_and(|row| row.starts_with("limitation_proofs.csv:")));
            assert_eq!(entry["reference"], "RAR n° 2C 123: page 4");
            // what interrupts nothing does not claim to
            let nothing =
                entry["proof"]["words"]["en"].as_str().is_some_and(|words| words.contains("interrupts nothing"));
            assert!(!nothing || entry["effect"] == "none", "{} {}", kind.name, event.name);
        }
    }
    let plain = ask(B2B.0, B2B.1, &[("2026-01-01", "letter")], "2026-06-01");
    assert_eq!(plain.timeline[0].reference, None);
    assert!(!plain.explanation[1].fr.contains("Pièce indiquée"));
    let long = format!("2026-01-01:letter:{}", "x".repeat(201));
    let pairs = [("kind", "b2b"), ("due", "2025-01-01"), ("event", &long)];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert!(matches!(law::questions::ask("limitation", &pairs, law, day("2026-11-21")), Err(LawError::Refused { .. })));
    // an administration is interrupted by a letter it received; anyone else is not, whatever the receipt
    let of = |kind: &str, due: &str| ask(kind, due, &[("2026-01-01", "lrar")], "2026-06-01").timeline.remove(0).proof;
    assert!(of("public", "2025-05-31").expect("a proof").words.fr.contains("réception par l'administration"));
    assert!(of("b2b", "2025-05-31").expect("a proof").words.fr.contains("n'interrompt rien"));
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
        let events = vec![Event::new(day("2026-01-01"), event)];
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

#[test]
fn a_title_leaves_the_rules_of_the_claim_behind() {
    // forclusion is over once there is a judgment: a payment on it interrupts its ten years
    let events = [("2026-06-01", "claim-filed"), ("2027-09-30", "judgment"), ("2030-01-01", "partial-payment")];
    let credit = ask("consumer-credit", "2025-03-31", &events, "2031-01-01");
    assert_eq!((credit.expires, credit.timeline[2].effect), (day("2040-01-01"), Effects::Interrupts));
    // a registered letter interrupts a claim of insurance, not the judgment on it
    let events = [("2026-01-31", "judgment"), ("2027-01-31", "registered-letter")];
    let premium = ask("insurance", "2025-01-31", &events, "2027-06-01");
    assert_eq!((premium.expires, premium.timeline[1].effect), (day("2036-01-31"), Effects::None));
}

#[test]
fn a_title_does_not_shorten_a_longer_claim() {
    let land = ask("real-estate", "2020-05-31", &[("2026-05-31", "judgment")], "2026-11-21");
    assert_eq!(land.expires, day("2056-05-31"));
}

#[test]
fn a_suspension_stopped_by_the_long_stop_cites_it() {
    let events = [
        ("2014-01-01", "acknowledgement"),
        ("2018-12-31", "acknowledgement"),
        ("2023-12-30", "acknowledgement"),
        ("2026-06-01", "mediation-start"),
        ("2029-06-01", "mediation-end"),
    ];
    let answer = ask("b2b", "2010-06-30", &events, "2029-06-02");
    assert_eq!(answer.expires, day("2030-06-30"));
    assert!(answer.sources.iter().any(|source| source.article.contains("2232")), "{:?}", answer.sources);
}

#[test]
fn a_suspension_before_the_period_runs_takes_and_gives_nothing() {
    // due on 30 June 2025; the mediation was over before: the five years are whole
    let events = [("2025-01-01", "mediation-start"), ("2025-03-01", "mediation-end")];
    assert_eq!(ask("b2b", "2025-06-30", &events, "2026-11-21").expires, day("2030-06-30"));
    // over ten days after the due date: ten days more
    let events = [("2025-06-01", "mediation-start"), ("2025-07-10", "mediation-end")];
    assert_eq!(ask("b2b", "2025-06-30", &events, "2026-11-21").expires, day("2030-07-10"));
    // a public debtor's four years run from 1 January 2023: five months of 2022 add nothing to them
    let events = [("2022-06-15", "mediation-start"), ("2022-11-15", "mediation-end")];
    assert_eq!(ask("public", "2022-05-31", &events, "2026-11-21").expires, day("2026-12-31"));
    // of two months, the thirty days of January 2023 count
    let events = [("2022-12-01", "mediation-start"), ("2023-01-31", "mediation-end")];
    assert_eq!(ask("public", "2022-05-31", &events, "2026-11-21").expires, day("2027-01-30"));
    // after a letter of March 2022 nothing runs before 1 January 2023 either
    let events = [("2022-03-01", "letter"), ("2022-06-15", "mediation-start"), ("2022-11-15", "mediation-end")];
    assert_eq!(ask("public", "2020-05-31", &events, "2026-11-21").expires, day("2026-12-31"));
    // a suit begun and ended before the due date starts no period before it
    let events = [("2025-01-01", "claim-filed"), ("2025-03-01", "proceedings-end")];
    assert_eq!(ask("b2b", "2025-06-30", &events, "2026-11-21").expires, day("2030-06-30"));
}

#[test]
fn land_has_no_long_stop() {
    // C. civ. 2232, second paragraph: 2227 is out of the twenty years; thirty more from the acknowledgement
    let answer = ask("real-estate", "2000-01-01", &[("2010-01-01", "acknowledgement")], "2026-11-21");
    assert_eq!((answer.expires, answer.expired), (day("2040-01-01"), false));
}

#[test]
fn a_title_of_the_officer_keeps_the_period_of_the_claim() {
    // CPCE L111-4 gives ten years to the titles of L111-3, 1° to 3°, only: here the consumer's two run again
    let events = [("2026-11-01", "small-claims-agreement"), ("2026-11-20", "officer-title")];
    let answer = ask("consumer", "2024-12-01", &events, "2027-01-01");
    assert_eq!((answer.expires, answer.expired), (day("2028-11-20"), false));
    assert!(answer.timeline[1].why.en.contains("not ten years"));
    // a commercial claim its five
    assert_eq!(ask("b2b", "2024-12-01", &events, "2027-01-01").expires, day("2031-11-20"));
    // no procedure of the officer's own gives ten years
    for procedure in ["small-claims", "cheque"] {
        let found = Law::builtin().procedures().find(procedure).expect("known");
        assert!(found.acts.iter().all(|act| act.limitation_event.as_deref() != Some("judgment")), "{procedure}");
    }
}

/// Lists take the days alone: they are those of the answer that says why.
#[test]
fn days_alone_are_those_of_the_answer() {
    let told: [&[(&str, &str)]; 6] = [
        &[],
        &[("2022-03-01", "acknowledgement")],
        &[("2021-12-01", "claim-filed"), ("2023-05-04", "proceedings-end")],
        &[("2021-12-01", "claim-filed"), ("2022-02-01", "claim-withdrawn")],
        &[("2022-01-10", "mediation-start")],
        &[("2022-01-10", "letter"), ("2027-01-01", "partial-payment"), ("2030-01-01", "acknowledgement")],
    ];
    for (kind, events) in ["b2b", "consumer", "public"].iter().flat_map(|kind| told.iter().map(move |e| (kind, e))) {
        let asked = LimitationAsked {
            kind: (*kind).to_owned(),
            due: day("2021-11-15"),
            completed: None,
            events: events.iter().map(|(on, event)| Event::new(day(on), event)).collect(),
            on: day("2026-11-21"),
        };
        let answer = limitation(&asked, Law::builtin()).expect("an answer");
        assert_eq!(limitation_days(&asked, Law::builtin()).expect("days"), answer.days(), "{kind} {events:?}");
    }
}

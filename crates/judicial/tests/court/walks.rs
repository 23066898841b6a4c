//! Each definition, save the payment order, walked from its beginning to an end; losses where the table has them.

use judicial::procedure::{DeadlineStanding, EndGround, Event, Hearing, Refused};
use law::Law;
use law::procedures::StateKind;

use super::*;

/// Walks the acts and reads the end, asked far in the future.
fn walked(definition: &str, begun: &str, acts: &[(&str, &str)]) -> Course {
    let mut procedure = open(definition, begun);
    walk(&mut procedure, acts);
    at(&procedure, acts.last().map_or(begun, |(_, on)| on))
}

fn ends(course: &Course, state: &str) {
    assert_eq!(course.state, state, "{:?}", course.way);
    assert!(matches!(course.kind, StateKind::Final | StateKind::Lost), "{state} is no end");
}

#[test]
fn a_european_order_is_declared_enforceable_after_thirty_days_and_ten() {
    let mut procedure = open("european-payment-order", "2026-08-01");
    walk(&mut procedure, &[("file-form-a", "2026-08-03"), ("issue", "2026-09-01"), ("serve", "2026-10-01")]);
    // A23: served on 1 October: 31 October is a Saturday, 2 November; ten days more
    let served = at(&procedure, "2026-10-02");
    assert_eq!(due(&served, "opposition").as_deref(), Some("2026-11-02"));
    assert_eq!(deadline(&served, "postal-wait").standing, DeadlineStanding::Undated);
    procedure.tell_day("postal-wait", day("2026-11-02"), None, day("2026-11-03"), Law::builtin()).expect("told");
    assert!(matches!(apply(&mut procedure, "declare-enforceable", "2026-11-12"), Err(Refused::TooEarly { .. })));
    walk(&mut procedure, &[("declare-enforceable", "2026-11-16")]);
    ends(&at(&procedure, "2026-11-16"), "enforceable");
}

#[test]
fn a_european_small_claim_is_decided_and_certified() {
    let course = walked(
        "european-small-claims",
        "2026-02-02",
        &[
            ("file-form-a", "2026-02-03"),
            ("ask-completion", "2026-02-10"),
            ("complete", "2026-02-20"),
            ("send", "2026-03-03"),
            ("answer", "2026-04-01"),
            ("convene", "2026-04-15"),
            ("decide", "2026-04-30"),
            ("certify", "2026-05-04"),
        ],
    );
    ends(&course, "certified");
    assert_eq!(due(&course, "answer").as_deref(), Some("2026-04-02"));
    assert!(limitation(&course).contains(&("judgment".to_owned(), "2026-04-30".to_owned())));
}

#[test]
fn a_small_claim_is_agreed_or_ends_in_silence() {
    let course = walked(
        "small-claims",
        "2026-09-01",
        &[("invite", "2026-09-01"), ("accept", "2026-09-15"), ("agree", "2026-09-30")],
    );
    ends(&course, "title-issued");
    assert_eq!(due(&course, "end").as_deref(), Some("2026-10-01"));
    let mut silent = open("small-claims", "2026-09-01");
    walk(&mut silent, &[("invite", "2026-09-01")]);
    assert_eq!(at(&silent, "2026-10-01").state, "invited");
    let end = at(&silent, "2026-10-02");
    ends(&end, "silent");
    assert!(limitation(&end).contains(&("small-claims-refusal".to_owned(), "2026-10-01".to_owned())));
}

#[test]
fn an_interim_order_becomes_final_when_nobody_appeals() {
    let mut procedure = open("interim-payment", "2026-03-02");
    walk(
        &mut procedure,
        &[
            ("summon", "2026-03-03"),
            ("file", "2026-03-05"),
            ("plead", "2026-03-24"),
            ("grant", "2026-04-07"),
            ("serve", "2026-04-14"),
        ],
    );
    // fifteen days: 29 April
    assert_eq!(at(&procedure, "2026-04-29").state, "served");
    ends(&at(&procedure, "2026-04-30"), "final");
    // an appeal of the last day goes back to the hearing
    walk(&mut procedure, &[("appeal", "2026-04-29"), ("refuse", "2026-09-01")]);
    ends(&at(&procedure, "2026-09-01"), "refused");
}

#[test]
fn a_summons_waits_for_its_hearing() {
    let law = Law::builtin();
    let mut procedure = open("summons", "2026-10-01");
    walk(&mut procedure, &[("ask-date", "2026-10-02")]);
    assert_eq!(deadline(&at(&procedure, "2026-10-03"), "service-commercial").standing, DeadlineStanding::Undated);
    // A60: hearing of 15 December 2026: serve by 30 November, file by 7 December
    procedure.tell_day("service-commercial", day("2026-12-15"), None, day("2026-10-03"), law).expect("told");
    assert_eq!(due(&at(&procedure, "2026-10-03"), "service-commercial").as_deref(), Some("2026-11-30"));
    walk(&mut procedure, &[("summon", "2026-11-24")]);
    assert_eq!(due(&at(&procedure, "2026-11-25"), "filing-commercial").as_deref(), Some("2026-12-07"));
    // a civil court has another period for the same act
    let mut civil = procedure.clone();
    civil
        .follow_instead("filing-commercial", "filing-civil", "tribunal judiciaire", day("2026-11-25"), law)
        .expect("another step");
    assert_eq!(due(&at(&civil, "2026-11-25"), "filing-civil").as_deref(), Some("2026-11-30"));
    assert_eq!(at(&civil, "2026-12-01").state, "lapsed");
    assert!(matches!(
        civil.follow_instead("filing-commercial", "flying", "x", day("2026-11-25"), law),
        Err(Refused::NoStep { .. })
    ));
    let lapsed = at(&procedure, "2026-12-08");
    ends(&lapsed, "lapsed");
    assert!(limitation(&lapsed).contains(&("claim-withdrawn".to_owned(), "2026-12-07".to_owned())));
    walk(&mut procedure, &[("file", "2026-12-07"), ("plead", "2026-12-15")]);
    let mut withdrawn = procedure.clone();
    withdrawn.withdraw(done("x", "2026-12-15"), day("2026-12-15"), law).expect("withdrawn");
    ends(&at(&withdrawn, "2026-12-15"), "withdrawn");
    walk(&mut procedure, &[("deliberate", "2026-12-15"), ("judge", "2027-01-19"), ("serve", "2027-02-01")]);
    ends(&at(&procedure, "2027-03-02"), "final");
}

#[test]
fn a_hearing_put_off_moves_what_is_counted_back_from_it() {
    let law = Law::builtin();
    let mut procedure = open("summons", "2026-10-01");
    walk(&mut procedure, &[("ask-date", "2026-10-02")]);
    assert_eq!(procedure.hearing(law), None);
    // A60: hearing of 15 December 2026: serve by 30 November
    let (first, note) = (day("2026-12-15"), "9 h 30, salle 2".to_owned());
    let told = procedure.tell_hearing(first, Some(note.clone()), None, day("2026-10-03"), law).expect("told");
    assert!(told.contains(&Event::Hearing { day: first }), "{told:?}");
    assert_eq!(due(&at(&procedure, "2026-10-03"), "service-commercial").as_deref(), Some("2026-11-30"));
    let known = Hearing { day: first, note: Some(note), put_off_from: None, heard: false };
    assert_eq!(procedure.hearing(law), Some(known));
    // Put off by a week: fifteen days before Tuesday 22 December is Monday 7 December (CPC 856).
    let second = day("2026-12-22");
    procedure.tell_hearing(second, None, None, day("2026-10-05"), law).expect("put off");
    assert_eq!(due(&at(&procedure, "2026-10-05"), "service-commercial").as_deref(), Some("2026-12-07"));
    let known = Hearing { day: second, note: None, put_off_from: Some(first), heard: false };
    assert_eq!(procedure.hearing(law), Some(known));
    assert_eq!(procedure.tell_hearing(second, None, None, day("2026-10-06"), law).expect("said already"), []);
    // The day told for a step that is counted back from the hearing tells the hearing.
    procedure.tell_day("filing-commercial", day("2027-01-12"), None, day("2026-10-06"), law).expect("told");
    let known = procedure.hearing(law).expect("a hearing");
    assert_eq!((known.day, known.put_off_from), (day("2027-01-12"), Some(second)));
    walk(&mut procedure, &[("summon", "2026-11-24"), ("file", "2026-11-30")]);
    assert!(!procedure.hearing(law).expect("a hearing").heard, "what was done before it says nothing of it");
    walk(&mut procedure, &[("plead", "2027-01-12")]);
    assert!(procedure.hearing(law).expect("a hearing").heard);
    // The next one is another: the first was held.
    procedure.tell_hearing(day("2027-02-09"), None, None, day("2027-01-12"), law).expect("told");
    let known = Hearing { day: day("2027-02-09"), note: None, put_off_from: None, heard: false };
    assert_eq!(procedure.hearing(law), Some(known));
}

#[test]
fn a_hearing_is_told_where_no_deadline_hangs_on_it_and_never_after_the_end() {
    let law = Law::builtin();
    let mut procedure = open("interim-payment", "2026-03-02");
    walk(&mut procedure, &[("summon", "2026-03-03"), ("file", "2026-03-05")]);
    let before = procedure.tell_hearing(day("2026-03-01"), None, None, day("2026-03-06"), law);
    assert!(matches!(before, Err(Refused::HearingBefore { .. })), "it was begun on the 2nd: {before:?}");
    procedure.tell_hearing(day("2026-03-24"), None, None, day("2026-03-06"), law).expect("told");
    assert_eq!(procedure.hearing(law).map(|known| known.day), Some(day("2026-03-24")));
    // Struck out, it was never told.
    procedure.strike(2, "autre dossier", day("2026-03-07"), law).expect("struck out");
    assert_eq!(procedure.hearing(law), None);
    procedure.end(day("2026-03-10"), EndGround::Settled, "transaction", None, day("2026-03-10"), law).expect("ended");
    let late = procedure.tell_hearing(day("2026-04-07"), None, None, day("2026-03-11"), law);
    assert!(matches!(late, Err(Refused::Ended { .. })), "{late:?}");
}

#[test]
fn a_default_judgment_not_served_is_void() {
    // A62: judgment of 20 April 2026: void after 20 October
    let mut procedure = open("summons", "2026-01-05");
    walk(
        &mut procedure,
        &[
            ("ask-date", "2026-01-05"),
            ("summon", "2026-01-20"),
            ("file", "2026-01-25"),
            ("plead", "2026-03-10"),
            ("deliberate", "2026-03-10"),
            ("judge", "2026-04-20"),
        ],
    );
    assert_eq!(at(&procedure, "2026-10-20").state, "judged");
    let void = at(&procedure, "2026-10-21");
    ends(&void, "void");
    assert!(
        void.events
            .iter()
            .any(|event| matches!(event, Event::Time { lost: true, loses, .. } if loses.fr.contains("non avenu")))
    );
}

#[test]
fn a_conservatory_measure_is_converted_or_lapses_at_each_step() {
    let mut procedure = open("conservatory-measures", "2026-10-01");
    walk(&mut procedure, &[("request", "2026-10-01"), ("authorise", "2026-10-12"), ("execute", "2026-11-12")]);
    // A34: denounce by 20 November, proceedings by Monday 14 December: both run at once
    let executed = at(&procedure, "2026-11-13");
    assert_eq!(
        (due(&executed, "notice-claims").as_deref(), due(&executed, "proceedings").as_deref()),
        (Some("2026-11-20"), Some("2026-12-14"))
    );
    assert_eq!(deadline(&executed, "proceedings").standing, DeadlineStanding::Ahead);
    ends(&at(&procedure, "2026-11-21"), "lapsed");
    walk(&mut procedure, &[("denounce", "2026-11-20")]);
    ends(&at(&procedure, "2026-12-15"), "lapsed");
    walk(
        &mut procedure,
        &[
            ("start-proceedings", "2026-12-14"),
            ("inform-third-party", "2026-12-22"),
            ("obtain-title", "2027-03-01"),
            ("convert", "2027-03-15"),
        ],
    );
    ends(&at(&procedure, "2027-03-15"), "converted");
    let mut sunday = open("conservatory-measures", "2026-10-01");
    walk(&mut sunday, &[("request", "2026-10-01"), ("authorise", "2026-10-12")]);
    // CPCE L141-1: 11 November is a public holiday
    assert!(matches!(apply(&mut sunday, "execute", "2026-11-11"), Err(Refused::ClosedDay { .. })));
    let leave = ActDone { leave: done("x", "2026-11-10").proof, ..done("execute", "2026-11-11") };
    sunday.apply(leave, day("2026-11-11"), Law::builtin()).expect("with the judge's leave");
}

#[test]
fn an_attachment_is_denounced_in_eight_days_and_paid_after_a_month() {
    let mut procedure = open("attachment", "2026-11-01");
    walk(&mut procedure, &[("seize", "2026-11-02")]);
    // A25: the eight days run from the seizure, whether the bank has answered or not
    let seized = at(&procedure, "2026-11-03");
    assert_eq!(
        (due(&seized, "notice").as_deref(), &deadline(&seized, "notice").standing),
        (Some("2026-11-10"), &DeadlineStanding::Ahead)
    );
    let passed = at(&procedure, "2026-11-12");
    assert_eq!((passed.state.as_str(), &deadline(&passed, "notice").standing), ("seized", &DeadlineStanding::Passed));
    assert!(
        passed
            .events
            .iter()
            .any(|event| matches!(event, Event::Passed { step, possible: false, .. } if step == "notice"))
    );
    walk(&mut procedure, &[("answer", "2026-11-02"), ("denounce", "2026-11-10")]);
    // A28: contest until 10 December, certificate from the 11th
    let denounced = at(&procedure, "2026-11-11");
    assert_eq!(due(&denounced, "contest").as_deref(), Some("2026-12-10"));
    assert_eq!(at(&procedure, "2026-12-10").state, "denounced");
    assert_eq!(at(&procedure, "2026-12-11").state, "uncontested");
    walk(&mut procedure, &[("certify", "2026-12-11"), ("pay", "2026-12-18")]);
    ends(&at(&procedure, "2026-12-18"), "paid");
    let mut late = open("attachment", "2026-11-01");
    walk(&mut late, &[("seize", "2026-11-02"), ("answer", "2026-11-02"), ("denounce", "2026-11-12")]);
    ends(&at(&late, "2026-11-12"), "lapsed");
}

#[test]
fn goods_are_seized_after_eight_days_and_sold() {
    let mut procedure = open("sale-of-goods", "2026-11-01");
    walk(&mut procedure, &[("command", "2026-11-02")]);
    // A30: the period ends on 10 November, and the 11th is a holiday
    let Err(Refused::TooEarly { from, .. }) = apply(&mut procedure, "seize", "2026-11-10") else { panic!("too early") };
    assert_eq!(from, day("2026-11-12"));
    ends(&at(&procedure, "2028-11-03"), "lapsed");
    walk(
        &mut procedure,
        &[
            ("seize", "2026-11-12"),
            ("open-amicable-sale", "2026-12-01"),
            ("publicise", "2027-01-11"),
            ("auction", "2027-01-25"),
        ],
    );
    ends(&at(&procedure, "2027-01-25"), "sold");
}

#[test]
fn a_vehicle_is_blocked_for_two_years() {
    let mut procedure = open("vehicle", "2026-11-01");
    walk(&mut procedure, &[("declare", "2026-11-02")]);
    ends(&at(&procedure, "2026-11-11"), "lapsed");
    walk(&mut procedure, &[("denounce", "2026-11-10")]);
    ends(&at(&procedure, "2028-11-14"), "ended");
    walk(&mut procedure, &[("immobilise", "2026-12-01"), ("sell", "2027-02-01")]);
    ends(&at(&procedure, "2027-02-01"), "sold");
}

#[test]
fn wages_are_seized_between_one_month_and_three() {
    let mut procedure = open("wage-seizure", "2026-09-01");
    walk(&mut procedure, &[("command", "2026-09-01"), ("register", "2026-09-02")]);
    let registered = at(&procedure, "2026-09-03");
    // the three months run already, though wages cannot be seized yet
    assert_eq!(
        (due(&registered, "seizure").as_deref(), &deadline(&registered, "seizure").standing),
        (Some("2026-12-01"), &DeadlineStanding::Ahead)
    );
    assert_eq!(at(&procedure, "2026-10-02").state, "seizable");
    ends(&at(&procedure, "2026-12-02"), "lapsed");
    // A40: served on 5 October: registered by the 6th, denounced by the 13th, the employer answers by the 20th
    walk(&mut procedure, &[("seize", "2026-10-05")]);
    let seized = at(&procedure, "2026-10-05");
    assert_eq!(
        (due(&seized, "seizure-registration").as_deref(), due(&seized, "notice").as_deref()),
        (Some("2026-10-06"), Some("2026-10-13"))
    );
    walk(&mut procedure, &[("register-seizure", "2026-10-06"), ("denounce", "2026-10-13")]);
    assert_eq!(due(&at(&procedure, "2026-10-14"), "employer-declaration").as_deref(), Some("2026-10-20"));
    walk(
        &mut procedure,
        &[
            ("declare", "2026-10-20"),
            ("start-payments", "2026-11-16"),
            ("suspend", "2027-01-04"),
            ("resume", "2027-03-01"),
            ("end", "2027-06-01"),
        ],
    );
    ends(&at(&procedure, "2027-06-01"), "ended");
    assert!(matches!(Procedure::open("wage-seizure", day("2025-06-30"), Law::builtin()), Err(Refused::NotOpen { .. })));
}

#[test]
fn an_agreement_within_the_three_months_keeps_the_order_to_pay_alive() {
    // the rule of A42: order to pay of 1 September 2026, agreement inside its month: no lapse on 1 December
    let mut procedure = open("wage-seizure", "2026-09-01");
    walk(&mut procedure, &[("command", "2026-09-01"), ("register", "2026-09-02")]);
    // learnt in November, it undoes what the month that passed had told
    let events = procedure.apply(done("agree", "2026-09-25"), day("2026-11-25"), Law::builtin()).expect("agreed");
    assert!(events.iter().any(|event| matches!(event, Event::NoLonger { .. })), "{events:?}");
    procedure
        .set_aside(
            "seizure",
            "accord constaté dans les trois mois (CPCE L212-6 al. 2)",
            None,
            day("2026-11-25"),
            Law::builtin(),
        )
        .expect("set aside");
    walk(&mut procedure, &[("default", "2027-01-15")]);
    let now = at(&procedure, "2027-02-01");
    assert_eq!(now.state, "seizable");
    assert!(
        matches!(&deadline(&now, "seizure").standing, DeadlineStanding::SetAside { why } if why.contains("L212-6"))
    );
}

#[test]
fn a_cheque_becomes_a_title() {
    let mut procedure = open("cheque", "2026-09-01");
    walk(&mut procedure, &[("reject", "2026-09-04")]);
    assert!(matches!(apply(&mut procedure, "request-certificate", "2026-09-20"), Err(Refused::TooEarly { .. })));
    walk(
        &mut procedure,
        &[
            ("request-certificate", "2026-10-06"),
            ("issue-certificate", "2026-10-16"),
            ("serve", "2026-10-20"),
            ("issue-title", "2026-11-05"),
        ],
    );
    ends(&at(&procedure, "2026-11-05"), "title");
    // the table has the holder wait thirty days to present again: set aside with a reason, he need not
    let mut again = open("cheque", "2026-09-01");
    walk(&mut again, &[("reject", "2026-09-04")]);
    assert!(matches!(apply(&mut again, "present-again", "2026-09-10"), Err(Refused::TooEarly { .. })));
    again
        .set_aside("certificate", "seconde présentation dans les trente jours", None, day("2026-09-10"), Law::builtin())
        .expect("set aside");
    walk(&mut again, &[("present-again", "2026-09-10"), ("pay", "2026-09-14")]);
    ends(&at(&again, "2026-09-14"), "paid");
    // prescribed six months after the end of presentation, once that day is told
    let mut lost = open("cheque", "2026-09-01");
    walk(&mut lost, &[("reject", "2026-09-04")]);
    assert_eq!(at(&lost, "2028-01-01").state, "rejected");
    lost.tell_day("action-drawer", day("2026-09-09"), None, day("2026-10-01"), Law::builtin()).expect("told");
    ends(&at(&lost, "2027-03-10"), "prescribed");
}

#[test]
fn an_insolvency_is_declared_or_lost() {
    let mut procedure = open("insolvency", "2026-09-01");
    walk(&mut procedure, &[("publish-opening", "2026-09-15")]);
    // A44 and A46: declare by 16 November, relief to 15 March
    let opened = at(&procedure, "2026-09-16");
    assert_eq!(
        (due(&opened, "declaration").as_deref(), deadline(&opened, "declaration").safe),
        (Some("2026-11-16"), Some(day("2026-11-13")))
    );
    let late = at(&procedure, "2026-11-17");
    assert_eq!((late.state.as_str(), due(&late, "relief").as_deref()), ("late", Some("2027-03-15")));
    ends(&at(&procedure, "2027-03-16"), "lost");
    walk(&mut procedure, &[("declare", "2026-11-16"), ("contest", "2026-11-30")]);
    // A50, received on 12 December
    walk(&mut procedure, &[("answer", "2026-12-20"), ("admit", "2027-02-01"), ("distribute", "2027-09-01")]);
    ends(&at(&procedure, "2027-09-01"), "dividend");
}

#[test]
fn over_indebtedness_goes_to_a_plan_that_is_kept() {
    let mut procedure = open("over-indebtedness", "2026-10-01");
    walk(&mut procedure, &[("admit", "2026-11-03")]);
    // A54 and A55
    let admitted = at(&procedure, "2026-11-04");
    assert_eq!(
        (due(&admitted, "recourse").as_deref(), due(&admitted, "justify").as_deref()),
        (Some("2026-11-18"), Some("2026-12-03"))
    );
    walk(&mut procedure, &[("state-claim", "2026-11-20"), ("propose-plan", "2027-01-11"), ("refuse", "2027-01-25")]);
    let imposed = at(&procedure, "2027-01-26");
    assert_eq!(imposed.state, "imposed");
    assert_eq!(at(&procedure, "2027-02-25").state, "plan");
    walk(&mut procedure, &[("complete", "2028-06-01")]);
    ends(&at(&procedure, "2028-06-01"), "closed");
}

#[test]
fn an_agreement_runs_and_is_paid() {
    let course = walked(
        "amicable",
        "2026-09-01",
        &[
            ("accept", "2026-09-03"),
            ("sign", "2026-09-10"),
            ("homologate", "2026-10-15"),
            ("run", "2026-10-20"),
            ("miss", "2026-12-01"),
            ("cure", "2026-12-10"),
            ("pay-all", "2027-03-01"),
        ],
    );
    ends(&course, "completed");
}

#[test]
fn a_public_body_is_made_to_pay() {
    let mut procedure = open("public-debtors", "2026-01-05");
    // thirty days from the receipt of the invoice
    assert_eq!(at(&procedure, "2026-02-04").state, "invoiced");
    assert_eq!(at(&procedure, "2026-02-05").state, "late");
    walk(&mut procedure, &[("claim-interest", "2026-03-02"), ("sue", "2026-04-01"), ("notify", "2026-09-01")]);
    // A58: two months from the notification, a Sunday, moved
    assert_eq!(due(&at(&procedure, "2026-09-02"), "judgment-local").as_deref(), Some("2026-11-02"));
    walk(&mut procedure, &[("ask-prefect", "2026-11-03"), ("mandate-ex-officio", "2027-01-04")]);
    ends(&at(&procedure, "2027-01-04"), "paid");
}

#[test]
fn what_waits_for_its_decree_is_not_begun() {
    let refused = Procedure::open("uncontested-claims", day("2026-11-21"), Law::builtin()).expect_err("no decree");
    assert!(matches!(&refused, Refused::NotOpen { why } if why.fr.contains("en attente")), "{refused:?}");
}

#[test]
fn no_two_acts_of_a_state_share_a_name() {
    for definition in Law::builtin().procedures().list() {
        let mut seen = std::collections::BTreeSet::new();
        for act in &definition.acts {
            assert!(seen.insert((&act.from, &act.act)), "{}: {} twice from {}", definition.name, act.act, act.from);
        }
    }
}

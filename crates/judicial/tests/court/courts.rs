//! Before which court, and on which side: what only some courts ask, and what is lost by who defends.

use judicial::procedure::{DeadlineStanding, Event, Place, Refused, Service, Stand};
use law::Law;
use law::conditions::CourtKind;

use super::*;

fn filed(court: Option<CourtKind>, claimed: &str) -> Procedure {
    let mut procedure = open("payment-order", "2026-10-01");
    (procedure.court_kind, procedure.claimed) = (court, Some(eur(claimed)));
    walk(&mut procedure, &[("file-request", "2026-10-01")]);
    procedure
}

fn opposed(court: CourtKind, claimed: &str) -> Procedure {
    let mut procedure = filed(Some(court), claimed);
    walk(&mut procedure, &[("grant", "2026-10-05")]);
    let serve = ActDone { service: Some(Service::InPerson), ..done("serve", "2026-10-10") };
    procedure.apply(serve, day("2026-10-10"), Law::builtin()).expect("served");
    walk(&mut procedure, &[("oppose", "2026-10-30")]);
    procedure
}

fn lost(course: &Course) -> bool {
    course.events.iter().any(Event::is_loss)
}

#[test]
fn the_deposit_binds_before_a_commercial_court_and_no_other() {
    // CPC 1425 al. 1: fifteen days of the request, to 16 October; no civil file is late for want of it
    let commercial = at(&filed(Some(CourtKind::Tae), "8000"), "2026-11-21");
    assert_eq!(deadline(&commercial, "deposit-request").standing, DeadlineStanding::Passed);
    for court in [CourtKind::Civil, CourtKind::Protection, CourtKind::CivilExclusive, CourtKind::CommercialChamber] {
        let now = at(&filed(Some(court), "8000"), "2026-11-21");
        assert!(now.deadlines.is_empty() && !lost(&now), "{court:?}: {:?}", now.deadlines);
        assert!(now.possible.iter().all(|act| act.act != "ask-deposit"), "{court:?}");
        let door = now.closed.iter().find(|door| door.act == "deposit").expect("a closed door");
        assert!(door.why.fr.contains("tribunal de commerce") && door.why.fr.contains("CPC 1425"), "{}", door.why.fr);
        let on_the_map = now.map.acts.iter().find(|act| act.act == "deposit").expect("an act");
        assert_eq!(on_the_map.place, Place::Closed);
    }
}

#[test]
fn an_unknown_court_is_asked_for_and_loses_nothing() {
    let law = Law::builtin();
    let mut procedure = filed(None, "8000");
    let now = at(&procedure, "2026-11-21");
    let deposit = deadline(&now, "deposit-request");
    assert_eq!((deposit.due, &deposit.standing), (None, &DeadlineStanding::Undated));
    assert!(deposit.undated.as_ref().is_some_and(|said| said.fr.contains("juridiction")), "{deposit:?}");
    assert!(!lost(&now));
    // the registry that asks for it says which court it is: it counts from the request all the same
    let mut asked = procedure.clone();
    walk(&mut asked, &[("ask-deposit", "2026-10-08")]);
    assert_eq!(due(&at(&asked, "2026-10-10"), "deposit-request").as_deref(), Some("2026-10-16"));
    assert_eq!(at(&asked, "2026-10-17").state, "lapsed");
    // told, it has no object any more; told again, nothing
    let events = procedure.tell_court(day("2026-10-20"), CourtKind::Civil, None, day("2026-10-20"), law).expect("told");
    assert!(events.iter().any(|event| matches!(event, Event::Closed { step, .. } if step == "deposit-request")));
    assert_eq!(at(&procedure, "2026-11-21").court, Some(CourtKind::Civil));
    let again = procedure.tell_court(day("2026-10-20"), CourtKind::Civil, None, day("2026-10-21"), law);
    assert!(matches!(again, Err(Refused::CourtAlready { .. })), "{again:?}");
    assert!(matches!(apply(&mut procedure, "ask-deposit", "2026-10-21"), Err(Refused::NotHere { .. })));
    let ahead = procedure.tell_court(day("2026-10-25"), CourtKind::Tae, None, day("2026-10-21"), law);
    assert!(matches!(ahead, Err(Refused::Future { .. })), "{ahead:?}");
}

#[test]
fn a_lawyer_is_appointed_before_the_civil_court_over_its_threshold_only() {
    // A18: 12 000 €; B10: 10 000.01 € are over the threshold and 10 000 € are not
    for (court, claimed, asks) in [
        (CourtKind::Civil, "12000", true),
        (CourtKind::Civil, "10000.01", true),
        (CourtKind::Civil, "10000", false),
        (CourtKind::CivilExclusive, "500", true),
        (CourtKind::Protection, "12000", false),
        (CourtKind::Commercial, "12000", false),
    ] {
        let mut procedure = opposed(court, claimed);
        let answered = apply(&mut procedure, "notify-lawyer", "2026-11-02");
        assert_eq!(answered.is_ok(), asks, "{court:?} {claimed}: {answered:?}");
        assert_eq!(matches!(answered, Err(Refused::NotHere { .. })), !asks, "{court:?} {claimed}");
        if asks {
            assert_eq!(due(&at(&procedure, "2026-11-03"), "creditor-lawyer").as_deref(), Some("2026-11-17"));
            assert_eq!(at(&procedure, "2026-11-18").state, "lapsed");
        } else {
            walk(&mut procedure, &[("convene", "2026-11-02")]);
            assert_eq!(at(&procedure, "2027-02-01").state, "hearing");
        }
    }
}

#[test]
fn a_file_sent_to_another_court_keeps_what_was_done_before_the_first() {
    let law = Law::builtin();
    let mut procedure = filed(Some(CourtKind::Commercial), "12000");
    walk(&mut procedure, &[("ask-deposit", "2026-10-02"), ("deposit", "2026-10-05"), ("grant", "2026-10-06")]);
    procedure.tell_court(day("2026-10-20"), CourtKind::Civil, None, day("2026-10-20"), law).expect("sent on");
    walk(&mut procedure, &[("serve", "2026-10-25"), ("oppose", "2026-11-02"), ("notify-lawyer", "2026-11-05")]);
    let now = at(&procedure, "2026-11-06");
    assert_eq!((now.state.as_str(), now.court), ("lawyer-due", Some(CourtKind::Civil)));
    let kept = procedure.strike(4, "pas de renvoi", day("2026-11-06"), law);
    assert!(matches!(kept, Err(Refused::Contradicts { .. })), "{kept:?}");
}

#[test]
fn a_summons_is_filed_by_the_period_of_its_court() {
    // hearing of 15 December: eight days before a commercial court, 7 December (A60); fifteen before a civil one,
    // 30 November, and no period for the service there
    let summoned = |court: Option<CourtKind>| {
        let mut procedure = open("summons", "2026-10-01");
        procedure.court_kind = court;
        walk(&mut procedure, &[("ask-date", "2026-10-02")]);
        procedure
            .tell_day("filing-commercial", day("2026-12-15"), None, day("2026-10-02"), Law::builtin())
            .expect("told");
        walk(&mut procedure, &[("summon", "2026-11-20")]);
        procedure
    };
    let commercial = at(&summoned(Some(CourtKind::Commercial)), "2026-11-21");
    assert_eq!(due(&commercial, "filing-commercial").as_deref(), Some("2026-12-07"));
    assert!(commercial.deadlines.iter().any(|known| known.step == "service-commercial"));
    let civil = at(&summoned(Some(CourtKind::Civil)), "2026-11-21");
    assert_eq!(due(&civil, "filing-civil").as_deref(), Some("2026-11-30"));
    assert!(civil.deadlines.iter().all(|known| known.step != "service-commercial"));
    assert_eq!(at(&summoned(Some(CourtKind::Civil)), "2026-12-01").state, "lapsed");
    assert_eq!(at(&summoned(None), "2026-12-01").state, "summoned", "as the definition names it");
}

#[test]
fn an_order_of_before_the_reform_has_its_certificate_and_a_later_one_none() {
    let served = |order: &str, on: &str| {
        let mut procedure = open("payment-order", "2026-02-01");
        walk(&mut procedure, &[("file-request", "2026-02-02"), ("grant", order)]);
        let serve = ActDone { service: Some(Service::InPerson), ..done("serve", on) };
        procedure.apply(serve, day(on), Law::builtin()).expect("served");
        procedure
    };
    // served on 15 July, the month ends on Monday 17 August
    let mut old = served("2026-07-01", "2026-07-15");
    let now = at(&old, "2026-08-18");
    assert_eq!(deadline(&now, "certificate").earliest, Some(day("2026-08-18")));
    assert_eq!(deadline(&now, "certificate").article, "CPC 1422-1423 former");
    walk(&mut old, &[("issue-certificate", "2026-08-18")]);
    assert_eq!(at(&old, "2026-09-01").state, "certificate-issued");
    let new = at(&served("2026-09-10", "2026-10-10"), "2026-12-20");
    assert_eq!(new.state, "enforceable");
    assert!(new.possible.iter().all(|act| act.act != "issue-certificate"));
    let mut refused = served("2026-09-10", "2026-10-10");
    assert!(matches!(apply(&mut refused, "issue-certificate", "2026-12-20"), Err(Refused::NotHere { .. })));
}

fn against_us() -> Procedure {
    let mut procedure = filed(Some(CourtKind::Commercial), "8000");
    procedure.stand = Stand::Defendant;
    walk(&mut procedure, &[("grant", "2026-10-05")]);
    let serve = ActDone { service: Some(Service::InPerson), ..done("serve", "2026-11-02") };
    procedure.apply(serve, day("2026-11-02"), Law::builtin()).expect("served on us");
    procedure
}

#[test]
fn where_we_defend_the_debtors_periods_are_ours_and_the_creditors_are_not() {
    let law = Law::builtin();
    let procedure = against_us();
    let now = at(&procedure, "2026-11-21");
    assert_eq!(due(&now, "opposition").as_deref(), Some("2026-12-02"));
    assert!(deadline(&now, "opposition").ours && !deadline(&now, "service").ours);
    let side = |act: &str| now.possible.iter().find(|one| one.act == act).map(|one| one.ours);
    assert_eq!((side("oppose"), side("no-opposition")), (Some(true), Some(false)));
    assert!(!lost(&now), "the deposit the creditor may have missed is no loss of ours: {:?}", now.events);
    // in time
    let mut in_time = procedure.clone();
    let bare = ActDone::new("oppose", day("2026-12-02"), "us");
    assert!(matches!(in_time.apply(bare, day("2026-12-02"), law), Err(Refused::NoProof { .. })));
    let events = apply(&mut in_time, "oppose", "2026-12-02").expect("opposed");
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::Kept { step, late: false, ours: true, .. } if step == "opposition"))
    );
    // what the creditor then loses is not lost to us
    walk(&mut in_time, &[("ask-opposition-deposit", "2026-12-14")]);
    let lapsed = at(&in_time, "2026-12-30");
    assert_eq!((lapsed.state.as_str(), lost(&lapsed)), ("lapsed", false));
    // a day late, told once, and once only when the order becomes enforceable
    let missed = |from: &str, to: &str| {
        let news = procedure.passed_between(day(from), day(to), law).expect("news");
        news.iter().filter(|event| event.is_loss()).count()
    };
    assert_eq!((missed("2026-11-21", "2026-12-02"), missed("2026-12-02", "2026-12-03")), (0, 1));
    assert_eq!(missed("2026-12-03", "2027-03-01"), 0);
    let mut late = procedure.clone();
    let events = apply(&mut late, "oppose", "2026-12-03").expect("a fact");
    assert!(events.iter().any(Event::is_loss), "{events:?}");
    assert!(events.iter().any(|event| event.words().fr.contains("irrecevable")), "{events:?}");
}

#[test]
fn a_late_opposition_of_the_debtor_is_no_loss_of_the_creditor() {
    let mut procedure = against_us();
    procedure.stand = Stand::Claimant;
    let events = apply(&mut procedure, "oppose", "2026-12-03").expect("a fact");
    assert!(events.iter().any(|event| matches!(event, Event::Kept { late: true, ours: false, .. })), "{events:?}");
    assert!(!events.iter().any(Event::is_loss), "{events:?}");
}

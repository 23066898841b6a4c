use law::Payment;

use super::super::{Head, HeadKind, OwnClaim, Renewal, Served, TitleKind};
use super::*;
use crate::procedure::{Proof, ProofKind, Service};

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn judgment(date: &str) -> Title {
    let mut title = Title::new(TitleKind::Judgment, day(date), "tribunal de commerce de Lille", "2024F00112");
    title.heads.push(Head { kind: HeadKind::Principal, amount: eur("10000.00"), bears: true });
    title.enforceable = Some(day(date));
    title
}

fn served(title: Title, on: &str) -> Title {
    let service = Served {
        day: day(on),
        on: "Dubois SARL".to_owned(),
        service: Service::InPerson,
        proof: Proof::new(ProofKind::OfficerAct, "PV n° 12"),
    };
    Title { served: vec![service], ..title }
}

fn now(title: &Title, on: &str) -> TitleStanding {
    standing(title, None, day(on), Law::builtin()).expect("an answer")
}

fn open(standing: &TitleStanding) -> Vec<&str> {
    standing.doors.iter().filter(|door| door.open).map(|door| door.measure.as_str()).collect()
}

#[test]
fn a_title_that_is_not_served_is_not_enforced() {
    let title = judgment("2024-01-01");
    let before = now(&title, "2024-03-01");
    assert_eq!((before.state, open(&before)), (TitleState::ToServe, vec!["serve", "conservatory-measures"]));
    let attachment = before.doors.iter().find(|door| door.measure == "attachment").expect("a door");
    assert!(attachment.why.fr.contains("signifié") && attachment.article.is_some(), "{attachment:?}");
    let after = now(&served(title, "2024-02-01"), "2024-03-01");
    assert_eq!(after.state, TitleState::Provisional);
    assert!(["attachment", "sale-of-goods", "vehicle"].iter().all(|measure| open(&after).contains(measure)));
    // wages: the definition opens on 1 July 2025
    assert!(!open(&after).contains(&"wage-seizure"));
}

#[test]
fn the_clock_is_ten_years_and_starts_again_with_an_act() {
    let title = served(judgment("2016-06-10"), "2016-06-20");
    assert_eq!(now(&title, "2026-06-10").state, TitleState::Provisional);
    let over = now(&title, "2026-06-11");
    assert_eq!(over.state, TitleState::Prescribed);
    assert!(open(&over).is_empty(), "{:?}", over.doors);
    let act =
        Renewal { day: day("2020-05-04"), event: "enforcement-act".to_owned(), reference: Some("PV n° 9".to_owned()) };
    let renewed = now(&Title { renewals: vec![act], ..title.clone() }, "2026-06-11");
    assert_eq!(renewed.clock.map(|clock| clock.expires), Some(day("2030-05-04")));
    let letter = Renewal { day: day("2020-05-04"), event: "letter".to_owned(), reference: None };
    assert_eq!(now(&Title { renewals: vec![letter], ..title }, "2026-06-11").state, TitleState::Prescribed);
}

#[test]
fn a_title_without_judge_lasts_as_long_as_its_claim() {
    let title = Title::new(TitleKind::OfficerTitle, day("2021-03-01"), "Me Vidal", "C-12");
    let unknown = now(&title, "2026-11-21");
    assert!(unknown.clock.is_none() && unknown.warnings.iter().any(|said| said.fr.contains("L111-4")));
    // no service is asked of it
    assert!(open(&unknown).contains(&"attachment"), "{:?}", unknown.doors);
    let claim = Some(OwnClaim { kind: "consumer".to_owned(), due: day("2020-12-01") });
    let consumer = now(&Title { claim, ..title }, "2026-11-21");
    assert_eq!(consumer.clock.as_ref().map(|clock| clock.expires), Some(day("2023-03-01")));
    assert_eq!(consumer.state, TitleState::Prescribed);
}

#[test]
fn interest_runs_with_five_points_more_two_months_after_service() {
    let title =
        served(Title { creditor_class: law::CreditorClass::Individual, ..judgment("2024-01-01") }, "2024-01-01");
    let owed = now(&title, "2024-06-30");
    let slices = owed.interest.expect("interest").slices;
    assert_eq!((slices[1].from, slices[1].rate.to_string().as_str()), (day("2024-03-02"), "13.01"));
    // not served, no five points
    let bare = Title { served: Vec::new(), ..title.clone() };
    let slices = now(&bare, "2024-06-30").interest.expect("interest").slices;
    assert!(slices.iter().all(|slice| slice.rate.to_string() == "8.01"), "{slices:?}");
    let paid = Title { payments: vec![Payment { date: day("2024-02-01"), amount: eur("20000.00") }], ..title };
    let done = now(&paid, "2024-06-30");
    assert_eq!((done.state, done.owed), (TitleState::Satisfied, Some(eur("0"))));
}

#[test]
fn a_missing_rate_is_said_and_nothing_is_invented() {
    let owed = now(&served(judgment("2026-03-01"), "2026-03-10"), "2031-01-01");
    assert_eq!((owed.interest, owed.owed), (None, None));
    assert!(owed.warnings.iter().any(|said| said.fr.contains("legal_interest_rate")), "{:?}", owed.warnings);
}

#[test]
fn a_recourse_a_stay_or_a_later_decision_close_its_doors() {
    let title = served(judgment("2025-09-01"), "2025-09-10");
    let suspended = now(&Title { finality: Finality::Suspended, ..title.clone() }, "2025-10-01");
    assert_eq!(open(&suspended), ["serve", "conservatory-measures"]);
    let stay = Some((StayGround::Insolvency, day("2025-09-20")));
    let stayed = standing(&title, stay, day("2025-10-01"), Law::builtin()).expect("an answer");
    assert_eq!(open(&stayed), ["serve"]);
    let annulled = Title { annulled: Some((day("2025-09-25"), "CA Douai, 25 septembre 2025".to_owned())), ..title };
    let set_aside = now(&annulled, "2025-10-01");
    assert_eq!(set_aside.state, TitleState::Annulled);
    assert!(open(&set_aside).is_empty() && set_aside.doors[1].why.fr.contains("Douai"));
}

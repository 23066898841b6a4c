//! Rights given up and taken up again; alarms told by their days, once, to who answers for them, then to who manages;
//! the calendar at an address of one's own.

use app::guard::{AlarmsTold, GuardQuery, RightKey, RightShow};
use app::users::Rights;
use app::worklist::{Scope, WorkQuery};
use app::{Actor, Desk, DeskError, Reach, Role};
use kernel::Language;
use ledger::AccountId;

use crate::guard::{START, filled, shown, told};
use crate::mentions::{account, mails, person};
use crate::support::{House, day, open};

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn right(desk: &Desk, piece: &str) -> RightKey {
    RightKey(desk.find_item(&Actor::operator(), piece).expect("the piece").id.0)
}

fn give(desk: &Desk, account: AccountId, to: &str) {
    let chosen = app::worklist::Chosen { accounts: vec![account], ..app::worklist::Chosen::default() };
    desk.assign(&Actor::operator(), &chosen, Some(to)).expect("given");
}

/// Somebody sees their own accounts only.
fn own_only(desk: &Desk, login: &str) {
    let rights = Rights { own_only: true, ..desk.rights(&Actor::operator(), login).expect("rights") };
    desk.set_rights(&Actor::operator(), login, &rights).expect("their own accounts only");
}

fn soon(desk: &Desk, actor: &Actor) -> (u64, Vec<String>) {
    let sum = desk.guard_soon(actor).expect("a sum");
    (sum.rights, sum.amounts.into_iter().map(|(_, amount)| amount).collect())
}

/// Marie follows the two customers, the chief manages; both are written to.
fn with_people() -> Vec<House> {
    let houses = filled();
    for House { desk, .. } in &houses {
        person(desk, "marie", "Marie Petit", Role::Collector);
        person(desk, "chef", "Jeanne Chef", Role::Manager);
        for customer in ["C1", "C2"] {
            give(desk, account(desk, customer), "marie");
        }
    }
    houses
}

/// The alarms of a day, by the clock of that day.
fn tell(house: &House, on: &str) -> (u64, u64) {
    let desk = open(&house.url, day(on));
    let AlarmsTold { rights, people } = desk.tell_alarms(&Actor::operator(), day(on)).expect("the alarms");
    (rights, people)
}

/// The customers that the worklist says may lose a right.
fn at_risk(desk: &Desk) -> Vec<String> {
    let query = WorkQuery { scope: Scope::Team, after: None, limit: 50 };
    let rows = desk.worklist(&Actor::new("marie", Role::Collector), &query).expect("the list").rows;
    let told = rows.into_iter().filter(|row| row.reasons.iter().any(|reason| reason.code == "right-at-risk"));
    told.map(|row| row.account).collect()
}

fn calendar(desk: &Desk, actor: &Actor) -> String {
    let file = desk.guard_calendar(actor, &GuardQuery::default(), Language::Fr).expect("a calendar");
    String::from_utf8(file.bytes).expect("text")
}

#[test]
fn a_right_is_given_up_for_a_reason_and_taken_up_again() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::new("marie", Role::Collector));
        assert_eq!(soon(desk, &actor), (2, vec!["325.00".to_owned()]), "on {}", house.engine);
        let g1 = right(desk, "G1");
        assert_eq!(code(desk.waive_right(&actor, g1, "inutile")), "right-waiver-no-reason", "seven letters");
        assert_eq!(code(desk.waive_right(&Actor::new("lou", Role::Reader), g1, "coquille vide")), "forbidden");
        assert_eq!(code(desk.waive_right(&actor, RightKey(4_242), "coquille vide")), "not-found");
        assert!(at_risk(desk).contains(&"C2".to_owned()), "{:?}", at_risk(desk));
        let waiver = desk.waive_right(&actor, g1, "coquille vide, rien à saisir").expect("given up");
        assert!(!at_risk(desk).contains(&"C2".to_owned()), "{:?}", at_risk(desk));
        assert_eq!(code(desk.waive_right(&actor, g1, "coquille vide, encore")), "right-over");
        // It is told nowhere but where it is asked for, with who and why.
        assert_eq!(shown(desk, RightShow::Soon), told(&[("F2", "2026-12-10", "running")]));
        assert_eq!(shown(desk, RightShow::All).len(), 3);
        assert_eq!(shown(desk, RightShow::GivenUp), told(&[("G1", "2026-12-01", "ended")]));
        assert_eq!(soon(desk, &actor), (1, vec!["250.00".to_owned()]));
        assert_eq!(calendar(desk, &actor).matches("BEGIN:VEVENT").count(), 1);
        let query = GuardQuery { show: RightShow::GivenUp, ..GuardQuery::default() };
        let page = desk.guard(&actor, &query, None, 50).expect("given up");
        assert_eq!((page.given_up.rights, page.soon.rights), (1, 1));
        let line = page.rows[0].waiver.clone().expect("who and why");
        assert_eq!((line.by.as_str(), line.on, line.id), ("marie", day(START), waiver));
        // Lost meanwhile, it is not told as lost.
        let late = open(&house.url, day("2026-12-02"));
        assert_eq!(shown(&late, RightShow::Lost), told(&[("F1", "2026-11-15", "expired")]));

        assert_eq!(code(desk.take_up_right(&actor, waiver, " ")), "reason-missing");
        desk.take_up_right(&actor, waiver, "un bien a été trouvé").expect("taken up again");
        desk.take_up_right(&actor, waiver, "un bien a été trouvé").expect("done already");
        assert_eq!(soon(desk, &actor).0, 2);
        assert_eq!(calendar(desk, &actor).matches("BEGIN:VEVENT").count(), 2);
        let one = desk.guard_right(&actor, g1).expect("the right");
        assert_eq!((one.line.waiver, one.waivers[0].back_on), (None, Some(day(START))));
        let file = desk.account_file(&actor, account(desk, "C2")).expect("the file");
        let kinds: Vec<&str> = file.timeline.iter().map(|line| line.kind.as_str()).collect();
        assert_eq!(kinds.iter().filter(|kind| kind.starts_with("right.")).count(), 2, "{kinds:?}");
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn what_is_out_of_reach_is_neither_counted_nor_given_up() {
    for house in with_people() {
        let desk = &house.desk;
        let nina = Actor::new("nina", Role::Collector).within(Reach::own(["nina".to_owned()], ""));
        let g1 = right(desk, "G1");
        assert_eq!(soon(desk, &nina), (0, Vec::new()), "on {}", house.engine);
        assert_eq!(code(desk.guard_right(&nina, g1)), "not-found");
        assert_eq!(code(desk.waive_right(&nina, g1, "x")), "not-found", "before its reason is read");
        assert_eq!(code(desk.answer_alarm(&nina, g1)), "not-found");
        let waiver = desk.waive_right(&Actor::operator(), g1, "coquille vide").expect("given up");
        assert_eq!(code(desk.take_up_right(&nina, waiver, "")), "not-found");
        assert_eq!(code(desk.tell_alarms(&nina, day(START))), "forbidden");
        person(desk, "nina", "Nina Blin", Role::Collector);
        give(desk, account(desk, "C2"), "nina");
        assert_eq!(soon(desk, &nina), (0, Vec::new()), "hers now, and given up");
        desk.take_up_right(&nina, waiver, "à suivre").expect("hers");
        assert_eq!(soon(desk, &nina), (1, vec!["75.00".to_owned()]));
    }
}

/// Of a long period 60, 30, 15 and 7 days before the safe day; unanswered for five days it goes to who manages; on the
/// safe day, each day; lost, once more to both (the policy of `judicial::guard::alarms`).
#[test]
fn alarms_are_told_by_their_days_and_a_missed_day_loses_none() {
    for house in with_people() {
        let (desk, marie) = (&house.desk, Actor::new("marie", Role::Collector));
        let (f2, g1) = (right(desk, "F2"), right(desk, "G1"));
        assert_eq!(code(desk.answer_alarm(&marie, f2)), "right-not-told");
        // F1 is lost, F2 is past 30 days, G1 past 15: nobody was there to answer before.
        assert_eq!(tell(&house, START), (3, 2), "on {}", house.engine);
        assert_eq!(tell(&house, START), (0, 0), "a second run of the day tells nothing again");
        let mut first = mails(desk, "guard");
        first.sort();
        let names: Vec<&str> = first.iter().map(|mail| mail.0.as_str()).collect();
        assert_eq!(names, ["Jeanne Chef", "Marie Petit"], "one mail each");
        let plain = |body: &str| body.replace(['\u{202f}', '\u{a0}'], " ");
        let (chief, hers) = (plain(&first[0].2), plain(&first[1].2));
        for words in ["Droits à sauver : 2, 325,00 €", "Droits perdus : 1, 100,00 €", "Jean Petit (C2)", "pièce F2"]
        {
            assert!(hers.contains(words), "{words} is not in:\n{hers}");
        }
        assert!(chief.contains("ne répond pas : 2, 325,00 €") && chief.contains("suivi par marie"), "{chief}");

        desk.answer_alarm(&marie, f2).expect("she acts");
        desk.answer_alarm(&marie, g1).expect("she acts");
        desk.answer_alarm(&marie, g1).expect("answered already");
        let line = desk.guard_right(&marie, g1).expect("the right").line;
        assert_eq!((line.told, line.answered), (Some(day(START)), Some(day(START))));
        assert_eq!(line.answered_by, "marie");
        // The 24th (7 days before G1) and the 25th (15 before F2) are missed: the 26th tells both, to Marie alone.
        assert_eq!(tell(&house, "2026-11-26"), (2, 1));
        assert_eq!(tell(&house, "2026-11-27"), (0, 0), "told, and still to be answered");
        // Five days after the alarm of the 24th nobody answered: it goes up; that of the 25th, the day after.
        assert_eq!(tell(&house, "2026-11-29"), (1, 1));
        assert_eq!(tell(&house, "2026-12-01"), (2, 1), "the safe day of G1, and F2 left unanswered");
        assert_eq!(tell(&house, "2026-12-02"), (1, 2), "G1 is lost: to both");
        assert_eq!(tell(&house, "2026-12-03"), (1, 2), "7 days before F2");
        let all = mails(desk, "guard");
        let of = |name: &str| all.iter().filter(|mail| mail.0 == name).count();
        assert_eq!((of("Marie Petit"), of("Jeanne Chef")), (4, 5));
    }
}

#[test]
fn what_nobody_answers_for_is_told_to_who_manages_and_what_is_given_up_to_nobody() {
    for house in filled() {
        let desk = &house.desk;
        assert_eq!(tell(&house, START), (0, 0), "nobody to tell: nothing is told, nothing is lost");
        for (login, name) in [("chef", "Jeanne Chef"), ("loin", "Luc Loin")] {
            person(desk, login, name, Role::Manager);
        }
        own_only(desk, "loin");
        desk.waive_right(&Actor::operator(), right(desk, "F1"), "débiteur radié sans actif").expect("given up");
        let next = "2026-11-24";
        assert_eq!(tell(&house, next), (2, 1), "who sees none of them is told nothing, on {}", house.engine);
        let told = mails(desk, "guard");
        assert!(told[0].2.contains("Droits à sauver") && !told[0].2.contains("perdus"), "{}", told[0].2);
        assert_eq!(desk.tell_alarms(&Actor::operator(), day(next)).expect("not today"), AlarmsTold::default());
    }
}

#[test]
fn the_address_of_a_calendar_opens_it_as_its_person_sees_it_until_it_is_closed() {
    for house in with_people() {
        let (desk, marie) = (&house.desk, Actor::new("marie", Role::Collector));
        assert_eq!(desk.calendar_address(&marie).expect("hers"), None);
        let first = desk.renew_calendar_address(&marie).expect("an address");
        let events = |token: &str| {
            let file = desk.subscribed_calendar(token)?;
            Ok::<_, DeskError>(String::from_utf8(file.bytes).expect("text").matches("BEGIN:VEVENT").count())
        };
        assert_eq!(events(&first).expect("hers"), 2, "on {}", house.engine);
        assert_eq!(code(events("0000")), "not-found");
        let second = desk.renew_calendar_address(&marie).expect("another");
        assert_eq!(code(events(&first)), "not-found", "the one before answers no more");
        own_only(desk, "marie");
        give(desk, account(desk, "C2"), "chef");
        assert_eq!(events(&second).expect("hers"), 1, "as far as she sees today");
        assert!(desk.calendar_address(&marie).expect("hers").is_some());
        desk.withdraw_calendar_address(&marie).expect("closed");
        assert_eq!(code(events(&second)), "not-found");
        assert_eq!(code(desk.renew_calendar_address(&Actor::operator())), "calendar-no-user");
    }
}

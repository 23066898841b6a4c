//! The levels of an account: one at a time, in their order, and none done that the debtor never got.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use app::accounts::DebtorEdit;
use app::outbox::{Carriers, OutboxFilter, SendReport};
use app::runs::RunRequest;
use app::strategies::strategy_from_json;
use app::{Actor, Desk, MessageState};
use courier::Carrier;
use kernel::FixedClock;
use ledger::AccountId;
use store::{Message, StoreError};

use crate::outbox::{Fake, Next, TODAY, items, later, mail_by, send, state, states};
use crate::support::{House, day, houses, import, open_at, request, upload};

/// Two weeks later: the second level of what was reminded on the first day is due.
const THEN: &str = "2026-10-05";

/// Houses with `count` customers twenty days late, who are reminded twice then put in default.
pub fn late(count: usize, channel: &str, street: &str) -> Vec<House> {
    let houses = houses(TODAY);
    for House { desk, .. } in &houses {
        let step = |slug, days| {
            format!(r#"{{"slug":"{slug}","timing":{{"after-due":{days}}},"channel":"{channel}","grant_days":8}}"#)
        };
        let notice = r#"{"slug":"formal-notice","timing":{"after-due":35},"channel":"letter","grant_days":8,
            "formal_notice":true}"#;
        let plan =
            format!(r#"{{"slug":"standard","steps":[{},{},{notice}]}}"#, step("reminder-1", 8), step("reminder-2", 20));
        desk.save_strategy(&Actor::operator(), &strategy_from_json(&plan).expect("a strategy")).expect("saved");
        let mut customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n".to_owned();
        for i in 0..count {
            let email = if channel == "mail" { format!("c{i}@d{i}.example") } else { String::new() };
            writeln!(customers, "C{i},Client {i},{street},75001,Paris,FR,{email},fr,30").expect("text");
        }
        let mut files = request(vec![upload("customers.csv", customers), upload("items.csv", items(count, &[]))]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(desk, &files).outcome.rejected, 0);
    }
    houses
}

/// A desk of another process on a day.
pub fn on(house: &House, date: &str) -> Desk {
    open_at(&house.url, FixedClock::on(day(date)))
}

/// The levels decided by the run of a desk's day, by customer, and what holds the others back.
pub fn run(desk: &Desk) -> (BTreeMap<String, u8>, BTreeMap<String, u64>) {
    let answer = desk.run(&Actor::operator(), &RunRequest::default(), &|_, _| ()).expect("the run");
    assert_eq!(answer.failed, []);
    (answer.decisions.iter().map(|d| (d.account, d.level)).collect(), answer.blocked)
}

/// What the first customer's level is now.
pub fn level(of: u8) -> BTreeMap<String, u8> {
    BTreeMap::from([("C0".to_owned(), of)])
}

fn held(reason: &str) -> (BTreeMap<String, u8>, BTreeMap<String, u64>) {
    (BTreeMap::new(), BTreeMap::from([(reason.to_owned(), 1)]))
}

pub fn render(desk: &Desk) -> (u64, u64) {
    let report = desk.render_pending(&Actor::operator(), &|_, _| ()).expect("messages");
    (report.made, report.failed)
}

pub fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

/// Why nothing more is decided for the first customer.
fn why(desk: &Desk) -> String {
    desk.account_file(&Actor::operator(), account(desk, "C0")).expect("a file").next[0].why.en.clone()
}

#[test]
fn a_carrier_away_over_two_steps_sends_the_first_and_the_second_in_its_time() {
    for house in late(1, "mail", "1 rue A") {
        assert_eq!(run(&house.desk).0, level(1), "on {}", house.engine);
        assert_eq!(render(&house.desk), (1, 0));
        let fake = Fake::doing(&[]);
        let by = |date: &str| on(&house, date).with_carriers(mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        let then = by(THEN);
        assert_eq!(run(&then), held("not_left"), "on {}", house.engine);
        assert_eq!(why(&then), "awaiting: the reminder of 2026-09-21 has not left");
        // Its delay is over: it is dated anew, then it leaves, alone.
        assert_eq!(send(&then), SendReport { remade: 1, ..SendReport::default() });
        assert_eq!(render(&then), (1, 0));
        assert_eq!((send(&then).sent, fake.count()), (1, 1), "on {}", house.engine);
        for date in [THEN, "2026-10-13", "2026-10-16"] {
            assert_eq!(run(&by(date)).0, BTreeMap::new(), "its delay runs from the day it left: {date}");
        }
        let second = by("2026-10-17");
        assert_eq!(run(&second).0, level(2), "on {}", house.engine);
        assert_eq!(render(&second), (1, 0));
        assert_eq!((send(&second).sent, fake.count()), (1, 2));
    }
}

#[test]
fn a_worker_down_between_two_runs_leaves_one_message() {
    for house in late(1, "mail", "1 rue A") {
        assert_eq!(run(&house.desk).0, level(1));
        let then = on(&house, THEN);
        assert_eq!(run(&then), held("not_left"), "on {}", house.engine);
        assert_eq!(states(&then), state("planned", 1));
    }
}

#[test]
fn a_doubt_released_late_overtakes_nothing() {
    for house in late(1, "mail", "1 rue A") {
        assert_eq!(run(&house.desk).0, level(1));
        render(&house.desk);
        let fake = Fake::doing(&[Next::LoseAnswer]);
        let by = |date: &str| on(&house, date).with_carriers(mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&by(TODAY)).doubtful, 1);
        let then = by(THEN);
        assert_eq!(run(&then), held("in_doubt"), "on {}", house.engine);
        let page = then.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page");
        then.resolve_doubt(&Actor::operator(), page.messages[0].message, false).expect("resolved");
        assert_eq!(run(&then), held("not_left"), "released, it leaves first");
        assert_eq!(send(&then).remade, 1);
        render(&then);
        assert_eq!(send(&then).sent, 1);
        assert_eq!(run(&then).0, BTreeMap::new(), "and its delay runs, on {}", house.engine);
        assert_eq!(states(&then), state("sent", 1), "one message in all");
    }
}

#[test]
fn a_letter_laid_out_is_taken_as_posted_until_its_day_is_said() {
    for house in late(1, "letter", "1 rue A") {
        assert_eq!(run(&house.desk).0, level(1));
        assert_eq!(render(&house.desk), (1, 0));
        let (then, actor) = (on(&house, THEN), Actor::operator());
        let dry = RunRequest { dry: true, ..RunRequest::default() };
        assert_eq!(then.run(&actor, &dry, &|_, _| ()).expect("a run").messages, 1, "on {}", house.engine);
        let file = then.print_files_to_post(&actor).expect("files")[0].1.document;
        assert_eq!(then.posted(&actor, file, day("2026-09-24"), &[]).expect("posted").sent, 1);
        let reminder = then.account_file(&actor, account(&then, "C0")).expect("a file").reminders.remove(0);
        assert_eq!(
            (reminder.on_day, reminder.grant_until),
            (day(TODAY), day("2026-10-02")),
            "eight days from the post"
        );
        assert_eq!(run(&then).0, level(2), "on {}", house.engine);
    }
}

#[test]
fn letters_refused_twice_over_hold_every_level_until_they_are_made_again() {
    for house in late(2, "letter", &"Résidence du Long Couloir ".repeat(12)) {
        let actor = Actor::operator();
        assert_eq!(run(&house.desk).0.len(), 2);
        assert_eq!(render(&house.desk), (0, 2));
        for date in [THEN, "2026-11-23"] {
            let (levels, blocked) = run(&on(&house, date));
            assert_eq!((levels.len(), blocked.get("last_failed")), (0, Some(&2)), "{date} on {}", house.engine);
        }
        let then = on(&house, THEN);
        let page = then.outbox(&actor, &OutboxFilter::default()).expect("a page");
        let of = |desk: &Desk, code| {
            let id = account(desk, code);
            page.messages.iter().find(|m| m.account_id == id).expect("a message").clone()
        };
        let card = of(&then, "C0");
        let said = card.why.expect("a reason");
        assert!(said.fr.contains("fenêtre") && said.en.contains("window"), "{said:?}");
        assert_eq!(then.waits_for(&actor).expect("figures").outbox, 2, "two weeks later, they still wait");
        let tasks = || then.account_tasks(&actor, card.account_id).expect("tasks");
        assert_eq!(tasks().len(), 1, "one task");
        assert!(tasks()[0].subject.en.contains("failed") && tasks()[0].subject.en.contains("window"));

        // Made again before it is mended, it fails again, with one task still.
        then.make_again(&actor, card.message).expect("again");
        assert!(tasks().is_empty());
        assert_eq!(render(&then), (0, 1));
        assert_eq!(tasks().len(), 1, "on {}", house.engine);
        mend(&then, card.account_id);
        then.make_again(&actor, card.message).expect("again");
        assert_eq!(then.make_again(&actor, card.message).expect_err("once").code(), "message-moved");
        assert_eq!(render(&then), (1, 0));
        assert!(tasks().is_empty());
        let reminder = then.account_file(&actor, card.account_id).expect("a file").reminders.remove(0);
        assert_eq!((reminder.level, reminder.on_day, reminder.grant_until), (1, day(THEN), day("2026-10-13")));
        let file = then.print_files_to_post(&actor).expect("files")[0].1.document;
        assert_eq!(then.posted(&actor, file, day(THEN), &[]).expect("posted").sent, 1);
        assert_eq!(run(&on(&house, "2026-10-17")).0, level(2), "the first thing they get is no formal notice");

        // The other one is given up by a person: its level counts as done.
        then.withdraw_message(&actor, of(&then, "C1").message).expect("given up");
        assert_eq!(then.waits_for(&actor).expect("figures").outbox, 0);
        assert!(then.verify(&actor).expect("verified").is_sound());
    }
}

pub fn mend(desk: &Desk, account: AccountId) {
    let actor = Actor::operator();
    let debtor = desk.account_file(&actor, account).expect("the file").debtor;
    let mut address = debtor.address.clone();
    "1 rue A".clone_into(&mut address.street);
    let edit = DebtorEdit {
        name: debtor.name,
        kind: debtor.kind,
        siren: String::new(),
        vat: String::new(),
        address,
        language: debtor.language,
        version: debtor.version,
    };
    desk.correct_debtor(&actor, debtor.id, &edit).expect("corrected").expect("no wrong field");
}

/// Puts the message of a level where a ledger of before would have it.
fn put(desk: &Desk, level: i64, state: MessageState) {
    let account = account(desk, "C0");
    desk.store()
        .write("test", |tx| {
            let reminders = tx.reminders().of_account(account)?;
            let id = reminders.iter().find(|r| r.level == level).expect("a reminder").id;
            let message = tx.messages().of_reminders(&[id])?.remove(0);
            let settled_us = (state == MessageState::Sent).then_some(message.created_us);
            tx.messages().save(&Message { state, settled_us, ..message })?;
            Ok::<_, StoreError>(())
        })
        .expect("written");
}

#[test]
fn two_levels_found_waiting_leave_in_their_order_a_delay_apart() {
    for house in late(1, "mail", "1 rue A") {
        assert_eq!(run(&house.desk).0, level(1));
        render(&house.desk);
        put(&house.desk, 1, MessageState::Sent);
        let fake = Fake::doing(&[]);
        let by = |date: &str| on(&house, date).with_carriers(mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        let then = by(THEN);
        assert_eq!(run(&then).0, level(2), "on {}", house.engine);
        render(&then);
        put(&then, 1, MessageState::Rendered);
        let wanted = SendReport { remade: 1, waiting: 1, ..SendReport::default() };
        assert_eq!(send(&then), wanted, "the second waits for the first, on {}", house.engine);
        render(&then);
        assert_eq!((send(&then).sent, fake.count()), (1, 1));
        let next = send(&by("2026-10-06"));
        assert_eq!((next.sent, next.waiting), (0, 1), "the delay of the first runs out, on {}", house.engine);
        let last = by("2026-10-14");
        assert_eq!(send(&last).remade, 1, "dated anew");
        render(&last);
        assert_eq!((send(&last).sent, fake.count()), (1, 2), "on {}", house.engine);
    }
}

#[test]
fn a_level_that_a_later_one_overtook_is_cancelled() {
    for house in late(1, "mail", "1 rue A") {
        assert_eq!(run(&house.desk).0, level(1));
        render(&house.desk);
        put(&house.desk, 1, MessageState::Sent);
        let fake = Fake::doing(&[]);
        let then = on(&house, THEN).with_carriers(mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(run(&then).0, level(2));
        render(&then);
        assert_eq!(send(&then).sent, 1);
        put(&then, 1, MessageState::Rendered);
        assert_eq!(send(&then), SendReport { cancelled: 1, ..SendReport::default() }, "on {}", house.engine);
        let told = then.account_file(&Actor::operator(), account(&then, "C0")).expect("a file").timeline;
        assert!(told[0].payload.to_string().contains("overtaken"), "{:?}", told[0].payload);
        assert_eq!(fake.count(), 1);
    }
}

#[test]
fn a_sender_that_nobody_gave_burns_no_message() {
    for house in late(1, "mail", "1 rue A") {
        assert_eq!(run(&house.desk).0, level(1));
        render(&house.desk);
        let fake = Fake::doing(&[]);
        let by = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        let nameless = later(&house, 1, Carriers { mail_from: None, ..by.clone() });
        assert_eq!(send(&nameless), SendReport { waiting: 1, ..SendReport::default() }, "on {}", house.engine);
        assert_eq!(states(&nameless), state("rendered", 1), "nothing failed");
        let page = nameless.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page");
        let note = &page.notes[0];
        assert!(note.fr.contains("expéditeur") && note.en.contains("QUITTANCE_MAIL_FROM"), "{note:?}");
        let told = nameless.account_file(&Actor::operator(), account(&nameless, "C0")).expect("a file").timeline;
        assert!(told[0].kind == "message.waits" && told[0].payload.to_string().contains("QUITTANCE_MAIL_FROM"));
        assert_eq!((send(&later(&house, 7, by)).sent, fake.count()), (1, 1), "once it is given");
    }
}

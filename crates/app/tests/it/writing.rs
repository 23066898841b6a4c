//! Messages by hand: what they ask, what forbids them, the ten seconds in which they are held, and every
//! other act taken back.

use std::fmt::Write;
use std::sync::Arc;

use app::accounts::AccountFile;
use app::blocks::{BlockOrder, BlockReason};
use app::outbox::SendReport;
use app::promises::{PromiseLevel, PromiseOrder, PromiseState};
use app::tasks::{Outcome, TaskEnd, TaskState};
use app::writing::MessageOrder;
use app::{Actor, Desk, DeskError, Refusal, Role, Undo};
use courier::Carrier;
use jiff::ToSpan;
use kernel::{Currency, FixedClock, Money};
use ledger::{AccountId, ItemId};

use crate::outbox::{Fake, TODAY, import_items, items, later, mail_by, send, state, states};
use crate::support::{House, day, houses, import, open_at, request, upload};

/// Houses with `count` customers of one late piece of 100 € each, and nothing sent yet.
pub fn late(count: usize) -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        let mut customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n".to_owned();
        for i in 0..count {
            writeln!(customers, "C{i},Client {i},{i} rue A,75001,Paris,FR,c{i}@d{i}.example,fr,30").expect("text");
        }
        let mut files = request(vec![upload("customers.csv", customers), upload("items.csv", items(count, &[]))]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
    }
    houses
}

pub fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

pub fn file(desk: &Desk, code: &str) -> AccountFile {
    desk.account_file(&Actor::operator(), account(desk, code)).expect("the file")
}

pub fn seconds_later(house: &House, seconds: i64) -> Desk {
    let base = FixedClock::on(day(TODAY));
    let now = base.now.checked_add(seconds.seconds()).expect("an instant");
    open_at(&house.url, FixedClock { now, ..base })
}

fn not_written(result: Result<impl std::fmt::Debug, DeskError>, part: &str) {
    match result {
        Err(DeskError::Refused(Refusal::NotWritten { why })) => assert!(why.en.contains(part), "{why:?}"),
        other => panic!("written, or otherwise refused: {other:?}"),
    }
}

const EXPORT: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n\
    A;Atelier A;1 rue A;75001;Paris;F2;facture;05/08/2026;;200,00\n\
    A;Atelier A;1 rue A;75001;Paris;F3;facture;05/11/2026;05/12/2026;50,00\n\
    A;Atelier A;1 rue A;75001;Paris;VIR1;règlement;10/08/2026;;-300,00\n";

#[test]
fn a_selection_says_what_it_asks_what_is_withheld_and_what_forbids_it() {
    for house in houses("2026-11-23") {
        let (desk, actor) = (&house.desk, Actor::operator());
        import(desk, &request(vec![upload("export.csv", EXPORT)]));
        let a = account(desk, "A");
        let piece = |number: &str| -> ItemId {
            file(desk, "A").items.iter().find(|l| l.item.number == number).map(|l| l.item.id).expect("the piece")
        };
        let part = BlockOrder {
            reason: BlockReason::Disputed,
            amount: Some(Money::new(10_000, Currency::EUR)),
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        desk.block(&actor, piece("F1"), &part).expect("blocked");
        let ask = desk.ask(&actor, a, &MessageOrder::default()).expect("an answer");
        let numbers: Vec<&str> = ask.lines.iter().map(|l| l.number.as_str()).collect();
        assert_eq!(numbers, ["F1", "F2", "VIR1"], "what is late, then the credits; F3 is not due");
        // 83 days at 12.40 % on 900.00: the part contested bears nothing, nor does the inferred due date of F2.
        assert_eq!((ask.interest.as_deref(), ask.indemnity.as_deref()), (Some("25.38"), Some("40.00")));
        let sums = [&ask.principal, &ask.withheld, &ask.credits, &ask.total].map(Option::as_deref);
        assert_eq!(sums, [Some("1200.00"), Some("100.00"), Some("-300.00"), Some("800.00")], "on {}", house.engine);
        assert_eq!((ask.text.as_str(), ask.claim.as_str(), ask.channel.as_str()), ("reminder-1", "withheld", "letter"));
        assert!(ask.objections.is_empty(), "{:?}", ask.objections);
        assert!(ask.rates.iter().any(|r| r.rate == "12.40") && !ask.sources.is_empty());

        let order = |numbers: &[&str], text: &str| MessageOrder {
            items: Some(numbers.iter().map(|n| piece(n)).collect()),
            text: Some(text.to_owned()),
            ..MessageOrder::default()
        };
        let codes = |order: &MessageOrder| -> Vec<&'static str> {
            desk.ask(&actor, a, order).expect("an answer").objections.iter().map(|o| o.code).collect()
        };
        assert_eq!(codes(&order(&["F1", "F2"], "formal-notice")), ["notice-disputed", "due-inferred"]);
        assert_eq!(codes(&order(&["F3"], "reminder-1")), ["not-due"]);
        assert_eq!(codes(&order(&["VIR1"], "reminder-1")), ["nothing-left"]);
        assert_eq!(codes(&order(&[], "reminder-1")), ["nothing-chosen"]);
        // 200.00 asked, 300.00 not matched yet.
        assert_eq!(codes(&order(&["F2"], "reminder-1")), ["covered"]);
        let collector = Actor::new("c", Role::Collector);
        let notice = desk.ask(&collector, a, &order(&["F1"], "formal-notice")).expect("an answer");
        assert!(notice.objections.iter().any(|o| o.code == "notice-by-manager"));
        let claimed = desk.ask(&actor, a, &order(&["F1", "VIR1"], "formal-notice")).expect("an answer");
        let total = claimed.total.as_deref();
        assert_eq!((claimed.claim.as_str(), total), ("claimed", Some("665.38")), "interest and 40 € in it");
    }
}

#[test]
fn a_message_by_hand_is_held_then_leaves_once() {
    for house in late(1) {
        let actor = Actor::operator();
        let c0 = account(&house.desk, "C0");
        let draft = house.desk.draft_message(&actor, c0, &MessageOrder::default()).expect("a draft");
        assert!(draft.ask.objections.is_empty() && draft.ask.channel == "mail", "{:?}", draft.ask.objections);
        let words = draft.words.replace(&draft.subject, "Un mot de plus");
        let order = MessageOrder { id: Some(draft.id), words: Some(words), ..MessageOrder::default() };
        let id = house.desk.write_message(&actor, c0, &order).expect("written");
        assert_eq!(house.desk.write_message(&actor, c0, &order).expect("already"), id, "a double click");
        assert_eq!(states(&house.desk), state("rendered", 1));
        let fake = Fake::doing(&[]);
        let carriers = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        let held = seconds_later(&house, 9).with_carriers(carriers.clone());
        assert_eq!((send(&held), fake.count()), (SendReport::default(), 0), "held for ten seconds");
        let after = seconds_later(&house, 11).with_carriers(carriers);
        assert_eq!((send(&after).sent, fake.count()), (1, 1), "on {}", house.engine);
        let text = fake.texts.lock().expect("a lock").join("");
        assert!(text.contains("Un mot de plus") && text.contains("application/pdf"), "the words of this message");
        assert!(after.undo(&actor, Undo::Message(id)).is_err(), "it has left");
        assert_eq!(send(&after), SendReport::default());
        let run = |on: &str| {
            let request = app::runs::RunRequest { day: Some(day(on)), dry: true, creditor: None, summary: false };
            after.run(&actor, &request, &|_, _| ()).expect("a dry run").messages
        };
        // reminder-1 of the shipped strategies grants eight days.
        assert_eq!((run(TODAY), run("2026-09-29"), run("2026-09-30")), (0, 0, 1), "its delay runs out first");
        assert!(after.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn a_message_taken_back_in_time_never_leaves() {
    for house in late(2) {
        let actor = Actor::operator();
        let write = |code| {
            let id = account(&house.desk, code);
            house.desk.write_message(&actor, id, &MessageOrder::default()).expect("written")
        };
        let (first, second) = (write("C0"), write("C1"));
        seconds_later(&house, 9).undo(&actor, Undo::Message(first)).expect("taken back");
        let late = seconds_later(&house, 60).undo(&actor, Undo::Message(second));
        assert!(matches!(late, Err(DeskError::Refused(Refusal::UndoTooLate { .. }))), "{late:?}");
        let fake = Fake::doing(&[]);
        let desk = later(&house, 2, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!((send(&desk).sent, fake.count()), (1, 1), "on {}", house.engine);
        let kinds: Vec<String> = file(&desk, "C0").timeline.into_iter().map(|t| t.kind).collect();
        assert_eq!(&kinds[..2], ["message.cancelled", "message.written"]);
    }
}

#[test]
fn a_message_by_hand_obeys_what_holds_back_every_message() {
    for house in late(4) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let write = |code: &str| desk.write_message(&actor, account(desk, code), &MessageOrder::default());
        desk.pause(&actor, account(desk, "C1"), Some(day("2026-10-01")), "audit", "").expect("paused");
        not_written(write("C1"), "paused");
        let promise = PromiseOrder {
            amount: Money::new(5_000, Currency::EUR),
            until: day("2026-09-30"),
            level: PromiseLevel::Said,
            note: String::new(),
        };
        desk.promise(&actor, account(desk, "C2"), &promise).expect("promised");
        not_written(write("C2"), "promise");
        write("C0").expect("written");
        write("C3").expect("written");
        import_items(desk, items(4, &[(0, "100.00"), (3, "40.00")]));
        let fake = Fake::doing(&[]);
        let sender = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&sender), SendReport { cancelled: 2, ..SendReport::default() }, "on {}", house.engine);
        assert_eq!(fake.count(), 0, "neither the paid one, nor one whose amount has changed");
        not_written(write("C0"), "no piece");
    }
}

#[test]
fn the_cap_counts_messages_by_hand() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let cap = amicable::ContactCap { contacts: 1, days: 7 };
        desk.set_contact_cap(&actor, Some(cap)).expect("a cap");
        let c0 = account(desk, "C0");
        desk.write_message(&actor, c0, &MessageOrder::default()).expect("the first");
        let fake = Fake::doing(&[]);
        let sender = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&sender).sent, 1);
        not_written(sender.write_message(&actor, c0, &MessageOrder::default()), "contacted often enough");
        let run = app::runs::RunRequest { day: Some(day(TODAY)), dry: true, creditor: None, summary: false };
        let answer = sender.run(&actor, &run, &|_, _| ()).expect("a dry run");
        assert_eq!(answer.messages, 0, "the run leaves the debtor in peace too, on {}", house.engine);
    }
}

#[test]
fn a_promise_is_confirmed_by_a_mail_that_follows_it() {
    for house in late(2) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let order = PromiseOrder {
            amount: Money::new(10_000, Currency::EUR),
            until: day("2026-09-30"),
            level: PromiseLevel::Said,
            note: String::new(),
        };
        let [first, second] =
            ["C0", "C1"].map(|code| desk.promise(&actor, account(desk, code), &order).expect("promised"));
        let draft = desk.draft_confirmation(&actor, first).expect("a draft");
        assert!(draft.words.contains("100,00") && draft.to == "c0@d0.example", "{draft:?}");
        desk.confirm_promise(&actor, first, ("", None)).expect("written");
        desk.confirm_promise(&actor, second, ("", None)).expect("written");
        desk.undo(&actor, Undo::Promise(second)).expect("taken back");
        let fake = Fake::doing(&[]);
        let sender = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        let report = send(&sender);
        assert_eq!((report.sent, report.cancelled, fake.count()), (1, 1, 1), "on {}", house.engine);
    }
}

#[test]
fn a_call_closed_by_mistake_waits_again_without_what_it_entailed() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let c0 = account(desk, "C0");
        let call = desk.call_task(&actor, c0).expect("a call");
        let end = |outcome, amount, until| TaskEnd { outcome, amount, until, items: Vec::new(), note: "x".to_owned() };
        let promised = end(Outcome::Promise, Some(Money::new(5_000, Currency::EUR)), Some(day("2026-09-30")));
        let promise = desk.finish_task(&actor, call, &promised).expect("closed").expect("a promise");
        desk.undo(&actor, Undo::Call(call)).expect("taken back");
        assert_eq!(desk.task(&actor, call).expect("the task").state, TaskState::Open);
        let filter = app::promises::PromiseFilter { account: Some(c0), state: None };
        let found = desk.promises(&actor, &filter, None, 10).expect("a page").rows;
        assert_eq!((found[0].id, found[0].state), (promise, PromiseState::Withdrawn));
        for (outcome, until) in [(Outcome::PaysNow, None), (Outcome::Callback, Some(day("2026-09-25")))] {
            desk.finish_task(&actor, call, &end(outcome, None, until)).expect("closed");
            desk.undo(&actor, Undo::Call(call)).expect("taken back");
        }
        let held = desk.blocked_items(&actor, &app::blocks::BlockFilter::default(), None, 10).expect("a page");
        let open = desk.account_tasks(&actor, c0).expect("tasks");
        assert_eq!((held.rows.len(), open.len()), (0, 1), "on {}", house.engine);
        assert!(desk.undo(&actor, Undo::Call(call)).is_err(), "nothing is closed");
    }
}

#[test]
fn each_act_of_a_file_is_taken_back_in_time_and_not_after() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let c0 = account(desk, "C0");
        desk.pause(&actor, c0, Some(day("2026-09-25")), "audit", "lea").expect("paused");
        let longer = desk.pause(&actor, c0, Some(day("2026-10-25")), "autre", "").expect("paused");
        desk.undo(&actor, Undo::Fact(longer)).expect("taken back");
        let now = file(desk, "C0").account;
        let was = (now.paused_until, now.pause_reason.as_str(), now.pause_owner.as_str());
        assert_eq!(was, (Some(day("2026-09-25")), "audit", "lea"), "the pause before is back");
        assert!(desk.undo(&actor, Undo::Fact(longer)).is_err(), "it is no longer the last word");
        let task = desk.add_task(&actor, c0, "relire", day(TODAY), "").expect("a task");
        desk.undo(&actor, Undo::Task(task)).expect("taken back");
        assert!(desk.account_tasks(&actor, c0).expect("tasks").is_empty());
        let item = file(desk, "C0").items[0].item.id;
        let order = BlockOrder {
            reason: BlockReason::ToCheck,
            amount: None,
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        let block = desk.block(&actor, item, &order).expect("blocked");
        let late = seconds_later(&house, 16).undo(&actor, Undo::Block(block));
        assert!(matches!(late, Err(DeskError::Refused(Refusal::UndoTooLate { .. }))), "on {}", house.engine);
        seconds_later(&house, 14).undo(&actor, Undo::Block(block)).expect("the way takes its time");
        let reader = Actor::new("r", Role::Reader);
        assert!(matches!(desk.undo(&reader, Undo::Block(block)), Err(DeskError::Forbidden { .. })));
    }
}

#[test]
fn a_file_tells_its_pace_and_the_first_right_lost() {
    for house in houses("2026-11-23") {
        let text = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
            F0,INV,C0,2026-08-01,2026-09-01,100.00,100.00,2026-09-11,EUR\n\
            F1,INV,C0,2026-08-01,2026-09-01,300.00,300.00,2026-09-21,EUR\n\
            F2,INV,C0,2026-09-01,2026-10-01,50.00,0.00,,EUR\n";
        import_items(&house.desk, text.to_owned());
        let file = file(&house.desk, "C0");
        // 41 days on 100 and 51 on 300: 48.5, rounded half up.
        let pace = file.pace.expect("a pace");
        assert_eq!((pace.days, pace.late, pace.invoices), (49, 18, 2), "on {}", house.engine);
        let end = file.limitation.expect("a right");
        // C. com. L110-4: five years.
        assert_eq!((end.item.as_str(), end.expires, end.expired), ("F2", day("2031-10-01"), false));
    }
}

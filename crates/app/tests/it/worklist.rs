//! The worklist of the day: who is on it and why, in which order, whose; and what people do with it.

use app::aging::AgingQuery;
use app::blocks::{BlockOrder, BlockReason};
use app::promises::{PromiseLevel, PromiseOrder};
use app::users::NewUser;
use app::worklist::{
    AbsenceOrder, Chosen, Criterion, Move, Scope, Weights, WhoseAccounts, WorkQuery, WorkRow, Worklist, with_weights,
};
use app::{Actor, Desk, DeskError, Role};
use kernel::{Currency, Date, Language, Money};
use ledger::{AccountId, ImportMode};
use store::StoreError;

use crate::support::{House, day, everything_leaves, houses, import, open, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const TODAY: &str = "2026-11-23";
/// A and C are due their first reminder; B is five days late, which no strategy asks for yet; D was due four
/// years and eleven months ago.
const ROWS: &str = "A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n\
    A;Atelier A;1 rue A;75001;Paris;F2;facture;05/08/2026;15/09/2026;200,00\n\
    B;Bureau B;2 rue B;69001;Lyon;F3;facture;10/11/2026;18/11/2026;500,00\n\
    C;Carrelage C;3 rue C;33000;Bordeaux;F4;facture;01/09/2026;01/10/2026;9 000,00\n\
    D;Dallage D;4 rue D;35000;Rennes;F5;facture;12/11/2021;12/12/2021;80,00\n";

fn filled() -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        let answer = import(&house.desk, &request(vec![upload("export.csv", format!("{HEAD}{ROWS}"))]));
        assert_eq!((answer.outcome.items, answer.outcome.rejected), (5, 0), "{:?}", answer.outcome);
    }
    houses
}

fn of(role: Role) -> Actor {
    Actor::new(role.slug(), role)
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

fn list(desk: &Desk, actor: &Actor, scope: Scope) -> Worklist {
    desk.worklist(actor, &WorkQuery { scope, after: None, limit: 50 }).expect("a list")
}

/// Codes in the order of the list.
fn codes(desk: &Desk, actor: &Actor, scope: Scope) -> Vec<String> {
    list(desk, actor, scope).rows.into_iter().map(|row| row.account).collect()
}

fn row(desk: &Desk, actor: &Actor, code: &str) -> WorkRow {
    let rows = list(desk, actor, Scope::Team).rows;
    rows.into_iter().find(|row| row.account == code).unwrap_or_else(|| panic!("{code} is not on the list"))
}

fn said(row: &WorkRow) -> Vec<(&'static str, String)> {
    row.reasons.iter().map(|reason| (reason.code, reason.words.pick(Language::En).to_owned())).collect()
}

fn code<T: std::fmt::Debug>(result: Result<T, DeskError>) -> &'static str {
    result.expect_err("a refusal").code()
}

fn person(desk: &Desk, login: &str, role: Role) {
    let new = NewUser {
        login: login.to_owned(),
        name: format!("Mme {login}"),
        password: "une phrase assez longue".to_owned(),
        role,
        language: Language::Fr,
    };
    desk.create_user(Some(&Actor::operator()), &new).expect("a user");
}

#[test]
fn each_role_is_told_what_it_can_do_something_about() {
    for house in filled() {
        let (desk, manager, collector) = (&house.desk, of(Role::Manager), of(Role::Collector));
        assert_eq!(codes(desk, &manager, Scope::Team), ["D", "C", "A"], "on {}", house.engine);
        assert_eq!(codes(desk, &collector, Scope::Team), ["D"], "reminders leave without a collector");
        let d = row(desk, &manager, "D");
        assert_eq!(d.proposed, Move::Decide);
        assert_eq!(said(&d)[0], ("right-at-risk", "right lost in 19 d: limitation on 12\u{a0}December".to_owned()));
        let c = row(desk, &manager, "C");
        assert_eq!((c.proposed, c.overdue.as_str(), c.late_days), (Move::Remind, "9000.00", 53));
        let told: Vec<&str> = said(&c).iter().map(|(code, _)| *code).collect();
        assert_eq!(told, ["reminder-due", "interest-since"]);
        let why = desk.why_rank(&manager, account(desk, "C")).expect("its points");
        let sum: u32 = why.points.iter().map(|p| u32::from(p.points) * u32::from(p.weight)).sum();
        assert_eq!((sum, why.points.len()), (why.row.score, Criterion::ALL.len()), "the points make the rank");
        let unknown = why.points.iter().filter(|p| matches!(p.criterion, Criterion::Payer | Criterion::Value));
        assert!(unknown.clone().count() == 2 && unknown.map(|p| p.score).sum::<u32>() == 0, "no history, no points");
        assert_eq!(code(desk.why_rank(&manager, account(desk, "B"))), "not-found");
    }
}

#[test]
fn a_promise_leaves_in_peace_until_it_is_broken() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        let order = PromiseOrder {
            amount: Money::parse("1000.00", Currency::EUR).expect("an amount"),
            until: day("2026-11-30"),
            level: PromiseLevel::Said,
            note: String::new(),
        };
        desk.promise(&actor, account(desk, "A"), &order).expect("noted");
        assert_eq!(codes(desk, &of(Role::Manager), Scope::Team), ["D", "C"], "on {}", house.engine);
        let at = |on: &str| open(&house.url, day(on));
        assert!(!codes(&at("2026-12-03"), &actor, Scope::Team).contains(&"A".to_owned()), "the grace runs");
        let later = at("2026-12-04");
        let a = row(&later, &actor, "A");
        assert_eq!(said(&a)[0].1, "promise of €1,000.00 broken on Monday", "on {}", house.engine);
        assert_eq!(a.proposed, Move::Write, "no number is known");
        let why = later.why_rank(&actor, account(&later, "A")).expect("its points");
        let promise = why.points.iter().find(|p| p.criterion == Criterion::Promise).expect("a line");
        assert_eq!((promise.points, promise.why.en.as_str()), (100, "awaited until 1 d ago"));
        let call = later.call_task(&actor, account(&later, "A")).expect("a call");
        assert_eq!(later.call_task(&actor, account(&later, "A")).expect("the same"), call);
        let told = row(&later, &actor, "A");
        assert_eq!((told.task, said(&told)[1].0), (Some(call), "task-due"));
    }
}

#[test]
fn a_file_is_put_off_and_taken_back() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        let manager = of(Role::Manager);
        let other = open(&house.url, day(TODAY));
        assert_eq!(codes(&other, &manager, Scope::Team), ["D", "C", "A"]);
        let c = account(desk, "C");
        let until = |on: &str| desk.snooze(&actor, c, day(on), "comptable absente");
        assert_eq!(code(until(TODAY)), "snooze-today");
        assert_eq!(code(until("2027-02-22")), "snooze-too-far");
        assert_eq!(code(desk.snooze(&actor, c, day("2026-11-30"), "  ")), "reason-missing");
        assert_eq!(code(desk.snooze(&of(Role::Reader), c, day("2026-11-30"), "x")), "forbidden");
        let beyond = desk.snooze(&actor, account(desk, "D"), day("2026-12-13"), "x");
        assert_eq!(code(beyond), "snooze-beyond-right", "no right is lost in silence");
        let first = until("2026-11-27").expect("put off");
        assert_eq!(codes(desk, &manager, Scope::Team), ["D", "A"], "on {}", house.engine);
        assert_eq!(codes(&other, &manager, Scope::Team), ["D", "A"], "the other process sees it too");
        let again = until("2026-11-30").expect("put off anew");
        assert!(matches!(desk.end_snooze(&actor, first), Err(DeskError::Store(StoreError::Conflict { .. }))));
        let told = desk.snoozed(&actor).expect("a list");
        let lines: Vec<_> = told.iter().map(|s| (s.id, s.until, s.reason.as_str(), s.actor.as_str())).collect();
        assert_eq!(lines, [(again, day("2026-11-30"), "comptable absente", "collector")]);
        assert!(!codes(&open(&house.url, day("2026-11-29")), &manager, Scope::Team).contains(&"C".to_owned()));
        assert!(codes(&open(&house.url, day("2026-11-30")), &manager, Scope::Team).contains(&"C".to_owned()), "back");
        desk.end_snooze(&actor, again).expect("taken back");
        assert_eq!(codes(desk, &manager, Scope::Team), ["D", "C", "A"]);
        assert!(matches!(desk.end_snooze(&actor, again), Err(DeskError::Store(StoreError::Conflict { .. }))));
        let facts = desk.account_file(&actor, c).expect("a file").timeline;
        let kinds: Vec<&str> = facts.iter().map(|f| f.kind.as_str()).take(3).collect();
        assert_eq!(kinds, ["account.snooze_ended", "account.snoozed", "account.snoozed"]);
    }
}

#[test]
fn a_list_goes_to_its_collector_and_to_who_stands_in() {
    for house in filled() {
        let (desk, manager) = (&house.desk, of(Role::Manager));
        person(desk, "ana", Role::Collector);
        person(desk, "bob", Role::Manager);
        let give = |chosen: &Chosen, to: Option<&str>| desk.assign(&manager, chosen, to);
        let letters = |first, last| Chosen { letters: Some((first, last)), ..Chosen::default() };
        assert_eq!(code(give(&Chosen::default(), Some("nobody"))), "login-unknown");
        assert_eq!(code(desk.assign(&of(Role::Collector), &Chosen::default(), Some("ana"))), "forbidden");
        assert_eq!(give(&letters('a', 'C'), Some("ana")).expect("given").accounts, 3);
        assert_eq!(give(&letters('a', 'c'), Some("ana")).expect("given").accounts, 0, "theirs already");
        let nobodys = Chosen { whose: WhoseAccounts::Nobody, ..Chosen::default() };
        assert_eq!(give(&nobodys, Some("bob")).expect("given").accounts, 1);
        let bob = Actor::new("bob", Role::Manager);
        assert_eq!(codes(desk, &bob, Scope::Usual), ["D"], "on {}", house.engine);
        assert_eq!(codes(desk, &manager, Scope::Usual), ["D", "C", "A"], "who has no account sees the team");
        assert_eq!(codes(desk, &manager, Scope::Of("ana".to_owned())), ["C", "A"]);
        desk.add_task(&bob, account(desk, "B"), "relire le contrat", day(TODAY), "Mme bob").expect("a task");
        assert_eq!(codes(desk, &bob, Scope::Usual), ["D", "B"], "a task goes to whom it is given");

        let ana = Actor::new("ana", Role::Collector);
        let away = |login: &str, stand_in: &str| AbsenceOrder {
            login: login.to_owned(),
            since: day(TODAY),
            until: day("2026-11-27"),
            stand_in: stand_in.to_owned(),
        };
        assert_eq!(code(desk.note_absence(&ana, &away("bob", "ana"))), "forbidden", "one's own absence only");
        assert_eq!(code(desk.note_absence(&ana, &away("ana", "ana"))), "stand-in-self");
        assert_eq!(code(desk.note_absence(&ana, &away("ana", "zoe"))), "stand-in-unknown");
        let absence = desk.note_absence(&ana, &away("ana", "bob")).expect("noted");
        assert_eq!(codes(desk, &bob, Scope::Usual), ["D", "B", "C", "A"], "on {}", house.engine);
        let team = desk.team(&manager).expect("the team");
        let told: Vec<_> = team.iter().map(|m| (m.login.as_str(), m.accounts, m.stand_in.as_deref())).collect();
        assert_eq!(told, [("ana", 3, Some("bob")), ("bob", 1, None)]);
        assert_eq!(
            codes(&open(&house.url, day("2026-11-28")), &bob, Scope::Usual).first().map(String::as_str),
            Some("D")
        );
        desk.cancel_absence(&ana, absence).expect("taken back");
        assert!(matches!(desk.cancel_absence(&ana, absence), Err(DeskError::Store(StoreError::Conflict { .. }))));
        assert_eq!(codes(desk, &bob, Scope::Usual), ["D", "B"]);
        let one = Chosen { accounts: vec![account(desk, "A")], ..Chosen::default() };
        assert_eq!(give(&one, None).expect("taken").accounts, 1);
        assert_eq!(codes(desk, &manager, Scope::Of("ana".to_owned())), ["B", "C"], "her account, his task");
    }
}

#[test]
fn what_is_late_is_the_same_sum_on_the_whole_page() {
    for house in houses(TODAY) {
        let credit = "E;Enseigne E;5 rue E;59000;Lille;V1;avoir;01/09/2026;01/10/2026;-300,00\n";
        let answer = import(&house.desk, &request(vec![upload("export.csv", format!("{HEAD}{ROWS}{credit}"))]));
        assert_eq!((answer.outcome.items, answer.outcome.rejected), (6, 0), "{:?}", answer.outcome);
        let (desk, actor) = (&house.desk, of(Role::Manager));
        let aging = desk.aged_balance(&actor, &AgingQuery::default()).expect("an aged balance");
        let top = list(desk, &actor, Scope::Team).top.expect("a head");
        let whole = Money::new(aging.row.overdue(), aging.currency).to_decimal();
        assert_eq!((top.of, top.percent), (whole, 85), "9 000 of 10 480 on {}", house.engine);
    }
}

#[test]
fn the_capacity_cuts_the_list_of_each() {
    for house in filled() {
        let (desk, manager, collector) = (&house.desk, of(Role::Manager), of(Role::Collector));
        person(desk, "manager", Role::Manager);
        person(desk, "collector", Role::Collector);
        assert_eq!(list(desk, &manager, Scope::Team).capacity, 45);
        assert_eq!(code(desk.set_capacity(&collector, "manager", 2)), "forbidden");
        assert_eq!(code(desk.set_capacity(&manager, "manager", 0)), "capacity-wrong");
        assert_eq!(code(desk.set_capacity(&manager, "zoe", 2)), "login-unknown");
        desk.set_capacity(&manager, "manager", 2).expect("set");
        desk.set_capacity(&collector, "collector", 80).expect("one's own");
        let cut = list(desk, &manager, Scope::Team);
        let within: Vec<bool> = cut.rows.iter().map(|row| row.within).collect();
        assert_eq!((cut.capacity, within), (2, vec![true, true, false]), "on {}", house.engine);
        assert_eq!(desk.capacity(&manager, "collector").expect("a number"), 80);
        let top = cut.top.expect("a head");
        assert_eq!((top.accounts, top.percent, top.of.as_str()), (1, 83, "10780.00"), "9 000 of 10 780");
        // What was dealt with today is taken off.
        let piece = desk.find_item(&manager, "F4").expect("a piece").id;
        let order = BlockOrder {
            reason: BlockReason::Disputed,
            amount: None,
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        desk.block(&manager, piece, &order).expect("blocked");
        let after = list(desk, &manager, Scope::Team);
        assert_eq!((after.done, after.capacity), (1, 1), "on {}", house.engine);
    }
}

#[test]
fn a_dispute_that_is_over_comes_back_on_the_list() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        let piece = desk.find_item(&actor, "F4").expect("a piece").id;
        let order = |reason, until: Option<Date>| BlockOrder {
            reason,
            amount: None,
            owner: String::new(),
            until,
            note: String::new(),
        };
        let block = desk.block(&actor, piece, &order(BlockReason::Disputed, None)).expect("blocked");
        assert_eq!(codes(desk, &of(Role::Manager), Scope::Team), ["D", "A"], "on {}", house.engine);
        desk.unblock(&actor, block).expect("released");
        let c = row(desk, &actor, "C");
        assert_eq!(said(&c)[0].1, "dispute settled today, the rest is due");
        desk.block(&actor, piece, &order(BlockReason::PaymentAnnounced, Some(day("2026-11-24")))).expect("blocked");
        let later = row(&open(&house.url, day("2026-11-26")), &actor, "C");
        assert!(said(&later).iter().any(|(code, _)| *code == "announced-late"), "{:?}", said(&later));
    }
}

#[test]
fn weights_are_looked_at_before_they_hold() {
    for house in filled() {
        let (desk, manager) = (&house.desk, of(Role::Manager));
        let zero = Weights::shipped();
        let changes = Criterion::ALL.iter().map(|c| (*c, u8::from(*c == Criterion::Amount)));
        let money = with_weights(zero, changes).expect("weights");
        let moved = desk.compare_weights(&manager, &money).expect("who moves");
        let ranks: Vec<_> = moved.head.iter().map(|c| (c.account.as_str(), c.before, c.after)).collect();
        assert_eq!(ranks, [("C", 2, 1), ("A", 3, 2), ("D", 1, 3)], "on {}", house.engine);
        assert_eq!(codes(desk, &manager, Scope::Team), ["D", "C", "A"], "nothing holds yet");
        assert_eq!(code(desk.save_weights(&of(Role::Collector), Some(money))), "forbidden");
        let void = with_weights(zero, Criterion::ALL.iter().map(|c| (*c, 0))).expect("weights");
        assert_eq!(code(desk.save_weights(&manager, Some(void))), "weights-void");
        assert_eq!(code(with_weights(zero, [(Criterion::Amount, 21)])), "weight-too-heavy");
        desk.save_weights(&manager, Some(money)).expect("saved");
        assert_eq!(codes(desk, &manager, Scope::Team), ["C", "A", "D"]);
        assert_eq!(codes(&open(&house.url, day(TODAY)), &manager, Scope::Team), ["C", "A", "D"], "kept");
        desk.save_weights(&manager, None).expect("reset");
        let force = desk.weights(&manager).expect("weights");
        let saved: Vec<_> = force.saved.iter().map(|s| (s.weights, s.actor.as_str())).collect();
        assert_eq!((force.shipped, saved), (true, vec![(None, "manager"), (Some(money), "manager")]));
        assert_eq!(codes(desk, &manager, Scope::Team), ["D", "C", "A"]);
    }
}

/// The plan in memory is mended account by account; it must say what a desk that reads everything says.
#[test]
fn the_plan_in_memory_says_what_a_fresh_one_says() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Manager));
        person(desk, "ana", Role::Collector);
        let same = |after: &str| {
            let told = |desk: &Desk| {
                let list = list(desk, &actor, Scope::Team);
                let rows: Vec<_> =
                    list.rows.iter().map(|r| (r.account.clone(), r.score, said(r), r.proposed)).collect();
                (rows, list.snoozed, list.total, list.top)
            };
            assert_eq!(told(desk), told(&open(&house.url, day(TODAY))), "after {after}, on {}", house.engine);
        };
        same("nothing");
        let (a, b, c) = (account(desk, "A"), account(desk, "B"), account(desk, "C"));
        desk.choose(&actor, b, Some(c), None).expect("a payer");
        same("a payer");
        desk.add_task(&actor, b, "appeler", day(TODAY), "").expect("a task");
        same("a task of an account paid for");
        desk.snooze(&actor, b, day("2026-11-27"), "x").expect("put off");
        same("its payer put off");
        let amount = Money::parse("200.00", Currency::EUR).expect("an amount");
        let order = PromiseOrder { amount, until: day("2026-11-30"), level: PromiseLevel::Said, note: String::new() };
        let promise = desk.promise(&actor, a, &order).expect("noted");
        same("a promise");
        desk.withdraw_promise(&actor, promise, "").expect("withdrawn");
        same("a promise withdrawn");
        desk.assign(&actor, &Chosen::default(), Some("ana")).expect("given");
        same("accounts given");
        desk.pause(&actor, a, Some(day("2026-12-01")), "x", "").expect("paused");
        same("a pause");
        let run = app::runs::RunRequest { day: None, dry: false, creditor: None, summary: false };
        desk.run(&actor, &run, &|_, _| ()).expect("the run");
        same("the run of the day");
        let payments = "C;Carrelage C;3 rue C;33000;Bordeaux;P1;règlement;20/11/2026;20/11/2026;-9 000,00\n";
        import(desk, &request(vec![upload("later.csv", format!("{HEAD}{ROWS}{payments}"))]));
        same("a payment");
    }
}

/// Twenty customers are reminded; ten pay in full five days later.
#[test]
fn the_ledgers_own_history_gives_the_points_of_payers_and_of_moves() {
    for house in houses("2026-10-05") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let invoice =
            |n: usize| format!("C{n:02};Client {n};1 rue;75001;Paris;F{n:02};facture;01/08/2026;01/09/2026;100,00\n");
        let old = (1..4).map(|n| format!("C00;Client 0;1 rue;75001;Paris;V{n};facture;01/06/2026;01/07/2026;50,00\n"));
        let rows: String = (0..20).map(invoice).chain(old).collect();
        import(desk, &request(vec![upload("export.csv", format!("{HEAD}{rows}"))]));
        let run = app::runs::RunRequest { day: None, dry: false, creditor: None, summary: false };
        assert_eq!(desk.run(&actor, &run, &|_, _| ()).expect("the run").messages, 20);
        everything_leaves(desk);

        let later = open(&house.url, day("2026-10-10"));
        let paid = |code: &str, n: &str, amount: &str| {
            format!("{code};Client;1 rue;75001;Paris;R{n};règlement;10/10/2026;;-{amount}\n")
        };
        let ten = (10..20).map(|n| paid(&format!("C{n:02}"), &format!("{n:02}"), "100,00"));
        let three = (1..4).map(|n| paid("C00", &format!("V{n}"), "50,00"));
        let rows: String = ten.chain(three).collect();
        let movement = app::imports::ImportRequest {
            mode: Some(ImportMode::Movement),
            ..request(vec![upload("paid.csv", format!("{HEAD}{rows}"))])
        };
        import(&later, &movement);
        let settle = |debit: &str, credit: &str| {
            let piece = |number: &str| later.find_item(&actor, number).expect("a piece").id;
            later.allocate(&actor, piece(debit), piece(credit), None).expect("matched");
        };
        (10..20).for_each(|n| settle(&format!("F{n:02}"), &format!("R{n:02}")));
        (1..3).for_each(|n| settle(&format!("V{n}"), &format!("RV{n}")));

        let points = |criterion| {
            let today = open(&house.url, day("2026-11-23"));
            let why = today.why_rank(&actor, account(&today, "C00")).expect("its points");
            let line = why.points.into_iter().find(|p| p.criterion == criterion).expect("a line");
            (line.points, line.why.en)
        };
        assert_eq!(points(Criterion::Payer).0, 0, "two pieces paid say nothing, on {}", house.engine);
        settle("V3", "RV3");
        // Due on 1 July, matched on 10 October: 101 days, and every other piece of it is unpaid.
        assert_eq!(
            points(Criterion::Payer),
            (100, "pays 101 d after the due date on average, over 3 items".to_owned())
        );
        // Ten of twenty paid all; C00 paid 150 of 250: 10.6 / 20 of what was asked.
        let (value, words) = points(Criterion::Value);
        assert!(value > 0 && words.contains("53% of what was asked came within 15 d, over 20 reminders"), "{words}");
    }
}

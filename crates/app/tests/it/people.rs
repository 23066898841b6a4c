//! Acts of people around the run: each does what it says once, refuses what it must, and tells two
//! people who act at once.

use app::blocks::{BlockFilter, BlockOrder, BlockReason};
use app::entries::{FormerLevels, Proposals, read_former_levels};
use app::imports::ImportRequest;
use app::promises::{PromiseFilter, PromiseLevel, PromiseOrder, PromiseState};
use app::runs::RunRequest;
use app::tasks::{Outcome, TaskEnd, TaskKind};
use app::{Actor, Desk, DeskError, Role};
use kernel::{Currency, Money};
use ledger::{AccountId, ImportMode, ItemId};
use store::StoreError;

use crate::support::{House, day, everything_leaves, houses, import, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const A: &str = "A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n\
    A;Atelier A;1 rue A;75001;Paris;F2;facture;05/08/2026;15/09/2026;200,00\n";
const B: &str = "B;Bureau B;2 rue B;69001;Lyon;F3;facture;10/11/2026;18/11/2026;500,00\n";
const TODAY: &str = "2026-11-23";

fn filled() -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        let answer = import(&house.desk, &request(vec![upload("export.csv", format!("{HEAD}{A}{B}"))]));
        assert_eq!((answer.outcome.items, answer.outcome.rejected), (3, 0), "{:?}", answer.outcome);
    }
    houses
}

fn euros(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

fn piece(desk: &Desk, number: &str) -> ItemId {
    desk.find_item(&Actor::operator(), number).expect("the piece").id
}

fn of(role: Role) -> Actor {
    Actor::new(role.slug(), role)
}

fn code<T: std::fmt::Debug>(result: Result<T, DeskError>) -> &'static str {
    result.expect_err("a refusal").code()
}

/// The first two kinds of facts of an account, the last first.
fn kinds(desk: &Desk, code: &str) -> Vec<String> {
    let file = desk.account_file(&Actor::operator(), account(desk, code)).expect("the file");
    file.timeline.into_iter().map(|t| t.kind).take(2).collect()
}

fn decided(desk: &Desk, on: &str, dry: bool) -> Vec<(String, u8, String)> {
    let request = RunRequest { day: Some(day(on)), dry, creditor: None, summary: false };
    let answer = desk.run(&Actor::operator(), &request, &|_, _| ()).expect("the run");
    assert_eq!(answer.failed, []);
    let mut lines: Vec<_> = answer.decisions.iter().map(|d| (d.account, d.level, d.amount)).collect();
    lines.sort();
    lines
}

fn order(reason: BlockReason, amount: Option<&str>) -> BlockOrder {
    BlockOrder { reason, amount: amount.map(euros), owner: String::new(), until: None, note: String::new() }
}

#[test]
fn a_blocked_part_is_not_asked_for_until_it_is_released() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        assert_eq!(decided(desk, TODAY, true)[0], ("A".into(), 1, "1200.00".into()));
        let f1 = piece(desk, "F1");
        assert_eq!(code(desk.block(&actor, f1, &order(BlockReason::Disputed, Some("1000.01")))), "block-amount");
        assert_eq!(code(desk.block(&of(Role::Reader), f1, &order(BlockReason::Disputed, None))), "forbidden");
        let part = desk.block(&actor, f1, &order(BlockReason::Disputed, Some("400.00"))).expect("blocked");
        assert_eq!(decided(desk, TODAY, true)[0], ("A".into(), 1, "800.00".into()), "on {}", house.engine);
        desk.block(&actor, f1, &order(BlockReason::ToCheck, None)).expect("the rest");
        assert_eq!(code(desk.block(&actor, f1, &order(BlockReason::ToCheck, None))), "block-nothing-left");
        let page = desk.blocked_items(&actor, &BlockFilter::default(), None, 1).expect("a page");
        let sums: Vec<_> = page.totals.iter().map(|t| (t.reason, t.amount.as_str(), t.count)).collect();
        assert_eq!(sums, [(BlockReason::Disputed, "400.00", 1), (BlockReason::ToCheck, "600.00", 1)]);
        assert_eq!((page.rows[0].owner.as_str(), page.rows[0].age_days, page.next), ("collector", 0, Some(part)));
        desk.unblock(&actor, part).expect("released");
        let again = desk.unblock(&actor, part);
        assert!(matches!(again, Err(DeskError::Store(StoreError::Conflict { .. }))), "told: {again:?}");
        assert_eq!(decided(desk, TODAY, true)[0], ("A".into(), 1, "600.00".into()));
        assert_eq!(kinds(desk, "A"), ["item.released", "item.blocked"]);
        let over = BlockOrder { until: Some(day("2026-11-22")), ..order(BlockReason::Excluded, None) };
        assert_eq!(code(desk.block(&actor, f1, &over)), "day-over");
    }
}

#[test]
fn the_letter_says_that_the_disputed_part_is_left_out() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        desk.block(&actor, piece(desk, "F1"), &order(BlockReason::Disputed, Some("400.00"))).expect("blocked");
        decided(desk, TODAY, false);
        desk.render_pending(&actor, &|_, _| ()).expect("letters");
        let file = desk.account_file(&actor, account(desk, "A")).expect("a file");
        let said = &file.messages.first().expect("a message").body;
        assert!(said.contains("contesté"), "on {}: {said}", house.engine);
    }
}

#[test]
fn a_block_ends_by_itself_and_with_the_piece() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let until = |d: &str| BlockOrder { until: Some(day(d)), ..order(BlockReason::Collecting, None) };
        desk.block(&actor, piece(desk, "F1"), &until("2026-11-25")).expect("blocked");
        assert_eq!(decided(desk, "2026-11-25", true)[0].2, "200.00");
        assert_eq!(decided(desk, "2026-11-26", true)[0].2, "1200.00", "on {}", house.engine);
        let paid = format!("{HEAD}A;Atelier A;1 rue A;75001;Paris;F2;facture;05/08/2026;15/09/2026;200,00\n{B}");
        let snapshot = ImportRequest { mode: Some(ImportMode::Snapshot), ..request(vec![upload("later.csv", paid)]) };
        import(desk, &snapshot);
        let page = desk.blocked_items(&actor, &BlockFilter::default(), None, 10).expect("a page");
        assert!(page.rows.is_empty() && page.totals.is_empty(), "what is settled holds nothing back");
    }
}

#[test]
fn a_promise_is_taken_down_within_limits_and_judged_by_the_ledger_once() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        let a = account(desk, "A");
        let promise = |amount: &str, until: &str| PromiseOrder {
            amount: euros(amount),
            until: day(until),
            level: PromiseLevel::Said,
            note: "au téléphone".to_owned(),
        };
        assert_eq!(code(desk.promise(&actor, a, &promise("1200.01", "2026-12-01"))), "promise-amount");
        assert_eq!(code(desk.promise(&actor, a, &promise("10.00", "2026-11-22"))), "day-over");
        assert_eq!(code(desk.promise(&actor, a, &promise("10.00", "2027-01-23"))), "promise-too-far");
        desk.promise(&of(Role::Manager), a, &promise("10.00", "2027-01-23")).expect("a manager may");
        let first = desk.promise(&actor, a, &promise("1000.00", "2026-11-30")).expect("noted");
        assert_eq!(code(desk.promise(&actor, a, &promise("200.00", "2026-11-30"))), "promise-amount", "190 are left");
        assert!(decided(desk, TODAY, true).iter().all(|d| d.0 != "A"), "left in peace, on {}", house.engine);
        let state = |id| {
            let filter = PromiseFilter { account: Some(a), state: None };
            let rows = desk.promises(&actor, &filter, None, 10).expect("a page").rows;
            rows.into_iter().find(|p| p.id == id).map(|p| (p.state, p.paid)).expect("the promise")
        };
        let judged = |on: &str| desk.judge_promises(&Actor::worker(), day(on)).expect("judged").judged();
        assert_eq!((judged("2026-12-03"), judged("2026-12-04"), judged("2026-12-04")), (0, 1, 0));
        assert_eq!(state(first), (PromiseState::Broken, "0.00".to_owned()));
        assert_eq!(code(desk.withdraw_promise(&actor, first, "")), "promise-over");
        assert_eq!(kinds(desk, "A")[0], "promise.broken");
        assert_eq!(desk.promise_history(&actor, a).expect("a history").broken, 1);
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn money_that_comes_in_time_keeps_a_promise() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let a = account(desk, "A");
        let order = PromiseOrder {
            amount: euros("300.00"),
            until: day("2026-11-30"),
            level: PromiseLevel::Said,
            note: String::new(),
        };
        let id = desk.promise(&actor, a, &order).expect("noted");
        let paid = format!("{HEAD}A;Atelier A;1 rue A;75001;Paris;VIR1;règlement;23/11/2026;;-300,00\n");
        let mode = Some(ImportMode::Movement);
        import(desk, &ImportRequest { mode, ..request(vec![upload("paid.csv", paid)]) });
        let asked = [("A".to_owned(), 1, "900.00".to_owned())];
        let foretold: Vec<_> = decided(desk, TODAY, true).into_iter().filter(|d| d.0 == "A").collect();
        assert_eq!(foretold, asked, "a preview judges as the run will, and writes nothing");
        let judged = desk.judge_promises(&actor, day(TODAY)).expect("judged");
        assert_eq!((judged.kept, judged.judged()), (1, 1), "on {}", house.engine);
        assert_eq!(kinds(desk, "A")[0], "promise.kept");
        let page = desk.promises(&actor, &PromiseFilter { account: Some(a), state: None }, None, 10).expect("a page");
        assert_eq!((page.rows[0].id, page.rows[0].paid.as_str()), (id, "300.00"));
    }
}

#[test]
fn an_outcome_writes_what_it_entails_and_a_task_closes_once() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        let a = account(desk, "A");
        let give = || desk.add_task(&actor, a, "appeler la comptabilité", day(TODAY), "").expect("a task");
        let end = |outcome| TaskEnd { outcome, amount: None, until: None, items: Vec::new(), note: "mot".to_owned() };
        let task = give();
        assert_eq!(code(desk.finish_task(&actor, task, &end(Outcome::Promise))), "outcome-needs-promise");
        assert_eq!(code(desk.finish_task(&actor, task, &end(Outcome::Callback))), "outcome-needs-day");
        assert_eq!(code(desk.finish_task(&actor, task, &end(Outcome::Disputes))), "outcome-needs-pieces");
        assert_eq!(desk.account_tasks(&actor, a).expect("tasks").len(), 1, "a refusal writes nothing");
        let promised =
            TaskEnd { amount: Some(euros("500.00")), until: Some(day("2026-12-01")), ..end(Outcome::Promise) };
        desk.finish_task(&actor, task, &promised).expect("done");
        assert_eq!(kinds(desk, "A"), ["task.done", "promise.made"], "on {}", house.engine);
        let again = desk.finish_task(&actor, task, &promised);
        assert!(matches!(again, Err(DeskError::Store(StoreError::Conflict { what: "task", .. }))), "{again:?}");

        desk.finish_task(&actor, give(), &TaskEnd { items: vec![piece(desk, "F2")], ..end(Outcome::Disputes) })
            .expect("contested");
        desk.finish_task(&actor, give(), &end(Outcome::PaysNow)).expect("announced");
        let page = desk.blocked_items(&actor, &BlockFilter::default(), None, 10).expect("a page");
        let held: Vec<_> = page.rows.iter().map(|b| (b.item.as_str(), b.reason, b.until)).collect();
        assert_eq!(
            held,
            [("F2", BlockReason::Disputed, None), ("F1", BlockReason::PaymentAnnounced, Some(day("2026-12-03")))]
        );
        desk.finish_task(&actor, give(), &TaskEnd { until: Some(day("2026-11-27")), ..end(Outcome::Callback) })
            .expect("to call back");
        desk.finish_task(&actor, give(), &end(Outcome::WrongNumber)).expect("wrong number");
        let left: Vec<_> = desk.account_tasks(&actor, a).expect("tasks").into_iter().map(|t| (t.kind, t.due)).collect();
        assert_eq!(left, [(TaskKind::Contact, day(TODAY)), (TaskKind::FollowUp, day("2026-11-27"))]);
        let page = desk.tasks(&actor, None, 1).expect("a page");
        let rest = desk.tasks(&actor, page.next.as_deref(), 1).expect("the next page");
        assert_eq!((page.rows[0].kind, rest.rows[0].kind, rest.next), (TaskKind::Contact, TaskKind::FollowUp, None));
        assert_eq!(code(desk.tasks(&actor, Some("moon"), 1)), "place-unknown");
        let id = rest.rows[0].id;
        assert_eq!(code(desk.postpone_task(&actor, id, day("2026-11-30"), " ")), "reason-missing");
        desk.postpone_task(&actor, id, day("2026-11-30"), "en congé").expect("put off");
        crate::mentions::colleague(desk, "Lea");
        desk.reassign_task(&actor, id, "lea").expect("given");
        desk.drop_task(&actor, id, "payé").expect("dropped");
        assert!(desk.drop_task(&actor, id, "payé").is_err(), "it is closed");
    }
}

#[test]
fn a_message_that_waits_is_approved_refused_or_taken_back_when_settled() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Manager));
        let mut strategy = desk.plan().expect("a plan").strategies[0].clone();
        strategy.steps[0].approval = true;
        // F3 is five days late: it waits for no first step.
        strategy.steps[0].timing = amicable::Timing::AfterDue(2);
        desk.save_strategy(&Actor::operator(), &strategy).expect("saved");
        assert_eq!(decided(desk, TODAY, false).len(), 2);
        let page = desk.approvals(&actor, None, 10).expect("a page");
        assert_eq!(page.rows.len(), 2, "on {}", house.engine);
        let of_account = |code: &str| page.rows.iter().find(|r| r.account == code).expect("a line").id;
        assert!(desk.approve_messages(&of(Role::Collector), &[of_account("A")]).is_err(), "a collector may not");
        assert_eq!(code(desk.refuse_messages(&actor, &[of_account("A")], " ")), "reason-missing");
        desk.refuse_messages(&actor, &[of_account("A")], "client stratégique").expect("refused");
        assert_eq!(kinds(desk, "A")[0], "message.refused");
        let both = desk.approve_messages(&actor, &[of_account("A"), of_account("B")]);
        assert!(matches!(both, Err(DeskError::Store(StoreError::Conflict { .. }))), "told: {both:?}");
        assert_eq!(desk.approvals(&actor, None, 10).expect("a page").rows.len(), 1, "and nothing was written");
        let paid = format!("{HEAD}B;Bureau B;2 rue B;69001;Lyon;VIR9;règlement;23/11/2026;;-500,00\n");
        import(desk, &request(vec![upload("paid.csv", paid)]));
        let done = desk.approve_all(&actor, None).expect("answered");
        assert_eq!((done.approved, done.settled), (0, 1), "what is covered by a credit does not leave");
        assert!(desk.approvals(&actor, None, 10).expect("a page").rows.is_empty());
        assert!(decided(desk, TODAY, false).is_empty(), "a level refused counts as done");
    }
}

#[test]
fn going_live_sends_nothing_and_the_next_run_goes_on_from_the_level_approved() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Manager));
        assert_eq!(code(desk.propose_entries(&of(Role::Collector), None, &FormerLevels::new())), "forbidden");
        let former = read_former_levels("customer;level;date\nB;1;2026-11-20\n".as_bytes()).expect("read");
        assert_eq!(desk.propose_entries(&actor, None, &former).expect("proposed"), 2);
        assert_eq!(desk.propose_entries(&actor, None, &former).expect("twice"), 0, "on {}", house.engine);
        let rows = desk.entries(&actor, None, None, 10).expect("a page").rows;
        let mut levels: Vec<_> = rows.iter().map(|r| (r.account.as_str(), r.level, r.overdue.as_str())).collect();
        levels.sort_unstable();
        assert_eq!(levels, [("A", 2, "1200.00"), ("B", 1, "500.00")]);
        assert!(decided(desk, TODAY, true).is_empty(), "left in peace while proposals wait");
        let a = rows.iter().find(|r| r.account == "A").expect("A").id;
        assert_eq!(code(desk.approve_entries(&actor, Proposals::These(&[a]), Some(9))), "level-beyond");
        let one = desk.approve_entries(&actor, Proposals::These(&[a]), Some(1)).expect("approved");
        assert_eq!((one.answered, one.levels), (1, 1));
        assert!(desk.approve_entries(&actor, Proposals::These(&[a]), None).is_err(), "answered already");
        let rest = desk.approve_entries(&actor, Proposals::All, None).expect("approved");
        assert_eq!((rest.answered, rest.levels), (1, 1));
        assert!(desk.letter_counts(&actor, day(TODAY)).expect("letters").all == 0, "nothing is sent");
        assert!(decided(desk, TODAY, true).is_empty(), "the delay of the level runs from the approval");
        let next = decided(desk, "2027-01-15", true);
        assert_eq!(next.iter().map(|d| (d.0.as_str(), d.1)).collect::<Vec<_>>(), [("A", 2), ("B", 2)]);
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_letter_speaks_of_an_earlier_one_only_where_it_was_written() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Manager));
        desk.propose_entries(&actor, None, &FormerLevels::new()).expect("proposed");
        let rows = desk.entries(&actor, None, None, 10).expect("a page").rows;
        let a = rows.iter().find(|r| r.account == "A").expect("A").id;
        desk.approve_entries(&actor, Proposals::These(&[a]), Some(1)).expect("approved");
        desk.refuse_entries(&actor, Proposals::All).expect("B starts at the beginning");
        let letter = |code: &str, on: &str| {
            decided(desk, on, false);
            desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
            let file = desk.account_file(&actor, account(desk, code)).expect("a file");
            everything_leaves(desk);
            file.messages.first().expect("a letter").body.clone()
        };
        let second = letter("A", "2026-12-07");
        assert!(second.contains("demeure") && !second.contains("Notre relance du"), "on {}: {second}", house.engine);
        let second = letter("B", "2026-12-21");
        assert!(second.contains("Notre relance du"), "the first left on 7 December: {second}");
    }
}

#[test]
fn a_proposal_refused_starts_at_the_beginning() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        desk.propose_entries(&actor, None, &FormerLevels::new()).expect("proposed");
        assert_eq!(desk.refuse_entries(&actor, Proposals::All).expect("refused").answered, 2);
        assert_eq!(desk.refuse_entries(&actor, Proposals::All).expect("nothing waits").answered, 0);
        assert_eq!(decided(desk, TODAY, true), [("A".to_owned(), 1, "1200.00".to_owned())], "on {}", house.engine);
        assert_eq!(desk.propose_entries(&actor, None, &FormerLevels::new()).expect("twice"), 0, "it was answered");
        let wrong = read_former_levels("customer;level;date\nB;x;2026-11-20\n".as_bytes());
        assert_eq!(code(wrong), "former-level-unreadable");
    }
}

#[test]
fn a_strategy_chosen_by_hand_is_not_taken_away_in_silence() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let mut own = desk.plan().expect("a plan").strategies[0].clone();
        "own".clone_into(&mut own.slug);
        desk.save_strategy(&actor, &own).expect("a strategy of the house");
        let retire = || desk.retire_strategy(&actor, "own");
        desk.choose_strategy(&actor, account(desk, "A"), Some("own")).expect("chosen");
        let refused = retire().expect_err("an account follows it");
        assert_eq!(refused.code(), "strategy-chosen", "on {}", house.engine);
        assert!(refused.to_string().contains("A among them"), "{refused}");
        desk.choose_strategy(&actor, account(desk, "A"), None).expect("its segment again");
        desk.choose_item_strategy(&actor, piece(desk, "F1"), Some("own")).expect("chosen");
        let refused = retire().expect_err("a piece follows it");
        assert_eq!(refused.code(), "strategy-chosen", "on {}", house.engine);
        assert!(refused.to_string().contains("F1 among them"), "{refused}");
        desk.choose_item_strategy(&actor, piece(desk, "F1"), None).expect("its account again");
        retire().expect("nobody follows it");
        // One that is shipped speaks again as shipped: nothing falls to another.
        let standard = desk.plan().expect("a plan").strategies[0].clone();
        desk.save_strategy(&actor, &standard).expect("a version");
        desk.choose_strategy(&actor, account(desk, "A"), Some(&standard.slug)).expect("chosen");
        desk.retire_strategy(&actor, &standard.slug).expect("as shipped");
    }
}

#[test]
fn a_strategy_and_a_payer_are_chosen_by_hand() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        let (a, b) = (account(desk, "A"), account(desk, "B"));
        assert_eq!(code(desk.choose_strategy(&actor, a, Some("moon"))), "unknown-strategy");
        desk.choose_strategy(&actor, a, Some("key-account")).expect("chosen");
        desk.choose_strategy(&actor, a, Some("key-account")).expect("twice changes nothing");
        assert_eq!(kinds(desk, "A").iter().filter(|k| *k == "account.strategy").count(), 1);
        desk.choose_strategy(&actor, a, None).expect("its segment again");
        desk.choose_item_strategy(&actor, piece(desk, "F1"), Some("risky")).expect("chosen");
        desk.choose_item_strategy(&actor, piece(desk, "F1"), None).expect("its account again");
        assert_eq!(kinds(desk, "A"), ["item.strategy", "item.strategy"], "on {}", house.engine);

        assert_eq!(code(desk.set_payer(&actor, a, Some(a))), "payer-itself");
        desk.set_payer(&actor, b, Some(a)).expect("A pays for B");
        assert_eq!(code(desk.set_payer(&actor, a, Some(b))), "payer-has-payer");
        let decisions = decided(desk, TODAY, true);
        assert_eq!(decisions, [("A".to_owned(), 1, "1700.00".to_owned())], "one letter, to who pays");
        desk.set_payer(&actor, b, None).expect("nobody");
        assert_eq!(kinds(desk, "B")[0], "account.payer");
    }
}

#[test]
fn of_two_pauses_the_later_end_wins() {
    for house in filled() {
        let (desk, actor) = (&house.desk, of(Role::Collector));
        let a = account(desk, "A");
        let paused = || {
            let account = desk.account_file(&actor, a).expect("the file").account;
            (account.paused_until.expect("paused").to_string(), account.pause_owner)
        };
        desk.pause(&actor, a, Some(day("2026-12-10")), "audit", "lea").expect("paused");
        desk.pause(&actor, a, Some(day("2026-12-01")), "congés", "").expect("heard");
        assert_eq!(paused(), ("2026-12-10".to_owned(), "lea".to_owned()), "on {}", house.engine);
        let fact = desk.account_file(&actor, a).expect("the file").timeline.remove(0);
        assert_eq!(
            (fact.payload["until"].as_str(), fact.payload["asked"].as_str()),
            (Some("2026-12-10"), Some("2026-12-01"))
        );
        desk.pause(&actor, a, Some(day("2026-12-20")), "congés", "").expect("paused");
        assert_eq!(paused(), ("2026-12-20".to_owned(), "collector".to_owned()));
    }
}

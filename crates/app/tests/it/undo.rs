//! What takes an act back is an act too, and is taken back as well: within seconds, once, by who may.

use app::accounts::AccountFile;
use app::blocks::{BlockFilter, BlockOrder, BlockReason};
use app::promises::{PromiseFilter, PromiseLevel, PromiseOrder, PromiseState};
use app::runs::RunRequest;
use app::tasks::{TaskLine, TaskState};
use app::worklist::Chosen;
use app::{Actor, Desk, DeskError, Reach, Refusal, Role, Undo};
use kernel::{Currency, Language, Money};
use ledger::ItemId;

use crate::outbox::{TODAY, state, states};
use crate::support::{House, day, houses, import, request, upload};
use crate::writing::{account, file, late, seconds_later};

const EXPORT: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n\
    A;Atelier A;1 rue A;75001;Paris;F2;facture;05/08/2026;;200,00\n\
    A;Atelier A;1 rue A;75001;Paris;VIR1;règlement;10/08/2026;;-300,00\n\
    B;Bureau B;2 rue B;69001;Lyon;G1;facture;01/08/2026;01/09/2026;80,00\n";

fn ledger() -> Vec<House> {
    let houses = houses("2026-11-23");
    for house in &houses {
        import(&house.desk, &request(vec![upload("export.csv", EXPORT)]));
    }
    houses
}

fn piece(file: &AccountFile, number: &str) -> ItemId {
    file.items.iter().find(|l| l.item.number == number).map(|l| l.item.id).expect("the piece")
}

fn open(desk: &Desk, number: &str) -> String {
    let found = file(desk, "A").items.into_iter().find(|l| l.item.number == number);
    found.map_or_else(|| "0.00".to_owned(), |l| l.open.to_decimal())
}

fn kinds(desk: &Desk, code: &str) -> Vec<String> {
    file(desk, code).timeline.into_iter().map(|t| t.kind).collect()
}

/// Once it is taken back, it is not taken back again.
fn once(desk: &Desk, actor: &Actor, undo: Undo) {
    desk.undo(actor, undo).unwrap_or_else(|error| panic!("{undo}: {error}"));
    let again = desk.undo(actor, undo);
    assert!(again.is_err(), "{undo} twice");
}

#[test]
fn a_promise_withdrawn_by_mistake_holds_again() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let c0 = account(desk, "C0");
        let of = |euros: i64| PromiseOrder {
            amount: Money::new(euros * 100, Currency::EUR),
            until: day("2026-09-30"),
            level: PromiseLevel::Said,
            note: "au téléphone".to_owned(),
        };
        let promise = desk.promise(&actor, c0, &of(80)).expect("promised");
        assert!(desk.undo(&actor, Undo::Withdrawal(promise)).is_err(), "nobody withdrew it");
        desk.withdraw_promise(&actor, promise, "").expect("withdrawn");
        let late = seconds_later(&house, 16).undo(&actor, Undo::Withdrawal(promise));
        assert!(matches!(late, Err(DeskError::Refused(Refusal::UndoTooLate { .. }))), "{late:?}");
        once(desk, &actor, Undo::Withdrawal(promise));
        let filter = PromiseFilter { account: Some(c0), state: Some(PromiseState::Open) };
        let found = desk.promises(&actor, &filter, None, 10).expect("a page").rows;
        assert_eq!((found.len(), found[0].id, found[0].note.as_str()), (1, promise, "au téléphone"));
        assert_eq!(kinds(desk, "C0")[..2], ["promise.made", "promise.withdrawn"], "on {}", house.engine);

        desk.withdraw_promise(&actor, promise, "").expect("withdrawn");
        desk.promise(&actor, c0, &of(50)).expect("another took its place");
        let more = desk.undo(&actor, Undo::Withdrawal(promise));
        assert!(matches!(more, Err(DeskError::Refused(Refusal::PromiseAmount { .. }))), "100 € are open: {more:?}");
        let reader = Actor::new("r", Role::Reader);
        assert!(matches!(desk.undo(&reader, Undo::Withdrawal(promise)), Err(DeskError::Forbidden { .. })));
        let elsewhere = Actor::new("c", Role::Collector).within(Reach::own(["c".to_owned()], ""));
        assert!(matches!(desk.undo(&elsewhere, Undo::Withdrawal(promise)), Err(DeskError::NotFound { .. })));
    }
}

#[test]
fn a_block_released_by_mistake_holds_its_part_again() {
    for house in ledger() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let order = BlockOrder {
            reason: BlockReason::Disputed,
            amount: Some(Money::new(10_000, Currency::EUR)),
            owner: "lea".to_owned(),
            until: Some(day("2026-12-24")),
            note: "palette cassée".to_owned(),
        };
        let block = desk.block(&actor, piece(&file(desk, "A"), "F1"), &order).expect("blocked");
        assert!(desk.undo(&actor, Undo::Release(block)).is_err(), "it holds");
        let held = |desk: &Desk| desk.blocked_items(&actor, &BlockFilter::default(), None, 10).expect("a page").rows;
        let before = held(desk);
        desk.unblock(&actor, block).expect("released");
        assert!(held(desk).is_empty());
        once(desk, &actor, Undo::Release(block));
        assert_eq!(held(desk), before, "as it was, on {}", house.engine);
        assert_eq!(kinds(desk, "A")[..2], ["item.blocked", "item.released"]);
    }
}

#[test]
fn a_match_taken_back_by_mistake_is_made_again() {
    for house in ledger() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let before = file(desk, "A");
        let (invoice, payment) = (piece(&before, "F1"), piece(&before, "VIR1"));
        let part = Some(Money::new(25_000, Currency::EUR));
        let made = desk.allocate(&actor, invoice, payment, part).expect("a match");
        assert!(desk.undo(&actor, Undo::Reversal(made)).is_err(), "it is no reversal");
        let reversal = desk.reverse_allocation(&actor, made).expect("taken back");
        assert_eq!(open(desk, "F1"), "1000.00");
        desk.undo(&actor, Undo::Reversal(reversal)).expect("made again");
        assert_eq!((open(desk, "F1"), open(desk, "VIR1")), ("750.00".to_owned(), "-50.00".to_owned()));
        let twice = desk.undo(&actor, Undo::Reversal(reversal));
        assert!(matches!(twice, Err(DeskError::Refused(Refusal::MatchAmount { .. }))), "50 € are left: {twice:?}");
        assert!(desk.verify(&actor).expect("verify").is_sound(), "on {}", house.engine);
    }
}

#[test]
fn a_task_put_off_given_or_dropped_by_mistake_is_as_it_was() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        crate::mentions::colleague(desk, "Lea");
        crate::mentions::colleague(desk, "Bob");
        let task = desk.add_task(&actor, account(desk, "C0"), "relire", day(TODAY), "Lea").expect("a task");
        let now = |desk: &Desk| -> TaskLine { desk.task(&actor, task).expect("the task") };
        let before = now(desk);
        let later = desk.postpone_task(&actor, task, day("2026-09-30"), "en congé").expect("put off");
        assert_eq!((now(desk).due, now(desk).note.as_str()), (day("2026-09-30"), "en congé"));
        once(desk, &actor, Undo::Fact(later));
        assert_eq!(now(desk), before);
        let given = desk.reassign_task(&actor, task, "Bob").expect("given");
        once(desk, &actor, Undo::Fact(given));
        assert_eq!(now(desk), before);
        let dropped = desk.drop_task(&actor, task, "payé").expect("dropped");
        assert_eq!(now(desk).state, TaskState::Dropped);
        once(desk, &actor, Undo::Fact(dropped));
        assert_eq!(now(desk), before, "on {}", house.engine);
        assert_eq!(kinds(desk, "C0")[..2], ["task.reopened", "task.dropped"]);

        let elsewhere = Actor::new("c", Role::Collector).within(Reach::own(["c".to_owned()], ""));
        for late in [desk, &seconds_later(&house, 60)] {
            let hidden = late.undo(&elsewhere, Undo::Fact(dropped));
            assert!(matches!(hidden, Err(DeskError::NotFound { what: "act", .. })), "not even that it is too late");
        }

        let first = desk.postpone_task(&actor, task, day("2026-09-25"), "absent").expect("put off");
        desk.reassign_task(&actor, task, "Bob").expect("given");
        let moved = desk.undo(&actor, Undo::Fact(first));
        assert!(matches!(moved, Err(DeskError::Store(store::StoreError::Conflict { .. }))), "{moved:?}");
    }
}

#[test]
fn a_due_date_confirmed_by_mistake_is_inferred_again() {
    for house in ledger() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let line = |desk: &Desk| file(desk, "A").items.into_iter().find(|l| l.item.number == "F2").expect("F2");
        let before = line(desk);
        let act = desk.confirm_due(&actor, before.item.id, day("2026-09-10")).expect("confirmed");
        once(desk, &actor, Undo::Fact(act));
        let after = line(desk);
        assert_eq!((after.item.due_on, after.item.due_inferred), (before.item.due_on, true), "on {}", house.engine);
        assert!(after.indemnity.is_zero(), "it bears nothing again");
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn choices_made_together_are_taken_back_together() {
    for house in ledger() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let [a, b] = ["A", "B"].map(|code| account(desk, code));
        let chosen = |desk: &Desk| {
            let account = file(desk, "A").account;
            (account.payer_id, account.strategy)
        };
        desk.choose(&actor, a, None, Some("risky")).expect("chosen").expect("it changed");
        let act = desk.choose(&actor, a, Some(b), Some("key-account")).expect("both").expect("it changed");
        assert_eq!(desk.choose(&actor, a, Some(b), Some("key-account")).expect("twice"), None, "nothing to take back");
        once(desk, &actor, Undo::Fact(act));
        assert_eq!(chosen(desk), (None, Some("risky".to_owned())), "on {}", house.engine);
        let item = piece(&file(desk, "A"), "F1");
        let act = desk.choose_item_strategy(&actor, item, Some("key-account")).expect("chosen").expect("it changed");
        once(desk, &actor, Undo::Fact(act));
        assert_eq!(desk.choose_item_strategy(&actor, item, None).expect("its account's"), None, "already");
    }
}

#[test]
fn a_file_taken_back_on_the_list_by_mistake_is_put_off_again() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let put_off = desk.snooze(&actor, account(desk, "C0"), day("2026-09-28"), "attend un avoir").expect("put off");
        assert!(desk.undo(&actor, Undo::SnoozeEnd(put_off)).is_err(), "it is put off");
        desk.end_snooze(&actor, put_off).expect("on the list");
        once(desk, &actor, Undo::SnoozeEnd(put_off));
        let list = desk.snoozed(&actor).expect("a list");
        let told: Vec<_> = list.iter().map(|line| (line.until, line.reason.as_str())).collect();
        assert_eq!(told, [(day("2026-09-28"), "attend un avoir")], "on {}", house.engine);
    }
}

#[test]
fn messages_approved_are_held_for_ten_seconds_and_wait_again_when_taken_back() {
    for house in late(3) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let mut strategy = desk.plan().expect("a plan").strategies[0].clone();
        strategy.steps[0].approval = true;
        desk.save_strategy(&actor, &strategy).expect("saved");
        let run = RunRequest { day: Some(day(TODAY)), dry: false, creditor: None, summary: false };
        assert_eq!(desk.run(&actor, &run, &|_, _| ()).expect("the run").messages, 3);
        desk.work_off("test").expect("the queue");
        let waiting = |desk: &Desk| -> Vec<_> {
            desk.approvals(&actor, None, 10).expect("a page").rows.iter().map(|row| row.id).collect()
        };
        let all = waiting(desk);
        assert_eq!(all.len(), 3, "on {}", house.engine);
        let act = desk.approve_messages(&actor, &all[..2]).expect("approved").act.expect("it can be taken back");
        seconds_later(&house, 9).work_off("test").expect("the queue");
        assert_eq!(states(desk)["planned"], 2, "held: nothing is made yet");
        let other = Actor::new("chef", Role::Manager);
        assert!(desk.undo(&other, Undo::Fact(act)).is_err(), "who approved takes it back");
        once(desk, &actor, Undo::Fact(act));
        assert_eq!(waiting(desk), all);
        seconds_later(&house, 30).work_off("test").expect("the queue");
        assert_eq!(states(desk), state("awaiting", 3), "what is taken back is not made");

        let act = desk.refuse_messages(&actor, &all, "client sensible").expect("refused").expect("an act");
        assert!(waiting(desk).is_empty());
        once(desk, &actor, Undo::Fact(act));
        assert_eq!(waiting(desk), all, "refused by mistake, they wait again");
        desk.approve_messages(&actor, &all[..1]).expect("approved");
        seconds_later(&house, 8).approve_messages(&actor, &all[1..]).expect("approved");
        seconds_later(&house, 11).work_off("test").expect("the queue");
        assert_eq!(
            (states(desk)["rendered"], states(desk)["planned"]),
            (1, 2),
            "each is held for ten seconds of its own"
        );
        let after = seconds_later(&house, 19);
        after.tick().expect("what is left is queued");
        after.work_off("test").expect("the queue");
        assert_eq!(states(desk), state("rendered", 3));
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn accounts_given_to_the_wrong_person_are_given_back() {
    for house in late(3) {
        let (desk, actor) = (&house.desk, Actor::operator());
        for login in ["ana", "bob"] {
            let new = app::users::NewUser {
                login: login.to_owned(),
                name: login.to_owned(),
                password: "une phrase assez longue".to_owned(),
                role: Role::Collector,
                language: Language::Fr,
            };
            desk.create_user(Some(&actor), &new).expect("a user");
        }
        let one = Chosen { accounts: vec![account(desk, "C0")], ..Chosen::default() };
        assert!(desk.assign(&actor, &one, Some("ana")).expect("given").act.is_some());
        let given = desk.assign(&actor, &Chosen::default(), Some("bob")).expect("given");
        let act = given.act.expect("it can be taken back");
        assert_eq!(given.accounts, 3);
        assert_eq!(desk.assign(&actor, &Chosen::default(), Some("bob")).expect("twice").act, None);
        once(desk, &actor, Undo::Fact(act));
        let whose = |code: &str| desk.collector_of(&actor, account(desk, code)).expect("an answer");
        assert_eq!(
            ["C0", "C1", "C2"].map(whose),
            [Some("ana".to_owned()), None, None],
            "each to whom it was, on {}",
            house.engine
        );
    }
}

//! Work goes from hand to hand: tasks given and answered by link, one mail for what waits, what customers answered.

use app::digests::DigestFrequency;
use app::disputes::{
    DisputeHandOver, DisputeId, DisputeKind, DisputeMove, DisputeOrder, Outcome, SatisfactionQuery, SatisfactionShow,
    Service, Step,
};
use app::promises::{PromiseLevel, PromiseOrder};
use app::runs::RunRequest;
use app::tasks::{TaskAnswer, TaskId, TaskState, TaskVerdict};
use app::users::Rights;
use app::{Actor, Desk, DeskError, Reach, Role, Undo};
use kernel::{Currency, Money};

use crate::mentions::{account, colleague, mails, person};
use crate::outbox::{TODAY, made};
use crate::support::{House, day, open};

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn euros(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

/// Three customers; Marie and Paul who collect, Nina who sees her own accounts only, Léa Quai who does not sign in.
fn filled() -> Vec<House> {
    let houses = made(3);
    for House { desk, .. } in &houses {
        let actor = Actor::operator();
        for (login, name) in [("marie", "Marie Petit"), ("paul", "Paul Roy"), ("nina", "Nina Blin")] {
            person(desk, login, name, Role::Collector);
        }
        let rights = Rights { own_only: true, ..desk.rights(&actor, "nina").expect("rights") };
        desk.set_rights(&actor, "nina", &rights).expect("her own accounts only");
        colleague(desk, "Léa Quai");
        desk.set_address(&actor, "https://desk.example").expect("an address");
    }
    houses
}

fn paul() -> Actor {
    Actor::new("paul", Role::Collector)
}

fn give(desk: &Desk, to: &str) -> TaskId {
    desk.add_task(&paul(), account(desk, "C0"), "retrouver le bon de livraison", day("2026-09-25"), to).expect("given")
}

/// The token of the last mail that holds a link of a purpose.
fn token(desk: &Desk, kind: &str, purpose: &str) -> String {
    let told = mails(desk, kind);
    let with = format!("/link/{purpose}/");
    let after = told.iter().find_map(|(_, _, body)| Some(body.split_once(&with)?.1)).expect("a link in a mail");
    after.split_whitespace().next().expect("a token").to_owned()
}

fn said(verdict: TaskVerdict, words: &str) -> TaskAnswer {
    TaskAnswer { verdict, words: words.to_owned() }
}

#[test]
fn who_is_given_a_task_is_told_what_whose_and_by_when() {
    for house in filled() {
        let desk = &house.desk;
        let task = give(desk, "Marie.Petit");
        assert_eq!(desk.task(&paul(), task).expect("the task").owner, "marie", "by her login, on {}", house.engine);
        let told = mails(desk, "task");
        let (to, subject, body) = &told[0];
        assert!(to == "Marie Petit" && subject.contains("Client 0"), "{to}: {subject}");
        for words in ["Paul Roy", "retrouver le bon de livraison", "25", "https://desk.example/tasks/"] {
            assert!(body.contains(words), "{words} is not in {body}");
        }
        give(desk, "paul");
        give(desk, "");
        assert_eq!(mails(desk, "task").len(), 1, "nobody is told what they gave themselves");
        desk.reassign_task(&paul(), task, "marie").expect("hers already");
        assert_eq!(mails(desk, "task").len(), 1, "given once, told once");

        assert_eq!(code(desk.add_task(&paul(), account(desk, "C0"), "x", day(TODAY), "Zoé")), "owner-unknown");
        assert_eq!(code(desk.add_task(&paul(), account(desk, "C0"), "x", day(TODAY), "nina")), "owner-out-of-sight");
        assert_eq!(code(desk.reassign_task(&paul(), task, "Zoé")), "owner-unknown");
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_task_given_by_mistake_leaves_no_mail() {
    for house in filled() {
        let desk = &house.desk;
        let task = give(desk, "marie");
        desk.undo(&paul(), Undo::Task(task)).expect("taken back");
        assert!(mails(desk, "task").is_empty(), "on {}", house.engine);
        let task = give(desk, "marie");
        let act = desk.reassign_task(&paul(), task, "Léa Quai").expect("given to another");
        assert_eq!(mails(desk, "task").len(), 2);
        let answer = token(desk, "task", "task");
        desk.undo(&paul(), Undo::Fact(act)).expect("taken back");
        assert_eq!(mails(desk, "task").len(), 1, "Marie's alone");
        assert_eq!(desk.task(&paul(), task).expect("the task").owner, "marie");
        assert_eq!(code(desk.asked_task(&answer)), "task-elsewhere");
    }
}

#[test]
fn a_colleague_says_by_link_that_it_is_done_and_who_asked_hears_of_it() {
    for house in filled() {
        let desk = &house.desk;
        let task = give(desk, "lea.quai");
        let token = token(desk, "task", "task");
        let asked = desk.asked_task(&token).expect("the question");
        assert_eq!(
            (asked.recipient.as_str(), asked.debtor.as_str(), asked.asker.as_str()),
            ("Léa Quai", "Client 0", "Paul Roy")
        );
        assert_eq!(code(desk.asked_dispute(&token)), "link-unknown", "made for a task");
        assert_eq!(code(desk.answer_task(&format!("{token}A"), &said(TaskVerdict::Done, ""))), "link-unknown");
        let long = "a".repeat(2_001);
        assert_eq!(code(desk.answer_task(&token, &said(TaskVerdict::Done, &long))), "link-words-long");
        let kept = desk.answer_task(&token, &said(TaskVerdict::Done, " envoyé hier ")).expect("done");
        assert_eq!((kept.debtor.as_str(), kept.asker.as_str()), ("Client 0", "Paul Roy"), "on {}", house.engine);
        let line = desk.task(&paul(), task).expect("the task");
        assert_eq!((line.state, line.note.as_str()), (TaskState::Done, "envoyé hier"));
        assert_eq!(code(desk.answer_task(&token, &said(TaskVerdict::Done, ""))), "link-used");
        let (to, subject, body) = mails(desk, "task-answered").remove(0);
        assert!(to == "Paul Roy" && subject.contains("fait par Léa Quai") && body.contains("envoyé hier"), "{body}");
        let file = desk.account_file(&paul(), account(desk, "C0")).expect("a file");
        let told = file.timeline.iter().find(|entry| entry.kind == "task.answered").expect("an entry");
        assert_eq!((told.actor.as_str(), told.payload["verdict"].as_str()), ("link:Léa Quai", Some("done")));
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_colleague_who_cannot_gives_it_back_with_a_reason() {
    for house in filled() {
        let desk = &house.desk;
        let task = give(desk, "Léa Quai");
        let first = token(desk, "task", "task");
        assert_eq!(code(desk.answer_task(&first, &said(TaskVerdict::Cannot, " "))), "task-why-missing");
        desk.answer_task(&first, &said(TaskVerdict::Cannot, "en congé")).expect("given back");
        let line = desk.task(&paul(), task).expect("the task");
        assert_eq!((line.state, line.owner.as_str(), line.note.as_str()), (TaskState::Open, "paul", "en congé"));
        assert!(mails(desk, "task-answered")[0].1.contains("ne peut pas"), "on {}", house.engine);
        // Given again, it has a link of its own.
        desk.reassign_task(&paul(), task, "Léa Quai").expect("given again");
        let second = token(desk, "task", "task");
        assert_ne!(first, second);
        desk.drop_task(&paul(), task, "inutile").expect("dropped");
        assert_eq!(code(desk.asked_task(&second)), "task-over-already");
        // Thirty days and more.
        let task = give(desk, "Léa Quai");
        let late = open(&house.url, day("2026-11-01"));
        assert_eq!(code(late.asked_task(&token(desk, "task", "task"))), "link-expired");
        let made = desk.links(&paul(), account(desk, "C0")).expect("links").remove(0);
        desk.revoke_link(&paul(), made.id).expect("taken back");
        assert_eq!(code(desk.asked_task(&token(desk, "task", "task"))), "link-revoked");
        assert_eq!(desk.task(&paul(), task).expect("still there").state, TaskState::Open);
    }
}

fn run(desk: &Desk, on: &str) {
    let request = RunRequest { day: Some(day(on)), dry: false, creditor: None, summary: true };
    desk.run(&Actor::operator(), &request, &|_, _| ()).expect("the run");
}

/// Paul owes Marie nothing: what waits for her are a task, a dispute, a mention, and a promise broken the day after.
fn busy(desk: &Desk) -> DisputeId {
    give(desk, "marie");
    desk.reassign_task(&paul(), give(desk, "marie"), "").expect("anybody's");
    let late = desk.add_task(&paul(), account(desk, "C1"), "rappeler", day(TODAY), "marie").expect("a task");
    assert_eq!(desk.task(&paul(), late).expect("it").owner, "marie");
    let item = desk.find_item(&paul(), "F1").expect("a piece").id;
    let order = DisputeOrder { kind: DisputeKind::Price, amount: Some(euros("40.00")), ..DisputeOrder::heard("") };
    let dispute = desk.open_dispute(&paul(), item, &order).expect("open");
    let hand = DisputeHandOver { owner: "marie".to_owned(), ..DisputeHandOver::default() };
    desk.assign_dispute(&paul(), dispute, &hand).expect("hers");
    desk.add_note(&paul(), account(desk, "C2"), "@marie à relire").expect("a note");
    let promised =
        PromiseOrder { amount: euros("60.00"), until: day(TODAY), level: PromiseLevel::Said, note: String::new() };
    desk.promise(&Actor::new("marie", Role::Collector), account(desk, "C2"), &promised).expect("a promise");
    dispute
}

#[test]
fn a_digest_is_for_who_asks_once_a_day_and_only_where_something_waits() {
    for house in filled() {
        let (desk, marie) = (&house.desk, Actor::new("marie", Role::Collector));
        run(desk, TODAY);
        assert!(mails(desk, "digest").is_empty(), "nobody asked for one");
        desk.set_digest(&marie, "marie", Some(DigestFrequency::WorkingDay)).expect("hers");
        desk.set_digest(&paul(), "paul", Some(DigestFrequency::WorkingDay)).expect("his");
        assert_eq!(code(desk.set_digest(&paul(), "marie", None)), "forbidden");
        assert_eq!(code(app::digests::frequency("hourly")), "digest-unknown");
        busy(desk);
        run(desk, TODAY);
        assert!(mails(desk, "digest").is_empty(), "asked for today, it starts tomorrow");

        // The promise runs out with its grace; Paul, who collects too, hears of accounts that are nobody's.
        let later = open(&house.url, day("2026-10-05"));
        let shown = later.digest(&marie, "marie").expect("what it would say");
        assert_eq!(shown.frequency, Some(DigestFrequency::WorkingDay));
        run(&later, "2026-10-05");
        run(&later, "2026-10-05");
        let told = mails(&later, "digest");
        let hers: Vec<_> = told.iter().filter(|mail| mail.0 == "Marie Petit").collect();
        assert_eq!(hers.len(), 1, "once, on {}: {told:?}", house.engine);
        let body = hers[0].2.replace(['\u{202f}', '\u{a0}'], " ");
        for words in [
            "Tâches à faire : 2",
            "Client 1 (C1) : rappeler, en retard",
            "Promesses non tenues : 1, 60,00 €",
            "Litiges qui vous attendent : 1, 40,00 €",
            "Mentions à lire : 1",
            "« @marie à relire »",
            "https://desk.example/profile",
        ] {
            assert!(body.contains(words), "{words} is not in:\n{body}");
        }
        let next = open(&house.url, day("2026-10-06"));
        run(&next, "2026-10-06");
        let again = mails(&next, "digest");
        let second = again.iter().find(|mail| mail.0 == "Marie Petit").expect("the next day");
        assert!(!second.2.contains("Promesses non tenues"), "told once: {}", second.2);
        assert!(next.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_digest_tells_nothing_out_of_reach_and_needs_an_address() {
    for house in filled() {
        let desk = &house.desk;
        busy(desk);
        let nina = Actor::new("nina", Role::Collector).within(Reach::own(["nina".to_owned()], ""));
        assert_eq!(desk.digest(&nina, "nina").expect("hers").preview, None, "on {}", house.engine);
        assert_eq!(code(desk.digest(&nina, "marie")), "forbidden");
        // What was hers while she saw it is told no more.
        let chosen = app::worklist::Chosen { accounts: vec![account(desk, "C0")], ..Default::default() };
        desk.assign(&Actor::operator(), &chosen, Some("nina")).expect("given");
        desk.add_task(&paul(), account(desk, "C0"), "relire", day(TODAY), "nina").expect("hers");
        let mine = desk.digest(&nina, "nina").expect("hers").preview.expect("a task");
        assert!(mine.body.contains("Client 0") && !mine.body.contains("Client 1"), "{}", mine.body);
        desk.assign(&Actor::operator(), &chosen, None).expect("taken away");
        assert_eq!(desk.digest(&nina, "nina").expect("hers").preview, None);
        desk.set_email(&nina, "nina", "").expect("nowhere");
        assert_eq!(code(desk.set_digest(&nina, "nina", Some(DigestFrequency::Monday))), "digest-no-address");
        desk.set_digest(&nina, "nina", None).expect("nothing is nothing");
    }
}

#[test]
fn the_answers_of_closed_disputes_add_up_and_open_what_is_behind() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let closed = |piece: &str, kind, score: Option<(i64, &str)>| {
            let item = desk.find_item(&actor, piece).expect("a piece").id;
            let order = DisputeOrder { kind, ..DisputeOrder::heard("") };
            let id = desk.open_dispute(&actor, item, &order).expect("open");
            desk.move_dispute(&actor, id, Step::Facts, &DisputeMove::default()).expect("the facts");
            desk.close_dispute(&actor, id, Outcome::Unfounded, "").expect("closed");
            let Some((score, words)) = score else { return id };
            let draft = desk.draft_dispute_mail(&actor, id).expect("a draft");
            desk.inform_of_dispute(&actor, id, (&draft.words, Some(draft.id))).expect("sent");
            let (_, after) = draft.words.split_once("/link/opinion/").expect("a link");
            let token = after.split_whitespace().next().expect("a token");
            if score > 0 {
                desk.give_opinion(token, score, words).expect("an opinion");
            }
            id
        };
        let happy = closed("F0", DisputeKind::Delivery, Some((5, "rapide")));
        closed("F1", DisputeKind::Delivery, Some((2, "trop long")));
        closed("F2", DisputeKind::Price, Some((0, "")));
        closed("F2", DisputeKind::Price, None);
        let all = SatisfactionQuery::default();
        let found = desk.satisfaction(&actor, &all).expect("figures");
        let sum =
            |s: &app::disputes::SatisfactionSum| (s.closed, s.asked, s.answered, s.satisfied, s.satisfied_per_mille);
        assert_eq!(sum(&found.all), (4, 3, 2, 1, Some(500)), "on {}", house.engine);
        let services: Vec<_> = found.services.iter().map(|line| (line.service, sum(&line.sum))).collect();
        let delivery = services.iter().find(|line| line.0 == Service::Logistics).expect("logistics");
        assert_eq!(delivery.1, (2, 2, 2, 1, Some(500)));
        let whole =
            |of: fn(&app::disputes::SatisfactionSum) -> u64| -> u64 { found.services.iter().map(|l| of(&l.sum)).sum() };
        assert_eq!((whole(|s| s.closed), whole(|s| s.asked), whole(|s| s.answered)), (4, 3, 2), "services add up");
        assert_eq!(found.months.iter().map(|m| m.month).collect::<Vec<_>>(), [day("2026-09-01")]);

        let behind = |show| {
            let page = desk.satisfaction_answers(&actor, (&all, show), None, 10).expect("a page");
            page.rows.into_iter().map(|row| (row.dispute, row.score)).collect::<Vec<_>>()
        };
        assert_eq!(behind(SatisfactionShow::Asked).len(), 3);
        assert_eq!(behind(SatisfactionShow::Answered).len(), 2);
        assert_eq!(behind(SatisfactionShow::Satisfied), [(happy, Some(5))]);
        assert_eq!(behind(SatisfactionShow::Unsatisfied).len(), 1);
        let first = desk.satisfaction_answers(&actor, (&all, SatisfactionShow::Asked), None, 2).expect("a page");
        let rest = desk.satisfaction_answers(&actor, (&all, SatisfactionShow::Asked), first.next, 2).expect("the rest");
        assert_eq!((first.rows.len(), rest.rows.len(), rest.next), (2, 1, None));
        let sees_nothing = Actor::new("nina", Role::Collector).within(Reach::own(["nina".to_owned()], ""));
        assert_eq!(desk.satisfaction(&sees_nothing, &all).expect("none").all.closed, 0);
        let before = SatisfactionQuery { until: Some(day("2026-09-20")), ..all };
        assert_eq!(desk.satisfaction(&actor, &before).expect("none").all.closed, 0);
    }
}

#[test]
fn what_waits_about_credit_is_counted_within_reach_and_for_who_may() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        desk.set_credit_limit(&actor, account(desk, "C0"), Some(euros("10.00")), "comité").expect("a limit");
        desk.tend_credit(&actor, day(TODAY)).expect("told");
        desk.block_orders(&actor, account(desk, "C1"), "à voir", false).expect("proposed");
        let signals = desk.credit_signals(&actor, false, None, 100).expect("signals").rows;
        let open = desk.orders_blocked(&actor, &[app::credit::OrderState::Proposed], None, 100).expect("proposed").rows;
        let waiting = desk.credit_waiting(&actor).expect("counts");
        assert_eq!(
            (waiting.signals, waiting.proposals),
            (signals.len() as u64, open.len() as u64),
            "on {}",
            house.engine
        );
        assert!(waiting.signals > 0 && waiting.proposals > 0, "{waiting:?}");
        let collector = desk.credit_waiting(&paul()).expect("his");
        assert_eq!((collector.signals, collector.proposals), (waiting.signals, 0), "who may not decide");
        let reader = desk.credit_waiting(&Actor::new("r", Role::Reader)).expect("theirs");
        assert_eq!((reader.signals, reader.proposals), (0, 0));
        let nina = Actor::new("nina", Role::Collector).within(Reach::own(["nina".to_owned()], ""));
        assert_eq!(desk.credit_waiting(&nina).expect("hers").signals, 0);
        for signal in signals {
            desk.see_credit_signal(&actor, signal.id).expect("seen");
        }
        assert_eq!(desk.credit_waiting(&actor).expect("counts").signals, 0);
    }
}

//! Instalment plans: whole stories, from the promise broken to the last cent.

use std::path::PathBuf;

use app::blocks::{BlockFilter, BlockOrder, BlockReason};
use app::imports::ImportRequest;
use app::plans::{MeansTyped, PlanFilter, PlanId, PlanKind, PlanSignature, PlanState, PlanTerms, SignatureLevel};
use app::promises::{PromiseLevel, PromiseOrder};
use app::runs::RunRequest;
use app::{Actor, Desk, DeskError, Role, Undo};
use kernel::{Currency, FixedClock, Money};
use ledger::{AccountId, ImportMode, ItemId};

use crate::support::{House, become_kind, day, houses, import, open_at, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const START: &str = "2026-11-23";

/// Two invoices of one customer, 300 € and 600 €, due in September.
fn opened(name: &str) -> Vec<House> {
    let all = houses(START);
    for house in &all {
        let who = format!("C1;{name};1 rue A;75001;Paris");
        let lines = format!(
            "{HEAD}{who};F1;facture;01/08/2026;01/09/2026;300,00\n{who};F2;facture;05/08/2026;15/09/2026;600,00\n"
        );
        import(&house.desk, &request(vec![upload("open.csv", lines)]));
    }
    all
}

/// The same house on another day.
fn on(house: &House, today: &str) -> Desk {
    open_at(&house.url, FixedClock::on(day(today)))
}

fn account(desk: &Desk) -> AccountId {
    desk.find_account(&Actor::operator(), "C1").expect("the account")
}

fn pay(desk: &Desk, number: &str, dated: &str, amount: &str) {
    let line = format!("{HEAD}C1;x;1 rue A;75001;Paris;{number};règlement;{dated};;-{amount}\n");
    let mode = Some(ImportMode::Movement);
    let answer = import(desk, &ImportRequest { mode, ..request(vec![upload("paid.csv", line)]) });
    assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
}

fn three() -> PlanTerms {
    PlanTerms { count: Some(3), first: Some(day("2026-12-01")), ..PlanTerms::default() }
}

fn signed(desk: &Desk, terms: &PlanTerms, level: SignatureLevel) -> PlanId {
    let actor = Actor::operator();
    let id = desk.propose_plan(&actor, account(desk), terms).expect("a plan");
    let signature = PlanSignature { on: None, by: "Mme Leroy, gérante".to_owned(), level };
    desk.sign_plan(&actor, id, &signature).expect("signed");
    id
}

fn run(desk: &Desk) -> u64 {
    desk.run(&Actor::worker(), &RunRequest::default(), &|_, _| ()).expect("a run").messages
}

fn state(desk: &Desk, id: PlanId) -> PlanState {
    desk.plan_detail(&Actor::operator(), id).expect("the plan").line.state
}

fn kinds(desk: &Desk) -> Vec<String> {
    let file = desk.account_file(&Actor::operator(), account(desk)).expect("the file");
    file.timeline
        .iter()
        .rev()
        .map(|line| line.kind.clone())
        .filter(|kind| kind.starts_with("pl") || kind.starts_with("pr"))
        .collect()
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

/// Where somebody looks at the papers: only when asked for.
fn looked_at(name: &str, bytes: &[u8]) {
    assert!(bytes.starts_with(b"%PDF-"), "{name}");
    if let Ok(folder) = std::env::var("QUITTANCE_PAPERS") {
        std::fs::write(PathBuf::from(folder).join(name), bytes).expect("written");
    }
}

#[test]
fn a_promise_broken_twice_then_a_plan_then_its_default_and_the_forfeiture() {
    for house in opened("Garage Leroy SARL") {
        let (desk, actor) = (&house.desk, Actor::operator());
        for (made, until, judged) in [(START, "2026-11-24", "2026-11-28"), ("2026-11-28", "2026-11-28", "2026-12-02")] {
            let desk = on(&house, made);
            let amount = Money::new(30_000, Currency::EUR);
            let order = PromiseOrder { amount, until: day(until), level: PromiseLevel::Written, note: String::new() };
            desk.promise(&actor, account(&desk), &order).expect("noted");
            assert_eq!(on(&house, judged).judge_promises(&actor, day(judged)).expect("judged").broken, 1);
        }
        let history = desk.promise_history(&actor, account(desk)).expect("history");
        assert_eq!((history.broken, history.rate()), (2, Some(0)), "on {}", house.engine);

        let december = on(&house, "2026-12-02");
        let terms = PlanTerms { first: Some(day("2026-12-10")), ..three() };
        let id = signed(&december, &terms, SignatureLevel::Handwritten);
        let detail = december.plan_detail(&actor, id).expect("the plan");
        let dues: Vec<String> = detail.schedule.iter().map(|i| format!("{} {}", i.due, i.amount)).collect();
        assert_eq!(
            dues,
            ["2026-12-10 300.00", "2027-01-11 300.00", "2027-02-10 300.00"],
            "10 January 2027 is a Sunday"
        );
        looked_at("protocol-company.pdf", &december.plan_protocol(&actor, id).expect("a protocol").bytes);
        assert_eq!(run(&december), 0, "its pieces are left in peace");

        pay(&on(&house, "2026-12-09"), "VIR1", "09/12/2026", "300,00");
        let january = on(&house, "2027-01-15");
        assert_eq!(run(&january), 0);
        assert_eq!(state(&january, id), PlanState::Late);
        assert_eq!(code(january.accelerate_plan(&actor, id)), "plan-not-now", "no notice was given");
        looked_at("notice.pdf", &january.plan_notice(&actor, id).expect("a notice").bytes);
        january.notify_plan(&actor, id, None).expect("noticed");
        assert_eq!(code(january.accelerate_plan(&actor, id)), "plan-notice-runs");
        let later = on(&house, "2027-01-30");
        assert_eq!(code(later.accelerate_plan(&actor, id)), "plan-notice-runs", "its last day runs to its end");
        let after = on(&house, "2027-01-31");
        assert_eq!(after.judge_plans(&actor, day("2027-01-31")).expect("judged").lapsed, 1);
        assert_eq!(after.judge_plans(&actor, day("2027-01-31")).expect("judged").lapsed, 0, "told once");
        after.accelerate_plan(&actor, id).expect("forfeited");
        let plan = after.plan_detail(&actor, id).expect("the plan");
        assert_eq!((plan.line.state, plan.line.left.as_str()), (PlanState::Accelerated, "600.00"));
        let filter = BlockFilter { account: Some(account(&after)), ..BlockFilter::default() };
        assert_eq!(after.blocked_items(&actor, &filter, None, 10).expect("blocks").rows, [], "reminders go on");
        assert!(run(&on(&house, "2027-02-01")) > 0, "on {}", house.engine);
        let told = kinds(&after);
        let story = [
            "promise.made",
            "promise.broken",
            "promise.made",
            "promise.broken",
            "plan.proposed",
            "plan.signed",
            "plan.late",
            "plan.noticed",
            "plan.lapsed",
            "plan.accelerated",
        ];
        assert_eq!(told, story, "on {}", house.engine);
        let tasks = after.account_tasks(&actor, account(&after)).expect("tasks");
        assert_eq!(tasks.iter().filter(|t| t.subject.fr.contains(&id.to_string())).count(), 2, "somebody is told");
    }
}

#[test]
fn a_plan_kept_to_the_end_gives_its_receipts_and_moves_the_limitation() {
    for house in opened("Garage Leroy SARL") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let before = desk.account_file(&actor, account(desk)).expect("the file").limitation.expect("a clock");
        assert_eq!((before.expires, before.acknowledged), (day("2031-09-01"), None));
        let id = signed(desk, &three(), SignatureLevel::Handwritten);
        let after = desk.account_file(&actor, account(desk)).expect("the file").limitation.expect("a clock");
        // C. civ. 2240: a new period of five years from the acknowledgement.
        assert_eq!((after.expires, after.acknowledged), (day("2031-11-23"), Some(day(START))), "on {}", house.engine);

        let block = desk.blocked_items(&actor, &BlockFilter::default(), None, 10).expect("blocks").rows[0].id;
        assert_eq!(code(desk.unblock(&actor, block)), "plan-holds-piece");
        let other = signed_again(desk);
        assert_eq!(other, "plan-piece-planned");

        for (number, paid, dated) in [
            ("VIR1", "2026-12-01", "01/12/2026"),
            ("VIR2", "2027-01-04", "04/01/2027"),
            ("VIR3", "2027-02-01", "01/02/2027"),
        ] {
            let then = on(&house, paid);
            pay(&then, number, dated, "300,00");
            assert_eq!(run(&then), 0);
        }
        let last = on(&house, "2027-02-01");
        let plan = last.plan_detail(&actor, id).expect("the plan");
        assert_eq!(
            (plan.line.state, plan.line.paid.as_str(), plan.line.left.as_str()),
            (PlanState::Kept, "900.00", "0.00")
        );
        assert!(plan.schedule.iter().all(|i| i.state == "kept"), "{:?}", plan.schedule);
        let payment = last.find_item(&actor, "VIR2").expect("the payment").id;
        looked_at("receipt.pdf", &last.receipt(&actor, payment).expect("a receipt").bytes);
        let invoice = last.find_item(&actor, "F1").expect("the invoice").id;
        assert_eq!(code(last.receipt(&actor, invoice)), "receipt-not-a-payment");
        assert_eq!(last.verify(&actor).expect("verified").findings, [], "on {}", house.engine);
    }
}

fn signed_again(desk: &Desk) -> &'static str {
    let item: ItemId = desk.find_item(&Actor::operator(), "F1").expect("the invoice").id;
    code(desk.propose_plan(&Actor::operator(), account(desk), &PlanTerms { items: vec![item], ..three() }))
}

#[test]
fn a_person_in_hardship_pays_what_remains_without_interest() {
    for house in opened("M. Jean Petit") {
        let (desk, actor) = (&house.desk, Actor::operator());
        become_kind(desk, "C1", ledger::DebtorKind::Consumer);
        let collector = Actor::new("lea", Role::Collector);
        let means = Some(MeansTyped { income: "1500.00".to_owned(), charges: "1420.00".to_owned() });
        let terms =
            PlanTerms { kind: PlanKind::Each, each: "80.00".to_owned(), rate: "5".to_owned(), means, ..three() };
        let offer = desk.plan_offer(&collector, account(desk), &terms).expect("an offer");
        assert_eq!(offer.remains.as_deref(), Some("80.00"));
        assert_eq!(offer.beyond.len(), 1, "interest asked of a person: {:?}", offer.beyond);
        let free = PlanTerms { rate: String::new(), ..terms };
        let offer = desk.plan_offer(&collector, account(desk), &free).expect("an offer");
        assert_eq!((offer.instalments.len(), offer.interest.as_str(), offer.beyond.len()), (12, "0.00", 0));
        assert_eq!((offer.instalments[11].amount.as_str(), offer.cleared), ("20.00", day("2027-11-02")));
        assert_eq!(offer.late_to_date.as_deref(), Some("0.00"), "nothing runs against a person without a notice");
        let id = desk.propose_plan(&collector, account(desk), &free).expect("a plan");
        looked_at("protocol-person.pdf", &desk.plan_protocol(&collector, id).expect("a protocol").bytes);
        assert!(desk.plan_detail(&collector, id).expect("the plan").means.is_some());
        let reader = Actor::new("rene", Role::Reader);
        assert_eq!(desk.plan_detail(&reader, id).expect("the plan").means, None, "not for who only reads");
        let file = desk.account_file(&actor, account(desk)).expect("the file");
        assert!(!file.timeline.iter().any(|line| line.payload.to_string().contains("1420")), "not in the thread");
        desk.cancel_plan(&collector, id, "il paie tout").expect("cancelled");
        assert_eq!(desk.plan_detail(&collector, id).expect("the plan").means, None, "erased with the plan");
    }
}

#[test]
fn what_a_role_may_not_grant_waits_for_who_may() {
    for house in opened("Garage Leroy SARL") {
        let desk = &house.desk;
        let (collector, manager) = (Actor::new("lea", Role::Collector), Actor::new("max", Role::Manager));
        let long = PlanTerms { count: Some(18), ..three() };
        let id = desk.propose_plan(&collector, account(desk), &long).expect("a plan");
        assert_eq!(state(desk, id), PlanState::Awaiting);
        let signature = PlanSignature { on: None, by: "le gérant".to_owned(), level: SignatureLevel::Written };
        assert_eq!(code(desk.sign_plan(&collector, id, &signature)), "plan-not-now");
        assert_eq!(code(desk.approve_plan(&collector, id)), "forbidden");
        desk.approve_plan(&manager, id).expect("granted");
        desk.sign_plan(&collector, id, &signature).expect("signed");
        let endless = PlanTerms { count: Some(44), replaces: Some(id), ..three() };
        let beyond = desk.propose_plan(&collector, account(desk), &endless).expect("a plan");
        assert_eq!(code(desk.approve_plan(&manager, beyond)), "plan-beyond-yours");
        assert_eq!(code(desk.cancel_plan(&collector, beyond, " ")), "reason-missing");
        desk.refuse_plan(&manager, beyond, "trop long").expect("refused");

        // Another plan takes its place: the first ends, without a moment in which a reminder could leave.
        let shorter = desk.propose_plan(&collector, account(desk), &PlanTerms { replaces: Some(id), ..three() });
        let shorter = shorter.expect("a plan");
        desk.sign_plan(&collector, shorter, &signature).expect("signed");
        assert_eq!((state(desk, id), state(desk, shorter)), (PlanState::Replaced, PlanState::Active));
        assert_eq!(run(desk), 0);
        let running = PlanFilter { states: vec![PlanState::Active], account: None };
        assert_eq!(desk.plans(&collector, &running, None, 10).expect("plans").rows.len(), 1, "on {}", house.engine);
    }
}

#[test]
fn what_moved_since_or_is_contested_is_not_signed() {
    for house in opened("Garage Leroy SARL") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = desk.propose_plan(&actor, account(desk), &three()).expect("a plan");
        desk.undo(&actor, Undo::Plan(id)).expect("taken back");
        assert_eq!(state(desk, id), PlanState::Cancelled);
        let id = desk.propose_plan(&actor, account(desk), &three()).expect("a plan");
        let f1 = desk.find_item(&actor, "F1").expect("the invoice").id;
        let order = BlockOrder {
            reason: BlockReason::Disputed,
            amount: Some(Money::new(10_000, Currency::EUR)),
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        desk.block(&actor, f1, &order).expect("contested");
        let signature = PlanSignature { on: None, by: "le gérant".to_owned(), level: SignatureLevel::Said };
        assert_eq!(code(desk.sign_plan(&actor, id, &signature)), "plan-open-moved");
        let named = PlanTerms { items: vec![f1], ..three() };
        assert_eq!(code(desk.plan_offer(&actor, account(desk), &named)), "plan-piece-disputed");
        let offer = desk.plan_offer(&actor, account(desk), &three()).expect("an offer");
        assert_eq!(offer.pieces, ["F2"], "the rest may be agreed");
        let foreign = PlanTerms { currency: Currency::parse("USD").ok(), items: vec![], ..three() };
        assert!(desk.plan_offer(&actor, account(desk), &foreign).is_err());
        assert_eq!(
            code(desk.block(&actor, f1, &BlockOrder { reason: BlockReason::Plan, ..order })),
            "plan-block-by-hand"
        );
        let unsigned = PlanSignature { by: " ".to_owned(), ..signature.clone() };
        assert_eq!(code(desk.sign_plan(&actor, id, &unsigned)), "plan-signer-missing");
        let tomorrow = PlanSignature { on: Some(day("2026-11-24")), ..signature };
        assert_eq!(code(desk.sign_plan(&actor, id, &tomorrow)), "plan-signed-when");
    }
}

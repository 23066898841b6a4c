//! Credit: the clock of each insured piece, currencies that do not hide each other, what a plan or a factor has, and
//! rules that take back what they ask for no more.

use app::blocks::BlockFilter;
use app::credit::{CoverOrder, CreditPolicy, CreditQuery, CreditShow, OrderAct, OrderRules, OrderState, Signal};
use app::plans::{PlanId, PlanSignature, PlanTerms, SignatureLevel};
use app::promises::{PromiseLevel, PromiseOrder};
use app::runs::RunRequest;
use app::{Actor, Desk, DeskError, Role, Undo};
use kernel::{Currency, FixedClock, Money};
use ledger::{AccountId, ItemId};

use crate::support::{House, day, houses, import, open_at, request, upload};

const HEAD: &str =
    "code client;raison sociale;adresse;code postal;ville;commercial;piece;type;date;echeance;montant;devise\n";
const START: &str = "2026-11-23";

/// One customer who owes these pieces: number, due day, amount, currency. All of August.
fn owing(pieces: &[(&str, &str, &str, &str)]) -> Vec<House> {
    let who = "C1;Garage Leroy SARL;1 rue A;75001;Paris;Durand";
    let line = |(number, due, amount, currency): &(&str, &str, &str, &str)| {
        format!("{who};{number};facture;01/08/2026;{due};{amount};{currency}\n")
    };
    let text = format!("{HEAD}{}", pieces.iter().map(line).collect::<String>());
    let all = houses(START);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", text.clone())]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

/// 600 € and 400 €, both late.
fn two() -> Vec<House> {
    owing(&[("F1", "01/09/2026", "600,00", "EUR"), ("F2", "15/09/2026", "400,00", "EUR")])
}

fn on(house: &House, today: &str) -> Desk {
    open_at(&house.url, FixedClock::on(day(today)))
}

fn account(desk: &Desk) -> AccountId {
    desk.find_account(&Actor::operator(), "C1").expect("the account")
}

fn item(desk: &Desk, number: &str) -> ItemId {
    desk.find_item(&Actor::operator(), number).expect("a piece").id
}

fn money(text: &str, currency: &str) -> Money {
    Money::parse(text, Currency::parse(currency).expect("a currency")).expect("an amount")
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn limit(desk: &Desk, amount: &str) {
    desk.set_credit_limit(&Actor::operator(), account(desk), Some(money(amount, "EUR")), "comité").expect("a limit");
}

fn cover(desk: &Desk, amount: Money, declare_days: Option<i64>) {
    let order = CoverOrder {
        insurer: "Assurcrédit".to_owned(),
        policy: "P-77".to_owned(),
        amount,
        since: Some(day("2026-01-01")),
        until: None,
        declare_days,
    };
    desk.set_credit_cover(&Actor::operator(), account(desk), Some(&order)).expect("a cover");
}

fn policy(desk: &Desk, orders: OrderRules, manager_most: Option<i64>) {
    let policy = CreditPolicy { orders, manager_most, ..CreditPolicy::default() };
    desk.set_credit_policy(&Actor::operator(), &policy).expect("a policy");
}

fn signed(desk: &Desk) -> PlanId {
    let actor = Actor::operator();
    let terms = PlanTerms { count: Some(2), first: Some(day("2026-12-01")), ..PlanTerms::default() };
    let id = desk.propose_plan(&actor, account(desk), &terms).expect("a plan");
    let by = "Mme Leroy, gérante".to_owned();
    let signature = PlanSignature { on: None, by, level: SignatureLevel::Handwritten };
    desk.sign_plan(&actor, id, &signature).expect("signed");
    id
}

/// What the day did: blocks proposed, proposals withdrawn, releases proposed.
fn tended(desk: &Desk) -> (u64, u64, u64) {
    let done = desk.tend_credit(&Actor::operator(), desk.today()).expect("tended");
    (done.proposed, done.withdrawn, done.releases)
}

/// What was told of the insurer's clocks, the first first.
fn clocks(desk: &Desk) -> Vec<String> {
    let mut told = desk.credit_signals(&Actor::operator(), true, None, 100).expect("signals").rows;
    told.retain(|s| matches!(s.signal, Signal::Declare | Signal::DeclareOver));
    told.reverse();
    told.iter().map(|s| format!("{} {}", s.signal.slug(), s.piece.as_deref().unwrap_or("?"))).collect()
}

#[test]
fn each_insured_piece_has_a_clock_which_a_declaration_stops() {
    // 90 days after: 30 November, 14 December; the third due day is only inferred.
    for house in owing(&[
        ("F1", "01/09/2026", "600,00", "EUR"),
        ("F2", "15/09/2026", "400,00", "EUR"),
        ("F3", "", "200,00", "EUR"),
    ]) {
        let (desk, actor) = (&house.desk, Actor::new("ana", Role::Collector));
        let first = account(desk);
        assert_eq!(code(desk.declare_to_insurer(&actor, first, &[item(desk, "F1")], (None, ""))), "credit-not-insured");
        cover(desk, money("5000.00", "EUR"), Some(90));
        tended(desk);
        assert_eq!(clocks(desk), ["declare F1"], "on {}", house.engine);
        let lines = desk.credit_of(&actor, first).expect("a file").declarations;
        let told: Vec<_> = lines.iter().map(|l| (l.piece.as_str(), l.left)).collect();
        assert_eq!(told, [("F1", Some(7)), ("F2", Some(21)), ("F3", None)], "no clock on a day nobody confirmed");

        let december = on(&house, "2026-12-01");
        tended(&december);
        assert_eq!(clocks(&december), ["declare F1", "declare-over F1", "declare F2"], "F1 does not hide F2");
        let old = december.credit_signals(&actor, true, None, 100).expect("signals").rows;
        let old = old.iter().find(|s| s.signal == Signal::Declare && s.piece.as_deref() == Some("F1")).expect("it");
        assert!(old.why.fr.contains("délai dépassé"), "days are counted when it is read: {}", old.why.fr);
        let second = item(&december, "F2");
        let declare = |items: &[ItemId], on| december.declare_to_insurer(&actor, first, items, (on, "dossier 7"));
        assert_eq!(code(declare(&[], None)), "credit-declare-nothing");
        assert_eq!(code(declare(&[second], Some(day("2026-12-02")))), "credit-declare-later");
        declare(&[second], None).expect("declared");
        assert_eq!(code(declare(&[second], None)), "credit-declared-already");
        let seen = december.credit_signals(&actor, true, None, 100).expect("signals").rows;
        let seen = seen.iter().find(|s| s.piece.as_deref() == Some("F2")).expect("it");
        assert_eq!(seen.seen_by, "ana", "who declares it has seen it");

        let later = on(&house, "2026-12-15");
        later.confirm_due(&actor, item(&later, "F3"), day("2026-09-17")).expect("confirmed");
        tended(&later);
        assert_eq!(clocks(&later)[3..], ["declare F3"], "the clock runs once the day is confirmed; that of F2 stopped");
        assert_eq!(code(later.take_back_declaration(&actor, second, " ")), "reason-missing");
        later.take_back_declaration(&actor, second, "refusée").expect("taken back");
        assert_eq!(code(later.take_back_declaration(&actor, second, "x")), "credit-not-declared");
        tended(&later);
        assert_eq!(clocks(&later)[4..], ["declare-over F2"], "on {}", house.engine);
        tended(&later);
        assert_eq!(clocks(&later).len(), 5, "each told once");
        assert!(later.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_limit_or_an_insurance_in_another_currency_hides_nothing() {
    for house in owing(&[("U1", "01/09/2026", "1000,00", "USD"), ("U2", "15/12/2026", "500,00", "USD")]) {
        let (desk, chief) = (&house.desk, Actor::operator());
        limit(desk, "100.00");
        cover(desk, money("800.00", "USD"), None);
        policy(desk, OrderRules { overdue_days: Some(30), ..OrderRules::default() }, Some(1000));
        let line = desk.credit_of(&chief, account(desk)).expect("a file").line;
        assert_eq!((line.currency.code(), line.exposure.as_str(), line.late_days), ("EUR", "0.00", 83));
        let insured =
            (line.covered.as_deref(), line.covered_currency.as_ref().map(Currency::code), line.uncovered.as_deref());
        assert_eq!(insured, (Some("800.00"), Some("USD"), Some("700.00")), "on {}", house.engine);
        for (show, customers) in [(CreditShow::Uncovered, 1), (CreditShow::Over, 0)] {
            let query = CreditQuery { show, ..CreditQuery::default() };
            assert_eq!(desk.credit(&chief, &query, None, 9).expect("a list").count, customers, "{show:?}");
        }
        assert_eq!(tended(desk), (1, 0, 0), "dollars are late too");
        let told = desk.credit_signals(&chief, false, None, 9).expect("signals").rows;
        let over = told.iter().find(|s| s.signal == Signal::OverCover).expect("told");
        assert_eq!((over.exposure.as_str(), over.currency.code()), ("1500.00", "USD"));
        let block = desk.orders_blocked(&chief, &[OrderState::Proposed], None, 9).expect("a list").rows.remove(0);
        assert_eq!(block.why.fr, "retard trop long");
        let manager = Actor::new("marc", Role::Manager);
        assert_eq!(code(desk.decide_orders(&manager, block.id, OrderAct::Approve, "oui")), "credit-beyond-yours");
        desk.decide_orders(&chief, block.id, OrderAct::Approve, "oui").expect("held");
    }
}

#[test]
fn what_a_kept_plan_covers_is_not_late_and_what_a_factor_has_is_not_owed_here() {
    for house in two() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let line = |desk: &Desk| desk.credit_of(&actor, account(desk)).expect("a file").line;
        assert_eq!((line(desk).overdue.as_str(), line(desk).late_days), ("1000.00", 83));
        policy(desk, OrderRules { overdue_days: Some(30), ..OrderRules::default() }, None);
        let plan = signed(desk);
        let kept = line(desk);
        assert_eq!((kept.exposure.as_str(), kept.overdue.as_str(), kept.late_days), ("1000.00", "0.00", 0));
        assert_eq!(tended(desk), (0, 0, 0), "they keep what was agreed");

        let held = |desk: &Desk| desk.blocked_items(&actor, &BlockFilter::default(), None, 10).expect("blocks").rows;
        let blocks = held(desk);
        assert_eq!(blocks.len(), 2);
        desk.cancel_plan(&actor, plan, "accord rompu").expect("cancelled");
        for block in &blocks {
            assert_eq!(
                code(desk.undo(&actor, Undo::Release(block.id))),
                "changed-meanwhile",
                "no plan would release it again"
            );
        }
        assert_eq!(held(desk), [], "on {}", house.engine);
        assert_eq!(line(desk).overdue, "1000.00");
        assert_eq!(tended(desk), (1, 0, 0));

        desk.assign_to_factor(&actor, account(desk), &[item(desk, "F1")], "Affacturage du Nord").expect("assigned");
        let left = line(desk);
        assert_eq!((left.exposure.as_str(), left.overdue.as_str()), ("400.00", "400.00"));
        let block = held(desk).remove(0).id;
        desk.take_back_from_factor(&actor, item(desk, "F1"), "rétrocession").expect("reversed");
        assert_eq!(code(desk.undo(&actor, Undo::Release(block))), "changed-meanwhile", "nor would a factor");
        assert_eq!(line(desk).exposure, "1000.00");
    }
}

#[test]
fn a_rule_takes_back_what_it_asks_for_no_more_and_does_not_nag() {
    for house in two() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let last = |desk: &Desk| desk.credit_of(&actor, account(desk)).expect("a file").orders.remove(0);
        let decide = |act| desk.decide_orders(&actor, last(desk).id, act, "comité");
        limit(desk, "650.00");
        assert_eq!(tended(desk), (1, 0, 0));
        limit(desk, "5000.00");
        assert_eq!(code(decide(OrderAct::Approve)), "credit-cause-gone", "they are within the limit again");
        assert_eq!(tended(desk), (0, 1, 0), "the proposal is withdrawn");
        let gone = last(desk);
        assert_eq!((gone.state, gone.decided_why.as_str()), (OrderState::Withdrawn, ""));
        let why = gone.gone.expect("a reason");
        let words = ("l’encours est revenu sous le plafond", "what is owed is within the limit again");
        assert_eq!((why.fr.as_str(), why.en.as_str()), words, "in both languages");
        limit(desk, "650.00");
        assert_eq!(tended(desk), (1, 0, 0), "nobody had refused it: on {}", house.engine);
        decide(OrderAct::Approve).expect("held");

        limit(desk, "5000.00");
        assert_eq!(tended(desk), (0, 0, 1));
        limit(desk, "650.00");
        assert_eq!(code(decide(OrderAct::Approve)), "credit-cause-back");
        assert_eq!(tended(desk), (0, 1, 0), "the release is withdrawn");
        assert_eq!(last(desk).state, OrderState::Blocked);
        limit(desk, "5000.00");
        assert_eq!(tended(desk), (0, 0, 1));
        decide(OrderAct::Refuse).expect("kept");
        assert_eq!(tended(desk), (0, 0, 0), "what was refused is not asked again the next night");
        assert_eq!(tended(&on(&house, "2026-12-30")), (0, 0, 1), "but a month later");
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn a_plan_forfeited_long_ago_holds_no_orders() {
    for house in two() {
        let (desk, actor) = (&house.desk, Actor::operator());
        policy(desk, OrderRules { over_limit: false, broken_plan: true, ..OrderRules::default() }, None);
        let plan = signed(desk);
        let january = on(&house, "2027-01-15");
        assert_eq!(january.judge_plans(&actor, day("2027-01-15")).expect("judged").late, 1);
        january.notify_plan(&actor, plan, None).expect("noticed");
        assert_eq!(tended(&january), (0, 0, 0), "its notice still runs");
        let after = on(&house, "2027-01-31");
        after.judge_plans(&actor, day("2027-01-31")).expect("judged");
        after.accelerate_plan(&actor, plan).expect("forfeited");
        assert_eq!(tended(&after), (1, 0, 0));
        let block = after.orders_blocked(&actor, &[OrderState::Proposed], None, 9).expect("a list").rows[0].id;
        after.decide_orders(&actor, block, OrderAct::Refuse, "client suivi").expect("refused");
        assert_eq!(tended(&on(&house, "2027-04-15")), (1, 0, 0), "within ninety days, the month over");
        let block = after.orders_blocked(&actor, &[OrderState::Proposed], None, 9).expect("a list").rows[0].id;
        on(&house, "2027-04-15").decide_orders(&actor, block, OrderAct::Refuse, "encore").expect("refused");
        assert_eq!(tended(&on(&house, "2027-06-01")), (0, 0, 0), "on {}", house.engine);
    }
}

#[test]
fn a_run_for_another_day_judges_nothing() {
    for house in two() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let amount = money("100.00", "EUR");
        let order = PromiseOrder { amount, until: day("2026-11-24"), level: PromiseLevel::Said, note: String::new() };
        desk.promise(&actor, account(desk), &order).expect("noted");
        let future = RunRequest { day: Some(day("2026-12-15")), ..RunRequest::default() };
        let broken = |desk: &Desk| desk.promise_history(&actor, account(desk)).expect("history").broken;
        desk.run(&actor, &future, &|_, _| ()).expect("a run");
        assert_eq!(broken(desk), 0, "the money of the days between has not come yet");
        let then = on(&house, "2026-12-15");
        then.run(&actor, &future, &|_, _| ()).expect("a run");
        assert_eq!(broken(&then), 1, "on {}", house.engine);
    }
}

//! Credit: sums against the file itself, classes with their points, orders held for a reason, signals told once.

use std::collections::BTreeMap;
use std::fmt::Write;

use app::blocks::{BlockFilter, BlockReason};
use app::credit::{
    CoverOrder, CreditPolicy, CreditQuery, CreditShow, CreditTelling, Criterion, Grade, OrderAct, OrderRules,
    OrderState, Signal, Weights, with_weights,
};
use app::disputes::DisputeOrder;
use app::imports::ImportRequest;
use app::notices::NoticeLine;
use app::plans::PlanTerms;
use app::reports::ReportFormat;
use app::runs::RunRequest;
use app::{Actor, Desk, DeskError, Reach, Role};
use kernel::{Currency, FixedClock, Language, Money};
use ledger::{AccountId, ImportMode};

use crate::support::{House, day, houses, import, open_at, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;commercial;piece;type;date;echeance;montant\n";
const START: &str = "2026-11-23";

fn euro(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn line(client: &str, piece: &str, kind: &str, (dated, due): (&str, &str), amount: &str) -> String {
    format!("{client};Maison {client};1 rue A;75001;Paris;Durand;{piece};{kind};{dated};{due};{amount}\n")
}

/// C1 owes 900 of which 500 is late, C2 paid five invoices ten days late and owes 300, C3 has a credit only.
fn filled() -> Vec<House> {
    let mut text = HEAD.to_owned();
    text += &line("C1", "F1", "facture", ("01/08/2026", "01/09/2026"), "600,00");
    text += &line("C1", "A1", "avoir", ("05/09/2026", ""), "-100,00");
    text += &line("C1", "F2", "facture", ("01/11/2026", "15/12/2026"), "400,00");
    text += &line("C2", "G9", "facture", ("01/11/2026", "01/12/2026"), "300,00");
    text += &line("C3", "A3", "avoir", ("01/10/2026", ""), "-50,00");
    let mut past = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n".to_owned();
    for (n, month) in (1..).zip(["03", "04", "05", "06", "07"]) {
        let day = |day: &str| format!("2026-{month}-{day}");
        writeln!(past, "G{n},INV,C2,{},{},120.00,120.00,{},EUR", day("01"), day("20"), day("30")).expect("text");
    }
    let all = houses(START);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", text.clone())]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
        let past = ImportRequest {
            mode: Some(ImportMode::Movement),
            profile: formats::Profile::named("open-items"),
            ..request(vec![upload("past.csv", past.clone())])
        };
        assert_eq!(import(&house.desk, &past).outcome.rejected, 0);
    }
    all
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn limit(desk: &Desk, client: &str, amount: &str) {
    let set = desk.set_credit_limit(&Actor::operator(), account(desk, client), Some(euro(amount)), "comité");
    set.expect("a limit");
}

fn notices(desk: &Desk) -> Vec<NoticeLine> {
    desk.notices(&Actor::operator(), None, None, 100).expect("notices")
}

fn codes(desk: &Desk, show: CreditShow) -> Vec<String> {
    let query = CreditQuery { show, ..CreditQuery::default() };
    desk.credit(&Actor::operator(), &query, None, 100).expect("a list").rows.into_iter().map(|l| l.account).collect()
}

/// The sums of the export are those of the file, added up here by another program: this one.
#[test]
fn what_is_owed_is_the_sum_of_the_lines_of_the_file() {
    let mut text = HEAD.to_owned();
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for n in 0_i64..120 {
        let client = format!("K{:02}", n * 7 % 23);
        let minor = 1_000 + n * 3_717 % 90_000;
        let credit = n % 5 == 0;
        let signed = if credit { -minor } else { minor };
        let (kind, sign) = if credit { ("avoir", "-") } else { ("facture", "") };
        let amount = format!("{sign}{},{:02}", minor / 100, minor % 100);
        let due = if n % 3 == 0 { "01/09/2026" } else { "20/12/2026" };
        text += &line(&client, &format!("P{n}"), kind, ("01/08/2026", if credit { "" } else { due }), &amount);
        *sums.entry(client).or_default() += signed;
    }
    for house in houses(START) {
        import(&house.desk, &request(vec![upload("open.csv", text.clone())]));
        let actor = Actor::operator();
        let file = house.desk.credit_report(&actor, ReportFormat::Csv, &CreditQuery::default(), Language::En);
        let told = String::from_utf8(file.expect("a report").bytes).expect("text");
        let mut found: BTreeMap<String, i64> = BTreeMap::new();
        for row in told.lines().skip(1) {
            let cells: Vec<&str> = row.split(';').collect();
            let amount = cells[4].replace(['\u{202f}', '\u{a0}', ' '], "").replace(',', ".");
            found.insert(cells[0].to_owned(), Money::parse(&amount, Currency::EUR).expect(cells[4]).minor());
        }
        sums.retain(|_, sum| *sum != 0);
        assert_eq!(found, sums, "on {}", house.engine);
        let page = house.desk.credit(&actor, &CreditQuery::default(), None, 5).expect("a page");
        assert_eq!(page.exposure, Money::new(sums.values().sum(), Currency::EUR).to_decimal());
        let mut paged: Vec<String> = Vec::new();
        let mut after = None;
        loop {
            let page = house.desk.credit(&actor, &CreditQuery::default(), after, 7).expect("a page");
            paged.extend(page.rows.into_iter().map(|line| line.account));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        paged.sort();
        assert_eq!(paged, sums.keys().cloned().collect::<Vec<_>>(), "each once, whatever the page");
    }
}

#[test]
fn a_class_has_its_points_and_a_new_customer_has_none() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let file = desk.credit_of(&actor, account(desk, "C2")).expect("a file");
        let of = |criterion| file.points.iter().find(|p| p.criterion == criterion).expect("a point");
        // Ten days late on average: between 10 points at 5 days and 30 at 15.
        assert_eq!(of(Criterion::Lateness).points, Some(20), "{:?}", of(Criterion::Lateness).why);
        assert_eq!(of(Criterion::Overdue).points, Some(0), "what it owes is not due");
        assert_eq!(of(Criterion::Promises).points, None, "nobody promised anything");
        let sum: u32 = file.points.iter().filter_map(|p| p.adds).sum();
        let worst: u32 = file.points.iter().filter(|p| p.adds.is_some()).map(|p| 100 * u32::from(p.weight)).sum();
        assert_eq!((file.sum, file.most), (sum, worst), "the points shown add up");
        assert_eq!(file.line.grade, Some(Grade::A), "on {}: {sum} of {worst}", house.engine);
        let fresh = desk.credit_of(&actor, account(desk, "C1")).expect("a file");
        assert_eq!((fresh.line.grade, fresh.unknown.is_some()), (None, true), "one invoice fell due");

        let heavy = with_weights(Weights::shipped(), [(Criterion::Age, 20)]).expect("weights");
        let moved = desk.compare_credit_weights(&actor, &heavy).expect("a comparison");
        assert_eq!((moved.customers, moved.worse, moved.better), (1, 1, 0), "known for eight months only");
        let blind = Criterion::ALL.iter().map(|c| (*c, if *c == Criterion::Disputes { 5 } else { 0 }));
        let blind = with_weights(Weights::shipped(), blind).expect("weights");
        let lost = desk.compare_credit_weights(&actor, &blind).expect("a comparison");
        assert_eq!((lost.better, lost.worse, lost.head.len()), (0, 0, 1), "to lose one's class is no better class");
        desk.save_credit_weights(&actor, Some(heavy)).expect("saved");
        let after = desk.credit_of(&actor, account(desk, "C2")).expect("a file").line.grade;
        assert_eq!(moved.head[0].after, after, "what the comparison said holds");
        assert!(after > Some(Grade::A));
        desk.save_credit_weights(&actor, None).expect("taken back");
        assert_eq!(desk.credit_weights(&actor).expect("weights").saved.len(), 2);
    }
}

#[test]
fn a_limit_needs_a_reason_and_tells_who_is_beyond_it() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let first = account(desk, "C1");
        assert_eq!(code(desk.set_credit_limit(&actor, first, Some(euro("1.00")), " ")), "reason-missing");
        assert_eq!(code(desk.set_credit_limit(&actor, first, Some(euro("-1.00")), "x")), "credit-limit-negative");
        limit(desk, "C1", "1000.00");
        limit(desk, "C2", "250.00");
        assert_eq!(codes(desk, CreditShow::Over), ["C2"], "900 is within 1 000");
        limit(desk, "C1", "650.00");
        assert_eq!(codes(desk, CreditShow::Over), ["C1", "C2"], "the farthest first: 250 before 50");
        let file = desk.credit_of(&actor, first).expect("a file");
        assert_eq!((file.line.beyond.as_deref(), file.line.exposure.as_str()), (Some("250.00"), "900.00"));
        assert_eq!((file.line.overdue.as_str(), file.line.not_due.as_str()), ("500.00", "400.00"));
        assert_eq!(codes(desk, CreditShow::Unlimited), [""; 0]);
        desk.set_credit_limit(&actor, first, None, "payé d'avance").expect("removed");
        assert_eq!(codes(desk, CreditShow::Unlimited), ["C1"]);
        let told: Vec<String> = desk
            .account_file(&actor, first)
            .expect("a file")
            .timeline
            .iter()
            .rev()
            .filter(|l| l.kind.starts_with("credit."))
            .map(|l| format!("{} {}", l.kind, l.payload["before"]))
            .collect();
        let wanted = ["credit.limit_set null", "credit.limit_set \"1000.00\"", "credit.limit_removed \"650.00\""];
        assert_eq!(told, wanted, "what it was stays in the timeline");
        let sold = Actor::new("paul", Role::Salesperson).within(Reach::own(["paul".to_owned()], "Durand"));
        assert_eq!(code(desk.set_credit_limit(&sold, first, None, "x")), "forbidden");
        let other = Actor::new("eve", Role::Manager).within(Reach::own(["eve".to_owned()], "Petit"));
        assert_eq!(code(desk.credit_of(&other, first)), "not-found", "out of reach is not there");
        assert_eq!(desk.credit(&other, &CreditQuery::default(), None, 9).expect("a list").count, 0);
    }
}

#[test]
fn orders_are_held_and_released_by_who_may_and_always_for_a_reason() {
    for house in filled() {
        let (desk, collector) = (&house.desk, Actor::new("ana", Role::Collector));
        let (manager, chief) = (Actor::new("marc", Role::Manager), Actor::operator());
        let first = account(desk, "C1");
        assert_eq!(code(desk.block_orders(&collector, first, "", false)), "reason-missing");
        assert_eq!(code(desk.block_orders(&collector, first, "trop", true)), "forbidden");
        let id = desk.block_orders(&collector, first, "chèque sans provision", false).expect("proposed");
        assert_eq!(code(desk.block_orders(&manager, first, "encore", true)), "credit-orders-open");
        let held = || desk.orders_blocked(&chief, &[OrderState::Blocked, OrderState::Releasing], None, 10);
        assert_eq!(held().expect("a list").rows.len(), 0, "orders go on until somebody decides");
        for act in OrderAct::ALL {
            assert_eq!(code(desk.decide_orders(&manager, id, *act, "  ")), "reason-missing", "{act:?}");
        }
        assert_eq!(code(desk.decide_orders(&collector, id, OrderAct::Approve, "oui")), "forbidden");
        let most = CreditPolicy { manager_most: Some(800), sales: "Mme Roy".to_owned(), ..CreditPolicy::default() };
        desk.set_credit_policy(&chief, &most).expect("a policy");
        assert_eq!(code(desk.decide_orders(&manager, id, OrderAct::Approve, "oui")), "credit-beyond-yours");
        assert_eq!(notices(desk).len(), 0);
        let decide = |who: &Actor, act| desk.decide_orders(who, id, act, "vu avec le client");
        assert_eq!(decide(&chief, OrderAct::Approve).expect("held"), OrderState::Blocked);
        let rows = held().expect("a list").rows;
        assert_eq!((rows[0].account.as_str(), rows[0].why.fr.as_str()), ("C1", "chèque sans provision"));
        let told = notices(desk);
        let mut who: Vec<&str> = told.iter().map(|n| n.recipient.as_str()).collect();
        who.sort_unstable();
        assert_eq!(who, ["Durand", "Mme Roy"], "the salesperson and who follows sales");
        assert!(told[0].subject.contains("bloquées"), "{}", told[0].subject);
        assert_eq!(decide(&collector, OrderAct::AskRelease).expect("asked"), OrderState::Releasing);
        assert_eq!(held().expect("a list").rows.len(), 1, "held until somebody grants the release");
        assert_eq!(decide(&chief, OrderAct::Refuse).expect("kept"), OrderState::Blocked);
        assert_eq!(decide(&chief, OrderAct::Release).expect("released"), OrderState::Released);
        assert_eq!(code(decide(&chief, OrderAct::Release)), "credit-orders-not-now");
        assert_eq!(notices(desk).len(), 4, "once for each change, not for each proposal");
        let file = desk.credit_of(&chief, first).expect("a file");
        assert_eq!((file.line.orders, file.orders.len()), (None, 1), "over, and still told");
        assert!(desk.verify(&chief).expect("verify").is_sound(), "on {}", house.engine);
    }
}

#[test]
fn the_day_proposes_once_and_tells_once_what_gets_worse() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        limit(desk, "C1", "650.00");
        let cover = CoverOrder {
            insurer: "Assurcrédit".to_owned(),
            policy: "P-77".to_owned(),
            amount: euro("500.00"),
            since: Some(day("2026-01-01")),
            until: Some(day("2026-12-10")),
            declare_days: Some(90),
        };
        desk.set_credit_cover(&actor, account(desk, "C1"), Some(&cover)).expect("a cover");
        desk.run(&Actor::worker(), &RunRequest::default(), &|_, _| ()).expect("a run");
        let told = desk.credit_signals(&actor, false, None, 10).expect("signals").rows;
        let mut kinds: Vec<Signal> = told.iter().map(|s| s.signal).collect();
        kinds.sort_unstable();
        // Due on 1 September, 90 days: declared by 30 November, in seven days.
        assert_eq!(kinds, [Signal::Declare, Signal::OverCover, Signal::OverLimit, Signal::CoverEnds]);
        let declare = told.iter().find(|s| s.signal == Signal::Declare).expect("the clock");
        assert_eq!((declare.about, declare.account.as_str()), (day("2026-11-30"), "C1"));
        assert!(!declare.proposed.fr.is_empty() && declare.why.fr.contains("30"), "{:?}", declare.why);
        let again = desk.tend_credit(&actor, day(START)).expect("twice");
        assert_eq!((again.signals, again.proposed), (0, 0), "on {}", house.engine);
        let waiting = desk.orders_blocked(&actor, &[OrderState::Proposed], None, 10).expect("a list").rows;
        assert_eq!((waiting.len(), waiting[0].why.fr.as_str()), (1, "plafond dépassé"));
        desk.decide_orders(&actor, waiting[0].id, OrderAct::Refuse, "client suivi").expect("refused");
        assert_eq!(desk.tend_credit(&actor, day(START)).expect("again").proposed, 0, "refused is not asked again");

        desk.see_credit_signal(&Actor::new("ana", Role::Collector), declare.id).expect("seen");
        desk.see_credit_signal(&actor, declare.id).expect("twice changes nothing");
        assert_eq!(desk.credit_signals(&actor, false, None, 10).expect("signals").rows.len(), 3);
        let seen = desk.credit_signals(&actor, true, None, 10).expect("signals").rows;
        let seen = seen.iter().find(|s| s.id == declare.id).expect("still there");
        assert_eq!(seen.seen_by, "ana");
    }
}

#[test]
fn a_rule_that_asks_for_it_no_more_proposes_the_release() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        limit(desk, "C1", "650.00");
        assert_eq!(desk.tend_credit(&actor, day(START)).expect("tended").proposed, 1);
        let held = desk.orders_blocked(&actor, &[OrderState::Proposed], None, 10).expect("a list").rows;
        desk.decide_orders(&actor, held[0].id, OrderAct::Approve, "comité").expect("held");
        assert_eq!(desk.tend_credit(&actor, day(START)).expect("tended").releases, 0);
        limit(desk, "C1", "5000.00");
        assert_eq!(desk.tend_credit(&actor, day(START)).expect("tended").releases, 1);
        assert_eq!(desk.order_block(&actor, held[0].id).expect("it").state, OrderState::Releasing);
        let rules = OrderRules { over_limit: false, overdue_days: Some(500), ..OrderRules::default() };
        let wrong = CreditPolicy { orders: rules, ..CreditPolicy::default() };
        assert_eq!(code(desk.set_credit_policy(&actor, &wrong)), "credit-policy-days");
    }
}

#[test]
fn salespeople_hear_of_due_dates_only_where_the_house_wants_it_and_once() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert_eq!(desk.tend_credit(&actor, day(START)).expect("tended").told, 0, "off by default");
        let tell = CreditTelling { before_days: Some(10), above: 200, weekly: true };
        desk.set_credit_policy(&actor, &CreditPolicy { tell, ..CreditPolicy::default() }).expect("a policy");
        // G9, 300 € due on 1 December, is within ten days; F2 is due on 15 December. C1 is late.
        assert_eq!(desk.tend_credit(&actor, day(START)).expect("tended").told, 2);
        let mut told: Vec<String> = notices(desk).into_iter().map(|n| format!("{} {}", n.kind, n.recipient)).collect();
        told.sort();
        assert_eq!(told, ["credit-before Durand", "credit-late Durand"]);
        let friday = open_at(&house.url, FixedClock::on(day("2026-11-27")));
        assert_eq!(friday.tend_credit(&actor, day("2026-11-27")).expect("tended").told, 0, "the same week");
        let monday = open_at(&house.url, FixedClock::on(day("2026-11-30")));
        assert_eq!(monday.tend_credit(&actor, day("2026-11-30")).expect("tended").told, 1, "on {}", house.engine);
    }
}

#[test]
fn what_a_factor_has_is_locked_until_the_assignment_is_reversed_for_a_reason() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let first = account(desk, "C1");
        let item = |number: &str| desk.find_item(&actor, number).expect("a piece").id;
        assert_eq!(code(desk.assign_to_factor(&actor, first, &[item("F1")], " ")), "credit-factor-missing");
        desk.assign_to_factor(&actor, first, &[item("F1")], "Affacturage du Nord").expect("assigned");
        let run = desk.run(&Actor::worker(), &RunRequest::default(), &|_, _| ()).expect("a run");
        assert_eq!(run.messages, 0, "what is late is the factor's");
        assert_eq!(code(desk.allocate(&actor, item("F1"), item("A1"), None)), "credit-factored");
        assert_eq!(code(desk.open_dispute(&actor, item("F1"), &DisputeOrder::heard("x"))), "credit-factored");
        let plan = PlanTerms {
            items: vec![item("F1")],
            count: Some(2),
            first: Some(day("2026-12-10")),
            ..PlanTerms::default()
        };
        assert_eq!(code(desk.propose_plan(&actor, first, &plan)), "credit-factored");
        let block = desk.blocked_items(&actor, &BlockFilter::default(), None, 9).expect("blocks").rows.remove(0);
        assert_eq!((block.reason, block.owner.as_str()), (BlockReason::Factored, "Affacturage du Nord"));
        assert_eq!(code(desk.unblock(&actor, block.id)), "credit-factored");
        assert_eq!(code(desk.assign_to_factor(&actor, first, &[item("F1")], "Autre")), "block-nothing-left");
        assert_eq!(code(desk.take_back_from_factor(&actor, item("F1"), "")), "reason-missing");
        assert_eq!(code(desk.take_back_from_factor(&actor, item("F2"), "x")), "credit-not-factored");
        desk.take_back_from_factor(&actor, item("F1"), "rétrocession").expect("reversed");
        desk.allocate(&actor, item("F1"), item("A1"), None).expect("ours again");
        assert!(desk.verify(&actor).expect("verify").is_sound(), "on {}", house.engine);
    }
}

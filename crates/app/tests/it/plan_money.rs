//! What the books bring to a plan, and what they do not: nothing counts twice, nobody acknowledges what is paid.

use app::disputes::{DisputeKind, DisputeOrder};
use app::imports::ImportRequest;
use app::plans::{PlanId, PlanSignature, PlanState, PlanTerms, SignatureLevel};
use app::{Actor, Desk, DeskError, Role};
use kernel::FixedClock;
use ledger::{AccountId, ImportMode, ItemId};

use crate::support::{House, day, houses, import, open_at, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const START: &str = "2026-11-23";

/// Two invoices of one customer, 300 € and 600 €, due in September.
fn opened() -> Vec<House> {
    let all = houses(START);
    for house in &all {
        let who = "C1;Garage Leroy SARL;1 rue A;75001;Paris";
        let lines = format!(
            "{HEAD}{who};F1;facture;01/08/2026;01/09/2026;300,00\n{who};F2;facture;05/08/2026;15/09/2026;600,00\n"
        );
        import(&house.desk, &request(vec![upload("open.csv", lines)]));
    }
    all
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

fn bring(desk: &Desk, number: &str, (kind, dated): (&str, &str), amount: &str) {
    let line = format!("{HEAD}C1;x;1 rue A;75001;Paris;{number};{kind};{dated};;-{amount}\n");
    let order = ImportRequest { mode: Some(ImportMode::Movement), ..request(vec![upload("paid.csv", line)]) };
    assert_eq!(import(desk, &order).outcome.rejected, 0);
}

fn pay(desk: &Desk, number: &str, dated: &str, amount: &str) {
    bring(desk, number, ("règlement", dated), amount);
}

fn terms(items: Vec<ItemId>, count: u32, rate: &str) -> PlanTerms {
    let rate = rate.to_owned();
    PlanTerms { items, count: Some(count), first: Some(day("2026-12-01")), rate, ..PlanTerms::default() }
}

fn sign(desk: &Desk, id: PlanId, level: SignatureLevel) -> Result<(), DeskError> {
    let signature = PlanSignature { on: None, by: "Mme Leroy, gérante".to_owned(), level };
    desk.sign_plan(&Actor::operator(), id, &signature)
}

fn signed(desk: &Desk, terms: &PlanTerms, level: SignatureLevel) -> PlanId {
    let id = desk.propose_plan(&Actor::operator(), account(desk), terms).expect("a plan");
    sign(desk, id, level).expect("signed");
    id
}

/// What is paid of a plan and what is left, as people read it.
fn stands(desk: &Desk, id: PlanId) -> (PlanState, String, String) {
    let line = desk.plan_detail(&Actor::operator(), id).expect("the plan").line;
    (line.state, line.paid, line.left)
}

fn sums(paid: &str, left: &str) -> (PlanState, String, String) {
    (PlanState::Active, paid.to_owned(), left.to_owned())
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

#[test]
fn what_was_in_the_books_before_is_deducted_and_never_counts_for_the_plan() {
    for house in opened() {
        let (desk, actor) = (&house.desk, Actor::operator());
        pay(desk, "VIR0", "20/11/2026", "400,00");
        let asked = terms(Vec::new(), 2, "");
        let offer = desk.plan_offer(&actor, account(desk), &asked).expect("an offer");
        // 400 pay F1 whole and 100 of F2.
        let told = (offer.pieces.join(" "), offer.deducted.as_str(), offer.total.as_str());
        assert_eq!(told, ("F2".to_owned(), "400.00", "500.00"), "on {}", house.engine);
        let id = signed(desk, &asked, SignatureLevel::Handwritten);
        assert_eq!(stands(desk, id), sums("0.00", "500.00"));
        desk.allocate(&actor, item(desk, "F1"), item(desk, "VIR0"), None).expect("matched");
        desk.allocate(&actor, item(desk, "F2"), item(desk, "VIR0"), None).expect("matched");
        assert_eq!(stands(desk, id), sums("0.00", "500.00"), "matched later, it is the same old money");
        let then = on(&house, "2026-12-01");
        pay(&then, "VIR1", "01/12/2026", "250,00");
        assert_eq!(stands(&then, id), sums("250.00", "250.00"));
        then.allocate(&actor, item(&then, "F2"), item(&then, "VIR1"), None).expect("matched");
        assert_eq!(stands(&then, id), sums("250.00", "250.00"), "matched or not, it came once");
    }
}

#[test]
fn a_proposal_falls_when_money_comes_before_its_signature() {
    for house in opened() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = desk.propose_plan(&actor, account(desk), &terms(Vec::new(), 2, "")).expect("a plan");
        let proposed = desk.plan_protocol(&actor, id).expect("a protocol").bytes;
        assert_eq!(desk.plan_protocol(&actor, id).expect("again").bytes, proposed, "what is signed is what was read");
        pay(desk, "VIR0", "20/11/2026", "100,00");
        assert_eq!(code(sign(desk, id, SignatureLevel::Said)), "plan-open-moved", "on {}", house.engine);
        let late = desk.propose_plan(&actor, account(desk), &terms(Vec::new(), 2, "")).expect("a plan");
        assert_eq!(code(sign(&on(&house, "2026-12-02"), late, SignatureLevel::Said)), "plan-dates-over");
    }
}

#[test]
fn money_that_is_not_matched_serves_the_oldest_plan_once() {
    for house in opened() {
        let desk = &house.desk;
        let first = signed(desk, &terms(vec![item(desk, "F1")], 1, ""), SignatureLevel::Handwritten);
        let second = signed(desk, &terms(vec![item(desk, "F2")], 2, ""), SignatureLevel::Handwritten);
        let then = on(&house, "2026-12-01");
        pay(&then, "VIR1", "01/12/2026", "350,00");
        assert_eq!(stands(&then, first), sums("300.00", "0.00"), "on {}", house.engine);
        assert_eq!(stands(&then, second), sums("50.00", "550.00"), "what is left of it");
    }
}

#[test]
fn agreed_interest_is_no_default_once_the_pieces_are_paid() {
    for house in opened() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = signed(desk, &terms(vec![item(desk, "F2")], 3, "6"), SignatureLevel::Handwritten);
        let plan = desk.plan_detail(&actor, id).expect("the plan");
        assert!(plan.interest != "0.00", "{}", plan.interest);
        let then = on(&house, "2026-11-25");
        pay(&then, "VIR1", "25/11/2026", "600,00");
        then.allocate(&actor, item(&then, "F2"), item(&then, "VIR1"), None).expect("matched");
        then.judge_plans(&actor, day("2026-11-25")).expect("judged");
        assert_eq!(stands(&then, id).0, PlanState::Kept, "paid early, on {}", house.engine);
    }
}

#[test]
fn a_credit_note_on_its_piece_counts_and_a_piece_settled_otherwise_asks_for_nothing() {
    for house in opened() {
        let actor = Actor::operator();
        let id = signed(&house.desk, &terms(vec![item(&house.desk, "F1")], 2, ""), SignatureLevel::Handwritten);
        let then = on(&house, "2026-11-25");
        bring(&then, "AV1", ("avoir", "25/11/2026"), "100,00");
        assert_eq!(stands(&then, id), sums("0.00", "300.00"), "a credit note waits to be matched");
        then.allocate(&actor, item(&then, "F1"), item(&then, "AV1"), None).expect("matched");
        assert_eq!(stands(&then, id), sums("100.00", "200.00"), "on {}", house.engine);
    }
}

#[test]
fn a_notice_that_was_obeyed_forfeits_nothing() {
    for house in opened() {
        let actor = Actor::operator();
        let id = signed(&house.desk, &terms(Vec::new(), 3, ""), SignatureLevel::Handwritten);
        let noticed = on(&house, "2026-12-24");
        noticed.judge_plans(&actor, day("2026-12-24")).expect("judged");
        noticed.notify_plan(&actor, id, None).expect("noticed");
        // The second instalment falls due meanwhile; the first is paid before the notice is over.
        let paid = on(&house, "2027-01-08");
        pay(&paid, "VIR1", "08/01/2027", "300,00");
        let after = on(&house, "2027-01-12");
        assert_eq!(after.judge_plans(&actor, day("2027-01-12")).expect("judged").lapsed, 0, "on {}", house.engine);
        assert_eq!(stands(&after, id), (PlanState::Late, "300.00".to_owned(), "600.00".to_owned()));
        assert_eq!(code(after.accelerate_plan(&actor, id)), "plan-not-now", "the second one needs a notice of its own");
    }
}

#[test]
fn a_term_is_forfeited_on_a_signed_protocol_only() {
    for house in opened() {
        let actor = Actor::operator();
        let id = signed(&house.desk, &terms(Vec::new(), 3, ""), SignatureLevel::Said);
        let noticed = on(&house, "2026-12-10");
        noticed.notify_plan(&actor, id, None).expect("noticed");
        let after = on(&house, "2026-12-26");
        assert_eq!(code(after.accelerate_plan(&actor, id)), "plan-clause-unwritten", "on {}", house.engine);
        let collector = Actor::new("lea", Role::Collector);
        assert_eq!(code(after.cancel_plan(&collector, id, "assez")), "forbidden", "it binds the house too");
        after.cancel_plan(&Actor::new("max", Role::Manager), id, "accord du client").expect("given up");
    }
}

#[test]
fn what_is_contested_in_a_plan_is_held_back_whatever_becomes_of_it() {
    for house in opened() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = signed(desk, &terms(Vec::new(), 3, ""), SignatureLevel::Handwritten);
        let order = DisputeOrder { kind: DisputeKind::Price, ..DisputeOrder::heard("") };
        desk.open_dispute(&actor, item(desk, "F1"), &order).expect("contested");
        assert_eq!(code(desk.open_dispute(&actor, item(desk, "F1"), &order)), "block-nothing-left", "once");
        desk.cancel_plan(&actor, id, "accord du client").expect("given up");
        let asked = desk.account_file(&actor, account(desk)).expect("the file").next;
        let amounts: Vec<String> = asked.iter().filter_map(|n| n.amount).map(kernel::Money::to_decimal).collect();
        assert_eq!(amounts, ["600.00"], "F1 stays aside, on {}", house.engine);
    }
}

#[test]
fn a_proposal_that_nobody_signs_is_given_up_with_the_means_of_the_person() {
    for house in opened() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = desk.propose_plan(&actor, account(desk), &terms(Vec::new(), 3, "")).expect("a plan");
        let last = on(&house, "2026-12-01");
        assert_eq!(
            last.judge_plans(&actor, day("2026-12-01")).expect("judged").expired,
            0,
            "it may be signed that day"
        );
        let after = on(&house, "2026-12-02");
        assert_eq!(after.judge_plans(&actor, day("2026-12-02")).expect("judged").expired, 1, "on {}", house.engine);
        assert_eq!(after.judge_plans(&actor, day("2026-12-02")).expect("judged").expired, 0);
        assert_eq!(stands(&after, id).0, PlanState::Cancelled);
    }
}

#[test]
fn a_receipt_is_for_money_that_came_and_stayed() {
    for house in opened() {
        let (desk, actor) = (&house.desk, Actor::operator());
        pay(desk, "VIR1", "20/11/2026", "300,00");
        let payment = item(desk, "VIR1");
        assert!(desk.receipt(&actor, payment).expect("a receipt").bytes.starts_with(b"%PDF-"));
        // The bank sends it back: a debit that undoes it.
        let line = format!("{HEAD}C1;x;1 rue A;75001;Paris;REJ1;remboursement;23/11/2026;;300,00\n");
        let order = ImportRequest { mode: Some(ImportMode::Movement), ..request(vec![upload("rej.csv", line)]) };
        assert_eq!(import(desk, &order).outcome.rejected, 0);
        desk.allocate(&actor, item(desk, "REJ1"), payment, None).expect("matched");
        assert_eq!(code(desk.receipt(&actor, payment)), "receipt-not-a-payment", "on {}", house.engine);
    }
}

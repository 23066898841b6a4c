//! Cases: opened on chosen pieces, followed act by act, closed; nothing is reminded of meanwhile, no right is silent.

use app::blocks::{BlockFilter, BlockOrder, BlockReason};
use app::cases::{
    CaseFilter, CaseId, CaseOrder, CaseOutcome, CaseSide, CourtProcedureId, PartyOrder, PartyRole, ProcedureOrder,
    ProofKind, Tell, TellOrder,
};
use app::guard::{GuardQuery, RightShow};
use app::reports::ReportFormat;
use app::runs::RunRequest;
use app::{Actor, Desk, DeskError, Role};
use kernel::Language;

use crate::support::{House, day, houses, import, open, request, upload};

const START: &str = "2026-09-01";
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/06/2026;30/06/2026;250,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F3;facture;20/08/2026;30/09/2026;40,00\n\
    C2;Leroy Holding SAS;société;2 rue B;75002;Paris;G1;facture;01/05/2026;31/05/2026;75,00\n\
    C3;Tiers SARL;société;3 rue C;75003;Paris;H1;facture;01/05/2026;31/05/2026;10,00\n";

fn filled(start: &str) -> Vec<House> {
    let all = houses(start);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", FILE)]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn opened(desk: &Desk, items: &[&str]) -> CaseId {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, "C1").expect("C1");
    let items = items.iter().map(|number| desk.find_item(&actor, number).expect("an item").id).collect();
    desk.open_case(&actor, account, &CaseOrder { items, ..CaseOrder::default() }).expect("a case")
}

fn begun(desk: &Desk, case: CaseId) -> CourtProcedureId {
    let order = ProcedureOrder {
        definition: "payment-order".to_owned(),
        court: "Tribunal de commerce de Paris".to_owned(),
        ..ProcedureOrder::default()
    };
    desk.begin_procedure(&Actor::operator(), case, &order).expect("a procedure")
}

fn told(desk: &Desk, procedure: CourtProcedureId, order: &TellOrder) -> Vec<String> {
    let events = desk.tell_procedure(&Actor::operator(), procedure, order).expect("told");
    events.iter().map(|event| event.words().en).collect()
}

/// The accounts that a run of the day would write to.
fn reminded(desk: &Desk) -> Vec<String> {
    let request = RunRequest { dry: true, ..RunRequest::default() };
    let answer = desk.run(&Actor::operator(), &request, &|_, _| ()).expect("a run");
    answer.decisions.iter().map(|line| line.account).collect()
}

#[test]
fn a_case_takes_what_is_late_and_nothing_of_it_is_reminded_of() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert!(reminded(desk).contains(&"C1".to_owned()), "on {}", house.engine);
        let id = opened(desk, &[]);
        let case = desk.case(&actor, id).expect("the case");
        let numbers: Vec<&str> = case.claims.iter().map(|claim| claim.number.as_str()).collect();
        assert_eq!(numbers, ["F1", "F2"], "what is not due yet is not claimed");
        assert_eq!((case.line.claimed.as_str(), case.line.open.as_str()), ("1250.00", "1250.00"));
        assert!(!reminded(desk).contains(&"C1".to_owned()), "on {}", house.engine);
        // What is matched in the middle shows at once: the amicable door stays open.
        let paid = FILE.to_owned() + "C1;Garage Leroy SARL;société;1 rue A;75001;Paris;A1;avoir;01/09/2026;;-300,00\n";
        import(desk, &request(vec![upload("paid.csv", paid)]));
        let (f1, a1) = (desk.find_item(&actor, "F1").expect("F1").id, desk.find_item(&actor, "A1").expect("A1").id);
        let amount = kernel::Money::parse("300", kernel::Currency::EUR).expect("an amount");
        desk.allocate(&actor, f1, a1, Some(amount)).expect("matched");
        let case = desk.case(&actor, id).expect("the case");
        assert_eq!((case.line.open.as_str(), case.received.as_str()), ("950.00", "300.00"));
        // Closed, what is still owed is asked for again.
        desk.close_case(&actor, id, (CaseOutcome::Settled, "accord")).expect("closed");
        assert!(reminded(desk).contains(&"C1".to_owned()), "on {}", house.engine);
        assert_eq!(code(desk.close_case(&actor, id, (CaseOutcome::Paid, "encore"))), "case-closed");
    }
}

#[test]
fn what_cannot_be_claimed_together_is_refused_and_says_why() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let (c1, c3) = (desk.find_account(&actor, "C1").expect("C1"), desk.find_account(&actor, "C3").expect("C3"));
        let item = |number: &str| desk.find_item(&actor, number).expect("an item").id;
        let id = opened(desk, &["F1"]);
        let order = |items: &[&str]| CaseOrder {
            items: items.iter().map(|number| item(number)).collect(),
            ..CaseOrder::default()
        };
        assert_eq!(code(desk.open_case(&actor, c1, &order(&["F1"]))), "case-claimed");
        let defence = CaseOrder { side: CaseSide::Defendant, ..CaseOrder::default() };
        assert_eq!(code(desk.open_case(&actor, c3, &defence)), "case-object-missing");
        let defence = CaseOrder { object: "assignation reçue le 20 août".to_owned(), ..defence };
        desk.open_case(&actor, c3, &defence).expect("a case where we defend");
        // The block of a case is the case's.
        let blocks = desk.blocked_items(&actor, &BlockFilter::default(), None, 50).expect("blocks").rows;
        let held = blocks.iter().find(|block| block.item == "F1").expect("F1 is held");
        assert_eq!(held.reason, BlockReason::Case);
        assert_eq!(code(desk.unblock(&actor, held.id)), "case-holds-piece");
        let by_hand = BlockOrder {
            reason: BlockReason::Case,
            amount: None,
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        assert_eq!(code(desk.block(&actor, item("F2"), &by_hand)), "case-block-by-hand");
        // Pieces of another account of the creditor come in: a co-debtor's.
        desk.add_claims(&actor, id, &[item("G1")]).expect("the holding owes it too");
        let c2 = desk.find_account(&actor, "C2").expect("C2");
        let party = PartyOrder {
            role: PartyRole::CoDebtor,
            name: String::new(),
            address: String::new(),
            note: String::new(),
            account: Some(c2),
        };
        desk.add_party(&actor, id, &party).expect("a party");
        let case = desk.case(&actor, id).expect("the case");
        assert_eq!(case.parties[0].name, "Leroy Holding SAS");
        assert_eq!((case.line.claimed.as_str(), case.line.pieces), ("1075.00", 2));
        let claim = case.claims[1].id;
        assert_eq!(code(desk.drop_claim(&actor, id, claim, " ")), "reason-missing");
        desk.drop_claim(&actor, id, claim, "réglée par la holding").expect("taken out");
        assert_eq!(code(desk.drop_claim(&actor, id, case.claims[0].id, "plus rien")), "case-last-claim");
        assert_eq!(code(desk.case(&Actor::new("x", Role::Salesperson), id)), "not-found", "out of reach");
        let list = desk.cases(&actor, &CaseFilter { open: Some(true), account: None }, None, 1).expect("cases");
        assert_eq!(list.rows.len(), 1);
        let rest = desk.cases(&actor, &CaseFilter { open: Some(true), account: None }, list.next, 1).expect("cases");
        assert_eq!((rest.rows.len(), rest.next), (1, None));
        let csv = desk.case_report(&actor, ReportFormat::Csv, &CaseFilter::default(), Language::En).expect("a file");
        assert_eq!(String::from_utf8(csv.bytes).expect("text").lines().count(), 3);
    }
}

/// The way of worked examples: filed 1 September 2026, granted the 10th, three months to serve (CPC 1411).
#[test]
fn a_payment_order_is_followed_to_its_service_and_time_tells_what_is_lost() {
    for house in filled("2026-09-15") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, &["F1"]);
        let order = ProcedureOrder {
            definition: "payment-order".to_owned(),
            begun: Some(day("2026-09-01")),
            ..ProcedureOrder::default()
        };
        let id = desk.begin_procedure(&actor, case, &order).expect("begun");
        let serve = TellOrder::act("serve", day("2026-09-14")).proved(ProofKind::OfficerAct, "PV 1");
        let wrong = desk.tell_procedure(&actor, id, &serve).expect_err("nothing is granted yet");
        assert_eq!(wrong.code(), "wrong-order");
        assert!(wrong.words(Language::Fr).contains("n’est pas possible maintenant"), "{}", wrong.words(Language::Fr));
        let unproved = TellOrder::act("file-request", day("2026-09-01"));
        assert_eq!(code(desk.tell_procedure(&actor, id, &unproved)), "no-proof");
        told(desk, id, &unproved.proved(ProofKind::RegistryReceipt, "2026/114"));
        told(desk, id, &TellOrder::act("grant", day("2026-09-10")).proved(ProofKind::Decision, "2026IP114"));
        let shown = desk.procedure(&actor, id).expect("the procedure");
        assert_eq!((shown.line.state.as_str(), shown.line.due), ("granted", Some(day("2026-12-10"))));
        // In the one calendar of rights, with what is open of the case, and its own page.
        let query = GuardQuery { show: RightShow::Soon, days: 90, ..GuardQuery::default() };
        let rights = desk.guard(&actor, &query, None, 50).expect("rights");
        let right = rights.rows.iter().find(|line| line.procedure_id == Some(id)).expect("the service");
        assert_eq!((right.last_day, right.at_risk.as_str()), (day("2026-12-10"), "1000.00"));
        let reference = right.right;
        assert_eq!(code(desk.close_case(&actor, case, (CaseOutcome::Paid, "payé"))), "case-goes-on");
        // A wrong day is corrected, and the deadline with it; the first one stays in the history.
        let fix = TellOrder {
            day: Some(day("2026-09-12")),
            why: "l’ordonnance est du 12".to_owned(),
            position: Some(1),
            ..TellOrder::new(Tell::Correct)
        };
        told(desk, id, &fix);
        let shown = desk.procedure(&actor, id).expect("the procedure");
        assert_eq!(shown.line.due, Some(day("2026-12-14")), "the 12th is a Saturday");
        let moved = desk.guard_right(&actor, reference).expect("the same right").line;
        assert_eq!((moved.procedure_id, moved.last_day), (Some(id), day("2026-12-14")), "it keeps its reference");
        assert_eq!((shown.facts.len(), shown.facts[1].amended), (3, true));
        // Nobody serves: the days tell it once, and give it to somebody.
        let late = open(&house.url, day("2026-12-15"));
        let judged = late.judge_procedures(&actor, late.today()).expect("judged");
        assert_eq!((judged.moved, judged.lost), (1, 1), "on {}", house.engine);
        assert_eq!(late.judge_procedures(&actor, late.today()).expect("judged").moved, 0, "once");
        let shown = late.procedure(&actor, id).expect("the procedure");
        assert_eq!((shown.line.state.as_str(), shown.line.over), ("lapsed", true));
        let account = late.find_account(&actor, "C1").expect("C1");
        let tasks = late.account_tasks(&actor, account).expect("tasks");
        assert!(tasks.iter().any(|task| task.subject.en.contains("is over")), "{tasks:?}");
        late.close_case(&actor, case, (CaseOutcome::GivenUp, "caduque")).expect("closed");
        let blocks = late.blocked_items(&actor, &BlockFilter::default(), None, 50).expect("blocks").rows;
        assert_eq!(blocks.iter().map(|b| b.reason).collect::<Vec<_>>(), [BlockReason::Excluded]);
    }
}

/// What an act does to the limitation of the pieces is told to the guard, and taken back with the act.
#[test]
fn acts_move_the_limitation_of_their_pieces_and_give_it_back() {
    for house in filled("2026-12-20") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, &["F1"]);
        let order = ProcedureOrder {
            definition: "payment-order".to_owned(),
            begun: Some(day("2026-09-01")),
            ..ProcedureOrder::default()
        };
        let id = desk.begin_procedure(&actor, case, &order).expect("begun");
        let of_f1 = |desk: &Desk| {
            let page = desk.guard(&actor, &GuardQuery::default(), None, 50).expect("rights");
            page.rows.into_iter().find(|line| line.item.en == "F1").expect("F1").last_day
        };
        let before = of_f1(desk);
        told(
            desk,
            id,
            &TellOrder::act("file-request", day("2026-09-01")).proved(ProofKind::RegistryReceipt, "2026/114"),
        );
        told(desk, id, &TellOrder::act("grant", day("2026-09-10")).proved(ProofKind::Decision, "2026IP114"));
        let serve = TellOrder {
            service: "in-person".to_owned(),
            ..TellOrder::act("serve", day("2026-10-01")).proved(ProofKind::OfficerAct, "PV 4512")
        };
        told(desk, id, &serve);
        assert!(before < of_f1(desk), "the service of the order interrupts the limitation, on {}", house.engine);
        let strike = TellOrder { why: "autre dossier".to_owned(), position: Some(2), ..TellOrder::new(Tell::Strike) };
        told(desk, id, &strike);
        assert_eq!(of_f1(desk), before, "struck out, it moves nothing, on {}", house.engine);
    }
}

/// What is read again after an act is what is read from nothing, also of another account whose piece the case claims.
#[test]
fn what_an_act_moves_is_read_again_for_every_account_of_its_case() {
    for house in filled("2026-12-20") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let rights = |desk: &Desk| desk.guard(&actor, &GuardQuery::default(), None, 50).expect("rights").rows;
        let last = |piece: &str| {
            let found = rights(desk).into_iter().find(|line| line.item.en == piece);
            found.expect("a piece").last_day
        };
        let case = opened(desk, &["F1"]);
        let g1 = desk.find_item(&actor, "G1").expect("G1").id;
        desk.add_claims(&actor, case, &[g1]).expect("the holding owes it too");
        let order = ProcedureOrder {
            definition: "conservatory-measures".to_owned(),
            begun: Some(day("2026-12-01")),
            ..ProcedureOrder::default()
        };
        let id = desk.begin_procedure(&actor, case, &order).expect("begun");
        let before = ["F1", "G1", "H1"].map(last);
        let seize = TellOrder::act("execute-without-leave", day("2026-12-15")).proved(ProofKind::OfficerAct, "PV 1");
        told(desk, id, &seize);
        let after = ["F1", "G1", "H1"].map(last);
        assert!(before[0] < after[0] && before[1] < after[1], "{before:?} {after:?} on {}", house.engine);
        assert_eq!(before[2], after[2], "it is in no case");
        assert_eq!(rights(desk), rights(&open(&house.url, day("2026-12-20"))), "on {}", house.engine);
    }
}

#[test]
fn a_procedure_ends_with_its_object_and_its_case_with_it() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, &[]);
        let id = begun(desk, case);
        assert_eq!(desk.procedure(&actor, id).expect("the procedure").line.claimed, "1250.00");
        let unknown = ProcedureOrder { definition: "nothing".to_owned(), ..ProcedureOrder::default() };
        assert_eq!(code(desk.begin_procedure(&actor, case, &unknown)), "law");
        let small = ProcedureOrder {
            claimed: "-3".to_owned(),
            definition: "payment-order".to_owned(),
            ..ProcedureOrder::default()
        };
        assert_eq!(code(desk.begin_procedure(&actor, case, &small)), "case-claim-amount");
        let end =
            TellOrder { ground: "paid".to_owned(), why: "virement reçu".to_owned(), ..TellOrder::new(Tell::End) };
        told(desk, id, &end);
        assert_eq!(code(desk.close_case(&actor, case, (CaseOutcome::Paid, "virement reçu"))), "case-still-open");
        desk.close_case(&actor, case, (CaseOutcome::Settled, "protocole signé")).expect("closed");
        assert_eq!(code(desk.tell_procedure(&actor, id, &end)), "case-closed");
        let wrong = TellOrder { ground: "whatever".to_owned(), ..TellOrder::new(Tell::Stay) };
        assert_eq!(code(desk.tell_procedure(&actor, id, &wrong)), "case-closed");
    }
}

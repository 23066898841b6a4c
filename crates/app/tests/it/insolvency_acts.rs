//! What a judgment stops before judges: procedures stayed, papers and procedures refused, guarantors decided.

use app::cases::{
    CaseId, CaseOrder, CourtProcedureId, PartyOrder, PartyRole, ProcedureDetail, ProcedureOrder, ProofKind, StayGround,
    Tell, TellOrder,
};
use app::insolvency::{
    GuarantorDecision, GuarantorLine, GuarantorOrder, GuarantorRole, InsolvencyQuery, ItemAnswer, Person,
};
use app::papers::PaperKind;
use app::{Actor, Desk, DeskError};
use kernel::Date;
use serde_json::json;

use crate::exhibits::{drafted, made, order};
use crate::insolvency::{SIREN, about, account, filled, notice, opening, take};
use crate::support::{House, day};

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn case(desk: &Desk, client: &str, items: &[&str], parties: Vec<PartyOrder>) -> CaseId {
    let actor = Actor::operator();
    let items = items.iter().map(|number| desk.find_item(&actor, number).expect("a piece").id).collect();
    let order = CaseOrder { items, parties, owner: "Durand".to_owned(), ..CaseOrder::default() };
    desk.open_case(&actor, account(desk, client), &order).expect("a case")
}

/// A payment order asked on 1 November and granted on the 5th.
fn granted(desk: &Desk, case: CaseId) -> CourtProcedureId {
    let actor = Actor::operator();
    let begun = Some(day("2026-11-01"));
    let order = ProcedureOrder { definition: "payment-order".to_owned(), begun, ..ProcedureOrder::default() };
    let id = desk.begin_procedure(&actor, case, &order).expect("a procedure");
    let filed = TellOrder::act("file-request", day("2026-11-01")).proved(ProofKind::RegistryReceipt, "2026/1");
    desk.tell_procedure(&actor, id, &filed).expect("filed");
    let given = TellOrder::act("grant", day("2026-11-05")).proved(ProofKind::Decision, "ORD-1");
    desk.tell_procedure(&actor, id, &given).expect("granted");
    id
}

fn whole(desk: &Desk, id: CourtProcedureId) -> ProcedureDetail {
    desk.procedure(&Actor::operator(), id).expect("the procedure")
}

/// Since when an insolvency stays it.
fn stayed(desk: &Desk, id: CourtProcedureId) -> Option<Date> {
    whole(desk, id).course.stayed.map(|(ground, since)| {
        assert_eq!(ground, StayGround::Insolvency);
        since
    })
}

fn serve(desk: &Desk, id: CourtProcedureId, on: &str) -> Result<(), DeskError> {
    let mut told = TellOrder::act("serve", day(on)).proved(ProofKind::OfficerAct, "PV-1");
    "in-person".clone_into(&mut told.service);
    desk.tell_procedure(&Actor::operator(), id, &told).map(drop)
}

fn read(desk: &Desk) {
    take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
}

/// Open tasks of C1 that hold these words.
fn tasks(desk: &Desk, words: &str) -> Vec<String> {
    let found = desk.account_tasks(&Actor::operator(), account(desk, "C1")).expect("tasks");
    found.into_iter().map(|task| task.subject.en).filter(|subject| subject.contains(words)).collect()
}

#[test]
fn a_judgment_stays_what_claims_prior_pieces_once_and_leaves_the_rest() {
    for house in filled() {
        let desk = &house.desk;
        let (prior, later) = (case(desk, "C1", &["F1"], vec![]), case(desk, "C1", &["F3"], vec![]));
        let (order, other) = (granted(desk, prior), granted(desk, later));
        let begun = Some(day("2026-11-01"));
        let own = ProcedureOrder { definition: "insolvency".to_owned(), begun, ..ProcedureOrder::default() };
        let own = desk.begin_procedure(&Actor::operator(), prior, &own).expect("followed");
        read(desk);
        assert_eq!(stayed(desk, order), Some(day("2026-11-10")), "on {}", house.engine);
        assert_eq!(stayed(desk, other), None, "F3 was supplied after the judgment");
        assert_eq!(stayed(desk, own), None, "it follows the insolvency itself");
        let fact = whole(desk, order).facts.pop().expect("a fact");
        let told = serde_json::to_value(&fact.fact).expect("json");
        let proof = json!({ "kind": "publication", "reference": "A2026022111" });
        assert_eq!((&told["fact"], &told["proof"], fact.by.as_str()), (&json!("stayed"), &proof, "worker"));
        assert_eq!(tasks(desk, "stays its procedures").len(), 1);
        let due = |id| whole(desk, id).line.due;
        assert_eq!((due(order), due(other).is_some()), (None, true), "a right that is stayed is not asked for");
        assert_eq!(code(serve(desk, order, "2026-11-20")), "stayed");
        serve(desk, other, "2026-11-20").expect("what is owed after it goes on");
        // Read again, looked at again: nothing more is told.
        let told = whole(desk, order).facts.len();
        read(desk);
        assert_eq!((whole(desk, order).facts.len(), tasks(desk, "stays its procedures").len()), (told, 1));
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_corrected_day_moves_the_stay_and_a_cancelled_notice_ends_it_as_of_its_beginning() {
    for house in filled() {
        let desk = &house.desk;
        let order = granted(desk, case(desk, "C1", &["F1"], vec![]));
        read(desk);
        let later = notice("A2026022331", "2026-11-20", "ROUVIERE", Some(SIREN), &opening("2026-11-12"));
        take(desk, &[about(later, "rectificatif", "A2026022111")]);
        assert_eq!(stayed(desk, order), Some(day("2026-11-12")), "on {}", house.engine);
        assert_eq!(tasks(desk, "stays its procedures").len(), 1);
        serve(desk, order, "2026-11-11").expect("before the corrected day");
        let none = notice("A2026022441", "2026-11-21", "ROUVIERE", Some(SIREN), &json!({}));
        take(desk, &[about(none, "annulation", "A2026022331")]);
        assert_eq!(stayed(desk, order), None);
        let facts: Vec<_> = whole(desk, order).facts.iter().map(|one| (one.fact.clone(), one.day)).collect();
        let last = facts.last().expect("a fact");
        let told = serde_json::to_value(&last.0).expect("json");
        assert_eq!((&told["fact"], last.1), (&json!("lifted"), Some(day("2026-11-12"))), "it never was: {facts:?}");
        assert!(tasks(desk, "stays its procedures").is_empty());
    }
}

#[test]
fn an_answer_about_a_piece_lets_its_procedure_go_and_a_hand_is_respected() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        let order = granted(desk, case(desk, "C1", &["F1"], vec![]));
        read(desk);
        let item = desk.find_item(&chief, "F1").expect("F1").id;
        let supplied = |on: &str| ItemAnswer { supply_on: Some(day(on)), ..ItemAnswer::default() };
        desk.answer_insolvency_item(&chief, item, &supplied("2026-11-15")).expect("answered");
        assert_eq!(stayed(desk, order), None, "on {}", house.engine);
        desk.answer_insolvency_item(&chief, item, &supplied("2026-08-01")).expect("answered");
        assert_eq!(stayed(desk, order), Some(day("2026-11-10")));
        let lift = TellOrder { day: Some(day("2026-11-20")), ..TellOrder::new(Tell::Lift) };
        desk.tell_procedure(&chief, order, &lift).expect("lifted by hand");
        desk.answer_insolvency_item(&chief, item, &supplied("2026-08-02")).expect("answered");
        assert_eq!(stayed(desk, order), None, "somebody decided");
    }
}

#[test]
fn what_is_prior_is_asked_of_no_judge_and_what_is_later_is() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        let (prior, later) = (case(desk, "C1", &["F1"], vec![]), case(desk, "C1", &["F3"], vec![]));
        read(desk);
        for kind in [PaperKind::Petition, PaperKind::Instruction] {
            let draft = drafted(desk, prior, kind);
            let path = format!("/cases/{prior}/papers/declaration");
            assert!(draft.missing.iter().any(|why| why.en.contains(&path)), "{:?}", draft.missing);
            assert_eq!(code(made(desk, prior, kind, &order(&[]))), "insolvency-claim-stopped", "on {}", house.engine);
            assert!(!drafted(desk, later, kind).missing.iter().any(|why| why.en.contains("declaration")));
        }
        let begin = |case: CaseId, definition: &str| {
            let order = ProcedureOrder { definition: definition.to_owned(), ..ProcedureOrder::default() };
            desk.begin_procedure(&chief, case, &order)
        };
        assert_eq!(code(begin(prior, "summons")), "insolvency-claim-stopped");
        begin(prior, "insolvency").expect("left open");
        begin(later, "payment-order").expect("owed after the judgment");
        // 600 due for 69 days at 12.40 % give 14.06, as in the declaration: not a day after the judgment.
        let draft = drafted(desk, prior, PaperKind::Decompte);
        let amounts: Vec<&str> = draft.figures.iter().map(|figure| figure.amount.as_str()).collect();
        assert_eq!(amounts, ["654.06", "600.00", "14.06", "40.00"]);
        assert!(draft.warnings.iter().any(|why| why.en.contains("interest stops at the judgment")));
    }
}

fn warrants(name: &str, role: PartyRole, of: Option<ledger::AccountId>) -> PartyOrder {
    let empty = String::new;
    PartyOrder { role, name: name.to_owned(), address: empty(), note: empty(), account: of }
}

fn guarantors(desk: &Desk) -> Vec<GuarantorLine> {
    let actor = Actor::operator();
    let id = desk.insolvencies(&actor, &InsolvencyQuery::default(), None, 9).expect("a list").rows[0].id;
    desk.insolvency(&actor, id).expect("a file").accounts.remove(0).guarantors
}

#[test]
fn who_answers_beside_the_debtor_is_decided_one_by_one_with_why() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        let lawyer = warrants("Me Martin", PartyRole::Lawyer, None);
        let id = case(desk, "C1", &["F1"], vec![warrants("Camille Caution", PartyRole::Guarantor, None), lawyer]);
        read(desk);
        let found = guarantors(desk);
        let [one] = found.as_slice() else { panic!("one guarantor: {found:?}") };
        assert_eq!((one.name.as_str(), one.role), ("Camille Caution", GuarantorRole::Guarantor));
        assert_eq!((one.decision, one.may_be_pursued, one.person), (GuarantorDecision::Awaited, false, None));
        assert!(one.missing.is_some(), "the tables do not say what protects a natural person");
        assert_eq!(tasks(desk, "Camille Caution").len(), 1, "on {}", house.engine);
        let decide = |decision, person, why: &str| {
            let order = GuarantorOrder { decision, person, why: why.to_owned() };
            desk.decide_guarantor(&chief, one.id, &order)
        };
        assert_eq!(code(decide(GuarantorDecision::Hold, None, " ")), "insolvency-guarantor-why");
        assert_eq!(code(decide(GuarantorDecision::Awaited, None, "x")), "insolvency-guarantor-undecided");
        assert_eq!(code(decide(GuarantorDecision::Pursue, None, "acte")), "insolvency-guarantor-person");
        decide(GuarantorDecision::Hold, Some(Person::Natural), "plan attendu").expect("decided");
        let kept = guarantors(desk).remove(0);
        assert_eq!((kept.decision, kept.person), (GuarantorDecision::Hold, Some(Person::Natural)));
        assert_eq!(
            (kept.why.as_str(), kept.by.as_str(), kept.at.is_some()),
            ("plan attendu", chief.name.as_str(), true)
        );
        assert!(tasks(desk, "Camille Caution").is_empty());
        // A party that comes later is asked about too, once; the notice again asks nobody again.
        desk.add_party(&chief, id, &warrants("Dominique Second", PartyRole::CoDebtor, None)).expect("added");
        read(desk);
        let all = guarantors(desk);
        let all: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.role, one.decision)).collect();
        assert_eq!(all[0], ("Camille Caution", GuarantorRole::Guarantor, GuarantorDecision::Hold));
        assert_eq!(all[1], ("Dominique Second", GuarantorRole::CoDebtor, GuarantorDecision::Awaited));
        assert_eq!((all.len(), tasks(desk, "Dominique Second").len()), (2, 1));
    }
}

#[test]
fn nothing_is_begun_against_a_co_debtor_before_somebody_decides() {
    for House { desk, engine, .. } in &filled() {
        let chief = Actor::operator();
        read(desk);
        // C2 is asked for what C1 owes.
        let id = case(desk, "C2", &["F1"], vec![]);
        let begin = || {
            let order = ProcedureOrder { definition: "payment-order".to_owned(), ..ProcedureOrder::default() };
            desk.begin_procedure(&chief, id, &order)
        };
        assert_eq!(code(begin()), "insolvency-guarantor-awaits", "on {engine}");
        let found = guarantors(desk);
        let [one] = found.as_slice() else { panic!("one co-debtor: {found:?}") };
        assert_eq!((one.name.as_str(), one.role), ("Garage du Centre", GuarantorRole::CoDebtor));
        let person = Some(Person::Legal);
        let order = GuarantorOrder { decision: GuarantorDecision::Pursue, person, why: "solidaire".to_owned() };
        desk.decide_guarantor(&chief, one.id, &order).expect("decided");
        let procedure = begin().expect("decided");
        assert_eq!(stayed(desk, procedure), None, "the judgment is another's");
    }
}

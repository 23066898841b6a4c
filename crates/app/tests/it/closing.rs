//! A case closed as what it is, a measure begun with its title, what moves a limitation, the formal notice and the list
//! of a hand-over.

use app::cases::{
    CaseFilter, CaseId, CaseOrder, CaseOutcome, CaseSide, CourtProcedureId, ProcedureOrder, ProofKind, Tell, TellOrder,
};
use app::checklist::CheckLine;
use app::disputes::DisputeOrder;
use app::guard::GuardQuery;
use app::limitation::{LimitationFactId, LimitationOrder};
use app::papers::PaperKind;
use app::titles::{Finality, HeadOrder, TitleKind, TitleOrder, TitleTell, TitleTold};
use app::{Actor, Desk, Role};
use kernel::{Date, Language};

use crate::exhibits::{code, drafted, made, order, presented};
use crate::support::{House, day, houses, import, open, pdf_text, request, upload};

const START: &str = "2026-09-01";
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/06/2026;30/06/2026;250,00\n\
    C2;Leroy Holding SAS;société;2 rue B;75002;Paris;G1;facture;01/05/2026;;75,00\n\
    C3;Tiers SARL;société;3 rue C;75003;Paris;H1;facture;01/05/2026;31/05/2026;10,00\n";

fn filled(start: &str) -> Vec<House> {
    let all = houses(start);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", FILE)]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
        presented(&house.desk);
    }
    all
}

fn opened(desk: &Desk, account: &str, items: &[&str]) -> CaseId {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, account).expect("an account");
    let items = items.iter().map(|number| desk.find_item(&actor, number).expect("an item").id).collect();
    desk.open_case(&actor, account, &CaseOrder { items, ..CaseOrder::default() }).expect("a case")
}

fn procedure(definition: &str, begun: &str) -> ProcedureOrder {
    ProcedureOrder {
        definition: definition.to_owned(),
        begun: Some(day(begun)),
        court: "tribunal de commerce de Paris".to_owned(),
        ..ProcedureOrder::default()
    }
}

#[test]
fn a_case_is_not_closed_as_paid_while_something_of_it_is_open() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1", "F2"]);
        let refused = desk.close_case(&actor, case, (CaseOutcome::Paid, "soldé")).expect_err("1 250 € are open");
        assert_eq!(refused.code(), "case-still-open");
        let words = refused.to_string();
        assert!(words.contains("F1") && words.contains("F2"), "{words}");
        desk.close_case(&actor, case, (CaseOutcome::Settled, "protocole signé")).expect("a protocol leaves a rest");
        assert_eq!(desk.case(&actor, case).expect("the case").line.outcome, Some(CaseOutcome::Settled));
        // Opposite to us nothing is claimed, and nothing is open.
        let order = CaseOrder { side: CaseSide::Defendant, object: "assignation".to_owned(), ..CaseOrder::default() };
        let account = desk.find_account(&actor, "C2").expect("C2");
        let defence = desk.open_case(&actor, account, &order).expect("a case");
        desk.close_case(&actor, defence, (CaseOutcome::Paid, "réglé")).expect("closed");
    }
}

/// CPCE L111-2: a measure is for who has a title; not served, it is not enforced.
#[test]
fn a_measure_without_a_title_that_opens_it_is_refused() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1"]);
        let attachment = procedure("attachment", START);
        assert_eq!(code(desk.begin_procedure(&actor, case, &attachment)), "title-none");
        // A judge gave leave: it is begun, and its first act asks for the leave again.
        let by_leave = ProcedureOrder { leave: "ordonnance du 28 août 2026".to_owned(), ..attachment.clone() };
        let measure = desk.begin_procedure(&actor, case, &by_leave).expect("begun by leave");
        let seize = TellOrder::act("seize", day(START)).proved(ProofKind::OfficerAct, "PV 4600");
        assert_eq!(code(desk.tell_procedure(&actor, measure, &seize)), "title-none");
        let order = TitleOrder {
            issued: Some(day("2026-07-01")),
            enforceable: Some(day("2026-07-01")),
            court: "tribunal de commerce de Paris".to_owned(),
            heads: vec![HeadOrder { amount: "1000.00".to_owned(), ..HeadOrder::default() }],
            ..TitleOrder::default()
        };
        let title = desk.add_title(&actor, case, &order).expect("a title");
        assert_eq!(code(desk.begin_procedure(&actor, case, &attachment)), "title-shut", "on {}", house.engine);
        let shut = desk.tell_procedure(&actor, measure, &seize).expect_err("not served").to_string();
        assert!(shut.contains("serve") || shut.contains("signifi"), "the reason of the door: {shut}");
        let served = TitleTell {
            on: "Garage Leroy".to_owned(),
            proof: "PV 4512".to_owned(),
            ..TitleTell::new(TitleTold::Service, Some(day("2026-07-10")))
        };
        desk.tell_title(&actor, title, &served).expect("served");
        desk.tell_procedure(&actor, measure, &seize).expect("the title opens it");
        desk.begin_procedure(&actor, case, &procedure("wage-seizure", START)).expect("the others too");
        // What needs no title is begun without one.
        let other = opened(desk, "C1", &["F2"]);
        desk.begin_procedure(&actor, other, &procedure("payment-order", START)).expect("no title yet");
    }
}

fn told(desk: &Desk, id: CourtProcedureId, (act, on): (&str, &str), (kind, proof): (ProofKind, &str)) {
    let order = TellOrder { service: String::new(), ..TellOrder::act(act, day(on)).proved(kind, proof) };
    let service = if act == "serve" { "in-person" } else { "" };
    desk.tell_procedure(&Actor::operator(), id, &TellOrder { service: service.to_owned(), ..order }).expect("told");
}

/// Served on 10 October, the order is enforceable from 11 December: the days of the scenario `order-paid-after-title`.
#[test]
fn an_enforceable_order_asks_for_its_title_until_it_is_recorded() {
    for house in filled("2026-10-12") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1", "F2"]);
        let account = desk.find_account(&actor, "C1").expect("C1");
        let id = desk.begin_procedure(&actor, case, &procedure("payment-order", "2026-09-02")).expect("begun");
        told(desk, id, ("file-request", "2026-09-02"), (ProofKind::RegistryReceipt, "2026/706"));
        told(desk, id, ("grant", "2026-09-10"), (ProofKind::Decision, "2026IP00706"));
        told(desk, id, ("serve", "2026-10-10"), (ProofKind::OfficerAct, "PV-1"));
        assert!(desk.title_proposals(&actor, case).expect("proposals").is_empty(), "not enforceable yet");
        let late = open(&house.url, day("2026-12-11"));
        late.judge_procedures(&actor, late.today()).expect("judged");
        let asked = || {
            let tasks = late.account_tasks(&actor, account).expect("tasks");
            tasks.into_iter().filter(|task| task.subject.en.contains("record the title")).count()
        };
        assert_eq!(asked(), 1, "on {}", house.engine);
        let proposed = late.title_proposals(&actor, case).expect("proposals");
        assert_eq!(proposed.len(), 1);
        let one = &proposed[0];
        assert_eq!((one.procedure, one.kind, one.finality), (id, TitleKind::PaymentOrder, Finality::Final));
        assert_eq!((one.issued, one.enforceable), (day("2026-09-10"), Some(day("2026-12-11"))));
        assert_eq!((one.number.as_str(), one.granted.as_deref()), ("2026IP00706", Some("1250.00")));
        assert_eq!(one.court, "tribunal de commerce de Paris");
        let reader = Actor::new("x", Role::Salesperson);
        assert_eq!(code(late.title_proposals(&reader, case)), "not-found");
        let order = TitleOrder {
            kind: one.kind.slug().to_owned(),
            issued: Some(one.issued),
            court: one.court.clone(),
            number: one.number.clone(),
            heads: vec![HeadOrder { amount: "1250.00".to_owned(), ..HeadOrder::default() }],
            enforceable: one.enforceable,
            finality: one.finality.slug().to_owned(),
            ..TitleOrder::default()
        };
        late.add_title(&actor, case, &order).expect("recorded");
        assert!(late.title_proposals(&actor, case).expect("proposals").is_empty());
        assert_eq!(asked(), 0, "the task went with the title");
        let paid = TellOrder { ground: "paid".to_owned(), why: "soldé".to_owned(), ..TellOrder::new(Tell::End) };
        late.tell_procedure(&actor, id, &paid).expect("ended");
        assert_eq!(asked(), 0, "it is not asked again");
    }
}

/// An order served, then settled out of court: « signifiée » alone would read as if it went on.
#[test]
fn a_procedure_that_was_ended_says_so_with_its_case() {
    for house in filled("2026-10-12") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1"]);
        let id = desk.begin_procedure(&actor, case, &procedure("payment-order", "2026-09-02")).expect("begun");
        told(desk, id, ("file-request", "2026-09-02"), (ProofKind::RegistryReceipt, "2026/706"));
        told(desk, id, ("grant", "2026-09-10"), (ProofKind::Decision, "2026IP00706"));
        told(desk, id, ("serve", "2026-10-10"), (ProofKind::OfficerAct, "PV-1"));
        let shown = || desk.case(&actor, case).expect("the case").procedures.remove(0).state_words;
        let served = shown();
        assert_eq!((served.fr.as_str(), served.en.contains("ended")), ("signifiée", false), "on {}", house.engine);
        let ended =
            TellOrder { ground: "settled".to_owned(), why: "transaction".to_owned(), ..TellOrder::new(Tell::End) };
        desk.tell_procedure(&actor, id, &ended).expect("ended");
        assert_eq!((shown().fr, shown().en), (format!("{}, terminée", served.fr), format!("{}, ended", served.en)));
        desk.close_case(&actor, case, (CaseOutcome::Settled, "protocole signé")).expect("closed");
        assert_eq!(
            shown().fr,
            format!("{}, terminée : dossier clos le 12\u{a0}octobre\u{a0}2026 (transigé)", served.fr)
        );
        assert_eq!(shown().en, format!("{}, ended: case closed on 12\u{a0}October\u{a0}2026 (settled)", served.en));
        let closed = CaseFilter { open: Some(false), account: None };
        let listed = desk.cases(&actor, &closed, None, 10).expect("a page").rows.remove(0).procedure.expect("one");
        assert!(listed.fr.ends_with("terminée : dossier clos le 12\u{a0}octobre\u{a0}2026 (transigé)"), "{listed:?}");
    }
}

fn last_day(desk: &Desk, number: &str) -> Date {
    let actor = Actor::operator();
    let item = desk.find_item(&actor, number).expect("an item").id;
    let rights = desk.guard(&actor, &GuardQuery::default(), None, 50).expect("rights");
    rights.rows.iter().find(|line| line.item_id == Some(item)).expect("its right").last_day
}

fn acknowledged(desk: &Desk, items: &[&str], on: &str, proof: &str) -> LimitationOrder {
    let item = |number: &&str| desk.find_item(&Actor::operator(), number).expect("an item").id;
    LimitationOrder {
        items: items.iter().map(item).collect(),
        event: "acknowledgement".to_owned(),
        day: Some(day(on)),
        proof: proof.to_owned(),
    }
}

/// C. civ. 2240 and 2231: the debtor acknowledges, a new period of five years (C. com. L110-4) runs from that day.
#[test]
fn an_acknowledgement_told_with_its_proof_gives_the_limitation_a_new_start() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let account = desk.find_account(&actor, "C1").expect("C1");
        let (f1, f2) = (last_day(desk, "F1"), last_day(desk, "F2"));
        let order = acknowledged(desk, &["F1"], "2026-08-20", "courriel de M. Leroy du 20 août");
        let ids = desk.tell_limitation_fact(&actor, account, &order).expect("told");
        assert_eq!((last_day(desk, "F1"), last_day(desk, "F2")), (day("2031-08-20"), f2), "on {}", house.engine);
        let sheet = desk.limitation_sheet(&actor, account).expect("the sheet");
        assert_eq!((sheet.facts.len(), sheet.facts[0].id, sheet.facts[0].left), (1, Some(ids[0]), None));
        assert!(sheet.choices.iter().any(|choice| choice.event == "partial-payment"));
        assert!(sheet.choices.iter().all(|choice| choice.event != "formal-notice"), "Cass. com. 18 May 2022");
        // Told by mistake: it stays to be read, and moves nothing.
        assert_eq!(code(desk.strike_limitation_fact(&actor, ids[0], " ")), "reason-missing");
        desk.strike_limitation_fact(&actor, ids[0], "autre débiteur").expect("struck");
        assert_eq!(last_day(desk, "F1"), f1);
        assert_eq!(code(desk.strike_limitation_fact(&actor, ids[0], "encore")), "limitation-struck");
        let sheet = desk.limitation_sheet(&actor, account).expect("the sheet");
        assert_eq!((sheet.facts.len(), sheet.facts[0].left), (1, Some(day(START))));
    }
}

#[test]
fn what_moves_no_limitation_is_refused_and_says_why() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let account = desk.find_account(&actor, "C1").expect("C1");
        let good = || acknowledged(desk, &["F1"], "2026-08-20", "courriel");
        for (wrong, refused) in [
            (LimitationOrder { items: Vec::new(), ..good() }, "limitation-no-piece"),
            (LimitationOrder { proof: " ".to_owned(), ..good() }, "limitation-proof-missing"),
            (LimitationOrder { day: Some(day("2026-09-02")), ..good() }, "limitation-ahead"),
            (LimitationOrder { day: Some(day("2026-04-30")), ..good() }, "limitation-before-piece"),
            (LimitationOrder { event: "formal-notice".to_owned(), ..good() }, "limitation-idle"),
            (LimitationOrder { event: "judgment".to_owned(), ..good() }, "limitation-idle"),
            (LimitationOrder { event: "nothing".to_owned(), ..good() }, "law"),
            (acknowledged(desk, &["G1"], "2026-08-20", "courriel"), "limitation-other-account"),
        ] {
            assert_eq!(code(desk.tell_limitation_fact(&actor, account, &wrong)), refused, "on {}", house.engine);
        }
        let reader = Actor::new("r", Role::Reader);
        assert_eq!(code(desk.tell_limitation_fact(&reader, account, &good())), "forbidden");
        assert_eq!(code(desk.limitation_sheet(&Actor::new("x", Role::Salesperson), account)), "not-found");
        assert_eq!(code(desk.strike_limitation_fact(&actor, LimitationFactId(7), "x")), "not-found");
        assert!(desk.limitation_sheet(&actor, account).expect("the sheet").facts.is_empty());
    }
}

#[test]
fn a_formal_notice_is_drawn_up_from_its_case_and_joins_the_exhibits() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        // Its due date is inferred: no notice stands on it.
        let supposed = opened(desk, "C2", &["G1"]);
        let notice = [("delay", "8"), ("means", "par virement")];
        assert_eq!(code(made(desk, supposed, PaperKind::FormalNotice, &order(&notice))), "paper-notice-inferred");
        assert_eq!(drafted(desk, supposed, PaperKind::FormalNotice).missing.len(), 1);
        let case = opened(desk, "C1", &["F1", "F2"]);
        let asked = |fields: &[(&str, &str)]| made(desk, case, PaperKind::FormalNotice, &order(fields));
        assert_eq!(code(asked(&[])), "paper-delay-missing", "no row of law sets it");
        assert_eq!(code(asked(&[("delay", "8")])), "paper-means-missing");
        assert_eq!(code(asked(&[("delay", "bientôt"), notice[1]])), "paper-delay");
        let paper = asked(&notice).expect("a paper");
        let file = desk.read_document(&actor, paper.document).expect("the file");
        if let Some(text) = pdf_text(&file.content) {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            // The sums are those of the décompte, worked out in the_decompte_is_that_of_the_tables_to_the_cent.
            for said in ["mise en demeure", "1 366,74", "8 jours", "Garage Leroy SARL", "par virement", "Claire Morel"]
            {
                assert!(text.contains(said), "{said}: {text}");
            }
            assert!(text.contains("C. civ. 1344"), "the article of the row: {text}");
        }
        let copy = desk.make_paper(
            &actor,
            case,
            (PaperKind::FormalNotice, &order(&notice), Language::En, app::papers::BundleForm::Filing),
        );
        let copy = desk.read_document(&actor, copy.expect("a copy").document).expect("the file");
        if let Some(text) = pdf_text(&copy.content) {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains("formal notice") && text.contains("within 8 days"), "{text}");
        }
        let proposed = desk.exhibit_proposals(&actor, case).expect("proposals");
        let one = proposed.iter().find(|one| one.document == paper.document).expect("the notice is proposed");
        assert_eq!((one.kind.slug(), one.wanted), ("notice", true), "on {}", house.engine);
        // Contested, a piece is not given notice of.
        let h1 = desk.find_item(&actor, "H1").expect("H1").id;
        desk.open_dispute(&actor, h1, &DisputeOrder::heard("qualité")).expect("a dispute");
        let contested = opened(desk, "C3", &["H1"]);
        assert_eq!(code(made(desk, contested, PaperKind::FormalNotice, &order(&notice))), "paper-notice-disputed");
    }
}

#[test]
fn a_hand_over_is_ticked_line_by_line_and_stops_nothing() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::new("Léa", Role::Collector));
        let case = opened(desk, "C1", &["F1"]);
        let list = || desk.case_checklist(&actor, case).expect("the list");
        let all = list();
        let line =
            |name: &str| -> CheckLine { list().lines.into_iter().find(|line| line.line == name).expect("a line") };
        assert_eq!(all.left, all.lines.len() as u64);
        assert_eq!((line("addresses").ready, line("exhibits").ready), (Some(true), Some(false)));
        assert!(line("claims").detail.expect("sums").fr.contains("1000.00"));
        assert!(all.lines.iter().any(|line| line.line.starts_with("ready-")), "what readiness knows");
        desk.tick_check(&actor, case, ("sales", "appel du matin")).expect("ticked");
        desk.tick_check(&actor, case, ("sales", "encore")).expect("once");
        let tick = line("sales").tick.expect("ticked");
        assert_eq!((tick.by.as_str(), tick.on, tick.note.as_str()), ("Léa", day(START), "appel du matin"));
        assert_eq!(desk.unticked(&actor, case).expect("a count"), all.left - 1, "on {}", house.engine);
        desk.begin_procedure(&actor, case, &procedure("payment-order", START)).expect("unticked lines stop nothing");
        desk.untick_check(&actor, case, "sales").expect("taken back");
        desk.untick_check(&actor, case, "sales").expect("nothing to do");
        assert_eq!(list().left, all.left);
        assert_eq!(code(desk.tick_check(&actor, case, ("nothing", ""))), "case-word");
        assert_eq!(code(desk.tick_check(&Actor::new("r", Role::Reader), case, ("sales", ""))), "forbidden");
        assert_eq!(code(desk.case_checklist(&Actor::new("x", Role::Salesperson), case)), "not-found");
        let order = CaseOrder { side: CaseSide::Defendant, object: "assignation".to_owned(), ..CaseOrder::default() };
        let account = desk.find_account(&actor, "C2").expect("C2");
        let defence = desk.open_case(&actor, account, &order).expect("a case");
        assert_eq!(code(desk.case_checklist(&actor, defence)), "readiness-not-claimant");
        assert_eq!(desk.unticked(&actor, defence).expect("a count"), 0);
    }
}

//! What a case shows, and what is drawn up for it: exhibits numbered by themselves, the décompte to the cent, the
//! petition bound with them.

use app::cases::{CaseId, CaseOrder, CaseOutcome, CaseSide};
use app::papers::{BundleForm, ExhibitChange, LeftOut, PaperDraft, PaperKind, PaperMade, PaperOrder};
use app::{Actor, Desk, DeskError};
use kernel::Language;

use crate::enclosures::pdf;
use crate::support::{House, day, houses, import, pdf_text, request, upload};

const START: &str = "2026-09-01";
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/06/2026;30/06/2026;250,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;P1;règlement;01/08/2026;;-100,00\n\
    C2;Leroy Holding SAS;société;;;;G1;facture;01/05/2026;31/05/2026;75,00\n";

/// The creditor as a court wants to know it.
pub fn presented(desk: &Desk) {
    let actor = Actor::operator();
    let c = desk.creditors(&actor).expect("creditors").remove(0);
    let edit = app::creditors::CreditorEdit {
        code: c.code,
        name: "Atelier Nord SAS".to_owned(),
        legal_line: "SAS au capital de 80 000 €".to_owned(),
        siren: String::new(),
        vat: String::new(),
        address: ledger::Address {
            street: "4 quai du Port".to_owned(),
            postcode: "59000".to_owned(),
            city: "Lille".to_owned(),
            country: "FR".to_owned(),
            ..ledger::Address::default()
        },
        phone: String::new(),
        email: String::new(),
        iban: String::new(),
        bic: String::new(),
        signatory: "Claire Morel, présidente".to_owned(),
        mediator: String::new(),
        terms: c.terms.to_string(),
    };
    desk.save_creditor(&actor, &edit).expect("saved").expect("sound");
}

fn filled() -> Vec<House> {
    let all = houses(START);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", FILE)]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
        presented(&house.desk);
    }
    all
}

fn opened(desk: &Desk, code: &str, items: &[&str]) -> CaseId {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, code).expect("an account");
    let items = items.iter().map(|number| desk.find_item(&actor, number).expect("an item").id).collect();
    desk.open_case(&actor, account, &CaseOrder { items, ..CaseOrder::default() }).expect("a case")
}

pub fn drafted(desk: &Desk, case: CaseId, kind: PaperKind) -> PaperDraft {
    desk.paper_draft(&Actor::operator(), case, kind).expect("a draft")
}

pub fn made(desk: &Desk, case: CaseId, kind: PaperKind, order: &PaperOrder) -> Result<PaperMade, DeskError> {
    desk.make_paper(&Actor::operator(), case, (kind, order, Language::Fr, BundleForm::Filing))
}

/// An order that says these fields, and leaves the others as they were drafted.
pub fn order(fields: &[(&str, &str)]) -> PaperOrder {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// The amounts of a draft, in its order.
pub fn amounts(draft: &PaperDraft) -> Vec<&str> {
    draft.figures.iter().map(|figure| figure.amount.as_str()).collect()
}

pub fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn names(desk: &Desk, case: CaseId) -> Vec<String> {
    let list = desk.exhibits(&Actor::operator(), case).expect("exhibits");
    list.iter().map(|one| format!("{} {} {}", one.number, one.kind.slug(), one.name)).collect()
}

#[test]
fn exhibits_are_numbered_by_what_they_are() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1", "F2"]);
        let files = [
            upload("Facture F2.pdf", pdf(2, 100, "f2")),
            upload("BL 4512.pdf", pdf(1, 100, "bl")),
            upload("notes.txt", "bonjour"),
            upload("scan.pdf", b"%PDF-1.4 broken".to_vec()),
        ];
        let done = desk.add_exhibits(&actor, case, &files).expect("added");
        assert_eq!((done.added, done.known), (2, 0), "on {}", house.engine);
        let refused: Vec<(&str, bool)> =
            done.refused.iter().map(|one| (one.file.as_str(), one.why.en.contains("neither PDF"))).collect();
        assert_eq!(refused, [("notes", true), ("scan", false)], "what cannot be bound is told");
        assert_eq!(names(desk, case), ["1 delivery BL 4512", "2 invoice Facture F2"]);
        // The same file again changes nothing.
        let again = desk.add_exhibits(&actor, case, &files[..1]).expect("added");
        assert_eq!((again.added, again.known), (0, 1));
        // A corrected kind moves its number; a day to come is refused, and nothing of that form is kept.
        let list = desk.exhibits(&actor, case).expect("exhibits");
        let change = |n: usize, kind: &str, on| ExhibitChange {
            id: list[n].id,
            kind: kind.to_owned(),
            name: list[n].name.clone(),
            on,
        };
        let wrong = [change(0, "order", None), change(1, "invoice", Some(day("2026-09-02")))];
        assert_eq!(code(desk.change_exhibits(&actor, case, &wrong)), "paper-day-ahead");
        assert_eq!(names(desk, case)[0], "1 delivery BL 4512");
        assert_eq!(code(desk.change_exhibits(&actor, case, &[change(0, "nothing", None)])), "exhibit-kind");
        desk.change_exhibits(&actor, case, &[change(0, "notice-proof", Some(day("2026-07-01")))]).expect("changed");
        assert_eq!(names(desk, case), ["1 invoice Facture F2", "2 notice-proof BL 4512"]);
        // Taken out, its file stays among those of the account, and is proposed again.
        desk.take_exhibits_out(&actor, case, &[list[0].id]).expect("taken out");
        assert_eq!(names(desk, case), ["1 invoice Facture F2"]);
        let proposed = desk.exhibit_proposals(&actor, case).expect("proposals");
        assert_eq!(proposed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["BL 4512"]);
        assert_eq!(desk.show_documents(&actor, case, &[proposed[0].document]).expect("shown"), 1);
        assert_eq!(names(desk, case).len(), 2);
        desk.close_case(&actor, case, (CaseOutcome::Settled, "accord")).expect("closed");
        assert_eq!(code(desk.add_exhibits(&actor, case, &files)), "case-closed");
    }
}

#[test]
fn the_file_of_a_claimed_invoice_is_proposed_first() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let item = desk.find_item(&actor, "F1").expect("F1").id;
        desk.attach_file(&actor, item, &upload("x.pdf", pdf(1, 100, "f1"))).expect("attached");
        let case = opened(desk, "C1", &["F1"]);
        let proposed = desk.exhibit_proposals(&actor, case).expect("proposals");
        let first = proposed.first().expect("one");
        assert_eq!((first.kind.slug(), first.name.as_str(), first.wanted), ("invoice", "F1", true));
        assert_eq!(first.on, Some(day("2026-05-01")));
        // A document of somebody else is not there to be shown.
        let other = opened(desk, "C2", &["G1"]);
        assert_eq!(code(desk.show_documents(&actor, other, &[first.document])), "not-found");
    }
}

#[test]
fn the_decompte_is_that_of_the_tables_to_the_cent() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1", "F2"]);
        let sums = || drafted(desk, case, PaperKind::Decompte);
        // F1: 30 days at 12.15 % then 63 at 12.40 %, 9.99 + 21.40; F2: 63 days at 12.40 %, 5.35; two indemnities.
        assert_eq!(amounts(&sums()), ["1366.74", "1250.00", "36.74", "80.00"], "on {}", house.engine);
        // 100 € matched with F1 settle its interest first (C. civ. 1343-1).
        let (f1, p1) = (desk.find_item(&actor, "F1").expect("F1").id, desk.find_item(&actor, "P1").expect("P1").id);
        let amount = kernel::Money::parse("100", kernel::Currency::EUR).expect("an amount");
        let matched = desk.allocate(&actor, f1, p1, Some(amount)).expect("matched");
        // Entered on 1 August, matched a month later: 9.99 + 10.87 of interest, then 79.14 of principal; 31 days on
        // 920.86 give 9.70.
        assert_eq!(amounts(&sums()), ["1265.91", "1170.86", "15.05", "80.00"]);
        desk.reverse_allocation(&actor, matched).expect("taken back");
        assert_eq!(amounts(&sums())[0], "1366.74");
        let paper = made(desk, case, PaperKind::Decompte, &order(&[])).expect("a paper");
        let kept = desk.papers(&actor, case).expect("papers");
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].kind.as_str(), kept[0].document), ("decompte", paper.document));
        let file = desk.read_document(&actor, paper.document).expect("the file");
        assert!(file.content.starts_with(b"%PDF"), "{}", file.file_name);
        let asked = |on: &str| code(made(desk, case, PaperKind::Decompte, &order(&[("on", on)])));
        assert_eq!((asked("2026-09-02"), asked("demain")), ("paper-day-ahead", "paper-day"));
    }
}

#[test]
fn a_petition_is_refused_by_what_it_lacks_then_bound_with_its_exhibits() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1", "F2"]);
        let draft = drafted(desk, case, PaperKind::Petition);
        let value = |name: &str| draft.fields.iter().find(|field| field.name == name).expect("a field").value.clone();
        assert_eq!((value("signer"), value("role")), ("Claire Morel".to_owned(), "présidente".to_owned()));
        let facts = value("facts").replace(|c: char| c.is_whitespace(), " ");
        assert!(facts.contains("F1, F2") && facts.contains("1 250,00"), "{facts}");
        assert!(value("grounds").starts_with("CPC 1405"), "{}", value("grounds"));
        assert_eq!(draft.missing.len(), 1, "no exhibit: {:?}", draft.missing);
        let petition = |fields: &[(&str, &str)]| made(desk, case, PaperKind::Petition, &order(fields));
        let court = ("court", "Monsieur le président\nLille");
        assert_eq!(code(petition(&[court])), "paper-exhibits-missing");
        let files = [upload("Facture F1.pdf", pdf(2, 50, "a")), upload("CGV.pdf", pdf(3, 50, "b"))];
        desk.add_exhibits(&actor, case, &files).expect("added");
        for (wrong, refusal) in [
            (("court", " "), "paper-court-missing"),
            (("form", ""), "paper-form-missing"),
            (("capacity", ""), "paper-capacity-missing"),
            (("signer", ""), "paper-signer-missing"),
            (("grounds", "sans article"), "paper-ground"),
            (("juge", "x"), "paper-field"),
        ] {
            assert_eq!(code(petition(&[court, wrong])), refusal);
        }
        let bound = petition(&[court]).expect("a petition");
        let places: Vec<(u32, u32)> =
            bound.exhibits.iter().map(|one| (one.number, one.last_page - one.first_page + 1)).collect();
        assert_eq!(places, [(1, 3), (2, 2)], "terms before the invoice, each with its pages");
        assert_eq!(bound.pages, bound.exhibits.last().map(|one| one.last_page));
        let data = desk.read_document(&actor, bound.data.expect("its data")).expect("the data");
        let data: serde_json::Value = serde_json::from_slice(&data.content).expect("JSON");
        assert_eq!(data["form"], "quittance/petition");
        assert_eq!(data["bundle"]["sha256"], bound.sha256.as_str());
        assert_eq!(data["petition"]["decompte"]["totals"]["owed"]["minor"], 136_674);
        // The copy that is kept: the same pages in another file, without data, which go with what is filed.
        let typed = order(&[court]);
        let kept = desk.make_paper(&actor, case, (PaperKind::Petition, &typed, Language::Fr, BundleForm::Archive));
        let kept = kept.expect("a copy");
        assert_eq!((kept.pages, kept.data), (bound.pages, None));
        // These pages hold a remark and draw nothing: their pictures are white, which is told.
        assert!(kept.exhibits.iter().all(|one| one.left_out == [LeftOut::BlankPage]), "{:?}", kept.exhibits);
        assert!(kept.file.ends_with("-archive.pdf") && kept.document != bound.document, "{}", kept.file);
        let content = desk.read_document(&actor, kept.document).expect("the copy").content;
        assert!(String::from_utf8_lossy(&content).contains("<pdfaid:part>2</pdfaid:part>"));
        assert_eq!(desk.papers(&actor, case).expect("papers").len(), 2);
        // What was typed is kept for the next one; sums and facts are told anew.
        assert_eq!(drafted(desk, case, PaperKind::Petition).order()["court"], court.1);
    }
}

#[test]
fn an_officer_is_instructed_to_serve_what_the_file_knows() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1", "F2"]);
        let instructed = |fields: &[(&str, &str)]| made(desk, case, PaperKind::Instruction, &order(fields));
        let officer = ("officer", "SELARL Aubépine\n1 rue B, 59000 Lille");
        assert_eq!(code(instructed(&[])), "paper-officer-missing");
        assert_eq!(code(instructed(&[officer])), "paper-title-missing", "no title, no order yet");
        assert_eq!(code(instructed(&[officer, ("title", "sans deux-points")])), "paper-title");
        let title = ("title", "Nature : ordonnance d’injonction de payer\nDate : 12 août 2026");
        let paper = instructed(&[officer, title]).expect("an instruction");
        assert_eq!((paper.pages, paper.data, paper.exhibits.len()), (None, None, 0));
        let file = desk.read_document(&actor, paper.document).expect("the file");
        if let Some(text) = pdf_text(&file.content) {
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(plain.contains("signifier le titre désigné") && plain.contains("1 366,74"), "{plain}");
        }
        assert_eq!(drafted(desk, case, PaperKind::Instruction).order()["officer"], officer.1);
    }
}

#[test]
fn a_defendant_asks_for_nothing_and_a_debtor_has_an_address() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let account = desk.find_account(&actor, "C1").expect("C1");
        let defence = CaseOrder { side: CaseSide::Defendant, object: "assignation".to_owned(), ..CaseOrder::default() };
        let defended = desk.open_case(&actor, account, &defence).expect("a case");
        assert_eq!(desk.paper_kinds(&actor, defended).expect("kinds"), []);
        assert_eq!(code(desk.paper_draft(&actor, defended, PaperKind::Petition)), "paper-nothing-claimed");
        let case = opened(desk, "C2", &["G1"]);
        let kinds = desk.paper_kinds(&actor, case).expect("kinds");
        assert_eq!(kinds, [PaperKind::Decompte, PaperKind::FormalNotice, PaperKind::Petition, PaperKind::Instruction]);
        assert_eq!(code(desk.paper_draft(&actor, case, PaperKind::Declaration)), "paper-not-insolvent");
        desk.add_exhibits(&actor, case, &[upload("Facture G1.pdf", pdf(1, 50, "g"))]).expect("added");
        let draft = drafted(desk, case, PaperKind::Petition);
        assert!(draft.missing.iter().any(|one| one.en.contains("Leroy Holding SAS")), "{:?}", draft.missing);
        let petition = made(desk, case, PaperKind::Petition, &order(&[("court", "Le juge")]));
        assert_eq!(code(petition), "paper-debtor-address-missing");
    }
}

#[test]
fn what_happened_is_proved_by_files_open_or_closed() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1"]);
        let cost = app::costs::CostOrder { label: "Signification".into(), net: "58.73".into(), ..Default::default() };
        let cost = desk.add_cost(&actor, case, &cost).expect("a cost");
        let known = desk.proofs(&actor, case).expect("proofs");
        assert_eq!(known.len(), 1, "the cost, on {}", house.engine);
        let (subject, words) = (known[0].subject.to_string(), known[0].words.fr.clone());
        assert_eq!((subject.split_once('-').map(|(kind, _)| kind), words.as_str()), (Some("cost"), "Signification"));
        let files = [upload("note de frais.pdf", pdf(1, 100, "note")), upload("mail.txt", "bonjour")];
        let done = desk.add_proofs(&actor, case, (&subject, &files)).expect("added");
        assert_eq!((done.added, done.known, done.refused.len()), (1, 0, 1), "what nobody could read is told");
        let again = desk.add_proofs(&actor, case, (&subject, &files[..1])).expect("added");
        assert_eq!((again.added, again.known), (0, 1), "the same file again changes nothing");
        // What the case does not have, and nothing at all.
        let unknown = desk.add_proofs(&actor, case, ("cost-0000000000000", &files[..1]));
        assert!(matches!(unknown, Err(DeskError::NotFound { what: "proof", .. })));
        assert_eq!(code(desk.add_proofs(&actor, case, (&subject, &[]))), "exhibit-no-file");
        // The cost is taken out: its file is still told. The case is closed: its proof still comes.
        desk.drop_cost(&actor, cost, "compté deux fois").expect("out");
        let left = desk.proofs(&actor, case).expect("proofs").remove(0);
        assert_eq!((left.gone, left.files.len(), left.files[0].file.as_str()), (true, 1, "note de frais.pdf"));
        desk.close_case(&actor, case, (CaseOutcome::GivenUp, "abandon")).expect("closed");
        let late = [upload("accord.pdf", pdf(1, 100, "accord"))];
        assert_eq!(desk.add_proofs(&actor, case, (&subject, &late)).expect("added").added, 1);
        // Taken out with a reason, it stays among the files of the account.
        let proof = left.files[0].id;
        assert_eq!(code(desk.take_proof_out(&actor, case, (proof, " "))), "reason-missing");
        desk.take_proof_out(&actor, case, (proof, "mauvais dossier")).expect("out");
        let kept = desk.proofs(&actor, case).expect("proofs").remove(0).files;
        assert_eq!(kept.iter().map(|file| file.file.as_str()).collect::<Vec<_>>(), ["accord.pdf"]);
        desk.read_document(&actor, left.files[0].document).expect("the file is still there");
    }
}

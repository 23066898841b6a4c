//! The papers of an insolvency, drafted from the notices and the ledger: declaration, relief, goods claimed back.

use app::cases::{CaseId, CaseOrder};
use app::papers::{PaperKind, PaperMade};
use app::{Actor, Desk};

use crate::enclosures::pdf;
use crate::exhibits::{amounts, code, drafted, made, order, presented};
use crate::insolvency::{SIREN, account, filled, notice, opening, take};
use crate::support::{House, pdf_text, upload};

/// A case of C1 with an exhibit, opened before the notice of these days is read.
fn insolvent(judgment: &str, published: &str) -> Vec<(House, CaseId)> {
    let open = |house: House| {
        let (desk, actor) = (&house.desk, Actor::operator());
        presented(desk);
        let case = desk.open_case(&actor, account(desk, "C1"), &CaseOrder::default()).expect("a case");
        desk.add_exhibits(&actor, case, &[upload("Facture F1.pdf", pdf(2, 50, "a"))]).expect("added");
        take(desk, &[notice("A2026022111", published, "ROUVIERE", Some(SIREN), &opening(judgment))]);
        (house, case)
    };
    filled().into_iter().map(open).collect()
}

/// The words of a paper, on one line; none without the program that reads them.
fn words(desk: &Desk, paper: &PaperMade) -> Option<String> {
    let file = desk.read_document(&Actor::operator(), paper.document).expect("the file");
    pdf_text(&file.content).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn a_claim_is_declared_by_what_the_notices_and_the_ledger_say() {
    for (house, case) in insolvent("2026-11-10", "2026-11-18") {
        let desk = &house.desk;
        let kinds = desk.paper_kinds(&Actor::operator(), case).expect("kinds");
        assert!(kinds.contains(&PaperKind::Declaration) && kinds.contains(&PaperKind::Reclaim), "{kinds:?}");
        let draft = drafted(desk, case, PaperKind::Declaration);
        // 600 due for 69 days at 12.40 % give 14.06 (the judgment counts from its first hour), with the indemnity; 400
        // fall due after it; what was supplied after it is not declared, nor is the credit note netted.
        assert_eq!(amounts(&draft), ["1054.06", "600.00", "400.00", "14.06", "40.00"], "on {}", house.engine);
        let value = |name: &str| draft.fields.iter().find(|field| field.name == name).expect("a field").value.clone();
        assert_eq!(value("to"), "SELARL Aubépine\n1 rue B\n75002 PARIS");
        assert!(value("grounds").contains("R622-24"), "{}", value("grounds"));
        assert_eq!(draft.missing, []);
        let declared = |fields: &[(&str, &str)]| made(desk, case, PaperKind::Declaration, &order(fields));
        assert_eq!(code(declared(&[("to", "")])), "paper-to-missing");
        let paper = declared(&[]).expect("a declaration");
        assert_eq!(paper.exhibits.len(), 1);
        if let Some(text) = words(desk, &paper) {
            let plain = text.replace(['\u{a0}', '\u{202f}'], " ");
            for said in ["Menuiserie Rouvière", "10 novembre 2026", "1 054,06", "A1", "Claire Morel"] {
                assert!(plain.contains(said), "« {said} » in {plain}");
            }
            assert!(!plain.contains("F3"), "what was supplied after the judgment: {plain}");
        }
        assert_eq!(code(made(desk, case, PaperKind::Relief, &order(&[("reasons", "x")]))), "paper-not-late");
    }
}

#[test]
fn relief_is_asked_once_the_declaration_is_late_and_says_why() {
    for (house, case) in insolvent("2026-08-10", "2026-08-18") {
        let desk = &house.desk;
        let draft = drafted(desk, case, PaperKind::Relief);
        // Of what was supplied by 10 August; it was due later.
        assert_eq!(amounts(&draft), ["600.00"], "on {}", house.engine);
        let asked = |fields: &[(&str, &str)]| made(desk, case, PaperKind::Relief, &order(fields));
        assert_eq!(code(asked(&[])), "paper-reasons-missing");
        let why = ("reasons", "Le débiteur a omis la créance de la liste remise au mandataire.");
        let paper = asked(&[why]).expect("a request");
        if let Some(text) = words(desk, &paper) {
            assert!(text.contains("19 octobre 2026"), "the period ended on a Sunday, hence on Monday: {text}");
            assert!(text.contains("omis la créance"), "{text}");
        }
        assert_eq!(drafted(desk, case, PaperKind::Relief).order()["reasons"], why.1);
    }
}

#[test]
fn goods_are_claimed_back_by_letter_then_before_the_judge() {
    for (house, case) in insolvent("2026-11-10", "2026-11-18") {
        let desk = &house.desk;
        let draft = drafted(desk, case, PaperKind::Reclaim);
        let goods = draft.order()["goods"].clone();
        assert!(goods.starts_with("Marchandises de la facture F1 ; 1 ; 2026-08-01 ; F1 ; 600.00"), "{goods}");
        let to = ("to", "SCP Lormeau, administrateur");
        let facts = ("facts", "La réserve de propriété fut acceptée le 1er juin 2026.");
        let letter = |fields: &[(&str, &str)]| made(desk, case, PaperKind::Reclaim, &order(fields));
        assert_eq!(code(letter(&[])), "paper-to-missing", "no administrator, no liquidator is named");
        assert_eq!(code(letter(&[to])), "paper-facts-missing");
        for wrong in
            ["Tour", "Tour ; 1 ; hier ; F1 ; 600", "Tour ; 1 ; 2026-08-01 ; F1 ; -600", " ; 1 ; 2026-08-01 ; F1 ; 6"]
        {
            assert_eq!(code(letter(&[to, facts, ("goods", wrong)])), "paper-goods", "{wrong}");
        }
        let one = ("goods", "Tour TN-40, n° 8812 ; 1 ; 2026-08-01 ; F1 ; 600,00");
        let paper = letter(&[to, facts, one]).expect("a letter");
        if let Some(text) = words(desk, &paper) {
            assert!(text.contains("Tour TN-40") && text.contains("18 février 2027"), "{text}");
        }
        let request = |fields: &[(&str, &str)]| made(desk, case, PaperKind::ReclaimRequest, &order(fields));
        assert_eq!(code(request(&[facts, one])), "paper-asked-missing");
        // A month to answer, to Sunday 20 December, hence Monday 21; then a month, answered or not (R624-13).
        for answer in ["", "2026-12-01"] {
            let paper = request(&[facts, one, ("asked", "2026-11-20"), ("answer", answer)]).expect("a request");
            if let Some(text) = words(desk, &paper) {
                assert!(text.contains("21 janvier 2027"), "{answer}: {text}");
            }
        }
    }
}

//! The VAT of what is lost: the statement to the customer, the duplicates behind it, and what stops it.

use app::cases::{CaseId, CaseOrder, CaseOutcome};
use app::costs::{CaseClosing, LossOrder};
use app::papers::{BundleForm, PaperKind, PaperMade};
use app::{Actor, Desk};
use kernel::{Currency, Language, Money};

use crate::enclosures::pdf;
use crate::exhibits::{amounts, code, drafted, made, order, presented};
use crate::support::{House, day, houses, import, pdf_text, request, upload};

const START: &str = "2026-09-01";
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1200,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/06/2026;30/06/2026;600,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;P1;règlement;01/08/2026;;-100,00\n\
    C2;Leroy Holding SAS;société;2 rue B;75002;Paris;G1;facture;01/05/2026;31/05/2026;75,00\n\
    C2;Leroy Holding SAS;société;2 rue B;75002;Paris;P2;règlement;01/08/2026;;-80,00\n";
const KIND: PaperKind = PaperKind::VatRectification;

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

fn told(rate: &str, due: &str) -> LossOrder {
    LossOrder {
        proof: "certificat d’irrécouvrabilité".to_owned(),
        proof_on: Some(day(START)),
        vat_rate: rate.to_owned(),
        vat: due.to_owned(),
    }
}

fn closed(desk: &Desk, case: CaseId, (outcome, loss): (CaseOutcome, LossOrder)) {
    let closing = CaseClosing { outcome, why: "rien à saisir".to_owned(), loss };
    desk.close_case(&Actor::operator(), case, closing).expect("closed");
}

fn lost(desk: &Desk, code: &str, items: &[&str]) -> CaseId {
    let case = opened(desk, code, items);
    closed(desk, case, (CaseOutcome::Irrecoverable, told("20", "debits")));
    case
}

fn matched(desk: &Desk, (piece, payment, amount): (&str, &str, &str)) {
    let actor = Actor::operator();
    let of = |number: &str| desk.find_item(&actor, number).expect("an item").id;
    let amount = Money::parse(amount, Currency::EUR).expect("an amount");
    desk.allocate(&actor, of(piece), of(payment), Some(amount)).expect("matched");
}

/// The words of a paper, page by page, with plain blanks.
fn sheets(desk: &Desk, paper: &PaperMade) -> Option<Vec<String>> {
    let file = desk.read_document(&Actor::operator(), paper.document).expect("the file");
    let text = pdf_text(&file.content)?;
    Some(text.split('\u{c}').map(|sheet| sheet.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}

/// The words of the duplicate, as secob.fr and artemavocats.com give them.
fn overprint(net: &str, vat: &str) -> String {
    format!(
        "Facture demeurée impayée pour la somme de {net} € (prix net) et pour la somme de {vat} € (taxe sur la valeur ajoutée correspondante) qui ne peut faire l'objet d'une déduction (article 272 du CGI)"
    )
}

/// 1 200 at 20 %: 1 200 / 1.2 = 1 000, and 200 of VAT (CGI 272, 1).
#[test]
fn what_is_lost_is_rectified_by_a_statement_with_its_price_and_its_vat() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = lost(desk, "C1", &["F1"]);
        assert_eq!(desk.paper_kinds(&actor, case).expect("kinds"), [KIND], "on {}", house.engine);
        let draft = drafted(desk, case, KIND);
        assert_eq!((amounts(&draft), draft.exhibits), (vec!["1200.00", "1000.00", "200.00"], None));
        assert!(draft.missing.is_empty(), "{:?}", draft.missing);
        assert_eq!(draft.order()["to"], "Garage Leroy SARL\n1 rue A\n75001 Paris");
        let warned = |said: &str| draft.warnings.iter().any(|one| one.fr.contains(said));
        // The row of the tables is of private pages, and cites the article of before the CIBS.
        assert!(warned("source secondaire") && warned("2027") && warned("sans fichier : F1"), "{:?}", draft.warnings);
        assert_eq!(code(made(desk, case, KIND, &order(&[("to", " ")]))), "paper-to-missing");
        assert_eq!(code(made(desk, case, KIND, &order(&[("signer", "")]))), "paper-signer-missing");
        let typed = order(&[("to", "Me Aubépine, liquidateur\n3 rue C, 75003 Paris"), ("opening", "Nous rectifions.")]);
        let paper = made(desk, case, KIND, &typed).expect("a rectification");
        assert_eq!((paper.pages, paper.exhibits.len()), (None, 0));
        assert_eq!(paper.file, "rectification-de-tva-2026-09-01.pdf");
        if let Some(text) = sheets(desk, &paper).map(|sheets| sheets.join(" ")) {
            for said in ["Me Aubépine, liquidateur", "Nous rectifions.", "F1", "01/05/2026", "1 200,00", "Claire Morel"]
            {
                assert!(text.contains(said), "{said}: {text}");
            }
            assert!(text.contains(&overprint("1 000,00", "200,00")), "{text}");
            assert!(!text.contains("source secondaire") && !text.contains("2027"), "warnings stay out of it: {text}");
        }
        let read = desk.make_paper(&actor, case, (KIND, &order(&[]), Language::En, BundleForm::Filing));
        let read = read.expect("a copy");
        if let Some(text) = sheets(desk, &read).map(|sheets| sheets.join(" ")) {
            assert!(text.contains("definitively irrecoverable") && text.contains("Reading copy"), "{text}");
            assert!(text.contains(&overprint("1 000,00", "200,00")), "the words are French: {text}");
        }
        assert_eq!(desk.papers(&actor, case).expect("papers").len(), 2);
        assert_eq!(drafted(desk, case, KIND).order()["to"], typed["to"], "the next one starts from what was typed");
        // Nothing else is made once the case is closed.
        assert_eq!(code(made(desk, case, PaperKind::Decompte, &order(&[]))), "case-closed");
    }
}

/// 600 / 1.2 = 500, and 100 of VAT; the statement is of 1 800 = 1 500 + 300.
#[test]
fn the_duplicate_of_an_invoice_whose_file_is_kept_is_stamped_on_each_page() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let item = desk.find_item(&actor, "F2").expect("F2").id;
        desk.attach_file(&actor, item, &upload("F2.pdf", pdf(2, 100, "f2"))).expect("attached");
        let case = lost(desk, "C1", &["F1", "F2", "G1"]);
        let draft = drafted(desk, case, KIND);
        assert_eq!((amounts(&draft), draft.exhibits), (vec!["1800.00", "1500.00", "300.00"], Some(1)));
        assert_eq!(draft.order()["enclosures"], "duplicata de la facture F2");
        let warned = |said: &str| draft.warnings.iter().any(|one| one.fr.contains(said));
        assert!(warned("sans fichier : F1 ;"), "{:?}", draft.warnings);
        assert!(warned("d’un autre client : G1 (C2)"), "one statement for each customer: {:?}", draft.warnings);
        assert!(!warned("à la clôture"), "{:?}", draft.warnings);
        let bound = made(desk, case, KIND, &order(&[])).expect("bound");
        let places: Vec<(u32, &str, u32)> = bound
            .exhibits
            .iter()
            .map(|one| (one.number, one.title.fr.as_str(), one.last_page - one.first_page + 1))
            .collect();
        assert_eq!(places, [(1, "Facture F2", 2)], "on {}", house.engine);
        assert_eq!(bound.pages, Some(bound.exhibits[0].last_page));
        if let Some(sheets) = sheets(desk, &bound) {
            let (f1, f2) = (overprint("1 000,00", "200,00"), overprint("500,00", "100,00"));
            assert!(sheets[0].contains(&f1) && sheets[0].contains(&f2) && !sheets[0].contains("G1"), "{}", sheets[0]);
            for page in bound.exhibits[0].first_page..=bound.exhibits[0].last_page {
                let sheet = &sheets[page as usize - 1];
                assert!(sheet.contains("DUPLICATA") && sheet.contains(&f2) && !sheet.contains(&f1), "{page}: {sheet}");
            }
        }
        // A payment that came since is told: 1 200 less 100.
        matched(desk, ("F1", "P1", "100"));
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let warnings: Vec<String> = drafted(desk, case, KIND).warnings.iter().map(|one| plain(&one.fr)).collect();
        let said = "F1 : 1 200,00 € à la clôture, 1 100,00 € aujourd’hui";
        assert!(warnings.iter().any(|one| one.contains(said)), "{warnings:?}");
    }
}

#[test]
fn a_vat_that_is_not_to_be_recovered_is_not_rectified() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1", &["F1"]);
        let refused = |case: CaseId| {
            let codes = [code(desk.paper_draft(&actor, case, KIND)), code(made(desk, case, KIND, &order(&[])))];
            assert_eq!(codes[0], codes[1], "drafted and made");
            let kinds = desk.paper_kinds(&actor, case).expect("kinds");
            assert!(!kinds.contains(&KIND), "what is refused is not proposed: {kinds:?}");
            codes[0]
        };
        assert_eq!(refused(case), "paper-not-irrecoverable", "open");
        closed(desk, case, (CaseOutcome::Irrecoverable, told("", "")));
        assert_eq!(refused(case), "paper-vat-due-unknown");
        let complete = |rate: &str, due: &str| desk.complete_loss(&actor, case, &told(rate, due)).expect("completed");
        complete("20", "collection");
        assert_eq!(refused(case), "paper-vat-on-collection");
        complete("", "debits");
        assert_eq!(refused(case), "paper-vat-rate-missing");
        complete("0", "debits");
        assert_eq!(refused(case), "paper-vat-none");
        complete("5,5", "debits");
        // 1 200 / 1.055 = 1 137.44, and 62.56.
        assert_eq!(amounts(&drafted(desk, case, KIND)), ["1200.00", "1137.44", "62.56"], "on {}", house.engine);
        let given = opened(desk, "C1", &["F2"]);
        closed(desk, given, (CaseOutcome::GivenUp, LossOrder::default()));
        assert_eq!(refused(given), "paper-not-irrecoverable", "given up");
        let paid = opened(desk, "C2", &["G1"]);
        matched(desk, ("G1", "P2", "75"));
        closed(desk, paid, (CaseOutcome::Irrecoverable, told("20", "debits")));
        assert_eq!(refused(paid), "paper-nothing-lost");
    }
}

//! Court papers: what they say, in both languages, and how they break over pages.

use documents::{DocumentError, Language, court::CourtError};

use crate::{
    common::{pages, squeezed, text_of},
    court_data::{all, cover, creditor, debtor, decompte, long_decompte, overprint, petition, rectification, words},
};

fn told(name: &str, lang: Language) -> Option<String> {
    let (_, pdf) = all(lang).into_iter().find(|(known, _)| *known == name).expect("a paper");
    Some(squeezed(&text_of(pdf.bytes())?))
}

fn says(text: &str, all: &[&str]) {
    for said in all {
        assert!(text.contains(said), "« {said} » is not in:\n{text}");
    }
}

#[test]
fn a_petition_says_who_asks_what_on_which_ground() {
    let Some(text) = told("petition", Language::Fr) else { return };
    says(
        &text,
        &[
            "Monsieur le président du tribunal de commerce d’Aubenas",
            "Requête en injonction de payer",
            "Articles 1405 à 1425 du code de procédure civile",
            "1. Le requérant",
            "Dénomination Ateliers Vauban",
            "Forme société par actions simplifiée au capital de 240 000,00 €",
            "Immatriculation RCS Lyon 732 829 320",
            "Siège social 14 quai Rambaud, 69002 Lyon",
            "Représentant légal Mme Claire Aubert, présidente",
            "Mandataire M. Paul Roy, responsable contentieux",
            "Pouvoir pouvoir spécial du 2 novembre 2026",
            "Dénomination Garage Moreau",
            "5. Le fondement de la créance",
            "Article L441-10 II du code de commerce : les pénalités",
            "Principal 10 000,00 −3 966,71 6 033,29",
            "Intérêts de retard 328,44 −33,29 295,15",
            "Total restant dû 7 040,92",
            "Bordereau des pièces",
            "12 Mise en demeure et son avis de réception",
            "qu’il soit enjoint à Garage Moreau de payer à Ateliers Vauban :",
            "la somme de 6 033,29 € en principal ;",
            "295,15 € d’intérêts de retard échus au 21 novembre 2026 ;",
            "majoré de dix points, à compter du 22 novembre 2026 et jusqu’à parfait paiement ;",
            "les dépens, dont les frais de greffe de 33,47 €.",
            "renvoyée devant le tribunal de commerce d’Aubenas (article 1408 du code de procédure civile)",
            "Fait à Lyon, le 23 novembre 2026 Paul Roy Responsable contentieux Pour Ateliers Vauban",
            "Annexe : décompte de la créance",
            "Dossier 4K7-Q2",
        ],
    );
}

#[test]
fn a_decompte_shows_each_period_and_what_each_payment_settled() {
    let Some(text) = told("decompte", Language::Fr) else { return };
    says(
        &text,
        &[
            "Somme due au 21 novembre 2026",
            "Facture FA-2026-0812 10 000,00 €, émise le 21/05/2026, échue le 20/06/2026",
            "21/06/2026 30/06/2026 10 10 000,00 12,15 % 365 [1] 33,29",
            "01/07/2026 21/11/2026 144 6 033,29 12,40 % 365 [2] 295,15",
            "[2] BCE, opérations principales de refinancement au 1er juillet 2026",
            "Acte prescrit par la loi · sommation de payer débiteur 72,48",
            "Affranchissement · lettre recommandée du 2 octobre créancier 7,85",
            "30/06/2026 Virement 4 000,00 33,29 3 966,71",
            "6 033,29 12,40 % 365 2,05",
            "article 1343-1 du code civil",
        ],
    );
}

#[test]
fn the_other_papers_say_what_is_asked() {
    let Some(text) = told("instruction", Language::Fr) else { return };
    says(
        &text,
        &[
            "SELARL Delmas & Fabre",
            "Dernier jour 26 février 2027",
            "l’ordonnance devient non avenue",
            "2026 IP 00412",
            "répertoire Sirene",
            "7 040,92 €",
        ],
    );
    let Some(text) = told("declaration", Language::Fr) else { return };
    says(
        &text,
        &[
            "Maître Hélène Sabatier",
            "BODACC, annonce n° 20260180 1423, le 15 septembre 2026",
            "Facture FA-2026-0934 31/10/2026 à échoir",
            "privilégié : gage sur",
            "Total déclaré 8 614,72",
            "déclare au passif de Garage Moreau une créance de 8 614,72 €, et la certifie sincère.",
        ],
    );
    let Some(text) = told("relief", Language::Fr) else { return };
    says(&text, &["Requête en relevé de forclusion", "15 mars 2027", "8 614,72 €", "relevé de la forclusion"]);
    let Some(text) = told("reclaim-letter", Language::Fr) else { return };
    says(&text, &["Demande en revendication", "PV-88214", "restitution"]);
    let Some(text) = told("reclaim-request", Language::Fr) else { return };
    says(&text, &["Requête en revendication", "Demande reçue le 4 décembre 2026", "Réponse aucune"]);
}

#[test]
fn a_petition_reads_in_english_too() {
    let Some(text) = told("petition", Language::En) else { return };
    says(
        &text,
        &[
            "Petition for a payment order",
            "The applicant asks that Garage Moreau be ordered to pay Ateliers Vauban:",
            "the sum of €6,033.29 in principal;",
            "€295.15 of interest accrued to 21 November 2026;",
            "the costs of proceedings, €33.47 of registry costs among them.",
            "If the debtor opposes, the applicant asks that the case go to the tribunal de commerce of Aubenas",
            "Done at Lyon, 23 November 2026 Paul Roy",
        ],
    );
}

/// CGI 272: each invoice, or a statement that lists it, bears these words with its price and its VAT.
#[test]
fn a_rectification_puts_the_words_of_the_law_under_each_invoice() {
    let (first, second) = (overprint("1 000,00", "200,00"), overprint("500,00", "100,00"));
    let Some(text) = told("rectification", Language::Fr) else { return };
    says(
        &text,
        &[
            "Garage Moreau 8 route de Privas 07200 Aubenas",
            "Rectification de TVA",
            "Factures demeurées impayées par Garage Moreau",
            "Ces factures sont irrécouvrables.",
            "Impayé TTC Prix net TVA",
            &format!("FA-2026-0812 21/05/2026 1 200,00 1 000,00 200,00 {first}"),
            &format!("FA-2026-1044 21/05/2026 600,00 500,00 100,00 {second}"),
            "Total 1 800,00 1 500,00 300,00",
            "Fait à Lyon, le 23 novembre 2026 Paul Roy",
        ],
    );
    let Some(text) = told("rectification", Language::En) else { return };
    says(
        &text,
        &[
            "Rectification of VAT",
            "Invoices left unpaid by Garage Moreau",
            "These invoices are irrecoverable.",
            "Unpaid, with VAT Net price VAT",
            &format!("FA-2026-0812 21 May 2026 1,200.00 1,000.00 200.00 {first}"),
            &second,
            "The rectification is of €1,800.00 with taxes, that is €1,500.00 of net price and €300.00 of value added tax.",
        ],
    );
}

#[test]
fn the_words_of_the_law_stay_with_their_invoice_over_pages() {
    // Each has its line of figures just above it, wherever the page breaks.
    let mut many = rectification(0);
    let one = many.invoices.remove(0);
    many.invoices = (0..60).map(|_| one.clone()).collect();
    let times = |sum: kernel::Money| kernel::Money::new(sum.minor() * 60, sum.currency());
    let sums = one.sums;
    many.totals = documents::court::VatSums { gross: times(sums.gross), net: times(sums.net), vat: times(sums.vat) };
    let pdf = many.render(Language::Fr).expect("laid out");
    let Some(text) = text_of(pdf.bytes()) else { return };
    let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
    assert!(sheets.len() > 2 && sheets.len() == pages(pdf.bytes()), "{} pages", sheets.len());
    let mut seen = 0;
    for sheet in &sheets {
        let lines: Vec<String> = sheet.lines().map(squeezed).filter(|line| !line.is_empty()).collect();
        for (above, line) in lines.iter().zip(lines.iter().skip(1)) {
            if line.starts_with("« Facture demeurée") {
                seen += 1;
                assert!(above.contains("1 200,00 1 000,00 200,00"), "« {line} » is under « {above} »");
            }
        }
    }
    assert_eq!(seen, 60, "each of them");
    let last = squeezed(sheets.iter().find(|sheet| sheet.contains("Total")).expect("a total"));
    assert!(last.contains(&format!("{} Total 72 000,00", overprint("1 000,00", "200,00"))), "{last}");
}

#[test]
fn several_debtors_are_named_and_asked_together() {
    let mut asked = petition(3);
    asked.debtors.push(documents::court::Party { name: "Luc Moreau".to_owned(), ..debtor() });
    asked.joint = true;
    let Some(text) = text_of(asked.render(Language::Fr).expect("laid out").bytes()) else { return };
    says(
        &squeezed(&text),
        &["2. Les débiteurs", "enjoint solidairement à Garage Moreau et Luc Moreau de payer à Ateliers Vauban :"],
    );
}

#[test]
fn an_english_copy_says_on_each_page_that_it_is_not_filed() {
    for (name, pdf) in all(Language::En) {
        let Some(text) = text_of(pdf.bytes()) else { return };
        let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
        assert_eq!(sheets.len(), pages(pdf.bytes()), "{name}");
        for sheet in sheets {
            assert!(sheet.contains("Reading copy: the French text alone is filed."), "{name}:\n{sheet}");
        }
    }
    for (name, pdf) in all(Language::Fr) {
        let Some(text) = text_of(pdf.bytes()) else { return };
        assert!(!text.contains("Reading copy"), "{name}");
    }
}

#[test]
fn equal_papers_are_equal_bytes_and_archival() {
    for ((name, once), (_, again)) in all(Language::Fr).into_iter().zip(all(Language::Fr)) {
        assert_eq!(once, again, "{name}");
        let raw = String::from_utf8_lossy(once.bytes()).into_owned();
        for mark in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ] {
            assert!(raw.contains(mark), "{name}: {mark}");
        }
    }
}

#[test]
fn a_long_decompte_repeats_its_heads_and_counts_its_pages() {
    let drawn = long_decompte(12, 30);
    let pdf = drawn.render(&cover("long"), &creditor(), &[debtor()], Language::Fr).expect("laid out");
    let many = pages(pdf.bytes());
    let Some(text) = text_of(pdf.bytes()) else { return };
    let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
    assert!(many >= 8, "{many} pages");
    for (at, sheet) in sheets.iter().enumerate() {
        assert!(squeezed(sheet).contains(&format!("Page {} / {many}", at + 1)), "{sheet}");
        // Whoever opens a page in the middle knows what its columns are, and of which invoice.
        if sheet.contains("05/01/2026") || sheet.contains("[1]") {
            assert!(sheet.contains("Taux annuel") && sheet.contains("Facture FA-2026-08"), "{sheet}");
        }
    }
    assert_eq!(text.matches("28/07/2026").count(), 0, "thirty weeks end in August");
}

#[test]
fn a_sum_stays_with_the_line_above_it() {
    for periods in 20..36 {
        let drawn = long_decompte(3, periods);
        let pdf = drawn.render(&cover("long"), &creditor(), &[debtor()], Language::Fr).expect("laid out");
        let Some(text) = text_of(pdf.bytes()) else { return };
        let mut sums = 0;
        for sheet in text.split('\u{c}') {
            let lines: Vec<String> = sheet.lines().map(squeezed).filter(|line| !line.is_empty()).collect();
            for (above, line) in lines.iter().zip(lines.iter().skip(1)) {
                if line.strip_prefix("Intérêts ").is_some_and(|sum| sum.starts_with(|c: char| c.is_ascii_digit())) {
                    sums += 1;
                    assert!(above.contains("12,40 %"), "{periods} periods: « {line} » is under « {above} »");
                }
            }
        }
        assert_eq!(sums, 3, "{periods} periods:\n{text}");
    }
}

#[test]
fn the_signature_is_never_alone_on_its_page() {
    // One line of facts more at a time: wherever the page breaks, the last paragraph comes along.
    for lines in 0..14 {
        let mut asked = petition(12);
        asked.facts.extend((0..lines).map(|_| words("Un fait de plus, sur une ligne.", "One more fact.")));
        let pdf = asked.render(Language::Fr).expect("laid out");
        let Some(text) = text_of(pdf.bytes()) else { return };
        let sheet = text.split('\u{c}').find(|sheet| sheet.contains("Fait à Lyon")).expect("a signature");
        assert!(squeezed(sheet).contains("La somme réclamée s’élève à"), "{lines} lines:\n{sheet}");
    }
}

#[test]
fn what_a_request_cannot_do_without_is_named() {
    let refused = |change: fn(&mut documents::court::Petition)| {
        let mut asked = petition(3);
        change(&mut asked);
        match asked.render(Language::Fr) {
            Err(CourtError::Document(DocumentError::Missing { field, .. })) => field,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(|p| p.court.clear()), "the court");
    assert_eq!(refused(|p| p.debtors.clear()), "the debtor");
    assert_eq!(refused(|p| p.debtors[0].address.clear()), "the address of the debtor");
    assert_eq!(refused(|p| p.creditor.represented_by = None), "who represents the creditor by law");
    assert_eq!(refused(|p| p.facts.clear()), "the facts");
    assert_eq!(refused(|p| p.grounds.clear()), "the basis of the claim");
    assert_eq!(refused(|p| p.exhibits.clear()), "the exhibits");
    assert_eq!(refused(|p| p.signature.name.clear()), "who signs");
    assert_eq!(refused(|p| p.decompte.claims.clear()), "at least one claim");
    assert_eq!(refused(|p| p.cover.reference.clear()), "the reference of the case");
}

#[test]
fn line_breaks_and_long_names_stay_in_their_place() {
    let mut asked = petition(3);
    asked.debtors[0].name = "Compagnie\ndes garages ".to_owned() + &"et ateliers réunis du Vivarais ".repeat(6);
    asked.debtors[0].kind = documents::court::PartyKind::Company {
        form: words("société par actions simplifiée unipersonnelle à capital variable", "company"),
        capital: None,
        registration: None,
    };
    let Some(text) = text_of(asked.render(Language::Fr).expect("laid out").bytes()) else { return };
    assert!(squeezed(&text).contains("Compagnie des garages et ateliers réunis du Vivarais et ateliers"), "{text}");
    let drawn = decompte().render(&cover("x"), &creditor(), &asked.debtors, Language::Fr);
    assert!(drawn.is_ok());
}

//! The envelope's window and the payment slip, measured on the page.

use documents::{DefaultText, Language, Letter};

use crate::common::{boxes_of, codes_of, letter, notice, render, with_text};

/// Whatever the play of the sheet, both windows show this much (millimetres): x, then y.
const ALWAYS: ((f64, f64), (f64, f64)) = ((100.0, 190.0), (55.0, 79.0));
/// And they never look beyond this.
const EVER: ((f64, f64), (f64, f64)) = ((90.0, 200.0), (34.0, 90.0));

#[test]
fn the_window_shows_the_address_whole_and_nothing_else() {
    let mut longest = with_text(letter(Language::Fr), DefaultText::Reminder1);
    longest.recipient = [
        "ÉTABLISSEMENTS MOREAU ET FILS AUTOMOBILES",
        "SERVICE COMPTABILITÉ FOURNISSEURS",
        "BÂTIMENT C, ESCALIER 4, QUATRIÈME ÉTAGE",
        "ZONE D’ACTIVITÉ DE LA ROUTE DE PRIVAS",
        "BP 40217",
        "07204 AUBENAS CEDEX",
    ]
    .map(str::to_owned)
    .to_vec();
    longest.creditor.address = vec!["x".repeat(40); 4];
    longest.delivery = Some(documents::Delivery::Registered { number: Some("1A 204 553 1187 2".to_owned()) });
    let mut shortest = longest.clone();
    shortest.recipient = vec!["Moreau".to_owned(), "07200 Aubenas".to_owned()];
    for letter in [longest, shortest] {
        let Some(words) = boxes_of(render(&letter).bytes()) else { return };
        let address: Vec<&str> = letter.recipient.iter().flat_map(|line| line.split_whitespace()).collect();
        let looks = |b: &crate::common::WordBox| {
            let ((x0, x1), (y0, y1)) = EVER;
            b.page == 1 && b.x1 > x0 && b.x0 < x1 && b.y1 > y0 && b.y0 < y1
        };
        let mut seen = Vec::new();
        for b in words.iter().filter(|b| looks(b)) {
            // The sender's line above the address is small and may be hidden by the lower window.
            if b.y1 < ALWAYS.1.0 {
                assert!(b.y1 - b.y0 < 3.5, "« {} » stands in the window at {b:?}", b.word);
                continue;
            }
            let ((x0, x1), (y0, y1)) = ALWAYS;
            assert!(b.x0 >= x0 && b.x1 <= x1 && b.y0 >= y0 && b.y1 <= y1, "« {} » is cut: {b:?}", b.word);
            seen.push(b.word.as_str());
        }
        assert_eq!(seen, address, "the window shows the address, in order, and nothing else");
    }
}

#[test]
fn the_slip_stands_at_the_foot_and_its_code_says_the_transfer() {
    for (letter, amount) in [
        (with_text(letter(Language::Fr), DefaultText::Reminder2), "EUR12990.39"),
        (notice(Language::En), "EUR11970.39"),
    ] {
        let pdf = render(&letter);
        let Some(words) = boxes_of(pdf.bytes()) else { return };
        let iban: Vec<_> = words.iter().filter(|b| b.word.contains("IBAN")).collect();
        assert!(iban.iter().any(|b| b.y0 > 230.0 && b.y1 < 280.0), "the slip is not at the foot: {iban:?}");
        let Some(codes) = codes_of(pdf.bytes()) else { return };
        let said = format!(
            "BCD\n002\n1\nSCT\nAGRIFRPPXXX\nAteliers Vauban SAS\nFR7630006000011234567890189\n{amount}\n\n\nC00417 4K7-Q2"
        );
        assert_eq!(codes.trim_end(), said);
    }
}

#[test]
fn without_an_account_or_in_another_currency_there_is_no_code() {
    let base = with_text(letter(Language::Fr), DefaultText::Reminder1);
    let mut without = base.clone();
    without.payment.iban = None;
    let franc = |money: &mut kernel::Money| {
        *money = kernel::Money::new(money.minor(), kernel::Currency::parse("CHF").expect("a currency"));
    };
    let mut francs = Letter { indemnity: None, interest_note: None, credits: Vec::new(), ..base };
    for item in &mut francs.items {
        franc(&mut item.open);
        franc(&mut item.original);
        item.interest = None;
        item.disputed = None;
    }
    for letter in [without, francs] {
        let Some(codes) = codes_of(render(&letter).bytes()) else { return };
        assert_eq!(codes, "");
    }
}

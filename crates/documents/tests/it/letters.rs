//! Letters: what they say, how they break, what they refuse.

use documents::{
    Accessories, DefaultText, Delivery, DocumentError, Language, Letter, LetterCredit, NoticeFault, PieceKind,
    sha256_hex,
};
use kernel::Money;

use crate::common::{creditor, day, eur, item, letter, notice, pages, render, squeezed, text_of, with_text};

#[test]
fn a_reminder_says_all_and_adds_up() {
    let letter = with_text(letter(Language::Fr), DefaultText::Reminder2);
    let totals = letter.totals().expect("totals");
    // 8 300 + 3 200 + 1 020 − 120; + 454.95 + 55.44; + 2 × 40
    assert_eq!(
        [totals.items, totals.principal, totals.interest, totals.indemnity, totals.total],
        ["12520.00", "12400.00", "510.39", "80.00", "12990.39"].map(eur)
    );
    let pdf = render(&letter);
    assert_eq!(pages(pdf.bytes()), 1);
    let Some(text) = text_of(pdf.bytes()) else { return };
    let text = squeezed(&text);
    for said in [
        "Ateliers Vauban",
        "Garage Moreau SARL",
        "Lyon, le 23 novembre 2026",
        "Objet : Rappel : 12 990,39 € à régler",
        "Notre dossier 4K7-Q2",
        "FA-2026-0812 Facture 12/05/2026 11/06/2026 165 j 8 300,00 454,95 8 300,00",
        "900,00 € contestés",
        "à confirmer",
        "AV-2026-0031 Avoir 20/09/2026",
        "−120,00",
        "Principal, avoirs et règlements déduits 12 400,00 €",
        "Indemnité forfaitaire de recouvrement (40,00 € × 2) 80,00 €",
        "Total à régler 12 990,39 €",
        "12,15 % du 12/06/2026 au 30/06/2026 ; 12,40 % du 01/07/2026 au 23/11/2026",
        "L441-10 du code de commerce",
        "FR76 3000 6000 0112 3456 7890 189",
        "Référence à rappeler C00417 4K7-Q2",
        "Claire Aubert",
        "RCS Lyon",
        "Page 1 / 1",
    ] {
        assert!(text.contains(said), "« {said} » is not in:\n{text}");
    }
}

#[test]
fn an_english_formal_notice_is_english() {
    let mut letter = notice(Language::En);
    letter.delivery = Some(Delivery::Registered { number: Some("1A 204 553 1187 2".to_owned()) });
    let Some(text) = text_of(render(&letter).bytes()) else { return };
    let text = squeezed(&text);
    for said in [
        "Registered letter with acknowledgement of receipt n° 1A 204 553 1187 2",
        "Lyon, 23 November 2026",
        "Subject: Formal notice to pay €11,970.39 (mise en demeure)",
        "Formal notice (mise en demeure) within the meaning of article 1344",
        "8 days from receipt",
        "within 8 days of receiving this letter",
        "12 Jun 2026",
        "Principal, credits and payments deducted €11,380.00",
        "Total to pay €11,970.39",
        "−120.00",
    ] {
        assert!(text.contains(said), "« {said} » is not in:\n{text}");
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let letter = with_text(letter(Language::Fr), DefaultText::Reminder1);
    let first = render(&letter);
    let again: Letter = serde_json::from_str(&serde_json::to_string(&letter).expect("JSON")).expect("the letter back");
    assert_eq!(sha256_hex(&first), sha256_hex(&render(&again)));
    let mut other = letter;
    other.ident = "letter/2026/000018".to_owned();
    assert_ne!(sha256_hex(&first), sha256_hex(&render(&other)), "the identifier is part of the evidence");
}

#[test]
fn the_pdf_is_archival_tagged_and_has_a_language() {
    let pdf = render(&with_text(letter(Language::Fr), DefaultText::Reminder1));
    let document = lopdf::Document::load_mem(pdf.bytes()).expect("a PDF");
    let catalog = document.catalog().expect("a catalog");
    assert!(catalog.has(b"StructTreeRoot"), "tagged");
    assert_eq!(catalog.get(b"Lang").and_then(lopdf::Object::as_str).ok(), Some(b"fr".as_slice()));
    let metadata = catalog.get(b"Metadata").and_then(lopdf::Object::as_reference).expect("metadata");
    let xmp = document.get_object(metadata).and_then(lopdf::Object::as_stream).expect("a stream");
    let xmp = String::from_utf8_lossy(&xmp.content).into_owned();
    assert!(xmp.contains("<pdfaid:part>2</pdfaid:part>") && xmp.contains("<pdfaid:conformance>A<"), "{xmp}");
    assert!(xmp.contains("2026-11-23T00:00:00"), "no other date than the letter's: {xmp}");
}

/// A letter of `n` invoices.
fn long(n: usize) -> Letter {
    let mut letter = with_text(letter(Language::Fr), DefaultText::Reminder2);
    letter.items =
        (1..=n).map(|i| item(&format!("FA-{i:05}"), "2026-05-12", "2026-06-11", 165, "10.01", Some("0.55"))).collect();
    letter.credits.clear();
    letter
}

#[test]
fn a_hundred_and_twenty_items_span_pages_with_their_head_and_totals() {
    let letter = long(120);
    let pdf = render(&letter);
    let count = pages(pdf.bytes());
    assert!((3..=5).contains(&count), "{count} pages");
    let Some(text) = text_of(pdf.bytes()) else { return };
    let sheets: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(sheets.len(), count);
    for n in 1..=120 {
        assert!(text.contains(&format!("FA-{n:05}")), "item {n} is printed");
    }
    for (n, sheet) in sheets.iter().enumerate() {
        assert!(sheet.contains(&format!("Page {} / {count}", n + 1)), "page numbers");
        assert_eq!(sheet.contains("FA-0"), sheet.contains("Échéance"), "each part of the table has its head");
        assert!(n == 0 || sheet.contains("Ateliers Vauban · Garage Moreau SARL"), "running head");
    }
    assert!(squeezed(&text).contains("Principal 1 201,20 €"), "{text}");
}

#[test]
fn totals_never_stand_alone_on_a_page() {
    // Whatever the number of lines, the page of the total also shows the last two items.
    for n in 5..=27 {
        let Some(text) = text_of(render(&long(n)).bytes()) else { return };
        let sheet = text.split('\u{c}').find(|page| page.contains("Total à régler")).expect("a total");
        for kept in [n - 1, n] {
            assert!(sheet.contains(&format!("FA-{kept:05}")), "{n} items: item {kept} is not with the totals");
        }
        for line in ["Principal", "Intérêts de retard ", "Indemnité forfaitaire de recouvrement"] {
            assert!(sheet.contains(line), "{n} items: {line} is not with the total");
        }
    }
}

#[test]
fn hostile_text_is_printed_as_it_is() {
    let mut letter = with_text(letter(Language::Fr), DefaultText::Reminder1);
    let hostile =
        "#import \"/etc/passwd\": * *gras* _it_ $x^2$ ] [ #panic() @ref <label> = titre // rien \\ `code` ~ --- ...";
    letter.recipient[0] = "Zażółć Gęślą & Nguyễn Thị Đạt İstanbul Şti.".to_owned();
    letter.recipient[1] = "אבג العربية 🦄 😀 ✓".to_owned();
    letter.paragraphs[0] = hostile.to_owned();
    letter.items[0].number = "#FA*1*".to_owned();
    letter.items[0].note = Some("a\tb\u{0}c\u{202e}d\u{feff}\u{e000}".to_owned());
    letter.references.our_file = Some("\u{10ffff}".to_owned());
    letter.subject = "#set page(width: 1cm)".to_owned();
    let pdf = render(&letter);
    let Some(text) = text_of(pdf.bytes()) else { return };
    let text = squeezed(&text);
    let said = ["Zażółć Gęślą & Nguyễn Thị Đạt İstanbul Şti.", "#FA*1*", "#set page(width: 1cm)", "😀", "✓", "□"];
    for said in said.into_iter().chain([hostile]) {
        assert!(text.contains(&squeezed(said)), "« {said} » is not in:\n{text}");
    }
}

#[test]
fn absurd_lengths_are_laid_out() {
    let mut letter = with_text(letter(Language::Fr), DefaultText::Reminder1);
    letter.recipient.truncate(2);
    letter.items[0].number = "X".repeat(300);
    letter.recipient[0] = "Société ".repeat(10);
    letter.paragraphs.push("mot".repeat(2000));
    letter.references.our_file = Some("9".repeat(200));
    letter.items[1].open = Money::new(999_999_999_999_999, kernel::Currency::EUR);
    letter.creditor.legal_lines = vec!["mention ".repeat(100)];
    let pdf = render(&letter);
    assert!(pages(pdf.bytes()) <= 4);
}

#[test]
fn what_must_not_leave_is_refused() {
    let good = with_text(letter(Language::Fr), DefaultText::Reminder1);
    let refused = |change: &dyn Fn(&mut Letter)| {
        let mut bad = good.clone();
        change(&mut bad);
        documents::render_letter(&bad).expect_err("refused")
    };
    let missing = |error: DocumentError| match error {
        DocumentError::Missing { field, .. } => field,
        other => panic!("{other}"),
    };
    assert_eq!(missing(refused(&|l| l.items.clear())), "at least one item");
    for hostile in
        [vec![" ".to_owned()], vec!["Moreau".to_owned(), "8 route\nde Privas".to_owned()], vec!["a".to_owned(); 7]]
    {
        let error = refused(&|l| l.recipient.clone_from(&hostile));
        assert!(matches!(error, DocumentError::Address { .. }), "{error}");
    }
    assert_eq!(missing(refused(&|l| l.creditor = documents::Letterhead::default())), "the creditor's name");
    let covering = LetterCredit {
        number: "VIR".to_owned(),
        kind: PieceKind::Payment,
        date: Some(day("2026-11-20")),
        amount: eur("12400"),
    };
    let error = refused(&|l| l.credits.push(covering.clone()));
    assert!(matches!(&error, DocumentError::NothingOwed { principal, .. } if principal.minor() == 0), "{error}");
    let franc = Money::new(100, kernel::Currency::parse("CHF").expect("a currency"));
    assert!(matches!(refused(&|l| l.items[1].open = franc), DocumentError::Money { .. }));
    assert!(matches!(refused(&|l| l.items[1].original = franc), DocumentError::Money { .. }));
    assert_eq!(creditor().name, good.creditor.name);
}

#[test]
fn letters_made_on_two_threads_are_the_same() {
    let letters: Vec<Letter> = (0..24).map(|n| Letter { ident: format!("l/{n}"), ..long(3 + n) }).collect();
    let alone: Vec<String> = letters.iter().map(|letter| sha256_hex(&render(letter))).collect();
    let together = std::sync::Mutex::new(vec![String::new(); letters.len()]);
    let keep = &|place: usize, pdf: Result<documents::Pdf, DocumentError>| {
        together.lock().expect("lock")[place] = sha256_hex(&pdf.expect("a letter"));
    };
    documents::render_letters(&letters, std::num::NonZeroUsize::MIN.saturating_add(1), keep);
    assert_eq!(alone, *together.lock().expect("lock"));
    // From the workers of a caller's own pool: the typesetter must not nest documents on one stack.
    together.lock().expect("lock").fill(String::new());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("a pool");
    pool.scope(|scope| {
        for (place, letter) in letters.iter().enumerate() {
            scope.spawn(move |_| keep(place, documents::render_letter(letter)));
        }
    });
    assert_eq!(alone, together.into_inner().expect("lock"));
}

#[test]
fn a_formal_notice_rests_on_certain_pieces_and_an_address() {
    let good = notice(Language::Fr);
    let text = text_of(render(&good).bytes());
    if let Some(text) = text.map(|text| squeezed(&text)) {
        let mention = "Mise en demeure au sens de l’article 1344 du code civil. Délai pour payer : 8 jours à compter de sa réception.";
        for said in
            [mention, "8 jours dès réception", "Principal, avoirs", "Intérêts de retard 510,39 €", "Claire Aubert"]
        {
            assert!(text.contains(said), "« {said} » is not in:\n{text}");
        }
        assert!(!text.contains("Au plus tard le"), "the delay runs from reception:\n{text}");
    }
    let refused = |change: &dyn Fn(&mut Letter)| {
        let mut bad = good.clone();
        change(&mut bad);
        match documents::render_letter(&bad).expect_err("refused") {
            DocumentError::Notice { fault, .. } => fault,
            other => panic!("{other}"),
        }
    };
    let number = || "FA-2026-1044".to_owned();
    assert_eq!(refused(&|l| l.items[1].due_inferred = true), NoticeFault::DueDate { number: number() });
    assert_eq!(refused(&|l| l.items[1].due = None), NoticeFault::DueDate { number: number() });
    assert_eq!(refused(&|l| l.items[1].disputed = Some(eur("1"))), NoticeFault::Disputed { number: number() });
    assert_eq!(refused(&|l| l.recipient.truncate(1)), NoticeFault::Address);
    assert_eq!(refused(&|l| l.signature = documents::Signature::default()), NoticeFault::Signature);
    // By mail just as on paper.
    let mut bad = good;
    bad.recipient.truncate(1);
    assert!(matches!(documents::mail(&bad), Err(DocumentError::Notice { .. })));
}

#[test]
fn interest_is_claimed_announced_or_withheld() {
    let of = |accessories| Letter { accessories, ..with_text(letter(Language::Fr), DefaultText::Reminder2) };
    let asked = |accessories| of(accessories).totals().expect("totals").total;
    assert_eq!(asked(Accessories::Claimed), eur("12990.39"));
    assert_eq!([asked(Accessories::Announced), asked(Accessories::Withheld)], [eur("12400"); 2]);
    let Some(announced) = text_of(render(&of(Accessories::Announced)).bytes()) else { return };
    let announced = squeezed(&announced);
    let note =
        "dus et non demandés à ce jour : intérêts de retard 510,39 € ; indemnité forfaitaire de recouvrement 80,00 €";
    assert!(announced.contains(note) && announced.contains("Total à régler 12 400,00 €"), "{announced}");
    assert!(announced.contains("12,15 % du 12/06/2026 au 30/06/2026"), "{announced}");
    let withheld = text_of(render(&of(Accessories::Withheld)).bytes()).unwrap_or_default();
    assert!(!withheld.contains("510,39") && !withheld.contains("L441-10"), "{withheld}");
}

#[test]
fn whatever_ends_the_letter_stands_with_the_last_items() {
    for n in 3..=24 {
        let Some(text) = text_of(render(&long(n)).bytes()) else { return };
        let sheet = text.split('\u{c}').find(|page| page.contains("Claire Aubert")).expect("a signature");
        for kept in [format!("FA-{n:05}"), "Total à régler".to_owned(), "salutations".to_owned(), "IBAN".to_owned()] {
            assert!(sheet.contains(&kept), "{n} items: « {kept} » is not with the signature:\n{text}");
        }
    }
}

#[test]
fn the_registered_number_is_printed() {
    let mut letter = notice(Language::Fr);
    for (delivery, said) in [
        (
            Delivery::Registered { number: Some("1A 204 553 1187 2".to_owned()) },
            "avis de réception n° 1A 204 553 1187 2",
        ),
        (Delivery::RegisteredElectronic { number: None }, "Lettre recommandée électronique"),
    ] {
        letter.delivery = Some(delivery);
        let Some(text) = text_of(render(&letter).bytes()) else { return };
        assert!(squeezed(&text).contains(said), "{text}");
    }
}

#[test]
fn what_goes_with_a_letter_is_named_under_its_signature_and_in_the_mail() {
    let mut with = with_text(letter(Language::Fr), DefaultText::Reminder1);
    let before = documents::mail(&with).expect("a mail").plain;
    assert!(!before.contains("Pièces jointes"));
    with.enclosures = vec!["relevé de compte au 23 novembre 2026".to_owned(), "facture FA-2026-0812".to_owned()];
    with.on_request = vec!["facture <FA-9>".to_owned()];
    let mail = documents::mail(&with).expect("a mail");
    let told = "Pièces jointes\u{a0}: relevé de compte au 23 novembre 2026, facture FA-2026-0812";
    for text in [&mail.plain, &mail.html] {
        let spaced = text.replace('\u{a0}', " ");
        assert!(spaced.contains(&told.replace('\u{a0}', " ")), "{spaced}");
        assert!(spaced.contains("sur simple demande"), "{spaced}");
    }
    assert!(mail.html.contains("facture &lt;FA-9&gt;"));
    let Some(text) = text_of(render(&with).bytes()) else { return };
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Pièces jointes : relevé de compte au 23 novembre 2026, facture FA-2026-0812"), "{flat}");
    let (signature, enclosed) = (flat.find("Claire Aubert"), flat.find("Pièces jointes"));
    assert!(signature < enclosed, "under the signature");
}

//! The print file.

use documents::{DefaultText, DocumentError, Language, Letter, Pdf, PrintFile, PrintOptions, merge, page_count};

use crate::common::{item, letter, pages, render, text_of, with_text};

fn some_letters() -> Vec<Pdf> {
    let base = with_text(letter(Language::Fr), DefaultText::Reminder1);
    let named = |n: usize, items: usize| {
        let mut letter = Letter { ident: format!("p/{n}"), ..base.clone() };
        letter.recipient[0] = format!("Débiteur {n}");
        letter.credits.clear();
        letter.items =
            (0..items).map(|i| item(&format!("F{i}"), "2026-05-12", "2026-06-11", 165, "100", None)).collect();
        render(&letter)
    };
    vec![named(1, 2), named(2, 60), named(3, 1)]
}

#[test]
fn letters_follow_each_other_and_start_on_odd_pages_when_duplex() {
    let letters = some_letters();
    let counts: Vec<usize> = letters.iter().map(|l| pages(l.bytes())).collect();
    assert_eq!(counts[0], 1, "the first letter has an odd number of pages");
    let simple = merge(&letters, PrintOptions::default()).expect("merged");
    assert_eq!(pages(&simple), counts.iter().sum::<usize>());
    let duplex = merge(&letters, PrintOptions { duplex: true }).expect("merged");
    assert_eq!(pages(&duplex), 2 + counts[1].next_multiple_of(2) + counts[2]);
    assert_eq!(merge(&letters, PrintOptions { duplex: true }).expect("merged"), duplex, "same bytes");
    let Some(text) = text_of(&duplex) else { return };
    let sheets: Vec<&str> = text.split('\u{c}').collect();
    let first_pages: Vec<usize> =
        (1..=3).filter_map(|n| sheets.iter().position(|sheet| sheet.contains(&format!("Débiteur {n}")))).collect();
    assert_eq!(first_pages, [0, 2, 2 + counts[1].next_multiple_of(2)]);
}

#[test]
fn a_long_print_file_is_sound_and_shares_what_is_equal() {
    let letters = some_letters();
    let mut file = PrintFile::new(Vec::new(), PrintOptions::default()).expect("begun");
    for n in 0..200 {
        file.add(&letters[0], Some(&format!("Débiteur {n}"))).expect("added");
    }
    assert_eq!(file.page_count(), 200);
    let bytes = file.finish().expect("finished");
    assert_eq!(pages(&bytes), 200);
    assert!(bytes.len() < letters[0].bytes().len() * 30, "{} bytes: fonts are written once", bytes.len());
    let document = lopdf::Document::load_mem(&bytes).expect("a PDF");
    let outlines = document.catalog().and_then(|c| c.get(b"Outlines")).and_then(lopdf::Object::as_reference);
    let outlines = document.get_dictionary(outlines.expect("bookmarks")).expect("a dictionary");
    assert_eq!(outlines.get(b"Count").and_then(lopdf::Object::as_i64).ok(), Some(200));
    let Some(text) = text_of(&bytes) else { return };
    assert_eq!(text.matches("Débiteur 1").count(), 400, "in the window and on the slip");
}

#[test]
fn a_damaged_letter_is_named() {
    let mut letters = some_letters();
    letters[1] = Pdf::from_bytes(b"%PDF-1.7 nothing more".to_vec());
    let error = merge(&letters, PrintOptions::default()).expect_err("refused");
    assert!(matches!(error, DocumentError::Unreadable { position: 2, .. }), "{error}");
}

#[test]
fn a_file_made_elsewhere_is_read_through_before_it_is_taken() {
    let letters = some_letters();
    assert_eq!(page_count(&letters[1]).expect("readable"), pages(letters[1].bytes()));
    let wrong = |bytes: &[u8]| page_count(&Pdf::from_bytes(bytes.to_vec())).expect_err("refused").to_string();
    for bytes in [&b""[..], b"<html>", b"%PDF-1.7 nothing more", &letters[0].bytes()[..500]] {
        assert!(wrong(bytes).contains("not a readable PDF"), "{}", wrong(bytes));
    }
    // It would use up the stack.
    let deep = wrong(&chained("Contents", 100_000));
    assert!(deep.contains("nested"), "{deep}");
    // The beads of an article: a printer does not follow them.
    assert_eq!(page_count(&Pdf::from_bytes(chained("B", 1_000))).expect("readable"), 1);
}

/// One page, with a chain of objects, each within the one before.
fn chained(key: &str, length: usize) -> Vec<u8> {
    let mut document = lopdf::Document::with_version("1.7");
    let mut last = document.add_object(lopdf::Object::Null);
    for _ in 0..length {
        last = document.add_object(lopdf::Object::Array(vec![lopdf::Object::Reference(last)]));
    }
    let pages = document.new_object_id();
    let page = document.add_object(lopdf::dictionary! { "Type" => "Page", "Parent" => pages, key => last });
    let tree = lopdf::dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, lopdf::Object::Dictionary(tree));
    let catalog = document.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a PDF");
    bytes
}

//! The bundle: sixty exhibits of all shapes, and everything that names a page tells the truth.

use documents::{
    Language,
    court::{Bound, BundleForm, Filing, LeftOut, filing},
    sha256_hex,
};
use lopdf::{Dictionary, Document, Object, dictionary};

use crate::{
    common::{WordBox, boxes_of, squeezed, text_of},
    court_data::{declaration, overprint, petition, rectification, relief},
    court_files::{A4, Leaf, document, file, saved, sixty, slices},
};

fn bound(lang: Language) -> Bound {
    petition(60).bundle(&slices(&sixty()), lang, BundleForm::Filing).expect("bound")
}

/// Title and page of each bookmark, pages from 1.
pub fn bookmarks(document: &Document) -> Vec<(String, u32)> {
    let pages: Vec<_> = document.get_pages().into_iter().collect();
    let catalog = document.catalog().expect("a catalog");
    let outlines = catalog.get(b"Outlines").and_then(Object::as_reference).expect("bookmarks");
    let mut next =
        document.get_dictionary(outlines).expect("bookmarks").get(b"First").and_then(Object::as_reference).ok();
    let mut found = Vec::new();
    while let Some(item) = next.map(|id| document.get_dictionary(id).expect("a bookmark")) {
        let title = item.get(b"Title").and_then(Object::as_str).expect("a title");
        let units: Vec<u16> = title[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        let target =
            item.get(b"Dest").and_then(|dest| document.dereference(dest)).and_then(|(_, dest)| dest.as_array());
        let target = target.expect("a page")[0].as_reference().expect("a page");
        let page = pages.iter().find(|(_, id)| *id == target).expect("a page of the file").0;
        found.push((String::from_utf16(&units).expect("words"), page));
        next = item.get(b"Next").and_then(Object::as_reference).ok();
    }
    found
}

#[test]
fn stamps_bookmarks_and_bordereau_agree_over_sixty_exhibits() {
    let bound = bound(Language::Fr);
    let document = Document::load_mem(bound.pdf.bytes()).expect("a PDF");
    assert_eq!(document.get_pages().len(), bound.pages as usize);
    let marks = bookmarks(&document);
    assert_eq!(marks.len(), 3 + 60);
    assert_eq!(marks[0], ("Requête en injonction de payer".to_owned(), 1));
    assert_eq!((marks[1].0.as_str(), marks[2].0.as_str()), ("Décompte de la créance", "Bordereau des pièces"));
    let places: Vec<u32> =
        bound.parts.iter().map(|p| p.first_page).chain(bound.exhibits.iter().map(|e| e.first_page)).collect();
    assert_eq!(marks.iter().map(|m| m.1).collect::<Vec<_>>(), places);
    let Some(text) = text_of(bound.pdf.bytes()) else { return };
    let sheets: Vec<String> = text.split('\u{c}').map(squeezed).collect();
    let bordereau = &bound.parts[2];
    let list = sheets[bordereau.first_page as usize - 1..bordereau.last_page as usize].join(" ");
    let total = bound.pages;
    let mut next = bordereau.last_page + 1;
    for placed in &bound.exhibits {
        let (number, own) = (placed.exhibit.number, placed.last_page - placed.first_page + 1);
        assert_eq!(placed.first_page, next, "exhibit {number} follows the one before");
        next = placed.last_page + 1;
        assert_eq!(own, number % 10 + 1);
        let range = if own == 1 {
            placed.first_page.to_string()
        } else {
            format!("{} à {}", placed.first_page, placed.last_page)
        };
        let range = format!("{own} {range}").replace(' ', "");
        assert!(list.replace(' ', "").contains(&range), "the bordereau says {range} of exhibit {number}:\n{list}");
        for page in placed.first_page..=placed.last_page {
            let (sheet, at) = (&sheets[page as usize - 1], page - placed.first_page + 1);
            let stamp = format!("Pièce n° {number} · page {at} / {own}");
            assert!(sheet.contains(&stamp), "page {page}, « {stamp} »:\n{sheet}");
            assert!(sheet.contains(&format!("Liasse, page {page} / {total}")), "page {page}:\n{sheet}");
            assert!(
                sheet.contains(&format!("MOT{number}p{at}")),
                "the text of the exhibit stays text, page {page}:\n{sheet}"
            );
        }
    }
    assert_eq!(next, total + 1);
    for page in 1..=bordereau.last_page {
        assert!(sheets[page as usize - 1].contains(&format!("Liasse, page {page} / {total}")), "page {page}");
    }
}

#[test]
fn stamps_stand_upright_above_the_page_whatever_its_turn() {
    let bound = bound(Language::Fr);
    let Some(words) = boxes_of(bound.pdf.bytes()) else { return };
    let on = |page: u32| words.iter().filter(move |word| word.page == page as usize).collect::<Vec<&WordBox>>();
    for placed in &bound.exhibits {
        for page in placed.first_page..=placed.last_page {
            let words = on(page);
            let stamp = words.iter().find(|word| word.word.contains("Pièce")).expect("a stamp");
            let content = words.iter().find(|word| word.word.starts_with("MOT")).expect("the page");
            // 54 points are 19 mm; a printer leaves 4 mm white.
            assert!(stamp.y1 < 19.0 && stamp.y0 > 4.0, "page {page}: {stamp:?}");
            assert!(stamp.x1 - stamp.x0 > stamp.y1 - stamp.y0, "it is read from left to right: {stamp:?}");
            assert!(content.y0 > 19.0, "page {page}: {content:?} is below the stamp");
        }
    }
}

#[test]
fn equal_exhibits_give_equal_bytes_and_the_english_copy_says_what_it_is() {
    let (once, again) = (bound(Language::Fr), bound(Language::Fr));
    assert!(once == again, "same bytes");
    let english = bound(Language::En);
    let Some(text) = text_of(english.pdf.bytes()) else { return };
    let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
    assert_eq!(sheets.len(), english.pages as usize);
    for (at, sheet) in sheets.iter().enumerate() {
        assert!(sheet.contains("Reading copy: the French text alone is filed."), "page {}:\n{sheet}", at + 1);
    }
    assert!(squeezed(sheets[sheets.len() - 1]).contains("Exhibit 60 · page 1 / 1"), "{}", sheets[sheets.len() - 1]);
}

#[test]
fn the_data_for_filing_is_the_petition_with_the_hash_of_each_file() {
    let (asked, files) = (petition(60), sixty());
    let bound = asked.bundle(&slices(&files), Language::Fr, BundleForm::Filing).expect("bound");
    let json = filing(&asked, &bound).expect("written");
    let read: Filing = serde_json::from_str(&json).expect("the same form");
    assert_eq!(read.petition, asked);
    assert_eq!((read.form.as_str(), read.version), ("quittance/petition", 1));
    assert_eq!(read.bundle.sha256, sha256_hex(&bound.pdf));
    for (placed, content) in read.bundle.exhibits.iter().zip(&files) {
        assert_eq!(placed.sha256, sha256_hex(&documents::Pdf::from_bytes(content.clone())));
    }
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        value["petition"]["decompte"]["totals"]["owed"],
        serde_json::json!({ "minor": 704_092, "currency": "EUR" })
    );
    assert_eq!(value["petition"]["decompte"]["claims"][0]["periods"][0]["rate"], "12.15");
    assert_eq!(value["petition"]["cover"]["date"], "2026-11-23");
    assert_eq!(value["bundle"]["exhibits"][0]["number"], 1);
    assert_eq!(value["bundle"]["exhibits"][0]["file"], "piece-01.pdf");
}

#[test]
fn declarations_and_requests_are_bound_with_their_exhibits_too() {
    let files = [file("a", &[A4]), file("b", &[A4, A4]), file("c", &[A4])];
    let declared = declaration(3).bundle(&slices(&files), Language::Fr, BundleForm::Filing).expect("bound");
    assert_eq!(declared.parts.len(), 2);
    assert_eq!(declared.exhibits[1].last_page - declared.exhibits[1].first_page, 1);
    assert!(relief().bundle(&slices(&files), Language::Fr, BundleForm::Filing).is_ok());
}

/// Two files of one and two pages, one of them lying: each page is stamped, below its own words and nothing else.
#[test]
fn each_page_of_a_duplicate_bears_its_words_above_what_it_shows() {
    let lying = Leaf { size: (842, 595), turn: 0 };
    let files = [file("a", &[A4]), file("b", &[A4, lying])];
    let words = [overprint("1 000,00", "200,00"), overprint("500,00", "100,00")];
    for (lang, stamp, list) in
        [(Language::Fr, "DUPLICATA", "Liste des duplicatas"), (Language::En, "DUPLICATE", "List of duplicates")]
    {
        let bound = rectification(2).bundle(&slices(&files), lang, BundleForm::Filing).expect("bound");
        assert_eq!(bound.parts.iter().map(|part| part.title.as_str()).next_back(), Some(list));
        let marks = bookmarks(&Document::load_mem(bound.pdf.bytes()).expect("a PDF"));
        let named = lang.either("DUPLICATA – Facture FA-2026-1044", "DUPLICATE – Invoice FA-2026-1044");
        assert_eq!(marks.last(), Some(&(named.to_owned(), bound.exhibits[1].first_page)));
        let Some(text) = text_of(bound.pdf.bytes()) else { return };
        let sheets: Vec<String> = text.split('\u{c}').map(squeezed).collect();
        let boxes = boxes_of(bound.pdf.bytes()).expect("words");
        let mut stamped = 0;
        for (at, placed) in bound.exhibits.iter().enumerate() {
            for page in placed.first_page..=placed.last_page {
                let (sheet, own) = (&sheets[page as usize - 1], placed.last_page - placed.first_page + 1);
                let of = format!("{stamp} · page {} / {own}", page - placed.first_page + 1);
                assert!(sheet.contains(&of) && sheet.contains(&words[at]), "page {page}, « {of} »:\n{sheet}");
                assert!(!sheet.contains(&words[1 - at]), "the words of the other, page {page}:\n{sheet}");
                let on = || boxes.iter().filter(|word| word.page == page as usize);
                let shown = on().find(|word| word.word.starts_with("MOT")).expect("the page");
                let said = on().find(|word| word.word.contains("CGI)")).expect("the words");
                assert!(said.y1 < shown.y0, "page {page}: {said:?} is above {shown:?}");
                stamped += 1;
            }
        }
        assert_eq!(stamped, 3);
        // What is stamped is the duplicate, not the statement nor the list.
        assert!(sheets[..bound.exhibits[0].first_page as usize - 1].iter().all(|sheet| !sheet.contains(stamp)));
        let english = sheets.iter().filter(|sheet| sheet.contains("Reading copy")).count();
        assert_eq!(english, if lang == Language::En { bound.pages as usize } else { 0 });
    }
}

#[test]
fn a_duplicate_is_kept_as_it_is_sent() {
    let files = [file("a", &[A4])];
    let made = |form| rectification(1).bundle(&slices(&files), Language::Fr, form).expect("bound");
    let (sent, kept) = (made(BundleForm::Filing), made(BundleForm::Archive));
    assert_eq!((sent.pages, sent.exhibits[0].first_page), (kept.pages, kept.exhibits[0].first_page));
    let Some(text) = text_of(kept.pdf.bytes()) else { return };
    let sheet = squeezed(text.split('\u{c}').nth(kept.exhibits[0].first_page as usize - 1).expect("a page"));
    assert!(sheet.contains("DUPLICATA") && sheet.contains(&overprint("1 000,00", "200,00")), "{sheet}");
}

/// What a page number is in a file whose marks, boxes, turns and units are those of a hostile or careless program.
#[test]
fn marks_boxes_and_layers_are_shown_as_a_reader_shows_them() {
    let mut odd = document("9", &[Leaf { size: (1000, 1000), turn: 90 }]);
    let page = odd.get_pages()[&1];
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let look = |odd: &mut Document, said: &str| {
        let form = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 100.into(), 20.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font.clone() } },
        };
        let drawn = format!("BT /F1 12 Tf 2 5 Td ({said}) Tj ET").into_bytes();
        odd.add_object(lopdf::Stream::new(form, drawn))
    };
    let (filled, hidden) = (look(&mut odd, "SIGNE"), look(&mut odd, "CACHE"));
    let mark = |form, flags: i64| -> Object {
        dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "F" => flags, "FT" => "Tx",
            "Rect" => vec![500.into(), 500.into(), 600.into(), 520.into()],
            "AP" => dictionary! { "N" => form },
            "A" => dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") },
        }
        .into()
    };
    let bare: Object = dictionary! { "Type" => "Annot", "Subtype" => "Highlight", "Rect" => vec![1.into(), 1.into(), 9.into(), 9.into()] }.into();
    let marks = vec![mark(filled, 4), mark(hidden, 2), bare];
    let dictionary = odd.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    dictionary.set("Annots", marks);
    dictionary.set("CropBox", vec![50.into(), 450.into(), 950.into(), 900.into()]);
    let files = [file("1", &[A4]), saved(odd), file("3", &[A4])];
    let bound = declaration(3).bundle(&slices(&files), Language::Fr, BundleForm::Filing).expect("bound");
    assert_eq!(bound.exhibits[1].left_out, [LeftOut::Script, LeftOut::BareMark]);
    let raw = String::from_utf8_lossy(bound.pdf.bytes()).into_owned();
    for active in ["JavaScript", "app.alert", "/Annots", "/Launch", "/EmbeddedFile"] {
        assert!(!raw.contains(active), "{active}");
    }
    let Some(words) = boxes_of(bound.pdf.bytes()) else { return };
    let on: Vec<&WordBox> = words.iter().filter(|word| word.page == bound.exhibits[1].first_page as usize).collect();
    assert!(on.iter().any(|word| word.word == "SIGNE"), "a filled field is shown: {on:?}");
    assert!(!on.iter().any(|word| word.word == "CACHE"), "a hidden one is not");
    let document = Document::load_mem(bound.pdf.bytes()).expect("a PDF");
    let sheet = document.get_pages()[&bound.exhibits[1].first_page];
    let own: &Dictionary = document.get_dictionary(sheet).expect("a page");
    let sides: Vec<f32> = own
        .get(b"MediaBox")
        .and_then(Object::as_array)
        .expect("a size")
        .iter()
        .filter_map(|v| v.as_float().ok())
        .collect();
    // 900 × 450 turned by 90 stands: portrait.
    assert!(sides[2] < sides[3], "{sides:?}");
}

#[test]
fn a_layer_that_its_author_hid_stays_hidden() {
    let mut plan = document("1", &[A4]);
    let [shown, hidden] = ["vu", "caché"]
        .map(|name| plan.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal(name) }));
    let content = b"/OC /L1 BDC 0 0 9 9 re f EMC /OC /L2 BDC 9 9 9 9 re f EMC".to_vec();
    let content = plan.add_object(lopdf::Stream::new(Dictionary::new(), content));
    let page = plan.get_pages()[&1];
    let own = plan.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    own.set("Contents", content);
    own.set("Resources", dictionary! { "Properties" => dictionary! { "L1" => shown, "L2" => hidden } });
    plan.catalog_mut().expect("a catalog").set(
        "OCProperties",
        dictionary! {
            "OCGs" => vec![shown.into(), hidden.into()],
            "D" => dictionary! { "BaseState" => "OFF", "ON" => vec![shown.into()] },
        },
    );
    let files = [file("1", &[A4]), saved(plan), file("3", &[A4])];
    let bound = declaration(3).bundle(&slices(&files), Language::Fr, BundleForm::Filing).expect("bound");
    let document = Document::load_mem(bound.pdf.bytes()).expect("a PDF");
    let layers = document.catalog().and_then(|c| c.get(b"OCProperties")).and_then(Object::as_dict).expect("layers");
    assert_eq!(layers.get(b"OCGs").and_then(Object::as_array).expect("all").len(), 2);
    let off =
        layers.get(b"D").and_then(Object::as_dict).and_then(|d| d.get(b"OFF")).and_then(Object::as_array).expect("off");
    let name = document.get_dictionary(off[0].as_reference().expect("a layer")).and_then(|l| l.get(b"Name"));
    assert_eq!((off.len(), name.and_then(Object::as_str).expect("a name")), (1, &b"cach\xc3\xa9"[..]));
}

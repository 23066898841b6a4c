//! The copy of a bundle that is kept: PDF/A, and nothing of the bundle that is filed is lost in it.

use documents::{
    Language,
    court::{Bound, BundleForm, CourtError, ExhibitFault, LeftOut, Undrawn},
};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use crate::{
    common::{Grey, greys_of, squeezed, text_of},
    court_bundle::bookmarks,
    court_data::{declaration, exhibits, petition},
    court_files::{A4, Leaf, document, file, saved, sixty, slices},
};

/// Mean difference between two drawers, of 255: letters lie half a pixel apart, nothing is missing.
const NEAR: f64 = 3.0;

fn bound(files: &[Vec<u8>], form: BundleForm) -> Result<Bound, CourtError> {
    let mut declared = declaration(1);
    declared.exhibits = exhibits(u32::try_from(files.len()).expect("few"));
    declared.bundle(&slices(files), Language::Fr, form)
}

/// The only fault of the only exhibit in the copy that is kept; the bundle that is filed takes it.
fn refusal(content: Vec<u8>) -> ExhibitFault {
    let files = [content];
    assert!(bound(&files, BundleForm::Filing).is_ok(), "it is filed");
    match bound(&files, BundleForm::Archive) {
        Err(CourtError::Exhibits { mut faults, .. }) => faults.remove(0).fault,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("kept"),
    }
}

/// A page of A4 with this drawing and these resources.
fn drawn(drawing: &str, resources: impl FnOnce(&mut Document) -> Dictionary) -> Vec<u8> {
    let mut made = document("d", &[A4]);
    let resources = resources(&mut made);
    let content = made.add_object(Stream::new(Dictionary::new(), drawing.as_bytes().to_vec()));
    let page = made.get_pages()[&1];
    let own = made.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    own.set("Contents", content);
    own.set("Resources", resources);
    saved(made)
}

#[test]
fn pages_stamps_bookmarks_and_papers_are_those_of_the_bundle_that_is_filed() {
    let six: Vec<_> = sixty().into_iter().take(6).collect();
    let asked = petition(6);
    let made = |form| asked.bundle(&slices(&six), Language::Fr, form).expect("bound");
    let (filed, kept) = (made(BundleForm::Filing), made(BundleForm::Archive));
    assert_eq!((kept.pages, &kept.parts, &kept.exhibits), (filed.pages, &filed.parts, &filed.exhibits));
    let [one, other] = [&filed, &kept].map(|bound| Document::load_mem(bound.pdf.bytes()).expect("a PDF"));
    assert_eq!(other.get_pages().len(), kept.pages as usize);
    assert_eq!(bookmarks(&other), bookmarks(&one));
    assert_eq!(bookmarks(&other).len(), 3 + 6);
    let sides = |file: &Document| -> Vec<Vec<i64>> {
        let pages = file.get_pages().into_values();
        let sides = pages.map(|page| file.get_dictionary(page).and_then(|own| own.get(b"MediaBox")?.as_array()));
        // Whole points: one file says 595.276, the other 595.27563.
        #[expect(clippy::cast_possible_truncation, reason = "the side of a page")]
        let whole = |side: &Object| side.as_float().expect("a side").round() as i64;
        sides.map(|box_of| box_of.expect("a size").iter().map(whole).collect()).collect()
    };
    assert_eq!(sides(&other), sides(&one));
    let (Some(filed_text), Some(kept_text)) = (text_of(filed.pdf.bytes()), text_of(kept.pdf.bytes())) else { return };
    let sheets = |text: &str| text.split('\u{c}').map(squeezed).collect::<Vec<_>>();
    let (filed_text, kept_text) = (sheets(&filed_text), sheets(&kept_text));
    let papers = filed.parts[2].last_page as usize;
    for at in 0..papers {
        assert_eq!(kept_text[at], filed_text[at], "page {}: a paper keeps its text", at + 1);
    }
    for at in papers..filed.pages as usize {
        let (with, without) = (&filed_text[at], &kept_text[at]);
        assert!(with.contains("MOT") && !without.contains("MOT"), "page {}: {without}", at + 1);
        let stamp = with.split(" MOT").next().expect("the stamp");
        assert_eq!(without, stamp, "page {}: its stamp stays text, and nothing else", at + 1);
    }
}

#[test]
fn the_file_says_what_it_is_and_equal_exhibits_give_equal_bytes() {
    let files = [file("1", &[A4])];
    let kept = || bound(&files, BundleForm::Archive).expect("kept").pdf.into_bytes();
    let (once, again) = (kept(), kept());
    assert!(once == again, "same bytes");
    let raw = String::from_utf8_lossy(&once);
    // ISO 19005-2, 6.6.4: part and conformance level are said in the metadata, which are not packed.
    assert!(raw.contains("<pdfaid:part>2</pdfaid:part>"), "part");
    assert!(raw.contains("<pdfaid:conformance>U</pdfaid:conformance>"), "level");
    let read = Document::load_mem(&once).expect("a PDF");
    let catalog = read.catalog().expect("a catalog");
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"fr");
    // 6.2.3: colours without a device have an output intent.
    assert!(catalog.has(b"OutputIntents"));
    for forbidden in ["/JavaScript", "/EmbeddedFile", "/Encrypt", "/Interpolate true", "/Annots"] {
        assert!(!raw.contains(forbidden), "{forbidden}");
    }
}

/// Pages whose boxes, turns, units, marks and brackets are those of a hostile or careless program.
fn hostile() -> Vec<Vec<u8>> {
    let mut odd = document("9", &[Leaf { size: (1000, 1000), turn: 90 }, Leaf { size: (300, 200), turn: 180 }]);
    let [page, small] = [1, 2].map(|number| odd.get_pages()[&number]);
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 100.into(), 20.into()],
        "Resources" => dictionary! { "Font" => dictionary! {
            "F1" => dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Times-Roman" } } },
    };
    let look =
        odd.add_object(Stream::new(form, b"1 0 0 rg 0 0 100 20 re f 0 g BT /F1 12 Tf 2 5 Td (SIGNE) Tj ET".to_vec()));
    let field: Object = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "F" => 4, "FT" => "Tx", "AP" => dictionary! { "N" => look },
        "Rect" => vec![200.into(), 500.into(), 600.into(), 580.into()],
    }
    .into();
    let own = odd.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    own.set("Annots", vec![field]);
    own.set("CropBox", vec![50.into(), 450.into(), 950.into(), 900.into()]);
    odd.get_object_mut(small).and_then(Object::as_dict_mut).expect("a page").set("UserUnit", 2);
    // A drawing that breaks off in the middle of a word, its stack of states open.
    let damaged =
        drawn("q q 0 0 1 rg 100 500 300 200 re f Q 0.5 g 100 100 200 150 re f q 1 0 0 rg 20 2", |_| Dictionary::new());
    let rows: Vec<u8> = (0..64_u8).flat_map(|y| (0..64_u8).flat_map(move |x| [x * 4, y * 4, 128])).collect();
    let colours = drawn("q 400 0 0 400 90 200 cm /I Do Q", |made| {
        let picture = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 64, "Height" => 64, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceRGB",
        };
        dictionary! { "XObject" => dictionary! { "I" => made.add_object(Stream::new(picture, rows)) } }
    });
    vec![saved(odd), damaged, colours]
}

#[test]
fn hostile_pages_look_as_in_the_bundle_that_is_filed() {
    let pages = hostile();
    let [filed, kept] = [BundleForm::Filing, BundleForm::Archive].map(|form| bound(&pages, form).expect("bound"));
    let (Some(one), Some(other)) = (greys_of(filed.pdf.bytes()), greys_of(kept.pdf.bytes())) else { return };
    assert_eq!(one.len(), other.len());
    let first = filed.exhibits[0].first_page as usize - 1;
    for (at, (with, without)) in one.iter().zip(&other).enumerate() {
        let apart = with.apart(without);
        assert!(apart < NEAR, "page {}: {apart} of 255 apart", at + 1);
        let (ink, kept_ink) = (with.ink(), without.ink());
        // A thin line is as wide as a pixel in one drawer, and lighter in the other.
        assert!((ink - kept_ink).abs() < 0.2 * ink, "page {}: {ink} of ink, {kept_ink} kept", at + 1);
        if at >= first {
            let white = Grey { size: with.size, pixels: vec![255; with.pixels.len()] };
            assert!(with.apart(&white) > NEAR, "page {} is not nearly white: a lost page would be seen", at + 1);
        }
    }
}

/// How many colours a pixel of each picture has, in order.
fn colours_of(bound: &Bound) -> Vec<i64> {
    let read = Document::load_mem(bound.pdf.bytes()).expect("a PDF");
    let number = |space: &Object| -> Option<i64> {
        let space = read.dereference(space).ok()?.1.as_array().ok()?;
        read.dereference(space.get(1)?).ok()?.1.as_stream().ok()?.dict.get(b"N").and_then(Object::as_i64).ok()
    };
    let streams = read.objects.values().filter_map(|object| object.as_stream().ok());
    let pictures =
        streams.filter(|one| one.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|of| of == b"Image"));
    let mut found: Vec<i64> = pictures
        .map(|one| one.dict.get(b"ColorSpace").ok().and_then(number).expect("a space of colours without a device"))
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn colours_stay_colours_and_grey_is_grey() {
    // A red field, a page of black letters, a blue rectangle, a picture of all colours: one picture a page.
    assert_eq!(colours_of(&bound(&hostile(), BundleForm::Archive).expect("kept")), [1, 3, 3, 3]);
    assert_eq!(colours_of(&bound(&[file("1", &[A4])], BundleForm::Archive).expect("kept")), [1]);
}

#[test]
fn what_cannot_be_drawn_is_refused_by_page_and_reason() {
    let picture = |made: &mut Document, more: Dictionary, content: &[u8]| {
        let mut own = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 8, "Height" => 8, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceGray",
        };
        for (key, value) in more {
            own.set(key, value);
        }
        let id = made.add_object(Stream::new(own, content.to_vec()));
        dictionary! { "XObject" => dictionary! { "I" => id } }
    };
    let shows = "q 400 0 0 400 90 200 cm /I Do Q";
    let unreadable = drawn(shows, |made| picture(made, dictionary! { "Filter" => "JPXDecode" }, b"no picture"));
    assert_eq!(refusal(unreadable), ExhibitFault::NotDrawn(Some(1), Undrawn::Picture));
    let huge = drawn(shows, |made| picture(made, dictionary! { "Width" => 100_000, "Height" => 100_000 }, b"0"));
    assert_eq!(refusal(huge), ExhibitFault::NotDrawn(None, Undrawn::TooLarge));
    let bomb = drawn(shows, |made| {
        let mut spaces = Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Form" }, vec![b' '; 400 << 20]);
        spaces.compress().expect("packed");
        dictionary! { "XObject" => dictionary! { "I" => made.add_object(spaces) } }
    });
    assert_eq!(refusal(bomb), ExhibitFault::NotDrawn(None, Undrawn::TooLarge));
    let chinese = drawn("BT /F1 24 Tf 90 400 Td <4E2D6587> Tj ET", |_| {
        let letters = dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light",
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("GB1"), "Supplement" => 2 },
        };
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong-Light", "Encoding" => "UniGB-UCS2-H",
            "DescendantFonts" => vec![letters.into()],
        };
        dictionary! { "Font" => dictionary! { "F1" => font } }
    });
    assert_eq!(refusal(chinese), ExhibitFault::NotDrawn(Some(1), Undrawn::Letters));
    let told = ExhibitFault::NotDrawn(Some(3), Undrawn::Picture).wording();
    assert!(
        told.fr.starts_with("la page 3 ne peut être dessinée fidèlement (une image y est illisible)"),
        "{}",
        told.fr
    );
}

#[test]
fn what_is_drawn_otherwise_is_told() {
    let invented = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Plume-Vauban" };
    let replaced =
        drawn("BT /F1 24 Tf 90 400 Td (Total) Tj ET", |_| dictionary! { "Font" => dictionary! { "F1" => invented } });
    let white = drawn("1 g 100 100 200 200 re f", |_| Dictionary::new());
    let empty = drawn("", |_| Dictionary::new());
    let files = [replaced, white, empty, file("4", &[A4])];
    let notes = |form| {
        let bound = bound(&files, form).expect("bound");
        bound.exhibits.into_iter().map(|one| one.left_out).collect::<Vec<_>>()
    };
    assert_eq!(
        notes(BundleForm::Archive),
        [vec![LeftOut::ReplacedFont], vec![LeftOut::BlankPage], Vec::new(), Vec::new()],
        "Helvetica is one of the fourteen fonts that any reader has, and an empty page is white"
    );
    assert_eq!(notes(BundleForm::Filing), vec![Vec::new(); 4]);
}

#[test]
fn more_pages_than_can_be_drawn_are_refused_and_filed_all_the_same() {
    let files = [file("1", &vec![A4; 900]), file("2", &vec![A4; 601])];
    match bound(&files, BundleForm::Archive) {
        Err(CourtError::Exhibits { faults, .. }) => {
            assert_eq!((faults[0].number, &faults[0].fault), (2, &ExhibitFault::TooManyToDraw(1_501)));
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("kept"),
    }
    // More pages than one exhibit may have: the limit of a bundle is its own.
    assert!(bound(&files, BundleForm::Filing).is_ok());
}

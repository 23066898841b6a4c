//! Files that nobody should trust: each is refused by name, all at once, and nothing panics.

use documents::{
    Language,
    court::{BundleForm, CourtError, ExhibitFault, LeftOut},
};
use lopdf::{Object, Stream, dictionary};

use crate::{
    common::pages,
    court_data::{declaration, exhibits},
    court_files::{A4, Leaf, document, file, saved, slices},
};

fn refusals(files: &[Vec<u8>]) -> Vec<(u32, ExhibitFault)> {
    let mut declared = declaration(1);
    declared.exhibits = exhibits(u32::try_from(files.len()).expect("few"));
    match declared.bundle(&slices(files), Language::Fr, BundleForm::Filing) {
        Err(CourtError::Exhibits { faults, .. }) => faults.into_iter().map(|f| (f.number, f.fault)).collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

fn refusal(content: Vec<u8>) -> ExhibitFault {
    let mut all = refusals(&[content]);
    assert_eq!(all.len(), 1, "{all:?}");
    all.swap_remove(0).1
}

fn encrypted() -> Vec<u8> {
    // The dictionary of a file that opens with a password, whose password is not the empty one.
    let mut locked = document("e", &[A4]);
    let key = locked.add_object(dictionary! {
        "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -44,
        "O" => Object::string_literal(vec![7_u8; 32]), "U" => Object::string_literal(vec![9_u8; 32]),
    });
    locked.trailer.set("Encrypt", key);
    locked
        .trailer
        .set("ID", vec![Object::string_literal("0123456789abcdef"), Object::string_literal("0123456789abcdef")]);
    saved(locked)
}

#[test]
fn what_is_no_sound_pdf_is_refused() {
    let sound = file("s", &[A4, A4, A4]);
    assert_eq!(refusal(Vec::new()), ExhibitFault::Empty);
    assert_eq!(refusal(b"<html>facture</html>".to_vec()), ExhibitFault::Unknown);
    assert_eq!(refusal(b"GIF89a".to_vec()), ExhibitFault::Unknown);
    assert_eq!(refusal(encrypted()), ExhibitFault::Encrypted);
    assert_eq!(refusal(file("z", &[])), ExhibitFault::NoPage);
    for cut in [9, 200, sound.len() / 2, sound.len() - 60] {
        let fault = refusal(sound[..cut].to_vec());
        assert!(matches!(fault, ExhibitFault::Damaged(_)), "{cut}: {fault:?}");
    }
}

#[test]
fn what_is_out_of_bounds_is_refused() {
    let many = file("m", &vec![A4; 5_000]);
    assert_eq!(refusal(many), ExhibitFault::TooManyPages(5_000));
    let huge = Leaf { size: (200_000, 842), turn: 0 };
    assert_eq!(refusal(file("h", &[A4, huge])), ExhibitFault::PageSize(2));
    assert_eq!(refusal(file("h", &[Leaf { size: (0, 842), turn: 0 }])), ExhibitFault::PageSize(1));
    let mut without = document("w", &[A4]);
    let page = without.get_pages()[&1];
    without.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page").remove(b"MediaBox");
    assert!(matches!(refusal(saved(without)), ExhibitFault::Damaged(_)));
    let mut portfolio = document("p", &[A4]);
    portfolio.catalog_mut().expect("a catalog").set("Collection", dictionary! { "View" => "T" });
    assert_eq!(refusal(saved(portfolio)), ExhibitFault::Portfolio);
}

#[test]
fn files_too_large_alone_or_together_are_refused() {
    let large = vec![b'%'; (100 << 20) + 1];
    assert_eq!(refusal(large), ExhibitFault::TooLarge((100 << 20) + 1));
    // The same bytes six times: only what is given counts, not what it costs to hold.
    let heavy = vec![b'x'; 99 << 20];
    let mut declared = declaration(1);
    declared.exhibits = exhibits(6);
    let contents = [heavy.as_slice(); 6];
    let Err(CourtError::Exhibits { faults, .. }) = declared.bundle(&contents, Language::Fr, BundleForm::Filing) else {
        panic!("refused")
    };
    assert_eq!(
        (faults[4].fault.clone(), faults[5].fault.clone()),
        (ExhibitFault::Unknown, ExhibitFault::AllTooLarge(594 << 20))
    );
}

#[test]
fn what_would_exhaust_the_machine_is_refused() {
    // A chain of a hundred thousand objects, a page whose content is missing, brackets without end.
    let mut deep = document("d", &[A4]);
    let mut last = deep.add_object(Object::Null);
    for _ in 0..100_000 {
        last = deep.add_object(Object::Array(vec![Object::Reference(last)]));
    }
    let page = deep.get_pages()[&1];
    deep.get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .expect("a page")
        .set("Resources", dictionary! { "Font" => last });
    assert!(matches!(refusal(saved(deep)), ExhibitFault::Damaged(_)));
    let mut gone = document("g", &[A4]);
    let page = gone.get_pages()[&1];
    gone.get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .expect("a page")
        .set("Contents", Object::Reference((9_999, 0)));
    assert!(matches!(refusal(saved(gone)), ExhibitFault::Damaged(_)));
    let mut brackets = b"%PDF-1.7\n1 0 obj\n".to_vec();
    brackets.extend(vec![b'['; 500_000]);
    assert!(matches!(refusal(brackets), ExhibitFault::Damaged(_)));
    // A page tree that holds itself.
    let mut circle = document("c", &[A4]);
    let tree = circle.catalog().and_then(|c| c.get(b"Pages")).and_then(Object::as_reference).expect("a tree");
    circle
        .get_object_mut(tree)
        .and_then(Object::as_dict_mut)
        .expect("a tree")
        .set("Kids", vec![Object::Reference(tree)]);
    assert!(!refusals(&[saved(circle)]).is_empty());
    // Two parts of a drawing that inflate to half a gigabyte.
    let mut bomb = document("b", &[A4]);
    let mut part = Stream::new(lopdf::Dictionary::new(), vec![b' '; 300 << 20]);
    part.compress().expect("compressed");
    let part = Object::Reference(bomb.add_object(part));
    let page = bomb.get_pages()[&1];
    bomb.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page").set("Contents", vec![part.clone(), part]);
    assert!(matches!(refusal(saved(bomb)), ExhibitFault::Damaged(_)));
}

#[test]
fn pictures_are_exhibits_and_bombs_are_not() {
    let grey = png(400, 300);
    let mut declared = declaration(1);
    declared.exhibits[0].file = "photo.png".to_owned();
    let bound = declared.bundle(&[&grey], Language::Fr, BundleForm::Filing).expect("bound");
    assert_eq!(bound.exhibits[0].first_page, bound.exhibits[0].last_page);
    assert_eq!(pages(bound.pdf.bytes()), bound.pages as usize);
    let mut bomb = grey.clone();
    bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    assert_eq!(refusal(bomb), ExhibitFault::TooManyPixels);
    assert!(matches!(refusal(grey[..120].to_vec()), ExhibitFault::Damaged(_)));
    assert_eq!(refusal(b"\xff\xd8\xff".to_vec()), ExhibitFault::Unknown);
}

/// A grey picture, written out.
fn png(width: u32, height: u32) -> Vec<u8> {
    let rows: Vec<u8> = (0..height)
        .flat_map(|_| [0].into_iter().chain((0..width).map(|x| u8::try_from(x % 256).expect("a byte"))))
        .collect();
    let mut deflated = Stream::new(lopdf::Dictionary::new(), rows);
    deflated.compress().expect("compressed");
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        file.extend(u32::try_from(data.len()).expect("small").to_be_bytes());
        let body = [kind, data].concat();
        file.extend(&body);
        file.extend(crc(&body).to_be_bytes());
    };
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 0, 0, 0, 0]);
    chunk(b"IHDR", &head);
    chunk(b"IDAT", &deflated.content);
    chunk(b"IEND", b"");
    file
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

#[test]
fn names_numbers_and_files_must_agree() {
    let good = file("g", &[A4]);
    let mut declared = declaration(3);
    declared.exhibits[0].file = "facture\nannexe.pdf".to_owned();
    declared.exhibits[1].number = 4;
    declared.exhibits[2].title.fr = "t".repeat(300);
    let Err(CourtError::Exhibits { faults, .. }) = declared.bundle(&[&good, &good], Language::Fr, BundleForm::Filing)
    else {
        panic!("refused")
    };
    let named: Vec<_> = faults.iter().map(|f| (f.number, f.fault.clone())).collect();
    assert_eq!(
        named,
        [(1, ExhibitFault::Name), (4, ExhibitFault::Number(2)), (3, ExhibitFault::Name), (3, ExhibitFault::NoFile)]
    );
    assert!(!faults[0].wording().fr.contains('\n'));
    let Err(CourtError::Exhibits { faults, .. }) =
        declaration(1).bundle(&[&good, &good], Language::Fr, BundleForm::Filing)
    else {
        panic!("refused")
    };
    assert_eq!((faults[0].number, &faults[0].fault), (2, &ExhibitFault::NotListed));
}

#[test]
fn every_bad_exhibit_is_listed_at_once_in_both_languages() {
    let good = file("g", &[A4]);
    let files = [good.clone(), Vec::new(), b"nothing".to_vec(), good, encrypted(), file("z", &[])];
    let mut declared = declaration(1);
    declared.exhibits = exhibits(6);
    let refused = declared.bundle(&slices(&files), Language::Fr, BundleForm::Filing).expect_err("refused");
    let reasons = refused.reasons();
    assert_eq!(reasons.len(), 4);
    assert!(
        reasons[0].fr.starts_with("pièce n°\u{a0}2 «\u{a0}piece-02.pdf\u{a0}» : le fichier est vide"),
        "{:?}",
        reasons[0]
    );
    assert!(reasons[2].en.starts_with("exhibit 5 “piece-05.pdf”: protected by a password"), "{:?}", reasons[2]);
    let told = refused.to_string();
    assert!(["exhibit 2", "exhibit 3", "exhibit 5", "exhibit 6"].iter().all(|name| told.contains(name)), "{told}");
}

#[test]
fn scripts_launches_and_files_inside_are_left_out_and_told() {
    let mut armed = document("a", &[A4]);
    let inside = armed.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"MZ".to_vec()));
    let launch = armed.add_object(dictionary! { "S" => "Launch", "F" => Object::string_literal("cmd.exe") });
    let script = armed
        .add_object(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("this.exportDataObject()") });
    let catalog = armed.catalog_mut().expect("a catalog");
    catalog.set("OpenAction", launch);
    catalog.set("Names", dictionary! {
        "JavaScript" => dictionary! { "Names" => vec![Object::string_literal("x"), script.into()] },
        "EmbeddedFiles" => dictionary! { "Names" => vec![Object::string_literal("x"), dictionary! { "EF" => dictionary! { "F" => inside } }.into()] },
    });
    let page = armed.get_pages()[&1];
    let own = armed.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    own.set("AA", dictionary! { "O" => launch });
    let armed = saved(armed);
    let bound = declaration(1).bundle(&[&armed], Language::Fr, BundleForm::Filing).expect("bound without them");
    assert_eq!(bound.exhibits[0].left_out, [LeftOut::Script, LeftOut::Action, LeftOut::Attachment]);
    let raw = String::from_utf8_lossy(bound.pdf.bytes()).into_owned();
    for active in ["Launch", "JavaScript", "EmbeddedFile", "cmd.exe", "/AA", "OpenAction"] {
        assert!(!raw.contains(active), "{active}");
    }
}

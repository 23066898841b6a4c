use formats::{Format, detect};

use crate::common::{expected, samples};

/// Files of a folder that are recognised as one of `formats`, out of those with expected figures.
fn recognised(family: &str, wanted: impl Fn(&str) -> Vec<Format>) {
    recognised_by(family, |name, _| Some(wanted(name)));
}

/// The same with the truth at hand; `None` leaves a file out.
fn recognised_by(family: &str, wanted: impl Fn(&str, &serde_json::Value) -> Option<Vec<Format>>) {
    let Some(folder) = samples(family) else { return };
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, truth) in expected(&folder) {
        let Ok(bytes) = std::fs::read(folder.join(&name)) else { continue };
        if truth["well_formed"] == serde_json::Value::Bool(false) {
            continue;
        }
        let Some(wanted) = wanted(&name, &truth) else { continue };
        seen += 1;
        let found = detect(&bytes, "").format;
        if !wanted.contains(&found) {
            wrong.push(format!("{name}: {}", found.slug()));
        }
    }
    assert!(seen > 0, "{family} is empty");
    assert!(wrong.is_empty(), "{family}: {} of {seen} not recognised: {wrong:#?}", wrong.len());
}

#[test]
fn ledgers_are_recognised() {
    recognised("fec", |_| vec![Format::Fec]);
}

#[test]
fn bank_files_are_recognised() {
    recognised("camt", |name| {
        let named = |number: &str| [".", ""].iter().any(|dot| name.contains(&format!("camt{dot}{number}")));
        let exact = [("052", Format::Camt052), ("053", Format::Camt053), ("054", Format::Camt054)];
        let told: Vec<Format> = exact.iter().filter(|(number, _)| named(number)).map(|(_, format)| *format).collect();
        if told.is_empty() { exact.map(|(_, format)| format).to_vec() } else { told }
    });
    recognised_by("mt940", |_, truth| {
        // A fragment of one tag is no statement.
        let tags = truth["tags"].as_array().map_or(0, Vec::len);
        let interim = truth["message_is_mt942"] == serde_json::Value::Bool(true);
        (tags > 1).then(|| if interim { vec![Format::Mt942] } else { vec![Format::Mt940, Format::Mt942] })
    });
    recognised_by("cfonb120", |name, _| (!name.contains("wrong_content")).then(|| vec![Format::Cfonb120]));
    recognised("cfonb240", |_| vec![Format::Cfonb240]);
    recognised_by("ofx", |_, truth| {
        // One file holds a single word, to be refused.
        let has_something =
            truth["ofx_header"].is_object() || truth["is_xml"] == true || truth["statements"] != serde_json::json!([]);
        has_something.then(|| vec![Format::Ofx])
    });
}

#[test]
fn invoices_are_recognised() {
    recognised_by("invoice", |_, truth| {
        let syntax = truth["invoice"]["syntax"].as_str()?;
        let is_pdf = truth["container"] == "PDF";
        Some(match syntax {
            s if s.contains("1.0") || s.contains("ferd") => vec![Format::Zugferd1],
            _ if is_pdf => vec![Format::FacturX, Format::Zugferd1],
            s if s.starts_with("UBL") => vec![Format::Ubl],
            _ => vec![Format::Cii],
        })
    });
}

#[test]
fn payment_and_status_messages_are_recognised() {
    recognised("sepa", |name| match name {
        n if n.contains("pain.002") || n.contains("pain002") => vec![Format::Pain002],
        n if n.contains("pain.008") || n.contains("pain008") => vec![Format::Pain008],
        _ => vec![Format::Pain001, Format::Pain008, Format::Pain002],
    });
    recognised("cdar", |_| vec![Format::Cdar]);
}

#[test]
fn small_texts_are_told_apart() {
    for (bytes, name, format) in [
        (&b""[..], "a.csv", Format::Unknown),
        (b"\x00\x01\x02\x03binary\x00", "a.csv", Format::Unknown),
        (b"a;b\n1;2\n3;4\n", "", Format::Csv),
        (b"one line, with a comma\nand another without\n", "", Format::Unknown),
        (b"hello", "a.txt", Format::Unknown),
        (b"PK\x03\x04 and rubbish", "a.xlsx", Format::Unknown),
        (b"\xD0\xCF\x11\xE0old", "a.xls", Format::Unknown),
        (b"%PDF-1.7 nothing inside", "a.pdf", Format::Unknown),
        (b"<?xml version='1.0'?><a/>", "a.xml", Format::Unknown),
        (b"{\"publicationavis\": \"A\", \"familleavis\": \"collective\"}", "", Format::Bodacc),
        (include_bytes!("fixtures/sirene.json"), "", Format::Sirene),
        (b"{\"data\": {\"siren\": \"350051447\", \"siret_siege_social\": null}}", "", Format::Sirene),
    ] {
        let found = detect(bytes, name);
        assert_eq!(found.format, format, "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(found.format.is_readable(), found.note.is_none());
    }
    for format in Format::ALL {
        assert_eq!(Format::parse(format.slug()), Some(format));
    }
}

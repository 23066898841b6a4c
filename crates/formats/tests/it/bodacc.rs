//! Notices of the commercial register: every sample, and the shapes that no sample shows.

use formats::bodacc::{self, Family, JudgmentKind, NoticeStatus, OfficerRole, PersonKind};
use formats::{Format, detect};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::samples;

/// A notice with everything a registry writes, of a company that does not exist.
const FIXTURE: &str = include_str!("fixtures/bodacc.json");

fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a sample"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_sample_is_read_and_says_what_it_says() {
    let Some(folder) = samples("bodacc") else { return };
    // number of notices and of refused records, as counted in the files by eye
    let counts = [
        ("annuaire_bodacc.json", 3, 0),
        ("annuaire_ganymede-bodacc.json", 0, 1),
        ("annuaire_jugement_cloture.json", 0, 1),
        ("sentinelle_depot_comptes_confidentiel.json", 1, 0),
        ("sentinelle_liquidation_personne_physique_masked.json", 1, 0),
        ("sentinelle_liquidation_v2.1.json", 2, 0),
    ];
    let files = files(&folder);
    assert_eq!(files.len(), counts.len(), "a sample nobody counted");
    for ((name, bytes), (wanted, notices, refused)) in files.iter().zip(counts) {
        assert_eq!(name, wanted);
        let read = bodacc::read(bytes);
        assert_eq!((read.list.len(), read.refused), (notices, refused), "{name}: {:?}", read.problems);
        if notices > 0 {
            assert!(read.problems.is_empty(), "{name}: {:?}", read.problems);
        }
        for notice in &read.list {
            assert!(!notice.sirens.is_empty() && !notice.debtors.is_empty() && !notice.tribunal.is_empty(), "{name}");
        }
    }
}

#[test]
fn a_liquidation_of_alsace_is_read_in_its_text() {
    let Some(folder) = samples("bodacc") else { return };
    let read = bodacc::read(&std::fs::read(folder.join("sentinelle_liquidation_v2.1.json")).expect("a sample"));
    let [opening, sale] = read.list.as_slice() else { panic!("two notices: {:?}", read.list) };
    assert_eq!(opening.id, "A202601921967");
    assert_eq!(opening.kind(), Some(JudgmentKind::LiquidationOpening));
    let judgment = opening.judgment.as_ref().expect("a judgment");
    assert_eq!(judgment.date.map(|d| d.to_string()).as_deref(), Some("2026-09-29"));
    assert_eq!(opening.published.to_string(), "2026-10-07");
    assert_eq!((opening.status, opening.family), (NoticeStatus::Initial, Family::Collective));
    let [debtor] = opening.debtors.as_slice() else { panic!("one debtor") };
    assert_eq!(debtor.kind, Some(PersonKind::Company));
    assert!(debtor.name.as_deref().is_some_and(|name| name.len() == 12 && name.ends_with(" RESTO")));
    assert_eq!(debtor.siren.as_ref().map(kernel::Siren::as_str), Some("933407314"));
    assert_eq!(debtor.form.as_deref(), Some("S.A.R.L."));
    assert_eq!(debtor.address.as_ref().and_then(|a| a.postcode.as_deref()), Some("67650"));
    let [officer] = opening.officers.as_slice() else { panic!("one officer: {:?}", opening.officers) };
    assert_eq!(officer.role, OfficerRole::Liquidator);
    let address = officer.address.as_deref().expect("an address");
    let told = format!("Liquidateur : {}, {address} - Etablissement", officer.name);
    assert!(judgment.complement.contains(&told) && address.ends_with("68000 COLMAR"), "{told}");
    assert_eq!((opening.cessation, opening.portal.as_deref()), (None, None));
    // the sale is about its buyer; the seller's number is kept beside it
    assert_eq!(sale.family, Family::Sale);
    assert_eq!(sale.debtors.len(), 1);
    assert_eq!(sale.sirens.iter().map(kernel::Siren::as_str).collect::<Vec<_>>(), ["933407314", "820521086"]);
    assert_eq!(sale.judgment, None);
}

#[test]
fn a_masked_person_has_no_name_and_a_day_in_french_words_is_read() {
    let Some(folder) = samples("bodacc") else { return };
    let file = folder.join("sentinelle_liquidation_personne_physique_masked.json");
    let read = bodacc::read(&std::fs::read(file).expect("a sample"));
    let [notice] = read.list.as_slice() else { panic!("one notice") };
    let [debtor] = notice.debtors.as_slice() else { panic!("one debtor") };
    assert_eq!(debtor.kind, Some(PersonKind::Person));
    assert_eq!(debtor.name, None);
    assert!(debtor.trade_name.as_deref().is_some_and(|sign| sign.starts_with("LE ")));
    assert_eq!(debtor.siren.as_ref().map(kernel::Siren::as_str), Some("482309382"));
    assert_eq!(notice.kind(), Some(JudgmentKind::ConversionToLiquidation));
    assert_eq!(notice.judgment.as_ref().and_then(|j| j.date).map(|d| d.to_string()).as_deref(), Some("2009-12-10"));
    assert_eq!(notice.officers.len(), 1);
    assert_eq!(notice.officers[0].address.as_deref(), Some("62100 Calais"));
}

#[test]
fn the_closing_of_the_samples_is_a_closing_for_want_of_assets() {
    let Some(folder) = samples("bodacc") else { return };
    let text = std::fs::read_to_string(folder.join("annuaire_jugement_cloture.json")).expect("a sample");
    let mut record: Value = serde_json::from_str(&text).expect("JSON");
    for (key, value) in [("id", "A202002311"), ("dateparution", "2020-11-26"), ("familleavis", "collective")] {
        record[key] = json!(value);
    }
    let read = bodacc::read(record.to_string().as_bytes());
    assert_eq!(read.list.first().and_then(bodacc::Notice::kind), Some(JudgmentKind::ClosingWithoutAssets));
}

#[test]
fn a_correction_a_cancellation_and_several_persons_are_read() {
    let read = bodacc::read(FIXTURE.as_bytes());
    assert_eq!(detect(FIXTURE.as_bytes(), "").format, Format::Bodacc);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    let [opening, corrected, cancelled, extension] = read.list.as_slice() else { panic!("{:?}", read.list) };
    assert_eq!(opening.kind(), Some(JudgmentKind::ReceivershipOpening));
    assert_eq!(opening.cessation.map(|d| d.to_string()).as_deref(), Some("2026-07-15"));
    assert_eq!(opening.portal.as_deref(), Some("https://www.declaration-creances.example"));
    let roles: Vec<OfficerRole> = opening.officers.iter().map(|o| o.role).collect();
    assert_eq!(roles, [OfficerRole::Administrator, OfficerRole::Representative]);
    assert_eq!(opening.officers[1].name, "SELARL Aubépine");
    for (notice, status) in [(corrected, NoticeStatus::Corrected), (cancelled, NoticeStatus::Cancelled)] {
        let before = notice.refers_to.as_ref().expect("a former notice");
        assert_eq!(notice.status, status);
        assert_eq!(before.id.as_deref(), Some(opening.id.as_str()));
        assert_eq!(before.published, Some(opening.published));
    }
    assert_eq!(extension.kind(), Some(JudgmentKind::Extension));
    assert_eq!(extension.debtors.len(), 2);
    assert_eq!(extension.sirens.len(), 2);
    assert_eq!(extension.debtors[1].name.as_deref(), Some("Rouvière Anatole"));
    assert!(!serde_json::to_string(&read.list).expect("JSON").contains("1970"), "birth data are not kept");
}

#[test]
fn bad_records_are_listed_and_the_good_ones_go_in() {
    let good = json!({ "id": "A202600011", "dateparution": "2026-01-02", "familleavis": "collective" });
    let bad = [
        (json!({ "dateparution": "2026-01-02", "familleavis": "collective" }), "id"),
        (json!({ "id": "A1", "familleavis": "collective" }), "dateparution"),
        (json!({ "id": "A1", "dateparution": "2026-02-31", "familleavis": "collective" }), "dateparution"),
        (json!({ "id": "A1", "dateparution": "2026-01-02" }), "familleavis"),
        (json!(7), ""),
    ];
    let list: Vec<Value> = std::iter::once(good.clone()).chain(bad.iter().map(|(b, _)| b.clone())).collect();
    let read = bodacc::read(json!({ "results": list }).to_string().as_bytes());
    assert_eq!((read.read, read.list.len(), read.refused), (6, 1, 5));
    let told: Vec<(u64, &str)> = read.problems.list.iter().map(|p| (p.line, &*p.field)).collect();
    let wanted: Vec<(u64, &str)> = (2..).zip(bad.iter().map(|(_, field)| *field)).collect();
    assert_eq!(told, wanted);
    // what is secondary is told, and the notice goes in
    for (field, value) in [
        ("registre", json!(["123456789"])),
        ("listepersonnes", json!("{\"personne\": ")),
        ("jugement", json!("[1, 2")),
        ("jugement", json!({ "nature": "Jugement d'ouverture de liquidation judiciaire", "date": "31 février 2026" })),
        ("typeavis", json!("nouveau")),
        ("typeavis", json!("annulation")),
    ] {
        let mut record = good.clone();
        record[field] = value;
        let read = bodacc::read(record.to_string().as_bytes());
        assert_eq!((read.list.len(), read.problems.len()), (1, 1), "{field}: {:?}", read.problems);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_change_of_the_bytes_makes_the_reader_panic(
        at in 0_usize..6000, cut in 0_usize..40, put in prop::collection::vec(any::<u8>(), 0..8)
    ) {
        let mut bytes = FIXTURE.as_bytes().to_vec();
        let at = at.min(bytes.len());
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put);
        let read = bodacc::read(&bytes);
        prop_assert_eq!(read.read, read.refused + u64::try_from(read.list.len()).expect("few"));
        prop_assert!(read.read > 0 || !read.problems.is_empty());
    }

    #[test]
    fn no_text_of_a_judgment_makes_the_reader_panic(text in "\\PC{0,120}", role in 0_usize..5) {
        let roles = ["liquidateur : ", "désignant administrateur ", "cessation des paiements ", "https://", "Ouvre "];
        let complement = format!("{}{text} 75001 {text}. {}", roles[role], roles[4 - role]);
        let record = json!({
            "id": "A1", "dateparution": "2026-01-02", "familleavis": "collective",
            "jugement": { "complementJugement": complement },
        });
        prop_assert_eq!(bodacc::read(record.to_string().as_bytes()).list.len(), 1);
    }
}

//! Companies of the SIRENE register: every sample of the open search and of API Entreprise.

use formats::sirene::{self, ActivityState, Change, Company, Disclosure};
use kernel::Siren;
use ledger::DebtorKind;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::samples;

/// An active company whose seat moved, and a sole trader who hid his data: both invented.
const FIXTURE: &str = include_str!("fixtures/sirene.json");

fn one(bytes: &[u8]) -> Company {
    let read = sirene::read(bytes);
    assert_eq!(read.list.len(), 1, "{:?}", read.problems);
    read.list.into_iter().next().expect("one")
}

/// The JSON inside the YAML of a sample of API Entreprise.
fn payload(text: &str) -> String {
    text.split_once("payload: |-\n").map(|(_, json)| json.to_owned()).expect("a payload")
}

#[test]
fn every_answer_of_the_open_search_is_read_as_it_stands() {
    let Some(folder) = samples("sirene") else { return };
    let (mut companies, mut files) = (0, 0);
    for entry in std::fs::read_dir(&folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a sample");
        let name = path.display().to_string();
        let truth: Value = serde_json::from_slice(&bytes).expect("JSON");
        let results = truth["result"]["results"].as_array().expect("results").clone();
        let read = sirene::read(&bytes);
        files += 1;
        companies += read.list.len();
        assert_eq!(read.read, results.len() as u64, "{name}");
        let usable = |r: &&Value| Siren::parse(r["siren"].as_str().expect("a siren")).is_ok();
        let wanted: Vec<&Value> = results.iter().filter(usable).collect();
        assert_eq!(read.list.len(), wanted.len(), "{name}: {:?}", read.problems);
        for (company, truth) in read.list.iter().zip(wanted) {
            agrees(company, truth, &name);
        }
    }
    assert!(files >= 32 && companies >= 79, "{files} files, {companies} companies");
}

fn agrees(company: &Company, truth: &Value, name: &str) {
    let seat = company.head_office.as_ref();
    assert_eq!(Some(company.siren.as_str()), truth["siren"].as_str(), "{name}");
    assert_eq!(company.legal_form.as_deref(), truth["nature_juridique"].as_str(), "{name}");
    assert_eq!(seat.map(|s| s.siret.as_str()), truth["siege"]["siret"].as_str(), "{name}");
    let closed = seat.and_then(|s| s.closed).map(|d| d.to_string());
    assert_eq!(closed.as_deref(), truth["siege"]["date_fermeture"].as_str(), "{name}");
    let state = company.state.map(|s| if s == ActivityState::Active { "A" } else { "C" });
    assert_eq!(state, truth["etat_administratif"].as_str(), "{name}");
    let former = truth["matching_etablissements"].as_array().expect("a list");
    let former = former.iter().filter(|e| e["ancien_siege"] == json!(true) && e["est_siege"] != json!(true)).count();
    assert_eq!(company.establishments.iter().filter(|e| e.former_head_office).count(), former, "{name}");
    if truth["statut_diffusion"] == json!("P") {
        assert_eq!((company.disclosure, &company.name), (Some(Disclosure::Partial), &None), "{name}");
        assert!(seat.is_none_or(|s| s.address.is_none() && s.postcode.is_none()), "{name}");
    } else {
        assert_eq!(company.name.as_deref(), truth["nom_raison_sociale"].as_str().or(truth["nom_complet"].as_str()));
        assert_eq!(seat.and_then(|s| s.address.as_deref()), truth["siege"]["adresse"].as_str(), "{name}");
    }
}

#[test]
fn kinds_of_the_samples_are_those_their_category_decides() {
    for (category, kind) in [
        ("5710", Some(DebtorKind::CommercialCompany)),
        ("5499", Some(DebtorKind::CommercialCompany)),
        ("6540", Some(DebtorKind::CivilCompany)),
        ("6599", Some(DebtorKind::CivilCompany)),
        ("9220", Some(DebtorKind::Association)),
        ("9230", Some(DebtorKind::Association)),
        ("7120", Some(DebtorKind::PublicBody)),
        ("7229", Some(DebtorKind::PublicBody)),
        ("7331", Some(DebtorKind::PublicBody)),
        ("4110", Some(DebtorKind::PublicUndertaking)),
        // a trader, a craftsman or a professional: the category does not say
        ("1000", None),
        ("3120", None),
        ("8310", None),
        ("9110", None),
        ("9300", None),
        ("", None),
    ] {
        assert_eq!(sirene::kind_of(category), kind, "{category}");
    }
}

#[test]
fn api_entreprise_is_read_in_both_its_shapes() {
    let Some(folder) = samples("sirene") else { return };
    let file = |name: &str| {
        let path = folder.join("api-entreprise").join(format!("api_entreprise_v3_insee_{name}.yaml"));
        payload(&std::fs::read_to_string(path).expect("a sample"))
    };
    let ceased = one(file("unites_legales_personne_morale_etat_cesse").as_bytes());
    assert_eq!(ceased.name.as_deref(), Some("SCI SERGENT"));
    assert_eq!((ceased.kind, ceased.state), (Some(DebtorKind::CivilCompany), Some(ActivityState::Ceased)));
    // 605746800 is midnight of 13 March 1989 in Paris, 816390000 that of 15 November 1995
    assert_eq!(ceased.created.map(|d| d.to_string()).as_deref(), Some("1989-03-13"));
    assert_eq!(ceased.ceased.map(|d| d.to_string()).as_deref(), Some("1995-11-15"));
    let hidden = one(file("unites_legales_personne_physique_non-diffusible").as_bytes());
    assert_eq!((&hidden.name, hidden.kind, hidden.disclosure), (&None, None, Some(Disclosure::Partial)));
    let hidden = one(file("etablissements_personne_physique_non-diffusible").as_bytes());
    let seat = hidden.head_office.expect("a seat");
    assert_eq!((hidden.name, seat.address, seat.town.as_deref()), (None, None, Some("MEDILLAC")));
    let open = one(file("etablissements_association").as_bytes());
    assert_eq!(open.name.as_deref(), Some("CROIX ROUGE FRANCAISE"));
    assert_eq!(open.head_office.and_then(|s| s.postcode).as_deref(), Some("75014"));
    for name in ["unites_legales_association", "unites_legales_personne_morale", "etablissements_200"] {
        assert_eq!(sirene::read(file(name).as_bytes()).list.len(), 1, "{name}");
    }
    // an answer that found nothing is no company
    let missing = sirene::read(file("etablissements_404").as_bytes());
    assert_eq!((missing.list.len(), missing.refused), (0, 1));
}

#[test]
fn a_moved_seat_and_an_end_are_told() {
    let read = sirene::read(FIXTURE.as_bytes());
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    let [joinery, hidden] = read.list.as_slice() else { panic!("two: {:?}", read.list) };
    assert_eq!(joinery.establishments.len(), 1, "the seat is named once");
    assert_eq!(joinery.establishments[0].closed.map(|d| d.to_string()).as_deref(), Some("2023-06-30"));
    assert!(joinery.establishments[0].former_head_office);
    assert_eq!((&hidden.name, hidden.state), (&None, Some(ActivityState::Ceased)));
    let mut before = joinery.clone();
    assert_eq!(joinery.changes_since(&before), []);
    before.head_office = Some(joinery.establishments[0].clone());
    before.name = Some("Menuiserie Rouvière".to_owned());
    assert_eq!(joinery.changes_since(&before), [Change::SeatMoved]);
    before = joinery.clone();
    let mut now = joinery.clone();
    now.state = Some(ActivityState::Ceased);
    now.name = Some("Autre nom".to_owned());
    now.head_office.as_mut().expect("a seat").state = Some(ActivityState::Ceased);
    assert_eq!(now.changes_since(&before), [Change::Ceased, Change::SeatClosed, Change::Renamed]);
    // what one of the two does not say is no change
    before.name = None;
    before.head_office = None;
    assert_eq!(joinery.changes_since(&before), []);
}

#[test]
fn bad_records_are_listed_with_their_field() {
    for (record, field, companies) in [
        (json!({ "siren": "123456789" }), "siren", 0),
        (json!({ "nom_complet": "SANS NUMERO" }), "siren", 0),
        (json!({ "siren": "552032534", "siege": { "siret": "12" } }), "siege", 1),
        (json!({ "siren": "552032534", "etat_administratif": "Z" }), "etat_administratif", 1),
        (json!({ "siren": "552032534", "nature_juridique": "SARL" }), "nature_juridique", 1),
        (json!({ "siren": "552032534", "date_creation": "1900-02-29" }), "date_creation", 1),
        (json!({ "siren": "552032534", "date_creation": 267_038_293_600_i64 }), "date_creation", 1),
        (json!("552032534"), "", 0),
    ] {
        let read = sirene::read(json!({ "results": [record] }).to_string().as_bytes());
        assert_eq!((read.list.len(), read.problems.len()), (companies, 1), "{field}: {:?}", read.problems);
        assert_eq!((read.problems.list[0].line, &*read.problems.list[0].field), (1, field));
        assert_eq!(read.read, read.refused + companies as u64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_change_of_the_bytes_makes_the_reader_panic(
        at in 0_usize..3000, cut in 0_usize..40, put in prop::collection::vec(any::<u8>(), 0..8)
    ) {
        let mut bytes = FIXTURE.as_bytes().to_vec();
        let at = at.min(bytes.len());
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put);
        let read = sirene::read(&bytes);
        prop_assert_eq!(read.read, read.refused + u64::try_from(read.list.len()).expect("few"));
    }
}

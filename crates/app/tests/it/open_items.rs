//! The daily export: the generator's truths, and the shape of the trade's morning.

use std::path::PathBuf;
use std::process::Command;

use app::Actor;
use app::aging::AgingQuery;
use formats::Profile;

use crate::support::{balances, day, houses, import, request, upload};

fn bench_folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(!std::env::var("CI").is_ok_and(|v| v == "true"), "{} is absent", folder.display());
    eprintln!("SKIP generated data: {} is absent", folder.display());
    None
}

#[test]
fn generated_items_age_to_the_cent_at_both_dates() {
    let Some(folder) = bench_folder() else { return };
    let work = tempfile::tempdir().expect("a folder");
    let made = Command::new("python3").arg(folder.join("gen.py")).arg("10000").arg(work.path()).status();
    assert!(made.expect("python3").success());
    let read = |name: &str| upload(name, std::fs::read(work.path().join(name)).expect("the file"));
    for house in houses("2026-11-23") {
        let mut request = request(vec![read("customers.csv"), read("items.csv")]);
        request.profile = Profile::named("open-items");
        let answer = import(&house.desk, &request);
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
        for as_of in ["2026-10-31", "2025-12-31"] {
            let truth = std::fs::read_to_string(folder.join(format!("10000-truth-{as_of}.json"))).expect("the truth");
            let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
            let query = AgingQuery { as_of: Some(day(as_of)), ..AgingQuery::default() };
            let found = house.desk.aged_balance(&Actor::operator(), &query).expect("a balance");
            let amounts: Vec<&str> = found.buckets.iter().map(|b| b.amount.as_str()).collect();
            assert_eq!(serde_json::json!(amounts), truth["aged"]["residual/C"], "{as_of} on {}", house.engine);
            assert_eq!(found.total, truth["total_open"].as_str().expect("text"));
            assert_eq!(Some(found.items), truth["counts"]["open_items"].as_u64());
        }
        let again = import(&house.desk, &request);
        assert_eq!((again.batch, again.outcome.accepted), (None, 0));
    }
}

const MONDAY: &str = "client;piece;date;echeance;montant;solde\n\
    C1;F1;01/09/2026;01/10/2026;100,00;100,00\n\
    C1;F2;02/09/2026;02/10/2026;50,00;50,00\n\
    C2;F3;03/09/2026;03/10/2026;70,00;70,00\n";

#[test]
fn a_piece_settled_by_the_export_and_seen_again_is_open_again() {
    let tuesday = "client;piece;date;echeance;montant;solde\nC1;F1;01/09/2026;01/10/2026;100,00;40,00\nC2;F3;03/09/2026;03/10/2026;70,00;70,00\n";
    let wednesday = "client;piece;date;echeance;montant;solde\nC1;F1;01/09/2026;01/10/2026;100,00;90,00\nC1;F2;02/09/2026;02/10/2026;50,00;50,00\nC2;F3;03/09/2026;03/10/2026;70,00;70,00\n";
    for house in houses("2026-10-05") {
        let mut states = Vec::new();
        for (content, on) in [(MONDAY, "2026-10-05"), (tuesday, "2026-10-06"), (wednesday, "2026-10-07")] {
            let mut request = request(vec![upload("export.csv", content)]);
            (request.mode, request.as_of) = (Some(ledger::ImportMode::Snapshot), Some(day(on)));
            let answer = import(&house.desk, &request);
            for control in answer.outcome.controls.values() {
                assert_eq!(control.gap(), 0, "{on} on {}: {control:?}", house.engine);
            }
            states.push(balances(&house.desk, Some(day("2026-10-08"))));
        }
        let total = |i: usize, account: &str| states[i].iter().find(|(k, ..)| k == account).map(|(.., t)| t.clone());
        assert_eq!(
            [total(0, "C1"), total(1, "C1"), total(2, "C1")],
            ["150.00", "40.00", "140.00"].map(|t| Some(t.to_owned()))
        );
        // The past still says what it said.
        let past = balances(&house.desk, Some(day("2026-10-06")));
        assert_eq!(past.iter().find(|(k, ..)| k == "C1").map(|(.., t)| t.as_str()), Some("40.00"));
        assert!(house.desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_much_smaller_snapshot_asks_first() {
    let house = houses("2026-10-05").remove(0);
    let mut first = request(vec![upload("export.csv", MONDAY)]);
    first.mode = Some(ledger::ImportMode::Snapshot);
    import(&house.desk, &first);
    let short = "client;piece;date;echeance;montant;solde\nC1;F1;01/09/2026;01/10/2026;100,00;100,00\n";
    let mut second = request(vec![upload("export.csv", short)]);
    (second.mode, second.confirmed) = (Some(ledger::ImportMode::Snapshot), false);
    let refused = house.desk.import(&Actor::operator(), &second, &|_, _| ());
    assert!(matches!(refused, Err(app::DeskError::Confirm(_))), "{refused:?}");
    second.confirmed = true;
    assert_eq!(import(&house.desk, &second).outcome.settled_by_absence, 2);
}

#[test]
fn good_lines_go_in_and_bad_ones_are_listed() {
    let bad = "client;piece;date;echeance;montant;solde\n\
        C1;F1;31/02/2026;01/10/2026;100,00;100,00\nC1;F2;02/09/2026;02/10/2026;1.234,56;1.234,56\n;F3;03/09/2026;03/10/2026;70,00;70,00\n\
        C2;F4;03/09/2026;03/10/2026;12..5;12..5\nC2;F5;03/09/2026;03/10/2026;9,00;9,00\nC2;F5;03/09/2026;03/10/2026;9,00;9,00\n";
    let house = houses("2026-10-05").remove(0);
    let answer = import(&house.desk, &request(vec![upload("export.csv", bad)]));
    let lines: Vec<u64> = answer.outcome.errors.iter().map(|e| e.line).collect();
    assert_eq!(lines, [2, 4, 5, 7], "{:?}", answer.outcome.errors);
    assert!(answer.outcome.errors.iter().all(|e| !e.message.fr.is_empty() && !e.field.is_empty()));
    assert_eq!((answer.outcome.items, answer.outcome.rejected), (2, 4));
    for nothing in [
        upload("empty.csv", ""),
        upload("noise.bin", vec![0_u8, 159, 146, 150, 0, 0, 7]),
        upload("words.txt", "hello\nworld\n"),
    ] {
        let refused = house.desk.import(&Actor::operator(), &request(vec![nothing]), &|_, _| ());
        assert!(matches!(refused, Err(app::DeskError::Refused(_))), "{refused:?}");
    }
}

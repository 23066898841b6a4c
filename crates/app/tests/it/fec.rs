//! Real general ledgers: what they say ties to the cent, twice says no more, undo forgets.

use std::fs;

use app::Actor;
use kernel::Currency;

use crate::support::{balances, houses, import, request, samples, upload};

/// Debit less credit of the customer accounts of a FEC, read with nothing of ours but the separator.
fn receivable_cents(text: &str) -> i64 {
    let separator = if text.lines().next().is_some_and(|l| l.contains('\t')) { '\t' } else { '|' };
    let cents = |field: &str| -> i64 {
        let plain: String = field.trim().trim_start_matches('+').replace(',', ".").replace(' ', "");
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = format!("{whole}{:0<2}", decimals.get(..2).unwrap_or(decimals));
        digits.parse().unwrap_or(0)
    };
    text.lines()
        .skip(1)
        .map(|line| line.split(separator).collect::<Vec<_>>())
        .filter(|f| f.len() > 12)
        .filter(|f| {
            let account = f[4].trim();
            let left_out = account.starts_with("4196") || account.starts_with("4198");
            ["411", "413", "416", "419"].iter().any(|p| account.starts_with(p)) && !left_out
        })
        .map(|f| cents(f[11]) - cents(f[12]))
        .sum()
}

#[test]
fn every_real_ledger_ties_imports_once_and_undoes() {
    let Some(folder) = samples("fec") else { return };
    let mut files: Vec<_> = fs::read_dir(folder).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    files.sort();
    assert!(files.len() >= 7, "the samples are there");
    for path in files {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("the file");
        let latin: String = bytes.iter().map(|b| char::from(*b)).collect();
        let expected = receivable_cents(&latin);
        for house in houses("2026-11-23") {
            let desk = &house.desk;
            let before = balances(desk, None);
            let first = import(desk, &request(vec![upload(&name, bytes.clone())]));
            let control = &first.outcome.controls[&Currency::EUR];
            assert_eq!(control.gap(), 0, "{name} on {}: {:?}", house.engine, control.gaps);
            assert_eq!(control.after, expected, "{name} on {}", house.engine);
            let state = balances(desk, None);

            let again = import(desk, &request(vec![upload(&name, bytes.clone())]));
            assert_eq!((again.batch, again.outcome.accepted), (None, 0), "{name} twice");

            let mut lines: Vec<&str> = latin.lines().collect();
            lines[1..].reverse();
            let resorted: Vec<u8> = lines.join("\r\n").chars().map(|c| u8::try_from(c).expect("latin")).collect();
            let resorted = import(desk, &request(vec![upload(&name, resorted)]));
            assert_eq!(resorted.outcome.accepted, 0, "{name} re-sorted");
            assert_eq!(balances(desk, None), state);

            let batch = first.batch.expect("something was written");
            desk.undo_import(&Actor::operator(), batch).expect("undo");
            assert_eq!(balances(desk, None), before, "{name} undone");
            let back = import(desk, &request(vec![upload(&name, bytes.clone())]));
            assert_eq!(back.outcome.accepted, first.outcome.accepted, "{name} after undo");
            assert_eq!(balances(desk, None), state, "{name} after undo");
            let found = desk.verify(&Actor::operator()).expect("verify");
            assert!(found.is_sound(), "{name} on {}: {found:?}", house.engine);
        }
    }
}

#[test]
fn quadra_has_its_732_customers_and_283_113_83() {
    let Some(folder) = samples("fec") else { return };
    let name = "quadra_123456789FEC20190731.txt";
    let bytes = fs::read(folder.join(name)).expect("the file");
    let house = houses("2026-11-23").remove(0);
    let answer = import(&house.desk, &request(vec![upload(name, bytes)]));
    let customers = answer.outcome.classes.iter().find(|c| c.class == "411").expect("customer accounts");
    assert_eq!((customers.customers, customers.balance), (732, 28_311_383));
    assert_eq!(answer.outcome.controls[&Currency::EUR].gap(), 0);
}

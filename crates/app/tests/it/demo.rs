//! The demo company against the truths its generator computed apart from us.

use app::Actor;
use app::aging::AgingQuery;
use ledger::ImportMode;

use crate::support::{balances, day, houses, import, request, upload};

fn demo(name: &str) -> Vec<u8> {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name);
    std::fs::read(path).expect("a demo file")
}

#[test]
fn friday_ties_to_the_ledger_and_monday_moves_what_moved() {
    let truth: serde_json::Value = serde_json::from_slice(&demo("expected.json")).expect("JSON");
    for house in houses("2026-11-23") {
        let step = |files: Vec<&str>, mode, on: &str| {
            let mut request = request(files.into_iter().map(|f| upload(f, demo(f))).collect());
            (request.mode, request.as_of) = (Some(mode), Some(day(on)));
            import(&house.desk, &request)
        };
        let fec = step(vec!["000017079FEC20261231.txt"], ImportMode::Movement, "2026-11-20");
        assert!(fec.outcome.controls.values().all(|c| c.gap() == 0), "{:?}", fec.outcome.controls);
        let friday = step(vec!["clients.csv", "balance-2026-11-20.csv"], ImportMode::Snapshot, "2026-11-20");
        for (currency, control) in &friday.outcome.controls {
            assert_eq!(control.gap(), 0, "{currency} {:?}", control.gaps);
        }
        let before = balances(&house.desk, None);
        let monday = step(vec!["balance-2026-11-23.csv"], ImportMode::Snapshot, "2026-11-23");
        assert_eq!(monday.outcome.rejected, 3, "{:?}", monday.outcome.errors);
        assert!(monday.outcome.controls.values().all(|c| c.gap() == 0), "{:?}", monday.outcome.controls);
        let query = AgingQuery { as_of: Some(day("2026-11-23")), ..AgingQuery::default() };
        let aged = house.desk.aged_balance(&Actor::operator(), &query).expect("a balance");
        let expected = &truth["ageing"]["balance_2026-11-23 at 2026-11-23"]["EUR"]["net"];
        let names = ["not_due", "1_30", "31_60", "61_90", "91_plus"];
        let amounts: Vec<&str> = aged.buckets.iter().map(|b| b.amount.as_str()).collect();
        let wanted: Vec<&str> = names.iter().filter_map(|n| expected[*n].as_str()).collect();
        assert_eq!(amounts, wanted, "on {}", house.engine);
        let moved = &truth["changes"];
        assert_eq!(Some(monday.outcome.settled_by_absence), moved["settled"].as_array().map(|a| a.len() as u64));
        house.desk.undo_import(&Actor::operator(), monday.batch.expect("written")).expect("undo");
        assert_eq!(balances(&house.desk, None), before, "undo on {}", house.engine);
        assert!(house.desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

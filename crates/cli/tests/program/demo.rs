//! The demo company shows its court file, and the days and sums in it are those of the tables of law and of its files.
//! Expected values are counted by hand from `demo/` and the articles named beside them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{json as read, run};

/// The demo made anew.
struct Demo {
    folder: tempfile::TempDir,
}

impl Demo {
    fn made() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().display().to_string();
        let built = run("sqlite::memory:", &["demo", "--no-serve", "--dir", &dir]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        Self { folder }
    }

    fn ask(&self, args: &[&str]) -> Value {
        read(&run(&format!("sqlite:{}", self.folder.path().join("demo.db").display()), args))
    }

    fn rows(&self, args: &[&str]) -> Vec<Value> {
        self.ask(args)["rows"].as_array().expect("rows").clone()
    }

    /// The reference of the case that the house calls so.
    fn case(&self, reference: &str) -> String {
        let cases = self.rows(&["case", "list", "--all", "--json"]);
        let case = cases.iter().find(|case| case["reference"] == reference).expect("the case");
        case["id"].as_str().expect("a reference").to_owned()
    }
}

/// Those fields of each row.
fn fields(rows: &[Value], names: &[&str]) -> Vec<Value> {
    rows.iter().map(|row| names.iter().map(|name| row[name].clone()).collect()).collect()
}

fn exported(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name)
}

#[test]
fn the_month_ahead_shows_what_the_law_takes() {
    let demo = Demo::made();
    let soon = demo.ask(&["guard", "--show", "soon", "--days", "30", "--json"]);
    let court: Vec<Value> = soon["rows"].as_array().expect("rows").clone();
    let rows: Vec<Value> = court.into_iter().filter(|row| row["item_id"].is_null()).collect();
    assert_eq!(
        fields(&rows, &["account", "last_day"]),
        [
            // Seized on 18 November, denounced within eight days (CPCE R211-3).
            json!(["C0030", "2026-11-26"]),
            // Ordered on 10 September, served within three months (CPC 1411, orders from 1 September 2026).
            json!(["C0202", "2026-12-10"]),
            // Published on 20 October, declared within two months (C. com. R622-24): 20 December is a Sunday (CPC 642).
            json!(["C0143", "2026-12-21"]),
        ]
    );
    let insolvent = demo.rows(&["insolvency", "list", "--json"]);
    // Six invoices of August to 8 October; one delivered on 6 November, after the judgment of 13 October.
    let expected = json!(["Constructions Belmontais-Roche", "50221.70", "6063.20", "to-declare"]);
    assert_eq!(fields(&insolvent, &["debtor", "before", "later", "declaration"]), [expected]);
    let namesakes = demo.rows(&["insolvency", "review", "--json"]);
    let names: Vec<&Value> = namesakes.iter().map(|row| &row["debtor"]["name"]).collect();
    assert_eq!(names, [&json!("Bâtiment Pourchelet SAS")]);
    let changed = demo.rows(&["company", "list", "--show", "changed", "--json"]);
    let mut warned: Vec<String> =
        changed.iter().map(|row| format!("{} {}", row["account"], row["warnings"][0]["warning"])).collect();
    warned.sort();
    assert_eq!(warned, ["\"C0154\" \"ceased\"", "\"C0202\" \"seat-moved\""]);
    assert_eq!(demo.ask(&["verify", "--json"])["sound"], true);
}

#[test]
fn cases_are_at_every_age_and_the_closed_one_is_counted() {
    let demo = Demo::made();
    let mut cases =
        fields(&demo.rows(&["case", "list", "--all", "--json"]), &["reference", "account", "claimed", "outcome"]);
    cases.sort_by_key(|case| case[0].to_string());
    assert_eq!(
        cases,
        [
            json!(["VAUBAN 2026/07", "C0030", "10776.00", null]),
            json!(["VAUBAN 2026/11", "C0202", "2592.06", null]),
            json!(["VAUBAN 2026/12", "C0137", "2323.86", "paid"]),
            json!(["VAUBAN 2026/13", "C0129", "0.00", null]),
            json!(["VAUBAN 2026/14", "C0128", "31780.55", null]),
        ]
    );
    // Tuesday 8 December: one hearing ahead, and none past that nobody told of.
    let hearings = demo.ask(&["procedure", "hearings", "--json"]);
    let listed = fields(hearings["rows"].as_array().expect("rows"), &["account", "day", "untold"]);
    assert_eq!((listed, &hearings["ahead"]), (vec![json!(["C0129", "2026-12-08", false])], &json!(1)));
    let ready = demo.ask(&["case", "ready", &demo.case("VAUBAN 2026/14"), "--json"]);
    let met = |criterion: &str| {
        let findings = ready["findings"].as_array().expect("findings");
        findings.iter().any(|one| one["criterion"] == criterion && one["points"] == 100)
    };
    for criterion in ["order", "invoice", "notice", "register", "authority", "identity", "solvency", "court"] {
        assert!(met(criterion), "{criterion}: {ready:#}");
    }
    // Of weights that sum to 124, delivery (12) and terms of sale (5) are wanting: 107 ÷ 124; a power is there.
    assert_eq!((&ready["verdict"], &ready["score"]), (&json!("ready"), &json!(862)));
    let missing = ready["missing"].as_array().expect("a list");
    let delivery = missing.iter().find(|one| one["gap"] == "delivery-missing").expect("the proof of delivery");
    // Five working days after Monday 23 November.
    assert_eq!((&delivery["asked"]["owner"], &delivery["asked"]["due"]), (&json!("demo"), &json!("2026-11-30")));
    // 33.47 + 70.48 + 30 minutes at 38 = 122.95; (2 323.86 − 122.95) ÷ 2 323.86 = 94.7 %.
    let answer = demo.ask(&["report", "indicators"]);
    let euros = answer["currencies"].as_array().expect("currencies").iter().find(|one| one["currency"] == "EUR");
    let figures = euros.expect("euros")["figures"].as_array().expect("figures");
    let value = |name: &str| figures.iter().find(|one| one["indicator"] == name).map(|one| one["value"].clone());
    for (name, expected) in [
        ("procedures-won", "100.0"),
        ("procedures-granted", "100.0"),
        ("cost-per-case", "122.95"),
        ("net-efficiency", "94.7"),
    ] {
        assert_eq!(value(name), Some(json!(expected)), "{name}");
    }
    let costs = demo.ask(&["cost", "show", &demo.case("VAUBAN 2026/11"), "--json"]);
    let mut borne = fields(costs["costs"].as_array().expect("costs"), &["gross", "recovery"]);
    borne.sort_by_key(Value::to_string);
    // 27.89 + 5.58 at the registry; 60 + 12 of an agency stay with the creditor (CPCE L111-8).
    assert_eq!(borne.last(), Some(&json!(["72.00", "not-recoverable"])));
    assert_eq!(borne.first().map(|cost| cost[0].clone()), Some(json!("33.47")));
    let proofs = demo.ask(&["case", "proofs", &demo.case("VAUBAN 2026/11"), "--json"]);
    let proved = proofs.as_array().expect("a list").iter().filter(|one| one["files"][0]["size"].is_i64());
    assert_eq!(proved.count(), 1);
}

#[test]
fn the_title_is_worth_what_the_order_awards_less_what_monday_brings() {
    let demo = Demo::made();
    let titles = demo.rows(&["title", "list", "--json"]);
    // 3 750.00 + 7 026.00, and 33.47 of costs.
    let expected = json!(["C0030", "payment-order", "2026-06-22", "10809.47", "enforceable"]);
    assert_eq!(fields(&titles, &["account", "kind", "issued", "awarded", "state"]), [expected]);
    let title = titles[0]["id"].as_str().expect("a reference");
    assert_eq!(demo.ask(&["title", "show", title, "--json"])["received"], "0.00");
    let export = exported("balance-2026-11-23.csv").display().to_string();
    let monday =
        demo.ask(&["import", &export, "--creditor", "VAUBAN", "--snapshot", "--as-of", "2026-11-23", "--json"]);
    assert_eq!((&monday["rejected"], &monday["settled_by_absence"]), (&json!(3), &json!(22)));
    // FD26-0214, 3 750.00 open on Friday, is 2 250.00 on Monday.
    assert_eq!(demo.ask(&["title", "show", title, "--json"])["received"], "1500.00");
}

//! The binary as scripts use it: shapes, exit codes, and what a kill leaves behind.

use std::process::Command;

use crate::support::{databases, json, kill_after, run, write_files};

#[test]
fn killed_imports_and_runs_lose_nothing_and_double_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let [customers, items] = write_files(folder.path(), 3000);
    let import = ["import", &customers, &items, "--profile", "open-items", "--json"];
    let day = ["run", "--date", "2026-11-23", "--no-letters", "--json", "--summary"];
    let calm = databases(folder.path(), "calm");
    for (calm, killed) in calm.iter().zip(databases(folder.path(), "killed")) {
        assert!(run(calm, &import).status.success());
        let wanted = json(&run(calm, &["aging", "--json", "--by", "account"]));
        let wanted_run = json(&run(calm, &day));

        let interrupted = [60, 130, 220, 350, 500].iter().filter(|ms| kill_after(&killed, &import, **ms)).count();
        assert!(interrupted > 0, "no import was interrupted on {killed}: it is too short to test");
        let last = run(&killed, &import);
        assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
        let mut found = json(&run(&killed, &["aging", "--json", "--by", "account"]));
        let strip = |v: &mut serde_json::Value| {
            v["read_at"] = serde_json::Value::Null;
            for line in v["lines"].as_array_mut().into_iter().flatten() {
                line["account"] = serde_json::Value::Null;
            }
        };
        let mut wanted = wanted;
        strip(&mut wanted);
        strip(&mut found);
        assert_eq!(found, wanted, "after kills on {killed}");
        assert_eq!(json(&run(&killed, &import))["accepted"], 0);

        for ms in [40, 90, 160, 250] {
            kill_after(&killed, &day, ms);
        }
        run(&killed, &day);
        let reminders = json(&run(&killed, &["run", "--date", "2026-11-23", "--dry-run", "--json", "--summary"]));
        assert_eq!(reminders["messages"], 0, "the day is wholly done on {killed}");
        let later = json(&run(&killed, &["run", "--date", "2026-12-06", "--dry-run", "--json", "--summary"]));
        assert_eq!(later["messages"], 0, "no level follows one that has not left, on {killed}");
        assert_eq!(later["blocked"]["not_left"], wanted_run["messages"], "every account was reminded once");
        let verified = run(&killed, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
}

#[test]
fn stores_move_both_ways_and_back_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let [customers, items] = write_files(folder.path(), 50);
    let all = databases(folder.path(), "move");
    let lite = &all[0];
    assert!(run(lite, &["import", &customers, &items, "--profile", "open-items"]).status.success());
    assert!(run(lite, &["run", "--date", "2026-11-23", "--no-letters"]).status.success());
    let back = format!("sqlite:{}", folder.path().join("back.db").display());
    let middle = all.get(1).cloned().unwrap_or_else(|| format!("sqlite:{}", folder.path().join("middle.db").display()));
    let there = run(lite, &["move-store", lite, &middle]);
    assert!(there.status.success(), "{}", String::from_utf8_lossy(&there.stderr));
    let home = run(lite, &["move-store", &middle, &back]);
    assert!(home.status.success(), "{}", String::from_utf8_lossy(&home.stderr));
    assert_eq!(there.stdout, home.stdout, "the same hashes both ways");
    assert!(run(&back, &["verify"]).status.success());
    let file = folder.path().join("backup.db").display().to_string();
    assert!(run(&middle, &["backup", &file]).status.success());
    assert_eq!(run(&middle, &["backup", &file]).status.code(), Some(2), "a backup never overwrites");
    let restored = format!("sqlite:{}", folder.path().join("restored.db").display());
    assert!(run(&restored, &["restore", &file]).status.success());
    let total = |db: &str| json(&run(db, &["aging", "--json"]))["total"].clone();
    assert_eq!(total(&restored), total(lite));
}

#[test]
fn shapes_and_exit_codes_are_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = format!("sqlite:{}", folder.path().join("shapes.db").display());
    let [customers, items] = write_files(folder.path(), 3);
    let inspected = run(&db, &["inspect", &items, "--json"]);
    assert_eq!((inspected.status.code(), json(&inspected)["format"].as_str()), (Some(0), Some("csv")));
    let imported = json(&run(&db, &["import", &customers, &items, "--profile", "open-items", "--json"]));
    assert_eq!((imported["accepted"].as_u64(), imported["created"]["debtors"].as_u64()), (Some(33), Some(3)));
    let aged = json(&run(&db, &["aging", "--json", "--buckets", "15,45"]));
    let labels: Vec<&str> =
        aged["buckets"].as_array().expect("buckets").iter().filter_map(|b| b["label"].as_str()).collect();
    assert_eq!(labels, ["not due", "1-15", "16-45", "46+"]);
    let found = json(&run(&db, &["search", "f000001", "4", "--json"]));
    let piece = &found["items"]["hits"][0];
    let told = ["number", "open", "reason"].map(|key| piece[key].as_str().unwrap_or_default());
    assert_eq!((told, &piece["account"]["number"]), (["F000001-4", "231.00", "number"], &"C000001".into()));
    let none = run(&db, &["search", "zzyzx"]);
    assert_eq!((none.status.code(), none.stdout.as_slice()), (Some(0), &b""[..]));
    let told = json(&run(&db, &["report", "indicators", "--at", "2026-03-31", "--months", "12"]));
    assert_eq!((told["as_of"].as_str(), told["months"].as_u64()), (Some("2026-03-31"), Some(12)));
    let lines = told["currencies"][0]["figures"].as_array().expect("figures").len();
    assert_eq!(lines, 17);
    let csv = run(&db, &["report", "indicators", "--format", "csv"]);
    assert!(String::from_utf8_lossy(&csv.stdout).contains("Best possible DSO"), "printed without a file");
    let files = run(&db, &["report", "files", "--format", "csv", "--months", "12", "--basis", "cases"]);
    assert!(String::from_utf8_lossy(&files.stdout).contains("Collected × days"), "the head of an empty list");
    let unknown = run(&db, &["report", "files", "--format", "csv", "--procedure", "moon"]);
    assert_eq!(unknown.status.code(), Some(2), "a procedure that the tables have not");
    assert_eq!(run(&db, &["report", "indicators", "--format", "pdf"]).status.code(), Some(2), "a PDF wants a file");
    let bad = folder.path().join("bad.csv");
    std::fs::write(
        &bad,
        "client;piece;date;echeance;montant\nC9;F9;31/02/2026;01/03/2026;10,00\nC9;F8;01/02/2026;01/03/2026;10,00\n",
    )
    .expect("written");
    let rejected = run(&db, &["import", &bad.display().to_string(), "--movement", "--json"]);
    assert_eq!((rejected.status.code(), json(&rejected)["errors"][0]["line"].as_u64()), (Some(1), Some(2)));
    let batch = json(&rejected)["batch"].as_str().expect("a batch").to_owned();
    assert_eq!(run(&db, &["import", "--undo", &batch]).status.code(), Some(0));
    assert_eq!(run(&db, &["import", "--undo", &batch]).status.code(), Some(2), "once");
    for wrong in [
        vec!["import", "/nowhere.csv"],
        vec!["aging", "--by", "moon"],
        vec!["statement", "NOBODY"],
        vec!["import", "--undo", "XYZ"],
    ] {
        let output = run(&db, &wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "), "{wrong:?}");
    }
    let unknown =
        Command::new(env!("CARGO_BIN_EXE_quittance")).args(["--db", "mysql://x", "aging"]).output().expect("runs");
    assert_eq!(unknown.status.code(), Some(2));
    let law = json(&run(
        &db,
        &["law", "late-interest", "--amount", "4800.00", "--due", "2026-01-31", "--until", "2026-05-03", "--json"],
    ));
    assert_eq!((law["interest"].as_str(), law["indemnity"].as_str()), (Some("147.00"), Some("40.00")));
}

#[test]
fn a_formula_in_a_name_stays_text_in_exports() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = format!("sqlite:{}", folder.path().join("formula.db").display());
    let file = folder.path().join("items.csv");
    std::fs::write(
        &file,
        "client;nom;piece;date;echeance;montant\nC1;=HYPERLINK(\"http://x\");F1;01/02/2026;01/03/2026;10,00\n",
    )
    .expect("written");
    assert!(run(&db, &["import", &file.display().to_string()]).status.success());
    let out = folder.path().join("out.csv");
    assert!(run(&db, &["report", "aged-balance", "-o", &out.display().to_string()]).status.success());
    let text = std::fs::read_to_string(&out).expect("the report");
    assert!(text.contains("'=HYPERLINK") && !text.contains(";=HYPERLINK") && !text.contains("\"=HYPERLINK"), "{text}");
}

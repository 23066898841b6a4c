//! Acts of people on the command line: what a script writes it can list, and a refusal exits with 2.

use std::process::{Command, Output, Stdio};

fn run(db: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quittance"));
    command.env("QUITTANCE_DATABASE", db).env("QUITTANCE_TODAY", "2026-11-23").env("QUITTANCE_LANG", "en");
    command.args(args).stdin(Stdio::null()).output().expect("the binary runs")
}

/// What a command printed, where it succeeded.
fn told(db: &str, args: &[&str]) -> String {
    let output = run(db, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn json(db: &str, args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&told(db, args)).expect("one JSON document")
}

/// Why a command did nothing.
fn refused(db: &str, args: &[&str]) -> String {
    let output = run(db, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_written_by_a_verb_is_listed_by_its_plural() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = format!("sqlite:{}", folder.path().join("desk.db").display());
    let file = folder.path().join("export.csv");
    let export = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
        A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n\
        B;Bureau B;2 rue B;69001;Lyon;F3;facture;10/08/2026;18/09/2026;500,00\n";
    std::fs::write(&file, export).expect("written");
    told(&db, &["import", &file.display().to_string()]);

    let block = told(&db, &["block", "F1", "--reason", "disputed", "--amount", "400.00", "--owner", "lea"]);
    let listed = json(&db, &["blocked", "--json"]);
    assert_eq!(
        (listed["rows"][0]["id"].as_str(), listed["totals"][0]["amount"].as_str()),
        (Some(&*block), Some("400.00"))
    );
    assert!(refused(&db, &["block", "F1", "--reason", "moon"]).contains("is no reason to block"));
    told(&db, &["unblock", &block]);
    assert!(refused(&db, &["unblock", &block]).contains("block"), "once");

    let promise = told(&db, &["promise", "A", "--amount", "600.00", "--until", "2026-11-30"]);
    assert!(refused(&db, &["promise", "A", "--amount", "600.00", "--until", "2026-11-30"]).contains("€400.00"));
    assert_eq!(json(&db, &["promises", "--json"])["rows"][0]["id"], promise.as_str());
    let left = json(&db, &["promises", "--withdraw", &promise, "--account", "A", "--json"]);
    assert_eq!(left["rows"][0]["state"], "withdrawn");

    let task = told(&db, &["task", "add", "B", "--subject", "call", "--due", "2026-11-23"]);
    assert_eq!(json(&db, &["tasks", "--json"])["rows"][0]["id"], task.as_str());
    told(&db, &["task", "done", &task, "--outcome", "reached-disputes", "--item", "F3", "--note", "price"]);
    assert!(json(&db, &["tasks", "--json"])["rows"].as_array().is_some_and(Vec::is_empty));
    assert_eq!(json(&db, &["blocked", "--reason", "disputed", "--json"])["rows"][0]["item"], "F3");

    assert_eq!(told(&db, &["account", "A", "--strategy", "key-account"]).lines().next(), Some("A key-account"));
    assert!(refused(&db, &["account", "A", "--strategy", "moon"]).contains("no strategy in force"));
    assert!(told(&db, &["account", "A", "--segment", "--payer", "B"]).starts_with("A segment payer"));
    told(&db, &["account", "A", "--no-payer"]);
    told(&db, &["item", "F1", "--strategy", "risky"]);

    assert_eq!(told(&db, &["entry", "propose"]), "2 proposed");
    let entries = json(&db, &["entry", "list", "--json"]);
    assert_eq!(entries["rows"].as_array().map(Vec::len), Some(2));
    told(&db, &["entry", "approve", "--all"]);
    assert_eq!(told(&db, &["entry", "propose"]), "0 proposed");
    assert!(json(&db, &["approvals", "list", "--json"])["rows"].as_array().is_some_and(Vec::is_empty));
    told(&db, &["verify"]);
}

#[test]
fn terms_of_sale_are_written_and_accepted_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = format!("sqlite:{}", folder.path().join("desk.db").display());
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let export = write(
        "export.csv",
        "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
         A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n",
    );
    told(&db, &["import", &export]);
    let creditor = json(&db, &["sale-terms", "list", "--json"])[0]["creditor"].as_str().expect("a code").to_owned();
    let add = ["sale-terms", "add", &creditor, "--label", "CGV 2026", "--since", "2026-01-01"];
    let id = told(&db, &[&add[..], &["--clause", "late-penalties=At once.", "--rate", "ECB + 10"]].concat());
    assert_eq!(json(&db, &["sale-terms", "show", &id])["clauses"][0]["rate"], "ECB + 10");
    assert!(refused(&db, &["sale-terms", "remove", &id]).contains("does not change any more"));
    assert!(refused(&db, &[&add[..], &["--clause", "moon=x"]].concat()).contains("is not known"));

    let file = write(
        "accepted.csv",
        "customer;date;how;version\nA;2026-02-01;signed;CGV 2026\nB;2026-02-01;signed;CGV 2026\n",
    );
    let read = || run(&db, &["sale-terms", "accept-file", &file]);
    let first = read();
    assert_eq!(first.status.code(), Some(1), "a line is left aside");
    assert!(String::from_utf8_lossy(&first.stdout).contains("2 lines: 1 accepted, 0 unchanged, 1 rejected"));
    assert!(String::from_utf8_lossy(&first.stderr).contains("3: customer"));
    assert!(String::from_utf8_lossy(&read().stdout).contains("2 lines: 0 accepted, 1 unchanged, 1 rejected"));
    let item = json(&db, &["sale-terms", "item", "F1"]);
    assert_eq!(
        (item["binding"]["label"].as_str(), item["binding"]["strength"].as_str()),
        (Some("CGV 2026"), Some("strong"))
    );
    let acceptance = item["binding"]["acceptance"].as_str().expect("a reference").to_owned();
    told(&db, &["sale-terms", "withdraw", &acceptance, "--reason", "signed by somebody else"]);
    assert_eq!(json(&db, &["sale-terms", "account", "A"])["today"]["version"], serde_json::Value::Null);
    told(&db, &["sale-terms", "accept", "A", "cgv 2026", "--on", "2026-11-02", "--how", "click"]);
    assert_eq!(json(&db, &["sale-terms", "account", "A"])["today"]["how"], "click");
    told(&db, &["verify"]);
}

#[test]
fn a_strategy_whose_steps_overlap_is_refused_with_its_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = format!("sqlite:{}", folder.path().join("desk.db").display());
    let file = folder.path().join("own.json");
    let path = file.display().to_string();
    for (days, said) in [("-3", "out of range"), ("8", "raise its delay to 9 days at least")] {
        let step = |slug: &str, timing: &str| {
            format!(r#"{{"slug":"{slug}","timing":{timing},"channel":"letter","grant_days":8}}"#)
        };
        let previous = format!(r#"{{"after-previous":{days}}}"#);
        let steps = [step("r1", r#"{"after-due":8}"#), step("r2", &previous)].join(",");
        std::fs::write(&file, format!(r#"{{"slug":"own","steps":[{steps}]}}"#)).expect("written");
        for verb in ["check", "save"] {
            let why = refused(&db, &["strategy", verb, &path]);
            assert!(why.contains("« r2 »") && why.contains(said), "{verb}: {why}");
        }
    }
}

/// A ledger of two customers, late since September.
fn late(folder: &std::path::Path) -> String {
    let db = format!("sqlite:{}", folder.join("desk.db").display());
    let file = folder.join("export.csv");
    let export = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
        A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n\
        B;Bureau B;2 rue B;69001;Lyon;F3;facture;10/08/2026;18/09/2026;500,00\n";
    std::fs::write(&file, export).expect("written");
    told(&db, &["import", &file.display().to_string()]);
    db
}

#[test]
fn an_account_is_paused_listed_and_resumed() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = late(folder.path());
    let why = refused(&db, &["pause", "A", "--until", "2026-11-22", "--reason", "vacances"]);
    assert!(why.contains("22"), "a day gone by: {why}");
    assert!(!refused(&db, &["pause", "A", "--until", "2026-12-04", "--reason", " "]).is_empty());
    let pause = ["pause", "A", "--until", "2026-12-04", "--reason", "audit of the site", "--owner", "lea"];
    // What was said is taken back within ten seconds, by the entry it left.
    let undo = told(&db, &pause);
    told(&db, &["undo", &undo]);
    assert_eq!(json(&db, &["paused", "--json"])["rows"].as_array().map(Vec::len), Some(0));
    told(&db, &pause);
    told(&db, &["pause", "B", "--until", "2026-11-23", "--reason", "said to pay today"]);
    let listed = json(&db, &["paused", "--json"]);
    let row = &listed["rows"][0];
    let cell = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        [cell("account"), cell("until"), cell("reason"), cell("owner")],
        ["A", "2026-12-04", "audit of the site", "lea"]
    );
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(2), "the last day still holds");
    assert_eq!(json(&db, &["paused", "--owner", "lea", "--json"])["rows"].as_array().map(Vec::len), Some(1));
    assert!(told(&db, &["paused"]).contains("A Atelier A"));
    told(&db, &["resume", "B"]);
    assert_eq!(json(&db, &["paused", "--json"])["rows"].as_array().map(Vec::len), Some(1));
    told(&db, &["resume", "A"]);
    assert_eq!(json(&db, &["paused", "--json"])["rows"].as_array().map(Vec::len), Some(0));
    told(&db, &["verify"]);
}

#[test]
fn what_is_printed_is_listed_taken_and_said_to_have_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = late(folder.path());
    assert_eq!(json(&db, &["outbox", "print-files", "--json"]).as_array().map(Vec::len), Some(0));
    told(&db, &["run"]);
    let files = json(&db, &["outbox", "print-files", "--json"]);
    let file = &files[0];
    assert_eq!(
        (file["day"].as_str(), file["letters"].as_i64(), file["to_post"].as_i64()),
        (Some("2026-11-23"), Some(2), Some(2)),
        "{files}"
    );
    let document = file["document"].as_str().expect("a reference").to_owned();
    let pdf = folder.path().join("letters.pdf");
    told(&db, &["outbox", "print", &document, "--output", &pdf.display().to_string()]);
    assert!(std::fs::read(&pdf).expect("written").starts_with(b"%PDF"));
    let letter = json(&db, &["outbox", "--json"])["messages"][0]["document"].as_str().expect("a letter").to_owned();
    assert!(!refused(&db, &["outbox", "print", &letter]).is_empty(), "a letter is no print file");
    assert!(told(&db, &["outbox", "posted", &document, "--on", "2026-11-23"]).contains("2 letters count as sent"));
    assert_eq!(json(&db, &["outbox", "print-files", "--json"]).as_array().map(Vec::len), Some(0), "nothing is left");
    let past = json(&db, &["outbox", "print-files", "--date", "2026-11-23", "--json"]);
    assert_eq!((past[0]["letters"].as_i64(), past[0]["to_post"].as_i64()), (Some(2), Some(0)), "{past}");
}

#[test]
fn a_strategy_whose_texts_lack_something_is_refused_with_its_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = format!("sqlite:{}", folder.path().join("desk.db").display());
    let file = folder.path().join("own.json");
    let path = file.display().to_string();
    let write = |text: &str| {
        let step =
            format!(r#"{{"slug":"r1","timing":{{"after-due":8}},"channel":"letter","grant_days":8,"text":"{text}"}}"#);
        std::fs::write(&file, format!(r#"{{"slug":"own","steps":[{step}]}}"#)).expect("written");
    };
    for (text, said) in [("nobody", "does not exist"), ("sms", "one line"), ("formal-notice", "make it one")] {
        write(text);
        for verb in ["check", "save"] {
            let why = refused(&db, &["strategy", verb, &path]);
            assert!(why.contains("« r1 »") && why.contains(said), "{verb}: {why}");
        }
    }
    write("reminder-1");
    assert!(told(&db, &["strategy", "check", &path]).contains("1 steps, can run"));
}

//! The binary as scripts use it: shapes, exit codes, and what a kill leaves behind.

#![expect(clippy::print_stderr, reason = "what is skipped must be seen")]

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn quittance(db: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quittance"));
    command.env("QUITTANCE_DATABASE", db).env("QUITTANCE_TODAY", "2026-11-23").args(args).stdin(Stdio::null());
    command
}

fn run(db: &str, args: &[&str]) -> Output {
    quittance(db, args).output().expect("the binary runs")
}

fn json(output: &Output) -> serde_json::Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}{}", String::from_utf8_lossy(&output.stderr)))
}

/// Customers and items of `accounts` accounts, ten pieces each, some paid.
fn write_files(folder: &Path, accounts: usize) -> [String; 2] {
    let mut customers = String::from("customer_id,name,street,postcode,city,country,email,language,terms_days\n");
    let mut items =
        String::from("invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n");
    for a in 0..accounts {
        writeln!(customers, "C{a:06},Client {a},{a} rue des Lilas,75011,Paris,FR,c{a}@example.com,fr,30")
            .expect("text");
        for i in 0..10 {
            let (month, amount) = (1 + (a + i) % 9, 100 + (a * 7 + i * 31) % 900);
            let paid = if i % 3 == 0 { format!("{amount}.00,2026-10-{:02}", 1 + i) } else { "0.00,".to_owned() };
            writeln!(items, "F{a:06}-{i},INV,C{a:06},2026-{month:02}-05,2026-{month:02}-28,{amount}.00,{paid},EUR")
                .expect("text");
        }
    }
    let path = |name: &str| folder.join(name).display().to_string();
    let paths = [path("customers.csv"), path("items.csv")];
    std::fs::write(&paths[0], customers).expect("written");
    std::fs::write(&paths[1], items).expect("written");
    paths
}

/// An empty database on each engine at hand.
fn databases(folder: &Path, name: &str) -> Vec<String> {
    let mut list = vec![format!("sqlite:{}", folder.join(format!("{name}.db")).display())];
    match std::env::var("QUITTANCE_TEST_POSTGRES").ok() {
        Some(server) => {
            let database = format!("cli_{name}_{}", std::process::id());
            let made =
                Command::new("psql").args([&server, "-q", "-c", &format!("CREATE DATABASE {database}")]).status();
            assert!(made.expect("psql").success());
            let (base, _) = server.rsplit_once('/').expect("a URL with a database");
            list.push(format!("{base}/{database}"));
        }
        None if std::env::var("CI").is_ok_and(|v| v == "true") => panic!("QUITTANCE_TEST_POSTGRES is not set"),
        None => eprintln!("SKIP PostgreSQL: QUITTANCE_TEST_POSTGRES is not set"),
    }
    list
}

/// Starts a command, kills it after `ms`, and says whether it was still running.
fn kill_after(db: &str, args: &[&str], ms: u64) -> bool {
    let mut child = quittance(db, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    std::thread::sleep(Duration::from_millis(ms));
    let running = child.try_wait().expect("a state").is_none();
    child.kill().ok();
    child.wait().expect("ended");
    running
}

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
        let later = json(&run(&killed, &["run", "--date", "2026-12-06", "--dry-run", "--json"]));
        let levels: Vec<u64> =
            later["decisions"].as_array().expect("decisions").iter().filter_map(|d| d["level"].as_u64()).collect();
        assert!(levels.iter().all(|l| *l == 2), "no level was jumped or doubled on {killed}");
        assert_eq!(Some(levels.len() as u64), wanted_run["messages"].as_u64(), "every account was reminded once");
        let verified = run(&killed, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
}

/// Labels of a folder that carries: the file's name, and the first line of the address.
fn labels(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let paths = entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "json"));
    paths
        .map(|path| {
            let label: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&path).expect("a label")).expect("a whole label");
            (label["id"].as_str().expect("an id").to_owned(), label["to"][0].as_str().expect("a name").to_owned())
        })
        .collect()
}

/// The same items where the accounts below `paid` have paid everything.
fn pay(items: &str, paid: usize) {
    let text = std::fs::read_to_string(items).expect("the items");
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let account: usize = cells[2].get(1..).and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
        if account >= paid {
            return line.to_owned();
        }
        let (head, currency) = (&cells[..6], cells[8]);
        format!("{},{},2026-11-22,{currency}", head.join(","), cells[5])
    };
    let lines: Vec<String> = text.lines().map(line).collect();
    std::fs::write(items, lines.join("\n") + "\n").expect("written");
}

#[test]
fn killed_workers_send_each_letter_once_and_none_for_what_is_paid() {
    let repeats: usize = std::env::var("QUITTANCE_REPEAT").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let accounts = 30 + 10 * repeats;
    let folder = tempfile::tempdir().expect("a folder");
    for (place, db) in databases(folder.path(), "outbox").into_iter().enumerate() {
        let home = folder.path().join(place.to_string());
        std::fs::create_dir(&home).expect("a folder");
        let [customers, items] = write_files(&home, accounts);
        let import = ["import", &customers, &items, "--profile", "open-items", "--yes"];
        let outbox = home.join("outbox");
        let path = outbox.display().to_string();
        assert!(run(&db, &import[..5]).status.success());
        let day = run(&db, &["run", "--date", "2026-11-23", "--outbox", &path, "--summary"]);
        assert!(day.status.success(), "{}", String::from_utf8_lossy(&day.stderr));
        let mut allowed: Vec<(String, String)> = Vec::new();
        for round in 0..repeats {
            // Two workers whose clocks are a minute apart, killed at some point.
            let mut workers: Vec<_> = ["0", "1"]
                .iter()
                .map(|ahead| {
                    let mut command = quittance(&db, &["outbox", "send", "--outbox", &path, "--clock-ahead", ahead]);
                    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started")
                })
                .collect();
            std::thread::sleep(Duration::from_millis(60 + 37 * (round as u64 % 7)));
            for worker in &mut workers {
                worker.kill().ok();
                worker.wait().expect("ended");
            }
            pay(&items, 2 * (round + 1));
            let paid = run(&db, &import);
            assert!(paid.status.success(), "{}", String::from_utf8_lossy(&paid.stderr));
            allowed = labels(&outbox);
        }
        // Leases run out, then what was put off for a while leaves; amounts that changed are made again.
        for ahead in ["10", "20", "30"] {
            let sent = run(&db, &["worker", "--once", "--outbox", &path, "--clock-ahead", ahead]);
            assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
        }
        let listed = json(&run(&db, &["outbox", "list", "--limit", "500", "--json"]));
        let arrived = labels(&outbox);
        let count = |state: &str| listed["counts"][state].as_u64().unwrap_or(0);
        assert_eq!(
            count("sent"),
            arrived.len() as u64,
            "what left is known to have left, on {db}: {}",
            listed["counts"]
        );
        assert_eq!(
            count("sent") + count("cancelled"),
            accounts as u64,
            "nothing is lost, on {db}: {}",
            listed["counts"]
        );
        let mut names: Vec<&String> = arrived.iter().map(|(_, to)| to).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), arrived.len(), "nobody got two, on {db}");
        for account in 0..2 * repeats {
            let name = format!("Client {account}");
            let after = arrived.iter().any(|(_, to)| *to == name) && !allowed.iter().any(|(_, to)| *to == name);
            assert!(!after, "{name} had paid before its letter left, on {db}");
        }
        assert!(run(&db, &["verify"]).status.success());
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

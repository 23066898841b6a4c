//! The program, and databases and files for it.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

pub fn quittance(db: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quittance"));
    command
        .env("QUITTANCE_DATABASE", db)
        .env("QUITTANCE_TODAY", "2026-11-23")
        .env("QUITTANCE_MAIL_FROM", "relances@house.example")
        .args(args)
        .stdin(Stdio::null());
    command
}

pub fn run(db: &str, args: &[&str]) -> Output {
    quittance(db, args).output().expect("the binary runs")
}

pub fn json(output: &Output) -> serde_json::Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}{}", String::from_utf8_lossy(&output.stderr)))
}

/// Customers and items of `accounts` accounts, ten pieces each, some paid.
pub fn write_files(folder: &Path, accounts: usize) -> [String; 2] {
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
pub fn databases(folder: &Path, name: &str) -> Vec<String> {
    let mut list = vec![format!("sqlite:{}", folder.join(format!("{name}.db")).display())];
    match std::env::var("QUITTANCE_TEST_POSTGRES").ok() {
        Some(server) => {
            let database = format!("cli_{name}_{}", std::process::id());
            // A server that lives long meets the number of a process again.
            let (old, new) = (format!("DROP DATABASE IF EXISTS {database}"), format!("CREATE DATABASE {database}"));
            let made = Command::new("psql").args([&server, "-q", "-c", &old, "-c", &new]).status();
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
pub fn kill_after(db: &str, args: &[&str], ms: u64) -> bool {
    let mut child = quittance(db, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    std::thread::sleep(Duration::from_millis(ms));
    let running = child.try_wait().expect("a state").is_none();
    child.kill().ok();
    child.wait().expect("ended");
    running
}

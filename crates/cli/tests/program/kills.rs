//! Real processes killed at random while they decide, write and send, by two workers whose clocks are a
//! minute apart, with payments that arrive in the middle and a second level that falls due before the first has left
//! everywhere: each message leaves once, none is lost, none leaves once its payment is known, and nobody gets two levels
//! at once.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::support::{databases, json, kill_after, quittance, run};

/// Accounts of a round; each is reminded at most twice.
const ACCOUNTS: usize = 1000;
/// Times that both workers are killed while messages are made, then while they leave.
const TURNS: [usize; 2] = [3, 5];
/// Rounds on each engine where `QUITTANCE_REPEAT` does not say otherwise; fifty show what is rare.
const ROUNDS: usize = 1;
const DAY: &str = "2026-11-23";
/// The day on which the second level of who was reminded on the first one is due.
const NEXT: &str = "2026-12-06";

/// A generator of numbers (SplitMix64): a round that failed can be played again by its seed.
struct Chance(u64);

impl Chance {
    fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (z ^ (z >> 31)) % (high - low)
    }
}

/// Customers, each with a mail server of its own: nobody is kept waiting for the pace of a domain.
fn customers() -> String {
    let mut text = String::from("customer_id,name,street,postcode,city,country,email,language,terms_days\n");
    for a in 0..ACCOUNTS {
        writeln!(text, "C{a:04},Client {a},{a} rue des Lilas,75011,Paris,FR,c@d{a}.example,fr,30").expect("text");
    }
    text
}

/// Their pieces: one account in three has paid everything, one in three a part, once `paid`.
fn items(paid: bool) -> String {
    let mut text =
        String::from("invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n");
    for a in 0..ACCOUNTS {
        for i in 0..2 {
            let share = match (paid, a % 3) {
                (true, 0) => "120.00,2026-11-22",
                (true, 1) if i == 0 => "60.00,2026-11-22",
                _ => "0.00,",
            };
            writeln!(text, "F{a:04}-{i},INV,C{a:04},2026-09-05,2026-10-05,120.00,{share},EUR").expect("text");
        }
    }
    text
}

/// What left: the parcel, and whose it was.
fn arrived(outbox: &Path) -> Vec<(String, usize)> {
    let entries = std::fs::read_dir(outbox).into_iter().flatten().filter_map(Result::ok).map(|e| e.path());
    entries
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .map(|path| {
            let bytes = std::fs::read(&path).expect("a label");
            let label: Value = serde_json::from_slice(&bytes).expect("a label is written all at once");
            let to = label["to"][0].as_str().expect("a recipient");
            let by_mail = || to.strip_prefix("c@d")?.strip_suffix(".example");
            let number = to.strip_prefix("Client ").or_else(by_mail);
            (label["id"].as_str().expect("an id").to_owned(), number.and_then(|n| n.parse().ok()).expect("an account"))
        })
        .collect()
}

/// The accounts whose message is in the hands of a carrier, or was when its worker died.
fn in_hand(db: &str) -> BTreeSet<usize> {
    let list = json(&run(db, &["outbox", "list", "--state", "reserved", "--limit", "500", "--json"]));
    let names = list["messages"].as_array().expect("messages").iter().filter_map(|m| m["debtor"].as_str());
    names.filter_map(|name| name.strip_prefix("Client ")?.parse().ok()).collect()
}

fn succeeds(db: &str, args: &[&str]) {
    let output = run(db, args);
    assert!(output.status.success(), "{args:?} on {db}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Two workers at work, their clocks a minute apart; `ahead` lets the leases of the dead run out.
fn workers(db: &str, outbox: Option<&str>, ahead: usize) -> Vec<Child> {
    [ahead, ahead + 1]
        .iter()
        .map(|minutes| {
            let minutes = minutes.to_string();
            let mut command = quittance(db, &["worker", "--clock-ahead", &minutes]);
            command.args(outbox.into_iter().flat_map(|folder| ["--outbox", folder]));
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a worker starts")
        })
        .collect()
}

fn kill(workers: Vec<Child>) {
    for mut worker in workers {
        assert!(worker.try_wait().expect("a state").is_none(), "a worker ended by itself");
        worker.kill().expect("killed");
        worker.wait().expect("ended");
    }
}

/// One story on an empty database.
fn story(db: &str, home: &Path, by: &str, chance: &mut Chance) -> String {
    let path = |name: &str| home.join(name).display().to_string();
    let (debtors, open, paid, outbox) = (path("customers.csv"), path("items.csv"), path("paid.csv"), path("outbox"));
    for (file, text) in [(&debtors, customers()), (&open, items(false)), (&paid, items(true))] {
        std::fs::write(file, text).expect("written");
    }
    succeeds(db, &["import", &debtors, &open, "--profile", "open-items"]);
    let plan = path("standard.json");
    let step =
        |slug, days| format!(r#"{{"slug":"{slug}","timing":{{"after-due":{days}}},"channel":"{by}","grant_days":8}}"#);
    let steps = format!(r#"{{"slug":"standard","steps":[{},{}]}}"#, step("reminder-1", 8), step("reminder-2", 20));
    std::fs::write(&plan, steps).expect("written");
    succeeds(db, &["strategy", "save", &plan]);
    let day = ["run", "--date", DAY, "--no-letters", "--summary"];
    for _ in 0..3 {
        kill_after(db, &day, chance.between(20, 300));
    }
    succeeds(db, &day);

    // Without a carrier messages are made and wait.
    for turn in 0..TURNS[0] {
        let busy = workers(db, None, 6 * turn);
        std::thread::sleep(Duration::from_millis(chance.between(30, 700)));
        kill(busy);
    }
    succeeds(db, &["worker", "--once", "--clock-ahead", "30"]);
    // A letter that is laid out is taken as posted: only mails have a second level here.
    let next = ["--today", NEXT, "run", "--date", NEXT, "--no-letters", "--json", "--summary"];
    let levels = by == "mail";
    if levels {
        assert_eq!(json(&run(db, &next))["messages"], 0, "no level follows one that has not left");
    }

    let payment = usize::try_from(chance.between(1, 4)).expect("small");
    let (mut allowed, mut before) = (BTreeSet::new(), 0);
    for turn in 0..TURNS[1] {
        let busy = workers(db, Some(&outbox), 40 + 6 * turn);
        std::thread::sleep(Duration::from_millis(chance.between(30, 400)));
        if turn == payment {
            succeeds(db, &["import", &paid, "--profile", "open-items", "--yes"]);
            // The ledger knows by now: what leaves from here on was in its carrier's hands already.
            allowed = in_hand(db);
            let left = arrived(Path::new(&outbox));
            before = left.len();
            allowed.extend(left.into_iter().map(|(_, account)| account));
            std::thread::sleep(Duration::from_millis(chance.between(0, 300)));
        }
        kill(busy);
    }
    let first = arrived(Path::new(&outbox));
    // The second level falls due for who has got the first one.
    if levels {
        for _ in 0..2 {
            kill_after(db, &next, chance.between(20, 300));
        }
        succeeds(db, &next);
    }
    for ahead in (80..=120).step_by(10) {
        let ahead = ahead.to_string();
        succeeds(db, &["--today", NEXT, "worker", "--once", "--outbox", &outbox, "--clock-ahead", &ahead]);
    }
    settled(db, &allowed, &first, &arrived(Path::new(&outbox)));
    let counts = json(&run(db, &["outbox", "list", "--json"]))["counts"].clone();
    format!("{before} had left when the payments came, {} on the first day, in the end {counts}", first.len())
}

/// What must be true of a story in the end: of what left on the first day, and in all.
fn settled(db: &str, allowed: &BTreeSet<usize>, first: &[(String, usize)], left: &[(String, usize)]) {
    let counts = json(&run(db, &["outbox", "list", "--json"]))["counts"].clone();
    let count = |state: &str| usize::try_from(counts[state].as_u64().unwrap_or(0)).expect("small");
    let all: u64 = counts.as_object().expect("counts").values().filter_map(Value::as_u64).sum();
    assert_eq!(count("sent"), left.len(), "what left is known to have left: {counts}");
    assert_eq!((count("sent") + count("cancelled")) as u64, all, "nothing is lost: {counts}");
    let of = |parcels: &[&(String, usize)]| parcels.iter().map(|(_, account)| *account).collect::<BTreeSet<usize>>();
    let second: Vec<&(String, usize)> = left.iter().filter(|parcel| !first.contains(parcel)).collect();
    let first: Vec<&(String, usize)> = first.iter().collect();
    for day in [&first, &second] {
        assert_eq!(of(day).len(), day.len(), "nobody got two on a day");
    }
    let (early, later) = (of(&first), of(&second));
    let twice = early.intersection(&later).count();
    assert_eq!(all, (ACCOUNTS + twice) as u64, "the second level is decided for who has got the first: {counts}");
    let late: Vec<&usize> = early.iter().filter(|a| *a % 3 == 0 && !allowed.contains(a)).collect();
    assert!(late.is_empty() && later.iter().all(|a| a % 3 != 0), "they had paid before their message left: {late:?}");
    let reminded = |a: usize| early.contains(&a) || later.contains(&a);
    assert!((0..ACCOUNTS).all(|a| a % 3 == 0 || reminded(a)), "who still owes was reminded");
    succeeds(db, &["verify"]);
}

#[test]
fn killed_workers_send_each_message_once_and_none_for_what_is_paid() {
    let number = |name: &str, usual| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (rounds, seed) = (number("QUITTANCE_REPEAT", ROUNDS), number("QUITTANCE_SEED", 0));
    eprintln!("kills: {rounds} rounds of {ACCOUNTS} accounts on each engine; QUITTANCE_REPEAT=50 shows what is rare");
    for round in seed..seed + rounds {
        let folder = tempfile::tempdir().expect("a folder");
        for (place, db) in databases(folder.path(), &format!("kills{round}")).into_iter().enumerate() {
            let home = folder.path().join(place.to_string());
            std::fs::create_dir(&home).expect("a folder");
            let by = if (round + place) % 2 == 0 { "mail" } else { "letter" };
            let engine = db.split(':').next().unwrap_or_default().to_owned();
            eprintln!(
                "kills: round {round} by {by} on {engine} (QUITTANCE_SEED={round} QUITTANCE_REPEAT=1 plays it again)"
            );
            let told = story(&db, &home, by, &mut Chance(round as u64));
            eprintln!("kills: round {round} by {by} on {engine}: {told}");
            drop_database(&db);
        }
    }
}

/// A server need not keep fifty databases; a file goes with its folder.
fn drop_database(db: &str) {
    let (Ok(server), Some((_, name))) = (std::env::var("QUITTANCE_TEST_POSTGRES"), db.rsplit_once('/')) else { return };
    if !db.starts_with("sqlite:") {
        let _ = Command::new("psql").args([&server, "-q", "-c", &format!("DROP DATABASE {name}")]).status();
    }
}

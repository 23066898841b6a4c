//! Several servers that wake up at the same moment: the day starts once, and a day missed is made up once.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::Arc;

use app::{Actor, Desk};
use kernel::{Date, FixedClock};
use store::{JobState, OpenOptions, Store};

use crate::support::{databases, quittance, run, write_files};

/// Three workers of three machines, a minute apart, all at once on that day.
fn wake_up(db: &str, day: &str) {
    let workers: Vec<_> = ["0", "1", "2"]
        .iter()
        .map(|ahead| {
            let mut command = quittance(db, &["worker", "--once", "--clock-ahead", ahead]);
            command.env("QUITTANCE_TODAY", day).stdout(Stdio::null()).spawn().expect("a worker starts")
        })
        .collect();
    for mut worker in workers {
        assert!(worker.wait().expect("ended").success(), "on {day}");
    }
}

/// How often each day was started, and how many runs it has.
fn started(desk: &Desk) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
    let jobs = desk.store().read(|tx| tx.jobs().list(JobState::Done, None, 500)).expect("jobs");
    let mut days = BTreeMap::new();
    for job in jobs.iter().filter(|job| job.kind == "run") {
        let payload: serde_json::Value = serde_json::from_str(&job.payload).expect("JSON");
        *days.entry(payload["day"].as_str().expect("a day").to_owned()).or_insert(0) += 1;
    }
    let mut runs = BTreeMap::new();
    for run in desk.runs(&Actor::operator(), 200).expect("runs") {
        *runs.entry(run.day.to_string()).or_insert(0) += 1;
    }
    (days, runs)
}

#[test]
fn servers_that_wake_up_together_start_each_day_once_and_make_up_for_a_missed_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let [customers, items] = write_files(folder.path(), 40);
    for db in databases(folder.path(), "schedule") {
        for creditor in ["NORD", "SUD"] {
            let named = run(&db, &["creditor", creditor, "--name", creditor]);
            assert!(named.status.success(), "{}", String::from_utf8_lossy(&named.stderr));
            let import = ["import", &customers, &items, "--profile", "open-items", "--creditor", creditor];
            let imported = run(&db, &import);
            assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
        }
        assert!(run(&db, &["schedule", "set", "00:00", "--working-days", "metropole"]).status.success());
        let today: Date = "2026-11-30".parse().expect("a date");
        let store = Store::open(&db, &OpenOptions::default()).expect("a store");
        let desk = Desk::new(store, Arc::new(FixedClock::on(today)), 1023);
        let days = |list: &[&str]| -> BTreeMap<String, usize> { list.iter().map(|d| ((*d).to_owned(), 1)).collect() };

        // A Monday, twice; then nobody is up until a Saturday, which makes up for its Friday; a Sunday; a Monday.
        for day in ["2026-11-23", "2026-11-23", "2026-11-28", "2026-11-29", "2026-11-30"] {
            wake_up(&db, day);
        }
        let (jobs, runs) = started(&desk);
        assert_eq!(jobs, days(&["2026-11-23", "2026-11-28", "2026-11-30"]), "on {db}");
        assert!(runs.values().all(|count| *count == 1) && runs.contains_key("2026-11-23"), "on {db}: {runs:?}");
        let told = desk.store().read(|tx| tx.timeline().of_kind("schedule.started", None, 50)).expect("entries");
        assert_eq!(told.len(), 3, "on {db}");

        // Both creditors' accounts got their first letter, once.
        let lists = desk.store().read(|tx| {
            let reminders = tx.runs().list(None, 200)?.into_iter().map(|run| tx.reminders().of_run(run.id, None, 500));
            reminders.collect::<Result<Vec<_>, _>>()
        });
        let mut levels: BTreeMap<(i64, i64), usize> = BTreeMap::new();
        let mut first = 0;
        for reminder in lists.expect("reminders").into_iter().flatten() {
            *levels.entry((reminder.account_id.0, reminder.level)).or_insert(0) += 1;
            first += usize::from(reminder.level == 1);
        }
        assert_eq!(first, 80, "forty accounts of each creditor, on {db}");
        assert!(levels.values().all(|count| *count == 1), "on {db}");
        assert!(run(&db, &["verify"]).status.success());
    }
}

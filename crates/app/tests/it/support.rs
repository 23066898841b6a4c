//! Desks for tests, and the files they are fed.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::accounts::DebtorEdit;
use app::imports::{ImportAnswer, ImportRequest, Upload};
use app::{Actor, Desk};
use kernel::{Date, FixedClock};
use ledger::DebtorKind;
use store::{Message, MessageState, OpenOptions, Store, StoreError};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A desk, and what must live as long as it.
pub struct House {
    pub desk: Desk,
    pub engine: &'static str,
    pub url: String,
    _folder: tempfile::TempDir,
    _database: Option<Database>,
}

/// A database of a test's own on the server, removed with its house: some four hundred of them fill a disk.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn fresh(server: String) -> Self {
        let name = format!("desk_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let database = Self { server, name };
        // a server that lives long meets the number of a process again
        let orders =
            [format!("DROP DATABASE IF EXISTS {}", database.name), format!("CREATE DATABASE {}", database.name)];
        assert!(database.order(&orders), "the test database could not be made");
        database
    }

    fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("a URL with a database");
        format!("{base}/{}", self.name)
    }

    fn order(&self, orders: &[String]) -> bool {
        let mut psql = std::process::Command::new("psql");
        psql.args([&self.server, "-q"]).args(orders.iter().flat_map(|order| ["-c", order]));
        psql.status().expect("psql is installed with the server").success()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // what a test left open goes with it
        let _ = self.order(&[format!("DROP DATABASE {} WITH (FORCE)", self.name)]);
    }
}

pub fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn open(url: &str, today: Date) -> Desk {
    open_at(url, FixedClock::on(today))
}

/// A desk of another process on the same database, by its own clock.
pub fn open_at(url: &str, clock: FixedClock) -> Desk {
    let store = Store::open(url, &OpenOptions::default()).expect("a store");
    let node = u16::try_from(COUNT.fetch_add(1, Ordering::Relaxed) & 0x3ff).expect("ten bits");
    Desk::new(store, Arc::new(clock), node)
}

/// One empty desk on SQLite, and one on PostgreSQL where a server is given.
pub fn houses(today: &str) -> Vec<House> {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("desk.db").display());
    let mut houses =
        vec![House { desk: open(&url, day(today)), engine: "sqlite", url, _folder: folder, _database: None }];
    match std::env::var("QUITTANCE_TEST_POSTGRES").ok() {
        Some(server) => {
            let database = Database::fresh(server);
            let url = database.url();
            let folder = tempfile::tempdir().expect("a folder");
            let desk = open(&url, day(today));
            houses.push(House { desk, engine: "postgres", url, _folder: folder, _database: Some(database) });
        }
        None if std::env::var("CI").is_ok_and(|v| v == "true") => panic!("QUITTANCE_TEST_POSTGRES is not set"),
        None => eprintln!("SKIP PostgreSQL: QUITTANCE_TEST_POSTGRES is not set"),
    }
    houses
}

pub fn upload(name: &str, bytes: impl Into<Vec<u8>>) -> Upload {
    Upload { name: name.to_owned(), bytes: bytes.into() }
}

pub fn request(files: Vec<Upload>) -> ImportRequest {
    ImportRequest { files, confirmed: true, ..ImportRequest::default() }
}

pub fn import(desk: &Desk, request: &ImportRequest) -> ImportAnswer {
    desk.import(&Actor::operator(), request, &|_, _| ()).expect("the import")
}

/// Everything decided reaches its debtor, as on a quiet day: what has not left calls for no further level.
pub fn everything_leaves(desk: &Desk) {
    desk.store()
        .write("test", |tx| {
            for state in [MessageState::Planned, MessageState::Rendered] {
                for message in tx.messages().list(Some(state), None, None, 1_000)? {
                    tx.messages().save(&Message { state: MessageState::Sent, ..message })?;
                }
            }
            Ok::<_, StoreError>(())
        })
        .expect("written");
}

/// The folder of real files; skips with a visible line where it is absent, fails in CI.
pub fn samples(folder: &str) -> Option<PathBuf> {
    let root = std::env::var("QUITTANCE_SAMPLES")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples"), PathBuf::from);
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(!std::env::var("CI").is_ok_and(|v| v == "true"), "{} is absent", path.display());
    eprintln!("SKIP real files: {} is absent", path.display());
    None
}

/// Everything that is owed, by account, as the aged balance has it.
pub fn balances(desk: &Desk, as_of: Option<Date>) -> Vec<(String, String, String)> {
    let query =
        app::aging::AgingQuery { as_of, by: app::aging::Grouping::Account, ..app::aging::AgingQuery::default() };
    let answer = desk.aged_balance(&Actor::operator(), &query).expect("a balance");
    let mut lines: Vec<_> = answer.lines.iter().map(|l| (l.key, l.currency.to_string(), l.total)).collect();
    lines.sort();
    lines
}

/// The words of a PDF, or `None` (said aloud) without `pdftotext`; with `CI=true` its absence is a failure.
pub fn pdf_text(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("letter.pdf");
    std::fs::write(&path, pdf).expect("written");
    let output = std::process::Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(&path).arg("-").output();
    if output.is_err() {
        assert!(!std::env::var("CI").is_ok_and(|v| v == "true"), "pdftotext is not installed");
        eprintln!("SKIP words of a PDF: pdftotext is not installed");
    }
    output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Says what the debtor of an account is.
pub fn become_kind(desk: &Desk, account: &str, kind: DebtorKind) {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, account).expect("the account");
    let debtor = desk.account_file(&actor, account).expect("the file").debtor;
    let edit = DebtorEdit {
        name: debtor.name,
        kind,
        siren: String::new(),
        vat: String::new(),
        address: debtor.address,
        language: debtor.language,
        version: debtor.version,
    };
    desk.correct_debtor(&actor, debtor.id, &edit).expect("corrected").expect("no wrong field");
}

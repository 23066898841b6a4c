//! The folder the measurements work in, and desks over its databases.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use app::creditors::CreditorEdit;
use app::imports::{ImportAnswer, ImportRequest, Upload};
use app::{Actor, Desk};
use formats::Profile;
use kernel::{Clock, Date, FixedClock, Timestamp};
use ledger::Address;
use rusqlite::{Connection, OpenFlags};
use store::{OpenOptions, Store};

use crate::data::{AS_OF, Shape};
use crate::probe::Fallible;

/// Where the files and databases of one size lie.
pub struct House {
    /// The folder.
    pub folder: PathBuf,
    /// Ledger lines.
    pub rows: usize,
}

/// The day stands still, the instant runs on.
struct RunningClock {
    start: FixedClock,
    since: Instant,
}

impl Clock for RunningClock {
    fn now(&self) -> Timestamp {
        self.start.now + self.since.elapsed()
    }
    fn today(&self) -> Date {
        self.start.today
    }
}

impl House {
    /// `fec.txt`.
    pub fn fec(&self) -> PathBuf {
        self.folder.join("fec.txt")
    }

    /// Folder of the two files of a shape.
    pub fn files(&self, shape: Shape) -> PathBuf {
        self.folder.join(shape.slug())
    }

    /// Database into which a shape was imported.
    pub fn database(&self, shape: Shape) -> PathBuf {
        self.folder.join(format!("{}.db", shape.slug()))
    }

    /// The same after a persisted run.
    pub fn after_run(&self, shape: Shape) -> PathBuf {
        self.folder.join(format!("{}-run.db", shape.slug()))
    }

    /// The open items, with the cases of some of them.
    pub fn guarded(&self) -> PathBuf {
        self.folder.join("guarded.db")
    }

    /// The same after the pass of a day over its rights.
    pub fn after_pass(&self) -> PathBuf {
        self.folder.join("guarded-pass.db")
    }

    /// A database that one measurement writes and nobody reads again.
    pub fn scratch(&self) -> PathBuf {
        self.folder.join("scratch.db")
    }
}

/// The day of the bench, moved by some days.
pub fn day(later: i32) -> Fallible<Date> {
    Ok(kernel::from_epoch_day(kernel::epoch_day(AS_OF.parse()?) + later))
}

/// A desk over the database at `path`, on that day.
pub fn desk(path: &Path, today: Date) -> Fallible<Desk> {
    desk_from(path, FixedClock::on(today))
}

/// The same in the afternoon: what it writes comes after what another process wrote in the morning, whose references
/// it would make again.
pub fn desk_later(path: &Path, today: Date) -> Fallible<Desk> {
    let start = FixedClock::on(today);
    let now = Timestamp::from_microsecond(start.now.as_microsecond() + 6 * 3_600 * 1_000_000)?;
    desk_from(path, FixedClock { now, ..start })
}

/// The same, whose hours are those of the wall: a server of its own process reads what is written.
#[expect(clippy::disallowed_methods, reason = "the bench measures by the clock of the machine")]
pub fn desk_now(path: &Path, today: Date) -> Fallible<Desk> {
    desk_from(path, FixedClock { now: Timestamp::now(), ..FixedClock::on(today) })
}

fn desk_from(path: &Path, start: FixedClock) -> Fallible<Desk> {
    let store = Store::open(&format!("sqlite:{}", path.display()), &OpenOptions::default())?;
    Ok(Desk::new(store, Arc::new(RunningClock { start, since: Instant::now() }), 1))
}

/// The same database for the bare loops, with the settings of the store.
pub fn bare(path: &Path, writes: bool) -> Fallible<Connection> {
    if writes {
        // makes the file with the very tables and indices of the house
        drop(Store::open(&format!("sqlite:{}", path.display()), &OpenOptions::default())?);
    }
    let flags = if writes { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; \
         PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;",
    )?;
    if writes {
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 8192;")?;
    }
    Ok(connection)
}

/// Removes a database and what lies beside it.
pub fn remove(path: &Path) -> Fallible<()> {
    for suffix in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{}{suffix}", path.display()));
        if file.exists() {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// A copy of a closed database.
pub fn copy(from: &Path, to: &Path) -> Fallible<()> {
    remove(to)?;
    fs::copy(from, to)?;
    Ok(())
}

/// The creditor of the bench, complete, so that letters look like letters.
pub fn make_creditor(desk: &Desk) -> Fallible<()> {
    let creditor = CreditorEdit {
        code: "BENCH".to_owned(),
        name: "Ateliers du Banc d'essai".to_owned(),
        legal_line: "SAS au capital de 80 000 €".to_owned(),
        siren: "000017079".to_owned(),
        vat: "FR33000017079".to_owned(),
        address: Address {
            street: "14 chemin des Copeaux".to_owned(),
            complement: String::new(),
            postcode: "25000".to_owned(),
            city: "Besançon".to_owned(),
            country: "FR".to_owned(),
        },
        phone: "01 99 00 17 07".to_owned(),
        email: "compta@banc.example".to_owned(),
        iban: "FR7699999000250000170723344".to_owned(),
        bic: String::new(),
        signatory: "Claire Lefort".to_owned(),
        mediator: String::new(),
        terms: "30 jours".to_owned(),
    };
    desk.save_creditor(&Actor::operator(), &creditor)?.map_err(|errors| format!("{errors:?}"))?;
    Ok(())
}

/// The two files of a folder, as a user hands them in.
pub fn uploads(folder: &Path) -> Fallible<Vec<Upload>> {
    let read =
        |name: &str| -> Fallible<Upload> { Ok(Upload { name: name.to_owned(), bytes: fs::read(folder.join(name))? }) };
    Ok(vec![read("customers.csv")?, read("items.csv")?])
}

/// Imports files through the desk.
pub fn import(desk: &Desk, files: Vec<Upload>) -> Fallible<ImportAnswer> {
    let profile = Profile::named("open-items").ok_or("the profile « open-items » is not shipped")?;
    let request = ImportRequest {
        files,
        creditor: Some("BENCH".to_owned()),
        profile: Some(profile),
        confirmed: true,
        ..ImportRequest::default()
    };
    Ok(desk.import(&Actor::operator(), &request, &|_, _| ())?)
}

//! Opening a database by its address, with errors that say what is wrong.

use std::{path::Path, time::Duration};

use diesel::{
    ConnectionError,
    connection::SimpleConnection,
    migration::{Migration, MigrationSource},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{
    connection::AnyConnection,
    error::OpenError,
    pool::Pool,
    store::{Engine, LIMIT, Store},
};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How to open a database.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Bring the schema up to date, creating it in an empty database.
    pub migrate: bool,
    /// Create the SQLite file when it does not exist.
    pub create: bool,
    /// Reading connections of SQLite, or all connections of PostgreSQL.
    pub connections: usize,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { migrate: true, create: true, connections: 8 }
    }
}

/// An address, understood.
enum Address {
    Sqlite(String),
    Postgres(String),
}

fn address(url: &str) -> Result<Address, OpenError> {
    let url = url.trim();
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Address::Postgres(url.to_owned()));
    }
    let path = match url.split_once(':') {
        Some(("sqlite", path)) => path.strip_prefix("//").unwrap_or(path),
        // One letter is a drive, not a scheme.
        Some((scheme, _)) if scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+') => {
            return Err(OpenError::Scheme(without_password(url)));
        }
        _ => url,
    };
    match path {
        "" => Err(OpenError::Scheme(url.to_owned())),
        ":memory:" => Err(OpenError::Memory),
        path => Ok(Address::Sqlite(path.to_owned())),
    }
}

/// The address as it may be shown: no password.
pub(crate) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or(user, |(name, _)| name);
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

impl Store {
    /// Opens `sqlite:PATH`, a bare path, or `postgres://user@host/name`.
    ///
    /// # Errors
    /// [`OpenError`], which names the cause and what to do.
    pub fn open(url: &str, options: &OpenOptions) -> Result<Self, OpenError> {
        let engine = match address(url)? {
            Address::Sqlite(path) => open_sqlite(path, options)?,
            Address::Postgres(url) => open_postgres(url, options)?,
        };
        let store = Self::new(engine, without_password(url));
        store.prepare_schema(options.migrate)?;
        Ok(store)
    }

    /// Brings the schema up to date; returns the names of the migrations that ran.
    ///
    /// # Errors
    /// [`OpenError::Migration`], or [`OpenError::Newer`].
    pub fn migrate(&self) -> Result<Vec<String>, OpenError> {
        self.on_own_connection(|c| match c {
            AnyConnection::Sqlite(c) => run_due(c, SQLITE_MIGRATIONS),
            AnyConnection::Postgres(c) => run_due(c, POSTGRES_MIGRATIONS),
        })
    }

    fn prepare_schema(&self, migrate: bool) -> Result<(), OpenError> {
        const TRIES: u32 = 20;
        for attempt in 1.. {
            let due = self.on_own_connection(|c| match c {
                AnyConnection::Sqlite(c) => due(c, &SQLITE_MIGRATIONS),
                AnyConnection::Postgres(c) => due(c, &POSTGRES_MIGRATIONS),
            });
            let failed = match due {
                Ok(0) if migrate => return self.fold_numbers().map(drop).map_err(|e| OpenError::Other(e.to_string())),
                Ok(0) => return Ok(()),
                Ok(pending) if !migrate => return Err(OpenError::Outdated { pending }),
                Ok(_) => self.migrate().err(),
                Err(error) => Some(error),
            };
            // Two servers that start at once migrate at once: one fails, and finds the work done.
            match failed {
                None => {}
                Some(OpenError::Migration(_)) if attempt < TRIES => std::thread::sleep(Duration::from_millis(100)),
                Some(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Version of the schema in the database.
    pub(crate) fn schema_version(&self) -> Result<String, OpenError> {
        self.on_own_connection(|c| {
            let newest = match c {
                AnyConnection::Sqlite(c) => applied(c),
                AnyConnection::Postgres(c) => applied(c),
            }?;
            Ok(newest.into_iter().max().unwrap_or_else(|| "none".to_owned()))
        })
    }

    fn on_own_connection<T>(&self, f: impl FnOnce(&mut AnyConnection) -> Result<T, OpenError>) -> Result<T, OpenError> {
        let mut lease = self.engine.writers().lend()?;
        let mut connection = lease.take().ok_or_else(|| OpenError::Other("no connection".to_owned()))?;
        let result = f(&mut connection);
        lease.hand_back(connection);
        result
    }
}

fn applied<DB, C>(c: &mut C) -> Result<Vec<String>, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let versions = c.applied_migrations().map_err(|e| OpenError::Migration(e.to_string()))?;
    Ok(versions.iter().map(ToString::to_string).collect())
}

/// How many migrations are due; an error when the database knows more than we do.
fn due<DB, C>(c: &mut C, ours: &EmbeddedMigrations) -> Result<usize, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| OpenError::Migration(e.to_string());
    let known: Vec<String> = MigrationSource::<DB>::migrations(ours)
        .map_err(failed)?
        .iter()
        .map(|m| Migration::name(m).version().to_string())
        .collect();
    let applied = applied(c)?;
    if let Some(found) = applied.iter().find(|v| !known.contains(v)) {
        let known = known.iter().max().cloned().unwrap_or_default();
        return Err(OpenError::Newer { found: found.clone(), known });
    }
    Ok(known.iter().filter(|v| !applied.contains(v)).count())
}

fn run_due<DB, C>(c: &mut C, ours: EmbeddedMigrations) -> Result<Vec<String>, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    due(c, &ours)?;
    let ran = c.run_pending_migrations(ours).map_err(|e| OpenError::Migration(e.to_string()))?;
    Ok(ran.iter().map(ToString::to_string).collect())
}

fn open_sqlite(path: String, options: &OpenOptions) -> Result<Engine, OpenError> {
    let exists = Path::new(&path).exists();
    if !exists && !options.create {
        let why = "it does not exist; create it with `quittance migrate`, or correct the path".to_owned();
        return Err(OpenError::File { path, why });
    }
    if Path::new(&path).is_dir() {
        return Err(OpenError::File { path, why: "it is a folder: name a file in it".to_owned() });
    }
    let folder = Path::new(&path).parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|f| !f.is_dir()) {
        let why = format!("the folder {} does not exist: create it first", folder.display());
        return Err(OpenError::File { path, why });
    }
    let writer = path.clone();
    let writers = Pool::new(1, Box::new(move || connect_sqlite(&writer, false)));
    // Creates the file and switches it to WAL before any reader looks.
    drop(writers.lend()?);
    let reader = path.clone();
    let readers = Pool::new(options.connections, Box::new(move || connect_sqlite(&reader, true)));
    Ok(Engine::Sqlite { path, writers, readers })
}

fn connect_sqlite(path: &str, read_only: bool) -> Result<AnyConnection, OpenError> {
    let refused = |why: String| {
        let hint = if why.contains("not a database") {
            "it is not a SQLite database: give another path"
        } else if why.contains("readonly") || why.contains("unable to open") {
            "check that the file and its folder may be written by this user"
        } else {
            "check the disk and the rights"
        };
        OpenError::File { path: path.to_owned(), why: format!("{why}; {hint}") }
    };
    // A path that begins with `file:` or `sqlite:` would be read as an address.
    let plain =
        if path.contains(':') && !Path::new(path).is_absolute() { format!("./{path}") } else { path.to_owned() };
    let mut connection = AnyConnection::open_sqlite(&plain).map_err(|e| refused(e.to_string()))?;
    let pragmas = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; \
         PRAGMA cache_size = -65536; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;";
    // Each of the readers has pages of its own: what they would keep, the system keeps once for all.
    let mode = if read_only {
        "PRAGMA query_only = ON; PRAGMA cache_size = -16384;"
    } else {
        "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 8192;"
    };
    connection.batch_execute(pragmas).map_err(|e| refused(e.to_string()))?;
    connection.batch_execute(mode).map_err(|e| refused(e.to_string()))?;
    if !read_only {
        // A file that may not be written says so only on a write.
        connection
            .batch_execute("BEGIN IMMEDIATE; PRAGMA user_version = 1; COMMIT;")
            .map_err(|e| refused(e.to_string()))?;
    }
    Ok(connection)
}

impl Store {
    /// Opens a SQLite file that nobody writes, without touching it.
    pub(crate) fn open_read_only(path: &Path) -> Result<Self, OpenError> {
        let shown = path.display().to_string();
        if !path.is_file() {
            return Err(OpenError::File { path: shown, why: "it does not exist: check the path".to_owned() });
        }
        // In a URI these characters would end the path.
        let escaped = shown.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let uri = format!("file:{escaped}?mode=ro&immutable=1");
        let make = move || {
            let refused = |why: String| OpenError::File { path: uri.clone(), why };
            let mut connection = AnyConnection::open_sqlite(&uri).map_err(|e| refused(e.to_string()))?;
            connection.batch_execute("PRAGMA query_only = ON;").map_err(|e| refused(e.to_string()))?;
            connection.batch_execute("SELECT count(*) FROM sqlite_schema;").map_err(|e| refused(e.to_string()))?;
            Ok(connection)
        };
        let (writers, readers) = (Pool::new(1, Box::new(make.clone())), Pool::new(1, Box::new(make)));
        let store = Self::new(Engine::Sqlite { path: shown.clone(), writers, readers }, shown);
        store.prepare_schema(false)?;
        Ok(store)
    }
}

/// The online copy of SQLite, on a connection of its own.
pub(crate) fn vacuum_into(source: &str, target: &Path) -> Result<(), OpenError> {
    let mut connection = connect_sqlite(source, false)?;
    let quoted = target.display().to_string().replace('\'', "''");
    connection.batch_execute(&format!("VACUUM INTO '{quoted}'")).map_err(|e| OpenError::File {
        path: target.display().to_string(),
        why: format!("{e}; check the folder, its rights and the free space"),
    })
}

fn open_postgres(url: String, options: &OpenOptions) -> Result<Engine, OpenError> {
    let full = if url.contains("connect_timeout=") {
        url
    } else {
        let sign = if url.contains('?') { '&' } else { '?' };
        format!("{url}{sign}connect_timeout=10")
    };
    let pool = Pool::new(options.connections, Box::new(move || connect_postgres(&full)));
    drop(pool.lend()?);
    Ok(Engine::Postgres { pool })
}

fn connect_postgres(url: &str) -> Result<AnyConnection, OpenError> {
    let mut connection = AnyConnection::open_postgres(url).map_err(|e| explain_postgres(url, e))?;
    let limit = LIMIT.as_millis();
    let settings = format!(
        "SET statement_timeout = {limit}; SET idle_in_transaction_session_timeout = {limit}; SET lock_timeout = 10000; \
         SET client_min_messages = warning; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'"
    );
    connection.batch_execute(&settings).map_err(|e| OpenError::Other(e.to_string()))?;
    Ok(connection)
}

/// libpq gives text only; the server's part may be in its own language.
fn explain_postgres(url: &str, error: ConnectionError) -> OpenError {
    let why = match error {
        ConnectionError::BadConnection(why) => why.trim().to_owned(),
        other => other.to_string(),
    };
    let says = |words: &[&str]| words.iter().any(|w| why.contains(w));
    if says(&["password", "authentication", "authentification", "mot de passe", "role \"", "rôle «", "pg_hba"]) {
        OpenError::Credentials { why }
    } else if says(&["database \"", "base de données «"]) {
        OpenError::NoDatabase { why }
    } else if says(&["refused", "could not translate", "timeout", "No such file", "unreachable", "No route"]) {
        let server = without_password(url);
        let server = server.split_once("://").map_or(&*server, |(_, rest)| rest);
        let server = server.rsplit_once('@').map_or(server, |(_, host)| host);
        OpenError::Unreachable { server: server.split(['/', '?']).next().unwrap_or_default().to_owned(), why }
    } else {
        OpenError::Other(why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_refused_with_a_reason() {
        for (url, path) in [
            ("sqlite:a.db", "a.db"),
            ("sqlite:///tmp/a.db", "/tmp/a.db"),
            ("x/a.db", "x/a.db"),
            ("C:\\a.db", "C:\\a.db"),
        ] {
            assert!(matches!(address(url), Ok(Address::Sqlite(p)) if p == path), "{url}");
        }
        assert!(matches!(address("sqlite::memory:"), Err(OpenError::Memory)));
        assert!(matches!(address("mysql://u:secret@h/d"), Err(OpenError::Scheme(u)) if u == "mysql://u@h/d"));
        assert!(matches!(address("postgresql://h/d"), Ok(Address::Postgres(_))));
    }
}

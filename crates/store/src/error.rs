//! What can go wrong below a use case.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// An operation on the store failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Nothing under that key.
    #[error("{what} {id} does not exist: it may have been removed, or the reference is mistyped")]
    NotFound {
        /// The trade's word for the row.
        what: &'static str,
        /// The key looked for.
        id: String,
    },
    /// Someone else changed the row since it was read.
    #[error("{what} {id} was changed by someone else meanwhile: reload it and do the change again")]
    Conflict {
        /// The trade's word for the row.
        what: &'static str,
        /// Its key.
        id: String,
    },
    /// A unique rule refused the row.
    #[error("this already exists ({constraint})")]
    Exists {
        /// The rule, as the engine names it.
        constraint: String,
    },
    /// A row it refers to is missing, or rows still refer to it.
    #[error("a row this one refers to is missing, or another still refers to it ({0})")]
    Reference(String),
    /// The row breaks a check of the schema.
    #[error("the database refused the row: {0}")]
    Refused(String),
    /// A stored value cannot be read back.
    #[error("{table}.{field} holds a value that cannot be read ({why}): run `verify`, then restore a backup")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Column.
        field: &'static str,
        /// Why.
        why: String,
    },
    /// The transaction lasted longer than any transaction may.
    #[error("« {name} » took more than {limit_s} s and was taken back: nothing was written; do it in smaller parts")]
    TooLong {
        /// Name of the transaction.
        name: String,
        /// The limit, seconds.
        limit_s: u64,
    },
    /// Others kept writing the same rows.
    #[error("« {name} » met other writers {attempts} times and gave up ({last}): nothing was written; try again")]
    Busy {
        /// Name of the transaction.
        name: String,
        /// How often it was tried.
        attempts: u32,
        /// The last refusal of the engine.
        last: String,
    },
    /// The caller went on after a failed statement: the engine would silently drop the whole.
    #[error("« {name} » went on after a failed statement ({first}); nothing was written")]
    Swallowed {
        /// Name of the transaction.
        name: String,
        /// The failure that was ignored.
        first: String,
    },
    /// The connection to the server was lost.
    #[error("the database server closed the connection ({0}): check that it runs, then try again")]
    Disconnected(String),
    /// Anything else the engine said.
    #[error("the database refused the operation: {0}")]
    Database(String),
    /// A file could not be read or written.
    #[error("{path}: {why}")]
    File {
        /// The file.
        path: String,
        /// What happened and what to do.
        why: String,
    },
}

/// What a failed statement means for the transaction around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Retry {
    /// The same again may succeed.
    Again,
    /// The same again fails again.
    Never,
}

/// Diesel maps 40001 only; 40P01 comes as `Unknown` with text in the server's language, and
/// `SQLITE_BUSY` as `Unknown("database is locked")`. Closures have no effects, so every PostgreSQL
/// `Unknown` is worth a bounded number of tries.
pub(crate) fn classify(error: &DieselError, postgres: bool) -> Retry {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Retry::Again,
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, info)
            if postgres || info.message().contains("is locked") =>
        {
            Retry::Again
        }
        _ => Retry::Never,
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound { what: "the row", id: String::new() },
            DieselError::DatabaseError(kind, info) => {
                let message = info.message().to_owned();
                match kind {
                    DatabaseErrorKind::UniqueViolation => {
                        Self::Exists { constraint: info.constraint_name().unwrap_or(&message).to_owned() }
                    }
                    DatabaseErrorKind::ForeignKeyViolation => Self::Reference(message),
                    DatabaseErrorKind::CheckViolation | DatabaseErrorKind::NotNullViolation => Self::Refused(message),
                    DatabaseErrorKind::ClosedConnection => Self::Disconnected(message),
                    _ => Self::Database(message),
                }
            }
            other => Self::Database(other.to_string()),
        }
    }
}

/// The database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is none we know.
    #[error("« {0} » is no database address: write sqlite:PATH, or postgres://user@host/name")]
    Scheme(String),
    /// An in-memory database has one connection; we need several on the same data.
    #[error(
        "an in-memory database is not supported: several connections share the data; give a path such as sqlite:quittance.db"
    )]
    Memory,
    /// The file cannot be opened or written.
    #[error("the database file {path} cannot be opened: {why}")]
    File {
        /// The file.
        path: String,
        /// Why, and what to do.
        why: String,
    },
    /// The server does not answer.
    #[error("no PostgreSQL server answers at {server}: check that it runs and listens there ({why})")]
    Unreachable {
        /// Host and port.
        server: String,
        /// What libpq said.
        why: String,
    },
    /// The server has no such database.
    #[error("the server has no database of that name: create it (createdb NAME) or correct the address ({why})")]
    NoDatabase {
        /// What libpq said.
        why: String,
    },
    /// Wrong user or password.
    #[error("the server refused the user or the password: correct the address or PGPASSWORD ({why})")]
    Credentials {
        /// What libpq said.
        why: String,
    },
    /// The data was written by a later version of the program.
    #[error("the database has schema {found}, later than this program knows ({known}): use the newer program")]
    Newer {
        /// Version found.
        found: String,
        /// Last version known here.
        known: String,
    },
    /// Migrations are due and the caller asked not to run them.
    #[error("the database schema is out of date ({pending} migration(s) due): run `quittance migrate`")]
    Outdated {
        /// How many migrations are due.
        pending: usize,
    },
    /// A migration failed.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(String),
    /// Anything else.
    #[error("the database could not be opened: {0}")]
    Other(String),
}

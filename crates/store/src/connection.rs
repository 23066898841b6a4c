//! The connection: one enum over both engines, so that a query is written once and checked by the
//! compiler on both.

use diesel::{
    Connection as _, PgConnection, QueryResult, SqliteConnection,
    connection::{AnsiTransactionManager, TransactionManager},
};

/// A connection to either engine.
#[derive(diesel::MultiConnection)]
pub(crate) enum AnyConnection {
    /// SQLite, bundled.
    Sqlite(SqliteConnection),
    /// PostgreSQL 15 or later.
    Postgres(PgConnection),
}

/// Runs the same expression on the connection of whichever engine it is: for what the enum cannot
/// do (batch insert, upsert, locks).
macro_rules! on_engine {
    ($connection:expr, $c:ident => $body:expr) => {
        match $connection {
            $crate::connection::AnyConnection::Sqlite($c) => $body,
            $crate::connection::AnyConnection::Postgres($c) => $body,
        }
    };
}
pub(crate) use on_engine;

/// What a transaction promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// As if alone: commands. SQLite: the one writer.
    Serializable,
    /// Row locks only: job leases and sealing. SQLite: the one writer.
    ReadCommitted,
    /// A still picture, read only.
    Snapshot,
}

impl AnyConnection {
    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Starts an outermost transaction. Diesel's own would be deferred on SQLite, which breaks
    /// under contention in spite of the busy timeout.
    pub(crate) fn begin(&mut self, isolation: Isolation) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => {
                let sql = if isolation == Isolation::Snapshot { "BEGIN DEFERRED" } else { "BEGIN IMMEDIATE" };
                AnsiTransactionManager::begin_transaction_sql(c, sql)
            }
            Self::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(
                c,
                match isolation {
                    Isolation::Serializable => "BEGIN ISOLATION LEVEL SERIALIZABLE",
                    Isolation::ReadCommitted => "BEGIN ISOLATION LEVEL READ COMMITTED",
                    Isolation::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                },
            ),
        }
    }

    pub(crate) fn savepoint(&mut self) -> QueryResult<()> {
        <Self as diesel::Connection>::TransactionManager::begin_transaction(self)
    }

    pub(crate) fn commit(&mut self) -> QueryResult<()> {
        <Self as diesel::Connection>::TransactionManager::commit_transaction(self)
    }

    pub(crate) fn rollback(&mut self) -> QueryResult<()> {
        <Self as diesel::Connection>::TransactionManager::rollback_transaction(self)
    }

    /// False when the connection must not be used again.
    pub(crate) fn is_idle(&mut self) -> bool {
        use diesel::connection::TransactionManagerStatus;
        let status = on_engine!(self, c => AnsiTransactionManager::transaction_manager_status_mut(c));
        match status {
            TransactionManagerStatus::Valid(valid) => valid.transaction_depth().is_none(),
            TransactionManagerStatus::InError => false,
        }
    }

    pub(crate) fn open_sqlite(path: &str) -> diesel::ConnectionResult<Self> {
        SqliteConnection::establish(path).map(Self::Sqlite)
    }

    pub(crate) fn open_postgres(url: &str) -> diesel::ConnectionResult<Self> {
        PgConnection::establish(url).map(Self::Postgres)
    }
}

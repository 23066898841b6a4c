//! The store and its transactions.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use diesel::{QueryResult, result::Error as DieselError};

use crate::{
    connection::{AnyConnection, Isolation},
    error::{OpenError, Retry, StoreError, classify},
    pool::Pool,
};

/// The longest a transaction may last: readers of changes look back that far.
pub const LIMIT: Duration = Duration::from_secs(30);
/// Most tries of one transaction.
const TRIES: u32 = 10;
/// Collisions after which the transactions of one process try one after the other.
const LANE_AFTER: u32 = 2;
/// Longest pause between two tries, milliseconds.
const PAUSE_MS: u64 = 50;

/// One database, shared by all threads.
pub struct Store {
    pub(crate) engine: Engine,
    pub(crate) shown: String,
    spread: RandomState,
    /// Held by transactions that collided several times, so that they collide with each other no more.
    lane: Mutex<()>,
}

pub(crate) enum Engine {
    Sqlite { path: String, writers: Pool, readers: Pool },
    Postgres { pool: Pool },
}

impl Engine {
    pub(crate) const fn writers(&self) -> &Pool {
        match self {
            Self::Sqlite { writers, .. } => writers,
            Self::Postgres { pool } => pool,
        }
    }

    const fn readers(&self) -> &Pool {
        match self {
            Self::Sqlite { readers, .. } => readers,
            Self::Postgres { pool } => pool,
        }
    }
}

/// A transaction. Repositories hang on it: `tx.accounts().get(id)`.
pub struct Tx {
    connection: AnyConnection,
    failure: Option<Failure>,
    name: String,
}

/// The first statement that failed in a transaction.
struct Failure {
    retry: Retry,
    text: String,
}

/// How one try ended.
enum Try<T, E> {
    Done(T),
    Failed(E),
    Again(String),
}

impl Store {
    pub(crate) fn new(engine: Engine, shown: String) -> Self {
        Self { engine, shown, spread: RandomState::new(), lane: Mutex::new(()) }
    }

    /// The address, without password.
    pub fn address(&self) -> &str {
        &self.shown
    }

    /// True on PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres { .. })
    }

    /// Runs `f` as if it were alone, and keeps its writes if it returns `Ok`. It is run again as a
    /// whole (at most ten times) when it collides with another writer, so it must have no effect
    /// outside `tx`. Never call `write` inside `write`.
    ///
    /// # Errors
    /// Whatever `f` returns; [`StoreError::Busy`], [`StoreError::TooLong`] and the like otherwise.
    pub fn write<T, E: From<StoreError>>(&self, name: &str, f: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        self.transaction(name, Isolation::Serializable, f)
    }

    /// The same under READ COMMITTED on PostgreSQL: for row locks only (leases, sealing).
    pub(crate) fn write_locked<T, E: From<StoreError>>(
        &self,
        name: &str,
        f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction(name, Isolation::ReadCommitted, f)
    }

    /// Runs `f` on a still picture of the database; it cannot write.
    ///
    /// # Errors
    /// Whatever `f` returns, or why the database did not answer.
    pub fn read<T, E: From<StoreError>>(&self, f: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        self.transaction("read", Isolation::Snapshot, f)
    }

    fn transaction<T, E: From<StoreError>>(
        &self,
        name: &str,
        isolation: Isolation,
        mut f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let span = tracing::debug_span!("transaction", name, ?isolation);
        let _entered = span.enter();
        let mut last = String::new();
        for attempt in 1..=TRIES {
            let patient = attempt > LANE_AFTER && isolation != Isolation::Snapshot;
            let lane = patient.then(|| self.lane.lock().unwrap_or_else(PoisonError::into_inner));
            let outcome = self.one_try(name, isolation, &mut f);
            drop(lane);
            match outcome {
                Try::Done(value) => return Ok(value),
                Try::Failed(error) => return Err(error),
                Try::Again(why) => {
                    tracing::debug!(attempt, why, "collision, trying again");
                    last = why;
                    std::thread::sleep(self.pause(attempt));
                }
            }
        }
        Err(StoreError::Busy { name: name.to_owned(), attempts: TRIES, last }.into())
    }

    /// A growing pause with a random part, at most [`PAUSE_MS`].
    fn pause(&self, attempt: u32) -> Duration {
        let ceiling = (4_u64 << attempt.min(6)).min(PAUSE_MS) * 1000;
        let random = self.spread.hash_one((attempt, Instant::now(), std::thread::current().id()));
        Duration::from_micros(random % ceiling + 1)
    }

    fn one_try<T, E: From<StoreError>>(
        &self,
        name: &str,
        isolation: Isolation,
        f: &mut impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Try<T, E> {
        let pool = if isolation == Isolation::Snapshot { self.engine.readers() } else { self.engine.writers() };
        let mut lease = match pool.lend() {
            Ok(lease) => lease,
            Err(error) => return Try::Failed(lost(&error).into()),
        };
        let Some(mut connection) = lease.take() else { return Try::Again("no connection".to_owned()) };
        if let Err(error) = connection.begin(isolation) {
            // A connection that cannot even begin is closed with the lease, and a fresh one tried.
            return Try::Again(error.to_string());
        }
        let started = Instant::now();
        let mut tx = Tx { connection, failure: None, name: name.to_owned() };
        let result = f(&mut tx);
        let Tx { mut connection, failure, .. } = tx;
        let outcome = match (result, failure) {
            (_, Some(Failure { retry: Retry::Again, text })) => Try::Again(text),
            (Err(error), _) => Try::Failed(error),
            (Ok(_), Some(Failure { text, .. })) => {
                Try::Failed(StoreError::Swallowed { name: name.to_owned(), first: text }.into())
            }
            (Ok(_), None) if isolation != Isolation::Snapshot && started.elapsed() > LIMIT => {
                Try::Failed(StoreError::TooLong { name: name.to_owned(), limit_s: LIMIT.as_secs() }.into())
            }
            (Ok(value), None) => match connection.commit() {
                Ok(()) => Try::Done(value),
                Err(error) if classify(&error, self.is_postgres()) == Retry::Again => Try::Again(error.to_string()),
                Err(error) => Try::Failed(StoreError::from(error).into()),
            },
        };
        if !connection.is_idle()
            && let Err(error) = connection.rollback()
        {
            tracing::warn!(%error, "a rollback failed; the connection is closed instead");
        }
        lease.hand_back(connection);
        outcome
    }
}

fn lost(error: &OpenError) -> StoreError {
    StoreError::Disconnected(error.to_string())
}

impl Tx {
    /// Runs statements and remembers the first failure, so that nobody goes on after it.
    pub(crate) fn run<R>(&mut self, f: impl FnOnce(&mut AnyConnection) -> QueryResult<R>) -> Result<R, StoreError> {
        f(&mut self.connection).map_err(|error| {
            if !matches!(error, DieselError::NotFound) && self.failure.is_none() {
                let retry = classify(&error, self.connection.is_postgres());
                self.failure = Some(Failure { retry, text: error.to_string() });
            }
            error.into()
        })
    }

    /// Like [`Tx::run`] for a scan that its own callback may end early: that is no failed statement.
    pub(crate) fn run_reading<R>(
        &mut self,
        f: impl FnOnce(&mut AnyConnection) -> QueryResult<R>,
    ) -> Result<R, StoreError> {
        match f(&mut self.connection) {
            Err(DieselError::RollbackTransaction) => Err(StoreError::Database("the scan was ended".to_owned())),
            result => self.run(|_| result),
        }
    }

    /// Runs `f` so that its writes alone are taken back when it fails, and the rest may go on.
    ///
    /// # Errors
    /// Whatever `f` returns.
    pub fn savepoint<T, E: From<StoreError>>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.run(AnyConnection::savepoint)?;
        let result = f(self);
        match (result, &self.failure) {
            (Ok(value), None) => {
                self.run(AnyConnection::commit)?;
                Ok(value)
            }
            (result, failure) => {
                // A collision dooms the whole transaction: it stays remembered and is tried again.
                let doomed = failure.as_ref().is_some_and(|f| f.retry == Retry::Again);
                let swallowed = failure.as_ref().map(|f| f.text.clone()).unwrap_or_default();
                if !doomed {
                    self.failure = None;
                }
                if let Err(error) = self.connection.rollback() {
                    self.failure.get_or_insert(Failure { retry: Retry::Again, text: error.to_string() });
                }
                match result {
                    Err(error) => Err(error),
                    Ok(_) => Err(StoreError::Swallowed { name: self.name.clone(), first: swallowed }.into()),
                }
            }
        }
    }
}

//! A few connections, lent one at a time.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

use crate::{connection::AnyConnection, error::OpenError};

/// Twice the longest transaction: who waits longer waits for ever.
const PATIENCE: Duration = Duration::from_mins(1);

type Make = Box<dyn Fn() -> Result<AnyConnection, OpenError> + Send + Sync>;

/// At most `max` connections, opened when first needed.
pub(crate) struct Pool {
    make: Make,
    max: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<AnyConnection>,
    open: usize,
}

impl Pool {
    pub(crate) fn new(max: usize, make: Make) -> Self {
        Self { make, max: max.max(1), state: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits for a free connection, or opens one.
    pub(crate) fn lend(&self) -> Result<Lease<'_>, OpenError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = state.idle.pop() {
                return Ok(Lease { pool: self, connection: Some(connection) });
            }
            if state.open < self.max {
                state.open += 1;
                drop(state);
                // The lease gives the place back if opening fails.
                let mut lease = Lease { pool: self, connection: None };
                lease.connection = Some((self.make)()?);
                return Ok(lease);
            }
            let (waited, timeout) = self.freed.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            if timeout.timed_out() && waited.idle.is_empty() {
                let why =
                    "every connection has been busy for a minute: a transaction inside another, or too few of them";
                return Err(OpenError::Other(why.to_owned()));
            }
            state = waited;
        }
    }
}

/// A connection on loan. Unless it is handed back, it is closed and its place freed: a panic in
/// the middle of a transaction cannot leave a half-used connection behind.
pub(crate) struct Lease<'p> {
    pool: &'p Pool,
    connection: Option<AnyConnection>,
}

impl Lease<'_> {
    pub(crate) fn take(&mut self) -> Option<AnyConnection> {
        self.connection.take()
    }

    pub(crate) fn hand_back(&mut self, mut connection: AnyConnection) {
        if connection.is_idle() {
            self.connection = Some(connection);
        }
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state.lock().unwrap_or_else(PoisonError::into_inner);
        match self.connection.take() {
            Some(connection) => state.idle.push(connection),
            None => state.open -= 1,
        }
        drop(state);
        self.pool.freed.notify_one();
    }
}

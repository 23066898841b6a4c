//! What every request shares: the desk, behind one gate, and how this house is reached.

use std::any::Any;
use std::net::IpAddr;
use std::sync::Arc;

use app::{Desk, DeskError};
use kernel::TimeZone;
use tokio::sync::Semaphore;

use crate::problem::Failure;

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct WebConfig {
    /// Address people type, `https://quittance.example`; none behind a plain loopback port. It decides
    /// whether cookies are `Secure` and which `Origin` a form may come from.
    pub public_origin: Option<String>,
    /// Use cases running at the same time, at most.
    pub permits: usize,
    /// Largest upload, bytes.
    pub upload_limit: usize,
    /// Proxies on other machines that are believed when they name the caller.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self { public_origin: None, permits: 16, upload_limit: 200 * 1024 * 1024, trusted_proxies: Vec::new() }
    }
}

impl WebConfig {
    /// True when browsers reach us by TLS only.
    pub fn is_secure(&self) -> bool {
        self.public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

/// Use cases that wait for another machine at the same time, at most.
const OUTSIDE: usize = 8;

/// The state of the router.
#[derive(Clone)]
pub struct Site {
    desk: Arc<Desk>,
    gate: Arc<Semaphore>,
    outside: Arc<Semaphore>,
    pub(crate) config: Arc<WebConfig>,
    pub(crate) zone: &'static TimeZone,
}

impl Site {
    /// A site over a desk.
    pub fn new(desk: Arc<Desk>, config: WebConfig) -> Self {
        let gate = Arc::new(Semaphore::new(config.permits.max(1)));
        let zone = desk.zone().unwrap_or_else(|error| {
            tracing::error!(%error, "the time zone of the house could not be read: hours are those of Greenwich");
            TimeZone::UTC
        });
        // A site lasts as long as its program: every page tells hours, and none should have to carry the zone.
        let zone = Box::leak(Box::new(zone));
        Self { desk, gate, outside: Arc::new(Semaphore::new(OUTSIDE)), config: Arc::new(config), zone }
    }

    /// Runs one use case off the asynchronous threads. The permit goes into the closure: a client that
    /// hangs up does not free its place while its work still runs.
    ///
    /// # Errors
    /// What the use case answers; [`Failure::Broken`] when it panicked or the program stops.
    pub async fn ask<T, W>(&self, work: W) -> Result<T, Failure>
    where
        T: Send + 'static,
        W: FnOnce(&Desk) -> Result<T, DeskError> + Send + 'static,
    {
        self.run(&self.gate, work).await
    }

    /// The same for one that waits for another machine: few at a time, through a gate of their own, so that
    /// a provider that is slow leaves the pages quick.
    ///
    /// # Errors
    /// As [`Site::ask`].
    pub async fn ask_outside<T, W>(&self, work: W) -> Result<T, Failure>
    where
        T: Send + 'static,
        W: FnOnce(&Desk) -> Result<T, DeskError> + Send + 'static,
    {
        self.run(&self.outside, work).await
    }

    async fn run<T, W>(&self, gate: &Arc<Semaphore>, work: W) -> Result<T, Failure>
    where
        T: Send + 'static,
        W: FnOnce(&Desk) -> Result<T, DeskError> + Send + 'static,
    {
        let answer = self.run_any(gate, Box::new(move |desk| Box::new(work(desk)))).await?;
        answer.downcast::<Result<T, DeskError>>().map_err(|_| Failure::Broken)?.map_err(Failure::from)
    }

    /// The one kind of task that runs use cases: a kind for each would have the machinery of tasks compiled for each.
    async fn run_any(&self, gate: &Arc<Semaphore>, work: Work) -> Result<Answer, Failure> {
        let permit = Arc::clone(gate).acquire_owned().await.map_err(|_| Failure::Broken)?;
        let desk = Arc::clone(&self.desk);
        let span = tracing::Span::current();
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            span.in_scope(|| work(&desk))
        });
        task.await.map_err(|error| {
            tracing::error!(%error, "a use case stopped before its answer");
            Failure::Broken
        })
    }
}

type Answer = Box<dyn Any + Send>;
type Work = Box<dyn FnOnce(&Desk) -> Answer + Send>;

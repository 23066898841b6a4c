//! Queued work: what a worker does, in this process or in another.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use kernel::Timestamp;
use store::{Job, JobId, NewJob, RunId, StoreError, Tx};

use crate::imports::{ImportRequest, KeptFiles, Progress};
use crate::runs::RunRequest;
use crate::{Actor, Desk, DeskError, Refusal};

/// Renders the letters of a run.
pub const RENDER_LETTERS: &str = "letters.render";
/// Imports kept files.
pub const IMPORT: &str = "import";
/// Runs the day.
pub const RUN: &str = "run";
/// Sends what is due.
pub const SEND: &str = "outbox.send";

/// Tells people of the house what they wait for.
pub const NOTICES: &str = "notices.send";

/// Tells a webhook what happened.
pub const WEBHOOK: &str = "webhook.deliver";

/// Fetches notices of insolvencies.
pub const BODACC: &str = "insolvency.fetch";

/// Asks the register for companies.
pub const SIRENE: &str = "company.fetch";

/// Turns of the worker's loop, of half a second, between two looks at the hour.
const TURNS: u32 = 10;

/// Attempts of a job that goes on where it stopped: what it makes would be lost with it, and a machine
/// that goes down again and again is no reason. A worker that gets on starts the count anew.
const ATTEMPTS_RESUMED: i64 = 20;

/// Attempts of the others.
const ATTEMPTS: i64 = 5;

/// How long a job is ours without a sign of life, microseconds.
const LEASE_US: i64 = 5 * 60 * 1_000_000;

/// Signs of life are written this far apart at least, microseconds: some jobs tell of each message.
const SIGN_US: i64 = 20 * 1_000_000;

impl Desk {
    /// Does every job that is due, those that the hour asks for included; answers how many were done.
    ///
    /// # Errors
    /// [`DeskError::Store`] when the queue cannot be read; a job that fails is noted and tried later.
    pub fn work_off(&self, worker: &str) -> Result<usize, DeskError> {
        self.tick()?;
        self.work_queue(worker)
    }

    fn work_queue(&self, worker: &str) -> Result<usize, DeskError> {
        let mut done = 0;
        loop {
            let now = self.now();
            let jobs = self.store.lease_jobs(worker, &[], now, later(now, LEASE_US), 1)?;
            let Some(job) = jobs.into_iter().next() else { return Ok(done) };
            match self.work(&job, worker) {
                Ok(()) => {
                    self.store.write("job.complete", |tx| tx.jobs().complete(job.id, worker))?;
                    done += 1;
                }
                Err(error) => {
                    tracing::error!(job.kind = %job.kind, job.id = %job.id, %error, "a job failed");
                    let now = self.now();
                    self.store.write("job.fail", |tx| tx.jobs().fail(job.id, worker, &error.to_string(), now))?;
                }
            }
        }
    }

    /// Works until `stop`, sealing the timeline as it goes.
    pub fn work_until(&self, worker: &str, stop: &AtomicBool) {
        let mut turns = 0_u32;
        while !stop.load(Ordering::Relaxed) {
            let turn = if turns.is_multiple_of(TURNS) { self.work_off(worker) } else { self.work_queue(worker) };
            turns = turns.wrapping_add(1);
            if let Err(error) = turn {
                tracing::error!(%error, "the job queue cannot be read; trying again");
            }
            if let Err(error) = self.store.seal(self.now()) {
                tracing::error!(%error, "the timeline cannot be sealed; trying again");
            }
            for _ in 0..10 {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    fn work(&self, job: &Job, worker: &str) -> Result<(), DeskError> {
        let payload: serde_json::Value = serde_json::from_str(&job.payload).unwrap_or_default();
        let actor = Actor::worker();
        let last = AtomicI64::new(i64::MIN);
        let alive = |_: u64, _: u64| {
            let now = self.now().as_microsecond();
            if now.saturating_sub(last.load(Ordering::Relaxed)) >= SIGN_US {
                last.store(now, Ordering::Relaxed);
                self.keep_lease(job, worker);
            }
        };
        let unreadable = || DeskError::from(Refusal::JobUnreadable { kind: job.kind.clone() });
        match job.kind.as_str() {
            RENDER_LETTERS => {
                let run = serde_json::from_value(payload["run"].clone()).map_err(|_| unreadable())?;
                self.render_letters(&actor, run, &alive)?;
                self.tick()
            }
            NOTICES => self.send_notices(&actor, &alive).map(drop),
            SEND => self.send_telling(&actor, worker, &alive)?.whole(),
            BODACC => self.fetch_insolvency_notices(&actor, None, &alive).map(drop),
            SIRENE => self.fetch_companies(&actor, &alive).map(drop),
            IMPORT => {
                let order: ImportOrder = serde_json::from_value(payload).map_err(|_| unreadable())?;
                self.do_import(&order, &alive)
            }
            RUN => {
                let day = serde_json::from_value(payload["day"].clone()).unwrap_or_default();
                let request = RunRequest { day, dry: false, creditor: None, summary: true };
                let name = payload["actor"].as_str().unwrap_or("worker").to_owned();
                let actor = Actor::new(name, actor.role);
                self.run(&actor, &request, &alive).map(drop)
            }
            WEBHOOK => {
                let id = serde_json::from_value(payload["webhook"].clone()).map_err(|_| unreadable())?;
                self.deliver_webhook(id, &alive)
            }
            other => Err(Refusal::JobUnknown { kind: other.to_owned() }.into()),
        }
    }

    /// Says that a job gets on: nobody else takes it.
    fn keep_lease(&self, job: &Job, worker: &str) {
        let until = later(self.now(), LEASE_US);
        let resumed = resumed(&job.kind);
        let kept = self.store.write("job.heartbeat", |tx| {
            if resumed { tx.jobs().heartbeat(job.id, worker, until) } else { tx.jobs().keep(job.id, worker, until) }
        });
        if let Err(error) = kept {
            tracing::warn!(%error, job.id = %job.id, "the lease of a job could not be kept; going on");
        }
    }

    fn do_import(&self, order: &ImportOrder, alive: Progress<'_>) -> Result<(), DeskError> {
        let actor = Actor::new(order.actor.clone(), Actor::worker().role);
        let files = self.kept_files(&actor, &order.files)?;
        let request = ImportRequest { files, ..order.request() };
        let key = order.files.result_key();
        let result = match self.import(&actor, &request, alive) {
            Ok(answer) => answer.to_json(),
            Err(DeskError::Store(error)) => return Err(error.into()),
            Err(error) => serde_json::json!({ "refused": error.wording(), "code": error.code() }),
        };
        self.store.write("import.result", |tx| tx.settings().set(&key, &result.to_string()))?;
        Ok(())
    }
}

/// An import as its job carries it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct ImportOrder {
    pub actor: String,
    pub files: KeptFiles,
    pub creditor: Option<String>,
    pub profile: Option<formats::Profile>,
    pub mode: Option<ledger::ImportMode>,
    pub as_of: Option<kernel::Date>,
    pub confirmed: bool,
}

impl ImportOrder {
    fn request(&self) -> ImportRequest {
        ImportRequest {
            files: Vec::new(),
            creditor: self.creditor.clone(),
            profile: self.profile.clone(),
            mode: self.mode,
            as_of: self.as_of,
            confirmed: self.confirmed,
        }
    }
}

impl KeptFiles {
    /// Setting under which the result of their import is left.
    pub(crate) fn result_key(&self) -> String {
        format!("import-result:{}", self.0.first().copied().unwrap_or_default())
    }
}

impl Desk {
    pub(crate) fn enqueue(
        &self,
        kind: &str,
        payload: &serde_json::Value,
        dedupe: Option<String>,
    ) -> Result<bool, DeskError> {
        let job = self.job(kind, payload, dedupe);
        Ok(self.store.write::<_, StoreError>("job.enqueue", |tx| tx.jobs().enqueue(&job, job.run_at))?)
    }

    /// A job to do at once.
    pub(crate) fn job(&self, kind: &str, payload: &serde_json::Value, dedupe_key: Option<String>) -> NewJob {
        NewJob {
            id: JobId(self.id()),
            kind: kind.to_owned(),
            payload: payload.to_string(),
            run_at: self.now(),
            dedupe_key,
            max_attempts: if resumed(kind) { ATTEMPTS_RESUMED } else { ATTEMPTS },
        }
    }

    /// Queues the making of a run's messages, in the caller's transaction.
    pub(crate) fn queue_letters(&self, tx: &mut Tx, run: RunId) -> Result<(), StoreError> {
        self.queue_letters_at(tx, run, self.now())
    }

    /// The same, not before an instant.
    pub(crate) fn queue_letters_at(&self, tx: &mut Tx, run: RunId, at: Timestamp) -> Result<(), StoreError> {
        let job = self.job(RENDER_LETTERS, &serde_json::json!({ "run": run }), Some(format!("{RENDER_LETTERS}:{run}")));
        tx.jobs().enqueue(&NewJob { run_at: at, ..job }, self.now()).map(drop)
    }
}

/// True of a job that goes on where it stopped.
fn resumed(kind: &str) -> bool {
    matches!(kind, RENDER_LETTERS | RUN)
}

fn later(now: Timestamp, us: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond() + us).unwrap_or(now)
}

//! Work to do later, leased by workers. It is also the outbox: a job is enqueued in the
//! transaction of the change that asks for it.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, IntoSql, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper,
    sql_types::Bool,
};
use kernel::{Timestamp, define_id};

use crate::{
    Store, StoreError,
    connection::AnyConnection,
    entity::{all, entity, find_row, insert_row, known, repository},
    schema::{JobRow, job},
    types::{Stored, stored_id, stored_slug},
};

define_id!(
    /// One job.
    JobId
);
stored_id!(JobId);

repository!(
    /// Jobs.
    Jobs,
    jobs
);

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// To do, or being done under a lease.
    Queued,
    /// Done.
    Done,
    /// Failed too often: a person must look.
    Dead,
}

impl JobState {
    /// The slug stored and spoken.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }
    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        [Self::Queued, Self::Done, Self::Dead].into_iter().find(|s| s.slug() == slug)
    }
}
stored_slug!(JobState);

entity!(
    /// One job.
    Job, job => JobRow {
        /// Identity.
        id: JobId,
        /// What to do, as a slug.
        kind: String,
        /// With what, as JSON.
        payload: String,
        /// Not before.
        run_at_us: Timestamp,
        /// Leased until then; a lease that ran out may be taken by another.
        lease_until_us: Option<Timestamp>,
        /// Who holds the lease.
        leased_by: Option<String>,
        /// Times it was leased.
        attempts: i64,
        /// Failures after which it is dead.
        max_attempts: i64,
        /// Where it stands.
        state: JobState,
        /// The last failure, in words.
        last_error: String,
        /// No two queued jobs have the same key.
        dedupe_key: Option<String>,
        /// When it was asked for.
        created_us: Timestamp,
    }
);

/// A job to enqueue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Identity.
    pub id: JobId,
    /// What to do, as a slug.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// Not before.
    pub run_at: Timestamp,
    /// No two queued jobs have the same key.
    pub dedupe_key: Option<String>,
    /// Failures after which it is dead.
    pub max_attempts: i64,
}

/// Longest pause after a failure.
const LONGEST_PAUSE_S: i64 = 6 * 3600;

impl Store {
    /// Leases at most `limit` due jobs of those kinds (all kinds when empty) to `worker` until
    /// `until`, oldest first. A job whose lease ran out is due again; one that ran out of attempts
    /// that way is dead.
    pub fn lease_jobs(
        &self,
        worker: &str,
        kinds: &[&str],
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        self.write_locked("job.lease", |tx| tx.jobs().lease(worker, kinds, now, until, limit))
    }
}

/// The query of due jobs, written once; PostgreSQL adds its row locks.
macro_rules! due_jobs {
    ($now:expr, $kinds:expr, $limit:expr) => {
        job::table
            .filter(job::state.eq(JobState::Queued.slug()))
            .filter(job::run_at_us.le($now))
            .filter(job::lease_until_us.is_null().or(job::lease_until_us.lt($now)))
            .filter(job::kind.eq_any($kinds).or($kinds.is_empty().into_sql::<Bool>()))
            .order((job::run_at_us, job::id))
            .limit(i64::from($limit))
            .select(JobRow::as_select())
    };
}

impl Jobs<'_> {
    /// Enqueues a job; false when a queued job already has its key.
    pub fn enqueue(&mut self, new: &NewJob, now: Timestamp) -> Result<bool, StoreError> {
        if let Some(key) = &new.dedupe_key {
            let queued: Option<i64> = self.tx.run(|c| {
                job::table
                    .filter(job::dedupe_key.eq(key).and(job::state.eq(JobState::Queued.slug())))
                    .select(job::id)
                    .first(c)
                    .optional()
            })?;
            if queued.is_some() {
                return Ok(false);
            }
        }
        let entity = Job {
            id: new.id,
            kind: new.kind.clone(),
            payload: new.payload.clone(),
            run_at_us: new.run_at,
            lease_until_us: None,
            leased_by: None,
            attempts: 0,
            max_attempts: new.max_attempts,
            state: JobState::Queued,
            last_error: String::new(),
            dedupe_key: new.dedupe_key.clone(),
            created_us: now,
        };
        insert_row!(self.tx, job, &entity).map(|()| true)
    }

    /// See [`Store::lease_jobs`].
    fn lease(
        &mut self,
        worker: &str,
        kinds: &[&str],
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        let at = now.store();
        let rows: Vec<JobRow> = self.tx.run(|connection| match connection {
            AnyConnection::Sqlite(c) => due_jobs!(at, kinds, limit).load(c),
            AnyConnection::Postgres(c) => due_jobs!(at, kinds, limit).for_update().skip_locked().load(c),
        })?;
        let mut leased = Vec::with_capacity(rows.len());
        for mut row in rows {
            // The holder of the last attempt died with it: nobody else would bury the job.
            let exhausted = row.attempts >= row.max_attempts;
            if exhausted {
                JobState::Dead.slug().clone_into(&mut row.state);
                row.lease_until_us = None;
                "the worker stopped in the middle of the last attempt".clone_into(&mut row.last_error);
            } else {
                row.attempts += 1;
                row.lease_until_us = Some(until.store());
                row.leased_by = Some(worker.to_owned());
            }
            self.tx.run(|c| diesel::update(job::table.find(row.id)).set(&row).execute(c))?;
            if !exhausted {
                leased.push(row);
            }
        }
        all(leased)
    }

    /// The job, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: JobId) -> Result<Job, StoreError> {
        known(find_row!(self.tx, job => Job, id.0)?, "job", id)
    }

    /// Keeps a lease until `until` and forgets the attempts before it: who gets on is no failure. False
    /// when the lease was lost to another.
    pub fn heartbeat(&mut self, id: JobId, worker: &str, until: Timestamp) -> Result<bool, StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(job::table.filter(job::id.eq(id.0)).filter(job::leased_by.eq(worker)))
                .set((job::lease_until_us.eq(Some(until.store())), job::attempts.eq(1)))
                .execute(c)
        })?;
        Ok(changed == 1)
    }

    /// Keeps a job that is still being done, whose attempts go on being counted; false when the lease was
    /// lost to another.
    pub fn keep(&mut self, id: JobId, worker: &str, until: Timestamp) -> Result<bool, StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(job::table.filter(job::id.eq(id.0)).filter(job::leased_by.eq(worker)))
                .set(job::lease_until_us.eq(Some(until.store())))
                .execute(c)
        })?;
        Ok(changed == 1)
    }

    /// Notes that a job is done; false when the lease was lost to another, whose result counts.
    pub fn complete(&mut self, id: JobId, worker: &str) -> Result<bool, StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                job::table
                    .filter(job::id.eq(id.0).and(job::leased_by.eq(worker)))
                    .filter(job::state.eq(JobState::Queued.slug())),
            )
            .set((
                job::state.eq(JobState::Done.slug()),
                job::lease_until_us.eq(None::<i64>),
                job::leased_by.eq(None::<String>),
            ))
            .execute(c)
        })?;
        Ok(changed == 1)
    }

    /// Notes a failure: the job is due again after 10 s, 20 s, 40 s… (six hours at most), or dead
    /// after its last attempt. Returns where it stands; a lost lease changes nothing.
    pub fn fail(&mut self, id: JobId, worker: &str, error: &str, now: Timestamp) -> Result<JobState, StoreError> {
        let job = self.get(id)?;
        if job.leased_by.as_deref() != Some(worker) || job.state != JobState::Queued {
            return Ok(job.state);
        }
        let state = if job.attempts >= job.max_attempts { JobState::Dead } else { JobState::Queued };
        let doublings = u32::try_from((job.attempts - 1).clamp(0, 20)).unwrap_or(0);
        let pause = (10_i64 << doublings).min(LONGEST_PAUSE_S) * 1_000_000;
        self.tx.run(|c| {
            diesel::update(job::table.find(id.0))
                .set((
                    job::state.eq(state.slug()),
                    job::run_at_us.eq(now.store() + pause),
                    job::last_error.eq(error),
                    job::lease_until_us.eq(None::<i64>),
                    job::leased_by.eq(None::<String>),
                ))
                .execute(c)
        })?;
        Ok(state)
    }

    /// Gives back the leases that ran out at `now`; returns how many. Leasing does it by itself:
    /// this is for a worker that starts and for people who look.
    pub fn reclaim(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        self.tx.run(|c| {
            diesel::update(
                job::table.filter(job::state.eq(JobState::Queued.slug())).filter(job::lease_until_us.lt(now.store())),
            )
            .set((job::lease_until_us.eq(None::<i64>), job::leased_by.eq(None::<String>)))
            .execute(c)
        })
    }

    /// Sends a dead job back to the queue with fresh attempts; [`StoreError::Conflict`] when it is not dead.
    pub fn revive(&mut self, id: JobId, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(job::table.filter(job::id.eq(id.0)).filter(job::state.eq(JobState::Dead.slug())))
                .set((job::state.eq(JobState::Queued.slug()), job::attempts.eq(0), job::run_at_us.eq(now.store())))
                .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "job", id: id.to_string() }) }
    }

    /// A page of the jobs in a state, newest first, older than `before`.
    pub fn list(&mut self, state: JobState, before: Option<JobId>, limit: u32) -> Result<Vec<Job>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            job::table
                .filter(job::state.eq(state.slug()).and(job::id.lt(before)))
                .order(job::id.desc())
                .limit(i64::from(limit))
                .select(JobRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

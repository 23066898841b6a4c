//! Jobs by lease.

use std::{collections::HashMap, sync::Mutex};

use store::{JobId, JobState, NewJob};

use crate::common::*;

fn job(kind: &str, dedupe: Option<&str>) -> NewJob {
    NewJob {
        id: JobId(id()),
        kind: kind.into(),
        payload: "{}".into(),
        run_at: at(0),
        dedupe_key: dedupe.map(Into::into),
        max_attempts: 2,
    }
}

both_stores! {
    /// Eight workers, two hundred jobs: each job is leased exactly once.
    fn a_job_has_one_worker(trial: &Trial) {
        let jobs: Vec<_> = (0..200).map(|_| job("letter", None)).collect();
        write(&trial.store, |tx| jobs.iter().try_for_each(|j| tx.jobs().enqueue(j, at(0)).map(drop)));
        let done: Mutex<HashMap<JobId, u32>> = Mutex::default();
        std::thread::scope(|scope| {
            for n in 0..8 {
                let (done, trial) = (&done, &trial);
                scope.spawn(move || {
                    let me = format!("worker-{n}");
                    loop {
                        let leased = trial.store.lease_jobs(&me, &["letter"], at(1), at(60), 7).expect("a lease");
                        if leased.is_empty() { break; }
                        for job in leased {
                            *done.lock().expect("a lock").entry(job.id).or_default() += 1;
                            assert!(write(&trial.store, |tx| tx.jobs().complete(job.id, &me)));
                        }
                    }
                });
            }
        });
        let done = done.into_inner().expect("a lock");
        assert_eq!((done.len(), done.values().max()), (200, Some(&1)));
        assert_eq!(read(&trial.store, |tx| tx.jobs().list(JobState::Done, None, 500)).len(), 200);
    }

    /// A lease that ran out goes to another, and the first can no longer speak for the job.
    fn a_lost_lease_is_lost(trial: &Trial) {
        let one = job("mail", Some("mail:1"));
        assert!(write(&trial.store, |tx| tx.jobs().enqueue(&one, at(0))));
        assert!(!write(&trial.store, |tx| tx.jobs().enqueue(&job("mail", Some("mail:1")), at(0))));
        assert_eq!(trial.store.lease_jobs("a", &["other"], at(1), at(9), 5), Ok(vec![]));
        assert_eq!(trial.store.lease_jobs("a", &[], at(1), at(9), 5).map(|j| j.len()), Ok(1));
        assert_eq!(trial.store.lease_jobs("b", &[], at(5), at(15), 5), Ok(vec![]));
        assert!(write(&trial.store, |tx| tx.jobs().heartbeat(one.id, "a", at(12))));
        assert_eq!(trial.store.lease_jobs("b", &[], at(11), at(20), 5), Ok(vec![]));
        assert_eq!(trial.store.lease_jobs("b", &[], at(13), at(20), 5).map(|j| j.len()), Ok(1));
        assert!(!write(&trial.store, |tx| tx.jobs().heartbeat(one.id, "a", at(30))));
        assert!(!write(&trial.store, |tx| tx.jobs().complete(one.id, "a")));
        assert!(write(&trial.store, |tx| tx.jobs().heartbeat(one.id, "b", at(22))));
        let third = trial.store.lease_jobs("c", &[], at(23), at(30), 5).map(|j| j.len());
        assert_eq!(third, Ok(1), "who got on has not failed: two attempts are allowed");
        assert!(write(&trial.store, |tx| tx.jobs().complete(one.id, "c")));
        assert!(write(&trial.store, |tx| tx.jobs().enqueue(&job("mail", Some("mail:1")), at(0))), "the key is free again");
    }

    /// Failures wait longer each time, then the job is dead until a person revives it.
    fn a_failing_job_dies(trial: &Trial) {
        let one = job("mail", None);
        write(&trial.store, |tx| tx.jobs().enqueue(&one, at(0)));
        trial.store.lease_jobs("a", &[], at(1), at(9), 5).expect("a lease");
        assert_eq!(write(&trial.store, |tx| tx.jobs().fail(one.id, "a", "no route", at(2))), JobState::Queued);
        assert_eq!(trial.store.lease_jobs("a", &[], at(11), at(19), 5), Ok(vec![]), "ten seconds of pause");
        assert_eq!(trial.store.lease_jobs("a", &[], at(12), at(19), 5).map(|j| j.len()), Ok(1));
        assert_eq!(write(&trial.store, |tx| tx.jobs().fail(one.id, "a", "no route", at(13))), JobState::Dead);
        let dead = read(&trial.store, |tx| tx.jobs().list(JobState::Dead, None, 5));
        assert_eq!((dead.len(), dead[0].last_error.as_str(), dead[0].attempts), (1, "no route", 2));
        write(&trial.store, |tx| tx.jobs().revive(one.id, at(20)));
        // Two workers in a row stop without a word: nobody is left to report, the job is buried.
        for second in [21, 31] {
            assert_eq!(trial.store.lease_jobs("x", &[], at(second), at(second + 5), 5).map(|j| j.len()), Ok(1));
        }
        assert_eq!(write(&trial.store, |tx| tx.jobs().reclaim(at(40))), 1);
        assert_eq!(trial.store.lease_jobs("x", &[], at(41), at(46), 5), Ok(vec![]));
        assert_eq!(read(&trial.store, |tx| tx.jobs().get(one.id)).state, JobState::Dead);
    }
}

//! A job that gets on is nobody else's.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use app::Desk;
use courier::{Carrier, Content, Outcome, Parcel};
use jiff::{Timestamp, ToSpan};
use kernel::{Clock, Date, FixedClock};
use store::{JobState, OpenOptions, Store};

use crate::outbox::{Fake, TODAY, later, made, mail_by, state, states};
use crate::support::day;

/// Minutes gone by since the start of the day's work.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        let start = FixedClock::on(day(TODAY)).now;
        start.checked_add(self.0.load(Ordering::Relaxed).minutes()).expect("an instant")
    }

    fn today(&self) -> Date {
        day(TODAY)
    }
}

/// A carrier that takes four minutes for each message, and looks how long the job is still its worker's.
struct Slow {
    clock: Arc<Hand>,
    other: Desk,
    fake: Arc<Fake>,
    left: Mutex<Vec<i64>>,
}

impl Carrier for Slow {
    fn carries(&self, _: &Content) -> bool {
        true
    }

    fn send(&self, parcel: &Parcel) -> Outcome {
        let jobs = self.other.store().read(|tx| tx.jobs().list(JobState::Queued, None, 50)).expect("jobs");
        let job = jobs.into_iter().find(|j| j.kind == "outbox.send").expect("its job");
        let until = job.lease_until_us.expect("a lease");
        assert_eq!(job.attempts, 1, "its attempts are counted");
        self.left.lock().expect("a lock").push(until.as_second() - self.clock.now().as_second());
        self.clock.0.fetch_add(4, Ordering::Relaxed);
        self.fake.send(parcel)
    }

    fn kind(&self) -> &'static str {
        "smtp"
    }
}

#[test]
fn a_long_sending_stays_its_workers() {
    for house in made(3) {
        let clock = Arc::new(Hand(AtomicI64::new(1)));
        let other = later(&house, 1, mail_by(Fake::doing(&[])));
        let slow = Slow { clock: Arc::clone(&clock), other, fake: Fake::doing(&[]), left: Mutex::default() };
        let slow = Arc::new(slow);
        let store = Store::open(&house.url, &OpenOptions::default()).expect("a store");
        let desk = Desk::new(store, clock, 900).with_carriers(mail_by(Arc::clone(&slow) as Arc<dyn Carrier>));
        desk.work_off("w").expect("worked");
        assert_eq!(states(&desk), state("sent", 3), "on {}", house.engine);
        let left = slow.left.lock().expect("a lock").clone();
        assert!(left.len() == 3 && left.iter().all(|seconds| *seconds > 4 * 60), "{left:?} on {}", house.engine);
    }
}

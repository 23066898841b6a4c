//! Time as a parameter. The real clock lives with the program, never in the domain.

use jiff::{Timestamp, civil::Date};

/// A day of twenty-four hours, microseconds.
pub const DAY_US: i64 = 86_400_000_000;

/// Tells the time to whoever may not look at it directly.
pub trait Clock: Send + Sync {
    /// The instant, UTC.
    fn now(&self) -> Timestamp;
    /// The civil day of the house (Europe/Paris unless set otherwise).
    fn today(&self) -> Date;
}

/// A clock that stands still: tests, previews of another day, the demo company.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock {
    /// The instant it shows.
    pub now: Timestamp,
    /// The day it shows.
    pub today: Date,
}

impl FixedClock {
    /// Eight in the morning UTC of `today`.
    pub fn on(today: Date) -> Self {
        let seconds = i64::from(crate::epoch_day(today)) * 86_400 + 8 * 3600;
        Self { now: Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH), today }
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.now
    }
    fn today(&self) -> Date {
        self.today
    }
}

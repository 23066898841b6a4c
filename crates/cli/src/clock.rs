//! The real clock, and the one that believes in another day.

use jiff::ToSpan;
use jiff::tz::TimeZone;
use kernel::{Clock, Date, Timestamp};

/// The system's clock, in the house's time zone; `today` may be pinned, instants never are.
pub struct HouseClock {
    /// The day to believe in.
    pub pinned: Option<Date>,
    /// Minutes it runs ahead: the clocks of several machines differ, and tests show that it does no harm.
    pub ahead: i64,
    /// The house's time zone.
    pub zone: TimeZone,
}

impl Clock for HouseClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(self.ahead.minutes()).unwrap_or(now)
    }

    fn today(&self) -> Date {
        self.pinned.unwrap_or_else(|| self.now().to_zoned(self.zone.clone()).date())
    }
}

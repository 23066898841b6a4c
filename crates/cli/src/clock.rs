//! The real clock, and the one that believes in another day.

use kernel::{Clock, Date, Timestamp};

/// The system's clock, in the house's time zone; `today` may be pinned, instants never are.
pub struct HouseClock {
    /// The day to believe in.
    pub pinned: Option<Date>,
}

impl Clock for HouseClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn today(&self) -> Date {
        self.pinned.unwrap_or_else(|| {
            let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap_or(jiff::tz::TimeZone::UTC);
            self.now().to_zoned(zone).date()
        })
    }
}

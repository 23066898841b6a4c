//! When what happened is told in one mail: each working day, or once a week.

use kernel::calendar::is_working_day;
use kernel::{Date, Territory, epoch_day, from_epoch_day, slug_enum};

slug_enum!(
    /// How often somebody is told.
    DigestFrequency {
        /// Each working day.
        WorkingDay = "working-day",
        /// On Monday, or on the first day after it that the house works.
        Monday = "monday",
    }
);

impl DigestFrequency {
    /// True when one is due on `day`, the last one having been written on `last`, or asked for then.
    pub fn is_due(self, day: Date, last: Date, territory: Territory) -> bool {
        match self {
            Self::WorkingDay => last < day && is_working_day(day, territory),
            Self::Monday => last < monday(day) && is_working_day(day, territory),
        }
    }
}

/// The Monday of a week.
fn monday(day: Date) -> Date {
    // 1970-01-01 was a Thursday.
    from_epoch_day(epoch_day(day) - (epoch_day(day) + 3).rem_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_digest_is_due_once_on_the_days_that_were_chosen() {
        let due = |frequency: DigestFrequency, today: &str, last: &str| {
            frequency.is_due(day(today), day(last), Territory::Metropole)
        };
        let (daily, weekly) = (DigestFrequency::WorkingDay, DigestFrequency::Monday);
        // Monday 23 November 2026.
        assert!(due(daily, "2026-11-23", "2026-11-20"));
        assert!(!due(daily, "2026-11-23", "2026-11-23"), "once a day");
        assert!(!due(daily, "2026-11-22", "2026-11-20"), "not on Sunday");
        assert!(!due(daily, "2026-11-11", "2026-11-10"), "not on a holiday");
        assert!(due(weekly, "2026-11-23", "2026-11-16"));
        assert!(!due(weekly, "2026-11-24", "2026-11-23"), "once a week");
        assert!(due(weekly, "2026-11-24", "2026-11-18"), "Monday was missed");
        assert!(!due(weekly, "2026-11-27", "2026-11-25"), "asked for on Wednesday, it starts on Monday");
        // Easter Monday 2026.
        assert!(!due(weekly, "2026-04-06", "2026-03-30") && due(weekly, "2026-04-07", "2026-03-30"));
    }
}

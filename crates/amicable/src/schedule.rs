//! When the day's run is due: on working days, once, and after downtime as soon as the house is up.

use kernel::calendar::is_working_day;
use kernel::{Date, Territory};
use serde::{Deserialize, Serialize};

/// When the run of the day starts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Minutes after midnight, local time.
    pub minute: u16,
    /// Working days of this territory only; every day when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days: Option<Territory>,
}

impl Schedule {
    /// The day whose run is due at `minute` of `today`, and has not been done: today's once its hour
    /// has come, else the last scheduled day that was missed. One run makes up for all the days the
    /// house was down, since a step is due *since* its day.
    pub fn due(&self, today: Date, minute: u16, last_done: Option<Date>) -> Option<Date> {
        let open = |day: Date| self.working_days.is_none_or(|t| is_working_day(day, t));
        let mut day = today;
        if minute < self.minute || !open(today) {
            day = day.yesterday().ok()?;
            // The longest row of days off is shorter than this.
            for _ in 0..15 {
                if open(day) {
                    break;
                }
                day = day.yesterday().ok()?;
            }
            // Nothing was ever run: the first run waits for its hour.
            last_done?;
        }
        last_done.is_none_or(|done| done < day).then_some(day)
    }

    /// The day the run is decided for: always today, even when it makes up for a day missed.
    pub const fn decided_for(today: Date) -> Date {
        today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_run_is_due_once_on_working_days_and_after_downtime() {
        let schedule = Schedule { minute: 7 * 60, working_days: Some(Territory::Metropole) };
        let due = |today: &str, minute, last: Option<&str>| schedule.due(day(today), minute, last.map(day));
        // Friday 20 November 2026, then a week-end.
        assert_eq!(due("2026-11-20", 7 * 60 - 1, Some("2026-11-19")), None, "before its hour");
        assert_eq!(due("2026-11-20", 7 * 60, Some("2026-11-19")), Some(day("2026-11-20")));
        assert_eq!(due("2026-11-20", 23 * 60, Some("2026-11-20")), None, "once a day");
        assert_eq!(due("2026-11-21", 12 * 60, Some("2026-11-20")), None, "not on Saturday");
        assert_eq!(due("2026-11-21", 12 * 60, Some("2026-11-18")), Some(day("2026-11-20")), "Friday was missed");
        assert_eq!(due("2026-11-23", 0, Some("2026-11-20")), None, "Monday's hour has not come");
        assert_eq!(due("2026-11-11", 12 * 60, Some("2026-11-10")), None, "a public holiday");
        assert_eq!(due("2026-11-20", 6 * 60, None), None, "a new house waits for its first hour");
    }
}

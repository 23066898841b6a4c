//! Spans of days, both ends included.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days from `from` to `until`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Period {
    /// Number of days; zero when it ends before it starts.
    pub fn days(self) -> i64 {
        (days_between(self.from, self.until) + 1).max(0)
    }

    /// True when `day` lies inside.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Days from `start` to `end`, negative when `end` comes first: the lateness of a due date.
#[inline]
pub fn days_between(start: Date, end: Date) -> i64 {
    i64::from(epoch_day(end)) - i64::from(epoch_day(start))
}

/// Days since 1 January 1970: the compact form of a date in columns.
#[inline]
pub fn epoch_day(date: Date) -> i32 {
    // Howard Hinnant's days_from_civil, which avoids building a span per call.
    let (y, m, d) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date `day` days after 1 January 1970, held inside the years 1 to 9998.
pub fn from_epoch_day(day: i32) -> Date {
    let day = day.clamp(-719_162, 2_932_531);
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    let narrow = |n: i32| i8::try_from(n).unwrap_or(1);
    Date::new(i16::try_from(year).unwrap_or(1970), narrow(month), narrow(day_of_month)).unwrap_or(Date::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn both_ends_count_in_a_period() {
        assert_eq!(Period { from: date(2026, 6, 21), until: date(2026, 6, 30) }.days(), 10);
        assert_eq!(epoch_day(date(1970, 1, 1)), 0);
        assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
    }

    proptest! {
        #[test]
        fn epoch_days_follow_the_calendar(day in -700_000_i32..2_900_000) {
            let date = from_epoch_day(day);
            prop_assert_eq!(epoch_day(date), day);
            prop_assert_eq!(epoch_day(date.tomorrow().expect("inside the calendar")), day + 1);
        }
    }
}

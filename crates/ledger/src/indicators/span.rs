//! Months of a report: those that end on a day, and those before it.

use kernel::{Date, Period};

/// Months of the longest period, and of the charts.
pub const MONTHS_MOST: u8 = 12;

/// The first day of the month `back` months before that of `day`.
fn month_before(day: Date, back: i32) -> Date {
    let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 - back;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    Date::new(i16::try_from(year).unwrap_or(1), i8::try_from(month).unwrap_or(1), 1).unwrap_or(Date::ZERO)
}

/// The `months` months that end on `until`, included: whole months when it is the last day of one
/// (28 February and three months begin on 1 December), else from the day after the same day of the
/// month before (23 November and three months begin on 24 August).
pub fn period(until: Date, months: u8) -> Period {
    let months = i32::from(months.clamp(1, MONTHS_MOST));
    if until == until.last_of_month() {
        return Period { from: month_before(until, months - 1), until };
    }
    let start = month_before(until, months);
    let day = until.day().min(start.last_of_month().day());
    let same = Date::new(start.year(), start.month(), day).unwrap_or(start);
    Period { from: same.tomorrow().unwrap_or(same), until }
}

/// The calendar month of `until` up to that day, then the whole months before it, newest first, without
/// end.
pub fn months_back(until: Date) -> impl Iterator<Item = Period> {
    (0..).map(move |back| {
        let from = month_before(until, back);
        Period { from, until: if back == 0 { until } else { from.last_of_month() } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_on_its_day_and_holds_whole_months_where_it_can() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        for (until, months, from, days) in [
            ("2026-11-23", 3, "2026-08-24", 92),
            ("2026-09-30", 3, "2026-07-01", 92),
            ("2026-02-28", 3, "2025-12-01", 90),
            ("2024-02-28", 3, "2023-11-29", 92),
            ("2026-03-31", 1, "2026-03-01", 31),
            ("2026-03-30", 1, "2026-03-01", 30),
            ("2026-05-30", 3, "2026-03-01", 91),
            ("2026-12-31", 12, "2026-01-01", 365),
            ("2026-11-23", 12, "2025-11-24", 365),
            ("2026-01-15", 1, "2025-12-16", 31),
        ] {
            let found = period(day(until), months);
            assert_eq!((found.from, found.days()), (day(from), days), "{months} months until {until}");
        }
        let back: Vec<Period> = months_back(day("2026-01-15")).take(3).collect();
        assert_eq!(back[0], Period { from: day("2026-01-01"), until: day("2026-01-15") });
        assert_eq!(back[2], Period { from: day("2025-11-01"), until: day("2025-11-30") });
    }
}

//! A calendar written again: months, leap years, Easter, holidays of metropolitan France.

/// Year, month, day.
pub type Day = (i32, i32, i32);

pub fn day(text: &str) -> Day {
    let parts: Vec<i32> = text.split('-').map(|part| part.parse().expect("a number")).collect();
    (parts[0], parts[1], parts[2])
}

pub fn show((y, m, d): Day) -> String {
    format!("{y:04}-{m:02}-{d:02}")
}

fn length(y: i32, m: i32) -> i32 {
    let leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    match m {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub fn next((y, m, d): Day) -> Day {
    if d < length(y, m) {
        (y, m, d + 1)
    } else if m < 12 {
        (y, m + 1, 1)
    } else {
        (y + 1, 1, 1)
    }
}

pub fn previous((y, m, d): Day) -> Day {
    match (m, d) {
        (1, 1) => (y - 1, 12, 31),
        (_, 1) => (y, m - 1, length(y, m - 1)),
        _ => (y, m, d - 1),
    }
}

pub fn add_days(mut from: Day, days: i64) -> Day {
    for _ in 0..days.abs() {
        from = if days > 0 { next(from) } else { previous(from) };
    }
    from
}

/// The same day-number so many months later or earlier, else the last of the month.
pub fn add_months((mut y, mut m, d): Day, months: i64) -> Day {
    for _ in 0..months.abs() {
        m += if months > 0 { 1 } else { -1 };
        if m == 13 {
            (y, m) = (y + 1, 1);
        } else if m == 0 {
            (y, m) = (y - 1, 12);
        }
    }
    (y, m, d.min(length(y, m)))
}

pub fn month_end((y, m, _): Day) -> Day {
    (y, m, length(y, m))
}

/// First day of the half-year.
pub fn half((y, m, _): Day) -> Day {
    (y, if m < 7 { 1 } else { 7 }, 1)
}

/// Sunday is 0: days counted from Sunday 1 January 2012, by blocks of four years of 1461 days.
fn weekday(of: Day) -> i32 {
    let blocks = (of.0 - 2012) / 4;
    let (mut at, mut count) = ((2012 + 4 * blocks, 1, 1), 1461 * blocks);
    while at < of {
        (at, count) = (next(at), count + 1);
    }
    count % 7
}

/// Easter Sunday by the method of Gauss for 1900 to 2099.
fn easter(year: i32) -> Day {
    let moon = (19 * (year % 19) + 24) % 30;
    let week = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7;
    let mut march = 22 + moon + week;
    if march == 57 || (march == 56 && moon == 28 && year % 19 > 10) {
        march -= 7;
    }
    if march > 31 { (year, 4, march - 31) } else { (year, 3, march) }
}

pub fn holiday(of: Day) -> bool {
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let easter = easter(of.0);
    fixed.contains(&(of.1, of.2)) || [1, 39, 50].into_iter().any(|days| add_days(easter, days) == of)
}

pub fn sunday(of: Day) -> bool {
    weekday(of) == 0
}

pub fn working(of: Day) -> bool {
    !matches!(weekday(of), 0 | 6) && !holiday(of)
}

/// The first working day on or after.
pub fn roll(mut of: Day) -> Day {
    while !working(of) {
        of = next(of);
    }
    of
}

//! Public holidays and working days, by territory.
//!
//! Source: Code du travail L3133-1 (the eleven holidays), L3134-13 (Alsace-Moselle), L3422-2
//! (abolition of slavery overseas, days fixed by décret 83-1003). Good Friday is kept in
//! Alsace-Moselle only where a commune has a Protestant or mixed church; it is counted here.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// The territories whose public holidays differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Territory {
    /// Mainland France and Corsica.
    #[default]
    Metropole,
    /// Bas-Rhin, Haut-Rhin, Moselle.
    AlsaceMoselle,
    /// Guadeloupe.
    Guadeloupe,
    /// Guyane.
    Guyane,
    /// Martinique.
    Martinique,
    /// Mayotte.
    Mayotte,
    /// La Réunion.
    Reunion,
    /// Saint-Barthélemy.
    SaintBarthelemy,
    /// Saint-Martin.
    SaintMartin,
}

impl Territory {
    /// Every territory, in the order of the declaration.
    pub const ALL: [Self; 9] = [
        Self::Metropole,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Guyane,
        Self::Martinique,
        Self::Mayotte,
        Self::Reunion,
        Self::SaintBarthelemy,
        Self::SaintMartin,
    ];

    /// The name scripts use: `alsace-moselle`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Metropole => "metropole",
            Self::AlsaceMoselle => "alsace-moselle",
            Self::Guadeloupe => "guadeloupe",
            Self::Guyane => "guyane",
            Self::Martinique => "martinique",
            Self::Mayotte => "mayotte",
            Self::Reunion => "reunion",
            Self::SaintBarthelemy => "saint-barthelemy",
            Self::SaintMartin => "saint-martin",
        }
    }

    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.slug() == slug)
    }

    /// Month and day of the abolition of slavery, where it is a holiday.
    const fn abolition(self) -> Option<(i8, i8)> {
        match self {
            Self::Metropole | Self::AlsaceMoselle => None,
            Self::Guadeloupe => Some((5, 27)),
            Self::Guyane => Some((6, 10)),
            Self::Martinique => Some((5, 22)),
            Self::Mayotte => Some((4, 27)),
            Self::Reunion => Some((12, 20)),
            Self::SaintBarthelemy => Some((10, 9)),
            Self::SaintMartin => Some((5, 28)),
        }
    }
}

/// Easter Sunday of a Gregorian year (anonymous computus).
#[expect(clippy::many_single_char_names, reason = "the letters of the published algorithm")]
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    let narrow = |n: i32| i8::try_from(n).unwrap_or(1);
    Date::new(year, narrow(month), narrow(day)).unwrap_or(Date::ZERO)
}

/// True on a public holiday of `territory`.
pub fn is_holiday(day: Date, territory: Territory) -> bool {
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let month_day = (day.month(), day.day());
    if fixed.contains(&month_day) || territory.abolition() == Some(month_day) {
        return true;
    }
    let alsace = territory == Territory::AlsaceMoselle;
    if alsace && month_day == (12, 26) {
        return true;
    }
    // Movable days: Easter Monday, Ascension, Whit Monday; Good Friday in Alsace-Moselle.
    if !(3..=6).contains(&day.month()) {
        return false;
    }
    let from_easter = crate::days_between(easter(day.year()), day);
    matches!(from_easter, 1 | 39 | 50) || (alsace && from_easter == -2)
}

/// True on a day that is neither Saturday, Sunday nor public holiday (« jour ouvré »).
pub fn is_working_day(day: Date, territory: Territory) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    !matches!(day.weekday(), Saturday | Sunday) && !is_holiday(day, territory)
}

/// The first working day on or after `day`.
pub fn next_working_day(day: Date, territory: Territory) -> Date {
    roll(day, territory, 1)
}

/// The last working day on or before `day`.
pub fn previous_working_day(day: Date, territory: Territory) -> Date {
    roll(day, territory, -1)
}

fn roll(mut day: Date, territory: Territory, step: i64) -> Date {
    while !is_working_day(day, territory) {
        day = day.saturating_add(step.days());
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn movable_feasts_fall_where_the_calendar_says() {
        assert_eq!(easter(2026), date(2026, 4, 5));
        assert_eq!(easter(2008), date(2008, 3, 23));
        assert!(is_holiday(date(2026, 5, 14), Territory::Metropole), "Ascension");
        assert!(is_holiday(date(2026, 5, 25), Territory::Metropole), "Whit Monday");
        assert!(
            is_holiday(date(2026, 4, 3), Territory::AlsaceMoselle)
                && !is_holiday(date(2026, 4, 3), Territory::Metropole)
        );
    }

    #[test]
    fn working_days_roll_over_weekends_and_holidays() {
        // Friday 1 May 2026 is a holiday before a weekend.
        assert_eq!(next_working_day(date(2026, 5, 1), Territory::Metropole), date(2026, 5, 4));
        assert_eq!(previous_working_day(date(2026, 5, 3), Territory::Metropole), date(2026, 4, 30));
    }
}

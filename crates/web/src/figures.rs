//! Figures and days as the screens show them.

use documents::{charts::ramp_step, figures as paper};
use kernel::{Currency, Date, Money};

use crate::words::{Lang, Words};

const JOURS: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const JOURS_LONGS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_LONG: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MOIS: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
/// An amount ready for a page: its digits, and its currency in lighter ink.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amount {
    digits: String,
    unit: String,
    unit_first: bool,
    zero: bool,
}

impl Amount {
    /// The amount in the usage of a language.
    pub fn new(money: Money, lang: Lang) -> Self {
        let digits = paper::amount(money, lang);
        let whole = paper::money(money, lang);
        let unit = match money.currency().code() {
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            code => code.to_owned(),
        };
        let unit_first = !whole.ends_with(&unit);
        Self { digits, unit, unit_first, zero: money.is_zero() }
    }

    /// Minor units of a currency.
    pub fn minor(minor: i64, currency: Currency, lang: Lang) -> Self {
        Self::new(Money::new(minor, currency), lang)
    }

    /// HTML of a cell of a wide table: nothing is a dash, so that what is there stands out.
    pub fn cell(&self) -> String {
        if self.zero { "<span class=\"zero\">–</span>".to_owned() } else { self.html() }
    }

    /// HTML: only digits, signs and a currency code, nothing to escape.
    pub fn html(&self) -> String {
        let Self { digits, unit, .. } = self;
        if self.unit_first {
            let narrow = if unit.chars().count() == 3 { "\u{202f}" } else { "" };
            return match digits.strip_prefix('\u{2212}') {
                Some(rest) => format!("\u{2212}<small>{unit}</small>{narrow}{rest}"),
                None => format!("<small>{unit}</small>{narrow}{digits}"),
            };
        }
        format!("{digits}<small>\u{202f}{unit}</small>")
    }
}

/// An amount in words for titles and texts.
pub fn money(money: Money, lang: Lang) -> String {
    paper::money(money, lang)
}

/// A yearly rate: `12,40 %`.
pub fn rate(rate: kernel::Rate, lang: Lang) -> String {
    paper::rate(rate, lang)
}

/// A decimal text of ours (`-120.00`) as money.
pub fn decimal(text: &str, currency: Currency) -> Money {
    Money::parse(text, currency).unwrap_or_else(|_| Money::zero(currency))
}

fn month(date: Date) -> usize {
    usize::try_from(date.month() - 1).unwrap_or(0)
}

fn weekday(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)
}

/// `12 oct.`, `12 oct. 2025` when the year is not this one.
pub fn day(date: Date, today: Date, lang: Lang) -> String {
    let name = lang.pick(MOIS[month(date)], &paper::month(date, Lang::En)[..3]);
    let year = if date.year() == today.year() { String::new() } else { format!("\u{a0}{}", date.year()) };
    let first = if lang == Lang::Fr && date.day() == 1 { "er" } else { "" };
    format!("{}{first}\u{a0}{name}{year}", date.day())
}

/// `lun. 23 nov.`, the year only when it differs.
pub fn weekday_day(date: Date, today: Date, lang: Lang) -> String {
    format!("{}\u{a0}{}", lang.pick(JOURS[weekday(date)], DAYS[weekday(date)]), day(date, today, lang))
}

/// `lundi 23 novembre`, for titles.
pub fn day_title(date: Date, lang: Lang) -> String {
    let first = if lang == Lang::Fr && date.day() == 1 { "er" } else { "" };
    let name = lang.pick(JOURS_LONGS[weekday(date)], DAYS_LONG[weekday(date)]);
    format!("{name} {}{first} {}", date.day(), paper::month(date, lang))
}

/// A sentence of ours whose dates are ISO, with its dates as people say them.
pub fn said_dates(text: &str, today: Date, lang: Lang) -> String {
    let said = |word: &str| match word.get(..10).and_then(|head| head.parse::<Date>().ok()) {
        Some(date) => format!("{}{}", weekday_day(date, today, lang), &word[10..]),
        None => word.to_owned(),
    };
    text.split(' ').map(said).collect::<Vec<_>>().join(" ")
}

/// `mars 2026`, by any day of it.
pub fn month_year(date: Date, lang: Lang) -> String {
    format!("{} {}", paper::month(date, lang), date.year())
}

/// `18 j`, `dans 7 j`, `aujourd'hui`, from days late.
pub fn late_days(days: i64, words: Words) -> String {
    match days {
        0 => words.t("late-today"),
        n if n > 0 => words.n("late-days", n.unsigned_abs(), &[]),
        n => words.n("late-in-days", n.unsigned_abs(), &[]),
    }
}

/// Step of the ageing ramp for days late: 0 not due, 4 more than ninety days.
pub const fn age_step(days: i64) -> u8 {
    match days {
        i64::MIN..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        61..=90 => 3,
        _ => 4,
    }
}

/// A whole number in groups of three.
pub fn count(n: u64, lang: Lang) -> String {
    paper::count(i64::try_from(n).unwrap_or(i64::MAX), lang)
}

/// A share in whole percent: `55 %`.
pub fn percent(part: i64, whole: i64, lang: Lang) -> String {
    let value = per_mille(part, whole).div_euclid(10);
    format!("{value}{}", lang.pick("\u{202f}%", "%"))
}

/// A share in thousandths, 0 to 1000.
pub fn per_mille(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let exact = kernel::Rounding::HalfUp.divide(i128::from(part.max(0)) * 1000, i128::from(whole));
    i64::try_from(exact).unwrap_or(1000).clamp(0, 1000)
}

/// One step of a bar: class of the ramp, place and width in thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Step of the ramp.
    pub step: usize,
    /// Left edge.
    pub x: i64,
    /// Width.
    pub width: i64,
}

/// A bar parted by positive amounts, on a canvas of a thousand units.
pub fn segments(amounts: &[i64]) -> Vec<Segment> {
    let whole: i64 = amounts.iter().map(|a| (*a).max(0)).sum();
    let mut x = 0;
    let mut out = Vec::new();
    for (i, amount) in amounts.iter().enumerate().filter(|(_, a)| **a > 0) {
        let width = per_mille(*amount, whole).max(2);
        out.push(Segment { step: ramp_step(i, amounts.len()), x, width: (width - 2).max(1) });
        x += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_say_them() {
        let day_of = |y, m, d| Date::new(y, m, d).expect("a day");
        let today = day_of(2026, 11, 23);
        assert_eq!(weekday_day(today, today, Lang::Fr), "lun.\u{a0}23\u{a0}nov.");
        assert_eq!(day(day_of(2025, 12, 1), today, Lang::Fr), "1er\u{a0}déc.\u{a0}2025");
        assert_eq!(day(day_of(2026, 10, 12), today, Lang::En), "12\u{a0}Oct");
        assert_eq!(day_title(today, Lang::Fr), "lundi 23 novembre");
        assert_eq!(said_dates("until 2026-11-23.", today, Lang::En), "until Mon\u{a0}23\u{a0}Nov.");
    }

    #[test]
    fn amounts_part_their_currency() {
        let shown = |minor, lang| Amount::minor(minor, Currency::EUR, lang).html();
        assert_eq!(shown(1_240_000, Lang::Fr), "12\u{202f}400,00<small>\u{202f}€</small>");
        assert_eq!(shown(-12_000, Lang::En), "\u{2212}<small>€</small>120.00");
    }

    #[test]
    fn a_bar_fills_its_canvas() {
        let bar = segments(&[50, 25, 0, -3, 25]);
        assert_eq!(bar.iter().map(|s| (s.step, s.x)).collect::<Vec<_>>(), [(0, 0), (1, 500), (4, 750)]);
        assert_eq!(bar.iter().map(|s| s.width + 2).sum::<i64>(), 1000);
    }
}

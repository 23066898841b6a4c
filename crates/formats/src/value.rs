//! Amounts, dates and small words as people and programs write them.

use kernel::{Currency, Date, from_epoch_day};
use serde::{Deserialize, Serialize};

/// Which comes first in a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 31/12/2026: most of Europe.
    #[default]
    Dmy,
    /// 12/31/2026: United States.
    Mdy,
    /// 2026-12-31.
    Ymd,
}

impl DateOrder {
    /// How it looks, for messages.
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Dmy => "31/12/2026",
            Self::Mdy => "12/31/2026",
            Self::Ymd => "2026-12-31",
        }
    }
}

/// Which sign is the decimal one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalStyle {
    /// Told by each amount; what reads in two ways is refused.
    #[default]
    Auto,
    /// `1.234,56` or `1 234,56`.
    Comma,
    /// `1,234.56` or `1'234.56`.
    Point,
}

/// An exact decimal: `units / 10^decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// All digits, signed.
    pub units: i128,
    /// How many of them are decimals.
    pub decimals: u32,
}

/// Why a decimal is no amount of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inexact {
    /// More decimals than the currency has.
    TooPrecise,
    /// Does not fit 64 bits.
    TooLarge,
}

impl Decimal {
    /// In minor units of a currency of `digits` decimals, exactly.
    ///
    /// # Errors
    /// [`Inexact`].
    pub fn minor(self, digits: u8) -> Result<i64, Inexact> {
        let wanted = u32::from(digits);
        let units = if self.decimals > wanted {
            let divisor = 10_i128.checked_pow(self.decimals - wanted).ok_or(Inexact::TooPrecise)?;
            if self.units % divisor != 0 {
                return Err(Inexact::TooPrecise);
            }
            self.units / divisor
        } else {
            let factor = 10_i128.checked_pow(wanted - self.decimals).ok_or(Inexact::TooLarge)?;
            self.units.checked_mul(factor).ok_or(Inexact::TooLarge)?
        };
        i64::try_from(units).ok().filter(|minor| *minor != i64::MIN).ok_or(Inexact::TooLarge)
    }
}

/// An amount as written: its value and the currency beside it, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The value.
    pub value: Decimal,
    /// `€`, `£` or a code written with the amount.
    pub currency: Option<Currency>,
}

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountFault {
    /// Not a number.
    NotANumber,
    /// Thousands or decimals?
    Ambiguous,
}

/// Reads `1.234,56`, `1,234.56`, `1 234,56`, `(120.00)`, `120.00-`, `+000000069,40`, `1'234.50`,
/// `€ 12`, `12,00 EUR`.
///
/// # Errors
/// [`AmountFault`]; with [`DecimalStyle::Auto`] a text such as `1,234` is ambiguous.
pub fn parse_amount(text: &str, style: DecimalStyle) -> Result<Written, AmountFault> {
    let text = text.trim();
    if text.is_empty() || text.len() > 80 {
        return Err(AmountFault::NotANumber);
    }
    if let Some(written) = plain(text, style) {
        return Ok(written);
    }
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inside) => (inside.trim(), true),
        None => (text, false),
    };
    // The sign may stand outside the currency (`-€12`, `€12-`) or inside (`€-12`).
    let not = AmountFault::NotANumber;
    let (outside, text) = without_sign(text).ok_or(not)?;
    let (text, currency) = without_currency(text).ok_or(not)?;
    let (inside, body) = without_sign(text).ok_or(not)?;
    let negative = outside || inside;
    if outside && inside {
        return Err(not);
    }
    if negative && in_brackets {
        return Err(AmountFault::NotANumber);
    }
    let body: String = body.chars().filter(|c| !is_blank(*c)).collect();
    if !body.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'\'')) {
        return Err(AmountFault::NotANumber);
    }
    let value = digits(&body, style)?;
    let units = if negative || in_brackets { -value.units } else { value.units };
    Ok(Written { value: Decimal { units, ..value }, currency })
}

/// The common case without allocation: `-1234.56`, `1234,5`, no grouping.
fn plain(text: &str, style: DecimalStyle) -> Option<Written> {
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if rest.is_empty() || rest.len() > 18 {
        return None;
    }
    let mut units: i64 = 0;
    let mut decimals = None;
    for byte in rest {
        match byte {
            b'0'..=b'9' => {
                units = units * 10 + i64::from(byte - b'0');
                decimals = decimals.map(|d: u32| d + 1);
            }
            b'.' if decimals.is_none() && style != DecimalStyle::Comma => decimals = Some(0),
            b',' if decimals.is_none() && style != DecimalStyle::Point => decimals = Some(0),
            _ => return None,
        }
    }
    // Three digits after the sign may be thousands; no digit before it is left to the long way.
    let decimals = match decimals {
        None => 0,
        Some(1 | 2) if rest[0].is_ascii_digit() => decimals?,
        _ => return None,
    };
    let units = i128::from(if negative { -units } else { units });
    Some(Written { value: Decimal { units, decimals }, currency: None })
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// Takes a currency sign or code off either end. `None` when letters remain.
fn without_currency(text: &str) -> Option<(&str, Option<Currency>)> {
    let rest = text.trim_matches(|c: char| is_blank(c));
    for (sign, code) in [("€", Some("EUR")), ("£", Some("GBP")), ("$", None)] {
        if let Some(inside) = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign)) {
            return Some((inside.trim_matches(is_blank), code.and_then(|c| Currency::parse(c).ok())));
        }
    }
    let letters = |s: &str| s.len() == 3 && s.bytes().all(|b| b.is_ascii_alphabetic());
    if let Some(head) = rest.get(..3).filter(|h| letters(h)) {
        return Some((rest[3..].trim_matches(is_blank), Some(Currency::parse(head).ok()?)));
    }
    let tail_at = rest.len().saturating_sub(3);
    if let Some(tail) = rest.get(tail_at..).filter(|t| letters(t)) {
        return Some((rest[..tail_at].trim_matches(is_blank), Some(Currency::parse(tail).ok()?)));
    }
    Some((rest, None))
}

/// Takes one sign off either end.
fn without_sign(text: &str) -> Option<(bool, &str)> {
    const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];
    let leading = text.strip_prefix(MINUS).map(|t| (true, t)).or_else(|| text.strip_prefix('+').map(|t| (false, t)));
    let trailing = text.strip_suffix(MINUS).map(|t| (true, t)).or_else(|| text.strip_suffix('+').map(|t| (false, t)));
    match (leading, trailing) {
        (Some(_), Some(_)) => None,
        (Some(found), None) | (None, Some(found)) => Some(found),
        (None, None) => Some((false, text)),
    }
}

/// Digits with `.`, `,` and `'` in their places.
fn digits(body: &str, style: DecimalStyle) -> Result<Decimal, AmountFault> {
    let not = AmountFault::NotANumber;
    let count = |sign: char| body.matches(sign).count();
    let last = body.rfind(['.', ',']);
    let decimal = match (count('.'), count(','), style) {
        (0, 1, DecimalStyle::Comma) | (1, 0, DecimalStyle::Point) => last,
        // None, the other style's sign, or one sign twice and more: thousands.
        (0, 0 | 2.., _) | (0, _, DecimalStyle::Point) | (_, 0, DecimalStyle::Comma) | (2.., 0, _) => None,
        // One sign, once, nobody told which: three digits after it read in two ways.
        (1, 0, DecimalStyle::Auto) | (0, 1, DecimalStyle::Auto) => {
            let at = last.ok_or(not)?;
            let (before, after) = (&body[..at], &body[at + 1..]);
            if after.len() == 3 && (1..=3).contains(&before.len()) && before != "0" && !body.contains('\'') {
                return Err(AmountFault::Ambiguous);
            }
            last
        }
        // Both signs: the last is the decimal one, if the style agrees.
        (points, commas, _) => {
            let at = last.ok_or(not)?;
            let is_comma = body[at..].starts_with(',');
            if (is_comma && (commas > 1 || style == DecimalStyle::Point))
                || (!is_comma && (points > 1 || style == DecimalStyle::Comma))
            {
                return Err(not);
            }
            last
        }
    };
    let (whole, fraction) = decimal.map_or((body, ""), |at| (&body[..at], &body[at + 1..]));
    let whole = ungrouped(whole).ok_or(not)?;
    if (whole.is_empty() && fraction.is_empty()) || !fraction.bytes().all(|b| b.is_ascii_digit()) || fraction.len() > 18
    {
        return Err(not);
    }
    let joined = format!("{whole}{fraction}");
    let units = joined.parse::<i128>().map_err(|_| not)?;
    Ok(Decimal { units, decimals: u32::try_from(fraction.len()).map_err(|_| not)? })
}

/// Removes thousands separators: one kind, groups of three after the first.
fn ungrouped(whole: &str) -> Option<String> {
    if whole.bytes().all(|b| b.is_ascii_digit()) {
        return Some(whole.to_owned());
    }
    let sign = whole.chars().find(|c| !c.is_ascii_digit())?;
    let groups: Vec<&str> = whole.split(sign).collect();
    let fits = groups.iter().enumerate().all(|(i, group)| {
        group.bytes().all(|b| b.is_ascii_digit())
            && if i == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
    });
    fits.then(|| groups.concat())
}

/// Reads `-12.5` and `1.5E3`: what programs, not people, write.
pub(crate) fn parse_scientific(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, rest) = mantissa.strip_prefix('-').map_or((false, mantissa), |r| (true, r));
    let rest = if negative { rest } else { rest.strip_prefix('+').unwrap_or(rest) };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !plain(whole) || !plain(fraction) || rest.len() > 40 {
        return None;
    }
    let units: i128 = format!("{whole}{fraction}").parse().ok()?;
    let decimals = i32::try_from(fraction.len()).ok()? - exponent;
    let (units, decimals) = match u32::try_from(decimals) {
        Ok(decimals) if decimals <= 40 => (units, decimals),
        Ok(_) => return None,
        Err(_) => (units.checked_mul(10_i128.checked_pow(decimals.unsigned_abs())?)?, 0),
    };
    Some(Decimal { units: if negative { -units } else { units }, decimals })
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// Not a date in this order.
    Unreadable,
    /// 31/02.
    NoSuchDay,
}

/// Reads `31/12/2026`, `31.12.26`, `2026-12-31`, `20261231`, `31122026`, `31 déc. 2026`, and the
/// day numbers of spreadsheets. A time after the date is dropped.
///
/// # Errors
/// [`DateFault`].
pub fn parse_date(text: &str, order: DateOrder) -> Result<Date, DateFault> {
    let text = text.trim();
    let day = text.split_once(['T', 't']).map_or(text, |(d, rest)| {
        if d.bytes().next_back().is_some_and(|b| b.is_ascii_digit()) && rest.contains(':') { d } else { text }
    });
    let day = day.split_once(' ').map_or(day, |(d, rest)| if rest.contains(':') { d } else { day });
    if day.is_empty() || day.len() > 24 {
        return Err(DateFault::Unreadable);
    }
    if day.bytes().all(|b| b.is_ascii_digit()) {
        return compact_date(day, order);
    }
    let mut parts = day.split(['/', '-', '.', ' ']).filter(|p| !p.is_empty());
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(DateFault::Unreadable);
    };
    if let Some(month) = month_name(b) {
        return civil(year(c)?, month, small(a)?);
    }
    if a.len() == 4 {
        return civil(year(a)?, small(b)?, small(c)?);
    }
    match order {
        DateOrder::Dmy => civil(year(c)?, small(b)?, small(a)?),
        DateOrder::Mdy => civil(year(c)?, small(a)?, small(b)?),
        DateOrder::Ymd => civil(year(a)?, small(b)?, small(c)?),
    }
}

/// Digits only: eight, six, or the five of a spreadsheet day number.
fn compact_date(text: &str, order: DateOrder) -> Result<Date, DateFault> {
    let part = |from: usize, to: usize| small(&text[from..to]);
    match text.len() {
        8 if order == DateOrder::Ymd || text.starts_with("19") || text.starts_with("20") => {
            let first = civil(year(&text[..4])?, part(4, 6)?, part(6, 8)?);
            // 20122026 is 20 December for who writes the day first.
            if first.is_err() && order == DateOrder::Dmy {
                return civil(year(&text[4..])?, part(2, 4)?, part(0, 2)?).or(first);
            }
            first
        }
        8 if order == DateOrder::Mdy => civil(year(&text[4..])?, part(0, 2)?, part(2, 4)?),
        8 => civil(year(&text[4..])?, part(2, 4)?, part(0, 2)?),
        6 => match order {
            DateOrder::Dmy => civil(year(&text[4..])?, part(2, 4)?, part(0, 2)?),
            DateOrder::Mdy => civil(year(&text[4..])?, part(0, 2)?, part(2, 4)?),
            DateOrder::Ymd => civil(year(&text[..2])?, part(2, 4)?, part(4, 6)?),
        },
        5 => serial_date(text.parse().map_err(|_| DateFault::Unreadable)?).ok_or(DateFault::Unreadable),
        _ => Err(DateFault::Unreadable),
    }
}

/// The day of a spreadsheet serial number (1900 system): 45 000 is 15 March 2023.
pub(crate) fn serial_date(serial: i32) -> Option<Date> {
    // Day 25 569 is 1 January 1970. Before 1 March 1900 the numbers are wrong by one; nobody owes since.
    (10_000..=110_000).contains(&serial).then(|| from_epoch_day(serial - 25_569))
}

fn small(text: &str) -> Result<i8, DateFault> {
    if text.len() > 2 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateFault::Unreadable);
    }
    text.parse().map_err(|_| DateFault::Unreadable)
}

fn year(text: &str) -> Result<i16, DateFault> {
    let number: i16 = text.parse().map_err(|_| DateFault::Unreadable)?;
    match text.len() {
        4 => Ok(number),
        // A ledger speaks of this century, or of the end of the last one.
        2 => Ok(if number < 80 { 2000 + number } else { 1900 + number }),
        _ => Err(DateFault::Unreadable),
    }
}

fn civil(year: i16, month: i8, day: i8) -> Result<Date, DateFault> {
    if !(1900..=2199).contains(&year) {
        return Err(DateFault::NoSuchDay);
    }
    Date::new(year, month, day).map_err(|_| DateFault::NoSuchDay)
}

/// Beginnings of the months' names.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["fev", "feb"],
    &["mar", "mrz", "maerz"],
    &["avr", "apr", "abr"],
    &["mai", "may", "mag"],
    &["juin", "jun", "giu"],
    &["juil", "jul", "lug"],
    &["aou", "aug", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott"],
    &["nov"],
    &["dec", "dez", "dic"],
];

/// Month by its name or abbreviation in French, English, German, Spanish, Italian.
fn month_name(text: &str) -> Option<i8> {
    if text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let key = kernel::search_key(text);
    let found = MONTHS.iter().position(|stems| stems.iter().any(|s| key.starts_with(s)))?;
    i8::try_from(found + 1).ok()
}

/// True for what programs write when there is no date.
pub fn is_no_date(text: &str) -> bool {
    !text.bytes().any(|b| b.is_ascii_digit() && b != b'0')
        && text.len() <= 19
        && !text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Debit or credit by a letter or sign: D/C, S/H (Soll, Haben), DR/CR, +/-.
pub fn parse_side(text: &str) -> Option<bool> {
    match kernel::search_key(text).as_str() {
        "d" | "debit" | "dr" | "s" | "soll" | "db" | "debe" | "dare" | "1" => Some(true),
        "c" | "credit" | "cr" | "h" | "haben" | "haber" | "avere" => Some(false),
        "" => match text.trim() {
            "+" => Some(true),
            "-" => Some(false),
            _ => None,
        },
        _ => None,
    }
    .filter(|_| text.trim() != "-1")
    .or_else(|| (text.trim() == "-1").then_some(false))
}

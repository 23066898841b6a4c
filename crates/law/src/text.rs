//! Sentences in French and English, and the way each language writes amounts, rates and dates.

use kernel::{Currency, Date, Money, Rate};
use serde::{Deserialize, Serialize};

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Line {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

impl Line {
    /// The same sentence twice.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

fn amount(money: Money, thousands: char, point: char) -> String {
    let text = money.to_decimal();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let whole = grouped(whole, thousands);
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{point}{decimals}") }
}

/// `10 000,00 €`, with narrow no-break spaces between thousands.
pub fn amount_fr(money: Money) -> String {
    let currency = money.currency();
    let sign = if currency == Currency::EUR { "€" } else { currency.code() };
    format!("{}\u{a0}{sign}", amount(money, '\u{202f}', ','))
}

/// `€10,000.00`, or `USD 10,000.00`.
pub fn amount_en(money: Money) -> String {
    let text = amount(money, ',', '.');
    if money.currency() == Currency::EUR { format!("€{text}") } else { format!("{}\u{a0}{text}", money.currency()) }
}

/// `12,15 %`.
pub fn rate_fr(rate: Rate) -> String {
    format!("{}\u{a0}%", rate.to_string().replace('.', ","))
}

/// `12.15%`.
pub fn rate_en(rate: Rate) -> String {
    format!("{rate}%")
}

/// Points added to a rate: `8`, `4.5`; no useless decimals.
pub(crate) fn points_en(points: Rate) -> String {
    let text = points.to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `4,5`.
pub(crate) fn points_fr(points: Rate) -> String {
    points_en(points).replace('.', ",")
}

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(names: [&'static str; 12], date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|i| names.get(i).copied()).unwrap_or("")
}

/// `1er juillet 2026`, `21 juin 2026`.
pub fn date_fr(date: Date) -> String {
    let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    format!("{day} {} {}", month(MONTHS_FR, date), date.year())
}

/// `1 July 2026`.
pub fn date_en(date: Date) -> String {
    format!("{} {} {}", date.day(), month(MONTHS_EN, date), date.year())
}

/// `le` and `du`-less helper: « 1 jour », « 12 jours ».
pub(crate) fn days_fr(days: i64) -> String {
    if days.abs() < 2 { format!("{days} jour") } else { format!("{days} jours") }
}

/// "1 day", "12 days".
pub(crate) fn days_en(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// Serialises money as the decimal string of the contract.
pub(crate) mod decimal {
    use kernel::Money;

    pub fn serialize<S: serde::Serializer>(money: &Money, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&money.to_decimal())
    }
}

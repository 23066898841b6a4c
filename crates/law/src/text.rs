//! Sentences in French and English; amounts, rates and dates are written as in the letters.

use kernel::{Date, Language, Money, Rate, figures};

/// One sentence in both languages.
pub use kernel::Wording as Line;

/// `10 000,00 €`.
///
/// ```
/// let sum = kernel::Money::parse("10000.00", kernel::Currency::EUR)?;
/// assert_eq!(law::text::amount_fr(sum), "10\u{202f}000,00\u{202f}€");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn amount_fr(money: Money) -> String {
    figures::money(money, Language::Fr)
}

/// `€10,000.00`, or `USD 10,000.00`.
///
/// ```
/// let sum = kernel::Money::parse("10000.00", kernel::Currency::EUR)?;
/// assert_eq!(law::text::amount_en(sum), "€10,000.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn amount_en(money: Money) -> String {
    figures::money(money, Language::En)
}

/// `12,15 %`.
///
/// ```
/// assert_eq!(law::text::rate_fr(kernel::Rate::parse("12.15")?), "12,15\u{202f}%");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rate_fr(rate: Rate) -> String {
    figures::rate(rate, Language::Fr)
}

/// `12.15%`.
///
/// ```
/// assert_eq!(law::text::rate_en(kernel::Rate::parse("12.15")?), "12.15%");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rate_en(rate: Rate) -> String {
    figures::rate(rate, Language::En)
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

/// `1er juillet 2026`, `21 juin 2026`.
///
/// ```
/// assert_eq!(law::text::date_fr("2026-07-01".parse()?), "1er\u{a0}juillet\u{a0}2026");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn date_fr(date: Date) -> String {
    figures::date_long(date, Language::Fr)
}

/// `1 July 2026`.
///
/// ```
/// assert_eq!(law::text::date_en("2026-07-01".parse()?), "1\u{a0}July\u{a0}2026");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn date_en(date: Date) -> String {
    figures::date_long(date, Language::En)
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

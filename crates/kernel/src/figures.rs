//! Amounts, dates and rates as people read them, in French and in English.
//!
//! French: `12 400,00 €` with narrow no-break spaces (U+202F), a true minus (U+2212).
//! English: `€12,400.00`, `−€120.00`.

use crate::{Date, Money, Rate, Rounding, words::Language};

/// Narrow no-break space.
const NARROW: char = '\u{202f}';
/// Minus sign.
const MINUS: char = '\u{2212}';

/// The digits of an amount in groups of three, without currency: `12 400,00`, `−1,200.00`.
pub fn amount(money: Money, language: Language) -> String {
    let decimal = money.to_decimal();
    let (negative, unsigned) = decimal.strip_prefix('-').map_or((false, decimal.as_str()), |rest| (true, rest));
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let (group, point) = match language {
        Language::Fr => (NARROW, ','),
        Language::En => (',', '.'),
    };
    let mut text = String::with_capacity(decimal.len() + 8);
    if negative {
        text.push(MINUS);
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push(point);
        text.push_str(decimals);
    }
    text
}

/// An amount with its currency: `12 400,00 €`, `€12,400.00`, `12 400,00 CHF`, `CHF 12,400.00`.
pub fn money(money: Money, language: Language) -> String {
    let digits = amount(money, language);
    let currency = money.currency();
    let symbol = match currency.code() {
        "EUR" => Some("€"),
        "GBP" => Some("£"),
        _ => None,
    };
    match (language, symbol) {
        (Language::Fr, symbol) => format!("{digits}{NARROW}{}", symbol.unwrap_or_else(|| currency.code())),
        (Language::En, Some(symbol)) => match digits.strip_prefix(MINUS) {
            Some(rest) => format!("{MINUS}{symbol}{rest}"),
            None => format!("{symbol}{digits}"),
        },
        (Language::En, None) => format!("{}{NARROW}{digits}", currency.code()),
    }
}

const MOIS: [&str; 12] = [
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
const MONTHS: [&str; 12] = [
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

/// The name of the month of a date: `novembre`, `November`.
pub fn month(date: Date, language: Language) -> &'static str {
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    language.pick(MOIS[month], MONTHS[month])
}

/// A date in words: `1er novembre 2026`, `1 November 2026`; the blanks do not break.
pub fn date_long(date: Date, language: Language) -> String {
    let first = if language == Language::Fr && date.day() == 1 { "er" } else { "" };
    format!("{}{first}\u{a0}{}\u{a0}{}", date.day(), month(date, language), date.year())
}

/// A date in a table: `12/10/2026`, `12 Oct 2026`.
pub fn date_short(date: Date, language: Language) -> String {
    match language {
        Language::Fr => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        Language::En => {
            let month = &month(date, language)[..3];
            format!("{}\u{a0}{month}\u{a0}{}", date.day(), date.year())
        }
    }
}

/// A yearly rate: `12,15 %`, `12.15%`.
pub fn rate(rate: Rate, language: Language) -> String {
    let text = rate.to_string().replace('-', &MINUS.to_string());
    match language {
        Language::Fr => format!("{}{NARROW}%", text.replace('.', ",")),
        Language::En => format!("{text}%"),
    }
}

/// A whole number in groups of three: `1 204`, `1,204`.
pub fn count(number: i64, language: Language) -> String {
    let digits = number.unsigned_abs().to_string();
    let group = if language == Language::Fr { NARROW } else { ',' };
    let mut text = String::from(if number < 0 { "\u{2212}" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

/// The share of `part` in `whole`, in percent to one decimal, rounded half up: `38,4 %`. A dash when
/// the whole is not above zero.
pub fn share(part: Money, whole: Money, language: Language) -> String {
    if whole.minor() <= 0 {
        return "–".to_owned();
    }
    let per_mille = Rounding::HalfUp.divide(i128::from(part.minor()) * 1000, i128::from(whole.minor()));
    let sign = if per_mille < 0 { "\u{2212}" } else { "" };
    let (whole, tenth) = (per_mille.abs() / 10, per_mille.abs() % 10);
    match language {
        Language::Fr => format!("{sign}{whole},{tenth}{NARROW}%"),
        Language::En => format!("{sign}{whole}.{tenth}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn amounts_follow_the_language() {
        let eur = |minor| Money::new(minor, Currency::EUR);
        assert_eq!(money(eur(1_240_000), Language::Fr), "12\u{202f}400,00\u{202f}€");
        assert_eq!(money(eur(-12_000), Language::Fr), "\u{2212}120,00\u{202f}€");
        assert_eq!(money(eur(123_456_789), Language::En), "€1,234,567.89");
        assert_eq!(money(eur(-5), Language::En), "\u{2212}€0.05");
        let franc = Currency::parse("CHF").expect("a currency");
        assert_eq!(money(Money::new(100, franc), Language::En), "CHF\u{202f}1.00");
        assert_eq!(share(eur(2), eur(3), Language::Fr), "66,7\u{202f}%");
        assert_eq!(share(eur(2), eur(0), Language::Fr), "–");
        assert_eq!(count(-12_345, Language::En), "\u{2212}12,345");
    }

    #[test]
    fn dates_and_rates_follow_the_language() {
        let day = crate::from_epoch_day(20_758); // 1 November 2026
        assert_eq!(date_long(day, Language::Fr), "1er\u{a0}novembre\u{a0}2026");
        assert_eq!(date_short(day, Language::Fr), "01/11/2026");
        assert_eq!(date_short(day, Language::En), "1\u{a0}Nov\u{a0}2026");
        assert_eq!(rate(Rate::parse("12.15").expect("a rate"), Language::Fr), "12,15\u{202f}%");
    }
}

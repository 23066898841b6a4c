//! Explanations read back and their sums done again, with nothing but their words.

/// The cents of the first amount in a text, the sign of the currency before or after it.
pub fn cents(text: &str) -> Option<i64> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let amount = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}');
    let end = text[from..].find(|c| !amount(c)).map_or(text.len(), |at| from + at);
    let digits: String = text[from..end].chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// « du … au … : 10 jours × 10 000,00 € × 12,15 % / 365 = 33,29 € », or the same in English.
pub struct Slice {
    /// What bears.
    pub balance: i64,
    /// The interest done again.
    pub redone: i64,
    /// The interest it says.
    pub said: i64,
}

/// Reads such a line; nothing for another line.
pub fn slice(line: &str) -> Option<Slice> {
    let (left, said) = line.rsplit_once(" = ")?;
    let (_, product) = left.rsplit_once(": ")?;
    let (product, year) = product.split_once(" / ")?;
    let factors: Vec<&str> = product.split(" × ").collect();
    let [days, balance, rate] = factors[..] else { return None };
    let days: i128 = days.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let balance = cents(balance)?;
    let decimal: String =
        rate.replace(',', ".").chars().filter(|c| c.is_ascii_digit() || *c == '.').collect::<String>();
    let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
    let millionths: i128 = format!("{whole}{fraction:0<6}").parse().ok()?;
    let of = year.trim().parse::<i128>().ok()? * 100_000_000;
    let exact = days * i128::from(balance) * millionths;
    Some(Slice { balance, redone: half_up(exact, of), said: cents(said)? })
}

/// A half up, of sums that are not negative.
pub fn half_up(amount: i128, of: i128) -> i64 {
    i64::try_from((2 * amount + of) / (2 * of)).expect("fits")
}

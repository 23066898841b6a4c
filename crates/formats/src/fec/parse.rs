//! Amounts and dates of a FEC line, fast: most are plain, the odd ones go the long way.

use kernel::{Date, epoch_day};

use crate::{Problem, problem::excerpt, value};

/// Largest amount on a line, cents: ten thousand billion.
const LARGEST: i64 = 1_000_000_000_000_000;

/// A FEC amount: cents, and whether it had a decimal point.
pub(crate) fn amount(text: &str) -> Result<(i64, bool), Problem> {
    match plain(text.as_bytes()) {
        Some(cents) => Ok((cents, false)),
        None => odd(text),
    }
}

/// `123`, `123,4`, `-123,45`, `+000000069,40`. Anything else is `None`.
fn plain(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [] => return Some(0),
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let mut value: i64 = 0;
    let mut decimals: Option<u8> = None;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                decimals = decimals.map(|d| d + 1);
            }
            b',' if decimals.is_none() && value >= 0 => decimals = Some(0),
            _ => return None,
        }
    }
    let cents = match decimals {
        None => value.checked_mul(100)?,
        Some(0 | 3..) => return None,
        Some(1) => value * 10,
        Some(_) => value,
    };
    (cents <= LARGEST).then_some(if negative { -cents } else { cents })
}

/// Trailing sign, decimal point, blanks inside, exponent, useless decimals.
fn odd(text: &str) -> Result<(i64, bool), Problem> {
    let not = || Problem::NotAnAmount { text: excerpt(text) };
    if text.len() > 60 {
        return Err(not());
    }
    let mut compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for sign in ['-', '+'] {
        if compact.ends_with(sign) {
            compact.pop();
            compact.insert(0, sign);
        }
    }
    let point = compact.contains('.');
    if point && compact.contains(',') {
        return Err(Problem::AmbiguousAmount { text: excerpt(text) });
    }
    let decimal = value::parse_scientific(&compact.replace(',', ".")).ok_or_else(not)?;
    let cents = decimal.minor(2).map_err(|fault| match fault {
        value::Inexact::TooPrecise => Problem::TooPrecise { text: excerpt(text), currency: kernel::Currency::EUR },
        value::Inexact::TooLarge => Problem::TooLarge { text: excerpt(text) },
    })?;
    if cents.abs() > LARGEST {
        return Err(Problem::TooLarge { text: excerpt(text) });
    }
    Ok((cents, point))
}

/// Remembers the last date: lines of one entry share it.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    last: Option<([u8; 8], i32)>,
}

impl Dates {
    /// `20260131`, as days since 1970. Other forms are tried day first.
    pub fn read(&mut self, text: &str) -> Result<i32, Problem> {
        if let Ok(eight) = <[u8; 8]>::try_from(text.as_bytes()) {
            if let Some((known, day)) = self.last
                && known == eight
            {
                return Ok(day);
            }
            if eight.iter().all(u8::is_ascii_digit) {
                let day = epoch_day(civil(eight).ok_or_else(|| Problem::NoSuchDate { text: excerpt(text) })?);
                self.last = Some((eight, day));
                return Ok(day);
            }
        }
        match value::parse_date(text, value::DateOrder::Dmy) {
            Ok(date) => Ok(epoch_day(date)),
            Err(_) => Err(Problem::NoSuchDate { text: excerpt(text) }),
        }
    }
}

fn civil(digits: [u8; 8]) -> Option<Date> {
    let d = |i: usize| i16::from(digits[i] - b'0');
    let year = d(0) * 1000 + d(1) * 100 + d(2) * 10 + d(3);
    let month = i8::try_from(d(4) * 10 + d(5)).ok()?;
    let day = i8::try_from(d(6) * 10 + d(7)).ok()?;
    if !(1900..=2199).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_programs_write_them() {
        for (text, cents) in [
            ("", 0),
            ("0", 0),
            ("1234", 123_400),
            ("12,5", 1_250),
            ("777,18", 77_718),
            ("+000000069,40", 6_940),
            ("-000000069,40", -6_940),
            ("69,40-", -6_940),
            ("1 234,56", 123_456),
            ("1\u{202f}234,56", 123_456),
            ("12,3400", 1_234),
            ("1,5E3", 150_000),
            (",50", 50),
        ] {
            assert_eq!(amount(text), Ok((cents, false)), "{text}");
        }
        assert_eq!(amount("12.34"), Ok((1_234, true)));
        for bad in ["abc", "1,2,3", "1.234,56", "12,345", "--1", "-", ",", "99999999999999999999", "1e99"] {
            assert!(amount(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn impossible_days_are_refused() {
        let mut dates = Dates::default();
        assert_eq!(dates.read("20260131"), Ok(20_484));
        assert_eq!(dates.read("31/01/2026"), Ok(20_484));
        for bad in ["20260231", "20261301", "00000000", "2026013", "abcdefgh"] {
            assert!(dates.read(bad).is_err(), "{bad}");
        }
    }
}

//! Exact yearly rates.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Money, MoneyError, Rounding};

/// A yearly rate in percent, exact to a millionth of a percent: `12.15` is 12.15 % a year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i64);

const SCALE: i64 = 1_000_000;

impl Rate {
    /// No interest.
    pub const ZERO: Self = Self(0);

    /// A whole number of percent.
    pub const fn percent(percent: i64) -> Self {
        Self(percent * SCALE)
    }

    /// Millionths of a percent.
    #[inline]
    pub const fn micro_percent(self) -> i64 {
        self.0
    }

    /// Reads `12.15`: percent, a decimal point, at most six decimals.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`] when it is not such a number.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::Malformed(text.chars().take(40).collect());
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(decimals) || decimals.len() > 6 {
            return Err(malformed());
        }
        let value: i64 = format!("{whole}{decimals:0<6}").parse().map_err(|_| malformed())?;
        Ok(Self(if negative { -value } else { value }))
    }

    /// The sum of two rates (`ECB + 10 points`).
    #[inline]
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// The rate times a whole number (`three times the legal rate`).
    #[inline]
    #[must_use]
    pub const fn times(self, factor: i64) -> Self {
        Self(self.0 * factor)
    }

    /// Simple interest on `base` over `days`, on a year of `year_days`, rounded once to the minor unit.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    #[inline]
    pub fn interest(self, base: Money, days: i64, year_days: i64, rounding: Rounding) -> Result<Money, MoneyError> {
        let exact = i128::from(base.minor()) * i128::from(self.0) * i128::from(days);
        let minor = rounding.divide(exact, i128::from(year_days) * 100 * i128::from(SCALE));
        Ok(Money::new(i64::try_from(minor).map_err(|_| MoneyError::Overflow)?, base.currency()))
    }
}

impl fmt::Display for Rate {
    /// `12.15`, at least two decimals, no percent sign: the form of JSON and tables.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, value) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let decimals = format!("{:06}", value % SCALE.unsigned_abs());
        let kept = decimals.trim_end_matches('0').len().max(2);
        write!(f, "{sign}{}.{}", value / SCALE.unsigned_abs(), &decimals[..kept])
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} %")
    }
}

impl Serialize for Rate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn interest_is_exact_to_the_cent() {
        let rate = Rate::parse("12.15").expect("a rate");
        let base = Money::new(480_000, Currency::EUR);
        // 4 800 € for 92 days at 12.15 % on 365 days: 147.00 €
        assert_eq!(rate.interest(base, 92, 365, Rounding::HalfUp), Ok(Money::new(14_700, Currency::EUR)));
        assert_eq!(Rate::parse("2.4").map(|r| r.plus(Rate::percent(10)).to_string()), Ok("12.40".to_owned()));
        assert!(Rate::parse("1,5").is_err());
    }
}

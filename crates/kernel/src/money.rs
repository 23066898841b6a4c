//! Exact money: integer minor units and a currency, one named rounding, no floating point.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Language;

/// An ISO 4217 currency, by its three-letter code.
///
/// Any well-formed code is accepted by [`Currency::parse`] only when its number of decimals is
/// known to us: an amount in an unknown currency cannot be read exactly.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Currencies whose minor unit is not a hundredth (ISO 4217, list one).
const OTHER_DIGITS: &[(&[u8; 3], u8)] = &[
    (b"BIF", 0),
    (b"CLP", 0),
    (b"DJF", 0),
    (b"GNF", 0),
    (b"ISK", 0),
    (b"JPY", 0),
    (b"KMF", 0),
    (b"KRW", 0),
    (b"PYG", 0),
    (b"RWF", 0),
    (b"UGX", 0),
    (b"VND", 0),
    (b"VUV", 0),
    (b"XAF", 0),
    (b"XOF", 0),
    (b"XPF", 0),
    (b"BHD", 3),
    (b"IQD", 3),
    (b"JOD", 3),
    (b"KWD", 3),
    (b"LYD", 3),
    (b"OMR", 3),
    (b"TND", 3),
];

/// Currencies with two decimals (ISO 4217, list one, those in circulation).
const TWO_DIGITS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG \
    HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
    MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS \
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW";

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// Reads a three-letter code, in any case, blanks around it ignored.
    ///
    /// # Errors
    /// [`MoneyError::UnknownCurrency`] when the code is not in circulation.
    pub fn parse(code: &str) -> Result<Self, MoneyError> {
        let unknown = || MoneyError::UnknownCurrency(code.trim().chars().take(12).collect());
        let bytes: [u8; 3] = code.trim().as_bytes().try_into().map_err(|_| unknown())?;
        let upper = bytes.map(|b| b.to_ascii_uppercase());
        let known = OTHER_DIGITS.iter().any(|(c, _)| **c == upper)
            || TWO_DIGITS.split_ascii_whitespace().any(|c| c.as_bytes() == upper);
        known.then_some(Self(upper)).ok_or_else(unknown)
    }

    /// The three-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Number of decimals of the minor unit (2 for the euro, 0 for the yen, 3 for the dinar).
    pub fn digits(self) -> u8 {
        OTHER_DIGITS.iter().find(|(c, _)| **c == self.0).map_or(2, |(_, d)| *d)
    }

    /// Minor units in one unit: 100 for the euro.
    pub fn scale(self) -> i64 {
        10_i64.pow(u32::from(self.digits()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::parse(&code).map_err(serde::de::Error::custom)
    }
}

/// Why an amount could not be read or computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The code is no currency in circulation.
    #[error("« {0} » is not a known currency code")]
    UnknownCurrency(String),
    /// The text is not a plain decimal number.
    #[error("« {0} » is not a decimal amount")]
    Malformed(String),
    /// More decimals than the currency has.
    #[error("« {text} » has more decimals than {currency} allows")]
    TooPrecise {
        /// The text as read.
        text: String,
        /// The currency it was read in.
        currency: Currency,
    },
    /// The amount does not fit 64 bits.
    #[error("the amount is too large")]
    Overflow,
    /// Two currencies were mixed.
    #[error("{0} and {1} cannot be added")]
    Mixed(Currency, Currency),
}

impl MoneyError {
    /// What is wrong, in `language`; `Display` is the English.
    pub fn words(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, _) => self.to_string(),
            (Language::Fr, Self::UnknownCurrency(code)) => format!("« {code} » n’est pas un code de devise connu"),
            (Language::Fr, Self::Malformed(text)) => format!("« {text} » n’est pas un montant décimal"),
            (Language::Fr, Self::TooPrecise { text, currency }) => {
                format!("« {text} » a plus de décimales que n’en admet la devise {currency}")
            }
            (Language::Fr, Self::Overflow) => "le montant est trop grand".to_owned(),
            (Language::Fr, Self::Mixed(one, other)) => format!("{one} et {other} ne s’additionnent pas"),
        }
    }
}

/// How a fraction of the minor unit is settled. Named wherever a division happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// To the nearest, a half away from zero: the usage of French accounts.
    #[default]
    HalfUp,
    /// To the nearest, a half to the even neighbour.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl Rounding {
    /// `numerator / denominator`, rounded. The denominator is positive.
    #[inline]
    pub fn divide(self, numerator: i128, denominator: i128) -> i128 {
        assert!(denominator > 0, "a rounding needs a positive denominator");
        // most sums of a desk fit in 64 bits, where the processor divides in one go; twice the rest must fit too
        if let (Ok(short), Ok(by)) = (i64::try_from(numerator), i64::try_from(denominator))
            && by < i64::MAX / 2
        {
            return i128::from(self.divide_short(short, by));
        }
        let quotient = numerator / denominator;
        let rest = (numerator % denominator).abs();
        let away = match self {
            Self::Down => false,
            Self::Up => rest != 0,
            Self::HalfUp => rest * 2 >= denominator,
            Self::HalfEven => rest * 2 > denominator || (rest * 2 == denominator && quotient % 2 != 0),
        };
        if away { quotient + numerator.signum() } else { quotient }
    }

    #[inline]
    fn divide_short(self, numerator: i64, denominator: i64) -> i64 {
        let (quotient, rest) = (numerator / denominator, (numerator % denominator).abs());
        let away = match self {
            Self::Down => false,
            Self::Up => rest != 0,
            Self::HalfUp => rest * 2 >= denominator,
            Self::HalfEven => rest * 2 > denominator || (rest * 2 == denominator && quotient % 2 != 0),
        };
        if away { quotient + numerator.signum() } else { quotient }
    }
}

/// An amount: minor units (cents) of one currency. Negative for what is owed to the debtor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// `minor` units of `currency`: `Money::new(4000, Currency::EUR)` is 40 €.
    #[inline]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    #[inline]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Minor units, signed.
    #[inline]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[inline]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// True for exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Reads `-1234.56`: optional sign, digits, optional `.` and at most as many decimals as the
    /// currency has. No thousands separator: readers of foreign files normalise before.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`], [`MoneyError::TooPrecise`] or [`MoneyError::Overflow`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::Malformed(text.chars().take(40).collect());
        let (negative, digits) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || !plain(whole) || !plain(decimals) {
            return Err(malformed());
        }
        let places = usize::from(currency.digits());
        let kept = decimals.trim_end_matches('0');
        if kept.len() > places {
            return Err(MoneyError::TooPrecise { text: text.chars().take(40).collect(), currency });
        }
        let mut minor: i64 = 0;
        for digit in whole.bytes().chain(kept.bytes()).chain(std::iter::repeat_n(b'0', places - kept.len())) {
            minor = minor
                .checked_mul(10)
                .and_then(|m| m.checked_add(i64::from(digit - b'0')))
                .ok_or(MoneyError::Overflow)?;
        }
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// The decimal text with the currency's digits: `1112248.28`, `-120.00`. The form of JSON and CSV.
    pub fn to_decimal(self) -> String {
        let digits = usize::from(self.currency.digits());
        let (sign, value) = (if self.minor < 0 { "-" } else { "" }, self.minor.unsigned_abs());
        let scale = self.currency.scale().unsigned_abs();
        if digits == 0 {
            return format!("{sign}{value}");
        }
        format!("{sign}{}.{:0digits$}", value / scale, value % scale)
    }

    /// The sum, in one currency.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] or [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// `self × numerator / denominator`, rounded once.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn ratio(self, numerator: i64, denominator: i64, rounding: Rounding) -> Result<Self, MoneyError> {
        let exact = rounding.divide(i128::from(self.minor) * i128::from(numerator), i128::from(denominator));
        Ok(Self::new(i64::try_from(exact).map_err(|_| MoneyError::Overflow)?, self.currency))
    }

    /// Shares the amount by weight without losing a cent: the parts add up to the whole. What the
    /// division leaves goes, one unit each, to the parts with the largest remainders, first in order.
    pub fn split(self, weights: &[u32]) -> Vec<Self> {
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if total == 0 {
            return Vec::new();
        }
        let minor = i128::from(self.minor);
        let mut parts: Vec<i128> = weights.iter().map(|w| minor * i128::from(*w) / total).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse((minor * i128::from(weights[i]) % total).abs()));
        let left = minor - parts.iter().sum::<i128>();
        for &i in order.iter().take(usize::try_from(left.abs()).unwrap_or(0)) {
            parts[i] += left.signum();
        }
        parts.into_iter().map(|p| Self::new(i64::try_from(p).unwrap_or(self.minor), self.currency)).collect()
    }
}

impl std::ops::Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.minor, self.currency)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_and_long_divisions_agree() {
        // multiplied by a number beyond 64 bits, the quotient and the rounding stay the same
        let wide = 1_i128 << 63;
        for rounding in [Rounding::Down, Rounding::Up, Rounding::HalfUp, Rounding::HalfEven] {
            for numerator in -60_i128..=60 {
                for denominator in [1_i128, 2, 3, 7, 8, 10, 365] {
                    let short = rounding.divide(numerator, denominator);
                    assert_eq!(
                        short,
                        rounding.divide(numerator * wide, denominator * wide),
                        "{numerator}/{denominator}"
                    );
                }
            }
            let (most, by) = (i128::from(i64::MAX), i128::from(i64::MAX / 2));
            assert_eq!(rounding.divide(most, by), rounding.divide(most * wide, by * wide));
        }
    }

    #[test]
    fn decimal_text_is_read_exactly_or_refused() {
        let eur = |t: &str| Money::parse(t, Currency::EUR).map(Money::minor);
        assert_eq!(eur("1234.56"), Ok(123_456));
        assert_eq!(eur("-0.5"), Ok(-50));
        assert_eq!(eur("12.500"), Ok(1250));
        assert!(matches!(eur("12.505"), Err(MoneyError::TooPrecise { .. })));
        for bad in ["", "-", ".", "1,5", "1 000", "1e3", "--1", "９"] {
            assert!(matches!(eur(bad), Err(MoneyError::Malformed(_))), "{bad}");
        }
        assert_eq!(eur("99999999999999999999"), Err(MoneyError::Overflow));
        let yen = Currency::parse("jpy").expect("the yen is a currency");
        assert_eq!(Money::parse("120", yen).map(Money::to_decimal), Ok("120".to_owned()));
        assert!(Currency::parse("EUX").is_err());
    }

    #[test]
    fn roundings_differ_only_on_fractions() {
        for (rounding, expected) in [
            (Rounding::HalfUp, [3, -3, 2]),
            (Rounding::HalfEven, [2, -2, 2]),
            (Rounding::Down, [2, -2, 2]),
            (Rounding::Up, [3, -3, 2]),
        ] {
            assert_eq!([5, -5, 4].map(|n| rounding.divide(n, 2)), expected, "{rounding:?}");
        }
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(minor in -1_000_000_000_i64..1_000_000_000, weights in proptest::collection::vec(0_u32..1000, 1..20)) {
            let whole = Money::new(minor, Currency::EUR);
            let parts = whole.split(&weights);
            if weights.iter().any(|w| *w > 0) {
                prop_assert_eq!(parts.iter().map(|p| p.minor()).sum::<i64>(), minor);
            } else {
                prop_assert!(parts.is_empty());
            }
        }

        #[test]
        fn decimal_text_round_trips(minor in any::<i64>().prop_filter("not the lowest", |m| *m != i64::MIN)) {
            let money = Money::new(minor, Currency::EUR);
            prop_assert_eq!(Money::parse(&money.to_decimal(), Currency::EUR), Ok(money));
        }
    }
}

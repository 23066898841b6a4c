//! The formulas written in the cells of the tariff: flat sums, coefficients, degressive scales.

use kernel::{Currency, Money, Rate};

/// Exact euros: units of 10⁻¹⁰ €, so that cents times a percentage to six decimals stay exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Exact(pub i128);

/// Exact units in one cent.
const CENT: i128 = 100_000_000;

impl Exact {
    pub fn of(money: Money) -> Self {
        Self(i128::from(money.minor()) * CENT)
    }

    pub fn percent(base: Money, rate: Rate) -> Self {
        Self(i128::from(base.minor()) * i128::from(rate.micro_percent()))
    }

    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// With `rate` percent added, then rounded to the cent, a half up.
    pub fn with_percent_added(self, rate: Rate) -> Result<Money, kernel::MoneyError> {
        let factor = CENT + i128::from(rate.micro_percent());
        let product = self.0.checked_mul(factor).ok_or(kernel::MoneyError::Overflow)?;
        let cents = kernel::Rounding::HalfUp.divide(product, CENT * CENT);
        Ok(Money::new(i64::try_from(cents).map_err(|_| kernel::MoneyError::Overflow)?, Currency::EUR))
    }

    pub fn rounded(self) -> Result<Money, kernel::MoneyError> {
        self.with_percent_added(Rate::ZERO)
    }
}

/// An amount of a table: `1,280` or `25.53`, blanks and separators forgiven.
pub(crate) fn euros(text: &str) -> Option<Money> {
    let plain: String = text.trim().chars().filter(|c| !matches!(c, ',' | ' ' | '€')).collect();
    Money::parse(plain.trim_end_matches("EUR"), Currency::EUR).ok()
}

/// The first word of a cell, as an amount: `6.37 (cap 32.74)` is 6.37.
pub(crate) fn leading_euros(cell: &str) -> Option<Money> {
    euros(cell.split_whitespace().next()?)
}

/// One slice of a degressive scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bracket {
    pub rate: Rate,
    pub over: Money,
    pub up_to: Option<Money>,
}

/// A scale with its cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scale {
    Flat(Money),
    Degressive { brackets: Vec<Bracket>, cap: Option<Money> },
}

impl Scale {
    /// Reads `4.29 fixed` or `5.60% of 0-304; 2.80% of 304-912; 0.28% above 3,040; cap 268.13; …`.
    pub fn parse(cell: &str) -> Option<Self> {
        if let Some(flat) = cell.trim().strip_suffix("fixed") {
            return euros(flat).map(Self::Flat);
        }
        let (mut brackets, mut cap) = (Vec::new(), None);
        for part in cell.split(';').map(str::trim) {
            if let Some(amount) = part.strip_prefix("cap ") {
                cap = Some(euros(amount)?);
            } else if let Some((rate, range)) = part.split_once('%') {
                brackets.push(bracket(rate, range)?);
            }
        }
        let contiguous = brackets.windows(2).all(|pair| pair[0].up_to == Some(pair[1].over));
        (!brackets.is_empty() && contiguous).then_some(Self::Degressive { brackets, cap })
    }

    /// The slices of a base: bracket, part of the base in it, its share of the fee; then the sum, capped.
    pub fn apply(&self, base: Money) -> (Vec<(Bracket, Money, Exact)>, Exact) {
        let (brackets, cap) = match self {
            Self::Flat(amount) => return (Vec::new(), Exact::of(*amount)),
            Self::Degressive { brackets, cap } => (brackets, cap),
        };
        let mut slices = Vec::new();
        let mut sum = Exact::default();
        for bracket in brackets {
            let top = bracket.up_to.map_or(base.minor(), |top| top.minor().min(base.minor()));
            let part = Money::new((top - bracket.over.minor()).max(0), Currency::EUR);
            if !part.is_zero() {
                let fee = Exact::percent(part, bracket.rate);
                sum = sum.plus(fee);
                slices.push((*bracket, part, fee));
            }
        }
        (slices, cap.map_or(sum, |cap| sum.min(Exact::of(cap))))
    }
}

fn bracket(rate: &str, range: &str) -> Option<Bracket> {
    let rate = Rate::parse(rate.trim()).ok()?;
    let range = range.trim().trim_start_matches("of ").trim();
    if let Some(over) = range.strip_prefix("above ").or_else(|| range.strip_prefix('>')) {
        return Some(Bracket { rate, over: euros(over)?, up_to: None });
    }
    let (over, up_to) = range.split_once('-')?;
    Some(Bracket { rate, over: euros(over)?, up_to: Some(euros(up_to)?) })
}

/// Whether a base meets a condition written `<= 76 EUR`, `debt > 76 EUR`, `> 128 to 1,280 EUR`.
pub(crate) fn meets(condition: &str, base: Money) -> Option<bool> {
    let at = condition.find(['<', '>'])?;
    let text = condition[at..].trim().trim_end_matches("EUR").trim();
    if let Some(top) = text.strip_prefix("<=") {
        return Some(base.minor() <= euros(top)?.minor());
    }
    let text = text.strip_prefix('>')?;
    let (over, up_to) = text.split_once(" to ").map_or((text, None), |(over, up_to)| (over, Some(up_to)));
    let under = up_to.map_or(Some(true), |up_to| Some(base.minor() <= euros(up_to)?.minor()))?;
    Some(base.minor() > euros(over)?.minor() && under)
}

/// The coefficient for a debt from `<= 128 EUR x0.5; > 128 to 1,280 EUR x1; > 1,280 EUR x2`, in percent.
pub(crate) fn coefficient(cell: &str, debt: Money) -> Option<Rate> {
    for part in cell.split(';') {
        let (condition, factor) = part.rsplit_once('x')?;
        if meets(condition, debt)? {
            return Rate::parse(factor.trim()).ok().map(|rate| rate.times(100));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_or_refused() {
        let eur = |text: &str| euros(text).expect("an amount");
        assert_eq!(Scale::parse("4.29 fixed"), Some(Scale::Flat(eur("4.29"))));
        let scale =
            Scale::parse("9.67% 0-125; 6.29% 125-610; 0.29% > 610; cap 550; base = principal").expect("a scale");
        assert_eq!(scale.apply(eur("45")).1.rounded(), Ok(eur("4.35")));
        assert_eq!(scale.apply(eur("1000000")).1.rounded(), Ok(eur("550")));
        assert_eq!(Scale::parse("9.67% 0-125; 6.29% 130-610"), None, "a hole");
        assert_eq!(Scale::parse("free"), None);
        assert_eq!(meets("debt > 128 to 1,280 EUR", eur("1280")), Some(true));
        assert_eq!(meets("> 128 to 1,280 EUR", eur("1280.01")), Some(false));
        assert_eq!(meets("always", eur("1")), None);
    }
}

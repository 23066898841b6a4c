//! Arithmetic for negotiating terms: what a delay costs, what a discount is worth.

use kernel::{Money, Rate, Rounding};
use serde::Serialize;

use crate::refusals::Refusal;
use crate::text::{amount_en, amount_fr, decimal, rate_en, rate_fr};
use crate::{LawError, Line, Source};

/// The cost of waiting for money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DelayCost {
    /// What the delay costs.
    #[serde(serialize_with = "decimal::serialize")]
    pub cost: Money,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Empty: arithmetic, no row.
    pub sources: Vec<Source>,
    /// Empty.
    pub warnings: Vec<Line>,
}

/// Cost of `days` on `amount` at the house's cost of cash, on 365 days.
///
/// # Errors
/// [`LawError::Refused`] for a negative amount, rate or delay.
///
/// ```
/// use kernel::{Currency, Money, Rate};
/// let cost = law::terms_cost::cost_of_delay(Money::parse("10000.00", Currency::EUR)?, 30, Rate::percent(6))?;
/// assert_eq!(cost.cost.to_decimal(), "49.32");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cost_of_delay(amount: Money, days: i64, cost_of_cash: Rate) -> Result<DelayCost, LawError> {
    if amount.minor() < 0 || days < 0 || cost_of_cash < Rate::ZERO {
        return Err(Refusal::DelayCost.into());
    }
    let cost = cost_of_cash.interest(amount, days, 365, Rounding::HalfUp)?;
    let explanation = vec![Line::new(
        format!("{days} jours × {} × {} / 365 = {}.", amount_fr(amount), rate_fr(cost_of_cash), amount_fr(cost)),
        format!("{days} days × {} × {} / 365 = {}.", amount_en(amount), rate_en(cost_of_cash), amount_en(cost)),
    )];
    Ok(DelayCost { cost, explanation, sources: Vec::new(), warnings: Vec::new() })
}

/// The yearly rate hidden in a discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiscountRate {
    /// Percent a year, simple interest, to a hundredth.
    pub yearly: Rate,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Empty: arithmetic, no row.
    pub sources: Vec<Source>,
    /// Empty.
    pub warnings: Vec<Line>,
}

/// The yearly rate of a discount of `discount` percent for paying `days_early`: d / (100 − d) × 365 / days.
///
/// # Errors
/// [`LawError::Refused`] for a discount of 100 % or more, or no day gained.
///
/// ```
/// // 2 % for paying thirty days early: 2 / 98 × 365 / 30
/// let hidden = law::terms_cost::discount_rate(kernel::Rate::percent(2), 30)?;
/// assert_eq!(hidden.yearly.to_string(), "24.83");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn discount_rate(discount: Rate, days_early: i64) -> Result<DiscountRate, LawError> {
    let (d, whole) = (i128::from(discount.micro_percent()), i128::from(Rate::percent(100).micro_percent()));
    if d < 0 || d >= whole || days_early < 1 {
        return Err(Refusal::Discount.into());
    }
    // hundredths of a percent
    let hundredths = Rounding::HalfUp.divide(d * 365 * 10_000, (whole - d) * i128::from(days_early));
    let yearly = Rate::parse(&format!("{}.{:02}", hundredths / 100, hundredths % 100))?;
    let explanation = vec![Line::new(
        format!(
            "Escompte de {} pour {days_early} jours gagnés : escompte / (100 − escompte) × 365 / {days_early} = {} l'an, intérêts simples.",
            rate_fr(discount),
            rate_fr(yearly)
        ),
        format!(
            "Discount of {} for {days_early} days gained: discount / (100 − discount) × 365 / {days_early} = {} a year, simple interest.",
            rate_en(discount),
            rate_en(yearly)
        ),
    )];
    Ok(DiscountRate { yearly, explanation, sources: Vec::new(), warnings: Vec::new() })
}

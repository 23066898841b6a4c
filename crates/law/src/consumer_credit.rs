//! A consumer credit whose term is forfeited: what the lender may claim, and nothing else.
//!
//! C. conso. L312-39, D312-16: capital still due, interest accrued and unpaid, then interest at the loan's
//! rate on the capital until payment, and an indemnity in percent of the capital. No other fee, no flat
//! collection cost, only taxable costs (L312-38). Late-payment law between professionals does not apply.

use kernel::{Date, Money, Rate};
use serde::Serialize;

use crate::accrual::{self, Course, Slice};
use crate::convention::{Conventions, next};
use crate::explain::slice_line;
use crate::refusals::Refusal;
use crate::source::cite;
use crate::text::{amount_en, amount_fr, decimal, rate_en, rate_fr};
use crate::{Law, LawError, Line, Source};

/// What a forfeited credit owes on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForfeitedCredit {
    /// Capital still due.
    #[serde(serialize_with = "decimal::serialize")]
    pub capital: Money,
    /// Interest accrued before the forfeiture and unpaid.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest_before: Money,
    /// Interest since, on the capital alone.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest: Money,
    /// Indemnity, the most the lender may ask.
    #[serde(serialize_with = "decimal::serialize")]
    pub indemnity: Money,
    /// Everything.
    #[serde(serialize_with = "decimal::serialize")]
    pub owed: Money,
    /// Slices of interest.
    pub slices: Vec<Slice>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// Computes a forfeited consumer credit to `until` included.
///
/// # Errors
/// [`LawError::Refused`] for a negative amount or rate.
///
/// ```
/// use kernel::{Currency, Money, Rate};
/// use law::consumer_credit::forfeited_credit;
/// let eur = |text| Money::parse(text, Currency::EUR);
/// let (forfeited, until) = ("2026-01-31".parse()?, "2026-03-02".parse()?);
/// let law = law::Law::builtin();
/// let owed = forfeited_credit(eur("6000.00")?, eur("120.50")?, Rate::parse("5.5")?, forfeited, until, law)?;
/// assert_eq!(owed.indemnity.to_decimal(), "480.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn forfeited_credit(
    capital: Money,
    interest_before: Money,
    loan_rate: Rate,
    forfeited: Date,
    until: Date,
    law: &Law,
) -> Result<ForfeitedCredit, LawError> {
    if capital.minor() < 0 || interest_before.minor() < 0 || loan_rate < Rate::ZERO {
        return Err(Refusal::Credit.into());
    }
    let rule = law.rules().on("consumer_credit_indemnity", forfeited)?;
    let bar = law.rules().on("consumer_credit_no_other_cost", forfeited)?;
    let conventions = Conventions::default();
    let course = Course {
        principal: capital,
        first: Some(conventions.first_day(forfeited)),
        until,
        stop: None,
        indemnity: Money::zero(capital.currency()),
        late_from: next(forfeited),
        yearly: None,
    };
    let debt = accrual::run(course, &[], conventions, |_| Ok((loan_rate, Date::MAX)))?;
    let interest = Money::new(debt.state.accrued, capital.currency());
    let share = rule.rate()?;
    let indemnity =
        capital.ratio(share.micro_percent(), Rate::percent(100).micro_percent(), kernel::Rounding::HalfUp)?;
    let owed = capital.checked_add(interest_before)?.checked_add(interest)?.checked_add(indemnity)?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    cite(&mut sources, &mut warnings, &rule.source);
    cite(&mut sources, &mut warnings, &bar.source);
    warnings.push(Line::new(
        "Aucun autre frais ni indemnité de recouvrement ; le juge peut réduire l'indemnité (C. conso. L312-38, C. civ. 1231-5) ; action dans les deux ans, à peine de forclusion (R312-35).",
        "No other fee or collection cost; the judge may reduce the indemnity (C. conso. L312-38, C. civ. 1231-5); action within two years or time-barred (R312-35).",
    ));
    let mut explanation: Vec<Line> = debt.state.slices.iter().map(slice_line).collect();
    explanation.push(Line::new(
        format!("Indemnité : {} de {} = {}.", rate_fr(share), amount_fr(capital), amount_fr(indemnity)),
        format!("Indemnity: {} of {} = {}.", rate_en(share), amount_en(capital), amount_en(indemnity)),
    ));
    Ok(ForfeitedCredit {
        capital,
        interest_before,
        interest,
        indemnity,
        owed,
        slices: debt.state.slices,
        explanation,
        sources,
        warnings,
    })
}

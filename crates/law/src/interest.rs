//! Interest for late payment: between professionals, public buyers, consumers.
//!
//! Rule (C. com. L441-10 II): the delay from the day after the due date to the payment included is
//! cut at each half-year and at each payment; each slice is `balance × rate × days / 365`.

use std::borrow::Cow;

use kernel::{Date, Money, Rate};
use serde::{Deserialize, Serialize};

use crate::accrual::{self, Course, Debt, RateUntil};
pub use crate::accrual::{Imputation, Slice};
use crate::convention::{Conventions, FloorTest, eve, next};
use crate::explain;
use crate::rates::half_year;
use crate::refusals::{Refusal, Word};
use crate::source::cite;
use crate::text::decimal;
use crate::{Law, LawError, Line, RateKind, Source};

/// Which law a delay falls under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// Between professionals: C. com. L441-10.
    #[default]
    B2b,
    /// A public buyer: CCP R2192-31.
    Public,
    /// A consumer, and any civil debt: C. civ. 1231-6, from formal notice.
    Consumer,
}

impl Regime {
    /// Reads `b2b`, `public` or `consumer`.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn parse(word: &str) -> Result<Self, LawError> {
        match word {
            "b2b" => Ok(Self::B2b),
            "public" => Ok(Self::Public),
            "consumer" => Ok(Self::Consumer),
            _ => Err(LawError::unknown(Word::Regime, word, "b2b, public, consumer")),
        }
    }
}

/// Who is owed: decides the class of the legal rate (CMF L313-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditorClass {
    /// Everyone else than a private individual.
    #[default]
    Professional,
    /// A natural person, for needs outside business.
    Individual,
}

impl CreditorClass {
    /// Reads `professional` or `individual`.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn parse(word: &str) -> Result<Self, LawError> {
        match word {
            "professional" => Ok(Self::Professional),
            "individual" => Ok(Self::Individual),
            _ => Err(LawError::unknown(Word::CreditorClass, word, "professional, individual")),
        }
    }

    /// The legal rate of this class.
    pub const fn legal_rate(self) -> RateKind {
        match self {
            Self::Professional => RateKind::LegalProfessional,
            Self::Individual => RateKind::LegalIndividual,
        }
    }
}

/// A rate written in the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreedRate {
    /// So many percent a year.
    Fixed(Rate),
    /// So many times the legal rate, half-year by half-year.
    LegalTimes(i64),
    /// ECB rate on the first day of each half-year plus points.
    EcbPlus(Rate),
}

impl AgreedRate {
    /// Reads `12.15`, `3xlegal` or `ecb+10`.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn parse(word: &str) -> Result<Self, LawError> {
        let known =
            Line::new("un pourcentage tel que 12.15, 3xlegal, ecb+10", "a percentage such as 12.15, 3xlegal, ecb+10");
        let unknown = || LawError::unknown_form(Word::AgreedRate, word, known.clone());
        if let Some(times) = word.strip_suffix("xlegal") {
            let times: i64 = times.parse().map_err(|_| unknown())?;
            return (1..=100).contains(&times).then_some(Self::LegalTimes(times)).ok_or_else(unknown);
        }
        let (rate, make): (_, fn(Rate) -> Self) =
            word.strip_prefix("ecb+").map_or((word, Self::Fixed), |points| (points, Self::EcbPlus));
        let rate = Rate::parse(rate).map_err(|_| unknown())?;
        // a yearly rate beyond a thousand percent is a slip of the pen
        if rate < Rate::ZERO || rate > Rate::percent(1000) { Err(unknown()) } else { Ok(make(rate)) }
    }
}

/// Money received on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The day it was at the creditor's disposal.
    pub date: Date,
    /// Positive.
    pub amount: Money,
}

/// One sum owed, as far as interest is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Amount with VAT.
    pub principal: Money,
    /// Due date (payment date on the invoice).
    pub due: Date,
    /// Which law.
    pub regime: Regime,
    /// Rate of the contract; without it the law's.
    pub agreed_rate: Option<AgreedRate>,
    /// In any order.
    pub payments: Vec<Payment>,
    /// Day the formal notice was received. Needed for consumers only.
    pub formal_notice: Option<Date>,
    /// Class of the legal rate.
    pub creditor_class: CreditorClass,
    /// Whether the fixed recovery indemnity is claimed.
    pub indemnity: bool,
    /// Day of the judgment that opened insolvency, when there is one.
    pub insolvency: Option<Date>,
    /// What the sources leave open.
    pub conventions: Conventions,
}

impl Claim {
    /// A claim without payment, notice or agreed rate; the indemnity is claimed.
    pub fn new(principal: Money, due: Date, regime: Regime) -> Self {
        Self {
            principal,
            due,
            regime,
            agreed_rate: None,
            payments: Vec::new(),
            formal_notice: None,
            creditor_class: CreditorClass::default(),
            indemnity: true,
            insolvency: None,
            conventions: Conventions::default(),
        }
    }
}

/// Interest of a claim to a day, with everything needed to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interest {
    /// Currency of every amount.
    pub currency: kernel::Currency,
    /// Interest accrued, paid or not.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest: Money,
    /// Fixed recovery indemnity, paid or not.
    #[serde(serialize_with = "decimal::serialize")]
    pub indemnity: Money,
    /// Interest and indemnity.
    #[serde(serialize_with = "decimal::serialize")]
    pub total: Money,
    /// Principal still owed.
    #[serde(serialize_with = "decimal::serialize")]
    pub principal_left: Money,
    /// Interest still owed.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest_left: Money,
    /// Indemnity still owed.
    #[serde(serialize_with = "decimal::serialize")]
    pub indemnity_left: Money,
    /// Principal, interest and indemnity still owed.
    #[serde(serialize_with = "decimal::serialize")]
    pub owed: Money,
    /// Received beyond the debt.
    #[serde(serialize_with = "decimal::serialize")]
    pub overpaid: Money,
    /// Slices, in order.
    pub slices: Vec<Slice>,
    /// Payments in order, and what each settled.
    pub payments: Vec<Imputation>,
    /// Plain words, enough to recompute every figure.
    pub explanation: Vec<Line>,
    /// Rows and articles used.
    pub sources: Vec<Source>,
    /// What a reader must know before relying on it.
    pub warnings: Vec<Line>,
}

/// Computes the interest of a claim from its first bearing day to `until`, both included.
///
/// # Errors
/// [`LawError::Refused`] for an amount or rate that makes no sense, [`LawError::MissingRow`] when a
/// half-year is not in the tables.
///
/// ```
/// use kernel::{Currency, Money};
/// use law::{Claim, Law, Regime, late_interest};
/// // 92 days of the first half-year of 2026 at 12.15 %, and the 40 €
/// let claim = Claim::new(Money::parse("4800.00", Currency::EUR)?, "2026-03-01".parse()?, Regime::B2b);
/// let answer = late_interest(&claim, Law::builtin(), "2026-06-01".parse()?)?;
/// assert_eq!((answer.interest.to_decimal(), answer.total.to_decimal()), ("147.00".to_owned(), "187.00".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn late_interest(claim: &Claim, law: &Law, until: Date) -> Result<Interest, LawError> {
    let plan = plan(claim, law, until)?;
    let debt = accrual::run(plan.course, &plan.payments, claim.conventions, |day| plan.rate_on(law, day))?;
    let mut answer = assemble(&debt)?;
    explain::late_interest(&mut answer, claim, &plan, law, until)?;
    Ok(answer)
}

/// The two sums of [`late_interest`] without slices, words or sources, for whole portfolios: interest
/// accrued and fixed indemnity.
///
/// # Errors
/// As [`late_interest`].
///
/// ```
/// use kernel::{Currency, Money};
/// use law::interest::late_interest_sums;
/// use law::{Claim, Law, Regime};
/// let claim = Claim::new(Money::parse("4800.00", Currency::EUR)?, "2026-03-01".parse()?, Regime::B2b);
/// let (interest, indemnity) = late_interest_sums(&claim, Law::builtin(), "2026-06-01".parse()?)?;
/// assert_eq!((interest.minor(), indemnity.minor()), (14_700, 4_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn late_interest_sums(claim: &Claim, law: &Law, until: Date) -> Result<(Money, Money), LawError> {
    let plan = plan(claim, law, until)?;
    let debt = Debt::new(plan.course, claim.conventions).sums_only();
    let debt = accrual::follow(debt, &plan.payments, |day| plan.rate_on(law, day))?;
    Ok((Money::new(debt.state.accrued, claim.principal.currency()), debt.charged()))
}

/// How the rate of a claim is found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Schedule {
    /// One rate for the whole delay.
    Fixed(Rate),
    /// A dated rate, times a number, plus points.
    Dated(RateKind, i64, Rate),
    /// A dated rate, with points added from a day on (majoration of a judgment).
    Raised(RateKind, Date, Rate),
    /// A dated rate read on the first day of each half-year, plus points.
    HalfYearly(Rate),
}

impl Schedule {
    fn on(self, law: &Law, day: Date) -> Result<RateUntil, LawError> {
        match self {
            Self::Fixed(rate) => Ok((rate, Date::MAX)),
            Self::Dated(kind, times, points) => {
                let (rate, last) = law.rates().until(kind, day)?;
                Ok((rate.times(times).plus(points), last))
            }
            Self::Raised(kind, from, points) => {
                let (rate, last) = law.rates().until(kind, day)?;
                if day >= from {
                    return Ok((rate.plus(points), last));
                }
                Ok((rate, last.min(eve(from))))
            }
            Self::HalfYearly(points) => {
                let (first, last) = half_year(day);
                Ok((law.rates().until(RateKind::Ecb, first)?.0.plus(points), last))
            }
        }
    }
}

/// A claim made ready: what bears, from when, at what rate.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub course: Course,
    /// By date.
    pub payments: Cow<'a, [Payment]>,
    pub schedule: Schedule,
    /// Which law.
    pub regime: Regime,
    /// Rows the plan itself rests on.
    pub sources: Vec<Source>,
}

impl Plan<'_> {
    pub(crate) fn rate_on(&self, law: &Law, day: Date) -> Result<RateUntil, LawError> {
        self.schedule.on(law, day)
    }
}

pub(crate) fn plan<'a>(claim: &'a Claim, law: &Law, until: Date) -> Result<Plan<'a>, LawError> {
    check_amounts(claim.principal, &claim.payments)?;
    let mut sources = Vec::new();
    let payments = by_date(&claim.payments);
    let start = match (claim.regime, claim.formal_notice) {
        (Regime::B2b | Regime::Public, _) => Some(claim.due),
        (Regime::Consumer, Some(notice)) => Some(notice.max(claim.due)),
        (Regime::Consumer, None) => None,
    };
    let first = start.map(|start| claim.conventions.first_day(start));
    let late_from = next(claim.due);
    let mut stop = None;
    if let Some(opening) = claim.insolvency {
        sources.push(law.rules().on("insolvency_stops_interest", opening)?.source.clone());
        stop = Some(accrual::insolvency_stop(opening));
    }
    let indemnity = indemnity(claim, law, late_from);
    let schedule = schedule(claim, law, first, until)?;
    let course = Course { principal: claim.principal, first, until, stop, indemnity, late_from, yearly: None };
    Ok(Plan { course, payments, schedule, regime: claim.regime, sources })
}

/// Payments in order of time, those of one day in the order given.
pub(crate) fn by_date(payments: &[Payment]) -> Cow<'_, [Payment]> {
    if payments.is_sorted_by_key(|payment| payment.date) {
        return Cow::Borrowed(payments);
    }
    let mut sorted = payments.to_vec();
    sorted.sort_by_key(|payment| payment.date);
    Cow::Owned(sorted)
}

pub(crate) fn check_amounts(principal: Money, payments: &[Payment]) -> Result<(), LawError> {
    let currency = principal.currency();
    if principal.minor() < 0 {
        return Err(Refusal::NegativeClaim { amount: principal }.into());
    }
    for payment in payments {
        if payment.amount.currency() != currency {
            return Err(kernel::MoneyError::Mixed(currency, payment.amount.currency()).into());
        }
        if payment.amount.minor() <= 0 {
            return Err(Refusal::PaymentNotPositive { amount: payment.amount, day: payment.date }.into());
        }
    }
    Ok(())
}

/// The fixed indemnity of the regime, in the claim's currency; nothing outside euros or before it existed.
fn indemnity(claim: &Claim, law: &Law, late_from: Date) -> Money {
    let zero = Money::zero(claim.principal.currency());
    let Some(key) = indemnity_rule(claim.regime).filter(|_| claim.indemnity) else { return zero };
    // an insolvency opened before the due date forbids payment then: L441-10 II, last sentence
    if claim.insolvency.is_some_and(|opening| opening <= claim.due) {
        return zero;
    }
    let amount = law.tariffs().indemnity(key, late_from);
    amount.filter(|amount| amount.currency() == claim.principal.currency()).unwrap_or(zero)
}

/// The item of the table `tariffs` that holds the indemnities.
pub(crate) const INDEMNITY_ITEM: &str = "late payment";

/// Which row of `tariffs` holds the indemnity of a regime.
pub(crate) const fn indemnity_rule(regime: Regime) -> Option<&'static str> {
    match regime {
        Regime::B2b => Some("fixed indemnity per late invoice (B2B)"),
        Regime::Public => Some("fixed indemnity per late payment (public buyers)"),
        Regime::Consumer => None,
    }
}

fn schedule(claim: &Claim, law: &Law, first: Option<Date>, until: Date) -> Result<Schedule, LawError> {
    let legal = claim.creditor_class.legal_rate();
    Ok(match (claim.regime, claim.agreed_rate) {
        (Regime::Public, Some(_)) => {
            return Err(Refusal::PublicAgreedRate.into());
        }
        // the rate of the half-year in which interest started, for the whole delay
        (Regime::Public, None) => match first.filter(|day| *day <= until && claim.principal.minor() > 0) {
            Some(day) => Schedule::Fixed(law.rates().span(RateKind::Public, day)?.rate),
            None => Schedule::Fixed(Rate::ZERO),
        },
        (_, Some(AgreedRate::Fixed(rate))) => Schedule::Fixed(rate),
        (Regime::B2b, Some(AgreedRate::LegalTimes(n))) => Schedule::Dated(RateKind::LegalProfessional, n, Rate::ZERO),
        (Regime::Consumer, Some(AgreedRate::LegalTimes(n))) => Schedule::Dated(legal, n, Rate::ZERO),
        (_, Some(AgreedRate::EcbPlus(points))) => Schedule::HalfYearly(points),
        (Regime::B2b, None) => Schedule::Dated(RateKind::B2bDefault, 1, Rate::ZERO),
        (Regime::Consumer, None) => Schedule::Dated(legal, 1, Rate::ZERO),
    })
}

pub(crate) fn assemble(debt: &Debt) -> Result<Interest, LawError> {
    let (currency, state, indemnity) = (debt.course.principal.currency(), &debt.state, debt.charged());
    let money = |minor| Money::new(minor, currency);
    let (interest, principal_left) = (money(state.accrued), money(state.principal));
    let (interest_left, indemnity_left) = (money(state.interest_left()), money(state.indemnity));
    Ok(Interest {
        currency,
        interest,
        indemnity,
        total: interest.checked_add(indemnity)?,
        principal_left,
        interest_left,
        indemnity_left,
        owed: principal_left.checked_add(interest_left)?.checked_add(indemnity_left)?,
        overpaid: money(state.surplus),
        slices: state.slices.clone(),
        payments: state.imputations.clone(),
        explanation: Vec::new(),
        sources: Vec::new(),
        warnings: Vec::new(),
    })
}

/// The half-years of the slices in which an agreed rate lies under the floor: first day, rate, floor.
/// A floor that is not in the tables cannot be tested: its first day, the rate, and nothing.
pub(crate) fn below_floor(claim: &Claim, law: &Law, slices: &[Slice]) -> Vec<(Date, Rate, Option<Rate>)> {
    let mut found: Vec<(Date, Rate, Option<Rate>)> = Vec::new();
    if claim.regime != Regime::B2b || claim.agreed_rate.is_none() {
        return found;
    }
    let at_start = claim.conventions.floor_test == FloorTest::AtStart;
    for slice in slices.iter().take(if at_start { 1 } else { slices.len() }) {
        let last = if at_start { slice.from } else { slice.to };
        let mut day = slice.from;
        while day <= last {
            let floor = law.rates().span(RateKind::B2bFloor, day).ok().map(|span| span.rate);
            let (first, end) = half_year(day);
            if floor.is_none_or(|floor| slice.rate < floor) && !found.iter().any(|(seen, ..)| *seen == first) {
                found.push((first, slice.rate, floor));
            }
            day = next(end);
        }
    }
    found
}

/// The rows of the rates each slice used.
pub(crate) fn cite_rates(answer: &mut Interest, plan: &Plan<'_>, law: &Law) -> Result<(), LawError> {
    for source in sources_of(&answer.slices, plan, law)? {
        cite(&mut answer.sources, &mut answer.warnings, &source);
    }
    Ok(())
}

/// The rows of the rates of some slices, with those the plan itself rests on.
pub(crate) fn sources_of(slices: &[Slice], plan: &Plan<'_>, law: &Law) -> Result<Vec<Source>, LawError> {
    let mut sources = plan.sources.clone();
    if plan.regime == Regime::Public
        && let Some(first) = slices.first()
    {
        sources.extend(law.rates().span(RateKind::Public, first.from)?.sources.iter().cloned());
    }
    for slice in slices {
        let span = match plan.schedule {
            Schedule::Fixed(_) => continue,
            Schedule::Dated(kind, ..) | Schedule::Raised(kind, ..) => law.rates().span(kind, slice.from)?,
            Schedule::HalfYearly(_) => law.rates().span(RateKind::Ecb, half_year(slice.from).0)?,
        };
        sources.extend(span.sources.iter().cloned());
    }
    Ok(sources)
}

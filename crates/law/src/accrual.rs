//! The bare computation: slices of days at one rate on one balance, and payments between them.

use jiff::ToSpan;
use kernel::{Date, Money, MoneyError, Rate, Rounding, epoch_day};
use serde::Serialize;

use crate::convention::{Conventions, DayCount, IndemnityRank, PaymentOrder, RoundAt, eve, next};
use crate::text::decimal;
use crate::{LawError, Payment};

/// Days during which neither the rate nor the balance changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Slice {
    /// First bearing day.
    pub from: Date,
    /// Last bearing day, included.
    pub to: Date,
    /// Days, both ends included.
    pub days: i64,
    /// Percent a year.
    pub rate: Rate,
    /// The principal that bears.
    #[serde(serialize_with = "decimal::serialize")]
    pub balance: Money,
    /// Interest of the slice, rounded to the cent.
    #[serde(serialize_with = "decimal::serialize")]
    pub interest: Money,
    /// Days of the year that divide.
    pub year_days: i64,
}

/// What one payment settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Imputation {
    /// Day of the payment.
    pub date: Date,
    /// What was received.
    #[serde(serialize_with = "decimal::serialize")]
    pub amount: Money,
    /// Part that settled interest.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_interest: Money,
    /// Part that settled the fixed indemnity.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_indemnity: Money,
    /// Part that settled principal.
    #[serde(serialize_with = "decimal::serialize")]
    pub to_principal: Money,
    /// What exceeds the debt.
    #[serde(serialize_with = "decimal::serialize")]
    pub surplus: Money,
}

/// The state of a debt while it is computed.
#[derive(Debug, Clone)]
pub(crate) struct Accrual {
    pub slices: Vec<Slice>,
    pub imputations: Vec<Imputation>,
    /// Minor units still owed in principal.
    pub principal: i64,
    /// Interest of whole years that bears interest itself, part of what is left.
    pub capitalised: i64,
    /// Interest accrued so far, rounded as agreed.
    pub accrued: i64,
    /// Interest already paid.
    pub paid_interest: i64,
    /// Fixed indemnity still owed.
    pub indemnity: i64,
    /// Fixed indemnity already paid.
    pub paid_indemnity: i64,
    /// Received beyond the debt.
    pub surplus: i64,
    exact: i128,
    /// Whether slices and imputations are kept, or only the sums.
    kept: bool,
}

/// Common denominator of exact interest: every length of year, percent and the scale of a rate.
const UNIT: i128 = 365 * 366 * 360 * 100_000_000;

/// A rate and the last day it holds.
pub(crate) type RateUntil = (Rate, Date);

impl Accrual {
    pub fn new(principal: Money) -> Self {
        Self {
            slices: Vec::new(),
            imputations: Vec::new(),
            principal: principal.minor(),
            capitalised: 0,
            accrued: 0,
            paid_interest: 0,
            indemnity: 0,
            paid_indemnity: 0,
            surplus: 0,
            exact: 0,
            kept: true,
        }
    }

    fn bearing(&self) -> i64 {
        self.principal + self.capitalised
    }

    pub fn interest_left(&self) -> i64 {
        self.accrued - self.paid_interest
    }

    /// Adds the interest of `first..=last` on the present balance.
    pub fn run(
        &mut self,
        first: Date,
        last: Date,
        template: Money,
        conventions: Conventions,
        yearly: Option<Date>,
        rate_on: &mut impl FnMut(Date) -> Result<RateUntil, LawError>,
    ) -> Result<(), LawError> {
        let mut from = first;
        // each slice starts where the last one ended: one day number a slice is enough
        let mut eve_of_from = epoch_day(first) - 1;
        while self.bearing() > 0 && from <= last {
            let (rate, until) = rate_on(from)?;
            let mut to = until.min(last);
            if conventions.day_count == DayCount::ActualActual {
                to = to.min(Date::new(from.year(), 12, 31).unwrap_or(to));
            }
            let anniversary = yearly.map(|start| anniversary(start, from));
            let to = anniversary.map_or(to, |day| to.min(day)).max(from);
            let end = epoch_day(to);
            self.add((from, to, i64::from(end - eve_of_from)), rate, template, conventions)?;
            eve_of_from = end;
            if anniversary == Some(to) {
                self.capitalised = self.interest_left();
            }
            if to >= last {
                break;
            }
            from = next(to);
        }
        Ok(())
    }

    fn add(
        &mut self,
        (from, to, days): (Date, Date, i64),
        rate: Rate,
        template: Money,
        c: Conventions,
    ) -> Result<(), LawError> {
        let year_days = c.day_count.year_days(from);
        let balance = Money::new(self.bearing(), template.currency());
        let interest = rate.interest(balance, days, year_days, c.rounding)?;
        if self.kept {
            self.slices.push(Slice { from, to, days, rate, balance, interest, year_days });
        }
        self.accrued = match c.round_at {
            RoundAt::Slice => self.accrued.checked_add(interest.minor()),
            RoundAt::Total => {
                let product = i128::from(self.bearing()) * i128::from(rate.micro_percent()) * i128::from(days);
                self.exact = product
                    .checked_mul(365 * 366 * 360 / i128::from(year_days))
                    .and_then(|part| self.exact.checked_add(part))
                    .ok_or(MoneyError::Overflow)?;
                i64::try_from(settle(self.exact, c.rounding)).ok()
            }
        }
        .ok_or(MoneyError::Overflow)?;
        Ok(())
    }

    /// A credit note: lowers the principal, and nothing else.
    pub fn credit(&mut self, payment: Payment) {
        let part = payment.amount.minor().min(self.principal);
        self.principal -= part;
        let currency = payment.amount.currency();
        let zero = Money::zero(currency);
        self.imputations.push(Imputation {
            date: payment.date,
            amount: payment.amount,
            to_interest: zero,
            to_indemnity: zero,
            to_principal: Money::new(part, currency),
            surplus: Money::new(payment.amount.minor() - part, currency),
        });
    }

    /// Imputes a payment on what is owed that day.
    pub fn pay(&mut self, payment: Payment, conventions: Conventions) {
        let currency = payment.amount.currency();
        let mut left = payment.amount.minor();
        let mut take = |owed: i64| {
            let part = left.min(owed.max(0));
            left -= part;
            part
        };
        let (interest, principal, indemnity) = (self.interest_left(), self.principal, self.indemnity);
        let (to_interest, to_principal, to_indemnity) = match (conventions.payment_order, conventions.indemnity_rank) {
            (PaymentOrder::PrincipalFirst, _) => {
                let principal = take(principal);
                (take(interest), principal, take(indemnity))
            }
            (PaymentOrder::InterestFirst, IndemnityRank::Last) => (take(interest), take(principal), take(indemnity)),
            (PaymentOrder::InterestFirst, IndemnityRank::BeforePrincipal) => {
                let interest = take(interest);
                let indemnity = take(indemnity);
                (interest, take(principal), indemnity)
            }
        };
        self.paid_interest += to_interest;
        // interest not yet capitalised is settled before that which has become capital
        self.capitalised = self.capitalised.min(self.interest_left());
        self.principal -= to_principal;
        self.indemnity -= to_indemnity;
        self.paid_indemnity += to_indemnity;
        self.surplus = self.surplus.saturating_add(left);
        if !self.kept {
            return;
        }
        let money = |minor| Money::new(minor, currency);
        self.imputations.push(Imputation {
            date: payment.date,
            amount: payment.amount,
            to_interest: money(to_interest),
            to_indemnity: money(to_indemnity),
            to_principal: money(to_principal),
            surplus: money(left),
        });
    }
}

/// The first anniversary of `start` on or after `day`.
fn anniversary(start: Date, day: Date) -> Date {
    let years = (i32::from(day.year()) - i32::from(start.year())).max(1);
    let on = |years: i32| start.checked_add(years.years()).unwrap_or(Date::MAX);
    if on(years) >= day { on(years) } else { on(years + 1) }
}

fn settle(exact: i128, rounding: Rounding) -> i128 {
    rounding.divide(exact, UNIT)
}

/// What a debt bears: from when, what is due on the first bearing day, and until when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub principal: Money,
    /// First bearing day; nothing bears without it.
    pub first: Option<Date>,
    /// Day of the computation.
    pub until: Date,
    /// Last day that may bear, whatever the computation asks (insolvency).
    pub stop: Option<Date>,
    /// Fixed indemnity that falls due on `late_from` when something is then owed.
    pub indemnity: Money,
    /// First day late.
    pub late_from: Date,
    /// Start of the years after which interest bears interest (C. civ. 1343-2), where granted.
    pub yearly: Option<Date>,
}

/// A debt on its way through time: what it bore so far, what it still owes.
#[derive(Debug, Clone)]
pub(crate) struct Debt {
    pub course: Course,
    pub state: Accrual,
    conventions: Conventions,
    cursor: Option<Date>,
    late: bool,
}

impl Debt {
    pub fn new(course: Course, conventions: Conventions) -> Self {
        Self { state: Accrual::new(course.principal), cursor: course.first, late: false, course, conventions }
    }

    /// Interest and indemnity up to an event of that day, before what the event itself changes.
    pub fn advance(
        &mut self,
        event: Date,
        rate_on: &mut impl FnMut(Date) -> Result<RateUntil, LawError>,
    ) -> Result<(), LawError> {
        if !self.late && event >= self.course.late_from {
            self.late = true;
            if self.state.principal > 0 {
                self.state.indemnity = self.course.indemnity.minor();
            }
        }
        let Some(from) = self.cursor else { return Ok(()) };
        let last = self.conventions.last_day(event);
        let to = self.course.stop.map_or(last, |stop| last.min(stop));
        if from <= to {
            self.state.run(from, to, self.course.principal, self.conventions, self.course.yearly, rate_on)?;
            self.cursor = Some(next(to));
        }
        Ok(())
    }

    /// The same debt that keeps its sums only: for whole portfolios.
    pub fn sums_only(mut self) -> Self {
        self.state.kept = false;
        self
    }

    pub fn pay(&mut self, payment: Payment) {
        self.state.pay(payment, self.conventions);
    }

    /// Everything still owed, in minor units.
    pub fn owed(&self) -> i64 {
        self.state.principal + self.state.interest_left() + self.state.indemnity
    }

    /// The indemnity that fell due, paid or not.
    pub fn charged(&self) -> Money {
        Money::new(self.state.indemnity + self.state.paid_indemnity, self.course.principal.currency())
    }
}

/// Runs a debt through its payments, which must be sorted by date.
pub(crate) fn run(
    course: Course,
    payments: &[Payment],
    conventions: Conventions,
    rate_on: impl FnMut(Date) -> Result<RateUntil, LawError>,
) -> Result<Debt, LawError> {
    follow(Debt::new(course, conventions), payments, rate_on)
}

/// Runs a debt that may keep its sums only.
pub(crate) fn follow(
    mut debt: Debt,
    payments: &[Payment],
    mut rate_on: impl FnMut(Date) -> Result<RateUntil, LawError>,
) -> Result<Debt, LawError> {
    let course = debt.course;
    for payment in payments.iter().filter(|payment| payment.date <= course.until) {
        debt.advance(payment.date, &mut rate_on)?;
        debt.pay(*payment);
    }
    debt.advance(course.until, &mut rate_on)?;
    Ok(debt)
}

/// Last day that bears when a judgment opens insolvency: the eve, since it counts from its first hour.
pub(crate) fn insolvency_stop(opening: Date) -> Date {
    eve(opening)
}

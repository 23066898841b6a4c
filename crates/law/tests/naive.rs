//! Every regime against a second computation that walks day by day and knows no slice.

use kernel::{Currency, Date, Money, Rate, epoch_day, from_epoch_day};
use law::convention::PaymentOrder;
use law::judgment::{Judgment, legal_interest};
use law::{AgreedRate, Claim, CreditorClass, Law, Payment, RateKind, Regime, late_interest};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn law_rate(kind: RateKind, on: Date) -> Rate {
    Law::builtin().rate(kind, on).expect("inside the tables").rate
}

fn half(on: Date) -> Date {
    Date::new(on.year(), if on.month() < 7 { 1 } else { 7 }, 1).expect("a date")
}

/// A debt day by day: the rate of each day, the days on which cents are settled, capitalisation.
struct Walk<'a> {
    first: Date,
    until: Date,
    rate: &'a dyn Fn(Date) -> Rate,
    /// True on the first day of a new slice, rate changes apart.
    cut: &'a dyn Fn(Date) -> bool,
    /// True on the last day of a whole year.
    anniversary: &'a dyn Fn(Date) -> bool,
    principal_first: bool,
}

impl Walk<'_> {
    /// Interest accrued, principal left, interest left.
    fn run(&self, principal: i64, payments: &[Payment]) -> (i64, i64, i64) {
        let (mut principal, mut accrued, mut paid, mut capital) = (principal, 0_i64, 0_i64, 0_i64);
        let (mut sum, mut last): (i128, Option<(i64, Rate)>) = (0, None);
        let close = |sum: &mut i128, last: &mut Option<(i64, Rate)>, accrued: &mut i64| {
            *accrued += i64::try_from((*sum * 2 + 36_500_000_000) / 73_000_000_000).expect("fits");
            (*sum, *last) = (0, None);
        };
        let start = payments.iter().map(|p| p.date).chain([self.first]).min().expect("one");
        for d in epoch_day(start)..=epoch_day(self.until) {
            let today = from_epoch_day(d);
            let bearing = principal + capital;
            if today >= self.first && bearing > 0 {
                let rate = (self.rate)(today);
                if last != Some((bearing, rate)) || (self.cut)(today) {
                    close(&mut sum, &mut last, &mut accrued);
                    last = Some((bearing, rate));
                }
                sum += i128::from(bearing) * i128::from(rate.micro_percent());
            }
            if (self.anniversary)(today) && today >= self.first {
                close(&mut sum, &mut last, &mut accrued);
                capital = accrued - paid;
            }
            for payment in payments.iter().filter(|p| p.date == today) {
                close(&mut sum, &mut last, &mut accrued);
                let mut left = payment.amount.minor();
                let mut take = |owed: i64| {
                    let part = left.min(owed);
                    left -= part;
                    part
                };
                if self.principal_first {
                    principal -= take(principal);
                    paid += take(accrued - paid);
                } else {
                    paid += take(accrued - paid);
                    principal -= take(principal);
                }
                capital = capital.min(accrued - paid);
            }
        }
        close(&mut sum, &mut last, &mut accrued);
        (accrued, principal, accrued - paid)
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (epoch_day(day("2015-01-01"))..=epoch_day(day("2026-12-31"))).prop_map(from_epoch_day)
}

fn any_payments() -> impl Strategy<Value = Vec<Payment>> {
    proptest::collection::vec((any_day(), 1_i64..3_000_000), 0..4).prop_map(|list| {
        let mut payments: Vec<Payment> =
            list.into_iter().map(|(date, minor)| Payment { date, amount: Money::new(minor, Currency::EUR) }).collect();
        payments.sort_by_key(|payment| payment.date);
        payments
    })
}

fn at(from: Date, days: i32) -> Date {
    from_epoch_day((epoch_day(from) + days).min(epoch_day(day("2026-12-31"))))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_regime(minor in 1_i64..5_000_000, due in any_day(), late in 0_i32..1200, notice in 0_i32..200, payments in any_payments(), kind in 0_u8..6, principal_first in any::<bool>()) {
        let until = at(due, late);
        let first = at(due, 1);
        let mut claim = Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b);
        claim.payments = payments.iter().copied().filter(|p| p.date <= until).collect();
        if principal_first {
            claim.conventions.payment_order = PaymentOrder::PrincipalFirst;
        }
        prop_assume!(due < day("2026-12-31"));
        let fixed = law_rate(RateKind::Public, first);
        let never = |_: Date| false;
        let halves = |on: Date| on == half(on);
        let (mut start, cuts): (Date, &dyn Fn(Date) -> bool) = (first, if matches!(kind, 0 | 4) { &never } else { &halves });
        let rate: Box<dyn Fn(Date) -> Rate> = match kind {
            0 => { claim.regime = Regime::Public; Box::new(move |_| fixed) }
            1 => { claim.regime = Regime::Consumer; claim.formal_notice = Some(at(due, notice)); start = at(due, notice + 1); Box::new(|on| law_rate(RateKind::LegalProfessional, on)) }
            2 => { claim.agreed_rate = AgreedRate::parse("3xlegal").ok(); Box::new(|on| law_rate(RateKind::LegalProfessional, on).times(3)) }
            3 => { claim.agreed_rate = AgreedRate::parse("ecb+4.5").ok(); Box::new(|on| law_rate(RateKind::Ecb, half(on)).plus(Rate::parse("4.5").expect("a rate"))) }
            4 => { claim.agreed_rate = AgreedRate::parse("9.37").ok(); Box::new(|_| Rate::parse("9.37").expect("a rate")) }
            _ => Box::new(|on| law_rate(RateKind::B2bDefault, half(on))),
        };
        prop_assume!(kind != 1 || at(due, notice) < day("2026-12-31"));
        let answer = late_interest(&claim, Law::builtin(), until).expect("inside the tables");
        let walk = Walk { first: start, until, rate: &*rate, cut: cuts, anniversary: &never, principal_first };
        // the indemnity comes last: a payment that exceeds the debt settles it, which the walk ignores
        let expected = walk.run(minor, &claim.payments);
        prop_assert_eq!((answer.interest.minor(), answer.principal_left.minor(), answer.interest_left.minor()), expected);
    }

    #[test]
    fn judgments(minor in 1_i64..5_000_000, enforceable in any_day(), late in 0_i32..1800, payments in any_payments(), capitalise in any::<bool>(), individual in any::<bool>()) {
        let until = at(enforceable, late);
        prop_assume!(enforceable < day("2026-12-31"));
        let (class, kind) = if individual { (CreditorClass::Individual, RateKind::LegalIndividual) } else { (CreditorClass::Professional, RateKind::LegalProfessional) };
        let mut judgment = Judgment::new(Money::new(minor, Currency::EUR), enforceable, class);
        judgment.capitalise = capitalise;
        judgment.payments = payments.into_iter().filter(|p| enforceable < p.date && p.date <= until).collect();
        let answer = legal_interest(&judgment, Law::builtin(), until).expect("inside the tables");
        let month = i32::from(enforceable.month()) + 2;
        let (year, month) = (enforceable.year() + i16::from(month > 12), if month > 12 { month - 12 } else { month });
        let last = Date::new(year, i8::try_from(month).expect("m"), 1).expect("a date").last_of_month();
        let two_months = last.with().day(enforceable.day().min(last.day())).build().expect("a date");
        let raised = move |on: Date| if on > two_months { law_rate(kind, on).plus(Rate::percent(5)) } else { law_rate(kind, on) };
        let yearly = move |on: Date| {
            let same_year = Date::new(on.year(), enforceable.month(), 1).expect("a date").last_of_month();
            let anniversary = same_year.with().day(enforceable.day().min(same_year.day())).build().expect("a date");
            capitalise && on == anniversary && on.year() > enforceable.year()
        };
        let halves = |on: Date| on == half(on);
        let walk = Walk { first: at(enforceable, 1), until, rate: &raised, cut: &halves, anniversary: &yearly, principal_first: false };
        let expected = walk.run(minor, &judgment.payments);
        prop_assert_eq!((answer.interest.minor(), answer.principal_left.minor(), answer.interest_left.minor()), expected);
    }
}

//! Interest for late payment: worked examples, a naive second computation, properties.

use kernel::{Currency, Date, Money, Rate, Rounding, days_between, epoch_day, from_epoch_day};
use law::convention::{Conventions, DayCount, Ends, FloorTest, IndemnityRank, PaymentOrder, RoundAt};
use law::{AgreedRate, Claim, CreditorClass, Interest, Law, LawError, Payment, RateKind, Regime, late_interest};
use proptest::prelude::*;

mod pencil;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn claim(amount: &str, due: &str, regime: Regime) -> Claim {
    Claim::new(eur(amount), day(due), regime)
}

fn pay(date: &str, amount: &str) -> Payment {
    Payment { date: day(date), amount: eur(amount) }
}

fn ask(claim: &Claim, until: &str) -> Interest {
    late_interest(claim, Law::builtin(), day(until)).expect("an answer")
}

fn agreed(word: &str) -> Option<AgreedRate> {
    AgreedRate::parse(word).ok()
}

#[test]
fn p3_an_agreed_rate_under_the_floor_is_flagged() {
    let mut claim = claim("1000.00", "2026-07-31", Regime::B2b);
    claim.agreed_rate = agreed("8");
    let answer = ask(&claim, "2026-09-30");
    assert!(answer.warnings.iter().any(|w| w.en.contains("8.00%") && w.en.contains("8.25%")), "{:?}", answer.warnings);
    claim.agreed_rate = agreed("8.25");
    assert!(!ask(&claim, "2026-09-30").warnings.iter().any(|w| w.en.contains("below")));
    // 3 × 2.62 = 7.86 % in the first half-year: only the second one is below
    let mut across = Claim { due: day("2026-03-31"), ..claim.clone() };
    across.agreed_rate = agreed("8");
    let below = |claim: &Claim| ask(claim, "2026-09-30").warnings.iter().filter(|w| w.en.contains("below")).count();
    assert_eq!(below(&across), 1);
    across.conventions.floor_test = FloorTest::AtStart;
    assert_eq!(below(&across), 0);
}

#[test]
fn a_floor_that_is_not_known_is_said_not_to_be_tested() {
    let mut fixed = claim("1000.00", "2026-11-30", Regime::B2b);
    fixed.agreed_rate = agreed("12");
    let answer = ask(&fixed, "2027-02-28");
    assert_eq!(answer.slices.len(), 1);
    assert!(answer.warnings.iter().any(|w| w.en.contains("was not tested")));
}

#[test]
fn p4_p5_fixed_rates() {
    let mut p4 = claim("3000.00", "2024-09-01", Regime::B2b);
    p4.agreed_rate = agreed("14.76");
    assert_eq!(ask(&p4, "2024-10-01").interest, eur("36.39"));
    // P5: 92 days in the first half-year of 2026, at the default rate
    let p5 = ask(&claim("4800.00", "2026-03-01", Regime::B2b), "2026-06-01");
    assert_eq!((p5.interest, p5.indemnity, p5.total), (eur("147.00"), eur("40.00"), eur("187.00")));
    assert_eq!(p5.owed, eur("4987.00"));
    assert_eq!(p5.slices.len(), 1);
    assert_eq!((p5.slices[0].from, p5.slices[0].to, p5.slices[0].days), (day("2026-03-02"), day("2026-06-01"), 92));
}

#[test]
fn p6_truncation_is_an_option() {
    let mut p6 = claim("1000.00", "2020-04-30", Regime::B2b);
    p6.agreed_rate = agreed("2.70");
    assert_eq!(ask(&p6, "2020-05-29").interest, eur("2.15"));
    p6.conventions.rounding = Rounding::Down;
    assert_eq!(ask(&p6, "2020-05-29").total, eur("42.14"));
}

#[test]
fn p8_a_marketing_computation_is_not_reproduced() {
    let mut p8 = claim("10000.00", "2026-05-01", Regime::B2b);
    p8.payments = vec![pay("2026-07-01", "4000.00")];
    let answer = ask(&p8, "2026-09-03");
    assert_ne!(answer.interest, eur("413.68"));
    // 60 days at 12.15 %, one at 12.40 %, then 64 days on the balance left after interest
    assert_eq!(answer.slices.iter().map(|s| s.days).collect::<Vec<_>>(), [60, 1, 64]);
    assert_eq!(answer.slices[0].interest, eur("199.73"));
    assert_eq!(answer.slices[1].interest, eur("3.40"));
    assert_eq!(answer.principal_left, eur("6203.13"));
    // principal first, as the judge may order: the slices of the source, cut at the half-year
    p8.conventions.payment_order = PaymentOrder::PrincipalFirst;
    assert_eq!(ask(&p8, "2026-09-03").interest, eur("333.58"));
}

#[test]
fn l1_both_ends_and_the_legal_rate() {
    let mut l1 = claim("2000.00", "2020-09-01", Regime::Consumer);
    l1.formal_notice = Some(day("2020-09-01"));
    l1.creditor_class = CreditorClass::Individual;
    l1.conventions.ends = Ends::BothIncluded;
    assert_eq!(ask(&l1, "2020-09-30").interest, eur("5.11"));
    l1.conventions.ends = Ends::DayAfterToPayment;
    assert_eq!(ask(&l1, "2020-09-30").slices[0].days, 29);
}

#[test]
fn l3_arithmetic() {
    let mut l3 = claim("10000.00", "2025-01-01", Regime::Consumer);
    l3.formal_notice = Some(day("2025-01-01"));
    l3.agreed_rate = agreed("3.15");
    assert_eq!(ask(&l3, "2025-06-30").interest, eur("155.34"));
}

#[test]
fn i1_i3_a_payment_settles_interest_first() {
    let mut i3 = claim("10000.00", "2026-06-20", Regime::B2b);
    i3.payments = vec![pay("2026-06-30", "4000.00")];
    let answer = ask(&i3, "2026-06-30");
    assert_eq!(answer.interest, eur("33.29"));
    assert_eq!((answer.payments[0].to_interest, answer.payments[0].to_principal), (eur("33.29"), eur("3966.71")));
    assert_eq!((answer.principal_left, answer.interest_left), (eur("6033.29"), eur("0.00")));
    i3.conventions.indemnity_rank = IndemnityRank::BeforePrincipal;
    assert_eq!(ask(&i3, "2026-06-30").principal_left, eur("6073.29"));
    // I1: 20 000 bearing 3 000, paid 18 000: 5 000 left. 15 % for one year of 365 days.
    let mut i1 = claim("20000.00", "2025-01-01", Regime::B2b);
    i1.agreed_rate = agreed("15");
    i1.payments = vec![pay("2026-01-01", "18000.00")];
    let answer = ask(&i1, "2026-01-01");
    assert_eq!((answer.interest, answer.principal_left), (eur("3000.00"), eur("5000.00")));
}

#[test]
fn a_public_buyer_keeps_the_rate_of_the_start() {
    let answer = ask(&claim("1000.00", "2026-05-31", Regime::Public), "2026-10-31");
    assert_eq!(answer.slices.len(), 1);
    assert_eq!(answer.slices[0].rate.to_string(), "10.15");
    assert_eq!(answer.indemnity, eur("40.00"));
    let mut with_rate = claim("1000.00", "2026-05-31", Regime::Public);
    with_rate.agreed_rate = agreed("12");
    assert!(matches!(late_interest(&with_rate, Law::builtin(), day("2026-10-31")), Err(LawError::Refused { .. })));
}

#[test]
fn a_consumer_bears_from_the_formal_notice_and_never_the_indemnity() {
    let mut b2c = claim("1000.00", "2026-01-31", Regime::Consumer);
    let answer = ask(&b2c, "2026-12-31");
    assert_eq!((answer.total, answer.slices.len()), (eur("0.00"), 0));
    assert!(answer.warnings.iter().any(|w| w.fr.contains("mise en demeure")));
    b2c.formal_notice = Some(day("2026-04-15"));
    let answer = ask(&b2c, "2026-12-31");
    assert_eq!(answer.slices[0].from, day("2026-04-16"));
    assert_eq!(answer.slices.iter().map(|s| s.rate.to_string()).collect::<Vec<_>>(), ["2.62", "2.75"]);
    assert_eq!(answer.indemnity, eur("0.00"));
    b2c.creditor_class = CreditorClass::Individual;
    assert_eq!(ask(&b2c, "2026-12-31").slices[0].rate.to_string(), "6.67");
}

#[test]
fn unusual_questions_are_answered_or_refused() {
    let law = Law::builtin();
    let refused = |claim: &Claim, until: &str| late_interest(claim, law, day(until)).expect_err("refused").to_string();
    assert!(refused(&claim("-10.00", "2026-01-31", Regime::B2b), "2026-03-01").contains("credit note"));
    let mut returned = claim("10.00", "2026-01-31", Regime::B2b);
    returned.payments = vec![pay("2026-02-01", "-1.00")];
    assert!(refused(&returned, "2026-03-01").contains("positive"));
    assert!(refused(&claim("10.00", "2026-11-30", Regime::B2b), "2027-01-01").contains("ecb_main_refinancing_rate"));
    // not due yet
    let future = ask(&claim("10.00", "2027-05-01", Regime::B2b), "2026-11-21");
    assert_eq!((future.total, future.slices.len()), (eur("0.00"), 0));
    assert!(future.warnings.iter().any(|w| w.en.contains("not due")));
    // due on 29 February: interest from 1 March
    assert_eq!(ask(&claim("10.00", "2024-02-29", Regime::B2b), "2024-03-31").slices[0].from, day("2024-03-01"));
    // paid before the due date, in part and in full
    let mut early = claim("100.00", "2026-01-31", Regime::B2b);
    early.payments = vec![pay("2026-01-15", "60.00")];
    let answer = ask(&early, "2026-03-31");
    assert_eq!((answer.slices[0].balance, answer.indemnity), (eur("40.00"), eur("40.00")));
    early.payments.push(pay("2026-01-31", "40.00"));
    let answer = ask(&early, "2026-03-31");
    assert_eq!((answer.total, answer.owed), (eur("0.00"), eur("0.00")));
    // in excess
    early.payments.push(pay("2026-02-15", "5.00"));
    assert_eq!(ask(&early, "2026-03-31").overpaid, eur("5.00"));
    // a later payment is not counted
    let mut later = claim("100.00", "2026-01-31", Regime::B2b);
    later.payments = vec![pay("2026-04-15", "60.00")];
    assert_eq!(ask(&later, "2026-03-31").principal_left, eur("100.00"));
    // insolvency stops interest on the eve
    later.insolvency = Some(day("2026-03-01"));
    assert_eq!(ask(&later, "2026-03-31").slices[0].to, day("2026-02-28"));
    // no euro indemnity in another currency
    let dollars = Claim::new(Money::new(10_000, Currency::parse("USD").expect("usd")), day("2026-01-31"), Regime::B2b);
    assert_eq!(ask(&dollars, "2026-03-31").indemnity.minor(), 0);
    assert!(
        AgreedRate::parse("-1").is_err() && AgreedRate::parse("xlegal").is_err() && AgreedRate::parse("ecb+").is_err()
    );
}

#[test]
fn json_has_the_keys_of_the_contract() {
    let answer = ask(&claim("4800.00", "2026-03-01", Regime::B2b), "2026-06-01");
    let json = serde_json::to_value(&answer).expect("json");
    for key in ["interest", "indemnity", "total", "principal_left", "interest_left"] {
        assert!(json[key].is_string(), "{key}");
    }
    assert_eq!(json["slices"][0]["from"], "2026-03-02");
    assert_eq!(json["slices"][0]["rate"], "12.15");
    assert_eq!(json["slices"][0]["balance"], "4800.00");
    assert_eq!(json["slices"][0]["days"], 92);
    for source in json["sources"].as_array().expect("a list") {
        assert!(source["article"].is_string() && source["source"].is_string() && source["status"].is_string());
    }
    assert!(json["explanation"].as_array().is_some_and(|lines| lines.len() >= 4));
    assert!(json["warnings"].is_array());
}

#[test]
fn the_explanation_alone_recomputes_the_figure() {
    let mut long = claim("123456.78", "2023-02-28", Regime::B2b);
    long.payments = vec![pay("2024-07-15", "40000.00"), pay("2025-01-31", "12.34")];
    let answer = ask(&long, "2026-11-21");
    let redone: Vec<_> = answer.explanation.iter().filter_map(|line| pencil::slice(&line.en)).collect();
    assert_eq!(redone.len(), answer.slices.len());
    assert!(redone.iter().all(|slice| slice.balance > 0 && slice.redone == slice.said));
    assert_eq!(redone.iter().map(|slice| slice.redone).sum::<i64>(), answer.interest.minor());
}

/// Day by day, without slices: exact sum of balance × rate over the days, one rounding at the end
/// of each run of equal rate, balance and half-year.
fn naive(claim: &Claim, until: Date) -> (i64, i64) {
    let mut payments = claim.payments.clone();
    payments.sort_by_key(|p| p.date);
    let (mut principal, mut accrued, mut paid) = (claim.principal.minor(), 0_i64, 0_i64);
    let mut open: Option<(i64, Date, Rate, i128)> = None; // balance, half-year, rate, sum
    let close = |open: &mut Option<(i64, Date, Rate, i128)>, accrued: &mut i64| {
        if let Some((.., sum)) = open.take() {
            *accrued += i64::try_from((sum * 2 + 36_500_000_000) / 73_000_000_000).expect("fits");
        }
    };
    let first = payments.first().map_or(claim.due, |p| p.date.min(claim.due));
    for d in epoch_day(first)..=epoch_day(until) {
        let today = from_epoch_day(d);
        if today > claim.due && principal > 0 {
            let half = Date::new(today.year(), if today.month() < 7 { 1 } else { 7 }, 1).expect("a date");
            let ecb = Law::builtin().rate(RateKind::Ecb, half).expect("a rate").rate;
            let rate = ecb.plus(Rate::percent(10));
            match &mut open {
                Some((balance, h, r, sum)) if (*balance, *h, *r) == (principal, half, rate) => {
                    *sum += i128::from(principal) * i128::from(rate.micro_percent());
                }
                _ => {
                    close(&mut open, &mut accrued);
                    open = Some((principal, half, rate, i128::from(principal) * i128::from(rate.micro_percent())));
                }
            }
        }
        for payment in payments.iter().filter(|p| p.date == today) {
            close(&mut open, &mut accrued);
            let to_interest = payment.amount.minor().min(accrued - paid);
            paid += to_interest;
            principal -= (payment.amount.minor() - to_interest).min(principal);
        }
    }
    close(&mut open, &mut accrued);
    (accrued, principal)
}

fn any_day() -> impl Strategy<Value = Date> {
    (epoch_day(day("2013-01-01"))..=epoch_day(day("2026-12-31"))).prop_map(from_epoch_day)
}

fn any_payments() -> impl Strategy<Value = Vec<Payment>> {
    proptest::collection::vec((any_day(), 1_i64..30_000_000), 0..4).prop_map(|list| {
        list.into_iter().map(|(date, minor)| Payment { date, amount: Money::new(minor, Currency::EUR) }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn agrees_with_a_day_by_day_computation(minor in 1_i64..50_000_000, due in any_day(), late in 0_i32..900, payments in any_payments()) {
        let until = from_epoch_day((epoch_day(due) + late).min(epoch_day(day("2026-12-31"))));
        let mut claim = Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b);
        claim.payments = payments;
        let answer = late_interest(&claim, Law::builtin(), until).expect("inside the tables");
        let mut seen = claim.clone();
        seen.payments.retain(|p| p.date <= until);
        prop_assert_eq!((answer.interest.minor(), answer.principal_left.minor()), naive(&seen, until));
    }

    #[test]
    fn any_explanation_recomputes_its_figure(minor in 1_i64..50_000_000, due in any_day(), late in 0_i32..900, payments in any_payments(), kind in 0_u8..5) {
        let until = from_epoch_day((epoch_day(due) + late).min(epoch_day(day("2026-12-31"))));
        let mut claim = Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b);
        claim.payments = payments;
        claim.formal_notice = Some(due);
        match kind {
            0 => claim.regime = Regime::Public,
            1 => claim.regime = Regime::Consumer,
            2 => claim.agreed_rate = agreed("3xlegal"),
            3 => claim.agreed_rate = agreed("ecb+7.125"),
            _ => {}
        }
        let answer = late_interest(&claim, Law::builtin(), until).expect("inside the tables");
        let english: i64 = answer.explanation.iter().filter_map(|line| pencil::slice(&line.en)).map(|slice| slice.redone).sum();
        let french: i64 = answer.explanation.iter().filter_map(|line| pencil::slice(&line.fr)).map(|slice| slice.redone).sum();
        prop_assert_eq!((english, french), (answer.interest.minor(), answer.interest.minor()));
    }

    #[test]
    fn slices_cover_the_delay_without_gap_or_overlap(minor in 1_i64..50_000_000, due in any_day(), late in 1_i32..2000) {
        let until = from_epoch_day((epoch_day(due) + late).min(epoch_day(day("2026-12-31"))));
        let answer = late_interest(&Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b), Law::builtin(), until).expect("inside");
        let total: i64 = answer.slices.iter().map(|s| s.days).sum();
        prop_assert_eq!(total, days_between(due, until));
        for pair in answer.slices.windows(2) {
            prop_assert_eq!(days_between(pair[0].to, pair[1].from), 1);
        }
        prop_assert!(answer.slices.iter().all(|s| days_between(s.from, s.to) + 1 == s.days));
    }

    #[test]
    fn cents_are_conserved(minor in 1_i64..50_000_000, due in any_day(), late in 0_i32..900, payments in any_payments(),
        order in prop_oneof![Just(PaymentOrder::InterestFirst), Just(PaymentOrder::PrincipalFirst)],
        rank in prop_oneof![Just(IndemnityRank::Last), Just(IndemnityRank::BeforePrincipal)],
        round_at in prop_oneof![Just(RoundAt::Slice), Just(RoundAt::Total)],
        day_count in prop_oneof![Just(DayCount::Actual365), Just(DayCount::ActualActual), Just(DayCount::Actual360)],
        ends in prop_oneof![Just(Ends::DayAfterToPayment), Just(Ends::BothIncluded), Just(Ends::StartToEve)]) {
        let until = from_epoch_day((epoch_day(due) + late).min(epoch_day(day("2026-12-31"))));
        let mut claim = Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b);
        claim.payments = payments;
        claim.conventions = Conventions { payment_order: order, indemnity_rank: rank, round_at, day_count, ends, ..Conventions::default() };
        let answer = late_interest(&claim, Law::builtin(), until).expect("inside the tables");
        let received: i64 = answer.payments.iter().map(|p| p.amount.minor()).sum();
        prop_assert_eq!(minor + answer.total.minor() - received, answer.owed.minor() - answer.overpaid.minor());
        for p in &answer.payments {
            prop_assert_eq!(p.amount.minor(), p.to_interest.minor() + p.to_principal.minor() + p.to_indemnity.minor() + p.surplus.minor());
        }
        prop_assert!(answer.principal_left.minor() >= 0 && answer.interest_left.minor() >= 0 && answer.indemnity_left.minor() >= 0);
    }

    #[test]
    fn interest_grows_with_amount_and_time(minor in 1_i64..50_000_000, more in 0_i64..100_000, due in any_day(), late in 0_i32..900, longer in 0_i32..300) {
        let last = epoch_day(day("2026-12-31"));
        let at = |n: i32| from_epoch_day((epoch_day(due) + n).min(last));
        let ask = |minor: i64, until: Date| {
            let claim = Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b);
            late_interest(&claim, Law::builtin(), until).expect("inside").interest.minor()
        };
        prop_assert!(ask(minor, at(late)) <= ask(minor + more, at(late)));
        prop_assert!(ask(minor, at(late)) <= ask(minor, at(late + longer)));
    }

    #[test]
    fn interest_is_additive_over_adjacent_periods(minor in 1_i64..50_000_000, due in any_day(), a in 1_i32..600, b in 1_i32..600) {
        let last = epoch_day(day("2026-12-31"));
        let at = |n: i32| from_epoch_day((epoch_day(due) + n).min(last));
        let sum = |due: Date, until: Date| {
            let claim = Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b);
            let answer = late_interest(&claim, Law::builtin(), until).expect("inside");
            (answer.interest.minor(), i64::try_from(answer.slices.len()).expect("few"))
        };
        let ((whole, _), (first, n), (second, m)) = (sum(due, at(a + b)), sum(due, at(a)), sum(at(a), at(a + b)));
        // rounding per slice: at most half a cent for each slice
        prop_assert!((whole - first - second).abs() <= i64::midpoint(n, m) + 1);
    }
}

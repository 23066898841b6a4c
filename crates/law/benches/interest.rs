//! Interest on a million items with two payments each, against a straightforward loop without slices.
//!
//! `cargo bench --profile release -p law`. The loop finds one rate per item and knows neither half-years nor payments in
//! between: it is the limit, not the answer.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use kernel::{Currency, Date, Money, Rounding, days_between, epoch_day, from_epoch_day};
use law::interest::late_interest_sums;
use law::{Claim, Law, Payment, RateKind, Regime};

const ITEMS: i32 = 1_000_000;

fn main() {
    let (first, until) = (Date::constant(2024, 1, 1), Date::constant(2026, 11, 21));
    let law = Law::builtin();
    let claim = |n: i32| {
        let due = from_epoch_day(epoch_day(first) + n % 900);
        let mut claim = Claim::new(Money::new(10_000 + i64::from(n % 500_000), Currency::EUR), due, Regime::B2b);
        let paid = |late: i32| Payment {
            date: from_epoch_day(epoch_day(due) + late),
            amount: Money::new(2_000, Currency::EUR),
        };
        claim.payments = vec![paid(20), paid(75)];
        claim
    };

    let started = Instant::now();
    let mut total = 0_i64;
    for n in 0..ITEMS {
        if let Ok((interest, _)) = late_interest_sums(black_box(&claim(n)), law, until) {
            total += interest.minor();
        }
    }
    let ours = started.elapsed();

    let started = Instant::now();
    let mut naive = 0_i64;
    for n in 0..ITEMS {
        let claim = black_box(claim(n));
        if let Ok(rate) = law.rate(RateKind::B2bDefault, claim.due)
            && let Ok(interest) =
                rate.rate.interest(claim.principal, days_between(claim.due, until), 365, Rounding::HalfUp)
        {
            naive += interest.minor();
        }
    }
    let limit = started.elapsed();
    println!("{ITEMS} items, two payments each: {ours:.2?} (interest {total} cents)");
    println!("one rate, no slice, no payment:  {limit:.2?} (interest {naive} cents)");
}

//! Interest on a million items with two payments each, against a straightforward loop without slices.
//!
//! `cargo bench --profile release -p law`, or with a number of items: `… -p law --bench interest -- 4000000`. Nothing is
//! kept from one item to the next, so that the memory of the process does not grow with the number.
//! The loop takes one rate from payment to payment, knows no half-year in
//! between, no interest first, no 40 €, no option: it is the limit, not the answer.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use kernel::{Currency, Date, Money, Rate, Rounding, days_between, epoch_day, from_epoch_day};
use law::interest::late_interest_sums;
use law::{Claim, Law, Payment, RateKind, Regime};

/// Items when none are asked for.
const ITEMS: i32 = 1_000_000;
const ROUNDS: u32 = 9;

fn main() {
    // cargo adds its own flags: the first whole number is ours
    let items: i32 = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(ITEMS);
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

    // the rates in a plain list, found by bisection: what anyone would write in an afternoon
    let halves: Vec<(Date, Rate)> = (2024..=2026)
        .flat_map(|year| [Date::constant(year, 1, 1), Date::constant(year, 7, 1)])
        .filter_map(|half| Some((half, law.rate(RateKind::B2bDefault, half).ok()?.rate)))
        .collect();

    // one after the other, the best of each: neighbours disturb both alike
    let (mut ours, mut limit) = (Duration::MAX, Duration::MAX);
    let (mut total, mut naive) = (0, 0);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        total = 0_i64;
        for n in 0..items {
            if let Ok((interest, _)) = late_interest_sums(black_box(&claim(n)), law, until) {
                total += interest.minor();
            }
        }
        ours = ours.min(started.elapsed());
        let started = Instant::now();
        naive = (0..items).map(|n| afternoon(&black_box(claim(n)), &halves, until)).sum();
        limit = limit.min(started.elapsed());
    }
    println!("{items} items, two payments each, best of {ROUNDS}: {ours:.2?} (interest {total} cents)");
    println!("one rate between payments, no slice, no legal order: {limit:.2?} (interest {naive} cents)");
    println!("ratio {:.2}", ours.as_secs_f64() / limit.as_secs_f64());
}

fn afternoon(claim: &Claim, halves: &[(Date, Rate)], until: Date) -> i64 {
    let (mut since, mut balance, mut sum) = (claim.due, claim.principal.minor(), 0);
    let ends = claim.payments.iter().map(|payment| (payment.date, payment.amount.minor())).chain([(until, 0)]);
    for (day, paid) in ends.filter(|(day, _)| *day <= until) {
        let at = halves.partition_point(|(half, _)| *half <= since);
        let rate = halves[at - 1].1;
        let base = Money::new(balance, Currency::EUR);
        if let Ok(interest) = rate.interest(base, days_between(since, day), 365, Rounding::HalfUp) {
            sum += interest.minor();
        }
        (since, balance) = (day, balance - paid);
    }
    sum
}

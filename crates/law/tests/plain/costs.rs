//! Tariffs, wages and thresholds, with the figures of the articles written here again.

use std::collections::BTreeMap;

use super::calendar::Day;
use super::{Answer, Given, half_up, money};

fn amounts(net: Option<i64>, gross: i64) -> BTreeMap<&'static str, String> {
    let mut answer = BTreeMap::from([("gross", money(gross))]);
    if let Some(net) = net {
        answer.insert("net", money(net));
    }
    answer
}

/// (emolument × coefficient of the debt + travel) × 1.20, tariff of 2020 to February 2024.
fn act(emolument: i64, debt: i64, on: Day) -> Option<i64> {
    let halves = if debt <= 12_800 { 1 } else { 2 + 2 * i64::from(debt > 128_000) };
    (on <= (2024, 2, 29)).then(|| half_up(i128::from(emolument * halves + 2 * 767) * 120, 200))
}

/// The registry's request, VAT included.
fn request(on: Day) -> Option<i64> {
    match on {
        (..=2023, ..) | (2024, 1 | 2, _) => Some(3_347),
        (2024 | 2025, ..) | (2026, 1 | 2, _) => Some(3_180),
        _ => None,
    }
}

/// Parts of a base by brackets: hundredths of a percent up to a top in cents; exact hundredths of a cent times 100.
fn share(base: i64, brackets: &[(i64, i64)], cap: i64) -> i128 {
    let (mut sum, mut under) = (0_i128, 0);
    for (rate, top) in brackets {
        let part = base.min(*top) - under;
        if part > 0 {
            sum += i128::from(part) * i128::from(*rate);
        }
        under = *top;
    }
    sum.min(i128::from(cap) * 10_000)
}

const REST: i64 = i64::MAX;

fn collection(creditor: bool, base: i64, on: Day) -> Answer {
    if on > (2024, 2, 29) {
        return None;
    }
    let exact = match (creditor, base) {
        (_, 0) => 0,
        (false, ..=4_400) => 425 * 10_000,
        (true, ..=18_800) => 2_128 * 10_000,
        (false, _) => share(base, &[(967, 12_500), (629, 61_000), (338, 152_500), (29, REST)], 55_000),
        (true, _) => {
            let brackets = [(1_161, 12_500), (1_064, 61_000), (1_016, 152_500), (387, 5_240_000), (298, REST)];
            share(base, &brackets, 554_000)
        }
    };
    Some(amounts(Some(half_up(exact, 10_000)), half_up(exact * 120, 1_000_000)))
}

/// Loi 2023-1059 art. 27 for a legal person.
fn contribution(given: &Given<'_>) -> Answer {
    let (debt, on) = (given.cents("debt")?, given.day("on")?);
    if !((2025, 1, 1)..=(2028, 12, 31)).contains(&on) {
        return None;
    }
    let zero = Some(amounts(None, 0));
    if debt <= 5_000_000 || given.text("staff").is_some() && given.number("staff") < 250 {
        return zero;
    }
    let (turnover, profit) = (given.cents("turnover")?, given.cents("profit")?);
    let (percent, cap) = match turnover {
        ..=5_000_000_000 => return zero,
        ..=150_000_000_000 if profit > 300_000_000 => (3, 5_000_000),
        150_000_000_001.. if profit > 0 => (5, 10_000_000),
        _ => return zero,
    };
    Some(amounts(None, half_up(i128::from(debt) * percent, 100).min(cap)))
}

/// `law tariff`; none for an item not written here.
pub fn tariff(given: &Given<'_>) -> Option<Answer> {
    let (debt, on) = (given.cents("debt")?, given.day("on")?);
    let base = given.cents("collected").unwrap_or(debt);
    Some(match given.text("item")? {
        "service-of-order" => act(2_553, debt, on).map(|gross| amounts(None, gross)),
        "attachment-notice" => act(3_298, debt, on).map(|gross| amounts(None, gross)),
        "order-to-pay" => act(2_021, debt, on).map(|gross| amounts(None, gross)),
        "collection-fee-debtor" => collection(false, base, on),
        "collection-fee-creditor" => collection(true, base, on),
        "payment-order-request" => request(on).map(|gross| amounts(Some(half_up(i128::from(gross) * 100, 120)), gross)),
        "stamp-duty" => Some(amounts(None, if on < (2026, 3, 1) { 0 } else { 5_000 })),
        "appeal-stamp" if on <= (2026, 12, 31) => Some(amounts(None, 22_500)),
        "tae-contribution" => contribution(given),
        _ => return None,
    })
}

/// `law estimate` of a payment order then an attachment: request, service, notice; the record is not known.
pub fn estimate(given: &Given<'_>) -> Answer {
    let (debt, on) = (given.cents("debt")?, given.day("on")?);
    Some(amounts(None, request(on)? + act(2_553, debt, on)? + act(3_298, debt, on)?))
}

/// `law wage`, scale of 2026.
pub fn wage(given: &Given<'_>) -> Answer {
    let (net, on, rise) = (given.cents("net-yearly")?, given.day("on")?, given.number("dependants") * 174_000);
    if on.0 != 2026 {
        return None;
    }
    let tops = [(3, 448_000), (6, 873_000), (12, 1_300_000), (15, 1_723_000), (20, 2_147_000), (40, 2_581_000)];
    let (mut sixtieths, mut under) = (0_i128, 0);
    for (share, top) in tops.map(|(share, top)| (share, top + rise)).into_iter().chain([(60, i64::MAX)]) {
        sixtieths += i128::from((net.min(top) - under).max(0)) * share;
        under = top;
    }
    let (mut yearly, mut monthly) = (half_up(sixtieths, 60), half_up(sixtieths, 720));
    let floor = if on < (2026, 4, 1) { 64_652 } else { 65_234 };
    if net / 12 - monthly < floor {
        (yearly, monthly) = ((net - 12 * floor).max(0), (net / 12 - floor).max(0));
    }
    Some(BTreeMap::from([("yearly", money(yearly)), ("monthly", money(monthly))]))
}

/// `law court`: the lawyer above 10,000 €, the amicable attempt up to 5,000 € before the civil judges.
pub fn thresholds(given: &Given<'_>) -> Answer {
    let amount = given.cents("amount")?;
    let abroad = given.text("place").is_some_and(|place| place.len() == 2);
    let protection = matches!(given.text("matter"), Some("consumer-credit" | "housing-rent"));
    let civil = matches!(given.text("debtor")?, "consumer" | "association" | "civil-company") && !abroad;
    let lawyer = !abroad && !protection && amount > 1_000_000;
    let amicable = civil && amount <= 500_000 && given.text("matter") != Some("consumer-credit");
    let said = |value: bool| value.to_string();
    Some(BTreeMap::from([("lawyer_required", said(lawyer)), ("amicable_attempt_required", said(amicable))]))
}

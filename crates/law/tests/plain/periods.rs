//! Terms, periods, deadlines and limitation, by a calendar walked day by day.

use std::collections::BTreeMap;

use super::calendar::{Day, add_days, add_months, day, holiday, month_end, next, roll, show, sunday, working};
use super::{Answer, Given};

/// `law due-date`.
pub fn due_date(given: &Given<'_>) -> Answer {
    let (invoice, terms) = (given.day("invoice")?, given.text("terms")?);
    let days: i64 = terms.split(' ').find_map(|word| word.parse().ok())?;
    let end_first = terms.starts_with("fin") || terms.starts_with("end");
    let due = match given.text("convention") {
        _ if !terms.contains("fin") && !terms.contains("end") => add_days(invoice, days),
        Some("eom-15th") => {
            let end = month_end(add_months((invoice.0, invoice.1, 1), days / 30));
            add_days(end, days % 30)
        }
        Some("45d-after-eom") => add_days(month_end(invoice), days),
        None if end_first => add_days(month_end(invoice), days),
        _ => month_end(add_days(invoice, days)),
    };
    Some(BTreeMap::from([("due", show(due))]))
}

/// `law period` under the Code de procédure civile: months, then days, then the next working day.
pub fn period(given: &Given<'_>) -> Answer {
    let months = given.number("months") + 12 * given.number("years");
    let raw = add_days(add_months(given.day("from")?, months), given.number("days"));
    Some(BTreeMap::from([("raw", show(raw)), ("due", show(roll(raw)))]))
}

/// How long a step of the worked examples lasts: number, unit, side. Written here from the articles.
fn length(procedure: &str, step: &str, from: Day) -> Option<(i64, char, &'static str)> {
    let (n, unit) = match (procedure, step) {
        ("payment-order", "service") if from < (2026, 9, 1) => (6, 'm'),
        ("payment-order", "service") | ("wage-seizure", "seizure") | ("insolvency", "retention-of-title") => (3, 'm'),
        ("payment-order", "opposition" | "notice-of-opposition")
        | ("uncontested-claims", "answer")
        | ("attachment" | "wage-seizure", "contest")
        | ("conservatory-measures", "proceedings" | "after-rejected-order")
        | (
            "insolvency",
            "retention-of-title-answer"
            | "retention-of-title-judge"
            | "contract-option"
            | "declaration-after-termination",
        ) => (1, 'm'),
        ("payment-order", "enforcement")
        | ("conservatory-measures", "definitive-publicity")
        | ("insolvency", "declaration")
        | ("public-debtors", "judgment-local") => (2, 'm'),
        ("insolvency", "relief") | ("summons", "service-default-judgment") => (6, 'm'),
        ("wage-seizure", "new-employer") => (12, 'm'),
        ("over-indebtedness", "suspension") => (24, 'm'),
        ("payment-order", "creditor-lawyer" | "deposit-request" | "deposit-opposition")
        | ("wage-seizure", "employer-declaration")
        | ("over-indebtedness", "recourse")
        | ("summons", "service-commercial") => (15, 'd'),
        ("uncontested-claims", "certificate")
        | ("attachment" | "wage-seizure", "notice")
        | ("sale-of-goods", "order-to-pay")
        | ("conservatory-measures", "notice-claims")
        | ("summons", "filing-commercial") => (8, 'd'),
        ("european-payment-order", "opposition") => (30, 'e'),
        ("european-payment-order", "postal-wait") => (10, 'e'),
        ("insolvency", "answer-contest") | ("over-indebtedness", "justify" | "contest-measures") => (30, 'd'),
        ("wage-seizure", "seizure-registration") => (1, 'w'),
        _ => return None,
    };
    let side = match step {
        "enforcement" | "certificate" | "postal-wait" | "order-to-pay" => "earliest",
        "service-commercial" | "filing-commercial" => "before",
        _ => "latest",
    };
    Some((n, unit, side))
}

/// `law deadline`; none for a step that is no period.
pub fn deadline(given: &Given<'_>) -> Option<Answer> {
    let (procedure, step, from) = (given.text("procedure")?, given.text("step")?, given.day("from")?);
    let (n, unit, side) = length(procedure, step, from)?;
    let far = match given.text("distance") {
        Some("overseas") => 1,
        Some("abroad") => 2,
        _ => 0,
    };
    let raw = match unit {
        _ if side == "before" => add_days(from, -n),
        'm' => add_months(from, n + far),
        'w' => roll(next(from)),
        _ => add_days(from, n),
    };
    let mut due = if side == "before" { raw } else { roll(raw) };
    // two working days at least in a European period of two days or more
    while unit == 'e' && working_days(from, due) < 2 {
        due = roll(next(due));
    }
    let mut answer = BTreeMap::from([("raw", show(raw)), ("due", show(due))]);
    if side == "earliest" {
        let mut first = next(raw);
        while sunday(first) || holiday(first) {
            first = next(first);
        }
        answer.insert("earliest", show(first));
    }
    Some(Some(answer))
}

fn working_days(after: Day, to: Day) -> usize {
    let (mut at, mut count) = (next(after), 0);
    while at <= to {
        count += usize::from(working(at));
        at = next(at);
    }
    count
}

/// `law procedure` of an order that was not served: over once its months are.
pub fn lapsed(given: &Given<'_>) -> Option<Answer> {
    if (given.text("procedure"), given.text("state")) != (Some("payment-order"), Some("granted")) {
        return None;
    }
    let since = given.day("since")?;
    let (months, ..) = length("payment-order", "service", since)?;
    let over = given.day("on")? > roll(add_months(since, months));
    Some(Some(BTreeMap::from([("lapsed", over.to_string())])))
}

/// `law limitation`: five years, each day looked at.
pub fn limitation(given: &Given<'_>) -> Answer {
    let (due, on) = (given.day("due")?, given.day("on")?);
    let five = |from: Day| add_months(from, 60);
    let mut expires = five(due);
    // loi ELAN: ten years became five from 25 November 2018, within the ten
    if given.text("kind")? == "co-ownership" && due < (2018, 11, 25) {
        expires = five((2018, 11, 25)).min(add_months(due, 120));
    }
    let events: Vec<(Day, &str)> =
        given.all("event").map(|text| text.split_once(':').expect("DATE:EVENT")).map(|(d, e)| (day(d), e)).collect();
    let mut today = due;
    while today <= on && today <= expires {
        for (_, event) in events.iter().filter(|(date, _)| *date == today) {
            // the request for an order and a demand without a title interrupt nothing
            if ["partial-payment", "order-served"].contains(event) {
                expires = five(today);
            }
        }
        today = next(today);
    }
    Some(BTreeMap::from([("expires", show(expires)), ("expired", (on > expires).to_string())]))
}

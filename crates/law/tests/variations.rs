//! Every row of the worked examples that computes, varied by a day, a cent and a half-year, each variation
//! compared with a second computation that knows nothing of the crate (`plain`). What one refuses, both do.

use std::collections::BTreeMap;

use law::{Law, LawError, questions};
use serde_json::Value;

mod plain;
mod rows;

use plain::{Given, add_months, ask, cents, day, money, next, previous, show};
use rows::{at, rows, said};

const DAYS: [&str; 9] = ["due", "until", "on", "from", "invoice", "enforceable", "formal-notice", "since", "as-of"];
const AMOUNTS: [&str; 6] = ["amount", "debt", "collected", "net-yearly", "turnover", "profit"];

/// The day itself, a day before and after, a half-year before and after.
fn days(text: &str) -> Vec<String> {
    let at = day(text);
    [at, previous(at), next(at), add_months(at, -6), add_months(at, 6)].map(show).into()
}

/// The amount itself, a cent less and more.
fn sums(text: &str) -> Vec<String> {
    [0, -1, 1].map(|cent| money(cents(text) + cent)).into()
}

/// Every variation of one value.
fn variations(name: &str, value: &str) -> Vec<String> {
    match name {
        "account" => accounts(value),
        "payment" => {
            let (date, amount) = value.split_once(':').expect("DATE:AMOUNT");
            let both = |date: &String| sums(amount).into_iter().map(move |sum| format!("{date}:{sum}")).collect();
            days(date).iter().flat_map(|date| -> Vec<String> { both(date) }).collect()
        }
        "event" => {
            let (date, event) = value.split_once(':').expect("DATE:EVENT");
            days(date).into_iter().map(|date| format!("{date}:{event}")).collect()
        }
        name if DAYS.contains(&name) => days(value),
        name if AMOUNTS.contains(&name) => sums(value),
        _ => vec![value.to_owned()],
    }
}

/// An account with its due date, amount and receipt varied.
fn accounts(text: &str) -> Vec<String> {
    let mut found: Vec<Value> = vec![serde_json::from_str(text).expect("JSON")];
    for path in [
        "/items/0/due",
        "/items/0/formal_notice",
        "/items/0/amount/minor",
        "/receipts/0/date",
        "/receipts/0/amount/minor",
    ] {
        let vary = |account: Value| -> Vec<Value> {
            let values: Vec<Value> = match account.pointer(path) {
                Some(Value::String(date)) => days(date).into_iter().map(Value::String).collect(),
                Some(Value::Number(minor)) => {
                    let minor = minor.as_i64().expect("cents");
                    [minor, minor - 1, minor + 1].map(Value::from).into()
                }
                _ => return vec![account],
            };
            let with = |value: Value| {
                let mut account = account.clone();
                *account.pointer_mut(path).expect("there") = value;
                account
            };
            values.into_iter().map(with).collect()
        };
        found = found.into_iter().flat_map(vary).collect();
    }
    found.iter().map(Value::to_string).collect()
}

/// Every combination of the variations of what is given.
fn combinations(given: &str) -> Vec<Vec<(String, String)>> {
    let mut found = vec![Vec::new()];
    for pair in given.split("; ") {
        let (name, value) = pair.split_once('=').expect("name=value");
        let values = variations(name, value);
        let longer = |so_far: Vec<(String, String)>| {
            let with = move |value: &String| [&so_far[..], &[(name.to_owned(), value.clone())]].concat();
            values.iter().map(with).collect::<Vec<_>>()
        };
        found = found.into_iter().flat_map(longer).collect();
    }
    found
}

#[test]
fn every_row_varied_by_a_day_a_cent_and_a_half_year() {
    let today = "2026-11-21".parse().expect("a date");
    let (mut compared, mut refused, mut varied) = (BTreeMap::<&str, usize>::new(), 0, 0);
    for (id, _, verb, given, _) in rows() {
        let mut cases = 0;
        for pairs in combinations(given) {
            let Some(expected) = ask(verb, &Given(&pairs)) else { break };
            cases += 1;
            match (questions::ask(verb, &pairs, Law::builtin(), today), expected) {
                (Ok(answer), Some(expected)) => {
                    for (path, value) in expected {
                        assert_eq!(said(at(&answer, path)), value, "{id} {verb} {pairs:?}: {path}");
                    }
                }
                (Err(LawError::MissingRow { .. }), None) => refused += 1,
                (found, expected) => panic!("{id} {verb} {pairs:?}: {found:?}, by the plain computation {expected:?}"),
            }
        }
        *compared.entry(*verb).or_default() += cases;
        varied += usize::from(cases > 1);
    }
    let total: usize = compared.values().sum();
    eprintln!("{total} cases of {varied} rows compared, {refused} of them refused by both: {compared:?}");
    assert!(total >= 2_000 && varied >= 120 && refused >= 20, "{total} cases, {varied} rows, {refused} refused");
    // no kind of question is left to one or two cases
    let computing = [
        "late-interest",
        "legal-interest",
        "decompte",
        "rate",
        "due-date",
        "period",
        "deadline",
        "limitation",
        "tariff",
        "wage",
        "court",
        "estimate",
        "procedure",
    ];
    for verb in computing {
        assert!(compared.get(verb).is_some_and(|cases| *cases >= 15), "{verb}: {compared:?}");
    }
}

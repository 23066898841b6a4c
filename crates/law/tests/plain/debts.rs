//! Debts walked day by day.

use std::collections::BTreeMap;

use super::calendar::{Day, add_months, day, half, next};
use super::{Answer, Given, cents, half_up, money};

const ECB: &str = include_str!("../../data/ecb_main_refinancing_rate.csv");
const LEGAL: &str = include_str!("../../data/legal_interest_rate.csv");

/// Ten-thousandths of a percent.
fn percent(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part:0<4}");
    digits.parse().expect("a percentage")
}

/// The half-years the rates are known for.
fn known(on: Day) -> bool {
    ((2013, 1, 1)..=(2026, 12, 31)).contains(&on)
}

/// The central bank's rate in force on a day: the last row that took effect.
fn ecb(on: Day) -> Option<i128> {
    let rows = ECB.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some((day(cells.next()?), percent(cells.next()?)))
    });
    rows.filter(|(from, _)| *from <= on).last().map(|(_, rate)| rate).filter(|_| on <= (2026, 12, 31))
}

/// The legal rate of a class (`particulier`, `autres`).
fn legal(class: &str, on: Day) -> Option<i128> {
    LEGAL.lines().skip(1).find_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[2] == class && day(cells[0]) <= on && on <= day(cells[1])).then(|| percent(cells[3]))
    })
}

fn class(given: &Given<'_>) -> &'static str {
    if given.text("creditor-class") == Some("individual") { "particulier" } else { "autres" }
}

/// `law rate`.
pub fn rate(given: &Given<'_>) -> Answer {
    let on = given.day("on").expect("a day");
    let rate = match given.text("kind").expect("a kind") {
        "b2b-default" if known(on) => ecb(half(on)).map(|rate| rate + 100_000),
        "b2b-floor" => legal("autres", on).map(|rate| rate * 3),
        "legal-professional" => legal("autres", on),
        _ => None,
    }?;
    Some(BTreeMap::from([("rate", format!("{}.{:02}", rate / 10_000, rate % 10_000 / 100))]))
}

struct Debt<'a> {
    principal: i64,
    due: Day,
    /// First day that bears.
    first: Day,
    until: Day,
    rate: &'a dyn Fn(Day) -> Option<i128>,
    /// Whether a half-year starts a new sum to round.
    halves: bool,
    principal_first: bool,
    down: bool,
    indemnity: i64,
    cost: Option<(Day, i64)>,
    payments: Vec<(Day, i64)>,
}

#[derive(Default)]
struct Outcome {
    interest: i64,
    interest_left: i64,
    principal_left: i64,
    indemnity: i64,
    indemnity_left: i64,
    cost_left: i64,
    surplus: i64,
}

impl Debt<'_> {
    /// Nothing where a rate of a bearing day is not known.
    fn walk(&self) -> Option<Outcome> {
        let mut out = Outcome { principal_left: self.principal, ..Outcome::default() };
        let mut run: Option<(i64, i128, i128)> = None;
        let starts = self.payments.iter().map(|(day, _)| *day).chain(self.cost.map(|(day, _)| day));
        let mut today = starts.chain([self.due, self.first]).min()?;
        while today <= self.until {
            out.cost_left += self.cost.filter(|(day, _)| *day == today).map_or(0, |(_, cents)| cents);
            if today == next(self.due) && out.principal_left > 0 {
                (out.indemnity, out.indemnity_left) = (self.indemnity, self.indemnity);
            }
            if today >= self.first && out.principal_left > 0 {
                let rate = (self.rate)(today)?;
                let same = run.is_some_and(|(balance, then, _)| (balance, then) == (out.principal_left, rate));
                if !same || (self.halves && today == half(today)) {
                    self.close(&mut run, &mut out);
                }
                let sum = run.map_or(0, |(.., sum)| sum);
                run = Some((out.principal_left, rate, sum + i128::from(out.principal_left) * rate));
            }
            for (_, amount) in self.payments.iter().filter(|(day, _)| *day == today) {
                self.close(&mut run, &mut out);
                self.pay(*amount, &mut out);
            }
            today = next(today);
        }
        self.close(&mut run, &mut out);
        Some(out)
    }

    fn close(&self, run: &mut Option<(i64, i128, i128)>, out: &mut Outcome) {
        if let Some((.., sum)) = run.take() {
            let year = 365 * 1_000_000;
            let cents = if self.down { i64::try_from(sum / year).expect("fits") } else { half_up(sum, year) };
            out.interest += cents;
            out.interest_left += cents;
        }
    }

    fn pay(&self, mut left: i64, out: &mut Outcome) {
        let mut take = |owed: &mut i64| {
            let part = left.min(*owed);
            *owed -= part;
            left -= part;
        };
        take(&mut out.cost_left);
        if self.principal_first {
            take(&mut out.principal_left);
        }
        take(&mut out.interest_left);
        take(&mut out.principal_left);
        take(&mut out.indemnity_left);
        out.surplus += left;
    }
}

impl Outcome {
    fn owed(&self) -> i64 {
        self.principal_left + self.interest_left + self.indemnity_left + self.cost_left
    }

    fn answer(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("interest", money(self.interest)),
            ("indemnity", money(self.indemnity)),
            ("total", money(self.interest + self.indemnity)),
            ("principal_left", money(self.principal_left)),
            ("interest_left", money(self.interest_left)),
            ("indemnity_left", money(self.indemnity_left)),
            ("owed", money(self.owed())),
            ("overpaid", money(self.surplus)),
        ])
    }
}

fn payments(given: &Given<'_>) -> Vec<(Day, i64)> {
    let pairs = given.all("payment").map(|text| text.split_once(':').expect("DATE:AMOUNT"));
    pairs.map(|(date, amount)| (day(date), cents(amount))).collect()
}

/// `law late-interest`.
pub fn late_interest(given: &Given<'_>) -> Answer {
    let (due, until) = (given.day("due")?, given.day("until")?);
    let regime = given.text("regime").unwrap_or("b2b");
    let from = if regime == "consumer" { given.day("formal-notice")?.max(due) } else { due };
    let first = next(from);
    let agreed = given.text("agreed-rate").map(percent);
    let class = class(given);
    let rate = |on: Day| match (agreed, regime) {
        (Some(rate), _) => Some(rate),
        (None, "public") => ecb(half(first)).filter(|_| known(first)).map(|rate| rate + 80_000),
        (None, "consumer") => legal(class, on),
        _ => ecb(half(on)).filter(|_| known(on)).map(|rate| rate + 100_000),
    };
    let debt = Debt {
        principal: given.cents("amount")?,
        due,
        first,
        until,
        rate: &rate,
        halves: agreed.is_none() && regime != "public",
        principal_first: given.text("payments") == Some("principal-first"),
        down: false,
        indemnity: if regime == "consumer" { 0 } else { 4_000 },
        cost: None,
        payments: payments(given),
    };
    debt.walk().map(|out| out.answer())
}

/// `law legal-interest`: five points more once two months have passed.
pub fn legal_interest(given: &Given<'_>) -> Answer {
    let (enforceable, until) = (given.day("enforceable")?, given.day("until")?);
    let raised = add_months(enforceable, 2);
    let class = class(given);
    let rate = |on: Day| Some(legal(class, on)? + if on > raised { 50_000 } else { 0 });
    let debt = Debt {
        principal: given.cents("amount")?,
        due: enforceable,
        first: next(enforceable),
        until,
        rate: &rate,
        halves: true,
        principal_first: false,
        down: false,
        indemnity: 0,
        cost: None,
        payments: payments(given),
    };
    debt.walk().map(|out| out.answer())
}

/// `law decompte` of one item, one cost and one receipt at most.
pub fn decompte(given: &Given<'_>) -> Answer {
    let account: serde_json::Value = serde_json::from_str(given.text("account")?).expect("JSON");
    let item = &account["items"][0];
    let date = |value: &serde_json::Value| value.as_str().map(day);
    let minor = |value: &serde_json::Value| value["amount"]["minor"].as_i64();
    let due = date(&item["due"])?;
    let consumer = item["regime"] == "consumer";
    let from = if consumer { date(&item["formal_notice"])?.max(due) } else { due };
    let both = account["conventions"]["ends"] == "both-included";
    let agreed = item["agreed_rate"]["fixed"].as_str().map(percent);
    let class = if item["creditor_class"] == "individual" { "particulier" } else { "autres" };
    let rate = |on: Day| agreed.or_else(|| legal(class, on));
    let cost = &account["costs"][0];
    let receipts = account["receipts"].as_array()?;
    let debt = Debt {
        principal: minor(item)?,
        due,
        first: if both { from } else { next(from) },
        until: given.day("as-of")?,
        rate: &rate,
        halves: agreed.is_none(),
        principal_first: false,
        down: account["conventions"]["rounding"] == "down",
        indemnity: if item["indemnity"] == true && !consumer { 4_000 } else { 0 },
        cost: date(&cost["date"]).zip(minor(cost)),
        payments: receipts.iter().filter_map(|one| date(&one["date"]).zip(minor(one))).collect(),
    };
    let out = debt.walk()?;
    Some(BTreeMap::from([
        ("items.0.interest", money(out.interest)),
        ("items.0.interest_left", money(out.interest_left)),
        ("items.0.principal_left", money(out.principal_left)),
        ("items.0.indemnity", money(out.indemnity)),
        ("totals.costs_left", money(out.cost_left)),
        ("totals.overpaid", money(out.surplus)),
        ("totals.owed", money(out.owed())),
    ]))
}

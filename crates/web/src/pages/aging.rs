//! The aged balance: its picture, its table, and the way down to the pieces.

use app::aging::{AgingAnswer, AgingLine, AgingQuery, Grouping};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use documents::charts::{AgeStep, ageing_columns, ramp_step};
use kernel::{Currency, Date, Money};
use ledger::Buckets;
use serde::Deserialize;

use super::accounts::list_link;
use super::indicators::creditor_of;
use crate::figures::{self, Amount, Segment, percent, segments};
use crate::forms;
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Lines shown on a page; the export has them all.
const SHOWN: usize = 500;

/// One step of age with its amount.
pub struct Step {
    pub age: usize,
    pub label: String,
    pub amount: Amount,
}

/// The ageing bar of a page.
pub struct Bar {
    pub title: String,
    pub label: String,
    pub segments: Vec<Segment>,
    pub steps: Vec<Step>,
}

/// What is open in another currency.
pub struct OtherCurrency {
    pub label: String,
    pub amount: Amount,
}

/// The words of a bucket.
pub fn bucket_label(from: Option<i32>, to: Option<i32>, w: Words) -> String {
    let text = |n: i32| n.to_string();
    match (from, to) {
        (None, _) => w.t("bucket-not-due"),
        (Some(from), Some(to)) => w.with("bucket-between", &[("from", &text(from)), ("to", &text(to))]),
        (Some(from), None) => w.t1("bucket-beyond", "from", from),
    }
}

fn steps(answer: &AgingAnswer, w: Words) -> Vec<(String, i64)> {
    let label = |i: usize| answer.buckets.get(i).map(|b| bucket_label(b.from_day, b.to_day, w)).unwrap_or_default();
    answer.row.amounts.iter().enumerate().map(|(i, amount)| (label(i), *amount)).collect()
}

/// The finding in words: how much of it is late.
fn finding(answer: &AgingAnswer, w: Words) -> String {
    let share = percent(answer.row.overdue(), answer.row.total(), w.lang);
    w.t1("aging-finding", "share", share)
}

/// The bar of a balance in its main currency.
pub fn bar_of(answer: &AgingAnswer, w: Words) -> Bar {
    let list = steps(answer, w);
    let money = |minor| Money::new(minor, answer.currency);
    let label =
        list.iter().map(|(l, a)| format!("{l} {}", figures::money(money(*a), w.lang))).collect::<Vec<_>>().join(", ");
    Bar {
        title: finding(answer, w),
        label,
        segments: segments(&answer.row.amounts),
        steps: list
            .iter()
            .enumerate()
            .map(|(i, (label, amount))| Step {
                age: ramp_step(i, list.len()),
                label: label.clone(),
                amount: Amount::minor(*amount, answer.currency, w.lang),
            })
            .collect(),
    }
}

/// The other currencies of a balance.
pub fn others_of(answer: &AgingAnswer, w: Words) -> Vec<OtherCurrency> {
    let other = |line: &AgingLine| OtherCurrency {
        label: w.t1("aging-in-currency", "currency", line.currency),
        amount: Amount::minor(line.row.total(), line.currency, w.lang),
    };
    answer.others.iter().map(other).collect()
}

/// What the page is asked, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub as_of: String,
    #[serde(default)]
    pub buckets: String,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub creditor: String,
    #[serde(default)]
    pub format: String,
}

impl Asked {
    /// The question, or what is wrong with it.
    pub fn query(&self) -> Result<AgingQuery, Failure> {
        let as_of = forms::date_asked(&self.as_of)?;
        Ok(AgingQuery { as_of, buckets: self.limits()?, by: Grouping::parse(&self.by)?, creditor: None })
    }

    fn limits(&self) -> Result<Buckets, Failure> {
        if self.buckets.trim().is_empty() {
            return Ok(Buckets::default());
        }
        let limits: Option<Vec<u16>> =
            self.buckets.split([',', ' ', ';']).filter(|p| !p.is_empty()).map(|p| p.parse().ok()).collect();
        limits.and_then(|l| Buckets::new(l).ok()).ok_or_else(|| Failure::refused("buckets-wrong", &[]))
    }

    /// The same question with another value.
    pub fn link(&self, path: &str, change: &[(&str, &str)]) -> String {
        let mut pairs = vec![
            ("as_of", self.as_of.as_str()),
            ("buckets", &self.buckets),
            ("by", &self.by),
            ("creditor", &self.creditor),
        ];
        for (key, value) in change {
            pairs.retain(|(k, _)| k != key);
            pairs.push((key, value));
        }
        link(path, &pairs)
    }
}

struct Line {
    name: String,
    code: String,
    href: String,
    amounts: Vec<Amount>,
    total: Amount,
}

#[derive(Template)]
#[template(path = "aging.html")]
struct Aging {
    w: Words,
    frame: Frame,
    title: String,
    asked: Asked,
    as_of: Date,
    empty: bool,
    overdue: Amount,
    outstanding: Amount,
    credits: Amount,
    counted: String,
    chart: String,
    finding: String,
    headers: Vec<String>,
    lines: Vec<Line>,
    totals: Vec<Amount>,
    shares: Vec<String>,
    total: Amount,
    others: Vec<Line>,
    groupings: Vec<(&'static str, String)>,
    creditors: Vec<(String, String)>,
    exports: Vec<(&'static str, String)>,
    cut: String,
}

const GROUPINGS: [&str; 5] = ["account", "creditor", "segment", "salesperson", "currency"];

/// `GET /aging`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(mut asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    if asked.by.is_empty() {
        "account".clone_into(&mut asked.by);
    }
    let mut query = asked.query()?;
    let code = asked.creditor.clone();
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        query.creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.aged_balance(&actor, &query)?, creditors, desk.today()))
    });
    let (answer, creditors, today) = read.await?;
    let currency = answer.currency;
    let amount = |minor| Amount::minor(minor, currency, w.lang);
    let list = steps(&answer, w);
    let chart_steps: Vec<AgeStep> = list
        .iter()
        .map(|(label, minor)| AgeStep { label: label.clone(), amount: Money::new(*minor, currency) })
        .collect();
    let finding = finding(&answer, w);
    let whole = answer.row.total();
    let cut = answer.lines.len().saturating_sub(SHOWN) as u64;
    let title = w.t1("aging-title", "day", figures::weekday_day(answer.as_of, today, w.lang));
    html(&Aging {
        w,
        frame: Frame::of(&visit, "nav-aging", &w.t("nav-aging")).read_at(answer.read_at),
        title,
        as_of: answer.as_of,
        empty: answer.items == 0 && answer.others.is_empty(),
        overdue: amount(answer.row.overdue()),
        outstanding: amount(whole),
        credits: amount(answer.row.credits),
        counted: w.n("aging-counted", answer.items, &[("accounts", &figures::count(answer.accounts, w.lang))]),
        chart: ageing_columns(&finding, &chart_steps, w.lang),
        finding,
        headers: list.iter().map(|(label, _)| label.clone()).collect(),
        lines: answer.lines.largest(SHOWN).map(|l| line(&l, &asked, w)).collect(),
        totals: answer.row.amounts.iter().map(|a| amount(*a)).collect(),
        shares: answer.row.amounts.iter().map(|a| percent(*a, whole, w.lang)).collect(),
        total: amount(whole),
        others: answer.others.iter().map(|l| line(l, &asked, w)).collect(),
        groupings: GROUPINGS.iter().map(|g| (*g, w.of("by", g))).collect(),
        creditors: if creditors.len() > 1 {
            creditors.into_iter().map(|c| (c.code, c.name)).collect()
        } else {
            Vec::new()
        },
        exports: ["xlsx", "csv", "pdf", "pptx"]
            .iter()
            .map(|f| (*f, asked.link("/aging/export", &[("format", f)])))
            .collect(),
        cut: if cut > 0 { w.n("aging-cut", cut, &[]) } else { String::new() },
        asked,
    })
}

fn line(line: &AgingLine, asked: &Asked, w: Words) -> Line {
    let amount = |minor: i64, c: Currency| Amount::minor(minor, c, w.lang);
    let href = match line.account {
        Some(id) => format!("/accounts/{id}"),
        None if asked.by == "creditor" => asked.link("/aging", &[("by", "account"), ("creditor", &line.key)]),
        None if asked.by == "segment" => list_link(&[("kind", &line.key), ("creditor", &asked.creditor)], None),
        None if asked.by == "salesperson" => list_link(&[("creditor", &asked.creditor)], Some(&line.key)),
        None => String::new(),
    };
    let name = match asked.by.as_str() {
        "segment" => w.of("kind", &line.name),
        "salesperson" if line.name.is_empty() => w.t("nobody"),
        _ => line.name.clone(),
    };
    Line {
        code: if line.account.is_some() || asked.by == "creditor" { line.key.clone() } else { String::new() },
        name,
        href,
        amounts: line.row.amounts.iter().map(|a| amount(*a, line.currency)).collect(),
        total: amount(line.row.total(), line.currency),
    }
}

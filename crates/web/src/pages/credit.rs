//! Credit: what customers owe and may owe, what got worse, one customer, how the house grants credit.

mod declare;
mod factor;
mod one;
mod policy;
mod signals;
mod weights;

use app::credit::{CreditLine, CreditPage, CreditQuery, CreditShow, Grade, OrderState};
use app::reports::ReportFormat;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use ledger::AccountId;
use serde::Deserialize;

use super::after;
use super::exports::attachment;
use super::indicators::creditor_of;
use crate::figures::{self, Amount, late_days};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Customers of a page.
const LIMIT: usize = 50;
/// How many of the first can be asked for.
const TOPS: [&str; 4] = ["10", "25", "50", "100"];

/// Every route of the section.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/credit", get(page))
        .route("/credit/export", get(export))
        .route("/credit/signals", get(signals::page))
        .route("/credit/signals/{id}/seen", post(signals::see))
        .route("/credit/policy", get(policy::page).post(policy::save))
        .route("/credit/weights", get(weights::page).post(weights::save))
        .route("/credit/weights/reset", post(weights::reset))
        .route("/credit/orders/{id}", post(one::decide))
        .route("/accounts/{id}/credit", get(one::page))
        .route("/accounts/{id}/credit/limit", post(one::set_limit))
        .route("/accounts/{id}/credit/cover", post(one::set_cover))
        .route("/accounts/{id}/credit/orders", post(one::block))
        .route("/accounts/{id}/credit/factor", post(factor::assign))
        .route("/items/{id}/factor/reversal", post(factor::take_back))
        .route("/accounts/{id}/credit/declaration", post(declare::declare))
        .route("/items/{id}/declaration/reversal", post(declare::take_back))
}

/// The tabs of the section.
pub struct Tab {
    href: &'static str,
    label: String,
    here: bool,
}

fn tabs(here: &str, w: Words) -> Vec<Tab> {
    let tab = |(href, key): (&'static str, &str)| Tab { href, label: w.t(key), here: href == here };
    [
        ("/credit", "credit-customers"),
        ("/credit/signals", "credit-signals"),
        ("/credit/weights", "credit-weights"),
        ("/sale-terms", "sale-terms"),
    ]
    .into_iter()
    .map(tab)
    .collect()
}

/// One customer of a list.
struct Row {
    id: String,
    debtor: String,
    number: String,
    grade: String,
    tone: &'static str,
    exposure: Amount,
    limit: String,
    beyond: Option<Amount>,
    overdue: Amount,
    late: String,
    uncovered: Option<Amount>,
    covered: bool,
    orders: String,
    held: bool,
}

#[derive(Template)]
#[template(path = "credit.html")]
struct List {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    shows: Vec<(String, String, String, bool)>,
    grades: Vec<(String, String, bool)>,
    tops: Vec<(String, String, bool)>,
    creditors: Vec<(String, String, bool)>,
    show: String,
    rows: Vec<Row>,
    exposure: Amount,
    beyond: Amount,
    count: String,
    next: String,
    exports: Vec<(&'static str, String)>,
    filtered: bool,
}

/// Which customers.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    grade: String,
    #[serde(default)]
    creditor: String,
    #[serde(default)]
    top: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    format: String,
}

impl Asked {
    fn query(&self) -> CreditQuery {
        CreditQuery {
            creditor: None,
            grade: Grade::parse(&self.grade),
            show: CreditShow::parse(&self.show).unwrap_or_default(),
            top: self.top.parse().ok(),
        }
    }

    fn link(&self, path: &str, name: &str, value: &str) -> String {
        let own =
            [("show", self.show.as_str()), ("grade", &self.grade), ("creditor", &self.creditor), ("top", &self.top)];
        let pairs: Vec<(&str, &str)> = own.into_iter().filter(|(key, _)| *key != name).chain([(name, value)]).collect();
        link(path, &pairs)
    }
}

/// A class as people write it, and its tone.
fn graded(grade: Option<Grade>, w: Words) -> (String, &'static str) {
    match grade {
        None => (w.t("credit-grade-none"), ""),
        Some(grade @ (Grade::A | Grade::B)) => (grade.slug().to_uppercase(), "cash"),
        Some(Grade::C) => ("C".to_owned(), "attention"),
        Some(grade) => (grade.slug().to_uppercase(), "right"),
    }
}

fn row(line: &CreditLine, w: Words) -> Row {
    let money = |text: &str| figures::decimal(text, line.currency);
    let amount = |text: &String| Amount::new(money(text), w.lang);
    let (grade, tone) = graded(line.grade, w);
    Row {
        id: line.account_id.to_string(),
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        grade,
        tone,
        exposure: amount(&line.exposure),
        limit: line.limit.as_ref().map_or_else(String::new, |limit| figures::money(money(limit), w.lang)),
        beyond: line.beyond.as_ref().map(amount),
        overdue: amount(&line.overdue),
        late: if line.late_days > 0 { late_days(line.late_days, w) } else { String::new() },
        uncovered: uncovered(line, w),
        covered: line.covered.is_some(),
        orders: line.orders.map_or_else(String::new, |state| w.of("credit-orders", state.slug())),
        held: line.orders.is_some_and(OrderState::holds),
    }
}

/// What is owed beyond what is insured, in the currency of the insurance.
fn uncovered(line: &CreditLine, w: Words) -> Option<Amount> {
    let money = line.uncovered.as_ref().zip(line.covered_currency);
    money.map(|(amount, currency)| Amount::new(figures::decimal(amount, currency), w.lang))
}

/// What the file of a customer says of its credit, and of its orders where they are held.
pub fn brief(line: &CreditLine, w: Words) -> (String, String) {
    let money = |text: &str| figures::money(figures::decimal(text, line.currency), w.lang);
    let (grade, _) = graded(line.grade, w);
    let text = match (&line.limit, &line.beyond) {
        (Some(limit), Some(beyond)) => {
            w.with("credit-brief-over", &[("grade", &grade), ("limit", &money(limit)), ("beyond", &money(beyond))])
        }
        (Some(limit), None) => w.with("credit-brief", &[("grade", &grade), ("limit", &money(limit))]),
        (None, _) => w.t1("credit-brief-free", "grade", grade),
    };
    let told = line.orders.filter(|state| !state.is_over());
    (text, told.map_or_else(String::new, |state| w.of("credit-held", state.slug())))
}

/// `GET /credit`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, from) = (visit.actor.clone(), visit.words(), after::<AccountId>(&asked.after)?);
    let (mut query, code) = (asked.query(), asked.creditor.clone());
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        query.creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.credit(&actor, &query, from, LIMIT)?, creditors))
    });
    let (found, creditors): (CreditPage, Vec<ledger::Creditor>) = read.await?;
    let count_of = |show: CreditShow| found.shown.iter().find(|s| s.show == show).map_or(0, |s| s.customers);
    let shown = |show: &CreditShow| {
        let value = if *show == CreditShow::All { "" } else { show.slug() };
        let here = query.show == *show;
        let n = figures::count(count_of(*show), w.lang);
        (asked.link("/credit", "show", value), w.of("credit-show", show.slug()), n, here)
    };
    let grade = |g: &Grade| (g.slug().to_owned(), g.slug().to_uppercase(), asked.grade == g.slug());
    let top = |n: &&str| ((*n).to_owned(), w.t1("credit-top", "n", n), asked.top == **n);
    let exports = ["xlsx", "csv"].map(|format| (format, asked.link("/credit/export", "format", format)));
    html(&List {
        w,
        frame: Frame::of(&visit, "nav-credit", &w.t("nav-credit")).read_at(found.read_at),
        tabs: tabs("/credit", w),
        shows: CreditShow::ALL.iter().map(shown).collect(),
        grades: Grade::ALL.iter().map(grade).collect(),
        tops: TOPS.iter().map(top).collect(),
        creditors: if creditors.len() < 2 {
            Vec::new()
        } else {
            creditors.iter().map(|c| (c.code.clone(), c.name.clone(), c.code == asked.creditor)).collect()
        },
        show: asked.show.clone(),
        rows: found.rows.iter().map(|line| row(line, w)).collect(),
        exposure: Amount::new(figures::decimal(&found.exposure, found.currency), w.lang),
        beyond: Amount::new(figures::decimal(&found.beyond, found.currency), w.lang),
        count: w.n("credit-count", found.count, &[]),
        next: found.next.map_or_else(String::new, |next| asked.link("/credit", "after", &next.to_string())),
        exports: exports.to_vec(),
        filtered: [&asked.show, &asked.grade, &asked.creditor, &asked.top].iter().any(|t| !t.is_empty()),
    })
}

/// `GET /credit/export`.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (format, lang, mut query) = (ReportFormat::parse(&asked.format)?, visit.visitor.lang, asked.query());
    let file = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&visit.actor)?, &asked.creditor)?.map(|c| c.id);
        desk.credit_report(&visit.actor, format, &query, lang)
    });
    Ok(attachment(file.await?))
}

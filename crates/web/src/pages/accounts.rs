//! « Dossiers »: accounts by what is overdue, with search.

use app::accounts::{AccountQuery, AccountSummary, Page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::figures::{self, Amount, age_step, late_days};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Accounts of one page.
const PAGE: usize = 100;

/// One line of the list.
pub struct AccountRow {
    pub id: String,
    pub number: String,
    pub name: String,
    pub kind: String,
    pub total: Amount,
    pub overdue: Amount,
    pub age: String,
    pub late: bool,
    pub step: u8,
    pub tags: Vec<String>,
}

impl AccountRow {
    /// The line of a summary.
    pub fn of(row: &AccountSummary, w: Words) -> Self {
        let mut tags = Vec::new();
        if row.paused {
            tags.push(w.t("tag-paused"));
        }
        if row.other_currencies {
            tags.push(w.t("tag-currencies"));
        }
        if row.total.minor() < 0 {
            tags.push(w.t("tag-credit"));
        }
        let late = row.oldest_late_days > 0;
        Self {
            id: row.id.to_string(),
            number: row.number.clone(),
            name: row.name.clone(),
            kind: w.of("kind", row.kind.slug()),
            total: Amount::new(row.total, w.lang),
            overdue: Amount::new(row.overdue, w.lang),
            age: if late { late_days(row.oldest_late_days, w) } else { w.t("not-due") },
            late,
            step: age_step(row.oldest_late_days),
            tags,
        }
    }
}

/// « The first 58 are 55 % of what is due. »
pub struct TopBar {
    pub words: String,
    pub percent: u8,
}

impl TopBar {
    /// The bar of a list, when something is overdue.
    pub fn of(page: &Page<AccountSummary>, w: Words) -> Option<Self> {
        let (n, percent) = page.top?;
        let share = format!("{percent}{}", w.lang.pick("\u{202f}%", "%"));
        Some(Self { words: w.n("top-accounts", n as u64, &[("share", &share)]), percent })
    }
}

/// What the list is asked.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    overdue: String,
    #[serde(default)]
    creditor: String,
    #[serde(default)]
    after: usize,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct Accounts {
    w: Words,
    frame: Frame,
    found: String,
    search: String,
    overdue: bool,
    top: Option<TopBar>,
    rows: Vec<AccountRow>,
    all_link: String,
    overdue_link: String,
    next: String,
    first: String,
    creditors: Vec<(String, String)>,
    creditor: String,
    shown: String,
}

/// `GET /accounts`: a search with one answer goes straight to it.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let overdue = asked.overdue == "1";
    let (search, code) = (asked.q.clone(), asked.creditor.clone());
    let after = asked.after;
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        let creditor = creditors.iter().find(|c| c.code == code).map(|c| c.id);
        let query = AccountQuery { creditor, search, overdue, after, limit: PAGE };
        Ok((desk.accounts(&actor, &query)?, creditors, desk.now()))
    });
    let (list, creditors, now) = read.await?;
    if let ([only], false) = (list.rows.as_slice(), asked.q.trim().is_empty() || asked.after > 0) {
        return Ok(Redirect::to(&format!("/accounts/{}", only.id)).into_response());
    }
    let to = |overdue: &str, after: &str| {
        link("/accounts", &[("q", &asked.q), ("overdue", overdue), ("creditor", &asked.creditor), ("after", after)])
    };
    let mark = if overdue { "1" } else { "" };
    let mut frame = Frame::of(&visit, "nav-accounts", &w.t("nav-accounts")).read_at(now);
    frame.search.clone_from(&asked.q);
    let reached = (after + list.rows.len()) as u64;
    let shown = w.with(
        "accounts-shown",
        &[
            ("from", &figures::count(after as u64 + 1, w.lang)),
            ("to", &figures::count(reached, w.lang)),
            ("total", &figures::count(list.total as u64, w.lang)),
        ],
    );
    html(&Accounts {
        w,
        frame,
        found: w.n("accounts-found", list.total as u64, &[]),
        search: asked.q.clone(),
        overdue,
        top: TopBar::of(&list, w),
        rows: list.rows.iter().map(|row| AccountRow::of(row, w)).collect(),
        all_link: to("", ""),
        overdue_link: to("1", ""),
        next: list.next.map(|n| to(mark, &n.to_string())).unwrap_or_default(),
        first: if after > 0 { to(mark, "") } else { String::new() },
        creditors: if creditors.len() > 1 {
            creditors.into_iter().map(|c| (c.code, c.name)).collect()
        } else {
            Vec::new()
        },
        creditor: asked.creditor,
        shown,
    })
}

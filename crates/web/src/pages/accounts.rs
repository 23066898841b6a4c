//! « Dossiers »: accounts by what is overdue, with search.

use app::Permission;
use app::accounts::{AccountQuery, AccountSummary, Page, Place};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use ledger::DebtorKind;
use serde::Deserialize;

use super::indicators::creditor_of;
use crate::figures::{self, Amount, age_step, late_days};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::{Visit, escape_query};
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
    kind: String,
    /// Present and empty: the accounts of nobody.
    salesperson: Option<String>,
    #[serde(default)]
    after: String,
}

impl Asked {
    fn query(&self) -> Result<AccountQuery, Failure> {
        let kind = |slug: &str| DebtorKind::parse(slug).ok_or_else(|| Failure::unknown(slug));
        Ok(AccountQuery {
            creditor: None,
            search: self.q.clone(),
            overdue: self.overdue == "1",
            kind: (!self.kind.is_empty()).then(|| kind(&self.kind)).transpose()?,
            salesperson: self.salesperson.clone(),
            after: if self.after.is_empty() { None } else { Some(self.after.parse::<Place>()?) },
            limit: PAGE,
        })
    }

    /// The same list, all or overdue only, from a place on.
    fn link(&self, overdue: &str, after: &str) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("overdue", overdue),
            ("creditor", &self.creditor),
            ("kind", &self.kind),
            ("after", after),
        ];
        list_link(&pairs, self.salesperson.as_deref())
    }

    /// What the list is narrowed to by a line of the aged balance, in words.
    fn narrowed(&self, w: Words) -> String {
        let kind = (!self.kind.is_empty()).then(|| w.of("kind", &self.kind));
        let name = |name: &String| if name.is_empty() { w.t("nobody") } else { name.clone() };
        let salesperson = self.salesperson.as_ref().map(|s| w.t1("accounts-of-salesperson", "name", name(s)));
        [kind, salesperson].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// The list narrowed by filters; an empty salesperson asks for the accounts of nobody.
pub fn list_link(pairs: &[(&str, &str)], salesperson: Option<&str>) -> String {
    let list = link("/accounts", pairs);
    let Some(name) = salesperson else { return list };
    let mark = if list.contains('?') { '&' } else { '?' };
    format!("{list}{mark}salesperson={}", escape_query(name))
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct Accounts {
    w: Words,
    frame: Frame,
    found: String,
    search: String,
    narrowed: String,
    kind: String,
    salesperson: Option<String>,
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
    may_edit: bool,
}

/// `GET /accounts`: a search with one answer goes straight to it.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let overdue = asked.overdue == "1";
    let (code, query) = (asked.creditor.clone(), asked.query()?);
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        let creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.accounts(&actor, &AccountQuery { creditor, ..query })?, creditors, desk.now()))
    });
    let (list, creditors, now) = read.await?;
    let searched = !asked.q.trim().is_empty() && asked.after.is_empty();
    if let ([only], true) = (list.rows.as_slice(), searched) {
        return Ok(Redirect::to(&format!("/accounts/{}", only.id)).into_response());
    }
    let mark = if overdue { "1" } else { "" };
    let mut frame = Frame::of(&visit, "nav-accounts", &w.t("nav-accounts")).read_at(now);
    frame.search.clone_from(&asked.q);
    let (skipped, reached) = (list.skipped as u64, (list.skipped + list.rows.len()) as u64);
    let shown = w.with(
        "accounts-shown",
        &[
            ("from", &figures::count(skipped + 1, w.lang)),
            ("to", &figures::count(reached, w.lang)),
            ("total", &figures::count(list.total as u64, w.lang)),
        ],
    );
    html(&Accounts {
        w,
        frame,
        found: w.n("accounts-found", list.total as u64, &[]),
        search: asked.q.clone(),
        narrowed: asked.narrowed(w),
        kind: asked.kind.clone(),
        salesperson: asked.salesperson.clone(),
        overdue,
        top: TopBar::of(&list, w),
        rows: list.rows.iter().map(|row| AccountRow::of(row, w)).collect(),
        may_edit: visit.visitor.may(Permission::EditAccount),
        all_link: asked.link("", ""),
        overdue_link: asked.link("1", ""),
        next: list.next.map(|n| asked.link(mark, &n.to_string())).unwrap_or_default(),
        first: if skipped > 0 { asked.link(mark, "") } else { String::new() },
        creditors: if creditors.len() > 1 {
            creditors.into_iter().map(|c| (c.code, c.name)).collect()
        } else {
            Vec::new()
        },
        creditor: asked.creditor,
        shown,
    })
}

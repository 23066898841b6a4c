//! Titles: the list, the one that is recorded or corrected, one title whole and what happens to it.

mod form;
mod one;

use app::reports::ReportFormat;
use app::titles::{TitleLine, TitleProposal, TitleShow, TitleState};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use serde::Deserialize;

use super::exports::attachment;
use crate::figures::{Amount, day, decimal};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Titles of a page.
const SHOWN: u32 = 50;

/// Every route of the section.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/titles", get(list))
        .route("/titles/export", get(export))
        .route("/cases/{id}/title", get(form::blank).post(form::add))
        .route("/titles/{id}", get(one::page))
        .route("/titles/{id}/change", get(form::filled).post(form::change))
        .route("/titles/{id}/service", post(one::service))
        .route("/titles/{id}/renewal", post(one::renewal))
        .route("/titles/{id}/original", post(one::original))
        .route("/titles/{id}/strike", post(one::strike))
        .route("/titles/{id}/annul", post(one::annul))
}

/// One title in a list, for the pages that have one.
pub struct Row {
    /// The title.
    pub id: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Customer code.
    pub account: String,
    /// What it is, its number and its day.
    pub name: String,
    /// The court.
    pub court: String,
    /// What is still owed by it; a dash where a rate is missing.
    pub owed: String,
    /// Where it stands.
    pub state: String,
    /// How grave that is.
    pub tone: &'static str,
    /// Last working day to enforce it.
    pub safe: String,
    /// Last day.
    pub last: String,
    /// How near that is.
    pub near: &'static str,
    /// Where the original is.
    pub original: String,
}

const fn tone(state: TitleState) -> &'static str {
    match state {
        TitleState::ToServe | TitleState::Suspended => "attention",
        TitleState::Prescribed | TitleState::Annulled => "right",
        TitleState::Satisfied | TitleState::Enforceable => "cash",
        TitleState::Provisional => "",
    }
}

/// What a title is called: « jugement 2026F00112 du 2 mars 2026 ».
pub(super) fn name(line: &TitleLine, today: Date, w: Words) -> String {
    let (kind, issued) = (w.of("title-kind", line.kind.slug()), day(line.issued, today, w.lang));
    w.with("title-name", &[("kind", &kind), ("number", &line.number), ("day", &issued)])
}

/// The procedure whose title waits to be recorded, and what to say of it.
pub fn proposal(title: &TitleProposal, today: Date, w: Words) -> (String, String) {
    let (kind, issued) = (w.of("title-kind", title.kind.slug()), day(title.issued, today, w.lang));
    let named = w.with("title-name", &[("kind", &kind), ("number", &title.number), ("day", &issued)]);
    let key = if title.granted.is_some() { "title-proposed" } else { "title-proposed-untold" };
    let words = w.with(key, &[("procedure", title.words.pick(w.lang)), ("title", &named)]);
    (title.procedure.to_string(), words)
}

/// A title as a line of a list.
pub fn row(line: &TitleLine, today: Date, w: Words) -> Row {
    let shown = |date: Option<Date>| date.map_or_else(|| w.t("title-clock-unknown"), |date| day(date, today, w.lang));
    let left = line.last_day.map(|last| kernel::days_between(today, last));
    Row {
        id: line.id.to_string(),
        debtor: line.debtor.clone(),
        account: line.account.clone(),
        name: name(line, today, w),
        court: line.court.clone(),
        owed: line
            .owed
            .as_ref()
            .map_or_else(|| "—".to_owned(), |owed| Amount::new(decimal(owed, line.currency), w.lang).html()),
        state: w.of("title-state", line.state.slug()),
        tone: tone(line.state),
        safe: shown(line.safe_day),
        last: shown(line.last_day),
        near: match left {
            Some(left) if left < 0 => "right",
            Some(left) if left <= 365 => "attention",
            None => "attention",
            _ => "",
        },
        original: line.original.clone(),
    }
}

#[derive(Template)]
#[template(path = "titles.html")]
struct List {
    w: Words,
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    next: String,
    xlsx: String,
    csv: String,
}

/// Which titles.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    format: String,
}

impl Asked {
    fn show(&self) -> TitleShow {
        TitleShow::parse(&self.show).unwrap_or(TitleShow::Live)
    }
}

/// `GET /titles`.
pub async fn list(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, show) = (visit.actor.clone(), visit.words(), asked.show());
    let after = Some(asked.after.clone()).filter(|text| !text.is_empty());
    let read = site.ask(move |desk| {
        let today = desk.today();
        Ok((desk.titles(&actor, &show.filter(today, None), after.as_deref(), SHOWN)?, today))
    });
    let (found, today) = read.await?;
    let file = |format: &str| link("/titles/export", &[("show", show.slug()), ("format", format)]);
    let tab =
        |one: &TitleShow| (link("/titles", &[("show", one.slug())]), w.of("titles-show", one.slug()), *one == show);
    html(&List {
        w,
        frame: Frame::of(&visit, "titles-title", &w.t("titles-title")),
        tabs: TitleShow::ALL.iter().map(tab).collect(),
        rows: found.rows.iter().map(|line| row(line, today, w)).collect(),
        next: found.next.map(|at| link("/titles", &[("show", show.slug()), ("after", &at)])).unwrap_or_default(),
        xlsx: file("xlsx"),
        csv: file("csv"),
    })
}

/// `GET /titles/export`.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (format, lang, show) = (ReportFormat::parse(&asked.format)?, visit.visitor.lang, asked.show());
    let file = site.ask(move |desk| desk.title_report(&visit.actor, format, &show.filter(desk.today(), None), lang));
    Ok(attachment(file.await?))
}

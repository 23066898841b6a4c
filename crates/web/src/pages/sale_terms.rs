//! Terms of sale: versions by creditor, one version, the form that writes one, what a customer accepted.

mod account;
mod form;
mod one;
mod sent;

use app::sale_terms::{AcceptancesTaken, CreditorSaleTerms, SaleTermsLine, VersionState};
use app::{Permission, SaleTermsRefusal};
use askama::Template;
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use serde::Deserialize;

use crate::figures::{self, Amount, day};
use crate::forms::Typed;
use crate::layout::{Frame, html, link};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

pub use account::{Brief, brief};
use sent::Sent;

/// Every route of the section.
pub fn routes(site: &Site) -> Router<Site> {
    let limit = DefaultBodyLimit::max(site.config.upload_limit);
    Router::new()
        .route("/sale-terms", get(page))
        .route("/sale-terms/file", post(take_file).layer(limit))
        .route("/sale-terms/new", get(form::fresh).merge(post(form::create).layer(limit)))
        .route("/sale-terms/{id}", get(one::page))
        .route("/sale-terms/{id}/edit", get(form::edit).merge(post(form::save).layer(limit)))
        .route("/sale-terms/{id}/document", get(one::paper).merge(post(one::attach).layer(limit)))
        .route("/sale-terms/{id}/remove", post(one::remove))
        .route("/accounts/{id}/sale-terms", get(account::page).merge(post(account::accept).layer(limit)))
        .route("/acceptances/{id}/withdrawal", post(account::withdraw))
        .route("/acceptances/{id}/proof", post(account::prove).layer(limit))
}

/// One version in a list.
struct Row {
    id: String,
    label: String,
    span: String,
    state: String,
    tone: &'static str,
    accounts: String,
    paper: bool,
    missing: String,
}

/// The terms of sale of a creditor.
struct Section {
    code: String,
    name: String,
    owed: Amount,
    strong: Amount,
    filed: Amount,
    weak: Amount,
    share: String,
    versions: Vec<Row>,
    /// Where a version is written; empty for who may not.
    fresh: String,
}

#[derive(Template)]
#[template(path = "sale_terms.html")]
struct List {
    w: Words,
    frame: Frame,
    sections: Vec<Section>,
    creditors: Vec<(String, String)>,
    may_accept: bool,
    typed: Typed,
    /// What came of a file: figures, then what was not taken.
    taken: Vec<(String, String)>,
    errors: Vec<(String, String, String)>,
    more: String,
}

/// Which page of creditors.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    creditor: String,
}

/// From when until when.
pub(super) fn span(since: Date, until: Option<Date>, today: Date, w: Words) -> String {
    let shown = |on: Date| day(on, today, w.lang);
    match until {
        Some(until) => w.with("sale-terms-span", &[("since", &shown(since)), ("until", &shown(until))]),
        None => w.t1("sale-terms-since", "since", shown(since)),
    }
}

/// A state in words, and its tone.
pub(super) fn state(state: VersionState, w: Words) -> (String, &'static str) {
    let tone = match state {
        VersionState::InForce => "cash",
        VersionState::Upcoming => "accent",
        VersionState::Ended | VersionState::Replaced => "",
    };
    (w.of("sale-terms-state", state.slug()), tone)
}

fn row(line: &SaleTermsLine, today: Date, w: Words) -> Row {
    let (words, tone) = state(line.state, w);
    Row {
        id: line.id.to_string(),
        label: line.label.clone(),
        span: span(line.since, line.until, today, w),
        state: words,
        tone,
        accounts: w.n("sale-terms-accounts", line.accounts, &[]),
        paper: line.document.is_some(),
        missing: if line.missing == 0 { String::new() } else { w.n("sale-terms-missing", line.missing, &[]) },
    }
}

fn section(of: &CreditorSaleTerms, today: Date, w: Words) -> Section {
    let amount = |text: &str| Amount::new(figures::decimal(text, of.currency), w.lang);
    let percent = of.strong_per_mille.map(|share| figures::percent(share, 1_000, w.lang));
    Section {
        code: of.creditor.clone(),
        name: of.name.clone(),
        owed: amount(&of.owed),
        strong: amount(&of.strong),
        filed: amount(&of.filed),
        weak: amount(&of.weak),
        share: percent.unwrap_or_default(),
        versions: of.versions.iter().map(|line| row(line, today, w)).collect(),
        fresh: if of.may_write { link("/sale-terms/new", &[("creditor", &of.creditor)]) } else { String::new() },
    }
}

/// `GET /sale-terms`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, &asked.creditor, Typed::default(), None).await
}

async fn show(
    site: &Site,
    visit: &Visit,
    creditor: &str,
    typed: Typed,
    taken: Option<&AcceptancesTaken>,
) -> Result<Response, Failure> {
    let (actor, w, code) = (visit.actor.clone(), visit.words(), creditor.to_owned());
    let read = site.ask(move |desk| {
        let code = Some(code.as_str()).filter(|code| !code.is_empty());
        Ok((desk.sale_terms(&actor, code)?, desk.today()))
    });
    let (all, today) = read.await?;
    let wrong = typed.is_wrong();
    let told = |t: &AcceptancesTaken| {
        let figure = |key: &str, n: u64| (w.t(key), figures::count(n, w.lang));
        vec![
            figure("sale-terms-taken-lines", t.lines),
            figure("sale-terms-taken-fresh", t.accepted),
            figure("sale-terms-taken-known", t.unchanged),
            figure("sale-terms-taken-bad", t.rejected),
        ]
    };
    let errors = taken.map_or(&[][..], |t| t.errors.as_slice());
    let left = taken.map_or(0, |t| t.rejected.saturating_sub(u64::try_from(t.errors.len()).unwrap_or(u64::MAX)));
    let error = |e: &app::sale_terms::RejectedAcceptance| {
        let field = if e.field.is_empty() { String::new() } else { w.of("sale-terms-field", &e.field) };
        (e.line.to_string(), field, e.why.pick(w.lang).to_owned())
    };
    let mut response = html(&List {
        w,
        frame: Frame::of(visit, "nav-credit", &w.t("sale-terms")),
        sections: all.iter().map(|of| section(of, today, w)).collect(),
        creditors: all.iter().map(|of| (of.creditor.clone(), of.name.clone())).collect(),
        may_accept: visit.visitor.may(Permission::EditAccount),
        typed,
        taken: taken.map(told).unwrap_or_default(),
        errors: errors.iter().map(error).collect(),
        more: if left == 0 { String::new() } else { w.n("sale-terms-taken-more", left, &[]) },
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /sale-terms/file`: acceptances of many customers.
pub async fn take_file(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let lang = visit.visitor.lang;
    let Sent { mut typed, file } = sent::read(form, site.config.upload_limit, lang).await?;
    let (actor, code) = (visit.actor.clone(), typed.get("creditor").to_owned());
    let Some(file) = file else {
        if !typed.is_wrong() {
            typed.wrong("file", app::Refusal::NoFile.words(lang));
        }
        return show(&site, &visit, "", typed, None).await;
    };
    if code.is_empty() {
        typed.refused(&Told::from(&app::DeskError::from(SaleTermsRefusal::CreditorMissing)), "creditor", lang);
        return show(&site, &visit, "", typed, None).await;
    }
    match site.ask(move |desk| desk.take_acceptances(&actor, &code, &file)).await {
        Ok(taken) => show(&site, &visit, "", typed, Some(&taken)).await,
        Err(Failure::Refused(told)) => {
            typed.refused(&told, "file", lang);
            show(&site, &visit, "", typed, None).await
        }
        Err(other) => Err(other),
    }
}

//! One version: its clauses, what the law asks for, who accepted it.

use app::sale_terms::{AcceptedBy, ClauseKind, SaleTermsFile, SaleTermsId, Strength, TermsAcceptanceId};
use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Rate};
use serde::Deserialize;

use super::sent::{self, Sent};
use super::{span, state};
use crate::act::{Act, Answered, Done, Sheet};
use crate::figures::{self, day};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html, link};
use crate::pages::after;
use crate::pages::letters::document_response;
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Customers of a page.
const LIMIT: u32 = 50;

struct Clause {
    kind: String,
    paragraphs: Vec<String>,
    rate: String,
    /// The rates of law, beside the penalties.
    beside: Vec<String>,
}

struct Missing {
    text: String,
    article: String,
}

struct By {
    account: String,
    debtor: String,
    number: String,
    day: String,
    how: String,
    strength: String,
    weak: bool,
    proof: String,
}

#[derive(Template)]
#[template(path = "sale_terms_one.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing the page shows or not")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    label: String,
    creditor: String,
    name: String,
    span: String,
    state: String,
    tone: &'static str,
    accounts: String,
    paper: bool,
    draft: bool,
    may_write: bool,
    may_attach: bool,
    copy: String,
    clauses: Vec<Clause>,
    missing: Vec<Missing>,
    by: Vec<By>,
    next: String,
    typed: Typed,
}

/// Where the page of customers starts.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
}

/// `GET /sale-terms/{id}`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, &asked.after, Typed::default()).await
}

async fn show(site: &Site, visit: &Visit, id: &str, from: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, terms, w) = (visit.actor.clone(), reference::<SaleTermsId>(id)?, visit.words());
    let from = after::<TermsAcceptanceId>(from)?;
    let read = site.ask(move |desk| {
        let by = desk.sale_terms_accepted(&actor, terms, from, LIMIT)?;
        Ok((desk.sale_terms_version(&actor, terms)?, by, desk.today()))
    });
    let (file, accepted, today) = read.await?;
    let (line, wrong) = (&file.line, typed.is_wrong());
    let (words, tone) = state(line.state, w);
    let next = accepted
        .next
        .map_or_else(String::new, |next| link(&format!("/sale-terms/{}", line.id), &[("after", &next.to_string())]));
    let own = line.id.to_string();
    let copy = [("creditor", line.creditor.as_str()), ("from", own.as_str())];
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-credit", &line.label),
        id: own.clone(),
        label: line.label.clone(),
        creditor: line.creditor.clone(),
        name: file.name.clone(),
        span: span(line.since, line.until, today, w),
        state: words,
        tone,
        accounts: w.n("sale-terms-accounts", line.accounts, &[]),
        paper: line.document.is_some(),
        draft: line.draft,
        may_write: file.may_write,
        may_attach: file.may_write && (line.document.is_none() || line.draft),
        copy: link("/sale-terms/new", &copy),
        clauses: clauses(&file, today, w),
        missing: missing(&file, w),
        by: accepted.rows.iter().map(|row| by(row, today, w)).collect(),
        next,
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn clauses(file: &SaleTermsFile, today: Date, w: Words) -> Vec<Clause> {
    let rates = &file.rates;
    let rate = |rate: Option<Rate>| rate.map_or_else(|| w.t("sale-terms-rate-unknown"), |r| figures::rate(r, w.lang));
    let beside = || {
        let on = day(rates.on, today, w.lang);
        let values = [("rate", rate(rates.applied)), ("day", on), ("article", rates.article.clone())];
        vec![
            w.with("sale-terms-rate-applied", &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
            w.with("sale-terms-rate-lowest", &[("rate", &rate(rates.lowest)), ("article", &rates.article)]),
        ]
    };
    file.clauses
        .iter()
        .map(|clause| Clause {
            kind: w.of("clause-kind", clause.kind.slug()),
            paragraphs: clause.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
            rate: clause.rate.clone(),
            beside: if clause.kind == ClauseKind::LatePenalties { beside() } else { Vec::new() },
        })
        .collect()
}

fn missing(file: &SaleTermsFile, w: Words) -> Vec<Missing> {
    let absent = file.mentions.iter().filter(|mention| !mention.present);
    absent.map(|m| Missing { text: m.what.pick(w.lang).to_owned(), article: m.article.clone() }).collect()
}

fn by(row: &AcceptedBy, today: Date, w: Words) -> By {
    By {
        account: row.account_id.to_string(),
        debtor: row.debtor.clone(),
        number: row.account.clone(),
        day: day(row.on, today, w.lang),
        how: w.of("acceptance-how", row.how.slug()),
        strength: w.of("acceptance-strength", row.strength.slug()),
        weak: row.strength == Strength::Weak,
        proof: row.document.map_or_else(String::new, |id| format!("/documents/{id}")),
    }
}

/// `GET /sale-terms/{id}/document`.
pub async fn paper(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (actor, id) = (visit.actor.clone(), reference::<SaleTermsId>(&id)?);
    let paper = site.ask(move |desk| desk.sale_terms_paper(&actor, id)).await?;
    Ok(document_response(&paper.media_type, &paper.file_name, paper.content))
}

/// `POST /sale-terms/{id}/document`.
pub async fn attach(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may_here(app::Permission::Settings)?;
    let (terms, actor, lang) = (reference::<SaleTermsId>(&id)?, visit.actor.clone(), visit.visitor.lang);
    let Sent { mut typed, file } = sent::read(form, site.config.upload_limit, lang).await?;
    if typed.is_wrong() {
        return show(&site, &visit, &id, "", typed).await;
    }
    let kept = site.ask(move |desk| {
        let file = file.ok_or(app::Refusal::NoFile)?;
        desk.attach_sale_terms(&actor, terms, &file)
    });
    match kept.await {
        Ok(_) => Ok(Done::from("sale-terms-document").go(&format!("/sale-terms/{id}"))),
        Err(Failure::Refused(told)) => {
            typed.refused(&Told { field: Some("file"), ..told }, "file", lang);
            show(&site, &visit, &id, "", typed).await
        }
        Err(other) => Err(other),
    }
}

const REMOVE: Sheet = Sheet { form: "remove", prefix: "", field: "remove" };

/// `POST /sale-terms/{id}/remove`: a version that nobody is bound by.
pub async fn remove(act: Act) -> Result<Response, Failure> {
    let id = act.id.clone();
    let done = act.answer(&REMOVE, |desk, actor, form| {
        desk.remove_sale_terms(actor, form.about()?).map_err(crate::act::Slip::named)?;
        Ok("sale-terms-removed")
    });
    match done.await? {
        Answered::Done(done) => Ok(done.go("/sale-terms")),
        Answered::Wrong(act) => show(&act.site, &act.visit, &id, "", act.typed).await,
    }
}

//! Exhibits and papers of a case, for programs.

use app::papers::{BundleForm, EXHIBITS_MOST};
use app::{CaseRefusal, DeskError, Permission};
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::Language;
use serde_json::Value;

use super::models::{ExhibitLine, FilesAdded, PaperAsked, PaperDraft, PaperLine, PaperMade};
use crate::forms::reference;
use crate::pages::imports::read_many;
use crate::pages::papers::kind_of;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes(site: &Site) -> Router<Site> {
    let limit = site.config.upload_limit;
    Router::new()
        .route("/cases/{id}/exhibits", get(exhibits).merge(post(add).layer(DefaultBodyLimit::max(limit))))
        .route("/cases/{id}/papers", get(papers))
        .route("/cases/{id}/papers/{kind}", get(draft).post(make))
}

fn language(text: &str) -> Result<Language, DeskError> {
    match text {
        "" | "fr" => Ok(Language::Fr),
        "en" => Ok(Language::En),
        other => Err(CaseRefusal::Word { text: other.chars().take(40).collect(), known: "fr, en".to_owned() }.into()),
    }
}

fn bundle_form(text: &str) -> Result<BundleForm, DeskError> {
    let known = || BundleForm::ALL.iter().map(|form| form.slug()).collect::<Vec<_>>().join(", ");
    let unknown = || CaseRefusal::Word { text: text.chars().take(40).collect(), known: known() }.into();
    if text.is_empty() { Ok(BundleForm::Filing) } else { BundleForm::parse(text).ok_or_else(unknown) }
}

/// The exhibits of a case, numbered in the order of their list.
#[utoipa::path(get, path = "/api/v1/cases/{id}/exhibits", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = Vec<ExhibitLine>), (status = 404, body = Problem)))]
pub async fn exhibits(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    Ok(Json(app::said(&site.ask(move |desk| desk.exhibits(&actor, id)).await?, visit.visitor.lang)))
}

/// Add files to the exhibits of an open case: those that can be bound; the others are listed with the reason.
#[utoipa::path(post, path = "/api/v1/cases/{id}/exhibits", tag = "cases", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Object, description = "The files, as parts with a file name."),
    responses((status = 200, body = FilesAdded), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Json<Value>, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let files = read_many(form, site.config.upload_limit, EXHIBITS_MOST).await?;
    Ok(Json(app::said(&site.ask(move |desk| desk.add_exhibits(&actor, id, &files)).await?, visit.visitor.lang)))
}

/// The papers made for a case, the last made first.
#[utoipa::path(get, path = "/api/v1/cases/{id}/papers", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = Vec<PaperLine>), (status = 404, body = Problem)))]
pub async fn papers(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    Ok(Json(app::said(&site.ask(move |desk| desk.papers(&actor, id)).await?, visit.visitor.lang)))
}

/// A paper drafted from the file, to be completed: `decompte`, `formal-notice`, `petition`, `instruction`; where the
/// debtor is insolvent, `declaration`, `relief`, `reclaim`, `reclaim-request`; once the case is closed as
/// irrecoverable, `vat-rectification`.
#[utoipa::path(get, path = "/api/v1/cases/{id}/papers/{kind}", tag = "cases",
    params(("id" = String, Path), ("kind" = String, Path)),
    responses((status = 200, body = PaperDraft), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn draft(
    State(site): State<Site>,
    visit: Visit,
    Path((id, kind)): Path<(String, String)>,
) -> Result<Json<Value>, Failure> {
    let (id, kind, actor) = (reference(&id)?, kind_of(&kind)?, visit.actor.clone());
    Ok(Json(app::said(&site.ask(move |desk| desk.paper_draft(&actor, id, kind)).await?, visit.visitor.lang)))
}

/// Make a paper as it was completed, bound with its exhibits where it has some; it is kept in the case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/papers/{kind}", tag = "cases",
    params(("id" = String, Path), ("kind" = String, Path)), request_body = PaperAsked,
    responses((status = 201, body = PaperMade), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn make(
    State(site): State<Site>,
    visit: Visit,
    Path((id, kind)): Path<(String, String)>,
    Json(body): Json<PaperAsked>,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let (id, kind, lang) = (reference(&id)?, kind_of(&kind)?, visit.visitor.lang);
    visit.actor.may(Permission::EditAccount)?;
    let (language, form) = (language(&body.language)?, bundle_form(&body.bundle)?);
    let made = site.ask(move |desk| desk.make_paper(&visit.actor, id, (kind, &body.fields, language, form))).await?;
    Ok((StatusCode::CREATED, Json(app::said(&made, lang))))
}

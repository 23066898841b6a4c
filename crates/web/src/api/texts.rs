//! Texts of messages: list, read, check, try, save, retire.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::texts::{Example, faults};
use app::{Actor, Desk, DeskError, TextRefusal};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Language;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::models::{TextCard, TextDraft, TextFaults, TextOrder, TextPreview, TextSaved, TextShown};
use crate::pages::letters::document_response;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// A language as a path or a body names it.
pub(crate) fn language(text: &str) -> Result<Language, DeskError> {
    Language::parse(text)
        .ok_or_else(|| TextRefusal::LanguageUnknown { language: text.chars().take(20).collect() }.into())
}

/// On whose account a text is tried: an invented one, or one of the ledger by its reference or code.
pub(crate) fn example(desk: &Desk, actor: &Actor, on: &str) -> Result<Example, DeskError> {
    let on = on.trim();
    if on.is_empty() {
        return Ok(Example::Business);
    }
    match Example::parse(on) {
        Some(example) => Ok(example),
        None => match desk.find_account(actor, on) {
            Err(DeskError::NotFound { .. }) => {
                Err(TextRefusal::ExampleUnknown { example: on.chars().take(60).collect() }.into())
            }
            found => found.map(Example::Account),
        },
    }
}

fn draft(body: TextDraft) -> Result<(app::texts::TextDraft, String), DeskError> {
    let language = language(body.language.as_deref().unwrap_or("fr"))?;
    Ok((app::texts::TextDraft { slug: body.text, language, body: body.body }, body.on.unwrap_or_default()))
}

/// Texts in force, shipped or written by the house, in each language.
#[utoipa::path(get, path = "/api/v1/texts", tag = "texts", responses((status = 200, body = Vec<TextCard>)))]
pub async fn texts(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let lang = visit.visitor.lang;
    Ok(Json(app::said(&site.ask(move |desk| desk.texts(&visit.actor)).await?, lang)))
}

/// Which version.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VersionQuery {
    /// An earlier version; the one in force when absent.
    version: Option<i64>,
}

/// A text with its template and its versions.
#[utoipa::path(get, path = "/api/v1/texts/{slug}/{language}", tag = "texts",
    params(("slug" = String, Path), ("language" = String, Path), VersionQuery),
    responses((status = 200, body = TextShown), (status = 404, body = Problem)))]
pub async fn text(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
    Query(asked): Query<VersionQuery>,
) -> Result<Json<Value>, Failure> {
    let lang = visit.visitor.lang;
    let shown = site.ask(move |desk| desk.text(&visit.actor, &slug, language(&spoken)?, asked.version));
    Ok(Json(app::said(&shown.await?, lang)))
}

/// Put a text in force as a new version: messages made from now on say it.
#[utoipa::path(put, path = "/api/v1/texts/{slug}/{language}", tag = "texts",
    params(("slug" = String, Path), ("language" = String, Path)), request_body = TextOrder,
    responses((status = 200, body = TextSaved), (status = 422, body = Problem)))]
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
    Json(body): Json<TextOrder>,
) -> Result<Json<Value>, Failure> {
    let lang = visit.visitor.lang;
    let saved = site.ask(move |desk| {
        let draft = app::texts::TextDraft { slug, language: language(&spoken)?, body: body.body };
        desk.save_text(&visit.actor, &draft, body.base)
    });
    Ok(Json(app::said(&saved.await?, lang)))
}

/// Take the house's version of a text out of force: the shipped one speaks again.
#[utoipa::path(delete, path = "/api/v1/texts/{slug}/{language}", tag = "texts",
    params(("slug" = String, Path), ("language" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn retire(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.retire_text(&visit.actor, &slug, language(&spoken)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is wrong with a template; nothing when it can be saved.
#[utoipa::path(post, path = "/api/v1/texts/check", tag = "texts", request_body = TextDraft,
    responses((status = 200, body = TextFaults)))]
pub async fn check(visit: Visit, Json(body): Json<TextDraft>) -> Result<Json<Value>, Failure> {
    visit.actor.may(app::Permission::Read)?;
    Ok(Json(app::said(&serde_json::json!({ "faults": faults(&body.text, &body.body) }), visit.visitor.lang)))
}

/// A template as its reader would get it.
#[utoipa::path(post, path = "/api/v1/texts/preview", tag = "texts", request_body = TextDraft,
    responses((status = 200, body = TextPreview), (status = 422, body = Problem)))]
pub async fn preview(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<TextDraft>,
) -> Result<Json<Value>, Failure> {
    let lang = visit.visitor.lang;
    let preview = site.ask(move |desk| {
        let (draft, on) = draft(body)?;
        desk.preview_text(&visit.actor, &draft, example(desk, &visit.actor, &on)?)
    });
    Ok(Json(app::said(&preview.await?, lang)))
}

/// The letter that a template would give, as a PDF.
#[utoipa::path(post, path = "/api/v1/texts/letter", tag = "texts", request_body = TextDraft,
    responses((status = 200, content_type = "application/pdf"), (status = 422, body = Problem)))]
pub async fn letter(State(site): State<Site>, visit: Visit, Json(body): Json<TextDraft>) -> Result<Response, Failure> {
    let made = site.ask(move |desk| {
        let (draft, on) = draft(body)?;
        desk.preview_letter(&visit.actor, &draft, example(desk, &visit.actor, &on)?)
    });
    Ok(document_response("application/pdf", "specimen.pdf", made.await?).into_response())
}

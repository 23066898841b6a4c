//! Sessions and imports.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::SignInRefusal;
use app::imports::KeptFiles;
use app::sign_in::Entered;
use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use ledger::BatchId;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::lines;
use super::models::{Credentials, Import, ImportOrder, Kept, Me, Token};
use crate::forms::reference;
use crate::pages::imports::{Order, kept_files, kept_text, read_files};
use crate::problem::{Failure, Problem};
use crate::session::{Visit, Visitor};
use crate::site::Site;

/// Sign in.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", security(()), request_body = Credentials,
    responses((status = 200, body = Token), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(body): Json<Credentials>,
) -> Result<Json<Token>, Failure> {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let from = visitor.from;
    let answer = site.ask(move |desk| match desk.sign_in(&body.login, &body.password, &from, &agent)? {
        Entered::Signed(token) => Ok(token),
        Entered::AwaitsCode(first) => {
            let code = body.code.filter(|code| !code.trim().is_empty());
            let answer = match code {
                Some(code) => desk.sign_in_with_code(&first, &code, &from),
                None => Err(SignInRefusal::CodeNeeded.into()),
            };
            // A program starts again with all three: no first step is left waiting.
            if answer.is_err() {
                desk.sign_out(&first)?;
            }
            answer
        }
    });
    Ok(Json(Token { token: answer.await? }))
}

/// Sign out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(State(site): State<Site>, visit: Visit) -> Result<StatusCode, Failure> {
    if let Some(token) = visit.visitor.token {
        site.ask(move |desk| desk.sign_out(&token)).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/me", tag = "session", responses((status = 200, body = Me), (status = 401, body = Problem)))]
pub async fn me(visit: Visit) -> Json<Me> {
    let (name, language) = visit.visitor.signed.map(|s| (s.name, s.language)).unwrap_or_default();
    let scopes = visit.actor.scopes().map(|scopes| scopes.names().map(str::to_owned).collect());
    Json(Me {
        login: visit.actor.name,
        name,
        role: visit.actor.role.slug().to_owned(),
        language: language.slug().to_owned(),
        scopes,
    })
}

/// Where a list goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Before {
    /// The last import of the page before.
    #[serde(default)]
    before: Option<String>,
    /// 500 at most.
    #[serde(default)]
    limit: Option<usize>,
}

/// Imports, the last first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", params(Before), responses((status = 200, body = [Import])))]
pub async fn imports(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<Before>,
) -> Result<Json<Vec<Import>>, Failure> {
    let before = asked.before.as_deref().map(reference::<BatchId>).transpose()?;
    let (limit, lang) = (lines(asked.limit).unwrap_or(50), visit.visitor.lang);
    let batches = site.ask(move |desk| desk.batches(&visit.actor, None, before, limit)).await?;
    Ok(Json(batches.iter().map(|batch| Import::of(batch, lang)).collect()))
}

/// Keep files for an import.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports",
    request_body(content_type = "multipart/form-data", content = Object, description = "The files, as parts with a file name."),
    responses((status = 201, body = Kept), (status = 413, body = Problem)))]
pub async fn upload(
    State(site): State<Site>,
    visit: Visit,
    form: Multipart,
) -> Result<(StatusCode, Json<Kept>), Failure> {
    visit.actor.may(app::Permission::Import)?;
    let files = read_files(form, site.config.upload_limit).await?;
    if files.is_empty() {
        return Err(app::Refusal::NoFile.into());
    }
    let kept = site.ask(move |desk| desk.keep_files(&visit.actor, &files)).await?;
    Ok((StatusCode::CREATED, Json(Kept { files: kept_text(&kept) })))
}

/// Kept files.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct KeptQuery {
    files: String,
}

/// What kept files are and how they would be understood.
#[utoipa::path(get, path = "/api/v1/imports/inspect", tag = "imports", params(KeptQuery), responses((status = 200, body = Vec<Object>)))]
pub async fn inspect(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<KeptQuery>,
) -> Result<Json<Vec<Value>>, Failure> {
    let kept = kept_files(&asked.files)?;
    let actor = visit.actor.clone();
    let lang = visit.visitor.lang;
    // Read where use cases run: a large file must not hold the other requests up.
    let told = site.ask(move |desk| {
        let found = desk.kept_files(&actor, &kept)?;
        Ok(found.iter().map(|file| app::said(&app::imports::inspect(file, None).to_json(), lang)).collect())
    });
    Ok(Json(told.await?))
}

fn order_of(body: ImportOrder) -> (Order, KeptResult) {
    let kept = kept_files(&body.files);
    let order = Order {
        files: body.files,
        creditor: body.creditor.unwrap_or_default(),
        profile: body.profile.unwrap_or_default(),
        mode: body.mode.unwrap_or_default(),
        as_of: body.as_of.unwrap_or_default(),
        confirmed: if body.confirmed { "1".to_owned() } else { String::new() },
    };
    (order, kept)
}

type KeptResult = Result<KeptFiles, Failure>;

/// What an import would change; nothing is written.
#[utoipa::path(post, path = "/api/v1/imports/preview", tag = "imports", request_body = ImportOrder,
    responses((status = 200, body = Object), (status = 422, body = Problem)))]
pub async fn preview(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<ImportOrder>,
) -> Result<Json<Value>, Failure> {
    let (order, kept) = order_of(body);
    let (kept, mut request) = (kept?, order.request(None)?);
    let lang = visit.visitor.lang;
    let answer = site.ask(move |desk| {
        if !order.profile.is_empty() {
            request.profile = Some(desk.profile(&visit.actor, &order.profile)?);
        }
        request.files = desk.kept_files(&visit.actor, &kept)?;
        desk.preview_import(&visit.actor, &request)
    });
    Ok(Json(app::said(&answer.await?.to_json(), lang)))
}

/// Start an import; its result is at `/imports/result`.
#[utoipa::path(post, path = "/api/v1/imports/start", tag = "imports", request_body = ImportOrder,
    responses((status = 202, body = Kept), (status = 422, body = Problem)))]
pub async fn start(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<ImportOrder>,
) -> Result<(StatusCode, Json<Kept>), Failure> {
    let (order, kept) = order_of(body);
    let (kept, mut request) = (kept?, order.request(None)?);
    let files = order.files.clone();
    site.ask(move |desk| {
        if !order.profile.is_empty() {
            request.profile = Some(desk.profile(&visit.actor, &order.profile)?);
        }
        desk.queue_import(&visit.actor, &kept, &request)
    })
    .await?;
    Ok((StatusCode::ACCEPTED, Json(Kept { files })))
}

/// The result of a started import: `null` while it runs, its figures, or `{"refused": why, "code": slug}`.
#[utoipa::path(get, path = "/api/v1/imports/result", tag = "imports", params(KeptQuery), responses((status = 200, body = Option<Object>)))]
pub async fn import_result(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<KeptQuery>,
) -> Result<Json<Option<Value>>, Failure> {
    let kept = kept_files(&asked.files)?;
    let lang = visit.visitor.lang;
    let result = site.ask(move |desk| desk.import_result(&visit.actor, &kept)).await?;
    Ok(Json(result.map(|result| app::said(&result, lang))))
}

/// One import, with its figures and its refused lines.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path)),
    responses((status = 200, body = Import), (status = 404, body = Problem)))]
pub async fn import(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Import>, Failure> {
    let (id, lang) = (reference::<BatchId>(&id)?, visit.visitor.lang);
    let (batch, _) = site.ask(move |desk| desk.batch(&visit.actor, id)).await?;
    Ok(Json(Import::of(&batch, lang)))
}

/// Take a whole import back.
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", tag = "imports", params(("id" = String, Path)),
    responses((status = 200, body = Import), (status = 422, body = Problem)))]
pub async fn undo(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Import>, Failure> {
    let (id, lang) = (reference::<BatchId>(&id)?, visit.visitor.lang);
    let batch = site.ask(move |desk| desk.undo_import(&visit.actor, id)).await?;
    Ok(Json(Import::of(&batch, lang)))
}

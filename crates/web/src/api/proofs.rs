//! What proves what happened in a case, for programs.

use app::Permission;
use app::papers::EXHIBITS_MOST;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;

use super::models::{FilesAdded, ProofRemoval, Provable};
use crate::forms::reference;
use crate::pages::imports::read_many;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(add).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/cases/{id}/proofs", get(proofs))
        .route("/cases/{id}/proofs/{subject}", upload)
        .route("/cases/{id}/proofs/removal", post(remove))
}

/// What of a case can be proved by a file, in the order of its days, each with its files.
#[utoipa::path(get, path = "/api/v1/cases/{id}/proofs", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = Vec<Provable>), (status = 404, body = Problem)))]
pub async fn proofs(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    Ok(Json(app::said(&site.ask(move |desk| desk.proofs(&actor, id)).await?, visit.visitor.lang)))
}

/// Add files that prove a thing of a case, named as the list of proofs names it; those nobody could read are listed.
#[utoipa::path(post, path = "/api/v1/cases/{id}/proofs/{subject}", tag = "cases",
    params(("id" = String, Path), ("subject" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Object, description = "The files, as parts with a file name."),
    responses((status = 200, body = FilesAdded), (status = 404, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path((id, subject)): Path<(String, String)>,
    form: Multipart,
) -> Result<Json<Value>, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let files = read_many(form, site.config.upload_limit, EXHIBITS_MOST).await?;
    let added = site.ask(move |desk| desk.add_proofs(&actor, id, (&subject, &files))).await?;
    Ok(Json(app::said(&added, visit.visitor.lang)))
}

/// Take a proof out of a case; its file stays among those of the account.
#[utoipa::path(post, path = "/api/v1/cases/{id}/proofs/removal", tag = "cases", params(("id" = String, Path)),
    request_body = ProofRemoval,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn remove(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ProofRemoval>,
) -> Result<StatusCode, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (id, proof) = (reference(&id)?, reference(&body.proof)?);
    site.ask(move |desk| desk.take_proof_out(&visit.actor, id, (proof, &body.why))).await?;
    Ok(StatusCode::NO_CONTENT)
}

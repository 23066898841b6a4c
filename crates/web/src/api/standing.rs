//! What waits for who asks, and how fresh what the house knows is: what the frame of the pages shows.

use axum::routing::get;
use axum::{Json, Router, extract::State};

use super::models::{Sources, Waiting};
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes of this module, under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new().route("/waiting", get(waiting)).route("/sources", get(sources))
}

/// What waits for who asks: files, tasks, approvals, messages, imports.
#[utoipa::path(get, path = "/api/v1/waiting", tag = "worklist",
    responses((status = 200, body = Waiting), (status = 403, body = Problem)))]
pub async fn waiting(State(site): State<Site>, visit: Visit) -> Result<Json<Waiting>, Failure> {
    Ok(Json(site.ask(move |desk| desk.waits_for(&visit.actor)).await?.into()))
}

/// The last arrival of each ledger, the last run, the last sending.
#[utoipa::path(get, path = "/api/v1/sources", tag = "imports",
    responses((status = 200, body = Sources), (status = 403, body = Problem)))]
pub async fn sources(State(site): State<Site>, visit: Visit) -> Result<Json<Sources>, Failure> {
    let lang = visit.visitor.lang;
    Ok(Json(Sources::of(site.ask(move |desk| desk.sources(&visit.actor)).await?, lang)))
}

//! What moves the limitation of pieces, and the list of a hand-over, for programs.

use app::cases::CaseId;
use app::limitation::{LimitationFactId, LimitationOrder};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;

use super::desk::date;
use super::models::{CaseChecklist, CaseTick, LimitationMade, LimitationSheet, LimitationStruck, LimitationTold};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts/{id}/limitation", get(sheet).post(tell))
        .route("/limitation/{id}/strike", post(strike))
        .route("/cases/{id}/checklist", get(checklist).post(tick))
}

/// What moved the limitations of an account, and what can be told of them.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/limitation", tag = "guard", params(("id" = String, Path)),
    responses((status = 200, body = LimitationSheet), (status = 404, body = Problem)))]
pub async fn sheet(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let sheet = site.ask(move |desk| {
        let account = desk.find_account(&actor, &id)?;
        desk.limitation_sheet(&actor, account)
    });
    Ok(Json(app::said(&sheet.await?, visit.visitor.lang)))
}

/// Tell what moved the limitation of items outside of a procedure, with its proof.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/limitation", tag = "guard", params(("id" = String, Path)),
    request_body = LimitationTold, responses((status = 201, body = LimitationMade), (status = 422, body = Problem)))]
pub async fn tell(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LimitationTold>,
) -> Result<(StatusCode, Json<LimitationMade>), Failure> {
    let order = LimitationOrder {
        items: body.items.iter().map(|id| reference(id)).collect::<Result<_, _>>()?,
        event: body.event,
        day: date(body.day.as_deref())?,
        proof: body.proof,
    };
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.tell_limitation_fact(&visit.actor, account, &order)
    });
    let ids = made.await?.iter().map(ToString::to_string).collect();
    Ok((StatusCode::CREATED, Json(LimitationMade { ids })))
}

/// Strike out a fact told by mistake.
#[utoipa::path(post, path = "/api/v1/limitation/{id}/strike", tag = "guard", params(("id" = String, Path)),
    request_body = LimitationStruck, responses((status = 204), (status = 422, body = Problem)))]
pub async fn strike(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LimitationStruck>,
) -> Result<StatusCode, Failure> {
    let id: LimitationFactId = reference(&id)?;
    site.ask(move |desk| desk.strike_limitation_fact(&visit.actor, id, &body.why)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What must be ready before a case is handed over, and who ticked each line.
#[utoipa::path(get, path = "/api/v1/cases/{id}/checklist", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = CaseChecklist), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn checklist(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor): (CaseId, _) = (reference(&id)?, visit.actor.clone());
    let list = site.ask(move |desk| desk.case_checklist(&actor, id)).await?;
    Ok(Json(app::said(&list, visit.visitor.lang)))
}

/// Tick a line of the hand-over, or take its tick back.
#[utoipa::path(post, path = "/api/v1/cases/{id}/checklist", tag = "cases", params(("id" = String, Path)),
    request_body = CaseTick, responses((status = 204), (status = 422, body = Problem)))]
pub async fn tick(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CaseTick>,
) -> Result<StatusCode, Failure> {
    let id: CaseId = reference(&id)?;
    site.ask(move |desk| {
        if body.back {
            desk.untick_check(&visit.actor, id, &body.line)
        } else {
            desk.tick_check(&visit.actor, id, (&body.line, &body.note))
        }
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

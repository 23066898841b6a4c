//! Whether a case can go, and by which route, for programs.

use app::choice::{ChoiceOutcome, DecisionOrder};
use app::readiness::{CaseAspect, Gap};
use app::{CaseRefusal, DeskError};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;

use super::desk::date;
use super::models::{CaseAnswer, CaseAsk, CaseAsked, CaseChoice, CaseDecision, CasePolicy, CaseReadiness, Made};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/policy", get(policy).put(set_policy))
        .route("/cases/{id}/readiness", get(readiness))
        .route("/cases/{id}/answers", post(answer))
        .route("/cases/{id}/asks", post(ask))
        .route("/cases/{id}/choice", get(choice))
        .route("/cases/{id}/decisions", post(decide))
}

fn unknown(text: &str, known: &[&str]) -> DeskError {
    CaseRefusal::Word { text: text.chars().take(40).collect(), known: known.join(", ") }.into()
}

/// Whether a case can go before a judge today: score, findings, what is missing and who was asked.
#[utoipa::path(get, path = "/api/v1/cases/{id}/readiness", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = CaseReadiness), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn readiness(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let found = site.ask(move |desk| desk.readiness(&actor, id)).await?;
    Ok(Json(app::said(&found, visit.visitor.lang)))
}

/// Say what the ledger cannot know of a case, or knows otherwise.
#[utoipa::path(post, path = "/api/v1/cases/{id}/answers", tag = "cases", params(("id" = String, Path)),
    request_body = CaseAnswer, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn answer(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CaseAnswer>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference(&id)?;
    let known: Vec<&str> = CaseAspect::ALL.iter().map(|aspect| aspect.slug()).collect();
    let aspect = CaseAspect::parse(&body.aspect).ok_or_else(|| unknown(&body.aspect, &known))?;
    let made = site.ask(move |desk| desk.answer_readiness(&visit.actor, id, (aspect, &body.value, &body.note))).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// Ask a missing piece of who holds it, once.
#[utoipa::path(post, path = "/api/v1/cases/{id}/asks", tag = "cases", params(("id" = String, Path)),
    request_body = CaseAsk, responses((status = 200, body = CaseAsked), (status = 422, body = Problem)))]
pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CaseAsk>,
) -> Result<Json<CaseAsked>, Failure> {
    let id = reference(&id)?;
    let known: Vec<&str> = Gap::ALL.iter().map(|gap| gap.slug()).collect();
    let gap = Gap::parse(&body.gap).ok_or_else(|| unknown(&body.gap, &known))?;
    let asked = site.ask(move |desk| desk.ask_piece(&visit.actor, id, gap)).await?;
    Ok(Json(CaseAsked {
        task: asked.task.to_string(),
        owner: asked.owner,
        at: asked.at.to_string(),
        due: asked.due.to_string(),
        note: asked.note,
        before: asked.before,
    }))
}

/// The routes of a case, what each brings and hangs on, and what was decided.
#[utoipa::path(get, path = "/api/v1/cases/{id}/choice", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = CaseChoice), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn choice(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let found = site.ask(move |desk| desk.choice(&actor, id)).await?;
    Ok(Json(app::said(&found, visit.visitor.lang)))
}

/// Record a decision with the figures as they stand.
#[utoipa::path(post, path = "/api/v1/cases/{id}/decisions", tag = "cases", params(("id" = String, Path)),
    request_body = CaseDecision, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn decide(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CaseDecision>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference(&id)?;
    let known: Vec<&str> = ChoiceOutcome::ALL.iter().map(|outcome| outcome.slug()).collect();
    let order = DecisionOrder {
        outcome: ChoiceOutcome::parse(&body.outcome).ok_or_else(|| unknown(&body.outcome, &known))?,
        route: body.route,
        why: body.why,
        until: date(body.until.as_deref())?,
    };
    let made = site.ask(move |desk| desk.decide_case(&visit.actor, id, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// What the verdict and the choice of a route stand on.
#[utoipa::path(get, path = "/api/v1/cases/policy", tag = "cases", responses((status = 200, body = CasePolicy)))]
pub async fn policy(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let force = site.ask(move |desk| desk.case_policy(&actor)).await?;
    Ok(Json(app::said(&force.policy, visit.visitor.lang)))
}

/// Set it; decisions already made keep the figures they stood on.
#[utoipa::path(put, path = "/api/v1/cases/policy", tag = "cases", request_body = CasePolicy,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_policy(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<Value>,
) -> Result<StatusCode, Failure> {
    visit.actor.may(app::Permission::Settings)?;
    let policy: app::readiness::CasePolicy =
        serde_json::from_value(body).map_err(|e| Failure::malformed(e.to_string()))?;
    site.ask(move |desk| desk.set_case_policy(&visit.actor, &policy)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! What cases cost, for programs.

use app::cases::CaseId;
use app::costs as desk;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde_json::Value;

use super::desk::date;
use super::models::{BudgetOrder, CaseCosts, CostOrder, CostPayment, CostRemoval, LossOrder, Made, TimeOrder};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{id}/costs", get(costs).post(add))
        .route("/cases/{id}/time", post(spend))
        .route("/cases/{id}/budget", put(budget))
        .route("/cases/{id}/loss", put(loss))
        .route("/costs/{id}", put(change))
        .route("/costs/{id}/removal", post(remove))
        .route("/costs/{id}/payment", post(pay))
        .route("/time/{id}/removal", post(remove_time))
}

/// What a case costs, summed beside its budget, with payments in legal order and the entries a loss proposes.
#[utoipa::path(get, path = "/api/v1/cases/{id}/costs", tag = "costs", params(("id" = String, Path)),
    responses((status = 200, body = CaseCosts), (status = 404, body = Problem)))]
pub async fn costs(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let costs = site.ask(move |desk| desk.case_costs(&actor, id)).await?;
    Ok(Json(app::said(&costs, visit.visitor.lang)))
}

fn order(body: CostOrder) -> Result<desk::CostOrder, Failure> {
    Ok(desk::CostOrder {
        kind: body.kind,
        label: body.label,
        day: date(body.day.as_deref())?,
        net: body.net,
        vat: body.vat,
        currency: body.currency,
        advanced_by: body.advanced_by,
        ground: body.ground,
        decided: body.decided,
        decision: body.decision,
        paid: date(body.paid.as_deref())?,
        tariff: body.tariff,
        reference: body.reference,
        act: body.act,
    })
}

/// Record a cost in an open case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/costs", tag = "costs", params(("id" = String, Path)),
    request_body = CostOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CostOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let (case, order): (CaseId, _) = (reference(&id)?, order(body)?);
    let made = site.ask(move |desk| desk.add_cost(&visit.actor, case, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// Correct a cost, as a whole and with a reason.
#[utoipa::path(put, path = "/api/v1/costs/{id}", tag = "costs", params(("id" = String, Path)),
    request_body = CostOrder, responses((status = 204), (status = 422, body = Problem)))]
pub async fn change(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CostOrder>,
) -> Result<StatusCode, Failure> {
    let (id, why) = (reference(&id)?, body.why.clone());
    let order = order(body)?;
    site.ask(move |desk| desk.change_cost(&visit.actor, id, (&order, &why))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a cost out: it stays to be read, and counts no more.
#[utoipa::path(post, path = "/api/v1/costs/{id}/removal", tag = "costs", params(("id" = String, Path)),
    request_body = CostRemoval, responses((status = 204), (status = 422, body = Problem)))]
pub async fn remove(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CostRemoval>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.drop_cost(&visit.actor, id, &body.why)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Record the day a cost was paid.
#[utoipa::path(post, path = "/api/v1/costs/{id}/payment", tag = "costs", params(("id" = String, Path)),
    request_body = CostPayment, responses((status = 204), (status = 422, body = Problem)))]
pub async fn pay(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CostPayment>,
) -> Result<StatusCode, Failure> {
    let (id, day) = (reference(&id)?, date(body.day.as_deref())?);
    site.ask(move |desk| desk.pay_cost(&visit.actor, id, day)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Record time of the house on an open case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/time", tag = "costs", params(("id" = String, Path)),
    request_body = TimeOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn spend(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TimeOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let case: CaseId = reference(&id)?;
    let day = date(body.day.as_deref())?;
    let order = desk::TimeOrder { who: body.who, day, minutes: body.minutes, hourly: body.hourly };
    let made = site.ask(move |desk| desk.add_time(&visit.actor, case, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// Take time out: it stays to be read, and counts no more.
#[utoipa::path(post, path = "/api/v1/time/{id}/removal", tag = "costs", params(("id" = String, Path)),
    request_body = CostRemoval, responses((status = 204), (status = 422, body = Problem)))]
pub async fn remove_time(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CostRemoval>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.drop_time(&visit.actor, id, &body.why)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Write what is foreseen for an open case anew.
#[utoipa::path(put, path = "/api/v1/cases/{id}/budget", tag = "costs", params(("id" = String, Path)),
    request_body = BudgetOrder, responses((status = 204), (status = 422, body = Problem)))]
pub async fn budget(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<BudgetOrder>,
) -> Result<StatusCode, Failure> {
    let case: CaseId = reference(&id)?;
    let lines: Vec<(String, String)> = body.lines.into_iter().map(|line| (line.kind, line.amount)).collect();
    site.ask(move |desk| desk.set_budget(&visit.actor, case, &lines)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a body tells of a loss.
pub(super) fn loss_of(body: LossOrder) -> Result<desk::LossOrder, Failure> {
    let proof_on = date(body.proof_on.as_deref())?;
    Ok(desk::LossOrder { proof: body.proof, proof_on, vat_rate: body.vat_rate, vat: body.vat })
}

/// Complete what proves a loss, or its VAT, once the case is closed as irrecoverable.
#[utoipa::path(put, path = "/api/v1/cases/{id}/loss", tag = "costs", params(("id" = String, Path)),
    request_body = LossOrder, responses((status = 204), (status = 422, body = Problem)))]
pub async fn loss(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LossOrder>,
) -> Result<StatusCode, Failure> {
    let (case, order): (CaseId, _) = (reference(&id)?, loss_of(body)?);
    site.ask(move |desk| desk.complete_loss(&visit.actor, case, &order)).await?;
    Ok(StatusCode::NO_CONTENT)
}

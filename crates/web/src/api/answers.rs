//! What a dispute comes to: the customer told, a mediation, money back, a settlement, what prevents the next one.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::disputes::{self, DisputeId, MediationPath, PreventionId};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use kernel::{Currency, Money};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::disputes::{filled, kind, mediation_step, money, path, said};
use super::models::{ConfirmationOrder, DisputeMail, Made, MediationMove, Prevention, PreventionEdit, RefundOrder};
use crate::forms::reference;
use crate::pages::letters::document_response;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/disputes/{id}/mail", get(mail).post(inform))
        .route("/disputes/{id}/mediation", post(mediate))
        .route("/disputes/{id}/refund", post(refund))
        .route("/disputes/{id}/settlement", get(settlement))
        .route("/preventions", get(preventions).post(prevent))
        .route("/preventions/{id}", put(change_prevention))
}

/// The mail that would tell the customer: noted while it is open, outcome and what is owed once it is closed.
#[utoipa::path(get, path = "/api/v1/disputes/{id}/mail", tag = "disputes", params(("id" = String, Path)), responses((status = 200, body = DisputeMail), (status = 422, body = Problem)))]
pub async fn mail(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference::<DisputeId>(&id)?, visit.actor.clone());
    let mail = site.ask(move |desk| desk.draft_dispute_mail(&actor, id)).await?;
    Ok(said(&visit, &mail))
}

/// Send that mail, in the usual words or in these; it is held as any message by hand.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/mail", tag = "disputes", params(("id" = String, Path)), request_body = ConfirmationOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn inform(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ConfirmationOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let dispute = reference::<DisputeId>(&id)?;
    let id = body.id.map(|id| reference(&id)).transpose()?;
    let made = site.ask(move |desk| desk.inform_of_dispute(&visit.actor, dispute, (&body.words, id)));
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Say what happens to its mediation: proposed, accepted (the limitation is suspended), ended, refused.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/mediation", tag = "disputes", params(("id" = String, Path)), request_body = MediationMove,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn mediate(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<MediationMove>,
) -> Result<StatusCode, Failure> {
    let (id, on) = (reference::<DisputeId>(&id)?, date(body.on.as_deref())?);
    site.ask(move |desk| {
        let path = filled(Some(&body.path)).map_or(Ok(MediationPath::Conventional), path)?;
        let order = disputes::MediationOrder { path, mediator: body.mediator.clone(), on };
        desk.mediate(&visit.actor, id, (mediation_step(&body.what)?, &order))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask accounting to pay money back, or as compensation, for a dispute that is agreed or was founded.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/refund", tag = "disputes", params(("id" = String, Path)), request_body = RefundOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn refund(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<RefundOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference::<DisputeId>(&id)?;
    let task = site.ask(move |desk| {
        let currency = desk.dispute(&visit.actor, id)?.line.currency;
        let amount = money(Some(&body.amount), currency)?.unwrap_or(Money::zero(currency));
        desk.ask_refund(&visit.actor, id, amount, &body.note)
    });
    Ok((StatusCode::CREATED, Json(Made { id: task.await?.to_string() })))
}

/// By which day what a settlement leaves is paid.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SettlementQuery {
    /// The due date of the piece when none.
    #[serde(default)]
    until: Option<String>,
}

/// The settlement agreement of a dispute that is agreed, to be signed.
#[utoipa::path(get, path = "/api/v1/disputes/{id}/settlement", tag = "disputes", params(("id" = String, Path), SettlementQuery),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn settlement(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<SettlementQuery>,
) -> Result<Response, Failure> {
    let (id, until) = (reference::<DisputeId>(&id)?, date(asked.until.as_deref())?);
    let paper = site.ask(move |desk| desk.dispute_settlement(&visit.actor, id, until)).await?;
    Ok(document_response("application/pdf", &paper.name, paper.bytes))
}

/// What is done against causes, with what each changed: as many days before as since.
#[utoipa::path(get, path = "/api/v1/preventions", tag = "disputes", params(PreventionQuery), responses((status = 200, body = Vec<Prevention>)))]
pub async fn preventions(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<PreventionQuery>,
) -> Result<Json<Value>, Failure> {
    let malformed = |e: kernel::MoneyError| Failure::malformed(e.to_string());
    let currency = Currency::parse(filled(asked.currency.as_ref()).unwrap_or("EUR")).map_err(malformed)?;
    let actor = visit.actor.clone();
    let known = site.ask(move |desk| desk.preventions(&actor, currency)).await?;
    Ok(said(&visit, &known))
}

/// In which currency.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreventionQuery {
    /// EUR when none.
    #[serde(default)]
    currency: Option<String>,
}

fn prevention(body: &PreventionEdit) -> Result<disputes::PreventionOrder, Failure> {
    let needed = || Failure::malformed("due");
    Ok(disputes::PreventionOrder {
        kind: kind(&body.kind)?,
        what: body.what.clone(),
        owner: body.owner.clone(),
        due: date(Some(&body.due))?.ok_or_else(needed)?,
        since: date(body.since.as_deref())?,
    })
}

/// Write down what is done against a cause; who does it is told.
#[utoipa::path(post, path = "/api/v1/preventions", tag = "disputes", request_body = PreventionEdit,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn prevent(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<PreventionEdit>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    visit.actor.may(app::Permission::Settings)?;
    let order = prevention(&body)?;
    let id = site.ask(move |desk| desk.save_prevention(&visit.actor, None, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_string() })))
}

/// Change it, or say since when it is in force.
#[utoipa::path(put, path = "/api/v1/preventions/{id}", tag = "disputes", params(("id" = String, Path)), request_body = PreventionEdit,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn change_prevention(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PreventionEdit>,
) -> Result<StatusCode, Failure> {
    visit.actor.may(app::Permission::Settings)?;
    let (id, order) = (reference::<PreventionId>(&id)?, prevention(&body)?);
    site.ask(move |desk| desk.save_prevention(&visit.actor, Some(id), &order)).await?;
    Ok(StatusCode::NO_CONTENT)
}

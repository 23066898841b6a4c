//! The papers of a plan: the protocol to sign, the notice of default, the receipt of a payment.

use app::plans::PlanId;
use axum::extract::{Path, State};
use axum::response::Response;

use super::letters::document_response;
use crate::forms::reference;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;

/// `GET /plans/{id}/protocol`.
pub async fn protocol(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (actor, plan) = (visit.actor.clone(), reference::<PlanId>(&id)?);
    let paper = site.ask(move |desk| desk.plan_protocol(&actor, plan)).await?;
    Ok(document_response("application/pdf", &paper.name, paper.bytes))
}

/// `GET /plans/{id}/notice`.
pub async fn notice(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (actor, plan) = (visit.actor.clone(), reference::<PlanId>(&id)?);
    let paper = site.ask(move |desk| desk.plan_notice(&actor, plan)).await?;
    Ok(document_response("application/pdf", &paper.name, paper.bytes))
}

/// `GET /items/{id}/receipt`: of a payment.
pub async fn receipt(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (actor, item) = (visit.actor.clone(), reference(&id)?);
    let paper = site.ask(move |desk| desk.receipt(&actor, item)).await?;
    Ok(document_response("application/pdf", &paper.name, paper.bytes))
}

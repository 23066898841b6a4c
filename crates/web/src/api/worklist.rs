//! The worklist of the day: the list, why a rank, files put off, weights, the team.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::DeskError;
use app::worklist::{
    self, AbsenceId, Chosen, Criterion, Scope, SnoozeId, Weights, WhoseAccounts, WorkQuery, with_weights,
};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use kernel::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::models::{
    Absence, AbsenceOrder, AssignOrder, Assigned, CapacityOrder, Made, Moved, RankWhy, Snooze, SnoozeOrder, TeamMember,
    WeightMap, WeightsInForce, WorklistPage,
};
use super::slice::Slice;
use crate::forms::reference;
use crate::problem::{Failure, Problem, Told};
use crate::session::Visit;
use crate::site::Site;

/// Files of a page where none are asked for.
const PAGE: usize = 100;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/worklist", get(page))
        .route("/worklist/weights", get(weights).put(save_weights).merge(delete(reset_weights)))
        .route("/worklist/weights/compare", post(compare))
        .route("/worklist/team", get(team))
        .route("/worklist/assignments", post(assign))
        .route("/worklist/capacity/{login}", put(capacity))
        .route("/accounts/{id}/rank", get(why))
        .route("/accounts/{id}/snooze", post(snooze))
        .route("/snoozes", get(snoozed))
        .route("/snoozes/{id}", delete(end_snooze))
        .route("/absences", get(absences).post(note_absence))
        .route("/absences/{id}", delete(cancel_absence))
}

fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
}

fn day(text: &str) -> Result<Date, Failure> {
    date(Some(text))?.ok_or_else(|| Failure::Malformed(Told::of("date-missing", &[])))
}

/// Whose list, and from where.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorkQueryParams {
    /// `mine`, `team`, or a login; without it, one's own where accounts are theirs, else the team's.
    #[serde(default)]
    of: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// 1 000 at most.
    #[serde(default)]
    limit: Option<usize>,
}

/// The files that deserve a move today, in order, each with its reasons and the move proposed.
#[utoipa::path(get, path = "/api/v1/worklist", tag = "worklist", params(WorkQueryParams),
    responses((status = 200, body = WorklistPage), (status = 422, body = Problem)))]
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<WorkQueryParams>,
) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let scope = match asked.of.as_deref() {
        None | Some("") => Scope::Usual,
        Some("team") => Scope::Team,
        Some("mine") => Scope::Of(actor.name.clone()),
        Some(login) => Scope::Of(login.to_owned()),
    };
    let after = asked.after.as_deref().filter(|t| !t.is_empty()).map(reference).transpose()?;
    let query = WorkQuery { scope, after, limit: asked.limit.unwrap_or(PAGE) };
    let list = site.ask(move |desk| desk.worklist(&actor, &query)).await?;
    Ok(said(&visit, &list))
}

/// Why a file has its rank; `id` is a reference or a customer code.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/rank", tag = "worklist", params(("id" = String, Path)),
    responses((status = 200, body = RankWhy), (status = 404, body = Problem)))]
pub async fn why(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let why = site.ask(move |desk| desk.why_rank(&actor, desk.find_account(&actor, &id)?)).await?;
    Ok(said(&visit, &why))
}

/// Put a file off until a day, with a reason.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/snooze", tag = "worklist", params(("id" = String, Path)),
    request_body = SnoozeOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn snooze(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<SnoozeOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let until = day(&body.until)?;
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.snooze(&visit.actor, account, until, &body.reason)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// The files put off, those that come back first first.
#[utoipa::path(get, path = "/api/v1/snoozes", tag = "worklist", params(Slice), responses((status = 200, body = Vec<Snooze>)))]
pub async fn snoozed(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<Slice>,
) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let list = asked.of(site.ask(move |desk| desk.snoozed(&actor)).await?, |line| line.id.to_string())?;
    Ok(said(&visit, &list))
}

/// Take a file back on the list.
#[utoipa::path(delete, path = "/api/v1/snoozes/{id}", tag = "worklist", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn end_snooze(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id: SnoozeId = reference(&id)?;
    site.ask(move |desk| desk.end_snooze(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The weights of the order.
#[utoipa::path(get, path = "/api/v1/worklist/weights", tag = "worklist", responses((status = 200, body = WeightsInForce)))]
pub async fn weights(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let force = site.ask(move |desk| desk.weights(&actor)).await?;
    Ok(said(&visit, &force))
}

/// Those in force with what a body says; a criterion that nobody knows is refused.
fn read(force: Weights, body: &WeightMap) -> Result<Weights, DeskError> {
    let known = |slug: &str| {
        Criterion::parse(slug).ok_or_else(|| DeskError::NotFound { what: "criterion", key: slug.to_owned() })
    };
    let changes =
        body.iter().map(|(slug, weight)| Ok((known(slug)?, *weight))).collect::<Result<Vec<_>, DeskError>>()?;
    with_weights(force, changes)
}

/// Put weights in force; those not named stay.
#[utoipa::path(put, path = "/api/v1/worklist/weights", tag = "worklist", request_body = WeightMap,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn save_weights(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<WeightMap>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let weights = read(desk.weights(&visit.actor)?.weights, &body)?;
        desk.save_weights(&visit.actor, Some(weights))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take back the weights shipped.
#[utoipa::path(delete, path = "/api/v1/worklist/weights", tag = "worklist", responses((status = 204)))]
pub async fn reset_weights(State(site): State<Site>, visit: Visit) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.save_weights(&visit.actor, None)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who would move under other weights; those not named stay.
#[utoipa::path(post, path = "/api/v1/worklist/weights/compare", tag = "worklist", request_body = WeightMap,
    responses((status = 200, body = Moved), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn compare(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<WeightMap>,
) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let moved =
        site.ask(move |desk| desk.compare_weights(&actor, &read(desk.weights(&actor)?.weights, &body)?)).await?;
    Ok(said(&visit, &moved))
}

/// Everybody with their list, and last the accounts of nobody.
#[utoipa::path(get, path = "/api/v1/worklist/team", tag = "worklist", responses((status = 200, body = Vec<TeamMember>)))]
pub async fn team(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let team = site.ask(move |desk| desk.team(&actor)).await?;
    Ok(said(&visit, &team))
}

/// Give accounts to somebody, or to nobody.
#[utoipa::path(post, path = "/api/v1/worklist/assignments", tag = "worklist", request_body = AssignOrder,
    responses((status = 200, body = Assigned), (status = 422, body = Problem)))]
pub async fn assign(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<AssignOrder>,
) -> Result<Json<Assigned>, Failure> {
    let letters = match body.letters.as_deref().map(|text| text.chars().collect::<Vec<char>>()).as_deref() {
        None | Some([]) => None,
        Some([one]) => Some((*one, *one)),
        Some([first, last]) => Some((*first, *last)),
        Some(_) => return Err(Failure::Malformed(Told::of("letters-unreadable", &[]))),
    };
    let whose = match body.of.as_deref() {
        None => WhoseAccounts::Any,
        Some("") => WhoseAccounts::Nobody,
        Some(login) => WhoseAccounts::Of(login.to_owned()),
    };
    let given = site.ask(move |desk| {
        let actor = &visit.actor;
        let accounts = body.accounts.iter().map(|text| desk.find_account(actor, text)).collect::<Result<_, _>>()?;
        let creditor = body.creditor.as_deref().map(|code| desk.creditor(actor, code)).transpose()?.map(|c| c.id);
        let chosen = Chosen { accounts, creditor, salesperson: body.salesperson, whose, letters };
        desk.assign(actor, &chosen, body.to.as_deref())
    });
    Ok(Json(Assigned { assigned: given.await?.accounts }))
}

/// Set the contacts a day of a person.
#[utoipa::path(put, path = "/api/v1/worklist/capacity/{login}", tag = "worklist", params(("login" = String, Path)),
    request_body = CapacityOrder, responses((status = 204), (status = 422, body = Problem)))]
pub async fn capacity(
    State(site): State<Site>,
    visit: Visit,
    Path(login): Path<String>,
    Json(body): Json<CapacityOrder>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.set_capacity(&visit.actor, &login, body.contacts)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Absences that are not over.
#[utoipa::path(get, path = "/api/v1/absences", tag = "worklist", params(Slice), responses((status = 200, body = Vec<Absence>)))]
pub async fn absences(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<Slice>,
) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let list = asked.of(site.ask(move |desk| desk.absences(&actor)).await?, |line| line.id.to_string())?;
    Ok(said(&visit, &list))
}

/// Note an absence.
#[utoipa::path(post, path = "/api/v1/absences", tag = "worklist", request_body = AbsenceOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn note_absence(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<AbsenceOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let order = worklist::AbsenceOrder {
        since: day(&body.since)?,
        until: day(&body.until)?,
        login: body.login,
        stand_in: body.stand_in,
    };
    let made = site.ask(move |desk| desk.note_absence(&visit.actor, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// Take an absence back.
#[utoipa::path(delete, path = "/api/v1/absences/{id}", tag = "worklist", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn cancel_absence(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    let id: AbsenceId = reference(&id)?;
    site.ask(move |desk| desk.cancel_absence(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Instalment plans, for programs.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::Permission;
use app::plans as desk;
use app::{DeskError, PlanRefusal, Refusal};
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use kernel::{Currency, Date};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::models::{
    Made, PlanDetail, PlanEnd, PlanLimit, PlanLimits, PlanNotice, PlanOffer, PlanOrder, PlanPage, PlanSignature,
};
use crate::forms::reference;
use crate::pages::imports::read_files;
use crate::pages::letters::document_response;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Plans of a page.
const PAGE: u32 = 100;

/// The routes under `/api/v1`.
pub fn routes(site: &Site) -> Router<Site> {
    let file = post(copy).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/plans", get(plans))
        .route("/plan-limits", get(limits).put(set_limits))
        .route("/plans/{id}", get(plan))
        .route("/plans/{id}/approval", post(approve))
        .route("/plans/{id}/refusal", post(refuse))
        .route("/plans/{id}/signature", post(sign))
        .route("/plans/{id}/cancellation", post(cancel))
        .route("/plans/{id}/notice", get(notice).post(notify))
        .route("/plans/{id}/acceleration", post(accelerate))
        .route("/plans/{id}/means", delete(erase_means))
        .route("/plans/{id}/protocol", get(protocol))
        .route("/plans/{id}/copy", file)
        .route("/items/{id}/receipt", get(receipt))
        .route("/accounts/{id}/plans", post(propose))
        .route("/accounts/{id}/plans/offer", post(offer))
}

/// Which plans, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlanQuery {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Reference or customer code of an account.
    #[serde(default)]
    account: Option<String>,
    /// One state; any when absent.
    #[serde(default)]
    state: Option<String>,
}

/// Reads an order; amounts are read with the currency of the pieces, by the desk.
fn terms(order: &PlanOrder) -> Result<desk::PlanTerms, Failure> {
    let slugs = |all: Vec<&str>| all.join(", ");
    let kind = desk::PlanKind::parse(&order.kind).ok_or_else(|| PlanRefusal::Kind {
        text: order.kind.chars().take(40).collect(),
        known: slugs(desk::PlanKind::ALL.iter().map(|k| k.slug()).collect()),
    });
    let rhythm = order.every.as_deref().unwrap_or("month");
    let every = desk::Every::parse(rhythm).ok_or_else(|| PlanRefusal::Every {
        text: rhythm.chars().take(40).collect(),
        known: slugs(desk::Every::ALL.iter().map(|e| e.slug()).collect()),
    });
    let currency = order.currency.as_deref().map(Currency::parse).transpose();
    Ok(desk::PlanTerms {
        items: order.items.iter().map(|id| reference(id)).collect::<Result<_, _>>()?,
        currency: currency.map_err(|e| Failure::malformed(e.to_string()))?,
        kind: kind.map_err(DeskError::from)?,
        count: order.count,
        each: order.each.clone(),
        steps: order.steps.clone(),
        every: every.map_err(DeskError::from)?,
        first: date(order.first.as_deref())?,
        rate: order.rate.clone(),
        working_days: order.working_days.unwrap_or(true),
        acceleration: order.acceleration.unwrap_or(true),
        notice_days: order.notice_days,
        replaces: order.replaces.as_deref().map(reference).transpose()?,
        means: None,
        owner: order.owner.clone(),
        note: order.note.clone(),
    })
}

/// Instalment plans, the oldest first.
#[utoipa::path(get, path = "/api/v1/plans", tag = "plans", params(PlanQuery), responses((status = 200, body = PlanPage)))]
pub async fn plans(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<PlanQuery>,
) -> Result<Json<Value>, Failure> {
    let after = asked.after.as_deref().filter(|text| !text.is_empty()).map(reference).transpose()?;
    let state = |slug: &str| desk::PlanState::parse(slug).ok_or_else(|| Failure::unknown(slug));
    let states = asked.state.as_deref().map(state).transpose()?.into_iter().collect();
    let actor = visit.actor.clone();
    let page = site.ask(move |desk| {
        let account = asked.account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?;
        desk.plans(&actor, &desk::PlanFilter { states, account }, after, PAGE)
    });
    Ok(Json(app::said(&page.await?, visit.visitor.lang)))
}

/// One plan with its instalments as the ledger stands.
#[utoipa::path(get, path = "/api/v1/plans/{id}", tag = "plans", params(("id" = String, Path)),
    responses((status = 200, body = PlanDetail), (status = 404, body = Problem)))]
pub async fn plan(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let plan = site.ask(move |desk| desk.plan_detail(&actor, id)).await?;
    Ok(Json(app::said(&plan, visit.visitor.lang)))
}

/// What a plan would be: its dates, its cost, who must approve it. Nothing is written.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/plans/offer", tag = "plans", params(("id" = String, Path)),
    request_body = PlanOrder, responses((status = 200, body = PlanOffer), (status = 422, body = Problem)))]
pub async fn offer(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PlanOrder>,
) -> Result<Json<Value>, Failure> {
    let (terms, actor) = (terms(&body)?, visit.actor.clone());
    let offer = site.ask(move |desk| {
        let account = desk.find_account(&actor, &id)?;
        desk.plan_offer(&actor, account, &terms)
    });
    Ok(Json(app::said(&offer.await?, visit.visitor.lang)))
}

/// Propose a plan.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/plans", tag = "plans", params(("id" = String, Path)),
    request_body = PlanOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn propose(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PlanOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let terms = terms(&body)?;
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.propose_plan(&visit.actor, account, &terms)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Grant a plan that its author could not grant alone.
#[utoipa::path(post, path = "/api/v1/plans/{id}/approval", tag = "plans", params(("id" = String, Path)),
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn approve(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.approve_plan(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuse a plan that nobody signed.
#[utoipa::path(post, path = "/api/v1/plans/{id}/refusal", tag = "plans", params(("id" = String, Path)),
    request_body = PlanEnd, responses((status = 204), (status = 422, body = Problem)))]
pub async fn refuse(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PlanEnd>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.refuse_plan(&visit.actor, id, &body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Record the signature of a plan.
#[utoipa::path(post, path = "/api/v1/plans/{id}/signature", tag = "plans", params(("id" = String, Path)),
    request_body = PlanSignature, responses((status = 204), (status = 422, body = Problem)))]
pub async fn sign(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PlanSignature>,
) -> Result<StatusCode, Failure> {
    let (id, on) = (reference(&id)?, date(body.on.as_deref())?);
    let level = desk::SignatureLevel::parse(&body.level).ok_or_else(|| {
        let known: Vec<&str> = desk::SignatureLevel::ALL.iter().map(|l| l.slug()).collect();
        DeskError::from(PlanRefusal::Level { text: body.level.chars().take(40).collect(), known: known.join(", ") })
    })?;
    let signature = desk::PlanSignature { on, by: body.by, level };
    site.ask(move |desk| desk.sign_plan(&visit.actor, id, &signature)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a plan up.
#[utoipa::path(post, path = "/api/v1/plans/{id}/cancellation", tag = "plans", params(("id" = String, Path)),
    request_body = PlanEnd, responses((status = 204), (status = 422, body = Problem)))]
pub async fn cancel(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PlanEnd>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.cancel_plan(&visit.actor, id, &body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Record that the notice of default was received.
#[utoipa::path(post, path = "/api/v1/plans/{id}/notice", tag = "plans", params(("id" = String, Path)),
    request_body = PlanNotice, responses((status = 204), (status = 422, body = Problem)))]
pub async fn notify(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PlanNotice>,
) -> Result<StatusCode, Failure> {
    let (id, on): (_, Option<Date>) = (reference(&id)?, date(body.on.as_deref())?);
    site.ask(move |desk| desk.notify_plan(&visit.actor, id, on)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pronounce the forfeiture of the term.
#[utoipa::path(post, path = "/api/v1/plans/{id}/acceleration", tag = "plans", params(("id" = String, Path)),
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn accelerate(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.accelerate_plan(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Erase what a person said of their means.
#[utoipa::path(delete, path = "/api/v1/plans/{id}/means", tag = "plans", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn erase_means(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.erase_means(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keep the signed copy of a plan.
#[utoipa::path(post, path = "/api/v1/plans/{id}/copy", tag = "plans", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Object, description = "One PDF of 8 MB at most, as a part with a file name."),
    responses((status = 201, body = Made), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn copy(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<(StatusCode, Json<Made>), Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let id = reference(&id)?;
    let file = read_files(form, site.config.upload_limit).await?.into_iter().next().ok_or(Refusal::NoFile)?;
    let made = site.ask(move |desk| desk.attach_plan_copy(&visit.actor, id, &file)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// The protocol of a plan, to be signed.
#[utoipa::path(get, path = "/api/v1/plans/{id}/protocol", tag = "plans", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn protocol(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = reference(&id)?;
    let paper = site.ask(move |desk| desk.plan_protocol(&visit.actor, id)).await?;
    Ok(document_response("application/pdf", &paper.name, paper.bytes))
}

/// The notice of default of a plan.
#[utoipa::path(get, path = "/api/v1/plans/{id}/notice", tag = "plans", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn notice(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = reference(&id)?;
    let paper = site.ask(move |desk| desk.plan_notice(&visit.actor, id)).await?;
    Ok(document_response("application/pdf", &paper.name, paper.bytes))
}

/// The receipt of a payment, by the number or reference of its piece.
#[utoipa::path(get, path = "/api/v1/items/{id}/receipt", tag = "plans", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn receipt(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let paper = site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        desk.receipt(&visit.actor, item.id)
    });
    let paper = paper.await?;
    Ok(document_response("application/pdf", &paper.name, paper.bytes))
}

/// What each role grants alone.
#[utoipa::path(get, path = "/api/v1/plan-limits", tag = "plans", responses((status = 200, body = PlanLimits)))]
pub async fn limits(State(site): State<Site>, visit: Visit) -> Result<Json<PlanLimits>, Failure> {
    let found = site.ask(move |desk| desk.plan_limits(&visit.actor)).await?;
    let limit = |l: desk::Limits| PlanLimit {
        months: l.months,
        least: l.least,
        first_days: l.first_days,
        interest_to_persons: l.interest_to_persons,
    };
    Ok(Json(PlanLimits { collector: limit(found.collector), manager: limit(found.manager) }))
}

/// Set what each role grants alone.
#[utoipa::path(put, path = "/api/v1/plan-limits", tag = "plans", request_body = PlanLimits,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_limits(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<PlanLimits>,
) -> Result<StatusCode, Failure> {
    let limit = |l: &PlanLimit| desk::Limits {
        months: l.months,
        least: l.least,
        first_days: l.first_days,
        interest_to_persons: l.interest_to_persons,
    };
    let limits = desk::PlanLimits { collector: limit(&body.collector), manager: limit(&body.manager) };
    site.ask(move |desk| desk.set_plan_limits(&visit.actor, &limits)).await?;
    Ok(StatusCode::NO_CONTENT)
}

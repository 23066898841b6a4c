//! Titles, for programs.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::cases::CaseId;
use app::titles as desk;
use app::{CaseRefusal, DeskError};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::disputes::word;
use super::models::{Made, TitleDetail, TitleFactOrder, TitleOrder, TitlePage, TitleProposal};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Titles of a page.
const PAGE: u32 = 100;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/titles", get(titles))
        .route("/titles/{id}", get(title).put(change))
        .route("/titles/{id}/facts", post(tell))
        .route("/cases/{id}/titles", post(add))
        .route("/cases/{id}/title-proposals", get(proposals))
}

/// Which titles, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TitleQuery {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Reference or customer code of an account.
    #[serde(default)]
    account: Option<String>,
    /// `live`, `soon`, `lost`, `unknown` or `all`; those that live when absent.
    #[serde(default)]
    show: Option<String>,
}

/// Titles, the first to be lost first.
#[utoipa::path(get, path = "/api/v1/titles", tag = "titles", params(TitleQuery),
    responses((status = 200, body = TitlePage), (status = 422, body = Problem)))]
pub async fn titles(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<TitleQuery>,
) -> Result<Json<Value>, Failure> {
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let (actor, after, account) = (visit.actor.clone(), filled(asked.after), filled(asked.account));
    let show = filled(asked.show);
    let page = site.ask(move |desk| {
        let show = match show {
            None => desk::TitleShow::Live,
            Some(text) => word(&text, desk::TitleShow::parse, desk::TitleShow::ALL, desk::TitleShow::slug)?,
        };
        let account = account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?;
        desk.titles(&actor, &show.filter(desk.today(), account), after.as_deref(), PAGE)
    });
    Ok(Json(app::said(&page.await?, visit.visitor.lang)))
}

/// One title: what it is worth today, what it opens, and what happened to it.
#[utoipa::path(get, path = "/api/v1/titles/{id}", tag = "titles", params(("id" = String, Path)),
    responses((status = 200, body = TitleDetail), (status = 404, body = Problem)))]
pub async fn title(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let title = site.ask(move |desk| desk.title(&actor, id)).await?;
    Ok(Json(app::said(&title, visit.visitor.lang)))
}

/// The titles that procedures of a case brought and that nobody recorded, as far as the procedures tell them.
#[utoipa::path(get, path = "/api/v1/cases/{id}/title-proposals", tag = "titles", params(("id" = String, Path)),
    responses((status = 200, body = Vec<TitleProposal>), (status = 404, body = Problem)))]
pub async fn proposals(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (case, actor): (CaseId, _) = (reference(&id)?, visit.actor.clone());
    let proposals = site.ask(move |desk| desk.title_proposals(&actor, case)).await?;
    Ok(Json(app::said(&proposals, visit.visitor.lang)))
}

fn order(body: TitleOrder) -> Result<desk::TitleOrder, Failure> {
    let head =
        |head: super::models::TitleHeadOrder| desk::HeadOrder { kind: head.kind, amount: head.amount, bare: head.bare };
    Ok(desk::TitleOrder {
        kind: body.kind,
        issued: date(Some(&body.issued))?,
        court: body.court,
        number: body.number,
        currency: body.currency,
        heads: body.heads.into_iter().map(head).collect(),
        enforceable: date(body.enforceable.as_deref())?,
        finality: body.finality,
        creditor_class: body.creditor_class,
        capitalise: body.capitalise,
        claim_kind: body.claim_kind,
        claim_due: date(body.claim_due.as_deref())?,
    })
}

/// Record a title in an open case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/titles", tag = "titles", params(("id" = String, Path)),
    request_body = TitleOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TitleOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let (case, order): (CaseId, _) = (reference(&id)?, order(body)?);
    let made = site.ask(move |desk| desk.add_title(&visit.actor, case, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// Correct a title, as a whole and with a reason; what happened to it stays.
#[utoipa::path(put, path = "/api/v1/titles/{id}", tag = "titles", params(("id" = String, Path)),
    request_body = TitleOrder, responses((status = 204), (status = 422, body = Problem)))]
pub async fn change(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TitleOrder>,
) -> Result<StatusCode, Failure> {
    let (id, why) = (reference(&id)?, body.why.clone());
    let order = order(body)?;
    site.ask(move |desk| desk.change_title(&visit.actor, id, (&order, &why))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tell what happened to a title, strike a fact out, or record that the title was set aside.
#[utoipa::path(post, path = "/api/v1/titles/{id}/facts", tag = "titles", params(("id" = String, Path)),
    request_body = TitleFactOrder, responses((status = 204), (status = 422, body = Problem)))]
pub async fn tell(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TitleFactOrder>,
) -> Result<StatusCode, Failure> {
    let (id, day) = (reference(&id)?, date(body.day.as_deref())?);
    site.ask(move |desk| match body.tell.as_str() {
        "strike" => desk.strike_title_fact(&visit.actor, id, (body.position.unwrap_or(-1), &body.why)),
        "annul" => desk.annul_title(&visit.actor, id, (day, &body.why)),
        text => {
            let known = || "service, renewal, original, strike, annul".to_owned();
            let unknown = || CaseRefusal::Word { text: text.chars().take(40).collect(), known: known() };
            let what = desk::TitleTold::parse(text).ok_or_else(|| DeskError::from(unknown()))?;
            let told = desk::TitleTell {
                on: body.on,
                service: body.service,
                proof: body.proof,
                event: body.event,
                place: body.place,
                holder: body.holder,
                ..desk::TitleTell::new(what, day)
            };
            desk.tell_title(&visit.actor, id, &told)
        }
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

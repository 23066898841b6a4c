//! The guard of rights, for programs: what is lost when nobody acts, and by which day.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::DeskError;
use app::guard::{GuardPlace, GuardQuery, RightKey, RightShow, RightWaiverId, SOON_DAYS};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use ledger::AccountId;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::disputes::word;
use super::models::{GuardPage, GuardReason, GuardRight, Made};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Rights of a page.
const LIMIT: usize = 200;

/// Every route of the guard.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/guard", get(list))
        .route("/guard/calendar", get(calendar))
        .route("/guard/rights/{id}", get(right))
        .route("/guard/rights/{id}/answer", post(answer))
        .route("/guard/rights/{id}/waiver", post(waive))
        .route("/guard/waivers/{id}", delete(take_up))
}

/// Which rights, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GuardAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Of one account, by reference.
    #[serde(default)]
    account: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// `all`, `soon`, `lost`, `unconfirmed` or `given-up`; those given up are in no other.
    #[serde(default)]
    show: Option<String>,
    /// Days ahead of `soon`, 30 when absent.
    #[serde(default)]
    days: Option<u16>,
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

impl GuardAsked {
    fn query(&self, desk: &app::Desk, actor: &app::Actor) -> Result<GuardQuery, DeskError> {
        let show = |text: &str| word(text, RightShow::parse, RightShow::ALL, RightShow::slug);
        let creditor = filled(self.creditor.as_ref()).map(|code| desk.creditor(actor, code)).transpose()?;
        Ok(GuardQuery {
            account: None,
            creditor: creditor.map(|c| c.id),
            show: filled(self.show.as_ref()).map(show).transpose()?.unwrap_or(RightShow::All),
            days: self.days.unwrap_or(SOON_DAYS),
        })
    }

    fn account(&self) -> Result<Option<AccountId>, Failure> {
        filled(self.account.as_ref()).map(reference::<AccountId>).transpose()
    }
}

/// Rights on open items, those lost first, then the first to be lost: page on with `next` until it is `null`.
#[utoipa::path(get, path = "/api/v1/guard", tag = "guard", params(GuardAsked), responses((status = 200, body = GuardPage), (status = 422, body = Problem)))]
pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<GuardAsked>,
) -> Result<Json<Value>, Failure> {
    let after = filled(asked.after.as_ref()).map(reference::<GuardPlace>).transpose()?;
    let (actor, account) = (visit.actor.clone(), asked.account()?);
    let page = site.ask(move |desk| {
        let query = GuardQuery { account, ..asked.query(desk, &actor)? };
        desk.guard(&actor, &query, after, LIMIT)
    });
    Ok(Json(app::said(&page.await?, visit.visitor.lang)))
}

/// The rights that end within a year, as a calendar other programs read.
#[utoipa::path(get, path = "/api/v1/guard/calendar", tag = "guard", params(GuardAsked), responses((status = 200, content_type = "text/calendar", body = String), (status = 422, body = Problem)))]
pub async fn calendar(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<GuardAsked>,
) -> Result<Response, Failure> {
    let (actor, account, lang) = (visit.actor.clone(), asked.account()?, visit.visitor.lang);
    let file = site.ask(move |desk| {
        let query = GuardQuery { account, ..asked.query(desk, &actor)? };
        desk.guard_calendar(&actor, &query, lang)
    });
    let file = file.await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type))], file.bytes).into_response())
}

/// One right, given up or not.
#[utoipa::path(get, path = "/api/v1/guard/rights/{id}", tag = "guard", params(("id" = String, Path)), responses((status = 200, body = GuardRight), (status = 404, body = Problem)))]
pub async fn right(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference::<RightKey>(&id)?, visit.actor.clone());
    let right = site.ask(move |desk| desk.guard_right(&actor, id)).await?;
    Ok(Json(app::said(&right, visit.visitor.lang)))
}

/// Answer the alarms of a right: somebody saw them, and acts. Unanswered, they go to the manager.
#[utoipa::path(post, path = "/api/v1/guard/rights/{id}/answer", tag = "guard", params(("id" = String, Path)), responses((status = 204), (status = 422, body = Problem)))]
pub async fn answer(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference::<RightKey>(&id)?;
    site.ask(move |desk| desk.answer_alarm(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a right up, with a reason: it is told no more.
#[utoipa::path(post, path = "/api/v1/guard/rights/{id}/waiver", tag = "guard", params(("id" = String, Path)), request_body = GuardReason, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn waive(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<GuardReason>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference::<RightKey>(&id)?;
    let made = site.ask(move |desk| desk.waive_right(&visit.actor, id, &body.why)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// Take a right up again that was given up, with a reason.
#[utoipa::path(delete, path = "/api/v1/guard/waivers/{id}", tag = "guard", params(("id" = String, Path)), request_body = GuardReason, responses((status = 204), (status = 422, body = Problem)))]
pub async fn take_up(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<GuardReason>,
) -> Result<StatusCode, Failure> {
    let id = reference::<RightWaiverId>(&id)?;
    site.ask(move |desk| desk.take_up_right(&visit.actor, id, &body.why)).await?;
    Ok(StatusCode::NO_CONTENT)
}

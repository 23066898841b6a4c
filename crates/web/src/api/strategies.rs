//! Strategies and segments: read, compare with today's, replay, put in force.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::Refusal;
use app::strategies::{ContactCap, Plan, plan_with, segments_from_json};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use kernel::Period;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::desk::{DayQuery, date};
use crate::problem::{Failure, Problem, Told};
use crate::session::Visit;
use crate::site::Site;

fn plain(value: impl serde::Serialize) -> Result<Json<Value>, Failure> {
    serde_json::to_value(value).map(Json).map_err(|_| Failure::Broken)
}

/// Strategies in force; the first is that of accounts no segment takes.
#[utoipa::path(get, path = "/api/v1/strategies", tag = "strategies", responses((status = 200, body = Vec<Object>)))]
pub async fn strategies(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    plain(site.ask(move |desk| desk.strategies(&visit.actor)).await?)
}

/// A strategy with its past: as shipped, in force, and every version the house wrote, newest first.
#[utoipa::path(get, path = "/api/v1/strategies/{slug}", tag = "strategies", params(("slug" = String, Path)),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn one(State(site): State<Site>, visit: Visit, Path(slug): Path<String>) -> Result<Json<Value>, Failure> {
    plain(site.ask(move |desk| desk.strategy(&visit.actor, &slug)).await?)
}

/// Put a strategy in force as a new version; the next run obeys. `base` may name the strategy in force that gives
/// what is not written, its steps above all; `over` the version it was written over, so that nothing is saved
/// where another is in force meanwhile.
#[utoipa::path(put, path = "/api/v1/strategies/{slug}", tag = "strategies", params(("slug" = String, Path)),
    request_body = Object, responses((status = 200, body = Object), (status = 422, body = Problem)))]
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Json(mut body): Json<Map<String, Value>>,
) -> Result<Json<Value>, Failure> {
    body.insert("slug".to_owned(), Value::String(slug));
    let answer = site.ask(move |desk| {
        visit.actor.may(app::Permission::Settings)?;
        let (strategy, over) = desk.written_strategy(&visit.actor, &Value::Object(body).to_string())?;
        let version = desk.save_strategy_over(&visit.actor, &strategy, over)?;
        Ok(serde_json::json!({ "strategy": strategy.slug, "version": version }))
    });
    Ok(Json(answer.await?))
}

/// Take the house's version of a strategy out of force.
#[utoipa::path(delete, path = "/api/v1/strategies/{slug}", tag = "strategies", params(("slug" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn retire(State(site): State<Site>, visit: Visit, Path(slug): Path<String>) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.retire_strategy(&visit.actor, &slug)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which accounts would gain, lose or change their message of the day under this strategy.
#[utoipa::path(post, path = "/api/v1/strategies/{slug}/compare", tag = "strategies", params(("slug" = String, Path), DayQuery),
    request_body = Object, responses((status = 200, body = Object), (status = 422, body = Problem)))]
pub async fn compare(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<DayQuery>,
    Json(mut body): Json<Map<String, Value>>,
) -> Result<Json<Value>, Failure> {
    body.insert("slug".to_owned(), Value::String(slug));
    let day = date(asked.day.as_deref())?;
    plain(
        site.ask(move |desk| {
            let (strategy, _) = desk.written_strategy(&visit.actor, &Value::Object(body).to_string())?;
            let plan = plan_with(desk.plan()?, &strategy);
            desk.compare_plan(&visit.actor, &plan, day)
        })
        .await?,
    )
}

/// Check a strategy without saving it: what keeps it from running is refused; answers what the texts in force lack for
/// its steps, each with its step and its field.
#[utoipa::path(post, path = "/api/v1/strategies/{slug}/check", tag = "strategies", params(("slug" = String, Path)),
    request_body = Object, responses((status = 200, body = Object), (status = 422, body = Problem)))]
pub async fn check(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Json(mut body): Json<Map<String, Value>>,
) -> Result<Json<Value>, Failure> {
    body.insert("slug".to_owned(), Value::String(slug));
    let lang = visit.visitor.lang;
    let faults = site.ask(move |desk| {
        let (strategy, _) = desk.written_strategy(&visit.actor, &Value::Object(body).to_string())?;
        desk.check_strategy(&visit.actor, &strategy)
    });
    let told = faults.await?.into_iter().map(|fault| {
        serde_json::json!({
            "step": fault.step, "field": fault.field, "code": fault.code, "message": fault.message.pick(lang),
        })
    });
    Ok(Json(serde_json::json!({ "faults": told.collect::<Vec<_>>() })))
}

/// A past period, both days included.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeriodQuery {
    /// First day.
    from: String,
    /// Last day.
    to: String,
}

/// What a strategy in force would have sent over a past period.
#[utoipa::path(get, path = "/api/v1/strategies/{slug}/replay", tag = "strategies", params(("slug" = String, Path), PeriodQuery),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn replay(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<PeriodQuery>,
) -> Result<Json<Value>, Failure> {
    let day =
        |text: &str| date(Some(text))?.ok_or_else(|| Failure::Malformed(Told::of("date-not-iso", &[("text", text)])));
    let period = Period { from: day(&asked.from)?, until: day(&asked.to)? };
    plain(
        site.ask(move |desk| {
            let plan = desk.plan()?;
            let place = plan.find(&slug).ok_or(app::DeskError::NotFound { what: "strategy", key: slug })?;
            desk.replay(&visit.actor, &plan.strategies[place], period)
        })
        .await?,
    )
}

/// How often a debtor may be contacted, all channels and creditors together.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactCapModel {
    /// Contacts at most, 1 to 100; absent while there is no cap.
    #[serde(default)]
    contacts: Option<u16>,
    /// In so many days running, 1 to 365.
    #[serde(default)]
    days: Option<u16>,
}

/// The cap of contacts of one debtor.
#[utoipa::path(get, path = "/api/v1/contact-cap", tag = "strategies", responses((status = 200, body = ContactCapModel)))]
pub async fn contact_cap(State(site): State<Site>, visit: Visit) -> Result<Json<ContactCapModel>, Failure> {
    visit.actor.may(app::Permission::Read)?;
    let cap = site.ask(|desk| Ok(desk.plan()?.contact_cap)).await?;
    Ok(Json(ContactCapModel { contacts: cap.map(|c| c.contacts), days: cap.map(|c| c.days) }))
}

/// Set it; an empty document lifts it.
#[utoipa::path(put, path = "/api/v1/contact-cap", tag = "strategies", request_body = ContactCapModel,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_contact_cap(
    State(site): State<Site>,
    visit: Visit,
    Json(order): Json<ContactCapModel>,
) -> Result<StatusCode, Failure> {
    let cap = cap_of(order.contacts, order.days)?;
    site.ask(move |desk| desk.set_contact_cap(&visit.actor, cap)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A cap takes both its numbers, within the bounds that can be kept.
pub fn cap_of(contacts: Option<u16>, days: Option<u16>) -> Result<Option<ContactCap>, Refusal> {
    match (contacts, days) {
        (None, None) => Ok(None),
        (Some(contacts), Some(days)) => {
            let cap = ContactCap { contacts, days };
            cap.check().map_err(|_| Refusal::ContactCapWrong)?;
            Ok(Some(cap))
        }
        _ => Err(Refusal::ContactCapWrong),
    }
}

/// Segments, in order: the first whose rule holds takes the account.
#[utoipa::path(get, path = "/api/v1/segments", tag = "strategies", responses((status = 200, body = Vec<Object>)))]
pub async fn segments(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    visit.actor.may(app::Permission::Read)?;
    plain(site.ask(|desk| Ok(desk.plan()?.segments)).await?)
}

/// Replace the segments.
#[utoipa::path(put, path = "/api/v1/segments", tag = "strategies", request_body = Vec<Object>,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn save_segments(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<Value>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.save_segments(&visit.actor, &segments_from_json(&body.to_string())?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which accounts would gain, lose or change their message of the day under these segments.
#[utoipa::path(post, path = "/api/v1/segments/compare", tag = "strategies", params(DayQuery), request_body = Vec<Object>,
    responses((status = 200, body = Object), (status = 422, body = Problem)))]
pub async fn compare_segments(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<DayQuery>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Failure> {
    let day = date(asked.day.as_deref())?;
    plain(
        site.ask(move |desk| {
            let plan = Plan { segments: segments_from_json(&body.to_string())?, ..desk.plan()? };
            desk.compare_plan(&visit.actor, &plan, day)
        })
        .await?,
    )
}

//! What leaves, and when.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::outbox::{LetterBack, OutboxFilter, PostReturn};
use app::{Channel, MessageState, PostRefusal, Refusal, Schedule};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use kernel::Territory;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::{date, lines};
use super::models::{
    LetterBackOrder, Outbox, Posted, PostedOrder, PrintFileLine, RegisteredOrder, Resolution, Returned, ReturnedMail,
    ScheduleModel, SendAnswer,
};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Which messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutboxQuery {
    /// One state.
    #[serde(default)]
    state: Option<String>,
    /// `letter`, `mail`, `sms`.
    #[serde(default)]
    channel: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// 500 at most.
    #[serde(default)]
    limit: Option<usize>,
}

impl OutboxQuery {
    fn filter(&self) -> Result<OutboxFilter, Failure> {
        let given = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
        let state = given(&self.state).map(|s| MessageState::parse(&s).ok_or(Refusal::UnknownState { state: s }));
        let channel = given(&self.channel).map(|c| Channel::parse(&c).ok_or(Refusal::UnknownChannel { channel: c }));
        let before = given(&self.after).map(|t| t.parse().map_err(|_| Refusal::PlaceUnknown { place: t }));
        Ok(OutboxFilter {
            state: state.transpose()?,
            channel: channel.transpose()?,
            before: before.transpose()?,
            limit: lines(self.limit),
        })
    }
}

/// Messages by state, newest first.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "outbox", params(OutboxQuery),
    responses((status = 200, body = Outbox), (status = 422, body = Problem)))]
pub async fn outbox(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<OutboxQuery>,
) -> Result<Json<Outbox>, Failure> {
    let (filter, lang) = (asked.filter()?, visit.visitor.lang);
    let page = site.ask(move |desk| desk.outbox(&visit.actor, &filter)).await?;
    Ok(Json(Outbox::of(&page, lang)))
}

/// Send what is due, now.
#[utoipa::path(post, path = "/api/v1/outbox/send", tag = "outbox", responses((status = 200, body = SendAnswer), (status = 403, body = Problem)))]
pub async fn send(State(site): State<Site>, visit: Visit) -> Result<Json<SendAnswer>, Failure> {
    let lang = visit.visitor.lang;
    let report = site.ask(move |desk| desk.send_due(&visit.actor, &format!("api-{}", visit.actor.name))).await?;
    Ok(Json(SendAnswer::of(&report, lang)))
}

/// Say whether a doubtful message left.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/resolution", tag = "outbox", params(("id" = String, Path)), request_body = Resolution,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn resolve(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(order): Json<Resolution>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.resolve_doubt(&visit.actor, id, order.left)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a message that failed again, once what stopped it is mended. One that is given up is withdrawn.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/again", tag = "outbox", params(("id" = String, Path)),
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn again(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.make_again(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read a mail that came back.
#[utoipa::path(post, path = "/api/v1/outbox/bounce", tag = "outbox", request_body = ReturnedMail,
    responses((status = 200, body = Returned), (status = 422, body = Problem)))]
pub async fn bounce(
    State(site): State<Site>,
    visit: Visit,
    Json(order): Json<ReturnedMail>,
) -> Result<Json<Returned>, Failure> {
    let answer = site.ask(move |desk| desk.bounced(&visit.actor, order.mail.as_bytes())).await?;
    Ok(Json(Returned::from(&answer)))
}

/// Of which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PrintFilesQuery {
    /// Day of the runs; what is still to be posted when absent.
    #[serde(default)]
    day: Option<String>,
}

/// The print files of the runs of a day; without a day, those of which letters are still to be posted, newest first.
#[utoipa::path(get, path = "/api/v1/print-files", tag = "outbox", params(PrintFilesQuery),
    responses((status = 200, body = [PrintFileLine])))]
pub async fn print_files(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<PrintFilesQuery>,
) -> Result<Json<Value>, Failure> {
    let (day, lang) = (date(asked.day.as_deref())?, visit.visitor.lang);
    let files = site.ask(move |desk| desk.print_file_list(&visit.actor, day)).await?;
    Ok(Json(app::said(&files, lang)))
}

/// Say that a print file went to the post; lists the letters to take out of it.
#[utoipa::path(post, path = "/api/v1/print-files/{id}/posted", tag = "outbox", params(("id" = String, Path)), request_body = PostedOrder,
    responses((status = 200, body = Posted), (status = 422, body = Problem)))]
pub async fn posted(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(order): Json<PostedOrder>,
) -> Result<Json<Posted>, Failure> {
    let (id, on, lang) = (reference(&id)?, date(order.on.as_deref())?, visit.visitor.lang);
    let posted = site.ask(move |desk| {
        let on = on.unwrap_or_else(|| desk.today());
        desk.posted(&visit.actor, id, on, &order.registered)
    });
    Ok(Json(Posted::of(&posted.await?, lang)))
}

/// Write what the post says of a registered letter.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/registered", tag = "outbox", params(("id" = String, Path)), request_body = RegisteredOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn registered(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(order): Json<RegisteredOrder>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    let days = (date(order.presented_on.as_deref())?, date(order.returned_on.as_deref())?);
    site.ask(move |desk| desk.registered(&visit.actor, id, order.number.as_deref(), days)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say that the post brought a letter back, and why. Unknown at the address, it failed: its level is not done, and the
/// address of the debtor is marked.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/returned", tag = "outbox", params(("id" = String, Path)), request_body = LetterBackOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn returned(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(order): Json<LetterBackOrder>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    let (on, presented_on) = (date(order.on.as_deref())?, date(order.presented_on.as_deref())?);
    site.ask(move |desk| {
        let reason = PostReturn::parse(&order.reason).ok_or(PostRefusal::ReasonUnknown { reason: order.reason })?;
        let back = LetterBack { reason, on: on.unwrap_or_else(|| desk.today()), presented_on, number: order.number };
        desk.letter_returned(&visit.actor, id, &back)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// When the day's run starts by itself.
#[utoipa::path(get, path = "/api/v1/schedule", tag = "outbox", responses((status = 200, body = ScheduleModel)))]
pub async fn schedule(State(site): State<Site>, visit: Visit) -> Result<Json<ScheduleModel>, Failure> {
    let answer = site.ask(move |desk| desk.schedule(&visit.actor)).await?;
    let kept = answer.schedule;
    Ok(Json(ScheduleModel {
        zone: Some(answer.zone),
        at: kept.map(|s| format!("{:02}:{:02}", s.minute / 60, s.minute % 60)),
        working_days: kept.and_then(|s| s.working_days).map(|t| t.slug().to_owned()),
    }))
}

/// Set it; nothing starts by itself without an hour.
#[utoipa::path(put, path = "/api/v1/schedule", tag = "outbox", request_body = ScheduleModel,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_schedule(
    State(site): State<Site>,
    visit: Visit,
    Json(order): Json<ScheduleModel>,
) -> Result<StatusCode, Failure> {
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    };
    let minute = order.at.map(|at| minute(&at).ok_or(Refusal::HourWrong { hour: at })).transpose()?;
    let territory = order.working_days.map(|t| Territory::parse(&t).ok_or(Refusal::TerritoryWrong { text: t }));
    let working_days = territory.transpose()?;
    let schedule = minute.map(|minute| Schedule { minute, working_days });
    site.ask(move |desk| {
        if let Some(zone) = &order.zone {
            desk.set_zone(&visit.actor, zone)?;
        }
        desk.set_schedule(&visit.actor, schedule)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

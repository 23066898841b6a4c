//! Notes, who is called in them, digests, what customers answered: how a team works together, for programs.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::digests;
use app::disputes::{DisputeId, SatisfactionQuery, SatisfactionShow};
use app::mentions::MentionId;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::disputes::{service, word};
use super::models::{
    CreditWaiting, DigestKept, DigestOrder, MentionPage, NoteKept, NoteOrder, PersonKnown, SatisfactionKept,
};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page.
const LIMIT: u32 = 200;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts/{id}/notes", post(add_note))
        .route("/accounts/{id}/people", get(people))
        .route("/mentions", get(mentions))
        .route("/mentions/{id}/seen", post(see))
        .route("/me/digest", get(digest).put(set_digest))
        .route("/disputes/satisfaction", get(satisfaction))
        .route("/credit/waiting", get(waiting))
}

fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

/// Write a note on an account. `@login` or `@"Name of a colleague"` in it tells somebody, once; the answer names those
/// who are not told. Taken back by `fact:` and its entry, in the ten seconds that follow.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/notes", tag = "people", params(("id" = String, Path)), request_body = NoteOrder,
    responses((status = 201, body = NoteKept), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn add_note(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<NoteOrder>,
) -> Result<(StatusCode, Json<NoteKept>), Failure> {
    let kept = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.add_note(&visit.actor, account, &body.note)
    });
    Ok((StatusCode::CREATED, Json(NoteKept::from(kept.await?))))
}

/// Who can be called in a note on an account, or given a task on it: those who see it, then colleagues.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/people", tag = "people", params(("id" = String, Path)),
    responses((status = 200, body = Vec<PersonKnown>), (status = 404, body = Problem)))]
pub async fn people(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let known = site.ask(move |desk| {
        let account = desk.find_account(&actor, &id)?;
        desk.people_for(&actor, account)
    });
    Ok(said(&visit, &known.await?))
}

/// Where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MentionQuery {
    /// The `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

/// The notes in which one is called and that one did not see yet, the last first.
#[utoipa::path(get, path = "/api/v1/mentions", tag = "people", params(MentionQuery), responses((status = 200, body = MentionPage)))]
pub async fn mentions(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<MentionQuery>,
) -> Result<Json<Value>, Failure> {
    let (after, actor) = (filled(asked.after.as_ref()).map(reference::<MentionId>).transpose()?, visit.actor.clone());
    let page = site.ask(move |desk| desk.mentions(&actor, after, LIMIT)).await?;
    Ok(said(&visit, &page))
}

/// Note that one saw it.
#[utoipa::path(post, path = "/api/v1/mentions/{id}/seen", tag = "people", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn see(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference::<MentionId>(&id)?;
    site.ask(move |desk| desk.see_mention(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How often one is told what waits in one mail, and what it would say now.
#[utoipa::path(get, path = "/api/v1/me/digest", tag = "people", responses((status = 200, body = DigestKept), (status = 403, body = Problem)))]
pub async fn digest(State(site): State<Site>, visit: Visit) -> Result<Json<DigestKept>, Failure> {
    let kept = site.ask(move |desk| desk.digest(&visit.actor, &visit.actor.name)).await?;
    Ok(Json(DigestKept::from(kept)))
}

/// Say how often: `none`, `working-day` or `monday`.
#[utoipa::path(put, path = "/api/v1/me/digest", tag = "people", request_body = DigestOrder,
    responses((status = 204), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn set_digest(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<DigestOrder>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.set_digest(&visit.actor, &visit.actor.name, digests::frequency(&body.frequency)?))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which disputes, and which of those asked.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SatisfactionAsked {
    /// Closed from this day.
    #[serde(default)]
    from: Option<String>,
    /// Closed until this day.
    #[serde(default)]
    until: Option<String>,
    /// `sales`, `logistics`, `quality`, `accounting` or `customer-service`.
    #[serde(default)]
    service: Option<String>,
    /// `asked`, `answered`, `satisfied` or `unsatisfied`; `answered` when absent.
    #[serde(default)]
    show: Option<String>,
    /// The `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

/// How customers whose dispute was closed answered, by service and by month, and who said what.
#[utoipa::path(get, path = "/api/v1/disputes/satisfaction", tag = "disputes", params(SatisfactionAsked),
    responses((status = 200, body = SatisfactionKept), (status = 422, body = Problem)))]
pub async fn satisfaction(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<SatisfactionAsked>,
) -> Result<Json<Value>, Failure> {
    let query = SatisfactionQuery {
        from: date(asked.from.as_deref())?,
        until: date(asked.until.as_deref())?,
        service: filled(asked.service.as_ref()).map(service).transpose()?,
    };
    let show = filled(asked.show.as_ref())
        .map(|text| word(text, SatisfactionShow::parse, SatisfactionShow::ALL, SatisfactionShow::slug))
        .transpose()?
        .unwrap_or(SatisfactionShow::Answered);
    let before = filled(asked.after.as_ref()).map(reference::<DisputeId>).transpose()?;
    let actor = visit.actor.clone();
    let read = site.ask(move |desk| {
        let limit = usize::try_from(LIMIT).unwrap_or(usize::MAX);
        let page = desk.satisfaction_answers(&actor, (&query, show), before, limit)?;
        Ok((desk.satisfaction(&actor, &query)?, page))
    });
    let (figures, page) = read.await?;
    let mut answer = app::said(&figures, visit.visitor.lang);
    answer["answers"] = app::said(&page, visit.visitor.lang);
    Ok(Json(answer))
}

/// What waits about credit: signals nobody saw, orders proposed to be held or released.
#[utoipa::path(get, path = "/api/v1/credit/waiting", tag = "credit", responses((status = 200, body = CreditWaiting)))]
pub async fn waiting(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let waiting = site.ask(move |desk| desk.credit_waiting(&actor)).await?;
    Ok(said(&visit, &waiting))
}

//! People of the house who are written to: colleagues, the notices they get, and where the house answers.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::colleagues::{ColleagueId, ColleagueOrder};
use app::notices::{NoticeId, NoticeState};
use app::{Desk, DeskError, DisputeRefusal};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use kernel::Language;
use serde::Deserialize;
use utoipa::IntoParams;

use super::models::{Colleague, ColleagueEdit, HouseAddress, Made, Notice, UserEmail};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Notices of a page.
const PAGE: u32 = 200;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/colleagues", get(colleagues).post(add))
        .route("/colleagues/{id}", put(change).delete(remove))
        .route("/notices", get(notices))
        .route("/notices/{id}/resending", post(resend))
        .route("/house", get(house).put(set_house))
        .route("/users/{login}/email", get(email).put(set_email))
}

fn order(body: ColleagueEdit) -> Result<ColleagueOrder, Failure> {
    let language = match body.language.as_deref() {
        None | Some("") => Language::Fr,
        Some(text) => Language::parse(text).ok_or_else(|| Failure::unknown(text))?,
    };
    Ok(ColleagueOrder { name: body.name, email: body.email, language })
}

/// Colleagues who do not sign in, by name.
#[utoipa::path(get, path = "/api/v1/colleagues", tag = "people", responses((status = 200, body = Vec<Colleague>)))]
pub async fn colleagues(State(site): State<Site>, visit: Visit) -> Result<Json<Vec<Colleague>>, Failure> {
    let known = site.ask(move |desk| desk.colleagues(&visit.actor)).await?;
    Ok(Json(known.into_iter().map(Colleague::from).collect()))
}

/// Add a colleague: a name that the dispute policy may give as an owner, and where they are written to.
#[utoipa::path(post, path = "/api/v1/colleagues", tag = "people", request_body = ColleagueEdit,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<ColleagueEdit>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let order = order(body)?;
    let id = site.ask(move |desk| desk.save_colleague(&visit.actor, None, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_string() })))
}

/// Change a colleague.
#[utoipa::path(put, path = "/api/v1/colleagues/{id}", tag = "people", params(("id" = String, Path)),
    request_body = ColleagueEdit, responses((status = 204), (status = 422, body = Problem)))]
pub async fn change(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ColleagueEdit>,
) -> Result<StatusCode, Failure> {
    let (id, order) = (reference::<ColleagueId>(&id)?, order(body)?);
    site.ask(move |desk| desk.save_colleague(&visit.actor, Some(id), &order)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a colleague away; what they said stays.
#[utoipa::path(delete, path = "/api/v1/colleagues/{id}", tag = "people", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference::<ColleagueId>(&id)?;
    site.ask(move |desk| desk.remove_colleague(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which notices.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoticeQuery {
    /// `waiting`, `sent`, `failed`, `doubtful`; all when none.
    #[serde(default)]
    state: Option<String>,
    /// The last one of the page before.
    #[serde(default)]
    after: Option<String>,
}

/// Mails to people of the house, the last first, 200 at a time.
#[utoipa::path(get, path = "/api/v1/notices", tag = "people", params(NoticeQuery), responses((status = 200, body = Vec<Notice>)))]
pub async fn notices(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<NoticeQuery>,
) -> Result<Json<Vec<Notice>>, Failure> {
    let after = asked.after.as_deref().filter(|text| !text.is_empty()).map(reference::<NoticeId>).transpose()?;
    let lines = site.ask(move |desk: &Desk| {
        let state = asked.state.as_deref().filter(|text| !text.is_empty()).map(state).transpose()?;
        desk.notices(&visit.actor, state, after, PAGE)
    });
    Ok(Json(lines.await?.into_iter().map(Notice::from).collect()))
}

fn state(text: &str) -> Result<NoticeState, DeskError> {
    NoticeState::parse(text).ok_or_else(|| {
        let known = NoticeState::ALL.iter().map(|state| state.slug()).collect::<Vec<_>>().join(", ");
        DisputeRefusal::UnknownWord { text: text.chars().take(60).collect(), known }.into()
    })
}

/// Send again what failed, or what nobody knows of, to the address that is known now.
#[utoipa::path(post, path = "/api/v1/notices/{id}/resending", tag = "people", params(("id" = String, Path)),
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn resend(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference::<NoticeId>(&id)?;
    site.ask(move |desk| desk.resend_notice(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where the house answers from outside: what the links in its mails begin with.
#[utoipa::path(get, path = "/api/v1/house", tag = "people", responses((status = 200, body = HouseAddress)))]
pub async fn house(State(site): State<Site>, visit: Visit) -> Result<Json<HouseAddress>, Failure> {
    let address = site.ask(move |desk| desk.address(&visit.actor)).await?;
    Ok(Json(HouseAddress { address: address.unwrap_or_default() }))
}

/// Say where the house answers from outside; empty to say nothing.
#[utoipa::path(put, path = "/api/v1/house", tag = "people", request_body = HouseAddress,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_house(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<HouseAddress>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.set_address(&visit.actor, &body.address)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where somebody who signs in is written to.
#[utoipa::path(get, path = "/api/v1/users/{login}/email", tag = "people", params(("login" = String, Path)),
    responses((status = 200, body = UserEmail), (status = 404, body = Problem)))]
pub async fn email(
    State(site): State<Site>,
    visit: Visit,
    Path(login): Path<String>,
) -> Result<Json<UserEmail>, Failure> {
    let email = site.ask(move |desk| desk.email_of(&visit.actor, &login)).await?;
    Ok(Json(UserEmail { email }))
}

/// Say where somebody who signs in is written to; nowhere when empty.
#[utoipa::path(put, path = "/api/v1/users/{login}/email", tag = "people", params(("login" = String, Path)),
    request_body = UserEmail, responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_email(
    State(site): State<Site>,
    visit: Visit,
    Path(login): Path<String>,
    Json(body): Json<UserEmail>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.set_email(&visit.actor, &login, &body.email)).await?;
    Ok(StatusCode::NO_CONTENT)
}

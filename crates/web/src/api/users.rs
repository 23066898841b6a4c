//! Who works here, what each may do, and how far they see.

use app::Role;
use app::users;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};

use super::models::{Rights, User};
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new().route("/users", get(people)).route("/users/{login}/rights", put(set_rights))
}

/// Everyone, by login.
#[utoipa::path(get, path = "/api/v1/users", tag = "users",
    responses((status = 200, body = Vec<User>), (status = 403, body = Problem)))]
pub async fn people(State(site): State<Site>, visit: Visit) -> Result<Json<Vec<User>>, Failure> {
    let people = site.ask(move |desk| desk.people(&visit.actor)).await?;
    let user = |p: users::Person| {
        let users::Rights { role, creditors, own_only, salesperson } = p.rights;
        let rights = Rights { role: role.slug().to_owned(), creditors, own_only, salesperson };
        User { login: p.login, name: p.name, active: p.active, rights }
    };
    Ok(Json(people.into_iter().map(user).collect()))
}

/// Change what somebody may do and how far they see, from their next request on.
#[utoipa::path(put, path = "/api/v1/users/{login}/rights", tag = "users", params(("login" = String, Path)),
    request_body = Rights,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn set_rights(
    State(site): State<Site>,
    visit: Visit,
    Path(login): Path<String>,
    Json(body): Json<Rights>,
) -> Result<StatusCode, Failure> {
    let role = Role::parse(&body.role).ok_or_else(|| Failure::unknown(&body.role))?;
    let Rights { creditors, own_only, salesperson, .. } = body;
    let rights = users::Rights { role, creditors, own_only, salesperson };
    site.ask(move |desk| desk.set_rights(&visit.actor, &login, &rights)).await?;
    Ok(StatusCode::NO_CONTENT)
}

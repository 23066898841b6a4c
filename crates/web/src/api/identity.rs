//! One's own sign-in: password, code, sessions, tokens of programs; and other people's, for those who
//! manage users. None of it is done by a token.

use app::tokens::TokenId;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};

use super::models::{
    ApiToken, ApiTokenMade, ApiTokenOrder, CodeGiven, Ended, PasswordAgain, PasswordChange, RecoveryCodes,
    SecondFactorKey, SecondFactorState, SignedInDevice,
};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes of this module, under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/me/password", post(change_password))
        .route("/me/sessions", get(sessions).merge(delete(end_other_sessions)))
        .route("/me/sessions/{id}", delete(end_session))
        .route("/me/tokens", get(tokens).merge(post(make_token)))
        .route("/me/tokens/{id}", delete(revoke_token))
        .route("/me/second-factor", get(second_factor).merge(post(begin_second_factor)))
        .route("/me/second-factor/confirmation", post(confirm_second_factor))
        .route("/me/second-factor/recovery-codes", post(renew_recovery_codes))
        .route("/me/second-factor/removal", post(remove_second_factor))
        .route("/users/{login}/sessions", delete(end_sessions_of))
        .route("/users/{login}/second-factor", delete(reset_second_factor))
}

fn asking(visit: &Visit) -> (String, String) {
    (visit.visitor.token.clone().unwrap_or_default(), visit.visitor.from.clone())
}

/// Change one's password; every other session of theirs ends, and their tokens are revoked.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "identity", request_body = PasswordChange,
    responses((status = 204), (status = 403, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn change_password(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<PasswordChange>,
) -> Result<StatusCode, Failure> {
    let (token, from) = asking(&visit);
    site.ask(move |desk| desk.change_password(&visit.actor, &token, &body.current, &body.password, &from)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where one is signed in, the last seen first.
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "identity",
    responses((status = 200, body = [SignedInDevice]), (status = 403, body = Problem)))]
pub async fn sessions(State(site): State<Site>, visit: Visit) -> Result<Json<Vec<SignedInDevice>>, Failure> {
    let ((token, _), lang) = (asking(&visit), visit.visitor.lang);
    let found = site.ask(move |desk| desk.sessions(&visit.actor, &visit.actor.name, &token)).await?;
    Ok(Json(found.into_iter().map(|session| SignedInDevice::of(session, lang)).collect()))
}

/// End every session of one's own but this one.
#[utoipa::path(delete, path = "/api/v1/me/sessions", tag = "identity",
    responses((status = 200, body = Ended), (status = 403, body = Problem)))]
pub async fn end_other_sessions(State(site): State<Site>, visit: Visit) -> Result<Json<Ended>, Failure> {
    let (token, _) = asking(&visit);
    let ended = site.ask(move |desk| desk.end_other_sessions(&visit.actor, &token)).await?;
    Ok(Json(Ended { ended }))
}

/// End one session of one's own.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{id}", tag = "identity", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn end_session(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.end_session(&visit.actor, &visit.actor.name, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's tokens, the last made first.
#[utoipa::path(get, path = "/api/v1/me/tokens", tag = "identity",
    responses((status = 200, body = [ApiToken]), (status = 403, body = Problem)))]
pub async fn tokens(State(site): State<Site>, visit: Visit) -> Result<Json<Vec<ApiToken>>, Failure> {
    let found = site.ask(move |desk| desk.tokens(&visit.actor, &visit.actor.name)).await?;
    Ok(Json(found.into_iter().map(ApiToken::from).collect()))
}

/// Make a token for a program: it is told once, in this answer. Its scopes are `read`, `import` (and take
/// back), `allocate`, `accounts:write` (pauses, due dates, promises, tasks), `run` (and approve, send) and
/// `settings` (creditors, strategies, texts); each within the role of its owner.
#[utoipa::path(post, path = "/api/v1/me/tokens", tag = "identity", request_body = ApiTokenOrder,
    responses((status = 201, body = ApiTokenMade), (status = 403, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn make_token(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<ApiTokenOrder>,
) -> Result<(StatusCode, Json<ApiTokenMade>), Failure> {
    let (_, from) = asking(&visit);
    let made = site.ask(move |desk| {
        let (new, password) = body.told();
        desk.make_token(&visit.actor, &new, &password, &from)
    });
    let made = made.await?;
    Ok((StatusCode::CREATED, Json(ApiTokenMade { token: made.token, listed: made.listed.into() })))
}

/// Revoke a token: who uses it is out with the next request.
#[utoipa::path(delete, path = "/api/v1/me/tokens/{id}", tag = "identity", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn revoke_token(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    let id = reference::<TokenId>(&id)?;
    site.ask(move |desk| desk.revoke_token(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How one's sign-in code stands.
#[utoipa::path(get, path = "/api/v1/me/second-factor", tag = "identity",
    responses((status = 200, body = SecondFactorState), (status = 403, body = Problem)))]
pub async fn second_factor(State(site): State<Site>, visit: Visit) -> Result<Json<SecondFactorState>, Failure> {
    let answer = site.ask(move |desk| desk.second_factor(&visit.actor, &visit.actor.name)).await?;
    Ok(Json(answer.into()))
}

/// Make a key for an application; it is in force once a code of it is confirmed.
#[utoipa::path(post, path = "/api/v1/me/second-factor", tag = "identity", request_body = PasswordAgain,
    responses((status = 201, body = SecondFactorKey), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn begin_second_factor(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<PasswordAgain>,
) -> Result<(StatusCode, Json<SecondFactorKey>), Failure> {
    let (_, from) = asking(&visit);
    let key = site.ask(move |desk| desk.begin_second_factor(&visit.actor, &body.password, &from)).await?;
    Ok((StatusCode::CREATED, Json(key.into())))
}

/// Put the key in force by a first code; every other session ends. Answers the recovery codes, once.
#[utoipa::path(post, path = "/api/v1/me/second-factor/confirmation", tag = "identity", request_body = CodeGiven,
    responses((status = 200, body = RecoveryCodes), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn confirm_second_factor(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<CodeGiven>,
) -> Result<Json<RecoveryCodes>, Failure> {
    let (token, from) = asking(&visit);
    let codes = site.ask(move |desk| desk.confirm_second_factor(&visit.actor, &token, &body.code, &from)).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes }))
}

/// Replace the recovery codes; answers the new ones, once.
#[utoipa::path(post, path = "/api/v1/me/second-factor/recovery-codes", tag = "identity", request_body = PasswordAgain,
    responses((status = 200, body = RecoveryCodes), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn renew_recovery_codes(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<PasswordAgain>,
) -> Result<Json<RecoveryCodes>, Failure> {
    let (_, from) = asking(&visit);
    let codes = site.ask(move |desk| desk.renew_recovery_codes(&visit.actor, &body.password, &from)).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes }))
}

/// Turn one's sign-in code off.
#[utoipa::path(post, path = "/api/v1/me/second-factor/removal", tag = "identity", request_body = PasswordAgain,
    responses((status = 204), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn remove_second_factor(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<PasswordAgain>,
) -> Result<StatusCode, Failure> {
    let (_, from) = asking(&visit);
    site.ask(move |desk| desk.remove_second_factor(&visit.actor, &body.password, &from)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign all devices of somebody out.
#[utoipa::path(delete, path = "/api/v1/users/{login}/sessions", tag = "identity", params(("login" = String, Path)),
    responses((status = 200, body = Ended), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end_sessions_of(
    State(site): State<Site>,
    visit: Visit,
    Path(login): Path<String>,
) -> Result<Json<Ended>, Failure> {
    let ended = site.ask(move |desk| desk.end_sessions_of(&visit.actor, &login)).await?;
    Ok(Json(Ended { ended }))
}

/// Turn off the sign-in code of somebody who lost their device; their sessions end and their tokens are revoked.
#[utoipa::path(delete, path = "/api/v1/users/{login}/second-factor", tag = "identity", params(("login" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn reset_second_factor(
    State(site): State<Site>,
    visit: Visit,
    Path(login): Path<String>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.reset_second_factor(&visit.actor, &login)).await?;
    Ok(StatusCode::NO_CONTENT)
}

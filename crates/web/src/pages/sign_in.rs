//! Signing in and out, and the first run.

use app::oidc::ProviderDoor;
use app::sign_in::Entered;
use app::users::NewUser;
use app::{Desk, Role};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::forms::{Typed, inside};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::{Visitor, cookie_name, set_cookie};
use crate::site::Site;
use crate::words::Words;

/// Seven days, the longest a session lives, seconds.
pub(super) const LONGEST: i64 = 7 * 24 * 3600;
/// Ten minutes, the longest that a code is awaited, seconds.
pub(super) const SECOND_STEP: i64 = 600;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    w: Words,
    frame: Frame,
    typed: Typed,
    next: String,
    provider: Option<ProviderDoor>,
    /// The way to the provider, and back to where one was going.
    to_provider: String,
}

/// The sign-in page.
async fn shown(site: &Site, visitor: &Visitor, typed: Typed, next: String) -> Result<Response, Failure> {
    let provider = site.ask(|desk| Ok(desk.provider_door())).await?;
    let w = visitor.words();
    let to_provider = link("/sign-in/provider", &[("next", &next)]);
    html(&SignIn { w, frame: bare(visitor, &w.t("sign-in-title")), typed, next, provider, to_provider })
}

/// The same, saying why nobody came in.
pub(super) async fn refused(site: &Site, visitor: &Visitor, refused: Failure, next: &str) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    let status = told_above(&mut typed, refused, visitor.words())?;
    Ok((status, shown(site, visitor, typed, next.to_owned()).await?).into_response())
}

/// Where to go after the sign-in.
#[derive(Debug, Deserialize)]
pub struct Next {
    #[serde(default)]
    pub(super) next: String,
}

/// A frame without rail, whoever is signed in.
fn bare(visitor: &Visitor, title: &str) -> Frame {
    Frame { rail: Vec::new(), ..Frame::new(visitor, "", title) }
}

/// `GET /sign-in`.
pub async fn form(State(site): State<Site>, visitor: Visitor, Query(query): Query<Next>) -> Result<Response, Failure> {
    if site.ask(Desk::needs_first_user).await? {
        return Ok(Redirect::to("/first-run").into_response());
    }
    if visitor.signed.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    shown(&site, &visitor, Typed::default(), query.next).await
}

/// The sign-in form.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

pub(super) fn agent(headers: &HeaderMap) -> String {
    headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned()
}

/// `POST /sign-in`.
pub async fn sign_in(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(form): Form<Credentials>,
) -> Result<Response, Failure> {
    let (from, agent) = (visitor.from.clone(), agent(&headers));
    let (login, password) = (form.login.clone(), form.password);
    match site.ask(move |desk| desk.sign_in(&login, &password, &from, &agent)).await {
        Ok(Entered::Signed(token)) => Ok(enter(&visitor, &token, inside(&form.next, "/"), LONGEST)),
        Ok(Entered::AwaitsCode(token)) => {
            let next = if form.next.is_empty() { "" } else { inside(&form.next, "/") };
            Ok(enter(&visitor, &token, &link("/sign-in/code", &[("next", next)]), SECOND_STEP))
        }
        Err(refused) => {
            let mut typed = Typed::default().with("login", form.login);
            let status = told_above(&mut typed, refused, visitor.words())?;
            Ok((status, shown(&site, &visitor, typed, form.next).await?).into_response())
        }
    }
}

/// Says above the form why nobody came in.
fn told_above(typed: &mut Typed, refused: Failure, w: Words) -> Result<StatusCode, Failure> {
    let (status, _) = refused.status();
    match refused {
        Failure::Refused(told) | Failure::TooMany(told, _) => typed.wrong("all", told.words.pick(w.lang)),
        other => return Err(other),
    }
    Ok(status)
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct SignInCode {
    w: Words,
    frame: Frame,
    typed: Typed,
    next: String,
}

/// `GET /sign-in/code`: the second step, while the first awaits it.
pub async fn code_form(
    State(site): State<Site>,
    visitor: Visitor,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    let first = visitor.token.clone().unwrap_or_default();
    if !site.ask(move |desk| desk.awaits_code(&first)).await? {
        return Ok(Redirect::to(&link("/sign-in", &[("next", &query.next)])).into_response());
    }
    let w = visitor.words();
    let frame = bare(&visitor, &w.t("sign-in-code-title"));
    html(&SignInCode { w, frame, typed: Typed::default(), next: query.next })
}

/// The form of the second step.
#[derive(Debug, Deserialize)]
pub struct Code {
    code: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in/code`.
pub async fn with_code(
    State(site): State<Site>,
    visitor: Visitor,
    Form(form): Form<Code>,
) -> Result<Response, Failure> {
    let (first, from) = (visitor.token.clone().unwrap_or_default(), visitor.from.clone());
    let code = form.code;
    let answer = site.ask(move |desk| {
        let entered = desk.sign_in_with_code(&first, &code, &from);
        Ok((entered, desk.awaits_code(&first)?))
    });
    let (entered, awaits) = answer.await?;
    match entered.map_err(Failure::from) {
        Ok(token) => Ok(enter(&visitor, &token, inside(&form.next, "/"), LONGEST)),
        Err(_) if !awaits => Ok(Redirect::to(&link("/sign-in", &[("next", &form.next)])).into_response()),
        Err(refused) => {
            let w = visitor.words();
            let mut typed = Typed::default();
            let status = told_above(&mut typed, refused, w)?;
            let frame = bare(&visitor, &w.t("sign-in-code-title"));
            Ok((status, html(&SignInCode { w, frame, typed, next: form.next })?).into_response())
        }
    }
}

pub(super) fn enter(visitor: &Visitor, token: &str, to: &str, seconds: i64) -> Response {
    let mut response = Redirect::to(to).into_response();
    let line = set_cookie(cookie_name(visitor.secure), token, seconds, visitor.secure);
    response.headers_mut().append(header::SET_COOKIE, line);
    response
}

/// `POST /sign-out`.
pub async fn sign_out(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    if let Some(token) = visitor.token.clone() {
        site.ask(move |desk| desk.sign_out(&token)).await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(cookie_name(visitor.secure), "", 0, visitor.secure));
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}

#[derive(Template)]
#[template(path = "first_run.html")]
struct FirstRun {
    w: Words,
    frame: Frame,
    typed: Typed,
}

/// `GET /first-run`: only while nobody exists.
pub async fn first_form(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    if !site.ask(Desk::needs_first_user).await? {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let w = visitor.words();
    html(&FirstRun { w, frame: bare(&visitor, &w.t("first-run-title")), typed: Typed::default() })
}

/// The administrator to be.
#[derive(Debug, Deserialize)]
pub struct First {
    name: String,
    login: String,
    password: String,
}

/// `POST /first-run`: creates the administrator and signs in.
pub async fn first_run(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(form): Form<First>,
) -> Result<Response, Failure> {
    let new = NewUser {
        login: form.login.clone(),
        name: if form.name.trim().is_empty() { form.login.clone() } else { form.name.clone() },
        password: form.password.clone(),
        role: Role::Administrator,
        language: visitor.lang,
    };
    let (from, agent) = (visitor.from.clone(), agent(&headers));
    let made = site.ask(move |desk| {
        desk.create_user(None, &new)?;
        desk.sign_in(&new.login, &new.password, &from, &agent)
    });
    match made.await {
        Ok(Entered::Signed(token) | Entered::AwaitsCode(token)) => Ok(enter(&visitor, &token, "/", LONGEST)),
        Err(Failure::Refused(told)) => {
            let w = visitor.words();
            let mut typed = Typed::default().with("name", form.name).with("login", form.login);
            typed.refused(&told, "login", w.lang);
            let mut response = html(&FirstRun { w, frame: bare(&visitor, &w.t("first-run-title")), typed })?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

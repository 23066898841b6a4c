//! Who works here, and what each may do.

use std::collections::HashMap;

use app::users::{NewUser, Rights};
use app::{Permission, Role};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Row {
    login: String,
    name: String,
    role: String,
    /// How far they see, in words.
    reach: Vec<String>,
    active: bool,
    myself: bool,
}

#[derive(Template)]
#[template(path = "users.html")]
struct Users {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    typed: Typed,
    roles: Vec<(&'static str, String)>,
    languages: Vec<(&'static str, String)>,
    matrix_roles: Vec<String>,
    matrix: Vec<(String, Vec<bool>)>,
    code_roles: Vec<(&'static str, String, bool)>,
}

const ACTS: [(&str, Permission); 8] = [
    ("read", Permission::Read),
    ("answer", Permission::Answer),
    ("edit", Permission::EditAccount),
    ("allocate", Permission::Allocate),
    ("import", Permission::Import),
    ("run", Permission::Run),
    ("settings", Permission::Settings),
    ("users", Permission::ManageUsers),
];

/// How far somebody sees: the creditors they are limited to, and whose accounts.
fn reach(rights: &Rights, w: Words) -> Vec<String> {
    let mut told = Vec::new();
    if !rights.creditors.is_empty() {
        told.push(rights.creditors.join(", "));
    }
    match (rights.own_only, rights.salesperson.as_str()) {
        (false, _) => {}
        (true, "") => told.push(w.t("reach-own")),
        (true, name) => told.push(w.t1("reach-own-and", "name", name)),
    }
    if told.is_empty() {
        told.push(w.t("reach-everything"));
    }
    told
}

async fn show(site: &Site, visit: &Visit, typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (users, with_code) = site.ask(move |desk| Ok((desk.people(&actor)?, desk.roles_with_code(&actor)?))).await?;
    let rows = users
        .into_iter()
        .map(|u| Row {
            myself: u.login == visit.actor.name,
            role: w.of("role", u.rights.role.slug()),
            reach: reach(&u.rights, w),
            login: u.login,
            name: u.name,
            active: u.active,
        })
        .collect();
    let page = Users {
        w,
        frame: Frame::of(visit, "nav-settings", &w.t("users-title")),
        rows,
        roles: Role::ALL.iter().rev().map(|r| (r.slug(), w.of("role", r.slug()))).collect(),
        languages: vec![("fr", "Français".to_owned()), ("en", "English".to_owned())],
        matrix_roles: Role::ALL.iter().map(|r| w.of("role", r.slug())).collect(),
        matrix: ACTS
            .iter()
            .map(|(key, permission)| (w.of("may", key), Role::ALL.iter().map(|r| r.carries(*permission)).collect()))
            .collect(),
        code_roles: Role::ALL.iter().map(|r| (r.slug(), w.of("role", r.slug()), with_code.contains(r))).collect(),
        typed,
    };
    let mut response = html(&page)?;
    if page.typed.is_wrong() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /users`.
pub async fn list(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    visit.actor.may(Permission::ManageUsers)?;
    show(&site, &visit, Typed::default()).await
}

/// `POST /users`.
pub async fn create(
    State(site): State<Site>,
    visit: Visit,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::ManageUsers)?;
    let mut typed = Typed::new(fields);
    let new = NewUser {
        login: typed.get("login").to_owned(),
        name: typed.get("name").to_owned(),
        password: typed.get("password").to_owned(),
        role: Role::parse(typed.get("role")).ok_or_else(|| Failure::unknown(typed.get("role")))?,
        language: ledger::Language::parse(typed.get("language")).unwrap_or(ledger::Language::Fr),
    };
    let actor = visit.actor.clone();
    match site.ask(move |desk| desk.create_user(Some(&actor), &new)).await {
        Ok(()) => Ok(Redirect::to("/users?done=user").into_response()),
        Err(Failure::Refused(told)) => {
            typed.refused(&told, "login", visit.visitor.lang);
            show(&site, &visit, typed.with("password", "")).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /users/{login}/active`: nobody locks themselves out.
pub async fn set_active(
    State(site): State<Site>,
    visit: Visit,
    Path(login): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::ManageUsers)?;
    let active = fields.get("active").is_some_and(|v| v == "1");
    if login == visit.actor.name {
        return Err(Failure::refused("users-not-myself", &[]));
    }
    let actor = visit.actor.clone();
    site.ask(move |desk| desk.set_active(&actor, &login, active)).await?;
    Ok(Redirect::to("/users?done=user").into_response())
}

//! How somebody else signs in, for those who manage users; and which roles must do so with a code.

use app::{Actor, Desk, Permission};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::profile::{SessionRow, TokenRow, factor_words, instant, referred, session_rows, token_rows};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::{Visit, escape_query};
use crate::site::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "person.html")]
struct Person {
    w: Words,
    frame: Frame,
    login: String,
    name: String,
    base: String,
    factor: String,
    factor_on: bool,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    provider: Option<Provider>,
    typed: Typed,
}

/// Who they are at the provider.
struct Provider {
    name: String,
    /// Since when they are tied; empty when not.
    tied: String,
}

const SHEET: Sheet = Sheet { form: "person", prefix: "", field: "id" };

async fn show(site: &Site, visit: &Visit, login: String, mut typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let token = visit.visitor.token.clone().unwrap_or_default();
    let asked = login.clone();
    let read = site.ask(move |desk| {
        let people = desk.people(&actor)?;
        let name = people.into_iter().find(|p| p.login == asked).map(|p| p.name);
        let (sessions, tokens) = (desk.sessions(&actor, &asked, &token)?, desk.tokens(&actor, &asked)?);
        let provider = desk.provider_door().map(|door| door.name);
        let held = desk.provider_person(&actor, &asked)?;
        let factor = (desk.second_factor(&actor, &asked)?, desk.email_of(&actor, &asked)?);
        Ok((name, sessions, tokens, factor, desk.today(), provider.map(|p| (p, held))))
    });
    let (name, sessions, tokens, (factor, email), today, provider) = read.await?;
    typed = typed.with_usual("email", &email);
    let provider = provider.map(|(name, held)| {
        if typed.error("known-as").is_empty() {
            typed = std::mem::take(&mut typed).with("known-as", held.known_as);
        }
        Provider { name, tied: held.tied_at.map_or_else(String::new, |at| instant(at, today, w)) }
    });
    let name = name.unwrap_or_else(|| login.clone());
    let wrong = typed.is_wrong();
    let mut response = html(&Person {
        w,
        frame: Frame::of(visit, "nav-settings", &w.t1("person-sign-in-title", "name", &name)),
        base: format!("/users/{}", escape_query(&login)),
        login,
        name,
        factor: factor_words(factor, today, w),
        factor_on: factor.since.is_some(),
        sessions: session_rows(sessions, today, w),
        tokens: token_rows(tokens, today, w),
        provider,
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /users/{login}/sign-in`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(login): Path<String>) -> Result<Response, Failure> {
    visit.actor.may(Permission::ManageUsers)?;
    show(&site, &visit, login, Typed::default()).await
}

async fn on_person<W>(act: Act, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<Done, Slip> + Send + 'static,
{
    act.visit.actor.may(Permission::ManageUsers)?;
    let to = format!("/users/{}/sign-in", escape_query(&act.id));
    match act.answer(&SHEET, work).await? {
        Answered::Done(done) => Ok(done.go(&to)),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.id, act.typed).await,
    }
}

/// `POST /users/{login}/sessions/end`: one, or all.
pub async fn end_session(act: Act) -> Result<Response, Failure> {
    on_person(act, |desk, actor, form| {
        let Some(id) = form.some("id") else {
            return Ok(Done::count("sessions", desk.end_sessions_of(actor, &form.id)?));
        };
        desk.end_session(actor, &form.id, &id)?;
        Ok(Done::count("sessions", 1))
    })
    .await
}

/// `POST /users/{login}/tokens/revoke`.
pub async fn revoke_token(act: Act) -> Result<Response, Failure> {
    on_person(act, |desk, actor, form| {
        desk.revoke_token(actor, referred(&form.text("id"))?)?;
        Ok("token-revoked".into())
    })
    .await
}

/// `POST /users/{login}/email`: where the house writes to them.
pub async fn set_email(act: Act) -> Result<Response, Failure> {
    on_person(act, |desk, actor, form| {
        desk.set_email(actor, &form.id, &form.text("email"))?;
        Ok("email".into())
    })
    .await
}

/// `POST /users/{login}/second-factor/reset`.
pub async fn reset_code(act: Act) -> Result<Response, Failure> {
    on_person(act, |desk, actor, form| {
        desk.reset_second_factor(actor, &form.id)?;
        Ok("codes-off".into())
    })
    .await
}

/// `POST /users/{login}/provider`: the name by which the provider knows them.
pub async fn name_at_provider(act: Act) -> Result<Response, Failure> {
    on_person(act, |desk, actor, form| {
        desk.name_at_provider(actor, &form.id, &form.text("known-as"))?;
        Ok("provider-named".into())
    })
    .await
}

/// `POST /users/{login}/provider/untie`.
pub async fn untie_from_provider(act: Act) -> Result<Response, Failure> {
    on_person(act, |desk, actor, form| {
        desk.untie_from_provider(actor, &form.id)?;
        Ok("provider-untied".into())
    })
    .await
}

const ROLES: Sheet = Sheet { form: "roles", prefix: "", field: "roles" };

/// `POST /users/second-factor`: the roles that sign in with a code.
pub async fn set_roles_with_code(act: Act) -> Result<Response, Failure> {
    let roles: Vec<String> = act.every("roles").map(str::to_owned).collect();
    let answered = act.answer(&ROLES, move |desk, actor, _| {
        desk.set_roles_with_code(actor, &roles)?;
        Ok("code-roles")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/users")),
        // Only a form that no page of ours sends names another role.
        Answered::Wrong(act) => Err(Failure::malformed(act.typed.error("roles"))),
    }
}

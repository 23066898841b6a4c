//! What one person may do, and how far they see.

use app::users::{Person, Rights};
use app::{Desk, DeskError, Permission, Role};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::act::{Act, Answered, Done, Sheet, Slip};
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// A creditor to tick.
struct Choice {
    code: String,
    name: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "rights.html")]
struct RightsPage {
    w: Words,
    frame: Frame,
    login: String,
    name: String,
    typed: Typed,
    roles: Vec<(&'static str, String)>,
    creditors: Vec<Choice>,
    salespeople: Vec<String>,
}

/// What the page is made of.
struct Read {
    person: Person,
    creditors: Vec<(String, String)>,
    salespeople: Vec<String>,
}

fn read(desk: &Desk, actor: &app::Actor, login: &str) -> Result<Read, DeskError> {
    let people = desk.people(actor)?;
    let person = people.into_iter().find(|p| p.login == login);
    let person = person.ok_or_else(|| DeskError::NotFound { what: "user", key: login.to_owned() })?;
    let creditors = desk.creditors(actor)?.into_iter().map(|c| (c.code, c.name)).collect();
    Ok(Read { person, creditors, salespeople: desk.salespeople(actor)? })
}

async fn show(site: &Site, visit: &Visit, login: &str, sent: Option<&Act>) -> Result<Response, Failure> {
    let (actor, asked, w) = (visit.actor.clone(), login.to_owned(), visit.words());
    let Read { person, creditors, salespeople } = site.ask(move |desk| read(desk, &actor, &asked)).await?;
    let rights = &person.rights;
    let ticked: Vec<String> = match sent {
        Some(act) => act.every("creditor").map(str::to_owned).collect(),
        None => rights.creditors.clone(),
    };
    let kept = Typed::default()
        .with("role", rights.role.slug())
        .with("own", if rights.own_only { "1" } else { "" })
        .with("salesperson", &rights.salesperson);
    let typed = sent.map_or(kept, |act| act.typed.clone());
    let wrong = typed.is_wrong();
    let page = RightsPage {
        w,
        frame: Frame::of(visit, "nav-settings", &person.name),
        typed,
        roles: Role::ALL.iter().rev().map(|r| (r.slug(), w.of("role", r.slug()))).collect(),
        creditors: creditors
            .into_iter()
            .map(|(code, name)| Choice { ticked: ticked.contains(&code), code, name })
            .collect(),
        salespeople,
        login: person.login,
        name: person.name,
    };
    let mut response = html(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /users/{login}`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(login): Path<String>) -> Result<Response, Failure> {
    visit.actor.may(Permission::ManageUsers)?;
    show(&site, &visit, &login, None).await
}

const RIGHTS: Sheet = Sheet { form: "rights", prefix: "", field: "role" };

/// `POST /users/{login}`: what is ticked holds from their next request on.
pub async fn save(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::ManageUsers)?;
    let creditors: Vec<String> = act.every("creditor").map(str::to_owned).collect();
    let answered = act.answer(&RIGHTS, |desk, actor, form| {
        let role = Role::parse(&form.text("role")).ok_or_else(|| Failure::unknown(&form.text("role")))?;
        let rights = Rights { role, creditors, own_only: form.is("own", "1"), salesperson: form.text("salesperson") };
        desk.set_rights(actor, &form.id, &rights)?;
        Ok::<_, Slip>("user")
    });
    match answered.await? {
        Answered::Done(done) => Ok(Done::go(done, "/users")),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, Some(&act)).await,
    }
}

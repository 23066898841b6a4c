//! Pages that stand still: settings, help, the menu of small screens.

use app::{DeskError, Permission};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::act::{Act, Answered, Sheet};
use crate::api::cap_of;
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    w: Words,
    frame: Frame,
}

/// `GET /help`: the keys.
pub async fn help(visit: Visit) -> Result<Response, Failure> {
    let w = visit.words();
    html(&Help { w, frame: Frame::of(&visit, "", &w.t("nav-help")) })
}

#[derive(Template)]
#[template(path = "menu.html")]
struct Menu {
    w: Words,
    frame: Frame,
}

/// `GET /menu`: every section, for screens without a rail.
pub async fn menu(visit: Visit) -> Result<Response, Failure> {
    let w = visit.words();
    html(&Menu { w, frame: Frame::of(&visit, "", &w.t("nav-more")) })
}

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    w: Words,
    frame: Frame,
    login: String,
    role: String,
    version: &'static str,
    may_manage_users: bool,
    may_run: bool,
    may_set: bool,
    typed: Typed,
}

/// `GET /settings`.
pub async fn settings(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.actor.clone();
    let read = site.ask(move |desk| Ok((desk.schedule(&actor)?.zone, desk.plan()?.contact_cap, desk.address(&actor)?)));
    let (zone, cap, address) = read.await?;
    let number = |n: Option<u16>| n.map_or_else(String::new, |n| n.to_string());
    let typed = Typed::default()
        .with("zone", zone)
        .with("address", address.unwrap_or_default())
        .with("contacts", number(cap.map(|c| c.contacts)))
        .with("days", number(cap.map(|c| c.days)));
    show(&visit, typed)
}

const HOUSE: Sheet = Sheet { form: "house", prefix: "", field: "zone" };

/// `POST /settings`: the time zone, the public address and the cap of contacts.
pub async fn save(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&HOUSE, |desk, actor, form| {
        let cap = cap_of(form.number("contacts")?, form.number("days")?).map_err(DeskError::from)?;
        // Nothing is kept of a form with a fault: the cap is sound by now, the others are refused or kept in turn.
        desk.set_address(actor, &form.text("address"))?;
        desk.set_zone(actor, &form.text("zone"))?;
        desk.set_contact_cap(actor, cap)?;
        Ok("settings")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/settings")),
        Answered::Wrong(act) => {
            let mut response = show(&act.visit, act.typed)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

fn show(visit: &Visit, typed: Typed) -> Result<Response, Failure> {
    let w = visit.words();
    html(&Settings {
        w,
        frame: Frame::of(visit, "nav-settings", &w.t("nav-settings")),
        login: visit.actor.name.clone(),
        role: w.of("role", visit.actor.role.slug()),
        version: env!("CARGO_PKG_VERSION"),
        may_manage_users: visit.visitor.may(Permission::ManageUsers),
        may_run: visit.visitor.may(Permission::Run),
        may_set: visit.visitor.may(Permission::Settings),
        typed,
    })
}

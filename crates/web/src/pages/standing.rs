//! Pages that stand still: settings, help, the menu of small screens.

use app::Permission;
use askama::Template;
use axum::response::Response;

use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
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
}

/// `GET /settings`.
pub async fn settings(visit: Visit) -> Result<Response, Failure> {
    let w = visit.words();
    html(&Settings {
        w,
        frame: Frame::of(&visit, "nav-settings", &w.t("nav-settings")),
        login: visit.actor.name.clone(),
        role: w.of("role", visit.actor.role.slug()),
        version: env!("CARGO_PKG_VERSION"),
        may_manage_users: visit.visitor.may(Permission::ManageUsers),
        may_run: visit.visitor.may(Permission::Run),
    })
}

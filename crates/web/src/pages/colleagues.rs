//! Colleagues who do not sign in: who they are, where they are written to.

use app::Permission;
use app::colleagues::{ColleagueId, ColleagueOrder};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Lang, Words};

struct Row {
    id: String,
    name: String,
    email: String,
    /// `fr` or `en`.
    language: &'static str,
    /// What is wrong with what was typed for them.
    wrong: String,
}

#[derive(Template)]
#[template(path = "colleagues.html")]
struct Page {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    languages: Vec<(&'static str, &'static str)>,
    may_set: bool,
    typed: Typed,
}

const LANGUAGES: [(&str, &str); 2] = [("fr", "Français"), ("en", "English")];
const NEW: Sheet = Sheet { form: "new", prefix: "", field: "name" };
const ROW: Sheet = Sheet { form: "row", prefix: "", field: "name" };

/// `GET /colleagues`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, Typed::default(), None).await
}

/// The page; `about` is the colleague whose row was changed, with what was typed.
async fn show(site: &Site, visit: &Visit, typed: Typed, about: Option<ColleagueId>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let known = site.ask(move |desk| desk.colleagues(&actor)).await?;
    let wrong = typed.is_wrong();
    let row = |c: app::colleagues::ColleagueLine| {
        let here = about == Some(c.id);
        let get = |field: &str, kept: String| if here { typed.get(field).to_owned() } else { kept };
        let faults = ["name", "email"].map(|field| typed.error(field)).into_iter().filter(|fault| !fault.is_empty());
        Row {
            id: c.id.to_string(),
            name: get("name", c.name),
            email: get("email", c.email),
            language: c.language.slug(),
            wrong: if here { faults.collect::<Vec<_>>().join(" ") } else { String::new() },
        }
    };
    let rows = known.into_iter().map(row).collect();
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-settings", &w.t("colleagues-title")),
        rows,
        languages: LANGUAGES.to_vec(),
        may_set: visit.visitor.may(Permission::Settings),
        typed: if about.is_some() { Typed::default() } else { typed },
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn order(form: &Reading) -> ColleagueOrder {
    let language = Lang::parse(&form.text("language")).unwrap_or_default();
    ColleagueOrder { name: form.text("name"), email: form.text("email"), language }
}

/// `POST /colleagues`.
pub async fn add(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&NEW, |desk, actor, form| {
        desk.save_colleague(actor, None, &order(form))?;
        Ok("colleague-saved")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/colleagues")),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed, None).await,
    }
}

/// `POST /colleagues/{id}`.
pub async fn change(act: Act) -> Result<Response, Failure> {
    let id: ColleagueId = reference(&act.id)?;
    let answered = act.answer(&ROW, move |desk, actor, form| {
        desk.save_colleague(actor, Some(id), &order(form)).map_err(Slip::named)?;
        Ok("colleague-saved")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/colleagues")),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed, Some(id)).await,
    }
}

/// `POST /colleagues/{id}/remove`: what they said stays.
pub async fn remove(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor);
    site.ask(move |desk| desk.remove_colleague(&actor, id)).await?;
    Ok(Done::from("colleague-removed").go("/colleagues"))
}

//! What must be ready before a case is handed over, ticked line by line.

use app::Permission;
use app::cases::CaseId;
use app::checklist::{CaseChecklist, CheckLine};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use kernel::Date;

use crate::act::{Act, Answered, Sheet};
use crate::figures::day;
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::pages::cases::PieceRequest;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const TICK: Sheet = Sheet { form: "tick", prefix: "", field: "line" };

/// Every route of the section.
pub fn routes() -> Router<Site> {
    Router::new().route("/cases/{id}/checklist", get(page).post(tick))
}

struct Line {
    key: String,
    words: String,
    state: String,
    tone: &'static str,
    detail: String,
    asked: String,
    ticked: String,
}

#[derive(Template)]
#[template(path = "checklist.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    debtor: String,
    lines: Vec<Line>,
    left: String,
    typed: Typed,
    may: bool,
}

fn line(one: &CheckLine, today: Date, w: Words) -> Line {
    let (state, tone) = match one.ready {
        Some(true) => (w.t("checklist-there"), "cash"),
        Some(false) => (w.t("checklist-missing"), "attention"),
        None => (String::new(), ""),
    };
    let ticked = one.tick.as_ref().map_or_else(String::new, |tick| {
        let note = if tick.note.is_empty() { String::new() } else { format!(" · {}", tick.note) };
        format!("{} · {}{note}", tick.by, day(tick.on, today, w.lang))
    });
    let asked = one.asked.as_ref().map_or_else(String::new, |asked| PieceRequest::of(asked, today, w).words);
    Line {
        key: one.line.clone(),
        words: one.words.pick(w.lang).to_owned(),
        state,
        tone,
        detail: one.detail.as_ref().map_or_else(String::new, |words| words.pick(w.lang).to_owned()),
        asked,
        ticked,
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, case, w) = (visit.actor.clone(), reference::<CaseId>(id)?, visit.words());
    let (found, open): (CaseChecklist, bool) = site
        .ask(move |desk| Ok((desk.case_checklist(&actor, case)?, desk.case(&actor, case)?.line.closed.is_none())))
        .await?;
    let wrong = typed.is_wrong();
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-cases", &w.t1("checklist-of", "debtor", &found.debtor)),
        id: id.to_owned(),
        debtor: found.debtor.clone(),
        lines: found.lines.iter().map(|one| line(one, found.today, w)).collect(),
        left: if found.left == 0 { w.t("checklist-done") } else { w.t1("checklist-left", "n", found.left.to_string()) },
        typed,
        may: open && visit.visitor.may(Permission::EditAccount),
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /cases/{id}/checklist`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

/// `POST /cases/{id}/checklist`: ticks a line, or takes its tick back.
pub async fn tick(act: Act) -> Result<Response, Failure> {
    let page = format!("/cases/{}/checklist", act.id);
    let answered = act.answer(&TICK, |desk, actor, form| {
        let (line, case) = (form.text("line"), form.about()?);
        if form.is("back", "1") {
            desk.untick_check(actor, case, &line)?;
            return Ok("checklist-unticked");
        }
        desk.tick_check(actor, case, (&line, &form.text("note")))?;
        Ok("checklist-ticked")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

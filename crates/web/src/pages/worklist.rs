//! What is done with a file of the day without leaving the list: why its rank, put off, taken back, called.

use app::worklist::{RankWhy, SnoozeId};
use app::{Desk, Permission, Undo};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{epoch_day, from_epoch_day};
use ledger::AccountId;
use serde::Deserialize;

use crate::act::{Act, Answered, Done, Sheet};
use crate::figures;
use crate::forms::{Typed, inside, reference};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Days after which a file comes back where nobody says when.
const LATER_DAYS: i32 = 3;

struct Line {
    name: String,
    why: String,
    score: String,
    sum: String,
    none: bool,
}

struct Why {
    id: String,
    number: String,
    debtor: String,
    place: String,
    lines: Vec<Line>,
    total: String,
    right: bool,
}

#[derive(Template)]
#[template(path = "why_part.html")]
struct WhyPart {
    w: Words,
    s: Why,
}

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    w: Words,
    frame: Frame,
    s: Why,
}

/// `GET /worklist/{id}/why`; as a fragment: the points alone.
pub async fn why(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(&id)?, visit.words());
    let why = site.ask(move |desk| desk.why_rank(&actor, account)).await?;
    let s = why_view(&why, w);
    if visit.visitor.fragment {
        return html(&WhyPart { w, s });
    }
    html(&WhyPage { w, frame: Frame::of(&visit, "nav-today", &w.t("work-why-rank")), s })
}

fn why_view(why: &RankWhy, w: Words) -> Why {
    let count = |n: u32| figures::count(n.into(), w.lang);
    let line = |line: &app::worklist::PointLine| Line {
        name: w.of("criterion", line.criterion.slug()),
        why: line.why.pick(w.lang).to_owned(),
        score: count(line.score),
        sum: if line.points == 0 { String::new() } else { format!("{} × {}", line.points, line.weight) },
        none: line.points == 0,
    };
    let (rank, of) = (figures::count(why.row.rank, w.lang), figures::count(why.of, w.lang));
    Why {
        id: why.row.account_id.to_string(),
        number: why.row.account.clone(),
        debtor: why.row.debtor.clone(),
        place: w.with("why-place", &[("rank", &rank), ("of", &of)]),
        lines: why.points.iter().map(line).collect(),
        total: count(why.row.score),
        right: why.right_ends.is_some(),
    }
}

struct Snooze {
    id: String,
    number: String,
    debtor: String,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "snooze_part.html")]
struct SnoozePart {
    w: Words,
    s: Snooze,
}

#[derive(Template)]
#[template(path = "snooze.html")]
struct SnoozePage {
    w: Words,
    frame: Frame,
    s: Snooze,
}

/// The list it was asked from.
#[derive(Debug, Default, Deserialize)]
pub struct Origin {
    #[serde(default)]
    list: String,
}

/// `GET /worklist/{id}/snooze`; as a fragment: the form alone.
pub async fn snooze_form(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    show_snooze(&site, &visit, &id, Typed::default().with("list", from.list)).await
}

async fn show_snooze(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let read = site.ask(move |desk: &Desk| Ok((desk.account_names(&actor, account)?, desk.today())));
    let ((number, debtor), today) = read.await?;
    let back = from_epoch_day(epoch_day(today) + LATER_DAYS);
    let wrong = typed.is_wrong();
    let typed = if wrong { typed } else { typed.with("until", back.to_string()) };
    let s = Snooze { id: id.to_owned(), number, debtor, typed };
    let mut response = if visit.visitor.fragment {
        html(&SnoozePart { w, s })?
    } else {
        html(&SnoozePage { w, frame: Frame::of(visit, "nav-today", &w.t("snooze-title")), s })?
    };
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

const SNOOZE: Sheet = Sheet { form: "snooze", prefix: "", field: "until" };

/// `POST /worklist/{id}/snooze`: back to the list, which says how to take it back.
pub async fn snooze(act: Act) -> Result<Response, Failure> {
    let back = link("/", &[("list", act.typed.get("list"))]);
    let answered = act.answer(&SNOOZE, |desk, actor, form| {
        let made = desk.snooze(actor, form.about()?, form.day_needed("until")?, &form.text("reason"))?;
        Ok(Done::or("snoozed", Undo::Snooze(made)))
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => show_snooze(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /snoozes/{id}/end`: the file is back on the list.
pub async fn end_snooze(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let snooze: SnoozeId = reference(&id)?;
    site.ask(move |desk| desk.end_snooze(&visit.actor, snooze)).await?;
    Ok(Done::or("snooze-ended", Undo::SnoozeEnd(snooze)).go("/"))
}

/// `POST /worklist/{id}/call`: the sheet of the call, where its outcome is written; then back to where it
/// was asked from.
pub async fn call(act: Act) -> Result<Response, Failure> {
    let (actor, account) = (act.visit.actor.clone(), reference::<AccountId>(&act.id)?);
    let back = inside(act.typed.get("back"), "");
    let task = act.site.ask(move |desk| desk.call_task(&actor, account)).await?;
    Ok(Redirect::to(&link(&format!("/tasks/{task}"), &[("back", back)])).into_response())
}

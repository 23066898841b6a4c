//! One right: how it is counted, its alarms answered, given up for a reason and taken up again.

use app::guard::{GuardRight, RightKey, RightWaiverId, WaiverLine};
use app::limitation::LimitationLine;
use app::{Actor, Desk, Permission};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Date;

use super::super::limitation::{Told, told};
use super::{Row, row};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures;
use crate::forms::{Typed, inside, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const ANSWER: Sheet = Sheet { form: "answer", prefix: "answer-", field: "answer" };
const WAIVE: Sheet = Sheet { form: "waive", prefix: "", field: "why" };
const TAKE_UP: Sheet = Sheet { form: "take-up", prefix: "back-", field: "reason" };

struct Waiver {
    day: String,
    by: String,
    why: String,
    /// When it was taken up again, by whom and why; empty while it is given up.
    back: String,
}

#[derive(Template)]
#[template(path = "guard_one.html")]
struct Page {
    w: Words,
    frame: Frame,
    row: Row,
    account: String,
    lost: String,
    starts: String,
    /// What moved the limitation of its piece; none where it is of no piece.
    told: Option<Vec<Told>>,
    waivers: Vec<Waiver>,
    /// The waiver in force; empty where there is none.
    waived: String,
    typed: Typed,
    may: bool,
}

fn waiver(line: &WaiverLine, today: Date, w: Words) -> Waiver {
    let day = |on: Date| figures::day(on, today, w.lang);
    let back = line.back_on.map_or_else(String::new, |on| {
        w.with("guard-taken-up", &[("day", &day(on)), ("who", &line.back_by), ("why", &line.back_why)])
    });
    Waiver { day: day(line.on), by: line.by.clone(), why: line.why.clone(), back }
}

fn page_of(visit: &Visit, (found, moved): (&GuardRight, &[LimitationLine]), typed: Typed) -> Page {
    let (w, line, today) = (visit.words(), &found.line, found.today);
    Page {
        w,
        frame: Frame::of(visit, "nav-guard", &format!("{} · {}", line.what.pick(w.lang), line.debtor)),
        row: row(line, today, w),
        account: line.account_id.to_string(),
        lost: line.lost.pick(w.lang).to_owned(),
        starts: figures::day(line.starts, today, w.lang),
        told: line
            .item_id
            .map(|item| moved.iter().filter(|fact| fact.item == item).map(|fact| told(fact, today, w)).collect()),
        waivers: found.waivers.iter().map(|line| waiver(line, today, w)).collect(),
        waived: line.waiver.as_ref().map_or_else(String::new, |waiver| waiver.id.to_string()),
        typed,
        may: visit.visitor.may(Permission::EditAccount),
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, right) = (visit.actor.clone(), reference::<RightKey>(id)?);
    let (found, moved) = site
        .ask(move |desk| {
            let found = desk.guard_right(&actor, right)?;
            let moved = desk.limitation_sheet(&actor, found.line.account_id)?.facts;
            Ok((found, moved))
        })
        .await?;
    let wrong = typed.is_wrong();
    let mut response = html(&page_of(visit, (&found, &moved), typed))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /guard/rights/{id}`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn on_right<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<&'static str, Slip> + Send + 'static,
{
    let page = format!("/guard/rights/{}", act.id);
    let back = inside(act.typed.get("back"), &page).to_owned();
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /guard/rights/{id}/answer`.
pub async fn answer(act: Act) -> Result<Response, Failure> {
    on_right(act, &ANSWER, |desk, actor, form| {
        desk.answer_alarm(actor, form.about()?).map_err(Slip::named)?;
        Ok("right-answered")
    })
    .await
}

/// `POST /guard/rights/{id}/waive`.
pub async fn waive(act: Act) -> Result<Response, Failure> {
    on_right(act, &WAIVE, |desk, actor, form| {
        desk.waive_right(actor, form.about()?, &form.text("why")).map_err(Slip::named)?;
        Ok("right-waived")
    })
    .await
}

/// `POST /guard/waivers/{id}/take-up`.
pub async fn take_up(act: Act) -> Result<Response, Failure> {
    let right = act.typed.get("right").to_owned();
    let taken = act.answer(&TAKE_UP, |desk, actor, form| {
        desk.take_up_right(actor, form.about::<RightWaiverId>()?, &form.text("reason")).map_err(Slip::named)?;
        Ok(Done::from("right-taken-up"))
    });
    match taken.await? {
        Answered::Done(done) if right.parse::<RightKey>().is_ok() => Ok(done.go(&format!("/guard/rights/{right}"))),
        Answered::Done(_) => Ok(Redirect::to("/guard").into_response()),
        Answered::Wrong(act) => show(&act.site, &act.visit, &right, act.typed).await,
    }
}

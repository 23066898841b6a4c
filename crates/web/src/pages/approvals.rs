//! « À approuver »: the messages that wait for somebody's word before they leave.

use std::collections::HashSet;

use app::approvals::{ApprovalLine, ApprovalPage};
use app::{Permission, Undo};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use crate::act::{Act, Answered, Done, Sheet, Slip};
use crate::figures::{Amount, day, decimal, said_dates};
use crate::forms::Typed;
use crate::layout::{Frame, html, link};
use crate::pages::after;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Messages of a page: what one person reads before answering.
const LIMIT: u32 = 100;

const ANSWER: Sheet = Sheet { form: "answer", prefix: "", field: "id" };

struct Row {
    id: String,
    account: String,
    debtor: String,
    number: String,
    step: String,
    level: i64,
    channel: String,
    amount: Amount,
    since: String,
    why: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "approvals.html")]
struct Approvals {
    w: Words,
    frame: Frame,
    headline: String,
    rows: Vec<Row>,
    typed: Typed,
    after: String,
    may_act: bool,
    tick: String,
    untick: String,
    next: String,
}

/// Where the page starts, and whether everything on it is ticked.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
    #[serde(default)]
    tick: String,
}

/// `GET /approvals`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, &asked, Typed::default(), &HashSet::new()).await
}

async fn show(
    site: &Site,
    visit: &Visit,
    asked: &Asked,
    typed: Typed,
    ticked: &HashSet<String>,
) -> Result<Response, Failure> {
    let (actor, w, place) = (visit.actor.clone(), visit.words(), after(&asked.after)?);
    let read = site.ask(move |desk| Ok((desk.approvals(&actor, place, LIMIT)?, desk.today(), desk.now())));
    let (ApprovalPage { rows, total, next }, today, now): (_, Date, _) = read.await?;
    let all = asked.tick == "all";
    let here = |tick: &str| link("/approvals", &[("after", asked.after.as_str()), ("tick", tick)]);
    let wrong = typed.is_wrong();
    let page = Approvals {
        w,
        frame: Frame::of(visit, "nav-approvals", &w.t("nav-approvals")).read_at(now),
        headline: w.n("approvals-count", total, &[]),
        rows: rows.iter().map(|line| row(line, all || ticked.contains(&line.id.to_string()), today, w)).collect(),
        typed,
        after: asked.after.clone(),
        may_act: visit.visitor.may(Permission::Run),
        tick: if all { String::new() } else { here("all") },
        untick: here(""),
        next: next.map(|id| link("/approvals", &[("after", &id.to_string())])).unwrap_or_default(),
    };
    let mut response = html(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn row(line: &ApprovalLine, ticked: bool, today: Date, w: Words) -> Row {
    Row {
        id: line.id.to_string(),
        account: line.account_id.to_string(),
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        step: w.of("step", &line.step),
        level: line.level,
        channel: w.of("channel", &line.channel),
        amount: Amount::new(decimal(&line.amount, line.currency), w.lang),
        since: day(line.on, today, w.lang),
        why: said_dates(line.reason.pick(w.lang), today, w.lang),
        ticked,
    }
}

/// `POST /approvals`: the message of a row, or those ticked, may leave or is taken back.
pub async fn answer(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&ANSWER, |desk, actor, form| {
        let one = form.some("one").is_some();
        let ids = if one { vec![form.reference("one")?] } else { form.ticked("id")? };
        let reason = form.text("reason");
        if ids.is_empty() {
            return Err(Slip::beside("id", "nothing-ticked"));
        }
        if form.is("act", "refuse") {
            let act = desk.refuse_messages(actor, &ids, &reason)?;
            return Ok(Done::count("refused", ids.len() as u64).undoing(act.map(Undo::Fact)));
        }
        if !one && !reason.is_empty() {
            return Err(Slip::beside("reason", "approval-reason-unused"));
        }
        let done = desk.approve_messages(actor, &ids)?;
        Ok(if done.approved > 0 {
            Done::count("approved", done.approved).undoing(done.act.map(Undo::Fact))
        } else {
            Done::count("settled", done.settled)
        })
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/approvals")),
        Answered::Wrong(act) => {
            let ticked = act.every("id").map(str::to_owned).collect();
            let asked = Asked { after: act.typed.get("after").to_owned(), tick: String::new() };
            let (site, visit) = (act.site.clone(), act.visit.clone());
            show(&site, &visit, &asked, act.typed, &ticked).await
        }
    }
}

//! The daily run: who would get what, who is left alone and why, one button.

use app::Permission;
use app::runs::{RunAnswer, RunRequest};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Date;
use serde::Deserialize;

use crate::figures::{self, Amount, decimal};
use crate::forms;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Messages listed on the page.
const SHOWN: usize = 500;

struct Decided {
    id: String,
    debtor: String,
    number: String,
    channel: String,
    step: String,
    level: u8,
    pieces: String,
    amount: Amount,
    why: String,
}

/// The run in short.
struct Summary {
    day: Date,
    messages: u64,
    headline: String,
    go: String,
    sums: Vec<Amount>,
    steps: Vec<(String, String)>,
    may_run: bool,
    alone: bool,
}

#[derive(Template)]
#[template(path = "run_summary.html")]
struct SummaryPart {
    w: Words,
    s: Summary,
}

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    w: Words,
    frame: Frame,
    title: String,
    summary: Summary,
    rows: Vec<Decided>,
    cut: String,
    blocked: Vec<(String, String)>,
}

/// The day asked.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    day: String,
}

/// `GET /run`: nothing is written. As a fragment: its summary alone.
pub async fn preview(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let day = forms::date_asked(&asked.day)?;
    let request = RunRequest { day, dry: true, creditor: None, summary: visit.visitor.fragment };
    let (answer, today) = site.ask(move |desk| Ok((desk.run(&actor, &request, &|_, _| ())?, desk.today()))).await?;
    let summary = summary(&visit, &answer);
    if visit.visitor.fragment {
        return html(&SummaryPart { w, s: summary });
    }
    let cut = answer.decisions.len().saturating_sub(SHOWN) as u64;
    html(&RunPage {
        w,
        frame: Frame::of(&visit, "nav-letters", &w.t("run-title")),
        title: w.t1("run-title-day", "day", figures::weekday_day(answer.date, today, w.lang)),
        summary,
        rows: answer.decisions.iter().take(SHOWN).map(|d| decided(&d, w)).collect(),
        cut: if cut > 0 { w.n("run-cut", cut, &[]) } else { String::new() },
        blocked: answer.blocked.iter().map(|(r, n)| (w.of("blocked", r), figures::count(*n, w.lang))).collect(),
    })
}

fn summary(visit: &Visit, answer: &RunAnswer) -> Summary {
    let w = visit.words();
    Summary {
        day: answer.date,
        messages: answer.messages,
        headline: w.n("run-headline", answer.messages, &[]),
        go: w.n("run-go", answer.messages, &[]),
        sums: answer.asked.iter().map(|(c, text)| Amount::new(decimal(text, *c), w.lang)).collect(),
        steps: answer
            .steps
            .iter()
            .map(|line| (w.of("step", &line.step), figures::count(line.messages, w.lang)))
            .collect(),
        may_run: visit.visitor.may(Permission::Run) && visit.actor.reach.is_everything(),
        alone: visit.visitor.fragment,
    }
}

fn decided(d: &app::runs::DecisionLine, w: Words) -> Decided {
    Decided {
        id: d.account_id.to_string(),
        debtor: d.debtor.clone(),
        number: d.account.clone(),
        channel: w.of("channel", &d.channel),
        step: w.of("step", &d.step),
        level: d.level,
        pieces: w.n("pieces", d.items.len() as u64, &[]),
        amount: Amount::new(decimal(&d.amount, d.currency), w.lang),
        why: d.reason.pick(w.lang).to_owned(),
    }
}

/// `POST /run`: queued; the letters page follows it.
pub async fn start(State(site): State<Site>, visit: Visit, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let actor = visit.actor.clone();
    let day = forms::date_asked(&asked.day)?;
    let day = site.ask(move |desk| {
        let day = day.unwrap_or_else(|| desk.today());
        desk.queue_run(&actor, day).map(|()| day)
    });
    Ok(Redirect::to(&format!("/letters?day={}&wait=1", day.await?)).into_response())
}

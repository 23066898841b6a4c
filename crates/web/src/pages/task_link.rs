//! A task, to a colleague who has its link: done, or not for them, with a comment. No account, no script.

use app::tasks::{AskedTask, TaskAnswer, TaskVerdict};
use app::{DeskError, TeamRefusal};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use super::disputes::{Said, link_frame, link_over};
use crate::figures::day;
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visitor;
use crate::site::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "link_task.html")]
struct Question {
    w: Words,
    frame: Frame,
    hello: String,
    lead: String,
    what: String,
    until: String,
    typed: Typed,
}

/// What is answered.
#[derive(Debug, Default, Deserialize)]
pub struct Sent {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    words: String,
}

async fn asked(site: &Site, token: &str) -> Result<(AskedTask, Date), Failure> {
    let token = token.to_owned();
    site.ask(move |desk| Ok((desk.asked_task(&token)?, desk.today()))).await
}

/// `GET /link/task/{token}`.
pub async fn page(State(site): State<Site>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Failure> {
    match asked(&site, &token).await {
        Ok(known) => show(&visitor, &known, Typed::default()),
        Err(failure) => link_over(&visitor, failure),
    }
}

fn show(visitor: &Visitor, (asked, today): &(AskedTask, Date), typed: Typed) -> Result<Response, Failure> {
    let w = visitor.words();
    let values = [("asker", asked.asker.as_str()), ("debtor", asked.debtor.as_str())];
    let lead = if asked.asker.is_empty() { "task-link-lead" } else { "task-link-lead-by" };
    let wrong = typed.is_wrong();
    let mut response = html(&Question {
        w,
        frame: link_frame(visitor, &w.t("task-link-title")),
        hello: w.t1("asked-hello", "name", &asked.recipient),
        lead: w.with(lead, &values),
        what: asked.what.pick(w.lang).to_owned(),
        until: w.t1("task-link-until", "day", day(asked.until, *today, w.lang)),
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /link/task/{token}`: the answer, once.
pub async fn answer(
    State(site): State<Site>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let known = match asked(&site, &token).await {
        Ok(known) => known,
        Err(failure) => return link_over(&visitor, failure),
    };
    let mut typed = Typed::default().with("words", sent.words.as_str());
    let Some(verdict) = TaskVerdict::parse(&sent.answer) else {
        let told = Told::from(&DeskError::from(TeamRefusal::TaskAnswerMissing));
        typed.refused(&told, "answer", visitor.lang);
        return show(&visitor, &known, typed);
    };
    let order = TaskAnswer { verdict, words: sent.words };
    match site.ask(move |desk| desk.answer_task(&token, &order)).await {
        Ok(said) => {
            let w = visitor.words();
            let title = w.t("asked-thanks");
            let key = match verdict {
                TaskVerdict::Done => "task-link-kept-done",
                TaskVerdict::Cannot => "task-link-kept-cannot",
            };
            let kept = w.t1(key, "debtor", &said.debtor);
            let told = if said.asker.is_empty() { String::new() } else { w.t1("task-link-told", "asker", &said.asker) };
            let parts = [kept, told, w.t("asked-close")].into_iter().filter(|part| !part.is_empty()).collect();
            html(&Said { w, frame: link_frame(&visitor, &title), title, parts })
        }
        Err(Failure::Refused(told)) if told.field.is_some() => {
            typed.refused(&told, "answer", visitor.lang);
            show(&visitor, &known, typed)
        }
        Err(failure) => link_over(&visitor, failure),
    }
}

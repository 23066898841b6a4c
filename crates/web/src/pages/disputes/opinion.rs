//! One question to a customer whose dispute is over, by link.

use app::disputes::{AskedOpinion, SCORE_MAX};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::asked::{Said, frame, over};
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visitor;
use crate::site::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "link_opinion.html")]
struct Question {
    w: Words,
    frame: Frame,
    lead: String,
    scores: Vec<(i64, String)>,
    typed: Typed,
}

/// What is answered.
#[derive(Debug, Default, Deserialize)]
pub struct Sent {
    #[serde(default)]
    score: String,
    #[serde(default)]
    words: String,
}

/// `GET /link/opinion/{token}`.
pub async fn page(State(site): State<Site>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Failure> {
    match site.ask(move |desk| desk.asked_opinion(&token)).await {
        Ok(asked) => show(&visitor, &asked, Typed::default()),
        Err(failure) => over(&visitor, failure),
    }
}

fn show(visitor: &Visitor, asked: &AskedOpinion, typed: Typed) -> Result<Response, Failure> {
    let w = visitor.words();
    let values = [("piece", asked.piece.as_str()), ("creditor", asked.creditor.as_str())];
    let wrong = typed.is_wrong();
    let mut response = html(&Question {
        w,
        frame: frame(visitor, &w.t("opinion-question")),
        lead: w.with("opinion-lead", &values),
        scores: (1..=SCORE_MAX).rev().map(|score| (score, w.of("opinion-score", &score.to_string()))).collect(),
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /link/opinion/{token}`: once.
pub async fn answer(
    State(site): State<Site>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let score = sent.score.parse::<i64>().unwrap_or(0);
    let (words, again) = (sent.words.clone(), token.clone());
    match site.ask(move |desk| desk.give_opinion(&token, score, &words)).await {
        Ok(()) => {
            let w = visitor.words();
            let title = w.t("asked-thanks");
            html(&Said { w, frame: frame(&visitor, &title), title, parts: vec![w.t("opinion-kept")] })
        }
        Err(Failure::Refused(told)) if told.field.is_some() => {
            let asked = site.ask(move |desk| desk.asked_opinion(&again)).await?;
            let mut typed = Typed::default().with("score", sent.score).with("words", sent.words);
            typed.refused(&told, "score", visitor.lang);
            show(&visitor, &asked, typed)
        }
        Err(failure) => over(&visitor, failure),
    }
}

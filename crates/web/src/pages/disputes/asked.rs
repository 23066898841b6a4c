//! The question of a dispute, to who has its link: one question, three answers, a comment, a photograph. No account,
//! no script.

use app::disputes::{AskedDispute, ColleagueAnswer, Verdict};
use app::imports::Upload;
use app::{DeskError, DisputeRefusal};
use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Currency, Date, Money};

use crate::figures::{self, day};
use crate::forms::{Typed, plain_amount};
use crate::layout::{Frame, html};
use crate::photo::{Brought, brought};
use crate::problem::{Failure, Told};
use crate::session::Visitor;
use crate::site::Site;
use crate::words::{Words, sentence};

struct Choice {
    slug: &'static str,
    label: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "link_dispute.html")]
struct Question {
    w: Words,
    frame: Frame,
    hello: String,
    lead: String,
    facts: Vec<(String, String)>,
    words: Vec<String>,
    choices: Vec<Choice>,
    amount_label: String,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "link_said.html")]
pub struct Said {
    pub w: Words,
    pub frame: Frame,
    pub title: String,
    pub parts: Vec<String>,
}

/// A frame without the rail: who comes by a link sees nothing else, signed in or not.
pub fn frame(visitor: &Visitor, title: &str) -> Frame {
    Frame::new(&Visitor { signed: None, ..visitor.clone() }, "", title)
}

/// What is said where the link opens nothing, or nothing any more.
pub fn over(visitor: &Visitor, failure: Failure) -> Result<Response, Failure> {
    let Failure::Refused(told) = failure else { return Err(failure) };
    let status = match told.code {
        "link-unknown" => StatusCode::NOT_FOUND,
        "link-expired"
        | "link-revoked"
        | "link-used"
        | "link-locked"
        | "dispute-over-already"
        | "dispute-not-over"
        | "task-over-already"
        | "task-elsewhere" => StatusCode::GONE,
        _ => return Err(Failure::Refused(told)),
    };
    let w = visitor.words();
    let title = w.t(if told.code == "link-used" { "asked-done" } else { "asked-over" });
    let mut response =
        html(&Said { w, frame: frame(visitor, &title), title, parts: vec![sentence(told.words.pick(visitor.lang))] })?;
    *response.status_mut() = status;
    Ok(response)
}

async fn asked(site: &Site, token: &str) -> Result<(AskedDispute, Date), Failure> {
    let token = token.to_owned();
    site.ask(move |desk| Ok((desk.asked_dispute(&token)?, desk.today()))).await
}

/// `GET /link/dispute/{token}`.
pub async fn page(State(site): State<Site>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Failure> {
    match asked(&site, &token).await {
        Ok(known) => show(&visitor, &known, Typed::default()),
        Err(failure) => over(&visitor, failure),
    }
}

fn show(visitor: &Visitor, (asked, today): &(AskedDispute, Date), typed: Typed) -> Result<Response, Failure> {
    let w = visitor.words();
    let amount = figures::money(asked.amount, w.lang);
    let dated = day(asked.dated, *today, w.lang);
    let values = [("debtor", asked.debtor.as_str()), ("amount", &amount), ("piece", &asked.piece), ("day", &dated)];
    let wrong = typed.is_wrong();
    let choice = |verdict: &Verdict| Choice {
        slug: verdict.slug(),
        label: w.of("asked-verdict", verdict.slug()),
        here: typed.is("verdict", verdict.slug()),
    };
    let mut response = html(&Question {
        w,
        frame: frame(visitor, &w.t("asked-question")),
        hello: w.t1("asked-hello", "name", &asked.recipient),
        lead: w.with("asked-lead", &values),
        facts: vec![
            (w.t("dispute-kind"), w.of("dispute-kind", asked.kind.slug())),
            (w.t("dispute-due"), day(asked.until, *today, w.lang)),
        ],
        words: asked.words.clone(),
        choices: Verdict::ALL.iter().map(choice).collect(),
        amount_label: w.t1("asked-amount", "most", &amount),
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /link/dispute/{token}`: the answer, once.
pub async fn answer(
    State(site): State<Site>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    // Nothing is read from who has no link.
    let known = match asked(&site, &token).await {
        Ok(known) => known,
        Err(failure) => return over(&visitor, failure),
    };
    let Brought { fields, file, heavy } = brought(form, site.config.upload_limit).await?;
    let mut typed = Typed::new(fields);
    if let Some(told) = heavy {
        typed.refused(&told, "file", visitor.lang);
        return show(&visitor, &known, typed);
    }
    let order = match order(&typed, file, known.0.amount.currency()) {
        Ok(order) => order,
        Err(told) => {
            typed.refused(&told, "verdict", visitor.lang);
            return show(&visitor, &known, typed);
        }
    };
    match site.ask(move |desk| desk.answer_dispute(&token, &order)).await {
        Ok(kept) => {
            let w = visitor.words();
            let title = w.t("asked-thanks");
            let values = [("debtor", kept.debtor.as_str()), ("piece", kept.piece.as_str()), ("next", &kept.next)];
            let next = if kept.next.is_empty() { "asked-next" } else { "asked-next-by" };
            let parts = vec![w.with("asked-kept", &values), w.with(next, &values), w.t("asked-close")];
            html(&Said { w, frame: frame(&visitor, &title), title, parts })
        }
        Err(Failure::Refused(told)) if told.field.is_some() => {
            typed.refused(&told, "verdict", visitor.lang);
            // A browser does not send a file again by itself.
            show(&visitor, &known, typed)
        }
        Err(failure) => over(&visitor, failure),
    }
}

/// What is answered, or what is missing.
fn order(typed: &Typed, file: Option<Upload>, currency: Currency) -> Result<ColleagueAnswer, Told> {
    let missing = || Told::from(&DeskError::from(DisputeRefusal::AnswerMissing));
    let verdict = Verdict::parse(typed.get("verdict")).ok_or_else(missing)?;
    let text = typed.get("amount").trim();
    let unreadable = |_| Told { field: Some("amount"), ..Told::of("amount-unreadable", &[("text", text)]) };
    // What is typed beside another answer is not read.
    let amount = match verdict {
        Verdict::Part if !text.is_empty() => Some(Money::parse(&plain_amount(text), currency).map_err(unreadable)?),
        _ => None,
    };
    Ok(ColleagueAnswer { verdict, amount, words: typed.get("words").trim().to_owned(), file })
}

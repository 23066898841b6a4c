//! To pay, to say that one has paid, to say something else.

use app::space::{Space, SpacePaid};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use documents::epc::{Transfer, picture};

use super::door::{Sent, Shell, Way, is_beside};
use super::home::money;
use crate::forms::{Typed, date};
use crate::layout::html;
use crate::problem::{Failure, Told};
use crate::site::Site;
use crate::words::Words;

/// A code drawn as one path of squares.
struct Code {
    side: usize,
    path: String,
}

#[derive(Template)]
#[template(path = "space_pay.html")]
struct PayPage {
    w: Words,
    shell: Shell,
    rows: Vec<(String, String)>,
    code: Option<Code>,
    transfer: bool,
    contact: String,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "space_say.html")]
struct SayPage {
    w: Words,
    shell: Shell,
    typed: Typed,
}

/// The page with its status: 422 where something typed is wrong.
pub fn shown(page: &impl Template, wrong: bool) -> Result<Response, Failure> {
    let mut response = html(page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn code(space: &Space) -> Option<Code> {
    let (sum, to) = (space.in_euros()?, space.transfer.as_ref()?);
    let transfer = Transfer {
        name: &to.holder,
        iban: &to.iban,
        bic: to.bic.as_ref(),
        amount: sum.payable(),
        reference: &to.reference,
    };
    picture(&transfer.payload()?).map(|code| Code { side: code.side, path: code.path() })
}

fn pay_page(way: &Way, space: &Space, typed: Typed) -> Result<Response, Failure> {
    let w = way.words();
    let mut rows: Vec<(String, String)> =
        space.sums.iter().map(|sum| (w.t("space-pay-amount"), money(sum.payable(), w))).collect();
    if let Some(to) = &space.transfer {
        rows.push((w.t("space-pay-holder"), to.holder.clone()));
        rows.push(("IBAN".to_owned(), to.iban.grouped()));
        if let Some(bic) = &to.bic {
            rows.push(("BIC".to_owned(), bic.as_str().to_owned()));
        }
        rows.push((w.t("space-pay-reference"), to.reference.clone()));
    }
    let wrong = typed.is_wrong();
    let page = PayPage {
        w,
        shell: way.shell(&w.t("space-pay")),
        rows,
        code: code(space),
        transfer: space.transfer.is_some(),
        contact: space.creditor.clone(),
        typed: typed.with_usual("on", &space.today.to_string()),
    };
    shown(&page, wrong)
}

/// `GET /link/space/{token}/pay`.
pub async fn pay(State(site): State<Site>, way: Way) -> Response {
    let caller = way.caller.clone();
    let found = site.ask(move |desk| desk.space(&caller)).await;
    way.answer(found.and_then(|space| pay_page(&way, &space, Typed::default())))
}

/// `POST /link/space/{token}/pay`: « j'ai payé le… ».
pub async fn paid(State(site): State<Site>, sent: Sent) -> Response {
    let way = sent.way.clone();
    let answer = paid_in(&site, sent).await;
    way.answer(answer)
}

async fn paid_in(site: &Site, sent: Sent) -> Result<Response, Failure> {
    let refused = match date(sent.text("on")) {
        Err(text) => Told { field: Some("on"), ..Told::of("date-unreadable", &[("text", &text)]) },
        Ok(on) => {
            let (caller, paid) = (sent.way.caller.clone(), SpacePaid { on, words: sent.text("words").to_owned() });
            match site.ask(move |desk| desk.space_paid(&caller, &paid)).await {
                Ok(waits) => return Ok(sent.way.done("", if waits.is_some() { "paid" } else { "paid-told" })),
                Err(Failure::Refused(told)) if is_beside(&told) => told,
                Err(other) => return Err(other),
            }
        }
    };
    let mut typed = sent.typed;
    typed.refused(&refused, "on", sent.way.visitor.lang);
    let caller = sent.way.caller.clone();
    let space = site.ask(move |desk| desk.space(&caller)).await?;
    pay_page(&sent.way, &space, typed)
}

fn say_page(way: &Way, typed: Typed) -> Result<Response, Failure> {
    let (w, wrong) = (way.words(), typed.is_wrong());
    shown(&SayPage { w, shell: way.shell(&w.t("space-other")), typed }, wrong)
}

/// `GET /link/space/{token}/other`.
pub async fn other(State(site): State<Site>, way: Way) -> Response {
    let caller = way.caller.clone();
    // Whoever may not come in reads no form either.
    let found = site.ask(move |desk| desk.space(&caller)).await;
    way.answer(found.and_then(|_| say_page(&way, Typed::default())))
}

/// `POST /link/space/{token}/other`.
pub async fn say(State(site): State<Site>, sent: Sent) -> Response {
    let way = sent.way.clone();
    let (caller, words) = (way.caller.clone(), sent.text("words").to_owned());
    let answer = match site.ask(move |desk| desk.space_say(&caller, &words)).await {
        Ok(()) => Ok(way.done("", "said")),
        Err(Failure::Refused(told)) if is_beside(&told) => {
            let mut typed = sent.typed;
            typed.refused(&told, "words", way.visitor.lang);
            say_page(&way, typed)
        }
        Err(other) => Err(other),
    };
    way.answer(answer)
}

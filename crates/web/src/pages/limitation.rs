//! What moves the limitation of the pieces of an account outside of a procedure: told with its proof, struck out.

use app::Permission;
use app::limitation::{LimitationFactId, LimitationLine, LimitationOrder, LimitationSheet};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use ledger::{AccountId, ItemId};

use crate::act::{Act, Answered, Sheet, Slip};
use crate::figures::{Amount, day, decimal};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const TELL: Sheet = Sheet { form: "tell", prefix: "", field: "event" };
const STRIKE: Sheet = Sheet { form: "strike", prefix: "strike-", field: "reason" };

/// Every route of the section.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts/{id}/limitation", get(page).post(tell))
        .route("/accounts/{id}/limitation/{fact}/strike", post(strike))
}

/// A fact, for the pages that show some.
pub struct Told {
    /// What strikes it out; empty where it cannot be.
    pub id: String,
    /// The number of its piece.
    pub number: String,
    /// The day.
    pub day: String,
    /// What happened.
    pub words: String,
    /// What proves it.
    pub proof: String,
    /// Who told it.
    pub by: String,
    /// When and why it was struck out; empty while it counts.
    pub left: String,
}

/// A fact as a page shows it.
pub fn told(line: &LimitationLine, today: Date, w: Words) -> Told {
    let left = line.left.map_or_else(String::new, |on| {
        w.with("limitation-left", &[("day", &day(on, today, w.lang)), ("why", &line.left_why)])
    });
    Told {
        id: line.id.filter(|_| line.left.is_none()).map_or_else(String::new, |id| id.to_string()),
        number: line.number.clone(),
        day: day(line.on, today, w.lang),
        words: crate::words::capital(line.words.pick(w.lang)),
        proof: line.proof.clone(),
        by: line.by.clone(),
        left,
    }
}

struct Piece {
    id: String,
    number: String,
    open: Amount,
    ticked: bool,
}

struct Choice {
    words: String,
    why: String,
    article: String,
    proof: String,
}

#[derive(Template)]
#[template(path = "limitation.html")]
struct Page {
    w: Words,
    frame: Frame,
    account: String,
    number: String,
    debtor: String,
    facts: Vec<Told>,
    pieces: Vec<Piece>,
    events: Vec<(String, String)>,
    choices: Vec<Choice>,
    typed: Typed,
    may: bool,
}

fn page_of(visit: &Visit, sheet: &LimitationSheet, (typed, ticked): (Typed, &[String])) -> Page {
    let (w, today) = (visit.words(), sheet.today);
    let piece = |piece: &app::limitation::LimitationPiece| {
        let id = piece.item.to_string();
        Piece {
            ticked: ticked.contains(&id),
            id,
            number: piece.number.clone(),
            open: Amount::new(decimal(&piece.open, piece.currency), w.lang),
        }
    };
    let choice = |choice: &app::limitation::LimitationChoice| Choice {
        words: crate::words::capital(choice.words.pick(w.lang)),
        why: choice.why.pick(w.lang).to_owned(),
        article: choice.article.clone(),
        proof: choice.proof.as_ref().map_or_else(String::new, |proof| proof.pick(w.lang).to_owned()),
    };
    let event = |choice: &app::limitation::LimitationChoice| {
        (choice.event.clone(), crate::words::capital(choice.words.pick(w.lang)))
    };
    Page {
        w,
        frame: Frame::of(visit, "nav-guard", &w.t1("limitation-of", "debtor", &sheet.debtor)),
        account: sheet.account_id.to_string(),
        number: sheet.account.clone(),
        debtor: sheet.debtor.clone(),
        facts: sheet.facts.iter().rev().map(|line| told(line, today, w)).collect(),
        pieces: sheet.pieces.iter().map(piece).collect(),
        events: sheet.choices.iter().map(event).collect(),
        choices: sheet.choices.iter().map(choice).collect(),
        typed: if typed.is_wrong() { typed } else { typed.with("day", today.to_string()) },
        may: visit.visitor.may(Permission::EditAccount),
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, sent: Option<&Act>) -> Result<Response, Failure> {
    let (actor, account) = (visit.actor.clone(), reference::<AccountId>(id)?);
    let sheet = site.ask(move |desk| desk.limitation_sheet(&actor, account)).await?;
    let typed = sent.map_or_else(Typed::default, |act| act.typed.clone());
    let ticked: Vec<String> = sent.into_iter().flat_map(|act| act.every("items")).map(str::to_owned).collect();
    let wrong = typed.is_wrong();
    let mut response = html(&page_of(visit, &sheet, (typed, &ticked)))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /accounts/{id}/limitation`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, None).await
}

/// `POST /accounts/{id}/limitation`.
pub async fn tell(act: Act) -> Result<Response, Failure> {
    let page = format!("/accounts/{}/limitation", act.id);
    let answered = act.answer(&TELL, |desk, actor, form| {
        let order = LimitationOrder {
            items: form.ticked::<ItemId>("items")?,
            event: form.text("event"),
            day: Some(form.day_needed("day")?),
            proof: form.text("proof"),
        };
        desk.tell_limitation_fact(actor, form.about()?, &order).map_err(Slip::named)?;
        Ok("limitation-told")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, Some(&act)).await,
    }
}

/// `POST /accounts/{id}/limitation/{fact}/strike`.
pub async fn strike(Path((_, fact)): Path<(String, String)>, act: Act) -> Result<Response, Failure> {
    let (page, fact) = (format!("/accounts/{}/limitation", act.id), reference::<LimitationFactId>(&fact)?);
    let answered = act.answer(&STRIKE, move |desk, actor, form| {
        desk.strike_limitation_fact(actor, fact, &form.text("reason")).map_err(Slip::named)?;
        Ok("limitation-struck")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, Some(&act)).await,
    }
}

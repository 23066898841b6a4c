//! What leaves: messages by state, doubts to settle, print files to post.

pub mod letter;

use std::collections::HashMap;

use app::letters::PrintFileCard;
use app::outbox::{OutboxCard, OutboxFilter, Posted};
use app::{MessageState, Permission};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Date;
use serde::Deserialize;

use crate::act::{Act, Done};
use crate::figures::{count, day};
use crate::forms::{self, Typed};
use crate::layout::{Frame, html, link};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// States in the order of work: what asks for somebody first.
const STATES: [MessageState; 9] = [
    MessageState::Ambiguous,
    MessageState::Failed,
    MessageState::Bounced,
    MessageState::Awaiting,
    MessageState::Planned,
    MessageState::Rendered,
    MessageState::Reserved,
    MessageState::Sent,
    MessageState::Cancelled,
];

struct Row {
    id: String,
    account: String,
    debtor: String,
    channel: String,
    to: String,
    subject: String,
    state: String,
    tone: &'static str,
    reply: String,
    pdf: String,
    doubtful: bool,
    to_post: bool,
    withdrawable: bool,
    /// The address under which it is made again; empty unless it failed.
    again: String,
    /// The page of what the post says of it; empty where it is no letter, or none that the post has.
    post: String,
}

struct Tab {
    href: String,
    label: String,
    count: String,
    here: bool,
    tone: &'static str,
}

/// A print file, with what was typed of its posting and is wrong.
struct PrintRow {
    href: String,
    id: String,
    label: String,
    on: String,
    on_wrong: String,
    numbers: String,
    numbers_wrong: String,
}

impl PrintRow {
    fn of(made: Date, file: &PrintFileCard, today: Date, typed: &Typed, w: Words) -> Self {
        let label = w.n("letters-print", u64::try_from(file.letters).unwrap_or(0), &[("creditor", &file.creditor)]);
        let typed_on = typed.get("on").to_owned();
        Self {
            href: format!("/documents/{}", file.document),
            id: file.document.to_string(),
            label: format!("{} · {label}", day(made, today, w.lang)),
            on: if typed_on.is_empty() { today.to_string() } else { typed_on },
            on_wrong: typed.error("on").to_owned(),
            numbers: typed.get("registered").to_owned(),
            numbers_wrong: typed.error("registered").to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "outbox.html")]
struct Outbox {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    notes: Vec<String>,
    prints: Vec<PrintRow>,
    today: Date,
    may_act: bool,
    may_notices: bool,
    next: String,
}

#[derive(Template)]
#[template(path = "posted.html")]
struct PostedPage {
    w: Words,
    frame: Frame,
    headline: String,
    rows: Vec<(usize, String, String, String)>,
}

/// Which messages.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

/// `GET /outbox`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, &asked, &HashMap::new()).await
}

/// The page; `posting` holds what was typed of a print file.
async fn show(
    site: &Site,
    visit: &Visit,
    asked: &Asked,
    posting: &HashMap<String, Typed>,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let state = MessageState::parse(&asked.state);
    let filter = OutboxFilter { state, before: asked.after.parse().ok(), ..OutboxFilter::default() };
    let read = site.ask(move |desk| {
        Ok((desk.outbox(&actor, &filter)?, desk.print_files_to_post(&actor)?, desk.today(), desk.now()))
    });
    let (page, prints, today, now) = read.await?;
    let untyped = Typed::default();
    let total: i64 = page.counts.values().sum();
    let all = Tab {
        href: "/outbox".to_owned(),
        label: w.t("all"),
        count: count(total.unsigned_abs(), w.lang),
        here: state.is_none(),
        tone: "",
    };
    let tabs = STATES.iter().filter_map(|s| {
        let found = page.counts.get(s.slug()).copied().unwrap_or(0).unsigned_abs();
        (found > 0 || state == Some(*s)).then(|| Tab {
            href: link("/outbox", &[("state", s.slug())]),
            label: w.of("message-state", s.slug()),
            count: count(found, w.lang),
            here: state == Some(*s),
            tone: tone(*s),
        })
    });
    let next = page.next.map(|id| link("/outbox", &[("state", &asked.state), ("after", &id.to_string())]));
    html(&Outbox {
        w,
        frame: Frame::of(visit, "nav-outbox", &w.t("nav-outbox")).read_at(now),
        tabs: std::iter::once(all).chain(tabs).collect(),
        rows: page.messages.iter().map(|c| row(c, w)).collect(),
        notes: page.notes.iter().map(|n| n.pick(w.lang).to_owned()).collect(),
        prints: prints
            .iter()
            .map(|(made, file)| {
                let typed = posting.get(&file.document.to_string()).unwrap_or(&untyped);
                PrintRow::of(*made, file, today, typed, w)
            })
            .collect(),
        today,
        may_act: visit.actor.carries(Permission::EditAccount),
        may_notices: visit.visitor.may(Permission::Settings),
        next: next.unwrap_or_default(),
    })
}

const fn tone(state: MessageState) -> &'static str {
    match state {
        MessageState::Ambiguous | MessageState::Failed | MessageState::Bounced => "right",
        MessageState::Awaiting => "attention",
        MessageState::Sent => "cash",
        MessageState::Planned | MessageState::Rendered | MessageState::Reserved | MessageState::Cancelled => "",
    }
}

fn row(card: &OutboxCard, w: Words) -> Row {
    let state = MessageState::parse(&card.state);
    Row {
        id: card.message.to_string(),
        account: card.account_id.to_string(),
        debtor: card.debtor.clone(),
        channel: w.of("channel", &card.channel),
        to: if card.channel == "letter" { card.registered.clone() } else { card.to.clone() },
        subject: card.subject.clone(),
        state: w.of("message-state", &card.state),
        tone: state.map_or("", tone),
        reply: card.why.as_ref().map_or_else(|| card.last_reply.clone(), |why| why.pick(w.lang).to_owned()),
        pdf: card.document.map(|id| format!("/documents/{id}")).unwrap_or_default(),
        doubtful: state == Some(MessageState::Ambiguous),
        to_post: card.to_post,
        withdrawable: card.withdrawable,
        again: if state == Some(MessageState::Failed) {
            format!("/outbox/{}/again", card.message)
        } else {
            String::new()
        },
        post: match state {
            Some(MessageState::Cancelled) | None => String::new(),
            Some(_) if card.channel != "letter" || card.document.is_none() => String::new(),
            Some(_) => format!("/outbox/{}/letter", card.message),
        },
    }
}

/// `POST /outbox/{id}/resolve`: `left` is 1 or 0.
pub async fn resolve(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let id = forms::reference(&id)?;
    let left = match fields.get("left").map(String::as_str) {
        Some("1") => true,
        Some("0") => false,
        other => return Err(Failure::unknown(other.unwrap_or_default())),
    };
    site.ask(move |desk| desk.resolve_doubt(&visit.actor, id, left)).await?;
    Ok(Redirect::to("/outbox?state=ambiguous&done=resolved").into_response())
}

/// `POST /outbox/{id}/mailed`: a letter written by hand went to the post, today without a day.
pub async fn mailed(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), forms::reference(&act.id)?);
    let on = forms::date_asked(act.typed.get("on"))?;
    act.site.ask(move |desk| desk.letter_posted(&actor, id, on.unwrap_or_else(|| desk.today()))).await?;
    Ok(Done::from("letter-posted").go("/outbox"))
}

/// `POST /outbox/{id}/again`: a message that failed is made again.
pub async fn again(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), forms::reference(&act.id)?);
    act.site.ask(move |desk| desk.make_again(&actor, id)).await?;
    Ok(Done::from("message-again").go("/outbox"))
}

/// `POST /outbox/{id}/withdraw`: a message written by hand that waits is not sent; one that failed is given up.
pub async fn withdraw(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), forms::reference(&act.id)?);
    act.site.ask(move |desk| desk.withdraw_message(&actor, id)).await?;
    Ok(Done::from("message-withdrawn").go("/outbox"))
}

/// `POST /outbox/{id}/posted`: a print file went to the post.
pub async fn posted(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let file = forms::reference(&id)?;
    let mut typed = Typed::new(fields);
    let on = forms::date(typed.get("on"));
    let numbers: Vec<String> = typed
        .get("registered")
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect();
    let done = match on {
        Ok(on) => {
            site.ask(move |desk| {
                let on = on.unwrap_or_else(|| desk.today());
                desk.posted(&actor, file, on, &numbers)
            })
            .await
        }
        Err(text) => {
            Err(Failure::Refused(Told { field: Some("on"), ..Told::of("date-unreadable", &[("text", &text)]) }))
        }
    };
    let done: Posted = match done {
        Ok(done) => done,
        // What was typed stays, with what is wrong beside it.
        Err(Failure::Refused(told)) => {
            typed.refused(&told, "registered", w.lang);
            let mut response =
                show(&site, &visit, &Asked::default(), &HashMap::from([(file.to_string(), typed)])).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(response);
        }
        Err(other) => return Err(other),
    };
    html(&PostedPage {
        w,
        frame: Frame::of(&visit, "nav-outbox", &w.t("posted-title")),
        headline: w.n("posted-count", done.sent, &[]),
        rows: done
            .take_out
            .iter()
            .map(|o| (o.place, o.account_id.to_string(), o.debtor.clone(), o.why.pick(w.lang).to_owned()))
            .collect(),
    })
}

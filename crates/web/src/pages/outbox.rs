//! What leaves: messages by state, doubts to settle, print files to post.

use std::collections::HashMap;

use app::outbox::{OutboxCard, OutboxFilter, Posted};
use app::{MessageState, Permission};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Date;
use serde::Deserialize;

use crate::figures::{count, day};
use crate::forms;
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
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
}

struct Tab {
    href: String,
    label: String,
    count: String,
    here: bool,
    tone: &'static str,
}

struct PrintRow {
    href: String,
    id: String,
    label: String,
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
    let (actor, w) = (visit.actor.clone(), visit.words());
    let state = MessageState::parse(&asked.state);
    let filter = OutboxFilter { state, before: asked.after.parse().ok(), ..OutboxFilter::default() };
    let read = site.ask(move |desk| {
        let mut prints = Vec::new();
        for run in desk.runs(&actor, 5)? {
            prints.extend(desk.print_files(&actor, run.day)?.into_iter().map(|p| (run.day, p)));
        }
        Ok((desk.outbox(&actor, &filter)?, prints, desk.today(), desk.now()))
    });
    let (page, mut prints, today, now) = read.await?;
    prints.sort_by_key(|(_, p)| std::cmp::Reverse(p.document));
    prints.dedup_by_key(|(_, p)| p.document);
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
        frame: Frame::of(&visit, "nav-outbox", &w.t("nav-outbox")).read_at(now),
        tabs: std::iter::once(all).chain(tabs).collect(),
        rows: page.messages.iter().map(|c| row(c, w)).collect(),
        notes: page.notes.iter().map(|n| n.pick(w.lang).to_owned()).collect(),
        prints: prints
            .iter()
            .map(|(on, p)| PrintRow {
                href: format!("/documents/{}", p.document),
                id: p.document.to_string(),
                label: format!(
                    "{} · {}",
                    day(*on, today, w.lang),
                    w.n("letters-print", u64::try_from(p.letters).unwrap_or(0), &[("creditor", &p.creditor)])
                ),
            })
            .collect(),
        today,
        may_act: visit.actor.role.carries(Permission::EditAccount),
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
        reply: card.last_reply.clone(),
        pdf: card.document.map(|id| format!("/documents/{id}")).unwrap_or_default(),
        doubtful: state == Some(MessageState::Ambiguous),
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

/// `POST /outbox/{id}/posted`: a print file went to the post.
pub async fn posted(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let id = forms::reference(&id)?;
    let on = forms::date_asked(fields.get("on").map_or("", String::as_str))?;
    let numbers = fields.get("registered").map_or("", String::as_str);
    let numbers: Vec<String> =
        numbers.split([',', ';', '\n']).map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect();
    let done: Posted = site
        .ask(move |desk| {
            let on = on.unwrap_or_else(|| desk.today());
            desk.posted(&actor, id, on, &numbers)
        })
        .await?;
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

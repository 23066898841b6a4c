//! Webhooks: programs elsewhere that are told what happens; one of them with what it was told.

use app::Permission;
use app::webhooks::{EVENTS, WebhookCard, WebhookId, WebhookOrder, WebhookTold};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Date, Timestamp};
use serde::Deserialize;

use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::figures::{count, day};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Deliveries of a page.
const SHOWN: u32 = 50;

struct Row {
    id: String,
    url: String,
    state: String,
    tone: &'static str,
    events: String,
    creditor: String,
    waiting: String,
    last: String,
}

/// One event that can be chosen.
struct Choice {
    value: &'static str,
    label: String,
    ticked: bool,
}

/// A family, and its events one by one.
struct Family {
    all: Choice,
    kinds: Vec<Choice>,
    open: bool,
}

/// The form of a webhook.
struct Form {
    typed: Typed,
    families: Vec<Family>,
    creditors: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "webhooks.html")]
struct List {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    form: Form,
}

struct Delivery {
    id: String,
    at: String,
    kind: String,
    state: String,
    tone: &'static str,
    attempts: String,
    answer: String,
    again: String,
    waits: bool,
}

#[derive(Template)]
#[template(path = "webhook.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    url: String,
    state: String,
    tone: &'static str,
    note: String,
    active: bool,
    secret: String,
    facts: Vec<(String, String)>,
    deliveries: Vec<Delivery>,
    pending: bool,
    next: String,
    form: Form,
}

fn tone(state: &str) -> &'static str {
    match state {
        "active" | "delivered" => "cash",
        "failing" | "gone" | "given-up" => "right",
        _ => "attention",
    }
}

fn instant(at: Timestamp, today: Date, w: Words) -> String {
    format!("{} {}", day(w.day_of(at), today, w.lang), w.hour(at))
}

/// How an attempt ended: the status and what was said, or why nobody answered.
fn answer(told: &WebhookTold, w: Words) -> String {
    match told.status {
        Some(status) if told.answer.is_empty() => status.to_string(),
        Some(status) => format!("{status} · {}", told.answer),
        None if told.attempts > 0 => w.of("hook-silence", &told.answer),
        None => String::new(),
    }
}

fn row(card: &WebhookCard, today: Date, w: Words) -> Row {
    let last = card.last.as_ref().and_then(|told| told.tried_at.map(|at| (at, answer(told, w))));
    Row {
        id: card.id.to_string(),
        url: card.url.clone(),
        state: w.of("hook-state", &card.state),
        tone: tone(&card.state),
        events: named(&card.events, w),
        creditor: card.creditor.clone().unwrap_or_else(|| w.t("hook-all-creditors")),
        waiting: if card.waiting == 0 { String::new() } else { w.n("hook-waiting", card.waiting, &[]) },
        last: last.map_or_else(String::new, |(at, said)| format!("{} · {said}", instant(at, today, w))),
    }
}

/// Families by their words, single events as they are written.
fn named(events: &[String], w: Words) -> String {
    let one = |name: &String| if name.contains('.') { name.clone() } else { w.of("hook-family", name) };
    events.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn form(typed: Typed, ticked: &[String], creditors: Vec<(String, String)>, w: Words) -> Form {
    let is = |name: &str| ticked.iter().any(|t| t == name);
    let family = |(family, kinds): &(&'static str, &'static [&'static str])| Family {
        all: Choice { value: family, label: w.of("hook-family", family), ticked: is(family) },
        kinds: kinds.iter().map(|kind| Choice { value: kind, label: String::new(), ticked: is(kind) }).collect(),
        open: kinds.iter().any(|kind| is(kind)),
    };
    Form { typed, families: EVENTS.iter().map(family).collect(), creditors }
}

/// `GET /webhooks`.
pub async fn list(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show_list(&site, &visit, Typed::default(), &[]).await
}

async fn show_list(site: &Site, visit: &Visit, typed: Typed, ticked: &[String]) -> Result<Response, Failure> {
    visit.actor.may(Permission::Settings)?;
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?.into_iter().map(|c| (c.code, c.name)).collect();
        Ok((desk.webhooks(&actor, None, app::webhooks::ALL_MAX)?, creditors, desk.today()))
    });
    let (page, creditors, today) = read.await?;
    let wrong = typed.is_wrong();
    let mut response = html(&List {
        w,
        frame: Frame::of(visit, "nav-settings", &w.t("hooks-title")),
        rows: page.rows.iter().map(|card| row(card, today, w)).collect(),
        form: form(typed, ticked, creditors, w),
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Where the log goes on.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    #[serde(default)]
    before: String,
}

/// `GET /webhooks/{id}`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Before>,
) -> Result<Response, Failure> {
    show(&site, &visit, (&id, &asked.before), String::new(), None).await
}

/// The page; `secret` is shown this once, `wrong` is a form that was refused, with what was ticked.
async fn show(
    site: &Site,
    visit: &Visit,
    (id, before): (&str, &str),
    secret: String,
    wrong: Option<(Typed, Vec<String>)>,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::Settings)?;
    let (actor, w) = (visit.actor.clone(), visit.words());
    let id = reference(id)?;
    let before = super::after(before)?;
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?.into_iter().map(|c| (c.code, c.name)).collect();
        let told = desk.webhook_deliveries(&actor, id, before, SHOWN)?;
        Ok((desk.webhook(&actor, id)?, told, creditors, desk.today()))
    });
    let (card, told, creditors, today) = read.await?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (typed, ticked) = wrong.unwrap_or_else(|| {
        let typed = Typed::default().with("url", card.url.clone());
        (typed.with("creditor", card.creditor.clone().unwrap_or_default()), card.events.clone())
    });
    let pending = told.rows.iter().any(|t| t.sequence.is_none() && t.next_try.is_some());
    let mut frame = Frame::of(visit, "nav-settings", &w.t("hooks-title"));
    frame.refresh = if pending && secret.is_empty() { 2 } else { 0 };
    let note = match card.state.as_str() {
        "failing" => w.t("hook-note-failing"),
        "gone" => w.t("hook-note-gone"),
        "paused" => w.t("hook-note-paused"),
        _ => String::new(),
    };
    let mut response = html(&Page {
        w,
        frame,
        id: card.id.to_string(),
        url: card.url.clone(),
        state: w.of("hook-state", &card.state),
        tone: tone(&card.state),
        note,
        active: card.state == "active",
        secret,
        facts: facts(&card, today, w),
        deliveries: told.rows.iter().map(|t| delivery(t, today, w)).collect(),
        pending,
        next: told.next.map_or_else(String::new, |next| format!("/webhooks/{}?before={next}", card.id)),
        form: form(typed, &ticked, creditors, w),
    })?;
    *response.status_mut() = status;
    Ok(response)
}

fn facts(card: &WebhookCard, today: Date, w: Words) -> Vec<(String, String)> {
    let mut facts = vec![
        (w.t("hook-events"), named(&card.events, w)),
        (w.t("creditor"), card.creditor.clone().unwrap_or_else(|| w.t("hook-all-creditors"))),
        (w.t("hook-waits"), count(card.waiting, w.lang)),
        (w.t("hook-made"), format!("{} · {}", instant(card.created_at, today, w), card.by)),
    ];
    facts.extend(card.former_until.map(|until| (w.t("hook-former"), instant(until, today, w))));
    facts
}

fn delivery(told: &WebhookTold, today: Date, w: Words) -> Delivery {
    let again = told.next_try.filter(|_| told.attempts > 0);
    Delivery {
        id: told.id.to_string(),
        at: instant(told.created_at, today, w),
        kind: told.kind.clone(),
        state: w.of("hook-told", &told.state),
        tone: tone(&told.state),
        attempts: count(told.attempts.unsigned_abs(), w.lang),
        answer: answer(told, w),
        again: again.map_or_else(String::new, |at| w.t1("hook-again", "at", instant(at, today, w))),
        waits: told.next_try.is_some(),
    }
}

fn order(form: &Reading, events: Vec<String>) -> WebhookOrder {
    WebhookOrder { url: form.text("url"), events, creditor: form.some("creditor") }
}

const ORDER: Sheet = Sheet { form: "order", prefix: "", field: "creditor" };

fn ticked(act: &Act) -> Vec<String> {
    act.every("events").map(str::to_owned).collect()
}

/// `POST /webhooks`: the page of the one made shows its secret, this once.
pub async fn add(act: Act) -> Result<Response, Failure> {
    let (actor, events) = (act.visit.actor.clone(), ticked(&act));
    let creditor = Some(act.typed.get("creditor").to_owned()).filter(|code| !code.is_empty());
    let order = WebhookOrder { url: act.typed.get("url").to_owned(), events, creditor };
    match act.site.ask(move |desk| desk.add_webhook(&actor, &order)).await {
        Ok(made) => show(&act.site, &act.visit, (&made.id.to_string(), ""), made.secret, None).await,
        Err(Failure::Refused(told)) => refused(act, &told).await,
        Err(other) => Err(other),
    }
}

async fn refused(mut act: Act, told: &Told) -> Result<Response, Failure> {
    act.typed.refused(told, "url", act.visit.visitor.lang);
    let ticked = ticked(&act);
    show_list(&act.site.clone(), &act.visit.clone(), act.typed, &ticked).await
}

/// `POST /webhooks/{id}`: where and of what.
pub async fn change(act: Act) -> Result<Response, Failure> {
    let events = ticked(&act);
    let (id, chosen) = (act.id.clone(), events.clone());
    let answered = act.answer(&ORDER, move |desk, actor, form| {
        desk.change_webhook(actor, form.about()?, &order(form, chosen)).map_err(Slip::from)?;
        Ok("hook")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&format!("/webhooks/{id}"))),
        Answered::Wrong(act) => {
            show(&act.site, &act.visit, (&id, ""), String::new(), Some((act.typed.clone(), events))).await
        }
    }
}

/// `POST /webhooks/{id}/active`: `active` is 1 or 0.
pub async fn switch(act: Act) -> Result<Response, Failure> {
    let (actor, id, active) = (act.visit.actor.clone(), reference(&act.id)?, act.typed.is("active", "1"));
    act.site.ask(move |desk| desk.set_webhook_active(&actor, id, active)).await?;
    Ok(Redirect::to(&format!("/webhooks/{}?done=hook", act.id)).into_response())
}

/// `POST /webhooks/{id}/secret`: the new one is shown this once.
pub async fn rotate(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), reference(&act.id)?);
    let made = act.site.ask(move |desk| desk.rotate_webhook(&actor, id)).await?;
    show(&act.site, &act.visit, (&act.id, ""), made.secret, None).await
}

/// `POST /webhooks/{id}/test`.
pub async fn test(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), reference(&act.id)?);
    act.site.ask(move |desk| desk.test_webhook(&actor, id)).await?;
    Ok(Redirect::to(&format!("/webhooks/{}?done=hook-test", act.id)).into_response())
}

/// `POST /webhooks/{id}/remove`.
pub async fn remove(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), reference(&act.id)?);
    act.site.ask(move |desk| desk.remove_webhook(&actor, id)).await?;
    Ok(Redirect::to("/webhooks?done=hook-removed").into_response())
}

/// `POST /webhook-deliveries/{id}/resend`: `webhook` says which page to go back to.
pub async fn resend(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), reference(&act.id)?);
    act.site.ask(move |desk| desk.resend_webhook(&actor, id)).await?;
    back(&act)
}

/// `POST /webhook-deliveries/{id}/skip`.
pub async fn skip(act: Act) -> Result<Response, Failure> {
    let (actor, id) = (act.visit.actor.clone(), reference(&act.id)?);
    act.site.ask(move |desk| desk.skip_webhook(&actor, id)).await?;
    back(&act)
}

fn back(act: &Act) -> Result<Response, Failure> {
    let webhook: WebhookId = reference(act.typed.get("webhook"))?;
    Ok(Redirect::to(&format!("/webhooks/{webhook}?done=hook")).into_response())
}

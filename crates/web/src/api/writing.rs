//! Messages by hand, and taking an act back.

use app::strategies::Enclosure;
use app::{Channel, Refusal, Undo, writing};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;

use super::desk::date;
use super::models::{ConfirmationOrder, LetterPosted, Made, MessageDraft, MessageOrder, UndoOrder};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts/{id}/messages", post(write))
        .route("/accounts/{id}/messages/draft", post(draft))
        .route("/promises/{id}/confirmation", post(confirm))
        .route("/messages/{id}/posted", post(posted))
        .route("/messages/{id}/withdrawal", post(withdraw_message))
        .route("/undo", post(undo))
}

fn order(body: MessageOrder) -> Result<writing::MessageOrder, Failure> {
    let items = body.items.map(|items| items.iter().map(|id| reference(id)).collect::<Result<_, _>>()).transpose()?;
    let channel = body.channel.map(|c| Channel::parse(&c).ok_or(Refusal::UnknownChannel { channel: c })).transpose()?;
    let id = body.id.map(|id| reference(&id)).transpose()?;
    let kind = |slug: &String| Enclosure::parse(slug).ok_or_else(|| Failure::unknown(slug));
    let attach = body.attach.iter().map(kind).collect::<Result<_, _>>()?;
    let (text, words, seen) = (body.text, body.words, body.seen);
    Ok(writing::MessageOrder { items, channel, text, words, attach, id, seen, own: None })
}

/// What a message about pieces would ask and say, and why it would be refused. Nothing is written.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/messages/draft", tag = "writing", params(("id" = String, Path)),
    request_body = MessageOrder, responses((status = 200, body = MessageDraft), (status = 422, body = Problem)))]
pub async fn draft(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<MessageOrder>,
) -> Result<Json<Value>, Failure> {
    let (actor, order) = (visit.actor.clone(), order(body)?);
    let draft = site.ask(move |desk| desk.draft_message(&actor, desk.find_account(&actor, &id)?, &order)).await?;
    Ok(Json(app::said(&draft, visit.visitor.lang)))
}

/// Write a message into the outbox, where it is held for ten seconds.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/messages", tag = "writing", params(("id" = String, Path)),
    request_body = MessageOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn write(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<MessageOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let order = order(body)?;
    let made = site.ask(move |desk| desk.write_message(&visit.actor, desk.find_account(&visit.actor, &id)?, &order));
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Send the mail that confirms a promise; it is held as any message by hand.
#[utoipa::path(post, path = "/api/v1/promises/{id}/confirmation", tag = "writing", params(("id" = String, Path)),
    request_body = ConfirmationOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn confirm(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ConfirmationOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let promise = reference(&id)?;
    let id = body.id.map(|id| reference(&id)).transpose()?;
    let made = site.ask(move |desk| desk.confirm_promise(&visit.actor, promise, (&body.words, id)));
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Say that a letter written by hand went to the post.
#[utoipa::path(post, path = "/api/v1/messages/{id}/posted", tag = "writing", params(("id" = String, Path)),
    request_body = LetterPosted,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn posted(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    body: Option<Json<LetterPosted>>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    let on = date(body.and_then(|Json(body)| body.on).as_deref())?;
    site.ask(move |desk| desk.letter_posted(&visit.actor, id, on.unwrap_or_else(|| desk.today()))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take back a message written by hand that has not left, however long it has waited.
#[utoipa::path(post, path = "/api/v1/messages/{id}/withdrawal", tag = "writing", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn withdraw_message(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.withdraw_message(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an act back, in the ten seconds that follow it.
#[utoipa::path(post, path = "/api/v1/undo", tag = "writing", request_body = UndoOrder,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn undo(State(site): State<Site>, visit: Visit, Json(body): Json<UndoOrder>) -> Result<StatusCode, Failure> {
    let what: Undo = reference(&body.what)?;
    site.ask(move |desk| desk.undo(&visit.actor, what)).await?;
    Ok(StatusCode::NO_CONTENT)
}

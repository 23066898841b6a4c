//! Webhooks, for programs, and the event as they receive it.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::webhooks as desk;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{
    ContentBuilder, HttpMethod, ObjectBuilder, OpenApi as Document, PathsBuilder, Ref, RefOr, Required,
    ResponseBuilder, Schema, Type,
};
use utoipa::{IntoParams, Modify};

use super::desk::lines;
use super::models::{Made, Webhook, WebhookDeliveries, WebhookOrder, WebhookSecret, WebhookSwitch, Webhooks};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Deliveries of a page where none are asked for.
const PAGE: u32 = 50;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/webhooks", get(list).post(add))
        .route("/webhooks/{id}", get(one).put(change).delete(remove))
        .route("/webhooks/{id}/active", put(switch))
        .route("/webhooks/{id}/secret", post(rotate))
        .route("/webhooks/{id}/test", post(test))
        .route("/webhooks/{id}/deliveries", get(deliveries))
        .route("/webhook-deliveries/{id}/resending", post(resend))
        .route("/webhook-deliveries/{id}/skipping", post(skip))
}

impl From<WebhookOrder> for desk::WebhookOrder {
    fn from(order: WebhookOrder) -> Self {
        Self { url: order.url, events: order.events, creditor: order.creditor }
    }
}

/// Where a page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WebhookPlace {
    /// The `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Lines of a page, 200 at most.
    #[serde(default)]
    limit: Option<usize>,
}

impl WebhookPlace {
    fn after<T: std::str::FromStr>(&self) -> Result<Option<T>, Failure> {
        self.after.as_deref().filter(|text| !text.is_empty()).map(reference).transpose()
    }
}

/// The webhooks.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks", params(WebhookPlace),
    responses((status = 200, body = Webhooks), (status = 403, body = Problem)))]
pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<WebhookPlace>,
) -> Result<Json<Value>, Failure> {
    let (after, limit, lang) = (asked.after()?, lines(asked.limit).unwrap_or(PAGE), visit.visitor.lang);
    let page = site.ask(move |desk| desk.webhooks(&visit.actor, after, limit)).await?;
    Ok(Json(app::said(&page, lang)))
}

/// Add a webhook: told from now on. Its secret is answered this once.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", request_body = WebhookOrder,
    responses((status = 201, body = WebhookSecret), (status = 422, body = Problem)))]
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<WebhookOrder>,
) -> Result<(StatusCode, Json<WebhookSecret>), Failure> {
    let order = body.into();
    let made = site.ask(move |desk| desk.add_webhook(&visit.actor, &order)).await?;
    Ok((StatusCode::CREATED, Json(WebhookSecret { id: made.id.to_string(), secret: made.secret })))
}

/// One webhook.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = Webhook), (status = 404, body = Problem)))]
pub async fn one(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, lang) = (reference(&id)?, visit.visitor.lang);
    let card = site.ask(move |desk| desk.webhook(&visit.actor, id)).await?;
    Ok(Json(app::said(&card, lang)))
}

/// Change where and of what it is told.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    request_body = WebhookOrder, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn change(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<WebhookOrder>,
) -> Result<StatusCode, Failure> {
    let (id, order) = (reference(&id)?, body.into());
    site.ask(move |desk| desk.change_webhook(&visit.actor, id, &order)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove it, with all it was told.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.remove_webhook(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stop it, or have it told again from where it stopped.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}/active", tag = "webhooks", params(("id" = String, Path)),
    request_body = WebhookSwitch, responses((status = 204), (status = 404, body = Problem)))]
pub async fn switch(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<WebhookSwitch>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.set_webhook_active(&visit.actor, id, body.active)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give it a new secret; for two days the former one signs beside it.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/secret", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 201, body = WebhookSecret), (status = 404, body = Problem)))]
pub async fn rotate(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<WebhookSecret>), Failure> {
    let id = reference(&id)?;
    let made = site.ask(move |desk| desk.rotate_webhook(&visit.actor, id)).await?;
    Ok((StatusCode::CREATED, Json(WebhookSecret { id: made.id.to_string(), secret: made.secret })))
}

/// Send a test event, once.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 202, body = Made), (status = 404, body = Problem)))]
pub async fn test(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference(&id)?;
    let made = site.ask(move |desk| desk.test_webhook(&visit.actor, id)).await?;
    Ok((StatusCode::ACCEPTED, Json(Made { id: made.to_string() })))
}

/// What it was told, newest first.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks", params(("id" = String, Path), WebhookPlace),
    responses((status = 200, body = WebhookDeliveries), (status = 404, body = Problem)))]
pub async fn deliveries(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<WebhookPlace>,
) -> Result<Json<Value>, Failure> {
    let (id, before, lang) = (reference(&id)?, asked.after()?, visit.visitor.lang);
    let limit = lines(asked.limit).unwrap_or(PAGE);
    let page = site.ask(move |desk| desk.webhook_deliveries(&visit.actor, id, before, limit)).await?;
    Ok(Json(app::said(&page, lang)))
}

/// Send a delivery once more, under the same identity.
#[utoipa::path(post, path = "/api/v1/webhook-deliveries/{id}/resending", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 202, body = Made), (status = 404, body = Problem)))]
pub async fn resend(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference(&id)?;
    let made = site.ask(move |desk| desk.resend_webhook(&visit.actor, id)).await?;
    Ok((StatusCode::ACCEPTED, Json(Made { id: made.to_string() })))
}

/// Give up a delivery that holds back the others.
#[utoipa::path(post, path = "/api/v1/webhook-deliveries/{id}/skipping", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn skip(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.skip_webhook(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes the request that a webhook receives into the document.
pub struct Events;

impl Modify for Events {
    fn modify(&self, document: &mut Document) {
        let text = || Schema::Object(ObjectBuilder::new().schema_type(Type::String).build());
        let header = |name: &str, says: &str| {
            let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header);
            parameter.required(Required::True).description(Some(says)).schema(Some(text())).build()
        };
        let schema = RefOr::<Schema>::Ref(Ref::from_schema_name("WebhookEvent"));
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let body = RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
        let answer = |says: &str| ResponseBuilder::new().description(says).build();
        let operation = OperationBuilder::new()
            .tag("webhooks")
            .summary(Some("Something happened"))
            .description(Some(
                "Every event asked for comes at least once, in the order of `sequence`; an event that comes again has the \
                same `webhook-id`. Answer with a status of 2xx within 15 seconds; anything else has the event sent again \
                for about a day, and those after it wait. 410 ends it. Redirects are not followed.",
            ))
            .parameter(header("webhook-id", "Identity of the event, the same each time it is sent."))
            .parameter(header("webhook-timestamp", "Seconds since 1970 when it was sent; refuse what is older than five minutes."))
            .parameter(header(
                "webhook-signature",
                "One or two of `v1,` and the base64 of HMAC-SHA256 over `webhook-id.webhook-timestamp.body`, parted by a \
                blank; the key is the secret after `whsec_`, from base64.",
            ))
            .request_body(Some(body.build()))
            .response("2XX", answer("Taken."))
            .response("410", answer("Never again."))
            .response("default", answer("Again later."))
            .build();
        let item = PathItem::new(HttpMethod::Post, operation);
        document.webhooks = Some(PathsBuilder::new().path("event", item).build());
    }
}

//! Webhooks, and the events they tell.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// One webhook, without its secret.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Webhook {
    pub id: String,
    #[schema(example = "https://erp.example/quittance")]
    pub url: String,
    /// Families and kinds it is told of.
    #[schema(example = json!(["promise", "message.sent"]))]
    pub events: Vec<String>,
    /// Code of the one creditor it is about; all when `null`.
    pub creditor: Option<String>,
    /// `active`, `paused`, `failing`, `gone`.
    #[schema(example = "active")]
    pub state: String,
    /// Events that wait for it.
    pub waiting: u64,
    pub by: String,
    pub created_at: String,
    /// Until when the former secret signs too.
    pub former_until: Option<String>,
    /// The last thing it was told.
    pub last: Option<WebhookDelivery>,
}

/// One event as it was told, or is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookDelivery {
    pub id: String,
    /// Identity of the event, `webhook-id` of the request.
    pub event: String,
    #[schema(example = "promise.broken")]
    pub kind: String,
    /// Place in the order; `null` for what was sent by hand.
    pub sequence: Option<i64>,
    /// `waiting`, `delivered`, `given-up`.
    pub state: String,
    pub attempts: i64,
    /// HTTP status last answered.
    pub status: Option<i64>,
    /// The beginning of that answer, or why there was none.
    pub answer: String,
    pub created_at: String,
    pub tried_at: Option<String>,
    /// When it is sent again.
    pub next_try: Option<String>,
}

/// Webhooks.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Webhooks {
    pub rows: Vec<Webhook>,
    /// Where the next page starts.
    pub next: Option<String>,
}

/// Deliveries, newest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookDeliveries {
    pub rows: Vec<WebhookDelivery>,
    /// Where the next page starts.
    pub next: Option<String>,
}

/// What signs, told this once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookSecret {
    pub id: String,
    /// `whsec_` and the key in base64.
    #[schema(example = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    pub secret: String,
}

/// What a webhook is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub struct WebhookOrder {
    /// `https`, or this machine where the server allows it.
    #[schema(example = "https://erp.example/quittance")]
    pub url: String,
    /// Families (`promise`) or kinds (`promise.broken`).
    #[schema(example = json!(["promise", "message.sent"]))]
    pub events: Vec<String>,
    /// Code of the one creditor it is about; all when absent.
    #[serde(default)]
    pub creditor: Option<String>,
}

/// Whether a webhook is told.
#[derive(Debug, Deserialize, ToSchema)]
pub struct WebhookSwitch {
    pub active: bool,
}

/// An event, as it is sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookEvent {
    /// Identity of the event, the same each time it is sent: it is also `webhook-id`.
    #[schema(example = "ev_0K7Q2M5V9A1BC")]
    pub id: String,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(example = "promise.broken")]
    pub kind: String,
    /// When it was written.
    pub timestamp: String,
    /// Grows from one event to the next; `null` for a test.
    pub sequence: Option<i64>,
    /// The day it counts for.
    pub day: String,
    /// Who did it: a login, `cli`, `worker`.
    pub actor: String,
    /// Code of the creditor.
    pub creditor: Option<String>,
    pub account: Option<WebhookAccount>,
    /// The fact, as the timeline of the account tells it.
    #[schema(value_type = Object)]
    pub data: Value,
}

/// The account an event is about.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookAccount {
    pub id: String,
    /// Customer code.
    pub number: Option<String>,
}

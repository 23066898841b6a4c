//! The tables of the webhooks.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { webhook (id) => WebhookRow {
    id: Int,
    url: Text,
    events: Text,
    creditor_id: MaybeInt,
    secret: Text,
    former_secret: Text,
    former_until_us: MaybeInt,
    state: Text,
    cursor_no: Int,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { webhook_delivery (id) => WebhookDeliveryRow {
    id: Int,
    webhook_id: Int,
    event: Text,
    kind: Text,
    seal_no: MaybeInt,
    body: Text,
    state: Text,
    attempts: Int,
    next_try_us: Int,
    reserved_until_us: MaybeInt,
    status: MaybeInt,
    answer: Text,
    created_us: Int,
    tried_us: MaybeInt,
} }

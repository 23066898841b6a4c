//! The tables of the disputes.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use super::{item, item_block};
use crate::schema::sql;

rows! { dispute (id) => DisputeRow {
    id: Int,
    account_id: Int,
    item_id: Int,
    block_id: Int,
    contested_minor: Int,
    currency: Text,
    kind: Text,
    motive: Text,
    source: Text,
    step: Text,
    outcome: MaybeText,
    granted_minor: Int,
    service: Text,
    owner: Text,
    asked_on: Day,
    due_on: Day,
    escalations: Int,
    credit_task_id: MaybeInt,
    opened_on: Day,
    closed_on: MaybeDay,
    closed_us: MaybeInt,
    note: Text,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { dispute_evidence (id) => DisputeEvidenceRow {
    id: Int,
    dispute_id: Int,
    account_id: Int,
    side: Text,
    kind: Text,
    body: Text,
    document_id: MaybeInt,
    actor: Text,
    created_us: Int,
} }

rows! { einvoice_status (id) => EinvoiceStatusRow {
    id: Int,
    said_key: Text,
    seller: Text,
    invoice: Text,
    issued_on: MaybeDay,
    code: Text,
    motive: Text,
    said_at: Text,
    paid: Text,
    paid_on: MaybeDay,
    approved: Text,
    unapproved: Text,
    words: Text,
    account_id: MaybeInt,
    item_id: MaybeInt,
    block_id: MaybeInt,
    actor: Text,
    created_us: Int,
} }

diesel::allow_tables_to_appear_in_same_query!(dispute, item);
diesel::allow_tables_to_appear_in_same_query!(dispute, item_block);
diesel::allow_tables_to_appear_in_same_query!(einvoice_status, item);

//! The tables of colleagues, of what they are told, and of links.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { colleague (id) => ColleagueRow {
    id: Int,
    name: Text,
    email: Text,
    language: Text,
    created_us: Int,
    version: Int,
} }

rows! { notice (id) => NoticeRow {
    id: Int,
    account_id: MaybeInt,
    kind: Text,
    recipient: Text,
    email: Text,
    language: Text,
    subject: Text,
    body: Text,
    dedupe_key: Text,
    state: Text,
    attempts: Int,
    next_try_us: Int,
    reserved_until_us: MaybeInt,
    reply: Text,
    created_us: Int,
    settled_us: MaybeInt,
} }

rows! { signed_link (id) => SignedLinkRow {
    id: Int,
    account_id: Int,
    purpose: Text,
    subject_id: MaybeInt,
    recipient: Text,
    made_us: Int,
    expires_us: Int,
    opened_us: MaybeInt,
    used_us: MaybeInt,
    revoked_us: MaybeInt,
    failures: Int,
    actor: Text,
} }

//! The tables of who is called by name, and of who wants a digest.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { mention (id) => MentionRow {
    id: Int,
    account_id: Int,
    entry_id: Int,
    dispute_id: MaybeInt,
    login: Text,
    body: Text,
    actor: Text,
    created_us: Int,
    seen_us: MaybeInt,
} }

rows! { digest (user_id) => DigestRow {
    user_id: Int,
    frequency: Text,
    since_us: Int,
} }

//! The tables of what workers do, and of what the house chose.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { job (id) => JobRow {
    id: Int,
    kind: Text,
    payload: Text,
    run_at_us: Int,
    lease_until_us: MaybeInt,
    leased_by: MaybeText,
    attempts: Int,
    max_attempts: Int,
    state: Text,
    last_error: Text,
    dedupe_key: MaybeText,
    created_us: Int,
} }

rows! { setting (key) => SettingRow {
    key: Text,
    value: Text,
} }

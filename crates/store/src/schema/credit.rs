//! The tables of limits, insurances, orders held and what gets worse.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { credit_limit (id) => CreditLimitRow {
    id: Int,
    account_id: Int,
    currency: Text,
    amount_minor: Int,
    reason: Text,
    made_on: Day,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { credit_cover (id) => CreditCoverRow {
    id: Int,
    account_id: Int,
    insurer: Text,
    policy: Text,
    currency: Text,
    amount_minor: Int,
    since_on: Day,
    until_on: MaybeDay,
    declare_days: MaybeInt,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { order_block (id) => OrderBlockRow {
    id: Int,
    account_id: Int,
    state: Text,
    cause: Text,
    reason: Text,
    made_on: Day,
    actor: Text,
    created_us: Int,
    decided_by: Text,
    decided_why: Text,
    decided_us: MaybeInt,
    gone: MaybeText,
    version: Int,
} }

rows! { credit_declaration (id) => CreditDeclarationRow {
    id: Int,
    account_id: Int,
    item_id: Int,
    made_on: Day,
    note: Text,
    actor: Text,
    created_us: Int,
} }

rows! { credit_signal (id) => CreditSignalRow {
    id: Int,
    account_id: Int,
    kind: Text,
    item_id: MaybeInt,
    about_on: Day,
    days: MaybeInt,
    currency: Text,
    amount_minor: Int,
    made_on: Day,
    created_us: Int,
    seen_by: Text,
    seen_us: MaybeInt,
} }

//! The tables of what people told of limitations, and of the lines they ticked before a hand-over.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { limitation_fact (id) => LimitationFactRow {
    id: Int,
    account_id: Int,
    item_id: Int,
    event: Text,
    on_day: Day,
    proof: Text,
    left_on: MaybeDay,
    left_why: Text,
    left_actor: Text,
    actor: Text,
    created_us: Int,
} }

rows! { case_check (id) => CaseCheckRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    line: Text,
    note: Text,
    ticked_on: Day,
    actor: Text,
    created_us: Int,
} }

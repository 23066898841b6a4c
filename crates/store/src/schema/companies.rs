//! The tables of what the register of companies says.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { company (siren) => CompanyRow {
    siren: Text,
    state: Text,
    body: Text,
    seat_closed: Flag,
    seat_moved_on: MaybeDay,
    changed_on: MaybeDay,
    source: Text,
    error: Text,
    asked_us: Int,
    read_us: MaybeInt,
} }

rows! { company_change (id) => CompanyChangeRow {
    id: Int,
    siren: Text,
    on_day: Day,
    what: Text,
    was: Text,
    became: Text,
    created_us: Int,
} }

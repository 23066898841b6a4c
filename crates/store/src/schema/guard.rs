//! The tables of rights that were given up, of their alarms, and of who reads the calendar of rights elsewhere.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { right_waiver (id) => RightWaiverRow {
    id: Int,
    right_id: Int,
    account_id: Int,
    waived_on: Day,
    why: Text,
    actor: Text,
    created_us: Int,
    back_on: MaybeDay,
    back_why: Text,
    back_actor: Text,
} }

rows! { right_alarm (right_id) => RightAlarmRow {
    right_id: Int,
    account_id: Int,
    last_on: Day,
    told_on: Day,
    answered_on: MaybeDay,
    answered_by: Text,
} }

rows! { calendar_address (user_id) => CalendarAddressRow {
    user_id: Int,
    token_hash: Text,
    made_us: Int,
} }

//! The tables of instalment plans, and of what moves a limitation.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { instalment_plan (id) => InstalmentPlanRow {
    id: Int,
    account_id: Int,
    currency: Text,
    principal_minor: Int,
    interest_minor: Int,
    rate: Text,
    state: Text,
    made_on: Day,
    acceleration: Flag,
    notice_days: Int,
    grace_days: Int,
    beyond: Text,
    replaces_id: MaybeInt,
    means: Text,
    note: Text,
    owner: Text,
    actor: Text,
    created_us: Int,
    approved_by: Text,
    signed_on: MaybeDay,
    signed_by: Text,
    signed_level: Text,
    signed_mark: MaybeInt,
    document_id: MaybeInt,
    copy_id: MaybeInt,
    noticed_on: MaybeDay,
    noticed_minor: MaybeInt,
    lapsed_on: MaybeDay,
    ended_on: MaybeDay,
    ended_why: Text,
    version: Int,
} }

rows! { plan_item (id) => PlanItemRow {
    id: Int,
    plan_id: Int,
    account_id: Int,
    item_id: Int,
    open_minor: Int,
    block_id: MaybeInt,
} }

rows! { plan_instalment (id) => PlanInstalmentRow {
    id: Int,
    plan_id: Int,
    account_id: Int,
    due_on: Day,
    amount_minor: Int,
    interest_minor: Int,
} }

rows! { claim_event (id) => ClaimEventRow {
    id: Int,
    account_id: Int,
    item_id: Int,
    event: Text,
    on_day: Day,
    proof: Text,
    document_id: MaybeInt,
    procedure_id: MaybeInt,
    actor: Text,
    created_us: Int,
} }

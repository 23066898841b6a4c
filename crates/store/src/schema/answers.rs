//! The tables of what a dispute comes to.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { opinion (id) => OpinionRow {
    id: Int,
    account_id: Int,
    dispute_id: Int,
    score: Int,
    words: Text,
    recipient: Text,
    created_us: Int,
} }

rows! { mediation (id) => MediationRow {
    id: Int,
    account_id: Int,
    dispute_id: Int,
    path: Text,
    mediator: Text,
    proposed_on: Day,
    accepted_on: MaybeDay,
    ended_on: MaybeDay,
    result: Text,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { prevention (id) => PreventionRow {
    id: Int,
    kind: Text,
    what: Text,
    owner: Text,
    due_on: Day,
    since_on: MaybeDay,
    actor: Text,
    created_us: Int,
    version: Int,
} }

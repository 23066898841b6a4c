//! The tables of titles, of costs, and of what is lost when a case ends.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { court_title (id) => CourtTitleRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    kind: Text,
    issued_on: Day,
    court: Text,
    number: Text,
    currency: Text,
    heads: Text,
    enforceable_on: MaybeDay,
    finality: Text,
    creditor_class: Text,
    capitalise: Flag,
    claim_kind: Text,
    claim_due_on: MaybeDay,
    annulled_on: MaybeDay,
    annulled_by: Text,
    clocked: Flag,
    due_on: Day,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { title_fact (id) => TitleFactRow {
    id: Int,
    title_id: Int,
    account_id: Int,
    position: Int,
    on_day: Day,
    fact: Text,
    left_on: MaybeDay,
    left_why: Text,
    actor: Text,
    created_us: Int,
} }

rows! { case_cost (id) => CaseCostRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    kind: Text,
    label: Text,
    on_day: Day,
    net_minor: Int,
    vat_minor: Int,
    currency: Text,
    advanced_by: Text,
    ground: Text,
    decided: MaybeText,
    decision: Text,
    paid_on: MaybeDay,
    tariff: Text,
    reference: Text,
    left_on: MaybeDay,
    left_why: Text,
    actor: Text,
    created_us: Int,
    version: Int,
    fact_id: MaybeInt,
} }

rows! { case_time (id) => CaseTimeRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    who: Text,
    on_day: Day,
    minutes: Int,
    hourly_minor: Int,
    currency: Text,
    left_on: MaybeDay,
    left_why: Text,
    actor: Text,
    created_us: Int,
} }

rows! { case_budget (id) => CaseBudgetRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    kind: Text,
    gross_minor: Int,
} }

rows! { case_loss (id) => CaseLossRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    proof: Text,
    proof_on: Day,
    lost: Text,
    vat_bps: MaybeInt,
    vat: Text,
    actor: Text,
    created_us: Int,
} }

//! The tables of insolvencies.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { insolvency_notice (id) => InsolvencyNoticeRow {
    id: Int,
    number: Text,
    published_on: Day,
    body: Text,
    department: Text,
    url: Text,
    source: Text,
    created_us: Int,
} }

rows! { insolvency_match (id) => InsolvencyMatchRow {
    id: Int,
    notice_id: Int,
    debtor_id: Int,
    certain: Flag,
    grounds: Text,
    state: Text,
    reason: Text,
    decided_by: Text,
    decided_us: MaybeInt,
    created_us: Int,
} }

rows! { insolvency (id) => InsolvencyRow {
    id: Int,
    debtor_id: Int,
    state: Text,
    opened_by: Text,
    known_on: Day,
    judgment_on: MaybeDay,
    published_on: MaybeDay,
    body: Text,
    department: Text,
    created_us: Int,
    version: Int,
} }

rows! { insolvency_claim (id) => InsolvencyClaimRow {
    id: Int,
    insolvency_id: Int,
    account_id: Int,
    opened_by: Text,
    currency: Text,
    sent_on: MaybeDay,
    sent_proof: Text,
    heads: Text,
    declared_minor: Int,
    received_on: MaybeDay,
    received_proof: Text,
    answer: Text,
    answer_on: MaybeDay,
    answer_note: Text,
    admitted_minor: MaybeInt,
    dividend_minor: Int,
    created_us: Int,
    version: Int,
} }

rows! { insolvency_answer (item_id) => InsolvencyAnswerRow {
    item_id: Int,
    account_id: Int,
    supply_on: MaybeDay,
    connected: Text,
    personal: Flag,
    long_loan: Flag,
    privilege: Text,
    actor: Text,
    created_us: Int,
} }

rows! { insolvency_demand (id) => InsolvencyDemandRow {
    id: Int,
    insolvency_id: Int,
    account_id: Int,
    opened_by: Text,
    kind: Text,
    what: Text,
    currency: Text,
    amount_minor: Int,
    asked_on: MaybeDay,
    asked_proof: Text,
    extended_on: MaybeDay,
    extended_proof: Text,
    answer: Text,
    answer_on: MaybeDay,
    answer_proof: Text,
    done_on: MaybeDay,
    done_proof: Text,
    left_on: MaybeDay,
    left_why: Text,
    created_us: Int,
    version: Int,
} }

rows! { insolvency_guarantor (id) => InsolvencyGuarantorRow {
    id: Int,
    insolvency_id: Int,
    account_id: Int,
    opened_by: Text,
    who: Text,
    role: Text,
    name: Text,
    debtor_id: MaybeInt,
    person: Text,
    decision: Text,
    why: Text,
    actor: Text,
    decided_us: MaybeInt,
    created_us: Int,
    version: Int,
} }

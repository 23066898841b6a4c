//! The tables of cases and of the procedures they follow.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { court_case (id) => CourtCaseRow {
    id: Int,
    account_id: Int,
    reference: Text,
    side: Text,
    object: Text,
    currency: Text,
    owner: Text,
    opened_on: Day,
    outcome: MaybeText,
    closed_on: MaybeDay,
    closed_why: Text,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { case_claim (id) => CaseClaimRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    item_id: Int,
    claimed_minor: Int,
    block_id: MaybeInt,
    added_on: Day,
    left_on: MaybeDay,
    left_why: Text,
} }

rows! { case_party (id) => CasePartyRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    role: Text,
    name: Text,
    address: Text,
    note: Text,
    debtor_id: MaybeInt,
} }

rows! { court_procedure (id) => CourtProcedureRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    definition: Text,
    court: Text,
    court_kind: Text,
    side: Text,
    begun_on: Day,
    order_on: MaybeDay,
    distance: Text,
    territory: Text,
    claimed_minor: Int,
    currency: Text,
    state: Text,
    over: Flag,
    due_on: MaybeDay,
    seen_on: Day,
    wakes_on: MaybeDay,
    hearing_on: MaybeDay,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { procedure_fact (id) => ProcedureFactRow {
    id: Int,
    procedure_id: Int,
    account_id: Int,
    position: Int,
    fact: Text,
    actor: Text,
    created_us: Int,
} }

rows! { procedure_deadline (id) => ProcedureDeadlineRow {
    id: Int,
    procedure_id: Int,
    account_id: Int,
    step: Text,
    state: Text,
    from_on: MaybeDay,
    due_on: Day,
    safe_on: Day,
} }

rows! { case_exhibit (id) => CaseExhibitRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    kind: Text,
    name: Text,
    dated_on: MaybeDay,
    document_id: Int,
    actor: Text,
    created_us: Int,
} }

rows! { case_paper (id) => CasePaperRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    kind: Text,
    made_on: Day,
    document_id: Int,
    data_id: MaybeInt,
    typed: Text,
    actor: Text,
    created_us: Int,
} }

rows! { case_proof (id) => CaseProofRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    subject: Text,
    subject_id: Int,
    document_id: Int,
    actor: Text,
    created_us: Int,
} }

rows! { case_answer (id) => CaseAnswerRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    aspect: Text,
    value: Text,
    note: Text,
    actor: Text,
    created_us: Int,
} }

rows! { case_decision (id) => CaseDecisionRow {
    id: Int,
    case_id: Int,
    account_id: Int,
    outcome: Text,
    route: Text,
    why: Text,
    decided_on: Day,
    until_on: MaybeDay,
    against: Flag,
    figures: Text,
    actor: Text,
    created_us: Int,
} }

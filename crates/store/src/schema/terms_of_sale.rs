//! The tables of terms of sale, their clauses, and how customers accepted them.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use crate::schema::sql;

rows! { sale_terms (id) => SaleTermsRow {
    id: Int,
    creditor_id: Int,
    label: Text,
    since_on: Day,
    document_id: MaybeInt,
    actor: Text,
    created_us: Int,
    version: Int,
} }

rows! { sale_clause (id) => SaleClauseRow {
    id: Int,
    terms_id: Int,
    kind: Text,
    body: Text,
    rate: Text,
} }

rows! { terms_acceptance (id) => TermsAcceptanceRow {
    id: Int,
    account_id: Int,
    terms_id: Int,
    accepted_on: Day,
    how: Text,
    note: Text,
    document_id: MaybeInt,
    actor: Text,
    created_us: Int,
    withdrawn_by: Text,
    withdrawn_why: Text,
    withdrawn_us: MaybeInt,
    version: Int,
} }

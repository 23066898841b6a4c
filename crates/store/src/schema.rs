//! The tables, once for both engines: the Diesel table and the row as stored.

use diesel::{
    Insertable, Queryable, Selectable,
    query_builder::AsChangeset,
    sql_types::{BigInt, Binary, Bool, Date, Nullable},
};
use serde::Serialize;

use crate::types::DbDate;

mod joins;
mod rights;

pub(crate) use rights::{UserCreditorRow, user_creditor};

/// Logical types of columns.
pub(crate) mod sql {
    use super::{BigInt, Binary, Bool, Date, DbDate, Nullable};
    pub(crate) use diesel::sql_types::Text;
    pub(crate) type Int = BigInt;
    pub(crate) type Day = Date;
    pub(crate) type Flag = Bool;
    pub(crate) type Bytes = Binary;
    pub(crate) type MaybeInt = Nullable<BigInt>;
    pub(crate) type MaybeText = Nullable<Text>;
    pub(crate) type MaybeDay = Nullable<Date>;

    /// The type in memory of a column.
    pub(crate) trait Column {
        type Value;
    }
    impl Column for Int {
        type Value = i64;
    }
    impl Column for Day {
        type Value = DbDate;
    }
    impl Column for Flag {
        type Value = bool;
    }
    impl Column for Bytes {
        type Value = Vec<u8>;
    }
    impl Column for Text {
        type Value = String;
    }
    impl Column for MaybeInt {
        type Value = Option<i64>;
    }
    impl Column for MaybeText {
        type Value = Option<String>;
    }
    impl Column for MaybeDay {
        type Value = Option<DbDate>;
    }
}

macro_rules! rows {
    ($table:ident ($($key:ident),+) => $Row:ident { $($column:ident: $type:ident),+ $(,)? }) => {
        diesel::table! {
            use crate::schema::sql::*;
            #[allow(missing_docs)]
            $table ($($key),+) { $($column -> $type),+ }
        }

        #[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
        #[diesel(table_name = $table, primary_key($($key),+), treat_none_as_default_value = false, treat_none_as_null = true)]
        pub(crate) struct $Row { $(pub(crate) $column: <sql::$type as sql::Column>::Value),+ }
    };
}

mod cases;
pub(crate) use cases::*;
mod guard;
pub(crate) use guard::*;
mod identity;
pub(crate) use identity::*;
mod plans;
pub(crate) use plans::*;
mod titles;
pub(crate) use titles::*;

rows! { creditor (id) => CreditorRow {
    id: Int,
    code: Text,
    name: Text,
    legal_line: Text,
    siren: MaybeText,
    vat: MaybeText,
    street: Text,
    complement: Text,
    postcode: Text,
    city: Text,
    country: Text,
    phone: Text,
    email: Text,
    iban: MaybeText,
    bic: MaybeText,
    signatory: Text,
    mediator: Text,
    currency: Text,
    terms: Text,
    version: Int,
} }

rows! { debtor_group (id) => GroupRow {
    id: Int,
    name: Text,
} }

rows! { batch (id) => BatchRow {
    id: Int,
    creditor_id: Int,
    format: Text,
    source: Text,
    fingerprint: Text,
    profile: Text,
    mode: Text,
    state: Text,
    as_of: Day,
    actor: Text,
    created_us: Int,
    changed_us: Int,
    lease_until_us: MaybeInt,
    total: Int,
    done: Int,
    outcome: Text,
} }

rows! { debtor (id) => DebtorRow {
    id: Int,
    kind: Text,
    kind_confirmed: Flag,
    name: Text,
    siren: MaybeText,
    vat: MaybeText,
    street: Text,
    complement: Text,
    postcode: Text,
    city: Text,
    country: Text,
    language: Text,
    group_id: MaybeInt,
    batch_id: MaybeInt,
    sort_key: Text,
    version: Int,
    returned_address: Text,
} }

rows! { account (id) => AccountRow {
    id: Int,
    creditor_id: Int,
    debtor_id: Int,
    number: Text,
    terms: MaybeText,
    salesperson: Text,
    paused_until: MaybeDay,
    pause_reason: Text,
    batch_id: MaybeInt,
    version: Int,
    pause_owner: Text,
    strategy: MaybeText,
    payer_id: MaybeInt,
} }

rows! { contact (id) => ContactRow {
    id: Int,
    debtor_id: Int,
    name: Text,
    role: Text,
    email: Text,
    phone: Text,
    batch_id: MaybeInt,
    bounced_on: MaybeDay,
} }

rows! { batch_change (id) => BatchChangeRow {
    id: Int,
    batch_id: Int,
    account_id: MaybeInt,
    entity: Text,
    entity_id: Int,
    field: Text,
    old_value: MaybeText,
    new_value: MaybeText,
    applied: Flag,
} }

rows! { item (id) => ItemRow {
    id: Int,
    account_id: Int,
    batch_id: Int,
    kind: Text,
    number: Text,
    key: Text,
    label: Text,
    amount_minor: Int,
    currency: Text,
    entry_on: Day,
    issue_on: Day,
    due_on: Day,
    due_inferred: Flag,
    supply_on: MaybeDay,
    gl_account: Text,
    number_key: MaybeText,
} }

rows! { allocation (id) => AllocationRow {
    id: Int,
    account_id: Int,
    batch_id: Int,
    debit_id: Int,
    credit_id: Int,
    amount_minor: Int,
    currency: Text,
    on_day: Day,
    letter: Text,
    reverses: MaybeInt,
} }

rows! { profile (id) => ProfileRow {
    id: Int,
    name: Text,
    creditor_id: MaybeInt,
    json: Text,
    updated_us: Int,
} }

rows! { run (id) => RunRow {
    id: Int,
    day: Day,
    creditor_id: MaybeInt,
    state: Text,
    started_us: Int,
    finished_us: MaybeInt,
    actor: Text,
    summary: Text,
} }

rows! { reminder (id) => ReminderRow {
    id: Int,
    account_id: Int,
    creditor_id: Int,
    run_id: Int,
    currency: Text,
    cycle: Int,
    level: Int,
    step: Text,
    strategy: Text,
    on_day: Day,
    grant_until: Day,
    principal_minor: Int,
    interest_minor: Int,
    indemnity_minor: Int,
    total_minor: Int,
    reason: Text,
} }

rows! { reminder_item (reminder_id, item_id) => ReminderItemRow {
    reminder_id: Int,
    item_id: Int,
    account_id: Int,
    open_minor: Int,
    interest_minor: Int,
    indemnity_minor: Int,
} }

rows! { document (id) => DocumentRow {
    id: Int,
    account_id: MaybeInt,
    kind: Text,
    file_name: Text,
    media_type: Text,
    sha256: Text,
    size: Int,
    content: Bytes,
    created_us: Int,
    item_id: MaybeInt,
} }

rows! { print_file (document_id) => PrintFileRow {
    document_id: Int,
    run_id: Int,
    creditor_id: Int,
    letters: Int,
} }

rows! { message (id) => MessageRow {
    id: Int,
    account_id: Int,
    reminder_id: MaybeInt,
    channel: Text,
    language: Text,
    state: Text,
    recipient: Text,
    subject: Text,
    body: Text,
    document_id: MaybeInt,
    created_us: Int,
    address: Text,
    refusals: Int,
    next_try_us: Int,
    settled_us: MaybeInt,
    registered: Text,
    presented_on: MaybeDay,
    returned_on: MaybeDay,
    run_id: MaybeInt,
    print_file_id: MaybeInt,
} }

rows! { strategy (id) => StrategyRow {
    id: Int,
    slug: Text,
    version: Int,
    name: Text,
    json: Text,
    state: Text,
    actor: Text,
    created_us: Int,
} }

rows! { text_template (id) => TextTemplateRow {
    id: Int,
    slug: Text,
    language: Text,
    version: Int,
    body: Text,
    state: Text,
    actor: Text,
    created_us: Int,
} }

rows! { item_block (id) => ItemBlockRow {
    id: Int,
    account_id: Int,
    item_id: Int,
    amount_minor: MaybeInt,
    currency: Text,
    reason: Text,
    note: Text,
    owner: Text,
    since_on: Day,
    until_on: MaybeDay,
    actor: Text,
    created_us: Int,
    released_us: MaybeInt,
} }

rows! { item_choice (item_id) => ItemChoiceRow {
    item_id: Int,
    account_id: Int,
    strategy: Text,
    actor: Text,
    created_us: Int,
} }

rows! { promise (id) => PromiseRow {
    id: Int,
    account_id: Int,
    currency: Text,
    amount_minor: Int,
    made_on: Day,
    until_on: Day,
    state: Text,
    level: Text,
    paid_minor: Int,
    note: Text,
    actor: Text,
    created_us: Int,
    judged_us: MaybeInt,
} }

rows! { task (id) => TaskRow {
    id: Int,
    account_id: Int,
    reminder_id: MaybeInt,
    kind: Text,
    state: Text,
    subject: Text,
    owner: Text,
    due_on: Day,
    outcome: Text,
    note: Text,
    actor: Text,
    created_us: Int,
    closed_us: MaybeInt,
} }

rows! { entry_level (id) => EntryLevelRow {
    id: Int,
    account_id: Int,
    creditor_id: Int,
    currency: Text,
    strategy: Text,
    level: Int,
    french: Text,
    english: Text,
    state: Text,
    on_day: Day,
    actor: Text,
    created_us: Int,
} }

rows! { snooze (id) => SnoozeRow {
    id: Int,
    account_id: Int,
    until_on: Day,
    reason: Text,
    actor: Text,
    created_us: Int,
    ended_us: MaybeInt,
} }

rows! { account_collector (account_id) => CollectorRow {
    account_id: Int,
    login: Text,
    actor: Text,
    created_us: Int,
} }

rows! { absence (id) => AbsenceRow {
    id: Int,
    login: Text,
    since_on: Day,
    until_on: Day,
    stand_in: Text,
    actor: Text,
    created_us: Int,
    ended_us: MaybeInt,
} }

rows! { delivery (id) => DeliveryRow {
    id: Int,
    message_id: Int,
    account_id: Int,
    carrier: Text,
    parcel: Text,
    reserved_by: Text,
    reserved_us: Int,
    lease_until_us: Int,
    outcome: Text,
    reply: Text,
    evidence: Text,
    answered_us: MaybeInt,
} }

rows! { desk_user (id) => UserRow {
    id: Int,
    login: Text,
    name: Text,
    password_hash: Text,
    role: Text,
    language: Text,
    active: Flag,
    created_us: Int,
    version: Int,
    own_only: Flag,
    salesperson: Text,
    email: Text,
} }

rows! { timeline (id) => TimelineRow {
    id: Int,
    account_id: MaybeInt,
    creditor_id: MaybeInt,
    kind: Text,
    on_day: Day,
    at_us: Int,
    actor: Text,
    payload: Text,
    seal_no: MaybeInt,
    hash: MaybeText,
} }

mod jobs;
pub(crate) use jobs::*;
mod webhooks;
pub(crate) use webhooks::*;
mod answers;
pub(crate) use answers::*;
mod closing;
pub(crate) use closing::*;
mod colleagues;
pub(crate) use colleagues::*;
mod disputes;
pub(crate) use disputes::*;
mod credit;
pub(crate) use credit::*;
mod companies;
pub(crate) use companies::*;
mod insolvencies;
pub(crate) use insolvencies::*;
mod teamwork;
pub(crate) use teamwork::*;
mod terms_of_sale;
pub(crate) use terms_of_sale::*;

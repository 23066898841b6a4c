//! What people and programs sign in with.

use diesel::{Insertable, Queryable, Selectable, query_builder::AsChangeset};
use serde::Serialize;

use super::{desk_user, sql};

rows! { session (token_hash) => SessionRow {
    token_hash: Text,
    user_id: Int,
    created_us: Int,
    last_seen_us: Int,
    expires_us: Int,
    user_agent: Text,
    address: Text,
    awaits_code: Flag,
    vouched: Flag,
} }

rows! { login_attempt (key) => LoginAttemptRow {
    key: Text,
    failures: Int,
    first_us: Int,
    last_us: Int,
} }

rows! { api_token (id) => ApiTokenRow {
    id: Int,
    user_id: Int,
    name: Text,
    hint: Text,
    token_hash: Text,
    scopes: Text,
    created_us: Int,
    expires_us: Int,
    used_us: MaybeInt,
} }

rows! { second_factor (user_id) => SecondFactorRow {
    user_id: Int,
    secret: Text,
    created_us: Int,
    confirmed_us: MaybeInt,
    last_step: Int,
} }

rows! { recovery_code (code_hash) => RecoveryCodeRow {
    code_hash: Text,
    user_id: Int,
} }

rows! { provider_identity (user_id) => ProviderIdentityRow {
    user_id: Int,
    known_as: Text,
    issuer: MaybeText,
    subject: MaybeText,
    bound_us: MaybeInt,
} }

rows! { provider_attempt (token_hash) => ProviderAttemptRow {
    token_hash: Text,
    back: Text,
    created_us: Int,
    expires_us: Int,
} }

diesel::joinable!(api_token -> desk_user (user_id));
diesel::allow_tables_to_appear_in_same_query!(api_token, desk_user);

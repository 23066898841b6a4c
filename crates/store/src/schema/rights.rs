//! Who sees what.

use diesel::{Insertable, Queryable, Selectable};
use serde::Serialize;

diesel::table! {
    use crate::schema::sql::Int;
    #[allow(missing_docs)]
    user_creditor (user_id, creditor_id) {
        user_id -> Int,
        creditor_id -> Int,
    }
}

/// A creditor somebody is limited to: a key and nothing else, so that no row is ever changed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = user_creditor, primary_key(user_id, creditor_id))]
pub(crate) struct UserCreditorRow {
    pub(crate) user_id: i64,
    pub(crate) creditor_id: i64,
}

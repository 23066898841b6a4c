//! From an entity to its row and back, and the few statements every capability shares.

use diesel::QueryResult;

use crate::error::StoreError;

/// An entity and the row that holds it.
pub(crate) trait Entity: Sized {
    /// The row.
    type Row;
    /// To the database.
    fn to_row(&self) -> Self::Row;
    /// From the database.
    fn from_row(row: Self::Row) -> Result<Self, StoreError>;
}

/// Reads many rows.
pub(crate) fn all<E: Entity>(rows: Vec<E::Row>) -> Result<Vec<E>, StoreError> {
    rows.into_iter().map(E::from_row).collect()
}

/// Reads a row that may be missing.
pub(crate) fn maybe<E: Entity>(row: Option<E::Row>) -> Result<Option<E>, StoreError> {
    row.map(E::from_row).transpose()
}

/// Reads one stored value, naming the column when it cannot be read.
pub(crate) fn load<T: crate::types::Stored>(
    table: &'static str,
    field: &'static str,
    raw: T::Raw,
) -> Result<T, StoreError> {
    T::load(raw).map_err(|why| StoreError::Corrupt { table, field, why })
}

/// Declares an entity of the store whose fields are stored one by one under the same names.
macro_rules! entity {
    ($(#[$doc:meta])* $Name:ident, $table:ident => $Row:ident {
        $($(#[$fdoc:meta])* $field:ident: $type:ty),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $Name { $($(#[$fdoc])* pub $field: $type),+ }

        impl $crate::entity::Entity for $Name {
            type Row = $crate::schema::$Row;
            fn to_row(&self) -> Self::Row {
                $crate::schema::$Row { $($field: $crate::types::Stored::store(&self.$field)),+ }
            }
            fn from_row(row: Self::Row) -> Result<Self, $crate::StoreError> {
                Ok(Self { $($field: $crate::entity::load(stringify!($table), stringify!($field), row.$field)?),+ })
            }
        }
    };
}
pub(crate) use entity;

/// Declares a repository and the method of [`crate::Tx`] that opens it.
macro_rules! repository {
    ($(#[$doc:meta])* $Repo:ident, $method:ident) => {
        $(#[$doc])*
        pub struct $Repo<'t> { pub(crate) tx: &'t mut $crate::Tx }
        impl $crate::Tx {
            $(#[$doc])*
            pub fn $method(&mut self) -> $Repo<'_> { $Repo { tx: self } }
        }
    };
}
pub(crate) use repository;

/// Rows of one statement: what equals a bare prepared loop on SQLite.
pub(crate) const ROWS: usize = 100;

/// Keys of one `IN` list.
pub(crate) const KEYS: usize = 10_000;

/// Inserts rows in statements of [`ROWS`]: full batches have a fixed shape, so that they stay prepared.
macro_rules! insert_rows {
    ($tx:expr, $table:ident, $rows:expr) => {{
        let rows = $rows;
        $tx.run(|connection| {
            $crate::connection::on_engine!(connection, c => {
                let (full, rest) = rows.as_chunks::<{ $crate::entity::ROWS }>();
                for batch in full {
                    diesel::insert_into($crate::schema::$table::table).values(batch).execute(c)?;
                }
                if !rest.is_empty() {
                    diesel::insert_into($crate::schema::$table::table).values(rest).execute(c)?;
                }
                Ok(())
            })
        })
    }};
}
pub(crate) use insert_rows;

/// Inserts one row.
macro_rules! insert_row {
    ($tx:expr, $table:ident, $entity:expr) => {{
        let row = $crate::entity::Entity::to_row($entity);
        $tx.run(|c| diesel::insert_into($crate::schema::$table::table).values(&row).execute(c)).map(drop)
    }};
}
pub(crate) use insert_row;

/// Reads one row by its primary key.
macro_rules! find_row {
    ($tx:expr, $table:ident => $Entity:ty, $key:expr) => {{
        let key = $key;
        let row = $tx.run(|c| {
            $crate::schema::$table::table
                .find(key)
                .select(<$Entity as $crate::entity::Entity>::Row::as_select())
                .first(c)
                .optional()
        })?;
        $crate::entity::maybe::<$Entity>(row)
    }};
}
pub(crate) use find_row;

/// Updates a whole row that carries a version, which must still be the one read; returns the new one.
macro_rules! save_versioned {
    ($tx:expr, $table:ident, $what:literal, $entity:expr) => {{
        let entity = $entity;
        let mut row = $crate::entity::Entity::to_row(entity);
        let read = row.version;
        row.version = read + 1;
        let changed = $tx.run(|c| {
            use $crate::schema::$table::dsl;
            diesel::update(dsl::$table.filter(dsl::id.eq(row.id)).filter(dsl::version.eq(read))).set(&row).execute(c)
        })?;
        if changed == 1 {
            Ok(row.version)
        } else {
            let known: Option<i64> = $tx.run(|c| {
                use $crate::schema::$table::dsl;
                dsl::$table.find(row.id).select(dsl::id).first(c).optional()
            })?;
            let id = entity.id.to_string();
            Err(match known {
                Some(_) => $crate::StoreError::Conflict { what: $what, id },
                None => $crate::StoreError::NotFound { what: $what, id },
            })
        }
    }};
}
pub(crate) use save_versioned;

/// The row asked for, or a sentence that says which is missing.
pub(crate) fn known<T>(found: Option<T>, what: &'static str, id: impl std::fmt::Display) -> Result<T, StoreError> {
    found.ok_or_else(|| StoreError::NotFound { what, id: id.to_string() })
}

/// Well when the statement changed exactly one row.
pub(crate) fn one(changed: usize, what: &'static str, id: impl std::fmt::Display) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::NotFound { what, id: id.to_string() }) }
}

/// Runs one query per chunk of at most [`KEYS`] keys and joins the answers.
pub(crate) fn chunked<R>(keys: &[i64], mut query: impl FnMut(&[i64]) -> QueryResult<Vec<R>>) -> QueryResult<Vec<R>> {
    let mut answers = Vec::new();
    for chunk in keys.chunks(KEYS) {
        answers.append(&mut query(chunk)?);
    }
    Ok(answers)
}

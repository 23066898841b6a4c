//! How values of the house are stored: one place for every type, the same on both engines.

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue, data_types::PgDate},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{Date as SqlDate, Text},
    sqlite::{Sqlite, SqliteValue},
};
use kernel::{
    Bic, Currency, Date, Iban, PaymentTerms, Siren, Timestamp, VatNumber, Wording, epoch_day, from_epoch_day,
};
use serde::Serialize;

use crate::connection::{MultiBackend, MultiRawValue};

/// Days from 1970-01-01 to 2000-01-01, from which PostgreSQL counts.
const PG_EPOCH: i32 = 10_957;

/// A civil date at the edge of the store: ISO text in SQLite, `DATE` in PostgreSQL; in memory the
/// number of days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlDate)]
pub(crate) struct DbDate(pub(crate) i32);

impl DbDate {
    pub(crate) fn of(date: Date) -> Self {
        Self(epoch_day(date))
    }
    pub(crate) fn date(self) -> Date {
        from_epoch_day(self.0)
    }
}

impl Serialize for DbDate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.date())
    }
}

/// Reads `YYYY-MM-DD` without building anything on the way: scans read millions.
fn parse_iso(text: &str) -> Option<i32> {
    let b = text.as_bytes();
    if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let digit = |i: usize| b[i].is_ascii_digit().then(|| i32::from(b[i] - b'0'));
    let year = digit(0)? * 1000 + digit(1)? * 100 + digit(2)? * 10 + digit(3)?;
    let (month, day) = (digit(5)? * 10 + digit(6)?, digit(8)? * 10 + digit(9)?);
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(epoch_day(date))
}

impl FromSql<SqlDate, Sqlite> for DbDate {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = value.read_text();
        parse_iso(text).map(Self).ok_or_else(|| format!("« {text} » is not a date").into())
    }
}

/// `2026-11-23`, digit by digit: dates are most of what an import writes.
fn iso(date: Date) -> String {
    let (year, month, day) = (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let digit = |n: u16| char::from(b'0' + u8::try_from(n % 10).unwrap_or(0));
    let (month, day) = (u16::from(month), u16::from(day));
    let mut text = String::with_capacity(10);
    text.extend([digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-']);
    text.extend([digit(month / 10), digit(month), '-', digit(day / 10), digit(day)]);
    text
}

impl ToSql<SqlDate, Sqlite> for DbDate {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(iso(self.date()));
        Ok(IsNull::No)
    }
}

impl FromSql<SqlDate, Pg> for DbDate {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let PgDate(days) = FromSql::<SqlDate, Pg>::from_sql(value)?;
        Ok(Self(days.saturating_add(PG_EPOCH)))
    }
}

impl ToSql<SqlDate, Pg> for DbDate {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<SqlDate, Pg>::to_sql(&PgDate(self.0 - PG_EPOCH), &mut out.reborrow())
    }
}

impl FromSql<SqlDate, MultiBackend> for DbDate {
    fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, SqlDate>()
    }
}

impl ToSql<SqlDate, MultiBackend> for DbDate {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((SqlDate, self));
        Ok(IsNull::No)
    }
}

/// A short ASCII text read in place, without a heap allocation: currency codes and slugs in scans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromSqlRow)]
pub(crate) struct Short {
    bytes: [u8; 31],
    len: u8,
}

impl Short {
    fn of(text: &str) -> deserialize::Result<Self> {
        let mut bytes = [0; 31];
        let (Some(head), Ok(len)) = (bytes.get_mut(..text.len()), u8::try_from(text.len())) else {
            return Err(format!("« {text} » is too long for a code").into());
        };
        head.copy_from_slice(text.as_bytes());
        Ok(Self { bytes, len })
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

impl FromSql<Text, Sqlite> for Short {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Self::of(value.read_text())
    }
}

impl FromSql<Text, Pg> for Short {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Self::of(std::str::from_utf8(value.as_bytes())?)
    }
}

/// A value of the house and its stored form.
pub(crate) trait Stored: Sized {
    /// What the database holds.
    type Raw;
    /// To the database.
    fn store(&self) -> Self::Raw;
    /// From the database; the error says what is wrong with the value.
    fn load(raw: Self::Raw) -> Result<Self, String>;
}

impl<T: Stored> Stored for Option<T> {
    type Raw = Option<T::Raw>;
    fn store(&self) -> Self::Raw {
        self.as_ref().map(Stored::store)
    }
    fn load(raw: Self::Raw) -> Result<Self, String> {
        raw.map(T::load).transpose()
    }
}

macro_rules! stored_as_is { ($($t:ty),+) => {$(
    impl Stored for $t {
        type Raw = Self;
        fn store(&self) -> Self { self.clone() }
        fn load(raw: Self) -> Result<Self, String> { Ok(raw) }
    }
)+}; }
stored_as_is!(i64, bool, String, Vec<u8>);

macro_rules! stored_id { ($($t:ty),+ $(,)?) => {$(
    impl $crate::types::Stored for $t {
        type Raw = i64;
        fn store(&self) -> i64 { self.0 }
        fn load(raw: i64) -> Result<Self, String> { Ok(Self(raw)) }
    }
)+}; }
pub(crate) use stored_id;
stored_id!(
    ledger::CreditorId,
    ledger::DebtorId,
    ledger::GroupId,
    ledger::AccountId,
    ledger::ContactId,
    ledger::ItemId,
    ledger::AllocationId,
    ledger::BatchId,
);

macro_rules! stored_text { ($($t:ty: $write:expr, $read:expr;)+) => {$(
    impl Stored for $t {
        type Raw = String;
        fn store(&self) -> String { let write: fn(&$t) -> String = $write; write(self) }
        fn load(raw: String) -> Result<Self, String> { let read: fn(&str) -> Result<$t, String> = $read; read(&raw) }
    }
)+}; }
stored_text!(
    Siren: |v| v.as_str().to_owned(), |t| Self::parse(t).map_err(|e| e.to_string());
    VatNumber: |v| v.as_str().to_owned(), |t| Self::parse(t).map_err(|e| e.to_string());
    Iban: |v| v.as_str().to_owned(), |t| Self::parse(t).map_err(|e| e.to_string());
    Bic: |v| v.as_str().to_owned(), |t| Self::parse(t).map_err(|e| e.to_string());
    Currency: |v| v.code().to_owned(), |t| Self::parse(t).map_err(|e| e.to_string());
    // Rows of the first ledgers hold one language, as a plain text.
    Wording: |v| serde_json::to_string(v).unwrap_or_default(),
        |t| Ok(serde_json::from_str(t).unwrap_or_else(|_| Self::same(t)));
    PaymentTerms: |v| v.to_string(), |t| t.parse().map_err(|e: kernel::terms::ParseTermsError| e.to_string());
);

macro_rules! stored_slug { ($($t:ty),+ $(,)?) => {$(
    impl $crate::types::Stored for $t {
        type Raw = String;
        fn store(&self) -> String { self.slug().to_owned() }
        fn load(raw: String) -> Result<Self, String> {
            Self::parse(&raw).ok_or_else(|| format!("« {raw} » is no known value"))
        }
    }
)+}; }
pub(crate) use stored_slug;
stored_slug!(
    ledger::DebtorKind,
    ledger::ItemKind,
    ledger::Language,
    ledger::ContactRole,
    ledger::BatchState,
    ledger::ImportMode,
);

impl Stored for Date {
    type Raw = DbDate;
    fn store(&self) -> DbDate {
        DbDate::of(*self)
    }
    fn load(raw: DbDate) -> Result<Self, String> {
        Ok(raw.date())
    }
}

impl Stored for Timestamp {
    type Raw = i64;
    fn store(&self) -> i64 {
        self.as_microsecond()
    }
    fn load(raw: i64) -> Result<Self, String> {
        Self::from_microsecond(raw).map_err(|e| e.to_string())
    }
}

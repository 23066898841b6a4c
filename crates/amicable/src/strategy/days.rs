//! Days as JSON writes them. One that no step can have is kept out of range, so that the check names its step.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

struct Days;

impl Visitor<'_> for Days {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number of days")
    }

    fn visit_i64<E: Error>(self, days: i64) -> Result<i64, E> {
        Ok(days)
    }

    fn visit_u64<E: Error>(self, days: u64) -> Result<i64, E> {
        Ok(i64::try_from(days).unwrap_or(i64::MAX))
    }
}

/// Days before or after.
pub(super) fn either_way<'de, D: Deserializer<'de>>(from: D) -> Result<i16, D::Error> {
    from.deserialize_i64(Days).map(|days| i16::try_from(days).unwrap_or(i16::MAX))
}

/// Days that count forward only.
pub(super) fn forward<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    from.deserialize_i64(Days).map(|days| u16::try_from(days).unwrap_or(u16::MAX))
}

//! The seal of the timeline: entries get a number and are chained by SHA-256, after they are
//! committed. Ids and instants are not ordered by commit, so the sealer numbers entries itself.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, hex};
use sha2::{Digest, Sha256};

use crate::{
    Store, StoreError, Tx,
    schema::{TimelineRow, timeline},
};

/// Entries sealed in one transaction.
const BATCH: i64 = 1000;
/// Tries of one batch against other sealers.
const TRIES: u32 = 20;
/// Setting that holds the instant of the last seal, microseconds.
pub(crate) const LAST_SEAL: &str = "timeline.last_seal_us";
/// What the first entry is chained to.
pub(crate) const GENESIS: [u8; 32] = [0; 32];

/// The fields of an entry, each with its length in front, so that no two entries read the same.
pub(crate) fn canonical(row: &TimelineRow) -> Vec<u8> {
    let number = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let fields = [
        row.id.to_string(),
        number(row.account_id),
        number(row.creditor_id),
        row.kind.clone(),
        row.on_day.date().to_string(),
        row.at_us.to_string(),
        row.actor.clone(),
        row.payload.clone(),
    ];
    fields.iter().flat_map(|f| format!("{}:{f},", f.len()).into_bytes()).collect()
}

/// `SHA-256(previous ‖ canonical form)`.
pub(crate) fn link(previous: &[u8; 32], row: &TimelineRow) -> [u8; 32] {
    Sha256::new().chain_update(previous).chain_update(canonical(row)).finalize().into()
}

pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

impl Store {
    /// Seals every entry committed so far; returns how many were sealed. Several sealers may run:
    /// the unique number makes the loser try again.
    pub fn seal(&self, now: Timestamp) -> Result<u64, StoreError> {
        let (mut sealed, mut collisions) = (0, 0);
        loop {
            match self.write_locked("timeline.seal", |tx| tx.seal_batch(now)) {
                Ok(Some(0)) => return Ok(sealed),
                Ok(Some(count)) => {
                    sealed += count;
                    collisions = 0;
                }
                // Another sealer numbered the same entries first.
                Ok(None) | Err(StoreError::Exists { .. }) if collisions < TRIES => collisions += 1,
                Ok(None) => {
                    return Err(StoreError::Busy {
                        name: "timeline.seal".to_owned(),
                        attempts: TRIES,
                        last: "another sealer was always first".to_owned(),
                    });
                }
                Err(error) => return Err(error),
            }
        }
    }
}

impl Tx {
    /// Seals one batch; none when another sealer took its entries meanwhile.
    fn seal_batch(&mut self, now: Timestamp) -> Result<Option<u64>, StoreError> {
        let rows: Vec<TimelineRow> = self.run(|c| {
            timeline::table
                .filter(timeline::seal_no.is_null())
                .order(timeline::id)
                .limit(BATCH)
                .select(TimelineRow::as_select())
                .load(c)
        })?;
        if rows.is_empty() {
            return Ok(Some(0));
        }
        let (mut number, mut previous) = self.seal_head()?.unwrap_or((0, GENESIS));
        let mut sealed = 0;
        for row in &rows {
            number += 1;
            previous = link(&previous, row);
            let changed = self.run(|c| {
                diesel::update(timeline::table.filter(timeline::id.eq(row.id)).filter(timeline::seal_no.is_null()))
                    .set((timeline::seal_no.eq(Some(number)), timeline::hash.eq(Some(hex(&previous)))))
                    .execute(c)
            })?;
            if changed != 1 {
                return if sealed == 0 { Ok(None) } else { Err(taken()) };
            }
            sealed += 1;
        }
        self.settings().set(LAST_SEAL, &now.as_microsecond().to_string())?;
        Ok(Some(sealed))
    }

    /// Number and hash of the last sealed entry.
    pub(crate) fn seal_head(&mut self) -> Result<Option<(i64, [u8; 32])>, StoreError> {
        let head: Option<(Option<i64>, Option<String>)> = self.run(|c| {
            timeline::table
                .filter(timeline::seal_no.is_not_null())
                .order(timeline::seal_no.desc())
                .select((timeline::seal_no, timeline::hash))
                .first(c)
                .optional()
        })?;
        let Some((Some(number), hash)) = head else { return Ok(None) };
        let hash = hash.as_deref().and_then(unhex).ok_or_else(|| StoreError::Corrupt {
            table: "timeline",
            field: "hash",
            why: format!("entry {number} has no readable hash"),
        })?;
        Ok(Some((number, hash)))
    }
}

/// Half of the batch was taken: everything is undone and tried again.
fn taken() -> StoreError {
    StoreError::Exists { constraint: "timeline.seal_no".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_round_trips() {
        let bytes: [u8; 32] = std::array::from_fn(|i| u8::try_from(i * 7 % 256).unwrap_or(0));
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex("zz"), None);
    }
}

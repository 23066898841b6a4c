//! What is one entry? Numbers per file, per journal, across journals, or useless.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Grouping;

/// Consecutive lines of the same journal and number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub journal_number: u64,
    pub number: u64,
    pub balance: i64,
}

/// Keys are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(self.0, bytes);
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

pub(crate) type ByHash<V> = HashMap<u64, V, BuildHasherDefault<Already>>;

/// A stable 64-bit hash, for counting only (multiply and fold, eight bytes at a time).
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        let low = u64::try_from(product & u128::from(u64::MAX)).unwrap_or(0);
        low ^ u64::try_from(product >> 64).unwrap_or(0)
    };
    let mut state = fold(seed ^ ODD, u64::try_from(bytes.len()).unwrap_or(0) ^ 0xD6E8_FEB8_6659_FD93);
    for chunk in bytes.chunks(8) {
        let mut word = [0_u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        state = fold(state ^ u64::from_le_bytes(word), ODD ^ 0x2545_F491_4F6C_DD1D);
    }
    state
}

/// Entries of a file and how they were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    pub entries: u64,
    pub unbalanced: u64,
    pub grouping: Grouping,
}

/// Counts by journal and number, else by number alone: the first that balances, else the better.
pub(crate) fn count(runs: &[Run]) -> Counted {
    let by_journal = group(runs.iter().map(|r| (r.journal_number, r.balance)));
    let one = Counted { entries: by_journal.0, unbalanced: by_journal.1, grouping: Grouping::JournalAndNumber };
    if one.unbalanced == 0 {
        return one;
    }
    let by_number = group(runs.iter().map(|r| (r.number, r.balance)));
    if by_number.1 < one.unbalanced {
        return Counted { entries: by_number.0, unbalanced: by_number.1, grouping: Grouping::Number };
    }
    one
}

/// Groups and how many of them do not balance.
fn group(keyed: impl Iterator<Item = (u64, i64)>) -> (u64, u64) {
    let mut balances: ByHash<i64> = ByHash::default();
    for (key, balance) in keyed {
        let total = balances.entry(key).or_default();
        *total = total.saturating_add(balance);
    }
    let unbalanced = balances.values().filter(|b| **b != 0).count();
    (u64::try_from(balances.len()).unwrap_or(0), u64::try_from(unbalanced).unwrap_or(0))
}

/// Rebuilds entries: lines of one journal, date and piece, closed each time they balance. What is
/// left open is joined by journal and date.
pub(crate) fn rebuild(lines: impl Iterator<Item = (u64, u64, i64)>) -> Counted {
    let mut open: ByHash<(i64, u64)> = ByHash::default();
    let mut entries = 0;
    for (piece, day, movement) in lines {
        let (balance, _) = open.entry(piece).or_insert((0, day));
        *balance = balance.saturating_add(movement);
        if *balance == 0 {
            entries += 1;
            open.remove(&piece);
        }
    }
    let (joined, unbalanced) = group(open.into_values().map(|(balance, day)| (day, balance)));
    Counted { entries: entries + joined, unbalanced, grouping: Grouping::Rebuilt }
}

//! Parts of the table of pieces, to be read at once on several connections.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    StoreError, Tx,
    items::LIVE,
    schema::{batch, item},
};

/// Batches that are cut; what the others hold goes with them.
const BATCHES: i64 = 8;

/// Rows whose ids lie between two, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub(super) first: i64,
    pub(super) last: i64,
    rows: usize,
}

/// Where a part begins, and about how many rows follow until the next cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    first: i64,
    rows: usize,
}

impl Part {
    /// All of them.
    pub const WHOLE: Self = Self { first: i64::MIN, last: i64::MAX, rows: 0 };

    /// About how many rows it holds, to make room for; zero where nobody counted. (Ids are moments: how
    /// far two lie apart says nothing of the rows between.)
    pub fn rows(self) -> usize {
        self.rows
    }

    /// What lies between cuts.
    fn between(mut cuts: Vec<Cut>) -> Vec<Self> {
        cuts.sort_unstable();
        cuts.dedup_by_key(|cut| cut.first);
        let firsts = std::iter::once(Cut { first: i64::MIN, rows: 0 }).chain(cuts.iter().copied());
        let lasts = cuts.iter().map(|cut| cut.first - 1).chain(std::iter::once(i64::MAX));
        firsts.zip(lasts).map(|(Cut { first, rows }, last)| Self { first, last, rows }).collect()
    }
}

impl Tx {
    /// Parts that together are the whole table of pieces, in the order of ids: the largest batches that
    /// count are each cut into `pieces` parts, by the time they were written in.
    pub fn item_parts(&mut self, pieces: i64) -> Result<Vec<Part>, StoreError> {
        let largest: Vec<(i64, i64)> = self.run(|c| {
            batch::table
                .filter(batch::state.eq(LIVE))
                .order((batch::total.desc(), batch::id))
                .limit(BATCHES)
                .select((batch::id, batch::total))
                .load(c)
        })?;
        let pieces = pieces.max(1);
        let mut cuts = Vec::new();
        for (id, lines) in largest {
            let (first, last): (Option<i64>, Option<i64>) = self.run(|c| {
                let ids = || item::table.filter(item::batch_id.eq(id)).select(item::id);
                let first = ids().order(item::id.asc()).first(c).optional()?;
                Ok((first, ids().order(item::id.desc()).first(c).optional()?))
            })?;
            if let (Some(first), Some(last)) = (first, last) {
                let step = (last - first) / pieces;
                let rows = usize::try_from(lines / pieces).unwrap_or(0);
                cuts.extend((0..pieces).filter(|_| step > 0).map(|n| Cut { first: first + n * step, rows }));
            }
        }
        Ok(Part::between(cuts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_leave_nothing_out_and_nothing_twice() {
        let parts = Part::between([30, 10, 20, 10].map(|first| Cut { first, rows: 7 }).to_vec());
        let ends: Vec<(i64, i64, usize)> = parts.iter().map(|p| (p.first, p.last, p.rows)).collect();
        assert_eq!(ends, [(i64::MIN, 9, 0), (10, 19, 7), (20, 29, 7), (30, i64::MAX, 7)]);
        assert_eq!(Part::between(Vec::new()), [Part::WHOLE]);
    }
}

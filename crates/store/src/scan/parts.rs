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
}

impl Part {
    /// All of them.
    pub const WHOLE: Self = Self { first: i64::MIN, last: i64::MAX };

    /// What lies between cuts, each the first id of a part.
    fn between(mut cuts: Vec<i64>) -> Vec<Self> {
        cuts.sort_unstable();
        cuts.dedup();
        let firsts = std::iter::once(i64::MIN).chain(cuts.iter().copied());
        let lasts = cuts.iter().map(|cut| cut - 1).chain(std::iter::once(i64::MAX));
        firsts.zip(lasts).map(|(first, last)| Self { first, last }).collect()
    }
}

impl Tx {
    /// Parts that together are the whole table of pieces, in the order of ids: the largest batches that
    /// count are each cut into `pieces` parts, by the time they were written in.
    pub fn item_parts(&mut self, pieces: i64) -> Result<Vec<Part>, StoreError> {
        let largest: Vec<i64> = self.run(|c| {
            batch::table
                .filter(batch::state.eq(LIVE))
                .order((batch::total.desc(), batch::id))
                .limit(BATCHES)
                .select(batch::id)
                .load(c)
        })?;
        let mut cuts = Vec::new();
        for id in largest {
            let (first, last): (Option<i64>, Option<i64>) = self.run(|c| {
                let ids = || item::table.filter(item::batch_id.eq(id)).select(item::id);
                let first = ids().order(item::id.asc()).first(c).optional()?;
                Ok((first, ids().order(item::id.desc()).first(c).optional()?))
            })?;
            if let (Some(first), Some(last)) = (first, last) {
                let step = (last - first) / pieces.max(1);
                cuts.extend((0..pieces).filter(|_| step > 0).map(|n| first + n * step));
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
        let parts = Part::between(vec![30, 10, 20, 10]);
        let ends: Vec<(i64, i64)> = parts.iter().map(|p| (p.first, p.last)).collect();
        assert_eq!(ends, [(i64::MIN, 9), (10, 19), (20, 29), (30, i64::MAX)]);
        assert_eq!(Part::between(Vec::new()), [Part::WHOLE]);
    }
}

//! Lettrage: matching what is owed with what settles it.

/// One side of a match: its place in the caller's list and what is open, in minor units, positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The caller's index.
    pub index: usize,
    /// Open amount, without sign.
    pub open: i64,
}

/// A debit settled by a credit for an amount, in minor units, positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Index of the debit.
    pub debit: usize,
    /// Index of the credit.
    pub credit: usize,
    /// Matched amount.
    pub amount: i64,
}

/// Matches debits with credits in the order given (oldest first is the caller's choice): at most
/// `debits + credits − 1` pairs, nothing matched beyond what is open. Returns the pairs; what is
/// left is `open − Σ pairs` on either side.
pub fn pair(debits: &[Side], credits: &[Side]) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(debits.len().max(credits.len()));
    let (mut d, mut c) = (0, 0);
    let (mut debit_left, mut credit_left) =
        (debits.first().map_or(0, |s| s.open), credits.first().map_or(0, |s| s.open));
    while d < debits.len() && c < credits.len() {
        let amount = debit_left.min(credit_left);
        if amount > 0 {
            pairs.push(Pair { debit: debits[d].index, credit: credits[c].index, amount });
        }
        debit_left -= amount;
        credit_left -= amount;
        if debit_left <= 0 {
            d += 1;
            debit_left = debits.get(d).map_or(0, |s| s.open);
        }
        if credit_left <= 0 {
            c += 1;
            credit_left = credits.get(c).map_or(0, |s| s.open);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_matched_beyond_what_is_open(debits in proptest::collection::vec(0_i64..1000, 0..8), credits in proptest::collection::vec(0_i64..1000, 0..8)) {
            let sides = |v: &[i64]| v.iter().enumerate().map(|(index, open)| Side { index, open: *open }).collect::<Vec<_>>();
            let pairs = pair(&sides(&debits), &sides(&credits));
            let matched: i64 = pairs.iter().map(|p| p.amount).sum();
            prop_assert_eq!(matched, debits.iter().sum::<i64>().min(credits.iter().sum()));
            for (i, open) in debits.iter().enumerate() {
                prop_assert!(pairs.iter().filter(|p| p.debit == i).map(|p| p.amount).sum::<i64>() <= *open);
            }
            for (i, open) in credits.iter().enumerate() {
                prop_assert!(pairs.iter().filter(|p| p.credit == i).map(|p| p.amount).sum::<i64>() <= *open);
            }
        }
    }
}

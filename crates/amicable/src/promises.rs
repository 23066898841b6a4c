//! Promises of payment: kept or broken by the ledger itself.

use kernel::{Date, epoch_day, from_epoch_day, slug_enum};

slug_enum!(
    /// Where a promise stands.
    PromiseState {
        /// Its day has not come.
        Open = "open",
        /// The money came in time.
        Kept = "kept",
        /// Part of it came in time.
        Partly = "partly",
        /// Nothing came in time.
        Broken = "broken",
        /// Taken back, by the debtor or by us.
        Withdrawn = "withdrawn",
    }
);

slug_enum!(
    /// How well a promise is proved.
    PromiseLevel {
        /// Said, on the telephone or face to face.
        Said = "said",
        /// In a mail or a letter.
        Written = "written",
        /// Backed by somebody or something: a guarantor, a cheque, a bill.
        Guaranteed = "guaranteed",
    }
);

/// Days granted after the promised day, for the money to reach the books.
pub const GRACE_DAYS: i32 = 3;

/// What a debtor promised. Days are epoch days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promised {
    /// Day it was given.
    pub made: i32,
    /// Last day to pay, included.
    pub until: i32,
    /// Minor units, positive.
    pub amount: i64,
}

impl Promised {
    /// Last day it is waited for, included.
    pub fn awaited_until(&self) -> Date {
        from_epoch_day(self.until + GRACE_DAYS)
    }

    /// Judges the promise at the end of `today` from what the account paid: accounting day and minor
    /// units of each payment, positive. Money entered from the day the promise was given until
    /// [`GRACE_DAYS`] after its day counts, whatever piece it was matched with.
    ///
    /// Kept as soon as the amount is there; partly kept or broken once the last day awaited is over.
    pub fn judge(&self, payments: &[(i32, i64)], today: Date) -> PromiseState {
        let last = self.until + GRACE_DAYS;
        let paid: i64 = payments.iter().filter(|(day, _)| (self.made..=last).contains(day)).map(|p| p.1).sum();
        if paid >= self.amount {
            PromiseState::Kept
        } else if epoch_day(today) <= last {
            PromiseState::Open
        } else if paid > 0 {
            PromiseState::Partly
        } else {
            PromiseState::Broken
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_judges_a_promise() {
        let promise = Promised { made: 100, until: 110, amount: 5_000 };
        let at = |n| from_epoch_day(n);
        assert_eq!(promise.judge(&[], at(113)), PromiseState::Open, "the grace still runs");
        assert_eq!(promise.judge(&[], at(114)), PromiseState::Broken);
        assert_eq!(promise.judge(&[(105, 2_000)], at(114)), PromiseState::Partly);
        assert_eq!(promise.judge(&[(105, 2_000), (113, 3_000)], at(113)), PromiseState::Kept);
        assert_eq!(promise.judge(&[(99, 5_000)], at(120)), PromiseState::Broken, "money from before does not count");
        assert_eq!(promise.judge(&[(114, 5_000)], at(120)), PromiseState::Broken, "nor money that came too late");
        assert_eq!(promise.judge(&[(105, 5_000), (106, -5_000)], at(120)), PromiseState::Broken, "a rejected payment");
    }
}

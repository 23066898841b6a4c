//! What was written since the last look: so that a promise noted does not have every open item read again.

use std::collections::HashSet;

use store::timeline::Timeline;
use store::{EntryId, Mark, StoreError, Tx};

/// Entries told one by one; beyond, everything is read again.
const MOST: u32 = 5_000;

/// Up to which entry of the timeline something was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    stamp: (i64, i64),
    /// The last entries known; an entry with a smaller id may still be committed among them.
    recent: HashSet<EntryId>,
    /// Too many to be told one by one.
    crowded: bool,
}

/// What a fact touches, as far as the pictures in memory go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touches {
    /// Pieces, accounts, debtors: everything is read again.
    Ledger,
    /// What is decided for every account.
    Plan,
    /// What is decided for its account.
    Account,
    /// None of it.
    Nothing,
}

/// What a fact of this kind touches; one that nobody listed touches the ledger.
pub(crate) fn touches(kind: &str) -> Touches {
    match kind {
        "strategy.saved" | "strategy.retired" | "segments.saved" | "plan.contact_cap" => Touches::Plan,
        "account.snoozed"
        | "account.snooze_ended"
        | "account.assigned"
        | "account.level"
        | "item.blocked"
        | "item.released"
        | "item.strategy"
        | "right.waived"
        | "right.taken_up"
        | "reminder.decided"
        | "title.added"
        | "title.changed" => Touches::Account,
        "item.attached"
        | "item.detached"
        | "run.done"
        | "schedule.set"
        | "schedule.started"
        | "profile.saved"
        | "dispute.policy"
        | "case.ticked"
        | "case.unticked"
        | "account.noted"
        | "account.note_undone" => Touches::Nothing,
        _ => match kind.split_once('.').map_or("", |(family, _)| family) {
            "promise" | "plan" | "task" | "entry" | "message" | "letter" | "dispute" | "einvoice" | "link"
            | "notice" | "case" | "procedure" => Touches::Account,
            "company" | "credit" | "insolvency" | "worklist" | "absence" | "user" | "colleague" | "house" | "text"
            | "webhook" | "sale_terms" | "title" | "cost" | "right" | "limitation" => Touches::Nothing,
            _ => Touches::Ledger,
        },
    }
}

impl Seen {
    /// Everything that is written as this transaction sees it.
    pub fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        let stamp = tx.timeline().stamp()?;
        let marks = tx.timeline().marks(stamp.0 - Timeline::window(), MOST + 1)?;
        Ok(Self::of(stamp, &marks))
    }

    fn of(stamp: (i64, i64), marks: &[Mark]) -> Self {
        let crowded = marks.len() > MOST as usize;
        let first = stamp.0 - Timeline::window();
        let recent = marks.iter().map(|mark| mark.id).filter(|id| id.0 > first && !crowded).collect();
        Self { stamp, recent, crowded }
    }

    /// True when nothing was written since.
    pub fn is_current(&self, stamp: (i64, i64)) -> bool {
        self.stamp == stamp
    }

    /// What was written since, and the look that now holds; none when there is too much to tell.
    pub fn news(&self, tx: &mut Tx) -> Result<Option<(Self, Vec<Mark>)>, StoreError> {
        if self.crowded {
            return Ok(None);
        }
        let stamp = tx.timeline().stamp()?;
        let mut marks = tx.timeline().marks(self.stamp.0 - Timeline::window(), MOST + 1)?;
        let seen = Self::of(stamp, &marks);
        marks.retain(|mark| !self.recent.contains(&mark.id));
        Ok((!seen.crowded).then_some((seen, marks)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_that_nobody_listed_has_everything_read_again() {
        for (kind, touched) in [
            ("batch.live", Touches::Ledger),
            ("contact.bounced", Touches::Ledger),
            ("account.paused", Touches::Ledger),
            ("item.due_confirmed", Touches::Ledger),
            ("something.new", Touches::Ledger),
            ("strategy.saved", Touches::Plan),
            ("promise.made", Touches::Account),
            ("case.opened", Touches::Account),
            ("procedure.told", Touches::Account),
            ("account.snoozed", Touches::Account),
            ("user.created", Touches::Nothing),
        ] {
            assert_eq!(touches(kind), touched, "{kind}");
        }
    }
}

//! Going live: where old debts enter their strategy. Nothing is sent; a person approves.

use kernel::{Date, epoch_day, from_epoch_day};
use ledger::portfolio::OpenItem;
use serde::Serialize;

use crate::{Strategy, decision};

/// A level proposed for an account that nobody reminded from here before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// Level taken as done; 0 starts with the first step.
    pub level: u8,
    /// Why, in French.
    pub french: String,
    /// Why, in English.
    pub english: String,
}

/// What the house knows of reminders sent before it went live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// Level the former tool had reached.
    pub level: u8,
    /// Day of its last reminder.
    pub on: Date,
}

/// Proposes the level an account enters with: what the former tool did where it is known, else the
/// level its age calls for, less one, so that the first message from here is never harsher than what
/// the debtor has heard, and a formal notice is never taken as done.
pub fn propose(strategy: &Strategy, items: &[OpenItem], before: Option<Before>, today: Date) -> Option<Proposed> {
    let late = decision::oldest_late(items, today)?;
    let steps = u8::try_from(strategy.steps.len()).unwrap_or(u8::MAX);
    if let Some(Before { level, on }) = before {
        let level = level.min(steps);
        return Some(Proposed {
            level,
            french: format!("niveau {level} atteint le {on} avec l'outil précédent"),
            english: format!("level {level} reached on {on} with the former tool"),
        });
    }
    let by_age = strategy.level_at(late);
    let notice = (1..=steps).find(|l| strategy.step(*l).is_some_and(|s| s.formal_notice)).unwrap_or(u8::MAX);
    let level = by_age.saturating_sub(1).min(notice.saturating_sub(1));
    Some(Proposed {
        level,
        french: format!("{late} j de retard : l'âge appelle le niveau {by_age}, on entre un niveau plus bas"),
        english: format!("{late} days late: age calls for level {by_age}, entry is one lower"),
    })
}

/// Last day of the delay an entry grants: the approval is a fresh start, so the step after it waits
/// the delay its level grants from `today`.
pub fn grant_until(strategy: &Strategy, level: u8, today: Date) -> Date {
    let grant = strategy.step(level).map_or(1, |s| s.grant_days);
    from_epoch_day(epoch_day(today) + i32::from(grant))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::tests::item;

    fn day(n: i32) -> Date {
        from_epoch_day(20_000 + n)
    }

    #[test]
    fn age_and_history_propose_and_never_a_formal_notice() {
        let strategy = Strategy::standard();
        let level = |late: i32| propose(&strategy, &[item(1, 10_000, 0)], None, day(late)).map(|p| p.level);
        assert_eq!(level(0), None, "due today is not late");
        assert_eq!(
            (level(1), level(8), level(20), level(35), level(400)),
            (Some(0), Some(0), Some(1), Some(2), Some(2))
        );
        let known = propose(&strategy, &[item(1, 10_000, 0)], Some(Before { level: 9, on: day(50) }), day(60));
        assert_eq!(known.map(|p| p.level), Some(3), "never beyond the last step");
    }
}

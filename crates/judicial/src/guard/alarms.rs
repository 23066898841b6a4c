//! Which alarms a right gives, to whom, and which of them are due since they were last told.
//!
//! A period of [`Policy::short_days`] or less: at once, then each day to the last. A longer one: so many days before
//! the safe date ([`Policy::rungs`]). What is lost is told once more, the day after.
//!
//! **Escalation.** An alarm that its owner left unanswered for [`Policy::answer_days`]
//! ([`Policy::answer_days_short`] for a short period) goes to the manager, and so does each later one until it is
//! answered. On the safe date and after, what is still open goes to the manager each day, answered or not: to have
//! seen an alarm is not to have acted. What is lost goes to both.
//!
//! **Due since, not due exactly.** An alarm is due from its day until it was told: a missed day loses none, and
//! where several were missed the last one is told, with the first day it was due. What was told is not told again.

use kernel::{Date, epoch_day, from_epoch_day, slug_enum};
use serde::{Deserialize, Serialize};

use super::clock::Times;

/// Never told, never answered.
pub(crate) const NEVER: i32 = i32::MIN;

/// When alarms are told. The house's own, in days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Written")]
pub struct Policy {
    short_days: i32,
    rungs: Vec<i32>,
    answer_days: i32,
    answer_days_short: i32,
}

/// A policy as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    short_days: i32,
    rungs: Vec<i32>,
    answer_days: i32,
    answer_days_short: i32,
}

impl TryFrom<Written> for Policy {
    type Error = PolicyFault;

    fn try_from(w: Written) -> Result<Self, PolicyFault> {
        Self::try_new(w.short_days, w.rungs, w.answer_days, w.answer_days_short)
    }
}

/// Why a policy would lose an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// No alarm at all, or more than a byte counts.
    #[error("a policy has 1 to 20 alarms")]
    Rungs,
    /// Not from the farthest to the nearest.
    #[error("alarms go from the farthest day to the nearest, each once, the last at least a day before")]
    Order,
    /// Days below zero, or beyond a year.
    #[error("days go from 0 to 366")]
    Days,
}

impl Default for Policy {
    fn default() -> Self {
        Self { short_days: 15, rungs: vec![60, 30, 15, 7], answer_days: 5, answer_days_short: 1 }
    }
}

slug_enum!(
    /// What an alarm asks.
    Ask {
        /// To act.
        Act = "act",
        /// To confirm the due date: nothing runs until then.
        Confirm = "confirm",
        /// Nothing more can be done in time: to say what became of it.
        Lost = "lost",
    }
);

/// An alarm that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    pub level: u8,
    /// First day it was due and not told.
    pub since: i32,
    pub lost: bool,
    pub owner: bool,
    pub manager: bool,
}

impl Policy {
    /// A policy of the house's own. `rungs`: days before the safe date, the farthest first.
    ///
    /// # Errors
    /// [`PolicyFault`].
    pub fn try_new(short: i32, rungs: Vec<i32>, answer: i32, answer_short: i32) -> Result<Self, PolicyFault> {
        if rungs.is_empty() || rungs.len() > 20 {
            return Err(PolicyFault::Rungs);
        }
        if rungs.windows(2).any(|pair| pair[0] <= pair[1]) || rungs.iter().any(|rung| *rung < 1) {
            return Err(PolicyFault::Order);
        }
        if [short, answer, answer_short].iter().chain(&rungs).any(|days| !(0..=366).contains(days)) {
            return Err(PolicyFault::Days);
        }
        Ok(Self { short_days: short, rungs, answer_days: answer, answer_days_short: answer_short })
    }

    /// Days of a period up to which it is short.
    pub const fn short_days(&self) -> i32 {
        self.short_days
    }

    /// Days before the safe date, the farthest first.
    pub fn rungs(&self) -> &[i32] {
        &self.rungs
    }

    /// Days an owner has to answer an alarm of a longer period.
    pub const fn answer_days(&self) -> i32 {
        self.answer_days
    }

    /// Days an owner has to answer an alarm of a short period.
    pub const fn answer_days_short(&self) -> i32 {
        self.answer_days_short
    }

    /// The gravest level: the number of alarms of a longer period, and the one of each alarm of a short one.
    pub fn gravest(&self) -> u8 {
        u8::try_from(self.rungs.len()).unwrap_or(u8::MAX)
    }

    /// The days its owner is told of a right, in order: for a calendar. Nothing before it was known.
    pub(crate) fn days(&self, times: Times) -> Vec<Date> {
        let mut days: Vec<i32> = if times.days <= self.short_days {
            (times.known.max(times.starts)..=times.last).collect()
        } else {
            self.rungs.iter().map(|rung| (times.safe - rung).max(times.known)).collect()
        };
        days.dedup();
        days.retain(|day| *day <= times.last);
        days.into_iter().map(from_epoch_day).collect()
    }

    /// Alarms passed on a day.
    pub(crate) fn level(&self, times: Times, today: Date) -> u8 {
        self.level_on(times, epoch_day(today))
    }

    #[inline]
    fn level_on(&self, times: Times, today: i32) -> u8 {
        if times.days <= self.short_days {
            return self.gravest();
        }
        let left = times.safe - today;
        let passed = self.rungs.iter().take_while(|rung| left <= **rung).count();
        u8::try_from(passed).unwrap_or(u8::MAX)
    }

    /// The first alarm after a day on which the owner answered.
    fn first_after(&self, times: Times, answered: i32) -> Option<i32> {
        if times.days <= self.short_days {
            let first = times.known.max(times.starts).max(answered.saturating_add(1));
            return Some(first).filter(|day| *day <= times.last);
        }
        let days = self.rungs.iter().map(|rung| (times.safe - rung).max(times.known));
        days.filter(|day| *day > answered).min()
    }

    /// What is due of a right on `today`, told through `told`, answered on `answered`.
    #[inline]
    pub(crate) fn due(&self, times: Times, today: i32, told: i32, answered: i32) -> Option<Due> {
        // Most rights of most days stop here.
        let first = self.rungs.first().copied().unwrap_or_default();
        if today < times.safe - first && times.days > self.short_days {
            return None;
        }
        self.due_near(times, today, told, answered)
    }

    fn due_near(&self, times: Times, today: i32, told: i32, answered: i32) -> Option<Due> {
        if today < times.known {
            return None;
        }
        if today > times.last {
            let since = times.known.max(times.last + 1);
            let lost = Due { level: self.gravest(), since, lost: true, owner: true, manager: true };
            return (since > told).then_some(lost);
        }
        let level = self.level_on(times, today);
        let short = times.days <= self.short_days;
        if level == 0 || (short && today < times.starts) {
            return None;
        }
        let nearest = usize::from(level).checked_sub(1).and_then(|at| self.rungs.get(at)).copied().unwrap_or_default();
        let alarm = if short { today } else { (times.safe - nearest).max(times.known) };
        let owner = alarm > told;
        let manager = self.manager_day(times, today, alarm, answered).is_some_and(|day| day > told);
        let since = self.first_after(times, told).filter(|_| owner).unwrap_or(alarm);
        (owner || manager).then_some(Due { level, since, lost: false, owner, manager })
    }

    /// The last day, up to today, on which the manager is told of a right that is open.
    fn manager_day(&self, times: Times, today: i32, alarm: i32, answered: i32) -> Option<i32> {
        if today >= times.safe.max(times.known) {
            return Some(today);
        }
        let patience = if times.days <= self.short_days { self.answer_days_short } else { self.answer_days };
        let from = self.first_after(times, answered)?.saturating_add(patience);
        (from <= today).then(|| from.max(alarm))
    }
}

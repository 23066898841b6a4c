//! Whether the orders of a customer go on: proposed by a rule or a person, granted by who may.

use kernel::slug_enum;
use serde::{Deserialize, Serialize};

slug_enum!(
    /// Where a block of orders stands.
    OrderState {
        /// Somebody, or a rule, proposes it: orders go on.
        Proposed = "proposed",
        /// Orders are held.
        Blocked = "blocked",
        /// Orders are held; their release is proposed.
        Releasing = "releasing",
        /// Orders go on again.
        Released = "released",
        /// The proposal was refused.
        Refused = "refused",
        /// The rule that proposed it asks for it no more, and nobody had decided.
        Withdrawn = "withdrawn",
    }
);

slug_enum!(
    /// What is done with it.
    OrderAct {
        /// Grant what is proposed: the block, or the release.
        Approve = "approve",
        /// Refuse what is proposed: the block, or the release.
        Refuse = "refuse",
        /// Propose that orders go on again.
        AskRelease = "ask-release",
        /// Let orders go on at once.
        Release = "release",
    }
);

slug_enum!(
    /// Why it was proposed, the gravest first.
    OrderCause {
        /// An insolvency of the debtor is under way.
        Insolvency = "insolvency",
        /// An instalment plan was broken.
        BrokenPlan = "broken-plan",
        /// A promise was not kept.
        BrokenPromise = "broken-promise",
        /// More is owed than the limit.
        OverLimit = "over-limit",
        /// Something has been late for too long.
        Overdue = "overdue",
        /// Somebody says so.
        ByHand = "by-hand",
    }
);

slug_enum!(
    /// Why a rule asks for a block no more.
    OrderGone {
        /// No insolvency is under way any more.
        NotInsolvent = "not-insolvent",
        /// Nothing is late any more.
        NothingLate = "nothing-late",
        /// What is owed is within the limit again.
        WithinLimit = "within-limit",
        /// What is late is within the days allowed again.
        WithinDays = "within-days",
        /// The house took the rule away.
        RuleOff = "rule-off",
    }
);

impl OrderState {
    /// True while orders are held.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Blocked | Self::Releasing)
    }

    /// True when nothing more happens to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Released | Self::Refused | Self::Withdrawn)
    }

    /// True when somebody must answer.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Proposed | Self::Releasing)
    }

    /// Where an act leads; none where it cannot be done.
    pub const fn after(self, act: OrderAct) -> Option<Self> {
        match (self, act) {
            (Self::Proposed, OrderAct::Approve) | (Self::Releasing, OrderAct::Refuse) => Some(Self::Blocked),
            (Self::Proposed, OrderAct::Refuse) => Some(Self::Refused),
            (Self::Blocked, OrderAct::AskRelease) => Some(Self::Releasing),
            (Self::Releasing, OrderAct::Approve) | (Self::Blocked | Self::Releasing, OrderAct::Release) => {
                Some(Self::Released)
            }
            _ => None,
        }
    }
}

impl OrderAct {
    /// True of what only proposes.
    pub const fn proposes(self) -> bool {
        matches!(self, Self::AskRelease)
    }
}

/// What the rules of the house look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact")]
pub struct OrderFacts {
    /// More is owed than the limit.
    pub over_limit: bool,
    /// Days late of the oldest piece owed; 0 when nothing is late.
    pub late_days: i64,
    /// A promise was not kept these thirty days, and something is late.
    pub broken_promise: bool,
    /// A plan was forfeited these ninety days, and something is late.
    pub broken_plan: bool,
    /// An insolvency of the debtor is under way.
    pub insolvent: bool,
}

/// Which facts propose a block by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is one rule the house chooses")]
pub struct OrderRules {
    /// More is owed than the limit.
    pub over_limit: bool,
    /// Something has been late for more than so many days; never when none.
    pub overdue_days: Option<u32>,
    /// A promise was not kept.
    pub broken_promise: bool,
    /// A plan was broken.
    pub broken_plan: bool,
    /// An insolvency is opened: orders are held at once, and not only proposed to be.
    pub insolvency: bool,
}

/// A limit that somebody set is meant to be kept, and who is insolvent pays in advance; the rest the house chooses.
impl Default for OrderRules {
    fn default() -> Self {
        Self { over_limit: true, overdue_days: None, broken_promise: false, broken_plan: false, insolvency: true }
    }
}

impl OrderRules {
    /// Why a block is to be proposed, the gravest cause; none when nothing asks for it.
    pub fn cause(&self, facts: &OrderFacts) -> Option<OrderCause> {
        let late = self.overdue_days.is_some_and(|days| facts.late_days > i64::from(days));
        let causes = [
            (self.insolvency && facts.insolvent, OrderCause::Insolvency),
            (self.broken_plan && facts.broken_plan, OrderCause::BrokenPlan),
            (self.broken_promise && facts.broken_promise, OrderCause::BrokenPromise),
            (self.over_limit && facts.over_limit, OrderCause::OverLimit),
            (late, OrderCause::Overdue),
        ];
        causes.into_iter().find(|(is, _)| *is).map(|(_, cause)| cause)
    }

    /// Why a cause asks for nothing any more; none while it stands. A promise or a plan that was broken stands as
    /// long as something is late, however long ago that was: time alone pays nothing.
    pub fn gone(&self, cause: OrderCause, facts: &OrderFacts) -> Option<OrderGone> {
        let nothing_late = facts.late_days <= 0;
        let rule_off = Some(OrderGone::RuleOff);
        match cause {
            OrderCause::ByHand => None,
            OrderCause::Insolvency if !self.insolvency => rule_off,
            OrderCause::Insolvency => (!facts.insolvent).then_some(OrderGone::NotInsolvent),
            OrderCause::BrokenPlan if !self.broken_plan => rule_off,
            OrderCause::BrokenPromise if !self.broken_promise => rule_off,
            OrderCause::BrokenPlan | OrderCause::BrokenPromise => nothing_late.then_some(OrderGone::NothingLate),
            OrderCause::OverLimit if !self.over_limit => rule_off,
            OrderCause::OverLimit => (!facts.over_limit).then_some(OrderGone::WithinLimit),
            OrderCause::Overdue => match self.overdue_days {
                None => rule_off,
                Some(_) if nothing_late => Some(OrderGone::NothingLate),
                Some(days) => (facts.late_days <= i64::from(days)).then_some(OrderGone::WithinDays),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_leads_somewhere_from_some_state_and_nowhere_once_over() {
        use OrderState::{Blocked, Released, Releasing};

        for act in OrderAct::ALL {
            assert!(OrderState::ALL.iter().any(|state| state.after(*act).is_some()), "{act:?}");
            assert!(OrderState::ALL.iter().filter(|s| s.is_over()).all(|s| s.after(*act).is_none()), "{act:?}");
        }
        let story = [OrderAct::Approve, OrderAct::AskRelease, OrderAct::Refuse, OrderAct::Release];
        let walked: Vec<OrderState> = story
            .into_iter()
            .scan(OrderState::Proposed, |state, act| {
                *state = state.after(act)?;
                Some(*state)
            })
            .collect();
        assert_eq!(walked, [Blocked, Releasing, Blocked, Released]);
        assert!(!OrderState::Proposed.holds(), "orders go on until somebody grants the block");
        assert!(Releasing.holds(), "and are held until somebody grants the release");
    }

    #[test]
    fn rules_say_the_gravest_cause_and_only_what_the_house_chose() {
        let all =
            OrderRules { overdue_days: Some(30), broken_promise: true, broken_plan: true, ..OrderRules::default() };
        let facts =
            OrderFacts { over_limit: true, late_days: 31, broken_promise: true, broken_plan: true, insolvent: false };
        let insolvent = OrderFacts { insolvent: true, ..facts };
        assert_eq!(all.cause(&insolvent), Some(OrderCause::Insolvency));
        assert_eq!(all.gone(OrderCause::Insolvency, &insolvent), None);
        assert_eq!(all.gone(OrderCause::Insolvency, &facts), Some(OrderGone::NotInsolvent));
        assert_eq!(all.cause(&facts), Some(OrderCause::BrokenPlan));
        assert_eq!(OrderRules::default().cause(&facts), Some(OrderCause::OverLimit));
        let late = OrderFacts { late_days: 31, ..OrderFacts::default() };
        assert_eq!(all.cause(&late), Some(OrderCause::Overdue));
        assert_eq!(all.cause(&OrderFacts { late_days: 30, ..late }), None, "thirty days are allowed");
        assert_eq!(OrderRules::default().cause(&late), None);
    }

    #[test]
    fn a_cause_is_gone_when_what_it_says_is_no_more_and_not_because_time_passed() {
        let all =
            OrderRules { overdue_days: Some(30), broken_promise: true, broken_plan: true, ..OrderRules::default() };
        let late = OrderFacts { late_days: 12, ..OrderFacts::default() };
        assert_eq!(all.gone(OrderCause::BrokenPlan, &late), None, "broken long ago, and still late");
        assert_eq!(all.gone(OrderCause::BrokenPlan, &OrderFacts::default()), Some(OrderGone::NothingLate));
        assert_eq!(all.gone(OrderCause::OverLimit, &late), Some(OrderGone::WithinLimit));
        assert_eq!(all.gone(OrderCause::Overdue, &late), Some(OrderGone::WithinDays));
        assert_eq!(OrderRules::default().gone(OrderCause::Overdue, &late), Some(OrderGone::RuleOff));
        assert_eq!(OrderRules::default().gone(OrderCause::ByHand, &OrderFacts::default()), None, "by hand, by hand");
    }
}

//! The daily decision for one account in one currency.

use kernel::{Currency, Date, days_between, epoch_day, from_epoch_day};
use ledger::ItemId;
use ledger::portfolio::OpenItem;

use crate::{Reason, Step, Strategy};

/// The last reminder of an account in a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Cycle it belongs to.
    pub cycle: u32,
    /// Level reached.
    pub level: u8,
    /// Day it was decided.
    pub on: Date,
    /// Last day of the delay it granted.
    pub grant_until: Date,
    /// Pieces it asked for.
    pub items: Vec<ItemId>,
}

/// What the decision reads. Items are the open ones of one currency, credits included.
#[derive(Debug, Clone)]
pub struct AccountFacts<'a> {
    /// Currency of every item.
    pub currency: Currency,
    /// Open items.
    pub items: &'a [OpenItem],
    /// The last reminder.
    pub history: Option<&'a History>,
    /// Last day of a pause, included.
    pub paused_until: Option<Date>,
    /// True when a letter can be posted.
    pub postable: bool,
}

/// One open piece in a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The piece.
    pub item: ItemId,
    /// Open amount, minor units, negative for a credit.
    pub open: i64,
    /// Days late; zero for credits.
    pub late_days: i64,
    /// Due date supposed from terms.
    pub due_inferred: bool,
}

/// Where the account stands in its reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReminderCycle {
    /// Cycles count from 1; one ends when every piece it asked for is settled.
    pub number: u32,
    /// Level within it, from 1.
    pub level: u8,
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// The step.
    pub step: &'a Step,
    /// Cycle and level: what makes the message unique.
    pub cycle: ReminderCycle,
    /// Pieces: overdue ones, oldest first, then credits.
    pub lines: Vec<Line>,
    /// What is asked in principal: overdue less credits, minor units, positive.
    pub principal: i64,
    /// Last day of the delay it grants.
    pub grant_until: Date,
}

/// What to do with the account today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision<'a> {
    /// Send.
    Send(Proposal<'a>, Reason),
    /// Nothing to do yet.
    Wait(Reason),
    /// Something is late and something stands in the way; the amount is what is late, net.
    Blocked(Reason, i64),
}

/// Decides for one account and currency at the end of `today`.
///
/// At most one level per call; a level is due *since* its delay; the delay granted runs out first;
/// credits are netted before anything is asked; nothing is asked at zero or below.
pub fn decide<'a>(strategy: &'a Strategy, facts: &AccountFacts<'_>, today: Date) -> Decision<'a> {
    let day = epoch_day(today);
    let late: Vec<&OpenItem> = facts.items.iter().filter(|i| i.open > 0 && i.due_day < day).collect();
    if late.is_empty() {
        return Decision::Wait(Reason::NothingDue);
    }
    let credits: i64 = facts.items.iter().map(|i| i.open.min(0)).sum();
    let net = late.iter().map(|i| i.open).sum::<i64>() + credits;
    if let Some(until) = facts.paused_until.filter(|until| *until >= today) {
        return Decision::Blocked(Reason::Paused { until }, net);
    }
    if net <= 0 {
        return Decision::Wait(Reason::CoveredByCredits);
    }
    let tone =
        |items: &[&OpenItem]| items.iter().filter(|i| i.open >= strategy.item_threshold_minor).map(|i| i.due_day).min();
    let Some(oldest) = tone(&late).filter(|_| net >= strategy.account_threshold_minor) else {
        return Decision::Wait(Reason::BelowThreshold);
    };
    let (cycle, done) = standing(facts);
    let Some(step) = strategy.step(done + 1) else {
        return Decision::Wait(Reason::StepsExhausted);
    };
    let late_days = days_between(from_epoch_day(oldest), today);
    if late_days < i64::from(step.delay_days) {
        let from = from_epoch_day(oldest + i32::from(step.delay_days));
        let reason = if done == 0 { Reason::TooEarly { from } } else { Reason::NextStepLater { from } };
        return Decision::Wait(reason);
    }
    if let Some(until) = facts.history.filter(|_| done > 0).map(|h| h.grant_until).filter(|until| *until >= today) {
        return Decision::Wait(Reason::DelayGranted { until });
    }
    if !facts.postable && step.channel == crate::Channel::Letter {
        return Decision::Blocked(Reason::NoAddress, net);
    }
    let asked: Vec<&OpenItem> = late.into_iter().filter(|i| !step.formal_notice || !i.due_inferred).collect();
    let principal = asked.iter().map(|i| i.open).sum::<i64>() + credits;
    let certain = tone(&asked).is_some_and(|d| i64::from(day - d) >= i64::from(step.delay_days));
    if step.formal_notice && !certain {
        return Decision::Blocked(Reason::DueDatesUnconfirmed, net);
    }
    if principal <= 0 || principal < strategy.account_threshold_minor {
        return Decision::Wait(Reason::BelowThreshold);
    }
    let level = done + 1;
    let proposal = Proposal {
        step,
        cycle: ReminderCycle { number: cycle, level },
        lines: lines(&asked, facts.items, day),
        principal,
        grant_until: from_epoch_day(day + i32::from(step.grant_days)),
    };
    Decision::Send(proposal, Reason::StepDue { late_days, level })
}

/// The cycle the account is in and the level done in it. A cycle lives while one of the pieces it
/// asked for is open.
fn standing(facts: &AccountFacts<'_>) -> (u32, u8) {
    match facts.history {
        None => (1, 0),
        Some(history) => {
            let alive = facts.items.iter().any(|i| i.open > 0 && history.items.contains(&i.id));
            if alive { (history.cycle, history.level) } else { (history.cycle + 1, 0) }
        }
    }
}

fn lines(asked: &[&OpenItem], items: &[OpenItem], day: i32) -> Vec<Line> {
    let line =
        |i: &OpenItem, late: i64| Line { item: i.id, open: i.open, late_days: late, due_inferred: i.due_inferred };
    let mut debits: Vec<&OpenItem> = asked.to_vec();
    debits.sort_by_key(|i| (i.due_day, i.id));
    let owed = debits.into_iter().map(|i| line(i, i64::from(day - i.due_day)));
    owed.chain(items.iter().filter(|i| i.open < 0).map(|i| line(i, 0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::ItemKind;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn day(n: i32) -> Date {
        from_epoch_day(20_000 + n)
    }

    fn item(id: i64, open: i64, due: i32) -> OpenItem {
        OpenItem {
            id: ItemId(id),
            kind: ItemKind::Invoice,
            currency: Currency::EUR,
            amount: open,
            open,
            issue_day: 20_000 + due - 30,
            due_day: 20_000 + due,
            due_inferred: false,
        }
    }

    fn facts<'a>(items: &'a [OpenItem], history: Option<&'a History>) -> AccountFacts<'a> {
        AccountFacts { currency: Currency::EUR, items, history, paused_until: None, postable: true }
    }

    /// Runs the strategy on `days`, returning the days and levels sent.
    fn replay(items: &[OpenItem], days: impl Iterator<Item = i32>) -> Vec<(i32, u8)> {
        let strategy = Strategy::standard();
        let mut history: Option<History> = None;
        let mut sent = Vec::new();
        for n in days {
            if let Decision::Send(p, _) = decide(&strategy, &facts(items, history.as_ref()), day(n)) {
                sent.push((n, p.cycle.level));
                let items = p.lines.iter().map(|l| l.item).collect();
                let (cycle, level) = (p.cycle.number, p.cycle.level);
                history = Some(History { cycle, level, on: day(n), grant_until: p.grant_until, items });
            }
        }
        sent
    }

    #[test]
    fn steps_come_when_due_one_at_a_time() {
        let items = [item(1, 10_000, 0)];
        assert_eq!(replay(&items, 0..60), [(8, 1), (20, 2), (35, 3)]);
        assert_eq!(
            replay(&items, (0..60).filter(|n| *n != 8)),
            [(9, 1), (20, 2), (35, 3)],
            "a missed day loses nothing"
        );
        assert_eq!(
            replay(&items, [90, 90, 91, 99, 107, 108].into_iter()),
            [(90, 1), (99, 2), (108, 3)],
            "no jump, delays run out"
        );
    }

    #[test]
    fn credits_are_netted_and_nothing_goes_below_zero() {
        let strategy = Strategy::standard();
        let items = [item(1, 10_000, 0), item(2, -4_000, 5)];
        let Decision::Send(p, _) = decide(&strategy, &facts(&items, None), day(10)) else {
            panic!("a reminder is due")
        };
        assert_eq!((p.principal, p.lines.len(), p.lines[1].open), (6_000, 2, -4_000));
        let covered = [item(1, 10_000, 0), item(2, -10_000, 5)];
        assert_eq!(decide(&strategy, &facts(&covered, None), day(10)), Decision::Wait(Reason::CoveredByCredits));
        let small = [item(1, 1_400, 0)];
        assert_eq!(decide(&strategy, &facts(&small, None), day(10)), Decision::Wait(Reason::BelowThreshold));
    }

    #[test]
    fn a_formal_notice_needs_certain_due_dates_and_an_address() {
        let strategy = Strategy::standard();
        let mut uncertain = item(1, 10_000, 0);
        uncertain.due_inferred = true;
        let history = History { cycle: 1, level: 2, on: day(20), grant_until: day(28), items: vec![ItemId(1)] };
        let items = [uncertain];
        let f = facts(&items, Some(&history));
        assert_eq!(decide(&strategy, &f, day(40)), Decision::Blocked(Reason::DueDatesUnconfirmed, 10_000));
        let both = [uncertain, item(2, 3_000, 1)];
        let Decision::Send(p, _) = decide(&strategy, &facts(&both, Some(&history)), day(40)) else {
            panic!("one piece is certain")
        };
        assert_eq!(p.lines.iter().map(|l| l.item.0).collect::<Vec<_>>(), [2]);
        let mut nowhere = facts(&both, None);
        nowhere.postable = false;
        assert!(matches!(decide(&strategy, &nowhere, day(40)), Decision::Blocked(Reason::NoAddress, _)));
    }

    #[test]
    fn a_new_cycle_starts_when_what_was_asked_is_settled() {
        let strategy = Strategy::standard();
        let history = History { cycle: 1, level: 3, on: day(0), grant_until: day(8), items: vec![ItemId(1)] };
        let items = [item(2, 9_000, 0)];
        let Decision::Send(p, _) = decide(&strategy, &facts(&items, Some(&history)), day(8)) else {
            panic!("a reminder is due")
        };
        assert_eq!(p.cycle, ReminderCycle { number: 2, level: 1 });
        let alive = [item(1, 50, -90), item(2, 9_000, 0)];
        assert_eq!(decide(&strategy, &facts(&alive, Some(&history)), day(40)), Decision::Wait(Reason::StepsExhausted));
    }

    proptest! {
        #[test]
        fn what_is_asked_is_positive_and_adds_up(
            opens in proptest::collection::vec((-50_000_i64..50_000, -40_i32..100), 0..12), today in 0_i32..120,
        ) {
            let items: Vec<OpenItem> = (1_i64..).zip(&opens).filter(|(_, (o, _))| *o != 0).map(|(i, (o, d))| item(i, *o, *d)).collect();
            if let Decision::Send(p, _) = decide(&Strategy::standard(), &facts(&items, None), day(today)) {
                prop_assert!(p.principal > 0);
                prop_assert_eq!(p.lines.iter().map(|l| l.open).sum::<i64>(), p.principal);
                prop_assert_eq!(p.cycle.level, 1);
                prop_assert!(p.grant_until > day(today));
            }
        }
    }
}

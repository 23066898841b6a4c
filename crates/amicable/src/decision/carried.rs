//! How far reminders of an account have got, what was said under another strategy included: an account that moves to
//! another strategy by itself is never spoken to more gently than it was.

use kernel::epoch_day;
use ledger::portfolio::OpenItem;

use super::{AccountFacts, Block, History, standing};
use crate::{Step, Strategy, Tone};

/// The last reminder under another strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere<'a> {
    /// The reminder.
    pub history: &'a History,
    /// The gravest step taken there.
    pub step: &'a Step,
}

impl<'a> Elsewhere<'a> {
    /// What a reminder said under `strategy`; none where it stands for no step.
    pub fn under(strategy: &'a Strategy, history: &'a History) -> Option<Self> {
        let taken = strategy.steps.iter().take(history.level.into());
        taken.max_by_key(|step| gravity(step)).map(|step| Self { history, step })
    }
}

/// Where an account stands in a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached<'a> {
    /// The cycle it is in.
    pub cycle: u32,
    /// The level done in it, 0 before the first.
    pub level: u8,
    /// The last reminder, which the next step counts from; it counts while a level is done.
    pub last: Option<&'a History>,
}

impl<'a> Reached<'a> {
    /// Where an account stands in `strategy`: by its own reminders, and by what was said since under another strategy
    /// about pieces that are still owed.
    pub fn new(
        strategy: &Strategy,
        (own, elsewhere): (Option<&'a History>, Option<Elsewhere<'a>>),
        items: &[OpenItem],
        blocks: &[Block],
    ) -> Self {
        let (cycle, level) = standing(own, items, blocks);
        let since = |other: &Elsewhere<'_>| own.is_none_or(|own| own.on < other.history.on);
        let alive = |other: &Elsewhere<'_>| standing(Some(other.history), items, blocks).1 > 0;
        let Some(other) = elsewhere.filter(|other| since(other) && alive(other)) else {
            return Self { cycle, level, last: own };
        };
        let asked = items.iter().filter(|item| item.open > 0 && other.history.items.contains(&item.id));
        let due = asked.map(|item| item.due_day).min();
        let late = due.map_or(0, |due| i64::from(epoch_day(other.history.on) - due));
        let carried = carried(strategy, other.step, late);
        Self { cycle, level: level.max(carried), last: Some(other.history) }
    }

    /// The same from what a decision reads.
    pub(super) fn of(strategy: &Strategy, facts: &AccountFacts<'a>) -> Self {
        Self::new(strategy, (facts.history, facts.elsewhere), facts.items, facts.blocks)
    }

    /// The last reminder, where a level is done.
    pub(super) fn counted(&self) -> Option<&'a History> {
        self.last.filter(|_| self.level > 0)
    }
}

/// How grave a step is; what comes before the due date is no reminder yet.
fn gravity(step: &Step) -> u8 {
    match step.tone {
        _ if step.timing.is_before_due() => 0,
        _ if step.formal_notice => 4,
        Tone::Courteous => 1,
        Tone::Firm => 2,
        Tone::Formal => 3,
    }
}

/// The level of `strategy` that counts as done where the gravest that was said is `said`, the last of it `late` days
/// after the due date: what is gentler, and the first step as grave. Among further steps as grave its age decides; it
/// never takes a graver one as done, and what follows a formal notice counts from it.
fn carried(strategy: &Strategy, said: &Step, late: i64) -> u8 {
    let (grave, steps) = (gravity(said), &strategy.steps);
    let least = steps
        .iter()
        .position(|step| gravity(step) >= grave)
        .map_or(steps.len(), |place| if gravity(&steps[place]) == grave { place + 1 } else { place });
    let alike = steps[least..].iter().take_while(|step| gravity(step) <= grave).count();
    let most = if said.formal_notice { least } else { least + alike };
    let by_age = usize::from(strategy.level_at(late));
    u8::try_from(by_age.clamp(least, most)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Pending;
    use crate::decision::tests::item;
    use crate::outbox::MessageState;
    use crate::{Decision, Reach, Reason, decide};
    use kernel::{Currency, Date, from_epoch_day};
    use ledger::ItemId;

    fn day(n: i32) -> Date {
        from_epoch_day(20_000 + n)
    }

    fn shipped(slug: &str) -> Strategy {
        let found = crate::shipped().iter().find(|s| s.slug == slug).expect("a shipped strategy");
        Strategy { working_days: None, ..found.clone() }
    }

    /// The reminder of a level, taken on a day about piece 1.
    fn said(level: u8, on: i32) -> History {
        History { cycle: 1, level, on: day(on), grant_until: day(on + 8), items: vec![ItemId(1)], pending: None }
    }

    /// The level that counts as done in a strategy, for an account that was at `level` of another one, `late` days
    /// after the due date.
    fn moved(from: &str, (level, late): (u8, i32), to: &str) -> u8 {
        let (from, history, items) = (shipped(from), said(level, late), [item(1, 10_000, 0)]);
        let elsewhere = Elsewhere::under(&from, &history);
        Reached::new(&shipped(to), (None, elsewhere), &items, &[]).level
    }

    #[test]
    fn the_level_is_carried_over_by_what_was_said_and_when() {
        // PME: service message at -7, mail at 3, call at 10, firm mail at 20, formal notice at 30.
        assert_eq!(moved("sme", (5, 30), "small"), 5, "a formal notice: nothing is left to say");
        assert_eq!(
            moved("sme", (5, 30), "key-account"),
            5,
            "the other plan has none: nothing gentler is said after it"
        );
        assert_eq!(moved("sme", (5, 90), "risky"), 4, "what follows a notice there is still to come");
        assert_eq!(moved("sme", (4, 20), "small"), 4, "firm: the notice is next");
        assert_eq!(moved("sme", (4, 20), "standard"), 2);
        assert_eq!(moved("sme", (2, 3), "public"), 2, "courteous and early: the call of day 15 is to come");
        assert_eq!(moved("sme", (3, 16), "public"), 3, "courteous and late: so was the call");
        assert_eq!(moved("standard", (1, 300), "risky"), 2, "never further than what was said, whatever the age");
        assert_eq!(moved("sme", (1, -7), "small"), 1, "one service message is enough");
        assert_eq!(moved("sme", (1, -7), "standard"), 0, "a service message is no reminder");
        assert_eq!(moved("risky", (5, 17), "sme"), 5, "the last letter came after a notice");
        assert_eq!(moved("standard", (0, 60), "sme"), 0, "set back by hand: nothing was said");
    }

    #[test]
    fn after_a_formal_notice_a_move_brings_no_courteous_reminder() {
        let (from, to) = (shipped("sme"), shipped("standard"));
        let (notice, items) = (said(5, 30), [item(1, 10_000, 0)]);
        let elsewhere = Elsewhere::under(&from, &notice);
        let reach = Reach { letter: true, mail: true, phone: true };
        for n in 31..200 {
            let free = AccountFacts::untouched(Currency::EUR, &items, None, reach);
            let facts = AccountFacts { elsewhere, granted_until: Some(notice.grant_until), ..free };
            assert_eq!(decide(&to, &facts, day(n)), Decision::Wait(Reason::StepsExhausted), "day {n}");
        }
        // What was asked is settled: what falls due later begins at the first level.
        let later = [item(2, 10_000, 40)];
        let facts = AccountFacts { elsewhere, ..AccountFacts::untouched(Currency::EUR, &later, None, reach) };
        let Decision::Send(first, _) = decide(&to, &facts, day(60)) else { panic!("a reminder is due") };
        assert_eq!((first.cycle.number, first.cycle.level), (1, 1));
    }

    #[test]
    fn the_next_step_keeps_its_own_delay_from_what_was_said_elsewhere() {
        let (from, to) = (shipped("sme"), shipped("standard"));
        let (firm, items) = (said(4, 33), [item(1, 10_000, 0)]);
        let elsewhere = Elsewhere::under(&from, &firm);
        let reach = Reach { letter: true, mail: true, phone: true };
        let free = AccountFacts::untouched(Currency::EUR, &items, None, reach);
        let facts = AccountFacts { elsewhere, granted_until: Some(firm.grant_until), ..free };
        let sent = (34..100).find_map(|n| match decide(&to, &facts, day(n)) {
            Decision::Send(p, _) => Some((n, p.cycle.level, p.step.slug.clone())),
            _ => None,
        });
        assert_eq!(sent, Some((48, 3, "formal-notice".to_owned())), "fifteen days after the firm mail of day 33");
        let pending = Some(Pending { on: firm.on, state: MessageState::Awaiting });
        let waits = History { pending, ..firm.clone() };
        let facts = AccountFacts { elsewhere: Elsewhere::under(&from, &waits), ..facts };
        assert_eq!(decide(&to, &facts, day(90)), Decision::Blocked(Reason::AwaitingApproval, 10_000));
    }

    #[test]
    fn what_was_said_last_counts_and_a_level_set_by_hand_since_wins() {
        let (sme, standard, items) = (shipped("sme"), shipped("standard"), [item(1, 10_000, 0)]);
        let reached = |own: &History, other: &History| {
            let elsewhere = Elsewhere::under(&sme, other);
            let reached = Reached::new(&standard, (Some(own), elsewhere), &items, &[]);
            (reached.cycle, reached.level, reached.last.map(|h| h.on))
        };
        assert_eq!(reached(&said(1, 8), &said(5, 30)), (1, 3, Some(day(30))), "there and back: the notice stays said");
        assert_eq!(reached(&said(3, 35), &said(2, 40)), (1, 3, Some(day(40))), "a gentler word takes nothing back");
        let back = History { cycle: 2, ..said(0, 50) };
        assert_eq!(reached(&back, &said(5, 30)), (2, 0, Some(day(50))), "a person set it back to the first step");
    }
}

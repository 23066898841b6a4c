//! Replay: what a strategy would have done over a past period, by the very decision that runs.

use kernel::{Currency, Date, epoch_day, from_epoch_day};
use ledger::portfolio::OpenItem;

use crate::{AccountFacts, Channel, ContactCap, Decision, History, Proposal, Reach, Reason, Strategy, decide};

/// A piece and what settled it. Days are epoch days.
#[derive(Debug, Clone)]
pub struct Life {
    /// The piece, `open` being its whole amount.
    pub item: OpenItem,
    /// Accounting day: it did not exist before.
    pub from: i32,
    /// Accounting day and minor units taken off its open amount, negative for a reversal.
    pub settled: Vec<(i32, i64)>,
}

/// An account in one currency, as it lived.
#[derive(Debug, Clone)]
pub struct Past<'a> {
    /// Currency.
    pub currency: Currency,
    /// Its pieces.
    pub lives: &'a [Life],
    /// How the debtor can be reached.
    pub reach: Reach,
}

/// One message that would have left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Epoch day.
    pub day: i32,
    /// Level.
    pub level: u8,
    /// How.
    pub channel: Channel,
    /// Principal asked, minor units.
    pub principal: i64,
}

/// Replays `strategy` on an account from `from` to `to`, both included, starting from silence.
pub fn replay(strategy: &Strategy, past: &Past<'_>, from: Date, to: Date) -> Vec<Sent> {
    replay_debtor(strategy, None, std::slice::from_ref(past), (from, to)).pop().unwrap_or_default()
}

/// Replays `strategy` on the accounts of one debtor, which share the contacts that `cap` allows: the
/// gravest message of a day goes first, as in the run. What each account would have got, in their order.
pub fn replay_debtor(
    strategy: &Strategy,
    cap: Option<ContactCap>,
    pasts: &[Past<'_>],
    (from, to): (Date, Date),
) -> Vec<Vec<Sent>> {
    let last = epoch_day(to);
    let start = |past| Walk { past, history: None, next: epoch_day(from), sent: Vec::new() };
    let mut walks: Vec<Walk<'_>> = pasts.iter().map(start).collect();
    let (mut contacts, mut open, mut ready) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(day) = walks.iter().map(|walk| walk.next).min().filter(|day| *day <= last) {
        for (place, walk) in walks.iter_mut().enumerate().filter(|(_, walk)| walk.next == day) {
            open.clear();
            open.extend(walk.past.lives.iter().filter_map(|life| open_on(life, day)));
            match decide(strategy, &walk.facts(&open, (cap, &contacts)), from_epoch_day(day)) {
                Decision::Send(proposal, _) => ready.push((place, proposal)),
                Decision::Wait(reason) | Decision::Blocked(reason, _) => walk.wait(strategy, day, &reason),
            }
        }
        ready.sort_by_key(|(_, p)| std::cmp::Reverse((p.step.formal_notice, p.cycle.level, p.principal)));
        for (place, proposal) in ready.drain(..) {
            if let Some(free) = cap.and_then(|cap| cap.frees(&contacts, day)) {
                walks[place].wait(strategy, day, &Reason::ContactCap { from: from_epoch_day(free) });
            } else {
                contacts.extend(cap.map(|_| day));
                walks[place].send(strategy, day, &proposal);
            }
        }
    }
    walks.into_iter().map(|walk| walk.sent).collect()
}

/// One account on its way through the days.
struct Walk<'a> {
    past: &'a Past<'a>,
    history: Option<History>,
    /// The next day to look at.
    next: i32,
    sent: Vec<Sent>,
}

impl Walk<'_> {
    fn facts<'f>(
        &'f self,
        items: &'f [OpenItem],
        (cap, contacts): (Option<ContactCap>, &'f [i32]),
    ) -> AccountFacts<'f> {
        let free = AccountFacts::untouched(self.past.currency, items, self.history.as_ref(), self.past.reach);
        AccountFacts { cap, contacts, ..free }
    }

    fn wait(&mut self, strategy: &Strategy, day: i32, reason: &Reason) {
        let next = match reason {
            Reason::DelayGranted { until } => Some(epoch_day(*until) + 1),
            reason => reason.next_look().map(epoch_day),
        };
        self.next = next_day(strategy, self.past, day, next);
    }

    fn send(&mut self, strategy: &Strategy, day: i32, proposal: &Proposal<'_>) {
        let (level, channel, principal) = (proposal.cycle.level, proposal.channel, proposal.principal);
        self.sent.push(Sent { day, level, channel, principal });
        self.history = Some(proposal.history(from_epoch_day(day)));
        self.next = next_day(strategy, self.past, day, Some(epoch_day(proposal.grant_until) + 1));
    }
}

/// What is open of a piece at the end of `day`.
fn open_on(life: &Life, day: i32) -> Option<OpenItem> {
    if life.from > day {
        return None;
    }
    let taken: i64 = life.settled.iter().filter(|(on, _)| *on <= day).map(|s| s.1).sum();
    let open = life.item.amount - taken;
    (open != 0).then_some(OpenItem { open, ..life.item })
}

/// The next day on which anything can change: an entry, a settlement, a due date gone by, a service
/// message due, or what the decision itself waits for.
fn next_day(strategy: &Strategy, past: &Past<'_>, day: i32, next: Option<i32>) -> i32 {
    let early = strategy.steps.iter().filter_map(|s| match s.timing {
        crate::Timing::AfterDue(days) if days <= 0 => Some(i32::from(days)),
        _ => None,
    });
    let early: Vec<i32> = early.collect();
    let of_life = |life: &Life| {
        let due = life.item.due_day;
        let days = early.iter().map(|e| due + e).chain([due + 1, life.from]).chain(life.settled.iter().map(|s| s.0));
        days.filter(|d| *d > day).min().unwrap_or(i32::MAX)
    };
    let by_event = past.lives.iter().map(of_life).min().unwrap_or(i32::MAX);
    by_event.min(next.unwrap_or(i32::MAX)).max(day + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::tests::item;
    use proptest::prelude::{prop_assert_eq, proptest};

    const REACH: Reach = Reach { letter: true, mail: true, phone: true };

    /// Every day, one after the other.
    fn day_by_day(strategy: &Strategy, lives: &[Life], from: i32, to: i32) -> Vec<(i32, u8)> {
        let mut history: Option<History> = None;
        let mut sent = Vec::new();
        for day in from..=to {
            let open: Vec<OpenItem> = lives.iter().filter_map(|l| open_on(l, day)).collect();
            let facts = AccountFacts::untouched(Currency::EUR, &open, history.as_ref(), REACH);
            if let Decision::Send(p, _) = decide(strategy, &facts, from_epoch_day(day)) {
                sent.push((day, p.cycle.level));
                history = Some(p.history(from_epoch_day(day)));
            }
        }
        sent
    }

    proptest! {
        #[test]
        fn leaping_over_quiet_days_changes_nothing(
            pieces in proptest::collection::vec((100_i64..90_000, 0_i32..200, 0_i32..120, 0_i64..100), 1..6),
            which in 0_usize..7,
        ) {
            let strategy = &crate::shipped()[which];
            let lives: Vec<Life> = (1_i64..).zip(&pieces).map(|(id, (amount, due, paid_after, share))| {
                let base = item(id, *amount, *due);
                let on = base.due_day - 20 + paid_after;
                Life { item: base, from: base.due_day - 30, settled: vec![(on, amount * share / 100)] }
            }).collect();
            let (from, to) = (20_000 - 60, 20_000 + 365);
            let past = Past { currency: Currency::EUR, lives: &lives, reach: REACH };
            let fast: Vec<(i32, u8)> =
                replay(strategy, &past, from_epoch_day(from), from_epoch_day(to)).iter().map(|s| (s.day, s.level)).collect();
            prop_assert_eq!(fast, day_by_day(strategy, &lives, from, to));
        }
    }

    #[test]
    fn the_accounts_of_a_debtor_share_its_cap() {
        let strategy = Strategy::standard();
        let life = |id: i64, open: i64| {
            let base = item(id, open, 0);
            [Life { item: base, from: base.due_day - 30, settled: Vec::new() }]
        };
        let (small, large) = (life(1, 20_000), life(2, 90_000));
        let past = |lives| Past { currency: Currency::EUR, lives, reach: REACH };
        let pasts = [past(&small), past(&large)];
        let period = (from_epoch_day(20_000), from_epoch_day(20_100));
        let days = |cap| -> Vec<Vec<i32>> {
            let sent = replay_debtor(&strategy, cap, &pasts, period);
            sent.iter().map(|s| s.iter().map(|s| s.day - 20_000).collect()).collect()
        };
        assert_eq!(days(None), [vec![8, 20, 35], vec![8, 20, 35]]);
        let capped = days(Some(ContactCap { contacts: 1, days: 5 }));
        assert_eq!(capped[1], [8, 20, 35], "the larger claim goes first");
        assert_eq!(capped[0], [13, 25, 40], "the other waits for the day that frees, and shifts with it");
    }
}

//! Figures that other dunning engines publish in their tests, replayed day by day on ours. Where our
//! rule differs on purpose, the test says so and holds ours.

use amicable::{
    AccountFacts, Block, Channel, Claim, Decision, History, Pending, Reach, Reason, Step, Strategy, Timing, Tone,
    decide, outbox::MessageState,
};
use kernel::{Currency, Date, epoch_day};
use ledger::portfolio::OpenItem;
use ledger::{ItemId, ItemKind};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn plus(text: &str, days: i32) -> Date {
    kernel::from_epoch_day(epoch_day(day(text)) + days)
}

fn strategy(timings: &[Timing]) -> Strategy {
    let step = |(n, timing): (usize, &Timing)| Step {
        slug: format!("l{}", n + 1),
        timing: *timing,
        channel: Channel::Letter,
        tone: Tone::Courteous,
        text: String::new(),
        sender: String::new(),
        language: None,
        grant_days: 1,
        claim: Claim::Withheld,
        formal_notice: false,
        approval: false,
        threshold_minor: 0,
        attach: Vec::new(),
    };
    Strategy {
        slug: "published".to_owned(),
        name: String::new(),
        steps: timings.iter().enumerate().map(step).collect(),
        item_threshold_minor: 0,
        account_threshold_minor: 0,
        working_days: None,
    }
}

fn after_due(days: &[i16]) -> Strategy {
    strategy(&days.iter().map(|d| Timing::AfterDue(*d)).collect::<Vec<_>>())
}

fn owed(id: i64, due: &str, minor: i64) -> OpenItem {
    OpenItem {
        id: ItemId(id),
        kind: ItemKind::Invoice,
        currency: Currency::EUR,
        amount: minor,
        open: minor,
        issue_day: epoch_day(day(due)) - 30,
        due_day: epoch_day(day(due)),
        due_inferred: false,
    }
}

/// An account walked through its days.
struct Walk {
    strategy: Strategy,
    history: Option<History>,
}

impl Walk {
    fn new(strategy: Strategy) -> Self {
        strategy.check().expect("a strategy that can run");
        Self { strategy, history: None }
    }

    fn decide(
        &mut self,
        on: Date,
        items: &[OpenItem],
        (blocks, paused_until): (&[Block], Option<Date>),
    ) -> Result<u8, Reason> {
        let reach = Reach { letter: true, mail: true, phone: true };
        let free = AccountFacts::untouched(Currency::EUR, items, self.history.as_ref(), reach);
        let with = AccountFacts { paused_until, blocks, ..free };
        match decide(&self.strategy, &with, on) {
            Decision::Send(p, _) => {
                let level = p.cycle.level;
                self.history = Some(p.history(on));
                Ok(level)
            }
            Decision::Wait(reason) | Decision::Blocked(reason, _) => Err(reason),
        }
    }

    /// The level sent on a day; none when nothing is.
    fn on(&mut self, on: Date, items: &[OpenItem]) -> Option<u8> {
        self.decide(on, items, (&[], None)).ok()
    }

    /// Days and levels sent from one day to another.
    fn daily(&mut self, from: &str, to: &str, items: impl Fn(Date) -> Vec<OpenItem>) -> Vec<(String, u8)> {
        let days = epoch_day(day(from))..=epoch_day(day(to));
        days.filter_map(|n| {
            let on = kernel::from_epoch_day(n);
            self.on(on, &items(on)).map(|level| (on.to_string(), level))
        })
        .collect()
    }
}

fn told(days: &[(&str, u8)]) -> Vec<(String, u8)> {
    days.iter().map(|(d, l)| ((*d).to_owned(), *l)).collect()
}

/// Tryton: levels at 5, 20 and 40 days, a draft that waits, a block, a payment.
#[test]
fn t3_a_draft_waits_a_block_holds_a_payment_ends() {
    let mut walk = Walk::new(after_due(&[5, 20, 40]));
    let items = [owed(1, "2026-01-01", 10_000)];
    assert_eq!(walk.on(plus("2026-01-01", 4), &items), None);
    assert_eq!(walk.on(plus("2026-01-01", 5), &items), Some(1));
    let draft = walk.history.clone();
    if let Some(history) = &mut walk.history {
        history.pending = Some(Pending { on: history.on, state: MessageState::Awaiting });
    }
    let waiting = walk.decide(plus("2026-01-01", 30), &items, (&[], None));
    assert_eq!(waiting, Err(Reason::AwaitingApproval), "the first level is still a draft");
    walk.history = draft;
    let blocks = [Block { item: ItemId(1), amount: None }];
    let blocked = walk.decide(plus("2026-01-01", 30), &items, (&blocks, None));
    assert_eq!(blocked, Err(Reason::ItemsBlocked));
    assert_eq!(walk.on(plus("2026-01-01", 30), &items), Some(2));
    assert_eq!(walk.on(plus("2026-01-01", 50), &[]), None, "paid");
    // One level alone, and a letter after a part payment. Their level of 0 days has no twin: due today is not late.
    let mut last = Walk::new(after_due(&[1]));
    assert_eq!(last.on(plus("2026-01-01", 1), &items), Some(1));
    assert_eq!(last.decide(plus("2026-01-01", 3), &items, (&[], None)), Err(Reason::StepsExhausted), "final");
    let half = [OpenItem { open: 5_000, ..items[0] }];
    let mut walk = Walk::new(after_due(&[5, 20, 40]));
    assert_eq!([walk.on(plus("2026-01-01", 5), &items), walk.on(plus("2026-01-01", 20), &half)], [Some(1), Some(2)]);
}

/// Odoo 8: three runs on one day went from nothing to the last level. Ours must not.
#[test]
fn t4_three_runs_on_one_day_do_not_escalate() {
    let mut walk = Walk::new(after_due(&[15, 30, 40]));
    let items = [owed(1, "2026-01-01", 100_000)];
    assert_eq!(walk.on(plus("2026-01-01", 3), &items), None);
    let late = plus("2026-01-01", 40);
    assert_eq!([walk.on(late, &items), walk.on(late, &items), walk.on(late, &items)], [Some(1), None, None]);
}

/// metasfresh: ten days between two levels; a grace whose last day is today still holds.
#[test]
fn t7_days_between_levels_and_the_last_day_of_grace() {
    let timings = [Timing::AfterDue(1), Timing::AfterPrevious(10)];
    for (on, level) in [("2026-02-05", None), ("2026-02-11", Some(2)), ("2026-02-20", Some(2))] {
        let mut walk = Walk::new(strategy(&timings));
        let items = [owed(1, "2026-01-31", 10_000)];
        assert_eq!(walk.on(day("2026-02-01"), &items), Some(1));
        assert_eq!(walk.on(day(on), &items), level, "{on}");
    }
    for (grace, sent) in [("2026-02-19", true), ("2026-02-20", false), ("2026-02-21", false)] {
        let mut walk = Walk::new(strategy(&timings));
        let items = [owed(1, "2026-01-31", 10_000)];
        let decided = walk.decide(day("2026-02-20"), &items, (&[], Some(day(grace))));
        assert_eq!(decided.is_ok(), sent, "{grace}");
    }
    // Nine days after the last message: fifteen are too many, seven have passed. Nothing sent yet: nothing to wait for.
    for (required, level) in [(15, None), (7, Some(2))] {
        let mut walk = Walk::new(strategy(&[Timing::AfterDue(1), Timing::AfterPrevious(required)]));
        let items = [owed(1, "2025-12-31", 10_000)];
        assert_eq!(walk.on(day("2026-01-01"), &items), Some(1));
        assert_eq!(walk.on(day("2026-01-10"), &items), level, "{required}");
    }
    // No second level without the first, however late the first look; and nothing while the first waits to leave.
    let mut walk = Walk::new(after_due(&[1, 10, 20]));
    let items = [owed(1, "2026-01-01", 10_000)];
    assert_eq!(walk.on(day("2026-03-01"), &items), Some(1));
    if let Some(history) = &mut walk.history {
        history.pending = Some(Pending { on: history.on, state: MessageState::Awaiting });
    }
    assert_eq!(walk.decide(day("2026-03-20"), &items, (&[], None)), Err(Reason::AwaitingApproval));
    let days = [("2026-01-02", 0), ("2026-01-03", 1), ("2026-01-10", 8)];
    assert!(days.iter().all(|(to, n)| kernel::days_between(day("2026-01-02"), day(to)) == *n));
}

/// Kill Bill: 30, 40, 50 days from the first unpaid invoice; the balance that counts is included;
/// paid oldest invoices move the start.
#[test]
fn t8_states_follow_the_first_unpaid_invoice() {
    let items = |_: Date| vec![owed(1, "2012-05-31", 24_995)];
    let mut walk = Walk::new(after_due(&[30, 40, 50]));
    let sent = walk.daily("2012-06-01", "2012-08-31", items);
    assert_eq!(sent, told(&[("2012-06-30", 1), ("2012-07-10", 2), ("2012-07-20", 3)]));

    let least = Strategy { account_threshold_minor: 10_000, ..after_due(&[10]) };
    for (minor, expected) in [(9_999, None), (10_000, Some(1)), (20_000, Some(1))] {
        let level = Walk::new(least.clone()).on(day("2026-03-11"), &[owed(1, "2026-03-01", minor)]);
        assert_eq!(level, expected, "{minor}");
    }

    let moving = |on: Date| {
        let oldest = on < day("2012-06-02");
        let mut items = vec![owed(3, "2012-06-02", if on < day("2012-06-03") { 70_000 } else { 50_000 })];
        if oldest {
            items.extend([owed(1, "2012-05-31", 10_000), owed(2, "2012-05-31", 10_000)]);
        }
        items
    };
    let sent = Walk::new(after_due(&[5, 7, 11])).daily("2012-05-31", "2012-06-30", moving);
    assert_eq!(sent, told(&[("2012-06-07", 1), ("2012-06-09", 2), ("2012-06-13", 3)]));
    // A late first look jumps to the gravest state there; here one level at a time.
    assert_eq!(Walk::new(after_due(&[5, 7, 11])).on(day("2012-06-08"), &[owed(1, "2012-05-31", 70_000)]), Some(1));
}

/// Kill Bill, by balance: how far it goes is bound by what is owed, here by the threshold of each step. Other days
/// from the first invoice, and an invoice written off then taken up again.
#[test]
fn t8_the_balance_bounds_the_level() {
    let mut ladder = after_due(&[1, 3, 5]);
    for (step, least) in ladder.steps.iter_mut().zip([25_000, 50_000, 100_000]) {
        step.threshold_minor = least;
    }
    for (minor, reached) in [(24_995, 0), (49_990, 1), (74_985, 2), (99_980, 2), (124_975, 3)] {
        let sent = Walk::new(ladder.clone()).daily("2026-03-01", "2026-04-30", |_| vec![owed(1, "2026-03-01", minor)]);
        assert_eq!(sent.len(), reached, "{minor}: {sent:?}");
    }
    let sent =
        Walk::new(after_due(&[5, 7, 11])).daily("2012-05-31", "2012-06-30", |_| vec![owed(1, "2012-05-31", 100)]);
    assert_eq!(sent, told(&[("2012-06-05", 1), ("2012-06-07", 2), ("2012-06-11", 3)]));
    let (items, off) = ([owed(1, "2012-05-31", 100)], [Block { item: ItemId(1), amount: None }]);
    let mut walk = Walk::new(after_due(&[30]));
    assert_eq!(walk.decide(day("2012-06-30"), &items, (&off, None)), Err(Reason::ItemsBlocked));
    assert_eq!(walk.on(day("2012-06-30"), &items), Some(1), "no longer written off");
}

/// Lago: two requests at most, more than 48 hours apart, from 150 € on. In whole days: three days.
#[test]
fn t9_two_requests_above_a_threshold() {
    let campaign =
        || Strategy { account_threshold_minor: 15_000, ..strategy(&[Timing::AfterDue(1), Timing::AfterPrevious(3)]) };
    let euros = |on: Date| {
        let mut items = vec![owed(1, "2025-01-01", 14_900)];
        if on >= day("2025-01-06") {
            items.push(owed(2, "2025-01-02", 1_000));
        }
        items
    };
    let sent = Walk::new(campaign()).daily("2025-01-03", "2025-01-20", euros);
    assert_eq!(sent, told(&[("2025-01-06", 1), ("2025-01-09", 2)]));
    let dollars = Strategy { account_threshold_minor: 10_000, ..campaign() };
    let sent = Walk::new(dollars).daily("2025-01-03", "2025-01-20", |_| vec![owed(1, "2025-01-01", 12_000)]);
    assert_eq!(sent, told(&[("2025-01-03", 1), ("2025-01-06", 2)]));
    let second = |on: Date| {
        let more = on >= day("2025-01-07");
        let mut items = vec![owed(1, "2025-01-01", 14_900)];
        items.extend(more.then(|| owed(2, "2025-01-05", 600)));
        items
    };
    let sent = Walk::new(campaign()).daily("2025-01-04", "2025-01-20", second);
    assert_eq!(sent, told(&[("2025-01-07", 1), ("2025-01-10", 2)]));
}

/// Invoice Ninja: 5, 10 and 15 days after an invoice due at once; 14 days before a due date. Its
/// endless reminder has no twin here: a strategy ends, and the file goes on elsewhere.
#[test]
fn t10_reminders_after_and_before() {
    let sent =
        Walk::new(after_due(&[5, 10, 15])).daily("2024-03-01", "2024-04-30", |_| vec![owed(1, "2024-03-01", 10_000)]);
    assert_eq!(sent, told(&[("2024-03-06", 1), ("2024-03-11", 2), ("2024-03-16", 3)]));
    let sent = Walk::new(after_due(&[-14])).daily("2024-03-01", "2024-04-30", |_| vec![owed(1, "2024-03-31", 10_000)]);
    assert_eq!(sent, told(&[("2024-03-17", 1)]));
}

/// mahnwesen: thresholds 3, 10, 20, 30; a first reminder sent late shifts the second; a payment taken
/// back opens the case where it stood.
#[test]
fn t14_a_late_step_shifts_the_next_and_a_payment_taken_back_reopens() {
    let plan = after_due(&[3, 10, 20, 30]);
    assert_eq!((plan.level_at(2), plan.level_at(3), plan.level_at(30)), (0, 1, 4), "by age alone");
    let items = [owed(1, "2026-01-01", 10_000)];
    let mut walk = Walk::new(plan.clone());
    assert_eq!(walk.on(plus("2026-01-01", 14), &items), Some(1), "the first, sent late");
    assert_eq!(walk.on(plus("2026-01-01", 20), &items), None);
    assert_eq!(walk.on(plus("2026-01-01", 21), &items), Some(2), "14 + (10 − 3)");
    assert_eq!(walk.on(plus("2026-01-01", 25), &[]), None, "paid");
    assert_eq!(walk.on(plus("2026-01-01", 60), &items), Some(3), "the payment was taken back: on from where it stood");
}

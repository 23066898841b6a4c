use super::*;
use ledger::ItemKind;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

fn day(n: i32) -> Date {
    from_epoch_day(20_000 + n)
}

pub(crate) fn item(id: i64, open: i64, due: i32) -> OpenItem {
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

const REACH: Reach = Reach { letter: true, mail: true, phone: true };

const AWAITING: Option<Pending> = Some(waiting(MessageState::Awaiting));

const fn waiting(state: MessageState) -> Pending {
    Pending { on: Date::constant(2024, 10, 12), state }
}

fn facts<'a>(items: &'a [OpenItem], history: Option<&'a History>) -> AccountFacts<'a> {
    AccountFacts::untouched(Currency::EUR, items, history, REACH)
}

fn shipped(slug: &str) -> &'static Strategy {
    crate::shipped().iter().find(|s| s.slug == slug).expect("a shipped strategy")
}

/// Runs a strategy on `days`, returning the days and levels sent.
fn walk(
    strategy: &Strategy,
    items: &[OpenItem],
    days: impl Iterator<Item = i32>,
    paused: Option<i32>,
) -> Vec<(i32, u8)> {
    let mut history: Option<History> = None;
    let mut sent = Vec::new();
    for n in days {
        let f = AccountFacts { paused_until: paused.map(day), ..facts(items, history.as_ref()) };
        if let Decision::Send(p, _) = decide(strategy, &f, day(n)) {
            sent.push((n, p.cycle.level));
            history = Some(p.history(day(n)));
        }
    }
    sent
}

#[test]
fn steps_come_when_due_one_at_a_time() {
    let items = [item(1, 10_000, 0)];
    let standard = Strategy::standard();
    assert_eq!(walk(&standard, &items, 0..60, None), [(8, 1), (20, 2), (35, 3)]);
    let missed = (0..60).filter(|n| *n != 8);
    assert_eq!(walk(&standard, &items, missed, None), [(9, 1), (21, 2), (36, 3)], "a missed day loses nothing");
    let late = walk(&standard, &items, [90, 90, 91, 98, 99, 101, 102, 116, 117].into_iter(), None);
    assert_eq!(late, [(90, 1), (102, 2), (117, 3)], "no jump, and each step keeps its own delay");
}

/// A pause across two steps: the first one missed leaves at its end, the next keeps its own delay.
#[test]
fn a_pause_of_twenty_days_resumes_without_jumping() {
    let items = [item(1, 10_000, 0)];
    let strategy = shipped("standard");
    let mut history: Option<History> = None;
    let mut sent = Vec::new();
    for n in 0..80 {
        let paused = (18..38).contains(&n).then(|| day(37));
        let f = AccountFacts { paused_until: paused, ..facts(&items, history.as_ref()) };
        match decide(strategy, &f, day(n)) {
            Decision::Send(p, _) => {
                sent.push((n, p.cycle.level));
                history = Some(p.history(day(n)));
            }
            Decision::Blocked(reason, amount) => {
                assert_eq!((reason, amount), (Reason::Paused { until: day(37) }, 10_000), "day {n}");
            }
            Decision::Wait(_) => {}
        }
    }
    assert_eq!(sent, [(8, 1), (38, 2), (53, 3)], "steps 2 and 3 are 15 days apart");
}

#[test]
fn credits_are_netted_and_nothing_goes_below_zero() {
    let strategy = Strategy::standard();
    let items = [item(1, 10_000, 0), item(2, -4_000, 5)];
    let Decision::Send(p, _) = decide(&strategy, &facts(&items, None), day(10)) else { panic!("a reminder is due") };
    assert_eq!((p.principal, p.lines.len(), p.lines[1].open), (6_000, 2, -4_000));
    let covered = [item(1, 10_000, 0), item(2, -10_000, 5)];
    assert_eq!(decide(&strategy, &facts(&covered, None), day(10)), Decision::Wait(Reason::CoveredByCredits));
    let small = [item(1, 1_499, 0)];
    assert_eq!(decide(&strategy, &facts(&small, None), day(10)), Decision::Wait(Reason::BelowThreshold));
    let just = [item(1, 1_500, 0)];
    assert!(matches!(decide(&strategy, &facts(&just, None), day(10)), Decision::Send(..)), "the threshold is included");
    let net_small = [item(1, 100_000, 0), item(2, -98_501, 0)];
    let net = decide(&strategy, &facts(&net_small, None), day(10));
    assert_eq!(net, Decision::Wait(Reason::BelowThreshold), "the net is what the threshold looks at");
}

#[test]
fn a_formal_notice_needs_certain_uncontested_pieces_and_an_address() {
    let strategy = Strategy::standard();
    let mut uncertain = item(1, 10_000, 0);
    uncertain.due_inferred = true;
    let history =
        History { cycle: 1, level: 2, on: day(20), grant_until: day(28), items: vec![ItemId(1)], pending: None };
    let items = [uncertain];
    let f = facts(&items, Some(&history));
    assert_eq!(decide(&strategy, &f, day(40)), Decision::Blocked(Reason::DueDatesUnconfirmed, 10_000));
    let both = [uncertain, item(2, 3_000, 1)];
    let history = History { items: vec![ItemId(1), ItemId(2)], ..history };
    let Decision::Send(p, _) = decide(&strategy, &facts(&both, Some(&history)), day(40)) else {
        panic!("one piece is certain")
    };
    assert_eq!(p.lines.iter().map(|l| l.item.0).collect::<Vec<_>>(), [2]);
    let contested = [Block { item: ItemId(2), amount: Some(1_000) }];
    let f = AccountFacts { blocks: &contested, ..facts(&both, Some(&history)) };
    assert_eq!(decide(&strategy, &f, day(40)), Decision::Blocked(Reason::DueDatesUnconfirmed, 13_000));
    let nowhere = Reach { letter: false, mail: true, phone: true };
    let f = AccountFacts { reach: nowhere, ..facts(&both, Some(&history)) };
    assert!(matches!(decide(&strategy, &f, day(40)), Decision::Blocked(Reason::NoAddress, _)), "no mail in its place");
}

#[test]
fn a_formal_notice_asks_only_for_what_was_reminded() {
    let strategy = Strategy::standard();
    let history =
        History { cycle: 1, level: 2, on: day(20), grant_until: day(28), items: vec![ItemId(1)], pending: None };
    let items = [item(1, 30_000, -70), item(2, 5_000, -60), item(3, 90_000, 38)];
    let asked = |reminded: &[ItemId], strategy: &Strategy| {
        let f = AccountFacts { reminded, ..facts(&items, Some(&history)) };
        match decide(strategy, &f, day(40)) {
            Decision::Send(p, _) => (p.lines.iter().map(|l| l.item.0).collect::<Vec<_>>(), p.principal),
            other => panic!("a formal notice is due: {other:?}"),
        }
    };
    assert_eq!(asked(&[], &strategy), (vec![1], 30_000), "nobody reminded of the two others");
    assert_eq!(asked(&[ItemId(2)], &strategy), (vec![1, 2], 35_000), "one asked for earlier, and not by the last");
    let firm = &strategy.steps[1];
    let third = Step { formal_notice: false, slug: "reminder-3".to_owned(), ..firm.clone() };
    let reminding = Strategy {
        steps: vec![strategy.steps[0].clone(), firm.clone(), Step { timing: Timing::AfterDue(35), ..third }],
        ..strategy.clone()
    };
    assert_eq!(asked(&[], &reminding), (vec![1, 2, 3], 125_000), "a reminder takes in what fell due meanwhile");
    // A plan that begins with a notice has nothing to remind of first.
    let notice = Strategy { steps: vec![strategy.steps[2].clone()], ..strategy };
    let first = decide(&notice, &facts(&items, None), day(40));
    assert!(matches!(first, Decision::Send(p, _) if p.principal == 125_000), "straight to the notice");
}

/// A plan or a dispute holds all that was asked for: what falls due beside it begins at the first level, what is
/// released goes on where it stood.
#[test]
fn a_piece_beside_what_is_set_aside_begins_anew() {
    let items = [item(1, 10_000, 0), item(2, 5_000, 30)];
    let history =
        History { cycle: 1, level: 2, on: day(20), grant_until: day(28), items: vec![ItemId(1)], pending: None };
    let standing = |blocks: &[Block]| standing(Some(&history), &items, blocks);
    assert_eq!(standing(&[]), (1, 2));
    assert_eq!(standing(&[Block { item: ItemId(1), amount: Some(9_999) }]), (1, 2), "a cent of it is still asked for");
    let whole = Block { item: ItemId(1), amount: None };
    assert_eq!(standing(&[whole]), (2, 0));
    assert_eq!(standing(&[whole, Block { item: ItemId(2), amount: None }]), (1, 2), "nothing else is owed");
    let strategy = shipped("standard");
    let f = AccountFacts { blocks: &[whole], ..facts(&items, Some(&history)) };
    let Decision::Send(p, _) = decide(strategy, &f, day(38)) else { panic!("a reminder is due") };
    assert_eq!((p.cycle.number, p.cycle.level, p.principal), (2, 1, 5_000));
}

#[test]
fn only_the_disputed_part_stops() {
    let strategy = Strategy::standard();
    let items = [item(1, 10_000, 0), item(2, 5_000, 2)];
    let part = [Block { item: ItemId(1), amount: Some(4_000) }];
    let f = AccountFacts { blocks: &part, ..facts(&items, None) };
    let Decision::Send(p, _) = decide(&strategy, &f, day(10)) else { panic!("the rest goes on") };
    assert_eq!((p.principal, p.withheld, p.lines[0].open), (11_000, 4_000, 6_000));
    let whole = [Block { item: ItemId(1), amount: None }];
    let f = AccountFacts { blocks: &whole, ..facts(&items, None) };
    let Decision::Wait(Reason::TooEarly { .. }) = decide(&strategy, &f, day(9)) else {
        panic!("the piece that sets the tone is now the second")
    };
    let all = [Block { item: ItemId(1), amount: None }, Block { item: ItemId(2), amount: Some(99_999) }];
    let f = AccountFacts { blocks: &all, ..facts(&items, None) };
    assert_eq!(decide(&strategy, &f, day(10)), Decision::Blocked(Reason::ItemsBlocked, 15_000));
}

#[test]
fn a_new_cycle_starts_when_what_was_asked_is_settled() {
    let strategy = Strategy::standard();
    let history =
        History { cycle: 1, level: 3, on: day(0), grant_until: day(8), items: vec![ItemId(1)], pending: None };
    let items = [item(2, 9_000, 0)];
    let Decision::Send(p, _) = decide(&strategy, &facts(&items, Some(&history)), day(8)) else {
        panic!("a reminder is due")
    };
    assert_eq!(p.cycle, ReminderCycle { number: 2, level: 1 });
    let alive = [item(1, 50, -90), item(2, 9_000, 0)];
    assert_eq!(decide(&strategy, &facts(&alive, Some(&history)), day(40)), Decision::Wait(Reason::StepsExhausted));
}

#[test]
fn a_service_message_goes_to_accounts_left_in_peace_and_begins_the_cycle() {
    let strategy = Strategy { working_days: None, ..shipped("small").clone() };
    let items = [item(1, 10_000, 0)];
    assert_eq!(walk(&strategy, &items, -10..40, None), [(-5, 1), (2, 2), (8, 3), (15, 4), (25, 5)]);
    assert_eq!(walk(&strategy, &items, 1..40, None).first(), Some(&(2, 2)), "too late for a service message");
    let credit = [item(1, 10_000, 0), item(2, -50, 0)];
    assert_eq!(decide(&strategy, &facts(&credit, None), day(-5)), Decision::Wait(Reason::NothingDue));
    let mut inferred = item(1, 10_000, 0);
    inferred.due_inferred = true;
    assert_eq!(decide(&strategy, &facts(&[inferred], None), day(-5)), Decision::Wait(Reason::NothingDue));
}

#[test]
fn promises_approvals_entries_and_other_delays_are_waited_for() {
    let strategy = Strategy::standard();
    let items = [item(1, 10_000, 0)];
    let f = AccountFacts { promised_until: Some(day(12)), ..facts(&items, None) };
    assert_eq!(decide(&strategy, &f, day(12)), Decision::Blocked(Reason::Promised { until: day(12) }, 10_000));
    assert!(matches!(decide(&strategy, &f, day(13)), Decision::Send(..)), "the day after, reminders go on");
    let f = AccountFacts { entering: true, ..facts(&items, None) };
    assert_eq!(decide(&strategy, &f, day(40)), Decision::Blocked(Reason::EntryPending, 10_000));
    let f = AccountFacts { granted_until: Some(day(10)), ..facts(&items, None) };
    assert_eq!(decide(&strategy, &f, day(10)), Decision::Wait(Reason::DelayGranted { until: day(10) }));
    let pending =
        History { cycle: 1, level: 1, on: day(8), grant_until: day(16), items: vec![ItemId(1)], pending: AWAITING };
    let f = facts(&items, Some(&pending));
    assert_eq!(decide(&strategy, &f, day(90)), Decision::Blocked(Reason::AwaitingApproval, 10_000));
}

#[test]
fn no_level_follows_one_that_has_not_left() {
    let strategy = Strategy::standard();
    let items = [item(1, 10_000, 0)];
    let past =
        |pending| History { cycle: 1, level: 1, on: day(8), grant_until: day(16), items: vec![ItemId(1)], pending };
    let on = Date::constant(2024, 10, 12);
    for state in MessageState::HOLDING {
        let wanted = match state {
            MessageState::Awaiting => Reason::AwaitingApproval,
            MessageState::Ambiguous => Reason::InDoubt { on },
            MessageState::Failed => Reason::LastFailed { on },
            _ => Reason::NotLeft { on },
        };
        let history = past(Some(waiting(state)));
        let decided = decide(&strategy, &facts(&items, Some(&history)), day(90));
        assert_eq!(decided, Decision::Blocked(wanted.clone(), 10_000), "{state:?}");
        let elsewhere = past(None);
        let f = AccountFacts { pending: Some(waiting(state)), ..facts(&items, Some(&elsewhere)) };
        assert_eq!(decide(&strategy, &f, day(90)), Decision::Blocked(wanted, 10_000), "under another strategy");
        // Another debt altogether: the cycle it belonged to is over.
        let other = [item(2, 10_000, 0)];
        assert!(matches!(decide(&strategy, &facts(&other, Some(&history)), day(90)), Decision::Send(..)), "{state:?}");
    }
    let history = past(Some(waiting(MessageState::Planned)));
    let decided = decide(&strategy, &facts(&items, Some(&history)), day(9));
    assert!(
        matches!(decided, Decision::Wait(Reason::NextStepLater { .. } | Reason::DelayGranted { .. })),
        "{decided:?}"
    );
}

#[test]
fn a_message_that_cannot_reach_falls_back_and_says_so() {
    let strategy = Strategy { working_days: None, ..shipped("small").clone() };
    let items = [item(1, 10_000, 0)];
    let channel = |reach| match decide(&strategy, &AccountFacts { reach, ..facts(&items, None) }, day(3)) {
        Decision::Send(p, _) => Ok(p.channel),
        Decision::Wait(r) | Decision::Blocked(r, _) => Err(r),
    };
    assert_eq!(channel(REACH), Ok(Channel::Mail));
    assert_eq!(channel(Reach { letter: true, mail: false, phone: true }), Ok(Channel::Letter));
    assert_eq!(channel(Reach { letter: false, mail: false, phone: true }), Err(Reason::NoAddress));
}

#[test]
fn nothing_leaves_on_a_day_off() {
    let strategy = shipped("sme");
    let items = [item(1, 10_000, 9)];
    let (sent, free) = (
        walk(strategy, &items, 0..60, None),
        walk(&Strategy { working_days: None, ..strategy.clone() }, &items, 0..60, None),
    );
    assert_ne!(sent, free, "one of the free days is a day off");
    for (n, _) in sent {
        assert!(is_working_day(day(n), kernel::Territory::Metropole), "{}", day(n));
    }
}

#[test]
fn a_stand_alone_credit_reduces_the_balance_and_ends_no_cycle() {
    let strategy = Strategy::standard();
    let history =
        History { cycle: 1, level: 1, on: day(8), grant_until: day(16), items: vec![ItemId(1)], pending: None };
    let items = [item(1, 6_000, 0), item(2, -1_000, 10)];
    let Decision::Send(p, _) = decide(&strategy, &facts(&items, Some(&history)), day(20)) else {
        panic!("the second reminder is due")
    };
    assert_eq!((p.principal, p.cycle), (5_000, ReminderCycle { number: 1, level: 2 }));
    let larger = [item(1, 6_000, 0), item(2, -10_000, 10)];
    let covered = decide(&strategy, &facts(&larger, Some(&history)), day(20));
    assert_eq!(covered, Decision::Wait(Reason::CoveredByCredits), "the balance is 4 000 in their favour");
    let only_credits = [item(2, -10_000, -10)];
    assert_eq!(decide(&strategy, &facts(&only_credits, None), day(20)), Decision::Wait(Reason::NothingDue));
}

#[test]
fn a_step_waits_while_less_than_its_own_threshold_is_asked() {
    let mut strategy = Strategy::standard();
    strategy.steps[1].threshold_minor = 20_000;
    let history =
        History { cycle: 1, level: 1, on: day(8), grant_until: day(16), items: vec![ItemId(1)], pending: None };
    let at = |open: i64| {
        let items = [item(1, open, 0), item(2, -1_000, 0)];
        match decide(&strategy, &facts(&items, Some(&history)), day(60)) {
            Decision::Send(p, _) => Ok((p.cycle.level, p.principal)),
            Decision::Wait(reason) | Decision::Blocked(reason, _) => Err(reason),
        }
    };
    assert_eq!(at(20_999), Err(Reason::BelowThreshold), "19 999 less the credit: the account's own is long reached");
    assert_eq!(at(21_000), Ok((2, 20_000)), "the bound is included");
}

#[test]
fn a_rest_below_the_threshold_stops_and_stays_owed() {
    let strategy = Strategy::standard();
    let mut rest = item(1, 499, 0);
    rest.amount = 100_000;
    let history =
        History { cycle: 1, level: 1, on: day(8), grant_until: day(16), items: vec![ItemId(1)], pending: None };
    assert_eq!(decide(&strategy, &facts(&[rest], Some(&history)), day(40)), Decision::Wait(Reason::BelowThreshold));
}

#[test]
fn a_run_dated_before_the_last_one_sends_nothing() {
    let strategy = Strategy::standard();
    let items = [item(1, 10_000, 0)];
    let history =
        History { cycle: 1, level: 1, on: day(30), grant_until: day(38), items: vec![ItemId(1)], pending: None };
    for n in 0..=38 {
        assert!(matches!(decide(&strategy, &facts(&items, Some(&history)), day(n)), Decision::Wait(_)), "day {n}");
    }
}

#[test]
fn due_today_is_not_late_and_a_due_date_moved_moves_the_steps() {
    let strategy = Strategy {
        steps: vec![Step { timing: Timing::AfterDue(1), ..Strategy::standard().steps[0].clone() }],
        ..Strategy::standard()
    };
    let at = |due: i32, n: i32| decide(&strategy, &facts(&[item(1, 10_000, due)], None), day(n));
    assert_eq!(at(10, 10), Decision::Wait(Reason::NothingDue));
    assert!(matches!(at(10, 11), Decision::Send(..)));
    assert_eq!(at(40, 11), Decision::Wait(Reason::NothingDue), "the due date was put off after all");
}

proptest! {
    #[test]
    fn what_is_asked_is_positive_and_adds_up(
        opens in proptest::collection::vec((-50_000_i64..50_000, -40_i32..100), 0..12), today in 0_i32..120,
        blocked in proptest::collection::vec((1_i64..12, proptest::option::of(1_i64..60_000)), 0..4), which in 0_usize..7,
    ) {
        let items: Vec<OpenItem> =
            (1_i64..).zip(&opens).filter(|(_, (o, _))| *o != 0).map(|(i, (o, d))| item(i, *o, *d)).collect();
        let blocks: Vec<Block> = blocked.iter().map(|(i, amount)| Block { item: ItemId(*i), amount: *amount }).collect();
        let f = AccountFacts { blocks: &blocks, ..facts(&items, None) };
        if let Decision::Send(p, _) = decide(&crate::shipped()[which], &f, day(today)) {
            prop_assert!(p.principal > 0);
            prop_assert_eq!(p.lines.iter().map(|l| l.open).sum::<i64>(), p.principal);
            prop_assert!(p.grant_until > day(today));
            for line in &p.lines {
                let open = items.iter().find(|i| i.id == line.item).map_or(0, |i| i.open);
                prop_assert!(line.open.abs() <= open.abs() && line.open.signum() == open.signum());
                prop_assert!(!blocks.iter().any(|b| b.item == line.item && b.amount.is_none() && open > 0));
            }
        }
    }
}

#[test]
fn a_debtor_contacted_often_enough_waits_for_the_day_that_frees() {
    let strategy = Strategy::standard();
    let items = [item(1, 50_000, 0)];
    let cap = Some(ContactCap { contacts: 2, days: 10 });
    let with = |contacts, on| decide(&strategy, &AccountFacts { cap, contacts, ..facts(&items, None) }, day(on));
    let made = |days: &[i32]| days.iter().map(|n| 20_000 + n).collect::<Vec<i32>>();
    let (few, many) = (made(&[2, -3]), made(&[2, 5]));
    assert!(matches!(with(&few, 8), Decision::Send(..)), "one of them is too old to count");
    assert_eq!(with(&many, 8), Decision::Wait(Reason::ContactCap { from: day(12) }));
    assert!(matches!(with(&many, 12), Decision::Send(..)), "that day it leaves: due since, no level is lost");
    assert_eq!(
        with(&many, 4),
        Decision::Wait(Reason::TooEarly { from: day(8) }),
        "what waits anyhow says why it waits"
    );
    let off = AccountFacts { contacts: &many, ..facts(&items, None) };
    assert!(matches!(decide(&strategy, &off, day(8)), Decision::Send(..)), "off unless the house sets one");
}

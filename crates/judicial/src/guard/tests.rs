use kernel::{Currency, from_epoch_day};
use law::Law;
use law::deadlines::{DeadlineAsked, deadline};
use law::limitation::Event;
use proptest::prelude::*;

use super::alarms::{Ask, PolicyFault};
use super::clock::{Clocks, claim_kinds};
use super::closing::Ending;
use super::feed::Feed;
use super::pass::{PlainItem, Row, over_items, over_rows};
use super::*;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn invoice(due: &str) -> ItemFacts {
    ItemFacts {
        item: ItemId(7),
        number: "FA-7".to_owned(),
        account: AccountId(1),
        case: None,
        owner: OwnerId(1),
        open: eur(1_240_000),
        kind: "b2b".to_owned(),
        due: day(due),
        due_inferred: false,
        completed: None,
        events: Vec::new(),
        known_on: day("2026-01-02"),
    }
}

fn facts(kind: RightKind, from: &str, known: &str) -> DeadlineFacts {
    DeadlineFacts {
        id: DeadlineId(9),
        kind,
        whose: Whose {
            account: AccountId(1),
            items: Vec::new(),
            case: Some(CaseId(3)),
            procedure: Some(ProcedureId(4)),
        },
        at_risk: eur(800_000),
        owner: OwnerId(2),
        from: day(from),
        known_on: day(known),
    }
}

fn step(procedure: &str, step: &str, kind: RightKind, from: &str) -> Right {
    let answer = deadline(&DeadlineAsked::new(procedure, step, day(from)), Law::builtin()).expect("a deadline");
    of_deadline(facts(kind, from, from), &answer).expect("a right")
}

fn right(due: &str, on: &str) -> Right {
    of_item(&invoice(due), day(on), Law::builtin()).expect("a right")
}

/// Every day told from the first day to the last, when the desk is open each day.
fn told(right: &Right, from: &str, until: &str) -> Vec<(String, bool, bool)> {
    let (mut row, policy, mut found) = (right.as_row(), Policy::default(), Vec::new());
    for at in epoch(from)..=epoch(until) {
        let today = from_epoch_day(at);
        if let Some(alarm) = row.due(today, &policy) {
            found.push((today.to_string(), alarm.to_owner, alarm.to_manager));
            row = row.told(today);
        }
    }
    found
}

fn epoch(text: &str) -> i32 {
    kernel::epoch_day(day(text))
}

/// Worked example A63: due on 15 November 2021, time-barred since Sunday 15 November 2026 at midnight.
#[test]
fn an_open_piece_has_its_clock_without_any_case() {
    let policy = Policy::default();
    let right = right("2021-11-15", "2026-11-10");
    assert_eq!(right.clock.term().last_day, day("2026-11-15"));
    assert_eq!(right.clock.term().safe, day("2026-11-13"), "the Friday before");
    assert_eq!(right.state(day("2026-11-10"), &policy), State::Running { left: 5, level: 4 });
    assert_eq!(right.state(day("2026-11-15"), &policy), State::LastDay);
    assert_eq!(right.state(day("2026-11-16"), &policy), State::Expired { since: day("2026-11-15") });
    assert!(right.state(day("2026-11-16"), &policy).words().fr.contains("perdu"), "never silent");
    assert_eq!(right.at_risk, eur(1_240_000));
    assert_eq!((right.status, right.article.is_empty()), (Status::Verified, false));
}

/// Worked example A65: the request does nothing, the service of 10 November 2026 interrupts.
#[test]
fn an_event_with_its_proof_moves_the_clock_and_its_alarms_begin_anew() {
    let mut facts = invoice("2021-11-15");
    let before = of_item(&facts, day("2026-11-09"), Law::builtin()).expect("a right");
    facts.events =
        vec![Event::new(day("2026-10-01"), "order-requested"), Event::new(day("2026-11-10"), "order-served")];
    let after = of_item(&facts, day("2026-11-21"), Law::builtin()).expect("a right");
    assert_eq!(after.clock.term().last_day, day("2031-11-10"));
    let told = Right { told_on: Some(day("2026-11-09")), ..before };
    let moved = told.retimed(after.clock);
    assert_eq!((moved.told_on, moved.clock.term().starts), (None, day("2026-11-10")));
}

#[test]
fn an_inferred_due_date_starts_nothing_until_it_is_confirmed_and_says_so() {
    let mut facts = invoice("2021-11-15");
    facts.due_inferred = true;
    let right = of_item(&facts, day("2026-11-21"), Law::builtin()).expect("a right");
    let policy = Policy::default();
    assert_eq!(right.state(day("2026-11-21"), &policy), State::Unconfirmed { supposed: day("2026-11-15") });
    assert!(right.warnings[0].fr.contains("confirmez"), "{:?}", right.warnings);
    let alarm = right.as_row().due(day("2026-11-21"), &policy).expect("to be confirmed");
    assert_eq!(alarm.ask, Ask::Confirm, "never called lost");
    let pass = over_rows(&[right.as_row()], day("2026-11-21"), &policy);
    assert_eq!((pass.unconfirmed, pass.expired, pass.running), (1, 0, 0));
    assert_eq!(groups::lost_within(&[right.as_row()], day("2026-11-10"), 30).whole, groups::AtRisk::default());
    facts.due_inferred = false;
    let sure = of_item(&facts, day("2026-11-21"), Law::builtin()).expect("a right");
    assert_eq!(right.retimed(sure.clock).state(day("2026-11-21"), &policy).slug(), "expired");
}

#[test]
fn proceedings_stop_the_clock_and_the_right_says_so() {
    let mut facts = invoice("2021-11-15");
    facts.events = vec![Event::new(day("2026-05-04"), "claim-filed")];
    let right = of_item(&facts, day("2026-11-21"), Law::builtin()).expect("a right");
    assert_eq!(right.state(day("2026-11-21"), &Policy::default()).slug(), "stopped");
    assert_eq!(right.as_row().due(day("2035-01-01"), &Policy::default()), None);
    assert_eq!(over_rows(&[right.as_row()], day("2026-11-21"), &Policy::default()).stopped, 1);
}

/// Counted back by hand from Friday 13 November 2026; unanswered, each goes to the manager five days later, or with
/// the next one; from the safe date on the manager is told each day.
#[test]
fn a_long_period_is_told_sixty_thirty_fifteen_and_seven_days_before_the_safe_date() {
    let right = right("2021-11-15", "2026-01-02");
    let all = told(&right, "2026-01-02", "2026-12-31");
    let owner: Vec<&str> = all.iter().filter(|alarm| alarm.1).map(|alarm| alarm.0.as_str()).collect();
    assert_eq!(owner, ["2026-09-14", "2026-10-14", "2026-10-29", "2026-11-06", "2026-11-16"], "the last: lost");
    let manager: Vec<&str> = all.iter().filter(|alarm| alarm.2).map(|alarm| alarm.0.as_str()).collect();
    let expected = ["2026-09-19", "2026-10-14", "2026-10-29", "2026-11-06"];
    assert_eq!(manager[..4], expected);
    assert_eq!(manager[4..], ["2026-11-13", "2026-11-14", "2026-11-15", "2026-11-16"]);
}

/// Worked example A20: registry letter received on 16 November 2026, deposit by Tuesday 1 December.
#[test]
fn a_short_period_is_told_at_once_then_daily() {
    let right = step("payment-order", "deposit-opposition", RightKind::Deposit, "2026-11-16");
    assert_eq!(right.clock.term().last_day, day("2026-12-01"));
    let all = told(&right, "2026-11-10", "2026-12-10");
    let owner: Vec<&str> = all.iter().filter(|alarm| alarm.1).map(|alarm| alarm.0.as_str()).collect();
    assert_eq!((owner.len(), owner[0], owner[15], owner[16]), (17, "2026-11-16", "2026-12-01", "2026-12-02"));
    assert!(!all[0].2 && all[1].2, "unanswered after a day: the manager");
}

/// Worked example A19: fifteen days rolled over a holiday are still fifteen days.
#[test]
fn a_short_period_stays_short_when_its_end_moves() {
    let right = step("payment-order", "deposit-request", RightKind::Deposit, "2026-10-27");
    assert_eq!((right.clock.term().last_day, right.clock.term().days), (day("2026-11-12"), 15));
    assert_eq!(right.clock.term().safe, day("2026-11-10"));
    assert!(right.as_row().due(day("2026-10-27"), &Policy::default()).is_some(), "at once");
}

#[test]
fn an_answer_keeps_the_manager_out_until_the_safe_date() {
    let right = right("2021-11-15", "2026-01-02");
    let policy = Policy::default();
    let row = right.as_row().told(day("2026-09-14")).answered(day("2026-09-15"));
    assert_eq!(row.due(day("2026-09-25"), &policy), None);
    let next = row.due(day("2026-10-14"), &policy).expect("the second alarm");
    assert!(next.to_owner && !next.to_manager);
    let told = row.told(day("2026-11-12")).answered(day("2026-11-12"));
    assert!(told.due(day("2026-11-13"), &policy).is_some_and(|alarm| alarm.to_manager && !alarm.to_owner));
}

#[test]
fn a_piece_imported_late_is_told_at_once() {
    let facts = ItemFacts { known_on: day("2026-11-01"), ..invoice("2021-11-15") };
    let right = of_item(&facts, day("2026-11-01"), Law::builtin()).expect("a right");
    let alarm = right.as_row().due(day("2026-11-01"), &Policy::default()).expect("an alarm");
    assert_eq!((alarm.level, alarm.since, alarm.left), (3, day("2026-11-01"), 12));
    let over = ItemFacts { known_on: day("2026-11-20"), ..invoice("2021-11-15") };
    let right = of_item(&over, day("2026-11-20"), Law::builtin()).expect("a right");
    assert_eq!(right.as_row().due(day("2026-11-20"), &Policy::default()).map(|alarm| alarm.ask), Some(Ask::Lost));
}

#[test]
fn a_waiting_period_is_no_right_and_an_own_deadline_says_it_is_one() {
    let answer =
        deadline(&DeadlineAsked::new("payment-order", "enforcement", day("2026-10-10")), Law::builtin()).expect("it");
    let refused = of_deadline(facts(RightKind::Void, "2026-10-10", "2026-10-10"), &answer);
    assert!(matches!(refused, Err(NotARight::Waiting { .. })));
    let term = Term {
        starts: day("2026-01-10"),
        last_day: day("2028-01-10"),
        safe: day("2028-01-10"),
        days: 730,
        counted_back: false,
    };
    let stale = |article: &str, term| {
        let (what, lost) = (Wording::new("péremption", "staleness"), Wording::new("instance périmée", "case stale"));
        of_own_term(facts(RightKind::Stale, "2026-01-10", "2026-01-10"), what, lost, term, article)
    };
    let own = stale("CPC 386", term).expect("a right");
    assert_eq!((own.status, own.warnings.len()), (Status::User, 1));
    assert_eq!(stale(" ", term), Err(NotARight::NoArticle));
    assert!(stale("CPC 386", Term { last_day: day("2025-01-10"), ..term }).is_err());
}

#[test]
fn a_right_is_closed_only_by_the_act_an_end_or_a_waiver() {
    let (today, policy) = (day("2026-12-05"), Policy::default());
    let deposit = || step("payment-order", "deposit-opposition", RightKind::Deposit, "2026-11-16");
    let last = day("2026-12-01");
    let done = deposit().done(last, "reçu du greffe n° 12", today).expect("the last day is in time");
    assert_eq!((done.state(today, &policy), done.row()), (State::Ended { on: last }, None));
    let late = deposit().done(day("2026-12-02"), "reçu n° 12", today);
    assert_eq!(late, Err(ClosingFault::TooLate { on: day("2026-12-02"), last }));
    assert_eq!(deposit().done(last, "  ", today), Err(ClosingFault::NoProof));
    assert!(matches!(deposit().done(day("2026-11-02"), "reçu", today), Err(ClosingFault::TooEarly { .. })));
    assert!(matches!(deposit().done(last, "reçu", day("2026-11-30")), Err(ClosingFault::NotYet { .. })));
    assert!(matches!(done.done(last, "reçu", today), Err(ClosingFault::Over { .. })));

    let limitation = || right("2021-12-15", "2026-11-21");
    assert_eq!(limitation().done(today, "assignation", today), Err(ClosingFault::StillRuns));
    for ending in [Ending::Stayed, Ending::Withdrawn, Ending::Concluded] {
        let refused = limitation().ended(ending, eur(0), today, "jugement", today);
        assert_eq!(refused, Err(ClosingFault::OtherObject), "{ending:?}");
        assert!(deposit().ended(ending, eur(5), last, "désistement du 30", today).is_ok(), "{ending:?}");
    }
    let unpaid = limitation().ended(Ending::Paid, eur(1), today, "relevé", today);
    assert_eq!(unpaid, Err(ClosingFault::NotPaid { open: eur(1) }));
    assert!(limitation().ended(Ending::Paid, eur(0), today, "relevé bancaire 44", today).is_ok());

    assert_eq!(limitation().waived("", "débiteur introuvable depuis 2022", today), Err(ClosingFault::NoOne));
    assert_eq!(limitation().waived("A. Roux", "ok", today), Err(ClosingFault::NoReason));
    let waived = limitation().waived("A. Roux", "débiteur introuvable depuis 2022", today).expect("a reason");
    assert!(waived.closing().is_some_and(|closing| closing.words().en.contains("A. Roux")));
}

#[test]
fn what_no_right_would_close_is_not_read_back_either() {
    for forged in [
        r#"{"by":"act","on":"2026-12-01","proof":" "}"#,
        r#"{"by":"waiver","on":"2026-12-01","who":"","why":"débiteur introuvable"}"#,
        r#"{"by":"waiver","on":"2026-12-01","who":"A. Roux","why":"ok"}"#,
        r#"{"by":"oversight","on":"2026-12-01"}"#,
    ] {
        assert!(serde_json::from_str::<Closing>(forged).is_err(), "{forged}");
    }
    let policy = r#"{"short_days":15,"rungs":[7,60],"answer_days":5,"answer_days_short":1}"#;
    assert!(serde_json::from_str::<Policy>(policy).is_err());
}

#[test]
fn the_sentences_are_in_both_languages() {
    for fault in ClosingFault::examples() {
        let words = fault.wording();
        assert!(words.fr.len() > 20 && words.en.len() > 20 && words.fr != words.en, "{}", fault.code());
    }
    for fault in NotARight::examples() {
        assert!(fault.wording().fr != fault.wording().en, "{}", fault.code());
    }
}

#[test]
fn a_policy_that_would_lose_an_alarm_is_refused() {
    assert_eq!(Policy::try_new(15, vec![60, 30, 15, 7], 5, 1), Ok(Policy::default()));
    assert_eq!(Policy::try_new(15, Vec::new(), 5, 1), Err(PolicyFault::Rungs));
    assert_eq!(Policy::try_new(15, vec![7, 15], 5, 1), Err(PolicyFault::Order));
    assert_eq!(Policy::try_new(15, vec![7, 0], 5, 1), Err(PolicyFault::Order));
    assert_eq!(Policy::try_new(15, vec![700, 7], 5, 1), Err(PolicyFault::Days));
}

fn plain(item: i64, due: &str, kind: clock::KindIndex) -> PlainItem {
    PlainItem {
        item: ItemId(item),
        account: AccountId(item % 3),
        case: None,
        owner: OwnerId(item % 2),
        open: eur(10_000),
        kind,
        or_kind: None,
        from: epoch(due),
        inferred: false,
        known: epoch("2020-01-01"),
        told: None,
        answered: None,
    }
}

#[test]
fn columns_say_what_the_law_says_piece_by_piece() {
    let kinds = ["b2b", "consumer", "public"];
    let (from, until) = (day("2005-01-01"), day("2009-12-31"));
    let clocks = Clocks::over(Law::builtin(), &kinds, from, until).expect("known kinds");
    for kind in kinds {
        let index = clocks.kind(kind).expect("asked");
        for at in (kernel::epoch_day(from)..=kernel::epoch_day(until)).step_by(17) {
            let facts = ItemFacts { kind: kind.to_owned(), due: from_epoch_day(at), ..invoice("2021-11-15") };
            let slow = of_item(&facts, day("2026-11-21"), Law::builtin()).expect("a right");
            let fast = clocks.term(index, at).expect("in the span");
            assert_eq!(fast, *slow.clock.term(), "{kind} {}", facts.due);
        }
    }
    assert_eq!(clocks.term(clocks.kind("b2b").expect("asked"), 0), None, "outside the span");
    assert!(Clocks::over(Law::builtin(), &["feudal"], from, until).is_err());
    assert_eq!(claim_kinds(ledger::DebtorKind::PublicUndertaking), ["public", "b2b"]);
}

#[test]
fn nothing_open_is_silent_in_the_pass() {
    let clocks = Clocks::over(Law::builtin(), &["b2b", "public"], day("2021-01-01"), day("2022-12-31")).expect("kinds");
    let b2b = clocks.kind("b2b").expect("asked");
    let mut items: Vec<PlainItem> = [(1, "2021-11-15"), (2, "2021-12-01"), (3, "2022-06-01"), (4, "2019-01-01")]
        .map(|(n, due)| plain(n, due, b2b))
        .into();
    items.push(PlainItem { open: eur(0), ..plain(5, "2021-12-01", b2b) });
    items.push(PlainItem { inferred: true, ..plain(6, "2021-12-01", b2b) });
    // public or not: 31 December 2025 comes before 1 December 2026
    items.push(PlainItem { or_kind: clocks.kind("public"), ..plain(7, "2021-12-01", b2b) });
    let (today, policy) = (day("2026-11-21"), Policy::default());
    let pass = over_items(&items, &clocks, today, &policy);
    assert_eq!((pass.expired, pass.running, pass.unconfirmed, pass.beyond), (2, 2, 1, 1));
    assert_eq!(
        pass.alarms.iter().map(|alarm| alarm.ask).collect::<Vec<_>>(),
        [Ask::Lost, Ask::Act, Ask::Confirm, Ask::Lost]
    );
    assert_eq!(pass.lost().sums["EUR"], 20_000);
    let halves = items.split_at(3);
    let joined = over_items(halves.0, &clocks, today, &policy).absorb(over_items(halves.1, &clocks, today, &policy));
    assert_eq!(joined, pass, "slices make the whole");
}

#[test]
fn money_at_risk_is_counted_once_by_case_and_never_added_across_currencies() {
    let today = day("2026-11-21");
    let row = |id, case, account, minor, currency: &str, last: &str| {
        let item = Right {
            id,
            at_risk: Money::new(minor, Currency::parse(currency).expect("a currency")),
            whose: Whose { account: AccountId(account), items: Vec::new(), case, procedure: None },
            ..right("2021-11-15", "2021-12-01")
        };
        let term = Term { last_day: day(last), safe: day(last), ..*item.clock.term() };
        item.retimed(Clock::Runs(term)).as_row()
    };
    let case = Some(CaseId(1));
    let rows: Vec<Row> = vec![
        row(RightId::Item(ItemId(1)), case, 1, 300, "EUR", "2026-12-01"),
        row(RightId::Item(ItemId(2)), case, 1, 500, "EUR", "2026-12-21"),
        row(RightId::Deadline(DeadlineId(1)), case, 1, 800, "EUR", "2026-11-21"),
        row(RightId::Deadline(DeadlineId(2)), case, 1, 900, "EUR", "2026-11-30"),
        row(RightId::Item(ItemId(3)), None, 2, 70, "CHF", "2026-12-01"),
        row(RightId::Item(ItemId(4)), None, 2, 11, "EUR", "2026-12-22"),
        row(RightId::Item(ItemId(5)), None, 2, 13, "EUR", "2026-11-20"),
    ];
    let losses = groups::lost_within(&rows, today, 30);
    let chf = Currency::parse("CHF").expect("a currency");
    assert_eq!(losses.whole, groups::AtRisk { rights: 5, amounts: vec![Money::new(70, chf), eur(900)] });
    assert_eq!(losses.by_account[&AccountId(2)].amounts, [Money::new(70, chf)]);
    assert_eq!(groups::lost_already(&rows, today).whole.amounts, [eur(13)]);
}

#[test]
fn the_feed_is_folded_escaped_and_keeps_its_identifiers() {
    let policy = Policy::default();
    let mut limitation = right("2021-12-15", "2026-11-21");
    limitation.what = Wording::new(
        "prescription ; pièce « é€é€é€é€é€é€é€é€é€é€é€é€é€é€ », n° \\7\r\nBEGIN:VEVENT",
        "limitation; item, n° \\7",
    );
    let deposit = step("payment-order", "deposit-opposition", RightKind::Deposit, "2026-11-16");
    let closed = step("payment-order", "deposit-request", RightKind::Deposit, "2026-10-27")
        .done(day("2026-11-02"), "reçu du greffe", day("2026-11-21"))
        .expect("in time");
    let now = kernel::Timestamp::from_second(1_795_000_000).expect("an instant");
    let feed = Feed { language: kernel::Language::Fr, domain: "exemple.fr", now, today: day("2026-11-21") };
    let text = feed.write([&limitation, &deposit, &closed], &policy);
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded at 75 octets");
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.split("\r\n").collect();
    assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), 2, "nothing closed, nothing slipped in");
    assert!(lines.contains(&"DTSTART;VALUE=DATE:20261215") && lines.contains(&"DTEND;VALUE=DATE:20261216"));
    assert!(unfolded.contains("n° \\\\7\\nBEGIN:VEVENT") && unfolded.contains("prescription \\; pièce"));
    // the short one is told each day: at fifteen and at seven days as well
    for (trigger, times) in [("-P60D", 1), ("-P30D", 1), ("-P15D", 2), ("-P7D", 2)] {
        let wanted = format!("TRIGGER:{trigger}");
        assert_eq!(lines.iter().filter(|line| **line == wanted).count(), times, "{trigger}");
    }
    let uids = |text: &str| text.split("\r\n").filter(|l| l.starts_with("UID")).map(str::to_owned).collect::<Vec<_>>();
    let later = Feed { language: kernel::Language::En, today: day("2026-12-17"), ..feed };
    let english = later.write([&limitation, &deposit], &policy).replace("\r\n ", "");
    assert_eq!(uids(&english), uids(&unfolded), "whatever the day and the language");
    assert!(english.contains("SUMMARY:LOST: limitation\\; item"), "{english}");
}

fn any_row() -> impl Strategy<Value = (Right, i32)> {
    (0_i32..400, 0_i32..200, 0_i32..120, 0_i32..4).prop_map(|(length, known, first_pass, early)| {
        let (starts, last) = (1_000, 1_000 + length);
        let term = Term {
            starts: from_epoch_day(starts),
            last_day: from_epoch_day(last),
            safe: from_epoch_day(last - early),
            days: length,
            counted_back: false,
        };
        let known_on = from_epoch_day(starts + known.min(length));
        let base = right("2021-11-15", "2021-12-01").retimed(Clock::Runs(term));
        (Right { known_on, ..base }, starts + first_pass)
    })
}

/// The days its owner is told when somebody looks each day, written the plain way.
fn owner_days(right: &Right) -> Vec<i32> {
    let (term, known) = (right.clock.term(), kernel::epoch_day(right.known_on));
    let (safe, last) = (kernel::epoch_day(term.safe), kernel::epoch_day(term.last_day));
    let mut days: Vec<i32> = if term.days <= 15 {
        (known..=last).collect()
    } else {
        [60, 30, 15, 7].iter().map(|rung| (safe - rung).max(known)).filter(|day| *day <= last).collect()
    };
    days.push((last + 1).max(known));
    days.dedup();
    days
}

proptest! {
    #[test]
    fn a_missed_day_loses_no_alarm_and_no_day_tells_twice(
        (right, first) in any_row(),
        gaps in proptest::collection::vec(0_i32..40, 1..30),
    ) {
        let (mut row, policy, mut today) = (right.as_row(), Policy::default(), first);
        let due = owner_days(&right);
        let mut told_through = i32::MIN;
        for gap in gaps {
            today += gap;
            let wanted = due.iter().filter(|day| **day > told_through && **day <= today).min();
            let alarm = row.due(from_epoch_day(today), &policy);
            let owner = alarm.filter(|alarm| alarm.to_owner);
            prop_assert_eq!(owner.is_some(), wanted.is_some(), "day {}", today);
            if let (Some(alarm), Some(first)) = (owner, wanted) {
                let since = kernel::epoch_day(alarm.since);
                prop_assert!(since == *first || alarm.ask == Ask::Lost);
                told_through = today;
            }
            if alarm.is_some() {
                row = row.told(from_epoch_day(today));
                told_through = today;
            }
            prop_assert_eq!(row.due(from_epoch_day(today), &policy), None, "told once a day");
        }
    }

    #[test]
    fn whatever_was_answered_a_right_on_its_last_day_reaches_the_manager((right, _) in any_row(), answered in 0_i32..400) {
        let last = right.clock.term().last_day;
        let row = right.as_row().answered(from_epoch_day(1_000 + answered));
        let alarm = row.due(last, &Policy::default());
        prop_assert!(alarm.is_some_and(|alarm| alarm.to_manager));
    }

    #[test]
    fn a_closing_is_read_back_as_it_was_and_never_without_its_proof(proof in ".{0,40}", by in 0_usize..3) {
        let today = day("2026-12-01");
        let right = step("payment-order", "deposit-opposition", RightKind::Deposit, "2026-11-16");
        let closed = match by {
            0 => right.done(today, &proof, today),
            1 => right.ended(Ending::Withdrawn, eur(3), today, &proof, today),
            _ => right.waived("A. Roux", &proof, today),
        };
        prop_assert!(closed.is_ok() || proof.trim().is_empty() || by == 2);
        if let Ok(closed) = closed {
            let kept = serde_json::to_string(&closed).expect("plain data");
            prop_assert_eq!(serde_json::from_str::<Right>(&kept).ok(), Some(closed));
        }
    }
}

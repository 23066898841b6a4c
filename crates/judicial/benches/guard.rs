//! The daily pass of the guard: a million open pieces and a million deadlines of a hundred thousand cases, beside a
//! bare reading of the same columns.
//!
//! `cargo bench --profile release -p judicial`, or with a number of pieces: `… --bench guard -- 4000000`. One thread;
//! most pieces fell due within two years, a third of them towards consumers; one in a hundred is older, up to
//! beyond limitation. Four deadlines in ten are of thirty days or less. The clocks are worked out from the law inside
//! the measure; the page is made from the rows, nothing kept.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use judicial::guard::clock::Clocks;
use judicial::guard::pass::{Pass, PlainItem, Row, over_items, over_rows};
use judicial::guard::{
    CaseId, DeadlineFacts, DeadlineId, OwnerId, Policy, ProcedureId, RightKind, Term, Whose, groups, of_own_term,
};
use kernel::{Currency, Date, Money, Wording, epoch_day, from_epoch_day};
use law::Law;
use ledger::{AccountId, ItemId};

/// Pieces, and deadlines, when none are asked for.
const ROWS: i32 = 1_000_000;
const ROUNDS: u32 = 5;

fn main() {
    // cargo adds its own flags: the first whole number is ours
    let count: i32 = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(ROWS);
    let today = Date::constant(2026, 11, 21);
    let (law, policy) = (Law::builtin(), Policy::default());
    let span = (from_epoch_day(epoch_day(today) - 2_200), today);
    let kinds = ["b2b", "consumer", "public"];
    let Ok(clocks) = Clocks::over(law, &kinds, span.0, span.1) else { return };
    let items: Vec<PlainItem> = (0..count).filter_map(|n| item(n, today, &clocks, &kinds)).collect();
    let rows: Vec<Row> = items.iter().filter_map(|item| item.row(&clocks)).collect();
    let deadlines: Vec<Row> = (0..count).filter_map(|n| deadline(n, today)).collect();

    let (mut whole, mut clock, mut page, mut bare) = (Duration::MAX, Duration::MAX, Duration::MAX, Duration::MAX);
    let (mut pass, mut at_risk, mut seen) = (Pass::default(), 0, 0_i64);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let Ok(clocks) = Clocks::over(law, &kinds, span.0, span.1) else { return };
        clock = clock.min(started.elapsed());
        pass = over_items(black_box(&items), &clocks, today, &policy).absorb(over_rows(
            black_box(&deadlines),
            today,
            &policy,
        ));
        whole = whole.min(started.elapsed());
        let started = Instant::now();
        at_risk = groups::lost_within(rows.iter().chain(&deadlines), today, 30).whole.rights;
        page = page.min(started.elapsed());
        let started = Instant::now();
        seen = black_box(&items).iter().map(|item| item.open.minor()).sum::<i64>()
            + black_box(&deadlines).iter().map(|row| row.at_risk.minor()).sum::<i64>();
        bare = bare.min(started.elapsed());
    }
    println!("{} pieces and {} deadlines, one thread, best of {ROUNDS}", items.len(), deadlines.len());
    println!("daily pass: {whole:.2?}, of which the clocks {clock:.2?}; {} alarms", pass.alarms.len());
    println!("{} run, {} lost, {} beyond the span", pass.running, pass.expired, pass.beyond);
    println!("rights lost in thirty days, grouped from the rows: {page:.2?} ({at_risk} rights)");
    println!("the same columns merely added up: {bare:.2?} ({seen} cents)");
}

/// A piece of the book.
fn item(n: i32, today: Date, clocks: &Clocks, kinds: &[&str]) -> Option<PlainItem> {
    let age = if n % 100 == 0 { n % 2_200 } else { n % 730 };
    Some(PlainItem {
        item: ItemId(i64::from(n)),
        account: AccountId(i64::from(n / 10)),
        case: (n % 10 == 0).then_some(CaseId(i64::from(n / 10))),
        owner: OwnerId(i64::from(n % 40)),
        open: Money::new(10_000 + i64::from(n % 500_000), Currency::EUR),
        kind: clocks.kind(kinds.get(usize::try_from(n % 3).ok()?)?)?,
        or_kind: None,
        from: epoch_day(today) - age,
        inferred: n % 20 == 7,
        known: epoch_day(today) - age.min(600),
        told: None,
        answered: None,
    })
}

/// Ten deadlines a case, from eight days to ten years.
fn deadline(n: i32, today: Date) -> Option<Row> {
    let days = [8, 15, 30, 30, 60, 90, 180, 180, 730, 3_652][usize::try_from(n % 10).ok()?];
    let from = epoch_day(today) - (n / 10) % days;
    let term = Term {
        starts: from_epoch_day(from),
        last_day: from_epoch_day(from + days),
        safe: from_epoch_day(from + days - 1),
        days,
        counted_back: false,
    };
    let case = CaseId(i64::from(n / 10));
    let facts = DeadlineFacts {
        id: DeadlineId(i64::from(n)),
        kind: RightKind::Lapse,
        whose: Whose {
            account: AccountId(i64::from(n / 10)),
            items: Vec::new(),
            case: Some(case),
            procedure: Some(ProcedureId(case.0)),
        },
        at_risk: Money::new(100_000, Currency::EUR),
        owner: OwnerId(i64::from(n % 40)),
        from: term.starts,
        known_on: term.starts,
    };
    let right = of_own_term(facts, Wording::same("act"), Wording::same("lost"), term, "bench").ok()?;
    Some(right.row()?.told(from_epoch_day(epoch_day(today) - 1)))
}

//! The guard of rights: the pass of a day, the pages, the figure of the home page.

use std::hint::black_box;
use std::time::Instant;

use app::cases::{CaseFilter, CourtProcedureId, ProofKind, StayGround, Tell, TellOrder};
use app::guard::{GuardQuery, RightShow};
use app::{Actor, Desk};

use crate::house::{self, House};
use crate::probe::{Fallible, Meter, Sample};

/// Pages asked.
const CALLS: usize = 200;
/// Facts told, each with the page after it.
const TOLD: usize = 40;
/// Days from the day of the bench, a Saturday, to the Tuesday after.
const TUESDAY: i32 = 3;
/// The same to the day after that one.
const WEDNESDAY: i32 = 4;
/// Rights of a page.
pub const PAGE: usize = 50;

/// The pages that people ask: everything, what is lost soon, what is lost already, what is to be confirmed.
const ASKED: [(RightShow, u16); 5] = [
    (RightShow::Soon, 30),
    (RightShow::All, 30),
    (RightShow::Soon, 365),
    (RightShow::Lost, 30),
    (RightShow::Unconfirmed, 30),
];

/// The pass of a day in a house that told no alarm yet: from the opening of the database.
pub fn pass(house: &House) -> Fallible<Sample> {
    house::copy(&house.guarded(), &house.after_pass())?;
    told(house, 0)
}

/// What three days brought to procedures, told and written: from the opening of the database.
pub fn judged(house: &House) -> Fallible<Sample> {
    let (day, actor) = (house::day(TUESDAY)?, Actor::operator());
    let meter = Meter::start();
    let judged = house::desk(&house.after_pass(), day)?.judge_procedures(&actor, day)?;
    let sample = meter.stop();
    if judged.moved == 0 {
        return Err("nothing moved: the look of that day was done before".into());
    }
    let size = format!("{} procedures looked at, {} moved", judged.seen, judged.moved);
    Ok(sample.about(size, format!("{} rights lost", judged.lost)))
}

/// The pass of the Tuesday after, from the opening of the database, what happened to procedures being told.
pub fn next(house: &House) -> Fallible<Sample> {
    told(house, TUESDAY)
}

/// That of the Wednesday: one day to tell.
pub fn usual(house: &House) -> Fallible<Sample> {
    let (actor, before) = (Actor::operator(), house::day(TUESDAY)?);
    let desk = house::desk(&house.after_pass(), before)?;
    desk.judge_procedures(&actor, before)?;
    desk.tell_alarms(&actor, before)?;
    drop(desk);
    told(house, WEDNESDAY)
}

fn told(house: &House, later: i32) -> Fallible<Sample> {
    let (day, actor) = (house::day(later)?, Actor::operator());
    house::desk(&house.after_pass(), day)?.judge_procedures(&actor, day)?;
    let meter = Meter::start();
    let desk = house::desk(&house.after_pass(), day)?;
    let open = desk.view()?.portfolio.len();
    let read = meter.stop().wall_ms;
    let soon = desk.guard_soon(&actor)?;
    let rights = meter.stop().wall_ms;
    let told = desk.tell_alarms(&actor, day)?;
    let sample = meter.stop();
    if told.rights == 0 {
        return Err("nothing was told: the pass of that day was done before".into());
    }
    let note = format!(
        "open items {read:.0} ms; rights {:.0} ms ({} lost soon); alarms {:.0} ms ({} told to {} people)",
        rights - read,
        soon.rights,
        sample.wall_ms - rights,
        told.rights,
        told.people,
    );
    let size = format!("{} rights", guarded(&desk)?);
    Ok(sample.about(format!("{size}, {open} open items"), note))
}

/// Rights guarded.
fn guarded(desk: &Desk) -> Fallible<u64> {
    let query = GuardQuery { show: RightShow::All, ..GuardQuery::default() };
    Ok(desk.guard(&Actor::operator(), &query, None, 1)?.count)
}

/// A page of the calendar, warm: one hundredth takes longer than the wall time told.
pub fn pages(house: &House) -> Fallible<Sample> {
    let desk = house::desk(&house.guarded(), house::day(0)?)?;
    let rights = guarded(&desk)?;
    let page = |n: usize| -> Fallible<()> {
        let (show, days) = ASKED[n % ASKED.len()];
        let query = GuardQuery { show, days, ..GuardQuery::default() };
        let first = desk.guard(&Actor::operator(), &query, None, PAGE)?;
        black_box(first.rows.len());
        Ok(())
    };
    hundredth(page, &format!("{rights} rights"))
}

/// The rights lost within thirty days, in money, as the home page tells them.
pub fn tile(house: &House) -> Fallible<Sample> {
    let desk = house::desk(&house.guarded(), house::day(0)?)?;
    let started = Instant::now();
    let sum = desk.guard_soon(&Actor::operator())?;
    let first = started.elapsed().as_secs_f64() * 1e3;
    let sample = hundredth(
        |_| {
            black_box(desk.guard_soon(&Actor::operator())?);
            Ok(())
        },
        &format!("{} rights lost soon", sum.rights),
    )?;
    let note = format!("{}; from nothing {first:.0} ms", sample.note);
    Ok(Sample { note, ..sample })
}

/// A fact is told to one procedure and the page asked again: what is read again is what the file owns.
pub fn moved(house: &House) -> Fallible<Sample> {
    let desk = house::desk_later(&house.after_pass(), house::day(WEDNESDAY)?)?;
    let (actor, today) = (Actor::operator(), desk.today());
    let rights = guarded(&desk)?;
    let procedures = some_procedures(&desk, TOLD)?;
    let sample = hundredth_of(
        TOLD,
        |n| {
            let stay = TellOrder {
                ground: StayGround::ALL[0].slug().to_owned(),
                day: Some(today),
                ..TellOrder::new(Tell::Stay)
            };
            desk.tell_procedure(&actor, procedures[n % procedures.len()], &stay.proved(ProofKind::Decision, "n° 1"))?;
            let started = Instant::now();
            let query = GuardQuery { show: RightShow::Soon, ..GuardQuery::default() };
            black_box(desk.guard(&actor, &query, None, PAGE)?.rows.len());
            Ok(started.elapsed().as_secs_f64() * 1e3)
        },
        &format!("{rights} rights"),
    )?;
    drop(desk);
    // What is told on a day is told once: the next call begins again.
    house::remove(&house.after_pass())?;
    Ok(sample)
}

/// Procedures of the cases opened last that go on.
fn some_procedures(desk: &Desk, count: usize) -> Fallible<Vec<CourtProcedureId>> {
    let actor = Actor::operator();
    let cases = desk.cases(&actor, &CaseFilter::default(), None, u32::try_from(count)?)?;
    let mut found = Vec::new();
    for case in cases.rows {
        let goes_on = desk.case(&actor, case.id)?.procedures.into_iter().find(|one| !one.over);
        found.extend(goes_on.map(|one| one.id));
    }
    if found.is_empty() { Err("no procedure goes on".into()) } else { Ok(found) }
}

/// The same work many times, each timed.
fn hundredth(mut work: impl FnMut(usize) -> Fallible<()>, size: &str) -> Fallible<Sample> {
    let timed = |n: usize| {
        let started = Instant::now();
        work(n)?;
        Ok(started.elapsed().as_secs_f64() * 1e3)
    };
    hundredth_of(CALLS, timed, size)
}

fn hundredth_of(calls: usize, mut work: impl FnMut(usize) -> Fallible<f64>, size: &str) -> Fallible<Sample> {
    let meter = Meter::start();
    let walls: Vec<f64> = (0..calls).map(&mut work).collect::<Fallible<_>>()?;
    let all = meter.stop();
    let count = f64::from(u32::try_from(calls)?);
    Ok(Sample { cpu_ms: all.cpu_ms / count, ..within(walls, size) })
}

/// The time within which ninety-nine of a hundred were done.
pub fn within(mut walls: Vec<f64>, size: &str) -> Sample {
    walls.sort_by(f64::total_cmp);
    let at = |share: usize| walls.get(walls.len() * share / 100).or(walls.last()).copied().unwrap_or(0.0);
    let sample = Sample { wall_ms: at(99), ..Sample::default() };
    let note = format!("median {:.1} ms, slowest {:.1} ms", at(50), at(100));
    sample.about(format!("{size}, {} calls, 99 of 100 within", walls.len()), note)
}

/// The same rows read once by plain statements and added up.
pub fn bare(house: &House) -> Fallible<Sample> {
    let meter = Meter::start();
    let connection = house::bare(&house.guarded(), false)?;
    let (mut sum, mut count) = (0_i64, 0_u64);
    for statement in [
        "SELECT id, account_id, amount_minor, currency, due_on, kind, issue_on, entry_on FROM item",
        "SELECT debit_id, credit_id, amount_minor, currency, on_day FROM allocation",
        "SELECT d.id, d.procedure_id, p.claimed_minor, p.currency, d.from_on, d.due_on, d.safe_on, p.begun_on \
         FROM procedure_deadline d JOIN court_procedure p ON p.id = d.procedure_id",
        "SELECT case_id, account_id, item_id FROM case_claim WHERE left_on IS NULL",
        "SELECT account_id, item_id, id, event, on_day, proof FROM claim_event",
    ] {
        let mut statement = connection.prepare(statement)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            sum = sum.wrapping_add(row.get::<_, i64>(2)?);
            for column in 3..columns {
                black_box(row.get_ref(column)?);
            }
            count += 1;
        }
    }
    Ok(meter.stop().about(format!("{count} rows"), format!("{sum} in all")))
}

//! The daily run: decided only, and decided and written.

use app::runs::{RunAnswer, RunRequest};
use app::{Actor, Desk};

use crate::data::Shape;
use crate::house::{self, House};
use crate::probe::{Fallible, Meter, Pieces, Sample, repeated};
use crate::reading::insert_rows;

/// Decided in a process that has read nothing yet, and told in full.
pub fn dry_cold(house: &House, shape: Shape) -> Fallible<Sample> {
    let meter = Meter::start();
    let desk = house::desk(&house.database(shape), house::day(0)?)?;
    let answer = dry(&desk, false)?;
    Ok(told(meter.stop(), &answer))
}

/// Decided with the open items in memory, and told in full or in its figures.
pub fn dry_warm(house: &House, shape: Shape, summary: bool) -> Fallible<Sample> {
    let desk = house::desk(&house.database(shape), house::day(0)?)?;
    desk.view()?;
    let (sample, answer) = repeated(5, || dry(&desk, summary))?;
    Ok(told(sample, &answer))
}

/// The standard strategy over the twelve months before, on every account, from silence.
pub fn replay(house: &House, shape: Shape) -> Fallible<Sample> {
    let desk = house::desk(&house.database(shape), house::day(0)?)?;
    let to = desk.today();
    let from = kernel::from_epoch_day(kernel::epoch_day(to) - 364);
    let plan = desk.plan()?;
    let meter = Meter::start();
    let replayed = desk.replay(&Actor::operator(), &plan.strategies[0], kernel::Period { from, until: to })?;
    let sample = meter.stop();
    let messages: u64 = replayed.steps.iter().map(|s| s.messages).sum();
    Ok(sample.about(format!("{} accounts reminded", replayed.accounts), format!("{messages} messages")))
}

/// A dry run as a program reads it: decided, and every message written out as JSON.
fn dry(desk: &Desk, summary: bool) -> Fallible<RunAnswer> {
    let request = RunRequest { dry: true, summary, ..RunRequest::default() };
    let answer = desk.run(&Actor::operator(), &request, &|_, _| ())?;
    serde_json::to_writer(std::io::sink(), &answer)?;
    Ok(answer)
}

/// Decided and written, from the opening of the database: the very first run of a portfolio, where
/// whatever is late is due for a letter at once.
pub fn first(house: &House, shape: Shape) -> Fallible<Sample> {
    let database = house.after_run(shape);
    house::copy(&house.database(shape), &database)?;
    written(&database, 0)
}

/// The run of the day after: the usual case.
pub fn next(house: &House, shape: Shape) -> Fallible<Sample> {
    let database = house.scratch();
    house::copy(&house.after_run(shape), &database)?;
    written(&database, 1)
}

fn written(database: &std::path::Path, later: i32) -> Fallible<Sample> {
    let meter = Meter::start();
    let desk = house::desk(database, house::day(later)?)?;
    let answer = desk.run(&Actor::operator(), &RunRequest::default(), &|_, _| ())?;
    let sample = meter.stop();
    if !answer.written || !answer.failed.is_empty() {
        return Err(format!("the run failed for some accounts: {:?}", answer.failed.first()).into());
    }
    Ok(told(sample, &answer))
}

fn told(sample: Sample, answer: &RunAnswer) -> Sample {
    let pieces: usize = answer.decisions.iter().map(|d| d.items.len()).sum();
    let note = format!("{} messages about {pieces} pieces", answer.messages);
    sample.about(format!("{} accounts late", answer.accounts), note)
}

/// The rows of the first run, written by prepared inserts and nothing else.
pub fn first_bare(house: &House, shape: Shape) -> Fallible<Sample> {
    let target = house.scratch();
    house::copy(&house.database(shape), &target)?;
    let (from, to) = (house::bare(&house.after_run(shape), false)?, house::bare(&target, true)?);
    let mut pieces = Pieces::default();
    let mut total = insert_rows(&from, &to, "run", "1 = 1", &mut Pieces::default())?;
    for (table, condition) in [
        ("reminder", "1 = 1"),
        ("reminder_item", "1 = 1"),
        ("message", "1 = 1"),
        ("timeline", "kind = 'reminder.decided'"),
    ] {
        total += insert_rows(&from, &to, table, condition, &mut pieces)?;
    }
    Ok(pieces.sample().about(format!("{total} rows"), "prepared inserts, 5 000 a transaction"))
}

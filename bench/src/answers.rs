//! Answers from the open items in memory: the aged balance, the first page after a start.

use std::hint::black_box;

use app::Actor;
use app::aging::{AgingQuery, Grouping};
use app::indicators::{IndicatorAnswer, IndicatorQuery};

use crate::data::Shape;
use crate::house::{self, House};
use crate::probe::{Fallible, Meter, Sample, repeated};

/// Limits of the buckets, days late.
const LIMITS: [i32; 4] = [0, 30, 60, 90];

/// Lines of one page.
const PAGE: usize = 50;

/// The aged balance with the open items already in memory, and a page of its lines.
pub fn aged(house: &House, by: Grouping) -> Fallible<Sample> {
    let desk = house::desk(&house.database(Shape::Open), house::day(0)?)?;
    let query = AgingQuery { by, ..AgingQuery::default() };
    desk.view()?;
    let (sample, answer) = repeated(21, || {
        let answer = desk.aged_balance(&Actor::operator(), &query)?;
        black_box(answer.lines.largest(PAGE).count());
        Ok(answer)
    })?;
    Ok(sample.about(format!("{} open items", answer.items), format!("{} lines, {}", answer.lines.len(), answer.total)))
}

/// The sums alone, over three plain columns.
pub fn aged_bare(house: &House) -> Fallible<Sample> {
    let desk = house::desk(&house.database(Shape::Open), house::day(0)?)?;
    let view = desk.view()?;
    let mut columns: Vec<(u32, i32, i64)> = Vec::with_capacity(view.portfolio.len());
    for position in 0..view.portfolio.accounts().len() {
        let account = u32::try_from(position)?;
        columns.extend(view.portfolio.items(position).map(|i| (account, i.due_day, i.open)));
    }
    let today = kernel::epoch_day(desk.today());
    let accounts = view.portfolio.accounts().len();
    let (sample, total) = repeated(21, || {
        let mut sums = vec![[0_i64; 5]; accounts];
        for (account, due, open) in black_box(&columns) {
            let late = today - due;
            let bucket = LIMITS.iter().filter(|limit| late > **limit).count();
            sums[*account as usize][bucket] += open;
        }
        Ok(black_box(sums).iter().flatten().sum::<i64>())
    })?;
    Ok(sample.about(format!("{} open items", columns.len()), format!("by account, {total} cents")))
}

/// The aged balance of a past day, with today's open items in memory: they are of no use.
pub fn aged_past(house: &House) -> Fallible<Sample> {
    let desk = house::desk(&house.database(Shape::History), house::day(0)?)?;
    desk.view()?;
    let query = AgingQuery { as_of: Some("2025-12-31".parse()?), ..AgingQuery::default() };
    let meter = Meter::start();
    let answer = desk.aged_balance(&Actor::operator(), &query)?;
    Ok(meter.stop().about(format!("{} open items then", answer.items), answer.total))
}

/// Every indicator, with the open items and the history of the ledger already in memory.
pub fn indicators(house: &House, shape: Shape) -> Fallible<Sample> {
    let desk = house::desk(&house.database(shape), house::day(0)?)?;
    let (actor, query) = (Actor::operator(), IndicatorQuery::default());
    desk.indicators(&actor, &query)?;
    let (sample, answer) = repeated(21, || Ok(black_box(desk.indicators(&actor, &query)?)))?;
    Ok(sample.about(format!("{} accounts late", late(&answer)), told(&answer)))
}

/// The same once the ledger has moved, the open items in memory: its history is read again.
pub fn indicators_cold(house: &House, shape: Shape) -> Fallible<Sample> {
    let desk = house::desk(&house.database(shape), house::day(0)?)?;
    desk.view()?;
    let meter = Meter::start();
    let answer = desk.indicators(&Actor::operator(), &IndicatorQuery::default())?;
    Ok(meter.stop().about(format!("{} accounts late", late(&answer)), told(&answer)))
}

fn late(answer: &IndicatorAnswer) -> u64 {
    answer.currencies.iter().map(|block| block.late_accounts).sum()
}

fn told(answer: &IndicatorAnswer) -> String {
    let figures = answer.currencies.iter().flat_map(|block| &block.figures);
    figures.filter_map(|f| Some(format!("{} {}", f.indicator.slug(), f.value.as_ref()?))).collect::<Vec<_>>().join(", ")
}

/// From nothing to the first figure: the database opened, the open items read, the balance drawn.
pub fn cold(house: &House, shape: Shape) -> Fallible<Sample> {
    let meter = Meter::start();
    let desk = house::desk(&house.database(shape), house::day(0)?)?;
    let answer = desk.aged_balance(&Actor::operator(), &AgingQuery::default())?;
    Ok(meter.stop().about(format!("{} open items", answer.items), answer.total))
}

/// The same rows read once by plain statements, in the order of accounts, and added up.
pub fn cold_bare(house: &House, shape: Shape) -> Fallible<Sample> {
    let meter = Meter::start();
    let connection = house::bare(&house.database(shape), false)?;
    let mut sum = 0_i64;
    let mut count = 0_u64;
    for table in [
        "SELECT id, account_id, amount_minor, currency, due_on, kind, issue_on, entry_on FROM item",
        "SELECT debit_id, credit_id, amount_minor, currency, on_day FROM allocation",
    ] {
        let mut statement = connection.prepare(table)?;
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
    Ok(meter.stop().about(format!("{count} rows"), format!("{sum} cents")))
}

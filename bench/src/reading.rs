//! Files in: the general ledger parsed, open items imported, and the bare limits of both.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::data::Shape;
use crate::house::{self, House};
use crate::probe::{Fallible, Meter, Pieces, Sample, repeated};

/// Rows of one transaction of the bare loop, as in the product.
const ROWS: usize = 5000;

/// Decodes and reads a FEC, every line verified.
pub fn parse_fec(house: &House) -> Fallible<Sample> {
    let bytes = fs::read(house.fec())?;
    let (sample, (lines, errors)) = repeated(3, || {
        let text = formats::text::decode(&bytes)?;
        let fec = formats::fec::read(&text)?;
        Ok((fec.lines, fec.errors.len()))
    })?;
    if lines != house.rows as u64 || errors != 0 {
        return Err(format!("{lines} lines read with {errors} errors: {} and none were made", house.rows).into());
    }
    Ok(sample.about(megabytes(bytes.len()), format!("{lines} lines, {errors} errors")))
}

/// Counts the separators of the same bytes.
pub fn count_separators(house: &House) -> Fallible<Sample> {
    let bytes = fs::read(house.fec())?;
    let (sample, count) = repeated(3, || Ok(black_box(memchr::memchr2_iter(b'\t', b'\n', &bytes).count())))?;
    Ok(sample.about(megabytes(bytes.len()), format!("{count} separators")))
}

/// Imports the files of a shape into a fresh database: read, compared, written, made live.
pub fn import(house: &House, shape: Shape) -> Fallible<Sample> {
    import_into(&house.files(shape), &house.database(shape))
}

/// The same on a tenth of the lines, to see what grows with the file.
pub fn import_tenth(house: &House) -> Fallible<Sample> {
    import_into(&house.folder.join("tenth"), &house.scratch())
}

fn import_into(files: &Path, database: &Path) -> Fallible<Sample> {
    house::remove(database)?;
    let desk = house::desk(database, house::day(0)?)?;
    house::make_creditor(&desk)?;
    let meter = Meter::start();
    let answer = house::import(&desk, house::uploads(files)?)?;
    let sample = meter.stop();
    drop(desk);
    let outcome = &answer.outcome;
    let rows = count(database)?;
    if outcome.rejected != 0 || outcome.controls.values().any(|c| c.gap() != 0) {
        return Err(format!("the import is not clean: {}", answer.to_json()).into());
    }
    let size = format!("{} lines → {} items, {} allocations", outcome.lines, rows.0, rows.1);
    Ok(sample.about(size, format!("{} accepted, gap 0.00", outcome.accepted)))
}

fn count(database: &Path) -> Fallible<(i64, i64)> {
    let connection = house::bare(database, false)?;
    let of = |table: &str| connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    Ok((of("item")?, of("allocation")?))
}

/// The same item and allocation rows, written by a prepared insert and nothing else into the same
/// tables with the same indices; only the writing is counted.
pub fn insert_bare(house: &House, shape: Shape) -> Fallible<Sample> {
    let (source, target) = (house.database(shape), house.scratch());
    house::remove(&target)?;
    let to = house::bare(&target, true)?;
    to.execute_batch(&format!("ATTACH DATABASE '{}' AS done", source.display()))?;
    for table in ["creditor", "debtor_group", "batch", "debtor", "account"] {
        to.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM done.{table} ORDER BY rowid"))?;
    }
    to.execute_batch("DETACH DATABASE done")?;
    let from = house::bare(&source, false)?;
    let mut pieces = Pieces::default();
    let items = insert_rows(&from, &to, "item", "1 = 1", &mut pieces)?;
    let allocations = insert_rows(&from, &to, "allocation", "1 = 1", &mut pieces)?;
    Ok(pieces
        .sample()
        .about(format!("{items} items, {allocations} allocations"), "prepared inserts, 5 000 a transaction"))
}

/// Inserts the rows of `table` that hold `condition`, as `from` has them, and counts them.
pub fn insert_rows(
    from: &Connection,
    to: &Connection,
    table: &str,
    condition: &str,
    pieces: &mut Pieces,
) -> Fallible<usize> {
    let mut read = from.prepare(&format!("SELECT * FROM {table} WHERE {condition} ORDER BY rowid"))?;
    let columns = read.column_count();
    let marks = vec!["?"; columns].join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({marks})"))?;
    let mut rows = read.query([])?;
    let mut waiting: Vec<Vec<Value>> = Vec::with_capacity(ROWS);
    let mut total = 0;
    loop {
        let next = rows.next()?;
        if let Some(row) = next {
            waiting.push((0..columns).map(|c| row.get(c)).collect::<Result<_, _>>()?);
            if waiting.len() < ROWS {
                continue;
            }
        }
        let more = waiting.len() == ROWS;
        total += waiting.len();
        pieces.time(|| -> Fallible<()> {
            to.execute_batch("BEGIN IMMEDIATE")?;
            for row in &waiting {
                insert.execute(params_from_iter(row))?;
            }
            Ok(to.execute_batch("COMMIT")?)
        })?;
        waiting.clear();
        if !more {
            return Ok(total);
        }
    }
}

fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes / 1_000_000)
}

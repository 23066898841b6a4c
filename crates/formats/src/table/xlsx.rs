//! XLSX: cells streamed by the `calamine` crate after [`super::zip::check`]; dates and numbers keep
//! their type.

use std::cmp::Ordering;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use kernel::Date;

use super::{CellKind, Table, TableRefused, header, zip};
use crate::{limits, value};

/// What the caller knows about a workbook.
#[derive(Debug, Clone, Default)]
pub struct XlsxOptions {
    /// Sheet; the first one with rows when none.
    pub sheet: Option<String>,
    /// 1-based row of the header; found when none.
    pub header_line: Option<u64>,
}

/// Reads one sheet of a workbook.
///
/// # Errors
/// [`TableRefused`] when the workbook is damaged, a bomb, empty, or beyond [`crate::limits`].
pub fn read_xlsx(bytes: &[u8], options: &XlsxOptions) -> Result<Table, TableRefused> {
    if bytes.len() > limits::FILE_BYTES {
        let too_large = crate::text::NotText::TooLarge { bytes: bytes.len(), limit: limits::FILE_BYTES };
        return Err(too_large.into());
    }
    zip::check(bytes)?;
    // The workbook reader is not ours: a damaged file must not take the program down with it.
    catch_unwind(AssertUnwindSafe(|| open(bytes, options)))
        .unwrap_or_else(|_| Err(TableRefused::Workbook { reason: "unexpected content".into() }))
}

fn refused(error: &XlsxError) -> TableRefused {
    TableRefused::Workbook { reason: error.to_string().chars().take(120).collect() }
}

fn open(bytes: &[u8], options: &XlsxOptions) -> Result<Table, TableRefused> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| refused(&e))?;
    let names = book.sheet_names();
    if let Some(name) = &options.sheet {
        if !names.contains(name) {
            return Err(TableRefused::NoSheet { name: name.clone() });
        }
        return sheet(&mut book, name, options);
    }
    let mut first_refusal = TableRefused::Empty;
    for (at, name) in names.iter().enumerate() {
        match sheet(&mut book, name, options) {
            Ok(table) => return Ok(table),
            Err(refusal) if at == 0 => first_refusal = refusal,
            Err(_) => {}
        }
    }
    Err(first_refusal)
}

/// A row being read: cells by column.
type Row = Vec<(usize, String, CellKind)>;

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, options: &XlsxOptions) -> Result<Table, TableRefused> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|e| refused(&e))?;
    let mut builder = Builder::new(name, options.header_line);
    let mut current: Option<(u32, Row)> = None;
    while let Some(cell) = cells.next_cell().map_err(|e| refused(&e))? {
        let (row, column) = cell.get_position();
        let Some((text, kind)) = text_of(cell.get_value()) else { continue };
        match &mut current {
            Some((at, values)) if *at == row => {
                values.push((usize::try_from(column).unwrap_or(usize::MAX), text, kind));
            }
            _ => {
                if let Some((at, values)) = current.take() {
                    builder.row(at, values)?;
                }
                current = Some((row, vec![(usize::try_from(column).unwrap_or(usize::MAX), text, kind)]));
            }
        }
    }
    if let Some((at, values)) = current {
        builder.row(at, values)?;
    }
    builder.finish()
}

/// The text of a cell; `None` when it is empty.
fn text_of(value: &DataRef<'_>) -> Option<(String, CellKind)> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DurationIso(text) => (text.clone(), CellKind::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), CellKind::Text),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        DataRef::Float(number) => (decimal_text(*number), CellKind::Number),
        DataRef::Bool(flag) => (if *flag { "1" } else { "0" }.to_owned(), CellKind::Text),
        DataRef::DateTime(moment) => date_text(moment),
        DataRef::DateTimeIso(text) => (text.split('T').next().unwrap_or_default().to_owned(), CellKind::Date),
        DataRef::Error(error) => (error.to_string(), CellKind::Error),
    })
}

/// The decimal a person typed. A spreadsheet keeps 15 significant digits, so the shortest text that
/// gives the same number, and where a sum left a tail (0.30000000000000004) fifteen digits of it.
fn decimal_text(number: f64) -> String {
    if !number.is_finite() {
        return "#NUM!".to_owned();
    }
    let shortest = format!("{number}");
    let significant = shortest.bytes().filter(u8::is_ascii_digit).count();
    if significant <= 15 || !shortest.contains('.') {
        return shortest;
    }
    let whole_digits = shortest.trim_start_matches('-').split('.').next().map_or(0, str::len);
    let places = 15_usize.saturating_sub(whole_digits);
    let rounded = format!("{number:.places$}");
    if rounded.contains('.') { rounded.trim_end_matches('0').trim_end_matches('.').to_owned() } else { rounded }
}

/// A date of the workbook; a time without a day stays a number.
fn date_text(moment: &ExcelDateTime) -> (String, CellKind) {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let serial = moment.as_f64();
    let date = (serial >= 1.0 && moment.is_datetime())
        .then(|| {
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            Date::new(i16::try_from(year).ok()?, month, day).ok()
        })
        .flatten();
    match date {
        Some(date) => (date.to_string(), CellKind::Date),
        None => (decimal_text(serial), CellKind::Number),
    }
}

/// Keeps the first rows until the header is known, then fills the table.
struct Builder {
    table: Table,
    wanted_header: Option<u64>,
    head: Vec<(u32, Row)>,
    settled: bool,
    previous: u32,
}

impl Builder {
    fn new(name: &str, wanted_header: Option<u64>) -> Self {
        let table = Table { sheet: Some(name.to_owned()), ..Table::default() };
        Self { table, wanted_header, head: Vec::new(), settled: false, previous: 0 }
    }

    fn row(&mut self, at: u32, mut values: Row) -> Result<(), TableRefused> {
        values.retain(|(column, text, _)| *column < 16_384 && !text.trim().is_empty());
        if values.is_empty() {
            return Ok(());
        }
        if self.settled {
            return self.push(at, values);
        }
        self.head.push((at, values));
        if self.head.len() >= limits::HEADER_LINES { self.settle() } else { Ok(()) }
    }

    /// Chooses the header among the first rows and adds those under it.
    fn settle(&mut self) -> Result<(), TableRefused> {
        self.settled = true;
        let head = std::mem::take(&mut self.head);
        let at = if let Some(wanted) = self.wanted_header {
            head.iter().position(|(row, _)| u64::from(*row) + 1 == wanted)
        } else {
            let score = |row: &Row| (header::score(row.iter().map(|(_, text, _)| text.as_str())), row.len());
            header::best(&head.iter().map(|(_, row)| score(row)).collect::<Vec<_>>())
        };
        let at = at.ok_or(TableRefused::Empty)?;
        for (place, (row, values)) in head.into_iter().enumerate() {
            match place.cmp(&at) {
                Ordering::Less => {
                    let title = values.into_iter().map(|(_, text, _)| text).collect::<Vec<_>>().join(" ");
                    self.table.titles.push(title);
                }
                Ordering::Equal => self.name_columns(row, values)?,
                Ordering::Greater => self.push(row, values)?,
            }
        }
        Ok(())
    }

    fn name_columns(&mut self, row: u32, values: Row) -> Result<(), TableRefused> {
        let width = values.iter().map(|(column, ..)| column + 1).max().unwrap_or(0);
        if width > limits::COLUMNS {
            return Err(TableRefused::TooManyColumns { found: width, limit: limits::COLUMNS });
        }
        let mut names = vec![String::new(); width];
        for (column, text, _) in values {
            names[column] = text;
        }
        self.table.header_line = u64::from(row) + 1;
        self.table.name_columns(names.into_iter());
        self.previous = row;
        Ok(())
    }

    fn push(&mut self, at: u32, mut values: Row) -> Result<(), TableRefused> {
        let gap = at.saturating_sub(self.previous).saturating_sub(1);
        self.table.blank += u64::from(gap);
        self.previous = at;
        values.sort_by_key(|(column, ..)| *column);
        let width = self.table.headers.len();
        let line = u64::from(at) + 1;
        if let Some((last, ..)) = values.last()
            && *last >= width
        {
            let problem = crate::Problem::ExtraCells { found: last + 1, expected: width };
            self.table.problems.add(line, "", problem);
            return Ok(());
        }
        let mut next = 0;
        for (column, text, kind) in values {
            if column < next {
                continue;
            }
            while next < column {
                self.table.push_cell("", CellKind::Text);
                next += 1;
            }
            self.table.push_cell(&text, kind);
            next += 1;
        }
        self.table.end_row(next, at.saturating_add(1))
    }

    fn finish(mut self) -> Result<Table, TableRefused> {
        if !self.settled {
            if self.head.is_empty() {
                return Err(TableRefused::Empty);
            }
            self.settle()?;
        }
        if self.table.is_empty() { Err(TableRefused::NoRow) } else { Ok(self.table) }
    }
}

/// The date a number stands for when its column is one of dates.
pub(crate) fn date_of_number(text: &str) -> Option<Date> {
    value::serial_date(text.split('.').next()?.parse().ok()?)
}

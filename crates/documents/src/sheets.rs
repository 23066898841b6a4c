//! Tables as XLSX and CSV. Text is always text: no cell a user filled can become a formula.

use std::io::Write;

use kernel::{Date, Money, Rate};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde::{Deserialize, Serialize};

use crate::DocumentError;

/// Rows one sheet holds, the header included (XLSX).
const SHEET_ROWS: usize = 1_048_576;
/// Characters one cell holds (XLSX).
const CELL_CHARS: usize = 32_767;
/// Beyond this many minor units a spreadsheet's fifteen digits would round: written as text.
const EXACT_MINOR: u64 = 1_000_000_000_000_000;

/// What a column holds: its alignment and number format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Amounts.
    Money,
    /// Days.
    Date,
    /// Whole numbers.
    Integer,
    /// Yearly rates and shares.
    Percent,
    /// Numbers with one decimal.
    Tenths,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its title.
    pub header: String,
    /// What it holds.
    pub kind: ColumnKind,
}

impl Column {
    /// A column of that title and kind.
    pub fn new(header: impl Into<String>, kind: ColumnKind) -> Self {
        Self { header: header.into(), kind }
    }
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, written as they are.
    Text(String),
    /// An amount.
    Money(Money),
    /// A day.
    Date(Date),
    /// A whole number.
    Integer(i64),
    /// `12.15` is 12.15 %.
    Percent(Rate),
    /// A number with one decimal, in tenths: `404` is 40.4.
    Tenths(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

macro_rules! cell_from {
    ($($from:ty => $variant:ident),+) => {$(
        impl From<$from> for Cell {
            fn from(value: $from) -> Self { Self::$variant(value) }
        }
    )+};
}
cell_from!(String => Text, Money => Money, Date => Date, i64 => Integer, Rate => Percent);

/// A table: what it is called, its columns, its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet; cut and cleaned to what a sheet name may be.
    pub title: String,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows, top to bottom.
    pub rows: Vec<Vec<Cell>>,
}

/// Writes tables as sheets of one workbook. `created` is the file's only date, so that equal tables
/// give equal bytes. Memory stays flat: rows go out as they come.
///
/// # Errors
/// [`DocumentError::Sheet`] when a table has more rows than a sheet holds, or the output refuses.
pub fn write_xlsx<W: Write + Send>(out: W, created: Date, tables: &[Table]) -> Result<(), DocumentError> {
    let mut workbook = Workbook::new();
    let first = tables.first().map_or("", |table| table.title.as_str()).to_owned();
    let failed = |title: &str, message: String| DocumentError::Sheet { title: title.to_owned(), message };
    let midnight = excel_date(created).map_err(|e| failed(&first, e.to_string()))?;
    workbook.set_properties(&DocProperties::new().set_title(&first).set_creation_datetime(&midnight));
    for (place, table) in tables.iter().enumerate() {
        if table.rows.len() >= SHEET_ROWS {
            let message = format!("{} rows, but a sheet holds {SHEET_ROWS}; export it as CSV", table.rows.len());
            return Err(failed(&table.title, message));
        }
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(|e| failed(&table.title, e.to_string()))?;
        write_sheet(sheet, table, place).map_err(|e| failed(&table.title, e.to_string()))?;
    }
    workbook.save_to_writer(out).map_err(|e| failed(&first, e.to_string()))
}

fn write_sheet(sheet: &mut Worksheet, table: &Table, place: usize) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&table.title, place))?;
    sheet.set_freeze_panes(1, 0)?;
    let formats: Vec<Format> = table.columns.iter().map(|column| body_format(column.kind)).collect();
    for (at, column) in (0_u16..).zip(&table.columns) {
        let longest = table.rows.iter().take(500).filter_map(|row| row.get(usize::from(at))).map(shown_width).max();
        let width = longest.unwrap_or(0).max(column.header.chars().count()).clamp(8, 60);
        sheet.set_column_width(at, f64::from(u16::try_from(width + 2).unwrap_or(62)))?;
        let right = !matches!(column.kind, ColumnKind::Text | ColumnKind::Date);
        let align = if right { FormatAlign::Right } else { FormatAlign::Left };
        let header = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_align(align);
        sheet.write_string_with_format(0, at, clipped(&column.header), &header)?;
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        for ((at, cell), format) in (0_u16..).zip(row).zip(&formats) {
            write_cell(sheet, line, at, cell, format)?;
        }
    }
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, line: u32, at: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        // `write_string` never looks at the first character: `=1+1` stays these four characters.
        Cell::Text(text) => {
            sheet.write_string(line, at, clipped(text))?;
        }
        // A spreadsheet's numbers are doubles: exact to the cent for fifteen digits, text beyond.
        Cell::Money(money) if money.minor().unsigned_abs() < EXACT_MINOR => {
            let number: f64 = money.to_decimal().parse().unwrap_or_default();
            sheet.write_number_with_format(line, at, number, &format.clone().set_num_format(money_format(*money)))?;
        }
        Cell::Money(money) => {
            sheet.write_string(line, at, money.to_decimal())?;
        }
        Cell::Date(date) => match excel_date(*date) {
            Ok(day) => {
                sheet.write_datetime_with_format(line, at, &day, format)?;
            }
            // Before 1900 a spreadsheet has no dates.
            Err(_) => {
                sheet.write_string(line, at, date.to_string())?;
            }
        },
        Cell::Integer(number) => {
            let exact = i32::try_from(*number).ok();
            match exact {
                Some(small) => sheet.write_number_with_format(line, at, f64::from(small), format)?,
                None => sheet.write_string(line, at, number.to_string())?,
            };
        }
        Cell::Tenths(tenths) => {
            let number: f64 = tenths_text(*tenths).parse().unwrap_or_default();
            sheet.write_number_with_format(line, at, number, format)?;
        }
        Cell::Percent(rate) => {
            let number: f64 = rate.to_string().parse().unwrap_or_default();
            sheet.write_number_with_format(line, at, number / 100.0, format)?;
        }
    }
    Ok(())
}

fn body_format(kind: ColumnKind) -> Format {
    match kind {
        ColumnKind::Text => Format::new(),
        ColumnKind::Money => Format::new().set_align(FormatAlign::Right),
        ColumnKind::Date => Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        ColumnKind::Integer => Format::new().set_num_format("#,##0").set_align(FormatAlign::Right),
        ColumnKind::Percent => Format::new().set_num_format("0.00%").set_align(FormatAlign::Right),
        ColumnKind::Tenths => Format::new().set_num_format("#,##0.0").set_align(FormatAlign::Right),
    }
}

fn money_format(money: Money) -> &'static str {
    match money.currency().digits() {
        0 => "#,##0",
        3 => "#,##0.000",
        _ => "#,##0.00",
    }
}

fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let small = |n: i8| u8::try_from(n).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(date.year()).unwrap_or(0), small(date.month()), small(date.day()))
}

fn clipped(text: &str) -> String {
    text.chars().take(CELL_CHARS).collect()
}

fn shown_width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().count(),
        Cell::Money(money) => money.to_decimal().len() * 5 / 4,
        Cell::Date(_) => 10,
        Cell::Integer(number) => number.to_string().len() * 4 / 3,
        Cell::Percent(_) | Cell::Tenths(_) => 8,
    }
}

/// At most 31 characters, none of `[]:*?/\`, no quote at an end, never empty, never twice the same.
fn sheet_name(title: &str, place: usize) -> String {
    let plain = |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { ' ' } else { c };
    let cleaned: String = title.chars().map(plain).collect();
    let name: String = cleaned.trim().trim_matches('\'').chars().take(24).collect();
    match (name.trim(), place) {
        ("", place) => format!("{}", place + 1),
        (name, 0) => name.to_owned(),
        (name, place) => format!("{name} {}", place + 1),
    }
}

/// Text that a spreadsheet opening the CSV will not run: a leading `=`, `+`, `-`, `@`, tab or
/// carriage return is preceded by an apostrophe.
pub fn csv_safe(text: &str) -> std::borrow::Cow<'_, str> {
    if text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// Writes one table as CSV: header line, UTF-8, decimal points, ISO dates, `delimiter` between fields.
///
/// # Errors
/// [`DocumentError::Sheet`] when the output refuses.
pub fn write_csv<W: Write>(out: W, table: &Table, delimiter: u8) -> Result<(), DocumentError> {
    let failed = |message: String| DocumentError::Sheet { title: table.title.clone(), message };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(out);
    let headers = table.columns.iter().map(|column| csv_safe(&column.header).into_owned());
    writer.write_record(headers).map_err(|e| failed(e.to_string()))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(csv_field)).map_err(|e| failed(e.to_string()))?;
    }
    writer.flush().map_err(|e| failed(e.to_string()))
}

fn csv_field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => csv_safe(text).into_owned(),
        Cell::Money(money) => money.to_decimal(),
        Cell::Date(date) => date.to_string(),
        Cell::Integer(number) => number.to_string(),
        Cell::Percent(rate) => rate.to_string(),
        Cell::Tenths(tenths) => tenths_text(*tenths),
    }
}

/// `-40.4`.
fn tenths_text(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
}

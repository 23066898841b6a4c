//! CSV: separator sniffed, quotes by the rule of RFC 4180, exact line numbers, and recovery from a
//! quote that is never closed.

use std::borrow::Cow;

use super::{CellKind, Table, TableRefused, header};
use crate::{Decoded, Problem, limits};

/// What the caller knows about a CSV.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvOptions {
    /// Separator; sniffed when none.
    pub separator: Option<char>,
    /// 1-based line of the header; found when none.
    pub header_line: Option<u64>,
}

/// Reads a CSV.
///
/// # Errors
/// [`TableRefused`] when there is no table in it or it is beyond [`crate::limits`].
pub fn read_csv(decoded: &Decoded<'_>, options: CsvOptions) -> Result<Table, TableRefused> {
    let text: &str = &decoded.text;
    if text.trim().is_empty() {
        return Err(TableRefused::Empty);
    }
    let separator = options.separator.or_else(|| sniff_separator(text)).ok_or(TableRefused::NoSeparator)?;
    let mut records = Records::new(text, separator);
    let mut head: Vec<(u64, Vec<String>)> = Vec::new();
    let mut cells: Vec<Cow<'_, str>> = Vec::new();
    while head.len() < limits::HEADER_LINES {
        let Some(record) = records.next_record(&mut cells) else { break };
        head.push((record.line, cells.iter().map(ToString::to_string).collect()));
    }
    let at = if let Some(wanted) = options.header_line {
        head.iter().position(|(line, _)| *line == wanted)
    } else {
        let score = |row: &[String]| {
            let filled = row.iter().filter(|c| !c.trim().is_empty()).count();
            (header::score(row.iter().map(String::as_str)), filled)
        };
        header::best(&head.iter().map(|(_, row)| score(row)).collect::<Vec<_>>())
    };
    let at = at.ok_or(TableRefused::Empty)?;
    let mut table = Table { separator: Some(separator), ..Table::default() };
    table.titles =
        head[..at].iter().map(|(_, row)| row.join(" ").trim().to_owned()).filter(|t| !t.is_empty()).collect();
    let (header_line, names) = &head[at];
    table.header_line = *header_line;
    let mut names = names.clone();
    while names.last().is_some_and(|n| n.trim().is_empty()) {
        names.pop();
    }
    if names.len() > limits::COLUMNS {
        return Err(TableRefused::TooManyColumns { found: names.len(), limit: limits::COLUMNS });
    }
    table.name_columns(names.into_iter());
    table.buffer.reserve(text.len());
    fill(&mut table, text, separator)?;
    if table.is_empty() {
        return Err(TableRefused::NoRow);
    }
    Ok(table)
}

/// Adds the rows under the header.
fn fill(table: &mut Table, text: &str, separator: char) -> Result<(), TableRefused> {
    let mut records = Records::new(text, separator);
    let mut cells: Vec<Cow<'_, str>> = Vec::new();
    let width = table.headers.len();
    while let Some(record) = records.next_record(&mut cells) {
        if record.line <= table.header_line {
            continue;
        }
        if cells.iter().all(|c| c.trim().is_empty()) {
            table.blank += 1;
            continue;
        }
        if record.open_quote {
            table.problems.add(record.line, "", Problem::OpenQuote);
        }
        if cells.iter().any(|c| c.len() > limits::CELL_BYTES) {
            table.problems.add(record.line, "", Problem::LongCell);
            continue;
        }
        if cells.iter().skip(width).any(|c| !c.trim().is_empty()) {
            let problem = Problem::ExtraCells { found: cells.len(), expected: width };
            table.problems.add(record.line, "", problem);
            continue;
        }
        for cell in cells.iter().take(width) {
            table.push_cell(cell, CellKind::Text);
        }
        table.end_row(cells.len().min(width), u32::try_from(record.line).unwrap_or(u32::MAX))?;
    }
    Ok(())
}

/// The separator that cuts the first lines most and most evenly.
pub(crate) fn sniff_separator(text: &str) -> Option<char> {
    // Excel's own hint on the first line.
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(hint) = rest.chars().next()
        && matches!(hint, ';' | ',' | '\t' | '|')
    {
        return Some(hint);
    }
    shape(text).map(|(separator, _)| separator)
}

/// The separator, and whether at least two lines, and most of them, have the same number of cells.
pub(crate) fn shape(text: &str) -> Option<(char, bool)> {
    let mut best: Option<(usize, char, bool)> = None;
    for separator in [';', '\t', '|', ','] {
        let mut records = Records::new(text, separator);
        let mut cells = Vec::new();
        let mut counts: Vec<usize> = Vec::new();
        while counts.len() < 60 && records.next_record(&mut cells).is_some() {
            if cells.iter().any(|c| !c.trim().is_empty()) {
                counts.push(cells.len());
            }
        }
        let mut sorted: Vec<usize> = counts.iter().copied().filter(|c| *c > 1).collect();
        sorted.sort_unstable();
        let Some(usual) = sorted.get(sorted.len() / 2).copied() else { continue };
        let even = counts.iter().filter(|c| **c == usual).count();
        let score = even * 100 / counts.len() * 10 + usual.min(9);
        if best.is_none_or(|(known, ..)| score > known) {
            best = Some((score, separator, even >= 2 && even * 2 > counts.len()));
        }
    }
    best.map(|(_, separator, even)| (separator, even))
}

/// Where a record is.
struct Record {
    line: u64,
    open_quote: bool,
}

/// Records of a CSV text.
struct Records<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    separator: u8,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, separator: char) -> Self {
        Self { text, at: 0, line: 1, separator: u8::try_from(separator).unwrap_or(b',') }
    }

    /// Fills `cells` with the next record; blank lines give one empty cell.
    fn next_record(&mut self, cells: &mut Vec<Cow<'t, str>>) -> Option<Record> {
        cells.clear();
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() || (bytes[self.at] == 0x1A && self.at + 1 == bytes.len()) {
            return None;
        }
        let mut record = Record { line: self.line, open_quote: false };
        loop {
            if bytes.get(self.at) == Some(&b'"') {
                if let Some(cell) = self.quoted() {
                    cells.push(cell);
                } else {
                    record.open_quote = true;
                    cells.push(self.bare());
                }
            } else {
                cells.push(self.bare());
            }
            match bytes.get(self.at) {
                Some(b) if *b == self.separator => self.at += 1,
                Some(b'\n' | b'\r') => {
                    self.end_line();
                    return Some(record);
                }
                _ => return Some(record),
            }
        }
    }

    /// Passes CR LF, LF, CR or CR CR LF.
    fn end_line(&mut self) {
        let bytes = self.text.as_bytes();
        let rest = &bytes[self.at..];
        self.at += if rest.starts_with(b"\r\r\n") {
            3
        } else if rest.starts_with(b"\r\n") {
            2
        } else {
            1
        };
        self.line += 1;
    }

    /// A cell up to the separator or the line end.
    fn bare(&mut self) -> Cow<'t, str> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = memchr::memchr3(self.separator, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.at += length;
        Cow::Borrowed(self.text.get(start..self.at).unwrap_or_default())
    }

    /// A quoted cell; `None`, and nothing consumed, when the quote is never closed.
    fn quoted(&mut self) -> Option<Cow<'t, str>> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut from = start;
        let mut doubled = false;
        let window = bytes.len().min(start + limits::CELL_BYTES);
        let close = loop {
            let quote = from + memchr::memchr(b'"', bytes.get(from..window)?)?;
            if bytes.get(quote + 1) == Some(&b'"') {
                doubled = true;
                from = quote + 2;
                continue;
            }
            break quote;
        };
        let inside = self.text.get(start..close)?;
        let mut after = close + 1;
        // Text after the closing quote (`"ab"c`) is kept as written.
        let tail = bytes.get(after..)?;
        let more = memchr::memchr3(self.separator, b'\n', b'\r', tail).unwrap_or(tail.len());
        let extra = self.text.get(after..after + more)?;
        after += more;
        self.line += u64::try_from(memchr::memchr_iter(b'\n', inside.as_bytes()).count()).unwrap_or(0);
        self.at = after;
        if doubled || !extra.trim().is_empty() {
            let mut owned = inside.replace("\"\"", "\"");
            owned.push_str(extra);
            return Some(Cow::Owned(owned));
        }
        Some(Cow::Borrowed(inside))
    }
}

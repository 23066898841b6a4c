//! Tables of law as text: rows with named cells, each knowing the line it came from.

use kernel::{Date, Rate};

use crate::refusals::Fault;
use crate::{LawError, Source, Status};

/// One row of a table, with its place.
#[derive(Debug, Clone)]
pub struct Row {
    table: &'static str,
    header: std::sync::Arc<Vec<String>>,
    cells: Vec<String>,
    /// Line in its file, the header being line 1.
    pub line: u64,
    /// True when the row comes from the user's own file.
    pub user: bool,
    /// The line of ours this user's row stands for, when we ship one with the same key.
    pub replaces: Option<u64>,
}

impl Row {
    /// The trimmed cell of `column`; empty when the table has no such column.
    pub fn text(&self, column: &str) -> &str {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|i| self.cells.get(i)).map_or("", |cell| cell.trim())
    }

    /// The refusal of this row, for `column`.
    pub fn error(&self, column: &str, problem: Fault) -> LawError {
        let (table, line, column) = (self.table.to_owned(), self.line, column.to_owned());
        LawError::Table { table, user: self.user, line, column, problem: Box::new(problem) }
    }

    /// A cell that must not be empty.
    pub fn required(&self, column: &str) -> Result<&str, LawError> {
        match self.text(column) {
            "" => Err(self.error(column, Fault::Empty)),
            text => Ok(text),
        }
    }

    /// An ISO date, or nothing when the cell is blank.
    pub fn optional_date(&self, column: &str) -> Result<Option<Date>, LawError> {
        match self.text(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| self.error(column, Fault::Date { text: text.to_owned() })),
        }
    }

    /// An ISO date.
    pub fn date(&self, column: &str) -> Result<Date, LawError> {
        self.optional_date(column)?.ok_or_else(|| self.error(column, Fault::EmptyDate))
    }

    /// A yearly rate in percent.
    pub fn rate(&self, column: &str) -> Result<Rate, LawError> {
        let text = self.required(column)?;
        Rate::parse(text).map_err(|_| self.error(column, Fault::Percentage { text: text.to_owned() }))
    }

    /// The row's status; the user's rows are always [`Status::User`].
    pub fn status(&self) -> Result<Status, LawError> {
        let text = self.required("status")?;
        let status = Status::parse(text);
        let status = status.ok_or_else(|| self.error("status", Fault::Status { text: text.to_owned() }))?;
        Ok(if self.user { Status::User } else { status })
    }

    /// Article, source and status, as shown beside every answer.
    pub fn source(&self, article: &str) -> Result<Source, LawError> {
        let origin = self.required("source")?;
        let place = format!("{}.csv:{}", self.table, self.line);
        Ok(Source { article: article.to_owned(), source: origin.to_owned(), status: self.status()?, row: place })
    }
}

/// A table: its name, the columns that make a row unique, its rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// File name without extension.
    pub name: &'static str,
    key: &'static [&'static str],
    header: std::sync::Arc<Vec<String>>,
    /// Rows, the user's after the built-in ones.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads the text of a table. `key` are the columns that make a row unique.
    pub fn read(name: &'static str, key: &'static [&'static str], text: &str) -> Result<Self, LawError> {
        let mut table = Self { name, key, header: std::sync::Arc::default(), rows: Vec::new() };
        table.rows = table.parse(text, false)?;
        if let Some(first) = table.rows.first() {
            table.header = first.header.clone();
        }
        table.refuse_twins()?;
        Ok(table)
    }

    /// The table with the rows of the user's own file: a row with the same key replaces, others are added.
    pub fn overridden(&self, text: &str) -> Result<Self, LawError> {
        let mut table = self.clone();
        let mut rows = self.parse(text, true)?;
        let ours: std::collections::HashMap<String, u64> =
            self.rows.iter().filter(|row| !row.user).map(|row| (self.key_of(row), row.line)).collect();
        for row in &mut rows {
            row.replaces = ours.get(&self.key_of(row)).copied();
        }
        let keys: std::collections::HashSet<String> = rows.iter().map(|row| self.key_of(row)).collect();
        table.rows.retain(|row| !keys.contains(&self.key_of(row)));
        table.rows.extend(rows);
        table.refuse_twins()?;
        Ok(table)
    }

    /// The line of ours that covers a day of this user's row: the same key, or the same thing over days that
    /// overlap.
    pub fn covered(&self, row: &Row) -> Option<u64> {
        if row.replaces.is_some() {
            return row.replaces;
        }
        let dates = ["valid_from", "start"];
        let ends = ["valid_to", "end"];
        let at = dates.iter().position(|column| self.key.contains(column))?;
        let days = |row: &Row| Some((row.optional_date(dates[at]).ok()??, row.optional_date(ends[at]).ok()?));
        let (from, to) = days(row)?;
        let same = |other: &&Row| {
            let names = self.key.iter().filter(|column| **column != dates[at]);
            !other.user && names.clone().all(|column| other.text(column) == row.text(column))
        };
        let overlaps = |other: &&Row| {
            // a row of ours without an end proves nothing for later days
            days(other)
                .is_some_and(|(start, end)| end.is_some_and(|end| from <= end) && to.is_none_or(|to| start <= to))
        };
        self.rows.iter().filter(same).find(overlaps).map(|other| other.line)
    }

    /// The key of a row in words: `autres, 2027-01-01`.
    pub fn key_words(&self, row: &Row) -> String {
        self.key.iter().map(|column| row.text(column)).collect::<Vec<_>>().join(", ")
    }

    fn key_of(&self, row: &Row) -> String {
        self.key.iter().map(|column| row.text(column)).collect::<Vec<_>>().join("\u{1f}")
    }

    fn refuse_twins(&self) -> Result<(), LawError> {
        let mut seen = std::collections::HashMap::new();
        for row in &self.rows {
            if let Some(line) = seen.insert(self.key_of(row), row.line) {
                return Err(row.error(self.key[0], Fault::Twin { line }));
            }
        }
        Ok(())
    }

    fn parse(&self, text: &str, user: bool) -> Result<Vec<Row>, LawError> {
        // one kind of line end, or the reader's line numbers drift
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let at = |line, column: &str, problem: Fault| {
            let (table, column) = (self.name.to_owned(), column.to_owned());
            LawError::Table { table, user, line, column, problem: Box::new(problem) }
        };
        let unreadable = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            at(line, "-", Fault::Unreadable { why: error.to_string() })
        };
        let header = reader.headers().map_err(unreadable)?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let expected = if self.header.is_empty() { &header } else { self.header.as_ref() };
        for column in self.key.iter().map(|c| (*c).to_owned()).chain(expected.iter().cloned()) {
            if !header.contains(&column) {
                let problem = Fault::Column { expected: expected.join(",") };
                return Err(at(1, &column, problem));
            }
        }
        let header = std::sync::Arc::new(header);
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(unreadable)?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() != header.len() {
                let problem = Fault::Cells { found: record.len(), expected: header.len() };
                return Err(at(line, "-", problem));
            }
            let cells = record.iter().map(str::to_owned).collect();
            rows.push(Row { table: self.name, header: header.clone(), cells, line, user, replaces: None });
        }
        Ok(rows)
    }
}

//! As of which day a table that changes without saying so was drawn up, and from what (table `table_dates`).

use kernel::Date;
use serde::Serialize;

use crate::refusals::Fault;
use crate::table::Row;
use crate::text::{date_en, date_fr};
use crate::{Law, LawError, Line, Source, Status};

/// The date of a table, shown in the answers that rest on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableDate {
    /// File name without extension.
    pub table: String,
    /// Day or month whose state the source gives, ISO (`2020-09`); absent when the source does not say.
    pub state_of: Option<String>,
    /// Day the table was drawn up from its source.
    pub drawn_up: Date,
    /// The same in words, with the source.
    pub words: Line,
    /// Where the source was read.
    pub source: String,
}

/// The months, for a state known by its month.
const MONTHS: [(&str, &str); 12] = [
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
];

impl TableDate {
    pub(crate) fn read(row: &Row) -> Result<Self, LawError> {
        let (state, drawn_up) = (row.text("state_of"), row.date("drawn_up")?);
        let stated = match state {
            "" => Line::new("la source ne date pas son état", "the source does not date its state"),
            text => state_words(text).ok_or_else(|| row.error("state_of", Fault::Date { text: text.to_owned() }))?,
        };
        let (origin_fr, origin_en) = (row.required("origin_fr")?, row.required("origin_en")?);
        let own = if row.user { (" (votre ligne)", " (your own row)") } else { ("", "") };
        let words = Line::new(
            format!("{origin_fr} : {} ; table dressée le {}{}.", stated.fr, date_fr(drawn_up), own.0),
            format!("{origin_en}: {}; table drawn up on {}{}.", stated.en, date_en(drawn_up), own.1),
        );
        let state_of = (!state.is_empty()).then(|| state.to_owned());
        let source = row.source("")?.source;
        Ok(Self { table: row.required("table")?.to_owned(), state_of, drawn_up, words, source })
    }
}

/// The dates of the tables of places among the rows used. A row of the user's own has the date of its file only.
pub(crate) fn of(sources: &[Source], law: &Law) -> Vec<TableDate> {
    let ours = sources.iter().filter(|source| source.status != Status::User);
    let tables = ours.filter_map(|source| source.row.split_once(".csv:").map(|(table, _)| table));
    let mut found: Vec<TableDate> = Vec::new();
    for date in tables.filter_map(|table| law.court_tables().date_of(table)) {
        if !found.contains(date) {
            found.push(date.clone());
        }
    }
    found
}

/// « état de septembre 2020 », « état au 1er mars 2026 ».
fn state_words(text: &str) -> Option<Line> {
    if let Ok(day) = text.parse::<Date>() {
        return Some(Line::new(format!("état au {}", date_fr(day)), format!("state of {}", date_en(day))));
    }
    let (year, month) = text.split_once('-')?;
    let month: usize = month.parse().ok()?;
    let (fr, en) = MONTHS.get(month.checked_sub(1)?)?;
    let year: i16 = year.parse().ok()?;
    Some(Line::new(format!("état de {fr} {year}"), format!("state of {en} {year}")))
}

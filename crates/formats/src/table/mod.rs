//! Tables: CSV and XLSX as rows of texts in one buffer, whatever they mean.

mod csv;
mod header;
mod xlsx;
mod zip;

use std::collections::HashMap;

pub use csv::{CsvOptions, read_csv};
pub use xlsx::{XlsxOptions, read_xlsx};

pub(crate) use csv::shape as csv_shape;
pub(crate) use xlsx::date_of_number;
pub(crate) use zip::names as zip_names;

use crate::text::NotText;
use crate::{Report, limits};

/// A table: one header line and the rows under it.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Column names, made unique (`Montant`, `Montant (2)`); an unnamed column is `Colonne 3`.
    pub headers: Vec<String>,
    /// 1-based line of the header.
    pub header_line: u64,
    /// Lines above the header (titles, filters).
    pub titles: Vec<String>,
    /// Separator of a CSV.
    pub separator: Option<char>,
    /// Sheet of an XLSX.
    pub sheet: Option<String>,
    /// Rows with nothing in them.
    pub blank: u64,
    /// Lines that do not fit the header, and the like.
    pub problems: Report,
    buffer: String,
    ends: Vec<u32>,
    kinds: Vec<CellKind>,
    lines: Vec<u32>,
}

/// What a cell is. Cells of a CSV are texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// As written.
    #[default]
    Text,
    /// A number, written with a point and without grouping.
    Number,
    /// A date, written `2026-12-31`.
    Date,
    /// A spreadsheet error.
    Error,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Trimmed text.
    pub text: &'a str,
    /// What it is.
    pub kind: CellKind,
}

impl Table {
    /// Number of rows.
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// True without rows.
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// 1-based line of a row in the file.
    pub fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().map_or(0, u64::from)
    }

    /// A cell; empty when out of the table.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let width = self.headers.len();
        let at = row * width + column;
        let end = self.ends.get(at).copied().filter(|_| column < width);
        let start = if at == 0 { Some(0) } else { self.ends.get(at - 1).copied() };
        let text = match (start, end) {
            (Some(start), Some(end)) => {
                let index = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
                self.buffer.get(index(start)..index(end)).unwrap_or_default()
            }
            _ => "",
        };
        Cell { text, kind: self.kinds.get(at).copied().unwrap_or_default() }
    }

    /// The texts of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.headers.len()).map(move |column| self.cell(row, column).text)
    }

    /// Place of a header, compared without case, accents or punctuation.
    pub fn column(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|h| h == header).or_else(|| {
            let key = kernel::search_key(header);
            self.headers.iter().position(|h| kernel::search_key(h) == key)
        })
    }

    /// Names the columns, made unique.
    fn name_columns(&mut self, names: impl Iterator<Item = String>) {
        let mut seen: HashMap<String, u32> = HashMap::new();
        for (at, name) in names.enumerate() {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = if name.is_empty() { format!("Colonne {}", at + 1) } else { name };
            let count = seen.entry(name.to_lowercase()).or_default();
            *count += 1;
            let unique = if *count == 1 { name } else { format!("{name} ({count})") };
            self.headers.push(unique);
        }
    }

    /// Adds a cell; its row is ended by [`Table::end_row`].
    fn push_cell(&mut self, text: &str, kind: CellKind) {
        self.buffer.push_str(text.trim());
        self.ends.push(u32::try_from(self.buffer.len()).unwrap_or(u32::MAX));
        if kind != CellKind::Text || !self.kinds.is_empty() {
            self.kinds.resize(self.ends.len() - 1, CellKind::Text);
            self.kinds.push(kind);
        }
    }

    /// Ends a row of `cells` cells at `line`, filled up to the width of the header.
    fn end_row(&mut self, cells: usize, line: u32) -> Result<(), TableRefused> {
        for _ in cells..self.headers.len() {
            self.push_cell("", CellKind::Text);
        }
        self.lines.push(line);
        if self.lines.len() > limits::ROWS {
            return Err(TableRefused::TooManyRows { limit: limits::ROWS });
        }
        Ok(())
    }
}

/// Why a file gives no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableRefused {
    /// Nothing in it.
    #[error("the file has no line: export it again")]
    Empty,
    /// Only a header.
    #[error("the file has a header and no line under it: export it again")]
    NoRow,
    /// One column only.
    #[error(
        "no separator found: the file has one column only; export it with « ; », « , », a tab or « | » between columns"
    )]
    NoSeparator,
    /// Too many columns.
    #[error("the table has {found} columns (the limit is {limit}): check that the right file was given")]
    TooManyColumns {
        /// Found.
        found: usize,
        /// [`limits::COLUMNS`].
        limit: usize,
    },
    /// Too many rows.
    #[error("the table has more than {limit} rows: split the export")]
    TooManyRows {
        /// [`limits::ROWS`].
        limit: usize,
    },
    /// The bytes are no text.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// The XLSX is damaged.
    #[error("the workbook cannot be read ({reason}): open it in a spreadsheet and save it again")]
    Workbook {
        /// What the reader says.
        reason: String,
    },
    /// The XLSX would take too much memory.
    #[error("the workbook would expand to {expanded} bytes ({member}): this is not an export; it is refused")]
    Bomb {
        /// Bytes declared or found so far.
        expanded: u64,
        /// The member.
        member: String,
    },
    /// No such sheet.
    #[error("the workbook has no sheet « {name} »")]
    NoSheet {
        /// As asked.
        name: String,
    },
}

impl TableRefused {
    /// The sentence in French.
    pub fn french(&self) -> String {
        match self {
            Self::Empty => "le fichier n’a aucune ligne : exportez-le de nouveau".into(),
            Self::NoRow => "le fichier a un en-tête et aucune ligne dessous : exportez-le de nouveau".into(),
            Self::NoSeparator => "aucun séparateur trouvé, le fichier n’a qu’une colonne ; exportez-le avec « ; », « , », une tabulation ou « | » entre les colonnes".into(),
            Self::TooManyColumns { found, limit } => {
                format!("le tableau a {found} colonnes (limite {limit}) : vérifiez que c’est le bon fichier")
            }
            Self::TooManyRows { limit } => format!("le tableau a plus de {limit} lignes : découpez l’export"),
            Self::NotText(why) => why.french(),
            Self::Workbook { reason } => format!(
                "le classeur est illisible ({reason}) : ouvrez-le dans un tableur et enregistrez-le de nouveau"
            ),
            Self::Bomb { expanded, member } => format!(
                "le classeur occuperait {expanded} octets une fois ouvert ({member}) : ce n’est pas un export, il est refusé"
            ),
            Self::NoSheet { name } => format!("le classeur n’a pas de feuille « {name} »"),
        }
    }
}

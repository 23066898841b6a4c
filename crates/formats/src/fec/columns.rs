//! The header, and fields by name whatever their place.

use kernel::search_key;

use super::FecRefused;

/// A column of the FEC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the decree")]
pub enum Column {
    JournalCode,
    JournalLib,
    EcritureNum,
    EcritureDate,
    CompteNum,
    CompteLib,
    CompAuxNum,
    CompAuxLib,
    PieceRef,
    PieceDate,
    EcritureLib,
    /// `Debit`, or `Montant` in the variant with a side.
    Debit,
    /// `Credit`, or `Sens` in the variant with a side.
    Credit,
    EcritureLet,
    DateLet,
    ValidDate,
    Montantdevise,
    Idevise,
}

impl Column {
    /// Every column, in the order of the decree.
    pub const ALL: [Self; 18] = [
        Self::JournalCode,
        Self::JournalLib,
        Self::EcritureNum,
        Self::EcritureDate,
        Self::CompteNum,
        Self::CompteLib,
        Self::CompAuxNum,
        Self::CompAuxLib,
        Self::PieceRef,
        Self::PieceDate,
        Self::EcritureLib,
        Self::Debit,
        Self::Credit,
        Self::EcritureLet,
        Self::DateLet,
        Self::ValidDate,
        Self::Montantdevise,
        Self::Idevise,
    ];

    /// The name in the decree.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JournalCode => "JournalCode",
            Self::JournalLib => "JournalLib",
            Self::EcritureNum => "EcritureNum",
            Self::EcritureDate => "EcritureDate",
            Self::CompteNum => "CompteNum",
            Self::CompteLib => "CompteLib",
            Self::CompAuxNum => "CompAuxNum",
            Self::CompAuxLib => "CompAuxLib",
            Self::PieceRef => "PieceRef",
            Self::PieceDate => "PieceDate",
            Self::EcritureLib => "EcritureLib",
            Self::Debit => "Debit",
            Self::Credit => "Credit",
            Self::EcritureLet => "EcritureLet",
            Self::DateLet => "DateLet",
            Self::ValidDate => "ValidDate",
            Self::Montantdevise => "Montantdevise",
            Self::Idevise => "Idevise",
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// Where each column is.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// Column at each place of the line.
    at: Vec<Option<Column>>,
    /// Fields a line should have.
    pub count: usize,
    pub separator: char,
    pub terminator: char,
    /// True for `Montant` and `Sens`.
    pub with_side: bool,
}

/// The trimmed fields of a line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fields<'a> {
    values: [&'a str; 18],
    /// Fields found on the line, a trailing separator not counted.
    pub found: usize,
}

impl<'a> Fields<'a> {
    pub fn get(&self, column: Column) -> &'a str {
        self.values[column.index()]
    }
}

impl Columns {
    /// Reads the header line.
    pub fn from_header(header: &str, terminator: char) -> Result<Self, FecRefused> {
        let separator =
            ['\t', '|', ';', ','].into_iter().max_by_key(|s| (header.matches(*s).count(), *s == '\t')).unwrap_or('\t');
        let trimmed = header.trim_end_matches(['\r', '\n', ' ']);
        let mut found = [false; 18];
        let mut at: Vec<Option<Column>> = Vec::new();
        let mut with_side = false;
        for name in trimmed.split(separator).take(64) {
            let key = search_key(name).replace(' ', "");
            let column = match key.as_str() {
                "montant" => Some(Column::Debit),
                "sens" => {
                    with_side = true;
                    Some(Column::Credit)
                }
                _ => Column::ALL.into_iter().find(|c| c.name().eq_ignore_ascii_case(&key)),
            };
            let column = column.filter(|c| !found[c.index()]);
            if let Some(column) = column {
                found[column.index()] = true;
            }
            at.push(column);
        }
        if at.last() == Some(&None) && trimmed.ends_with(separator) {
            at.pop();
        }
        let needed = [Column::JournalCode, Column::EcritureDate, Column::CompteNum, Column::Debit, Column::Credit];
        let missing: Vec<&str> = needed.into_iter().filter(|c| !found[c.index()]).map(Column::name).collect();
        if !missing.is_empty() {
            return Err(FecRefused::Header { missing: missing.join(", ") });
        }
        Ok(Self { count: at.len(), at, separator, terminator, with_side })
    }

    /// Splits a line into trimmed fields.
    pub fn split<'a>(&self, line: &'a str) -> Fields<'a> {
        let bytes = line.as_bytes();
        let mut fields = Fields::default();
        let separator = u8::try_from(self.separator).unwrap_or(b'\t');
        let mut from = 0;
        let mut place = 0;
        for to in memchr::memchr_iter(separator, bytes) {
            self.put(&mut fields, place, line.get(from..to).unwrap_or_default());
            from = to + 1;
            place += 1;
        }
        let last = line.get(from..).unwrap_or_default();
        self.put(&mut fields, place, last);
        let ends_with_separator = place > 0 && trim(last).is_empty();
        fields.found = if ends_with_separator && place == self.count { place } else { place + 1 };
        fields
    }

    fn put<'a>(&self, fields: &mut Fields<'a>, place: usize, raw: &'a str) {
        if let Some(Some(column)) = self.at.get(place) {
            fields.values[column.index()] = trim(raw);
        }
    }
}

/// Blanks programs pad with, on both sides.
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [first, .., last] | [first @ last] if *first > b' ' && *last > b' ' && *first < 0x80 && *last < 0x80 => text,
        _ => text.trim(),
    }
}

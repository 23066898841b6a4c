//! Does a profile fit a table?

use kernel::Wording;

use super::{Field, Profile, SignConvention};
use crate::{Located, Problem, Table};

impl Problem {
    /// True for what prevents reading any line.
    pub const fn blocks(&self) -> bool {
        matches!(self, Self::MissingColumn { .. })
    }

    /// True when the line of a table was left aside whole.
    pub const fn drops_line(&self) -> bool {
        matches!(self, Self::ExtraCells { .. } | Self::LongCell)
    }
}

/// What is missing before `profile` can read `table`. Columns the profile names and the file lacks
/// are remarks when another column gives the field.
pub fn check(table: &Table, profile: &Profile) -> Vec<Located> {
    let mut found = Vec::new();
    let has = |field| profile.place(field, table).is_some();
    let mut missing = |fields: &[Field]| {
        let named = |name: fn(Field) -> &'static str| fields.iter().map(|f| name(*f)).collect::<Vec<_>>().join(" / ");
        let wanted = Wording::new(named(Field::french), named(Field::english));
        found.push(Located {
            line: table.header_line,
            field: fields.first().map_or("", |f| f.slug()).into(),
            problem: Problem::MissingColumn { wanted },
        });
    };
    if !has(Field::CustomerNumber) && !has(Field::CustomerName) {
        missing(&[Field::CustomerNumber, Field::CustomerName]);
    }
    if profile.has_pieces(table) {
        match profile.signs {
            SignConvention::DebitCredit => {
                for field in [Field::Debit, Field::Credit] {
                    if !has(field) {
                        missing(&[field]);
                    }
                }
            }
            _ if !has(Field::Amount) && !has(Field::OpenAmount) => missing(&[Field::Amount, Field::OpenAmount]),
            SignConvention::Side if !has(Field::Sign) => missing(&[Field::Sign]),
            SignConvention::ByKind if !has(Field::Kind) => missing(&[Field::Kind]),
            _ => {}
        }
        if ![Field::IssueOn, Field::DueOn, Field::EntryOn].into_iter().any(has) {
            missing(&[Field::IssueOn, Field::DueOn, Field::EntryOn]);
        }
    }
    for (field, headers) in &profile.columns {
        if !has(*field)
            && headers.len() == 1
            && let Some(header) = headers.first()
        {
            let problem = Problem::UnknownColumn { header: header.clone() };
            found.push(Located { line: table.header_line, field: field.slug().into(), problem });
        }
    }
    found
}

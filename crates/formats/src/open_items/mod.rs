//! From tables and their profiles to the ledger's intake.

mod customer;
mod number;
mod piece;

use std::collections::HashMap;

use kernel::Wording;
use ledger::ImportMode;
use ledger::intake::{Ignored, Intake, PieceRow, Source, Unread};
use rayon::prelude::*;

use crate::profile::Field;
use crate::{Located, Problem, Profile, Report, Table};
use customer::Customers;

/// What the desk knows beside the files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Defaults {
    /// Mode wanted by the user; the profile's when none.
    pub mode: Option<ImportMode>,
}

/// Places of the fields in one table.
pub(crate) struct Mapped<'t> {
    pub table: &'t Table,
    pub profile: &'t Profile,
    places: [Option<u16>; 64],
    /// Kind words of the profile, as search keys.
    pub kinds: HashMap<String, ledger::ItemKind>,
}

impl<'t> Mapped<'t> {
    fn new(table: &'t Table, profile: &'t Profile) -> Self {
        let mut places = [None; 64];
        for (field, column) in profile.places(table) {
            places[field as usize] = u16::try_from(column).ok();
        }
        let kinds = profile.kinds.iter().map(|(word, kind)| (kernel::search_key(word), *kind)).collect();
        Self { table, profile, places, kinds }
    }

    pub fn has(&self, field: Field) -> bool {
        self.places[field as usize].is_some()
    }

    /// The cell of a field; empty when it is not mapped.
    pub fn cell(&self, row: usize, field: Field) -> crate::table::Cell<'t> {
        match self.places[field as usize] {
            Some(column) => self.table.cell(row, usize::from(column)),
            None => crate::table::Cell { text: "", kind: crate::table::CellKind::Text },
        }
    }

    pub fn text(&self, row: usize, field: Field) -> &'t str {
        self.cell(row, field).text
    }

    /// The header of a field, as named in the file.
    pub fn header(&self, field: Field) -> &'t str {
        let column = self.places[field as usize].map(usize::from);
        column.and_then(|c| self.table.headers.get(c)).map_or_else(|| field.slug(), String::as_str)
    }
}

/// Reads one or several tables together: customers and pieces, in any order.
///
/// A bad line is in `errors` and the others are read. A table whose profile lacks a needed column
/// gives errors on line 0 or its header line and no piece.
pub fn from_tables(tables: &[(Table, Profile)], defaults: Defaults) -> Intake {
    let mut out = Gathered::default();
    let mut lines = 0;
    for (table, profile) in tables {
        let dropped = table.problems.list.iter().filter(|l| l.problem.drops_line()).count();
        lines += u64::try_from(table.len() + dropped).unwrap_or(u64::MAX);
        out.aside.blank += table.blank;
        for located in table.problems.list.iter().filter(|l| l.problem.drops_line()) {
            out.unread.push(Unread { line: located.line, customer: "".into(), number: "".into() });
        }
        out.report.append(table.problems.clone());
        let mapped = Mapped::new(table, profile);
        let missing: Vec<Located> =
            crate::profile::check(table, profile).into_iter().filter(|l| l.problem.blocks()).collect();
        if !missing.is_empty() {
            out.unread.push(Unread { line: table.header_line, customer: "".into(), number: "".into() });
            for located in missing {
                out.report.add(located.line, &located.field, located.problem);
            }
            continue;
        }
        if profile.has_pieces(table) {
            out.pieces_of(&mapped);
        } else {
            out.customers_of(&mapped);
        }
    }
    number::settle(&mut out.pieces, &out.customers.rows, &mut out.report);
    out.report.sort();
    let mode = defaults.mode.or_else(|| {
        let with_pieces = tables.iter().find(|(table, profile)| profile.has_pieces(table));
        with_pieces.or_else(|| tables.first()).map(|(_, profile)| profile.mode)
    });
    Intake {
        mode: mode.unwrap_or(ImportMode::Movement),
        source: Source::OpenItems,
        customers: out.customers.rows,
        pieces: out.pieces,
        ignored: out.aside.told(),
        errors: out.report.to_line_errors(),
        remarks: Vec::new(),
        unread: out.unread,
        lines,
    }
}

/// Lines left aside, by why.
#[derive(Default)]
struct Aside {
    totals: u64,
    blank: u64,
    closed: u64,
    zero: u64,
}

impl Aside {
    fn told(&self) -> Vec<Ignored> {
        [
            ("total-line", self.totals, "lignes de total", "total lines"),
            ("blank", self.blank, "lignes vides", "empty lines"),
            ("closed-item", self.closed, "pièces dont plus rien n’est dû", "pieces of which nothing is owed"),
            ("zero", self.zero, "pièces à zéro", "pieces of zero"),
        ]
        .into_iter()
        .filter(|(_, lines, ..)| *lines > 0)
        .map(|(reason, lines, fr, en)| Ignored { reason: reason.into(), detail: Wording::new(fr, en), lines })
        .collect()
    }
}

/// What the tables gave so far.
#[derive(Default)]
struct Gathered {
    customers: Customers,
    pieces: Vec<PieceRow>,
    report: Report,
    aside: Aside,
    unread: Vec<Unread>,
}

impl Gathered {
    fn customers_of(&mut self, mapped: &Mapped<'_>) {
        for row in 0..mapped.table.len() {
            if is_total_line(mapped, row) {
                self.aside.totals += 1;
            } else if let Err(located) = self.customers.meet(mapped, row, true, &mut self.report) {
                self.report.add(located.line, &located.field, located.problem);
            }
        }
    }

    /// By blocks, so that the rows read and the pieces made are not all held twice.
    fn pieces_of(&mut self, mapped: &Mapped<'_>) {
        const BLOCK: usize = 65_536;
        let rows = mapped.table.len();
        self.pieces.reserve(rows);
        for from in (0..rows).step_by(BLOCK) {
            let block: Vec<Result<piece::Read, Located>> = (from..(from + BLOCK).min(rows))
                .into_par_iter()
                .map(|row| if is_total_line(mapped, row) { Ok(piece::Read::Total) } else { piece::read(mapped, row) })
                .collect();
            for (row, read) in (from..).zip(block) {
                self.take(mapped, row, read);
            }
        }
    }

    fn take(&mut self, mapped: &Mapped<'_>, row: usize, read: Result<piece::Read, Located>) {
        match read {
            Ok(piece::Read::Total) => self.aside.totals += 1,
            Ok(piece::Read::Closed) => self.aside.closed += 1,
            Ok(piece::Read::Zero) => self.aside.zero += 1,
            Err(located) => self.refuse(mapped, row, located),
            Ok(piece::Read::Piece(mut piece)) => match self.customers.meet(mapped, row, false, &mut self.report) {
                Ok(customer) => {
                    piece.customer = customer;
                    self.pieces.push(*piece);
                }
                Err(located) => self.refuse(mapped, row, located),
            },
        }
    }

    /// A refused piece is still there: the ledger must not take it for settled.
    fn refuse(&mut self, mapped: &Mapped<'_>, row: usize, located: Located) {
        self.unread.push(Unread {
            line: located.line,
            customer: customer::number(mapped, row).into(),
            number: mapped.text(row, Field::Number).into(),
        });
        self.report.add(located.line, &located.field, located.problem);
    }
}

/// A line that begins with a total word, and has neither number nor date; or only amounts.
fn is_total_line(mapped: &Mapped<'_>, row: usize) -> bool {
    let dated = [Field::IssueOn, Field::DueOn, Field::EntryOn].iter().any(|f| !mapped.text(row, *f).is_empty());
    if dated {
        return false;
    }
    let first = mapped.table.row(row).find(|t| !t.is_empty()).unwrap_or_default();
    if crate::profile::words::is_total(first) {
        return true;
    }
    let named = [Field::CustomerNumber, Field::CustomerName, Field::Number, Field::Label];
    let amounts = [Field::Amount, Field::OpenAmount, Field::PaidAmount, Field::Debit, Field::Credit];
    row + 1 == mapped.table.len()
        && named.iter().all(|f| mapped.text(row, *f).is_empty())
        && amounts.iter().any(|f| !mapped.text(row, *f).is_empty())
}

/// A problem at a field of a row.
pub(crate) fn at(mapped: &Mapped<'_>, row: usize, field: Field, problem: Problem) -> Located {
    Located { line: mapped.table.line(row), field: mapped.header(field).into(), problem }
}

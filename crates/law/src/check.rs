//! The state of the tables: how each row was established, what runs out, what was never found.
//!
//! A gap, an overlap, a missing source or a word out of its list is refused when the tables are loaded
//! ([`Law::load`], [`Law::with_overrides`]), with file, line and column; what remains to be said is here.

use kernel::{Date, days_between};
use serde::Serialize;

use crate::text::{date_en, date_fr};
use crate::{Law, Line, RateKind, Status};

/// Days before the end of a table at which it is announced.
pub const NOTICE_DAYS: i64 = 60;

/// The rows of one table, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableState {
    /// File name without extension.
    pub table: &'static str,
    /// Rows.
    pub rows: usize,
    /// Of which the user's own.
    pub user: usize,
    /// Of which verified or computed from others.
    pub verified: usize,
    /// Of which from a secondary source.
    pub secondary: usize,
    /// Of which from memory.
    pub memory: usize,
    /// Of which looked for and not found.
    pub not_found: usize,
}

/// A series of rows whose last day is near or past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunsOut {
    /// The table.
    pub table: &'static str,
    /// What ends.
    pub what: String,
    /// Its last day.
    pub last_day: Date,
    /// Days left; negative once it is over.
    pub days_left: i64,
}

/// One row of the user's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserRow {
    /// The table.
    pub table: &'static str,
    /// Line of the user's file.
    pub line: u64,
    /// The key of the row.
    pub what: String,
    /// The line we ship that covers the same: the user's still wins.
    pub shipped_line: Option<u64>,
}

/// The answer of `law check`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckAnswer {
    /// True: loaded tables have no gap, no overlap, and a source and status on every row.
    pub ok: bool,
    /// Counts.
    pub tables: Vec<TableState>,
    /// What ends within sixty days, soonest first.
    pub runs_out: Vec<RunsOut>,
    /// What has ended already.
    pub ended: Vec<RunsOut>,
    /// The user's own rows, and whether we ship the same by now.
    pub user_rows: Vec<UserRow>,
    /// Rows whose value was looked for and not found: `table, line: what`.
    pub not_found: Vec<String>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Empty: the tables themselves are the subject.
    pub sources: Vec<crate::Source>,
    /// What must be looked at.
    pub warnings: Vec<Line>,
}

/// Looks at every table on a day.
///
/// ```
/// let answer = law::check::check(law::Law::builtin(), "2026-11-21".parse()?);
/// assert!(answer.ok && answer.runs_out.iter().any(|end| end.table == "legal_interest_rate"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check(law: &Law, on: Date) -> CheckAnswer {
    let tables: Vec<TableState> = law.tables().iter().map(state).collect();
    let mut ends = ends(law, on);
    ends.sort_by_key(|end| end.last_day);
    let ended = ends.iter().filter(|end| end.days_left < 0).cloned().collect::<Vec<_>>();
    let runs_out: Vec<RunsOut> = ends.into_iter().filter(|end| (0..=NOTICE_DAYS).contains(&end.days_left)).collect();
    let not_found = law.tables().iter().flat_map(|table| {
        table.rows.iter().filter(|row| row.status() == Ok(Status::NotFound)).map(|row| {
            let what = ["act", "step", "kind", "label", "code"].map(|column| row.text(column));
            let what = what.into_iter().find(|text| !text.is_empty()).unwrap_or("");
            format!("{}.csv, line {}: {what}", table.name, row.line)
        })
    });
    let user_rows: Vec<UserRow> = law.tables().iter().flat_map(user_rows).collect();
    let mut warnings: Vec<Line> = runs_out.iter().map(warning).collect();
    warnings.extend(user_rows.iter().filter_map(covered));
    let rows: usize = tables.iter().map(|table| table.rows).sum();
    let mut explanation = vec![Line::new(
        format!("{} tables, {rows} lignes : ni trou, ni chevauchement, source et statut partout.", tables.len()),
        format!("{} tables, {rows} rows: no gap, no overlap, a source and a status everywhere.", tables.len()),
    )];
    explanation.extend(ended.iter().map(over));
    CheckAnswer {
        ok: true,
        runs_out,
        ended,
        user_rows,
        not_found: not_found.collect(),
        explanation,
        sources: Vec::new(),
        warnings,
        tables,
    }
}

fn user_rows(table: &crate::table::Table) -> Vec<UserRow> {
    let rows = table.rows.iter().filter(|row| row.user);
    let row = |row: &crate::table::Row| UserRow {
        table: table.name,
        line: row.line,
        what: table.key_words(row),
        shipped_line: table.covered(row),
    };
    rows.map(row).collect()
}

fn covered(row: &UserRow) -> Option<Line> {
    let UserRow { table, line, what, shipped_line } = row;
    let shipped = (*shipped_line)?;
    Some(Line::new(
        format!(
            "{table} : votre ligne {line} ({what}) passe avant la ligne {shipped} livrée, qui ne vaut plus que hors de vos jours ; comparez-les, et retirez la vôtre si elles disent la même chose."
        ),
        format!(
            "{table}: your line {line} ({what}) wins over shipped line {shipped}, which holds only outside your days; compare them, and remove yours if they say the same."
        ),
    ))
}

/// « périmé » : what no row covers any more.
fn over(end: &RunsOut) -> Line {
    let RunsOut { table, what, last_day, .. } = end;
    Line::new(
        format!("{table} : « {what} » périmé depuis le {}.", date_fr(*last_day)),
        format!("{table}: \"{what}\" out of date since {}.", date_en(*last_day)),
    )
}

fn state(table: &crate::table::Table) -> TableState {
    let count =
        |wanted: &[Status]| table.rows.iter().filter(|row| row.status().is_ok_and(|s| wanted.contains(&s))).count();
    TableState {
        table: table.name,
        rows: table.rows.len(),
        user: count(&[Status::User]),
        verified: count(&[Status::Verified, Status::Derived]),
        secondary: count(&[Status::Secondary]),
        memory: count(&[Status::Memory]),
        not_found: count(&[Status::NotFound]),
    }
}

fn ends(law: &Law, on: Date) -> Vec<RunsOut> {
    let end = |table, what: String, last_day| RunsOut { table, what, last_day, days_left: days_between(on, last_day) };
    let mut ends = Vec::new();
    for (kind, last) in law.rates().last_days() {
        let table = match kind {
            RateKind::Ecb => "ecb_main_refinancing_rate",
            RateKind::LegalIndividual | RateKind::LegalProfessional => "legal_interest_rate",
            RateKind::B2bDefault | RateKind::B2bFloor | RateKind::Public => continue,
        };
        ends.extend(last.map(|last| end(table, kind.slug().to_owned(), last)));
    }
    ends.extend(law.tariffs().ends().into_iter().map(|(what, last)| end("tariffs", what, last)));
    ends.extend(law.rules().ends().map(|(key, last, _)| end("rules", key.to_owned(), last)));
    ends
}

fn warning(end: &RunsOut) -> Line {
    let RunsOut { table, what, last_day, days_left } = end;
    Line::new(
        format!("{table} : « {what} » s'arrête le {} (dans {days_left} jours).", date_fr(*last_day)),
        format!("{table}: \"{what}\" ends on {} (in {days_left} days).", date_en(*last_day)),
    )
}

//! Acceptances of many accounts from one file: good lines go in, bad ones are told one by one, the same file again
//! changes nothing.

use std::collections::HashSet;

use formats::table::{CsvOptions, Table, read_csv};
use formats::value::{DateOrder, parse_date};
use kernel::{Date, Wording, search_key};
use ledger::Creditor;
use serde::Serialize;
use store::{SaleTerms, Tx};

use super::acceptances::{Kept, Sound, check};
use super::words::how_of;
use super::{AcceptanceHow, SaleTermsId};
use crate::imports::Upload;
use crate::reach::Whose;
use crate::{Actor, Desk, DeskError, Permission, SaleTermsRefusal};

/// Lines of one file: the largest books we know have some fifty thousand customers.
const LINES_MAX: u64 = 200_000;
/// Lines of one transaction: each writes an acceptance and its entry.
const CHUNK: usize = 1_000;
/// Lines told one by one; of the others, how many they are.
const TOLD: usize = 1_000;

/// A line that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectedAcceptance {
    /// Line of the file, from 1.
    pub line: u64,
    /// Which field; empty for the line as a whole.
    pub field: String,
    /// Why, and what to do.
    pub why: Wording,
}

/// What came of a file: the three counts add up to the lines read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AcceptancesTaken {
    /// Lines under the header.
    pub lines: u64,
    /// Written down.
    pub accepted: u64,
    /// Known already.
    pub unchanged: u64,
    /// Not taken.
    pub rejected: u64,
    /// Those not taken, the first thousand.
    pub errors: Vec<RejectedAcceptance>,
}

impl AcceptancesTaken {
    fn reject(&mut self, line: u64, field: &str, why: Wording) {
        self.rejected += 1;
        if self.errors.len() < TOLD {
            self.errors.push(RejectedAcceptance { line, field: field.to_owned(), why });
        }
    }
}

/// Where the columns are.
struct Columns {
    customer: usize,
    date: usize,
    how: usize,
    version: usize,
    note: Option<usize>,
}

impl Columns {
    fn find(table: &Table) -> Option<Self> {
        let column = |names: &[&str]| names.iter().find_map(|name| table.column(name));
        Some(Self {
            customer: column(&["code client", "client", "customer", "customer code", "compte", "account"])?,
            date: column(&["date", "date d'acceptation", "acceptée le", "accepted", "accepted on"])?,
            how: column(&["mode", "how", "comment"])?,
            version: column(&["version", "conditions", "cgv", "label"])?,
            note: column(&["note", "remarque"]),
        })
    }
}

/// One line, read.
struct Line<'a> {
    customer: &'a str,
    terms: &'a SaleTerms,
    on: Date,
    how: AcceptanceHow,
    note: &'a str,
}

/// What a file is read against.
struct Reading<'a> {
    table: &'a Table,
    columns: Columns,
    versions: &'a [SaleTerms],
    today: Date,
}

impl<'a> Reading<'a> {
    fn line(&self, row: usize) -> Result<Line<'a>, SaleTermsRefusal> {
        let text = |column: usize| self.table.cell(row, column).text;
        let (customer, on, how) = (text(self.columns.customer), text(self.columns.date), text(self.columns.how));
        let (version, note) = (text(self.columns.version), self.columns.note.map_or("", text));
        if customer.is_empty() {
            return Err(SaleTermsRefusal::CustomerMissing);
        }
        let on = read_day(on)?;
        let known = || AcceptanceHow::ALL.iter().map(|how| how.slug()).collect::<Vec<_>>().join(", ");
        let unknown = || SaleTermsRefusal::UnknownWord { text: shown(how), known: known() };
        let how = how_of(how).ok_or_else(unknown)?;
        let terms = find_version(self.versions, version)?;
        check(on, how, note, self.today)?;
        Ok(Line { customer, terms, on, how, note })
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

fn read_day(text: &str) -> Result<Date, SaleTermsRefusal> {
    if text.is_empty() {
        return Err(SaleTermsRefusal::DateMissing);
    }
    let unreadable = |_| SaleTermsRefusal::DateUnreadable { text: shown(text) };

    parse_date(text, DateOrder::Dmy).map_err(unreadable)
}

/// The version of a name among those of a creditor.
fn find_version<'a>(versions: &'a [SaleTerms], text: &str) -> Result<&'a SaleTerms, SaleTermsRefusal> {
    if text.is_empty() {
        return Err(SaleTermsRefusal::VersionMissing);
    }
    let key = search_key(text);
    let known = || versions.iter().map(|terms| terms.label.as_str()).collect::<Vec<_>>().join(", ");
    versions
        .iter()
        .find(|terms| search_key(&terms.label) == key)
        .ok_or_else(|| SaleTermsRefusal::VersionUnknown { text: shown(text), known: known() })
}

/// The table of a file, and where its columns are.
fn read(file: &Upload) -> Result<(Table, Columns), SaleTermsRefusal> {
    let name = shown(&file.name);
    let unreadable = |why| SaleTermsRefusal::FileUnreadable { file: name.clone(), why };
    let decoded =
        formats::text::decode(&file.bytes).map_err(|e| unreadable(Wording::new(e.french(), e.to_string())))?;
    let options = CsvOptions { header_line: Some(1), ..CsvOptions::default() };
    let table = read_csv(&decoded, options).map_err(|e| unreadable(Wording::new(e.french(), e.to_string())))?;
    let columns = Columns::find(&table);
    let columns = columns.ok_or_else(|| SaleTermsRefusal::FileColumns { found: shown(&table.headers.join(", ")) })?;
    Ok((table, columns))
}

impl Desk {
    /// Notes the acceptances of a file for customers of one creditor: columns customer, date, how, version and
    /// perhaps note. The same file again changes nothing; what was taken back stays so.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::FileUnreadable`], [`SaleTermsRefusal::FileColumns`], [`SaleTermsRefusal::FileTooLong`],
    /// [`DeskError::NotFound`].
    pub fn take_acceptances(
        &self,
        actor: &Actor,
        creditor: &str,
        file: &Upload,
    ) -> Result<AcceptancesTaken, DeskError> {
        actor.may(Permission::EditAccount)?;
        let creditor = self.creditor(actor, creditor)?;
        let (table, columns) = read(file)?;
        let lines = u64::try_from(table.len()).unwrap_or(u64::MAX);
        if lines > LINES_MAX {
            let most = i64::try_from(LINES_MAX).unwrap_or(i64::MAX);
            return Err(SaleTermsRefusal::FileTooLong { lines, most }.into());
        }
        let versions = self.store.read(|tx| tx.sale_terms().list(Some(creditor.id)))?;
        let reading = Reading { table: &table, columns, versions: &versions, today: self.today() };
        let mut taken = AcceptancesTaken::default();
        let read: HashSet<u64> = (0..table.len()).map(|row| table.line(row)).collect();
        // A quote that is never closed is told of a line that is read all the same.
        for problem in table.problems.list.iter().filter(|problem| !read.contains(&problem.line)) {
            taken.reject(problem.line, &problem.field, problem.problem.wording());
        }
        taken.lines = lines + taken.rejected;
        let rows: Vec<usize> = (0..table.len()).collect();
        for chunk in rows.chunks(CHUNK) {
            let before = taken.clone();
            taken = self.store.write("sale_terms.file", |tx| {
                let mut taken = before.clone();
                for row in chunk {
                    self.take_line(tx, actor, (&creditor, &reading), *row, &mut taken)?;
                }
                Ok::<_, DeskError>(taken)
            })?;
        }
        taken.errors.sort_by_key(|error| error.line);
        Ok(taken)
    }

    fn take_line(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (creditor, reading): (&Creditor, &Reading),
        row: usize,
        taken: &mut AcceptancesTaken,
    ) -> Result<(), DeskError> {
        let at = reading.table.line(row);
        let line = match reading.line(row) {
            Ok(line) => line,
            Err(wrong) => {
                taken.reject(at, wrong.field().unwrap_or_default(), wrong.wording());
                return Ok(());
            }
        };
        let account = tx.accounts().by_number(creditor.id, line.customer)?;
        let seen = match &account {
            Some(account) => actor.sees(tx, &Whose::Account(account.id))?,
            None => false,
        };
        let Some(account) = account.filter(|_| seen) else {
            let wrong = SaleTermsRefusal::CustomerUnknown { text: shown(line.customer) };
            taken.reject(at, wrong.field().unwrap_or_default(), wrong.wording());
            return Ok(());
        };
        let sound = Sound { on: line.on, how: line.how, note: line.note, document: None };
        match self.accept_in_tx(tx, actor, (&account, line.terms), sound, true)? {
            Kept::Fresh(_) => taken.accepted += 1,
            Kept::Known(_) => taken.unchanged += 1,
        }
        Ok(())
    }

    /// The version of a name, or of a reference, among those of a creditor.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::VersionUnknown`], [`SaleTermsRefusal::VersionMissing`], [`DeskError::NotFound`].
    pub fn find_sale_terms(&self, actor: &Actor, creditor: &str, text: &str) -> Result<SaleTermsId, DeskError> {
        actor.may(Permission::Read)?;
        let creditor = self.creditor(actor, creditor)?;
        let versions = self.store.read(|tx| tx.sale_terms().list(Some(creditor.id)))?;
        let named = text.trim().parse::<SaleTermsId>().ok();
        if let Some(terms) = versions.iter().find(|terms| Some(terms.id) == named) {
            return Ok(terms.id);
        }
        Ok(find_version(&versions, text.trim())?.id)
    }
}

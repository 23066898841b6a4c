//! One pass over the file, in parallel by blocks of lines.

use kernel::{Date, from_epoch_day};
use rayon::prelude::*;

use super::columns::{Column, Columns, Fields};
use super::entries::{self, Run};
use super::journal::Journal;
use super::parse::{Dates, amount};
use super::{Fec, FecLine, FecRefused, OUTSIDE};
use crate::problem::excerpt;
use crate::{Decoded, Problem, Report};

/// Bytes given to a worker at a time.
const BLOCK: usize = 2 << 20;

/// Reads a FEC. A bad line is reported and the others are kept.
///
/// # Errors
/// [`FecRefused`] when the first line is no FEC header or nothing follows.
pub fn read<'a>(decoded: &'a Decoded<'_>) -> Result<Fec<'a>, FecRefused> {
    let text: &'a str = &decoded.text;
    let terminator = if memchr::memchr(b'\n', text.as_bytes()).is_some() { '\n' } else { '\r' };
    let (header_at, header) = first_line(text, terminator).ok_or(FecRefused::Empty)?;
    let layout = Columns::from_header(header, terminator)?;
    let body = (header_at + header.len() + 1).min(text.len());
    let blocks: Vec<Block> = blocks(text, body, terminator)
        .into_par_iter()
        .map(|(from, to)| Block::read(text.get(from..to).unwrap_or_default(), from, &layout))
        .collect();
    let before = count_lines(&text.as_bytes()[..body], terminator);
    let mut sum = Sum::join(blocks, before);
    if sum.lines == 0 {
        return Err(FecRefused::NoLine);
    }
    mark_truncated(text, &mut sum.errors);
    let counted = if numbers_are_useless(&sum) { rebuild(text, &layout, &sum.rows) } else { entries::count(&sum.runs) };
    check_balance(&mut sum, counted.unbalanced);
    Ok(Fec {
        lines: sum.lines,
        entries: counted.entries,
        grouping: counted.grouping,
        debit: saturate(sum.debit),
        credit: saturate(sum.credit),
        first_date: sum.first.map(from_epoch_day),
        last_date: sum.last.map(from_epoch_day),
        separator: layout.separator,
        encoding: decoded.encoding,
        columns: layout.count,
        journals: sum.journals,
        errors: sum.errors,
        warnings: sum.warnings,
        rows: sum.rows,
        text,
        layout,
    })
}

/// Offset and text of the first line that is not blank.
fn first_line(text: &str, terminator: char) -> Option<(usize, &str)> {
    let mut at = 0;
    for line in text.split(terminator) {
        if !line.trim().is_empty() {
            return Some((at, line));
        }
        at += line.len() + 1;
    }
    None
}

fn count_lines(bytes: &[u8], terminator: char) -> u32 {
    let byte = u8::try_from(terminator).unwrap_or(b'\n');
    u32::try_from(memchr::memchr_iter(byte, bytes).count()).unwrap_or(u32::MAX)
}

/// Cuts the body at line ends.
fn blocks(text: &str, body: usize, terminator: char) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let byte = u8::try_from(terminator).unwrap_or(b'\n');
    let mut out = Vec::new();
    let mut from = body;
    while from < bytes.len() {
        let wanted = (from + BLOCK).min(bytes.len());
        let to = memchr::memchr(byte, &bytes[wanted..]).map_or(bytes.len(), |at| wanted + at + 1);
        out.push((from, to));
        from = to;
    }
    out
}

/// What one block of lines gives.
#[derive(Default)]
struct Block {
    physical: u32,
    lines: u64,
    rows: Vec<FecLine>,
    runs: Vec<Run>,
    journals: Vec<Journal>,
    errors: Report,
    warnings: Report,
    debit: i128,
    credit: i128,
    first: Option<i32>,
    last: Option<i32>,
    useless_numbers: u64,
}

/// State that follows the lines of a block.
#[derive(Default)]
struct Follow<'t> {
    dates: Dates,
    pieces: Dates,
    others: Dates,
    journal: &'t str,
    number: &'t str,
    journal_at: u16,
}

impl Block {
    fn read(text: &str, offset: usize, layout: &Columns) -> Self {
        let mut block = Self::default();
        block.rows.reserve(text.len() / 120);
        let mut follow = Follow::default();
        let terminator = u8::try_from(layout.terminator).unwrap_or(b'\n');
        let mut start = 0;
        let bytes = text.as_bytes();
        while start < bytes.len() {
            let end = memchr::memchr(terminator, &bytes[start..]).map_or(bytes.len(), |at| start + at);
            let line = text.get(start..end).unwrap_or_default();
            block.physical += 1;
            if line.trim().is_empty() || line == "\u{1a}" {
                if line != "\u{1a}" {
                    block.warnings.add(block.physical.into(), "", Problem::BlankLine);
                }
            } else {
                block.lines += 1;
                let place = u32::try_from(offset + start).unwrap_or(u32::MAX);
                block.line(&layout.split(line), place, layout, &mut follow);
            }
            start = end + 1;
        }
        block
    }

    fn line<'t>(&mut self, fields: &Fields<'t>, start: u32, layout: &Columns, follow: &mut Follow<'t>) {
        let at = u64::from(self.physical);
        let misfit = fields.found != layout.count;
        let misplaced = Problem::FieldCount { found: fields.found, expected: layout.count };
        let (debit, credit) = match self.amounts(fields, layout, at) {
            Ok(both) => both,
            Err((column, problem)) => {
                let (column, problem) = if misfit { ("", misplaced) } else { (column.name(), problem) };
                self.errors.add(at, column, problem);
                return;
            }
        };
        let account = fields.get(Column::CompteNum);
        let day = follow.dates.read(fields.get(Column::EcritureDate));
        if misfit && (day.is_err() || fields.found < 13 || account.is_empty()) {
            self.errors.add(at, "", misplaced);
            return;
        }
        self.debit += i128::from(debit);
        self.credit += i128::from(credit);
        self.follow_entry(fields, debit, credit, follow);
        let day = match day {
            Ok(day) => day,
            Err(_) if fields.get(Column::EcritureDate).is_empty() => {
                return self.errors.add(at, Column::EcritureDate.name(), Problem::EmptyField);
            }
            Err(problem) => return self.errors.add(at, Column::EcritureDate.name(), problem),
        };
        if misfit {
            self.warnings.add(at, "", misplaced);
        }
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        self.last = Some(self.last.map_or(day, |last| last.max(day)));
        self.other_dates(fields, at, follow);
        let class = class_of(account);
        if account.is_empty() {
            return self.errors.add(at, Column::CompteNum.name(), Problem::EmptyField);
        }
        if class == OUTSIDE {
            let problem = Problem::AccountOutsidePlan { account: excerpt(account) };
            self.warnings.add(at, Column::CompteNum.name(), problem);
        }
        self.note_journal(class, debit, credit, follow.journal_at);
        self.rows.push(FecLine { start, line: self.physical, day, class, journal: follow.journal_at, debit, credit });
    }

    /// Debit and credit in cents, from two columns or from amount and side.
    fn amounts(&mut self, fields: &Fields<'_>, layout: &Columns, at: u64) -> Result<(i64, i64), (Column, Problem)> {
        let (first, second) = (fields.get(Column::Debit), fields.get(Column::Credit));
        let mut point = None;
        let mut read = |column: Column, text: &str| {
            let (cents, has_point) = amount(text).map_err(|problem| (column, problem))?;
            if has_point {
                point = Some((column, excerpt(text)));
            }
            Ok(cents)
        };
        let both = if layout.with_side {
            let cents = read(Column::Debit, first)?;
            match second {
                "D" | "d" | "+1" | "1" | "+" => (cents, 0),
                "C" | "c" | "-1" | "-" => (0, cents),
                _ => return Err((Column::Credit, Problem::UnknownSide { text: excerpt(second) })),
            }
        } else {
            (read(Column::Debit, first)?, read(Column::Credit, second)?)
        };
        if first.is_empty() && (second.is_empty() || layout.with_side) {
            return Err((Column::Debit, Problem::EmptyField));
        }
        if let Some((column, text)) = point {
            self.warnings.add(at, column.name(), Problem::DecimalPoint { text });
        }
        if both.0 != 0 && both.1 != 0 {
            self.warnings.add(at, Column::Debit.name(), Problem::DebitAndCredit);
        }
        Ok(both)
    }

    /// Dates beside the entry date: a wrong one is told, the line is used.
    fn other_dates<'t>(&mut self, fields: &Fields<'t>, at: u64, follow: &mut Follow<'t>) {
        for column in [Column::PieceDate, Column::DateLet, Column::ValidDate] {
            let text = fields.get(column);
            let dates = if column == Column::PieceDate { &mut follow.pieces } else { &mut follow.others };
            if !text.is_empty()
                && let Err(problem) = dates.read(text)
            {
                self.warnings.add(at, column.name(), problem);
            }
        }
    }

    /// Extends the run of lines of the same journal and number, or begins another.
    fn follow_entry<'t>(&mut self, fields: &Fields<'t>, debit: i64, credit: i64, follow: &mut Follow<'t>) {
        let (journal, number) = (fields.get(Column::JournalCode), fields.get(Column::EcritureNum));
        let movement = debit - credit;
        if number.bytes().all(|b| b == b'0') {
            self.useless_numbers += 1;
        }
        let same_journal = !self.runs.is_empty() && journal == follow.journal;
        if same_journal
            && number == follow.number
            && let Some(run) = self.runs.last_mut()
        {
            run.balance = run.balance.saturating_add(movement);
            return;
        }
        if !same_journal {
            follow.journal_at = find_journal(&mut self.journals, journal, fields.get(Column::JournalLib));
        }
        let number_hash = entries::hash(1, number.as_bytes());
        let journal_number = entries::hash(number_hash, journal.as_bytes());
        self.runs.push(Run { journal_number, number: number_hash, balance: movement });
        follow.journal = journal;
        follow.number = number;
    }

    fn note_journal(&mut self, class: u16, debit: i64, credit: i64, at: u16) {
        if let Some(journal) = self.journals.get_mut(usize::from(at)) {
            journal.lines += 1;
            journal.debit = journal.debit.saturating_add(debit);
            journal.credit = journal.credit.saturating_add(credit);
            journal.sales += u64::from((700..710).contains(&class));
            journal.treasury += u64::from(matches!(class, 510..=519 | 530..=549));
        }
    }
}

/// First three digits, or [`OUTSIDE`].
fn class_of(account: &str) -> u16 {
    match account.as_bytes() {
        [a, b, c, ..] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit() => {
            u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0')
        }
        _ => OUTSIDE,
    }
}

/// Index of a journal, added when new. Beyond 65 000 journals the last is used.
fn find_journal(journals: &mut Vec<Journal>, code: &str, label: &str) -> u16 {
    let at = journals.iter().position(|j| j.code == code).unwrap_or_else(|| {
        if journals.len() < usize::from(u16::MAX) {
            let (code, label) = (code.to_owned(), label.to_owned());
            journals.push(Journal { code, label, lines: 0, debit: 0, credit: 0, sales: 0, treasury: 0 });
        }
        journals.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// The blocks joined in the order of the file.
type Sum = Block;

impl Sum {
    fn join(blocks: Vec<Block>, before: u32) -> Self {
        let mut sum = Self { physical: before, ..Self::default() };
        sum.rows.reserve_exact(blocks.iter().map(|b| b.rows.len()).sum());
        for mut block in blocks {
            let base = u64::from(sum.physical);
            for located in block.errors.list.iter_mut().chain(&mut block.warnings.list) {
                located.line += base;
            }
            let places: Vec<u16> =
                block.journals.iter().map(|j| find_journal(&mut sum.journals, &j.code, &j.label)).collect();
            for (journal, place) in block.journals.iter().zip(&places) {
                if let Some(total) = sum.journals.get_mut(usize::from(*place)) {
                    total.lines += journal.lines;
                    total.debit = total.debit.saturating_add(journal.debit);
                    total.credit = total.credit.saturating_add(journal.credit);
                    total.sales += journal.sales;
                    total.treasury += journal.treasury;
                }
            }
            for row in &mut block.rows {
                row.line = row.line.saturating_add(sum.physical);
                row.journal = places.get(usize::from(row.journal)).copied().unwrap_or(0);
            }
            sum.rows.append(&mut block.rows);
            sum.runs.append(&mut block.runs);
            sum.errors.append(block.errors);
            sum.warnings.append(block.warnings);
            sum.physical = sum.physical.saturating_add(block.physical);
            sum.lines += block.lines;
            sum.debit += block.debit;
            sum.credit += block.credit;
            sum.first = [sum.first, block.first].into_iter().flatten().min();
            sum.last = [sum.last, block.last].into_iter().flatten().max();
            sum.useless_numbers += block.useless_numbers;
        }
        sum
    }
}

/// Numbers that are empty or zero, or one number per journal for hundreds of lines.
fn numbers_are_useless(sum: &Sum) -> bool {
    let journals = u64::try_from(sum.journals.len()).unwrap_or(u64::MAX);
    sum.useless_numbers * 2 > sum.lines
        || (sum.lines >= journals.saturating_mul(50) && entries::count(&sum.runs).entries <= journals)
}

fn rebuild(text: &str, layout: &Columns, rows: &[FecLine]) -> entries::Counted {
    let split = |row: &FecLine| {
        let rest = text.get(usize::try_from(row.start).unwrap_or(usize::MAX)..).unwrap_or_default();
        layout.split(rest.split(layout.terminator).next().unwrap_or_default())
    };
    let keys: Vec<(u64, u64, i64)> = rows
        .par_iter()
        .map(|row| {
            let day = entries::hash(u64::from(row.journal), &row.day.to_le_bytes());
            let piece = entries::hash(day, split(row).get(Column::PieceRef).as_bytes());
            (piece, day, row.debit - row.credit)
        })
        .collect();
    entries::rebuild(keys.into_iter())
}

/// A last line that is refused and has no line end was cut.
fn mark_truncated(text: &str, errors: &mut Report) {
    if text.ends_with(['\n', '\r', '\u{1a}']) {
        return;
    }
    let last = u64::from(count_lines(text.as_bytes(), '\n')) + 1;
    if let Some(located) = errors.list.last_mut()
        && located.line == last
        && matches!(located.problem, Problem::FieldCount { .. } | Problem::EmptyField)
    {
        located.problem = Problem::Truncated;
    }
}

fn check_balance(sum: &mut Sum, unbalanced: u64) {
    if sum.debit != sum.credit {
        let decimal = |cents: i128| kernel::Money::new(saturate(cents), kernel::Currency::EUR).to_decimal();
        let problem = Problem::Unbalanced { debit: decimal(sum.debit), credit: decimal(sum.credit) };
        sum.warnings.add(0, "", problem);
    } else if unbalanced > 0 {
        sum.warnings.add(0, "", Problem::UnbalancedEntries { count: unbalanced });
    }
}

fn saturate(cents: i128) -> i64 {
    i64::try_from(cents).unwrap_or(if cents < 0 { i64::MIN } else { i64::MAX })
}

/// The day of an optional date field.
pub(super) fn optional_date(text: &str) -> Option<Date> {
    if text.is_empty() {
        return None;
    }
    Dates::default().read(text).ok().map(from_epoch_day)
}

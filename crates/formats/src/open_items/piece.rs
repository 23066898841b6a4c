//! One line of a table to one piece.

use kernel::{Currency, Date, Money};
use ledger::ItemKind;
use ledger::intake::{PieceRow, Settled};

use super::{Mapped, at};
use crate::problem::excerpt;
use crate::profile::{Field, SignConvention, words};
use crate::table::{CellKind, date_of_number};
use crate::value::{self, AmountFault, DateFault, Inexact};
use crate::{Located, Problem};

/// What a line turned out to be.
pub(super) enum Read {
    Piece(Box<PieceRow>),
    /// A total of other lines.
    Total,
    /// Nothing remains due and no original amount is told.
    Closed,
    /// An amount of zero.
    Zero,
}

/// Reads a row; the customer is found by the caller.
pub(super) fn read(mapped: &Mapped<'_>, row: usize) -> Result<Read, Located> {
    let line = Line { mapped, row };
    let currency = line.currency()?;
    let kind_word = line.kind()?;
    let (amount, open) = line.amounts(currency, kind_word)?;
    let Some(amount) = amount.or(open) else {
        return Err(line.wrong(line.amount_field(), Problem::MissingAmount));
    };
    if amount == 0 {
        let open_only = !mapped.has(Field::Amount) && mapped.has(Field::OpenAmount);
        return Ok(if open_only { Read::Closed } else { Read::Zero });
    }
    let issue = line.date(Field::IssueOn)?;
    let due_on = line.date(Field::DueOn)?;
    let entry = line.date(Field::EntryOn)?;
    let issue_on = issue.or(entry).or(due_on).ok_or_else(|| line.wrong(Field::IssueOn, Problem::MissingDate))?;
    let settled = line.settled(amount, open, currency)?;
    let label = mapped.text(row, Field::Label);
    let number = mapped.text(row, Field::Number);
    let kind = kind_word.unwrap_or_else(|| kind_by_sign(amount, label));
    Ok(Read::Piece(Box::new(PieceRow {
        line: mapped.table.line(row),
        customer: 0,
        kind,
        number: number.into(),
        key: None,
        label: label.into(),
        amount: Money::new(amount, currency),
        entry_on: entry.unwrap_or(issue_on),
        issue_on,
        due_on,
        supply_on: line.date(Field::SupplyOn)?,
        settled,
        letter: None,
        gl_account: mapped.text(row, Field::GlAccount).into(),
    })))
}

/// Without a kind column: a debit is an invoice; a credit is a payment if its wording says so.
fn kind_by_sign(amount: i64, label: &str) -> ItemKind {
    if amount > 0 {
        return ItemKind::Invoice;
    }
    match words::item_kind(label) {
        Some(kind) if words::is_credit(kind) => kind,
        _ => ItemKind::CreditNote,
    }
}

struct Line<'r, 'm> {
    mapped: &'r Mapped<'m>,
    row: usize,
}

impl Line<'_, '_> {
    fn wrong(&self, field: Field, problem: Problem) -> Located {
        at(self.mapped, self.row, field, problem)
    }

    fn currency(&self) -> Result<Currency, Located> {
        match self.mapped.text(self.row, Field::Currency) {
            "" => Ok(self.mapped.profile.currency),
            // Most lines name the usual currency: no search in the list of all of them.
            code if code == self.mapped.profile.currency.code() => Ok(self.mapped.profile.currency),
            "€" => Ok(Currency::EUR),
            code => Currency::parse(code)
                .map_err(|_| self.wrong(Field::Currency, Problem::UnknownCurrency { text: excerpt(code) })),
        }
    }

    fn kind(&self) -> Result<Option<ItemKind>, Located> {
        let text = self.mapped.text(self.row, Field::Kind);
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(kind) = self.mapped.profile.kinds.get(text) {
            return Ok(Some(*kind));
        }
        let known = self.mapped.kinds.get(&kernel::search_key(text)).copied();
        known
            .or_else(|| words::item_kind(text))
            .map(Some)
            .ok_or_else(|| self.wrong(Field::Kind, Problem::UnknownKind { text: excerpt(text) }))
    }

    fn amount_field(&self) -> Field {
        [Field::Amount, Field::OpenAmount, Field::Debit]
            .into_iter()
            .find(|f| self.mapped.has(*f))
            .unwrap_or(Field::Amount)
    }

    /// Signed amount and signed open amount, in minor units.
    fn amounts(&self, currency: Currency, kind: Option<ItemKind>) -> Result<(Option<i64>, Option<i64>), Located> {
        let profile = self.mapped.profile;
        if profile.signs == SignConvention::DebitCredit {
            let debit = self.minor(Field::Debit, currency)?;
            let credit = self.minor(Field::Credit, currency)?;
            let amount = match (debit, credit) {
                (None, None) => None,
                _ => Some(debit.unwrap_or(0).saturating_sub(credit.unwrap_or(0))),
            };
            return Ok((amount.map(|a| self.inverted(a)), self.minor(Field::OpenAmount, currency)?));
        }
        let amount = self.minor(Field::Amount, currency)?;
        let open = self.minor(Field::OpenAmount, currency)?;
        let negate = match profile.signs {
            SignConvention::Side => {
                let text = self.mapped.text(self.row, Field::Sign);
                let side = value::parse_side(text);
                let side = side.ok_or_else(|| self.wrong(Field::Sign, Problem::UnknownSide { text: excerpt(text) }))?;
                !side
            }
            SignConvention::ByKind => kind.is_some_and(words::is_credit),
            SignConvention::Signed | SignConvention::DebitCredit => false,
        };
        let signed = |value: Option<i64>| value.map(|v| self.inverted(if negate { -v } else { v }));
        Ok((signed(amount), signed(open)))
    }

    fn inverted(&self, minor: i64) -> i64 {
        if self.mapped.profile.invert_sign { -minor } else { minor }
    }

    /// The part settled: amount less open, or the paid column.
    fn settled(&self, amount: i64, open: Option<i64>, currency: Currency) -> Result<Option<Settled>, Located> {
        let on = self.date(Field::PaidOn)?;
        let (minor, field) = match open {
            Some(open) => (amount.saturating_sub(open), Field::OpenAmount),
            None => match self.minor(Field::PaidAmount, currency)? {
                // Some packages write what was paid without the sign of a credit note.
                Some(paid) if amount < 0 && paid > 0 => (-paid, Field::PaidAmount),
                Some(paid) if self.mapped.profile.invert_sign => (-paid, Field::PaidAmount),
                Some(paid) => (paid, Field::PaidAmount),
                None => return Ok(None),
            },
        };
        let fits = minor == 0 || (minor.signum() == amount.signum() && minor.abs() <= amount.abs());
        if !fits {
            let decimal = |m: i64| Money::new(m, currency).to_decimal();
            let problem = Problem::SettledBeyondAmount { settled: decimal(minor), amount: decimal(amount) };
            return Err(self.wrong(field, problem));
        }
        Ok((minor != 0).then_some(Settled { minor, on }))
    }

    /// An amount in minor units of `currency`; none when the cell is empty.
    fn minor(&self, field: Field, currency: Currency) -> Result<Option<i64>, Located> {
        let cell = self.mapped.cell(self.row, field);
        if cell.text.is_empty() {
            return Ok(None);
        }
        let text = || excerpt(cell.text);
        if cell.kind == CellKind::Error {
            return Err(self.wrong(field, Problem::SpreadsheetError { text: text() }));
        }
        let written = if cell.kind == CellKind::Number {
            // Numbers of a workbook are exact decimals already, perhaps with an exponent.
            let value = value::parse_scientific(cell.text);
            value.map(|value| value::Written { value, currency: None }).ok_or(AmountFault::NotANumber)
        } else {
            value::parse_amount(cell.text, self.mapped.profile.decimals)
        };
        let written = written.map_err(|fault| {
            let problem = match fault {
                AmountFault::NotANumber => Problem::NotAnAmount { text: text() },
                AmountFault::Ambiguous => Problem::AmbiguousAmount { text: text() },
            };
            self.wrong(field, problem)
        })?;
        if let Some(amount) = written.currency
            && amount != currency
        {
            return Err(self.wrong(field, Problem::CurrencyConflict { amount, column: currency }));
        }
        let minor = written.value.minor(currency.digits()).map_err(|fault| {
            let problem = match fault {
                Inexact::TooPrecise => Problem::TooPrecise { text: text(), currency },
                Inexact::TooLarge => Problem::TooLarge { text: text() },
            };
            self.wrong(field, problem)
        })?;
        Ok(Some(minor))
    }

    /// A date; none when the cell is empty or says « no date ».
    fn date(&self, field: Field) -> Result<Option<Date>, Located> {
        let cell = self.mapped.cell(self.row, field);
        if cell.text.is_empty() {
            return Ok(None);
        }
        let order = self.mapped.profile.dates;
        let text = || excerpt(cell.text);
        let unreadable = || self.wrong(field, Problem::UnreadableDate { text: text(), order: order.shape() });
        match cell.kind {
            CellKind::Number if cell.text.len() != 8 => date_of_number(cell.text).map(Some).ok_or_else(unreadable),
            CellKind::Error => Err(self.wrong(field, Problem::SpreadsheetError { text: text() })),
            CellKind::Date => value::parse_date(cell.text, value::DateOrder::Ymd).map(Some).map_err(|_| unreadable()),
            _ => match value::parse_date(cell.text, order) {
                Ok(date) => Ok(Some(date)),
                Err(_) if value::is_no_date(cell.text) => Ok(None),
                Err(DateFault::NoSuchDay) => Err(self.wrong(field, Problem::NoSuchDate { text: text() })),
                Err(DateFault::Unreadable) => Err(unreadable()),
            },
        }
    }
}

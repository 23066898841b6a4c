//! The entries proposed as a file, with the list of pieces that goes with the VAT.

use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Currency, Language, Money};

use super::{EntryLine, LostPiece};
use crate::cases::CaseId;
use crate::reports::{ReportFile, ReportFormat};
use crate::{Actor, CostRefusal, Desk, DeskError, Permission};

impl Desk {
    /// The entries that a loss proposes, or the pieces with the words of their duplicates, as a workbook with both or
    /// as text files one after the other.
    ///
    /// # Errors
    /// [`CostRefusal::NoLoss`], [`DeskError::Refused`] for a format that is no table, [`DeskError::Document`].
    pub fn loss_report(
        &self,
        actor: &Actor,
        format: ReportFormat,
        case: CaseId,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        self.scope(actor)?;
        let costs = self.case_costs(actor, case)?;
        let loss = costs.loss.ok_or(CostRefusal::NoLoss)?;
        let (currency, reference) = (costs.currency, costs.account);
        let entries = Table {
            title: language.pick("Écritures", "Entries").to_owned(),
            columns: columns(language),
            rows: loss.entries.iter().map(|line| entry(line, (currency, &reference, language))).collect(),
        };
        let pieces = Table {
            title: language.pick("Pièces", "Items").to_owned(),
            columns: piece_columns(language),
            rows: loss.pieces.iter().map(|line| piece(line, currency)).collect(),
        };
        // One text file holds one table: the pieces are in the workbook.
        let tables = if format == ReportFormat::Csv { vec![entries] } else { vec![entries, pieces] };
        let stem = format!("{}-{case}", language.pick("ecritures", "entries"));
        format.tables(&stem, &tables, self.today())
    }
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Integer, Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Écriture", "Entry", Integer),
        ("Objet", "What", Text),
        ("Compte", "Account", Text),
        ("Tiers", "Customer", Text),
        ("Libellé", "Label", Text),
        ("Devise", "Currency", Text),
        ("Débit", "Debit", Money),
        ("Crédit", "Credit", Money),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn money(text: Option<&String>, currency: Currency) -> Cell {
    text.and_then(|text| Money::parse(text, currency).ok()).map_or(Cell::Empty, Cell::Money)
}

fn entry(line: &EntryLine, (currency, customer, language): (Currency, &str, Language)) -> Vec<Cell> {
    let customers = line.account.starts_with("41");
    vec![
        Cell::Integer(i64::from(line.entry)),
        line.what.pick(language).into(),
        line.account.as_str().into(),
        if customers { customer.into() } else { Cell::Empty },
        line.label.pick(language).into(),
        currency.code().into(),
        money(line.debit.as_ref(), currency),
        money(line.credit.as_ref(), currency),
    ]
}

fn piece_columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Pièce", "Item", Text),
        ("Compte", "Account", Text),
        ("TTC", "With VAT", Money),
        ("HT", "Without VAT", Money),
        ("TVA", "VAT", Money),
        ("Mention du duplicata", "Words of the duplicate", Text),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn piece(line: &LostPiece, currency: Currency) -> Vec<Cell> {
    vec![
        line.number.as_str().into(),
        line.account.as_str().into(),
        money(Some(&line.gross), currency),
        money(line.net.as_ref(), currency),
        money(line.vat.as_ref(), currency),
        line.overprint.as_deref().map_or(Cell::Empty, Into::into),
    ]
}

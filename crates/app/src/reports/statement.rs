//! The statement of an account as a file: to be sent, or worked on.

use documents::{Cell, Column, ColumnKind, DocumentError, Language, Pdf, PrintOptions, StatementLine, Table};
use kernel::Period;
use ledger::AccountId;
use ledger::statement::Statement;
use store::AccountLine;

use super::{ReportFile, ReportFormat};
use crate::letters::{Addressee, letterhead, piece_kind, recipient};
use crate::{Actor, Desk, DeskError};

impl Desk {
    /// The statement of an account over a period as PDF, XLSX or CSV, in the debtor's language: one table,
    /// or one document, per currency.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Refused`] for slides; [`DeskError::Document`], on paper also
    /// when there is nothing to state.
    pub fn statement_file(
        &self,
        actor: &Actor,
        id: AccountId,
        period: Period,
        format: ReportFormat,
    ) -> Result<ReportFile, DeskError> {
        let statements = self.statement(actor, id, period)?;
        let found = self.store.read(|tx| {
            let Some(line) = tx.accounts().get_many(&[id])?.into_iter().next() else { return Ok(None) };
            Ok::<_, DeskError>(Some((tx.creditors().get(line.account.creditor_id)?, line)))
        })?;
        let (creditor, line) = found.ok_or(DeskError::NotFound { what: "account", key: id.to_string() })?;
        let language = line.debtor.language;
        let stem = format!("{}-{}-{}", language.pick("releve", "statement"), line.account.number, period.until);
        if format == ReportFormat::Pdf {
            return Ok(format.file(&stem, statement_pdf(&creditor, &line, &statements, language)?));
        }
        format.tables(&stem, &[table(&statements, language)], period.until)
    }
}

fn table(statements: &[Statement], language: Language) -> Table {
    let columns = [
        ("Date", "Date", ColumnKind::Date),
        ("Pièce", "Document", ColumnKind::Text),
        ("Nature", "Kind", ColumnKind::Text),
        ("Échéance", "Due", ColumnKind::Date),
        ("Devise", "Currency", ColumnKind::Text),
        ("Montant", "Amount", ColumnKind::Money),
        ("Solde", "Balance", ColumnKind::Money),
        ("Reste ouvert", "Open", ColumnKind::Money),
    ];
    let rows = statements.iter().flat_map(|s| {
        s.lines.iter().map(|line| {
            vec![
                Cell::from(line.item.entry_on),
                Cell::from(line.item.number.as_str()),
                Cell::from(piece_kind(line.item.kind).words(language)),
                Cell::from(line.item.due_on),
                Cell::from(s.currency.code()),
                Cell::from(line.item.amount),
                Cell::from(line.balance),
                Cell::from(line.open),
            ]
        })
    });
    Table {
        title: language.pick("Relevé", "Statement").to_owned(),
        columns: columns.iter().map(|(fr, en, kind)| Column::new(language.pick(fr, en), *kind)).collect(),
        rows: rows.collect(),
    }
}

/// On paper: one document per currency, in the debtor's language or another.
pub(crate) fn statement_pdf(
    creditor: &ledger::Creditor,
    line: &AccountLine,
    statements: &[Statement],
    language: Language,
) -> Result<Vec<u8>, DeskError> {
    let to = Addressee { account: &line.account, debtor: &line.debtor, attention: "" };
    let paper = |s: &Statement| documents::Statement {
        ident: format!("statement-{}-{}-{}-{}", line.account.id, s.period.from, s.period.until, s.currency),
        language,
        creditor: letterhead(creditor),
        recipient: recipient(to, &creditor.address.country),
        account: line.account.number.clone(),
        as_of: s.period.until,
        opening: (!s.opening.is_zero()).then_some((s.period.from, s.opening)),
        lines: s
            .lines
            .iter()
            .map(|l| StatementLine {
                date: Some(l.item.entry_on),
                number: l.item.number.clone(),
                label: piece_kind(l.item.kind).words(language).to_owned(),
                due: (l.item.amount.minor() > 0).then_some(l.item.due_on),
                amount: l.item.amount,
            })
            .collect(),
        notes: Vec::new(),
    };
    let mut pdfs =
        statements.iter().map(|s| documents::render_statement(&paper(s))).collect::<Result<Vec<Pdf>, _>>()?;
    match pdfs.pop() {
        // One currency keeps its tags and its archival marks.
        Some(only) if pdfs.is_empty() => Ok(only.into_bytes()),
        Some(last) => {
            pdfs.push(last);
            Ok(documents::merge(&pdfs, PrintOptions::default())?)
        }
        None => Err(DocumentError::Missing { ident: line.account.id.to_string(), field: "at least one line" }.into()),
    }
}

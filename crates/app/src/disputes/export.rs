//! The disputes of a list as a file, closed ones included: what the causes are summed from.

use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Currency, Language, Money};

use super::monthly::kind_words;
use super::policy::service_words;
use super::{DisputeFilter, DisputeLine, Outcome, step_words};
use crate::reports::{ReportFile, ReportFormat};
use crate::{Actor, Desk, DeskError, Permission};

impl Desk {
    /// The disputes that `filter` takes, the oldest first, as a workbook or a text file.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a format that is no table, [`DeskError::Document`].
    pub fn dispute_report(
        &self,
        actor: &Actor,
        format: ReportFormat,
        filter: &DisputeFilter,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        let lines = self.dispute_lines(actor, filter, None)?;
        let table = Table {
            title: language.pick("Litiges", "Disputes").to_owned(),
            columns: columns(language),
            rows: lines.iter().map(|line| cells(line, language)).collect(),
        };
        let stem = format!("{}-{}", language.pick("litiges", "disputes"), self.today());
        format.tables(&stem, &[table], self.today())
    }
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Date, Integer, Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Litige", "Dispute", Text),
        ("Compte", "Account", Text),
        ("Nom", "Name", Text),
        ("Commercial", "Salesperson", Text),
        ("Pièce", "Item", Text),
        ("Type", "Kind", Text),
        ("Étape", "Step", Text),
        ("Issue", "Outcome", Text),
        ("Service", "Service", Text),
        ("Responsable", "Owner", Text),
        ("Devise", "Currency", Text),
        ("Contesté", "Contested", Money),
        ("Suspendu", "Suspended", Money),
        ("Accordé", "Granted", Money),
        ("Ouvert le", "Opened on", Date),
        ("Réponse au plus tard le", "Answer by", Date),
        ("Clos le", "Closed on", Date),
        ("Jours", "Days", Integer),
        ("En une phrase", "In one sentence", Text),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn cells(line: &DisputeLine, language: Language) -> Vec<Cell> {
    let words = |(fr, en): (&'static str, &'static str)| Cell::from(language.pick(fr, en));
    let money = |text: &str| money(text, line.currency);
    vec![
        line.id.to_string().as_str().into(),
        line.account.as_str().into(),
        line.debtor.as_str().into(),
        line.salesperson.as_str().into(),
        line.item.as_str().into(),
        words(kind_words(line.kind)),
        step_words(line.step).pick(language).into(),
        line.outcome.map_or(Cell::Empty, |outcome| words(outcome_words(outcome))),
        words(service_words(line.service)),
        line.owner.as_str().into(),
        line.currency.code().into(),
        money(&line.contested),
        money(&line.held),
        money(&line.granted),
        Cell::Date(line.opened),
        Cell::Date(line.due),
        line.closed.map_or(Cell::Empty, Cell::Date),
        Cell::Integer(line.age_days),
        line.note.as_str().into(),
    ]
}

const fn outcome_words(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Founded => ("fondé", "founded"),
        Outcome::Partly => ("en partie fondé", "partly founded"),
        Outcome::Unfounded => ("non fondé", "unfounded"),
        Outcome::Withdrawn => ("retiré", "withdrawn"),
    }
}

fn money(text: &str, currency: Currency) -> Cell {
    Money::parse(text, currency).map_or(Cell::Empty, Cell::Money)
}

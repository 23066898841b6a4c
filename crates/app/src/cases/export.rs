//! The cases of a list as a file, closed ones included where the list has them.

use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Language, Money};

use super::{CaseFilter, CaseLine, CaseSide, outcome_words};
use crate::reports::{ReportFile, ReportFormat};
use crate::{Actor, Desk, DeskError, Permission};

/// Cases read at a time.
const PAGE: u32 = 1_000;

impl Desk {
    /// The cases that `filter` takes, the last opened first, as a workbook or a text file.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a format that is no table, [`DeskError::Document`].
    pub fn case_report(
        &self,
        actor: &Actor,
        format: ReportFormat,
        filter: &CaseFilter,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = self.cases(actor, filter, after, PAGE)?;
            rows.extend(page.rows.iter().map(|line| cells(line, language)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let title = language.pick("Dossiers contentieux", "Court cases").to_owned();
        let table = Table { title, columns: columns(language), rows };
        let stem = format!("{}-{}", language.pick("dossiers", "cases"), self.today());
        format.tables(&stem, &[table], self.today())
    }
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Date, Integer, Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Dossier", "Case", Text),
        ("Référence", "Reference", Text),
        ("Compte", "Account", Text),
        ("Nom", "Name", Text),
        ("Position", "Side", Text),
        ("Objet", "Object", Text),
        ("Devise", "Currency", Text),
        ("Réclamé", "Claimed", Money),
        ("Restant dû", "Open", Money),
        ("Pièces", "Items", Integer),
        ("Procédure", "Procedure", Text),
        ("Prochain délai", "Next deadline", Date),
        ("Ouvert le", "Opened on", Date),
        ("Clos le", "Closed on", Date),
        ("Issue", "Outcome", Text),
        ("Suivi par", "Followed by", Text),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn cells(line: &CaseLine, language: Language) -> Vec<Cell> {
    let money = |text: &str| Money::parse(text, line.currency).map_or(Cell::Empty, Cell::Money);
    let side = match line.side {
        CaseSide::Claimant => language.pick("demandeur", "claimant"),
        CaseSide::Defendant => language.pick("défendeur", "defendant"),
    };
    vec![
        line.id.to_string().as_str().into(),
        line.reference.as_str().into(),
        line.account.as_str().into(),
        line.debtor.as_str().into(),
        side.into(),
        line.object.as_str().into(),
        line.currency.code().into(),
        money(&line.claimed),
        money(&line.open),
        Cell::Integer(i64::try_from(line.pieces).unwrap_or(i64::MAX)),
        line.procedure.as_ref().map_or(Cell::Empty, |words| words.pick(language).into()),
        line.due.map_or(Cell::Empty, Cell::Date),
        Cell::Date(line.opened),
        line.closed.map_or(Cell::Empty, Cell::Date),
        line.outcome.map_or(Cell::Empty, |outcome| outcome_words(outcome).pick(language).into()),
        line.owner.as_str().into(),
    ]
}

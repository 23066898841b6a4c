//! The titles of a list as a file.

use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Language, Money};

use super::{TitleFilter, TitleKind, TitleLine, TitleState};
use crate::reports::{ReportFile, ReportFormat};
use crate::{Actor, Desk, DeskError, Permission};

/// Titles read at a time.
const PAGE: u32 = 1_000;

impl Desk {
    /// The titles that `filter` takes, the first to be lost first, as a workbook or a text file.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a format that is no table, [`DeskError::Document`].
    pub fn title_report(
        &self,
        actor: &Actor,
        format: ReportFormat,
        filter: &TitleFilter,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        self.scope(actor)?;
        let (mut rows, mut after) = (Vec::new(), None::<String>);
        loop {
            let page = self.titles(actor, filter, after.as_deref(), PAGE)?;
            rows.extend(page.rows.iter().map(|line| cells(line, language)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let title = language.pick("Titres", "Titles").to_owned();
        let table = Table { title, columns: columns(language), rows };
        let stem = format!("{}-{}", language.pick("titres", "titles"), self.today());
        format.tables(&stem, &[table], self.today())
    }
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Date, Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Titre", "Title", Text),
        ("Dossier", "Case", Text),
        ("Compte", "Account", Text),
        ("Nom", "Name", Text),
        ("Nature", "Kind", Text),
        ("Du", "Of", Date),
        ("Juridiction", "Court", Text),
        ("Numéro", "Number", Text),
        ("Devise", "Currency", Text),
        ("Accordé", "Awarded", Money),
        ("Reste dû", "Still owed", Money),
        ("État", "State", Text),
        ("Date sûre", "Safe day", Date),
        ("Dernier jour", "Last day", Date),
        ("Original", "Original", Text),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn cells(line: &TitleLine, language: Language) -> Vec<Cell> {
    let money = |text: &str| Money::parse(text, line.currency).map_or(Cell::Empty, Cell::Money);
    vec![
        line.id.to_string().as_str().into(),
        line.case.to_string().as_str().into(),
        line.account.as_str().into(),
        line.debtor.as_str().into(),
        kind_words(line.kind, language).into(),
        Cell::Date(line.issued),
        line.court.as_str().into(),
        line.number.as_str().into(),
        line.currency.code().into(),
        money(&line.awarded),
        line.owed.as_deref().map_or(Cell::Empty, money),
        state_words(line.state, language).into(),
        line.safe_day.map_or(Cell::Empty, Cell::Date),
        line.last_day.map_or(Cell::Empty, Cell::Date),
        line.original.as_str().into(),
    ]
}

/// What a title is called.
pub(crate) const fn kind_words(kind: TitleKind, language: Language) -> &'static str {
    let (fr, en) = match kind {
        TitleKind::Judgment => ("jugement", "judgment"),
        TitleKind::InterimOrder => ("ordonnance de référé", "interim order"),
        TitleKind::PaymentOrder => ("injonction de payer", "payment order"),
        TitleKind::HomologatedAgreement => ("accord homologué", "approved agreement"),
        TitleKind::Foreign => ("titre étranger", "foreign title"),
        TitleKind::Conciliation => ("procès-verbal de conciliation", "record of conciliation"),
        TitleKind::NotarialDeed => ("acte notarié", "notarial deed"),
        TitleKind::OfficerTitle => ("titre du commissaire de justice", "title of a commissaire de justice"),
        TitleKind::LawyersDeed => ("acte d’avocats", "lawyers’ deed"),
        TitleKind::PublicTitle => ("titre d’une personne publique", "title of a public body"),
    };
    language.pick(fr, en)
}

const fn state_words(state: TitleState, language: Language) -> &'static str {
    let (fr, en) = match state {
        TitleState::ToServe => ("à signifier", "to be served"),
        TitleState::Suspended => ("suspendu par un recours", "suspended by a recourse"),
        TitleState::Provisional => ("exécutoire par provision", "provisionally enforceable"),
        TitleState::Enforceable => ("exécutoire", "enforceable"),
        TitleState::Satisfied => ("payé", "paid"),
        TitleState::Prescribed => ("prescrit", "time-barred"),
        TitleState::Annulled => ("anéanti", "set aside"),
    };
    language.pick(fr, en)
}

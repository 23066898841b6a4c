//! The files behind the indicators of the trade, page by page, and as a file with all that the formulas take.

use std::collections::HashMap;

use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Currency, Date, Language, Money, Wording};
use ledger::{AccountId, Item, ItemId};
use serde::Serialize;
use store::{CaseId, CaseOutcome};

use super::ended::{Ended, FileKey};
use super::trade::FileBasis;
use super::{Ground, IndicatorQuery};
use crate::cases::outcome_words;
use crate::reports::{ReportFile, ReportFormat};
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Which of the files that ended.
#[derive(Debug, Clone)]
pub struct FilesQuery {
    /// The question of the figures.
    pub of: IndicatorQuery,
    /// One currency; every one, one after the other, when none.
    pub currency: Option<Currency>,
    /// Cases that followed one procedure, by its name in the tables of law.
    pub procedure: Option<String>,
    /// Which of them.
    pub basis: FileBasis,
}

/// A file that came to an end: a late piece that was paid, or a case that was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileLine {
    /// The day it ended.
    pub ended: Date,
    /// The piece, where no case claims it.
    pub item: Option<ItemId>,
    /// The case.
    pub case: Option<CaseId>,
    /// Number of the piece, or the reference of the case; may be empty.
    pub reference: String,
    /// Code of the creditor.
    pub creditor: String,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// How a case ended.
    pub outcome: Option<CaseOutcome>,
    /// The procedures it followed, in words.
    pub procedures: Vec<Wording>,
    /// Resolved without a judge.
    pub amicable: bool,
    /// What was late and paid; of a case, what it claimed.
    pub entrusted: String,
    /// Money that came on it.
    pub collected: String,
    /// Σ money × days from the due date to the day it came.
    pub amount_days: String,
    /// What the house spent on a case, VAT and its own time included.
    pub cost: String,
    /// Procedures decided.
    pub decided: u64,
    /// Of which with a title, even for a part.
    pub won: u64,
    /// What the decided ones asked.
    pub asked: String,
    /// What their titles award of it.
    pub granted: String,
}

/// A page of files, those that ended last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilePage {
    /// Files.
    pub rows: Vec<FileLine>,
    /// Where the next page goes on.
    pub next: Option<String>,
    /// Files in all.
    pub total: u64,
    /// The procedure asked for, in words.
    pub procedure: Option<Wording>,
}

/// A place in the list: `2026-10-31_case_A1B2`.
fn place(file: &Ended) -> String {
    match file.key {
        FileKey::Piece(id) => format!("{}_piece_{id}", file.day),
        FileKey::Case(id) => format!("{}_case_{id}", file.day),
    }
}

fn place_in(text: &str) -> Result<(Date, FileKey), DeskError> {
    let read = || {
        let mut parts = text.splitn(3, '_');
        let (day, kind, id) = (parts.next()?, parts.next()?, parts.next()?);
        let key = match kind {
            "piece" => FileKey::Piece(id.parse().ok()?),
            "case" => FileKey::Case(id.parse().ok()?),
            _ => return None,
        };
        Some((day.parse().ok()?, key))
    };
    read().ok_or_else(|| Refusal::PlaceUnknown { place: text.to_owned() }.into())
}

impl Desk {
    /// The files that ended in the period, the last first.
    ///
    /// # Errors
    /// Those of [`Desk::indicators`]; [`DeskError::Law`] on a procedure that the tables have not,
    /// [`DeskError::Refused`] on a place that is none.
    pub fn ended_files(
        &self,
        actor: &Actor,
        query: &FilesQuery,
        after: Option<&str>,
        limit: usize,
    ) -> Result<FilePage, DeskError> {
        actor.may(Permission::Read)?;
        let after = after.map(place_in).transpose()?;
        let ground = self.ground(actor, &query.of, query.of.months()?)?;
        let found = self.files(&ground, query)?;
        let start = after.map_or(0, |place| found.partition_point(|file| (file.day, file.key) >= place));
        let page = &found[start..found.len().min(start.saturating_add(limit.max(1)))];
        let next = page.last().filter(|_| start + page.len() < found.len()).map(place);
        let rows = self.file_lines(&ground, page, query.procedure.as_deref())?;
        let procedure = query.procedure.as_deref().map(|name| self.measure_words(name));
        Ok(FilePage { rows, next, total: found.len() as u64, procedure })
    }

    /// The same as a workbook or a text file, a line each, with every number that the formulas take.
    ///
    /// # Errors
    /// The same; [`DeskError::Refused`] for a format that is no table, [`DeskError::Document`].
    pub fn files_report(
        &self,
        actor: &Actor,
        query: &FilesQuery,
        format: ReportFormat,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        let ground = self.ground(actor, &query.of, query.of.months()?)?;
        let found = self.files(&ground, query)?;
        let lines = self.file_lines(&ground, &found, query.procedure.as_deref())?;
        let table = Table {
            title: language.pick("Dossiers terminés", "Files that ended").to_owned(),
            columns: columns(language),
            rows: lines.iter().map(|line| cells(line, language)).collect(),
        };
        let stem = format!("{}-{}", language.pick("dossiers-termines", "files-ended"), ground.as_of);
        format.tables(&stem, &[table], ground.as_of)
    }

    /// The files asked for, the last first.
    fn files(&self, ground: &Ground, query: &FilesQuery) -> Result<Vec<Ended>, DeskError> {
        let procedure = query.procedure.as_deref();
        if let Some(name) = procedure {
            self.law.procedures().find(name)?;
        }
        let mut found = self.ended(ground)?;
        found.retain(|file| {
            query.currency.is_none_or(|currency| file.currency == currency) && query.basis.holds(file, procedure)
        });
        found.sort_unstable_by_key(|file| std::cmp::Reverse((file.day, file.key)));
        Ok(found)
    }

    /// Those files with the names of what they are about.
    fn file_lines(
        &self,
        ground: &Ground,
        files: &[Ended],
        procedure: Option<&str>,
    ) -> Result<Vec<FileLine>, DeskError> {
        let piece = |file: &Ended| match file.key {
            FileKey::Piece(id) => Some(id),
            FileKey::Case(_) => None,
        };
        let ids: Vec<ItemId> = files.iter().filter_map(piece).collect();
        let items = self.store.read(|tx| tx.items().get_many(&ids))?;
        let items: HashMap<ItemId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
        let line = |file: &Ended| {
            let item = piece(file).and_then(|id| items.get(&id));
            let account = file.account.or_else(|| item.map(|item| item.account_id))?;
            let card = &ground.view.cards[ground.view.portfolio.position(account)?];
            let money = |minor| Money::new(minor, file.currency).to_decimal();
            let decided: Vec<(i64, i64)> = file.decided(procedure).collect();
            Some(FileLine {
                ended: file.day,
                item: piece(file),
                case: if let FileKey::Case(id) = file.key { Some(id) } else { None },
                reference: item.map_or(&file.reference, |item| &item.number).clone(),
                creditor: ground.code(file.creditor),
                account_id: account,
                account: card.number.to_string(),
                debtor: card.name.to_string(),
                currency: file.currency,
                outcome: file.outcome,
                procedures: file.procedures.iter().map(|one| self.measure_words(&one.definition)).collect(),
                amicable: file.amicable,
                entrusted: money(file.entrusted),
                collected: money(file.collected),
                amount_days: money(i64::try_from(file.weight).unwrap_or(i64::MAX)),
                cost: money(file.cost),
                decided: decided.len() as u64,
                won: decided.iter().filter(|(_, granted)| *granted > 0).count() as u64,
                asked: money(decided.iter().map(|(asked, _)| asked).sum()),
                granted: money(decided.iter().map(|(_, granted)| granted).sum()),
            })
        };
        Ok(files.iter().filter_map(line).collect())
    }
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Date, Integer, Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Terminé le", "Ended on", Date),
        ("Nature", "Kind", Text),
        ("Identifiant", "Identifier", Text),
        ("Référence", "Reference", Text),
        ("Créancier", "Creditor", Text),
        ("Compte", "Account", Text),
        ("Nom", "Name", Text),
        ("Devise", "Currency", Text),
        ("Issue", "Outcome", Text),
        ("Procédures", "Procedures", Text),
        ("Réglé sans juge", "Without a judge", Text),
        ("Confié", "Entrusted", Money),
        ("Encaissé", "Collected", Money),
        ("Encaissé × jours", "Collected × days", Money),
        ("Frais", "Costs", Money),
        ("Procédures décidées", "Procedures decided", Integer),
        ("Procédures gagnées", "Procedures won", Integer),
        ("Demandé", "Asked", Money),
        ("Accordé", "Granted", Money),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn cells(line: &FileLine, language: Language) -> Vec<Cell> {
    let money = |text: &str| Money::parse(text, line.currency).map_or(Cell::Empty, Cell::Money);
    let count = |n: u64| Cell::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    let (kind, id) = match (line.case, line.item) {
        (Some(case), _) => (language.pick("dossier", "case"), case.to_string()),
        (None, item) => (language.pick("pièce", "item"), item.map(|item| item.to_string()).unwrap_or_default()),
    };
    let procedures: Vec<&str> = line.procedures.iter().map(|words| words.pick(language)).collect();
    vec![
        Cell::Date(line.ended),
        kind.into(),
        id.as_str().into(),
        line.reference.as_str().into(),
        line.creditor.as_str().into(),
        line.account.as_str().into(),
        line.debtor.as_str().into(),
        line.currency.code().into(),
        line.outcome.map_or(Cell::Empty, |outcome| outcome_words(outcome).pick(language).into()),
        procedures.join(", ").as_str().into(),
        language.either(["non", "oui"], ["no", "yes"])[usize::from(line.amicable)].into(),
        money(&line.entrusted),
        money(&line.collected),
        money(&line.amount_days),
        money(&line.cost),
        count(line.decided),
        count(line.won),
        money(&line.asked),
        money(&line.granted),
    ]
}

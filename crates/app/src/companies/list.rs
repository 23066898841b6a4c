//! The companies of our debtors: what the register says of each, and what to look at.

use std::collections::HashMap;

use documents::{Cell, Column, ColumnKind};
use kernel::{Date, Language, Siren, Timestamp, Wording, epoch_day, from_epoch_day};
use ledger::{AccountId, CreditorId};
use serde::Serialize;
use store::{AccountLine, CompanyFilter, CompanyShow, CompanyState, KnownCompany, Tx};

use super::judge::body;
use super::one::{WarningLine, warned};
use super::{CompanyWatch, words};
use crate::reports::{ReportFile, ReportFormat};
use crate::schedule::day_in;
use crate::{Actor, Desk, DeskError, Permission};

/// Days for which a change is of late.
const LATELY_DAYS: i32 = 90;
/// Days for which a moved head office is.
const MOVED_DAYS: i32 = 365;
/// Lines of a page of the report.
const PAGE: u32 = 5_000;

/// Which companies.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompanyQuery {
    /// Of the accounts of one creditor.
    pub creditor: Option<CreditorId>,
    /// Which of them.
    pub show: CompanyShow,
}

/// One account and the company of its debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyLine {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor, in our file.
    pub debtor: String,
    /// Its number.
    pub siren: String,
    /// What the register says; none while it was never read.
    pub state: Option<CompanyState>,
    /// The same in words.
    pub state_words: Wording,
    /// Name in the register; none where it is hidden or was never read.
    pub name: Option<String>,
    /// Postcode and town of the head office; empty where they are hidden.
    pub seat: String,
    /// The last day a change was seen.
    pub changed_on: Option<Date>,
    /// When the register last answered.
    pub read: Option<Timestamp>,
    /// Where that came from.
    pub source: String,
    /// Why the last question had no answer.
    pub error: Option<Wording>,
    /// What to look at.
    pub warnings: Vec<WarningLine>,
}

/// A page of companies, by account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyPage {
    /// The lines.
    pub rows: Vec<CompanyLine>,
    /// Where the next page goes on.
    pub next: Option<AccountId>,
    /// How fresh the watch over the register is.
    pub watch: CompanyWatch,
    /// The day of the question.
    pub today: Date,
}

impl Desk {
    /// The companies of the debtors within reach that have a SIREN, by account.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn companies(
        &self,
        actor: &Actor,
        query: &CompanyQuery,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<CompanyPage, DeskError> {
        actor.may(Permission::Read)?;
        let (scope, today) = (self.scope(actor)?, self.today());
        let filter = filter(query, today);
        self.store.read(|tx| {
            let read = |after, limit| tx.companies().list(&filter, after, limit);
            let (found, more) = scope.page((after, limit), read, |id| (*id, *id))?;
            let next = found.last().filter(|_| more).copied();
            Ok(CompanyPage { rows: lines(tx, &found)?, next, watch: self.company_watch_in(tx)?, today })
        })
    }

    /// The same list, whole, as a file.
    ///
    /// # Errors
    /// As [`Desk::companies`].
    pub fn company_report(
        &self,
        actor: &Actor,
        format: ReportFormat,
        query: &CompanyQuery,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        let (scope, today, zone) = (self.scope(actor)?, self.today(), self.zone()?);
        let filter = filter(query, today);
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let (page, more) = self.store.read(|tx| {
                let read = |after, limit| tx.companies().list(&filter, after, limit);
                let (found, more) = scope.page((after, PAGE), read, |id| (*id, *id))?;
                Ok::<_, DeskError>((lines(tx, &found)?, more))
            })?;
            after = page.last().map(|line| line.account_id);
            rows.extend(page.iter().map(|line| cells(line, &zone, language)));
            if !more {
                break;
            }
        }
        let title = language.pick("Sociétés", "Companies").to_owned();
        let table = documents::Table { title, columns: columns(language), rows };
        let stem = format!("{}-{today}", language.pick("societes", "companies"));
        format.tables(&stem, &[table], today)
    }
}

fn filter(query: &CompanyQuery, today: Date) -> CompanyFilter {
    let ago = |days: i32| from_epoch_day(epoch_day(today) - days);
    CompanyFilter {
        show: query.show,
        creditor: query.creditor,
        changed_since: ago(LATELY_DAYS),
        moved_since: ago(MOVED_DAYS),
    }
}

fn lines(tx: &mut Tx, ids: &[AccountId]) -> Result<Vec<CompanyLine>, DeskError> {
    let accounts: HashMap<AccountId, AccountLine> =
        tx.accounts().get_many(ids)?.into_iter().map(|line| (line.account.id, line)).collect();
    let mut sirens: Vec<Siren> = accounts.values().filter_map(|line| line.debtor.siren.clone()).collect();
    sirens.sort();
    sirens.dedup();
    let known: HashMap<Siren, KnownCompany> =
        tx.companies().of_many(&sirens)?.into_iter().map(|row| (row.siren.clone(), row)).collect();
    let one = |id: &AccountId| {
        let of = accounts.get(id)?;
        let siren = of.debtor.siren.as_ref()?;
        Some(line(of, siren, known.get(siren)))
    };
    Ok(ids.iter().filter_map(one).collect())
}

fn line(AccountLine { account, debtor }: &AccountLine, siren: &Siren, row: Option<&KnownCompany>) -> CompanyLine {
    let company = row.and_then(body);
    let answered = row.filter(|row| row.read_us.is_some());
    let state = answered.map(|row| row.state);
    let seat = company.as_ref().and_then(|company| company.head_office.as_ref());
    let seat =
        seat.map(|seat| [seat.postcode.as_deref(), seat.town.as_deref()].into_iter().flatten().collect::<Vec<_>>());
    CompanyLine {
        account_id: account.id,
        account: account.number.clone(),
        debtor: debtor.name.clone(),
        siren: siren.to_string(),
        state,
        state_words: words::state(state),
        name: company.as_ref().and_then(|company| company.name.clone()),
        seat: seat.unwrap_or_default().join(" "),
        changed_on: row.and_then(|row| row.changed_on),
        read: answered.and_then(|row| row.read_us),
        source: answered.map(|row| row.source.clone()).unwrap_or_default(),
        error: row.and_then(|row| serde_json::from_str(&row.error).ok()),
        warnings: row.map(|row| warned(row, &[], debtor)).unwrap_or_default(),
    }
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Date, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Compte", "Account", Text),
        ("Débiteur", "Debtor", Text),
        ("SIREN", "SIREN", Text),
        ("État au registre", "State in the register", Text),
        ("Nom au registre", "Name in the register", Text),
        ("Siège", "Head office", Text),
        ("Changée le", "Changed on", Date),
        ("Lue le", "Read on", Date),
        ("Source", "Source", Text),
        ("À regarder", "To look at", Text),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn cells(line: &CompanyLine, zone: &jiff::tz::TimeZone, language: Language) -> Vec<Cell> {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Date);
    let warned: Vec<&str> = line.warnings.iter().map(|warning| warning.words.pick(language)).collect();
    vec![
        text(&line.account),
        text(&line.debtor),
        text(&line.siren),
        text(line.state_words.pick(language)),
        text(line.name.as_deref().unwrap_or_default()),
        text(&line.seat),
        day(line.changed_on),
        day(line.read.map(|at| day_in(zone, at))),
        text(&line.source),
        text(&warned.join(" ; ")),
    ]
}

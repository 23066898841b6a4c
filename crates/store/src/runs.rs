//! Daily runs and the print files they leave.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::CreditorId;

use crate::{
    StoreError,
    documents::DocumentId,
    entity::{Entity, all, chunked, entity, find_row, insert_row, known, one, repository},
    messages::MessageState,
    schema::{PrintFileRow, RunRow, message, print_file, run},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One daily run.
    RunId
);
stored_id!(RunId);

repository!(
    /// Daily runs.
    Runs,
    runs
);

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunState {
    /// Not finished; after a crash it goes on from there.
    Running,
    /// Finished.
    Done,
    /// Given up.
    Failed,
}

impl RunState {
    /// The slug stored and spoken.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Failed].into_iter().find(|s| s.slug() == slug)
    }
}
stored_slug!(RunState);

entity!(
    /// One daily run.
    Run, run => RunRow {
        /// Identity.
        id: RunId,
        /// The day it decides for.
        day: Date,
        /// The creditor; none for all.
        creditor_id: Option<CreditorId>,
        /// Where it stands.
        state: RunState,
        /// When it started.
        started_us: Timestamp,
        /// When it finished.
        finished_us: Option<Timestamp>,
        /// Who started it.
        actor: String,
        /// Figures, as JSON.
        summary: String,
    }
);

entity!(
    /// A file of letters to print, made by a run.
    PrintFile, print_file => PrintFileRow {
        /// The PDF.
        document_id: DocumentId,
        /// The run.
        run_id: RunId,
        /// The creditor whose letters it holds.
        creditor_id: CreditorId,
        /// How many letters.
        letters: i64,
    }
);

impl Runs<'_> {
    /// The run, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: RunId) -> Result<Run, StoreError> {
        known(find_row!(self.tx, run => Run, id.0)?, "run", id)
    }

    /// The runs of a day, oldest first.
    pub fn of_day(&mut self, day: Date) -> Result<Vec<Run>, StoreError> {
        let day = crate::types::DbDate::of(day);
        let rows =
            self.tx.run(|c| run::table.filter(run::day.eq(day)).order(run::id).select(RunRow::as_select()).load(c))?;
        all(rows)
    }

    /// A page of runs, newest first, older than `before`.
    pub fn list(&mut self, before: Option<RunId>, limit: u32) -> Result<Vec<Run>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            run::table
                .filter(run::id.lt(before))
                .order(run::id.desc())
                .limit(i64::from(limit))
                .select(RunRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Adds a run.
    pub fn insert(&mut self, entity: &Run) -> Result<(), StoreError> {
        insert_row!(self.tx, run, entity)
    }

    /// Replaces a run: its state, its end and its figures.
    pub fn save(&mut self, entity: &Run) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(run::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "run", entity.id)
    }

    /// Adds a print file, whose document must be stored before.
    pub fn add_print_file(&mut self, entity: &PrintFile) -> Result<(), StoreError> {
        insert_row!(self.tx, print_file, entity)
    }

    /// The print files of a run, by document.
    pub fn print_files(&mut self, id: RunId) -> Result<Vec<PrintFile>, StoreError> {
        let rows = self.tx.run(|c| {
            print_file::table
                .filter(print_file::run_id.eq(id.0))
                .order(print_file::document_id)
                .select(PrintFileRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The print files that hold a letter made and not posted yet, whatever their run; by document.
    pub fn print_files_to_post(&mut self) -> Result<Vec<PrintFile>, StoreError> {
        let files: Vec<Option<i64>> = self.tx.run(|c| {
            message::table
                .filter(message::state.eq(MessageState::Rendered.slug()))
                .filter(message::print_file_id.is_not_null())
                .select(message::print_file_id)
                .distinct()
                .load(c)
        })?;
        let files: Vec<i64> = files.into_iter().flatten().collect();
        let rows = self.tx.run(|c| {
            chunked(&files, |keys| {
                print_file::table.filter(print_file::document_id.eq_any(keys)).select(PrintFileRow::as_select()).load(c)
            })
        })?;
        let mut files: Vec<PrintFile> = all(rows)?;
        files.sort_unstable_by_key(|file| file.document_id);
        Ok(files)
    }
}

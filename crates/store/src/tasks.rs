//! What a person does: calls, visits, contacts to mend.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id, slug_enum};
use ledger::AccountId;

use crate::{
    StoreError,
    entity::{Entity, all, chunked, entity, find_row, insert_row, insert_rows, known, one, repository},
    reminders::ReminderId,
    schema::{TaskRow, task},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One task.
    TaskId
);
stored_id!(TaskId);

slug_enum!(
    /// What a task is about.
    TaskKind {
        /// Telephone.
        Call = "call",
        /// Visit.
        Visit = "visit",
        /// A contact to mend: nothing reaches the debtor any more.
        Contact = "contact",
        /// To come back to the file.
        FollowUp = "follow-up",
    }
);
slug_enum!(
    /// Where a task stands.
    TaskState {
        /// To do.
        Open = "open",
        /// Done, with its outcome.
        Done = "done",
        /// No longer needed.
        Dropped = "dropped",
    }
);
stored_slug!(TaskKind, TaskState);

repository!(
    /// Tasks.
    Tasks,
    tasks
);

entity!(
    /// One task.
    Task, task => TaskRow {
        /// Identity.
        id: TaskId,
        /// The account.
        account_id: AccountId,
        /// The reminder whose step it is: one task each at most.
        reminder_id: Option<ReminderId>,
        /// What it is about.
        kind: TaskKind,
        /// Where it stands.
        state: TaskState,
        /// What to do, in a line.
        subject: String,
        /// Whose it is; anybody's when empty.
        owner: String,
        /// When to do it.
        due_on: Date,
        /// What came of it, as a slug.
        outcome: String,
        /// In words.
        note: String,
        /// Who closed it, or who gave it.
        actor: String,
        /// When it was given.
        created_us: Timestamp,
        /// When it was closed.
        closed_us: Option<Timestamp>,
    }
);

impl Tasks<'_> {
    /// The task, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: TaskId) -> Result<Task, StoreError> {
        known(find_row!(self.tx, task => Task, id.0)?, "task", id)
    }

    /// Adds a task.
    pub fn insert(&mut self, entity: &Task) -> Result<(), StoreError> {
        insert_row!(self.tx, task, entity)
    }

    /// Adds tasks.
    pub fn insert_many(&mut self, entities: &[Task]) -> Result<(), StoreError> {
        let rows: Vec<TaskRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, task, &rows)
    }

    /// Replaces a task.
    pub fn save(&mut self, entity: &Task) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(task::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "task", entity.id)
    }

    /// The tasks of an account, newest first.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<Task>, StoreError> {
        self.of_accounts(&[account])
    }

    /// The tasks of some accounts, those of each newest first.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<Task>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                task::table
                    .filter(task::account_id.eq_any(keys))
                    .order(task::id.desc())
                    .select(TaskRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// How many open tasks are due by `day`, included, and how many later.
    pub fn due(&mut self, day: Date) -> Result<(i64, i64), StoreError> {
        let day = crate::types::DbDate::of(day);
        let open = task::state.eq(TaskState::Open.slug());
        self.tx.run(|c| {
            let due = task::table.filter(open).filter(task::due_on.le(day)).count().get_result(c)?;
            Ok((due, task::table.filter(open).filter(task::due_on.gt(day)).count().get_result(c)?))
        })
    }

    /// Account and owner of the open tasks due by `day`, included: the first `most` by due day.
    pub fn due_owners(&mut self, day: Date, most: u32) -> Result<Vec<(AccountId, String)>, StoreError> {
        let day = crate::types::DbDate::of(day);
        let rows: Vec<(i64, String)> = self.tx.run(|c| {
            task::table
                .filter(task::state.eq(TaskState::Open.slug()))
                .filter(task::due_on.le(day))
                .order((task::due_on, task::id))
                .limit(i64::from(most))
                .select((task::account_id, task::owner))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(account, owner)| (AccountId(account), owner)).collect())
    }

    /// Open tasks of somebody due by `day`, included, the one due first first.
    pub fn due_of(&mut self, owner: &str, day: Date, most: u32) -> Result<Vec<Task>, StoreError> {
        let day = crate::types::DbDate::of(day);
        all(self.tx.run(|c| {
            task::table
                .filter(task::state.eq(TaskState::Open.slug()))
                .filter(task::due_on.le(day))
                .filter(task::owner.eq(owner))
                .order((task::due_on, task::id))
                .limit(i64::from(most))
                .select(TaskRow::as_select())
                .load(c)
        })?)
    }

    /// Open tasks by due day then id, at most `limit` after `after`.
    pub fn open(&mut self, after: Option<(Date, TaskId)>, limit: u32) -> Result<Vec<Task>, StoreError> {
        use diesel::BoolExpressionMethods;
        let rows = self.tx.run(|c| {
            let query = task::table
                .filter(task::state.eq(TaskState::Open.slug()))
                .order((task::due_on, task::id))
                .limit(i64::from(limit))
                .select(TaskRow::as_select());
            match after {
                None => query.load(c),
                Some((day, id)) => {
                    let day = crate::types::DbDate::of(day);
                    query.filter(task::due_on.gt(day).or(task::due_on.eq(day).and(task::id.gt(id.0)))).load(c)
                }
            }
        })?;
        all(rows)
    }
}

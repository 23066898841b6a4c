//! The tasks of the day, by what is late.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, epoch_day};
use ledger::portfolio::OpenItem;
use store::StoreError;

use super::{TaskId, TaskLine, TaskPage, lines};
use crate::portfolio::View;
use crate::{Actor, Desk, DeskError, Permission};

/// Open tasks ranked together: two hundred working days of one person.
pub const RANKED: u32 = 10_000;

/// A task to do now, with what makes its rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTask {
    /// The task.
    pub task: TaskLine,
    /// What is late, credits taken off, in the currency with most of it.
    pub overdue: Money,
    /// Days late of the oldest piece; 0 when nothing is late.
    pub late_days: i64,
}

/// The tasks of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTasks {
    /// A page of it, the most late money first.
    pub rows: Vec<DueTask>,
    /// Tasks due by today.
    pub due: u64,
    /// Tasks due later.
    pub later: u64,
}

impl Desk {
    /// The open tasks due by today, those of the accounts with most late money first, then by age:
    /// `limit` of them after the first `skip`. Ranked among the [`RANKED`] due first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn due_tasks(&self, actor: &Actor, skip: usize, limit: usize) -> Result<DueTasks, DeskError> {
        actor.may(Permission::Read)?;
        let (today, view) = (self.today(), self.sight(actor)?);
        let (tasks, (due, later)) = self.store.read(|tx| {
            // Who asks for no row wants the counts only.
            let most = if limit == 0 { 0 } else { RANKED };
            let read = |after, limit| tx.tasks().open(after, limit);
            let (mut tasks, _) = view.scope().page((None, most), read, |t| ((t.due_on, t.id), t.account_id))?;
            tasks.retain(|t| t.due_on <= today);
            let counts = if view.is_whole() {
                tx.tasks().due(today)?
            } else {
                let mut open = tx.tasks().open_among(None)?;
                open.retain(|t| view.reaches(t.account_id));
                let due = open.iter().filter(|t| t.due_on <= today).count();
                (count(due), count(open.len() - due))
            };
            Ok::<_, StoreError>((lines(tx, tasks)?, counts))
        })?;
        let mut rows: Vec<DueTask> = tasks.into_iter().map(|task| ranked(&view, task, today)).collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.overdue.minor()), row.task.due, row.task.id));
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        let rows = rows.into_iter().skip(skip).take(limit).collect();
        Ok(DueTasks { rows, due: count(due), later: count(later) })
    }

    /// Tasks due after today, by due day.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a place that no page of ours named, [`DeskError::Store`].
    pub fn later_tasks(&self, actor: &Actor, after: Option<&str>, limit: u32) -> Result<TaskPage, DeskError> {
        let tonight = format!("{}_{}", self.today(), TaskId(i64::MAX));
        self.tasks(actor, Some(after.unwrap_or(&tonight)), limit)
    }
}

fn count(tasks: usize) -> i64 {
    i64::try_from(tasks).unwrap_or(i64::MAX)
}

/// A task with the late money of its account.
fn ranked(view: &View, task: TaskLine, today: Date) -> DueTask {
    let place = view.portfolio.position(task.account_id);
    let items: Vec<OpenItem> = place.into_iter().flat_map(|at| view.portfolio.items(at)).collect();
    let day = epoch_day(today);
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for item in items.iter().filter(|i| i.open < 0 || i.due_day < day) {
        *sums.entry(item.currency).or_default() += item.open;
    }
    let (currency, minor) = sums.into_iter().max_by_key(|(_, minor)| *minor).unwrap_or((view.currency, 0));
    let late_days = amicable::decision::oldest_late(&items, today).unwrap_or(0);
    DueTask { task, overdue: Money::new(minor, currency), late_days }
}

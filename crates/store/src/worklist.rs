//! The worklist of the day: files put off, whose they are, who is away; and what waits for a person, asked
//! of every account or of some.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, IdSource, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    EntryId, ItemBlock, MessageState, Promise, ReminderId, StoreError, Task, TaskState,
    blocks::ItemBlocks,
    entity::{Entity, all, chunked, entity, find_row, insert_row, insert_rows, known, maybe, repository},
    messages::Messages,
    promises::Promises,
    reminders::Reminders,
    schema::{
        AbsenceRow, CollectorRow, ItemBlockRow, PromiseRow, SnoozeRow, TaskRow, absence, account_collector, item_block,
        message, promise, reminder, snooze, task, timeline,
    },
    tasks::Tasks,
    timeline::Timeline,
    types::{DbDate, stored_id},
};

define_id!(
    /// One file put off.
    SnoozeId,
    /// One absence.
    AbsenceId
);
stored_id!(SnoozeId, AbsenceId);

repository!(
    /// Files put off.
    Snoozes,
    snoozes
);
repository!(
    /// Whose accounts are.
    Collectors,
    collectors
);
repository!(
    /// Who is away.
    Absences,
    absences
);

entity!(
    /// A file put off.
    Snooze, snooze => SnoozeRow {
        /// Identity.
        id: SnoozeId,
        /// The account.
        account_id: AccountId,
        /// The day it comes back.
        until_on: Date,
        /// Why.
        reason: String,
        /// Who put it off.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// When somebody took it back, or put it off anew.
        ended_us: Option<Timestamp>,
    }
);

entity!(
    /// Whose an account is.
    Collector, account_collector => CollectorRow {
        /// The account.
        account_id: AccountId,
        /// Login of who collects it.
        login: String,
        /// Who gave it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

entity!(
    /// Days somebody is away.
    Absence, absence => AbsenceRow {
        /// Identity.
        id: AbsenceId,
        /// Login of who is away.
        login: String,
        /// First day, included.
        since_on: Date,
        /// Last day, included.
        until_on: Date,
        /// Login of who works on their list; nobody when empty.
        stand_in: String,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// When it was taken back.
        ended_us: Option<Timestamp>,
    }
);

/// One entry of the timeline, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The entry.
    pub id: EntryId,
    /// What happened, as a slug.
    pub kind: String,
    /// The account it concerns.
    pub account: Option<AccountId>,
}

/// Runs a query on every account, or on those given.
macro_rules! among {
    ($tx:expr, $accounts:expr, $table:ident, $query:expr) => {
        match $accounts {
            None => $tx.run(|c| $query.load(c)),
            Some(ids) => {
                let keys: Vec<i64> = ids.iter().map(|id: &AccountId| id.0).collect();
                $tx.run(|c| chunked(&keys, |keys| $query.filter($table::account_id.eq_any(keys)).load(c)))
            }
        }
    };
}

impl Snoozes<'_> {
    /// The one of that id, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: SnoozeId) -> Result<Snooze, StoreError> {
        known(find_row!(self.tx, snooze => Snooze, id.0)?, "snooze", id)
    }

    /// Puts a file off; another that nobody ended must be ended first.
    pub fn insert(&mut self, entity: &Snooze) -> Result<(), StoreError> {
        insert_row!(self.tx, snooze, entity)
    }

    /// The one of an account that nobody ended, over or not.
    pub fn of_account(&mut self, account: AccountId) -> Result<Option<Snooze>, StoreError> {
        let row = self.tx.run(|c| {
            snooze::table
                .filter(snooze::account_id.eq(account.0))
                .filter(snooze::ended_us.is_null())
                .select(SnoozeRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Those in force on `day`: they come back later.
    pub fn in_force(&mut self, day: Date, accounts: Option<&[AccountId]>) -> Result<Vec<Snooze>, StoreError> {
        let day = DbDate::of(day);
        let rows = among!(
            self.tx,
            accounts,
            snooze,
            snooze::table
                .filter(snooze::ended_us.is_null())
                .filter(snooze::until_on.gt(day))
                .select(SnoozeRow::as_select())
        )?;
        all(rows)
    }

    /// Ends one; [`StoreError::Conflict`] when it is ended already.
    pub fn end(&mut self, id: SnoozeId, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(snooze::table.filter(snooze::id.eq(id.0)).filter(snooze::ended_us.is_null()))
                .set(snooze::ended_us.eq(now.as_microsecond()))
                .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "snooze", id: id.to_string() }) }
    }
}

impl Collectors<'_> {
    /// Every account that is somebody's, with their login.
    pub fn list(&mut self) -> Result<Vec<(AccountId, String)>, StoreError> {
        let rows: Vec<(i64, String)> = self.tx.run(|c| {
            account_collector::table.select((account_collector::account_id, account_collector::login)).load(c)
        })?;
        Ok(rows.into_iter().map(|(account, login)| (AccountId(account), login)).collect())
    }

    /// Whose an account is; nobody's when none.
    pub fn of(&mut self, account: AccountId) -> Result<Option<String>, StoreError> {
        let login = account_collector::table.find(account.0).select(account_collector::login);
        self.tx.run(|c| login.first(c).optional())
    }

    /// Whose those accounts are that are somebody's, in no order.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<(AccountId, String)>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows: Vec<(i64, String)> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                account_collector::table
                    .filter(account_collector::account_id.eq_any(keys))
                    .select((account_collector::account_id, account_collector::login))
                    .load(c)
            })
        })?;
        Ok(rows.into_iter().map(|(account, login)| (AccountId(account), login)).collect())
    }

    /// The accounts of these logins, in no order.
    pub fn of_logins(&mut self, logins: &[String]) -> Result<Vec<AccountId>, StoreError> {
        let ids: Vec<i64> = self.tx.run(|c| {
            account_collector::table
                .filter(account_collector::login.eq_any(logins))
                .select(account_collector::account_id)
                .load(c)
        })?;
        Ok(ids.into_iter().map(AccountId).collect())
    }

    /// Takes accounts from whose they are.
    pub fn remove(&mut self, accounts: &[AccountId]) -> Result<(), StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        self.tx.run(|c| {
            diesel::delete(account_collector::table.filter(account_collector::account_id.eq_any(&keys))).execute(c)
        })?;
        Ok(())
    }

    /// Gives accounts, which must be nobody's.
    pub fn insert_many(&mut self, entities: &[Collector]) -> Result<(), StoreError> {
        let rows: Vec<CollectorRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, account_collector, &rows)
    }
}

impl Absences<'_> {
    /// The absence, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: AbsenceId) -> Result<Absence, StoreError> {
        known(find_row!(self.tx, absence => Absence, id.0)?, "absence", id)
    }

    /// Adds an absence.
    pub fn insert(&mut self, entity: &Absence) -> Result<(), StoreError> {
        insert_row!(self.tx, absence, entity)
    }

    /// Those not taken back that are not over on `day`, the first to begin first.
    pub fn until(&mut self, day: Date) -> Result<Vec<Absence>, StoreError> {
        let day = DbDate::of(day);
        let rows = self.tx.run(|c| {
            absence::table
                .filter(absence::ended_us.is_null())
                .filter(absence::until_on.ge(day))
                .order((absence::since_on, absence::id))
                .select(AbsenceRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Takes one back; [`StoreError::Conflict`] when it is taken back already.
    pub fn end(&mut self, id: AbsenceId, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(absence::table.filter(absence::id.eq(id.0)).filter(absence::ended_us.is_null()))
                .set(absence::ended_us.eq(now.as_microsecond()))
                .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "absence", id: id.to_string() }) }
    }
}

impl Tasks<'_> {
    /// Every open task, in no order.
    pub fn open_among(&mut self, accounts: Option<&[AccountId]>) -> Result<Vec<Task>, StoreError> {
        let open = task::state.eq(TaskState::Open.slug());
        all(among!(self.tx, accounts, task, task::table.filter(open).select(TaskRow::as_select()))?)
    }

    /// Tasks done since `from`, by account, each with the instant.
    pub fn done_since(
        &mut self,
        from: Timestamp,
        accounts: Option<&[AccountId]>,
    ) -> Result<Vec<(AccountId, Timestamp)>, StoreError> {
        let rows: Vec<(i64, Option<i64>)> = among!(
            self.tx,
            accounts,
            task,
            task::table
                .filter(task::state.eq(TaskState::Done.slug()))
                .filter(task::closed_us.ge(from.as_microsecond()))
                .select((task::account_id, task::closed_us))
        )?;
        let at = |us: i64| Timestamp::from_microsecond(us).ok();
        Ok(rows.into_iter().filter_map(|(account, us)| Some((AccountId(account), at(us?)?))).collect())
    }
}

impl Messages<'_> {
    /// Accounts with a message that waits for approval.
    pub fn awaiting_among(&mut self, accounts: Option<&[AccountId]>) -> Result<Vec<AccountId>, StoreError> {
        let waits = message::state.eq(MessageState::Awaiting.slug());
        let rows: Vec<i64> =
            among!(self.tx, accounts, message, message::table.filter(waits).select(message::account_id))?;
        Ok(rows.into_iter().map(AccountId).collect())
    }
}

impl Promises<'_> {
    /// Promises whose last day is `from` or later, whatever became of them.
    pub fn until_since(&mut self, from: Date, accounts: Option<&[AccountId]>) -> Result<Vec<Promise>, StoreError> {
        let from = DbDate::of(from);
        let query = || promise::table.filter(promise::until_on.ge(from)).select(PromiseRow::as_select());
        all(among!(self.tx, accounts, promise, query())?)
    }
}

impl ItemBlocks<'_> {
    /// Blocks released since the instant, or whose last day lies from `first` until the day before `before`.
    pub fn over_among(
        &mut self,
        (released, first, before): (Timestamp, Date, Date),
        accounts: Option<&[AccountId]>,
    ) -> Result<Vec<(ItemBlock, bool)>, StoreError> {
        let (first, before) = (DbDate::of(first), DbDate::of(before));
        let rows: Vec<ItemBlockRow> = among!(
            self.tx,
            accounts,
            item_block,
            item_block::table
                .filter(item_block::released_us.ge(released.as_microsecond()))
                .select(ItemBlockRow::as_select())
        )?;
        let lapsed: Vec<ItemBlockRow> = among!(
            self.tx,
            accounts,
            item_block,
            item_block::table
                .filter(item_block::released_us.is_null())
                .filter(item_block::until_on.ge(first))
                .filter(item_block::until_on.lt(before))
                .select(ItemBlockRow::as_select())
        )?;
        let told = |row: ItemBlockRow, by_hand| Ok((ItemBlock::from_row(row)?, by_hand));
        rows.into_iter().map(|row| told(row, true)).chain(lapsed.into_iter().map(|row| told(row, false))).collect()
    }
}

impl Reminders<'_> {
    /// The last reminders decided from `first` to `last`, both included, at most `most`: each with its level and
    /// its day.
    pub fn past(&mut self, (first, last): (Date, Date), most: u32) -> Result<Vec<(ReminderId, i64, Date)>, StoreError> {
        let (first, last) = (DbDate::of(first), DbDate::of(last));
        let rows: Vec<(i64, i64, DbDate)> = self.tx.run(|c| {
            reminder::table
                .filter(reminder::on_day.ge(first))
                .filter(reminder::on_day.le(last))
                .order((reminder::on_day.desc(), reminder::id.desc()))
                .limit(i64::from(most))
                .select((reminder::id, reminder::level, reminder::on_day))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(id, level, on)| (ReminderId(id), level, on.date())).collect())
    }
}

impl Timeline<'_> {
    /// Entries with ids above `after`, in short, at most `most`.
    pub fn marks(&mut self, after: i64, most: u32) -> Result<Vec<Mark>, StoreError> {
        let rows: Vec<(i64, String, Option<i64>)> = self.tx.run(|c| {
            timeline::table
                .filter(timeline::id.gt(after))
                .order(timeline::id)
                .limit(i64::from(most))
                .select((timeline::id, timeline::kind, timeline::account_id))
                .load(c)
        })?;
        let mark = |(id, kind, account): (i64, String, Option<i64>)| Mark {
            id: EntryId(id),
            kind,
            account: account.map(AccountId),
        };
        Ok(rows.into_iter().map(mark).collect())
    }

    /// Which accounts `actor` wrote a fact of one of `kinds` about that counts for `day`, each once; those
    /// written before `from` are not looked for.
    pub fn handled(
        &mut self,
        actor: &str,
        kinds: &[&str],
        (day, from): (Date, Timestamp),
    ) -> Result<Vec<AccountId>, StoreError> {
        // Ids begin with their millisecond.
        let first = IdSource::new(0).next(from);
        let rows: Vec<Option<i64>> = self.tx.run(|c| {
            timeline::table
                .filter(timeline::id.ge(first))
                .filter(timeline::on_day.eq(DbDate::of(day)))
                .filter(timeline::kind.eq_any(kinds))
                .filter(timeline::actor.eq(actor))
                .select(timeline::account_id)
                .distinct()
                .load(c)
        })?;
        Ok(rows.into_iter().flatten().map(AccountId).collect())
    }
}

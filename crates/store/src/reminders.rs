//! Reminders decided by runs: at most one for an account, a currency, a cycle and a level.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Wording, define_id};
use ledger::{AccountId, CreditorId, ItemId};

use crate::{
    StoreError,
    entity::{Entity, all, chunked, entity, find_row, insert_rows, known, repository},
    runs::RunId,
    schema::{ReminderItemRow, ReminderRow, reminder, reminder_item},
    types::stored_id,
};

define_id!(
    /// One reminder.
    ReminderId
);
stored_id!(ReminderId);

repository!(
    /// Reminders.
    Reminders,
    reminders
);

entity!(
    /// One reminder, with its figures on its day. Amounts are minor units of `currency`.
    Reminder, reminder => ReminderRow {
        /// Identity.
        id: ReminderId,
        /// The account.
        account_id: AccountId,
        /// Its creditor.
        creditor_id: CreditorId,
        /// The run that decided it.
        run_id: RunId,
        /// The currency chased.
        currency: Currency,
        /// The dunning cycle of the account, from 1.
        cycle: i64,
        /// The level inside the cycle, from 1.
        level: i64,
        /// Step of the strategy.
        step: String,
        /// The strategy.
        strategy: String,
        /// The day it is dated.
        on_day: Date,
        /// Last day of the delay it grants, included.
        grant_until: Date,
        /// What is claimed in principal.
        principal_minor: i64,
        /// Late interest.
        interest_minor: i64,
        /// Fixed indemnities.
        indemnity_minor: i64,
        /// The sum claimed.
        total_minor: i64,
        /// Why, in words.
        reason: Wording,
    }
);

entity!(
    /// One piece that a reminder claims. Amounts are minor units of the reminder's currency.
    ReminderItem, reminder_item => ReminderItemRow {
        /// The reminder.
        reminder_id: ReminderId,
        /// The piece.
        item_id: ItemId,
        /// The account.
        account_id: AccountId,
        /// What was open.
        open_minor: i64,
        /// Late interest on it.
        interest_minor: i64,
        /// Fixed indemnity on it.
        indemnity_minor: i64,
    }
);

impl Reminders<'_> {
    /// The reminder, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: ReminderId) -> Result<Reminder, StoreError> {
        known(find_row!(self.tx, reminder => Reminder, id.0)?, "reminder", id)
    }

    /// The reminders of those ids that exist, in no order.
    pub fn get_many(&mut self, ids: &[ReminderId]) -> Result<Vec<Reminder>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                reminder::table.filter(reminder::id.eq_any(keys)).select(ReminderRow::as_select()).load(c)
            })
        })?;
        all(rows)
    }

    /// Adds reminders. A second one for the same account, currency, cycle and level is
    /// [`StoreError::Exists`].
    pub fn insert_many(&mut self, entities: &[Reminder]) -> Result<(), StoreError> {
        let rows: Vec<ReminderRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, reminder, &rows)
    }

    /// Adds the pieces that reminders claim.
    pub fn insert_items(&mut self, entities: &[ReminderItem]) -> Result<(), StoreError> {
        let rows: Vec<ReminderItemRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, reminder_item, &rows)
    }

    /// The pieces a reminder claims, by id.
    pub fn items(&mut self, id: ReminderId) -> Result<Vec<ReminderItem>, StoreError> {
        let rows = self.tx.run(|c| {
            reminder_item::table
                .filter(reminder_item::reminder_id.eq(id.0))
                .order(reminder_item::item_id)
                .select(ReminderItemRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The reminders of an account, oldest first.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<Reminder>, StoreError> {
        self.of_accounts(&[account])
    }

    /// The reminders of several accounts, by account then oldest first.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<Reminder>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                reminder::table
                    .filter(reminder::account_id.eq_any(keys))
                    .order((reminder::account_id, reminder::id))
                    .select(ReminderRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// A page of the reminders of a run, by id, after `after`.
    pub fn of_run(&mut self, run: RunId, after: Option<ReminderId>, limit: u32) -> Result<Vec<Reminder>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            reminder::table
                .filter(reminder::run_id.eq(run.0))
                .filter(reminder::id.gt(after))
                .order(reminder::id)
                .limit(i64::from(limit))
                .select(ReminderRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// A page of the reminders of a run, the highest level first, then by id, after the one of that level.
    pub fn by_level(
        &mut self,
        run: RunId,
        after: Option<(i64, ReminderId)>,
        limit: u32,
    ) -> Result<Vec<Reminder>, StoreError> {
        let (level, id) = after.map_or((i64::MAX, i64::MIN), |(level, id)| (level, id.0));
        let rows = self.tx.run(|c| {
            reminder::table
                .filter(reminder::run_id.eq(run.0))
                .filter(reminder::level.le(level))
                .filter(reminder::level.lt(level).or(reminder::id.gt(id)))
                .order((reminder::level.desc(), reminder::id))
                .limit(i64::from(limit))
                .select(ReminderRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

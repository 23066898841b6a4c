//! Every reminder and what it asked for: only what the next decision needs of them.

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use kernel::{Currency, Date};
use ledger::{AccountId, ItemId};

use super::{Currencies, PAGE, Part, stop};
use crate::{
    StoreError, Tx,
    connection::AnyConnection,
    reminders::{Reminder, ReminderId},
    schema::{reminder, reminder_item},
    types::{DbDate, Short},
};

/// A reminder as the next decision needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedReminder {
    /// Identity.
    pub id: ReminderId,
    /// The account.
    pub account_id: AccountId,
    /// The currency chased.
    pub currency: Currency,
    /// The dunning cycle of the account, from 1.
    pub cycle: i64,
    /// The level inside the cycle, from 1.
    pub level: i64,
    /// The strategy.
    pub strategy: String,
    /// The day it is dated.
    pub on_day: Date,
    /// Last day of the delay it grants, included.
    pub grant_until: Date,
}

impl From<Reminder> for ScannedReminder {
    fn from(r: Reminder) -> Self {
        Self {
            id: r.id,
            account_id: r.account_id,
            currency: r.currency,
            cycle: r.cycle,
            level: r.level,
            strategy: r.strategy,
            on_day: r.on_day,
            grant_until: r.grant_until,
        }
    }
}

type Cells = (i64, i64, Short, i64, i64, String, DbDate, DbDate);

macro_rules! reminder_query {
    () => {
        reminder::table.select((
            reminder::id,
            reminder::account_id,
            reminder::currency,
            reminder::cycle,
            reminder::level,
            reminder::strategy,
            reminder::on_day,
            reminder::grant_until,
        ))
    };
}

impl Tx {
    /// Every reminder, by id. The callback must not call the store.
    pub fn scan_reminders<E: From<StoreError>>(
        &mut self,
        mut each: impl FnMut(ScannedReminder) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut currencies = Currencies(None);
        let mut one = |cells: Cells| -> Result<(), E> {
            let (id, account, currency, cycle, level, strategy, on, until) = cells;
            each(ScannedReminder {
                id: ReminderId(id),
                account_id: AccountId(account),
                currency: currencies.read(currency)?,
                cycle,
                level,
                strategy,
                on_day: on.date(),
                grant_until: until.date(),
            })
        };
        let mut kept = None;
        let done = self.run_reading(|connection| {
            stream!(connection, Part::WHOLE, reminder, reminder_query, Cells, row => if let Err(e) = one(row) { return stop(&mut kept, e) })
        });
        kept.map_or(done.map_err(Into::into), Err)
    }

    /// The pieces each reminder claimed something on, those of one reminder mostly together. The callback
    /// must not call the store.
    pub fn scan_reminded_items(&mut self, mut each: impl FnMut(ReminderId, ItemId)) -> Result<(), StoreError> {
        type Pair = (i64, i64);
        let claimed = reminder_item::open_minor.gt(0);
        self.run_reading(|connection| match connection {
            AnyConnection::Sqlite(c) => {
                let pairs =
                    reminder_item::table.filter(claimed).select((reminder_item::reminder_id, reminder_item::item_id));
                for row in pairs.load_iter::<Pair, _>(c)? {
                    let (reminder, item) = row?;
                    each(ReminderId(reminder), ItemId(item));
                }
                Ok(())
            }
            AnyConnection::Postgres(c) => {
                let mut last = (i64::MIN, i64::MIN);
                loop {
                    let same = reminder_item::reminder_id.eq(last.0).and(reminder_item::item_id.gt(last.1));
                    let page: Vec<Pair> = reminder_item::table
                        .filter(claimed)
                        .filter(reminder_item::reminder_id.ge(last.0))
                        .filter(reminder_item::reminder_id.gt(last.0).or(same))
                        .order((reminder_item::reminder_id, reminder_item::item_id))
                        .limit(PAGE)
                        .select((reminder_item::reminder_id, reminder_item::item_id))
                        .load(c)?;
                    let full = i64::try_from(page.len()).is_ok_and(|n| n == PAGE);
                    for (reminder, item) in page {
                        last = (reminder, item);
                        each(ReminderId(reminder), ItemId(item));
                    }
                    if !full {
                        break Ok(());
                    }
                }
            }
        })?;
        Ok(())
    }
}

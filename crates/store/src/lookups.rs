//! Small questions that use cases ask across tables.

use std::collections::{HashMap, HashSet};

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl, SelectableHelper, dsl,
};
use kernel::{Date, Timestamp};
use ledger::{AccountId, Batch, BatchId, BatchState, ContactId, CreditorId, DebtorId, ItemId};

use crate::{
    MessageId, MessageState, RunId, StoreError,
    contacts::Contacts,
    debtors::Debtors,
    entity::{all, chunked, maybe},
    items::Items,
    reminders::{ReminderId, ReminderItem, Reminders},
    scan::ScannedContact,
    schema::{
        BatchRow, ReminderItemRow, account, allocation, batch, contact, debtor, desk_user, item, message, reminder,
        reminder_item, task, timeline,
    },
    tasks::TaskState,
    timeline::Timeline,
    types::{DbDate, Stored},
    users::Users,
};

impl Timeline<'_> {
    /// Moves with every change, since every change writes an entry: the greatest id, and how many
    /// entries were made in the [`crate::LIMIT`] before it. Ids are not ordered by commit; a late one
    /// with a smaller id shows in the count.
    pub fn stamp(&mut self) -> Result<(i64, i64), StoreError> {
        let last: Option<i64> = self.tx.run(|c| timeline::table.select(dsl::max(timeline::id)).first(c))?;
        let Some(last) = last else { return Ok((0, 0)) };
        let recent =
            self.tx.run(|c| timeline::table.filter(timeline::id.gt(last - Self::window())).count().get_result(c))?;
        Ok((last, recent))
    }

    /// How far below the last id an entry may still come: ids of the longest permitted write.
    pub fn window() -> i64 {
        i64::try_from(crate::LIMIT.as_millis()).unwrap_or(i64::MAX >> 22) << 22
    }
}

impl Items<'_> {
    /// Accounts a batch brought pieces to, with how many; settlements count too.
    pub fn counts_of_batch(&mut self, id: BatchId) -> Result<Vec<(AccountId, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = self.tx.run(|c| {
            item::table
                .filter(item::batch_id.eq(id.0))
                .group_by(item::account_id)
                .select((item::account_id, dsl::count_star()))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(account, n)| (AccountId(account), n)).collect())
    }

    /// Numbers of pieces.
    pub fn numbers(&mut self, ids: &[ItemId]) -> Result<HashMap<ItemId, String>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|i| i.0).collect();
        let rows: Vec<(i64, String)> = self.tx.run(|c| {
            chunked(&keys, |keys| item::table.filter(item::id.eq_any(keys)).select((item::id, item::number)).load(c))
        })?;
        Ok(rows.into_iter().map(|(id, number)| (ItemId(id), number)).collect())
    }
}

impl Contacts<'_> {
    /// Every contact, by id. The callback must not call the store.
    pub fn each<E: From<StoreError>>(
        &mut self,
        mut each: impl FnMut(ScannedContact) -> Result<(), E>,
    ) -> Result<(), E> {
        type Cells = (i64, i64, String, String, String, Option<DbDate>);
        const PAGE: i64 = 5000;
        let mut last = i64::MIN;
        loop {
            let rows: Vec<Cells> = self.tx.run(|c| {
                contact::table
                    .filter(contact::id.gt(last))
                    .order(contact::id)
                    .limit(PAGE)
                    .select((
                        contact::id,
                        contact::debtor_id,
                        contact::name,
                        contact::email,
                        contact::phone,
                        contact::bounced_on,
                    ))
                    .load(c)
            })?;
            let full = i64::try_from(rows.len()).is_ok_and(|n| n == PAGE);
            for (id, debtor, name, email, phone, bounced) in rows {
                last = id;
                let (id, debtor_id) = (ContactId(id), DebtorId(debtor));
                each(ScannedContact { id, debtor_id, name, email, phone, bounced: bounced.is_some() })?;
            }
            if !full {
                return Ok(());
            }
        }
    }
}

impl Debtors<'_> {
    /// Debtors that have a SIREN and no account with `creditor`: the same company seen by others.
    pub fn sirens_elsewhere(&mut self, creditor: CreditorId) -> Result<HashMap<String, DebtorId>, StoreError> {
        let rows: Vec<(Option<String>, i64, i64)> = self.tx.run(|c| {
            debtor::table
                .inner_join(account::table.on(account::debtor_id.eq(debtor::id)))
                .filter(debtor::siren.is_not_null())
                .select((debtor::siren, debtor::id, account::creditor_id))
                .load(c)
        })?;
        let here: HashSet<i64> = rows.iter().filter(|(_, _, of)| *of == creditor.0).map(|(_, id, _)| *id).collect();
        Ok(rows
            .into_iter()
            .filter(|(_, id, _)| !here.contains(id))
            .filter_map(|(siren, id, _)| siren.map(|s| (s, DebtorId(id))))
            .collect())
    }
}

impl Users<'_> {
    /// Number of users.
    pub fn count(&mut self) -> Result<i64, StoreError> {
        self.tx.run(|c| desk_user::table.count().get_result(c))
    }
}

impl crate::messages::Messages<'_> {
    /// Runs with messages decided and not made yet, oldest first.
    pub fn runs_with_planned(&mut self) -> Result<Vec<RunId>, StoreError> {
        let rows: Vec<i64> = self.tx.run(|c| {
            message::table
                .inner_join(reminder::table.on(message::reminder_id.eq(reminder::id.nullable())))
                .filter(message::state.eq(MessageState::Planned.slug()))
                .select(reminder::run_id)
                .distinct()
                .order(reminder::run_id)
                .load(c)
        })?;
        Ok(rows.into_iter().map(RunId).collect())
    }
}

impl Reminders<'_> {
    /// The pieces that several reminders claim.
    pub fn items_of(&mut self, reminders: &[ReminderId]) -> Result<Vec<ReminderItem>, StoreError> {
        let keys: Vec<i64> = reminders.iter().map(|r| r.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                reminder_item::table
                    .filter(reminder_item::reminder_id.eq_any(keys))
                    .select(ReminderItemRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Reminders a run decided.
    pub fn count_of_run(&mut self, run: RunId) -> Result<i64, StoreError> {
        self.tx.run(|c| reminder::table.filter(reminder::run_id.eq(run.0)).count().get_result(c))
    }
}

impl crate::batches::Batches<'_> {
    /// A live batch with matches on pieces that `id` brought: `id` cannot be taken back before it.
    pub fn built_on(&mut self, id: BatchId) -> Result<Option<Batch>, StoreError> {
        let (debit, credit) = (
            item::table.filter(item::batch_id.eq(id.0)).select(item::id),
            item::table.filter(item::batch_id.eq(id.0)).select(item::id),
        );
        let row = self.tx.run(|c| {
            allocation::table
                .inner_join(batch::table)
                .filter(batch::state.eq(BatchState::Live.slug()).and(batch::id.gt(id.0)))
                .filter(allocation::debit_id.eq_any(debit).or(allocation::credit_id.eq_any(credit)))
                .order(batch::id.desc())
                .select(BatchRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }
}

impl Reminders<'_> {
    /// The contacts made, or on their way, with debtors since `from`: letters, mails, text messages, calls
    /// and visits that a run decided, and messages written by hand, whatever the account. `start` is the instant
    /// at which `from` begins where the house is. With every debtor, or with those of `accounts`. What was
    /// cancelled, failed, bounced or dropped is none.
    pub fn contacts_since(
        &mut self,
        (from, start): (Date, Timestamp),
        accounts: Option<&[AccountId]>,
    ) -> Result<Vec<ContactMade>, StoreError> {
        let keys: Option<Vec<i64>> = match accounts {
            None => None,
            Some(ids) => {
                let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
                let mut debtors: Vec<i64> = self.tx.run(|c| {
                    chunked(&ids, |ids| {
                        account::table.filter(account::id.eq_any(ids)).select(account::debtor_id).load(c)
                    })
                })?;
                // Named twice, in two chunks, a debtor would have its contacts counted twice.
                debtors.sort_unstable();
                debtors.dedup();
                Some(debtors)
            }
        };
        let (day, start) = (DbDate::of(from), start.store());
        let messages = message::table
            .inner_join(reminder::table.on(message::reminder_id.eq(reminder::id.nullable())))
            .inner_join(account::table.on(account::id.eq(message::account_id)))
            .filter(message::state.ne(MessageState::Cancelled.slug()))
            .filter(message::state.ne(MessageState::Failed.slug()))
            .filter(message::state.ne(MessageState::Bounced.slug()))
            .filter(reminder::on_day.ge(day).nullable().or(message::settled_us.ge(start)))
            .select((account::debtor_id, reminder::on_day, message::settled_us));
        let tasks = task::table
            .inner_join(reminder::table.on(task::reminder_id.eq(reminder::id.nullable())))
            .inner_join(account::table.on(account::id.eq(task::account_id)))
            .filter(task::state.ne(TaskState::Dropped.slug()))
            .filter(reminder::on_day.ge(day).nullable().or(task::closed_us.ge(start)))
            .select((account::debtor_id, reminder::on_day, task::closed_us));
        let by_hand = message::table
            .inner_join(account::table.on(account::id.eq(message::account_id)))
            .filter(message::reminder_id.is_null())
            .filter(message::state.ne(MessageState::Cancelled.slug()))
            .filter(message::state.ne(MessageState::Failed.slug()))
            .filter(message::state.ne(MessageState::Bounced.slug()))
            .filter(message::created_us.ge(start).or(message::settled_us.ge(start)))
            .select((account::debtor_id, message::created_us, message::settled_us));
        let (rows, written): (Vec<(i64, DbDate, Option<i64>)>, ByHand) = self.tx.run(|c| match &keys {
            None => {
                let mut rows = messages.load(c)?;
                rows.append(&mut tasks.load(c)?);
                Ok((rows, by_hand.load(c)?))
            }
            Some(keys) => {
                let mut rows = chunked(keys, |keys| messages.filter(account::debtor_id.eq_any(keys)).load(c))?;
                rows.append(&mut chunked(keys, |keys| tasks.filter(account::debtor_id.eq_any(keys)).load(c))?);
                Ok((rows, chunked(keys, |keys| by_hand.filter(account::debtor_id.eq_any(keys)).load(c))?))
            }
        })?;
        let made = |(debtor, on, us): (i64, DbDate, Option<i64>)| ContactMade {
            debtor: DebtorId(debtor),
            decided_on: Some(on.date()),
            at: us.map(instant),
        };
        let by_hand = |(debtor, at, us): (i64, i64, Option<i64>)| ContactMade {
            debtor: DebtorId(debtor),
            decided_on: None,
            at: Some(instant(us.map_or(at, |us| us.max(at)))),
        };
        Ok(rows.into_iter().map(made).chain(written.into_iter().map(by_hand)).collect())
    }

    /// The contacts of one debtor that left the house since `start`, whatever the account: messages handed to
    /// their carrier, `but` excepted, and calls and visits made, each with its instant; none for one being
    /// handed over. What is only planned or made is none, what came back neither.
    pub fn contacts_left_since(
        &mut self,
        start: Timestamp,
        debtor: DebtorId,
        but: MessageId,
    ) -> Result<Vec<Option<Timestamp>>, StoreError> {
        let start = start.store();
        let left = [MessageState::Reserved, MessageState::Sent, MessageState::Ambiguous].map(MessageState::slug);
        let rows: Vec<Option<i64>> = self.tx.run(|c| {
            let mut rows: Vec<Option<i64>> = message::table
                .inner_join(account::table.on(account::id.eq(message::account_id)))
                .filter(account::debtor_id.eq(debtor.0).and(message::id.ne(but.0)))
                .filter(message::state.eq_any(left))
                .filter(message::settled_us.ge(start).or(message::settled_us.is_null()))
                .select(message::settled_us)
                .load(c)?;
            let mut calls = task::table
                .inner_join(account::table.on(account::id.eq(task::account_id)))
                .filter(account::debtor_id.eq(debtor.0).and(task::reminder_id.is_not_null()))
                .filter(task::state.ne(TaskState::Dropped.slug()).and(task::closed_us.ge(start)))
                .select(task::closed_us)
                .load(c)?;
            rows.append(&mut calls);
            Ok(rows)
        })?;
        Ok(rows.into_iter().map(|us| us.map(instant)).collect())
    }
}

/// A contact made with a debtor, or on its way. Its day is the later of the two: which day an instant is depends
/// on where the house is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactMade {
    /// The debtor.
    pub debtor: DebtorId,
    /// The day for which a run decided it.
    pub decided_on: Option<Date>,
    /// When it was written, sent or done.
    pub at: Option<Timestamp>,
}

fn instant(us: i64) -> Timestamp {
    Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Messages written by hand: debtor, when written, when settled.
type ByHand = Vec<(i64, i64, Option<i64>)>;

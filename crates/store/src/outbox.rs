//! Questions of the outbox: what is due, what stands where, what a print file is of.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper, dsl};
use kernel::{Date, Timestamp};
use ledger::AccountId;

use crate::{
    DocumentId, Message, MessageId, MessageState, PrintFile, Reminder, ReminderId, ReminderItem, RunId, StoreError,
    entity::{KEYS, all, chunked, known, maybe, one},
    messages::Messages,
    reminders::Reminders,
    runs::Runs,
    schema::{MessageRow, PrintFileRow, message, print_file, reminder, reminder_item},
    types::DbDate,
};

impl Messages<'_> {
    /// Messages made and due at `now` on those channels, by id, at most `limit` after `after`.
    pub fn due(
        &mut self,
        channels: &[&str],
        now: Timestamp,
        after: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<MessageId>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows: Vec<i64> = self.tx.run(|c| {
            message::table
                .filter(message::state.eq(MessageState::Rendered.slug()))
                .filter(message::channel.eq_any(channels))
                .filter(message::next_try_us.le(now.as_microsecond()))
                .filter(message::id.gt(after))
                .order(message::id)
                .limit(i64::from(limit))
                .select(message::id)
                .load(c)
        })?;
        Ok(rows.into_iter().map(MessageId).collect())
    }

    /// Puts letters into a print file, by their documents: made, and in no file yet.
    /// [`StoreError::Conflict`] when one of them is not so any more.
    pub fn put_in_file(&mut self, file: DocumentId, letters: &[DocumentId]) -> Result<(), StoreError> {
        let keys: Vec<i64> = letters.iter().map(|id| id.0).collect();
        let mut put = 0;
        for keys in keys.chunks(KEYS) {
            put += self.tx.run(|c| {
                diesel::update(
                    message::table
                        .filter(message::document_id.eq_any(keys))
                        .filter(message::state.eq(MessageState::Rendered.slug()))
                        .filter(message::print_file_id.is_null()),
                )
                .set(message::print_file_id.eq(file.0))
                .execute(c)
            })?;
        }
        if put == keys.len() { Ok(()) } else { Err(StoreError::Conflict { what: "print file", id: file.to_string() }) }
    }

    /// How many letters of each of those print files are made and not posted yet.
    pub fn to_post_in(&mut self, files: &[DocumentId]) -> Result<BTreeMap<DocumentId, i64>, StoreError> {
        let keys: Vec<i64> = files.iter().map(|id| id.0).collect();
        let rows: Vec<(Option<i64>, i64)> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                message::table
                    .filter(message::state.eq(MessageState::Rendered.slug()))
                    .filter(message::print_file_id.eq_any(keys))
                    .group_by(message::print_file_id)
                    .select((message::print_file_id, dsl::count_star()))
                    .load(c)
            })
        })?;
        Ok(rows.into_iter().filter_map(|(file, count)| Some((DocumentId(file?), count))).collect())
    }

    /// A page of messages, newest first, older than `before`; of one state and one channel where given.
    pub fn list(
        &mut self,
        state: Option<MessageState>,
        channel: Option<&str>,
        before: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<Message>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            let mut query = message::table.filter(message::id.lt(before)).into_boxed();
            if let Some(state) = state {
                query = query.filter(message::state.eq(state.slug()));
            }
            if let Some(channel) = channel {
                query = query.filter(message::channel.eq(channel));
            }
            query.order(message::id.desc()).limit(i64::from(limit)).select(MessageRow::as_select()).load(c)
        })?;
        all(rows)
    }

    /// How many messages stand where, by state and channel.
    pub fn standing(&mut self) -> Result<Vec<(MessageState, String, i64)>, StoreError> {
        // By run too, in the order of an index that holds all it asks: the messages are not read.
        let rows: Vec<(String, String, i64)> = self.tx.run(|c| {
            message::table
                .group_by((message::run_id, message::state, message::channel))
                .select((message::state, message::channel, dsl::count_star()))
                .load(c)
        })?;
        Ok(summed(rows))
    }

    /// The same for the messages that those runs decided.
    pub fn standing_of_runs(&mut self, runs: &[RunId]) -> Result<Vec<(MessageState, String, i64)>, StoreError> {
        let runs: Vec<i64> = runs.iter().map(|id| id.0).collect();
        let rows: Vec<(String, String, i64)> = self.tx.run(|c| {
            message::table
                .filter(message::run_id.eq_any(runs.as_slice()))
                .group_by((message::run_id, message::state, message::channel))
                .select((message::state, message::channel, dsl::count_star()))
                .load(c)
        })?;
        Ok(summed(rows))
    }

    /// The same by account, of the messages those runs decided or of all, in no order.
    pub fn standing_by_account(
        &mut self,
        runs: Option<&[RunId]>,
    ) -> Result<Vec<(AccountId, MessageState, String, i64)>, StoreError> {
        let rows: Vec<(i64, String, String, i64)> = self.tx.run(|c| {
            macro_rules! counted {
                ($table:expr) => {
                    $table
                        .group_by((message::account_id, message::state, message::channel))
                        .select((message::account_id, message::state, message::channel, dsl::count_star()))
                        .load(c)
                };
            }
            let Some(runs) = runs else { return counted!(message::table) };
            let runs: Vec<i64> = runs.iter().map(|id| id.0).collect();
            counted!(message::table.filter(message::run_id.eq_any(runs)))
        })?;
        let of = |(account, state, channel, count): (i64, String, String, i64)| {
            Some((AccountId(account), MessageState::parse(&state)?, channel, count))
        };
        Ok(rows.into_iter().filter_map(of).collect())
    }
}

/// One line a state and channel, whatever the run.
fn summed(rows: Vec<(String, String, i64)>) -> Vec<(MessageState, String, i64)> {
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (state, channel, count) in rows {
        *sums.entry((state, channel)).or_default() += count;
    }
    sums.into_iter().filter_map(|((s, c), n)| MessageState::parse(&s).map(|s| (s, c, n))).collect()
}

impl Reminders<'_> {
    /// Dates a reminder anew, with the delay it grants: it leaves later than it was decided.
    pub fn redate(&mut self, id: ReminderId, on: Date, grant_until: Date) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(reminder::table.find(id.0))
                .set((reminder::on_day.eq(DbDate::of(on)), reminder::grant_until.eq(DbDate::of(grant_until))))
                .execute(c)
        })?;
        one(changed, "reminder", id)
    }

    /// Writes the sums of a reminder as its message tells them: its own, and the interest and indemnity of
    /// its lines. What was decided of each piece stays.
    pub fn refigure(&mut self, reminder: &Reminder, lines: &[ReminderItem]) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(reminder::table.find(reminder.id.0))
                .set((
                    reminder::principal_minor.eq(reminder.principal_minor),
                    reminder::interest_minor.eq(reminder.interest_minor),
                    reminder::indemnity_minor.eq(reminder.indemnity_minor),
                    reminder::total_minor.eq(reminder.total_minor),
                ))
                .execute(c)
        })?;
        one(changed, "reminder", reminder.id)?;
        for line in lines {
            let changed = self.tx.run(|c| {
                diesel::update(reminder_item::table.find((line.reminder_id.0, line.item_id.0)))
                    .set((
                        reminder_item::interest_minor.eq(line.interest_minor),
                        reminder_item::indemnity_minor.eq(line.indemnity_minor),
                    ))
                    .execute(c)
            })?;
            one(changed, "line of a reminder", line.item_id)?;
        }
        Ok(())
    }
}

impl Runs<'_> {
    /// The print file that is this document.
    pub fn print_file(&mut self, id: DocumentId) -> Result<PrintFile, StoreError> {
        let row = self.tx.run(|c| {
            print_file::table
                .filter(print_file::document_id.eq(id.0))
                .select(PrintFileRow::as_select())
                .first(c)
                .optional()
        })?;
        known(maybe(row)?, "print file", id)
    }
}

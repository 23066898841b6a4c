//! Messages to debtors: what carries a reminder.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::{AccountId, Language};

use crate::{
    StoreError,
    documents::DocumentId,
    entity::{Entity, all, chunked, entity, find_row, insert_rows, known, one, repository},
    reminders::ReminderId,
    runs::RunId,
    schema::{MessageRow, message},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One message.
    MessageId
);
stored_id!(MessageId);

repository!(
    /// Messages.
    Messages,
    messages
);

pub use amicable::outbox::MessageState;

stored_slug!(MessageState);

entity!(
    /// One message.
    Message, message => MessageRow {
        /// Identity.
        id: MessageId,
        /// The account.
        account_id: AccountId,
        /// The reminder it carries: one message each at most.
        reminder_id: Option<ReminderId>,
        /// How it travels, as a slug (`letter`, `mail`…).
        channel: String,
        /// Its language.
        language: Language,
        /// Where it stands.
        state: MessageState,
        /// To whom, as JSON.
        recipient: String,
        /// Subject line.
        subject: String,
        /// What it says, as JSON.
        body: String,
        /// The document made from it.
        document_id: Option<DocumentId>,
        /// When it was decided.
        created_us: Timestamp,
        /// The mail address or telephone number it goes to; empty for letters.
        address: String,
        /// Temporary refusals so far.
        refusals: i64,
        /// Not before.
        next_try_us: Timestamp,
        /// When its last state was reached: approved, sent, failed, bounced…
        settled_us: Option<Timestamp>,
        /// Number of the registered letter.
        registered: String,
        /// Day it was presented to the debtor.
        presented_on: Option<Date>,
        /// Day it was returned.
        returned_on: Option<Date>,
        /// The run that decided it: that of its reminder.
        run_id: Option<RunId>,
        /// The print file that holds its document, once it is printed.
        print_file_id: Option<DocumentId>,
    }
);

impl Messages<'_> {
    /// The message, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: MessageId) -> Result<Message, StoreError> {
        known(find_row!(self.tx, message => Message, id.0)?, "message", id)
    }

    /// The messages of those ids that exist, in no order.
    pub fn get_many(&mut self, ids: &[MessageId]) -> Result<Vec<Message>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                message::table.filter(message::id.eq_any(keys)).select(MessageRow::as_select()).load(c)
            })
        })?;
        all(rows)
    }

    /// Adds messages. A second one for the same reminder is [`StoreError::Exists`].
    pub fn insert_many(&mut self, entities: &[Message]) -> Result<(), StoreError> {
        let rows: Vec<MessageRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, message, &rows)
    }

    /// The messages of an account, newest first.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<Message>, StoreError> {
        let rows = self.tx.run(|c| {
            message::table
                .filter(message::account_id.eq(account.0))
                .order(message::id.desc())
                .select(MessageRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The messages that carry those reminders, in no order.
    pub fn of_reminders(&mut self, reminders: &[ReminderId]) -> Result<Vec<Message>, StoreError> {
        let keys: Vec<i64> = reminders.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                message::table.filter(message::reminder_id.eq_any(keys)).select(MessageRow::as_select()).load(c)
            })
        })?;
        all(rows)
    }

    /// The reminders whose message did not leave, or not as far as anybody knows, and where it stands. A letter that is
    /// laid out is taken as posted on its date, until its true day is said. Of all accounts, or of `accounts`.
    pub fn reminders_pending(
        &mut self,
        accounts: Option<&[AccountId]>,
    ) -> Result<Vec<(ReminderId, MessageState)>, StoreError> {
        let cells = (message::reminder_id, message::channel, message::state);
        let rows: Vec<(Option<i64>, String, String)> = match accounts {
            None => {
                let holding = message::state.eq_any(MessageState::HOLDING.map(MessageState::slug));
                let asking = message::table.filter(message::reminder_id.is_not_null()).filter(holding);
                self.tx.run(|c| asking.select(cells).load(c))?
            }
            // By the accounts alone: with the state beside, SQLite reads all that a run has planned so far.
            Some(ids) => {
                let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
                self.tx.run(|c| {
                    chunked(&keys, |keys| message::table.filter(message::account_id.eq_any(keys)).select(cells).load(c))
                })?
            }
        };
        let pending = |(id, channel, state): (Option<i64>, String, String)| {
            let (id, state) = (ReminderId(id?), MessageState::parse(&state)?);
            let printed = channel == "letter" && state == MessageState::Rendered;
            (state.holds_back() && !printed).then_some((id, state))
        };
        Ok(rows.into_iter().filter_map(pending).collect())
    }

    /// The messages written by hand since `from` that left or will: they carry no reminder. Of all accounts,
    /// or of `accounts`, in no order.
    pub fn by_hand_since(
        &mut self,
        from: Timestamp,
        accounts: Option<&[AccountId]>,
    ) -> Result<Vec<Message>, StoreError> {
        let (since, gone) = (from.as_microsecond(), MessageState::Cancelled.slug());
        let (failed, bounced) = (MessageState::Failed.slug(), MessageState::Bounced.slug());
        let written = message::reminder_id
            .is_null()
            .and(message::created_us.ge(since))
            .and(message::state.ne(gone))
            .and(message::state.ne(failed))
            .and(message::state.ne(bounced));
        let rows = match accounts {
            None => self.tx.run(|c| message::table.filter(written).select(MessageRow::as_select()).load(c))?,
            Some(ids) => {
                let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
                self.tx.run(|c| {
                    chunked(&keys, |keys| {
                        message::table
                            .filter(message::account_id.eq_any(keys))
                            .filter(written)
                            .select(MessageRow::as_select())
                            .load(c)
                    })
                })?
            }
        };
        all(rows)
    }

    /// How many messages are in a state.
    pub fn count_in_state(&mut self, state: MessageState) -> Result<i64, StoreError> {
        self.tx.run(|c| message::table.filter(message::state.eq(state.slug())).count().get_result(c))
    }

    /// How many messages of each account are in a state, in no order.
    pub fn count_by_account(&mut self, state: MessageState) -> Result<Vec<(AccountId, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = self.tx.run(|c| {
            message::table
                .filter(message::state.eq(state.slug()))
                .group_by(message::account_id)
                .select((message::account_id, diesel::dsl::count_star()))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(account, count)| (AccountId(account), count)).collect())
    }

    /// How many letters of each account are made and not posted yet; in no order.
    pub fn letters_to_post(&mut self) -> Result<Vec<(AccountId, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = self.tx.run(|c| {
            message::table
                .filter(message::state.eq(MessageState::Rendered.slug()))
                .filter(message::channel.eq(amicable::Channel::Letter.slug()))
                .group_by(message::account_id)
                .select((message::account_id, diesel::dsl::count_star()))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(account, count)| (AccountId(account), count)).collect())
    }

    /// A page of the messages in a state, by id, after `after`.
    pub fn in_state(
        &mut self,
        state: MessageState,
        after: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<Message>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            message::table
                .filter(message::state.eq(state.slug()))
                .filter(message::id.gt(after))
                .order(message::id)
                .limit(i64::from(limit))
                .select(MessageRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Moves a message from one state to another and sets its document;
    /// [`StoreError::Conflict`] when it is no longer in the first.
    pub fn set_state(
        &mut self,
        id: MessageId,
        from: MessageState,
        to: MessageState,
        document: Option<DocumentId>,
    ) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(message::table.filter(message::id.eq(id.0)).filter(message::state.eq(from.slug())))
                .set((message::state.eq(to.slug()), message::document_id.eq(document.map(|d| d.0))))
                .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "message", id: id.to_string() }) }
    }

    /// Replaces a message.
    pub fn save(&mut self, entity: &Message) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(message::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "message", entity.id)
    }
}

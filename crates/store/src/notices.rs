//! Mails to people of the house: what each was told, once.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id, slug_enum};
use ledger::{AccountId, Language};

use crate::{
    StoreError,
    entity::{Entity, all, entity, find_row, insert_row, known, repository},
    schema::{NoticeRow, notice},
    types::{Stored, stored_id, stored_slug},
};

define_id!(
    /// One notice.
    NoticeId
);
stored_id!(NoticeId);

slug_enum!(
    /// Where a notice stands.
    NoticeState {
        /// To be sent, or sent again.
        Waiting = "waiting",
        /// The mail server took it.
        Sent = "sent",
        /// Refused for good, or nobody to write to.
        Failed = "failed",
        /// Handed over without an answer: it may have left or not.
        Doubtful = "doubtful",
    }
);
stored_slug!(NoticeState);

repository!(
    /// Mails to people of the house.
    Notices,
    notices
);

entity!(
    /// A mail to somebody of the house.
    Notice, notice => NoticeRow {
        /// Identity.
        id: NoticeId,
        /// The account it is about.
        account_id: Option<AccountId>,
        /// What it is for, as a slug.
        kind: String,
        /// Who it goes to, by name.
        recipient: String,
        /// Their address; empty where nobody knows it.
        email: String,
        /// Its language.
        language: Language,
        /// Subject.
        subject: String,
        /// Plain text.
        body: String,
        /// What is told, so that it is told once.
        dedupe_key: String,
        /// Where it stands.
        state: NoticeState,
        /// Attempts so far.
        attempts: i64,
        /// Not before this.
        next_try_us: Timestamp,
        /// A worker has it until then.
        reserved_until_us: Option<Timestamp>,
        /// What the other side said last, or why it failed.
        reply: String,
        /// When it was written.
        created_us: Timestamp,
        /// When it was sent, or given up.
        settled_us: Option<Timestamp>,
    }
);

impl Notices<'_> {
    /// The notice, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: NoticeId) -> Result<Notice, StoreError> {
        known(find_row!(self.tx, notice => Notice, id.0)?, "notice", id)
    }

    /// True when that was told, or is about to be.
    pub fn is_told(&mut self, key: &str) -> Result<bool, StoreError> {
        let known: Option<i64> =
            self.tx.run(|c| notice::table.filter(notice::dedupe_key.eq(key)).select(notice::id).first(c).optional())?;
        Ok(known.is_some())
    }

    /// Adds a notice; its key is unique.
    pub fn insert(&mut self, entity: &Notice) -> Result<(), StoreError> {
        insert_row!(self.tx, notice, entity)
    }

    /// Writes a whole notice.
    pub fn save(&mut self, entity: &Notice) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|c| diesel::update(notice::table.find(row.id)).set(&row).execute(c)).map(drop)
    }

    /// Takes away notices that wait and that no worker has: what they tell was taken back.
    pub fn withdraw(&mut self, ids: &[NoticeId]) -> Result<(), StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        self.tx
            .run(|c| {
                diesel::delete(
                    notice::table
                        .filter(notice::id.eq_any(&keys))
                        .filter(notice::state.ne(NoticeState::Sent.slug()).and(notice::reserved_until_us.is_null())),
                )
                .execute(c)
            })
            .map(drop)
    }

    /// Notices to be sent at `now`, the oldest first: those that a worker has, or had, are left out.
    pub fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<Notice>, StoreError> {
        let rows = self.tx.run(|c| {
            notice::table
                .filter(notice::state.eq(NoticeState::Waiting.slug()).and(notice::next_try_us.le(now.store())))
                .filter(notice::reserved_until_us.is_null())
                .order(notice::id)
                .limit(i64::from(limit))
                .select(NoticeRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Notices whose worker stopped before it wrote what came of them.
    pub fn lost(&mut self, now: Timestamp, limit: u32) -> Result<Vec<Notice>, StoreError> {
        let rows = self.tx.run(|c| {
            notice::table
                .filter(notice::state.eq(NoticeState::Waiting.slug()))
                .filter(notice::reserved_until_us.lt(now.store()))
                .order(notice::id)
                .limit(i64::from(limit))
                .select(NoticeRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// A page of notices, the last first, older than `before`, in one state or in all.
    pub fn page(
        &mut self,
        state: Option<NoticeState>,
        before: Option<NoticeId>,
        limit: u32,
    ) -> Result<Vec<Notice>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            let mut query = notice::table.filter(notice::id.lt(before)).into_boxed();
            if let Some(state) = state {
                query = query.filter(notice::state.eq(state.slug()));
            }
            query.order(notice::id.desc()).limit(i64::from(limit)).select(NoticeRow::as_select()).load(c)
        })?;
        all(rows)
    }

    /// Notices about an account, the last first.
    pub fn of_account(&mut self, account: AccountId, limit: u32) -> Result<Vec<Notice>, StoreError> {
        let rows = self.tx.run(|c| {
            notice::table
                .filter(notice::account_id.eq(account.0))
                .order(notice::id.desc())
                .limit(i64::from(limit))
                .select(NoticeRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

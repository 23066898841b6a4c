//! Links that open one thing to who has them. Their signature is computed, never kept.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id, slug_enum};
use ledger::AccountId;

use crate::{
    StoreError,
    entity::{Entity, all, chunked, entity, find_row, insert_row, known, repository},
    schema::{SignedLinkRow, signed_link},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One link.
    LinkId
);
stored_id!(LinkId);

slug_enum!(
    /// What a link opens.
    LinkPurpose {
        /// The debtor's space: what they owe, and what they can say.
        Space = "space",
        /// The question of a dispute, to a colleague.
        Dispute = "dispute",
        /// A plan to be signed.
        Plan = "plan",
        /// What somebody thinks of how it was handled.
        Opinion = "opinion",
        /// A task, to a colleague.
        Task = "task",
    }
);
stored_slug!(LinkPurpose);

repository!(
    /// Links.
    SignedLinks,
    signed_links
);

entity!(
    /// A link that opens one thing to who has it.
    SignedLink, signed_link => SignedLinkRow {
        /// Identity.
        id: LinkId,
        /// The account.
        account_id: AccountId,
        /// What it opens.
        purpose: LinkPurpose,
        /// Which one: a dispute, a plan.
        subject_id: Option<i64>,
        /// Who it was made for, in words.
        recipient: String,
        /// When it was made.
        made_us: Timestamp,
        /// Good until then.
        expires_us: Timestamp,
        /// When it was opened first.
        opened_us: Option<Timestamp>,
        /// When it did what it was made for; none for what may be done again.
        used_us: Option<Timestamp>,
        /// When it was taken back.
        revoked_us: Option<Timestamp>,
        /// Wrong answers to what only they know, since the last right one.
        failures: i64,
        /// Who made it.
        actor: String,
    }
);

impl SignedLinks<'_> {
    /// The link, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: LinkId) -> Result<SignedLink, StoreError> {
        known(find_row!(self.tx, signed_link => SignedLink, id.0)?, "link", id)
    }

    /// Adds a link.
    pub fn insert(&mut self, entity: &SignedLink) -> Result<(), StoreError> {
        insert_row!(self.tx, signed_link, entity)
    }

    /// Writes a whole link.
    pub fn save(&mut self, entity: &SignedLink) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|c| diesel::update(signed_link::table.find(row.id)).set(&row).execute(c)).map(drop)
    }

    /// Which of these things a link of that purpose was made for, each once.
    pub fn subjects(&mut self, purpose: LinkPurpose, subjects: &[i64]) -> Result<Vec<i64>, StoreError> {
        let found: Vec<Option<i64>> = self.tx.run(|c| {
            chunked(subjects, |some| {
                signed_link::table
                    .filter(signed_link::purpose.eq(purpose.slug()))
                    .filter(signed_link::subject_id.eq_any(some))
                    .select(signed_link::subject_id)
                    .distinct()
                    .load(c)
            })
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Links of an account, the last first.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<SignedLink>, StoreError> {
        let rows = self.tx.run(|c| {
            signed_link::table
                .filter(signed_link::account_id.eq(account.0))
                .order(signed_link::id.desc())
                .select(SignedLinkRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Links made for somebody by name that nobody took back or used, the first made first.
    pub fn open_for(&mut self, recipient: &str) -> Result<Vec<SignedLink>, StoreError> {
        let rows = self.tx.run(|c| {
            signed_link::table
                .filter(signed_link::recipient.eq(recipient))
                .filter(signed_link::revoked_us.is_null())
                .filter(signed_link::used_us.is_null())
                .order(signed_link::id)
                .select(SignedLinkRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

//! Attempts to carry messages: written before the carrier is called, answered after.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id, slug_enum};
use ledger::AccountId;

use crate::{
    StoreError,
    entity::{all, chunked, entity, find_row, insert_row, known, repository},
    messages::MessageId,
    schema::{DeliveryRow, delivery},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One attempt.
    DeliveryId
);
stored_id!(DeliveryId);

slug_enum!(
    /// What came of an attempt.
    DeliveryOutcome {
        /// The carrier was called; its answer is not written yet.
        Pending = "pending",
        /// Accepted.
        Accepted = "accepted",
        /// « Later », or never reached: it did not leave.
        Deferred = "deferred",
        /// Refused for good.
        Refused = "refused",
        /// Nobody knows.
        Doubtful = "doubtful",
    }
);
stored_slug!(DeliveryOutcome);

repository!(
    /// Attempts.
    Deliveries,
    deliveries
);

entity!(
    /// One attempt to carry a message.
    Delivery, delivery => DeliveryRow {
        /// Identity.
        id: DeliveryId,
        /// The message.
        message_id: MessageId,
        /// Its account.
        account_id: AccountId,
        /// Which carrier, as a slug (`smtp`, `folder`, `print`…).
        carrier: String,
        /// The name under which the carrier was given the message; empty where it has none.
        parcel: String,
        /// Which worker.
        reserved_by: String,
        /// When it was reserved.
        reserved_us: Timestamp,
        /// A pending attempt past this instant lost its worker.
        lease_until_us: Timestamp,
        /// What came of it.
        outcome: DeliveryOutcome,
        /// The carrier's answer, in its words.
        reply: String,
        /// Proof, as JSON, hashed in the timeline.
        evidence: String,
        /// When it was answered.
        answered_us: Option<Timestamp>,
    }
);

impl Deliveries<'_> {
    /// The attempt, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: DeliveryId) -> Result<Delivery, StoreError> {
        known(find_row!(self.tx, delivery => Delivery, id.0)?, "delivery", id)
    }

    /// Adds an attempt.
    pub fn insert(&mut self, entity: &Delivery) -> Result<(), StoreError> {
        insert_row!(self.tx, delivery, entity)
    }

    /// Writes what came of a pending attempt; [`StoreError::Conflict`] when it was answered already.
    pub fn answer(
        &mut self,
        id: DeliveryId,
        outcome: DeliveryOutcome,
        (reply, evidence): (&str, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                delivery::table
                    .filter(delivery::id.eq(id.0))
                    .filter(delivery::outcome.eq(DeliveryOutcome::Pending.slug())),
            )
            .set((
                delivery::outcome.eq(outcome.slug()),
                delivery::reply.eq(reply),
                delivery::evidence.eq(evidence),
                delivery::answered_us.eq(Some(now.as_microsecond())),
            ))
            .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "delivery", id: id.to_string() }) }
    }

    /// Takes a doubtful attempt for pending again: its carrier answers after all. [`StoreError::Conflict`] when it is
    /// not doubtful.
    pub fn hear(&mut self, id: DeliveryId) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                delivery::table
                    .filter(delivery::id.eq(id.0))
                    .filter(delivery::outcome.eq(DeliveryOutcome::Doubtful.slug())),
            )
            .set(delivery::outcome.eq(DeliveryOutcome::Pending.slug()))
            .execute(c)
        })?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "delivery", id: id.to_string() }) }
    }

    /// Pending attempts whose worker is lost, by id, at most `limit` after `after`.
    pub fn lost(
        &mut self,
        now: Timestamp,
        after: Option<DeliveryId>,
        limit: u32,
    ) -> Result<Vec<DeliveryId>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows: Vec<i64> = self.tx.run(|c| {
            delivery::table
                .filter(delivery::outcome.eq(DeliveryOutcome::Pending.slug()))
                .filter(delivery::lease_until_us.lt(now.as_microsecond()))
                .filter(delivery::id.gt(after))
                .order(delivery::id)
                .limit(i64::from(limit))
                .select(delivery::id)
                .load(c)
        })?;
        Ok(rows.into_iter().map(DeliveryId).collect())
    }

    /// The attempts of those messages, by id within a chunk.
    pub fn of_messages(&mut self, messages: &[MessageId]) -> Result<Vec<Delivery>, StoreError> {
        let keys: Vec<i64> = messages.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                delivery::table
                    .filter(delivery::message_id.eq_any(keys))
                    .order(delivery::id)
                    .select(DeliveryRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }
}

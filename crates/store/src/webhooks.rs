//! Programs elsewhere that are told what happens: their addresses, and what each was told.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id, slug_enum};
use ledger::CreditorId;

use crate::{
    Entry, StoreError,
    entity::{Entity, all, entity, find_row, insert_row, insert_rows, known, maybe, repository, save_versioned},
    schema::{TimelineRow, WebhookDeliveryRow, WebhookRow, timeline, webhook, webhook_delivery},
    timeline::Timeline,
    types::{stored_id, stored_slug},
};

define_id!(
    /// One address.
    WebhookId,
    /// One event for one address.
    WebhookDeliveryId
);
stored_id!(WebhookId, WebhookDeliveryId);

slug_enum!(
    /// Where a webhook stands.
    WebhookState {
        /// It is told what happens.
        Active = "active",
        /// Somebody stopped it.
        Paused = "paused",
        /// It did not answer for about a day: nothing is lost, nothing is sent until somebody looks.
        Failing = "failing",
        /// It answered that it is gone for good.
        Gone = "gone",
    }
);
slug_enum!(
    /// Where a delivery stands.
    WebhookDeliveryState {
        /// To be sent, or sent again.
        Waiting = "waiting",
        /// The other side said it has it.
        Delivered = "delivered",
        /// Nobody tries any more.
        GivenUp = "given-up",
    }
);
stored_slug!(WebhookState, WebhookDeliveryState);

repository!(
    /// Webhooks and their deliveries.
    Webhooks,
    webhooks
);

entity!(
    /// One address and what it is told of.
    Webhook, webhook => WebhookRow {
        /// Identity.
        id: WebhookId,
        /// Where it is told.
        url: String,
        /// Kinds and families, parted by blanks.
        events: String,
        /// What concerns this creditor only; of everybody when none.
        creditor_id: Option<CreditorId>,
        /// The secret that signs.
        secret: String,
        /// The one before; empty when there is none.
        former_secret: String,
        /// Until when the one before signs too.
        former_until_us: Option<Timestamp>,
        /// Where it stands.
        state: WebhookState,
        /// The last sealed entry that was looked at for it.
        cursor_no: i64,
        /// Who made it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// One event for one address.
    WebhookDelivery, webhook_delivery => WebhookDeliveryRow {
        /// Identity.
        id: WebhookDeliveryId,
        /// The address.
        webhook_id: WebhookId,
        /// Identity of the event: the same each time it is sent.
        event: String,
        /// What happened, as a slug.
        kind: String,
        /// Its place in the order; none for what was sent by hand.
        seal_no: Option<i64>,
        /// What is sent, as JSON: the same bytes each time.
        body: String,
        /// Where it stands.
        state: WebhookDeliveryState,
        /// Times it was sent.
        attempts: i64,
        /// Not before.
        next_try_us: Timestamp,
        /// A worker is sending it until then.
        reserved_until_us: Option<Timestamp>,
        /// The last status answered; none where nobody answered.
        status: Option<i64>,
        /// The beginning of the last answer, or why there was none.
        answer: String,
        /// When it was asked for.
        created_us: Timestamp,
        /// When it was last sent.
        tried_us: Option<Timestamp>,
    }
);

impl Webhooks<'_> {
    /// The webhook, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: WebhookId) -> Result<Webhook, StoreError> {
        known(find_row!(self.tx, webhook => Webhook, id.0)?, "webhook", id)
    }

    /// A page of them, by id, after `after`.
    pub fn list(&mut self, after: Option<WebhookId>, limit: u32) -> Result<Vec<Webhook>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            webhook::table
                .filter(webhook::id.gt(after))
                .order(webhook::id)
                .limit(i64::from(limit))
                .select(WebhookRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// How many there are.
    pub fn count(&mut self) -> Result<i64, StoreError> {
        self.tx.run(|c| webhook::table.count().get_result(c))
    }

    /// Adds one.
    pub fn insert(&mut self, entity: &Webhook) -> Result<(), StoreError> {
        insert_row!(self.tx, webhook, entity)
    }

    /// Replaces one that nobody changed since it was read.
    pub fn save(&mut self, entity: &Webhook) -> Result<i64, StoreError> {
        save_versioned!(self.tx, webhook, "webhook", entity)
    }

    /// Removes one with all it was told.
    pub fn remove(&mut self, id: WebhookId) -> Result<(), StoreError> {
        self.tx.run(|c| {
            diesel::delete(webhook_delivery::table.filter(webhook_delivery::webhook_id.eq(id.0))).execute(c)?;
            diesel::delete(webhook::table.find(id.0)).execute(c)
        })?;
        Ok(())
    }

    /// Adds deliveries.
    pub fn add(&mut self, entities: &[WebhookDelivery]) -> Result<(), StoreError> {
        let rows: Vec<WebhookDeliveryRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, webhook_delivery, &rows)
    }

    /// Moves the cursor; false when another worker moved it first.
    pub fn advance(&mut self, id: WebhookId, from: i64, to: i64) -> Result<bool, StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(webhook::table.filter(webhook::id.eq(id.0)).filter(webhook::cursor_no.eq(from)))
                .set(webhook::cursor_no.eq(to))
                .execute(c)
        })?;
        Ok(changed == 1)
    }

    /// Deliveries that wait, in the order of events.
    pub fn waiting(&mut self, id: WebhookId) -> Result<i64, StoreError> {
        self.tx.run(|c| {
            webhook_delivery::table
                .filter(webhook_delivery::webhook_id.eq(id.0))
                .filter(webhook_delivery::state.eq(WebhookDeliveryState::Waiting.slug()))
                .count()
                .get_result(c)
        })
    }

    /// The next to be sent: of those asked for by hand, or the first in the order of events.
    pub fn head(&mut self, id: WebhookId, by_hand: bool) -> Result<Option<WebhookDelivery>, StoreError> {
        let row = self.tx.run(|c| {
            let query = webhook_delivery::table
                .filter(webhook_delivery::webhook_id.eq(id.0))
                .filter(webhook_delivery::state.eq(WebhookDeliveryState::Waiting.slug()))
                .select(WebhookDeliveryRow::as_select())
                .into_boxed();
            let query = if by_hand {
                query.filter(webhook_delivery::seal_no.is_null()).order(webhook_delivery::next_try_us)
            } else {
                query.filter(webhook_delivery::seal_no.is_not_null()).order(webhook_delivery::seal_no)
            };
            query.then_order_by(webhook_delivery::id).first(c).optional()
        })?;
        maybe(row)
    }

    /// Takes a delivery that waits and nobody is sending; false when another worker has it.
    pub fn reserve(
        &mut self,
        delivery: &WebhookDelivery,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let free = webhook_delivery::reserved_until_us
            .is_null()
            .or(webhook_delivery::reserved_until_us.lt(now.as_microsecond()));
        let changed = self.tx.run(|c| {
            diesel::update(
                webhook_delivery::table
                    .filter(webhook_delivery::id.eq(delivery.id.0))
                    .filter(webhook_delivery::state.eq(WebhookDeliveryState::Waiting.slug()))
                    .filter(webhook_delivery::attempts.eq(delivery.attempts))
                    .filter(free),
            )
            .set((
                webhook_delivery::attempts.eq(delivery.attempts + 1),
                webhook_delivery::reserved_until_us.eq(Some(until.as_microsecond())),
                webhook_delivery::tried_us.eq(Some(now.as_microsecond())),
            ))
            .execute(c)
        })?;
        Ok(changed == 1)
    }

    /// The delivery, or [`StoreError::NotFound`].
    pub fn delivery(&mut self, id: WebhookDeliveryId) -> Result<WebhookDelivery, StoreError> {
        known(find_row!(self.tx, webhook_delivery => WebhookDelivery, id.0)?, "delivery", id)
    }

    /// Replaces a delivery that was tried `attempts` times and still waits; false when it does not.
    pub fn settle(&mut self, entity: &WebhookDelivery) -> Result<bool, StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| {
            diesel::update(
                webhook_delivery::table
                    .filter(webhook_delivery::id.eq(row.id))
                    .filter(webhook_delivery::state.eq(WebhookDeliveryState::Waiting.slug()))
                    .filter(webhook_delivery::attempts.eq(row.attempts)),
            )
            .set(&row)
            .execute(c)
        })?;
        Ok(changed == 1)
    }

    /// Has what waits in the order of events tried anew at `now`, as if never tried.
    pub fn restart(&mut self, id: WebhookId, now: Timestamp) -> Result<(), StoreError> {
        self.tx.run(|c| {
            diesel::update(
                webhook_delivery::table
                    .filter(webhook_delivery::webhook_id.eq(id.0))
                    .filter(webhook_delivery::state.eq(WebhookDeliveryState::Waiting.slug())),
            )
            .set((
                webhook_delivery::attempts.eq(0),
                webhook_delivery::next_try_us.eq(now.as_microsecond()),
                webhook_delivery::reserved_until_us.eq(None::<i64>),
            ))
            .execute(c)
        })?;
        Ok(())
    }

    /// A page of what an address was told, newest first, older than `before`.
    pub fn deliveries(
        &mut self,
        id: WebhookId,
        before: Option<WebhookDeliveryId>,
        limit: u32,
    ) -> Result<Vec<WebhookDelivery>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        let rows = self.tx.run(|c| {
            webhook_delivery::table
                .filter(webhook_delivery::webhook_id.eq(id.0))
                .filter(webhook_delivery::id.lt(before))
                .order(webhook_delivery::id.desc())
                .limit(i64::from(limit))
                .select(WebhookDeliveryRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Forgets what came to rest but the newest `keep`.
    pub fn forget(&mut self, id: WebhookId, keep: u32) -> Result<(), StoreError> {
        let rest = webhook_delivery::state.ne(WebhookDeliveryState::Waiting.slug());
        self.tx.run(|c| {
            let last: Option<i64> = webhook_delivery::table
                .filter(webhook_delivery::webhook_id.eq(id.0))
                .filter(rest)
                .order(webhook_delivery::id.desc())
                .offset(i64::from(keep))
                .select(webhook_delivery::id)
                .first(c)
                .optional()?;
            let Some(last) = last else { return Ok(0) };
            diesel::delete(
                webhook_delivery::table
                    .filter(webhook_delivery::webhook_id.eq(id.0))
                    .filter(rest)
                    .filter(webhook_delivery::id.le(last)),
            )
            .execute(c)
        })?;
        Ok(())
    }
}

impl Timeline<'_> {
    /// Number of the last sealed entry; 0 when none is.
    pub fn last_sealed(&mut self) -> Result<i64, StoreError> {
        let last: Option<Option<i64>> = self.tx.run(|c| {
            timeline::table
                .filter(timeline::seal_no.is_not_null())
                .order(timeline::seal_no.desc())
                .select(timeline::seal_no)
                .first(c)
                .optional()
        })?;
        Ok(last.flatten().unwrap_or(0))
    }

    /// Sealed entries after number `after`, in their order, at most `limit`.
    pub fn sealed_after(&mut self, after: i64, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let rows = self.tx.run(|c| {
            timeline::table
                .filter(timeline::seal_no.gt(after))
                .order(timeline::seal_no)
                .limit(i64::from(limit))
                .select(TimelineRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}

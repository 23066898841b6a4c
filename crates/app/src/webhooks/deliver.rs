//! Telling webhooks what happened: in the order of the seal, one at a time for each address, until it says
//! that it has it.
//!
//! What is guaranteed: every event of a kind asked for, at least once, in the order of `sequence`; one that is
//! refused holds back those after it. An answer that was lost has the event sent again under the same
//! `webhook-id`. What is sent by hand (a test, once more) is out of the order and tried once.

use std::collections::HashMap;

use courier::{WebhookAnswer, WebhookCall};
use kernel::{Language, Timestamp};
use ledger::AccountId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{
    Entry, StoreError, Tx, Webhook, WebhookDelivery, WebhookDeliveryId, WebhookDeliveryState, WebhookId, WebhookState,
};

use super::{ALL_MAX, events, later};
use crate::desk::About;
use crate::imports::Progress;
use crate::{Actor, Desk, DeskError, jobs};

/// Entries looked at in one transaction.
const ENTRIES: u32 = 500;
/// Events that may wait for one address: beyond, the others stay in the timeline until some have left.
const WAITING_MAX: i64 = 1_000;
/// Events told in one job: the worker has other work.
const AT_ONCE: usize = 50;
/// A job stops after so long, microseconds.
const SLICE_US: i64 = 20 * 1_000_000;
/// An attempt without an answer after so long lost its worker, microseconds; longer than a client waits.
const RESERVED_US: i64 = 60 * 1_000_000;
/// Attempts before somebody must look: 10 s, 30 s, 90 s… 6 h, 6 h, 6 h, about a day in all.
const ATTEMPTS: i64 = 12;
/// The first pause, seconds; each is three times the one before.
const PAUSE_S: i64 = 10;
/// The longest.
const PAUSE_MAX_S: i64 = 6 * 3600;
/// What came to rest is kept for those who look, so many of each address.
const KEPT: u32 = 200;

impl Desk {
    /// Notes what is to be told since the last look, and queues the telling of what is due.
    pub(crate) fn queue_webhooks(&self) -> Result<(), DeskError> {
        if self.webhooks.is_none() {
            return Ok(());
        }
        let (last, all) = self.store.read(|tx| {
            let all = tx.webhooks().list(None, ALL_MAX)?;
            Ok::<_, StoreError>((if all.is_empty() { 0 } else { tx.timeline().last_sealed()? }, all))
        })?;
        for webhook in all {
            if webhook.state == WebhookState::Active && webhook.cursor_no < last {
                while self.store.write("webhook.collect", |tx| self.collect(tx, webhook.id))? {}
            }
            if self.store.read(|tx| next(tx, &webhook, self.now()))?.is_some() {
                self.queue_webhook(webhook.id)?;
            }
        }
        Ok(())
    }

    /// Queues the telling of one address.
    pub(super) fn queue_webhook(&self, id: WebhookId) -> Result<(), DeskError> {
        let key = format!("{}:{id}", jobs::WEBHOOK);
        self.enqueue(jobs::WEBHOOK, &json!({ "webhook": id }), Some(key)).map(drop)
    }

    /// Notes the next entries for one address; true when there may be more.
    fn collect(&self, tx: &mut Tx, id: WebhookId) -> Result<bool, StoreError> {
        let webhook = tx.webhooks().get(id)?;
        if webhook.state != WebhookState::Active || tx.webhooks().waiting(id)? >= WAITING_MAX {
            return Ok(false);
        }
        let entries = tx.timeline().sealed_after(webhook.cursor_no, ENTRIES)?;
        let Some(last) = entries.last().and_then(|entry| entry.seal_no) else { return Ok(false) };
        if !tx.webhooks().advance(id, webhook.cursor_no, last)? {
            return Ok(false);
        }
        let told: Vec<&Entry> = entries
            .iter()
            .filter(|entry| events::is_told(&webhook.events, &entry.kind))
            .filter(|entry| webhook.creditor_id.is_none_or(|creditor| entry.creditor_id == Some(creditor)))
            .collect();
        let names = Names::read(tx, &told)?;
        let now = self.now();
        let delivery = |entry: &&Entry| WebhookDelivery {
            id: WebhookDeliveryId(self.id()),
            webhook_id: id,
            event: format!("ev_{}", entry.id),
            kind: entry.kind.clone(),
            seal_no: entry.seal_no,
            body: body(entry, &names).to_string(),
            state: WebhookDeliveryState::Waiting,
            attempts: 0,
            next_try_us: now,
            reserved_until_us: None,
            status: None,
            answer: String::new(),
            created_us: now,
            tried_us: None,
        };
        tx.webhooks().add(&told.iter().map(delivery).collect::<Vec<_>>())?;
        Ok(u32::try_from(entries.len()).is_ok_and(|n| n == ENTRIES))
    }

    /// Tells one address what is due, the first first, until one is refused or there was enough of it.
    pub(crate) fn deliver_webhook(&self, id: WebhookId, alive: Progress<'_>) -> Result<(), DeskError> {
        let Some(client) = &self.webhooks else { return Ok(()) };
        let began = self.now().as_microsecond();
        for done in 1..=AT_ONCE {
            let Some((webhook, delivery)) = self.take(id)? else { return Ok(()) };
            let now = self.now();
            let former = webhook.former_until_us.is_some_and(|until| until > now).then_some(&*webhook.former_secret);
            let secrets: Vec<&str> = std::iter::once(&*webhook.secret).chain(former).collect();
            let call = WebhookCall {
                url: &webhook.url,
                id: &delivery.event,
                at: now,
                secrets: &secrets,
                body: &delivery.body,
            };
            let answer = client.send(&call);
            if !self.settle(delivery, &answer)? || self.now().as_microsecond() - began > SLICE_US {
                return Ok(());
            }
            alive(done as u64, AT_ONCE as u64);
        }
        Ok(())
    }

    /// Takes what is due next, so that no other worker sends it too.
    fn take(&self, id: WebhookId) -> Result<Option<(Webhook, WebhookDelivery)>, DeskError> {
        let now = self.now();
        Ok(self.store.write::<_, StoreError>("webhook.reserve", |tx| {
            let webhook = match tx.webhooks().get(id) {
                Err(StoreError::NotFound { .. }) => return Ok(None),
                found => found?,
            };
            let Some(delivery) = next(tx, &webhook, now)? else { return Ok(None) };
            if !tx.webhooks().reserve(&delivery, now, later(now, RESERVED_US))? {
                return Ok(None);
            }
            Ok(Some((webhook, WebhookDelivery { attempts: delivery.attempts + 1, tried_us: Some(now), ..delivery })))
        })?)
    }

    /// Writes what came of an attempt; false when the next one must wait.
    fn settle(&self, mut delivery: WebhookDelivery, answer: &WebhookAnswer) -> Result<bool, DeskError> {
        let now = self.now();
        let (status, said, asked) = match answer {
            WebhookAnswer::Status { status, retry_after, said } => (Some(*status), said.clone(), *retry_after),
            WebhookAnswer::Silent(silence) => (None, silence.slug().to_owned(), None),
        };
        let taken = status.is_some_and(|status| (200..300).contains(&status));
        let by_hand = delivery.seal_no.is_none();
        (delivery.status, delivery.answer, delivery.reserved_until_us) = (status.map(i64::from), said, None);
        delivery.state = match () {
            () if taken => WebhookDeliveryState::Delivered,
            () if by_hand || status == Some(410) => WebhookDeliveryState::GivenUp,
            () => WebhookDeliveryState::Waiting,
        };
        let pause = pause_s(delivery.attempts, spread(&delivery)).max(i64::from(asked.unwrap_or(0)).min(PAUSE_MAX_S));
        delivery.next_try_us = later(now, pause * 1_000_000);
        self.store.write("webhook.settle", |tx| {
            // Removed, or skipped by somebody, meanwhile.
            if !tx.webhooks().settle(&delivery)? {
                return Ok(false);
            }
            if taken {
                tx.webhooks().forget(delivery.webhook_id, KEPT)?;
                return Ok(true);
            }
            let (state, kind) = match status {
                Some(410) => (WebhookState::Gone, "webhook.gone"),
                _ if !by_hand && delivery.attempts >= ATTEMPTS => (WebhookState::Failing, "webhook.failing"),
                _ => return Ok(false),
            };
            let webhook = tx.webhooks().get(delivery.webhook_id)?;
            tx.webhooks().save(&Webhook { state, ..webhook.clone() })?;
            let facts = json!({ "webhook": webhook.id, "host": super::host(&webhook.url), "status": status });
            let about = About { creditor: webhook.creditor_id, ..About::default() };
            self.note(tx, &Actor::worker(), about, kind, &facts)?;
            Ok::<_, DeskError>(false)
        })
    }

    /// Notes an event to be sent by hand.
    pub(super) fn note_of(&self, id: WebhookId, (event, kind, body): (String, &str, String)) -> WebhookDelivery {
        let now = self.now();
        WebhookDelivery {
            id: WebhookDeliveryId(self.id()),
            webhook_id: id,
            event,
            kind: kind.to_owned(),
            seal_no: None,
            body,
            state: WebhookDeliveryState::Waiting,
            attempts: 0,
            next_try_us: now,
            reserved_until_us: None,
            status: None,
            answer: String::new(),
            created_us: now,
            tried_us: None,
        }
    }
}

/// What is due now: what somebody asked for by hand, else the first in the order of events.
fn next(tx: &mut Tx, webhook: &Webhook, now: Timestamp) -> Result<Option<WebhookDelivery>, StoreError> {
    let due = |delivery: &WebhookDelivery| {
        delivery.next_try_us <= now && delivery.reserved_until_us.is_none_or(|until| until < now)
    };
    let by_hand = tx.webhooks().head(webhook.id, true)?.filter(due);
    if by_hand.is_some() || webhook.state != WebhookState::Active {
        return Ok(by_hand);
    }
    Ok(tx.webhooks().head(webhook.id, false)?.filter(due))
}

/// Seconds until the attempt after the `attempts`th, spread over a fifth to each side by `spread`, 0 to 399.
fn pause_s(attempts: i64, spread: i64) -> i64 {
    let power = u32::try_from((attempts - 1).clamp(0, 20)).unwrap_or(0);
    let plain = PAUSE_S.saturating_mul(3_i64.saturating_pow(power)).min(PAUSE_MAX_S);
    plain * (800 + spread.clamp(0, 399)) / 1_000
}

/// What keeps many addresses from being tried in the same second: as good as chance, and the same each time.
fn spread(delivery: &WebhookDelivery) -> i64 {
    let digest = Sha256::digest(format!("{}.{}", delivery.id, delivery.attempts));
    let first: i64 = digest.iter().take(4).fold(0, |sum, byte| sum * 256 + i64::from(*byte));
    first % 400
}

/// What is told beside the fact itself: names a program of the creditor knows.
struct Names {
    accounts: HashMap<AccountId, String>,
    creditors: HashMap<ledger::CreditorId, String>,
}

impl Names {
    fn read(tx: &mut Tx, entries: &[&Entry]) -> Result<Self, StoreError> {
        let ids: Vec<AccountId> = entries.iter().filter_map(|entry| entry.account_id).collect();
        let lines = if ids.is_empty() { Vec::new() } else { tx.accounts().get_many(&ids)? };
        let creditors = if entries.is_empty() { Vec::new() } else { tx.creditors().list()? };
        Ok(Self {
            accounts: lines.into_iter().map(|line| (line.account.id, line.account.number)).collect(),
            creditors: creditors.into_iter().map(|creditor| (creditor.id, creditor.code)).collect(),
        })
    }
}

/// An event as it is told: what the API tells of the entry, nothing more.
fn body(entry: &Entry, names: &Names) -> Value {
    let payload: Value = serde_json::from_str(&entry.payload).unwrap_or_default();
    let account = entry.account_id.map(|id| json!({ "id": id, "number": names.accounts.get(&id) }));
    json!({
        "id": format!("ev_{}", entry.id),
        "type": entry.kind,
        "timestamp": entry.at_us,
        "sequence": entry.seal_no,
        "day": entry.on_day,
        "actor": entry.actor,
        "creditor": entry.creditor_id.and_then(|id| names.creditors.get(&id)),
        "account": account,
        "data": crate::said(&payload, Language::En),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_about_a_day() {
        let plain: Vec<i64> = (1..ATTEMPTS).map(|attempt| pause_s(attempt, 200)).collect();
        assert_eq!(plain, [10, 30, 90, 270, 810, 2_430, 7_290, 21_600, 21_600, 21_600, 21_600]);
        let hours = plain.iter().sum::<i64>() / 3600;
        assert!((20..=30).contains(&hours), "{hours} h");
        assert_eq!((pause_s(1, 0), pause_s(1, 399)), (8, 11));
    }
}

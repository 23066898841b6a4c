//! Webhooks: addresses of other programs that are told what happens here, signed and again until they have it.
//!
//! A webhook follows the sealed timeline from where it was made on. [`deliver`] says what is guaranteed.

mod deliver;
mod events;

use courier::webhook::{SECRET_BYTES, UrlError, secret_of};
use courier::{WebhookClient, WebhookReach};
use kernel::Timestamp;
use serde::Serialize;
use serde_json::json;
use store::{StoreError, Tx, Webhook, WebhookDelivery, WebhookDeliveryState};

pub use events::EVENTS;
pub use store::{WebhookDeliveryId, WebhookId, WebhookState};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal, WebhookRefusal};

/// Webhooks of a house: each costs a look at every entry.
pub const ALL_MAX: u32 = 20;
/// The former secret signs beside the new one for so long, microseconds: two days to change it elsewhere.
const FORMER_US: i64 = 48 * 3600 * 1_000_000;
/// Deliveries of a page.
const PAGE_MAX: u32 = 200;

/// What a webhook is asked to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookOrder {
    /// Where it is told: `https`, or this machine where allowed.
    pub url: String,
    /// Families or kinds of [`EVENTS`].
    pub events: Vec<String>,
    /// Code of the one creditor it is about; all when none.
    pub creditor: Option<String>,
}

/// One webhook, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookCard {
    /// Its reference.
    pub id: WebhookId,
    /// Where it is told.
    pub url: String,
    /// Families and kinds it is told of.
    pub events: Vec<String>,
    /// Code of the creditor; all when none.
    pub creditor: Option<String>,
    /// `active`, `paused`, `failing`, `gone`.
    pub state: String,
    /// Events that wait.
    pub waiting: u64,
    /// Who made it.
    pub by: String,
    /// When.
    pub created_at: Timestamp,
    /// Until when the former secret signs too.
    pub former_until: Option<Timestamp>,
    /// The last thing it was told.
    pub last: Option<WebhookTold>,
}

/// One event as it was told, or is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookTold {
    /// Its reference.
    pub id: WebhookDeliveryId,
    /// Identity of the event, `webhook-id` of the request.
    pub event: String,
    /// What happened.
    pub kind: String,
    /// Place in the order; none for what was sent by hand.
    pub sequence: Option<i64>,
    /// `waiting`, `delivered`, `given-up`.
    pub state: String,
    /// Times it was sent.
    pub attempts: i64,
    /// HTTP status last answered.
    pub status: Option<i64>,
    /// The beginning of that answer, or why there was none.
    pub answer: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it was last sent.
    pub tried_at: Option<Timestamp>,
    /// When it is sent again.
    pub next_try: Option<Timestamp>,
}

impl WebhookTold {
    fn of(d: WebhookDelivery) -> Self {
        Self {
            id: d.id,
            event: d.event,
            kind: d.kind,
            sequence: d.seal_no,
            state: d.state.slug().to_owned(),
            attempts: d.attempts,
            status: d.status,
            answer: d.answer,
            created_at: d.created_us,
            tried_at: d.tried_us,
            next_try: (d.state == WebhookDeliveryState::Waiting).then_some(d.next_try_us),
        }
    }
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookPage<T, I> {
    /// Its lines.
    pub rows: Vec<T>,
    /// Where the next page goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<I>,
}

/// A webhook just made, or with a new secret: the secret is told this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookSecret {
    /// The webhook.
    pub id: WebhookId,
    /// What signs.
    pub secret: String,
}

kernel::sentences! {
    /// Why nothing can be told at an address.
    WrongUrl {
        /// No URL.
        Unreadable = "unreadable",
            "ce n’est pas l’adresse d’un serveur ; écrivez https://erp.example/quittance",
            "it is no address of a server; write https://erp.example/quittance";
        /// In clear.
        InClear = "in-clear",
            "elle voyagerait en clair ; donnez une adresse en https",
            "it would travel in clear; give an https address";
        /// A login in it.
        Login = "login",
            "elle contient un nom ou un mot de passe ; ôtez-les : la signature prouve qui parle",
            "it holds a name or a password; take them out: the signature proves who speaks";
        /// Inside.
        Private = "private",
            "elle est sur un réseau privé ou sur cette machine ; lancez le serveur avec --webhooks-reach private (ou loopback) si c’est voulu",
            "it is on a private network or on this machine; start the server with --webhooks-reach private (or loopback) if that is wanted";
    }
}

impl Desk {
    /// The same desk, telling webhooks by this client.
    #[must_use]
    pub fn with_webhooks(mut self, client: WebhookClient) -> Self {
        self.webhooks = Some(client);
        self
    }

    /// The webhooks, a page at a time.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn webhooks(
        &self,
        actor: &Actor,
        after: Option<WebhookId>,
        limit: u32,
    ) -> Result<WebhookPage<WebhookCard, WebhookId>, DeskError> {
        actor.may(Permission::Settings)?;
        let limit = limit.clamp(1, ALL_MAX);
        self.store.read(|tx| {
            let mut all = tx.webhooks().list(after, limit + 1)?;
            let more = all.len() > limit as usize;
            all.truncate(limit as usize);
            let next = all.last().filter(|_| more).map(|w| w.id);
            let rows = all.into_iter().map(|webhook| card(tx, webhook)).collect::<Result<_, _>>()?;
            Ok(WebhookPage { rows, next })
        })
    }

    /// One webhook.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn webhook(&self, actor: &Actor, id: WebhookId) -> Result<WebhookCard, DeskError> {
        actor.may(Permission::Settings)?;
        self.store.read(|tx| {
            let webhook = tx.webhooks().get(id)?;
            Ok(card(tx, webhook)?)
        })
    }

    /// Makes a webhook: told from now on. The secret is answered this once.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on an address or an event that cannot be told, or one webhook too many.
    pub fn add_webhook(&self, actor: &Actor, order: &WebhookOrder) -> Result<WebhookSecret, DeskError> {
        actor.may(Permission::Settings)?;
        let (url, events) = self.checked(order)?;
        let (id, secret) = (WebhookId(self.id()), fresh_secret()?);
        self.store.write("webhook.add", |tx| {
            if tx.webhooks().count()? >= i64::from(ALL_MAX) {
                return Err(WebhookRefusal::TooMany { most: i64::from(ALL_MAX) }.into());
            }
            let webhook = Webhook {
                id,
                url: url.clone(),
                events: events.clone(),
                creditor_id: creditor_of(tx, order)?,
                secret: secret.clone(),
                former_secret: String::new(),
                former_until_us: None,
                state: WebhookState::Active,
                cursor_no: tx.timeline().last_sealed()?,
                actor: actor.name.clone(),
                created_us: self.now(),
                version: 0,
            };
            tx.webhooks().insert(&webhook)?;
            Ok::<_, DeskError>(self.note(tx, actor, about(&webhook), "webhook.added", &facts(&webhook))?)
        })?;
        Ok(WebhookSecret { id, secret })
    }

    /// Changes where and of what a webhook is told.
    ///
    /// # Errors
    /// Like [`Desk::add_webhook`]; [`DeskError::NotFound`].
    pub fn change_webhook(&self, actor: &Actor, id: WebhookId, order: &WebhookOrder) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        let (url, events) = self.checked(order)?;
        self.store.write("webhook.change", |tx| {
            let webhook = tx.webhooks().get(id)?;
            let (url, events, creditor_id) = (url.clone(), events.clone(), creditor_of(tx, order)?);
            let changed = Webhook { url, events, creditor_id, ..webhook };
            tx.webhooks().save(&changed)?;
            Ok(self.note(tx, actor, about(&changed), "webhook.changed", &facts(&changed))?)
        })
    }

    /// Stops a webhook, or has it told again from where it stopped: what waits is tried anew.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn set_webhook_active(&self, actor: &Actor, id: WebhookId, active: bool) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        let now = self.now();
        self.store.write("webhook.switch", |tx| {
            let webhook = tx.webhooks().get(id)?;
            let (state, kind) = if active {
                (WebhookState::Active, "webhook.resumed")
            } else {
                (WebhookState::Paused, "webhook.paused")
            };
            if webhook.state == state {
                return Ok(());
            }
            if active {
                tx.webhooks().restart(id, now)?;
            }
            let switched = Webhook { state, ..webhook };
            tx.webhooks().save(&switched)?;
            Ok(self.note(tx, actor, about(&switched), kind, &facts(&switched))?)
        })
    }

    /// Removes a webhook with all it was told.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn remove_webhook(&self, actor: &Actor, id: WebhookId) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        self.store.write("webhook.remove", |tx| {
            let webhook = tx.webhooks().get(id)?;
            tx.webhooks().remove(id)?;
            Ok(self.note(tx, actor, about(&webhook), "webhook.removed", &facts(&webhook))?)
        })
    }

    /// Gives a webhook a new secret; for two days the former one signs beside it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn rotate_webhook(&self, actor: &Actor, id: WebhookId) -> Result<WebhookSecret, DeskError> {
        actor.may(Permission::Settings)?;
        let (secret, until) = (fresh_secret()?, later(self.now(), FORMER_US));
        self.store.write("webhook.rotate", |tx| {
            let webhook = tx.webhooks().get(id)?;
            let former_secret = webhook.secret.clone();
            let rotated = Webhook { secret: secret.clone(), former_secret, former_until_us: Some(until), ..webhook };
            tx.webhooks().save(&rotated)?;
            Ok::<_, DeskError>(self.note(tx, actor, about(&rotated), "webhook.rotated", &facts(&rotated))?)
        })?;
        Ok(WebhookSecret { id, secret })
    }

    /// Sends a test event, once, whatever the state of the webhook.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn test_webhook(&self, actor: &Actor, id: WebhookId) -> Result<WebhookDeliveryId, DeskError> {
        actor.may(Permission::Settings)?;
        let event = format!("test_{}", kernel::id::to_text(self.id()));
        let body = json!({
            "id": event, "type": events::TEST, "timestamp": self.now(), "sequence": null, "day": self.today(),
            "actor": actor.name, "creditor": null, "account": null, "data": {},
        });
        self.add_by_hand(&self.note_of(id, (event, events::TEST, body.to_string())))
    }

    /// Sends an event of the log once more, out of the order, under the same identity.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn resend_webhook(&self, actor: &Actor, id: WebhookDeliveryId) -> Result<WebhookDeliveryId, DeskError> {
        actor.may(Permission::Settings)?;
        let sent = self.store.read(|tx| tx.webhooks().delivery(id))?;
        self.add_by_hand(&self.note_of(sent.webhook_id, (sent.event, &sent.kind, sent.body)))
    }

    /// Gives up an event that holds back the others.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Store`] when it waits no more.
    pub fn skip_webhook(&self, actor: &Actor, id: WebhookDeliveryId) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        self.store.write("webhook.skip", |tx| {
            let delivery = tx.webhooks().delivery(id)?;
            let webhook = tx.webhooks().get(delivery.webhook_id)?;
            let skipped = WebhookDelivery { state: WebhookDeliveryState::GivenUp, ..delivery };
            if !tx.webhooks().settle(&skipped)? {
                return Err(StoreError::Conflict { what: "delivery", id: id.to_string() }.into());
            }
            let facts = json!({ "webhook": webhook.id, "skipped": skipped.event, "kind": skipped.kind });
            Ok(self.note(tx, actor, about(&webhook), "webhook.changed", &facts)?)
        })
    }

    /// What a webhook was told, newest first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn webhook_deliveries(
        &self,
        actor: &Actor,
        id: WebhookId,
        before: Option<WebhookDeliveryId>,
        limit: u32,
    ) -> Result<WebhookPage<WebhookTold, WebhookDeliveryId>, DeskError> {
        actor.may(Permission::Settings)?;
        let limit = limit.clamp(1, PAGE_MAX);
        self.store.read(|tx| {
            tx.webhooks().get(id)?;
            let mut rows = tx.webhooks().deliveries(id, before, limit + 1)?;
            let more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let next = rows.last().filter(|_| more).map(|d| d.id);
            Ok(WebhookPage { rows: rows.into_iter().map(WebhookTold::of).collect(), next })
        })
    }

    fn add_by_hand(&self, delivery: &WebhookDelivery) -> Result<WebhookDeliveryId, DeskError> {
        self.store.write::<_, DeskError>("webhook.by_hand", |tx| {
            tx.webhooks().get(delivery.webhook_id)?;
            Ok(tx.webhooks().add(std::slice::from_ref(delivery))?)
        })?;
        self.queue_webhook(delivery.webhook_id)?;
        Ok(delivery.id)
    }

    /// Address and events of an order, fit to be kept.
    fn checked(&self, order: &WebhookOrder) -> Result<(String, String), DeskError> {
        let url = order.url.trim().to_owned();
        let usual = WebhookClient::new(WebhookReach::Public, std::time::Duration::ZERO);
        let why = match self.webhooks.as_ref().unwrap_or(&usual).check(&url) {
            Ok(()) => None,
            Err(UrlError::Unreadable) => Some(WrongUrl::Unreadable),
            Err(UrlError::InClear) => Some(WrongUrl::InClear),
            Err(UrlError::Login) => Some(WrongUrl::Login),
            Err(UrlError::Private) => Some(WrongUrl::Private),
        };
        if let Some(why) = why {
            return Err(WebhookRefusal::Url { why: why.wording() }.into());
        }
        let mut names: Vec<&str> = order.events.iter().map(|name| name.trim()).filter(|n| !n.is_empty()).collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return Err(WebhookRefusal::NoEvent.into());
        }
        if let Some(unknown) = names.iter().find(|name| !events::is_known(name)) {
            let unknown = unknown.chars().take(60).collect();
            let known = EVENTS.map(|(family, _)| family).join(", ");
            return Err(WebhookRefusal::Event { event: unknown, known }.into());
        }
        Ok((url, names.join(" ")))
    }
}

/// The machine an address names: its path may hold a secret of the other side.
fn host(url: &str) -> &str {
    url.split("://").nth(1).and_then(|rest| rest.split(['/', '?']).next()).unwrap_or_default()
}

fn facts(webhook: &Webhook) -> serde_json::Value {
    let events: Vec<&str> = webhook.events.split(' ').collect();
    json!({ "webhook": webhook.id, "host": host(&webhook.url), "events": events, "state": webhook.state.slug() })
}

fn about(webhook: &Webhook) -> About {
    About { creditor: webhook.creditor_id, ..About::default() }
}

fn creditor_of(tx: &mut Tx, order: &WebhookOrder) -> Result<Option<ledger::CreditorId>, DeskError> {
    let Some(code) = order.creditor.as_deref().map(str::trim).filter(|code| !code.is_empty()) else { return Ok(None) };
    let known = tx.creditors().by_code(code)?;
    known.map(|c| Some(c.id)).ok_or_else(|| DeskError::NotFound { what: "creditor", key: code.to_owned() })
}

fn card(tx: &mut Tx, webhook: Webhook) -> Result<WebhookCard, StoreError> {
    let creditor = webhook.creditor_id.map(|id| tx.creditors().get(id)).transpose()?;
    let waiting = u64::try_from(tx.webhooks().waiting(webhook.id)?).unwrap_or(0);
    let last = tx.webhooks().deliveries(webhook.id, None, 1)?.into_iter().next();
    Ok(WebhookCard {
        id: webhook.id,
        events: webhook.events.split(' ').map(str::to_owned).collect(),
        creditor: creditor.map(|c| c.code),
        state: webhook.state.slug().to_owned(),
        waiting,
        by: webhook.actor,
        created_at: webhook.created_us,
        former_until: webhook.former_until_us,
        last: last.map(WebhookTold::of),
        url: webhook.url,
    })
}

fn fresh_secret() -> Result<String, DeskError> {
    let mut bytes = [0_u8; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|e| Refusal::NoSecret { why: e.to_string() })?;
    Ok(secret_of(&bytes))
}

fn later(now: Timestamp, us: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond() + us).unwrap_or(now)
}

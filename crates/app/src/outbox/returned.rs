//! What comes back: reports of mail not delivered, and people's word on doubtful messages.

use amicable::outbox::{Event, MessageState};
use courier::{Fate, Returned, ReturnedRecipient};
use kernel::Timestamp;
use serde::Serialize;
use serde_json::json;
use store::{Message, MessageId};

use super::parcel::message_id;
use super::send::creditor_of;
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// What a mail that came back was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BounceFate {
    /// The message did not arrive: it is marked as returned.
    Bounced,
    /// A report that changes nothing: delayed, delivered.
    Noted,
    /// A machine's answer: the message arrived.
    AutoReply,
    /// No report about a message of ours.
    NotOurs,
}

/// What reading a mail that came back gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BounceAnswer {
    /// What it was.
    pub fate: BounceFate,
    /// The message it is about.
    pub message: Option<MessageId>,
    /// The words of the server that refused it.
    pub reply: String,
}

impl Desk {
    /// Reads a mail that came to the address for reports. Anybody can write one: only a report about a
    /// message sent, to the address it was sent to, is believed.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Refused`] when it is no mail.
    pub fn bounced(&self, actor: &Actor, bytes: &[u8]) -> Result<BounceAnswer, DeskError> {
        actor.may(Permission::EditAccount)?;
        let read = courier::bounce::read(bytes).map_err(|e| Refusal::BounceUnreadable { why: e.to_string() })?;
        let nothing = |fate| BounceAnswer { fate, message: None, reply: String::new() };
        let bounce = match read {
            Returned::Bounce(bounce) => bounce,
            Returned::AutoReply { message_id: name } => {
                let message = name.as_deref().and_then(message_id);
                return Ok(BounceAnswer { message, ..nothing(BounceFate::AutoReply) });
            }
            Returned::Other => return Ok(nothing(BounceFate::NotOurs)),
        };
        let Some(id) = bounce.message_id.as_deref().and_then(message_id) else {
            return Ok(nothing(BounceFate::NotOurs));
        };
        self.store.write("outbox.bounced", |tx| {
            let message = match actor.find(tx, id) {
                Ok(message) => message,
                Err(DeskError::NotFound { .. }) => return Ok(nothing(BounceFate::NotOurs)),
                Err(error) => return Err(error),
            };
            let Some(report) = bounce.recipients.iter().find(|r| is_for(r, &message)) else {
                return Ok(nothing(BounceFate::NotOurs));
            };
            let reply = report.diagnostic.clone().or_else(|| report.status.clone()).unwrap_or_default();
            let state = match message.state {
                // Who reports on it has had it: the doubt is over.
                MessageState::Ambiguous => message.state.after(Event::DeclareSent)?,
                state => state,
            };
            let failed = matches!(report.fate, Fate::Permanent | Fate::GaveUp | Fate::Unknown);
            let about = About { account: Some(message.account_id), creditor: creditor_of(tx, &message)?, on: None };
            if !failed || state != MessageState::Sent {
                if state != message.state {
                    let payload = json!({ "message": id, "left": true, "reply": reply });
                    tx.messages().save(&Message { state, settled_us: Some(self.now()), ..message })?;
                    self.note(tx, actor, about, "message.resolved", &payload)?;
                }
                let fate = if state == MessageState::Bounced { BounceFate::Bounced } else { BounceFate::Noted };
                return Ok(BounceAnswer { fate, message: Some(id), reply });
            }
            let payload = json!({
                "message": id, "reply": reply, "status": report.status, "reporter": bounce.reporter,
                "standard": bounce.standard,
            });
            let message = Message { state: state.after(Event::Bounce)?, settled_us: Some(self.now()), ..message };
            tx.messages().save(&message)?;
            self.note(tx, actor, about, "message.bounced", &payload)?;
            self.mend_contact(tx, actor, &message, report.address_is_wrong())?;
            Ok::<_, DeskError>(BounceAnswer { fate: BounceFate::Bounced, message: Some(id), reply })
        })
    }

    /// A person says whether a doubtful message left: it then counts as sent, or leaves again.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`DeskError::Refused`] when there is no doubt.
    pub fn resolve_doubt(&self, actor: &Actor, id: MessageId, left: bool) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let now: Timestamp = self.now();
        self.store.write("outbox.resolve", |tx| {
            let message = actor.find(tx, id)?;
            if message.state != MessageState::Ambiguous {
                return Err(Refusal::NoDoubt { state: message.state.slug().to_owned() }.into());
            }
            let event = if left { Event::DeclareSent } else { Event::Release };
            let about = About { account: Some(message.account_id), creditor: creditor_of(tx, &message)?, on: None };
            let state = message.state.after(event)?;
            let settled_us = left.then_some(now);
            tx.messages().save(&Message { state, settled_us, next_try_us: now, ..message })?;
            Ok(self.note(tx, actor, about, "message.resolved", &json!({ "message": id, "left": left }))?)
        })
    }
}

/// Whether a report speaks of the address a message went to; one that names nobody speaks of it.
fn is_for(report: &ReturnedRecipient, message: &Message) -> bool {
    report.address.as_deref().is_none_or(|address| address.eq_ignore_ascii_case(&message.address))
}

//! Writing a message: decided again in the transaction that writes it, held, and taken back.

use amicable::outbox::Event;
use ledger::AccountId;
use serde_json::json;
use store::{Message, MessageId, MessageState, Tx};

use super::draft::{Prepared, refused};
use super::objection::Hindrance;
use super::{MessageOrder, Objection};
use crate::desk::About;
use crate::letters::{Said, words};
use crate::outbox::{Why, circumstances, verdict};
use crate::{Actor, Desk, DeskError, Permission};

impl Desk {
    /// Writes a message about pieces of an account and puts it in the outbox, where it is held for ten
    /// seconds. The identity of a draft sent again is "already done", unless that message was cancelled: then it
    /// is written anew.
    ///
    /// # Errors
    /// [`crate::Refusal::NotWritten`] with the first reason that forbids it.
    pub fn write_message(
        &self,
        actor: &Actor,
        account: AccountId,
        order: &MessageOrder,
    ) -> Result<MessageId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let mut order = order.clone();
        if let Some(id) = order.id {
            let found = self.store.read(|tx| {
                actor.find(tx, account)?;
                identity(tx, id, account)
            });
            match found? {
                Identity::Written(id) => return Ok(id),
                Identity::Free(id) => order.id = Some(id),
            }
        }
        let prepared = self.prepare(actor, account, &order)?;
        let seen = prepared.seen();
        let Prepared { ask, way, message, letter, with, made_from, asked, hand, .. } = prepared;
        let Some(letter) = letter.filter(|_| ask.objections.is_empty()) else {
            return Err(refused(&ask.objections));
        };
        if order.seen.is_some_and(|before| before != seen) {
            return Err(refused(&[Hindrance::SeenBefore.into()]));
        }
        let pdf = self.pages(&letter, way.channel, &with)?;
        let file = format!("{}-{}.pdf", hand.on, letter.references.customer_number.as_deref().unwrap_or(""));
        let mut document = self.document("letter", &file, "application/pdf", pdf.into_bytes());
        document.account_id = Some(account);
        let (subject, text, html) = words(way.channel, &letter)?;
        let (enclosed, attached) = self.attached(way.channel, account, with);
        let said = Said { text, html, asked, made_from, by_hand: Some(hand), attached, recalls: None, returned: None };
        let message = Message {
            recipient: letter.recipient.join("\n"),
            subject,
            body: said.kept(),
            document_id: Some(document.id),
            ..message
        };
        let mut payload = json!({
            "message": message.id, "document": document.id, "sha256": document.sha256, "subject": message.subject,
            "total": ask.total, "currency": ask.currency, "to": letter.recipient, "channel": message.channel,
            "address": message.address, "text": said.made_from, "not_before": message.next_try_us,
            "items": ask.lines.iter().map(|l| l.number.as_str()).collect::<Vec<_>>().join(", "),
        });
        if !(letter.enclosures.is_empty() && letter.on_request.is_empty()) {
            payload["enclosed"] = json!({
                "named": letter.enclosures, "on_request": letter.on_request, "documents": said.attached,
            });
        }
        self.store.write("message.write", |tx| {
            if let Identity::Written(id) = identity(tx, message.id, account)? {
                return Ok(id);
            }
            self.decide_again(tx, &message)?;
            for document in enclosed.iter().chain([&document]) {
                tx.documents().insert(document)?;
            }
            tx.messages().insert_many(std::slice::from_ref(&message))?;
            let creditor = tx.accounts().get(account)?.creditor_id;
            let about = About { account: Some(account), creditor: Some(creditor), on: None };
            self.note(tx, actor, about, "message.written", &payload)?;
            Ok(message.id)
        })
    }

    /// Refuses what the outbox would not let leave, from the ledger as this transaction sees it.
    pub(super) fn decide_again(&self, tx: &mut Tx, message: &Message) -> Result<(), DeskError> {
        let today = self.today();
        let around = circumstances(tx, message, today)?;
        let judged = around.map(|around| verdict(message, &around, today));
        match judged.as_ref().and_then(Objection::of) {
            Some(objection) => Err(refused(&[objection])),
            None => Ok(()),
        }
    }

    /// Takes a message written by hand back before it leaves, however long it has waited; or gives up one that failed,
    /// whose level then counts as done.
    ///
    /// # Errors
    /// [`crate::Refusal::MessageMoved`] once it is on its way; [`DeskError::NotFound`].
    pub fn withdraw_message(&self, actor: &Actor, id: MessageId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let now = self.now();
        self.store.write("message.withdraw", |tx| {
            let message = actor.find(tx, id)?;
            let failed = message.state == MessageState::Failed;
            if !failed && Said::of(&message).by_hand.is_none() {
                return Err(DeskError::NotFound { what: "message", key: id.to_string() });
            }
            let state = message.state.after(Event::Cancel)?;
            let account = tx.accounts().get(message.account_id)?;
            if failed {
                self.mended(tx, actor, &message)?;
            }
            tx.messages().save(&Message { state, settled_us: Some(now), ..message })?;
            let why = if failed { Why::GivenUp } else { Why::TakenBack };
            let payload = json!({ "message": id, "reason": why.code(), "why": why.wording() });
            Ok(self.note(tx, actor, About::account(&account), "message.cancelled", &payload)?)
        })
    }
}

/// What an identity that a draft gave stands for.
pub(super) enum Identity {
    /// A message written under it that left, or will: sent twice, it is one.
    Written(MessageId),
    /// Nothing: what is written is written under this one.
    Free(MessageId),
}

/// Who goes back to the form of a message taken back sends it under the identity of that one. What is cancelled
/// does not leave any more: it is written under the identity after, the same one on a second click.
pub(super) fn identity(tx: &mut Tx, id: MessageId, account: AccountId) -> Result<Identity, DeskError> {
    let mut id = id;
    loop {
        let Some(found) = tx.messages().get_many(&[id])?.pop() else { return Ok(Identity::Free(id)) };
        if found.account_id != account || found.reminder_id.is_some() {
            return Err(DeskError::NotFound { what: "message", key: id.to_string() });
        }
        if found.state != MessageState::Cancelled {
            return Ok(Identity::Written(id));
        }
        // Next to it in the numbers of another process, that had to write in the same thousandth of a second.
        id = MessageId(id.0.wrapping_add(1));
    }
}

//! The mail that confirms a promise given on the telephone: it asks for nothing, and says what was agreed.

use amicable::Channel;
use amicable::promises::PromiseState;
use kernel::{Date, Language, Money};
use serde::Serialize;
use serde_json::json;
use store::{Message, MessageId, Promise, PromiseId, Tx};

use super::draft::{refused, way_of};
use super::ground::Ground;
use super::objection::{Hindrance, Objection};
use super::write::{Identity, identity};
use crate::desk::About;
use crate::letters::{ByHand, Said, attention_of, mail_address};
use crate::{Actor, Desk, DeskError, Permission};

kernel::sentences! {
    /// The words of a confirmation, as they are before anybody changes them.
    Words {
        /// First line, then paragraphs.
        All { who: String, amount: Money, day: Date, account: String, creditor: String, signatory: String } = "all",
            "Confirmation de votre engagement de paiement\n\nBonjour{who},\n\nMerci pour notre échange de ce jour. Comme convenu, nous attendons votre règlement de {amount} au plus tard le {day}, sous la référence {account}.\n\nUne question, un empêchement : répondez à ce message.\n\n{signatory}\n{creditor}",
            "Confirmation of your payment commitment\n\nHello{who},\n\nThank you for speaking with us today. As agreed, we expect your payment of {amount} by {day}, under the reference {account}.\n\nIf you have a question or something stands in the way, reply to this message.\n\n{signatory}\n{creditor}";
    }
}

/// A confirmation before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// The identity it would have.
    pub id: MessageId,
    /// The account.
    pub account_id: ledger::AccountId,
    /// The mail address; empty where there is none.
    pub to: String,
    /// Subject, blank line, paragraphs.
    pub words: String,
    /// Why it would be refused.
    pub objections: Vec<Objection>,
}

impl Desk {
    /// The mail that would confirm a promise. Nothing is written.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn draft_confirmation(&self, actor: &Actor, id: PromiseId) -> Result<Confirmation, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let promise = actor.find(tx, id)?;
            let ground = Ground::read(tx, self, actor, promise.account_id)?;
            let way = way_of(&ground, Some(Channel::Mail), false);
            let mut objections = Vec::new();
            if promise.state != PromiseState::Open {
                objections.push((&crate::outbox::Why::WrittenBefore).into());
            }
            if mail_address(&way.address).is_none() {
                objections.push(Hindrance::NoMail.into());
            }
            Ok(Confirmation {
                id: MessageId(self.id()),
                account_id: promise.account_id,
                to: way.address,
                words: wording(&ground, &promise),
                objections,
            })
        })
    }

    /// Sends the mail that confirms a promise, in these words, or in the usual ones when empty. Under an identity
    /// of a draft it is written once; without one a promise is confirmed once. It is held
    /// and taken back as any message by hand; it does not leave when the promise is withdrawn meanwhile.
    ///
    /// # Errors
    /// [`crate::Refusal::NotWritten`] without a mail address, when the promise is over or confirmed already.
    pub fn confirm_promise(
        &self,
        actor: &Actor,
        promise: PromiseId,
        (words, id): (&str, Option<MessageId>),
    ) -> Result<MessageId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let fresh = MessageId(self.id());
        self.store.write("message.confirm", |tx| {
            let promise = actor.find(tx, promise)?;
            let id = match id.map(|id| identity(tx, id, promise.account_id)).transpose()? {
                Some(Identity::Written(id)) => return Ok(id),
                Some(Identity::Free(id)) => id,
                // Who names no identity may be asking again after an answer that was lost.
                None => match confirmed(tx, &promise)? {
                    Some(to) => return Err(refused(&[Hindrance::ConfirmedBefore { to }.into()])),
                    None => fresh,
                },
            };
            let ground = Ground::read(tx, self, actor, promise.account_id)?;
            let way = way_of(&ground, Some(Channel::Mail), false);
            if mail_address(&way.address).is_none() {
                return Err(refused(&[Hindrance::NoMail.into()]));
            }
            let usual = wording(&ground, &promise);
            let words = if words.trim().is_empty() { usual.as_str() } else { words };
            let (subject, text) = parted(words).ok_or_else(|| refused(&[Hindrance::WordsMissing.into()]))?;
            let currency = promise.currency;
            let hand =
                ByHand { currency, on: today, grant_until: promise.until_on, promise: Some(promise.id), dispute: None };
            let said = Said { text, by_hand: Some(hand), ..Said::default() };
            let language = ground.line.debtor.language;
            let message = self.by_hand((id, promise.account_id), &way, language, &said);
            let message = Message { recipient: ground.line.debtor.name.clone(), subject, ..message };
            self.decide_again(tx, &message)?;
            tx.messages().insert_many(std::slice::from_ref(&message))?;
            let payload = json!({
                "message": message.id, "promise": promise.id, "subject": message.subject, "channel": message.channel,
                "address": message.address, "not_before": message.next_try_us,
            });
            self.note(tx, actor, About::account(&ground.line.account), "message.written", &payload)?;
            Ok(message.id)
        })
    }
}

/// To whom a mail that left or will confirms the promise already.
fn confirmed(tx: &mut Tx, promise: &Promise) -> Result<Option<String>, DeskError> {
    let written = tx.messages().by_hand_since(promise.created_us, Some(&[promise.account_id]))?;
    let confirms = |message: &Message| Said::of(message).by_hand.and_then(|hand| hand.promise) == Some(promise.id);
    Ok(written.into_iter().find(confirms).map(|message| message.address))
}

fn wording(ground: &Ground, promise: &Promise) -> String {
    let name = attention_of(&ground.contacts);
    let creditor = &ground.creditor;
    let words = Words::All {
        who: if name.is_empty() { String::new() } else { format!(" {name}") },
        amount: Money::new(promise.amount_minor, promise.currency),
        day: promise.until_on,
        account: ground.line.account.number.clone(),
        creditor: creditor.name.clone(),
        signatory: creditor.signatory.clone(),
    };
    let language: Language = ground.line.debtor.language;
    words.words(language)
}

/// Subject and text; none without either.
pub(super) fn parted(words: &str) -> Option<(String, String)> {
    let (subject, text) = words.trim().split_once('\n')?;
    let (subject, text) = (subject.trim(), text.trim());
    (!subject.is_empty() && !text.is_empty()).then(|| (subject.to_owned(), text.replace('\r', "")))
}

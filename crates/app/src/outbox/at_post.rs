//! One letter as the post has it: where it went, its number, the day it was presented, why it came back.

use amicable::Channel;
use amicable::outbox::MessageState;
use kernel::{Date, Wording};
use ledger::AccountId;
use serde::Serialize;
use store::{DocumentId, MessageId};

use super::letter_back::{PostReturn, address_of, came_back};
use super::paper::written_on;
use crate::letters::Said;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// A letter, and what the post said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterAtPost {
    /// The message.
    pub message: MessageId,
    /// Its account.
    pub account_id: AccountId,
    /// Who it is written to.
    pub debtor: String,
    /// Their address, on one line.
    pub address: String,
    /// Subject.
    pub subject: String,
    /// The day it bears.
    pub written: Date,
    /// Where it stands.
    pub state: MessageState,
    /// Why it failed, where the post knew nobody at the address.
    pub why: Option<Wording>,
    /// Number of the registered letter; empty where none is known.
    pub registered: String,
    /// The day it was presented.
    pub presented_on: Option<Date>,
    /// The day it came back.
    pub returned_on: Option<Date>,
    /// Why it came back.
    pub returned: Option<PostReturn>,
    /// Its PDF.
    pub document: Option<DocumentId>,
    /// The day of the answer.
    pub today: Date,
}

impl LetterAtPost {
    /// It left, or may have: the post can bring it back.
    pub const fn left(&self) -> bool {
        matches!(self.state, MessageState::Sent | MessageState::Ambiguous)
    }

    /// It never leaves any more under this number, or came back from nobody: the post has nothing to say of it.
    pub const fn is_over(&self) -> bool {
        matches!(self.state, MessageState::Failed | MessageState::Cancelled | MessageState::Bounced)
    }
}

impl Desk {
    /// One letter, and what the post said of it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Refused`] on a message that is no letter.
    pub fn letter_at_post(&self, actor: &Actor, id: MessageId) -> Result<LetterAtPost, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let message = actor.find(tx, id)?;
            if message.channel != Channel::Letter.slug() {
                return Err(Refusal::NotALetter.into());
            }
            Ok(LetterAtPost {
                message: id,
                account_id: message.account_id,
                debtor: message.recipient.lines().next().unwrap_or_default().to_owned(),
                address: address_of(&message),
                written: written_on(tx, &message)?,
                why: came_back(&message),
                returned: Said::of(&message).returned,
                state: message.state,
                subject: message.subject,
                registered: message.registered,
                presented_on: message.presented_on,
                returned_on: message.returned_on,
                document: message.document_id,
                today,
            })
        })
    }
}

//! A letter that the post brings back. One that was presented has done its work; one whose reader nobody knows at the
//! address reached nobody: its level is not done, its address is no address any more, and somebody mends it.

use amicable::outbox::{Event, MessageState};
use kernel::{Date, Timestamp, Wording, slug_enum};
use serde_json::json;
use store::{Message, MessageId, Tx};

use super::Why;
use super::paper::{check_days, number};
use super::send::creditor_of;
use crate::desk::About;
use crate::letters::{Said, postal};
use crate::{Actor, Desk, DeskError, Permission, PostRefusal, Refusal};

slug_enum!(
    /// Why a letter came back.
    PostReturn {
        /// It was presented, and nobody collected it.
        Unclaimed = "unclaimed",
        /// It was presented, and refused.
        Refused = "refused",
        /// It was presented to nobody: the addressee is not known at the address.
        Unknown = "unknown",
    }
);

impl PostReturn {
    /// True of a letter that was presented: its day is what proves it.
    pub const fn was_presented(self) -> bool {
        !matches!(self, Self::Unknown)
    }
}

/// What the post wrote on a letter that it brings back.
#[derive(Debug, Clone)]
pub struct LetterBack {
    /// Why.
    pub reason: PostReturn,
    /// Day it came back.
    pub on: Date,
    /// Day it was presented, where that is not known yet.
    pub presented_on: Option<Date>,
    /// Number of the registered letter, where that is not known yet.
    pub number: Option<String>,
}

impl Desk {
    /// Says that the post brought a letter back, and why. Not collected or refused, it was presented on its day, which
    /// stays; unknown at the address, the letter failed: its level is done once it is made again and leaves, or once
    /// it is withdrawn. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`DeskError::Refused`] on what the post cannot have said.
    pub fn letter_returned(&self, actor: &Actor, id: MessageId, back: &LetterBack) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let given = back.number.as_deref().map(number).transpose()?;
        self.store.write("outbox.letter_returned", |tx| {
            let message = actor.find(tx, id)?;
            if message.channel != "letter" {
                return Err(Refusal::NotALetter.into());
            }
            let mut said = Said::of(&message);
            let presented_on = back.presented_on.or(message.presented_on);
            if said.returned == Some(PostReturn::Unknown) {
                let again = back.reason == PostReturn::Unknown;
                return if again { Ok(()) } else { Err(PostRefusal::ReturnTold.into()) };
            }
            match (back.reason.was_presented(), presented_on) {
                (true, None) => return Err(PostRefusal::PresentationMissing.into()),
                (false, Some(presented)) => return Err(PostRefusal::WasPresented { presented }.into()),
                _ => {}
            }
            said.returned = Some(back.reason);
            let registered = given.as_ref().map_or_else(|| message.registered.clone(), ToString::to_string);
            let told = Message {
                registered,
                presented_on,
                returned_on: Some(back.on),
                body: said.kept(),
                state: left(&message)?,
                ..message.clone()
            };
            if told == message {
                return Ok(());
            }
            check_days(tx, &told, (back.presented_on, Some(back.on)), self.today())?;
            self.come_back(tx, actor, told, back.reason)
        })
    }

    fn come_back(&self, tx: &mut Tx, actor: &Actor, told: Message, reason: PostReturn) -> Result<(), DeskError> {
        let about = About { account: Some(told.account_id), creditor: creditor_of(tx, &told)?, on: None };
        let payload = json!({
            "message": told.id, "registered": told.registered, "presented_on": told.presented_on,
            "returned_on": told.returned_on, "reason": reason.slug(),
        });
        self.note(tx, actor, about, "message.registered", &payload)?;
        if reason.was_presented() {
            return Ok(tx.messages().save(&told)?);
        }
        let settled_us: Option<Timestamp> = Some(self.now());
        let failed = Message { state: told.state.after(Event::Return)?, settled_us, ..told };
        tx.messages().save(&failed)?;
        let why = Why::AddressUnknown { address: address_of(&failed) };
        let payload = json!({ "message": failed.id, "why": why.wording() });
        self.note(tx, actor, about, "message.failed", &payload)?;
        self.mark_address(tx, actor, (&failed, about))?;
        self.ask_to_mend(tx, actor, &failed, &why.wording())
    }

    /// Marks the debtor's address, where it is still the one that the letter went to.
    fn mark_address(&self, tx: &mut Tx, actor: &Actor, (message, about): (&Message, About)) -> Result<(), DeskError> {
        let Some(line) = tx.accounts().get_many(&[message.account_id])?.into_iter().next() else { return Ok(()) };
        let creditor = tx.creditors().get(line.account.creditor_id)?;
        let now = postal(&line.debtor.address, &creditor.address.country);
        if !address_of(message).ends_with(&now.join(", ")) || line.debtor.address_came_back() {
            return Ok(());
        }
        let mut debtor = line.debtor;
        debtor.returned_address = debtor.address.on_one_line();
        let payload = json!({ "debtor": debtor.id, "address": debtor.returned_address, "message": message.id });
        tx.debtors().save(&debtor)?;
        Ok(self.note(tx, actor, about, "debtor.address_returned", &payload)?)
    }
}

/// Where a letter stands once the post brought it back: it left, whoever doubted it.
fn left(message: &Message) -> Result<MessageState, DeskError> {
    match message.state {
        MessageState::Sent => Ok(MessageState::Sent),
        MessageState::Ambiguous => Ok(message.state.after(Event::DeclareSent)?),
        state => Err(PostRefusal::NotPosted { state: state.slug().to_owned() }.into()),
    }
}

/// The address of a letter, without its first line: the name of who is written to.
pub(super) fn address_of(message: &Message) -> String {
    message.recipient.lines().skip(1).collect::<Vec<_>>().join(", ")
}

/// Why a letter that came back failed; none for any other message.
pub(super) fn came_back(message: &Message) -> Option<Wording> {
    let unknown = Said::of(message).returned == Some(PostReturn::Unknown);
    unknown.then(|| Why::AddressUnknown { address: address_of(message) }.wording())
}

/// What of a letter that failed is forgotten once it is made again: it gets another number.
pub(super) fn afresh(message: Message) -> Message {
    if Said::of(&message).returned.is_none() {
        return message;
    }
    let said = Said { returned: None, ..Said::of(&message) };
    Message { registered: String::new(), presented_on: None, returned_on: None, body: said.kept(), ..message }
}

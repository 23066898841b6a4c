//! Messages that a person writes: what a selection of pieces asks, the words, what forbids it, and sending
//! through the same outbox as those of a run.
//!
//! A message written by hand is made at once, then held in the outbox for ten seconds, so that who wrote it
//! can take it back. It leaves by the same door, decided again from the ledger under lock; what it asks is
//! kept with it. Nobody writes it anew when things have changed: it is cancelled, and says why.

mod ask;
mod confirm;
mod draft;
mod ground;
mod inform;
mod objection;
mod write;

pub use ask::{AskAnswer, AskLine, HeldPart, RateLine, SourceLine};
pub use confirm::Confirmation;
pub use draft::MessageDraft;
pub use inform::DisputeMail;
pub use objection::Objection;

use amicable::{Channel, Enclosure};
use ledger::ItemId;
use store::MessageId;

/// What a person wants to send.
#[derive(Debug, Clone, Default)]
pub struct MessageOrder {
    /// Pieces; those that are late and the free credits when none is named.
    pub items: Option<Vec<ItemId>>,
    /// By mail or by letter; by mail where there is an address, else by letter.
    pub channel: Option<Channel>,
    /// Name of the text; by what was sent before when none is named.
    pub text: Option<String>,
    /// The words as changed for this message alone: subject, paragraphs, `---`, paragraphs.
    pub words: Option<String>,
    /// What goes with it, as far as it fits: the statement of the account, the invoices asked for.
    pub attach: Vec<Enclosure>,
    /// The identity that a draft gave it: the same one twice is one message.
    pub id: Option<MessageId>,
    /// What the draft said it asked ([`MessageDraft::seen`]): refused when the ledger says otherwise since.
    pub seen: Option<String>,
    /// The mark of the words that the draft gave ([`MessageDraft::own`]): words that still bear it were changed by
    /// nobody, and follow the ledger.
    pub own: Option<String>,
}

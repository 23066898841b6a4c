//! What carries a message out of the house: mail over SMTP, and a folder that stands for the
//! printer and for the text-message gateway. What comes back from a mail server is read here too.
//!
//! A [`Parcel`] is complete and valid before it gets here. A [`Carrier`] hands it over once and
//! tells what is known afterwards, as an [`Outcome`]: accepted, refused, or *ambiguous* when the
//! other side fell silent after it had everything. It never sends again by itself.
//!
//! Nothing here reads a clock, a database or the environment: instants are parameters, and the same
//! parcel always gives the same bytes, so that what was sent can be shown again and its hash agrees.

pub mod bounce;
mod client;
pub mod eml;
pub mod feed;
pub mod folder;
pub mod oidc;
pub mod outcome;
pub mod pace;
pub mod parcel;
pub mod sms;
pub mod smtp;
pub mod webhook;
pub mod words;

pub use bounce::{Bounce, Fate, Returned, ReturnedRecipient};
pub use feed::{FeedClient, FeedSilence};
pub use folder::{Folder, Label};
pub use oidc::{OidcClient, OidcExchange, OidcProof, OidcSilence};
pub use outcome::{Accepted, Blame, Doubt, Evidence, Outcome, RecipientRefusal, Refusal, Silence, Stage};
pub use pace::{Leave, Limits, Pace};
pub use parcel::{Attachment, BatchPlace, Content, Mail, Parcel, Post, Service, Sms};
pub use sms::SmsText;
pub use smtp::{Login, Roots, Security, Server, Smtp, Timeouts};
pub use webhook::{WebhookAnswer, WebhookCall, WebhookClient, WebhookReach, WebhookSilence};
pub use words::{EmailAddress, Line, Mailbox, MessageId, PhoneNumber, RegisteredNumber, WordError};

/// Hands parcels over to somebody outside the house.
pub trait Carrier: Send + Sync {
    /// Whether this carrier takes such a content at all.
    fn carries(&self, content: &Content) -> bool;

    /// Hands the parcel over, once. May block for as long as the carrier's timeouts allow.
    ///
    /// Never panics and never fails otherwise than by an [`Outcome`]: whatever happened, the caller
    /// has something to write down.
    fn send(&self, parcel: &Parcel) -> Outcome;

    /// What it knows of a parcel handed over by somebody who died before the answer.
    fn recall(&self, id: &MessageId) -> Recall {
        let _ = id;
        Recall::Unknown
    }

    /// A word for what it is (`smtp`, `folder`), kept with each attempt.
    fn kind(&self) -> &'static str;
}

/// What a carrier remembers of a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recall {
    /// It keeps no memory, or cannot look: the parcel may have left.
    Unknown,
    /// It has certainly not got it.
    Absent,
    /// It has it.
    Taken(Box<Evidence>),
}

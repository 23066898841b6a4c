//! What leaves the house: each message once, decided again just before, with what proves it.
//!
//! A message is *reserved* in a transaction that reads the ledger again; its carrier is called outside
//! of any transaction; the answer is written after. Who dies in between leaves an attempt whose lease
//! runs out: a carrier that remembers is asked, else nobody knows and a person decides.

mod again;
mod answer;
mod at_post;
mod letter_back;
mod list;
mod paper;
mod parcel;
mod returned;
mod send;
mod verdict;

use std::sync::{Arc, Mutex, PoisonError};

use courier::{Carrier, EmailAddress, Limits, Pace};
use kernel::Wording;
use serde::Serialize;

pub(crate) use again::failure;
pub use at_post::LetterAtPost;
pub use letter_back::{LetterBack, PostReturn};
pub use list::{OutboxCard, OutboxFilter, OutboxPage};
pub use paper::{Posted, TakenOut};
pub use returned::{BounceAnswer, BounceFate};
pub(crate) use send::{held_until, minutes};
pub use verdict::Why;
pub(crate) use verdict::{Verdict, circumstances, verdict};

use crate::Desk;

/// Who carries what. A channel without a carrier keeps its messages, made and waiting.
#[derive(Clone, Default)]
pub struct Carriers {
    /// Carries mails.
    pub mail: Option<Arc<dyn Carrier>>,
    /// Carries text messages.
    pub sms: Option<Arc<dyn Carrier>>,
    /// Posts letters; without it they are printed, and somebody says when they were posted.
    pub post: Option<Arc<dyn Carrier>>,
    /// Limits of mail by domain.
    pub limits: Limits,
    /// The house's address for sending; each creditor's own without it.
    pub mail_from: Option<EmailAddress>,
}

impl Carriers {
    /// One carrier for everything: a folder.
    pub fn all(carrier: &Arc<dyn Carrier>) -> Self {
        let one = || Some(Arc::clone(carrier));
        Self { mail: one(), sms: one(), post: one(), ..Self::default() }
    }

    /// The carrier of a channel.
    fn of(&self, channel: &str) -> Option<&Arc<dyn Carrier>> {
        match channel {
            "mail" => self.mail.as_ref(),
            "sms" => self.sms.as_ref(),
            "letter" => self.post.as_ref(),
            _ => None,
        }
    }

    /// Channels that have one.
    fn channels(&self) -> Vec<&'static str> {
        ["mail", "sms", "letter"].into_iter().filter(|c| self.of(c).is_some()).collect()
    }
}

/// Carriers of a process, and how fast it has been sending.
#[derive(Default)]
pub(crate) struct Outbox {
    pub carriers: Carriers,
    pace: Mutex<Pace>,
}

impl Outbox {
    fn new(carriers: Carriers) -> Self {
        let pace = Mutex::new(Pace::new(carriers.limits));
        Self { carriers, pace }
    }

    pub(crate) fn pace<T>(&self, f: impl FnOnce(&mut Pace) -> T) -> T {
        f(&mut self.pace.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a sending did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SendReport {
    /// Accepted by their carrier.
    pub sent: u64,
    /// To be tried again later.
    pub deferred: u64,
    /// Refused for good, or given up.
    pub refused: u64,
    /// Nobody knows whether they left.
    pub doubtful: u64,
    /// Nothing was left to ask.
    pub cancelled: u64,
    /// What they ask has changed: to be made again.
    pub remade: u64,
    /// Kept for later: a pause, a promise, a payment to match, the pace of a domain.
    pub waiting: u64,
    /// Those that could not be handled; the others were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassedOver>,
}

/// Something to send that could not be handled, and left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// `message` or `delivery`, and its reference.
    pub what: String,
    /// What stopped it.
    pub why: Wording,
}

impl Desk {
    /// The same desk with carriers.
    #[must_use]
    pub fn with_carriers(mut self, carriers: Carriers) -> Self {
        self.outbox = Outbox::new(carriers);
        self
    }
}

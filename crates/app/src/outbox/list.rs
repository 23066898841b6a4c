//! The outbox as people look at it.

use std::collections::{BTreeMap, HashMap};

use amicable::Channel;
use amicable::outbox::MessageState;
use courier::EmailAddress;
use kernel::{Timestamp, Wording};
use ledger::{AccountId, Creditor};
use serde::Serialize;
use store::{Delivery, DocumentId, Message, MessageId};

use super::again::failure;
use super::answer::shown_address;
use crate::{Actor, Desk, DeskError, Permission};

/// Messages of a page at most.
const PAGE_MAX: u32 = 500;

kernel::sentences! {
    /// What to set so that messages leave.
    Missing {
        /// No carrier for mails.
        Mail { waiting: i64 } = "no-mail-carrier",
            "aucun transport pour les mails ({waiting} en attente) : donnez QUITTANCE_SMTP=smtps://utilisateur:motdepasse@serveur:465 et QUITTANCE_MAIL_FROM, ou --outbox DOSSIER",
            "no carrier for mails ({waiting} waiting): set QUITTANCE_SMTP=smtps://user:password@server:465 and QUITTANCE_MAIL_FROM, or --outbox FOLDER";
        /// No address that mails are sent from.
        Sender { waiting: i64 } = "no-mail-sender",
            "aucune adresse d’expéditeur ({waiting} mails en attente) : donnez QUITTANCE_MAIL_FROM, ou l’adresse mail du créancier",
            "no sender's address ({waiting} mails waiting): set QUITTANCE_MAIL_FROM, or the creditor's mail address";
        /// No carrier for text messages.
        Sms { waiting: i64 } = "no-sms-carrier",
            "aucun transport pour les SMS ({waiting} en attente) : donnez --outbox DOSSIER, que votre passerelle relève",
            "no carrier for text messages ({waiting} waiting): set --outbox FOLDER, which your gateway empties";
    }
}

/// Which messages.
#[derive(Debug, Clone, Default)]
pub struct OutboxFilter {
    /// One state.
    pub state: Option<MessageState>,
    /// One channel.
    pub channel: Option<Channel>,
    /// Older than this one: the `next` of the page before.
    pub before: Option<MessageId>,
    /// How many; 100 when none, 500 at most.
    pub limit: Option<u32>,
}

/// One message in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutboxCard {
    /// The message.
    pub message: MessageId,
    /// The account.
    pub account_id: AccountId,
    /// Who receives it.
    pub debtor: String,
    /// Where it stands.
    pub state: String,
    /// Way it goes.
    pub channel: String,
    /// Address, number, or first line of the postal address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// The last answer of its carrier, in its words.
    pub last_reply: String,
    /// Why it failed; none for one that did not.
    pub why: Option<Wording>,
    /// Temporary refusals so far.
    pub refusals: i64,
    /// Not before.
    pub next_try: Timestamp,
    /// When it came to rest.
    pub settled: Option<Timestamp>,
    /// Number of the registered letter.
    pub registered: String,
    /// Its PDF.
    pub document: Option<DocumentId>,
    /// A letter written by hand, in no print file, that somebody posts.
    #[serde(skip)]
    pub to_post: bool,
    /// Written by hand and not gone yet, or failed: it can be withdrawn.
    #[serde(skip)]
    pub withdrawable: bool,
}

/// A page of messages.
#[derive(Debug, Clone, Serialize)]
pub struct OutboxPage {
    /// Messages, newest first.
    pub messages: Vec<OutboxCard>,
    /// Where the next page starts.
    pub next: Option<MessageId>,
    /// All messages by state.
    pub counts: BTreeMap<String, i64>,
    /// Channels whose messages wait for a carrier, and what to set.
    pub notes: Vec<Wording>,
}

impl Desk {
    /// Messages by state, newest first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn outbox(&self, actor: &Actor, filter: &OutboxFilter) -> Result<OutboxPage, DeskError> {
        actor.may(Permission::Read)?;
        let limit = filter.limit.unwrap_or(100).clamp(1, PAGE_MAX);
        let channel = filter.channel.map(Channel::slug);
        let scope = self.scope(actor)?;
        let (messages, more, replies, standing) = self.store.read(|tx| {
            let read = |before, limit| tx.messages().list(filter.state, channel, before, limit);
            let (messages, more) = scope.page((filter.before, limit), read, |m| (m.id, m.account_id))?;
            let ids: Vec<MessageId> = messages.iter().map(|m| m.id).collect();
            // By id: the last one of each message stays.
            let attempts = tx.deliveries().of_messages(&ids)?;
            let replies: HashMap<MessageId, Delivery> = attempts.into_iter().map(|d| (d.message_id, d)).collect();
            let standing = if scope.is_whole() {
                tx.messages().standing()?
            } else {
                scope.standing(tx.messages().standing_by_account(None)?)
            };
            Ok::<_, DeskError>((messages, more, replies, standing))
        })?;
        let mut counts = BTreeMap::new();
        for (state, _, count) in &standing {
            *counts.entry(state.slug().to_owned()).or_insert(0) += count;
        }
        Ok(OutboxPage {
            next: messages.last().filter(|_| more).map(|m| m.id),
            messages: messages.into_iter().map(|m| card(&m, &replies)).collect(),
            counts,
            notes: self.missing(&standing, &self.creditors(actor)?),
        })
    }

    fn missing(&self, standing: &[(MessageState, String, i64)], creditors: &[Creditor]) -> Vec<Wording> {
        let waiting = |channel: Channel| {
            let made = standing.iter().filter(|(s, c, _)| *s == MessageState::Rendered && c == channel.slug());
            made.map(|(_, _, count)| count).sum::<i64>()
        };
        let carriers = &self.outbox.carriers;
        let (mail, sms) = (waiting(Channel::Mail), waiting(Channel::Sms));
        let nameless = carriers.mail_from.is_none() && creditors.iter().any(|c| EmailAddress::parse(&c.email).is_err());
        let sender =
            (carriers.mail.is_some() && nameless && mail > 0).then(|| Missing::Sender { waiting: mail }.wording());
        let mail = (carriers.mail.is_none() && mail > 0).then(|| Missing::Mail { waiting: mail }.wording());
        let sms = (carriers.sms.is_none() && sms > 0).then(|| Missing::Sms { waiting: sms }.wording());
        mail.into_iter().chain(sender).chain(sms).collect()
    }
}

fn card(message: &Message, replies: &HashMap<MessageId, Delivery>) -> OutboxCard {
    let last = replies.get(&message.id);
    let waits_by_hand = message.state == MessageState::Rendered && message.reminder_id.is_none();
    OutboxCard {
        message: message.id,
        account_id: message.account_id,
        debtor: message.recipient.lines().next().unwrap_or_default().to_owned(),
        state: message.state.slug().to_owned(),
        channel: message.channel.clone(),
        to: shown_address(message),
        subject: message.subject.clone(),
        last_reply: last.map(|attempt| attempt.reply.clone()).unwrap_or_default(),
        why: failure(message, last),
        refusals: message.refusals,
        next_try: message.next_try_us,
        settled: message.settled_us,
        registered: message.registered.clone(),
        document: message.document_id,
        to_post: waits_by_hand && message.channel == Channel::Letter.slug(),
        withdrawable: waits_by_hand || message.state == MessageState::Failed,
    }
}

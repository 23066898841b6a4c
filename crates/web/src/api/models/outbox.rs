//! What leaves, and when.

use std::collections::BTreeMap;

use app::outbox::{BounceAnswer, OutboxCard, OutboxPage, Posted as PostedAnswer, SendReport};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::Lang;

/// One message.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutboxMessage {
    pub id: String,
    pub account: String,
    pub debtor: String,
    /// `awaiting`, `planned`, `rendered`, `reserved`, `sent`, `failed`, `ambiguous`, `bounced`, `cancelled`.
    pub state: String,
    /// `letter`, `mail`, `sms`.
    pub channel: String,
    pub to: String,
    pub subject: String,
    /// The last answer of its carrier, in its words.
    pub last_reply: String,
    /// Why it failed; `null` for one that did not.
    pub why: Option<String>,
    pub refusals: i64,
    pub next_try: String,
    pub settled: Option<String>,
    pub registered: String,
    pub document: Option<String>,
}

impl OutboxMessage {
    fn of(card: &OutboxCard, lang: Lang) -> Self {
        Self {
            id: card.message.to_string(),
            account: card.account_id.to_string(),
            debtor: card.debtor.clone(),
            state: card.state.clone(),
            channel: card.channel.clone(),
            to: card.to.clone(),
            subject: card.subject.clone(),
            last_reply: card.last_reply.clone(),
            why: card.why.as_ref().map(|why| why.pick(lang).to_owned()),
            refusals: card.refusals,
            next_try: card.next_try.to_string(),
            settled: card.settled.map(|at| at.to_string()),
            registered: card.registered.clone(),
            document: card.document.map(|id| id.to_string()),
        }
    }
}

/// A page of messages, newest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    pub messages: Vec<OutboxMessage>,
    pub next: Option<String>,
    /// All messages by state.
    pub counts: BTreeMap<String, i64>,
    /// Channels whose messages wait for a carrier, and what to set.
    pub notes: Vec<String>,
}

impl Outbox {
    /// In one language.
    pub fn of(page: &OutboxPage, lang: Lang) -> Self {
        Self {
            messages: page.messages.iter().map(|card| OutboxMessage::of(card, lang)).collect(),
            next: page.next.map(|id| id.to_string()),
            counts: page.counts.clone(),
            notes: page.notes.iter().map(|n| n.pick(lang).to_owned()).collect(),
        }
    }
}

/// What a sending did, in messages.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendAnswer {
    pub sent: u64,
    pub deferred: u64,
    pub refused: u64,
    pub doubtful: u64,
    pub cancelled: u64,
    pub remade: u64,
    pub waiting: u64,
    /// Those that could not be handled and were left as they were; the others were.
    pub passed_over: Vec<PassedOver>,
}

/// Something to send that could not be handled.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PassedOver {
    /// `message` or `delivery`, and its reference.
    pub what: String,
    /// What stopped it.
    pub why: String,
}

impl SendAnswer {
    /// In one language.
    pub fn of(r: &SendReport, lang: Lang) -> Self {
        let why = |passed: &app::outbox::PassedOver| passed.why.pick(lang).to_owned();
        Self {
            passed_over: r.passed_over.iter().map(|p| PassedOver { what: p.what.clone(), why: why(p) }).collect(),
            sent: r.sent,
            deferred: r.deferred,
            refused: r.refused,
            doubtful: r.doubtful,
            cancelled: r.cancelled,
            remade: r.remade,
            waiting: r.waiting,
        }
    }
}

/// Whether a doubtful message left.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// True: it counts as sent. False: it is sent again.
    pub left: bool,
}

/// A mail that came back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnedMail {
    /// The whole mail, as received.
    pub mail: String,
}

/// What it was.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// `bounced`, `noted`, `auto-reply`, `not-ours`.
    pub fate: String,
    pub message: Option<String>,
    pub reply: String,
}

impl From<&BounceAnswer> for Returned {
    fn from(answer: &BounceAnswer) -> Self {
        let fate = serde_json::to_value(answer.fate).ok();
        Self {
            fate: fate.as_ref().and_then(|f| f.as_str()).unwrap_or_default().to_owned(),
            message: answer.message.map(|id| id.to_string()),
            reply: answer.reply.clone(),
        }
    }
}

/// A print file, and how much of it is still to be posted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintFileLine {
    /// The PDF, to be read under `/api/v1/documents`.
    pub document: String,
    pub file: String,
    /// Day of its run.
    pub day: String,
    pub creditor: String,
    pub letters: i64,
    /// Letters made and not posted yet.
    pub to_post: i64,
}

/// A print file that went to the post.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostedOrder {
    /// Today when absent.
    #[serde(default)]
    pub on: Option<String>,
    /// Numbers of the registered letters, in the order of printing.
    #[serde(default)]
    pub registered: Vec<String>,
}

/// A letter to take out of the batch.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenOut {
    pub message: String,
    pub account: String,
    pub debtor: String,
    /// Place in the print file, from 1.
    pub place: u64,
    pub why: String,
}

/// What became of the letters of a print file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Posted {
    pub sent: u64,
    pub before: u64,
    pub take_out: Vec<TakenOut>,
}

impl Posted {
    /// In one language.
    pub fn of(posted: &PostedAnswer, lang: Lang) -> Self {
        let out = |o: &app::outbox::TakenOut| TakenOut {
            message: o.message.to_string(),
            account: o.account_id.to_string(),
            debtor: o.debtor.clone(),
            place: o.place as u64,
            why: o.why.pick(lang).to_owned(),
        };
        Self { sent: posted.sent, before: posted.before, take_out: posted.take_out.iter().map(out).collect() }
    }
}

/// What the post says of a registered letter; what is absent stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisteredOrder {
    #[serde(default)]
    pub number: Option<String>,
    #[serde(default)]
    pub presented_on: Option<String>,
    #[serde(default)]
    pub returned_on: Option<String>,
}

/// A letter that the post brought back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterBackOrder {
    /// `unclaimed`, `refused`, `unknown`.
    pub reason: String,
    /// Day it came back; today when absent.
    #[serde(default)]
    pub on: Option<String>,
    /// Day it was presented: needed of a letter not collected or refused, where it is not known yet.
    #[serde(default)]
    pub presented_on: Option<String>,
    #[serde(default)]
    pub number: Option<String>,
}

/// When the day's run starts by itself.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleModel {
    /// `07:00`, the house's time; absent while nothing starts by itself.
    #[serde(default)]
    pub at: Option<String>,
    /// Working days of this territory only (`metropole`…); every day when absent.
    #[serde(default)]
    pub working_days: Option<String>,
    /// The house's time zone, by its IANA name; kept as it is when absent.
    #[serde(default)]
    pub zone: Option<String>,
}

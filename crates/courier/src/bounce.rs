//! What comes back: reports of mail that could not be delivered (RFC 3464), in the standard form
//! and in those of servers that have their own.
//!
//! Reading decides nothing. Anybody can write a report: the caller believes it only if it names a
//! message that the house has sent to that recipient.

mod own_words;
mod report;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

/// Largest mail read: a report often carries the whole message back.
pub const SIZE_MAX: usize = 40_000_000;
/// Recipients kept of one report.
pub const RECIPIENTS_MAX: usize = 100;

/// A mail that came back to the house, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// A report about a delivery.
    Bounce(Bounce),
    /// A machine's answer: out of office, "we have received your mail". The message was delivered.
    AutoReply {
        /// The message it answers, without brackets.
        message_id: Option<String>,
    },
    /// Neither: a person's answer, or something else.
    Other,
}

/// A report about a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// Message-ID of the mail it is about, without brackets, where it can be found.
    pub message_id: Option<String>,
    /// The server that writes.
    pub reporter: Option<String>,
    /// Whether it has the standard form. One in a server's own words is read with less certainty.
    pub standard: bool,
    /// What became of it, recipient by recipient.
    pub recipients: Vec<ReturnedRecipient>,
}

/// What became of a mail for one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedRecipient {
    /// Whom the house had written to, as far as the report tells; lower case.
    pub address: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Status code, `5.1.1` (RFC 3463).
    pub status: Option<String>,
    /// The words of the server that refused it.
    pub diagnostic: Option<String>,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Not delivered, and never will be: no such mailbox, refused.
    Permanent,
    /// Not delivered: the server has given up on a trouble that may pass. Another message may arrive.
    GaveUp,
    /// Not yet delivered; the server goes on trying.
    Delayed,
    /// Delivered.
    Delivered,
    /// Handed on to a server or a list that gives no reports.
    HandedOn,
    /// Not delivered, for a reason that cannot be told.
    Unknown,
}

impl ReturnedRecipient {
    /// Whether the address itself is wrong, and not only this message refused: RFC 3463's codes for
    /// a mailbox, a system or a syntax that does not exist, or a mailbox closed.
    pub fn address_is_wrong(&self) -> bool {
        let wrong = ["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];
        self.fate == Fate::Permanent && self.status.as_deref().is_some_and(|status| wrong.contains(&status))
    }
}

/// Why a mail cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BounceError {
    /// Too large.
    #[error("the mail has {0} bytes and the limit is {SIZE_MAX}")]
    TooLarge(usize),
    /// Not a mail.
    #[error("this is not a mail: it has no header")]
    NotMail,
}

/// Reads a mail that came to the address for bounces.
pub fn read(bytes: &[u8]) -> Result<Returned, BounceError> {
    if bytes.len() > SIZE_MAX {
        return Err(BounceError::TooLarge(bytes.len()));
    }
    let message = MessageParser::default().parse(bytes).ok_or(BounceError::NotMail)?;
    if message.headers().is_empty() {
        return Err(BounceError::NotMail);
    }
    let bounce = report::read(&message).or_else(|| own_words::read(&message));
    Ok(match bounce {
        Some(bounce) => Returned::Bounce(bounce),
        None if is_automatic(&message) => Returned::AutoReply { message_id: answered(&message) },
        None => Returned::Other,
    })
}

/// RFC 3834, and what was used before it.
fn is_automatic(message: &Message<'_>) -> bool {
    let says = |name: &'static str, words: &[&str]| {
        let value = message.header_raw(name).unwrap_or_default().trim().to_ascii_lowercase();
        words.iter().any(|word| value.starts_with(word))
    };
    says("Auto-Submitted", &["auto-"])
        || says("Precedence", &["auto_reply", "auto-reply"])
        || message.header_raw("X-Autoreply").is_some()
        || message.header_raw("X-Autorespond").is_some()
}

/// The message that this one answers.
fn answered(message: &Message<'_>) -> Option<String> {
    let last = |value: &mail_parser::HeaderValue<'_>| {
        value
            .as_text_list()
            .and_then(<[_]>::last)
            .map(ToString::to_string)
            .or_else(|| value.as_text().map(str::to_owned))
    };
    last(message.in_reply_to()).or_else(|| last(message.references())).map(|id| bare(&id)).filter(|id| !id.is_empty())
}

/// Without brackets and blanks; cut.
fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').chars().filter(|c| !c.is_control()).take(300).collect()
}

/// The Message-ID of the message that a report carries back, whole or by its header.
fn carried(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(original) => original.message_id().map(bare),
        body => {
            let kind = part.content_type()?;
            let headers = kind.subtype()?.eq_ignore_ascii_case("rfc822-headers");
            let PartType::Text(text) = body else {
                return headers.then(|| id_in(&String::from_utf8_lossy(part.contents()))).flatten();
            };
            headers.then(|| id_in(text)).flatten()
        }
    })
}

/// The last `Message-ID:` line of a text: a report's own words come before the copy.
fn id_in(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().rposition(|line| {
        line.split_once(':')
            .is_some_and(|(name, _)| name.trim().trim_start_matches('>').trim().eq_ignore_ascii_case("message-id"))
    })?;
    let here = lines.get(at)?.split_once(':')?.1.trim();
    // a long id stands on the next line
    let id = if here.is_empty() { lines.get(at + 1)?.trim() } else { here };
    Some(bare(id)).filter(|id| id.contains('@'))
}

/// Five, four or two by the first digit of a status code.
fn class(status: &str) -> Option<char> {
    status.chars().next().filter(|c| matches!(c, '2' | '4' | '5'))
}

//! What is known after a parcel was handed over.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Characters of a server's reply that are kept.
const REPLY_MAX: usize = 1000;

/// The three things that can be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The other side answers for it from now on.
    Accepted(Accepted),
    /// The other side has not got it, and knows that it has not.
    Refused(Refusal),
    /// Everything was handed over and no answer came: it may have left or not. Sending again may
    /// send twice; a person decides, or a bounce or an answer does.
    Ambiguous(Box<Doubt>),
}

/// A parcel taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// What to show if it is ever contested.
    pub evidence: Evidence,
    /// Recipients it was not taken for, though it was for at least one other.
    pub refused: Vec<RecipientRefusal>,
}

/// The trace of a parcel taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Who took it: host and port with the server's own name, or the folder's file.
    pub by: String,
    /// The last reply, code included.
    pub reply: String,
    /// The name that the server gave it, where the reply tells.
    pub queue_id: Option<String>,
    /// Whether it travelled over TLS; true for a folder of this machine.
    pub secured: bool,
    /// Bytes handed over.
    pub size: u64,
    /// SHA-256 of those bytes, in hexadecimal.
    pub sha256: String,
}

/// A parcel not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// False if the same parcel may be taken later.
    pub permanent: bool,
    /// How far it got.
    pub stage: Stage,
    /// The reply's code, where the other side spoke.
    pub code: Option<u16>,
    /// The reply, or in words what happened.
    pub reply: String,
    /// What was said of each recipient, where that is what it failed on.
    pub recipients: Vec<RecipientRefusal>,
}

/// One recipient not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientRefusal {
    /// The address.
    pub recipient: String,
    /// False if it may be taken later: a greylist, a full mailbox.
    pub permanent: bool,
    /// The reply's code.
    pub code: u16,
    /// The reply, code included.
    pub reply: String,
}

/// A parcel of which nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The last thing that was certainly done.
    pub after: Stage,
    /// Why there is no answer.
    pub why: Silence,
    /// To whom it was handed over.
    pub by: String,
    /// Bytes handed over.
    pub size: u64,
    /// SHA-256 of those bytes, in hexadecimal.
    pub sha256: String,
    /// Recipients it had been refused for before.
    pub refused: Vec<RecipientRefusal>,
}

/// How far a parcel got. Up to [`Stage::Content`] included the other side cannot have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before anybody was called.
    Preparation,
    /// Finding and calling the server.
    Connect,
    /// Agreeing on TLS.
    Tls,
    /// Greeting and `EHLO`.
    Greeting,
    /// Name and password.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// The message on its way, its final dot not yet sent.
    Content,
    /// The final dot was sent.
    EndOfData,
}

/// Whose matter a refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The carrier or its settings: every other parcel will meet the same.
    House,
    /// The recipient's address.
    Recipient,
    /// This very parcel: its size, its content.
    Parcel,
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// The other side hung up.
    #[error("the server closed the connection")]
    Closed,
    /// Nothing within the time allowed.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The network failed.
    #[error("the connection failed: {0}")]
    Failed(String),
    /// It answered, but not as a mail server does.
    #[error("the server's answer cannot be read: « {0} »")]
    Unreadable(String),
}

impl Outcome {
    /// Refused by the house itself, before anybody was called.
    pub(crate) fn unfit(reply: impl Into<String>) -> Self {
        Self::Refused(Refusal {
            permanent: true,
            stage: Stage::Preparation,
            code: None,
            reply: reply.into(),
            recipients: Vec::new(),
        })
    }
}

impl Refusal {
    /// Nobody spoke: the same parcel may be sent again.
    pub(crate) fn silent(stage: Stage, why: impl fmt::Display) -> Self {
        Self { permanent: false, stage, code: None, reply: why.to_string(), recipients: Vec::new() }
    }

    /// A reply. Up to the login a "permanent" one is about the house and its settings, not about the
    /// parcel, which may be taken once they are mended.
    pub(crate) fn spoken(stage: Stage, code: u16, reply: String) -> Self {
        let permanent = code >= 500 && stage >= Stage::Sender;
        Self { permanent, stage, code: Some(code), reply, recipients: Vec::new() }
    }

    /// Whose matter it is.
    pub fn blame(&self) -> Blame {
        match (self.stage, self.code) {
            (Stage::Preparation, _) | (Stage::Sender, Some(552)) => Blame::Parcel,
            (Stage::Recipient, Some(_)) => Blame::Recipient,
            (Stage::Data | Stage::Content | Stage::EndOfData, Some(code)) if code != 421 => Blame::Parcel,
            _ => Blame::House,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reply)?;
        for one in &self.recipients {
            write!(f, "; {}: {}", one.recipient, one.reply)?;
        }
        Ok(())
    }
}

/// The name a server gave to a message in its last reply: Postfix, Exim, Sendmail, Exchange.
pub(crate) fn queue_id(reply: &str) -> Option<String> {
    let after = |mark: &str| {
        let at = reply.to_ascii_lowercase().find(mark)? + mark.len();
        reply.get(at..)?.split([' ', ']', ',', ';', '>']).next()
    };
    let sendmail = || reply.strip_suffix(" Message accepted for delivery")?.rsplit(' ').next();
    let word = after("queued as ").or_else(|| after(" id=")).or_else(|| after("internalid=")).or_else(sendmail)?;
    let word = word.trim_end_matches('.');
    (!word.is_empty() && word.len() <= 100).then(|| word.to_owned())
}

/// Text of a foreign program as it may be kept and shown: one line, no control character, cut.
pub(crate) fn shown(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(REPLY_MAX).collect();
    plain.trim().to_owned()
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    kernel::hex(&Sha256::digest(bytes))
}

/// A length as it is kept.
pub(crate) fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_id_is_found_in_the_replies_of_common_servers() {
        for (reply, expected) in [
            ("250 2.0.0 Ok: queued as 4XkZ1q2Y", Some("4XkZ1q2Y")),
            ("250 OK id=1tABcd-000123-45", Some("1tABcd-000123-45")),
            ("250 2.0.0 4AMBxyz012345 Message accepted for delivery", Some("4AMBxyz012345")),
            ("250 2.6.0 <a@b> [InternalId=123456, Hostname=x.example] Queued mail for delivery", Some("123456")),
            ("250 OK", None),
        ] {
            assert_eq!(queue_id(reply).as_deref(), expected, "{reply}");
        }
    }

    #[test]
    fn a_refused_login_is_no_fault_of_the_parcel() {
        let login = Refusal::spoken(Stage::Login, 535, "535 5.7.8".into());
        assert_eq!((login.permanent, login.blame()), (false, Blame::House));
        let unknown = Refusal::spoken(Stage::Recipient, 550, "550 5.1.1".into());
        assert_eq!((unknown.permanent, unknown.blame()), (true, Blame::Recipient));
        let spam = Refusal::spoken(Stage::EndOfData, 554, "554 5.7.1".into());
        assert_eq!((spam.permanent, spam.blame()), (true, Blame::Parcel));
        assert_eq!(Refusal::silent(Stage::Content, Silence::Closed).blame(), Blame::House);
    }

    #[test]
    fn what_is_known_can_be_kept_and_read_again() {
        let evidence = Evidence {
            by: "relay.example:587".into(),
            reply: "250 Ok".into(),
            queue_id: None,
            secured: true,
            size: 7,
            sha256: sha256(b"x"),
        };
        let doubt = Doubt {
            after: Stage::EndOfData,
            why: Silence::Failed("no route".into()),
            by: "relay.example:587".into(),
            size: 7,
            sha256: sha256(b"x"),
            refused: Vec::new(),
        };
        for (outcome, kind) in [
            (Outcome::Accepted(Accepted { evidence, refused: Vec::new() }), "accepted"),
            (Outcome::Refused(Refusal::spoken(Stage::Data, 451, "451".into())), "refused"),
            (Outcome::Ambiguous(Box::new(doubt)), "ambiguous"),
        ] {
            let kept = serde_json::to_value(&outcome).expect("written");
            assert_eq!(kept["outcome"], kind);
            assert_eq!(serde_json::from_value::<Outcome>(kept).expect("read"), outcome);
        }
    }

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}

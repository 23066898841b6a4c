//! What is sent: one parcel, to be carried as a mail, a text message or a letter.

use kernel::{Language, Timestamp};

use crate::sms::SmsText;
use crate::words::{EmailAddress, Line, Mailbox, MessageId, PhoneNumber, RegisteredNumber};

/// Recipients of one mail. A reminder goes to a handful of people; more is a mistake.
pub const RECIPIENTS_MAX: usize = 20;
/// Attachments of one mail: a statement and its invoices.
pub const ATTACHMENTS_MAX: usize = 100;
/// Lines of a postal address, name included (La Poste, AFNOR NF Z10-011: six, and the country).
pub const ADDRESS_LINES_MAX: usize = 7;
/// Characters of a text body: a long letter has ten thousand.
pub const TEXT_MAX: usize = 1_000_000;

/// One message on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Names this message for ever. Sending it again under the same id is the same message: the
    /// folder writes it once, a bounce or a doubt is matched by it.
    pub id: MessageId,
    /// When the house wrote it; the `Date` of a mail.
    pub written: Timestamp,
    /// The language it is written in.
    pub language: Language,
    /// How it goes and what it says.
    pub content: Content,
}

/// How a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// By e-mail.
    Mail(Mail),
    /// By text message.
    Sms(Sms),
    /// On paper.
    Post(Post),
}

/// A value that makes no message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParcelError {
    /// A mail to nobody.
    #[error("the mail has no recipient: add a contact with an e-mail address")]
    NoRecipient,
    /// Too many of something.
    #[error("{given} {what}, {max} at most")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// How many were given.
        given: usize,
        /// How many are taken.
        max: usize,
    },
    /// Neither text nor anything to print.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// A text with a character that mail does not carry.
    #[error("the {0} holds a NUL character: it is not a text")]
    NotText(&'static str),
    /// Bytes that are not a PDF.
    #[error("the letter is not a PDF: it does not begin with %PDF-")]
    NotPdf,
    /// A letter must say where it goes.
    #[error("the letter has no address")]
    NoAddress,
    /// A name for a file that leads elsewhere, or a type that is none.
    #[error("« {0} » is not {1}")]
    Attachment(String, &'static str),
    /// A place outside its batch.
    #[error("place {place} of a batch of {of}: places count from 1")]
    Place {
        /// The place given.
        place: u32,
        /// Letters in the batch.
        of: u32,
    },
}

/// An e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub(crate) from: Mailbox,
    pub(crate) to: Vec<Mailbox>,
    pub(crate) subject: Line,
    pub(crate) text: String,
    pub(crate) reply_to: Option<Mailbox>,
    pub(crate) bounces_to: Option<EmailAddress>,
    pub(crate) html: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
}

impl Mail {
    /// A mail in plain text. Line ends of any kind become those of mail.
    pub fn try_new(from: Mailbox, to: Vec<Mailbox>, subject: Line, text: &str) -> Result<Self, ParcelError> {
        if to.is_empty() {
            return Err(ParcelError::NoRecipient);
        }
        at_most("recipients", to.len(), RECIPIENTS_MAX)?;
        let text = body(text, "text of the mail")?;
        Ok(Self { from, to, subject, text, reply_to: None, bounces_to: None, html: None, attachments: Vec::new() })
    }

    /// Where answers go, if not to the sender.
    #[must_use]
    pub fn reply_to(mut self, mailbox: Mailbox) -> Self {
        self.reply_to = Some(mailbox);
        self
    }

    /// Where servers report what could not be delivered (the envelope's sender), if not to the sender.
    #[must_use]
    pub fn bounces_to(mut self, address: EmailAddress) -> Self {
        self.bounces_to = Some(address);
        self
    }

    /// The same message as HTML, beside the plain text.
    pub fn with_html(mut self, html: &str) -> Result<Self, ParcelError> {
        self.html = Some(body(html, "HTML of the mail")?);
        Ok(self)
    }

    /// Adds a file.
    pub fn attach(mut self, attachment: Attachment) -> Result<Self, ParcelError> {
        at_most("attachments", self.attachments.len() + 1, ATTACHMENTS_MAX)?;
        self.attachments.push(attachment);
        Ok(self)
    }

    /// The people it goes to.
    pub fn to(&self) -> &[Mailbox] {
        &self.to
    }

    /// The bytes on the wire at least: base64 takes four for three, and a line end for each 76.
    pub fn size_min(&self) -> u64 {
        let files: usize = self.attachments.iter().map(|a| a.bytes.len()).sum();
        let html = self.html.as_ref().map_or(0, String::len);
        // quoted-printable or base64 only lengthen a text
        let total = files / 3 * 4 + files / 57 * 2 + self.text.len() + html;
        u64::try_from(total).unwrap_or(u64::MAX)
    }
}

fn at_most(what: &'static str, given: usize, max: usize) -> Result<(), ParcelError> {
    if given > max { Err(ParcelError::TooMany { what, given, max }) } else { Ok(()) }
}

/// A body with the line ends of mail, ending with one.
fn body(text: &str, what: &'static str) -> Result<String, ParcelError> {
    if text.trim().is_empty() {
        return Err(ParcelError::Empty(what));
    }
    if text.contains('\0') {
        return Err(ParcelError::NotText(what));
    }
    at_most(what, text.len(), TEXT_MAX)?;
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(format!("{}\r\n", unix.trim_end_matches('\n').replace('\n', "\r\n")))
}

/// A file that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub(crate) name: Line,
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
}

impl Attachment {
    /// `name` is a file name without a folder; `media_type` is like `application/pdf`, without
    /// parameters.
    pub fn try_new(name: Line, media_type: &str, bytes: Vec<u8>) -> Result<Self, ParcelError> {
        if name.as_str().contains(['/', '\\', ':']) || name.as_str().starts_with('.') {
            return Err(ParcelError::Attachment(name.into(), "a file name: it leads to another folder"));
        }
        let token = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
        // a part that is itself a message or several parts cannot be encoded (RFC 2046, 5)
        let good = media_type
            .split_once('/')
            .is_some_and(|(kind, sub)| token(kind) && token(sub) && !["multipart", "message"].contains(&kind));
        if !good || media_type.len() > 100 {
            return Err(ParcelError::Attachment(
                media_type.chars().take(80).collect(),
                "a type of file, such as application/pdf",
            ));
        }
        Ok(Self { name, media_type: media_type.to_owned(), bytes })
    }

    /// A PDF.
    pub fn pdf(name: Line, bytes: Vec<u8>) -> Result<Self, ParcelError> {
        Self::try_new(name, "application/pdf", bytes)
    }
}

/// A text message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// Whose telephone.
    pub to: PhoneNumber,
    /// What it says.
    pub text: SmsText,
}

/// A letter on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub(crate) pdf: Vec<u8>,
    pub(crate) pages: u32,
    pub(crate) address: Vec<Line>,
    pub(crate) service: Service,
    pub(crate) batch: Option<BatchPlace>,
}

impl Post {
    /// A letter already set in pages, with its recipient as on the envelope, name first.
    pub fn try_new(pdf: Vec<u8>, pages: u32, address: Vec<Line>, service: Service) -> Result<Self, ParcelError> {
        if !pdf.starts_with(b"%PDF-") {
            return Err(ParcelError::NotPdf);
        }
        if pages == 0 {
            return Err(ParcelError::Empty("letter"));
        }
        if address.is_empty() {
            return Err(ParcelError::NoAddress);
        }
        at_most("lines of address", address.len(), ADDRESS_LINES_MAX)?;
        Ok(Self { pdf, pages, address, service, batch: None })
    }

    /// Its place in a batch that is printed in order.
    #[must_use]
    pub fn in_batch(mut self, place: BatchPlace) -> Self {
        self.batch = Some(place);
        self
    }
}

/// How the post carries a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Service {
    /// An ordinary letter.
    Simple,
    /// Registered with a notice of receipt, under this number.
    Registered(RegisteredNumber),
}

/// A letter's place among those printed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchPlace {
    /// Names the batch; the form of a message id without `@`.
    pub(crate) batch: String,
    pub(crate) place: u32,
    pub(crate) of: u32,
}

impl BatchPlace {
    /// `place` counts from 1 to `of`, both included.
    pub fn try_new(batch: &str, place: u32, of: u32) -> Result<Self, ParcelError> {
        let named = (1..=60).contains(&batch.len())
            && batch.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !named {
            let shown = batch.chars().take(60).filter(|c| !c.is_control()).collect();
            return Err(ParcelError::Attachment(shown, "a batch's name: letters, digits, - and _"));
        }
        if place == 0 || place > of {
            return Err(ParcelError::Place { place, of });
        }
        Ok(Self { batch: batch.to_owned(), place, of })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line::parse(text).expect("a line")
    }

    #[test]
    fn a_mail_needs_somebody_and_something() {
        let me = Mailbox::parse("", "me@example.fr").expect("a mailbox");
        assert_eq!(Mail::try_new(me.clone(), vec![], line("s"), "t"), Err(ParcelError::NoRecipient));
        let empty = Mail::try_new(me.clone(), vec![me.clone()], line("s"), " \n");
        assert!(matches!(empty, Err(ParcelError::Empty(_))));
        let crowd = Mail::try_new(me.clone(), vec![me.clone(); RECIPIENTS_MAX + 1], line("s"), "t");
        assert!(matches!(crowd, Err(ParcelError::TooMany { max: RECIPIENTS_MAX, .. })));
        let mail = Mail::try_new(me.clone(), vec![me], line("s"), "a\nb\r\nc\rd").expect("a mail");
        assert_eq!(mail.text, "a\r\nb\r\nc\r\nd\r\n");
    }

    #[test]
    fn an_attachment_leads_nowhere_else() {
        for name in ["../a.pdf", "/etc/a.pdf", "c:\\a.pdf", ".profile"] {
            assert!(Attachment::pdf(line(name), vec![]).is_err(), "{name}");
        }
        for kind in
            ["pdf", "application/", "application/pdf; name=x", "a/b\r\nX: y", "multipart/mixed", "message/rfc822"]
        {
            assert!(Attachment::try_new(line("a.pdf"), kind, vec![]).is_err(), "{kind}");
        }
        assert!(Attachment::try_new(line("relevé n° 7.csv"), "text/csv", vec![]).is_ok());
    }

    #[test]
    fn a_letter_is_a_pdf_with_an_address_and_a_place() {
        let address = vec![line("Garage Moreau"), line("75011 PARIS")];
        assert_eq!(Post::try_new(b"<html>".to_vec(), 1, address.clone(), Service::Simple), Err(ParcelError::NotPdf));
        assert_eq!(Post::try_new(b"%PDF-1.7".to_vec(), 1, vec![], Service::Simple), Err(ParcelError::NoAddress));
        assert!(Post::try_new(b"%PDF-1.7".to_vec(), 0, address.clone(), Service::Simple).is_err());
        assert!(Post::try_new(b"%PDF-1.7".to_vec(), 2, address, Service::Simple).is_ok());
        assert!(BatchPlace::try_new("2026-03-02", 1, 1).is_ok());
        for (batch, place, of) in [("../x", 1, 1), ("", 1, 1), ("b", 0, 1), ("b", 2, 1)] {
            assert!(BatchPlace::try_new(batch, place, of).is_err(), "{batch} {place}/{of}");
        }
    }
}

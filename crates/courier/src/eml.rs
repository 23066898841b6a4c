//! A mail as bytes (RFC 5322, MIME).
//!
//! Only ASCII with CRLF line ends comes out: accents travel as encoded words, quoted-printable or
//! base64, so that no server has to be asked what it understands.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};

use crate::outcome::sha256;
use crate::parcel::{Mail, Parcel};
use crate::words::{Line, Mailbox};

/// The message, ready for `DATA` or for an `.eml` file. The same parcel gives the same bytes.
pub fn bytes(parcel: &Parcel, mail: &Mail) -> Vec<u8> {
    let mut message = MessageBuilder::new()
        .date(parcel.written.as_second())
        .from(address(&mail.from))
        .to(Address::new_list(mail.to.iter().map(address).collect()));
    if let Some(reply_to) = &mail.reply_to {
        message = message.reply_to(address(reply_to));
    }
    message = message
        .subject(mail.subject.as_str())
        .message_id(parcel.id.as_str())
        // RFC 3834: no out-of-office machine should answer a reminder with another mail
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .header("Content-Language", Raw::new(parcel.language.code()))
        .body(structure(parcel, mail));
    let mut bytes = Vec::new();
    message.serialize(&mut bytes);
    bytes
}

fn address(mailbox: &Mailbox) -> Address<'_> {
    Address::new_address(mailbox.name.as_ref().map(Line::as_str), mailbox.address.as_str())
}

/// Text; or text and HTML, either to be shown; and the files beside them.
fn structure<'a>(parcel: &'a Parcel, mail: &'a Mail) -> MimePart<'a> {
    let text = MimePart::new("text/plain", mail.text.as_str());
    let words = match &mail.html {
        None => text,
        Some(html) => {
            let parts = vec![text, MimePart::new("text/html", html.as_str())];
            MimePart::new(multipart("alternative", parcel, mail), BodyPart::Multipart(parts))
        }
    };
    if mail.attachments.is_empty() {
        return words;
    }
    let files = mail.attachments.iter().map(|file| {
        MimePart::new(file.media_type.as_str(), BodyPart::Binary(file.bytes.as_slice().into()))
            .attachment(file.name.as_str())
    });
    let parts = std::iter::once(words).chain(files).collect();
    MimePart::new(multipart("mixed", parcel, mail), BodyPart::Multipart(parts))
}

/// The boundary is a hash of what it separates, which therefore cannot contain it.
fn multipart<'a>(kind: &str, parcel: &Parcel, mail: &Mail) -> ContentType<'a> {
    let html = mail.html.as_deref().unwrap_or_default();
    let mark = sha256(format!("{kind}\0{}\0{}\0{html}", parcel.id, mail.text).as_bytes());
    let boundary = format!("=_{}", mark.get(..40).unwrap_or(&mark));
    ContentType::new(format!("multipart/{kind}")).attribute("boundary", boundary)
}

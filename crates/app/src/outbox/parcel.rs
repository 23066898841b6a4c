//! From a message kept to the parcel its carrier takes. The same message always gives the same bytes.

use courier::{
    Attachment, Carrier, Content, EmailAddress, Line, Mail, Mailbox, MessageId as ParcelId, Parcel, PhoneNumber, Post,
    RegisteredNumber, Service, Sms, SmsText,
};
use documents::{Pdf, PrintFile, PrintOptions};
use ledger::Creditor;
use store::{Document, Message, MessageId};

use super::{Carriers, Why};
use crate::letters::Said;

/// Segments of a text message paid for at most.
const SEGMENTS_MAX: usize = 3;
/// Right part of a parcel's name where the house has no domain of its own.
const NO_DOMAIN: &str = "quittance.invalid";

/// The name of a message outside of the house, the Message-ID of a mail. It follows the sender's address:
/// each attempt keeps the one it used.
fn parcel_id(id: MessageId, carriers: &Carriers, creditor: &Creditor) -> Result<ParcelId, Why> {
    let own = sender(carriers, creditor).ok();
    let domain = own.as_ref().map_or(NO_DOMAIN, EmailAddress::domain);
    ParcelId::parse(&format!("q.{}@{domain}", id.to_string().to_lowercase())).map_err(unfit)
}

/// The message that a parcel's name speaks of.
pub(super) fn message_id(text: &str) -> Option<MessageId> {
    text.strip_prefix("q.")?.split_once('@')?.0.parse().ok()
}

#[expect(clippy::needless_pass_by_value, reason = "it stands as a function in `map_err`")]
fn unfit(error: impl ToString) -> Why {
    Why::Unfit { reason: error.to_string() }
}

fn sender(carriers: &Carriers, creditor: &Creditor) -> Result<EmailAddress, Why> {
    carriers.mail_from.clone().map_or_else(|| EmailAddress::parse(&creditor.email).map_err(|_| Why::SenderMissing), Ok)
}

/// Everything in the form its carrier takes, or why it cannot be. The first document is its own; a mail
/// attaches the others.
pub(super) fn parcel(
    message: &Message,
    documents: Vec<Document>,
    creditor: &Creditor,
    carriers: &Carriers,
) -> Result<Parcel, Why> {
    let said = Said::of(message);
    let written = documents.first().map_or(message.created_us, |d| d.created_us);
    let content = match message.channel.as_str() {
        "mail" => Content::Mail(mail(message, &said, documents, creditor, carriers)?),
        "sms" => Content::Sms(Sms {
            to: PhoneNumber::parse(&message.address).map_err(unfit)?,
            text: SmsText::try_new(&said.text, SEGMENTS_MAX).map_err(unfit)?,
        }),
        _ => Content::Post(post(message, documents.into_iter().next())?),
    };
    Ok(Parcel { id: parcel_id(message.id, carriers, creditor)?, written, language: message.language, content })
}

/// One line, whatever a template holds.
fn line(text: &str) -> Result<Line, Why> {
    let one: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Line::parse(&one.chars().filter(|c| !c.is_control()).take(courier::words::LINE_MAX).collect::<String>())
        .map_err(unfit)
}

fn mail(
    message: &Message,
    said: &Said,
    documents: Vec<Document>,
    creditor: &Creditor,
    carriers: &Carriers,
) -> Result<Mail, Why> {
    let from = sender(carriers, creditor)?;
    let to = Mailbox::bare(EmailAddress::parse(&message.address).map_err(unfit)?);
    let name = line(&creditor.name).ok();
    let mut mail = Mail::try_new(
        Mailbox { name: name.clone(), address: from.clone() },
        vec![to],
        line(&message.subject)?,
        &said.text,
    )
    .map_err(unfit)?;
    if let Some(html) = &said.html {
        mail = mail.with_html(html).map_err(unfit)?;
    }
    // Answers go to people, reports of servers to the address that sends.
    if let Ok(address) = EmailAddress::parse(&creditor.email)
        && address != from
    {
        mail = mail.reply_to(Mailbox { name, address }).bounces_to(from);
    }
    for pdf in documents {
        mail = mail.attach(Attachment::pdf(line(&pdf.file_name)?, pdf.content).map_err(unfit)?).map_err(unfit)?;
    }
    Ok(mail)
}

fn post(message: &Message, document: Option<Document>) -> Result<Post, Why> {
    let pdf = document.ok_or_else(|| unfit("the letter has no document"))?.content;
    let mut counted = PrintFile::new(std::io::sink(), PrintOptions { duplex: false }).map_err(unfit)?;
    let pdf = Pdf::from_bytes(pdf);
    counted.add(&pdf, None).map_err(unfit)?;
    let pages = u32::try_from(counted.page_count()).unwrap_or(u32::MAX);
    let address = message.recipient.lines().filter(|l| !l.trim().is_empty()).map(line).collect::<Result<_, _>>()?;
    let service = match message.registered.as_str() {
        "" => Service::Simple,
        number => Service::Registered(RegisteredNumber::parse(number).map_err(unfit)?),
    };
    Post::try_new(pdf.into_bytes(), pages, address, service).map_err(unfit)
}

/// The domain a message goes to, for its pace; text messages and letters have none.
pub(super) fn domain(message: &Message) -> Option<&str> {
    if message.channel == "mail" { message.address.rsplit_once('@').map(|(_, domain)| domain) } else { None }
}

/// Whether a carrier takes the content at all.
pub(super) fn carried(carrier: &dyn Carrier, parcel: &Parcel) -> Result<(), Why> {
    if carrier.carries(&parcel.content) { Ok(()) } else { Err(unfit("its carrier does not take such messages")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_given_outside_finds_its_message_again() {
        let id = MessageId(7_391_482_912_345_678);
        let name = format!("q.{}@house.example", id.to_string().to_lowercase());
        assert_eq!(message_id(&name), Some(id));
        assert_eq!(message_id("other@house.example"), None);
        assert_eq!(message_id("q.@house.example"), None);
    }
}

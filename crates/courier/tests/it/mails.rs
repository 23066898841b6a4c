//! Invented mails.

use courier::{Attachment, Content, EmailAddress, Line, Mail, Mailbox, MessageId, Parcel};
use kernel::Timestamp;

pub fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

pub fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::parse(name, address).expect("a mailbox")
}

pub fn parcel(id: &str, mail: Mail) -> Parcel {
    Parcel {
        id: MessageId::parse(&format!("{id}@house.example")).expect("an id"),
        // Monday 2 March 2026, 09:30:00 UTC
        written: Timestamp::from_second(1_772_443_800).expect("an instant"),
        language: kernel::Language::Fr,
        content: Content::Mail(mail),
    }
}

pub const TEXT: &str =
    "Bonjour,\n\n.Sauf erreur, la facture n° 2026-117 reste impayée : 1 234,56 €.\n.\nCœur à l'ouvrage — François\n";
pub const HTML: &str = "<p>Sauf erreur, la facture <b>n° 2026-117</b> reste impayée : 1 234,56 €.</p>";

/// A short mail to those addresses.
pub fn to(id: &str, addresses: &[&str]) -> Parcel {
    let people = addresses.iter().map(|address| mailbox("", address)).collect();
    let from = mailbox("Société Générale d'Électricité, recouvrement", "recouvrement@house.example");
    parcel(id, Mail::try_new(from, people, line("Relance n° 1 — facture impayée"), TEXT).expect("a mail"))
}

/// Bytes of every value, with what mail would like to change: bare line ends, dots, a final blank.
pub fn every_byte() -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..=255).cycle().take(70_001).collect();
    bytes.extend_from_slice(b"\r\n.\r\n.\n\r \n");
    bytes
}

pub const CSV: &[u8] = b"pi\xe8ce;montant\r\nF1;12,00\nF2;13,00\n.\n";

/// Everything that a mail can hold.
pub fn full(id: &str) -> Parcel {
    let from = mailbox("Société Générale d'Électricité, recouvrement", "recouvrement@house.example");
    let people = vec![mailbox("Zoé \"Zaza\" Ünal", "compta@client.example"), mailbox("", "direction@bücher.example")];
    let subject =
        line("Relance n° 2 — facture impayée de la société Çelik & Œuvres, échue depuis le 14 février 2026 déjà");
    let mail = Mail::try_new(from, people, subject, TEXT)
        .and_then(|mail| mail.with_html(HTML))
        .and_then(|mail| mail.attach(Attachment::pdf(line("Relevé n° 2 (février).pdf"), every_byte()).expect("a file")))
        .and_then(|mail| {
            mail.attach(Attachment::try_new(line("detail.csv"), "text/csv", CSV.to_vec()).expect("a file"))
        })
        .expect("a mail");
    let mail = mail
        .reply_to(mailbox("Réponses", "reponses@house.example"))
        .bounces_to(EmailAddress::parse("retours@house.example").expect("an address"));
    parcel(id, mail)
}

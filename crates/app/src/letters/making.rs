//! From a letter composed to the message that carries it: by which way, under which words.

use std::collections::HashMap;

use amicable::{Channel, Reach};
use courier::{EmailAddress, PhoneNumber};
use documents::Letter;
use kernel::{Currency, Date};
use ledger::statement::open_of;
use ledger::{AccountId, Allocation, Contact, ContactRole, Item, ItemId};
use serde::{Deserialize, Serialize};
use store::{DisputeId, DocumentId, ItemBlock, Message, PromiseId, ReminderId};

use crate::DeskError;
use crate::outbox::PostReturn;
use crate::texts::TextUsed;

/// Calling code of numbers written without one.
const HOME: &str = "33";

/// What a message says, as it is kept with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    /// Plain text.
    pub text: String,
    /// The same as HTML, for mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// What it asks of each piece, minor units: read again before it leaves.
    pub asked: Vec<(ItemId, i64)>,
    /// What a mail attaches, in order; what a letter encloses of the files of pieces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<DocumentId>,
    /// The text it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_from: Option<TextUsed>,
    /// The earlier reminder that its words may name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalls: Option<ReminderId>,
    /// What a person wrote by hand, where no reminder decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
    /// Why the post brought it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<PostReturn>,
}

/// A message that a person wrote, outside of any run: what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ByHand {
    /// Its currency.
    pub currency: Currency,
    /// The day it is dated.
    pub on: Date,
    /// Last day of the delay it grants, included.
    pub grant_until: Date,
    /// The promise it confirms; such a message asks for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseId>,
    /// The dispute it tells of; such a message asks for nothing either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
}

impl Said {
    /// What was kept; messages of the first ledgers kept their text alone.
    pub fn of(message: &Message) -> Self {
        serde_json::from_str(&message.body).unwrap_or_else(|_| Self { text: message.body.clone(), ..Self::default() })
    }

    /// As the message keeps it.
    pub fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What of `decided`, minor units by piece, is still to be asked on `today`: never more than was decided nor
/// than is open, less what is blocked; credits as far as they are still free. Pieces with nothing left are left out.
pub(crate) fn still_asked(
    decided: &[(ItemId, i64)],
    items: &HashMap<ItemId, Item>,
    matches: &HashMap<AccountId, Vec<Allocation>>,
    blocks: &HashMap<AccountId, Vec<ItemBlock>>,
    today: Date,
) -> Vec<(ItemId, i64)> {
    let mut asked: Vec<(ItemId, i64)> = decided
        .iter()
        .filter_map(|(id, decided)| {
            // A payer answers for pieces of other accounts too.
            let item = items.get(id)?;
            let open = open_of(item, matches.get(&item.account_id).map_or(&[][..], Vec::as_slice), None).minor();
            if *decided <= 0 {
                return Some((*id, open.clamp(*decided, 0)));
            }
            let blocks = blocks.get(&item.account_id).map_or(&[][..], Vec::as_slice);
            let on_it = blocks.iter().filter(|b| b.item_id == *id && b.in_force(today));
            let blocked = on_it.map(|b| b.amount_minor.unwrap_or(i64::MAX)).fold(0, i64::saturating_add);
            Some((*id, open.saturating_sub(blocked).clamp(0, *decided)))
        })
        .filter(|(_, minor)| *minor != 0)
        .collect();
    asked.sort_unstable();
    asked
}

/// The net sum of lines; nothing is asked at zero or below.
pub(crate) fn net(asked: &[(ItemId, i64)]) -> i64 {
    asked.iter().map(|(_, minor)| minor).sum()
}

/// A text as a mail address, where it can be one: what the decision counts on is what the message uses.
pub(crate) fn mail_address(text: &str) -> Option<EmailAddress> {
    EmailAddress::parse(text).ok()
}

/// A text as a telephone number, where it can be one.
pub(crate) fn phone_number(text: &str) -> Option<PhoneNumber> {
    PhoneNumber::parse_from(text, HOME).ok()
}

/// The way a message goes, and to which address: its own channel where it reaches somebody, else the one
/// that the decision falls back on. An address whose mail came back is no address.
pub(crate) fn way(
    (channel, formal_notice): (&str, bool),
    contacts: &[Contact],
    postable: bool,
) -> Option<(Channel, String)> {
    let wanted = Channel::parse(channel)?;
    let mut ranked: Vec<&Contact> = contacts.iter().collect();
    ranked.sort_by_key(|c| (c.role != ContactRole::Accounting, c.id));
    let mail = ranked.iter().filter(|c| c.bounced_on.is_none()).find_map(|c| mail_address(&c.email));
    let phone = ranked.iter().find_map(|c| phone_number(&c.phone));
    let reach = Reach { letter: postable, mail: mail.is_some(), phone: phone.is_some() };
    match reach.channel(wanted, formal_notice) {
        Some(Channel::Mail) => mail.map(|address| (Channel::Mail, address.to_string())),
        Some(Channel::Sms) => phone.map(|number| (Channel::Sms, number.to_string())),
        Some(Channel::Letter) => Some((Channel::Letter, String::new())),
        // An address that cannot be posted is the layout's to refuse, in its own words.
        None if wanted == Channel::Letter => Some((Channel::Letter, String::new())),
        Some(Channel::Call | Channel::Visit) | None => None,
    }
}

/// The letter's words for its channel: subject, text, HTML.
pub(crate) fn words(channel: Channel, letter: &Letter) -> Result<(String, String, Option<String>), DeskError> {
    Ok(match channel {
        Channel::Mail => {
            let mail = documents::mail(letter)?;
            (mail.subject, mail.plain, Some(mail.html))
        }
        Channel::Sms => (letter.subject.clone(), short(letter), None),
        Channel::Letter | Channel::Call | Channel::Visit => {
            (letter.subject.clone(), letter.paragraphs.join("\n\n"), None)
        }
    })
}

/// A letter in one text message, in the alphabet of telephones where it can be.
fn short(letter: &Letter) -> String {
    let text = if letter.paragraphs.is_empty() { letter.subject.clone() } else { letter.paragraphs.join(" ") };
    documents::sms(&text).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use ledger::{ContactId, DebtorId};

    use super::*;

    fn contact(email: &str, phone: &str) -> Contact {
        Contact {
            id: ContactId(1),
            debtor_id: DebtorId(1),
            name: String::new(),
            role: ContactRole::Accounting,
            email: email.to_owned(),
            phone: phone.to_owned(),
            batch_id: None,
            bounced_on: None,
        }
    }

    #[test]
    fn a_message_falls_back_as_the_decision_does() {
        let both = [contact("à demander", "06 12 34 56 78"), contact("c@d.example", "néant")];
        let mail = [contact("c@d.example", "néant")];
        let none = [contact("à demander", "néant")];
        let by = |channel, contacts: &[Contact], postable| {
            way((channel, false), contacts, postable).map(|(channel, address)| format!("{} {address}", channel.slug()))
        };
        assert_eq!(by("sms", &both, true).as_deref(), Some("sms +33612345678"));
        assert_eq!(by("sms", &mail, true).as_deref(), Some("mail c@d.example"));
        assert_eq!(by("sms", &none, true).as_deref(), Some("letter "));
        assert_eq!(by("mail", &none, true).as_deref(), Some("letter "));
        assert_eq!(by("mail", &none, false), None);
        assert_eq!(by("letter", &mail, false).as_deref(), Some("mail c@d.example"));
        let notice = way(("letter", true), &mail, false);
        assert_eq!(notice, Some((Channel::Letter, String::new())), "the layout says what its address lacks");
    }
}

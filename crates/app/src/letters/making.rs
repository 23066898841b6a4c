//! From a letter composed to the message that carries it: by which way, under which words.

use std::collections::HashMap;

use amicable::Channel;
use courier::{EmailAddress, PhoneNumber};
use documents::Letter;
use kernel::Date;
use ledger::statement::open_of;
use ledger::{AccountId, Allocation, Contact, ContactRole, Item, ItemId};
use serde::{Deserialize, Serialize};
use store::{DocumentId, ItemBlock, Message, ReminderItem};

use crate::DeskError;
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

/// What of a reminder is still to be asked on `today`: never more than was decided nor than is open,
/// less what is blocked; credits as far as they are still free. Pieces with nothing left are left out.
pub(crate) fn still_asked(
    decided: &[ReminderItem],
    items: &HashMap<ItemId, Item>,
    matches: &HashMap<AccountId, Vec<Allocation>>,
    blocks: &HashMap<AccountId, Vec<ItemBlock>>,
    today: Date,
) -> Vec<(ItemId, i64)> {
    let mut asked: Vec<(ItemId, i64)> = decided
        .iter()
        .filter_map(|line| {
            // A payer answers for pieces of other accounts too.
            let item = items.get(&line.item_id)?;
            let open = open_of(item, matches.get(&item.account_id).map_or(&[][..], Vec::as_slice), None).minor();
            if line.open_minor <= 0 {
                return Some((line.item_id, open.clamp(line.open_minor, 0)));
            }
            let blocks = blocks.get(&item.account_id).map_or(&[][..], Vec::as_slice);
            let on_it = blocks.iter().filter(|b| b.item_id == line.item_id && b.in_force(today));
            let blocked = on_it.map(|b| b.amount_minor.unwrap_or(i64::MAX)).fold(0, i64::saturating_add);
            Some((line.item_id, open.saturating_sub(blocked).clamp(0, line.open_minor)))
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

/// The way a message goes, and to which address: its own channel where it reaches somebody, else a
/// letter where one can be posted. An address whose mail came back is no address.
pub(crate) fn way(channel: &str, contacts: &[Contact], postable: bool) -> Option<(Channel, String)> {
    let mut ranked: Vec<&Contact> = contacts.iter().collect();
    ranked.sort_by_key(|c| (c.role != ContactRole::Accounting, c.id));
    let address = match Channel::parse(channel)? {
        Channel::Mail => ranked
            .iter()
            .filter(|c| c.bounced_on.is_none())
            .find_map(|c| EmailAddress::parse(&c.email).ok())
            .map(|address| (Channel::Mail, address.to_string())),
        Channel::Sms => ranked
            .iter()
            .find_map(|c| PhoneNumber::parse_from(&c.phone, HOME).ok())
            .map(|number| (Channel::Sms, number.to_string())),
        // An address that cannot be posted is the layout's to refuse, in its own words.
        Channel::Letter => return Some((Channel::Letter, String::new())),
        Channel::Call | Channel::Visit => None,
    };
    address.or_else(|| postable.then(|| (Channel::Letter, String::new())))
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

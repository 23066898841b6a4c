//! The standard form: `multipart/report` with a `message/delivery-status` part (RFC 3464).

use mail_parser::{Message, MimeHeaders};

use super::{Bounce, Fate, RECIPIENTS_MAX, ReturnedRecipient, answered, carried, class};
use crate::outcome::shown;

/// Reads the status part wherever it stands; some servers forget to call the whole a report.
pub(super) fn read(message: &Message<'_>) -> Option<Bounce> {
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            let sub = kind.subtype().unwrap_or_default().to_ascii_lowercase();
            kind.ctype().eq_ignore_ascii_case("message")
                && ["delivery-status", "global-delivery-status"].contains(&sub.as_str())
        })
    })?;
    let groups = groups(&String::from_utf8_lossy(part.contents()));
    let recipients: Vec<ReturnedRecipient> = groups
        .iter()
        .filter(|group| field(group, "action").is_some() || field(group, "final-recipient").is_some())
        .take(RECIPIENTS_MAX)
        .map(recipient)
        .collect();
    if recipients.is_empty() {
        return None;
    }
    let reporter = groups.iter().find_map(|group| field(group, "reporting-mta")).map(typed);
    Some(Bounce { message_id: carried(message).or_else(|| answered(message)), reporter, standard: true, recipients })
}

type Group = Vec<(String, String)>;

/// Groups of fields between blank lines; a line that begins with a blank goes on with the last.
fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![Vec::new()];
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            if groups.last().is_some_and(|group| !group.is_empty()) {
                groups.push(Vec::new());
            }
        } else if let Some(group) = groups.last_mut() {
            match (line.starts_with([' ', '\t']), line.split_once(':'), group.last_mut()) {
                (true, _, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (false, Some((name, value)), _) => {
                    group.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                // neither a field nor the rest of one
                _ => {}
            }
        }
    }
    groups
}

fn field<'a>(group: &'a Group, name: &str) -> Option<&'a str> {
    group.iter().find(|(own, value)| own == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// `rfc822; someone@example.fr`: what follows the type.
fn typed(value: &str) -> String {
    shown(value.split_once(';').map_or(value, |(_, rest)| rest))
}

fn recipient(group: &Group) -> ReturnedRecipient {
    // the original is whom we wrote to; the final one may be where it was forwarded
    let address = field(group, "original-recipient").or_else(|| field(group, "final-recipient")).map(typed);
    let address = address.map(|a| a.trim_matches(['<', '>', ' ']).to_ascii_lowercase()).filter(|a| a.contains('@'));
    let status = field(group, "status").and_then(|text| text.split_whitespace().next()).map(shown);
    let status = status.filter(|s| class(s).is_some());
    let diagnostic = field(group, "diagnostic-code").map(typed);
    let action = field(group, "action").map(|a| a.split_whitespace().next().unwrap_or_default().to_ascii_lowercase());
    let class = status.as_deref().and_then(class);
    let fate = match (action.as_deref(), class) {
        (Some("delayed"), _) => Fate::Delayed,
        (Some("delivered"), _) | (None, Some('2')) => Fate::Delivered,
        (Some("relayed" | "expanded"), _) => Fate::HandedOn,
        (_, Some('5')) => Fate::Permanent,
        (_, Some('4')) => Fate::GaveUp,
        _ => Fate::Unknown,
    };
    ReturnedRecipient { address, fate, status, diagnostic }
}

//! Reports in a server's own words: qmail, older Exim and Exchange, hosters' gateways.

use mail_parser::Message;

use super::{Bounce, Fate, RECIPIENTS_MAX, ReturnedRecipient, answered, carried, class, id_in};
use crate::outcome::shown;
use crate::words::EmailAddress;

/// What such mails are called, lower case.
const SUBJECTS: [&str; 12] = [
    "undeliver",
    "delivery status",
    "delivery failure",
    "delivery has failed",
    "mail delivery failed",
    "failure notice",
    "returned mail",
    "mail system error",
    "non remis",
    "non distribu",
    "échec de la remise",
    "echec de la remise",
];
/// Beginnings of the copy of our own message.
const COPIES: [&str; 5] = [
    "--- below this line is a copy",
    "------ this is a copy of",
    "----- original message",
    "-----original message",
    "original message headers",
];
/// Words of a server that has not given up.
const TRYING: [&str; 5] =
    ["will be retried", "still trying", "will continue to try", "not yet been delivered", "sera renouvel"];
/// Words of a server that has, where no code says so.
const OVER: [&str; 5] = ["permanent error", "permanent fatal error", "user unknown", "no such user", "does not exist"];

/// Reads a mail that comes from a server and speaks of a failure.
pub(super) fn read(message: &Message<'_>) -> Option<Bounce> {
    let failed = message.header_raw("X-Failed-Recipients").unwrap_or_default();
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let speaks = SUBJECTS.iter().any(|word| subject.contains(word));
    if failed.is_empty() && !(speaks && from_a_server(message)) {
        return None;
    }
    let whole = message.body_text(0).unwrap_or_default();
    let lower = whole.to_lowercase();
    // lower case may have another length: a cut that does not fit is no cut
    let cut = COPIES.iter().filter_map(|mark| lower.find(mark)).min().unwrap_or(whole.len());
    let (words, copy) = whole.split_at_checked(cut).unwrap_or((&whole, ""));

    let mut addresses: Vec<String> = failed.split([',', ' ', '\r', '\n']).filter_map(address).collect();
    if addresses.is_empty() {
        addresses = in_brackets(words);
    }
    addresses.truncate(RECIPIENTS_MAX);
    let status = words
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|word| word.trim_matches('.'))
        .find(|word| is_status(word))
        .map(str::to_owned);
    let line = words.lines().map(str::trim).find(|line| reply_class(line).is_some());
    let diagnostic =
        line.or_else(|| words.lines().map(str::trim).find(|line| status.as_deref().is_some_and(|s| line.contains(s))));
    let fate = fate(words, status.as_deref().and_then(class).or_else(|| line.and_then(reply_class)));
    if addresses.is_empty() && fate == Fate::Unknown {
        return None;
    }
    let one = |address| ReturnedRecipient { address, fate, status: status.clone(), diagnostic: diagnostic.map(shown) };
    let recipients =
        if addresses.is_empty() { vec![one(None)] } else { addresses.into_iter().map(|a| one(Some(a))).collect() };
    let message_id = carried(message).or_else(|| id_in(copy)).or_else(|| answered(message)).or_else(|| id_in(words));
    Some(Bounce { message_id, reporter: sender(message), standard: false, recipients })
}

fn fate(words: &str, class: Option<char>) -> Fate {
    let lower = words.to_lowercase();
    let says = |list: &[&str]| list.iter().any(|word| lower.contains(word));
    match class {
        _ if says(&TRYING) => Fate::Delayed,
        Some('5') => Fate::Permanent,
        Some('4') => Fate::GaveUp,
        _ if says(&OVER) => Fate::Permanent,
        _ => Fate::Unknown,
    }
}

/// The null return path, or the names that servers write under.
fn from_a_server(message: &Message<'_>) -> bool {
    let null = message.header_raw("Return-Path").is_some_and(|path| path.trim() == "<>");
    let local = sender(message).and_then(|from| from.split_once('@').map(|(local, _)| local.to_lowercase()));
    null || local.is_some_and(|local| {
        ["mailer-daemon", "postmaster", "mail-daemon", "microsoftexchange"].iter().any(|name| local.starts_with(name))
    })
}

fn sender(message: &Message<'_>) -> Option<String> {
    message.from()?.first()?.address.as_deref().map(shown)
}

fn address(text: &str) -> Option<String> {
    let bare = text.trim_matches(['<', '>', ':', ';', ',', '"', '\'', ' ']);
    EmailAddress::parse(bare).ok().map(|address| address.as_str().to_ascii_lowercase())
}

/// Addresses between `<` and `>`, and those that stand alone on a line; each once.
fn in_brackets(words: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let bracketed = words.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(inside, _)| inside);
    let alone = words.lines().map(str::trim).filter(|line| !line.contains(' '));
    for one in bracketed.chain(alone).filter_map(address) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// `5.1.1`, and neither `5.1` nor an IP address.
fn is_status(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|part| (1..=3).contains(&part.len()))
        && matches!(parts.first(), Some(&("2" | "4" | "5")))
}

/// The class of a line with an SMTP reply in it: `550 …`, `… said: 550 …`, `#550`.
fn reply_class(line: &str) -> Option<char> {
    let mut words = line.split([' ', '-', '#', ':', '\t', '<', '(']);
    let code = words.find(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()))?;
    class(code).filter(|c| *c != '2')
}

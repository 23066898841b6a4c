//! Small texts that cannot be wrong once they exist: addresses, names, numbers.
//!
//! They are where a line break in a name or a subject stops. Header injection is impossible
//! because no value with a control character can be made.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest line of text taken, in characters: subjects, names, lines of an address.
pub const LINE_MAX: usize = 300;
/// Longest e-mail address (RFC 5321, 4.5.3.1.3: a path of 256 with its brackets).
const ADDRESS_MAX: usize = 254;
/// Longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_MAX: usize = 64;
/// Longest message id: with its name and brackets it stays on one line of a header.
const ID_MAX: usize = 180;
/// Digits of an international telephone number (E.164: 15 at most; fewer than 7 is no subscriber).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Characters of a registered letter's number, blanks taken out.
const REGISTERED: std::ops::RangeInclusive<usize> = 10..=20;

/// A text that cannot be used for sending.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {text} » is not {what}: {why}")]
pub struct WordError {
    /// What was given, its control characters replaced, cut to a length that can be shown.
    pub text: String,
    /// What it should have been.
    pub what: &'static str,
    /// What is wrong, and what is expected.
    pub why: &'static str,
}

impl WordError {
    fn new(text: &str, what: &'static str, why: &'static str) -> Self {
        let shown = |c: char| if breaks(c) { '␤' } else { c };
        Self { text: text.chars().take(80).map(shown).collect(), what, why }
    }
}

/// Control characters, and the two separators that some programs take for line ends.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

macro_rules! word {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = WordError;

            fn try_from(text: String) -> Result<Self, WordError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.0
            }
        }
    };
}

word! {
    /// One line of text: no line break, no control character, not blank, [`LINE_MAX`] at most.
    Line
}

impl Line {
    /// Takes the blanks off both ends.
    pub fn parse(text: &str) -> Result<Self, WordError> {
        let what = "a line of text";
        // before trimming: a line break at the end is a fault of the sender's too
        if text.chars().any(breaks) {
            return Err(WordError::new(
                text,
                what,
                "it holds a line break or a control character; write it on one line",
            ));
        }
        let line = text.trim();
        if line.is_empty() {
            return Err(WordError::new(text, what, "it is empty"));
        }
        if line.chars().count() > LINE_MAX {
            return Err(WordError::new(text, what, "it is longer than 300 characters; shorten it"));
        }
        Ok(Self(line.to_owned()))
    }
}

word! {
    /// An e-mail address: the part before `@` in ASCII, the domain in ASCII (punycode) and lower case.
    EmailAddress
}

impl EmailAddress {
    /// Reads `name@domain`. An international domain is turned into its ASCII form. Quoted local
    /// parts, local parts outside ASCII and bare IP addresses are refused.
    pub fn parse(text: &str) -> Result<Self, WordError> {
        let fail = |why| Err(WordError::new(text, "an e-mail address", why));
        let trimmed = text.trim_matches(' ');
        let Some((local, domain)) = trimmed.rsplit_once('@') else {
            return fail("there is no @; expected name@domain");
        };
        if !local.is_ascii() {
            return fail("there are accents before the @, which few servers accept; ask for another address");
        }
        if local.is_empty() || local.len() > LOCAL_MAX {
            return fail("the part before the @ must have 1 to 64 characters");
        }
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if dots || !local.bytes().all(|b| b == b'.' || is_atom(b)) {
            return fail("the part before the @ holds a character or a dot that is not allowed there");
        }
        let Some(domain) = ascii_domain(domain) else {
            return fail("the part after the @ is not a domain name such as example.fr");
        };
        if local.len() + 1 + domain.len() > ADDRESS_MAX {
            return fail("it is longer than 254 characters");
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The part after the `@`, in ASCII and lower case.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// `atext` of RFC 5322, 3.2.3.
fn is_atom(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b)
}

/// A domain name with at least one dot, in ASCII and lower case.
pub(crate) fn ascii_domain(text: &str) -> Option<String> {
    let domain = idna::domain_to_ascii_strict(text).ok()?;
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let (_, top) = domain.rsplit_once('.')?;
    let numeric = top.bytes().all(|b| b.is_ascii_digit());
    (!numeric && domain.split('.').all(label)).then_some(domain)
}

/// Somebody's address with the name to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// Name as shown, if any.
    pub name: Option<Line>,
    /// Where it goes.
    pub address: EmailAddress,
}

impl Mailbox {
    /// An address without a name.
    pub fn bare(address: EmailAddress) -> Self {
        Self { name: None, address }
    }

    /// Reads both; a blank name is no name.
    pub fn parse(name: &str, address: &str) -> Result<Self, WordError> {
        let name = if name.is_empty() { None } else { Some(Line::parse(name)?) };
        Ok(Self { name, address: EmailAddress::parse(address)? })
    }
}

word! {
    /// The stable name of a parcel, `left@right`, without angle brackets. It is the Message-ID of a
    /// mail and the file name of a letter, so that it holds only letters, digits and `. _ + = -`.
    MessageId
}

impl MessageId {
    /// Reads `left@right`, with or without angle brackets.
    pub fn parse(text: &str) -> Result<Self, WordError> {
        let fail = |why| Err(WordError::new(text, "a message id", why));
        let bare = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text);
        if bare.len() > ID_MAX {
            return fail("it is longer than 180 characters");
        }
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._+=-".contains(&b);
        match bare.split_once('@') {
            Some((left, right)) if part(left, allowed) && part(right, allowed) => Ok(Self(bare.to_owned())),
            _ => fail("expected left@right made of letters, digits and . _ + = -"),
        }
    }
}

/// Begins with a letter or digit, and holds nothing but what is allowed; no double dot.
fn part(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        && !text.ends_with('.')
        && !text.contains("..")
        && text.bytes().all(allowed)
}

word! {
    /// A telephone number in international form, `+33612345678` (E.164).
    PhoneNumber
}

impl PhoneNumber {
    /// Reads an international number; blanks, dots, hyphens and brackets are taken out, `00` counts
    /// as `+`.
    pub fn parse(text: &str) -> Result<Self, WordError> {
        Self::read(text, None)
    }

    /// As [`PhoneNumber::parse`], and takes a national number too: `home` is the calling code of the
    /// country it is written in, `33` for France.
    pub fn parse_from(text: &str, home: &str) -> Result<Self, WordError> {
        Self::read(text, Some(home))
    }

    fn read(text: &str, home: Option<&str>) -> Result<Self, WordError> {
        let fail = |why| Err(WordError::new(text, "a telephone number", why));
        // +33 (0)6…: the zero in brackets is not dialled from abroad
        let dialled = text.replace("(0)", "");
        let kept: String =
            dialled.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}' | '\u{202f}')).collect();
        let international = kept.strip_prefix('+').or_else(|| kept.strip_prefix("00")).map(str::to_owned);
        let national = || kept.strip_prefix('0').zip(home).map(|(rest, home)| format!("{home}{rest}"));
        let Some(digits) = international.or_else(national) else {
            return fail("expected the international form, +33 6 12 34 56 78");
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
            return fail("it holds something else than digits; expected +33 6 12 34 56 78");
        }
        if !DIGITS.contains(&digits.len()) {
            return fail("it must have 7 to 15 digits, the country's included");
        }
        Ok(Self(format!("+{digits}")))
    }
}

word! {
    /// The number of a registered letter as printed on its form, blanks taken out.
    RegisteredNumber
}

impl RegisteredNumber {
    /// Capital letters and digits, 10 to 20 of them. The check digit is the printer's matter.
    pub fn parse(text: &str) -> Result<Self, WordError> {
        let kept: String = text.chars().filter(|&c| c != ' ' && c != '\u{a0}').collect::<String>().to_ascii_uppercase();
        if REGISTERED.contains(&kept.len()) && kept.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok(Self(kept));
        }
        Err(WordError::new(
            text,
            "a registered letter's number",
            "expected 10 to 20 letters and digits, as on the form",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_and_their_domain_is_made_ascii() {
        for (text, expected) in [
            ("compta@example.fr", "compta@example.fr"),
            (" j.o'neil+erp@Mail.Example.COM ", "j.o'neil+erp@mail.example.com"),
            // domain and its punycode from RFC 3492's family of examples
            ("info@bücher.example", "info@xn--bcher-kva.example"),
            ("info@société.fr", "info@xn--socit-esab.fr"),
        ] {
            assert_eq!(EmailAddress::parse(text).expect(text).as_str(), expected);
        }
        for text in [
            "",
            "nobody",
            "@example.fr",
            "a@",
            "a@localhost",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "a b@example.fr",
            "a@exa mple.fr",
            "a@-example.fr",
            "a@example..fr",
            ".a@example.fr",
            "a..b@example.fr",
            "\"a\"@example.fr",
            "é@example.fr",
            "a@example.fr\r\nBcc: all@example.fr",
            "a@example.fr\n",
            "a\u{0}@example.fr",
            "a<b>@example.fr",
            "a@example.fr>\u{a0}",
        ] {
            assert!(EmailAddress::parse(text).is_err(), "{text:?}");
        }
        assert!(EmailAddress::parse(&format!("{}@example.fr", "a".repeat(65))).is_err());
        assert!(EmailAddress::parse(&format!("a@{}.fr", "b.".repeat(130))).is_err());
    }

    #[test]
    fn no_line_holds_a_line_break() {
        assert_eq!(Line::parse("  Société Générale ").expect("a line").as_str(), "Société Générale");
        for bad in ["a\r\nBcc: x@example.fr", "a\nb", "a\rb", "a\u{85}b", "a\u{2028}b", "a\u{0}", "a\n", "", "  "] {
            let error = Line::parse(bad).expect_err(bad);
            assert!(!error.to_string().contains(['\n', '\r']), "{error}");
        }
        assert!(Line::parse(&"x".repeat(LINE_MAX)).is_ok());
        assert!(Line::parse(&"x".repeat(LINE_MAX + 1)).is_err());
    }

    #[test]
    fn telephone_numbers_take_the_international_form() {
        for text in ["+33 6 12 34 56 78", "0033612345678", "+33 (0)6.12.34.56.78", "+33-6-12-34-56-78"] {
            assert_eq!(PhoneNumber::parse(text).expect(text).as_str(), "+33612345678");
        }
        assert_eq!(PhoneNumber::parse_from("06 12 34 56 78", "33").expect("national").as_str(), "+33612345678");
        assert_eq!(PhoneNumber::parse_from("+32 470 12 34 56", "33").expect("foreign").as_str(), "+32470123456");
        for bad in
            ["06 12 34 56 78", "", "+", "+33 6 ab", "+0612345678", "+12345", "+1234567890123456", "+33\n612345678"]
        {
            assert!(PhoneNumber::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn message_ids_can_name_a_file() {
        assert_eq!(MessageId::parse("<q-17.2@house.example>").expect("id").as_str(), "q-17.2@house.example");
        for bad in ["", "a", "a@b@c", "../a@b", "a/b@c", ".a@b", "a b@c", "a@b\r\n", "a@", "@b", "a@b..c"] {
            assert!(MessageId::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_stored_is_checked_again_when_read() {
        assert!(serde_json::from_str::<Line>("\"a\\nb\"").is_err());
        assert_eq!(RegisteredNumber::parse("1a 123 456 7890 1").expect("number").as_str(), "1A12345678901");
        assert!(RegisteredNumber::parse("12").is_err());
    }
}

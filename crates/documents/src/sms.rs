//! Text messages: the same words as a letter's, in the alphabet of telephones.
//!
//! One message holds 160 characters of the GSM 7 bit alphabet (3GPP TS 23.038 § 6.2.1); a single
//! character outside of it brings the whole down to 70. So what has a plain twin is written with it.

use kernel::gsm;

/// Characters one message holds.
pub const SMS_LENGTH: usize = 160;

/// Why a text message cannot be sent as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmsFault {
    /// Longer than one message.
    #[error("the message takes {length} of {SMS_LENGTH} characters; shorten it")]
    Long {
        /// Places it takes.
        length: usize,
    },
    /// A character that telephones do not have.
    #[error("« {character} » is not in the alphabet of text messages; write it otherwise")]
    Foreign {
        /// The first one.
        character: char,
    },
    /// Nothing to say.
    #[error("the message is empty")]
    Empty,
}

/// Places a text takes in the GSM alphabet: one a character, two for `€`, brackets and the like.
///
/// # Errors
/// [`SmsFault::Foreign`] with the first character outside the alphabet.
pub fn gsm_length(text: &str) -> Result<usize, SmsFault> {
    text.chars().try_fold(0, |length, character| {
        gsm::places(character).map(|places| length + places).ok_or(SmsFault::Foreign { character })
    })
}

/// A rendered text as one message: on one line, typographic signs and letters that telephones lack
/// written with their plain twins (`ê` as `e`, `’` as `'`).
///
/// # Errors
/// [`SmsFault`].
pub fn sms(rendered: &str) -> Result<String, SmsFault> {
    let words: String = rendered.chars().map(plain).collect();
    let text = words.split_whitespace().collect::<Vec<_>>().join(" ").replace('…', "...").replace('œ', "oe");
    match gsm_length(&text)? {
        0 => Err(SmsFault::Empty),
        length if length > SMS_LENGTH => Err(SmsFault::Long { length }),
        _ => Ok(text),
    }
}

/// The twin of a character in the alphabet, or the character itself.
const fn plain(character: char) -> char {
    match character {
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => ' ',
        '’' | '‘' | '`' => '\'',
        '“' | '”' | '«' | '»' => '"',
        '–' | '—' | '−' | '‑' => '-',
        'â' | 'á' | 'ã' => 'a',
        'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ó' | 'õ' => 'o',
        'û' | 'ú' => 'u',
        'ç' => 'c',
        'À' | 'Â' => 'A',
        'È' | 'Ê' | 'Ë' => 'E',
        'Î' | 'Ï' => 'I',
        'Ô' => 'O',
        'Ù' | 'Û' => 'U',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_counts_as_the_standard_does() {
        assert_eq!(gsm_length("é12 €"), Ok(6));
        assert_eq!(gsm_length("fenêtre"), Err(SmsFault::Foreign { character: 'ê' }));
    }

    #[test]
    fn a_message_is_plain_short_or_refused() {
        let text = sms("Réglé\u{202f}: « 1\u{202f}200,00\u{202f}€ »,\n c’est reçu…").expect("a message");
        assert_eq!(text, "Réglé : \" 1 200,00 € \", c'est recu...");
        assert_eq!(sms(&"a".repeat(160)).as_deref(), Ok("a".repeat(160).as_str()));
        assert_eq!(sms(&format!("{}€", "a".repeat(159))), Err(SmsFault::Long { length: 161 }));
        assert_eq!(sms("🦄"), Err(SmsFault::Foreign { character: '🦄' }));
        assert_eq!(sms(" \n"), Err(SmsFault::Empty));
    }
}

//! Text messages: how many segments a text costs (3GPP TS 23.038).

use kernel::gsm;

/// Segments a gateway puts together again; more are refused by most.
pub const SEGMENTS_MAX: usize = 10;

/// Why a text is not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// Nothing to say.
    #[error("the text message is empty")]
    Empty,
    /// Control characters other than a line break.
    #[error("the text message holds a control character: take it out")]
    Control,
    /// Costs more than allowed.
    #[error(
        "the text message takes {segments} segments and {max} are allowed: shorten it{}",
        if *.seven_bit { "" } else { ", or avoid the characters that make it twice as long (ê, ç, œ, ’, …)" }
    )]
    TooLong {
        /// What it takes.
        segments: usize,
        /// What is allowed.
        max: usize,
        /// Whether it is written in the short alphabet.
        seven_bit: bool,
    },
}

/// A text that fits a number of segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsText {
    text: String,
    segments: usize,
}

impl SmsText {
    /// Counts the segments and refuses more than `segments_max` (never more than [`SEGMENTS_MAX`]).
    pub fn try_new(text: &str, segments_max: usize) -> Result<Self, SmsError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(SmsError::Empty);
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(SmsError::Control);
        }
        let max = segments_max.min(SEGMENTS_MAX);
        let (segments, seven_bit) = count(text);
        if segments > max {
            return Err(SmsError::TooLong { segments, max, seven_bit });
        }
        Ok(Self { text: text.to_owned(), segments })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it costs.
    pub fn segments(&self) -> usize {
        self.segments
    }
}

/// Segments, and whether the 7-bit alphabet was enough. One message alone has more room than each of
/// several, which carry their order; a character of two places is not cut between two.
fn count(text: &str) -> (usize, bool) {
    let seven_bit = text.chars().all(|c| gsm::places(c).is_some());
    let (alone, room) = if seven_bit { (160, 153) } else { (70, 67) };
    let places = |c: char| gsm::places(c).filter(|_| seven_bit).unwrap_or(c.len_utf16());
    if text.chars().map(places).sum::<usize>() <= alone {
        return (1, seven_bit);
    }
    let mut segments = 1;
    let mut used = 0;
    for c in text.chars() {
        if used + places(c) > room {
            segments += 1;
            used = 0;
        }
        used += places(c);
    }
    (segments, seven_bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(text: &str) -> usize {
        SmsText::try_new(text, SEGMENTS_MAX).expect(text).segments()
    }

    #[test]
    fn segments_follow_the_alphabet() {
        // limits of 3GPP TS 23.040: 160/153 places of 7 bits, 70/67 of 16
        assert_eq!(cost(&"a".repeat(160)), 1);
        assert_eq!(cost(&"a".repeat(161)), 2);
        assert_eq!(cost(&"a".repeat(306)), 2);
        assert_eq!(cost(&"a".repeat(307)), 3);
        assert_eq!(cost(&"€".repeat(80)), 1);
        assert_eq!(cost(&"€".repeat(81)), 2);
        // 76 whole characters of two places fit 153
        assert_eq!(cost(&"€".repeat(152)), 2);
        assert_eq!(cost(&"€".repeat(153)), 3);
        assert_eq!(cost(&"é".repeat(160)), 1);
        assert_eq!(cost(&"ê".repeat(70)), 1);
        assert_eq!(cost(&"ê".repeat(71)), 2);
        assert_eq!(cost(&"😀".repeat(35)), 1);
        assert_eq!(cost(&"😀".repeat(66)), 2);
        assert_eq!(cost(&"😀".repeat(67)), 3);
    }

    #[test]
    fn a_text_too_long_is_refused_with_its_cost() {
        let error = SmsText::try_new(&"ç".repeat(71), 1).expect_err("two segments");
        assert_eq!(error, SmsError::TooLong { segments: 2, max: 1, seven_bit: false });
        assert!(error.to_string().contains('ç'), "{error}");
        assert_eq!(SmsText::try_new(" \n ", 1), Err(SmsError::Empty));
        assert_eq!(SmsText::try_new("a\u{1}b", 1), Err(SmsError::Control));
        assert!(SmsText::try_new(&"a".repeat(5000), usize::MAX).is_err());
    }
}

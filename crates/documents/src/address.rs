//! The address in the envelope's window.
//!
//! A postal address has six lines at most (La Poste, NF Z10-011); the window of a DL envelope shows
//! exactly as many. What cannot be shown whole is refused: a letter that the post brings back is worse
//! than one that was not printed.

/// Lines that the window shows whatever the play of the sheet.
pub const WINDOW_LINES: usize = 6;
/// Characters of a line beyond which it is broken: the window's width in capitals.
pub const WINDOW_CHARS: usize = 42;

/// Why an address cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// Nothing to print.
    #[error("the recipient's name and address are missing; complete the debtor")]
    Empty,
    /// A line break, a tab or another control character.
    #[error(
        "line {line} of the recipient's address, « {text} », holds a line break or a control character; retype it on one line"
    )]
    Control {
        /// Its place, from 1.
        line: usize,
        /// The line, with `·` where the character stands.
        text: String,
    },
    /// Taller than the window.
    #[error(
        "the recipient's address takes {lines} lines of {WINDOW_CHARS} characters, the window shows {WINDOW_LINES}; shorten it"
    )]
    Tall {
        /// Lines it takes.
        lines: usize,
    },
}

/// The lines as they are printed: blanks squeezed, empty lines left out, long lines broken between words.
///
/// # Errors
/// [`AddressFault`].
pub fn window_lines(lines: &[String]) -> Result<Vec<String>, AddressFault> {
    let mut shown = Vec::with_capacity(lines.len());
    for (place, line) in lines.iter().enumerate() {
        if line.chars().any(breaks) {
            let text = line.chars().map(|c| if breaks(c) { '·' } else { c }).take(80).collect();
            return Err(AddressFault::Control { line: place + 1, text });
        }
        shown.extend(broken(line));
    }
    match shown.len() {
        0 => Err(AddressFault::Empty),
        lines if lines > WINDOW_LINES => Err(AddressFault::Tall { lines }),
        _ => Ok(shown),
    }
}

/// Line breaks of every script, tabs, and what has no business in an address.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A line in pieces that hold in the window.
fn broken(line: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut length = 0;
    for word in line.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for part in letters.chunks(WINDOW_CHARS) {
            match pieces.last_mut() {
                Some(last) if length + 1 + part.len() <= WINDOW_CHARS => {
                    last.push(' ');
                    last.extend(part);
                    length += 1 + part.len();
                }
                _ => {
                    pieces.push(part.iter().collect());
                    length = part.len();
                }
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Result<Vec<String>, AddressFault> {
        window_lines(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn an_address_is_tidied_and_broken_between_words() {
        assert_eq!(
            lines(&["  Garage  Moreau ", "", " 07200   Aubenas"]).expect("fine"),
            ["Garage Moreau", "07200 Aubenas"]
        );
        let long = "Syndicat intercommunal des eaux et de l’assainissement du bassin de l’Ardèche méridionale";
        let shown = lines(&[long, "07200 Aubenas"]).expect("fine");
        assert!(shown.len() == 4 && shown.iter().all(|l| l.chars().count() <= WINDOW_CHARS), "{shown:?}");
        assert_eq!(shown[..3].join(" "), long);
    }

    #[test]
    fn what_a_window_cannot_show_is_refused_and_says_where() {
        assert_eq!(lines(&[" ", ""]), Err(AddressFault::Empty));
        for hostile in ["8 route\nde Privas", "8 route\tde Privas", "8 route\u{2028}de Privas", "8 route\u{0}"] {
            let error = lines(&["Garage Moreau", hostile]).expect_err("refused");
            assert!(
                matches!(&error, AddressFault::Control { line: 2, text } if text.starts_with("8 route·")),
                "{error}"
            );
        }
        assert_eq!(lines(&["a"; 7]), Err(AddressFault::Tall { lines: 7 }));
        assert_eq!(lines(&[&"X".repeat(42 * 7)]), Err(AddressFault::Tall { lines: 7 }));
    }
}

//! Blanks that do not break, where French typography wants them.

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// The text with its ordinary blanks before `: ; ! ? » % €`, after `«` and `n°`, and inside numbers made unbreakable.
pub(crate) fn french(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, &letter) in letters.iter().enumerate() {
        if letter != ' ' {
            out.push(letter);
            continue;
        }
        let before = at.checked_sub(1).and_then(|i| letters.get(i)).copied().unwrap_or(' ');
        let after = letters.get(at + 1).copied().unwrap_or(' ');
        out.push(match (before, after) {
            (_, ';' | '!' | '?' | '%' | '€') => NARROW,
            (_, ':' | '»') | ('«' | '°', _) => NO_BREAK,
            (digit, _) if digit.is_ascii_digit() && group_of_three(&letters[at + 1..]) => NARROW,
            _ => ' ',
        });
    }
    out
}

/// Three digits and no fourth: a group of thousands.
fn group_of_three(rest: &[char]) -> bool {
    rest.len() >= 3 && rest[..3].iter().all(char::is_ascii_digit) && !rest.get(3).is_some_and(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_do_not_break_where_french_forbids_it() {
        assert_eq!(
            french("Objet : « payer » 12 400,00 € !"),
            "Objet\u{a0}: «\u{a0}payer\u{a0}» 12\u{202f}400,00\u{202f}€\u{202f}!"
        );
        assert_eq!(french("Pièce n° 3 du 12 mai 2026"), "Pièce n°\u{a0}3 du 12 mai 2026");
    }
}

//! Names as people search and sort them: accents, case and punctuation forgiven.

use std::ops::Range;

/// Lower-case ASCII words separated by one blank: `Électricité Çelik & Fils` becomes
/// `electricite celik fils`. Written once beside each name, so that no query folds case.
pub fn search_key(text: &str) -> String {
    let ascii = if text.is_ascii() { text.to_owned() } else { deunicode::deunicode(text) };
    let mut key = String::with_capacity(ascii.len());
    for byte in ascii.bytes() {
        if byte.is_ascii_alphanumeric() {
            key.push(byte.to_ascii_lowercase().into());
        } else if byte != b'\'' && !key.ends_with(' ') && !key.is_empty() {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The key by which lists are ordered, the same on every engine: the search key with a leading
/// legal form (`SARL`, `SAS`…) moved away.
pub fn sort_key(name: &str) -> String {
    const FORMS: [&str; 13] =
        ["sarl", "sas", "sasu", "sa", "eurl", "sci", "snc", "scop", "scp", "selarl", "ei", "eirl", "ste"];
    let key = search_key(name);
    match key.split_once(' ') {
        Some((first, rest)) if FORMS.contains(&first) => format!("{rest} {first}"),
        _ => key,
    }
}

/// Where `text` bears one of the `keys` (each as [`search_key`] writes it, blanks aside), in bytes of
/// `text`, in their order and apart: what a list of answers marks. A key is looked for from the
/// beginning of words, over blanks and punctuation: `fa20260612` is all of `FA-2026-0612`.
pub fn marks<K: AsRef<str>>(text: &str, keys: &[K]) -> Vec<Range<usize>> {
    // Each folded letter beside the bytes of `text` it comes from; a break before the next word.
    let mut folded: Vec<(u8, Range<usize>)> = Vec::new();
    let mut begins = Vec::new();
    let mut fresh = true;
    for (at, letter) in text.char_indices() {
        let ascii = deunicode::deunicode_char(letter).unwrap_or(" ");
        for byte in ascii.bytes() {
            if byte.is_ascii_alphanumeric() {
                if std::mem::take(&mut fresh) {
                    begins.push(folded.len());
                }
                folded.push((byte.to_ascii_lowercase(), at..at + letter.len_utf8()));
            } else {
                fresh = true;
            }
        }
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for begin in begins {
        let rest = &folded[begin..];
        let bears = |key: &[u8]| key.len() <= rest.len() && key.iter().zip(rest).all(|(k, (letter, _))| k == letter);
        let longest = keys.iter().map(|k| k.as_ref().as_bytes()).filter(|k| !k.is_empty() && bears(k)).map(<[u8]>::len);
        let Some(longest) = longest.max() else { continue };
        let mark = rest[0].1.start..rest[longest - 1].1.end;
        match found.last_mut() {
            Some(last) if last.end >= mark.start => last.end = last.end.max(mark.end),
            _ => found.push(mark),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_legal_form_are_forgiven() {
        assert_eq!(search_key("  Électricité ÇELIK & Fils, S.A."), "electricite celik fils s a");
        assert_eq!(search_key("O'Neil Nguyễn"), "oneil nguyen");
        assert_eq!(sort_key("SARL Garage Moreau"), "garage moreau sarl");
    }

    #[test]
    fn what_was_typed_is_marked_where_it_stands() {
        for (text, keys, marked) in [
            ("Garage Moréau", &["mor", "gar"][..], "[Gar]age [Mor]éau"),
            ("Électricité Çelik", &["electricite", "c"], "[Électricité] [Ç]elik"),
            ("L’Atelier d'Œuvre", &["atelier", "oe"], "L’[Atelier] d'[Œ]uvre"),
            ("FA-2026/0612", &["fa20260612"], "[FA-2026/0612]"),
            ("Moreau Moreaux", &["mor", "moreau"], "[Moreau] [Moreau]x"),
            ("+33 6 39 98", &["0639"], "+33 6 39 98"),
            ("déjà vu", &["vu", ""], "déjà [vu]"),
            ("🙂 sourire 日本", &["sour"], "🙂 [sour]ire 日本"),
            ("", &["a"], ""),
        ] {
            let mut shown = text.to_owned();
            for mark in marks(text, keys).into_iter().rev() {
                shown.insert(mark.end, ']');
                shown.insert(mark.start, '[');
            }
            assert_eq!(shown, marked, "{keys:?}");
        }
    }
}

//! Names as people search and sort them: accents, case and punctuation forgiven.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_legal_form_are_forgiven() {
        assert_eq!(search_key("  Électricité ÇELIK & Fils, S.A."), "electricite celik fils s a");
        assert_eq!(search_key("O'Neil Nguyễn"), "oneil nguyen");
        assert_eq!(sort_key("SARL Garage Moreau"), "garage moreau sarl");
    }
}

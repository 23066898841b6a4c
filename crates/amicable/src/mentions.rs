//! Who is called by name in a note: `@login`, `@First.Last`, `@"First Last"`.

use std::ops::Range;

use kernel::search_key;

/// Longest name looked for, in characters; of a longer one nobody is called.
const NAME_MAX: usize = 120;

/// A name called in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Where it stands, in bytes, its sign and quotes included.
    pub place: Range<usize>,
    /// The name, without them.
    pub name: String,
}

/// Every name called in a note, in order. What stands in a mail address calls nobody.
pub fn called(note: &str) -> Vec<Called> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = note.get(from..).and_then(|rest| rest.find('@')).map(|at| at + from) {
        let before = note.get(..at).and_then(|text| text.chars().next_back());
        let rest = note.get(at + 1..).unwrap_or_default();
        from = at + 1;
        if before.is_some_and(of_an_address) {
            continue;
        }
        if let Some((name, length)) = quoted(rest).or_else(|| bare(rest))
            && name.chars().count() <= NAME_MAX
        {
            from = at + 1 + length;
            found.push(Called { place: at..from, name });
        }
    }
    found
}

/// The names called, each once whatever its case.
pub fn names(note: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for Called { name, .. } in called(note) {
        if !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            names.push(name);
        }
    }
    names
}

/// True when a name as it was called is this name: case and accents forgiven, points read as blanks.
pub fn means(called: &str, known: &str) -> bool {
    let known = search_key(known);
    !known.is_empty() && search_key(called) == known
}

/// True of what may stand before the sign of a mail address.
fn of_an_address(before: char) -> bool {
    before.is_alphanumeric() || matches!(before, '.' | '_' | '%' | '+' | '-' | '@')
}

/// A name between quotes on one line, and how many bytes it takes with them.
fn quoted(rest: &str) -> Option<(String, usize)> {
    let open = rest.chars().next()?;
    let close = match open {
        '"' => '"',
        '“' => '”',
        _ => return None,
    };
    let inside = rest.get(open.len_utf8()..)?;
    let end = inside.find([close, '\n'])?;
    let name = inside.get(..end)?;
    let closed = inside.get(end..)?.starts_with(close);
    let named = closed && !name.trim().is_empty();
    named.then(|| (name.trim().to_owned(), open.len_utf8() + end + close.len_utf8()))
}

/// A name without blanks: the punctuation after it is not of it.
fn bare(rest: &str) -> Option<(String, usize)> {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let end = rest.find(|c: char| !inner(c)).unwrap_or(rest.len());
    let name = rest.get(..end)?.trim_end_matches(['.', '-', '@']);
    let starts = name.chars().next().is_some_and(char::is_alphanumeric);
    starts.then(|| (name.to_owned(), name.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_found_where_somebody_is_called() {
        for (note, expected) in [
            ("@marie peux-tu rappeler ?", vec!["marie"]),
            ("vu avec @marie, puis @paul.", vec!["marie", "paul"]),
            ("(@marie)", vec!["marie"]),
            ("@Jean.Dupont: oui", vec!["Jean.Dupont"]),
            ("@Jean-Luc.Le_Gall!", vec!["Jean-Luc.Le_Gall"]),
            ("@\"Léa Roy\", merci", vec!["Léa Roy"]),
            ("@“Léa Roy” merci", vec!["Léa Roy"]),
            ("@Léa et @Zoë", vec!["Léa", "Zoë"]),
            ("@paul@house.example", vec!["paul@house.example"]),
            ("@marie @Marie @\"marie\"", vec!["marie"]),
            ("fin @marie...", vec!["marie"]),
        ] {
            assert_eq!(names(note), expected, "{note}");
        }
    }

    #[test]
    fn an_address_a_price_and_a_lone_sign_call_nobody() {
        let long = format!("@{}", "a".repeat(NAME_MAX + 1));
        for note in ["a@b.fr", "compta@client.example, merci", "3 @ 12 €", "@", "@@", "@ marie", "@.", "@\"\"", &long]
        {
            assert_eq!(names(note), Vec::<String>::new(), "{note}");
        }
        assert_eq!(names("@\"Léa\nRoy\""), Vec::<String>::new(), "a name ends with its line");
    }

    #[test]
    fn a_name_is_called_with_blanks_or_with_points() {
        for (called, known, same) in [
            ("marie", "marie", true),
            ("Marie", "marie", true),
            ("Jean.Dupont", "Jean Dupont", true),
            ("jean dupont", "Jean  Dupont", true),
            ("lea.roy", "Léa Roy", true),
            ("Jean", "Jean Dupont", false),
            ("", "", false),
        ] {
            assert_eq!(means(called, known), same, "{called} / {known}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_stands_where_it_is_said_to(note in "[a-z@. \"\u{e9}\n“”-]{0,60}") {
            let mut after = 0;
            for one in called(&note) {
                prop_assert!(one.place.start >= after);
                let text = note.get(one.place.clone());
                prop_assert!(text.is_some_and(|text| text.starts_with('@') && text.contains(&one.name)));
                after = one.place.end;
            }
        }
    }
}

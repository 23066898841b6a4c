//! What people call the words of the tables: `claim-kind b2b` is « entre commerçants ou professionnels ».
//!
//! Words are no law: they have no source, no date, and nothing is computed from them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::Line;

/// One family: its words in the order of the file, and the place of each.
#[derive(Default)]
struct Family {
    words: Vec<(String, Line)>,
    at: HashMap<String, usize>,
}

static FAMILIES: LazyLock<BTreeMap<String, Family>> = LazyLock::new(|| {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(include_str!("../data/words.csv").as_bytes());
    for record in reader.records().flatten() {
        let cell = |i: usize| record.get(i).unwrap_or_default();
        // what English says of a slug is mostly the slug
        let en = if cell(3).is_empty() { plain(cell(1)) } else { cell(3).to_owned() };
        let family = families.entry(cell(0).to_owned()).or_default();
        family.at.entry(cell(1).to_owned()).or_insert(family.words.len());
        family.words.push((cell(1).to_owned(), Line::new(cell(2), en)));
    }
    families
});

/// A slug as plain words; a text that is no slug as it is.
fn plain(slug: &str) -> String {
    if slug.contains(' ') { slug.to_owned() } else { slug.replace(['-', '_'], " ") }
}

/// The words of a slug, when somebody wrote them.
pub(crate) fn if_any(family: &str, slug: &str) -> Option<&'static Line> {
    let family = FAMILIES.get(family)?;
    family.words.get(*family.at.get(slug)?).map(|(_, words)| words)
}

/// The words of a slug; the slug itself where nobody wrote them: a row of the user's own.
///
/// ```
/// assert_eq!(law::words::of("regime", "public").fr, "acheteur public");
/// assert_eq!(law::words::of("regime", "my-own").en, "my own");
/// ```
pub fn of(family: &str, slug: &str) -> Line {
    if_any(family, slug).cloned().unwrap_or_else(|| Line::same(plain(slug)))
}

/// Every word of a family, in the order of the file.
pub(crate) fn family(name: &str) -> impl Iterator<Item = (&'static str, &'static Line)> {
    FAMILIES.get(name).into_iter().flat_map(|family| &family.words).map(|(slug, words)| (slug.as_str(), words))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_row_has_its_words_and_no_twin() {
        let mut reader = csv::Reader::from_reader(include_str!("../data/words.csv").as_bytes());
        let rows = reader.records().collect::<Result<Vec<_>, _>>().expect("rows of four cells");
        let mut seen = std::collections::BTreeSet::new();
        for row in &rows {
            assert_eq!(row.len(), 4, "{row:?}");
            assert!(row.iter().take(3).all(|cell| !cell.trim().is_empty()), "{row:?}");
            assert!(seen.insert((row[0].to_owned(), row[1].to_owned())), "twice: {row:?}");
        }
        assert!(rows.len() > 400, "the words were not read");
    }
}

//! What stands behind the papers of a bundle, and what its pages bear: exhibits under their numbers, duplicates under
//! the words that the law puts on them.

use kernel::words::Language;

use super::exhibit::Exhibit;

/// Height of the band of a stamp.
const BAND: f32 = 54.0;
/// White between the line of that band and the words below it.
const GAP: f32 = 3.0;
/// Height of one line of these words.
const LINE: u16 = 11;
/// Letters counted for a line: two thirds of what the narrowest page takes, so that capitals stay in the band too.
const LETTERS: usize = 90;
/// Longest words of a duplicate: twelve lines leave the page most of its sheet.
pub(super) const WORDS: usize = 12 * LETTERS;

/// What stands behind the papers of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind<'a> {
    /// Exhibits that prove, each under its number.
    Exhibits,
    /// Duplicates of invoices, each page under the words of its own: one text for each of them, in their order.
    Duplicates(&'a [String]),
}

impl<'a> Behind<'a> {
    /// What their list is called.
    pub(super) const fn title(self, lang: Language) -> &'static str {
        match self {
            Self::Exhibits => lang.pick("Bordereau des pièces", "List of exhibits"),
            Self::Duplicates(_) => lang.pick("Liste des duplicatas", "List of duplicates"),
        }
    }

    /// The head of their column in that list.
    pub(super) const fn head(self, lang: Language) -> &'static str {
        match self {
            Self::Exhibits => lang.pick("Pièces", "Exhibits"),
            Self::Duplicates(_) => lang.pick("Duplicatas", "Duplicates"),
        }
    }

    /// What one of them is called over its pages.
    pub(super) fn named(self, exhibit: &Exhibit, lang: Language) -> String {
        let number = exhibit.number;
        match self {
            Self::Exhibits => lang.either(format!("Pièce n°\u{a0}{number}"), format!("Exhibit {number}")),
            Self::Duplicates(_) => lang.pick("DUPLICATA", "DUPLICATE").to_owned(),
        }
    }

    /// The words that each page of one of them bears; none for an exhibit.
    pub(super) fn words(self, exhibit: &Exhibit) -> &'a str {
        let Self::Duplicates(words) = self else { return "" };
        let at = (exhibit.number as usize).checked_sub(1);
        at.and_then(|at| words.get(at)).map_or("", String::as_str)
    }

    /// Height of the band above their pages, in points: the same for all of one bundle.
    pub(super) fn band(self) -> f32 {
        let Self::Duplicates(words) = self else { return BAND };
        let letters = words.iter().map(|text| text.chars().count()).max().unwrap_or_default().min(WORDS);
        let lines = u16::try_from(letters.div_ceil(LETTERS)).unwrap_or(u16::MAX);
        BAND + GAP + f32::from(lines * LINE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 200 letters are three lines of 90: 54 + 3 + 3 × 11.
    #[test]
    fn the_band_of_a_duplicate_has_room_for_its_words() {
        let words = ["x".repeat(200), "x".repeat(20)];
        assert!((Behind::Duplicates(&words).band() - 90.0).abs() < f32::EPSILON);
        assert!((Behind::Exhibits.band() - 54.0).abs() < f32::EPSILON);
    }
}

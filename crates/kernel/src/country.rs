//! Names of countries, for the last line of an address.

use crate::Language;

/// ISO 3166-1 codes with their names in the Unicode CLDR, in French and in English.
const COUNTRIES: &str = include_str!("../data/countries.csv");

/// The name of the country with that code of two letters, in either case; none for a code that is not
/// in ISO 3166-1.
///
/// ```
/// # use kernel::{Language, country_name};
/// assert_eq!(country_name("ES", Language::Fr), Some("Espagne"));
/// assert_eq!(country_name("es", Language::En), Some("Spain"));
/// assert_eq!(country_name("Espagne", Language::Fr), None);
/// ```
pub fn country_name(code: &str, language: Language) -> Option<&'static str> {
    COUNTRIES.lines().skip(1).find_map(|line| {
        let (known, names) = line.split_once(',')?;
        let (french, english) = names.split_once(',')?;
        known.eq_ignore_ascii_case(code.trim()).then(|| language.pick(french, english))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_code_and_two_names() {
        let mut before = "";
        for line in COUNTRIES.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            assert!(cells.len() == 3 && cells[0].len() == 2 && cells[1..].iter().all(|c| !c.is_empty()), "{line}");
            assert!(cells[0] > before, "{line}: codes in order, each once");
            before = cells[0];
        }
    }
}

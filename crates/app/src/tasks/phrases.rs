//! Phrases that help on the telephone, by the four steps of a call.

use std::sync::LazyLock;

use kernel::{Wording, slug_enum};
use serde::Deserialize;

slug_enum!(
    /// The four C of a call.
    CallStep {
        /// Reach the right person.
        Contact = "contact",
        /// Comprendre: why it is not paid.
        Understand = "understand",
        /// Convaincre: what speaks for paying now.
        Convince = "convince",
        /// Conclure: an amount, a day, a name.
        Conclude = "conclude",
    }
);

/// A phrase that helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// When it helps.
    pub step: CallStep,
    /// The phrase; braces and dots hold the place of what the caller fills in.
    pub words: Wording,
}

#[derive(Deserialize)]
struct Row {
    step: CallStep,
    fr: String,
    en: String,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../../data/phrases.json")).unwrap_or_default();
    rows.into_iter().map(|row| Phrase { step: row.step, words: Wording::new(row.fr, row.en) }).collect()
});

/// The phrases, in the order of a call.
pub fn phrases() -> &'static [Phrase] {
    &PHRASES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_a_call_has_its_phrases_in_both_languages() {
        for step in CallStep::ALL {
            let mine: Vec<_> = phrases().iter().filter(|p| p.step == *step).collect();
            assert!(mine.len() >= 3, "{}", step.slug());
            assert!(mine.iter().all(|p| !p.words.fr.is_empty() && p.words.fr != p.words.en));
        }
    }
}

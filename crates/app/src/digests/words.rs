//! A digest in words: plain text, bounded, sums by currency.

use std::collections::BTreeMap;

use amicable::digests::DigestFrequency;
use kernel::{Currency, Date, Language, Money, Spoken, Wording};

use super::DigestText;
use super::gather::Gathered;

/// Lines told of each part; the others are counted.
pub(crate) const TOLD: usize = 8;
/// Characters of a text quoted in a line.
const SHORT: usize = 120;

/// What a part is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartKind {
    Tasks,
    Promises,
    Disputes,
    Mentions,
    Signals,
    RightsToSave,
    RightsToConfirm,
    RightsLost,
    RightsUnanswered,
}

/// One part of a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    kind: PartKind,
    pub count: usize,
    sums: BTreeMap<Currency, i64>,
    /// The first of them.
    lines: Vec<Wording>,
}

impl Part {
    pub fn new(
        kind: PartKind,
        count: usize,
        sums: BTreeMap<Currency, i64>,
        lines: impl Iterator<Item = Wording>,
    ) -> Self {
        Self { kind, count, sums, lines: lines.take(TOLD).collect() }
    }

    /// What it is about, with how many: `2 tâches à faire`.
    pub fn counted(&self, language: Language) -> String {
        format!("{} {}", self.count, self.title(language).to_lowercase())
    }

    fn title(&self, language: Language) -> &'static str {
        match self.kind {
            PartKind::Tasks => language.pick("Tâches à faire", "Tasks to do"),
            PartKind::Promises => language.pick("Promesses non tenues", "Promises not kept"),
            PartKind::Disputes => language.pick("Litiges qui vous attendent", "Disputes that wait for you"),
            PartKind::Mentions => language.pick("Mentions à lire", "Mentions to read"),
            PartKind::Signals => language.pick("Signaux de crédit à voir", "Credit signals to see"),
            PartKind::RightsToSave => language.pick("Droits à sauver", "Rights to save"),
            PartKind::RightsToConfirm => language.pick("Échéances à confirmer", "Due dates to confirm"),
            PartKind::RightsLost => language.pick("Droits perdus", "Rights lost"),
            PartKind::RightsUnanswered => {
                language.pick("Droits à sauver dont le suivi ne répond pas", "Rights to save, left unanswered")
            }
        }
    }

    /// `Promesses non tenues : 2, 1 234,50 €`.
    fn head(&self, language: Language) -> String {
        let count = i64::try_from(self.count).unwrap_or(i64::MAX).said(language);
        let sums = self.sums.iter().filter(|(_, minor)| **minor != 0);
        let sums: Vec<String> = sums.map(|(currency, minor)| Money::new(*minor, *currency).said(language)).collect();
        let tail = if sums.is_empty() { String::new() } else { format!(", {}", sums.join(" + ")) };
        format!("{}{}{count}{tail}", self.title(language), language.pick(" : ", ": "))
    }

    /// Its head and its lines.
    pub fn body(&self, language: Language) -> String {
        let mut lines = vec![self.head(language)];
        lines.extend(self.lines.iter().map(|line| format!("- {}", line.pick(language))));
        if self.count > self.lines.len() {
            let rest = i64::try_from(self.count - self.lines.len()).unwrap_or(i64::MAX).said(language);
            lines.push(language.either(format!("… et {rest} autres"), format!("… and {rest} others")));
        }
        lines.join("\n")
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

impl Gathered {
    /// The whole of it in one language.
    pub fn text(
        &self,
        (day, frequency): (Date, Option<DigestFrequency>),
        house: Option<&str>,
        language: Language,
    ) -> DigestText {
        let on = day.said(language);
        let heads: Vec<String> = self.parts.iter().map(|part| part.counted(language)).collect();
        let subject = match language {
            Language::Fr => format!("Votre point du {on} : {}", heads.join(", ")),
            Language::En => format!("Your digest of {on}: {}", heads.join(", ")),
        };
        let mut parts: Vec<String> = self.parts.iter().map(|part| part.body(language)).collect();
        parts.push(foot(frequency, house, language));
        DigestText { subject, body: parts.join("\n\n") }
    }
}

fn foot(frequency: Option<DigestFrequency>, house: Option<&str>, language: Language) -> String {
    let often = match (frequency, language) {
        (Some(DigestFrequency::Monday), Language::Fr) => "Ce point part le lundi",
        (Some(DigestFrequency::Monday), Language::En) => "This digest leaves on Monday",
        (Some(DigestFrequency::WorkingDay), Language::Fr) => "Ce point part chaque jour ouvré",
        (Some(DigestFrequency::WorkingDay), Language::En) => "This digest leaves each working day",
        (None, Language::Fr) => "Ce point n’est pas envoyé",
        (None, Language::En) => "This digest is not sent",
    };
    let lead = language.either(
        format!("{often}, s’il y a quelque chose à dire ; changez-le dans votre profil."),
        format!("{often}, where there is something to say; change it in your profile."),
    );
    house.map_or_else(|| lead.clone(), |house| format!("{lead}\n{house}/profile"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_tells_the_first_and_counts_the_others() {
        let line = |n: usize| Wording::same(format!("customer {n}"));
        let dollars = Currency::parse("USD").expect("a currency");
        let sums = BTreeMap::from([(Currency::EUR, 123_450), (dollars, 0)]);
        let part = Part::new(PartKind::Promises, 20, sums, (0..20).map(line));
        let told = part.body(Language::En);
        assert!(told.starts_with("Promises not kept: 20, €1,234.50\n- customer 0\n"), "{told}");
        assert!(told.ends_with("- customer 7\n… and 12 others"), "{told}");
        let few = Part::new(PartKind::Tasks, 1, BTreeMap::new(), std::iter::once(line(1)));
        assert_eq!(few.body(Language::Fr), "Tâches à faire : 1\n- customer 1");
    }

    #[test]
    fn a_long_note_is_cut_on_one_line() {
        assert_eq!(short("a\n b"), "a b");
        assert_eq!(short(&"é".repeat(SHORT + 1)).chars().count(), SHORT + 1);
    }
}

//! Which text a message is made from: the one its step names, as the house last wrote it or as shipped.

use std::collections::HashMap;
use std::sync::Arc;

use amicable::{Channel, Claim, Step, Tone};
use documents::{DefaultText, default_text, is_short};
use kernel::Language;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{StoreError, TextVersion, Tx};

/// The text a message was made from: kept with it, and used again when it is made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextUsed {
    /// Name of the text.
    pub slug: String,
    /// Its language.
    pub language: Language,
    /// Version written by the house; none for a shipped text.
    pub version: Option<i64>,
    /// SHA-256 of the template, hexadecimal.
    pub sha256: String,
}

/// A text ready to be rendered.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// What it is.
    pub used: TextUsed,
    /// The template.
    pub body: Arc<str>,
    /// One line, for text messages; else paragraphs, for letters and mails.
    pub short: bool,
}

impl Chosen {
    /// A text of a name, in a language, of a version where the house wrote it.
    pub fn new(slug: &str, language: Language, version: Option<i64>, body: &str) -> Self {
        let sha256 = kernel::hex(&Sha256::digest(body.as_bytes()));
        Self {
            used: TextUsed { slug: slug.to_owned(), language, version, sha256 },
            body: body.into(),
            short: is_short(body),
        }
    }

    fn shipped(text: DefaultText, language: Language) -> Self {
        Self::new(text.slug(), language, None, default_text(text, language))
    }

    fn of(version: &TextVersion) -> Self {
        Self::new(&version.slug, version.language, Some(version.version), &version.body)
    }
}

/// The texts a run can use: shipped ones, and over them those of the house.
#[derive(Debug, Clone)]
pub struct Texts {
    in_force: HashMap<(String, Language), Chosen>,
    shipped: HashMap<(DefaultText, Language), Chosen>,
    /// Versions that messages made earlier go on with.
    former: HashMap<(String, Language, i64), Chosen>,
}

impl Default for Texts {
    /// The shipped texts alone.
    fn default() -> Self {
        let both = |text| Language::ALL.iter().map(move |l| ((text, *l), Chosen::shipped(text, *l)));
        let shipped = DefaultText::ALL.into_iter().flat_map(both).collect();
        Self { in_force: HashMap::new(), shipped, former: HashMap::new() }
    }
}

impl Texts {
    /// The texts in force, as the transaction sees them.
    pub(crate) fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        let active = tx.text_templates().active()?;
        let in_force = active.iter().map(|v| ((v.slug.clone(), v.language), Chosen::of(v))).collect();
        Ok(Self { in_force, ..Self::default() })
    }

    /// Finds again the versions that messages were made from, where they are no longer in force.
    pub(crate) fn recall(&mut self, tx: &mut Tx, used: &[TextUsed]) -> Result<(), StoreError> {
        for text in used {
            let Some(version) = text.version else { continue };
            let key = (text.slug.clone(), text.language, version);
            if !self.former.contains_key(&key)
                && let Some(found) = tx.text_templates().version(&text.slug, text.language, version)?
            {
                self.former.insert(key, Chosen::of(&found));
            }
        }
        Ok(())
    }

    /// The text of a name, as the house wrote it or as shipped; none when there is no such text.
    pub fn find(&self, slug: &str, language: Language) -> Option<&Chosen> {
        let own = self.in_force.get(&(slug.to_owned(), language));
        own.or_else(|| self.shipped.get(&(DefaultText::parse(slug)?, language)))
    }

    /// The text of a step's message. A message made before goes on with the text it was made from;
    /// else the step's text, where there is one that fits the channel; else the text that speaks as
    /// gravely as the step does.
    pub fn choose(&self, step: &Step, channel: Channel, language: Language, before: Option<&TextUsed>) -> &Chosen {
        let short = channel == Channel::Sms;
        let fits = |text: &&Chosen| text.short == short;
        let again = before.filter(|used| used.language == language).and_then(|used| self.again(used));
        let named = || self.find(step.text(), language).filter(fits);
        again.filter(fits).or_else(named).unwrap_or_else(|| self.by_tone(step, short, language))
    }

    fn again(&self, used: &TextUsed) -> Option<&Chosen> {
        match used.version {
            None => self.shipped.get(&(DefaultText::parse(&used.slug)?, used.language)),
            Some(version) => self.former.get(&(used.slug.clone(), used.language, version)),
        }
    }

    fn by_tone(&self, step: &Step, short: bool, language: Language) -> &Chosen {
        let text = if short { DefaultText::Sms } else { text_of_tone(step) };
        let own = self.in_force.get(&(text.slug().to_owned(), language)).filter(|own| own.short == short);
        // Both languages of every shipped text are there from the start.
        own.unwrap_or_else(|| &self.shipped[&(text, language)])
    }
}

/// The shipped text as grave as a step: a reminder that asks for interest is never a courteous one,
/// which names the principal alone.
const fn text_of_tone(step: &Step) -> DefaultText {
    if step.formal_notice {
        return DefaultText::FormalNotice;
    }
    if step.timing.is_before_due() {
        return DefaultText::PreDue;
    }
    match (step.tone, step.claim) {
        (Tone::Formal, _) => DefaultText::Reminder3,
        (Tone::Courteous, Claim::Withheld) => DefaultText::Reminder1,
        _ => DefaultText::Reminder2,
    }
}

#[cfg(test)]
mod tests {
    use amicable::{Timing, shipped};

    use super::*;

    fn step(slug: &str, tone: Tone, claim: Claim) -> Step {
        let mut step = shipped()[0].steps[0].clone();
        (step.slug, step.tone, step.claim) = (slug.to_owned(), tone, claim);
        step
    }

    #[test]
    fn a_step_without_a_text_of_its_own_speaks_by_its_tone() {
        let texts = Texts::default();
        let of = |step: &Step, channel| texts.choose(step, channel, Language::Fr, None).used.slug.clone();
        for (tone, claim, slug) in [
            (Tone::Courteous, Claim::Withheld, "reminder-1"),
            (Tone::Courteous, Claim::Claimed, "reminder-2"),
            (Tone::Firm, Claim::Withheld, "reminder-2"),
            (Tone::Formal, Claim::Withheld, "reminder-3"),
        ] {
            assert_eq!(of(&step("my-own", tone, claim), Channel::Letter), slug, "{tone:?} {claim:?}");
        }
        let notice = Step { formal_notice: true, ..step("last", Tone::Courteous, Claim::Withheld) };
        assert_eq!(of(&notice, Channel::Letter), "formal-notice");
        let service = Step { timing: Timing::AfterDue(-7), ..step("soon", Tone::Courteous, Claim::Withheld) };
        assert_eq!(of(&service, Channel::Mail), "pre-due");
        assert_eq!(of(&step("sms-1", Tone::Courteous, Claim::Withheld), Channel::Sms), "sms");
        // A step of text messages that could not reach goes by letter: with a whole letter's words.
        let short = Step { text: "sms".to_owned(), ..step("sms-1", Tone::Firm, Claim::Announced) };
        assert_eq!((of(&short, Channel::Sms), of(&short, Channel::Letter)), ("sms".into(), "reminder-2".into()));
    }

    #[test]
    fn a_message_made_before_goes_on_with_its_own_text() {
        let mut texts = Texts::default();
        let key = ("reminder-1".to_owned(), Language::Fr);
        let version = |n: i64| Chosen::new("reminder-1", Language::Fr, Some(n), &format!("Objet {n}\n\nCorps"));
        texts.in_force.insert(key, version(2));
        texts.former.insert(("reminder-1".to_owned(), Language::Fr, 1), version(1));
        let step = step("reminder-1", Tone::Courteous, Claim::Withheld);
        let made =
            |used: Option<&TextUsed>, language| texts.choose(&step, Channel::Letter, language, used).used.version;
        assert_eq!(made(None, Language::Fr), Some(2));
        assert_eq!(made(Some(&version(1).used), Language::Fr), Some(1));
        let shipped = TextUsed { version: None, ..version(1).used };
        assert_eq!(made(Some(&shipped), Language::Fr), None, "the shipped text it was made from");
        assert_eq!(made(Some(&version(1).used), Language::En), None, "another language is another text");
        let gone = TextUsed { version: Some(9), ..version(1).used };
        assert_eq!(made(Some(&gone), Language::Fr), Some(2), "a version that is no more");
    }
}

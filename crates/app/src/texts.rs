//! Texts of letters, mails and text messages as the house writes them, version by version, over the
//! shipped ones.

mod choose;
mod preview;
mod steps;

use amicable::Plan;
use documents::{DefaultText, LetterText, TextFacts, check_text, default_text, preview_text};
use kernel::{Language, Timestamp, Wording};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{EntryId, StoreError, TextTemplateId, TextVersion, Tx, VersionState};

pub use choose::{Chosen, TextUsed, Texts};
pub(crate) use preview::step_under;
pub use preview::{Example, ShortText, TextPreview};
pub use steps::StepFault;
pub(crate) use steps::check_steps;

use crate::desk::About;
use crate::strategies::plan;
use crate::{Actor, Desk, DeskError, Permission, TextRefusal};

/// Faults told in one refusal.
const TOLD: usize = 5;

/// A step that speaks by a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextStep {
    /// Strategy.
    pub strategy: String,
    /// Its name on the screens.
    pub name: String,
    /// Step.
    pub step: String,
}

/// A text in force, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextCard {
    /// Name, as steps give it.
    pub slug: String,
    /// Language.
    pub language: Language,
    /// One line, for text messages; else for letters and mails.
    pub short: bool,
    /// True where a shipped text of this name stands behind it.
    pub shipped: bool,
    /// Version written by the house; none for a shipped text nobody touched.
    pub version: Option<i64>,
    /// Who wrote it.
    pub actor: Option<String>,
    /// When.
    pub saved_at: Option<Timestamp>,
    /// Steps whose messages are made from it today.
    pub steps: Vec<TextStep>,
}

/// One version of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextVersionCard {
    /// Counts from 1.
    pub version: i64,
    /// Who wrote it.
    pub actor: String,
    /// When.
    pub saved_at: Timestamp,
    /// The version in force.
    pub in_force: bool,
}

/// A text with its template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextShown {
    /// The text in force.
    pub card: TextCard,
    /// The template asked for: in force, or an earlier version.
    pub body: String,
    /// The shipped template of this name.
    pub shipped_body: Option<String>,
    /// Versions written by the house, newest first.
    pub versions: Vec<TextVersionCard>,
}

/// What somebody writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextDraft {
    /// Name of the text.
    pub slug: String,
    /// Language.
    pub language: Language,
    /// The template.
    pub body: String,
}

/// Something wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Line of the template, from 1; 0 when it has no place.
    pub line: usize,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: Wording,
}

/// What saving gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextSaved {
    /// Name of the text.
    pub text: String,
    /// Language.
    pub language: Language,
    /// Version in force now; none when the shipped text was saved as it is.
    pub version: Option<i64>,
    /// False when the text in force said the same already.
    pub written: bool,
}

/// Everything wrong with a draft, in the order of its lines; empty when it can be saved.
pub fn faults(slug: &str, body: &str) -> Vec<Fault> {
    let body = tidy(body);
    if body.trim().is_empty() {
        return vec![fault(0, &TextRefusal::TextEmpty)];
    }
    let found = check_text(&body);
    if !found.is_empty() {
        let told = found.into_iter().map(|e| Fault { line: e.line, code: e.fault.code(), message: e.fault.wording() });
        return told.collect();
    }
    let bare = TextFacts { count: 1, ..TextFacts::default() };
    let all = [TextFacts::sample(Language::Fr), bare];
    let rendered: Vec<LetterText> = all.iter().filter_map(|facts| preview_text(&body, facts).ok()).collect();
    if rendered.iter().any(|text| text.subject.trim().is_empty()) {
        return vec![fault(1, &TextRefusal::TextEmpty)];
    }
    let one_line = |text: &LetterText| text.before.is_empty() && text.after.is_empty();
    match DefaultText::parse(slug) {
        Some(DefaultText::Sms) if !rendered.iter().all(one_line) => vec![fault(2, &TextRefusal::TextNotShort)],
        Some(DefaultText::Sms) => Vec::new(),
        Some(_) if rendered.iter().any(|text| text.before.is_empty()) => vec![fault(0, &TextRefusal::TextWithoutBody)],
        Some(DefaultText::FormalNotice) => steps::notice_faults(&body),
        // A text of the house may be short or long, but not by what the account of the day is.
        None if rendered.iter().any(|text| text.before.is_empty()) && !rendered.iter().all(one_line) => {
            vec![fault(0, &TextRefusal::TextWithoutBody)]
        }
        _ => Vec::new(),
    }
}

fn fault(line: usize, refusal: &TextRefusal) -> Fault {
    Fault { line, code: refusal.code(), message: refusal.wording() }
}

/// As it is kept: lines ended by `\n`, no signs that no page can show, no blank ends.
fn tidy(body: &str) -> String {
    let kept: String = body
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !(c.is_control() || *c == '\u{feff}'))
        .collect();
    format!("{}\n", kept.trim_matches(['\n', ' ']))
}

/// A name that scripts and steps can give a text: letters without accents, digits and hyphens.
///
/// # Errors
/// [`TextRefusal::TextNameWrong`].
pub fn check_name(slug: &str) -> Result<(), TextRefusal> {
    let fits = (1..=40).contains(&slug.len())
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-');
    if fits { Ok(()) } else { Err(TextRefusal::TextNameWrong { name: slug.chars().take(60).collect() }) }
}

/// A word that a text may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The word.
    pub name: &'static str,
    /// What it stands for.
    pub meaning: Wording,
    /// How it is written: within a condition where it may be absent.
    pub insert: String,
}

/// Every word that a text may use.
pub fn words() -> Vec<Known> {
    let bare = serde_json::to_value(TextFacts::default()).unwrap_or_default();
    let known = |name: &'static str| Known {
        name,
        meaning: Wording::new(TextFacts::meaning(name, Language::Fr), TextFacts::meaning(name, Language::En)),
        insert: match &bare[name] {
            serde_json::Value::Bool(_) => format!("{{% if {name} %}}…{{% endif %}}"),
            serde_json::Value::Null => format!("{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}"),
            _ => format!("{{{{ {name} }}}}"),
        },
    };
    TextFacts::NAMES.into_iter().map(known).collect()
}

/// Names of the texts in force: shipped ones first, then those of the house.
fn known(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let mut names: Vec<String> = DefaultText::ALL.iter().map(|t| t.slug().to_owned()).collect();
    for version in tx.text_templates().active()? {
        if !names.contains(&version.slug) {
            names.push(version.slug);
        }
    }
    Ok(names)
}

/// The steps of a plan whose messages are made from a text.
fn steps_of(plan: &Plan, texts: &Texts, slug: &str, language: Language) -> Vec<TextStep> {
    let mut steps = Vec::new();
    for strategy in &plan.strategies {
        for step in strategy.steps.iter().filter(|step| !step.channel.is_task()) {
            let speaks = step.language.as_deref().is_none_or(|own| own == language.slug());
            if speaks && texts.choose(step, step.channel, language, None).used.slug == slug {
                steps.push(TextStep {
                    strategy: strategy.slug.clone(),
                    name: strategy.name.clone(),
                    step: step.slug.clone(),
                });
            }
        }
    }
    steps
}

impl Desk {
    /// The texts in force: shipped ones in the order of a strategy, then those of the house; French first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn texts(&self, actor: &Actor) -> Result<Vec<TextCard>, DeskError> {
        actor.may(Permission::Read)?;
        let (plan, texts, names, versions) = self
            .store
            .read(|tx| Ok::<_, DeskError>((plan(tx)?, Texts::read(tx)?, known(tx)?, tx.text_templates().active()?)))?;
        let mut cards = Vec::new();
        for (slug, language) in names.iter().flat_map(|slug| Language::ALL.iter().map(move |l| (slug, *l))) {
            let Some(text) = texts.find(slug, language) else { continue };
            let own = versions.iter().find(|v| v.slug == *slug && v.language == language);
            cards.push(card(text, own, steps_of(&plan, &texts, slug, language)));
        }
        Ok(cards)
    }

    /// A text with its template, in force or of an earlier version.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn text(
        &self,
        actor: &Actor,
        slug: &str,
        language: Language,
        version: Option<i64>,
    ) -> Result<TextShown, DeskError> {
        actor.may(Permission::Read)?;
        let (plan, texts, versions) = self.store.read(|tx| {
            Ok::<_, DeskError>((plan(tx)?, Texts::read(tx)?, tx.text_templates().of_slug(slug, language)?))
        })?;
        let missing = |key: String| DeskError::NotFound { what: "text", key };
        let text = texts.find(slug, language).ok_or_else(|| missing(format!("{slug} ({})", language.slug())))?;
        let own = versions.iter().find(|v| v.state == VersionState::Active);
        let body = match version {
            None => text.body.to_string(),
            Some(n) => {
                let found = versions.iter().find(|v| v.version == n);
                found.ok_or_else(|| missing(format!("{slug} ({}), version {n}", language.slug())))?.body.clone()
            }
        };
        let shipped = DefaultText::parse(slug).map(|text| default_text(text, language).to_owned());
        let versions: Vec<TextVersionCard> = versions
            .iter()
            .map(|v| TextVersionCard {
                version: v.version,
                actor: v.actor.clone(),
                saved_at: v.created_us,
                in_force: v.state == VersionState::Active,
            })
            .collect();
        let card = card(text, own, steps_of(&plan, &texts, slug, language));
        Ok(TextShown { card, body, shipped_body: shipped, versions })
    }

    /// Puts a text in force as a new version: messages made from now on say it. `base` is the version it
    /// was written over, 0 for the shipped one; another in force meanwhile is a conflict. Saving what is
    /// in force already writes nothing.
    ///
    /// # Errors
    /// [`DeskError::Refused`] naming the lines at fault, [`DeskError::Store`] on a conflict.
    pub fn save_text(&self, actor: &Actor, draft: &TextDraft, base: Option<i64>) -> Result<TextSaved, DeskError> {
        actor.may(Permission::Settings)?;
        check_name(&draft.slug)?;
        let wrong = faults(&draft.slug, &draft.body);
        if !wrong.is_empty() {
            return Err(TextRefusal::TextUnsound { why: told(&wrong) }.into());
        }
        let body = tidy(&draft.body);
        let (id, entry) = (TextTemplateId(self.id()), self.id());
        let saved =
            |version, written| TextSaved { text: draft.slug.clone(), language: draft.language, version, written };
        self.store.write("text.save", |tx| {
            let versions = tx.text_templates().of_slug(&draft.slug, draft.language)?;
            let in_force = versions.iter().find(|v| v.state == VersionState::Active);
            let number = in_force.map_or(0, |v| v.version);
            if base.is_some_and(|base| base != number) {
                return Err(StoreError::Conflict { what: "text", id: draft.slug.clone() }.into());
            }
            let shipped = || DefaultText::parse(&draft.slug).map(|text| default_text(text, draft.language));
            match in_force {
                Some(own) if own.body == body => return Ok(saved(Some(own.version), false)),
                None if shipped().is_some_and(|shipped| tidy(shipped) == body) => return Ok(saved(None, false)),
                _ => {}
            }
            let wrong = steps::faults_of_use(tx, &draft.slug, draft.language, &body)?;
            if !wrong.is_empty() {
                return Err(TextRefusal::TextUnsound { why: told(&wrong) }.into());
            }
            let version = versions.first().map_or(1, |v| v.version + 1);
            tx.text_templates().put_in_force(&TextVersion {
                id,
                slug: draft.slug.clone(),
                language: draft.language,
                version,
                body: body.clone(),
                state: VersionState::Active,
                actor: actor.name.clone(),
                created_us: self.now(),
            })?;
            let sha256 = kernel::hex(&Sha256::digest(body.as_bytes()));
            let payload = serde_json::json!({
                "text": draft.slug, "language": draft.language, "version": version, "sha256": sha256,
            });
            tx.timeline().append(&self.entry(EntryId(entry), actor, About::default(), "text.saved", &payload))?;
            Ok(saved(Some(version), true))
        })
    }

    /// Takes the house's version of a text out of force: the shipped one speaks again, and one that the
    /// house made is gone. Its versions stay, for the messages made from them.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] without a version in force, [`DeskError::Refused`] while a step names a
    /// text that nothing shipped would replace.
    pub fn retire_text(&self, actor: &Actor, slug: &str, language: Language) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        let entry = self.id();
        self.store.write("text.retire", |tx| {
            if DefaultText::parse(slug).is_none() {
                let plan = plan(tx)?;
                let named = plan.strategies.iter().find_map(|s| {
                    let names = |step: &&amicable::Step| {
                        step.text == slug && step.language.as_deref().is_none_or(|own| own == language.slug())
                    };
                    s.steps.iter().find(names).map(|step| (s.slug.clone(), step.slug.clone()))
                });
                if let Some((strategy, step)) = named {
                    return Err(TextRefusal::TextNamed { text: slug.to_owned(), strategy, step }.into());
                }
            }
            if !tx.text_templates().retire(slug, language)? {
                return Err(DeskError::NotFound { what: "text", key: format!("{slug} ({})", language.slug()) });
            }
            let payload = serde_json::json!({ "text": slug, "language": language });
            tx.timeline().append(&self.entry(EntryId(entry), actor, About::default(), "text.retired", &payload))?;
            Ok(())
        })
    }
}

fn card(text: &Chosen, own: Option<&TextVersion>, steps: Vec<TextStep>) -> TextCard {
    TextCard {
        slug: text.used.slug.clone(),
        language: text.used.language,
        short: text.short,
        shipped: DefaultText::parse(&text.used.slug).is_some(),
        version: text.used.version,
        actor: own.map(|v| v.actor.clone()),
        saved_at: own.map(|v| v.created_us),
        steps,
    }
}

/// The first faults in one sentence.
fn told(faults: &[Fault]) -> Wording {
    let all = |language: Language| {
        let one = |fault: &Fault| {
            let words = fault.message.pick(language);
            match fault.line {
                0 => words.to_owned(),
                line => format!("{} {line}{}{words}", language.pick("ligne", "line"), language.pick("\u{a0}: ", ": ")),
            }
        };
        let mut list: Vec<String> = faults.iter().take(TOLD).map(one).collect();
        if faults.len() > TOLD {
            list.push("…".to_owned());
        }
        list.join(language.pick(" ; ", "; "))
    };
    Wording::new(all(Language::Fr), all(Language::En))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_refused_for_what_its_letters_would_lack() {
        let codes =
            |slug: &str, body: &str| faults(slug, body).into_iter().map(|f| (f.line, f.code)).collect::<Vec<_>>();
        let long = "Objet\n\nMadame, Monsieur,\n\nVous devez {{ total }}.\n---\nFin";
        assert_eq!(codes("reminder-1", long), []);
        for (slug, body, expected) in [
            ("reminder-1", " \r\n\u{feff}\n", (0, "text-empty")),
            ("reminder-1", "{% if interest %}Objet{% endif %}\n\nCorps", (0, "text-without-body")),
            ("reminder-1", "Objet seul", (0, "text-without-body")),
            ("formal-notice", "Objet\n---\nFin", (0, "text-without-body")),
            ("my-own", "Objet\n\n{% if interest %}Corps{% endif %}\n---\nFin", (0, "text-without-body")),
            ("sms", long, (2, "text-not-short")),
            ("reminder-1", "Objet\n\n{{ totl }}", (3, "unknown-name")),
            ("reminder-1", "Objet\n\n{% for x in debtor %}{% endfor %}", (3, "tag-refused")),
        ] {
            assert_eq!(codes(slug, body), [expected], "{body:?}");
        }
        assert_eq!(codes("my-own", "{{ creditor }} : {{ total }}"), [], "a text message of the house");
        assert_eq!(codes("reminder-1", &"x".repeat(1_000_000)), [(0, "too-long")]);
    }

    #[test]
    fn what_browsers_and_editors_add_is_not_kept() {
        assert_eq!(tidy("\u{feff}\r\nObjet\r\n\r\nCorps\u{0}\u{7}\t.\r\n\r\n"), "Objet\n\nCorps\t.\n");
    }

    #[test]
    fn names_are_those_that_scripts_can_write() {
        for (name, fits) in [("relance-douce", true), ("", false), ("../x", false), ("Relance", false), ("-a", false)] {
            assert_eq!(check_name(name).is_ok(), fits, "{name}");
        }
    }
}

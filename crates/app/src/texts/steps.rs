//! What the texts of a strategy lack for its steps: told with each step, before the strategy is in force.

use amicable::{Channel, Step, Strategy};
use documents::{DefaultText, TextFacts, preview_text};
use kernel::{Language, Wording};
use serde::Serialize;
use store::Tx;

use super::{Fault, Texts, fault, faults, known, plan, told};
use crate::{Actor, Desk, DeskError, Permission, Refusal, TextRefusal};

/// Words by which a formal notice says that it is one (« mise en demeure », « nous vous mettons en demeure »).
const NOTICE_WORDS: [&str; 2] = ["en demeure", "formal notice"];

/// Something that keeps the text of a step from being used, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepFault {
    /// The step.
    pub step: String,
    /// Its place in the strategy, counted from 0.
    pub place: usize,
    /// The field at fault, as JSON names it.
    pub field: &'static str,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: Wording,
}

/// What a text lacks to be a formal notice: it says that it is one, and what is asked. The letter itself prints the
/// article, the delay, the pieces and who signs.
pub(super) fn notice_faults(body: &str) -> Vec<Fault> {
    let marked =
        |facts: TextFacts| TextFacts {
            total: "⟦total⟧".to_owned(), principal: "⟦principal⟧".to_owned(), ..facts
        };
    let bare = TextFacts { count: 1, ..TextFacts::default() };
    let all = [TextFacts::sample(Language::Fr), bare];
    let said: Vec<String> = all
        .into_iter()
        .filter_map(|facts| preview_text(body, &marked(facts)).ok())
        .map(|text| format!("{}\n{}\n{}", text.subject, text.before.join("\n"), text.after.join("\n")).to_lowercase())
        .collect();
    let lacks = |words: &[&str]| !said.iter().all(|text| words.iter().any(|word| text.contains(word)));
    let mut wrong = Vec::new();
    if lacks(&NOTICE_WORDS) {
        wrong.push(fault(0, &TextRefusal::TextWithoutNotice));
    }
    if lacks(&["⟦total⟧", "⟦principal⟧"]) {
        wrong.push(fault(0, &TextRefusal::TextWithoutSum));
    }
    wrong
}

/// Everything that the texts of a strategy lack for its steps, in their order. `names` are those of the texts in force.
fn step_faults(texts: &Texts, names: &[String], strategy: &Strategy) -> Vec<(usize, Refusal)> {
    let mut wrong = Vec::new();
    for (place, step) in strategy.steps.iter().enumerate() {
        let own = step.language.as_deref().and_then(Language::parse);
        let languages: Vec<Language> = own.map_or_else(|| Language::ALL.to_vec(), |language| vec![language]);
        if let Some(refusal) = named(texts, names, step, &languages) {
            wrong.push((place, refusal));
            continue;
        }
        if step.channel.is_task() {
            continue;
        }
        for language in languages {
            let text = texts.choose(step, step.channel, language, None);
            let mut found = faults(&text.used.slug, &text.body);
            if found.is_empty() && step.formal_notice {
                found = notice_faults(&text.body);
            }
            if !found.is_empty() {
                let (step, text) = (step.slug.clone(), format!("{} ({})", text.used.slug, language.slug()));
                wrong.push((place, TextRefusal::StepTextUnsound { step, text, why: told(&found) }.into()));
            }
        }
    }
    wrong
}

/// What is wrong with the name of a text that a step gives: nobody wrote it, or it is none of the step's kind.
fn named(texts: &Texts, names: &[String], step: &Step, languages: &[Language]) -> Option<Refusal> {
    if step.text.is_empty() {
        return None;
    }
    let found: Vec<bool> =
        languages.iter().filter_map(|language| texts.find(&step.text, *language)).map(|text| text.short).collect();
    let (slug, text) = (step.slug.clone(), step.text.clone());
    if found.is_empty() {
        return Some(Refusal::StepTextUnknown { step: slug, text, known: names.join(", ") });
    }
    if step.channel.is_task() {
        return None;
    }
    let short = step.channel == Channel::Sms;
    if found.iter().any(|own| *own != short) {
        let refusal = if short {
            TextRefusal::StepTextLong { step: slug, text }
        } else {
            TextRefusal::StepTextShort { step: slug, text }
        };
        return Some(refusal.into());
    }
    let notice = step.text == DefaultText::FormalNotice.slug() && !step.formal_notice;
    notice.then(|| TextRefusal::StepNoNotice { step: slug, text }.into())
}

/// The same as the transaction sees the texts.
fn in_tx(tx: &mut Tx, strategy: &Strategy) -> Result<Vec<(usize, Refusal)>, DeskError> {
    let (texts, names) = (Texts::read(tx)?, known(tx)?);
    Ok(step_faults(&texts, &names, strategy))
}

/// Refuses a strategy whose steps name a text that nobody wrote, or one that cannot be theirs.
pub(crate) fn check_steps(tx: &mut Tx, strategy: &Strategy) -> Result<(), DeskError> {
    in_tx(tx, strategy)?.into_iter().next().map_or(Ok(()), |(_, refusal)| Err(refusal.into()))
}

/// What a text lacks for the formal notices that are made from it, in the plan in force.
pub(super) fn faults_of_use(tx: &mut Tx, slug: &str, language: Language, body: &str) -> Result<Vec<Fault>, DeskError> {
    let plan = plan(tx)?;
    let speaks = |step: &&Step| {
        step.formal_notice && step.text() == slug && step.language.as_deref().is_none_or(|own| own == language.slug())
    };
    let named = plan.strategies.iter().flat_map(|strategy| &strategy.steps).any(|step| speaks(&step));
    Ok(if named { notice_faults(body) } else { Vec::new() })
}

impl Desk {
    /// What the texts in force lack for the steps of a strategy: one that does not exist, cannot be used, or says too
    /// little for a formal notice. What keeps the strategy itself from running is [`Strategy::faults`].
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn check_strategy(&self, actor: &Actor, strategy: &Strategy) -> Result<Vec<StepFault>, DeskError> {
        actor.may(Permission::Read)?;
        let wrong = self.store.read(|tx| in_tx(tx, strategy))?;
        let told = wrong.into_iter().map(|(place, refusal)| StepFault {
            step: strategy.steps[place].slug.clone(),
            place,
            field: if matches!(refusal, Refusal::Text(TextRefusal::StepNoNotice { .. })) {
                "formal_notice"
            } else {
                "text"
            },
            code: refusal.code(),
            message: refusal.wording(),
        });
        Ok(told.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formal_notice_says_that_it_is_one_and_what_is_asked() {
        let codes = |body: &str| notice_faults(body).into_iter().map(|f| f.code).collect::<Vec<_>>();
        for language in Language::ALL {
            let shipped = documents::default_text(DefaultText::FormalNotice, *language);
            assert_eq!(codes(shipped), Vec::<&str>::new(), "the shipped one, {language:?}");
        }
        assert_eq!(codes("Mise en demeure\n\nVous devez {{ total }}."), Vec::<&str>::new());
        assert_eq!(codes("Objet\n\nNous vous METTONS EN DEMEURE de payer {{ principal }}."), Vec::<&str>::new());
        assert_eq!(codes("Petit rappel\n\nVous devez {{ total }}."), ["text-without-notice"]);
        assert_eq!(codes("Mise en demeure\n\nPayez-nous."), ["text-without-sum"]);
        // Said to some debtors only, it is not said.
        let some = "Objet\n\n{% if business %}Mise en demeure : {{ total }}.{% else %}Bonjour.{% endif %}";
        assert_eq!(codes(some), ["text-without-notice", "text-without-sum"]);
    }
}

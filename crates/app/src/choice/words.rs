//! Routes, verdicts and decisions, in words.

use judicial::choice::{Choice, Hinge, Verdict};
use kernel::Wording;
use law::text::{date_en, date_fr};
use store::{CaseDecision, ChoiceOutcome};

use crate::Desk;

/// What a choice comes to, in words.
pub fn choice_words(choice: &Choice, label: impl Fn(&str) -> Wording) -> Wording {
    match &choice.verdict {
        Verdict::Go { procedure } => {
            let label = label(procedure);
            Wording::new(format!("à engager : {}", label.fr), format!("worth it: {}", label.en))
        }
        Verdict::No { because } => because.words(),
        Verdict::Ask => {
            let missing = choice.routes.first().map(|route| route.advice.words());
            missing.unwrap_or_else(|| Wording::new("à décider", "to be decided"))
        }
    }
}

/// An outcome in words.
pub fn outcome_words(outcome: ChoiceOutcome) -> Wording {
    let (fr, en) = match outcome {
        ChoiceOutcome::Go => ("engager", "go"),
        ChoiceOutcome::NoGo => ("ne pas agir", "do not act"),
        ChoiceOutcome::Later => ("décider plus tard", "decide later"),
    };
    Wording::new(fr, en)
}

/// A route in words.
pub fn route_words(desk: &Desk, route: &str) -> Wording {
    desk.law.procedures().find(route).map_or_else(|_| Wording::same(route), |known| known.label.clone())
}

/// `12,5 %` of 125 thousandths.
fn per_cent(thousandths: u32) -> (String, String) {
    let (whole, tenth) = (thousandths / 10, thousandths % 10);
    if tenth == 0 {
        (format!("{whole}\u{202f}%"), format!("{whole}%"))
    } else {
        (format!("{whole},{tenth}\u{202f}%"), format!("{whole}.{tenth}%"))
    }
}

pub(super) fn hinge_words(hinge: &Hinge) -> Wording {
    let what = hinge.measure.words();
    let held = hinge.value.map(per_cent);
    let (fr, en) = held.map_or_else(
        || (format!("{} : inconnue", what.fr), format!("{}: unknown", what.en)),
        |(fr, en)| (format!("{} : {fr}", what.fr), format!("{}: {en}", what.en)),
    );
    match hinge.flips_at.map(per_cent) {
        Some((at_fr, at_en)) => {
            Wording::new(format!("{fr} ; agir paie à partir de {at_fr}"), format!("{en}; acting pays from {at_en}"))
        }
        None => Wording::new(
            format!("{fr} ; aucune valeur ne ferait payer l’action"),
            format!("{en}; no value would make acting pay"),
        ),
    }
}

pub(super) fn decision_words(desk: &Desk, decision: &CaseDecision) -> Wording {
    let words = outcome_words(decision.outcome);
    match (decision.outcome, decision.until_on) {
        (ChoiceOutcome::Go, _) => {
            let label = route_words(desk, &decision.route);
            Wording::new(format!("{} : {}", words.fr, label.fr), format!("{}: {}", words.en, label.en))
        }
        (ChoiceOutcome::Later, Some(day)) => {
            Wording::new(format!("{}, le {}", words.fr, date_fr(day)), format!("{}, on {}", words.en, date_en(day)))
        }
        _ => words,
    }
}

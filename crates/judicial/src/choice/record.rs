//! What was decided: who, when, why, and the figures as they stood. The record keeps the whole answer, since
//! parameters and tariffs move on.

use kernel::Date;
use serde::{Deserialize, Serialize};

use super::{Choice, Verdict};

/// Letters of a reason, at least.
const REASON_LEAST: usize = 10;

/// What is done of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// Act, by this procedure.
    Act {
        /// Its short name.
        procedure: String,
    },
    /// Leave it.
    Leave,
}

/// A decision, made by [`Decision::record`] only, and checked again where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct Decision(Kept);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    outcome: Outcome,
    on: Date,
    who: String,
    why: String,
    figures: Choice,
}

impl TryFrom<Kept> for Decision {
    type Error = String;

    fn try_from(kept: Kept) -> Result<Self, String> {
        Self::record(kept.figures, kept.outcome, &kept.who, &kept.why, kept.on)
            .map_err(|fault| fault.words(kernel::Language::En))
    }
}

impl From<Decision> for Kept {
    fn from(decision: Decision) -> Self {
        decision.0
    }
}

kernel::sentences! {
    /// Why a decision is not recorded.
    DecisionFault {
        /// Nobody.
        NoOne = "decision-no-one" at "who",
            "une décision porte le nom de qui la prend",
            "a decision bears the name of who takes it";
        /// Nothing said.
        NoReason = "decision-no-reason" at "why",
            "dites en quelques mots pourquoi : la raison restera au dossier avec les chiffres",
            "say in a few words why: the reason stays in the file with the figures";
        /// The law does not open it.
        Closed { procedure: String } = "decision-closed" at "procedure",
            "la voie « {procedure} » n’est pas ouverte à cette créance : choisissez l’une de celles qui le sont",
            "the way \"{procedure}\" is not open for this claim: choose one of those that are";
    }
}

impl Decision {
    /// Records a decision. Acting against the advice is the decider's right: it is marked, with the reason.
    ///
    /// # Errors
    /// [`DecisionFault`]: nobody, no reason, a way that the law closes.
    pub fn record(figures: Choice, outcome: Outcome, who: &str, why: &str, on: Date) -> Result<Self, DecisionFault> {
        let (who, why) = (who.trim().to_owned(), why.trim().to_owned());
        if who.is_empty() {
            return Err(DecisionFault::NoOne);
        }
        if why.chars().filter(|c| c.is_alphanumeric()).count() < REASON_LEAST {
            return Err(DecisionFault::NoReason);
        }
        if let Outcome::Act { procedure } = &outcome
            && !figures.routes.iter().any(|route| route.open && route.procedure == *procedure)
        {
            return Err(DecisionFault::Closed { procedure: procedure.clone() });
        }
        Ok(Self(Kept { outcome, on, who, why, figures }))
    }

    /// What is done.
    pub const fn outcome(&self) -> &Outcome {
        &self.0.outcome
    }

    /// When it was decided.
    pub const fn on(&self) -> Date {
        self.0.on
    }

    /// Who decided.
    pub fn who(&self) -> &str {
        &self.0.who
    }

    /// Why.
    pub fn why(&self) -> &str {
        &self.0.why
    }

    /// The figures it was decided for.
    pub const fn figures(&self) -> &Choice {
        &self.0.figures
    }

    /// True when it goes another way than the answer: acting on what is not worth it or unknown, leaving what is.
    pub fn against_advice(&self) -> bool {
        match (&self.0.outcome, &self.0.figures.verdict) {
            (Outcome::Act { procedure }, Verdict::Go { procedure: advised }) => procedure != advised,
            (Outcome::Leave, Verdict::No { .. }) => false,
            (Outcome::Act { .. } | Outcome::Leave, _) => true,
        }
    }
}

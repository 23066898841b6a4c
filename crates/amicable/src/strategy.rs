//! Strategies: the dunning plan of a segment, as data.

use serde::{Deserialize, Serialize};

/// How a step reaches the debtor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A letter, printed and posted.
    Letter,
    /// A mail.
    Mail,
    /// A telephone call.
    Call,
}

impl Channel {
    /// The slug stored and spoken.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Mail => "mail",
            Self::Call => "call",
        }
    }
}

/// What a step does with late interest and the 40 € indemnity. They are computed in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// Not mentioned.
    Withheld,
    /// Shown as running, not added to what is asked.
    Announced,
    /// Added to what is asked.
    Claimed,
}

/// One step of a strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Name used in texts and scripts (`reminder-1`).
    pub slug: String,
    /// Days late of the oldest item that sets the tone, from which the step is due. « Due since »:
    /// a missed day loses nothing.
    pub delay_days: u16,
    /// How it is sent.
    pub channel: Channel,
    /// Days the message grants to pay; the next step waits until they have run out. At least 1.
    pub grant_days: u16,
    /// Interest and indemnity.
    pub claim: Claim,
    /// True for a mise en demeure: only pieces whose due date is certain, and a postal address.
    pub formal_notice: bool,
}

/// The dunning plan of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// Name used in scripts.
    pub slug: String,
    /// Steps, by increasing delay.
    pub steps: Vec<Step>,
    /// An item below this open amount (minor units) does not set the tone.
    pub item_threshold_minor: i64,
    /// Nothing is asked below this total (minor units).
    pub account_threshold_minor: i64,
}

/// A strategy that cannot run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StrategyError {
    /// No step, or too many.
    #[error("a strategy has 1 to 20 steps; this one has {0}")]
    Steps(usize),
    /// Delays do not increase.
    #[error("step « {0} » must come later than the step before it: raise its delay")]
    Order(String),
    /// A step grants no day.
    #[error("step « {0} » must grant at least one day to pay")]
    Grant(String),
    /// A negative threshold.
    #[error("thresholds cannot be negative")]
    Threshold,
}

impl StrategyError {
    /// The sentence in French.
    pub fn french(&self) -> String {
        match self {
            Self::Steps(found) => format!("un scénario a 1 à 20 niveaux ; celui-ci en a {found}"),
            Self::Order(step) => {
                format!("le niveau « {step} » doit venir après celui qui le précède : allongez son délai")
            }
            Self::Grant(step) => format!("le niveau « {step} » doit accorder au moins un jour pour payer"),
            Self::Threshold => "les seuils ne peuvent pas être négatifs".to_owned(),
        }
    }
}

impl Strategy {
    /// The strategy shipped until segments choose their own: three letters, at 8, 20 and 35 days,
    /// the last a formal notice. Thresholds: 5 € for an item, 15 € for an account.
    pub fn standard() -> Self {
        let step = |slug: &str, delay_days, grant_days, claim, formal_notice| Step {
            slug: slug.to_owned(),
            delay_days,
            channel: Channel::Letter,
            grant_days,
            claim,
            formal_notice,
        };
        Self {
            slug: "standard".to_owned(),
            steps: vec![
                step("reminder-1", 8, 8, Claim::Withheld, false),
                step("reminder-2", 20, 8, Claim::Announced, false),
                step("formal-notice", 35, 8, Claim::Claimed, true),
            ],
            item_threshold_minor: 500,
            account_threshold_minor: 1500,
        }
    }

    /// Checks that the strategy can run.
    ///
    /// # Errors
    /// [`StrategyError`] naming the step at fault.
    pub fn check(&self) -> Result<(), StrategyError> {
        if !(1..=20).contains(&self.steps.len()) {
            return Err(StrategyError::Steps(self.steps.len()));
        }
        if self.item_threshold_minor < 0 || self.account_threshold_minor < 0 {
            return Err(StrategyError::Threshold);
        }
        if let Some(step) = self.steps.iter().find(|s| s.grant_days == 0) {
            return Err(StrategyError::Grant(step.slug.clone()));
        }
        match self.steps.windows(2).find(|w| w[1].delay_days <= w[0].delay_days) {
            Some(pair) => Err(StrategyError::Order(pair[1].slug.clone())),
            None => Ok(()),
        }
    }

    /// Level of the last step due `late` days after the due date: 0 before the first.
    pub fn level_at(&self, late: i64) -> u8 {
        let due = self.steps.iter().take_while(|s| late >= i64::from(s.delay_days)).count();
        u8::try_from(due).unwrap_or(u8::MAX)
    }

    /// The step of a level, counted from 1.
    pub fn step(&self, level: u8) -> Option<&Step> {
        usize::from(level).checked_sub(1).and_then(|i| self.steps.get(i))
    }
}

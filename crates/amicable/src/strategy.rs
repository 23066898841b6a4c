//! Strategies: the dunning plan of a segment, as data.

mod check;
mod days;

use kernel::{Territory, epoch_day, from_epoch_day, slug_enum};
use serde::{Deserialize, Serialize};

pub use check::StrategyFault;

slug_enum!(
    /// How a step reaches the debtor.
    Channel {
        /// A letter, printed and posted.
        Letter = "letter",
        /// A mail.
        Mail = "mail",
        /// A text message.
        Sms = "sms",
        /// A telephone call: a task for a person.
        Call = "call",
        /// A visit: a task for a person.
        Visit = "visit",
    }
);

impl Channel {
    /// True where a person acts, and the house writes no message.
    pub const fn is_task(self) -> bool {
        matches!(self, Self::Call | Self::Visit)
    }
}

slug_enum!(
    /// The tone of a text.
    Tone {
        /// A service message: « sauf erreur ou omission ».
        Courteous = "courteous",
        /// Firm.
        Firm = "firm",
        /// With legal effect.
        Formal = "formal",
    }
);

slug_enum!(
    /// What a step does with late interest and the 40 € indemnity. They are computed in every case.
    Claim {
        /// Not mentioned.
        Withheld = "withheld",
        /// Shown as running, not added to what is asked.
        Announced = "announced",
        /// Added to what is asked.
        Claimed = "claimed",
    }
);

slug_enum!(
    /// What goes with a message besides its own text: attached to a mail, enclosed with a letter.
    Enclosure {
        /// The statement of the account up to the day of the message.
        Statement = "statement",
        /// The invoices it asks for, as far as the house holds their files.
        Invoices = "invoices",
    }
);

/// From when a step is due. « Due since »: a missed day loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// Days after the due date of the piece that sets the tone; negative before it.
    AfterDue(#[serde(deserialize_with = "days::either_way")] i16),
    /// The last day of the month that contains due date + days.
    EndOfMonth(#[serde(deserialize_with = "days::forward")] u16),
    /// Days after the message of the step before.
    AfterPrevious(#[serde(deserialize_with = "days::forward")] u16),
}

impl Timing {
    /// The first day, for a piece due on `due` and a step before taken on `previous`.
    pub fn first_day(self, due: i32, previous: Option<i32>) -> i32 {
        match self {
            Self::AfterDue(days) => due + i32::from(days),
            Self::EndOfMonth(days) => end_of_month(due + i32::from(days)),
            Self::AfterPrevious(days) => previous.unwrap_or(due) + i32::from(days),
        }
    }

    /// True before the due date: a service message about pieces not late yet.
    pub const fn is_before_due(self) -> bool {
        matches!(self, Self::AfterDue(days) if days <= 0)
    }
}

/// One step of a strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Name used in scripts and lists (`reminder-1`), unique in the strategy.
    pub slug: String,
    /// From when it is due.
    pub timing: Timing,
    /// How it is sent.
    pub channel: Channel,
    /// Tone of its text.
    #[serde(default = "courteous")]
    pub tone: Tone,
    /// Name of its text; its own slug when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Who signs; the creditor's signatory when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sender: String,
    /// Language (`fr`, `en`); the debtor's when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Days the message grants to pay; the next step waits until they have run out. From 1 to 365.
    #[serde(deserialize_with = "days::forward")]
    pub grant_days: u16,
    /// Interest and indemnity.
    #[serde(default = "withheld")]
    pub claim: Claim,
    /// True for a mise en demeure: only pieces whose due date is certain and that nobody contests,
    /// and a postal address.
    #[serde(default)]
    pub formal_notice: bool,
    /// Somebody must approve it before it leaves.
    #[serde(default)]
    pub approval: bool,
    /// The step waits while less than this is asked (minor units).
    #[serde(default)]
    pub threshold_minor: i64,
    /// What goes with its message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attach: Vec<Enclosure>,
}

const fn courteous() -> Tone {
    Tone::Courteous
}

const fn withheld() -> Claim {
    Claim::Withheld
}

impl Step {
    /// Name of its text.
    pub fn text(&self) -> &str {
        if self.text.is_empty() { &self.slug } else { &self.text }
    }
}

/// The dunning plan of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// Name used in scripts.
    pub slug: String,
    /// Name on the screens.
    #[serde(default)]
    pub name: String,
    /// Steps, by increasing delay. None parks the accounts: they are never reminded.
    pub steps: Vec<Step>,
    /// An item below this open amount (minor units) does not set the tone.
    #[serde(default)]
    pub item_threshold_minor: i64,
    /// Nothing is asked below this total (minor units).
    #[serde(default)]
    pub account_threshold_minor: i64,
    /// Messages leave on working days of this territory only; on any day when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days: Option<Territory>,
}

/// A strategy that cannot run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StrategyError {
    /// Not readable as a strategy.
    #[error("this is no strategy: {0}")]
    Unreadable(String),
    /// A name that scripts cannot use.
    #[error("« {0} » is no name for scripts: use 1 to 40 of a-z, 0-9 and « - »")]
    Slug(String),
    /// Too many steps.
    #[error("a strategy has at most 20 steps; this one has {0}")]
    Steps(usize),
    /// Two steps of one name.
    #[error("two steps are called « {0} »: rename one")]
    Twice(String),
    /// Steps overlap.
    #[error("step « {0} » must come later than the step before it: raise its delay")]
    Order(String),
    /// A step can come before the delay that the one before it granted has run out; the least delay it needs.
    #[error(
        "step « {0} » can come before the delay granted by « {1} » has run out: raise its delay to {2} days at least, or grant fewer in « {1} »"
    )]
    Overlap(String, String, i32),
    /// The first step counts from a step before it.
    #[error("step « {0} » is the first and counts from the step before: count from the due date")]
    First(String),
    /// A delay beyond reason.
    #[error("the delay of step « {0} » is out of range: 60 days before the due date to 730 after it")]
    Delay(String),
    /// A step before the due date that demands.
    #[error("step « {0} » comes before the due date: it can neither claim interest nor be a formal notice")]
    BeforeDue(String),
    /// A formal notice by another channel than a letter.
    #[error("step « {0} » is a formal notice: it travels as a letter")]
    Notice(String),
    /// A step grants no day.
    #[error("step « {0} » must grant at least one day to pay")]
    Grant(String),
    /// A step grants days beyond reason.
    #[error("step « {0} » grants at most 365 days to pay")]
    LongGrant(String),
    /// A name that fills a screen, or more lines than one.
    #[error("the name of a strategy is one line of 100 characters at most")]
    Name,
    /// A sender that no signature can show.
    #[error("the sender of step « {0} » is one line of 200 characters at most")]
    Sender(String),
    /// The name of a text that no text can have.
    #[error("the text of step « {0} » is named in one line of 100 characters at most")]
    Text(String),
    /// An unknown language.
    #[error("step « {0} » is written in « {1} »: fr or en, or none for the debtor's own")]
    Language(String, String),
    /// Enclosures twice, or where nothing can be enclosed.
    #[error("step « {0} » cannot attach this: only a mail or a letter carries files, and each kind is named once")]
    Attach(String),
    /// A negative threshold.
    #[error("thresholds cannot be negative")]
    Threshold,
}

/// True for a name that scripts can use.
pub(crate) fn is_slug(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
}

impl StrategyError {
    /// False where the decision knows what to do all the same: the delay granted runs out first in any case.
    const fn stops_a_run(&self) -> bool {
        !matches!(self, Self::Overlap(..) | Self::LongGrant(_) | Self::Name | Self::Sender(_) | Self::Text(_))
    }

    /// The sentence in French.
    pub fn french(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("ce n'est pas une stratégie : {why}"),
            Self::Slug(name) => {
                format!("« {name} » n'est pas un nom utilisable : 1 à 40 caractères parmi a-z, 0-9 et « - »")
            }
            Self::Steps(found) => format!("une stratégie a 20 étapes au plus ; celle-ci en a {found}"),
            Self::Twice(step) => format!("deux étapes s'appellent « {step} » : renommez-en une"),
            Self::Order(step) => {
                format!("l'étape « {step} » doit venir après celle qui la précède : allongez son délai")
            }
            Self::Overlap(step, before, least) => format!(
                "l'étape « {step} » peut venir avant la fin du délai accordé par « {before} » : portez son délai à {least} jours au moins, ou accordez-en moins dans « {before} »"
            ),
            Self::First(step) => {
                format!(
                    "l'étape « {step} » est la première et compte depuis l'étape d'avant : comptez depuis l'échéance"
                )
            }
            Self::Delay(step) => {
                format!("le délai de l'étape « {step} » est hors limites : de 60 jours avant l'échéance à 730 après")
            }
            Self::BeforeDue(step) => {
                format!("l'étape « {step} » précède l'échéance : ni intérêts réclamés, ni mise en demeure")
            }
            Self::Notice(step) => format!("l'étape « {step} » est une mise en demeure : elle part par lettre"),
            Self::Grant(step) => format!("l'étape « {step} » doit accorder au moins un jour pour payer"),
            Self::LongGrant(step) => format!("l'étape « {step} » accorde 365 jours au plus pour payer"),
            Self::Name => "le nom d'une stratégie tient en une ligne de 100 caractères au plus".to_owned(),
            Self::Sender(step) => {
                format!("le signataire de l'étape « {step} » tient en une ligne de 200 caractères au plus")
            }
            Self::Text(step) => {
                format!("le texte de l'étape « {step} » se nomme en une ligne de 100 caractères au plus")
            }
            Self::Language(step, found) => {
                format!("l'étape « {step} » est écrite en « {found} » : fr ou en, ou rien pour la langue du débiteur")
            }
            Self::Attach(step) => format!(
                "l'étape « {step} » ne peut pas joindre cela : seuls un mail ou une lettre portent des fichiers, et chaque sorte se nomme une fois"
            ),
            Self::Threshold => "les seuils ne peuvent pas être négatifs".to_owned(),
        }
    }
}

impl Strategy {
    /// The strategy of accounts that no segment takes: three letters, at 8, 20 and 35 days, the last a
    /// formal notice. Thresholds: 5 € for an item, 15 € for an account.
    pub fn standard() -> Self {
        crate::shipped::standard()
    }

    /// Reads a strategy written as JSON, and checks it.
    ///
    /// # Errors
    /// [`StrategyError`] naming the line or the step at fault.
    pub fn from_json(json: &str) -> Result<Self, StrategyError> {
        let strategy: Self = serde_json::from_str(json).map_err(|e| StrategyError::Unreadable(e.to_string()))?;
        strategy.check().map(|()| strategy)
    }

    /// Reads a strategy that was put in force once. What only keeps one from being saved stops no run.
    ///
    /// # Errors
    /// [`StrategyError`] on what cannot run.
    pub fn kept(json: &str) -> Result<Self, StrategyError> {
        let strategy: Self = serde_json::from_str(json).map_err(|e| StrategyError::Unreadable(e.to_string()))?;
        let stops = strategy.faults().into_iter().find(|fault| fault.error.stops_a_run());
        stops.map_or(Ok(strategy), |fault| Err(fault.error))
    }

    /// The step of a level, counted from 1.
    pub fn step(&self, level: u8) -> Option<&Step> {
        usize::from(level).checked_sub(1).and_then(|i| self.steps.get(i))
    }

    /// True where a reminder stands before a level: a step after the due date.
    pub fn reminds_before(&self, level: u8) -> bool {
        let before = self.steps.iter().take(usize::from(level).saturating_sub(1));
        before.into_iter().any(|step| !step.timing.is_before_due())
    }

    /// The step of a name, with its level.
    pub fn find(&self, slug: &str) -> Option<(u8, &Step)> {
        let i = self.steps.iter().position(|s| s.slug == slug)?;
        Some((u8::try_from(i + 1).ok()?, &self.steps[i]))
    }

    /// The days on which each step may first be due, counted from the due date, both included, if each
    /// step before was taken on its day: one day, or a month for a step at its end.
    pub fn first_days(&self) -> Vec<(i32, i32)> {
        let mut previous = (0, 0);
        let days = self.steps.iter().map(|step| {
            previous = match step.timing {
                Timing::AfterDue(days) => (i32::from(days), i32::from(days)),
                Timing::EndOfMonth(days) => (i32::from(days), i32::from(days) + 30),
                Timing::AfterPrevious(days) => (previous.0 + i32::from(days), previous.1 + i32::from(days)),
            };
            previous
        });
        days.collect()
    }

    /// Level of the last step whose day has come for a piece `late` days late, if each step had been
    /// taken on its day: 0 before the first. What go-live proposes.
    pub fn level_at(&self, late: i64) -> u8 {
        let late = i32::try_from(late).unwrap_or(i32::MAX / 4);
        let mut previous = None;
        let mut level = 0;
        for (n, step) in (1_u8..).zip(&self.steps) {
            // Counted as if the due date were day 0 of a month of thirty-one days: the slowest reading.
            let first = match step.timing {
                Timing::EndOfMonth(days) => i32::from(days) + 30,
                timing => timing.first_day(0, previous),
            };
            if first > late {
                break;
            }
            previous = Some(first);
            level = n;
        }
        level
    }
}

/// The last day of the month of `day`.
fn end_of_month(day: i32) -> i32 {
    epoch_day(from_epoch_day(day).last_of_month())
}

#[cfg(test)]
mod tests;

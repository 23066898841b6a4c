//! The reason beside every decision.

use kernel::Date;
use serde::Serialize;

/// Why an account is reminded, waits, or is blocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The step is due.
    StepDue {
        /// Days late of the item that sets the tone.
        late_days: i64,
        /// Level reached.
        level: u8,
    },
    /// Nothing is late.
    NothingDue,
    /// The first step is not due yet.
    TooEarly {
        /// First day it will be.
        from: Date,
    },
    /// The delay granted by the last message runs.
    DelayGranted {
        /// Its last day.
        until: Date,
    },
    /// The next step is not due yet.
    NextStepLater {
        /// First day it will be.
        from: Date,
    },
    /// Every step was taken.
    StepsExhausted,
    /// Credits cover what is late.
    CoveredByCredits,
    /// Too little to ask for.
    BelowThreshold,
    /// Reminders of the account are paused.
    Paused {
        /// Last day of the pause.
        until: Date,
    },
    /// No postal address.
    NoAddress,
    /// Only due dates that nobody confirmed: no formal notice on them.
    DueDatesUnconfirmed,
}

impl Reason {
    /// Stable code of scripts and counts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StepDue { .. } => "step_due",
            Self::NothingDue => "nothing_due",
            Self::TooEarly { .. } => "too_early",
            Self::DelayGranted { .. } => "delay_granted",
            Self::NextStepLater { .. } => "next_step_later",
            Self::StepsExhausted => "steps_exhausted",
            Self::CoveredByCredits => "covered_by_credits",
            Self::BelowThreshold => "below_threshold",
            Self::Paused { .. } => "paused",
            Self::NoAddress => "no_address",
            Self::DueDatesUnconfirmed => "due_dates_unconfirmed",
        }
    }

    /// The reason in French words.
    pub fn french(&self) -> String {
        match self {
            Self::StepDue { late_days, level } => format!("{late_days} j de retard, niveau {level} dû"),
            Self::NothingDue => "rien n'est échu".to_owned(),
            Self::TooEarly { from } => format!("premier niveau dû le {from}"),
            Self::DelayGranted { until } => format!("délai accordé jusqu'au {until}"),
            Self::NextStepLater { from } => format!("niveau suivant dû le {from}"),
            Self::StepsExhausted => "tous les niveaux sont faits".to_owned(),
            Self::CoveredByCredits => "les avoirs et règlements couvrent l'échu".to_owned(),
            Self::BelowThreshold => "montant sous le seuil".to_owned(),
            Self::Paused { until } => format!("relances suspendues jusqu'au {until}"),
            Self::NoAddress => "adresse postale manquante".to_owned(),
            Self::DueDatesUnconfirmed => "échéances déduites, non confirmées : pas de mise en demeure".to_owned(),
        }
    }

    /// The reason in English words.
    pub fn english(&self) -> String {
        match self {
            Self::StepDue { late_days, level } => format!("{late_days} days late, level {level} due"),
            Self::NothingDue => "nothing is overdue".to_owned(),
            Self::TooEarly { from } => format!("first level due on {from}"),
            Self::DelayGranted { until } => format!("delay granted until {until}"),
            Self::NextStepLater { from } => format!("next level due on {from}"),
            Self::StepsExhausted => "every level is done".to_owned(),
            Self::CoveredByCredits => "credits and payments cover what is overdue".to_owned(),
            Self::BelowThreshold => "amount below the threshold".to_owned(),
            Self::Paused { until } => format!("reminders paused until {until}"),
            Self::NoAddress => "postal address missing".to_owned(),
            Self::DueDatesUnconfirmed => "due dates inferred, not confirmed: no formal notice".to_owned(),
        }
    }
}

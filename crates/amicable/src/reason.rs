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
    /// A service message before the due date.
    BeforeDue {
        /// Days until the first due date.
        days: i32,
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
    /// Not a working day.
    NonWorkingDay {
        /// The next one.
        next: Date,
    },
    /// Every step was taken.
    StepsExhausted,
    /// The strategy has no step.
    NeverReminded,
    /// Credits cover what is late.
    CoveredByCredits,
    /// Too little to ask for.
    BelowThreshold,
    /// Reminders of the account are paused.
    Paused {
        /// Last day of the pause.
        until: Date,
    },
    /// The debtor promised to pay.
    Promised {
        /// Last day the promise is waited for.
        until: Date,
    },
    /// Everything late is blocked.
    ItemsBlocked,
    /// The last message waits for approval.
    AwaitingApproval,
    /// A message of the account has not left: no further level meanwhile.
    NotLeft {
        /// The day it is dated.
        on: Date,
    },
    /// Nobody knows whether a message of the account left.
    InDoubt {
        /// The day it is dated.
        on: Date,
    },
    /// The last message could not be made or sent: its level is not done.
    LastFailed {
        /// The day it was decided for.
        on: Date,
    },
    /// The entry level waits for approval.
    EntryPending,
    /// Another message of the account leaves today, under another strategy.
    AnotherToday,
    /// The debtor was contacted often enough lately.
    ContactCap {
        /// First day another message may leave.
        from: Date,
    },
    /// No address, and no channel that replaces it.
    NoAddress,
    /// Only pieces whose due date nobody confirmed, or that are contested: no formal notice on them.
    DueDatesUnconfirmed,
}

impl Reason {
    /// Stable code of scripts and counts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StepDue { .. } => "step_due",
            Self::BeforeDue { .. } => "before_due",
            Self::NothingDue => "nothing_due",
            Self::TooEarly { .. } => "too_early",
            Self::DelayGranted { .. } => "delay_granted",
            Self::NextStepLater { .. } => "next_step_later",
            Self::NonWorkingDay { .. } => "non_working_day",
            Self::StepsExhausted => "steps_exhausted",
            Self::NeverReminded => "never_reminded",
            Self::CoveredByCredits => "covered_by_credits",
            Self::BelowThreshold => "below_threshold",
            Self::Paused { .. } => "paused",
            Self::Promised { .. } => "promised",
            Self::ItemsBlocked => "items_blocked",
            Self::AwaitingApproval => "awaiting_approval",
            Self::NotLeft { .. } => "not_left",
            Self::InDoubt { .. } => "in_doubt",
            Self::LastFailed { .. } => "last_failed",
            Self::EntryPending => "entry_pending",
            Self::AnotherToday => "another_today",
            Self::ContactCap { .. } => "contact_cap",
            Self::NoAddress => "no_address",
            Self::DueDatesUnconfirmed => "due_dates_unconfirmed",
        }
    }

    /// True where somebody could mend what stands in the way: the account is told with its amount.
    pub const fn blocks(&self) -> bool {
        matches!(
            self,
            Self::Paused { .. }
                | Self::Promised { .. }
                | Self::ItemsBlocked
                | Self::AwaitingApproval
                | Self::NotLeft { .. }
                | Self::InDoubt { .. }
                | Self::LastFailed { .. }
                | Self::EntryPending
                | Self::NoAddress
                | Self::DueDatesUnconfirmed
        )
    }

    /// The first day on which the answer can change by the calendar alone; none when only an event
    /// (a payment, an approval, a piece) can change it.
    pub const fn next_look(&self) -> Option<Date> {
        match self {
            Self::TooEarly { from } | Self::NextStepLater { from } | Self::ContactCap { from } => Some(*from),
            Self::NonWorkingDay { next } => Some(*next),
            _ => None,
        }
    }

    /// The reason in French words.
    pub fn french(&self) -> String {
        match self {
            Self::StepDue { late_days, level } => format!("{late_days} j de retard, niveau {level} dû"),
            Self::BeforeDue { days } => format!("échéance dans {days} j"),
            Self::NothingDue => "rien n'est échu".to_owned(),
            Self::TooEarly { from } => format!("premier niveau dû le {from}"),
            Self::DelayGranted { until } => format!("délai accordé jusqu'au {until}"),
            Self::NextStepLater { from } => format!("niveau suivant dû le {from}"),
            Self::NonWorkingDay { next } => format!("jour non ouvré, reprise le {next}"),
            Self::StepsExhausted => "tous les niveaux sont faits".to_owned(),
            Self::NeverReminded => "stratégie sans étape : jamais relancé".to_owned(),
            Self::CoveredByCredits => "les avoirs et règlements couvrent l'échu".to_owned(),
            Self::BelowThreshold => "montant sous le seuil".to_owned(),
            Self::Paused { until } => format!("relances suspendues jusqu'au {until}"),
            Self::Promised { until } => format!("règlement promis, attendu jusqu'au {until}"),
            Self::ItemsBlocked => "tout l'échu est bloqué".to_owned(),
            Self::AwaitingApproval => "le dernier message attend d'être approuvé".to_owned(),
            Self::NotLeft { on } => format!("en attente : la relance du {on} n'est pas partie"),
            Self::InDoubt { on } => format!("nul ne sait si la relance du {on} est partie : levez le doute"),
            Self::LastFailed { on } => format!("la relance du {on} a échoué : corrigez, puis faites-la de nouveau"),
            Self::EntryPending => "niveau d'entrée à approuver".to_owned(),
            Self::AnotherToday => "un autre message part aujourd'hui pour ce compte".to_owned(),
            Self::ContactCap { from } => format!("débiteur déjà assez contacté, pas avant le {from}"),
            Self::NoAddress => "aucune adresse où écrire".to_owned(),
            Self::DueDatesUnconfirmed => "échéances déduites ou pièces contestées : pas de mise en demeure".to_owned(),
        }
    }

    /// The reason in English words.
    pub fn english(&self) -> String {
        match self {
            Self::StepDue { late_days, level } => format!("{late_days} days late, level {level} due"),
            Self::BeforeDue { days } => format!("due in {days} days"),
            Self::NothingDue => "nothing is overdue".to_owned(),
            Self::TooEarly { from } => format!("first level due on {from}"),
            Self::DelayGranted { until } => format!("delay granted until {until}"),
            Self::NextStepLater { from } => format!("next level due on {from}"),
            Self::NonWorkingDay { next } => format!("not a working day, again on {next}"),
            Self::StepsExhausted => "every level was taken".to_owned(),
            Self::NeverReminded => "strategy without steps: never reminded".to_owned(),
            Self::CoveredByCredits => "credits and payments cover what is overdue".to_owned(),
            Self::BelowThreshold => "amount below the threshold".to_owned(),
            Self::Paused { until } => format!("reminders paused until {until}"),
            Self::Promised { until } => format!("payment promised, awaited until {until}"),
            Self::ItemsBlocked => "everything overdue is blocked".to_owned(),
            Self::AwaitingApproval => "the last message waits for approval".to_owned(),
            Self::NotLeft { on } => format!("awaiting: the reminder of {on} has not left"),
            Self::InDoubt { on } => format!("nobody knows whether the reminder of {on} left: settle the doubt"),
            Self::LastFailed { on } => format!("the reminder of {on} failed: mend it, then make it again"),
            Self::EntryPending => "entry level to be approved".to_owned(),
            Self::AnotherToday => "another message leaves today for this account".to_owned(),
            Self::ContactCap { from } => format!("debtor contacted often enough, not before {from}"),
            Self::NoAddress => "no address to write to".to_owned(),
            Self::DueDatesUnconfirmed => "due dates inferred or items contested: no formal notice".to_owned(),
        }
    }
}

//! The guard of rights: what is lost when nobody acts, by which day, and who is told.
//!
//! Every open piece has its right from its import, case or not: the limitation of its claim. Procedures open
//! others, each with its deadline. [`clock`] says when a right ends, or why nothing runs; [`alarms`] who is told of
//! it, and when; [`closing`] the only ways to be rid of it; [`pass`] does all of them each day; [`groups`] sums them
//! up for pages and [`feed`] writes them as a calendar.
//!
//! A right is never silent: one whose due date is only inferred is to be confirmed, one whose clock is stopped says
//! so, one that is lost says since when.

pub mod alarms;
pub mod clock;
pub mod closing;
pub mod feed;
pub mod groups;
mod open;
pub mod pass;
#[cfg(test)]
mod tests;

use kernel::{Date, Money, Wording, days_between, define_id, slug_enum};
use law::Status;
use law::text::{date_en, date_fr};
use ledger::{AccountId, ItemId};
use serde::{Deserialize, Serialize};

pub use alarms::Policy;
pub use clock::{Clock, Term};
pub use closing::{Closing, ClosingFault};
pub use open::{
    DeadlineFacts, ItemFacts, NotARight, clock_of_item, of_deadline, of_followed, of_insolvency, of_item, of_own_term,
    of_title,
};

define_id!(
    /// A deadline that a procedure opened.
    DeadlineId,
    /// A case, as the guard needs it: what its rights are counted once for.
    CaseId,
    /// A procedure of a case.
    ProcedureId,
    /// Who answers for a right.
    OwnerId,
);

slug_enum!(
    /// How a right is lost.
    RightKind {
        /// Limitation of the claim or of the title (prescription).
        Limitation = "limitation",
        /// A time-bar (forclusion): late declaration of claim, revendication.
        TimeBar = "time-bar",
        /// An act lapses for want of the next one (caducité).
        Lapse = "lapse",
        /// Proceedings that nobody moved on (péremption d'instance).
        Stale = "stale",
        /// An order or judgment not served in time (non avenu).
        Void = "void",
        /// Costs to be deposited at the registry (consignation).
        Deposit = "deposit",
        /// An answer, opposition, contest or appeal.
        Opposition = "opposition",
        /// A security or entry to be renewed (renouvellement).
        Renewal = "renewal",
    }
);

/// Which right: the limitation of a piece needs no row of its own, a deadline has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RightId {
    /// The limitation of that piece.
    Item(ItemId),
    /// A deadline of a procedure.
    Deadline(DeadlineId),
}

impl RightId {
    /// Its stable text, in calendars and addresses: `item-1KF…`, `deadline-1KF…`.
    pub fn text(self) -> String {
        match self {
            Self::Item(id) => format!("item-{id}"),
            Self::Deadline(id) => format!("deadline-{id}"),
        }
    }
}

/// What a right is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// The account.
    pub account: AccountId,
    /// The pieces it covers; empty when it covers all of the case.
    pub items: Vec<ItemId>,
    /// The case, when there is one.
    pub case: Option<CaseId>,
    /// The procedure that opened it.
    pub procedure: Option<ProcedureId>,
}

/// A right and its clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    /// Which.
    pub id: RightId,
    /// How it is lost.
    pub kind: RightKind,
    /// What there is to do, or what runs.
    pub what: Wording,
    /// What is lost when nobody does it.
    pub lost: Wording,
    /// Whose.
    pub whose: Whose,
    /// What is open of the pieces it covers.
    pub at_risk: Money,
    /// When it ends, or why nothing runs.
    pub clock: Clock,
    /// The first day it was known here: nothing is told before.
    pub known_on: Date,
    /// Who answers for it.
    pub owner: OwnerId,
    /// Article.
    pub article: String,
    /// How the least sure of its rows was established.
    pub status: Status,
    /// What a reader must know.
    pub warnings: Vec<Wording>,
    /// The last day through which its alarms were told.
    pub told_on: Option<Date>,
    /// The last day its owner answered an alarm.
    pub answered_on: Option<Date>,
    /// How it ended.
    closing: Option<Closing>,
}

/// Where a right stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// Nothing runs: the due date is inferred and nobody confirmed it.
    Unconfirmed {
        /// The last day it would have, were that due date right.
        supposed: Date,
    },
    /// Proceedings or a suspension stop it.
    Stopped {
        /// The earliest last day it can have.
        earliest: Date,
    },
    /// It runs.
    Running {
        /// Days left, the last one not counted.
        left: i64,
        /// Alarms passed so far: none, then 1 for the first to the number of them.
        level: u8,
    },
    /// Today or never.
    LastDay,
    /// It is lost.
    Expired {
        /// The last day it had.
        since: Date,
    },
    /// Closed.
    Ended {
        /// The day.
        on: Date,
    },
}

impl State {
    /// The word of filters and scripts.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::Stopped { .. } => "stopped",
            Self::Running { .. } => "running",
            Self::LastDay => "last-day",
            Self::Expired { .. } => "expired",
            Self::Ended { .. } => "ended",
        }
    }

    /// The state in words.
    pub fn words(&self) -> Wording {
        match self {
            Self::Unconfirmed { supposed } => Wording::new(
                format!(
                    "échéance déduite : aucun délai ne court tant qu'elle n'est pas confirmée (confirmée, dernier jour le {})",
                    date_fr(*supposed)
                ),
                format!(
                    "inferred due date: no period runs until it is confirmed (if confirmed, last day {})",
                    date_en(*supposed)
                ),
            ),
            Self::Stopped { earliest } => Wording::new(
                format!("le délai ne court pas ; dernier jour au plus tôt le {}", date_fr(*earliest)),
                format!("the period does not run; last day {} at the earliest", date_en(*earliest)),
            ),
            Self::Running { left, .. } => Wording::new(
                format!("{left} {} pour agir", if *left < 2 { "jour" } else { "jours" }),
                format!("{left} {} left to act", if *left == 1 { "day" } else { "days" }),
            ),
            Self::LastDay => Wording::new("dernier jour pour agir", "last day to act"),
            Self::Expired { since } => Wording::new(
                format!("droit perdu depuis le {} à minuit", date_fr(*since)),
                format!("right lost since {} at midnight", date_en(*since)),
            ),
            Self::Ended { on } => {
                Wording::new(format!("droit clos le {}", date_fr(*on)), format!("right closed on {}", date_en(*on)))
            }
        }
    }
}

impl Right {
    /// Where it stands on a day. A closing of a later day is not looked at.
    pub fn state(&self, today: Date, policy: &Policy) -> State {
        if let Some(closing) = self.closing.as_ref().filter(|closing| closing.on() <= today) {
            return State::Ended { on: closing.on() };
        }
        let term = match &self.clock {
            Clock::Unconfirmed { supposed } => return State::Unconfirmed { supposed: supposed.last_day },
            Clock::Stopped { earliest } => return State::Stopped { earliest: earliest.last_day },
            Clock::Runs(term) => term,
        };
        match days_between(today, term.last_day) {
            left if left < 0 => State::Expired { since: term.last_day },
            0 => State::LastDay,
            left => State::Running { left, level: policy.level(self.as_row().times(), today) },
        }
    }

    /// How it ended, when it did.
    pub const fn closing(&self) -> Option<&Closing> {
        self.closing.as_ref()
    }

    /// The same without its end: what the law says of it, whatever was said by people.
    #[must_use]
    pub fn reopened(self) -> Self {
        Self { closing: None, ..self }
    }

    /// The same with another clock: a due date confirmed, a date corrected, an event of limitation. Its alarms are
    /// told anew, since they were those of another day.
    #[must_use]
    pub fn retimed(self, clock: Clock) -> Self {
        if clock == self.clock {
            return self;
        }
        Self { clock, told_on: None, answered_on: None, ..self }
    }
}

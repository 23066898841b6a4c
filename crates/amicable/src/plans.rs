//! Instalment plans and deferrals: time given against dates, over chosen pieces of one account.
//!
//! [`compose`] makes a schedule from what somebody asks, or refuses it with the rule it meets; [`Limits`] say
//! what a role may grant alone; [`Standing`] tells, from the money that came, which instalments were kept,
//! and what a default allows.

mod compose;
mod standing;

use kernel::{Date, Money, Rate, Territory, slug_enum};
use serde::{Deserialize, Serialize};

pub use compose::compose;
pub use standing::{InstalmentStanding, Receipt, Standing};

/// Instalments of one plan at most, whatever the role: ten years of months.
pub const INSTALMENTS_MAX: usize = 120;

slug_enum!(
    /// Where a plan stands.
    PlanState {
        /// Beyond what its author may grant alone: somebody approves it first.
        Awaiting = "awaiting",
        /// Offered to the debtor, who has not signed: nothing stops yet.
        Proposed = "proposed",
        /// Signed: its pieces are left in peace while it is kept.
        Active = "active",
        /// An instalment is late: the notice is to be sent.
        Late = "late",
        /// The debtor was given notice to pay what is late.
        Noticed = "noticed",
        /// The term is forfeited: everything is asked for at once.
        Accelerated = "accelerated",
        /// Paid to the end.
        Kept = "kept",
        /// Refused: by who approves, or by the debtor.
        Refused = "refused",
        /// Given up by us or by both.
        Cancelled = "cancelled",
        /// Another plan took its place, without novation.
        Replaced = "replaced",
    }
);

impl PlanState {
    /// True while the plan binds: signed, and not over.
    pub const fn binds(self) -> bool {
        matches!(self, Self::Active | Self::Late | Self::Noticed)
    }

    /// True once nothing more can happen to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Accelerated | Self::Kept | Self::Refused | Self::Cancelled | Self::Replaced)
    }
}

slug_enum!(
    /// How often an instalment falls due.
    Every {
        /// Each week.
        Week = "week",
        /// Every two weeks.
        Fortnight = "fortnight",
        /// Each month, on the day of the first one, or on the last of a shorter month.
        Month = "month",
        /// Every three months.
        Quarter = "quarter",
    }
);

slug_enum!(
    /// How well a signature or a promise is proved.
    SignatureLevel {
        /// Agreed by word of mouth.
        Said = "said",
        /// A mail or letter that says yes.
        Written = "written",
        /// Signed by hand.
        Handwritten = "handwritten",
        /// A simple electronic signature.
        Electronic = "electronic",
        /// An advanced or qualified electronic signature.
        Qualified = "qualified",
    }
);

impl SignatureLevel {
    /// True where it leaves a dated writing of the debtor, which proves the acknowledgement.
    pub const fn is_writing(self) -> bool {
        !matches!(self, Self::Said)
    }
}

/// How the debt is divided. Amounts are parts of the principal, save [`Shape::Each`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// In this many equal parts; the cents go first.
    Equal(u32),
    /// So much each time, interest within; the last one balances.
    Each(Money),
    /// These in order, then a last one that balances.
    Stepped(Vec<Money>),
    /// These days and amounts, which make the whole.
    Listed(Vec<(Date, Money)>),
    /// All of it on the first day.
    Deferral,
}

/// One piece that a plan would cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPiece {
    /// Number.
    pub number: String,
    /// What is open of it.
    pub open: Money,
    /// The customer contests it, or part of it.
    pub disputed: bool,
    /// The plan that covers it already, as people call it; empty when none does.
    pub planned: String,
}

/// A plan as somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanAsked {
    /// The pieces it covers.
    pub pieces: Vec<PlanPiece>,
    /// Their division.
    pub shape: Shape,
    /// How often; not read for listed days.
    pub every: Every,
    /// The first due day; not read for listed days.
    pub first: Date,
    /// Yearly interest on what is left, from today; none without.
    pub rate: Option<Rate>,
    /// Moves due days that are no working day there to the next one.
    pub roll: Option<Territory>,
}

/// One instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// Last day to pay, included.
    pub due: Date,
    /// What is to be paid, interest within.
    pub amount: Money,
    /// The interest within.
    pub interest: Money,
}

impl Instalment {
    /// The same without its interest.
    #[must_use]
    pub const fn without_interest(self) -> Self {
        let currency = self.amount.currency();
        let amount = Money::new(self.amount.minor() - self.interest.minor(), currency);
        Self { amount, interest: Money::new(0, currency), ..self }
    }
}

/// The dates and amounts of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSchedule {
    /// What is owed today: the sum of the pieces.
    pub principal: Money,
    /// What the time costs the debtor.
    pub interest: Money,
    /// In order of due day.
    pub instalments: Vec<Instalment>,
}

impl PlanSchedule {
    /// Principal and interest.
    pub const fn total(&self) -> Money {
        Money::new(self.principal.minor() + self.interest.minor(), self.principal.currency())
    }
}

/// What a role grants alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Months from today to the last due day, at most.
    pub months: u32,
    /// Smallest instalment, in whole units of the currency; the last one may be smaller.
    pub least: u32,
    /// Days from today to the first due day, at most.
    pub first_days: u32,
    /// True when a plan with interest may be granted to a natural person.
    #[serde(default)]
    pub interest_to_persons: bool,
}

impl Limits {
    /// What a collector grants until the house says otherwise.
    pub const COLLECTOR: Self = Self { months: 12, least: 50, first_days: 45, interest_to_persons: false };
    /// What a manager grants until the house says otherwise.
    pub const MANAGER: Self = Self { months: 36, least: 20, first_days: 120, interest_to_persons: true };

    /// The limits a schedule is beyond; empty when the role may grant it alone.
    pub fn beyond(&self, schedule: &PlanSchedule, person: bool, today: Date) -> Vec<Beyond> {
        let mut found = Vec::new();
        // A last day that is no working day is rolled: that alone is nothing to approve.
        let latest = compose::months_after(today, i64::from(self.months));
        let latest = kernel::calendar::next_working_day(latest, Territory::Metropole);
        if schedule.instalments.last().is_some_and(|last| last.due > latest) {
            found.push(Beyond::TooLong { months: i64::from(self.months) });
        }
        let least =
            Money::new(i64::from(self.least) * schedule.principal.currency().scale(), schedule.principal.currency());
        let balanced = schedule.instalments.len().saturating_sub(1).max(1);
        if schedule.instalments.iter().take(balanced).any(|i| i.amount.minor() < least.minor()) {
            found.push(Beyond::TooSmall { least });
        }
        let first = kernel::days_between(today, schedule.instalments.first().map_or(today, |i| i.due));
        if first > i64::from(self.first_days) {
            found.push(Beyond::TooLate { days: i64::from(self.first_days) });
        }
        if person && !schedule.interest.is_zero() && !self.interest_to_persons {
            found.push(Beyond::InterestToPerson);
        }
        found
    }
}

kernel::sentences! {
    /// A limit of a role that a plan is beyond.
    Beyond {
        /// It ends too late.
        TooLong { months: i64 } = "plan-too-long" at "count",
            "votre rôle accorde {months} mois au plus",
            "your role grants {months} months at most";
        /// An instalment is too small.
        TooSmall { least: Money } = "plan-instalment-small" at "each",
            "votre rôle n’accorde pas d’échéance inférieure à {least}",
            "your role grants no instalment under {least}";
        /// It starts too late.
        TooLate { days: i64 } = "plan-first-late" at "first",
            "votre rôle accorde {days} jours au plus avant la première échéance",
            "your role grants {days} days at most before the first instalment";
        /// Interest asked of a person.
        InterestToPerson = "plan-interest-person" at "rate",
            "un échéancier de particulier est sans intérêt ni frais, sauf accord d’un responsable",
            "a plan for a person bears neither interest nor fee unless a manager agrees";
    }
}

kernel::sentences! {
    /// Why a plan cannot be made at all.
    PlanFault {
        /// Nothing to divide.
        NoPiece = "plan-no-piece" at "item",
            "choisissez au moins une pièce à couvrir",
            "choose at least one piece to cover";
        /// Settled meanwhile, or a credit.
        PieceSettled { piece: String } = "plan-piece-settled" at "item",
            "{piece} ne laisse rien à payer : retirez-la du plan",
            "nothing is left to pay on {piece}: take it out of the plan";
        /// Two currencies.
        PieceCurrency { piece: String } = "plan-piece-currency" at "item",
            "{piece} est dans une autre devise que les autres pièces : faites un plan par devise",
            "{piece} is in another currency than the other pieces: make one plan per currency";
        /// Contested.
        PieceDisputed { piece: String } = "plan-piece-disputed" at "item",
            "{piece} est contestée : réglez le litige, ou laissez-la hors du plan",
            "{piece} is disputed: settle the dispute, or leave it out of the plan";
        /// Covered already.
        PiecePlanned { piece: String, plan: String } = "plan-piece-planned" at "item",
            "{piece} est déjà dans le plan {plan} : annulez-le d’abord, ou remplacez-le",
            "{piece} is in the plan {plan} already: cancel that one first, or replace it";
        /// None, or far too many.
        Count { most: i64 } = "plan-count" at "count",
            "un plan a de 1 à {most} échéances",
            "a plan has 1 to {most} instalments";
        /// Negative or nothing.
        NotPositive = "plan-instalment-not-positive" at "each",
            "chaque échéance est un montant supérieur à zéro",
            "each instalment is an amount above zero";
        /// Foreign money.
        Currency { expected: kernel::Currency } = "plan-instalment-currency" at "each",
            "les échéances sont dans la devise des pièces, {expected}",
            "instalments are in the currency of the pieces, {expected}";
        /// The parts pass the whole.
        MoreThanOpen { open: Money } = "plan-more-than-open" at "each",
            "les échéances dépassent ce qui est dû, {open}",
            "the instalments are more than what is owed, {open}";
        /// The parts are less than the whole.
        LessThanOpen { open: Money } = "plan-less-than-open" at "each",
            "les échéances ne font pas tout ce qui est dû, {open}",
            "the instalments do not make all that is owed, {open}";
        /// It would never end.
        NeverCleared { interest: Money } = "plan-never-cleared" at "each",
            "à ce montant la dette ne diminue pas : la première échéance porte déjà {interest} d’intérêts",
            "at that amount the debt does not shrink: the first instalment bears {interest} of interest already";
        /// Yesterday.
        DayPast { day: Date } = "plan-day-past" at "first",
            "le {day} est passé : choisissez un jour à venir",
            "{day} is past: choose a day to come";
        /// Out of order.
        DaysDisordered { day: Date } = "plan-days-disordered" at "first",
            "l’échéance du {day} ne suit pas la précédente : rangez-les par date, une par jour",
            "the instalment of {day} does not follow the one before: put them in order, one a day";
        /// Too far to be written.
        DayTooFar = "plan-day-too-far" at "first",
            "le plan finirait au-delà de ce qu’un calendrier d’ici tient : moins d’échéances, ou plus rapprochées",
            "the plan would end beyond what a calendar here holds: fewer instalments, or closer";
        /// No rate a contract would hold.
        RateTooHigh { most: i64 } = "plan-rate" at "rate",
            "un taux convenu va de 0 à {most} % l’an ; le plafond légal reste à vérifier",
            "an agreed rate is 0 to {most} % a year; the legal ceiling is still to be checked";
        /// Beyond 64 bits.
        TooLarge = "plan-too-large" at "each",
            "la somme est trop grande pour être calculée",
            "the sum is too large to be computed";
    }
}

/// Highest agreed rate that is taken for one, in percent a year: a guard against a slip of the keyboard, not
/// the usury ceiling, which is a table of law.
pub const RATE_MAX: i64 = 30;

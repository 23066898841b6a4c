//! The debtor's space: what they owe and why, and what they can do about it, by a link and without an account.
//!
//! A natural person first says one fact that only they know; nothing shows before. Who comes reaches the one
//! account of the link, through the acts of this module only, and each is noted as done by the link.

mod acts;
mod door;
mod fact;
mod lines;
mod plans;
mod shown;

pub use acts::{SpaceContest, SpacePaid};
pub use door::Caller;
use kernel::{Currency, Date, Money, Timestamp};
use ledger::{ItemId, ItemKind};
pub use plans::{SpacePlan, SpaceSignature, SpaceTerms};
pub use store::{BlockReason, LinkPurpose};

use crate::Channel;
use crate::disputes::DisputeLine;
use crate::plans::PlanLine;

/// Part of a piece that is not asked for now, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceAside {
    /// Why.
    pub reason: BlockReason,
    /// How much.
    pub amount: Money,
    /// Until that day, included; until it is settled when none.
    pub until: Option<Date>,
}

/// One piece that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceLine {
    /// The piece.
    pub id: ItemId,
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: ItemKind,
    /// Day of issue.
    pub issued: Date,
    /// Last day to pay, included.
    pub due: Date,
    /// The due day is supposed: nobody confirmed it.
    pub due_supposed: bool,
    /// What it came to.
    pub amount: Money,
    /// What is left of it; negative for a credit.
    pub open: Money,
    /// What of it is asked for now.
    pub asked: Money,
    /// The day is past.
    pub late: bool,
    /// What of it is not asked for now.
    pub aside: Vec<SpaceAside>,
    /// Late interest to date, nought unless the last message claimed it; none where it did and the tables have no
    /// rate.
    pub interest: Option<Money>,
    /// Fixed indemnity, likewise.
    pub indemnity: Money,
    /// Its invoice can be seen.
    pub file: bool,
}

impl SpaceLine {
    /// The late interest that is known.
    pub fn known_interest(&self) -> Money {
        self.interest.unwrap_or(Money::zero(self.open.currency()))
    }
}

/// The sums of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpaceSum {
    /// Currency.
    pub currency: Currency,
    /// Principal asked for and due, credits deducted, never under zero.
    pub due: Money,
    /// Instalments of running plans that are due and not paid.
    pub instalments: Money,
    /// Late interest claimed.
    pub interest: Money,
    /// Indemnities claimed.
    pub indemnity: Money,
    /// Asked for, due later.
    pub coming: Money,
    /// Not asked for now.
    pub aside: Money,
}

impl SpaceSum {
    /// What is to be paid now.
    pub fn now(&self) -> Money {
        let parts = [self.due, self.instalments, self.interest, self.indemnity];
        Money::new(parts.iter().map(|part| part.minor()).sum(), self.currency)
    }

    /// What a transfer is proposed for: what is due now, else what comes.
    pub fn payable(&self) -> Money {
        if self.now().minor() > 0 { self.now() } else { self.coming }
    }
}

/// How to pay by transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceTransfer {
    /// Holder of the account.
    pub holder: String,
    /// The account.
    pub iban: kernel::Iban,
    /// The bank.
    pub bic: Option<kernel::Bic>,
    /// To be quoted.
    pub reference: String,
}

/// A payment that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpacePayment {
    /// Its piece.
    pub id: ItemId,
    /// Day it counts.
    pub on: Date,
    /// How much, positive.
    pub amount: Money,
}

/// What happens if nothing is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaceNext {
    /// Nothing is late.
    Nothing,
    /// What is late is not asked for now.
    Suspended,
    /// Reminders are put off until that day, included.
    Paused(Date),
    /// A plan runs: it is followed.
    Plan,
    /// The next step of the house.
    Step {
        /// How it comes.
        channel: Channel,
        /// It is a mise en demeure.
        formal: bool,
        /// Not before this day is over, where a delay still runs.
        after: Option<Date>,
    },
    /// The steps are done: somebody looks at the file.
    Review,
}

/// The space of an account.
#[derive(Debug, Clone)]
pub struct Space {
    /// Who is owed.
    pub creditor: String,
    /// Their telephone.
    pub phone: String,
    /// Their mail address.
    pub email: String,
    /// Who owes.
    pub debtor: String,
    /// Customer code.
    pub number: String,
    /// Who owes is a natural person.
    pub person: bool,
    /// The day it is told on.
    pub today: Date,
    /// The link is good until then.
    pub expires: Timestamp,
    /// Sums, the currency with most pieces first.
    pub sums: Vec<SpaceSum>,
    /// What is owed, the oldest due day first, then credits.
    pub lines: Vec<SpaceLine>,
    /// Plans that wait for a signature or an approval, or run.
    pub plans: Vec<PlanLine>,
    /// Open disputes.
    pub disputes: Vec<DisputeLine>,
    /// Payments, the last first.
    pub payments: Vec<SpacePayment>,
    /// How to pay; none where the house has no bank account of its own here.
    pub transfer: Option<SpaceTransfer>,
    /// What happens if nothing is done.
    pub next: SpaceNext,
}

impl Space {
    /// The sums that matter most.
    pub fn first(&self) -> Option<&SpaceSum> {
        self.sums.first()
    }

    /// What a transfer in euros would be for: the code of a bank holds no other currency.
    pub fn in_euros(&self) -> Option<&SpaceSum> {
        self.sums.iter().find(|sum| sum.currency == Currency::EUR && sum.payable().minor() > 0)
    }
}

/// A piece with the way its interest is computed.
#[derive(Debug, Clone)]
pub struct SpaceWorking {
    /// The piece.
    pub line: SpaceLine,
    /// What settled it, by day.
    pub paid: Vec<(Date, Money)>,
    /// The computation in plain words; empty where nothing is claimed besides the principal.
    pub words: Vec<kernel::Wording>,
    /// Articles used.
    pub articles: Vec<String>,
}

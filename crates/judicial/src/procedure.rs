//! A procedure that is followed: its acts, in the order its definition allows.
//!
//! Facts are added, never taken back: what was done, the days of what periods are counted from, corrections. Where
//! a procedure stands on a day ([`Course`]) is computed from all of them and from time, which passes on its own:
//! what is lost by its passing is an [`Event`], and a late fact of an earlier day undoes it, with another event.
//!
//! States, acts, periods and articles are those of the `law` crate; nothing of them is repeated here.

mod course;
mod deadlines;
mod ending;
mod event;
mod follow;
mod hearing;
mod judge;
mod list;
mod map;
mod news;
mod period;
mod possible;
mod refused;
mod runner;

use kernel::{Date, Money, Territory, slug_enum};
use law::conditions::CourtKind;
use law::time::Distance;
use serde::{Deserialize, Serialize};

use crate::costs::Cost;

pub use course::{Course, Outcome, Passage};
pub use deadlines::{Deadline, DeadlineStanding, Side};
pub use ending::{Ending, Marks, marks};
pub use event::Event;
pub use hearing::Hearing;
pub use map::{Map, MapAct, MapState, Place};
pub use news::news;
pub use possible::{ClosedDoor, Opening, PossibleAct};
pub use refused::Refused;

slug_enum!(
    /// What proves that an act was done.
    ProofKind {
        /// The act of a commissaire de justice.
        OfficerAct = "officer-act",
        /// The notice of receipt of a registered letter.
        RegisteredLetter = "registered-letter",
        /// The receipt or notice of a registry.
        RegistryReceipt = "registry-receipt",
        /// The order or judgment itself.
        Decision = "decision",
        /// An official notice, the BODACC for one.
        Publication = "publication",
        /// The receipt of an online service, or of an insolvency officer.
        Receipt = "receipt",
        /// A bank statement or entry.
        Bank = "bank",
        /// What somebody said or wrote, without more.
        Statement = "statement",
    }
);

slug_enum!(
    /// How an act was served on the debtor: it may decide which period runs.
    Service {
        /// On the person (CPC 654).
        InPerson = "in-person",
        /// At home, at the office of the commissaire de justice, or after searches.
        NotInPerson = "not-in-person",
    }
);

slug_enum!(
    /// What suspends the creditor's acts.
    StayGround {
        /// A judgment opened the insolvency of the debtor.
        Insolvency = "insolvency",
        /// Over-indebtedness: the file was found admissible.
        OverIndebtedness = "over-indebtedness",
        /// The judge gave time to pay.
        GracePeriod = "grace-period",
        /// An agreement that runs.
        Agreement = "agreement",
        /// A judge ordered it.
        Order = "order",
    }
);

slug_enum!(
    /// On which side of a procedure the house stands.
    Stand {
        /// It asks.
        Claimant = "claimant",
        /// It defends: the debtor's acts are its own, and what he loses.
        Defendant = "defendant",
    }
);

slug_enum!(
    /// What ends the object of a procedure outside of its acts.
    EndGround {
        /// The debt is paid.
        Paid = "paid",
        /// The parties settled.
        Settled = "settled",
        /// The creditor gives the procedure up.
        GivenUp = "given-up",
        /// The claim is followed elsewhere.
        Joined = "joined",
    }
);

/// What proves a fact, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What it is.
    pub kind: ProofKind,
    /// Its number or name, in the user's words: « PV n° 4512 ».
    pub reference: String,
}

impl Proof {
    /// A proof.
    pub fn new(kind: ProofKind, reference: impl Into<String>) -> Self {
        Self { kind, reference: reference.into() }
    }
}

/// An act that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActDone {
    /// Its name in the definition: `serve`.
    pub act: String,
    /// The day it was done.
    pub day: Date,
    /// Who did it, by name.
    pub by: String,
    /// What proves it.
    pub proof: Option<Proof>,
    /// Reference of the document it produced.
    pub document: Option<String>,
    /// The date an order bears, where it is not the day it was received.
    pub order: Option<Date>,
    /// How it was served, for an act served on the debtor.
    pub service: Option<Service>,
    /// The judge's leave to act on a day the law closes.
    pub leave: Option<Proof>,
    /// What it cost.
    pub costs: Vec<Cost>,
    /// What was granted, when it is not all that was asked.
    pub granted: Option<Money>,
    /// In the user's words.
    pub note: Option<String>,
}

impl ActDone {
    /// An act of a day, by somebody, without more.
    pub fn new(act: &str, day: Date, by: &str) -> Self {
        Self {
            act: act.to_owned(),
            day,
            by: by.to_owned(),
            proof: None,
            document: None,
            order: None,
            service: None,
            leave: None,
            costs: Vec::new(),
            granted: None,
            note: None,
        }
    }

    /// The same, proved.
    #[must_use]
    pub fn proved(self, kind: ProofKind, reference: &str) -> Self {
        Self { proof: Some(Proof::new(kind, reference)), ..self }
    }
}

/// What is known of a procedure, in the order it was learnt. A position is the place in that list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum Fact {
    /// An act of the definition was done.
    Act(Box<ActDone>),
    /// The day of the event from which the period of a step is counted, or of the hearing it precedes. It serves
    /// every step of the definition that starts with the same event.
    Told {
        /// The step of the table of deadlines.
        step: String,
        /// The day of its event; a hearing may lie ahead.
        day: Date,
        /// What proves it.
        proof: Option<Proof>,
    },
    /// A hearing is set for a day, or put off to it. It serves every step of the definition that is counted from a
    /// hearing, or back from one.
    Hearing {
        /// The day; it may lie ahead.
        day: Date,
        /// The hour, the room, who goes there, in the user's words.
        note: Option<String>,
        /// What proves it.
        proof: Option<Proof>,
    },
    /// In this file another step of the table takes the place of the one the definition names.
    Instead {
        /// The step of the definition: `filing-commercial`.
        step: String,
        /// The one that applies here: `filing-civil`.
        by: String,
        /// Why.
        why: String,
    },
    /// A period does not bind in this file.
    SetAside {
        /// The step.
        step: String,
        /// Why, with the article or the decision.
        why: String,
        /// What proves it.
        proof: Option<Proof>,
    },
    /// The kind of court before which it is, from a day on: told later than it was begun, or the file went to another.
    Before {
        /// First day.
        day: Date,
        /// Which.
        court: CourtKind,
        /// What proves it.
        proof: Option<Proof>,
    },
    /// The creditor's acts are suspended from a day on, included.
    Stayed {
        /// First day.
        day: Date,
        /// What suspends.
        ground: StayGround,
        /// What proves it.
        proof: Option<Proof>,
    },
    /// They may go on from a day on, included.
    Lifted {
        /// First day.
        day: Date,
        /// What proves it.
        proof: Option<Proof>,
    },
    /// The procedure has no object any more.
    Ended {
        /// The day.
        day: Date,
        /// What ended it.
        ground: EndGround,
        /// Why, in the user's words.
        why: String,
        /// What proves it.
        proof: Option<Proof>,
    },
    /// The day of an earlier fact was wrong.
    Amended {
        /// Which fact.
        position: usize,
        /// The right day.
        day: Date,
        /// Why.
        why: String,
    },
    /// An earlier fact was recorded by mistake.
    Struck {
        /// Which fact.
        position: usize,
        /// Why.
        why: String,
    },
}

impl Fact {
    /// The day it bears, before any correction.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Act(done) => Some(done.day),
            Self::Told { day, .. }
            | Self::Hearing { day, .. }
            | Self::Before { day, .. }
            | Self::Stayed { day, .. }
            | Self::Lifted { day, .. }
            | Self::Ended { day, .. }
            | Self::Amended { day, .. } => Some(*day),
            Self::Instead { .. } | Self::SetAside { .. } | Self::Struck { .. } => None,
        }
    }
}

/// A procedure being followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// Short name of its definition: `payment-order`.
    pub definition: String,
    /// The day it was begun, in its initial state.
    pub begun: Date,
    /// On which side we stand.
    pub stand: Stand,
    /// Where.
    pub court: Option<String>,
    /// Before which kind of court it was begun; what only some of them ask is asked for while it is not known.
    pub court_kind: Option<CourtKind>,
    /// Date of the order, where no act of the file gives it.
    pub order: Option<Date>,
    /// Where the party lives, for CPC 643.
    pub distance: Distance,
    /// Whose holidays.
    pub territory: Territory,
    /// What is claimed.
    pub claimed: Option<Money>,
    /// What is known, oldest first.
    pub facts: Vec<Fact>,
}

impl Procedure {
    /// The day a fact bears, corrections taken in.
    pub fn day_of(&self, position: usize) -> Option<Date> {
        let amended = self.standing_facts().rev().find_map(|(_, fact)| match fact {
            Fact::Amended { position: of, day, .. } if *of == position => Some(*day),
            _ => None,
        });
        amended.or_else(|| self.facts.get(position)?.day())
    }

    /// Whether a fact was struck out as recorded by mistake.
    pub fn struck(&self, position: usize) -> bool {
        // a striking out is not struck out itself: what was right after all is recorded again
        self.facts.iter().any(|fact| matches!(fact, Fact::Struck { position: of, .. } if *of == position))
    }

    /// The facts that stand, with their positions.
    pub fn standing_facts(&self) -> impl DoubleEndedIterator<Item = (usize, &Fact)> {
        self.facts.iter().enumerate().filter(|(position, _)| !self.struck(*position))
    }

    /// The costs of its acts that stand, in order.
    pub fn costs(&self) -> impl Iterator<Item = &Cost> {
        self.standing_facts().flat_map(|(_, fact)| match fact {
            Fact::Act(done) => done.costs.as_slice(),
            _ => &[],
        })
    }
}

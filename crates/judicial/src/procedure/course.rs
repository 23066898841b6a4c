//! Where a procedure stands on a day, and the way it came there.

use kernel::{Date, Money, slug_enum};
use law::conditions::CourtKind;
use law::limitation;
use law::procedures::StateKind;
use serde::Serialize;

use super::{ClosedDoor, Deadline, EndGround, Event, Hearing, Map, PossibleAct, StayGround};

slug_enum!(
    /// What became of one act, done or brought by time.
    Outcome {
        /// It led on.
        Effective = "effective",
        /// It is a fact and changes nothing here.
        WithoutEffect = "without-effect",
    }
);

/// One act of the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The fact that tells it; absent for what time brought.
    pub position: Option<usize>,
    /// The act.
    pub act: String,
    /// The state it was done in.
    pub from: String,
    /// The state it led to, the same without effect.
    pub to: String,
    /// When; for what time brings, the day at whose end.
    pub day: Date,
    /// Its word for the limitation clock.
    pub limitation: Option<String>,
    /// The proof of it, in the user's words.
    pub reference: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// Where a procedure stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Course {
    /// Short name of the definition.
    pub definition: String,
    /// The day of the question.
    pub on: Date,
    /// Present state.
    pub state: String,
    /// What it means.
    pub kind: StateKind,
    /// The day it began.
    pub since: Date,
    /// States before it, each with the day it began.
    pub reached: Vec<(String, Date)>,
    /// Date of the order, when there is one.
    pub order: Option<Date>,
    /// Before which kind of court, where it is known.
    pub court: Option<CourtKind>,
    /// What was granted, when it is not all that was asked.
    pub granted: Option<Money>,
    /// The acts, in order.
    pub way: Vec<Passage>,
    /// What suspends the creditor's acts on that day, and since when.
    pub stayed: Option<(StayGround, Date)>,
    /// What ended its object, and when.
    pub ended: Option<(EndGround, Date)>,
    /// Every deadline: those that are open first, then those that were, oldest first.
    pub deadlines: Vec<Deadline>,
    /// What may be done, with its dates.
    pub possible: Vec<PossibleAct>,
    /// What cannot be done any more, and why.
    pub closed: Vec<ClosedDoor>,
    /// The whole definition, with what is done, now, next and closed.
    pub map: Map,
    /// Everything that happened, in order.
    pub events: Vec<Event>,
    /// Its hearing, where one was told.
    #[serde(skip)]
    pub hearing: Option<Hearing>,
    /// The first day to come on which time may bring something by itself; none where only a new fact can.
    #[serde(skip)]
    pub wakes: Option<Date>,
}

impl Course {
    /// The deadlines that somebody has still to look after.
    pub fn open(&self) -> impl Iterator<Item = &Deadline> {
        self.deadlines.iter().filter(|deadline| deadline.standing.is_open())
    }

    /// The events of the limitation clock of the items, in order, as the `law` crate takes them.
    pub fn limitation_events(&self) -> Vec<limitation::Event> {
        let told = self.way.iter().filter(|passage| passage.outcome == Outcome::Effective).filter_map(|passage| {
            let event = limitation::Event::new(passage.day, passage.limitation.as_deref()?);
            Some(limitation::Event { reference: passage.reference.clone(), ..event })
        });
        told.collect()
    }

    /// Whether nothing can follow: a final state without acts, a right lost, or an object that ended.
    pub fn is_over(&self) -> bool {
        self.ended.is_some() || self.possible.is_empty()
    }
}

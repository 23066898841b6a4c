//! The whole definition as a drawing: what is done, where the procedure stands, what follows, what is closed.

use kernel::{Date, Wording, slug_enum};
use law::procedures::StateKind;
use law::words;
use serde::Serialize;

use super::course::Outcome;
use super::runner::Runner;

slug_enum!(
    /// Where a state or an act lies on the map.
    Place {
        /// Behind.
        Done = "done",
        /// Here.
        Now = "now",
        /// One act away; an act that is possible.
        Next = "next",
        /// Further on.
        Later = "later",
        /// Out of reach.
        Closed = "closed",
    }
);

/// A state on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MapState {
    /// Its name.
    pub state: String,
    /// In words.
    pub words: Wording,
    /// What it means.
    pub kind: StateKind,
    /// Where it lies.
    pub place: Place,
    /// The last day it began.
    pub since: Option<Date>,
}

/// An act on the map: an arrow between two states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MapAct {
    /// Its name.
    pub act: String,
    /// In words.
    pub words: Wording,
    /// The state it leaves.
    pub from: String,
    /// The state it leads to.
    pub to: String,
    /// Who does it.
    pub actor: String,
    /// Where it lies.
    pub place: Place,
    /// The last day it was done.
    pub day: Option<Date>,
}

/// A definition as a procedure went through it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Map {
    /// States, the initial one first.
    pub states: Vec<MapState>,
    /// Acts, in the order of the table.
    pub acts: Vec<MapAct>,
}

impl Runner<'_> {
    pub(super) fn map(&self) -> Map {
        let reachable = if self.ended.is_some() { std::collections::BTreeSet::new() } else { self.reachable(None) };
        let next = |state: &str| self.ended.is_none() && self.acts().any(|act| act.to == state);
        let states = self.definition.states.iter().map(|state| {
            let name = state.state.as_str();
            let since = self.day_reached(name);
            let place = match since {
                _ if name == self.state => Place::Now,
                Some(_) => Place::Done,
                None if next(name) => Place::Next,
                None if reachable.contains(name) => Place::Later,
                None => Place::Closed,
            };
            let since = if name == self.state { Some(self.since) } else { since };
            MapState { state: name.to_owned(), words: words::of("state", name), kind: state.kind, place, since }
        });
        let acts = self.definition.acts.iter().map(|act| {
            let done = self.way.iter().rev().find(|passage| {
                (&passage.act, &passage.from) == (&act.act, &act.from) && passage.outcome == Outcome::Effective
            });
            let place = match done {
                _ if act.from == self.state && self.ended.is_none() && self.done_here(act) => Place::Next,
                Some(_) => Place::Done,
                None if reachable.contains(act.from.as_str()) && self.done_here(act) => Place::Later,
                None => Place::Closed,
            };
            MapAct {
                act: act.act.clone(),
                words: words::of("act", &act.act),
                from: act.from.clone(),
                to: act.to.clone(),
                actor: act.actor.clone(),
                place,
                day: done.map(|passage| passage.day),
            }
        });
        Map { states: states.collect(), acts: acts.collect() }
    }
}

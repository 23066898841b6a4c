//! The hearing of a procedure, as its facts tell it. A procedure has one at a time: the last day told is the one that
//! counts, and an earlier one to which nothing happened was put off to it.

use kernel::Date;
use law::Law;
use serde::Serialize;

use super::{Fact, Procedure};

/// The hearing of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hearing {
    /// The day.
    pub day: Date,
    /// The hour, the room, who goes there, in the user's words.
    pub note: Option<String>,
    /// The day it was put off from, where nothing is told of that day or after it.
    pub put_off_from: Option<Date>,
    /// Whether what came of it is told: an act of that day, or of a later one.
    pub heard: bool,
}

impl Procedure {
    /// The hearing that counts; none while none was told. A day told for a step that is counted from a hearing, or
    /// back from one, tells it too.
    pub fn hearing(&self, law: &Law) -> Option<Hearing> {
        let told: Vec<(Date, Option<&String>)> = self
            .standing_facts()
            .filter_map(|(position, fact)| {
                let note = match fact {
                    Fact::Hearing { note, .. } => note.as_ref(),
                    Fact::Told { step, .. } if self.is_of_hearing(step, law) => None,
                    _ => return None,
                };
                Some((self.day_of(position)?, note))
            })
            .collect();
        let day = told.last()?.0;
        let earlier = told.iter().rev().map(|(on, _)| *on).find(|on| *on != day);
        Some(Hearing {
            day,
            note: told.iter().rev().filter(|(on, _)| *on == day).find_map(|(_, note)| note.cloned()),
            put_off_from: earlier.filter(|on| !self.acted_since(*on)),
            heard: self.acted_since(day),
        })
    }

    fn is_of_hearing(&self, step: &str, law: &Law) -> bool {
        let mut rows = law.deadlines().list().iter();
        rows.any(|row| row.procedure == self.definition && row.step == step && row.of_hearing())
    }

    /// Whether an act of a day, or of a later one, is told.
    fn acted_since(&self, day: Date) -> bool {
        let mut acts = self.standing_facts().filter(|(_, fact)| matches!(fact, Fact::Act(_)));
        acts.any(|(position, _)| self.day_of(position).is_some_and(|on| day <= on))
    }
}

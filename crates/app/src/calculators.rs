//! The calculators: a question of law asked by a form. What cannot be read is said beside its field, all of
//! it at once; a link answers the same as the API.

use std::collections::BTreeMap;

use kernel::{Date, Wording};
use law::LawError;
use law::questions::{self, Choice, Kind, Told, Verb};

use crate::Desk;

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The value it is about, where it is about one the verb takes.
    pub field: Option<&'static str>,
    /// What happened and what to do.
    pub words: Wording,
}

/// What came of a question.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Nothing was given yet.
    Unasked,
    /// The answer.
    Answered(Told),
    /// What is wrong.
    Refused(Vec<Wrong>),
}

/// A calculator with what was given to it.
#[derive(Debug, Clone)]
pub struct Worked {
    /// The day of the house.
    pub today: Date,
    /// Closed lists, by the name of the value, or `name.part` for a part of a row.
    pub choices: BTreeMap<String, Vec<Choice>>,
    /// What came of it.
    pub outcome: Outcome,
}

impl Desk {
    /// Asks `verb` with what a form or a link gave.
    pub fn calculate(&self, verb: &Verb, pairs: &[(String, String)]) -> Worked {
        let today = self.today();
        let mut choices = BTreeMap::new();
        for param in verb.params {
            match param.kind {
                Kind::Choice(list) => {
                    choices.insert(param.name.to_owned(), list(&self.law, pairs));
                }
                Kind::Row(parts) => {
                    for part in parts {
                        if let Kind::Choice(list) = part.kind {
                            choices.insert(format!("{}.{}", param.name, part.name), list(&self.law, pairs));
                        }
                    }
                }
                _ => {}
            }
        }
        Worked { today, choices, outcome: self.outcome(verb, pairs, today) }
    }

    fn outcome(&self, verb: &Verb, pairs: &[(String, String)], today: Date) -> Outcome {
        if pairs.is_empty() {
            return Outcome::Unasked;
        }
        let faults = questions::faults(verb.name, pairs, today);
        if !faults.is_empty() {
            return Outcome::Refused(faults.iter().map(|fault| wrong(verb, fault)).collect());
        }
        match questions::ask(verb.name, pairs, &self.law, today) {
            Ok(answer) => Outcome::Answered(questions::tell(verb, &answer, &self.law)),
            Err(error) => Outcome::Refused(vec![wrong(verb, &error)]),
        }
    }
}

fn wrong(verb: &Verb, error: &LawError) -> Wrong {
    let field = error.field().and_then(|name| verb.param(name)).map(|param| param.name);
    let words = if field.is_some() { error.beside() } else { error.wording() };
    Wrong { field, words }
}

//! What may be done from where a procedure stands, and what cannot be done any more.

use kernel::{Date, Wording};
use law::procedures::{Act, StateKind};
use law::{LawError, words};
use serde::Serialize;

use super::course::Outcome;
use super::deadlines::{Deadline, Side, of_creditor, of_time};
use super::period::Period;
use super::runner::Runner;

/// Whether an act can be done on the day of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "opening", rename_all = "kebab-case")]
pub enum Opening {
    /// Yes.
    Now,
    /// A period must be over first.
    NotBefore {
        /// First day.
        day: Date,
        /// The date to work by.
        safe: Date,
    },
    /// Its last day is over: what is lost.
    Late {
        /// Last day.
        due: Date,
        /// What.
        lost: Wording,
    },
    /// Time brings it, at the end of a day; absent, a day is to be told first, or somebody tells the act.
    ByTime {
        /// At whose end.
        end: Option<Date>,
    },
    /// The creditor's acts are suspended.
    Stayed {
        /// Since when.
        since: Date,
    },
}

/// An act of the present state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PossibleAct {
    /// Its name: `serve`.
    pub act: String,
    /// In words.
    pub words: Wording,
    /// Who does it: creditor, debtor, officer, judge, registry, time…
    pub actor: String,
    /// It is of our side.
    pub ours: bool,
    /// The state it leads to.
    pub to: String,
    /// Document to produce.
    pub document: Option<String>,
    /// Word of the tariff.
    pub tariff: Option<String>,
    /// Its word for the limitation clock.
    pub limitation: Option<String>,
    /// Article.
    pub article: String,
    /// Whether it can be done on that day.
    pub opening: Opening,
    /// Its deadline.
    pub deadline: Option<Deadline>,
    /// A rule that is no period: what it says.
    pub rule: Option<Wording>,
}

/// An act that cannot be done any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClosedDoor {
    /// Its name.
    pub act: String,
    /// In words.
    pub words: Wording,
    /// The state it left.
    pub from: String,
    /// Why.
    pub why: Wording,
}

impl Runner<'_> {
    pub(super) fn possible(&self, today: Date) -> Result<Vec<PossibleAct>, LawError> {
        if self.ended.is_some() {
            return Ok(Vec::new());
        }
        self.acts().map(|act| self.possible_act(act, today)).collect()
    }

    fn possible_act(&self, act: &Act, today: Date) -> Result<PossibleAct, LawError> {
        let deadline = self.deadline_of(act)?;
        let rule = match self.period(act)? {
            Period::Rule(rule) => Some(Wording::new(
                format!("{} : {} ({})", rule.words.fr, rule.lost.fr, rule.article),
                format!("{}: {} ({})", rule.words.en, rule.lost.en, rule.article),
            )),
            _ => None,
        };
        Ok(PossibleAct {
            act: act.act.clone(),
            words: words::of("act", &act.act),
            actor: act.actor.clone(),
            ours: self.ours(act),
            to: act.to.clone(),
            document: act.document.clone(),
            tariff: act.tariff.clone(),
            limitation: act.limitation_event.clone(),
            article: act.source.article.clone(),
            opening: self.opening(act, deadline.as_ref(), today)?,
            deadline,
            rule,
        })
    }

    fn opening(&self, act: &Act, deadline: Option<&Deadline>, today: Date) -> Result<Opening, LawError> {
        if of_time(act) {
            return Ok(Opening::ByTime { end: self.end_of(act)? });
        }
        if let Some(stay) = self.stayed_on(today).filter(|_| of_creditor(act)) {
            return Ok(Opening::Stayed { since: stay.from });
        }
        let Some(deadline) = deadline.filter(|deadline| deadline.binds()) else { return Ok(Opening::Now) };
        Ok(match (deadline.side, deadline.earliest, deadline.safe, deadline.due) {
            (Some(Side::Earliest), Some(day), Some(safe), _) if today < day => Opening::NotBefore { day, safe },
            (Some(Side::Latest | Side::Before), _, _, Some(due)) if due < today => {
                Opening::Late { due, lost: deadline.lost.clone() }
            }
            _ => Opening::Now,
        })
    }

    /// The acts that were not done and to which nothing leads any more.
    pub(super) fn closed_doors(&self) -> Vec<ClosedDoor> {
        let reachable = self.reachable(None);
        // the same act may be reached from another state
        let open = |act: &Act| {
            self.ended.is_none()
                && self.definition.acts.iter().any(|other| {
                    other.act == act.act && reachable.contains(other.from.as_str()) && self.done_here(other)
                })
        };
        let done = |act: &Act| {
            self.way.iter().any(|passage| {
                (&passage.act, &passage.from) == (&act.act, &act.from) && passage.outcome == Outcome::Effective
            })
        };
        let why = self.why_closed();
        let shut = self.definition.acts.iter().filter(|act| !of_time(act) && !open(act) && !done(act));
        shut.map(|act| ClosedDoor {
            act: act.act.clone(),
            words: words::of("act", &act.act),
            from: act.from.clone(),
            why: if self.done_here(act) { why.clone() } else { self.only_so(act) },
        })
        .collect()
    }

    fn why_closed(&self) -> Wording {
        if let Some((ground, _, why)) = &self.ended {
            let ground = ground.words();
            return Wording::new(
                format!("la procédure a pris fin : {} ({why})", ground.fr),
                format!("the procedure ended: {} ({why})", ground.en),
            );
        }
        let state = words::of("state", &self.state);
        let lost = self.kind_of(&self.state) == Some(StateKind::Lost);
        let latest = self.way.iter().rev().find(|passage| passage.outcome == Outcome::Effective);
        let by = latest.and_then(|passage| {
            self.definition.acts.iter().find(|act| act.act == passage.act && act.from == passage.from)
        });
        match by.filter(|_| lost) {
            Some(act) => {
                let name = words::of("act", &act.act);
                let article = &act.source.article;
                Wording::new(
                    format!("état « {} » : {} ({article})", state.fr, name.fr),
                    format!("state « {} »: {} ({article})", state.en, name.en),
                )
            }
            None => Wording::new(
                format!("l’état « {} » n’y mène plus", state.fr),
                format!("the state « {} » does not lead there any more", state.en),
            ),
        }
    }
}

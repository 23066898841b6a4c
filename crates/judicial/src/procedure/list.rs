//! The deadlines that are open: those of the present state, and those that run already for a state to come.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Date, Wording, epoch_day, from_epoch_day};
use law::LawError;
use law::conditions::Holds;
use law::procedures::Act;

use super::Event;
use super::course::Outcome;
use super::deadlines::{Deadline, DeadlineStanding, of_creditor, of_time};
use super::runner::Runner;

/// The states that can still be come to without entering one, by that one.
type Reach<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

impl<'a> Runner<'a> {
    /// Every deadline that is open where the procedure stands.
    pub(super) fn open_list(&self) -> Result<Vec<Deadline>, LawError> {
        let mut list = Vec::new();
        if self.ended.is_some() {
            return Ok(list);
        }
        for act in self.acts() {
            self.list(&mut list, act, None)?;
        }
        let mut reach = Reach::new();
        for act in self.definition.acts.iter().filter(|act| self.runs_ahead(act, &mut reach)) {
            self.list(&mut list, act, Some(DeadlineStanding::Ahead))?;
        }
        Ok(list)
    }

    fn list(&self, list: &mut Vec<Deadline>, act: &Act, standing: Option<DeadlineStanding>) -> Result<(), LawError> {
        // the loss of a period is not another period
        let twin = self.definition.acts_from(&act.from).any(|other| !of_time(other) && other.deadline == act.deadline);
        if of_time(act) && twin {
            return Ok(());
        }
        let Some(found) = self.deadline_of(act)? else { return Ok(()) };
        // what only some courts ask is said of another once it asks it
        let untold = standing.is_some() && found.binds() && self.holds(act) == Holds::Unknown;
        let found = if untold { found.asked(self.untold(act)) } else { found };
        let standing = standing.filter(|_| found.standing == DeadlineStanding::Running);
        let found = Deadline { standing: standing.unwrap_or(found.standing.clone()), ..found };
        match list.iter_mut().find(|known| known.same(&found)) {
            Some(known) => {
                known.acts.extend(found.acts);
                known.ours |= found.ours;
            }
            None => list.push(found),
        }
        Ok(())
    }

    /// Whether the period of an act of a later state runs already: it is counted from a state that was reached, the
    /// procedure can come there without going through that state again, and the act was not done since.
    fn runs_ahead(&self, act: &'a Act, reach: &mut Reach<'a>) -> bool {
        let Some(counted) = act.counted_from.as_deref().filter(|_| act.from != self.state) else { return false };
        if !self.done_here(act) {
            return false;
        }
        let Some(since) = self.day_reached(counted) else { return false };
        let done = self
            .way
            .iter()
            .any(|passage| passage.act == act.act && since <= passage.day && passage.outcome == Outcome::Effective);
        !done && reach.entry(counted).or_insert_with(|| self.reachable(Some(counted))).contains(act.from.as_str())
    }

    /// The states the procedure can still come to, itself included, without entering `but`.
    pub(super) fn reachable(&self, but: Option<&str>) -> BTreeSet<&'a str> {
        let mut seen: BTreeSet<&str> = self.acts().map(|act| act.from.as_str()).collect();
        loop {
            let further: Vec<&str> = self
                .definition
                .acts
                .iter()
                .filter(|act| seen.contains(act.from.as_str()) && but != Some(act.to.as_str()) && self.done_here(act))
                .map(|act| act.to.as_str())
                .filter(|state| !seen.contains(state))
                .collect();
            if further.is_empty() {
                return seen;
            }
            seen.extend(further);
        }
    }

    /// Whether a stay of the creditor's acts suspends a deadline.
    fn stays(&self, deadline: &Deadline) -> bool {
        let mut acts = self.definition.acts.iter().filter(|act| act.from == deadline.state);
        acts.any(|act| of_creditor(act) && deadline.acts.contains(&act.act))
    }

    /// « seulement ainsi : tribunal de commerce (CPC 1425 al. 1) ».
    pub(super) fn only_so(&self, act: &Act) -> Wording {
        let there = self.definition.done_where(act, self.law);
        Wording::new(format!("seulement ainsi : {}", there.fr), format!("only so: {}", there.en))
    }

    fn untold(&self, act: &Act) -> Wording {
        let only = self.only_so(act);
        Wording::new(
            format!("{} ; dites devant quelle juridiction", only.fr),
            format!("{}; tell before which court", only.en),
        )
    }

    /// Says the deadlines of `after` that were not there before.
    pub(super) fn say_opened(&mut self, after: &[Deadline], before: &[Deadline]) {
        for deadline in after {
            match before.iter().find(|open| open.same(deadline)) {
                None => self.events.push(opened(deadline)),
                // a court that asks it says that it binds
                Some(was) if was.due != deadline.due => self.events.push(recomputed(deadline, was.due, deadline.due)),
                Some(_) => {}
            }
        }
    }

    /// Says which deadlines a day that was told moved.
    pub(super) fn say_moved(&mut self, before: &[Deadline], after: &[Deadline]) {
        for deadline in after {
            let was = before.iter().find(|open| (&open.step, &open.state) == (&deadline.step, &deadline.state));
            match was {
                Some(was) if was.same(deadline) && was.due == deadline.due => {}
                Some(was) => self.events.push(recomputed(deadline, was.due, deadline.due)),
                None => self.events.push(opened(deadline)),
            }
        }
    }

    /// What became of the open deadlines on the day of the question.
    pub(super) fn close_of_day(&mut self, today: Date) -> Result<Vec<Deadline>, LawError> {
        let stayed = self.stayed_on(today).is_some();
        let mut list = self.open_list()?;
        for deadline in &mut list {
            let runs = matches!(deadline.standing, DeadlineStanding::Running | DeadlineStanding::Ahead);
            if stayed && self.stays(deadline) && (runs || deadline.standing == DeadlineStanding::Undated) {
                deadline.standing = DeadlineStanding::Stayed;
            } else if runs && deadline.late_on(today) {
                let possible = deadline.standing == DeadlineStanding::Running;
                deadline.standing = DeadlineStanding::Passed;
                let told = self.events.iter().any(|event| {
                    matches!(event, Event::Passed { step, due, .. } if *step == deadline.step && Some(*due) == deadline.due)
                });
                if let Some(due) = deadline.due.filter(|_| deadline.ours && !told) {
                    self.events.push(passed(deadline, due, possible));
                }
            }
        }
        Ok(list)
    }

    /// The first day after `today` on which something may happen without anybody telling it: the day after a period
    /// ends, and the day that a fact known already bears on.
    pub(super) fn wakes(&self, today: Date, open: &[Deadline]) -> Result<Option<Date>, LawError> {
        let mut ends: Vec<Date> = open.iter().filter(|one| one.ours).filter_map(|one| one.due).collect();
        for act in self.acts().filter(|act| of_time(act)) {
            ends.extend(self.end_of(act)?);
        }
        let told = self.procedure.standing_facts().filter_map(|(position, _)| self.procedure.day_of(position));
        let days = ends.into_iter().map(|end| from_epoch_day(epoch_day(end) + 1)).chain(told);
        Ok(days.filter(|day| *day > today).min())
    }
}

fn opened(deadline: &Deadline) -> Event {
    Event::Opened {
        step: deadline.step.clone(),
        state: deadline.state.clone(),
        words: deadline.words.clone(),
        ours: deadline.ours,
        earliest: deadline.earliest,
        due: deadline.due,
        safe: deadline.safe,
        article: deadline.article.clone(),
    }
}

pub(super) fn recomputed(deadline: &Deadline, was: Option<Date>, is: Option<Date>) -> Event {
    let (step, state, words) = (deadline.step.clone(), deadline.state.clone(), deadline.words.clone());
    Event::Recomputed { step, state, words, was, is }
}

pub(super) fn passed(deadline: &Deadline, due: Date, possible: bool) -> Event {
    Event::Passed {
        step: deadline.step.clone(),
        state: deadline.state.clone(),
        words: deadline.words.clone(),
        due,
        possible,
        lost: deadline.lost.clone(),
        article: deadline.article.clone(),
    }
}

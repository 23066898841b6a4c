//! The deadlines that are open: those of the present state, and those that run already for a state to come.

use std::collections::BTreeSet;

use kernel::Date;
use law::LawError;
use law::procedures::Act;

use super::Event;
use super::course::Outcome;
use super::deadlines::{Deadline, DeadlineStanding, of_time};
use super::runner::Runner;

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
        for act in self.definition.acts.iter().filter(|act| self.runs_ahead(act)) {
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
    fn runs_ahead(&self, act: &Act) -> bool {
        let Some(counted) = act.counted_from.as_deref().filter(|_| act.from != self.state) else { return false };
        let Some(since) = self.day_reached(counted) else { return false };
        let done = self
            .way
            .iter()
            .any(|passage| passage.act == act.act && since <= passage.day && passage.outcome == Outcome::Effective);
        !done && self.reachable(Some(counted)).contains(act.from.as_str())
    }

    /// The states the procedure can still come to, itself included, without entering `but`.
    pub(super) fn reachable(&self, but: Option<&str>) -> BTreeSet<&'a str> {
        let mut seen: BTreeSet<&str> = self.acts().map(|act| act.from.as_str()).collect();
        loop {
            let further: Vec<&str> = self
                .definition
                .acts
                .iter()
                .filter(|act| seen.contains(act.from.as_str()) && but != Some(act.to.as_str()))
                .map(|act| act.to.as_str())
                .filter(|state| !seen.contains(state))
                .collect();
            if further.is_empty() {
                return seen;
            }
            seen.extend(further);
        }
    }

    /// Says the deadlines of `after` that were not there before.
    pub(super) fn say_opened(&mut self, after: &[Deadline], before: &[Deadline]) {
        let new = after.iter().filter(|deadline| !before.iter().any(|open| open.same(deadline)));
        self.events.extend(new.map(opened));
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
            if stayed && deadline.ours && (runs || deadline.standing == DeadlineStanding::Undated) {
                deadline.standing = DeadlineStanding::Stayed;
            } else if runs && deadline.late_on(today) {
                let possible = deadline.standing == DeadlineStanding::Running;
                deadline.standing = DeadlineStanding::Passed;
                if let Some(due) = deadline.due.filter(|_| deadline.ours) {
                    self.events.push(passed(deadline, due, possible));
                }
            }
        }
        Ok(list)
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

fn passed(deadline: &Deadline, due: Date, possible: bool) -> Event {
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

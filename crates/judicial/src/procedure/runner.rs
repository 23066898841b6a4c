//! Follows the facts one by one, and lets time pass between them.

use kernel::{Date, Money, Wording};
use law::conditions::{CourtKind, Holds, Known};
use law::deadlines::{DeadlineKind, DeadlineRow};
use law::procedures::{Act, Procedure as Definition, StateKind};
use law::{Law, LawError, words};

use super::course::{Outcome, Passage};
use super::deadlines::{Deadline, DeadlineStanding, of_creditor, of_time};
use super::list::passed;
use super::period::{Counted, Period};
use super::{ActDone, EndGround, Event, Fact, Procedure, Refused, Service, Stand, StayGround};

/// What a hearing is told for: no step of the table is called so.
const HEARING: &str = "";

/// A stay: its first day, the first day after it, its ground.
pub(super) struct Stay {
    pub from: Date,
    pub to: Option<Date>,
    pub ground: StayGround,
}

impl Stay {
    pub(super) fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// A procedure while its facts are read.
pub(super) struct Runner<'a> {
    pub procedure: &'a Procedure,
    pub definition: &'a Definition,
    pub law: &'a Law,
    pub state: String,
    pub since: Date,
    pub reached: Vec<(String, Date)>,
    pub order: Option<Date>,
    pub court: Option<CourtKind>,
    pub service: Option<(Service, Date)>,
    pub granted: Option<Money>,
    pub ended: Option<(EndGround, Date, String)>,
    pub stays: Vec<Stay>,
    pub way: Vec<Passage>,
    pub were: Vec<Deadline>,
    pub events: Vec<Event>,
    /// Facts that cannot stand where they are, with why.
    pub refused: Vec<(usize, Refused)>,
    /// Periods already counted.
    pub counted: Counted,
    told: Vec<(&'a str, Date)>,
}

/// What becomes of an act that is told.
pub(super) enum Verdict<'a> {
    /// It leads on.
    Follows(&'a Act),
    /// Time brought it already, on that step of the way.
    Happened(usize),
    /// It came after time had led elsewhere.
    Late(Wording),
    /// It cannot be.
    Refused(Refused),
}

impl<'a> Runner<'a> {
    /// Before any fact.
    pub(super) fn new(procedure: &'a Procedure, law: &'a Law) -> Result<Self, LawError> {
        let definition = law.procedures().find(&procedure.definition)?;
        let initial = definition.initial().map(|state| state.state.clone()).unwrap_or_default();
        let mut runner = Self {
            procedure,
            definition,
            law,
            state: initial,
            since: procedure.begun,
            reached: Vec::new(),
            order: procedure.order,
            court: procedure.court_kind,
            service: None,
            granted: None,
            ended: None,
            stays: stays(procedure),
            way: Vec::new(),
            were: Vec::new(),
            events: Vec::new(),
            refused: Vec::new(),
            counted: Counted::default(),
            told: Vec::new(),
        };
        let first = runner.open_list()?;
        runner.say_opened(&first, &[]);
        Ok(runner)
    }

    /// Reads every fact known to bear on `today` or before, then lets time pass to the eve of it.
    pub(super) fn run(&mut self, today: Date) -> Result<(), LawError> {
        for (position, fact) in self.procedure.standing_facts() {
            let day = self.procedure.day_of(position);
            // a hearing lies ahead, and what is decided of a period holds as soon as it is known
            let known = matches!(fact, Fact::Told { .. } | Fact::Hearing { .. }) || day.is_none_or(|day| day <= today);
            if known {
                self.take(position, fact, day)?;
            }
        }
        self.pass(today).map(|_| ())
    }

    fn take(&mut self, position: usize, fact: &'a Fact, day: Option<Date>) -> Result<(), LawError> {
        match (fact, day) {
            (Fact::Act(done), Some(day)) => self.act(position, done, day)?,
            (Fact::Told { step, .. }, Some(day)) => self.take_day(step, day)?,
            (Fact::Hearing { .. }, Some(day)) => {
                self.events.push(Event::Hearing { day });
                self.take_day(HEARING, day)?;
            }
            (Fact::Before { court, .. }, Some(day)) => {
                self.pass(day)?;
                let before = self.open_list()?;
                self.court = Some(*court);
                self.events.push(Event::Before { day, court: *court });
                let after = self.open_list()?;
                let stays =
                    |one: &Deadline| after.iter().any(|open| (&open.step, &open.state) == (&one.step, &one.state));
                for deadline in before.iter().filter(|one| !stays(one)) {
                    self.close(deadline.clone(), day.max(self.since));
                }
                self.say_moved(&before, &after);
            }
            (Fact::Stayed { ground, .. }, Some(day)) => self.events.push(Event::Stayed { day, ground: *ground }),
            (Fact::Lifted { .. }, Some(day)) => {
                self.events.push(Event::Lifted { day });
                self.warn(
                    "la table ne dit pas si les périodes courues pendant la suspension sont prolongées : vérifiez chaque délai",
                    "the table does not say whether periods that ran during the stay are prolonged: check each deadline",
                );
            }
            (Fact::Ended { ground, why, .. }, Some(day)) => {
                self.pass(day)?;
                let open = self.open_list()?;
                self.ended = Some((*ground, day, why.clone()));
                self.events.push(Event::Ended { day, ground: *ground, why: why.clone() });
                for deadline in open {
                    self.close(deadline, day);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take_day(&mut self, step: &'a str, day: Date) -> Result<(), LawError> {
        let before = self.open_list()?;
        self.told.push((step, day));
        let after = self.open_list()?;
        self.say_moved(&before, &after);
        Ok(())
    }

    fn act(&mut self, position: usize, done: &ActDone, day: Date) -> Result<(), LawError> {
        match self.judge(done, day)? {
            Verdict::Follows(act) => {
                self.remark(act, done, day)?;
                let end = if of_time(act) { self.end_of(act)?.unwrap_or(day) } else { day };
                self.step(act, end, Some((position, done)))?;
            }
            Verdict::Happened(index) => {
                if let Some(passage) = self.way.get_mut(index) {
                    passage.position = Some(position);
                    passage.reference = done.proof.as_ref().map(|proof| proof.reference.clone());
                }
            }
            Verdict::Late(why) => self.without_effect(position, done, day, why),
            Verdict::Refused(refused) => {
                self.without_effect(position, done, day, refused.wording());
                self.refused.push((position, refused));
            }
        }
        Ok(())
    }

    fn without_effect(&mut self, position: usize, done: &ActDone, day: Date, why: Wording) {
        self.way.push(Passage {
            position: Some(position),
            act: done.act.clone(),
            from: self.state.clone(),
            to: self.state.clone(),
            day,
            limitation: None,
            reference: done.proof.as_ref().map(|proof| proof.reference.clone()),
            outcome: Outcome::WithoutEffect,
        });
        self.events.push(Event::WithoutEffect { act: done.act.clone(), day, why });
    }

    /// Lets time pass to the end of the eve of a day; the steps of the way it made.
    pub(super) fn pass(&mut self, until: Date) -> Result<Vec<usize>, LawError> {
        let mut made = Vec::new();
        while self.ended.is_none() {
            let mut next: Option<(&Act, Date)> = None;
            for act in self.acts().filter(|act| of_time(act)) {
                if let Some(end) = self.end_of(act)?.filter(|end| *end < until)
                    && next.is_none_or(|(_, first)| end < first)
                {
                    next = Some((act, end));
                }
            }
            let Some((act, end)) = next else { break };
            made.push(self.way.len());
            self.step(act, end.max(self.since), None)?;
        }
        Ok(made)
    }

    /// The acts of the present state that are done in this file. A state that this file should never have come to
    /// keeps all of its acts: who asked it knew.
    pub(super) fn acts(&self) -> impl Iterator<Item = &'a Act> + use<'a, '_> {
        let (definition, state) = (self.definition, self.state.as_str());
        let of_state = move || definition.acts.iter().filter(move |act| act.from == state);
        let none = !of_state().any(|act| self.done_here(act));
        of_state().filter(move |act| none || self.done_here(act))
    }

    /// Whether an act is done in this file: its court, its amount, its order.
    pub(super) fn holds(&self, act: &Act) -> Holds {
        let known = Known { court: self.court, claimed: self.procedure.claimed, order: self.order };
        act.holds(&self.definition.name, &known, self.law)
    }

    /// Whether nothing says that it is not.
    pub(super) fn done_here(&self, act: &Act) -> bool {
        self.holds(act) != Holds::No
    }

    /// Whether our side does an act.
    pub(super) fn ours(&self, act: &Act) -> bool {
        match self.procedure.stand {
            Stand::Claimant => of_creditor(act),
            Stand::Defendant => act.actor == "debtor",
        }
    }

    /// The day at whose end time brings an act; nothing for one that time alone does not bring.
    pub(super) fn end_of(&self, act: &Act) -> Result<Option<Date>, LawError> {
        if act.deadline.as_deref().is_some_and(|step| self.set_aside(step).is_some()) {
            return Ok(None);
        }
        let own = match self.period(act)? {
            Period::Undated(_) | Period::Rule(_) => return Ok(None),
            Period::None => None,
            Period::Dated(_, answer) if answer.kind == DeadlineKind::Earliest => Some(answer.raw),
            Period::Dated(_, answer) => return Ok(self.after_stays(answer.due)),
        };
        // what lets the other side act waits for the end of the other side's own periods
        let mut end = own;
        for other in self.acts().filter(|other| !of_time(other) && !of_creditor(other)) {
            if let Period::Dated(_, answer) = self.plain_period(other)?
                && answer.kind == DeadlineKind::Latest
            {
                end = end.max(Some(answer.due));
            }
        }
        Ok(end.and_then(|end| self.after_stays(end)))
    }

    fn after_stays(&self, mut end: Date) -> Option<Date> {
        for stay in &self.stays {
            if stay.covers(end) {
                end = stay.to?;
            }
        }
        Some(end)
    }

    /// Follows an act that is possible, and says what it does to the deadlines.
    fn step(&mut self, act: &'a Act, day: Date, told: Option<(usize, &ActDone)>) -> Result<(), LawError> {
        let before = self.open_list()?;
        let taken = self.deadline_of(act)?;
        let (position, done) = told.unzip();
        let reference = done.and_then(|done| done.proof.as_ref()).map(|proof| proof.reference.clone());
        self.way.push(Passage {
            position,
            act: act.act.clone(),
            from: act.from.clone(),
            to: act.to.clone(),
            day,
            limitation: act.limitation_event.clone(),
            reference: reference.clone(),
            outcome: Outcome::Effective,
        });
        let kind = self.kind_of(&act.to);
        self.events.push(if of_time(act) {
            // what the creditor loses is no loss of who defends; his own is said with its deadline
            let lost = kind == Some(StateKind::Lost) && self.procedure.stand == Stand::Claimant;
            // a period that had to be over first loses nothing by ending
            let missed = taken.as_ref().filter(|deadline| deadline.earliest.is_none());
            let loses = missed.map_or_else(expired, |deadline| deadline.lost.clone());
            Event::Time {
                act: act.act.clone(),
                from: act.from.clone(),
                to: act.to.clone(),
                day,
                lost,
                loses,
                article: act.source.article.clone(),
            }
        } else {
            let by = done.map_or_else(|| words::of("actor", &act.actor).fr, |done| done.by.clone());
            Event::Moved { act: act.act.clone(), from: act.from.clone(), to: act.to.clone(), day, by }
        });
        if let Some(word) = &act.limitation_event {
            self.events.push(Event::Limitation { word: word.clone(), day, reference });
        }
        self.enter(act, day, done);
        let after = self.open_list()?;
        for deadline in &before {
            self.settle(deadline, act, taken.as_ref(), &after, day);
        }
        self.say_opened(&after, &before);
        Ok(())
    }

    fn enter(&mut self, act: &Act, day: Date, done: Option<&ActDone>) {
        self.reached.push((self.state.clone(), self.since));
        // back in a state, the days told for the first time there are over
        if self.reached.iter().any(|(state, _)| *state == act.to) {
            self.told.clear();
        }
        self.state.clone_from(&act.to);
        self.since = day;
        if act.document.as_deref() == Some("ordonnance") {
            self.order = done.and_then(|done| done.order).or(self.procedure.order).or(Some(day));
        }
        if let Some(done) = done {
            self.granted = done.granted.or(self.granted);
            self.service = done.service.map(|service| (service, day)).or(self.service);
        }
    }

    /// What an act makes of a deadline that was open before it.
    fn settle(&mut self, deadline: &Deadline, act: &Act, taken: Option<&Deadline>, after: &[Deadline], day: Date) {
        if after.iter().any(|open| open.same(deadline)) {
            return;
        }
        if !taken.is_some_and(|taken| taken.same(deadline)) {
            let passes = |deadline: &Deadline| day.tomorrow().is_ok_and(|next| deadline.late_on(next));
            let over = of_time(act) && deadline.ours && deadline.state == act.from && passes(deadline);
            if let Some(due) = deadline.due.filter(|_| over) {
                self.events.push(passed(deadline, due, true));
            }
            self.close(deadline.clone(), day);
            return;
        }
        let (step, state, words) = (deadline.step.clone(), deadline.state.clone(), deadline.words.clone());
        let (due, lost, article) = (deadline.due, deadline.lost.clone(), deadline.article.clone());
        let missed = of_time(act) && deadline.earliest.is_none();
        let late = !of_time(act) && deadline.late_on(day);
        let standing = match (missed, late) {
            (true, _) => DeadlineStanding::Missed,
            (_, true) => DeadlineStanding::DoneLate { day },
            _ => DeadlineStanding::Done { day },
        };
        self.events.push(match missed {
            true if deadline.ours => Event::Missed { step, state, words, due, lost, article },
            true => Event::Closed { step, state, words, day, into: self.state.clone() },
            false => Event::Kept { step, state, words, day, due, late, ours: deadline.ours, lost, article },
        });
        self.were.push(Deadline { standing, ..deadline.clone() });
    }

    fn close(&mut self, deadline: Deadline, day: Date) {
        self.events.push(Event::Closed {
            step: deadline.step.clone(),
            state: deadline.state.clone(),
            words: deadline.words.clone(),
            day,
            into: self.state.clone(),
        });
        self.were.push(Deadline { standing: DeadlineStanding::Closed { day }, ..deadline });
    }

    pub(super) fn kind_of(&self, state: &str) -> Option<StateKind> {
        self.definition.states.iter().find(|known| known.state == state).map(|known| known.kind)
    }

    pub(super) fn day_reached(&self, state: &str) -> Option<Date> {
        let before = self.reached.iter().rev().find(|(name, _)| name == state).map(|(_, day)| *day);
        before.or_else(|| (self.state == state).then_some(self.since))
    }

    /// The day told for a step; a hearing serves every step that comes before it.
    pub(super) fn told_day(&self, row: &DeadlineRow) -> Option<Date> {
        let serves = |step: &str| {
            step == row.step
                || (step == HEARING && row.of_hearing())
                || (row.kind == DeadlineKind::Before
                    && self.law.deadlines().list().iter().any(|other| {
                        other.procedure == row.procedure && other.step == step && other.trigger == row.trigger
                    }))
        };
        self.told.iter().rev().find(|(step, _)| serves(step)).map(|(_, day)| *day)
    }

    pub(super) fn instead(&self, step: &str) -> Option<&'a str> {
        self.procedure.standing_facts().rev().find_map(|(_, fact)| match fact {
            Fact::Instead { step: named, by, .. } if named == step => Some(by.as_str()),
            _ => None,
        })
    }

    pub(super) fn set_aside(&self, step: &str) -> Option<&'a str> {
        self.procedure.standing_facts().rev().find_map(|(_, fact)| match fact {
            Fact::SetAside { step: named, why, .. } if named == step => Some(why.as_str()),
            _ => None,
        })
    }

    pub(super) fn stayed_on(&self, day: Date) -> Option<&Stay> {
        self.stays.iter().find(|stay| stay.covers(day))
    }

    pub(super) fn warn(&mut self, fr: &str, en: &str) {
        self.events.push(Event::Warned { what: Wording::new(fr, en) });
    }
}

fn expired() -> Wording {
    Wording::new("le délai de l’autre partie est passé", "the other party’s period is over")
}

/// The stays that stand, each closed by the first resumption after it.
fn stays(procedure: &Procedure) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    for (position, fact) in procedure.standing_facts() {
        match (fact, procedure.day_of(position)) {
            (Fact::Stayed { ground, .. }, Some(from)) => stays.push(Stay { from, to: None, ground: *ground }),
            (Fact::Lifted { .. }, Some(day)) => {
                if let Some(stay) = stays.last_mut().filter(|stay| stay.to.is_none()) {
                    stay.to = Some(day);
                }
            }
            _ => {}
        }
    }
    stays
}

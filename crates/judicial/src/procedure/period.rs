//! The period of an act, from where the procedure stands: which row, counted from which day.

use std::cell::RefCell;
use std::rc::Rc;

use kernel::{Date, Wording};
use law::LawError;
use law::deadlines::{DeadlineAnswer, DeadlineAsked, DeadlineKind, DeadlineRow, deadline};
use law::procedures::Act;
use law::words;

use super::Service;
use super::deadlines::{Deadline, DeadlineStanding};
use super::runner::Runner;

/// What the table says of an act.
pub(super) enum Period {
    /// No period.
    None,
    /// A rule in words, or a threshold.
    Rule(Deadline),
    /// A period whose first day is not known.
    Undated(Deadline),
    /// A period counted from a day.
    Dated(Date, Rc<DeadlineAnswer>),
}

/// Periods already counted: they are asked for again with each act.
#[derive(Default)]
pub(super) struct Counted(RefCell<Vec<(CountedBy, Rc<DeadlineAnswer>)>>);

/// The step, the day it is counted from, the date of the order.
type CountedBy = (String, Date, Option<Date>);

impl Counted {
    fn get(&self, (step, from, order): (&str, Date, Option<Date>)) -> Option<Rc<DeadlineAnswer>> {
        let known = self.0.borrow();
        let same = |(by, _): &&(CountedBy, _)| (by.0.as_str(), by.1, by.2) == (step, from, order);
        known.iter().find(same).map(|(_, answer)| Rc::clone(answer))
    }

    fn keep(&self, by: CountedBy, answer: DeadlineAnswer) -> Rc<DeadlineAnswer> {
        let answer = Rc::new(answer);
        self.0.borrow_mut().push((by, Rc::clone(&answer)));
        answer
    }
}

/// The ending of a step that takes the place of another when service was not in person (CPC 1416 al. 2).
const NOT_IN_PERSON: &str = "-not-in-person";

impl Runner<'_> {
    /// The period that binds an act now.
    pub(super) fn period(&self, act: &Act) -> Result<Period, LawError> {
        let Some(named) = &act.deadline else { return Ok(Period::None) };
        if let Some(by) = self.instead(named) {
            return self.counted(act, by, self.row(named).ok());
        }
        match self.court.and_then(|court| act.step_before(court)) {
            Some("-") => return Ok(Period::None),
            Some(by) => return self.counted(act, by, self.row(named).ok()),
            None => {}
        }
        if let (Some(base), Some((Service::InPerson, day))) = (named.strip_suffix(NOT_IN_PERSON), self.service) {
            // served in person, the first month was the only one
            return self.dated(base, day);
        }
        let otherwise = format!("{named}{NOT_IN_PERSON}");
        if matches!(self.service, Some((Service::NotInPerson, _))) && self.exists(&otherwise) {
            return self.counted(act, &otherwise, self.row(named).ok());
        }
        self.counted(act, named, None)
    }

    /// The period of the act as the definition names it, whatever the service: what the creditor waits for.
    pub(super) fn plain_period(&self, act: &Act) -> Result<Period, LawError> {
        match &act.deadline {
            Some(step) if self.instead(step).is_none() => self.counted(act, step, None),
            _ => self.period(act),
        }
    }

    fn counted(&self, act: &Act, step: &str, replaced: Option<&DeadlineRow>) -> Result<Period, LawError> {
        // a step that came or went with a reform is not there for an order of that date
        let Ok(row) = self.row(step) else { return Ok(Period::None) };
        if row.kind == DeadlineKind::Rule {
            return Ok(Period::Rule(self.bare(act, row, None)));
        }
        let other_event = replaced.is_some_and(|replaced| replaced.trigger != row.trigger);
        match self.start(act, row, other_event) {
            Some(from) => self.dated(step, from),
            None => Ok(Period::Undated(self.bare(act, row, Some(undated(row))))),
        }
    }

    fn dated(&self, step: &str, from: Date) -> Result<Period, LawError> {
        if let Some(answer) = self.counted.get((step, from, self.order)) {
            return Ok(Period::Dated(from, answer));
        }
        let asked = DeadlineAsked {
            order: self.order,
            distance: self.procedure.distance,
            territory: self.procedure.territory,
            ..DeadlineAsked::new(&self.procedure.definition, step, from)
        };
        let answer = deadline(&asked, self.law)?;
        Ok(Period::Dated(from, self.counted.keep((step.to_owned(), from, self.order), answer)))
    }

    fn start(&self, act: &Act, row: &DeadlineRow, other_event: bool) -> Option<Date> {
        if let Some(day) = self.told_day(row) {
            return Some(day);
        }
        if other_event || row.kind == DeadlineKind::Before {
            return None;
        }
        match act.counted_from.as_deref() {
            // the order has its own date, whatever the day it was received
            _ if row.trigger.contains("ordonnance") && self.order.is_some() => self.order,
            None => (act.from == self.state).then_some(self.since),
            Some(state) => self.day_reached(state),
        }
    }

    fn row(&self, step: &str) -> Result<&DeadlineRow, LawError> {
        self.law.deadlines().choose(&self.procedure.definition, step, self.order)
    }

    fn exists(&self, step: &str) -> bool {
        let definition = &self.procedure.definition;
        self.law.deadlines().list().iter().any(|row| row.procedure == *definition && row.step == step)
    }

    /// The deadline an act is bound by, as the list shows it; nothing for a rule or an act without period.
    pub(super) fn deadline_of(&self, act: &Act) -> Result<Option<Deadline>, LawError> {
        let found = match self.period(act)? {
            Period::None | Period::Rule(_) => return Ok(None),
            Period::Undated(deadline) => deadline,
            Period::Dated(from, answer) => Deadline::dated(act, self.ours(act), from, &answer),
        };
        let set_aside = self.set_aside(&found.step).or_else(|| self.set_aside(act.deadline.as_deref()?));
        Ok(Some(match set_aside {
            Some(why) => Deadline { standing: DeadlineStanding::SetAside { why: why.to_owned() }, ..found },
            None => found,
        }))
    }

    fn bare(&self, act: &Act, row: &DeadlineRow, undated: Option<Wording>) -> Deadline {
        Deadline {
            step: row.step.clone(),
            state: act.from.clone(),
            acts: vec![act.act.clone()],
            ours: self.ours(act),
            side: None,
            words: row.words(),
            article: row.source.article.clone(),
            lost: words::of("lost", &row.consequence),
            from: None,
            due: None,
            safe: None,
            earliest: None,
            undated,
            standing: DeadlineStanding::Undated,
            warnings: Vec::new(),
        }
    }
}

/// « 1 mois à compter de : réception de la lettre ; donnez ce jour ».
fn undated(row: &DeadlineRow) -> Wording {
    let starts = words::of("starts", &row.trigger);
    let (fr, en) = (row.length.words_fr(), row.length.words_en());
    if row.kind == DeadlineKind::Before {
        return Wording::new(
            format!("{fr} avant : {} ; donnez ce jour", starts.fr),
            format!("{en} before: {}; tell that day", starts.en),
        );
    }
    Wording::new(
        format!("{fr} à compter de : {} ; donnez ce jour", starts.fr),
        format!("{en} from: {}; tell that day", starts.en),
    )
}

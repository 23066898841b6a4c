//! Limitation: when the clock of a claim starts, what stops it, what starts it again, when it ends.
//!
//! C. civ. 2219 to 2254. Counted in days, over when the last day is complete (2228, 2229), never moved
//! to a working day. What a letter does not do, this module says so.

use kernel::{Date, Territory, calendar, days_between, epoch_day, from_epoch_day};
use serde::Serialize;

use crate::limitation_tables::{Effect, EventRow, KindRow, Start};
use crate::limitation_words::{Why, explain};
use crate::source::cite;
use crate::text::{date_en, date_fr};
use crate::time::Length;
use crate::{Law, LawError, Line, Source, Status};

/// A dated fact of the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it happened.
    pub date: Date,
    /// Its word: `acknowledgement`, `letter`, `order-served`… (table `limitation_events`).
    pub event: String,
    /// What the user keeps as its proof, in their own words (« PV n° 4512 »): repeated in the answer, not read.
    pub reference: Option<String>,
}

impl Event {
    /// An event without a reference.
    pub fn new(date: Date, event: &str) -> Self {
        Self { date, event: event.to_owned(), reference: None }
    }
}

/// The document that proves an event (table `limitation_proofs`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Which document, and what it does not do.
    pub words: Line,
    /// How the row was established.
    pub status: Status,
    /// File and line of the row.
    pub row: String,
}

/// What is asked of [`limitation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitationAsked {
    /// Kind of claim, by short name, alias or the name of the table: `b2b`, `consumer`, `public`…
    pub kind: String,
    /// Due date.
    pub due: Date,
    /// Day the service was completed or the goods delivered, when known.
    pub completed: Option<Date>,
    /// In any order.
    pub events: Vec<Event>,
    /// The day of the question.
    pub on: Date,
}

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effects {
    /// A new period runs.
    Interrupts,
    /// The period stops and will run again.
    Suspends,
    /// Nothing.
    None,
}

/// One event and its effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineEntry {
    /// When.
    pub date: Date,
    /// Its word.
    pub event: String,
    /// What it did.
    pub effect: Effects,
    /// Why, with the article.
    pub why: Line,
    /// When the period ends after it; absent while it does not run.
    pub expires: Option<Date>,
    /// The document that proves it; absent for an event of the user's own table without one.
    pub proof: Option<Proof>,
    /// The proof the user has, as given.
    pub reference: Option<String>,
}

/// The clock of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitationAnswer {
    /// Name of the kind in the table.
    pub kind: String,
    /// The event the period is counted from.
    pub starts: Date,
    /// Last day to act, to its end. While proceedings or a suspension last: the earliest it can be.
    pub expires: Date,
    /// Last working day on or before `expires`.
    pub safe: Date,
    /// True when the last day is over on the day of the question.
    pub expired: bool,
    /// The events, in order.
    pub timeline: Vec<TimelineEntry>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// Follows the limitation of a claim through its events to the day of the question.
///
/// # Errors
/// [`LawError::Unknown`] for a kind or an event that is not in the tables.
///
/// ```
/// use law::Law;
/// use law::limitation::{LimitationAsked, limitation};
/// let asked = LimitationAsked {
///     kind: "b2b".to_owned(),
///     due: "2021-11-15".parse()?,
///     completed: None,
///     events: Vec::new(),
///     on: "2026-11-21".parse()?,
/// };
/// let answer = limitation(&asked, Law::builtin())?;
/// // a Sunday: the end does not move
/// assert_eq!((answer.expires.to_string().as_str(), answer.expired), ("2026-11-15", true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn limitation(asked: &LimitationAsked, law: &Law) -> Result<LimitationAnswer, LawError> {
    let tables = law.limitation_tables();
    let Followed { kind, clock, steps, later } = follow(asked, law)?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    cite(&mut sources, &mut warnings, &kind.source);
    let mut timeline = Vec::with_capacity(steps.len());
    for step in steps {
        cite(&mut sources, &mut warnings, &step.row.source);
        timeline.push(step.told(tables.proof(step.row).cloned()));
    }
    let (expires, running) = clock.at(asked.on)?;
    let over = running && asked.on > expires;
    say_state(&clock, later, asked, &mut warnings);
    if clock.capped {
        cite(&mut sources, &mut warnings, &tables.long_stop()?.source);
    }
    let explanation = explain(asked, kind, (clock.starts, clock.capped), &timeline, (expires, over));
    Ok(LimitationAnswer {
        kind: kind.kind.clone(),
        starts: clock.starts,
        expires,
        safe: safe(expires),
        expired: over,
        timeline,
        explanation,
        sources,
        warnings,
    })
}

/// The days of a limitation, without its words: what a look at many claims takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitationDays {
    /// The day the period that counts runs from: the last interruption, or the start.
    pub starts: Date,
    /// As [`LimitationAnswer::expires`].
    pub expires: Date,
    /// As [`LimitationAnswer::safe`].
    pub safe: Date,
    /// Proceedings or a suspension last since the last event.
    pub stopped: bool,
}

impl LimitationAnswer {
    /// Its days.
    pub fn days(&self) -> LimitationDays {
        let renewed = self.timeline.iter().rev().find(|entry| entry.effect == Effects::Interrupts);
        LimitationDays {
            starts: renewed.map_or(self.starts, |entry| entry.date.max(self.starts)),
            expires: self.expires,
            safe: self.safe,
            stopped: self.timeline.last().is_some_and(|entry| entry.expires.is_none()),
        }
    }
}

/// The days that [`limitation`] would answer.
///
/// # Errors
/// As [`limitation`].
pub fn limitation_days(asked: &LimitationAsked, law: &Law) -> Result<LimitationDays, LawError> {
    let Followed { clock, steps, .. } = follow(asked, law)?;
    let (expires, _) = clock.at(asked.on)?;
    let renewed = steps.iter().rev().find(|step| step.effect == Effects::Interrupts);
    Ok(LimitationDays {
        starts: renewed.map_or(clock.starts, |step| step.date.max(clock.starts)),
        expires,
        safe: safe(expires),
        stopped: steps.last().is_some_and(|step| step.expires.is_none()),
    })
}

fn safe(expires: Date) -> Date {
    calendar::previous_working_day(expires, Territory::Metropole)
}

/// A claim followed through its events.
struct Followed<'a> {
    kind: &'a KindRow,
    clock: Clock<'a>,
    steps: Vec<Step<'a>>,
    /// Events after the day of the question.
    later: usize,
}

/// An event, and what it did.
struct Step<'a> {
    date: Date,
    row: &'a EventRow,
    reference: Option<&'a String>,
    effect: Effects,
    why: Why<'a>,
    expires: Option<Date>,
}

impl Step<'_> {
    fn told(&self, proof: Option<Proof>) -> TimelineEntry {
        let (why, article) = (self.why.line(), &self.row.source.article);
        TimelineEntry {
            date: self.date,
            event: self.row.event.clone(),
            effect: self.effect,
            why: Line::new(format!("{} ({article})", why.fr), format!("{} ({article})", why.en)),
            expires: self.expires,
            proof,
            reference: self.reference.cloned(),
        }
    }
}

fn follow<'a>(asked: &'a LimitationAsked, law: &'a Law) -> Result<Followed<'a>, LawError> {
    let tables = law.limitation_tables();
    let kind = tables.kind(&asked.kind)?;
    let mut events = Vec::new();
    for event in &asked.events {
        events.push((event.date, tables.event(&event.event, kind)?, event.reference.as_ref()));
    }
    events.sort_by_key(|(date, ..)| *date);
    let later = events.iter().filter(|(date, ..)| *date > asked.on).count();
    events.truncate(events.len() - later);
    let voided = voided(&events);
    let mut clock = Clock::start(asked, kind, law)?;
    let mut steps = Vec::with_capacity(events.len());
    let title = tables.kind("title")?;
    for ((date, row, reference), voided) in events.into_iter().zip(voided) {
        // once there is a title, the rules of the claim's own kind are over (a letter to the insured, to the State)
        let row = if clock.titled && !row.kind.is_empty() { tables.event(&row.event, title)? } else { row };
        let (effect, why) = clock.apply(date, row, voided, law)?;
        let expires = (!clock.stopped()).then_some(clock.expires);
        steps.push(Step { date, row, reference, effect, why, expires });
    }
    Ok(Followed { kind, clock, steps, later })
}

/// Which interruptions a later event undoes (C. civ. 2243; an order that became void).
fn voided(events: &[(Date, &EventRow, Option<&String>)]) -> Vec<bool> {
    let mut voided = vec![false; events.len()];
    for (i, (_, row, _)) in events.iter().enumerate() {
        if row.effect == Effect::Cancels {
            let undone = |j: &usize| {
                let (_, earlier, _) = events[*j];
                !voided[*j] && (earlier.effect == Effect::Proceedings || earlier.event == "order-served")
            };
            if let Some(j) = (0..i).rev().find(undone) {
                voided[j] = true;
            }
        }
    }
    voided
}

#[derive(Debug, Clone, Copy)]
struct Suspension {
    remaining: i64,
    floor: bool,
}

/// The state of the period while its events are read.
struct Clock<'a> {
    kind: &'a KindRow,
    period: Length,
    starts: Date,
    /// The day the right is born: nothing runs before it.
    from: Date,
    /// The day the present period runs from: nothing is suspended before it.
    runs: Date,
    expires: Date,
    /// Proceedings that interrupt while they last.
    open: Option<Date>,
    suspended: Option<Suspension>,
    long_stop: Option<Date>,
    floor: Length,
    capped: bool,
    titled: bool,
}

impl<'a> Clock<'a> {
    fn start(asked: &LimitationAsked, kind: &'a KindRow, law: &Law) -> Result<Self, LawError> {
        let tables = law.limitation_tables();
        let starts = asked.completed.map_or(asked.due, |completed| completed.min(asked.due));
        // no long stop for titles, nor for land (C. civ. 2232, second paragraph; 2227)
        let long_stop = match kind.slug.as_str() {
            "title" | "real-estate" => None,
            _ => Some(tables.long_stop()?.length.after(starts, Territory::Metropole)?),
        };
        let mut clock = Self {
            kind,
            period: kind.length,
            starts,
            from: starts,
            runs: starts,
            expires: starts,
            open: None,
            suspended: None,
            long_stop,
            floor: tables.floor()?.length,
            capped: false,
            titled: false,
        };
        clock.expires = clock.run_from(starts)?;
        // a law that shortened the period: the new one from its day, within the old one (C. civ. 2222)
        if let Some((day, former)) = kind.shortened.filter(|(day, _)| starts < *day) {
            let old = former.after(starts, Territory::Metropole)?;
            clock.expires = clock.run_from(day)?.min(old);
        }
        clock.runs = clock.runs_after(starts);
        clock.starts = clock.runs;
        Ok(clock)
    }

    /// Whether years are counted from 1 January (public debtors), a day that counts itself.
    fn by_calendar_years(&self) -> bool {
        self.kind.start == Start::NextYear && !self.titled
    }

    /// The day a period runs from when it starts with an event of that day.
    fn runs_after(&self, day: Date) -> Date {
        if self.by_calendar_years() { first_of_next_year(day) } else { day }
    }

    /// Last day of a full period that starts with an event of that day.
    fn run_from(&self, day: Date) -> Result<Date, LawError> {
        let end = self.period.after(self.runs_after(day), Territory::Metropole)?;
        Ok(if self.by_calendar_years() { from_epoch_day(epoch_day(end) - 1) } else { end })
    }

    fn restart(&mut self, day: Date, beyond_long_stop: bool) -> Result<(), LawError> {
        // a suit before the due date starts no period before it either (C. civ. 2233)
        let day = if self.titled { day } else { day.max(self.from) };
        self.runs = self.runs_after(day);
        let full = self.run_from(day)?;
        if beyond_long_stop {
            self.long_stop = None;
        }
        self.capped = self.long_stop.is_some_and(|stop| stop < full);
        self.expires = self.long_stop.map_or(full, |stop| full.min(stop));
        if let Some(suspension) = &mut self.suspended {
            suspension.remaining = days_between(self.runs, self.expires);
        }
        Ok(())
    }

    fn stopped(&self) -> bool {
        self.open.is_some() || self.suspended.is_some()
    }

    fn apply(
        &mut self,
        date: Date,
        row: &'a EventRow,
        voided: bool,
        law: &Law,
    ) -> Result<(Effects, Why<'a>), LawError> {
        let early = date < self.from && matches!(row.effect, Effect::Interrupts);
        let over = !self.stopped() && date > self.expires && row.effect != Effect::Title;
        Ok(if voided {
            (Effects::None, Why::Undone)
        } else if over && row.effect != Effect::None {
            (Effects::None, Why::TooLate { expired: self.expires })
        } else if early {
            (Effects::None, Why::TooEarly { starts: self.from })
        } else if self.kind.forfeiture && !self.titled && !row.forfeiture {
            (Effects::None, Why::Forfeiture)
        } else {
            (self.take(date, row, law)?, Why::Row(&row.why))
        })
    }

    fn take(&mut self, date: Date, row: &EventRow, law: &Law) -> Result<Effects, LawError> {
        let judicial = matches!(row.event.as_str(), "order-served" | "conservatory-measure" | "enforcement-act");
        Ok(match row.effect {
            Effect::Interrupts => {
                self.restart(date, judicial)?;
                Effects::Interrupts
            }
            Effect::Proceedings => {
                self.open = Some(date);
                self.restart(date, true)?;
                Effects::Interrupts
            }
            Effect::Ends if self.open.take().is_some() => {
                self.restart(date, true)?;
                Effects::Interrupts
            }
            Effect::Title => {
                // ten years, unless the claim itself lasts longer (CPCE L111-4)
                let title = law.limitation_tables().kind("title")?.length;
                let longer =
                    self.period.after(date, Territory::Metropole)? > title.after(date, Territory::Metropole)?;
                self.period = if longer { self.period } else { title };
                (self.titled, self.open, self.suspended) = (true, None, None);
                self.restart(date, true)?;
                Effects::Interrupts
            }
            Effect::OwnTitle => {
                (self.open, self.suspended) = (None, None);
                self.restart(date, false)?;
                Effects::Interrupts
            }
            Effect::Suspends if self.suspended.is_none() && self.open.is_none() => {
                let from = date.max(self.runs);
                self.suspended = Some(Suspension { remaining: days_between(from, self.expires), floor: false });
                Effects::Suspends
            }
            Effect::Resumes { floor } if self.suspended.is_some() => {
                let suspension = self.suspended.take().map(|s| Suspension { floor, ..s });
                if let Some(suspension) = suspension {
                    self.expires = self.resumed(suspension, date)?;
                    self.capped = self.long_stop == Some(self.expires);
                }
                Effects::None
            }
            // what ends or undoes something that is not there does nothing
            Effect::None | Effect::Cancels | Effect::Ends | Effect::Suspends | Effect::Resumes { .. } => Effects::None,
        })
    }

    fn resumed(&self, suspension: Suspension, day: Date) -> Result<Date, LawError> {
        // over before the period runs at all, a suspension takes nothing from it
        let after = i64::from(epoch_day(day.max(self.runs))) + suspension.remaining.max(0);
        let end = from_epoch_day(i32::try_from(after).unwrap_or(i32::MAX));
        let floor = self.floor.after(day, Territory::Metropole)?;
        let end = if suspension.floor { end.max(floor) } else { end };
        Ok(self.long_stop.map_or(end, |stop| end.min(stop)))
    }

    /// The end of the period as it stands on a day, and whether it runs.
    fn at(&self, day: Date) -> Result<(Date, bool), LawError> {
        match self.suspended {
            Some(suspension) => Ok((self.resumed(Suspension { floor: true, ..suspension }, day)?, false)),
            None => Ok((self.expires, self.open.is_none())),
        }
    }
}

fn first_of_next_year(day: Date) -> Date {
    Date::new(day.year().saturating_add(1), 1, 1).unwrap_or(Date::MAX)
}

fn say_state(clock: &Clock<'_>, later: usize, asked: &LimitationAsked, warnings: &mut Vec<Line>) {
    if asked.completed.is_none() && clock.kind.start != Start::NextYear {
        warnings.push(Line::new(
            "Date d'achèvement de la prestation inconnue : l'échéance est retenue, le point de départ peut être antérieur.",
            "Day of completion unknown: the due date is taken, the start may be earlier.",
        ));
    } else if asked.completed.is_some_and(|completed| completed < asked.due) {
        warnings.push(Line::new(
            "Point de départ prudent : l'achèvement, antérieur à l'échéance (C. civ. 2233 3° permettrait d'attendre le terme).",
            "Careful start: completion, earlier than the due date (C. civ. 2233 3° would let it wait for the term).",
        ));
    }
    if clock.open.is_some() {
        warnings.push(Line::new(
            "Instance en cours : la prescription ne court pas ; la date donnée est la plus proche possible.",
            "Proceedings are under way: the period does not run; the date given is the earliest possible.",
        ));
    }
    if clock.suspended.is_some() {
        warnings.push(Line::new(
            format!("Suspension en cours : date donnée comme si elle cessait le {}.", date_fr(asked.on)),
            format!("Suspension under way: date given as if it ended on {}.", date_en(asked.on)),
        ));
    }
    if clock.titled {
        warnings.push(Line::new(
            "Les intérêts échus après le titre se prescrivent selon la nature de la créance, non par dix ans.",
            "Interest after the title has the period of the claim itself, not ten years.",
        ));
    }
    if later > 0 {
        warnings.push(Line::new(
            format!("Événements postérieurs au {} non comptés : {later}.", date_fr(asked.on)),
            format!("Events after {} not counted: {later}.", date_en(asked.on)),
        ));
    }
}

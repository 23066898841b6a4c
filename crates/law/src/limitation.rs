//! Limitation: when the clock of a claim starts, what stops it, what starts it again, when it ends.
//!
//! C. civ. 2219 to 2254. Counted in days, over when the last day is complete (2228, 2229), never moved
//! to a working day. What a letter does not do, this module says so.

use kernel::{Date, Territory, calendar};
use serde::Serialize;

use crate::limitation_clock::Clock;
use crate::limitation_tables::{Effect, EventRow, KindRow, Start};
use crate::limitation_words::{Why, explain};
use crate::source::cite;
use crate::text::{date_en, date_fr};
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

//! Procedures as data: states, acts, who acts, by when, with which document, at what cost, with what
//! effect on limitation, and what may follow.
//!
//! Loaded and checked: every state can be reached, every open state has an act, every deadline, tariff
//! and event named exists.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Date, Territory};
use serde::Serialize;

use crate::conditions::{Condition, Holds, Known, of_act};
use crate::deadlines::{DeadlineAnswer, DeadlineAsked, DeadlineKind, DeadlineRow, Deadlines, deadline};
use crate::limitation_tables::LimitationTables;
use crate::refusals::{Fault, Refusal, Word};
use crate::source::cite;
use crate::table::{Row, Table};
use crate::tariff_tables::Tariffs;
use crate::text::{date_en, date_fr};
use crate::time::Distance;
use crate::{Law, LawError, Line, Source, words};

/// What a state means for the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateKind {
    /// Where the procedure begins.
    Initial,
    /// Something may follow.
    Open,
    /// The end, whatever it is.
    Final,
    /// A right was lost.
    Lost,
}

/// One state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// Its name: `served`.
    pub state: String,
    /// What it means.
    pub kind: StateKind,
}

/// One act that leads from a state to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Act {
    /// From this state.
    pub from: String,
    /// Name of the act: `serve`; `miss-…` when time passes.
    pub act: String,
    /// To this state.
    pub to: String,
    /// Who: creditor, debtor, officer, judge, registry, time…
    pub actor: String,
    /// Step of `procedure_deadlines`, when the act has one.
    pub deadline: Option<String>,
    /// The state whose first day starts that deadline; absent, the state the act leaves. `-`: an event that no
    /// state begins with (a notification, a request), whose day must be asked of [`crate::deadlines::deadline`].
    pub counted_from: Option<String>,
    /// Document to produce.
    pub document: Option<String>,
    /// Word of the tariff.
    pub tariff: Option<String>,
    /// Event of limitation.
    pub limitation_event: Option<String>,
    /// Before which courts and for what it is done, where that is not everywhere (table `act_courts`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// Article, source, status.
    pub source: Source,
}

impl Act {
    /// Whether the creditor, or the officer for him, does it: its deadline is a right to lose.
    fn is_ours(&self) -> bool {
        matches!(self.actor.as_str(), "creditor" | "officer")
    }
}

/// A procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Procedure {
    /// Short name.
    pub name: String,
    /// In words.
    pub label: Line,
    /// First day it may be used, when it is recent.
    pub available_from: Option<Date>,
    /// Why it is off, when it waits for something.
    pub waits_for: Option<String>,
    /// States, the initial one first.
    pub states: Vec<State>,
    /// Acts, in the order of the table.
    pub acts: Vec<Act>,
    /// Article, source, status.
    pub source: Source,
}

impl Procedure {
    /// Where it begins.
    pub fn initial(&self) -> Option<&State> {
        self.states.iter().find(|state| state.kind == StateKind::Initial)
    }

    /// Whether it begins with an enforceable title: a measure of enforcement.
    pub fn needs_title(&self) -> bool {
        self.initial().is_some_and(|first| first.state == "titled")
    }

    /// The acts possible in a state.
    pub fn acts_from<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a Act> {
        self.acts.iter().filter(move |act| act.from == state)
    }

    /// Whether it may be started on a day, and if not why.
    pub fn open_on(&self, day: Date) -> Result<(), Line> {
        if let Some(reason) = &self.waits_for {
            return Err(Line::new(
                format!("{} : en attente ({reason})", self.label.fr),
                format!("{}: off ({reason})", self.label.en),
            ));
        }
        match self.available_from.filter(|from| day < *from) {
            None => Ok(()),
            Some(from) => Err(Line::new(
                format!("{} : ouverte à partir du {from}", self.label.fr),
                format!("{}: open from {from}", self.label.en),
            )),
        }
    }
}

/// Every procedure, checked.
#[derive(Debug, Clone)]
pub struct Procedures(BTreeMap<String, Procedure>);

/// What the acts of a procedure refer to.
pub(crate) struct References<'a> {
    pub deadlines: &'a Deadlines,
    pub tariffs: &'a Tariffs,
    pub limitation: &'a LimitationTables,
    pub conditions: &'a Table,
}

impl Procedures {
    pub(crate) fn read(names: &Table, states: &Table, acts: &Table, known: &References<'_>) -> Result<Self, LawError> {
        let mut procedures = BTreeMap::new();
        for row in &names.rows {
            let name = row.required("procedure")?;
            let of = |table: &Table| {
                table.rows.iter().filter(|row| row.text("procedure") == name).cloned().collect::<Vec<_>>()
            };
            let (states, acts) = (of(states), of(acts));
            if states.is_empty() {
                continue;
            }
            let procedure = read_procedure(name, row, &states, &acts, known)?;
            procedures.insert(name.to_owned(), procedure);
        }
        for row in states.rows.iter().chain(&acts.rows).chain(&known.conditions.rows) {
            if !procedures.contains_key(row.text("procedure")) {
                return Err(row.error("procedure", Fault::NotIn { file: "procedures.csv" }));
            }
        }
        Ok(Self(procedures))
    }

    /// Every procedure, by name.
    pub fn list(&self) -> impl Iterator<Item = &Procedure> {
        self.0.values()
    }

    /// A procedure by its short name.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn find(&self, name: &str) -> Result<&Procedure, LawError> {
        self.0.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.0.keys().map(String::as_str).collect();
            LawError::unknown(Word::Procedure, name, known.join(", "))
        })
    }
}

fn read_procedure(
    name: &str,
    row: &Row,
    states: &[Row],
    acts: &[Row],
    known: &References<'_>,
) -> Result<Procedure, LawError> {
    let mut read = Vec::new();
    for state in states {
        let kind = match state.required("kind")? {
            "initial" => StateKind::Initial,
            "open" => StateKind::Open,
            "final" => StateKind::Final,
            "lost" => StateKind::Lost,
            other => {
                let expected = "initial, open, final, lost";
                return Err(state.error("kind", Fault::Listed { text: other.to_owned(), expected }));
            }
        };
        read.push(State { state: state.required("state")?.to_owned(), kind });
    }
    let acts_read = acts.iter().map(|act| read_act(name, act, &read, known)).collect::<Result<Vec<_>, _>>()?;
    refuse_dead_ends(states, &read, &acts_read)?;
    let waits = row.text("feature");
    Ok(Procedure {
        name: name.to_owned(),
        label: Line::new(row.required("label_fr")?, row.required("label_en")?),
        available_from: row.optional_date("available_from")?,
        waits_for: (!waits.is_empty()).then(|| waits.to_owned()),
        states: read,
        acts: acts_read,
        source: row.source(row.required("article")?)?,
    })
}

fn read_act(procedure: &str, row: &Row, states: &[State], known: &References<'_>) -> Result<Act, LawError> {
    let state = |column: &str| {
        let name = row.required(column)?;
        let found = states.iter().any(|state| state.state == name);
        found
            .then(|| name.to_owned())
            .ok_or_else(|| row.error(column, Fault::State { text: name.to_owned(), procedure: procedure.to_owned() }))
    };
    let optional = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty()).map(str::to_owned);
    let counted_from = optional("counted_from");
    if counted_from.as_deref().is_some_and(|from| from != "-") {
        state("counted_from")?;
    }
    let (deadline, tariff, event) = (optional("deadline"), optional("tariff"), optional("limitation_event"));
    if let Some(step) = &deadline {
        known
            .deadlines
            .find(procedure, step)
            .map_err(|error| row.error("deadline", Fault::Said { why: error.wording() }))?;
    }
    if let Some(item) = &tariff {
        known.tariffs.item(item).map_err(|error| row.error("tariff", Fault::Said { why: error.wording() }))?;
    }
    if let Some(event) = &event
        && !known.limitation.events().any(|row| row.event == *event)
    {
        return Err(row.error("limitation_event", Fault::NotIn { file: "limitation_events.csv" }));
    }
    Ok(Act {
        from: state("from_state")?,
        act: row.required("act")?.to_owned(),
        to: state("to_state")?,
        actor: row.required("actor")?.to_owned(),
        deadline,
        counted_from,
        document: optional("document"),
        tariff,
        limitation_event: event,
        conditions: of_act((procedure, row.text("act")), known.conditions, known.deadlines)?,
        source: row.source(row.required("article")?)?,
    })
}

/// Every state is reached from the initial one; from every open state something follows.
fn refuse_dead_ends(rows: &[Row], states: &[State], acts: &[Act]) -> Result<(), LawError> {
    let initial: Vec<&State> = states.iter().filter(|state| state.kind == StateKind::Initial).collect();
    let [first] = initial.as_slice() else {
        let refused = rows.first().map(|row| row.error("kind", Fault::OneInitial));
        return Err(refused.unwrap_or_else(|| Refusal::NoStates.into()));
    };
    let mut reached = BTreeSet::from([first.state.as_str()]);
    loop {
        let next: Vec<&str> =
            acts.iter().filter(|act| reached.contains(act.from.as_str())).map(|act| act.to.as_str()).collect();
        let before = reached.len();
        reached.extend(next);
        if reached.len() == before {
            break;
        }
    }
    for (state, place) in states.iter().zip(rows) {
        let ends = matches!(state.kind, StateKind::Final | StateKind::Lost);
        if !ends && !acts.iter().any(|act| act.from == state.state) {
            return Err(place.error("state", Fault::DeadEnd { state: state.state.clone() }));
        }
        if !reached.contains(state.state.as_str()) {
            let problem = Fault::Unreached { state: state.state.clone(), first: first.state.clone() };
            return Err(place.error("state", problem));
        }
    }
    Ok(())
}

/// An act possible now, with its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextAct {
    /// The act.
    pub act: Act,
    /// Its deadline, when the table gives a period and the day that starts it is known here.
    pub deadline: Option<DeadlineAnswer>,
    /// The period and the event it is counted from, when that day is not known here.
    pub undated: Option<Line>,
}

/// Where a procedure stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Short name of the procedure.
    pub procedure: String,
    /// Present state.
    pub state: String,
    /// The day it began.
    pub since: Date,
    /// States it went through before, each with the day it began: some deadlines are counted from them.
    pub reached: Vec<(String, Date)>,
    /// Date of the order, when there is one.
    pub order: Option<Date>,
    /// Where the party lives.
    pub distance: Distance,
    /// Whose holidays.
    pub territory: Territory,
}

/// What may follow, with its deadlines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextActs {
    /// Acts, in the order of the table.
    pub acts: Vec<NextAct>,
    /// True when a deadline to act passed before the day of the question: the right may be lost.
    pub lapsed: bool,
    /// The first deadline still to come.
    pub next_deadline: Option<Date>,
    /// One line per act.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// Rights that may be lost, rows that are not verified.
    pub warnings: Vec<Line>,
}

/// The acts possible from where a procedure stands, on a day.
///
/// # Errors
/// [`LawError::Unknown`] for a procedure or state that does not exist.
///
/// ```
/// use law::Law;
/// use law::procedures::{Standing, next_acts};
/// use law::time::Distance;
/// let order = "2026-09-10".parse()?;
/// let standing = Standing {
///     procedure: "payment-order".to_owned(),
///     state: "granted".to_owned(),
///     since: order,
///     reached: Vec::new(),
///     order: Some(order),
///     distance: Distance::None,
///     territory: kernel::Territory::Metropole,
/// };
/// let answer = next_acts(&standing, "2026-11-21".parse()?, Law::builtin())?;
/// assert_eq!(answer.next_deadline.map(|day| day.to_string()).as_deref(), Some("2026-12-10"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn next_acts(standing: &Standing, on: Date, law: &Law) -> Result<NextActs, LawError> {
    let procedure = law.procedures().find(&standing.procedure)?;
    if !procedure.states.iter().any(|state| state.state == standing.state) {
        let known: Vec<&str> = procedure.states.iter().map(|state| state.state.as_str()).collect();
        return Err(LawError::unknown(Word::State, &standing.state, known.join(", ")));
    }
    if let Some((state, _)) =
        standing.reached.iter().find(|(name, _)| !procedure.states.iter().any(|s| s.state == *name))
    {
        let known: Vec<&str> = procedure.states.iter().map(|state| state.state.as_str()).collect();
        return Err(LawError::unknown(Word::State, state, known.join(", ")));
    }
    let mut acts = Vec::new();
    let known = Known { order: standing.order, ..Known::default() };
    let done_here = |act: &&Act| act.holds(&procedure.name, &known, law) != Holds::No;
    for act in procedure.acts_from(&standing.state).filter(done_here) {
        let (deadline, undated) = match &act.deadline {
            None => (None, None),
            Some(step) => dates(standing, act, step, law)?,
        };
        acts.push(NextAct { act: act.clone(), deadline, undated });
    }
    let latest = acts.iter().filter_map(|next| {
        let deadline = next.deadline.as_ref().filter(|deadline| deadline.kind == DeadlineKind::Latest)?;
        Some((next.act.is_ours(), deadline.due))
    });
    let latest: Vec<(bool, Date)> = latest.collect();
    let lapsed = latest.iter().any(|(ours, due)| *ours && *due < on);
    let next_deadline = latest.iter().map(|(_, due)| *due).filter(|due| on <= *due).min();
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    if let Err(closed) = procedure.open_on(on) {
        warnings.push(closed);
    }
    if lapsed {
        warnings.push(Line::new(
            format!("Un délai pour agir est passé au {} : le droit peut être perdu.", date_fr(on)),
            format!("A deadline to act has passed on {}: the right may be lost.", date_en(on)),
        ));
    }
    for next in &acts {
        cite(&mut sources, &mut warnings, &next.act.source);
        for source in next.deadline.iter().flat_map(|deadline| &deadline.sources) {
            cite(&mut sources, &mut warnings, source);
        }
        if let (Some(line), Some(step)) = (&next.undated, &next.act.deadline) {
            cite(
                &mut sources,
                &mut warnings,
                &law.deadlines().choose(&standing.procedure, step, standing.order)?.source,
            );
            if next.act.is_ours() {
                let act = words::of("act", &next.act.act);
                warnings.push(Line::new(
                    format!("{} : délai non daté, {}.", act.fr, line.fr),
                    format!("{}: undated, {}.", act.en, line.en),
                ));
            }
        }
    }
    let explanation = acts.iter().map(NextAct::words).collect();
    Ok(NextActs { acts, lapsed, next_deadline, explanation, sources, warnings })
}

impl NextAct {
    /// « signifier (commissaire de justice) → signifiée : au plus tard le 10 décembre 2026 (CPC 1411) ».
    fn words(&self) -> Line {
        let article = &self.act.source.article;
        let (fr, en) = match self.deadline.as_ref().map(|d| (d.earliest, d.due)) {
            None => match &self.undated {
                Some(line) => (format!(" : {}", line.fr), format!(": {}", line.en)),
                None => (String::new(), String::new()),
            },
            Some((Some(day), _)) => {
                (format!(" : pas avant le {}", date_fr(day)), format!(": not before {}", date_en(day)))
            }
            Some((None, day)) => {
                (format!(" : au plus tard le {}", date_fr(day)), format!(": {} at the latest", date_en(day)))
            }
        };
        let [act, actor, to] = [("act", &self.act.act), ("actor", &self.act.actor), ("state", &self.act.to)]
            .map(|(family, slug)| words::of(family, slug));
        Line::new(
            format!("{} ({}) → {}{fr} ({article})", act.fr, actor.fr, to.fr),
            format!("{} ({}) → {}{en} ({article})", act.en, actor.en, to.en),
        )
    }
}

/// The deadline of a step from where a procedure stands; nothing for a rule or a threshold. A day that is not
/// known gives words in place of a date.
fn dates(
    standing: &Standing,
    act: &Act,
    step: &str,
    law: &Law,
) -> Result<(Option<DeadlineAnswer>, Option<Line>), LawError> {
    let row = law.deadlines().choose(&standing.procedure, step, standing.order);
    let Ok(row) = row else { return Ok((None, None)) };
    if row.kind == DeadlineKind::Rule || row.kind == DeadlineKind::Before {
        return Ok((None, None));
    }
    let reached = |state: &str| standing.reached.iter().rev().find(|(name, _)| name == state).map(|(_, day)| *day);
    let start = match act.counted_from.as_deref() {
        // the order has its own date, whatever the day it was received
        _ if row.trigger.contains("ordonnance") && standing.order.is_some() => standing.order,
        None => Some(standing.since),
        Some(state) => reached(state),
    };
    let Some(start) = start else {
        return Ok((None, Some(undated(row, act.counted_from.as_deref()))));
    };
    let asked = DeadlineAsked {
        order: standing.order,
        distance: standing.distance,
        territory: standing.territory,
        ..DeadlineAsked::new(&standing.procedure, step, start)
    };
    Ok((Some(deadline(&asked, law)?), None))
}

/// « 3 mois à compter de : commandement (jour de l'état « commanded » à donner) ».
fn undated(row: &DeadlineRow, state: Option<&str>) -> Line {
    let (fr, en) = match state {
        Some(state) if state != "-" => {
            let state = words::of("state", state);
            (format!("jour de l'état « {} » à donner", state.fr), format!("give the day of the state \"{}\"", state.en))
        }
        _ => ("jour à demander au délai lui-même".to_owned(), "ask the deadline itself with that day".to_owned()),
    };
    let starts = words::of("starts", &row.trigger);
    Line::new(
        format!("{} à compter de : {} ({fr})", row.length.words_fr(), starts.fr),
        format!("{} from: {} ({en})", row.length.words_en(), starts.en),
    )
}

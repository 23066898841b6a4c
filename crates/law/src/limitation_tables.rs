//! The tables behind [`crate::limitation`]: periods by kind of claim, effects of events.

use kernel::Date;

use crate::limitation::Proof;
use crate::refusals::{Fault, Sought, Word};
use crate::table::{Row, Table};
use crate::time::Length;
use crate::{LawError, Line, Source};

/// What the period is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// Completion or due date, the earlier.
    Claim,
    /// 1 January after the year of the claim (public debtors).
    NextYear,
}

/// What an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    Interrupts,
    /// Interrupts until the end of the proceedings.
    Proceedings,
    Ends,
    /// Undoes an earlier interruption.
    Cancels,
    Title,
    /// A title that keeps the period of the claim: interrupts, and ends a suspension.
    OwnTitle,
    Suspends,
    Resumes {
        /// At least six months are left.
        floor: bool,
    },
}

/// A kind of claim.
#[derive(Debug, Clone)]
pub(crate) struct KindRow {
    pub slug: String,
    pub kind: String,
    aliases: Vec<String>,
    pub length: Length,
    pub start: Start,
    /// A time-bar rather than a limitation.
    pub forfeiture: bool,
    /// The day a law shortened the period, and the former one.
    pub shortened: Option<(Date, Length)>,
    pub source: Source,
}

/// An event, for one kind or for all.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub event: String,
    pub kind: String,
    aliases: Vec<String>,
    pub effect: Effect,
    /// Whether it also works on time-bars.
    pub forfeiture: bool,
    pub why: Line,
    pub source: Source,
}

/// The document that proves an event, for one kind or for all.
#[derive(Debug, Clone)]
struct ProofRow {
    event: String,
    kind: String,
    proof: Proof,
}

/// A period that is no kind of claim: floor, long stop.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub length: Length,
    pub source: Source,
}

#[derive(Debug, Clone)]
pub(crate) struct LimitationTables {
    kinds: Vec<KindRow>,
    events: Vec<EventRow>,
    proofs: Vec<ProofRow>,
    floor: Option<Bound>,
    long_stop: Option<Bound>,
}

impl LimitationTables {
    pub fn read(periods: &Table, kinds: &Table, events: &Table, proofs: &Table) -> Result<Self, LawError> {
        for row in &periods.rows {
            row.source(row.required("article")?)?;
            row.required("duration")?;
        }
        let bound = |kind: &str| -> Result<Option<Bound>, LawError> {
            let Some(row) = periods.rows.iter().find(|row| row.text("kind") == kind) else { return Ok(None) };
            Ok(Some(Bound { length: duration(row, "duration")?, source: row.source(row.required("article")?)? }))
        };
        Ok(Self {
            kinds: kinds.rows.iter().map(|row| read_kind(row, periods)).collect::<Result<_, _>>()?,
            events: events.rows.iter().map(|row| read_event(row, periods)).collect::<Result<_, _>>()?,
            proofs: proofs.rows.iter().map(|row| read_proof(row, events)).collect::<Result<_, _>>()?,
            floor: bound("suspension_mediation_conciliation_plancher")?,
            long_stop: bound("butoir")?,
        })
    }

    /// Every short name and its kind.
    pub fn kinds(&self) -> impl Iterator<Item = &KindRow> {
        self.kinds.iter()
    }

    /// Every word of event.
    pub fn events(&self) -> impl Iterator<Item = &EventRow> {
        self.events.iter()
    }

    pub fn kind(&self, word: &str) -> Result<&KindRow, LawError> {
        let matches = |row: &&KindRow| row.slug == word || row.kind == word || row.aliases.iter().any(|a| a == word);
        self.kinds.iter().find(matches).ok_or_else(|| {
            let known: Vec<&str> = self.kinds.iter().map(|row| row.slug.as_str()).collect();
            LawError::unknown(Word::ClaimKind, word, known.join(", "))
        })
    }

    /// The event for a kind: its own rule first, then the general one.
    pub fn event(&self, word: &str, kind: &KindRow) -> Result<&EventRow, LawError> {
        let matches = |row: &&EventRow| row.event == word || row.aliases.iter().any(|alias| alias == word);
        let of = |wanted: &str| self.events.iter().filter(matches).find(|row| row.kind == wanted);
        // an alias of the general row also meets the kind's own rule
        let own = of(&kind.kind).or_else(|| {
            let general = of("")?;
            self.events.iter().find(|row| row.kind == kind.kind && row.event == general.event)
        });
        own.or_else(|| of("")).ok_or_else(|| {
            let known: Vec<&str> =
                self.events.iter().filter(|row| row.kind.is_empty()).map(|row| row.event.as_str()).collect();
            LawError::unknown(Word::Event, word, known.join(", "))
        })
    }

    /// What proves an event: the document of its own kind of claim, else the general one; nothing for an event
    /// of the user's without a row of proof.
    pub fn proof(&self, row: &EventRow) -> Option<&Proof> {
        let of = |kind: &str| self.proofs.iter().find(|proof| proof.event == row.event && proof.kind == kind);
        of(&row.kind).or_else(|| of("")).map(|row| &row.proof)
    }

    pub fn floor(&self) -> Result<&Bound, LawError> {
        self.floor.as_ref().ok_or_else(|| missing("suspension_mediation_conciliation_plancher"))
    }

    pub fn long_stop(&self) -> Result<&Bound, LawError> {
        self.long_stop.as_ref().ok_or_else(|| missing("butoir"))
    }
}

fn missing(kind: &str) -> LawError {
    LawError::MissingRow {
        table: "limitation_periods",
        asked: Sought::Thing { key: kind.to_owned() },
        row: format!(
            "kind,duration,start_event,article,status,source = {kind},<P6M>,<event>,<article>,verified,<page>"
        ),
    }
}

fn duration(row: &Row, column: &str) -> Result<Length, LawError> {
    let text = row.required(column)?;
    Length::parse_iso(text).ok_or_else(|| row.error(column, Fault::Duration { text: text.to_owned() }))
}

fn words(row: &Row) -> Vec<String> {
    row.text("aliases").split_whitespace().map(str::to_owned).collect()
}

fn read_kind(row: &Row, periods: &Table) -> Result<KindRow, LawError> {
    let kind = row.required("kind")?;
    row.source(kind)?;
    let period = periods.rows.iter().find(|period| period.text("kind") == kind);
    let period = period.ok_or_else(|| row.error("kind", Fault::NotIn { file: "limitation_periods.csv" }))?;
    let shortened = match row.optional_date("shortened_on")? {
        Some(day) => Some((day, duration(row, "former_duration")?)),
        None => None,
    };
    let start = match row.required("start")? {
        "claim" | "facts" => Start::Claim,
        "next-year" => Start::NextYear,
        other => {
            let expected = "claim, facts, next-year";
            return Err(row.error("start", Fault::Listed { text: other.to_owned(), expected }));
        }
    };
    Ok(KindRow {
        slug: row.required("slug")?.to_owned(),
        kind: kind.to_owned(),
        aliases: words(row),
        length: duration(period, "duration")?,
        start,
        forfeiture: yes(row, "forfeiture")?,
        shortened,
        source: period.source(period.required("article")?)?,
    })
}

fn read_event(row: &Row, periods: &Table) -> Result<EventRow, LawError> {
    let kind = row.text("kind");
    if !kind.is_empty() && !periods.rows.iter().any(|period| period.text("kind") == kind) {
        return Err(row.error("kind", Fault::NotIn { file: "limitation_periods.csv" }));
    }
    let effect = match row.required("effect")? {
        "none" => Effect::None,
        "interrupts" => Effect::Interrupts,
        "proceedings" => Effect::Proceedings,
        "ends" => Effect::Ends,
        "cancels" => Effect::Cancels,
        "title" => Effect::Title,
        "own-title" => Effect::OwnTitle,
        "suspends" => Effect::Suspends,
        "resumes" => Effect::Resumes { floor: true },
        "resumes-bare" => Effect::Resumes { floor: false },
        other => {
            let expected =
                "none, interrupts, proceedings, ends, cancels, title, own-title, suspends, resumes, resumes-bare";
            return Err(row.error("effect", Fault::Listed { text: other.to_owned(), expected }));
        }
    };
    Ok(EventRow {
        event: row.required("event")?.to_owned(),
        kind: kind.to_owned(),
        aliases: words(row),
        effect,
        forfeiture: yes(row, "forfeiture")?,
        why: Line::new(row.required("why_fr")?, row.required("why_en")?),
        source: row.source(row.required("article")?)?,
    })
}

fn read_proof(row: &Row, events: &Table) -> Result<ProofRow, LawError> {
    let event = row.required("event")?;
    if !events.rows.iter().any(|known| known.text("event") == event) {
        return Err(row.error("event", Fault::NotIn { file: "limitation_events.csv" }));
    }
    let words = Line::new(row.required("proof_fr")?, row.required("proof_en")?);
    let proof = Proof { words, status: row.status()?, row: row.source(event)?.row };
    Ok(ProofRow { event: event.to_owned(), kind: row.text("kind").to_owned(), proof })
}

fn yes(row: &Row, column: &str) -> Result<bool, LawError> {
    match row.required(column)? {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(row.error(column, Fault::Listed { text: other.to_owned(), expected: "yes, no" })),
    }
}

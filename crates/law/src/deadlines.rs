//! Deadlines of procedures: each step with its length, its article and what is lost when it is missed.

use std::collections::HashMap;

use kernel::{Date, Money, Territory, calendar};
use serde::Serialize;

use crate::convention::{eve, next};
use crate::refusals::{Fault, Refusal, Word};
use crate::source::cite;
use crate::table::{Row, Table};
use crate::text::{date_en, date_fr};
use crate::time::{self, Counting, Distance, Length, Period};
use crate::{Law, LawError, Line, Source, words};

/// Which side of its end a period leaves free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineKind {
    /// Act on the last day at the latest.
    Latest,
    /// Act only after the last day.
    Earliest,
    /// Act at least so long before the event.
    Before,
    /// Not a period: a threshold, or a rule in words.
    Rule,
}

/// What becomes of a period when the party lives overseas or abroad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Far {
    /// Appearance, appeal, opposition: extended by CPC 643.
    Extended,
    /// The step that holds the longer period (declaration of claims).
    Step(String),
    /// Not extended.
    Same,
}

/// One step of `procedure_deadlines`, with the short name the command line uses.
#[derive(Debug, Clone)]
pub struct DeadlineRow {
    /// Short name of the procedure: `payment-order`.
    pub procedure: String,
    /// Short name of the step: `service`.
    pub step: String,
    /// The step in words.
    pub title: String,
    /// The event that starts it.
    pub trigger: String,
    /// How long; nothing for a rule or a threshold.
    pub length: Length,
    /// Which side is free.
    pub kind: DeadlineKind,
    /// The value and unit as in the table.
    pub value: String,
    /// The amount, for a step that is a threshold.
    pub threshold: Option<Money>,
    /// Note of the table: renewable, maximum, a second value.
    pub note: String,
    /// What is lost.
    pub consequence: String,
    /// Rules of counting.
    pub counting: Counting,
    /// Whether the first day counts: years that run from 1 January end on 31 December.
    pub first_day_counts: bool,
    /// What distance does: CPC 643 extends it, another step replaces it, or nothing.
    pub far: Far,
    /// First date of the order it applies to.
    pub order_from: Option<Date>,
    /// Last date of the order it applies to.
    pub order_to: Option<Date>,
    /// Article, source, status.
    pub source: Source,
}

impl DeadlineRow {
    fn read(row: &Row, name: &Row) -> Result<Self, LawError> {
        let (procedure, step) = (name.required("procedure_slug")?, name.required("step_slug")?);
        let (counting, first_day_counts) = match name.required("counting")? {
            "cpc" => (Counting::Cpc, false),
            "eu" => (Counting::Eu, false),
            "no-roll" => (Counting::NoRoll, false),
            "no-roll-first-day" => (Counting::NoRoll, true),
            other => {
                let expected = "cpc, eu, no-roll, no-roll-first-day";
                return Err(name.error("counting", Fault::Listed { text: other.to_owned(), expected }));
            }
        };
        let note = row.text("unit_note");
        let (length, period) = length(row)?;
        let kind = match name.required("side")? {
            _ if !period => DeadlineKind::Rule,
            "before" => DeadlineKind::Before,
            "earliest" => DeadlineKind::Earliest,
            "latest" => DeadlineKind::Latest,
            other => {
                let problem = Fault::Listed { text: other.to_owned(), expected: "latest, earliest, before" };
                return Err(name.error("side", problem));
            }
        };
        let threshold = (row.text("unit") == "EUR").then(|| Money::parse(row.text("length"), kernel::Currency::EUR));
        Ok(Self {
            procedure: procedure.to_owned(),
            step: step.to_owned(),
            title: row.required("step")?.to_owned(),
            trigger: row.text("starts_from").to_owned(),
            length,
            kind,
            value: format!("{} {}", row.text("length"), row.required("unit")?).trim().to_owned(),
            threshold: threshold
                .transpose()
                .map_err(|_| row.error("length", Fault::Amount { text: row.text("length").to_owned() }))?,
            note: note.to_owned(),
            consequence: row.text("consequence").to_owned(),
            counting,
            first_day_counts,
            far: match name.required("distance")? {
                "yes" => Far::Extended,
                "no" => Far::Same,
                step => Far::Step(step.to_owned()),
            },
            order_from: name.optional_date("order_from")?,
            order_to: name.optional_date("order_to")?,
            source: row.source(row.required("article")?)?,
        })
    }

    /// The step in both languages.
    pub fn words(&self) -> Line {
        words::of("step", &self.title)
    }

    /// Whether it is counted from a hearing, or back from one.
    pub fn of_hearing(&self) -> bool {
        self.trigger.starts_with("hearing")
    }

    fn applies_to(&self, order: Option<Date>) -> bool {
        order.is_none_or(|day| {
            self.order_from.is_none_or(|from| from <= day) && self.order_to.is_none_or(|to| day <= to)
        })
    }
}

fn length(row: &Row) -> Result<(Length, bool), LawError> {
    let unit = row.required("unit")?;
    let text = row.text("length");
    let count: u16 = match text {
        "" => return Ok((Length::default(), false)),
        _ => text.parse().map_err(|_| row.error("length", Fault::WholeNumber { text: text.to_owned() }))?,
    };
    let mut length = Length::default();
    match unit {
        "day" => length.days = u32::from(count),
        "working_day" => length.working_days = count,
        "week" => length.weeks = count,
        "month" => length.months = count,
        "year" => length.years = count,
        "hour" => length.days = u32::from(count).div_ceil(24),
        "EUR" | "rule" => return Ok((length, false)),
        _ => {
            let expected = "day, working_day, week, month, year, hour, EUR, rule";
            return Err(row.error("unit", Fault::Listed { text: unit.to_owned(), expected }));
        }
    }
    Ok((length, true))
}

/// The table of deadlines.
#[derive(Debug, Clone)]
pub struct Deadlines {
    rows: Vec<DeadlineRow>,
    /// Procedure names, in the order of their table.
    names: Vec<String>,
    /// The rows of each name and alias, in the order of the table.
    of: HashMap<String, Vec<usize>>,
}

impl Deadlines {
    pub(crate) fn read(table: &Table, names: &Table, procedures: &Table) -> Result<Self, LawError> {
        let rows = table.rows.iter().map(|row| {
            let wanted = (row.text("procedure"), row.text("step"));
            let name = names.rows.iter().find(|name| (name.text("procedure"), name.text("step")) == wanted);
            let name = name.ok_or_else(|| row.error("step", Fault::NoShortName))?;
            DeadlineRow::read(row, name)
        });
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let (mut names, mut of) = (Vec::new(), HashMap::new());
        for row in &procedures.rows {
            row.source(row.required("article")?)?;
            let name = row.required("procedure")?;
            let mine: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].procedure == name).collect();
            for known in row.text("aliases").split_whitespace().chain([name]) {
                of.entry(known.to_owned()).or_insert_with(|| mine.clone());
            }
            names.push(name.to_owned());
        }
        Ok(Self { rows, names, of })
    }

    /// Every step, in the order of the table.
    pub fn list(&self) -> &[DeadlineRow] {
        &self.rows
    }

    /// The step with these short names.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn find(&self, procedure: &str, step: &str) -> Result<&DeadlineRow, LawError> {
        self.choose(procedure, step, None)
    }

    /// The step with these names that applies to an order of that date. A procedure is known by its name
    /// or alias, a step by its name or by words of its title that only it has.
    ///
    /// # Errors
    /// [`LawError::Unknown`] with the names that exist, [`LawError::Refused`] when the order is of a
    /// date at which the step did not exist.
    pub fn choose(&self, procedure: &str, step: &str, order: Option<Date>) -> Result<&DeadlineRow, LawError> {
        let unknown = || LawError::unknown(Word::Procedure, procedure, self.names.join(", "));
        let rows = self.of.get(procedure).ok_or_else(unknown)?;
        let steps = || rows.iter().filter_map(|at| self.rows.get(*at));
        let mut found: Vec<&DeadlineRow> = steps().filter(|row| row.step == step).collect();
        if found.is_empty() {
            let words: Vec<String> = step.split(['-', ' ']).map(kernel::search_key).collect();
            let has = |row: &DeadlineRow| {
                let title = kernel::search_key(&format!("{} {} {}", row.title, row.step, row.trigger));
                words.iter().all(|word| title.contains(word.as_str()))
            };
            found = steps().filter(|row| has(row)).collect();
        }
        let one = found.first().is_some_and(|first| found.iter().all(|row| row.step == first.step));
        if !one {
            let candidates = if found.is_empty() { steps().collect() } else { found };
            let mut slugs: Vec<&str> = candidates.iter().map(|row| row.step.as_str()).collect();
            slugs.dedup();
            return Err(LawError::unknown(Word::Step, step, slugs.join(", ")));
        }
        // without a date of the order, the rule in force last
        let applying = found.iter().rev().copied().find(|row| row.applies_to(order));
        applying.ok_or_else(|| {
            let day = order.map(|day| day.to_string()).unwrap_or_default();
            let name = found.first().map_or(procedure, |row| row.procedure.as_str());
            Refusal::NotThen { procedure: name.to_owned(), step: step.to_owned(), day }.into()
        })
    }
}

/// What is asked of [`deadline`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineAsked {
    /// Name or alias of the procedure.
    pub procedure: String,
    /// Name of the step, or words of its title.
    pub step: String,
    /// Day of the event that starts the period (or of the hearing, for a step before it).
    pub from: Date,
    /// Date of the order, when the rule changed with it. Absent: for a step that starts at the order, `from`.
    pub order: Option<Date>,
    /// Amount of the claim, where the rule depends on it.
    pub amount: Option<Money>,
    /// Where the party lives.
    pub distance: Distance,
    /// Whose holidays.
    pub territory: Territory,
    /// Leave the last day where it falls.
    pub no_roll: bool,
}

impl DeadlineAsked {
    /// A step from a day, in metropolitan France.
    pub fn new(procedure: &str, step: &str, from: Date) -> Self {
        Self {
            procedure: procedure.to_owned(),
            step: step.to_owned(),
            from,
            order: None,
            amount: None,
            distance: Distance::None,
            territory: Territory::Metropole,
            no_roll: false,
        }
    }
}

/// The end of a procedural period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadlineAnswer {
    /// Short name of the procedure.
    pub procedure: String,
    /// Short name of the step.
    pub step: String,
    /// The step as the table names it.
    pub title: String,
    /// The step in words.
    pub words: Line,
    /// Which side of the end is free.
    pub kind: DeadlineKind,
    /// Last day before any move to a working day.
    pub raw: Date,
    /// Last day of the period, to its end.
    pub due: Date,
    /// Last working day on or before `raw`; for a period that must be over first, the first day for acts
    /// after it, even moved to a working day.
    pub safe: Date,
    /// First day an act may be done, when the period must be over first: no Sunday, no public holiday.
    pub earliest: Option<Date>,
    /// Article.
    pub article: String,
    /// What is lost, as the table says it.
    pub consequence: String,
    /// What is lost, in words.
    pub lost: Line,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// Computes the deadline of a step of a procedure.
///
/// # Errors
/// [`LawError::Unknown`], or [`LawError::Refused`] for a step that is no period.
///
/// ```
/// use law::Law;
/// use law::deadlines::{DeadlineAsked, deadline};
/// // an order of 31 August 2026 has six months to be served, one of 1 September three
/// let due = |day: &str| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(deadline(&DeadlineAsked::new("payment-order", "service", day.parse()?), Law::builtin())?)
/// };
/// assert_eq!(due("2026-08-31")?.due.to_string(), "2027-03-01");
/// assert_eq!(due("2026-09-01")?.due.to_string(), "2026-12-01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn deadline(asked: &DeadlineAsked, law: &Law) -> Result<DeadlineAnswer, LawError> {
    let deadlines = law.deadlines();
    let mut row = deadlines.choose(&asked.procedure, &asked.step, asked.order)?;
    if asked.order.is_none() && (row.trigger.contains("ordonnance") || row.trigger.contains("order")) {
        row = deadlines.choose(&asked.procedure, &asked.step, Some(asked.from))?;
    }
    if row.kind == DeadlineKind::Rule {
        return Err(Refusal::NoPeriod {
            procedure: row.procedure.clone(),
            step: row.step.clone(),
            value: row.value.clone(),
            article: row.source.article.clone(),
            consequence: row.consequence.clone(),
        }
        .into());
    }
    let mut distance = asked.distance;
    if distance != Distance::None {
        match &row.far {
            Far::Extended => {}
            Far::Same => distance = Distance::None,
            Far::Step(step) => {
                row = deadlines.find(&row.procedure, step)?;
                distance = Distance::None;
            }
        }
    }
    let counting = if asked.no_roll { Counting::NoRoll } else { row.counting };
    let mut end = if row.kind == DeadlineKind::Before {
        backwards(row, asked)?
    } else if row.length == Length::default() {
        same_day(asked)
    } else {
        let from = if row.first_day_counts { eve(asked.from) } else { asked.from };
        let period = Period { from, length: row.length, distance, territory: asked.territory, counting };
        time::period(&period, law)?
    };
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    cite(&mut sources, &mut warnings, &row.source);
    sources.append(&mut end.sources);
    warnings.append(&mut end.warnings);
    warn(row, asked, law, &mut warnings);
    let earliest = (row.kind == DeadlineKind::Earliest).then(|| wait(&mut end, asked.territory));
    let (step, starts) = (row.words(), words::of("starts", &row.trigger));
    let mut explanation = vec![Line::new(
        format!("{} — départ : {} ({}).", step.fr, starts.fr, row.source.article),
        format!("{} — from: {} ({}).", step.en, starts.en, row.source.article),
    )];
    explanation.append(&mut end.explanation);
    Ok(DeadlineAnswer {
        procedure: row.procedure.clone(),
        step: row.step.clone(),
        title: row.title.clone(),
        words: step,
        kind: row.kind,
        raw: end.raw,
        due: end.due,
        safe: end.safe,
        earliest,
        article: row.source.article.clone(),
        lost: words::of("lost", &row.consequence),
        consequence: row.consequence.clone(),
        explanation,
        sources,
        warnings,
    })
}

/// A period that must be over first: the first day for an act, and the safe one. To wait is safe, to hurry is
/// not: the safe day comes after the end, even moved to a working day.
fn wait(end: &mut time::PeriodAnswer, territory: Territory) -> Date {
    if end.safe != end.due {
        end.explanation.pop();
    }
    let day = first_day_for_acts(next(end.raw), territory);
    end.safe = first_day_for_acts(next(end.due), territory);
    end.explanation.push(Line::new(
        format!("L'acte n'est possible qu'après : au plus tôt le {}.", date_fr(day)),
        format!("The act is possible only afterwards: {} at the earliest.", date_en(day)),
    ));
    if end.safe != day {
        end.explanation.push(Line::new(
            format!("Date sûre : le {}, le délai fût-il reporté au jour ouvré.", date_fr(end.safe)),
            format!("Safe date: {}, were the period moved to a working day.", date_en(end.safe)),
        ));
    }
    day
}

fn backwards(row: &DeadlineRow, asked: &DeadlineAsked) -> Result<time::PeriodAnswer, LawError> {
    let raw = row.length.before(asked.from)?;
    let safe = calendar::previous_working_day(raw, asked.territory);
    let explanation = vec![Line::new(
        format!("{} avant le {} : le {}.", row.length.words_fr(), date_fr(asked.from), date_fr(raw)),
        format!("{} before {}: {}.", row.length.words_en(), date_en(asked.from), date_en(raw)),
    )];
    Ok(time::PeriodAnswer { raw, due: raw, safe, explanation, sources: Vec::new(), warnings: Vec::new() })
}

fn same_day(asked: &DeadlineAsked) -> time::PeriodAnswer {
    let safe = calendar::previous_working_day(asked.from, asked.territory);
    let explanation = vec![Line::new(
        format!("Le jour même : {}.", date_fr(asked.from)),
        format!("The same day: {}.", date_en(asked.from)),
    )];
    time::PeriodAnswer {
        raw: asked.from,
        due: asked.from,
        safe,
        explanation,
        sources: Vec::new(),
        warnings: Vec::new(),
    }
}

fn warn(row: &DeadlineRow, asked: &DeadlineAsked, law: &Law, warnings: &mut Vec<Line>) {
    if !matches!(row.note.as_str(), "" | "before" | "minimum") {
        warnings.push(Line::new(
            format!("Mention de la table : {}.", row.note),
            format!("Note of the table: {}.", row.note),
        ));
    }
    if asked.distance != Distance::None && row.far == Far::Same && row.procedure != "insolvency" {
        warnings.push(Line::new(
            "La distance n'allonge pas ce délai : CPC 643 ne vise que la comparution, l'appel, l'opposition et les recours.",
            "Distance does not lengthen this period: CPC 643 covers appearance, appeal, opposition and recourses only.",
        ));
    }
    if asked.order.is_none() && (row.order_from.is_some() || row.order_to.is_some()) {
        warnings.push(Line::new(
            "La règle dépend de la date de l'ordonnance (1er septembre 2026) : indiquez-la.",
            "The rule depends on the date of the order (1 September 2026): give it.",
        ));
    }
    if row.procedure == "uncontested-claims" {
        warnings.push(Line::new(
            "Procédure en attente de son décret : ne pas l'engager avant de l'avoir lu.",
            "This procedure waits for its decree: do not start it before reading it.",
        ));
    }
    let threshold = || law.deadlines().find("payment-order", "lawyer-threshold").ok()?.threshold;
    let under = || asked.amount.zip(threshold()).is_some_and(|(amount, threshold)| amount.minor() <= threshold.minor());
    if row.step == "creditor-lawyer" && under() {
        warnings.push(Line::new(
            "À ce montant l'avocat n'est pas obligatoire (CPC 761) : ce délai ne s'impose pas.",
            "For that amount a lawyer is not mandatory (CPC 761): this period does not bind.",
        ));
    }
}

/// The first day on or after `day` that is neither Sunday nor public holiday (CPCE L141-1).
fn first_day_for_acts(mut day: Date, territory: Territory) -> Date {
    while day.weekday() == jiff::civil::Weekday::Sunday || calendar::is_holiday(day, territory) {
        day = next(day);
    }
    day
}

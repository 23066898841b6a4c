//! Procedural time: CPC 640 to 647-1, Regulation 1182/71, and the safe date beside the legal one.
//!
//! The day of the event never counts (641). Years and months end on the same day-number, else on the
//! last day of the month; months before days. A last day that is a Saturday, Sunday or public
//! holiday moves to the next working day (642), save for limitation, which never moves.

use jiff::{Span, ToSpan};
use kernel::{Date, Territory, calendar};
use serde::{Deserialize, Serialize};

use crate::convention::next;
use crate::refusals::{Refusal, Word};
use crate::source::cite;
use crate::text::{date_en, date_fr};
use crate::{Law, LawError, Line, Source};

/// A length of time, as laws write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Length {
    /// Calendar years.
    pub years: u16,
    /// Calendar months.
    pub months: u16,
    /// Weeks of seven days.
    pub weeks: u16,
    /// Days.
    pub days: u32,
    /// Days that are neither Saturday, Sunday nor public holiday.
    pub working_days: u16,
}

impl Length {
    /// So many months.
    pub const fn months(months: u16) -> Self {
        Self { years: 0, months, weeks: 0, days: 0, working_days: 0 }
    }

    /// So many days.
    pub const fn days(days: u32) -> Self {
        Self { years: 0, months: 0, weeks: 0, days, working_days: 0 }
    }

    /// Reads the ISO 8601 durations of the tables: `P5Y`, `P6M`, `P15D`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let mut length = Self::default();
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let count: u16 = rest[..digits].parse().ok()?;
            match &rest[digits..=digits] {
                "Y" => length.years = count,
                "M" => length.months = count,
                "W" => length.weeks = count,
                "D" => length.days = u32::from(count),
                _ => return None,
            }
            rest = &rest[digits + 1..];
        }
        Some(length)
    }

    fn is_zero(self) -> bool {
        self == Self::default()
    }

    fn span(self) -> Result<Span, jiff::Error> {
        Span::new()
            .try_years(i32::from(self.years))?
            .try_months(i32::from(self.months))?
            .try_days(i64::from(self.weeks) * 7 + i64::from(self.days))
    }

    /// The last day of this length counted from `from` excluded: months first, then days (CPC 641).
    ///
    /// # Errors
    /// [`LawError::Calendar`] outside the calendar.
    pub fn after(self, from: Date, territory: Territory) -> Result<Date, LawError> {
        let outside = || LawError::Calendar { from, length: Line::new(self.words_fr(), self.words_en()) };
        let mut day = self.span().and_then(|span| from.checked_add(span)).map_err(|_| outside())?;
        for _ in 0..self.working_days {
            day = calendar::next_working_day(day.tomorrow().map_err(|_| outside())?, territory);
        }
        Ok(day)
    }

    /// The day this length before `from`, for acts that must precede an event (a hearing).
    ///
    /// # Errors
    /// [`LawError::Calendar`] outside the calendar.
    pub fn before(self, from: Date) -> Result<Date, LawError> {
        let outside = || LawError::Calendar { from, length: Line::new(self.words_fr(), self.words_en()) };
        self.span().and_then(|span| from.checked_sub(span)).map_err(|_| outside())
    }

    /// « 2 mois et 15 jours ».
    pub fn words_fr(self) -> String {
        self.words(["an", "mois", "semaine", "jour", "jour ouvré"], " et ", "ans")
    }

    /// "2 months and 15 days".
    pub fn words_en(self) -> String {
        self.words(["year", "month", "week", "day", "working day"], " and ", "years")
    }

    fn words(self, names: [&str; 5], and: &str, years: &str) -> String {
        let counts =
            [u32::from(self.years), self.months.into(), self.weeks.into(), self.days, self.working_days.into()];
        let plural = |name: &str, count: u32| match name {
            name if count < 2 || name.ends_with('s') => name.to_owned(),
            "an" | "year" => years.to_owned(),
            "jour ouvré" => "jours ouvrés".to_owned(),
            name => format!("{name}s"),
        };
        let parts = counts.iter().zip(names).filter(|(count, _)| **count > 0);
        parts.map(|(count, name)| format!("{count} {}", plural(name, *count))).collect::<Vec<_>>().join(and)
    }
}

/// Which rules of counting apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    /// Code de procédure civile, 640 to 642.
    #[default]
    Cpc,
    /// Regulation (EEC, Euratom) 1182/71: as above, and a period of two days or more holds two
    /// working days at least.
    Eu,
    /// Limitation: never moved to a working day (C. civ. 2228, 2229).
    NoRoll,
}

impl Counting {
    /// Reads `cpc`, `eu` (Regulation 1182/71) or `no-roll`.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    ///
    /// ```
    /// use law::Law;
    /// use law::time::{Counting, Length, Period, period};
    /// // Friday 2 October 2026 and two days: to Tuesday, so that two working days are left
    /// let mut asked = Period::new("2026-10-02".parse()?, Length::days(2));
    /// asked.counting = Counting::parse("eu")?;
    /// assert_eq!(period(&asked, Law::builtin())?.due.to_string(), "2026-10-06");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(word: &str) -> Result<Self, LawError> {
        match word {
            "cpc" => Ok(Self::Cpc),
            "eu" => Ok(Self::Eu),
            "no-roll" => Ok(Self::NoRoll),
            _ => Err(LawError::unknown(Word::Counting, word, "cpc, eu, no-roll")),
        }
    }
}

/// Where the party lives, for the extension of CPC 643.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Distance {
    /// Near the court: no extension.
    #[default]
    None,
    /// Overseas while the court is in metropolitan France: one month more.
    Overseas,
    /// Abroad: two months more.
    Abroad,
}

impl Distance {
    /// Reads `none`, `overseas` or `abroad`.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn parse(word: &str) -> Result<Self, LawError> {
        match word {
            "none" => Ok(Self::None),
            "overseas" => Ok(Self::Overseas),
            "abroad" => Ok(Self::Abroad),
            _ => Err(LawError::unknown(Word::Distance, word, "none, overseas, abroad")),
        }
    }

    /// Its word.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Overseas => "overseas",
            Self::Abroad => "abroad",
        }
    }

    /// The row of `procedure_deadlines` that says how much.
    const fn step(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Overseas => Some("overseas"),
            Self::Abroad => Some("abroad"),
        }
    }
}

/// Reads a territory.
///
/// # Errors
/// [`LawError::Unknown`] with the territories that exist.
///
/// ```
/// assert_eq!(law::time::territory("alsace-moselle")?, kernel::Territory::AlsaceMoselle);
/// assert!(law::time::territory("corse").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn territory(word: &str) -> Result<Territory, LawError> {
    Territory::parse(word)
        .ok_or_else(|| LawError::unknown(Word::Territory, word, Territory::ALL.map(Territory::slug).join(", ")))
}

/// A period to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Day of the event, which does not count.
    pub from: Date,
    /// How long.
    pub length: Length,
    /// Where the party lives.
    pub distance: Distance,
    /// Whose public holidays.
    pub territory: Territory,
    /// Which rules.
    pub counting: Counting,
}

impl Period {
    /// A period under the CPC in metropolitan France.
    pub fn new(from: Date, length: Length) -> Self {
        Self { from, length, distance: Distance::None, territory: Territory::Metropole, counting: Counting::Cpc }
    }
}

/// The end of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodAnswer {
    /// Last day before any move to a working day.
    pub raw: Date,
    /// Last day to act, to its end.
    pub due: Date,
    /// The last working day on or before `raw`: act by then and no reading of the rules can hurt.
    pub safe: Date,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Articles used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// Computes the end of a period.
///
/// # Errors
/// [`LawError::Refused`] for a period of no length, [`LawError::Calendar`] outside the calendar.
///
/// ```
/// use law::Law;
/// use law::time::{Length, Period, period};
/// // one month from 15 July: 15 August is a holiday and a Saturday
/// let answer = period(&Period::new("2026-07-15".parse()?, Length::months(1)), Law::builtin())?;
/// let days = [answer.raw, answer.due, answer.safe].map(|day| day.to_string());
/// assert_eq!(days, ["2026-08-15", "2026-08-17", "2026-08-14"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn period(asked: &Period, law: &Law) -> Result<PeriodAnswer, LawError> {
    if asked.length.is_zero() {
        return Err(Refusal::EmptyPeriod.into());
    }
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    let mut length = asked.length;
    if let Some(step) = asked.distance.step() {
        let row = law.deadlines().find("time", step)?;
        length.months += row.length.months;
        cite(&mut sources, &mut warnings, &row.source);
    }
    let raw = length.after(asked.from, asked.territory)?;
    let due = match asked.counting {
        Counting::NoRoll => raw,
        Counting::Cpc => calendar::next_working_day(raw, asked.territory),
        Counting::Eu => roll_eu(asked.from, raw, length, asked.territory),
    };
    // when no working day lies between the event and the end, the end itself is all there is
    let safe = calendar::previous_working_day(raw, asked.territory);
    let safe = if safe < asked.from { due } else { safe };
    cite_counting(asked, length, law, due != raw, &mut sources, &mut warnings)?;
    if asked.territory == Territory::AlsaceMoselle && [raw, due].iter().any(|day| good_friday(*day))
        || due != raw && asked.territory == Territory::AlsaceMoselle && good_friday(raw)
    {
        warnings.push(Line::new(
            "Vendredi saint : férié seulement dans les communes d'Alsace-Moselle dotées d'un temple protestant ou d'une église mixte ; tenez la date sûre.",
            "Good Friday is a holiday only in the communes of Alsace-Moselle with a Protestant or mixed church; keep to the safe date.",
        ));
    }
    let explanation = explain(asked, length, raw, due, safe);
    Ok(PeriodAnswer { raw, due, safe, explanation, sources, warnings })
}

fn good_friday(day: Date) -> bool {
    calendar::easter(day.year()).checked_sub(2.days()).is_ok_and(|friday| friday == day)
}

/// Regulation 1182/71, article 3(4) and (5).
fn roll_eu(from: Date, raw: Date, length: Length, territory: Territory) -> Date {
    let mut due = calendar::next_working_day(raw, territory);
    let days = kernel::days_between(from, raw);
    if days >= 2 && length.months == 0 && length.years == 0 {
        let working = |end: Date| {
            let mut day = next(from);
            let mut count = 0;
            while day <= end {
                count += i32::from(calendar::is_working_day(day, territory));
                day = next(day);
            }
            count
        };
        while working(due) < 2 {
            due = calendar::next_working_day(next(due), territory);
        }
    }
    due
}

fn cite_counting(
    asked: &Period,
    length: Length,
    law: &Law,
    moved: bool,
    sources: &mut Vec<Source>,
    warnings: &mut Vec<Line>,
) -> Result<(), LawError> {
    let mut steps = Vec::new();
    match asked.counting {
        Counting::NoRoll => steps.push("no-roll"),
        Counting::Eu => {}
        Counting::Cpc => {
            steps.extend((length.days > 0 || length.weeks > 0).then_some("days"));
            steps.extend((length.months > 0 || length.years > 0).then_some("months"));
            steps.extend(moved.then_some("roll"));
        }
    }
    for step in steps {
        cite(sources, warnings, &law.deadlines().find("time", step)?.source);
    }
    if asked.counting == Counting::Eu {
        cite(sources, warnings, &law.deadlines().find("european-payment-order", "counting")?.source);
    }
    Ok(())
}

fn explain(asked: &Period, length: Length, raw: Date, due: Date, safe: Date) -> Vec<Line> {
    let mut lines = vec![Line::new(
        format!("{} à compter du {}, jour non compté : le {}.", length.words_fr(), date_fr(asked.from), date_fr(raw)),
        format!("{} from {}, a day that does not count: {}.", length.words_en(), date_en(asked.from), date_en(raw)),
    )];
    if asked.counting == Counting::Eu {
        lines.push(Line::new(
            "Compté selon le règlement (CEE, Euratom) 1182/71, art. 3 (de mémoire, texte non relu) : un délai de deux jours ou plus laisse au moins deux jours ouvrés.",
            "Counted under Regulation (EEC, Euratom) 1182/71, art. 3 (from memory, text not read): a period of two days or more leaves at least two working days.",
        ));
    }
    if due != raw {
        lines.push(Line::new(
            format!("Ce jour n'est pas ouvré : le délai va jusqu'au {} à minuit.", date_fr(due)),
            format!("That is no working day: the period runs to {} at midnight.", date_en(due)),
        ));
    } else if asked.counting == Counting::NoRoll && !calendar::is_working_day(raw, asked.territory) {
        lines.push(Line::new(
            "Ce jour n'est pas ouvré, mais le terme n'est pas reporté.",
            "That is no working day, but the end is not moved.",
        ));
    }
    if safe != due {
        lines.push(Line::new(
            format!("Date sûre : le {}, dernier jour ouvré qui ne dépend d'aucune lecture.", date_fr(safe)),
            format!("Safe date: {}, the last working day that depends on no reading.", date_en(safe)),
        ));
    }
    lines
}

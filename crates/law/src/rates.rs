//! Dated rates: ECB main refinancing rate, legal rate by class of creditor, and what the law
//! derives from them for each half-year.
//!
//! Sources: C. com. L441-10 II (default and floor between professionals), CCP R2192-31 (public
//! buyers), CMF L313-2 (legal rate). Nothing is extrapolated past the tables.

use kernel::{Date, Rate, days_between, epoch_day, from_epoch_day};
use serde::{Deserialize, Serialize};

use crate::convention::{eve, next};
use crate::refusals::{Fault, Sought, Word};
use crate::rules::Rules;
use crate::table::{Row, Table};
use crate::{LawError, Source, Status};

/// Which rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RateKind {
    /// Main refinancing rate of the European Central Bank, by date of effect.
    Ecb,
    /// Legal rate when the creditor is a natural person outside any business.
    LegalIndividual,
    /// Legal rate of all other creditors.
    LegalProfessional,
    /// Late-payment rate between professionals when nothing was agreed: ECB on the first day of
    /// the half-year plus ten points.
    B2bDefault,
    /// Lowest rate professionals may agree: three times the legal rate of professionals.
    B2bFloor,
    /// Late-payment rate of public buyers for interest that starts in the half-year.
    Public,
}

impl RateKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Ecb, Self::LegalIndividual, Self::LegalProfessional, Self::B2bDefault, Self::B2bFloor, Self::Public];

    /// The word of the command line: `b2b-default`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Ecb => "ecb",
            Self::LegalIndividual => "legal-individual",
            Self::LegalProfessional => "legal-professional",
            Self::B2bDefault => "b2b-default",
            Self::B2bFloor => "b2b-floor",
            Self::Public => "public",
        }
    }

    /// Reads a slug.
    ///
    /// # Errors
    /// [`LawError::Unknown`] with the words that exist.
    pub fn parse(slug: &str) -> Result<Self, LawError> {
        let known = || Self::ALL.map(Self::slug).join(", ");
        Self::ALL
            .into_iter()
            .find(|kind| kind.slug() == slug)
            .ok_or_else(|| LawError::unknown(Word::Rate, slug, known()))
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// A rate and the days it holds, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatedRate {
    /// Percent a year.
    pub rate: Rate,
    /// First day.
    pub valid_from: Date,
    /// Last day. For the last known ECB rate: the end of the half-years we can compute.
    pub valid_to: Date,
    /// How the figure was established: `derived` for a rate computed from others.
    pub status: Status,
    /// The rows it comes from, inputs included.
    pub sources: Vec<Source>,
}

/// The half-year of a day: 1 January to 30 June, or 1 July to 31 December.
pub(crate) fn half_year(day: Date) -> (Date, Date) {
    let (first, last) = if day.month() <= 6 { ((1, 1), (6, 30)) } else { ((7, 1), (12, 31)) };
    let at = |(month, day_of_month)| Date::new(day.year(), month, day_of_month).unwrap_or(day);
    (at(first), at(last))
}

/// The rates of every kind, each a list of days without overlap.
#[derive(Debug, Clone)]
pub(crate) struct Rates {
    spans: [Vec<DatedRate>; 6],
    /// The same without words, found by half-year.
    plain: [Plain; 6],
}

/// Spans close together in memory (first day, last day, rate), and where each half-year begins among them.
#[derive(Debug, Clone, Default)]
struct Plain {
    spans: Vec<(Date, Date, Rate)>,
    first_half: i32,
    /// By half-year from the first: the span its first day lies in, else the first after it.
    starts: Vec<usize>,
}

/// Half-years counted from the year 0.
fn half_number(day: Date) -> i32 {
    i32::from(day.year()) * 2 + i32::from(day.month() > 6)
}

impl Plain {
    fn new(spans: &[DatedRate]) -> Self {
        let spans: Vec<(Date, Date, Rate)> =
            spans.iter().map(|span| (span.valid_from, span.valid_to, span.rate)).collect();
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Self::default() };
        let (first_half, last_half) = (half_number(first.0), half_number(last.1));
        let starts = (first_half..=last_half)
            .map(|half| spans.iter().position(|(_, end, _)| half_number(*end) >= half).unwrap_or(spans.len()))
            .collect();
        Self { spans, first_half, starts }
    }

    /// The rate on a day and the last day it holds: a look-up, then at most the changes of that half-year.
    fn on(&self, day: Date) -> Option<(Rate, Date)> {
        let half = usize::try_from(half_number(day) - self.first_half).ok()?;
        let spans = self.spans.get(*self.starts.get(half)?..)?;
        let (first, last, rate) = spans.iter().find(|(_, last, _)| day <= *last)?;
        (*first <= day).then_some((*rate, *last))
    }
}

impl Rates {
    pub fn read(ecb: &Table, legal: &Table, half_years: &Table, rules: &Rules) -> Result<Self, LawError> {
        let horizon = horizon(ecb, half_years)?;
        let mut rates = Self { spans: Default::default(), plain: Default::default() };
        rates.spans[RateKind::Ecb.index()] = read_ecb(ecb, horizon)?;
        rates.spans[RateKind::LegalIndividual.index()] = read_legal(legal, "particulier")?;
        rates.spans[RateKind::LegalProfessional.index()] = read_legal(legal, "autres")?;
        rates.derive(rules)?;
        rates.compare(half_years)?;
        rates.plain = std::array::from_fn(|kind| Plain::new(&rates.spans[kind]));
        Ok(rates)
    }

    /// The span of days around `day`, without copying it.
    pub fn span(&self, kind: RateKind, day: Date) -> Result<&DatedRate, LawError> {
        let spans = &self.spans[kind.index()];
        let after = spans.partition_point(|span| span.valid_from <= day);
        let found = after.checked_sub(1).and_then(|i| spans.get(i)).filter(|span| day <= span.valid_to);
        found.ok_or_else(|| self.missing(kind, day))
    }

    /// The rate on a day and the last day it holds.
    pub fn until(&self, kind: RateKind, day: Date) -> Result<(Rate, Date), LawError> {
        self.plain[kind.index()].on(day).ok_or_else(|| self.missing(kind, day))
    }

    pub fn on(&self, kind: RateKind, day: Date) -> Result<DatedRate, LawError> {
        self.span(kind, day).cloned()
    }

    /// Last day each base table covers: ECB, legal individual, legal professional.
    pub fn last_days(&self) -> [(RateKind, Option<Date>); 6] {
        RateKind::ALL.map(|kind| (kind, self.spans[kind.index()].last().map(|span| span.valid_to)))
    }

    fn missing(&self, kind: RateKind, day: Date) -> LawError {
        let (first, last) = half_year(day);
        let legal = |class: &'static str| LawError::MissingRow {
            table: "legal_interest_rate",
            asked: Sought::LegalRate { day: day.to_string(), class },
            row: format!(
                "start,end,class,rate_percent,status,source = {first},{last},{class},<percent>,verified,<arrêté or page>"
            ),
        };
        let ecb = |on: Date| LawError::MissingRow {
            table: "ecb_main_refinancing_rate",
            asked: Sought::RateOn { day: on.to_string(), rate: kind.slug() },
            row: format!(
                "effective_date,rate_percent,status,source = {on},<percent>,verified,<page of the central bank>"
            ),
        };
        match kind {
            RateKind::LegalIndividual => legal("particulier"),
            RateKind::LegalProfessional | RateKind::B2bFloor => legal("autres"),
            RateKind::Ecb => ecb(day),
            RateKind::B2bDefault | RateKind::Public if self.span(RateKind::Ecb, first).is_err() => ecb(first),
            RateKind::B2bDefault | RateKind::Public => LawError::MissingRow {
                table: "rules",
                asked: Sought::BeforeRule { rate: kind.slug(), day: day.to_string() },
                row: "key,value,unit,valid_from,valid_to,article,status,source = b2b_default_points,<points>,percent,<first day>,<last day>,<article>,verified,<page>".to_owned(),
            },
        }
    }

    /// Default, public rate and floor of each half-year that its inputs cover.
    fn derive(&mut self, rules: &Rules) -> Result<(), LawError> {
        let ends = |spans: &[DatedRate]| Some((spans.first()?.valid_from, spans.last()?.valid_to));
        let ecb_ends = ends(&self.spans[RateKind::Ecb.index()]);
        let legal_ends = ends(&self.spans[RateKind::LegalProfessional.index()]);
        for (kind, input, ends, key) in [
            (RateKind::B2bDefault, RateKind::Ecb, ecb_ends, "b2b_default_points"),
            (RateKind::Public, RateKind::Ecb, ecb_ends, "public_points"),
            (RateKind::B2bFloor, RateKind::LegalProfessional, legal_ends, "b2b_floor_multiple"),
        ] {
            let Some((first, last)) = ends else { continue };
            let mut spans = Vec::new();
            let mut day = half_year(first).0;
            while day <= last {
                let (valid_from, valid_to) = half_year(day);
                if let (Ok(base), Some(rule)) = (self.span(input, valid_from), rules.if_any(key, valid_from)) {
                    let rate = if kind == RateKind::B2bFloor {
                        base.rate.times(rule.integer()?)
                    } else {
                        base.rate.plus(rule.rate()?)
                    };
                    let sources = base.sources.iter().chain([&rule.source]).cloned().collect();
                    spans.push(DatedRate { rate, valid_from, valid_to, status: Status::Derived, sources });
                }
                day = from_epoch_day(epoch_day(valid_to) + 1);
            }
            self.spans[kind.index()] = spans;
        }
        Ok(())
    }

    /// The published half-year table must say what we compute.
    fn compare(&self, half_years: &Table) -> Result<(), LawError> {
        for row in &half_years.rows {
            row.source("L441-10")?;
            let start = row.date("start")?;
            if half_year(start) != (start, row.date("end")?) {
                return Err(row.error("start", Fault::HalfYear));
            }
            for (kind, column) in [
                (RateKind::Ecb, "mro_on_first_day_percent"),
                (RateKind::B2bDefault, "b2b_default_L441_10_percent"),
                (RateKind::B2bFloor, "b2b_contract_floor_3x_legal_autres_percent"),
                (RateKind::Public, "public_buyer_R2192_31_percent"),
                (RateKind::LegalProfessional, "legal_autres_percent"),
                (RateKind::LegalIndividual, "legal_particulier_percent"),
            ] {
                let (said, computed) = (row.rate(column)?, self.span(kind, start)?.rate);
                // a user's new base row wins over the table shipped for checking
                let overridden = self.span(kind, start)?.sources.iter().any(|s| s.status == Status::User);
                if said != computed && (row.user || !overridden) {
                    let problem = Fault::SaysOther { said: said.to_string(), computed: computed.to_string() };
                    return Err(row.error(column, problem));
                }
            }
        }
        Ok(())
    }
}

/// Last day for which the ECB table was looked at: the end of the half-year table, or of the
/// half-year of the user's last own row.
fn horizon(ecb: &Table, half_years: &Table) -> Result<Date, LawError> {
    let ends = half_years.rows.iter().filter(|row| !row.user).map(|row| row.date("end"));
    let user = ecb.rows.iter().filter(|row| row.user).map(|row| row.date("effective_date").map(|day| half_year(day).1));
    let days = ends.chain(user).collect::<Result<Vec<_>, _>>()?;
    Ok(days.into_iter().max().unwrap_or(Date::ZERO))
}

fn read_ecb(table: &Table, horizon: Date) -> Result<Vec<DatedRate>, LawError> {
    let mut rows: Vec<(Date, &Row)> =
        table.rows.iter().map(|row| Ok((row.date("effective_date")?, row))).collect::<Result<_, LawError>>()?;
    if let Some(pair) = rows.windows(2).find(|pair| !pair[1].1.user && pair[0].0 >= pair[1].0) {
        return Err(pair[1].1.error("effective_date", Fault::Unordered));
    }
    rows.sort_by_key(|(day, _)| *day);
    let mut spans: Vec<DatedRate> = Vec::with_capacity(rows.len());
    for (i, (valid_from, row)) in rows.iter().enumerate() {
        let rate = row.rate("rate_percent")?;
        if !row.user && i.checked_sub(1).is_some_and(|before| spans[before].rate == rate && !rows[before].1.user) {
            return Err(row.error("rate_percent", Fault::SameRate));
        }
        let valid_to = rows.get(i + 1).map_or(horizon, |(next, _)| from_epoch_day(epoch_day(*next) - 1));
        let source = row.source("BCE, opérations principales de refinancement")?;
        spans.push(DatedRate { rate, valid_from: *valid_from, valid_to, status: source.status, sources: vec![source] });
    }
    Ok(spans)
}

/// A row on the days it holds.
type Placed<'a> = (Date, Date, &'a Row);

/// Our rows, cut around the days the user's own rows cover: the user's win there, whatever dates a release
/// ships afterwards.
fn around_the_users(rows: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let (users, ours): (Vec<Placed<'_>>, Vec<Placed<'_>>) = rows.into_iter().partition(|(.., row)| row.user);
    let mut left = ours;
    for (first, last, _) in &users {
        left = left
            .into_iter()
            .flat_map(|(start, end, row)| {
                let before = (start, end.min(eve(*first)), row);
                let after = (start.max(next(*last)), end, row);
                let apart = end < *first || *last < start;
                let whole = apart.then_some((start, end, row));
                let cut = [before, after].into_iter().filter(move |(from, to, _)| !apart && from <= to);
                whole.into_iter().chain(cut)
            })
            .collect();
    }
    left.into_iter().chain(users).collect()
}

fn read_legal(table: &Table, class: &str) -> Result<Vec<DatedRate>, LawError> {
    let mut rows = Vec::new();
    for row in &table.rows {
        let word = row.required("class")?;
        if !matches!(word, "particulier" | "autres") {
            return Err(row.error("class", Fault::Class { text: word.to_owned() }));
        }
        if word == class {
            let (start, end) = (row.date("start")?, row.date("end")?);
            if end < start {
                return Err(row.error("end", Fault::EndBeforeStart));
            }
            rows.push((start, end, row));
        }
    }
    let mut rows = around_the_users(rows);
    rows.sort_by_key(|(start, ..)| *start);
    let mut spans: Vec<DatedRate> = Vec::with_capacity(rows.len());
    for (valid_from, valid_to, row) in rows {
        if let Some(before) = spans.last() {
            match days_between(before.valid_to, valid_from) {
                1 => {}
                2.. => return Err(row.error("start", Fault::Gap { day: before.valid_to })),
                _ => return Err(row.error("start", Fault::Overlap { day: before.valid_to })),
            }
        }
        let source = row.source("CMF L313-2")?;
        let rate = row.rate("rate_percent")?;
        spans.push(DatedRate { rate, valid_from, valid_to, status: source.status, sources: vec![source] });
    }
    Ok(spans)
}

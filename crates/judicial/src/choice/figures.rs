//! Probabilities and durations: the user's, else learned from closed cases, else the statistics shipped. What none
//! of them gives is asked for, never supposed.
//!
//! **Learning.** The shipped rate counts for so many cases of ours ([`Parameters::prior_cases`]), as the mean of a
//! Beta distribution of that weight; each closed case adds its own outcome. The estimate is the mean of the
//! posterior: `(rate × weight + Σ outcomes) / (weight + cases)`. Where no rate is shipped there is no prior to lean
//! on: the cases speak alone, from [`Parameters::least_cases`] on. A duration is averaged the same way, in days.
//!
//! [`Parameters::prior_cases`]: super::Parameters::prior_cases
//! [`Parameters::least_cases`]: super::Parameters::least_cases

use std::sync::LazyLock;

use kernel::{Date, Rounding, Wording, slug_enum};
use law::text::{date_en, date_fr};
use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::readiness::Solvency;

slug_enum!(
    /// What a decision rests on.
    Measure {
        /// The judge grants what is asked; thousandths.
        Granted = "granted",
        /// The debtor does not oppose; thousandths. An order opposed counts for nothing, which is prudent.
        Unopposed = "unopposed",
        /// What is collected of a title; thousandths.
        Collected = "collected",
        /// Days from filing to the title.
        Duration = "duration",
    }
);

impl Measure {
    /// What it is, in words.
    pub fn words(self) -> Wording {
        match self {
            Self::Granted => Wording::new("probabilité d’obtenir le titre", "probability of the title"),
            Self::Unopposed => Wording::new("probabilité de n’avoir pas d’opposition", "probability of no opposition"),
            Self::Collected => Wording::new(
                "part encaissée d’un titre contre un tel débiteur",
                "share collected of a title on such a debtor",
            ),
            Self::Duration => Wording::new("durée jusqu’au titre", "time to the title"),
        }
    }
}

/// A statistic shipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistic {
    /// Procedure, by its short name.
    pub route: String,
    /// What it measures.
    pub measure: Measure,
    /// Thousandths, or days.
    pub value: u32,
    /// The year it speaks of.
    pub of: String,
    /// Where it was read.
    pub source: String,
    /// What it covers, and what it does not.
    pub note: Wording,
}

/// What a declared claim brings is no way to a title: what is said of all ways is not said of it.
pub(super) const DIVIDEND: &str = "insolvency";

static SHIPPED: LazyLock<Vec<Statistic>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/statistics.json")).unwrap_or_default());

/// The statistics shipped, each with its source and year.
pub fn statistics() -> &'static [Statistic] {
    &SHIPPED
}

/// A figure the user gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What it is.
    pub measure: Measure,
    /// For this procedure; none for all those that lead to a title.
    pub route: Option<String>,
    /// For debtors of that solvency; none for all of them.
    pub solvency: Option<Solvency>,
    /// Thousandths, or days.
    pub value: u32,
    /// Who gave it.
    pub by: String,
    /// When.
    pub on: Date,
}

/// What closed cases say of one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// What it is.
    pub measure: Measure,
    /// Procedure.
    pub route: String,
    /// For debtors of that solvency; none for all of them.
    pub solvency: Option<Solvency>,
    /// Cases counted.
    pub cases: u32,
    /// Their outcomes added up: 1000 a case won or collected whole, 0 lost, or days.
    pub sum: u64,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum Origin {
    /// The user.
    Given {
        /// Who.
        by: String,
        /// When.
        on: Date,
    },
    /// A statistic shipped.
    Shipped {
        /// Which.
        statistic: Statistic,
    },
    /// Closed cases, with the statistic they started from.
    Learned {
        /// How many.
        cases: u32,
        /// The statistic and the number of cases it counted for.
        prior: Option<(Statistic, u32)>,
    },
}

/// A figure of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is.
    pub measure: Measure,
    /// Thousandths, or days.
    pub value: u32,
    /// Where it comes from.
    pub origin: Origin,
}

impl Figure {
    /// The figure with its origin, in words.
    pub fn words(&self) -> Wording {
        let what = self.measure.words();
        let (fr, en) = match self.measure {
            Measure::Duration => (format!("{} jours", self.value), format!("{} days", self.value)),
            _ => (per_cent(self.value, ',', "\u{202f}%"), per_cent(self.value, '.', "%")),
        };
        let from = self.origin.words();
        Wording::new(format!("{} : {fr} ({})", what.fr, from.fr), format!("{}: {en} ({})", what.en, from.en))
    }

    /// How little it rests on: the user's word first, then a statistic, then so many cases.
    pub(super) fn support(&self) -> u32 {
        match &self.origin {
            Origin::Given { .. } => 0,
            Origin::Shipped { .. } => 1,
            Origin::Learned { cases, .. } => cases.saturating_add(1),
        }
    }
}

impl Origin {
    fn words(&self) -> Wording {
        match self {
            Self::Given { by, on } => Wording::new(
                format!("donné par {by} le {}", date_fr(*on)),
                format!("given by {by} on {}", date_en(*on)),
            ),
            Self::Shipped { statistic } => Wording::new(
                format!("{}, {} : {}", statistic.source, statistic.of, statistic.note.fr),
                format!("{}, {}: {}", statistic.source, statistic.of, statistic.note.en),
            ),
            Self::Learned { cases, prior: None } => {
                Wording::new(format!("{cases} dossiers clos"), format!("{cases} closed cases"))
            }
            Self::Learned { cases, prior: Some((statistic, weight)) } => Wording::new(
                format!("{cases} dossiers clos, avec {} ({}) pour {weight} dossiers", statistic.source, statistic.of),
                format!("{cases} closed cases, with {} ({}) for {weight} cases", statistic.source, statistic.of),
            ),
        }
    }
}

/// `12,5 %` of 125 thousandths.
pub(super) fn per_cent(thousandths: u32, point: char, sign: &str) -> String {
    match thousandths % 10 {
        0 => format!("{}{sign}", thousandths / 10),
        tenth => format!("{}{point}{tenth}{sign}", thousandths / 10),
    }
}

/// The figure of a measure for a route and a debtor; none when nobody knows.
pub fn figure(measure: Measure, route: &str, solvency: Solvency, parameters: &Parameters) -> Option<Figure> {
    let most = if measure == Measure::Duration { u32::MAX } else { 1000 };
    let fits = |of: Option<Solvency>| of.is_none_or(|of| of == solvency);
    let given = parameters.given.iter().filter(|given| {
        given.measure == measure
            && fits(given.solvency)
            && given.route.as_deref().map_or(route != DIVIDEND, |name| name == route)
    });
    // what speaks of this procedure and of such debtors goes before what speaks of all
    let closest = given.max_by_key(|given| (given.route.is_some(), given.solvency.is_some(), given.on));
    if let Some(given) = closest {
        let origin = Origin::Given { by: given.by.clone(), on: given.on };
        return Some(Figure { measure, value: given.value.min(most), origin });
    }
    let shipped = statistics().iter().find(|statistic| statistic.measure == measure && statistic.route == route);
    let learned = parameters
        .learned
        .iter()
        .filter(|l| l.measure == measure && l.route == route && fits(l.solvency) && l.cases > 0)
        .max_by_key(|learned| learned.solvency.is_some());
    match (learned, shipped) {
        (Some(learned), Some(statistic)) => Some(mixed(learned, Some((statistic, parameters.prior_cases)), most)),
        (Some(learned), None) if learned.cases >= parameters.least_cases => Some(mixed(learned, None, most)),
        (_, Some(statistic)) => {
            let origin = Origin::Shipped { statistic: statistic.clone() };
            Some(Figure { measure, value: statistic.value.min(most), origin })
        }
        (_, None) => None,
    }
}

fn mixed(learned: &Learned, prior: Option<(&Statistic, u32)>, most: u32) -> Figure {
    let (rate, weight) = prior.map_or((0, 0), |(statistic, weight)| (statistic.value, weight));
    let outcomes = i128::from(learned.sum.min(u64::from(learned.cases) * u64::from(most)));
    let sum = i128::from(rate) * i128::from(weight) + outcomes;
    let mean = Rounding::HalfUp.divide(sum, i128::from(weight) + i128::from(learned.cases.max(1)));
    Figure {
        measure: learned.measure,
        value: u32::try_from(mean).unwrap_or(most).min(most),
        origin: Origin::Learned {
            cases: learned.cases,
            prior: prior.map(|(statistic, weight)| (statistic.clone(), weight)),
        },
    }
}

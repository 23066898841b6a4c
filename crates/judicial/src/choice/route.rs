//! One way to a title: what it costs, what it can bring, and what would flip the answer.
//!
//! `expected value = (claim + recoverable costs) × granted × unopposed × collected − costs advanced`. Costs that the
//! debtor bears by law come back only with the money. Time has no price in it: it is shown beside.

use kernel::{Currency, Money, Rounding, Wording};
use law::courts::{CourtAnswer, ProcedureOption};
use law::estimate::estimate;
use law::text::{amount_en, amount_fr, date_en, date_fr};
use law::{Law, LawError};
use serde::{Deserialize, Serialize};

use super::figures::{Figure, Measure, figure, per_cent};
use super::{Asked, Parameters};

/// What a way costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// What is advanced, VAT included.
    pub advanced: Money,
    /// What of it the debtor bears by law, once there is a title.
    pub recoverable: Money,
    /// False when a part is unknown: « au moins ».
    pub complete: bool,
    /// The last day of an ended tariff that was used: « périmé ».
    pub stale_since: Option<kernel::Date>,
    /// Each part, in words.
    pub lines: Vec<Wording>,
}

impl Cost {
    /// « au moins 104,30 € (périmé : tarif jusqu’au 28 février 2026) ».
    pub fn words(&self) -> Wording {
        let (least_fr, least_en) = if self.complete { ("", "") } else { ("au moins ", "at least ") };
        let (stale_fr, stale_en) = self.stale_since.map_or((String::new(), String::new()), |day| {
            (format!(" (périmé : tarif jusqu’au {})", date_fr(day)), format!(" (stale: tariff to {})", date_en(day)))
        });
        Wording::new(
            format!("{least_fr}{}{stale_fr}", amount_fr(self.advanced)),
            format!("{least_en}{}{stale_en}", amount_en(self.advanced)),
        )
    }
}

/// The assumption a decision hangs on, and where it flips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hinge {
    /// Which one: the one that rests on least.
    pub measure: Measure,
    /// What is supposed of it; none when nobody knows.
    pub value: Option<u32>,
    /// Acting pays from this value on, thousandths; none when no value would do.
    pub flips_at: Option<u32>,
}

/// Why a way is not advised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "advice", rename_all = "kebab-case")]
pub enum Advice {
    /// It is worth it.
    Go,
    /// The law closes it.
    Closed,
    /// It is lost already.
    TimeBarred,
    /// There is nothing to seize.
    EmptyShell,
    /// It costs as much as it asks, or more.
    CostAboveClaim,
    /// It brings less than it costs.
    NotWorthIt,
    /// A figure is missing.
    Unknown {
        /// Which.
        missing: Vec<Wording>,
    },
}

impl Advice {
    /// The word of filters and scripts.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::Closed => "closed",
            Self::TimeBarred => "time-barred",
            Self::EmptyShell => "empty-shell",
            Self::CostAboveClaim => "cost-above-claim",
            Self::NotWorthIt => "not-worth-it",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// The advice in words.
    pub fn words(&self) -> Wording {
        match self {
            Self::Go => Wording::new("à engager", "worth it"),
            Self::Closed => Wording::new("voie fermée par la loi", "closed by law"),
            Self::TimeBarred => Wording::new("ne pas agir : créance prescrite", "do not act: time-barred claim"),
            Self::EmptyShell => Wording::new("ne pas agir : rien à saisir", "do not act: nothing to seize"),
            Self::CostAboveClaim => {
                Wording::new("ne pas agir : le coût atteint la créance", "do not act: the cost reaches the claim")
            }
            Self::NotWorthIt => Wording::new(
                "ne pas agir : le gain attendu ne couvre pas le coût",
                "do not act: the expected gain does not cover the cost",
            ),
            Self::Unknown { missing } => {
                let list = |pick: fn(&Wording) -> &str| missing.iter().map(pick).collect::<Vec<_>>().join(" ; ");
                Wording::new(
                    format!("à décider après avoir renseigné : {}", list(|w| &w.fr)),
                    format!("to be decided once these are given: {}", list(|w| &w.en)),
                )
            }
        }
    }
}

/// One way with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Procedure, by its short name.
    pub procedure: String,
    /// Whether the law opens it, and why.
    pub open: bool,
    /// Why, or why not, from the law.
    pub why: Wording,
    /// The court.
    pub court: Wording,
    /// What it costs; none when no path of costs is known.
    pub cost: Option<Cost>,
    /// Days to the title.
    pub duration: Option<Figure>,
    /// Probabilities, in the order of the formula.
    pub chances: Vec<Figure>,
    /// What the formula says; « au plus » when the cost is « au moins ».
    pub expected: Option<Money>,
    /// The assumption it hangs on.
    pub hinge: Option<Hinge>,
    /// The cost from which it would not pay, other things equal.
    pub break_even_cost: Option<Money>,
    /// What to do of it.
    pub advice: Advice,
}

impl Route {
    /// The answer in one sentence, with what would flip it.
    pub fn words(&self) -> Wording {
        let advice = self.advice.words();
        let (mut fr, mut en) = (advice.fr, advice.en);
        if let (Some(expected), Some(cost)) = (self.expected, &self.cost) {
            let (most_fr, most_en) = if cost.complete { ("", "") } else { ("au plus ", "at most ") };
            fr = format!("{fr} ; valeur attendue {most_fr}{}, coût {}", amount_fr(expected), cost.words().fr);
            en = format!("{en}; expected value {most_en}{}, cost {}", amount_en(expected), cost.words().en);
        }
        if let Some(hinge) = &self.hinge {
            let what = hinge.measure.words();
            if let Some(at) = hinge.flips_at {
                let (p_fr, p_en) = (per_cent(at, ',', "\u{202f}%"), per_cent(at, '.', "%"));
                fr = format!("{fr} ; la décision bascule à {p_fr} ({})", what.fr);
                en = format!("{en}; the decision flips at {p_en} ({})", what.en);
            } else {
                fr = format!("{fr} ; aucune valeur ne la ferait basculer ({})", what.fr);
                en = format!("{en}; no value would flip it ({})", what.en);
            }
        }
        Wording::new(format!("{fr}."), format!("{en}."))
    }
}

/// The measures a way multiplies.
fn measures(procedure: &str) -> &'static [Measure] {
    match procedure {
        "payment-order" | "european-payment-order" => &[Measure::Granted, Measure::Unopposed, Measure::Collected],
        _ => &[Measure::Granted, Measure::Collected],
    }
}

/// The path of `cost_paths` that a way follows before a court.
fn path(procedure: &str, court: &str) -> Option<&'static str> {
    let commercial = matches!(court, "commercial" | "tae" | "mixed-commercial");
    match procedure {
        "payment-order" if commercial => Some("payment-order"),
        "payment-order" => Some("payment-order-civil"),
        "interim-payment" if commercial => Some("interim-payment"),
        "summons" if commercial => Some("summons"),
        _ => None,
    }
}

fn cost(
    procedure: &str,
    asked: &Asked,
    court: &CourtAnswer,
    parameters: &Parameters,
    law: &Law,
) -> Result<Option<Cost>, LawError> {
    let own: Vec<_> = parameters.own_costs.iter().filter(|own| own.route == procedure).collect();
    let Some(path) = path(procedure, &court.kind) else {
        if own.is_empty() {
            return Ok(None);
        }
        let none = Money::zero(Currency::EUR);
        let empty = Cost { advanced: none, recoverable: none, complete: true, stale_since: None, lines: Vec::new() };
        return add_own(empty, &own).map(Some);
    };
    let answer = estimate(path, asked.claim.amount, asked.claim.on, law)?;
    let mut cost = Cost {
        advanced: answer.gross,
        recoverable: answer.gross,
        complete: answer.complete,
        stale_since: answer.lines.iter().filter_map(|line| line.stale_since).min(),
        lines: answer.explanation.into_iter().skip(1).collect(),
    };
    let merits = matches!(procedure, "summons" | "interim-payment");
    if procedure == "summons" && court.kind == "tae" {
        contribution(&mut cost, court)?;
    }
    if merits && court.lawyer_required && own.is_empty() {
        cost.complete = false;
        cost.lines.push(Wording::new(
            "Avocat obligatoire : honoraires inconnus, à donner.",
            "A lawyer is mandatory: fees unknown, to be given.",
        ));
    }
    add_own(cost, &own).map(Some)
}

/// The contribution for economic justice. Nothing we read says that it comes back with the costs: it is not counted on.
fn contribution(cost: &mut Cost, court: &CourtAnswer) -> Result<(), LawError> {
    for fee in court.fees.iter().filter(|fee| fee.item == "tae-contribution") {
        match &fee.amount {
            Some(amount) => cost.advanced = cost.advanced.checked_add(Money::parse(amount, Currency::EUR)?)?,
            None => cost.complete = false,
        }
        cost.lines.push(fee.note.clone());
    }
    Ok(())
}

fn add_own(mut cost: Cost, own: &[&super::OwnCost]) -> Result<Cost, LawError> {
    for one in own {
        cost.advanced = cost.advanced.checked_add(one.amount)?;
        if one.recoverable {
            cost.recoverable = cost.recoverable.checked_add(one.amount)?;
        }
        let (fr, en) = (amount_fr(one.amount), amount_en(one.amount));
        cost.lines.push(Wording::new(format!("{} : {fr}.", one.label), format!("{}: {en}.", one.label)));
    }
    Ok(cost)
}

/// One way, weighed.
pub(super) fn weigh(
    option: &ProcedureOption,
    asked: &Asked,
    court: &CourtAnswer,
    parameters: &Parameters,
    law: &Law,
) -> Result<Route, LawError> {
    let procedure = option.procedure.as_str();
    let known = |measure| figure(measure, procedure, asked.solvency, parameters);
    let cost = if option.available { cost(procedure, asked, court, parameters, law)? } else { None };
    let (mut chances, mut missing) = (Vec::new(), Vec::new());
    for measure in measures(procedure) {
        match known(*measure) {
            Some(figure) => chances.push(figure),
            None => missing.push(measure.words()),
        }
    }
    if cost.is_none() {
        let name = law.procedures().find(procedure).map_or_else(|_| Wording::same(procedure), |it| it.label.clone());
        let (fr, en) = (name.fr, name.en);
        missing.push(Wording::new(
            format!("coût de « {fr} » : aucun chemin dans cost_paths.csv, ajoutez-le ou donnez le vôtre"),
            format!("cost of \"{en}\": no path in cost_paths.csv, add it or give your own"),
        ));
    }
    let sums = cost.as_ref().map(|cost| Sums::of(asked.claim.amount, cost, &chances, parameters));
    let expected = sums.as_ref().filter(|_| missing.is_empty()).and_then(Sums::expected);
    let hinge = sums.as_ref().and_then(|sums| sums.hinge(measures(procedure), &chances));
    let break_even_cost = sums.as_ref().filter(|_| missing.is_empty()).and_then(Sums::break_even_cost);
    let advice =
        if option.available { advise(asked, cost.as_ref(), expected, missing, parameters) } else { Advice::Closed };
    Ok(Route {
        procedure: procedure.to_owned(),
        open: option.available,
        why: option.why.clone(),
        court: Wording::new(court.court.clone(), court.court_en.clone()),
        cost,
        duration: known(Measure::Duration),
        chances,
        expected,
        hinge,
        break_even_cost,
        advice,
    })
}

fn advise(
    asked: &Asked,
    cost: Option<&Cost>,
    expected: Option<Money>,
    missing: Vec<Wording>,
    parameters: &Parameters,
) -> Advice {
    if asked.is_time_barred() {
        return Advice::TimeBarred;
    }
    if asked.solvency == crate::readiness::Solvency::EmptyShell {
        return Advice::EmptyShell;
    }
    if cost.is_some_and(|cost| cost.advanced.minor() >= asked.claim.amount.minor()) {
        return Advice::CostAboveClaim;
    }
    match expected {
        None => Advice::Unknown { missing },
        Some(expected) if expected.minor() > parameters.least_gain.minor() => Advice::Go,
        Some(_) => Advice::NotWorthIt,
    }
}

/// The integers of the formula.
struct Sums {
    claim: i128,
    advanced: i128,
    recoverable: i128,
    /// The gain below which nothing is undertaken.
    least: i128,
    /// Product of the known chances, over `1000 ^ known`.
    product: i128,
    scale: i128,
    currency: Currency,
}

impl Sums {
    fn of(claim: Money, cost: &Cost, chances: &[Figure], parameters: &Parameters) -> Self {
        Self {
            claim: i128::from(claim.minor()),
            advanced: i128::from(cost.advanced.minor()),
            recoverable: i128::from(cost.recoverable.minor()),
            least: i128::from(parameters.least_gain.minor()),
            product: chances.iter().map(|figure| i128::from(figure.value)).product(),
            scale: chances.iter().map(|_| 1000).product(),
            currency: claim.currency(),
        }
    }

    fn money(&self, minor: i128) -> Option<Money> {
        i64::try_from(minor).ok().map(|minor| Money::new(minor, self.currency))
    }

    fn expected(&self) -> Option<Money> {
        let gain = (self.claim + self.recoverable) * self.product;
        self.money(Rounding::HalfUp.divide(gain - self.advanced * self.scale, self.scale))
    }

    /// Where the weakest assumption flips: the value at which the gain covers the cost and the least gain wanted. The least value that pays,
    /// rounded up; the missing one when one is missing, none when several are.
    fn hinge(&self, wanted: &[Measure], chances: &[Figure]) -> Option<Hinge> {
        let absent: Vec<Measure> =
            wanted.iter().copied().filter(|m| chances.iter().all(|figure| figure.measure != *m)).collect();
        let (measure, value, product, scale) = match absent.as_slice() {
            [only] => (*only, None, self.product, self.scale),
            [] => {
                // among those that rest on as little, the last of the formula: what is collected
                let weakest = chances.iter().rev().min_by_key(|figure| figure.support())?;
                let others = chances.iter().filter(|figure| figure.measure != weakest.measure);
                let product = others.map(|figure| i128::from(figure.value)).product();
                (weakest.measure, Some(weakest.value), product, self.scale / 1000)
            }
            _ => return None,
        };
        let gain = (self.claim + self.recoverable) * product;
        let flips = (gain > 0).then(|| Rounding::Up.divide((self.advanced + self.least) * scale * 1000, gain).max(0));
        let flips_at = flips.filter(|at| *at <= 1000).and_then(|at| u32::try_from(at).ok());
        Some(Hinge { measure, value, flips_at })
    }

    /// `(claim × chance − least gain) / (1 − share recoverable × chance)`: the debtor's share of the costs grows with them.
    fn break_even_cost(&self) -> Option<Money> {
        let advanced = self.advanced.max(1);
        let below = advanced * self.scale - self.recoverable.min(advanced) * self.product;
        if below <= 0 {
            return None;
        }
        let gain = (self.claim * self.product - self.least * self.scale).max(0).checked_mul(advanced)?;
        self.money(Rounding::Down.divide(gain, below))
    }
}

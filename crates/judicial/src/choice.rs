//! Go or no-go: what each way that the law opens costs, can bring, and what the answer hangs on.
//!
//! The law says which ways are open and before which court; the costs are its estimates, « périmé » or « au moins »
//! where it says so; the probabilities are the user's, learned from closed cases, or statistics shipped with their
//! source ([`figures`]). What nobody knows is asked for. The answer never hides behind one number: it says which
//! assumption it rests on least firmly, and the value of it that flips the decision.
//!
//! [`route`] weighs one way, [`group`] says what several small claims become together, [`record`] keeps what was
//! decided, by whom, why, and for which figures. Whether the file is ready is another question
//! ([`crate::readiness`]).

pub mod figures;
pub mod group;
pub mod record;
pub mod route;
#[cfg(test)]
mod tests;

use kernel::{Currency, Money, Wording};
use law::courts::{CourtAsked, court};
use law::{Law, LawError};
use serde::{Deserialize, Serialize};

use crate::guard::State;
use crate::readiness::Solvency;
pub use figures::{Figure, Given, Learned, Measure, Origin, Statistic, statistics};
pub use group::{Grouping, grouped};
pub use record::{Decision, DecisionFault, Outcome};
pub use route::{Advice, Cost, Hinge, Route};

/// A claim to decide on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The claim, the debtor and the place, as the law asks them; its day is the day of the question.
    pub claim: CourtAsked,
    /// Where the limitation that ends first stands; none when nobody followed it.
    pub limitation: Option<State>,
    /// Whether the debtor can pay.
    pub solvency: Solvency,
}

impl Asked {
    pub(crate) const fn is_time_barred(&self) -> bool {
        matches!(self.limitation, Some(State::Expired { .. }))
    }
}

/// A cost of the house's own on a way: a lawyer, an agency, its own time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCost {
    /// Procedure, by its short name.
    pub route: String,
    /// What it is.
    pub label: String,
    /// Its amount, VAT included.
    pub amount: Money,
    /// The debtor bears it by law.
    pub recoverable: bool,
}

/// What a decision rests on: the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    /// Figures the user gives: they go before all others.
    pub given: Vec<Given>,
    /// What closed cases say.
    pub learned: Vec<Learned>,
    /// Closed cases that a shipped statistic counts for.
    pub prior_cases: u32,
    /// Closed cases from which they speak where no statistic is shipped.
    pub least_cases: u32,
    /// Costs of the house's own.
    pub own_costs: Vec<OwnCost>,
    /// The expected value above which it is worth it.
    pub least_gain: Money,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            given: Vec::new(),
            learned: Vec::new(),
            prior_cases: 20,
            least_cases: 10,
            own_costs: Vec::new(),
            least_gain: Money::zero(Currency::EUR),
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The claim.
    pub claim: Money,
    /// Every way to a title: those worth it first, by expected value, then those to be decided, then the others.
    pub routes: Vec<Route>,
    /// What to do.
    pub verdict: Verdict,
    /// What a reader must know: from the law, and of limitation.
    pub warnings: Vec<Wording>,
}

/// What to do of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// Take this way.
    Go {
        /// Procedure, by its short name.
        procedure: String,
    },
    /// Do not act.
    No {
        /// The advice that stands for all open ways; [`Advice::Closed`] when none is open.
        because: Advice,
    },
    /// A figure is missing: the routes say which.
    Ask,
}

impl Verdict {
    /// The word of filters and scripts.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Go { .. } => "go",
            Self::No { .. } => "no-go",
            Self::Ask => "ask",
        }
    }
}

/// Decides on one claim.
///
/// # Errors
/// [`LawError`]: a word that is not in the tables, a claim that is not in euros.
pub fn decide(asked: &Asked, parameters: &Parameters, law: &Law) -> Result<Choice, LawError> {
    let mut asked = asked.clone();
    asked.claim.insolvent |= asked.solvency == Solvency::Insolvent;
    let asked = &asked;
    let answer = court(&asked.claim, law)?;
    let mut routes = Vec::new();
    // a conservatory measure keeps what there is, it leads to no title
    for option in answer.procedures.iter().filter(|option| option.procedure != "conservatory-measures") {
        routes.push(route::weigh(option, asked, &answer, parameters, law)?);
    }
    routes.sort_by_key(|route| (rank(&route.advice), std::cmp::Reverse(route.expected.map(Money::minor))));
    let verdict = verdict(&routes);
    let mut warnings = answer.warnings;
    warnings.extend(of_limitation(asked));
    if asked.claim.insolvent {
        warnings.extend(dividend(parameters));
    }
    Ok(Choice { claim: asked.claim.amount, routes, verdict, warnings })
}

const fn rank(advice: &Advice) -> u8 {
    match advice {
        Advice::Go => 0,
        Advice::Unknown { .. } => 1,
        Advice::NotWorthIt => 2,
        Advice::CostAboveClaim => 3,
        Advice::EmptyShell => 4,
        Advice::TimeBarred => 5,
        Advice::Closed => 6,
    }
}

/// A way worth it, else what is to be asked, else why nothing is worth it.
fn verdict(routes: &[Route]) -> Verdict {
    match routes.first().map(|route| (&route.advice, &route.procedure)) {
        Some((Advice::Go, procedure)) => Verdict::Go { procedure: procedure.clone() },
        Some((Advice::Unknown { .. }, _)) => Verdict::Ask,
        Some((because, _)) => Verdict::No { because: because.clone() },
        None => Verdict::No { because: Advice::Closed },
    }
}

fn of_limitation(asked: &Asked) -> Option<Wording> {
    match &asked.limitation {
        None | Some(State::Unconfirmed { .. }) => Some(Wording::new(
            "Prescription non établie : la décision la suppose non acquise.",
            "Limitation not established: the decision supposes that it is not over.",
        )),
        Some(state @ (State::LastDay | State::Running { .. })) => {
            let words = state.words();
            Some(Wording::new(format!("Prescription : {}.", words.fr), format!("Limitation: {}.", words.en)))
        }
        Some(_) => None,
    }
}

/// What a declared claim can bring.
fn dividend(parameters: &Parameters) -> Option<Wording> {
    let figure = figures::figure(Measure::Collected, figures::DIVIDEND, Solvency::Insolvent, parameters)?;
    let words = figure.words();
    Some(Wording::new(
        format!("Déclarez la créance. Dividende : {}.", words.fr),
        format!("Declare the claim. Dividend: {}.", words.en),
    ))
}

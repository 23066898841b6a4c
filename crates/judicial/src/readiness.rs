//! Whether a file can go before a judge: what it proves, what it lacks, and who is asked for it.
//!
//! Facts in, verdict out. Each criterion gives points from 0 to 100, weighed as the house says ([`Weights`]); what
//! does not apply counts neither way. A [`Gap`] that blocks makes the file not ready whatever its score; a formal
//! notice never does, since no text asks for it before a petition. Sales between traders are proved by any means
//! (C. com. L110-3), so that the triangle of order, delivery and invoice is weighed, not demanded, save the invoice:
//! nothing else says what is asked.

pub mod exhibits;
mod gaps;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kernel::{Date, Money, Wording, days_between, slug_enum};
use law::courts::CourtAnswer;
use serde::{Deserialize, Serialize};

use crate::rights;
pub use gaps::{Basis, Gap};

slug_enum!(
    /// What a file is judged by.
    Criterion {
        /// Nobody seriously contests that it is owed.
        Certain = "certain",
        /// Its amount is determined.
        Liquid = "liquid",
        /// It is due.
        Due = "due",
        /// The order or contract.
        Order = "order",
        /// The proof of delivery or performance.
        Delivery = "delivery",
        /// The invoice.
        Invoice = "invoice",
        /// The terms of sale were accepted.
        Terms = "terms",
        /// A formal notice, with the proof that it was presented.
        Notice = "notice",
        /// The extracts of the register (Kbis).
        Register = "register",
        /// The power of who acts.
        Authority = "authority",
        /// Who the debtor is.
        Identity = "identity",
        /// Whether the debtor can pay.
        Solvency = "solvency",
        /// Time left before limitation.
        Limitation = "limitation",
        /// The competent court.
        Court = "court",
    }
);

/// Criteria.
pub const CRITERIA: usize = Criterion::ALL.len();
/// The heaviest weight.
pub const WEIGHT_MAX: u8 = 20;

slug_enum!(
    /// What is held of a piece.
    Evidence {
        /// On file, readable.
        Filed = "filed",
        /// Somebody says it exists.
        Mentioned = "mentioned",
        /// Nowhere.
        Missing = "missing",
        /// Such a claim has none.
        NotApplicable = "not-applicable",
    }
);

slug_enum!(
    /// Whether the debtor contests.
    Contest {
        /// Not at all.
        Not = "not",
        /// A part, the rest is asked.
        Part = "part",
        /// All of it, without a serious ground.
        Unfounded = "unfounded",
        /// All of it, on a ground a judge would look at.
        Serious = "serious",
    }
);

slug_enum!(
    /// How the terms of sale were accepted.
    Acceptance {
        /// The customer did something that accepts them.
        Strong = "strong",
        /// It is drawn from silence, or from what only we wrote.
        Weak = "weak",
        /// Not at all.
        None = "none",
    }
);

slug_enum!(
    /// The formal notice.
    Notice {
        /// Presented, with the proof on file, taken or not by the debtor.
        Presented = "presented",
        /// Sent, the proof of presentation is not there.
        Sent = "sent",
        /// None.
        None = "none",
    }
);

slug_enum!(
    /// By what right somebody acts for the creditor.
    Authority {
        /// The legal representative himself, or a lawyer.
        Own = "own",
        /// A power on file.
        Filed = "filed",
        /// Nothing shows it.
        Missing = "missing",
    }
);

slug_enum!(
    /// Who the debtor is.
    Identity {
        /// Checked against the register: name, number, address.
        Checked = "checked",
        /// Not checked.
        Unchecked = "unchecked",
        /// Papers name another, or several.
        Conflicting = "conflicting",
        /// Struck off, or dead.
        Gone = "gone",
    }
);

slug_enum!(
    /// Whether the debtor can pay.
    Solvency {
        /// Accounts or conduct say so.
        Good = "good",
        /// Signs against it.
        Doubtful = "doubtful",
        /// Nobody looked.
        Unknown = "unknown",
        /// Nothing to seize.
        EmptyShell = "empty-shell",
        /// Insolvency proceedings are open.
        Insolvent = "insolvent",
    }
);

slug_enum!(
    /// What is known of the court.
    CourtKnown {
        /// The court and its seat.
        Seat = "seat",
        /// Its kind; several seats are possible.
        KindOnly = "kind-only",
        /// No French judge as a rule.
        Abroad = "abroad",
        /// The debtor's place is unknown.
        Unknown = "unknown",
    }
);

impl CourtKnown {
    /// What an answer of the law leaves known.
    pub fn of(answer: &CourtAnswer) -> Self {
        match (answer.kind.as_str(), &answer.seat) {
            ("foreign", _) => Self::Abroad,
            (_, Some(_)) => Self::Seat,
            (_, None) => Self::KindOnly,
        }
    }
}

slug_enum!(
    /// Who in the house holds a missing piece.
    Role {
        /// Sales.
        Sales = "sales",
        /// Logistics.
        Logistics = "logistics",
        /// Accounting.
        Accounting = "accounting",
        /// Credit management.
        Credit = "credit",
        /// Legal.
        Legal = "legal",
        /// Management.
        Management = "management",
    }
);

/// What is known of a file on the day it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What is asked, principal.
    pub amount: Money,
    /// The amount follows from the contract or the law, to the cent.
    pub determined: bool,
    /// Whether the debtor contests.
    pub contest: Contest,
    /// Due date of the last piece asked.
    pub due: Date,
    /// Nobody confirmed that due date.
    pub due_inferred: bool,
    /// The order or contract.
    pub order: Evidence,
    /// The proof of delivery or performance.
    pub delivery: Evidence,
    /// The invoice.
    pub invoice: Evidence,
    /// How the terms of sale were accepted.
    pub terms: Acceptance,
    /// The formal notice.
    pub notice: Notice,
    /// The day of the debtor's extract of the register; none when there is none.
    pub register: Option<Date>,
    /// The debtor has no extract: a consumer, a public body.
    pub unregistered: bool,
    /// Who acts for the creditor.
    pub authority: Authority,
    /// Who the debtor is.
    pub identity: Identity,
    /// Whether the debtor can pay.
    pub solvency: Solvency,
    /// Where the limitation that ends first stands; none when nobody followed it.
    pub limitation: Option<rights::State>,
    /// The court.
    pub court: CourtKnown,
}

/// How much each criterion counts, and where the verdicts begin: the house's own.
///
/// The defaults follow from what a judge reads first: whether the claim is certain (15), the three corners of its
/// proof (12, 12, 10), then its amount, its due date, its limitation and the debtor's identity (10 each), the notice
/// and the debtor's means (8 each), the court (6), the terms (5), the extracts and the power (4 each). A file is
/// ready from 850 thousandths, and not ready below 500.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct Weights {
    of: [u8; CRITERIA],
    ready: u32,
    reserves: u32,
    extract_days: u16,
    limitation_days: u16,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    weights: BTreeMap<Criterion, u8>,
    ready: u32,
    reserves: u32,
    extract_days: u16,
    limitation_days: u16,
}

/// Weights that judge nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeightFault {
    /// Too heavy.
    #[error("the weight of « {} » goes from 0 to {WEIGHT_MAX}", .0.slug())]
    TooHeavy(Criterion),
    /// Nothing counts.
    #[error("at least one criterion counts")]
    Void,
    /// Out of order.
    #[error("the scores go from 0 to 1000, « reserves » first, then « ready »")]
    Bounds,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            of: [15, 10, 10, 10, 12, 12, 5, 8, 4, 4, 10, 8, 10, 6],
            ready: 850,
            reserves: 500,
            extract_days: 90,
            limitation_days: 60,
        }
    }
}

impl Weights {
    /// The weight of a criterion.
    pub const fn get(&self, criterion: Criterion) -> u8 {
        self.of[criterion as usize]
    }

    /// Days after which an extract of the register is to be asked again.
    pub const fn extract_days(&self) -> u16 {
        self.extract_days
    }

    /// Days before limitation from which time presses.
    pub const fn limitation_days(&self) -> u16 {
        self.limitation_days
    }

    /// The same with another weight of one criterion.
    ///
    /// # Errors
    /// [`WeightFault`].
    pub fn with(mut self, criterion: Criterion, weight: u8) -> Result<Self, WeightFault> {
        self.of[criterion as usize] = weight;
        self.checked()
    }

    /// The same with other scores, in thousandths: ready from, not ready below.
    ///
    /// # Errors
    /// [`WeightFault::Bounds`].
    pub fn bounded(self, ready: u32, reserves: u32) -> Result<Self, WeightFault> {
        Self { ready, reserves, ..self }.checked()
    }

    fn checked(self) -> Result<Self, WeightFault> {
        if let Some(heavy) = Criterion::ALL.iter().find(|criterion| self.get(**criterion) > WEIGHT_MAX) {
            return Err(WeightFault::TooHeavy(*heavy));
        }
        if self.of.iter().all(|weight| *weight == 0) {
            return Err(WeightFault::Void);
        }
        if self.reserves > self.ready || self.ready > 1000 {
            return Err(WeightFault::Bounds);
        }
        Ok(self)
    }
}

impl From<Weights> for Written {
    fn from(w: Weights) -> Self {
        Self {
            weights: Criterion::ALL.iter().map(|criterion| (*criterion, w.get(*criterion))).collect(),
            ready: w.ready,
            reserves: w.reserves,
            extract_days: w.extract_days,
            limitation_days: w.limitation_days,
        }
    }
}

/// A criterion that is not named does not count.
impl TryFrom<Written> for Weights {
    type Error = WeightFault;

    fn try_from(written: Written) -> Result<Self, WeightFault> {
        let mut of = [0; CRITERIA];
        for (criterion, weight) in written.weights {
            of[criterion as usize] = weight;
        }
        let Written { ready, reserves, extract_days, limitation_days, .. } = written;
        Self { of, ready, reserves, extract_days, limitation_days }.checked()
    }
}

slug_enum!(
    /// Whether a file can go.
    Verdict {
        /// It can.
        Ready = "ready",
        /// It can, with what it lacks in mind.
        Reserves = "ready-with-reserves",
        /// It cannot.
        NotReady = "not-ready",
    }
);

/// What one criterion gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    pub criterion: Criterion,
    /// 0 to 100; none when it does not apply.
    pub points: Option<u8>,
    /// Its weight.
    pub weight: u8,
    /// What is missing.
    pub gap: Option<Gap>,
}

/// One thing to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// What.
    pub gap: Gap,
    /// What it is, in words.
    pub what: Wording,
    /// Why it is wanted.
    pub why: Wording,
    /// The article or the usage, and how sure it is.
    pub basis: Basis,
    /// The file cannot go without it.
    pub blocking: bool,
    /// Who holds it.
    pub owner: Role,
    /// What to ask of them.
    pub ask: Wording,
    /// Thousandths of the score that it would bring.
    pub worth: u32,
}

/// The verdict, with everything it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether the file can go.
    pub verdict: Verdict,
    /// Points weighed, in thousandths of the most there could be.
    pub score: u32,
    /// One finding a criterion, in their order: points times weight add up to the score.
    pub findings: Vec<Finding>,
    /// What is missing: what blocks first, then what is worth most.
    pub missing: Vec<Missing>,
}

/// Judges a file on a day.
pub fn judge(facts: &Facts, weights: &Weights, today: Date) -> Readiness {
    let findings: Vec<Finding> = Criterion::ALL
        .iter()
        .map(|criterion| {
            let applies = !does_not_apply(facts, *criterion);
            let gap = gap(facts, *criterion, weights, today).filter(|_| applies);
            let points = applies.then(|| gap.map_or(100, Gap::points));
            Finding { criterion: *criterion, points, weight: weights.get(*criterion), gap }
        })
        .collect();
    let adds = |points: u8, finding: &Finding| u32::from(points) * u32::from(finding.weight);
    let most: u32 = findings.iter().filter(|f| f.points.is_some()).map(|f| adds(100, f)).sum();
    let sum: u32 = findings.iter().filter_map(|f| Some(adds(f.points?, f))).sum();
    let thousandths = |part: u32| (part * 1000).checked_div(most).unwrap_or_default();
    let mut missing: Vec<Missing> = findings
        .iter()
        .filter_map(|finding| {
            let gap = finding.gap?;
            Some(gap.told(thousandths(adds(100 - gap.points(), finding))))
        })
        .collect();
    missing.sort_by_key(|missing| (!missing.blocking, std::cmp::Reverse(missing.worth)));
    let score = thousandths(sum);
    let verdict = if missing.iter().any(|missing| missing.blocking) || score < weights.reserves {
        Verdict::NotReady
    } else if score >= weights.ready {
        Verdict::Ready
    } else {
        Verdict::Reserves
    };
    Readiness { verdict, score, findings, missing }
}

fn does_not_apply(facts: &Facts, criterion: Criterion) -> bool {
    match criterion {
        Criterion::Order => facts.order == Evidence::NotApplicable,
        Criterion::Delivery => facts.delivery == Evidence::NotApplicable,
        Criterion::Invoice => facts.invoice == Evidence::NotApplicable,
        Criterion::Register => facts.unregistered,
        _ => false,
    }
}

/// What a criterion lacks; none when it is met.
fn gap(facts: &Facts, criterion: Criterion, weights: &Weights, today: Date) -> Option<Gap> {
    match criterion {
        Criterion::Certain => match facts.contest {
            Contest::Not => None,
            Contest::Part => Some(Gap::PartContested),
            Contest::Unfounded => Some(Gap::Contested),
            Contest::Serious => Some(Gap::SeriouslyContested),
        },
        Criterion::Liquid => (!facts.determined || facts.amount.minor() <= 0).then_some(Gap::AmountUndetermined),
        Criterion::Due if facts.due_inferred => Some(Gap::DueInferred),
        Criterion::Due => (facts.due >= today).then_some(Gap::NotDue),
        Criterion::Order => evidence(facts.order, Gap::OrderMentioned, Gap::OrderMissing),
        Criterion::Delivery => evidence(facts.delivery, Gap::DeliveryMentioned, Gap::DeliveryMissing),
        Criterion::Invoice => evidence(facts.invoice, Gap::InvoiceMentioned, Gap::InvoiceMissing),
        Criterion::Terms => match facts.terms {
            Acceptance::Strong => None,
            Acceptance::Weak => Some(Gap::TermsWeak),
            Acceptance::None => Some(Gap::TermsNone),
        },
        Criterion::Notice => match facts.notice {
            Notice::Presented => None,
            Notice::Sent => Some(Gap::NoticeUnproved),
            Notice::None => Some(Gap::NoticeMissing),
        },
        Criterion::Register => match facts.register {
            None => Some(Gap::ExtractMissing),
            Some(on) => (days_between(on, today) > i64::from(weights.extract_days)).then_some(Gap::ExtractOld),
        },
        Criterion::Authority => (facts.authority == Authority::Missing).then_some(Gap::PowerMissing),
        Criterion::Identity => match facts.identity {
            Identity::Checked => None,
            Identity::Unchecked => Some(Gap::IdentityUnchecked),
            Identity::Conflicting => Some(Gap::IdentityConflicting),
            Identity::Gone => Some(Gap::DebtorGone),
        },
        Criterion::Solvency => match facts.solvency {
            Solvency::Good => None,
            Solvency::Doubtful => Some(Gap::SolvencyDoubtful),
            Solvency::Unknown => Some(Gap::SolvencyUnknown),
            Solvency::EmptyShell => Some(Gap::EmptyShell),
            Solvency::Insolvent => Some(Gap::Insolvent),
        },
        Criterion::Limitation => limitation(facts.limitation.as_ref(), weights),
        Criterion::Court => match facts.court {
            CourtKnown::Seat => None,
            CourtKnown::KindOnly => Some(Gap::CourtSeat),
            CourtKnown::Abroad => Some(Gap::CourtAbroad),
            CourtKnown::Unknown => Some(Gap::CourtUnknown),
        },
    }
}

fn evidence(held: Evidence, mentioned: Gap, missing: Gap) -> Option<Gap> {
    match held {
        Evidence::Filed | Evidence::NotApplicable => None,
        Evidence::Mentioned => Some(mentioned),
        Evidence::Missing => Some(missing),
    }
}

fn limitation(state: Option<&rights::State>, weights: &Weights) -> Option<Gap> {
    match state {
        None | Some(rights::State::Unconfirmed { .. }) => Some(Gap::LimitationUnknown),
        Some(rights::State::Expired { .. }) => Some(Gap::TimeBarred),
        Some(rights::State::LastDay) => Some(Gap::LimitationNear),
        Some(rights::State::Running { left, .. }) => {
            (*left <= i64::from(weights.limitation_days)).then_some(Gap::LimitationNear)
        }
        Some(rights::State::Stopped { .. } | rights::State::Ended { .. }) => None,
    }
}

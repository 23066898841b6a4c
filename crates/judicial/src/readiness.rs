//! Whether a file can go before a judge: what it proves, what it lacks, and who is asked for it.
//!
//! Facts in, verdict out. Each criterion gives points from 0 to 100, weighed as the house says ([`Weights`]); what
//! does not apply counts neither way. A [`Gap`] that blocks makes the file not ready whatever its score; a formal
//! notice never does, since no text asks for it before a petition. Sales between traders are proved by any means
//! (C. com. L110-3), so that the triangle of order, delivery and invoice is weighed, not demanded, save the invoice:
//! nothing else says what is asked.

pub mod exhibits;
mod facts;
mod gaps;
#[cfg(test)]
mod tests;
mod weights;

use kernel::{Date, Wording, days_between, slug_enum};
use serde::Serialize;

use crate::guard;
pub use facts::{Acceptance, Authority, Contest, CourtKnown, Evidence, Facts, Identity, Notice, Role, Solvency};
pub use gaps::{Basis, Gap};
pub use weights::{WEIGHT_MAX, WeightFault, Weights};

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
            Identity::Unregistered => Some(Gap::SirenUnknown),
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

fn limitation(state: Option<&guard::State>, weights: &Weights) -> Option<Gap> {
    match state {
        None | Some(guard::State::Unconfirmed { .. }) => Some(Gap::LimitationUnknown),
        Some(guard::State::Expired { .. }) => Some(Gap::TimeBarred),
        Some(guard::State::LastDay) => Some(Gap::LimitationNear),
        Some(guard::State::Running { left, .. }) => {
            (*left <= i64::from(weights.limitation_days)).then_some(Gap::LimitationNear)
        }
        Some(guard::State::Stopped { .. } | guard::State::Ended { .. }) => None,
    }
}

//! What each criterion counts for, and where the verdicts begin.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CRITERIA, Criterion};

/// The heaviest weight.
pub const WEIGHT_MAX: u8 = 20;

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
    pub(super) ready: u32,
    pub(super) reserves: u32,
    pub(super) extract_days: u16,
    pub(super) limitation_days: u16,
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

    /// The same with other delays, in days: an extract is old after the first, limitation presses from the second.
    #[must_use]
    pub const fn dated(mut self, extract_days: u16, limitation_days: u16) -> Self {
        (self.extract_days, self.limitation_days) = (extract_days, limitation_days);
        self
    }

    /// The score, in thousandths, from which a file is ready, and below which it is not.
    pub const fn bounds(&self) -> (u32, u32) {
        (self.ready, self.reserves)
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

//! Criteria that are read on scales, weighed as a house says, and added up.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

/// The heaviest weight.
pub const WEIGHT_MAX: u8 = 20;

/// What an order is made of: each criterion has one place.
pub trait Criteria: Copy + Ord + Debug + Serialize + DeserializeOwned + 'static {
    /// Every criterion, each at its place.
    const ALL: &'static [Self];
    /// Its place.
    fn place(self) -> usize;
    /// The slug stored and spoken.
    fn slug(self) -> &'static str;
}

/// Says of enumerations of slugs that they are criteria.
macro_rules! criteria {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::weights::Criteria for $name {
            const ALL: &'static [Self] = Self::ALL;
            fn place(self) -> usize {
                self as usize
            }
            fn slug(self) -> &'static str {
                self.slug()
            }
        }
    )+};
}
pub(crate) use criteria;

/// How much each of `N` criteria counts, 0 to [`WEIGHT_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "BTreeMap<C, u8>", try_from = "BTreeMap<C, u8>", bound = "C: Criteria")]
pub struct Weights<C, const N: usize> {
    of: [u8; N],
    criteria: PhantomData<C>,
}

impl<C: Criteria, const N: usize> Weights<C, N> {
    /// Where everything counts the same.
    pub(crate) const fn even(weight: u8) -> Self {
        Self { of: [weight; N], criteria: PhantomData }
    }

    #[cfg(test)]
    pub(crate) const fn each(of: [u8; N]) -> Self {
        Self { of, criteria: PhantomData }
    }

    /// The weight of one criterion.
    pub fn get(&self, criterion: C) -> u8 {
        self.of[criterion.place()]
    }

    /// The weights, in the order of the criteria.
    pub(crate) const fn all(&self) -> [u8; N] {
        self.of
    }

    /// The same with another weight of one criterion.
    ///
    /// # Errors
    /// [`WeightTooHeavy`] above [`WEIGHT_MAX`].
    pub fn with(mut self, criterion: C, weight: u8) -> Result<Self, WeightTooHeavy> {
        if weight > WEIGHT_MAX {
            return Err(WeightTooHeavy { criterion: criterion.slug() });
        }
        self.of[criterion.place()] = weight;
        Ok(self)
    }

    /// True when nothing counts: no order would have a reason.
    pub fn is_void(&self) -> bool {
        self.of.iter().all(|weight| *weight == 0)
    }
}

/// A weight that is no weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the weight of « {criterion} » goes from 0 to {WEIGHT_MAX}")]
pub struct WeightTooHeavy {
    /// Whose, its slug.
    pub criterion: &'static str,
}

impl<C: Criteria, const N: usize> From<Weights<C, N>> for BTreeMap<C, u8> {
    fn from(weights: Weights<C, N>) -> Self {
        C::ALL.iter().map(|criterion| (*criterion, weights.get(*criterion))).collect()
    }
}

/// A criterion that is not named does not count.
impl<C: Criteria, const N: usize> TryFrom<BTreeMap<C, u8>> for Weights<C, N> {
    type Error = WeightTooHeavy;

    fn try_from(given: BTreeMap<C, u8>) -> Result<Self, WeightTooHeavy> {
        given.into_iter().try_fold(Self::even(0), |weights, (criterion, weight)| weights.with(criterion, weight))
    }
}

/// Points by measure: straight between two marks, flat beyond the ends.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Scale(pub(crate) Vec<(i64, i64)>);

impl Scale {
    pub(crate) fn read(&self, measure: i64) -> u8 {
        let after = self.0.partition_point(|(mark, _)| *mark <= measure);
        let points = match (after.checked_sub(1).map(|at| self.0[at]), self.0.get(after)) {
            (Some((low, from)), Some((high, to))) => from + (to - from) * (measure - low) / (high - low),
            (Some((_, last)), None) => last,
            (None, first) => first.map_or(0, |(_, points)| *points),
        };
        u8::try_from(points.clamp(0, 100)).unwrap_or(100)
    }
}

/// The scales of a file, each at the place of its criterion.
pub(crate) fn scales<'de, C: Criteria, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[Scale; N], D::Error> {
    let mut written = BTreeMap::<C, Scale>::deserialize(from)?;
    Ok(std::array::from_fn(|place| C::ALL.get(place).and_then(|one| written.remove(one)).unwrap_or_default()))
}

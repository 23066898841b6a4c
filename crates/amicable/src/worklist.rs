//! The order of a collector's day: what each criterion gives a file, weighed and added up.
//!
//! Points are whole numbers from 0 to 100, read on scales that are data (`data/worklist.json`); weights are
//! whole numbers that the house may change. What nobody knows gives no point: a payer without past, a move
//! nobody made yet.

use std::sync::LazyLock;

use kernel::slug_enum;
use serde::Deserialize;

use crate::weights::{Scale, criteria, scales};

slug_enum!(
    /// What makes a file come before another.
    Criterion {
        /// What is late, credits taken off.
        Amount = "amount",
        /// Days late of the oldest piece.
        Lateness = "lateness",
        /// How late this payer paid before.
        Payer = "payer",
        /// A promise that was not kept.
        Promise = "promise",
        /// A right that will be lost.
        Right = "right",
        /// What the next move can be expected to bring.
        Value = "value",
        /// Something waits for a person: a task, an approval, a piece that is free again.
        Waiting = "waiting",
    }
);

/// Criteria.
pub const CRITERIA: usize = Criterion::ALL.len();
criteria!(Criterion);

/// What is known of a file on the day it is ranked. What is not known is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// What is late, credits taken off: whole units of its currency, cents left out; never below zero.
    pub overdue: i64,
    /// Days late of the oldest piece.
    pub late_days: i64,
    /// Days late this payer paid on average, weighed by amount; 0 for one who pays in time.
    pub paid_late: Option<i64>,
    /// Days since the last day a broken promise was waited for.
    pub broken_for: Option<i64>,
    /// Days left to act before a right is lost, the last day included: 0 on that day.
    pub right_left: Option<i64>,
    /// Of a thousand asked by the next move, how much came in time before.
    pub answer: Option<i64>,
    /// Days that something has waited for a person; 0 since today.
    pub waiting_for: Option<i64>,
}

impl Facts {
    /// What the next move can be expected to bring, whole units of the currency.
    pub fn expected(&self) -> Option<i64> {
        let of = |share: i64| i128::from(self.overdue.max(0)) * i128::from(share.clamp(0, 1000)) / 1000;
        self.answer.map(|share| i64::try_from(of(share)).unwrap_or(i64::MAX))
    }

    /// What a criterion is read from; none when it is not known, or does not apply.
    pub fn measure(&self, criterion: Criterion) -> Option<i64> {
        match criterion {
            Criterion::Amount => Some(self.overdue).filter(|units| *units > 0),
            Criterion::Lateness => Some(self.late_days).filter(|days| *days > 0),
            Criterion::Payer => self.paid_late,
            Criterion::Promise => self.broken_for.filter(|days| *days <= rules().promise_days),
            Criterion::Right => self.right_left.filter(|days| *days <= rules().right_days),
            Criterion::Value => self.expected(),
            Criterion::Waiting => self.waiting_for,
        }
    }
}

/// Points of each criterion, in the order of [`Criterion::ALL`]: 0 to 100.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Points([u8; CRITERIA]);

impl Points {
    /// The points that facts give.
    pub fn of(facts: &Facts) -> Self {
        let mut points = Self::default();
        for (place, criterion) in Criterion::ALL.iter().enumerate() {
            let scale = &rules().scales[place];
            points.0[place] = facts.measure(*criterion).map_or(0, |measure| scale.read(measure));
        }
        points
    }

    /// The points of one criterion.
    pub const fn get(&self, criterion: Criterion) -> u8 {
        self.0[criterion as usize]
    }

    /// Points times weights, added up: what files are ordered by.
    pub fn weighed(&self, weights: &Weights) -> u32 {
        self.0.iter().zip(weights.all()).map(|(points, weight)| u32::from(*points) * u32::from(weight)).sum()
    }
}

/// How much each criterion counts.
pub type Weights = crate::weights::Weights<Criterion, CRITERIA>;

impl Weights {
    /// The weights shipped.
    pub fn shipped() -> Self {
        rules().weights
    }
}

/// The data shipped.
#[derive(Debug, Deserialize)]
pub struct Rules {
    weights: Weights,
    #[serde(deserialize_with = "scales::<Criterion, _, CRITERIA>")]
    scales: [Scale; CRITERIA],
    /// Days a broken promise is told after the last day it was waited for.
    pub promise_days: i64,
    /// Days before the loss of a right that it is told.
    pub right_days: i64,
    /// Days a piece that is free again is told.
    pub over_days: i64,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/worklist.json")).unwrap_or_else(|_| Rules {
        weights: Weights::even(1),
        scales: Default::default(),
        promise_days: 0,
        right_days: 0,
        over_days: 0,
    })
});

/// Scales, weights and days as shipped.
pub fn rules() -> &'static Rules {
    &RULES
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::weights::WEIGHT_MAX;

    #[test]
    fn each_criterion_has_a_weight_and_a_scale_that_never_turns_back() {
        for (place, criterion) in Criterion::ALL.iter().enumerate() {
            let marks = &rules().scales[place].0;
            assert!(marks.len() >= 4 && Weights::shipped().get(*criterion) > 0, "{criterion:?}");
            assert!(marks.windows(2).all(|pair| pair[0].0 < pair[1].0), "{criterion:?}: marks in order");
            let (rises, falls) = (|p: &[(i64, i64)]| p[0].1 <= p[1].1, |p: &[(i64, i64)]| p[0].1 >= p[1].1);
            assert!(marks.windows(2).all(rises) || marks.windows(2).all(falls), "{criterion:?} goes one way");
        }
        assert!((rules().promise_days, rules().right_days, rules().over_days) == (30, 90, 7), "the data was not read");
    }

    /// Read off the scales by hand.
    #[test]
    fn points_are_read_on_the_scales() {
        let nothing = Facts::default();
        let cases = [
            (nothing, [0, 0, 0, 0, 0, 0, 0]),
            // 12 400 €: 60 + 10 × 2 400 / 15 000; 42 days: 40 + 20 × 12 / 30; broken 6 days ago: 100 − 20 × 3 / 4.
            (Facts { overdue: 12_400, late_days: 42, broken_for: Some(6), ..nothing }, [61, 48, 0, 85, 0, 0, 0]),
            // A quarter of 12 400 € is 3 100 €: 50 + 10 × 600 / 2 500.
            (Facts { overdue: 12_400, answer: Some(250), ..nothing }, [61, 0, 0, 0, 0, 52, 0]),
            (Facts { overdue: 1_000_000, late_days: 4_000, ..nothing }, [100, 100, 0, 0, 0, 0, 0]),
            // Pays twenty days late; a right is lost today; a task given a week ago.
            (
                Facts { paid_late: Some(20), right_left: Some(0), waiting_for: Some(7), ..nothing },
                [0, 0, 35, 0, 100, 0, 100],
            ),
            // Too far away to be told, or too long ago.
            (Facts { right_left: Some(91), broken_for: Some(31), ..nothing }, [0, 0, 0, 0, 0, 0, 0]),
            (Facts { paid_late: Some(0), waiting_for: Some(0), ..nothing }, [0, 0, 0, 0, 0, 0, 60]),
        ];
        for (facts, points) in cases {
            assert_eq!(Points::of(&facts).0, points, "{facts:?}");
        }
    }

    #[test]
    fn the_score_is_the_sum_of_points_times_weights() {
        let facts = Facts { overdue: 12_400, late_days: 42, broken_for: Some(6), ..Facts::default() };
        assert_eq!(Points::of(&facts).weighed(&Weights::shipped()), 61 * 4 + 48 * 2 + 85 * 5);
        let only = Weights::even(0).with(Criterion::Lateness, 3).expect("a weight");
        assert_eq!(Points::of(&facts).weighed(&only), 144);
    }

    #[test]
    fn weights_are_read_by_name_and_bounded() {
        let read = |json: &str| serde_json::from_str::<Weights>(json);
        let some = read(r#"{"amount": 7, "right": 20}"#).expect("weights");
        assert_eq!((some.get(Criterion::Amount), some.get(Criterion::Lateness)), (7, 0));
        assert_eq!(read(&serde_json::to_string(&some).expect("JSON")).expect("weights"), some);
        assert!(read(r#"{"amount": 21}"#).is_err() && read(r#"{"luck": 1}"#).is_err());
        assert!(read("{}").expect("weights").is_void());
    }

    fn facts() -> impl Strategy<Value = Facts> {
        let maybe = |most: i64| proptest::option::of(0..most);
        (0_i64..400_000, 0_i64..800, maybe(200), maybe(60), maybe(200), maybe(1001), maybe(60)).prop_map(
            |(overdue, late_days, paid_late, broken_for, right_left, answer, waiting_for)| Facts {
                overdue,
                late_days,
                paid_late,
                broken_for,
                right_left,
                answer,
                waiting_for,
            },
        )
    }

    proptest! {
        #[test]
        fn more_money_never_ranks_lower(facts in facts(), more in 0_i64..100_000, weights in any::<[u8; CRITERIA]>()) {
            let weights = Weights::each(weights.map(|w| w % (WEIGHT_MAX + 1)));
            let richer = Facts { overdue: facts.overdue + more, ..facts };
            prop_assert!(Points::of(&richer).weighed(&weights) >= Points::of(&facts).weighed(&weights));
        }

        #[test]
        fn more_lateness_never_ranks_lower(facts in facts(), more in 0_i64..400, weights in any::<[u8; CRITERIA]>()) {
            let weights = Weights::each(weights.map(|w| w % (WEIGHT_MAX + 1)));
            let later = Facts { late_days: facts.late_days + more, ..facts };
            prop_assert!(Points::of(&later).weighed(&weights) >= Points::of(&facts).weighed(&weights));
        }

        #[test]
        fn what_nobody_knows_gives_no_point(facts in facts()) {
            let blind = Facts { paid_late: None, answer: None, ..facts };
            let points = Points::of(&blind);
            prop_assert_eq!((points.get(Criterion::Payer), points.get(Criterion::Value)), (0, 0));
        }
    }
}

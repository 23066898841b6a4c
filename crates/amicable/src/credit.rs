//! Credit: what a customer's own conduct says of the risk, whether orders go on, what gets worse.
//!
//! Points are whole numbers from 0 to 100 on scales that are data (`data/credit.json`), weighed as the house
//! says, added up. What nobody knows gives no point and does not count in the whole either; a customer of whom
//! too little is known has no class.

pub mod orders;
pub mod signals;

use std::sync::LazyLock;

use kernel::slug_enum;
use serde::Deserialize;

use crate::weights::{Scale, criteria, scales};

slug_enum!(
    /// What makes a customer a risk.
    Criterion {
        /// Days late it pays, on average.
        Lateness = "lateness",
        /// How much later it pays these three months than the nine before.
        Trend = "trend",
        /// The share of what it owes that is late.
        Overdue = "overdue",
        /// Promises it did not keep.
        Promises = "promises",
        /// Instalment plans it broke.
        Plans = "plans",
        /// Disputes it opened without ground.
        Disputes = "disputes",
        /// Payments that its bank sent back.
        Rejects = "rejects",
        /// How short a time it has been a customer.
        Age = "age",
    }
);

slug_enum!(
    /// The class of a risk, the best first.
    Grade {
        /// Pays in time.
        A = "a",
        /// Pays, a little late.
        B = "b",
        /// To be watched.
        C = "c",
        /// A risk.
        D = "d",
        /// A grave risk.
        E = "e",
    }
);

/// Criteria.
pub const CRITERIA: usize = Criterion::ALL.len();
criteria!(Criterion);

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those.
    pub bad: i64,
    /// Of these.
    pub of: i64,
}

impl Share {
    /// In thousandths; none of nothing.
    pub fn per_mille(self) -> Option<i64> {
        let exact = i128::from(self.bad.clamp(0, self.of.max(0))) * 1000;
        (self.of > 0).then(|| i64::try_from(exact / i128::from(self.of)).unwrap_or(1000))
    }
}

/// What is known of a customer. What is not known is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Conduct {
    /// Invoices that fell due, paid or not.
    pub witnesses: i64,
    /// Days late on average over two years, 0 for one who pays in time.
    pub paid_late: Option<i64>,
    /// Pieces paid that say so.
    pub paid_pieces: i64,
    /// Days late on average over the last three months; negative when it paid before.
    pub recent: Option<i64>,
    /// The same over the nine months before these.
    pub before: Option<i64>,
    /// What is late of what it owes, minor units.
    pub overdue: Share,
    /// Promises not kept, of those the ledger judged.
    pub promises: Share,
    /// Plans broken, of those signed.
    pub plans: Share,
    /// Unfounded disputes, of those closed.
    pub disputes: Share,
    /// Payments sent back in twelve months; none where no payment is known.
    pub rejects: Option<i64>,
    /// Months since its first piece.
    pub months: Option<i64>,
}

impl Conduct {
    /// What a criterion is read from; none when it is not known, or does not apply.
    pub fn measure(&self, criterion: Criterion) -> Option<i64> {
        match criterion {
            Criterion::Lateness => self.paid_late,
            Criterion::Trend => self.trend(),
            Criterion::Overdue => self.overdue.per_mille(),
            Criterion::Promises => self.promises.per_mille(),
            Criterion::Plans => (self.plans.of > 0).then_some(self.plans.bad),
            Criterion::Disputes => self.disputes.per_mille(),
            Criterion::Rejects => self.rejects,
            Criterion::Age => self.months,
        }
    }

    /// Days that it pays later than before; negative when it pays earlier.
    pub fn trend(&self) -> Option<i64> {
        Some(self.recent? - self.before?)
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

/// Points of each criterion; none where it is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Points([Option<u8>; CRITERIA]);

impl Points {
    /// The points that a conduct gives.
    pub fn of(conduct: &Conduct) -> Self {
        let mut points = Self::default();
        if conduct.witnesses < rules().witnesses {
            return points;
        }
        for (place, criterion) in Criterion::ALL.iter().enumerate() {
            points.0[place] = conduct.measure(*criterion).map(|measure| rules().scales[place].read(measure));
        }
        points
    }

    /// The points of one criterion.
    pub const fn get(&self, criterion: Criterion) -> Option<u8> {
        self.0[criterion as usize]
    }

    /// Points times weight of one criterion: what it adds to the sum.
    pub fn adds(&self, criterion: Criterion, weights: &Weights) -> Option<u32> {
        Some(u32::from(self.get(criterion)?) * u32::from(weights.get(criterion)))
    }

    /// All of them added up.
    pub fn sum(&self, weights: &Weights) -> u32 {
        Criterion::ALL.iter().filter_map(|criterion| self.adds(*criterion, weights)).sum()
    }

    /// What the sum would be at the worst, of what is known.
    pub fn most(&self, weights: &Weights) -> u32 {
        let known = Criterion::ALL.iter().filter(|criterion| self.get(**criterion).is_some());
        known.map(|criterion| 100 * u32::from(weights.get(*criterion))).sum()
    }

    /// The sum in thousandths of the worst; none when too little is known.
    pub fn score(&self, weights: &Weights) -> Option<u32> {
        // Alone, how long somebody has been a customer says nothing of how they pay.
        let paying = [Criterion::Lateness, Criterion::Overdue].iter().any(|c| self.get(*c).is_some());
        (paying && self.most(weights) > 0).then(|| self.sum(weights) * 1000 / self.most(weights))
    }

    /// The class; none when too little is known.
    pub fn grade(&self, weights: &Weights) -> Option<Grade> {
        let score = self.score(weights)?;
        let passed = rules().bounds.iter().filter(|bound| score > **bound).count();
        Grade::ALL.get(passed).copied()
    }
}

/// The data shipped.
#[derive(Debug, Deserialize)]
pub struct Rules {
    weights: Weights,
    #[serde(deserialize_with = "scales::<Criterion, _, CRITERIA>")]
    scales: [Scale; CRITERIA],
    /// The highest score of the classes A to D, in thousandths.
    pub bounds: [u32; 4],
    /// Invoices fallen due below which a customer has no class.
    pub witnesses: i64,
    /// Days late on average up to which a payer is a good one.
    pub good_late: i64,
    /// Days later than before that are worth a word.
    pub slower_days: i64,
    /// Days before the end of an insurance that it is told.
    pub cover_days: i64,
    /// Days before the last day to declare that it is told.
    pub declare_days: i64,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/credit.json")).unwrap_or_else(|_| Rules {
        weights: Weights::even(1),
        scales: Default::default(),
        bounds: [u32::MAX; 4],
        witnesses: i64::MAX,
        good_late: 0,
        slower_days: i64::MAX,
        cover_days: 0,
        declare_days: 0,
    })
});

/// Scales, weights, classes and days as shipped.
pub fn rules() -> &'static Rules {
    &RULES
}

/// True of the wording or the number of a piece that gives money back because the bank did not pay it.
pub fn is_reject(words: &str) -> bool {
    let words = kernel::search_key(words);
    ["rejet", "impaye", "reject", "unpaid", "chargeback", "bounced"].iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::weights::WEIGHT_MAX;

    #[test]
    fn the_data_is_read_and_each_scale_goes_one_way() {
        assert_eq!((rules().bounds, rules().witnesses), ([150, 300, 500, 700], 3), "the data was not read");
        for (place, criterion) in Criterion::ALL.iter().enumerate() {
            let (low, high) = (rules().scales[place].read(0), rules().scales[place].read(1000));
            assert!(low != high && Weights::shipped().get(*criterion) > 0, "{criterion:?}");
        }
    }

    fn known() -> Conduct {
        Conduct { witnesses: 10, paid_late: Some(0), months: Some(60), ..Conduct::default() }
    }

    /// Worked by hand from the scales and weights.
    #[test]
    fn classes_are_read_off_the_sum() {
        let late = Conduct { paid_late: Some(30), overdue: Share { bad: 300, of: 1000 }, ..known() };
        // Lateness 50 × 6, overdue 40 × 5, age 0 × 1: 500 of 1 200 are 416 thousandths.
        let points = Points::of(&late);
        let weights = Weights::shipped();
        assert_eq!((points.sum(&weights), points.most(&weights)), (500, 1200));
        assert_eq!((points.score(&weights), points.grade(&weights)), (Some(416), Some(Grade::C)));
        assert_eq!(Points::of(&known()).grade(&weights), Some(Grade::A));
        // Everything at its worst.
        let worst = Conduct {
            paid_late: Some(200),
            recent: Some(120),
            before: Some(10),
            overdue: Share { bad: 5, of: 5 },
            promises: Share { bad: 3, of: 3 },
            plans: Share { bad: 3, of: 3 },
            disputes: Share { bad: 2, of: 2 },
            rejects: Some(9),
            months: Some(0),
            ..known()
        };
        assert_eq!(Points::of(&worst).score(&weights), Some(1000));
        assert_eq!(Points::of(&worst).grade(&weights), Some(Grade::E));
    }

    #[test]
    fn what_is_unknown_is_neither_good_nor_bad() {
        let weights = Weights::shipped();
        let fresh = Conduct { witnesses: 2, paid_late: Some(80), ..Conduct::default() };
        assert_eq!(Points::of(&fresh).grade(&weights), None, "two invoices are no history");
        let silent = Conduct { witnesses: 9, months: Some(90), rejects: Some(0), ..Conduct::default() };
        assert_eq!(Points::of(&silent).grade(&weights), None, "nobody knows how it pays");
        let steady = Conduct { recent: None, before: Some(4), ..known() };
        assert_eq!(Points::of(&steady).get(Criterion::Trend), None);
        assert_eq!(Points::of(&known()).get(Criterion::Promises), None, "no promise is no broken promise");
    }

    #[test]
    fn rejects_are_told_from_money_given_back() {
        for (words, reject) in [
            ("Rejet prélèvement mars", true),
            ("IMPAYÉ LCR 4411", true),
            ("Chargeback", true),
            ("Remboursement trop-perçu", false),
            ("", false),
        ] {
            assert_eq!(is_reject(words), reject, "{words}");
        }
    }

    fn conduct() -> impl Strategy<Value = Conduct> {
        let maybe = |most: i64| proptest::option::of(0..most);
        let share = || (0_i64..9, 0_i64..9).prop_map(|(bad, more)| Share { bad, of: bad + more });
        let days = (maybe(200), proptest::option::of(-30_i64..200), proptest::option::of(-30_i64..200));
        (0_i64..20, days, (share(), share(), share(), share()), maybe(8), maybe(120)).prop_map(
            |(witnesses, (paid_late, recent, before), (overdue, promises, plans, disputes), rejects, months)| Conduct {
                witnesses,
                paid_late,
                paid_pieces: witnesses,
                recent,
                before,
                overdue,
                promises,
                plans,
                disputes,
                rejects,
                months,
            },
        )
    }

    proptest! {
        #[test]
        fn the_points_shown_add_up_to_the_score(conduct in conduct(), weights in any::<[u8; CRITERIA]>()) {
            let weights = Weights::each(weights.map(|w| w % (WEIGHT_MAX + 1)));
            let points = Points::of(&conduct);
            let shown: u32 = Criterion::ALL.iter().filter_map(|c| points.adds(*c, &weights)).sum();
            prop_assert_eq!(shown, points.sum(&weights));
            prop_assert!(points.sum(&weights) <= points.most(&weights));
            prop_assert_eq!(points.grade(&weights).is_some(), points.score(&weights).is_some());
        }

        #[test]
        fn paying_later_never_makes_the_class_better(conduct in conduct(), more in 0_i64..100) {
            let weights = Weights::shipped();
            let later = Conduct { paid_late: conduct.paid_late.map(|days| days + more), ..conduct };
            prop_assert!(Points::of(&later).grade(&weights) >= Points::of(&conduct).grade(&weights));
        }
    }
}

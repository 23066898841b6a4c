//! What the sources leave open, as named options with a default and the reason for it.

use kernel::{Date, Rounding};
use serde::{Deserialize, Serialize};

/// Length of the year that divides the product amount × days × rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayCount {
    /// 365 days, leap years too. Default: formula « / 36 500 » of Service-Public F783 and F20688;
    /// no text of law fixes it.
    #[default]
    Actual365,
    /// 366 days in leap years; slices then also break on 1 January.
    ActualActual,
    /// 360 days, the banks' usage; only where it was agreed.
    Actual360,
}

impl DayCount {
    pub(crate) fn year_days(self, day: Date) -> i64 {
        match self {
            Self::Actual365 => 365,
            Self::Actual360 => 360,
            Self::ActualActual => i64::from(day.days_in_year()),
        }
    }
}

/// Which ends of a delay bear interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// The day after the start, to the day of payment included. Default: C. com. L441-10 II « le
    /// jour suivant la date de règlement », CCP R2192-32 to the payment included.
    #[default]
    DayAfterToPayment,
    /// Start and payment both count: one worked example of Service-Public does so.
    BothIncluded,
    /// The start counts, the day of payment does not.
    StartToEve,
}

/// Where cents are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoundAt {
    /// Each slice, so that the slices shown add up to the total. Default.
    #[default]
    Slice,
    /// Once, on the sum; also when a payment settles interest.
    Total,
}

/// What a payment settles first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentOrder {
    /// Interest, then principal: C. civ. 1343-1. Default.
    #[default]
    InterestFirst,
    /// Principal, then interest: a judge's order under C. civ. 1343-5, or the creditor's consent.
    PrincipalFirst,
}

impl PaymentOrder {
    /// Reads `interest-first` or `principal-first`.
    ///
    /// # Errors
    /// [`crate::LawError::Unknown`].
    pub fn parse(word: &str) -> Result<Self, crate::LawError> {
        match word {
            "interest-first" => Ok(Self::InterestFirst),
            "principal-first" => Ok(Self::PrincipalFirst),
            _ => Err(crate::LawError::unknown(
                crate::refusals::Word::PaymentOrder,
                word,
                "interest-first, principal-first",
            )),
        }
    }
}

/// Where the fixed recovery indemnity stands when a payment is imputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IndemnityRank {
    /// After principal. Default: no source seen ranks it before, and the debtor gains by it.
    #[default]
    Last,
    /// With the accessories, before principal.
    BeforePrincipal,
}

/// When an agreed rate is compared with the floor of three times the legal rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FloorTest {
    /// In each half-year of the delay. Default: what creditors' software is seen to do.
    #[default]
    EachHalfYear,
    /// Once, on the day interest starts.
    AtStart,
}

/// The options of a computation of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Conventions {
    /// Length of the year.
    pub day_count: DayCount,
    /// Which ends bear.
    pub ends: Ends,
    /// To the nearest cent, a half up, unless said otherwise.
    pub rounding: Rounding,
    /// Per slice or once.
    pub round_at: RoundAt,
    /// What a payment settles first.
    pub payment_order: PaymentOrder,
    /// Rank of the fixed indemnity.
    pub indemnity_rank: IndemnityRank,
    /// When an agreed rate meets the floor.
    pub floor_test: FloorTest,
}

impl Conventions {
    /// First day that bears interest when interest runs from `start` (due date, notice, title).
    pub(crate) fn first_day(self, start: Date) -> Date {
        match self.ends {
            Ends::DayAfterToPayment => next(start),
            Ends::BothIncluded | Ends::StartToEve => start,
        }
    }

    /// Last day that bears on the balance before an event (payment, computation).
    pub(crate) fn last_day(self, event: Date) -> Date {
        match self.ends {
            Ends::DayAfterToPayment | Ends::BothIncluded => event,
            Ends::StartToEve => eve(event),
        }
    }
}

/// The day after; the last day of the calendar is its own morrow.
pub(crate) fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The day before.
pub(crate) fn eve(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

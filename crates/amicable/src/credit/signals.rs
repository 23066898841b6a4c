//! What gets worse: facts of a day about a customer, each told once.

use kernel::{Date, days_between, from_epoch_day, slug_enum};

use super::{Conduct, rules};

slug_enum!(
    /// What gets worse.
    Signal {
        /// The last day to declare an unpaid piece to the insurer comes near.
        Declare = "declare",
        /// More is owed than the insurer covers.
        OverCover = "over-cover",
        /// More is owed than the limit.
        OverLimit = "over-limit",
        /// A promise was not kept.
        PromiseBroken = "promise-broken",
        /// The bank sent a payment back.
        DebitRejected = "debit-rejected",
        /// Somebody who pays in time is late.
        FirstLate = "first-late",
        /// It pays later than before.
        Slower = "slower",
        /// The insurance ends.
        CoverEnds = "cover-ends",
    }
);

/// The insurance of an account, as far as signals go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Insured {
    /// Last day, included; without end when none.
    pub until: Option<Date>,
    /// Days after the due day to declare an unpaid piece, as the policy says; none where nobody typed it.
    pub declare_days: Option<u32>,
    /// What is owed is beyond what is covered.
    pub over: bool,
}

/// What is watched of an account. Days are epoch days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watched {
    /// How it paid.
    pub conduct: Conduct,
    /// Due day of the oldest piece owed that is late.
    pub oldest_due: Option<i32>,
    /// What is owed is beyond the limit.
    pub over_limit: bool,
    /// The insurance in force.
    pub insured: Option<Insured>,
    /// The last promise that was not kept: the last day it was waited for.
    pub broken: Option<i32>,
    /// The last payment sent back: its accounting day.
    pub rejected: Option<i32>,
}

/// A signal of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub signal: Signal,
    /// The day it is about: the same fact about the same day is told once.
    pub about: Date,
    /// Days: late, later than before, or left, as the signal has it; none where it has none.
    pub days: Option<i64>,
}

/// Days that a promise not kept, or a payment sent back, is news.
const NEWS_DAYS: i32 = 30;

/// What gets worse today, the gravest first.
pub fn signals(watched: &Watched, today: Date) -> Vec<Told> {
    let day = kernel::epoch_day(today);
    let month = first_of_month(today);
    let late = watched.oldest_due.map(|due| i64::from(day - due)).filter(|days| *days > 0);
    let mut told = Vec::new();
    let mut tell = |signal, about, days| told.push(Told { signal, about, days });
    if let Some((declare, due)) = watched.insured.and_then(|i| i.declare_days).zip(watched.oldest_due)
        && late.is_some()
    {
        let last = from_epoch_day(due.saturating_add_unsigned(declare));
        let left = days_between(today, last);
        if left <= rules().declare_days {
            tell(Signal::Declare, last, Some(left));
        }
    }
    if watched.insured.is_some_and(|insured| insured.over) {
        tell(Signal::OverCover, month, None);
    }
    if watched.over_limit {
        tell(Signal::OverLimit, month, None);
    }
    let news = |on: Option<i32>| on.filter(|on| (day - NEWS_DAYS..=day).contains(on)).map(from_epoch_day);
    if let Some(on) = news(watched.broken) {
        tell(Signal::PromiseBroken, on, None);
    }
    if let Some(on) = news(watched.rejected) {
        tell(Signal::DebitRejected, on, None);
    }
    let good = watched.conduct.paid_late.is_some_and(|days| days <= rules().good_late);
    if let Some((days, due)) = late.zip(watched.oldest_due)
        && good
    {
        tell(Signal::FirstLate, from_epoch_day(due), Some(days));
    }
    if let Some(later) = watched.conduct.trend().filter(|days| *days >= rules().slower_days) {
        tell(Signal::Slower, month, Some(later));
    }
    if let Some(until) = watched.insured.and_then(|insured| insured.until) {
        let left = days_between(today, until);
        if left <= rules().cover_days {
            tell(Signal::CoverEnds, until, Some(left));
        }
    }
    told
}

fn first_of_month(day: Date) -> Date {
    day.first_of_month()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn told(watched: &Watched, today: &str) -> Vec<(&'static str, Option<i64>)> {
        signals(watched, day(today)).into_iter().map(|told| (told.signal.slug(), told.days)).collect()
    }

    #[test]
    fn the_clock_of_the_insurer_is_the_one_the_house_typed() {
        let due = Some(kernel::epoch_day(day("2026-09-01")));
        let insured = Insured { until: None, declare_days: Some(90), over: false };
        let watched = Watched { oldest_due: due, insured: Some(insured), ..Watched::default() };
        // 1 September and 90 days are 30 November.
        assert_eq!(told(&watched, "2026-11-14"), [], "sixteen days are left");
        assert_eq!(told(&watched, "2026-11-15"), [("declare", Some(15))]);
        assert_eq!(told(&watched, "2026-12-01"), [("declare", Some(-1))], "over, and still told");
        let silent = Watched { insured: Some(Insured { declare_days: None, ..insured }), ..watched };
        assert_eq!(told(&silent, "2026-12-01"), [], "no number is made up");
    }

    #[test]
    fn a_good_payer_is_told_from_a_bad_one() {
        let due = Some(kernel::epoch_day(day("2026-11-20")));
        let of = |paid_late| Watched {
            conduct: Conduct { paid_late, ..Conduct::default() },
            oldest_due: due,
            ..Watched::default()
        };
        assert_eq!(told(&of(Some(2)), "2026-11-23"), [("first-late", Some(3))]);
        assert_eq!(told(&of(Some(2)), "2026-11-20"), [], "due today is not late");
        assert_eq!(told(&of(Some(25)), "2026-11-23"), []);
        assert_eq!(told(&of(None), "2026-11-23"), [], "nobody knows how it pays");
    }

    #[test]
    fn the_gravest_comes_first() {
        let watched = Watched {
            conduct: Conduct { recent: Some(30), before: Some(5), ..Conduct::default() },
            over_limit: true,
            insured: Some(Insured { until: Some(day("2026-12-01")), declare_days: None, over: true }),
            broken: Some(kernel::epoch_day(day("2026-11-20"))),
            rejected: Some(kernel::epoch_day(day("2026-10-01"))),
            oldest_due: None,
        };
        let all = [
            ("over-cover", None),
            ("over-limit", None),
            ("promise-broken", None),
            ("slower", Some(25)),
            ("cover-ends", Some(8)),
        ];
        assert_eq!(told(&watched, "2026-11-23"), all, "a reject of October is no news");
    }

    #[test]
    fn the_same_fact_keeps_its_day_until_it_changes() {
        let watched = Watched { over_limit: true, ..Watched::default() };
        let about = |today| signals(&watched, day(today))[0].about;
        assert_eq!(about("2026-11-02"), about("2026-11-30"));
        assert_ne!(about("2026-11-30"), about("2026-12-01"), "told again each month that it lasts");
    }
}

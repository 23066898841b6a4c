//! What gets worse: facts of a day about a customer, each told once.

use kernel::{Date, days_between, from_epoch_day, slug_enum};

use super::{Conduct, rules};

slug_enum!(
    /// What gets worse.
    Signal {
        /// The last day to declare an unpaid piece to the insurer is over.
        DeclareOver = "declare-over",
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
    /// What is owed is beyond what is covered.
    pub over: bool,
}

/// An unpaid piece that is insured, late, and that nobody declared to the insurer. One whose due day is only
/// inferred is none: its clock starts once somebody confirms that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undeclared<P> {
    /// The piece.
    pub piece: P,
    /// Last day to declare it, included: its due day and the days of the policy.
    pub last: Date,
}

/// What is watched of an account. Days are epoch days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched<P> {
    /// How it paid.
    pub conduct: Conduct,
    /// Due day of the oldest piece owed that is late.
    pub oldest_due: Option<i32>,
    /// What is owed is beyond the limit.
    pub over_limit: bool,
    /// The insurance in force.
    pub insured: Option<Insured>,
    /// What waits to be declared to the insurer, each piece with a clock of its own.
    pub undeclared: Vec<Undeclared<P>>,
    /// The last promise that was not kept: the last day it was waited for.
    pub broken: Option<i32>,
    /// The last payment sent back: its accounting day.
    pub rejected: Option<i32>,
}

impl<P> Default for Watched<P> {
    fn default() -> Self {
        Self {
            conduct: Conduct::default(),
            oldest_due: None,
            over_limit: false,
            insured: None,
            undeclared: Vec::new(),
            broken: None,
            rejected: None,
        }
    }
}

/// A signal of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<P> {
    /// What.
    pub signal: Signal,
    /// The piece it is about; none where it is about the account.
    pub piece: Option<P>,
    /// The day it is about: the same fact about the same day, and the same piece, is told once.
    pub about: Date,
    /// Days: late, later than before, or left, as the signal has it; none where it has none.
    pub days: Option<i64>,
}

/// Days left today, of a signal whose day is a last day; none for the others.
pub fn days_left(signal: Signal, about: Date, today: Date) -> Option<i64> {
    matches!(signal, Signal::Declare | Signal::DeclareOver).then(|| days_between(today, about))
}

/// Days that a promise not kept, or a payment sent back, is news.
const NEWS_DAYS: i32 = 30;

/// What gets worse today, the gravest first.
pub fn signals<P: Copy>(watched: &Watched<P>, today: Date) -> Vec<Told<P>> {
    let day = kernel::epoch_day(today);
    let month = today.first_of_month();
    let late = watched.oldest_due.map(|due| i64::from(day - due)).filter(|days| *days > 0);
    let mut told: Vec<Told<P>> = watched.undeclared.iter().filter_map(|one| declare(one, today)).collect();
    // Those that are over first.
    told.sort_by_key(|one| (one.signal != Signal::DeclareOver, one.about));
    let mut tell = |signal, about, days| told.push(Told { signal, piece: None, about, days });
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

/// The last days of one piece, and the day after them: two facts, so that the second is told too.
fn declare<P: Copy>(one: &Undeclared<P>, today: Date) -> Option<Told<P>> {
    let left = days_between(today, one.last);
    let signal = if left < 0 { Signal::DeclareOver } else { Signal::Declare };
    (left <= rules().declare_days).then_some(Told { signal, piece: Some(one.piece), about: one.last, days: Some(left) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn told(watched: &Watched<u8>, today: &str) -> Vec<(&'static str, Option<i64>)> {
        signals(watched, day(today)).into_iter().map(|told| (told.signal.slug(), told.days)).collect()
    }

    #[test]
    fn the_clock_of_the_insurer_is_the_one_the_house_typed() {
        // Due on 1 September, and 90 days: 30 November.
        let first = Undeclared { piece: 1_u8, last: day("2026-11-30") };
        let watched = Watched { undeclared: vec![first], ..Watched::default() };
        assert_eq!(told(&watched, "2026-11-14"), [], "sixteen days are left");
        assert_eq!(told(&watched, "2026-11-15"), [("declare", Some(15))]);
        assert_eq!(told(&watched, "2026-11-30"), [("declare", Some(0))], "the last day is one of them");
        assert_eq!(told(&watched, "2026-12-01"), [("declare-over", Some(-1))], "another fact, told by itself");
        // A second piece has a clock of its own, whatever becomes of the first.
        let second = Undeclared { piece: 2_u8, last: day("2026-12-12") };
        let both = Watched { undeclared: vec![second, first], ..Watched::default() };
        let pieces = |today| signals(&both, day(today)).iter().map(|one| one.piece).collect::<Vec<_>>();
        assert_eq!(pieces("2026-11-20"), [Some(1)]);
        assert_eq!(pieces("2026-12-01"), [Some(1), Some(2)], "what is over comes first");
        assert_eq!(days_left(Signal::Declare, first.last, day("2026-11-29")), Some(1));
        assert_eq!(days_left(Signal::FirstLate, first.last, day("2026-11-29")), None);
    }

    #[test]
    fn a_good_payer_is_told_from_a_bad_one() {
        let due = Some(kernel::epoch_day(day("2026-11-20")));
        let of = |paid_late| Watched::<u8> {
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
        let watched = Watched::<u8> {
            conduct: Conduct { recent: Some(30), before: Some(5), ..Conduct::default() },
            over_limit: true,
            insured: Some(Insured { until: Some(day("2026-12-01")), over: true }),
            broken: Some(kernel::epoch_day(day("2026-11-20"))),
            rejected: Some(kernel::epoch_day(day("2026-10-01"))),
            ..Watched::default()
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
        let watched = Watched::<u8> { over_limit: true, ..Watched::default() };
        let about = |today| signals(&watched, day(today))[0].about;
        assert_eq!(about("2026-11-02"), about("2026-11-30"));
        assert_ne!(about("2026-11-30"), about("2026-12-01"), "told again each month that it lasts");
    }
}

//! Which instalments the money that came has kept.
//!
//! Money goes to the instalments in the order of their due days: what a debtor pays in advance keeps the next
//! ones. What is counted is what reached the books; what was given back or rejected takes itself off again.

use kernel::{Date, Money, days_between, slug_enum};

use super::{Instalment, PlanState};

slug_enum!(
    /// What became of an instalment.
    InstalmentState {
        /// Its day has not come, or the days after it that are waited run.
        Awaited = "awaited",
        /// Paid by its day, or within the days waited.
        Kept = "kept",
        /// Paid later.
        KeptLate = "kept-late",
        /// Part of it is paid, and its day is over.
        Partly = "partly",
        /// Nothing is paid, and its day is over.
        Late = "late",
    }
);

/// Money that came for a plan; negative when it was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The day it was entered.
    pub on: Date,
    /// Minor units.
    pub minor: i64,
}

/// One instalment and what came for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstalmentStanding {
    /// The instalment.
    pub instalment: Instalment,
    /// What is paid of it.
    pub paid: Money,
    /// The day the last of it came; none while something is left.
    pub paid_on: Option<Date>,
    /// What became of it.
    pub state: InstalmentState,
}

/// Where a plan stands by the ledger at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// In order of due day.
    pub instalments: Vec<InstalmentStanding>,
    /// Everything that came, as far as the plan asks.
    pub paid: Money,
    /// What is late: due, waited for, and not there.
    pub late: Money,
    /// What is left of the whole plan.
    pub left: Money,
    /// The due day of the oldest instalment that is late.
    pub late_since: Option<Date>,
}

impl Standing {
    /// Divides what came by the end of `today` among the instalments. An instalment is late once `grace_days`
    /// after its due day are over. Who pays everything early owes no interest for the time that did not run: once
    /// the principal is there with the interest of the instalments due by then, nothing more is asked.
    pub fn read(instalments: &[Instalment], receipts: &[Receipt], grace_days: i64, today: Date) -> Option<Self> {
        let currency = instalments.first()?.amount.currency();
        let money = |minor: i64| Money::new(minor, currency);
        let came = by_day(receipts, today);
        let total: i64 = came.iter().map(|r| r.minor).sum();
        let settled = settled_on(instalments, &came);
        let (mut rest, mut sum) = (total.max(0), 0);
        let mut read = Vec::with_capacity(instalments.len());
        for asked in instalments {
            let runs = settled.is_none_or(|on| asked.due <= on);
            let instalment = if runs { *asked } else { asked.without_interest() };
            let wanted = instalment.amount.minor();
            let paid = rest.min(wanted);
            rest -= paid;
            sum += wanted;
            let paid_on = if paid == wanted { reached(&came, sum) } else { None };
            let over = days_between(instalment.due, today) > grace_days;
            let state = match paid_on {
                Some(on) if days_between(instalment.due, on) > grace_days => InstalmentState::KeptLate,
                Some(_) => InstalmentState::Kept,
                None if !over => InstalmentState::Awaited,
                None if paid > 0 => InstalmentState::Partly,
                None => InstalmentState::Late,
            };
            read.push(InstalmentStanding { instalment, paid: money(paid), paid_on, state });
        }
        let late: i64 = read.iter().filter(|i| i.is_late()).map(|i| i.left().minor()).sum();
        let paid: i64 = read.iter().map(|i| i.paid.minor()).sum();
        Some(Self {
            paid: money(paid),
            late: money(late),
            left: money(sum - paid),
            late_since: read.iter().find(|i| i.is_late()).map(|i| i.instalment.due),
            instalments: read,
        })
    }

    /// The state that the ledger gives a plan that binds; the same when it changes nothing. A notice is obeyed once
    /// what it asked for is paid, `noticed` in all from the first instalment on, whatever fell due since.
    pub fn state(&self, state: PlanState, noticed: Option<Money>) -> PlanState {
        match state {
            PlanState::Active | PlanState::Late | PlanState::Noticed if self.left.is_zero() => PlanState::Kept,
            PlanState::Active if !self.late.is_zero() => PlanState::Late,
            PlanState::Late | PlanState::Noticed if self.late.is_zero() => PlanState::Active,
            PlanState::Noticed if self.obeys(noticed) => PlanState::Late,
            other => other,
        }
    }

    /// True once what a notice asked for is paid.
    pub fn obeys(&self, noticed: Option<Money>) -> bool {
        self.late.is_zero() || noticed.is_some_and(|noticed| self.paid.minor() >= noticed.minor())
    }

    /// What a notice given now asks for in all, from the first instalment to the last one that is late.
    pub fn to_notice(&self) -> Money {
        let last = self.instalments.iter().rposition(InstalmentStanding::is_late);
        let asked = self.instalments.iter().take(last.map_or(0, |last| last + 1));
        Money::new(asked.map(|i| i.instalment.amount.minor()).sum(), self.left.currency())
    }

    /// What is owed at once when the term is forfeited on `day`: what is left, without the interest of the time that
    /// did not run.
    pub fn at_once(&self, day: Date) -> Money {
        let owed = self.instalments.iter().map(|i| {
            let to_come = if i.instalment.due > day { i.instalment.interest.minor() } else { 0 };
            (i.left().minor() - to_come).max(0)
        });
        Money::new(owed.sum(), self.left.currency())
    }

    /// The next instalment to be paid.
    pub fn next(&self) -> Option<&InstalmentStanding> {
        self.instalments.iter().find(|i| i.paid_on.is_none())
    }
}

impl InstalmentStanding {
    /// Its day is over and something of it is missing.
    pub const fn is_late(&self) -> bool {
        matches!(self.state, InstalmentState::Partly | InstalmentState::Late)
    }

    /// What is missing of it.
    pub const fn left(&self) -> Money {
        Money::new(self.instalment.amount.minor() - self.paid.minor(), self.paid.currency())
    }
}

/// What came until `today`, one sum a day: what was rejected and presented again on one day came once.
fn by_day(receipts: &[Receipt], today: Date) -> Vec<Receipt> {
    let mut came: Vec<Receipt> = receipts.iter().filter(|r| r.on <= today).copied().collect();
    came.sort_by_key(|r| r.on);
    came.dedup_by(|next, kept| {
        let same = next.on == kept.on;
        if same {
            kept.minor += next.minor;
        }
        same
    });
    came
}

/// The day from which what came never fell under `minor` again.
fn reached(came: &[Receipt], minor: i64) -> Option<Date> {
    let (mut sum, mut since) = (0, None);
    for receipt in came {
        sum += receipt.minor;
        match (sum >= minor, since) {
            (true, None) => since = Some(receipt.on),
            (false, Some(_)) => since = None,
            _ => {}
        }
    }
    since
}

/// The first day on which the whole principal was there for good, with the interest of the instalments due by then.
fn settled_on(instalments: &[Instalment], came: &[Receipt]) -> Option<Date> {
    let principal: i64 = instalments.iter().map(|i| i.amount.minor() - i.interest.minor()).sum();
    came.iter().map(|r| r.on).find(|day| {
        let run: i64 = instalments.iter().filter(|i| i.due <= *day).map(|i| i.interest.minor()).sum();
        reached(came, principal + run).is_some_and(|on| on <= *day)
    })
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn three() -> Vec<Instalment> {
        let one = |due: &str| Instalment {
            due: day(due),
            amount: Money::new(10_000, Currency::EUR),
            interest: Money::zero(Currency::EUR),
        };
        ["2026-12-01", "2027-01-01", "2027-02-01"].map(one).to_vec()
    }

    fn at(today: &str, receipts: &[(&str, i64)]) -> Standing {
        let receipts: Vec<Receipt> =
            receipts.iter().map(|(on, minor)| Receipt { on: day(on), minor: *minor }).collect();
        Standing::read(&three(), &receipts, 3, day(today)).expect("a plan")
    }

    fn states(standing: &Standing) -> Vec<&'static str> {
        standing.instalments.iter().map(|i| i.state.slug()).collect()
    }

    #[test]
    fn the_ledger_says_which_instalments_are_kept() {
        use PlanState::{Active, Kept, Late, Noticed};
        let quiet = at("2026-12-04", &[]);
        assert_eq!((states(&quiet), quiet.state(Active, None)), (vec!["awaited"; 3], Active), "the days waited run");
        let late = at("2026-12-05", &[]);
        assert_eq!((states(&late)[0], late.late.minor(), late.state(Active, None)), ("late", 10_000, Late));
        assert_eq!(late.state(Noticed, None), Noticed, "a notice is given once");
        let partly = at("2026-12-05", &[("2026-12-03", 4_000)]);
        assert_eq!((states(&partly)[0], partly.late.minor()), ("partly", 6_000));
        let caught_up = at("2026-12-20", &[("2026-12-03", 4_000), ("2026-12-18", 6_000)]);
        assert_eq!((states(&caught_up)[0], caught_up.state(Late, None)), ("kept-late", Active));
        let ahead = at("2026-12-01", &[("2026-11-25", 15_000)]);
        assert_eq!(states(&ahead), ["kept", "awaited", "awaited"]);
        assert_eq!(ahead.next().expect("a next one").paid.minor(), 5_000, "what is paid ahead keeps the next one");
        let whole = at("2026-12-01", &[("2026-11-25", 35_000)]);
        assert_eq!((whole.state(Active, None), whole.paid.minor(), whole.left.minor()), (Kept, 30_000, 0));
    }

    #[test]
    fn a_rejected_payment_keeps_nothing() {
        let rejected = at("2026-12-10", &[("2026-12-01", 10_000), ("2026-12-05", -10_000)]);
        assert_eq!((states(&rejected)[0], rejected.paid.minor()), ("late", 0));
        let again = at("2026-12-20", &[("2026-12-01", 10_000), ("2026-12-05", -10_000), ("2026-12-15", 10_000)]);
        assert_eq!(
            (states(&again)[0], again.instalments[0].paid_on),
            ("kept-late", Some(day("2026-12-15"))),
            "by the money that stayed"
        );
    }

    #[test]
    fn a_payment_rejected_and_presented_again_on_one_day_came_that_day() {
        for order in [[-10_000, 10_000], [10_000, -10_000]] {
            let came = [("2026-12-01", 10_000), ("2026-12-03", order[0]), ("2026-12-03", order[1])];
            assert_eq!(states(&at("2026-12-10", &came))[0], "kept", "{order:?}");
        }
    }

    /// 100.00 and 3.00, 2.00, 1.00 of interest each month.
    fn with_interest(today: &str, receipts: &[(&str, i64)]) -> Standing {
        let with = |(i, interest): (Instalment, i64)| Instalment {
            amount: Money::new(10_000 + interest, Currency::EUR),
            interest: Money::new(interest, Currency::EUR),
            ..i
        };
        let dated: Vec<Instalment> = three().into_iter().zip([300, 200, 100]).map(with).collect();
        let receipts: Vec<Receipt> =
            receipts.iter().map(|(on, minor)| Receipt { on: day(on), minor: *minor }).collect();
        Standing::read(&dated, &receipts, 3, day(today)).expect("a plan")
    }

    #[test]
    fn who_pays_early_owes_no_interest_for_the_time_that_did_not_run() {
        let at_first = with_interest("2026-12-02", &[("2026-11-25", 30_000)]);
        assert_eq!((at_first.left.minor(), at_first.state(PlanState::Active, None)), (0, PlanState::Kept));
        let after_one = with_interest("2026-12-20", &[("2026-12-01", 10_300), ("2026-12-20", 20_000)]);
        assert_eq!((after_one.left.minor(), after_one.paid.minor()), (0, 30_300));
        let short = with_interest("2026-12-20", &[("2026-12-01", 10_300), ("2026-12-20", 19_999)]);
        assert_eq!(short.left.minor(), 301, "one cent of the principal is missing: the schedule goes on");
        let back = with_interest("2026-12-20", &[("2026-11-25", 30_000), ("2026-12-02", -30_000)]);
        assert_eq!(back.left.minor(), 30_600, "it did not stay");
    }

    #[test]
    fn a_notice_is_obeyed_once_what_it_asked_for_is_paid() {
        use PlanState::{Late, Noticed};
        let given = at("2026-12-25", &[]);
        let asked = Some(given.to_notice());
        assert_eq!(asked.map(Money::minor), Some(10_000));
        let second = at("2027-01-10", &[("2027-01-08", 10_000)]);
        assert_eq!(second.late.minor(), 10_000, "the second one is late meanwhile");
        assert_eq!(second.state(Noticed, asked), Late, "it needs a notice of its own");
        let short = at("2027-01-10", &[("2027-01-08", 9_999)]);
        assert_eq!((short.state(Noticed, asked), short.obeys(asked)), (Noticed, false));
    }

    #[test]
    fn a_forfeited_term_makes_no_interest_run() {
        let late = with_interest("2026-12-20", &[]);
        assert_eq!((late.left.minor(), late.at_once(day("2026-12-20")).minor()), (30_600, 30_300));
        let partly = with_interest("2026-12-20", &[("2026-12-10", 10_400)]);
        assert_eq!(partly.at_once(day("2026-12-20")).minor(), 19_900, "what came ahead is kept");
    }
}

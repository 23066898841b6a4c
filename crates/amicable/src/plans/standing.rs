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
    /// after its due day are over.
    pub fn read(instalments: &[Instalment], receipts: &[Receipt], grace_days: i64, today: Date) -> Option<Self> {
        let currency = instalments.first()?.amount.currency();
        let money = |minor: i64| Money::new(minor, currency);
        let mut came: Vec<&Receipt> = receipts.iter().filter(|r| r.on <= today).collect();
        came.sort_by_key(|r| r.on);
        let total: i64 = came.iter().map(|r| r.minor).sum();
        let (mut rest, mut sum) = (total.max(0), 0);
        let mut read = Vec::with_capacity(instalments.len());
        for instalment in instalments {
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
            read.push(InstalmentStanding { instalment: *instalment, paid: money(paid), paid_on, state });
        }
        let is_late = |i: &&InstalmentStanding| matches!(i.state, InstalmentState::Partly | InstalmentState::Late);
        let late: i64 = read.iter().filter(is_late).map(|i| i.instalment.amount.minor() - i.paid.minor()).sum();
        let paid: i64 = read.iter().map(|i| i.paid.minor()).sum();
        Some(Self {
            paid: money(paid),
            late: money(late),
            left: money(sum - paid),
            late_since: read.iter().find(is_late).map(|i| i.instalment.due),
            instalments: read,
        })
    }

    /// The state that the ledger gives a plan that binds; the same when it changes nothing.
    pub const fn state(&self, state: PlanState) -> PlanState {
        match state {
            PlanState::Active | PlanState::Late | PlanState::Noticed if self.left.is_zero() => PlanState::Kept,
            PlanState::Active if !self.late.is_zero() => PlanState::Late,
            PlanState::Late | PlanState::Noticed if self.late.is_zero() => PlanState::Active,
            other => other,
        }
    }

    /// The next instalment to be paid.
    pub fn next(&self) -> Option<&InstalmentStanding> {
        self.instalments.iter().find(|i| i.paid_on.is_none())
    }
}

/// The day from which what came never fell under `minor` again.
fn reached(came: &[&Receipt], minor: i64) -> Option<Date> {
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
        assert_eq!((states(&quiet), quiet.state(Active)), (vec!["awaited"; 3], Active), "the days waited run");
        let late = at("2026-12-05", &[]);
        assert_eq!((states(&late)[0], late.late.minor(), late.state(Active)), ("late", 10_000, Late));
        assert_eq!(late.state(Noticed), Noticed, "a notice is given once");
        let partly = at("2026-12-05", &[("2026-12-03", 4_000)]);
        assert_eq!((states(&partly)[0], partly.late.minor()), ("partly", 6_000));
        let caught_up = at("2026-12-20", &[("2026-12-03", 4_000), ("2026-12-18", 6_000)]);
        assert_eq!((states(&caught_up)[0], caught_up.state(Late)), ("kept-late", Active));
        let ahead = at("2026-12-01", &[("2026-11-25", 15_000)]);
        assert_eq!(states(&ahead), ["kept", "awaited", "awaited"]);
        assert_eq!(ahead.next().expect("a next one").paid.minor(), 5_000, "what is paid ahead keeps the next one");
        let whole = at("2026-12-01", &[("2026-11-25", 35_000)]);
        assert_eq!((whole.state(Active), whole.paid.minor(), whole.left.minor()), (Kept, 30_000, 0));
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
}

//! What each account owes, in its main currency.

use kernel::{Currency, epoch_day};

use super::View;

/// The sums of an account in one currency: the main one of the view if it is there, else the first met.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owed {
    /// The currency.
    pub currency: Currency,
    /// Everything open, minor units.
    pub total: i64,
    /// What is late of it.
    pub overdue: i64,
    /// Days late of the oldest piece owed; 0 when none is late.
    pub oldest: i64,
    /// Other currencies have something open too.
    pub others: bool,
    /// Something is open.
    pub any: bool,
}

/// Those of every account, in the order of the cards.
pub(super) fn all(view: &View) -> Vec<Owed> {
    let today = epoch_day(view.as_of);
    (0..view.cards.len()).map(|position| of(view, position, today)).collect()
}

fn of(view: &View, position: usize, today: i32) -> Owed {
    let items = || view.portfolio.items(position);
    let currency = items()
        .map(|i| i.currency)
        .find(|c| *c == view.currency)
        .or_else(|| items().next().map(|i| i.currency))
        .unwrap_or(view.currency);
    let any = items().len() > 0;
    let mut owed = Owed { currency, total: 0, overdue: 0, oldest: 0, others: false, any };
    for item in items() {
        if item.currency != currency {
            owed.others = true;
            continue;
        }
        owed.total += item.open;
        let late = today - item.due_day;
        if late > 0 {
            owed.overdue += item.open;
            if item.open > 0 {
                owed.oldest = owed.oldest.max(i64::from(late));
            }
        }
    }
    owed
}

//! The statement of account: every piece of a period with the running balance.

use kernel::{Currency, Date, Money, Period};
use serde::Serialize;

use crate::{Allocation, Item, ItemId};

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementLine {
    /// The piece.
    pub item: Item,
    /// What is still open at the end of the period.
    pub open: Money,
    /// Balance after this line.
    pub balance: Money,
}

/// The pieces of one account and currency entered during a period, both ends included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statement {
    /// The period.
    pub period: Period,
    /// The currency.
    pub currency: Currency,
    /// Balance at the end of the day before the period.
    pub opening: Money,
    /// Lines by accounting date.
    pub lines: Vec<StatementLine>,
    /// Balance at the end of the period.
    pub closing: Money,
}

/// What is open of `item` at the end of `day`: its amount less the allocations dated until then.
pub fn open_of(item: &Item, allocations: &[Allocation], day: Option<Date>) -> Money {
    let settled: i64 =
        allocations.iter().filter(|a| day.is_none_or(|day| a.on <= day)).map(|a| settles(a, item.id)).sum();
    Money::new(item.amount.minor() + settled, item.amount.currency())
}

/// The effect of one allocation on the open amount of `item`.
fn settles(allocation: &Allocation, item: ItemId) -> i64 {
    match (allocation.debit_id == item, allocation.credit_id == item) {
        (true, _) => -allocation.amount.minor(),
        (_, true) => allocation.amount.minor(),
        _ => 0,
    }
}

/// Statements of an account, one per currency.
pub fn statements(mut items: Vec<Item>, allocations: &[Allocation], period: Period) -> Vec<Statement> {
    items.sort_by_key(|i| (i.entry_on, i.id));
    let mut currencies: Vec<Currency> = items.iter().map(|i| i.amount.currency()).collect();
    currencies.sort();
    currencies.dedup();
    currencies
        .into_iter()
        .map(|currency| {
            let mine = items.iter().filter(|i| i.amount.currency() == currency && i.entry_on <= period.until);
            let mut balance = 0;
            let mut lines = Vec::new();
            let mut opening = 0;
            for item in mine {
                balance += item.amount.minor();
                if item.entry_on < period.from {
                    opening = balance;
                    continue;
                }
                lines.push(StatementLine {
                    open: open_of(item, allocations, Some(period.until)),
                    balance: Money::new(balance, currency),
                    item: item.clone(),
                });
            }
            Statement {
                period,
                currency,
                opening: Money::new(opening, currency),
                lines,
                closing: Money::new(balance, currency),
            }
        })
        .collect()
}

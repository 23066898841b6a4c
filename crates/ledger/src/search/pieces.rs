//! Open pieces by amount, or by the last figures of their number.

use std::collections::HashMap;

use kernel::Currency;
use rayon::prelude::*;

use super::Reason;
use super::sought::Decimal;
use crate::ItemId;
use crate::portfolio::{OpenItem, Portfolio};

/// An open piece that was found.
#[derive(Debug, Clone, Copy)]
pub struct FoundPiece {
    /// Place of its account in the portfolio.
    pub position: usize,
    /// The piece.
    pub item: OpenItem,
    /// What of it was looked for.
    pub reason: Reason,
}

/// The last figures of the numbers of all open pieces, in the order of the portfolio.
#[derive(Debug, Default)]
pub struct Pieces(Vec<u32>);

/// The last run of figures of a number, without leading zeros; 0 when there is none or too many.
fn tail(number: &str) -> u32 {
    let digits = number.trim_end_matches(|c: char| !c.is_ascii_digit());
    let start = digits.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    // What stands before may be longer than a character: only ASCII figures are left after it.
    let run = digits.get(start..).unwrap_or_default();
    run.parse().unwrap_or(0)
}

impl Pieces {
    /// Those of a portfolio.
    pub fn of(portfolio: &Portfolio) -> Self {
        let accounts = 0..portfolio.accounts().len();
        let tails: Vec<Vec<u32>> = accounts
            .into_par_iter()
            .fold(Vec::new, |mut tails, position| {
                tails.extend(portfolio.numbers(position).map(|(_, number)| tail(number)));
                tails
            })
            .collect();
        Self(tails.concat())
    }

    /// The pieces whose number ends with these figures, leading zeros forgiven, `limit` at most.
    pub fn ending(
        &self,
        portfolio: &Portfolio,
        figures: u32,
        keep: &dyn Fn(usize) -> bool,
        limit: usize,
    ) -> Vec<FoundPiece> {
        let places = self.0.iter().enumerate().filter(|(_, tail)| **tail == figures).map(|(place, _)| place);
        let found = places.filter_map(|place| found(portfolio, place, Reason::NumberEnd));
        found.filter(|piece| keep(piece.position)).take(limit).collect()
    }
}

fn found(portfolio: &Portfolio, place: usize, reason: Reason) -> Option<FoundPiece> {
    let (position, item) = portfolio.at(place)?;
    Some(FoundPiece { position, item, reason })
}

impl Portfolio {
    /// The open pieces of exactly one of these amounts, whatever the sign: what is open first, then the
    /// original amount; `limit` at most.
    pub fn with_amounts(&self, amounts: &[Decimal], keep: &dyn Fn(usize) -> bool, limit: usize) -> Vec<FoundPiece> {
        // The same figures are another number of minor units in a currency with other decimals.
        let by_digits: HashMap<u8, Vec<i64>> =
            (0..=4).map(|digits| (digits, amounts.iter().filter_map(|a| a.minor(digits)).collect())).collect();
        let mut any: Vec<i64> = by_digits.values().flatten().copied().filter(|minor| *minor != 0).collect();
        any.sort_unstable();
        any.dedup();
        if any.is_empty() {
            return Vec::new();
        }
        let is = |minor: i64, currency: Currency| {
            by_digits.get(&currency.digits()).is_some_and(|these| these.contains(&minor.saturating_abs()))
        };
        let (currencies, amounts, opens) = self.sums();
        let (mut open, mut original) = (Vec::new(), Vec::new());
        for (place, (left, amount)) in opens.iter().zip(amounts).enumerate() {
            if !any.contains(&left.saturating_abs()) && !any.contains(&amount.saturating_abs()) {
                continue;
            }
            let is = |minor: i64| is(minor, currencies[place]);
            let (into, reason) = match () {
                () if is(*left) => (&mut open, Reason::OpenAmount),
                () if is(*amount) => (&mut original, Reason::Amount),
                () => continue,
            };
            if into.len() < limit {
                into.extend(found(self, place, reason).filter(|piece| keep(piece.position)));
            }
        }
        open.append(&mut original);
        open.truncate(limit);
        open
    }

    /// An open piece of the account at `position`.
    pub fn item(&self, position: usize, id: ItemId) -> Option<OpenItem> {
        self.items(position).find(|item| item.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::{AccountRow, AllocationRow, ItemRow};
    use crate::search::Sought;
    use crate::{AccountId, CreditorId, DebtorId, ItemKind};

    fn portfolio() -> Portfolio {
        let accounts = [1, 2].map(|id| AccountRow { id: AccountId(id), creditor: CreditorId(1), debtor: DebtorId(id) });
        let currency = |code| Currency::parse(code).expect("a currency");
        let (dinar, yen) = (currency("TND"), currency("JPY"));
        let item = |(id, account, amount, currency, number)| ItemRow {
            id: ItemId(id),
            account: AccountId(account),
            kind: ItemKind::Invoice,
            amount,
            currency,
            entry_day: 100,
            issue_day: 100,
            due_day: 130,
            due_inferred: false,
            number,
        };
        let items = [
            (1, 1, 1_240_000, Currency::EUR, "FA-2026-0612"),
            (2, 1, 2_000_000, Currency::EUR, "F612é"),
            (3, 2, -1_240_000, Currency::EUR, "AV 0007 bis"),
            (4, 2, 12_400, yen, "0612"),
            (5, 2, 12_400_000, dinar, "n°"),
            (6, 2, 12_400, Currency::EUR, "99999999999999"),
        ]
        .map(item);
        let paid = AllocationRow { debit: ItemId(2), credit: ItemId(99), amount: 760_000, on_day: 101 };
        Portfolio::build(accounts.to_vec(), &items, &[paid], None)
    }

    #[test]
    fn amounts_are_found_open_or_original_and_exactly() {
        let portfolio = portfolio();
        let all = |_| true;
        let find = |typed: &str, keep: &dyn Fn(usize) -> bool| {
            let found = portfolio.with_amounts(&Sought::read(typed).amounts, keep, 50);
            let mut told: Vec<_> = found.into_iter().map(|f| (f.item.id.0, f.reason)).collect();
            told.sort_unstable();
            told
        };
        let (open, original) = (Reason::OpenAmount, Reason::Amount);
        for typed in ["12 400,00", "12400", "12,400.00", "-12400"] {
            assert_eq!(find(typed, &all), [(1, open), (2, open), (3, open), (4, open), (5, open)], "{typed}");
        }
        assert_eq!(find("20 000,00", &all), [(2, original)]);
        assert_eq!(find("124,00", &all), [(6, open)]);
        assert_eq!(find("12400,01", &all), []);
        assert_eq!(find("0", &all), []);
        assert_eq!(find("12400", &|position| position == 0), [(1, open), (2, open)], "nobody else's");
        assert_eq!(portfolio.with_amounts(&Sought::read("12400").amounts, &all, 2).len(), 2);
    }

    #[test]
    fn the_last_figures_of_a_number_suffice() {
        let portfolio = portfolio();
        let pieces = Pieces::of(&portfolio);
        let find = |figures| {
            let found = pieces.ending(&portfolio, figures, &|_| true, 50);
            let mut ids: Vec<i64> = found.into_iter().map(|f| f.item.id.0).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(find(612), [1, 2, 4]);
        assert_eq!(find(7), [3]);
        assert_eq!(find(2026), [0; 0]);
        assert_eq!(pieces.ending(&portfolio, 612, &|position| position == 1, 50).len(), 1);
        assert_eq!(portfolio.item(0, ItemId(1)).map(|i| i.open), Some(1_240_000));
        assert!(portfolio.item(1, ItemId(1)).is_none());
    }
}

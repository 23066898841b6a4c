//! Open items, ageing and totals at a day: the figures everything else is compared with.

use std::collections::BTreeMap;

use super::text::Day;
use super::world::{Piece, World};
use super::{Cents, MONDAY};

/// The names of the age bands, by days since the due date.
pub(super) const BANDS: [&str; 5] = ["not_due", "1_30", "31_60", "61_90", "91_plus"];

/// An item with something left, as an export of that day shows it.
pub(super) struct OpenItem<'a> {
    pub(super) piece: &'a Piece,
    pub(super) code: &'a str,
    pub(super) role: &'static str,
    pub(super) currency: &'static str,
    pub(super) due: Day,
    /// What is left, credits negative.
    pub(super) open: Cents,
}

impl OpenItem<'_> {
    /// What names the item in an export.
    pub(super) fn key(&self) -> (String, String, &'static str) {
        (self.code.to_owned(), self.piece.number.clone(), self.piece.account)
    }

    /// Whether it is due before `day`; an item due that very day is not late.
    pub(super) fn overdue(&self, day: Day) -> bool {
        self.due < day
    }
}

/// The open items at the end of `day`, by customer, due date and number.
pub(super) fn open_items(world: &World, day: Day) -> Vec<OpenItem<'_>> {
    let open = world.open_all(day);
    let mut list: Vec<OpenItem<'_>> = world
        .pieces
        .iter()
        .zip(open)
        .filter(|(_, open)| *open != 0)
        .map(|(piece, open)| {
            let debtor = &world.debtors[piece.debtor];
            let due = piece.corrected.filter(|_| day >= MONDAY).unwrap_or(piece.due);
            OpenItem { piece, code: &debtor.code, role: debtor.role, currency: debtor.currency, due, open }
        })
        .collect();
    list.sort_by(|a, b| (a.code, a.due, &a.piece.number).cmp(&(b.code, b.due, &b.piece.number)));
    list
}

/// Five bands of debits and five of credits.
#[derive(Default, Clone, Copy)]
pub(super) struct Ageing {
    pub(super) debits: [Cents; 5],
    pub(super) credits: [Cents; 5],
}

impl Ageing {
    pub(super) fn net(&self, band: usize) -> Cents {
        self.debits[band] + self.credits[band]
    }

    pub(super) fn total(&self) -> Cents {
        (0..5).map(|band| self.net(band)).sum()
    }

    pub(super) fn overdue(&self) -> Cents {
        (1..5).map(|band| self.net(band)).sum()
    }
}

/// The ageing at `day`, by currency and due date.
pub(super) fn ageing(items: &[OpenItem<'_>], day: Day) -> BTreeMap<&'static str, Ageing> {
    let mut by_currency: BTreeMap<&'static str, Ageing> = BTreeMap::new();
    for item in items {
        let band = match day.0 - item.due.0 {
            ..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            _ => 4,
        };
        let ageing = by_currency.entry(item.currency).or_default();
        if item.open > 0 { ageing.debits[band] += item.open } else { ageing.credits[band] += item.open }
    }
    by_currency
}

/// What each customer owes, in its currency.
pub(super) fn by_customer(items: &[OpenItem<'_>]) -> BTreeMap<String, (&'static str, Cents)> {
    let mut totals = BTreeMap::new();
    for item in items {
        totals.entry(item.code.to_owned()).or_insert((item.currency, 0)).1 += item.open;
    }
    totals
}

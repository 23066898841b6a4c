//! Late pieces that money settled in the end: when, how much, after how many days.
//!
//! A piece is there once it is wholly settled, when money came after its due date. What credit notes took off it is
//! no money; nor is what only moved it elsewhere (a bill, a doubtful account, a balance brought forward).

use std::ops::Range;

use super::history::Effect;
use crate::portfolio::ItemRow;
use crate::{ItemId, ItemKind};

/// A late piece, wholly settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatePaid {
    /// The day of the last thing that settled it, days since 1970.
    pub day: i32,
    /// The piece.
    pub item: ItemId,
    /// The money that came on it, minor units.
    pub amount: i64,
    /// Σ money × days from the due date to the day it came, none counting below zero; minor units times days.
    pub weight: i64,
}

/// The late pieces of one book that were paid, by the day they ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LatePieces(Vec<LatePaid>);

impl LatePieces {
    /// Those that ended from `from` to `until`, both included.
    pub fn between(&self, from: i32, until: i32) -> &[LatePaid] {
        let start = self.0.partition_point(|one| one.day < from);
        let end = self.0.partition_point(|one| one.day <= until).max(start);
        &self.0[start..end]
    }
}

/// A piece that nothing is left of, with the matches that settled it.
#[derive(Debug, Clone)]
pub(super) struct Ended {
    item: ItemId,
    due: i32,
    effects: Range<usize>,
}

impl Ended {
    /// The piece, where it is one that can be late and nothing is left of it.
    pub fn of(item: &ItemRow<'_>, effects: &[Effect], range: Range<usize>) -> Option<Self> {
        let owed = item.amount > 0 && matches!(item.kind, ItemKind::Invoice | ItemKind::Bill | ItemKind::Doubtful);
        let settled = owed && item.amount + effects.iter().map(|e| e.minor).sum::<i64>() == 0;
        settled.then_some(Self { item: item.id, due: item.due_day, effects: range })
    }
}

/// A piece that settles others: its accounting day, and whether it is money.
#[derive(Debug, Clone, Copy)]
pub(super) struct Credit {
    item: ItemId,
    day: i32,
    money: bool,
}

impl Credit {
    /// The piece, where it is one.
    pub fn of(item: &ItemRow<'_>) -> Option<Self> {
        use ItemKind::{Bill, CreditNote, Doubtful, Opening};
        let money = !matches!(item.kind, CreditNote | Bill | Doubtful | Opening);
        (item.amount < 0).then_some(Self { item: item.id, day: item.entry_day, money })
    }

    /// The piece.
    pub const fn item(&self) -> ItemId {
        self.item
    }
}

/// The pieces that ended late by money, in the order of days and ids. `credits` are in the order of their ids.
pub(super) fn late(ended: &[Ended], effects: &[Effect], credits: &[Credit]) -> LatePieces {
    let mut parts: Vec<(ItemId, i32, i64)> = Vec::new();
    let mut found = Vec::new();
    for one in ended {
        parts.clear();
        for effect in &effects[one.effects.clone()] {
            match parts.iter_mut().find(|(by, ..)| *by == effect.by) {
                Some(part) => part.2 -= effect.minor,
                None => parts.push((effect.by, effect.day, -effect.minor)),
            }
        }
        found.extend(paid(one, &parts, credits));
    }
    found.sort_unstable_by_key(|one| (one.day, one.item));
    found.shrink_to_fit();
    LatePieces(found)
}

/// What came on a piece, by what settled it; nothing where no money came late.
fn paid(piece: &Ended, parts: &[(ItemId, i32, i64)], credits: &[Credit]) -> Option<LatePaid> {
    let (mut last, mut last_money) = (None, None);
    let (mut amount, mut weight) = (0_i64, 0_i64);
    for (by, matched, minor) in parts.iter().filter(|(.., minor)| *minor > 0) {
        let credit = credits.binary_search_by_key(by, |credit| credit.item).ok().map(|at| credits[at]);
        // Money settles the day it is entered, whenever somebody matched it.
        let day = credit.map_or(*matched, |credit| credit.day.min(*matched));
        last = last.max(Some(day));
        if credit.is_some_and(|credit| credit.money) {
            last_money = last_money.max(Some(day));
            amount += minor;
            weight = weight.saturating_add(minor.saturating_mul(i64::from((day - piece.due).max(0))));
        }
    }
    last_money.filter(|day| *day > piece.due)?;
    Some(LatePaid { day: last?, item: piece.item, amount, weight })
}

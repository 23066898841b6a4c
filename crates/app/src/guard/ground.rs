//! Rights as they stand: each open piece, deadline and title looked at from memory, and those of a page told whole.

use std::collections::HashMap;
use std::sync::Arc;

use judicial::guard::{ItemFacts, OwnerId, Right};
use kernel::{Date, Money, Wording};
use law::Law;
use ledger::portfolio::OpenItem;
use ledger::{Item, ItemId};
use rayon::prelude::*;
use store::{CaseId, RightAlarm, RightKey, RightWaiver, Store};

use super::cache::{File, Kept};
use super::limits::{End, Limits, moves_of};
use super::list::{Asked, RightOf, Runs, Seen, SeenRight};
use super::{GuardQuery, followed, insolvent, titled};
use crate::portfolio::Sight;
use crate::{Actor, Desk, DeskError};

/// Accounts looked at together: less is not worth a hand-over between processors.
const ACCOUNTS: usize = 1_024;

/// What the rights of a moment are worked out from.
pub(super) struct Ground<'d> {
    law: &'d Law,
    pub kept: Arc<Kept>,
    pub today: Date,
}

/// A right told whole.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    /// As it was seen.
    pub seen: SeenRight,
    /// The number of its piece, or the name of its procedure, of its title or of the insolvency.
    pub name: Wording,
    /// What the rules say of it.
    pub right: Right,
    /// Who follows its case; empty where it has none.
    pub case_owner: String,
}

impl Desk {
    /// The open pieces as an actor sees them, and what their rights are worked out from.
    pub(super) fn guard_ground(&self, actor: &Actor) -> Result<(Sight, Ground<'_>), DeskError> {
        let sight = self.sight(actor)?;
        let (kept, today) = (self.guard_kept(&sight.view)?, sight.as_of);
        Ok((sight, Ground { law: &self.law, kept, today }))
    }
}

impl Ground<'_> {
    /// What a look at the rights within reach finds.
    pub fn look(&self, sight: &Sight, query: &GuardQuery, asked: Asked) -> Seen {
        let positions: Vec<usize> = match query.account {
            None => sight.positions(query.creditor).collect(),
            Some(account) => sight.position(account).into_iter().collect(),
        };
        let fold = |mut seen: Seen, position: &usize| {
            self.each(sight, *position, &mut |one| seen.take(one, &asked));
            seen
        };
        let some = positions.par_iter().with_min_len(ACCOUNTS).fold(Seen::default, fold);
        some.reduce(Seen::default, |a, b| a.absorb(b, &asked))
    }

    /// Every right of the account at a place, given up or not.
    pub fn each(&self, sight: &Sight, position: usize, take: &mut dyn FnMut(SeenRight)) {
        for (item, End { last, runs }) in self.pieces(sight, position) {
            let open = Money::new(item.open, item.currency);
            let counted = self.file(position).counted_of(item.id);
            take(self.as_said(SeenRight { last, of: RightOf::Item(item.id), position, open, runs, counted }));
        }
        for one in &self.file(position).court {
            take(self.as_said(one.seen(position, self.file(position).counted(one.case))));
        }
    }

    /// The pieces of the account at a place that leave something to lose, each with the end of its limitation.
    pub fn pieces(&self, sight: &Sight, position: usize) -> impl Iterator<Item = (OpenItem, End)> {
        let items = sight.view.portfolio.items(position).filter(|item| item.open > 0);
        items.zip(self.file(position).ends.iter().copied())
    }

    /// The rights of the account at a place.
    pub fn file(&self, position: usize) -> &File {
        self.kept.file(position)
    }

    /// What works out the limitation of a piece.
    pub fn limits(&self) -> Limits<'_> {
        Limits { law: self.law, days: &self.kept.days, today: self.today }
    }

    fn as_said(&self, one: SeenRight) -> SeenRight {
        if self.waiver(one.key()).is_some() { SeenRight { runs: Runs::GivenUp, ..one } } else { one }
    }

    /// Who gave a right up, and why; none where nobody did.
    pub fn waiver(&self, right: RightKey) -> Option<&RightWaiver> {
        self.kept.said.waivers.get(&right)
    }

    /// The alarms of a right that were told of the last day it has.
    pub fn alarm(&self, right: RightKey, last_day: Date) -> Option<&RightAlarm> {
        self.kept.said.alarms.get(&right).filter(|alarm| alarm.last_on == last_day)
    }

    /// The rights of a page, whole: those given up are closed by their waiver. One that a fact took away since it was
    /// seen is not there any more.
    pub fn rights(&self, store: &Store, sight: &Sight, page: &[SeenRight]) -> Result<Vec<Whole>, DeskError> {
        let item_of = |one: &SeenRight| if let RightOf::Item(item) = one.of { Some(item) } else { None };
        let ids: Vec<ItemId> = page.iter().filter_map(item_of).collect();
        let (items, followed, titled, insolvent, owners) = store.read(|tx| {
            let followed = followed::rights(tx, page, (self.today, self.law))?;
            let titled = titled::rights(tx, page, (self.today, self.law))?;
            let at = |position: usize| sight.cards[position].id;
            let insolvent = insolvent::rights(tx, page, at, (self.today, self.law))?;
            let rights = followed.values().chain(titled.values()).map(|(_, right)| right);
            let mut cases: Vec<CaseId> = rights.filter_map(|right| Some(CaseId(right.whose.case?.0))).collect();
            cases.sort_unstable();
            cases.dedup();
            let owners = tx.cases().get_many(&cases)?.into_iter().map(|case| (case.id.0, case.owner));
            let owners: HashMap<i64, String> = owners.collect();
            Ok::<_, DeskError>((tx.items().get_many(&ids)?, followed, titled, insolvent, owners))
        })?;
        let items: HashMap<ItemId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
        let mut all = Vec::with_capacity(page.len());
        for one in page {
            let found = match one.of {
                RightOf::Item(id) => {
                    let item = items.get(&id);
                    let item = item.ok_or_else(|| DeskError::NotFound { what: "item", key: id.to_string() })?;
                    Some(self.of_piece(sight, one, item)?)
                }
                RightOf::Deadline(id, _) => followed.get(&id).cloned(),
                RightOf::Title(id) => titled.get(&id).cloned(),
                RightOf::Insolvency(id, _) => insolvent.get(&id).cloned(),
            };
            let Some((name, right)) = found else { continue };
            let owner = right.whose.case.and_then(|case| owners.get(&case.0));
            let case_owner = owner.cloned().unwrap_or_default();
            all.push(Whole { seen: *one, name, right: self.closed(one.key(), right), case_owner });
        }
        Ok(all)
    }

    /// The same right, closed by its waiver where it has one.
    fn closed(&self, key: RightKey, right: Right) -> Right {
        let Some(waiver) = self.waiver(key) else { return right };
        right.clone().waived(&waiver.actor, &waiver.why, waiver.waived_on).unwrap_or(right)
    }

    fn of_piece(&self, sight: &Sight, one: &SeenRight, item: &Item) -> Result<(Wording, Right), DeskError> {
        let card = &sight.cards[one.position];
        let facts = ItemFacts {
            item: item.id,
            number: item.number.clone(),
            account: card.id,
            case: None,
            owner: OwnerId(0),
            open: one.open,
            kind: String::new(),
            due: item.due_on,
            due_inferred: item.due_inferred,
            completed: item.supply_on,
            events: Vec::new(),
            known_on: item.issue_on,
        };
        let moves = moves_of(&self.file(one.position).moves, item.id);
        Ok((Wording::same(item.number.clone()), self.limits().right(card.kind, &facts, moves)?))
    }
}

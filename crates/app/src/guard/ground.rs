//! What rights are read from: the open pieces, the terms of law by day, the days of supply, the facts that moved a
//! limitation.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use judicial::guard::clock::claim_kinds;
use judicial::guard::{Clock, ItemFacts, OwnerId, Right, clock::Clocks, of_item};
use kernel::{Date, Money, epoch_day, from_epoch_day};
use law::Law;
use law::limitation::Event;
use ledger::portfolio::OpenItem;
use ledger::{AccountId, DebtorKind, Item, ItemId};
use rayon::prelude::*;
use store::{ClaimEvent, Store};

use super::GuardQuery;
use super::list::{Runs, Seen, SeenRight};
use crate::portfolio::{Sight, View};
use crate::{Actor, Desk, DeskError};

/// Kinds of claim of open pieces, as nobody says another.
const KINDS: [&str; 3] = ["b2b", "consumer", "public"];
/// Days added around those of the ledger, so that a new piece seldom asks for new terms.
const MARGIN: i32 = 366;

/// The terms of law by day of start; kept while they span the days of the ledger.
#[derive(Debug, Default)]
pub(crate) struct GuardCache(Mutex<Option<Span>>);

#[derive(Debug, Clone)]
struct Span {
    first: i32,
    last: i32,
    clocks: Arc<Clocks>,
}

/// What the rights of a moment are worked out from.
pub(super) struct Ground<'d> {
    law: &'d Law,
    clocks: Arc<Clocks>,
    supplied: HashMap<ItemId, i32>,
    moved: HashMap<ItemId, Vec<ClaimEvent>>,
    today: Date,
}

impl Desk {
    /// The open pieces as an actor sees them, and what their rights are worked out from.
    pub(super) fn guard_ground(&self, actor: &Actor, query: &GuardQuery) -> Result<(Sight, Ground<'_>), DeskError> {
        let sight = self.sight(actor)?;
        let (supplied, events) = self.store.read(|tx| {
            query.account.map(|account| actor.find(tx, account)).transpose()?;
            let supplied = if sight.portfolio.is_empty() { Vec::new() } else { tx.items().supplied()? };
            Ok::<_, DeskError>((supplied, tx.claim_events().list()?))
        })?;
        let supplied: HashMap<ItemId, i32> = supplied.into_iter().map(|(id, day)| (id, epoch_day(day))).collect();
        let mut moved: HashMap<ItemId, Vec<ClaimEvent>> = HashMap::new();
        for event in events {
            moved.entry(event.item_id).or_default().push(event);
        }
        let clocks = self.guard_clocks(&sight, &supplied)?;
        let today = sight.as_of;
        Ok((sight, Ground { law: &self.law, clocks, supplied, moved, today }))
    }

    /// The terms of every day a claim of the ledger can start on.
    fn guard_clocks(&self, view: &View, supplied: &HashMap<ItemId, i32>) -> Result<Arc<Clocks>, DeskError> {
        let today = epoch_day(view.as_of);
        let days = |position: usize| view.portfolio.items(position).filter(|i| i.open > 0).map(|i| i.due_day);
        let bounds = (0..view.cards.len()).flat_map(days).chain(supplied.values().copied());
        let (first, last) = bounds.fold((today, today), |(first, last), day| (first.min(day), last.max(day)));
        let mut kept = self.guarding.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(span) = kept.as_ref().filter(|span| span.first <= first && last <= span.last) {
            return Ok(Arc::clone(&span.clocks));
        }
        let (first, last) = (first - MARGIN, last + MARGIN);
        let clocks = Arc::new(Clocks::over(&self.law, &KINDS, from_epoch_day(first), from_epoch_day(last))?);
        *kept = Some(Span { first, last, clocks: Arc::clone(&clocks) });
        Ok(clocks)
    }
}

impl Ground<'_> {
    /// Every right within reach that a query is about.
    pub fn seen(&self, sight: &Sight, query: &GuardQuery) -> Result<Seen, DeskError> {
        let positions: Vec<usize> = match query.account {
            None => sight.positions(query.creditor).collect(),
            Some(account) => sight.position(account).into_iter().collect(),
        };
        let of = |position: &usize| self.of_account(sight, *position);
        let found: Result<Vec<Vec<SeenRight>>, DeskError> = positions.par_iter().map(of).collect();
        Ok(Seen(found?.concat()))
    }

    fn of_account(&self, sight: &Sight, position: usize) -> Result<Vec<SeenRight>, DeskError> {
        let kind = sight.cards[position].kind;
        let owed = sight.portfolio.items(position).filter(|item| item.open > 0);
        let right = |item: OpenItem| {
            let (last, runs) = self.ends(kind, &item)?;
            let open = Money::new(item.open, item.currency);
            Ok(SeenRight { last, item: item.id, position, open, runs })
        };
        owed.map(right).collect()
    }

    /// The last day of a piece, and whether its period runs.
    fn ends(&self, debtor: DebtorKind, item: &OpenItem) -> Result<(i32, Runs), DeskError> {
        if self.moved.contains_key(&item.id) {
            let supplied = self.supplied.get(&item.id).map(|day| from_epoch_day(*day));
            let right = self.followed(debtor, &ItemFacts { completed: supplied, ..facts(item) })?;
            let runs = match right.clock {
                Clock::Runs(_) => Runs::Yes,
                Clock::Unconfirmed { .. } => Runs::Unconfirmed,
                Clock::Stopped { .. } => Runs::Stopped,
            };
            return Ok((epoch_day(right.clock.term().last_day), runs));
        }
        let from = self.supplied.get(&item.id).map_or(item.due_day, |supplied| item.due_day.min(*supplied));
        let terms = claim_kinds(debtor).iter().filter_map(|kind| self.clocks.term(self.clocks.kind(kind)?, from));
        let last = terms.map(|term| epoch_day(term.last_day)).min();
        let last = last.ok_or_else(|| DeskError::NotFound { what: "limitation", key: item.id.to_string() })?;
        Ok((last, if item.due_inferred { Runs::Unconfirmed } else { Runs::Yes }))
    }

    /// The right of a piece through what moved it; of the kinds its claim can have, the one that ends first.
    fn followed(&self, debtor: DebtorKind, facts: &ItemFacts) -> Result<Right, DeskError> {
        let told = |event: &ClaimEvent| Event {
            reference: Some(event.proof.clone()),
            ..Event::new(event.on_day, &event.event)
        };
        let events: Vec<Event> = self.moved.get(&facts.item).into_iter().flatten().map(told).collect();
        let of = |kind: &&str| {
            let facts = ItemFacts { kind: (*kind).to_owned(), events: events.clone(), ..facts.clone() };
            Ok(of_item(&facts, self.today, self.law)?)
        };
        let rights: Vec<Right> = claim_kinds(debtor).iter().map(of).collect::<Result<_, DeskError>>()?;
        let first = rights.into_iter().min_by_key(|right| right.clock.term().last_day);
        first.ok_or_else(|| DeskError::NotFound { what: "limitation", key: facts.item.to_string() })
    }

    /// The rights of a page, whole, each after the number of its piece.
    pub fn rights(&self, store: &Store, sight: &Sight, page: &[SeenRight]) -> Result<Vec<(String, Right)>, DeskError> {
        let ids: Vec<ItemId> = page.iter().map(|one| one.item).collect();
        let items = store.read(|tx| tx.items().get_many(&ids))?;
        let items: HashMap<ItemId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
        let whole = |one: &SeenRight| {
            let card = &sight.cards[one.position];
            let item = items.get(&one.item);
            let item = item.ok_or_else(|| DeskError::NotFound { what: "item", key: one.item.to_string() })?;
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
            Ok((item.number.clone(), self.followed(card.kind, &facts)?))
        };
        page.iter().map(whole).collect()
    }
}

/// A piece as the open items hold it: its number and its account are not looked at.
fn facts(item: &OpenItem) -> ItemFacts {
    ItemFacts {
        item: item.id,
        number: String::new(),
        account: AccountId(0),
        case: None,
        owner: OwnerId(0),
        open: Money::new(item.open, item.currency),
        kind: String::new(),
        due: from_epoch_day(item.due_day),
        due_inferred: item.due_inferred,
        completed: None,
        events: Vec::new(),
        known_on: from_epoch_day(item.issue_day),
    }
}

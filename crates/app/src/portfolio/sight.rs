//! The open items as somebody sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use ledger::search::Owners;
use ledger::{AccountId, CreditorId};
use store::{MessageState, StoreError};

use super::View;
use crate::{Actor, Desk, DeskError, Reach};

/// Pictures kept: more people than that are never at work together.
const KEPT: usize = 64;
/// Rows read at a time to fill a page of which some are out of reach.
const READ: u32 = 1_000;

/// The open items, and which accounts of them are within reach. Lists are read through it.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    /// The open items, all of them.
    pub view: Arc<View>,
    /// Places within reach; none where everything is.
    within: Option<Arc<Owners>>,
}

impl Deref for Sight {
    type Target = View;

    fn deref(&self) -> &View {
        &self.view
    }
}

impl Sight {
    /// True where nothing is out of reach.
    pub fn is_whole(&self) -> bool {
        self.within.is_none()
    }

    /// True when the account at a place is within reach.
    pub fn holds(&self, position: usize) -> bool {
        self.within.as_ref().is_none_or(|within| within.contains(position))
    }

    /// True when an account is within reach.
    pub fn reaches(&self, account: AccountId) -> bool {
        self.is_whole() || self.view.portfolio.position(account).is_some_and(|position| self.holds(position))
    }

    /// The place of an account within reach.
    pub fn position(&self, account: AccountId) -> Option<usize> {
        self.view.portfolio.position(account).filter(|position| self.holds(*position))
    }

    /// Places of the accounts within reach, of `creditor` or of all.
    pub fn positions(&self, creditor: Option<CreditorId>) -> impl Iterator<Item = usize> + '_ {
        let cards = &self.view.cards;
        let of = move |p: &usize| self.holds(*p) && creditor.is_none_or(|id| cards[*p].creditor == id);
        (0..cards.len()).filter(of)
    }

    /// The creditors of which an account is within reach.
    pub fn creditors(&self) -> BTreeSet<CreditorId> {
        self.positions(None).map(|position| self.view.cards[position].creditor).collect()
    }

    /// The same for the lists of the store.
    pub fn scope(&self) -> Scope {
        Scope((!self.is_whole()).then(|| self.clone()))
    }
}

/// What the lists of the store are read through. Where nothing is out of reach the open items are not even
/// read.
#[derive(Debug, Clone)]
pub(crate) struct Scope(Option<Sight>);

impl Scope {
    /// True where nothing is out of reach.
    pub fn is_whole(&self) -> bool {
        self.0.is_none()
    }

    /// True when an account is within reach.
    pub fn reaches(&self, account: AccountId) -> bool {
        self.0.as_ref().is_none_or(|sight| sight.reaches(account))
    }

    /// Messages of accounts within reach, by state and channel.
    pub fn standing(&self, of: Vec<(AccountId, MessageState, String, i64)>) -> Vec<(MessageState, String, i64)> {
        let mut sums: BTreeMap<(&'static str, String), (MessageState, i64)> = BTreeMap::new();
        for (_, state, channel, count) in of.into_iter().filter(|(account, ..)| self.reaches(*account)) {
            sums.entry((state.slug(), channel)).or_insert((state, 0)).1 += count;
        }
        sums.into_iter().map(|((_, channel), (state, count))| (state, channel, count)).collect()
    }

    /// A page of a list of the store: `limit` rows from a place on, those out of reach passed over, and
    /// whether there are more. `read` takes where to start and how many; `of` tells the place of a row and
    /// its account.
    pub fn page<T, K: Copy>(
        &self,
        (from, limit): (Option<K>, u32),
        mut read: impl FnMut(Option<K>, u32) -> Result<Vec<T>, StoreError>,
        of: impl Fn(&T) -> (K, AccountId),
    ) -> Result<(Vec<T>, bool), StoreError> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let step = if self.is_whole() { limit.saturating_add(1) } else { READ.max(limit.saturating_add(1)) };
        let (mut rows, mut from) = (Vec::new(), from);
        loop {
            let part = read(from, step)?;
            let full = u32::try_from(part.len()).is_ok_and(|read| read == step);
            from = part.last().map(|row| of(row).0);
            rows.extend(part.into_iter().filter(|row| self.reaches(of(row).1)));
            if rows.len() > most || !full {
                break;
            }
        }
        let more = rows.len() > most;
        rows.truncate(most);
        Ok((rows, more))
    }
}

/// One picture that was made.
#[derive(Debug)]
struct Made {
    reach: Reach,
    view: Weak<View>,
    /// Up to which entry, where whose accounts are is part of it.
    stamp: Option<(i64, i64)>,
    within: Arc<Owners>,
}

/// The last pictures made.
#[derive(Debug, Default)]
pub(crate) struct SightCache(Mutex<Vec<Made>>);

impl Desk {
    /// What an actor reads lists of the store through.
    pub(crate) fn scope(&self, actor: &Actor) -> Result<Scope, DeskError> {
        Ok(Scope(if actor.reach.is_everything() { None } else { Some(self.sight(actor)?) }))
    }

    /// The open items of today as an actor sees them.
    pub(crate) fn sight(&self, actor: &Actor) -> Result<Sight, DeskError> {
        self.sight_of(self.view()?, actor)
    }

    /// Those of another day.
    pub(crate) fn sight_of(&self, view: Arc<View>, actor: &Actor) -> Result<Sight, DeskError> {
        let reach = &actor.reach;
        if reach.is_everything() {
            return Ok(Sight { view, within: None });
        }
        let stamp = if reach.is_own() { Some(self.store.read(|tx| tx.timeline().stamp())?) } else { None };
        let same = |made: &Made| made.reach == *reach && std::ptr::eq(made.view.as_ptr(), Arc::as_ptr(&view));
        let known = {
            let cache = self.sights.0.lock().unwrap_or_else(PoisonError::into_inner);
            let good = |made: &&Made| same(made) && made.stamp == stamp;
            cache.iter().find(good).map(|made| Arc::clone(&made.within))
        };
        if let Some(within) = known {
            return Ok(Sight { view, within: Some(within) });
        }
        let within = Arc::new(self.places(&view, reach)?);
        let mut cache = self.sights.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.retain(|made| !same(made) && made.view.strong_count() > 0);
        if cache.len() >= KEPT {
            cache.remove(0);
        }
        let made = Made { reach: reach.clone(), view: Arc::downgrade(&view), stamp, within: Arc::clone(&within) };
        cache.push(made);
        Ok(Sight { view, within: Some(within) })
    }

    /// Places of the accounts within reach.
    fn places(&self, view: &View, reach: &Reach) -> Result<Owners, DeskError> {
        let mut places = Owners::none(view.cards.len());
        let Some((logins, salesperson)) = reach.whose() else {
            for (position, _) in view.cards.iter().enumerate().filter(|(_, card)| reach.admits(card.creditor)) {
                places.insert(position);
            }
            return Ok(places);
        };
        for (position, card) in view.cards.iter().enumerate() {
            if !salesperson.is_empty() && &*card.salesperson == salesperson && reach.admits(card.creditor) {
                places.insert(position);
            }
        }
        for account in self.store.read(|tx| tx.collectors().of_logins(&logins))? {
            if let Some(position) = view.portfolio.position(account)
                && reach.admits(view.cards[position].creditor)
            {
                places.insert(position);
            }
        }
        Ok(places)
    }
}

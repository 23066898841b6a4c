//! The plan of a day, kept in memory: every file that waits for a person, in order.
//!
//! Read once, then mended: a fact about one account has that account judged again and nothing else; what
//! touches pieces, strategies or the calendar has everything judged again.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use amicable::Plan;
use amicable::worklist::{Weights, rules};
use kernel::Date;
use ledger::AccountId;
use rayon::prelude::*;
use store::{Mark, Snooze, Tx};

use super::house::House;
use super::judge::{Bench, Work};
use super::rights::Rights;
use super::signals::Signals;
use crate::news::{Seen, Touches, touches};
use crate::portfolio::View;
use crate::runs::{Bearings, RunAnswer};
use crate::{Actor, Desk, DeskError, Reach};

/// Accounts judged again one by one; beyond, all are.
const FEW: usize = 2_000;

/// The plan of a day.
pub(crate) struct Day {
    pub view: Arc<View>,
    pub today: Date,
    pub house: House,
    /// One place per account of the view.
    works: Vec<Option<Arc<Work>>>,
    /// The files of the list, the first first.
    pub order: Vec<Arc<Work>>,
    pub snoozed: Arc<HashMap<AccountId, Snooze>>,
    /// What is late in the main currency and where in the view, the largest first, those in credit last.
    pub most: Arc<Vec<(i64, usize)>>,
    seen: Seen,
    rights: Arc<Rights>,
    plan: Plan,
    payers: Arc<HashMap<AccountId, AccountId>>,
}

/// What bears on the files of a day besides the pieces.
struct Facts {
    today: Date,
    seen: Seen,
    bearings: Bearings,
    signals: Signals,
    house: House,
}

/// What the run of a day would do, up to which entry of the timeline.
type KeptRun = ((i64, i64), Date, RunAnswer);

/// The last plan of a day, and what its run would do.
#[derive(Default)]
pub(crate) struct DayCache {
    day: Mutex<Option<Arc<Day>>>,
    /// By how far who asked sees.
    run: Mutex<Vec<(Reach, KeptRun)>>,
}

impl Desk {
    /// The plan of today, from memory as far as what was written since allows.
    pub(crate) fn day(&self) -> Result<Arc<Day>, DeskError> {
        let mut cache = self.days.day.lock().unwrap_or_else(PoisonError::into_inner);
        let today = self.today();
        let Some(known) = cache.as_ref() else {
            let (view, facts) = self.view_and_facts(today)?;
            let day = Arc::new(self.judged(&view, facts));
            *cache = Some(Arc::clone(&day));
            return Ok(day);
        };
        let view = self.view()?;
        if known.today == today && Arc::ptr_eq(&known.view, &view) {
            let mended = self.store.read(|tx| {
                let stamp = tx.timeline().stamp()?;
                if known.seen.is_current(stamp) { Ok(Some(Arc::clone(known))) } else { self.mend(tx, known) }
            })?;
            if let Some(day) = mended {
                *cache = Some(Arc::clone(&day));
                return Ok(day);
            }
        }
        let day = Arc::new(self.judged(&view, self.store.read(|tx| self.facts(tx, today))?));
        *cache = Some(Arc::clone(&day));
        Ok(day)
    }

    /// The plan of today as far as it is in memory, mended where few accounts moved; never read anew, and
    /// nobody waits for who reads it. After an import it may be the one before.
    pub(crate) fn day_at_hand(&self) -> Result<Option<Arc<Day>>, DeskError> {
        let Ok(mut cache) = self.days.day.try_lock() else { return Ok(None) };
        let Some(day) = cache.as_ref().filter(|day| day.today == self.today()).map(Arc::clone) else {
            return Ok(None);
        };
        let mended = self.store.read(|tx| {
            let stamp = tx.timeline().stamp()?;
            if day.seen.is_current(stamp) { Ok::<_, DeskError>(None) } else { self.mend(tx, &day) }
        })?;
        let Some(mended) = mended else { return Ok(Some(day)) };
        *cache = Some(Arc::clone(&mended));
        Ok(Some(mended))
    }

    /// From nothing: the open items, and what else the day is judged by, each on connections of their own.
    fn view_and_facts(&self, today: Date) -> Result<(Arc<View>, Facts), DeskError> {
        std::thread::scope(|scope| {
            let facts = scope.spawn(|| self.store.read(|tx| self.facts(tx, today)));
            let view = self.view();
            let facts = facts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok((view?, facts?))
        })
    }

    /// What the run of today would do, in figures; decided again only when something was written.
    pub(crate) fn day_run(
        &self,
        actor: &Actor,
        decide: impl FnOnce() -> Result<RunAnswer, DeskError>,
    ) -> Result<RunAnswer, DeskError> {
        let mut cache = self.days.run.lock().unwrap_or_else(PoisonError::into_inner);
        let (today, stamp) = (self.today(), self.store.read(|tx| tx.timeline().stamp())?);
        cache.retain(|(_, (known, day, _))| *day == today && *known == stamp);
        if let Some((_, (_, _, answer))) = cache.iter().find(|(reach, _)| *reach == actor.reach) {
            return Ok(answer.clone());
        }
        let answer = decide()?;
        cache.push((actor.reach.clone(), (stamp, today, answer.clone())));
        Ok(answer)
    }

    /// What the files of a day are judged by, besides the pieces.
    fn facts(&self, tx: &mut Tx, today: Date) -> Result<Facts, DeskError> {
        let seen = Seen::read(tx)?;
        let plan = crate::strategies::plan(tx)?;
        let bearings = Bearings::read(tx, plan, None, today)?;
        let signals = Signals::read(tx, None, (bearings.payers(), today, self.now()))?;
        let house = House::read(tx, today, None)?;
        Ok(Facts { today, seen, bearings, signals, house })
    }

    /// The day, every file of it judged.
    fn judged(&self, view: &Arc<View>, facts: Facts) -> Day {
        let Facts { today, seen, bearings, signals, house } = facts;
        let rights = Arc::new(Rights::read(self.law(), today, rules().right_days));
        let bench = Bench { view, bearings: &bearings, signals: &signals, rights: &rights, today };
        let works: Vec<Option<Arc<Work>>> = (0..view.cards.len())
            .into_par_iter()
            .with_min_len(512)
            .map(|position| bench.judge(position).map(Arc::new))
            .collect();
        let order = ordered(works.iter().flatten(), view, house.weights());
        let (payers, plan) = (Arc::new(bearings.payers().clone()), bearings.plan);
        let (view, most, snoozed) = (Arc::clone(view), Arc::new(most(view)), Arc::new(signals.snoozed));
        Day { view, today, house, works, order, snoozed, most, seen, rights, plan, payers }
    }

    /// The plan with the accounts judged again that something was written about; none when that does not do.
    fn mend(&self, tx: &mut Tx, day: &Day) -> Result<Option<Arc<Day>>, DeskError> {
        let Some((seen, news)) = day.seen.news(tx)? else { return Ok(None) };
        let Some(accounts) = day.touched(&news) else { return Ok(None) };
        let assigned = news.iter().any(|mark| mark.kind == "account.assigned");
        let known = (!assigned).then(|| Arc::clone(&day.house.collectors));
        let house = House::read(tx, day.today, known)?;
        let (mut works, mut snoozed) = (day.works.clone(), Arc::clone(&day.snoozed));
        if !accounts.is_empty() {
            let bearings = Bearings::read(tx, day.plan.clone(), Some(&accounts), day.today)?;
            let signals = Signals::read(tx, Some(&accounts), (&day.payers, day.today, self.now()))?;
            let bench = Bench {
                view: &day.view,
                bearings: &bearings,
                signals: &signals,
                rights: &day.rights,
                today: day.today,
            };
            let mut put_off = HashMap::clone(&snoozed);
            for account in &accounts {
                if let Some(position) = day.view.portfolio.position(*account) {
                    works[position] = bench.judge(position).map(Arc::new);
                }
                put_off.remove(account);
            }
            put_off.extend(signals.snoozed);
            snoozed = Arc::new(put_off);
        }
        let order = ordered(works.iter().flatten(), &day.view, house.weights());
        Ok(Some(Arc::new(Day {
            view: Arc::clone(&day.view),
            today: day.today,
            house,
            works,
            order,
            snoozed,
            most: Arc::clone(&day.most),
            seen,
            rights: Arc::clone(&day.rights),
            plan: day.plan.clone(),
            payers: Arc::clone(&day.payers),
        })))
    }
}

impl Day {
    /// The accounts to judge again, with those who pay for them and those they pay for; none when all are.
    fn touched(&self, news: &[Mark]) -> Option<Vec<AccountId>> {
        let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
        for mark in news {
            match (touches(&mark.kind), mark.account) {
                (Touches::Nothing, _) => {}
                // Under a cap, what one account gets leaves less for the others of its debtor.
                (Touches::Account, Some(account)) if self.plan.contact_cap.is_none() => {
                    accounts.insert(self.payers.get(&account).copied().unwrap_or(account));
                }
                _ => return None,
            }
        }
        let children = self.payers.iter().filter(|(_, payer)| accounts.contains(payer)).map(|(child, _)| *child);
        let children: Vec<AccountId> = children.collect();
        accounts.extend(children);
        (accounts.len() <= FEW).then(|| accounts.into_iter().collect())
    }

    /// The file of an account, if it is on the list.
    pub fn work(&self, account: AccountId) -> Option<&Arc<Work>> {
        let head = self.payers.get(&account).copied().unwrap_or(account);
        self.works.get(self.view.portfolio.position(head)?)?.as_ref()
    }

    /// The files in the order of other weights.
    pub fn reordered(&self, weights: Weights) -> Vec<Arc<Work>> {
        ordered(self.order.iter(), &self.view, weights)
    }
}

/// Files by their points, then by what is late, then by account: no two orders of the same facts.
fn ordered<'a>(works: impl Iterator<Item = &'a Arc<Work>>, view: &View, weights: Weights) -> Vec<Arc<Work>> {
    let mut order: Vec<Arc<Work>> = works.cloned().collect();
    order.sort_by_cached_key(|work| {
        (Reverse(work.points.weighed(&weights)), Reverse(work.facts.overdue), view.cards[work.position].id)
    });
    order
}

/// What is late in the main currency by account, the largest first; below zero where credits exceed it.
fn most(view: &View) -> Vec<(i64, usize)> {
    let owed = view.owed().iter().enumerate().filter(|(_, owed)| owed.currency == view.currency && owed.overdue != 0);
    let mut most: Vec<(i64, usize)> = owed.map(|(position, owed)| (owed.overdue, position)).collect();
    most.sort_by_key(|(late, position)| (Reverse(*late), *position));
    most
}

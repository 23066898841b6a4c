//! What reminders said before: the last under each strategy, and every piece that one asked for.

use std::collections::{BTreeSet, HashMap};

use amicable::decision::standing;
use amicable::outbox::MessageState;
use amicable::{Block, Elsewhere, History, Pending, Plan, Strategy};
use kernel::{Currency, Date};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, ItemId};
use store::{ReminderId, ScannedReminder, StoreError, Tx};

type Key = (AccountId, Currency);

/// The reminders decided so far, and what of each cycle has not reached the debtor.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// The last one under each strategy, by its slug.
    last: HashMap<Key, Vec<(Box<str>, History)>>,
    /// Pieces that a reminder asked for, whenever: no message before the due date, no level set back.
    reminded: HashMap<Key, Vec<ItemId>>,
    /// Strategies that left the plan since, as they were last.
    gone: HashMap<String, Strategy>,
}

impl Past {
    /// Reads them for all accounts, or for `accounts` only.
    pub fn read(tx: &mut Tx, plan: &Plan, accounts: Option<&[AccountId]>) -> Result<Self, StoreError> {
        let states: HashMap<ReminderId, MessageState> =
            tx.messages().reminders_pending(accounts)?.into_iter().collect();
        let mut pending: HashMap<Key, Vec<ScannedReminder>> = HashMap::new();
        let mut last: HashMap<Key, Vec<ScannedReminder>> = HashMap::new();
        let mut asking: HashMap<ReminderId, Key> = HashMap::new();
        let mut keep = |reminder: ScannedReminder| {
            let key = (reminder.account_id, reminder.currency);
            if reminds(plan, &reminder) {
                asking.insert(reminder.id, key);
            }
            if states.contains_key(&reminder.id) {
                pending.entry(key).or_default().push(reminder.clone());
            }
            let mine = last.entry(key).or_default();
            match mine.iter_mut().find(|old| old.strategy == reminder.strategy) {
                Some(old) if (old.cycle, old.level) >= (reminder.cycle, reminder.level) => {}
                Some(old) => *old = reminder,
                None => mine.push(reminder),
            }
        };
        match accounts {
            Some(ids) => tx.reminders().of_accounts(ids)?.into_iter().map(Into::into).for_each(&mut keep),
            None => tx.scan_reminders::<StoreError>(|reminder| {
                keep(reminder);
                Ok(())
            })?,
        }
        let mut items: HashMap<ReminderId, Vec<ItemId>> = last.values().flatten().map(|r| (r.id, Vec::new())).collect();
        let mut reminded: HashMap<Key, Vec<ItemId>> = HashMap::new();
        let some: Vec<ReminderId> = accounts.map_or_else(Vec::new, |_| {
            asking.keys().chain(items.keys().filter(|id| !asking.contains_key(id))).copied().collect()
        });
        let mut ask = |reminder: ReminderId, item: ItemId| {
            if let Some(list) = items.get_mut(&reminder) {
                list.push(item);
            }
            if let Some(key) = asking.get(&reminder) {
                reminded.entry(*key).or_default().push(item);
            }
        };
        match accounts {
            Some(_) => {
                let asked = tx.reminders().items_of(&some)?.into_iter().filter(|line| line.open_minor > 0);
                asked.for_each(|line| ask(line.reminder_id, line.item_id));
            }
            None => tx.scan_reminded_items(ask)?,
        }
        for pieces in reminded.values_mut() {
            pieces.sort_unstable();
            pieces.dedup();
        }
        let gone = gone(tx, plan, &last)?;
        let mut histories: HashMap<Key, Vec<(Box<str>, History)>> = HashMap::with_capacity(last.len());
        for (key, r) in last.into_iter().flat_map(|(key, list)| list.into_iter().map(move |r| (key, r))) {
            let history = History {
                cycle: u32::try_from(r.cycle).unwrap_or(1),
                level: u8::try_from(r.level).unwrap_or(u8::MAX),
                on: r.on_day,
                grant_until: r.grant_until,
                items: items.remove(&r.id).unwrap_or_default(),
                pending: pending.get(&key).and_then(|of| first_pending(of, &states, &r)),
            };
            histories.entry(key).or_default().push((r.strategy.into(), history));
        }
        Ok(Self { last: histories, reminded, gone })
    }

    fn of(&self, key: Key) -> &[(Box<str>, History)] {
        self.last.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The last reminder of an account in a currency under a strategy.
    pub fn history(&self, key: Key, strategy: &str) -> Option<&History> {
        self.of(key).iter().find(|(slug, _)| **slug == *strategy).map(|(_, history)| history)
    }

    /// The last reminder under another strategy that is about pieces still owed.
    pub fn elsewhere<'a>(
        &'a self,
        plan: &'a Plan,
        (key, strategy): (Key, &str),
        (items, blocks): (&[OpenItem], &[Block]),
    ) -> Option<Elsewhere<'a>> {
        let others = self.of(key).iter().filter(|(slug, _)| **slug != *strategy);
        let alive = others.filter(|(_, history)| standing(Some(history), items, blocks).1 > 0);
        let (slug, history) = alive.max_by_key(|(_, history)| (history.on, history.level))?;
        let followed = plan.find(slug).map(|place| &plan.strategies[place]).or_else(|| self.gone.get(&**slug));
        Elsewhere::under(followed?, history)
    }

    /// A reminder that has not reached the debtor, under whichever strategy: of a cycle that still runs over `items`.
    pub fn pending(&self, key: Key, (items, blocks): (&[OpenItem], &[Block])) -> Option<Pending> {
        let runs = |h: &&History| h.pending.is_some() && standing(Some(*h), items, blocks).1 > 0;
        self.of(key).iter().map(|(_, history)| history).filter(runs).find_map(|history| history.pending)
    }

    /// Last day of the delays granted under other strategies, included.
    pub fn granted_elsewhere(&self, key: Key, strategy: &str) -> Option<Date> {
        self.of(key).iter().filter(|(slug, _)| **slug != *strategy).map(|(_, history)| history.grant_until).max()
    }

    /// The pieces that reminders asked for.
    pub fn reminded(&self, key: Key) -> &[ItemId] {
        self.reminded.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// The lowest level of the cycle of `last` that has not reached the debtor. One that failed holds back what follows it
/// only as long as nothing followed it.
fn first_pending(
    pending: &[ScannedReminder],
    states: &HashMap<ReminderId, MessageState>,
    last: &ScannedReminder,
) -> Option<Pending> {
    let of_cycle = pending.iter().filter(|r| r.strategy == last.strategy && r.cycle == last.cycle);
    let found = of_cycle.filter_map(|r| Some((r, *states.get(&r.id)?)));
    let holding = found.filter(|(r, state)| *state != MessageState::Failed || r.id == last.id);
    holding.min_by_key(|(r, _)| r.level).map(|(r, state)| Pending { on: r.on_day, state })
}

/// True of what reminds: not of a service message before the due date, nor of a level set back to the beginning.
fn reminds(plan: &Plan, reminder: &ScannedReminder) -> bool {
    let level = u8::try_from(reminder.level).unwrap_or(u8::MAX);
    let followed = plan.find(&reminder.strategy).map(|place| &plan.strategies[place]);
    let step = followed.and_then(|strategy| strategy.step(level));
    level > 0 && step.is_none_or(|step| !step.timing.is_before_due())
}

/// The strategies of these reminders that are not in the plan any more, by their last version that can be read.
fn gone(
    tx: &mut Tx,
    plan: &Plan,
    last: &HashMap<Key, Vec<ScannedReminder>>,
) -> Result<HashMap<String, Strategy>, StoreError> {
    let followed: BTreeSet<&str> = last.values().flatten().map(|r| r.strategy.as_str()).collect();
    let mut gone = HashMap::new();
    for slug in followed.into_iter().filter(|slug| plan.find(slug).is_none()) {
        let versions = tx.strategies().of_slug(slug)?;
        if let Some(strategy) = versions.iter().find_map(|version| Strategy::kept(&version.json).ok()) {
            gone.insert(slug.to_owned(), strategy);
        }
    }
    Ok(gone)
}

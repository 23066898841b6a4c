//! Answering the proposals: what is approved counts as done, so that the next run goes on from there.

use amicable::entry::grant_until;
use amicable::{Plan, Strategy};
use kernel::{Currency, Date, Wording, epoch_day};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, CreditorId, Item};
use serde::Serialize;
use store::{
    EntryLevel, EntryLevelId, EntryState, Reminder, ReminderId, ReminderItem, Run, RunId, RunState, StoreError, Tx,
};

use super::{about, chased, choices, facts};
use crate::accounts::known_strategies;
use crate::blocks::open_pieces;
use crate::portfolio::{AccountCard, View};
use crate::reach::Whose;
use crate::runs::Bearings;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Rows written together, under the 5 000 of a transaction: an answer, its entry, its pieces.
const ROWS: usize = 4_000;

/// What answering proposals did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Entered {
    /// Proposals answered.
    pub answered: u64,
    /// Accounts that enter beyond the beginning.
    pub levels: u64,
}

/// Which proposals an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposals<'a> {
    /// Every one that waits.
    All,
    /// Every one that waits at a level.
    Level(i64),
    /// These.
    These(&'a [EntryLevelId]),
}

/// What stays the same while proposals are approved.
struct Approval<'a> {
    actor: &'a Actor,
    level: Option<u8>,
    run: Run,
}

impl Desk {
    /// Approves proposals, at the level proposed or at `level`. Nothing is sent: the level counts as done today, and the next run goes on from there.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a level the strategy has not; [`DeskError::Store`] when somebody
    /// answered one meanwhile: then none of its batch is written.
    pub fn approve_entries(
        &self,
        actor: &Actor,
        which: Proposals<'_>,
        level: Option<u8>,
    ) -> Result<Entered, DeskError> {
        actor.may(Permission::Run)?;
        let approval = Approval { actor, level, run: self.silent_run(actor) };
        let (mut done, mut opened) = (Entered::default(), false);
        for chunk in self.entry_chunks(actor, which)? {
            let part = self.store.write("entry.approve", |tx| {
                let mut part = Entered { answered: chunk.len() as u64, levels: 0 };
                let (mut run, plan) = (opened, crate::strategies::plan(tx)?);
                for entry in tx.entry_levels().get_many(&chunk)? {
                    part.levels += u64::from(self.enter(tx, (&approval, &plan), entry, &mut run)?);
                }
                Ok::<_, DeskError>(part)
            })?;
            opened |= part.levels > 0;
            done.answered += part.answered;
            done.levels += part.levels;
        }
        Ok(done)
    }

    /// Changes the level of a proposal that waits; it still waits.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a level the strategy has not; [`DeskError::Store`] when somebody
    /// answered it meanwhile.
    pub fn set_entry_level(&self, actor: &Actor, id: EntryLevelId, level: u8) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        self.store.write("entry.set_level", |tx| {
            let mut entry = actor.find(tx, id)?;
            let plan = crate::strategies::plan(tx)?;
            within(level.into(), strategy(&plan, &entry.strategy)?)?;
            let before = std::mem::replace(&mut entry.level, level.into());
            if before == entry.level {
                return Ok(());
            }
            tx.entry_levels().set_level(id, entry.level)?;
            let mut payload = facts(&entry);
            payload["before"] = before.into();
            Ok(self.note(tx, actor, about(&entry), "entry.changed", &payload)?)
        })
    }

    /// A run that sends nothing: what levels taken as done belong to.
    pub(crate) fn silent_run(&self, actor: &Actor) -> Run {
        let now = self.now();
        Run {
            id: RunId(self.id()),
            day: self.today(),
            creditor_id: None,
            state: RunState::Done,
            started_us: now,
            finished_us: Some(now),
            actor: actor.name.clone(),
            summary: serde_json::json!({ "entry": true }).to_string(),
        }
    }

    /// Turns proposals down: the accounts start with their first step.
    ///
    /// # Errors
    /// [`DeskError::Store`] when somebody answered one meanwhile.
    pub fn refuse_entries(&self, actor: &Actor, which: Proposals<'_>) -> Result<Entered, DeskError> {
        actor.may(Permission::Run)?;
        let mut done = Entered::default();
        for chunk in self.entry_chunks(actor, which)? {
            self.store.write("entry.refuse", |tx| {
                for entry in tx.entry_levels().get_many(&chunk)? {
                    tx.entry_levels().answer(entry.id, EntryState::Refused, entry.level, &actor.name)?;
                    self.note(tx, actor, about(&entry), "entry.refused", &facts(&entry))?;
                }
                Ok::<_, StoreError>(())
            })?;
            done.answered += chunk.len() as u64;
        }
        Ok(done)
    }

    /// The proposals to answer, in batches of bounded rows.
    fn entry_chunks(&self, actor: &Actor, which: Proposals<'_>) -> Result<Vec<Vec<EntryLevelId>>, DeskError> {
        let view = self.view()?;
        let mut chunks: Vec<Vec<EntryLevelId>> = Vec::new();
        let mut rows = ROWS;
        for entry in self.waiting(actor, which)? {
            let weight = weight(&view, entry.account_id);
            if rows + weight > ROWS {
                chunks.push(Vec::new());
                rows = 0;
            }
            rows += weight;
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(entry.id);
            }
        }
        Ok(chunks)
    }

    fn waiting(&self, actor: &Actor, which: Proposals<'_>) -> Result<Vec<EntryLevel>, DeskError> {
        let ids = match which {
            Proposals::These(ids) => ids,
            Proposals::All => return self.every_proposal(actor, None),
            Proposals::Level(level) => return self.every_proposal(actor, Some(level)),
        };
        let found = self.store.read(|tx| {
            let mut found = Vec::new();
            for entry in tx.entry_levels().get_many(ids)? {
                if actor.sees(tx, &Whose::Account(entry.account_id))? {
                    found.push(entry);
                }
            }
            Ok::<_, DeskError>(found)
        })?;
        match ids.iter().find(|id| found.iter().all(|e| e.id != **id)) {
            Some(missing) => Err(actor.out_of_reach("entry level", missing)),
            None => Ok(found),
        }
    }

    /// Those within reach that wait.
    pub(super) fn every_proposal(&self, actor: &Actor, level: Option<i64>) -> Result<Vec<EntryLevel>, DeskError> {
        let scope = self.scope(actor)?;
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.read(|tx| tx.entry_levels().proposed(level, after, 5_000))?;
            let Some(last) = page.last() else { return Ok(all) };
            after = Some(last.id);
            all.extend(page.into_iter().filter(|entry| scope.reaches(entry.account_id)));
        }
    }

    /// Approves one proposal; true when the account enters beyond the beginning.
    fn enter(
        &self,
        tx: &mut Tx,
        (by, plan): (&Approval<'_>, &Plan),
        mut entry: EntryLevel,
        run: &mut bool,
    ) -> Result<bool, DeskError> {
        let strategy = strategy(plan, &entry.strategy)?;
        if let Some(level) = by.level {
            entry.level = i64::from(level);
        }
        within(entry.level, strategy)?;
        tx.entry_levels().answer(entry.id, EntryState::Approved, entry.level, &by.actor.name)?;
        let written = entry.level > 0 && self.write_level(tx, (by, plan), &entry, strategy, run)?;
        let mut payload = facts(&entry);
        payload["settled"] = (entry.level > 0 && !written).into();
        self.note(tx, by.actor, about(&entry), "entry.approved", &payload)?;
        Ok(written)
    }

    /// Writes the level as done today, with the pieces it stands for; false when nothing is late any
    /// more, or a reminder was decided meanwhile.
    fn write_level(
        &self,
        tx: &mut Tx,
        (by, plan): (&Approval<'_>, &Plan),
        entry: &EntryLevel,
        strategy: &Strategy,
        run: &mut bool,
    ) -> Result<bool, DeskError> {
        let sent = tx.reminders().of_account(entry.account_id)?;
        if sent.iter().any(|r| r.currency == entry.currency && r.strategy == entry.strategy) {
            return Ok(false);
        }
        let lines = late_pieces(tx, plan, (entry.account_id, entry.currency, &entry.strategy), self.today())?;
        if lines.iter().map(|(_, piece)| piece.open).sum::<i64>() <= 0 {
            return Ok(false);
        }
        if !*run {
            tx.runs().insert(&by.run)?;
            *run = true;
        }
        let taken = Taken {
            account: (entry.account_id, entry.creditor_id),
            currency: entry.currency,
            strategy,
            cycle: 1,
            level: u8::try_from(entry.level).unwrap_or(u8::MAX),
            reason: Wording::new(&entry.french, &entry.english),
        };
        self.take_level(tx, by.run.id, &taken, lines)?;
        Ok(true)
    }

    /// Writes a level as done today without a message, with the pieces it stands for.
    pub(crate) fn take_level(
        &self,
        tx: &mut Tx,
        run: RunId,
        taken: &Taken<'_>,
        lines: Vec<(AccountId, OpenItem)>,
    ) -> Result<(), StoreError> {
        let Taken { account: (account_id, creditor_id), currency, strategy, cycle, level, ref reason } = *taken;
        let (id, today) = (ReminderId(self.id()), self.today());
        let principal: i64 = lines.iter().map(|(_, piece)| piece.open).sum();
        let reminder = Reminder {
            id,
            account_id,
            creditor_id,
            run_id: run,
            currency,
            cycle,
            level: level.into(),
            step: strategy.step(level).map_or_else(String::new, |step| step.slug.clone()),
            strategy: strategy.slug.clone(),
            on_day: today,
            grant_until: grant_until(strategy, level, today),
            principal_minor: principal,
            interest_minor: 0,
            indemnity_minor: 0,
            total_minor: principal,
            reason: reason.clone(),
        };
        tx.reminders().insert_many(&[reminder])?;
        let piece = |(account, piece): (AccountId, OpenItem)| ReminderItem {
            reminder_id: id,
            item_id: piece.id,
            account_id: account,
            open_minor: piece.open,
            interest_minor: 0,
            indemnity_minor: 0,
        };
        let pieces: Vec<ReminderItem> = lines.into_iter().map(piece).collect();
        tx.reminders().insert_items(&pieces)
    }
}

/// A level taken as done.
pub(crate) struct Taken<'a> {
    /// The account and its creditor.
    pub account: (AccountId, CreditorId),
    /// Currency of the pieces.
    pub currency: Currency,
    /// The strategy.
    pub strategy: &'a Strategy,
    /// Cycle, from 1.
    pub cycle: i64,
    /// Level; 0 starts again with the first step.
    pub level: u8,
    /// Why.
    pub reason: Wording,
}

/// What is late of the pieces a strategy chases in a currency on an account and those it pays for, and
/// the credits, the oldest first, each with its account.
pub(crate) fn late_pieces(
    tx: &mut Tx,
    plan: &Plan,
    (account, currency, slug): (AccountId, Currency, &str),
    today: Date,
) -> Result<Vec<(AccountId, OpenItem)>, DeskError> {
    let Some(line) = tx.accounts().get_many(&[account])?.into_iter().next() else {
        return Ok(Vec::new());
    };
    let bearings = Bearings::read(tx, plan.clone(), Some(&[account]), today)?;
    let children = bearings.children(account).iter();
    let accounts: Vec<AccountId> = std::iter::once(&account).chain(children).copied().collect();
    let by_hand = choices(tx, &accounts)?;
    let mut open = Vec::new();
    for account in accounts {
        let pieces = open_pieces(tx, account, today)?;
        open.extend(pieces.iter().map(|(item, left)| (account, open_item(item, left.minor()))));
    }
    let items: Vec<OpenItem> = open.iter().map(|(_, item)| *item).collect();
    let mut books = chased(&bearings, &by_hand, &AccountCard::of(&line, &[]), &items, today);
    let place = plan.find(slug);
    // The segment may have moved since the proposal: the strategy proposed then takes the pieces
    // that no choice by hand gave to another.
    let mine = place.and_then(|place| books.remove(&(currency, place))).unwrap_or_else(|| {
        let free = |i: &OpenItem| i.currency == currency && !by_hand.contains_key(&i.id);
        items.into_iter().filter(free).collect()
    });
    let day = epoch_day(today);
    let late = |i: &OpenItem| i.open < 0 || i.due_day < day;
    open.retain(|(_, item)| late(item) && mine.iter().any(|m| m.id == item.id));
    open.sort_by_key(|(_, item)| (item.due_day, item.id));
    open.truncate(ROWS);
    Ok(open)
}

/// Refuses a level that a strategy has not.
pub(crate) fn within(level: i64, strategy: &Strategy) -> Result<(), Refusal> {
    let most = i64::try_from(strategy.steps.len()).unwrap_or(i64::MAX);
    if level > most { Err(Refusal::LevelBeyond { level, most }) } else { Ok(()) }
}

/// Rows that approving an account writes at most.
fn weight(view: &View, account: AccountId) -> usize {
    4 + view.portfolio.position(account).map_or(0, |at| view.portfolio.items(at).len())
}

fn strategy<'a>(plan: &'a Plan, slug: &str) -> Result<&'a Strategy, Refusal> {
    plan.find(slug)
        .and_then(|place| plan.strategies.get(place))
        .ok_or_else(|| Refusal::UnknownStrategy { slug: slug.to_owned(), known: known_strategies(plan) })
}

/// A piece as the decision reads it.
pub(crate) fn open_item(item: &Item, open: i64) -> OpenItem {
    OpenItem {
        id: item.id,
        kind: item.kind,
        currency: item.amount.currency(),
        amount: item.amount.minor(),
        open,
        issue_day: epoch_day(item.issue_on),
        due_day: epoch_day(item.due_on),
        due_inferred: item.due_inferred,
    }
}

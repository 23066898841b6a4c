//! Going live: the level each old debt enters its strategy with, proposed, then approved by a person.
//! Nothing is sent.

mod answer;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use amicable::entry::{Before, propose};
use kernel::{Currency, Date, Money, Wording, epoch_day};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, CreditorId, ItemId};
use serde::Serialize;
use store::{EntryLevel, EntryState, StoreError, Tx};

use crate::desk::About;
use crate::portfolio::{AccountCard, View};
use crate::runs::Bearings;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

pub use answer::{Entered, Proposals};
pub(crate) use answer::{Taken, late_pieces, open_item, within};
pub use store::EntryLevelId;

/// Accounts looked at together: a row and an entry each, for a currency and a strategy or two.
const CHUNK: usize = 500;

/// What the former tool had sent, by customer code.
pub type FormerLevels = HashMap<String, Before>;

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryLine {
    /// The proposal.
    pub id: EntryLevelId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Strategy.
    pub strategy: String,
    /// Level taken as done; 0 starts with the first step.
    pub level: i64,
    /// Currency.
    pub currency: Currency,
    /// What is late now, credits taken off.
    pub overdue: String,
    /// The day it was proposed for.
    pub on: Date,
    /// Why.
    pub reason: Wording,
}

/// A page of proposals, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryPage {
    /// The lines.
    pub rows: Vec<EntryLine>,
    /// How many wait at each level, on every page.
    pub levels: BTreeMap<i64, u64>,
    /// Where the next page goes on.
    pub next: Option<EntryLevelId>,
}

/// Reads what the former tool had sent: a CSV with the columns `customer`, `level` and `date`.
///
/// # Errors
/// [`DeskError::Refused`] naming the line.
pub fn read_former_levels(bytes: &[u8]) -> Result<FormerLevels, DeskError> {
    let unreadable = || DeskError::from(Refusal::FormerLevelColumns);
    let decoded = formats::text::decode(bytes).map_err(|_| unreadable())?;
    let table = formats::table::read_csv(&decoded, formats::table::CsvOptions::default()).map_err(|_| unreadable())?;
    let column = |names: [&str; 2]| names.iter().find_map(|name| table.column(name));
    let places = column(["customer", "client"]).zip(column(["level", "niveau"])).zip(column(["date", "jour"]));
    let ((customer, level), date) = places.ok_or_else(unreadable)?;
    let mut levels = FormerLevels::new();
    for row in 0..table.len() {
        let text = |column| table.cell(row, column).text;
        let read = || {
            let level: u8 = text(level).parse().ok().filter(|level| *level <= 20)?;
            let on: Date = text(date).parse().ok()?;
            (!text(customer).is_empty()).then(|| (text(customer).to_owned(), Before { level, on }))
        };
        let line = i64::try_from(table.line(row)).unwrap_or(i64::MAX);
        let (customer, before) = read().ok_or(Refusal::FormerLevelUnreadable { line })?;
        levels.insert(customer, before);
    }
    Ok(levels)
}

/// The open pieces of an account that one strategy chases in one currency.
type Chased = BTreeMap<(Currency, usize), Vec<OpenItem>>;

/// Sorts the open pieces of an account by currency and strategy, as the run does.
fn chased(
    bearings: &Bearings,
    choices: &HashMap<ItemId, String>,
    card: &AccountCard,
    items: &[OpenItem],
    day: Date,
) -> Chased {
    let mut by_currency: BTreeMap<Currency, Vec<OpenItem>> = BTreeMap::new();
    for item in items {
        by_currency.entry(item.currency).or_default().push(*item);
    }
    let mut by: Chased = BTreeMap::new();
    for (currency, mine) in by_currency {
        let usual = bearings.strategy_of(card, currency, &mine, day);
        for item in mine {
            let chosen = choices.get(&item.id).and_then(|slug| bearings.plan.find(slug));
            by.entry((currency, chosen.unwrap_or(usual))).or_default().push(item);
        }
    }
    by
}

/// The strategies chosen for pieces of accounts.
fn choices(tx: &mut Tx, accounts: &[AccountId]) -> Result<HashMap<ItemId, String>, StoreError> {
    Ok(tx.item_blocks().choices_of(accounts)?.into_iter().map(|c| (c.item_id, c.strategy)).collect())
}

impl Desk {
    /// Proposes the level each account enters with: those with something late, never reminded from
    /// here, and without a proposal yet. Answers how many were proposed; twice proposes nothing more.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn propose_entries(
        &self,
        actor: &Actor,
        creditor: Option<CreditorId>,
        former: &FormerLevels,
    ) -> Result<u64, DeskError> {
        actor.may(Permission::Run)?;
        let view = self.sight(actor)?;
        let day = epoch_day(self.today());
        let late = |at: &usize| view.portfolio.items(*at).any(|i| i.open > 0 && i.due_day < day);
        let payers: HashMap<AccountId, AccountId> =
            self.store.read(|tx| tx.accounts().payers(None))?.into_iter().collect();
        // What another account pays for is chased there.
        let positions = view.positions(creditor).filter(late);
        let answers = positions.map(|at| view.cards[at].id).map(|id| payers.get(&id).copied().unwrap_or(id));
        let answers = answers.filter(|id| view.reaches(*id));
        let accounts: Vec<AccountId> = answers.collect::<BTreeSet<_>>().into_iter().collect();
        let mut count = 0;
        for chunk in accounts.chunks(CHUNK) {
            count += self.store.write("entry.propose", |tx| {
                let proposals = self.proposals(tx, actor, former, &view, chunk)?;
                tx.entry_levels().insert_many(&proposals)?;
                for proposal in &proposals {
                    self.note(tx, actor, about(proposal), "entry.proposed", &facts(proposal))?;
                }
                Ok::<_, DeskError>(proposals.len() as u64)
            })?;
        }
        Ok(count)
    }

    fn proposals(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        former: &FormerLevels,
        view: &View,
        accounts: &[AccountId],
    ) -> Result<Vec<EntryLevel>, DeskError> {
        let today = self.today();
        let plan = crate::strategies::plan(tx)?;
        let bearings = Bearings::read(tx, plan, Some(accounts), today)?;
        let mut known: HashSet<AccountId> =
            tx.reminders().of_accounts(accounts)?.iter().map(|r| r.account_id).collect();
        known.extend(tx.entry_levels().of_accounts(accounts)?.iter().map(|e| e.account_id));
        let children = accounts.iter().flat_map(|id| bearings.children(*id));
        let family: Vec<AccountId> = accounts.iter().chain(children).copied().collect();
        let choices = choices(tx, &family)?;
        let mut proposals = Vec::new();
        for account in accounts.iter().filter(|id| !known.contains(id)) {
            let Some(card) = view.portfolio.position(*account).map(|at| &view.cards[at]) else { continue };
            let all: Vec<AccountId> = std::iter::once(account).chain(bearings.children(*account)).copied().collect();
            let places = all.iter().filter_map(|id| view.portfolio.position(*id));
            let items: Vec<OpenItem> = places.flat_map(|at| view.portfolio.items(at)).collect();
            let before = former.get(&*card.number).copied();
            for ((currency, place), pieces) in chased(&bearings, &choices, card, &items, today) {
                let strategy = bearings.plan.strategies.get(place).filter(|s| !s.steps.is_empty());
                let Some(strategy) = strategy else { continue };
                let Some(proposed) = propose(strategy, &pieces, before, today) else { continue };
                proposals.push(EntryLevel {
                    id: EntryLevelId(self.id()),
                    account_id: *account,
                    creditor_id: card.creditor,
                    currency,
                    strategy: strategy.slug.clone(),
                    level: i64::from(proposed.level),
                    french: proposed.french,
                    english: proposed.english,
                    state: EntryState::Proposed,
                    on_day: today,
                    actor: actor.name.clone(),
                    created_us: self.now(),
                });
            }
        }
        Ok(proposals)
    }

    /// The proposals that wait, of a level or of all, the oldest first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn entries(
        &self,
        actor: &Actor,
        level: Option<i64>,
        after: Option<EntryLevelId>,
        limit: u32,
    ) -> Result<EntryPage, DeskError> {
        actor.may(Permission::Read)?;
        let (view, day) = (self.sight(actor)?, epoch_day(self.today()));
        let (found, more) = self.store.read(|tx| {
            let read = |after, limit| tx.entry_levels().proposed(level, after, limit);
            view.scope().page((after, limit), read, |e| (e.id, e.account_id))
        })?;
        let levels = if view.is_whole() {
            let counts = self.store.read(|tx| tx.entry_levels().counts())?;
            counts.into_iter().map(|(level, n)| (level, u64::try_from(n).unwrap_or(0))).collect()
        } else {
            let mut levels = BTreeMap::new();
            for entry in self.every_proposal(actor, None)? {
                *levels.entry(entry.level).or_insert(0) += 1;
            }
            levels
        };
        let next = found.last().filter(|_| more).map(|e| e.id);
        let row = |e: EntryLevel| {
            let at = view.portfolio.position(e.account_id)?;
            let late = |i: &OpenItem| i.currency == e.currency && (i.open < 0 || i.due_day < day);
            let minor: i64 = view.portfolio.items(at).filter(late).map(|i| i.open).sum();
            Some(EntryLine {
                id: e.id,
                account: view.cards[at].number.to_string(),
                account_id: e.account_id,
                debtor: view.cards[at].name.to_string(),
                strategy: e.strategy,
                level: e.level,
                currency: e.currency,
                overdue: Money::new(minor, e.currency).to_decimal(),
                on: e.on_day,
                reason: Wording::new(e.french, e.english),
            })
        };
        Ok(EntryPage { rows: found.into_iter().filter_map(row).collect(), levels, next })
    }
}

fn about(entry: &EntryLevel) -> About {
    About { account: Some(entry.account_id), creditor: Some(entry.creditor_id), on: None }
}

/// A proposal as its entries tell it.
fn facts(entry: &EntryLevel) -> serde_json::Value {
    serde_json::json!({
        "entry": entry.id, "strategy": entry.strategy, "level": entry.level, "currency": entry.currency,
        "french": entry.french, "english": entry.english,
    })
}

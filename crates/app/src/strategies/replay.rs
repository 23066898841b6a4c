//! Replay: what a strategy would have sent over a past period, from the ledger as it lived.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use amicable::replay::{Life, Past as Lived, replay_debtor};
use amicable::{Reach, Strategy};
use kernel::{Currency, Date, Money, Period};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, DebtorId, ItemId};
use rayon::prelude::*;
use serde::Serialize;

use super::followers::by_currency;
use super::{Kind, unsound};
use crate::portfolio::View;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// What a strategy would have sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Strategy replayed.
    pub strategy: String,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// Accounts that would have been reminded.
    pub accounts: u64,
    /// Messages, by month (`2026-03`), step after step.
    pub months: BTreeMap<String, BTreeMap<String, u64>>,
    /// Each step over the whole period, in order.
    pub steps: Vec<ReplayedStep>,
}

/// One step over the whole period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayedStep {
    /// Step.
    pub step: String,
    /// Messages.
    pub messages: u64,
    /// Principal asked, by currency.
    pub asked: BTreeMap<Currency, String>,
}

/// Messages told behind a figure, at most at a time.
const PAGE: usize = 50;

/// The accounts of one debtor as they lived, or a single one.
type Lives = Vec<((AccountId, Currency), Vec<Life>)>;

/// What one account would have got in a currency.
type Sent = ((AccountId, Currency), Vec<amicable::replay::Sent>);

/// What the last replay of a draft was made from.
#[derive(Debug, PartialEq, Eq)]
struct PastKey {
    stamp: (i64, i64),
    today: Date,
    reach: crate::Reach,
    strategy: Strategy,
    period: Period,
}

struct PastSent {
    sent: Vec<Sent>,
    every_account: bool,
}

/// The last replay of a draft.
#[derive(Default)]
pub(crate) struct PastCache(Mutex<Option<(PastKey, Arc<PastSent>)>>);

/// One month of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMonth {
    /// `2026-03`.
    pub month: String,
    /// Messages and tasks, by kind.
    pub kinds: BTreeMap<Kind, u64>,
}

/// A message that would have left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRow {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// The day.
    pub on: Date,
    /// Step.
    pub step: String,
    /// Principal asked.
    pub asked: Money,
}

/// What a draft would have sent over a past period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// First and last day, both included.
    pub period: Period,
    /// Accounts that would have been reminded.
    pub accounts: u64,
    /// Messages and tasks.
    pub messages: u64,
    /// Nobody follows the strategy today: every account was replayed.
    pub every_account: bool,
    /// Every month of the period.
    pub months: Vec<PastMonth>,
    /// Messages behind the figure asked for, by day.
    pub rows: Vec<PastRow>,
    /// Where the next page of them begins.
    pub next: Option<usize>,
}

impl Desk {
    /// Replays a strategy over a past period on every account, from silence, each day decided by the
    /// decision that runs. Pauses, promises and blocks of the time are left out: they belong to people.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a strategy that cannot run or a period longer than two years.
    pub fn replay(&self, actor: &Actor, strategy: &Strategy, period: Period) -> Result<Replayed, DeskError> {
        actor.may(Permission::Read)?;
        let sent = self.replayed(actor, (strategy, period), |_| true)?;
        Ok(told(strategy, period, &sent))
    }

    /// What the accounts of `counts` would have got, each account and currency in turn.
    fn replayed(
        &self,
        actor: &Actor,
        (strategy, period): (&Strategy, Period),
        counts: impl Fn((AccountId, Currency)) -> bool,
    ) -> Result<Vec<Sent>, DeskError> {
        strategy.check().map_err(|e| unsound(&e))?;
        if kernel::days_between(period.from, period.until) > 731 {
            return Err(Refusal::ReplayTooLong.into());
        }
        let (mut lives, view, cap) = (self.lives()?, self.sight(actor)?, self.plan()?.contact_cap);
        lives.retain(|(account, _), _| view.reaches(*account));
        let card = |account: AccountId| view.portfolio.position(account).map(|p| &view.cards[p]);
        let reach = |account: AccountId| {
            card(account).map_or(Reach { letter: true, mail: false, phone: false }, |c| Reach {
                letter: c.postable,
                mail: c.has_email,
                phone: c.has_phone,
            })
        };
        // Under a cap the accounts of one debtor bear on each other; else each goes its own way.
        let mut debtors: Vec<Lives> = Vec::new();
        let mut places: HashMap<DebtorId, usize> = HashMap::new();
        for life in lives.into_iter().filter(|life| counts(life.0)) {
            let debtor = cap.and_then(|_| card(life.0.0)).map(|c| c.debtor);
            let place = debtor.map_or(debtors.len(), |debtor| *places.entry(debtor).or_insert(debtors.len()));
            if place == debtors.len() {
                debtors.push(Vec::new());
            }
            debtors[place].push(life);
        }
        Ok(debtors
            .into_par_iter()
            .flat_map_iter(|lives| {
                let pasts: Vec<Lived<'_>> = lives
                    .iter()
                    .map(|((account, currency), lives)| Lived { currency: *currency, lives, reach: reach(*account) })
                    .collect();
                let sent = replay_debtor(strategy, cap, &pasts, (period.from, period.until));
                let whose: Vec<(AccountId, Currency)> = lives.iter().map(|(whose, _)| *whose).collect();
                whose.into_iter().zip(sent)
            })
            .filter(|(_, sent)| !sent.is_empty())
            .collect())
    }

    /// What a draft would have sent over a past period to the accounts that follow its strategy today, or
    /// to every account where none does: by month and kind, and the messages behind `month` and `kind`
    /// from the place `from`. The last answer is kept, so that turning its pages replays nothing.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a strategy that cannot run or a period longer than two years.
    pub fn replay_past(
        &self,
        actor: &Actor,
        (strategy, period): (&Strategy, Period),
        behind: Option<(&str, Kind, usize)>,
    ) -> Result<Past, DeskError> {
        actor.may(Permission::Read)?;
        let stamp = self.store.read(|tx| tx.timeline().stamp())?;
        let key =
            PastKey { stamp, today: self.today(), reach: actor.reach.clone(), strategy: strategy.clone(), period };
        let mut cache = self.previews.past.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = cache.as_ref().filter(|kept| kept.0 == key).map(|kept| Arc::clone(&kept.1));
        let sent = if let Some(sent) = known {
            sent
        } else {
            let follows = self.following(actor, strategy)?;
            let all = follows.is_empty();
            let sent = self.replayed(actor, (strategy, period), |whose| all || follows.contains(&whose))?;
            let sent = Arc::new(PastSent { sent, every_account: all });
            *cache = Some((key, Arc::clone(&sent)));
            sent
        };
        drop(cache);
        let view = self.view()?;
        Ok(past(strategy, period, &sent, behind, &view))
    }

    /// Accounts and currencies that follow a strategy today, settled accounts included.
    fn following(&self, actor: &Actor, strategy: &Strategy) -> Result<HashSet<(AccountId, Currency)>, DeskError> {
        let kept = self.kept(actor, self.today())?;
        let (view, bearings, day) = (&kept.sight, &kept.bearings, kept.day);
        let Some(place) = bearings.plan.find(&strategy.slug) else { return Ok(HashSet::new()) };
        let of = |position: usize| {
            let card = &view.cards[position];
            let mut items = by_currency(view.portfolio.items(position).collect());
            if items.is_empty() {
                items.push((view.currency, Vec::new()));
            }
            let follows = move |(currency, mine): (Currency, Vec<OpenItem>)| {
                (bearings.strategy_of(card, currency, &mine, day) == place).then_some((card.id, currency))
            };
            items.into_iter().filter_map(follows)
        };
        Ok((0..view.cards.len())
            .into_par_iter()
            .with_min_len(1024)
            .filter(|p| view.holds(*p))
            .flat_map_iter(of)
            .collect())
    }

    /// Every piece of the live ledger with what settled it, by account and currency.
    fn lives(&self) -> Result<HashMap<(AccountId, Currency), Vec<Life>>, DeskError> {
        self.store.read(|tx| {
            let mut settled: HashMap<ItemId, Vec<(i32, i64)>> = HashMap::new();
            tx.scan_allocations::<DeskError>(None, |a| {
                settled.entry(a.debit_id).or_default().push((a.on, a.amount_minor));
                settled.entry(a.credit_id).or_default().push((a.on, -a.amount_minor));
                Ok(())
            })?;
            let mut lives: HashMap<(AccountId, Currency), Vec<Life>> = HashMap::new();
            tx.scan_items::<DeskError>(None, |i| {
                let item = OpenItem {
                    id: i.id,
                    kind: i.kind,
                    currency: i.currency,
                    amount: i.amount_minor,
                    open: i.amount_minor,
                    issue_day: i.issue_on,
                    due_day: i.due_on,
                    due_inferred: i.due_inferred,
                };
                let life = Life { item, from: i.entry_on, settled: settled.remove(&i.id).unwrap_or_default() };
                lives.entry((i.account_id, i.currency)).or_default().push(life);
                Ok(())
            })?;
            Ok(lives)
        })
    }
}

fn told(strategy: &Strategy, period: Period, sent: &[Sent]) -> Replayed {
    let name = |level: u8| strategy.step(level).map_or("", |s| s.slug.as_str());
    let mut months: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let mut sums: BTreeMap<u8, (u64, BTreeMap<Currency, i64>)> = BTreeMap::new();
    for ((_, currency), messages) in sent {
        for message in messages {
            let month = month_of(message.day);
            *months.entry(month).or_default().entry(name(message.level).to_owned()).or_default() += 1;
            let (count, asked) = sums.entry(message.level).or_default();
            *count += 1;
            *asked.entry(*currency).or_default() += message.principal;
        }
    }
    let steps = sums.into_iter().map(|(level, (messages, asked))| ReplayedStep {
        step: name(level).to_owned(),
        messages,
        asked: asked.into_iter().map(|(c, minor)| (c, Money::new(minor, c).to_decimal())).collect(),
    });
    Replayed {
        strategy: strategy.slug.clone(),
        from: period.from,
        to: period.until,
        accounts: sent.len() as u64,
        months,
        steps: steps.collect(),
    }
}

fn month_of(day: i32) -> String {
    let day = kernel::from_epoch_day(day);
    format!("{:04}-{:02}", day.year(), day.month())
}

fn past(
    strategy: &Strategy,
    period: Period,
    told: &PastSent,
    behind: Option<(&str, Kind, usize)>,
    view: &View,
) -> Past {
    let mut months: BTreeMap<String, BTreeMap<Kind, u64>> = BTreeMap::new();
    let mut first = period.from.first_of_month();
    while first <= period.until {
        months.insert(month_of(kernel::epoch_day(first)), BTreeMap::new());
        let Ok(next) = first.last_of_month().tomorrow() else { break };
        first = next;
    }
    let kind_of = |message: &amicable::replay::Sent| {
        let notice = strategy.step(message.level).is_some_and(|step| step.formal_notice);
        if notice { Kind::FormalNotice } else { Kind::parse(message.channel.slug()).unwrap_or(Kind::Letter) }
    };
    let (mut messages, mut chosen) = (0, Vec::new());
    for (whose, sent) in &told.sent {
        for message in sent {
            let (month, kind) = (month_of(message.day), kind_of(message));
            messages += 1;
            if behind.is_some_and(|(m, k, _)| m == month && k == kind) {
                chosen.push((message.day, *whose, message));
            }
            *months.entry(month).or_default().entry(kind).or_default() += 1;
        }
    }
    chosen.sort_by_key(|(day, whose, _)| (*day, *whose));
    let from = behind.map_or(0, |(_, _, from)| from);
    let row = |(day, (account, currency), message): (i32, (AccountId, Currency), &amicable::replay::Sent)| {
        let card = &view.cards[view.portfolio.position(account)?];
        Some(PastRow {
            account_id: account,
            account: card.number.to_string(),
            debtor: card.name.to_string(),
            on: kernel::from_epoch_day(day),
            step: strategy.step(message.level).map(|step| step.slug.clone()).unwrap_or_default(),
            asked: Money::new(message.principal, currency),
        })
    };
    Past {
        period,
        accounts: told.sent.len() as u64,
        messages,
        every_account: told.every_account,
        months: months.into_iter().map(|(month, kinds)| PastMonth { month, kinds }).collect(),
        next: (chosen.len() > from.saturating_add(PAGE)).then_some(from + PAGE),
        rows: chosen.into_iter().skip(from).take(PAGE).filter_map(row).collect(),
    }
}

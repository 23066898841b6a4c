//! Replay: what a strategy would have sent over a past period, from the ledger as it lived.

use std::collections::{BTreeMap, HashMap};

use amicable::replay::{Life, Past, replay_debtor};
use amicable::{Reach, Strategy};
use kernel::{Currency, Date, Money, Period};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, DebtorId, ItemId};
use rayon::prelude::*;
use serde::Serialize;

use super::unsound;
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

/// The accounts of one debtor as they lived, or a single one.
type Lives = Vec<((AccountId, Currency), Vec<Life>)>;

/// What one account would have got: day, level, principal.
type Sent = (Currency, Vec<amicable::replay::Sent>);

impl Desk {
    /// Replays a strategy over a past period on every account, from silence, each day decided by the
    /// decision that runs. Pauses, promises and blocks of the time are left out: they belong to people.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a strategy that cannot run or a period longer than two years.
    pub fn replay(&self, actor: &Actor, strategy: &Strategy, period: Period) -> Result<Replayed, DeskError> {
        actor.may(Permission::Read)?;
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
        for life in lives {
            let debtor = cap.and_then(|_| card(life.0.0)).map(|c| c.debtor);
            let place = debtor.map_or(debtors.len(), |debtor| *places.entry(debtor).or_insert(debtors.len()));
            if place == debtors.len() {
                debtors.push(Vec::new());
            }
            debtors[place].push(life);
        }
        let sent: Vec<Sent> = debtors
            .into_par_iter()
            .flat_map_iter(|lives| {
                let pasts: Vec<Past<'_>> = lives
                    .iter()
                    .map(|((account, currency), lives)| Past { currency: *currency, lives, reach: reach(*account) })
                    .collect();
                let sent = replay_debtor(strategy, cap, &pasts, (period.from, period.until));
                let currencies: Vec<Currency> = pasts.iter().map(|past| past.currency).collect();
                currencies.into_iter().zip(sent)
            })
            .filter(|(_, sent)| !sent.is_empty())
            .collect();
        Ok(told(strategy, period, &sent))
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
    for (currency, messages) in sent {
        for message in messages {
            let day = kernel::from_epoch_day(message.day);
            let month = format!("{:04}-{:02}", day.year(), day.month());
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

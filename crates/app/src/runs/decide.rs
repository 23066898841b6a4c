//! Deciding for every account at once, from the portfolio.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use amicable::{AccountFacts, Decision, History, Proposal, Reason, Strategy, decide};
use kernel::{Currency, Date, Money};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, CreditorId, Item, ItemId};
use rayon::prelude::*;
use store::{ReminderId, StoreError, Tx};

use super::persist::{keep_last, with_items};
use super::{DecidedItem, DecisionLine, RunAnswer};
use crate::portfolio::{AccountCard, View};
use crate::{Desk, DeskError};

/// Last reminder by account and currency.
pub(crate) type Histories = HashMap<(AccountId, Currency), History>;

/// An account to remind, as the portfolio sees it.
pub(super) struct Candidate {
    pub position: usize,
    pub currency: Currency,
    pub level: u8,
    pub step: String,
    pub channel: &'static str,
    pub principal: i64,
    pub lines: Vec<amicable::Line>,
    pub reason: Reason,
}

/// The day as the portfolio sees it.
pub(super) struct Survey {
    pub view: Arc<View>,
    pub strategy: String,
    pub accounts: u64,
    pub candidates: Vec<Candidate>,
    pub blocked: BTreeMap<String, u64>,
}

/// Decides for each currency of one account's open items.
pub(crate) fn decide_account<'a>(
    strategy: &'a Strategy,
    card: &AccountCard,
    items: &[OpenItem],
    histories: &Histories,
    day: Date,
) -> Vec<(Currency, Decision<'a>)> {
    let mut currencies: Vec<Currency> = items.iter().map(|i| i.currency).collect();
    currencies.sort();
    currencies.dedup();
    let single = currencies.len() == 1;
    currencies
        .into_iter()
        .map(|currency| {
            let own: Vec<OpenItem>;
            let mine = if single {
                items
            } else {
                own = items.iter().filter(|i| i.currency == currency).copied().collect();
                &own
            };
            let facts = AccountFacts {
                currency,
                items: mine,
                history: histories.get(&(card.id, currency)),
                paused_until: card.paused_until,
                postable: card.postable,
            };
            (currency, decide(strategy, &facts, day))
        })
        .collect()
}

/// Decides for one account from its pieces as read, for the page of its file.
pub(crate) fn decide_open<'a>(
    strategy: &'a Strategy,
    card: &AccountCard,
    items: &[(Item, Money)],
    histories: &Histories,
    day: Date,
) -> Vec<(Currency, Decision<'a>)> {
    let open: Vec<OpenItem> = items
        .iter()
        .map(|(i, open)| OpenItem {
            id: i.id,
            kind: i.kind,
            currency: i.amount.currency(),
            amount: i.amount.minor(),
            open: open.minor(),
            issue_day: kernel::epoch_day(i.issue_on),
            due_day: kernel::epoch_day(i.due_on),
            due_inferred: i.due_inferred,
        })
        .collect();
    decide_account(strategy, card, &open, histories, day)
}

/// The last reminder of every account.
fn all_histories(tx: &mut Tx) -> Result<Histories, StoreError> {
    let mut last = BTreeMap::new();
    tx.reminders().for_each::<StoreError>(|reminder| {
        keep_last(&mut last, reminder);
        Ok(())
    })?;
    let ids: Vec<ReminderId> = last.values().map(|r| r.id).collect();
    let asked = tx.reminders().items_of(&ids)?;
    Ok(with_items(last, asked))
}

#[derive(Default)]
struct Part {
    accounts: u64,
    candidates: Vec<Candidate>,
    blocked: BTreeMap<&'static str, u64>,
}

impl Part {
    fn merge(mut self, other: Self) -> Self {
        self.accounts += other.accounts;
        self.candidates.extend(other.candidates);
        for (reason, n) in other.blocked {
            *self.blocked.entry(reason).or_default() += n;
        }
        self
    }

    fn take(&mut self, position: usize, currency: Currency, decision: Decision<'_>) {
        match decision {
            Decision::Send(Proposal { step, cycle, lines, principal, .. }, reason) => self.candidates.push(Candidate {
                position,
                currency,
                level: cycle.level,
                step: step.slug.clone(),
                channel: step.channel.slug(),
                principal,
                lines,
                reason,
            }),
            Decision::Wait(Reason::NothingDue) => {}
            Decision::Wait(reason) | Decision::Blocked(reason, _) => {
                *self.blocked.entry(reason.code()).or_default() += 1;
            }
        }
    }
}

impl Desk {
    pub(super) fn survey(
        &self,
        strategy: &Strategy,
        day: Date,
        creditor: Option<CreditorId>,
    ) -> Result<Survey, DeskError> {
        let view = if day == self.today() { self.view()? } else { Arc::new(self.view_as_of(day)?) };
        let histories = self.store.read(all_histories)?;
        let part = (0..view.cards.len())
            .into_par_iter()
            .with_min_len(1024)
            .fold(Part::default, |mut part, position| {
                let card = &view.cards[position];
                if creditor.is_some_and(|c| c != card.creditor) {
                    return part;
                }
                let items: Vec<OpenItem> = view.portfolio.items(position).collect();
                let today = kernel::epoch_day(day);
                part.accounts += u64::from(items.iter().any(|i| i.open > 0 && i.due_day < today));
                for (currency, decision) in decide_account(strategy, card, &items, &histories, day) {
                    part.take(position, currency, decision);
                }
                part
            })
            .reduce(Part::default, Part::merge);
        Ok(Survey {
            view,
            strategy: strategy.slug.clone(),
            accounts: part.accounts,
            candidates: part.candidates,
            blocked: part.blocked.into_iter().map(|(r, n)| (r.to_owned(), n)).collect(),
        })
    }

    pub(super) fn preview(&self, survey: Survey, day: Date, summary: bool) -> Result<RunAnswer, DeskError> {
        let mut told = Told::default();
        if summary {
            survey.candidates.iter().for_each(|c| told.count(c.currency, c.principal));
            return Ok(told.answer(day, survey.accounts, survey.blocked, false));
        }
        let ids: Vec<ItemId> = survey.candidates.iter().flat_map(|c| c.lines.iter().map(|l| l.item)).collect();
        let numbers = self.store.read(|tx| tx.items().numbers(&ids))?;
        let Survey { view, strategy, accounts, candidates, blocked } = survey;
        for c in &candidates {
            told.count(c.currency, c.principal);
            told.decisions.push(describe(&view.cards[c.position], &strategy, c, &numbers));
        }
        Ok(told.answer(day, accounts, blocked, false))
    }
}

/// A candidate in the words of scripts and pages.
pub(super) fn describe(
    card: &AccountCard,
    strategy: &str,
    candidate: &Candidate,
    numbers: &HashMap<ItemId, String>,
) -> DecisionLine {
    let money = |minor: i64| Money::new(minor, candidate.currency).to_decimal();
    DecisionLine {
        account: card.number.to_string(),
        account_id: card.id,
        debtor: card.name.to_string(),
        strategy: strategy.to_owned(),
        step: candidate.step.clone(),
        level: candidate.level,
        channel: candidate.channel.to_owned(),
        amount: money(candidate.principal),
        currency: candidate.currency,
        items: candidate
            .lines
            .iter()
            .map(|l| DecidedItem {
                number: numbers.get(&l.item).cloned().unwrap_or_default(),
                open: money(l.open),
                late_days: l.late_days,
            })
            .collect(),
        reason: kernel::Wording::new(candidate.reason.french(), candidate.reason.english()),
    }
}

/// What a run tells, as it goes.
#[derive(Default)]
pub(super) struct Told {
    pub decisions: Vec<DecisionLine>,
    pub messages: u64,
    asked: BTreeMap<Currency, i64>,
}

impl Told {
    /// Counts one message.
    pub fn count(&mut self, currency: Currency, principal: i64) {
        self.messages += 1;
        *self.asked.entry(currency).or_default() += principal;
    }

    /// The answer, the highest levels first.
    pub fn answer(mut self, date: Date, accounts: u64, blocked: BTreeMap<String, u64>, written: bool) -> RunAnswer {
        self.decisions.sort_by(|a, b| (b.level, &a.debtor, a.account_id).cmp(&(a.level, &b.debtor, b.account_id)));
        RunAnswer {
            date,
            accounts,
            messages: self.messages,
            asked: self.asked.into_iter().map(|(c, minor)| (c, Money::new(minor, c).to_decimal())).collect(),
            decisions: self.decisions,
            blocked,
            written,
            failed: Vec::new(),
        }
    }
}

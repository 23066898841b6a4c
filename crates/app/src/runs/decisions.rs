//! What a run decided, kept as figures and put in words one message at a time, when it is told.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use amicable::{Plan, Reason};
use kernel::{Currency, Money, Wording};
use ledger::{AccountId, ItemId};
use rayon::prelude::*;
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use super::{DecidedItem, DecisionLine};
use crate::Refusal;
use crate::portfolio::{AccountCard, View};

/// Messages put in words at once, on every processor.
const AT_ONCE: usize = 4096;

/// An account to remind.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Place of the account in the view.
    pub position: usize,
    pub currency: Currency,
    /// Place of the strategy in the plan.
    pub strategy: usize,
    pub level: u8,
    pub step: Box<str>,
    pub channel: &'static str,
    pub principal: i64,
    pub lines: Vec<amicable::Line>,
    pub reason: Reason,
}

/// The messages of a run, the highest levels first. Names and numbers of pieces are those of the open
/// items in memory: each message is put in words when it is asked for, and only then.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    view: Option<Arc<View>>,
    strategies: Vec<String>,
    candidates: Vec<Candidate>,
    /// Numbers of pieces that came after the view was read.
    late_numbers: HashMap<ItemId, String>,
}

impl Decisions {
    pub(super) fn new(view: Arc<View>, plan: &Plan) -> Self {
        let strategies = plan.strategies.iter().map(|s| s.slug.clone()).collect();
        Self { view: Some(view), strategies, candidates: Vec::new(), late_numbers: HashMap::new() }
    }

    /// The same, telling `candidates`.
    pub(super) fn of(mut self, mut candidates: Vec<Candidate>) -> Self {
        if let Some(view) = &self.view {
            let key = |c: &Candidate| {
                let card = &view.cards[c.position];
                (Reverse(c.level), &card.name, card.id)
            };
            candidates.par_sort_by(|a, b| key(a).cmp(&key(b)));
        }
        self.candidates = candidates;
        self
    }

    pub(super) fn late_numbers(mut self, numbers: HashMap<ItemId, String>) -> Self {
        self.late_numbers = numbers;
        self
    }

    /// Messages told.
    pub fn len(&self) -> usize {
        self.candidates.len()
    }

    /// True when no message is told.
    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    /// The messages in words, one at a time.
    pub fn iter(&self) -> impl Iterator<Item = DecisionLine> + '_ {
        self.view.iter().flat_map(|view| self.candidates.iter().map(|c| self.line(view, c)))
    }

    /// Keeps one page of the messages: `limit` of them from the start, or after the one named. Says where
    /// the next one starts.
    pub(super) fn keep(&mut self, after: Option<&str>, limit: usize) -> Result<Option<String>, Refusal> {
        let place = |name| self.candidates.iter().position(|c| self.is_named(c, name)).ok_or(Refusal::ListMoved);
        let start = after.map(place).transpose()?.map_or(0, |at| at + 1);
        let more = self.candidates.len().saturating_sub(start) > limit;
        self.candidates.drain(..start);
        self.candidates.truncate(limit);
        Ok(self.candidates.last().filter(|_| more).and_then(|last| self.name(last)))
    }

    /// What tells a message from the others of its run: `ACCOUNT-EUR-strategy`.
    fn name(&self, candidate: &Candidate) -> Option<String> {
        let card = &self.view.as_ref()?.cards[candidate.position];
        Some(format!("{}-{}-{}", card.id, candidate.currency, self.strategies.get(candidate.strategy)?))
    }

    fn is_named(&self, candidate: &Candidate, name: &str) -> bool {
        let Some(view) = &self.view else { return false };
        let mut parts = name.splitn(3, '-');
        parts.next().and_then(|id| id.parse::<AccountId>().ok()) == Some(view.cards[candidate.position].id)
            && parts.next() == Some(candidate.currency.code())
            && parts.next() == self.strategies.get(candidate.strategy).map(String::as_str)
    }

    fn line(&self, view: &View, candidate: &Candidate) -> DecisionLine {
        let mut numbers: Vec<(ItemId, &str)> = view.portfolio.numbers(candidate.position).collect();
        numbers.sort_unstable_by_key(|(id, _)| *id);
        let known = |id: ItemId| numbers.binary_search_by_key(&id, |(id, _)| *id).ok().map(|at| numbers[at].1);
        let number = |id: ItemId| known(id).or_else(|| self.late_numbers.get(&id).map(String::as_str));
        let strategy = self.strategies.get(candidate.strategy).map_or("", String::as_str);
        describe(&view.cards[candidate.position], strategy, candidate, number)
    }
}

impl Serialize for Decisions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut told = serializer.serialize_seq(Some(self.len()))?;
        for chunk in self.candidates.chunks(AT_ONCE) {
            let Some(view) = &self.view else { break };
            let lines: Vec<DecisionLine> = chunk.par_iter().map(|c| self.line(view, c)).collect();
            for line in &lines {
                told.serialize_element(line)?;
            }
        }
        told.end()
    }
}

/// A candidate in the words of scripts and pages.
pub(super) fn describe<'n>(
    card: &AccountCard,
    strategy: &str,
    candidate: &Candidate,
    number: impl Fn(ItemId) -> Option<&'n str>,
) -> DecisionLine {
    let money = |minor: i64| Money::new(minor, candidate.currency).to_decimal();
    DecisionLine {
        account: card.number.to_string(),
        account_id: card.id,
        debtor: card.name.to_string(),
        strategy: strategy.to_owned(),
        step: candidate.step.to_string(),
        level: candidate.level,
        channel: candidate.channel.to_owned(),
        amount: money(candidate.principal),
        currency: candidate.currency,
        items: candidate
            .lines
            .iter()
            .map(|l| DecidedItem {
                number: number(l.item).unwrap_or_default().to_owned(),
                open: money(l.open),
                late_days: l.late_days,
            })
            .collect(),
        reason: Wording::new(candidate.reason.french(), candidate.reason.english()),
    }
}

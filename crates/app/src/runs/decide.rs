//! Deciding for every account at once, from the portfolio.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use amicable::{ContactCap, Decision, Plan, Proposal, Reason};
use kernel::{Currency, Date, Money};
use ledger::portfolio::OpenItem;
use ledger::{CreditorId, DebtorId};
use rayon::prelude::*;

use super::bearings::{Bearings, Decided};
use super::decisions::{Candidate, Decisions};
use super::{RunAnswer, StepCount};
use crate::portfolio::{Sight, View};
use crate::{Actor, Desk, DeskError};

/// The day as the portfolio sees it.
pub(crate) struct Survey {
    pub view: Arc<View>,
    pub bearings: Bearings,
    pub accounts: u64,
    pub candidates: Vec<Candidate>,
    pub blocked: Stopped,
}

/// What does not leave, by reason: accounts, and what is late on those where something could be mended.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stopped {
    /// Accounts, by reason.
    pub accounts: BTreeMap<&'static str, u64>,
    /// What is late on blocked accounts, net, by reason and currency; minor units.
    pub amounts: BTreeMap<(&'static str, Currency), i64>,
}

impl Stopped {
    fn add(&mut self, reason: &Reason, late: Option<(Currency, i64)>) {
        *self.accounts.entry(reason.code()).or_default() += 1;
        if let Some((currency, minor)) = late {
            *self.amounts.entry((reason.code(), currency)).or_default() += minor;
        }
    }

    fn merge(&mut self, other: Self) {
        for (reason, n) in other.accounts {
            *self.accounts.entry(reason).or_default() += n;
        }
        for (key, minor) in other.amounts {
            *self.amounts.entry(key).or_default() += minor;
        }
    }
}

#[derive(Default)]
struct Part {
    accounts: u64,
    candidates: Vec<Candidate>,
    blocked: Stopped,
}

impl Part {
    fn merge(mut self, other: Self) -> Self {
        self.accounts += other.accounts;
        self.candidates.extend(other.candidates);
        self.blocked.merge(other.blocked);
        self
    }

    /// The accounts of one debtor share what the cap leaves: the gravest message goes first.
    fn share(&mut self, cap: ContactCap, view: &View, bearings: &Bearings, day: Date) {
        let today = kernel::epoch_day(day);
        let mut of: HashMap<DebtorId, Vec<usize>> = HashMap::new();
        for (i, candidate) in self.candidates.iter().enumerate() {
            of.entry(view.cards[candidate.position].debtor).or_default().push(i);
        }
        let grave = |c: &Candidate| {
            let step = bearings.plan.strategies.get(c.strategy).and_then(|s| s.step(c.level));
            (step.is_some_and(|s| s.formal_notice), c.level, c.principal)
        };
        let mut waits: HashMap<usize, Reason> = HashMap::new();
        for (debtor, mut mine) in of {
            let room = cap.room(&bearings.contacts_of(debtor, today, 0), today);
            mine.sort_by_key(|i| Reverse(grave(&self.candidates[*i])));
            let full = bearings.contacts_of(debtor, today, room);
            for i in mine.into_iter().skip(room) {
                let from = cap.frees(&full, today).map_or(day, kernel::from_epoch_day);
                waits.insert(i, Reason::ContactCap { from });
            }
        }
        let mut place = 0;
        let blocked = &mut self.blocked;
        self.candidates.retain(|_| {
            let wait = waits.get(&place);
            place += 1;
            wait.inspect(|reason| blocked.add(reason, None)).is_none()
        });
    }

    fn take(&mut self, position: usize, decided: Decided<'_>) {
        let Decided { currency, strategy, decision } = decided;
        match decision {
            Decision::Send(proposal, reason) => {
                self.candidates.push(Candidate::of(position, (currency, strategy), proposal, reason));
            }
            Decision::Wait(Reason::NothingDue) => {}
            Decision::Wait(reason) => self.blocked.add(&reason, None),
            Decision::Blocked(reason, late) => self.blocked.add(&reason, Some((currency, late))),
        }
    }
}

impl Candidate {
    pub(super) fn of(
        position: usize,
        (currency, strategy): (Currency, usize),
        proposal: Proposal<'_>,
        reason: Reason,
    ) -> Self {
        Self {
            position,
            currency,
            strategy,
            level: proposal.cycle.level,
            step: proposal.step.slug.as_str().into(),
            channel: proposal.channel.slug(),
            principal: proposal.principal,
            lines: proposal.lines,
            reason,
        }
    }
}

/// The open pieces an account answers for: its own, and those of the accounts it pays for. None for an
/// account that another one pays for.
pub(crate) fn pieces(view: &View, bearings: &Bearings, position: usize) -> Option<Vec<OpenItem>> {
    let card = &view.cards[position];
    if bearings.has_payer(card.id) {
        return None;
    }
    let mut items: Vec<OpenItem> = view.portfolio.items(position).collect();
    for child in bearings.children(card.id) {
        if let Some(position) = view.portfolio.position(*child) {
            items.extend(view.portfolio.items(position));
        }
    }
    Some(items)
}

/// The decisions of `day` for every account within reach, or of one creditor: accounts late, what leaves, what
/// does not.
pub(crate) fn decide_all(
    sight: &Sight,
    bearings: &Bearings,
    day: Date,
    creditor: Option<CreditorId>,
) -> (u64, Vec<Candidate>, Stopped) {
    let (view, today) = (&*sight.view, kernel::epoch_day(day));
    let mut part = (0..view.cards.len())
        .into_par_iter()
        .with_min_len(1024)
        .fold(Part::default, |mut part, position| {
            let card = &view.cards[position];
            if !sight.holds(position) || creditor.is_some_and(|c| c != card.creditor) {
                return part;
            }
            let Some(items) = pieces(view, bearings, position) else { return part };
            part.accounts += u64::from(items.iter().any(|i| i.open > 0 && i.due_day < today));
            for decided in bearings.decide(card, &items, day) {
                part.take(position, decided);
            }
            part
        })
        .reduce(Part::default, Part::merge);
    if let Some(cap) = bearings.plan.contact_cap {
        part.share(cap, view, bearings, day);
    }
    (part.accounts, part.candidates, part.blocked)
}

impl Survey {
    fn of(sight: &Sight, bearings: Bearings, day: Date, creditor: Option<CreditorId>) -> Self {
        let (accounts, candidates, blocked) = decide_all(sight, &bearings, day, creditor);
        Self { view: Arc::clone(&sight.view), bearings, accounts, candidates, blocked }
    }
}

impl Desk {
    /// Decides for every account of the day within reach, or of one creditor, under `plan`.
    pub(crate) fn survey(
        &self,
        actor: &Actor,
        plan: &Plan,
        day: Date,
        creditor: Option<CreditorId>,
    ) -> Result<Survey, DeskError> {
        let view = if day == self.today() { self.view()? } else { Arc::new(self.view_as_of(day)?) };
        let sight = self.sight_of(view, actor)?;
        let bearings = self.store.read(|tx| Bearings::read(tx, plan.clone(), None, day))?;
        Ok(Survey::of(&sight, bearings, day, creditor))
    }

    /// The decisions of `day` under the plan in force and under another, on one picture of the ledger and of what
    /// was said so far: an import that goes live meanwhile is in both, or in neither.
    pub(crate) fn survey_both(&self, actor: &Actor, other: &Plan, day: Date) -> Result<(Survey, Survey), DeskError> {
        let view = if day == self.today() { self.view()? } else { Arc::new(self.view_as_of(day)?) };
        let sight = self.sight_of(view, actor)?;
        let (before, after) = self.store.read(|tx| {
            let own = crate::strategies::plan(tx)?;
            let same_cap = own.contact_cap == other.contact_cap;
            let before = Bearings::read(tx, own, None, day)?;
            let after =
                if same_cap { before.under_plan(other.clone()) } else { Bearings::read(tx, other.clone(), None, day)? };
            Ok::<_, DeskError>((before, after))
        })?;
        Ok((Survey::of(&sight, before, day, None), Survey::of(&sight, after, day, None)))
    }

    pub(super) fn preview(survey: Survey, day: Date, summary: bool) -> RunAnswer {
        let Survey { view, bearings, accounts, candidates, blocked } = survey;
        let mut told = Told::default();
        for c in &candidates {
            told.count(c);
        }
        if !summary {
            told.candidates = candidates;
        }
        told.answer((day, false), accounts, &blocked, Decisions::new(view, &bearings.plan))
    }
}

/// What a run tells, as it goes.
#[derive(Default)]
pub(super) struct Told {
    pub candidates: Vec<Candidate>,
    pub messages: u64,
    asked: BTreeMap<Currency, i64>,
    /// Messages by level, the highest first, and step.
    steps: BTreeMap<(Reverse<u8>, Box<str>), u64>,
}

impl Told {
    /// Counts one message.
    pub fn count(&mut self, candidate: &Candidate) {
        self.messages += 1;
        *self.asked.entry(candidate.currency).or_default() += candidate.principal;
        *self.steps.entry((Reverse(candidate.level), candidate.step.clone())).or_default() += 1;
    }

    /// One line a step, at the highest level it has.
    fn steps(&self) -> Vec<StepCount> {
        let mut steps: Vec<StepCount> = Vec::new();
        for ((_, step), messages) in &self.steps {
            match steps.iter_mut().find(|line| *line.step == **step) {
                Some(line) => line.messages += messages,
                None => steps.push(StepCount { step: step.to_string(), messages: *messages }),
            }
        }
        steps
    }

    /// The answer, the highest levels first.
    pub fn answer(
        self,
        (date, written): (Date, bool),
        accounts: u64,
        stopped: &Stopped,
        decisions: Decisions,
    ) -> RunAnswer {
        let decimal = |currency: Currency, minor: i64| Money::new(minor, currency).to_decimal();
        let mut blocked_amounts: BTreeMap<String, BTreeMap<Currency, String>> = BTreeMap::new();
        for ((reason, currency), minor) in &stopped.amounts {
            let amounts = blocked_amounts.entry((*reason).to_owned()).or_default();
            amounts.insert(*currency, decimal(*currency, *minor));
        }
        RunAnswer {
            date,
            accounts,
            messages: self.messages,
            steps: self.steps(),
            next: None,
            asked: self.asked.into_iter().map(|(c, minor)| (c, decimal(c, minor))).collect(),
            decisions: decisions.of(self.candidates),
            blocked: stopped.accounts.iter().map(|(reason, n)| ((*reason).to_owned(), *n)).collect(),
            blocked_amounts,
            written,
            failed: Vec::new(),
        }
    }
}

//! What the next day would bring under a draft, beside the plan in force: the very decision that runs,
//! taken on the picture in memory, with the accounts behind each figure.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use amicable::Plan;
use kernel::{Currency, Date, Territory, slug_enum};
use ledger::{AccountId, indicators};

use super::{Strategy, plan, unsound, unsound_plan};
use crate::portfolio::Sight;
use crate::runs::{Bearings, Candidate, decide_all};
use crate::{Actor, Desk, DeskError, Permission, Reach};

/// Accounts told behind a figure, at most at a time.
const PAGE: usize = 50;
/// Pictures kept: of two days, as several people see them.
const KEPT: usize = 16;

slug_enum!(
    /// A figure of the preview.
    Kind {
        /// Mails.
        Mail = "mail",
        /// Letters that are no formal notice.
        Letter = "letter",
        /// Text messages.
        Sms = "sms",
        /// Calls.
        Call = "call",
        /// Visits.
        Visit = "visit",
        /// Formal notices (mises en demeure).
        FormalNotice = "formal-notice",
        /// Contacts of the accounts that together are half of what is late.
        Key = "key",
        /// Accounts that gain a message.
        Gain = "gain",
        /// Accounts that lose theirs.
        Lose = "lose",
        /// Accounts whose message changes.
        Change = "change",
    }
);

/// One figure, under the plan in force and under the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewCount {
    /// Which.
    pub kind: Kind,
    /// Under the plan in force; 0 for what compares both.
    pub before: u64,
    /// Under the draft.
    pub now: u64,
}

/// A message as the preview tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewStep {
    /// Step.
    pub step: String,
    /// Channel.
    pub channel: &'static str,
    /// Principal asked, minor units.
    pub principal: i64,
}

/// An account behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Currency.
    pub currency: Currency,
    /// Its message under the plan in force.
    pub before: Option<PreviewStep>,
    /// Under the draft.
    pub now: Option<PreviewStep>,
}

/// What the next day would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The day decided for, from the ledger as it is now.
    pub day: Date,
    /// Messages and tasks under the plan in force.
    pub before: u64,
    /// Under the draft.
    pub now: u64,
    /// Every figure, in the order of [`Kind::ALL`].
    pub counts: Vec<PreviewCount>,
    /// Principal asked under the draft, by currency; minor units.
    pub asked: BTreeMap<Currency, i64>,
    /// The accounts behind the figure asked for, by name.
    pub rows: Vec<PreviewRow>,
    /// Where the next page of them begins.
    pub next: Option<usize>,
}

/// The plan in force on one picture of the ledger: what every draft is compared with.
pub(crate) struct Kept {
    stamp: (i64, i64),
    today: Date,
    reach: Reach,
    pub day: Date,
    /// The open items, as far as somebody sees them.
    pub sight: Sight,
    pub bearings: Bearings,
    candidates: Vec<Candidate>,
    key: HashSet<usize>,
}

/// The last pictures: of the next day and of today, by how far people see.
#[derive(Default)]
pub(crate) struct PreviewCache {
    kept: Mutex<Vec<Arc<Kept>>>,
    pub past: super::replay::PastCache,
}

/// The plan with a strategy in place of the one of its name, or added.
#[must_use]
pub fn plan_with(mut plan: Plan, strategy: &Strategy) -> Plan {
    match plan.find(&strategy.slug) {
        Some(place) => plan.strategies[place] = strategy.clone(),
        None => plan.strategies.push(strategy.clone()),
    }
    plan
}

impl Desk {
    /// The day a preview tells: the next working day of the run's calendar, or of mainland France.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn next_day(&self, actor: &Actor) -> Result<Date, DeskError> {
        let territory = self.schedule(actor)?.schedule.and_then(|s| s.working_days).unwrap_or(Territory::Metropole);
        let tomorrow = self.today().tomorrow().unwrap_or_else(|_| self.today());
        Ok(kernel::calendar::next_working_day(tomorrow, territory))
    }

    /// What the next day would bring with this draft, and the accounts behind `kind` from the place `from`.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a strategy that cannot run.
    pub fn preview_strategy(
        &self,
        actor: &Actor,
        draft: &Strategy,
        (kind, from): (Option<Kind>, usize),
    ) -> Result<Preview, DeskError> {
        draft.check().map_err(|e| unsound(&e))?;
        let day = self.next_day(actor)?;
        let kept = self.kept(actor, day)?;
        self.preview_plan(actor, &plan_with(kept.bearings.plan.clone(), draft), (kind, from))
    }

    /// The same with another plan: its segments, say.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a plan that cannot be followed.
    pub fn preview_plan(
        &self,
        actor: &Actor,
        other: &Plan,
        (kind, from): (Option<Kind>, usize),
    ) -> Result<Preview, DeskError> {
        actor.may(Permission::Read)?;
        other.check().map_err(|e| unsound_plan(&e))?;
        let kept = self.kept(actor, self.next_day(actor)?)?;
        let mut now = if *other == kept.bearings.plan {
            kept.candidates.clone()
        } else {
            let bearings = kept.bearings.under_plan(other.clone());
            decide_all(&kept.sight, &bearings, kept.day, None).1
        };
        now.sort_unstable_by_key(place);
        Ok(Comparison { kept: &kept, other, pairs: pairs(&kept.candidates, &now) }.told(kind, from))
    }

    /// The plan in force for `day` on what an actor sees of the ledger now, from memory while nothing was
    /// written.
    pub(crate) fn kept(&self, actor: &Actor, day: Date) -> Result<Arc<Kept>, DeskError> {
        let mut cache = self.previews.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let today = self.today();
        let stamp = self.store.read(|tx| tx.timeline().stamp())?;
        cache.retain(|kept| kept.stamp == stamp && kept.today == today);
        if let Some(kept) = cache.iter().find(|kept| kept.day == day && kept.reach == actor.reach) {
            return Ok(Arc::clone(kept));
        }
        let sight = self.sight(actor)?;
        let bearings = self.store.read(|tx| {
            let plan = plan(tx)?;
            Ok::<_, DeskError>(Bearings::read(tx, plan, None, day)?)
        })?;
        let (_, mut candidates, _) = decide_all(&sight, &bearings, day, None);
        candidates.sort_unstable_by_key(place);
        // Pieces are told by the run; here they would only fill the memory.
        for candidate in &mut candidates {
            candidate.lines = Vec::new();
        }
        let (key, reach) = (key_accounts(&sight), actor.reach.clone());
        let kept = Arc::new(Kept { stamp, today, reach, day, sight, bearings, candidates, key });
        if cache.len() >= KEPT {
            cache.remove(0);
        }
        cache.push(Arc::clone(&kept));
        Ok(kept)
    }
}

/// Where the accounts stand that together are half of what is late, the largest first.
fn key_accounts(sight: &Sight) -> HashSet<usize> {
    let owed = sight.owed().iter().enumerate().filter(|(position, _)| sight.holds(*position));
    let late = owed.filter(|(_, o)| o.currency == sight.currency && o.overdue != 0);
    let mut most: Vec<(i64, usize)> = late.map(|(position, owed)| (owed.overdue, position)).collect();
    most.sort_unstable_by_key(|(late, position)| (Reverse(*late), *position));
    let amounts: Vec<i64> = most.iter().map(|(late, _)| *late).collect();
    let count = indicators::head(&amounts, 50).map_or(0, |head| usize::try_from(head.count).unwrap_or(usize::MAX));
    most.into_iter().take(count).map(|(_, position)| position).collect()
}

fn place(candidate: &Candidate) -> (usize, Currency) {
    (candidate.position, candidate.currency)
}

/// The message of an account and currency under both plans.
type Pair<'a> = (Option<&'a Candidate>, Option<&'a Candidate>);

/// Both lists are in the order of [`place`]; an account has one message a currency at most.
fn pairs<'a>(before: &'a [Candidate], now: &'a [Candidate]) -> Vec<Pair<'a>> {
    let (mut old, mut new) = (before.iter().peekable(), now.iter().peekable());
    let mut pairs = Vec::with_capacity(before.len().max(now.len()));
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some(a), Some(b)) => place(a).cmp(&place(b)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return pairs,
        };
        pairs.push(match order {
            Ordering::Less => (old.next(), None),
            Ordering::Greater => (None, new.next()),
            Ordering::Equal => (old.next(), new.next()),
        });
    }
}

struct Comparison<'a> {
    kept: &'a Kept,
    other: &'a Plan,
    pairs: Vec<Pair<'a>>,
}

impl Comparison<'_> {
    fn told(&self, kind: Option<Kind>, from: usize) -> Preview {
        let mut counts: Vec<PreviewCount> =
            Kind::ALL.iter().map(|kind| PreviewCount { kind: *kind, before: 0, now: 0 }).collect();
        let mut asked: BTreeMap<Currency, i64> = BTreeMap::new();
        let (mut before, mut now) = (0, 0);
        let mut behind: Vec<&Pair<'_>> = Vec::new();
        for pair in &self.pairs {
            before += u64::from(pair.0.is_some());
            now += u64::from(pair.1.is_some());
            if let Some(message) = pair.1 {
                *asked.entry(message.currency).or_default() += message.principal;
            }
            for count in &mut counts {
                let (old, new) = self.counts(count.kind, *pair);
                count.before += u64::from(old);
                count.now += u64::from(new);
                if new && kind == Some(count.kind) {
                    behind.push(pair);
                }
            }
        }
        let card = |pair: &Pair<'_>| pair.0.or(pair.1).map(|c| &self.kept.sight.cards[c.position]);
        behind.sort_by_cached_key(|pair| card(pair).map(|card| (card.name_key(), card.id)));
        let next = (behind.len() > from.saturating_add(PAGE)).then_some(from + PAGE);
        let rows = behind.into_iter().skip(from).take(PAGE).filter_map(|pair| self.row(*pair)).collect();
        Preview { day: self.kept.day, before, now, counts, asked, rows, next }
    }

    /// True for what the figure counts, under the plan in force and under the other.
    fn counts(&self, kind: Kind, (old, new): Pair<'_>) -> (bool, bool) {
        let both = |holds: &dyn Fn(&Candidate, &Plan) -> bool| {
            (old.is_some_and(|c| holds(c, &self.kept.bearings.plan)), new.is_some_and(|c| holds(c, self.other)))
        };
        match kind {
            Kind::Gain => (false, old.is_none() && new.is_some()),
            Kind::Lose => (false, old.is_some() && new.is_none()),
            Kind::Change => (false, old.zip(new).is_some_and(|(old, new)| self.differ(old, new))),
            Kind::Key => both(&|c, _| self.kept.key.contains(&c.position)),
            Kind::FormalNotice => both(&is_notice),
            Kind::Letter => both(&|c, plan| c.channel == "letter" && !is_notice(c, plan)),
            kind => both(&|c, _| c.channel == kind.slug()),
        }
    }

    /// True when the debtor would get another message: another step or amount, or the same step otherwise.
    fn differ(&self, old: &Candidate, new: &Candidate) -> bool {
        let kept = (old.strategy, &old.step, old.channel, old.principal);
        if kept != (new.strategy, &new.step, new.channel, new.principal) {
            return true;
        }
        let said = |c: &Candidate, plan: &Plan| {
            let step = plan.strategies[c.strategy].step(c.level)?;
            let said = (step.text(), step.tone, &step.sender, &step.language, step.claim);
            Some(format!("{said:?}{:?}{:?}{}", step.attach, step.grant_days, step.approval))
        };
        // Only the strategy that was edited can say otherwise; the others are not even written out.
        let (own, other) = (&self.kept.bearings.plan.strategies, &self.other.strategies);
        own.get(old.strategy) != other.get(new.strategy) && said(old, &self.kept.bearings.plan) != said(new, self.other)
    }

    fn row(&self, (old, new): Pair<'_>) -> Option<PreviewRow> {
        let one = old.or(new)?;
        let card = &self.kept.sight.cards[one.position];
        let step = |c: &Candidate| PreviewStep { step: c.step.to_string(), channel: c.channel, principal: c.principal };
        Some(PreviewRow {
            account_id: card.id,
            account: card.number.to_string(),
            debtor: card.name.to_string(),
            currency: one.currency,
            before: old.map(step),
            now: new.map(step),
        })
    }
}

fn is_notice(candidate: &Candidate, plan: &Plan) -> bool {
    plan.strategies.get(candidate.strategy).and_then(|s| s.step(candidate.level)).is_some_and(|s| s.formal_notice)
}

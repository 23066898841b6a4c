//! Segments and strategies: the house's plan, its versions, and what a change would do before it is
//! saved.

pub(crate) mod cap;
mod followers;
mod preview;
mod replay;
mod versions;

use std::collections::BTreeMap;

use amicable::StrategyError;
use kernel::{Currency, Date, Money, Timestamp, Wording};
use ledger::statement::open_of;
use ledger::{AccountId, Item, ItemId};
use serde::Serialize;
use store::{EntryId, StoreError, StrategyId, StrategyVersion, Tx, VersionState};

pub use amicable::Step as StrategyStep;
pub use amicable::{
    Channel, Claim, ContactCap, Enclosure, Plan, PlanError, Rule, Segment, Strategy, Timing, Tone, title,
};
pub use followers::{Followed, Followers};
pub(crate) use preview::PreviewCache;
pub use preview::{Kind, Preview, PreviewCount, PreviewRow, PreviewStep, plan_with};
pub use replay::{Past, PastMonth, PastRow, Replayed, ReplayedStep};
pub use versions::{StrategyShown, StrategyVersionCard};

use crate::desk::About;
use crate::runs::Candidate;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Setting that holds the segments.
const SEGMENTS: &str = "plan.segments";

/// A strategy in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StrategyInForce {
    /// The strategy.
    pub strategy: Strategy,
    /// Version written by the house; none for one shipped and never touched.
    pub version: Option<i64>,
    /// Who wrote it.
    pub actor: Option<String>,
    /// When.
    pub saved_at: Option<Timestamp>,
    /// One of those shipped, as it is or written over by the house.
    pub shipped: bool,
}

/// An account whose message of the day would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Currency.
    pub currency: Currency,
    /// Step and amount it would get under the plan in force; none when it gets none.
    pub before: Option<Step>,
    /// Under the other plan.
    pub after: Option<Step>,
}

/// A message of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Strategy.
    pub strategy: String,
    /// Step.
    pub step: String,
    /// Channel.
    pub channel: String,
    /// Principal asked.
    pub amount: String,
}

/// What another plan would change today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The day.
    pub date: Date,
    /// Accounts that gain a message.
    pub gain: u64,
    /// Accounts that lose theirs.
    pub lose: u64,
    /// Accounts whose message changes.
    pub change: u64,
    /// Messages of the day by step, under the plan in force and under the other.
    pub steps: BTreeMap<String, (u64, u64)>,
    /// The accounts, those that gain first.
    pub accounts: Vec<Change>,
}

/// The plan in force, as the transaction sees it.
pub(crate) fn plan(tx: &mut Tx) -> Result<Plan, DeskError> {
    let mut plan = Plan::default();
    for version in tx.strategies().active()? {
        let strategy = Strategy::kept(&version.json).map_err(|e| unsound_version(&version.slug, &e))?;
        match plan.find(&version.slug) {
            Some(place) => plan.strategies[place] = strategy,
            None => plan.strategies.push(strategy),
        }
    }
    plan.segments = segments(tx)?;
    plan.contact_cap = cap::contact_cap(tx)?;
    Ok(plan)
}

fn segments(tx: &mut Tx) -> Result<Vec<Segment>, DeskError> {
    let Some(json) = tx.settings().get(SEGMENTS)? else { return Ok(Vec::new()) };
    Ok(Plan::segments_from_json(&json).map_err(|e| unsound_plan(&e))?)
}

/// A strategy kept that nobody can follow any more: its accounts must not fall to another in silence.
fn unsound_version(slug: &str, error: &StrategyError) -> Refusal {
    let (fr, en) = (format!("« {slug} » : {}", error.french()), format!("« {slug} »: {error}"));
    Refusal::StrategyUnsound { why: Wording::new(fr, en) }
}

fn unsound(error: &StrategyError) -> Refusal {
    Refusal::StrategyUnsound { why: Wording::new(error.french(), error.to_string()) }
}

fn unsound_plan(error: &PlanError) -> Refusal {
    Refusal::SegmentsUnsound { why: Wording::new(error.french(), error.to_string()) }
}

impl Desk {
    /// The plan in force: segments in order, strategies shipped or written by the house.
    ///
    /// # Errors
    /// [`DeskError::Store`], [`DeskError::Refused`] on segments, a strategy or a cap that cannot be read any more.
    pub fn plan(&self) -> Result<Plan, DeskError> {
        self.store.read(plan)
    }

    /// Strategies in force, the one of accounts without a segment first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn strategies(&self, actor: &Actor) -> Result<Vec<StrategyInForce>, DeskError> {
        actor.may(Permission::Read)?;
        let (plan, versions) = self.store.read(|tx| Ok::<_, DeskError>((plan(tx)?, tx.strategies().active()?)))?;
        let of = |slug: &str| versions.iter().find(|v| v.slug == slug);
        Ok(plan
            .strategies
            .into_iter()
            .map(|strategy| StrategyInForce {
                version: of(&strategy.slug).map(|v| v.version),
                actor: of(&strategy.slug).map(|v| v.actor.clone()),
                saved_at: of(&strategy.slug).map(|v| v.created_us),
                shipped: amicable::shipped().iter().any(|s| s.slug == strategy.slug),
                strategy,
            })
            .collect())
    }

    /// Puts a strategy in force as a new version; the next run obeys. Answers the version.
    ///
    /// # Errors
    /// [`DeskError::Refused`] naming the step at fault, or the text that it names and nobody wrote.
    pub fn save_strategy(&self, actor: &Actor, strategy: &Strategy) -> Result<i64, DeskError> {
        self.save_strategy_over(actor, strategy, None)
    }

    /// The same, where `base` is the version it was written over: 0 for the shipped one or none. Another
    /// in force meanwhile is a conflict.
    ///
    /// # Errors
    /// As [`Desk::save_strategy`], and [`DeskError::Store`] on a conflict.
    pub fn save_strategy_over(&self, actor: &Actor, strategy: &Strategy, base: Option<i64>) -> Result<i64, DeskError> {
        actor.may(Permission::Settings)?;
        strategy.check().map_err(|e| unsound(&e))?;
        let json = serde_json::to_string(strategy).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        let (id, entry) = (StrategyId(self.id()), self.id());
        self.store.write("strategy.save", |tx| {
            crate::texts::check_steps(tx, strategy)?;
            let versions = tx.strategies().of_slug(&strategy.slug)?;
            let in_force = versions.iter().find(|v| v.state == VersionState::Active).map_or(0, |v| v.version);
            if base.is_some_and(|base| base != in_force) {
                return Err(StoreError::Conflict { what: "strategy", id: strategy.slug.clone() }.into());
            }
            let version = versions.first().map_or(1, |v| v.version + 1);
            tx.strategies().put_in_force(&StrategyVersion {
                id,
                slug: strategy.slug.clone(),
                version,
                name: strategy.name.clone(),
                json: json.clone(),
                state: VersionState::Active,
                actor: actor.name.clone(),
                created_us: self.now(),
            })?;
            let payload = serde_json::json!({ "strategy": strategy, "version": version });
            tx.timeline().append(&self.entry(EntryId(entry), actor, About::default(), "strategy.saved", &payload))?;
            Ok(version)
        })
    }

    /// Takes the house's version of a strategy out of force: the shipped one speaks again, and one that
    /// the house made is gone.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] without a version in force, [`DeskError::Refused`] while a segment follows it, or an
    /// account or an open item for which it was chosen by hand.
    pub fn retire_strategy(&self, actor: &Actor, slug: &str) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        let entry = self.id();
        self.store.write("strategy.retire", |tx| {
            // Not the whole plan: a strategy that cannot be read is retired too.
            let followed = segments(tx)?.into_iter().find(|s| s.strategy == slug);
            let shipped = amicable::shipped().iter().any(|s| s.slug == slug);
            if let Some(segment) = followed.filter(|_| !shipped) {
                return Err(Refusal::StrategyFollowed { strategy: slug.to_owned(), segment: segment.slug }.into());
            }
            if !shipped {
                chosen_by_nobody(tx, slug, self.today())?;
            }
            if !tx.strategies().retire(slug)? {
                return Err(DeskError::NotFound { what: "strategy", key: slug.to_owned() });
            }
            let payload = serde_json::json!({ "strategy": slug });
            tx.timeline().append(&self.entry(EntryId(entry), actor, About::default(), "strategy.retired", &payload))?;
            Ok(())
        })
    }

    /// Replaces the segments, in order; the first whose rule holds takes the account.
    ///
    /// # Errors
    /// [`DeskError::Refused`] naming the segment at fault.
    pub fn save_segments(&self, actor: &Actor, segments: &[Segment]) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        let json = serde_json::to_string(segments).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        let entry = self.id();
        self.store.write("segments.save", |tx| {
            let plan = Plan { segments: segments.to_vec(), ..plan(tx)? };
            plan.check().map_err(|e| unsound_plan(&e))?;
            tx.settings().set(SEGMENTS, &json)?;
            let payload = serde_json::json!({ "segments": segments });
            tx.timeline().append(&self.entry(EntryId(entry), actor, About::default(), "segments.saved", &payload))?;
            Ok(())
        })
    }

    /// What the day would be under another plan: who gains a message, who loses one, whose changes.
    /// The very decision that runs, taken twice on the same picture of the ledger.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a plan that cannot be followed.
    pub fn compare_plan(&self, actor: &Actor, other: &Plan, day: Option<Date>) -> Result<Difference, DeskError> {
        actor.may(Permission::Read)?;
        for strategy in &other.strategies {
            strategy.check().map_err(|e| unsound(&e))?;
        }
        other.check().map_err(|e| unsound_plan(&e))?;
        let day = day.unwrap_or_else(|| self.today());
        let (before, after) = self.survey_both(actor, other, day)?;
        let mut pairs: BTreeMap<(usize, Currency), (Option<Step>, Option<Step>)> = BTreeMap::new();
        for c in &before.candidates {
            pairs.entry((c.position, c.currency)).or_default().0 = Some(step(c, &before.bearings.plan));
        }
        for c in &after.candidates {
            pairs.entry((c.position, c.currency)).or_default().1 = Some(step(c, other));
        }
        let mut difference =
            Difference { date: day, gain: 0, lose: 0, change: 0, steps: BTreeMap::new(), accounts: Vec::new() };
        for ((position, currency), (old, new)) in pairs {
            for (step, count) in [(&old, 0), (&new, 1)] {
                if let Some(step) = step {
                    let counts = difference.steps.entry(step.step.clone()).or_default();
                    *(if count == 0 { &mut counts.0 } else { &mut counts.1 }) += 1;
                }
            }
            match (&old, &new) {
                (None, Some(_)) => difference.gain += 1,
                (Some(_), None) => difference.lose += 1,
                (old, new) if old != new => difference.change += 1,
                _ => continue,
            }
            let card = &before.view.cards[position];
            difference.accounts.push(Change {
                account: card.number.to_string(),
                account_id: card.id,
                debtor: card.name.to_string(),
                currency,
                before: old,
                after: new,
            });
        }
        difference.accounts.sort_by(|a, b| {
            (a.before.is_some(), a.after.is_none(), &a.debtor, a.account_id).cmp(&(
                b.before.is_some(),
                b.after.is_none(),
                &b.debtor,
                b.account_id,
            ))
        });
        Ok(difference)
    }
}

/// Refuses while a strategy is chosen by hand somewhere: what follows it must not fall to another in silence. A
/// piece that is settled follows none.
fn chosen_by_nobody(tx: &mut Tx, slug: &str, day: Date) -> Result<(), DeskError> {
    let (accounts, first) = tx.accounts().following(slug)?;
    let chosen = tx.item_blocks().choices()?.into_iter().filter(|choice| choice.strategy == slug);
    let (items, mut owners): (Vec<ItemId>, Vec<AccountId>) = chosen.map(|c| (c.item_id, c.account_id)).unzip();
    owners.sort_unstable();
    owners.dedup();
    let matches = tx.allocations().of_accounts(&owners)?;
    let is_open = |item: &Item| item.entry_on <= day && !open_of(item, &matches, Some(day)).is_zero();
    let items = tx.items().get_many(&items)?.into_iter().filter(is_open);
    let pieces: Vec<String> = items.map(|item| item.number).collect();
    let Some(example) = first.or_else(|| pieces.first().cloned()) else { return Ok(()) };
    let pieces = i64::try_from(pieces.len()).unwrap_or(i64::MAX);
    Err(Refusal::StrategyChosen { strategy: slug.to_owned(), accounts, pieces, example }.into())
}

fn step(c: &Candidate, plan: &Plan) -> Step {
    Step {
        strategy: plan.strategies[c.strategy].slug.clone(),
        step: c.step.to_string(),
        channel: c.channel.to_owned(),
        amount: Money::new(c.principal, c.currency).to_decimal(),
    }
}

/// A strategy read from JSON, or a refusal naming what is wrong with it.
///
/// # Errors
/// [`Refusal::StrategyUnsound`].
pub fn strategy_from_json(json: &str) -> Result<Strategy, DeskError> {
    Strategy::from_json(json).map_err(|e| unsound(&e).into())
}

/// Segments read from JSON, or a refusal naming what is wrong with them.
///
/// # Errors
/// [`Refusal::SegmentsUnsound`].
pub fn segments_from_json(json: &str) -> Result<Vec<Segment>, DeskError> {
    Plan::segments_from_json(json).map_err(|e| unsound_plan(&e).into())
}

//! The weights of the order and the contacts of a day: settings, with a look at who moves before they hold.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::Timestamp;
use ledger::AccountId;
use serde::Serialize;
use store::EntryId;

use super::house::{self, CAPACITY, CAPACITY_MAX, WEIGHTS};
use super::judge::Work;
use super::{Criterion, WEIGHT_MAX, Weights};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal, WorkRefusal};

/// Files compared: the head of either order.
const COMPARED: usize = 20;
/// Former weights told.
const TOLD: u32 = 6;

/// The weights in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeightsInForce {
    /// They.
    pub weights: Weights,
    /// True where the house never changed them.
    pub shipped: bool,
    /// The last times they were saved, the last first.
    pub saved: Vec<SavedWeights>,
}

/// Weights as somebody saved them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedWeights {
    /// They; none when those shipped were taken back.
    pub weights: Option<Weights>,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// A file whose rank changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankChange {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Rank under the weights in force.
    pub before: u64,
    /// Rank under the others.
    pub after: u64,
}

/// Who moves under other weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The head of either order, by the rank that it would have.
    pub head: Vec<RankChange>,
    /// Files on the list.
    pub files: u64,
    /// Files that would come within the contacts of the day, and as many that would leave them.
    pub enter: u64,
    /// Contacts of the day.
    pub capacity: u64,
}

impl Desk {
    /// The weights in force and the last that were saved.
    ///
    /// # Errors
    /// [`DeskError::Store`], [`DeskError::Refused`] on weights that cannot be read any more.
    pub fn weights(&self, actor: &Actor) -> Result<WeightsInForce, DeskError> {
        actor.may(Permission::Read)?;
        let (kept, entries) = self.store.read(|tx| {
            let kept = house::weights(tx)?;
            Ok::<_, DeskError>((kept, tx.timeline().of_kind("worklist.weights", None, TOLD)?))
        })?;
        let saved = |entry: store::Entry| {
            let payload: serde_json::Value = serde_json::from_str(&entry.payload).unwrap_or_default();
            let weights = serde_json::from_value(payload["weights"].clone()).ok();
            SavedWeights { weights, actor: entry.actor, at: entry.at_us }
        };
        Ok(WeightsInForce {
            weights: kept.unwrap_or_else(Weights::shipped),
            shipped: kept.is_none(),
            saved: entries.into_iter().map(saved).collect(),
        })
    }

    /// Who would move under other weights: the same files, ordered twice.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when nothing would count.
    pub fn compare_weights(&self, actor: &Actor, weights: &Weights) -> Result<Moved, DeskError> {
        actor.may(Permission::Read)?;
        if weights.is_void() {
            return Err(WorkRefusal::WeightsVoid.into());
        }
        let day = self.day()?;
        let eyes = self.eyes(&day, actor)?;
        let other = day.reordered(*weights);
        let before: Vec<&Arc<Work>> = eyes.list(None).collect();
        let after: Vec<&Arc<Work>> = eyes.shown(&other, None).collect();
        let ranks =
            |list: &[&Arc<Work>]| -> HashMap<usize, u64> { list.iter().map(|work| work.position).zip(1..).collect() };
        let (old, new) = (ranks(&before), ranks(&after));
        let mut head: Vec<usize> =
            after.iter().take(COMPARED).chain(before.iter().take(COMPARED)).map(|work| work.position).collect();
        head.sort_unstable();
        head.dedup();
        let mut head: Vec<RankChange> = head
            .into_iter()
            .filter_map(|position| {
                let card = &day.view.cards[position];
                Some(RankChange {
                    account_id: card.id,
                    account: card.number.to_string(),
                    debtor: card.name.to_string(),
                    before: *old.get(&position)?,
                    after: *new.get(&position)?,
                })
            })
            .collect();
        head.sort_by_key(|change| change.after);
        let capacity = usize::from(day.house.capacity(&actor.name));
        let within = |work: &&&Arc<Work>| old.get(&work.position).is_none_or(|rank| *rank > capacity as u64);
        let enter = after.iter().take(capacity).filter(within).count();
        Ok(Moved { head, files: after.len() as u64, enter: enter as u64, capacity: capacity as u64 })
    }

    /// Puts weights in force, or those shipped again with none.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when nothing would count.
    pub fn save_weights(&self, actor: &Actor, weights: Option<Weights>) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        if weights.is_some_and(|weights| weights.is_void()) {
            return Err(WorkRefusal::WeightsVoid.into());
        }
        let json = serde_json::to_string(&weights).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        let entry = self.id();
        self.store.write("worklist.save_weights", |tx| {
            let before = house::weights(tx).ok().flatten();
            match weights {
                Some(_) => tx.settings().set(WEIGHTS, &json)?,
                None => tx.settings().remove(WEIGHTS)?,
            }
            let payload = serde_json::json!({ "weights": weights, "before": before });
            tx.timeline().append(&self.entry(EntryId(entry), actor, About::default(), "worklist.weights", &payload))?;
            Ok(())
        })
    }

    /// Contacts a day of a person.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn capacity(&self, actor: &Actor, login: &str) -> Result<u16, DeskError> {
        actor.may(Permission::Read)?;
        let kept = self.store.read(house::capacity)?;
        Ok(kept.get(login).copied().unwrap_or(house::CAPACITY_USUAL))
    }

    /// Sets the contacts a day of a person: their own, or anybody's for who may change settings.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a number that no day has, or a login of nobody.
    pub fn set_capacity(&self, actor: &Actor, login: &str, contacts: u16) -> Result<(), DeskError> {
        may_for(actor, login)?;
        if contacts == 0 || contacts > CAPACITY_MAX {
            return Err(WorkRefusal::CapacityWrong { most: CAPACITY_MAX.into() }.into());
        }
        let entry = self.id();
        self.store.write("worklist.set_capacity", |tx| {
            super::team::known(tx, login, |login| WorkRefusal::LoginUnknown { login })?;
            let mut kept = house::capacity(tx)?;
            let before = kept.insert(login.to_owned(), contacts);
            let json = serde_json::to_string(&kept).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
            tx.settings().set(CAPACITY, &json)?;
            let payload = serde_json::json!({ "login": login, "contacts": contacts, "before": before });
            tx.timeline().append(&self.entry(
                EntryId(entry),
                actor,
                About::default(),
                "worklist.capacity",
                &payload,
            ))?;
            Ok(())
        })
    }
}

/// Weights in which some are changed.
///
/// # Errors
/// [`DeskError::Refused`] on a weight beyond the scale.
pub fn with_weights(
    weights: Weights,
    changes: impl IntoIterator<Item = (Criterion, u8)>,
) -> Result<Weights, DeskError> {
    let heavy = |_| WorkRefusal::WeightTooHeavy { most: WEIGHT_MAX.into() }.into();
    changes.into_iter().try_fold(weights, |weights, (criterion, weight)| weights.with(criterion, weight)).map_err(heavy)
}

/// One's own affairs, or anybody's for who may change settings.
pub(super) fn may_for(actor: &Actor, login: &str) -> Result<(), DeskError> {
    actor.may(if login == actor.name { Permission::EditAccount } else { Permission::Settings })
}

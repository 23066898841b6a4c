//! The weights of the classes: a setting, with a look at who moves before they hold.

use kernel::Timestamp;
use ledger::AccountId;
use serde::Serialize;
use store::Tx;

use super::{Criterion, Grade, WEIGHT_MAX, Weights};
use crate::desk::About;
use crate::{Actor, CreditRefusal, Desk, DeskError, Permission, Refusal};

/// Where they are kept.
const KEY: &str = "credit-weights";
/// Customers told in a comparison: those who owe most.
const COMPARED: usize = 30;
/// Former weights told.
const TOLD: u32 = 6;

/// The weights in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeightsKept {
    /// They.
    pub weights: Weights,
    /// True where the house never changed them.
    pub shipped: bool,
    /// The last times they were saved, the last first.
    pub saved: Vec<SavedGrades>,
}

/// Weights as somebody saved them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedGrades {
    /// They; none when those shipped were taken back.
    pub weights: Option<Weights>,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// A customer whose class changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GradeChange {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Class under the weights in force.
    pub before: Option<Grade>,
    /// Class under the others.
    pub after: Option<Grade>,
}

/// Who moves under other weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GradesMoved {
    /// Customers with a class.
    pub customers: u64,
    /// Those whose class gets better.
    pub better: u64,
    /// Those whose class gets worse.
    pub worse: u64,
    /// Those who move, who owe most first.
    pub head: Vec<GradeChange>,
}

/// Weights kept; none where the house never changed them.
pub(super) fn kept(tx: &mut Tx) -> Result<Option<Weights>, DeskError> {
    let json = tx.settings().get(KEY)?;
    let read = json.map(|json| serde_json::from_str(&json)).transpose();
    Ok(read.map_err(|_| CreditRefusal::SettingUnsound)?)
}

impl Desk {
    /// The weights of the classes, and the last that were saved.
    ///
    /// # Errors
    /// [`DeskError::Store`], [`CreditRefusal::SettingUnsound`].
    pub fn credit_weights(&self, actor: &Actor) -> Result<WeightsKept, DeskError> {
        actor.may(Permission::Read)?;
        let (kept, entries) = self
            .store
            .read(|tx| Ok::<_, DeskError>((kept(tx)?, tx.timeline().of_kind("credit.weights", None, TOLD)?)))?;
        let saved = |entry: store::Entry| {
            let payload: serde_json::Value = serde_json::from_str(&entry.payload).unwrap_or_default();
            let weights = serde_json::from_value(payload["weights"].clone()).ok();
            SavedGrades { weights, actor: entry.actor, at: entry.at_us }
        };
        Ok(WeightsKept {
            weights: kept.unwrap_or_else(Weights::shipped),
            shipped: kept.is_none(),
            saved: entries.into_iter().map(saved).collect(),
        })
    }

    /// Whose class would change under other weights, within reach.
    ///
    /// # Errors
    /// [`CreditRefusal::WeightsVoid`] when nothing would count.
    pub fn compare_credit_weights(&self, actor: &Actor, weights: &Weights) -> Result<GradesMoved, DeskError> {
        actor.may(Permission::Read)?;
        if weights.is_void() {
            return Err(CreditRefusal::WeightsVoid.into());
        }
        let picture = self.credit_picture()?;
        let sight = self.sight_of(std::sync::Arc::clone(&picture.view), actor)?;
        let now = picture.kept.weights();
        let mut moved = GradesMoved { customers: 0, better: 0, worse: 0, head: Vec::new() };
        let mut changed = Vec::new();
        for standing in sight.positions(None).map(|position| &picture.standings[position]) {
            let (before, after) = (standing.points.grade(&now), standing.points.grade(weights));
            moved.customers += u64::from(before.is_some());
            // A class that is not known any more is neither better nor worse.
            if let Some((before, after)) = before.zip(after) {
                moved.better += u64::from(after < before);
                moved.worse += u64::from(after > before);
            }
            if before != after {
                changed.push((standing, before, after));
            }
        }
        changed.sort_by_key(|(standing, ..)| (std::cmp::Reverse(standing.main.exposure), standing.position));
        changed.truncate(COMPARED);
        moved.head = changed
            .into_iter()
            .map(|(standing, before, after)| {
                let card = &picture.view.cards[standing.position];
                let (account, debtor) = (card.number.to_string(), card.name.to_string());
                GradeChange { account_id: card.id, account, debtor, before, after }
            })
            .collect();
        Ok(moved)
    }

    /// Puts weights in force, or those shipped again with none.
    ///
    /// # Errors
    /// [`CreditRefusal::WeightsVoid`] when nothing would count.
    pub fn save_credit_weights(&self, actor: &Actor, weights: Option<Weights>) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        if weights.is_some_and(|weights| weights.is_void()) {
            return Err(CreditRefusal::WeightsVoid.into());
        }
        let json = serde_json::to_string(&weights).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        self.store.write("credit.save_weights", |tx| {
            let before = kept(tx).ok().flatten();
            match weights {
                Some(_) => tx.settings().set(KEY, &json)?,
                None => tx.settings().remove(KEY)?,
            }
            let payload = serde_json::json!({ "weights": weights, "before": before });
            Ok(self.note(tx, actor, About::default(), "credit.weights", &payload)?)
        })
    }
}

/// Weights in which some are changed.
///
/// # Errors
/// [`CreditRefusal::WeightTooHeavy`].
pub fn with_weights(
    weights: Weights,
    changes: impl IntoIterator<Item = (Criterion, u8)>,
) -> Result<Weights, DeskError> {
    let heavy = |_| CreditRefusal::WeightTooHeavy { most: WEIGHT_MAX.into() }.into();
    changes.into_iter().try_fold(weights, |weights, (criterion, weight)| weights.with(criterion, weight)).map_err(heavy)
}

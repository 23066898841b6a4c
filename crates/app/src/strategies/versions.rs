//! A strategy with its past: what is shipped, what is in force, every version the house wrote.

use kernel::Timestamp;
use store::VersionState;

use super::Strategy;
use crate::{Actor, Desk, DeskError, Permission};

/// One version that the house wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyVersionCard {
    /// Counts from 1.
    pub version: i64,
    /// Who wrote it.
    pub actor: String,
    /// When.
    pub saved_at: Timestamp,
    /// In force today.
    pub in_force: bool,
    /// What it said; none where it cannot be read any more.
    pub strategy: Option<Strategy>,
}

/// A strategy and its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyShown {
    /// As shipped; none for one the house made.
    pub shipped: Option<Strategy>,
    /// In force; none for one taken out of force.
    pub in_force: Option<Strategy>,
    /// Version in force; 0 for the shipped one or none.
    pub version: i64,
    /// What the house wrote, newest first.
    pub versions: Vec<StrategyVersionCard>,
}

impl Desk {
    /// A strategy with its versions.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where nobody ever wrote it.
    pub fn strategy(&self, actor: &Actor, slug: &str) -> Result<StrategyShown, DeskError> {
        actor.may(Permission::Read)?;
        let rows = self.store.read(|tx| tx.strategies().of_slug(slug))?;
        let shipped = amicable::shipped().iter().find(|s| s.slug == slug).cloned();
        if rows.is_empty() && shipped.is_none() {
            return Err(DeskError::NotFound { what: "strategy", key: slug.chars().take(60).collect() });
        }
        let versions: Vec<StrategyVersionCard> = rows
            .into_iter()
            .map(|v| StrategyVersionCard {
                version: v.version,
                actor: v.actor,
                saved_at: v.created_us,
                in_force: v.state == VersionState::Active,
                strategy: serde_json::from_str(&v.json).ok(),
            })
            .collect();
        let own = versions.iter().find(|v| v.in_force);
        Ok(StrategyShown {
            in_force: own.map_or_else(|| shipped.clone(), |v| v.strategy.clone()),
            version: own.map_or(0, |v| v.version),
            shipped,
            versions,
        })
    }
}

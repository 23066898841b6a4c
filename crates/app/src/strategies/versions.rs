//! A strategy with its past: what is shipped, what is in force, every version the house wrote.

use kernel::{Timestamp, Wording};
use serde::Serialize;
use serde_json::{Map, Value};
use store::VersionState;

use super::{Strategy, strategy_from_json};
use crate::accounts::known_strategies;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// One version that the house wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

    /// What an editor of a strategy begins with: a past version where one is asked for, else what is in force. One
    /// that nobody wrote yet, or that is out of force, begins as a copy of `from`, or of the shipped one of its
    /// name, without its name; for those who may write it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where there is no such version, nothing to begin with, or nothing to write.
    pub fn strategy_to_edit(
        &self,
        actor: &Actor,
        slug: &str,
        (version, from): (Option<i64>, &str),
    ) -> Result<Strategy, DeskError> {
        actor.may(Permission::Read)?;
        let missing = || DeskError::NotFound { what: "strategy", key: slug.chars().take(60).collect() };
        let shown = match self.strategy(actor, slug) {
            Err(DeskError::NotFound { .. }) => None,
            found => Some(found?),
        };
        if let Some(asked) = version {
            let past = shown.and_then(|s| s.versions.into_iter().find(|v| v.version == asked));
            return past.and_then(|v| v.strategy).ok_or_else(missing);
        }
        if let Some(in_force) = shown.and_then(|s| s.in_force) {
            return Ok(in_force);
        }
        if !actor.carries(Permission::Settings) || crate::texts::check_name(slug).is_err() {
            return Err(missing());
        }
        let plan = self.plan()?;
        let place = plan.find(if from.is_empty() { slug } else { from }).ok_or_else(missing)?;
        Ok(Strategy { slug: slug.to_owned(), name: String::new(), ..plan.strategies[place].clone() })
    }

    /// A strategy as a program writes it: JSON in which `base` may name the strategy in force that gives what is
    /// not written, save its name. Answers it with the version it was written over, where `over` says so.
    ///
    /// # Errors
    /// [`Refusal::UnknownStrategy`] on a base that is not in force, [`Refusal::StrategyUnsound`] without steps or
    /// base, and on what cannot run.
    pub fn written_strategy(&self, actor: &Actor, json: &str) -> Result<(Strategy, Option<i64>), DeskError> {
        actor.may(Permission::Read)?;
        // What is no object is told by the reading of a strategy.
        let Ok(mut written) = serde_json::from_str::<Map<String, Value>>(json) else {
            return Ok((strategy_from_json(json)?, None));
        };
        let over = written.remove("over").filter(|over| !over.is_null());
        let over = over.map(|over| over.as_i64().filter(|n| *n >= 0).ok_or_else(over_unreadable)).transpose()?;
        let base = written.remove("base").filter(|base| !base.is_null());
        if let Some(base) = base {
            let slug = base.as_str().map_or_else(|| base.to_string(), str::to_owned);
            let plan = self.plan()?;
            let Some(place) = plan.find(&slug) else {
                let slug = slug.chars().take(60).collect();
                return Err(Refusal::UnknownStrategy { slug, known: known_strategies(&plan) }.into());
            };
            let given = serde_json::to_value(&plan.strategies[place]).unwrap_or_default();
            if let Value::Object(given) = given {
                for (name, value) in given.into_iter().filter(|(name, _)| name != "name" && name != "slug") {
                    written.entry(name).or_insert(value);
                }
            }
        } else if !written.contains_key("steps") {
            return Err(Refusal::StrategyUnsound { why: steps_missing() }.into());
        }
        Ok((strategy_from_json(&Value::Object(written).to_string())?, over))
    }
}

fn steps_missing() -> Wording {
    Wording::new(
        "il manque « steps », la liste des étapes (vide, le scénario ne relance jamais), ou « base », le scénario en \
         vigueur dont elles sont reprises",
        "« steps » is missing, the list of its steps (empty, the strategy never reminds), or « base », the strategy \
         in force from which they are taken",
    )
}

fn over_unreadable() -> Refusal {
    let why = Wording::new(
        "« over » est le numéro de la version remplacée : un nombre entier, 0 pour la version livrée",
        "« over » is the number of the version written over: a whole number, 0 for the shipped one",
    );
    Refusal::StrategyUnsound { why }
}

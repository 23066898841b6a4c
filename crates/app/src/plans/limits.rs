//! What each role grants alone, as the house sets it.

use amicable::plans::Limits;
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, PlanRefusal, Role};

/// Where they are kept.
const KEY: &str = "plan-limits";
/// Most that can be set.
const MOST: (u32, u32) = (120, 366);

/// What each role grants alone; an administrator grants anything that a plan may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLimits {
    /// A collector.
    pub collector: Limits,
    /// A manager.
    pub manager: Limits,
}

impl Default for PlanLimits {
    fn default() -> Self {
        Self { collector: Limits::COLLECTOR, manager: Limits::MANAGER }
    }
}

impl PlanLimits {
    /// Those of a role; none where nothing limits it.
    pub const fn of(&self, role: Role) -> Option<Limits> {
        match role {
            Role::Administrator => None,
            Role::Manager => Some(self.manager),
            _ => Some(self.collector),
        }
    }
}

pub(super) fn limits_in_tx(tx: &mut Tx) -> Result<PlanLimits, DeskError> {
    let kept = tx.settings().get(KEY)?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

impl Desk {
    /// What each role grants alone.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn plan_limits(&self, actor: &Actor) -> Result<PlanLimits, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(limits_in_tx)
    }

    /// Sets what each role grants alone.
    ///
    /// # Errors
    /// [`PlanRefusal::LimitsWrong`].
    pub fn set_plan_limits(&self, actor: &Actor, limits: &PlanLimits) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        for part in [limits.collector, limits.manager] {
            if !(1..=MOST.0).contains(&part.months) || part.first_days > MOST.1 {
                return Err(PlanRefusal::LimitsWrong { months: i64::from(MOST.0), days: i64::from(MOST.1) }.into());
            }
        }
        let json = serde_json::to_value(limits).unwrap_or_default();
        self.store.write("plan.set_limits", |tx| {
            tx.settings().set(KEY, &json.to_string())?;
            Ok(self.note(tx, actor, About::default(), "plan.limits", &json)?)
        })
    }
}

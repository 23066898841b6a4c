//! How the house grants credit: which facts propose a block, what a manager decides, who is told.

use serde::{Deserialize, Serialize};
use store::Tx;

use super::OrderRules;
use crate::desk::About;
use crate::{Actor, CreditRefusal, Desk, DeskError, Permission, Refusal};

/// Where it is kept.
const KEY: &str = "credit-policy";
/// Longest delay, in days.
const DAYS_MAX: u32 = 366;

/// What salespeople are told besides blocks; nothing unless the house says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CreditTelling {
    /// So many days before a large invoice falls due; never when none.
    pub before_days: Option<u32>,
    /// What is large: whole units of the currency of the invoice.
    pub above: i64,
    /// Once a week, their customers who are late.
    pub weekly: bool,
}

/// How the house grants credit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CreditPolicy {
    /// Which facts propose a block.
    pub orders: OrderRules,
    /// Up to which amount owed a manager decides alone, whole units of its currency; any when none.
    pub manager_most: Option<i64>,
    /// Who is told of each block and release besides the salesperson: a login or a name; nobody when empty.
    pub sales: String,
    /// What salespeople are told.
    pub tell: CreditTelling,
}

impl CreditPolicy {
    fn check(&self) -> Result<(), CreditRefusal> {
        let days = [self.orders.overdue_days, self.tell.before_days];
        if days.into_iter().flatten().any(|days| days == 0 || days > DAYS_MAX) {
            return Err(CreditRefusal::PolicyDays { most: i64::from(DAYS_MAX) });
        }
        if self.tell.above < 0 || self.manager_most.is_some_and(|most| most < 0) {
            return Err(CreditRefusal::PolicyAmount);
        }
        Ok(())
    }
}

pub(super) fn in_force(tx: &mut Tx) -> Result<CreditPolicy, DeskError> {
    let kept = tx.settings().get(KEY)?;
    let read = kept.map(|json| serde_json::from_str(&json)).transpose();
    Ok(read.map_err(|_| CreditRefusal::SettingUnsound)?.unwrap_or_default())
}

impl Desk {
    /// How the house grants credit.
    ///
    /// # Errors
    /// [`DeskError::Store`], [`CreditRefusal::SettingUnsound`].
    pub fn credit_policy(&self, actor: &Actor) -> Result<CreditPolicy, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(in_force)
    }

    /// Sets how the house grants credit; what is blocked already stays so.
    ///
    /// # Errors
    /// [`CreditRefusal::PolicyDays`], [`CreditRefusal::PolicyAmount`].
    pub fn set_credit_policy(&self, actor: &Actor, policy: &CreditPolicy) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        policy.check()?;
        let told = serde_json::to_value(policy).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        self.store.write("credit.set_policy", |tx| {
            tx.settings().set(KEY, &told.to_string())?;
            Ok(self.note(tx, actor, About::default(), "credit.policy", &told)?)
        })
    }
}

//! What the house says: weights, figures, costs, and who is asked.

use judicial::choice::Measure;
use judicial::readiness::WeightFault;
use kernel::Currency;
use serde::Serialize;
use store::Tx;

use super::words::criterion_words;
use super::{CasePolicy, WEIGHT_MAX};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, ReadinessRefusal, Refusal};

/// Where it is kept.
const KEY: &str = "case-policy";
/// Longest delay to answer, in working days.
const ASK_DAYS_MAX: u16 = 60;
/// Longest duration of a procedure, in days.
const DURATION_MAX: u32 = 3_650;
/// Figures, costs and names of each list.
const LINES_MAX: usize = 100;
/// Closed cases that a statistic may count for.
const CASES_MAX: u32 = 10_000;
/// Longest label, in characters.
const LABEL_MAX: usize = 120;

/// The policy in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyInForce {
    /// It.
    #[serde(flatten)]
    pub policy: CasePolicy,
    /// True where the house never changed it.
    pub shipped: bool,
}

fn kept(tx: &mut Tx) -> Result<Option<CasePolicy>, DeskError> {
    let json = tx.settings().get(KEY)?;
    let read = json.map(|json| serde_json::from_str(&json)).transpose();
    Ok(read.map_err(|_| ReadinessRefusal::PolicyUnsound)?)
}

/// The policy in the caller's transaction.
pub(crate) fn in_force(tx: &mut Tx) -> Result<CasePolicy, DeskError> {
    Ok(kept(tx)?.unwrap_or_default())
}

impl From<WeightFault> for ReadinessRefusal {
    fn from(fault: WeightFault) -> Self {
        match fault {
            WeightFault::TooHeavy(criterion) => {
                Self::TooHeavy { criterion: criterion_words(criterion), most: i64::from(WEIGHT_MAX) }
            }
            WeightFault::Void => Self::WeightsVoid,
            WeightFault::Bounds => Self::WeightBounds,
        }
    }
}

impl From<WeightFault> for DeskError {
    fn from(fault: WeightFault) -> Self {
        ReadinessRefusal::from(fault).into()
    }
}

impl Desk {
    /// What the verdict and the choice of a route stand on.
    ///
    /// # Errors
    /// [`DeskError::Store`], [`ReadinessRefusal::PolicyUnsound`].
    pub fn case_policy(&self, actor: &Actor) -> Result<PolicyInForce, DeskError> {
        actor.may(Permission::Read)?;
        let kept = self.store.read(kept)?;
        Ok(PolicyInForce { shipped: kept.is_none(), policy: kept.unwrap_or_default() })
    }

    /// Sets it; decisions already made keep the figures they stood on. Figures learned from closed cases are never
    /// written: they are counted each time.
    ///
    /// # Errors
    /// [`ReadinessRefusal`]: a route that the tables of law do not have, a share above the whole, an amount below
    /// zero, a delay out of bounds.
    pub fn set_case_policy(&self, actor: &Actor, policy: &CasePolicy) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        self.check(policy)?;
        let mut policy = policy.clone();
        policy.parameters.learned.clear();
        policy.people.retain(|_, name| !name.trim().is_empty());
        let told = serde_json::to_value(&policy).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        self.store.write("case.set_policy", |tx| {
            tx.settings().set(KEY, &told.to_string())?;
            Ok(self.note(tx, actor, About::default(), "case.policy", &told)?)
        })
    }

    fn check(&self, policy: &CasePolicy) -> Result<(), ReadinessRefusal> {
        if policy.ask_days == 0 || policy.ask_days > ASK_DAYS_MAX {
            return Err(ReadinessRefusal::AskDays { most: i64::from(ASK_DAYS_MAX) });
        }
        let parameters = &policy.parameters;
        let long = |text: &str| text.chars().count() > LABEL_MAX;
        let lists = parameters.given.len() > LINES_MAX || parameters.own_costs.len() > LINES_MAX;
        let texts =
            policy.people.values().any(|name| long(name)) || parameters.own_costs.iter().any(|c| long(&c.label));
        if lists || texts {
            return Err(ReadinessRefusal::PolicyTooLong { most: i64::try_from(LINES_MAX).unwrap_or(i64::MAX) });
        }
        if parameters.prior_cases > CASES_MAX || parameters.least_cases > CASES_MAX || parameters.least_cases == 0 {
            return Err(ReadinessRefusal::CaseCounts { most: i64::from(CASES_MAX) });
        }
        let routes = parameters.given.iter().filter_map(|given| given.route.as_deref());
        for route in routes.chain(parameters.own_costs.iter().map(|cost| cost.route.as_str())) {
            if self.law.procedures().find(route).is_err() {
                let known: Vec<&str> = self.law.procedures().list().map(|known| known.name.as_str()).collect();
                return Err(ReadinessRefusal::Route {
                    text: route.chars().take(40).collect(),
                    known: known.join(", "),
                });
            }
        }
        for given in &parameters.given {
            let most = if given.measure == Measure::Duration { DURATION_MAX } else { 1_000 };
            if given.value > most {
                return Err(ReadinessRefusal::Figure { measure: given.measure.words(), most: i64::from(most) });
            }
        }
        let amounts = parameters.own_costs.iter().map(|cost| cost.amount).chain([parameters.least_gain]);
        if amounts.into_iter().any(|amount| amount.minor() < 0 || amount.currency() != Currency::EUR) {
            return Err(ReadinessRefusal::Amount);
        }
        Ok(())
    }
}

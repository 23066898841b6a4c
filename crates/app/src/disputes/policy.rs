//! The house's dispute policy: a setting, which the workflow follows.

use amicable::disputes::{DisputeKind, Policy, PolicyFault, Service, policy::DAYS_MAX};
use kernel::Wording;
use serde::Serialize;
use store::Tx;

use crate::desk::About;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission, Refusal};

/// Where it is kept.
const KEY: &str = "dispute-policy";

/// The policy in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyInForce {
    /// It.
    pub policy: Policy,
    /// True where the house never changed it.
    pub shipped: bool,
}

fn kept(tx: &mut Tx) -> Result<Option<Policy>, DeskError> {
    let json = tx.settings().get(KEY)?;
    let read = json.map(|json| serde_json::from_str(&json)).transpose();
    read.map_err(|_| unsound(&Wording::same(KEY)))
}

/// The policy in the caller's transaction.
pub(super) fn in_force(tx: &mut Tx) -> Result<Policy, DeskError> {
    Ok(kept(tx)?.unwrap_or_default())
}

/// Who answers a dispute of a kind: who the policy names, else `other`.
pub(crate) fn owner_of(tx: &mut Tx, kind: DisputeKind, other: &str) -> Result<String, DeskError> {
    let policy = in_force(tx)?;
    let named = policy.desk(policy.service_of(kind)).owner;
    Ok(if named.is_empty() { other.to_owned() } else { named })
}

/// Who answers for a service; empty where the policy names nobody.
pub(crate) fn owner_of_service(tx: &mut Tx, service: Service) -> Result<String, DeskError> {
    Ok(in_force(tx)?.desk(service).owner)
}

fn unsound(why: &Wording) -> DeskError {
    DisputeRefusal::PolicyUnsound { why: why.clone() }.into()
}

/// A service in words.
pub(super) fn service_words(service: Service) -> (&'static str, &'static str) {
    match service {
        Service::Sales => ("commerce", "sales"),
        Service::Logistics => ("logistique", "logistics"),
        Service::Quality => ("qualité", "quality"),
        Service::Accounting => ("comptabilité", "accounting"),
        Service::CustomerService => ("service client", "customer service"),
    }
}

fn words(fault: PolicyFault) -> Wording {
    match fault {
        PolicyFault::Service(service) => {
            let (fr, en) = service_words(service);
            Wording {
                fr: format!("le service « {fr} » doit y figurer une fois"),
                en: format!("the service « {en} » must be named once"),
            }
        }
        PolicyFault::Kind(kind) => Wording {
            fr: format!("le type « {} » doit aller à un service, et un seul", kind.slug()),
            en: format!("the kind « {} » must go to one service only", kind.slug()),
        },
        PolicyFault::Days(service) => {
            let (fr, en) = service_words(service);
            Wording {
                fr: format!("le service « {fr} » a de 1 à {DAYS_MAX} jours ouvrés"),
                en: format!("the service « {en} » has 1 to {DAYS_MAX} working days"),
            }
        }
    }
}

impl Desk {
    /// Which service answers what, who that is, and by when.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a policy that cannot be read any more.
    pub fn dispute_policy(&self, actor: &Actor) -> Result<PolicyInForce, DeskError> {
        actor.may(Permission::Read)?;
        let kept = self.store.read(kept)?;
        Ok(PolicyInForce { shipped: kept.is_none(), policy: kept.unwrap_or_default() })
    }

    /// Saves the policy; disputes that are open keep who has them and until when.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when a service or a kind is missing, or a service has no time.
    pub fn set_dispute_policy(&self, actor: &Actor, policy: &Policy) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        policy.check().map_err(|fault| unsound(&words(fault)))?;
        let told = serde_json::to_value(policy).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        self.store.write("dispute.set_policy", |tx| {
            tx.settings().set(KEY, &told.to_string())?;
            Ok(self.note(tx, actor, About::default(), "dispute.policy", &told)?)
        })
    }
}

//! Mediation of a dispute: proposed, agreed to, ended. While it goes on the service's clock waits, and the limitation
//! of the piece is suspended, as the law's table of events names it.

use kernel::Date;
use ledger::{Account, DebtorKind, Item};
use serde::Serialize;
use store::{ClaimEvent, ClaimEventId, Dispute, DisputeId, Mediation, MediationId, Tx};
pub use store::{MediationPath, MediationResult};

use super::moves::dispute_of;
use super::{Outcome, facts, policy};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission, Refusal};

/// The words of the law's table of events.
const STARTS: &str = "mediation-start";
const ENDS: &str = "mediation-end";
/// Longest name of a mediator, in characters.
const NAME_MAX: usize = 120;

kernel::slug_enum!(
    /// What happens to a mediation.
    MediationStep {
        /// It is proposed.
        Proposed = "proposed",
        /// Both sides agreed to it.
        Accepted = "accepted",
        /// It ended in an agreement.
        Agreement = "agreement",
        /// It ended without one.
        Failure = "failure",
        /// The other side did not want it.
        Refused = "refused",
    }
);

/// A mediation as somebody proposes it.
#[derive(Debug, Clone)]
pub struct MediationOrder {
    /// Before whom.
    pub path: MediationPath,
    /// Their name; empty while nobody is chosen.
    pub mediator: String,
    /// The day it was proposed; today when none.
    pub on: Option<Date>,
}

/// A mediation as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MediationLine {
    /// What names it.
    pub id: MediationId,
    /// Before whom.
    pub path: MediationPath,
    /// Their name; empty while nobody is chosen.
    pub mediator: String,
    /// The day it was proposed.
    pub proposed: Date,
    /// The day both sides agreed to it: the limitation is suspended from that day.
    pub accepted: Option<Date>,
    /// The day it ended.
    pub ended: Option<Date>,
    /// What came of it.
    pub result: MediationResult,
}

impl From<Mediation> for MediationLine {
    fn from(m: Mediation) -> Self {
        Self {
            id: m.id,
            path: m.path,
            mediator: m.mediator,
            proposed: m.proposed_on,
            accepted: m.accepted_on,
            ended: m.ended_on,
            result: m.result,
        }
    }
}

/// The mediation that is proposed or goes on.
fn pending(tx: &mut Tx, dispute: DisputeId) -> Result<Option<Mediation>, DeskError> {
    let all = tx.mediations().of_dispute(dispute)?;
    Ok(all.into_iter().find(|m| m.result == MediationResult::Pending))
}

/// True while both sides are in mediation: nobody has to answer meanwhile.
pub(super) fn goes_on(tx: &mut Tx, dispute: DisputeId) -> Result<bool, DeskError> {
    Ok(pending(tx, dispute)?.is_some_and(|m| m.accepted_on.is_some()))
}

fn within(day: Date, (first, last): (Date, Date)) -> Result<Date, DeskError> {
    if day < first || day > last {
        return Err(DisputeRefusal::MediationDay { first, last }.into());
    }
    Ok(day)
}

impl Desk {
    /// Writes down what happens to the mediation of an open dispute: proposed, agreed to (the limitation of the piece
    /// is suspended from that day), ended (it runs again, and so does the service's time), refused. Of `order`, the
    /// path and the mediator count for a proposal.
    ///
    /// # Errors
    /// [`DeskError::Refused`] while another one goes on, before a mediator who is not for this customer, out of order,
    /// on a day before the dispute or to come, and where the law's table does not know the event.
    pub fn mediate(
        &self,
        actor: &Actor,
        id: DisputeId,
        (step, order): (MediationStep, &MediationOrder),
    ) -> Result<(), DeskError> {
        match step {
            MediationStep::Proposed => self.propose_mediation(actor, id, order),
            MediationStep::Accepted => self.accept_mediation(actor, id, order.on),
            MediationStep::Agreement => self.end_mediation(actor, id, (MediationResult::Agreement, order.on)),
            MediationStep::Failure => self.end_mediation(actor, id, (MediationResult::Failure, order.on)),
            MediationStep::Refused => self.end_mediation(actor, id, (MediationResult::Refused, order.on)),
        }
    }

    fn propose_mediation(&self, actor: &Actor, id: DisputeId, order: &MediationOrder) -> Result<(), DeskError> {
        actor.may(Permission::Answer)?;
        let (today, mediator) = (self.today(), order.mediator.split_whitespace().collect::<Vec<_>>().join(" "));
        if mediator.chars().count() > NAME_MAX {
            return Err(DisputeRefusal::WordsTooLong { most: i64::try_from(NAME_MAX).unwrap_or(i64::MAX) }.into());
        }
        self.store.write("mediation.propose", |tx| {
            let (dispute, account, item) = dispute_of(tx, actor, id)?;
            if pending(tx, id)?.is_some() {
                return Err(DisputeRefusal::MediationGoesOn.into());
            }
            let person = tx.debtors().get(account.debtor_id)?.kind == DebtorKind::Consumer;
            let fits = match order.path {
                MediationPath::Conventional => true,
                MediationPath::Business => !person,
                MediationPath::Consumer => person,
            };
            if !fits {
                return Err(DisputeRefusal::MediationPath.into());
            }
            let proposed_on = within(order.on.unwrap_or(today), (dispute.opened_on, today))?;
            let mediation = Mediation {
                id: MediationId(self.id()),
                account_id: account.id,
                dispute_id: id,
                path: order.path,
                mediator: mediator.clone(),
                proposed_on,
                accepted_on: None,
                ended_on: None,
                result: MediationResult::Pending,
                actor: actor.name.clone(),
                created_us: self.now(),
                version: 1,
            };
            tx.mediations().insert(&mediation)?;
            self.mediation_noted(tx, actor, (&dispute, &account, &item), (&mediation, proposed_on, "proposed"))
        })
    }

    /// Both sides agreed: the limitation is suspended.
    fn accept_mediation(&self, actor: &Actor, id: DisputeId, on: Option<Date>) -> Result<(), DeskError> {
        actor.may(Permission::Answer)?;
        let today = self.today();
        self.store.write("mediation.accept", |tx| {
            let (dispute, account, item) = dispute_of(tx, actor, id)?;
            let proposed = pending(tx, id)?.filter(|m| m.accepted_on.is_none());
            let mut mediation = proposed.ok_or(DisputeRefusal::MediationNone)?;
            let day = within(on.unwrap_or(today), (mediation.proposed_on, today))?;
            mediation.accepted_on = Some(day);
            tx.mediations().save(&mediation)?;
            self.moves_limitation(tx, actor, &dispute, (STARTS, day, &mediation))?;
            self.mediation_noted(tx, actor, (&dispute, &account, &item), (&mediation, day, "accepted"))
        })
    }

    /// The end of one that went on, or the refusal of one proposed.
    fn end_mediation(
        &self,
        actor: &Actor,
        id: DisputeId,
        (result, on): (MediationResult, Option<Date>),
    ) -> Result<(), DeskError> {
        actor.may(Permission::Answer)?;
        let today = self.today();
        self.store.write("mediation.end", |tx| {
            let (mut dispute, account, item) = dispute_of(tx, actor, id)?;
            let mut mediation = pending(tx, id)?.ok_or(DisputeRefusal::MediationNone)?;
            let held = mediation.accepted_on;
            let told = matches!(result, MediationResult::Agreement | MediationResult::Failure);
            if told != held.is_some() || result == MediationResult::Pending {
                return Err(DisputeRefusal::MediationResult.into());
            }
            let day = within(on.unwrap_or(today), (held.unwrap_or(mediation.proposed_on), today))?;
            (mediation.ended_on, mediation.result) = (Some(day), result);
            tx.mediations().save(&mediation)?;
            if held.is_some() {
                self.moves_limitation(tx, actor, &dispute, (ENDS, day, &mediation))?;
                dispute.asked_on = today;
                dispute.due_on = policy::in_force(tx)?.due(dispute.service, today).max(dispute.due_on);
                tx.disputes().save(&dispute)?;
            }
            self.mediation_noted(tx, actor, (&dispute, &account, &item), (&mediation, day, result.slug()))
        })
    }

    /// A dispute that is over leaves no mediation behind: the limitation of its piece runs again from that day.
    pub(super) fn end_with_dispute(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (dispute, account, item): (&Dispute, &Account, &Item),
        outcome: Outcome,
    ) -> Result<(), DeskError> {
        let Some(mut mediation) = pending(tx, dispute.id)? else { return Ok(()) };
        let today = self.today();
        let result = match (mediation.accepted_on, outcome) {
            (None, _) => MediationResult::Refused,
            (Some(_), Outcome::Founded | Outcome::Partly) => MediationResult::Agreement,
            (Some(_), Outcome::Unfounded | Outcome::Withdrawn) => MediationResult::Failure,
        };
        (mediation.ended_on, mediation.result) = (Some(today), result);
        tx.mediations().save(&mediation)?;
        if mediation.accepted_on.is_some() {
            self.moves_limitation(tx, actor, dispute, (ENDS, today, &mediation))?;
        }
        self.mediation_noted(tx, actor, (dispute, account, item), (&mediation, today, result.slug()))
    }

    /// Writes to the piece's clock what the law's own table names so; a word it does not know is an error.
    fn moves_limitation(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        dispute: &Dispute,
        (event, on_day, mediation): (&str, Date, &Mediation),
    ) -> Result<(), DeskError> {
        if !self.law().knows_limitation_event(event) {
            return Err(Refusal::from(DisputeRefusal::NoLawRow { event: event.to_owned() }).into());
        }
        let proof = [mediation.mediator.as_str(), &mediation.id.to_string()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        tx.claim_events().insert(&[ClaimEvent {
            id: ClaimEventId(self.id()),
            account_id: dispute.account_id,
            item_id: dispute.item_id,
            event: event.to_owned(),
            on_day,
            proof,
            document_id: None,
            procedure_id: None,
            actor: actor.name.clone(),
            created_us: self.now(),
        }])?;
        Ok(())
    }

    fn mediation_noted(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (dispute, account, item): (&Dispute, &Account, &Item),
        (mediation, on, what): (&Mediation, Date, &str),
    ) -> Result<(), DeskError> {
        let mut payload = facts(dispute, &item.number);
        payload["mediation"] = serde_json::json!(mediation.id);
        payload["path"] = mediation.path.slug().into();
        payload["mediator"] = mediation.mediator.clone().into();
        payload["what"] = what.into();
        payload["on"] = on.to_string().into();
        Ok(self.note(tx, actor, About::account(account), "dispute.mediation", &payload)?)
    }
}

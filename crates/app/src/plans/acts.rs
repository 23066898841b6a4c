//! What people do with a plan besides signing it.

use amicable::plans::{Limits, PlanFault, PlanSchedule, PlanState};
use kernel::{Date, Money};
use ledger::{Account, DebtorKind};
use store::{InstalmentPlan, PlanId, Tx};

use super::compose::facts;
use super::judge::{judged, notice_is_over, noticed};
use super::limits::limits_in_tx;
use super::{is_written, state_words};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, PlanRefusal, Refusal};

impl Desk {
    /// Grants a plan that its author could not grant alone: it may be signed.
    ///
    /// # Errors
    /// [`PlanRefusal::BeyondYours`] when who approves is held by their own limits.
    pub fn approve_plan(&self, actor: &Actor, id: PlanId) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        self.store.write("plan.approve", |tx| {
            let (mut plan, account) = in_state(tx, actor, id, |state| state == PlanState::Awaiting)?;
            if let Some(limits) = limits_in_tx(tx)?.of(actor.role) {
                let debtor = tx.debtors().get(account.debtor_id)?;
                let schedule = schedule(tx, &plan)?;
                let found = beyond(limits, &schedule, debtor.kind, plan.made_on);
                if let Some(why) = found {
                    return Err(PlanRefusal::BeyondYours { why }.into());
                }
            }
            plan.state = PlanState::Proposed;
            plan.approved_by.clone_from(&actor.name);
            tx.plans().save(&plan)?;
            Ok(self.note(tx, actor, About::account(&account), "plan.approved", &facts(&plan))?)
        })
    }

    /// Refuses a plan that nobody signed: by who would have to grant it, or by the debtor.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`]; [`PlanRefusal::NotNow`].
    pub fn refuse_plan(&self, actor: &Actor, id: PlanId, reason: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.end_plan(actor, id, (PlanState::Refused, reason), |state| {
            matches!(state, PlanState::Awaiting | PlanState::Proposed)
        })
    }

    /// Gives a plan up: its pieces are asked for again. One that binds is given up by who runs the house: a debtor
    /// who keeps it is protected by it, and one who does not by its clause and the notice.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`]; [`PlanRefusal::NotNow`]; [`DeskError::Forbidden`].
    pub fn cancel_plan(&self, actor: &Actor, id: PlanId, reason: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let binds = self.store.read(|tx| Ok::<_, DeskError>(actor.find(tx, id)?.state.binds()))?;
        if binds {
            actor.may(Permission::Run)?;
        }
        let from = |state: PlanState| !state.is_over() && state.binds() == binds;
        self.end_plan(actor, id, (PlanState::Cancelled, reason), from)
    }

    fn end_plan(
        &self,
        actor: &Actor,
        id: PlanId,
        (state, reason): (PlanState, &str),
        from: impl Fn(PlanState) -> bool,
    ) -> Result<(), DeskError> {
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        self.store.write("plan.end", |tx| {
            let (mut plan, account) = in_state(tx, actor, id, &from)?;
            let items = tx.plans().items_of(&[id])?;
            self.end_within(tx, actor, (&mut plan, &items), (state, reason))?;
            tx.plans().save(&plan)?;
            let mut payload = facts(&plan);
            payload["reason"] = reason.trim().into();
            let kind = if state == PlanState::Refused { "plan.refused" } else { "plan.cancelled" };
            Ok(self.note(tx, actor, About::account(&account), kind, &payload)?)
        })
    }

    /// Takes back a proposal that nobody signed, in the seconds that follow it.
    pub(crate) fn withdraw_plan(&self, actor: &Actor, id: PlanId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("plan.withdraw", |tx| self.withdraw_plan_within(tx, actor, id))
    }

    /// The same in the caller's transaction.
    pub(crate) fn withdraw_plan_within(&self, tx: &mut Tx, actor: &Actor, id: PlanId) -> Result<(), DeskError> {
        let proposed = |state| matches!(state, PlanState::Awaiting | PlanState::Proposed);
        let (mut plan, account) = in_state(tx, actor, id, proposed)?;
        self.end_within(tx, actor, (&mut plan, &[]), (PlanState::Cancelled, ""))?;
        tx.plans().save(&plan)?;
        Ok(self.note(tx, actor, About::account(&account), "plan.cancelled", &facts(&plan))?)
    }

    /// Records that the notice of default was given, on the day the debtor received it; the delay runs from it.
    /// The notice is kept as a document.
    ///
    /// # Errors
    /// [`PlanRefusal::NotLate`]; [`PlanRefusal::NotNow`]; a day to come.
    pub fn notify_plan(&self, actor: &Actor, id: PlanId, on: Option<Date>) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let on = on.unwrap_or(today);
        let paper = self.plan_notice(actor, id)?;
        let mut notice = self.document("plan-notice", &paper.name, "application/pdf", paper.bytes);
        self.store.write("plan.notify", |tx| {
            let open = |state| matches!(state, PlanState::Active | PlanState::Late);
            let (mut plan, account) = in_state(tx, actor, id, open)?;
            let one = judged(tx, vec![plan.clone()], today)?.pop().ok_or(PlanRefusal::NotLate)?;
            let items: Vec<_> = one.items.iter().map(|item| item.item_id).collect();
            crate::insolvency::plan_goes_on(tx, account.id, &items)?;
            let Some(since) = one.standing.late_since else { return Err(PlanRefusal::NotLate.into()) };
            if on > today || on < since {
                return Err(PlanRefusal::SignedWhen { made: since }.into());
            }
            notice.account_id = Some(account.id);
            tx.documents().insert(&notice)?;
            (plan.state, plan.noticed_on, plan.lapsed_on) = (PlanState::Noticed, Some(on), None);
            plan.noticed_minor = Some(one.standing.to_notice().minor());
            tx.plans().save(&plan)?;
            let mut payload = facts(&plan);
            payload["late"] = one.standing.late.to_decimal().into();
            payload["until"] = serde_json::json!(last_day(&plan));
            payload["document"] = serde_json::json!(notice.id);
            Ok(self.note(tx, actor, About::account(&account), "plan.noticed", &payload)?)
        })
    }

    /// Pronounces the forfeiture of the term: everything is asked for at once, by the reminders and by whatever
    /// follows. Only where the plan says so, after the notice, and while something is still late.
    ///
    /// # Errors
    /// [`PlanRefusal::NoClause`], [`PlanRefusal::ClauseUnwritten`], [`PlanRefusal::NoticeRuns`], [`PlanRefusal::NotLate`], [`PlanRefusal::NotNow`].
    pub fn accelerate_plan(&self, actor: &Actor, id: PlanId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("plan.accelerate", |tx| {
            let (mut plan, account) = in_state(tx, actor, id, |state| state == PlanState::Noticed)?;
            if !plan.acceleration {
                return Err(PlanRefusal::NoClause.into());
            }
            if !is_written(&plan) {
                return Err(PlanRefusal::ClauseUnwritten.into());
            }
            if !notice_is_over(&plan, today) {
                let until = last_day(&plan).unwrap_or(today);
                return Err(PlanRefusal::NoticeRuns { until }.into());
            }
            let one = judged(tx, vec![plan.clone()], today)?.pop().ok_or(PlanRefusal::NotLate)?;
            let items: Vec<_> = one.items.iter().map(|item| item.item_id).collect();
            crate::insolvency::plan_goes_on(tx, account.id, &items)?;
            if one.standing.obeys(noticed(&plan)) {
                return Err(PlanRefusal::NotLate.into());
            }
            self.end_within(tx, actor, (&mut plan, &one.items), (PlanState::Accelerated, ""))?;
            tx.plans().save(&plan)?;
            let mut payload = facts(&plan);
            payload["late"] = one.standing.late.to_decimal().into();
            payload["left"] = one.standing.at_once(today).to_decimal().into();
            Ok(self.note(tx, actor, About::account(&account), "plan.accelerated", &payload)?)
        })
    }

    /// Erases what a person said of their means; the plan stays.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn erase_means(&self, actor: &Actor, id: PlanId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("plan.erase_means", |tx| {
            let mut plan = actor.find(tx, id)?;
            if plan.means.is_empty() {
                return Ok(());
            }
            plan.means.clear();
            tx.plans().save(&plan)?;
            let account = tx.accounts().get(plan.account_id)?;
            Ok(self.note(tx, actor, About::account(&account), "plan.means_erased", &facts(&plan))?)
        })
    }
}

/// A plan in one of the states an act needs, and its account.
fn in_state(
    tx: &mut Tx,
    actor: &Actor,
    id: PlanId,
    allowed: impl Fn(PlanState) -> bool,
) -> Result<(InstalmentPlan, Account), DeskError> {
    let plan = actor.find(tx, id)?;
    if !allowed(plan.state) {
        return Err(PlanRefusal::NotNow { state: state_words(plan.state) }.into());
    }
    let account = tx.accounts().get(plan.account_id)?;
    Ok((plan, account))
}

/// The last day of the delay that the notice gives.
pub(super) fn last_day(plan: &InstalmentPlan) -> Option<Date> {
    let days = i32::try_from(plan.notice_days).ok()?;
    plan.noticed_on.map(|on| kernel::from_epoch_day(kernel::epoch_day(on) + days))
}

/// The schedule as it was proposed.
fn schedule(tx: &mut Tx, plan: &InstalmentPlan) -> Result<PlanSchedule, DeskError> {
    let money = |minor| Money::new(minor, plan.currency);
    let instalments = tx.plans().instalments_of(&[plan.id])?;
    if instalments.is_empty() {
        return Err(PlanRefusal::from(PlanFault::NoPiece).into());
    }
    let one = |i: &store::PlanInstalment| amicable::plans::Instalment {
        due: i.due_on,
        amount: money(i.amount_minor),
        interest: money(i.interest_minor),
    };
    Ok(PlanSchedule {
        principal: money(plan.principal_minor),
        interest: money(plan.interest_minor),
        instalments: instalments.iter().map(one).collect(),
    })
}

fn beyond(limits: Limits, schedule: &PlanSchedule, kind: DebtorKind, made: Date) -> Option<kernel::Wording> {
    let found = limits.beyond(schedule, kind == DebtorKind::Consumer, made);
    found.first().map(amicable::plans::Beyond::wording)
}

//! What the ledger says of plans: which are kept, which are late, which notices have run out.

use std::collections::{HashMap, HashSet};

use amicable::plans::{Instalment, PlanState, Receipt, Standing};
use kernel::{Date, Money, days_between};
use ledger::{AccountId, Allocation, Item, ItemId, ItemKind};
use serde::Serialize;
use store::{InstalmentPlan, PlanId, Task, TaskId, TaskKind, TaskState, Tx};

use super::CHUNK;
use super::compose::facts;
use crate::desk::About;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, Permission};

/// What a day's judgement moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PlansJudged {
    /// Paid to the end.
    pub kept: u64,
    /// Fell late.
    pub late: u64,
    /// Caught up.
    pub resumed: u64,
    /// Notices that ran out unpaid.
    pub lapsed: u64,
}

/// A plan and where the ledger puts it.
pub(super) struct Judged {
    pub plan: InstalmentPlan,
    pub items: Vec<store::PlanItem>,
    pub standing: Standing,
}

/// Where plans stand at the end of `day`; those without an instalment are left out.
pub(super) fn judged(tx: &mut Tx, plans: Vec<InstalmentPlan>, day: Date) -> Result<Vec<Judged>, DeskError> {
    let ids: Vec<PlanId> = plans.iter().map(|plan| plan.id).collect();
    let mut accounts: Vec<AccountId> = plans.iter().map(|plan| plan.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut covered: HashMap<PlanId, Vec<store::PlanItem>> = HashMap::new();
    for item in tx.plans().items_of(&ids)? {
        covered.entry(item.plan_id).or_default().push(item);
    }
    let mut dated: HashMap<PlanId, Vec<Instalment>> = HashMap::new();
    for i in tx.plans().instalments_of(&ids)? {
        let currency = plans.iter().find(|plan| plan.id == i.plan_id).map(|plan| plan.currency);
        let Some(currency) = currency else { continue };
        let money = |minor| Money::new(minor, currency);
        let one = Instalment { due: i.due_on, amount: money(i.amount_minor), interest: money(i.interest_minor) };
        dated.entry(i.plan_id).or_default().push(one);
    }
    let items = tx.items().of_accounts(&accounts)?;
    let matches = tx.allocations().of_accounts(&accounts)?;
    let mut found = Vec::with_capacity(plans.len());
    for plan in plans {
        let covers = covered.remove(&plan.id).unwrap_or_default();
        let of_plan: HashSet<ItemId> = covers.iter().map(|item| item.item_id).collect();
        let mine: Vec<&Item> = items.iter().filter(|i| i.account_id == plan.account_id).collect();
        let settled: Vec<&Allocation> = matches.iter().filter(|a| a.account_id == plan.account_id).collect();
        let came = receipts(&plan, &of_plan, &mine, &settled);
        let instalments = dated.remove(&plan.id).unwrap_or_default();
        let Some(standing) = Standing::read(&instalments, &came, plan.grace_days, day) else { continue };
        found.push(Judged { plan, items: covers, standing });
    }
    Ok(found)
}

/// What came for a plan since it was signed: the money entered on its account that was not matched with other
/// pieces, and whatever else settled its own (an older credit, a credit note). Money given back takes itself off.
fn receipts(
    plan: &InstalmentPlan,
    covered: &HashSet<ItemId>,
    items: &[&Item],
    matches: &[&Allocation],
) -> Vec<Receipt> {
    let Some(since) = plan.signed_on else { return Vec::new() };
    let is_money = |i: &&&Item| {
        matches!(i.kind, ItemKind::Payment | ItemKind::Advance | ItemKind::Refund | ItemKind::Settlement)
            && i.amount.currency() == plan.currency
            && i.entry_on >= since
    };
    let money: HashMap<ItemId, &Item> = items.iter().filter(is_money).map(|i| (i.id, *i)).collect();
    let mut counted: HashMap<ItemId, i64> = money.iter().map(|(id, i)| (*id, -i.amount.minor())).collect();
    let mut came = Vec::new();
    for a in matches {
        match (counted.contains_key(&a.credit_id), covered.contains(&a.debit_id), money.contains_key(&a.debit_id)) {
            (true, false, false) => {
                if let Some(left) = counted.get_mut(&a.credit_id) {
                    *left -= a.amount.minor();
                }
            }
            (false, true, _) if a.on >= since => came.push(Receipt { on: a.on, minor: a.amount.minor() }),
            // Money from before the plan that was given back since.
            (false, _, true) => {
                if let Some(left) = counted.get_mut(&a.debit_id) {
                    *left += a.amount.minor();
                }
            }
            // Spent on its own pieces, or given back: the money given back takes itself off once.
            _ => {}
        }
    }
    came.extend(counted.into_iter().filter_map(|(id, minor)| Some(Receipt { on: money.get(&id)?.entry_on, minor })));
    came
}

impl Desk {
    /// Judges the plans within reach by what the ledger shows at the end of `day`. Doing it twice changes
    /// nothing. A default is noted and given to somebody: the notice and the forfeiture are a person's acts.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] to who may neither import nor run the day, [`DeskError::Store`].
    pub fn judge_plans(&self, actor: &Actor, day: Date) -> Result<PlansJudged, DeskError> {
        if !actor.carries(Permission::Run) {
            actor.may(Permission::Import)?;
        }
        let scope = self.scope(actor)?;
        let binding = [PlanState::Active, PlanState::Late, PlanState::Noticed];
        let (mut done, mut after) = (PlansJudged::default(), None);
        loop {
            let page = self.store.read(|tx| tx.plans().in_states(&binding, after, CHUNK))?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.id);
            let ids: Vec<PlanId> = page.iter().filter(|p| scope.reaches(p.account_id)).map(|p| p.id).collect();
            let moved = self.store.write("plan.judge", |tx| {
                let mut plans = ids.iter().map(|id| tx.plans().get(*id)).collect::<Result<Vec<_>, _>>()?;
                plans.retain(|plan| plan.state.binds());
                let mut moved = PlansJudged::default();
                for one in judged(tx, plans, day)? {
                    self.judge_one(tx, actor, one, (day, &mut moved))?;
                }
                Ok::<_, DeskError>(moved)
            })?;
            done.kept += moved.kept;
            done.late += moved.late;
            done.resumed += moved.resumed;
            done.lapsed += moved.lapsed;
        }
    }

    fn judge_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        one: Judged,
        (day, moved): (Date, &mut PlansJudged),
    ) -> Result<(), DeskError> {
        let Judged { mut plan, items, standing } = one;
        let state = standing.state(plan.state);
        let account = tx.accounts().get(plan.account_id)?;
        let about = About { on: Some(day), ..About::account(&account) };
        let tell = |plan: &InstalmentPlan| {
            let mut payload = facts(plan);
            payload["late"] = standing.late.to_decimal().into();
            payload["paid"] = standing.paid.to_decimal().into();
            payload["until"] = serde_json::json!(standing.late_since);
            payload
        };
        match state {
            PlanState::Kept => {
                self.end_within(tx, actor, (&mut plan, &items), (PlanState::Kept, ""))?;
                plan.ended_on = Some(day);
                tx.plans().save(&plan)?;
                self.note(tx, actor, about, "plan.kept", &tell(&plan))?;
                moved.kept += 1;
            }
            PlanState::Late if plan.state == PlanState::Active => {
                plan.state = PlanState::Late;
                tx.plans().save(&plan)?;
                self.note(tx, actor, about, "plan.late", &tell(&plan))?;
                self.give(tx, &plan, &Subject::PlanLate { plan: plan.id.to_string() })?;
                moved.late += 1;
            }
            PlanState::Active if plan.state != PlanState::Active => {
                (plan.state, plan.noticed_on, plan.lapsed_on) = (PlanState::Active, None, None);
                tx.plans().save(&plan)?;
                self.note(tx, actor, about, "plan.resumed", &tell(&plan))?;
                moved.resumed += 1;
            }
            PlanState::Noticed if plan.lapsed_on.is_none() && notice_is_over(&plan, day) => {
                plan.lapsed_on = Some(day);
                tx.plans().save(&plan)?;
                self.note(tx, actor, about, "plan.lapsed", &tell(&plan))?;
                self.give(tx, &plan, &Subject::PlanLapsed { plan: plan.id.to_string() })?;
                moved.lapsed += 1;
            }
            _ => {}
        }
        Ok(())
    }

    /// A task for who follows the plan.
    fn give(&self, tx: &mut Tx, plan: &InstalmentPlan, subject: &Subject) -> Result<(), DeskError> {
        let task = Task {
            id: TaskId(self.id()),
            account_id: plan.account_id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject: subject.kept(),
            owner: plan.owner.clone(),
            due_on: self.today(),
            outcome: String::new(),
            note: String::new(),
            actor: "worker".to_owned(),
            created_us: self.now(),
            closed_us: None,
        };
        Ok(tx.tasks().insert(&task)?)
    }
}

/// True once the days that the notice gives are over.
pub(super) fn notice_is_over(plan: &InstalmentPlan, day: Date) -> bool {
    plan.noticed_on.is_some_and(|on| days_between(on, day) > plan.notice_days)
}

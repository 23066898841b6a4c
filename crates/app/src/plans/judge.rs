//! What the ledger says of plans: which are kept, which are late, which notices have run out.

use std::collections::{HashMap, HashSet};

use amicable::plans::{Instalment, PlanState, Standing};
use kernel::{Currency, Date, Money, days_between};
use ledger::AccountId;
use serde::Serialize;
use store::{InstalmentPlan, PlanId, Task, TaskId, TaskKind, TaskState, Tx};

use super::CHUNK;
use super::books::Books;
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
    /// Proposals whose first day went by unsigned.
    pub expired: u64,
}

/// A plan and where the ledger puts it.
pub(super) struct Judged {
    pub plan: InstalmentPlan,
    pub items: Vec<store::PlanItem>,
    pub standing: Standing,
}

/// Where plans stand at the end of `day`; those without an instalment are left out.
pub(super) fn judged(tx: &mut Tx, plans: Vec<InstalmentPlan>, day: Date) -> Result<Vec<Judged>, DeskError> {
    let wanted: HashSet<PlanId> = plans.iter().map(|plan| plan.id).collect();
    let mut accounts: Vec<AccountId> = plans.iter().map(|plan| plan.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    // Plans of one account share the money that is not matched yet: the oldest is served first.
    let mut all = plans;
    let beside = tx.plans().of_accounts(&accounts)?;
    all.extend(beside.into_iter().filter(|plan| plan.state.binds() && !wanted.contains(&plan.id)));
    all.sort_by_key(|plan| plan.id);
    let ids: Vec<PlanId> = all.iter().map(|plan| plan.id).collect();
    let mut covered: HashMap<PlanId, Vec<store::PlanItem>> = HashMap::new();
    for item in tx.plans().items_of(&ids)? {
        covered.entry(item.plan_id).or_default().push(item);
    }
    let currencies: HashMap<PlanId, Currency> = all.iter().map(|plan| (plan.id, plan.currency)).collect();
    let mut dated: HashMap<PlanId, Vec<Instalment>> = HashMap::new();
    for i in tx.plans().instalments_of(&ids)? {
        let Some(currency) = currencies.get(&i.plan_id) else { continue };
        let money = |minor| Money::new(minor, *currency);
        let one = Instalment { due: i.due_on, amount: money(i.amount_minor), interest: money(i.interest_minor) };
        dated.entry(i.plan_id).or_default().push(one);
    }
    let mut books = Books::read(tx, &accounts, day)?;
    let mut found = Vec::with_capacity(wanted.len());
    for plan in all {
        let items = covered.remove(&plan.id).unwrap_or_default();
        let came = books.came(&plan, &items, day);
        let instalments = dated.remove(&plan.id).unwrap_or_default();
        let Some(standing) = Standing::read(&instalments, &came, plan.grace_days, day) else { continue };
        if wanted.contains(&plan.id) {
            found.push(Judged { plan, items, standing });
        }
    }
    Ok(found)
}

/// The same but for those that pay what an insolvency stops: nothing is late under them, and nothing lapses.
fn running(tx: &mut Tx, plans: Vec<InstalmentPlan>, day: Date) -> Result<Vec<Judged>, DeskError> {
    let accounts: Vec<AccountId> = plans.iter().map(|plan| plan.account_id).collect();
    let stopped = crate::insolvency::stopped(tx, &accounts)?;
    let mut found = judged(tx, plans, day)?;
    found.retain(|one| !one.items.iter().any(|item| stopped.contains(&item.item_id)));
    Ok(found)
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
        let expired = self.expire_plans(actor, day)?;
        let binding = [PlanState::Active, PlanState::Late, PlanState::Noticed];
        let (mut done, mut after) = (PlansJudged { expired, ..PlansJudged::default() }, None);
        loop {
            let page = self.store.read(|tx| tx.plans().in_states(&binding, after, CHUNK))?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.id);
            let mine: Vec<InstalmentPlan> = page.into_iter().filter(|p| scope.reaches(p.account_id)).collect();
            let read = self.store.read(|tx| running(tx, mine.clone(), day))?;
            let ids: Vec<PlanId> = read.iter().filter(|one| one.moves(day)).map(|one| one.plan.id).collect();
            if ids.is_empty() {
                continue;
            }
            let moved = self.store.write("plan.judge", |tx| {
                let mut plans = ids.iter().map(|id| tx.plans().get(*id)).collect::<Result<Vec<_>, _>>()?;
                plans.retain(|plan| plan.state.binds());
                let mut moved = PlansJudged::default();
                for one in running(tx, plans, day)? {
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

    /// Gives up the proposals whose first day went by without a signature: what a person said of their means is not
    /// kept for nothing.
    fn expire_plans(&self, actor: &Actor, day: Date) -> Result<u64, DeskError> {
        let (scope, mut done, mut after) = (self.scope(actor)?, 0, None);
        let proposed = [PlanState::Awaiting, PlanState::Proposed];
        loop {
            let page = self.store.read(|tx| tx.plans().in_states(&proposed, after, CHUNK))?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.id);
            let ids: Vec<PlanId> = page.iter().filter(|p| scope.reaches(p.account_id)).map(|p| p.id).collect();
            let first = |tx: &mut Tx| {
                let mut dues: HashMap<PlanId, Date> = HashMap::new();
                for i in tx.plans().instalments_of(&ids)? {
                    let due = dues.entry(i.plan_id).or_insert(i.due_on);
                    *due = i.due_on.min(*due);
                }
                dues.retain(|_, due| *due < day);
                Ok::<_, DeskError>(dues.into_keys().collect::<Vec<_>>())
            };
            for id in self.store.read(first)? {
                done += self.store.write("plan.expire", |tx| {
                    let mut plan = tx.plans().get(id)?;
                    if !proposed.contains(&plan.state) {
                        return Ok(0);
                    }
                    self.end_within(tx, actor, (&mut plan, &[]), (PlanState::Cancelled, ""))?;
                    tx.plans().save(&plan)?;
                    let account = tx.accounts().get(plan.account_id)?;
                    let about = About { on: Some(day), ..About::account(&account) };
                    self.note(tx, actor, about, "plan.expired", &facts(&plan))?;
                    Ok::<_, DeskError>(1)
                })?;
            }
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
        let state = standing.state(plan.state, noticed(&plan));
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
            // It fell late, or it obeyed its notice and fell late since.
            PlanState::Late if plan.state != PlanState::Late => {
                plan.state = PlanState::Late;
                (plan.noticed_on, plan.noticed_minor, plan.lapsed_on) = (None, None, None);
                tx.plans().save(&plan)?;
                self.note(tx, actor, about, "plan.late", &tell(&plan))?;
                self.give(tx, &plan, &Subject::PlanLate { plan: plan.id.to_string() })?;
                moved.late += 1;
            }
            PlanState::Active if plan.state != PlanState::Active => {
                plan.state = PlanState::Active;
                (plan.noticed_on, plan.noticed_minor, plan.lapsed_on) = (None, None, None);
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

impl Judged {
    /// True when the day has something to write of it.
    fn moves(&self, day: Date) -> bool {
        let plan = &self.plan;
        let lapses = plan.state == PlanState::Noticed && plan.lapsed_on.is_none() && notice_is_over(plan, day);
        lapses || self.standing.state(plan.state, noticed(plan)) != plan.state
    }
}

/// What a notice in force asked for in all.
pub(super) fn noticed(plan: &InstalmentPlan) -> Option<Money> {
    plan.noticed_minor.map(|minor| Money::new(minor, plan.currency))
}

/// True once the days that the notice gives are over.
pub(super) fn notice_is_over(plan: &InstalmentPlan, day: Date) -> bool {
    plan.noticed_on.is_some_and(|on| days_between(on, day) > plan.notice_days)
}

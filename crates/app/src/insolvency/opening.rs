//! What an opening asks for on an account, once: promises and plans, orders, tasks with their last days, who is told.

use amicable::promises::PromiseState;
use judicial::insolvency::around::{Arrangement, ArrangementEffect, arrangement, future_supply};
use judicial::insolvency::clocks::{ClockKind, clock};
use judicial::insolvency::declaration::DeclarationState;
use judicial::insolvency::standing::Insolvency as Procedure;
use kernel::{Date, Language, Spoken, Wording};
use ledger::Account;
use store::{
    Insolvency, InsolvencyClaim, InsolvencyClaimId, InsolvencyState, PlanId, Task, TaskId, TaskKind, TaskState, Tx,
};

use super::declared::{Drawn, drawn, places};
use super::pieces::Judged;
use super::settle::Settled;
use super::words;
use crate::desk::About;
use crate::notices::NoticeOrder;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError};

impl Desk {
    /// Does what the procedure asks for on an account: the first time everything, then what its course adds.
    pub(super) fn follow_opening(
        &self,
        tx: &mut Tx,
        (settled, account): (&Settled, &Account),
        judged: &[Judged],
    ) -> Result<(), DeskError> {
        let number = settled.row.opened_by.clone();
        let Some(known) = settled.counts() else {
            return self.drop_own_tasks(tx, account, &settled.row);
        };
        let last = tx.insolvencies().claim_of(account.id)?;
        let claim = if let Some(claim) = last.filter(|claim| claim.opened_by == number) {
            claim
        } else {
            let claim = self.fresh_claim(tx, (settled, account), judged)?;
            tx.insolvencies().insert_claim(&claim)?;
            self.end_arrangements(tx, (settled, account), judged)?;
            let (_, advice) = future_supply(known);
            self.hold_orders_of_insolvent(tx, account, &advice.fr)?;
            self.tell_opening(tx, (settled, known), account)?;
            claim
        };
        let creditor = tx.creditors().get(account.creditor_id)?;
        let places = places(&settled.row.department, &creditor.address);
        let drawn = drawn(known, judged, Some(&claim), (places, self.today(), &self.law))?;
        self.tend_tasks(tx, (settled, known), account, &drawn)?;
        self.keep_guarantors(tx, settled, account)?;
        let prior = judged.iter().any(|one| one.is_held() && one.is_owed());
        if let Some(on) = known.published_on.filter(|_| prior) {
            let due = clock(ClockKind::RetentionOfTitle, on, places, &self.law)?;
            if !due.is_over(self.today()) {
                self.task_by(tx, account, &Subject::InsolvencyGoods { what: number.clone() }, due.safe)?;
            }
        }
        if settled.row.state == InsolvencyState::Closed && prior {
            self.task_by(tx, account, &Subject::InsolvencyCertificate { what: number }, self.today())?;
        }
        Ok(())
    }

    fn fresh_claim(
        &self,
        tx: &mut Tx,
        (settled, account): (&Settled, &Account),
        judged: &[Judged],
    ) -> Result<InsolvencyClaim, DeskError> {
        let own = judged.iter().find(|one| one.is_held() && one.is_owed()).map(|one| one.piece.open.open.currency());
        let currency = match own {
            Some(currency) => currency,
            None => tx.creditors().get(account.creditor_id)?.currency,
        };
        Ok(InsolvencyClaim {
            id: InsolvencyClaimId(self.id()),
            insolvency_id: settled.row.id,
            account_id: account.id,
            opened_by: settled.row.opened_by.clone(),
            currency,
            sent_on: None,
            sent_proof: String::new(),
            heads: String::new(),
            declared_minor: 0,
            received_on: None,
            received_proof: String::new(),
            answer: store::ClaimAnswer::Awaited,
            answer_on: None,
            answer_note: String::new(),
            admitted_minor: None,
            dividend_minor: 0,
            created_us: self.now(),
            version: 1,
        })
    }

    /// Promises and plans that pay what is stopped: nothing more is asked under them.
    fn end_arrangements(
        &self,
        tx: &mut Tx,
        (settled, account): (&Settled, &Account),
        judged: &[Judged],
    ) -> Result<(), DeskError> {
        let actor = Actor::worker();
        let owed = || judged.iter().filter(|one| one.is_owed());
        let held = owed().filter(|one| one.is_held()).count();
        let (effect, _) = arrangement(Arrangement::Promise, held, owed().count() - held, &self.law)?;
        if effect != ArrangementEffect::GoesOn {
            let open = tx.promises().of_accounts(&[account.id])?;
            for promise in open.into_iter().filter(|promise| promise.state == PromiseState::Open) {
                // It would hold back what is asked of later claims too.
                self.withdraw_within(tx, &actor, promise.id, &format!("BODACC {}", settled.row.opened_by))?;
            }
        }
        let mut plans = tx.plans().of_accounts(&[account.id])?;
        plans.retain(|plan| plan.state.binds());
        let ids: Vec<PlanId> = plans.iter().map(|plan| plan.id).collect();
        let items = tx.plans().items_of(&ids)?;
        for plan in plans {
            let of_plan = |one: &&Judged| items.iter().any(|i| i.plan_id == plan.id && i.item_id == one.piece.item.id);
            let held = owed().filter(of_plan).filter(|one| one.is_held()).count();
            let chased = owed().filter(of_plan).count() - held;
            let (effect, _) = arrangement(Arrangement::Plan, held, chased, &self.law)?;
            if effect == ArrangementEffect::DrawAgain {
                self.task_by(tx, account, &Subject::InsolvencyPlan { plan: plan.id.to_string() }, self.today())?;
            }
        }
        Ok(())
    }

    /// The task to declare, with the day that counts now; none once it is done or there is nothing.
    fn tend_tasks(
        &self,
        tx: &mut Tx,
        (settled, known): (&Settled, &Procedure),
        account: &Account,
        drawn: &Drawn,
    ) -> Result<(), DeskError> {
        let subject = Subject::InsolvencyDeclare { what: settled.row.opened_by.clone() };
        let due = match drawn.state {
            DeclarationState::ToDeclare | DeclarationState::Late => drawn.due.as_ref().map(|clock| clock.safe),
            DeclarationState::Undated if !drawn.declaration.heads.is_empty() => Some(self.today()),
            _ => None,
        };
        let open = matches!(
            known.stage,
            judicial::insolvency::standing::Stage::Open
                | judicial::insolvency::standing::Stage::Plan
                | judicial::insolvency::standing::Stage::PlanEnded
        );
        match due.filter(|_| open) {
            Some(due) => self.task_by(tx, account, &subject, due),
            None => self.drop_task_of(tx, account, &subject.kept()),
        }
    }

    /// A task for who follows the account, once; its day moves with the law's while it is open.
    pub(super) fn task_by(
        &self,
        tx: &mut Tx,
        account: &Account,
        subject: &Subject,
        due: Date,
    ) -> Result<(), DeskError> {
        let owner = tx.collectors().of(account.id)?.unwrap_or_default();
        self.task_for(tx, (account, &owner), subject, due)
    }

    /// The same for somebody.
    pub(super) fn task_for(
        &self,
        tx: &mut Tx,
        (account, owner): (&Account, &str),
        subject: &Subject,
        due: Date,
    ) -> Result<(), DeskError> {
        let (kept, due, actor) = (subject.kept(), due.max(self.today()), Actor::worker());
        let known = tx.tasks().of_account(account.id)?.into_iter().find(|task| task.subject == kept);
        match known {
            Some(task) if task.state != TaskState::Open || task.due_on == due => Ok(()),
            // Somebody may have put it off: it never goes past the law's day by itself, nor comes back before.
            Some(task) if task.due_on < due => Ok(()),
            Some(mut task) => {
                task.due_on = due;
                tx.tasks().save(&task)?;
                let payload = crate::tasks::facts(&task);
                Ok(self.note(tx, &actor, About::account(account), "task.postponed", &payload)?)
            }
            None => {
                let task = Task {
                    id: TaskId(self.id()),
                    account_id: account.id,
                    reminder_id: None,
                    kind: TaskKind::FollowUp,
                    state: TaskState::Open,
                    subject: kept,
                    owner: owner.to_owned(),
                    due_on: due,
                    outcome: String::new(),
                    note: String::new(),
                    actor: actor.name.clone(),
                    created_us: self.now(),
                    closed_us: None,
                };
                tx.tasks().insert(&task)?;
                let payload = crate::tasks::facts(&task);
                Ok(self.note(tx, &actor, About::account(account), "task.given", &payload)?)
            }
        }
    }

    /// Drops an open task that nothing asks for any more.
    pub(super) fn drop_task_of(&self, tx: &mut Tx, account: &Account, kept: &str) -> Result<(), DeskError> {
        for mut task in tx.tasks().of_account(account.id)? {
            if task.state != TaskState::Open || task.subject != kept {
                continue;
            }
            (task.state, task.closed_us) = (TaskState::Dropped, Some(self.now()));
            tx.tasks().save(&task)?;
            let payload = crate::tasks::facts(&task);
            self.note(tx, &Actor::worker(), About::account(account), "task.dropped", &payload)?;
        }
        Ok(())
    }

    fn drop_own_tasks(&self, tx: &mut Tx, account: &Account, row: &Insolvency) -> Result<(), DeskError> {
        let what = || row.opened_by.clone();
        for subject in [
            Subject::InsolvencyDeclare { what: what() },
            Subject::InsolvencyGoods { what: what() },
            Subject::InsolvencyCertificate { what: what() },
            Subject::InsolvencyContest { what: what() },
        ] {
            self.drop_task_of(tx, account, &subject.kept())?;
        }
        for guarantor in tx.guarantors().of_account(account.id, &row.opened_by)? {
            self.drop_task_of(tx, account, &super::guarantors::subject(&guarantor).kept())?;
        }
        self.drop_demand_tasks(tx, account, row)
    }

    /// Tells the salesperson and who follows the account, once for each opening.
    fn tell_opening(
        &self,
        tx: &mut Tx,
        (settled, known): (&Settled, &Procedure),
        account: &Account,
    ) -> Result<(), DeskError> {
        let debtor = tx.debtors().get(account.debtor_id)?.name;
        let follower = tx.collectors().of(account.id)?.unwrap_or_default();
        let mut told = vec![account.salesperson.trim(), follower.trim()];
        told.retain(|who| !who.is_empty());
        told.dedup();
        let (regime, (_, advice)) = (words::regime(known.regime), future_supply(known));
        let number = &account.number;
        let judgment = |language: Language| known.judgment_on.map(|day| day.said(language)).unwrap_or_default();
        let (fr, en) = (judgment(Language::Fr), judgment(Language::En));
        let subject = Wording::new(
            format!("Procédure collective : {debtor} ({number})"),
            format!("Insolvency: {debtor} ({number})"),
        );
        let body = Wording::new(
            format!(
                "{debtor} est en {} ({}, jugement du {fr}, annonce {}).\n\nCe qui fut livré avant n’est plus relancé : \
                 la créance se déclare.\n\n{}.",
                regime.fr, known.tribunal, settled.row.opened_by, advice.fr
            ),
            format!(
                "{debtor} is in {} ({}, judgment of {en}, notice {}).\n\nWhat was supplied before is chased no more: the \
                 claim is declared.\n\n{}.",
                regime.en, known.tribunal, settled.row.opened_by, advice.en
            ),
        );
        for who in told {
            self.tell_within(
                tx,
                &NoticeOrder {
                    kind: "insolvency",
                    to: who.to_owned(),
                    account: Some(account.id),
                    subject: subject.clone(),
                    body: body.clone(),
                    key: format!("insolvency:{}:{}:{who}", settled.row.opened_by, account.id),
                },
            )?;
        }
        Ok(())
    }
}

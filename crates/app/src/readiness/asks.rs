//! A missing piece is asked once of who holds it: a task with its question and its day, told again when late by the
//! digest as any task, closed when the fact is known.

use amicable::disputes::{Service, after_working_days};
use kernel::{Date, Territory};
use ledger::Account;
use serde_json::json;
use store::{CaseFilter, CaseId, CourtCase, TaskId, TaskState, Tx};

use super::facts::Outside;
use super::judge::{asked, of_task};
use super::{CasePolicy, Gap, PieceAsked, PieceOwner};
use crate::cases::{case_facts, open_case};
use crate::desk::About;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, Permission, ReadinessRefusal};

/// Cases looked at together.
const CHUNK: u32 = 200;

impl Desk {
    /// Asks a missing piece of an open case of who holds it: the person the house names for that role, else who sells
    /// to the customer or answers for that service, else who follows the case. Asked already, nothing is done.
    ///
    /// # Errors
    /// [`ReadinessRefusal::NotMissing`], [`crate::CaseRefusal::Closed`].
    pub fn ask_piece(&self, actor: &Actor, id: CaseId, gap: Gap) -> Result<PieceAsked, DeskError> {
        actor.may(Permission::EditAccount)?;
        let outside = self.outside(actor, id)?;
        let today = self.today();
        self.store.write("case.ask", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let policy = super::in_force(tx)?;
            let judged = self.case_known(tx, &outside, &case)?.judged(&policy.weights, today);
            let missing = judged.missing.iter().find(|missing| missing.gap == gap);
            let missing = missing.ok_or_else(|| ReadinessRefusal::NotMissing { piece: gap.slug().to_owned() })?;
            if let Some(task) = asked(&tx.tasks().of_account(account.id)?, id, gap) {
                return Ok(of_task(task));
            }
            let names = candidates(tx, (&case, &account), (&policy, &outside), missing.owner)?;
            let due = after_working_days(today, policy.ask_days, Territory::Metropole);
            let subject = Subject::case_piece(id, gap).kept();
            let task = self.give_within(tx, actor, &account, (subject, due), &names)?;
            let mut payload = case_facts(&case);
            payload["piece"] = json!(missing.what);
            payload["question"] = json!(missing.ask);
            payload["gap"] = gap.slug().into();
            payload["name"] = task.owner.as_str().into();
            payload["due"] = json!(task.due_on);
            self.note(tx, actor, About::account(&account), "case.asked", &payload)?;
            Ok(PieceAsked { before: false, ..of_task(&task) })
        })
    }

    /// Closes the requests whose fact is known meanwhile, of every open case. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] to who may neither import nor run the day, [`DeskError::Store`].
    pub fn tend_asked_pieces(&self, actor: &Actor) -> Result<u64, DeskError> {
        if !actor.carries(Permission::Run) {
            actor.may(Permission::Import)?;
        }
        let scope = self.scope(actor)?;
        let (open, mut after, mut done) = (CaseFilter { open: Some(true), account: None }, None, 0);
        loop {
            let page = self.store.read(|tx| tx.cases().list(&open, after, CHUNK))?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.id);
            for case in page.iter().filter(|case| scope.reaches(case.account_id)) {
                if self.store.read(|tx| tasks_of(tx, case))?.is_empty() {
                    continue;
                }
                let outside = self.outside(actor, case.id)?;
                let closed = self.store.write("case.tend", |tx| self.close_fulfilled(tx, actor, &outside, case))?;
                done += closed.len() as u64;
            }
        }
    }

    /// Closes the requests of a case whose piece is not missing any more.
    pub(super) fn close_fulfilled(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        outside: &Outside,
        case: &CourtCase,
    ) -> Result<Vec<TaskId>, DeskError> {
        let policy = super::in_force(tx)?;
        let tasks = tasks_of(tx, case)?;
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        let judged = self.case_known(tx, outside, case)?.judged(&policy.weights, self.today());
        let account = tx.accounts().get(case.account_id)?;
        let mut closed = Vec::new();
        for (mut task, gap) in tasks {
            if judged.missing.iter().any(|missing| missing.gap == gap) {
                continue;
            }
            (task.state, task.actor, task.closed_us) = (TaskState::Dropped, actor.name.clone(), Some(self.now()));
            tx.tasks().save(&task)?;
            let mut payload = case_facts(case);
            payload["question"] = json!(gap.question());
            payload["gap"] = gap.slug().into();
            payload["task"] = json!(task.id);
            self.note(tx, actor, About::account(&account), "case.received", &payload)?;
            closed.push(task.id);
        }
        Ok(closed)
    }
}

/// The open requests of a case, each with what it asks.
fn tasks_of(tx: &mut Tx, case: &CourtCase) -> Result<Vec<(store::Task, Gap)>, DeskError> {
    let tasks = tx.tasks().of_account(case.account_id)?.into_iter();
    let asked = tasks.filter(|task| task.state == TaskState::Open).filter_map(|task| {
        let (of, gap) = Subject::piece_of(&task.subject)?;
        (of == case.id).then_some((task, gap))
    });
    Ok(asked.collect())
}

/// Who may hold a piece, the nearest first.
fn candidates(
    tx: &mut Tx,
    (case, account): (&CourtCase, &Account),
    (policy, outside): (&CasePolicy, &Outside),
    owner: PieceOwner,
) -> Result<Vec<String>, DeskError> {
    let mut names: Vec<String> = policy.people.get(&owner).cloned().into_iter().collect();
    match owner {
        PieceOwner::Sales => names.push(account.salesperson.clone()),
        PieceOwner::Credit => names.extend(outside.collector.clone()),
        PieceOwner::Logistics | PieceOwner::Accounting | PieceOwner::Legal | PieceOwner::Management => {}
    }
    let service = match owner {
        PieceOwner::Sales => Some(Service::Sales),
        PieceOwner::Logistics => Some(Service::Logistics),
        PieceOwner::Accounting => Some(Service::Accounting),
        PieceOwner::Credit | PieceOwner::Legal | PieceOwner::Management => None,
    };
    if let Some(service) = service {
        names.push(crate::disputes::owner_of_service(tx, service)?);
    }
    names.push(case.owner.clone());
    names.retain(|name| !name.trim().is_empty());
    Ok(names)
}

/// The day a decision put off comes back, as a task of who follows the case.
pub(crate) fn decide_again(case: CaseId, day: Date) -> (String, Date) {
    (Subject::CaseDecide { case: case.to_string() }.kept(), day)
}

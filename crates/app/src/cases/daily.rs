//! What the days bring to procedures by themselves: told once, with what is lost, and given to somebody to look at.

use std::collections::{BTreeSet, HashMap};

use judicial::procedure::{Course, Event};
use kernel::Date;
use ledger::{Account, AccountId};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use store::{CaseClaim, CaseId, CourtProcedure, CourtProcedureId, EntryId, Task, TaskId, TaskKind, TaskState, Tx};

use super::kept::{Followed, read};
use crate::desk::About;
use crate::tasks::Subject;
use crate::titles::Courses;
use crate::{Actor, Desk, DeskError, Permission};

/// Procedures read together.
const CHUNK: usize = 200;
/// Rows written in one transaction.
const ROWS: usize = 4_000;
/// Rows that a procedure writes: itself, its deadlines, its entry, a task.
const OWN_ROWS: usize = 20;
/// Rows that each piece of its case adds: the acts that moved its limitation.
const PIECE_ROWS: usize = 10;

/// What a day brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ProceduresJudged {
    /// Procedures looked at: those to which time might bring something.
    pub seen: u64,
    /// Procedures to which something happened.
    pub moved: u64,
    /// Procedures in which a right was lost.
    pub lost: u64,
}

/// The cases of procedures.
fn cases_of(procedures: &[CourtProcedure]) -> Vec<CaseId> {
    procedures.iter().map(|one| one.case_id).collect()
}

/// The same in groups, none of which writes more rows than a transaction may, unless it is of one procedure.
fn packed(procedures: &[CourtProcedure], rows: impl Fn(&CourtProcedure) -> usize) -> Vec<Vec<CourtProcedureId>> {
    let (mut groups, mut room) = (Vec::<Vec<CourtProcedureId>>::new(), 0);
    for one in procedures {
        let rows = rows(one);
        if let Some(group) = groups.last_mut().filter(|_| rows <= room) {
            group.push(one.id);
            room -= rows;
        } else {
            groups.push(vec![one.id]);
            room = ROWS.saturating_sub(rows);
        }
    }
    groups
}

fn count(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}

impl Desk {
    /// Tells what the days since the last look brought to procedures: periods that ended, rights lost. Told again, it
    /// changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Law`], [`DeskError::Store`].
    pub fn judge_procedures(&self, actor: &Actor, day: Date) -> Result<ProceduresJudged, DeskError> {
        if !actor.carries(Permission::Run) {
            actor.may(Permission::Import)?;
        }
        let scope = self.scope(actor)?;
        let mut done = ProceduresJudged::default();
        let waking = self.store.read(|tx| tx.procedures().waking(day))?;
        for ids in waking.chunks(CHUNK) {
            let (mut page, claims) = self.store.read(|tx| {
                let page = tx.procedures().get_many(ids)?;
                let claims = tx.cases().standing(Some(&cases_of(&page)))?;
                Ok::<_, DeskError>((page, claims))
            })?;
            page.retain(|one| scope.reaches(one.account_id));
            let mut pieces: HashMap<CaseId, usize> = HashMap::new();
            for (case, ..) in claims {
                *pieces.entry(case).or_default() += 1;
            }
            let rows = |one: &CourtProcedure| OWN_ROWS + PIECE_ROWS * pieces.get(&one.case_id).copied().unwrap_or(0);
            for some in packed(&page, rows) {
                let part = self.store.write("procedure.judge", |tx| self.judge_some(tx, actor, &some, day))?;
                done.seen += part.seen;
                done.moved += part.moved;
                done.lost += part.lost;
            }
        }
        Ok(done)
    }

    /// What the days brought to some procedures. Where each stands is kept anew, also where they brought nothing: it
    /// tells when to look again.
    fn judge_some(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        ids: &[CourtProcedureId],
        day: Date,
    ) -> Result<ProceduresJudged, DeskError> {
        let mut all = tx.procedures().get_many(ids)?;
        all.retain(|one| one.wakes_on.is_some_and(|wakes| wakes <= day));
        let facts = tx.procedures().facts_of(ids)?;
        let mut claims: HashMap<CaseId, Vec<CaseClaim>> = HashMap::new();
        for claim in tx.cases().claims_of(&cases_of(&all))?.into_iter().filter(|claim| claim.left_on.is_none()) {
            claims.entry(claim.case_id).or_default().push(claim);
        }
        let look = |one: &CourtProcedure| Ok(read(one, &facts)?.looked_at(one.seen_on, day, &self.law)?);
        let looks: Vec<(Vec<Event>, Course)> = all.par_iter().map(look).collect::<Result<_, DeskError>>()?;
        let mut followed = Vec::with_capacity(all.len());
        for (kept, (_, course)) in all.iter_mut().zip(&looks) {
            let claims = claims.get(&kept.case_id).map_or(&[][..], Vec::as_slice);
            followed.push(Followed { kept, course, claims });
        }
        self.keep_courses(tx, actor, &mut followed)?;
        let (mut moved, mut courses) = (Vec::new(), Courses::new());
        for (kept, (events, course)) in all.iter_mut().zip(&looks) {
            kept.seen_on = day;
            tx.procedures().save(kept)?;
            if !events.is_empty() {
                courses.insert(kept.id, course);
                moved.push((&*kept, events.as_slice()));
            }
        }
        let lost = self.tell_passed(tx, actor, (&moved, courses), day)?;
        Ok(ProceduresJudged { seen: count(looks.len()), moved: count(moved.len()), lost })
    }

    /// Tells what the days brought to procedures, and gives a loss to who follows its case; answers in how many a right
    /// was lost.
    fn tell_passed(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (moved, courses): (&[(&CourtProcedure, &[Event])], Courses<'_>),
        day: Date,
    ) -> Result<u64, DeskError> {
        let cases: BTreeSet<CaseId> = moved.iter().map(|(kept, _)| kept.case_id).collect();
        let ids: Vec<CaseId> = cases.iter().copied().collect();
        let owners: HashMap<CaseId, String> =
            tx.cases().get_many(&ids)?.into_iter().map(|case| (case.id, case.owner)).collect();
        let accounts: Vec<AccountId> = moved.iter().map(|(kept, _)| kept.account_id).collect();
        let accounts: HashMap<AccountId, Account> =
            tx.accounts().get_many(&accounts)?.into_iter().map(|line| (line.account.id, line.account)).collect();
        let (mut entries, mut tasks) = (Vec::with_capacity(moved.len()), Vec::new());
        for (kept, events) in moved {
            let lost = events.iter().any(Event::is_loss);
            let mut payload = self.procedure_facts(kept);
            payload["events"] = events.iter().map(Event::words).map(|words| json!(words)).collect();
            payload["loss"] = lost.into();
            let about = accounts.get(&kept.account_id).map_or_else(About::default, About::account);
            let about = About { on: Some(day), ..about };
            entries.push(self.entry(EntryId(self.id()), actor, about, "procedure.passed", &payload));
            if lost {
                let owner = owners.get(&kept.case_id).cloned().unwrap_or_default();
                let subject = Subject::ProcedureLoss { procedure: kept.id.to_string() };
                tasks.push(self.procedure_task(kept, (subject, owner, day)));
            }
        }
        tx.timeline().append_many(&entries)?;
        tx.tasks().insert_many(&tasks)?;
        self.ask_titles(tx, &cases, Some(courses))?;
        Ok(count(tasks.len()))
    }

    fn procedure_task(&self, kept: &CourtProcedure, (subject, owner, day): (Subject, String, Date)) -> Task {
        Task {
            id: TaskId(self.id()),
            account_id: kept.account_id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject: subject.kept(),
            owner,
            due_on: day,
            outcome: String::new(),
            note: String::new(),
            actor: "worker".to_owned(),
            created_us: self.now(),
            closed_us: None,
        }
    }
}

//! The title that a procedure brought: proposed with what the procedure tells, asked of who follows the case by a task
//! until it is recorded.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use judicial::procedure::Course;
use judicial::titles::{Finality, TitleKind};
use kernel::{Currency, Date, Money, Wording};
use ledger::AccountId;
use serde::Serialize;
use store::{
    CaseId, CaseSide, CourtCase, CourtProcedure, CourtProcedureId, CourtTitle, ProcedureFact, Task, TaskId, Tx,
};

use crate::tasks::{Subject, TaskKind, TaskState};
use crate::{Actor, Desk, DeskError, Permission};

/// A title to record, as far as its procedure tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleProposal {
    /// The procedure that brought it.
    pub procedure: CourtProcedureId,
    /// The procedure in words.
    pub words: Wording,
    /// What it is.
    pub kind: TitleKind,
    /// Its date.
    pub issued: Date,
    /// The court; empty while nobody told.
    pub court: String,
    /// Its number, as the proof of its act says; may be empty.
    pub number: String,
    /// Currency of the sum.
    pub currency: Currency,
    /// What it grants; none where the procedure does not tell: a judge may have dismissed the claim.
    pub granted: Option<String>,
    /// The day it became enforceable, where the procedure tells it.
    pub enforceable: Option<Date>,
    /// Whether it may still be attacked.
    pub finality: Finality,
}

/// Procedures, and where each stands.
pub(crate) type Courses<'c> = HashMap<CourtProcedureId, &'c Course>;

/// What tells which titles some cases brought: read together.
struct Brought<'c> {
    procedures: HashMap<CaseId, Vec<CourtProcedure>>,
    facts: HashMap<CourtProcedureId, Vec<ProcedureFact>>,
    titles: Vec<CourtTitle>,
    /// Only of these, as they stand; of all of them when none.
    moved: Option<Courses<'c>>,
}

impl<'c> Brought<'c> {
    fn of(tx: &mut Tx, cases: &[CourtCase], moved: Option<Courses<'c>>) -> Result<Self, DeskError> {
        let cases: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        let (mut procedures, mut facts) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        let mut ids = Vec::new();
        let looked_at = |one: &CourtProcedure| moved.as_ref().is_none_or(|moved| moved.contains_key(&one.id));
        for one in tx.procedures().of_cases(&cases)?.into_iter().filter(looked_at) {
            ids.push(one.id);
            procedures.entry(one.case_id).or_default().push(one);
        }
        for fact in tx.procedures().facts_of(&ids)? {
            facts.entry(fact.procedure_id).or_default().push(fact);
        }
        Ok(Self { procedures, facts, titles: tx.titles().of_cases(&cases)?, moved })
    }
}

impl Desk {
    /// The titles that procedures of a case brought and that nobody recorded.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn title_proposals(&self, actor: &Actor, case: CaseId) -> Result<Vec<TitleProposal>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            let brought = Brought::of(tx, std::slice::from_ref(&case), None)?;
            self.proposed(&case, &brought)
        })
    }

    fn proposed(&self, case: &CourtCase, brought: &Brought<'_>) -> Result<Vec<TitleProposal>, DeskError> {
        let mut proposals = Vec::new();
        if case.closed_on.is_some() || case.side == CaseSide::Defendant {
            return Ok(proposals);
        }
        for kept in brought.procedures.get(&case.id).into_iter().flatten() {
            let facts = brought.facts.get(&kept.id).map_or(&[][..], Vec::as_slice);
            let procedure = crate::cases::read(kept, facts)?;
            let course = match brought.moved.as_ref().and_then(|moved| moved.get(&kept.id)) {
                Some(course) => Cow::Borrowed(*course),
                None => Cow::Owned(procedure.as_of(self.today(), &self.law)?),
            };
            let Some(title) = judicial::titles::brought(&procedure, &course) else { continue };
            let mut titles = brought.titles.iter().filter(|known| known.case_id == case.id);
            if titles.any(|known| records(known, (title.kind, kept.begun_on))) {
                continue;
            }
            proposals.push(TitleProposal {
                procedure: kept.id,
                words: self.measure_words(&kept.definition),
                kind: title.kind,
                issued: title.issued,
                court: kept.court.clone(),
                number: title.number,
                currency: kept.currency,
                granted: title.granted.map(Money::to_decimal),
                enforceable: title.enforceable,
                finality: title.finality,
            });
        }
        Ok(proposals)
    }

    /// Asks for the titles that procedures of some cases brought, all or those that moved, each once by a task of who
    /// follows its case; drops the tasks of those that are recorded, or that nothing brought after all.
    pub(crate) fn ask_titles(
        &self,
        tx: &mut Tx,
        cases: &BTreeSet<CaseId>,
        moved: Option<Courses<'_>>,
    ) -> Result<(), DeskError> {
        let ids: Vec<CaseId> = cases.iter().copied().collect();
        let cases = tx.cases().get_many(&ids)?;
        let brought = Brought::of(tx, &cases, moved)?;
        let accounts: BTreeSet<AccountId> = cases.iter().map(|case| case.account_id).collect();
        let mut tasks: HashMap<String, Vec<Task>> = HashMap::new();
        let accounts: Vec<AccountId> = accounts.into_iter().collect();
        for task in tx.tasks().of_accounts(&accounts)? {
            tasks.entry(task.subject.clone()).or_default().push(task);
        }
        let mut wanted = Vec::new();
        for case in &cases {
            let proposed = self.proposed(case, &brought)?;
            for procedure in brought.procedures.get(&case.id).into_iter().flatten() {
                let subject = Subject::RecordTitle { procedure: procedure.id.to_string() }.kept();
                let mine = tasks.get(&subject).map_or(&[][..], Vec::as_slice);
                let open = mine.iter().find(|task| task.state == TaskState::Open);
                match (open, proposed.iter().any(|one| one.procedure == procedure.id)) {
                    // what a person closed or dropped is not asked again
                    (None, true) if mine.iter().all(|task| task.actor == HOUSE) => {
                        wanted.push(self.title_task(case, subject));
                    }
                    (Some(task), false) => tx.tasks().save(&Task {
                        state: TaskState::Dropped,
                        closed_us: Some(self.now()),
                        actor: HOUSE.to_owned(),
                        ..task.clone()
                    })?,
                    _ => {}
                }
            }
        }
        Ok(tx.tasks().insert_many(&wanted)?)
    }

    fn title_task(&self, case: &CourtCase, subject: String) -> Task {
        Task {
            id: TaskId(self.id()),
            account_id: case.account_id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject,
            owner: case.owner.clone(),
            due_on: self.today(),
            outcome: String::new(),
            note: String::new(),
            actor: HOUSE.to_owned(),
            created_us: self.now(),
            closed_us: None,
        }
    }
}

/// Who gives and drops these tasks.
const HOUSE: &str = "worker";

/// Whether a title of the case is the one a procedure brought: of its kind, and not older than the procedure. One that
/// was set aside was recorded all the same.
fn records(title: &CourtTitle, (kind, begun): (TitleKind, Date)) -> bool {
    title.kind == kind.slug() && begun <= title.issued_on
}

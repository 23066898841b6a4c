//! The title that a procedure brought: proposed with what the procedure tells, asked of who follows the case by a task
//! until it is recorded.

use judicial::titles::{Finality, TitleKind, brought};
use kernel::{Currency, Date, Money, Wording};
use serde::Serialize;
use store::{CaseId, CaseSide, CourtCase, CourtProcedure, CourtProcedureId, CourtTitle, Task, TaskId, Tx};

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

impl Desk {
    /// The titles that procedures of a case brought and that nobody recorded.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn title_proposals(&self, actor: &Actor, case: CaseId) -> Result<Vec<TitleProposal>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            let procedures = tx.procedures().of_cases(&[case.id])?;
            self.proposed(tx, &case, &procedures)
        })
    }

    fn proposed(
        &self,
        tx: &mut Tx,
        case: &CourtCase,
        procedures: &[CourtProcedure],
    ) -> Result<Vec<TitleProposal>, DeskError> {
        let mut proposals = Vec::new();
        if case.closed_on.is_some() || case.side == CaseSide::Defendant {
            return Ok(proposals);
        }
        let titles = tx.titles().of_cases(&[case.id])?;
        for kept in procedures {
            let facts = tx.procedures().facts_of(&[kept.id])?;
            let procedure = crate::cases::read(kept, &facts)?;
            let course = procedure.as_of(self.today(), &self.law)?;
            let Some(title) = brought(&procedure, &course) else { continue };
            if titles.iter().any(|known| records(known, (title.kind, kept.begun_on))) {
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

    /// Asks for the titles that procedures of a case brought, each once by a task of who follows the case; drops the
    /// tasks of those that are recorded, or that nothing brought after all.
    pub(crate) fn ask_titles(&self, tx: &mut Tx, case: CaseId) -> Result<(), DeskError> {
        let case = tx.cases().get(case)?;
        let procedures = tx.procedures().of_cases(&[case.id])?;
        let proposed = self.proposed(tx, &case, &procedures)?;
        let tasks = tx.tasks().of_account(case.account_id)?;
        for procedure in procedures {
            let subject = Subject::RecordTitle { procedure: procedure.id.to_string() }.kept();
            let wanted = proposed.iter().any(|one| one.procedure == procedure.id);
            let mine: Vec<&Task> = tasks.iter().filter(|task| task.subject == subject).collect();
            let open = mine.iter().find(|task| task.state == TaskState::Open);
            match open {
                // What a person closed or dropped is not asked again.
                None if wanted && mine.iter().all(|task| task.actor == HOUSE) => {
                    tx.tasks().insert(&self.title_task(&case, subject))?;
                }
                Some(task) if !wanted => {
                    let mut task = (*task).clone();
                    (task.state, task.closed_us) = (TaskState::Dropped, Some(self.now()));
                    HOUSE.clone_into(&mut task.actor);
                    tx.tasks().save(&task)?;
                }
                _ => {}
            }
        }
        Ok(())
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

//! A case judged today.

use judicial::readiness::{Finding, Readiness};
use kernel::Wording;
use store::{CaseId, Task, TaskState, Tx};

use super::words::{criterion_words, owner_words, verdict_words};
use super::{FindingLine, Gap, MissingLine, PieceAsked, ReadinessDetail};
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, Permission};

/// The open task by which a piece of a case was asked.
pub(super) fn asked(tasks: &[Task], case: CaseId, gap: Gap) -> Option<&Task> {
    let subject = Subject::case_piece(case, gap).kept();
    tasks.iter().find(|task| task.state == TaskState::Open && task.subject == subject)
}

pub(super) fn of_task(task: &Task) -> PieceAsked {
    PieceAsked {
        task: task.id,
        owner: task.owner.clone(),
        at: task.created_us,
        due: task.due_on,
        note: task.note.clone(),
        before: true,
    }
}

impl Desk {
    /// Whether a case can go before a judge today: its score, what each criterion gave, what is missing and of whom
    /// it is asked, and what it was judged on.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`crate::ReadinessRefusal::NotClaimant`] where we are claimed from.
    pub fn readiness(&self, actor: &Actor, id: CaseId) -> Result<ReadinessDetail, DeskError> {
        actor.may(Permission::Read)?;
        let outside = self.outside(actor, id)?;
        let today = self.today();
        self.store.read(|tx| {
            let case = actor.find(tx, id)?;
            let policy = super::in_force(tx)?;
            let known = self.case_known(tx, &outside, &case)?;
            let judged = known.judged(&policy.weights, today);
            let (findings, missing) = (findings(&judged), missing_lines(tx, &case, judged.missing)?);
            let limitation = known.facts.limitation.as_ref();
            Ok(ReadinessDetail {
                case: id,
                account_id: case.account_id,
                account: tx.accounts().get(case.account_id)?.number,
                debtor: known.debtor.name,
                amount: known.facts.amount.to_decimal(),
                currency: case.currency,
                verdict: judged.verdict,
                words: verdict_words(judged.verdict),
                score: judged.score,
                findings,
                missing,
                aspects: known.aspects,
                limitation: limitation.map(judicial::guard::State::words),
                court: known.court,
                today,
            })
        })
    }
}

fn findings(judged: &Readiness) -> Vec<FindingLine> {
    let lacks = |finding: &Finding| -> Option<Wording> {
        let gap = finding.gap?;
        judged.missing.iter().find(|missing| missing.gap == gap).map(|missing| missing.what.clone())
    };
    let line = |finding: &Finding| FindingLine {
        words: criterion_words(finding.criterion),
        lacks: lacks(finding),
        finding: finding.clone(),
    };
    judged.findings.iter().map(line).collect()
}

fn missing_lines(
    tx: &mut Tx,
    case: &store::CourtCase,
    missing: Vec<judicial::readiness::Missing>,
) -> Result<Vec<MissingLine>, DeskError> {
    let tasks = tx.tasks().of_account(case.account_id)?;
    let line = |missing: judicial::readiness::Missing| MissingLine {
        owner_words: owner_words(missing.owner),
        asked: asked(&tasks, case.id, missing.gap).map(of_task),
        missing,
    };
    Ok(missing.into_iter().map(line).collect())
}

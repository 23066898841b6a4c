//! What must be ready before a case is handed over to a court or to a commissaire de justice: a list with what the file
//! says of each line, ticked by people, each with who and when. Nothing of it is blocked by a line that nobody ticked.

use judicial::readiness::Criterion;
use kernel::{Date, Money, Wording, slug_enum};
use ledger::AccountId;
use serde::Serialize;
use serde_json::json;
use store::{CaseCheck, CaseCheckId, CaseId, CaseSide, CourtCase, Tx};

use crate::cases::{case_facts, open_case, standing, worded};
use crate::desk::About;
use crate::readiness::{PieceAsked, ReadinessDetail, criterion_words};
use crate::{Actor, CaseRefusal, Desk, DeskError, Permission};

slug_enum!(
    /// A line that no criterion of readiness covers.
    HandOver {
        /// Everybody who owes has an address.
        Addresses = "addresses",
        /// What is claimed is what is owed.
        Claims = "claims",
        /// Exhibits are in, and numbered.
        Exhibits = "exhibits",
        /// The limitation leaves time.
        Limitation = "limitation",
        /// Who sells knows that the case goes to court.
        Sales = "sales",
        /// Accounting knows it.
        Accounting = "accounting",
    }
);

impl HandOver {
    /// In words.
    pub fn words(self) -> Wording {
        let (fr, en) = match self {
            Self::Addresses => ("Parties et adresses vérifiées", "Parties and addresses checked"),
            Self::Claims => ("Sommes réclamées pointées avec le compte", "Sums claimed checked with the account"),
            Self::Exhibits => ("Pièces versées et lisibles", "Exhibits added and readable"),
            Self::Limitation => ("Prescription vérifiée", "Limitation checked"),
            Self::Sales => ("Commercial prévenu", "Sales told"),
            Self::Accounting => ("Comptabilité prévenue", "Accounting told"),
        };
        Wording::new(fr, en)
    }
}

/// Who ticked a line, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckTick {
    /// Who.
    pub by: String,
    /// The day.
    pub on: Date,
    /// In words; may be empty.
    pub note: String,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckLine {
    /// What names it.
    pub line: String,
    /// What must be ready.
    pub words: Wording,
    /// What the file says of it: there, or missing; none where it cannot tell.
    pub ready: Option<bool>,
    /// What it is, or what is missing; none where there is nothing to add.
    pub detail: Option<Wording>,
    /// Who was asked for it, by when.
    pub asked: Option<PieceAsked>,
    /// Who ticked it.
    pub tick: Option<CheckTick>,
}

/// The list of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseChecklist {
    /// The case.
    pub case: CaseId,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Its lines.
    pub lines: Vec<CheckLine>,
    /// Those that nobody ticked.
    pub left: u64,
    /// The day of the answer.
    pub today: Date,
}

/// What names a criterion in the list.
fn named(criterion: Criterion) -> String {
    format!("ready-{}", criterion.slug())
}

/// Every line that a case can have.
fn known_lines() -> Vec<String> {
    let own = HandOver::ALL.iter().map(|line| line.slug().to_owned());
    Criterion::ALL.iter().map(|criterion| named(*criterion)).chain(own).collect()
}

fn tick(checks: &[CaseCheck], line: &str) -> Option<CheckTick> {
    let check = checks.iter().find(|check| check.line == line)?;
    Some(CheckTick { by: check.actor.clone(), on: check.ticked_on, note: check.note.clone() })
}

/// What readiness says, a line a criterion that applies.
fn judged(found: &ReadinessDetail, checks: &[CaseCheck]) -> Vec<CheckLine> {
    let applies = found.findings.iter().filter_map(|line| Some((line, line.finding.points?)));
    let line = applies.map(|(line, points)| {
        let missing = line.finding.gap.and_then(|gap| found.missing.iter().find(|one| one.missing.gap == gap));
        let slug = named(line.finding.criterion);
        CheckLine {
            words: line.words.clone(),
            ready: Some(points == 100),
            detail: line.lacks.clone(),
            asked: missing.and_then(|missing| missing.asked.clone()),
            tick: tick(checks, &slug),
            line: slug,
        }
    });
    line.collect()
}

impl Desk {
    /// What must be ready before a case is handed over: what the file says of each line, and who ticked it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`crate::ReadinessRefusal::NotClaimant`] where we are claimed from.
    pub fn case_checklist(&self, actor: &Actor, id: CaseId) -> Result<CaseChecklist, DeskError> {
        actor.may(Permission::Read)?;
        let found = self.readiness(actor, id)?;
        self.store.read(|tx| {
            let case = actor.find(tx, id)?;
            let checks = tx.case_checks().of_case(id)?;
            let mut lines = judged(&found, &checks);
            for own in HandOver::ALL {
                let (ready, detail) = self.hand_over(tx, &case, (*own, &found))?;
                lines.push(CheckLine {
                    line: own.slug().to_owned(),
                    words: own.words(),
                    ready,
                    detail,
                    asked: None,
                    tick: tick(&checks, own.slug()),
                });
            }
            Ok(CaseChecklist {
                case: id,
                account_id: case.account_id,
                debtor: found.debtor.clone(),
                left: lines.iter().filter(|line| line.tick.is_none()).count() as u64,
                lines,
                today: found.today,
            })
        })
    }

    /// What the file says of a line of its own.
    fn hand_over(
        &self,
        tx: &mut Tx,
        case: &CourtCase,
        (line, found): (HandOver, &ReadinessDetail),
    ) -> Result<(Option<bool>, Option<Wording>), DeskError> {
        Ok(match line {
            HandOver::Addresses => {
                let lacks = self.unaddressed(tx, case)?;
                (Some(lacks.is_none()), lacks)
            }
            HandOver::Claims => {
                let claims = standing(tx, case.id)?;
                let claimed = Money::new(claims.iter().map(|claim| claim.claimed_minor).sum(), case.currency);
                let (n, left) = (claims.len(), &found.amount);
                let words = Wording::new(
                    format!("{n} pièces, {claimed} réclamés à l’ouverture, {left} aujourd’hui"),
                    format!("{n} items, {claimed} claimed at the opening, {left} today"),
                );
                (Some(n > 0), Some(words))
            }
            HandOver::Exhibits => {
                let n = tx.exhibits().of_case(case.id)?.len();
                (Some(n > 0), Some(Wording::new(format!("{n} versées"), format!("{n} added"))))
            }
            HandOver::Limitation => (None, found.limitation.clone()),
            HandOver::Sales | HandOver::Accounting => (None, None),
        })
    }

    /// Ticks a line of the hand-over of an open case; ticked already, it stays as it is.
    ///
    /// # Errors
    /// [`CaseRefusal::Word`] for a line that is none, [`CaseRefusal::Closed`].
    pub fn tick_check(&self, actor: &Actor, id: CaseId, (line, note): (&str, &str)) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("case.tick", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let (words, note) = (check_words(line)?, worded(note)?);
            if tx.case_checks().of_case(id)?.iter().any(|check| check.line == line) {
                return Ok(());
            }
            tx.case_checks().insert(&CaseCheck {
                id: CaseCheckId(self.id()),
                case_id: id,
                account_id: case.account_id,
                line: line.to_owned(),
                note: note.clone(),
                ticked_on: self.today(),
                actor: actor.name.clone(),
                created_us: self.now(),
            })?;
            let mut payload = case_facts(&case);
            payload["line"] = line.into();
            payload["words"] = json!(words);
            payload["note"] = note.into();
            Ok(self.note(tx, actor, About::account(&account), "case.ticked", &payload)?)
        })
    }

    /// Takes a tick back; not ticked, nothing happens.
    ///
    /// # Errors
    /// As [`Desk::tick_check`].
    pub fn untick_check(&self, actor: &Actor, id: CaseId, line: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("case.untick", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let words = check_words(line)?;
            let checks = tx.case_checks().of_case(id)?;
            let Some(check) = checks.iter().find(|check| check.line == line) else { return Ok(()) };
            tx.case_checks().remove(check.id)?;
            let mut payload = case_facts(&case);
            payload["line"] = line.into();
            payload["words"] = json!(words);
            Ok(self.note(tx, actor, About::account(&account), "case.unticked", &payload)?)
        })
    }

    /// Lines of the hand-over that nobody ticked; none where we are claimed from.
    ///
    /// # Errors
    /// As [`Desk::case_checklist`].
    pub fn unticked(&self, actor: &Actor, id: CaseId) -> Result<u64, DeskError> {
        let side = self.store.read(|tx| Ok::<_, DeskError>(actor.find(tx, id)?.side))?;
        if side == CaseSide::Defendant { Ok(0) } else { Ok(self.case_checklist(actor, id)?.left) }
    }
}

/// A line in words.
fn check_words(line: &str) -> Result<Wording, CaseRefusal> {
    if let Some(own) = HandOver::parse(line) {
        return Ok(own.words());
    }
    let criterion = line.strip_prefix("ready-").and_then(Criterion::parse);
    let unknown = || CaseRefusal::Word { text: line.chars().take(40).collect(), known: known_lines().join(", ") };
    criterion.map(criterion_words).ok_or_else(unknown)
}

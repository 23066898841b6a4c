//! What proves what happened in a case: files beside its acts, its costs, its titles, its declaration of claim.
//!
//! The reference of a proof (a number of registered post, of a report) is told with the act; its file comes when it
//! comes, even after the case is closed. Taken out, it stays among the files of the account.

use std::collections::HashSet;
use std::fmt;

use judicial::procedure::{Fact, Procedure};
use kernel::{Date, Language, Timestamp, Wording, id, slug_enum};
use serde::Serialize;
use serde_json::json;
pub use store::CaseProofId;
use store::{CaseId, CaseProof, CourtCase, Document, DocumentId, DocumentInfo, ProcedureFact, Tx};

use crate::cases::{act_words, read, worded};
use crate::desk::About;
use crate::imports::Upload;
use crate::papers::{EXHIBITS_MOST, FilesAdded};
use crate::titles::{TitleKind, kind_words};
use crate::{Actor, Desk, DeskError, PaperRefusal, Permission, Refusal};

slug_enum!(
    /// What a proof is about.
    SubjectKind {
        /// A fact of a procedure: an act, a day told, a stay.
        Fact = "fact",
        /// A cost.
        Cost = "cost",
        /// A title.
        Title = "title",
        /// The declaration of claim in an insolvency.
        Claim = "claim",
    }
);

impl SubjectKind {
    /// What it is called.
    pub fn words(self) -> Wording {
        let (fr, en) = match self {
            Self::Fact => ("Acte ou date", "Act or date"),
            Self::Cost => ("Frais", "Cost"),
            Self::Title => ("Titre", "Title"),
            Self::Claim => ("Déclaration de créance", "Declaration of claim"),
        };
        Wording::new(fr, en)
    }
}

/// One thing of a case that a file may prove. Written `cost-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Which one.
    pub id: i64,
}

impl Subject {
    /// That of a kind.
    pub const fn new(kind: SubjectKind, id: i64) -> Self {
        Self { kind, id }
    }

    /// Reads it.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, key) = text.split_once('-')?;
        Some(Self { kind: SubjectKind::parse(kind)?, id: id::from_text(key).ok()? })
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.slug(), id::to_text(self.id))
    }
}

impl Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A file that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofLine {
    /// It.
    pub id: CaseProofId,
    /// The file.
    pub document: DocumentId,
    /// Its name.
    pub file: String,
    /// Its bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Who added it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A thing of a case, with the files that prove it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provable {
    /// Which, as it is named when a file is added: `cost-…`.
    pub subject: Subject,
    /// What it is, in words.
    pub kind_words: Wording,
    /// What it is called.
    pub words: Wording,
    /// Its day; none where it bears none.
    pub on: Option<Date>,
    /// The reference told with it; empty where none was.
    pub reference: String,
    /// It was struck out, taken out or set aside since.
    pub gone: bool,
    /// Its files, in the order they were added.
    pub files: Vec<ProofLine>,
}

impl Provable {
    fn new((kind, id): (SubjectKind, i64), words: Wording, on: Option<Date>, reference: &str) -> Self {
        Self {
            subject: Subject::new(kind, id),
            kind_words: kind.words(),
            words,
            on,
            reference: reference.to_owned(),
            gone: false,
            files: Vec::new(),
        }
    }
}

impl Desk {
    /// What of a case can be proved by a file, in the order of its days, each with its files. What was taken out since
    /// is told only where it has some.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn proofs(&self, actor: &Actor, case: CaseId) -> Result<Vec<Provable>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            let mut list = self.provable(tx, &case)?;
            let rows = tx.exhibits().proofs_of(case.id)?;
            let ids: Vec<DocumentId> = rows.iter().map(|row| row.document_id).collect();
            let files = tx.documents().infos(&ids)?;
            for row in rows {
                let file = files.iter().find(|file| file.id == row.document_id);
                let of = list.iter_mut().find(|one| subject_of(&row) == Some(one.subject));
                if let (Some(file), Some(of)) = (file, of) {
                    of.files.push(line(row, file));
                }
            }
            list.retain(|one| !one.gone || !one.files.is_empty());
            list.sort_by_key(|one| (one.on.is_none(), one.on, one.subject.id));
            Ok(list)
        })
    }

    /// Adds files that prove a thing of a case, open or closed; those that nobody could read are told. The same file
    /// again changes nothing.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on a thing that the case does not have; [`PaperRefusal::NoFile`],
    /// [`PaperRefusal::TooMany`].
    pub fn add_proofs(
        &self,
        actor: &Actor,
        case: CaseId,
        (subject, files): (&str, &[Upload]),
    ) -> Result<FilesAdded, DeskError> {
        actor.may(Permission::EditAccount)?;
        let known = self.proofs(actor, case)?;
        let of = Subject::parse(subject.trim()).and_then(|named| known.iter().find(|one| one.subject == named));
        let of = of.ok_or_else(|| DeskError::NotFound { what: "proof", key: subject.chars().take(40).collect() })?;
        if files.is_empty() {
            return Err(PaperRefusal::NoFile.into());
        }
        let (good, refused) = self.brought("proof", files);
        self.store.write("case.prove", |tx| {
            let case = actor.find(tx, case)?;
            let account = tx.accounts().get(case.account_id)?;
            let rows = tx.exhibits().proofs_of(case.id)?;
            let own: Vec<DocumentId> =
                rows.iter().filter(|row| subject_of(row) == Some(of.subject)).map(|row| row.document_id).collect();
            let mut hashes: HashSet<String> = tx.documents().infos(&own)?.into_iter().map(|file| file.sha256).collect();
            let (mut fresh, mut names) = (Vec::new(), Vec::new());
            for (name, document) in &good {
                if hashes.insert(document.sha256.clone()) {
                    tx.documents().insert(&Document { account_id: Some(account.id), ..document.clone() })?;
                    fresh.push(self.proof_row(actor, &case, (of.subject, document.id)));
                    names.push(name.as_str());
                }
            }
            if rows.len() + fresh.len() > EXHIBITS_MOST {
                return Err(PaperRefusal::TooMany { most: i64::try_from(EXHIBITS_MOST).unwrap_or(i64::MAX) }.into());
            }
            if !fresh.is_empty() {
                tx.exhibits().insert_proofs(&fresh)?;
                let payload = json!({ "case": case.id, "subject": of.subject, "label": of.words, "count": fresh.len(),
                    "files": names.join(", ") });
                self.note(tx, actor, About { on: of.on, ..About::account(&account) }, "case.proved", &payload)?;
            }
            let known = (good.len() - fresh.len()) as u64;
            Ok(FilesAdded { added: fresh.len() as u64, known, refused: refused.clone() })
        })
    }

    /// Takes a proof out of a case; its file stays among those of the account.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on one that the case does not have; [`Refusal::ReasonMissing`].
    pub fn take_proof_out(
        &self,
        actor: &Actor,
        case: CaseId,
        (proof, why): (CaseProofId, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let why = worded(why)?;
        self.store.write("case.unprove", |tx| {
            let case = actor.find(tx, case)?;
            let account = tx.accounts().get(case.account_id)?;
            let row = tx.exhibits().proofs_of(case.id)?.into_iter().find(|row| row.id == proof);
            let row = row.ok_or_else(|| DeskError::NotFound { what: "proof", key: proof.to_string() })?;
            if why.is_empty() {
                return Err(Refusal::ReasonMissing.into());
            }
            let file = tx.documents().infos(&[row.document_id])?.pop();
            tx.exhibits().take_proof_out(proof)?;
            let payload = json!({ "case": case.id, "subject": subject_of(&row), "reason": why,
                "files": file.map(|file| file.file_name) });
            Ok(self.note(tx, actor, About::account(&account), "case.unproved", &payload)?)
        })
    }

    /// What of a case can be proved.
    fn provable(&self, tx: &mut Tx, case: &CourtCase) -> Result<Vec<Provable>, DeskError> {
        let mut list = Vec::new();
        for kept in tx.procedures().of_cases(&[case.id])? {
            let rows = tx.procedures().facts_of(&[kept.id])?;
            let procedure = read(&kept, &rows)?;
            list.extend(self.of_procedure(&procedure, &rows));
        }
        for cost in tx.costs().of_cases(&[case.id])? {
            let words = Wording::new(cost.label.as_str(), cost.label.as_str());
            let one = Provable::new((SubjectKind::Cost, cost.id.0), words, Some(cost.on_day), &cost.reference);
            list.push(Provable { gone: cost.left_on.is_some(), ..one });
        }
        for title in tx.titles().of_cases(&[case.id])? {
            let kind = |language| TitleKind::parse(&title.kind).map_or("", |kind| kind_words(kind, language));
            let words = Wording::new(kind(Language::Fr), kind(Language::En));
            let one = Provable::new((SubjectKind::Title, title.id.0), words, Some(title.issued_on), &title.number);
            list.push(Provable { gone: title.annulled_on.is_some(), ..one });
        }
        if let Some(claim) = tx.insolvencies().claim_of(case.account_id)? {
            let (subject, words) = ((SubjectKind::Claim, claim.id.0), SubjectKind::Claim.words());
            list.push(Provable::new(subject, words, claim.sent_on, &claim.sent_proof));
        }
        Ok(list)
    }

    fn of_procedure(&self, procedure: &Procedure, rows: &[ProcedureFact]) -> Vec<Provable> {
        let facts = procedure.facts.iter().zip(rows).enumerate();
        let one = |(position, (fact, row)): (usize, (&Fact, &ProcedureFact))| {
            let (words, proof) = self.told(&procedure.definition, fact)?;
            let reference = proof.map_or("", |proof| proof.reference.as_str());
            let one = Provable::new((SubjectKind::Fact, row.id.0), words, procedure.day_of(position), reference);
            Some(Provable { gone: procedure.struck(position), ..one })
        };
        facts.filter_map(one).collect()
    }

    /// A fact in words, and what was told to prove it; none of a fact that only corrects another.
    fn told<'f>(&self, definition: &str, fact: &'f Fact) -> Option<(Wording, Option<&'f judicial::procedure::Proof>)> {
        let step_words = |step: &str| {
            let mut rows = self.law.deadlines().list().iter();
            let row = rows.find(|row| row.procedure == definition && row.step == step);
            row.map_or_else(|| Wording::new(step, step), law::deadlines::DeadlineRow::words)
        };
        match fact {
            Fact::Act(done) => Some((act_words(&done.act), done.proof.as_ref())),
            Fact::Told { step, proof, .. } | Fact::SetAside { step, proof, .. } => {
                Some((step_words(step), proof.as_ref()))
            }
            Fact::Hearing { proof, .. } => Some((Wording::new("Audience", "Hearing"), proof.as_ref())),
            Fact::Stayed { ground, proof, .. } => Some((ground.words(), proof.as_ref())),
            Fact::Before { court, proof, .. } => Some((court.words(), proof.as_ref())),
            Fact::Lifted { proof, .. } => Some((Wording::new("Reprise des actes", "Acts go on"), proof.as_ref())),
            Fact::Ended { ground, proof, .. } => Some((ground.words(), proof.as_ref())),
            Fact::Instead { .. } | Fact::Amended { .. } | Fact::Struck { .. } => None,
        }
    }

    fn proof_row(&self, actor: &Actor, case: &CourtCase, (subject, document): (Subject, DocumentId)) -> CaseProof {
        CaseProof {
            id: CaseProofId(self.id()),
            case_id: case.id,
            account_id: case.account_id,
            subject: subject.kind.slug().to_owned(),
            subject_id: subject.id,
            document_id: document,
            actor: actor.name.clone(),
            created_us: self.now(),
        }
    }
}

/// What a row proves; none where its word is not known.
fn subject_of(row: &CaseProof) -> Option<Subject> {
    Some(Subject::new(SubjectKind::parse(&row.subject)?, row.subject_id))
}

fn line(row: CaseProof, file: &DocumentInfo) -> ProofLine {
    ProofLine {
        id: row.id,
        document: row.document_id,
        file: file.file_name.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
        by: row.actor,
        at: row.created_us,
    }
}

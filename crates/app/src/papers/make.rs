//! From the file to a paper: drafted, completed, made, kept.

use documents::court::{Bound, BundleForm, Exhibit};
use documents::{Pdf, Signature, court as paper};
use kernel::{Date, Language, Wording};
use serde_json::json;
use store::{CaseId, CasePaper, CasePaperId, CaseSide, CourtCase, Document, DocumentId, Tx};

use super::exhibits::listed;
use super::form::{Filled, PaperField, PaperOrder, resumed};
use super::parties::{Parties, parties};
use super::{BoundExhibit, PaperDraft, PaperFigure, PaperKind, PaperMade};
use crate::cases::open_case;
use crate::desk::About;
use crate::insolvency::Declaring;
use crate::{Actor, Desk, DeskError, InsolvencyRefusal, PaperRefusal, Permission};

/// What every paper of a case stands on.
pub(super) struct Ground {
    pub case: CourtCase,
    pub parties: Parties,
    pub today: Date,
    /// The day it counts to.
    pub as_of: Date,
}

impl Ground {
    /// Who signs for the creditor, and in what capacity.
    pub fn signatory(&self) -> (&str, &str) {
        let signatory = self.parties.creditor_record.signatory.trim();
        let (signer, role) = signatory.split_once(',').unwrap_or((signatory, ""));
        (signer.trim(), role.trim())
    }

    /// The creditor as a court wants to know it.
    pub fn applicant(&self, filled: &Filled) -> paper::Party {
        let mut creditor = self.parties.creditor.clone();
        if let paper::PartyKind::Company { form, .. } = &mut creditor.kind {
            *form = Wording::same(filled.text("form"));
        }
        creditor.represented_by = Some(paper::Representative {
            name: filled.text("representative").to_owned(),
            capacity: Wording::same(filled.text("capacity")),
        });
        creditor
    }

    /// The debtor of the account.
    pub fn debtor(&self) -> Result<paper::Party, PaperRefusal> {
        self.parties.debtors.first().cloned().ok_or(PaperRefusal::NothingClaimed)
    }

    /// What the paper bears.
    pub fn cover(&self, kind: PaperKind, filled: &Filled) -> paper::Cover {
        self.parties.cover(&self.case, kind, (filled.text("place"), self.today))
    }

    /// Who stands in it without an address.
    pub fn unaddressed(&self) -> Option<PaperRefusal> {
        if self.parties.creditor.address.is_empty() {
            return Some(PaperRefusal::CreditorAddressMissing);
        }
        let without = self.parties.debtors.iter().find(|party| party.address.is_empty())?;
        Some(PaperRefusal::DebtorAddressMissing { name: without.name.clone() })
    }
}

/// Who signs, as it was typed.
pub(super) fn signed(filled: &Filled) -> Signature {
    Signature { name: filled.text("signer").to_owned(), role: filled.text("role").to_owned() }
}

/// Grounds as they were typed.
pub(super) fn grounds(filled: &Filled) -> Result<Vec<paper::Ground>, PaperRefusal> {
    let pairs = filled.pairs("grounds", |text| PaperRefusal::Ground { text })?.into_iter();
    Ok(pairs.map(|(article, text)| paper::Ground { article, text }).collect())
}

/// The exhibits of a paper, or its own files; their contents in the same order, and what they are bound for.
pub(super) struct Shown<'a> {
    pub exhibits: Vec<Exhibit>,
    pub contents: Vec<&'a [u8]>,
    pub form: BundleForm,
}

/// What a paper became.
pub(super) enum Written {
    /// One paper.
    Alone(Pdf),
    /// Bound with its exhibits; with its data where a program reads it.
    Bound(Box<Bound>, Option<String>),
}

/// One kind of paper, with what the file says for it.
pub(super) trait Draw {
    /// What somebody completes.
    fn fields(&self, desk: &Desk, ground: &Ground) -> Vec<PaperField>;
    /// What it comes to, the whole first.
    fn figures(&self) -> Vec<PaperFigure>;
    /// What a reader must know.
    fn warnings(&self) -> Vec<Wording>;
    /// True when it goes with exhibits, and not without.
    fn shows(&self) -> bool;
    /// Files of its own that are bound behind it where they are kept; without them it goes alone.
    fn files(&self) -> Vec<(Exhibit, DocumentId)> {
        Vec::new()
    }
    /// Why it cannot be made, whatever is typed: who stands in it has no address.
    fn hindrance(&self, ground: &Ground) -> Option<PaperRefusal> {
        ground.unaddressed()
    }
    /// The paper.
    fn write(
        &self,
        desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError>;
}

/// An amount under its words.
pub(super) fn figure(fr: &str, en: &str, amount: kernel::Money) -> PaperFigure {
    PaperFigure { words: Wording::new(fr, en), amount: amount.to_decimal() }
}

impl Desk {
    /// The papers that a case may call for: none where the creditor is sued, those of insolvencies where the debtor
    /// is in one; once it is closed, those of a loss alone.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn paper_kinds(&self, actor: &Actor, case: CaseId) -> Result<Vec<PaperKind>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            if case.side == CaseSide::Defendant {
                return Ok(Vec::new());
            }
            let account = tx.accounts().get(case.account_id)?;
            let insolvent = self.declaring(tx, &account)?.is_some();
            let claims = !crate::cases::standing(tx, case.id)?.is_empty();
            let (open, lost) = (case.closed_on.is_none(), self.rectifiable(tx, &case)?);
            let called = |kind: &PaperKind| {
                let asked = if kind.needs_insolvency() { insolvent } else { claims };
                if kind.follows_loss() { lost } else { open && asked }
            };
            Ok(PaperKind::ALL.iter().copied().filter(called).collect())
        })
    }

    /// A paper drafted from the file: what to complete, what it comes to, what still stands in the way.
    ///
    /// # Errors
    /// [`PaperRefusal`] when nothing can be drafted; [`DeskError::NotFound`], [`DeskError::Law`].
    pub fn paper_draft(&self, actor: &Actor, case: CaseId, kind: PaperKind) -> Result<PaperDraft, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            let (ground, draw) = self.paper_ground(tx, &case, (kind, today))?;
            let count = if draw.shows() { tx.exhibits().of_case(case.id)?.len() } else { draw.files().len() };
            let fields = self.paper_fields(tx, (&ground, kind), draw.as_ref())?;
            let stopped = if kind.pursues() { self.may_pursue(tx, &case)? } else { None };
            let mut missing: Vec<Wording> = stopped.iter().map(InsolvencyRefusal::wording).collect();
            missing.extend(draw.hindrance(&ground).iter().map(PaperRefusal::wording));
            if draw.shows() && count == 0 {
                missing.push(PaperRefusal::ExhibitsMissing.wording());
            }
            Ok(PaperDraft {
                kind,
                words: kind.words(),
                fields,
                currency: case.currency,
                figures: draw.figures(),
                debtors: ground.parties.debtors.iter().map(|party| party.name.clone()).collect(),
                exhibits: (draw.shows() || count > 0).then_some(count as u64),
                missing,
                warnings: draw.warnings(),
            })
        })
    }

    /// The paper, with its exhibits in one file and its data as JSON where it has some; all is kept. In English it is
    /// a copy to read. The archival copy is for paper with exhibits; one that goes alone is PDF/A in either form.
    ///
    /// # Errors
    /// [`PaperRefusal`] on what is missing, by field; [`PaperRefusal::Wrong`] names every exhibit that cannot be bound;
    /// [`InsolvencyRefusal::ClaimStopped`] where an insolvency stops what is claimed.
    pub fn make_paper(
        &self,
        actor: &Actor,
        case: CaseId,
        (kind, order, language, form): (PaperKind, &PaperOrder, Language, BundleForm),
    ) -> Result<PaperMade, DeskError> {
        actor.may(Permission::EditAccount)?;
        let (ground, draw, filled, exhibits, files) = self.store.read(|tx| {
            let case = if kind.follows_loss() { actor.find(tx, case)? } else { open_case(tx, actor, case)?.0 };
            let as_of = asked_day(order, self.today())?;
            let (ground, draw) = self.paper_ground(tx, &case, (kind, as_of))?;
            if kind.pursues()
                && let Some(refusal) = self.may_pursue(tx, &case)?
            {
                return Err(refusal.into());
            }
            let filled = Filled::new(self.paper_fields(tx, (&ground, kind), draw.as_ref())?, order)?;
            let (mut exhibits, mut files) = (Vec::new(), Vec::new());
            for (exhibit, document) in behind(tx, case.id, draw.as_ref())? {
                exhibits.push(exhibit);
                files.push(tx.documents().get(document)?.content);
            }
            Ok::<_, DeskError>((ground, draw, filled, exhibits, files))
        })?;
        if let Some(refusal) = draw.hindrance(&ground) {
            return Err(refusal.into());
        }
        if draw.shows() && exhibits.is_empty() {
            return Err(PaperRefusal::ExhibitsMissing.into());
        }
        let shown = Shown { exhibits, contents: files.iter().map(Vec::as_slice).collect(), form };
        let written = draw.write(self, &ground, &filled, shown, language)?;
        self.keep_paper(actor, &ground, (kind, language, form), (written, &filled))
    }

    /// What a paper of a kind stands on, counted to a day.
    fn paper_ground(
        &self,
        tx: &mut Tx,
        case: &CourtCase,
        (kind, as_of): (PaperKind, Date),
    ) -> Result<(Ground, Box<dyn Draw>), DeskError> {
        let parties = parties(tx, case)?;
        let ground = Ground { case: case.clone(), parties, today: self.today(), as_of };
        let draw: Box<dyn Draw> = match kind {
            PaperKind::Decompte => Box::new(self.decompte_drawn(tx, &ground)?),
            PaperKind::FormalNotice => Box::new(self.notice_drawn(tx, &ground)?),
            PaperKind::Petition => Box::new(self.petition_drawn(tx, &ground)?),
            PaperKind::Instruction => Box::new(self.instruction_drawn(tx, &ground)?),
            PaperKind::Declaration => Box::new(self.declaration_drawn(tx, &ground)?),
            PaperKind::Relief => Box::new(self.relief_drawn(tx, &ground)?),
            PaperKind::Reclaim | PaperKind::ReclaimRequest => Box::new(self.reclaim_drawn(tx, &ground, kind)?),
            PaperKind::VatRectification => Box::new(self.rectification_drawn(tx, case)?),
        };
        if !ground.parties.claims {
            return Err(PaperRefusal::NotClaimant.into());
        }
        Ok((ground, draw))
    }

    /// The fields of a paper, from what was typed for the last one of its kind.
    fn paper_fields(
        &self,
        tx: &mut Tx,
        (ground, kind): (&Ground, PaperKind),
        draw: &dyn Draw,
    ) -> Result<Vec<PaperField>, DeskError> {
        let mut fields = draw.fields(self, ground);
        let last = tx.exhibits().papers_of(ground.case.id)?.into_iter().find(|one| one.kind == kind.slug());
        if let Some(last) = last.and_then(|paper| serde_json::from_str(&paper.typed).ok()) {
            resumed(&mut fields, &last);
        }
        Ok(fields)
    }

    /// Who stands in a case without an address; none where everybody has one.
    pub(crate) fn unaddressed(&self, tx: &mut Tx, case: &CourtCase) -> Result<Option<Wording>, DeskError> {
        let (parties, today) = (parties(tx, case)?, self.today());
        let ground = Ground { case: case.clone(), parties, today, as_of: today };
        Ok(ground.unaddressed().as_ref().map(PaperRefusal::wording))
    }

    /// The procedure of the debtor that the papers of insolvencies are about.
    pub(super) fn insolvent(&self, tx: &mut Tx, ground: &Ground) -> Result<Declaring, DeskError> {
        Ok(self.declaring(tx, &ground.parties.account)?.ok_or(PaperRefusal::NotInsolvent)?)
    }

    /// Keeps a paper with its data, and says so in the file.
    fn keep_paper(
        &self,
        actor: &Actor,
        ground: &Ground,
        (kind, language, form): (PaperKind, Language, BundleForm),
        (written, filled): (Written, &Filled),
    ) -> Result<PaperMade, DeskError> {
        let (pdf, data, pages, placed) = match written {
            Written::Alone(pdf) => (pdf, None, None, Vec::new()),
            Written::Bound(bound, data) => (bound.pdf, data, Some(bound.pages), bound.exhibits),
        };
        let (case, on) = (&ground.case, ground.as_of);
        let copy = if language == Language::Fr { "" } else { "-copy-en" };
        let archive = if pages.is_some() && form == BundleForm::Archive { "-archive" } else { "" };
        let stem = format!("{}-{on}{copy}{archive}", kind.stem());
        // A notice as it is sent can be shown to the judge; every other paper is addressed to somebody.
        let exhibit = kind == PaperKind::FormalNotice && language == Language::Fr;
        let held = if exhibit { "case-notice" } else { "case-paper" };
        let file = self.document(held, &format!("{stem}.pdf"), "application/pdf", pdf.into_bytes());
        let data = data
            .map(|data| self.document("case-paper", &format!("{stem}.json"), "application/json", data.into_bytes()));
        let typed = serde_json::to_string(&filled.typed()).unwrap_or_default();
        let id = CasePaperId(self.id());
        self.store.write("case.paper", |tx| {
            let account = tx.accounts().get(case.account_id)?;
            for document in [Some(&file), data.as_ref()].into_iter().flatten() {
                tx.documents().insert(&Document { account_id: Some(account.id), ..document.clone() })?;
            }
            tx.exhibits().keep_paper(&CasePaper {
                id,
                case_id: case.id,
                account_id: account.id,
                kind: kind.slug().to_owned(),
                made_on: on,
                document_id: file.id,
                data_id: data.as_ref().map(|data| data.id),
                typed: typed.clone(),
                actor: actor.name.clone(),
                created_us: self.now(),
            })?;
            let payload = json!({
                "case": case.id, "paper": kind, "said": kind.words(), "on": on, "document": file.id,
                "sha256": file.sha256,
            });
            Ok::<_, DeskError>(self.note(tx, actor, About::account(&account), "case.paper_made", &payload)?)
        })?;
        let exhibits = placed.into_iter().map(|one| BoundExhibit {
            number: one.exhibit.number,
            title: one.exhibit.title,
            first_page: one.first_page,
            last_page: one.last_page,
            left_out: one.left_out,
        });
        Ok(PaperMade {
            id,
            document: file.id,
            file: file.file_name.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
            pages,
            data: data.map(|data| data.id),
            exhibits: exhibits.collect(),
        })
    }
}

/// What goes behind a paper, with the documents that hold it: the exhibits of the case, or files of its own.
fn behind(tx: &mut Tx, case: CaseId, draw: &dyn Draw) -> Result<Vec<(Exhibit, DocumentId)>, DeskError> {
    if !draw.shows() {
        return Ok(draw.files());
    }
    let shown = listed(tx, case)?.into_iter().map(|(one, row, file)| {
        let (title, on) = (titled(&one.exhibit), one.exhibit.on);
        (Exhibit { number: one.number, title, on, file: file.file_name }, row.document_id)
    });
    Ok(shown.collect())
}

/// The day an order counts to; today where it does not say.
fn asked_day(order: &PaperOrder, today: Date) -> Result<Date, PaperRefusal> {
    let typed = order.get("on").map_or("", |text| text.trim());
    if typed.is_empty() {
        return Ok(today);
    }
    let day: Date = typed.parse().map_err(|_| PaperRefusal::Day { text: typed.chars().take(40).collect() })?;
    if day > today { Err(PaperRefusal::Ahead { today }) } else { Ok(day) }
}

/// What an exhibit is called: its kind and its name, once.
fn titled(exhibit: &judicial::readiness::exhibits::Exhibit) -> Wording {
    let (kind, name) = (exhibit.kind.words(), exhibit.name.trim());
    let says = |words: &str| kernel::search_key(name).starts_with(&kernel::search_key(words));
    if exhibit.kind == super::ExhibitKind::Other || says(&kind.fr) || says(&kind.en) {
        return Wording::same(name);
    }
    Wording::new(format!("{} {name}", kind.fr), format!("{} {name}", kind.en))
}

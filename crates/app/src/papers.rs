//! What a case shows, and what is drawn up for it: exhibits, and the papers that go to a court, to the organs of an
//! insolvency, to a commissaire de justice or, once all is lost, to the customer.
//!
//! An exhibit is a file of the account with what it is; its number follows from kind, date and name, so that nobody
//! numbers by hand. A paper is drafted as fields that the file filled ([`PaperDraft`]); what somebody completed is its
//! order ([`PaperOrder`]). Made, it is kept as it is with its order, from which the next one of its kind starts.

mod declaration;
mod decompte;
mod exhibits;
mod facts;
mod form;
mod insolvent;
mod instruction;
mod make;
mod notice;
mod parties;
mod petition;
mod reclaim;
mod rectification;
mod relief;

pub use documents::court::{BundleForm, LeftOut};
pub use judicial::readiness::exhibits::ExhibitKind;
use kernel::{Currency, Date, Timestamp, Wording, slug_enum};
use serde::Serialize;
use store::CaseId;
pub use store::{CaseExhibitId, CasePaperId, DocumentId};

pub use exhibits::{EXHIBITS_MOST, ExhibitChange, ExhibitLine, ExhibitProposal, FilesAdded, RefusedFile};
pub use form::{Entry, PaperField, PaperOrder};

use crate::{Actor, Desk, DeskError, Permission};

slug_enum!(
    /// A paper of a case.
    PaperKind {
        /// What is owed, from where, to which day.
        Decompte = "decompte",
        /// The formal notice to pay.
        FormalNotice = "formal-notice",
        /// The petition for a payment order, with décompte, list and exhibits.
        Petition = "petition",
        /// The instruction to a commissaire de justice: to serve, or to enforce.
        Instruction = "instruction",
        /// The declaration of claim in an insolvency.
        Declaration = "declaration",
        /// The request for relief after a declaration that was missed.
        Relief = "relief",
        /// The letter that claims goods back.
        Reclaim = "reclaim",
        /// The request to the judge, when the letter was refused or not answered.
        ReclaimRequest = "reclaim-request",
        /// The rectification of the VAT of what is lost, once the case is closed.
        VatRectification = "vat-rectification",
    }
);

impl PaperKind {
    /// What it is called.
    pub fn words(self) -> Wording {
        let (fr, en) = match self {
            Self::Decompte => ("Décompte de la créance", "Computation of the claim"),
            Self::FormalNotice => ("Mise en demeure", "Formal notice"),
            Self::Petition => ("Requête en injonction de payer", "Petition for a payment order"),
            Self::Instruction => ("Instruction au commissaire de justice", "Instruction to the commissaire de justice"),
            Self::Declaration => ("Déclaration de créance", "Declaration of claim"),
            Self::Relief => ("Requête en relevé de forclusion", "Request for relief from forclusion"),
            Self::Reclaim => ("Demande en revendication", "Claim to goods"),
            Self::ReclaimRequest => ("Requête en revendication", "Request to be given goods back"),
            Self::VatRectification => ("Rectification de TVA", "Rectification of VAT"),
        };
        Wording::new(fr, en)
    }

    /// How its file begins.
    const fn stem(self) -> &'static str {
        match self {
            Self::Decompte => "decompte",
            Self::FormalNotice => "mise-en-demeure",
            Self::Petition => "requete-injonction-de-payer",
            Self::Instruction => "instruction-commissaire",
            Self::Declaration => "declaration-de-creance",
            Self::Relief => "requete-releve-de-forclusion",
            Self::Reclaim => "demande-en-revendication",
            Self::ReclaimRequest => "requete-en-revendication",
            Self::VatRectification => "rectification-de-tva",
        }
    }

    /// True of what demands payment, or asks a judge or an officer to act against who owes.
    pub const fn pursues(self) -> bool {
        matches!(self, Self::Petition | Self::Instruction | Self::FormalNotice)
    }

    /// True of what is made once the case is closed as irrecoverable, and not before.
    pub const fn follows_loss(self) -> bool {
        matches!(self, Self::VatRectification)
    }

    /// True of what only an insolvency of the debtor calls for.
    pub const fn needs_insolvency(self) -> bool {
        matches!(self, Self::Declaration | Self::Relief | Self::Reclaim | Self::ReclaimRequest)
    }
}

/// A sum that a draft shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperFigure {
    /// Of what.
    pub words: Wording,
    /// Decimal, in the currency of the case.
    pub amount: String,
}

/// A paper drafted from the file, to be completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperDraft {
    /// Which.
    pub kind: PaperKind,
    /// The same in words.
    pub words: Wording,
    /// What to complete.
    pub fields: Vec<PaperField>,
    /// Currency of every figure.
    pub currency: Currency,
    /// What it comes to, the whole first.
    pub figures: Vec<PaperFigure>,
    /// Who owes.
    pub debtors: Vec<String>,
    /// Exhibits or duplicates that go with it; none for a paper that goes without.
    pub exhibits: Option<u64>,
    /// What still stands in the way, in words.
    pub missing: Vec<Wording>,
    /// What a reader must know: rows of law that are not verified, pieces that bear no interest.
    pub warnings: Vec<Wording>,
}

impl PaperDraft {
    /// What the file filled, by name: an order that changes nothing.
    pub fn order(&self) -> PaperOrder {
        self.fields.iter().map(|field| (field.name.to_owned(), field.value.clone())).collect()
    }
}

/// A paper that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperLine {
    /// It.
    pub id: CasePaperId,
    /// What it is; as kept where no one knows it any more.
    pub kind: String,
    /// The same in words.
    pub words: Wording,
    /// The day it bears.
    pub on: Date,
    /// The file.
    pub document: DocumentId,
    /// Its name.
    pub file: String,
    /// Its bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Its data as JSON, where it has some.
    pub data: Option<DocumentId>,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A paper just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperMade {
    /// It.
    pub id: CasePaperId,
    /// The file.
    pub document: DocumentId,
    /// Its name.
    pub file: String,
    /// Its bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Its pages, where they were counted.
    pub pages: Option<u32>,
    /// Its data as JSON.
    pub data: Option<DocumentId>,
    /// Exhibits bound, with the pages they are on.
    pub exhibits: Vec<BoundExhibit>,
}

/// An exhibit in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoundExhibit {
    /// Its number.
    pub number: u32,
    /// What it is called.
    pub title: Wording,
    /// First page in the bundle.
    pub first_page: u32,
    /// Last page.
    pub last_page: u32,
    /// What its file held beside its pages, and the bundle does not; in an archival copy, what to compare too.
    pub left_out: Vec<LeftOut>,
}

impl Desk {
    /// The papers made for a case, the last made first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn papers(&self, actor: &Actor, case: CaseId) -> Result<Vec<PaperLine>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            actor.find(tx, case)?;
            let papers = tx.exhibits().papers_of(case)?;
            let ids: Vec<DocumentId> = papers.iter().map(|paper| paper.document_id).collect();
            let files = tx.documents().infos(&ids)?;
            let line = |paper: store::CasePaper| {
                let file = files.iter().find(|file| file.id == paper.document_id)?;
                let words = PaperKind::parse(&paper.kind).map_or_else(|| Wording::same(&paper.kind), PaperKind::words);
                Some(PaperLine {
                    id: paper.id,
                    kind: paper.kind,
                    words,
                    on: paper.made_on,
                    document: paper.document_id,
                    file: file.file_name.clone(),
                    size: file.size,
                    sha256: file.sha256.clone(),
                    data: paper.data_id,
                    by: paper.actor,
                    at: paper.created_us,
                })
            };
            Ok(papers.into_iter().filter_map(line).collect())
        })
    }
}

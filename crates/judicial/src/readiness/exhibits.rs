//! The exhibits of a file, numbered in the order of their list (bordereau).
//!
//! CPC 1407 asks for the list of exhibits and for the exhibits themselves; their order is usage: the story of the
//! claim, what was agreed, what was done, what is owed, what was asked, then who the parties are. Inside a kind, by
//! date, undated ones last, then by name.

use kernel::{Date, Wording, slug_enum};
use law::text::{date_en, date_fr};
use serde::{Deserialize, Serialize};

slug_enum!(
    /// What an exhibit is, in the order of the list.
    ExhibitKind {
        /// Contract or account opening.
        Contract = "contract",
        /// Terms of sale.
        Terms = "terms",
        /// Order or quotation accepted.
        Order = "order",
        /// Proof of delivery or performance.
        Delivery = "delivery",
        /// Invoice.
        Invoice = "invoice",
        /// Credit note.
        CreditNote = "credit-note",
        /// Account statement.
        Statement = "statement",
        /// Bill, cheque or acknowledgement of debt.
        Instrument = "instrument",
        /// Letters and mails.
        Correspondence = "correspondence",
        /// Formal notice.
        Notice = "notice",
        /// Proof that the notice was presented.
        NoticeProof = "notice-proof",
        /// Computation of what is owed (décompte).
        Decompte = "decompte",
        /// Extract of the register.
        Extract = "extract",
        /// Power of who acts.
        Power = "power",
        /// Anything else.
        Other = "other",
    }
);

impl ExhibitKind {
    /// What it is called on the list.
    pub fn words(self) -> Wording {
        let (fr, en) = match self {
            Self::Contract => ("Contrat", "Contract"),
            Self::Terms => ("Conditions générales de vente", "Terms of sale"),
            Self::Order => ("Commande", "Order"),
            Self::Delivery => ("Bon de livraison", "Proof of delivery"),
            Self::Invoice => ("Facture", "Invoice"),
            Self::CreditNote => ("Avoir", "Credit note"),
            Self::Statement => ("Relevé de compte", "Account statement"),
            Self::Instrument => ("Effet, chèque ou reconnaissance de dette", "Bill, cheque or acknowledgement of debt"),
            Self::Correspondence => ("Correspondance", "Correspondence"),
            Self::Notice => ("Mise en demeure", "Formal notice"),
            Self::NoticeProof => {
                ("Preuve de présentation de la mise en demeure", "Proof that the notice was presented")
            }
            Self::Decompte => ("Décompte de la créance", "Computation of the claim"),
            Self::Extract => ("Extrait d’immatriculation", "Extract of the register"),
            Self::Power => ("Pouvoir", "Power"),
            Self::Other => ("Autre pièce", "Other exhibit"),
        };
        Wording::new(fr, en)
    }
}

/// A document to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// What it is.
    pub kind: ExhibitKind,
    /// Its date.
    pub on: Option<Date>,
    /// Its name or number, as the house calls it.
    pub name: String,
    /// What keeps it in the house: the reference of its file.
    pub file: String,
}

/// An exhibit with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// From 1.
    pub number: u32,
    /// The exhibit.
    pub exhibit: Exhibit,
    /// Its line of the list.
    pub line: Wording,
}

/// The exhibits in the order of the list, numbered from 1. The same file given twice is one exhibit.
pub fn numbered(mut exhibits: Vec<Exhibit>) -> Vec<Numbered> {
    let order = |e: &Exhibit| (e.kind, e.on.is_none(), e.on, e.name.clone(), e.file.clone());
    exhibits.sort_by_key(order);
    let mut seen = std::collections::BTreeSet::new();
    exhibits.retain(|exhibit| seen.insert(exhibit.file.clone()));
    (1..).zip(exhibits).map(|(number, exhibit)| Numbered { number, line: line(number, &exhibit), exhibit }).collect()
}

fn line(number: u32, exhibit: &Exhibit) -> Wording {
    let kind = exhibit.kind.words();
    let (fr, en) = exhibit
        .on
        .map_or((String::new(), String::new()), |on| (format!(" du {}", date_fr(on)), format!(" of {}", date_en(on))));
    Wording::new(
        format!("Pièce n° {number} : {} {}{fr}", kind.fr, exhibit.name).trim_end().to_owned(),
        format!("Exhibit {number}: {} {}{en}", kind.en, exhibit.name).trim_end().to_owned(),
    )
}

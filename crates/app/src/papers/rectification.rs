//! The rectification of the VAT of what is lost: the statement that goes to the customer once a case is closed as
//! irrecoverable, each invoice under the words of the tables, with the duplicates of those whose files are kept.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use documents::court as paper;
use kernel::{Currency, Date, Language, Money, Wording, figures};
use ledger::{AccountId, DebtorKind, Item, ItemId};
use store::{CourtCase, DocumentId, DocumentInfo, Tx};

use super::form::{Filled, PaperField, signature};
use super::make::{Draw, Ground, Shown, Written, figure, signed};
use super::{PaperFigure, PaperKind};
use crate::blocks::open_pieces;
use crate::costs::{LostItem, OVERPRINT, VatDue};
use crate::{Desk, DeskError, PaperRefusal};

/// Whom the tables mean by the words of a duplicate.
const BUSINESS: &str = "b2b";

/// What the file says for a rectification.
pub(super) struct Rectified {
    /// What is lost by this customer and bears VAT, a duplicate where its file is kept.
    invoices: Vec<paper::UnpaidInvoice>,
    totals: paper::VatSums,
    /// The documents of the duplicates, in their order.
    documents: Vec<DocumentId>,
    warnings: Vec<Wording>,
}

/// A piece whose VAT can be recovered, as it stands in the statement.
fn unpaid(one: &LostItem, item: &Item) -> Option<paper::UnpaidInvoice> {
    let ((net, vat), words) = (one.split?, one.overprint.clone()?);
    Some(paper::UnpaidInvoice {
        number: one.number.clone(),
        on: Some(item.issue_on),
        sums: paper::VatSums { gross: one.gross, net, vat },
        words,
        duplicate: None,
    })
}

fn totals(invoices: &[paper::UnpaidInvoice], currency: Currency) -> paper::VatSums {
    let sum =
        |of: fn(&paper::VatSums) -> Money| Money::new(invoices.iter().map(|one| of(&one.sums).minor()).sum(), currency);
    paper::VatSums { gross: sum(|sums| sums.gross), net: sum(|sums| sums.net), vat: sum(|sums| sums.vat) }
}

/// The creditor with its VAT number: what is rectified is a tax.
fn supplier(ground: &Ground) -> paper::Party {
    let mut creditor = ground.parties.creditor.clone();
    if let (paper::PartyKind::Company { registration, .. }, Some(vat)) =
        (&mut creditor.kind, &ground.parties.creditor_record.vat)
    {
        let known: Vec<String> = registration.take().into_iter().chain([format!("TVA {}", vat.as_str())]).collect();
        *registration = Some(known.join(", "));
    }
    creditor
}

impl Rectified {
    fn duplicates(&self) -> impl Iterator<Item = &paper::Exhibit> {
        self.invoices.iter().filter_map(|one| one.duplicate.as_ref())
    }

    fn opening(&self) -> Vec<Wording> {
        let mut all = vec![
            Wording::new(
                "Les factures ci-dessous restent impayées et nous les tenons pour définitivement irrécouvrables.",
                "The invoices below remain unpaid, and we hold them to be definitively irrecoverable.",
            ),
            Wording::new(
                "Le présent état les rectifie, comme le fait un duplicata de chacune : la mention est portée sous chaque facture.",
                "This statement rectifies them, as a duplicate of each does: the words stand under each invoice.",
            ),
        ];
        if self.duplicates().next().is_some() {
            all.push(Wording::new(
                "Les duplicatas joints portent la même mention sur chacune de leurs pages.",
                "The duplicates enclosed bear the same words on each of their pages.",
            ));
        }
        all
    }

    fn enclosures(&self) -> Vec<Wording> {
        let kept = self.invoices.iter().filter(|one| one.duplicate.is_some()).map(|one| &one.number);
        kept.map(|number| {
            Wording::new(format!("duplicata de la facture {number}"), format!("duplicate of the invoice {number}"))
        })
        .collect()
    }
}

impl Draw for Rectified {
    fn fields(&self, _desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        let debtor = ground.parties.debtors.first().filter(|party| !party.address.is_empty());
        let to = debtor.map(|party| std::iter::once(&party.name).chain(&party.address).map(Wording::same).collect());
        let mut fields = vec![
            PaperField::lines(
                "to",
                ("Au client, avec son adresse", "To the customer, with their address"),
                to.unwrap_or_default(),
            )
            .hint("Une ligne imprimée par ligne.", "One printed line a line.")
            .needed(PaperRefusal::ToMissing)
            .kept(),
            PaperField::lines("opening", ("Ce qui est dit d’abord", "What is said first"), self.opening())
                .hint("Un paragraphe par ligne.", "One paragraph a line."),
            PaperField::lines("enclosures", ("Pièces jointes", "Enclosed"), self.enclosures())
                .hint("Une par ligne.", "One a line."),
        ];
        fields.extend(signature(ground));
        fields
    }

    fn figures(&self) -> Vec<PaperFigure> {
        vec![
            figure("Impayé, TTC", "Unpaid, with VAT", self.totals.gross),
            figure("Prix net", "Net price", self.totals.net),
            figure("TVA", "VAT", self.totals.vat),
        ]
    }

    fn warnings(&self) -> Vec<Wording> {
        self.warnings.clone()
    }

    fn shows(&self) -> bool {
        false
    }

    fn files(&self) -> Vec<(paper::Exhibit, DocumentId)> {
        self.duplicates().cloned().zip(self.documents.iter().copied()).collect()
    }

    /// Where the customer lives is typed: who is lost often left no address.
    fn hindrance(&self, ground: &Ground) -> Option<PaperRefusal> {
        ground.parties.creditor.address.is_empty().then_some(PaperRefusal::CreditorAddressMissing)
    }

    fn write(
        &self,
        _desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError> {
        let rectification = paper::Rectification {
            cover: ground.cover(PaperKind::VatRectification, filled),
            to: filled.rows("to"),
            creditor: supplier(ground),
            debtor: ground.debtor()?,
            currency: ground.case.currency,
            opening: filled.paragraphs("opening"),
            invoices: self.invoices.clone(),
            totals: self.totals,
            enclosures: filled.paragraphs("enclosures"),
            signature: signed(filled),
        };
        if shown.contents.is_empty() {
            return Ok(Written::Alone(rectification.render(language)?));
        }
        Ok(Written::Bound(Box::new(rectification.bundle(&shown.contents, language, shown.form)?), None))
    }
}

impl Desk {
    /// True of a case whose VAT can be rectified.
    pub(super) fn rectifiable(&self, tx: &mut Tx, case: &CourtCase) -> Result<bool, DeskError> {
        match self.rectification_drawn(tx, case) {
            Ok(_) => Ok(true),
            Err(DeskError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What the file says for a rectification: what is lost by the customer of the case, as it was kept on the day it
    /// was closed.
    ///
    /// # Errors
    /// [`PaperRefusal`] on a case that is not lost, that lost nothing, or whose VAT is not to be recovered.
    pub(super) fn rectification_drawn(&self, tx: &mut Tx, case: &CourtCase) -> Result<Rectified, DeskError> {
        let kept = self.loss_kept(tx, case)?.ok_or(PaperRefusal::NotIrrecoverable)?;
        let ByCustomer { own: items, others } = by_customer(tx, case, kept.items)?;
        if items.is_empty() {
            return Err(PaperRefusal::NothingLost.into());
        }
        match kept.due {
            VatDue::Debits => {}
            VatDue::Collection => return Err(PaperRefusal::VatOnCollection.into()),
            VatDue::Unknown => return Err(PaperRefusal::VatDueUnknown.into()),
        }
        if !kept.rated {
            return Err(PaperRefusal::VatRateMissing.into());
        }
        let mut invoices: Vec<paper::UnpaidInvoice> = Vec::new();
        let (mut documents, mut without) = (Vec::new(), Vec::new());
        let ids: Vec<ItemId> = items.iter().map(|(one, _)| one.item).collect();
        let files = tx.documents().of_items(&ids)?;
        for (one, item) in &items {
            let Some(mut invoice) = unpaid(one, item) else { continue };
            match files.iter().rfind(|file| file.item_id == Some(one.item)) {
                Some(file) => {
                    documents.push(file.id);
                    invoice.duplicate = Some(duplicate(documents.len(), item, file));
                }
                None => without.push(one.number.as_str()),
            }
            invoices.push(invoice);
        }
        if invoices.is_empty() {
            return Err(PaperRefusal::VatNone.into());
        }
        let mut warnings = self.rectification_warnings(tx, case)?;
        warnings.extend(told(&without, &others));
        warnings.extend(moved(&items, tx, self.today())?);
        let totals = totals(&invoices, case.currency);
        Ok(Rectified { invoices, totals, documents, warnings })
    }

    /// What the tables say of the words they give: how their row was established, and whom it is for.
    fn rectification_warnings(&self, tx: &mut Tx, case: &CourtCase) -> Result<Vec<Wording>, DeskError> {
        let asked = law::mentions::mentions(OVERPRINT, &self.law)?;
        let mut warnings = asked.warnings;
        let account = tx.accounts().get(case.account_id)?;
        let consumer = tx.debtors().get(account.debtor_id)?.kind == DebtorKind::Consumer;
        if consumer && asked.mentions.first().is_some_and(|mention| mention.audience == BUSINESS) {
            warnings.push(Wording::new(
                "la mention des tables vise un client professionnel ; celui-ci est un consommateur : faites-la confirmer",
                "the words of the tables are for a business; this customer is a consumer: have them confirmed",
            ));
        }
        Ok(warnings)
    }
}

/// The file of a piece as its duplicate, under a number of its own.
fn duplicate(number: usize, item: &Item, file: &DocumentInfo) -> paper::Exhibit {
    paper::Exhibit {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        title: Wording::new(format!("Facture {}", item.number), format!("Invoice {}", item.number)),
        on: Some(item.issue_on),
        file: file.file_name.clone(),
    }
}

/// What a case lost: each customer has a statement of its own.
struct ByCustomer {
    /// What the customer of the case owes.
    own: Vec<(LostItem, Item)>,
    /// Numbers of what others owe, with their accounts.
    others: Vec<String>,
}

fn by_customer(tx: &mut Tx, case: &CourtCase, lost: Vec<LostItem>) -> Result<ByCustomer, DeskError> {
    let ids: Vec<ItemId> = lost.iter().map(|one| one.item).collect();
    let mut items: HashMap<ItemId, Item> = tx.items().get_many(&ids)?.into_iter().map(|item| (item.id, item)).collect();
    let debtor = tx.accounts().get(case.account_id)?.debtor_id;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for one in lost {
        let unknown = || DeskError::NotFound { what: "item", key: one.item.to_string() };
        let item = items.remove(&one.item).ok_or_else(unknown)?;
        if tx.accounts().get(item.account_id)?.debtor_id == debtor {
            own.push((one, item));
        } else {
            others.push(format!("{} ({})", one.number, one.account));
        }
    }
    Ok(ByCustomer { own, others })
}

/// Invoices that go without a duplicate, and those that this statement cannot list.
fn told(without: &[&str], others: &[String]) -> Vec<Wording> {
    let mut all = Vec::new();
    if !without.is_empty() {
        let numbers = without.join(", ");
        all.push(Wording::new(
            format!("sans fichier : {numbers} ; l’état suffit à les rectifier, et leur duplicata suivra si leur PDF est joint à la pièce"),
            format!("without a file: {numbers}; the statement is enough to rectify them, and their duplicate follows once their PDF is attached to the item"),
        ));
    }
    if !others.is_empty() {
        let numbers = others.join(", ");
        all.push(Wording::new(
            format!("d’un autre client : {numbers} ; un état par client : celui-ci ne les rectifie pas"),
            format!("of another customer: {numbers}; one statement for each customer: this one does not rectify them"),
        ));
    }
    all
}

/// Pieces of which something else is open than on the day they were lost.
fn moved(items: &[(LostItem, Item)], tx: &mut Tx, today: Date) -> Result<Vec<Wording>, DeskError> {
    let mut open: HashMap<AccountId, HashMap<ItemId, Money>> = HashMap::new();
    let mut all = Vec::new();
    for (one, item) in items {
        let known = match open.entry(item.account_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let pieces = open_pieces(tx, item.account_id, today)?.into_iter();
                free.insert(pieces.map(|(item, open)| (item.id, open)).collect())
            }
        };
        let left = known.get(&one.item).copied().unwrap_or(Money::zero(one.gross.currency()));
        if left != one.gross {
            let number = &one.number;
            let said = |language| (figures::money(one.gross, language), figures::money(left, language));
            let (fr, en) = (said(Language::Fr), said(Language::En));
            all.push(Wording::new(
                format!("{number} : {} à la clôture, {} aujourd’hui ; si un règlement est venu depuis, la TVA à rectifier est moindre", fr.0, fr.1),
                format!("{number}: {} when the case was closed, {} today; if a payment came since, the VAT to rectify is less", en.0, en.1),
            ));
        }
    }
    Ok(all)
}

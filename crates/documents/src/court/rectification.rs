//! The rectification of invoices that stay unpaid (CGI 272): the statement to the customer that lists each under the
//! words that the law puts on its duplicate, with the duplicates behind it where their files are kept.

use kernel::{
    Currency, Date, Money, Wording,
    figures::{amount, date_short, money},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    Behind, Bound, Bundle, BundleForm, CourtError, Part, SumFault,
    behind::WORDS,
    exhibit::Exhibit,
    paper::{Block, Column, Paper, Table, render},
    party::{Cover, Party, complete, identity, said, signatory, signed, upper},
    same, total,
};
use crate::{DocumentError, Pdf, Signature};

/// A rectification of one customer's invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rectification {
    /// Its reference, place and day.
    pub cover: Cover,
    /// To whom, one printed line each.
    pub to: Vec<String>,
    /// Who invoiced.
    pub creditor: Party,
    /// Who did not pay.
    pub debtor: Party,
    /// Of every amount.
    pub currency: Currency,
    /// What is said before the invoices.
    pub opening: Vec<Wording>,
    /// The invoices.
    pub invoices: Vec<UnpaidInvoice>,
    /// Their sums.
    pub totals: VatSums,
    /// What goes with it, in words.
    #[serde(default)]
    pub enclosures: Vec<Wording>,
    /// Who signs.
    pub signature: Signature,
}

/// An invoice, or what is left of it, that stays unpaid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnpaidInvoice {
    /// Its number.
    pub number: String,
    /// Its date, where it is known.
    #[serde(default)]
    pub on: Option<Date>,
    /// What is lost of it.
    pub sums: VatSums,
    /// The words of the law with their two sums. They are French in either language.
    pub words: String,
    /// Its file, numbered among the duplicates; none where it is not kept.
    #[serde(default)]
    pub duplicate: Option<Exhibit>,
}

/// A sum with its VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VatSums {
    /// VAT included.
    pub gross: Money,
    /// Without VAT.
    pub net: Money,
    /// VAT.
    pub vat: Money,
}

impl Rectification {
    /// The statement alone, for invoices whose files are not kept.
    ///
    /// # Errors
    /// [`CourtError::Document`] names what is missing; [`CourtError::Sums`] the sums that do not add up.
    pub fn render(&self, lang: Language) -> Result<Pdf, CourtError> {
        Ok(render(&self.cover, &self.paper(lang)?, lang)?)
    }

    /// Statement, list and duplicates in one file, the words of each invoice over each page of its duplicate;
    /// `contents` are the files of the duplicates, in their order.
    ///
    /// # Errors
    /// As [`Rectification::render`]; [`CourtError::Exhibits`] names every file that cannot be bound.
    pub fn bundle(&self, contents: &[&[u8]], lang: Language, form: BundleForm) -> Result<Bound, CourtError> {
        let parts = vec![Part { title: title(lang).to_owned(), paper: self.paper(lang)? }];
        let kept = self.invoices.iter().filter_map(|one| Some((one.duplicate.clone()?, one.words.clone())));
        let (exhibits, words): (Vec<Exhibit>, Vec<String>) = kept.unzip();
        Bundle {
            cover: &self.cover,
            creditor: &self.creditor,
            about: self.about(lang),
            parts,
            exhibits: &exhibits,
            contents,
            behind: Behind::Duplicates(&words),
        }
        .bind(lang, form)
    }

    fn paper(&self, lang: Language) -> Result<Paper, CourtError> {
        self.check()?;
        let mut blocks: Vec<Block> = said(&self.opening, lang).collect();
        blocks.push(Block::heading(lang, "Le fournisseur", "The supplier"));
        blocks.push(identity(&self.creditor, lang));
        blocks.push(Block::heading(lang, "Le client", "The customer"));
        blocks.push(identity(&self.debtor, lang));
        blocks.push(Block::heading(lang, "Les factures demeurées impayées", "The invoices left unpaid"));
        if lang == Language::En {
            blocks.push(Block::note("The words under each invoice are those that the law asks for, in French."));
        }
        blocks.push(Block::Table(self.table(lang)));
        if !self.enclosures.is_empty() {
            blocks.push(Block::heading(lang, "Pièces jointes", "Enclosed"));
            blocks.push(Block::List { items: self.enclosures.iter().map(|one| upper(one.pick(lang))).collect() });
        }
        Ok(Paper {
            addressee: self.to.clone(),
            subtitle: self.about(lang),
            blocks,
            closing: vec![self.closing(lang)],
            signature: signed(&self.creditor, &self.signature, lang),
            ..Paper::from(&self.creditor, title(lang))
        })
    }

    fn about(&self, lang: Language) -> String {
        let debtor = &self.debtor.name;
        lang.either(format!("Factures demeurées impayées par {debtor}"), format!("Invoices left unpaid by {debtor}"))
    }

    fn table(&self, lang: Language) -> Table {
        let sums = |sums: &VatSums| [sums.gross, sums.net, sums.vat].map(|one| amount(one, lang));
        let row = |one: &UnpaidInvoice| {
            let on = one.on.map_or_else(|| "–".to_owned(), |day| date_short(day, lang));
            [one.number.clone(), on].into_iter().chain(sums(&one.sums)).collect()
        };
        let total = ["Total".to_owned(), String::new()].into_iter().chain(sums(&self.totals));
        Table {
            columns: vec![
                Column::words(lang.pick("Facture", "Invoice")),
                Column::short("Date"),
                Column::figures(lang.pick("Impayé TTC", "Unpaid, with VAT")),
                Column::figures(lang.pick("Prix net", "Net price")),
                Column::figures(lang.pick("TVA", "VAT")),
            ],
            rows: self.invoices.iter().map(row).collect(),
            notes: self.invoices.iter().map(|one| one.words.clone()).collect(),
            total: total.collect(),
            ..Table::default()
        }
    }

    fn closing(&self, lang: Language) -> String {
        let [gross, net, vat] = [self.totals.gross, self.totals.net, self.totals.vat].map(|one| money(one, lang));
        lang.either(
            format!("La rectification porte sur {gross} toutes taxes comprises, soit {net} de prix net et {vat} de taxe sur la valeur ajoutée."),
            format!("The rectification is of {gross} with taxes, that is {net} of net price and {vat} of value added tax."),
        )
    }

    fn check(&self) -> Result<(), CourtError> {
        let ident = &self.cover.ident;
        complete(&self.creditor, ident, ["the name of the creditor", "the address of the creditor"])?;
        let needed = [
            (self.to.iter().all(|line| line.trim().is_empty()), "to whom it is sent"),
            (self.debtor.name.trim().is_empty(), "the name of the debtor"),
            (self.invoices.is_empty(), "the invoices"),
            (self.invoices.iter().any(|one| one.number.trim().is_empty()), "the number of an invoice"),
            (self.invoices.iter().any(|one| one.words.trim().is_empty()), "the words of the law"),
        ];
        if let Some((_, field)) = needed.into_iter().find(|(absent, _)| *absent) {
            return Err(DocumentError::Missing { ident: ident.clone(), field }.into());
        }
        if self.invoices.iter().any(|one| one.words.chars().count() > WORDS) {
            let message = format!("the words of a duplicate are longer than {WORDS} letters");
            return Err(DocumentError::Layout { ident: ident.clone(), message }.into());
        }
        signatory(&self.signature, ident)?;
        let faults = self.faults();
        if faults.is_empty() { Ok(()) } else { Err(CourtError::Sums { ident: ident.clone(), faults }) }
    }

    /// Sums that do not follow from each other: net and VAT of each invoice, and the totals.
    fn faults(&self) -> Vec<SumFault> {
        let (zero, mut faults) = (Money::zero(self.currency), Vec::new());
        let named = self
            .invoices
            .iter()
            .map(|one| (Wording::new(format!("facture {}", one.number), format!("invoice {}", one.number)), one.sums));
        for (what, sums) in named.chain([(Wording::same("total"), self.totals)]) {
            for part in [sums.gross, sums.net, sums.vat].into_iter().filter(|part| part.minor() < 0) {
                faults.push(SumFault::Negative { what: what.clone(), amount: part });
            }
            let counted = total(zero, [sums.net, sums.vat], &what, &mut faults);
            same(sums.gross, counted, what, &mut faults);
        }
        let what = Wording::new("total net", "net total");
        let counted = total(zero, self.invoices.iter().map(|one| one.sums.net), &what, &mut faults);
        same(self.totals.net, counted, what, &mut faults);
        let what = Wording::new("total de la TVA", "total of the VAT");
        let counted = total(zero, self.invoices.iter().map(|one| one.sums.vat), &what, &mut faults);
        same(self.totals.vat, counted, what, &mut faults);
        faults
    }
}

fn title(lang: Language) -> &'static str {
    lang.pick("Rectification de TVA", "Rectification of VAT")
}

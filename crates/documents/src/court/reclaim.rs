//! The claim to goods that were sold and not paid (revendication): the letter to the administrator first, then the
//! request to the juge-commissaire.

use kernel::{
    Currency, Date, Money, Wording,
    figures::{amount, date_long, date_short},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    Behind, Bound, Bundle, BundleForm, CourtError, Part, SumFault,
    declaration::{Proceedings, proceedings},
    exhibit::{Exhibit, list},
    paper::{Block, Column, Paper, Table, render},
    party::{Cover, Ground, Party, applicant, articles, complete, grounds, identity, said, signatory, signed},
    same, total,
};
use crate::{DocumentError, Pdf, Signature};

/// A claim to goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reclaim {
    /// Its reference, place and day.
    pub cover: Cover,
    /// The letter, or the request.
    pub form: ReclaimForm,
    /// To whom, one printed line each.
    pub to: Vec<String>,
    /// Articles under the title.
    #[serde(default)]
    pub articles: Vec<Wording>,
    /// Who claims.
    pub creditor: Party,
    /// Who is insolvent.
    pub debtor: Party,
    /// The proceedings.
    pub proceedings: Proceedings,
    /// Last day to claim, where it is known.
    #[serde(default)]
    pub last_day: Option<Date>,
    /// Of every amount.
    pub currency: Currency,
    /// The goods.
    pub goods: Vec<Goods>,
    /// Their price in all.
    pub total: Money,
    /// The clause (retention of title), how it was accepted, where the goods are.
    pub facts: Vec<Wording>,
    /// The grounds in law.
    pub grounds: Vec<Ground>,
    /// The exhibits, in the order of their numbers.
    pub exhibits: Vec<Exhibit>,
    /// Who signs.
    pub signature: Signature,
}

/// Which of the two papers it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReclaimForm {
    /// Demande en revendication, to the administrator, the liquidator or the debtor.
    Letter,
    /// Requête en revendication, to the juge-commissaire.
    Request {
        /// Day the letter was received.
        asked_on: Date,
        /// The answer, or none.
        answer: Option<Date>,
    },
}

/// Goods that were not paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// What, so that it can be told from others: reference, serial numbers.
    pub what: Wording,
    /// How many.
    pub quantity: Wording,
    /// Day of delivery.
    pub delivered_on: Date,
    /// The invoice.
    pub invoice: String,
    /// Price not paid.
    pub price: Money,
}

impl Reclaim {
    /// The paper alone.
    ///
    /// # Errors
    /// [`CourtError::Document`] names what is missing; [`CourtError::Sums`] a total that differs from its parts.
    pub fn render(&self, lang: Language) -> Result<Pdf, CourtError> {
        Ok(render(&self.cover, &self.paper(lang)?, lang)?)
    }

    fn paper(&self, lang: Language) -> Result<Paper, CourtError> {
        self.check()?;
        let asks = match self.form {
            ReclaimForm::Letter => Block::heading(lang, "Le revendiquant", "The claimant"),
            ReclaimForm::Request { .. } => Block::heading(lang, "Le requérant", "The applicant"),
        };
        let mut blocks = vec![asks, identity(&self.creditor, lang)];
        blocks.push(Block::heading(lang, "Le débiteur", "The debtor"));
        blocks.push(identity(&self.debtor, lang));
        blocks.push(Block::heading(lang, "La procédure", "The proceedings"));
        blocks.push(proceedings(&self.proceedings, lang));
        blocks.extend(self.days(lang));
        blocks.push(Block::heading(lang, "Les biens revendiqués", "The goods claimed"));
        blocks.push(Block::Table(self.goods(lang)));
        blocks.push(Block::heading(lang, "Les faits", "The facts"));
        blocks.extend(said(&self.facts, lang));
        blocks.push(Block::heading(lang, "En droit", "In law"));
        blocks.extend(grounds(&self.grounds, lang));
        blocks.push(Block::heading(lang, "Les pièces", "The exhibits"));
        blocks.push(list(&self.exhibits, lang));
        blocks.push(Block::heading(lang, "Ce qui est demandé", "What is asked"));
        Ok(Paper {
            addressee: self.to.clone(),
            subtitle: articles(&self.articles, lang),
            blocks,
            closing: vec![self.asked(lang).to_owned()],
            signature: signed(&self.creditor, &self.signature, lang),
            ..Paper::from(&self.creditor, self.title(lang))
        })
    }

    /// Paper, bordereau and exhibits in one file.
    ///
    /// # Errors
    /// As [`Reclaim::render`]; [`CourtError::Exhibits`] names every exhibit that cannot be bound.
    pub fn bundle(&self, contents: &[&[u8]], lang: Language, form: BundleForm) -> Result<Bound, CourtError> {
        let parts = vec![Part { title: self.title(lang).to_owned(), paper: self.paper(lang)? }];
        let about = super::petition::about(&self.creditor, std::slice::from_ref(&self.debtor), lang);
        Bundle {
            cover: &self.cover,
            creditor: &self.creditor,
            about,
            parts,
            exhibits: &self.exhibits,
            contents,
            behind: Behind::Exhibits,
        }
        .bind(lang, form)
    }

    fn check(&self) -> Result<(), CourtError> {
        let ident = &self.cover.ident;
        applicant(&self.creditor, ident)?;
        complete(&self.debtor, ident, ["the name of the debtor", "the address of the debtor"])?;
        let needed = [
            (self.to.iter().all(|line| line.trim().is_empty()), "to whom it is sent"),
            (self.goods.is_empty(), "the goods"),
            (self.facts.is_empty(), "the facts"),
            (self.grounds.is_empty(), "the grounds"),
            (self.exhibits.is_empty(), "the exhibits"),
        ];
        if let Some((_, field)) = needed.into_iter().find(|(absent, _)| *absent) {
            return Err(DocumentError::Missing { ident: ident.clone(), field }.into());
        }
        signatory(&self.signature, ident)?;
        let (what, mut faults) = (Wording::new("total des biens", "total of the goods"), Vec::new());
        for goods in self.goods.iter().filter(|goods| goods.price.minor() < 0) {
            faults.push(SumFault::Negative { what: goods.what.clone(), amount: goods.price });
        }
        let counted = total(Money::zero(self.currency), self.goods.iter().map(|g| g.price), &what, &mut faults);
        same(self.total, counted, what, &mut faults);
        if faults.is_empty() { Ok(()) } else { Err(CourtError::Sums { ident: ident.clone(), faults }) }
    }

    fn title(&self, lang: Language) -> &'static str {
        match self.form {
            ReclaimForm::Letter => lang.pick("Demande en revendication", "Claim to goods"),
            ReclaimForm::Request { .. } => lang.pick("Requête en revendication", "Request to be given goods back"),
        }
    }

    fn days(&self, lang: Language) -> Option<Block> {
        let mut rows = Vec::new();
        let mut put =
            |fr: &'static str, en: &'static str, value: String| rows.push((lang.pick(fr, en).to_owned(), value));
        if let ReclaimForm::Request { asked_on, answer } = self.form {
            put("Demande reçue le", "Claim received on", date_long(asked_on, lang));
            let none = || lang.pick("aucune", "none").to_owned();
            put("Réponse", "Answer", answer.map_or_else(none, |day| date_long(day, lang)));
        }
        if let Some(day) = self.last_day {
            put("À demander jusqu’au", "To be asked until", date_long(day, lang));
        }
        (!rows.is_empty()).then_some(Block::Facts { rows })
    }

    fn goods(&self, lang: Language) -> Table {
        let rows = self.goods.iter().map(|goods| {
            vec![
                goods.what.pick(lang).to_owned(),
                goods.quantity.pick(lang).to_owned(),
                date_short(goods.delivered_on, lang),
                goods.invoice.clone(),
                amount(goods.price, lang),
            ]
        });
        let mut total = vec!["Total".to_owned()];
        total.resize(4, String::new());
        total.push(amount(self.total, lang));
        Table {
            columns: vec![
                Column::words(lang.pick("Désignation", "Goods")),
                Column::short(lang.pick("Quantité", "Quantity")),
                Column::short(lang.pick("Livré le", "Delivered")),
                Column::short(lang.pick("Facture", "Invoice")),
                Column::figures(lang.pick("Prix impayé", "Price not paid")),
            ],
            rows: rows.collect(),
            total,
            ..Table::default()
        }
    }

    const fn asked(&self, lang: Language) -> &'static str {
        match self.form {
            ReclaimForm::Letter => lang.pick(
                "Nous revendiquons la propriété des biens ci-dessus et demandons que vous acquiesciez à leur restitution, ou au paiement de leur prix s’ils ont été revendus. Merci de les conserver séparés jusqu’à leur enlèvement.",
                "We claim the goods above as our property, and ask you to agree to give them back, or to pay their price if they were sold. Please keep them apart until they are fetched.",
            ),
            ReclaimForm::Request { .. } => lang.pick(
                "Le requérant demande que soit reconnue sa propriété des biens ci-dessus et ordonnée leur restitution, ou le paiement de leur prix s’ils ont été revendus.",
                "The applicant asks that its property in the goods above be recognised and that they be given back, or their price paid if they were sold.",
            ),
        }
    }
}

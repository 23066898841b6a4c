//! The formal notice to pay (mise en demeure) of a case: what is owed, by when, how to pay, what follows otherwise.

use kernel::{
    Wording,
    figures::{date_long, money},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    CourtError,
    decompte::Decompte,
    decompte_view::{detail, summary},
    paper::{Block, Paper, render},
    party::{Cover, Party, articles, complete, identity, said, signatory, signed},
};
use crate::{DocumentError, Pdf, Signature};

/// A formal notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its reference, place and day.
    pub cover: Cover,
    /// Articles under the title.
    #[serde(default)]
    pub articles: Vec<Wording>,
    /// Who is owed.
    pub creditor: Party,
    /// Who is asked to pay.
    pub debtor: Party,
    /// What is owed, piece by piece.
    pub decompte: Decompte,
    /// Days to pay, counted from the day it is received.
    pub delay_days: u16,
    /// How to pay.
    pub means: Vec<Wording>,
    /// What follows when nothing comes.
    pub consequences: Vec<Wording>,
    /// Who signs.
    pub signature: Signature,
}

impl Notice {
    /// Lays the notice out, with the whole décompte after the signature.
    ///
    /// # Errors
    /// [`CourtError::Document`] names what is missing; [`CourtError::Sums`] the sums that do not add up.
    pub fn render(&self, lang: Language) -> Result<Pdf, CourtError> {
        self.check()?;
        let (owed, on) = (money(self.decompte.totals.owed, lang), date_long(self.decompte.as_of, lang));
        let (days, creditor) = (self.delay_days, &self.creditor.name);
        let asked = lang.either(
            format!("Par la présente, qui vaut mise en demeure, {creditor} vous somme de lui payer {owed}, somme arrêtée au {on} et détaillée ci-dessous, dans un délai de {days} jours à compter de la réception de cette lettre."),
            format!("By this letter, which is a formal notice, {creditor} calls on you to pay {owed}, as computed to {on} and detailed below, within {days} days of receiving this letter."),
        );
        let mut blocks = vec![Block::text(asked), Block::heading(lang, "Les parties", "The parties")];
        blocks.push(identity(&self.creditor, lang));
        blocks.push(identity(&self.debtor, lang));
        blocks.push(Block::heading(lang, "Les sommes dues", "What is owed"));
        blocks.extend(summary(&self.decompte, lang));
        blocks.push(Block::heading(lang, "Comment payer", "How to pay"));
        blocks.extend(said(&self.means, lang));
        blocks.push(Block::heading(lang, "À défaut de paiement", "Failing payment"));
        blocks.extend(said(&self.consequences, lang));
        let annex = [Block::Title { text: lang.pick("Annexe : décompte", "Annex: computation").to_owned() }];
        let paper = Paper {
            addressee: std::iter::once(self.debtor.name.clone()).chain(self.debtor.address.iter().cloned()).collect(),
            subtitle: articles(&self.articles, lang),
            blocks,
            closing: vec![self.closing(lang)],
            signature: signed(&self.creditor, &self.signature, lang),
            annex: annex.into_iter().chain(summary(&self.decompte, lang)).chain(detail(&self.decompte, lang)).collect(),
            ..Paper::from(&self.creditor, lang.pick("Mise en demeure de payer", "Formal notice to pay"))
        };
        Ok(render(&self.cover, &paper, lang)?)
    }

    fn closing(&self, lang: Language) -> String {
        let reference = &self.cover.reference;
        lang.either(
            format!("Merci de rappeler notre référence {reference} avec votre règlement."),
            format!("Please quote our reference {reference} with your payment."),
        )
    }

    fn check(&self) -> Result<(), CourtError> {
        let ident = &self.cover.ident;
        complete(&self.creditor, ident, ["the name of the creditor", "the address of the creditor"])?;
        complete(&self.debtor, ident, ["the name of the debtor", "the address of the debtor"])?;
        let needed = [
            (self.delay_days == 0, "the time to pay"),
            (self.means.is_empty(), "how to pay"),
            (self.consequences.is_empty(), "what follows failing payment"),
        ];
        if let Some((_, field)) = needed.into_iter().find(|(absent, _)| *absent) {
            return Err(DocumentError::Missing { ident: ident.clone(), field }.into());
        }
        signatory(&self.signature, ident)?;
        self.decompte.check(ident)
    }
}

//! The instruction to a commissaire de justice: what to do, against whom, on what title, until when.

use kernel::{
    Date, Wording,
    figures::{date_long, money},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    CourtError,
    decompte::Decompte,
    decompte_view::{detail, summary},
    paper::{Block, Paper, render},
    party::{Cover, Party, complete, identity, said, signatory, signed, upper},
};
use crate::{DocumentError, Pdf, Signature};

/// An instruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instruction {
    /// Its reference, place and day.
    pub cover: Cover,
    /// The officer, one printed line each.
    pub officer: Vec<String>,
    /// For whom.
    pub creditor: Party,
    /// Against whom.
    pub debtors: Vec<Party>,
    /// What is to be done.
    pub mission: Mission,
    /// The order or title: its nature, court, number, dates; names and values.
    pub title: Vec<(Wording, Wording)>,
    /// What is owed.
    pub decompte: Decompte,
    /// Until when.
    #[serde(default)]
    pub deadline: Option<Deadline>,
    /// Addresses that were found.
    #[serde(default)]
    pub addresses: Vec<FoundAddress>,
    /// What else is known: employer, bank, vehicle.
    #[serde(default)]
    pub known: Vec<Wording>,
    /// Who answers in the house.
    pub contact: Contact,
    /// What is expected back.
    pub returns: Vec<Wording>,
    /// Files sent with it, in words.
    #[serde(default)]
    pub enclosures: Vec<Wording>,
    /// Who signs.
    pub signature: Signature,
}

/// What an officer is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mission {
    /// To serve an order or a judgment.
    Service,
    /// To enforce a title: measures in words, in the order wished.
    Enforcement(Vec<Wording>),
    /// Anything else.
    Other(Wording),
}

/// A day that must not be missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The last day.
    pub last_day: Date,
    /// What must be done.
    pub what: Wording,
    /// What is lost after it.
    pub lost: Wording,
    /// The article.
    pub article: Wording,
}

/// An address, where it comes from and when it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundAddress {
    /// The address in one line.
    pub address: String,
    /// Where it was found.
    pub source: Wording,
    /// When.
    pub on: Date,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Mail.
    #[serde(default)]
    pub mail: Option<String>,
}

impl Instruction {
    /// Lays the instruction out, with the whole décompte after the signature.
    ///
    /// # Errors
    /// [`CourtError::Document`] names what is missing; [`CourtError::Sums`] the sums that do not add up.
    pub fn render(&self, lang: Language) -> Result<Pdf, CourtError> {
        self.check()?;
        let mut blocks = vec![Block::heading(lang, "Mission", "Mission")];
        blocks.extend(self.mission(lang));
        if let Some(deadline) = &self.deadline {
            blocks.push(Block::heading(lang, "Délai à ne pas manquer", "Deadline not to miss"));
            blocks.push(Block::Facts {
                rows: vec![
                    (lang.pick("Dernier jour", "Last day").to_owned(), date_long(deadline.last_day, lang)),
                    (lang.pick("À faire", "To do").to_owned(), deadline.what.pick(lang).to_owned()),
                    (lang.pick("Ce qui est perdu", "What is lost").to_owned(), deadline.lost.pick(lang).to_owned()),
                    (lang.pick("Texte", "Article").to_owned(), deadline.article.pick(lang).to_owned()),
                ],
            });
        }
        blocks.push(Block::heading(lang, "Titre", "Title"));
        blocks.push(Block::Facts {
            rows: self
                .title
                .iter()
                .map(|(name, value)| (name.pick(lang).to_owned(), value.pick(lang).to_owned()))
                .collect(),
        });
        blocks.push(Block::heading(lang, "Créancier", "Creditor"));
        blocks.push(identity(&self.creditor, lang));
        let many = self.debtors.len() > 1;
        blocks.push(Block::heading(lang, if many { "Débiteurs" } else { "Débiteur" }, "Debtor"));
        blocks.extend(self.debtors.iter().map(|debtor| identity(debtor, lang)));
        if !self.addresses.is_empty() {
            let rows = self.addresses.iter().map(|found| {
                let seen = date_long(found.on, lang);
                format!("{} ({}, {seen})", found.address, found.source.pick(lang))
            });
            blocks.push(Block::subheading(lang, "Adresses trouvées", "Addresses found"));
            blocks.push(Block::List { items: rows.collect() });
        }
        if !self.known.is_empty() {
            blocks.push(Block::subheading(lang, "Ce que nous savons par ailleurs", "What else we know"));
            blocks.push(Block::List { items: self.known.iter().map(|k| k.pick(lang).to_owned()).collect() });
        }
        blocks.push(Block::heading(lang, "Sommes à recouvrer", "Sums to collect"));
        blocks.extend(summary(&self.decompte, lang));
        blocks.extend(self.ending(lang));
        let title = lang.pick("Instruction au commissaire de justice", "Instruction to the commissaire de justice");
        let paper = Paper {
            addressee: self.officer.clone(),
            subtitle: super::petition::about(&self.creditor, &self.debtors, lang),
            blocks,
            closing: vec![self.closing(lang)],
            signature: signed(&self.creditor, &self.signature, lang),
            annex: [Block::Title { text: lang.pick("Annexe : décompte", "Annex: computation").to_owned() }]
                .into_iter()
                .chain(summary(&self.decompte, lang))
                .chain(detail(&self.decompte, lang))
                .collect(),
            ..Paper::from(&self.creditor, title)
        };
        Ok(render(&self.cover, &paper, lang)?)
    }

    fn check(&self) -> Result<(), CourtError> {
        let ident = &self.cover.ident;
        complete(&self.creditor, ident, ["the name of the creditor", "the address of the creditor"])?;
        let needed = [
            (self.debtors.is_empty(), "the debtor"),
            (self.officer.iter().all(|line| line.trim().is_empty()), "the officer"),
            (self.title.is_empty(), "the order or title"),
            (self.returns.is_empty(), "what is expected back"),
            (self.contact.name.trim().is_empty(), "who answers"),
        ];
        if let Some((_, field)) = needed.into_iter().find(|(absent, _)| *absent) {
            return Err(DocumentError::Missing { ident: ident.clone(), field }.into());
        }
        for debtor in &self.debtors {
            complete(debtor, ident, ["the name of the debtor", "the address of the debtor"])?;
        }
        signatory(&self.signature, ident)?;
        self.decompte.check(ident)
    }

    fn mission(&self, lang: Language) -> Vec<Block> {
        match &self.mission {
            Mission::Service => vec![Block::text(lang.pick(
                "Nous vous prions de signifier le titre désigné ci-dessous à chaque débiteur.",
                "Please serve the title named below on each debtor.",
            ))],
            Mission::Enforcement(measures) => {
                let items: Vec<String> = measures.iter().map(|m| m.pick(lang).to_owned()).collect();
                let words = if items.is_empty() {
                    lang.pick(
                        "Nous vous prions de poursuivre l’exécution forcée du titre désigné ci-dessous.",
                        "Please enforce the title named below.",
                    )
                } else {
                    lang.pick(
                        "Nous vous prions de poursuivre l’exécution forcée du titre désigné ci-dessous, dans cet ordre :",
                        "Please enforce the title named below, in this order:",
                    )
                };
                [Block::text(words)].into_iter().chain((!items.is_empty()).then_some(Block::List { items })).collect()
            }
            Mission::Other(words) => vec![Block::text(words.pick(lang))],
        }
    }

    fn ending(&self, lang: Language) -> Vec<Block> {
        let mut blocks = vec![
            Block::heading(lang, "Ce que nous attendons en retour", "What we expect back"),
            Block::List { items: self.returns.iter().map(|item| item.pick(lang).to_owned()).collect() },
        ];
        if !self.enclosures.is_empty() {
            blocks.push(Block::heading(lang, "Pièces remises", "Enclosed"));
            blocks.push(Block::List { items: self.enclosures.iter().map(|e| upper(e.pick(lang))).collect() });
        }
        blocks.push(Block::heading(lang, "Votre interlocuteur", "Whom to contact"));
        let contact = [Some(&self.contact.name), self.contact.phone.as_ref(), self.contact.mail.as_ref()];
        let words: Vec<&str> = contact.into_iter().flatten().map(String::as_str).collect();
        blocks.extend(said(&[Wording::same(words.join(", "))], lang));
        blocks
    }

    fn closing(&self, lang: Language) -> String {
        let (owed, on) = (money(self.decompte.totals.owed, lang), date_long(self.decompte.as_of, lang));
        let reference = &self.cover.reference;
        lang.either(
            format!("La somme à recouvrer s’élève à {owed} au {on}. Merci de rappeler notre référence {reference} sur chaque acte, chaque compte et chaque règlement."),
            format!("The sum to collect is {owed} on {on}. Please quote our reference {reference} on each act, account and payment."),
        )
    }
}

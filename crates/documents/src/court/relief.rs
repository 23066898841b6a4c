//! The request for relief from forclusion (relevé de forclusion), to the juge-commissaire.

use kernel::{
    Date, Money, Wording,
    figures::{date_long, money},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    Behind, Bound, Bundle, BundleForm, CourtError, Part,
    declaration::{Proceedings, proceedings},
    exhibit::{Exhibit, list},
    paper::{Block, Paper, render},
    party::{Cover, Ground, Party, applicant, articles, complete, grounds, identity, said, signatory, signed},
};
use crate::{DocumentError, Pdf, Signature};

/// A request for relief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relief {
    /// Its reference, place and day.
    pub cover: Cover,
    /// The juge-commissaire, as addressed, then the court.
    pub court: Vec<String>,
    /// Articles under the title.
    #[serde(default)]
    pub articles: Vec<Wording>,
    /// Who asks.
    pub creditor: Party,
    /// Who is insolvent.
    pub debtor: Party,
    /// The proceedings.
    pub proceedings: Proceedings,
    /// The claim that was not declared in time.
    pub claim: Money,
    /// Last day of the period that was missed.
    pub missed_on: Date,
    /// Last day to ask relief, where it is known.
    #[serde(default)]
    pub last_day: Option<Date>,
    /// The facts.
    pub facts: Vec<Wording>,
    /// Why the delay is not the creditor's doing, or why the debtor left it out of its list.
    pub reasons: Vec<Wording>,
    /// The grounds in law.
    pub grounds: Vec<Ground>,
    /// The exhibits, in the order of their numbers.
    pub exhibits: Vec<Exhibit>,
    /// Who signs.
    pub signature: Signature,
}

impl Relief {
    /// The request alone.
    ///
    /// # Errors
    /// [`CourtError::Document`] names what is missing.
    pub fn render(&self, lang: Language) -> Result<Pdf, CourtError> {
        Ok(render(&self.cover, &self.paper(lang)?, lang)?)
    }

    fn paper(&self, lang: Language) -> Result<Paper, CourtError> {
        self.check()?;
        let mut blocks = vec![Block::heading(lang, "Le requérant", "The applicant"), identity(&self.creditor, lang)];
        blocks.push(Block::heading(lang, "Le débiteur", "The debtor"));
        blocks.push(identity(&self.debtor, lang));
        blocks.push(Block::heading(lang, "La procédure", "The proceedings"));
        blocks.push(proceedings(&self.proceedings, lang));
        let mut days = vec![
            (lang.pick("Créance non déclarée", "Claim not declared").to_owned(), money(self.claim, lang)),
            (lang.pick("Délai expiré le", "Time ended on").to_owned(), date_long(self.missed_on, lang)),
        ];
        if let Some(day) = self.last_day {
            days.push((
                lang.pick("Relevé possible jusqu’au", "Relief may be asked to").to_owned(),
                date_long(day, lang),
            ));
        }
        blocks.push(Block::Facts { rows: days });
        blocks.push(Block::heading(lang, "Les faits", "The facts"));
        blocks.extend(said(&self.facts, lang));
        blocks.push(Block::heading(lang, "Les causes du retard", "Why it was late"));
        blocks.extend(said(&self.reasons, lang));
        blocks.push(Block::heading(lang, "En droit", "In law"));
        blocks.extend(grounds(&self.grounds, lang));
        blocks.push(Block::heading(lang, "Les pièces", "The exhibits"));
        blocks.push(list(&self.exhibits, lang));
        blocks.push(Block::heading(lang, "Ce qui est demandé", "What is asked"));
        let (claim, debtor) = (money(self.claim, lang), &self.debtor.name);
        Ok(Paper {
            addressee: self.court.clone(),
            subtitle: articles(&self.articles, lang),
            blocks,
            closing: vec![lang.either(
                format!("Le requérant demande à être relevé de la forclusion et autorisé à déclarer au passif de {debtor} sa créance de {claim}."),
                format!("The applicant asks to be relieved of the forclusion, and to be allowed to declare its claim of {claim} against {debtor}."),
            )],
            signature: signed(&self.creditor, &self.signature, lang),
            ..Paper::from(&self.creditor, title(lang))
        })
    }

    /// Request, bordereau and exhibits in one file.
    ///
    /// # Errors
    /// As [`Relief::render`]; [`CourtError::Exhibits`] names every exhibit that cannot be bound.
    pub fn bundle(&self, contents: &[&[u8]], lang: Language, form: BundleForm) -> Result<Bound, CourtError> {
        let parts = vec![Part { title: title(lang).to_owned(), paper: self.paper(lang)? }];
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
            (self.court.iter().all(|line| line.trim().is_empty()), "the court"),
            (self.facts.is_empty(), "the facts"),
            (self.reasons.is_empty(), "why the declaration was late"),
            (self.grounds.is_empty(), "the grounds"),
            (self.exhibits.is_empty(), "the exhibits"),
        ];
        if let Some((_, field)) = needed.into_iter().find(|(absent, _)| *absent) {
            return Err(DocumentError::Missing { ident: ident.clone(), field }.into());
        }
        if self.claim.minor() <= 0 {
            return Err(DocumentError::NothingOwed { ident: ident.clone(), principal: self.claim }.into());
        }
        Ok(signatory(&self.signature, ident)?)
    }
}

fn title(lang: Language) -> &'static str {
    lang.pick("Requête en relevé de forclusion", "Request for relief from forclusion")
}

//! The petition for a payment order (requête en injonction de payer), in free form.
//!
//! It names who asks and from whom, the facts, the grounds, the claim by element, what is asked, and its exhibits. What
//! a request must carry (CPC 57, 1407) is refused when it is absent.

use kernel::{
    Date, Money, Wording,
    figures::{date_long, money},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    Behind, Bound, Bundle, BundleForm, CourtError, Part, SumFault,
    decompte::Decompte,
    decompte_view::{detail, summary},
    exhibit::{Exhibit, list},
    paper::{Block, Paper, render},
    party::{Cover, Ground, Party, applicant, articles, complete, grounds, identity, names, said, signatory, signed},
};
use crate::{DocumentError, Pdf, Signature};

/// A petition, and all that is needed to file it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Petition {
    /// Its reference, place and day.
    pub cover: Cover,
    /// The judge, as addressed: `Monsieur le président du tribunal de commerce de Lyon`, then the address.
    pub court: Vec<String>,
    /// Articles under the title.
    #[serde(default)]
    pub articles: Vec<Wording>,
    /// Who asks.
    pub creditor: Party,
    /// From whom.
    pub debtors: Vec<Party>,
    /// True when each debtor owes all of it.
    #[serde(default)]
    pub joint: bool,
    /// The facts, a paragraph each.
    pub facts: Vec<Wording>,
    /// What was done to settle without a judge; may be empty.
    #[serde(default)]
    pub amicable: Vec<Wording>,
    /// The grounds in law.
    pub grounds: Vec<Ground>,
    /// What is owed.
    pub decompte: Decompte,
    /// Interest asked after the décompte.
    #[serde(default)]
    pub interest: Option<InterestAsked>,
    /// Costs of the registry, asked with the costs of proceedings.
    #[serde(default)]
    pub registry: Option<Money>,
    /// Where the case goes if the debtor opposes.
    #[serde(default)]
    pub transfer: Option<Transfer>,
    /// Anything else that is asked.
    #[serde(default)]
    pub also_asked: Vec<Wording>,
    /// The exhibits, in the order of their numbers.
    pub exhibits: Vec<Exhibit>,
    /// Who signs.
    pub signature: Signature,
}

/// Interest asked until everything is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterestAsked {
    /// First day asked.
    pub from: Date,
    /// `au taux d’intérêt appliqué par la Banque centrale européenne…, majoré de 10 points`.
    pub rate: Wording,
}

/// The court asked for if the debtor opposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// `le tribunal de commerce de Lyon`.
    pub court: Wording,
    /// The article that lets it be asked.
    pub article: Wording,
}

impl Petition {
    /// The petition alone, its décompte after the signature.
    ///
    /// # Errors
    /// [`CourtError::Document`] names what is missing; [`CourtError::Sums`] the sums that do not add up.
    pub fn render(&self, lang: Language) -> Result<Pdf, CourtError> {
        let mut paper = self.paper(lang)?;
        paper.annex.push(Block::Title {
            text: lang.pick("Annexe : décompte de la créance", "Annex: computation of the claim").to_owned(),
        });
        paper.annex.extend(summary(&self.decompte, lang));
        paper.annex.extend(detail(&self.decompte, lang));
        Ok(render(&self.cover, &paper, lang)?)
    }

    /// Petition, décompte, bordereau and exhibits in one file; `contents` are the files of the exhibits, in their order.
    ///
    /// # Errors
    /// As [`Petition::render`]; [`CourtError::Exhibits`] names every exhibit that cannot be bound.
    pub fn bundle(&self, contents: &[&[u8]], lang: Language, form: BundleForm) -> Result<Bound, CourtError> {
        let paper = self.paper(lang)?;
        let (petition, drawn) = (title(lang), lang.pick("Décompte de la créance", "Computation of the claim"));
        let parts = vec![
            Part { title: petition.to_owned(), paper },
            Part {
                title: drawn.to_owned(),
                paper: self.decompte.paper(&self.cover, &self.creditor, &self.debtors, lang)?,
            },
        ];
        let about = about(&self.creditor, &self.debtors, lang);
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

    fn paper(&self, lang: Language) -> Result<Paper, CourtError> {
        self.check()?;
        let mut blocks = vec![Block::heading(lang, "Le requérant", "The applicant"), identity(&self.creditor, lang)];
        let many = self.debtors.len() > 1;
        blocks.push(if many {
            Block::heading(lang, "Les débiteurs", "The debtors")
        } else {
            Block::heading(lang, "Le débiteur", "The debtor")
        });
        blocks.extend(self.debtors.iter().map(|debtor| identity(debtor, lang)));
        blocks.push(Block::heading(lang, "Les faits", "The facts"));
        blocks.extend(said(&self.facts, lang));
        if !self.amicable.is_empty() {
            blocks.push(Block::heading(lang, "Les démarches amiables", "What was done to settle"));
            blocks.extend(said(&self.amicable, lang));
        }
        blocks.push(Block::heading(lang, "Le fondement de la créance", "The basis of the claim"));
        blocks.extend(grounds(&self.grounds, lang));
        blocks.push(Block::heading(lang, "Le montant réclamé", "The sum claimed"));
        blocks.extend(summary(&self.decompte, lang));
        blocks.push(Block::note(lang.pick(
            "Le détail de chaque somme, période par période, est donné par le décompte joint.",
            "Each sum is detailed period by period in the computation enclosed.",
        )));
        blocks.push(Block::heading(lang, "Les pièces", "The exhibits"));
        blocks.push(list(&self.exhibits, lang));
        blocks.push(Block::heading(lang, "Ce qui est demandé", "What is asked"));
        blocks.push(Block::text(self.prayer(lang)));
        blocks.push(Block::List { items: self.asked(lang) });
        let closing = vec![self.closing(lang)];
        let signature = signed(&self.creditor, &self.signature, lang);
        Ok(Paper {
            addressee: self.court.clone(),
            subtitle: articles(&self.articles, lang),
            blocks,
            closing,
            signature,
            ..Paper::from(&self.creditor, title(lang))
        })
    }

    fn check(&self) -> Result<(), CourtError> {
        let ident = &self.cover.ident;
        let missing = |field| DocumentError::Missing { ident: ident.clone(), field };
        applicant(&self.creditor, ident)?;
        if self.debtors.is_empty() {
            return Err(missing("the debtor").into());
        }
        for debtor in &self.debtors {
            complete(debtor, ident, ["the name of the debtor", "the address of the debtor"])?;
        }
        let needed = [
            (self.court.iter().all(|line| line.trim().is_empty()), "the court"),
            (self.facts.is_empty(), "the facts"),
            (self.grounds.is_empty(), "the basis of the claim"),
            (self.exhibits.is_empty(), "the exhibits"),
        ];
        if let Some((_, field)) = needed.into_iter().find(|(absent, _)| *absent) {
            return Err(missing(field).into());
        }
        signatory(&self.signature, ident)?;
        self.decompte.check(ident)?;
        if self.decompte.totals.owed.minor() <= 0 {
            return Err(
                DocumentError::NothingOwed { ident: ident.clone(), principal: self.decompte.totals.owed }.into()
            );
        }
        self.interest_once()
    }

    /// Interest that the décompte counts is not asked a second time.
    fn interest_once(&self) -> Result<(), CourtError> {
        let (Some(asked), Ok(after)) = (&self.interest, self.decompte.as_of.tomorrow()) else { return Ok(()) };
        if self.decompte.totals.interest.is_zero() || asked.from >= after {
            return Ok(());
        }
        let faults = vec![SumFault::Twice { from: asked.from, after }];
        Err(CourtError::Sums { ident: self.cover.ident.clone(), faults })
    }

    fn prayer(&self, lang: Language) -> String {
        let (debtors, creditor) = (names(&self.debtors, lang), &self.creditor.name);
        let jointly = if self.joint && self.debtors.len() > 1 {
            lang.pick("solidairement ", "jointly and severally ")
        } else {
            ""
        };
        match lang {
            Language::Fr => {
                format!("Le requérant demande qu’il soit enjoint {jointly}à {debtors} de payer à {creditor} :")
            }
            Language::En => format!("The applicant asks that {debtors} be ordered {jointly}to pay {creditor}:"),
        }
    }

    fn asked(&self, lang: Language) -> Vec<String> {
        let t = &self.decompte.totals;
        let sums = [
            (t.principal_left, "en principal", "in principal"),
            (t.interest_left, "d’intérêts de retard échus", "of interest accrued"),
            (t.indemnities_left, "d’indemnités forfaitaires de recouvrement", "of fixed recovery indemnities"),
            (t.penalties_left, "au titre de la clause pénale", "under the penalty clause"),
            (t.costs_left, "de frais mis à sa charge", "of costs that fall on the debtor"),
        ];
        let on = date_long(self.decompte.as_of, lang);
        let mut items: Vec<String> = sums
            .into_iter()
            .filter(|(amount, ..)| !amount.is_zero())
            .enumerate()
            .map(|(at, (amount, fr, en))| {
                let day = if fr.starts_with("d’intérêts") {
                    lang.either(format!(" au {on}"), format!(" to {on}"))
                } else {
                    String::new()
                };
                let the = if at == 0 { lang.pick("la somme de ", "the sum of ") } else { "" };
                format!("{the}{} {}{day}{}", money(amount, lang), lang.pick(fr, en), lang.pick(" ;", ";"))
            })
            .collect();
        if let Some(interest) = &self.interest {
            let (from, rate) = (date_long(interest.from, lang), interest.rate.pick(lang));
            let base = money(t.principal_left, lang);
            items.push(lang.either(
                format!("les intérêts sur {base} {rate}, à compter du {from} et jusqu’à parfait paiement ;"),
                format!("interest on {base} {rate}, from {from} until full payment;"),
            ));
        }
        items.push(self.registry.map_or_else(
            || lang.pick("les dépens.", "the costs of proceedings.").to_owned(),
            |registry| {
                let registry = money(registry, lang);
                lang.either(
                    format!("les dépens, dont les frais de greffe de {registry}."),
                    format!("the costs of proceedings, {registry} of registry costs among them."),
                )
            },
        ));
        items
    }

    fn closing(&self, lang: Language) -> String {
        let owed = money(self.decompte.totals.owed, lang);
        let on = date_long(self.decompte.as_of, lang);
        let mut words = vec![lang.either(
            format!("La somme réclamée s’élève à {owed}, arrêtée au {on}."),
            format!("The sum claimed is {owed}, counted to {on}."),
        )];
        words.extend(self.also_asked.iter().map(|asked| asked.pick(lang).to_owned()));
        if let Some(transfer) = &self.transfer {
            let (court, article) = (transfer.court.pick(lang), transfer.article.pick(lang));
            words.push(lang.either(
                format!(
                    "En cas d’opposition, le requérant demande que l’affaire soit renvoyée devant {court} ({article})."
                ),
                format!("If the debtor opposes, the applicant asks that the case go to {court} ({article})."),
            ));
        }
        words.join(" ")
    }
}

fn title(lang: Language) -> &'static str {
    lang.pick("Requête en injonction de payer", "Petition for a payment order")
}

/// `A contre B`.
pub(super) fn about(creditor: &Party, debtors: &[Party], lang: Language) -> String {
    format!("{} {} {}", creditor.name, lang.pick("contre", "against"), names(debtors, lang))
}

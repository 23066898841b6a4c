//! The declaration of claim in an insolvency (déclaration de créance), to the mandataire judiciaire or liquidator.

use kernel::{
    Currency, Date, Money, Wording,
    figures::{amount, date_long, date_short, money},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    Behind, Bound, Bundle, BundleForm, CourtError, Part, SumFault,
    exhibit::{Exhibit, list},
    paper::{Block, Column, Paper, Table, render},
    party::{Cover, Ground, Party, articles, complete, grounds, identity, said, signatory, signed},
    same, total,
};
use crate::{DocumentError, Pdf, Signature};

/// A declaration of claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// Its reference, place and day.
    pub cover: Cover,
    /// The mandataire or liquidator, one printed line each.
    pub to: Vec<String>,
    /// Articles under the title.
    #[serde(default)]
    pub articles: Vec<Wording>,
    /// Who declares.
    pub creditor: Party,
    /// Who is insolvent.
    pub debtor: Party,
    /// The proceedings.
    pub proceedings: Proceedings,
    /// Of every amount.
    pub currency: Currency,
    /// The sums declared.
    pub heads: Vec<Head>,
    /// Their sums.
    pub sums: DeclaredSums,
    /// How interest was counted, and its course where it goes on.
    #[serde(default)]
    pub interest: Vec<Wording>,
    /// Credits set aside, and why: not deducted.
    #[serde(default)]
    pub aside: Vec<Wording>,
    /// Where the claim comes from.
    pub facts: Vec<Wording>,
    /// The grounds in law.
    #[serde(default)]
    pub grounds: Vec<Ground>,
    /// The exhibits, in the order of their numbers.
    pub exhibits: Vec<Exhibit>,
    /// Who signs.
    pub signature: Signature,
}

/// Insolvency proceedings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proceedings {
    /// `redressement judiciaire`.
    pub kind: Wording,
    /// The court that opened them.
    pub court: Wording,
    /// Day of the judgment.
    pub judgment_on: Date,
    /// Its notice in the BODACC.
    #[serde(default)]
    pub bodacc: Option<Bodacc>,
}

/// A notice of the BODACC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bodacc {
    /// Its number.
    pub number: String,
    /// Day of publication.
    pub published_on: Date,
}

/// Whether a sum was payable on the day of the judgment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    /// Due (échu).
    Due,
    /// To fall due (à échoir).
    NotYetDue,
}

/// One sum declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// `Facture FA-2026-0812`.
    pub label: Wording,
    /// Due date.
    pub due_on: Date,
    /// Due or to fall due.
    pub term: Term,
    /// Principal.
    pub principal: Money,
    /// Interest to the judgment.
    pub interest: Money,
    /// Fixed indemnity.
    pub indemnity: Money,
    /// Interest goes on after the judgment.
    #[serde(default)]
    pub interest_goes_on: bool,
    /// Privilege or security; none is an ordinary claim (chirographaire).
    #[serde(default)]
    pub privilege: Option<Wording>,
}

/// Sums of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredSums {
    /// Principal due.
    pub due: Money,
    /// Principal to fall due.
    pub not_yet_due: Money,
    /// Interest.
    pub interest: Money,
    /// Indemnities.
    pub indemnity: Money,
    /// Of all heads with a privilege.
    pub privileged: Money,
    /// Of all heads without.
    pub ordinary: Money,
    /// Everything.
    pub total: Money,
}

impl Declaration {
    /// The declaration alone.
    ///
    /// # Errors
    /// [`CourtError::Document`] names what is missing; [`CourtError::Sums`] the sums that do not add up.
    pub fn render(&self, lang: Language) -> Result<Pdf, CourtError> {
        Ok(render(&self.cover, &self.paper(lang)?, lang)?)
    }

    /// Declaration, bordereau and exhibits in one file.
    ///
    /// # Errors
    /// As [`Declaration::render`]; [`CourtError::Exhibits`] names every exhibit that cannot be bound.
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

    fn paper(&self, lang: Language) -> Result<Paper, CourtError> {
        self.check()?;
        let mut blocks =
            vec![Block::heading(lang, "La procédure", "The proceedings"), proceedings(&self.proceedings, lang)];
        blocks.push(Block::heading(lang, "Le débiteur", "The debtor"));
        blocks.push(identity(&self.debtor, lang));
        blocks.push(Block::heading(lang, "Le créancier", "The creditor"));
        blocks.push(identity(&self.creditor, lang));
        blocks.push(Block::heading(lang, "L’origine de la créance", "Where the claim comes from"));
        blocks.extend(said(&self.facts, lang));
        blocks.extend(grounds(&self.grounds, lang));
        blocks.push(Block::heading(lang, "Les sommes déclarées", "The sums declared"));
        let on = date_long(self.proceedings.judgment_on, lang);
        blocks.push(Block::note(lang.either(
            format!(
                "Sommes arrêtées au jour du jugement d’ouverture, le {on}. À échoir : échéance postérieure à ce jour."
            ),
            format!("Sums counted to the day of the opening judgment, {on}. Not yet due: falling due after that day."),
        )));
        blocks.push(Block::Table(self.heads(lang)));
        blocks.push(Block::Table(self.sums(lang)));
        if !self.interest.is_empty() || self.heads.iter().any(|head| head.interest_goes_on) {
            blocks.push(Block::subheading(lang, "Intérêts", "Interest"));
            blocks.extend(said(&self.interest, lang));
            let goes_on = self.heads.iter().filter(|head| head.interest_goes_on).map(|head| head.label.pick(lang));
            let names = goes_on.collect::<Vec<_>>().join(", ");
            if !names.is_empty() {
                blocks.push(Block::text(lang.either(
                    format!("Les intérêts continuent de courir après le jugement pour : {names}."),
                    format!("Interest goes on after the judgment for: {names}."),
                )));
            }
        }
        if !self.aside.is_empty() {
            blocks.push(Block::subheading(lang, "Avoirs et sommes non déduits", "Credits and sums not deducted"));
            blocks.extend(said(&self.aside, lang));
        }
        blocks.push(Block::heading(lang, "Les pièces", "The exhibits"));
        blocks.push(list(&self.exhibits, lang));
        let sum = money(self.sums.total, lang);
        Ok(Paper {
            addressee: self.to.clone(),
            subtitle: articles(&self.articles, lang),
            blocks,
            closing: vec![lang.either(
                format!(
                    "Le soussigné déclare au passif de {} une créance de {sum}, et la certifie sincère.",
                    self.debtor.name
                ),
                format!(
                    "The undersigned declares a claim of {sum} against {}, and certifies it to be true.",
                    self.debtor.name
                ),
            )],
            signature: signed(&self.creditor, &self.signature, lang),
            ..Paper::from(&self.creditor, title(lang))
        })
    }

    fn check(&self) -> Result<(), CourtError> {
        let ident = &self.cover.ident;
        complete(&self.creditor, ident, ["the name of the creditor", "the address of the creditor"])?;
        complete(&self.debtor, ident, ["the name of the debtor", "the address of the debtor"])?;
        let needed = [
            (self.to.iter().all(|line| line.trim().is_empty()), "to whom the claim is declared"),
            (self.heads.is_empty(), "at least one sum"),
            (self.facts.is_empty(), "where the claim comes from"),
            (self.exhibits.is_empty(), "the exhibits"),
        ];
        if let Some((_, field)) = needed.into_iter().find(|(absent, _)| *absent) {
            return Err(DocumentError::Missing { ident: ident.clone(), field }.into());
        }
        signatory(&self.signature, ident)?;
        let faults = self.faults();
        if faults.is_empty() { Ok(()) } else { Err(CourtError::Sums { ident: ident.clone(), faults }) }
    }

    fn faults(&self) -> Vec<SumFault> {
        let (judgment, zero, mut faults) = (self.proceedings.judgment_on, Money::zero(self.currency), Vec::new());
        for head in &self.heads {
            // what falls due on the day itself is payable that day
            if (head.due_on <= judgment) != (head.term == Term::Due) {
                faults.push(SumFault::Date { what: head.label.clone(), date: head.due_on, limit: judgment });
            }
            for amount in [head.principal, head.interest, head.indemnity].into_iter().filter(|m| m.minor() < 0) {
                faults.push(SumFault::Negative { what: head.label.clone(), amount });
            }
        }
        let whole = |head: &Head| [head.principal, head.interest, head.indemnity];
        let (heads, s) = (&self.heads, &self.sums);
        let of = |term: Term| heads.iter().filter(move |h| h.term == term).map(|h| h.principal).collect::<Vec<_>>();
        let ranked = |privileged: bool| {
            heads.iter().filter(move |h| h.privilege.is_some() == privileged).flat_map(whole).collect::<Vec<_>>()
        };
        let parts = [
            (s.due, of(Term::Due), "principal échu", "principal due"),
            (s.not_yet_due, of(Term::NotYetDue), "principal à échoir", "principal not yet due"),
            (s.interest, heads.iter().map(|h| h.interest).collect(), "intérêts", "interest"),
            (s.indemnity, heads.iter().map(|h| h.indemnity).collect(), "indemnités", "indemnities"),
            (s.privileged, ranked(true), "total privilégié", "privileged total"),
            (s.ordinary, ranked(false), "total chirographaire", "ordinary total"),
            (s.total, vec![s.due, s.not_yet_due, s.interest, s.indemnity], "total déclaré", "total declared"),
        ];
        for (said, amounts, fr, en) in parts {
            let what = Wording::new(fr, en);
            let counted = total(zero, amounts, &what, &mut faults);
            same(said, counted, what, &mut faults);
        }
        faults
    }

    fn heads(&self, lang: Language) -> Table {
        let rows = self.heads.iter().map(|head| {
            let term = match head.term {
                Term::Due => lang.pick("échu", "due"),
                Term::NotYetDue => lang.pick("à échoir", "not yet due"),
            };
            let nature = head.privilege.as_ref().map_or_else(
                || lang.pick("chirographaire", "ordinary").to_owned(),
                |privilege| {
                    lang.either(format!("privilégié : {}", privilege.fr), format!("privileged: {}", privilege.en))
                },
            );
            vec![
                head.label.pick(lang).to_owned(),
                date_short(head.due_on, lang),
                term.to_owned(),
                nature,
                amount(head.principal, lang),
                amount(head.interest, lang),
                amount(head.indemnity, lang),
            ]
        });
        let s = &self.sums;
        let principal = Money::new(s.due.minor() + s.not_yet_due.minor(), self.currency);
        let mut total = vec!["Total".to_owned(), String::new(), String::new(), String::new()];
        total.extend([principal, s.interest, s.indemnity].map(|m| amount(m, lang)));
        Table {
            columns: vec![
                Column::words(lang.pick("Créance", "Claim")),
                Column::short(lang.pick("Échéance", "Due")),
                Column::short(lang.pick("Terme", "Term")),
                Column::words(lang.pick("Nature", "Nature")),
                Column::figures("Principal"),
                Column::figures(lang.pick("Intérêts", "Interest")),
                Column::figures(lang.pick("Indemnité", "Indemnity")),
            ],
            rows: rows.collect(),
            total,
            ..Table::default()
        }
    }

    fn sums(&self, lang: Language) -> Table {
        let s = &self.sums;
        let parts = [
            (s.due, "Principal échu", "Principal due"),
            (s.not_yet_due, "Principal à échoir", "Principal not yet due"),
            (s.interest, "Intérêts au jour du jugement", "Interest to the judgment"),
            (s.indemnity, "Indemnités forfaitaires de recouvrement", "Fixed recovery indemnities"),
        ];
        let line = |fr: &'static str, en: &'static str, m: Money| vec![lang.pick(fr, en).to_owned(), amount(m, lang)];
        let mut rows: Vec<Vec<String>> = parts.into_iter().map(|(m, fr, en)| line(fr, en, m)).collect();
        rows.push(line("Dont à titre privilégié", "Of which privileged", s.privileged));
        rows.push(line("Dont à titre chirographaire", "Of which ordinary", s.ordinary));
        Table {
            columns: vec![
                Column::words(lang.pick("Récapitulatif", "Summary")),
                Column::figures(lang.pick("Montant", "Amount")),
            ],
            rows,
            total: vec![lang.pick("Total déclaré", "Total declared").to_owned(), amount(s.total, lang)],
            ..Table::default()
        }
    }
}

fn title(lang: Language) -> &'static str {
    lang.pick("Déclaration de créance", "Declaration of claim")
}

/// Proceedings as names and values.
pub(super) fn proceedings(known: &Proceedings, lang: Language) -> Block {
    let mut rows = vec![
        (lang.pick("Nature", "Kind").to_owned(), super::party::upper(known.kind.pick(lang))),
        (lang.pick("Tribunal", "Court").to_owned(), known.court.pick(lang).to_owned()),
        (lang.pick("Jugement d’ouverture", "Opening judgment").to_owned(), date_long(known.judgment_on, lang)),
    ];
    if let Some(notice) = &known.bodacc {
        let (number, on) = (&notice.number, date_long(notice.published_on, lang));
        rows.push((
            lang.pick("Publication", "Published").to_owned(),
            lang.either(format!("BODACC, annonce n° {number}, le {on}"), format!("BODACC, notice {number}, {on}")),
        ));
    }
    Block::Facts { rows }
}

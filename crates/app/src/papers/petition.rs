//! The petition for a payment order, drafted from the file, bound with its exhibits, with its data for filing online.

use documents::court::{self as paper, BundleForm};
use kernel::{Language, Wording, figures};
use law::courts::CourtAsked;
use store::{CourtProcedure, Tx};

use super::decompte::{Drawn, assembled, counted_to};
use super::facts::{Told, told};
use super::form::{Filled, PaperField, applicant, basis, judge, signature};
use super::make::{Draw, Ground, Shown, Written, grounds, signed};
use super::{PaperFigure, PaperKind};
use crate::{Desk, DeskError, PaperRefusal};

/// The procedure that the petition begins, in the tables of law.
const ORDER: &str = "payment-order";

/// What the file says for a petition.
pub(super) struct Petition {
    drawn: Drawn,
    told: Told,
    procedure: Option<CourtProcedure>,
}

impl Petition {
    /// The judge: of the procedure that was begun, else by the tables of law.
    fn judge(&self, desk: &Desk, ground: &Ground) -> Vec<Wording> {
        let begun = self.procedure.as_ref().map(|one| one.court.trim()).filter(|court| !court.is_empty());
        let asked =
            || CourtAsked::new(ground.parties.kind.slug(), self.drawn.paper.totals.principal_left, ground.today);
        let judge = match begun {
            Some(court) => court.to_owned(),
            None => law::courts::court(&asked(), &desk.law).map_or_else(|_| String::new(), |answer| answer.judge),
        };
        judge.lines().map(Wording::same).collect()
    }

    /// The grounds: the procedure's article, then those of the décompte.
    fn grounds(&self, desk: &Desk) -> Vec<Wording> {
        let mut found = Vec::new();
        if let Ok(procedure) = desk.law.procedures().find(ORDER) {
            let article = &procedure.source.article;
            found.push(Wording::new(
                format!("{article} : la créance a une cause contractuelle et s’élève à un montant déterminé"),
                format!("{article}: the claim is contractual and its amount is determined"),
            ));
        }
        if !self.drawn.articles.is_empty() {
            let articles = self.drawn.articles.join(" ; ");
            found.push(Wording::new(
                format!("{articles} : les intérêts de retard, l’indemnité forfaitaire et l’imputation des paiements du décompte"),
                format!("{articles}: late interest, the fixed indemnity and the order of payments of the computation"),
            ));
        }
        found
    }
}

impl Draw for Petition {
    fn fields(&self, desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        let many = ground.parties.debtors.len() > 1;
        let mut fields = vec![judge(self.judge(desk, ground)), counted_to(ground)];
        fields.extend(applicant(ground));
        fields.push(
            PaperField::lines("facts", ("Les faits", "The facts"), self.told.facts.clone())
                .under("La créance", "The claim")
                .hint("Un paragraphe par ligne.", "One paragraph a line.")
                .needed(PaperRefusal::FactsMissing),
        );
        fields.push(PaperField::lines(
            "amicable",
            ("Les démarches amiables", "What was done to settle"),
            self.told.amicable.clone(),
        ));
        fields.push(basis(self.grounds(desk)).needed(PaperRefusal::GroundsMissing));
        if !self.drawn.paper.running.is_empty() {
            let words =
                ("Demander aussi les intérêts jusqu’à parfait paiement", "Ask for interest until everything is paid");
            fields.push(PaperField::tick("interest", words, true));
        }
        if many {
            let words = ("Demander la condamnation solidaire des débiteurs", "Ask that each debtor owe all of it");
            fields.push(PaperField::tick("joint", words, true).kept());
        }
        fields.push(
            PaperField::lines("also", ("Autres demandes", "Anything else that is asked"), Vec::new())
                .hint("Une par ligne.", "One a line.")
                .kept(),
        );
        fields.extend(signature(ground));
        fields
    }

    fn figures(&self) -> Vec<PaperFigure> {
        self.drawn.figures()
    }

    fn warnings(&self) -> Vec<Wording> {
        self.drawn.warnings.clone()
    }

    fn shows(&self) -> bool {
        true
    }

    fn write(
        &self,
        desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError> {
        let articles = desk.law.procedures().find(ORDER).map(|known| Wording::same(&known.source.article));
        let running = &self.drawn.paper.running;
        let from = filled.is("interest").then(|| ground.as_of.tomorrow().ok()).flatten();
        let petition = paper::Petition {
            cover: ground.cover(PaperKind::Petition, filled),
            court: filled.rows("court"),
            articles: articles.into_iter().collect(),
            creditor: ground.applicant(filled),
            joint: filled.is("joint"),
            debtors: ground.parties.debtors.clone(),
            facts: filled.paragraphs("facts"),
            amicable: filled.paragraphs("amicable"),
            grounds: grounds(filled)?,
            decompte: self.drawn.paper.clone(),
            interest: from.map(|from| paper::InterestAsked { from, rate: rates(running) }),
            registry: None,
            transfer: None,
            also_asked: filled.paragraphs("also"),
            exhibits: shown.exhibits,
            signature: signed(filled),
        };
        let bound = petition.bundle(&shown.contents, language, shown.form)?;
        // The data go with what is filed.
        let data = (shown.form == BundleForm::Filing).then(|| paper::filing(&petition, &bound)).transpose()?;
        Ok(Written::Bound(Box::new(bound), data))
    }
}

impl Desk {
    /// What the file says for a petition.
    pub(super) fn petition_drawn(&self, tx: &mut Tx, ground: &Ground) -> Result<Petition, DeskError> {
        let drawn = self.case_drawn(tx, ground)?;
        let told = told(tx, &ground.case, (&ground.parties, &drawn))?;
        let procedures = tx.procedures().of_cases(&[ground.case.id])?;
        let procedure = procedures.into_iter().rfind(|one| one.definition == ORDER);
        Ok(Petition { drawn: assembled(&drawn), told, procedure })
    }
}

/// The rates that go on.
fn rates(running: &[paper::Running]) -> Wording {
    let said = |language: Language| {
        let rates = running.iter().map(|one| figures::rate(one.rate, language)).collect::<Vec<_>>();
        rates.join(language.pick(" et ", " and "))
    };
    let (fr, en) = (said(Language::Fr), said(Language::En));
    Wording::new(
        format!("au taux de {fr} l’an, et à ceux qui lui succéderont par les mêmes textes"),
        format!("at {en} a year, and at the rates that follow it by the same texts"),
    )
}

//! The declaration of claim, drawn by the law of insolvencies: what was born before the judgment, due or not, interest
//! to the judgment, privileges, credits set aside.

use documents::court as paper;
use judicial::insolvency::OfficerRole;
use judicial::insolvency::clocks::ClockKind;
use judicial::insolvency::declaration::{Head, Term};
use kernel::{Language, Money, Wording, figures};
use store::Tx;

use super::form::{Filled, PaperField, applicant, basis, signature};
use super::insolvent::{Insolvent, ground_of};
use super::make::{Draw, Ground, Shown, Written, figure, grounds, signed};
use super::{PaperFigure, PaperKind};
use crate::{Desk, DeskError, PaperRefusal};

/// What the file says for a declaration.
pub(super) struct Declared(Insolvent);

/// A head with what it comes to.
fn total(head: &Head) -> Option<Money> {
    let zero = Money::zero(head.principal.currency());
    let with = head.principal.checked_add(head.interest.unwrap_or(zero)).ok()?;
    with.checked_add(head.indemnity.unwrap_or(zero)).ok()
}

impl Declared {
    fn head(&self, head: &Head) -> paper::Head {
        let zero = Money::zero(head.principal.currency());
        paper::Head {
            label: self.0.label(head),
            due_on: head.due_on,
            term: match head.term {
                Term::Due => paper::Term::Due,
                Term::NotYetDue => paper::Term::NotYetDue,
            },
            principal: head.principal,
            interest: head.interest.unwrap_or(zero),
            indemnity: head.indemnity.unwrap_or(zero),
            interest_goes_on: head.interest_goes_on,
            privilege: head.privilege.as_ref().map(Wording::same),
        }
    }

    /// The sums; none where nothing is declared, or where they overflow.
    fn sums(&self) -> Option<paper::DeclaredSums> {
        let sums = self.0.sums?;
        let zero = Money::zero(sums.due.currency());
        let of = |privileged: bool| {
            let heads = self.0.heads.iter().filter(|head| head.privilege.is_some() == privileged);
            heads.map(total).try_fold(zero, |sum, one| sum.checked_add(one?).ok())
        };
        let (privileged, ordinary) = (of(true)?, of(false)?);
        Some(paper::DeclaredSums {
            due: sums.due,
            not_yet_due: sums.not_yet_due,
            interest: sums.interest,
            indemnity: sums.indemnity,
            privileged,
            ordinary,
            total: privileged.checked_add(ordinary).ok()?,
        })
    }

    /// Credits that are not deducted, and why.
    fn aside(&self, ground: &Ground) -> Vec<Wording> {
        let insolvent = &self.0;
        let credits = insolvent.now.drawn.declaration.credits.iter();
        let credits = credits.filter(|credit| credit.amount.currency() == ground.case.currency);
        let line = |credit: &judicial::insolvency::declaration::CreditAside| {
            let piece = insolvent.now.judged.iter().find(|one| one.piece.item.id == credit.item)?;
            let number = &piece.piece.item.number;
            let said = |language| figures::money(credit.amount, language);
            let (fr, en) = match credit.connected {
                Some(true) => ("connexe, compensation demandée", "connected, set-off is asked"),
                Some(false) => ("non connexe", "not connected"),
                None => ("connexité réservée", "connection reserved"),
            };
            Some(Wording::new(
                format!("{number}, {} : non déduit, {fr}.", said(Language::Fr)),
                format!("{number}, {}: not deducted, {en}.", said(Language::En)),
            ))
        };
        credits.filter_map(line).collect()
    }
}

impl Draw for Declared {
    fn fields(&self, _desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        let insolvent = &self.0;
        let to = PaperField::lines(
            "to",
            (
                "Au mandataire judiciaire ou au liquidateur, avec son adresse",
                "To the representative or the liquidator, with their address",
            ),
            insolvent.officer(&[OfficerRole::Liquidator, OfficerRole::Representative]),
        );
        let to = match &insolvent.now.known.portal {
            Some(portal) => to.hint(
                &format!("La créance peut aussi être déclarée en ligne : {portal}"),
                &format!("The claim may also be declared online: {portal}"),
            ),
            None => to,
        };
        let mut fields = vec![to.needed(PaperRefusal::ToMissing).kept()];
        fields.extend(applicant(ground));
        fields.push(
            PaperField::lines(
                "facts",
                ("L’origine de la créance", "Where the claim comes from"),
                insolvent.facts(ground),
            )
            .under("La créance", "The claim")
            .hint("Un paragraphe par ligne.", "One paragraph a line.")
            .needed(PaperRefusal::FactsMissing),
        );
        let law = ground_of(
            insolvent.clock(ClockKind::Declaration),
            (
                "la créance née avant le jugement d’ouverture est déclarée au plus tard le {day}",
                "a claim born before the opening judgment is declared on {day} at the latest",
            ),
        );
        fields.push(basis(law));
        fields.extend(signature(ground));
        fields
    }

    fn figures(&self) -> Vec<PaperFigure> {
        let Some(sums) = self.sums() else { return Vec::new() };
        vec![
            figure("À déclarer", "To declare", sums.total),
            figure("Échu", "Due", sums.due),
            figure("À échoir", "Not yet due", sums.not_yet_due),
            figure("Intérêts au jugement", "Interest to the judgment", sums.interest),
            figure("Indemnités", "Indemnities", sums.indemnity),
        ]
    }

    fn warnings(&self) -> Vec<Wording> {
        self.0.warnings()
    }

    fn shows(&self) -> bool {
        true
    }

    fn hindrance(&self, ground: &Ground) -> Option<PaperRefusal> {
        let unknown = self.0.judgment_on.is_none().then_some(PaperRefusal::JudgmentUnknown);
        let nothing = self.0.heads.is_empty().then_some(PaperRefusal::NothingToDeclare);
        unknown.or(nothing).or_else(|| ground.unaddressed())
    }

    fn write(
        &self,
        _desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError> {
        let insolvent = &self.0;
        let article = insolvent.clock(ClockKind::Declaration).map(|clock| Wording::same(&clock.article));
        let note = Wording::new(
            "Intérêts jusqu’à la veille du jugement d’ouverture, année de 365 jours, chaque période arrondie au centime.",
            "Interest to the eve of the opening judgment, a year of 365 days, each period rounded to the cent.",
        );
        let sums = self.sums().ok_or(PaperRefusal::NothingToDeclare)?;
        let declaration = paper::Declaration {
            cover: ground.cover(PaperKind::Declaration, filled),
            to: filled.rows("to"),
            articles: article.into_iter().collect(),
            creditor: ground.applicant(filled),
            debtor: ground.debtor()?,
            proceedings: insolvent.proceedings()?,
            currency: ground.case.currency,
            heads: insolvent.heads.iter().map(|head| self.head(head)).collect(),
            interest: if sums.interest.is_zero() { Vec::new() } else { vec![note] },
            sums,
            aside: self.aside(ground),
            facts: filled.paragraphs("facts"),
            grounds: grounds(filled)?,
            exhibits: shown.exhibits,
            signature: signed(filled),
        };
        Ok(Written::Bound(Box::new(declaration.bundle(&shown.contents, language, shown.form)?), None))
    }
}

impl Desk {
    /// What the file says for a declaration.
    pub(super) fn declaration_drawn(&self, tx: &mut Tx, ground: &Ground) -> Result<Declared, DeskError> {
        Ok(Declared(Insolvent::new(self.insolvent(tx, ground)?, ground, self)?))
    }
}

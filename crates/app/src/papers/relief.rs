//! The request for relief from forclusion, when a declaration was not made in time.

use documents::court as paper;
use judicial::insolvency::clocks::ClockKind;
use judicial::insolvency::declaration::DeclarationState;
use kernel::{Date, Language, Money, Wording};
use store::Tx;

use super::form::{Filled, PaperField, applicant, basis, judge, signature};
use super::insolvent::{Insolvent, ground_of};
use super::make::{Draw, Ground, Shown, Written, figure, grounds, signed};
use super::{PaperFigure, PaperKind};
use crate::{Desk, DeskError, PaperRefusal};

/// What the file says for the request.
pub(super) struct Late(Insolvent);

impl Late {
    fn claim(&self) -> Option<Money> {
        let sums = self.0.sums?;
        let parts = [sums.not_yet_due, sums.interest, sums.indemnity];
        parts.into_iter().try_fold(sums.due, |sum, part| sum.checked_add(part).ok())
    }

    fn missed_on(&self) -> Option<Date> {
        self.0.clock(ClockKind::Declaration).map(|clock| clock.due)
    }
}

impl Draw for Late {
    fn fields(&self, _desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        let insolvent = &self.0;
        let mut fields = vec![judge(insolvent.judge())];
        fields.extend(applicant(ground));
        fields.push(
            PaperField::lines("facts", ("Les faits", "The facts"), insolvent.facts(ground))
                .under("La demande", "What is asked")
                .hint("Un paragraphe par ligne.", "One paragraph a line.")
                .needed(PaperRefusal::FactsMissing),
        );
        fields.push(
            PaperField::lines("reasons", ("Les causes du retard", "Why it was late"), Vec::new())
                .hint(
                    "Pourquoi le retard n’est pas le fait du créancier, ou l’omission de la créance par le débiteur dans sa liste ; un paragraphe par ligne.",
                    "Why the creditor is not the cause of the delay, or that the debtor left the claim out of its list; one paragraph a line.",
                )
                .needed(PaperRefusal::ReasonsMissing)
                .kept(),
        );
        let law = ground_of(
            insolvent.clock(ClockKind::Relief),
            (
                "le relevé de forclusion peut être demandé jusqu’au {day}",
                "relief from forclusion may be asked until {day}",
            ),
        );
        fields.push(basis(law).needed(PaperRefusal::GroundsMissing));
        fields.extend(signature(ground));
        fields
    }

    fn figures(&self) -> Vec<PaperFigure> {
        self.claim().map(|claim| figure("Créance non déclarée", "Claim not declared", claim)).into_iter().collect()
    }

    fn warnings(&self) -> Vec<Wording> {
        self.0.warnings()
    }

    fn shows(&self) -> bool {
        true
    }

    fn hindrance(&self, ground: &Ground) -> Option<PaperRefusal> {
        let in_time = || match self.0.now.drawn.state {
            DeclarationState::Late => None,
            DeclarationState::Lost => {
                let last = self.0.clock(ClockKind::Relief).map(|clock| clock.due);
                Some(last.map_or(PaperRefusal::NotLate, |day| PaperRefusal::ReliefOver { day }))
            }
            _ => Some(PaperRefusal::NotLate),
        };
        let unknown = self.0.judgment_on.is_none().then_some(PaperRefusal::JudgmentUnknown);
        unknown.or_else(in_time).or_else(|| ground.unaddressed())
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
        let relief = insolvent.clock(ClockKind::Relief);
        let request = paper::Relief {
            cover: ground.cover(PaperKind::Relief, filled),
            court: filled.rows("court"),
            articles: relief.map(|clock| Wording::same(&clock.article)).into_iter().collect(),
            creditor: ground.applicant(filled),
            debtor: ground.debtor()?,
            proceedings: insolvent.proceedings()?,
            claim: self.claim().ok_or(PaperRefusal::NothingToDeclare)?,
            missed_on: self.missed_on().ok_or(PaperRefusal::NotLate)?,
            last_day: relief.map(|clock| clock.due),
            facts: filled.paragraphs("facts"),
            reasons: filled.paragraphs("reasons"),
            grounds: grounds(filled)?,
            exhibits: shown.exhibits,
            signature: signed(filled),
        };
        Ok(Written::Bound(Box::new(request.bundle(&shown.contents, language, shown.form)?), None))
    }
}

impl Desk {
    /// What the file says for a request for relief.
    pub(super) fn relief_drawn(&self, tx: &mut Tx, ground: &Ground) -> Result<Late, DeskError> {
        Ok(Late(Insolvent::new(self.insolvent(tx, ground)?, ground, self)?))
    }
}

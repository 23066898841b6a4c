//! Goods claimed back in an insolvency: the letter to who administers it, then the request to the judge.

use documents::court as paper;
use judicial::insolvency::OfficerRole;
use judicial::insolvency::clocks::{Clock, ClockKind, clock};
use kernel::{Date, Language, Money, Wording};
use store::Tx;

use super::form::{Filled, PaperField, applicant, basis, judge, signature};
use super::insolvent::{Insolvent, ground_of};
use super::make::{Draw, Ground, Shown, Written, figure, grounds, signed};
use super::{PaperFigure, PaperKind};
use crate::{Desk, DeskError, PaperRefusal};

/// What the file says for a claim to goods.
pub(super) struct Claimed {
    insolvent: Insolvent,
    kind: PaperKind,
}

/// `What ; how many ; delivered on ; invoice ; price not paid`.
fn goods(line: &str, ground: &Ground) -> Result<paper::Goods, PaperRefusal> {
    let wrong = || PaperRefusal::Goods { text: line.chars().take(80).collect() };
    let parts: Vec<&str> = line.split(';').map(str::trim).collect();
    let [what, quantity, delivered, invoice, price] = parts.as_slice() else { return Err(wrong()) };
    let plain: String = price.replace(',', ".").chars().filter(|c| !c.is_whitespace()).collect();
    let price = Money::parse(&plain, ground.case.currency).ok().filter(|price| price.minor() > 0);
    let delivered_on: Option<Date> = delivered.parse().ok();
    let (Some(price), Some(delivered_on), false) = (price, delivered_on, what.is_empty() || invoice.is_empty()) else {
        return Err(wrong());
    };
    Ok(paper::Goods {
        what: Wording::same(*what),
        quantity: Wording::same(*quantity),
        delivered_on,
        invoice: (*invoice).to_owned(),
        price,
    })
}

impl Claimed {
    const fn is_request(&self) -> bool {
        matches!(self.kind, PaperKind::ReclaimRequest)
    }

    /// What the file knows of the goods: the invoices, the days they were supplied, what is not paid.
    fn drafted(&self) -> Vec<Wording> {
        let of = |head: &judicial::insolvency::declaration::Head| {
            let judged = self.insolvent.now.judged.iter().find(|one| one.piece.item.id == head.item)?;
            let (supplied, price) = (judged.piece.open.supply_on?, head.principal.to_decimal());
            let number = &head.number;
            Some(Wording::same(format!("Marchandises de la facture {number} ; 1 ; {supplied} ; {number} ; {price}")))
        };
        self.insolvent.heads.iter().filter_map(of).collect()
    }

    /// The last day, and its article: of the letter by the publication; of the request by the end of the time to
    /// answer, answered or not.
    fn period(&self, desk: &Desk, filled: &Filled) -> Result<Option<Clock>, DeskError> {
        let Some(asked) = filled.day("asked").filter(|_| self.is_request()) else {
            return Ok(self.insolvent.clock(ClockKind::RetentionOfTitle).cloned());
        };
        let places = self.insolvent.now.places;
        let answer = clock(ClockKind::RetentionOfTitleAnswer, asked, places, &desk.law)?;
        Ok(Some(clock(ClockKind::RetentionOfTitleJudge, answer.due, places, &desk.law)?))
    }
}

impl Draw for Claimed {
    fn fields(&self, _desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        let insolvent = &self.insolvent;
        let mut fields = if self.is_request() {
            vec![
                judge(insolvent.judge()),
                PaperField::day("asked", ("Demande reçue le", "Letter received on"), None)
                    .needed(PaperRefusal::AskedMissing)
                    .kept(),
                PaperField::day("answer", ("Réponse du", "Answer of"), None)
                    .hint("Vide si personne n’a répondu.", "Empty when nobody answered.")
                    .kept(),
            ]
        } else {
            let roles = [OfficerRole::Administrator, OfficerRole::Liquidator];
            let words = (
                "À l’administrateur, au liquidateur, ou au débiteur à défaut",
                "To the administrator, the liquidator, or else the debtor",
            );
            vec![PaperField::lines("to", words, insolvent.officer(&roles)).needed(PaperRefusal::ToMissing).kept()]
        };
        fields.extend(applicant(ground));
        fields.push(
            PaperField::lines("goods", ("Les biens", "The goods"), self.drafted())
                .under("Les biens", "The goods")
                .hint(
                    "Un par ligne : désignation ; quantité ; livré le (2026-05-31) ; facture ; prix impayé. Ne gardez que ceux qui existent encore en nature.",
                    "One a line: what; how many; delivered on (2026-05-31); invoice; price not paid. Keep those only that still exist in kind.",
                )
                .needed(PaperRefusal::GoodsMissing)
                .kept(),
        );
        fields.push(
            PaperField::lines("facts", ("Les faits", "The facts"), Vec::new())
                .hint(
                    "La clause de réserve de propriété, quand et comment elle fut acceptée, où sont les biens ; un paragraphe par ligne.",
                    "The retention of title, when and how it was accepted, where the goods are; one paragraph a line.",
                )
                .needed(PaperRefusal::FactsMissing)
                .kept(),
        );
        let law = ground_of(
            insolvent.clock(ClockKind::RetentionOfTitle),
            ("les biens peuvent être revendiqués jusqu’au {day}", "goods may be claimed back until {day}"),
        );
        fields.push(basis(law).needed(PaperRefusal::GroundsMissing));
        fields.extend(signature(ground));
        fields
    }

    fn figures(&self) -> Vec<PaperFigure> {
        let left = self.insolvent.sums.and_then(|sums| sums.due.checked_add(sums.not_yet_due).ok());
        left.map(|left| figure("Prix impayé avant le jugement", "Price not paid before the judgment", left))
            .into_iter()
            .collect()
    }

    fn warnings(&self) -> Vec<Wording> {
        self.insolvent.clock(ClockKind::RetentionOfTitle).map_or_else(Vec::new, |clock| clock.warnings.clone())
    }

    fn shows(&self) -> bool {
        true
    }

    fn hindrance(&self, ground: &Ground) -> Option<PaperRefusal> {
        let unknown = self.insolvent.judgment_on.is_none().then_some(PaperRefusal::JudgmentUnknown);
        unknown.or_else(|| ground.unaddressed())
    }

    fn write(
        &self,
        desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError> {
        let list = filled.rows("goods").iter().map(|line| goods(line, ground)).collect::<Result<Vec<_>, _>>()?;
        let zero = Money::zero(ground.case.currency);
        let total = list.iter().try_fold(zero, |sum, one| sum.checked_add(one.price)).map_err(law::LawError::from)?;
        let (form, to) = match filled.day("asked").filter(|_| self.is_request()) {
            Some(asked_on) => {
                (paper::ReclaimForm::Request { asked_on, answer: filled.day("answer") }, filled.rows("court"))
            }
            None => (paper::ReclaimForm::Letter, filled.rows("to")),
        };
        let period = self.period(desk, filled)?;
        let paper = paper::Reclaim {
            cover: ground.cover(self.kind, filled),
            form,
            to,
            articles: period.iter().map(|clock| Wording::same(&clock.article)).collect(),
            creditor: ground.applicant(filled),
            debtor: ground.debtor()?,
            proceedings: self.insolvent.proceedings()?,
            last_day: period.map(|clock| clock.due),
            currency: ground.case.currency,
            goods: list,
            total,
            facts: filled.paragraphs("facts"),
            grounds: grounds(filled)?,
            exhibits: shown.exhibits,
            signature: signed(filled),
        };
        Ok(Written::Bound(Box::new(paper.bundle(&shown.contents, language, shown.form)?), None))
    }
}

impl Desk {
    /// What the file says for a claim to goods.
    pub(super) fn reclaim_drawn(&self, tx: &mut Tx, ground: &Ground, kind: PaperKind) -> Result<Claimed, DeskError> {
        Ok(Claimed { insolvent: Insolvent::new(self.insolvent(tx, ground)?, ground, self)?, kind })
    }
}

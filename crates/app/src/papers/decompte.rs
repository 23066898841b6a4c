//! The décompte of a case: the pieces it claims, what came on them, interest by the law's tables, in legal order.

use documents::court as paper;
use judicial::costs::{Cost, Party, Recovery};
use kernel::{Language, Money, Wording};
use law::Regime;
use law::decompte as drawn;
use ledger::{Item, ItemKind};
use store::Tx;

use super::form::{Filled, PaperField};
use super::make::{Draw, Ground, Shown, Written, figure};
use super::{PaperFigure, PaperKind};
use crate::costs::CaseDrawn;
use crate::titles::Received;
use crate::{Desk, DeskError, PaperRefusal};

/// A décompte drawn, as a paper, with the articles it stands on.
pub(super) struct Drawn {
    pub paper: paper::Decompte,
    /// Articles of law, each once, those of rates left out.
    pub articles: Vec<String>,
    /// What a reader must know.
    pub warnings: Vec<Wording>,
}

impl Drawn {
    /// What is left of it, the whole first.
    pub fn figures(&self) -> Vec<PaperFigure> {
        let totals = &self.paper.totals;
        let mut figures = vec![
            figure("Réclamé", "Claimed", totals.owed),
            figure("Principal", "Principal", totals.principal_left),
            figure("Intérêts", "Interest", totals.interest_left),
            figure("Indemnités", "Indemnities", totals.indemnities_left),
        ];
        if !totals.costs_left.is_zero() {
            figures.push(figure("Frais", "Costs", totals.costs_left));
        }
        figures
    }
}

impl Draw for Drawn {
    fn fields(&self, _desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        vec![counted_to(ground)]
    }

    fn figures(&self) -> Vec<PaperFigure> {
        Self::figures(self)
    }

    fn warnings(&self) -> Vec<Wording> {
        self.warnings.clone()
    }

    fn shows(&self) -> bool {
        false
    }

    fn hindrance(&self, _ground: &Ground) -> Option<PaperRefusal> {
        None
    }

    fn write(
        &self,
        _desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        _shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError> {
        let cover = paper::Cover { date: ground.as_of, ..ground.cover(PaperKind::Decompte, filled) };
        let parties = &ground.parties;
        Ok(Written::Alone(self.paper.render(&cover, &parties.creditor, &parties.debtors, language)?))
    }
}

/// The day a paper counts to.
pub(super) fn counted_to(ground: &Ground) -> PaperField {
    PaperField::day("on", ("Arrêté au", "Counted to"), Some(ground.as_of)).hint(
        "Les intérêts et l’indemnité viennent des tables de droit, période par période ; les paiements sont imputés dans l’ordre légal.",
        "Interest and the indemnity come from the tables of law, period by period; payments are set off in legal order.",
    )
}

fn label(one: &Received) -> Wording {
    let number = &one.number;
    match (one.credit_note, number.is_empty()) {
        (true, _) => Wording::new(format!("Avoir {number}"), format!("Credit note {number}")),
        (false, false) => Wording::new(format!("Règlement {number}"), format!("Payment {number}")),
        (false, true) => Wording::new("Règlement", "Payment"),
    }
}

/// Pieces that bear nothing, each with what to do.
fn unconfirmed(item: &Item) -> Option<Wording> {
    let number = &item.number;
    item.due_inferred.then(|| {
        Wording::new(
            format!("{number} : échéance supposée, aucun intérêt n’est compté ; confirmez-la dans le dossier"),
            format!("{number}: its due date is supposed, no interest is counted; confirm it in the account"),
        )
    })
}

/// A cost that is asked of the debtor; the others are the house's own affair.
fn cost(of: &Cost) -> Option<paper::Cost> {
    let asked = of.bearing.borne_by == Party::Debtor && of.bearing.recovery == Recovery::Recoverable;
    let amount = of.gross().ok().filter(|_| asked)?;
    Some(paper::Cost {
        kind: Wording::new("frais", "cost"),
        label: Wording::same(&of.label),
        date: of.day,
        amount,
        borne_by: paper::Bearer::Debtor,
    })
}

/// Articles of law among the sources: what names a rate or a series of a bank is none.
fn articles(answer: &drawn::Decompte) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for source in answer.sources.iter().filter(|source| !source.row.starts_with("ecb_")) {
        if !found.contains(&source.article) {
            found.push(source.article.clone());
        }
    }
    found
}

/// A décompte as a paper, with its sums.
pub(super) fn assembled(drawn: &CaseDrawn) -> Drawn {
    let answer = &drawn.answer;
    let currency = answer.currency;
    let mut warnings: Vec<Wording> = drawn.items.iter().filter_map(unconfirmed).collect();
    warnings.extend(answer.warnings.iter().cloned());
    let articles = articles(answer);
    let claims = answer.items.iter().zip(&drawn.items).zip(&answer.annex.account.items);
    let claims = claims.map(|((item, of), asked)| claim(item, of, asked.regime)).collect();
    let zero = Money::zero(currency);
    let payments = answer.receipts.iter().zip(&drawn.receipts).map(|(line, one)| paper::Payment {
        date: line.date,
        label: label(one),
        amount: line.amount,
        to_costs: line.to_costs,
        to_interest: line.to_interest,
        to_indemnities: line.to_indemnities,
        to_principal: line.to_principal,
        to_penalties: line.to_penalty,
        surplus: line.surplus,
    });
    let t = &answer.totals;
    let note = Wording::new(
        "Intérêts du lendemain de l’échéance au jour du paiement inclus, année de 365 jours, chaque période arrondie au centime.",
        "Interest from the day after the due date to the day of payment included, a year of 365 days, each period rounded to the cent.",
    );
    let paper = paper::Decompte {
        as_of: answer.as_of,
        currency,
        claims,
        penalties: Vec::new(),
        costs: drawn.costs.iter().filter_map(cost).collect(),
        payments: payments.collect(),
        totals: paper::DecompteTotals {
            principal: t.principal,
            principal_left: t.principal_left,
            interest: t.interest,
            interest_left: t.interest_left,
            indemnities: t.indemnities,
            indemnities_left: t.indemnities_left,
            penalties: zero,
            penalties_left: zero,
            costs: t.costs,
            costs_left: t.costs_left,
            received: t.received,
            surplus: t.overpaid,
            owed: t.owed,
        },
        running: running(answer),
        articles: articles.iter().map(Wording::same).collect(),
        notes: vec![note],
    };
    Drawn { paper, articles, warnings }
}

fn claim(item: &drawn::DecompteItem, of: &Item, regime: Regime) -> paper::Claim {
    let label = match of.kind {
        ItemKind::Bill => Wording::new(format!("Effet {}", item.reference), format!("Bill {}", item.reference)),
        ItemKind::Opening => {
            Wording::new(format!("Solde antérieur {}", item.reference), format!("Earlier balance {}", item.reference))
        }
        _ => Wording::new(format!("Facture {}", item.reference), format!("Invoice {}", item.reference)),
    };
    let (fr, en) = match regime {
        Regime::B2b => (
            "taux de la Banque centrale européenne, majoré, du semestre",
            "rate of the European Central Bank, raised, of the half-year",
        ),
        Regime::Public => {
            ("taux des retards de paiement de la commande publique", "rate of late payments of public procurement")
        }
        Regime::Consumer => ("taux de l’intérêt légal du semestre", "legal interest rate of the half-year"),
    };
    let source = Wording::new(fr, en);
    let period = |slice: &law::interest::Slice| paper::Period {
        from: slice.from,
        to: slice.to,
        days: slice.days,
        base: slice.balance,
        rate: slice.rate,
        year_days: slice.year_days,
        amount: slice.interest,
        source: source.clone(),
    };
    paper::Claim {
        label,
        issued: Some(of.issue_on),
        due: item.due,
        principal: item.principal,
        periods: item.slices.iter().map(period).collect(),
        interest: item.interest,
        indemnity: item.indemnity,
        principal_left: item.principal_left,
        interest_left: item.interest_left,
        indemnity_left: item.indemnity_left,
    }
}

/// What goes on to bear interest after the day, by rate: the last period of each piece, at what is left of it.
fn running(answer: &drawn::Decompte) -> Vec<paper::Running> {
    let mut by_rate: Vec<paper::Running> = Vec::new();
    for item in answer.items.iter().filter(|item| item.principal_left.minor() > 0) {
        let Some(last) = item.slices.last().filter(|last| last.to == answer.as_of) else { continue };
        let same = by_rate.iter_mut().find(|one| one.rate == last.rate && one.year_days == last.year_days);
        match same {
            Some(one) => one.base = one.base.checked_add(item.principal_left).unwrap_or(one.base),
            None => by_rate.push(paper::Running {
                base: item.principal_left,
                rate: last.rate,
                year_days: last.year_days,
                daily: Money::zero(answer.currency),
            }),
        }
    }
    for one in &mut by_rate {
        one.daily = one.rate.interest(one.base, 1, one.year_days, kernel::Rounding::HalfUp).unwrap_or(one.daily);
    }
    by_rate
}

impl Desk {
    /// The décompte of a case.
    pub(super) fn decompte_drawn(&self, tx: &mut Tx, ground: &Ground) -> Result<Drawn, DeskError> {
        Ok(assembled(&self.case_drawn(tx, ground)?))
    }

    /// The same as the law answers it.
    pub(super) fn case_drawn(&self, tx: &mut Tx, ground: &Ground) -> Result<CaseDrawn, DeskError> {
        let (case, as_of) = (&ground.case, ground.as_of);
        let (claims, costs) = (crate::cases::standing(tx, case.id)?, self.costs_of(tx, case.id)?);
        let drawn = self.drawn_up(tx, (case, ground.parties.kind), (&claims, &costs), as_of)?;
        if drawn.answer.totals.owed.minor() <= 0 {
            return Err(PaperRefusal::NothingClaimed.into());
        }
        Ok(drawn)
    }
}

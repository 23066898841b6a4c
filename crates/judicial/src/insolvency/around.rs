//! What stands beside the claims: guarantors, running plans and promises, estates, contracts, goods, what is sold from
//! now on, dividends. Each is put to somebody, with what the tables say and what they lack.

use kernel::{Money, MoneyError, Rounding, slug_enum};
use law::{Law, LawError, Line};
use ledger::{DebtorKind, ItemId};
use serde::{Deserialize, Serialize};

use super::standing::{Insolvency, Stage};
use super::{MissingRow, articles};

slug_enum!(
    /// What was decided of a guarantor or co-debtor.
    GuarantorDecision {
        /// Nobody decided: nothing goes out by itself.
        Awaited = "awaited",
        /// Pursue for the whole or for what was guaranteed.
        Pursue = "pursue",
        /// Wait.
        Hold = "hold",
        /// Give up.
        Release = "release",
    }
);

slug_enum!(
    /// What somebody who answers is in law.
    Person {
        /// A natural person.
        Natural = "natural",
        /// A legal person.
        Legal = "legal",
    }
);

impl Person {
    /// What a debtor is, by its kind.
    pub const fn of(kind: DebtorKind) -> Self {
        match kind {
            DebtorKind::Trader | DebtorKind::Artisan | DebtorKind::Professional | DebtorKind::Consumer => Self::Natural,
            _ => Self::Legal,
        }
    }
}

/// Who answers for the debt beside the debtor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarantor {
    /// What they are; none while nobody said.
    pub person: Option<Person>,
    /// True for a co-debtor bound for the whole, false for a guarantor.
    pub co_debtor: bool,
    /// What somebody decided.
    pub decision: GuarantorDecision,
}

/// A guarantor as put to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuarantorCase {
    /// True while demands may go out to them: only once somebody decided it.
    pub may_be_chased: bool,
    /// What is known.
    pub why: Line,
    /// What the tables lack.
    pub missing: Option<MissingRow>,
}

/// A guarantor by itself: the debtor's procedure decides nothing for them here, neither stop nor pursuit. Who may be a
/// natural person is taken for one until somebody says.
pub fn guarantor(of: Guarantor) -> GuarantorCase {
    let natural = of.person != Some(Person::Legal);
    let (who_fr, who_en) = if of.co_debtor { ("codébiteur", "co-debtor") } else { ("garant", "guarantor") };
    let why = match of.decision {
        GuarantorDecision::Awaited => Line::new(
            format!("{who_fr} : à décider un par un ; rien ne part tant que personne n’a décidé"),
            format!("{who_en}: decided one by one; nothing goes out until somebody decides"),
        ),
        GuarantorDecision::Pursue => {
            Line::new(format!("{who_fr} : poursuite décidée"), format!("{who_en}: pursuit decided"))
        }
        GuarantorDecision::Hold => {
            Line::new(format!("{who_fr} : attente décidée"), format!("{who_en}: waiting decided"))
        }
        GuarantorDecision::Release => Line::new(format!("{who_fr} : abandon décidé"), format!("{who_en}: given up")),
    };
    let missing = natural.then(|| {
        MissingRow::new(
            "procedure_deadlines",
            "10 procedures collectives, « suspension of actions against guarantors who are natural persons », its length, start and article",
            Line::new(
                "personne physique garante : la suspension des actions pendant la procédure n’est pas dans les tables ; demandez avant de décider une poursuite",
                "guarantor who is a natural person: the stay of actions during the procedure is not in the tables; ask before deciding to pursue",
            ),
        )
    });
    GuarantorCase { may_be_chased: of.decision == GuarantorDecision::Pursue, why, missing }
}

slug_enum!(
    /// An arrangement that ran when the procedure opened.
    Arrangement {
        /// An instalment plan.
        Plan = "plan",
        /// A promise to pay.
        Promise = "promise",
        /// Time given.
        Deferral = "deferral",
        /// A mandate by which money is debited.
        DirectDebit = "direct-debit",
    }
);

slug_enum!(
    /// What becomes of an arrangement.
    ArrangementEffect {
        /// Nothing more is asked or debited under it.
        Suspended = "suspended",
        /// Part of what it pays goes on: it is drawn again for later claims only.
        DrawAgain = "draw-again",
        /// It pays later claims only.
        GoesOn = "goes-on",
    }
);

/// What becomes of an arrangement that pays items held (`held`) and items chased (`chased`), counted.
///
/// # Errors
/// [`LawError`] when the tables do not know the procedure.
pub fn arrangement(
    kind: Arrangement,
    held: usize,
    chased: usize,
    law: &Law,
) -> Result<(ArrangementEffect, Line), LawError> {
    let stop = articles(law)?;
    let (fr, en) = match kind {
        Arrangement::Plan => ("échéancier", "plan"),
        Arrangement::Promise => ("promesse", "promise"),
        Arrangement::Deferral => ("moratoire", "deferral"),
        Arrangement::DirectDebit => ("prélèvement", "direct debit"),
    };
    Ok(match (held, chased) {
        (0, _) => (
            ArrangementEffect::GoesOn,
            Line::new(
                format!("{fr} : ne règle que des créances postérieures, il continue"),
                format!("{en}: pays later claims only, it goes on"),
            ),
        ),
        (_, 0) => (
            ArrangementEffect::Suspended,
            Line::new(
                format!(
                    "{fr} : règle des créances antérieures, dont le paiement est arrêté ({stop}) ; ni rappel, ni déchéance, ni prélèvement"
                ),
                format!(
                    "{en}: pays prior claims, whose payment is stopped ({stop}); no reminder, no default, no debit"
                ),
            ),
        ),
        _ => (
            ArrangementEffect::DrawAgain,
            Line::new(
                format!(
                    "{fr} : règle aussi des créances antérieures, dont le paiement est arrêté ({stop}) ; à refaire pour les seules postérieures"
                ),
                format!(
                    "{en}: also pays prior claims, whose payment is stopped ({stop}); draw it again for later claims only"
                ),
            ),
        ),
    })
}

/// What a sole trader's procedure touches, as far as the tables say.
pub fn estates(kind: DebtorKind) -> Option<MissingRow> {
    matches!(kind, DebtorKind::Trader | DebtorKind::Artisan | DebtorKind::Professional).then(|| {
        MissingRow::new(
            "rules",
            "insolvency_touches_personal_estate,<0 or 1>,yes,<valid_from>,,<article>,<status>,<source>",
            Line::new(
                "entrepreneur individuel, deux patrimoines : les créances professionnelles sont traitées comme touchées ; pour les personnelles, lisez le jugement",
                "sole trader, two estates: professional claims are treated as touched; for personal ones, read the judgment",
            ),
        )
    })
}

slug_enum!(
    /// What to check before goods are claimed back.
    RevendicationCheck {
        /// The clause is in writing and was accepted at the latest at delivery.
        Clause = "clause",
        /// The goods are still there, unsold or not transformed, on the day of the judgment.
        InKind = "in-kind",
        /// They can be told from others, or are of a kind that replaces another.
        Identified = "identified",
        /// Which invoices of them are unpaid.
        Unpaid = "unpaid",
        /// The price was not paid by a sub-buyer before the judgment.
        Resold = "resold",
        /// The letter goes to the administrator, else to the debtor with a copy to the mandataire.
        Addressee = "addressee",
        /// Whether the contract was published: then goods are asked back as a restitution.
        Published = "published",
    }
);

impl RevendicationCheck {
    /// The question.
    pub fn words(self) -> Line {
        match self {
            Self::Clause => Line::new(
                "La clause de réserve de propriété est-elle écrite et acceptée au plus tard à la livraison ?",
                "Is the retention of title clause in writing and accepted by delivery at the latest?",
            ),
            Self::InKind => Line::new(
                "Les biens se trouvent-ils en nature chez le débiteur au jour du jugement (inventaire demandé) ?",
                "Are the goods in kind with the debtor on the day of the judgment (inventory asked for)?",
            ),
            Self::Identified => Line::new(
                "Les biens sont-ils identifiables (numéros, lots), ou fongibles de même espèce et qualité ?",
                "Can the goods be identified (numbers, batches), or are they fungible of the same kind and quality?",
            ),
            Self::Unpaid => Line::new(
                "Quelles livraisons restent impayées, facture par facture ?",
                "Which deliveries are unpaid, invoice by invoice?",
            ),
            Self::Resold => Line::new(
                "Les biens revendus ont-ils été payés par le sous-acquéreur avant le jugement ?",
                "Were goods resold paid for by the sub-buyer before the judgment?",
            ),
            Self::Addressee => Line::new(
                "La demande part-elle en recommandé à l’administrateur, à défaut au débiteur, avec copie au mandataire ?",
                "Does the request go by registered letter to the administrator, else to the debtor, with a copy to the representative?",
            ),
            Self::Published => Line::new(
                "Le contrat est-il publié (alors restitution, sans revendication) ?",
                "Is the contract published (then restitution, without revendication)?",
            ),
        }
    }
}

slug_enum!(
    /// How what follows is to be sold.
    FutureSupply {
        /// As usual.
        Usual = "usual",
        /// Against payment in advance.
        PaymentInAdvance = "payment-in-advance",
        /// Nothing: there is nobody to deliver to.
        None = "none",
    }
);

/// Advice for orders to come.
pub fn future_supply(known: &Insolvency) -> (FutureSupply, Line) {
    match known.stage {
        Stage::Open | Stage::Plan | Stage::PlanEnded => (
            FutureSupply::PaymentInAdvance,
            Line::new(
                "livraisons à venir : paiement d’avance, et accord écrit de l’administrateur ou du liquidateur s’il y en a un",
                "deliveries to come: payment in advance, and written consent of the administrator or liquidator where there is one",
            ),
        ),
        Stage::Closed | Stage::ActionsResumed => (
            FutureSupply::None,
            Line::new(
                "procédure close sans apurement : ne livrez plus sans nouvel examen",
                "procedure closed unpaid: deliver no more without a new review",
            ),
        ),
        Stage::ClosedPaid => (
            FutureSupply::Usual,
            Line::new(
                "procédure close, passif apuré : limite de crédit à revoir",
                "procedure closed, debts paid: review the credit limit",
            ),
        ),
    }
}

/// What was admitted of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admission {
    /// The item.
    pub item: ItemId,
    /// Positive.
    pub amount: Money,
}

/// Shares a dividend among the claims admitted, in proportion, to the cent: the parts add up to it. What exceeds the
/// claims admitted is left out.
///
/// # Errors
/// [`MoneyError`] when currencies differ or sums overflow.
pub fn share(dividend: Money, admitted: &[Admission]) -> Result<Vec<Admission>, MoneyError> {
    let mut total = Money::zero(dividend.currency());
    for claim in admitted {
        total = total.checked_add(claim.amount)?;
    }
    let paid = Money::new(dividend.minor().clamp(0, total.minor().max(0)), dividend.currency());
    let (mut before, mut given, mut shares) = (0_i64, 0_i64, Vec::with_capacity(admitted.len()));
    for claim in admitted {
        before += claim.amount.minor();
        // what is due up to this claim, less what was given: nothing is lost on the way
        let up_to = if total.is_zero() { 0 } else { paid.ratio(before, total.minor(), Rounding::HalfUp)?.minor() };
        shares.push(Admission { item: claim.item, amount: Money::new(up_to - given, paid.currency()) });
        given = up_to;
    }
    Ok(shares)
}

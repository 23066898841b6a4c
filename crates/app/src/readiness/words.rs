//! Criteria, aspects and answers, in words.

use judicial::readiness::{Criterion, Role, Verdict};
use kernel::{Date, Wording};
use law::text::{date_en, date_fr};
use store::CaseAspect;

use super::UNREGISTERED;

/// A verdict in words.
pub fn verdict_words(verdict: Verdict) -> Wording {
    let (fr, en) = match verdict {
        Verdict::Ready => ("prêt", "ready"),
        Verdict::Reserves => ("prêt, avec réserves", "ready, with reserves"),
        Verdict::NotReady => ("pas prêt", "not ready"),
    };
    Wording::new(fr, en)
}

/// A criterion in words.
pub fn criterion_words(criterion: Criterion) -> Wording {
    let (fr, en) = match criterion {
        Criterion::Certain => ("Certaine", "Certain"),
        Criterion::Liquid => ("Liquide", "Liquid"),
        Criterion::Due => ("Exigible", "Due"),
        Criterion::Order => ("Commande", "Order"),
        Criterion::Delivery => ("Livraison ou exécution", "Delivery or performance"),
        Criterion::Invoice => ("Facture", "Invoice"),
        Criterion::Terms => ("Conditions de vente acceptées", "Terms of sale accepted"),
        Criterion::Notice => ("Mise en demeure présentée", "Formal notice presented"),
        Criterion::Register => ("Extrait Kbis", "Extract of the register"),
        Criterion::Authority => ("Pouvoir d’agir", "Authority to act"),
        Criterion::Identity => ("Identité du débiteur", "Debtor’s identity"),
        Criterion::Solvency => ("Solvabilité", "Solvency"),
        Criterion::Limitation => ("Prescription", "Limitation"),
        Criterion::Court => ("Tribunal compétent", "Competent court"),
    };
    Wording::new(fr, en)
}

/// Who holds a piece, in words.
pub fn owner_words(role: Role) -> Wording {
    let (fr, en) = match role {
        Role::Sales => ("commerce", "sales"),
        Role::Logistics => ("logistique", "logistics"),
        Role::Accounting => ("comptabilité", "accounting"),
        Role::Credit => ("crédit et recouvrement", "credit management"),
        Role::Legal => ("juridique", "legal"),
        Role::Management => ("direction", "management"),
    };
    Wording::new(fr, en)
}

/// An aspect in words.
pub fn aspect_words(aspect: CaseAspect) -> Wording {
    let (fr, en) = match aspect {
        CaseAspect::Contest => ("Le débiteur conteste", "The debtor contests"),
        CaseAspect::Amount => ("Le montant", "The amount"),
        CaseAspect::Order => ("Commande ou contrat", "Order or contract"),
        CaseAspect::Delivery => ("Preuve de livraison", "Proof of delivery"),
        CaseAspect::Invoice => ("Facture", "Invoice"),
        CaseAspect::Terms => ("Acceptation des conditions de vente", "Acceptance of the terms of sale"),
        CaseAspect::Notice => ("Mise en demeure", "Formal notice"),
        CaseAspect::Register => ("Jour de l’extrait Kbis", "Day of the extract of the register"),
        CaseAspect::Authority => ("Pouvoir d’agir", "Authority to act"),
        CaseAspect::Identity => ("Identité du débiteur", "Debtor’s identity"),
        CaseAspect::Solvency => ("Solvabilité", "Solvency"),
        CaseAspect::Place => ("Commune du débiteur (code INSEE) ou État", "Debtor’s commune (INSEE code) or State"),
        CaseAspect::Matter => ("Matière", "Matter"),
    };
    Wording::new(fr, en)
}

/// An answer in words; an empty one is what nobody knows.
pub fn value_words(aspect: CaseAspect, value: &str) -> Wording {
    if value.is_empty() {
        return Wording::new("inconnu", "unknown");
    }
    match aspect {
        CaseAspect::Place => Wording::same(value),
        CaseAspect::Matter => law::words::of("matter", value),
        CaseAspect::Register if value != UNREGISTERED => match value.parse::<Date>() {
            Ok(day) => Wording::new(date_fr(day), date_en(day)),
            Err(_) => Wording::same(value),
        },
        CaseAspect::Contest if value == "not" => Wording::new("non", "no"),
        CaseAspect::Contest if value == "part" => Wording::new("une partie", "a part"),
        CaseAspect::Terms if value == "none" => Wording::new("aucune", "none"),
        CaseAspect::Authority if value == "filed" => Wording::new("pouvoir au dossier", "power on file"),
        _ => plain(value).map_or_else(|| Wording::same(value), |(fr, en)| Wording::new(fr, en)),
    }
}

fn plain(value: &str) -> Option<(&'static str, &'static str)> {
    Some(match value {
        "unfounded" => ("tout, sans motif sérieux", "all of it, without a serious ground"),
        "serious" => ("tout, sur un motif sérieux", "all of it, on a serious ground"),
        "determined" => ("déterminé", "determined"),
        "undetermined" => ("à déterminer", "to be determined"),
        "filed" => ("au dossier", "on file"),
        "mentioned" => ("existe, pas au dossier", "exists, not on file"),
        "missing" => ("absent", "missing"),
        "not-applicable" => ("sans objet", "not applicable"),
        "strong" => ("forte", "strong"),
        "weak" => ("faible", "weak"),
        "presented" => ("présentée, preuve au dossier", "presented, proof on file"),
        "sent" => ("envoyée, présentation non prouvée", "sent, presentation not proved"),
        "none" => ("aucune", "none"),
        "own" => ("représentant légal ou avocat", "legal representative or lawyer"),
        "checked" => ("vérifiée au registre", "checked against the register"),
        "unchecked" => ("non vérifiée", "not checked"),
        "conflicting" => ("les pièces se contredisent", "the papers disagree"),
        "unregistered" => ("SIREN inconnu du registre", "SIREN unknown to the register"),
        "gone" => ("radié ou décédé", "struck off or dead"),
        "good" => ("bonne", "good"),
        "doubtful" => ("douteuse", "doubtful"),
        "unknown" => ("inconnue", "unknown"),
        "empty-shell" => ("rien à saisir", "nothing to seize"),
        "insolvent" => ("procédure collective ouverte", "insolvency proceedings open"),
        UNREGISTERED => ("sans objet : pas d’immatriculation", "not applicable: no registration"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readiness::values;

    #[test]
    fn every_answer_is_said_in_both_languages() {
        for aspect in CaseAspect::ALL {
            for value in values(*aspect).into_iter().chain([""]) {
                let words = value_words(*aspect, value);
                assert_ne!(words.fr, words.en.clone() + "?", "{value}");
                assert!(words.fr != value || words.en == value, "{aspect:?}: {value} is not said in French");
            }
        }
    }
}

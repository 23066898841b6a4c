//! What terms of sale say, in words.

use kernel::{Date, Language, Spoken, Wording};

use super::{AcceptanceHow, ClauseKind, Strength};

/// What a clause is about.
pub fn clause_words(kind: ClauseKind) -> Wording {
    let (fr, en) = match kind {
        ClauseKind::PaymentPeriod => ("délai de paiement", "payment period"),
        ClauseKind::LatePenalties => ("pénalités de retard", "late-payment penalties"),
        ClauseKind::RecoveryIndemnity => ("indemnité de recouvrement", "recovery indemnity"),
        ClauseKind::PenaltyClause => ("clause pénale", "penalty clause"),
        ClauseKind::RetentionOfTitle => ("réserve de propriété", "retention of title"),
        ClauseKind::Acceleration => ("déchéance du terme", "acceleration on default"),
        ClauseKind::Jurisdiction => ("clause de compétence", "jurisdiction clause"),
        ClauseKind::EarlyDiscount => ("escompte", "early-payment discount"),
        ClauseKind::Deposit => ("acompte", "deposit"),
        ClauseKind::Complaints => ("délai de réclamation", "complaints period"),
        ClauseKind::Other => ("autre", "other"),
    };
    Wording::new(fr, en)
}

/// How a customer accepted.
pub fn how_words(how: AcceptanceHow) -> Wording {
    let (fr, en) = match how {
        AcceptanceHow::Signed => ("conditions signées", "signed"),
        AcceptanceHow::OrderForm => ("bon de commande qui y renvoie", "order form referring to them"),
        AcceptanceHow::OrderUnopposed => ("confirmation de commande non contestée", "order confirmation unopposed"),
        AcceptanceHow::Click => ("clic sur un site", "click on a site"),
        AcceptanceHow::AccountOpening => ("formulaire d’ouverture de compte", "account opening form"),
        AcceptanceHow::InvoiceOnly => ("imprimées sur les factures seulement", "printed on invoices only"),
        AcceptanceHow::CourseOfDealing => ("relations suivies", "course of dealing"),
        AcceptanceHow::Other => ("autre", "other"),
    };
    Wording::new(fr, en)
}

/// Reads a way by its slug, or by its words in either language.
pub(super) fn how_of(text: &str) -> Option<AcceptanceHow> {
    let key = kernel::search_key(text);
    AcceptanceHow::parse(text.trim()).or_else(|| {
        AcceptanceHow::ALL.iter().copied().find(|how| {
            let words = how_words(*how);
            [&words.fr, &words.en].into_iter().any(|word| kernel::search_key(word) == key)
        })
    })
}

/// What a proof says: the version, the day, the way, whether it is on file.
pub(super) struct Proof<'a> {
    pub label: &'a str,
    pub on: Date,
    pub how: AcceptanceHow,
    pub filed: bool,
}

/// Why terms bind; where the proof is weak, what else there is.
pub(super) fn bound_words(proof: &Proof, stronger: Option<&Proof>) -> Wording {
    let say = |language: Language| {
        let (label, day, how) = (proof.label, proof.on.said(language), how_words(proof.how));
        let how = how.pick(language);
        let filed = match (language, proof.filed) {
            (Language::Fr, true) => "preuve au dossier",
            (Language::Fr, false) => "preuve à joindre",
            (Language::En, true) => "proof on file",
            (Language::En, false) => "proof to be attached",
        };
        let said = match language {
            Language::Fr => format!("« {label} » acceptées le {day} : {how} ; {filed}"),
            Language::En => format!("“{label}” accepted on {day}: {how}; {filed}"),
        };
        let weak = if proof.how.strength() == Strength::Weak {
            language.pick(" ; preuve faible, à faire confirmer par écrit", "; weak proof, to be confirmed in writing")
        } else {
            ""
        };
        let other = stronger.map_or_else(String::new, |other| {
            let (label, day, how) = (other.label, other.on.said(language), how_words(other.how));
            let how = how.pick(language);
            match language {
                Language::Fr => format!(" ; à défaut, « {label} » acceptées le {day} ({how})"),
                Language::En => format!("; failing that, “{label}” accepted on {day} ({how})"),
            }
        });
        [said.as_str(), weak, &other].concat()
    };
    Wording::new(say(Language::Fr), say(Language::En))
}

/// Why none do: they were accepted later.
pub(super) fn later_words(from: Date) -> Wording {
    Wording::new(
        format!(
            "aucune preuve d’acceptation avant cette date : la première vaut à partir du {}",
            from.said(Language::Fr)
        ),
        format!("no proof of acceptance before that day: the first holds from {}", from.said(Language::En)),
    )
}

/// Why none do: nobody wrote anything down.
pub(super) fn never_words() -> Wording {
    Wording::new(
        "aucune preuve que des conditions de vente aient été acceptées",
        "no proof that terms of sale were accepted",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_read_by_its_slug_or_its_words() {
        for (text, how) in [
            ("signed", Some(AcceptanceHow::Signed)),
            ("Conditions signées", Some(AcceptanceHow::Signed)),
            ("  click on a site ", Some(AcceptanceHow::Click)),
            ("CLIC SUR UN SITE", Some(AcceptanceHow::Click)),
            ("poignée de main", None),
            ("", None),
        ] {
            assert_eq!(how_of(text), how, "{text}");
        }
    }

    #[test]
    fn a_weak_proof_says_so_and_names_what_else_there_is() {
        let day = |text: &str| -> Date { text.parse().expect("a date") };
        let weak = Proof { label: "2025", on: day("2025-02-01"), how: AcceptanceHow::InvoiceOnly, filed: false };
        let strong = Proof { label: "2023", on: day("2023-03-12"), how: AcceptanceHow::Signed, filed: true };
        let said = bound_words(&weak, Some(&strong));
        assert!(said.fr.contains("preuve faible") && said.fr.contains("à défaut, « 2023 »"), "{}", said.fr);
        assert!(said.en.contains("weak proof") && said.en.contains("failing that, “2023”"), "{}", said.en);
        let said = bound_words(&strong, None);
        assert!(!said.fr.contains("faible") && said.fr.ends_with("preuve au dossier"), "{}", said.fr);
    }
}

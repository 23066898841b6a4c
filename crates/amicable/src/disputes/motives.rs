//! The closed list of motives of the French e-invoicing reform, read as kinds of ours.
//!
//! Source of the codes: AFNOR XP Z12-012, rule BR-FR-CDV-CL-09 (MDT-113) of the Schematron BR-FR-CDV-CDAR V1.4.0
//! (FNFE-MPE, repository `fnfempe/France_RFE`, commit e9520ce of 14 July 2026), for the statuses 206 partly
//! approved, 207 in dispute, 208 suspended and 210 refused. The rule names codes only: the words and the kind
//! beside each are ours. That every code the law table lists for these statuses has its line here is tested in
//! `app`, which sees both.

use super::DisputeKind;

/// One motive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Motive {
    /// Code of the reform: `TX_TVA_ERR`.
    pub code: &'static str,
    /// What it is for us.
    pub kind: DisputeKind,
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

const fn of(code: &'static str, kind: DisputeKind, fr: &'static str, en: &'static str) -> Motive {
    Motive { code, kind, fr, en }
}

use DisputeKind as K;

/// Every motive, in the order of the rule.
pub const MOTIVES: &[Motive] = &[
    of("AUTRE", K::Other, "autre motif", "other reason"),
    of("COORD_BANC_ERR", K::BankDetails, "coordonnées bancaires erronées", "wrong bank details"),
    of("TX_TVA_ERR", K::Tax, "taux de TVA erroné", "wrong VAT rate"),
    of("MONTANTTOTAL_ERR", K::InvoiceError, "montant total erroné", "wrong total"),
    of("CALCUL_ERR", K::InvoiceError, "erreur de calcul", "wrong computation"),
    of("NON_CONFORME", K::InvoiceError, "mention ou forme non conforme", "mention or form not compliant"),
    of("DOUBLON", K::Duplicate, "facture reçue en double", "invoice received twice"),
    of("DEST_INC", K::Recipient, "destinataire inconnu", "unknown recipient"),
    of("DEST_ERR", K::Recipient, "destinataire erroné", "wrong recipient"),
    of("TRANSAC_INC", K::UnknownSale, "opération inconnue", "unknown sale"),
    of("EMMET_INC", K::UnknownSale, "émetteur inconnu", "unknown seller"),
    of("CONTRAT_TERM", K::Order, "contrat terminé", "contract ended"),
    of("DOUBLE_FACT", K::Duplicate, "facturé deux fois", "charged twice"),
    of("CMD_ERR", K::Order, "commande erronée ou absente", "order wrong or missing"),
    of("ADR_ERR", K::Recipient, "adresse erronée", "wrong address"),
    of("SIRET_ERR", K::Recipient, "SIRET erroné ou absent", "SIRET wrong or missing"),
    of("CODE_ROUTAGE_ERR", K::Recipient, "code de routage erroné ou absent", "routing code wrong or missing"),
    of("REF_CT_ABSENT", K::Order, "référence contractuelle absente", "contract reference missing"),
    of("REF_ERR", K::Order, "référence erronée", "wrong reference"),
    of("PU_ERR", K::Price, "prix unitaire erroné", "wrong unit price"),
    of("REM_ERR", K::Price, "remise erronée", "wrong discount"),
    of("QTE_ERR", K::Quantity, "quantité erronée", "wrong quantity"),
    of("ART_ERR", K::Order, "article erroné", "wrong article"),
    of("MODPAI_ERR", K::Terms, "modalités de paiement erronées", "wrong terms of payment"),
    of("QUALITE_ERR", K::Quality, "qualité contestée", "quality contested"),
    of("LIVR_INCOMP", K::Delivery, "livraison incomplète", "incomplete delivery"),
    of("JUSTIF_ABS", K::MissingProof, "justificatif absent", "supporting document missing"),
    of("RETRAIT_MAN_SERV", K::Recipient, "retirée par le service (B2G)", "withdrawn by the department (B2G)"),
    of("ST_CT_NON_DECLAR", K::Order, "sous-traitant non déclaré (B2G)", "subcontractor not declared (B2G)"),
    of(
        "SUPPR_COMP_AVOIR",
        K::Duplicate,
        "supprimée, compensée par un avoir (B2G)",
        "removed, offset by a credit note (B2G)",
    ),
    of("TRANSF_PMNT_REGIE", K::Terms, "payée par une régie (B2G)", "paid by an imprest office (B2G)"),
    of("CONTACT_ACHTR", K::Other, "contacter l’acheteur (B2G)", "contact the buyer (B2G)"),
];

/// The motive of a code; none when the reform knows no such code.
pub fn motive(code: &str) -> Option<&'static Motive> {
    MOTIVES.iter().find(|motive| motive.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_motive_has_one_line_and_two_languages() {
        let codes: BTreeSet<&str> = MOTIVES.iter().map(|m| m.code).collect();
        assert_eq!(codes.len(), MOTIVES.len());
        assert!(MOTIVES.iter().all(|m| !m.fr.is_empty() && !m.en.is_empty() && m.fr != m.en));
        assert_eq!(motive("TX_TVA_ERR").map(|m| m.kind), Some(DisputeKind::Tax));
        assert_eq!(motive("TX_TVA"), None);
    }
}

//! What a judgment decides, read from the words of its notice.
//!
//! The bulletin names the nature of a judgment; in Alsace-Moselle, and in part elsewhere, it names none and the
//! decision stands in the text only. The text is read then, in the order of what matters most to a creditor; where it
//! says nothing known, the kind is `other` and the words are kept.

use kernel::{Date, search_key, slug_enum};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::{self, Fields};

slug_enum!(
    /// What a judgment, or the notice of a registry, decides.
    JudgmentKind {
        /// Safeguard is opened.
        SafeguardOpening = "safeguard-opening",
        /// Accelerated safeguard is opened.
        AcceleratedSafeguardOpening = "accelerated-safeguard-opening",
        /// Receivership (redressement judiciaire) is opened.
        ReceivershipOpening = "receivership-opening",
        /// Liquidation is opened.
        LiquidationOpening = "liquidation-opening",
        /// A procedure under way becomes a receivership.
        ConversionToReceivership = "conversion-to-receivership",
        /// A procedure under way becomes a liquidation.
        ConversionToLiquidation = "conversion-to-liquidation",
        /// The procedure is extended to another person.
        Extension = "extension",
        /// A plan of safeguard or receivership is adopted.
        PlanAdopted = "plan-adopted",
        /// A plan of transfer of the business is adopted.
        TransferPlan = "transfer-plan",
        /// A plan is changed.
        PlanChanged = "plan-changed",
        /// A plan is ended for default (résolution).
        PlanResolved = "plan-resolved",
        /// A plan is carried out.
        PlanCompleted = "plan-completed",
        /// Closing for want of assets.
        ClosingWithoutAssets = "closing-without-assets",
        /// Closing: the debts are paid.
        ClosingDebtsPaid = "closing-debts-paid",
        /// Another end of the procedure.
        Closing = "closing",
        /// Creditors may sue again each for himself.
        IndividualActionsResumed = "individual-actions-resumed",
        /// The list of claims is filed.
        ClaimsListFiled = "claims-list-filed",
        /// The list of the claims born after the judgment is filed.
        LaterClaimsListFiled = "later-claims-list-filed",
        /// A distribution is filed.
        DistributionFiled = "distribution-filed",
        /// The day payments stopped is changed.
        CessationDateChanged = "cessation-date-changed",
        /// The period of observation goes on.
        ObservationProlonged = "observation-prolonged",
        /// Another officer is named.
        OfficerReplaced = "officer-replaced",
        /// A ban or personal bankruptcy of a manager.
        PersonalSanction = "personal-sanction",
        /// A court of appeal, or the same court, undoes a decision that was published.
        Overturned = "overturned",
        /// A conciliation agreement is approved.
        ConciliationApproved = "conciliation-approved",
        /// Professional recovery is opened.
        ProfessionalRecoveryOpening = "professional-recovery-opening",
        /// Anything else: see the words.
        Other = "other",
    }
);

impl JudgmentKind {
    /// True for a judgment that opens a collective procedure.
    pub const fn opens(self) -> bool {
        matches!(
            self,
            Self::SafeguardOpening
                | Self::AcceleratedSafeguardOpening
                | Self::ReceivershipOpening
                | Self::LiquidationOpening
        )
    }
}

/// The judgment of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgment {
    /// What it decides.
    pub kind: JudgmentKind,
    /// Its day.
    pub date: Option<Date>,
    /// The family as written.
    pub family: String,
    /// The nature as written.
    pub nature: String,
    /// The text as written.
    pub complement: String,
}

pub(super) fn read(value: &Value, fields: &mut Fields<'_>) -> Option<Judgment> {
    let text = |key: &str| json::text_at(value, key).unwrap_or_default();
    let (family, nature, complement) = (text("famille"), text("nature"), text("complementJugement"));
    let date = json::text_at(value, "date").and_then(|text| fields.day_of("jugement.date", &text));
    if family.is_empty() && nature.is_empty() && complement.is_empty() {
        return None;
    }
    let kind = kind(&family, &nature, &complement);
    Some(Judgment { kind, date, family, nature, complement })
}

/// The nature decides; else the text; else the family.
fn kind(family: &str, nature: &str, complement: &str) -> JudgmentKind {
    named(&search_key(nature), NATURES)
        .or_else(|| decided(&search_key(complement)))
        .or_else(|| named(&search_key(family), NATURES))
        .unwrap_or(JudgmentKind::Other)
}

/// A kind and the words that all must be there, each one of those parted by `|`; tried in order. Apostrophes are left
/// out by the folding: « d'actif » is `dactif`.
type Words = (JudgmentKind, &'static [&'static str]);

/// How natures are worded.
const NATURES: &[Words] = {
    use JudgmentKind as K;
    &[
        (K::Overturned, &["infirm|retract|annulant|annulation"]),
        (K::PersonalSanction, &["faillite personnelle|interdiction de gerer|interdiction de diriger"]),
        (K::LaterClaimsListFiled, &["creances", "nees apres|posterieures|l622 17|l641 13"]),
        (K::ClaimsListFiled, &["etat des creances|liste des creances|releve des creances"]),
        (K::DistributionFiled, &["collocation|repartition|distribution"]),
        (K::IndividualActionsResumed, &["poursuites individuelles|actions individuelles"]),
        (K::ClosingWithoutAssets, &["insuffisance dactif|insuffisance de lactif"]),
        (K::ClosingDebtsPaid, &["extinction du passif|desinteress"]),
        (K::LiquidationOpening, &["resolution", "plan", "liquidation"]),
        (K::PlanResolved, &["plan", "resolution|caducite"]),
        (
            K::PlanCompleted,
            &["plan", "constatant lexecution|bonne execution|execution complete|fin dexecution|achevement"],
        ),
        (K::ConversionToLiquidation, &["conver", "en liquidation"]),
        (K::ConversionToReceivership, &["conver", "redressement"]),
        (K::Extension, &["extension"]),
        (K::CessationDateChanged, &["date de cessation|date de la cessation", "report|modif"]),
        (K::TransferPlan, &["plan de cession|cession de lentreprise|cession totale|cession partielle"]),
        (K::PlanChanged, &["plan", "modifiant|modification"]),
        (K::PlanAdopted, &["plan de sauvegarde|plan de redressement|plan de continuation"]),
        (K::Closing, &["clotur|mettant fin"]),
        (K::ProfessionalRecoveryOpening, &["retablissement professionnel"]),
        (K::ConciliationApproved, &["accord", "homolog|conciliation"]),
        (K::AcceleratedSafeguardOpening, &["ouvert|ouvr|prononc", "sauvegarde", "acceler"]),
        (K::SafeguardOpening, &["ouvert|ouvr|prononc", "sauvegarde"]),
        (K::LiquidationOpening, &["ouvert|ouvr|prononc", "liquidation"]),
        (K::ReceivershipOpening, &["ouvert|ouvr|prononc", "redressement"]),
        (K::ObservationProlonged, &["observation", "prolong|renouvel|poursuite|maint"]),
        (
            K::OfficerReplaced,
            &["remplac|changement|designation|nomm|modification", "liquidateur|mandataire|administrateur"],
        ),
    ]
};

/// How the operative part of a judgment is worded, what ends or turns a procedure first.
const DECISIONS: &[Words] = {
    use JudgmentKind as K;
    &[
        (K::Overturned, &["infirme le jugement|infirme la decision|infirmant le jugement|retracte le jugement"]),
        (K::IndividualActionsResumed, &["reprise des poursuites individuelles|reprise des actions individuelles"]),
        (K::ClosingWithoutAssets, &["clot", "insuffisance dactif"]),
        (K::ClosingDebtsPaid, &["clot", "extinction du passif"]),
        (K::ConversionToLiquidation, &["convert|conversion", "en liquidation"]),
        (K::ConversionToReceivership, &["convert|conversion", "en redressement"]),
        (K::Extension, &["etend |extension de la procedure|extension du redressement|extension de la liquidation"]),
    ]
};

/// What is less than an opening, and may stand beside one in the same text.
const LESSER: &[Words] = {
    use JudgmentKind as K;
    &[
        (K::PlanResolved, &["prononce la resolution du plan|prononcant la resolution du plan"]),
        (K::TransferPlan, &["arrete le plan de cession|ordonne la cession|arretant le plan de cession"]),
        (K::PlanAdopted, &["arrete le plan|arretant le plan|adopte le plan|homologue le plan"]),
        (K::Closing, &["prononce la cloture|prononcant la cloture|met fin a la procedure"]),
        (K::CessationDateChanged, &["reporte la date de cessation|reporte au"]),
        (K::ClaimsListFiled, &["etat des creances", "depos|depot"]),
    ]
};

fn named(key: &str, words: &[Words]) -> Option<JudgmentKind> {
    let says = |any: &&str| any.split('|').any(|word| key.contains(word));
    words.iter().find(|(_, all)| all.iter().all(says)).map(|(kind, _)| *kind)
}

fn decided(key: &str) -> Option<JudgmentKind> {
    named(key, DECISIONS).or_else(|| opened(key)).or_else(|| named(key, LESSER))
}

/// The procedure named first after a word that opens one, close enough to be its object.
fn opened(key: &str) -> Option<JudgmentKind> {
    const OPEN: [&str; 7] = [
        "ouvre ",
        "ouvrant ",
        "ouverture de la ",
        "ouverture dune ",
        "ouverture du ",
        "prononce la liquidation",
        "prononcant la liquidation",
    ];
    const WITHIN: usize = 90;
    let procedures = [
        ("sauvegarde acceleree", JudgmentKind::AcceleratedSafeguardOpening),
        ("sauvegarde", JudgmentKind::SafeguardOpening),
        ("redressement", JudgmentKind::ReceivershipOpening),
        ("liquidation", JudgmentKind::LiquidationOpening),
    ];
    OPEN.iter().filter_map(|word| key.find(word)).min_by_key(|at| *at).and_then(|at| {
        // the folded text is ASCII: any byte is a border
        let near = key.get(at..(at + WITHIN).min(key.len()))?;
        let named = procedures.iter().filter_map(|(word, kind)| Some((near.find(word)?, *kind)));
        named.min_by_key(|(at, _)| *at).map(|(_, kind)| kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natures_of_the_bulletin_are_known() {
        use JudgmentKind as K;
        for (nature, kind) in [
            ("Jugement d'ouverture de liquidation judiciaire", K::LiquidationOpening),
            ("Jugement d'ouverture d'une procédure de redressement judiciaire", K::ReceivershipOpening),
            ("Jugement d'ouverture d'une procédure de sauvegarde", K::SafeguardOpening),
            ("Jugement d'ouverture d'une procédure de sauvegarde accélérée", K::AcceleratedSafeguardOpening),
            ("Jugement de conversion en liquidation judiciaire", K::ConversionToLiquidation),
            (
                "Jugement de conversion en liquidation judiciaire de la procédure de sauvegarde",
                K::ConversionToLiquidation,
            ),
            (
                "Jugement de conversion en redressement judiciaire de la procédure de sauvegarde",
                K::ConversionToReceivership,
            ),
            ("Jugement d'extension de liquidation judiciaire", K::Extension),
            ("Jugement d’extension d’une procédure de redressement judiciaire", K::Extension),
            ("Jugement arrêtant le plan de sauvegarde", K::PlanAdopted),
            ("Jugement arrêtant le plan de continuation", K::PlanAdopted),
            ("Jugement de plan de redressement", K::PlanAdopted),
            ("Jugement modifiant le plan de redressement", K::PlanChanged),
            ("Jugement arrêtant le plan de cession", K::TransferPlan),
            ("Jugement prononçant la résolution du plan de redressement", K::PlanResolved),
            (
                "Jugement prononçant la résolution du plan de redressement et la liquidation judiciaire",
                K::LiquidationOpening,
            ),
            ("Jugement de clôture pour insuffisance d'actif", K::ClosingWithoutAssets),
            ("Jugement de clôture pour extinction du passif", K::ClosingDebtsPaid),
            (
                "Jugement de clôture pour insuffisance d'actif et autorisant la reprise des poursuites individuelles",
                K::IndividualActionsResumed,
            ),
            ("Jugement mettant fin à la procédure de redressement judiciaire", K::Closing),
            ("Dépôt de l'état des créances", K::ClaimsListFiled),
            ("Liste des créances nées après le jugement d'ouverture", K::LaterClaimsListFiled),
            ("Arrêt de la cour d'appel infirmant une décision soumise à publicité", K::Overturned),
            ("Interdiction de gérer", K::PersonalSanction),
            ("Jugement modifiant la date de cessation des paiements", K::CessationDateChanged),
            ("Autre jugement et ordonnance", K::Other),
        ] {
            assert_eq!(super::kind("", nature, ""), kind, "{nature}");
        }
    }

    #[test]
    fn where_the_nature_says_nothing_the_decision_is_read_in_the_text() {
        use JudgmentKind as K;
        for (text, wanted) in [
            (
                "Ouvre les opérations de la liquidation judiciaire - Liquidateur : SAS X, 1 rue A, 68000 COLMAR",
                K::LiquidationOpening,
            ),
            (
                "Ouvre la procédure de redressement judiciaire. Fixe à 12 mois le délai pour établir la liste des créances. \
                 La clôture sera examinée dans deux ans.",
                K::ReceivershipOpening,
            ),
            (
                "Convertit le redressement judiciaire en liquidation judiciaire et met fin à la mission",
                K::ConversionToLiquidation,
            ),
            (
                "Prononce la clôture de la procédure de liquidation judiciaire pour insuffisance d'actif",
                K::ClosingWithoutAssets,
            ),
            ("Prononce la clôture de la procédure de liquidation judiciaire", K::Closing),
            ("Étend à Mme B. la procédure de liquidation judiciaire ouverte contre la SARL A", K::Extension),
            ("Arrête le plan de redressement, durée 8 ans", K::PlanAdopted),
            ("Autorise la vente d'un véhicule", K::Other),
        ] {
            assert_eq!(kind("Extrait de jugement", "Autre jugement et ordonnance", text), wanted, "{text}");
        }
    }
}

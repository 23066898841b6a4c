//! What cannot be said, asked or decided of a case.

use judicial::choice::DecisionFault;
use kernel::{Date, Wording};

kernel::sentences! {
    /// What cannot be said, asked or decided of a case.
    ReadinessRefusal {
        /// We are claimed from.
        NotClaimant = "readiness-not-claimant",
            "nous sommes défendeurs dans ce dossier : il n’y a ni demande à préparer ni voie à choisir",
            "we are the defendant in this case: there is no claim to prepare and no route to choose";
        /// Nothing of it is missing.
        NotMissing { piece: String } = "readiness-not-missing",
            "« {piece} » ne manque pas à ce dossier : relisez sa liste",
            "« {piece} » is not missing in this case: read its list again";
        /// A word that does not answer.
        Value { text: String, known: String } = "readiness-value" at "value",
            "« {text} » ne répond pas à cette question : {known}",
            "« {text} » does not answer this question: {known}";
        /// A day that has not come.
        DayToCome { today: Date } = "readiness-day-to-come" at "value",
            "ce jour n’est pas encore venu (nous sommes le {today}) : donnez celui de l’extrait",
            "that day has not come yet (today is {today}): give that of the extract";
        /// Saying otherwise than the books takes a reason.
        NoteMissing { known: Wording } = "readiness-note-missing" at "note",
            "les livres disent « {known} » : dites en quelques mots pourquoi ce n’est pas le cas",
            "the books say « {known} »: say in a few words why that is not so";
        /// A long note.
        NoteTooLong { most: i64 } = "readiness-note-too-long" at "note",
            "une note a {most} caractères au plus",
            "a note has {most} characters at most";
        /// Later, when?
        UntilMissing { today: Date } = "choice-until-missing" at "until",
            "donnez le jour où la décision sera reprise, après le {today}",
            "give the day the decision is taken up again, after {today}";
        /// A reason too long to keep.
        WhyTooLong { most: i64 } = "choice-why-too-long" at "why",
            "une raison a {most} caractères au plus",
            "a reason has {most} characters at most";
        /// Too heavy.
        TooHeavy { criterion: Wording, most: i64 } = "readiness-too-heavy" at "policy",
            "le poids de « {criterion} » va de 0 à {most}",
            "the weight of « {criterion} » goes from 0 to {most}";
        /// Nothing counts.
        WeightsVoid = "readiness-weights-void" at "policy",
            "un critère au moins compte : donnez-lui un poids",
            "at least one criterion counts: give it a weight";
        /// Out of order.
        WeightBounds = "readiness-weight-bounds" at "policy",
            "les scores vont de 0 à 1000, celui des réserves avant celui d’un dossier prêt",
            "the scores go from 0 to 1000, that of reserves before that of a ready case";
        /// A delay out of bounds.
        AskDays { most: i64 } = "readiness-ask-days" at "policy",
            "le délai pour répondre va de 1 à {most} jours ouvrés",
            "the delay to answer goes from 1 to {most} working days";
        /// Counts out of bounds.
        CaseCounts { most: i64 } = "choice-case-counts" at "policy",
            "le nombre de dossiers clos va de 1 à {most} (de 0 pour le poids d’une statistique)",
            "the number of closed cases goes from 1 to {most} (from 0 for the weight of a statistic)";
        /// No such route.
        Route { text: String, known: String } = "choice-route" at "policy",
            "« {text} » n’est pas une voie des tables de la loi : {known}",
            "« {text} » is no route of the tables of law: {known}";
        /// A figure out of bounds.
        Figure { measure: Wording, most: i64 } = "choice-figure" at "policy",
            "« {measure} » va de 0 à {most}",
            "« {measure} » goes from 0 to {most}";
        /// An amount below zero, or not in euros.
        Amount = "choice-amount" at "policy",
            "un coût et le gain attendu au moins sont en euros, zéro ou plus",
            "a cost and the least gain are in euros, zero or more";
        /// Too many lines.
        PolicyTooLong { most: i64 } = "choice-policy-too-long" at "policy",
            "une liste a {most} lignes au plus, un nom ou un libellé 120 caractères",
            "a list has {most} lines at most, a name or a label 120 characters";
        /// A setting that cannot be read any more.
        PolicyUnsound = "case-policy-unsound",
            "les réglages des dossiers contentieux ne se lisent plus : enregistrez-les de nouveau",
            "the settings of court cases cannot be read any more: save them again";
    } with {
        /// What was decided of a case.
        Decision(DecisionFault),
    }
}

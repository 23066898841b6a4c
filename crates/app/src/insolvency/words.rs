//! What insolvencies say, in words.

use judicial::insolvency::around::ArrangementEffect;
use judicial::insolvency::clocks::ClockKind;
use judicial::insolvency::declaration::DeclarationState;
use judicial::insolvency::demands::{DemandAct, DemandAnswer, DemandKind, DemandStage};
use judicial::insolvency::effects::{Chase, InterestEffect, Question, SetOff, Side};
use judicial::insolvency::{NoticeKind, OfficerRole, Regime};
use kernel::Wording;
use store::{ClaimAnswer, InsolvencyState};

macro_rules! worded {
    ($(#[$doc:meta])* $name:ident($of:ty) { $($variant:path => $fr:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        pub(crate) fn $name(of: $of) -> Wording {
            let (fr, en) = match of { $($variant => ($fr, $en)),+ };
            Wording::new(fr, en)
        }
    };
}

worded!(
    /// Which procedure.
    regime(Regime) {
        Regime::Safeguard => "sauvegarde", "safeguard";
        Regime::AcceleratedSafeguard => "sauvegarde accélérée", "accelerated safeguard";
        Regime::Receivership => "redressement judiciaire", "receivership";
        Regime::Liquidation => "liquidation judiciaire", "liquidation";
    }
);
worded!(
    /// How far it is.
    state(InsolvencyState) {
        InsolvencyState::Open => "ouverte", "open";
        InsolvencyState::Plan => "plan en cours", "plan under way";
        InsolvencyState::PlanEnded => "plan résolu", "plan ended for default";
        InsolvencyState::Closed => "close, impayée", "closed, unpaid";
        InsolvencyState::ClosedPaid => "close, passif apuré", "closed, debts paid";
        InsolvencyState::ActionsResumed => "poursuites individuelles reprises", "individual actions resumed";
        InsolvencyState::TakenBack => "annulée", "taken back";
    }
);
worded!(
    /// Where the declaration is.
    declaration(DeclarationState) {
        DeclarationState::Nothing => "rien à déclarer", "nothing to declare";
        DeclarationState::ToDeclare => "à déclarer", "to declare";
        DeclarationState::Declared => "déclarée", "declared";
        DeclarationState::Late => "hors délai : relevé de forclusion", "too late: ask relief";
        DeclarationState::Lost => "forclose", "time-barred";
        DeclarationState::Undated => "ouverture inconnue, sans délai", "opening not known, no period";
    }
);
worded!(
    /// On which side of the judgment.
    side(Side) {
        Side::Before => "avant le jugement", "before the judgment";
        Side::Later => "après le jugement", "after the judgment";
        Side::Unknown => "à trancher, tenue pour antérieure", "to be settled, taken as prior";
    }
);
worded!(
    /// What becomes of demands.
    chase(Chase) {
        Chase::Stopped => "arrêtées", "stopped";
        Chase::Continues => "continuent", "go on";
    }
);
worded!(
    /// What becomes of interest.
    interest(InterestEffect) {
        InterestEffect::Stops => "arrêtés au jugement", "stop at the judgment";
        InterestEffect::GoesOn => "continuent", "go on";
    }
);
worded!(
    /// What may be set off.
    set_off(SetOff) {
        SetOff::ConnectedOnly => "créances connexes seulement", "connected claims only";
        SetOff::Usual => "comme d’ordinaire", "as usual";
    }
);
worded!(
    /// What somebody must answer.
    question(Question) {
        Question::SupplyDate => "quand a-t-elle été livrée ?", "when was it supplied?";
        Question::SameDay => "livrée le jour du jugement : avant ou après lui ?", "supplied the day of the judgment: before or after it?";
        Question::Connected => "l’avoir vient-il du même contrat ?", "is the credit of the same contract?";
        Question::Estate => "quel patrimoine de l’entrepreneur la doit ?", "which estate of the sole trader owes it?";
        Question::OpeningDay => "de quand est le jugement d’ouverture ?", "of which day is the opening judgment?";
    }
);
worded!(
    /// An officer's part.
    officer(OfficerRole) {
        OfficerRole::Liquidator => "liquidateur", "liquidator";
        OfficerRole::Representative => "mandataire judiciaire", "representative of the creditors";
        OfficerRole::Administrator => "administrateur judiciaire", "administrator";
        OfficerRole::PlanCommissioner => "commissaire à l’exécution du plan", "commissioner of the plan";
    }
);
worded!(
    /// A period.
    clock(ClockKind) {
        ClockKind::Declaration => "déclarer la créance", "declare the claim";
        ClockKind::DeclarationSecured => "déclarer la créance garantie", "declare the secured claim";
        ClockKind::DeclarationAfterTermination => "déclarer après résiliation", "declare after the end of a contract";
        ClockKind::DeclarationLaterClaims => "déclarer une créance postérieure", "declare a later claim";
        ClockKind::Relief => "demander le relevé de forclusion", "ask relief from the time bar";
        ClockKind::RetentionOfTitle => "revendiquer les biens", "claim goods back";
        ClockKind::RetentionOfTitleAnswer => "réponse à la revendication", "answer to the claim for goods";
        ClockKind::RetentionOfTitleJudge => "saisir le juge-commissaire", "go to the juge-commissaire";
        ClockKind::AnswerContest => "répondre à la contestation", "answer the contestation";
        ClockKind::Appeal => "faire appel", "appeal";
        ClockKind::Objection => "réclamer contre l’état des créances", "object to the list of claims";
        ClockKind::ContractOption => "option de l’administrateur", "option of the administrator";
        ClockKind::ContractExtension => "prolongation au plus de cette option", "that option prolonged at most";
    }
);
worded!(
    /// What becomes of an arrangement.
    arrangement(ArrangementEffect) {
        ArrangementEffect::Suspended => "suspendu", "suspended";
        ArrangementEffect::DrawAgain => "à refaire", "to draw again";
        ArrangementEffect::GoesOn => "continue", "goes on";
    }
);
worded!(
    /// What became of a claim.
    answer(ClaimAnswer) {
        ClaimAnswer::Awaited => "sans réponse", "not answered";
        ClaimAnswer::Admitted => "admise", "admitted";
        ClaimAnswer::Contested => "contestée", "contested";
        ClaimAnswer::Rejected => "rejetée", "rejected";
    }
);
worded!(
    /// What is asked.
    demand_kind(DemandKind) {
        DemandKind::Contract => "contrat en cours", "contract in progress";
        DemandKind::Goods => "biens revendiqués", "goods claimed back";
    }
);
worded!(
    /// How far it is.
    demand_stage(DemandStage) {
        DemandStage::ToAsk => "à demander", "to ask";
        DemandStage::Awaited => "réponse attendue", "answer awaited";
        DemandStage::Continued => "contrat poursuivi", "contract continued";
        DemandStage::Terminated => "contrat terminé", "contract ended";
        DemandStage::GivenBack => "biens rendus", "goods given back";
        DemandStage::ToSeize => "juge-commissaire à saisir", "juge-commissaire to be seized";
        DemandStage::Done => "fait", "done";
    }
);

/// What became of something asked.
pub(crate) fn demand_answer(kind: DemandKind, answer: DemandAnswer) -> Wording {
    let (fr, en) = match (kind, answer) {
        (_, DemandAnswer::Awaited) => ("sans réponse", "not answered"),
        (DemandKind::Contract, DemandAnswer::Agreed) => ("poursuivi", "continued"),
        (DemandKind::Contract, DemandAnswer::Declined) => ("abandonné", "given up"),
        (DemandKind::Goods, DemandAnswer::Agreed) => ("acquiescement", "agreed to"),
        (DemandKind::Goods, DemandAnswer::Declined) => ("refus", "refused"),
        (_, DemandAnswer::Silent) => ("silence", "silence"),
    };
    Wording::new(fr, en)
}

/// What follows from where it is; none where its periods say it.
pub(crate) fn demand_says(kind: DemandKind, stage: DemandStage) -> Option<Wording> {
    let (fr, en) = match (kind, stage) {
        (DemandKind::Contract, DemandStage::ToAsk) => (
            "le contrat suit son cours : mettez l’administrateur en demeure pour savoir s’il continue",
            "the contract runs on: put the administrator on notice to know whether it goes on",
        ),
        (_, DemandStage::Continued) => (
            "ce qui est fourni après le jugement n’est pas arrêté : dites le jour de livraison des pièces, elles se relancent comme d’ordinaire",
            "what is supplied after the judgment is not stopped: tell the day of supply of the pieces, they are chased as usual",
        ),
        (_, DemandStage::Terminated) => (
            "les dommages que laisse la fin du contrat se déclarent : notez leur montant, puis leur déclaration",
            "the damages that the end of the contract leaves are declared: note their amount, then their declaration",
        ),
        _ => return None,
    };
    Some(Wording::new(fr, en))
}

/// What was told of it.
pub(crate) fn demand_told(kind: DemandKind, act: DemandAct, answer: DemandAnswer) -> Wording {
    let (fr, en) = match (kind, act) {
        (DemandKind::Contract, DemandAct::Asked) => ("mise en demeure reçue", "notice received"),
        (DemandKind::Goods, DemandAct::Asked) => ("demande reçue", "demand received"),
        (_, DemandAct::Extended) => ("délai de réponse prolongé", "time to answer prolonged"),
        (_, DemandAct::Answered) => return demand_answer(kind, answer),
        (DemandKind::Contract, DemandAct::Done) => ("dommages déclarés", "damages declared"),
        (DemandKind::Goods, DemandAct::Done) => ("juge-commissaire saisi", "juge-commissaire seized"),
        (_, DemandAct::Changed) => ("corrigé", "corrected"),
        (_, DemandAct::Left) => ("retiré", "taken out"),
    };
    Wording::new(fr, en)
}

worded!(
    /// What a notice tells.
    notice(NoticeKind) {
        NoticeKind::SafeguardOpening => "ouverture d’une sauvegarde", "safeguard opened";
        NoticeKind::AcceleratedSafeguardOpening => "ouverture d’une sauvegarde accélérée", "accelerated safeguard opened";
        NoticeKind::ReceivershipOpening => "ouverture d’un redressement judiciaire", "receivership opened";
        NoticeKind::LiquidationOpening => "ouverture d’une liquidation judiciaire", "liquidation opened";
        NoticeKind::ConversionToReceivership => "conversion en redressement judiciaire", "converted to receivership";
        NoticeKind::ConversionToLiquidation => "conversion en liquidation judiciaire", "converted to liquidation";
        NoticeKind::Extension => "extension de la procédure", "procedure extended";
        NoticeKind::PlanAdopted => "plan arrêté", "plan adopted";
        NoticeKind::TransferPlan => "plan de cession arrêté", "business transferred";
        NoticeKind::PlanChanged => "plan modifié", "plan changed";
        NoticeKind::PlanResolved => "plan résolu", "plan ended for default";
        NoticeKind::PlanCompleted => "plan exécuté", "plan carried out";
        NoticeKind::ClosingWithoutAssets => "clôture pour insuffisance d’actif", "closed for want of assets";
        NoticeKind::ClosingDebtsPaid => "clôture pour extinction du passif", "closed, the debts paid";
        NoticeKind::Closing => "fin de la procédure", "end of the procedure";
        NoticeKind::IndividualActionsResumed => "reprise des poursuites individuelles", "individual actions resumed";
        NoticeKind::ClaimsListFiled => "dépôt de l’état des créances", "list of claims filed";
        NoticeKind::LaterClaimsListFiled => "dépôt de la liste des créances postérieures", "list of later claims filed";
        NoticeKind::DistributionFiled => "dépôt d’une répartition", "distribution filed";
        NoticeKind::CessationDateChanged => "date de cessation des paiements modifiée", "day payments stopped changed";
        NoticeKind::ObservationProlonged => "période d’observation prolongée", "observation prolonged";
        NoticeKind::OfficerReplaced => "mandataire remplacé", "officer replaced";
        NoticeKind::PersonalSanction => "sanction d’un dirigeant", "sanction of a manager";
        NoticeKind::Overturned => "décision infirmée ou rétractée", "decision undone";
        NoticeKind::ConciliationApproved => "accord de conciliation homologué", "conciliation agreement approved";
        NoticeKind::ProfessionalRecoveryOpening => "rétablissement professionnel", "professional recovery";
        NoticeKind::Other => "autre annonce", "another notice";
    }
);

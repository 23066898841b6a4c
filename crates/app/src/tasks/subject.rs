//! What the house itself gives to do, said in the language of who reads it.

use judicial::readiness::Gap;
use kernel::{Date, Language, Spoken, Wording};
use store::CaseId;

kernel::sentences! {
    /// What the house itself gives to do. A task keeps its code, so that each reads it in their language.
    Subject {
        /// An address that refused a message or sent it back.
        MendContact { address: String } = "mend-contact",
            "corriger le contact : {address} ne reçoit pas nos messages",
            "mend the contact: {address} does not receive our messages";
        /// A message that could not be made or sent.
        MessageFailed { why: Failure } = "message-failed",
            "relance ou message en échec, à corriger puis à refaire : {why}",
            "a reminder or message failed, to mend then make again: {why}";
        /// A number that is not the debtor's.
        MendNumber = "mend-number",
            "corriger le contact : mauvais numéro",
            "mend the contact: wrong number";
        /// A credit note that a dispute grants: the amount, its currency, and the piece.
        CreditNote { what: String } = "credit-note",
            "émettre l’avoir convenu : {what}",
            "issue the agreed credit note: {what}";
        /// An invoice that its platform gave back.
        PutInvoiceRight { what: String } = "invoice-right",
            "remettre la facture en règle : {what}",
            "put the invoice right: {what}";
        /// A colleague answered the question of a dispute: the piece, and who.
        DisputeAnswered { what: String } = "dispute-answered",
            "réponse reçue sur le litige {what} : décider de la suite",
            "answer received on the dispute {what}: decide what follows";
        /// A dispute that nobody has: the piece, and its reference.
        DisputeOwner { what: String } = "dispute-owner",
            "désigner qui répond au litige {what}",
            "name who answers the dispute {what}";
        /// Money that goes back to a customer: the amount, its currency, and the piece.
        Refund { what: String } = "refund",
            "rembourser ou indemniser le client : {what}",
            "pay the customer back, or compensate them: {what}";
        /// A debtor who asked to be called another day.
        CallBack = "call-back",
            "rappeler",
            "call back";
        /// A debtor to call now.
        CallNow = "call-now",
            "appeler",
            "call";
        /// An instalment is late.
        PlanLate { plan: String } = "plan-late",
            "échéancier {plan} en retard : envoyer la mise en demeure, ou convenir d’un autre",
            "plan {plan} is late: send the notice, or agree on another one";
        /// The notice ran out unpaid.
        PlanLapsed { plan: String } = "plan-lapsed",
            "échéancier {plan} : la mise en demeure est restée sans effet, décider de la déchéance du terme",
            "plan {plan}: the notice ran out unpaid, decide on the forfeiture of the term";
        /// A right that time took away in a procedure.
        ProcedureLoss { procedure: String } = "procedure-loss",
            "un délai de la procédure {procedure} est passé : voir ce qui est perdu et décider de la suite",
            "a period of the procedure {procedure} is over: see what is lost and decide what follows";
        /// A title that a procedure brought, and that nobody recorded.
        RecordTitle { procedure: String } = "record-title",
            "la procédure {procedure} a abouti à une décision : enregistrer le titre qu’elle donne, ou écarter la tâche si elle n’en donne pas",
            "the procedure {procedure} came to a decision: record the title it gives, or drop the task where it gives none";
        /// A debtor who says by their link that they paid, on a day.
        PaidByLink { day: Date } = "paid-by-link",
            "dit par lien avoir payé le {day} : vérifier l’encaissement",
            "says by link that they paid on {day}: check that it came";
        /// A debtor who wrote by their link.
        SaidByLink = "said-by-link",
            "a écrit par lien : lire et répondre",
            "wrote by link: read and answer";
        /// A claim to declare: the notice that opened the procedure.
        InsolvencyDeclare { what: String } = "insolvency-declare",
            "déclarer la créance à la procédure collective ({what})",
            "declare the claim in the insolvency ({what})";
        /// Goods that may be claimed back: the same.
        InsolvencyGoods { what: String } = "insolvency-goods",
            "vérifier si des biens livrés sous réserve de propriété sont à revendiquer ({what})",
            "check whether goods under retention of title are to be claimed back ({what})";
        /// A plan that pays prior and later claims.
        InsolvencyPlan { plan: String } = "insolvency-plan",
            "échéancier {plan} : le refaire pour les seules créances postérieures au jugement",
            "plan {plan}: draw it again for what was born after the judgment only";
        /// A closing unpaid: the same notice.
        InsolvencyCertificate { what: String } = "insolvency-certificate",
            "procédure close impayée : demander le certificat d’irrécouvrabilité ({what})",
            "procedure closed unpaid: ask for the certificate of irrecoverability ({what})";
        /// A claim that is contested: the same notice.
        InsolvencyContest { what: String } = "insolvency-contest",
            "répondre à la contestation de la créance déclarée ({what})",
            "answer the contestation of the claim declared ({what})";
        /// An answer of who administers an insolvency: what was asked, the notice, its last day.
        InsolvencyAnswer { what: String } = "insolvency-answer",
            "réponse de l’administrateur : noter ce qu’il a répondu, ou son silence ({what})",
            "answer of the administrator: note what he answered, or his silence ({what})";
        /// Goods refused: the same, and the last day to go before the judge.
        InsolvencySeize { what: String } = "insolvency-seize",
            "revendication sans acquiescement : saisir le juge-commissaire ({what})",
            "goods not given back: go before the juge-commissaire ({what})";
        /// A contract that ended: the same.
        InsolvencyDamages { what: String } = "insolvency-damages",
            "contrat terminé : déclarer les dommages qu’il laisse ({what})",
            "contract ended: declare the damages it leaves ({what})";
        /// A case whose procedures an insolvency stays: the case, and the notice.
        CaseStayed { what: String } = "case-stayed",
            "contentieux {what} : la procédure collective suspend ses procédures, déclarer la créance",
            "case {what}: the insolvency stays its procedures, declare the claim";
        /// Somebody who answers beside a debtor in insolvency: their name, and the notice.
        GuarantorDecide { what: String } = "guarantor-decide",
            "garant ou codébiteur {what} : décider de poursuivre ou d’attendre",
            "guarantor or co-debtor {what}: decide whether to pursue or to wait";
        /// A piece that a case lacks: its question.
        CasePiece { piece: CasePiece } = "case-piece",
            "{piece}",
            "{piece}";
        /// A decision put off.
        CaseDecide { case: String } = "case-decide",
            "contentieux {case} : décider d’agir ou non",
            "case {case}: decide whether to act";
        /// A plan proposed by a link, beyond what a collector grants.
        PlanAwaits { plan: String } = "plan-awaits",
            "échéancier {plan} proposé par lien : l’approuver, le refuser ou en proposer un autre",
            "plan {plan} proposed by link: approve it, refuse it or propose another";
    }
}

/// Why a message failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(pub Wording);

impl Spoken for Failure {
    fn said(&self, language: Language) -> String {
        self.0.pick(language).to_owned()
    }

    fn example() -> Self {
        Self(Wording::new("l’adresse a un saut de ligne", "the address has a line break"))
    }
}

/// A piece that a case lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CasePiece {
    /// What is missing.
    pub gap: Gap,
    /// The case.
    pub case: CaseId,
}

impl Spoken for CasePiece {
    fn said(&self, language: Language) -> String {
        self.gap.question().pick(language).to_owned()
    }

    fn example() -> Self {
        Self { gap: Gap::DeliveryMissing, case: CaseId(1) }
    }
}

impl Subject {
    /// What asks a piece of a case.
    pub(crate) const fn case_piece(case: CaseId, gap: Gap) -> Self {
        Self::CasePiece { piece: CasePiece { gap, case } }
    }

    /// The case and the piece that a subject asks.
    pub(crate) fn piece_of(kept: &str) -> Option<(CaseId, Gap)> {
        match Self::read(kept)? {
            Self::CasePiece { piece } => Some((piece.case, piece.gap)),
            _ => None,
        }
    }

    /// True of the subject of a message that failed.
    pub(crate) fn is_failure(kept: &str) -> bool {
        matches!(Self::read(kept), Some(Self::MessageFailed { .. }))
    }

    /// How the subjects of announced payments begin.
    pub(crate) const PAID_BY_LINK: &'static str = "paid-by-link";

    /// As a task keeps it: its code, and what it names.
    pub(crate) fn kept(&self) -> String {
        match self {
            Self::MendContact { address: what }
            | Self::CreditNote { what }
            | Self::PutInvoiceRight { what }
            | Self::Refund { what }
            | Self::DisputeAnswered { what }
            | Self::InsolvencyDeclare { what }
            | Self::InsolvencyGoods { what }
            | Self::InsolvencyCertificate { what }
            | Self::InsolvencyContest { what }
            | Self::InsolvencyAnswer { what }
            | Self::InsolvencySeize { what }
            | Self::InsolvencyDamages { what }
            | Self::CaseStayed { what }
            | Self::GuarantorDecide { what }
            | Self::DisputeOwner { what } => {
                format!("{}:{what}", self.code())
            }
            Self::MessageFailed { why } => {
                format!("{}:{}", self.code(), serde_json::to_string(&why.0).unwrap_or_default())
            }
            Self::CasePiece { piece } => format!("{}:{}:{}", self.code(), piece.gap.slug(), piece.case),
            Self::CaseDecide { case } => format!("{}:{case}", self.code()),
            Self::ProcedureLoss { procedure } | Self::RecordTitle { procedure } => {
                format!("{}:{procedure}", self.code())
            }
            Self::PaidByLink { day } => format!("{}:{day}", self.code()),
            Self::PlanLate { plan }
            | Self::PlanLapsed { plan }
            | Self::PlanAwaits { plan }
            | Self::InsolvencyPlan { plan } => {
                format!("{}:{plan}", self.code())
            }
            Self::MendNumber | Self::CallBack | Self::CallNow | Self::SaidByLink => self.code().to_owned(),
        }
    }

    fn read(kept: &str) -> Option<Self> {
        match kept.split_once(':') {
            Some(("mend-contact", address)) => Some(Self::MendContact { address: address.to_owned() }),
            Some(("message-failed", why)) => {
                Some(Self::MessageFailed { why: Failure(serde_json::from_str(why).ok()?) })
            }
            Some(("credit-note", what)) => Some(Self::CreditNote { what: what.to_owned() }),
            Some(("invoice-right", what)) => Some(Self::PutInvoiceRight { what: what.to_owned() }),
            Some(("refund", what)) => Some(Self::Refund { what: what.to_owned() }),
            Some(("insolvency-declare", what)) => Some(Self::InsolvencyDeclare { what: what.to_owned() }),
            Some(("insolvency-goods", what)) => Some(Self::InsolvencyGoods { what: what.to_owned() }),
            Some(("insolvency-plan", plan)) => Some(Self::InsolvencyPlan { plan: plan.to_owned() }),
            Some(("insolvency-certificate", what)) => Some(Self::InsolvencyCertificate { what: what.to_owned() }),
            Some(("insolvency-contest", what)) => Some(Self::InsolvencyContest { what: what.to_owned() }),
            Some(("insolvency-answer", what)) => Some(Self::InsolvencyAnswer { what: what.to_owned() }),
            Some(("insolvency-seize", what)) => Some(Self::InsolvencySeize { what: what.to_owned() }),
            Some(("insolvency-damages", what)) => Some(Self::InsolvencyDamages { what: what.to_owned() }),
            Some(("case-stayed", what)) => Some(Self::CaseStayed { what: what.to_owned() }),
            Some(("guarantor-decide", what)) => Some(Self::GuarantorDecide { what: what.to_owned() }),
            Some(("dispute-owner", what)) => Some(Self::DisputeOwner { what: what.to_owned() }),
            Some(("dispute-answered", what)) => Some(Self::DisputeAnswered { what: what.to_owned() }),
            Some(("plan-late", plan)) => Some(Self::PlanLate { plan: plan.to_owned() }),
            Some(("paid-by-link", day)) => Some(Self::PaidByLink { day: day.parse().ok()? }),
            Some(("plan-awaits", plan)) => Some(Self::PlanAwaits { plan: plan.to_owned() }),
            Some(("procedure-loss", what)) => Some(Self::ProcedureLoss { procedure: what.to_owned() }),
            Some(("record-title", what)) => Some(Self::RecordTitle { procedure: what.to_owned() }),
            Some(("case-piece", what)) => {
                let (gap, case) = what.split_once(':')?;
                Some(Self::case_piece(case.parse().ok()?, Gap::parse(gap)?))
            }
            Some(("case-decide", case)) => Some(Self::CaseDecide { case: case.to_owned() }),
            Some(("plan-lapsed", plan)) => Some(Self::PlanLapsed { plan: plan.to_owned() }),
            Some(_) => None,
            None => {
                let plain = [Self::MendNumber, Self::CallBack, Self::CallNow, Self::SaidByLink];
                plain.into_iter().find(|subject| subject.code() == kept)
            }
        }
    }
}

/// The subject of a task as it is kept, in both languages; what a person wrote, or the slug of a step,
/// is the same in both.
pub fn subject(kept: &str) -> Wording {
    Subject::read(kept).map_or_else(|| Wording::same(kept), |subject| subject.wording())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_house_gives_to_do_is_said_in_each_language() {
        for given in Subject::examples() {
            assert_eq!(subject(&given.kept()), given.wording());
        }
        let bounced = Subject::MendContact { address: "a@b.example".to_owned() };
        assert_eq!(subject(&bounced.kept()).en, "mend the contact: a@b.example does not receive our messages");
        for written in ["call the manager: today", "call-1", "mend-contact"] {
            assert_eq!(subject(written), Wording::same(written));
        }
    }
}

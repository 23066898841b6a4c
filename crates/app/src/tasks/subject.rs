//! What the house itself gives to do, said in the language of who reads it.

use kernel::{Date, Wording};

kernel::sentences! {
    /// What the house itself gives to do. A task keeps its code, so that each reads it in their language.
    Subject {
        /// An address that refused a message or sent it back.
        MendContact { address: String } = "mend-contact",
            "corriger le contact : {address} ne reçoit pas nos messages",
            "mend the contact: {address} does not receive our messages";
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
        /// A debtor who says by their link that they paid, on a day.
        PaidByLink { day: Date } = "paid-by-link",
            "dit par lien avoir payé le {day} : vérifier l’encaissement",
            "says by link that they paid on {day}: check that it came";
        /// A debtor who wrote by their link.
        SaidByLink = "said-by-link",
            "a écrit par lien : lire et répondre",
            "wrote by link: read and answer";
        /// A plan proposed by a link, beyond what a collector grants.
        PlanAwaits { plan: String } = "plan-awaits",
            "échéancier {plan} proposé par lien : l’approuver, le refuser ou en proposer un autre",
            "plan {plan} proposed by link: approve it, refuse it or propose another";
    }
}

impl Subject {
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
            | Self::DisputeOwner { what } => {
                format!("{}:{what}", self.code())
            }
            Self::PaidByLink { day } => format!("{}:{day}", self.code()),
            Self::PlanLate { plan } | Self::PlanLapsed { plan } | Self::PlanAwaits { plan } => {
                format!("{}:{plan}", self.code())
            }
            Self::MendNumber | Self::CallBack | Self::CallNow | Self::SaidByLink => self.code().to_owned(),
        }
    }

    fn read(kept: &str) -> Option<Self> {
        match kept.split_once(':') {
            Some(("mend-contact", address)) => Some(Self::MendContact { address: address.to_owned() }),
            Some(("credit-note", what)) => Some(Self::CreditNote { what: what.to_owned() }),
            Some(("invoice-right", what)) => Some(Self::PutInvoiceRight { what: what.to_owned() }),
            Some(("refund", what)) => Some(Self::Refund { what: what.to_owned() }),
            Some(("dispute-owner", what)) => Some(Self::DisputeOwner { what: what.to_owned() }),
            Some(("dispute-answered", what)) => Some(Self::DisputeAnswered { what: what.to_owned() }),
            Some(("plan-late", plan)) => Some(Self::PlanLate { plan: plan.to_owned() }),
            Some(("paid-by-link", day)) => Some(Self::PaidByLink { day: day.parse().ok()? }),
            Some(("plan-awaits", plan)) => Some(Self::PlanAwaits { plan: plan.to_owned() }),
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

//! Why a message would be refused: told before it is sent, and what refuses it when it is.

use kernel::{Date, Wording};
use serde::Serialize;

use crate::outbox::{Verdict, Why};

kernel::sentences! {
    /// What forbids a message before anything is asked of the ledger.
    Hindrance {
        /// Nothing is ticked.
        NothingChosen = "nothing-chosen",
            "aucune pièce n’est choisie : cochez ce que le message demande",
            "no piece is chosen: tick what the message asks for";
        /// Two currencies in one message.
        CurrenciesMixed = "currencies-mixed",
            "les pièces choisies sont en plusieurs devises : un message n’en demande qu’une",
            "the pieces chosen are in several currencies: a message asks for one";
        /// Another account receives the reminders.
        PaidByAnother { number: String } = "paid-by-another",
            "le compte {number} paie pour celui-ci : écrivez depuis son dossier",
            "the account {number} pays for this one: write from its file";
        /// A reminder about what is not late.
        NotDue { piece: String, due: Date } = "not-due",
            "{piece} n’est due que le {due} : décochez-la, ou choisissez le texte d’avant l’échéance",
            "{piece} is due on {due} only: untick it, or choose the text for before the due date";
        /// A formal notice on a due date that nobody confirmed.
        DueInferred { piece: String } = "due-inferred",
            "l’échéance de {piece} est déduite : pas de mise en demeure tant qu’elle n’est pas confirmée",
            "the due date of {piece} is inferred: no formal notice until it is confirmed";
        /// A formal notice on a piece that is contested.
        NoticeDisputed { piece: String } = "notice-disputed",
            "{piece} est contestée : pas de mise en demeure sur elle tant que le litige n’est pas réglé",
            "{piece} is contested: no formal notice on it until the dispute is settled";
        /// A formal notice asks for a manager.
        NoticeByManager = "notice-by-manager",
            "une mise en demeure est envoyée par un responsable",
            "a formal notice is sent by a manager";
        /// A token that does not start runs sends none either.
        NoticeByScope { scope: String } = "notice-by-scope",
            "ce jeton n’envoie pas de mise en demeure : il lui faut la portée « {scope} »",
            "this token sends no formal notice: it needs the scope « {scope} »";
        /// A mise en demeure goes by letter.
        NoticeByLetter = "notice-by-letter",
            "une mise en demeure part par lettre recommandée : choisissez la lettre",
            "a formal notice leaves as a registered letter: choose the letter";
        /// Nobody to write to.
        NoMail = "no-mail",
            "aucune adresse de mail valable : choisissez la lettre, ou complétez les contacts",
            "no mail address that works: choose the letter, or complete the contacts";
        /// Nowhere to post it.
        NoAddress = "no-address",
            "l’adresse postale est incomplète : corrigez le débiteur, ou choisissez le mail",
            "the postal address is incomplete: correct the debtor, or choose the mail";
        /// A text that does not exist, or is a text message.
        TextUnfit { text: String } = "text-unfit",
            "le texte « {text} » ne fait ni lettre ni mail : choisissez-en un autre",
            "the text « {text} » makes neither letter nor mail: choose another";
        /// The ledger moved between the draft and the sending.
        SeenBefore = "seen-before",
            "les montants ont changé depuis que ce message est à l’écran : relisez-les, corrigez vos mots et envoyez de nouveau",
            "the amounts have changed since this message came on screen: read them again, correct your words and send again";
        /// A second mail for one promise.
        ConfirmedBefore { to: String } = "confirmed-before",
            "cet engagement est déjà confirmé par un mail à {to} : retirez-le s’il n’est pas parti, ou écrivez depuis le dossier",
            "this promise is confirmed already by a mail to {to}: take it back if it has not left, or write from the file";
        /// A consumer who does not get all they asked for, of a creditor without a mediator.
        MediatorUnknown { creditor: String } = "mediator-unknown",
            "ce client est un particulier : la réponse nomme le médiateur de la consommation ; ajoutez-le sur la fiche de {creditor}",
            "this customer is a consumer: the answer names the mediator of consumption; add it on the page of {creditor}";
        /// The words of such an answer that lost it.
        MediatorUnsaid { mediator: String } = "mediator-unsaid",
            "ce client est un particulier : le texte doit nommer le médiateur de la consommation, {mediator}",
            "this customer is a consumer: the text must name the mediator of consumption, {mediator}";
        /// Words without a subject or without a paragraph.
        WordsMissing = "words-missing",
            "il manque un objet ou un paragraphe : l’objet tient la première ligne, le texte vient après une ligne vide",
            "a subject or a paragraph is missing: the subject is the first line, the text follows a blank one";
    }
}

/// Why a message would be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Objection {
    /// Stable code.
    pub code: &'static str,
    /// What forbids it, and what to do.
    pub why: Wording,
}

impl From<Hindrance> for Objection {
    fn from(why: Hindrance) -> Self {
        Self { code: why.code(), why: why.wording() }
    }
}

impl From<&Why> for Objection {
    fn from(why: &Why) -> Self {
        Self { code: why.code(), why: why.wording() }
    }
}

impl Objection {
    /// What the outbox would say of the message.
    pub(super) fn of(verdict: &Verdict) -> Option<Self> {
        match verdict {
            Verdict::Go => None,
            Verdict::Cancel(why) | Verdict::Wait(why) | Verdict::Remake(why, _) => Some(why.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_hindrance_has_a_code_of_its_own_and_two_sentences() {
        let all = Hindrance::examples();
        let codes: BTreeSet<&str> = all.iter().map(Hindrance::code).collect();
        assert_eq!(codes.len(), all.len());
        assert!(all.iter().all(|h| h.words(kernel::Language::Fr) != h.words(kernel::Language::En)));
    }
}

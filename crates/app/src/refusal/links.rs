//! What a link does not open, and who cannot be written to.

use kernel::Date;

kernel::sentences! {
    /// What a link does not open, and who cannot be written to.
    LinkRefusal {
        /// Made up, cut short, or of another house.
        Unknown = "link-unknown",
            "ce lien n’est pas valable : vérifiez qu’il est entier, ou demandez-en un nouveau",
            "this link is not valid: check that it is whole, or ask for a new one";
        /// Too late.
        Expired { day: Date } = "link-expired",
            "ce lien a expiré le {day} : demandez-en un nouveau",
            "this link expired on {day}: ask for a new one";
        /// Taken back.
        Revoked = "link-revoked",
            "ce lien n’est plus valable : demandez-en un nouveau",
            "this link is no longer valid: ask for a new one";
        /// Done already.
        Used = "link-used",
            "ce lien a déjà servi : votre réponse est enregistrée",
            "this link has been used already: your answer is recorded";
        /// Guessed too often.
        Locked = "link-locked",
            "trop de réponses fausses : ce lien est fermé, demandez-en un nouveau",
            "too many wrong answers: this link is closed, ask for a new one";
        /// A person first says what only they know.
        FactNeeded { question: kernel::Wording, left: i64 } = "link-fact-needed" at "fact",
            "{question} (essais restants : {left})",
            "{question} (tries left: {left})";
        /// That is not it.
        FactWrong { left: i64 } = "link-fact-wrong" at "fact",
            "cette réponse ne correspond pas à ce que nous savons (essais restants : {left})",
            "this answer does not match what we know (tries left: {left})";
        /// Nothing was typed.
        FactMissing = "link-fact-missing" at "fact",
            "écrivez votre réponse",
            "write your answer";
        /// The address of what is asked of somebody else.
        NotYours = "link-not-yours",
            "seule la personne qui a reçu ce lien en connaît l’adresse",
            "only who received this link knows its address";
        /// Too long or too short a life.
        Days { most: i64 } = "link-days" at "days",
            "un lien est bon de 1 à {most} jours",
            "a link is good for 1 to {most} days";
        /// A link to sign what is signed, or not granted yet.
        NothingToSign { state: kernel::Wording } = "link-nothing-to-sign",
            "il n’y a rien à signer : l’échéancier est {state}",
            "there is nothing to sign: the plan is {state}";
        /// Nobody says who signs.
        NameMissing { most: i64 } = "link-name-missing" at "name",
            "indiquez votre nom, en {most} caractères au plus",
            "give your name, in {most} characters at most";
        /// The box was not ticked.
        ConsentMissing = "link-consent-missing" at "consent",
            "cochez la case pour dire votre accord",
            "tick the box to say that you agree";
        /// No words.
        WordsMissing = "link-words-missing" at "words",
            "écrivez quelques mots",
            "write some words";
        /// Words without end.
        WordsLong { most: i64 } = "link-words-long" at "words",
            "votre texte a {most} caractères au plus",
            "your text has {most} characters at most";
        /// No amount of the piece's currency.
        AmountUnread { text: String } = "link-amount-unread" at "amount",
            "« {text} » n’est pas un montant : écrivez par exemple 120,50",
            "« {text} » is no amount: write for example 120.50";
        /// Paid one day to come, or long ago.
        PaidWhen { days: i64 } = "link-paid-when" at "on",
            "indiquez le jour du paiement : aujourd’hui ou l’un des {days} jours passés",
            "give the day of the payment: today or one of the last {days} days";
        /// More than anybody would read.
        TooMuch { most: i64 } = "link-too-much" at "words",
            "nous avons déjà {most} messages de vous à traiter : nous y répondons d’abord",
            "we have {most} messages of yours to answer already: we answer them first";
        /// More disputes than anybody would look at.
        TooContested { most: i64 } = "link-too-contested" at "item",
            "nous étudions déjà {most} de vos contestations : nous y répondons d’abord",
            "we are looking at {most} of your disputes already: we answer them first";
        /// Nobody knows where the house answers.
        AddressUnknown = "address-unknown" at "address",
            "l’adresse publique de la maison n’est pas renseignée : indiquez-la dans les réglages pour envoyer des liens",
            "the public address of the house is not set: set it in the settings to send links";
        /// It is no address.
        AddressWrong { text: String } = "address-wrong" at "address",
            "« {text} » n’est pas une adresse publique : elle commence par https:// et n’a ni chemin ni paramètre",
            "« {text} » is no public address: it begins with https:// and has neither path nor parameter";
        /// No name.
        ColleagueName { most: i64 } = "colleague-name" at "name",
            "un collègue a un nom, de {most} caractères au plus",
            "a colleague has a name, of {most} characters at most";
        /// No address.
        ColleagueEmail { text: String } = "colleague-email" at "email",
            "« {text} » n’est pas une adresse de courriel",
            "« {text} » is no e-mail address";
        /// There is one already.
        ColleagueTaken { name: String } = "colleague-taken" at "name",
            "« {name} » est déjà connu : changez son adresse plutôt que de l’ajouter",
            "« {name} » is known already: change their address rather than adding them";
        /// It was sent, or is about to be.
        NoticeNotNow = "notice-not-now",
            "cet avis est parti ou va partir : il n’y a rien à renvoyer",
            "this notice has left or is about to leave: there is nothing to send again";
    }
}

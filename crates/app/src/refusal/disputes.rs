//! What cannot be done with a dispute.

use kernel::{Currency, Date, Money, Wording};

kernel::sentences! {
    /// What cannot be done with a dispute.
    DisputeRefusal {
        /// It is over.
        Over = "dispute-over-already",
            "ce litige est clos : ouvrez-en un autre s’il renaît",
            "this dispute is closed: open another if it comes back";
        /// It stands there.
        There = "dispute-there" at "step",
            "le litige en est déjà à cette étape",
            "the dispute stands at this step already";
        /// A step would be jumped over.
        Skips { missing: Wording } = "dispute-skips" at "step",
            "une étape manque : « {missing} » vient d’abord",
            "a step is missing: « {missing} » comes first";
        /// Too far back.
        Back = "dispute-back" at "step",
            "un litige revient aux faits ou à la négociation, pas à cette étape",
            "a dispute goes back to the facts or to the negotiation, not to this step";
        /// Nobody knows what happened.
        NoFacts = "dispute-no-facts" at "outcome",
            "établissez les faits avant de juger le litige",
            "establish the facts before you judge the dispute";
        /// What is granted is not done.
        NotCarriedOut = "dispute-not-carried-out" at "outcome",
            "ce qui est accordé s’exécute avant la clôture : passez par l’accord puis l’exécution",
            "what is granted is carried out before closing: go through the agreement and its execution";
        /// How does it end?
        NeedsOutcome = "dispute-needs-outcome" at "outcome",
            "une clôture dit l’issue : fondé, en partie fondé ou non fondé",
            "closing says the outcome: founded, partly founded or unfounded";
        /// The credit note did not come.
        CreditAwaited { left: Money } = "dispute-credit-awaited" at "outcome",
            "l’avoir convenu n’est pas lettré avec la pièce (manquent {left}) : importez-le et lettrez-le, ou revenez à la négociation",
            "the agreed credit note is not matched with the piece ({left} missing): import and match it, or go back to the negotiation";
        /// More is granted than contested.
        Granted { most: Money } = "dispute-granted" at "granted",
            "le montant accordé va de zéro à {most}, ce qui est contesté",
            "the amount granted goes from zero to {most}, what is contested";
        /// A block that a dispute owns.
        OwnsBlock { dispute: String } = "block-of-dispute",
            "ce blocage est celui du litige {dispute} : clôturez le litige, le blocage suit",
            "this block is that of the dispute {dispute}: close the dispute, the block follows";
        /// A word of no list.
        UnknownWord { text: String, known: String } = "dispute-word",
            "« {text} » n’est pas dans la liste : {known}",
            "« {text} » is not in the list: {known}";
        /// A policy nobody could follow.
        PolicyUnsound { why: Wording } = "dispute-policy",
            "les règles d’aiguillage ne peuvent pas servir : {why}",
            "the routing rules cannot be used: {why}";
        /// Nothing was brought.
        NothingBrought = "dispute-nothing-brought" at "words",
            "écrivez quelques mots, ou joignez un fichier",
            "write some words, or attach a file";
        /// Words without end.
        WordsTooLong { most: i64 } = "dispute-words-long" at "words",
            "le texte a {most} caractères au plus : joignez le reste en fichier",
            "the text has {most} characters at most: attach the rest as a file";
        /// A file too large.
        FileTooHeavy { file: String, size: i64, most: i64 } = "dispute-file-heavy" at "file",
            "{file} pèse {size} Mo : une preuve pèse {most} Mo au plus ; réduisez la photo et joignez-la de nouveau",
            "{file} weighs {size} MB: evidence weighs {most} MB at most; reduce the photograph and attach it again";
        /// A file that is not what it says, or of a kind nobody opens safely.
        FileUnknown { file: String } = "dispute-file-unknown" at "file",
            "{file} n’est ni un PDF, ni une photo (JPEG, PNG, WebP), ni un texte : son contenu le dit, pas son nom ; convertissez-le et joignez-le de nouveau",
            "{file} is no PDF, photograph (JPEG, PNG, WebP) or text: its content says so, not its name; convert it and attach it again";
        /// Right in part, for how much?
        AnswerAmount { most: Money } = "answer-amount" at "amount",
            "« en partie » demande un montant, au-dessus de zéro et en dessous de {most}, ce qui est contesté",
            "« in part » takes an amount, above zero and below {most}, what is contested";
        /// Nothing is agreed yet.
        NotAgreed = "dispute-not-agreed",
            "un accord se rédige quand le litige en est à l’accord : notez d’abord ce qui est accordé",
            "a settlement is written once the dispute is agreed: note first what is granted";
        /// Only one side gives way.
        NothingGranted = "dispute-nothing-granted" at "granted",
            "une transaction suppose des concessions des deux côtés : rien n’est accordé au client ici",
            "a settlement takes concessions from both sides: nothing is granted to the customer here";
        /// By when is it paid?
        PayBy = "settlement-pay-by" at "until",
            "dites pour quel jour le reste est payé : l’échéance de la pièce est passée",
            "say by which day the rest is paid: the due date of the piece is over";
        /// There is one already.
        MediationGoesOn = "mediation-goes-on" at "path",
            "une médiation est déjà proposée ou en cours sur ce litige : notez d’abord sa fin",
            "a mediation is proposed or goes on for this dispute: note its end first";
        /// There is none to accept or to end.
        MediationNone = "mediation-none" at "path",
            "aucune médiation n’attend cette réponse sur ce litige",
            "no mediation of this dispute waits for that";
        /// The mediator is not for this customer.
        MediationPath = "mediation-path" at "path",
            "le médiateur des entreprises est pour les professionnels, celui de la consommation pour les consommateurs",
            "the business mediator is for professionals, the consumer mediator for consumers";
        /// A day out of order.
        MediationDay { first: Date, last: Date } = "mediation-day" at "on",
            "le jour va du {first} au {last} : une médiation est proposée, acceptée, puis terminée",
            "the day goes from {first} to {last}: a mediation is proposed, agreed to, then ended";
        /// An end that does not fit.
        MediationResult = "mediation-result" at "result",
            "une médiation acceptée finit par un accord ou un échec ; une proposition sans réponse est refusée",
            "a mediation both sides agreed to ends in agreement or failure; a proposal without answer is refused";
        /// The law's own tables do not know the fact.
        NoLawRow { event: String } = "limitation-event-unknown",
            "les tables de droit n’ont pas l’événement « {event} » : ajoutez la ligne à limitation_events.csv",
            "the tables of law do not have the event « {event} »: add the row to limitation_events.csv";
        /// What is done, and who does it?
        PreventionWhat { most: i64 } = "prevention-what" at "what",
            "une action dit ce qui est fait, en {most} caractères au plus, et qui s’en charge",
            "an action says what is done, in {most} characters at most, and who does it";
        /// How much goes back?
        Refund { currency: Currency } = "dispute-refund" at "refund",
            "un remboursement est un montant en {currency}, au-dessus de zéro",
            "a refund is an amount in {currency}, above zero";
        /// More goes back than is contested?
        RefundBeyond { most: Money } = "dispute-refund-beyond" at "refund",
            "au plus {most} reste à rembourser de ce qui est contesté : pour indemniser au-delà, dites pourquoi en note",
            "at most {most} is left to pay back of what is contested: to compensate beyond it, say why in the note";
        /// Nobody is asked yet.
        NotOver = "dispute-not-over",
            "ce litige n’est pas clos : votre avis sera le bienvenu à la fin",
            "this dispute is not closed: your opinion will be welcome at its end";
        /// One of five answers.
        Score = "opinion-score" at "score",
            "choisissez une réponse, de « très mal » à « très bien »",
            "choose an answer, from « very badly » to « very well »";
        /// One of three answers.
        AnswerMissing = "answer-missing" at "verdict",
            "choisissez une réponse : oui, en partie ou non",
            "choose an answer: yes, in part or no";
        /// What people agreed on would be lost with the pieces.
        ImportHeld { import: String, what: Wording } = "import-held",
            "l’import {import} porte des pièces engagées ({what}) : clôturez le litige, annulez l’échéancier ou annulez la cession, puis annulez l’import",
            "the import {import} brought pieces that are committed ({what}): close the dispute, cancel the plan or reverse the assignment, then take the import back";
        /// Too much evidence.
        TooMuch { most: i64 } = "dispute-too-much" at "file",
            "un litige garde {most} preuves au plus",
            "a dispute keeps {most} pieces of evidence at most";
        /// A file of statuses that cannot be read.
        StatusFile { file: String, why: Wording } = "status-file" at "file",
            "{file} n’est pas un message de cycle de vie lisible ({why}) : demandez-le de nouveau à la plateforme",
            "{file} is no life-cycle message that can be read ({why}): ask the platform for it again";
    }
}

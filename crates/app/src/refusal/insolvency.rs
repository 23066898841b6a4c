//! Why nothing is done about the insolvency of a debtor.

use kernel::{Date, Money, Wording};

kernel::sentences! {
    /// Why nothing is done about an insolvency.
    InsolvencyRefusal {
        /// No notices in it.
        FileUnreadable { file: String, why: Wording } = "insolvency-file" at "file",
            "{file} ne contient aucune annonce lisible : {why}",
            "{file} holds no notice that can be read: {why}";
        /// Nothing to fetch from.
        SourceMissing = "insolvency-source-missing",
            "aucune adresse du BODACC n’est donnée : lancez le programme avec QUITTANCE_BODACC, ou importez un fichier",
            "no address of the BODACC is given: start the program with QUITTANCE_BODACC, or import a file";
        /// A block that nobody sets by hand.
        BlockByHand = "insolvency-block-by-hand" at "reason",
            "ce motif est celui des procédures collectives : confirmez l’annonce depuis la page des procédures",
            "this reason belongs to insolvencies: confirm the notice from the page of insolvencies";
        /// The procedure holds it.
        HoldsPiece { piece: String } = "insolvency-holds-piece" at "item",
            "{piece} est née avant le jugement : la procédure collective l’arrête ; dites la date de livraison si elle est postérieure",
            "{piece} was born before the judgment: the insolvency stops it; tell its day of supply if that is later";
        /// No set-off of what is not connected.
        SetOff { piece: String } = "insolvency-set-off" at "credit",
            "{piece} est née avant le jugement : elle ne se compense qu’avec une créance connexe ; dites d’abord qu’elle l’est, depuis la page de la procédure",
            "{piece} was born before the judgment: it is set off against a connected claim only; say first that it is one, from the page of the procedure";
        /// A plan that pays prior claims.
        PlanStopped { piece: String } = "insolvency-plan-stopped",
            "l’échéancier règle {piece}, née avant le jugement : ni mise en demeure ni déchéance tant que la procédure l’arrête",
            "the plan pays {piece}, born before the judgment: neither notice nor forfeiture while the procedure stops it";
        /// Not yet.
        DayAhead { day: Date } = "insolvency-day-ahead" at "on",
            "le {day} n’est pas encore là : donnez le jour où cela a eu lieu",
            "{day} has not come yet: give the day it happened";
        /// Before the judgment.
        DayBefore { day: Date } = "insolvency-day-before" at "on",
            "le jugement est du {day} : une déclaration ne peut pas le précéder",
            "the judgment is of {day}: a declaration cannot come before it";
        /// What proves it?
        ProofMissing = "insolvency-proof-missing" at "proof",
            "dites ce qui le prouve : numéro du recommandé, accusé du portail",
            "say what proves it: number of the registered letter, receipt of the portal";
        /// Nothing is to be declared.
        NothingToDeclare = "insolvency-nothing-to-declare",
            "rien n’est à déclarer sur ce compte : aucune créance antérieure n’y est ouverte",
            "nothing is to be declared on this account: no prior claim is open on it";
        /// It was not sent.
        NotDeclared = "insolvency-not-declared",
            "la déclaration n’a pas encore été envoyée : notez d’abord son envoi",
            "the declaration was not sent yet: note first that it was";
        /// It was answered.
        AnsweredAlready = "insolvency-answered-already",
            "la créance a déjà reçu une réponse : sa déclaration ne change plus",
            "the claim was answered already: its declaration changes no more";
        /// Which amount?
        AmountMissing = "insolvency-amount-missing" at "amount",
            "donnez le montant, au-dessus de zéro",
            "give the amount, above zero";
        /// More than there is.
        AmountBeyond { most: Money } = "insolvency-amount-beyond" at "amount",
            "le montant dépasse {most} : vérifiez la décision",
            "the amount is beyond {most}: check the decision";
        /// Nothing was admitted.
        NotAdmitted = "insolvency-not-admitted",
            "aucun montant n’est encore admis : notez d’abord l’admission",
            "nothing is admitted yet: note the admission first";
        /// The clock of the contestation runs from a day.
        DayMissing = "insolvency-day-missing" at "on",
            "donnez le jour : un délai en part",
            "give the day: a period runs from it";
        /// What a judgment stops is asked of no judge and no officer.
        ClaimStopped { pieces: String, day: Date, path: String } = "insolvency-claim-stopped",
            "{pieces} : née avant le jugement d’ouverture du {day}, ni requête, ni exécution, ni nouvelle procédure ; déclarez la créance ({path}) et suivez à part ce qui est né après",
            "{pieces}: born before the opening judgment of {day}, no petition, no enforcement, no new procedure; declare the claim ({path}) and follow apart what was born after it";
        /// Nobody decided of who answers beside the debtor.
        GuarantorAwaits { name: String, path: String } = "insolvency-guarantor-awaits",
            "{name} répond de la dette d’un débiteur en procédure collective : décidez d’abord de le poursuivre ({path})",
            "{name} answers for the debt of a debtor in insolvency: first decide to pursue them ({path})";
        /// What they are in law decides what may be asked of them.
        GuarantorPerson = "insolvency-guarantor-person" at "person",
            "dites d’abord si c’est une personne physique ou une personne morale : la loi protège la première",
            "say first whether it is a natural or a legal person: the law protects the former";
        /// Why?
        GuarantorWhy = "insolvency-guarantor-why" at "why",
            "dites pourquoi : acte, plafond, ce que la loi permet",
            "say why: the deed, its ceiling, what the law allows";
        /// That is no decision.
        GuarantorUndecided = "insolvency-guarantor-undecided" at "decision",
            "décidez : poursuivre, attendre ou abandonner",
            "decide: pursue, wait or give up";
        /// Asked about what?
        DemandWhat = "insolvency-demand-what" at "what",
            "dites de quoi il s’agit : quel contrat, quels biens",
            "say what it is about: which contract, which goods";
        /// Not now.
        DemandAct { what: String } = "insolvency-demand-act",
            "{what} : cela ne se dit pas où en est la demande ; voyez ce qui peut être noté",
            "{what}: this cannot be told where the demand is; see what can be noted";
        /// Out of order.
        DemandBefore { day: Date } = "insolvency-demand-before" at "on",
            "le {day} vient d’abord : donnez un jour qui ne le précède pas",
            "{day} comes first: give a day that is not before it";
        /// Outside what the law gives.
        DemandExtension { first: Date, last: Date } = "insolvency-demand-extension" at "on",
            "la prolongation finit après le {first} et au plus tard le {last} : vérifiez l’ordonnance",
            "the prolongation ends after {first} and by {last} at the latest: check the order";
        /// What was answered?
        DemandAnswer = "insolvency-demand-answer" at "answer",
            "dites la réponse, ou qu’il n’y en a pas eu",
            "tell the answer, or that there was none";
        /// There is still time.
        DemandSilence { day: Date } = "insolvency-demand-silence" at "answer",
            "le délai de réponse court jusqu’au {day} : le silence se note ensuite",
            "the time to answer runs until {day}: silence is noted after it";
        /// Silence ended the contract.
        DemandLate { day: Date } = "insolvency-demand-late" at "on",
            "sans réponse au {day}, le contrat est terminé de plein droit : notez le silence, ou d’abord la prolongation",
            "without an answer by {day} the contract is terminated by law: note the silence, or the prolongation first";
        /// Outside a closed list.
        UnknownWord { text: String, known: String } = "insolvency-unknown-word",
            "« {text} » n’est pas connu ; au choix : {known}",
            "« {text} » is not known; choose among: {known}";
        /// What was kept cannot be read.
        NoticeUnsound { number: String } = "insolvency-notice-unsound",
            "l’annonce {number} ne se lit plus : importez-la de nouveau",
            "the notice {number} cannot be read any more: import it again";
    }
}

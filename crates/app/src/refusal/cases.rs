//! What cannot be done with a case.

use kernel::{Currency, Date, Money, Wording};

kernel::sentences! {
    /// What cannot be done with a case.
    CaseRefusal {
        /// Nothing to claim.
        NothingToClaim = "case-nothing-to-claim" at "items",
            "aucune pièce en retard n’est libre : tout est réglé, cédé, dans un échéancier ou dans un autre dossier ; choisissez les pièces une à une",
            "no late item is free: all is settled, assigned, in a plan or in another case; choose the items one by one";
        /// Too much for one case.
        TooMany { most: i64 } = "case-too-many" at "items",
            "un dossier réclame {most} pièces au plus : ouvrez-en un second",
            "a case claims {most} items at most: open a second one";
        /// A piece that owes nothing.
        NothingOpen { piece: String } = "case-nothing-open" at "items",
            "{piece} : rien n’est dû, elle ne se réclame pas en justice",
            "{piece}: nothing is owed, it cannot be claimed before a judge";
        /// A piece of another creditor.
        OtherCreditor { piece: String } = "case-other-creditor" at "items",
            "{piece} est due à un autre créancier : un dossier est d’un seul créancier",
            "{piece} is owed to another creditor: a case is of one creditor";
        /// Two currencies.
        OtherCurrency { piece: String, expected: Currency } = "case-other-currency" at "items",
            "{piece} n’est pas en {expected} : ouvrez un dossier par devise",
            "{piece} is not in {expected}: open one case a currency";
        /// Claimed already.
        Claimed { piece: String, case: String } = "case-claimed" at "items",
            "{piece} est déjà réclamée dans le dossier {case}",
            "{piece} is claimed already in the case {case}";
        /// A plan protects it.
        Planned { piece: String, plan: String } = "case-planned" at "items",
            "{piece} est dans l’échéancier {plan}, qui protège le débiteur tant qu’il le tient : mettez-y fin d’abord",
            "{piece} is in the instalment plan {plan}, which protects the debtor while they keep it: end it first";
        /// What it is about.
        ObjectMissing = "case-object-missing" at "object",
            "dites sur quoi porte le dossier : rien n’y est réclamé",
            "say what the case is about: nothing is claimed in it";
        /// Who?
        PartyNameMissing = "case-party-name-missing" at "name",
            "donnez le nom de la partie",
            "give the name of the party";
        /// Another creditor's customer.
        PartyOfOther = "case-party-of-other" at "account",
            "ce compte est d’un autre créancier",
            "this account is of another creditor";
        /// It is over.
        Closed { day: Date } = "case-closed",
            "le dossier est clos depuis le {day} : ouvrez-en un autre",
            "the case is closed since {day}: open another one";
        /// The last claim of a case.
        LastClaim = "case-last-claim",
            "c’est la dernière pièce du dossier : clôturez le dossier",
            "this is the last item of the case: close the case";
        /// A procedure that was not ended.
        GoesOn { procedure: Wording } = "case-goes-on",
            "la procédure « {procedure} » suit son cours : désistez-vous, ou notez sa fin, puis clôturez",
            "the procedure « {procedure} » goes on: withdraw, or record its end, then close";
        /// Said to be paid, and is not.
        StillOpen { open: Money, pieces: String } = "case-still-open" at "outcome",
            "{open} restent dus ({pieces}) : lettrez le paiement reçu, ou choisissez « transigé » (ce que le protocole laisse), « irrécouvrable » ou « abandonné »",
            "{open} is still owed ({pieces}): match the payment received, or choose « settled » (what the agreement leaves), « irrecoverable » or « given up »";
        /// A block of a case.
        HoldsPiece { piece: String } = "case-holds-piece",
            "{piece} est réclamée en justice : elle sera relancée de nouveau si elle quitte le dossier",
            "{piece} is claimed before a judge: it will be asked for again if it leaves the case";
        /// A block that nobody sets by hand.
        BlockByHand = "case-block-by-hand" at "reason",
            "ce motif est celui des dossiers contentieux : ouvrez-en un, ou choisissez un autre motif",
            "this reason belongs to court cases: open one, or choose another reason";
        /// No claim.
        Claim { text: String } = "case-claim-amount" at "claimed",
            "« {text} » : donnez la somme demandée, au-dessus de zéro, dans la devise du dossier",
            "« {text} »: give the sum claimed, above zero, in the currency of the case";
        /// What is claimed against us is in no piece of ours.
        ClaimedAgainst = "case-claimed-against" at "claimed",
            "dites ce qui est demandé contre vous : c’est ce que vous risquez de perdre",
            "say what is claimed against you: it is what you may lose";
        /// A day that has not come.
        Future { today: Date } = "case-future" at "day",
            "ce jour n’est pas encore venu (nous sommes le {today})",
            "that day has not come yet (today is {today})";
        /// What was granted.
        Granted { text: String } = "case-granted" at "granted",
            "« {text} » n’est pas un montant : écrivez la somme accordée, par exemple 1200.00",
            "« {text} » is no amount: write the sum granted, for instance 1200.00";
        /// The right day.
        DayMissing = "case-day-missing" at "day",
            "donnez le bon jour",
            "give the right day";
        /// Which fact?
        PositionMissing = "case-position-missing" at "position",
            "dites quel fait, par son numéro",
            "say which fact, by its number";
        /// A word of a closed list.
        Word { text: String, known: String } = "case-word",
            "« {text} » n’est pas connu ici : {known}",
            "« {text} » is not known here: {known}";
        /// Too long.
        TooLong { most: i64 } = "case-too-long",
            "un texte a {most} caractères au plus",
            "a text has {most} characters at most";
    }
}

//! What cannot be told of a title, or of a cost.

use kernel::{Currency, Date, Wording};

kernel::sentences! {
    /// What cannot be told of a title.
    TitleRefusal {
        /// Its date.
        DayMissing = "title-day-missing" at "issued",
            "donnez la date du titre",
            "give the date of the title";
        /// A day that has not come.
        Future { today: Date } = "title-future" at "issued",
            "un titre ne porte pas une date à venir (nous sommes le {today})",
            "a title does not bear a date to come (today is {today})";
        /// Who issued it.
        CourtMissing = "title-court-missing" at "court",
            "dites quelle juridiction, ou qui, a délivré le titre",
            "say which court, or who, issued the title";
        /// What it awards.
        HeadAmount { text: String } = "title-head-amount" at "heads",
            "« {text} » : chaque chef est une somme au-dessus de zéro, dans la devise du dossier",
            "« {text} »: each head is a sum above zero, in the currency of the case";
        /// Two currencies.
        OtherCurrency { given: String, expected: Currency } = "title-other-currency" at "currency",
            "le titre est en « {given} » et le dossier en {expected} : ouvrez un dossier dans la devise du titre",
            "the title is in « {given} » and the case in {expected}: open a case in the currency of the title";
        /// Enforceable before it was.
        EnforceableBefore { issued: Date } = "title-enforceable-before" at "enforceable",
            "le titre est du {issued} : il n’a pas pu devenir exécutoire avant",
            "the title is of {issued}: it cannot have become enforceable before";
        /// Enforceable tomorrow.
        EnforceableAhead { today: Date } = "title-enforceable-ahead" at "enforceable",
            "ce jour n’est pas encore venu (nous sommes le {today}) : notez-le quand le titre sera exécutoire",
            "that day has not come yet (today is {today}): record it once the title is enforceable";
        /// The claim and its due date go together.
        ClaimHalf = "title-claim-half" at "claim_due",
            "la nature de la créance et son échéance vont ensemble : donnez les deux, ou aucune",
            "the kind of claim and its due date go together: give both, or none";
        /// Before the title.
        BeforeTitle { issued: Date } = "title-fact-before" at "day",
            "le titre est du {issued} : rien ne lui arrive avant ; vérifiez le jour",
            "the title is of {issued}: nothing happens to it before; check the day";
        /// That has not come.
        Ahead { today: Date } = "title-fact-ahead" at "day",
            "ce jour n’est pas encore venu (nous sommes le {today})",
            "that day has not come yet (today is {today})";
        /// On whom?
        ServedMissing = "title-served-missing" at "on",
            "dites à qui le titre a été signifié",
            "say on whom the title was served";
        /// A service is proved.
        ProofMissing = "title-proof-missing" at "proof",
            "donnez la référence de l’acte : sans lui, la signification ne se prouve pas",
            "give the reference of the act: without it the service is not proved";
        /// What gives the clock a new start.
        NoRenewal { event: String, known: String } = "title-no-renewal" at "event",
            "« {event} » ne fait pas repartir la prescription d’un titre : {known}",
            "« {event} » does not give the clock of a title a new start: {known}";
        /// Too late.
        RenewalLate { last: Date } = "title-renewal-late" at "day",
            "le titre était prescrit depuis le {last} : un acte postérieur ne le fait pas revivre ; s’il y en eut un avant, notez-le d’abord",
            "the title was time-barred since {last}: a later act does not revive it; if there was one before, record it first";
        /// A title without a clock.
        NoClock = "title-no-clock" at "event",
            "le délai de ce titre n’est pas connu : donnez d’abord la nature de la créance et son échéance",
            "the period of this title is not known: give the kind of claim and its due date first";
        /// Where is it?
        PlaceMissing = "title-place-missing" at "place",
            "dites où est l’original",
            "say where the original is";
        /// Set aside by what?
        ByMissing = "title-by-missing" at "by",
            "dites quelle décision anéantit le titre",
            "say which decision sets the title aside";
        /// It was.
        Annulled { day: Date } = "title-annulled",
            "le titre est anéanti depuis le {day}",
            "the title was set aside on {day}";
        /// Which fact?
        FactUnknown = "title-fact-unknown" at "position",
            "aucun fait de ce titre ne porte ce numéro, ou il est déjà rayé",
            "no fact of this title bears that number, or it is struck out already";
        /// A measure without a title.
        NoTitle { measure: Wording } = "title-none",
            "{measure} : aucun titre n’est enregistré dans ce dossier ; enregistrez le titre, ou donnez la référence de l’autorisation du juge",
            "{measure}: no title is recorded in this case; record the title, or give the reference of the leave of the judge";
        /// A measure that no title opens.
        Shut { measure: Wording, why: Wording } = "title-shut",
            "{measure} : le titre du dossier ne la permet pas à ce jour ({why}) ; si le juge l’a autorisée, donnez la référence de l’autorisation",
            "{measure}: the title of the case does not open it on that day ({why}); where the judge gave leave, give its reference";
    }
}

kernel::sentences! {
    /// What cannot be told of the costs of a case.
    CostRefusal {
        /// No amount.
        Amount { text: String } = "cost-amount" at "net",
            "« {text} » n’est pas un montant : écrivez le hors taxe, par exemple 73.63",
            "« {text} » is no amount: write the net amount, for instance 73.63";
        /// Below zero.
        Negative = "cost-negative" at "net",
            "un coût est au-dessus de zéro : pour un remboursement, corrigez le coût remboursé",
            "a cost is above zero: for a refund, correct the cost that was refunded";
        /// VAT.
        Vat { text: String } = "cost-vat" at "vat",
            "« {text} » : la TVA est un montant de zéro ou plus, et ne dépasse pas le hors taxe",
            "« {text} »: VAT is an amount of zero or more, and not above the net amount";
        /// Two currencies.
        OtherCurrency { given: String, expected: Currency } = "cost-other-currency" at "currency",
            "le coût est en « {given} » et le dossier en {expected} : donnez-le dans la devise du dossier",
            "the cost is in « {given} » and the case in {expected}: give it in the currency of the case";
        /// What for?
        LabelMissing = "cost-label-missing" at "label",
            "dites de quel coût il s’agit",
            "say what the cost is for";
        /// An act that is not of the case.
        Act { text: String } = "cost-act" at "act",
            "« {text} » n’est pas un acte d’une procédure de ce dossier",
            "« {text} » is no act of a procedure of this case";
        /// That has not come.
        Future { today: Date } = "cost-future" at "day",
            "ce jour n’est pas encore venu (nous sommes le {today}) : ce qui est prévu va au budget",
            "that day has not come yet (today is {today}): what is foreseen goes into the budget";
        /// Paid tomorrow.
        PaidAhead { today: Date } = "cost-paid-ahead" at "paid",
            "ce jour n’est pas encore venu (nous sommes le {today}) : notez le paiement quand il sera fait",
            "that day has not come yet (today is {today}): record the payment once it is made";
        /// By which decision?
        DecisionMissing = "cost-decision-missing" at "decision",
            "dites quelle décision met ce coût à la charge de l’un ou de l’autre",
            "say which decision puts this cost on one or the other";
        /// The law decides.
        ByLaw { why: Wording } = "cost-by-law" at "decided",
            "la loi dit qui supporte ce coût ({why}) : choisissez un autre motif, ou laissez vide",
            "the law says who bears this cost ({why}): choose another ground, or leave it empty";
        /// Taken out.
        Gone { day: Date } = "cost-gone",
            "ce coût est retiré depuis le {day} : ajoutez-le de nouveau s’il est dû",
            "this cost was taken out on {day}: add it again if it is owed";
        /// How long?
        Minutes { most: i64 } = "cost-minutes" at "minutes",
            "donnez un temps de 1 à {most} minutes, jour par jour",
            "give a time of 1 to {most} minutes, day by day";
        /// What an hour costs.
        Hourly { text: String } = "cost-hourly" at "hourly",
            "« {text} » : donnez le coût horaire, au-dessus de zéro",
            "« {text} »: give the cost of an hour, above zero";
        /// Who?
        WhoMissing = "cost-who-missing" at "who",
            "dites qui a passé ce temps",
            "say who spent this time";
        /// A budget line.
        Budget { text: String } = "cost-budget" at "budget",
            "« {text} » : donnez le montant prévu TTC, au-dessus de zéro, une fois par nature de coût",
            "« {text} »: give the amount foreseen VAT included, above zero, once for each kind of cost";
        /// What proves that nothing will come.
        LossProof = "loss-proof-missing" at "proof",
            "dites ce qui prouve que rien ne viendra : certificat d’irrécouvrabilité, jugement de liquidation, procès-verbal de carence, ou la raison",
            "say what proves that nothing will come: certificate of irrecoverability, judgment of liquidation, record of no assets, or the reason";
        /// Of which day?
        LossDay = "loss-day-missing" at "proof_on",
            "donnez le jour de cette preuve",
            "give the day of that proof";
        /// That has not come.
        LossAhead { today: Date } = "loss-ahead" at "proof_on",
            "ce jour n’est pas encore venu (nous sommes le {today})",
            "that day has not come yet (today is {today})";
        /// A rate.
        VatRate { text: String } = "loss-vat-rate" at "vat_rate",
            "« {text} » : donnez le taux de TVA en pour cent, de 0 à 100, ou rien s’il n’est pas connu",
            "« {text} »: give the rate of VAT in percent, from 0 to 100, or nothing where it is not known";
        /// No loss here.
        NoLoss = "loss-none",
            "ce dossier n’est pas clos comme irrécouvrable : il n’a pas d’écriture à proposer",
            "this case was not closed as irrecoverable: it has no entries to propose";
    }
}

//! Why a fact is not taken in: what, where, why, and what to do next.

kernel::sentences! {
    /// A refusal. What is late is not refused: it is a fact, and the events say what it lost.
    Refused {
        /// The tables of law refuse, or do not know.
        Law { why: kernel::Wording } = "law", "{why}", "{why}";
        /// The definition is off, or not yet open, on that day.
        NotOpen { why: kernel::Wording } = "not-open" at "definition",
            "cette procédure ne s’engage pas ce jour-là — {why} ; choisissez une autre voie",
            "this procedure cannot be begun on that day — {why}; choose another route";
        /// A day that has not come.
        Future { day: kernel::Date, today: kernel::Date } = "future" at "day",
            "le {day} n’est pas encore venu (nous sommes le {today}) ; enregistrez l’acte quand il est fait",
            "{day} has not come yet (today is {today}); record the act once it is done";
        /// A hearing before there was anything to hear.
        HearingBefore { day: kernel::Date, begun: kernel::Date } = "hearing-before" at "day",
            "l’audience du {day} précède la procédure, engagée le {begun} ; corrigez l’une des deux dates",
            "the hearing of {day} comes before the procedure, begun on {begun}; correct one of the two days";
        /// A day before the state began.
        BeforeState { act: kernel::Wording, day: kernel::Date, state: kernel::Wording, since: kernel::Date } = "before-state" at "day",
            "« {act} » du {day} : l’état « {state} » ne commence que le {since} ; corrigez l’une des deux dates",
            "« {act} » of {day}: the state « {state} » begins on {since} only; correct one of the two days";
        /// A day before the date of the order.
        BeforeOrder { act: kernel::Wording, day: kernel::Date, order: kernel::Date } = "before-order" at "day",
            "« {act} » du {day} : l’ordonnance est du {order} ; corrigez l’une des deux dates",
            "« {act} » of {day}: the order is of {order}; correct one of the two days";
        /// No such act in the definition.
        NoSuchAct { act: String, known: kernel::Wording } = "no-such-act" at "act",
            "« {act} » n’est pas un acte de cette procédure ; possibles maintenant : {known}",
            "« {act} » is no act of this procedure; possible now: {known}";
        /// Not from this state, but after other acts.
        WrongOrder { act: kernel::Wording, now: kernel::Wording } = "wrong-order" at "act",
            "« {act} » n’est pas possible maintenant : {now}", "« {act} » is not possible now: {now}";
        /// Not from this state, nor from any that follows.
        NoWay { act: kernel::Wording, now: kernel::Wording } = "no-way" at "act",
            "« {act} » n’est plus possible : {now}", "« {act} » is not possible any more: {now}";
        /// Not before this court, not for this amount or this order.
        NotHere { act: kernel::Wording, place: kernel::Wording } = "not-here" at "act",
            "« {act} » ne se fait pas dans ce dossier, mais seulement ainsi : {place} ; si la juridiction ou le montant sont faux, dites-les d’abord",
            "« {act} » is not done in this file, but only so: {place}; if the court or the amount are wrong, tell them first";
        /// The court told is the one that is known.
        CourtAlready { court: kernel::Wording } = "court-already" at "ground",
            "la juridiction est déjà celle-là : {court}", "the court is that one already: {court}";
        /// A period must be over first.
        TooEarly { act: kernel::Wording, day: kernel::Date, from: kernel::Date, safe: kernel::Date, article: String } = "too-early" at "day",
            "« {act} » du {day} : pas avant le {from} ({article}) ; date sûre : {safe}",
            "« {act} » of {day}: not before {from} ({article}); safe date: {safe}";
        /// A Sunday or public holiday, without the judge's leave.
        ClosedDay { act: kernel::Wording, day: kernel::Date, rule: kernel::Wording } = "closed-day" at "day",
            "« {act} » du {day} : dimanche ou jour férié ({rule}) ; donnez l’autorisation du juge ou corrigez la date",
            "« {act} » of {day}: a Sunday or public holiday ({rule}); give the judge’s leave or correct the day";
        /// An act that keeps a right is recorded with its proof.
        NoProof { act: kernel::Wording, expected: kernel::Wording } = "no-proof" at "proof",
            "« {act} » sans preuve : donnez sa référence, ici {expected}",
            "« {act} » without proof: give its reference, here {expected}";
        /// More was granted than claimed, or nothing, or in another currency.
        Granted { granted: kernel::Money, claimed: kernel::Money } = "granted" at "granted",
            "accordé {granted} pour {claimed} demandés : donnez la part accordée, entre zéro et la demande",
            "granted {granted} of {claimed} claimed: give the part granted, between nothing and the claim";
        /// A partial grant without its amount.
        NoAmount { act: kernel::Wording } = "no-amount" at "granted",
            "« {act} » sans montant : donnez ce qui est accordé, le reste en dépend",
            "« {act} » without an amount: give what is granted, the rest depends on it";
        /// The creditor's acts are suspended.
        Stayed { act: kernel::Wording, day: kernel::Date, since: kernel::Date, ground: kernel::Wording } = "stayed" at "act",
            "« {act} » du {day} : les actes du créancier sont suspendus depuis le {since} ({ground}) ; enregistrez d’abord la reprise",
            "« {act} » of {day}: the creditor’s acts are suspended since {since} ({ground}); record first that they may go on";
        /// Nothing follows once the object has ended.
        Ended { day: kernel::Date, why: String } = "ended" at "act",
            "cette procédure a pris fin le {day} ({why}) ; rayez cette fin si elle fut notée par erreur",
            "this procedure ended on {day} ({why}); strike that end out if it was recorded by mistake";
        /// Nothing is suspended.
        NotStayed = "not-stayed" at "day",
            "rien n’est suspendu : il n’y a pas de reprise à noter", "nothing is suspended: there is nothing to resume";
        /// Suspended already.
        StayedAlready { since: kernel::Date } = "stayed-already" at "day",
            "la procédure est déjà suspendue depuis le {since} ; notez d’abord la reprise",
            "the procedure is suspended already since {since}; record first that it may go on";
        /// No fact of that position, one without a day, or one struck out.
        NoFact { position: usize } = "no-fact" at "position",
            "le fait n° {position} n’existe pas, n’a pas de date ou est rayé ; choisissez-en un dans l’historique",
            "fact no. {position} does not exist, bears no day or is struck out; choose one of the history";
        /// A correction that a later fact contradicts.
        Contradicts { why: kernel::Wording } = "contradicts" at "day",
            "cette correction contredit un fait postérieur — {why} ; corrigez-le d’abord",
            "this correction contradicts a later fact — {why}; correct that one first";
        /// A step out of the table.
        NoStep { step: String, known: String } = "no-step" at "step",
            "« {step} » n’est pas une étape de la table pour cette procédure ; attendu : {known}",
            "« {step} » is no step of the table for this procedure; expected: {known}";
        /// The definition has no withdrawal from here.
        NoWithdrawal { now: kernel::Wording } = "no-withdrawal" at "act",
            "la procédure ne connaît pas de désistement ici : {now} ; si la créance est payée ou réglée, notez la fin",
            "the procedure knows no withdrawal here: {now}; if the claim is paid or settled, record the end";
        /// Words that must be given.
        NoReason = "no-reason" at "why", "donnez la raison : elle reste dans l’historique", "give the reason: it stays in the history";
    }
}

impl std::fmt::Display for Refused {
    /// English, for logs; [`Refused::words`] speaks to people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words(kernel::Language::En))
    }
}

impl std::error::Error for Refused {}

impl From<law::LawError> for Refused {
    fn from(error: law::LawError) -> Self {
        Self::Law { why: error.wording() }
    }
}

impl Refused {
    /// Whether two facts contradict each other, rather than an act and the order of acts.
    pub(super) const fn is_about_days(&self) -> bool {
        matches!(
            self,
            Self::BeforeState { .. }
                | Self::BeforeOrder { .. }
                | Self::TooEarly { .. }
                | Self::ClosedDay { .. }
                | Self::NotHere { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_speaks_french_and_english() {
        let mut codes = std::collections::BTreeSet::new();
        for refused in Refused::examples() {
            let said = refused.wording();
            assert!(codes.insert(refused.code()), "{} twice", refused.code());
            let from_law = matches!(refused, Refused::Law { .. });
            assert!(!said.fr.is_empty() && (from_law || said.fr != said.en), "{said:?}");
        }
    }
}

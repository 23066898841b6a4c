//! What cannot be done with the list of the day.

use kernel::Date;

kernel::sentences! {
    /// What cannot be done with the list of the day.
    WorkRefusal {
        /// Weights that were written otherwise.
        WeightsWrong = "weights-wrong",
            "les poids de la liste du jour sont illisibles : enregistrez-les de nouveau",
            "the weights of the worklist cannot be read: save them again";
        /// Nothing counts.
        WeightsVoid = "weights-void" at "amount",
            "donnez un poids à un critère au moins : sans poids, aucun rang n’a de raison",
            "give one criterion a weight at least: without any, no rank has a reason";
        /// A weight beyond the scale.
        WeightTooHeavy { most: i64 } = "weight-too-heavy",
            "un poids va de 0 à {most}",
            "a weight goes from 0 to {most}";
        /// No day has so many contacts, nor none.
        CapacityWrong { most: i64 } = "capacity-wrong" at "capacity",
            "le nombre de contacts par jour va de 1 à {most}",
            "the contacts of a day go from 1 to {most}";
        /// A file put off to today or before.
        SnoozeToday = "snooze-today" at "until",
            "choisissez un jour après aujourd’hui : le dossier revient ce jour-là",
            "choose a day after today: the file comes back on it";
        /// A file put off too far.
        SnoozeTooFar { latest: Date } = "snooze-too-far" at "until",
            "un dossier se met de côté jusqu’au {latest} au plus : suspendez ses relances s’il faut plus longtemps",
            "a file is put off until {latest} at most: pause its reminders if it takes longer";
        /// A file put off beyond the last day to act.
        SnoozeBeyondRight { latest: Date } = "snooze-beyond-right" at "until",
            "un droit se perd le {latest} : choisissez un jour qui laisse le temps d’agir",
            "a right is lost on {latest}: choose a day that leaves time to act";
        /// A login of nobody.
        LoginUnknown { login: String } = "login-unknown" at "login",
            "personne d’actif n’a l’identifiant « {login} » : voyez la liste des utilisateurs",
            "nobody active has the login « {login} »: look at the list of users";
        /// A stand-in who is nobody.
        StandInUnknown { login: String } = "stand-in-unknown" at "stand_in",
            "personne d’actif n’a l’identifiant « {login} » : choisissez un autre remplaçant",
            "nobody active has the login « {login} »: choose another stand-in";
        /// Who is away cannot stand in.
        StandInSelf = "stand-in-self" at "stand_in",
            "on ne se remplace pas soi-même : choisissez quelqu’un d’autre, ou personne",
            "nobody stands in for themselves: choose somebody else, or nobody";
    }
}

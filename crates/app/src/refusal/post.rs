//! What the post cannot have said of a letter.

use kernel::Date;

kernel::sentences! {
    /// What the post cannot have said of a letter.
    PostRefusal {
        /// No such reason.
        ReasonUnknown { reason: String } = "return-reason-unknown" at "reason",
            "« {reason} » n’est pas un motif de retour : unclaimed, refused ou unknown",
            "« {reason} » is no reason of a return: unclaimed, refused or unknown";
        /// A letter that is not known to have left.
        NotPosted { state: String } = "letter-not-posted",
            "la lettre n’est pas comptée comme partie (état « {state} ») : dites d’abord que son fichier d’impression a été posté",
            "the letter does not count as gone (state « {state} »): say first that its print file went to the post";
        /// Not collected or refused, and nobody says when it was presented.
        PresentationMissing = "presentation-missing" at "presented_on",
            "une lettre non réclamée ou refusée a été présentée : donnez le jour de la présentation, inscrit par la poste",
            "a letter not collected or refused was presented: give the day of presentation, as the post wrote it";
        /// Unknown at the address, and presented all the same.
        WasPresented { presented: Date } = "letter-was-presented" at "presented_on",
            "la lettre a été présentée le {presented} : elle n’est pas revenue d’une adresse inconnue ; vérifiez le motif du retour",
            "the letter was presented on {presented}: it did not come back from an unknown address; check why it was returned";
        /// Its return was told already, as of a letter that nobody was shown.
        ReturnTold = "return-told",
            "la lettre est déjà comptée comme jamais présentée : corrigez l’adresse, puis refaites-la ou retirez-la",
            "the letter counts as never presented already: mend the address, then make it again or withdraw it";
        /// What was written by hand bears the address that is wrong.
        WriteAnew = "write-anew",
            "cette lettre porte l’adresse d’où elle est revenue : retirez-la, et écrivez-la de nouveau depuis le dossier",
            "this letter bears the address it came back from: withdraw it, and write it again from the file";
    }
}

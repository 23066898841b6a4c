//! What cannot be said of a right.

use judicial::guard::ClosingFault;

kernel::sentences! {
    /// What cannot be said of a right.
    GuardRefusal {
        /// Nobody was told.
        NotTold = "right-not-told",
            "aucune alerte de ce droit n’a été envoyée : il n’y a rien à quoi répondre",
            "no alarm of this right was told: there is nothing to answer";
        /// A name that is nobody's.
        NoUser { login: String } = "calendar-no-user",
            "« {login} » n’est pas un compte de la maison : connectez-vous pour avoir une adresse d’abonnement",
            "« {login} » is no user of the house: sign in to have a subscription address";
    } with {
        /// Why it is not given up.
        Closing(ClosingFault),
    }
}

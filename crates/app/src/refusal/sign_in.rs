//! Why somebody does not come in, or why what they come in with stays as it is.

use kernel::Wording;

kernel::sentences! {
    /// Why a sign-in, or a change of what one signs in with, did nothing.
    SignInRefusal {
        /// The timeline speaks of the command line and of queued work by these names.
        LoginReserved { login: String } = "login-reserved" at "login",
            "l’identifiant « {login} » est réservé au programme : choisissez-en un autre",
            "the login « {login} » is kept for the program: choose another";
        /// The password of whoever is signed in is asked again.
        PasswordWrong = "password-wrong" at "current",
            "ce n’est pas votre mot de passe actuel : rien n’est changé",
            "this is not your present password: nothing is changed";
        /// A second factor is in force and no code was given.
        CodeNeeded = "code-needed" at "code",
            "ce compte demande un code : donnez aussi celui de votre application, ou un code de secours",
            "this account asks for a code: give that of your application too, or a recovery code";
        /// No code of this secret, nor a recovery code.
        CodeWrong = "code-wrong" at "code",
            "code incorrect : lisez celui que l’application montre maintenant, et vérifiez l’heure du téléphone",
            "wrong code: read the one the application shows now, and check the time of the telephone";
        /// The right code, once more.
        CodeUsed = "code-used" at "code",
            "ce code a déjà servi : attendez que l’application en montre un autre",
            "this code has been used: wait until the application shows another";
        /// The first step was too long ago.
        SecondStepOver = "second-step-over",
            "la connexion a trop attendu : recommencez par le mot de passe",
            "the sign-in has waited too long: start again with the password";
        /// One secret at a time.
        CodesOn = "codes-on",
            "les codes de connexion sont déjà actifs : désactivez-les d’abord, puis activez-les sur le nouvel appareil",
            "sign-in codes are on already: turn them off first, then on again with the new device";
        /// Nothing to confirm.
        CodesNotBegun = "codes-not-begun",
            "aucune clé n’attend de confirmation : commencez par en demander une",
            "no key awaits a confirmation: ask for one first";
        /// Nothing to turn off.
        CodesOff = "codes-off",
            "les codes de connexion ne sont pas actifs : il n’y a rien à changer",
            "sign-in codes are not on: there is nothing to change";
        /// The role must sign in with a code, and this person has none yet.
        CodesDue = "second-factor-needed",
            "votre rôle se connecte avec un code : activez les codes de connexion avant toute autre chose",
            "your role signs in with a code: turn sign-in codes on before anything else";
        /// A scope that does not exist.
        ScopeUnknown { scope: String, known: String } = "scope-unknown" at "scopes",
            "« {scope} » n’est pas une portée : choisissez parmi {known}",
            "« {scope} » is no scope: choose among {known}";
        /// A token for nothing.
        ScopesMissing = "scopes-missing" at "scopes",
            "choisissez ce que le jeton pourra faire : une portée au moins",
            "choose what the token may do: one scope at least";
        /// A token without a name, or with one that no list could show.
        TokenNameWrong { most: i64 } = "token-name-wrong" at "name",
            "donnez au jeton un nom de 1 à {most} caractères : il dira à quoi il sert",
            "give the token a name of 1 to {most} characters: it will say what it is for";
        /// A token that never ends, or never begins.
        TokenDaysWrong { most: i64 } = "token-days-wrong" at "days",
            "un jeton vaut de 1 à {most} jours",
            "a token is good for 1 to {most} days";
        /// Too many.
        TokensMany { most: i64 } = "tokens-many",
            "vous avez déjà {most} jetons : révoquez ceux qui ne servent plus",
            "you have {most} tokens already: revoke those no longer used";
        /// A token speaks in the name of its owner.
        TokenOfAnother = "token-of-another",
            "on ne crée de jeton que pour soi : demandez à la personne de le faire",
            "tokens are made for oneself only: ask the person to make it";
        /// A role that must have a code and is none.
        RoleUnknown { role: String, known: Wording } = "role-unknown" at "roles",
            "« {role} » n’est pas un rôle : {known}",
            "« {role} » is no role: {known}";
    }
}

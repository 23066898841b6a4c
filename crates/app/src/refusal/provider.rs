//! Why nobody comes in through the provider of identities, or why passwords are closed.

use kernel::Wording;

kernel::sentences! {
    /// Why a sign-in through the provider, or who is who there, did nothing.
    ProviderRefusal {
        /// No provider is set.
        ProviderOff = "provider-off",
            "aucun fournisseur d’identité n’est configuré : connectez-vous avec votre mot de passe",
            "no provider of identities is set: sign in with your password";
        /// Its answer cannot be had, or cannot be believed.
        ProviderFailed { name: String, why: Wording } = "provider-failed",
            "{name} n’a pas pu confirmer qui vous êtes : {why}. Réessayez ; si cela dure, prévenez un administrateur, que « quittance doctor » renseignera",
            "{name} could not confirm who you are: {why}. Try again; if it lasts, tell an administrator, whom « quittance doctor » will inform";
        /// It did not let them in.
        ProviderSaidNo { name: String, error: String } = "provider-said-no",
            "{name} ne vous a pas laissé entrer ({error}) : réessayez, ou demandez à qui gère {name} de vous ouvrir Quittance",
            "{name} did not let you in ({error}): try again, or ask whoever runs {name} to open Quittance to you";
        /// No sign-in of this browser awaits this answer.
        ProviderStepOver { name: String } = "provider-step-over",
            "cette connexion par {name} a trop attendu, a déjà servi ou a commencé dans un autre navigateur : recommencez",
            "this sign-in with {name} has waited too long, was used already or began in another browser: start again";
        /// Too many sign-ins begin at once.
        ProviderBusy = "provider-busy",
            "trop de connexions commencent en même temps : réessayez dans quelques minutes",
            "too many sign-ins begin at the same time: try again in a few minutes";
        /// An address that the provider did not check.
        ProviderUnverified { name: String, who: String } = "provider-unverified",
            "{name} n’a pas vérifié l’adresse {who} : faites-la vérifier chez {name}, puis réessayez",
            "{name} has not verified the address {who}: have it verified at {name}, then try again";
        /// Nobody here is called so.
        ProviderUnknown { name: String, who: String } = "provider-unknown",
            "{name} vous connaît comme « {who} », que personne ne porte ici : demandez à un administrateur de Quittance de créer votre compte, ou d’y noter ce nom (Utilisateurs, Connexion)",
            "{name} knows you as « {who} », whom nobody is here: ask an administrator of Quittance to create your account, or to write this name there (Users, Sign-in)";
        /// Several are.
        ProviderSeveral { name: String, who: String } = "provider-several",
            "plusieurs comptes portent le nom « {who} » que donne {name} : demandez à un administrateur de Quittance de le laisser à un seul",
            "several accounts bear the name « {who} » that {name} gives: ask an administrator of Quittance to leave it to one";
        /// They may no longer sign in.
        ProviderBarred { who: String } = "provider-barred",
            "le compte « {who} » est désactivé : demandez à un administrateur de Quittance de le rouvrir",
            "the account « {who} » is closed: ask an administrator of Quittance to open it again";
        /// The account is tied to somebody else's key.
        ProviderTied { name: String, who: String } = "provider-tied",
            "le compte « {who} » est lié à une autre identité de {name} : si la vôtre a changé, demandez à un administrateur de Quittance de le délier",
            "the account « {who} » is tied to another identity of {name}: if yours has changed, ask an administrator of Quittance to untie it";
        /// Passwords open nothing but the account kept for emergencies.
        PasswordsClosed { name: String } = "passwords-closed",
            "les mots de passe ne servent plus ici : connectez-vous avec {name}",
            "passwords are no longer taken here: sign in with {name}";
        /// A name no provider would give.
        ProviderNameWrong { most: i64 } = "provider-name-wrong" at "known-as",
            "le nom chez le fournisseur a {most} caractères au plus, sans retour à la ligne",
            "the name at the provider has {most} characters at most, on one line";
        /// Somebody else answers to it.
        ProviderNameTaken { known_as: String, login: String } = "provider-name-taken" at "known-as",
            "« {known_as} » désigne déjà {login} : un nom ne désigne qu’une personne",
            "« {known_as} » is {login} already: a name is one person";
        /// Nothing to untie.
        ProviderUntied = "provider-untied",
            "ce compte n’est lié à aucune identité : il n’y a rien à changer",
            "this account is tied to no identity: there is nothing to change";
    }
}

# How people and their programs sign in: the code, sessions, tokens.
nav-profile = Mon compte
profile-title = Votre connexion
problem-too-many = Trop d'essais
problem-next-too-many = Attendez, puis réessayez.

sign-in-code-title = Code de connexion
sign-in-code-hint = Les six chiffres que montre votre application, ou l'un de vos codes de secours.
sign-in-again = Revenir au mot de passe
code-field = Code

second-factor-title = Code de connexion
codes-off = Vous vous connectez avec votre seul mot de passe. Un code à usage unique, lu sur votre téléphone, empêche qui l'aurait volé d'entrer.
codes-off-required = Votre rôle se connecte avec un mot de passe et un code.
codes-on = Actif depuis le { $since }. Il reste { $left } codes de secours.
codes-go = Activer
codes-manage = Gérer
codes-lead = Il faut une application de codes (Aegis, FreeOTP, Bitwarden, Google Authenticator…) sur un téléphone ou un ordinateur.
codes-must = Activez le code pour continuer : rien d'autre n'est ouvert d'ici là.
codes-begin = Obtenir une clé
codes-shown = Le code de connexion est actif. Voici vos codes de secours.
codes-shown-once = Chacun remplace une fois le code si vous n'avez plus votre appareil. Imprimez-les ou rangez-les dans un coffre : ils ne seront plus affichés.
codes-kept = Ils sont rangés
codes-renew = Nouveaux codes de secours
codes-renew-hint = Les anciens ne servent plus dès que les nouveaux sont affichés.
codes-turn-off = Désactiver le code
codes-turn-off-hint = Pour changer d'appareil : désactivez, puis activez avec le nouveau.
enrol-scan = Photographiez ce dessin avec l'application.
enrol-qr = Dessin (code QR) qui contient la clé ci-dessous
enrol-by-hand = Sans appareil photo, recopiez la clé :
enrol-here = L'application est sur cet appareil : lui donner la clé
enrol-code = Recopiez le code à six chiffres qu'elle montre
enrol-confirm = Activer le code

sessions-title = Appareils connectés
sessions-none = Aucun appareil connecté.
sessions-end-others = Déconnecter tous les autres appareils
sessions-end-all = Déconnecter tous ses appareils
session-device = Appareil
session-from = Adresse
session-since = Connecté le
session-seen = Vu le
session-here = celui-ci
session-end = Déconnecter
session-end-label = Déconnecter { $device }

tokens-title = Jetons des programmes
tokens-lead = Un jeton laisse un programme agir en votre nom par l'interface JSON, dans la limite de votre rôle et de ce que vous choisissez. Il ne peut changer ni mot de passe, ni code, ni jeton.
tokens-none = Aucun jeton.
token-name = Nom
token-days = Valable (jours)
token-scopes = Portées
token-scopes-choose = Ce que le programme pourra faire
token-created = Créé le
token-used = Dernier usage
token-expires = Expire le
token-over = expiré
token-never-used = jamais
token-new = Nouveau jeton
token-make = Créer le jeton
token-password-why = Il est redemandé : une session laissée ouverte sur un poste ne doit pas devenir un jeton.
token-made = Voici le jeton. Copiez-le maintenant.
token-made-once = Il ne sera plus affiché. Le programme l'envoie ainsi : « Authorization: Bearer » suivi du jeton.
token-value = Jeton
token-revoke = Révoquer
token-revoke-label = Révoquer { $name }

password-change = Changer le mot de passe
password-current = Mot de passe actuel
password-new = Nouveau mot de passe
password-ends = Vos autres appareils seront déconnectés et vos jetons révoqués : créez-en de nouveaux pour vos programmes.
language-of-pages = Langue des pages

person-sign-in = Connexion
person-sign-in-label = Connexion de { $name }
person-sign-in-title = Connexion de { $name }
person-reset = Réinitialiser le code
person-reset-hint = Si la personne n'a plus son appareil ni ses codes de secours : elle se reconnectera avec son mot de passe seul, et ses appareils sont déconnectés.
code-roles-title = Rôles qui se connectent avec un code
code-roles-lead = Qui n'a pas encore de code l'active à sa prochaine page, avant toute autre chose.

done-language = Langue enregistrée
done-password = Mot de passe changé, autres appareils déconnectés
done-sessions = { $n ->
    [one] Un appareil déconnecté
   *[other] { $count } appareils déconnectés
}
done-token-revoked = Jeton révoqué
done-codes-off = Code de connexion désactivé
done-code-roles = Rôles enregistrés

provider-sign-in = Se connecter avec { $name }
provider-or = ou
provider-emergency = Compte de secours
provider-needs-origin = La connexion par le fournisseur d'identité demande l'adresse publique de Quittance : lancez « serve » avec --origin https://…
provider-tied = Identité liée depuis le { $since } : un changement d'adresse n'y change rien.
provider-not-tied = Pas encore d'identité liée : la première connexion la liera.
provider-known-as = Nom chez le fournisseur
provider-known-as-hint = L'adresse (ou l'autre nom choisi par --oidc-claim) par laquelle le fournisseur désigne cette personne. Vide : l'identifiant.
provider-untie = Délier
provider-untie-hint = Si l'identité de la personne a changé chez le fournisseur : elle est déconnectée, et sa prochaine connexion lie la nouvelle.
done-provider-named = Nom enregistré
done-provider-untied = Identité déliée, appareils déconnectés

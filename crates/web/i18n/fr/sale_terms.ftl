# Conditions générales de vente : versions, clauses, preuves d'acceptation.
sale-terms = Conditions de vente
sale-terms-lead = Chaque créancier a ses versions : la suivante met fin à la précédente. Ce qui compte devant un juge est la preuve que le client les a acceptées avant la facture.
sale-terms-new = Nouvelle version
sale-terms-edit = Modifier { $label }
sale-terms-from = copie de { $label }
sale-terms-of = Conditions de vente de { $name }
sale-terms-version = Version
sale-terms-when = En vigueur
sale-terms-span = du { $since } au { $until }
sale-terms-since = depuis le { $since }
sale-terms-state-upcoming = à venir
sale-terms-state-in-force = en vigueur
sale-terms-state-ended = remplacée
sale-terms-state-replaced = jamais en vigueur
sale-terms-who = Qui les a acceptées
sale-terms-accounts =
    { $n ->
        [0] aucun compte
        [one] { $count } compte
       *[other] { $count } comptes
    }
sale-terms-to-see = À voir
sale-terms-missing =
    { $n ->
        [one] { $count } mention absente
       *[other] { $count } mentions absentes
    }
sale-terms-no-paper = PDF à joindre
sale-terms-share = Dû sous preuve forte
sale-terms-owed = Dû
sale-terms-strong = Sous preuve forte
sale-terms-filed = dont preuve au dossier
sale-terms-weak = Sous preuve faible
sale-terms-formula = Dû : les pièces ouvertes au débit, dans la devise principale, avoirs non déduits. Sous preuve forte : la dernière version acceptée avant la date de la pièce l'a été par un acte du client (signature, commande, clic, ouverture de compte).
sale-terms-no-version = Aucune version.
sale-terms-no-version-next = Saisissez les conditions de vente en vigueur, avec leur date et leur PDF.
sale-terms-no-creditor = Aucun créancier.
sale-terms-no-creditor-next = Créez-en un, ou importez un fichier : ses conditions de vente viennent ensuite.
sale-terms-label = Nom de la version
sale-terms-since-field = En vigueur à partir du (compris)
sale-terms-since-hint = Une version qui a été en vigueur ou acceptée ne change plus. Tant que sa date est à venir et que personne ne l'a acceptée, elle se modifie et se retire.
sale-terms-paper = Le texte (PDF)
sale-terms-paper-act = Joindre le PDF
sale-terms-paper-field = Le texte en PDF
sale-terms-paper-go = Joindre
sale-terms-clauses = Clauses
sale-terms-clauses-hint = Copiez le texte de chaque clause ; laissez vide celles que vos conditions n'ont pas.
sale-terms-no-clause = Aucune clause saisie.
sale-terms-no-clause-next = Faites une nouvelle version avec le texte de ses clauses.
sale-terms-rate-field = Taux des pénalités, tel qu'il est écrit
sale-terms-rate-worded = Taux écrit :
sale-terms-rate-applied = Taux que les lettres et calculs appliquent entre professionnels au { $day } : { $rate } ({ $article }). S'il diffère de la clause, voyez lequel réclamer.
sale-terms-rate-lowest = Taux le plus bas qui puisse être convenu : { $rate } ({ $article }).
sale-terms-rate-unknown = inconnu des tables
sale-terms-missing-title = La loi demande ces mentions entre professionnels ; aucune clause n'en traite :
sale-terms-nobody = Personne ne l'a encore acceptée.
sale-terms-change = Modifier
sale-terms-copy = Nouvelle version à partir d'elle
sale-terms-remove = Retirer cette version
sale-terms-kept = Cette version a été en vigueur ou acceptée : elle ne change plus. Faites-en une nouvelle pour la corriger.
sale-terms-accepted-on = Acceptées le
sale-terms-how = Comment
sale-terms-worth = Preuve
sale-terms-proof = Pièce
sale-terms-no-proof = preuve à joindre
sale-terms-none-proven = sans preuve
sale-terms-note = Note
sale-terms-accept-act = Noter une acceptation des conditions de vente
sale-terms-accept-go = Noter l'acceptation
sale-terms-accept-not = Il faut une version des conditions de vente et le droit de modifier le dossier.
sale-terms-accepted-title = Acceptations
sale-terms-none-accepted = Aucune acceptation notée.
sale-terms-proof-act = Joindre la preuve
sale-terms-proof-field = Preuve : PDF ou photo (facultatif)
sale-terms-proof-go = Joindre
sale-terms-back-act = Reprendre
sale-terms-back-go = Reprendre l'acceptation
sale-terms-pieces = Ce qui s'applique à chaque pièce
sale-terms-issued = Date de la pièce
sale-terms-rule = S'applique la dernière version acceptée au plus tard à la date de la pièce. Ce qui est accepté après ne vaut pas pour elle.
sale-terms-file-act = Noter les acceptations d'un fichier
sale-terms-file-hint = Un CSV dont la première ligne nomme les colonnes : code client ; date ; mode ; version, et au besoin note. Les bonnes lignes entrent, les autres sont dites ; le même fichier deux fois ne change rien.
sale-terms-csv = Fichier CSV
sale-terms-file-go = Lire le fichier
sale-terms-taken = Fichier lu
sale-terms-taken-lines = lignes
sale-terms-taken-fresh = acceptations notées
sale-terms-taken-known = déjà connues
sale-terms-taken-bad = refusées
sale-terms-taken-errors = Lignes refusées
sale-terms-taken-more =
    { $n ->
        [one] Et { $count } autre ligne refusée.
       *[other] Et { $count } autres lignes refusées.
    }
sale-terms-line = Ligne
sale-terms-about = Colonne
sale-terms-why = Pourquoi
sale-terms-field-customer = code client
sale-terms-field-on = date
sale-terms-field-how = mode
sale-terms-field-version = version
sale-terms-field-note = note
clause-kind-payment-period = Délai de paiement
clause-kind-late-penalties = Pénalités de retard
clause-kind-recovery-indemnity = Indemnité de recouvrement
clause-kind-penalty-clause = Clause pénale
clause-kind-retention-of-title = Réserve de propriété
clause-kind-acceleration = Déchéance du terme
clause-kind-jurisdiction = Clause de compétence
clause-kind-early-discount = Escompte
clause-kind-deposit = Acompte
clause-kind-complaints = Délai de réclamation
clause-kind-other = Autre
clause-hint-payment-period = en jours, et depuis quand ils courent
clause-hint-late-penalties = quand elles sont dues, et à quel taux
clause-hint-recovery-indemnity = le montant forfaitaire, et le complément sur justificatifs
clause-hint-penalty-clause = la somme convenue d'avance en cas d'inexécution
clause-hint-retention-of-title = les marchandises restent au vendeur jusqu'au paiement
clause-hint-acceleration = une échéance impayée rend tout exigible
clause-hint-jurisdiction = quel tribunal
clause-hint-early-discount = le taux, ou « aucun escompte »
clause-hint-deposit = ce qui est payé à la commande
clause-hint-complaints = en combien de jours une livraison se conteste
clause-hint-other = tout ce qui peut servir
acceptance-how-signed = conditions signées
acceptance-how-order-form = bon de commande qui y renvoie
acceptance-how-order-unopposed = confirmation de commande non contestée
acceptance-how-click = clic sur un site
acceptance-how-account-opening = formulaire d'ouverture de compte
acceptance-how-invoice-only = imprimées sur les factures seulement (faible)
acceptance-how-course-of-dealing = relations suivies (faible)
acceptance-how-other = autre, à dire en note (faible)
acceptance-strength-strong = preuve forte
acceptance-strength-weak = preuve faible
acceptance-told = noté par { $by }, { $day }
acceptance-back = reprise par { $by }, { $day } : « { $why } »
done-sale-terms-saved = Version enregistrée
done-sale-terms-removed = Version retirée
done-sale-terms-document = PDF joint
done-sale-terms-accepted = Acceptation notée
done-sale-terms-proof = Preuve jointe
done-sale-terms-withdrawn = Acceptation reprise
fact-sale-terms-accepted = Conditions de vente { $label } acceptées le { $day } : { $how }
fact-sale-terms-withdrawn = Acceptation des conditions { $label } du { $day } reprise ({ $why })
fact-sale-terms-proof = Preuve de l'acceptation des conditions { $label } jointe
hook-family-sale-terms = Conditions de vente

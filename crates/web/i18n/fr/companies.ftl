nav-companies = Sociétés
companies-lead = Ce que le registre SIRENE dit de vos débiteurs, et ce qui a changé
companies-shown = Ce qui est montré
companies-show-all = toutes
companies-show-changed = changées depuis peu
companies-show-ceased = cessées
companies-show-seat = siège fermé ou déplacé
companies-show-never = jamais lues
companies-show-unknown = inconnues du registre
companies-all = Toutes
companies-none = Aucune société ici.
companies-none-next = Donnez l'adresse du registre (QUITTANCE_SIRENE) ou importez des réponses enregistrées : les comptes dont le débiteur a un SIREN sont listés.
companies-look = À regarder
companies-changed = Changée le
companies-read = Lue le
companies-export = Exporter (CSV)
companies-rule = Les sociétés des débiteurs qui doivent quelque chose, ou dont un dossier est ouvert, sont redemandées tous les trente jours. Ce qu'une société a demandé de ne pas diffuser n'est pas gardé.
companies-watch = Veille du registre SIRENE
companies-source = Service
companies-source-none = aucune adresse (QUITTANCE_SIRENE)
companies-checked = Dernière lecture
companies-failed = La dernière lecture a échoué :
companies-next-look = Prochaine lecture
companies-fetch = Demander maintenant
companies-file = Réponses enregistrées
companies-file-hint = Réponses JSON de la recherche d'entreprises ou d'API Entreprise. Les bons enregistrements entrent, les autres sont listés ; seules les sociétés de vos débiteurs sont gardées.
companies-import = Importer les réponses
companies-taken = Réponses importées
companies-taken-read = Enregistrements lus
companies-taken-kept = Sociétés gardées
companies-taken-changes = Changements
companies-taken-unchanged = Sans changement
companies-taken-strangers = Sans rapport avec vos débiteurs
companies-taken-refused = Enregistrements refusés
companies-back = Voir les sociétés
company-title = Société
company-see = Voir la société
company-no-siren = Sans SIREN au fichier, le registre ne peut pas être interrogé : corrigez le débiteur.
company-never = Le registre n'a pas encore été lu pour ce SIREN.
company-error = Sans réponse
company-name = Nom au registre
company-hidden = non diffusé à la demande de la société
company-form = Forme
company-created = Créée le
company-ceased = Cessée le
company-seat = Siège
company-open-count = Établissements ouverts
company-read = Lue
company-others = Autres établissements
company-former-seat = ancien siège
company-closed = fermé
company-closed-on = fermé le { $day }
company-open = ouvert
company-changes = Changements
company-fetch = Redemander au registre
company-take-address = Reprendre l'adresse du siège : { $address }
company-take-name = Reprendre le nom : { $name }
company-no-source = Pour interroger le registre d'ici, lancez le programme avec QUITTANCE_SIRENE ; sinon, importez une réponse enregistrée depuis la page Sociétés.
done-company-address = Adresse du siège reprise
done-company-name = Nom du registre repris
done-company-unanswered = Le registre n'a pas donné de réponse lisible : voyez pourquoi sous « Société »
done-company-unknown = Le registre ne connaît pas ce SIREN
done-company-read = Société lue : rien n'a changé
done-companies-fetch-failed = La lecture s'est arrêtée : voyez pourquoi ci-dessous
done-companies-fetched-none = Rien à demander : chaque société fut lue il y a moins de trente jours
fact-company-changed-ceased = Registre : la société a cessé son activité { $became }
fact-company-changed-seat-moved = Registre : siège déplacé, { $was } → { $became }
fact-company-changed-seat-closed = Registre : siège fermé, { $was } { $became }
fact-company-changed-renamed = Registre : nom changé, { $was } → { $became }
fact-company-changed-unknown = Registre : la société n'y est plus connue
hook-family-company = Sociétés
sources-companies = Veille du registre SIRENE
companies-taken-more =
    { $n ->
        [one] { $count } de plus n'est pas montré
       *[other] { $count } de plus ne sont pas montrés
    }
done-companies-fetched =
    { $n ->
        [one] { $count } société demandée
       *[other] { $count } sociétés demandées
    }
done-company-changed =
    { $n ->
        [one] Société lue : { $count } changement
       *[other] Société lue : { $count } changements
    }

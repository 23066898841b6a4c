nav-guard = Droits à garder
guard-lead = Ce qui se perd si personne n'agit, et quand
guard-calendar = Calendrier (.ics)
guard-soon-sum = Perdus d'ici { $n } jours
guard-lost-sum = Déjà perdus
guard-unconfirmed-sum = Échéances à confirmer
guard-rights =
    { $count ->
        [one] { $count } droit
       *[other] { $count } droits
    }
guard-nothing = rien
guard-shown = Droits montrés
guard-show-all = tous
guard-show-soon = bientôt perdus
guard-show-lost = perdus
guard-show-unconfirmed = à confirmer
guard-ahead = Jours à venir
guard-days = { $n } jours
guard-all = Tous les droits
guard-none = Aucun droit ici.
guard-none-next = Une pièce ouverte a le sien dès son import : élargissez le choix.
guard-at-risk = En jeu
guard-safe = Date sûre
guard-last = Dernier jour
guard-state = Situation
guard-owner = Suivi par
guard-why = le calcul
guard-formula = Prescription de chaque pièce ouverte, comptée du jour de la livraison ou de l'échéance, le premier des deux, et des faits datés qui l'ont interrompue ou suspendue (échéancier signé, médiation). Date sûre : dernier jour ouvré au plus tard le dernier jour. Une échéance déduite ne fait rien courir tant qu'elle n'est pas confirmée.

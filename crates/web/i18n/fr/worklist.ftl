# The worklist of the day: order, reasons, files put off, weights, the team.
toast-undo = Annuler
work-lists = Listes
work-mine = Ma liste
work-team = Toute l'équipe
work-files =
    { $n ->
        [one] 1 dossier attend un geste
       *[other] { $count } dossiers attendent un geste
    }
work-done =
    { $n ->
        [one] 1 traité
       *[other] { $count } traités
    }
work-rank = Rang
work-why = Pourquoi maintenant
work-why-rank = Pourquoi ce rang
work-right = droit en danger
work-top-sums = { $part } sur { $whole }
work-cut =
    { $n ->
        [0] votre capacité est atteinte
        [one] votre capacité aujourd'hui : 1 dossier
       *[other] votre capacité aujourd'hui : { $count } dossiers
    }
work-cut-left =
    { $n ->
        [0] { $done } traités : votre capacité du jour est atteinte
        [one] { $done } traités, encore 1 dossier aujourd'hui
       *[other] { $done } traités, encore { $count } dossiers aujourd'hui
    }
work-none = Rien n'attend un geste aujourd'hui.
work-none-next = Les relances du jour partent d'elles-mêmes ; ce qui change pendant la journée paraît ici.
work-none-mine = Votre liste est vide.
work-none-mine-next = Aucun de vos comptes n'attend un geste. La liste de l'équipe montre les autres.

move-call = Appeler
move-write = Écrire
move-remind = Relancer
move-approve = Approuver
move-enter = Approuver
move-do = Reprendre
move-mend = Corriger
move-decide = Décider

why-title = Pourquoi ce rang
why-place = rang { $rank } sur { $of }
why-criterion = Critère
why-points = Points
why-total = Total
why-hint = Chaque critère donne 0 à 100 points, multipliés par son poids. À points égaux, le plus gros échu passe devant.
why-right-hint = La prescription est calculée sans acte interruptif : sa date est la plus proche possible.
criterion-amount = Montant échu
criterion-lateness = Retard
criterion-payer = Habitudes du payeur
criterion-promise = Promesse rompue
criterion-right = Droit en danger
criterion-value = Gain attendu
criterion-waiting = En attente d'un geste
criterion-hint-amount = Ce qui est échu, avoirs déduits, dans sa devise
criterion-hint-lateness = Jours de retard de la plus vieille pièce
criterion-hint-payer = Retard moyen de ses paiements sur deux ans, à partir de trois pièces
criterion-hint-promise = Non tenue depuis moins de 30 jours, et rien fait depuis
criterion-hint-right = Prescription dans les 90 jours
criterion-hint-value = Échu × part rentrée en 15 jours après une relance de ce niveau
criterion-hint-waiting = Tâche, accord à donner ou pièce libérée, de plus en plus avec les jours

snooze-short = Plus tard
snooze-title = Mettre le dossier de côté
snooze-reason = Motif
snooze-until = Revient le
snooze-hint = Le dossier quitte la liste de tous et revient ce jour-là. Les relances ne s'arrêtent pas.
snooze-go = Mettre de côté
snooze-end = Remettre
snoozed-title = Mis de côté
snoozed-line = revient le { $day } · { $reason } · { $by }
done-snoozed = Dossier mis de côté
done-snooze-ended = Dossier remis dans la liste
fact-account-snoozed = Mis de côté jusqu'au { $day } : { $why }
fact-account-snooze-ended = Remis dans la liste
fact-account-assigned = Confié à { $to }
fact-account-assigned-none = N'est plus confié à personne
keys-later = mettre de côté le dossier de la ligne, ou suspendre ses relances
keys-why = pourquoi ce rang

weights-short = Poids
weights-title = Poids de la liste du jour
weights-lead = L'ordre de la liste est une somme : les points de chaque critère, multipliés par son poids. Changez un poids, regardez qui bouge, puis enregistrez.
weights-criteria = Critères
weights-weight = Poids
weights-preview = Voir qui bouge
weights-save = Enregistrer ces poids
weights-reset = Revenir aux poids d'origine
weights-shipped = Poids d'origine
weights-may-not = Seul un responsable change les poids.
weights-moves = Qui bouge
weights-none = Changez un poids pour voir les rangs avant et après, en tête de liste.
weights-before = Avant
weights-after = Après
weights-up =
    { $n ->
        [one] ▲ monte d'un rang
       *[other] ▲ monte de { $count } rangs
    }
weights-down =
    { $n ->
        [one] ▼ descend d'un rang
       *[other] ▼ descend de { $count } rangs
    }
weights-same = ne bouge pas
weights-enter =
    { $n ->
        [0] Personne n'entre dans les { $capacity } dossiers du jour, sur { $files }.
        [one] Un dossier entre dans les { $capacity } du jour, un autre en sort ({ $files } en tout).
       *[other] { $count } dossiers entrent dans les { $capacity } du jour, autant en sortent ({ $files } en tout).
    }
weights-saved = Derniers enregistrements
done-weights = Poids enregistrés

team-title = Équipe
team-lead = À qui sont les comptes, combien de contacts par jour, qui remplace qui
team-accounts = Comptes
team-files = À traiter
team-capacity = Contacts par jour
team-presence = Présence
team-nobody = Personne
team-anybody = N'importe qui
team-all-creditors = Tous
team-away = absent jusqu'au { $day }
team-away-with = absent jusqu'au { $day }, remplacé par { $who }
assign-act = Confier des comptes
assign-hint = Les critères s'ajoutent : ne sont confiés que les comptes qui les remplissent tous.
assign-whose = Aujourd'hui à
assign-creditor = Créancier
assign-salesperson = Commercial
assign-letters = Noms de A à… (A-F)
assign-account = Ou un seul compte (code)
assign-to = Confier à
assign-go = Confier ces comptes
letters-unreadable = Donnez une lettre ou deux séparées d'un tiret, par exemple A-F
done-assigned =
    { $n ->
        [one] 1 compte confié
       *[other] { $count } comptes confiés
    }
done-assigned-none = Aucun compte ne change de main
capacity-act = Contacts par jour
done-capacity = Capacité enregistrée
absence-act = Noter une absence
absence-hint = La liste va au remplaçant pendant ces jours, premier et dernier compris.
absence-who = Absent
absence-stand-in = Remplacé par
absence-since = Du
absence-until = Au
absence-go = Noter l'absence
absences = Absences
absence-line = { $who } : du { $since } au { $until }
absence-line-with = { $who } : du { $since } au { $until }, remplacé par { $stand }
absence-end = Supprimer
done-absence = Absence notée
done-absence-ended = Absence supprimée

# What waits for people: tasks, approvals, entry levels, the level of an account.
nav-tasks = À faire
nav-approvals = À approuver
queue-more = Page suivante
tick-all = Tout cocher
untick-all = Tout décocher
tick-row = Cocher { $name }
nothing-ticked = Rien n'est coché : cochez au moins une ligne
number-unreadable = « { $text } » n'est pas un nombre entier
refuse-ticked = Refuser les cochés

today-tasks =
    { $n ->
        [one] tâche à faire
       *[other] tâches à faire
    }
today-approvals =
    { $n ->
        [one] message à approuver
       *[other] messages à approuver
    }
today-entries =
    { $n ->
        [one] niveau d'entrée à approuver
       *[other] niveaux d'entrée à approuver
    }

tasks-now = Aujourd'hui
tasks-later = Plus tard
tasks-lead = Du plus gros montant échu au plus petit
tasks-later-lead = Par jour
tasks-none = Rien à faire aujourd'hui.
tasks-later-none = Rien de prévu plus tard.
tasks-none-next = Les appels et les visites viennent du traitement du jour ; les rappels, de ce que vous notez sur les dossiers.
task-what = Quoi
task-due = Pour le
task-owner = À qui
task-file = Ouvrir le dossier
task-nobody = Aucun contact connu : complétez le dossier avant d'appeler.
task-before = Avant d'appeler
task-closed = Close : { $outcome }. { $note }
task-dropped = Abandonnée : { $note }
outcome-missing = Choisissez ce qu'il en est
task-later-act = Reporter
task-later-until = Au
task-later-go = Reporter la tâche
task-owner-act = Confier à quelqu'un
task-owner-to = À qui (vide : à tous)
task-owner-go = Confier la tâche
task-drop-act = Abandonner
task-drop-go = Abandonner la tâche

approvals-count =
    { $n ->
        [one] { $count } message attend
       *[other] { $count } messages attendent
    }
approvals-lead = Leur étape demande une approbation avant de partir. Un message refusé compte comme fait : le niveau suivant vient en son temps.
approvals-reader = Seul un responsable approuve ou refuse.
approvals-none = Aucun message n'attend d'approbation.
approvals-none-next = Ceux des étapes « à approuver » d'un scénario arrivent ici après le traitement du jour.
approvals-go = Approuver les cochés
approve = Approuver
approve-label = Approuver le message à { $name }
refusal-reason = Motif, pour refuser
approval-reason-unused = Un motif sert à refuser : videz-le pour approuver, ou choisissez « Refuser »
decided-on = Décidé le

entries-title = Mise en service
entries-sends-nothing = Rien n'est envoyé.
entries-lead = Les dettes anciennes n'ont pas à recommencer à la première relance. Un niveau approuvé compte comme fait aujourd'hui : le délai qu'il accorde court, puis le traitement du jour continue de là. Un compte dont la proposition attend n'est pas relancé.
entries-none = Aucun niveau ne reste à approuver.
entries-none-next = Proposez les niveaux des comptes échus qui n'ont encore rien reçu d'ici ; ceux déjà relancés ou déjà vus ne sont pas proposés de nouveau.
entries-level = Niveau { $level }
entries-level-column = Tenu pour fait
entries-level-of = Niveau tenu pour fait pour { $name }
entries-change = Changer
entries-change-label = Changer le niveau de { $name }
entries-approve-ticked = Approuver les cochés
entries-approve-all =
    { $n ->
        [one] Approuver la seule proposition
       *[other] Approuver les { $count } propositions
    }
entries-propose = Proposer les niveaux
entries-propose-lead = Selon le retard, un niveau plus bas que l'âge ne l'appelle, et jamais une mise en demeure ; selon l'historique, si vous le donnez.
entries-propose-go = Proposer
entries-every-creditor = Tous les créanciers
entries-former = Ce que l'outil précédent avait envoyé
entries-former-paste = Collez le CSV : client, niveau, date
settings-entries = Donner à chaque dette ancienne le niveau où elle entre dans son scénario. Rien n'est envoyé.
settings-entries-go = Ouvrir la mise en service

level-act = Niveau des relances
level-field = Tenu pour fait
level-none = 0 · rien, depuis le début
level-done = { $level } · { $step }
level-hint = Compte comme fait aujourd'hui, sans rien envoyer ; le traitement du jour continue de là.
level-go = Changer le niveau
level-missing = Choisissez un niveau
piece-act = Scénario d'une pièce
strategy-by-account = celui de son compte

account-paid-by = { $name } ({ $number }) paie pour ce compte et reçoit ses relances.
account-payer-go = Voir son dossier
next-of-payer = Sur le compte { $number }, qui paie : { $said }
fact-account-level = Niveau changé de { $before } à { $level }, rien n'est envoyé : { $why }
fact-entry-changed = Niveau d'entrée changé de { $before } à { $level }, à approuver

done-approved =
    { $n ->
        [one] { $count } message peut partir
       *[other] { $count } messages peuvent partir
    }
done-settled =
    { $n ->
        [one] { $count } message retiré : tout était réglé entre-temps
       *[other] { $count } messages retirés : tout était réglé entre-temps
    }
done-refused =
    { $n ->
        [one] { $count } message refusé
       *[other] { $count } messages refusés
    }
done-entered =
    { $n ->
        [one] { $count } niveau approuvé, rien n'est envoyé
       *[other] { $count } niveaux approuvés, rien n'est envoyé
    }
done-entries-refused =
    { $n ->
        [one] { $count } proposition refusée : le compte commence au début
       *[other] { $count } propositions refusées : les comptes commencent au début
    }
done-proposed =
    { $n ->
        [one] { $count } niveau proposé
       *[other] { $count } niveaux proposés
    }
done-proposed-none = Rien de plus à proposer
done-entry-level = Niveau changé
done-level = Niveau changé, rien n'est envoyé
done-task-later = Tâche reportée
done-task-owner = Tâche confiée
done-task-dropped = Tâche abandonnée

settings-house = Maison
cap-contacts = Contacts par débiteur, au plus
cap-days = En combien de jours
cap-hint = Tous canaux, tous créanciers et tous comptes d'un même débiteur ensemble. Vide : aussi souvent que le disent les scénarios. C'est une règle de la maison, pas un chiffre de la loi.
zone-field = Fuseau horaire
zone-hint = Nom IANA, par exemple Europe/Paris ou Indian/Reunion. Il fixe l'heure du traitement et le jour qu'il est ; un programme déjà lancé prend le nouveau jour à son prochain démarrage.
done-settings = Réglages enregistrés

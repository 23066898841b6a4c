# Notes, mentions, tâches confiées, point par courriel, satisfaction.
act-note = Note
note-act = Écrire une note
note-words = Note
note-hint = « @identifiant », « @Prénom.Nom » ou « @"Prénom Nom" » prévient la personne, une fois.
note-go = Garder la note
note-people = Qui prévenir
note-nobody = personne ne s'appelle { $names }, ou plusieurs : écrivez l'identifiant.
note-out-of-sight = { $names } ne voit pas ce compte et n'a pas été prévenu.
person-by-mail = { $name }, par courriel
keys-note = écrire une note
done-noted = Note gardée.
done-noted-partly = Note gardée, mais tous n'ont pas été prévenus : la note dit qui.
done-dispute-evidence-partly = Gardé, mais tous n'ont pas été prévenus : l'historique dit qui.
fact-account-noted = Note :
fact-account-note-undone = Note retirée
fact-task-answered-done = Fait : { $subject } { $note }
fact-task-answered-cannot = Rendu, ne peut pas : { $subject } { $note }
mentions-title = Mentions
mentions-lead = Les notes qui vous appellent et que vous n'avez pas encore vues.
mentions-none = Aucune mention à lire.
mentions-none-next = Quelqu'un vous appelle en écrivant « @ » et votre identifiant dans une note.
mentions-all = Toutes vos mentions
mention-see = Vu
done-mention-seen = Mention vue.
link-purpose-task = tâche confiée
task-link-title = Ce qui vous est demandé
task-link-lead = Une tâche vous est confiée à propos de { $debtor }.
task-link-lead-by = { $asker } vous confie une tâche à propos de { $debtor }.
task-link-until = À faire au plus tard le { $day }.
task-link-words-hint = Nécessaire si vous ne pouvez pas.
task-link-done = C'est fait
task-link-cannot = Je ne peux pas
task-link-kept-done = C'est noté comme fait, pour { $debtor }.
task-link-kept-cannot = C'est noté : la tâche sur { $debtor } est rendue à qui vous l'a confiée.
task-link-told = { $asker } en est averti.
# Le point par courriel.
digest-title = Point par courriel
digest-frequency = Un seul courriel qui dit ce qui vous attend
digest-none = Jamais
digest-working-day = Chaque jour ouvré
digest-monday = Le lundi
digest-hint = Tâches, promesses non tenues, litiges, mentions et signaux de crédit de vos comptes. Rien ne part s'il n'y a rien à dire.
digest-preview = Ce qu'il dirait maintenant
digest-nothing = Rien à dire pour l'instant : aucun courriel ne partirait.
done-digest = Choix enregistré.
# Ce qui attend, sur Aujourd'hui.
today-credit-signals =
    { $n ->
        [one] signal de crédit à voir
       *[other] signaux de crédit à voir
    }
today-credit-proposals =
    { $n ->
        [one] décision de crédit à prendre
       *[other] décisions de crédit à prendre
    }
# Ce que les clients répondent.
satisfaction-title = Satisfaction
satisfaction-go = Par service et par mois
satisfaction-lead = { $share } satisfaits : { $answered } réponses pour { $asked } questions posées
satisfaction-lead-none = { $asked } questions posées, aucune réponse
satisfaction-hint = Une question part avec le courriel qui annonce la clôture. Satisfait : « { $score } » ou mieux. La part se calcule sur les réponses, par dernier avis donné.
satisfaction-from = Clos du
satisfaction-until = Clos jusqu'au
satisfaction-reset = Tout voir
satisfaction-none = Aucun litige clos dans cette période.
satisfaction-none-next = Élargissez la période, ou attendez la prochaine clôture.
satisfaction-services = Par service
satisfaction-months = Par mois de clôture
satisfaction-all = Tous les services
satisfaction-share = Satisfaits
satisfaction-closed = Clos
satisfaction-asked = Interrogés
satisfaction-answered = Réponses
satisfaction-satisfied = Dont satisfaits
satisfaction-answers = Derrière les chiffres
satisfaction-answers-none = Personne dans cette liste.
satisfaction-closed-on = Clos le
satisfaction-words = Commentaire
satisfaction-no-answer = sans réponse
satisfaction-show-asked = Interrogés
satisfaction-show-answered = Réponses
satisfaction-show-satisfied = Satisfaits
satisfaction-show-unsatisfied = Mécontents

# Receivables: today, accounts, the aged balance, runs, letters, diagnosis, creditors.
debtor = Débiteur
code = Code
name = Nom
overdue = Échu
outstanding = Encours
credits = Avoirs et acomptes
credits-netted = dont crédits
currency = Devise
amount = Montant
oldest = Plus ancien retard
situation = Situation
not-due = rien d'échu
late = Retard
late-today = aujourd'hui
late-days =
    { $n ->
        [one] { $count } j
       *[other] { $count } j
    }
late-in-days =
    { $n ->
        [one] demain
       *[other] dans { $count } j
    }
creditor = Créancier

today-title = Aujourd'hui, { $day }
today-empty = Aucune créance pour l'instant.
today-empty-next = Importez la balance du jour (CSV, XLSX) ou le FEC : le reste de cette page en découle.
today-all-overdue = Tous les dossiers échus
today-run = Relances du jour
today-run-lead = Qui serait relancé aujourd'hui, pour quoi, et qui ne l'est pas.
today-waiting = Ce qui attend
today-nothing = Rien n'attend.
today-letters =
    { $n ->
        [one] lettre prête à imprimer
       *[other] lettres prêtes à imprimer
    }
today-letters-failed =
    { $n ->
        [one] message n'a pas pu être fait
       *[other] messages n'ont pas pu être faits
    }
today-refused =
    { $n ->
        [one] ligne refusée de { $file }
       *[other] lignes refusées de { $file }
    }
top-accounts =
    { $n ->
        [one] Le premier dossier fait { $share } de l'échu
       *[other] Les { $count } premiers dossiers font { $share } de l'échu
    }

accounts-all = Tous
accounts-overdue = Échus
accounts-found =
    { $n ->
        [one] { $count } dossier
       *[other] { $count } dossiers
    }
accounts-shown = { $from } à { $to } sur { $total }
accounts-widen = Voir tous les dossiers
accounts-searched = « { $words } »
accounts-of-salesperson = Commercial : { $name }
accounts-none = Aucun dossier.
accounts-none-next = Aucune pièce ouverte ne répond à ce filtre.
accounts-search-next = Cherchez par le début d'un nom, un code client, un SIREN ou un numéro de pièce entier.
tag-paused = suspendu
tag-currencies = plusieurs devises
tag-credit = créditeur

account-paused = Relances suspendues jusqu'au { $until } : { $reason }
account-sibling = autre compte du même débiteur
account-age-label = Âge de l'encours, dont { $overdue } échus
siren-missing = SIREN manquant
address-missing = adresse manquante
extras-to-date = Intérêts et 40 € à ce jour
age-of-outstanding = Âge de l'encours
items-open = Pièces ouvertes
items-none = Rien n'est ouvert.
items-none-next = Tout est soldé ; les pièces réglées sont plus bas.
items-settled = Pièces soldées récemment
item-of = sur { $amount }
piece = Pièce
due = Échéance
left-to-pay = Reste dû
choose-piece = Choisir { $piece }
recompute = Recalculer
due-inferred-why = Échéance déduite des conditions de paiement : ni pénalité ni mise en demeure tant qu'elle n'est pas confirmée.
due-act = Confirmer une échéance
due-go = Confirmer l'échéance
pause-act = Suspendre les relances
pause-until = Jusqu'au (inclus)
pause-reason = Motif
pause-go = Suspendre
pause-resume = Reprendre les relances
pause-until-missing = Indiquez le dernier jour de la suspension
allocate-act = Lettrer deux pièces
allocate-debit = Pièce due
allocate-credit = Crédit
allocate-amount = Montant (vide : tout ce qui reste)
allocate-go = Lettrer
matches = Lettrages
settled-by = Soldée par
reverse-go = Annuler
thread = Fil
next-run = à suivre
next-would-send = { $step } partirait aujourd'hui : { $amount } ({ $why })
next-would-not = Rien ne partirait aujourd'hui : { $why }
judicial-lane = Voie judiciaire
judicial-none = rien d'engagé
ask-title = Pourquoi ce montant
ask-principal = Principal choisi
ask-total = Demandé
ask-chosen =
    { $n ->
        [one] { $count } pièce choisie, { $total }
       *[other] { $count } pièces choisies, { $total }
    }
ask-extras = Calculés à ce jour : { $interest } d'intérêts de retard et { $indemnity } d'indemnité de recouvrement, { $does }.
ask-no-extras = Ni intérêts ni indemnité sur ces pièces à ce jour.
ask-mixed = Ces pièces sont en plusieurs devises : choisissez-en une seule.
ask-none = Cochez des pièces pour voir ce qu'une lettre demanderait.

statement = Relevé
statement-title = Relevé de compte · { $name }
statement-opening = Solde avant la période
statement-closing = Solde à la fin de la période
statement-empty = Aucune pièce.
statement-empty-next = Ce compte n'a pas d'écriture ; élargissez la période.

correct = Corriger
debtor-correct = Corriger le débiteur
debtor-hint = Ce que vous corrigez ici reste jusqu'au prochain fichier clients qui dirait autre chose. La forme juridique, elle, est alors confirmée.
account-open = Nouveau compte
account-open-go = Ouvrir le compte
account-open-case = Dossier avec un nouveau tiers
account-number = Code du compte
account-open-lead = Pour un client, un fournisseur ou un partenaire qu’aucun fichier ne nomme encore.
account-open-case-lead = Le dossier contentieux se tient avec n’importe qui : fournisseur, partenaire, client sans pièce ouverte. Dites d’abord de qui il s’agit ; s’il a déjà un compte, partez de ce compte.
account-open-hint = Le code est celui de vos livres. Un fichier importé plus tard sous le même code complète ce compte au lieu d’en créer un autre.
legal-kind = Forme
letters-language = Langue des lettres
siren = SIREN
vat = N° de TVA
street = Rue
complement = Complément
postcode = Code postal
city = Ville
country = Pays (deux lettres)
phone = Téléphone
email = Courriel

aging-title = Balance âgée au { $day }
aging-counted =
    { $n ->
        [one] { $count } pièce ouverte, { $accounts } dossiers
       *[other] { $count } pièces ouvertes, { $accounts } dossiers
    }
aging-finding = { $share } de l'encours est échu
aging-in-currency = Encours en { $currency }
aging-others = Autres devises, jamais additionnées
aging-empty = Rien n'était ouvert ce jour-là.
aging-empty-next = Choisissez une autre date, ou importez une balance.
aging-cut =
    { $n ->
        [one] { $count } ligne de plus dans l'export.
       *[other] { $count } lignes de plus dans l'export.
    }
aging-formula = Retard compté de l'échéance au jour choisi ; une pièce échue ce jour-là n'est pas en retard. Ouvert = montant − lettrages à cette date comptable. Les crédits comptent à leur date.
as-of = Au
group-by = Par
buckets = Tranches (jours)
buckets-wrong = Tranches : 1 à 12 nombres de jours croissants, par exemple 30, 60, 90
bucket-not-due = Non échu
bucket-between = { $from } à { $to } j
bucket-beyond = { $from } j et plus

run-title = Relances du jour
run-title-day = Relances du { $day }
run-headline =
    { $n ->
        [one] { $count } dossier serait relancé
       *[other] { $count } dossiers seraient relancés
    }
run-go =
    { $n ->
        [one] Faire la relance
       *[other] Faire les { $count } relances
    }
run-preview-go = Voir qui et pourquoi
run-summary = En bref
run-blocked = Laissés de côté
run-none = Personne à relancer ce jour-là.
run-none-next = Les dossiers en retard attendent un délai accordé, sont suspendus, ou ont déjà tout reçu ; le détail est à côté.
run-cut =
    { $n ->
        [one] { $count } de plus.
       *[other] { $count } de plus.
    }
run-rule = Une relance par dossier. Chaque décision est reprise du grand livre au moment d'écrire : ce qui vient d'être payé n'est pas demandé. Relancer deux fois le même jour ne change rien.
preview = Prévoir
asked = Demandé
pieces-column = Pièces
pieces =
    { $n ->
        [one] { $count } pièce
       *[other] { $count } pièces
    }

letters-title = Lettres du { $day }
letters-count =
    { $n ->
        [one] { $count } lettre
       *[other] { $count } lettres
    }
letters-print =
    { $n ->
        [one] Imprimer la lettre · { $creditor }
       *[other] Imprimer les { $count } lettres · { $creditor }
    }
letters-none = Aucune lettre ce jour-là.
letters-none-next = Voyez d'abord qui serait relancé : rien ne part sans vous.
letters-deciding = Décision en cours…
letters-making =
    { $n ->
        [one] { $count } lettre faite sur { $all }
       *[other] { $count } lettres faites sur { $all }
    }
letter-open = Ouvrir la lettre de { $name }
another-day = Un autre jour
runs-before = Journées passées
runs-none = Aucune relance n'a encore été faite.
progress-leave = Vous pouvez quitter cette page : le travail continue.

diagnosis-headline =
    { $n ->
        [one] { $count } chose à réparer
       *[other] { $count } choses à réparer
    }
diagnosis-none = Rien à réparer.
diagnosis-none-next = Adresses, échéances, SIREN et contacts sont là où il faut.
diagnosis-at-stake = en jeu
diagnosis-amount = En jeu
diagnosis-more =
    { $n ->
        [one] { $count } dossier de plus.
       *[other] { $count } dossiers de plus.
    }

creditor-new = Ajouter un créancier
creditor-exists = Ce code est pris : ouvrez le créancier pour le modifier
creditor-complete = complet
creditor-who = Qui
creditor-code = Code court
creditor-money = Paiement
creditors-none = Aucun créancier.
creditors-none-next = Le premier import en crée un ; complétez ensuite son en-tête et son IBAN.
legal-name = Raison sociale
legal-line = Ligne légale (forme, capital, RCS)
letterhead = En-tête des lettres
signatory = Signataire
creditor-mediator = Médiateur de la consommation (nom, adresse, site)
creditor-mediator-hint = Indispensable si vous avez des particuliers pour clients : la réponse à leur contestation le nomme.
iban = IBAN
bic = BIC
terms = Conditions de paiement
terms-hint = 30, 45+eom (45 jours fin de mois), eom+45 (fin de mois, puis 45 jours).

fact-pieces =
    { $n ->
        [one] { $count } pièce reçue de { $file }
       *[other] { $count } pièces reçues de { $file }
    }
fact-reminder = { $step } décidée : { $total }, à payer avant le { $until }
fact-letter-made = Lettre faite
fact-letter-made-mail = Mail écrit
fact-letter-made-sms = SMS écrit
fact-letter-failed = Le message n'a pas pu être fait : { $why }
fact-letter-cancelled = Message annulé : tout était réglé entre-temps
fact-letter-posted = Lettre remise à la poste le { $day }
fact-message-sent = { $channel } : parti pour { $to }
fact-message-deferred = Envoi remis à plus tard : { $reply }
fact-message-failed = Envoi en échec : { $reply }
fact-message-again = Message à refaire après son échec
fact-message-doubtful = Envoi incertain : { $reply }
fact-message-bounced = Message revenu : { $reply }
fact-message-cancelled = Message annulé : { $reply }
fact-message-waits = Message retenu : { $reply }
fact-message-remade = Message refait : { $reply }
fact-message-redirected = Adresse refusée : la relance part par lettre
fact-message-registered = Recommandé { $number }
registered-presented = présenté le { $day }
registered-returned = retourné le { $day }
fact-letter-returned = Lettre revenue
post-return-unclaimed = non réclamé
post-return-refused = refusé par le destinataire
post-return-unknown = destinataire inconnu à l’adresse
fact-message-resolved = Doute levé : le message était parti
fact-message-not-left = Doute levé : le message n'était pas parti, il est renvoyé
fact-contact-bounced = Adresse refusée : { $address }
fact-debtor-address-returned = Lettre revenue, destinataire inconnu à l’adresse : { $address }
fact-paused = Relances suspendues jusqu'au { $until } : { $reason }
fact-account-resumed = Relances reprises
fact-due = Échéance de { $piece } confirmée au { $day }
fact-allocated = { $amount } lettrés : { $debit } par { $credit }
fact-reversed = Lettrage de { $amount } annulé
fact-debtor-corrected = Débiteur corrigé
fact-account-opened = Compte ouvert à la main
fact-batch-undone = Import annulé
fact-batch-settled = Corrections de l’import achevées

# What people do around the run.
note-field = En une phrase
owner-field = Responsable (vide : vous)
amount-missing = Indiquez un montant
task-act = Tâches à faire
task-outcome = Ce qu'il en est
task-amount = Montant promis
task-until = Jour promis, ou jour du rappel
task-item = Pièce contestée ou annoncée
task-go = Clore la tâche
promise-act = Noter une promesse
promise-amount = Montant promis
promise-until = Au plus tard le (inclus)
promise-go = Noter la promesse
promise-withdraw = Retirer
promise-line = { $amount } promis pour le { $day } ({ $level }, noté par { $by })
promises-kept = promesses tenues : { $kept } sur { $all } ({ $rate } %)
block-act = Mettre une pièce de côté
block-reason = Motif du blocage
block-amount = Montant (vide : tout ce qui reste)
block-until = Jusqu'au (inclus, vide : jusqu'à levée)
block-go = Mettre de côté
block-release = Lever
block-line = { $piece } : { $amount } de côté ({ $reason }), { $owner }, depuis { $age } j { $until }
held-until = jusqu'au { $day }
choices-act = Scénario et payeur
choice-strategy = Scénario
choice-payer = Compte payeur (code client, vide : aucun)
choices-go = Enregistrer
strategy-by-segment = celui de son segment
fact-item-blocked = Mis de côté ({ $reason }) : { $pieces } · { $owner }
fact-item-released = { $piece } n'est plus de côté
fact-promise-made = Promesse : { $amount } pour le { $day }
fact-promise-withdrawn = Promesse de { $amount } retirée
fact-promise-kept = Promesse tenue : { $amount } payés
fact-promise-partly = Promesse tenue en partie : { $paid } sur { $amount }
fact-promise-broken = Promesse rompue : { $amount } attendus le { $day }
fact-task-given = Tâche donnée pour le { $due } : { $subject }
fact-task-done = { $kind } : { $outcome }. { $note }
fact-task-reassigned = Tâche confiée à { $owner } : { $subject }
fact-task-postponed = Tâche reportée au { $due } : { $note }
fact-task-dropped = Tâche abandonnée : { $note }
fact-message-approved = Message approuvé
fact-message-refused = Message refusé : { $why }
fact-message-settled = Message retiré : tout était réglé entre-temps
fact-message-recalled = Réponse annulée : le message attend de nouveau son approbation
fact-put-back = Annulation. { $fact }
fact-entry-proposed = Niveau d'entrée proposé : { $level } ({ $because })
fact-entry-approved = Niveau d'entrée approuvé : { $level }, rien n'est envoyé
fact-entry-refused = Niveau d'entrée refusé : le compte commence au début
fact-account-strategy = Scénario choisi : { $strategy }
fact-account-strategy-none = Le compte suit de nouveau le scénario de son segment
fact-account-payer = Payeur : { $payer }
fact-account-payer-none = Plus de payeur : les relances vont au compte
fact-item-attached = PDF joint à { $piece } : il part avec les relances qui le prévoient
fact-item-detached = PDF retiré de { $piece }
fact-item-strategy = { $piece } suit le scénario { $strategy }
fact-item-strategy-none = { $piece } suit de nouveau le scénario du compte
outbox-lead = Tout ce qui part, une seule fois : décidé de nouveau juste avant l'envoi
outbox-none = Aucun message dans cet état.
outbox-none-next = Les relances du jour arrivent ici dès qu'elles sont faites.
outbox-way = Par
outbox-subject = Objet et dernière réponse
outbox-left = Il est parti
outbox-left-label = Le message à { $name } est parti
outbox-not-left = Renvoyer
outbox-not-left-label = Le message à { $name } n'est pas parti : le renvoyer
outbox-older = Messages plus anciens
outbox-post = Suivre
outbox-post-label = Ce que dit la poste de la lettre à { $name }
letter-post-title = Ce que dit la poste
letter-post-of = Lettre à { $name } : ce que dit la poste
letter-post-address = Adresse
letter-post-written = Datée du
letter-post-number = Numéro du recommandé
letter-post-presented = Présentée le
letter-post-returned = Revenue le
letter-post-untold = pas encore dit
letter-post-tell = Numéro et présentation
letter-post-tell-lead = Le numéro inscrit sur la liasse, et le jour où la poste a présenté la lettre : la complétude du dossier, le décompte et la requête le reprennent. Un champ vide laisse ce qui est su.
letter-post-tell-go = Noter la présentation
letter-post-back = La lettre est revenue
letter-post-back-lead = Non réclamée ou refusée, elle a été présentée : le numéro et le jour de la présentation sont exigés, et son niveau est fait. De destinataire inconnu à l'adresse, elle n'a atteint personne : son niveau n'est pas fait, et l'adresse est à corriger.
letter-post-here = La lettre n'est pas comptée comme partie : dites d'abord qu'elle est postée.
letter-post-reason = Motif du retour
letter-post-reason-missing = Choisissez le motif inscrit par la poste
letter-post-back-go = Noter le retour
done-letter-registered = Numéro et présentation notés
done-letter-returned = Retour de la lettre noté
post-title = Mise sous pli
post-lead = Dites quand le fichier d'impression est remis à la poste. Ce qui a été payé entre-temps est listé : retirez ces plis avant le dépôt.
post-none = Aucun fichier d'impression.
post-on = Remis à la poste le
post-numbers = Numéros de recommandé, dans l'ordre
post-go = Dire remis à la poste
posted-title = Lettres remises à la poste
posted-count =
    { $n ->
        [one] { $count } lettre compte comme partie
       *[other] { $count } lettres comptent comme parties
    }
posted-all = Aucun pli à retirer.
posted-take-out = Plis à retirer : ils ne comptent pas comme partis
posted-place = Place
posted-why = Pourquoi

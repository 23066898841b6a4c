# Strategies: the list, the editor on its axis, what a draft would bring, the past year, the segments.
nav-strategies = Scénarios
strategies-title = Scénarios de relance
strategies-sub =
    { $n ->
        [0] aucun n'est suivi : rien n'est ouvert
        [one] un seul est suivi, par { $accounts } comptes ouverts
       *[other] { $count } sont suivis, par { $accounts } comptes ouverts
    }
strategies-hint = Comptes : ceux qui ont quelque chose d'ouvert aujourd'hui. L'échu est net des crédits.
strategy = Scénario
strategy-followed-by = Suivi par
strategy-accounts = Comptes
strategy-version = Version
strategy-template = modèle fourni
strategy-shipped = modèle fourni, jamais modifié
strategy-fresh = nouveau, pas encore enregistré
strategy-rest = comptes sans segment
strategy-steps =
    { $n ->
        [0] sans étape : jamais relancés
        [one] { $count } étape
       *[other] { $count } étapes
    }
strategy-retire-short = Retirer
strategy-retire = Revenir au modèle fourni
strategy-retire-own = Retirer ce scénario
strategy-new = Écrire un nouveau scénario
strategy-new-name = Nom (lettres sans accent, chiffres, tirets)
strategy-new-go = Commencer le brouillon
strategy-name-wrong = Un nom a 1 à 40 caractères parmi a-z, 0-9 et « - » ; « segments » est réservé
strategy-name-taken = Un scénario porte déjà ce nom : ouvrez-le, ou choisissez-en un autre
strategy-name = Nom affiché
strategy-itself = Réglages du scénario
strategy-save = Enregistrer une nouvelle version
strategy-may-not = Seul un responsable enregistre ; vous pouvez essayer.
strategy-looking = Vous regardez la version { $version }, reprise comme brouillon. Enregistrez-la pour la remettre en vigueur.
strategy-look-back = Revenir au scénario en vigueur
strategy-conflict = { $by } a enregistré la version { $version } entre-temps. Votre brouillon est gardé ; voici ce qui le sépare de ce qui est en vigueur. Enregistrer de nouveau passe par-dessus.
strategy-conflict-retired = Ce scénario a été retiré entre-temps. Votre brouillon est gardé ; enregistrer de nouveau le remet en vigueur.
item-threshold = Seuil d'une pièce, en euros
account-threshold = Seuil du compte, en euros
working-days = Jours ouvrés de
territory-every-day = Tous les jours
territory-metropole = Métropole
territory-alsace-moselle = Alsace-Moselle
territory-guadeloupe = Guadeloupe
territory-guyane = Guyane
territory-martinique = Martinique
territory-mayotte = Mayotte
territory-reunion = La Réunion
territory-saint-barthelemy = Saint-Barthélemy
territory-saint-martin = Saint-Martin
followed-by =
    { $n ->
        [0] aucun compte ouvert
        [one] { $count } compte ouvert
       *[other] { $count } comptes ouverts
    }
followed-nobody = suivi par personne
followed-by-hand =
    { $n ->
        [one] { $count } compte suit un scénario choisi à la main.
       *[other] { $count } comptes suivent un scénario choisi à la main.
    }
unsaved =
    { $n ->
        [one] { $count } changement pas encore enregistré
       *[other] { $count } changements pas encore enregistrés
    }

axis-title = Étapes autour de l'échéance
axis-due = échéance
axis-hint = Flèches ← → : un jour ; avec Maj : cinq. Ou glissez la carte. Entrée ouvre l'étape.
when-before = J−{ $days }
when-after = J+{ $days }
when-month = fin de mois J+{ $days }
when-previous = +{ $days } j
timing-after-due = jours après l'échéance (négatif : avant)
timing-after-previous = jours après l'étape précédente
timing-end-of-month = fin du mois de l'échéance + jours
tone-courteous = courtois
tone-firm = ferme
tone-formal = formel
claim-withheld = calculés, tus
claim-announced = annoncés
claim-claimed = réclamés
attach-statement = Joindre le relevé de compte
attach-invoices = Joindre les factures
plan-step = Étape { $n }
plan-granted =
    { $n ->
        [one] { $count } jour accordé
       *[other] { $count } jours accordés
    }
plan-to-approve = à approuver
plan-mark-approval = à approuver
plan-wrong = à corriger
plan-from = à partir de { $amount }
plan-when = Comptés en
plan-days = Délai
plan-days-negative = Ce délai ne peut pas être négatif : seul un délai compté depuis l'échéance peut la précéder
plan-channel = Canal
plan-tone = Ton
plan-sender = Signataire (vide : celui du créancier)
plan-grant = Jours accordés pour payer
plan-claim = Intérêts et 40 €
plan-approval = À approuver avant l'envoi
plan-threshold = À partir de (euros)
plan-attach = Pièces jointes
plan-slug = Nom de l'étape
plan-text-usual = celui de l'étape, ou de son ton
plan-language-usual = celle du débiteur
plan-copy = Dupliquer l'étape
plan-remove = Retirer l'étape
plan-add = Ajouter une étape
plan-order = Ranger par jour
differs = { $what } : { $before } → { $after }
differs-added = Étape ajoutée : { $step } ({ $said })
differs-removed = Étape retirée : { $step } ({ $said })
said-yes = oui
said-no = non
said-usual = d'usage
said-or = { " ou " }
version-first = Première version
version-same = Sans différence
version-unreadable = Illisible par cette version du programme
version-take = Reprendre comme brouillon
done-strategy = Scénario en vigueur : le prochain traitement le suit
done-strategy-retired = Scénario retiré
done-segments = Segments en vigueur : le prochain traitement les suit

bring-title = Ce que ce brouillon apporterait
bring-go = Actualiser l'aperçu
bring-hint = Décidé sur le grand livre de maintenant. Si le traitement du jour n'est pas encore fait, ses messages y comptent.
bring-wrong = Corrigez d'abord les étapes signalées : l'aperçu reprendra aussitôt.
bring-tomorrow =
    { $n ->
        [0] Demain, { $day } : rien ne part
        [one] Demain, { $day } : { $count } contact
       *[other] Demain, { $day } : { $count } contacts
    }
bring-day =
    { $n ->
        [0] Prochain jour ouvré, { $day } : rien ne part
        [one] Prochain jour ouvré, { $day } : { $count } contact
       *[other] Prochain jour ouvré, { $day } : { $count } contacts
    }
bring-none = Aucun compte n'atteint d'étape ce jour-là.
bring-asked = Demandé en tout, tous scénarios ensemble :
bring-changes = Par rapport à ce qui est en vigueur
bring-same = Rien ne change ce jour-là.
bring-from =
    { $n ->
        [one] En vigueur : { $count } contact.
       *[other] En vigueur : { $count } contacts.
    }
bring-nothing = rien
bring-names = { $what }, de { $from } à { $to }
bring-first = Revenir au début
bring-mail =
    { $n ->
        [one] { $count } mail
       *[other] { $count } mails
    }
bring-letter =
    { $n ->
        [one] { $count } lettre
       *[other] { $count } lettres
    }
bring-sms = { $count } SMS
bring-call =
    { $n ->
        [one] { $count } appel
       *[other] { $count } appels
    }
bring-visit =
    { $n ->
        [one] { $count } visite
       *[other] { $count } visites
    }
bring-formal-notice =
    { $n ->
        [one] { $count } mise en demeure
       *[other] { $count } mises en demeure
    }
bring-key =
    { $n ->
        [one] { $count } compte stratégique
       *[other] { $count } comptes stratégiques
    }
bring-gain =
    { $n ->
        [one] { $count } compte en plus
       *[other] { $count } comptes en plus
    }
bring-lose =
    { $n ->
        [one] { $count } compte en moins
       *[other] { $count } comptes en moins
    }
bring-change =
    { $n ->
        [one] { $count } message changé
       *[other] { $count } messages changés
    }
kind-sent-mail = Mails
kind-sent-letter = Lettres
kind-sent-sms = SMS
kind-sent-call = Appels
kind-sent-visit = Visites
kind-sent-formal-notice = Mises en demeure

past-heading = Ce qui serait parti depuis un an
past-lead = Chaque jour de l'année passée, rejoué par la décision qui sert au traitement, sur le grand livre tel qu'il a vécu, en partant du silence. Les pauses, promesses et blocages d'alors n'y sont pas : ils appartiennent aux personnes.
past-go = Rejouer l'année avec ce brouillon
past-wait = Rejeu de l'année en cours…
past-title =
    { $n ->
        [0] Rien ne serait parti
        [one] { $count } contact serait parti, en { $month }
       *[other] { $count } contacts à { $accounts } comptes, le plus en { $month } ({ $most })
    }
past-followers = sur les comptes qui suivent ce scénario aujourd'hui
past-every = sur tous les comptes, personne ne suivant ce scénario aujourd'hui
past-table = Par mois et par canal
past-month = Mois
past-total = Total
past-day = Le

segments-title = Segments
segments-lead = Le premier segment dont la règle tient prend le compte ; l'ordre compte. Les autres comptes suivent « { $strategy } ».
segments-none = Tous les comptes suivent « { $strategy } ».
segments-empty = Aucun segment
segments-rest = Tous les autres comptes
segments-go = Modifier les segments
segments-look = Voir les segments
segments-compare = Comparer avec ce qui est en vigueur
segments-save = Enregistrer les segments
segment-add = Ajouter un segment
segment-up = Monter
segment-down = Descendre
segment-remove = Retirer le segment
segment-name = Nom affiché
segment-slug = Nom pour les programmes
segment-from = Encours à partir de (euros)
segment-below = Encours inférieur à (euros)
segment-late = Jours de retard, au moins
segment-items = Pièces ouvertes, au moins
segment-prefix = Le code client commence par
segment-salespeople = Commerciaux, séparés par des virgules
segment-creditors = Créanciers, par leur code
segment-countries = Pays (FR, BE…)
segment-currencies = Devises (EUR…)
segment-kinds = Formes juridiques (aucune : toutes)
rule-creditors = créancier { $list }
rule-kinds = { $list }
rule-countries = pays { $list }
rule-salespeople = commercial { $list }
rule-currencies = en { $list }
rule-prefix = code client commençant par « { $text } »
rule-from = encours d'au moins { $amount }
rule-below = encours sous { $amount }
rule-late = au moins { $days } j de retard
rule-items = au moins { $items } pièces ouvertes
rule-everybody = tous les comptes
rule-currency-unknown = « { $text } » n'est pas une devise : trois lettres, EUR par exemple
cap-title = Plafond de contacts
cap-none = Aucun : aussi souvent que le disent les scénarios.
cap-told = Au plus { $contacts } contacts d'un débiteur en { $days } jours, tous canaux et créanciers ensemble.
cap-change = Changer le plafond

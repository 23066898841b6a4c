# Importing: files, mapping, preview, control totals, progress.
import-go = Importer des fichiers
drop-title = Déposez vos fichiers ici
drop-what = balance du jour, fichier clients (CSV, XLSX) ou FEC ; plusieurs à la fois
drop-label = Fichiers à importer
drop-limit = { $megabytes } Mo au plus
drop-go = Examiner
drop-nothing-written = Rien n'est écrit avant votre accord.
import-too-many = Trop de fichiers : { $most } au plus à la fois
imports-before = Imports passés
imports-none = Aucun import.
imports-none-next = Le premier fichier ouvre le grand livre.
file = Fichier
line = Ligne
field = Champ
reason = Motif
whole-file = fichier
accounts-column = Comptes touchés
import-accounts =
    { $n ->
        [one] { $count } compte
       *[other] { $count } comptes
    }
import-by = Par
import-format = Format
import-profile = Profil
import-mode = Nature du fichier
import-fingerprint = Empreinte
import-about = À propos de cet import
import-running = Import en cours
import-waiting = En attente de son tour…
import-progress =
    { $n ->
        [one] { $count } compte écrit sur { $all }
       *[other] { $count } comptes écrits sur { $all }
    }
import-nothing = Rien à changer : le grand livre dit déjà tout ce que dit ce fichier.
import-back = Revenir à l'examen
import-errors =
    { $n ->
        [one] { $count } ligne refusée
       *[other] { $count } lignes refusées
    }
import-remarks =
    { $n ->
        [one] { $count } valeur laissée de côté, sa ligne est entrée
       *[other] { $count } valeurs laissées de côté, leurs lignes sont entrées
    }
import-errors-cut =
    { $n ->
        [one] { $count } de plus.
       *[other] { $count } de plus.
    }
undo = Annuler cet import
undo-hint = Annuler retire tout ce que ce fichier a apporté et rétablit l'état d'avant, au centime.

prepare-title = Examen avant import
prepare-sub = rien n'est encore écrit
prepare-refused = Ces fichiers ne peuvent pas être importés ainsi
prepare-confirm = J'ai vérifié que le fichier est complet
prepare-go =
    { $n ->
        [one] Importer cette ligne
       *[other] Importer ces { $count } lignes
    }
preview-again = Recalculer
profile-guessed = deviné d'après les colonnes
profile-used = Profil : { $profile }
mode-of-profile = celle du profil
file-separator = séparateur { $separator }
file-records =
    { $n ->
        [one] { $count } ligne
       *[other] { $count } lignes
    }
file-entries =
    { $n ->
        [one] { $count } écriture
       *[other] { $count } écritures
    }
file-balance = débit { $debit }, crédit { $credit }
first-rows = Dix premières lignes de { $file }, telles que comprises
mapping = Colonnes : ce que chacune veut dire
mapping-lead = Corrigez ce qui est mal compris ; le profil est enregistré sous son nom et resservira.
column = Colonne
examples = Exemples
ignore-column = ignorer
map-signs = Sens des montants
map-dates = Dates
map-decimals = Décimales
map-currency = Devise par défaut
map-name = Nom du profil
map-kinds = Mots de la nature de pièce
map-kinds-hint = Ceux que nous ne connaissons pas, par exemple GU = avoir, RE = facture. Natures : { $kinds }.
map-kinds-wrong = « { $pair } » ne se comprend pas : écrivez mot = nature
map-invert = Inverser tous les signes (les crédits sont positifs)
map-go = Enregistrer le profil et recalculer

controls = Totaux de contrôle
customers = Clients
control-file = Fichier
control-before = Avant
control-after = Après
gap = Écart
ignored-title = Lignes laissées de côté
samples-title = Exemples de ce qui change
sample-what = Changement
outcome-debtors = Débiteurs créés
outcome-items = Pièces créées
outcome-payments = Règlements
outcome-changes = Champs modifiés
outcome-absent = Soldées par absence
outcome-unchanged = Lignes déjà connues
outcome-rejected = Lignes refusées
outcome-held = Gardées ouvertes

drop-here = Déposez pour importer
drop-sending = Envoi en cours…
drop-too-large = Trop gros : { $megabytes } Mo au plus à la fois. Découpez le fichier, ou importez-le par la ligne de commande.
drop-lost = L'envoi n'a pas abouti : vérifiez la connexion, puis déposez de nouveau. Un dossier ne se dépose pas : ouvrez-le et prenez ses fichiers.

sources-title = Fraîcheur des données
sources-lead = Ce que nous savons date du dernier fichier de chaque source.
sources-ledgers = Ce qui arrive
sources-ours = Ce que nous en avons fait
sources-source = Source
sources-last = Dernier import
sources-of = Situation au
sources-none = rien reçu
sources-loading = en cours d'écriture
sources-age =
    { $n ->
        [0] aujourd'hui
        [one] il y a { $count } jour
       *[other] il y a { $count } jours
    }
sources-refused =
    { $n ->
        [one] { $count } ligne refusée
       *[other] { $count } lignes refusées
    }
sources-run = Dernière relance
sources-run-of = décidée pour le { $day }, lancée le { $at } à { $hour } par { $by }
sources-run-going = en cours
sources-sent = Dernier envoi
sources-sent-at = le { $at } à { $hour }
sources-read = Encours relu
sources-never = jamais
sources-empty = Aucun créancier
sources-empty-next = Importez un premier fichier : sa source apparaîtra ici.

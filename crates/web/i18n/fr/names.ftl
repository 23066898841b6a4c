# Names of what the code calls by a slug: `family-slug`.
kind-commercial-company = Société commerciale
kind-civil-company = Société civile
kind-association = Association
kind-trader = Commerçant
kind-artisan = Artisan
kind-professional = Professionnel
kind-consumer = Particulier
kind-public-body = Personne publique
kind-public-undertaking = Entreprise publique

item-invoice = facture
item-credit-note = avoir
item-payment = règlement
item-refund = remboursement
item-bill = effet
item-advance = acompte
item-opening = à-nouveau
item-doubtful = douteux
item-settlement = soldée par l'ERP
item-other = autre

contact-accounting = comptabilité
contact-management = direction
contact-purchasing = achats
contact-legal = juridique
contact-other = contact

role-administrator = Administrateur
role-manager = Responsable
role-collector = Chargé de recouvrement
role-accountant = Comptable
role-reader = Lecteur
may-read = Lire
may-edit = Suspendre, corriger
may-allocate = Lettrer
may-import = Importer, annuler
may-run = Relancer
may-settings = Créanciers
may-users = Utilisateurs

by-account = Dossier
by-creditor = Créancier
by-segment = Forme juridique
by-salesperson = Commercial
by-currency = Devise

step-reminder-1 = Relance 1
step-reminder-2 = Relance 2
step-formal-notice = Mise en demeure

blocked-too-early = premier niveau pas encore dû
blocked-delay-granted = délai accordé en cours
blocked-next-step-later = niveau suivant pas encore dû
blocked-steps-exhausted = tous les niveaux sont faits
blocked-covered-by-credits = couverts par des crédits
blocked-below-threshold = sous le seuil
blocked-paused = suspendus
blocked-no-address = adresse manquante
blocked-due-dates-unconfirmed = échéances à confirmer

block-reason-disputed = contestée
block-reason-payment-announced = paiement annoncé
block-reason-collecting = prélèvement ou effet en cours
block-reason-to-check = à vérifier chez nous
block-reason-excluded = exclue des relances
task-kind-call = Appel
task-kind-visit = Visite
task-kind-contact = Contact à corriger
task-kind-follow-up = À revoir
message-state-awaiting = à approuver

message-state-planned = à faire
message-state-rendered = prête
message-state-sent = partie
message-state-failed = en échec
message-state-cancelled = annulée
message-state-reserved = en cours d'envoi
message-state-ambiguous = incertaine
message-state-bounced = revenue
channel-letter = Courrier
channel-mail = Mail
channel-sms = SMS
run-state-running = en cours
run-state-done = faite
run-state-failed = abandonnée
batch-state-loading = en cours
batch-state-live = en service
batch-state-undone = annulé
batch-state-dropped = interrompu
mode-movement = mouvements
mode-snapshot = tout ce qui est ouvert

format-fec = FEC
format-csv = tableau CSV
format-xlsx = classeur XLSX
format-unknown = format inconnu

signs-signed = montants signés
signs-debit-credit = deux colonnes, débit et crédit
signs-side = une colonne D/C
signs-by-kind = d'après la nature de pièce
dates-dmy = 31/12/2026
dates-mdy = 12/31/2026
dates-ymd = 2026-12-31
decimals-auto = d'après chaque montant
decimals-comma = 1.234,56
decimals-point = 1,234.56

sample-create = créée
sample-settle = soldée
sample-absent = absente : soldée
sample-due = échéance
sample-customer = client
ignored-not-receivable = hors comptes clients
ignored-total-line = ligne de total
ignored-blank = ligne vide
ignored-closed-item = pièce soldée

missing-address = adresse
missing-iban = IBAN
missing-signatory = signataire

column-date = Date
column-piece = Pièce
column-kind = Nature
column-due = Échéance
column-currency = Devise
column-amount = Montant
column-balance = Solde
column-open = Reste dû

trouble-missing-address = Adresse manquante
trouble-why-missing-address = Aucune lettre ne peut partir, donc aucune mise en demeure : corrigez le débiteur ou complétez le fichier clients.
trouble-inferred-due-date = Échéance déduite
trouble-why-inferred-due-date = Elle vieillit et classe la pièce, mais ne porte ni pénalité ni mise en demeure : importez la balance avec ses échéances, ou confirmez-les.
trouble-due-before-issue = Échue avant d'être émise
trouble-why-due-before-issue = Une des deux dates est fausse : vérifiez la pièce dans le logiciel d'origine.
trouble-impossible-date = Date impossible
trouble-why-impossible-date = Dans le futur, ou vieille de plus de dix ans.
trouble-missing-siren = SIREN manquant
trouble-why-missing-siren = Sans lui, ni tribunal sûr ni surveillance des procédures collectives.
trouble-missing-contact = Courriel manquant
trouble-why-missing-contact = Seule la poste les atteint.
trouble-duplicate = Doublon probable
trouble-why-duplicate = Deux comptes avec un même SIREN ou un même nom recevront deux lettres.
trouble-old-unmatched-payment = Règlement non lettré
trouble-why-old-unmatched-payment = De l'argent reçu depuis plus de trente jours alors que des pièces sont dues : lettrez avant de relancer.
trouble-credit-balance = Solde créditeur
trouble-why-credit-balance = Nous leur devons plus qu'ils ne doivent : remboursez ou imputez.

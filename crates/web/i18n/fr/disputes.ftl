# Litiges : tableau, liste, un litige, règles, causes ; statuts de factures électroniques.
nav-disputes = Litiges
disputes-lead = Ce qui est contesté, qui l'a, pour quand
disputes-late =
    { $n ->
        [one] { $count } en retard
       *[other] { $count } en retard
    }
disputes-list = Liste
disputes-board = Tableau par étape
disputes-causes = Causes
disputes-late-only = En retard seulement
disputes-all = Tous les litiges
disputes-more =
    { $n ->
        [one] et { $count } autre
       *[other] et { $count } autres
    }
disputes-none = Aucun litige ici.
disputes-none-next = Un litige s'ouvre depuis un dossier (touche L), ou d'un statut de facture électronique importé.
disputes-column-none = Aucun
dispute-open = Ouvrir un litige
dispute-open-go = Ouvrir le litige
dispute-amount = Montant contesté (vide : tout ce qui reste)
dispute-amount-hint = Seule cette part s'arrête : les relances continuent sur le reste et le disent.
dispute-mail = Courriel du client (collez-le : il est gardé comme preuve)
dispute-more = Motif de la réforme, responsable
dispute-motive = Motif (facture électronique)
dispute-motive-none = Aucun
dispute-owner-hint = Responsable (vide : celui des règles d'aiguillage)
dispute-owner = Responsable
dispute-owner-next = À qui maintenant (vide : inchangé)
dispute-other-reason = Mettre une pièce de côté pour une autre raison
dispute-title = Litige { $kind } sur { $piece }
dispute-card = { $kind } · { $piece }
dispute-step = Étape
dispute-kind = Type
dispute-service = Service
dispute-side = De qui
dispute-what = Litige
dispute-held = Suspendu
dispute-held-of = { $held } sur { $open } encore ouverts
dispute-who = Chez qui
dispute-clock = Échéance
dispute-contested = Contesté
dispute-due = Réponse au plus tard le
dispute-opened-on = Ouvert
dispute-opened-by = { $day }, par { $by }
dispute-source = Venu par
dispute-escalations = Escalades
dispute-granted = Accordé
dispute-granted-of = { $granted }, dont { $credited } déjà crédités
dispute-granted-field = Montant accordé au client
dispute-outcome = Issue
dispute-closed-on = clos le { $day }
dispute-late = en retard depuis le { $day }
dispute-left =
    { $n ->
        [0] dernier jour
        [one] { $count } jour ouvré
       *[other] { $count } jours ouvrés
    }
dispute-age =
    { $n ->
        [0] ouvert aujourd'hui
        [one] depuis { $count } jour
       *[other] depuis { $count } jours
    }
dispute-next = La suite
dispute-next-close = Il reste à clore le litige avec son issue.
dispute-back-to = Revenir : { $step }
dispute-until = Pour le (vide : le délai du service)
dispute-close = Clore le litige
dispute-close-go = Clore
dispute-close-hint = La part suspendue est de nouveau réclamée, moins les avoirs lettrés.
dispute-assign = Confier ou requalifier
dispute-assign-go = Confier
dispute-unchanged = Inchangé
dispute-proofs = Preuves
dispute-proofs-none = Rien encore : collez un courriel, ajoutez un bon de livraison ou une photo.
dispute-add-words = Ajouter un mot ou un courriel
dispute-add-file = Joindre un fichier
dispute-add-go = Garder
dispute-words = Texte
dispute-is-mail = C'est un courriel collé
dispute-file = PDF, photo (JPEG, PNG, WebP) ou texte, 12 Mo au plus
dispute-statuses = Cycle de vie de la facture électronique
dispute-proposal-approved = L'acheteur a approuvé la facture depuis : le litige peut sans doute se clore.
dispute-proposal-settled = La pièce est soldée : il reste à clore le litige.
dispute-proposal-credit = Un avoir non lettré attend sur le compte : lettrez-le avec la pièce si c'est le sien.
dispute-policy = Règles d'aiguillage des litiges
dispute-policy-lead = Qui répond, et en combien de jours
dispute-policy-shipped = règles d'origine
dispute-policy-days = donnez à chaque service un nombre de jours ouvrés, de 1 à 66
dispute-services = Services et délais
dispute-services-hint = Le délai se compte en jours ouvrés du service ; passé son dernier jour sans réponse, le litige va à qui l'escalade désigne. Vide : la personne qui l'a le garde.
dispute-days = Jours ouvrés
dispute-territory = Jours fériés
dispute-escalate = Escalade vers
dispute-routes = Quel service pour quel type
dispute-from = Ouverts depuis le
dispute-until-day = Jusqu'au
dispute-causes-lead = { $disputes }, { $amount } contestés, { $days } de blocage
dispute-n =
    { $n ->
        [one] { $count } litige
       *[other] { $count } litiges
    }
dispute-n-days =
    { $n ->
        [one] { $count } jour
       *[other] { $count } jours
    }
dispute-causes-none = Aucun litige sur cette période.
dispute-causes-foot = Contesté : le montant à l'ouverture. Jours : de l'ouverture à la clôture, ou à aujourd'hui. Fondés : fondés en tout ou partie, sur les clos. Les litiges retirés ne comptent pas ; aucun fichier ne dit le produit.
dispute-pareto = Pareto des causes
dispute-trend = Mois par mois
dispute-share = Part
dispute-running = Cumul
dispute-count = Litiges
dispute-still-open = Ouverts
dispute-days-blocked = Jours
dispute-founded = Fondés
dispute-month = Mois
dispute-opened-n = Ouverts dans le mois
dispute-closed-n = Clos dans le mois
dispute-nobody = Sans commercial
done-dispute-opened = Litige ouvert
done-dispute-moved = Étape franchie
done-dispute-assigned = Litige confié
done-dispute-closed = Litige clos
done-dispute-evidence = Preuve gardée
done-dispute-policy = Règles enregistrées
hook-family-dispute = Litiges
hook-family-einvoice = Factures électroniques
fact-dispute-opened = Litige ({ $kind }) sur { $piece } : { $amount } suspendus, chez { $service }
fact-dispute-moved = Litige sur { $piece } : { $step }
fact-dispute-assigned = Litige ({ $kind }) sur { $piece } confié à { $service } ({ $owner }), pour le { $due }
fact-dispute-evidence = Preuve sur { $piece } ({ $side }, { $evidence })
fact-dispute-answered = Réponse sur { $piece } : le client a-t-il raison ? { $verdict }.
fact-dispute-opinion = Avis du client sur le litige de { $piece } : { $score }
fact-dispute-mediation = Médiation ({ $path }) sur le litige de { $piece } : { $what }
fact-dispute-refund = Remboursement demandé à la comptabilité pour { $piece } : { $refund }
fact-dispute-escalated = Silence sur le litige de { $piece } : escaladé vers { $owner }, pour le { $due }
fact-dispute-closed = Litige sur { $piece } clos : { $outcome }
fact-einvoice-said = Facture électronique { $piece } : { $label } ({ $code })
statuses-taken = Statuts de factures électroniques
statuses-fresh = Nouveaux
statuses-repeated = Déjà connus
statuses-waiting = Facture pas encore importée
statuses-disputes = Litiges ouverts
statuses-unknown = Codes sans effet ici
statuses-unread = Non lus
dispute-step-identify = à identifier
dispute-step-facts = faits
dispute-step-negotiate = négociation
dispute-step-agree = accord
dispute-step-carry-out = exécution
dispute-step-closed = clos
dispute-step-go-facts = Passer aux faits
dispute-step-go-negotiate = Ouvrir la négociation
dispute-step-go-agree = Noter l'accord
dispute-step-go-carry-out = Faire exécuter
dispute-kind-quality = qualité
dispute-kind-delivery = livraison
dispute-kind-quantity = quantité
dispute-kind-price = prix
dispute-kind-tax = TVA
dispute-kind-invoice-error = erreur de facture
dispute-kind-order = commande
dispute-kind-terms = conditions de paiement
dispute-kind-duplicate = doublon
dispute-kind-recipient = destinataire
dispute-kind-unknown-sale = opération inconnue
dispute-kind-bank-details = coordonnées bancaires
dispute-kind-missing-proof = justificatif absent
dispute-kind-other = autre
dispute-service-sales = commerce
dispute-service-logistics = logistique
dispute-service-quality = qualité
dispute-service-accounting = comptabilité
dispute-service-customer-service = service client
dispute-source-collector = un chargé de recouvrement
dispute-source-mail = un courriel
dispute-source-e-invoice = la facture électronique
dispute-source-debtor = le lien du débiteur
dispute-outcome-founded = fondé
dispute-outcome-partly = en partie fondé
dispute-outcome-unfounded = non fondé
dispute-outcome-withdrawn = retiré (erreur)
dispute-side-customer = client
dispute-side-house = maison
dispute-evidence-note = note
dispute-evidence-mail = courriel
dispute-evidence-file = fichier
dispute-by-kind = Par cause
dispute-by-service = Par service
dispute-by-salesperson = Par commercial
dispute-by-account = Par client
dispute-line = { $kind } sur { $piece } : { $amount } suspendus · { $step } · { $owner }, pour le { $due }
statuses-hint = Un statut dont la facture n'est pas encore importée l'attend : il prendra effet à son import. Le même fichier importé deux fois ne change rien.
statuses-unread-hint = Déposez ces fichiers depuis la page Imports : elle dit pourquoi chacun n'est pas lu.
statuses-file = Fichier

nav-insolvency = Procédures collectives
insolvency-lead = Ce qui s'arrête, ce qui se déclare, et avant quand
insolvency-shown = Ce qui est montré
insolvency-show-all = en cours et closes
insolvency-show-to-declare = à déclarer
insolvency-show-late = hors délai
insolvency-show-declared = déclarées
insolvency-show-closed = closes
insolvency-show-taken-back = annulées
insolvency-all = Toutes
insolvency-none = Aucune procédure ici.
insolvency-none-next = Importez les annonces du BODACC ci-dessous, ou donnez l'adresse du service : la veille les relie à vos débiteurs par leur SIREN.
insolvency-procedure = Procédure
insolvency-court = Tribunal
insolvency-judgment = Jugement
insolvency-published = Publication
insolvency-before = Avant
insolvency-later = Après
insolvency-declaration = Déclaration
insolvency-safe = Date sûre
insolvency-export = Exporter (CSV)
insolvency-review = Noms à vérifier
insolvency-last-day = dernier jour
insolvency-rule = Ce qui fut livré avant le jugement n'est plus relancé et se déclare ; ce qui le fut après est dû à son terme et relancé. Sans date de livraison, une pièce est tenue pour antérieure jusqu'à ce que quelqu'un la dise. Les délais se comptent de la publication.
insolvency-watch = Veille du BODACC
insolvency-source = Service
insolvency-source-none = aucune adresse (QUITTANCE_BODACC)
insolvency-seen = Vu jusqu'au
insolvency-checked = Dernière lecture
insolvency-failed = La dernière lecture a échoué :
insolvency-next-look = Prochaine lecture
insolvency-since = Relire depuis le (vide : depuis le dernier jour vu)
insolvency-fetch = Lire maintenant
insolvency-file = Fichier d'annonces
insolvency-file-hint = Export JSON du BODACC ou réponse de son API. Ce qui est déjà connu ne change rien ; les enregistrements illisibles sont listés, les autres entrent.
insolvency-import = Importer les annonces
insolvency-taken = Annonces importées
insolvency-taken-read = Enregistrements lus
insolvency-taken-kept = Annonces gardées
insolvency-taken-certain = Débiteurs reconnus par leur SIREN
insolvency-taken-waiting = Noms à vérifier
insolvency-taken-unchanged = Déjà connues
insolvency-taken-strangers = Sans rapport avec vos débiteurs
insolvency-taken-others = Autres annonces
insolvency-taken-refused = Enregistrements refusés
insolvency-record = N°
insolvency-field = Champ
insolvency-back = Voir les procédures
insolvency-review-lead = Seul le SIREN décide seul. Un nom attend votre avis : rien n'est arrêté d'ici là.
insolvency-review-none = Aucun nom ici.
insolvency-review-none-next = Les annonces reliées par leur SIREN sont dans la liste des procédures.
insolvency-review-told = { $court }, jugement { $judgment }, paru le { $published }
insolvency-there = Dans l'annonce
insolvency-here = Chez nous
insolvency-name = Nom
insolvency-trade-name = Enseigne
insolvency-siren = SIREN
insolvency-place = Lieu
insolvency-for = pour
insolvency-against = contre
insolvency-ours = C'est notre débiteur
insolvency-not-ours = Ce n'est pas lui
insolvency-match-waiting = à vérifier
insolvency-match-confirmed = confirmé
insolvency-match-refused = écarté
insolvency-decided = { $by } : { $why }
insolvency-by-siren = par le SIREN
insolvency-status-initial = première annonce
insolvency-status-corrected = rectificatif
insolvency-status-cancelled = annulation
insolvency-notice-told = { $status }, parue le { $published }, jugement { $judgment } ({ $source })
insolvency-notice-replaces = { $status } de { $replaces }, paru le { $published }, jugement { $judgment } ({ $source })
insolvency-known = Connue le
insolvency-cessation = Cessation des paiements
insolvency-claims-list = État des créances publié
insolvency-declare-to = Déclarer à
insolvency-declare-to-none = aucune annonce ne le nomme : demandez au greffe
insolvency-portal = Déclarer en ligne
insolvency-missing = règle absente
insolvency-missing-row = Ligne à ajouter dans
insolvency-by = Avant le { $day } ({ $left })
insolvency-due = Échu au jugement
insolvency-not-yet-due = À échoir
insolvency-interest = Intérêts
insolvency-indemnity = Indemnités
insolvency-draft = Projet de déclaration : à relire avant l'envoi. Les avoirs n'en sont pas déduits.
insolvency-case = Ouvrir un dossier pour établir les actes
insolvency-declaration-go = Établir la déclaration
insolvency-credit = Avoir
insolvency-connected-unsaid = connexité à dire
insolvency-connected-yes = connexe
insolvency-connected-no = non connexe
insolvency-connected = Même contrat (connexité)
insolvency-sent = Déclaration envoyée
insolvency-declared = Déclaré
insolvency-received = Reçue
insolvency-answer = Réponse
insolvency-admitted = Admis
insolvency-dividends = Dividendes
insolvency-shares = Répartition par pièce
insolvency-sent-act = Noter l'envoi de la déclaration
insolvency-sent-again = Corriger l'envoi
insolvency-received-act = Noter la réception
insolvency-answer-act = Noter la réponse
insolvency-dividend-act = Noter un dividende
insolvency-dividend-hint = La répartition par pièce est proposée ; l'argent lui-même vient de la banque.
insolvency-on = Jour
insolvency-proof = Preuve (n° du recommandé, accusé du portail)
insolvency-admitted-field = Montant admis (si admise)
insolvency-note = Commentaire
insolvency-answer-admitted = admise
insolvency-answer-contested = contestée
insolvency-answer-rejected = rejetée
insolvency-side-before = Nées avant le jugement : arrêtées
insolvency-side-unknown = À trancher : tenues pour antérieures
insolvency-side-later = Nées après le jugement : dues et relancées
insolvency-supply = Livraison
insolvency-demands = Relances
insolvency-to-declare = À déclarer
insolvency-term-due = échu
insolvency-term-later = à échoir
insolvency-no-figure = intérêts non calculables : voir le pourquoi
insolvency-interest-of = intérêts { $amount }
insolvency-indemnity-of = indemnité { $amount }
insolvency-factored = cédée à un factor
insolvency-why = le pourquoi
insolvency-set-off = Compensation
insolvency-privilege = Privilège ou sûreté
insolvency-long-loan = Prêt d'un an ou plus
insolvency-personal = Dette personnelle de l'entrepreneur
insolvency-plan = Échéancier
insolvency-periods = Tous les délais
insolvency-period = Délai
insolvency-lost = Ce qui se perd
insolvency-beside = Autour de la procédure
insolvency-guarantors = Garants, codébiteurs et payeurs, un par un
insolvency-guarantor-act = Décider pour cette personne
insolvency-guarantor-decided = { $by }, { $day } : { $why }
insolvency-decision = Décision
insolvency-decision-pursue = poursuivre
insolvency-decision-hold = attendre
insolvency-decision-release = abandonner
insolvency-person = En droit
insolvency-person-natural = personne physique
insolvency-person-legal = personne morale
insolvency-role-guarantor = caution
insolvency-role-co-debtor = codébiteur
insolvency-role-payer = payeur du compte
insolvency-ask-title = Contrats en cours et biens à reprendre
insolvency-ask-new = Noter un contrat en cours ou des biens à nous
insolvency-ask-kind = De quoi s'agit-il
insolvency-ask-kind-contract = un contrat en cours
insolvency-ask-kind-goods = des biens à nous
insolvency-ask-what = Quel contrat, quels biens
insolvency-ask-amount = Prix impayé des biens, ou dommages (peuvent attendre)
insolvency-ask-received = Demande reçue
insolvency-ask-until = Réponse au plus tard
insolvency-ask-extended = Prolongé jusqu'au
insolvency-ask-at-most = Prolongation par le juge, au plus
insolvency-ask-ended = Fin du contrat
insolvency-ask-done = Fait
insolvency-ask-late = hors délai
insolvency-ask-proof = Preuve (n° du recommandé, ordonnance, accusé)
insolvency-ask-act-asked = Noter la réception de la demande
insolvency-ask-act-extended = Noter la prolongation par le juge
insolvency-ask-act-answered = Noter la réponse ou le silence
insolvency-ask-act-done = Noter le juge saisi ou les dommages déclarés
insolvency-ask-act-changed = Corriger l'objet ou le montant
insolvency-ask-act-left = Retirer, notée par erreur
insolvency-ask-contract-awaited = réponse encore attendue
insolvency-ask-contract-agreed = le contrat continue
insolvency-ask-contract-declined = le contrat est abandonné
insolvency-ask-contract-silent = pas de réponse
insolvency-ask-goods-awaited = réponse encore attendue
insolvency-ask-goods-agreed = acquiescement : les biens sont rendus
insolvency-ask-goods-declined = refus
insolvency-ask-goods-silent = pas de réponse
insolvency-goods = Revendiquer des biens : à vérifier
insolvency-notices = Annonces
insolvency-set-aside = Écarter cette annonce
insolvency-banner = { $regime }, { $stage } · déclaration : { $declaration }
insolvency-banner-by = avant le { $day }
insolvency-see = Voir la procédure
done-insolvency-ours = Annonce retenue : ses effets sont en place
done-insolvency-not-ours = Annonce écartée
done-insolvency-sent = Envoi de la déclaration noté
done-insolvency-received = Réception notée
done-insolvency-answered = Réponse notée
done-insolvency-dividend = Dividende noté
done-insolvency-guarantor = Décision notée
done-insolvency-ask = Demande à l'administrateur notée
done-insolvency-ask-told = Suite de la demande notée
done-insolvency-item = Réponse notée, pièce reclassée
done-insolvency-fetch-failed = La lecture s'est arrêtée : voyez pourquoi ci-dessous
fact-insolvency-opened = Procédure collective : { $what } ({ $court }, jugement { $day }, annonce { $notice })
fact-insolvency-changed = Procédure collective : { $what } ({ $court })
fact-insolvency-taken-back = Procédure collective annulée ({ $notice })
fact-insolvency-confirmed = Annonce { $notice } retenue { $why }
fact-insolvency-refused = Annonce { $notice } écartée { $why }
fact-insolvency-declared = Créance déclarée : { $amount } ({ $proof })
fact-insolvency-received = Déclaration reçue ({ $proof })
fact-insolvency-answered = Créance déclarée : { $answer } { $amount }
fact-insolvency-dividend = Dividende annoncé : { $amount }
fact-insolvency-guarantor = { $name } : { $decision } ({ $why })
fact-insolvency-demand = { $what } : { $name } { $amount }
fact-insolvency-demand-told = { $name } : { $what } ({ $proof })
fact-insolvency-item-answered = { $piece } : réponse pour la procédure collective
block-reason-insolvency = arrêtée par la procédure collective
sources-watch = Veille du BODACC
insolvency-count =
    { $n ->
        [one] { $count } procédure
       *[other] { $count } procédures
    }
insolvency-left =
    { $n ->
        [one] { $count } jour
       *[other] { $count } jours
    }
insolvency-over =
    { $n ->
        [one] passée d'un jour
       *[other] passée de { $count } jours
    }
insolvency-questions =
    { $n ->
        [one] { $count } question
       *[other] { $count } questions
    }
insolvency-reviews =
    { $n ->
        [one] { $count } nom à vérifier
       *[other] { $count } noms à vérifier
    }
insolvency-taken-more =
    { $n ->
        [one] { $count } de plus n'est pas montré
       *[other] { $count } de plus ne sont pas montrés
    }
done-insolvency-fetched =
    { $n ->
        [one] Bulletin lu : { $count } annonce gardée
       *[other] Bulletin lu : { $count } annonces gardées
    }
today-insolvency-reviews =
    { $n ->
        [one] nom de procédure collective à vérifier
       *[other] noms de procédures collectives à vérifier
    }
done-insolvency-fetched-none = Bulletin lu : rien de nouveau sur vos débiteurs

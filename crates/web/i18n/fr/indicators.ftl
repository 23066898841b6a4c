# Les indicateurs. Noms, formules et manques viennent du bureau (app::indicators), les mêmes sur papier.
nav-indicators = Indicateurs
indicators-title = Indicateurs au { $day }
indicators-read = Comptes lus à { $hour }
indicators-import = dernier import : { $file } ({ $day })
indicators-months = Période
indicators-length =
    { $n ->
        [one] { $count } mois
       *[other] { $count } mois
    }
indicators-months-wrong = « { $text } » n'est pas un nombre de mois : de 1 à 12
currency-unknown = « { $code } » n'est pas un code de devise connu
indicators-period = du { $from } au { $until }
indicators-owed = Ce qui est dû
indicators-delays = Délais de paiement
indicators-work = Recouvrement
indicators-formula = Formule
indicators-table = Les chiffres, mois par mois
indicators-rate = Taux d'échu
indicators-sales = Ventes TTC du mois
indicators-dso = DSO comptable (j)
indicators-best = DSO optimal (j)
indicators-count-back = Par épuisement (j)
indicators-top = Où est l'échu
indicators-top-delays = Les retards qui pèsent le plus (montant × jours)
indicators-late = En retard
indicators-items = Pièces
indicators-average = Retard moyen (j)
indicators-share = Part du retard
indicators-by-weight = Tous, par poids
indicators-by-age = Tous, les plus longs d'abord
indicators-late-accounts =
    { $n ->
        [one] { $count } compte en retard
       *[other] { $count } comptes en retard
    }
indicators-amount = Montant
indicators-of-outstanding = Part de l'encours
indicators-number-of = Nombre
indicators-number = Pièce
indicators-on = Date comptable
indicators-kind = Nature
indicators-due = Échéance
indicators-owner = Suivi par
indicators-given = Donnée le
indicators-promised = Promis
indicators-paid = Payé
indicators-sales-sub = { $total } du { $from } au { $until }
indicators-behind-aging = Voir la balance âgée de ce jour
indicators-behind-accounts = Voir les dossiers échus
indicators-behind-sales = Ventes de la période
indicators-behind-delays = Comptes en retard
indicators-behind-blocked = Pièces mises de côté
indicators-behind-promises = Promesses de la période
indicators-none-blocked = Rien n'est mis de côté ce jour-là.
indicators-none-promised = Aucune promesse dont le jour tombe dans la période.
indicators-nothing = Rien ici.
indicators-nothing-next = Choisissez une autre date, une autre période ou une autre devise.
indicators-foot = Dates comptables ; chaque devise à part, jamais additionnée. Un chiffre qui ne peut pas être établi n'est pas estimé : il dit ce qui manque. Arrondi une seule fois, au dixième le plus proche.
indicators-files = Issue des dossiers
indicators-by-creditor = Issue des dossiers, par créancier
indicators-by-procedure = Issue des dossiers contentieux, par procédure
indicators-procedure = Procédure suivie
indicators-files-of = Dossiers
indicators-behind-files = Dossiers terminés
indicators-files-count =
    { $n ->
        [one] { $count } dossier terminé
       *[other] { $count } dossiers terminés
    }
indicators-ended-on = Terminé le
indicators-file = Dossier
indicators-case = dossier sans référence
indicators-procedures = Procédures
indicators-amicable = Réglé sans juge
indicators-yes = oui
indicators-no = non
indicators-entrusted = Confié
indicators-collected = Encaissé
indicators-amount-days = Encaissé × jours
indicators-won = Gagnées
indicators-decided = Décidées
indicators-granted = Accordé
indicators-asked = Demandé
indicators-cost = Frais
file-basis-ended = Tous
file-basis-collected = Encaissés
file-basis-decided = Procédure décidée
file-basis-cases = Dossiers contentieux
delay-order-weight = Par poids (montant × jours)
delay-order-longest = Les plus longs d'abord
promises-state-kept = tenues
promises-state-partly = tenues en partie
promises-state-broken = rompues
promises-state-open = pas encore jugées
promises-state-withdrawn = retirées

# Search: the field, the list under it, the page.
search-title = Recherche
search-label = Rechercher un dossier, une pièce, un contact
search-placeholder = Nom, code, SIREN, pièce, montant, mail…
search-empty = Que cherchez-vous ?
search-next = Cherchez par des débuts de mots d'un nom, un code client, un SIREN ou un SIRET, un numéro de pièce, un montant exact, une adresse électronique ou un téléphone. Accents, majuscules et ordre des mots n'importent pas.
found-results =
    { $n ->
        [0] Aucun résultat
        [one] { $count } résultat
       *[other] { $count } résultats
    }
found-none = Rien ne répond à « { $words } ».
found-more = plus de { $count }
found-all = Tous les résultats
found-all-accounts = Tous les dossiers trouvés
found-reason = Trouvé par
found-accounts = Dossiers
found-items = Pièces
found-contacts = Contacts
found-one-items = Pièce
found-one-contacts = Contact
found-settled = soldée
found-due = échéance { $day }
found-nothing-open = rien d'ouvert
found-overdue = échu { $amount }
found-by-name = nom
found-by-code = code client
found-by-siren = SIREN
found-by-owed = tout ce qui est dû
found-by-number = numéro
found-by-number-end = fin du numéro
found-by-open-amount = montant ouvert
found-by-amount = montant d'origine
found-by-contact = contact
found-by-email = adresse électronique
found-by-phone = téléphone

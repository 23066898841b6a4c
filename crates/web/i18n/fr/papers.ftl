## Pièces et actes
papers-title = Pièces et actes
papers-of = Pièces et actes : { $debtor }
papers-lead = Le bordereau des pièces, et les actes prêts à déposer ou à envoyer.
papers-open = Ouvrir les pièces et actes
papers-made = Actes établis
papers-none = Aucun acte n’est encore établi.
papers-paper = Acte
papers-size = Taille
papers-data = Données
papers-by = Par
papers-kilobytes = { $n } ko
papers-exhibits = Pièces justificatives
papers-files = Ajouter des fichiers
papers-files-hint = PDF, PNG ou JPEG, plusieurs à la fois, { $limit } Mio en tout. La nature de chaque pièce est lue dans le nom du fichier ; corrigez-la ci-dessous.
papers-add = Ajouter
papers-added = { $n ->
    [0] Aucune pièce ajoutée.
    [one] { $n } pièce ajoutée.
   *[other] { $n } pièces ajoutées.
  }
papers-known = { $n ->
    [one] { $n } fichier déjà au dossier.
   *[other] { $n } fichiers déjà au dossier.
  }
papers-refused = Ces fichiers n’ont pas été ajoutés.
papers-proposals = { $n ->
    [one] { $n } document du compte à verser
   *[other] { $n } documents du compte à verser
  }
papers-file = Document
papers-kind = Nature
papers-name = Intitulé
papers-number = N°
papers-out = Retirer
papers-show = Verser les documents cochés
papers-no-exhibits = Aucune pièce : une requête est accompagnée des documents justificatifs.
papers-order-hint = Les numéros suivent la nature, la date puis l’intitulé : ils changent d’eux-mêmes.
papers-names-go = Enregistrer le bordereau
paper-of = { $paper } : { $debtor }
papers-call = Établir un acte
paper-lead = Tout est rempli par le dossier : relisez, complétez, établissez.
paper-bound = L’acte et ses pièces forment un seul PDF, tamponné et muni de signets.
paper-missing = Avant d’établir l’acte
paper-optional = (facultatif)
paper-hint = L’acte est gardé tel quel dans le dossier. Il n’est envoyé ni déposé nulle part : notez l’envoi ou le dépôt dans la procédure.
paper-go = Établir l’acte
paper-go-en = Copie de lecture en anglais
paper-forms = La liasse établie garde le texte des pièces, où l’on peut chercher : c’est elle que prend le dépôt en ligne. La copie d’archive est un PDF/A, pour la conservation : les pages des pièces y sont des images ; pages, tampons et signets sont les mêmes.
paper-go-archive = Établir la copie d’archive
paper-exhibits = { $n ->
    [0] aucune pièce
    [one] { $n } pièce
   *[other] { $n } pièces
  }
paper-warnings = { $n ->
    [one] { $n } point à vérifier
   *[other] { $n } points à vérifier
  }
done-exhibits-added = { $n ->
    [0] Ces fichiers étaient déjà au dossier
    [one] { $n } pièce versée
   *[other] { $n } pièces versées
  }
done-exhibits-named = Bordereau enregistré
done-paper-made = Acte établi et gardé au dossier
done-paper-archived = { $n ->
    [one] Copie d’archive gardée au dossier : { $n } page
   *[other] Copie d’archive gardée au dossier : { $n } pages
  }
done-paper-archived-compare = { $n ->
    [one] Copie d’archive gardée au dossier ; comparez { $n } pièce à son original : une police y est remplacée ou une page y est blanche
   *[other] Copie d’archive gardée au dossier ; comparez { $n } pièces à leurs originaux : une police y est remplacée ou une page y est blanche
  }
done-paper-bound = { $n ->
    [one] Acte établi : { $n } page
   *[other] Acte établi : { $n } pages
  }
fact-case-shown = { $count } pièce(s) versée(s) au dossier contentieux : { $files }
fact-case-exhibits-named = Bordereau des pièces corrigé ({ $count })
fact-case-hidden = { $count } pièce(s) retirée(s) du dossier contentieux : { $files }
fact-case-paper-made = Acte établi : { $said }, arrêté au { $on }

## Pièces justificatives
proofs-title = Justificatifs
proofs-of = Justificatifs : { $debtor }
proofs-lead = Le fichier de ce qui prouve chaque acte, date, frais, titre ou déclaration : procès-verbal, avis de réception, note de frais, grosse.
proofs-nothing = Rien à prouver encore : ni acte, ni frais, ni titre.
proofs-thing = Ce qui est prouvé
proofs-reference = Référence
proofs-files = Fichiers
proofs-none = Aucun
proofs-add-title = Joindre des fichiers
proofs-files-hint = PDF, PNG ou JPEG, plusieurs à la fois, { $limit } Mio en tout. Le dossier peut être clos.
proofs-out-title = Retirer un fichier
proofs-out-lead = Le fichier reste parmi ceux du compte ; la raison est gardée au journal.
proof-add = Joindre
done-proofs-added = { $n ->
    [0] Fichier déjà joint
    [one] { $n } fichier joint
   *[other] { $n } fichiers joints
  }
done-proof-out = Fichier retiré, la raison est au dossier
fact-case-proved = { $count } fichier(s) joint(s) à « { $label } » : { $files }
fact-case-unproved = Fichier retiré : { $files } ({ $reason })
cost-act = Acte payé
procedure-cost = coût { $amount }

# The calculators.
calculators-lead = Les réponses du droit, chacune avec son calcul et ses sources. L'adresse d'une réponse se partage.
calculator-go = Calculer
calculator-clear = Recommencer
calculator-example = Voir un exemple
calculator-more = Préciser (facultatif)
calculator-wrong = Pas de réponse : corrigez ce qui suit.
calculator-answer = Réponse
calculator-empty = La réponse s'affichera ici.
calculator-empty-next = Avec le calcul tranche par tranche, les articles et l'état de chaque source.
calculator-steps = Le calcul
calculator-sources = Sources
calculator-stamp = Calculé le { $day }, tables de droit de Quittance { $version }.
calculator-api = La même réponse pour un programme :
calculator-unsure = { $n ->
    [one] Une de ces lignes n'est pas vérifiée : relisez-la avant de vous y fier.
   *[other] { $count } de ces lignes ne sont pas vérifiées : relisez-les avant de vous y fier.
}
source-verified = vérifié
source-derived = calculé
source-user = votre ligne
source-secondary = source secondaire
source-memory = de mémoire
source-not-found = introuvable
item-interest = intérêts
item-working = Intérêts de { $piece } : le calcul

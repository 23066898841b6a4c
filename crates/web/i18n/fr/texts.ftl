# Texts of letters, mails and text messages: the list and the editor.
texts-title = Textes des relances
texts-lead = Le même texte sert à la lettre et au mail. Une étape de scénario nomme le sien ; sinon elle parle par le texte fourni du même ton.
settings-texts = Ce que disent vos lettres, mails et SMS, en français et en anglais.
settings-texts-go = Modifier les textes
text = Texte
text-for = Pour
text-for-letters = lettre et mail
text-for-sms = SMS
text-steps-title = Étapes qui l'emploient
text-steps =
    { $n ->
        [0] aucune
        [one] { $count } étape
       *[other] { $count } étapes
    }
text-own = à vous
text-shipped = texte fourni
text-absent = à écrire
text-version = version { $version }, { $day }, { $by }
text-version-n = Version { $version }
text-name-pre-due = Avant l'échéance
text-name-reminder-1 = Relance 1, courtoise
text-name-reminder-2 = Relance 2, ferme
text-name-reminder-3 = Relance 3, dernier rappel
text-name-formal-notice = Mise en demeure
text-name-sms = SMS
text-new = Écrire un nouveau texte
text-new-lead = Une étape l'emploie en le nommant dans son champ « text ».
text-new-name = Nom (lettres sans accent, chiffres, tirets)
text-new-go = Commencer
text-from = Partir de
text-from-nothing = une page blanche
text-body = Texte
text-hint = Première ligne : l'objet. Puis des paragraphes séparés par une ligne vide. Une ligne --- marque la place du tableau des pièces. Un texte d'une seule ligne est un SMS.
text-save = Enregistrer une nouvelle version
text-preview = Aperçu
text-preview-go = Actualiser l'aperçu
text-letter-go = Ouvrir la lettre (PDF)
text-on = Exemple
text-on-business = une entreprise, relancée deux fois
text-on-consumer = un particulier, première relance
text-account = ou un code client
text-table = Pièces, totaux, intérêts : le tableau se place ici
text-no-preview = Écrivez un objet et un paragraphe : l'aperçu apparaît ici.
text-line = Ligne { $line }
text-facts = Mots que le texte peut employer
text-facts-hint = Cliquez pour insérer. Un mot qui peut manquer s'écrit dans une condition.
text-versions = Versions
text-in-force = en vigueur
text-looking = Vous regardez la version { $version }. Enregistrez-la pour la remettre en vigueur.
text-look-back = Revenir au texte en vigueur
text-retire = Revenir au texte fourni
text-retire-own = Retirer ce texte
text-sms-size = { $length } caractères sur { $most }
text-sms-foreign = un signe manque aux téléphones : le SMS comptera double
done-text = Texte en vigueur : les prochains messages le disent
done-text-retired = Texte retiré

//! A field of a form that cannot be read.

kernel::sentences! {
    /// A field of a form that cannot be read.
    FieldRefusal {
        /// Everyone has a name.
        NameMissing = "name-missing" at "name",
            "le nom est nécessaire : il figure sur les lettres",
            "the name is needed: it stands on the letters";
        /// A code of a creditor that cannot be typed.
        CreditorCodeMalformed = "creditor-code-malformed" at "code",
            "le code a 1 à 40 caractères, sans blanc",
            "the code has 1 to 40 characters, without blanks";
        /// The creditor of a new account, where there are several.
        CreditorMissing = "account-creditor-missing" at "creditor",
            "dites le créancier : il y en a plusieurs, ou aucun",
            "say which creditor: there are several, or none";
        /// A code of an account that cannot be typed.
        AccountNumberMalformed = "account-number-malformed" at "number",
            "le code du compte a 1 à 40 caractères, sur une ligne",
            "the code of the account has 1 to 40 characters, on one line";
        /// A code that another account has.
        AccountNumberTaken { number: String, name: String } = "account-number-taken" at "number",
            "« {number} » est déjà le compte de {name} : partez de ce compte, ou donnez un autre code",
            "« {number} » is the account of {name} already: start from that account, or give another code";
        /// The SIREN of a debtor who has an account with this creditor.
        SirenTaken { account: String, name: String } = "account-siren-taken" at "siren",
            "ce SIREN est celui de {name}, compte {account} : partez de ce compte",
            "this SIREN is that of {name}, account {account}: start from that account";
        /// No SIREN.
        SirenWrong { text: String } = "siren-wrong" at "siren",
            "« {text} » n’est pas un SIREN : neuf chiffres, dont le dernier est une clé ; relisez l’extrait Kbis",
            "« {text} » is no SIREN: nine digits, the last a check digit; read the company's extract again";
        /// No VAT number.
        VatWrong { text: String } = "vat-wrong" at "vat",
            "« {text} » n’est pas un numéro de TVA : le pays puis ses chiffres, par exemple FR, une clé de deux caractères et le SIREN",
            "« {text} » is no VAT number: the country and its digits, for instance FR, a key of two characters and the SIREN";
        /// No IBAN.
        IbanWrong { text: String } = "iban-wrong" at "iban",
            "« {text} » n’est pas un IBAN : le pays, deux chiffres de clé et le compte ; recopiez-le du RIB",
            "« {text} » is no IBAN: the country, two check digits and the account; copy it from the bank's statement";
        /// No BIC.
        BicWrong { text: String } = "bic-wrong" at "bic",
            "« {text} » n’est pas un BIC : huit ou onze caractères",
            "« {text} » is no BIC: eight or eleven characters";
        /// No payment terms.
        TermsWrong { text: String } = "terms-wrong" at "terms",
            "« {text} » n’est pas un délai de paiement : écrivez 30, « 45 jours fin de mois » ou « fin de mois 45 jours »",
            "« {text} » is no payment term: write 30, « 45 jours fin de mois » or « fin de mois 45 jours »";
    }
}

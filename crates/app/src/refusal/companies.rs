//! Why nothing is taken from the register of companies.

use kernel::Wording;

kernel::sentences! {
    /// Why nothing is taken from the register of companies.
    CompanyRefusal {
        /// No companies in it.
        FileUnreadable { file: String, why: Wording } = "company-file" at "file",
            "{file} ne contient aucune société lisible : {why}",
            "{file} holds no company that can be read: {why}";
        /// Nobody to ask.
        SourceMissing = "company-source-missing",
            "aucune adresse du registre SIRENE n’est donnée : lancez le programme avec QUITTANCE_SIRENE, ou importez une réponse enregistrée",
            "no address of the SIRENE register is given: start the program with QUITTANCE_SIRENE, or import a saved answer";
        /// A number to ask with.
        NoSiren { name: String } = "company-no-siren",
            "{name} n’a pas de SIREN au fichier : corrigez d’abord le débiteur",
            "{name} has no SIREN in the customer file: correct the debtor first";
        /// An address to take.
        NoAddress = "company-no-address",
            "le registre ne donne pas d’adresse de siège à reprendre : demandez-lui la société, ou corrigez le débiteur à la main",
            "the register gives no address of a head office to take over: ask it for the company, or correct the debtor by hand";
        /// A name to take.
        NoName = "company-no-name",
            "le registre ne donne pas de nom à reprendre : demandez-lui la société, ou corrigez le débiteur à la main",
            "the register gives no name to take over: ask it for the company, or correct the debtor by hand";
        /// A closed list.
        UnknownWord { text: String, known: String } = "company-unknown-word",
            "« {text} » n’est pas un mot de cette liste : {known}",
            "« {text} » is no word of this list: {known}";
    }
}

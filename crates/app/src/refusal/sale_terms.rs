//! Why nothing is done about terms of sale, or about who accepted them.

use kernel::{Date, Wording};

kernel::sentences! {
    /// Why nothing is done about terms of sale.
    SaleTermsRefusal {
        /// A version nobody could name.
        LabelWrong { most: i64 } = "sale-terms-label" at "label",
            "un nom de version a de 1 à {most} caractères, par exemple « CGV 2025-01 »",
            "the name of a version has 1 to {most} characters, for instance « CGV 2025-01 »";
        /// Another version has this name.
        LabelTaken { label: String } = "sale-terms-label-taken" at "label",
            "« {label} » est déjà une version de ce créancier : choisissez un autre nom",
            "« {label} » is a version of this creditor already: choose another name";
        /// Two clauses about the same thing.
        ClauseTwice { kind: Wording } = "sale-terms-clause-twice" at "clauses",
            "la clause « {kind} » est donnée deux fois : réunissez ses textes",
            "the clause « {kind} » is given twice: put its texts together";
        /// A clause without end.
        ClauseTooLong { kind: Wording, most: i64 } = "sale-terms-clause-long" at "clauses",
            "la clause « {kind} » dépasse {most} caractères : gardez l’essentiel, le PDF porte le reste",
            "the clause « {kind} » is longer than {most} characters: keep what matters, the PDF has the rest";
        /// History is not rewritten.
        Kept { label: String } = "sale-terms-kept",
            "« {label} » a été en vigueur ou acceptée : elle ne change plus ; faites-en une nouvelle version, qui la copie",
            "« {label} » was in force or accepted: it does not change any more; make a new version, which copies it";
        /// It has its text already.
        DocumentKept { label: String } = "sale-terms-document-kept" at "file",
            "« {label} » a déjà son PDF, qui ne change plus ; faites une nouvelle version pour un autre texte",
            "« {label} » has its PDF already, which does not change any more; make a new version for another text";
        /// By its content, not by its name.
        NotAPdf { file: String } = "sale-terms-pdf" at "file",
            "{file} n’est pas un PDF : son contenu ne commence pas comme un PDF ; exportez les conditions de vente en PDF et joignez-les de nouveau",
            "{file} is no PDF: its content does not begin like one; export the terms of sale as PDF and attach them again";
        /// A version of somebody else.
        OtherCreditor { label: String } = "sale-terms-other-creditor" at "version",
            "« {label} » est une version d’un autre créancier : choisissez une version du créancier de ce compte",
            "« {label} » is a version of another creditor: choose a version of the creditor of this account";
        /// Whose customers?
        CreditorMissing = "sale-terms-creditor" at "creditor",
            "dites de quel créancier sont ces clients",
            "say of which creditor these customers are";
        /// Which one?
        VersionMissing = "sale-terms-version-missing" at "version",
            "dites quelle version des conditions de vente a été acceptée",
            "say which version of the terms of sale was accepted";
        /// No such version.
        VersionUnknown { text: String, known: String } = "sale-terms-version-unknown" at "version",
            "« {text} » n’est pas une version de ce créancier ; au choix : {known}",
            "« {text} » is no version of this creditor; choose among: {known}";
        /// It did not happen yet.
        AcceptedLater { today: Date } = "sale-terms-accepted-later" at "on",
            "une acceptation est datée d’aujourd’hui ({today}) ou d’avant",
            "an acceptance is dated today ({today}) or before";
        /// No day.
        DateMissing = "sale-terms-date-missing" at "on",
            "dites quel jour les conditions ont été acceptées",
            "say on which day the terms were accepted";
        /// No such day.
        DateUnreadable { text: String } = "sale-terms-date" at "on",
            "« {text} » n’est pas une date : écrivez 31/12/2026 ou 2026-12-31",
            "« {text} » is no date: write 31/12/2026 or 2026-12-31";
        /// How, then?
        NoteMissing = "sale-terms-note-missing" at "note",
            "« autre » demande une note qui dise comment les conditions ont été acceptées",
            "« other » needs a note that says how the terms were accepted";
        /// A note without end.
        NoteTooLong { most: i64 } = "sale-terms-note-long" at "note",
            "la note dépasse {most} caractères : joignez plutôt la preuve",
            "the note is longer than {most} characters: attach the proof instead";
        /// A reason without end.
        ReasonTooLong { most: i64 } = "sale-terms-reason-long" at "reason",
            "le motif dépasse {most} caractères : dites l’essentiel",
            "the reason is longer than {most} characters: say what matters";
        /// Neither a PDF nor a photograph.
        ProofUnknown { file: String } = "sale-terms-proof" at "file",
            "{file} n’est ni un PDF ni une photo (JPEG, PNG, WebP) : son contenu le dit, pas son nom ; convertissez-le et joignez-le de nouveau",
            "{file} is no PDF and no photograph (JPEG, PNG, WebP): its content says so, not its name; convert it and attach it again";
        /// A file nobody could carry.
        FileTooHeavy { file: String, size: i64, most: i64 } = "sale-terms-file-heavy" at "file",
            "{file} pèse {size} Mo : {most} Mo au plus ; enregistrez-le en qualité réduite et joignez-le de nouveau",
            "{file} weighs {size} MB: {most} MB at most; save it in lower quality and attach it again";
        /// It has its proof already.
        ProofKept = "sale-terms-proof-kept" at "file",
            "cette acceptation a déjà sa preuve : reprenez-la avec son motif et notez-la de nouveau pour en changer",
            "this acceptance has its proof already: take it back with its reason and write it down again to change it";
        /// It counts no more.
        Withdrawn = "sale-terms-withdrawn",
            "cette acceptation a été reprise : notez-la de nouveau",
            "this acceptance was taken back: write it down again";
        /// Outside a closed list.
        UnknownWord { text: String, known: String } = "sale-terms-word" at "how",
            "« {text} » n’est pas connu ; au choix : {known}",
            "« {text} » is not known; choose among: {known}";
        /// A line without customer.
        CustomerMissing = "sale-terms-customer-missing" at "customer",
            "aucun code client sur cette ligne : complétez-la",
            "no customer code on this line: fill it in";
        /// Nobody of this creditor.
        CustomerUnknown { text: String } = "sale-terms-customer" at "customer",
            "« {text} » n’est pas un client de ce créancier : vérifiez le code, ou importez d’abord le client",
            "« {text} » is no customer of this creditor: check the code, or import the customer first";
        /// A file without its columns.
        FileColumns { found: String } = "sale-terms-columns" at "file",
            "le fichier doit avoir les colonnes code client, date, mode et version sur sa première ligne ; elle a : {found}",
            "the file needs the columns customer, date, how and version on its first line; it has: {found}";
        /// A file that is no table.
        FileUnreadable { file: String, why: Wording } = "sale-terms-file" at "file",
            "{file} : {why}",
            "{file}: {why}";
        /// A file without end.
        FileTooLong { lines: u64, most: i64 } = "sale-terms-file-long" at "file",
            "le fichier a {lines} lignes, {most} au plus : coupez-le en plusieurs",
            "the file has {lines} lines, {most} at most: cut it into several";
        /// A line that does not fit.
        LineUnread { why: Wording } = "sale-terms-line" at "line",
            "{why}",
            "{why}";
    }
}

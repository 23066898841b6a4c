//! The fields a column may be mapped to.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $fr:literal, $en:literal;)+) => {
        /// A field of a customer or of a piece.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $($(#[$doc])* #[serde(rename = $slug)] $name),+ }

        impl Field {
            /// Every field, in the order of the mapping page.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// The name in profiles.
            pub const fn slug(self) -> &'static str { match self { $(Self::$name => $slug),+ } }
            /// The name on a French screen.
            pub const fn french(self) -> &'static str { match self { $(Self::$name => $fr),+ } }
            /// The name on an English screen.
            pub const fn english(self) -> &'static str { match self { $(Self::$name => $en),+ } }
            /// Reads a slug.
            pub fn parse(slug: &str) -> Option<Self> { match slug { $($slug => Some(Self::$name),)+ _ => None } }
        }
    };
}

fields! {
    /// Customer code.
    CustomerNumber = "customer_number", "code client", "customer code";
    /// Customer name.
    CustomerName = "customer_name", "nom du client", "customer name";
    /// Number of the piece.
    Number = "number", "numéro de pièce", "piece number";
    /// Kind of piece.
    Kind = "kind", "nature de pièce", "kind of piece";
    /// Date of the piece.
    IssueOn = "issue_on", "date de pièce", "date of the piece";
    /// Due date.
    DueOn = "due_on", "échéance", "due date";
    /// Accounting date.
    EntryOn = "entry_on", "date comptable", "accounting date";
    /// Delivery or completion.
    SupplyOn = "supply_on", "date de livraison", "delivery date";
    /// Amount of the piece, tax included.
    Amount = "amount", "montant", "amount";
    /// What remains to be paid.
    OpenAmount = "open_amount", "reste dû", "open amount";
    /// What was paid.
    PaidAmount = "paid_amount", "montant réglé", "paid amount";
    /// When it was paid.
    PaidOn = "paid_on", "date de règlement", "payment date";
    /// Debit.
    Debit = "debit", "débit", "debit";
    /// Credit.
    Credit = "credit", "crédit", "credit";
    /// D or C.
    Sign = "sign", "sens", "debit or credit";
    /// Currency.
    Currency = "currency", "devise", "currency";
    /// Wording.
    Label = "label", "libellé", "wording";
    /// General-ledger account.
    GlAccount = "gl_account", "compte général", "general-ledger account";
    /// Street.
    Street = "street", "rue", "street";
    /// Complement of address.
    Complement = "complement", "complément d’adresse", "address complement";
    /// Post code.
    Postcode = "postcode", "code postal", "post code";
    /// Town.
    City = "city", "ville", "town";
    /// Country.
    Country = "country", "pays", "country";
    /// SIREN or SIRET.
    Siren = "siren", "SIREN ou SIRET", "SIREN or SIRET";
    /// VAT number.
    Vat = "vat", "n° de TVA", "VAT number";
    /// Mail.
    Email = "email", "courriel", "mail";
    /// Telephone.
    Phone = "phone", "téléphone", "telephone";
    /// Contact.
    Contact = "contact", "contact", "contact";
    /// Role of the contact.
    Role = "role", "fonction du contact", "role of the contact";
    /// Language.
    Language = "language", "langue", "language";
    /// Payment terms.
    Terms = "terms", "délai de paiement", "payment terms";
    /// Salesperson.
    Salesperson = "salesperson", "commercial", "salesperson";
    /// Group.
    Group = "group", "groupe", "group";
    /// Legal kind.
    LegalKind = "legal_kind", "forme juridique", "legal form";
}

impl Field {
    /// Values are dates.
    pub const fn is_date(self) -> bool {
        matches!(self, Self::IssueOn | Self::DueOn | Self::EntryOn | Self::SupplyOn | Self::PaidOn)
    }

    /// Values are amounts.
    pub const fn is_amount(self) -> bool {
        matches!(self, Self::Amount | Self::OpenAmount | Self::PaidAmount | Self::Debit | Self::Credit)
    }
}

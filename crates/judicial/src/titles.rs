//! Enforceable titles: where the original is, whom it was served on, what it awards, until when it can be enforced,
//! and what may be done with it.

mod brought;
mod standing;

use kernel::{Date, Money, slug_enum};
use law::{CreditorClass, Payment};
use serde::{Deserialize, Serialize};

use crate::procedure::{Proof, Service};

pub use brought::{Brought, brought};
pub use standing::{Door, TitleStanding, TitleState, standing};

slug_enum!(
    /// What gives the right to enforce (CPCE L111-3).
    TitleKind {
        /// A judgment.
        Judgment = "judgment",
        /// An interim order.
        InterimOrder = "interim-order",
        /// A payment order that became enforceable.
        PaymentOrder = "payment-order",
        /// An agreement a judge made enforceable.
        HomologatedAgreement = "homologated-agreement",
        /// A foreign decision, an award made enforceable, a European order.
        Foreign = "foreign",
        /// A record of conciliation signed by the judge.
        Conciliation = "conciliation",
        /// A deed of a notaire with its enforceable copy.
        NotarialDeed = "notarial-deed",
        /// A title issued by a commissaire de justice: cheque, small claims.
        OfficerTitle = "officer-title",
        /// An agreement signed by lawyers, made enforceable by the registry.
        LawyersDeed = "lawyers-deed",
        /// A title of a public body.
        PublicTitle = "public-title",
    }
);

impl TitleKind {
    /// Whether a judge decided it: its clock is ten years (L111-3 1° to 3°, L111-4), and its sums bear the legal rate.
    pub const fn is_decision(self) -> bool {
        matches!(
            self,
            Self::Judgment
                | Self::InterimOrder
                | Self::PaymentOrder
                | Self::HomologatedAgreement
                | Self::Foreign
                | Self::Conciliation
        )
    }

    /// Whether it is served on the debtor before anything is enforced.
    pub const fn wants_service(self) -> bool {
        matches!(
            self,
            Self::Judgment | Self::InterimOrder | Self::PaymentOrder | Self::HomologatedAgreement | Self::Foreign
        )
    }
}

slug_enum!(
    /// Whether a decision may still be attacked, and whether that suspends it.
    Finality {
        /// A recourse is open and suspends it.
        Suspended = "suspended",
        /// A recourse is open; it is enforceable meanwhile.
        Provisional = "provisional",
        /// None is open.
        Final = "final",
    }
);

slug_enum!(
    /// What a sum is awarded for.
    HeadKind {
        /// The claim.
        Principal = "principal",
        /// Interest to the decision, awarded as a sum.
        Interest = "interest",
        /// The fixed indemnity of 40 €.
        Indemnity = "indemnity",
        /// A penalty clause.
        PenaltyClause = "penalty-clause",
        /// Damages.
        Damages = "damages",
        /// Costs outside those of the proceedings (CPC 700).
        OutsideCosts = "outside-costs",
        /// Costs of the proceedings.
        Costs = "costs",
    }
);

/// A sum the title awards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What for.
    pub kind: HeadKind,
    /// How much; not negative.
    pub amount: Money,
    /// Whether it bears the legal rate from the decision.
    pub bears: bool,
}

/// A service of the title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// When.
    pub day: Date,
    /// On whom, by name.
    pub on: String,
    /// How.
    pub service: Service,
    /// The act.
    pub proof: Proof,
}

/// Something that gives the title's clock a new start, by its word in the law tables: `enforcement-act`,
/// `partial-payment`, `acknowledgement`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// When.
    pub day: Date,
    /// Its word.
    pub event: String,
    /// Its proof, in the user's words.
    pub reference: Option<String>,
}

/// The claim a title was given for: some titles last as long as it, some longer than ten years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnClaim {
    /// Kind of claim of the law tables: `b2b`, `consumer`.
    pub kind: String,
    /// Its due date.
    pub due: Date,
}

/// A title of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// What it is.
    pub kind: TitleKind,
    /// Its date.
    pub date: Date,
    /// Court, or who issued it.
    pub court: String,
    /// Its number.
    pub number: String,
    /// Where the enforceable copy lies, in the user's words.
    pub original: Option<String>,
    /// The day it became enforceable, even provisionally; absent, its date is taken, and the answer says so.
    pub enforceable: Option<Date>,
    /// Whether it may still be attacked.
    pub finality: Finality,
    /// Its services, in any order.
    pub served: Vec<Served>,
    /// The sums it awards, in one currency.
    pub heads: Vec<Head>,
    /// Class of the legal rate.
    pub creditor_class: CreditorClass,
    /// Whether it grants capitalisation.
    pub capitalise: bool,
    /// What was received since.
    pub payments: Vec<Payment>,
    /// What gave its clock a new start.
    pub renewals: Vec<Renewal>,
    /// The claim it was given for.
    pub claim: Option<OwnClaim>,
    /// The day it was set aside by a later decision, and the decision.
    pub annulled: Option<(Date, String)>,
}

impl Title {
    /// A title without service, sum or payment.
    pub fn new(kind: TitleKind, date: Date, court: &str, number: &str) -> Self {
        Self {
            kind,
            date,
            court: court.to_owned(),
            number: number.to_owned(),
            original: None,
            enforceable: None,
            finality: Finality::Provisional,
            served: Vec::new(),
            heads: Vec::new(),
            creditor_class: CreditorClass::default(),
            capitalise: false,
            payments: Vec::new(),
            renewals: Vec::new(),
            claim: None,
            annulled: None,
        }
    }

    /// The first service, by day.
    pub fn first_service(&self) -> Option<&Served> {
        self.served.iter().min_by_key(|served| served.day)
    }
}
